"""What fills a slot: running orders, repeats, seasons, fillers, numbered episodes, excerpts."""

import sqlalchemy as sa
from alembic import op

from broadcast.db.base import UtcDateTime

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go forward; every slot and show keeps doing what it does."""
    _new_tables()
    with op.batch_alter_table("slot") as batch_op:
        batch_op.add_column(sa.Column("title", sa.String(length=200), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("season_from", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("until", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("repeats", sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.add_column(sa.Column("repeat_of_id", sa.Integer(), nullable=True))
        batch_op.create_foreign_key(
            "fk_slot_repeat_of_id", "slot", ["repeat_of_id"], ["id"], ondelete="SET NULL"
        )
    with op.batch_alter_table("slot") as batch_op:
        batch_op.alter_column("title", existing_type=sa.String(length=200), server_default=None)
        batch_op.alter_column("repeats", existing_type=sa.Boolean(), server_default=None)
    with op.batch_alter_table("show") as batch_op:
        batch_op.add_column(
            sa.Column("episode_order", sa.String(length=12), nullable=False, server_default="publication")
        )
    with op.batch_alter_table("show") as batch_op:
        batch_op.alter_column("episode_order", existing_type=sa.String(length=12), server_default=None)
    with op.batch_alter_table("item") as batch_op:
        batch_op.add_column(sa.Column("number", sa.Integer(), nullable=True))
    op.add_column("airing", sa.Column("element", sa.String(length=40), nullable=True))


def _new_tables() -> None:
    op.create_table(
        "show_filler",
        sa.Column("show_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.String(length=36), nullable=False),
        sa.ForeignKeyConstraint(["show_id"], ["show.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["item_id"], ["item.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("show_id", "position"),
    )
    op.create_table(
        "running_order",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("slot_id", sa.Integer(), nullable=False),
        sa.Column("original_date", sa.Date(), nullable=True),
        sa.Column("elements", sa.JSON(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("changed_at", UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["slot_id"], ["slot.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("slot_id", "original_date"),
    )
    op.create_index(
        "uq_running_order_template",
        "running_order",
        ["slot_id"],
        unique=True,
        sqlite_where=sa.text("original_date IS NULL"),
        postgresql_where=sa.text("original_date IS NULL"),
    )
    op.create_table(
        "excerpt",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("item_id", sa.String(length=36), nullable=False),
        sa.Column("begins_ms", sa.Integer(), nullable=False),
        sa.Column("ends_ms", sa.Integer(), nullable=False),
        sa.Column("package", sa.String(length=120), nullable=True),
        sa.Column("ticks", sa.Integer(), nullable=True),
        sa.Column("wanted_at", UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["item_id"], ["item.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("item_id", "begins_ms", "ends_ms"),
    )
