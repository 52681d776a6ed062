"""Runs in the cage: `python -I square_inside.py WANTED` makes a square JPEG of a picture nobody knows.

`WANTED` is JSON: `source`; `demuxer`, empty where the source itself is the picture, else what opens the
sound or film that has one attached; `centre`, shares of width and height to cut around; `smallest`, the
fewest pixels of the shorter side; `output`. What became of it is printed as JSON: `code` (empty where all
went well) and the `side` that was found. This file stands alone (no import of this project).
"""

import json
import sys
from io import BytesIO
from pathlib import Path
from typing import Any

from PIL import Image, ImageOps

SMALLEST_SIDE = 1_400
LARGEST_SIDE = 3_000
"""What podcast directories take, in pixels."""
COVER_BYTES = 512_000
"""The most a cover may weigh for podcast directories."""
DEPOSIT_BYTES = 32 << 20
DEPOSIT_PIXELS = 40_000_000
"""The most that is decoded: 160 MB of memory."""

_FORMATS = ("JPEG", "PNG", "WEBP")
_QUALITIES = (88, 80, 72, 62)
_LIGHT_QUALITIES = (80, 72, 64, 54, 44, 34, 24, 12)
_FRONT = "Cover (front)"
_MOST_STREAMS = "100"


def main() -> None:
    """Make it, and say how it went."""
    wanted = json.loads(sys.argv[1])
    sys.stdout.write(json.dumps(_made(wanted)) + "\n")


def _made(wanted: dict[str, Any]) -> dict[str, Any]:
    found = _attached(wanted) if wanted["demuxer"] else Path(wanted["source"]).read_bytes()
    if len(found) > DEPOSIT_BYTES:
        return {"code": "picture_too_large", "side": 0}
    try:
        picture = _decoded(found)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        picture = None
    except Exception:  # noqa: BLE001  # a decoder may raise anything at all on hostile bytes
        return {"code": "not_a_picture", "side": 0}
    if picture is None:
        return {"code": "picture_too_large", "side": 0}
    side = min(picture.size)
    if side < wanted["smallest"]:
        return {"code": "cover_too_small", "side": side}
    Path(wanted["output"]).write_bytes(_squared(picture, centre=tuple(wanted["centre"])))
    return {"code": "", "side": side}


def _attached(wanted: dict[str, Any]) -> bytes:
    """The picture that a sound or film carries: the front cover where one says it is; empty without any."""
    import av  # noqa: PLC0415  # takes a third of a second, and most pictures come by themselves

    options = {"protocol_whitelist": "file,pipe", "max_streams": _MOST_STREAMS}
    if wanted["demuxer"] == "mov":
        options |= {"enable_drefs": "0", "use_absolute_path": "0"}
    with av.open(
        f"file:{wanted['source']}", format=wanted["demuxer"], options=options, metadata_errors="replace"
    ) as container:
        found = [
            stream
            for stream in container.streams.video
            if stream.disposition & av.stream.Disposition.attached_pic
        ]
        found.sort(key=lambda stream: stream.metadata.get("comment") != _FRONT)
        packet = next(container.demux(found[0]), None) if found else None
        return bytes(packet) if packet is not None else b""


def _decoded(picture: bytes) -> Image.Image | None:
    """The picture upright; None, before a pixel is read, where it is too large."""
    opened = Image.open(BytesIO(picture), formats=_FORMATS)
    if opened.width * opened.height > DEPOSIT_PIXELS:
        return None
    opened.draft("RGB", (LARGEST_SIDE, LARGEST_SIDE))
    mode = "RGBA" if opened.has_transparency_data else "RGB"
    upright = opened if opened.mode == mode else opened.convert(mode)
    ImageOps.exif_transpose(upright, in_place=True)
    return upright


def _squared(picture: Image.Image, *, centre: tuple[float, float]) -> bytes:
    """Cut square around `centre`, 1,400 to 3,000 px, JPEG, at most 512 kB; a smaller one is enlarged."""
    side = max(SMALLEST_SIDE, min(picture.size))
    for most in (LARGEST_SIDE, 2_000, SMALLEST_SIDE):
        cut = ImageOps.fit(picture, (min(side, most),) * 2, Image.Resampling.LANCZOS, centering=centre)
        square = _flat(cut)
        for quality in _QUALITIES:
            cover = encoded(square, quality=quality)
            if len(cover) <= COVER_BYTES:
                return cover
    return within(square, limit=COVER_BYTES)


def _flat(picture: Image.Image) -> Image.Image:
    """Without transparency: what was clear becomes white."""
    if picture.mode != "RGBA":
        return picture
    paper = Image.new("RGBA", picture.size, "white")
    return Image.alpha_composite(paper, picture).convert("RGB")


def encoded(picture: Image.Image, *, quality: int) -> bytes:
    """The picture as a progressive JPEG without metadata; `quality` is libjpeg's, 1 to 95."""
    buffer = BytesIO()
    plain = Image.new("RGB", picture.size)
    plain.paste(picture)
    plain.save(buffer, "JPEG", quality=quality, optimize=True, progressive=True)
    return buffer.getvalue()


def within(picture: Image.Image, *, limit: int) -> bytes:
    """The picture at the best quality that weighs no more than `limit`, or at the last one there is."""
    light = b""
    for quality in _LIGHT_QUALITIES:
        light = encoded(picture, quality=quality)
        if len(light) <= limit:
            break
    return light


if __name__ == "__main__":
    main()
