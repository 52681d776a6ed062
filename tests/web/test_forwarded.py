"""Who asks through a proxy: what the trusted one tells, and never what the asker writes."""

from ipaddress import ip_network

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.datastructures import Headers

from broadcast.web.forwarded import asker, is_trusted, plain_address, scheme_of

TRUSTED = (ip_network("127.0.0.0/8"), ip_network("10.0.0.0/8"), ip_network("fd00::/8"))


def headers(*pairs: tuple[str, str]) -> Headers:
    return Headers(raw=[(name.lower().encode(), value.encode("latin-1")) for name, value in pairs])


@pytest.mark.parametrize(
    ("peer", "told", "found"),
    [
        ("192.0.2.9", [("X-Forwarded-For", "198.51.100.1")], "192.0.2.9"),  # nobody we trust
        ("10.0.0.2", [], "10.0.0.2"),
        ("10.0.0.2", [("X-Forwarded-For", "198.51.100.1")], "198.51.100.1"),
        ("10.0.0.2", [("X-Forwarded-For", "1.2.3.4, 198.51.100.1")], "198.51.100.1"),  # 1.2.3.4 is made up
        ("10.0.0.2", [("X-Forwarded-For", "1.2.3.4"), ("X-Forwarded-For", "198.51.100.1")], "198.51.100.1"),
        ("10.0.0.2", [("X-Forwarded-For", "198.51.100.1, 10.1.1.1, 127.0.0.1")], "198.51.100.1"),
        ("10.0.0.2", [("X-Forwarded-For", "10.1.1.1")], "10.1.1.1"),
        ("10.0.0.2", [("X-Forwarded-For", "198.51.100.1, what, 10.1.1.1")], "10.1.1.1"),
        ("10.0.0.2", [("X-Forwarded-For", "")], "10.0.0.2"),
        ("10.0.0.2", [("X-Forwarded-For", "198.51.100.1:4711")], "198.51.100.1"),
        ("10.0.0.2", [("X-Forwarded-For", "2001:db8::1")], "2001:db8::1"),
        ("fd00::2", [("X-Forwarded-For", "[2001:db8::1]:80")], "2001:db8::1"),
        ("::ffff:10.0.0.2", [("X-Forwarded-For", "198.51.100.1")], "198.51.100.1"),
        ("10.0.0.2", [("Forwarded", 'for=1.2.3.4, for="[2001:db8::1]:80";proto=https')], "2001:db8::1"),
        ("10.0.0.2", [("Forwarded", "for=unknown")], "10.0.0.2"),
        ("10.0.0.2", [("Forwarded", "for=1.2.3.4"), ("X-Forwarded-For", "198.51.100.1")], "10.0.0.2"),
        ("testclient", [("X-Forwarded-For", "198.51.100.1")], "testclient"),
    ],
)
def test_who_asks(peer: str, told: list[tuple[str, str]], found: str) -> None:
    assert asker(peer, headers(*told), trusted=TRUSTED) == found


@given(st.text(st.characters(max_codepoint=255), max_size=60), st.ip_addresses())
def test_whatever_the_asker_writes_the_proxy_s_word_is_taken(written: str, real: object) -> None:
    address = plain_address(str(real))
    told = headers(("X-Forwarded-For", f"{written}, {real}"))
    found = asker("10.0.0.2", told, trusted=TRUSTED)
    if not is_trusted(address, trusted=TRUSTED):
        assert found == address


@pytest.mark.parametrize(
    ("told", "found"),
    [
        ([("X-Forwarded-Proto", "https")], "https"),
        ([("X-Forwarded-Proto", "http, https")], "https"),
        ([("X-Forwarded-Proto", "javascript")], ""),
        ([("Forwarded", "for=1.2.3.4;proto=http, for=1.2.3.4;proto=https")], "https"),
        ([("X-Forwarded-For", "1.2.3.4"), ("Forwarded", "for=1.2.3.4;proto=https")], ""),
        ([], ""),
    ],
)
def test_by_which_scheme(told: list[tuple[str, str]], found: str) -> None:
    assert scheme_of(headers(*told)) == found
