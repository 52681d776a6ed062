"""Keeping a package: every file first, its index last, so that a package that can be seen is whole."""

from pathlib import Path

from broadcast.library import keys
from broadcast.media.package import PackageIndex
from broadcast.storage import Storage


def keep_files(storage: Storage, folder: Path, *, key: str) -> None:
    """Move what lies in `folder` under `key`: it is there for those who know, and no package yet."""
    for path in sorted(folder.iterdir()):
        storage.adopt(f"{key}/{path.name}", path)


def keep_package(storage: Storage, folder: Path, *, key: str, index: PackageIndex) -> None:
    """Move what lies in `folder` under `key`; it can be seen once its index is there."""
    keep_files(storage, folder, key=key)
    storage.put_bytes(keys.index(key), index.to_json().encode())
