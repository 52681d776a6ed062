"""Stills that show something: of a film that begins black, fades, and is sharp in between."""

from io import BytesIO

from PIL import Image, ImageFilter

from broadcast.transcode.pictures.stills import MOST, choose, worth


def jpeg(picture: Image.Image) -> bytes:
    written = BytesIO()
    picture.convert("RGB").save(written, "JPEG", quality=90)
    return written.getvalue()


def test_a_sharp_picture_is_worth_more_than_a_blurred_one_and_black_or_blank_ones_nothing() -> None:
    squares = Image.effect_noise((64, 36), 90).resize((640, 360), Image.Resampling.NEAREST)
    blurred = squares.filter(ImageFilter.GaussianBlur(8))
    faded = squares.point(lambda light: light // 12)
    assert worth(jpeg(squares)) > 2 * worth(jpeg(blurred)) > 0
    assert [worth(jpeg(Image.new("L", (640, 360), light))) for light in (0, 128, 255)] == [0, 0, 0]
    assert worth(jpeg(faded)) == 0


def test_candidates_are_spread_over_the_film_and_the_best_is_first() -> None:
    assert choose([0.0, 5.0, 1.0, 2.0, 9.0, 3.0, 1.0, 1.5, 0.0, 4.0, 7.0, 6.0]) == (4, 10, 1, 9, 3, 7)
    assert choose([1.0, 2.0]) == (1, 0)
    assert choose([]) == ()
    assert len(choose([1.0] * 100)) == MOST
