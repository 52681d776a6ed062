"""Workshops, deposits without an account, what people agree to."""

import sqlalchemy as sa
from alembic import op

from broadcast.db.base import UtcDateTime

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go forward."""
    _make_workshops()
    _make_consents()
    op.create_table(
        "attempt",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("kind", sa.String(10), nullable=False),
        sa.Column("source", sa.String(64), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
    )
    op.create_index("ix_attempt_recent", "attempt", ["kind", "at"])
    op.add_column("item", sa.Column("workshop_id", sa.String(36), nullable=True))
    op.create_index(op.f("ix_item_workshop_id"), "item", ["workshop_id"])
    op.add_column("upload", sa.Column("guest", sa.String(36), nullable=True))
    op.create_index(op.f("ix_upload_guest"), "upload", ["guest"])


def _make_workshops() -> None:
    op.create_table(
        "workshop",
        sa.Column("id", sa.String(36), primary_key=True),
        sa.Column("structure_id", sa.Integer(), sa.ForeignKey("structure.id"), nullable=False),
        sa.Column("show_id", sa.Integer(), sa.ForeignKey("show.id"), nullable=True),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("kind", sa.String(10), nullable=False),
        sa.Column("opens_at", UtcDateTime(), nullable=False),
        sa.Column("closes_at", UtcDateTime(), nullable=False),
        sa.Column("closed_at", UtcDateTime(), nullable=True),
        sa.Column("nonce", sa.String(32), nullable=False),
        sa.Column("lookup", sa.String(64), nullable=False, unique=True),
        sa.Column("created_at", UtcDateTime(), nullable=False),
    )
    op.create_index(op.f("ix_workshop_structure_id"), "workshop", ["structure_id"])
    op.create_table(
        "guest_deposit",
        sa.Column("id", sa.String(36), primary_key=True),
        sa.Column("workshop_id", sa.String(36), sa.ForeignKey("workshop.id"), nullable=False),
        sa.Column("lookup", sa.String(64), nullable=False, unique=True),
        sa.Column("name", sa.String(80), nullable=False),
        sa.Column("title", sa.String(200), nullable=False),
        sa.Column("answers", sa.JSON(), nullable=False),
        sa.Column("item_id", sa.String(36), sa.ForeignKey("item.id"), nullable=True, unique=True),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("agreed_at", UtcDateTime(), nullable=True),
        sa.Column("removal_asked_at", UtcDateTime(), nullable=True),
        sa.Column("revoked_at", UtcDateTime(), nullable=True),
    )
    op.create_index(op.f("ix_guest_deposit_workshop_id"), "guest_deposit", ["workshop_id"])


def _make_consents() -> None:
    op.create_table(
        "consent",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("item_id", sa.String(36), sa.ForeignKey("item.id"), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("text_version", sa.String(20), nullable=False),
        sa.Column("asked_at", UtcDateTime(), nullable=False),
        sa.Column("given_at", UtcDateTime(), nullable=True),
        sa.Column("expires_at", UtcDateTime(), nullable=True),
        sa.Column("withdrawn_at", UtcDateTime(), nullable=True),
        sa.Column("person_id", sa.Integer(), sa.ForeignKey("person.id"), nullable=True),
    )
    op.create_index(op.f("ix_consent_item_id"), "consent", ["item_id"])
    op.create_index(op.f("ix_consent_expires_at"), "consent", ["expires_at"])
