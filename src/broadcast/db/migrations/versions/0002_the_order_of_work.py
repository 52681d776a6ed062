"""The order of work: what a job is expected to cost, for whom, and when its turn is."""

import sqlalchemy as sa
from alembic import op

import broadcast.db.base

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go forward; what was open keeps the order it came in."""
    with op.batch_alter_table("job") as batch_op:
        batch_op.add_column(sa.Column("pardons", sa.Integer(), nullable=False, server_default="0"))
        batch_op.add_column(sa.Column("cost", sa.Double(), nullable=False, server_default="0"))
        batch_op.add_column(sa.Column("lane", sa.String(length=10), nullable=False, server_default="quick"))
        batch_op.add_column(sa.Column("owner", sa.String(length=40), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("due_at", broadcast.db.base.UtcDateTime(timezone=True), nullable=True))
        batch_op.add_column(
            sa.Column("started_at", broadcast.db.base.UtcDateTime(timezone=True), nullable=True)
        )
    op.execute("UPDATE job SET due_at = created_at")
    with op.batch_alter_table("job") as batch_op:
        for name in ("pardons", "cost", "lane", "owner"):
            batch_op.alter_column(name, server_default=None)
        batch_op.alter_column(
            "due_at", existing_type=broadcast.db.base.UtcDateTime(timezone=True), nullable=False
        )
        batch_op.create_index("ix_job_due", ["state", "due_at"], unique=False)
