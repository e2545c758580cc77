"""``govwatch audit``: would this text be a finding?"""

import json
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Annotated, Any

import typer

from checks.evidence import Response
from checks.evidence.office import NO_OFFICE_WORDS
from checks.formalism.audit import examine
from checks.formalism.rules import Level, Rules, load_rules
from checks.reading.article import read_article
from checks.reading.charset import decode
from checks.reading.document import DocumentError, kind_of_document, why_no_text
from checks.reading.feeds import FeedError, read_feed
from checks.reading.page import is_html, read_page
from checks.vocabulary import TargetKind
from monitor.commands.audited import Audit, AuditedText, sentence, told, verdict
from monitor.commands.options import DEFAULT_CONFIG, Config, Json, catalogue_of, run
from monitor.commands.sources import answer_of
from monitor.files import InputError, read_file
from monitor.look.documents import DocumentReader

MAX_TITLE = 60
"""Characters of the first line of a document that may be its title."""

_UNREAD = "{source}：未能读取：{why}。请换成能复制文字的docx、pdf或文本后再查。"

JSON_LINES = frozenset({".jsonl", ".ndjson"})


def audit(
    source: Annotated[
        str, typer.Argument(help="A file (txt, html, docx, pdf, feed, jsonl), an address, or -. 文件、网址或 -。")
    ],
    config: Config = DEFAULT_CONFIG,
    kind: Annotated[
        TargetKind | None, typer.Option("--kind", help="Where it is to be published: decides the rules. 发布载体。")
    ] = None,
    as_json: Json = False,
) -> None:
    """Say whether a text would be a finding of formalism, and why. 检查文稿是否涉及指尖上的形式主义。"""
    rules = load_rules(office=catalogue_of(config).words if config.exists() else NO_OFFICE_WORDS)
    typed = sys.stdin.buffer.read() if source == "-" else b""
    is_lines = Path(source).suffix.lower() in JSON_LINES
    if is_lines or _is_record(typed):
        for record in _lines(source, read_file(Path(source)) if is_lines else typed):
            typer.echo(json.dumps(verdict(record, rules, kind).model_dump(mode="json"), ensure_ascii=False))
        return
    document = _document(source, rules, _texts(source, config, typed), kind)
    if as_json:
        named = {"schema": document.schema_} | document.model_dump(mode="json", exclude={"schema_"})
        typer.echo(json.dumps(named, ensure_ascii=False, indent=2))
    else:
        for line in told(document):
            typer.echo(line)


def _document(source: str, rules: Rules, texts: Iterable[tuple[str, str]], kind: TargetKind | None) -> Audit:
    audited = tuple(
        AuditedText(title=title, sentences=tuple(sentence(hit, rules, kind) for hit in examine(text, rules, kind=kind)))
        for title, text in texts
    )
    found = any(one.level is Level.FINDING for text in audited for one in text.sentences)
    return Audit(source=source, rules=rules.version, finding=found, texts=audited)


def _is_record(data: bytes) -> bool:
    """Whether what was typed in is JSONL: its first line is an object with a text."""
    try:
        first = json.loads(data.lstrip().split(b"\n", 1)[0])
    except ValueError:
        return False
    return isinstance(first, dict) and "text" in first


def _lines(source: str, data: bytes) -> Iterator[dict[str, Any]]:
    """The records of JSONL. Raises :class:`InputError` naming a line that is none."""
    for number, line in enumerate(decode(data, "text/plain")[0].split("\n"), 1):
        if not line.strip():
            continue
        try:
            record = json.loads(line)
        except ValueError:
            record = None
        if not isinstance(record, dict) or not isinstance(record.get("text"), str):
            raise InputError(f'{source} 第{number}行不是带 text 的 JSON 对象：每行应为 {{"id", "title", "text"}}。')
        yield {"id": number, **record}


def _texts(source: str, config: Path, typed: bytes) -> Iterable[tuple[str, str]]:
    """Titles and texts of what was named. Of a page that is no article it is all that can be seen."""
    if source == "-":
        return _of_document(source, typed) or [("", decode(typed, "text/plain")[0])]
    response = answer_of(source, config, kind="text/plain")
    if document := _of_document(source, response.body):
        return document
    if is_html(response):
        page = read_page(response)
        article = read_article(page)
        return [(article.title, f"{article.title}\n{article.text}") if article else (page.title, page.text)]
    return _of_feed(response) or [("", decode(response.body, response.header("content-type"))[0])]


def _of_document(source: str, data: bytes) -> list[tuple[str, str]]:
    """The title and words of a docx or a PDF; none when it may be text. Raises :class:`InputError` for other files."""
    if why := why_no_text(data):
        raise InputError(_UNREAD.format(source=source, why=f"文件{why}"))
    if not kind_of_document(data):
        return []
    try:
        text = run(DocumentReader().read(data)).text
    except DocumentError as error:
        raise InputError(_UNREAD.format(source=source, why=error)) from None
    first = text.lstrip().split("\n", 1)[0].strip()
    return [(first if len(first) <= MAX_TITLE else "", text)]


def _of_feed(response: Response) -> list[tuple[str, str]]:
    """The posts of a feed; none when it is no feed, but plain text."""
    kind = response.header("content-type")
    if kind.startswith("text/plain"):
        return []
    try:
        return [(one.title, f"{one.title}\n{one.text}") for one in read_feed(response.body, kind, response.final_url)]
    except FeedError:
        return []
