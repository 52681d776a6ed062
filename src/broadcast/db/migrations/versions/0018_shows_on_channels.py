"""Which shows have, or had, a slot on a channel."""

from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op

from broadcast.db.base import UtcDateTime

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go forward; slots that are there, and those that the grid's edits remember, are noted."""
    made = op.create_table(
        "channel_show",
        sa.Column("channel_id", sa.Integer(), nullable=False),
        sa.Column("show_id", sa.Integer(), nullable=False),
        sa.Column("since", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["channel_id"], ["channel.id"], name=op.f("fk_channel_show_channel_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["show_id"], ["show.id"], name=op.f("fk_channel_show_show_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("channel_id", "show_id", name=op.f("pk_channel_show")),
    )
    now = datetime.now(UTC)
    rows = [{"channel_id": channel, "show_id": show, "since": now} for channel, show in sorted(_known())]
    if rows:
        op.bulk_insert(made, rows)


def _known() -> set[tuple[int, int]]:
    bind = op.get_bind()
    slot = sa.table("slot", sa.column("channel_id"), sa.column("show_id"))
    edit = sa.table("grid_edit", sa.column("channel_id"), sa.column("before", sa.JSON()))
    show = sa.table("show", sa.column("id"))
    shows = set(bind.scalars(sa.select(show.c.id)))
    found = {(channel, of) for channel, of in bind.execute(sa.select(slot.c.channel_id, slot.c.show_id))}
    for channel, before in bind.execute(sa.select(edit.c.channel_id, edit.c.before)):
        if before is not None:
            found.add((channel, before["slot"].get("show_id")))
    return {(channel, of) for channel, of in found if of in shows}
