"""What is said of single sentences: asked and ordered, or only spoken of."""

import pytest

from checks.catalogue import CatalogueError
from checks.evidence.office import AddedWords, OfficeWords
from checks.formalism.audit import Hit, audit, examine, gravest
from checks.formalism.rules import Frame, Level, Role, load_rules
from checks.vocabulary import TargetKind

RULES = load_rules()


def told(text: str) -> list[tuple[str, Level]]:
    return [(hit.rule.code, hit.level) for hit in audit(text, RULES)]


FINDINGS = [
    # following and installing
    ("F1", "全体干部职工必须关注“云溪发布”微信公众号，并将截图发至工作群。"),
    ("F1", "各村（社区）要确保每户至少一人关注“文明云溪”公众号，关注率不低于90%。"),
    ("F1", "各单位务必于本周五前完成“平安云溪”APP的下载安装，并将截图报至办公室。"),
    ("F1", "每位网格员须完成50户居民的公众号关注任务，每日通报进度。"),
    ("F1", "請全體職工務必關注「云溪發布」微信公众号。"),
    ("F1", "关于进一步提高微信公众号订阅率的通知"),
    ("F1", "发动全体干部职工关注我局政务新媒体账号，关注名单请各单位及时报送。"),
    # points and check-ins
    ("F2", "全体党员每日学习积分不低于30分，未达标的在支部大会上通报。"),
    ("F2", "各科室要督促职工每天打卡，打卡情况每周通报一次。"),
    ("F2", "连续一周未登录扣1分。"),
    # votes
    ("F3", "各学校要组织师生和家长为我市参评的“最美教师”投票，每人每天3票。"),
    ("F3", "为确保我镇取得好成绩，请各村干部发动亲朋好友每天投票。"),
    ("F3", "投票方式：关注“云溪文旅”公众号，回复“投票”，每个微信号每天可投3票。"),
    ("F3", "总投票率不低于90%，各单位于20日前汇总报文明办。"),
    # likes and reposts
    ("F3", "全体教职工要第一时间点赞、转发学校推文，转发情况纳入年度考核。"),
    ("F3", "机关全体干部都要将活动链接转发到朋友圈，并截图备查。"),
    # quotas
    ("F10", "要求各支部党员全员参与线上答题。"),
    ("F10", "总答题人数不少于常住人口的20%，排名靠后的通报批评。"),
    ("F10", "各乡镇抖音号粉丝数年底前不低于1万。"),
]


@pytest.mark.parametrize(("code", "text"), FINDINGS)
def test_what_is_asked_or_ordered(code: str, text: str) -> None:
    assert (code, Level.FINDING) in told(text)


PUBLIC = [
    ("F3", "云溪古城正在参加“最美古城”评选，快来为家乡投出宝贵一票！"),
    ("F3", "请大家动动手指，为我县入围的“中国美丽乡村”投票助力！"),
    ("F3", "家乡需要您的一票！投票入口见文末，请把宝贵的一票投给云溪。"),
    ("F3", "请为我市候选人点赞支持，每天可点赞1次。"),
    ("F3", "国风画作来了，赏画之余勿忘点赞哦"),
]


@pytest.mark.parametrize(("code", "text"), PUBLIC)
@pytest.mark.parametrize("public", ["finding", "reminder", "silent"])
def test_what_everybody_is_asked_for_is_as_the_office_sets_it(code: str, text: str, public: str) -> None:
    rules = load_rules(office=OfficeWords(public=public))
    levels = {hit.level for hit in examine(text, rules) if hit.rule.code == code}
    assert levels == {Level(public)}


SILENCE = {
    "prohibition": [
        "各单位不得要求干部职工必须关注公众号。",
        "严禁以任何形式要求全体党员转发到朋友圈、参与投票。",
        "学校不得组织师生和家长参加网络投票、拉票。",
    ],
    "put right": [
        "叫停了强迫干部职工参与投票、点赞的54起行为。",
        "坚决整治要求全体干部每天打卡签到、积分排名等问题。",
        "某镇要求干部每人每天点赞10次、进行点赞排名，造成不良影响，镇党委书记被处理。",
    ],
    "criticism": [
        "有的单位要求全体职工必须关注公众号，甚至截图通报。",
        "一些地方要求干部职工必须参与投票，基层苦不堪言。",
        "强制全体干部下载注册政务APP，考核通报安装率。",
    ],
    "interpretation": ["《若干意见》聚焦“指尖上的形式主义”。\n各单位要求职工必须关注公众号的，属于此类。"],
    "regulation": ["面向社会开展网络投票评选，组织师生参加的，必须报上级教育部门审核批准。"],
    "elections": [
        "引导选民积极参加选举，投出自己宝贵的一票。",
        "本周日，请你来投票！乡镇人大换届选举工作准备就绪。",
        "股东大会网络投票时间为上午9:15至下午15:00。",
        "请各位业主于月底前投票，表决小区物业选聘事项。",
        "各代表以无记名投票方式对民生实事项目进行票决。",
        "各单位要严格按照程序投票推荐人选。",
    ],
    "over": ["感谢大家投出宝贵的一票，评选结果已经揭晓。", "截至目前，已有12万名市民参与了网络投票。"],
    "voluntary": ["干部职工自愿关注“云溪发布”公众号，不作统计。"],
    "service": [
        "关注“云溪医保”微信公众号后，点击“参保登记”，按提示办理。",
        "用人单位须下载“电子税务局”APP完成申报。",
        "参会人员务必提前下载视频会议客户端，各单位做好调试。",
        "请各单位密切关注“云溪气象”微信公众号发布的预警信息。",
    ],
    "consultation": ["请各位市民扫码填写问卷，对实事项目投票，提出宝贵意见。"],
    "tourism": ["网红打卡地再添新成员，快来打卡吧！"],
    "praise": [
        "让我们一起为最美逆行者点赞！",
        "各级干部要真抓实干，赢得群众点赞。",
        "网友：特别支持，必须点赞！",
    ],
    "templates": ["长按二维码关注“云溪发布”。", "喜欢就请点赞、在看，三连支持。"],
    "documents": ["现将《关于组织网络投票的通知》转发给你们，各单位务必贯彻执行。"],
    "duties": ["全体干部职工必须按时参加会议。", "各乡镇要组织群众参加医保，参保率达到95%以上。"],
    "tools": ["工作人员上下班必须打卡，考勤打卡情况纳入考核。"],
}


@pytest.mark.parametrize(
    ("kind", "text"), [(kind, text) for kind, texts in SILENCE.items() for text in texts], ids=lambda value: value[:12]
)
def test_what_is_only_spoken_of(kind: str, text: str) -> None:
    assert told(text) == [], kind


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("他说：“来，请为家乡投上宝贵的一票吧！”", "F3"),  # perhaps somebody else's words
        ("为力戒形式主义，现通知如下。\n全体干部职工必须关注“云溪发布”微信公众号。", "F1"),
        ("坚持自愿参加。\n投票方式：扫码进入投票页面。", "F3"),
        ("关于推广政务APP的建议（社情民意）\n将注册使用任务分解到各乡镇，并纳入考核。", "F1"),
        ("请各单位组织全体干部关注“云溪发布”公众号。", "F1"),  # asked for, not ordered
        ("关注“云溪图书馆”公众号，点击菜单参加线上答题。", "F11"),
        ("疫情防控期间，督促职工每天打卡。", "F2"),
        ("本次评选采用网络投票评选的方式。", "F3"),
    ],
)
def test_what_is_doubtful_is_a_reminder(text: str, code: str) -> None:
    assert told(text) == [(code, Level.REMINDER)]


def only(text: str) -> Hit:
    (hit,) = examine(text, RULES)
    return hit


def test_every_step_is_told() -> None:
    hit = only("各单位于本周前关注“云溪发布”公众号，关注率均应达标，名单报送办公室。")
    assert (hit.rule.code, hit.form.name, hit.level) == ("F1", "follow", Level.FINDING)
    assert [(step.meaning, step.text) for step in hit.steps] == [
        (Role.ACT, "关注“云溪发布”公众号"), (Role.COMPULSION, "均应"), (Role.AUDIENCE, "各单位"),
    ]  # fmt: skip


def test_it_is_told_why_a_sentence_is_left_in_peace() -> None:
    hit = only("严禁要求干部职工必须点赞、转发推文。")
    assert hit.level is Level.SILENT
    frame = hit.steps[-1]
    assert isinstance(frame.meaning, Frame)
    assert (frame.meaning.name, frame.text) == ("prohibition", "严禁")


def test_a_neighbouring_sentence_can_count_but_not_one_farther_off() -> None:
    near = "请各单位发动干部关注政务新媒体账号。结果每周通报。"
    assert told(near) == [("F1", Level.FINDING)]
    assert told(near.replace("。结", "。天气晴好。结")) == [("F1", Level.REMINDER)]


def test_what_stands_far_from_an_act_does_not_count() -> None:
    far = "各单位必须做好准备，" + "继续做好各项日常工作，" * 10 + "欢迎关注“云溪发布”公众号。"
    assert told(far) == []


def test_what_is_forbidden_ends_where_the_sentence_turns_to_an_order() -> None:
    assert told("严禁代替群众操作，各单位必须组织全体干部为我县作品投票。") == [("F3", Level.FINDING)]
    assert told("严禁以任何名义要求干部为我县作品投票。") == []


def test_words_within_the_name_of_an_account_play_no_part() -> None:
    assert told("关注“云溪督查”微信公众号，点击“我要留言”。") == []


def test_an_office_adds_words_of_its_own() -> None:
    text = "各单位要组织全体干部完成“云溪行”任务，每人每天3次。"
    added = OfficeWords(words=(AddedWords("F3.interact", "act", ("云溪行",)),))
    assert told(text) == []
    assert [hit.rule.code for hit in audit(text, load_rules(office=added))] == ["F3"]
    assert not audit(text, load_rules(office=OfficeWords(words=added.words, harmless=("云溪行",))))
    with pytest.raises(CatalogueError, match=r"no form 'F3\.dance'"):
        load_rules(office=OfficeWords(words=(AddedWords("F3.dance", "act", ("跳舞",)),)))


def test_rules_bind_the_kinds_of_targets_they_name() -> None:
    shop = "优惠券限时领，立即购买！"
    assert [hit.rule.code for hit in audit(shop, RULES, kind=TargetKind.APP)] == ["F9"]
    assert not audit(shop, RULES)
    assert not audit(shop, RULES, kind=TargetKind.ACCOUNT)
    (f1,) = (rule for rule in RULES.rules if rule.code == "F1")
    assert f1.resting_on(TargetKind.APP, None)[0].document == "国办函〔2026〕12号"
    assert "国办函〔2026〕12号" not in {one.document for one in f1.resting_on(TargetKind.ACCOUNT, None)}


@pytest.mark.parametrize(
    "text",
    ["学校不组织学生和家长参与网络投票。", "新规明确，政务APP不得设置打卡签到、积分排名功能。"],
)
def test_a_prohibition_that_overlaps_an_act_or_stands_in_it_holds(text: str) -> None:
    assert told(text) == []


def test_a_frame_is_lifted_by_words_that_ask_all_the_same() -> None:
    assert told("感谢大家投票，评选结果已经揭晓。") == []
    assert told("感谢大家对云溪的支持，请继续为云溪投票。") == [("F3", Level.REMINDER)]


def test_a_frame_that_holds_for_one_act_leaves_the_others() -> None:
    assert told("请为家乡投票，每天可投3票，不得重复投票。") != []


def test_a_measure_is_one_of_online_duties_only_beside_an_account_or_an_app() -> None:
    assert told("各乡镇水表安装进度每周通报。") == []
    assert ("F1", Level.FINDING) in told("各乡镇“赣服通”安装进度每周通报。")


def test_steps_are_told_in_the_words_of_the_text() -> None:
    assert any("ＡＰＰ" in step.text for step in only("全体干部职工必须下载“智慧云溪”ＡＰＰ。").steps)


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("各单位必须关注“云溪发布”公众号这样的任务取消了。", None),
        ("这样的任务取消了，各单位必须关注“云溪发布”公众号。", Level.FINDING),  # it reaches back, and not forward
        ("要求全体干部关注“云溪发布”公众号的做法被点名批评。", None),
        ("家人们，给短视频点个赞，弄完报数。", Level.FINDING),  # a group that is spoken to, and a report back
        ("家人们，给短视频点个赞吧。", Level.REMINDER),  # left to people
    ],
)
def test_what_is_said_of_a_deed_afterwards_and_how_a_group_is_spoken_to(text: str, level: Level | None) -> None:
    hits = gravest(audit(text, RULES))
    assert (hits[0].level if hits else None) == level
