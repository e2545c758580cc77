import gzip
import zlib
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.look.inflate import CodingError, Inflater, UnreadableCodingError, decoder_for

ENCODERS: dict[str, Callable[[bytes], bytes]] = {
    "gzip": gzip.compress,
    "x-gzip": gzip.compress,
    "deflate": zlib.compress,
    "raw deflate": lambda data: zlib.compress(data, wbits=-zlib.MAX_WBITS),
    "two members": lambda data: gzip.compress(data[:7]) + gzip.compress(data[7:]),
}


def decode(wire: bytes, coding: str, step: int, limit: int = 10_000) -> bytes:
    decoder, out = decoder_for(coding), b""
    for start in range(0, len(wire), step):
        out += decoder.feed(wire[start : start + step], limit - len(out))
    return out


@given(st.binary(max_size=500), st.sampled_from(sorted(ENCODERS)), st.integers(1, 64))
def test_what_was_encoded_is_decoded_in_pieces_of_any_size(data: bytes, kind: str, step: int) -> None:
    coding = {"raw deflate": "deflate", "two members": "gzip"}.get(kind, kind)
    assert decode(ENCODERS[kind](data), coding, step) == data


def test_members_strung_together_are_all_read_but_not_without_end() -> None:
    assert Inflater().feed(gzip.compress(b"ab") * 50, 1000) == b"ab" * 50
    assert len(Inflater().feed(gzip.compress(b"ab") * 5000, 100_000)) == 200


def test_what_follows_the_last_member_is_left_out() -> None:
    assert Inflater().feed(gzip.compress(b"ab") + b"junk", 1000) == b"ab"


@given(st.integers(1, 5000))
def test_no_more_than_the_limit_comes_out(limit: int) -> None:
    assert len(Inflater().feed(gzip.compress(bytes(1_000_000)), limit)) == limit


@given(st.binary(min_size=1, max_size=300))
def test_bytes_that_are_no_coding_raise_nothing_else(noise: bytes) -> None:
    decoder = Inflater()
    try:
        assert len(decoder.feed(noise, 1000)) <= 1000
        decoder.feed(noise, 1000)
    except CodingError:
        pass


@pytest.mark.parametrize("coding", ["", "identity", "utf-8", "none", "binary", "  "])
def test_words_that_are_no_coding_are_ignored(coding: str) -> None:
    assert decode(b"plain", coding, 2, 4) == b"plai"


@pytest.mark.parametrize("coding", ["br", "zstd", "compress", "gzip, br", "gzip, gzip", "BR"])
def test_codings_that_were_not_asked_for_are_named(coding: str) -> None:
    with pytest.raises(UnreadableCodingError, match=coding.lower()):
        decoder_for(coding)
