from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.models import FindingState, Step
from registry.seen.life import Life, Turn, begin, clear, see
from tests.registry.books import DAY, NOW

OPEN = begin(NOW, confirmed=False).life


def turned(turn: Turn | None) -> Turn:
    assert turn is not None
    return turn


def test_first_seen_unconfirmed() -> None:
    turn = begin(NOW, confirmed=False)
    assert turn.steps == (Step.OPENED,)
    assert turn.life == Life(FindingState.OPEN, NOW, NOW)


def test_first_seen_confirmed() -> None:
    turn = begin(NOW, confirmed=True)
    assert turn.steps == (Step.OPENED, Step.CONFIRMED)
    assert turn.life.confirmed == NOW


def test_seen_again_in_a_later_scan_is_a_second_look() -> None:
    turn = turned(see(OPEN, NOW + DAY, confirmed=False))
    assert turn.steps == (Step.CONFIRMED,)
    assert turn.life == Life(FindingState.OPEN, NOW, NOW + DAY, confirmed=NOW + DAY)


def test_seen_again_at_the_same_instant_confirms_nothing() -> None:
    turn = turned(see(OPEN, NOW, confirmed=False))
    assert turn == Turn(OPEN)


def test_confirmed_once() -> None:
    confirmed = turned(see(OPEN, NOW, confirmed=True))
    assert confirmed.steps == (Step.CONFIRMED,)
    for again in (True, False):
        later = turned(see(confirmed.life, NOW + 2 * DAY, confirmed=again))
        assert later.steps == ()
        assert (later.life.confirmed, later.life.last_seen) == (NOW, NOW + 2 * DAY)


def test_resolved_and_relapsed() -> None:
    confirmed = turned(see(OPEN, NOW, confirmed=True)).life
    resolved = turned(clear(confirmed, NOW + DAY))
    assert resolved.steps == (Step.RESOLVED,)
    assert (resolved.life.state, resolved.life.resolved) == (FindingState.RESOLVED, NOW + DAY)
    relapsed = turned(see(resolved.life, NOW + 2 * DAY, confirmed=False))
    assert relapsed.steps == (Step.RELAPSED,)
    assert relapsed.life == Life(
        FindingState.OPEN, NOW, NOW + 2 * DAY, confirmed=None, resolved=None, relapsed=NOW + 2 * DAY, relapses=1
    )
    assert turned(see(relapsed.life, NOW + 3 * DAY, confirmed=False)).steps == (Step.CONFIRMED,)
    assert turned(see(resolved.life, NOW + 2 * DAY, confirmed=True)).steps == (Step.RELAPSED, Step.CONFIRMED)


def test_what_is_resolved_is_not_resolved_again() -> None:
    assert clear(turned(clear(OPEN, NOW)).life, NOW + DAY) is None


@pytest.mark.parametrize("as_of", [NOW - DAY, NOW - DAY / 24])
def test_an_older_outcome_says_nothing(as_of: datetime) -> None:
    assert see(OPEN, as_of, confirmed=True) is None
    assert clear(OPEN, as_of) is None


def test_what_was_seen_before_it_was_resolved_does_not_bring_it_back() -> None:
    resolved = turned(clear(OPEN, NOW + 2 * DAY)).life
    assert see(resolved, NOW + DAY, confirmed=True) is None


def test_at_one_instant_the_later_look_counts() -> None:
    assert turned(see(turned(clear(OPEN, NOW)).life, NOW, confirmed=False)).life.relapses == 1


LOOKS = st.lists(st.tuples(st.integers(0, 8), st.sampled_from(["seen", "confirmed", "cleared"])), max_size=12)


@given(LOOKS)
def test_nothing_moves_backwards(looks: list[tuple[int, str]]) -> None:
    life = OPEN
    for day, look in looks:
        as_of = NOW + day * DAY
        turn = clear(life, as_of) if look == "cleared" else see(life, as_of, confirmed=look == "confirmed")
        if turn is None:
            continue
        after = turn.life
        assert after.first_seen == NOW
        assert after.last_seen >= life.last_seen
        assert after.known_until >= life.known_until
        assert after.relapses - life.relapses == (Step.RELAPSED in turn.steps)
        assert (after.state is FindingState.RESOLVED) == (look == "cleared")
        assert (after.resolved is None) == (after.state is FindingState.OPEN)
        life = after
