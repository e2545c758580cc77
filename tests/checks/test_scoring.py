"""Points: caps hold, nothing is deducted twice, and what was not verified decides nothing."""

from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checks.catalogue import HOME, Catalogue, load_catalogue
from checks.grading import Grade, grade
from checks.scoring import Found, Score, score
from checks.vocabulary import Outcome, TargetKind, Verdict

PORTAL, BUREAU = TargetKind.PORTAL, TargetKind.DEPARTMENT_SITE
ENTRY = """\
severity = "deduct"
applies_to = ["portal", "department-site"]
{more}
title = {{ zh = "{name}", en = "{name}" }}
group = {{ zh = "组", en = "group" }}
rule = {{ zh = "规则", en = "rule" }}
sentence = {{ zh = "句", en = "sentence" }}
remedy = {{ zh = "改", en = "repair" }}
basis = {{ document = "云溪省政务公开办〔2026〕1号", state = "verified" }}
"""
POINTS = 'points = {{ each = {each}, most = {most}, state = "verified" }}'


def write(home: Path, layer: str, name: str, more: str) -> None:
    (home / layer).mkdir(parents=True, exist_ok=True)
    (home / layer / f"{name}.toml").write_text(ENTRY.format(name=name, more=more), "utf-8")


@pytest.fixture(scope="module")
def province(tmp_path_factory: pytest.TempPathFactory) -> Catalogue:
    """A made-up province that scores department sites as well: files, and no line of code."""
    home = tmp_path_factory.mktemp("catalogue")
    (home / "catalogue.toml").write_text((HOME / "catalogue.toml").read_text("utf-8"), "utf-8")
    write(home, "yunxi", "site.links", POINTS.format(each=0.1, most=10))
    write(home, "yunxi", "site.links-home", POINTS.format(each=1, most=10))
    write(home, "yunxi", "site.column-empty", POINTS.format(each=2, most=10))
    write(home, "yunxi", "site.column-stale", POINTS.format(each=5, most=35) + '\nnot_with = ["site.column-empty"]')
    write(home, "yunxi", "site.survey", 'bonus = { points = 20, state = "verified" }')
    write(home, "yunxi", "site.opendata", 'bonus = { points = 15, state = "verified" }')
    veto = ENTRY.format(name="site.home-stale", more="").replace('"deduct"', '"veto"')
    (home / "yunxi" / "site.home-stale.toml").write_text(veto, "utf-8")
    (home / "yunxi" / "layer.toml").write_text(
        """\
title = { zh = "云溪省", en = "Yunxi Province" }
[general]
least_coverage = 0.5
veto_items = [{ title = "首页不更新", class = "site", judged_by = ["site.home-stale"] }]
[general.grading]
scored = ["portal", "county-portal", "department-site"]
""",
        "utf-8",
    )
    return load_catalogue(home, ("yunxi",))


SEEN = dict.fromkeys(("site.links", "site.links-home", "site.column-empty", "site.column-stale"), Outcome.FINDING)


def many(name: str, count: int, kind: str = "") -> list[Found]:
    return [Found(f"site.{name}", f"{name}{number}", kind) for number in range(count)]


def graded(catalogue: Catalogue, found: list[Found], kind: TargetKind = BUREAU, **more: Outcome) -> Grade:
    outcomes = SEEN | {"site.home-stale": Outcome.OK} | {f"site.{name}": one for name, one in more.items()}
    return grade(kind, outcomes, [], catalogue, found=found)


def points(made: Grade) -> Score:
    assert made.score is not None
    return made.score


@pytest.mark.parametrize(
    ("found", "left", "verdict"),
    [
        ([], 100, Verdict.QUALIFIED),
        (many("column-stale", 7), 65, Verdict.QUALIFIED),
        (many("column-stale", 9), 65, Verdict.QUALIFIED),  # the cap of the item
        (many("column-stale", 7) + many("links-home", 5), 60, Verdict.QUALIFIED),
        (many("column-stale", 7) + many("links-home", 5) + many("links", 1), Fraction("59.9"), Verdict.UNQUALIFIED),
        (many("column-stale", 7) + many("links-home", 10) + many("links", 100), 45, Verdict.UNQUALIFIED),
    ],
)
def test_sixty_points_pass_and_a_tenth_less_fails(
    province: Catalogue, found: list[Found], left: Fraction | int, verdict: Verdict
) -> None:
    made = graded(province, found)
    assert points(made).verified == points(made).reference == left
    assert made.verdict is verdict
    assert points(made).is_official


@pytest.mark.parametrize(
    ("found", "total", "bonus"),
    [
        ([], 130, 30),  # 20 and 15, of which the bonus part gives 30
        (many("column-stale", 3) + many("column-empty", 2), 111, 30),
        (many("column-stale", 4), 80, 0),
        (many("column-stale", 3) + many("links-home", 4) + many("links", 9), Fraction("110.1"), 30),
        (many("column-stale", 3) + many("links-home", 4) + many("links", 10), 80, 0),
    ],
)
def test_above_eighty_points_the_bonus_is_added(
    province: Catalogue, found: list[Found], total: Fraction | int, bonus: int
) -> None:
    made = points(graded(province, found, survey=Outcome.OK, opendata=Outcome.OK))
    assert made.verified == total
    assert made.bonus == bonus


def test_a_bonus_that_was_not_seen_is_not_earned(province: Catalogue) -> None:
    assert points(graded(province, [], survey=Outcome.OK, opendata=Outcome.UNKNOWN)).bonus == 20
    assert points(graded(province, [], survey=Outcome.FINDING)).bonus == 0


def test_what_is_deducted_under_one_indicator_is_not_deducted_under_another(province: Catalogue) -> None:
    both = [Found("site.column-stale", "u"), Found("site.column-empty", "u"), Found("site.column-empty", "v")]
    made = points(graded(province, both))
    assert made.verified == 93
    assert {one.indicator: (one.count, one.passed_over) for one in made.deductions} == {
        "site.column-empty": (1, 1), "site.column-stale": (1, 0),
    }  # fmt: skip


def test_only_scored_kinds_have_points() -> None:
    catalogue = load_catalogue()
    assert score(BUREAU, SEEN, many("links", 3), catalogue) is None
    assert score(TargetKind.ACCOUNT, {}, [], catalogue) is None
    assert score(PORTAL, SEEN, [], catalogue) is not None
    assert score(TargetKind.COUNTY_PORTAL, SEEN, [], catalogue) is not None


def test_unverified_points_decide_nothing_and_make_no_official_score() -> None:
    catalogue = load_catalogue()
    clear = dict.fromkeys(catalogue.vetoes_of(PORTAL), Outcome.OK)
    found = many("links-home", 10) + many("links", 100) + many("column-empty", 5) + many("column-stale", 15)
    made = grade(PORTAL, clear | SEEN, [], catalogue, found=found)
    assert points(made).verified == 100
    assert points(made).reference == 55
    assert made.verdict is Verdict.QUALIFIED
    assert not points(made).is_official


def test_the_policy_column_costs_the_five_points_that_were_verified() -> None:
    made = score(PORTAL, SEEN, many("column-stale", 1, "policy") + many("column-stale", 1, "x"), load_catalogue())
    assert made is not None
    assert made.verified == made.reference == 95  # the same about twice is one thing
    (one,) = made.deductions
    assert one.count == 1
    assert one.verified == 5
    assert one.unverified == 0


def test_a_veto_leaves_nothing_to_be_scored() -> None:
    outcomes = SEEN | {"site.home-stale": Outcome.FINDING}
    assert grade(PORTAL, outcomes, ["site.home-stale"], load_catalogue()).score is None


def test_what_a_person_entered_is_a_veto_and_never_missed() -> None:
    catalogue = load_catalogue()
    clear = dict.fromkeys(catalogue.vetoes_of(BUREAU), Outcome.OK)
    assert grade(BUREAU, clear, [], catalogue).coverage == 1.0
    entered = clear | {"site.wording-serious": Outcome.FINDING}
    made = grade(BUREAU, entered, ["site.wording-serious"], catalogue)
    assert (made.verdict, made.vetoes, made.coverage) == (Verdict.UNQUALIFIED, ("site.wording-serious",), 1.0)


def test_a_rule_that_is_not_in_force_yet_is_not_graded() -> None:
    catalogue = load_catalogue()
    assert catalogue.vetoes_of(PORTAL, date(2019, 3, 31)) == ()
    assert catalogue.vetoes_of(PORTAL, date(2019, 4, 1)) == catalogue.vetoes_of(PORTAL)


# -- what holds for all findings ----------------------------------------------------------------------------------

NAMES = ("site.links", "site.links-home", "site.column-empty", "site.column-stale")
VETOES = load_catalogue().vetoes_of(PORTAL)
FOUND = st.builds(Found, st.sampled_from(NAMES), st.sampled_from("abcdefghijklm"), st.sampled_from(["", "policy"]))
OUTCOMES = st.dictionaries(
    st.sampled_from((*VETOES, *NAMES, "site.survey", "site.secret")),
    st.sampled_from([Outcome.OK, Outcome.FINDING, Outcome.UNKNOWN, Outcome.NOT_APPLICABLE]),
)
BEST_FIRST = [Verdict.QUALIFIED, Verdict.UNDETERMINED, Verdict.UNQUALIFIED]
CATALOGUES = st.sampled_from(["national", "province"])


def chosen(name: str, province: Catalogue) -> Catalogue:
    return province if name == "province" else load_catalogue()


@given(OUTCOMES, st.lists(FOUND, max_size=40), FOUND, st.sampled_from([*VETOES, "site.secret"]), CATALOGUES)
def test_a_finding_more_never_makes_a_better_grade(
    province: Catalogue, outcomes: dict[str, Outcome], found: list[Found], more: Found, veto: str, which: str
) -> None:
    catalogue = chosen(which, province)
    before = grade(PORTAL, outcomes, [], catalogue, found=found)
    judged = outcomes.get(more.indicator) in (Outcome.OK, Outcome.FINDING)
    after = grade(
        PORTAL, outcomes | ({more.indicator: Outcome.FINDING} if judged else {}), [], catalogue, found=[*found, more]
    )
    assert BEST_FIRST.index(after.verdict) >= BEST_FIRST.index(before.verdict)
    if before.score and after.score:
        assert after.score.verified <= before.score.verified
        assert after.score.reference <= before.score.reference
    if outcomes.get(veto) in (Outcome.OK, Outcome.FINDING):
        worse = grade(PORTAL, outcomes | {veto: Outcome.FINDING}, [veto], catalogue, found=found)
        assert BEST_FIRST.index(worse.verdict) >= BEST_FIRST.index(before.verdict)


@given(OUTCOMES, st.lists(FOUND, max_size=20), st.sampled_from((*VETOES, *NAMES)), CATALOGUES)
def test_an_unknown_never_lowers_a_grade(
    province: Catalogue, outcomes: dict[str, Outcome], found: list[Found], blind: str, which: str
) -> None:
    catalogue = chosen(which, province)
    before = grade(PORTAL, outcomes, [], catalogue, found=found)
    after = grade(PORTAL, outcomes | {blind: Outcome.UNKNOWN}, [], catalogue, found=found)
    if blind not in outcomes:
        assert after == before
    assert after.verdict is not Verdict.UNQUALIFIED or before.verdict is Verdict.UNQUALIFIED
    assert after.coverage <= before.coverage or outcomes.get(blind) is Outcome.NOT_APPLICABLE
    if before.score and after.score:
        assert after.score.verified - after.score.bonus >= before.score.verified - before.score.bonus


@given(st.lists(FOUND, max_size=60), CATALOGUES)
def test_no_indicator_costs_more_than_its_own_points(province: Catalogue, found: list[Found], which: str) -> None:
    catalogue = chosen(which, province)
    made = score(PORTAL, SEEN, found, catalogue)
    assert made is not None
    for one in made.deductions:
        entry = catalogue[one.indicator].points
        assert entry is not None
        assert 0 <= one.points <= Fraction(str(entry.most))
        assert one.count + one.passed_over == len({item.about for item in found if item.indicator == one.indicator})


@given(st.lists(FOUND, max_size=30), st.randoms(use_true_random=False), CATALOGUES)
def test_the_order_of_findings_does_not_matter(
    province: Catalogue, found: list[Found], random: object, which: str
) -> None:
    shuffled = list(found)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    catalogue = chosen(which, province)
    assert score(PORTAL, SEEN, shuffled, catalogue) == score(PORTAL, SEEN, found, catalogue)


@given(OUTCOMES, st.lists(FOUND, max_size=10), st.lists(st.sampled_from(VETOES)), CATALOGUES)
def test_nor_does_the_order_of_outcomes_and_vetoes(
    province: Catalogue, outcomes: dict[str, Outcome], found: list[Found], confirmed: list[str], which: str
) -> None:
    catalogue = chosen(which, province)
    turned = dict(reversed(outcomes.items()))
    made = grade(PORTAL, outcomes, confirmed, catalogue, found=found)
    assert made == grade(PORTAL, turned, [*reversed(confirmed), *confirmed], catalogue, found=reversed(found))
