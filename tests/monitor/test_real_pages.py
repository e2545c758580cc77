"""Real government pages, each served under its own host on loopback, scanned without a crash."""

import json
from collections import defaultdict
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from aiohttp import web

from monitor.commands.init import create_books
from tests.monitor.deployment import SETTINGS, govwatch
from tests.shared_data import REALDATA, needs_shared

PAGES = REALDATA / "gov-pages"
AS_OF = "2026-11-24T10:00"
STATUS = {"error-404": 404, "error-403": 403}


def served_hosts() -> dict[str, dict[str, tuple[Path, int]]]:
    """Host → path → file and status. The first page of a host is its home page too."""
    hosts: defaultdict[str, dict[str, tuple[Path, int]]] = defaultdict(dict)
    for entry in json.loads((REALDATA / "truth.json").read_text("utf-8")):
        if not entry["file"].startswith("gov-pages/"):
            continue
        file = REALDATA / entry["file"]
        host = entry["host"] or "culture.people.test"
        answer = (file, STATUS.get(entry["kind"], 200))
        hosts[host].setdefault("/", answer)
        hosts[host][f"/{file.name}"] = answer
    return hosts


@pytest.fixture
async def port() -> AsyncIterator[int]:
    hosts = served_hosts()

    async def answer(request: web.BaseRequest) -> web.StreamResponse:
        file, status = hosts.get(request.host, {}).get(request.path, (None, 404))
        if file is None:
            return web.Response(status=status, text="not found")
        # As the pages came: the charset is what the page itself says, not what the server adds.
        return web.Response(status=status, body=file.read_bytes(), headers={"Content-Type": "text/html"})

    runner = web.ServerRunner(web.Server(answer))
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    yield runner.addresses[0][1]
    await runner.cleanup()


@needs_shared
async def test_all_real_pages_are_scanned_under_their_own_hosts(port: int, tmp_path: Path) -> None:
    hosts = served_hosts()
    rules = f'"*:80=127.0.0.1:{port}", "*:443=127.0.0.1:{port}"'
    config = tmp_path / "govwatch.toml"
    text = SETTINGS.format(rules=rules, ca_file="", browser="false", more="[limits]\npages = 20\nlinks = 150\n")
    config.write_text(text.replace('ca_file = ""\n', ""), "utf-8")
    rows = [
        f"单位{n},部门网站,{host}{path},http://{host}{path},{path if path == '/' else path + '/'}"
        for n, (host, pages) in enumerate(sorted(hosts.items()))
        for path in pages
    ]
    register = tmp_path / "register.csv"
    register.write_text("\n".join(["单位,类型,名称,网址,路径前缀", *rows]), "utf-8")
    await create_books(config)
    imported = await govwatch(config, "registry", "import", str(register))
    assert imported.code == 0, imported.err
    file = tmp_path / "result.json"
    ran = await govwatch(config, "scan", "--as-of", AS_OF, "--json", str(file))
    assert ran.code == 0, ran.err
    assert "failed" not in ran.err, ran.err
    result = json.loads(file.read_text("utf-8"))
    assert len(result["targets"]) == len(rows)
    for target in result["targets"]:
        reasons = {seen["reason"] for seen in target["results"]}
        assert "check-failed" not in reasons, target
        assert target["results"], target
    homes = [target for target in result["targets"] if target["url"].count("/") == 3 and target["url"].endswith("/")]
    assert sum(target["counts"]["pages"] > 0 for target in homes) >= 12
