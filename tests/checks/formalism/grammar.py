"""A grammar of the same deeds ordered, asked for, and only spoken of. All words are made up."""

from collections.abc import Iterator
from typing import NamedTuple

DEEDS = {
    "F1": (
        "关注“云溪发布”微信公众号", "下载安装“智慧云溪”APP", "在手机上注册使用“赣服通”", "订阅单位的视频号",
        "扫码关注县融媒抖音号",
    ),
    "F2": ("每天在学习平台打卡", "完成每日签到打卡", "登录学习平台打卡积分"),
    "F3": (
        "为我县参评作品投票", "点赞、转发县融媒体推文", "将活动链接转发到朋友圈", "发动亲友参与网上投票",
        "给县里的短视频点赞评论",
    ),
    "F4": ("将走访照片上传工作群", "把学习页面截图发至群内", "上传巡查轨迹截图"),
    "F5": ("在工作群内接龙", "在微信群里打卡接龙"),
    "F6": ("在三个平台分别填报同一数据", "多头填报走访信息"),
    "F7": ("开通抖音号和视频号",),
    "F10": ("参加网上答题", "完成线上知识竞赛答题", "参与网络问卷调查", "收看直播并参加线上测试"),
}  # fmt: skip
"""What people are made to do, by the code of the rule."""

ORDERS = (
    "全体干部职工必须{deed}。",
    "各单位要组织全体职工{deed}，完成情况每周通报。",
    "请各科室督促工作人员{deed}，完成率不低于90%。",
    "各乡镇网格员务必于本周五前{deed}，未完成的予以通报。",
    "要求各村干部每人每天{deed}，名单报镇党政办。",
    "在编人员一律要{deed}，落实情况纳入年度考核。",
    "各支部书记负责，确保党员全部{deed}，排名后三位的支部要说明原因。",
    "请各位家长今晚八点前{deed}，班主任逐一统计上报。",
)
"""Ways to order it: a finding each."""

SPOKEN_OF = {
    "forbidden": "各单位不得要求干部职工{deed}。",
    "strictly forbidden": "严禁以任何名义要求全体教师和家长{deed}。",
    "no longer": "即日起，各乡镇不再要求网格员{deed}，也不通报、不排名。",
    "stopped": "督查组叫停了要求全体干部{deed}并纳入考核的做法。",
    "punished": "某镇因要求全体干部{deed}、每日通报排名，主要负责人被约谈。",
    "put right": "开展专项整治，纠正要求职工{deed}等问题，清理相关指标。",
    "criticised": "有的单位要求职工必须{deed}，还要排名通报，基层叫苦不迭。",
    "in the past": "过去，镇里要求干部每天{deed}，如今大家能腾出手来抓落实。",
    "explained": "一图读懂“指尖上的形式主义”。\n要求全体干部职工必须{deed}，就属于其中一类。",
    "leads": "征集形式主义问题线索，包括强制要求基层干部{deed}等。",
    "voluntary": "是否{deed}，由干部职工自愿决定，不作统计。",
    "warned of": "谨防以{deed}为名的骗局，请全体职工务必提高警惕。",
}
"""Ways to speak of it without asking for it, by what they do: nothing each."""

PUBLIC = {
    "F3": (
        "快来为“云溪古城”投上一票吧！", "请大家动动手指，为家乡点赞！", "转发朋友圈集满30个赞，即可领取礼品一份。",
        "“云溪最美乡村”网络评选投票正在进行中，每人每天可投3票。", "求扩散！请把这条消息转发出去。",
        "还差200票就进前十了，恳请乡亲们继续投票！", "邀请您为我县入围的导游投出宝贵的一票。",
        "投票倒计时3天，您投票了吗？",
    ),
    "F11": (
        "宪法知识线上竞答火热开启，等你来战！", "扫码答题赢话费，人人都可参加。",
        "网络安全知识竞赛邀您参加，好礼等你拿。", "防灾减灾有奖竞答来啦，答对即可抽奖。",
    ),
    "F1": ("关注“云溪文旅”公众号，抽50份大礼。", "邀请3位好友注册APP，即可抽取红包。"),
    "F2": ("21天阅读打卡挑战，快来加入，坚持打卡赢好礼！", "每日签到领积分，积分可换好礼。"),
}  # fmt: skip
"""What everybody is asked for and left to: a reminder each, unless the office sets it otherwise."""

PUBLIC_SPOKEN_OF = (
    "引导选民珍惜民主权利，投出自己庄严的一票。",
    "评选结果揭晓，感谢大家的参与，云溪古城以3万票入选。",
    "严禁拉票、刷票，不得组织群众投票。",
    "民警提醒：朋友圈集赞、帮忙投票领红包多为骗局，请谨防个人信息泄露。",
    "近日，县图书馆举办的阅读活动圆满结束，共有300人参加了线上答题。",
    "为最美逆行者点赞！",
    "国庆假期，云溪古城成为热门打卡地。",
    "小区业主可通过微信小程序投票表决。",
)


class Case(NamedTuple):
    """A sentence, the code of the rule it is about, and how it is put."""

    code: str
    text: str
    how: str


def ordered() -> Iterator[Case]:
    """Every deed in every order."""
    for code, deeds in DEEDS.items():
        for deed in deeds:
            yield from (Case(code, order.format(deed=deed), order) for order in ORDERS)


def spoken_of() -> Iterator[Case]:
    """Every deed in every way to speak of it."""
    for code, deeds in DEEDS.items():
        for deed in deeds:
            yield from (Case(code, words.format(deed=deed), how) for how, words in SPOKEN_OF.items())


def asked() -> Iterator[Case]:
    """What everybody is asked for."""
    for code, texts in PUBLIC.items():
        yield from (Case(code, text, "public") for text in texts)
