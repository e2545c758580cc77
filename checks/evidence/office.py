"""What an office brings to the judging of texts: words of its own, and explanations it accepted."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class AddedWords:
    """Cues an office adds to a form of a rule (``F3.ballot``) in a role (``act``, ``audience`` …)."""

    form: str
    role: str
    cues: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Explanation:
    """An owner's explanation that the office accepted: for exactly one text and rule, and up to a day.

    ``about`` is that of the finding, ``number`` the paper of approval, ``why`` the case (statutory, approved public
    vote, emergency). It holds on ``until`` and no longer on the day after.
    """

    about: str
    number: str
    until: date
    why: str = ""


@dataclass(frozen=True, slots=True)
class OfficeWords:
    """Words and explanations of an office.

    ``public`` is what voluntary votes and quizzes for everybody amount to: ``finding``, ``reminder`` or ``silent``.
    A sentence with one of the ``harmless`` cues is left in peace.
    """

    public: str = "reminder"
    words: tuple[AddedWords, ...] = ()
    harmless: tuple[str, ...] = ()
    explanations: tuple[Explanation, ...] = ()

    def explained(self, about: str, day: date) -> Explanation | None:
        """The explanation that holds for a finding on a day."""
        return next((one for one in self.explanations if one.about == about and day <= one.until), None)

    def as_bytes(self) -> bytes:
        """What the version of the rules depends on; nothing where the office added nothing."""
        added = (self.public, self.words, self.harmless)
        return b"" if added == ("reminder", (), ()) else repr(added).encode()


NO_OFFICE_WORDS = OfficeWords()
