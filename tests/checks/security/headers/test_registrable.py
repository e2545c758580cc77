"""The registrable part of a host name."""

import pytest

from checks.security.headers.registrable import registrable


@pytest.mark.parametrize(
    ("host", "domain"),
    [
        ("www.yichun.gov.cn", "yichun.gov.cn"),
        ("zfwzgl.www.gov.cn", "www.gov.cn"),
        ("YICHUN.gov.cn.", "yichun.gov.cn"),
        ("a.b.example.com", "example.com"),
        ("www.jx.cn", "www.jx.cn"),
        ("a.www.jx.cn", "www.jx.cn"),
        ("a.example.cn", "example.cn"),
        ("a.xn--fiqs8s.xn--55qx5d.cn", "xn--fiqs8s.xn--55qx5d.cn"),
        ("a.example.co.uk", "example.co.uk"),
        ("a.example.com.hk", "example.com.hk"),
        ("a.gov.test", "gov.test"),
        ("gov.cn", ""),
        ("cn", ""),
        ("", ""),
        ("a..com", ""),
        ("127.0.0.1", ""),
        ("[2001:db8::1]", ""),
    ],
)
def test_registrable(host: str, domain: str) -> None:
    assert registrable(host) == domain
