"""What is said of a text that was audited: documents for machines, lines for people."""

from collections.abc import Iterator
from datetime import date
from typing import Any, Literal

from pydantic import BaseModel

from checks.catalogue import State, Words
from checks.formalism.audit import Hit, gravest
from checks.formalism.audit import audit as find
from checks.formalism.basis import dated
from checks.formalism.decision import Step
from checks.formalism.figures import bases, reasons
from checks.formalism.phrases import nested, whole
from checks.formalism.rules import Level, Role, RuleBasis, Rules
from checks.vocabulary import TargetKind
from reports.terms import BASIS_STATES

LEVELS = {Level.FINDING: "问题", Level.REMINDER: "提醒", Level.SILENT: "不计"}


class Reason(BaseModel):
    """A step that led to what is said: the words in the text, the role they play or what they mean for the others."""

    text: str
    step: str
    words: Words


class AuditedBasis(BaseModel):
    """A text that binds, with its date and from when on it is applied, and how sure its wording is."""

    document: str
    clause: str
    version: str
    effective_from: date | None
    state: State
    note: str


class AuditedSentence(BaseModel):
    """A sentence that a rule concerns. ``level`` is ``silent`` where it only speaks about such things."""

    level: Level
    rule: str
    behaviour: Words
    quotation: str
    why: tuple[Reason, ...]
    basis: tuple[AuditedBasis, ...]
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


def verdict(record: dict[str, Any], rules: Rules, kind: TargetKind | None) -> Verdict:
    """The verdict on one record."""
    title, text = str(record.get("title") or ""), record["text"]
    hits = gravest(find(text if text.startswith(title) else f"{title}\n{text}", rules, kind=kind))
    return Verdict(
        id=str(record["id"]),
        verdict="none" if not hits else "finding" if hits[0].level is Level.FINDING else "reminder",
        codes=tuple(hit.rule.code for hit in hits),
        quotes=tuple(hit.quotation for hit in hits),
        why="；".join(f"{hit.rule.code} {hit.rule.behaviour.zh}：{'，'.join(reasons(hit, rules))}" for hit in hits),
    )


def sentence(hit: Hit, rules: Rules, kind: TargetKind | None) -> AuditedSentence:
    """A sentence, with the texts that bind targets of that kind, or all where none is named."""
    return AuditedSentence(
        level=hit.level,
        rule=hit.rule.code,
        behaviour=hit.rule.behaviour,
        quotation=hit.quotation,
        why=tuple(_reason(step, hit, rules) for step in hit.steps),
        basis=tuple(map(_told_basis, bases(hit, kind, None))),
        remedy=hit.remedy,
        better=hit.better,
    )


def _reason(step: Step, hit: Hit, rules: Rules) -> Reason:
    shown = whole(step.text, hit.quotation)
    if isinstance(step.meaning, Role):
        return Reason(text=shown, step=step.meaning.value, words=rules.role_words[step.meaning])
    return Reason(text=shown, step=step.meaning.name, words=step.meaning.why)


def told(document: Audit) -> Iterator[str]:
    """The lines for a person, gravest first."""
    shown = False
    for text in document.texts:
        for one in sorted(text.sentences, key=lambda one: list(Level).index(one.level)):
            shown = True
            yield f"〔{LEVELS[one.level]}〕{one.behaviour.zh}（{one.rule}）{f'　{text.title}' if text.title else ''}"
            yield f"　原文：“{one.quotation}”"
            yield "　理由：" + "；".join(f"{reason.words.zh}“{nested(reason.text)}”" for reason in one.why)
            if one.level is Level.REMINDER:
                yield "　性质：规则没有写明，由人判断，不算问题，不对外通报。"
            if one.level is not Level.SILENT:
                yield from (f"　依据：{_basis(basis)}" for basis in one.basis)
                yield f"　怎么改：{one.remedy.zh}"
                yield f"　建议写法：{one.better.zh}"
    if not shown:
        yield "没有发现涉及指尖上的形式主义的表述。"
    elif not document.finding:
        yield "没有构成问题的表述。"


def _told_basis(basis: RuleBasis) -> AuditedBasis:
    return AuditedBasis.model_validate(basis.model_dump(include=set(AuditedBasis.model_fields)))


def _basis(basis: AuditedBasis) -> str:
    remarks = "，".join(filter(None, (BASIS_STATES[basis.state][0], basis.note)))
    return f"{dated(basis.document, basis.version)}：{basis.clause}（{remarks}）" if basis.document else remarks
