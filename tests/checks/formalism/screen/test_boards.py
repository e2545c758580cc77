"""Boards to vote on and rankings, and what only looks like them."""

import pytest

from checks.catalogue import load_catalogue
from checks.evidence import Part, PartKind
from checks.finding import Judgement
from checks.formalism.screen.boards import boards
from checks.vocabulary import Outcome
from tests.checks.cases import HOME
from tests.checks.formalism.screen.shown import PICTURE, board, judged, part, rendered, table, told

NAME = "site.vote-board"
PRESSING = "关注“云溪文旅”公众号后方可投票，每天可投3票，请为家乡投上宝贵的一票，并转发给亲朋好友。"


def look(*seen: Part, title: str = "云溪") -> Judgement:
    judgement: Judgement = boards(rendered(*seen, title=title), judged(NAME))
    return judgement


@pytest.mark.parametrize(
    "around",
    [
        PRESSING,
        "每个微信号每天可投5票，请大家为家乡投上宝贵的一票！",
        "各单位要组织全体干部职工每天参与投票，投票截图报办公室。",
    ],
)
def test_a_board_that_presses_people_is_a_finding(around: str) -> None:
    (finding,) = look(board("“最美古城”网络评选", around)).findings
    assert finding.data["case"] == "board"
    assert str(finding.data["quotation"]) in around


def test_a_board_alone_is_for_the_office_to_judge() -> None:
    assert told(look(board("“最美古城”网络评选", "投票时间：11月1日至10日")).findings) == [("F3", "board-doubtful")]


@pytest.mark.parametrize(
    ("heading", "around"),
    [
        ("民生实事项目意见征集", "请选择您最关心的项目"),
        ("网上调查", "为改进服务，欢迎匿名填写问卷，反映意见和建议"),
        ("第三选区候选人公示", "请选民到投票站投票"),
        ("村民委员会选举", "换届选举工作"),
        ("业主大会表决", "请业主投票表决"),
        ("“最美古城”评选结果揭晓", "得票情况如下"),
    ],
)
def test_a_vote_that_is_none_of_these(heading: str, around: str) -> None:
    assert look(board(heading, around)).outcome is Outcome.OK


def test_what_a_board_says_can_be_judged_from_the_words() -> None:
    (finding,) = look(board("“最美古城”网络评选", PRESSING), title="“最美古城”网络评选").findings
    assert (finding.about, finding.evidence) == (f"{HOME} board", (PICTURE,))
    said = load_catalogue()[NAME].sentence_of("board").zh.format(url=HOME, **finding.data)
    assert said.startswith(
        "《“最美古城”网络评选》页面上有投票栏，列出3个候选对象和票数，可点“投票”，例如：甲 票数：100票；"
    )
    assert said.endswith(f"页面写道：「{finding.data['quotation']}」，涉嫌{finding.data['behaviour']}。")


# -- rankings ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("seen", "code"),
    [
        (table("学习打卡排行榜", ("名次", "科室", "打卡次数"), "办公室", "法规科", "人事科"), "F2"),
        (table("学习强国每周通报", ("排名", "党支部", "人均积分"), "一支部", "二支部", "三支部"), "F2"),
        (table("公众号推广情况", ("排名", "乡镇", "关注率"), "石桥镇", "南湾镇", "北坪乡"), "F1"),
        (table("本周转发情况", ("名次", "单位", "转发量"), "教育局", "水利局", "体育局"), "F3"),
        (
            part(
                PartKind.RANKING,
                title="网格员打卡积分排行榜",
                rows=((), ("1", "城东街道 王某某 360分"), ("2", "城西街道 李某某 350分"), ("3", "石桥镇 赵某某 340分")),
                total=3,
            ),
            "F2",
        ),
    ],
    ids=lambda one: one.title if isinstance(one, Part) else one,
)
def test_a_ranking_of_those_under_orders_is_a_finding(seen: Part, code: str) -> None:
    assert told(look(seen).findings) == [(code, "ranking")]


@pytest.mark.parametrize(
    ("seen", "code"),
    [
        (table("学习打卡排行榜", ("名次", "昵称", "打卡次数"), "小鱼", "大鸟", "晚风"), "F2"),
        (table("网上答题情况", ("排名", "单位", "参与率"), "教育局", "水利局", "体育局"), "F10"),
        (table("国家反诈中心APP安装情况", ("排名", "社区", "安装率"), "东街社区", "西街社区", "河滨社区"), "F1"),
    ],
    ids=lambda one: one.title if isinstance(one, Part) else one,
)
def test_what_is_not_sure_is_for_the_office_to_judge(seen: Part, code: str) -> None:
    assert told(look(seen).findings) == [(code, "ranking-doubtful")]


@pytest.mark.parametrize(
    "seen",
    [
        table("青少年篮球联赛积分榜", ("名次", "单位", "积分"), "城东队", "城西队", "石桥队"),
        table("机关运动会总成绩", ("名次", "单位", "积分"), "教育局", "水利局", "体育局"),
        table("公开招聘综合成绩", ("排名", "姓名", "总成绩"), "甲", "乙", "丙"),
        table("积分落户公示", ("排名", "姓名", "积分"), "甲", "乙", "丙"),
        table("空气质量排名", ("排名", "县区", "综合指数"), "清溪县", "城东区", "城西区"),
        table("重点项目进度", ("排名", "单位", "完成率"), "教育局", "水利局", "体育局"),
        table("候选人名单", ("排名不分先后", "姓名", "单位"), "甲", "乙", "丙"),
        table("志愿服务积分榜", ("名次", "姓名", "打卡次数"), "甲", "乙", "丙"),
        table("热门文章排行榜", ("排名", "标题", "阅读"), "甲", "乙", "丙"),
        table("云溪十大打卡地", ("名次", "景区", "游客人次"), "古城", "石桥", "老码头"),
        table("防汛值守", ("排名", "乡镇", "签到率"), "石桥镇", "南湾镇", "北坪乡", around="应急响应期间"),
    ],
    ids=lambda one: one.title,
)
def test_other_rankings_are_left_in_peace(seen: Part) -> None:
    assert look(seen).findings == ()


def test_what_a_ranking_says_can_be_judged_from_the_words() -> None:
    seen = table("学习打卡排行榜", ("名次", "科室", "打卡次数"), "办公室", "法规科", "人事科")
    (finding,) = look(seen, title="学习打卡排行榜_云溪市审计局").findings
    assert finding.about == f"{HOME} ranking F2"
    assert load_catalogue()[NAME].sentence_of("ranking").zh.format(url=HOME, **finding.data) == (
        "《学习打卡排行榜》页面上有排行榜“学习打卡排行榜”，给3个单位或个人排了名次（表头：名次、科室、打卡次数），前几名："
        "1 办公室 9；2 法规科 9；3 人事科 9，涉嫌强制打卡、积分排名或在线时长。"
    )
