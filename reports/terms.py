"""The words for every value of the closed sets, in Chinese and English: what an office clerk reads instead of codes."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Literal, TypeAlias, TypeVar

from checks.catalogue import State
from checks.vocabulary import LinkOutcome, Outcome, Reason, Severity, TargetKind, Verdict

Language: TypeAlias = Literal["zh", "en"]
Term = TypeVar("Term", bound=StrEnum)
Terms: TypeAlias = Mapping[Term, tuple[str, str]]

LINK_OUTCOMES: Terms[LinkOutcome] = {
    LinkOutcome.OK: ("能打开", "opens"),
    LinkOutcome.REDIRECTED: ("能打开（有跳转）", "opens after a redirect"),
    LinkOutcome.NOT_FOUND: ("页面不存在（404）", "page not found (404)"),
    LinkOutcome.GONE: ("页面已删除（410）", "page removed (410)"),
    LinkOutcome.CLIENT_ERROR: ("请求被网站拒绝（4xx）", "the site refuses the request (4xx)"),
    LinkOutcome.SERVER_ERROR: ("服务器出错（5xx）", "server error (5xx)"),
    LinkOutcome.TIMEOUT: ("连接超时", "no answer in time"),
    LinkOutcome.DNS: ("域名无法解析", "the domain name does not resolve"),
    LinkOutcome.TLS: ("HTTPS安全连接失败", "secure connection (HTTPS) fails"),
    LinkOutcome.REFUSED: ("服务器拒绝连接", "connection refused"),
    LinkOutcome.RESET: ("连接中途断开", "connection broken off"),
    LinkOutcome.REDIRECT_LOOP: ("循环跳转", "redirects without end"),
    LinkOutcome.MALFORMED: ("网址写法有误", "the address is malformed"),
    LinkOutcome.SOFT_404: ("页面显示“不存在”", "the page says that it does not exist"),
    LinkOutcome.MISSING_FRAGMENT: ("页内定位不存在", "the place within the page does not exist"),
    LinkOutcome.BAD_ATTACHMENT: ("附件打不开或不是所标的文件", "the attachment is not the file it should be"),
    LinkOutcome.BLOCKED: ("疑似被防护设备拦截", "seems blocked by a protection device"),
    LinkOutcome.RATE_LIMITED: ("被网站限制访问频率", "the site limits the rate of requests"),
    LinkOutcome.SKIPPED: ("未检查", "not checked"),
}

REASONS: Terms[Reason] = {
    Reason.UNREACHABLE: ("检查时网站打不开", "the site did not open"),
    Reason.BLOCKED: ("疑似被防护设备拦截", "seems blocked by a protection device"),
    Reason.CAPTCHA: ("要求输入验证码", "asks for a captcha"),
    Reason.RATE_LIMITED: ("被网站限制访问频率", "the site limits the rate of requests"),
    Reason.ROBOTS: ("网站robots.txt不允许访问", "forbidden by robots.txt"),
    Reason.FEED_BROKEN: ("数据源读取失败", "the account's feed could not be read"),
    Reason.NO_FEED: ("未登记数据源", "no feed is registered for the account"),
    Reason.NO_BROWSER: ("须用浏览器才能看到，本次没有使用浏览器", "needs a browser, and none was used"),
    Reason.PARTIAL: ("数据源只含部分内容（如合集），不能据此认定未更新", "the source shows some posts only"),
    Reason.NO_DATES: ("没有可靠的日期", "nothing there carries a date that can be relied on"),
    Reason.TOO_FEW_PROBES: ("探测次数不足", "too few probes"),
    Reason.LIMIT_REACHED: ("达到本系统的检查上限", "a limit of ours ended the look"),
    Reason.NOT_REACHED: ("检查结束前未看到", "the look ended before it came to this"),
    Reason.NOT_MODIFIED: ("页面未变，沿用上次结果", "not modified since the last look"),
    Reason.CHECK_FAILED: ("本系统检查出错", "a defect of the monitor"),
    Reason.OTHER_TARGET: ("在同一域名的主站上检查", "judged on the target that owns the host"),
    Reason.OUR_LINE: ("我方线路中断", "our own line was down"),
    Reason.MAINTENANCE: ("公告维护期间", "in an announced maintenance"),
    Reason.BY_HAND: ("须人工试用", "for a person to try"),
    Reason.UNREADABLE: (
        "有附件未能读取（doc、wps等旧格式，扫描件，加密或损坏的文件）",
        "documents that could not be read",
    ),
    Reason.NO_IPV6: ("我方没有IPv6线路", "we have no line to IPv6"),
    Reason.PAUSED: ("改版暂停期间", "paused: the site is being rebuilt"),
    Reason.NO_SUCH_THING: ("没有这类内容", "there is nothing of the kind"),
}

SEVERITIES: Terms[Severity] = {
    Severity.VETO: ("单项否决", "veto"),
    Severity.DEDUCT: ("扣分", "deduction"),
    Severity.REMINDER: ("提醒", "reminder"),
    Severity.ADVICE: ("建议", "advice"),
}

VERDICTS: Terms[Verdict] = {
    Verdict.QUALIFIED: ("未见否决项", "no veto seen"),
    Verdict.UNQUALIFIED: ("有否决项", "veto"),
    Verdict.UNDETERMINED: ("无法判定", "undetermined"),
}

OUTCOMES: Terms[Outcome] = {
    Outcome.OK: ("未见问题", "nothing found"),
    Outcome.FINDING: ("有问题", "found"),
    Outcome.UNKNOWN: ("看不到", "could not see"),
    Outcome.NOT_APPLICABLE: ("不适用", "not applicable"),
}

KINDS: Terms[TargetKind] = {
    TargetKind.PORTAL: ("市政府门户网站", "city portal"),
    TargetKind.COUNTY_PORTAL: ("县（市、区）政府门户网站", "county portal"),
    TargetKind.DEPARTMENT_SITE: ("部门网站", "department site"),
    TargetKind.CHANNEL: ("频道", "channel"),
    TargetKind.ACCOUNT: ("政务新媒体账号", "account"),
    TargetKind.APP: ("移动客户端", "app"),
    TargetKind.MINI_PROGRAM: ("小程序", "mini program"),
    TargetKind.WORK_GROUP: ("工作群", "work group"),
}

BASIS_STATES: Terms[State] = {
    State.VERIFIED: ("已与官方文本核对", "verified against the official text"),
    State.UNVERIFIED: ("未与官方文本核对", "not verified against the official text"),
    State.OWN: ("本系统建议，无官方条款", "the product's own advice, no official clause"),
}


def term(terms: Terms[Term], value: Term, language: Language = "zh") -> str:
    """The word for a value in a language."""
    zh, en = terms[value]
    return zh if language == "zh" else en
