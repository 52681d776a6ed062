"""A deposit becomes an item and a durable job, in one transaction."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path, PurePath

from sqlalchemy.orm import Session

from broadcast.accounts.connections import note_connection
from broadcast.accounts.repository import structures_of
from broadcast.accounts.roles import Actor, Role, require_known, require_role
from broadcast.db import new_id
from broadcast.errors import InvalidError, marked
from broadcast.ingest.quarantine import Arrival, Arrived, place_of
from broadcast.ingest.sniff import HEAD_BYTES
from broadcast.ingest.weight import expected_cost
from broadcast.jobs import Load, enqueue
from broadcast.jobs.models import JobKind
from broadcast.library import keys
from broadcast.library.licences import Licence, checked_licence
from broadcast.library.models import Item, ItemKind, Rights, Show
from broadcast.library.repository import show_by_slug
from broadcast.library.states import ItemState
from broadcast.library.tags import Tags, read_tags
from broadcast.media.units import Bytes, Seconds
from broadcast.parts import Parts
from broadcast.workshops.depositing import become, open_deposit

_LONGEST_TITLE = 200
_CHUNK = 1 << 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What is said of a deposit. An empty title is taken from the file's name.

    What it is about is told as it is typed, with a comma between two names (`tags.read_tags`).
    """

    title: str = ""
    show: str = ""
    kind: str = ItemKind.EPISODE
    rights: str = Rights.FREE
    description: str = ""
    licence: str = Licence.RESERVED
    places: str = ""
    people: str = ""
    keywords: str = ""
    happened: str = ""
    file_name: str = ""

    def about(self) -> Tags:
        """What it is about. Raises InvalidError."""
        return read_tags(
            places=self.places, people=self.people, keywords=self.keywords, happened=self.happened
        )


def check_told(session: Session, told: Told, *, actor: Actor) -> Show | None:
    """The show it is for, before a byte is taken. Raises where the actor may not, or a word is wrong."""
    if actor.guest is not None:
        return open_deposit(session, actor.guest).workshop.show
    require_known(actor)
    for value, known, field in ((told.kind, ItemKind, "kind"), (told.rights, Rights, "rights")):
        if value not in set(known):
            raise InvalidError(
                "unknown_value",
                marked("“{value}” is not known for “{field}”."),
                marked("Use one of: {known}."),
                value=value[:40],
                field=field,
                known=", ".join(known),
            )
    checked_licence(told.licence)
    told.about()
    show = show_by_slug(session, told.show) if told.show else None
    if show is not None:
        require_role(actor, Role.CONTRIBUTOR, structure_id=show.structure_id)
    elif not actor.is_admin and not actor.roles:
        require_role(actor, Role.CONTRIBUTOR, structure_id=None)
    return show


def _kept_by_itself(_session: Session, _item: Item) -> None:
    """Nothing else is to be written with the item."""


def receive(
    parts: Parts,
    arrived: Arrived,
    told: Told,
    *,
    actor: Actor,
    item_id: str | None = None,
    keep: Callable[[Session, Item], None] = _kept_by_itself,
) -> Item:
    """Keep the deposit: the item and its job are written together, then a worker is told.

    `keep` writes what else belongs to the same transaction. The bytes have a second name until it is
    committed, so that being stopped anywhere loses nothing; afterwards only the item's is left.
    """
    with parts.database.writing() as session:
        show = check_told(session, told, actor=actor)
        item = Item(
            id=item_id or new_id(),
            show=show,
            structure_id=_structure_id(session, show, actor=actor),
            depositor_id=actor.person_id,
            kind=told.kind,
            rights=told.rights,
            licence=told.licence,
            tags=told.about().as_kept(),
            title=_title(told),
            description=told.description.strip(),
            file_name=_plain(told.file_name),
            state=ItemState.RECEIVED,
            source_sha=arrived.sha256,
            source_bytes=arrived.size,
            created_at=parts.clock.now(),
            progress=0.0,
            warnings=[],
        )
        keep(session, item)
        if actor.guest is not None:
            become(session, actor.guest, item, now=parts.clock.now())
        session.add(item)
        session.flush()
        key, now = parts.settings.signing_key, parts.clock.now()
        note_connection(session, f"item:{item.id}", address=actor.address, key=key, now=now)
        load = Load(_cost_of(arrived), owner=str(item.structure_id or ""))
        _hand_over(parts, arrived, item)
        enqueue(
            session,
            kind=JobKind.PREPARE_ITEM,
            subject=item.id,
            now=now,
            dispatcher=parts.dispatcher,
            load=load,
        )
    arrived.path.unlink(missing_ok=True)
    return item


def _hand_over(parts: Parts, arrived: Arrived, item: Item) -> None:
    """To where a worker finds it: the quarantine, or the storage where that is what all machines see."""
    if parts.storage.is_remote:
        parts.storage.put_file(keys.original(arrived.sha256), arrived.path)
        return
    place = place_of(parts.settings.quarantine, item.id)
    place.unlink(missing_ok=True)  # of a try that was not committed
    place.hardlink_to(arrived.path)


def _cost_of(arrived: Arrived) -> Seconds:
    with arrived.path.open("rb") as file:
        return expected_cost(file.read(HEAD_BYTES), size=arrived.size)


def deposit_file(parts: Parts, path: Path, told: Told, *, actor: Actor) -> Item:
    """Deposit a file of this machine; it stays where it is. Raises what a deposit from outside would."""
    with parts.database.reading() as session:
        check_told(session, told, actor=actor)
    most = Bytes(parts.settings.upload_max_bytes)
    with (
        path.open("rb") as source,
        Arrival(parts.settings.quarantine, most=most, expected=Bytes(path.stat().st_size)) as arrival,
    ):
        while chunk := source.read(_CHUNK):
            arrival.write(chunk)
        arrived = arrival.complete()
    try:
        return receive(parts, arrived, told, actor=actor)
    except BaseException:
        arrived.path.unlink(missing_ok=True)
        raise


def _structure_id(session: Session, show: Show | None, *, actor: Actor) -> int | None:
    """The show's structure, else the only one the depositor works in."""
    if show is not None:
        return show.structure_id
    places = () if actor.is_admin else structures_of(session, actor)
    return places[0].id if places else None


def _title(told: Told) -> str:
    words = _printable(told.title) or PurePath(_plain(told.file_name)).stem.replace("_", " ").strip()
    return (words or "Sans titre")[:_LONGEST_TITLE]


def _plain(text: str) -> str:
    """A name without folders and control characters, 255 at most."""
    return _printable(text.replace("\\", "/").rpartition("/")[2])[:255]


def _printable(text: str) -> str:
    return "".join(sign for sign in text if sign.isprintable()).strip()
