"""The captions a film brings along: taken out in the cage, and made into cues."""

from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

import structlog

from broadcast.errors import BroadcastError
from broadcast.media.cues import Cue, until
from broadcast.media.languages import language_tag
from broadcast.media.source import CaptionTrack, Probed
from broadcast.media.units import Seconds
from broadcast.media.webvtt import MOST_BYTES, decoded, read_vtt
from broadcast.transcode.argv.captions import EMBEDDED, extract_captions
from broadcast.transcode.runner import Runner

_TEXTS = {"srt", "subrip", "mov_text", "ass", "ssa", "webvtt", "text"}
"""Tracks of words; the others are pictures."""
_CPU = Seconds(30.0)
"""Words are light; a caption of nothing but marks takes time that grows with its square."""
_log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Captions:
    """The cues of one track, and its language's tag; empty where the file does not say."""

    language: str
    cues: tuple[Cue, ...]

    def to_plain(self) -> dict[str, Any]:
        """As the package's facts keep it."""
        return asdict(self)


def embedded_captions(
    source: Path, *, probed: Probed, folder: Path, ffmpeg: Path, length: Seconds, language: str
) -> Captions | None:
    """The captions in `language` if there are any, else the first; None where there are none to be read.

    Never refuses the piece: a film with broken captions is a film.
    """
    track = _chosen(probed.captions, language=language)
    if track is None:
        return None
    runner = Runner.on(source, probed=probed, folder=folder, ffmpeg=ffmpeg)
    runner = replace(runner, limits=replace(runner.limits, cpu=_CPU))
    written = folder / EMBEDDED
    try:
        runner.read(extract_captions(ffmpeg, source, demuxer=probed.demuxer, track=track, most=MOST_BYTES))
        with written.open("rb") as file:
            cues = until(read_vtt(decoded(file.read(MOST_BYTES))), length)
    except (BroadcastError, OSError) as fault:
        _log.warning("captions could not be read", track=track.index, cause=repr(fault))
        return None
    finally:
        written.unlink(missing_ok=True)
    return Captions(language_tag(track.language, default=""), cues) if cues else None


def _chosen(tracks: tuple[CaptionTrack, ...], *, language: str) -> CaptionTrack | None:
    texts = [track for track in tracks if track.codec in _TEXTS]
    wanted = (track for track in texts if language_tag(track.language, default="") == language)
    return next(wanted, texts[0] if texts else None)
