"""A small station whose clock obeys: a channel, pieces that say whose they are, and a door to ask at."""

import re
import warnings
from datetime import UTC, datetime
from typing import TYPE_CHECKING, cast

from httpx import Response

from broadcast.accounts.people import create_person, create_structure, create_token
from broadcast.accounts.roles import STATION
from broadcast.feeds.publish import take_back
from broadcast.library import keys
from broadcast.library.models import Item, ItemKind, Rights, Show
from broadcast.library.states import ItemState
from broadcast.media.grid import QUANTUM, padded
from broadcast.media.units import Ticks, ticks_of
from broadcast.parts import Parts
from broadcast.schedule.models import Channel, ChannelKind
from broadcast.schedule.slots import NewSlot, create_channel, create_slot, set_rotation
from broadcast.web.app import create_app
from playout.packages import keep_package, sample_of, samples_of

if TYPE_CHECKING:
    from conftest import SetClock

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # it would rather have another HTTP client than the other tests use
    from fastapi.testclient import TestClient

_SPOT = re.compile(r"(?:PROGRAM-DATE-TIME:(\S+)\n)?#EXTINF:([\d.]+),\na128/(\d+)\.m4s")


class ObedientStation:
    """The whole web door on one database, without its keeper: it reads the ledger when it is asked."""

    def __init__(self, parts: Parts) -> None:
        self.parts = parts
        self.clock = cast("SetClock", parts.clock)
        self.fingerprints: dict[bytes, str] = {}
        self._keep(keys.STAND_BY, Ticks(53 * QUANTUM), title="")
        now = self.clock.now()
        with parts.database.writing() as session:
            place = create_structure(session, slug="mpt", name="MPT Harteloire", now=now)
            session.add(
                Show(slug="port", title="Le port", structure=place, cover="covers/x.jpg", created_at=now)
            )
            channel = create_channel(
                session, slug="r", name="Radio", kind=ChannelKind.RADIO, structure=place,
                timezone="Europe/Paris", now=now,
            )  # fmt: skip
            self.channel_id = channel.id
            create_person(
                session, email="a@b.fr", name="A", password="assez long, oui", is_admin=True, now=now
            )
            session.flush()
            self.token = create_token(session, email="a@b.fr", name="", now=now)
        app = create_app(parts)
        app.state.house.freshener.patience_s = 60.0  # a slow machine is not a database that does not answer
        self.door = TestClient(app)

    def _keep(self, key: str, ticks: Ticks, *, title: str) -> None:
        keep_package(self.parts.storage, key, ticks=ticks)
        for frame in range(ticks // 1024):
            self.fingerprints[sample_of(f"{key}/a128", frame)] = title

    def piece(self, title: str, *, seconds: float, rights: Rights = Rights.FREE) -> str:
        """An approved item; its id is its title."""
        ticks = padded(ticks_of(seconds))
        self._keep(f"packages/{title}", ticks, title=title)
        with self.parts.database.writing() as session:
            session.add(
                Item(
                    id=title, show_id=1, structure_id=1, title=title, state=ItemState.PUBLISHED,
                    source_sha=title, source_bytes=1, package=f"packages/{title}", ticks=ticks,
                    seconds=seconds, created_at=self.clock.now(), published_at=self.clock.now(),
                    warnings=[], progress=1.0, rights=rights, kind=ItemKind.TRACK,
                )
            )  # fmt: skip
        return title

    def rotate(self, *items: str) -> None:
        with self.parts.database.writing() as session:
            channel = session.get_one(Channel, self.channel_id)
            set_rotation(session, channel, items=items, jingles=(), jingle_every=0)

    def place(self, starts: str, *, item: str, duration: int, overrun: str = "finish") -> None:
        """A slot, once, at a local time."""
        with self.parts.database.writing() as session:
            told = NewSlot(
                starts=datetime.fromisoformat(starts), duration=duration, overrun=overrun,  # type: ignore[arg-type]  # the enum's word
                item=session.get_one(Item, item),
            )  # fmt: skip
            channel = session.get_one(Channel, self.channel_id)
            create_slot(session, channel, told, now=self.clock.now())

    def withdraw(self, item: str) -> None:
        take_back(self.parts, item, actor=STATION, reason="essai")

    def ask(self, path: str, **headers: str) -> Response:
        headers = {"Authorization": f"Bearer {self.token}"} | headers
        return cast("Response", self.door.get(path, headers=headers))

    def spots(self, playlist: str) -> list[tuple[int, float, datetime | None]]:
        """Number, seconds and told moment of each segment."""
        return [
            (int(number), float(lasts), datetime.fromisoformat(moment) if moment else None)
            for moment, lasts, number in _SPOT.findall(playlist)
        ]

    def heard(self, number: int) -> set[str]:
        """The titles that a segment's samples belong to: the empty one is the stand-by loop."""
        answer = self.ask(f"/live/r/a128/{number}.m4s")
        assert answer.status_code == 200, answer.text
        return {self.fingerprints[sample] for sample in samples_of(answer.content)}


def epoch_of(station: ObedientStation) -> datetime:
    """When the channel's media time began."""
    with station.parts.database.reading() as session:
        return session.get_one(Channel, station.channel_id).epoch.astimezone(UTC)
