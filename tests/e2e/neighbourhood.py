"""What the walk's station holds beside the things of the permissions' world, so that its pages are alive."""

from pathlib import Path
from typing import Any

from broadcast.accounts.models import Person, Structure
from broadcast.library.models import Item, Show
from broadcast.schedule.models import Channel
from broadcast.transcode.demo.virgules import write_rising_virgule
from broadcast.web.permissions import Who
from web.conftest import Pages
from web.permission_world import World

PEOPLE = {
    Who.CONTRIBUTOR: "Léa Morvan",
    Who.DEPOSITOR: "Awa Diallo",
    Who.HOST: "Yann Le Gall",
    Who.EDITOR: "Soizic Kerhoas",
    Who.ADMINISTRATOR: "Service multimédia",
}
TITLES = {"waiting": "Le quai, un matin", "failed": "Entretien au port", "sent back": "Premier montage"}
SHOWS = (
    ("maree", "Marée basse", "2026-11-24T18:00", 3600),
    ("ateliers", "Les ateliers du mercredi", "2026-11-25T14:00", 5400),
)
WAITING = ("Reportage au marché", "La chanson du mardi")


def furnish(world: World, folder: Path) -> None:
    """Give people and pieces real names, and the radio a week, a rotation and a running order."""
    _name(world)
    pages = Pages(world.parts, world.client, world.tokens)
    sound = folder / "virgule-2.wav"
    write_rising_virgule(sound)
    for title in WAITING:
        pages.prepared(sound, title=title)
    _plan(world)


def _name(world: World) -> None:
    with world.parts.database.writing() as session:
        for who, name in PEOPLE.items():
            session.get_one(Person, world.people[who].person_id).name = name
        for thing, title in TITLES.items():
            session.get_one(Item, world.things[thing]).title = title
        for structure in session.query(Structure):
            structure.name = {"mpt": "MPT du Harteloire"}.get(structure.slug, "Centre social Keredern")
        session.query(Show).one().title = "Paroles de la rade"
        session.query(Channel).one().name = "WebradioOn’R"


def _plan(world: World) -> None:
    rotation = {"items": [world.things["published"]], "jingles": [], "jingle_every": 900}
    _call(world, "PUT", "/channels/radio/rotation", rotation)
    told = {"slug": "tele", "name": "WebTélé de quartier", "kind": "tv", "structure": "keredern"}
    _call(world, "POST", "/channels", {**told, "timezone": "Europe/Paris"})
    for slug, title, starts, duration in SHOWS:
        _call(world, "POST", "/shows", {"slug": slug, "title": title, "structure": "mpt"})
        case = {"show": slug, "starts": starts, "duration": duration, "rrule": "FREQ=WEEKLY"}
        _call(world, "POST", "/channels/radio/slots", case)
    lines = [
        {"kind": "talk", "text": "Bonjour à toutes et à tous", "seconds": 90},
        {"kind": "note", "text": "Micro 2 pour Awa"},
    ]
    order = f"/channels/radio/slots/{world.things['slot_id']}/running-order"
    _call(world, "PUT", order, {"elements": lines})


def _call(world: World, method: str, path: str, told: dict[str, Any]) -> None:
    headers = {"Authorization": f"Bearer {world.tokens[Who.ADMINISTRATOR]}"}
    answer = world.client.request(method, f"/api/v1{path}", json=told, headers=headers)
    assert answer.is_success, answer.text
