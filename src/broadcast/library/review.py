"""Review: an item is approved, sent back, withdrawn or tried again.

Rights are checked here, where the state changes, whatever door was used.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from broadcast.accounts.acts import Act
from broadcast.accounts.addresses import free_slug, slug_of
from broadcast.accounts.models import Structure
from broadcast.accounts.roles import Actor, Role, require_role
from broadcast.errors import ConflictError, InvalidError, marked
from broadcast.jobs import Dispatcher, cancel, enqueue
from broadcast.jobs.models import JobKind
from broadcast.library.consents import require_consents
from broadcast.library.drafts import check_version, draft_of, put_in_public
from broadcast.library.finding.index import keep_item
from broadcast.library.models import Draft, Episode, Item, ItemKind, Show
from broadcast.library.noting import note
from broadcast.library.repository import item_for_change
from broadcast.library.states import ItemState, Move, moved
from broadcast.library.unprepared import is_seen_to
from broadcast.library.votes import carried, forget_votes, governing


@dataclass(frozen=True, slots=True)
class Enclosure:
    """The tag made for an episode: its storage key and size, and the size of tag and frames together."""

    tag: str
    tag_bytes: int
    total_bytes: int


class TagWantedError(Exception):
    """A vote is carried by this yes, and the tag of what it publishes has not been made."""


def becomes_episode(item: Item) -> bool:
    """Whether approval gives it a page and a place in a feed."""
    return item.show_id is not None and ItemKind(item.kind).is_programme


def may_approve(session: Session, item: Item, actor: Actor) -> bool:
    """Hosts may; so may whoever deposited it where their show or structure is trusted, unless turned down.

    Where a committee decides, its members may, and nobody else but administrators.
    """
    if item.show and item.show.committee_id is not None:
        return actor.is_admin or item.show.committee_id in actor.committees
    if actor.is_at_least(Role.HOST, structure_id=item.structure_id):
        return True
    is_own = item.depositor_id is not None and item.depositor_id == actor.person_id
    if not is_own or item.is_refused or item.structure_id not in actor.roles:
        return False
    place = session.get(Structure, item.structure_id)
    return bool((item.show and item.show.is_trusted) or (place and place.is_trusted))


def approve(
    session: Session,
    item_id: str,
    *,
    actor: Actor,
    enclosure: Enclosure | None,
    now: datetime,
    seen: str | None = None,
) -> Item:
    """Publish it, or what was changed of it since. `enclosure` is needed where it is an episode.

    Where a committee decides this is a vote: what it gives back is published once the vote is carried.
    Raises TagWantedError where it is carried and an episode has no `enclosure`: nothing was done then.
    `seen` is the version (`version_of`) that was looked at: raises ConflictError where there is another.
    """
    item = item_for_change(session, item_id, actor=actor)
    committee = governing(session, item)
    if committee is None and not may_approve(session, item, actor):
        require_role(actor, Role.HOST, structure_id=item.structure_id)
    require_consents(session, item, now=now)
    draft = draft_of(session, item_id)
    check_version(item, draft, seen=seen)
    if committee is not None:
        _require_waiting(item, draft)
        if not carried(session, committee, item, draft, actor=actor, now=now):
            return item
        if enclosure is None and becomes_episode(item) and item.package is not None:
            raise TagWantedError
        forget_votes(session, item)
    if item.state == ItemState.PUBLISHED and draft is not None:
        return _approve_changes(session, item, draft, actor=actor, enclosure=enclosure, now=now)
    item.state = moved(ItemState(item.state), Move.APPROVE)
    item.published_at, item.reason, item.is_refused = now, "", False
    if becomes_episode(item) and enclosure is not None and item.show_id is not None:
        session.add(
            Episode(
                show_id=item.show_id,
                item_id=item.id,
                slug=free_slug(
                    session, Episode.slug, wanted=slug_of(item.title), among=Episode.show_id == item.show_id
                ),
                published_at=now,
                tag=enclosure.tag,
                tag_bytes=enclosure.tag_bytes,
                enclosure_bytes=enclosure.total_bytes,
            )
        )
    keep_item(session, item)
    note(session, Act.APPROVE, item, actor=actor, now=now)
    return item


def _require_waiting(item: Item, draft: Draft | None) -> None:
    """Raise ConflictError where there is nothing to vote on."""
    if item.state != ItemState.PUBLISHED or draft is None:
        moved(ItemState(item.state), Move.APPROVE)


def _approve_changes(  # the item, its draft, and what approving takes
    session: Session, item: Item, draft: Draft, *, actor: Actor, enclosure: Enclosure | None, now: datetime
) -> Item:
    put_in_public(session, item, draft, now=now)
    episode = session.scalar(select(Episode).where(Episode.item_id == item.id))
    if episode is not None and enclosure is not None:
        put_enclosure(session, episode, enclosure)
    keep_item(session, item)
    note(session, Act.APPROVE, item, actor=actor, now=now, what="changes")
    return item


def put_enclosure(session: Session, episode: Episode, enclosure: Enclosure) -> None:
    """Serve an episode with another tag from now on."""
    kept = session.get_one(Episode, episode.id, with_for_update=True)
    kept.tag, kept.tag_bytes = enclosure.tag, enclosure.tag_bytes
    kept.enclosure_bytes = enclosure.total_bytes


def reject(session: Session, item_id: str, *, actor: Actor, reason: str, now: datetime) -> Item:
    """Turn it down with a reason the depositor reads; what was changed of a published piece is dropped."""
    item = _judged(session, item_id, actor=actor)
    draft = draft_of(session, item_id)
    if item.state == ItemState.PUBLISHED and draft is not None:
        session.delete(draft)
        note(session, Act.DROP_EDIT, item, actor=actor, now=now, words=_told(reason))
        return item
    item.state = moved(ItemState(item.state), Move.REJECT)
    item.reason, item.is_refused = _told(reason), True
    note(session, Act.REFUSE, item, actor=actor, now=now, words=item.reason)
    return item


def ask_change(session: Session, item_id: str, *, actor: Actor, reason: str, now: datetime) -> Item:
    """Send it, or what was changed of it, back to its depositor with what should be different."""
    item = _judged(session, item_id, actor=actor)
    draft = draft_of(session, item_id)
    if item.state == ItemState.PUBLISHED and draft is not None:
        draft.state = moved(ItemState(draft.state), Move.ASK_CHANGE)
        draft.reason = _told(reason)
    else:
        item.state = moved(ItemState(item.state), Move.ASK_CHANGE)
        item.reason = _told(reason)
    is_host = actor.is_at_least(Role.HOST, structure_id=item.structure_id)
    act = Act.ASK_CHANGE if is_host else Act.OBJECT
    note(session, act, item, actor=actor, now=now, words=_told(reason))
    return item


def _judged(session: Session, item_id: str, *, actor: Actor) -> Item:
    """The item, for those who may send it back: its hosts, and its committee, whose votes are over then."""
    item = item_for_change(session, item_id, actor=actor)
    committee = governing(session, item)
    if committee is None or committee.id not in actor.committees:
        require_role(actor, Role.HOST, structure_id=item.structure_id)
    forget_votes(session, item)
    return item


def submit(session: Session, item_id: str, *, actor: Actor, now: datetime) -> Item:
    """Send it to review again: whoever deposited it, unless it was turned down, and hosts."""
    item = item_for_change(session, item_id, actor=actor)
    is_own = item.depositor_id is not None and item.depositor_id == actor.person_id
    if not is_own or item.is_refused:
        require_role(actor, Role.HOST, structure_id=item.structure_id)
    draft = draft_of(session, item_id)
    if item.state == ItemState.PUBLISHED and draft is not None:
        draft.state, draft.reason = moved(ItemState(draft.state), Move.SUBMIT), ""
    else:
        item.state = moved(ItemState(item.state), Move.SUBMIT)
        item.reason, item.is_refused = "", False
    note(session, Act.SUBMIT, item, actor=actor, now=now)
    return item


def withdraw(session: Session, item_id: str, *, actor: Actor, reason: str, now: datetime) -> Item:
    """Take it off the air, its page and the feeds, at once and everywhere; what prepares it is stopped."""
    item = item_for_change(session, item_id, actor=actor)
    if item.depositor_id is None or item.depositor_id != actor.person_id:
        require_role(actor, Role.HOST, structure_id=item.structure_id)
    item.state = moved(ItemState(item.state), Move.WITHDRAW)
    item.withdrawn_at, item.reason = now, reason.strip()
    cancel(session, subject=item.id, now=now)
    is_seen_to(session, item, now=now)
    keep_item(session, item)
    note(session, Act.WITHDRAW, item, actor=actor, now=now, words=item.reason)
    return item


def retry(session: Session, item_id: str, *, actor: Actor, dispatcher: Dispatcher, now: datetime) -> Item:
    """Try a refused deposit again, from its original."""
    item = item_for_change(session, item_id, actor=actor)
    if item.depositor_id is None or item.depositor_id != actor.person_id:
        require_role(actor, Role.HOST, structure_id=item.structure_id)
    item.state = moved(ItemState(item.state), Move.RETRY)
    if not (item.error or {}).get("kept"):
        raise ConflictError(
            "original_not_kept",
            marked("This file could not be read, so it was not kept."),
            marked("Deposit it again, from the device it was made on."),
        )
    item.error, item.progress = None, 0.0
    is_seen_to(session, item, now=now)
    note(session, Act.RETRY, item, actor=actor, now=now)
    enqueue(session, kind=JobKind.PREPARE_ITEM, subject=item.id, now=now, dispatcher=dispatcher)
    return item


def _told(reason: str) -> str:
    if not reason.strip():
        raise InvalidError(
            "reason_needed",
            marked("Say why, so that its author can put it right."),
            marked("Write a sentence or two."),
        )
    return reason.strip()


def show_title(show: Show | None) -> str:
    """A show's title, empty without a show."""
    return show.title if show else ""
