"""The text track of a film, as WebVTT: read again afterwards, never passed through."""

from pathlib import Path

from broadcast.media.source import CaptionTrack, Demuxer
from broadcast.media.units import Bytes
from broadcast.transcode.argv.words import Words, begin, open_source

EMBEDDED = "embedded.vtt"


def extract_captions(
    ffmpeg: Path, source: Path, *, demuxer: Demuxer, track: CaptionTrack, most: Bytes
) -> Words:
    """Write one text track to `EMBEDDED`, stopping at `most` bytes."""
    words = [*begin(ffmpeg), *open_source(source, demuxer), "-map", f"0:{track.index}"]
    words += ["-map_metadata", "-1", "-map_chapters", "-1", "-c:s", "webvtt"]
    return [*words, "-fs", str(most), "-f", "webvtt", EMBEDDED]
