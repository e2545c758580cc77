"""Pages that open only to those who follow, install or scan (关于防治“指尖上的形式主义”的若干意见: F1).

A box over the page, a text that is cut off, a QR code that the content waits for, a page for WeChat alone.
"""

from collections.abc import Iterable, Iterator
from datetime import date

from checks.check import check
from checks.evidence import Case, Overlay, Part, PartKind, Rendered
from checks.finding import Judgement
from checks.formalism.audit import Hit, audit, gravest
from checks.formalism.rules import Level, Rule, Rules, load_rules
from checks.formalism.screen.sighting import Sighting, judged, mark_of
from checks.formalism.screen.words import load_screen, rules_for
from checks.time import shanghai_day

NO_WORDS = "（没有文字，只有二维码）"
"""What is quoted of a box that only shows a QR code."""

_GATE = "gate"
_MOST = 120  # characters that are told of a QR code or a wall


@check("site.forced-follow")
def gates(shown: Rendered, case: Case) -> Judgement:
    """What a visitor must follow, install or scan before the page can be read or used."""
    return judged(shown, case, _seen)


def codes_told(shown: Rendered, case: Case) -> frozenset[str]:
    """What the QR codes say that this check tells of on a page: nobody else needs to tell of them again."""
    return frozenset(code for one in _seen(shown, case) for code in one.part.codes)


def _seen(shown: Rendered, case: Case) -> Iterator[Sighting]:
    yield from _popups(shown, case)
    by_kind = {PartKind.CUT: _cut, PartKind.CODE: _code, PartKind.SOLE: _wall}
    in_popups = {code for overlay in shown.overlays for code in overlay.codes}
    for part in shown.parts:
        look = by_kind.get(part.kind)
        if look is not None and not (part.kind is PartKind.CODE and in_popups.issuperset(part.codes)):
            yield from look(shown, part, case)


# -- boxes over the page -----------------------------------------------------------------------------------------------


def _popups(shown: Rendered, case: Case) -> Iterator[Sighting]:
    """Each box that demands something. Of boxes that stand there together the largest is what shuts the page."""
    largest = max(shown.overlays, key=lambda one: one.share, default=None)
    for overlay in shown.overlays:
        demand = _demand(overlay, case, shuts=_shuts(overlay, case) and overlay is largest)
        if demand is not None:
            rule, quotation, level = demand
            figures = _looks(overlay, shuts=_shuts(overlay, case)) | _opens(overlay.codes)
            yield Sighting(rule, level, "popup", f"popup {rule.code} {mark_of(quotation)}", quotation, overlay, figures)


def _demand(overlay: Overlay, case: Case, *, shuts: bool) -> tuple[Rule, str, Level] | None:
    """What a box demands, in what words and how gravely: by its words alone, or since nobody gets past it."""
    duties = _found(overlay.text, load_rules(office=case.words), case)
    if duties:
        return duties[0].rule, duties[0].quotation, Level.FINDING
    asks = gravest(audit(overlay.text, rules_for("popup", case.words), _day(case), case.subject.kind)) if shuts else ()
    if asks:
        return asks[0].rule, asks[0].quotation, Level.REMINDER if overlay.close else Level.FINDING
    only_code = not overlay.text and any(load_screen().opened_by(code) for code in overlay.codes)
    if shuts and only_code and not overlay.close:
        return rules_for("popup", case.words).rules[0], NO_WORDS, Level.REMINDER
    return None


def _shuts(overlay: Overlay, case: Case) -> bool:
    """Whether it keeps visitors from the page: it is no bar at the edge, and the page behind cannot be used."""
    return overlay.share >= case.thresholds["share"] and (overlay.blocks_click or overlay.blocks_scroll)


def _looks(overlay: Overlay, *, shuts: bool) -> dict[str, str]:
    late = overlay.after >= 1
    close = f"须点“{overlay.close}”才能继续" if shuts else f"可点“{overlay.close}”关闭"
    return {
        "when": f"打开约{overlay.after:.0f}秒后" if late else "一打开",
        "when_en": f"after {overlay.after:.0f} seconds" if late else "at once",
        "covers": "遮住页面" if shuts else "遮住部分内容",
        "covers_en": "covers" if shuts else "covers a part of",
        "close": close if overlay.close else "没有关闭按钮",
        "close_en": f"it is closed by “{overlay.close}”" if overlay.close else "there is no button to close it",
        "stuck": _stuck(overlay, "无法点击", "无法滚动", "仍可操作"),
        "stuck_en": _stuck(overlay, "cannot be clicked", "cannot be scrolled", "can be used"),
    }


def _stuck(overlay: Overlay, click: str, scroll: str, neither: str) -> str:
    stuck = [words for words, holds in ((click, overlay.blocks_click), (scroll, overlay.blocks_scroll)) if holds]
    return "、".join(stuck) if stuck else neither


# -- parts of the page -------------------------------------------------------------------------------------------------


def _cut(shown: Rendered, part: Part, case: Case) -> Iterator[Sighting]:
    """A text cut off, with a demand beside it and no button that just shows the rest."""
    if part.hidden < case.thresholds["hidden"] or part.buttons:
        return
    asks = audit(part.text, rules_for("cut", case.words), _day(case), case.subject.kind)
    for hit in gravest(asks)[:1]:
        figures = {"hidden": part.hidden}
        yield Sighting(hit.rule, hit.level, "cut", f"{shown.final_url} cut", hit.quotation, part, figures)


def _code(shown: Rendered, part: Part, case: Case) -> Iterator[Sighting]:
    """A QR code that content waits for, in words beside it. One that opens nothing of the kinds known is doubtful."""
    gates = [hit for hit in _found(part.text, load_rules(office=case.words), case) if hit.form.name == _GATE]
    asks = gates or _found(part.text, rules_for("code", case.words), case)
    if not asks:
        return
    known = any(load_screen().opened_by(code) for code in part.codes)
    level = Level.FINDING if known else Level.REMINDER
    about = f"{shown.final_url} code {mark_of(asks[0].quotation)}"
    yield Sighting(asks[0].rule, level, "code", about, asks[0].quotation, part, _opens(part.codes))


def _wall(shown: Rendered, part: Part, case: Case) -> Iterator[Sighting]:
    """A page that says nothing but where else to open it. Without a duty beside it no rule found settles it."""
    walls = audit(part.text, rules_for("sole", case.words), _day(case), case.subject.kind)
    if walls:
        duties = _found(part.text, load_rules(office=case.words), case)
        rule, level = (duties[0].rule, Level.FINDING) if duties else (walls[0].rule, Level.REMINDER)
        said = " ".join(part.text.split())[:_MOST]
        yield Sighting(rule, level, "wall", f"{shown.final_url} wall", said, part)


# -- words -------------------------------------------------------------------------------------------------------------


def _found(text: str, rules: Rules, case: Case) -> list[Hit]:
    """The sentences that are findings by these rules, the most telling first."""
    hits = gravest(audit(text, rules, _day(case), case.subject.kind))
    return [hit for hit in hits if hit.level is Level.FINDING]


def _day(case: Case) -> date:
    return shanghai_day(case.as_of)


def _opens(codes: Iterable[str]) -> dict[str, str]:
    """What the first QR code opens, in words."""
    code = next(iter(codes), "")
    if not code:
        return {"opens": "", "opens_en": ""}
    known = load_screen().opened_by(code)
    shown = code[:_MOST]
    return {
        "opens": f"二维码打开的是{known.zh}：{shown}。" if known else f"二维码内容：{shown}。",
        "opens_en": f" The QR code opens {known.en}: {shown}." if known else f" The QR code says: {shown}.",
    }
