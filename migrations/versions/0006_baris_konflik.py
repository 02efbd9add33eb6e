"""Sinkronisasi: rows with nothing but conflicts are neither changes nor applied."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

import models

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

LAMA = {
    "beda": ("baru", "ubah", "sama", "hapus", "gagal"),
    "keadaan": ("menunggu", "diterapkan", "dilewati", "gagal"),
}
BARU = {
    "beda": ("baru", "ubah", "sama", "hapus", "konflik", "gagal"),
    "keadaan": ("menunggu", "diterapkan", "dilewati", "konflik", "gagal"),
}


def upgrade() -> None:
    _ganti_pilihan(BARU)


def downgrade() -> None:
    op.execute(
        "UPDATE sinkronisasi SET ubah = ubah + (SELECT count(*) FROM sinkro_baris b WHERE b.instansi_id = sinkronisasi.instansi_id "
        "AND b.sinkronisasi_id = sinkronisasi.id AND b.beda = 'konflik')"
    )
    op.execute("UPDATE sinkro_baris SET beda = 'ubah' WHERE beda = 'konflik'")
    op.execute("UPDATE sinkro_baris SET keadaan = 'diterapkan' WHERE keadaan = 'konflik'")
    _ganti_pilihan(LAMA)


def _ganti_pilihan(nilai: dict[str, tuple[str, ...]]) -> None:
    """Replace the CHECKs. SQLite knows no such change: the table is made anew, and in the same words each time."""
    if op.get_bind().dialect.name == "postgresql":
        for kolom, semua in nilai.items():
            nama = op.f(f"ck_sinkro_baris_{kolom}")
            op.drop_constraint(nama, "sinkro_baris", type_="check")
            op.create_check_constraint(nama, "sinkro_baris", _syarat(kolom, semua))
        return
    _buat("sinkro_baris_baru", nilai)
    op.execute("INSERT INTO sinkro_baris_baru SELECT * FROM sinkro_baris")
    op.drop_table("sinkro_baris")
    op.rename_table("sinkro_baris_baru", "sinkro_baris")
    for nama, kolom in (
        ("ix_sinkro_baris_daftar", ["instansi_id", "sinkronisasi_id", "beda", "id"]),
        ("ix_sinkro_baris_objek", ["instansi_id", "entitas", "objek_id"]),
        ("ix_sinkro_baris_terap", ["instansi_id", "sinkronisasi_id", "entitas", "keadaan", "id"]),
    ):
        op.create_index(nama, "sinkro_baris", kolom, unique=False)


def _syarat(kolom: str, nilai: tuple[str, ...]) -> str:
    return f"{kolom} IN ({', '.join(repr(n) for n in nilai)})"


def _buat(tabel: str, nilai: dict[str, tuple[str, ...]]) -> None:
    op.create_table(
        tabel,
        sa.Column("id", models.Kunci, nullable=False),
        sa.Column("sinkronisasi_id", models.Kunci, nullable=False),
        sa.Column("entitas", sa.String(length=30), nullable=False),
        sa.Column("kunci", sa.String(length=64), nullable=False),
        sa.Column("objek_id", models.Kunci, nullable=True),
        sa.Column("nama", sa.String(length=250), nullable=False),
        sa.Column("nomor", sa.String(length=42), nullable=False),
        sa.Column("beda", sa.String(length=30), nullable=False),
        sa.Column("keadaan", sa.String(length=30), nullable=False),
        sa.Column("unor_id", models.Kunci, nullable=True),
        sa.Column("isi", models.Json, nullable=True),
        sa.Column("perubahan", models.Json, nullable=True),
        sa.Column("pesan", sa.String(length=500), nullable=True),
        sa.Column("instansi_id", models.Kunci, nullable=False),
        sa.ForeignKeyConstraint(
            ["instansi_id", "sinkronisasi_id"],
            ["sinkronisasi.instansi_id", "sinkronisasi.id"],
            name=op.f("fk_sinkro_baris_instansi_id_sinkronisasi_id"),
        ),
        sa.ForeignKeyConstraint(["instansi_id"], ["instansi.id"], name=op.f("fk_sinkro_baris_instansi_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sinkro_baris")),
        sa.UniqueConstraint("instansi_id", "id", name="uq_sinkro_baris_tenant"),
        sa.UniqueConstraint(
            "instansi_id", "sinkronisasi_id", "entitas", "kunci", name=op.f("uq_sinkro_baris_instansi_id_sinkronisasi_id_entitas_kunci")
        ),
        sa.CheckConstraint(_syarat("entitas", ("unor", "pegawai")), name=op.f("ck_sinkro_baris_entitas")),
        *(sa.CheckConstraint(_syarat(k, n), name=op.f(f"ck_sinkro_baris_{k}")) for k, n in nilai.items()),
    )
