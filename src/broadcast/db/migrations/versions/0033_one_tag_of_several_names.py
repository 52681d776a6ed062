"""Tags that an editor named, and the other names that lead to them."""

import sqlalchemy as sa
from alembic import op

revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go forward; no tag has another name yet."""
    op.create_table(
        "tag_alias",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(10), nullable=False),
        sa.Column("slug", sa.String(240), nullable=False),
        sa.Column("name", sa.String(80), nullable=False),
        sa.Column("tag_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["tag_id"], ["tag.id"], name=op.f("fk_tag_alias_tag_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tag_alias")),
        sa.UniqueConstraint("kind", "slug", name=op.f("uq_tag_alias_kind_slug")),
    )
    op.create_index(op.f("ix_tag_alias_tag_id"), "tag_alias", ["tag_id"])
    with op.batch_alter_table("tag") as batch_op:
        batch_op.add_column(sa.Column("is_settled", sa.Boolean(), nullable=False, server_default=sa.false()))
    with op.batch_alter_table("tag") as batch_op:
        batch_op.alter_column("is_settled", existing_type=sa.Boolean(), server_default=None)
