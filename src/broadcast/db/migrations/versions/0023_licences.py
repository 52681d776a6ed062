"""Under which licence a piece may be used, and who made it."""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None

_LENGTHS = {"licence": 20, "credits": 500}


def upgrade() -> None:
    """Go forward: nothing was said so far."""
    for table in ("item", "draft"):
        with op.batch_alter_table(table) as batch_op:
            for name, length in _LENGTHS.items():
                batch_op.add_column(sa.Column(name, sa.String(length), nullable=False, server_default=""))
        with op.batch_alter_table(table) as batch_op:
            for name, length in _LENGTHS.items():
                batch_op.alter_column(name, existing_type=sa.String(length), server_default=None)
