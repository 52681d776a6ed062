"""What pieces are about: places, people, keywords, a date."""

import sqlalchemy as sa
from alembic import op

from broadcast.db.base import UtcDateTime

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go forward; nothing is told of what is there."""
    op.create_table(
        "tag",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(10), nullable=False),
        sa.Column("slug", sa.String(240), nullable=False),
        sa.Column("name", sa.String(80), nullable=False),
        sa.Column("changed_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tag")),
        sa.UniqueConstraint("kind", "slug", name=op.f("uq_tag_kind_slug")),
    )
    op.create_table(
        "item_tag",
        sa.Column("item_id", sa.String(36), nullable=False),
        sa.Column("tag_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["item_id"], ["item.id"], name=op.f("fk_item_tag_item_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["tag_id"], ["tag.id"], name=op.f("fk_item_tag_tag_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("item_id", "tag_id", name=op.f("pk_item_tag")),
    )
    op.create_index(op.f("ix_item_tag_tag_id"), "item_tag", ["tag_id"])
    for table in ("item", "draft"):
        with op.batch_alter_table(table) as batch_op:
            batch_op.add_column(sa.Column("tags", sa.JSON(), nullable=False, server_default=sa.text("'{}'")))
        with op.batch_alter_table(table) as batch_op:
            batch_op.alter_column("tags", existing_type=sa.JSON(), server_default=None)
