"""Who publishes the station."""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go forward."""
    op.create_table(
        "legal_fact",
        sa.Column("fact", sa.String(20), primary_key=True),
        sa.Column("words", sa.Text(), nullable=False),
    )
