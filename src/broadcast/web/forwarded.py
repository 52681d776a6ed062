"""From where it was really asked, where a proxy that the station trusts stands in front of it.

Each proxy adds whom it heard from at the right (`X-Forwarded-For`; RFC 7239, `Forwarded`), and anybody can
write what they like at the left. So it is read from the right, past the addresses of trusted proxies: the
first one that is none of them is who asked. Of a peer that is not trusted nothing is believed.
"""

import re
from collections.abc import Sequence
from ipaddress import IPv4Network, IPv6Network, ip_address
from itertools import islice

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

Networks = Sequence[IPv4Network | IPv6Network]
_MOST_HOPS = 20
_FOR = re.compile(r'(?:^|;)\s*for\s*=\s*"?([^";]*)"?', re.IGNORECASE)
_PROTO = re.compile(r'(?:^|;)\s*proto\s*=\s*"?(https?)"?', re.IGNORECASE)


def is_trusted(address: str, *, trusted: Networks) -> bool:
    """Whether an address is a trusted proxy's; what is no address is not."""
    plain = plain_address(address)
    return bool(plain) and any(ip_address(plain) in network for network in trusted)


def plain_address(told: str) -> str:
    """An IP address as a header writes it, without brackets and port; empty where it is none."""
    text = told.strip().strip('"')
    if text.startswith("["):
        text = text[1:].partition("]")[0]
    elif text.count(":") == 1:
        text = text.partition(":")[0]
    try:
        found = ip_address(text)
    except ValueError:
        return ""
    mapped = getattr(found, "ipv4_mapped", None)
    return str(mapped or found)


def hops_of(headers: Headers) -> list[str]:
    """What proxies told, the nearest last: `X-Forwarded-For`, or `Forwarded` where there is only that.

    Where both are there nobody knows which of them the proxy wrote: nothing is told.
    """
    listed, forwarded = headers.getlist("x-forwarded-for"), headers.getlist("forwarded")
    if listed and forwarded:
        return []
    if listed:
        return ",".join(listed).split(",")
    elements = ",".join(forwarded).split(",") if forwarded else []
    return [found[1] if (found := _FOR.search(one)) else "" for one in elements]


def asker(peer: str, headers: Headers, *, trusted: Networks) -> str:
    """The address of whoever asks: the peer's, unless a trusted proxy tells another."""
    if not is_trusted(peer, trusted=trusted):
        return peer
    nearest = peer
    for told in islice(reversed(hops_of(headers)), _MOST_HOPS):
        address = plain_address(told)
        if not address:
            return nearest
        nearest = address
        if not is_trusted(address, trusted=trusted):
            return address
    return nearest


def scheme_of(headers: Headers) -> str:
    """By which scheme the nearest proxy was asked; empty where it does not tell."""
    told = headers.get("x-forwarded-proto", "").rpartition(",")[2].strip().lower()
    if told in {"http", "https"}:
        return told
    found = _PROTO.search(headers.get("forwarded", "").rpartition(",")[2])
    return found[1].lower() if found and "x-forwarded-for" not in headers else ""


class Forwarded:
    """The middleware: everything behind it sees who asks, and by which scheme."""

    def __init__(self, app: ASGIApp, *, trusted: Networks) -> None:
        self._app = app
        self._trusted = trusted

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass it on."""
        peer = scope.get("client")
        if scope["type"] == "http" and peer and is_trusted(peer[0], trusted=self._trusted):
            headers = Headers(scope=scope)
            scope["client"] = (asker(peer[0], headers, trusted=self._trusted), 0)
            scope["scheme"] = scheme_of(headers) or scope["scheme"]
        await self._app(scope, receive, send)
