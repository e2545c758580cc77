"""Pictures by their address. Whoever only asks which there are needs neither a browser nor a library of pictures."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from checks.evidence import Picture


@dataclass(slots=True)
class Album:
    """The pictures of one visit by their address, until it is known which of them a finding rests on."""

    taken_: dict[str, tuple[Picture, bytes]] = field(default_factory=dict)

    def of(self, addresses: Iterable[str]) -> list[tuple[Picture, bytes]]:
        """Those of the named pictures that are here, each once."""
        return [self.taken_[address] for address in dict.fromkeys(addresses) if address in self.taken_]
