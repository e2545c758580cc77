"""The truth about the made-up city, and the comparison of a scan's result document with it."""

import tomllib
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any, Literal

import ada_url
from pydantic import BaseModel, ConfigDict

from monitor.demo.plan import CityError

TRUTH = Path(__file__).with_name("truth.toml")
"""What is wrong in the city, for people to read."""

_ON_HOME = {"site.links-home": True, "site.links": False}
_ALL = "all"
_WEEKLY = "site.availability"
_SHOWN = frozenset({"site.forced-follow", "site.vote-board"})
"""What only a browser judges."""

_NO_BROWSER = "unknown/no-browser"
_NO_WEEK = "unknown/too-few-probes"


class Fault(BaseModel):
    """A planted fault: the one finding that a scan must make of it. What is empty is not compared.

    ``together`` names a fault that must be repaired with this one, since without that the repair would break
    something. ``part_of`` names the fault that this is one more sign of: it stands as long as that one does. ``needs``
    is what a look must have to see the fault: a browser, or the made-up week of visits.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    what: str
    target: str
    indicator: str
    about: str = ""
    link_outcome: str = ""
    together: str = ""
    part_of: str = ""
    needs: Literal["", "browser", "week"] = ""


class Truth(BaseModel):
    """All planted faults by their name, and the outcome of every indicator on every target, by the target's name."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    outcomes: dict[str, dict[str, str]]
    faults: dict[str, Fault]

    def without(self, repaired: Collection[str]) -> "Truth":
        """What is true when those faults are repaired. A site that opens again is seen again, and is found right.

        Raises :class:`CityError` for a fault that the city does not have or that cannot be repaired alone.
        """
        self._check(repaired)
        return self._with_only(
            {
                name: fault
                for name, fault in self.faults.items()
                if name not in repaired and fault.part_of not in repaired
            }
        )

    def seen(self, *, seeded: bool = False, browser: bool = False) -> "Truth":
        """What of it can be seen: with the made-up week of visits when ``seeded``, and with a browser or without."""
        means = {"", *(["week"] if seeded else []), *(["browser"] if browser else [])}
        shown = self._with_only({name: fault for name, fault in self.faults.items() if fault.needs in means})
        outcomes = {
            target: {name: _as_seen(name, outcome, means) for name, outcome in expected.items()}
            for target, expected in shown.outcomes.items()
        }
        return Truth(outcomes=outcomes, faults=shown.faults)

    def _with_only(self, faults: dict[str, Fault]) -> "Truth":
        wrong = {(fault.target, fault.indicator) for fault in faults.values()}
        outcomes = {
            target: {name: self._outcome(target, name, wrong) for name in expected}
            for target, expected in self.outcomes.items()
        }
        return Truth(outcomes=outcomes, faults=faults)

    def _check(self, repaired: Collection[str]) -> None:
        for name in repaired:
            if name not in self.faults:
                raise CityError(f"the made-up city has no fault {name!r}: it has {', '.join(self.faults)}")
            other = self.faults[name].together or self.faults[name].part_of
            if other and other not in repaired:
                raise CityError(f"{name!r} can only be repaired together with {other!r}")

    def _outcome(self, target: str, indicator: str, wrong: Collection[tuple[str, str]]) -> str:
        planned = self.outcomes[target][indicator]
        if planned == "finding":
            return planned if (target, indicator) in wrong else "ok"
        if planned == "unknown/unreachable":
            return planned if (target, "site.unreachable") in wrong else "ok"
        return planned


def _as_seen(indicator: str, outcome: str, means: Collection[str]) -> str:
    if indicator == _WEEKLY and "week" not in means:
        return _NO_WEEK
    if indicator in _SHOWN and outcome == "ok" and "browser" not in means:
        return _NO_BROWSER
    return "ok" if outcome == _NO_BROWSER and "browser" in means else outcome


class _Written(BaseModel):
    """``truth.toml`` as it stands: of each target only what differs from what is right, and no finding twice."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    faults: dict[str, Fault]
    right: dict[Literal["site", "account"], dict[str, str]]
    sites: dict[str, dict[str, str]]
    accounts: dict[str, dict[str, str]]

    def whole(self) -> Truth:
        """The outcome of every indicator on every target."""
        outcomes = {name: self._outcomes("site", name, differing) for name, differing in self.sites.items()}
        outcomes |= {name: self._outcomes("account", name, differing) for name, differing in self.accounts.items()}
        return Truth(outcomes=outcomes, faults=self.faults)

    def _outcomes(self, kind: Literal["site", "account"], name: str, differing: dict[str, str]) -> dict[str, str]:
        differing = dict(differing)
        everywhere = differing.pop(_ALL, "")
        right = {indicator: everywhere or outcome for indicator, outcome in self.right[kind].items()}
        found = {fault.indicator: "finding" for fault in self.faults.values() if fault.target == name}
        return right | differing | found


@cache
def load_truth() -> Truth:
    """The truth as ``truth.toml`` says it, whatever is needed to see it."""
    return _Written.model_validate(tomllib.loads(TRUTH.read_text("utf-8"))).whole()


def had_browser(result: Mapping[str, Any]) -> bool:
    """Whether the scan of a result document saw anything with a browser: where it had none it says so."""
    return not any(row.get("reason") == "no-browser" for target in result["targets"] for row in target["results"])


def compare(
    result: Mapping[str, Any], *, repaired: Collection[str] = (), seeded: bool = False, browser: bool | None = None
) -> list[str]:
    """How a result document (``govwatch/scan-result/1``) differs from the truth, a sentence each; empty when it is met.

    Met means: every target was looked at, every indicator came out as it must, every planted fault that stands was
    found, and nothing else was. Targets are told apart by name. ``seeded`` and ``browser`` say what the scan had to see
    by, as :meth:`Truth.seen` has them; of a browser the document itself tells when it is None.
    """
    browser = had_browser(result) if browser is None else browser
    truth = load_truth().without(repaired).seen(seeded=seeded, browser=browser)
    seen = {target["name"]: target for target in result["targets"]}
    differences = [f"{name}: not in the result" for name in truth.outcomes if name not in seen]
    differences += [f"{name}: in the result, but not in the truth" for name in seen if name not in truth.outcomes]
    for name in truth.outcomes:
        if name in seen:
            differences += _compare_outcomes(name, truth.outcomes[name], seen[name]["results"])
            planted = {key: fault for key, fault in truth.faults.items() if fault.target == name}
            differences += _compare_findings(name, planted, seen[name]["findings"])
    return differences


def _compare_outcomes(name: str, expected: Mapping[str, str], results: list[dict[str, Any]]) -> Iterator[str]:
    seen = {result["indicator"]: result for result in results}
    for indicator in sorted(expected.keys() | seen.keys()):
        # An indicator that is not spoken of does not concern the target.
        wanted, _, reason = expected.get(indicator, "not-applicable").partition("/")
        outcome, given = _outcome_of(seen.get(indicator))
        if outcome != wanted or (reason and reason != given):
            yield f"{name}: {indicator} is {outcome}{f' ({given})' if given else ''}, in truth {wanted}" + (
                f" ({reason})" if reason else ""
            )


def _outcome_of(result: Mapping[str, Any] | None) -> tuple[str, str]:
    if result is None:
        return "not-applicable", ""
    return result["outcome"], result.get("reason") or ""


def _compare_findings(name: str, planted: Mapping[str, Fault], findings: list[dict[str, Any]]) -> Iterator[str]:
    left: defaultdict[str, list[dict[str, Any]]] = defaultdict(list)
    for finding in findings:
        left[finding["indicator"]].append(finding)
    for key, fault in planted.items():
        match = next((finding for finding in left[fault.indicator] if _is_about(finding, fault)), None)
        if match is None:
            yield f"{name}: not found: {key}, {fault.what} ({fault.indicator} {fault.about})"
            continue
        left[fault.indicator].remove(match)
        yield from _compare_details(name, key, fault, match)
    for finding in (finding for findings in left.values() for finding in findings):
        yield f"{name}: found what is not wrong: {finding['indicator']} {finding['about']}"


def _is_about(finding: Mapping[str, Any], fault: Fault) -> bool:
    return not fault.about or _normal(finding["about"]) == _normal(fault.about)


def _compare_details(name: str, key: str, fault: Fault, finding: Mapping[str, Any]) -> Iterator[str]:
    if fault.link_outcome and finding.get("link_outcome") != fault.link_outcome:
        yield f"{name}: {key} came out as {finding.get('link_outcome')}, in truth {fault.link_outcome}"
    on_home = _ON_HOME.get(fault.indicator)
    if on_home is not None and bool(finding.get("on_home")) is not on_home:
        yield f"{name}: {key} stands {'on the home page' if on_home else 'on other pages only'}, the finding denies it"


def _normal(about: str) -> str:
    """URLs in WHATWG form, so that the truth can be written as people read it, http and https alike; else as it is."""
    try:
        return ada_url.normalize_url(about).replace("https://", "http://", 1)
    except ValueError:
        return about
