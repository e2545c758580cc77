"""``govwatch audit``: would this text be a finding?"""

import json
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Annotated, Any, Literal

import typer
from pydantic import BaseModel

from checks.catalogue import Basis, Words
from checks.evidence import Response
from checks.formalism.audit import Hit, examine, gravest
from checks.formalism.audit import audit as find
from checks.formalism.decision import Step
from checks.formalism.rules import Level, Role, Rules, load_rules
from checks.reading.article import read_article
from checks.reading.charset import decode
from checks.reading.feeds import FeedError, read_feed
from checks.reading.page import is_html, read_page
from monitor.commands.options import DEFAULT_CONFIG, Config, Json
from monitor.commands.sources import answer_of
from monitor.files import InputError, read_file
from reports.terms import BASIS_STATES

JSON_LINES = frozenset({".jsonl", ".ndjson"})

LEVELS = {Level.FINDING: "问题", Level.REMINDER: "提醒", Level.SILENT: "不计"}


class Reason(BaseModel):
    """A step that led to what is said: the words in the text, the role they play or what they mean for the others."""

    text: str
    step: str
    words: Words


class AuditedSentence(BaseModel):
    """A sentence that a rule concerns. ``level`` is ``silent`` where it only speaks about such things."""

    level: Level
    rule: str
    behaviour: Words
    quotation: str
    why: tuple[Reason, ...]
    basis: tuple[Basis, ...]
    remedy: Words
    better: Words


class AuditedText(BaseModel):
    """A text and what is said of it: a page has one, a feed one for each post."""

    title: str
    sentences: tuple[AuditedSentence, ...]


class Audit(BaseModel):
    """The document of ``--json``. ``finding``: whether anything in it would be a finding."""

    schema_: Literal["govwatch/audit/1"] = "govwatch/audit/1"
    source: str
    rules: str
    finding: bool
    texts: tuple[AuditedText, ...]


class Verdict(BaseModel):
    """The answer to one line of JSONL: what its text amounts to, by which rules, with the words it rests on."""

    id: str
    verdict: Literal["finding", "reminder", "none"]
    codes: tuple[str, ...]
    quotes: tuple[str, ...]
    why: str


def audit(
    source: Annotated[
        str, typer.Argument(help="A file (txt, html, feed, jsonl), a http(s) address, or -. 文件、网址或 -。")
    ],
    config: Config = DEFAULT_CONFIG,
    as_json: Json = False,
) -> None:
    """Say whether a text would be a finding of formalism, and why. 检查文稿是否涉及指尖上的形式主义。"""
    rules = load_rules()
    typed = sys.stdin.buffer.read() if source == "-" else b""
    is_lines = Path(source).suffix.lower() in JSON_LINES
    if is_lines or _is_record(typed):
        for record in _lines(source, read_file(Path(source)) if is_lines else typed):
            typer.echo(json.dumps(_verdict(record, rules).model_dump(mode="json"), ensure_ascii=False))
        return
    texts = tuple(
        AuditedText(title=title, sentences=tuple(_sentence(hit, rules) for hit in examine(text, rules)))
        for title, text in _texts(source, config, typed)
    )
    found = any(one.level is Level.FINDING for text in texts for one in text.sentences)
    document = Audit(source=source, rules=rules.version, finding=found, texts=texts)
    if as_json:
        named = {"schema": document.schema_} | document.model_dump(mode="json", exclude={"schema_"})
        typer.echo(json.dumps(named, ensure_ascii=False, indent=2))
    else:
        for line in _told(document):
            typer.echo(line)


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


def _verdict(record: dict[str, Any], rules: Rules) -> Verdict:
    """The verdict on one record."""
    title, text = str(record.get("title") or ""), record["text"]
    hits = gravest(find(text if text.startswith(title) else f"{title}\n{text}", rules))
    return Verdict(
        id=str(record["id"]),
        verdict="none" if not hits else "finding" if hits[0].level is Level.FINDING else "reminder",
        codes=tuple(hit.rule.code for hit in hits),
        quotes=tuple(hit.quotation for hit in hits),
        why="；".join(
            f"{hit.rule.code} {hit.rule.behaviour.zh}："
            + "，".join(f"{reason.words.zh}“{reason.text}”" for reason in (_reason(step, rules) for step in hit.steps))
            for hit in hits
        ),
    )


def _texts(source: str, config: Path, typed: bytes) -> Iterable[tuple[str, str]]:
    """Titles and texts of what was named. Of a page that is no article it is all that can be seen."""
    if source == "-":
        return [("", decode(typed, "text/plain")[0])]
    response = answer_of(source, config, kind="text/plain")
    if is_html(response):
        page = read_page(response)
        article = read_article(page)
        return [(article.title, f"{article.title}\n{article.text}") if article else (page.title, page.text)]
    return _of_feed(response) or [("", decode(response.body, response.header("content-type"))[0])]


def _of_feed(response: Response) -> list[tuple[str, str]]:
    """The posts of a feed; none when it is no feed, but plain text."""
    kind = response.header("content-type")
    if kind.startswith("text/plain"):
        return []
    try:
        return [(one.title, f"{one.title}\n{one.text}") for one in read_feed(response.body, kind, response.final_url)]
    except FeedError:
        return []


def _sentence(hit: Hit, rules: Rules) -> AuditedSentence:
    return AuditedSentence(
        level=hit.level,
        rule=hit.rule.code,
        behaviour=hit.rule.behaviour,
        quotation=hit.quotation,
        why=tuple(_reason(step, rules) for step in hit.steps),
        basis=hit.rule.basis,
        remedy=hit.rule.remedy,
        better=hit.rule.better,
    )


def _reason(step: Step, rules: Rules) -> Reason:
    if isinstance(step.meaning, Role):
        return Reason(text=step.text, step=step.meaning.value, words=rules.role_words[step.meaning])
    return Reason(text=step.text, step=step.meaning.name, words=step.meaning.why)


def _told(document: Audit) -> Iterator[str]:
    shown = False
    for text in document.texts:
        for one in sorted(text.sentences, key=lambda one: list(Level).index(one.level)):
            shown = True
            yield f"〔{LEVELS[one.level]}〕{one.behaviour.zh}（{one.rule}）{f'　{text.title}' if text.title else ''}"
            yield f"　原文：“{one.quotation}”"
            yield "　理由：" + "；".join(f"{reason.words.zh}（“{reason.text}”）" for reason in one.why)
            if one.level is not Level.SILENT:
                yield "　依据：" + "；".join(_basis(basis) for basis in one.basis)
                yield f"　怎么改：{one.remedy.zh}"
                yield f"　建议写法：{one.better.zh}"
    if not shown:
        yield "没有发现涉及指尖上的形式主义的表述。"
    elif not document.finding:
        yield "没有构成问题的表述。"


def _basis(basis: Basis) -> str:
    return "，".join(filter(None, (basis.document, BASIS_STATES[basis.state][0], basis.note)))
