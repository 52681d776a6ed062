"""Channels of Eyevinn's channel-engine from npm beside our own: kept on air, and asked for playlists alone.

The engine gives playlists and leaves the segments to the films' own server, so listeners here ask both
stations for playlists only. It was written for an older router: `channel_engine/serve.js` says how.
"""

import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from bench.channels import LISTENERS, SETTLING, kept, listened, met_with
from bench.station import await_answer, prepared
from bench.whole import TRACKS, Whole, make_tracks, whole_station
from broadcast.transcode.tools import find_ffmpeg

STEPS = (1, 100, 1_000)
_PORT, _FILMS_PORT = 18_995, 18_996
_OURS = "/live/c{}/a128.m3u8"
_THEIRS = "/live/master400000.m3u8%3Bsession=c{}"
_SEGMENTS = (30, 60)  # of 3.84 s: 115 to 230 s


def make_films(place: Path) -> None:
    """Test picture as plain HLS, and playlists that play as much of it as our tracks last."""
    words = (
        "-v error -f lavfi -i testsrc=size=320x180:rate=25:duration=231 -f lavfi -i sine=duration=231 "
        "-c:v libx264 -preset ultrafast -g 96 -sc_threshold 0 -pix_fmt yuv420p -b:v 300k -c:a aac -b:a 96k "
        "-f hls -hls_time 3.84 -hls_list_size 0 all.m3u8"
    )
    subprocess.run([find_ffmpeg(), *words.split()], cwd=place, check=True)
    lines = (place / "all.m3u8").read_text().splitlines()
    head, segments = lines[:4], [line for line in lines[4:] if line != "#EXT-X-ENDLIST"]
    variant = '#EXT-X-STREAM-INF:BANDWIDTH=400000,RESOLUTION=320x180,CODECS="avc1.4d401f,mp4a.40.2"'
    for number in range(TRACKS):
        plays = segments[: 2 * Random(number).randint(*_SEGMENTS)]  # noqa: S311  # no secret
        (place / f"v{number}.m3u8").write_text("\n".join((*head, *plays, "#EXT-X-ENDLIST", "")))
        (place / f"{number}.m3u8").write_text(f"#EXTM3U\n#EXT-X-VERSION:3\n{variant}\nv{number}.m3u8\n")


def installed(place: Path) -> Path:
    """The engine's script with all that it needs; CalledProcessError where npm cannot."""
    there = shutil.copytree(Path(__file__).with_name("channel_engine"), place / "engine")
    npm = shutil.which("npm") or "npm"
    subprocess.run([npm, "ci", "--silent", "--ignore-scripts"], cwd=there, check=True)
    return there / "serve.js"


@contextmanager
def engine(place: Path, *, channels: int) -> Iterator[Whole]:
    """The engine with so many channels, once its last one is on air."""
    films = [sys.executable, "-m", "http.server", str(_FILMS_PORT), "--bind", "127.0.0.1"]
    serve = place / "engine" / "serve.js"
    words = ["node", str(serve), str(_PORT), str(channels), f"http://127.0.0.1:{_FILMS_PORT}", str(TRACKS)]
    null = subprocess.DEVNULL
    with (
        subprocess.Popen(films, cwd=place, stderr=null) as server,
        subprocess.Popen(words, stdout=null, stderr=null) as process,
    ):
        try:
            await_answer(_PORT, _THEIRS.format(channels - 1))
            yield Whole(process.pid, _PORT)
        finally:
            process.terminate()
            server.terminate()


def _measured(station: Whole, *, channels: int, playlist: str) -> tuple[float, float, float, str]:
    """Share of a core kept on air, and with listeners; MB after that; what the listeners met."""
    time.sleep(SETTLING)
    alone = sum(kept(station).values())
    shares, met = listened(station, channels=channels, playlist=playlist)
    return alone, sum(shares.values()), sum(station.memory_mb().values()), met_with(met)


def rows(steps: float | None = None) -> Iterator[tuple[str, ...]]:
    """Both, with as many channels; `steps` measures that many alone."""
    there = 0
    with TemporaryDirectory() as home, TemporaryDirectory() as films:
        items = make_tracks(prepared(home, channels=()))
        make_films(Path(films))
        installed(Path(films))
        for channels in (int(steps),) if steps else STEPS:
            prepared(home, channels=range(there, channels), items=items)
            there = channels
            with whole_station(home, last=f"c{channels - 1}") as station:
                ours = _measured(station, channels=channels, playlist=_OURS)
            with engine(Path(films), channels=channels) as station:
                theirs = _measured(station, channels=channels, playlist=_THEIRS)
            what = f"{channels} channels"
            yield f"{what} kept on air, share of a core", *_beside(ours[0], theirs[0], digits=3)
            yield f"{what}, {LISTENERS} listeners each", *_beside(ours[1], theirs[1], digits=3)
            yield f"{what}, MB (PSS) after that", *_beside(ours[2], theirs[2], digits=0)
            yield f"{what}, what the listeners met", ours[3], theirs[3], ""


def _beside(ours: float, theirs: float, *, digits: int) -> tuple[str, str, str]:
    return f"{ours:.{digits}f}", f"{theirs:.{digits}f}", f"{ours / theirs:.2f}"
