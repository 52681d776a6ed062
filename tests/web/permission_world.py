"""The station that permissions are tried on: two structures, one of each role, a piece in each state.

`World.things` is what a row's address may name; `{item_id}` is "waiting" unless the row says otherwise.
"""

import re
import shutil
import warnings
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from io import BytesIO
from pathlib import Path

from PIL import Image
from sqlalchemy import select
from sqlalchemy.orm import Session

from broadcast.accounts.charter import note_signature, write_charter
from broadcast.accounts.invitations import invite
from broadcast.accounts.models import Structure
from broadcast.accounts.people import create_person, create_structure, create_token, join_structure
from broadcast.accounts.repository import actor_of
from broadcast.accounts.roles import STATION, Actor, Role
from broadcast.feeds.publish import publish
from broadcast.ingest.deposit import Told, deposit_file
from broadcast.jobs import claim
from broadcast.jobs.models import Job
from broadcast.library import keys
from broadcast.library.consents import Consent
from broadcast.library.models import Item, TranscriptSource
from broadcast.library.papers import keep_paper, papers_of
from broadcast.library.repository import episode_of_item, show_by_slug
from broadcast.library.shows import NewShow, create_show
from broadcast.library.states import ItemState
from broadcast.library.transcripts import Said, write_transcript
from broadcast.media.chapters import Chapter
from broadcast.media.cues import Cue
from broadcast.media.units import Seconds
from broadcast.parts import Parts
from broadcast.schedule.edits import EditKind, noted
from broadcast.schedule.models import ChannelKind
from broadcast.schedule.recurrence import Override
from broadcast.schedule.slots import NewSlot, change_occurrence, create_channel, create_slot
from broadcast.transcode.demo.virgules import write_rising_virgule
from broadcast.transcode.prepare import prepare_item
from broadcast.web.app import create_app
from broadcast.web.permissions import Row, Who
from broadcast.workshops.codes import DEPOSIT_SIGNS, code_of, lookup_of
from broadcast.workshops.hours import Hours
from broadcast.workshops.models import GuestDeposit
from broadcast.workshops.opening import NewWorkshop, code_of_workshop, create_workshop
from stand_by_loop import bring_stand_by
from web.permission_matters import gather, report

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # it would rather have another HTTP client than the other tests use
    from fastapi.testclient import TestClient

PASSWORD = "assez long, oui"
_COVER = keys.cover("0" * 32)
_NAME = re.compile(r"\{(\w+)\}")
ROLES = {Who.CONTRIBUTOR: Role.CONTRIBUTOR, Who.DEPOSITOR: Role.CONTRIBUTOR, Who.HOST: Role.HOST,
         Who.EDITOR: Role.EDITOR}  # fmt: skip
ELSEWHERE = {f"elsewhere as {role.name.lower()}": role for role in Role}


@dataclass
class World:
    """The application, its people's keys, and its things by name."""

    parts: Parts
    client: TestClient
    tokens: dict[str, str] = field(default_factory=dict)
    people: dict[str, Actor] = field(default_factory=dict)
    things: dict[str, str] = field(default_factory=dict)

    @property
    def database_file(self) -> Path:
        return Path(str(self.parts.database.engine.url.database))

    def keep(self) -> None:
        """Remember the database as it is."""
        with self.parts.database.engine.connect() as connection:
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        shutil.copy(self.database_file, self.database_file.with_suffix(".kept"))

    def restore(self) -> None:
        """Go back to what was remembered."""
        self.parts.database.engine.dispose()
        for ending in ("-wal", "-shm"):
            self.database_file.with_name(f"{self.database_file.name}{ending}").unlink(missing_ok=True)
        shutil.copy(self.database_file.with_suffix(".kept"), self.database_file)

    def ask(self, row: Row, *, by: str) -> int:
        """The status that somebody, by name, gets for a row's request."""
        method, _, route = row.route.partition(" ")
        headers = dict(row.headers)
        if by in self.tokens:
            headers["Authorization"] = f"Bearer {self.tokens[by]}"
        answer = self.client.request(
            row.ask or method,
            self.address(route, row.at),
            params=dict(row.query),
            json=row.json,
            data=self._filled(row.form) if row.form is not None else None,
            files={"file": ("a.wav", row.file)} if row.file else None,
            content=row.content or None,
            headers=headers,
            follow_redirects=False,
        )
        return int(answer.status_code)

    def _filled(self, form: Mapping[str, str]) -> dict[str, str]:
        return {name: _NAME.sub(lambda found: self.things[found[1]], value) for name, value in form.items()}

    def address(self, route: str, at: Mapping[str, str]) -> str:
        """The address with its names filled."""
        if "" in at:
            return at[""]
        made = []
        before = ""
        for part in route.split("/"):
            named = _NAME.sub(lambda found, before=before: self._thing(found[1], before, at), part)  # type: ignore[misc]  # a default argument binds it
            made.append(named)
            before = part.strip("{}")
        return "/".join(made)

    def _thing(self, name: str, before: str, at: Mapping[str, str]) -> str:
        wanted = at.get(name, f"{before}/{name}")
        return self.things.get(wanted, self.things.get(name, wanted))


def build(parts: Parts, folder: Path) -> World:
    """Make the station. The database is kept at the end."""
    bring_stand_by(parts.storage)
    app = create_app(parts)
    app.state.house.freshener.patience_s = 60.0  # a slow machine is not a database that does not answer
    world = World(parts, TestClient(app, raise_server_exceptions=True))
    now = parts.clock.now()
    _put_pictures(parts)
    with parts.database.writing() as session:
        place = create_structure(session, slug="mpt", name="MPT", now=now)
        other = create_structure(session, slug="keredern", name="Keredern", now=now)
        told = NewShow(slug="essais", title="Les essais")
        create_show(session, told, structure=place, cover=_COVER, now=now)
        for who, role in ROLES.items():
            _join(session, world, who, role, place, now)
        for away, role in ELSEWHERE.items():
            _join(session, world, away, role, other, now)
        _join(session, world, Who.ADMINISTRATOR, None, place, now)
        write_charter(session, "Ensemble\nNous faisons la radio.", actor=STATION, now=now)
        note_signature(
            session, place, signed_by="Yann Le Gall", signed_on=now.date(), actor=STATION, now=now
        )  # fmt: skip
        secret = invite(session, place, role=Role.HOST, actor=STATION, now=now)
        person = world.people[Who.CONTRIBUTOR].person_id
        world.things |= {"invitation": secret, "somebody": str(person)}
    _put_on_air(world, now)
    _deposit(world, folder)
    _announce(world)
    _hold_workshop(world, now)
    report(world, now)
    gather(world, now)
    _find_stream(world)
    world.keep()
    return world


def _hold_workshop(world: World, now: datetime) -> None:
    """An open workshop; what waits for review was deposited in it."""
    key, hours = world.parts.settings.signing_key, Hours(now, now + timedelta(hours=1))
    told = NewWorkshop(name="Atelier", structure="mpt", hours=hours)
    private = code_of(b"private", key=key, signs=DEPOSIT_SIGNS)
    with world.parts.database.writing() as session:
        workshop = create_workshop(session, told, actor=STATION, key=key, now=now)
        deposit = GuestDeposit(
            workshop_id=workshop.id, lookup=lookup_of(private, key=key), name="Nina", title="Le quai",
            answers={}, item_id=world.things["waiting"], created_at=now,
        )  # fmt: skip
        agreed = Consent(
            item_id=world.things["waiting"], name="Nina", kind="recording", text_version="1", asked_at=now,
            given_at=now,
        )  # fmt: skip
        session.add_all([deposit, agreed])
        session.flush()
        keep_paper(session, world.things["waiting"], b"%PDF-", actor=STATION, key=key, now=now)
        session.flush()
        (paper,) = papers_of(session, world.things["waiting"])
        world.things |= {"consent_id": str(agreed.id), "paper_id": paper.id}
        world.things |= {
            "workshop_id": workshop.id, "deposit_id": deposit.id, "d/code": private,
            "a/code": code_of_workshop(workshop, key=key),
        }  # fmt: skip


def _put_pictures(parts: Parts) -> None:
    drawn = BytesIO()
    Image.new("RGB", (600, 600), "#7d2412").save(drawn, "JPEG")
    for key in (_COVER, keys.small(_COVER), "stills/00/0/still-0.jpg"):
        parts.storage.put_bytes(key, drawn.getvalue())


def _join(
    session: Session, world: World, name: str, role: Role | None, place: Structure, now: datetime
) -> None:
    email = f"{name.replace(' ', '-')}@example.org"
    person = create_person(session, email=email, name=name, password=PASSWORD, is_admin=role is None, now=now)
    if role is not None:
        join_structure(session, person, structure=place, role=role, now=now)
    session.flush()
    world.tokens[str(name)] = create_token(session, email=email, name="", now=now)
    session.flush()
    world.people[name] = actor_of(session, person)


def _put_on_air(world: World, now: datetime) -> None:
    with world.parts.database.writing() as session:
        show = show_by_slug(session, "essais")
        channel = create_channel(
            session, slug="radio", name="Radio", kind=ChannelKind.RADIO, structure=show.structure,
            timezone="Europe/Paris", now=now,
        )  # fmt: skip
        told = NewSlot(starts=datetime(2026, 12, 1, 9), duration=600, rrule="FREQ=DAILY", show=show)
        slot = create_slot(session, channel, told, now=now)
        with noted(session, channel, kind=EditKind.CANCELLED, slot=slot, person=None, now=now) as noting:
            cancelled = Override(cancelled=True)
            change_occurrence(session, channel, slot, on=date(2026, 12, 4), change=cancelled, now=now)
        assert noting.edit.id == 1, "the table of permissions calls it so"
        world.things |= {"slot_id": str(slot.id), "on": "2026-12-03"}
    world.client.app.state.house.air.keep()  # type: ignore[attr-defined]  # the application is FastAPI's


def _deposit(world: World, folder: Path) -> None:
    """One piece to review, one published, one refused, one sent back, all by the depositor."""
    sound = folder / "virgule.wav"
    write_rising_virgule(sound)
    for name in ("waiting", "published", "failed", "sent back"):
        told = Told(
            title="Le phare", show="essais", places="Le phare", people="Le phare", keywords="Le phare",
            happened="24/11/2026",
        )  # fmt: skip
        item = deposit_file(world.parts, sound, told, actor=world.people[Who.DEPOSITOR])
        world.things[name] = item.id
        _prepare(world.parts, item.id)
    with world.parts.database.writing() as session:
        _put_in_words(session, world)
    with world.parts.database.writing() as session:
        failed = session.get_one(Item, world.things["failed"])
        failed.state, failed.package = ItemState.FAILED, None
        session.get_one(Item, world.things["sent back"]).state = ItemState.REJECTED
        failed.error = {"code": "gave_up", "message": "", "remedy": "", "kept": True, "values": {}}
    publish(world.parts, world.things["published"], actor=STATION)
    with world.parts.database.reading() as session:
        episode = episode_of_item(session, world.things["published"])
    assert episode is not None
    world.things |= {
        "item_id": world.things["waiting"], "episode_id": episode.id, "show/slug": episode.slug,
        "shows/slug": "essais", "show": "essais", "name": "le-phare", "covers/name": "0" * 32, "number": "0",
        "channels/slug": "radio", "live/slug": "radio", "radio": "radio", "rendition": "a128",
    }  # fmt: skip


def _prepare(parts: Parts, item_id: str) -> None:
    with parts.database.writing() as session:
        job = session.scalars(select(Job.id).where(Job.subject == item_id)).one()
        held = claim(session, job, holder="here/1.1/1", now=parts.clock.now())
    assert held is not None
    prepare_item(parts, held)


def _put_in_words(session: Session, world: World) -> None:
    cue = Cue(Seconds(0.0), Seconds(1.0), "Bonjour")
    for name in ("waiting", "published"):
        item = session.get_one(Item, world.things[name])
        item.stills, item.still = 1, "stills/00/0/still-0.jpg"
        item.chapters = [{"start": 0.0, "title": Chapter(Seconds(0.0), "Début").title}]
        said = Said(language="fr", source=TranscriptSource.TYPED, cues=(cue,))
        write_transcript(session, item.id, said, actor=STATION, now=world.parts.clock.now())


def _announce(world: World) -> None:
    """An upload that the depositor has begun."""
    answer = world.client.post(
        "/api/v1/uploads/",
        headers={
            "Authorization": f"Bearer {world.tokens[Who.DEPOSITOR]}", "Tus-Resumable": "1.0.0",
            "Upload-Length": "9", "Upload-Metadata": "show ZXNzYWlz",
        },
    )  # fmt: skip
    world.things["upload_id"] = answer.headers["location"].rpartition("/")[2]


def _find_stream(world: World) -> None:
    """A piece of the stream that is on air, and its beginning."""
    playlist = world.client.get("/live/radio/a128.m3u8").text
    digest = re.search(r"init-(\w+)\.mp4", playlist)
    pieces = re.findall(r"(\d+)\.m4s", playlist)
    assert digest is not None
    world.things |= {"a128/digest": digest[1], "digest": digest[1], "rendition/number": pieces[-1]}
