"""What was heard of each channel last."""

import sqlalchemy as sa
from alembic import op

from broadcast.db.base import UtcDateTime

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go forward."""
    op.create_table(
        "hearing",
        sa.Column("channel_id", sa.Integer(), nullable=False),
        sa.Column("heard_at", UtcDateTime(), nullable=False),
        sa.Column("sequence", sa.BigInteger(), nullable=False),
        sa.Column("silent", sa.Double(), nullable=False),
        sa.Column("fault", sa.String(12), nullable=True),
        sa.Column("fault_since", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["channel_id"], ["channel.id"], name=op.f("fk_hearing_channel_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("channel_id", name=op.f("pk_hearing")),
    )
