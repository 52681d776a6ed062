"""Uploads that come in pieces; and a deposit may be larger than 2 GiB on PostgreSQL too."""

import sqlalchemy as sa
from alembic import op

import broadcast.db.base

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go forward."""
    op.create_table(
        "upload",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("told", sa.JSON(), nullable=False),
        sa.Column("item_id", sa.String(length=36), nullable=True),
        sa.Column("created_at", broadcast.db.base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("expires_at", broadcast.db.base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("ended_at", broadcast.db.base.UtcDateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_upload_person_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_upload")),
    )
    with op.batch_alter_table("upload", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_upload_person_id"), ["person_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_upload_expires_at"), ["expires_at"], unique=False)
    with op.batch_alter_table("item", schema=None) as batch_op:
        batch_op.alter_column(
            "source_bytes", existing_type=sa.Integer(), type_=sa.BigInteger(), existing_nullable=False
        )
