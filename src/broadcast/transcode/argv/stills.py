"""Key pictures of our own film, a few of them."""

from pathlib import Path

from broadcast.transcode.argv.words import JPEG_COLOURS, Words, begin

LOOKED_AT = "looked-"


def look(ffmpeg: Path, film: Path, *, every: int) -> Words:
    """Write one key picture in `every` as a JPEG; the others are not even decoded."""
    words = [*begin(ffmpeg), "-protocol_whitelist", "file,pipe", "-skip_frame", "nokey", "-f", "mov"]
    words += [
        "-i",
        f"file:{film}",
        "-an",
        "-vf",
        f"select=not(mod(n\\,{every})),scale={JPEG_COLOURS}",
        "-fps_mode",
        "passthrough",
    ]
    return [
        *words,
        "-c:v",
        "mjpeg",
        "-q:v",
        "3",
        "-map_metadata",
        "-1",
        "-f",
        "image2",
        f"{LOOKED_AT}%03d.jpg",
    ]
