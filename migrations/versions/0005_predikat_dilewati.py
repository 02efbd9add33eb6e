"""Sinkronisasi Predikat: the state dilewati, and what of a run was not sent counted apart from what failed."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

import models

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

HITUNGAN = ("belum", "tidak_pasti", "dilewati")
LAMA = ("belum", "terkirim", "gagal", "tidak_pasti")
BARU = (*LAMA, "dilewati")


def upgrade() -> None:
    # Not as a batch: it would build the table anew on SQLite, and lose its CHECK.
    for kolom in HITUNGAN:
        op.add_column("sinkronisasi_predikat", sa.Column(kolom, sa.Integer(), server_default=sa.text("0"), nullable=False))
    _ganti_pilihan(LAMA, BARU)
    for kolom in ("gagal", "belum", "tidak_pasti"):
        op.execute(
            f"UPDATE sinkronisasi_predikat SET {kolom} = (SELECT count(*) FROM kiriman_predikat k WHERE k.instansi_id = "
            f"sinkronisasi_predikat.instansi_id AND k.sinkronisasi_id = sinkronisasi_predikat.id AND k.status = '{kolom}')"
        )


def downgrade() -> None:
    op.execute("UPDATE kiriman_predikat SET status = 'gagal' WHERE status = 'dilewati'")
    op.execute("UPDATE sinkronisasi_predikat SET gagal = gagal + belum + tidak_pasti + dilewati")
    _ganti_pilihan(BARU, LAMA)
    for kolom in reversed(HITUNGAN):
        op.drop_column("sinkronisasi_predikat", kolom)


def _ganti_pilihan(lama: tuple[str, ...], baru: tuple[str, ...]) -> None:
    """Replace the CHECK on the state. SQLite knows no such change: the table is made anew, and in the same words each time."""
    nama = op.f("ck_kiriman_predikat_status")
    if op.get_bind().dialect.name == "postgresql":
        op.drop_constraint(nama, "kiriman_predikat", type_="check")
        op.create_check_constraint(nama, "kiriman_predikat", _syarat(baru))
        return
    _buat("kiriman_predikat_baru", nama, baru)
    op.execute("INSERT INTO kiriman_predikat_baru SELECT * FROM kiriman_predikat")
    op.drop_table("kiriman_predikat")
    op.rename_table("kiriman_predikat_baru", "kiriman_predikat")
    op.create_index("ix_kiriman_predikat_skp", "kiriman_predikat", ["instansi_id", "skp_id"], unique=False)
    op.create_index("ix_kiriman_predikat_status", "kiriman_predikat", ["instansi_id", "sinkronisasi_id", "status", "id"], unique=False)


def _syarat(nilai: tuple[str, ...]) -> str:
    return f"status IN ({', '.join(repr(n) for n in nilai)})"


def _buat(tabel: str, nama: str, nilai: tuple[str, ...]) -> None:
    op.create_table(
        tabel,
        sa.Column("id", models.Kunci, nullable=False),
        sa.Column("sinkronisasi_id", models.Kunci, nullable=False),
        sa.Column("skp_id", models.Kunci, nullable=False),
        sa.Column("nomor_induk", sa.String(length=18), nullable=False),
        sa.Column("nama", sa.String(length=200), nullable=False),
        sa.Column("nama_cari", sa.String(length=200), nullable=False),
        sa.Column("isi", models.Json, nullable=False),
        sa.Column("sidik", sa.String(length=64), nullable=False),
        sa.Column("status", sa.String(length=30), nullable=False),
        sa.Column("pesan", sa.String(length=500), nullable=True),
        sa.Column("dikirim", models.Saat(), nullable=True),
        sa.Column("instansi_id", models.Kunci, nullable=False),
        sa.Column("versi", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.ForeignKeyConstraint(
            ["instansi_id", "sinkronisasi_id"],
            ["sinkronisasi_predikat.instansi_id", "sinkronisasi_predikat.id"],
            name=op.f("fk_kiriman_predikat_instansi_id_sinkronisasi_id"),
        ),
        sa.ForeignKeyConstraint(
            ["instansi_id", "skp_id"], ["skp.instansi_id", "skp.id"], name=op.f("fk_kiriman_predikat_instansi_id_skp_id")
        ),
        sa.ForeignKeyConstraint(["instansi_id"], ["instansi.id"], name=op.f("fk_kiriman_predikat_instansi_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_kiriman_predikat")),
        sa.UniqueConstraint("instansi_id", "id", name="uq_kiriman_predikat_tenant"),
        sa.UniqueConstraint(
            "instansi_id", "sinkronisasi_id", "skp_id", name=op.f("uq_kiriman_predikat_instansi_id_sinkronisasi_id_skp_id")
        ),
        sa.CheckConstraint(_syarat(nilai), name=nama),
    )
