"""The cards of two sounds that run into each other on a television."""

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go forward: what was wanted so far is of radios, which show nothing."""
    op.add_column("seam", sa.Column("before_card", sa.String(120), nullable=True))
    op.add_column("seam", sa.Column("after_card", sa.String(120), nullable=True))
