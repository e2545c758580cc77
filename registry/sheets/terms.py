"""The words people write in a register for kinds, platforms and states, and the one word we write back."""

import unicodedata
from collections.abc import Mapping
from functools import lru_cache
from typing import TypeVar

from checks.vocabulary import TargetKind
from registry.models import TargetState

Value = TypeVar("Value", bound=str)


@lru_cache(maxsize=4_096)
def plain(word: str) -> str:
    """A word as it is looked up: without spaces, hyphens, width and case."""
    folded = unicodedata.normalize("NFKC", word).casefold()
    return "".join(letter for letter in folded if not letter.isspace() and letter not in "-_·*")


def _by_word(words: Mapping[Value, tuple[str, ...]]) -> dict[str, Value]:
    return {plain(word): value for value, every in words.items() for word in (str(value), *every)}


_KINDS = {
    TargetKind.PORTAL: ("门户网站", "门户", "政府门户", "政府门户网站", "市政府门户网站", "市门户"),
    TargetKind.COUNTY_PORTAL: (
        "县区门户",
        "县区政府门户",
        "县级门户",
        "区县门户",
        "县市区门户",
        "县市区政府门户网站",
        "县区",
    ),
    TargetKind.DEPARTMENT_SITE: (
        "部门网站",
        "部门",
        "网站",
        "政府网站",
        "独立站",
        "路径站",
        "department",
        "site",
        "website",
    ),
    TargetKind.CHANNEL: ("频道", "网站频道"),
    TargetKind.ACCOUNT: ("新媒体", "政务新媒体", "账号", "新媒体账号"),
    TargetKind.APP: ("APP", "移动客户端", "客户端", "移动应用", "政务APP"),
    TargetKind.MINI_PROGRAM: ("小程序", "微信小程序", "政务小程序"),
    TargetKind.WORK_GROUP: ("工作群", "微信群", "QQ群", "工作微信群"),
}
_PLATFORMS = {
    "wechat": ("微信公众号", "微信", "公众号", "订阅号", "服务号", "微信订阅号", "微信服务号"),
    "wechat-channels": ("微信视频号", "视频号"),
    "weibo": ("微博", "新浪微博", "政务微博"),
    "douyin": ("抖音", "抖音号"),
    "kuaishou": ("快手", "快手号"),
    "toutiao": ("今日头条", "头条号", "头条"),
    "bilibili": ("哔哩哔哩", "B站"),
    "xiaohongshu": ("小红书",),
    "zhihu": ("知乎",),
    "baijiahao": ("百家号",),
    "peoples-daily": ("人民号",),
    "penguin": ("企鹅号",),
    "netease": ("网易号",),
    "sohu": ("搜狐号",),
}
_STATES = {
    TargetState.ACTIVE: ("在用", "运行", "active"),
    TargetState.PAUSED: ("改版", "paused"),
    TargetState.DEREGISTERED: ("已注销", "关停", "deregistered"),
}

_KIND_OF = _by_word(_KINDS)
_PLATFORM_OF = _by_word(_PLATFORMS)
_STATE_OF = _by_word(_STATES)

KIND_CHOICES = "、".join(words[0] for words in _KINDS.values()) + "，或平台名如 微信公众号"
STATE_CHOICES = "、".join(TargetState)


def kind_of(word: str) -> tuple[TargetKind, str] | None:
    """The kind that ``word`` names, and the platform when the word is that of an account's platform. None: neither."""
    kind = _KIND_OF.get(plain(word))
    if kind is not None:
        return kind, ""
    platform = _PLATFORM_OF.get(plain(word))
    return (TargetKind.ACCOUNT, platform) if platform is not None else None


def platform_of(word: str) -> str:
    """The platform that ``word`` names; a platform not known here goes by the word itself."""
    return _PLATFORM_OF.get(plain(word), word)


def state_of(word: str) -> TargetState | None:
    """The state that ``word`` names, or None."""
    return _STATE_OF.get(plain(word))


def kind_word(kind: TargetKind) -> str:
    """The word written for a kind."""
    return _KINDS[kind][0]


def platform_word(platform: str) -> str:
    """The word written for a platform."""
    return _PLATFORMS.get(platform, (platform,))[0]
