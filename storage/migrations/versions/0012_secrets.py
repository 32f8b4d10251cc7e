"""Links are signed by a secret of their own, kept sealed, and so is the audit trail."""

import base64
import secrets

import sqlalchemy as sa
from alembic import context, op

from storage.sealing import Vault

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

_CHECKS = sa.table("key_check", sa.column("id", sa.String), sa.column("word", sa.LargeBinary))
_LINKS = (sa.table("page_link"), sa.table("tracker_link"))


def upgrade() -> None:
    """Makes the change."""
    vault: Vault = context.config.attributes["vault"]
    # Links that were sent before must still open: they were signed by a key derived from the first.
    links = vault.signing_key if _has_links() else secrets.token_bytes(32)
    for name, secret in (("links", links), ("audit", secrets.token_bytes(32))):
        word = vault.seal(base64.b64encode(secret).decode(), f"key_check.word:{name}")
        op.get_bind().execute(_CHECKS.insert().values(id=name, word=word))


def downgrade() -> None:
    """Takes it back. Links open again that the first key signed."""
    op.get_bind().execute(_CHECKS.delete().where(_CHECKS.c.id.in_(("links", "audit"))))


def _has_links() -> bool:
    count = sa.select(sa.func.count())
    return any(op.get_bind().scalar(count.select_from(table)) for table in _LINKS)
