"""Formalism beside the main text of a site's pages (关于防治“指尖上的形式主义”的若干意见).

Documents to be saved and their names, words that stand for pictures, buttons and labels, links to platforms for votes
and quizzes, and what QR codes open. The words are read by the same engine as every text.
"""

from collections.abc import Iterable, Iterator

from checks.check import check
from checks.evidence import Aside, AsideKind, Asides, Case
from checks.finding import MAX_PLACES, Figure, Finding, Judgement, Place, fingerprint
from checks.formalism.audit import Hit, audit_gravest
from checks.formalism.figures import figures, mark_of
from checks.formalism.platforms import platform_of
from checks.formalism.rules import Level, Rules, load_rules
from checks.formalism.screen.gates import codes_told
from checks.formalism.screen.words import load_screen, rules_for
from checks.vocabulary import Outcome, Reason

_MAX_OPENED = 120
_SCREEN = "site.forced-follow"
"""The indicator that owns a QR code which a browser showed."""


@check("site.formalism-beside")
def beside(asides: Asides, case: Case) -> Judgement:
    """Words beside the main text that order or solicit what the rules forbid, one finding for the same words.

    A finding of earlier is cleared when all documents and pages that it stood on were read, or are gone, and none has
    it now. A QR code that the check of the screen tells of is its own: one gate is one finding.
    Without a finding it is unknown while there are documents that nobody can read: they may say anything.
    """
    rules, found = load_rules(office=case.words), dict[str, list[tuple[Aside, Hit]]]()
    for aside in asides.items:
        for hit in _hits(aside, rules, asides, case):
            found.setdefault(_about(aside, hit), []).append((aside, hit))
    unread = Reason.UNREADABLE if asides.unreadable else None
    return Judgement(
        Outcome.FINDING if found else Outcome.UNKNOWN if unread else Outcome.OK,
        tuple(_finding(about, seen, rules, case) for about, seen in found.items()),
        reason=unread,
        checked=len(asides.seen),
        unseen=asides.unread,
        cleared=frozenset(about for about in case.open - found.keys() if _was_read(about, asides, case)),
    )


def _hits(aside: Aside, rules: Rules, asides: Asides, case: Case) -> Iterable[Hit]:
    """What the rules make of it. Around a QR code the words of a gate count too, as on a screen."""
    hits = audit_gravest(aside.text, rules, aside.day, case.subject.kind)
    if aside.kind is not AsideKind.CODE:
        return hits
    gates = audit_gravest(aside.text, rules_for("code", case.words), aside.day, case.subject.kind)
    asked = hits or [hit for hit in gates if hit.level is Level.FINDING]
    return () if asked and _told_by_screen(aside, asides, case) else asked


def _told_by_screen(code: Aside, asides: Asides, case: Case) -> bool:
    """Whether the check of the screen tells of a QR code now, or did before and was not shown its page again."""
    views = [one for one in asides.shown if code.page in (one.url, one.final_url)]
    if views:
        return any(code.opens in codes_told(one, case) for one in views)
    stood = (about for about in case.history.open.get(_SCREEN, ()) if " code " in about or about.startswith("popup "))
    return any(code.page in case.history.places.get(fingerprint(_SCREEN, case.subject.id, one), ()) for one in stood)


def _about(aside: Aside, hit: Hit) -> str:
    """The kind, the words and the rule: counters and addresses around them change by themselves."""
    return f"{aside.kind} {mark_of(aside.kind, hit.quotation)} {hit.rule.code}"


def _was_read(about: str, asides: Asides, case: Case) -> bool:
    places = case.history.places.get(fingerprint(case.indicator, case.subject.id, about), ())
    return bool(places) and all(
        place in asides.seen or (asides.complete and place not in asides.linked) for place in places
    )


def _finding(about: str, seen: list[tuple[Aside, Hit]], rules: Rules, case: Case) -> Finding:
    aside, hit = seen[0]
    places = tuple(dict.fromkeys(Place(_place(one), 0, other.quotation, one.title) for one, other in seen))
    doubtful = {"case": f"{aside.kind}-doubtful" if hit.level is Level.REMINDER else str(aside.kind)}
    return Finding(
        indicator=case.indicator,
        target=case.subject.id,
        about=about,
        severity=case.severity,
        url=aside.url or aside.page,
        places=places[:MAX_PLACES],
        places_total=len(places),
        data={**figures(hit, aside.title, rules, case.subject.kind, aside.day), **doubtful, **dict(_opens(aside))},
    )


def _place(aside: Aside) -> str:
    """Where it is looked for again: a document by itself, all else on its page."""
    return aside.url if aside.kind is AsideKind.DOCUMENT else aside.page


def _opens(aside: Aside) -> Iterator[tuple[str, Figure]]:
    """What a link or a QR code opens, in words; empty where that is not known or nothing is opened."""
    address = aside.opens or (aside.url if aside.kind is AsideKind.LINK else "")
    known = (platform_of(address) or load_screen().opened_by(address)) if address else None
    shown = address[:_MAX_OPENED]
    yield "opens", (f"打开的是{known.zh}：{shown}。" if known else f"打开的是：{shown}。") if address else ""
    yield "opens_en", (f" It opens {known.en}: {shown}." if known else f" It opens {shown}.") if address else ""
