"""The description of the API (OpenAPI 3.1): what the framework cannot know of it is said here.

That a refusal is a problem (RFC 9457) and not the framework's own, what other things than JSON are, how one
says who one is, and what a deposit's form holds.
"""

import re
import warnings
from collections.abc import Iterator
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from broadcast.feeds.chapters import CHAPTERS_TYPE
from broadcast.web.routes.api_items import FIELDS

_JSON = "application/json"
_TYPES = {
    "/log": (_JSON, "text/csv"),
    "/oembed": (_JSON, "text/xml"),
    "/metrics": ("text/plain",),
    "/original": ("application/octet-stream",),
    "chapters.json": (CHAPTERS_TYPE,),
    "feed.xml": ("application/rss+xml",),
    "xmltv.xml": ("application/xml",),
    ".ics": ("text/calendar",),
    ".m3u8": ("application/vnd.apple.mpegurl",),
    ".m4s": ("video/mp4",),
    ".mp3": ("audio/mpeg",),
    ".mp4": ("video/mp4",),
    ".txt": ("text/plain",),
    ".vtt": ("text/vtt",),
}
"""The media types of what stands at addresses that end so."""
_PROBLEM = {
    "type": "object",
    "required": ["type", "title", "status", "detail", "code"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string", "description": "A sentence for people, in the asker's language."},
        "code": {"type": "string", "description": "A word for programs, which stays."},
        "remedy": {"type": "string", "description": "What to do about it, where something can be done."},
    },
}
_REFUSED = {
    "description": "Refused, with the reason.",
    "content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}},
}
_TEXT = {"type": "string"}
_DEPOSIT = {
    "type": "object",
    "required": ["file"],
    "properties": {"file": {"type": "string", "contentMediaType": "application/octet-stream"}}
    | dict.fromkeys(FIELDS, _TEXT),
}
_COVER = {
    "type": "object",
    "required": ["file"],
    "properties": {"file": {"type": "string", "contentMediaType": "application/octet-stream"}}
    | dict.fromkeys(("across", "down"), _TEXT | {"description": "0 to 100"}),
}
_PIECE: dict[str, Any] = {"application/offset+octet-stream": {"schema": {}}}
_BODIES = {
    "POST /api/v1/items": {"required": True, "content": {"multipart/form-data": {"schema": _DEPOSIT}}},
    "PUT /api/v1/series/{slug}/cover": {
        "required": True,
        "content": {"multipart/form-data": {"schema": _COVER}},
    },
    "POST /api/v1/uploads/": {"content": _PIECE},
    "PATCH /api/v1/uploads/{upload_id}": {"required": True, "content": _PIECE},
}


def describe(app: FastAPI) -> dict[str, Any]:
    """What `/api/v1/openapi.json` tells."""
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", "Duplicate Operation ID")  # of a HEAD beside its GET: left out
        told = get_openapi(title=app.title, version=app.version, routes=app.routes)
    for address, methods in told["paths"].items():
        if "get" in methods:  # what every HEAD is (RFC 9110 §9.3.2), and OPTIONS for browsers
            methods.pop("head", None)
            methods.pop("options", None)
        for method, one in methods.items():
            _mend(one, method=method.upper(), address=address)
    schemas = told["components"]["schemas"]
    for name in ("HTTPValidationError", "ValidationError"):
        schemas.pop(name, None)
    schemas["Problem"] = _PROBLEM
    told["components"]["securitySchemes"] = {"token": {"type": "http", "scheme": "bearer"}}
    return told


def _mend(one: dict[str, Any], *, method: str, address: str) -> None:
    answers = one["responses"]
    answers.pop("422", None)
    answers["default"] = _REFUSED
    types = next((types for ending, types in _TYPES.items() if address.endswith(ending)), None)
    if types:
        answers["200"]["content"] = {name: {"schema": {}} for name in types}
    one.setdefault("parameters", []).extend(_unsaid(one, address))
    body = _BODIES.get(f"{method} {address}")
    if body:
        one["requestBody"] = body
    if address.startswith("/api/"):
        one["security"] = [{}, {"token": []}]


def _unsaid(one: dict[str, Any], address: str) -> Iterator[dict[str, Any]]:
    """The parts of an address that a handler takes no notice of."""
    said = {told["name"] for told in one.get("parameters", ()) if told["in"] == "path"}
    for name in re.findall(r"\{(\w+)\}", address):
        if name not in said:
            yield {"name": name, "in": "path", "required": True, "schema": _TEXT}
