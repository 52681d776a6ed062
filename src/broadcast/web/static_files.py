"""Our own styles and scripts, and those installed from the lock file."""

import hashlib
from functools import cache
from pathlib import Path

from fastapi import FastAPI, Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

FOLDER = Path(__file__).parent / "static"


class _Kept(StaticFiles):
    """Files whose address carries a mark of their content may be kept for ever."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        answer = await super().get_response(path, scope)
        is_marked = b"v=" in scope.get("query_string", b"")
        answer.headers["Cache-Control"] = (
            "public, max-age=31536000, immutable" if is_marked else "public, max-age=3600"
        )
        return answer


@cache
def static_address(name: str) -> str:
    """A file's address, which changes with its content."""
    path = FOLDER / name
    mark = hashlib.sha256(path.read_bytes()).hexdigest()[:10] if path.exists() else "0"
    return f"/static/{name}?v={mark}"


def mount_static(app: FastAPI) -> None:
    """Serve them under `/static`."""
    app.mount("/static", _Kept(directory=FOLDER), name="static")
