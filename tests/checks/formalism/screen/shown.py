"""Short ways to pages as a browser shows them."""

from collections.abc import Iterable, Mapping
from typing import Any

from checks.evidence import Answer, Box, Case, Overlay, Part, PartKind, Rendered
from checks.finding import Finding, Wanted, fingerprint
from checks.formalism.screen.sighting import WHY
from checks.vocabulary import How, LinkOutcome
from tests.checks.cases import HOME, case, page

BOX = Box(100, 80, 400, 300)
PICTURE = "ab.webp"
AGAIN = Wanted(HOME, How.RENDER, WHY)


def rendered(*seen: Overlay | Part, title: str = "云溪市人民政府", url: str = HOME, phone: bool = False) -> Rendered:
    return Rendered(
        url=url,
        final_url=url,
        outcome=LinkOutcome.OK,
        page=page(url, title=title),
        phone=phone,
        overlays=tuple(one for one in seen if isinstance(one, Overlay)),
        parts=tuple(one for one in seen if isinstance(one, Part)),
    )


def overlay(text: str, **more: Any) -> Overlay:
    """A box that shuts the page and has no button to close it, unless it is said otherwise."""
    looks: dict[str, Any] = {"box": BOX, "path": "#box", "share": 0.3, "blocks_click": True, "picture": PICTURE} | more
    return Overlay(text=text, **looks)


def part(kind: PartKind, text: str = "", **more: Any) -> Part:
    looks: dict[str, Any] = {"box": BOX, "path": "#part", "picture": PICTURE} | more
    return Part(kind=kind, text=text, **looks)


def board(heading: str, around: str = "", *, button: str = "投票", names: Iterable[str] = ("甲", "乙", "丙")) -> Part:
    rows = tuple((name, f"{name} 票数：{100 - number}票 {button}") for number, name in enumerate(names))
    text = "\n".join((heading, around, *(row[1] for row in rows)))
    return part(PartKind.BOARD, text, title=heading, rows=rows, total=len(rows), buttons=(button,))


def table(heading: str, head: tuple[str, ...], *names: str, around: str = "") -> Part:
    rows = tuple((str(place), name, *("9" for _ in head[2:])) for place, name in enumerate(names, 1))
    return part(PartKind.RANKING, f"{heading}\n{around}", title=heading, rows=(head, *rows), total=len(rows))


def judged(indicator: str, answer: Answer | None = None, open_: Iterable[str] = ()) -> Case:
    """The case, with what a second look showed, and with findings of earlier that stood on the home page."""
    answers: Mapping[Wanted, Answer] = {AGAIN: answer} if answer is not None else {}
    places = {fingerprint(indicator, "t1", about): (HOME,) for about in open_}
    return case(indicator, answers=answers, open_=open_, places=places)


def told(findings: Iterable[Finding]) -> list[tuple[str, str]]:
    """The rule and the case of each finding."""
    return [(str(one.data["rule"]), str(one.data["case"])) for one in findings]
