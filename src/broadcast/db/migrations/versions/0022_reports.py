"""What people report, and what was decided."""

import sqlalchemy as sa
from alembic import op

from broadcast.db.base import UtcDateTime

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go forward."""
    op.create_table(
        "report",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("nonce", sa.String(32), nullable=False),
        sa.Column("lookup", sa.String(64), nullable=False, unique=True),
        sa.Column("place", sa.String(300), nullable=False),
        sa.Column("title", sa.String(200), nullable=False),
        sa.Column("structure_id", sa.Integer(), sa.ForeignKey("structure.id"), nullable=True),
        sa.Column("item_id", sa.String(36), sa.ForeignKey("item.id"), nullable=True),
        sa.Column("ground", sa.String(10), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("email", sa.String(254), nullable=False),
        sa.Column("language", sa.String(2), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("decided_at", UtcDateTime(), nullable=True),
        sa.Column("decision", sa.String(10), nullable=False),
        sa.Column("reasons", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Integer(), sa.ForeignKey("person.id", ondelete="SET NULL"), nullable=True),
    )
    for column in ("structure_id", "item_id", "decided_at"):
        op.create_index(op.f(f"ix_report_{column}"), "report", [column])
