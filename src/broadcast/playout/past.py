"""Questions about what a channel has played before."""

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from broadcast.media.units import Ticks
from broadcast.playout.models import IS_NO_FADE, AiringRow


def begun_before(session: Session, channel_id: int, *, item: str, at: Ticks) -> Ticks | None:
    """When an item last began on a channel before a tick; None where it never did."""
    found = session.scalar(
        select(func.max(AiringRow.media_start)).where(
            AiringRow.channel_id == channel_id,
            AiringRow.item_id == item,
            AiringRow.media_start < at,
            IS_NO_FADE,
        )
    )
    return None if found is None else Ticks(found)
