"""HTML to PDF: A4, page numbers at the bottom, nothing loaded from anywhere."""

from playwright.async_api import Error

from monitor.look.browser.pool import Pool

FONTS = '"Noto Sans CJK SC", "WenQuanYi Zen Hei", "Source Han Sans SC", "Microsoft YaHei", sans-serif'
"""Fonts that have Chinese characters, by name: what a system calls sans-serif often has none."""

_MILLISECONDS = 60_000
_FOOTER = (
    f"<div style='width:100%;font:8pt {FONTS.replace(chr(34), '')};color:#555;text-align:center'>"
    "第 <span class='pageNumber'></span> 页，共 <span class='totalPages'></span> 页</div>"
)
_STYLE = (
    f"<style>:root{{font-family:{FONTS}}}thead{{display:table-header-group}}h1,h2,h3{{break-after:avoid}}"
    "tr:not(:has(table)){break-inside:avoid}</style>"  # a row that holds tables is a page's frame, and may be long
)


class PdfError(Exception):
    """The PDF could not be made. The message says why."""


async def render_pdf(pool: Pool, html: str, *, tagged: bool = False) -> bytes:
    """A PDF of a whole HTML document, whose own styles win over the fonts named here.

    Scripts do not run, and what it does not hold itself is not loaded. ``tagged`` makes it readable for those who do
    not see it, and several times as large. Raises :class:`~monitor.look.browser.found.NoBrowserError` and
    :class:`PdfError`.
    """
    async with pool.page_place(), pool.context(offline=True, java_script_enabled=False) as context:
        try:
            page = await context.new_page()
            await page.set_content(_STYLE + html, wait_until="load", timeout=_MILLISECONDS)
            return await page.pdf(
                format="A4",
                print_background=True,
                prefer_css_page_size=True,
                display_header_footer=True,
                header_template="<span></span>",
                footer_template=_FOOTER,
                margin={"top": "16mm", "bottom": "18mm", "left": "14mm", "right": "14mm"},
                tagged=tagged,
                outline=tagged,
            )
        except Error as error:
            raise PdfError(f"PDF未能生成：{str(error).splitlines()[0]}") from error
