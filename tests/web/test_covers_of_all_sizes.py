"""A cover in its sizes, as pages ask for it."""

from io import BytesIO

import pytest
from PIL import Image

from broadcast.library import keys
from broadcast.transcode.covers import keep_cover
from web.conftest import Pages

pytestmark = pytest.mark.integration


def _drawn() -> bytes:
    buffer = BytesIO()
    Image.effect_noise((1_400, 1_400), 90).convert("RGB").save(buffer, "JPEG", quality=60)
    return buffer.getvalue()


def test_the_one_beside_what_airs_is_light_however_rich_the_picture(pages: Pages) -> None:
    cover = keep_cover(pages.parts.storage, _drawn())
    answer = pages.client.get(f"/{keys.tiny(cover)}")
    assert Image.open(BytesIO(answer.content)).size == (192, 192)
    assert len(answer.content) < 10_000


def test_one_kept_before_there_were_tiny_ones_has_the_small_one_there(pages: Pages) -> None:
    cover = keys.cover("0" * 32)
    small = pages.client.get(f"/{keys.small(cover)}").content
    assert pages.client.get(f"/{keys.tiny(cover)}").content == small
    assert pages.client.get(f"/{keys.tiny(keys.cover('1' * 32))}").status_code == 404
