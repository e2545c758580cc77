"""What a host of the made-up city says to a request, made before it is asked."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import unquote

MEDIA_TYPES = {
    ".css": "text/css",
    ".csv": "text/csv",
    ".js": "text/javascript",
    ".json": "application/feed+json",
    ".pdf": "application/pdf",
    ".svg": "image/svg+xml",
    ".txt": "text/plain",
    ".xml": "application/rss+xml",
}
"""Content types by the ending of a path."""


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer, given after ``seconds``. ``location`` is set for redirects only."""

    body: bytes
    content_type: str = "text/html"
    status: int = 200
    location: str = ""
    seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class Host:
    """A host and all it can say. ``replies`` go by decoded path, with the query behind it as it comes over the wire.

    With ``plain`` it serves its pages over plain HTTP too, else that leads to HTTPS. ``expired`` is its certificate;
    ``down`` refuses connections. ``headers`` go with every answer over HTTPS.
    """

    name: str
    replies: Mapping[str, Reply]
    missing: Reply
    plain: bool = False
    expired: bool = False
    down: bool = False
    headers: Mapping[str, str] = field(default_factory=dict)

    def answer(self, raw_path: str) -> Reply:
        """The reply to a path and query as they came over the wire. A query that nothing waits for is ignored."""
        path, mark, query = raw_path.partition("?")
        path = unquote(path)
        return self.replies.get(path + mark + query) or self.replies.get(path, self.missing)
