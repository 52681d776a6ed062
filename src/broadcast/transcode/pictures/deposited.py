"""Pictures that people deposit: decoded in the cage, cut square, and stripped of all they tell."""

import json
import sys
from io import BytesIO
from pathlib import Path

import structlog
from PIL import Image

from broadcast.cage import Limits, Sight, run
from broadcast.errors import BroadcastError, InvalidError, RefusedError, marked
from broadcast.media.source import Demuxer
from broadcast.media.units import Bytes, Seconds
from broadcast.transcode.pictures import square_inside
from broadcast.transcode.pictures.square_inside import SMALLEST_SIDE, encoded, within
from broadcast.transcode.warned import Warned

__all__ = [
    "DEPOSIT_BYTES",
    "SMALLEST_SIDE",
    "embedded_cover",
    "encoded",
    "square_cover",
    "thumbnail",
    "too_large",
]

DEPOSIT_BYTES = Bytes(square_inside.DEPOSIT_BYTES)
COVER = "cover.jpg"
COVER_LIMIT = Bytes(square_inside.COVER_BYTES)

_INSIDE = Path(square_inside.__file__)
_BROUGHT = "brought"
_MIDDLE = (0.5, 0.5)
_SMALLEST_EMBEDDED = 300
"""Pixels of the shorter side of a picture inside a sound; a smaller one shows nothing when enlarged."""
_LIMITS = Limits(memory=Bytes(512 << 20), cpu=Seconds(60.0), wall=Seconds(240.0), file_size=Bytes(1 << 20))
_log = structlog.get_logger()


def square_cover(picture: bytes, *, folder: Path, centre: tuple[float, float] = _MIDDLE) -> bytes:
    """A deposited picture as a cover: upright, cut square, 1,400 to 3,000 px, JPEG, at most 512 kB.

    `centre` is the place to cut around: shares of the width and height, from the left and the top.
    No metadata is kept. It is decoded in the cage, in `folder`. Raises InvalidError with the code
    `not_a_picture`, `picture_too_large` or `cover_too_small`.
    """
    if len(picture) > DEPOSIT_BYTES:
        raise too_large()
    source = folder / _BROUGHT
    source.write_bytes(picture)
    try:
        code, side = _squared(source, demuxer="", folder=folder, centre=centre, smallest=SMALLEST_SIDE)
    except RefusedError as fault:
        raise _no_picture() from fault
    if code:
        raise _refusal(code, side)
    return (folder / COVER).read_bytes()


def embedded_cover(source: Path, *, demuxer: Demuxer, folder: Path) -> Warned | None:
    """Write the picture that a sound or film carries to `COVER`, as `square_cover` makes it.

    One of 300 px or more is enlarged to the smallest a cover may have. Never refuses the piece: what
    cannot be read, is too large or too small is left out, and that is what is given back.
    """
    try:
        code, side = _squared(
            source, demuxer=demuxer, folder=folder, centre=_MIDDLE, smallest=_SMALLEST_EMBEDDED
        )
    except BroadcastError as fault:
        code, side = fault.code, 0
    if code:
        _log.info("embedded cover left out", code=code, side=side)
        (folder / COVER).unlink(missing_ok=True)
    return _left_out(code, side)


def _left_out(code: str, side: int) -> Warned | None:
    if not code:
        return None
    if code == "cover_too_small":
        return Warned(
            "cover_left_out",
            marked(
                "The picture inside the file is too small for a cover ({side} pixels) and was left out. "
                "Choose one of {smallest} pixels or more under “Title, chapters, cover”."
            ),
            {"side": str(side), "smallest": str(SMALLEST_SIDE)},
        )
    return Warned(
        "cover_left_out",
        marked(
            "The picture inside the file could not be read and was left out. "
            "Choose a cover under “Title, chapters, cover”."
        ),
    )


def _squared(
    source: Path, *, demuxer: str, folder: Path, centre: tuple[float, float], smallest: int
) -> tuple[str, int]:
    """Run the child; give its verdict's code (empty where the cover is there) and the side it found."""
    lines: list[str] = []
    wanted = {"source": str(source), "demuxer": demuxer, "centre": centre, "smallest": smallest}
    run(
        [sys.executable, "-I", str(_INSIDE), json.dumps(wanted | {"output": str(folder / COVER)})],
        sight=Sight(read=(source, _INSIDE, Path(sys.prefix), Path(sys.base_prefix)), folder=folder),
        limits=_LIMITS,
        on_line=lines.append,
    )
    told = json.loads("".join(lines))
    return str(told["code"]), int(told["side"])


def thumbnail(jpeg: bytes, *, width: int) -> bytes:
    """One of our own JPEG pictures, `width` pixels wide, light enough for a thin line.

    A square one of 320 pixels weighs 25 kB at the most.
    """
    with Image.open(BytesIO(jpeg), formats=("JPEG",)) as picture:
        height = round(picture.height * width / picture.width)
        picture.draft("RGB", (2 * width, 2 * height))
        small = picture.convert("RGB").resize((width, height), Image.Resampling.LANCZOS)
    return within(small, limit=width * height // 4)


def _refusal(code: str, side: int) -> InvalidError:
    if code == "cover_too_small":
        return _too_small(side)
    return too_large() if code == "picture_too_large" else _no_picture()


def _no_picture() -> InvalidError:
    return InvalidError(
        "not_a_picture",
        marked("This file cannot be read as a picture."),
        marked("Send a photo or a drawing saved as JPEG, PNG or WebP."),
    )


def _too_small(side: int) -> InvalidError:
    return InvalidError(
        "cover_too_small",
        marked("This picture is too small for a cover: its shorter side is {side} pixels."),
        marked(
            "Choose a picture of {smallest} pixels or more on each side, "
            "such as a photo straight from a phone."
        ),
        side=side,
        smallest=SMALLEST_SIDE,
    )


def too_large() -> InvalidError:
    """More bytes or more pixels than are decoded."""
    return InvalidError(
        "picture_too_large",
        marked("This picture is larger than the station takes."),
        marked("Save it smaller, for example 3000 by 3000 pixels, and send it again."),
    )
