import pytest
from starlette.datastructures import Headers

from broadcast.web.guard import is_foreign

HOST = {"host": "radio.example.org"}
PUBLIC = "https://antenne.example.org"


@pytest.mark.parametrize(
    ("method", "headers", "foreign"),
    [
        ("GET", {"origin": "https://evil.example", "sec-fetch-site": "cross-site"}, False),
        ("POST", {}, False),  # no browser
        ("POST", {"sec-fetch-site": "same-origin", "origin": "https://radio.example.org"}, False),
        ("POST", {"sec-fetch-site": "none"}, False),
        ("POST", {"sec-fetch-site": "cross-site"}, True),
        ("POST", {"sec-fetch-site": "same-site"}, True),
        ("POST", {"origin": "https://radio.example.org"}, False),
        ("POST", {"origin": "https://antenne.example.org"}, False),  # behind a proxy that changes the host
        ("POST", {"origin": "https://evil.example"}, True),
        ("POST", {"origin": "https://radio.example.org.evil.example"}, True),
        ("POST", {"origin": "null"}, True),
        ("POST", {"sec-fetch-site": "same-origin", "origin": "https://evil.example"}, True),
        ("DELETE", {"origin": "https://evil.example"}, True),
        ("POST", {"origin": "https://evil.example", "cookie": "antenne_session=x"}, True),
        ("POST", {"origin": "https://evil.example", "authorization": "Bearer key"}, False),
        ("POST", {"origin": "https://evil.example", "authorization": "Basic eDp5"}, True),
    ],
)
def test_a_change_from_a_foreign_page_is_seen(method: str, headers: dict[str, str], *, foreign: bool) -> None:
    assert is_foreign(method, Headers(HOST | headers), public_url=PUBLIC) is foreign
