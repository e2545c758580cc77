"""Attachments that could not be read are said to be so in the weekly report, and never pass for being right."""

from checks.finding import unknown
from checks.vocabulary import Reason
from tests.reports.books import Books
from tests.reports.test_weekly import letter_of
from tests.reports.test_weekly_sections import one_site


async def test_the_weekly_report_says_that_attachments_could_not_be_read(books: Books) -> None:
    await one_site(books, {"site.formalism-beside": unknown(Reason.UNREADABLE)})
    letter = await letter_of(books)
    said = (
        "有附件未能读取（doc、wps等旧格式，扫描件，加密或损坏的文件），没能判断“附件、图片和按钮中的指尖上的形式主义”"
    )
    assert said in "".join(letter.text.split())
    assert "未能读取" in letter.html
