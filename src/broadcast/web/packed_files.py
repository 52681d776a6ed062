"""Our styles and scripts as Brotli packs them (RFC 7932): a fifth smaller than gzip, and packed once.

What comes from others was packed when it was installed, and lies beside the file (`.br`); our own are small
and packed when they are first asked for.
"""

from functools import lru_cache
from pathlib import Path

import brotli
from starlette.datastructures import Headers
from starlette.responses import FileResponse, Response
from starlette.staticfiles import NotModifiedResponse

TEXTS = {".js", ".css", ".svg"}


def takes_packed(headers: Headers) -> bool:
    """Whether Brotli is among the codings that are accepted (RFC 9110 §12.5.3); `br;q=0` refuses it."""
    told = {
        coding.strip(): weight.replace(" ", "")
        for one in headers.get("accept-encoding", "").lower().split(",")
        for coding, _, weight in [one.partition(";")]
    }
    return "br" in told and told["br"] not in {"q=0", "q=0.0", "q=0.00", "q=0.000"}


def packed(answer: FileResponse, *, asked: Headers) -> Response:
    """The same file packed, under an ETag of its own; 304 where that is what the browser has."""
    path = Path(answer.path)
    headers = {
        "ETag": f'{answer.headers["etag"].removesuffix(chr(34))}-br"',
        "Last-Modified": answer.headers["last-modified"],
        "Content-Encoding": "br",
        "Vary": "Accept-Encoding",
    }
    if headers["ETag"] in {
        one.strip().removeprefix("W/") for one in asked.get("if-none-match", "").split(",")
    }:
        return NotModifiedResponse(Headers(headers))
    content = _content(path, changed=path.stat().st_mtime_ns)
    return Response(content, headers=headers, media_type=answer.media_type)


@lru_cache(maxsize=200)
def _content(path: Path, *, changed: int) -> bytes:
    """A file packed; `changed` is when it was, so that it is packed anew afterwards."""
    beside = path.with_name(f"{path.name}.br")
    if beside.exists() and beside.stat().st_mtime_ns >= changed:
        return beside.read_bytes()
    return bytes(brotli.compress(path.read_bytes()))
