"""The card that television shows while a sound plays: drawn once, named by what is on it."""

import hashlib
import json

from broadcast.errors import UnknownError
from broadcast.library import keys
from broadcast.library.models import Item
from broadcast.media.package import VIDEO
from broadcast.parts import Parts
from broadcast.transcode.keep import keep_package
from broadcast.transcode.package import make_card
from broadcast.transcode.pictures import draw_card
from broadcast.transcode.recipe import RECIPE
from broadcast.transcode.tools import find_ffmpeg, find_font
from broadcast.transcode.workbench import workbench

_DRAWN = "card.jpg"


def keep_card(parts: Parts, item: Item) -> str:
    """The storage prefix of an item's card, made where it is not there yet."""
    show = item.show
    said = json.dumps([item.title, show.title if show else "", show.cover if show else item.id])
    key = keys.card(hashlib.sha256(said.encode()).hexdigest()[:32], recipe=RECIPE)
    if _is_kept(parts, key):
        return key
    cover = _cover(parts, show.cover) if show else None
    with workbench(parts.settings) as folder:
        picture = folder / _DRAWN
        picture.write_bytes(
            draw_card(
                item.title, show=show.title if show else "", cover=cover, seed=item.id, font=find_font()
            )
        )
        index = make_card(picture, folder=folder, ffmpeg=find_ffmpeg())
        keep_package(parts.storage, folder, key=key, index=index)
    return key


def _is_kept(parts: Parts, key: str) -> bool:
    """Whether it is there; then it is as good as new, so that nobody clears it away before it is named."""
    try:
        parts.storage.put_bytes(keys.index(key), parts.storage.get(keys.index(key)))
    except UnknownError:
        return False
    return all(parts.storage.exists(keys.rendition(key, name)) for name in VIDEO)


def _cover(parts: Parts, key: str) -> bytes | None:
    try:
        return parts.storage.get(key)
    except UnknownError:
        return None
