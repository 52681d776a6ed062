"""The API's shape of a rotation."""

from dataclasses import replace
from datetime import time
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field

from broadcast.schedule.rotations import DaypartSaid, RotationSaid

_Seconds = Annotated[int, Field(ge=0, le=86_400)]
_Weights = Annotated[dict[str, Annotated[int, Field(ge=1, le=10)]], Field(max_length=10_000)]
_Items = Annotated[list[str], Field(max_length=10_000)]


class SeparationBody(BaseModel):
    """Seconds between two beginnings of pieces that share an artist, a title, a structure; 0: as it comes."""

    artist: _Seconds = 3_600
    title: _Seconds = 7_200
    structure: _Seconds = 0


class DaypartBody(BaseModel):
    """Hours of the channel's local day in which a list of its own plays; they may cross midnight."""

    model_config = ConfigDict(populate_by_name=True)

    name: str = Field(min_length=1, max_length=80)
    begins: time = Field(alias="from")
    ends: time = Field(alias="to")
    items: _Items = Field(default_factory=list)
    weights: _Weights = Field(default_factory=dict)


class RotationBody(BaseModel):
    """What plays between the slots. `jingle_every` is seconds, 0 for none.

    What is left out of the rest stays as it is. `weights` are by item id, 1 where nothing is said.
    """

    items: _Items = Field(default_factory=list)
    jingles: list[str] = Field(default_factory=list, max_length=1_000)
    jingle_every: _Seconds = 900
    weights: _Weights | None = None
    jingle_minutes: list[Annotated[int, Field(ge=0, le=59)]] | None = Field(None, max_length=60)
    separation: SeparationBody | None = None
    music_share: Annotated[int, Field(ge=0, le=100)] | None = None
    crossfade_ms: Annotated[int, Field(ge=0, le=3_200, multiple_of=320)] | None = None
    dayparts: list[DaypartBody] | None = Field(None, max_length=12)


def said_of(told: RotationBody, before: RotationSaid) -> RotationSaid:
    """What a program says, over what was said before."""
    weights = before.weights if told.weights is None else told.weights
    said = replace(
        before,
        weights={item: weights.get(item, 1) for item in told.items},
        jingles=told.jingles,
        jingle_every=told.jingle_every,
    )
    if told.jingle_minutes is not None:
        said = replace(said, jingle_minutes=told.jingle_minutes)
    if told.separation is not None:
        apart = told.separation
        said = replace(
            said, artist_apart=apart.artist, title_apart=apart.title, structure_apart=apart.structure
        )
    if "music_share" in told.model_fields_set:
        said = replace(said, music_share=told.music_share)
    if told.crossfade_ms is not None:
        said = replace(said, crossfade_ms=told.crossfade_ms)
    if told.dayparts is not None:
        said = replace(said, dayparts=[_daypart(part) for part in told.dayparts])
    return said


def _daypart(told: DaypartBody) -> DaypartSaid:
    weights = {item: told.weights.get(item, 1) for item in told.items}
    return DaypartSaid(
        name=told.name,
        begins=told.begins.replace(tzinfo=None),
        ends=told.ends.replace(tzinfo=None),
        weights=weights,
    )


def rotation_shape(said: RotationSaid) -> dict[str, Any]:
    """A rotation as programs get it."""
    return {
        "items": list(said.weights),
        "jingles": list(said.jingles),
        "jingle_every": said.jingle_every,
        "weights": dict(said.weights),
        "jingle_minutes": list(said.jingle_minutes),
        "separation": {
            "artist": said.artist_apart,
            "title": said.title_apart,
            "structure": said.structure_apart,
        },
        "music_share": said.music_share,
        "crossfade_ms": said.crossfade_ms,
        "dayparts": [
            {
                "name": part.name,
                "from": part.begins.isoformat("minutes"),
                "to": part.ends.isoformat("minutes"),
                "items": list(part.weights),
                "weights": dict(part.weights),
            }
            for part in said.dayparts
        ],
    }
