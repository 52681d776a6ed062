"""A podcast feed as a document: RSS 2.0 with Apple's and the Podcasting 2.0 namespaces. Pure.

Sources: RSS 2.0; Apple's podcast requirements; PSP-1; the Podcasting 2.0 namespace; RFC 5005 §3.
"""

import re
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from email.utils import format_datetime
from xml.etree.ElementTree import Element, SubElement, indent, register_namespace, tostring

from broadcast.feeds.chapters import CHAPTERS_TYPE

ITUNES = "http://www.itunes.com/dtds/podcast-1.0.dtd"
PODCAST = "https://podcastindex.org/namespace/1.0"
ATOM = "http://www.w3.org/2005/Atom"
_GUID_SPACE = uuid.UUID(
    "ead4c236-bf58-58c6-a2c6-a6b28d128cb6"
)  # the Podcasting 2.0 namespace, <podcast:guid>
_MOST_DESCRIPTION = 3_900  # bytes; Apple takes 4,000
_UNPRINTABLE = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # XML 1.0 §2.2

for _prefix, _space in (("itunes", ITUNES), ("podcast", PODCAST), ("atom", ATOM)):
    register_namespace(_prefix, _space)


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """An episode's transcript: where it is, its media type, its language's tag."""

    url: str
    media_type: str
    language: str


@dataclass(frozen=True, slots=True)
class Licence:
    """What others may do with an episode: its SPDX identifier, and where its deed is."""

    identifier: str
    address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedEpisode:
    """An episode as a feed tells it. `seconds` is what people hear, `size` the enclosure's bytes."""

    guid: str
    title: str
    description: str
    link: str
    published_at: datetime
    enclosure: str
    size: int
    seconds: int
    explicit: bool
    words: Sequence[Words] = ()
    chapters: str | None = None
    cover: str | None = None
    author: str = ""
    licence: Licence | None = None
    number: int | None = None
    season: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """A show, or several, as a feed. All addresses are absolute; `own` is the feed's first page."""

    own: str
    page: str
    next_page: str | None
    title: str
    link: str
    description: str
    language: str
    author: str
    email: str
    category: str
    explicit: bool
    cover: str
    changed_at: datetime
    episodes: Sequence[FeedEpisode]
    is_serial: bool = False


def feed_document(feed: Feed) -> bytes:
    """The document, UTF-8, the same bytes for the same values."""
    rss = Element("rss", {"version": "2.0"})
    channel = SubElement(rss, "channel")
    _add(channel, "title", feed.title)
    _add(channel, "link", feed.link)
    _add(channel, "description", _bounded(feed.description or feed.title))
    _add(channel, "language", feed.language)
    _add(channel, "lastBuildDate", format_datetime(feed.changed_at, usegmt=True))
    _add(channel, "generator", "Antenne")
    _link(channel, "self", feed.page)
    if feed.next_page:
        _link(channel, "next", feed.next_page)
    _apple(channel, feed)
    _podcasting(channel, feed)
    for episode in feed.episodes:
        _episode(channel, episode)
    indent(rss)
    body: bytes = tostring(rss, encoding="utf-8")
    return b'<?xml version="1.0" encoding="UTF-8"?>\n' + body + b"\n"


def _apple(channel: Element, feed: Feed) -> None:
    _add(channel, f"{{{ITUNES}}}author", feed.author)
    _add(channel, f"{{{ITUNES}}}explicit", _flag(feed.explicit))
    _add(channel, f"{{{ITUNES}}}type", "serial" if feed.is_serial else "episodic")
    SubElement(channel, f"{{{ITUNES}}}category", {"text": feed.category})
    SubElement(channel, f"{{{ITUNES}}}image", {"href": feed.cover})
    if feed.email:
        owner = SubElement(channel, f"{{{ITUNES}}}owner")
        _add(owner, f"{{{ITUNES}}}name", feed.author)
        _add(owner, f"{{{ITUNES}}}email", feed.email)


def _podcasting(channel: Element, feed: Feed) -> None:
    address = re.sub(r"^\w+://", "", feed.own).rstrip("/")
    _add(channel, f"{{{PODCAST}}}guid", str(uuid.uuid5(_GUID_SPACE, address)))
    _add(channel, f"{{{PODCAST}}}locked", "no")
    _add(channel, f"{{{PODCAST}}}medium", "podcast")


def _episode(channel: Element, episode: FeedEpisode) -> None:
    item = SubElement(channel, "item")
    _add(item, "title", episode.title)
    _add(item, "link", episode.link)
    guid = _add(item, "guid", episode.guid)
    guid.set("isPermaLink", "false")
    _add(item, "pubDate", format_datetime(episode.published_at, usegmt=True))
    _add(item, "description", _bounded(episode.description or episode.title))
    SubElement(
        item, "enclosure", {"url": episode.enclosure, "length": str(episode.size), "type": "audio/mpeg"}
    )
    _add(item, f"{{{ITUNES}}}duration", str(episode.seconds))
    _add(item, f"{{{ITUNES}}}explicit", _flag(episode.explicit))
    if episode.number is not None:
        _add(item, f"{{{ITUNES}}}episode", str(episode.number))
    if episode.season is not None:
        _add(item, f"{{{ITUNES}}}season", str(episode.season))
        _add(item, f"{{{PODCAST}}}season", str(episode.season))
    if episode.author:
        _add(item, f"{{{ITUNES}}}author", episode.author)
    if episode.licence is not None:
        licence = _add(item, f"{{{PODCAST}}}license", episode.licence.identifier.lower())
        licence.set("url", episode.licence.address)
    if episode.cover is not None:
        SubElement(item, f"{{{ITUNES}}}image", {"href": episode.cover})
    for words in episode.words:
        told = {"url": words.url, "type": words.media_type, "language": words.language}
        captions = {"rel": "captions"} if words.media_type == "text/vtt" else {}
        SubElement(item, f"{{{PODCAST}}}transcript", told | captions)
    if episode.chapters is not None:
        told = {"url": episode.chapters, "type": CHAPTERS_TYPE}
        SubElement(item, f"{{{PODCAST}}}chapters", told)


def _add(parent: Element, tag: str, text: str) -> Element:
    child = SubElement(parent, tag)
    child.text = _UNPRINTABLE.sub("", text)
    return child


def _link(parent: Element, relation: str, address: str) -> None:
    SubElement(parent, f"{{{ATOM}}}link", {"rel": relation, "href": address, "type": "application/rss+xml"})


def _flag(value: bool) -> str:  # noqa: FBT001  # it writes a boolean, it does not switch on one
    return "true" if value else "false"


def _bounded(text: str) -> str:
    """Not more than a directory takes, cut at a character."""
    return text.encode()[:_MOST_DESCRIPTION].decode(errors="ignore")
