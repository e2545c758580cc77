"""What an office brings to the judging of texts: words of its own, and how far the public may be asked.

Explanations of owners that the office accepted are no words: they are waivers in the books, with number and end.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class AddedWords:
    """Cues an office adds to a form of a rule (``F3.ballot``) in a role (``act``, ``audience`` …)."""

    form: str
    role: str
    cues: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OfficeWords:
    """Words of an office.

    ``public`` is what voluntary votes and quizzes for everybody amount to: ``finding``, ``reminder`` or ``silent``.
    ``faint``: whether plain words that are put to somebody are a ``reminder`` too, or ``silent``.
    A sentence with one of the ``harmless`` cues is left in peace.
    """

    public: str = "reminder"
    faint: str = "silent"
    words: tuple[AddedWords, ...] = ()
    harmless: tuple[str, ...] = ()

    def as_bytes(self) -> bytes:
        """What the version of the rules depends on; nothing where the office added nothing."""
        added = (self.public, self.faint, self.words, self.harmless)
        return b"" if added == ("reminder", "silent", (), ()) else repr(added).encode()


NO_OFFICE_WORDS = OfficeWords()
