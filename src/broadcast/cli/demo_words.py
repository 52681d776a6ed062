"""What is told of the demonstration: chapters and transcripts of its pieces, a series, an event of today."""

from datetime import date
from zoneinfo import ZoneInfo

from broadcast.accounts.models import Structure
from broadcast.accounts.roles import STATION
from broadcast.feeds.series_covers import open_series
from broadcast.library.amend import Told, amend
from broadcast.library.models import Item, TranscriptSource
from broadcast.library.repository import items_seen_by
from broadcast.library.series import SeriesWords, gather_piece, order_pieces
from broadcast.library.series_models import Series
from broadcast.library.series_reading import all_series
from broadcast.library.states import ItemState
from broadcast.library.transcripts import Said, write_transcript
from broadcast.parts import Parts
from broadcast.transcode.demo import DemoPiece
from broadcast.transcode.demo.told import SERIES
from broadcast.transcode.tools import find_font


def today(parts: Parts) -> date:
    """The station's day."""
    return parts.clock.now().astimezone(ZoneInfo(parts.settings.timezone)).date()


def put_in_words(parts: Parts, item_id: str, piece: DemoPiece) -> None:
    """Give a piece that is ready its chapters and its transcript."""
    words, now = piece.words, parts.clock.now()
    if not words.chapters:
        return
    with parts.database.writing() as session:
        item = session.get_one(Item, item_id)
        told = Told(title=item.title, description=item.description, chapters=words.as_chapters())
        amend(session, item_id, told, actor=STATION, now=now)
        said = Said(language="fr", source=TranscriptSource.TYPED, cues=words.as_cues())
        write_transcript(session, item_id, said, actor=STATION, now=now)


def open_all_series(parts: Parts, *, structure: Structure) -> None:
    """Begin those that are not there yet."""
    known = _series(parts)
    for one in SERIES:
        if one.title not in known:
            starts_on = today(parts) if one.is_today else None
            words = SeriesWords(
                title=one.title, description=one.description, place=one.place, starts_on=starts_on
            )
            open_series(parts, words, structure=structure, font=find_font(), actor=STATION)


def gather(parts: Parts) -> None:
    """Put what is published in its series, in the series' order; what is there stays."""
    known, now = _series(parts), parts.clock.now()
    with parts.database.writing() as session:
        published = items_seen_by(session, STATION, state=ItemState.PUBLISHED)
        by_file = {item.file_name: item for item in published}
        for one in SERIES:
            series, places = known[one.title], {}
            for place, name in enumerate(one.pieces, 1):
                if name in by_file:
                    gather_piece(session, series, by_file[name], now=now)
                    places[by_file[name].id] = place
            order_pieces(session, session.merge(series), places, now=now)


def _series(parts: Parts) -> dict[str, Series]:
    with parts.database.reading() as session:
        return {one.series.title: one.series for one in all_series(session)}
