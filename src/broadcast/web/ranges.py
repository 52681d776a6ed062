"""Byte ranges and validators (RFC 9110 §13, §14) for answers whose bytes are known beforehand."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from email.utils import parsedate_to_datetime

from fastapi import Request, Response
from starlette.responses import StreamingResponse

_ONE_RANGE = re.compile(r"bytes=(\d*)-(\d*)")
CHUNK = 1 << 18


class UnsatisfiableError(Exception):
    """The range lies past the end (RFC 9110 §15.5.17)."""


@dataclass(frozen=True, slots=True)
class Span:
    """Bytes [first, last] of a whole."""

    first: int
    last: int

    @property
    def size(self) -> int:
        """How many."""
        return self.last - self.first + 1


def wanted_span(header: str | None, *, total: int) -> Span | None:
    """The one range asked for; None where the whole should be sent. Raises UnsatisfiableError.

    Several ranges, and what does not parse, get the whole, as RFC 9110 §14.2 allows.
    """
    found = _ONE_RANGE.fullmatch(header.strip()) if header else None
    if found is None or found[0] == "bytes=-":
        return None
    first, last = found.groups()
    if not first:
        span = Span(max(0, total - int(last)), total - 1)
    else:
        span = Span(int(first), min(int(last), total - 1) if last else total - 1)
    if span.first >= total or span.size <= 0:
        if first and last and int(last) < int(first):
            return None
        raise UnsatisfiableError
    return span


def is_unchanged(request: Request, etag: str) -> bool:
    """Whether If-None-Match names it (RFC 9110 §13.1.2, weak comparison)."""
    asked = request.headers.get("if-none-match", "")
    plain = etag.removeprefix("W/")
    return asked.strip() == "*" or plain in (tag.strip().removeprefix("W/") for tag in asked.split(","))


def is_unmodified(request: Request, last_modified: str | None) -> bool:
    """Whether If-Modified-Since is not before it (RFC 9110 §13.1.3); If-None-Match goes first."""
    asked = request.headers.get("if-modified-since")
    if not asked or not last_modified or "if-none-match" in request.headers:
        return False
    try:
        return parsedate_to_datetime(asked) >= parsedate_to_datetime(last_modified)
    except (TypeError, ValueError):
        return False


def bytes_answer(
    request: Request, body: bytes, *, media_type: str, etag: str, headers: dict[str, str]
) -> Response:
    """A whole body in memory, or the part of it that was asked for."""
    return ranged_answer(
        request,
        total=len(body),
        read=lambda span: iter([body[span.first : span.last + 1]]),
        media_type=media_type,
        headers=headers | {"ETag": etag},
    )


def ranged_answer(
    request: Request,
    *,
    total: int,
    read: Callable[[Span], Iterator[bytes]],
    media_type: str,
    headers: dict[str, str],
) -> Response:
    """200, 206, 304 or 416; `read` gives the bytes of a span. HEAD gets the headers."""
    headers = headers | {"Accept-Ranges": "bytes"}
    etag = headers["ETag"]
    if is_unchanged(request, etag) or is_unmodified(request, headers.get("Last-Modified")):
        return Response(status_code=304, headers=headers)
    asked = request.headers.get("range")
    if asked and request.headers.get("if-range", etag) != etag:
        asked = None
    try:
        span = wanted_span(asked, total=total)
    except UnsatisfiableError:
        return Response(status_code=416, headers=headers | {"Content-Range": f"bytes */{total}"})
    status = 200 if span is None else 206
    span = span or Span(0, total - 1)
    headers["Content-Length"] = str(span.size)
    if status == 206:  # noqa: PLR2004  # Partial Content
        headers["Content-Range"] = f"bytes {span.first}-{span.last}/{total}"
    if request.method == "HEAD":
        return Response(status_code=status, headers=headers, media_type=media_type)
    if span.size <= CHUNK:
        return Response(b"".join(read(span)), status_code=status, headers=headers, media_type=media_type)
    return StreamingResponse(read(span), status_code=status, headers=headers, media_type=media_type)


def stitched(parts: list[tuple[int, Callable[[Span], bytes]]], span: Span) -> Iterator[bytes]:
    """Bytes of a span over several parts laid end to end, each (size, read), a chunk at a time."""
    begin = 0
    for size, read in parts:
        first, last = max(span.first - begin, 0), min(span.last - begin, size - 1)
        for at in range(first, last + 1, CHUNK):
            yield read(Span(at, min(at + CHUNK - 1, last)))
        begin += size
