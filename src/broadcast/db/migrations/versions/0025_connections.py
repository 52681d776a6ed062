"""From where things were deposited, kept apart."""

import sqlalchemy as sa
from alembic import op

from broadcast.db.base import UtcDateTime

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go forward."""
    op.create_table(
        "connection",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("subject", sa.String(80), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
    )
    op.create_index("ix_connection_at", "connection", ["at"])
    op.create_index(op.f("ix_connection_subject"), "connection", ["subject"])
