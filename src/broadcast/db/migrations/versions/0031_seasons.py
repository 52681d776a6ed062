"""The season of an episode."""

import sqlalchemy as sa
from alembic import op

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go forward; no episode is of a season."""
    op.add_column("item", sa.Column("season", sa.Integer(), nullable=True))
