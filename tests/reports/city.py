"""A rich made-up week: 第47期 of Yunxi, with something in every section of the report."""

from datetime import datetime

from checks.finding import Figures, Finding, Place
from checks.vocabulary import LinkOutcome, Reason, TargetKind
from registry.models import TargetState
from tests.reports.books import (
    CATALOGUE,
    Books,
    Judgements,
    blind,
    dead_link,
    found,
    ok,
    shanghai,
    stale_account,
    stale_home,
)

BEFORE = shanghai(11, 14, 20, 5)
FIRST = shanghai(11, 18, 9, 14)
SECOND = shanghai(11, 21, 15, 40)
AS_OF = shanghai(11, 23, 7, 40)

UNITS = (
    "市政府办公室",
    "市发展和改革委员会",
    "市教育局",
    "市科学技术局",
    "市公安局",
    "市民政局",
    "市财政局",
    "市人力资源和社会保障局",
    "市自然资源局",
    "市生态环境局",
    "市住房和城乡建设局",
    "市水利局",
    "青峰县",
    "溪口县",
    "云岭区",
)

FEEDLESS = 4
LOST = "https://edu.yunxi.test/jyj/tzgg/202609/附件2：2026年秋季学期义务教育阶段招生片区划分一览表（征求意见稿）.doc"


def site_ok(*cleared: str) -> Judgements:
    return {
        "site.home-stale": ok(*cleared),
        "site.links-home": ok(*cleared),
        "site.links": ok(*cleared),
        "site.unreachable": ok(*cleared),
        "security.certificate": ok(*cleared),
        "security.https": ok(*cleared),
    }


async def register(books: Books) -> None:
    for place, unit in enumerate(UNITS, 1):
        await books.unit(unit, place)
        kind = TargetKind.PORTAL if place == 1 else TargetKind.DEPARTMENT_SITE
        kind = TargetKind.COUNTY_PORTAL if unit.endswith(("县", "区")) else kind
        name = (
            "云溪市人民政府网" if place == 1 else f"{unit}{'人民政府' if kind is TargetKind.COUNTY_PORTAL else ''}网站"
        )
        await books.site(f"s{place:02}", unit, name, code=f"36090000{place:02}", kind=kind)
    for place, unit in enumerate(UNITS, 1):
        await books.account(f"a{place:02}", unit, f"{unit.removeprefix('市')}发布")
    await books.site("s90", "市政府办公室", "政务公开频道", kind=TargetKind.CHANNEL)
    await books.site("s91", "市水利局", "水利局旧网站", state=TargetState.PAUSED)


def home_links(target: str, count: int) -> list[Finding]:
    outcomes = (LinkOutcome.NOT_FOUND, LinkOutcome.TIMEOUT, LinkOutcome.DNS, LinkOutcome.SOFT_404)
    return [
        dead_link(
            target,
            f"http://old{number}.yunxi.test/art/2024/{number:04}.html",
            indicator="site.links-home",
            outcome=outcomes[number % len(outcomes)],
            places=[Place(f"https://{target}.yunxi.test/", 120 + number, "旧通知")],
        )
        for number in range(count)
    ]


def certificate(target: str, days: int) -> Finding:
    data: Figures = {"case": "expiring", "not_after": "2026-11-30", "days": days}
    about, severity = f"{target}.yunxi.test:443", CATALOGUE["security.certificate"].severity
    return Finding(
        "security.certificate", target, about, severity, f"https://{target}.yunxi.test/", confirmed=True, data=data
    )


def no_https(target: str, *, confirmed: bool) -> Finding:
    about, severity = f"{target}.yunxi.test", CATALOGUE["security.https"].severity
    data: Figures = {"case": "not-redirected"}
    return Finding(
        "security.https", target, about, severity, f"http://{target}.yunxi.test/", confirmed=confirmed, data=data
    )


def attachment(target: str) -> Finding:
    pages = [Place(f"https://{target}.yunxi.test/tzgg/{number}.html", 88, "附件2下载") for number in range(3)]
    return dead_link(target, LOST, outcome=LinkOutcome.NOT_FOUND, places=pages)


def week(as_of: datetime, *, second: bool) -> dict[str, Judgements]:
    """What is seen of every target on 18 and 21 November."""
    day = as_of.date().isoformat()
    seen: dict[str, dict[str, object]] = {f"s{place:02}": dict(site_ok()) for place in range(1, len(UNITS) + 1)}
    seen |= {f"a{place:02}": {"account.stale": ok()} for place in range(1, len(UNITS) + 1)}
    age = 19 if second else 16
    seen["s13"]["site.home-stale"] = found(
        stale_home("s13", "https://s13.yunxi.test/", newest="2026-11-02", as_of=day, days=age, confirmed=second)
    )
    seen["s04"]["site.home-stale"] = blind(Reason.NO_DATES)
    seen["s12"] = {name: blind(Reason.BLOCKED) for name in site_ok()}
    seen["s11"]["site.links"] = blind(Reason.LIMIT_REACHED)
    seen["s14"]["site.links"] = blind(Reason.NO_BROWSER)
    if second:
        seen["s09"]["site.home-stale"] = found(
            stale_home("s09", "https://s09.yunxi.test/", newest="2026-11-06", as_of=day, days=15, confirmed=False)
        )
    seen["s03"]["site.links-home"] = found(*home_links("s03", 3))
    seen["s03"]["site.links"] = found(attachment("s03"))
    seen["s15"]["site.links-home"] = found(*home_links("s15", 1))
    seen["s06"]["security.certificate"] = found(certificate("s06", 9 if second else 12))
    seen["s07"]["security.https"] = found(no_https("s07", confirmed=second))
    seen["s10"]["security.https"] = found(no_https("s10", confirmed=second))
    if second:
        seen["s02"]["site.links"] = ok("http://old.yunxi.test/fgw/1.html", "http://old.yunxi.test/fgw/2.html")
    seen["a05"]["account.stale"] = found(
        stale_account("a05", "weixin:gh_a05", newest="2026-10-29", as_of=day, days=23 if second else 20)
    )
    for place in range(len(UNITS) - FEEDLESS + 1, len(UNITS) + 1):
        seen[f"a{place:02}"]["account.stale"] = blind(Reason.NO_FEED)
    seen["a10"]["account.stale"] = blind(Reason.FEED_BROKEN)
    return seen  # type: ignore[return-value]


def earlier(broken: tuple[str, ...], *, known: bool) -> dict[str, Judgements]:
    """What was seen of every target in a week before."""
    seen: dict[str, Judgements] = {f"s{place:02}": site_ok() for place in range(1, len(UNITS) + 1)}
    seen |= {f"a{place:02}": {"account.stale": ok()} for place in range(1, len(UNITS) + 1)}
    for target in broken:
        url = f"https://{target}.yunxi.test/"
        finding = stale_home(target, url, newest="2026-10-01", as_of="2026-11-01", days=31)
        seen[target] = {**seen[target], "site.home-stale": found(finding)}
    if known:
        page = Place("https://s02.yunxi.test/gzdt/", 61, "往期")
        links = [dead_link("s02", f"http://old.yunxi.test/fgw/{number}.html", places=[page]) for number in (1, 2)]
        seen["s02"] = {**seen["s02"], "site.links": found(*links)}
    return seen


async def live(books: Books) -> None:
    """Five weeks before, then the week itself."""
    weeks = {(10, 19): ("s14", "s08", "s13"), (10, 26): ("s14", "s08"), (11, 2): ("s14", "s08"), (11, 9): ("s14",)}
    for (month, day), broken in weeks.items():
        seen = earlier(broken, known=(month, day) == (11, 9))
        for target in {"s13", "s08", "s14"} - set(broken):
            seen[target] = site_ok(f"https://{target}.yunxi.test/")
        await books.scan(shanghai(month, day, 20), seen)
    first = week(FIRST, second=False)
    first["s14"] = {**first["s14"], "site.home-stale": ok("https://s14.yunxi.test/")}
    await books.scan(FIRST, first)
    await books.scan(SECOND, week(SECOND, second=True), failed=())
