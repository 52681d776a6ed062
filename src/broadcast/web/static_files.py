"""Our own styles and scripts, and those installed from the lock file.

All of them lie under one mark of all their bytes, so that what a style or a module names beside itself
(`../vendor/…`, `./deck.js`) has the mark, too: a browser keeps them for ever and never mixes two versions.
"""

import hashlib
import re
from functools import cache
from pathlib import Path

from fastapi import FastAPI, Response
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers
from starlette.responses import FileResponse
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from broadcast.web.packed_files import TEXTS, packed, takes_packed

FOLDER = Path(__file__).parent / "static"
_MARKED = re.compile(r"([0-9a-f]{12})/(.+)")
_FOR_EVER = "public, max-age=31536000, immutable"
_ASK_FIRST = "no-cache"
"""Of another version's address: what is here is not what that address stands for."""
_A_WHILE = "public, max-age=3600"


def mark_of(folder: Path) -> str:
    """Twelve hexadecimal digits that change with any byte or name in a folder."""
    digest = hashlib.sha256()
    for path in sorted(path for path in folder.rglob("*") if path.is_file() and path.name[0] != "."):
        told = path.read_bytes()
        digest.update(f"{path.relative_to(folder).as_posix()}\0{len(told)}\0".encode())
        digest.update(told)
    return digest.hexdigest()[:12]


@cache
def _mark() -> str:
    return mark_of(FOLDER)


def static_address(name: str) -> str:
    """A file's address, which changes with the version of the station."""
    return f"/static/{_mark()}/{name}"


class _Kept(StaticFiles):
    """Files by their address, with the mark of this version, of another one, or without."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        marked = _MARKED.fullmatch(path)
        answer = await super().get_response(marked[2] if marked else path, scope)
        asked = Headers(scope=scope)
        if isinstance(answer, FileResponse) and Path(answer.path).suffix in TEXTS:
            answer.headers["Vary"] = "Accept-Encoding"
            if takes_packed(asked):
                answer = await run_in_threadpool(packed, answer, asked=asked)
        answer.headers["Cache-Control"] = _keeping(marked[1] if marked else "")
        return answer


def _keeping(mark: str) -> str:
    if not mark:
        return _A_WHILE
    return _FOR_EVER if mark == _mark() else _ASK_FIRST


def mount_static(app: FastAPI) -> None:
    """Serve them under `/static`."""
    app.mount("/static", _Kept(directory=FOLDER), name="static")
