"""The API's shapes: what programs send, and what they get."""

from datetime import date, datetime
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, Field

from broadcast.library.lines import one_line
from broadcast.library.models import Episode, Item, Rights
from broadcast.library.tags import TagKind, Tags
from broadcast.playout.journal import Aired
from broadcast.schedule.running_order import MOST_ELEMENTS
from broadcast.web.running_order_shapes import ElementBody
from broadcast.words import said

Slug = Field(min_length=1, max_length=60)
Name = Annotated[str, Field(max_length=200), AfterValidator(one_line), Field(min_length=1)]
"""What a thing is called: one line of signs that can be seen."""


class NewStructure(BaseModel):
    """A structure to make."""

    name: Name
    slug: str = Slug


class NewChannel(BaseModel):
    """A channel to put on air."""

    slug: str = Slug
    name: Name
    kind: Literal["radio", "tv"]
    structure: str
    timezone: str | None = None


class NewShowBody(BaseModel):
    """A show to open."""

    slug: str = Slug
    title: Name
    structure: str
    description: str = Field("", max_length=4000)
    language: str = Field("fr", pattern=r"^[a-z]{2,3}(-[A-Z]{2})?$")
    category: str = "Society & Culture"
    explicit: bool = False
    author: str = Field("", max_length=200)
    email: str = Field("", max_length=254)


class Reason(BaseModel):
    """Why something is sent back or withdrawn."""

    reason: str = Field("", max_length=2000)


class Season(BaseModel):
    """The local dates within which a slot happens, both included."""

    first: date | None = Field(None, alias="from")
    until: date | None = None


class NewSlotBody(BaseModel):
    """A slot: one of show, item, rotation, repeat_of, or a running order.

    `starts` is local to the channel's zone, `duration` seconds.
    """

    show: str | None = None
    item: str | None = None
    rotation: bool = False
    starts: datetime
    rrule: str | None = Field(None, max_length=500)
    duration: int
    overrun: Literal["finish", "cut"] = "finish"
    title: str = Field("", max_length=200)
    season: Season | None = None
    until: date | None = None
    repeat_of: int | None = None
    running_order: list[ElementBody] | None = Field(None, max_length=MOST_ELEMENTS)


class OccurrenceChange(BaseModel):
    """One occurrence cancelled or moved; `starts` is local to the channel's zone."""

    cancelled: bool = False
    starts: datetime | None = None


def error_shape(error: dict[str, Any] | None, *, language: str) -> dict[str, str] | None:
    """An item's error, in words."""
    if error is None:
        return None
    values = error.get("values", {})
    return {
        "code": error["code"],
        "message": said(error["message"], values, language=language),
        "remedy": said(error["remedy"], values, language=language),
    }


def warning_shapes(warnings: list[dict[str, Any]], *, language: str) -> list[dict[str, str]]:
    """An item's warnings, in words."""
    return [
        {"code": one["code"], "message": said(one["message"], one.get("values", {}), language=language)}
        for one in warnings
    ]


def item_shape(item: Item, *, episode: Episode | None, base: str, language: str) -> dict[str, Any]:
    """An item as programs get it. Durations are seconds, loudness LUFS and dBTP."""
    is_out = episode is not None and item.state == "published"
    is_on_demand = is_out and item.rights == Rights.FREE
    page = f"{base}/items/{item.id}"
    if is_out and episode:
        page = f"{base}/shows/{episode.show.slug}/{episode.slug}"
    return {
        "id": item.id,
        "title": item.title,
        "artist": item.artist,
        "kind": item.kind,
        "state": item.state,
        "progress": item.progress,
        "error": error_shape(item.error, language=language),
        "duration": item.seconds,
        "media": item.media or {"audio": None, "video": None, "width": None, "height": None},
        "loudness": item.loudness,
        "warnings": warning_shapes(item.warnings, language=language),
        "show": item.show.slug if item.show else None,
        "rights": item.rights,
        "licence": item.licence or None,
        "credits": item.credits,
        **_about(item),
        "number": item.number,
        "season": item.season,
        "reason": item.reason or None,
        "episode": episode.id if episode else None,
        "created_at": item.created_at.isoformat(),
        "links": {
            "page": page,
            "mp3": f"{base}/media/{episode.id}/{episode.slug}.mp3" if is_on_demand and episode else None,
            "hls": f"{base}/episodes/{episode.id}/index.m3u8" if is_on_demand and episode else None,
        },
    }


def _about(item: Item) -> dict[str, Any]:
    tags = Tags.of_kept(item.tags)
    names = {kind.value: list(tags.of_kind(kind)) for kind in TagKind}
    return names | {"happened": tags.happened or None}


def aired_shape(aired: Aired) -> dict[str, Any]:
    """A line of the journal."""
    return {
        "starts_at": aired.starts_at.isoformat(),
        "ends_at": aired.ends_at.isoformat(),
        "title": aired.airing.title,
        "show": aired.airing.show or None,
        "item": aired.airing.item,
        "reason": aired.airing.reason.value,
    }
