"""How many stills a film has to choose from."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go forward; the films that are there keep the one they have."""
    with op.batch_alter_table("item") as batch_op:
        batch_op.add_column(sa.Column("stills", sa.Integer(), nullable=False, server_default="0"))
    with op.batch_alter_table("item") as batch_op:
        batch_op.alter_column("stills", existing_type=sa.Integer(), server_default=None)
