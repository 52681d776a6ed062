"""When what is told of an item was last changed."""

import sqlalchemy as sa
from alembic import op

import broadcast.db.base

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go forward."""
    with op.batch_alter_table("item") as batch_op:
        batch_op.add_column(
            sa.Column("changed_at", broadcast.db.base.UtcDateTime(timezone=True), nullable=True)
        )
