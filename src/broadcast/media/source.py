"""What a deposited file turned out to be: its format, its tracks, its words. Plain values, no I/O."""

from dataclasses import dataclass
from enum import StrEnum

from broadcast.media.chapters import Chapter
from broadcast.media.units import Seconds


class Demuxer(StrEnum):
    """The formats taken, by the name that pins their reader."""

    WAV = "wav"
    W64 = "w64"
    MP3 = "mp3"
    FLAC = "flac"
    OGG = "ogg"
    MOV = "mov"
    MATROSKA = "matroska"
    AVI = "avi"
    MPEG = "mpeg"
    MPEGTS = "mpegts"
    AMR = "amr"
    AAC = "aac"
    AIFF = "aiff"
    ASF = "asf"
    CAF = "caf"
    FLV = "flv"


class Range(StrEnum):
    """How a picture's light is coded: only the last two need tone mapping (ITU-R BT.2100)."""

    STANDARD = "standard"
    PQ = "pq"
    HLG = "hlg"


MOST_PIXELS = 8_192 * 4_352
"""The largest picture that is decoded: 8K, in the whole blocks that coders use."""

RATES = range(2_000, 768_001)
"""The sound rates that exist, in Hz: with fewer, a few bytes would last for hours."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AudioTrack:
    """A sound track. `index` counts all streams of the file."""

    index: int
    codec: str
    rate: int
    channels: int
    layout: str
    language: str
    is_default: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class VideoTrack:
    """A picture track, as coded: before `rotation` (degrees, counter-clockwise) and non-square pixels.

    `is_matrix_stated` tells whether it says how its colours are coded, or needs not to (RGB).
    """

    index: int
    codec: str
    width: int
    height: int
    sample_aspect: float
    rotation: int
    rate: float
    is_interlaced: bool
    light: Range
    is_matrix_stated: bool
    language: str
    is_default: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class CaptionTrack:
    """A text track."""

    index: int
    codec: str
    language: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Probed:
    """A file that could be opened. `audio` and `video` are the tracks to air; one at least is there.

    `duration` is what the file says of itself, None where it says nothing. It is a claim: only where
    `is_duration_stated` is it one that the file was closed with, not one guessed from a bit rate.
    """

    demuxer: Demuxer
    duration: Seconds | None
    is_duration_stated: bool
    audio: AudioTrack | None
    video: VideoTrack | None
    audio_tracks: tuple[AudioTrack, ...]
    video_tracks: tuple[VideoTrack, ...]
    captions: tuple[CaptionTrack, ...]
    tags: dict[str, str]
    has_cover: bool
    chapters: tuple[Chapter, ...] = ()
