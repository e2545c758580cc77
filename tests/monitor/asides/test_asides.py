"""What stands beside the main text of a site, from its pages to the evidence that is judged."""

from datetime import date
from io import BytesIO

import pytest
import zxingcpp
from PIL import Image

from checks.evidence import AsideKind, Page, Response, SiteFacts
from checks.reading.page import read_page
from checks.vocabulary import LinkOutcome
from monitor.asides.codes import codes_of
from monitor.asides.look import CODES, look_beside
from monitor.asides.notes import AsideNotes
from tests.checks.reading.test_document import LINES, a_docx, a_pdf

HOST = "http://www.yunxi.test"
OPENS = "https://www.wjx.cn/vm/abc.aspx"


def a_code(text: str = OPENS) -> bytes:
    made = zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.QRCode)
    out = BytesIO()
    Image.fromarray(zxingcpp.write_barcode_to_image(made, scale=5)).save(out, "PNG")
    return out.getvalue()


def page(path: str, body: str, title: str = "通知") -> Page:
    html = f"<!doctype html><title>{title}</title><meta name=PubDate content='2026-11-20 09:00'>{body}"
    return read_page(Response(f"{HOST}{path}", f"{HOST}{path}", LinkOutcome.OK, 200, body=html.encode()))


def notes(*pages: Page) -> AsideNotes:
    kept = AsideNotes(lambda url: url.startswith(HOST))
    for one in pages:
        kept.add(one)
    return kept


class Web:
    """Answers by path; ``asked`` are the paths."""

    def __init__(self, **answers: bytes) -> None:
        self.answers = {f"{HOST}/{name.replace('_', '.')}": body for name, body in answers.items()}
        self.asked: list[str] = []

    async def fetch(self, url: str) -> Response:
        self.asked.append(url.removeprefix(HOST))
        body = self.answers.get(url)
        outcome = LinkOutcome.NOT_FOUND if body is None else LinkOutcome.OK
        return Response(url, url, outcome, 404 if body is None else 200, body=body or b"")


def site(*pages: Page, complete: bool = True) -> SiteFacts:
    return SiteFacts(home=pages[0], home_reason=None, pages=(), linked_unread=0, complete=complete)


def test_words_of_pictures_controls_names_and_links_are_kept_with_their_pages() -> None:
    body = (
        "<img src=/a.png alt='扫码关注公众号'><img src=/b.png alt='云溪风光'><button>一键投票</button>"
        "<label>姓名</label><input placeholder='请填写打卡截图链接'><input type=submit value='转发助力'>"
        f"<a href=/1.docx>关注率统计表</a><a href=/2.pdf>预算</a><a href='{OPENS}'>参加</a><a href=/x.html>投票</a>"
    )
    kept = {(one.kind, one.text, one.url.removeprefix(HOST)) for one in notes(page("/1.html", body)).texts()}
    assert kept == {
        (AsideKind.PICTURE, "扫码关注公众号", ""),
        (AsideKind.CONTROL, "一键投票", ""),
        (AsideKind.CONTROL, "请填写打卡截图链接", ""),
        (AsideKind.CONTROL, "转发助力", ""),
        (AsideKind.NAME, "关注率统计表", "/1.docx"),
        (AsideKind.LINK, "参加", OPENS),
    }


def test_the_same_words_on_many_pages_are_kept_for_twenty() -> None:
    many = notes(*(page(f"/{number}.html", "<button>一键投票</button>") for number in range(50)))
    assert len(list(many.texts())) == 20


def test_documents_with_a_cue_come_first_and_others_hosts_are_left_alone() -> None:
    plain = page("/1.html", "<a href=/1.pdf>预算</a><a href=http://other.test/2.pdf>关注</a><a href=/3.doc>关注</a>")
    about = page("/2.html", "<a href=/4.docx>附件</a>", title="关于开展投票的通知")
    first, second = notes(plain, about).documents()
    assert (first.url, first.cue, first.day, first.title) == (f"{HOST}/4.docx", True, date(2026, 11, 20), about.title)
    assert (second.url, second.cue) == (f"{HOST}/1.pdf", False)


async def test_documents_and_codes_are_opened_within_the_budget() -> None:
    body = "<p>请先扫描二维码关注公众号方可查看全文<img src=/ewm.png><img src=/photo.png>"
    one, two = page("/1.html", f"{body}<a href=/1.docx>附件</a><a href=/2.pdf>表</a>"), page("/2.html", "<p>正文")
    web = Web(**{"1_docx": a_docx(*LINES), "ewm_png": a_code()})
    seen = await look_beside(notes(one, two), site(one, two), web.fetch, 5)
    assert web.asked == ["/1.docx", "/2.pdf", "/ewm.png"]
    document, code = seen.items
    assert (document.kind, document.url, document.text.split("\n")[0]) == (
        AsideKind.DOCUMENT, f"{HOST}/1.docx", LINES[0],
    )  # fmt: skip
    assert (code.kind, code.opens, code.page) == (AsideKind.CODE, OPENS, one.url)
    assert "请先扫描二维码关注公众号" in code.text
    assert seen.seen == {one.url, f"{HOST}/1.docx"}
    assert seen.linked == {f"{HOST}/1.docx", f"{HOST}/2.pdf"}
    assert (seen.complete, seen.unread) == (True, 1)


async def test_beyond_the_budget_nothing_is_asked_for_and_nothing_is_said_to_be_read() -> None:
    links = "".join(f"<a href=/{number}.docx>附件</a>" for number in range(9))
    codes = [page(f"/p{number}.html", f"<p>扫码<img src=/qr{number}.png>") for number in range(CODES + 5)]
    home = page("/", links)
    web = Web()
    seen = await look_beside(notes(home, *codes), site(home), web.fetch, 2)
    assert len(web.asked) == 2 + CODES
    assert seen.unread == 9 + len(codes)
    assert seen.seen == {home.url}
    assert (await look_beside(notes(home), site(home), web.fetch, 0)).unread == 9


async def test_documents_that_nobody_can_read_are_counted_and_named_but_not_asked_for() -> None:
    old = "<a href=/1.doc>全员关注公众号通知</a><a href=/2.wps>附件</a><a href=/3.ofd>附件</a><a href=/1.doc>再次</a>"
    home = page("/", f"{old}<a href=/scan.pdf>附件</a><a href=/renamed.docx>附件</a><a href=/gone.docx>附件</a>")
    web = Web(scan_pdf=a_pdf(), renamed_docx=b"\xd0\xcf\x11\xe0" + bytes(600))
    seen = await look_beside(notes(home), site(home), web.fetch, 5)
    assert sorted(web.asked) == ["/gone.docx", "/renamed.docx", "/scan.pdf"]
    assert (seen.unreadable, seen.unread) == (5, 6)
    assert [one.text for one in seen.items if one.kind is AsideKind.NAME] == ["全员关注公众号通知"]


@pytest.mark.parametrize("picture", [b"", b"<svg>", b"\x89PNG\r\n\x1a\n broken", a_code()[:200]])
def test_what_is_no_picture_says_nothing(picture: bytes) -> None:
    assert codes_of(picture) == ()


def test_a_picture_that_unpacks_to_more_than_it_may_is_not_unpacked() -> None:
    out = BytesIO()
    Image.new("1", (30_000, 30_000)).save(out, "PNG")
    assert codes_of(out.getvalue()) == ()
    assert codes_of(a_code("weixin://x")) == ("weixin://x",)
