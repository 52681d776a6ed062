"""Runs in the cage: `python -I probe_inside.py FILE DEMUXER` prints what the file says of itself as JSON.

This file stands alone (no import of this project): it must start quickly and see little. It opens
nothing but the file, with the demuxer it was given, and decodes one picture at most.
"""

import json
import sys
from typing import Any

import av

_MOST_STREAMS = 100
_MOST_WORDS = 300
_MOST_CHAPTERS = 200
_TAGS = ("title", "artist", "album", "date", "genre", "comment", "composer", "language")
_UNSPECIFIED = 2
_PATIENCE = 50  # packets to look through for the first whole picture


def main() -> None:
    """Open the file and print its facts."""
    path, demuxer, most_pixels = sys.argv[1:]
    options = {"protocol_whitelist": "file,pipe", "max_streams": str(_MOST_STREAMS)}
    if demuxer == "mov":
        options |= {"enable_drefs": "0", "use_absolute_path": "0"}
    with av.open(f"file:{path}", format=demuxer, options=options, metadata_errors="replace") as container:
        streams = list(container.streams)
        films = [stream for stream in streams if stream.type == "video" and not _is_attached(stream)]
        facts = {
            "duration": container.duration / 1_000_000 if container.duration else None,
            "lengths": {stream.index: length for stream in streams if (length := _length(stream))},
            "tags": _tags(container.metadata),
            "audio": [_audio(stream) for stream in streams if stream.type == "audio"],
            "captions": [_caption(stream) for stream in streams if stream.type == "subtitle"],
            "chapters": _chapters(container),
            "has_cover": any(stream.type == "video" and _is_attached(stream) for stream in streams),
            "video": [_video(container, stream, int(most_pixels)) for stream in films[:1]],
        }
    sys.stdout.write(json.dumps(facts) + "\n")


_MUSIC_TAGS = ("album_artist", "lyricist", "author", "publisher", "label", "organization", "isrc", "tsrc")


def _tags(metadata: dict[str, str]) -> dict[str, str]:
    """The tags worth keeping, bounded, without control characters."""
    lowered = {name.lower(): words for name, words in metadata.items()}
    return {
        name: "".join(sign for sign in lowered[name][:_MOST_WORDS] if sign.isprintable())
        for name in (*_TAGS, *_MUSIC_TAGS)
        if lowered.get(name)
    }


def _length(stream: Any) -> float | None:  # noqa: ANN401  # PyAV's streams share no public type
    """The seconds that a track says it lasts."""
    return float(stream.duration * stream.time_base) if stream.duration and stream.time_base else None


def _chapters(container: Any) -> list[tuple[float, str]]:  # noqa: ANN401  # PyAV has no type for it
    """Where each of the first chapters begins, and its title."""
    return [
        (float(one["start"] * one["time_base"]), (one["metadata"].get("title") or "")[:_MOST_WORDS])
        for one in container.chapters()[:_MOST_CHAPTERS]
    ]


def _is_attached(stream: Any) -> bool:  # noqa: ANN401
    return bool(stream.disposition & av.stream.Disposition.attached_pic)


def _common(stream: Any) -> dict[str, Any]:  # noqa: ANN401
    return {
        "index": stream.index,
        "codec": stream.codec_context.name if stream.codec_context else "",
        "language": stream.language or "",
    }


def _is_default(stream: Any) -> bool:  # noqa: ANN401
    return bool(stream.disposition & av.stream.Disposition.default)


def _audio(stream: Any) -> dict[str, Any]:  # noqa: ANN401
    context = stream.codec_context
    shape = {"rate": context.rate if context else 0, "channels": context.channels if context else 0}
    layout = context.layout.name if context and context.channels else ""
    return {**_common(stream), **shape, "layout": layout, "is_default": _is_default(stream)}


def _caption(stream: Any) -> dict[str, Any]:  # noqa: ANN401
    return _common(stream)


def _first_picture(container: Any, stream: Any) -> Any:  # noqa: ANN401
    """The first picture that can be decoded, None where there is none near the start."""
    for _, packet in zip(range(_PATIENCE), container.demux(stream), strict=False):
        try:
            pictures = packet.decode()
        except av.error.FFmpegError:
            continue
        if pictures:
            return pictures[0]
    return None


def _video(container: Any, stream: Any, most_pixels: int) -> dict[str, Any]:  # noqa: ANN401
    context = stream.codec_context
    width, height = (context.width, context.height) if context else (0, 0)
    picture = _first_picture(container, stream) if 0 < width * height <= most_pixels else None
    return {
        **_common(stream),
        "width": width,
        "height": height,
        "sample_aspect": float(stream.sample_aspect_ratio or 1) or 1.0,
        "rotation": picture.rotation if picture else 0,
        "rate": float(stream.average_rate or 0),
        "is_interlaced": bool(picture and picture.interlaced_frame),
        "light": {16: "pq", 18: "hlg"}.get(int(picture.color_trc) if picture else 0, "standard"),
        "is_matrix_stated": bool(picture and _says_its_matrix(picture)),
        "is_default": _is_default(stream),
    }


def _says_its_matrix(picture: Any) -> bool:  # noqa: ANN401
    """Whether a picture says how its colours are coded (ITU-T H.273 §8.3: 2 is "unspecified"), or is RGB."""
    return picture.format.is_rgb or int(picture.colorspace) != _UNSPECIFIED


if __name__ == "__main__":
    main()
