"""What a notice is: its kind, what it is about, how much it matters; pure."""

from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """A note stands on the page; a warning is also sent; an alarm too, and its end as well."""

    NOTE = "note"
    WARNING = "warning"
    ALARM = "alarm"


@dataclass(frozen=True, slots=True)
class NoticeKind:
    """A kind of thing that may be wrong. The texts are message ids, made with `marked`.

    A value whose name ends in `_at` is a moment in ISO 8601; people read it in their language and in
    the station's zone.
    """

    code: str
    message: str
    remedy: str
    severity: Severity


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """What a notice is about. It is told to the hosts of the structure and to administrators.

    With a `person_id` it is told to that person alone. `detail` tells apart several of one kind;
    `link` is the path on this station where one sees to it.
    """

    structure_id: int | None = None
    channel_id: int | None = None
    item_id: str | None = None
    person_id: int | None = None
    detail: str = ""
    link: str = ""

    @property
    def key(self) -> str:
        """One word for it: a notice of a kind is open once for each."""
        parts = (self.structure_id, self.channel_id, self.item_id, self.person_id, self.detail)
        return "/".join("" if part is None else str(part) for part in parts)
