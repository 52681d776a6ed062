"""Parts of a work: a job may be on a numbered part of its subject."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go forward."""
    with op.batch_alter_table("job") as batch_op:
        batch_op.add_column(sa.Column("part", sa.Integer(), nullable=True))
