"""A year in numbers, for those who have to report on it: on a page, and as a table."""

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Annotated
from zoneinfo import ZoneInfo

from fastapi import APIRouter, Depends, Query, Request, Response
from sqlalchemy.orm import Session

from broadcast.accounts.models import Structure
from broadcast.accounts.repository import structure_by_slug, structures_led_by
from broadcast.accounts.roles import Actor, Role, require_role
from broadcast.keeping.periods import STATISTICS
from broadcast.playout.year import Heard, Made, Stretch, heard_in, made_in
from broadcast.schedule.repository import all_channels
from broadcast.web.house import Known, TheHouse
from broadcast.web.tables import csv_text
from broadcast.web.templating import render

router = APIRouter(prefix="/studio/year", include_in_schema=False)
_FIRST, _LAST = 2000, 9000
_COLUMNS = (
    "year", "structure", "channel", "workshops", "deposits", "by_guests", "published", "published_hours",
    "listening_hours", "connections", "most_listeners",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Year:
    """What is told of it; `present` is the one that runs, `structure` the only one that is told of."""

    number: int
    present: int
    made: list[Made]
    heard: list[Heard]
    structure: str

    @property
    def is_bare(self) -> bool:
        """Whether nothing at all happened."""
        made = any(one.workshops or one.deposits or one.published for one in self.made)
        return not made and not any(one.hours for one in self.heard)


def _asked(
    house: TheHouse,
    actor: Known,
    year: Annotated[int | None, Query(ge=_FIRST, le=_LAST)] = None,
    structure: Annotated[str, Query(max_length=80)] = "",
) -> Year:
    """Of one structure, else of all that somebody leads; and of their channels. Raises ForbiddenError."""
    zone = ZoneInfo(house.parts.settings.timezone)
    present = house.parts.clock.now().astimezone(zone).year
    shown = year or present
    stretch = Stretch(datetime(shown, 1, 1, tzinfo=zone), datetime(shown + 1, 1, 1, tzinfo=zone))
    with house.parts.database.reading() as session:
        places = _places(session, actor, structure)
        known = {one.id for one in places}
        channels = [one for one in all_channels(session) if one.structure_id in known]
        made, heard = made_in(session, places, stretch), heard_in(session, channels, stretch)
    return Year(shown, present, made, heard, structure)


def _places(session: Session, actor: Actor, slug: str) -> list[Structure]:
    """Raises UnknownError, and ForbiddenError for whoever leads none."""
    places = [structure_by_slug(session, slug)] if slug else structures_led_by(session, actor, Role.EDITOR)
    if not places:
        require_role(actor, Role.EDITOR, structure_id=None)
    for one in places:
        require_role(actor, Role.EDITOR, structure_id=one.id)
    return places


Asked = Annotated[Year, Depends(_asked)]


@router.get("")
def show_year(request: Request, year: Asked) -> Response:
    """What was made and listened to, structure by structure, channel by channel."""
    return render(request, "year.html", year=year, kept=STATISTICS.months)


@router.get(".csv")
def year_table(year: Asked) -> Response:
    """The same as a table."""
    empty = dict.fromkeys(_COLUMNS) | {"year": year.number}
    made = [
        empty | asdict(one) | {"structure": one.name, "published_hours": f"{one.seconds / 3600:.2f}"}
        for one in year.made
    ]
    heard = [
        empty
        | {
            "channel": one.name, "listening_hours": f"{one.hours:.2f}", "connections": one.connections,
            "most_listeners": one.most,
        }
        for one in year.heard
    ]  # fmt: skip
    return Response(
        csv_text(_COLUMNS, [*made, *heard]),
        media_type="text/csv; charset=utf-8",
        headers={
            "Cache-Control": "private, no-store",
            "Content-Disposition": f'attachment; filename="antenne-{year.number}.csv"',
        },
    )
