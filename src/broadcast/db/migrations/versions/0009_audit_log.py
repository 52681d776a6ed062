"""The audit log: append-only, whoever asks."""

import sqlalchemy as sa
from alembic import op

import broadcast.db.base

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

_SAID = "the audit log is append-only"
_NEXT = "SELECT COALESCE(MAX(number), 0) + 1 FROM audit_entry"
_REFUSE = f"BEGIN RAISE EXCEPTION '{_SAID}'; END"
_CALL = "EXECUTE FUNCTION audit_entry_refuse()"


def upgrade() -> None:
    """Go forward; the log begins now."""
    op.create_table(
        "audit_entry",
        sa.Column("number", sa.Integer(), nullable=False, autoincrement=False),
        sa.Column("at", broadcast.db.base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("who", sa.String(length=36), nullable=False),
        sa.Column("act", sa.String(length=40), nullable=False),
        sa.Column("subject", sa.String(length=80), nullable=False),
        sa.Column("structure_id", sa.Integer(), nullable=True),
        sa.Column("details", sa.JSON(), nullable=False),
        sa.Column("words", sa.String(length=64), nullable=False),
        sa.Column("previous", sa.String(length=64), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_audit_entry")),
        sa.UniqueConstraint("digest", name=op.f("uq_audit_entry_digest")),
    )
    op.create_index(op.f("ix_audit_entry_at"), "audit_entry", ["at"])
    op.create_index(op.f("ix_audit_entry_act"), "audit_entry", ["act"])
    op.create_index(op.f("ix_audit_entry_subject"), "audit_entry", ["subject"])
    op.create_index("ix_audit_entry_structure", "audit_entry", ["structure_id", "number"])
    op.create_table(
        "audit_name",
        sa.Column("key", sa.String(length=36), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_audit_name")),
        sa.UniqueConstraint("person_id", name=op.f("uq_audit_name_person_id")),
    )
    op.create_table(
        "audit_words",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("salt", sa.String(length=36), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["number"], ["audit_entry.number"], name=op.f("fk_audit_words_number")),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_audit_words")),
    )
    for statement in _POSTGRESQL if op.get_bind().dialect.name == "postgresql" else _SQLITE:
        op.execute(statement)


# An insert that replaces deletes without its trigger on SQLite, so a number may only be the next one.
_SQLITE = tuple(
    f"CREATE TRIGGER audit_entry_{name} BEFORE {when} BEGIN SELECT RAISE(ABORT, '{_SAID}'); END"
    for name, when in (
        ("no_update", "UPDATE ON audit_entry"),
        ("no_delete", "DELETE ON audit_entry"),
        ("next", f"INSERT ON audit_entry WHEN NEW.number IS NOT ({_NEXT})"),
    )
)
_POSTGRESQL = (
    f"CREATE FUNCTION audit_entry_refuse() RETURNS trigger LANGUAGE plpgsql AS $$ {_REFUSE} $$",
    f"CREATE TRIGGER audit_entry_no_change BEFORE UPDATE OR DELETE ON audit_entry FOR EACH ROW {_CALL}",
    f"CREATE TRIGGER audit_entry_no_truncate BEFORE TRUNCATE ON audit_entry FOR EACH STATEMENT {_CALL}",
)
