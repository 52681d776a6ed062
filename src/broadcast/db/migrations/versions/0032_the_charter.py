"""The charter's text in versions, and who signed which."""

import sqlalchemy as sa
from alembic import op

from broadcast.db.base import UtcDateTime

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go forward; what was noted as signed stays so, of a text that was kept elsewhere."""
    op.create_table(
        "charter",
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("written_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("version", name=op.f("pk_charter")),
    )
    op.create_table(
        "charter_signature",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("structure_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=True),
        sa.Column("signed_by", sa.String(200), nullable=False),
        sa.Column("quality", sa.String(200), nullable=False),
        sa.Column("signed_on", sa.Date(), nullable=False),
        sa.Column("on_paper", sa.Boolean(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("noted_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["structure_id"],
            ["structure.id"],
            name=op.f("fk_charter_signature_structure_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["version"], ["charter.version"], name=op.f("fk_charter_signature_version")),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_charter_signature_person_id"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_charter_signature")),
    )
    for column in ("structure_id", "person_id"):
        op.create_index(op.f(f"ix_charter_signature_{column}"), "charter_signature", [column])
    op.execute(
        "INSERT INTO charter_signature (structure_id, signed_by, quality, signed_on, on_paper, noted_at)"
        " SELECT id, charter_by, '', charter_on, true, created_at FROM structure"
        " WHERE charter_on IS NOT NULL"
    )
