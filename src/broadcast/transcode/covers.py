"""Keeping covers, named by their content: the whole one for feeds, two smaller ones for pages."""

import hashlib

from broadcast.library import keys
from broadcast.settings import Settings
from broadcast.storage import Storage
from broadcast.transcode.pictures import square_cover
from broadcast.transcode.pictures.deposited import thumbnail
from broadcast.transcode.workbench import workbench

SMALL_COVER = 400
"""The side of the smaller one, in pixels."""
_TINY_COVER = 192


def keep_cover(storage: Storage, picture: bytes) -> str:
    """Keep one of our own square JPEGs as a cover; give its key."""
    cover = keys.cover(hashlib.sha256(picture).hexdigest()[:32])
    keep_cover_as(storage, cover, picture)
    return cover


def keep_square(storage: Storage, settings: Settings, picture: bytes, *, centre: tuple[float, float]) -> str:
    """Keep a picture that somebody sent as a cover, cut square around a place. Raises as `square_cover`."""
    with workbench(settings) as folder:
        square = square_cover(picture, folder=folder, centre=centre)
    return keep_cover(storage, square)


def keep_cover_as(storage: Storage, cover: str, picture: bytes) -> None:
    """Keep one under a key; the whole one comes last, so where it is, all are."""
    storage.put_bytes(keys.tiny(cover), data=thumbnail(picture, width=_TINY_COVER))
    storage.put_bytes(keys.small(cover), data=thumbnail(picture, width=SMALL_COVER))
    storage.put_bytes(cover, data=picture)
