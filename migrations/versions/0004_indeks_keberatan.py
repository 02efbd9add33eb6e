"""The index of keberatan by year also holds the status: both filters together are answered by it alone."""

from __future__ import annotations

from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("keberatan", schema=None) as batch_op:
        batch_op.drop_index("ix_keberatan_tahun")
        batch_op.create_index("ix_keberatan_tahun", ["instansi_id", "tahun", "waktu_pengajuan", "id", "status"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("keberatan", schema=None) as batch_op:
        batch_op.drop_index("ix_keberatan_tahun")
        batch_op.create_index("ix_keberatan_tahun", ["instansi_id", "tahun", "waktu_pengajuan", "id"], unique=False)
