"""What 1, 100 and 1,000 channels on air cost the whole station, kept on air alone and with listeners."""

import json
import subprocess
import sys
import time
from collections.abc import Iterator
from tempfile import TemporaryDirectory
from typing import Any

from bench.station import prepared
from bench.whole import Whole, make_tracks, whole_station

STEPS = (1, 100, 1_000)
LISTENERS = 10
"""On each channel. 10,000 ask 5,200 times a second: more than two cores give, so they fall behind."""
SETTLING = 45.0  # the probe has heard each channel once, and decoded what there is to decode
SECONDS = 60


def _share(station: Whole, began: float, before: dict[str, float]) -> dict[str, float]:
    took = time.monotonic() - began
    return {part: (cpu - before[part]) / took for part, cpu in station.cpu().items()}


def told(figures: dict[str, float], *, digits: int) -> str:
    """The sum, and each part."""
    parts = ", ".join(f"{part} {figure:.{digits}f}" for part, figure in figures.items())
    return f"{sum(figures.values()):.{digits}f} ({parts})"


def kept(station: Whole) -> dict[str, float]:
    """Shares of a core by part while nobody listens but the station's own probe."""
    began, before = time.monotonic(), station.cpu()
    time.sleep(SECONDS)
    return _share(station, began, before)


def listened(station: Whole, *, channels: int, playlist: str | None = None) -> tuple[dict[str, float], Any]:
    """Shares of a core by part with ten listeners on each channel, and what these met (`bench.players`)."""
    began, before = time.monotonic(), station.cpu()
    words = [station.port, channels, LISTENERS, SECONDS, *([playlist] if playlist else [])]
    done = subprocess.run(
        [sys.executable, "-m", "bench.players", *map(str, words)], check=True, capture_output=True
    )
    return _share(station, began, before), json.loads(done.stdout)


def rows(steps: float | None = None) -> Iterator[tuple[str, ...]]:
    """Shares of a core and memory; `steps` measures that many channels alone."""
    there = 0
    with TemporaryDirectory() as place:
        items = make_tracks(prepared(place, channels=()))
        for channels in (int(steps),) if steps else STEPS:
            prepared(place, channels=range(there, channels), items=items)
            there = channels
            with whole_station(place, last=f"c{channels - 1}") as station:
                time.sleep(SETTLING)
                yield f"{channels} kept on air, share of a core", told(kept(station), digits=3), "", ""
                yield f"{channels} kept on air, MB (PSS)", told(station.memory_mb(), digits=0), "", ""
                shares, met = listened(station, channels=channels)
                what = f"{channels} with {LISTENERS} listeners each"
                yield f"{what}, share of a core", told(shares, digits=3), met_with(met), ""
                yield f"{what}, MB (PSS)", told(station.memory_mb(), digits=0), "", ""


def met_with(met: dict[str, float]) -> str:
    """What listeners met, in words."""
    return (
        f"{met['playlists'] / met['seconds']:.0f} playlists, "
        f"{met['segments'] / met['seconds']:.0f} segments/s, "
        f"{met['refused']} refused; a playlist in {met['p50_ms']:.1f} ms (p99: {met['p99_ms']:.0f})"
    )
