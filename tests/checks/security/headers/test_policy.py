"""Reading policies: of one, of several, and of what is none."""

import pytest

from checks.security.headers.policy import Policy, read_policy


@pytest.mark.parametrize(
    ("header", "metas", "directives"),
    [
        (None, (), {}),
        ("Default-Src 'SELF';; img-src\n *", (), {"default-src": ("'self'",), "img-src": ("*",)}),
        ("script-src; sandbox", (), {"script-src": ("'none'",), "sandbox": ()}),
        # A source that only says more precisely what another allows is left out.
        ("img-src https://a.test https: https://b.test 'self'", (), {"img-src": ("'self'", "https:")}),
        # Several: only what all allow.
        ("img-src a.test b.test, img-src b.test c.test", (), {"img-src": ("b.test",)}),
        ("img-src a.test, img-src b.test", (), {"img-src": ("'none'",)}),
        ("img-src a.test, font-src b.test", (), {"img-src": ("a.test",), "font-src": ("'none'",)}),
        ("img-src a.test b.test", ("img-src b.test",), {"img-src": ("b.test",)}),
        # What a meta cannot say alone does not make it a policy.
        (None, ("frame-ancestors 'none'; sandbox; report-uri /a",), {}),
        (None, ("frame-ancestors a.test; img-src b.test",), {"frame-ancestors": ("a.test",), "img-src": ("b.test",)}),
        (None, ("img-src a.test, b.test",), {"img-src": ("a.test,", "b.test")}),
        (";;;;;;;", (), {}),
    ],
)
def test_directives(header: str | None, metas: tuple[str, ...], directives: dict[str, tuple[str, ...]]) -> None:
    assert read_policy(header, metas) == Policy(directives)


@pytest.mark.parametrize(
    "header", ["", "abc", "img-src a.test,", "img-src a.test,, img-src b.test", "img-src a; img-src a"]
)
def test_what_is_no_policy(header: str) -> None:
    assert not read_policy(header).valid
    assert not read_policy(header).directives


def test_a_short_meta_is_no_policy_either() -> None:
    assert not read_policy("default-src 'self'", ("x",)).valid


def test_reports_may_go_to_several() -> None:
    policy = read_policy("img-src a.test; report-to a; report-to b")
    assert (policy.valid, policy.repeats) == (True, True)
