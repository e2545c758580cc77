"""Papers as PDF beside what reports write, and what is said where there is no browser."""

import unicodedata
from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfReader

from monitor.demo.city import City
from monitor.look.policy import Browsing
from monitor.papers import print_pages
from tests.city import AS_OF, city  # noqa: F401  a fixture
from tests.monitor.deployment import deployed, govwatch, scanned
from tests.monitor.look.browser.helpers import needs_browser


def without_browser(path: Path) -> list[Browsing]:
    return [Browsing(use=False), Browsing(use=True, path=path / "none")]


@pytest.mark.parametrize("which", [0, 1])
async def test_without_a_browser_it_is_said_and_an_old_paper_goes(tmp_path: Path, which: int) -> None:
    paper = tmp_path / "weekly.pdf"
    paper.write_bytes(b"of last week")
    printed = await print_pages(without_browser(tmp_path)[which], {paper: "<p>周报"})
    assert printed.files == ()
    assert printed.why_not.startswith("没有生成PDF：")
    assert not paper.exists()


@needs_browser
@pytest.mark.long
async def test_the_weekly_report_and_an_order_are_papers_too(city: City, tmp_path: Path) -> None:  # noqa: F811
    config = await deployed(tmp_path / "office", city)
    await govwatch(config, "registry", "import", str(config.parent / "register.csv"))
    await scanned(config, AS_OF)
    await govwatch(config, "tickets", "approve", "all", "--as-of", AS_OF.isoformat())
    settings = config.read_text("utf-8").replace("use = false", "use = true")
    config.write_text(settings, "utf-8")
    out = tmp_path / "out"
    ran = await govwatch(config, "report", "weekly", "--as-of", AS_OF.isoformat(), "--out", str(out))
    assert f"已写入 {out / 'weekly-2026-W48.pdf'}" in ran.out
    assert "总体情况" in text_of(out / "weekly-2026-W48.pdf")
    number = "YX2026-48-001"
    ran = await govwatch(config, "tickets", "paper", number, "--out", str(out))
    assert ran.code == 0, ran.err
    assert f"已写入 {out / f'{number}.pdf'}" in ran.out
    said = text_of(out / f"{number}.pdf")
    assert "问题交办单" in said
    assert number in said
    assert number in (out / f"{number}.html").read_text("utf-8")
    assert (await govwatch(config, "tickets", "paper", "YX2026-48-999", "--out", str(out))).code == 1


def text_of(paper: Path) -> str:
    """What a PDF says; it takes some characters for their twins among the radicals."""
    pages = PdfReader(BytesIO(paper.read_bytes())).pages
    return unicodedata.normalize("NFKC", "".join(page.extract_text() for page in pages))
