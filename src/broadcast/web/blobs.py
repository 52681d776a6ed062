"""Stored blobs as answers, with ranges."""

from collections.abc import Callable, Iterator, Sequence

from fastapi import Request, Response

from broadcast.storage import Storage
from broadcast.web.ranges import Span, ranged_answer, stitched


def blob_answer(
    request: Request, storage: Storage, *blobs: str, media_type: str, headers: dict[str, str]
) -> Response:
    """Blobs laid end to end. Blobs never change, so their names are the validator."""
    sizes = [storage.size(key) for key in blobs]
    etag = f'"{"-".join(key.rpartition("/")[2].partition(".")[0][:24] for key in _named(blobs))}"'

    def read(span: Span) -> Iterator[bytes]:
        return stitched([(size, _reader(storage, key)) for size, key in zip(sizes, blobs, strict=True)], span)

    return ranged_answer(
        request, total=sum(sizes), read=read, media_type=media_type, headers={"ETag": etag} | headers
    )


def _named(blobs: Sequence[str]) -> list[str]:
    """What tells blobs apart: the folder of a package's file, else the name."""
    return [key.rpartition("/")[0] if key.startswith("packages/") else key for key in blobs]


def _reader(storage: Storage, key: str) -> Callable[[Span], bytes]:
    return lambda span: storage.get_range(key, offset=span.first, size=span.size)
