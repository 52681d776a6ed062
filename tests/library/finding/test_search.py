"""What is published is found at once, on both databases; what is not is nowhere in the tables."""

from dataclasses import replace

import pytest
from sqlalchemy import func, select

from broadcast.accounts.people import create_structure
from broadcast.accounts.roles import STATION
from broadcast.library import review
from broadcast.library.amend import Told, amend
from broadcast.library.finding.facets import Facets
from broadcast.library.finding.index import keep_all, keep_item
from broadcast.library.finding.models import Findable, FoundPlace, FoundSlip, FoundWord
from broadcast.library.finding.search import NOTHING, Results, browse, find
from broadcast.library.models import Item, Rights, TranscriptSource
from broadcast.library.shows import NewShow, create_show
from broadcast.library.states import ItemState
from broadcast.library.transcripts import Said, write_transcript
from broadcast.media.chapters import Chapter
from broadcast.media.cues import Cue
from broadcast.media.units import Seconds
from broadcast.parts import Parts

pytestmark = pytest.mark.integration
ENCLOSURE = review.Enclosure("tags/t.id3", 1, 2)
CUES = (
    Cue(Seconds(0.0), Seconds(5.0), "Bonsoir, il est minuit sur la rade."),
    Cue(Seconds(61.5), Seconds(66.0), "Le kouign-amann " + "de Soizic refroidit " * 12),
)


@pytest.fixture
def item(parts: Parts) -> str:
    """A piece that waits for review, with chapters and words."""
    now = parts.clock.now()
    with parts.database.writing() as session:
        place = create_structure(session, slug="mpt", name="MPT Harteloire", now=now)
        told = NewShow(slug="port", title="Le port la nuit", description="Ceux qui veillent.")
        show = create_show(session, told, structure=place, cover="covers/0.jpg", now=now)
        kept = Item(
            show_id=show.id, structure_id=place.id, kind="episode", title="Les éclusiers",
            description="Une nuit à l’Écluse.", state=ItemState.TO_REVIEW, source_sha="0" * 64,
            source_bytes=1, seconds=90.0, package="packages/00/0-1", created_at=now,
            chapters=[{"start": 30.0, "title": "Le café de deux heures"}],
        )  # fmt: skip
        session.add(kept)
        session.flush()
        said = Said(language="fr", source=TranscriptSource.TYPED, cues=CUES)
        write_transcript(session, kept.id, said, actor=STATION, now=now)
        return kept.id


def approve(parts: Parts, item: str) -> None:
    with parts.database.writing() as session:
        review.approve(session, item, actor=STATION, enclosure=ENCLOSURE, now=parts.clock.now())


def found(parts: Parts, question: str) -> Results:
    with parts.database.reading() as session:
        return find(session, question)


def moments(parts: Parts, question: str) -> list[float | None]:
    return [one.at for one in found(parts, question).moments]


def everything_kept(parts: Parts) -> str:
    """Every word that the tables of search hold, in whatever column."""
    with parts.database.reading() as session:
        columns = (FoundWord.word, FoundSlip.slip, Findable.text)
        return " ".join(text for column in columns for text in session.scalars(select(column)))


def test_it_is_found_by_its_titles_its_chapters_and_what_is_said_with_the_time(
    parts: Parts, item: str
) -> None:
    approve(parts, item)
    assert [one.show.slug for one in found(parts, "PORT").shows] == ["port"]
    (episode,) = found(parts, "eclusiers").episodes
    assert (episode.episode and episode.episode.item.title, episode.at) == ("Les éclusiers", None)
    assert found(parts, "veillent nuit").shows[0].show.slug == "port"
    assert moments(parts, "café") == [30.0]
    assert moments(parts, "rade minuit") == [0.0]
    assert moments(parts, "kouign") == [61.5]
    assert found(parts, "rade kouign-amann") == NOTHING
    assert moments(parts, "kou") == [61.5]


def test_a_slip_is_forgiven_and_told(parts: Parts, item: str) -> None:
    approve(parts, item)
    results = found(parts, "kuoign aman")
    assert [one.at for one in results.moments] == [61.5]
    assert results.spelt == (("kuoign", "kouign"),)  # “aman” begins “amann”
    assert found(parts, "xylophone") == NOTHING
    for nothing in ("", "  ", "?", "%", "_____", "'; DROP TABLE item; --"):
        assert found(parts, nothing) == NOTHING


def test_nothing_unpublished_is_ever_kept(parts: Parts, item: str) -> None:
    hidden = ("eclusiers", "écluse", "kouign", "rade", "café", "cafe")
    assert [word for word in hidden if word in everything_kept(parts)] == []
    approve(parts, item)
    assert "kouign" in everything_kept(parts)
    now = parts.clock.now()
    with parts.database.writing() as session:
        told = Told(title="Secret", description="", chapters=(Chapter(Seconds(1.0), "Cachette"),))
        amend(session, item, told, actor=STATION, now=now)
    assert "secret" not in everything_kept(parts).lower()
    assert "cachette" not in everything_kept(parts).lower()
    approve(parts, item)
    assert found(parts, "secret").episodes[0].at is None
    assert "eclusiers" not in everything_kept(parts)
    with parts.database.writing() as session:
        review.withdraw(session, item, actor=STATION, reason="", now=now)
    assert found(parts, "secret") == found(parts, "kouign") == NOTHING
    gone = (*hidden, "secret", "cachette")
    assert [word for word in gone if word in everything_kept(parts).lower()] == []


def test_a_change_that_fails_leaves_no_trace(parts: Parts, item: str) -> None:
    def fail() -> None:
        with parts.database.writing() as session:
            review.approve(session, item, actor=STATION, enclosure=ENCLOSURE, now=parts.clock.now())
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    assert found(parts, "kouign") == NOTHING


def test_music_that_only_airs_is_found_by_its_title_but_not_by_what_is_said(parts: Parts, item: str) -> None:
    with parts.database.writing() as session:
        session.get_one(Item, item).rights = Rights.MUSIC
    approve(parts, item)
    assert len(found(parts, "éclusiers").episodes) == 1
    assert "kouign" not in everything_kept(parts)


def test_making_it_anew_makes_the_same(parts: Parts, item: str) -> None:
    approve(parts, item)
    questions = ("port", "éclusiers", "café", "minuit", "kouign")

    def told() -> list[list[tuple[str, float | None, str]]]:
        return [
            [
                (one.kind, one.at, one.show.slug)
                for kind in (results.shows, results.episodes, results.moments)
                for one in kind
            ]
            for results in (found(parts, question) for question in questions)
        ]

    def counted() -> list[int | None]:
        with parts.database.reading() as session:
            tables = (Findable, FoundWord, FoundSlip, FoundPlace)
            return [session.scalar(select(func.count()).select_from(table)) for table in tables]

    before = told(), counted()
    with parts.database.writing() as session:
        kept = keep_all(session)
    assert (told(), counted()) == before
    assert kept == before[1][0]


def test_titles_come_before_what_is_only_said(parts: Parts, item: str) -> None:
    approve(parts, item)
    with parts.database.writing() as session:
        first = session.get_one(Item, item)
        other = Item(
            show_id=first.show_id, structure_id=first.structure_id, kind="episode", title="Autre chose",
            description="On y parle des éclusiers.", state=ItemState.TO_REVIEW, source_sha="1" * 64,
            source_bytes=1, seconds=90.0, package="packages/00/1-1", created_at=parts.clock.now(),
        )  # fmt: skip
        session.add(other)
    approve(parts, other.id)
    titles = [one.episode.item.title for one in found(parts, "éclusiers").episodes if one.episode]
    assert titles == ["Les éclusiers", "Autre chose"]
    assert replace(found(parts, "éclusiers"), episodes=()) == NOTHING


def test_facets_narrow_episodes_what_is_said_and_shows(parts: Parts, item: str) -> None:
    approve(parts, item)
    with parts.database.writing() as session:
        kept = session.get_one(Item, item)
        kept.tags, kept.media = {"places": ["Recouvrance"], "people": ["Soizic"]}, {"video": True}
        kept.licence = "CC-BY-SA-4.0"
        keep_item(session, kept)

    def counted(**asked: str) -> tuple[int, int, int]:
        facets = Facets(**asked)
        with parts.database.reading() as session:
            found_here = find(session, "port", facets=facets)
            said = find(session, "minuit", facets=facets)
            return len(found_here.shows), browse(session, facets, page=1).total, len(said.moments)

    assert counted() == counted(structure="mpt") == (1, 1, 1)
    for asked in ({"place": "Recouvrance"}, {"person": "soizic"}, {"licence": "reusable"}, {"kind": "film"}):
        assert counted(**asked) == (0, 1, 1), asked
    for asked in ({"place": "soizic"}, {"kind": "sound"}, {"licence": "CC0-1.0"}, {"series": "x"}):
        assert counted(**asked) == (0, 0, 0), asked
    assert counted(structure="ailleurs") == (0, 0, 0)
    with parts.database.writing() as session:
        session.get_one(Item, item).media = None
    assert counted(kind="sound") == (0, 1, 1)
