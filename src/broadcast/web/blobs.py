"""Stored blobs as answers, with ranges."""

import hashlib
from collections.abc import Callable, Iterator, Sequence

from fastapi import Request, Response

from broadcast.storage import Storage
from broadcast.web.ranges import Span, ranged_answer, stitched


def blob_answer(
    request: Request, storage: Storage, *blobs: str, media_type: str, headers: dict[str, str]
) -> Response:
    """Blobs laid end to end."""
    sizes = [storage.size(key) for key in blobs]

    def read(span: Span) -> Iterator[bytes]:
        return stitched([(size, _reader(storage, key)) for size, key in zip(sizes, blobs, strict=True)], span)

    return ranged_answer(
        request,
        total=sum(sizes),
        read=read,
        media_type=media_type,
        headers={"ETag": validator(blobs)} | headers,
    )


def validator(blobs: Sequence[str]) -> str:
    """The entity tag (RFC 9110 §8.8.3) of blobs laid end to end: none ever changes, so their whole keys tell.

    Files of one package have different tags, and so have packages of one source by different recipes.
    """
    return f'"{hashlib.blake2b(" ".join(blobs).encode(), digest_size=12).hexdigest()}"'


def _reader(storage: Storage, key: str) -> Callable[[Span], bytes]:
    return lambda span: storage.get_range(key, offset=span.first, size=span.size)
