"""Posts that order or solicit: one finding for each post and rule, with the words quoted."""

from datetime import UTC, datetime

import pytest

from checks.catalogue import load_catalogue
from checks.evidence import AccountFacts, Post
from checks.finding import MAX_PLACES, Judgement, fingerprint
from checks.formalism.figures import mark_of
from checks.formalism.posts import posts
from checks.vocabulary import Outcome, Reason, Severity, TargetKind
from reports.wording import sentence
from tests.checks.cases import AS_OF, case, subject

NAME = "account.formalism"
ACCOUNT = subject(TargetKind.ACCOUNT, platform="微信", account="gh_1", feed="http://feed.test/1")
FORCED = "各学校全体教职工和家长都必须关注“云溪教育”微信公众号，关注率不低于95%。"
INNOCENT = "各学校不得要求教职工和家长必须关注“云溪教育”微信公众号。"
QUIZ = "关注“云溪图书馆”公众号，点击菜单参加线上答题。"


def post(text: str, *, number: int = 1, title: str = "通知", published: datetime | None = AS_OF, url: str = "") -> Post:
    return Post(f"id-{number}", url or f"http://p.test/{number}", title, text, published)


def judged(*shown: Post, stood: dict[str, tuple[str, ...]] | None = None) -> Judgement:
    """``stood``: the addresses of open findings, by what they are about."""
    places = {fingerprint(NAME, ACCOUNT.id, about): urls for about, urls in (stood or {}).items()}
    judgement: Judgement = posts(AccountFacts(shown), case(NAME, of=ACCOUNT, open_=stood or (), places=places))
    return judgement


def about(code: str, quotation: str = FORCED, title: str = "通知") -> str:
    return f"{mark_of(title, quotation)} {code}"


def test_a_post_is_quoted_with_its_rule() -> None:
    judgement = judged(post("天气晴好。", number=2), post(f"各学校：\n{FORCED}", title="关于关注工作的通知"))
    (finding,) = judgement.findings
    assert (judgement.outcome, judgement.checked) == (Outcome.FINDING, 2)
    assert (finding.about, finding.url, finding.severity) == (
        about("F1", title="关于关注工作的通知"),
        "http://p.test/1",
        Severity.REMINDER,
    )
    assert finding.data["rule"] == "F1"
    assert finding.data["title"] == "关于关注工作的通知"
    assert finding.data["quotation"] == FORCED == finding.places[0].text
    assert not finding.confirmed


def test_each_rule_of_a_post_is_one_finding() -> None:
    votes = "各村干部要发动亲友每天投票。"
    judgement = judged(post(f"{FORCED}\n{votes}\n{FORCED}"))
    assert [finding.about for finding in judgement.findings] == [about("F1"), about("F3", votes)]


def test_one_text_in_many_posts_is_one_finding() -> None:
    (finding,) = judged(*(post(FORCED, number=number) for number in range(25))).findings
    assert (finding.about, finding.places_total, len(finding.places)) == (about("F1"), 25, MAX_PLACES)
    assert finding.places[3].url == "http://p.test/3"
    assert len(judged(post(FORCED), post(FORCED, number=2, title="再次通知")).findings) == 2


def test_the_title_is_read_too_and_once() -> None:
    assert judged(post("见图。", title="快来为家乡投票吧！")).findings[0].data["quotation"] == "快来为家乡投票吧！"
    again = judged(post(FORCED, title=FORCED))
    assert again.findings[0].places_total == 1


@pytest.mark.parametrize("text", [INNOCENT, "关注“云溪医院”微信公众号后，点击“预约挂号”。", ""])
def test_innocent_posts_are_ok(text: str) -> None:
    assert judged(post(text)) == Judgement(Outcome.OK, checked=1)


def test_what_is_doubtful_is_a_case_of_its_own() -> None:
    (finding,) = judged(post(QUIZ)).findings
    assert (finding.data["rule"], finding.data["case"]) == ("F11", "doubtful")
    assert "case" not in judged(post(FORCED)).findings[0].data


@pytest.mark.parametrize(
    ("published", "outcome"),
    [
        (datetime(2023, 12, 30, 15, 59, tzinfo=UTC), Outcome.OK),
        (datetime(2023, 12, 30, 16, tzinfo=UTC), Outcome.FINDING),
    ],
)
def test_posts_from_before_the_rule_are_left_alone(published: datetime, outcome: Outcome) -> None:
    assert judged(post(FORCED, published=published)).outcome is outcome
    assert judged(post(FORCED, published=None)).outcome is Outcome.FINDING


def test_only_a_post_that_is_there_and_right_clears() -> None:
    first, second = "http://p.test/1", "http://p.test/2"
    stood = {about("F1"): (first,), "b F3": (first,), "c F1": ("http://p.test/9",), "d F1": (first, second), "e F1": ()}
    assert judged(post(INNOCENT), stood=stood).cleared == {about("F1"), "b F3"}
    assert judged(post(FORCED), stood=stood).cleared == {"b F3"}
    assert judged(post(INNOCENT), post("好。", number=2), stood=stood).cleared == {about("F1"), "b F3", "d F1"}
    assert judged(stood=stood).cleared == frozenset()


def test_a_post_without_an_address_is_told_apart_by_its_id() -> None:
    nameless = Post("id-7", "", "通知", FORCED, AS_OF)
    (finding,) = judged(nameless).findings
    assert (finding.about, finding.url) == (about("F1"), f"{ACCOUNT.url}#id-7")


def test_an_unread_feed_is_unknown() -> None:
    judgement = posts(AccountFacts(reason=Reason.FEED_BROKEN), case(NAME, of=ACCOUNT))
    assert (judgement.outcome, judgement.reason) == (Outcome.UNKNOWN, Reason.FEED_BROKEN)


LIKES = "全体教职工必须每天点赞、转发学校推文，转发情况每周通报。"


def test_the_basis_is_that_of_an_account() -> None:
    (finding,) = judged(post(FORCED)).findings
    assert finding.data["basis"] == (
        "《关于防治“指尖上的形式主义”的若干意见》（2023年12月）：不得强制推广、下载，不得作强制性要求（条款未与官方文本核对）"
    )
    assert "要求对象“" in str(finding.data["why"])
    assert str(judged(post(LIKES)).findings[0].data["basis"]).startswith(
        "国办秘函〔2019〕19号（2019年4月）：政务新媒体：购买“粉丝”"
    )


def test_forced_likes_may_be_a_veto_and_wait_for_a_person() -> None:
    (finding,) = judged(post(LIKES)).findings
    assert (finding.data["rule"], finding.data["case"], finding.severity) == ("F3", "likes", Severity.REMINDER)
    assert load_catalogue()["account.fraud"].severity is Severity.VETO
    reposts = LIKES.replace("点赞、转发学校推文", "转发学校推文")
    assert "case" not in judged(post(reposts)).findings[0].data


@pytest.mark.parametrize(
    ("text", "words"),
    [(FORCED, "涉嫌强制关注"), (QUIZ, "请办公室判断，不对外通报"), (LIKES, "按 account.fraud 登记")],
)
def test_it_can_be_told(text: str, words: str) -> None:
    (finding,) = judged(post(text)).findings
    entry = load_catalogue()[NAME]
    for language in ("zh", "en"):
        told = sentence(
            entry, url=finding.url, about=finding.about, outcome=None, data=finding.data, year=2026, language=language
        )
        assert text in told
        assert language == "en" or words in told


def test_it_waits_for_a_person_and_accuses_of_no_veto() -> None:
    for name in (NAME, "site.formalism"):
        entry = load_catalogue()[name]
        assert not entry.mechanical
        assert entry.severity is Severity.REMINDER
