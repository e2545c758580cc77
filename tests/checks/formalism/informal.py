"""A grammar of informal orders: messages in groups, notices, appeals, orders passed on. All words are made up.

Each way to ask has an innocent twin in nearly the same words: it forbids, takes back, denies, reports, or leaves it to
people. Who asks whom, for what, and what makes it binding are the parts; no word of compulsion need be among them.
"""

from collections.abc import Iterator

from tests.checks.formalism.grammar import Case

DEEDS = {
    "F1": (
        "关注一下“云溪发布”公众号", "把“智慧云溪”小程序装上", "在手机上注册好“赣服通”", "给“云溪融媒”视频号点个关注",
        "扫码下个“平安云溪”APP",
    ),
    "F2": ("上学习平台打个卡", "登录平台签个到", "把当天的学习积分刷满"),
    "F3": (
        "给县里的推文点个赞", "把推文转到自己的朋友圈", "给我县的参赛作品投上一票", "到短视频下面留个言、点个赞",
        "把投票链接转到三个群里",
    ),
    "F4": ("截个图发到群里", "拍张现场照片传到工作群", "把学习页面截屏发给组长"),
    "F5": ("在群里接个龙", "看到通知在群里回个“收到”"),
    "F6": ("在两个系统里各填一遍",),
    "F10": ("把网上答题做完", "扫码答一下题", "进直播间看完直播", "扫码把问卷填一下"),
}  # fmt: skip
"""What is asked for, as people say it, by the code of the rule."""

WAYS = {
    "group, calls": (
        "@所有人 {deed}，今晚八点前弄完，没弄的我挨个打电话。",
        "@所有人 不用{deed}，也没人会挨个打电话，大家安心工作。",
    ),
    "group, parents": (
        "各位家长，麻烦{deed}，弄完在群里回个1，老师要统计。",
        "各位家长，学校没有要求大家{deed}，请不要轻信，老师也不会统计。",
    ),
    "group, family": (
        "家人们，今天的任务来了：{deed}，一个都别落下，完成的报数。",
        "家人们，今天起{deed}这样的任务取消了，谁也不用报数。",
    ),
    "group, last": (
        "亲们，{deed}哦，咱们科现在垫底了，别拖大家后腿。",
        "亲们，{deed}的事以后没有了，咱们科不比名次。",
    ),
    "group, watched": (
        "同志们抓点紧，{deed}，镇里在后台看着数据呢。",
        "如今的工作群里，再也看不到“同志们抓点紧，{deed}”这样的催促了。",
    ),
    "group, laggards": (
        "还没弄的同事赶快{deed}，没完成的名单已经发给领导了。",
        "向没完成的同事催着要他们{deed}、把名单发给领导的做法，被督查组点名批评。",
    ),
    "notice, feedback": (
        "根据上级安排，各村居干部{deed}，12月3日17:00前将完成情况反馈至镇党建办邮箱。",
        "根据上级规定，各村居干部不得要求群众{deed}，此前反馈完成情况的通知作废。",
    ),
    "notice, list": (
        "请各支部对照名单提醒党员{deed}，完成一个销号一个。",
        "请各支部对照清单自查，有无要求党员{deed}的情形。",
    ),
    "notice, no rest": (
        "经研究，每名职工{deed}，周末不停、节假日不断。",
        "经研究，取消每名职工{deed}的规定，把周末还给职工。",
    ),
    "notice, rank": (
        "为了我县的名次，请机关全体人员{deed}，每天坚持，直到活动结束。",
        "为了名次就让机关全体人员{deed}，这样的名次不要也罢。",
    ),
    "appeal, count": (
        "倡议全体党员干部从我做起，{deed}，各支部于月底前上报参与人数。",
        "倡议全体党员干部从我做起，不让群众{deed}，不搞数字比拼。",
    ),
    "appeal, bring others": (
        "倡议每位教职工{deed}，并带动身边三位亲友，由工会逐一登记。",
        "愿意的教职工可以{deed}，全凭自愿，工会不登记、不统计。",
    ),
    "passed on, community": (
        "刚接到社区通知，要我们每家每户{deed}，办好的去居委会登记。",
        "刚接到社区通知，以后不再要我们每家每户{deed}了，居委会也不登记。",
    ),
    "passed on, school": (
        "学校让转告各位家长：今天之内{deed}，班级完成率要到100%。",
        "学校澄清：从未要求各位家长{deed}，网传的班级完成率通知不实。",
    ),
    "passed on, village": (
        "村支书说了，在家的都得{deed}，晚上他来查手机。",
        "村支书说了，要不要{deed}全看自己意愿，没人来查手机。",
    ),
    "passed on, chief": (
        "王主任让我通知大家{deed}，明早他要看名单。",
        "王主任让我通知大家，上次说的{deed}不用做了，名单也不要了。",
    ),
}  # fmt: skip
"""Ways to ask for it without plain words of compulsion, each with its innocent twin."""


def asked_informally() -> Iterator[Case]:
    """Every deed asked for in every way."""
    yield from _written(0)


def twins() -> Iterator[Case]:
    """Every deed in the innocent twin of every way."""
    yield from _written(1)


def _written(which: int) -> Iterator[Case]:
    for code, deeds in DEEDS.items():
        for deed in deeds:
            yield from (Case(code, pair[which].format(deed=deed), how) for how, pair in WAYS.items())
