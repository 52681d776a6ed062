"""Series and events, and the workshops whose deposits go in them."""

import sqlalchemy as sa
from alembic import op

from broadcast.db.base import UtcDateTime

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go forward."""
    op.create_table(
        "series",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(80), nullable=False),
        sa.Column("title", sa.String(200), nullable=False),
        sa.Column("structure_id", sa.Integer(), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("cover", sa.String(200), nullable=False),
        sa.Column("is_drawn", sa.Boolean(), nullable=False),
        sa.Column("place", sa.String(80), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=True),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("changed_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["structure_id"], ["structure.id"], name=op.f("fk_series_structure_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_series")),
        sa.UniqueConstraint("slug", name=op.f("uq_series_slug")),
    )
    op.create_index(op.f("ix_series_structure_id"), "series", ["structure_id"])
    op.create_table(
        "series_piece",
        sa.Column("series_id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.String(36), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["series_id"], ["series.id"], name=op.f("fk_series_piece_series_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["item_id"], ["item.id"], name=op.f("fk_series_piece_item_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("series_id", "item_id", name=op.f("pk_series_piece")),
    )
    op.create_index(op.f("ix_series_piece_item_id"), "series_piece", ["item_id"])
    with op.batch_alter_table("workshop") as batch_op:
        batch_op.add_column(sa.Column("series_id", sa.Integer(), nullable=True))
        batch_op.create_foreign_key(
            op.f("fk_workshop_series_id"), "series", ["series_id"], ["id"], ondelete="SET NULL"
        )
