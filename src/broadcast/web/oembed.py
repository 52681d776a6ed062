"""oEmbed 1.0 (https://oembed.com): what another site shows in the place of an episode's address. Pure."""

import json
import re
from dataclasses import dataclass
from html import escape
from urllib.parse import unquote, urlsplit
from xml.etree.ElementTree import Element, SubElement, tostring

from broadcast.errors import NotImplementedHereError, UnknownError, marked

SOUND_HEIGHT = 200
_WIDTH, _LEAST_WIDTH = 640, 240
_AROUND_FILM = 90  # what stands below a film
_FORBIDDEN_IN_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
CACHE_AGE = 3_600


@dataclass(frozen=True, slots=True)
class PageAddress:
    """An episode by its page."""

    show: str
    episode: str


@dataclass(frozen=True, slots=True)
class FrameAddress:
    """An episode by its frame."""

    episode: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Embedded:
    """An episode as other sites are told it; addresses are absolute, `cover` is `cover_side` pixels wide."""

    title: str
    show: str
    show_page: str
    station: str
    base: str
    frame: str
    cover: str
    cover_side: int
    has_picture: bool


def address_asked(url: str, *, hosts: frozenset[str]) -> PageAddress | FrameAddress:
    """What a consumer asks about. Raises UnknownError for what is no episode of this station."""
    try:
        parts = urlsplit(url.strip())
    except ValueError:
        parts = urlsplit("")
    steps = [unquote(step) for step in parts.path.strip("/").split("/")]
    is_ours = parts.scheme in {"http", "https"} and parts.netloc.lower() in hosts
    match steps:
        case ["shows", show, episode] if is_ours and episode != "feed.xml":
            return PageAddress(show, episode)
        case ["embed", episode] if is_ours:
            return FrameAddress(episode)
        case _:
            raise UnknownError(
                "not_embeddable",
                marked("This is not the address of an episode of this station."),
                marked("Ask with the address of an episode’s page."),
            )


def frame_size(told: Embedded, *, maxwidth: int | None, maxheight: int | None) -> tuple[int, int]:
    """Width and height in pixels, within what the consumer takes."""
    width = max(_LEAST_WIDTH, min(_WIDTH, maxwidth or _WIDTH))
    wanted = round(width * 9 / 16) + _AROUND_FILM if told.has_picture else SOUND_HEIGHT
    return min(width, maxwidth or width), min(wanted, maxheight or wanted)


def response_of(told: Embedded, *, maxwidth: int | None, maxheight: int | None) -> dict[str, str | int]:
    """The parameters of §2.3.4: `video` for a film, `rich` for a sound."""
    width, height = frame_size(told, maxwidth=maxwidth, maxheight=maxheight)
    thumbnail: dict[str, str | int] = {
        "thumbnail_url": told.cover,
        "thumbnail_width": told.cover_side,
        "thumbnail_height": told.cover_side,
    }
    fits = max(maxwidth or told.cover_side, 1) >= told.cover_side <= (maxheight or told.cover_side)
    return {
        "type": "video" if told.has_picture else "rich",
        "version": "1.0",
        "title": told.title,
        "author_name": told.show,
        "author_url": told.show_page,
        "provider_name": told.station,
        "provider_url": f"{told.base}/",
        "cache_age": CACHE_AGE,
        "html": frame_text(told, maxwidth=maxwidth, maxheight=maxheight),
        "width": width,
        "height": height,
    } | (thumbnail if fits else {})


def frame_text(told: Embedded, *, maxwidth: int | None = None, maxheight: int | None = None) -> str:
    """The frame of an episode, as HTML to put on a page."""
    width, height = frame_size(told, maxwidth=maxwidth, maxheight=maxheight)
    return frame_markup(told.frame, width=width, height=height, title=f"{told.title} · {told.show}")


def frame_markup(address: str, *, width: int, height: int, title: str) -> str:
    """A frame that is no wider than its place; sizes in pixels."""
    return (
        f'<iframe src="{escape(address, quote=True)}" width="{width}" height="{height}" '
        f'title="{escape(title, quote=True)}" loading="lazy" allow="fullscreen; picture-in-picture" '
        'allowfullscreen style="border:0;max-width:100%"></iframe>'
    )


def as_json(response: dict[str, str | int]) -> bytes:
    """The response as `application/json`."""
    return json.dumps(response, ensure_ascii=False).encode()


def as_xml(response: dict[str, str | int]) -> bytes:
    """The response as `text/xml`."""
    root = Element("oembed")
    for name, value in response.items():
        SubElement(root, name).text = _FORBIDDEN_IN_XML.sub("", str(value))
    body: bytes = tostring(root, encoding="utf-8")
    return b'<?xml version="1.0" encoding="utf-8" standalone="yes"?>\n' + body


def checked_format(name: str) -> str:
    """`json` or `xml`. Raises NotImplementedHereError."""
    if name not in {"json", "xml"}:
        raise NotImplementedHereError(
            "unknown_format", marked("The answer comes as json or as xml, nothing else.")
        )
    return name
