"""Real pages that scripts write go through the browser, and the day read there is the one that people read."""

import json
from typing import Any

import pytest
from aiohttp import web

from checks.evidence import Response
from checks.reading.page import read_page
from checks.vocabulary import LinkOutcome
from monitor.look.browser.sight import Sight
from tests.monitor.look.browser.helpers import needs_browser, served, visited
from tests.shared_data import REALDATA, needs_shared

pytestmark = [needs_shared, needs_browser]

WRITTEN: list[dict[str, Any]] = (
    [one for one in json.loads((REALDATA / "truth.json").read_text("utf-8")) if one["needs_browser"]]
    if REALDATA.is_dir()
    else []
)


def test_there_are_three() -> None:
    assert len(WRITTEN) == 3


@pytest.mark.parametrize("truth", [pytest.param(one, id=one["file"]) for one in WRITTEN])
async def test_its_day_is_right_as_the_browser_shows_it(truth: dict[str, Any]) -> None:
    body = (REALDATA / truth["file"]).read_bytes()

    def answer(_request: web.BaseRequest) -> web.StreamResponse:
        return web.Response(body=body, headers={"Content-Type": "text/html"})

    async def anybody(_url: str) -> bool:
        return True

    url = f"http://{truth['host']}/a/b.html"
    async with (
        served({"/a/b.html": answer}) as site,
        visited(f"*:80=127.0.0.1:{site.port}", "*:443=127.0.0.1:1") as visit,
    ):
        sight = Sight(visit, 4, anybody)
        fetched = Response(url, url, LinkOutcome.OK, 200, (("content-type", "text/html"),), body)
        source = read_page(fetched)
        _, page = await sight.second(fetched, source)
    assert sight.shown == 1
    assert source.scripted
    assert page is not None
    assert page is not source
    published = page.published.day.isoformat() if page.published else None
    newest = max((read.day for read in page.dates), default=None)
    assert published == truth["published"]
    if truth["newest"]:
        assert newest is not None
        assert newest.isoformat() == truth["newest"]
