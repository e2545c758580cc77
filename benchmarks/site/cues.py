"""What the filters for content look for, planted on three articles in ten, so that none of them stays idle.

A third each: what resembles formalism at the fingertips (some of it a finding, some of it only spoken about), what
gambling sites write into hacked pages, and what looks like personal data. Numbers are made up.
"""

from random import Random

from benchmarks.site.words import PERSONS, phrase

_FORMALISM = (
    "请全体干部职工务必下载安装并注册“{app}”，各单位注册率纳入年度考核。",
    "各村（社区）每日须在工作群内接龙打卡，未按时上报的予以通报。",
    "机关干部要积极关注“{app}”微信公众号，做好转发、点赞工作，完成情况按月排名。",
    "会议要求坚决防止强制下载、强制点赞、打卡排名等做法，切实为基层减负。",
    "欢迎市民朋友参与“最美{app}”网络投票，每人每天可投三票。",
)
_GAMBLING = (
    "澳门新葡京官网|皇冠体育投注|百家乐在线|真人荷官发牌|注册送彩金",
    "时时彩平台 北京赛车pk10 六合彩开奖结果 老虎机游戏下载",
    "公安机关依法查处网络赌博案件，提醒群众远离百家乐、时时彩等赌博活动。",
)
_PLACES = ["120101", "310104", "440305", "500112", "360902", "510107"]
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECK = "10X98765432"

KINDS = ("formalism", "gambling", "privacy")


def cue(kind: str, random: Random) -> str:
    """The markup of one cue. What gambling sites write is out of sight, as hackers leave it."""
    if kind == "formalism":
        return f"<p>{random.choice(_FORMALISM).format(app=phrase(random, 1, 2))}</p>"
    if kind == "gambling":
        words = random.choice(_GAMBLING)
        return f"<p>{words}</p>" if words.endswith("。") else f'<div style="display:none">{words}</div>'
    rows = "".join(
        f"<tr><td>{random.choice(PERSONS)}</td><td>{identity_number(random)}</td><td>1{random.choice('3578')}"
        f"{random.randint(0, 999_999_999):09}</td></tr>"
        for _ in range(random.randint(1, 6))
    )
    return f"<table><tr><th>姓名</th><th>身份证号码</th><th>联系电话</th></tr>{rows}</table>"


def identity_number(random: Random) -> str:
    """A number of 18 digits with the right check digit; the last digits of the serial number are 999."""
    day = f"{random.randint(1950, 2005)}{random.randint(1, 12):02}{random.randint(1, 28):02}"
    front = f"{random.choice(_PLACES)}{day}999"
    return front + _CHECK[sum(int(digit) * weight for digit, weight in zip(front, _WEIGHTS, strict=True)) % 11]
