import pytest
import trustme
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from checks.evidence import CertificateFault
from monitor.look.chain import read_certificate
from tests.monitor.look.certificates import self_signed

WEAK_KEY = 66
NO_ISSUER = 20


def der(leaf: trustme.LeafCert) -> list[bytes]:
    return [x509.load_pem_x509_certificate(one.bytes()).public_bytes(Encoding.DER) for one in leaf.cert_chain_pems]


@pytest.mark.parametrize(
    ("name", "host"),
    [
        ("www.city.test", "WWW.city.test."),
        ("*.city.test", "www.city.test"),
        ("10.0.0.1", "10.0.0.1"),
        ("2001:db8::1", "[2001:db8:0::1]"),
    ],
)
def test_names_that_cover_a_host(name: str, host: str) -> None:
    assert read_certificate(host, 443, der(trustme.CA().issue_cert(name)), WEAK_KEY).faults == (CertificateFault.OTHER,)


@pytest.mark.parametrize(
    ("name", "host"),
    [
        ("city.test", "www.city.test"),
        ("www.city.test", "city.test"),
        ("*.city.test", "city.test"),
        ("*.city.test", "a.b.city.test"),
        ("10.0.0.1", "10.0.0.2"),
    ],
)
def test_names_that_do_not(name: str, host: str) -> None:
    faults = read_certificate(host, 443, der(trustme.CA().issue_cert(name)), WEAK_KEY).faults
    assert faults == (CertificateFault.OTHER, CertificateFault.WRONG_HOST)


def test_an_issuer_that_was_sent_is_not_missing_but_unknown() -> None:
    chain = der(trustme.CA().create_child_ca().issue_cert("a.test"))
    assert len(chain) == 2
    assert read_certificate("a.test", 443, chain, NO_ISSUER).faults == (CertificateFault.UNTRUSTED,)
    assert read_certificate("a.test", 443, chain[:1], NO_ISSUER).faults == (CertificateFault.INCOMPLETE_CHAIN,)


def test_an_accepted_certificate_has_no_fault_whatever_its_names() -> None:
    assert read_certificate("b.test", 443, der(trustme.CA().issue_cert("a.test")), 0).faults == ()


def test_a_certificate_without_organisation_is_told_by_its_issuers_name() -> None:
    pem = self_signed("a.test")
    leaf = x509.load_pem_x509_certificate(pem[pem.index(b"-----BEGIN CERT") :]).public_bytes(Encoding.DER)
    assert read_certificate("a.test", 443, [leaf], 18).issuer == "a.test"


@pytest.mark.parametrize("noise", [b"", b"\x30\x82", b"\0" * 100])
def test_what_is_no_certificate(noise: bytes) -> None:
    with pytest.raises(ValueError, match=r"."):
        read_certificate("a.test", 443, [noise], 18)
