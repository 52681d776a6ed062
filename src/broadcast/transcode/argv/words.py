"""What every command has in common: how it begins, how it opens a file, what its outputs are called."""

from pathlib import Path

from broadcast.media.package import Rendition
from broadcast.media.source import MOST_PIXELS, Demuxer
from broadcast.transcode.recipe import RATE

MASTER = "master.f32"
LIMITED = "limited.f32"
EXCERPT = "excerpt.f32"
WINDOWS = "windows.txt"
CLIPS = "clips.txt"
LOWS = "lows.s16"
OVERS = "overs.txt"
LOUDNESS_BEFORE = "loudness-before.txt"
LOUDNESS_AFTER = "loudness-after.txt"
DECODED_PICTURES = "pictures.txt"
MP3 = "audio.mp3"
STILL = "still.jpg"
PASSING = (
    *(MASTER, LIMITED, EXCERPT, LOWS, WINDOWS, CLIPS, OVERS),
    *(LOUDNESS_BEFORE, LOUDNESS_AFTER, DECODED_PICTURES),
)
"""What is needed only while a package is made."""

Words = list[str]

MUXER = [
    *("-map_metadata", "-1", "-map_chapters", "-1", "-fflags", "+bitexact", "-use_editlist", "0"),
    *("-movflags", "+empty_moov+default_base_moof+skip_sidx+skip_trailer"),
]

JPEG_COLOURS = "in_color_matrix=bt709:out_color_matrix=bt601:out_range=pc"
"""From our films' colours to those of every JPEG (JFIF 1.02: BT.601, full range)."""


def file_of(rendition: Rendition) -> str:
    """The name of a rendition's file."""
    return f"{rendition}.mp4"


def begin(ffmpeg: Path) -> Words:
    """Every command's first words: quiet, asking nothing, telling its progress."""
    words = [str(ffmpeg), "-hide_banner", "-nostdin", "-nostats", "-y", "-loglevel", "level+info"]
    return [*words, "-progress", "pipe:1", "-stats_period", "0.5"]


def open_source(source: Path, demuxer: Demuxer) -> Words:
    """Open a deposit as what it was found to be, with nothing else in reach."""
    words = ["-protocol_whitelist", "file,pipe", "-max_streams", "100"]
    words += ["-max_pixels", str(MOST_PIXELS), "-f", demuxer]
    if demuxer is Demuxer.MOV:
        words += ["-enable_drefs", "0", "-use_absolute_path", "0"]
    return [*words, "-i", f"file:{source}"]


def open_master(name: str) -> Words:
    """Open a master, which has no header."""
    return ["-f", "f32le", "-ar", str(RATE), "-ac", "2", "-i", name]
