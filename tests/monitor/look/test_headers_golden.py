"""The measured scenarios of the reference, served on loopback and looked at as any host is."""

from pathlib import Path

import trustme

from checks.evidence import HostHeaders
from checks.security.headers.grading import grade
from checks.security.headers.scale import load_scale
from monitor.look.looking import Looking
from tests.checks.security.headers.golden import Scenario, scenarios
from tests.misbehaving import Handler, Server, answer
from tests.monitor.look.certificates import Authority
from tests.monitor.look.helpers import FakeClock, policy_for
from tests.shared_data import needs_shared

SEEN_OTHERWISE = {
    "status_401": "what is refused to us could not be seen",
    "status_403": "what is refused to us could not be seen",
    "redirect_http_403": "what is refused to us could not be seen",
    "https_redirect_loop": "a page that does not open could not be seen",
    "cors_only_on_get": "a GET is sent where the reference sends OPTIONS; worth the same",
    "untrusted_cert_cookie_from_robots": "cookies of robots.txt are nobody's business",
    "preload_no_hsts_header": "no list of preloaded hosts is at hand",
    "preload_http_no_redirect": "no list of preloaded hosts is at hand",
    "sri_script_on_other_ip": "the host has a name here and none there",
}
"""The scenarios in which our look differs from the reference's on purpose, and why."""

SCENARIOS = {f"n{number}.city.test": scenario for number, scenario in enumerate(scenarios())}


def pages(scenario: Scenario, scheme: str, host: str) -> dict[str, Handler]:
    """The routes of a scenario, with a name for each of its two addresses. OPTIONS is never sent."""
    names = {"127.0.0.1:18443": host, "127.0.0.1:18080": host, "127.0.0.2:18443": f"other-{host}"}
    served = {}
    for key in scenario.servers[scheme]:
        if not key.startswith("OPTIONS "):
            code, headers, body = scenario.answer(scheme, key)
            for address, name in names.items():
                headers = tuple((field, value.replace(address, name)) for field, value in headers)
            served[key] = answer(body, code, kind="", headers=headers)
    return served


def says_the_same(scenario: Scenario, seen: HostHeaders) -> bool:
    graded = grade(seen, load_scale("mdn-5")) if seen.reason is None else None
    expected = scenario.expect["v5"]
    if graded is None or "error" in expected:
        return graded is None and "error" in expected
    results = {one.test: one.result.name for one in graded.tests}
    same = all(scenario.expect["results"][test][0] == result for test, result in results.items())
    return same and {"score": graded.score, "grade": graded.letter} == expected


@needs_shared
async def test_a_look_brings_what_the_reference_judges(tmp_path: Path) -> None:
    authority, stranger = Authority(tmp_path), trustme.CA()
    async with Server() as plain, Server(authority.context) as tls, Server() as gone:
        rules = []
        for host, scenario in SCENARIOS.items():
            for name in (host, f"other-{host}"):
                authority.show(name, authority.issue(name, by=None if scenario.trusted else stranger))
                for scheme, server in (("http", plain), ("https", tls)):
                    if scheme in scenario.servers:
                        server.site(name, pages(scenario, scheme, host))
                    else:
                        rules.append(f"{name}:{80 if scheme == 'http' else 443}=127.0.0.1:{gone.port}")
        policy = policy_for(
            connect_to=(*rules, f"*:80=127.0.0.1:{plain.port}", f"*:443=127.0.0.1:{tls.port}"),
            ca_file=authority.ca_file, total=5, connect=5,
        )  # fmt: skip
        await gone.__aexit__()
        async with Looking(policy, FakeClock()) as looking:
            seen = {host: await looking.headers(await looking.transport(host)) for host in SCENARIOS}
    otherwise = {scenario.name for host, scenario in SCENARIOS.items() if not says_the_same(scenario, seen[host])}
    assert otherwise == set(SEEN_OTHERWISE)
