"""The API of series and events: read by everybody, made by editors, filled by the hosts of each piece."""

from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Response
from pydantic import BaseModel, Field
from sqlalchemy.orm import Session

from broadcast.accounts.repository import structure_by_slug
from broadcast.accounts.roles import Role, require_role
from broadcast.errors import UnknownError, marked
from broadcast.feeds.series_covers import cover_series_with, open_series, retell_series
from broadcast.library.series import (
    MOST_PIECES,
    SeriesWords,
    add_piece,
    edited_series,
    order_pieces,
    remove_piece,
)
from broadcast.library.series_models import Series
from broadcast.library.series_reading import all_series, episodes_in, positions_in, series_by_slug
from broadcast.web.house import Base, Known, TheHouse
from broadcast.web.routes.pages_covers import Sent, sent_picture

router = APIRouter(prefix="/api/v1", tags=["series"])


class SeriesBody(BaseModel):
    """What is told of a series; with a first day it is an event."""

    title: str = Field(min_length=1, max_length=200)
    description: str = Field("", max_length=4000)
    place: str = Field("", max_length=80)
    starts_on: date | None = None
    ends_on: date | None = None

    def words(self) -> SeriesWords:
        """As the library takes them."""
        told = {name: getattr(self, name) for name in SeriesBody.model_fields}
        return SeriesWords(**told)


class NewSeriesBody(SeriesBody):
    """A series to begin."""

    structure: str


class OrderBody(BaseModel):
    """Pieces of a series in the order in which they are to be heard."""

    items: list[str] = Field(max_length=MOST_PIECES)


@router.get("/series")
def list_series(house: TheHouse, base: Base) -> list[dict[str, Any]]:
    """Every series and event, what changed last first, each with how many episodes are published."""
    with house.parts.database.reading() as session:
        return [_shape(one.series, base=base) | {"episodes": one.episodes} for one in all_series(session)]


@router.get("/series/{slug}")
def read_series(house: TheHouse, base: Base, slug: str) -> dict[str, Any]:
    """A series with its published episodes, in its order."""
    with house.parts.database.reading() as session:
        return _whole(session, slug, base=base)


@router.post("/series", status_code=201)
def new_series(house: TheHouse, actor: Known, base: Base, told: NewSeriesBody) -> dict[str, Any]:
    """Begin a series; a cover is drawn for it, and its address is made of its title."""
    with house.parts.database.reading() as session:
        structure = structure_by_slug(session, told.structure)
    require_role(actor, Role.EDITOR, structure_id=structure.id)
    made = open_series(house.parts, told.words(), structure=structure, font=house.font, actor=actor)
    with house.parts.database.reading() as session:
        return _whole(session, made.slug, base=base)


@router.put("/series/{slug}")
def tell_series(house: TheHouse, actor: Known, base: Base, slug: str, told: SeriesBody) -> dict[str, Any]:
    """Tell it otherwise; its address stays."""
    retell_series(house.parts, slug, told.words(), font=house.font, actor=actor)
    with house.parts.database.reading() as session:
        return _whole(session, slug, base=base)


@router.put("/series/{slug}/cover")
def cover(
    house: TheHouse, actor: Known, base: Base, slug: str, sent: Annotated[Sent, Depends(sent_picture)]
) -> dict[str, Any]:
    """Give it a picture, cut square around a place: `across` and `down` say where, in percent."""
    cover_series_with(house.parts, slug, sent.picture, centre=sent.centre, actor=actor)
    with house.parts.database.reading() as session:
        return _whole(session, slug, base=base)


@router.put("/series/{slug}/order")
def order(house: TheHouse, actor: Known, base: Base, slug: str, told: OrderBody) -> dict[str, Any]:
    """Have its pieces in this order; those that are not named stay behind them, as they were."""
    with house.parts.database.writing() as session:
        series = edited_series(session, slug, actor=actor)
        for item in set(told.items) - set(positions_in(session, series)):
            raise UnknownError("unknown_item", marked("There is no piece “{item}”."), item=item[:40])
        places: dict[str, int | None] = {item: place for place, item in enumerate(told.items, 1)}
        order_pieces(session, series, places, now=house.parts.clock.now())
    with house.parts.database.reading() as session:
        return _whole(session, slug, base=base)


@router.put("/series/{slug}/pieces/{item_id}", status_code=204)
def put_in(house: TheHouse, actor: Known, slug: str, item_id: str) -> Response:
    """Put a piece at its end, published or not yet; one that is there stays where it is."""
    with house.parts.database.writing() as session:
        add_piece(session, series_by_slug(session, slug), item_id, actor=actor, now=house.parts.clock.now())
    return Response(status_code=204)


@router.delete("/series/{slug}/pieces/{item_id}", status_code=204)
def take_out(house: TheHouse, actor: Known, slug: str, item_id: str) -> Response:
    """Take a piece out of it."""
    with house.parts.database.writing() as session:
        remove_piece(
            session, series_by_slug(session, slug), item_id, actor=actor, now=house.parts.clock.now()
        )
    return Response(status_code=204)


def _whole(session: Session, slug: str, *, base: str) -> dict[str, Any]:
    series = series_by_slug(session, slug)
    found = episodes_in(session, series, offset=0, most=MOST_PIECES)
    places = positions_in(session, series)
    pieces = [
        {
            "item": one.item_id,
            "position": places[one.item_id],
            "title": one.item.title,
            "show": one.show.slug,
            "structure": one.show.structure.slug,
            "links": {"page": f"{base}/shows/{one.show.slug}/{one.slug}"},
        }
        for one in found.episodes
    ]
    return _shape(series, base=base) | {"episodes": found.total, "pieces": pieces}


def _shape(series: Series, *, base: str) -> dict[str, Any]:
    return {
        "slug": series.slug,
        "title": series.title,
        "description": series.description,
        "structure": series.structure.slug,
        "place": series.place,
        "starts_on": series.starts_on.isoformat() if series.starts_on else None,
        "ends_on": series.ends_on.isoformat() if series.ends_on else None,
        "links": {
            "page": f"{base}/series/{series.slug}",
            "feed": f"{base}/series/{series.slug}/feed.xml",
            "cover": f"{base}/{series.cover}",
        },
    }
