"""CPU seconds to prepare 30 minutes of stereo, against ffmpeg alone doing the usual two passes.

Three materials, for they cost differently: music and speech have peaks to hold, and noise is what encoders
make quieter. All ways over one material run one after the other on the same file.
"""

import json
import os
import re
import resource
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from broadcast.ingest.probe import probe
from broadcast.transcode.package import make_package
from broadcast.transcode.tools import find_ffmpeg

SECONDS = int(os.environ.get("BENCH_SECONDS", "1800"))
_LOOP = 60
_CHORD = "+".join(
    f"0.05*sin({pitch}*2*PI*t)*(1+sin({speed}*t))" for pitch, speed in ((220, 2), (330, 3), (554, 5))
)
_BEAT = "0.4*sin(2*PI*55*t)*exp(-14*mod(t\\,0.5))"
_VOICE = "+".join(
    f"{height}*sin({pitch}*2*PI*t)" for height, pitch in ((0.2, 120), (0.16, 240), (0.12, 480), (0.06, 1900))
)
_SYLLABLES = "pow(abs(sin(PI*2.1*t))\\,2)*gt(mod(t\\,4.3)\\,0.7)*(0.6+0.4*sin(0.8*t))"
_CONSONANTS = "0.08*(random(0)*2-1)*gt(mod(t\\,0.93)\\,0.8)+0.8*sin(2*PI*90*t)*exp(-70*mod(t\\,1.7))"
_NOISE = f"anoisesrc=c={{color}}:a={{height}}:d={_LOOP}:r=48000:seed=1,aformat=channel_layouts=stereo"
MATERIALS = {
    "music": (
        f"aevalsrc='{_CHORD}+{_BEAT}|{_CHORD}+{_BEAT}':s=48000:d={_LOOP}[chord];"
        f"{_NOISE.format(color='brown', height=0.1)}[breath];[chord][breath]amix=normalize=0"
    ),
    "pink noise": _NOISE.format(color="pink", height=0.2),
    "speech": (
        f"aevalsrc='({_VOICE})*{_SYLLABLES}+{_CONSONANTS}':s=48000:d={_LOOP},aformat=channel_layouts=stereo"
    ),
}
_FAST = ("-aac_coder", "fast")
"""As the station encodes; without it ffmpeg's own default, which takes up to 1.6 times as long."""


def cpu_of(work: Callable[[], object]) -> float:
    """CPU seconds of this process and its children during `work`."""
    before = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    work()
    after = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(
        late.ru_utime + late.ru_stime - soon.ru_utime - soon.ru_stime
        for soon, late in zip(before, after, strict=True)
    )


def _run(ffmpeg: Path, folder: Path, *words: str) -> str:
    done = subprocess.run(
        [ffmpeg, "-hide_banner", "-nostdin", "-y", *words],
        cwd=folder,
        check=True,
        capture_output=True,
        text=True,
    )
    return done.stderr


def _encode(ffmpeg: Path, folder: Path, *, chain: str, coder: tuple[str, ...]) -> None:
    words = ["-i", "in.wav", "-filter_complex", f"[0:a]{chain}asplit=3[a][b][c]"]
    for name, kbits in (("a", 128), ("b", 48)):
        words += ["-map", f"[{name}]", "-c:a", "aac", *coder, "-b:a", f"{kbits}k", f"a{kbits}.mp4"]
    _run(ffmpeg, folder, *words, "-map", "[c]", "-c:a", "libmp3lame", "-b:a", "128k", "a.mp3")


def _two_pass(ffmpeg: Path, folder: Path) -> None:
    target = "loudnorm=I=-16:TP=-1:LRA=11"
    told = _run(ffmpeg, folder, "-i", "in.wav", "-af", f"{target}:print_format=json", "-f", "null", "-")
    found = json.loads(re.findall(r"\{[^{}]*\}", told)[-1])
    names = {"I": "input_i", "TP": "input_tp", "LRA": "input_lra", "thresh": "input_thresh"}
    measured = ":".join(f"measured_{name}={found[key]}" for name, key in names.items())
    chain = f"{target}:{measured}:offset={found['target_offset']}:linear=true,aresample=48000,"
    _encode(ffmpeg, folder, chain=chain, coder=_FAST)


def _ours(ffmpeg: Path, source: Path) -> None:
    with TemporaryDirectory() as package:
        make_package(
            source, probed=probe(source), folder=Path(package), ffmpeg=ffmpeg, progress=lambda _share: None
        )


def rows() -> Iterator[tuple[str, ...]]:
    """Each material, against three ways."""
    ffmpeg = find_ffmpeg()
    for material, chain in MATERIALS.items():
        with TemporaryDirectory() as place:
            folder = Path(place)
            _run(ffmpeg, folder, "-f", "lavfi", "-i", chain, "-ar", "48000", "loop.wav")
            looped = ("-stream_loop", "-1", "-i", "loop.wav", "-t", str(SECONDS), "-c", "copy", "in.wav")
            _run(ffmpeg, folder, *looped)
            yield from _rows_of(ffmpeg, folder, what=f"{SECONDS // 60} min of {material}, CPU seconds")


def _rows_of(ffmpeg: Path, folder: Path, *, what: str) -> Iterator[tuple[str, ...]]:
    mine = cpu_of(lambda: _ours(ffmpeg, folder / "in.wav"))
    ways: dict[str, Callable[[], None]] = {
        "two-pass loudnorm and the same encodings": lambda: _two_pass(ffmpeg, folder),
        "the same encodings alone": lambda: _encode(ffmpeg, folder, chain="", coder=_FAST),
        "ffmpeg's default coder alone": lambda: _encode(ffmpeg, folder, chain="", coder=()),
    }
    for name, way in ways.items():
        theirs = cpu_of(way)
        yield what, f"{mine:.1f}", f"{name}: {theirs:.1f}", f"{mine / theirs:.2f}"
