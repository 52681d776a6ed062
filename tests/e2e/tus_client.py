"""A small tus client for tests: it can be cut off at any byte."""

import base64
import socket
from dataclasses import dataclass

import httpx

from e2e.station import Station

TUS = {"Tus-Resumable": "1.0.0"}
BODY_TYPE = "application/offset+octet-stream"


@dataclass(frozen=True)
class Sent:
    """An upload under way."""

    station: Station
    path: str

    def request(self, method: str, *, body: bytes = b"", **headers: str) -> httpx.Response:
        """Ask, with the headers of the protocol; names are written with underscores."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return httpx.request(
            method, f"{self.station.address}{self.path}", content=body or None, timeout=120,
            headers=TUS | _key(self.station) | named,
        )  # fmt: skip

    def patch(self, body: bytes, *, offset: int, **headers: str) -> httpx.Response:
        """Send a piece."""
        return self.request("PATCH", body=body, Content_Type=BODY_TYPE, Upload_Offset=str(offset), **headers)

    def offset(self) -> int:
        """How far it is."""
        answer = self.request("HEAD")
        assert answer.status_code == 200, answer.status_code
        return int(answer.headers["Upload-Offset"])

    def cut_off(self, body: bytes, *, offset: int, after: int) -> None:
        """Announce a piece, send `after` bytes of it, and break the line."""
        lines = {**TUS, **_key(self.station), "Content-Type": BODY_TYPE, "Upload-Offset": str(offset),
                 "Content-Length": str(len(body)), "Host": "station"}  # fmt: skip
        head = f"PATCH {self.path} HTTP/1.1\r\n" + "".join(f"{k}: {v}\r\n" for k, v in lines.items())
        with socket.create_connection(("127.0.0.1", self.station.port), timeout=30) as line:
            line.sendall(head.encode() + b"\r\n" + body[:after])


def announce(station: Station, size: int, **words: str) -> httpx.Response:
    """Announce an upload."""
    told = ",".join(f"{name} {base64.b64encode(value.encode()).decode()}" for name, value in words.items())
    headers = TUS | _key(station) | {"Upload-Length": str(size), "Upload-Metadata": told}
    return httpx.post(f"{station.address}/api/v1/uploads/", headers=headers, timeout=60)


def begin(station: Station, size: int, **words: str) -> Sent:
    """Announce an upload that is welcome."""
    answer = announce(station, size, **words)
    assert answer.status_code == 201, answer.text
    return Sent(station, httpx.URL(answer.headers["Location"]).path)


def _key(station: Station) -> dict[str, str]:
    return {"Authorization": f"Bearer {station.token}"} if station.token else {}
