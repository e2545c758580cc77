"""PDF of what reports write."""

import re
import time
from io import BytesIO
from typing import Any

from pypdf import PageObject, PdfReader

from monitor.look.browser.pdf import render_pdf
from monitor.look.browser.pool import Pool
from tests.monitor.look.browser.helpers import needs_browser, on_one_loop, served


def are_embedded(page: PageObject) -> bool:
    """Whether a page brings all its fonts with it, as glyphs of its own or as a part of a file."""
    resources: Any = page["/Resources"].get_object()
    fonts = [one.get_object() for one in resources["/Font"].values()]
    files = [font["/DescendantFonts"][0]["/FontDescriptor"] for font in fonts if font["/Subtype"] == "/Type0"]
    glyphs = [font for font in fonts if font["/Subtype"] == "/Type3"]
    return len(files) + len(glyphs) == len(fonts) and all("/FontFile2" in one or "/FontFile3" in one for one in files)


@needs_browser
@on_one_loop
async def test_a_long_table_is_a_pdf_with_page_numbers_in_two_seconds(pool: Pool) -> None:
    rows = "".join(
        f"<tr><td>{number}</td><td>云溪市教育局网站首页不更新</td><td>2026-11-24</td></tr>" for number in range(2000)
    )
    html = f"<!doctype html><title>台账</title><table><thead><tr><th>序号<th>问题<th>日期</thead>{rows}</table>"
    await pool.start()
    began = time.monotonic()
    made = await render_pdf(pool, html)
    seconds = time.monotonic() - began
    pages = PdfReader(BytesIO(made)).pages
    for number, page in enumerate(pages, 1):
        said = page.extract_text()  # pypdf takes some characters for their twins among the radicals
        assert "云溪市教育局" in said
        assert "序号" in said, "the head of the table stands on every page"
        assert re.search(rf"第 {number} .，共 {len(pages)} .", said)
        assert are_embedded(page)
    assert seconds < 10, "a busy machine may take a while"
    print(f"{seconds:.2f} s, {len(pages)} pages, {len(made)} bytes")  # noqa: T201  the figure of docs/browser.md


@needs_browser
@on_one_loop
async def test_a_letter_made_of_nested_tables_breaks_within_its_frame(pool: Pool) -> None:
    rows = "".join(f"<tr><td>第{number}项</td></tr>" for number in range(120))
    frame = f"<table><tr><td><h2>一</h2></td></tr><tr><td><table>{rows}</table></td></tr></table>"
    pages = PdfReader(BytesIO(await render_pdf(pool, f"<!doctype html><title>周报</title>{frame}"))).pages
    assert "119" not in pages[0].extract_text()
    assert "第30项" in pages[0].extract_text()


@needs_browser
@on_one_loop
async def test_a_paper_loads_nothing_and_runs_nothing(pool: Pool) -> None:
    async with served({"*": "<p>取来的"}) as site:
        leads = f"<img src=http://127.0.0.1:{site.port}/a><iframe src=http://127.0.0.1:{site.port}/b></iframe>"
        script = "<script>document.body.textContent = 'scripted'</script>"
        made = await render_pdf(pool, f"<!doctype html><title>周报</title><p>plain{leads}{script}")
    assert site.asked == []
    said = PdfReader(BytesIO(made)).pages[0].extract_text()
    assert "plain" in said
    assert "scripted" not in said
