"""Every page of a host goes to those who take something of it for its target."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from checks.evidence import Page, PageLevel, Subject
from checks.reading.urls import host_of
from monitor.look.remembered import Note, Remembered
from monitor.look.taking import Recall
from monitor.look.territory import Territory
from monitor.progress import Watcher
from monitor.target_pages import TargetPages


@dataclass(frozen=True, slots=True)
class HostPages:
    """The takers of all targets on a host, by the targets' ids. ``scoped`` are the targets with what they own there."""

    host: str
    scoped: Mapping[str, Subject]
    territory: Territory
    targets: Mapping[str, TargetPages]
    homes: frozenset[str]
    watcher: Watcher

    def take(self, target: str, page: Page, depth: int) -> Note | None:
        """Take a page that was read; see :data:`~monitor.look.taking.OnPage`."""
        is_home = depth == 0 or page.url in self.homes
        if is_home:
            page = replace(page, level=PageLevel.HOME)
            self.territory.adopt(host_of(page.url), self.scoped[target])
        self.watcher.page(self.host)
        return self.targets[target].take(page, is_home=is_home, depth=depth)

    def recalling(self, key: str) -> Recall | None:
        """The part of these takers in remembering pages; none without a key."""
        return Recall(key, self._may_recall, self._recall) if key else None

    def _may_recall(self, target: str, url: str, depth: int, note: Note) -> bool:
        return url not in self.homes and self.targets[target].may_recall(url, depth, note)

    def _recall(self, page: Remembered) -> None:
        self.watcher.page(self.host)
        self.targets[page.owner].recall(page)
