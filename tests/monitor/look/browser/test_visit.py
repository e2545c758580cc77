"""Pages as the browser shows them."""

import pytest
from aiohttp import web

from checks.vocabulary import LinkOutcome
from monitor.look.browser.pool import Pool, shared_pool
from monitor.look.policy import Browsing
from tests.monitor.look.browser.helpers import BROWSING, Say, needs_browser, on_one_loop, served, visited

pytestmark = [needs_browser, on_one_loop]

HOST = "site.example.test"
LONG = "<p>这是一段正文，说明有关事项。</p>" * 40
COVER = """<!doctype html><title>首页</title><meta name=viewport content="width=device-width"><body>%s<script>
setTimeout(() => { document.body.insertAdjacentHTML("beforeend", `<div id=mask style="position:fixed;inset:0;
background:rgba(0,0,0,.5);z-index:9"></div><div id=box style="position:fixed;left:20%%;top:20%%;width:50%%;height:30%%;
background:#fff;z-index:10">请关注公众号<a class=btn>关闭</a></div>`); document.body.style.overflow = "hidden" }, 100)
</script>"""
HEADER = """<!doctype html><title>首页</title><body style="padding-top:80px"><div style="position:fixed;top:0;left:0;
right:0;height:80px;background:#eee">导航</div><div style="position:relative"><img style="position:absolute;top:0"
width=600 height=300 src="/a"><img style="position:absolute;top:0;z-index:2" width=600 height=300 src="/b"></div>%s"""


async def test_pages_as_a_browser_shows_them(pool: Pool) -> None:
    def wall(request: web.BaseRequest) -> web.StreamResponse:
        if "passed=1" in request.headers.get("Cookie", ""):
            return web.Response(text=f"<!doctype html><title>开了</title>{LONG}", content_type="text/html")
        script = "<script>document.cookie = 'passed=1;path=/'; location.reload()</script>"
        return web.Response(status=412, text=script, content_type="text/html")

    written = "<!doctype html><title>空</title><div id=app></div><script>"
    written += "document.getElementById('app').innerHTML = '<a href=/gk/>公开</a>'; alert('您好');"
    written += "console.error('坏了')</script>"
    answers: dict[str, str | Say] = {
        "/": written,
        "/cover": COVER % LONG,
        "/header": HEADER % LONG,
        "/wall": wall,
        "/file": lambda _request: web.Response(body=b"PK", content_type="application/zip"),
    }
    browsing = Browsing(use=True, seconds=3, linger=0.6)
    async with (
        served(answers) as site,
        visited(f"{HOST}:80=127.0.0.1:{site.port}", pool=pool, browsing=browsing) as visit,
    ):
        shown = await visit.render(f"http://{HOST}/")
        assert shown.page is not None
        assert [link.url for link in shown.page.links if link.tag == "a"] == [f"http://{HOST}/gk/"]
        assert (shown.page.scripting, shown.dialogs, shown.screenshot) == ("", ("您好",), "")
        assert "坏了" in shown.console_errors

        for phone in (False, True):
            covered = await visit.render(f"http://{HOST}/cover", phone=phone, thorough=True)
            (overlay,) = covered.overlays
            assert (overlay.text.replace("\n", ""), overlay.close, overlay.path) == ("请关注公众号关闭", "关闭", "#box")
            assert (overlay.blocks_click, overlay.blocks_scroll, overlay.z_index) == (True, True, 10)
            assert 0.1 < overlay.share < 0.2
            assert {covered.screenshot, covered.full, overlay.picture} <= set(visit.pictures.taken_)

        assert (await visit.render(f"http://{HOST}/header", thorough=True)).overlays == ()

        opened = await visit.render(f"http://{HOST}/wall")
        assert (opened.outcome, opened.challenged) == (LinkOutcome.OK, True)
        assert opened.page is not None
        assert opened.page.title == "开了"

        assert (await visit.render(f"http://{HOST}/file")).outcome is LinkOutcome.SKIPPED


async def test_a_wall_that_stays_is_blocked_and_asked_a_few_times_only(pool: Pool) -> None:
    def shut(_request: web.BaseRequest) -> web.StreamResponse:
        return web.Response(status=412, text="<script>location.reload()</script>", content_type="text/html")

    async with served({"*": shut}) as site, visited(f"{HOST}:80=127.0.0.1:{site.port}", pool=pool) as visit:
        seen = await visit.render(f"http://{HOST}/")
    assert (seen.outcome, seen.challenged, seen.page) == (LinkOutcome.BLOCKED, True, None)
    assert len(site.asked) <= 7


@pytest.mark.long
async def test_a_page_that_never_ends_costs_its_time_and_no_other_page(pool: Pool) -> None:
    browsing = Browsing(use=True, pages=1, seconds=1, linger=0)
    answers = {"/": "<!doctype html>一<script>for (;;) {}</script>", "/next": f"<!doctype html>{LONG}"}
    async with (
        served(answers) as site,
        visited(f"{HOST}:80=127.0.0.1:{site.port}", pool=pool, browsing=browsing) as visit,
    ):
        assert not (await visit.render(f"http://{HOST}/")).outcome.is_good
        assert (await visit.render(f"http://{HOST}/next")).outcome is LinkOutcome.OK


async def test_one_pool_serves_everybody_and_is_gone_with_the_last() -> None:
    async with shared_pool(BROWSING) as one, shared_pool(BROWSING) as other:
        assert one is other
        assert one.starts == 0
