"""Formalism beside the main text: documents, pictures, controls, links and QR codes."""

from dataclasses import replace
from typing import Any

import pytest

from checks.evidence import NO_HISTORY, Aside, AsideKind, Asides, History, PartKind, Rendered
from checks.finding import Judgement, fingerprint
from checks.formalism.asides import beside
from checks.formalism.platforms import load_platforms, platform_of
from checks.formalism.screen.gates import gates
from checks.vocabulary import Outcome, Reason
from reports.terms import REASONS
from tests.checks.cases import case, subject
from tests.checks.formalism.screen.shown import part, rendered

PAGE, FILE = "http://www.yunxi.test/tz/1.html", "http://www.yunxi.test/tz/1.docx"
FORCED = "全体干部职工必须关注“云溪发布”微信公众号，关注率不低于90%。"
FORBIDS = "各单位不得要求干部职工必须关注“云溪文旅”公众号。"


def seen(*asides: Aside, read: tuple[str, ...] = (PAGE, FILE), **more: Any) -> Asides:
    return Asides(asides, frozenset(read), **more)


def aside(kind: AsideKind, text: str, **more: Any) -> Aside:
    return Aside(kind, text, PAGE, "通知", **more)


def judge(asides: Asides, **history: Any) -> Judgement:
    judged = beside(asides, case("site.formalism-beside", **history))
    assert isinstance(judged, Judgement)
    return judged


@pytest.mark.parametrize(
    ("one", "shown", "place"),
    [
        (aside(AsideKind.DOCUMENT, f"通知\n{FORCED}", url=FILE), "document", FILE),
        (aside(AsideKind.NAME, FORCED, url=FILE), "name", PAGE),
        (aside(AsideKind.PICTURE, FORCED, url="http://www.yunxi.test/a.png"), "picture", PAGE),
        (aside(AsideKind.CONTROL, FORCED), "control", PAGE),
        (aside(AsideKind.CODE, FORCED, opens="http://weixin.qq.com/r/x"), "code", PAGE),
        (aside(AsideKind.LINK, FORCED, url="https://www.wjx.cn/vm/abc.aspx"), "link", PAGE),
    ],
)
def test_a_duty_is_found_wherever_it_stands(one: Aside, shown: str, place: str) -> None:
    judged = judge(seen(one))
    (finding,) = judged.findings
    assert judged.outcome is Outcome.FINDING
    assert (finding.data["case"], finding.data["rule"], finding.data["quotation"]) == (shown, "F1", FORCED)
    assert finding.places[0].url == place


@pytest.mark.parametrize("kind", list(AsideKind))
@pytest.mark.parametrize("text", [FORBIDS, "", "天气晴好。", "政务公开", "扫一扫在手机打开当前页"])
def test_what_asks_for_nothing_is_left_alone(kind: AsideKind, text: str) -> None:
    assert judge(seen(aside(kind, text, url=FILE))).findings == ()


def test_the_same_words_in_many_places_are_one_finding() -> None:
    many = [replace(aside(AsideKind.CONTROL, FORCED), page=f"{PAGE}?{number}") for number in range(30)]
    (finding,) = judge(seen(*many)).findings
    assert (len(finding.places), finding.places_total) == (20, 30)


def test_what_a_code_and_a_link_open_is_said() -> None:
    code = aside(AsideKind.CODE, "请先扫描二维码关注公众号方可查看全文", opens="https://www.wjx.cn/vm/abc.aspx")
    (finding,) = judge(seen(code)).findings
    assert finding.data["opens"] == "打开的是问卷星（问卷、投票、答题）：https://www.wjx.cn/vm/abc.aspx。"
    assert finding.data["opens_en"] == " It opens a form, vote or quiz on wjx.cn: https://www.wjx.cn/vm/abc.aspx."


GATE, OPENED = "请先扫描二维码关注公众号方可查看全文", "http://weixin.qq.com/r/x"
SCREEN = "site.forced-follow"


def told_of(shown: tuple[Rendered, ...], before: History = NO_HISTORY) -> tuple[int, int]:
    """How many findings of one QR gate there are: by the check of the screen, and beside the main text."""
    on_screen = [one for view in shown for one in gates(view, case(SCREEN)).findings]
    asides = seen(aside(AsideKind.CODE, GATE, opens=OPENED), shown=shown)
    judged = beside(asides, replace(case("site.formalism-beside"), history=before))
    assert isinstance(judged, Judgement)
    return len(on_screen), len(judged.findings)


@pytest.mark.parametrize(
    ("views", "owners"),
    [
        ((), (0, 1)),  # no browser saw the page
        ((rendered(part(PartKind.CODE, GATE, codes=(OPENED,)), url=PAGE),), (1, 0)),
        ((rendered(url=PAGE),), (0, 1)),  # it saw the page, and no QR code there
        ((rendered(part(PartKind.CODE, GATE, codes=("http://weixin.qq.com/r/y",)), url=PAGE),), (1, 1)),  # another code
        ((rendered(part(PartKind.CODE, "扫一扫关注我们", codes=(OPENED,)), url=PAGE),), (0, 1)),  # other words
        ((rendered(part(PartKind.CODE, GATE, codes=(OPENED,)), url=f"{PAGE}?2"),), (1, 1)),  # another page
    ],
)
def test_one_gate_has_one_owner(views: tuple[Rendered, ...], owners: tuple[int, int]) -> None:
    assert told_of(views) == owners


def test_a_gate_that_the_screen_told_of_before_stays_with_it_while_its_page_is_not_shown() -> None:
    about = f"{PAGE} code 0123456789abcdef"
    history = case(SCREEN, open_=[about], places={fingerprint(SCREEN, subject().id, about): (PAGE,)}).history
    assert told_of((), history) == (0, 0)


def test_a_duty_in_the_words_around_a_code_is_told_though_the_code_was_shown() -> None:
    duty = aside(AsideKind.CODE, FORCED, opens=OPENED)
    view = rendered(part(PartKind.CODE, "扫一扫关注我们", codes=(OPENED,)), url=PAGE)
    assert len(judge(seen(duty, shown=(view,))).findings) == 1


def test_documents_that_nobody_can_read_leave_the_outcome_unknown() -> None:
    judged = judge(seen(unread=3, unreadable=2))
    assert (judged.outcome, judged.reason, judged.unseen) == (Outcome.UNKNOWN, Reason.UNREADABLE, 3)
    assert "未能读取" in REASONS[Reason.UNREADABLE][0]
    found = judge(seen(aside(AsideKind.CONTROL, FORCED), unread=2, unreadable=2))
    assert (found.outcome, found.reason, len(found.findings)) == (Outcome.FINDING, Reason.UNREADABLE, 1)
    assert judge(seen(unread=3)).outcome is Outcome.OK  # beyond what one look may cost


def test_a_finding_is_cleared_only_when_its_places_were_read() -> None:
    (finding,) = judge(seen(aside(AsideKind.DOCUMENT, FORCED, url=FILE))).findings
    mark = fingerprint("site.formalism-beside", subject().id, finding.about)
    stood = {"open_": [finding.about], "places": {mark: (FILE,)}}
    assert judge(seen(), **stood).cleared == {finding.about}
    assert judge(seen(read=(PAGE,), unread=1), **stood).cleared == frozenset()
    linked = seen(read=(PAGE,), linked=frozenset({FILE}), complete=True)
    assert judge(linked, **stood).cleared == frozenset()
    assert judge(seen(read=(PAGE,), complete=True), **stood).cleared == {finding.about}
    again = judge(seen(aside(AsideKind.DOCUMENT, FORCED, url=FILE)), **stood)
    assert (again.cleared, len(again.findings)) == (frozenset(), 1)


@pytest.mark.parametrize(
    ("url", "zh"),
    [
        ("https://www.wjx.cn/vm/x.aspx", "问卷星（问卷、投票、答题）"),
        ("https://ks.wjx.top/x", "问卷星（问卷、投票、答题）"),
        ("https://wj.qq.com/s2/1/", "腾讯问卷"),
        ("http://www.yunxi.test/vote/index.html", "投票页面"),
        ("http://www.yunxi.test/hd/dati.html", "答题页面"),
        ("http://www.yunxi.test/devote/index.html", None),
        ("https://qq.com/", None),
        ("https://notwjx.cn/", None),
        ("javascript:alert(1)", None),
        ("http://[::1", None),
        ("", None),
    ],
)
def test_platforms(url: str, zh: str | None) -> None:
    known = platform_of(url)
    assert (known.zh if known else None) == zh


def test_every_platform_is_known_by_something() -> None:
    assert all(one.hosts or one.paths for one in load_platforms())
