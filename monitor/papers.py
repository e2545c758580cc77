"""Papers as PDF: what reports write as HTML, printed by the browser, where this machine has one."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from monitor.look.browser.found import HOW_TO_GET, NoBrowserError, find_browsers
from monitor.look.policy import Browsing
from reports.files import write_whole

_ON_PAPER = (
    "<style>@media print{.back{background-color:#fff !important}.sheet{max-width:none !important}"
    ".pad{padding-left:0 !important;padding-right:0 !important}}</style>"
)
"""What a letter does without on paper: the ground around it."""


@dataclass(frozen=True, slots=True)
class Printed:
    """The PDFs that were written, and why there are no others, in a sentence; empty when nothing is missing."""

    files: tuple[Path, ...] = ()
    why_not: str = ""


async def print_pages(browsing: Browsing, pages: Mapping[Path, str]) -> Printed:
    """Write each page (HTML) as a PDF to the path it is given with. Raises :class:`~reports.errors.FileError`.

    What stood there before goes first: a paper of earlier beside a page of today would be taken for the same.
    """
    for path in pages:
        path.unlink(missing_ok=True)
    if not browsing.use:
        return Printed(why_not="没有生成PDF：配置为不使用浏览器。需要时用浏览器打开网页文件打印即可。")
    if not find_browsers(browsing.path):
        return Printed(why_not=f"没有生成PDF：本机没有浏览器。{HOW_TO_GET}")
    return await _printed(browsing, pages)


async def _printed(browsing: Browsing, pages: Mapping[Path, str]) -> Printed:
    from monitor.look.browser.pdf import PdfError, render_pdf  # noqa: PLC0415  Playwright: only where a browser is
    from monitor.look.browser.pool import shared_pool  # noqa: PLC0415  the same

    written = []
    try:
        async with shared_pool(browsing) as pool:
            for path, html in pages.items():
                write_whole(path, await render_pdf(pool, _ON_PAPER + html))
                written.append(path)
    except (NoBrowserError, PdfError) as error:
        return Printed(tuple(written), f"没有生成PDF：{error}")
    return Printed(tuple(written))
