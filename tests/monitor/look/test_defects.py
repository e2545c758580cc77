"""Twenty-five kinds of defect, one page each among clean ones, beside what only looks like one."""

import asyncio
import gzip
from typing import Any

import pytest

from monitor.look.looking import Looking
from tests.misbehaving import Server, answer, by_method, html, in_turn, page, redirect, status
from tests.monitor.look.helpers import FakeClock, policy_for, subject

HOST = "www.city.test"
FRIEND = "friend.test"
CLEAN = 200
PROSE = "<p>关于做好政务公开工作的通知，请各单位认真贯彻执行，按时报送。</p>" * 12
NOTHING = "<h1>您访问的页面不存在</h1><p>请检查网址。</p>"
PNG = answer(b"\x89PNG\r\n", kind="image/png")
CSS = "text/css"

DEFECTS: dict[str, tuple[str, str, str]] = {
    # name: what stands in the page, what is said of which address
    "404": ('<a href="/d/404.html">x</a>', "/d/404.html", "not-found"),
    "410": ('<a href="/d/410.html">x</a>', "/d/410.html", "gone"),
    "space": ('<a href="/d/no such.html">x</a>', "/d/no%20such.html", "not-found"),
    "500": ('<a href="/d/500.html">x</a>', "/d/500.html", "server-error"),
    "redirect-404": ('<a href="/d/moved.html">x</a>', "/d/moved.html", "not-found"),
    "loop": ('<a href="/d/loop.html">x</a>', "/d/loop.html", "redirect-loop"),
    "fragment": ('<a href="/clean/1.html#no">x</a>', "/clean/1.html#no", "missing-fragment"),
    "img": ('<img src="/d/no.png">', "/d/no.png", "not-found"),
    "icon": ('<link rel=icon href="/d/no.ico">', "/d/no.ico", "not-found"),
    "srcset": ('<img src="/ok.png" srcset="/d/no-2x.png 2x">', "/d/no-2x.png", "not-found"),
    "iframe": ('<iframe src="/d/no-frame.html"></iframe>', "/d/no-frame.html", "not-found"),
    "script": ('<script src="/d/no.js"></script>', "/d/no.js", "not-found"),
    "poster": ('<video poster="/d/no-poster.jpg"></video>', "/d/no-poster.jpg", "not-found"),
    "style": ('<p style="background:url(/d/no-style.png)">', "/d/no-style.png", "not-found"),
    "css": ('<link rel=stylesheet href="/ok.css">', "/d/no-css.png", "not-found"),
    "base": ('<base href="/based/"><a href="no.html">x</a><a href="ok.html">y</a>', "/based/no.html", "not-found"),
    "refresh": ('<meta http-equiv=refresh content="9;url=/d/no-r.html">' + PROSE, "/d/no-r.html", "not-found"),
    "refused": ('<a href="http://refused.test:81/">x</a>', "http://refused.test:81/", "refused"),
    "unknown": ('<a href="http://nowhere.invalid:81/">x</a>', "http://nowhere.invalid:81/", "dns"),
    "malformed": ('<a href="http://[bad">x</a>', "http://[bad", "malformed"),
    "gbk": ("", "/d/%E9%80%9A%E7%9F%A5.html", "not-found"),
    "orphan": ("", "/d/below-orphan.html", "not-found"),
    "og": ('<meta property="og:image" content="../d/no-og.png">', "/d/no-og.png", "not-found"),
    "soft": ('<a href="/soft/gone.html">x</a>', "/soft/gone.html", "soft-404"),
    "import": ("<style>@import '/d/no-import.css';</style>", "/d/no-import.css", "not-found"),
}

TRAPS = {
    "fine": '<a href="/moved-fine.html">x</a>',
    "head": f'<a href="http://{FRIEND}/head-405.png">x</a>',
    "429": f'<a href="http://{FRIEND}/once-429.html">x</a>',
    "trim": '<a href=" \n/clean/2.html\t">x</a>',
    "place": '<p id="这里">x<a href="/clean/1.html#%E5%A4%84">x</a><a href="#这里">y</a><a href="#top">t</a>'
    '<a href="#/route">r</a>',
    "picture": '<img src="/ok.png">',
    "soft": '<a href="/soft/here.html">x</a>',
    "comment": '<!-- <a href="/hidden.html">x</a> --><script>var a = "<a href=/hidden.html>";</script>',
    "other": '<a href="javascript:void(0)">x</a><a href="mailto:a@b">x</a><a href="tel:1">x</a><img src="data:,">'
    '<link rel=preconnect href="http://nowhere2.invalid">',
}


def defect_site() -> dict[str, Any]:
    names = [
        *(f"/defect/{name}.html" for name in DEFECTS if name != "orphan"),
        *(f"/trap/{name}.html" for name in TRAPS),
    ]
    names += [f"/clean/{n}.html" for n in range(CLEAN)]
    site: dict[str, Any] = {"/": PROSE + "".join(f'<a href="{name}">{name}</a>' for name in names)}
    site |= {f"/clean/{n}.html": f'<h2 id="处">{n}</h2>' + PROSE for n in range(CLEAN)}
    site |= {f"/defect/{name}.html": page(name, f"{PROSE}{body}") for name, (body, _, _) in DEFECTS.items()}
    for name in ("base", "refresh", "og", "icon", "css", "import"):
        site[f"/defect/{name}.html"] = page(
            name, PROSE + '<a href="ok.html">y</a>' * (name == "base"), DEFECTS[name][0]
        )
    site |= {f"/trap/{name}.html": page(name, f"{PROSE}{body}") for name, body in TRAPS.items()}
    gbk = f'<title>x</title>{PROSE}<a href="/d/通知.html">坏</a><a href="/good/通知.html?名=值">好</a>'
    site["/defect/gbk.html"] = answer(gbk.encode("gb18030"), kind="text/html; charset=gbk")
    site["/good/%E9%80%9A%E7%9F%A5.html?%C3%FB=%D6%B5"] = page("good", PROSE)
    site |= {"/d/410.html": status(410), "/d/500.html": status(500), "/d/moved.html": redirect("/d/nowhere.html")}
    site |= {"/d/loop.html": redirect("/d/loop.html"), "/moved-fine.html": redirect("/clean/3.html")}
    site |= {"/ok.png": PNG, "/based/ok.html": page("based", PROSE)}
    site["/ok.css"] = answer("a{background:url(d/no-css.png)} b{background:url(ok.png)}", kind=CSS)
    listed = "".join(f"<url><loc>http://{HOST}{path}</loc></url>" for path in ("/orphan.html", "/clean/1.html"))
    site["/robots.txt"] = answer(f"Sitemap: http://{HOST}/maps.xml", kind="text/plain")
    site["/maps.xml"] = answer(
        f"<sitemapindex><sitemap><loc>http://{HOST}/map.xml.gz</loc></sitemap></sitemapindex>", kind="text/xml"
    )
    site["/map.xml.gz"] = answer(gzip.compress(f"<urlset>{listed}</urlset>".encode()), kind="application/x-gzip")
    site["/orphan.html"] = page("orphan", PROSE + '<a href="/d/below-orphan.html">x</a>')
    site["/soft/here.html"] = page("here", PROSE)
    site["/soft/gone.html"] = page("页面", NOTHING)
    return site


async def look_at_defects() -> tuple[dict[str, str], list[str]]:
    friend = {
        "/robots.txt": status(404),
        "/head-405.png": by_method(HEAD=status(405), GET=PNG),
        "/once-429.html": in_turn(status(429, Retry_After="1"), answer(html("here", PROSE))),
    }
    home = subject(f"http://{HOST}/")
    async with Server() as server:
        server.site(HOST, defect_site())
        server.site(FRIEND, friend)
        refused = ("refused.test:81=127.0.0.1:1",)
        policy = policy_for(server, connect_to=refused, pages=1000, links=5000)
        async with Looking(policy, FakeClock()) as looking:
            look = await looking.origin(HOST, (home,), lambda *_: None)
    survey = look.targets[home.id].survey
    assert survey.complete
    assert all(link.confirmed for link in survey.links if link.outcome.is_broken)
    broken = {
        link.url.removeprefix(f"http://{HOST}"): str(link.outcome) for link in survey.links if link.outcome.is_broken
    }
    return broken, server.asked()


@pytest.mark.long
def test_all_defects_are_found_and_the_traps_are_silent() -> None:
    broken, asked = asyncio.run(look_at_defects())
    assert len(DEFECTS) == 25
    assert broken == {url: outcome for _, url, outcome in DEFECTS.values()}
    assert not any("hidden" in line for line in asked)
