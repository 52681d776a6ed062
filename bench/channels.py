"""What a hundred channels on air cost one web process, against one channel."""

import time
from collections.abc import Iterator

from bench.station import Served, get, on_air

MANY = 100
_SECONDS = 40
_EVERY = 4.0


def _watched(station: Served, channels: int) -> float:
    """CPU seconds a second while one listener on each channel asks for its playlist every four seconds."""
    before, began = station.cpu, time.monotonic()
    while time.monotonic() - began < _SECONDS:
        turn = time.monotonic()
        for number in range(channels):
            get(station.port, f"/live/c{number}/a128.m3u8")
        time.sleep(max(0.0, _EVERY - (time.monotonic() - turn)))
    return (station.cpu - before) / (time.monotonic() - began)


def rows() -> Iterator[tuple[str, ...]]:
    """Memory and share of a core."""
    found = {}
    for channels in (1, MANY):
        with on_air(channels) as station:
            found[channels] = (_watched(station, channels), station.memory_mb)
    (one_cpu, one_mb), (many_cpu, many_mb) = found[1], found[MANY]
    yield (
        f"{MANY} channels, share of a core",
        f"{many_cpu:.3f}",
        f"1 channel: {one_cpu:.3f}",
        f"{many_cpu / one_cpu:.1f}",
    )
    yield (
        f"{MANY} channels, memory in MB",
        f"{many_mb:.0f}",
        f"1 channel: {one_mb:.0f}",
        f"{many_mb / one_mb:.2f}",
    )
