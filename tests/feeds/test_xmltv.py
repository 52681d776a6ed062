"""The guide against the rules of its format, which stand here in our own words."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from broadcast.feeds.xmltv import Guide, GuideEntry, guide_document

PARIS = ZoneInfo("Europe/Paris")
CHILDREN = (
    "title", "sub-title", "desc", "credits", "date", "category", "keyword", "language", "orig-language",
    "length", "icon", "url", "country", "episode-num", "video", "audio", "previously-shown", "premiere",
    "last-chance", "new", "subtitles", "rating", "star-rating", "review", "image",
)  # fmt: skip
"""The children of a programme, in the order the format wants them."""


def guide(entries: Sequence[GuideEntry]) -> Guide:
    return Guide(
        channel="radio.r.bzh", name="Radio <du> port & d’ailleurs", language="fr", icon="https://r.bzh/icon.svg",
        page="https://r.bzh/channels/radio", station="https://r.bzh/", entries=entries,
    )  # fmt: skip


def faults(document: bytes) -> list[str]:
    """What breaks the format's rules."""
    tv = etree.fromstring(document)
    channels = [one.get("id") for one in tv.findall("channel")]
    found = [] if tv.tag == "tv" and b'<!DOCTYPE tv SYSTEM "xmltv.dtd">' in document else ["root"]
    found += [f"<{child.tag}> in <tv>" for child in tv if child.tag not in {"channel", "programme"}]
    kinds = [str(child.tag) for child in tv]
    found += [] if kinds == sorted(kinds) else ["a channel behind a programme"]
    for channel in tv.findall("channel"):
        tags = [str(child.tag) for child in channel]
        known = {"display-name", "icon", "url"}
        found += [] if tags[:1] == ["display-name"] and set(tags) <= known else ["channel"]
    for programme in tv.findall("programme"):
        tags = [str(child.tag) for child in programme]
        places = [CHILDREN.index(tag) for tag in tags]
        found += [] if places == sorted(places) and tags[0] == "title" else [f"order of {tags}"]
        found += [] if programme.get("channel") in channels else ["unknown channel"]
        begin, end = (moment(programme.get(name) or "") for name in ("start", "stop"))
        found += [] if begin < end else ["backwards"]
        found += [] if all(icon.get("src") for icon in programme.findall("icon")) else ["icon"]
    return found


def moment(text: str) -> datetime:
    return datetime.strptime(text, "%Y%m%d%H%M%S %z")


def entry(**more: object) -> GuideEntry:
    known = GuideEntry(
        starts_at=datetime(2026, 12, 1, 18, tzinfo=PARIS), ends_at=datetime(2026, 12, 1, 19, tzinfo=PARIS),
        title="Marée", language="fr",
    )  # fmt: skip
    return replace(known, **more)  # type: ignore[arg-type]  # the tests' own words


def test_a_programme_with_everything() -> None:
    told = entry(
        description="Le port & l’eau", category="Arts", cover="https://r.bzh/c.jpg", url="https://r.bzh/shows/m",
        is_repeat=True,
    )  # fmt: skip
    document = guide_document(guide([told]))
    assert not faults(document)
    programme = etree.fromstring(document).find("programme")
    assert programme is not None
    assert etree.tostring(programme, encoding="unicode").split("\n")[:-1] == [
        '<programme start="20261201180000 +0100" stop="20261201190000 +0100" channel="radio.r.bzh">',
        '    <title lang="fr">Marée</title>',
        '    <desc lang="fr">Le port &amp; l’eau</desc>',
        '    <category lang="en">Arts</category>',
        '    <icon src="https://r.bzh/c.jpg" width="320" height="320"/>',
        "    <url>https://r.bzh/shows/m</url>",
        "    <previously-shown/>",
        "  </programme>",
    ]


DRAWN = st.tuples(st.integers(1, 300), st.text(max_size=20), st.text(max_size=30), st.booleans())


@given(st.lists(DRAWN, max_size=9))
def test_any_programme_keeps_the_rules_and_its_times(drawn: list[tuple[int, str, str, bool]]) -> None:
    at, entries = datetime(2026, 10, 25, 0, 30, tzinfo=PARIS), list[GuideEntry]()
    for minutes, title, about, is_repeat in drawn:
        end = (at.astimezone(UTC) + timedelta(minutes=minutes)).astimezone(PARIS)
        entries.append(entry(starts_at=at, ends_at=end, title=title, description=about, is_repeat=is_repeat))
        at = end
    document = guide_document(guide(entries))
    assert not faults(document)
    told = etree.fromstring(document).findall("programme")
    starts = [one.starts_at.astimezone(UTC) for one in entries]  # within one zone, a fold says nothing
    assert [moment(one.get("start") or "") for one in told] == starts
    assert all(one.get("stop") == other.get("start") for one, other in pairwise(told))
