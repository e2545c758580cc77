"""Pages that did not change since the last look: not read again, and yet everything comes to the same."""

import hashlib
from collections import Counter
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from aiohttp import web

from checks.catalogue import load_catalogue
from checks.check import load_checks
from checks.evidence import NO_HISTORY, History, Page, Subject
from checks.finding import fingerprint
from checks.judging import Judge
from checks.vocabulary import TargetKind
from monitor.look.clock import Clock
from monitor.look.looking import Looking
from monitor.look.policy import Limits, Manners, Network, Policy
from monitor.look.remembered import Note
from monitor.progress import Silent
from monitor.sites import SiteJudging, look_at_host
from monitor.target_pages import TargetPages
from registry.ledger import TargetResult
from tests.city import AS_OF

HOST = "zjj.yunxi.test"
HOME = f"http://{HOST}/"
SUBJECT = Subject("t1", TargetKind.DEPARTMENT_SITE, "住建局", "住建局", HOME, HOST)
ORDER = "请全体干部职工务必关注“云溪发布”公众号，关注率须达到100%，并将截图报办公室。"
TEXT = "城区老旧小区改造工作推进会召开，会议听取了各街道改造进展情况的汇报，并对下一步工作作了部署。"
OFTEN, DEEP = 25, 40


@dataclass
class Site:
    """A made-up site. ``tags``: it answers 304. ``asked`` counts pages whose content it sent, by path."""

    tags: bool = True
    texts: dict[str, str] = field(default_factory=dict)
    more: dict[str, str] = field(default_factory=dict)
    script: str = ""
    missing: set[str] = field(default_factory=set)
    sent: Counter[str] = field(default_factory=Counter)
    unchanged: Counter[str] = field(default_factory=Counter)

    def page(self, path: str) -> str | None:
        """The page of that path."""
        articles = [f"/zwgk/2026/a{n}.html" for n in range(OFTEN)]
        deep = [f"/zwgk/2026/d{n}.html" for n in range(DEEP)]
        if path == "/":
            return _page(
                "住建局", "".join(f"<li><a href={one}>文章{one[-8:]}</a></li>" for one in ["/list.html", *articles])
            )
        if path == "/list.html":
            rows = "".join(f"<li><a href={one}>改造进展{one[-8:-5]}</a><span>2026-10-12</span></li>" for one in deep)
            return _page("工作动态", f"<ul>{rows}</ul>")
        if path not in [*articles, *deep] or path in self.missing:
            return None
        said = self.texts.get(path, TEXT + path)
        head = f"<meta name=PubDate content='2026-10-12 09:00'><meta name=ArticleTitle content='关于{path[-8:]}的通知'>"
        top = f"<h1>关于{path[-8:]}的通知</h1><p>发布时间：2026-10-12</p><p>{said}</p><p>{TEXT}</p>"
        return _page(
            f"关于{path[-8:]}的通知",
            top + "<a href='/files/a.pdf'>附件</a>" + self.more.get(path, "") + self.script,
            head,
        )

    async def answer(self, request: web.BaseRequest) -> web.StreamResponse:
        """Answer as servers do."""
        page = self.page(request.path)
        if request.path == "/files/a.pdf":
            return web.Response(body=b"%PDF-1.4 made up", content_type="application/pdf")
        if page is None:
            return web.Response(status=404)
        tag = f'"{hashlib.sha256(page.encode()).hexdigest()[:16]}"'
        if self.tags and request.headers.get("If-None-Match") == tag:
            self.unchanged[request.path] += 1
            return web.Response(status=304, headers={"ETag": tag})
        self.sent[request.path] += request.method == "GET"
        return web.Response(text=page, content_type="text/html", headers={"ETag": tag} if self.tags else {})


def _page(title: str, body: str, head: str = "") -> str:
    footer = "<div>主办单位：云溪市住房和城乡建设局 网站标识码：3609000012</div>"
    return f"<!doctype html><meta charset=utf-8><title>{title}</title>{head}<nav><a href=/>首页</a></nav>{body}{footer}"


@asynccontextmanager
async def served(site: Site) -> AsyncIterator[tuple[str, ...]]:
    """The site on this machine; the rules that lead there."""
    runner = web.ServerRunner(web.Server(site.answer))
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    yield (f"*:80=127.0.0.1:{runner.addresses[0][1]}", "*:443=127.0.0.1:1")
    await runner.cleanup()


@dataclass(frozen=True)
class Looker:
    """Looks at the site, remembering pages in ``folder``."""

    rules: tuple[str, ...]
    folder: Path
    days: int = 28

    async def look(
        self, at: datetime = AS_OF, history: History = NO_HISTORY, code: str = ""
    ) -> tuple[TargetResult, int]:
        """One look; what it came to, and how many pages were not read again."""
        manners, network = Manners(rate=1000, concurrency=8, confirm_after=0), Network(connect_to=self.rules)
        policy = Policy(manners, Limits(reread_days=self.days), network, memory=self.folder)
        subject = replace(SUBJECT, site_code=code)
        judging = SiteJudging(Judge(load_checks(), load_catalogue()), at, {"t1": history}, "t1")
        async with Looking(policy, Clock.starting(at)) as looking:
            (result,) = await look_at_host(HOST, [subject], judging, looking, Silent())
            return result, looking.unchanged


def told(result: TargetResult) -> Mapping[str, object]:
    """All that a look says of the pages, without the seconds it took."""
    return {
        "judgements": {
            name: (one.outcome, one.reason, one.checked, one.unseen, one.cleared, one.findings)
            for name, one in result.judgements.items()
            if name != "site.slow"
        },
        "columns": result.columns,
        "read": result.read,
        "pages": (result.pages, result.links, result.broken, result.home_links),
    }


@pytest.mark.parametrize("tags", [True, False])
async def test_what_did_not_change_is_not_read_again_and_comes_to_the_same(tmp_path: Path, *, tags: bool) -> None:
    site = Site(tags)
    async with served(site) as rules:
        looker = Looker(rules, tmp_path)
        first, none = await looker.look()
        second, unchanged = await looker.look()
        third, still = await looker.look()
        anew, read = await Looker(rules, tmp_path, days=0).look()
    assert (none, unchanged, still, read) == (0, DEEP, DEEP, 0)
    assert sum(site.unchanged.values()) == (2 * DEEP if tags else 0)
    assert told(first) == told(second) == told(third) == told(anew)


async def test_a_page_that_reads_as_before_is_not_judged_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    site, judged = Site(), list[str]()
    async with served(site) as rules:
        looker = Looker(rules, tmp_path)
        first, _ = await looker.look()
        site.script = "<script>var visits = 4711;</script><!-- 2 -->"
        take = TargetPages.take

        def watched(self: TargetPages, page: Page, *, is_home: bool, depth: int) -> Note | None:
            judged.append(page.url)
            return take(self, page, is_home=is_home, depth=depth)

        monkeypatch.setattr(TargetPages, "take", watched)
        second, unchanged = await looker.look()
    assert unchanged == 0
    assert judged
    assert [url for url in judged if "/d" in url] == []
    assert told(first) == told(second)


async def test_a_page_that_changed_is_read_and_judged(tmp_path: Path) -> None:
    site, path = Site(), "/zwgk/2026/d7.html"
    async with served(site) as rules:
        looker = Looker(rules, tmp_path)
        await looker.look()
        site.texts[path] = ORDER
        result, unchanged = await looker.look()
        again, _ = await looker.look()
    assert unchanged == DEEP - 1
    assert {one.url for one in result.judgements["site.formalism"].findings} == {HOME.rstrip("/") + path}
    assert told(again)["judgements"] == told(result)["judgements"]


async def test_a_page_with_a_forbidden_order_is_read_in_every_look(tmp_path: Path) -> None:
    path = "/zwgk/2026/d7.html"
    site = Site(texts={path: ORDER})
    async with served(site) as rules:
        looker = Looker(rules, tmp_path)
        for _ in range(3):
            await looker.look()
    assert site.sent[path] == 3
    assert site.sent["/zwgk/2026/d8.html"] == 1


async def test_a_page_on_which_something_is_open_is_read(tmp_path: Path) -> None:
    site, path = Site(), "/zwgk/2026/d9.html"
    place = {fingerprint("site.links", "t1", "x"): (HOME.rstrip("/") + path,)}
    async with served(site) as rules:
        looker = Looker(rules, tmp_path)
        await looker.look()
        await looker.look(history=History(open={"site.links": frozenset({"x"})}, places=place))
    assert (site.sent[path], site.sent["/zwgk/2026/d8.html"]) == (2, 1)


async def test_links_of_unchanged_pages_are_still_followed_and_tested(tmp_path: Path) -> None:
    site = Site(more={"/zwgk/2026/d3.html": "<a href='/zwgk/2026/gone.html'>原文</a>"})
    async with served(site) as rules:
        looker = Looker(rules, tmp_path)
        first, _ = await looker.look()
        second, unchanged = await looker.look()
    assert unchanged == DEEP
    (finding,) = second.judgements["site.links"].findings
    assert (finding.about, finding.places[0].url) == (HOME + "zwgk/2026/gone.html", HOME + "zwgk/2026/d3.html")
    assert finding.places[0].text == "原文"
    assert first.judgements["site.links"].findings == second.judgements["site.links"].findings


@pytest.mark.parametrize("why", ["days", "register", "file"])
async def test_everything_is_read_anew_when_what_it_hangs_on_differs(tmp_path: Path, why: str) -> None:
    async with served(Site()) as rules:
        looker = Looker(rules, tmp_path)
        await looker.look()
        if why == "file":
            cut_short(tmp_path)
        at, code = (AS_OF + timedelta(days=28) if why == "days" else AS_OF), "3609000012" if why == "register" else ""
        _, unchanged = await looker.look(at, code=code)
        _, then = await looker.look(at, code=code)
    assert (unchanged, then) == (0, DEEP)


async def test_a_look_that_broke_off_leaves_the_memory_of_the_last(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with served(Site()) as rules:
        looker = Looker(rules, tmp_path)
        await looker.look()
        before = files(tmp_path)
        monkeypatch.setattr("monitor.look.origin.Surveyor.look", _breaks_off)
        with pytest.raises(RuntimeError, match="broke off"):
            await looker.look()
    assert files(tmp_path) == before


def files(folder: Path) -> Mapping[str, bytes]:
    """All that lies in a folder."""
    return {file.name: file.read_bytes() for file in folder.iterdir()}


def cut_short(folder: Path) -> None:
    """What a disk may do to a file."""
    for file in folder.iterdir():
        file.write_bytes(file.read_bytes()[:-40])


async def _breaks_off(_self: object) -> None:
    raise RuntimeError("the look broke off")
