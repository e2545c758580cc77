"""The closed sets of words in typed cells of a register: the word we write, and what is read for it as well."""

from collections.abc import Mapping
from enum import StrEnum

from checks.evidence import Updating
from registry.models import Scope
from registry.sheets.terms import plain
from registry.sheets.values import WrongValueError


class UnitNature(StrEnum):
    """What a unit is (单位性质). Decides which domain names its sites may have."""

    GOVERNMENT = "党政机关"
    INSTITUTION = "事业单位"
    PEOPLES_ORGANISATION = "人民团体"
    COMPANY = "国有企业"
    OTHER = "其他"


class SiteForm(StrEnum):
    """How a site stands on its host (形态)."""

    STANDALONE = "独立站"
    PATH = "路径站"
    CHANNEL = "频道"
    DISCLOSURE = "信息公开平台"


class Subtype(StrEnum):
    """The two sorts of a WeChat account (子类)."""

    SUBSCRIPTION = "订阅号"
    SERVICE = "服务号"


class Choices:
    """A closed set: every word that is read, by the word that is written."""

    def __init__(self, words: Mapping[str, tuple[str, ...]]) -> None:
        self.written = tuple(map(str, words))
        self._by_word = {plain(one): str(written) for written, every in words.items() for one in (written, *every)}

    def knows(self, text: str, as_word: str) -> bool:
        """Whether ``text`` stands for one certain word."""
        return self._by_word.get(plain(text)) == as_word

    def read(self, text: str) -> str:
        """The written word that ``text`` stands for. Raises :class:`WrongValueError` listing the words."""
        found = self._by_word.get(plain(text))
        if found is None:
            raise WrongValueError("不是可选的内容", f"请填写：{'、'.join(self.written)}")
        return found


NATURES = Choices(
    {
        UnitNature.GOVERNMENT: ("机关", "行政机关", "国家机关", "政府部门", "党委部门", "政府机构", "government"),
        UnitNature.INSTITUTION: ("事业", "事业机构", "参公事业单位", "public institution", "institution"),
        UnitNature.PEOPLES_ORGANISATION: ("群团", "群团组织", "群众团体", "社会团体", "people's organisation"),
        UnitNature.COMPANY: ("企业", "国企", "公司", "国有公司", "company", "state-owned company"),
        UnitNature.OTHER: ("other",),
    }
)
SCOPES = Choices(
    {
        Scope.COUNTED: ("纳入通报", "纳入监测和通报", "counted"),
        Scope.WATCHED: ("只监测", "仅监测不通报", "watched"),
        Scope.LEFT_OUT: ("不纳入", "不监测不通报", "left out"),
    }
)
FORMS = Choices(
    {
        SiteForm.STANDALONE: ("独立网站", "独立站点", "standalone"),
        SiteForm.PATH: ("路径网站", "路径站点", "path"),
        SiteForm.CHANNEL: ("网站频道", "channel"),
        SiteForm.DISCLOSURE: ("政府信息公开平台", "disclosure platform"),
    }
)
SUBTYPES = Choices(
    {
        Subtype.SUBSCRIPTION: ("微信订阅号", "公众号订阅号", "subscription"),
        Subtype.SERVICE: ("微信服务号", "公众号服务号", "service"),
    }
)
SOURCES = Choices({"系统": ("system",), "人工": ("manual",), "自报": ("单位自报", "declared")})
AUDIENCES = Choices({"内部": ("对内", "internal"), "公众": ("对外", "社会公众", "public")})
YES_NO = Choices(
    {"是": ("有", "√", "✓", "1", "true", "yes", "y"), "否": ("无", "没有", "×", "x", "0", "false", "no", "n")}
)
LEVELS = Choices(
    {f"{word}级": (f"{level}", f"{level}级", f"{word}级栏目") for level, word in enumerate("一二三四五", 1)}
)

_UPDATING = {
    Updating.NEWS: ("动态要闻", "动态要闻类", "要闻", "动态", "政务动态", "工作动态", "部门动态", "新闻", "新闻动态"),
    Updating.NOTICE: ("通知公告", "通知公告类", "通知", "公告", "公示公告", "公告公示", "通知公示"),
    Updating.POLICY: ("政策文件", "政策文件类", "政策", "政策法规", "文件", "规范性文件", "政府文件"),
    Updating.OTHER: ("其他", "其他类", "其它", "一般"),
}
UPDATING = Choices({words[0]: (value, *words[1:]) for value, words in _UPDATING.items()})
"""Classes of column. The word we write is not the value in the books: see :func:`updating_of`."""


def updating_of(word: str) -> Updating:
    """The class of column that one of the words of :data:`UPDATING` stands for."""
    return next(value for value, words in _UPDATING.items() if words[0] == word)


def updating_word(updating: Updating) -> str:
    """The word written for a class of column."""
    return _UPDATING[updating][0]


def level_of(word: str) -> int:
    """The number of one of the words of :data:`LEVELS`."""
    return LEVELS.written.index(word) + 1


def level_word(level: int) -> str:
    """The word written for a level; what lies deeper than the fifth is written as that."""
    return LEVELS.written[min(level, len(LEVELS.written)) - 1]
