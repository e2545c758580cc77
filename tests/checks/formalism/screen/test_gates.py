"""What must be followed, installed or scanned before a page can be read, and what only looks like it."""

import pytest

from checks.catalogue import load_catalogue
from checks.check import load_checks
from checks.evidence import Overlay, Part, PartKind, Rendered
from checks.finding import Judgement, unknown
from checks.formalism.screen.gates import gates
from checks.judging import Judge
from checks.vocabulary import LinkOutcome, Outcome, Reason
from tests.checks.cases import AS_OF, HOME, subject
from tests.checks.formalism.screen.shown import AGAIN, PICTURE, judged, overlay, part, rendered, told

NAME = "site.forced-follow"
ACCOUNT = ("http://weixin.qq.com/r/abcdef",)
FOLLOW = "扫码关注“云溪发布”微信公众号"


def look(*seen: Overlay | Part) -> Judgement:
    judgement: Judgement = gates(rendered(*seen), judged(NAME))
    return judgement


# -- boxes over the page -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "seen",
    [
        overlay(FOLLOW),
        overlay("请先关注“健康云溪”公众号\n长按识别二维码"),
        overlay("关注官方微信，了解更多"),
        overlay("下载“云溪通”APP，掌上办事更方便\n立即下载"),
        overlay("订阅“云溪发布”公众号", blocks_click=False, blocks_scroll=True),
        overlay("关注后方可浏览本网站", close="关闭", blocks_click=False),
        overlay("全体干部职工必须关注“云溪发布”公众号，关注率纳入考核。", close="×", blocks_click=False, share=0.05),
    ],
    ids=lambda one: one.text[:12],
)
def test_a_box_that_forces_is_a_finding(seen: Overlay) -> None:
    assert told(look(seen).findings) == [("F1", "popup")]


def test_a_box_that_can_be_closed_but_shuts_the_page_is_for_the_office_to_judge() -> None:
    assert told(look(overlay(FOLLOW, close="关闭")).findings) == [("F1", "popup-doubtful")]


@pytest.mark.parametrize(
    "seen",
    [
        overlay(
            "本网站使用Cookie保存您的阅读设置，不收集个人信息。\n我知道了",
            close="我知道了",
            share=0.09,
            blocks_click=False,
        ),
        overlay("欢迎关注“云溪发布”微信公众号\n关闭", close="关闭", share=0.05, blocks_click=False),
        overlay("关注我们\n微信\n微博", share=0.02, blocks_click=False),
        overlay("适老化\n无障碍\n返回顶部\n手机版", share=0.03, blocks_click=False),
        overlay("全国人口普查公告\n关闭", close="关闭"),
        overlay("网站升级公告：本网站今晚22时至24时暂停服务。"),
        overlay("正在加载，请稍候"),
        overlay("关注“云溪医保”微信公众号，点击“我要办理”即可预约挂号"),
        overlay("严禁强制群众关注公众号、下载APP，一经发现请拨打监督电话。"),
        overlay("整治指尖上的形式主义\n关注“云溪督查”公众号反映问题线索"),
        overlay("关注森林防火，保护绿水青山"),
        overlay("登录\n用户名\n密码\n忘记密码"),
        overlay("云溪市第十届人民代表大会代表候选人公示\n请选民投出宝贵的一票"),
        overlay("", codes=()),
    ],
    ids=lambda one: one.text[:12] or "no words",
)
def test_a_box_that_forces_nobody_is_left_in_peace(seen: Overlay) -> None:
    judgement = look(seen)
    assert (judgement.outcome, judgement.findings) == (Outcome.OK, ())


def test_a_box_with_nothing_but_a_code_is_for_the_office_to_judge() -> None:
    assert told(look(overlay("", codes=ACCOUNT)).findings) == [("F1", "popup-doubtful")]
    assert look(overlay("", codes=ACCOUNT, close="×")).findings == ()


def test_only_the_box_that_shuts_the_page_is_blamed_for_it() -> None:
    notice = overlay("放假通知\n关闭", path="#notice", share=0.4, close="关闭")
    corner = overlay(FOLLOW, path="#corner", share=0.12)
    assert look(notice, corner).findings == ()


def test_a_finding_says_what_a_clerk_needs() -> None:
    judgement = look(overlay(FOLLOW, after=3.2, codes=ACCOUNT, blocks_scroll=True))
    (finding,) = judgement.findings
    assert (finding.url, finding.on_home, finding.evidence) == (HOME, True, (PICTURE,))
    assert (finding.places[0].text, finding.data["path"]) == (FOLLOW, "#box")
    said = load_catalogue()[NAME].sentence_of("popup").zh.format(url=HOME, **finding.data)
    assert said == (
        "电脑上打开约3秒后《云溪市人民政府》就弹出窗口遮住页面，没有关闭按钮，页面无法点击、无法滚动；窗口中写道："
        "「扫码关注“云溪发布”微信公众号」，涉嫌强制关注、下载或安装。"
        "二维码打开的是微信公众号或微信内页面：http://weixin.qq.com/r/abcdef。"
    )


def test_on_many_pages_it_is_one_thing_to_repair() -> None:
    (one,) = look(overlay("已有1200人关注“云溪发布”公众号，请先关注")).findings
    (other,) = look(overlay("已有1300人关注“云溪发布”公众号，请先关注")).findings
    assert one.about == other.about


# -- parts of the page -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("seen", "expected"),
    [
        (part(PartKind.CUT, "关注“云溪文旅”公众号，获取验证码，阅读全文", hidden=500), "cut"),
        (part(PartKind.CUT, "打开“云溪通”APP，阅读全文", hidden=500), "cut"),
        (part(PartKind.CUT, "扫码关注“云溪文旅”公众号", hidden=500), "cut-doubtful"),
        (part(PartKind.CODE, "扫码关注“清溪发布”公众号后方可下载办事指南", codes=ACCOUNT), "code"),
        (part(PartKind.CODE, "扫码下载“云溪通”APP后才能查看结果", codes=("https://a.app.qq.com/o/x",)), "code"),
        (part(PartKind.CODE, "扫描下方二维码后方可查看名单", codes=("https://zw.yunxi.test/md",)), "code-doubtful"),
        (part(PartKind.SOLE, "请在微信客户端打开链接"), "wall-doubtful"),
        (part(PartKind.SOLE, "请使用微信打开本页面"), "wall-doubtful"),
        (part(PartKind.SOLE, "请在微信客户端打开链接\n关注“云溪体育”公众号后方可查看"), "wall"),
    ],
    ids=lambda one: one.text[:12] if isinstance(one, Part) else one,
)
def test_a_gate_in_the_page(seen: Part, expected: str) -> None:
    assert told(look(seen).findings) == [("F1", expected)]


@pytest.mark.parametrize(
    "seen",
    [
        part(PartKind.CUT, "扫码关注“云溪文旅”公众号，查看全文", hidden=500, buttons=("展开全文",)),
        part(PartKind.CUT, "扫码关注“云溪文旅”公众号，查看全文", hidden=20),
        part(PartKind.CUT, "更多新闻\n微信关注度排行", hidden=500),
        part(PartKind.CODE, "扫一扫关注我们", codes=ACCOUNT),
        part(PartKind.CODE, "云溪发布微信公众号", codes=ACCOUNT),
        part(PartKind.CODE, "扫一扫在手机打开当前页", codes=(HOME,)),
        part(PartKind.CODE, "第一步：关注“健康云溪”公众号后，即可点击“预约挂号”。", codes=ACCOUNT),
        part(PartKind.CODE, "参保人扫码关注“云溪医保”公众号后方可办理异地就医备案", codes=ACCOUNT),
        part(PartKind.CODE, "请扫描下方二维码填写问卷，匿名反映意见建议", codes=("https://www.wjx.cn/vm/x.aspx",)),
        part(PartKind.CODE, "关注“云溪督查”微信公众号，点击“留言通道”反映形式主义问题线索", codes=ACCOUNT),
        part(PartKind.CODE, "不得要求群众关注公众号后才能办事", codes=ACCOUNT),
        part(PartKind.SOLE, "页面不存在"),
        part(PartKind.SOLE, "网站正在维护，请稍后再试"),
    ],
    ids=lambda one: one.text[:14],
)
def test_what_only_looks_like_a_gate(seen: Part) -> None:
    judgement = look(seen)
    assert (judgement.outcome, judgement.findings) == (Outcome.OK, ())


def test_a_code_within_a_box_is_told_with_the_box_alone() -> None:
    code = part(PartKind.CODE, "关注后方可浏览本网站", codes=ACCOUNT)
    assert told(look(overlay("关注后方可浏览本网站", codes=ACCOUNT), code).findings) == [("F1", "popup")]


# -- a second look, and findings of earlier ----------------------------------------------------------------------------


def test_it_is_asked_for_once_more_and_confirmed_when_it_is_there_again() -> None:
    seen = rendered(overlay(FOLLOW))
    assert gates(seen, judged(NAME)).wanted == (AGAIN,)
    again = gates(seen, judged(NAME, rendered(overlay(FOLLOW))))
    assert ([one.confirmed for one in again.findings], again.wanted) == ([True], ())


@pytest.mark.parametrize(
    "answer", [rendered(), rendered(overlay("放假通知\n关闭", close="关闭")), Reason.LIMIT_REACHED]
)
def test_what_is_not_seen_twice_is_not_confirmed(answer: Rendered | Reason) -> None:
    (finding,) = gates(rendered(overlay(FOLLOW)), judged(NAME, answer)).findings
    assert not finding.confirmed


def test_nothing_is_asked_for_when_nothing_was_seen() -> None:
    assert gates(rendered(), judged(NAME)).wanted == ()


def test_a_page_without_it_clears_what_stood_there() -> None:
    (finding,) = look(overlay(FOLLOW)).findings
    elsewhere = f"{HOME}a.html wall"
    earlier = judged(NAME, open_=[finding.about])
    assert gates(rendered(), earlier).cleared == {finding.about}
    assert gates(rendered(overlay(FOLLOW)), earlier).cleared == frozenset()
    assert gates(rendered(url=f"{HOME}b.html"), judged(NAME, open_=[elsewhere])).cleared == frozenset()


def test_a_page_that_is_gone_clears_what_stood_there() -> None:
    (finding,) = look(part(PartKind.SOLE, "请在微信客户端打开链接")).findings
    gone = Rendered(HOME, HOME, LinkOutcome.NOT_FOUND)
    assert gates(gone, judged(NAME, open_=[finding.about])).cleared == {finding.about}


def test_without_a_browser_it_is_unknown() -> None:
    judge = Judge(load_checks(), load_catalogue())
    without = judge.instead(Rendered, subject(), unknown(Reason.NO_BROWSER))
    assert {NAME, "site.vote-board"} <= without.keys()
    found = judge.rendered([rendered(overlay(FOLLOW)), rendered(url=f"{HOME}b.html")], subject(), AS_OF)
    assert (found[NAME].outcome, found["site.vote-board"].outcome) == (Outcome.FINDING, Outcome.OK)
