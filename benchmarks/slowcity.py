"""A made-up city of many hosts for measuring: every answer takes its time, as real servers do.

``python -m benchmarks.slowcity PORT LEAST MOST KB`` serves every host there is on one port, in a process of its own.
"""

import asyncio
import random
import sys

from aiohttp import web

PARAGRAPH = "云溪市人民政府办公室关于做好今年政务公开工作的通知，请各县区各部门认真抓好贯彻落实。"


def page(host: str, number: int, pages: int, size: int) -> str:
    """A page of a host: it leads to the next few and back, so that a crawl finds all."""
    links = "".join(
        f'<li><a href="/p{one}.html">关于第{one}号文件的通知</a><span>2026-11-{1 + one % 23:02d}</span></li>'
        for one in range(number * 8 + 1, min(number * 8 + 9, pages))
    )
    filler = f"<p>{PARAGRAPH}</p>" * max(1, size * 1024 // (3 * len(PARAGRAPH) + 7))
    return (
        f'<!doctype html><html lang="zh"><head><meta charset="utf-8"><title>{host} 第{number}页</title>'
        f'<meta name="SiteName" content="{host}"></head><body><ul>{links}</ul><div>{filler}</div>'
        "<footer>主办：云溪市人民政府办公室 网站标识码：3609000001 赣ICP备05000001号</footer></body></html>"
    )


def feed(account: str) -> str:
    """The feed of an account with ten posts."""
    items = "".join(
        f"<item><title>{account} 第{one}条</title><link>http://feeds.test/{account}/{one}</link>"
        f"<pubDate>Mon, {23 - one:02d} Nov 2026 01:00:00 GMT</pubDate><description>{PARAGRAPH}</description></item>"
        for one in range(10)
    )
    return f'<?xml version="1.0"?><rss version="2.0"><channel><title>{account}</title>{items}</channel></rss>'


def application(least: float, most: float, pages: int, size: int) -> web.Application:
    """Answers after ``least`` to ``most`` seconds; ``pages`` a host, of about ``size`` KB."""
    chance = random.Random(1)

    async def answer(request: web.Request) -> web.Response:
        await asyncio.sleep(chance.uniform(least, most))
        path = request.path
        if path.startswith("/feed/"):
            return web.Response(text=feed(path.rpartition("/")[2]), content_type="application/rss+xml")
        name = path.strip("/").removesuffix(".html") or "p0"
        if not name.startswith("p") or not name[1:].isdigit() or int(name[1:]) >= pages:
            return web.Response(status=404, text="没有找到")
        text = page(request.host, int(name[1:]), pages, size)
        return web.Response(text=text, content_type="text/html", charset="utf-8")

    made = web.Application()
    made.add_routes([web.get("/{path:.*}", answer)])
    return made


def main() -> None:
    """Serve until killed."""
    port, least, most, pages, size = sys.argv[1:6]
    web.run_app(
        application(float(least), float(most), int(pages), int(size)),
        host="127.0.0.1", port=int(port), print=None, access_log=None, backlog=1024,
    )  # fmt: skip


if __name__ == "__main__":
    main()
