"""How long music can be heard again, the works that are heard, and how many listened."""

import sqlalchemy as sa
from alembic import op

from broadcast.db.base import UtcDateTime

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go forward."""
    with op.batch_alter_table("channel") as batch_op:
        batch_op.add_column(sa.Column("music_again_hours", sa.Integer(), nullable=False, server_default="24"))
    with op.batch_alter_table("channel") as batch_op:
        batch_op.alter_column("music_again_hours", existing_type=sa.Integer(), server_default=None)
    op.create_table(
        "music_work",
        sa.Column(
            "item_id",
            sa.String(36),
            sa.ForeignKey("item.id", name="fk_music_work_item_id_item"),
            nullable=False,
        ),
        *(
            sa.Column(name, sa.String(200), nullable=False)
            for name in ("performer", "author", "composer", "album", "label")
        ),
        sa.Column("isrc", sa.String(12), nullable=False),
        sa.PrimaryKeyConstraint("item_id", name="pk_music_work"),
    )
    op.create_table(
        "audience",
        sa.Column(
            "channel_id",
            sa.Integer(),
            sa.ForeignKey("channel.id", name="fk_audience_channel_id_channel", ondelete="CASCADE"),
            nullable=False,
        ),
        sa.Column("minute", UtcDateTime(timezone=True), nullable=False),
        sa.Column("listeners", sa.Integer(), nullable=False),
        sa.Column("connections", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("channel_id", "minute", name="pk_audience"),
    )
