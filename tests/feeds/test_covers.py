"""A piece's own cover, from whoever may tell of it: decoded in the cage, kept by its content."""

from io import BytesIO

import pytest
from PIL import Image

from broadcast.accounts.roles import STATION
from broadcast.errors import InvalidError
from broadcast.feeds.publish import cover_with, uncover
from broadcast.library import keys
from broadcast.library.models import Item
from broadcast.library.repository import item_for
from broadcast.library.states import ItemState
from broadcast.parts import Parts

pytestmark = [pytest.mark.integration, pytest.mark.media]


@pytest.fixture
def item(parts: Parts) -> str:
    with parts.database.writing() as session:
        made = Item(
            title="Un son", state=ItemState.TO_REVIEW, source_sha="ab" * 32, source_bytes=1,
            package="packages/x", created_at=parts.clock.now(), warnings=[], progress=1.0,
        )  # fmt: skip
        session.add(made)
        session.flush()
        return made.id


def _cover(parts: Parts, item: str) -> str | None:
    with parts.database.reading() as session:
        return item_for(session, item, actor=STATION).cover


def _sent(side: int) -> bytes:
    buffer = BytesIO()
    Image.new("RGB", (side, side), (200, 30, 30)).save(buffer, "PNG")
    return buffer.getvalue()


def test_a_picture_sent_becomes_the_cover_and_leaves_nothing_else(parts: Parts, item: str) -> None:
    cover_with(parts, item, _sent(1_500), centre=(0.5, 0.5), actor=STATION)
    key = str(_cover(parts, item))
    assert sorted(parts.storage.keys("covers")) == sorted([key, keys.small(key), keys.tiny(key)])
    with Image.open(BytesIO(parts.storage.get(key))) as cover:
        assert (cover.format, cover.size) == ("JPEG", (1_500, 1_500))
    with pytest.raises(InvalidError, match="cover_too_small"):
        cover_with(parts, item, _sent(900), centre=(0.5, 0.5), actor=STATION)
    assert _cover(parts, item) == key
    assert list(parts.settings.workshop.iterdir()) == []
    uncover(parts, item, actor=STATION)
    assert _cover(parts, item) is None
