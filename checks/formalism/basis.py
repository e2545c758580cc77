"""The texts that a rule of the audit rests on, and which targets each of them binds."""

from datetime import date

from checks.catalogue import Basis, State
from checks.vocabulary import TargetKind

_FEW = 2
"""Kinds at most of a text that is for apps or for accounts alone."""


def dated(document: str, version: str) -> str:
    """A document with its date: one known by a number as it is, any other as a title."""
    named = document if document.endswith("号") else f"《{document}》"
    return f"{named}（{version}）" if version else named


class RuleBasis(Basis):
    """A text a rule rests on. It binds targets of some ``kinds``, or of all; others perhaps ``by_reference`` (参照).

    ``of_likes``: it speaks of forced likes alone.
    """

    kinds: frozenset[TargetKind] = frozenset()
    by_reference: frozenset[TargetKind] = frozenset()
    effective_from: date | None = None
    version: str = ""
    of_likes: bool = False

    @property
    def cited(self) -> str:
        """The document with its date and the clause, as a sentence names it; the note where there is no document."""
        unsure = "（条款未与官方文本核对）" if self.state is State.UNVERIFIED else ""
        return f"{dated(self.document, self.version)}：{self.clause}{unsure}" if self.document else self.note

    @property
    def is_narrow(self) -> bool:
        """Whether it speaks of apps or of accounts alone."""
        return bool(self.kinds) and len(self.kinds) <= _FEW

    def binds(self, kind: TargetKind | None, day: date | None) -> bool:
        """Whether it speaks about targets of a kind and was in force on a day; None: whatever they are."""
        reached = kind is None or not self.kinds or kind in self.kinds | self.by_reference
        return reached and (day is None or self.effective_from is None or self.effective_from <= day)
