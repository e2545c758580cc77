"""The closed sets of words that every other part of Govwatch speaks.

Nothing here computes: these are the names of kinds, severities and outcomes. They are stored in the books and
printed in result documents, so a value is never renamed; new values may be added.
"""

from enum import StrEnum


class TargetKind(StrEnum):
    """What a row of the register is. Decides which indicators apply to it."""

    PORTAL = "portal"  # 政府门户网站 of the city
    COUNTY_PORTAL = "county-portal"  # 县（市、区）政府门户网站
    DEPARTMENT_SITE = "department-site"  # 部门网站, also a path site on a shared host
    CHANNEL = "channel"  # 频道: part of a portal, without duties of its own for domain or annual report
    ACCOUNT = "account"  # 政务新媒体账号 on a third-party platform
    APP = "app"  # 移动客户端
    MINI_PROGRAM = "mini-program"  # 小程序
    WORK_GROUP = "work-group"  # 工作群

    @property
    def is_site(self) -> bool:
        """Whether the target is a website or a part of one, looked at over HTTP."""
        return self in _SITES


_SITES = frozenset({TargetKind.PORTAL, TargetKind.COUNTY_PORTAL, TargetKind.DEPARTMENT_SITE, TargetKind.CHANNEL})


class Severity(StrEnum):
    """How much a finding weighs (性质), heaviest first."""

    VETO = "veto"  # 单项否决
    DEDUCT = "deduct"  # 扣分
    REMINDER = "reminder"  # 提醒
    ADVICE = "advice"  # 建议: technical advice, no official item


class Outcome(StrEnum):
    """What came of judging one indicator on one target. *Cannot see* is never *not updated*."""

    OK = "ok"
    FINDING = "finding"
    UNKNOWN = "unknown"
    NOT_APPLICABLE = "not-applicable"


class Reason(StrEnum):
    """Why an outcome is ``unknown`` or ``not-applicable``. A closed set, so that a report can count it."""

    UNREACHABLE = "unreachable"  # the site did not open during the look
    BLOCKED = "blocked"  # refused by a protection device
    CAPTCHA = "captcha"
    RATE_LIMITED = "rate-limited"
    ROBOTS = "robots"  # the site's robots.txt forbids the look
    FEED_BROKEN = "feed-broken"  # an account's feed could not be read
    NO_FEED = "no-feed"  # no source of data is registered for the account
    NO_BROWSER = "no-browser"  # only a browser could see it, and there is none
    PARTIAL = "partial"  # the source shows some posts of the account only, and none that proves an update
    NO_DATES = "no-dates"  # nothing there carries a date that can be relied on
    TOO_FEW_PROBES = "too-few-probes"
    LIMIT_REACHED = "limit-reached"  # our own limit on pages, bytes or time ended the look
    NOT_REACHED = "not-reached"  # the look ended before it came to this
    NOT_MODIFIED = "not-modified"
    CHECK_FAILED = "check-failed"  # a defect of ours: the check raised
    OTHER_TARGET = "other-target"  # judged once, on the target that owns the host
    PAUSED = "paused"  # the site is being rebuilt, and the register says so (改版暂停; not-applicable)
    OUR_LINE = "our-line"  # no witness answered either: our own line was down
    MAINTENANCE = "maintenance"  # in the time of an announced maintenance (公告维护)
    BY_HAND = "by-hand"  # only a person can try it: a script, or a form that posts
    UNREADABLE = "unreadable"  # documents in old formats, scans of paper, with a password or damaged
    NO_IPV6 = "no-ipv6"  # we have no line to IPv6 of our own
    NO_SUCH_THING = "no-such-thing"  # the target has nothing of the kind (not-applicable)


class LinkOutcome(StrEnum):
    """What became of asking for one URL. One closed set for links, home pages and probes."""

    OK = "ok"
    REDIRECTED = "redirected"
    NOT_FOUND = "not-found"
    GONE = "gone"
    CLIENT_ERROR = "client-error"
    SERVER_ERROR = "server-error"
    TIMEOUT = "timeout"
    DNS = "dns"
    TLS = "tls"
    REFUSED = "refused"
    RESET = "reset"
    REDIRECT_LOOP = "redirect-loop"
    MALFORMED = "malformed"
    SOFT_404 = "soft-404"
    MISSING_FRAGMENT = "missing-fragment"
    BAD_ATTACHMENT = "bad-attachment"
    BLOCKED = "blocked"
    RATE_LIMITED = "rate-limited"
    SKIPPED = "skipped"

    @property
    def is_good(self) -> bool:
        """The URL opens."""
        return self in _GOOD

    @property
    def is_broken(self) -> bool:
        """The URL positively does not open. Neither good nor broken means: could not see."""
        return self not in _GOOD and self not in _UNSEEN


_GOOD = frozenset({LinkOutcome.OK, LinkOutcome.REDIRECTED})
_UNSEEN = frozenset({LinkOutcome.BLOCKED, LinkOutcome.RATE_LIMITED, LinkOutcome.SKIPPED})


class Verdict(StrEnum):
    """The grade of a target. ``qualified`` means no veto was seen, never a bare 合格."""

    QUALIFIED = "qualified"
    UNQUALIFIED = "unqualified"
    UNDETERMINED = "undetermined"


class How(StrEnum):
    """How a wanted URL is to be looked at."""

    GET = "get"
    RENDER = "render"
    RENDER_PHONE = "render-phone"
    AS_SEARCH_ENGINE = "as-search-engine"
