"""How much memory a long piece takes: no more than a short one, within what its child is given."""

from pathlib import Path

import pytest

from broadcast.ingest.probe import probe
from broadcast.media.grid import SHORTEST
from broadcast.media.loudness import Treatment
from broadcast.media.units import Dbtp, Ticks, ticks_of
from broadcast.transcode import argv
from broadcast.transcode.listing import lines_of
from broadcast.transcode.measure import windows
from broadcast.transcode.runner import Runner
from transcode.test_level import synthesised

pytestmark = pytest.mark.media
LENGTH = 960
"""Seconds: as 32-bit samples 370 MB, so that a meter which keeps what it was given passes the bound."""
WINDOW = Ticks(24_000)


def test_no_meter_keeps_what_it_was_given(ffmpeg: Path, tmp_path: Path) -> None:
    wave = f"sine=frequency=440:duration={LENGTH}:sample_rate=48000,volume=24dB"
    source = synthesised(ffmpeg, tmp_path, wave)
    probed = probe(source)
    runner = Runner.on(source, probed=probed, folder=tmp_path, ffmpeg=ffmpeg)
    runner.run(argv.decode(ffmpeg, source, probed=probed, window=WINDOW, shortest=SHORTEST))
    runner.run(argv.count_clips(ffmpeg, window=WINDOW))
    runner.run(argv.limit(ffmpeg, treatment=Treatment(0.0, ceiling=Dbtp(-3.0)), shortest=SHORTEST))
    assert (tmp_path / argv.MASTER).stat().st_size == (tmp_path / argv.LIMITED).stat().st_size
    assert (tmp_path / argv.MASTER).stat().st_size == ticks_of(LENGTH) * 8
    found = list(windows(lines_of(tmp_path / argv.WINDOWS), clips=lines_of(tmp_path / argv.CLIPS)))
    assert len(found) == 2 * LENGTH
    assert all(window.clips for window in found)
