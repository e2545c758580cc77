"""Documents that pages offer to be saved: the words of a docx or a PDF, as far as they are words.

Files are hostile: they may unpack to any size, nest without end or be nothing of the kind. Sizes are looked at before
anything is unpacked; time and memory are bounded by whoever calls (``monitor.look.documents``), in a process of its
own. The parsers are loaded there only.
"""

import re
import unicodedata
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from typing import Any

MAX_TEXT = 120_000
"""Characters read of one document."""

MAX_PAGES = 60
"""Pages read of a PDF."""

_MAX_UNPACKED = 60_000_000  # bytes of a docx, unpacked
_MAX_PARTS = 5_000
_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_ALTERNATE = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_ENDED = re.compile(r"[。！？!?；;：:]\s*$")
_SHORT = 0.7  # of the longest usual line: what is shorter than that ended there by itself
_RADICALS = str.maketrans(
    "⺁⺠⻁⻄⻅⻆⻉⻋⻓⻔⻘⻙⻚⻛⻜⻝⻢⻣⻤⻥⻦⻨⻩⻪⻬⻮⻰",
    "厂民虎西见角贝车长门青韦页风飞食马骨鬼鱼鸟麦黄黾齐齿龙",
) | {code: unicodedata.normalize("NFKC", chr(code)) for code in range(0x2F00, 0x2FD6)}
"""Radicals, which some programs write for the characters that look like them."""


_OTHERS = (
    (b"\xd0\xcf\x11\xe0", "是旧版Office或WPS文件（doc、wps、xls等）"),
    (b"PK\x03\x04", "是表格、演示、版式文件或压缩包（xlsx、pptx、ofd、zip等）"),
    (b"{\\rtf", "是RTF文件"),
    *((start, "是图片") for start in (b"\xff\xd8\xff", b"\x89PNG", b"GIF8", b"II*\0", b"MM\0*")),
    *((start, "是压缩包") for start in (b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b")),
)
_UTF16 = (b"\xff\xfe", b"\xfe\xff")


class DocumentError(Exception):
    """A document cannot be read. The message says why, for a clerk."""


@dataclass(frozen=True, slots=True)
class DocumentText:
    """The words of a document, and whether these are all of them."""

    kind: str
    text: str
    complete: bool = True


def kind_of_document(data: bytes) -> str:
    """``docx`` or ``pdf`` by the first bytes, ``''`` for anything else."""
    if b"%PDF-" in data[:1024]:
        return "pdf"
    return "docx" if data.startswith(b"PK\x03\x04") and b"word/" in data else ""


def why_no_text(data: bytes) -> str:
    """What a file is that is neither a document that can be read nor text, for a clerk; ``''`` where it may be text."""
    if kind_of_document(data):
        return ""
    named = next((words for start, words in _OTHERS if data.startswith(start)), "")
    return named or ("不是文字文件" if b"\0" in data[:1024] and not data.startswith(_UTF16) else "")


def read_document(data: bytes) -> DocumentText:
    """The words of a docx or a PDF. Raises :class:`DocumentError` for anything else, whatever the parsers raise."""
    kind = kind_of_document(data)
    try:
        if kind == "pdf":
            return _pdf(data)
        if kind == "docx":
            return _docx(data)
    except DocumentError:
        raise
    except Exception as error:  # parsers of hostile files raise anything
        raise DocumentError(f"文件已损坏或加了密码，读不出文字（{type(error).__name__}）") from error
    raise DocumentError("不是docx或PDF文件")


# -- docx --------------------------------------------------------------------------------------------------------------


def _docx(data: bytes) -> DocumentText:
    with zipfile.ZipFile(BytesIO(data)) as packed:
        parts = packed.infolist()
        if len(parts) > _MAX_PARTS or sum(one.file_size for one in parts) > _MAX_UNPACKED:
            raise DocumentError("文件展开后过大，没有读取")
    from docx import Document  # noqa: PLC0415  see above

    body = Document(BytesIO(data)).element.body
    return _bounded("docx", (line for line in map(_paragraph, body.iter(f"{_WORD}p")) if line))


def _paragraph(paragraph: Any) -> str:
    """The words of a paragraph, without those of paragraphs within it; what is there twice for old programs, once."""
    words = (
        (element.text or "") if element.tag == f"{_WORD}t" else " "
        for element in paragraph.iter(f"{_WORD}t", f"{_WORD}tab", f"{_WORD}br", f"{_WORD}cr")
        if _belongs(element, paragraph)
    )
    return " ".join("".join(words).split())


def _belongs(element: Any, paragraph: Any) -> bool:
    for parent in element.iterancestors():
        if parent is paragraph:
            return True
        if parent.tag in (f"{_WORD}p", _ALTERNATE, f"{_WORD}del"):
            return False
    return False


# -- PDF ---------------------------------------------------------------------------------------------------------------


def _pdf(data: bytes) -> DocumentText:
    from pypdf import PdfReader  # noqa: PLC0415  see above

    reader = PdfReader(BytesIO(data), strict=False)
    if reader.is_encrypted and not reader.decrypt(""):
        raise DocumentError("文件加了密码，读不出文字")
    pages = len(reader.pages)
    lines = (line for number in range(min(pages, MAX_PAGES)) for line in _lines(reader.pages[number].extract_text()))
    read = _bounded("pdf", lines)
    if not read.text.strip():
        raise DocumentError("文件是扫描的图片，没有文字")
    return DocumentText("pdf", read.text, read.complete and pages <= MAX_PAGES)


def _lines(text: str) -> Iterator[str]:
    """Lines as they were written: a line of print that runs to the margin goes on in the next."""
    printed = [" ".join(line.translate(_RADICALS).split()) for line in text.splitlines()]
    widths = sorted(len(line) for line in printed if line)
    full = widths[int(len(widths) * 0.9)] * _SHORT if widths else 0.0
    line = ""
    for one in printed:
        line += one
        if not one or len(one) < full or _ENDED.search(one):
            yield line
            line = ""
    yield line


def _bounded(kind: str, lines: Iterator[str]) -> DocumentText:
    kept, size = [], 0
    for line in lines:
        kept.append(line)
        size += len(line) + 1
        if size > MAX_TEXT:
            return DocumentText(kind, "\n".join(kept)[:MAX_TEXT], complete=False)
    return DocumentText(kind, "\n".join(kept))
