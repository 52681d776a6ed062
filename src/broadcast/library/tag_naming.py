"""What editors do with tags: name one otherwise, make one of two, tell two of one name apart."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from broadcast.accounts.acts import Act
from broadcast.accounts.audit import Done, record
from broadcast.accounts.roles import Actor, Role, require_role
from broadcast.errors import InvalidError, marked
from broadcast.library.finding.index import keep_item
from broadcast.library.lines import one_line
from broadcast.library.models import Draft, Item
from broadcast.library.tag_models import ItemTag, Tag, TagAlias
from broadcast.library.tagged import about, meant_by, tag_at
from broadcast.library.tags import LONGEST_NAME, TagKind, Tags, address_word


def may_name(session: Session, tag: Tag, actor: Actor) -> bool:
    """Whether somebody may name it: editors of a structure with a published piece about it."""
    if actor.is_admin:
        return True
    places = session.scalars(select(Item.structure_id).where(about(tag)).distinct())
    return any(actor.is_at_least(Role.EDITOR, structure_id=one) for one in places)


def tag_to_name(session: Session, kind: TagKind, slug: str, *, actor: Actor) -> Tag:
    """The tag of an address, for those who may name it. Raises UnknownError, ForbiddenError."""
    tag = tag_at(session, kind=kind, slug=slug)
    if not may_name(session, tag, actor):
        require_role(actor, Role.EDITOR, structure_id=None)
    return tag


def rename_tag(session: Session, tag: Tag, name: str, *, actor: Actor, now: datetime) -> Tag:
    """Call it otherwise; where another has that name already, the two become that one. Gives what is kept.

    Its old address leads to the new one, and so does its old name where a piece tells it.

    Raises InvalidError.
    """
    told = one_line(name)[:LONGEST_NAME]
    slug, kind = address_word(told), TagKind(tag.kind)
    other = meant_by(session, kind=kind, slug=slug)
    kept = tag if other is None or other.id == tag.id else other
    touched = list(session.scalars(select(Item).where(about(tag))))
    if kept is not tag:
        session.execute(update(TagAlias).where(TagAlias.tag_id == tag.id).values(tag_id=kept.id))
        _lead(session, tag, to=kept)
        session.execute(delete(ItemTag).where(ItemTag.tag_id == tag.id))
        session.delete(tag)
    else:
        session.execute(delete(TagAlias).where(TagAlias.kind == kind, TagAlias.slug == slug))
        if tag.slug != slug:
            _lead(session, tag, to=tag)
        tag.slug, tag.name, tag.is_settled = slug, told, True
    session.flush()
    _keep(session, touched)
    kept.changed_at = now
    _record(session, kept, told, actor=actor, now=now)
    return kept


def _lead(session: Session, tag: Tag, *, to: Tag) -> None:
    """Have a tag's present name lead to another, or to itself under the name it gets."""
    session.add(TagAlias(kind=tag.kind, slug=tag.slug, name=tag.name, tag_id=to.id))


def part_again(session: Session, tag: Tag, alias_id: int, *, actor: Actor, now: datetime) -> None:
    """Let another name lead to the tag no more: pieces that tell it are about something of that name."""
    alias = session.get(TagAlias, alias_id)
    if alias is None or alias.tag_id != tag.id:
        return
    touched = list(session.scalars(select(Item).where(about(tag))))
    name = alias.name
    session.delete(alias)
    session.flush()
    _keep(session, touched)
    _record(session, tag, name, actor=actor, now=now)


def tell_apart(
    session: Session, tag: Tag, item_ids: Collection[str], word: str, *, actor: Actor, now: datetime
) -> str:
    """Have these pieces be about another of the same name, told apart by a word in brackets; its name.

    Only pieces of structures where the actor is an editor change. Raises InvalidError.
    """
    word = one_line(word).strip("() ")
    name = f"{tag.name.rpartition(' (')[0] or tag.name} ({word})"
    if not word or len(name) > LONGEST_NAME or address_word(name) == tag.slug:
        raise InvalidError(
            "no_telling_word",
            marked("A short word tells them apart."),
            marked("Say what only one of them is or does: a trade, a district, a year."),
        )
    chosen = [
        item
        for item in session.scalars(select(Item).where(about(tag), Item.id.in_(item_ids)))
        if actor.is_at_least(Role.EDITOR, structure_id=item.structure_id)
    ]
    if not chosen:
        raise InvalidError(
            "nothing_ticked",
            marked("Nothing is ticked."),
            marked("Tick the pieces that are about the other one."),
        )
    for item in chosen:
        _tell_of(session, item, tag, name)
    _keep(session, chosen)
    _record(session, tag, name, actor=actor, now=now)
    return name


def _tell_of(session: Session, item: Item, tag: Tag, name: str) -> None:
    """Write the name in what is told of an item, and in what waits for approval."""
    kind, draft = TagKind(tag.kind), session.get(Draft, item.id)
    for told in (item, draft) if draft else (item,):
        tags = Tags.of_kept(told.tags)
        names = [
            name if meant_by(session, kind=kind, slug=address_word(one)) is tag else one
            for one in tags.of_kind(kind)
        ]
        told.tags = told.tags | {kind.value: list(dict.fromkeys(names))}


def _keep(session: Session, items: Collection[Item]) -> None:
    for item in items:
        keep_item(session, item)


def _record(session: Session, tag: Tag, name: str, *, actor: Actor, now: datetime) -> None:
    done = Done(act=Act.TAG, subject=f"tag:{tag.id}", structure_id=None, at=now, words=name)
    record(session, done, actor=actor)
