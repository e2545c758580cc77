"""Which URLs belong to the origin that is looked at, and to which of its targets."""

from collections.abc import Collection, Sequence

from checks.evidence import Subject
from checks.reading.urls import host_of, in_prefix


class Territory:
    """The hosts of one origin and the scopes of its targets on them. ``others`` are looked at on their own."""

    def __init__(self, host: str, subjects: Sequence[Subject], others: Collection[str] = ()) -> None:
        self._host = host
        self._others = others
        self._subjects = sorted(subjects, key=lambda subject: -len(subject.prefix))
        self._owners = {host: ""}  # by host: the target that owns all of it, if one does

    def holds(self, url: str) -> bool:
        """Whether the URL is on a host of this origin."""
        return host_of(url) in self._owners

    def owner(self, url: str) -> str:
        """The id of the target whose scope holds that URL most closely, or an empty string."""
        host = host_of(url)
        whole = self._owners.get(host)
        if whole is None:
            return ""
        return whole or next((one.id for one in self._subjects if in_prefix(url, host, one.prefix)), "")

    def adopt(self, host: str, subject: Subject) -> None:
        """Take in the host that a target's home page led to, if it is another name of the same site."""
        if host not in self._owners and host not in self._others and _are_related(host, self._host):
            self._owners[host] = "" if subject.prefix == "/" else subject.id


def _are_related(one: str, other: str) -> bool:
    """Whether two hosts are names of one site or of its parts: one is the other's domain, ``www.`` aside."""
    first, second = (f".{host.removeprefix('www.')}" for host in (one, other))
    return first.endswith(second) or second.endswith(first)
