"""A listener's side of HTTP: one kept connection to the station's own address."""

from http.client import HTTPConnection, HTTPException, HTTPSConnection
from urllib.parse import urlsplit

_PATIENCE_S = 5.0


class UnansweredError(Exception):
    """Nobody answers at the station's address."""


class RefusedAddressError(Exception):
    """The station answered, but not with what was asked for."""


class Player:
    """Gets bytes as a player does. Not for several threads."""

    def __init__(self, base: str) -> None:
        address = urlsplit(base)
        make = HTTPSConnection if address.scheme == "https" else HTTPConnection
        self._path = address.path.rstrip("/")
        self._connection = make(address.hostname or "", address.port, timeout=_PATIENCE_S)

    def get(self, path: str) -> bytes:
        """The bytes at a path. Raises UnansweredError, RefusedAddressError."""
        try:
            return self._asked(path)
        except (OSError, HTTPException):  # a kept connection may have been closed meanwhile
            self._connection.close()
        try:
            return self._asked(path)
        except (OSError, HTTPException) as fault:
            self._connection.close()
            raise UnansweredError(repr(fault)) from fault

    def _asked(self, path: str) -> bytes:
        self._connection.request("GET", self._path + path, headers={"User-Agent": "Antenne-Proof"})
        answer = self._connection.getresponse()
        body = answer.read()
        if answer.status != 200:  # noqa: PLR2004  # OK
            raise RefusedAddressError(f"{path}: {answer.status}")
        return body

    def close(self) -> None:
        """Hang up."""
        self._connection.close()
