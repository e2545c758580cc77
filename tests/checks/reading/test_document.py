"""The words of documents, and what becomes of files that are none."""

import zipfile
from io import BytesIO

import pytest
from docx import Document
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfWriter

from checks.reading.document import MAX_TEXT, DocumentError, kind_of_document, read_document

LINES = ["关于开展学习平台推广工作的通知", "各单位全体干部职工必须关注“云溪发布”微信公众号，关注率纳入考核。"]


def a_docx(*lines: str) -> bytes:
    document = Document()
    for line in lines:
        document.add_paragraph(line)
    table = document.add_table(1, 2)
    table.cell(0, 0).text, table.cell(0, 1).text = "单位", "排名"
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def a_pdf(*lines: str) -> bytes:
    """A PDF that writes its lines in letters: no font with Chinese characters is needed for them."""
    shown = "".join(f"({line}) Tj T* " for line in lines)
    stream = f"BT /F1 12 Tf 14 TL 50 700 Td {shown}ET".encode("latin-1")
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    out, places = b"%PDF-1.4\n", []
    for number, held in enumerate(objects, 1):
        places.append(b"%010d 00000 n \n" % len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, held)
    table = b"xref\n0 6\n0000000000 65535 f \n" + b"".join(places)
    return out + table + b"trailer << /Size 6 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % len(out)


def test_the_words_of_a_docx_stand_in_their_order_with_its_tables() -> None:
    read = read_document(a_docx(*LINES))
    assert (read.kind, read.complete) == ("docx", True)
    assert read.text.split("\n") == [*LINES, "单位", "排名"]


def test_a_line_of_print_goes_on_in_the_next() -> None:
    first, second = (
        "every member of the staff must follow the account,",
        "which counts at the end of the year when all are",
    )
    read = read_document(a_pdf("Notice", first, second, "judged.", "Office"))
    assert read.kind == "pdf"
    assert read.text.split("\n")[:3] == ["Notice", f"{first}{second}judged.", "Office"]


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "不是docx或PDF文件"),
        (b"PK\x03\x04 and nothing else", "不是docx或PDF文件"),
        (b"PK\x03\x04 word/ but no archive", "已损坏"),
        (b"%PDF-1.7 and nothing else", "已损坏"),
        (a_docx("x")[:-200], "已损坏"),
        (a_pdf(), "扫描的图片"),
    ],
)
def test_what_cannot_be_read_is_said(data: bytes, why: str) -> None:
    with pytest.raises(DocumentError, match=why):
        read_document(data)


def test_a_docx_that_unpacks_to_more_than_it_may_is_not_unpacked() -> None:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("word/document.xml", b" " * 70_000_000)
    assert len(out.getvalue()) < 100_000
    with pytest.raises(DocumentError, match="展开后过大"):
        read_document(out.getvalue())


def test_a_pdf_with_a_password_is_left_alone() -> None:
    writer = PdfWriter()
    writer.add_blank_page(100, 100)
    writer.encrypt("secret", algorithm="RC4-128")
    out = BytesIO()
    writer.write(out)
    with pytest.raises(DocumentError, match="密码"):
        read_document(out.getvalue())


def test_a_long_document_is_cut_and_said_to_be() -> None:
    read = read_document(a_docx(*["关" * 5_000] * 30))
    assert (len(read.text), read.complete) == (MAX_TEXT, False)


@given(st.binary(max_size=3_000), st.sampled_from([b"", b"%PDF-1.4\n", b"PK\x03\x04word/"]))
@settings(max_examples=150)
def test_any_bytes_are_read_or_refused(data: bytes, front: bytes) -> None:
    whole = front + data
    try:
        assert read_document(whole).kind == kind_of_document(whole)
    except DocumentError as error:
        assert str(error)
