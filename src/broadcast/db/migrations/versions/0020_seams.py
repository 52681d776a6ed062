"""Seams: music of a rotation that runs into the next."""

import sqlalchemy as sa
from alembic import op

import broadcast.db.base

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go forward: every channel joins plainly, as before."""
    with op.batch_alter_table("channel") as batch_op:
        batch_op.add_column(sa.Column("crossfade_ms", sa.Integer(), nullable=False, server_default="0"))
    with op.batch_alter_table("channel") as batch_op:
        batch_op.alter_column("crossfade_ms", existing_type=sa.Integer(), server_default=None)
    with op.batch_alter_table("airing") as batch_op:
        batch_op.add_column(sa.Column("other_item_id", sa.String(length=36), nullable=True))
        batch_op.create_foreign_key(op.f("fk_airing_other_item_id_item"), "item", ["other_item_id"], ["id"])
    op.create_table(
        "seam",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("package", sa.String(length=120), nullable=False),
        sa.Column("before", sa.String(length=120), nullable=False),
        sa.Column("after", sa.String(length=120), nullable=False),
        sa.Column("first", sa.Integer(), nullable=False),
        sa.Column("lead", sa.Integer(), nullable=False),
        sa.Column("overlap", sa.Integer(), nullable=False),
        sa.Column("ready", sa.Boolean(), nullable=False),
        sa.Column("wanted_at", broadcast.db.base.UtcDateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("package"),
    )
