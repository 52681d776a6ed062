"""Keeping covers, named by their content: the whole one for feeds, a smaller one for pages."""

import hashlib

from broadcast.library import keys
from broadcast.storage import Storage
from broadcast.transcode.pictures.deposited import thumbnail

_SMALL_COVER = 400


def keep_cover(storage: Storage, picture: bytes) -> str:
    """Keep one of our own square JPEGs as a cover; give its key."""
    cover = keys.cover(hashlib.sha256(picture).hexdigest()[:32])
    storage.put_bytes(keys.small(cover), data=thumbnail(picture, width=_SMALL_COVER))
    storage.put_bytes(cover, data=picture)
    return cover
