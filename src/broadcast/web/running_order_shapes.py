"""What programs send of running orders and of how a show fills its slots."""

from typing import Literal

from pydantic import BaseModel, Field

from broadcast.library.models import EpisodeOrder
from broadcast.schedule.running_order import MOST_ELEMENTS, ElementKind

_LONGEST = 86_400


class ElementBody(BaseModel):
    """A line of a running order. Without a `key` it is a new one; times are seconds.

    `over`: its piece is heard over the beginning of the next line's.
    """

    key: str | None = Field(None, pattern=r"^[0-9a-f-]{8,36}$")
    kind: Literal[tuple(kind.value for kind in ElementKind)]  # type: ignore[valid-type]  # made of the kinds there are
    item: str | None = Field(None, max_length=36)
    begins: float | None = Field(None, ge=0, le=_LONGEST)
    ends: float | None = Field(None, gt=0, le=_LONGEST)
    text: str = Field("", max_length=500)
    seconds: float = Field(0.0, ge=0, le=_LONGEST)
    over: bool = False


class RunningOrderBody(BaseModel):
    """A running order. With a `version` it is refused where somebody changed it since."""

    version: int | None = Field(None, ge=0)
    elements: list[ElementBody] = Field(default_factory=list, max_length=MOST_ELEMENTS)


class ShowAiring(BaseModel):
    """How a show fills its slots: in which order its episodes air, and what plays when none is ready."""

    order: Literal[tuple(order.value for order in EpisodeOrder)] | None = None  # type: ignore[valid-type]  # the orders there are
    filler: list[str] | None = Field(None, max_length=100)
