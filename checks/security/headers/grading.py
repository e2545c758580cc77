"""The grade of a host: every test run, the results weighed by the scale."""

from collections.abc import Mapping
from dataclasses import dataclass

from checks.evidence import HostHeaders, Landing, Protection
from checks.security.headers.cookies import cookies
from checks.security.headers.corp import cross_origin_resource_policy
from checks.security.headers.cors import cross_origin_resource_sharing
from checks.security.headers.csp import content_security_policy
from checks.security.headers.fields import is_html, is_open, joined
from checks.security.headers.hsts import strict_transport_security
from checks.security.headers.policy import read_policy
from checks.security.headers.redirection import redirection
from checks.security.headers.referrer_policy import referrer_policy
from checks.security.headers.result import Result
from checks.security.headers.scale import Scale, Worth
from checks.security.headers.sri import subresource_integrity
from checks.security.headers.x_content_type_options import x_content_type_options
from checks.security.headers.x_frame_options import x_frame_options

HSTS = "strict-transport-security"


@dataclass(frozen=True, slots=True)
class Graded:
    """A test with its result and what that is worth."""

    test: str
    result: Result
    worth: Worth


@dataclass(frozen=True, slots=True)
class Grade:
    """What a host gets by a scale: ``score`` from 0, which may be above 100, its letter, and every test."""

    standard: str
    score: int
    letter: str
    tests: tuple[Graded, ...]

    @property
    def failed(self) -> tuple[Graded, ...]:
        """The tests that were not passed, the costliest first."""
        return tuple(sorted((one for one in self.tests if not one.worth.passed), key=lambda one: one.worth.modifier))


def grade(seen: HostHeaders, scale: Scale) -> Grade | None:
    """The grade of what was seen. None when no page opened that could be graded."""
    landing = seen.judged
    if landing is None or not is_open(landing.answer):
        return None
    results = _results(seen, landing, scale)
    tests = tuple(Graded(test, results[test], scale.worth(test, results[test].name)) for test in scale.tests)
    score = scale.total(one.worth for one in tests)
    return Grade(scale.name, score, scale.letter(score), tests)


def _results(seen: HostHeaders, landing: Landing, scale: Scale) -> Mapping[str, Result]:
    """The result of every test, by its name."""
    answer, secure = landing.answer, landing is seen.secure
    page = seen.page if is_html(answer) else Protection()
    policy = read_policy(joined(answer, "content-security-policy"), page.policies)
    hsts = strict_transport_security(seen.host, seen.secure, seen.preloaded, scale.limits.max_age)
    return {
        "content-security-policy": content_security_policy(answer, page, policy, secure=secure),
        "cookies": cookies(answer, protected=scale.worth(HSTS, hsts.name).passed),
        "cross-origin-resource-sharing": cross_origin_resource_sharing(seen.foreign),
        "redirection": redirection(seen.plain, seen.preloaded),
        "referrer-policy": referrer_policy(answer, page),
        HSTS: hsts,
        "subresource-integrity": subresource_integrity(answer, seen.page.scripts, seen.host, secure=secure),
        "x-content-type-options": x_content_type_options(answer),
        "x-frame-options": x_frame_options(answer, policy),
        "cross-origin-resource-policy": cross_origin_resource_policy(answer),
    }
