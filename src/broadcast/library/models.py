"""The tables of what people made."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, BigInteger, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from broadcast.accounts.models import Structure
from broadcast.db import Base, new_id


class ItemKind(StrEnum):
    """What a piece is for. Episodes and reports are published; tracks and jingles only air."""

    EPISODE = "episode"
    TRACK = "track"
    JINGLE = "jingle"
    REPORT = "report"

    @property
    def is_programme(self) -> bool:
        """Whether it becomes an episode of its show."""
        return self in {ItemKind.EPISODE, ItemKind.REPORT}


class Rights(StrEnum):
    """`music` may air, but stays out of podcasts."""

    FREE = "free"
    MUSIC = "music"


class EpisodeOrder(StrEnum):
    """In which order a show's episodes air: as they were published, or by their number."""

    PUBLICATION = "publication"
    NUMBER = "number"


class Show(Base):
    """A series with a name, a cover and a feed. `cover` is a storage key.

    Whoever deposits in one that `is_trusted` may publish it without a host; where it has a committee, that
    decides instead of hosts.
    """

    __tablename__ = "show"

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(60), unique=True)
    title: Mapped[str] = mapped_column(String(200))
    structure_id: Mapped[int] = mapped_column(ForeignKey("structure.id"), index=True)
    description: Mapped[str] = mapped_column(Text, default="")
    language: Mapped[str] = mapped_column(String(12), default="fr")
    category: Mapped[str] = mapped_column(String(60), default="Society & Culture")
    explicit: Mapped[bool] = mapped_column(default=False)
    author: Mapped[str] = mapped_column(String(200), default="")
    email: Mapped[str] = mapped_column(String(254), default="")
    cover: Mapped[str] = mapped_column(String(200))
    is_trusted: Mapped[bool] = mapped_column(default=False)
    committee_id: Mapped[int | None] = mapped_column(
        ForeignKey("committee.id", ondelete="SET NULL"), index=True
    )
    episode_order: Mapped[str] = mapped_column(String(12), default=EpisodeOrder.PUBLICATION)
    created_at: Mapped[datetime]

    structure: Mapped[Structure] = relationship(lazy="raise")


class ShowFiller(Base):
    """A piece that plays in a show's slot when no episode of it is ready; they play in their order."""

    __tablename__ = "show_filler"

    show_id: Mapped[int] = mapped_column(ForeignKey("show.id", ondelete="CASCADE"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    item_id: Mapped[str] = mapped_column(ForeignKey("item.id", ondelete="CASCADE"))


class Item(Base):
    """One deposit and what became of it.

    `source_sha` names the original (`originals/…`), `package` the storage prefix of its package,
    `card` that of the picture shown while a sound plays on television. `ticks` is its length on the
    grid, `seconds` what people read. `error` and `warnings` hold code, message id and values. `chapters`
    are `{"start": seconds, "title": …}`; `cover` and `still` are storage keys of pictures of its own,
    `stills` says how many a film has to choose from. `number` and `season` are those of an episode, where
    it has them.
    `licence` is one of `library.licences`, `credits` say who made it, `tags` what it is about (see `tags`).
    `workshop_id` is where it was deposited by somebody without an account; workshops stand above this room,
    so it is no foreign key.
    One in the state `rejected` was sent back for a change, or turned down for good: `is_refused`.
    """

    __tablename__ = "item"
    __table_args__ = (Index("ix_item_show_state", "show_id", "state"),)

    id: Mapped[str] = mapped_column(String(36), primary_key=True, default=new_id)
    show_id: Mapped[int | None] = mapped_column(ForeignKey("show.id"))
    structure_id: Mapped[int | None] = mapped_column(ForeignKey("structure.id"), index=True)
    depositor_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    workshop_id: Mapped[str | None] = mapped_column(String(36), index=True)
    kind: Mapped[str] = mapped_column(String(10), default=ItemKind.EPISODE)
    rights: Mapped[str] = mapped_column(String(10), default=Rights.FREE)
    title: Mapped[str] = mapped_column(String(200))
    artist: Mapped[str] = mapped_column(String(200), default="")
    description: Mapped[str] = mapped_column(Text, default="")
    licence: Mapped[str] = mapped_column(String(20), default="")
    credits: Mapped[str] = mapped_column(String(500), default="")
    tags: Mapped[dict[str, Any]] = mapped_column(default=dict)
    file_name: Mapped[str] = mapped_column(String(255), default="")
    state: Mapped[str] = mapped_column(String(12), index=True)
    progress: Mapped[float] = mapped_column(default=0.0)
    error: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    warnings: Mapped[list[dict[str, Any]]] = mapped_column(default=list)
    source_sha: Mapped[str] = mapped_column(String(64), index=True)
    source_bytes: Mapped[int] = mapped_column(BigInteger)
    package: Mapped[str | None] = mapped_column(String(120))
    card: Mapped[str | None] = mapped_column(String(120))
    ticks: Mapped[int | None]
    seconds: Mapped[float | None]
    media: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    loudness: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    chapters: Mapped[list[dict[str, Any]]] = mapped_column(default=list)
    cover: Mapped[str | None] = mapped_column(String(200))
    still: Mapped[str | None] = mapped_column(String(120))
    stills: Mapped[int] = mapped_column(default=0)
    number: Mapped[int | None]
    season: Mapped[int | None]
    reason: Mapped[str] = mapped_column(Text, default="")
    is_refused: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime]
    published_at: Mapped[datetime | None]
    withdrawn_at: Mapped[datetime | None] = mapped_column(index=True)
    changed_at: Mapped[datetime | None]

    show: Mapped[Show | None] = relationship(lazy="raise")


class MusicWork(Base):
    """What is declared of the music in an item (SACEM, SPRE); `isrc` is the recording's code (ISO 3901)."""

    __tablename__ = "music_work"

    item_id: Mapped[str] = mapped_column(ForeignKey("item.id"), primary_key=True)
    performer: Mapped[str] = mapped_column(String(200), default="")
    author: Mapped[str] = mapped_column(String(200), default="")
    composer: Mapped[str] = mapped_column(String(200), default="")
    album: Mapped[str] = mapped_column(String(200), default="")
    label: Mapped[str] = mapped_column(String(200), default="")
    isrc: Mapped[str] = mapped_column(String(12), default="")


class TranscriptSource(StrEnum):
    """Where the words come from: the file itself, somebody's hands, or a machine that listened."""

    EMBEDDED = "embedded"
    TYPED = "typed"
    UPLOADED = "uploaded"
    MACHINE = "machine"


class Transcript(Base):
    """What is said in an item: `cues` (`{"start", "end", "text", "speaker"}`, seconds), else plain `words`.

    `person_id` is who changed it last, None for the station itself.
    """

    __tablename__ = "transcript"

    item_id: Mapped[str] = mapped_column(ForeignKey("item.id"), primary_key=True)
    language: Mapped[str] = mapped_column(String(12))
    source: Mapped[str] = mapped_column(String(10))
    cues: Mapped[list[dict[str, Any]]] = mapped_column(default=list)
    words: Mapped[str] = mapped_column(Text, default="")
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    updated_at: Mapped[datetime]


class Draft(Base):
    """What is told of a published item, changed and waiting for approval; the public has the item's own.

    `transcript` is `{"language", "source", "cues", "words"}`, None for none. `state` is `to_review`, or
    `rejected` where a host asked for something else, in the words of `reason`.
    """

    __tablename__ = "draft"

    item_id: Mapped[str] = mapped_column(ForeignKey("item.id"), primary_key=True)
    title: Mapped[str] = mapped_column(String(200))
    artist: Mapped[str] = mapped_column(String(200))
    description: Mapped[str] = mapped_column(Text)
    licence: Mapped[str] = mapped_column(String(20), default="")
    credits: Mapped[str] = mapped_column(String(500), default="")
    tags: Mapped[dict[str, Any]] = mapped_column(default=dict)
    chapters: Mapped[list[dict[str, Any]]]
    cover: Mapped[str | None] = mapped_column(String(200))
    still: Mapped[str | None] = mapped_column(String(120))
    transcript: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    state: Mapped[str] = mapped_column(String(12), index=True)
    reason: Mapped[str] = mapped_column(Text, default="")
    changed_at: Mapped[datetime]


class Vote(Base):
    """A member's yes to one `version` of an item (`drafts.version_of`)."""

    __tablename__ = "vote"

    item_id: Mapped[str] = mapped_column(ForeignKey("item.id", ondelete="CASCADE"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), primary_key=True)
    version: Mapped[str] = mapped_column(String(40))
    at: Mapped[datetime]


class Episode(Base):
    """A published programme: its page, its place in the feed, its enclosure.

    `tag` is the storage key of the ID3v2.3 tag that is served in front of the sound's frames.
    """

    __tablename__ = "episode"
    __table_args__ = (
        UniqueConstraint("show_id", "slug"),
        Index("ix_episode_show_published", "show_id", "published_at"),
    )

    id: Mapped[str] = mapped_column(String(36), primary_key=True, default=new_id)
    show_id: Mapped[int] = mapped_column(ForeignKey("show.id"))
    item_id: Mapped[str] = mapped_column(ForeignKey("item.id"), unique=True)
    slug: Mapped[str] = mapped_column(String(80))
    published_at: Mapped[datetime] = mapped_column(index=True)
    tag: Mapped[str] = mapped_column(String(120))
    tag_bytes: Mapped[int]
    enclosure_bytes: Mapped[int]

    show: Mapped[Show] = relationship(lazy="raise")
    item: Mapped[Item] = relationship(lazy="raise")

    @property
    def is_on_demand(self) -> bool:
        """Whether its rights let it be heard on demand, not only on the air."""
        return self.item.rights == Rights.FREE
