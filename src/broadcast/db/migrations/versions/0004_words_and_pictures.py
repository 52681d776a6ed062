"""Transcripts; chapters, covers and stills of items."""

import sqlalchemy as sa
from alembic import op

import broadcast.db.base

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go forward; what is there has no chapters yet."""
    op.create_table(
        "transcript",
        sa.Column("item_id", sa.String(length=36), nullable=False),
        sa.Column("language", sa.String(length=12), nullable=False),
        sa.Column("source", sa.String(length=10), nullable=False),
        sa.Column("cues", sa.JSON(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("updated_at", broadcast.db.base.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["item_id"], ["item.id"], name=op.f("fk_transcript_item_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_transcript_person_id")),
        sa.PrimaryKeyConstraint("item_id", name=op.f("pk_transcript")),
    )
    with op.batch_alter_table("item") as batch_op:
        batch_op.add_column(sa.Column("chapters", sa.JSON(), nullable=False, server_default="[]"))
        batch_op.add_column(sa.Column("cover", sa.String(length=200), nullable=True))
        batch_op.add_column(sa.Column("still", sa.String(length=120), nullable=True))
    with op.batch_alter_table("item") as batch_op:
        batch_op.alter_column("chapters", existing_type=sa.JSON(), server_default=None)
