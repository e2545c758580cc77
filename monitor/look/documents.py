"""Reading documents in a process of its own, which is ended when it takes too long or grows too large.

Parsers of docx and PDF meet files made to keep them busy for ever or to fill all memory. A thread could not be stopped.

``python -m monitor.look.documents`` is that process: a document comes in, its words go out as JSON.
"""

import asyncio
import contextlib
import json
import sys
from asyncio.subprocess import DEVNULL, PIPE

from checks.reading.document import DocumentError, DocumentText, kind_of_document, read_document

SECONDS = 15.0
"""How long the reading of one document may take."""

_MEMORY = 1_000_000_000  # bytes of address space
_AT_ONCE = 2


class DocumentReader:
    """Reads documents, a few at once."""

    def __init__(self, seconds: float = SECONDS) -> None:
        self._seconds = seconds
        self._places = asyncio.Semaphore(_AT_ONCE)

    async def read(self, data: bytes) -> DocumentText:
        """The words of a docx or a PDF. Raises :class:`DocumentError`."""
        if not kind_of_document(data):
            raise DocumentError("不是docx或PDF文件")
        async with self._places:
            return await _read(data, self._seconds)


async def _read(data: bytes, seconds: float) -> DocumentText:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-I", "-c", _PROGRAM, *sys.path, stdin=PIPE, stdout=PIPE, stderr=DEVNULL
    )
    try:
        async with asyncio.timeout(seconds):
            said, _ = await process.communicate(data)
    except TimeoutError:
        raise DocumentError(f"{seconds:.0f}秒内没有读完，放弃") from None
    finally:
        if process.returncode is None:
            with contextlib.suppress(ProcessLookupError):
                process.kill()
            await process.wait()
    if process.returncode:
        raise DocumentError("读取时出错或占用内存过多，放弃")
    answer = json.loads(said)
    if "error" in answer:
        raise DocumentError(answer["error"])
    return DocumentText(answer["kind"], answer["text"], answer["complete"])


_PROGRAM = "import sys; sys.path[:] = sys.argv[1:]; from monitor.look.documents import main; main()"


def main() -> None:
    """Read the document that comes in, within bounds on memory and time where the system has them."""
    try:
        import resource  # noqa: PLC0415  only some systems have it

        resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
        resource.setrlimit(resource.RLIMIT_CPU, (int(SECONDS), int(SECONDS) + 1))
        resource.setrlimit(resource.RLIMIT_NOFILE, (64, 64))
    except (ImportError, ValueError, OSError):
        pass
    try:
        read = read_document(sys.stdin.buffer.read())
        answer: dict[str, object] = {"kind": read.kind, "text": read.text, "complete": read.complete}
    except DocumentError as error:
        answer = {"error": str(error)}
    json.dump(answer, sys.stdout)
