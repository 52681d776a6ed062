"""What lets a phone keep the station on its home screen (W3C Web Application Manifest)."""

import hashlib
import json

from fastapi import APIRouter, Request, Response

from broadcast.errors import UnknownError, marked
from broadcast.web.app_icons import SIZES, app_icon
from broadcast.web.gathered import STATION
from broadcast.web.house import Language
from broadcast.web.ranges import bytes_answer
from broadcast.words import translator

router = APIRouter(include_in_schema=False)
_ABOUT = marked("The radio and the television that the neighbourhood makes.")
_PAPER, _WARM = "#fff8ec", "#d3401f"


@router.api_route("/manifest.webmanifest", methods=["GET", "HEAD"])
def manifest(request: Request, language: Language) -> Response:
    """The station as something to install."""
    icons = [
        {"src": f"/icons/{size}.png", "sizes": f"{size}x{size}", "type": "image/png", "purpose": purpose}
        for size in SIZES
        for purpose in ("any", "maskable")
    ]
    told = {
        "name": STATION,
        "short_name": STATION,
        "description": translator(language)(_ABOUT),
        "lang": language,
        "id": "/",
        "start_url": "/",
        "scope": "/",
        "display": "standalone",
        "background_color": _PAPER,
        "theme_color": _WARM,
        "categories": ["music", "news", "entertainment"],
        "icons": icons,
    }
    body = json.dumps(told, ensure_ascii=False, indent=1).encode()
    headers = {"Cache-Control": "public, max-age=3600", "Vary": "Cookie, Accept-Language"}
    return _kept(request, body, media_type="application/manifest+json", headers=headers)


@router.api_route("/icons/{size}.png", methods=["GET", "HEAD"])
def icon(request: Request, size: int) -> Response:
    """The station's sign."""
    if size not in SIZES:
        raise UnknownError("unknown_picture", marked("There is no such picture."))
    headers = {"Cache-Control": "public, max-age=86400"}
    return _kept(request, app_icon(size), media_type="image/png", headers=headers)


def _kept(request: Request, body: bytes, *, media_type: str, headers: dict[str, str]) -> Response:
    etag = f'"{hashlib.sha256(body).hexdigest()[:20]}"'
    return bytes_answer(request, body, media_type=media_type, etag=etag, headers=headers)
