"""A channel's programme as television guides read it: XMLTV. Pure.

The order of a programme's children is that of the format's definition.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from xml.etree.ElementTree import Element, SubElement, indent, tostring

_UNPRINTABLE = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # XML 1.0 §2.2
_MOST_DESCRIPTION = 2_000
COVER_SIDE = 320
"""Width and height of a show's small cover, in pixels."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GuideEntry:
    """One programme, [starts_at, ends_at), in the channel's own zone. Empty texts are left out."""

    starts_at: datetime
    ends_at: datetime
    title: str
    language: str
    description: str = ""
    category: str = ""
    cover: str = ""
    url: str = ""
    is_repeat: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Guide:
    """A channel and what it plays, in order. `channel` is its name among guides, like a host's."""

    channel: str
    name: str
    language: str
    icon: str
    page: str
    station: str
    entries: Sequence[GuideEntry]


def guide_document(guide: Guide) -> bytes:
    """The document, UTF-8, the same bytes for the same values."""
    tv = Element(
        "tv",
        {"source-info-url": guide.station, "source-info-name": "Antenne", "generator-info-name": "Antenne"},
    )
    channel = SubElement(tv, "channel", {"id": guide.channel})
    _add(channel, "display-name", guide.name, lang=guide.language)
    SubElement(channel, "icon", {"src": guide.icon})
    _add(channel, "url", guide.page)
    for entry in guide.entries:
        _programme(tv, entry, channel=guide.channel)
    indent(tv)
    body: bytes = tostring(tv, encoding="utf-8")
    return b'<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE tv SYSTEM "xmltv.dtd">\n' + body + b"\n"


def _programme(tv: Element, entry: GuideEntry, *, channel: str) -> None:
    told = {"start": _time(entry.starts_at), "stop": _time(entry.ends_at), "channel": channel}
    programme = SubElement(tv, "programme", told)
    _add(programme, "title", entry.title, lang=entry.language)
    if entry.description:
        _add(programme, "desc", entry.description[:_MOST_DESCRIPTION], lang=entry.language)
    if entry.category:
        _add(programme, "category", entry.category, lang="en")
    if entry.cover:
        SubElement(
            programme, "icon", {"src": entry.cover, "width": str(COVER_SIDE), "height": str(COVER_SIDE)}
        )
    if entry.url:
        _add(programme, "url", entry.url)
    if entry.is_repeat:
        SubElement(programme, "previously-shown")


def _time(moment: datetime) -> str:
    """Local time with its offset, as 20261201180000 +0100."""
    return moment.strftime("%Y%m%d%H%M%S %z")


def _add(parent: Element, tag: str, text: str, *, lang: str = "") -> None:
    child = SubElement(parent, tag, {"lang": lang} if lang else {})
    child.text = _UNPRINTABLE.sub("", text)
