"""Playlists and segments that one core of the server gives in a second, against nginx with the same bytes."""

import re
from collections.abc import Iterator
from http.client import HTTPConnection
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.station import Served, get, nginx, on_air

REQUESTS = 4_000


def per_cpu_second(server: Served, path: str) -> float:
    """Requests on one connection for each CPU second that the server spends."""
    connection = HTTPConnection("127.0.0.1", server.port, timeout=10)
    before = server.cpu
    for _ in range(REQUESTS):
        connection.request("GET", path)
        connection.getresponse().read()
    connection.close()
    return REQUESTS / max(server.cpu - before, 0.01)


def rows() -> Iterator[tuple[str, ...]]:
    """A playlist and a segment of a128."""
    with on_air(1) as station, TemporaryDirectory() as place:
        playlist = "/live/c0/a128.m3u8"
        text = get(station.port, playlist)
        segment = f"/live/c0/{re.findall(r'^a128/.*m4s$', text.decode(), re.MULTILINE)[-1]}"
        www = Path(place) / "www"
        www.mkdir()
        www.parent.chmod(0o755)
        (www / "playlist").write_bytes(text)
        (www / "segment").write_bytes(get(station.port, segment))
        with nginx(Path(place), 18_991) as other:
            for what, path, theirs in (
                ("playlists", playlist, "/playlist"),
                ("segments", segment, "/segment"),
            ):
                mine = per_cpu_second(station, path)
                if other is None:
                    yield f"{what} per CPU second", f"{mine:.0f}", "nginx is not here", ""
                    continue
                its = per_cpu_second(other, theirs)
                yield f"{what} per CPU second", f"{mine:.0f}", f"nginx: {its:.0f}", f"{mine / its:.3f}"
