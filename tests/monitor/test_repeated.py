"""What only several looks and many pages of a site show: words of its template, and rows that came in late."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from monitor.demo.city import City
from tests.city import AS_OF, city  # noqa: F401  a fixture
from tests.monitor.deployment import deployed, govwatch, scanned
from tests.monitor.publishing import HOST, LIST

BANNER = "全体干部职工必须关注“清溪发布”公众号，关注率纳入考核。"
_MODEL = "/qxyw/content/post_6001.html"
_SITE = "清溪县人民政府网站"


def change(city: City, replies: Callable[[dict[str, Any]], dict[str, Any]]) -> None:  # noqa: F811
    """Change what the site answers from now on."""
    host = city.hosts[HOST]
    city.hosts[HOST] = replace(host, replies=replies(dict(host.replies)))


def list_articles(city: City, ages: dict[int, int]) -> None:  # noqa: F811
    """Have the list show articles, by number, that state so many days before the look; what it showed goes."""

    def listed(replies: dict[str, Any]) -> dict[str, Any]:
        model, shown = replies[_MODEL].body.decode(), replies[LIST].body.decode()
        rows = ""
        for number, age in ages.items():
            day = (AS_OF.date() - timedelta(days=age)).isoformat()
            path = f"{LIST}content/post_{number}.html"
            page = model.replace("2026-11-23", day).replace("冬季茶园", f"第{number}号茶园")
            replies[path] = replace(replies[_MODEL], body=page.encode())
            rows += f'<li><a href="{path}">清溪县第{number}号茶园管护技术下乡</a><span>{day}</span></li>'
        before, _, rest = shown.partition('<ul class="list">')
        body = f'{before}<ul class="list">{rows}</ul>{rest.partition("</ul>")[2]}'
        replies[LIST] = replace(replies[LIST], body=body.encode())
        return replies

    change(city, listed)


@pytest.fixture
async def config(city: City, tmp_path: Path) -> Path:  # noqa: F811
    config = await deployed(tmp_path / "office", city)
    assert (await govwatch(config, "registry", "import", str(config.parent / "register.csv"))).code == 0
    return config


async def found(config: Path, indicator: str, days: int) -> list[dict[str, Any]]:
    """What a scan so many days later finds on the site."""
    result = await scanned(config, AS_OF + timedelta(days=days), HOST)
    (target,) = [one for one in result["targets"] if one["name"] == _SITE] or result["targets"]
    return [one for one in target["findings"] if one["indicator"] == indicator]


async def test_a_row_that_came_in_long_after_its_day_is_a_reminder(config: Path, city: City) -> None:  # noqa: F811
    there = {1: 30, 2: 40, 3: 50, 5: 90, 6: 95, 7: 99}
    list_articles(city, there)
    assert not [one for one in await found(config, "site.date-forged", 0) if one["about"].startswith("inserted")]
    list_articles(city, dict(sorted((there | {4: 85}).items())))
    (late,) = [one for one in await found(config, "site.date-forged", 7) if one["about"].startswith("inserted")]
    assert (late["severity"], late["url"]) == ("reminder", f"https://{HOST}{LIST}")
    assert "post_4.html" in str(late)


def with_banner(city: City) -> None:  # noqa: F811
    """Show a banner on every page of the site."""

    def shown(replies: dict[str, Any]) -> dict[str, Any]:
        place = b'<div class="head">'
        banner = f"<div>{BANNER}</div>".encode()
        return {
            path: replace(reply, body=reply.body.replace(place, banner + place)) if place in reply.body else reply
            for path, reply in replies.items()
        }

    change(city, shown)


async def test_words_on_every_page_are_one_finding_that_goes_when_they_do(config: Path, city: City) -> None:  # noqa: F811
    list_articles(city, {number: 20 + number for number in range(1, 9)})
    plain = city.hosts[HOST]
    with_banner(city)
    (banner,) = await found(config, "site.formalism", 0)
    assert (banner["data"]["case"], banner["data"]["quotation"]) == ("template", BANNER)
    assert banner["places_total"] > 20
    (again,) = await found(config, "site.formalism", 7)
    assert (again["about"], again["places_total"]) == (banner["about"], banner["places_total"])
    city.hosts[HOST] = plain
    assert await found(config, "site.formalism", 14) == []
