"""Reading Content-Security-Policy: all policies of an answer as the one that browsers enforce."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TypeAlias

SHORTEST = 6
"""Characters below which a text is no policy."""

NONE = "'none'"

Sources: TypeAlias = tuple[str, ...]

_MAY_REPEAT = frozenset({"report-uri", "report-to"})
_NOT_IN_META = frozenset({"frame-ancestors", "report-uri", "sandbox"})


@dataclass(frozen=True, slots=True)
class Policy:
    """What may be loaded from where. ``directives`` are empty when nothing is said.

    ``valid`` is false when it cannot be read as a policy. ``repeats`` says that a directive for reports stands twice.
    """

    directives: Mapping[str, Sources] = field(default_factory=lambda: MappingProxyType({}))
    valid: bool = True
    repeats: bool = False


class _InvalidError(Exception):
    pass


def read_policy(header: str | None, metas: Sequence[str] = ()) -> Policy:
    """The policies of the header (None without one) and of the metas of a page, narrowed to one."""
    try:
        in_header = [_read(text) for text in header.split(",")] if header is not None else []
        in_metas = [_read(text) for text in metas]
    except _InvalidError:
        return Policy(valid=False)
    # What a meta cannot say does not make it a policy. Beside other directives it counts, as in the reference.
    policies = in_header + [one for one in in_metas if one.directives.keys() - _NOT_IN_META]
    return Policy(_narrowed([one.directives for one in policies]), repeats=any(one.repeats for one in policies))


def _read(text: str) -> Policy:
    text = text.replace("\r", "").replace("\n", "").strip()
    if len(text) < SHORTEST:
        raise _InvalidError
    directives: dict[str, Sources] = {}
    repeats = False
    for part in text.lower().split(";"):
        name, *sources = part.split() or [""]
        if name in directives and name not in _MAY_REPEAT:
            raise _InvalidError
        repeats = repeats or name in directives
        if name:
            directives[name] = _distinct(sources) or ((NONE,) if name.endswith("-src") else ())
    return Policy(directives, repeats=repeats)


def _distinct(sources: Sequence[str]) -> Sources:
    """Sorted, without those that only say more precisely what the one before allows."""
    kept: list[str] = []
    for source in sorted(sources):
        if not kept or not source.startswith(kept[-1]):
            kept.append(source)
    return tuple(kept)


def _narrowed(policies: Sequence[Mapping[str, Sources]]) -> Mapping[str, Sources]:
    """What all policies allow. What only a later one speaks of is allowed by none."""
    narrowed = dict(policies[0]) if policies else {}
    for policy in policies[1:]:
        for name, sources in policy.items():
            allowed = frozenset(sources)
            kept = tuple(source for source in narrowed.get(name, ()) if source in allowed)
            narrowed[name] = kept or (NONE,)
    return narrowed
