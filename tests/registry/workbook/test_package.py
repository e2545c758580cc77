import io
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from registry.errors import SheetError
from registry.sheets.register_file import read_file
from registry.sheets.workbook import package
from registry.sheets.workbook.package import Package, is_workbook
from tests.registry.workbooks import OFFICE, rewritten, workbook

GOOD = workbook(OFFICE)
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 500


def archive(*parts: tuple[str, bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in parts:
            made.writestr(name, content)
    return file.getvalue()


def with_part(name: str, content: bytes) -> bytes:
    return rewritten(GOOD, lambda part, old: content if part == name else old)


def without(name: str) -> bytes:
    return rewritten(GOOD, lambda part, old: None if part == name else old)


def lying(data: bytes, name: str, size: int) -> bytes:
    """The archive, claiming in its directory that a part unpacks to ``size`` bytes."""
    with zipfile.ZipFile(io.BytesIO(data)) as made:
        real = made.getinfo(name)
    entry = data.rindex(name.encode())
    changed = bytearray(data)
    changed[entry - 22 : entry - 18] = size.to_bytes(4, "little")
    assert real.file_size != size
    return bytes(changed)


def test_the_sheets_and_their_parts() -> None:
    assert Package(GOOD).sheets() == {
        name: f"xl/worksheets/sheet{number}.xml" for number, name in enumerate(OFFICE, start=1)
    }


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (GOOD[: len(GOOD) // 2], "文件已损坏"),
        (b"PK\x03\x04", "文件已损坏"),
        (archive(("word/document.xml", b"<document/>")), "不是Excel工作簿：请另存为 .xlsx"),
        (archive(("mimetype", b"application/vnd.oasis.opendocument.spreadsheet")), "不是Excel工作簿"),
        (OLE, "旧版表格（.xls、.et），或设有打开密码"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "文件设有打开密码：请去掉密码"),
        (with_part("xl/worksheets/sheet1.xml", b"<worksheet><sheetData>"), "文件已损坏"),
        (with_part("xl/workbook.xml", b"no xml"), "文件已损坏"),
        (with_part("xl/workbook.xml", b'<?xml version="1.0" encoding="x"?><workbook/>'), "文件已损坏"),
        (with_part("xl/workbook.xml", b'<?xml version="1.0" encoding="gb18030"?><workbook/>'), "文件已损坏"),
        (with_part("xl/sharedStrings.xml", b"<sst/>"), "文件已损坏"),
        (without("xl/worksheets/sheet1.xml"), "文件已损坏"),
        (without("xl/_rels/workbook.xml.rels"), "文件已损坏"),
    ],
)
def test_what_is_no_whole_workbook_says_what_it_is(data: bytes, sentence: str) -> None:
    assert is_workbook(data)
    with pytest.raises(SheetError, match=sentence):
        read_file(data)


def test_an_archive_with_a_password() -> None:
    data = bytearray(GOOD)
    entry = data.index(b"PK\x01\x02")
    data[entry + 8] |= 1
    with pytest.raises(SheetError, match="打开密码"):
        Package(bytes(data))


def test_declarations_are_refused() -> None:
    bomb = b'<!DOCTYPE sst [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><sst><si><t>&b;</t></si></sst>'
    with pytest.raises(SheetError, match="文件已损坏"):
        read_file(with_part("xl/sharedStrings.xml", bomb))


@pytest.mark.parametrize("claims", [False, True])
def test_what_unpacks_to_too_much_is_refused_whatever_it_claims(monkeypatch: pytest.MonkeyPatch, claims: bool) -> None:
    monkeypatch.setattr(package, "MAX_UNPACKED", 2_000_000)
    data = with_part("xl/theme/theme1.xml", b" " * 3_000_000)
    with pytest.raises(SheetError, match="解压后过大"):
        Package(lying(data, "xl/theme/theme1.xml", 10) if claims else data)


def test_two_parts_of_one_name_are_refused() -> None:
    part = ("xl/workbook.xml", b"<workbook/>")
    with pytest.warns(UserWarning, match="Duplicate name"):
        data = archive(part, part)
    with pytest.raises(SheetError, match="文件已损坏"):
        Package(data)


@settings(max_examples=60, deadline=None)
@given(place=st.integers(0, len(GOOD) - 1), bytes_=st.binary(min_size=1, max_size=8), cut=st.integers(0, 30))
def test_any_damage_is_told_in_one_sentence(place: int, bytes_: bytes, cut: int) -> None:
    damaged = GOOD[:place] + bytes_ + GOOD[place + len(bytes_) :][: -cut or None]
    if is_workbook(damaged):
        try:
            read_file(damaged)
        except SheetError as error:
            assert str(error).endswith("。")


@settings(max_examples=60, deadline=None)
@given(
    part=st.sampled_from(["xl/workbook.xml", "xl/worksheets/sheet2.xml", "xl/sharedStrings.xml", "xl/styles.xml"]),
    place=st.floats(0, 1),
    text=st.text('<>/="&;0123456789rstcv A', max_size=6),
)
def test_any_damage_within_a_part_too(part: str, place: float, text: str) -> None:
    def change(name: str, content: bytes) -> bytes:
        at = int(place * len(content))
        return content[:at] + text.encode() + content[at + len(text) :] if name == part else content

    try:
        read_file(rewritten(GOOD, change))
    except SheetError as error:
        assert str(error).endswith("。")
