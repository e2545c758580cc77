"""What parts of a screen ask for, read from ``screen.toml`` and made ready once."""

import tomllib
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from checks.catalogue import CatalogueError, Words
from checks.cues import Match
from checks.evidence.office import NO_OFFICE_WORDS, OfficeWords
from checks.formalism.rules import Form, Rules, rules_with
from checks.formalism.sentences import fold

HOME = Path(__file__).with_name("screen.toml")

Forms = Mapping[str, tuple[Form, ...]]


class _Entry(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Opened(Words):
    """What a QR code opens, by a label of the host or by how the address begins."""

    labels: frozenset[str]
    begins: tuple[str, ...]


class Board(_Entry):
    """The frames that hold a vote harmless: when they stand anywhere around it, or in its heading."""

    around: frozenset[str]
    heading: frozenset[str]


class Ranking(_Entry):
    """Who is ranked under orders, by the head of a column or the end of a name; what is doubtful, and what is none."""

    staff: tuple[str, ...]
    names: tuple[str, ...]
    doubtful: tuple[str, ...]
    unlike: tuple[str, ...]
    forms: Forms


class Screen(_Entry):
    """The whole file. The forms of each kind of part by the code of their rule."""

    popup: Forms
    cut: Forms
    code: Forms
    sole: Forms
    board: Board
    ranking: Ranking
    opens: tuple[Opened, ...] = Field(min_length=1)

    def opened_by(self, code: str) -> Opened | None:
        """What a QR code with these words opens, None when it is none of what is named."""
        address = code.strip().lower()
        try:
            labels = frozenset((urlsplit(address).hostname or "").split("."))
        except ValueError:
            labels = frozenset()
        return next((one for one in self.opens if one.labels & labels or address.startswith(one.begins)), None)


@cache
def load_screen(path: Path = HOME) -> Screen:
    """The words. Raises :class:`~checks.catalogue.CatalogueError` naming the file."""
    try:
        written = tomllib.loads(path.read_text("utf-8"))
        ranking = written["ranking"]
        codes = [name for name in ranking if name.startswith("F")]
        written["ranking"] = {
            **{name: value for name, value in ranking.items() if name not in codes},
            "forms": {code: ranking[code] for code in codes},
        }
        return Screen.model_validate(written)
    except (OSError, ValueError, KeyError, ValidationError) as error:
        raise CatalogueError(f"{path}: {error}") from None


@cache
def rules_for(kind: str, office: OfficeWords = NO_OFFICE_WORDS) -> Rules:
    """The rules by which the words of a kind of part are read: ``popup``, ``cut``, ``code``, ``sole``, ``ranking``.

    They share one scanner with those of all other kinds, for making one costs as much as reading some thousand pages.
    """
    forms = _forms()[kind]
    whole = _all_rules(office)
    rules = tuple(one.model_copy(update={"forms": forms[one.code]}) for one in whole.rules if one.code in forms)
    return replace(whole, rules=rules)


@cache
def _all_rules(office: OfficeWords) -> Rules:
    together: defaultdict[str, tuple[Form, ...]] = defaultdict(tuple)
    for forms in _forms().values():
        for code, more in forms.items():
            together[code] += more
    return rules_with(together, office)


def _forms() -> Mapping[str, Forms]:
    screen = load_screen()
    return {
        "popup": screen.popup,
        "cut": screen.cut,
        "code": screen.code,
        "sole": screen.sole,
        "ranking": screen.ranking.forms,
    }


def frames_in(text: str, rules: Rules) -> frozenset[str]:
    """The names of the frames whose cues stand anywhere in a text."""
    found = rules.scanner.scan(fold(text))
    covers = [(frame, match) for match in found for frame in rules.covering.get(match.cue, ())]
    return frozenset(
        frame.name
        for match in found
        for frame in rules.framing.get(match.cue, ())
        if not any(other is frame and is_within(match, cover) for other, cover in covers)
    )


def is_within(match: Match, cover: Match) -> bool:
    """Whether a cue is a part of another."""
    return cover.start <= match.start and match.end <= cover.end
