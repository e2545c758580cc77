"""Documents are read in a process of its own, which does not outlive its time."""

import asyncio

import pytest

from checks.reading.document import DocumentError
from monitor.look import documents
from monitor.look.browser.memory import children
from monitor.look.documents import DocumentReader
from tests.checks.reading.test_document import LINES, a_docx, a_pdf


async def test_words_come_back_from_the_process() -> None:
    read = await DocumentReader().read(a_docx(*LINES))
    assert read.text.split("\n")[:2] == LINES


@pytest.mark.parametrize("data", [b"", b"<html>", b"%PDF-1.4 broken", a_pdf()])
async def test_what_cannot_be_read_is_said(data: bytes) -> None:
    with pytest.raises(DocumentError, match=r"不是docx|损坏|没有文字"):
        await DocumentReader().read(data)


@pytest.mark.parametrize(
    ("program", "why"),
    [
        ("import time; time.sleep(600)", "没有读完"),
        ("while True: pass", "没有读完"),
        ("import sys, time; time.sleep(0.2); sys.exit(3)", "读取时出错"),
    ],
)
async def test_a_file_that_keeps_the_parser_busy_costs_its_time_and_nothing_else(
    monkeypatch: pytest.MonkeyPatch, program: str, why: str
) -> None:
    monkeypatch.setattr(documents, "_PROGRAM", program)
    before, ticks = set(children()), 0

    async def tick() -> None:
        nonlocal ticks
        while True:
            await asyncio.sleep(0.01)
            ticks += 1

    ticking = asyncio.create_task(tick())
    with pytest.raises(DocumentError, match=why):
        await DocumentReader(0.5).read(a_pdf("x"))
    ticking.cancel()
    assert ticks, "the loop went on meanwhile"
    assert set(children()) <= before
