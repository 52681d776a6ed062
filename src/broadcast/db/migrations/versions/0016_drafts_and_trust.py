"""Drafts of what is told of published items; who is trusted; the charter of a structure."""

import sqlalchemy as sa
from alembic import op

import broadcast.db.base

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go forward; nothing waits yet, nobody is trusted, no charter is signed."""
    op.create_table(
        "draft",
        sa.Column("item_id", sa.String(length=36), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("artist", sa.String(length=200), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("chapters", sa.JSON(), nullable=False),
        sa.Column("cover", sa.String(length=200), nullable=True),
        sa.Column("still", sa.String(length=120), nullable=True),
        sa.Column("transcript", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("changed_at", broadcast.db.base.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["item_id"], ["item.id"], name=op.f("fk_draft_item_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_draft_person_id")),
        sa.PrimaryKeyConstraint("item_id", name=op.f("pk_draft")),
    )
    op.create_index(op.f("ix_draft_state"), "draft", ["state"])
    for table, name in (("item", "is_refused"), ("show", "is_trusted"), ("structure", "is_trusted")):
        with op.batch_alter_table(table) as batch_op:
            batch_op.add_column(sa.Column(name, sa.Boolean(), nullable=False, server_default=sa.false()))
        with op.batch_alter_table(table) as batch_op:
            batch_op.alter_column(name, existing_type=sa.Boolean(), server_default=None)
    with op.batch_alter_table("structure") as batch_op:
        batch_op.add_column(sa.Column("charter_by", sa.String(length=200), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("charter_on", sa.Date(), nullable=True))
    with op.batch_alter_table("structure") as batch_op:
        batch_op.alter_column("charter_by", existing_type=sa.String(length=200), server_default=None)
