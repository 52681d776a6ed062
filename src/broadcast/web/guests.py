"""Those who come with a code instead of an account: who they are, and what no answer to them may leak."""

from dataclasses import replace

from fastapi import Request, Response

from broadcast.accounts.roles import Actor
from broadcast.web.house import address_of, house_of, known_actor
from broadcast.workshops.trying import Trier, guest_of, trier

SCHEME = "guest"
"""`Authorization: Guest CODE`: a phone sends the file of the deposit with that private code."""


def trier_of(request: Request) -> Trier:
    """From where a code is tried."""
    return trier(address_of(request) or "?", key=house_of(request).parts.settings.signing_key)


def depositor_of(request: Request) -> Actor:
    """Whoever sends a file: a guest by their private code, else somebody signed in. Raises UnsignedError."""
    scheme, _, code = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() == SCHEME:
        guest = guest_of(house_of(request).parts, code, who=trier_of(request))
        return replace(guest, address=address_of(request))
    return known_actor(request)


def kept_private(answer: Response) -> Response:
    """An address that is itself a secret: not kept, not indexed, not told to the next page.

    Of the referrer the origin stays: under `no-referrer` browsers send a form's `Origin` as "null" (Fetch,
    §3.2.2), which no guard can tell from another site's.
    """
    answer.headers["Cache-Control"] = "private, no-store"
    answer.headers["X-Robots-Tag"] = "noindex, nofollow"
    answer.headers["Referrer-Policy"] = "strict-origin"
    return answer


def place_told(path: str) -> str:
    """A request's path as a log may have it: without a code."""
    first = path.split("/")[1] if path.count("/") > 1 else ""
    return f"/{first}/…" if first in {"a", "d", "report", "invitation"} else path
