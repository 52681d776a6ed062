"""Pictures that people deposit: decoded under hard limits, cut square, and stripped of all they tell."""

from io import BytesIO

from PIL import Image, ImageOps

from broadcast.errors import InvalidError, marked
from broadcast.media.units import Bytes

SMALLEST_SIDE = 1_400
LARGEST_SIDE = 3_000
"""What podcast directories take, in pixels."""

COVER_BYTES = Bytes(512_000)
"""The most a cover may weigh for podcast directories."""

DEPOSIT_BYTES = Bytes(32 << 20)
DEPOSIT_PIXELS = 40_000_000
"""The most that is decoded: 120 MB of memory."""

_FORMATS = ("JPEG", "PNG", "WEBP")
_QUALITIES = (88, 80, 72, 62)
_LIGHT_QUALITIES = (80, 72, 64, 54, 44, 34, 24, 12)
_MIDDLE = (0.5, 0.5)


def square_cover(picture: bytes, *, centre: tuple[float, float] = _MIDDLE) -> bytes:
    """A deposited picture as a cover: upright, cut square, 1,400 to 3,000 px, JPEG, at most 512 kB.

    `centre` is the place to cut around: shares of the width and height, from the left and the top.
    No metadata is kept. Raises InvalidError with the code `not_a_picture`, `picture_too_large` or
    `cover_too_small`.
    """
    upright = _decoded(picture)
    side = min(upright.size)
    if side < SMALLEST_SIDE:
        raise _too_small(side)
    for most in (LARGEST_SIDE, 2_000, SMALLEST_SIDE):
        square = ImageOps.fit(upright, (min(side, most),) * 2, Image.Resampling.LANCZOS, centering=centre)
        for quality in _QUALITIES:
            cover = encoded(square, quality=quality)
            if len(cover) <= COVER_BYTES:
                return cover
    return _within(square, limit=COVER_BYTES)


def thumbnail(jpeg: bytes, *, width: int) -> bytes:
    """One of our own JPEG pictures, `width` pixels wide, light enough for a thin line.

    A square one of 320 pixels weighs 25 kB at the most.
    """
    with Image.open(BytesIO(jpeg), formats=("JPEG",)) as picture:
        height = round(picture.height * width / picture.width)
        picture.draft("RGB", (2 * width, 2 * height))
        small = picture.convert("RGB").resize((width, height), Image.Resampling.LANCZOS)
    return _within(small, limit=Bytes(width * height // 4))


def encoded(picture: Image.Image, *, quality: int) -> bytes:
    """The picture as a progressive JPEG without metadata; `quality` is libjpeg's, 1 to 95."""
    buffer = BytesIO()
    picture.save(buffer, "JPEG", quality=quality, optimize=True, progressive=True)
    return buffer.getvalue()


def _within(picture: Image.Image, *, limit: Bytes) -> bytes:
    """The picture at the best quality that weighs no more than `limit`, or at the last one there is."""
    light = b""
    for quality in _LIGHT_QUALITIES:
        light = encoded(picture, quality=quality)
        if len(light) <= limit:
            break
    return light


def _decoded(picture: bytes) -> Image.Image:
    """The picture upright and without transparency; refused before a pixel is read where it is too large."""
    if len(picture) > DEPOSIT_BYTES:
        raise too_large()
    try:
        with Image.open(BytesIO(picture), formats=_FORMATS) as deposit:
            if deposit.width * deposit.height <= DEPOSIT_PIXELS:
                deposit.draft("RGB", (LARGEST_SIDE, LARGEST_SIDE))
                return _flat(ImageOps.exif_transpose(deposit))
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise too_large() from None
    except Exception as fault:  # a decoder may raise anything at all on hostile bytes
        raise InvalidError(
            "not_a_picture",
            marked("This file cannot be read as a picture."),
            marked("Send a photo or a drawing saved as JPEG, PNG or WebP."),
        ) from fault
    raise too_large()


def _flat(picture: Image.Image) -> Image.Image:
    """Without transparency: what was clear becomes white."""
    if not picture.has_transparency_data:
        return picture.convert("RGB")
    clear = picture.convert("RGBA")
    paper = Image.new("RGBA", clear.size, "white")
    return Image.alpha_composite(paper, clear).convert("RGB")


def _too_small(side: int) -> InvalidError:
    return InvalidError(
        "cover_too_small",
        marked("This picture is too small for a cover: its shorter side has {side} pixels."),
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
