"""The file of a workbook: a zip archive of XML parts, unpacked within limits."""

import io
import posixpath
import sys
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from copy import copy
from typing import Any
from xml.parsers import expat

from registry.errors import SheetError

MAX_PARTS = 2_000
MAX_UNPACKED = 256 * 1024 * 1024
"""Most bytes a workbook may unpack to. A register of 50,000 rows takes about 60 MB."""

_CHUNK = 64 * 1024
_BROKEN = "文件已损坏，不是完整的Excel工作簿（.xlsx）：请用WPS或Excel打开，另存后再导入。"
_PROTECTED = "文件设有打开密码：请去掉密码，另存后再导入。"
_OLD = "文件是旧版表格（.xls、.et），或设有打开密码：请去掉密码并另存为 .xlsx 再导入。"
_FOREIGN = "文件是压缩包或其他文档，不是Excel工作簿：请另存为 .xlsx 再导入。"
_OLE = b"\xd0\xcf\x11\xe0"
_PACKAGE_OF_OLE = "EncryptedPackage".encode("utf-16-le")


class BrokenWorkbookError(SheetError):
    """The file is no whole workbook."""

    def __init__(self) -> None:
        super().__init__(_BROKEN)


class Package:
    """The parts of a workbook. Reading one never unpacks more than :data:`MAX_UNPACKED` bytes, whatever it claims."""

    def __init__(self, data: bytes) -> None:
        """Raises :class:`SheetError` for what is no workbook, is protected by a password, or unpacks to too much."""
        require_unprotected(data)
        try:
            self._archive = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
            raise BrokenWorkbookError from None
        infos = self._archive.infolist()
        self._infos = {info.filename: info for info in infos}
        if len(self._infos) != len(infos) or len(infos) > MAX_PARTS:
            raise BrokenWorkbookError
        if any(info.flag_bits & 1 for info in infos):
            raise SheetError(_PROTECTED)
        if "xl/workbook.xml" not in self._infos:
            raise SheetError(_FOREIGN)
        self._require_bounded()

    def sheets(self) -> Mapping[str, str]:
        """The part of every sheet, by the name of the sheet."""
        targets = self._targets()
        found: dict[str, str] = {}

        def start(name: str, attributes: Mapping[str, str]) -> None:
            if name.rpartition(":")[2] == "sheet":
                part = targets.get(next((value for key, value in attributes.items() if key.endswith(":id")), ""), "")
                found[attributes.get("name", "")] = part

        self.parse("xl/workbook.xml", start)
        return found

    def has(self, part: str) -> bool:
        """Whether there is such a part."""
        return part in self._infos

    def parse(
        self,
        part: str,
        start: Callable[[str, Mapping[str, str]], None],
        end: Callable[[str], None] | None = None,
        text: Callable[[str], None] | None = None,
    ) -> None:
        """Run through a part of XML. Declarations, which could blow a text up, are refused.

        Raises :class:`SheetError`.
        """
        parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.StartElementHandler = start
        parser.EndElementHandler = end
        parser.CharacterDataHandler = text
        parser.StartDoctypeDeclHandler = _refuse
        try:
            for chunk in self._unpacked(part):
                parser.Parse(chunk, False)
            parser.Parse(b"", True)
        except (expat.ExpatError, LookupError, ValueError):  # the last two: of an encoding that it does not know
            raise BrokenWorkbookError from None

    def _require_bounded(self) -> None:
        total = 0
        for part in self._infos:
            for chunk in self._unpacked(part):
                total += len(chunk)
                if total > MAX_UNPACKED:
                    raise SheetError("文件解压后过大，不像台账：请删去图片和多余的工作表再导入。")

    def _unpacked(self, part: str) -> Iterator[bytes]:
        info = self._infos.get(part)
        if info is None or info.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
            raise BrokenWorkbookError
        whole = copy(info)
        whole.file_size = sys.maxsize  # what the archive claims is not what other readers will find
        try:
            with self._archive.open(whole) as stream:
                while chunk := stream.read(_CHUNK):
                    yield chunk
        except (zipfile.BadZipFile, zlib.error, EOFError, ValueError, OSError, NotImplementedError):
            raise BrokenWorkbookError from None

    def _targets(self) -> Mapping[str, str]:
        found: dict[str, str] = {}

        def start(name: str, attributes: Mapping[str, str]) -> None:
            if name.rpartition(":")[2] == "Relationship":
                target = attributes.get("Target", "")
                found[attributes.get("Id", "")] = posixpath.normpath(posixpath.join("/xl", target)).lstrip("/")

        self.parse("xl/_rels/workbook.xml.rels", start)
        return found


def is_workbook(data: bytes) -> bool:
    """Whether a file is an archive, or an old or protected workbook, and not text."""
    return data.startswith((b"PK\x03\x04", _OLE))


def require_unprotected(data: bytes) -> None:
    """Raise :class:`SheetError` for the container in which old and encrypted workbooks come."""
    if data.startswith(_OLE):
        raise SheetError(_PROTECTED if _PACKAGE_OF_OLE in data else _OLD)


def _refuse(*_declaration: Any) -> None:
    raise BrokenWorkbookError
