"""Blobs by key, on the local disk or in a bucket."""

from pathlib import Path

from obstore.store import S3Store

from broadcast.storage.bucket import BucketStorage
from broadcast.storage.disk import DiskStorage
from broadcast.storage.port import Storage

__all__ = ["Storage", "open_storage"]


def open_storage(url: str) -> Storage:
    """Open `file:///folder` (as it is written) or `s3://bucket/prefix`. Raises ValueError for another.

    A bucket's endpoint, region and keys come from the usual `AWS_*` variables
    (`AWS_ENDPOINT_URL`, `AWS_REGION`, `AWS_ACCESS_KEY_ID`, `AWS_SECRET_ACCESS_KEY`, `AWS_ALLOW_HTTP`).
    """
    scheme, _, rest = url.partition("://")
    if scheme == "file" and rest.startswith("/"):
        return DiskStorage(Path(rest))
    if scheme == "s3" and rest:
        return BucketStorage(S3Store.from_url(url))
    raise ValueError(f"{scheme}: is not a storage this station can use")
