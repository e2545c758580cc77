"""How we may look: the limits and manners of every request, as plain values handed down from the settings."""

from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Manners:
    """Politeness towards one host. ``rate`` is requests a second, ``concurrency`` requests at once.

    Its registrable domain, and the address behind it, bear ``share`` times that. ``office_hours`` is the part of the
    rate that is kept from 08:00 to 18:00 on working days; 1 is all of it.
    ``confirm_after`` is the least time in seconds between the first look at a failing URL and the second. ``backoff``
    is how long a host is left alone that asks for rest without saying for how long; it doubles with each such answer.
    """

    rate: float = 5.0
    concurrency: int = 4
    share: int = 4
    office_hours: float = 1.0
    confirm_after: float = 20.0
    backoff: float = 5.0
    obey_robots: bool = True


@dataclass(frozen=True, slots=True)
class Limits:
    """What one look may cost. Sizes in bytes after decompression, times in seconds, counts per origin."""

    pages: int = 300
    depth: int = 4
    links: int = 5000
    body: int = 5_000_000
    connect: float = 10.0
    total: float = 15.0  # a visit that is not open by then has failed (国办秘函〔2019〕19号: 超过(含)15秒)
    redirects: int = 10
    origin_seconds: float = 1800.0
    documents: int = 20  # whose words are read
    abroad_days: float = 7.0  # a page on another host is read no more often; in between it is only asked for
    reread_days: int = 28  # within which every page is read again, changed or not; 0: always
    retry_after: float = 60.0  # the longest wait asked by a server that we follow


@dataclass(frozen=True, slots=True)
class Network:
    """How addresses are reached. ``connect_to``: rules ``HOST:PORT=ADDRESS:PORT`` like curl's; the first match wins."""

    connect_to: tuple[str, ...] = ()
    allow_private: tuple[str, ...] = ()  # address ranges (CIDR) the guard lets through
    ca_file: Path | None = None
    witnesses: tuple[str, ...] = ()  # addresses that are always up, asked when a visit fails
    user_agent: str = "Govwatch/0.1 (government website monitor)"


@dataclass(frozen=True, slots=True)
class BucketAccess:
    """A bucket of an S3-compatible store, and how it is reached; paths in it begin with ``prefix``."""

    name: str
    endpoint: str = ""
    region: str = "us-east-1"
    prefix: str = ""
    access_key: str = field(default="", repr=False)
    secret_key: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Browsing:
    """What may be seen with a browser, and at what cost. ``path`` names the program; without one it is looked for.

    ``pages`` are open at once, ``budget`` are shown for one site. ``seconds`` may pass until a page is quiet, and
    ``linger`` are waited after that for what covers it late. ``memory`` (MB) is what all of the browser may hold before
    it is started anew; ``requests`` and ``body`` (bytes) what one page may ask for.
    """

    use: bool = False
    pictures: Path | None = None  # the folder where pictures are kept that findings rest on
    bucket: BucketAccess | None = None  # instead of the folder
    path: Path | None = None
    pages: int = 4
    budget: int = 10
    seconds: float = 20.0
    linger: float = 5.0
    memory: int = 2000
    requests: int = 400
    body: int = 50_000_000


@dataclass(frozen=True, slots=True)
class Policy:
    """All of it together."""

    manners: Manners = field(default_factory=Manners)
    limits: Limits = field(default_factory=Limits)
    network: Network = field(default_factory=Network)
    browsing: Browsing = field(default_factory=Browsing)
    memory: Path | None = None  # the folder where pages are remembered from look to look
    spool: Path | None = None  # the folder where answers of looks under way are kept
