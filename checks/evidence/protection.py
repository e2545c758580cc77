"""What a host as a whole sends to protect its visitors."""

from dataclasses import dataclass

from checks.evidence.network import Landing, Response
from checks.vocabulary import Reason


@dataclass(frozen=True, slots=True)
class ScriptTag:
    """A script of a page: ``src`` and ``integrity`` as written, None where the element has no such attribute."""

    src: str | None
    integrity: str | None = None


@dataclass(frozen=True, slots=True)
class Protection:
    """What a page itself tells browsers of how to protect it.

    ``policies`` are the values of its metas for Content-Security-Policy, ``referrer`` that of its last one for
    Referrer-Policy, None without one. ``scripts`` are all its script elements, in the order of the document.
    """

    scripts: tuple[ScriptTag, ...] = ()
    policies: tuple[str, ...] = ()
    referrer: str | None = None


@dataclass(frozen=True, slots=True)
class HostHeaders:
    """What a host tells browsers of how to protect its visitors: the answers of its root with all their headers.

    ``secure`` is the visit to ``https://host/``, ``plain`` that to ``http://host/``, each None when no answer came of
    it. ``page`` was read from the answer that is judged. ``foreign`` is the answer to a request that names another
    origin. ``preloaded`` are those hosts of both chains that browsers know by heart to be HTTPS only. With a
    ``reason`` the host could not be seen, and the rest says nothing.
    """

    host: str
    secure: Landing | None = None
    plain: Landing | None = None
    page: Protection = Protection()
    foreign: Response | None = None
    preloaded: frozenset[str] = frozenset()
    reason: Reason | None = None

    @property
    def judged(self) -> Landing | None:
        """The visit whose answer is judged: that over HTTPS where there is one."""
        return self.secure or self.plain
