"""Calling the webhook: JSON, signed, to the one address the station's administrator set.

No redirect is followed, so a call goes where the setting says and nowhere else.
"""

import hashlib
import hmac
from datetime import datetime
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from urllib.parse import urlsplit

_PATIENCE_S = 10.0
_FINE = range(200, 300)


class CallFailedError(Exception):
    """The webhook did not answer 2xx."""


def signature(body: bytes, *, secret: bytes, at: datetime) -> str:
    """`t=SECONDS,v1=HEX`: HMAC-SHA-256 of `SECONDS.BODY`, so that an old call cannot be played again."""
    seconds = str(int(at.timestamp()))
    mark = hmac.new(secret, seconds.encode() + b"." + body, hashlib.sha256).hexdigest()
    return f"t={seconds},v1={mark}"


def call(url: str, body: bytes, *, key: str, secret: bytes, at: datetime) -> None:
    """POST it. The key is the same at each try of one call. Raises CallFailedError."""
    address = urlsplit(url)
    make = HTTPSConnection if address.scheme == "https" else HTTPConnection
    connection = make(address.hostname or "", address.port, timeout=_PATIENCE_S)
    where = (address.path or "/") + (f"?{address.query}" if address.query else "")
    headers = {
        "Content-Type": "application/json",
        "User-Agent": "Antenne",
        "Antenne-Delivery": key,
        "Antenne-Signature": signature(body, secret=secret, at=at),
    }
    try:
        connection.request("POST", where, body, headers)
        status = connection.getresponse().status
    except (OSError, HTTPException) as fault:
        raise CallFailedError(repr(fault)) from fault
    finally:
        connection.close()
    if status not in _FINE:
        raise CallFailedError(f"answered {status}")
