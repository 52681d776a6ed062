"""Committees that decide together, their votes, and which channels and shows are theirs."""

import sqlalchemy as sa
from alembic import op

from broadcast.db.base import UtcDateTime

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go forward: hosts decide on everything so far."""
    op.create_table(
        "committee",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("quorum", sa.Integer(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
    )
    op.create_table(
        "committee_member",
        sa.Column(
            "committee_id", sa.Integer(), sa.ForeignKey("committee.id", ondelete="CASCADE"), primary_key=True
        ),
        sa.Column(
            "person_id", sa.Integer(), sa.ForeignKey("person.id", ondelete="CASCADE"), primary_key=True
        ),
    )
    op.create_index(op.f("ix_committee_member_person_id"), "committee_member", ["person_id"])
    op.create_table(
        "vote",
        sa.Column("item_id", sa.String(36), sa.ForeignKey("item.id", ondelete="CASCADE"), primary_key=True),
        sa.Column(
            "person_id", sa.Integer(), sa.ForeignKey("person.id", ondelete="CASCADE"), primary_key=True
        ),
        sa.Column("version", sa.String(40), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
    )
    for table in ("show", "channel"):
        with op.batch_alter_table(table) as batch_op:
            batch_op.add_column(sa.Column("committee_id", sa.Integer(), nullable=True))
            batch_op.create_foreign_key(
                op.f(f"fk_{table}_committee_id"), "committee", ["committee_id"], ["id"], ondelete="SET NULL"
            )
    op.create_index(op.f("ix_show_committee_id"), "show", ["committee_id"])
