"""CPU seconds to prepare 10 minutes of stereo, against ffmpeg alone doing the usual two passes."""

import json
import re
import resource
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from broadcast.ingest.probe import probe
from broadcast.transcode.package import make_package
from broadcast.transcode.tools import find_ffmpeg

SECONDS = 600
_CHORD = "+".join(
    f"0.05*sin({pitch}*2*PI*t)*(1+sin({speed}*t))" for pitch, speed in ((220, 2), (330, 3), (554, 5))
)
_SOUND = (
    f"aevalsrc='{_CHORD}|{_CHORD}':s=48000:d={SECONDS}[chord];"
    f"anoisesrc=c=brown:a=0.1:d={SECONDS}:r=48000:seed=1,aformat=channel_layouts=stereo[breath];"
    "[chord][breath]amix=normalize=0"
)
_OUTPUTS = (
    ("-c:a", "aac", "-b:a", "128k", "-f", "mp4", "a128.mp4"),
    ("-c:a", "aac", "-b:a", "48k", "-f", "mp4", "a48.mp4"),
    ("-c:a", "libmp3lame", "-b:a", "128k", "-f", "mp3", "a.mp3"),
)


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


def _encode(ffmpeg: Path, folder: Path, *, chain: str) -> None:
    split = f"[0:a]{chain}asplit=3[a][b][c]"
    outputs = [
        word for name, out in zip("abc", _OUTPUTS, strict=True) for word in ("-map", f"[{name}]", *out)
    ]
    _run(ffmpeg, folder, "-i", "in.wav", "-filter_complex", split, *outputs)


def _two_pass(ffmpeg: Path, folder: Path) -> None:
    target = "loudnorm=I=-16:TP=-1:LRA=11"
    told = _run(ffmpeg, folder, "-i", "in.wav", "-af", f"{target}:print_format=json", "-f", "null", "-")
    found = json.loads(re.findall(r"\{[^{}]*\}", told)[-1])
    names = {"I": "input_i", "TP": "input_tp", "LRA": "input_lra", "thresh": "input_thresh"}
    measured = ":".join(f"measured_{name}={found[key]}" for name, key in names.items())
    chain = f"{target}:{measured}:offset={found['target_offset']}:linear=true,aresample=48000,"
    _encode(ffmpeg, folder, chain=chain)


def rows() -> Iterator[tuple[str, ...]]:
    """Three ways over the same sound."""
    ffmpeg = find_ffmpeg()
    with TemporaryDirectory() as place, TemporaryDirectory() as package:
        folder = Path(place)
        _run(ffmpeg, folder, "-f", "lavfi", "-i", _SOUND, "-ar", "48000", "in.wav")
        source = folder / "in.wav"

        def ours() -> None:
            make_package(
                source,
                probed=probe(source),
                folder=Path(package),
                ffmpeg=ffmpeg,
                progress=lambda _share: None,
            )

        mine = cpu_of(ours)
        usual = cpu_of(lambda: _two_pass(ffmpeg, folder))
        plain = cpu_of(lambda: _encode(ffmpeg, folder, chain=""))
    what = "10 min of stereo, CPU seconds"
    yield what, f"{mine:.1f}", f"two-pass loudnorm and the same encodings: {usual:.1f}", f"{mine / usual:.2f}"
    yield what, f"{mine:.1f}", f"the encodings alone: {plain:.1f}", f"{mine / plain:.2f}"
