"""Rotations: weights, what is kept apart, minutes of jingles, the night's list; who plays in a piece."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go forward: each rotation plays on, its pieces now kept apart."""
    with op.batch_alter_table("item") as batch_op:
        batch_op.add_column(sa.Column("artist", sa.String(length=200), nullable=False, server_default=""))
    with op.batch_alter_table("item") as batch_op:
        batch_op.alter_column("artist", existing_type=sa.String(length=200), server_default=None)
    with op.batch_alter_table("channel") as batch_op:
        batch_op.add_column(sa.Column("jingle_minutes", sa.JSON(), nullable=False, server_default="[]"))
        batch_op.add_column(sa.Column("artist_apart", sa.Integer(), nullable=False, server_default="3600"))
        batch_op.add_column(sa.Column("title_apart", sa.Integer(), nullable=False, server_default="7200"))
        batch_op.add_column(sa.Column("structure_apart", sa.Integer(), nullable=False, server_default="0"))
        batch_op.add_column(sa.Column("music_share", sa.Integer(), nullable=True))
    with op.batch_alter_table("channel") as batch_op:
        batch_op.alter_column("jingle_minutes", existing_type=sa.JSON(), server_default=None)
        for name in ("artist_apart", "title_apart", "structure_apart"):
            batch_op.alter_column(name, existing_type=sa.Integer(), server_default=None)
    with op.batch_alter_table("rotation_entry") as batch_op:
        batch_op.add_column(sa.Column("weight", sa.Integer(), nullable=False, server_default="1"))
    with op.batch_alter_table("rotation_entry") as batch_op:
        batch_op.alter_column("weight", existing_type=sa.Integer(), server_default=None)
    op.create_table(
        "daypart",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("channel_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("begins", sa.Time(), nullable=False),
        sa.Column("ends", sa.Time(), nullable=False),
        sa.ForeignKeyConstraint(["channel_id"], ["channel.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(op.f("ix_daypart_channel_id"), "daypart", ["channel_id"])
    op.create_table(
        "daypart_entry",
        sa.Column("daypart_id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.String(length=36), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("weight", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["daypart_id"], ["daypart.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["item_id"], ["item.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("daypart_id", "item_id"),
    )
