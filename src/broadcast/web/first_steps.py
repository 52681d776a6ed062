"""What somebody new does first, on the page they come to: gone once it is done."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from broadcast.accounts.imprint import lacks, read_imprint
from broadcast.accounts.invitations import has_invited
from broadcast.accounts.models import Person
from broadcast.accounts.repository import structures_led_by, structures_of
from broadcast.accounts.roles import Actor, Role
from broadcast.errors import marked
from broadcast.library.repository import shows_in
from broadcast.schedule.edits import KEPT, has_edited
from broadcast.schedule.repository import all_channels, channels_hosted_by
from broadcast.workshops.opening import has_opened_since


@dataclass(frozen=True, slots=True)
class Step:
    """One of them: in words to be translated, where it is done, and whether it is."""

    words: str
    why: str
    link: str
    is_done: bool


def first_steps(session: Session, actor: Actor, *, now: datetime) -> list[Step]:
    """The first steps of an administrator or a host; none once all are done.

    A host's are shown for as long as edits of a grid are kept, from the day of their account on.
    """
    person = session.get(Person, actor.person_id) if actor.person_id is not None else None
    if person is None:
        return []
    if actor.is_admin:
        steps = _of_administrator(session, actor, now=now)
    elif person.created_at + KEPT > now:
        steps = _of_host(session, actor, since=person.created_at)
    else:
        steps = []
    return [] if all(one.is_done for one in steps) else steps


def _of_administrator(session: Session, actor: Actor, *, now: datetime) -> list[Step]:
    places = structures_of(session, actor)
    first = f"/studio/structures/{places[0].slug}" if places else "/studio/structures"
    return [
        Step(
            marked("Fill in the legal notice"),
            marked("The law requires that everybody can find out who publishes the station."),
            "/studio/legal",
            not lacks(read_imprint(session)),
        ),
        Step(
            marked("Create a structure"),
            marked("A library, a youth club, a lycée: whoever makes things together."),
            "/studio/structures#add",
            bool(places),
        ),
        Step(
            marked("Invite a host"),
            marked("By a link that you hand over as you like: no e-mail is needed."),
            f"{first}#invite",
            has_invited(session, Role.HOST, now=now),
        ),
        Step(
            marked("Open a channel"),
            marked("It is on air at once, with the stand-by loop until there is a programme."),
            f"{first}#shows",
            bool(all_channels(session)),
        ),
    ]


def _of_host(session: Session, actor: Actor, *, since: datetime) -> list[Step]:
    hosted = [place for place, role in actor.roles.items() if role >= Role.HOST]
    if not hosted:
        return []
    steps = [
        Step(
            marked("Open a workshop"),
            marked("Its code goes on the wall, and everybody deposits from their phone."),
            "/studio/workshops",
            has_opened_since(session, since, places=hosted),
        )
    ]
    edited = structures_led_by(session, actor, Role.EDITOR)
    if edited:
        steps.append(
            Step(
                marked("Create a show"),
                marked("It gathers episodes, and has a page and a podcast."),
                f"/studio/structures/{edited[0].slug}#shows",
                bool(shows_in(session, hosted)),
            )
        )
    grids = channels_hosted_by(session, actor)
    if grids:
        steps.append(
            Step(
                marked("Place a show on the grid"),
                marked("Its day and time: from then on what you publish airs by itself."),
                f"/studio/channels/{grids[0].slug}/grid#place",
                has_edited(session, actor.person_id or 0),
            )
        )
    return steps
