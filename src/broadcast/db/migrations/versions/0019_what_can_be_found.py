"""What can be found by its words."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go forward."""
    op.create_table(
        "findable",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(10), nullable=False),
        sa.Column("show_id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.String(36), nullable=True),
        sa.Column("at", sa.Double(), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["show_id"], ["show.id"], name=op.f("fk_findable_show_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["item_id"], ["item.id"], name=op.f("fk_findable_item_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_findable")),
    )
    for column in ("kind", "show_id", "item_id"):
        op.create_index(f"ix_findable_{column}", "findable", [column])
    op.create_table(
        "found_word",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("word", sa.String(40), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_found_word")),
        sa.UniqueConstraint("word", name=op.f("uq_found_word_word")),
    )
    op.create_table(
        "found_slip",
        sa.Column("slip", sa.String(40), nullable=False),
        sa.Column("word_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["word_id"], ["found_word.id"], name=op.f("fk_found_slip_word_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("slip", "word_id", name=op.f("pk_found_slip")),
    )
    op.create_index("ix_found_slip_word_id", "found_slip", ["word_id"])
    op.create_table(
        "found_place",
        sa.Column("word_id", sa.Integer(), nullable=False),
        sa.Column("findable_id", sa.Integer(), nullable=False),
        sa.Column("weight", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["word_id"], ["found_word.id"], name=op.f("fk_found_place_word_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["findable_id"], ["findable.id"], name=op.f("fk_found_place_findable_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("word_id", "findable_id", name=op.f("pk_found_place")),
    )
    op.create_index("ix_found_place_findable_id", "found_place", ["findable_id"])
