"""Tables of the foundation: instansi and accounts, audit, tasks, periode, unor, pegawai, PLT/PLH."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

import models

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


CARI = ("unor", "pegawai")
"""Tables whose nama_cari gets a trigram index on PostgreSQL; it begins with instansi_id, which btree_gin allows."""

PENJAGA = """
CREATE FUNCTION jejak_audit_tetap() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'jejak audit tidak dapat diubah'; END $$;
CREATE TRIGGER jejak_audit_tetap BEFORE UPDATE OR DELETE OR TRUNCATE ON jejak_audit
FOR EACH STATEMENT EXECUTE FUNCTION jejak_audit_tetap()
"""


def upgrade() -> None:
    op.create_table(
        "instansi",
        sa.Column("id", models.Kunci, nullable=False),
        sa.Column("siasn_id", sa.String(length=42), nullable=True),
        sa.Column("nama", sa.String(length=200), nullable=False),
        sa.Column("nama_cari", sa.String(length=200), nullable=False),
        sa.Column("zona", sa.Enum("WIB", "WITA", "WIT", name="zona", native_enum=False, create_constraint=True, length=30), nullable=False),
        sa.Column(
            "status", sa.Enum("aktif", "nonaktif", name="status", native_enum=False, create_constraint=True, length=30), nullable=False
        ),
        sa.Column("versi", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_instansi")),
        sa.UniqueConstraint("nama", name=op.f("uq_instansi_nama")),
        sa.UniqueConstraint("siasn_id", name=op.f("uq_instansi_siasn_id")),
    )
    with op.batch_alter_table("instansi", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_instansi_nama_cari"), ["nama_cari"], unique=False)

    op.create_table(
        "pengguna",
        sa.Column("id", models.Kunci, nullable=False),
        sa.Column("nip", sa.String(length=18), nullable=False),
        sa.Column("nama", sa.String(length=200), nullable=False),
        sa.Column("nama_cari", sa.String(length=200), nullable=False),
        sa.Column("kata_sandi", sa.String(length=200), nullable=True),
        sa.Column(
            "status", sa.Enum("aktif", "nonaktif", name="status", native_enum=False, create_constraint=True, length=30), nullable=False
        ),
        sa.Column("dibuat", models.Saat(), nullable=False),
        sa.Column("sandi_diubah", models.Saat(), nullable=True),
        sa.Column("versi", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pengguna")),
        sa.UniqueConstraint("nip", name=op.f("uq_pengguna_nip")),
    )
    with op.batch_alter_table("pengguna", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_pengguna_nama_cari"), ["nama_cari"], unique=False)

    op.create_table(
        "percobaan_gagal",
        sa.Column("kunci", sa.String(length=80), nullable=False),
        sa.Column("jumlah", sa.Integer(), nullable=False),
        sa.Column("terakhir", models.Saat(), nullable=False),
        sa.Column("tunda_sampai", models.Saat(), nullable=True),
        sa.PrimaryKeyConstraint("kunci", name=op.f("pk_percobaan_gagal")),
    )
    op.create_table(
        "berkas",
        sa.Column("id", models.Kunci, nullable=False),
        sa.Column("nama", sa.String(length=200), nullable=False),
        sa.Column("nama_simpan", sa.String(length=80), nullable=False),
        sa.Column("tipe", sa.String(length=120), nullable=False),
        sa.Column("ukuran", sa.BigInteger(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("dibuat", models.Saat(), nullable=False),
        sa.Column("kedaluwarsa", models.Saat(), nullable=True),
        sa.Column("instansi_id", models.Kunci, nullable=False),
        sa.ForeignKeyConstraint(["instansi_id"], ["instansi.id"], name=op.f("fk_berkas_instansi_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_berkas")),
        sa.UniqueConstraint("instansi_id", "id", name="uq_berkas_tenant"),
        sa.UniqueConstraint("nama_simpan", name=op.f("uq_berkas_nama_simpan")),
    )
    with op.batch_alter_table("berkas", schema=None) as batch_op:
        batch_op.create_index("ix_berkas_kedaluwarsa", ["kedaluwarsa"], unique=False)

    op.create_table(
        "jejak_audit",
        sa.Column("id", models.Kunci, nullable=False),
        sa.Column("instansi_id", models.Kunci, nullable=True),
        sa.Column("waktu", models.Saat(), nullable=False),
        sa.Column("pengguna_id", models.Kunci, nullable=True),
        sa.Column("pelaku", sa.String(length=200), nullable=False),
        sa.Column("peran", sa.String(length=120), nullable=False),
        sa.Column("aksi", sa.String(length=40), nullable=False),
        sa.Column("entitas", sa.String(length=40), nullable=False),
        sa.Column("objek_id", models.Kunci, nullable=True),
        sa.Column("objek", sa.String(length=300), nullable=False),
        sa.Column("objek_cari", sa.String(length=300), nullable=False),
        sa.Column("pelaku_cari", sa.String(length=200), nullable=False),
        sa.Column("alasan", sa.Text(), nullable=True),
        sa.Column("perubahan", models.Json, nullable=False),
        sa.Column("alamat", sa.String(length=45), nullable=True),
        sa.Column("request_id", sa.String(length=32), nullable=True),
        sa.ForeignKeyConstraint(["instansi_id"], ["instansi.id"], name=op.f("fk_jejak_audit_instansi_id")),
        sa.ForeignKeyConstraint(["pengguna_id"], ["pengguna.id"], name=op.f("fk_jejak_audit_pengguna_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_jejak_audit")),
    )
    with op.batch_alter_table("jejak_audit", schema=None) as batch_op:
        batch_op.create_index("ix_jejak_audit_objek", ["instansi_id", "entitas", "objek_id", "id"], unique=False)
        batch_op.create_index("ix_jejak_audit_pelaku", ["instansi_id", "pengguna_id", "id"], unique=False)
        batch_op.create_index("ix_jejak_audit_urut", ["instansi_id", "id"], unique=False)

    op.create_table(
        "periode",
        sa.Column("id", models.Kunci, nullable=False),
        sa.Column("nama", sa.String(length=100), nullable=False),
        sa.Column("nama_cari", sa.String(length=100), nullable=False),
        sa.Column("tahun", sa.Integer(), nullable=True),
        sa.Column("tahun_urut", sa.Integer(), nullable=False),
        sa.Column(
            "tipe",
            sa.Enum(
                "bulanan", "triwulan", "semester", "tahunan", "lainnya", name="tipe", native_enum=False, create_constraint=True, length=30
            ),
            nullable=False,
        ),
        sa.Column("angka", sa.Integer(), nullable=True),
        sa.Column("awal", sa.String(length=5), nullable=False),
        sa.Column("akhir", sa.String(length=5), nullable=False),
        sa.Column("batas", sa.String(length=5), nullable=False),
        sa.Column("jenis", sa.Enum("biasa", "final", name="jenis", native_enum=False, create_constraint=True, length=30), nullable=False),
        sa.Column("instansi_id", models.Kunci, nullable=False),
        sa.Column("versi", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.CheckConstraint("length(akhir) = 5 AND substr(akhir, 3, 1) = '-'", name=op.f("ck_periode_akhir")),
        sa.CheckConstraint("length(awal) = 5 AND substr(awal, 3, 1) = '-'", name=op.f("ck_periode_awal")),
        sa.CheckConstraint("length(batas) = 5 AND substr(batas, 3, 1) = '-'", name=op.f("ck_periode_batas")),
        sa.CheckConstraint("awal <= akhir", name=op.f("ck_periode_awal_akhir")),
        sa.CheckConstraint("tahun_urut = coalesce(tahun, 0)", name=op.f("ck_periode_tahun_urut")),
        sa.ForeignKeyConstraint(["instansi_id"], ["instansi.id"], name=op.f("fk_periode_instansi_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_periode")),
        sa.UniqueConstraint("instansi_id", "id", name="uq_periode_tenant"),
    )
    with op.batch_alter_table("periode", schema=None) as batch_op:
        batch_op.create_index("ix_periode_daftar", ["instansi_id", "tahun_urut", "jenis", "awal", "id"], unique=False)

    op.create_table(
        "sesi",
        sa.Column("id", models.Kunci, nullable=False),
        sa.Column("kunci", sa.String(length=64), nullable=False),
        sa.Column("pengguna_id", models.Kunci, nullable=False),
        sa.Column("instansi_id", models.Kunci, nullable=True),
        sa.Column("sebagai_pegawai", sa.Boolean(), nullable=False),
        sa.Column("dibuat", models.Saat(), nullable=False),
        sa.Column("terakhir", models.Saat(), nullable=False),
        sa.Column("alamat", sa.String(length=45), nullable=True),
        sa.Column("agen", sa.String(length=200), nullable=True),
        sa.ForeignKeyConstraint(["instansi_id"], ["instansi.id"], name=op.f("fk_sesi_instansi_id")),
        sa.ForeignKeyConstraint(["pengguna_id"], ["pengguna.id"], name=op.f("fk_sesi_pengguna_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sesi")),
        sa.UniqueConstraint("kunci", name=op.f("uq_sesi_kunci")),
    )
    with op.batch_alter_table("sesi", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_sesi_pengguna_id"), ["pengguna_id"], unique=False)

    op.create_table(
        "tautan_sandi",
        sa.Column("id", models.Kunci, nullable=False),
        sa.Column("kunci", sa.String(length=64), nullable=False),
        sa.Column("pengguna_id", models.Kunci, nullable=False),
        sa.Column("dibuat", models.Saat(), nullable=False),
        sa.Column("berlaku_sampai", models.Saat(), nullable=False),
        sa.Column("dipakai", models.Saat(), nullable=True),
        sa.ForeignKeyConstraint(["pengguna_id"], ["pengguna.id"], name=op.f("fk_tautan_sandi_pengguna_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tautan_sandi")),
        sa.UniqueConstraint("kunci", name=op.f("uq_tautan_sandi_kunci")),
    )
    with op.batch_alter_table("tautan_sandi", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_tautan_sandi_pengguna_id"), ["pengguna_id"], unique=False)

    op.create_table(
        "unor",
        sa.Column("id", models.Kunci, nullable=False),
        sa.Column("siasn_id", sa.String(length=42), nullable=True),
        sa.Column("nama", sa.String(length=250), nullable=False),
        sa.Column("nama_cari", sa.String(length=250), nullable=False),
        sa.Column("eselon", sa.String(length=2), nullable=False),
        sa.Column("atasan_id", models.Kunci, nullable=True),
        sa.Column("induk_id", models.Kunci, nullable=True),
        sa.Column("mandiri", sa.Boolean(), server_default=sa.text("(false)"), nullable=False),
        sa.Column("kota", sa.String(length=100), nullable=True),
        sa.Column("instansi_id", models.Kunci, nullable=False),
        sa.Column("versi", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.ForeignKeyConstraint(["instansi_id", "atasan_id"], ["unor.instansi_id", "unor.id"], name=op.f("fk_unor_instansi_id_atasan_id")),
        sa.ForeignKeyConstraint(["instansi_id", "induk_id"], ["unor.instansi_id", "unor.id"], name=op.f("fk_unor_instansi_id_induk_id")),
        sa.ForeignKeyConstraint(["instansi_id"], ["instansi.id"], name=op.f("fk_unor_instansi_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unor")),
        sa.UniqueConstraint("instansi_id", "id", name="uq_unor_tenant"),
        sa.UniqueConstraint("instansi_id", "siasn_id", name=op.f("uq_unor_instansi_id_siasn_id")),
    )
    with op.batch_alter_table("unor", schema=None) as batch_op:
        batch_op.create_index("ix_unor_atasan", ["instansi_id", "atasan_id", "nama_cari"], unique=False)
        batch_op.create_index("ix_unor_induk", ["instansi_id", "induk_id"], unique=False)
        batch_op.create_index("ix_unor_nama", ["instansi_id", "nama_cari", "id"], unique=False)

    op.create_table(
        "pegawai",
        sa.Column("id", models.Kunci, nullable=False),
        sa.Column("siasn_id", sa.String(length=42), nullable=True),
        sa.Column("nomor_induk", sa.String(length=18), nullable=False),
        sa.Column(
            "jenis_nomor",
            sa.Enum("nip", "ni_pppk", "nik", name="jenis_nomor", native_enum=False, create_constraint=True, length=30),
            nullable=False,
        ),
        sa.Column("nama", sa.String(length=200), nullable=False),
        sa.Column("nama_cari", sa.String(length=200), nullable=False),
        sa.Column("unor_id", models.Kunci, nullable=False),
        sa.Column(
            "jenis_jabatan",
            sa.Enum("pegawai", "pimpinan", name="jenis_jabatan", native_enum=False, create_constraint=True, length=30),
            nullable=False,
        ),
        sa.Column("jabatan", sa.String(length=250), nullable=False),
        sa.Column(
            "jenis_pegawai",
            sa.Enum("pns", "cpns", "pppk", "non_asn", name="jenis_pegawai", native_enum=False, create_constraint=True, length=30),
            nullable=False,
        ),
        sa.Column("golongan", sa.String(length=3), nullable=True),
        sa.Column("tmt_golongan", sa.Date(), nullable=True),
        sa.Column("jenjang", sa.String(length=2), nullable=True),
        sa.Column("tmt_jabatan", sa.Date(), nullable=True),
        sa.Column("kedudukan", sa.String(length=2), server_default=sa.text("'01'"), nullable=False),
        sa.Column(
            "status", sa.Enum("aktif", "nonaktif", name="status", native_enum=False, create_constraint=True, length=30), nullable=False
        ),
        sa.Column("alasan_nonaktif", sa.String(length=300), nullable=True),
        sa.Column("instansi_id", models.Kunci, nullable=False),
        sa.Column("versi", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.ForeignKeyConstraint(["instansi_id", "unor_id"], ["unor.instansi_id", "unor.id"], name=op.f("fk_pegawai_instansi_id_unor_id")),
        sa.ForeignKeyConstraint(["instansi_id"], ["instansi.id"], name=op.f("fk_pegawai_instansi_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pegawai")),
        sa.UniqueConstraint("instansi_id", "id", name="uq_pegawai_tenant"),
        sa.UniqueConstraint("instansi_id", "siasn_id", name=op.f("uq_pegawai_instansi_id_siasn_id")),
    )
    with op.batch_alter_table("pegawai", schema=None) as batch_op:
        batch_op.create_index("ix_pegawai_nama", ["instansi_id", "nama_cari", "id"], unique=False)
        batch_op.create_index("ix_pegawai_unor", ["instansi_id", "unor_id", "nama_cari", "id"], unique=False)
        batch_op.create_index("uq_pegawai_nomor", ["instansi_id", "nomor_induk"], unique=True)
        batch_op.create_index(
            "uq_pegawai_pimpinan",
            ["instansi_id", "unor_id"],
            unique=True,
            sqlite_where=sa.text("jenis_jabatan = 'pimpinan' AND status = 'aktif'"),
            postgresql_where=sa.text("jenis_jabatan = 'pimpinan' AND status = 'aktif'"),
        )

    op.create_table(
        "peran_pengguna",
        sa.Column("id", models.Kunci, nullable=False),
        sa.Column("pengguna_id", models.Kunci, nullable=False),
        sa.Column("instansi_id", models.Kunci, nullable=True),
        sa.Column(
            "peran",
            sa.Enum(
                "pegawai",
                "admin_instansi",
                "helpdesk",
                "supervisor",
                "admin_bkn",
                name="peran",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=False,
        ),
        sa.Column("unor_id", models.Kunci, nullable=True),
        sa.CheckConstraint("instansi_id IS NOT NULL OR peran IN ('helpdesk', 'admin_bkn')", name=op.f("ck_peran_pengguna_lintas")),
        sa.CheckConstraint("unor_id IS NULL OR peran = 'supervisor'", name=op.f("ck_peran_pengguna_unor_supervisor")),
        sa.ForeignKeyConstraint(
            ["instansi_id", "unor_id"], ["unor.instansi_id", "unor.id"], name=op.f("fk_peran_pengguna_instansi_id_unor_id")
        ),
        sa.ForeignKeyConstraint(["instansi_id"], ["instansi.id"], name=op.f("fk_peran_pengguna_instansi_id")),
        sa.ForeignKeyConstraint(["pengguna_id"], ["pengguna.id"], name=op.f("fk_peran_pengguna_pengguna_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_peran_pengguna")),
    )
    with op.batch_alter_table("peran_pengguna", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_peran_pengguna_instansi_id"), ["instansi_id"], unique=False)
        batch_op.create_index(
            "uq_peran_pengguna_lintas",
            ["pengguna_id", "peran"],
            unique=True,
            sqlite_where=sa.text("instansi_id IS NULL"),
            postgresql_where=sa.text("instansi_id IS NULL"),
        )
        batch_op.create_index("uq_peran_pengguna_satu", ["pengguna_id", "peran", "instansi_id"], unique=True)

    op.create_table(
        "tugas",
        sa.Column("id", models.Kunci, nullable=False),
        sa.Column("jenis", sa.String(length=40), nullable=False),
        sa.Column("judul", sa.String(length=200), nullable=False),
        sa.Column("parameter", models.Json, nullable=False),
        sa.Column("antrean", sa.String(length=10), nullable=False),
        sa.Column("pengguna_id", models.Kunci, nullable=True),
        sa.Column("aktor", models.Json, nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "antre",
                "berjalan",
                "menunggu_keputusan",
                "selesai",
                "sebagian",
                "gagal",
                "dibatalkan",
                name="status",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=False,
        ),
        sa.Column("selesai", sa.Integer(), nullable=False),
        sa.Column("gagal", sa.Integer(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=True),
        sa.Column("pesan", sa.String(length=500), nullable=True),
        sa.Column("berkas_id", models.Kunci, nullable=True),
        sa.Column("percobaan", sa.Integer(), nullable=False),
        sa.Column("token", sa.Integer(), nullable=False),
        sa.Column("lease_sampai", models.Saat(), nullable=True),
        sa.Column("diantrekan", models.Saat(), nullable=True),
        sa.Column("minta_batal", sa.Boolean(), nullable=False),
        sa.Column("dibuat", models.Saat(), nullable=False),
        sa.Column("mulai", models.Saat(), nullable=True),
        sa.Column("berakhir", models.Saat(), nullable=True),
        sa.Column("kedaluwarsa", models.Saat(), nullable=False),
        sa.Column("instansi_id", models.Kunci, nullable=False),
        sa.Column("versi", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.CheckConstraint("selesai >= 0 AND gagal >= 0 AND (total IS NULL OR total >= 0)", name=op.f("ck_tugas_hitungan")),
        sa.ForeignKeyConstraint(
            ["instansi_id", "berkas_id"], ["berkas.instansi_id", "berkas.id"], name=op.f("fk_tugas_instansi_id_berkas_id")
        ),
        sa.ForeignKeyConstraint(["instansi_id"], ["instansi.id"], name=op.f("fk_tugas_instansi_id")),
        sa.ForeignKeyConstraint(["pengguna_id"], ["pengguna.id"], name=op.f("fk_tugas_pengguna_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tugas")),
        sa.UniqueConstraint("instansi_id", "id", name="uq_tugas_tenant"),
    )
    with op.batch_alter_table("tugas", schema=None) as batch_op:
        batch_op.create_index("ix_tugas_daftar", ["instansi_id", "dibuat", "id"], unique=False)
        batch_op.create_index("ix_tugas_penyalur", ["status", "lease_sampai"], unique=False)

    op.create_table(
        "hasil_baris",
        sa.Column("id", models.Kunci, nullable=False),
        sa.Column("tugas_id", models.Kunci, nullable=False),
        sa.Column("objek_id", models.Kunci, nullable=True),
        sa.Column("objek", sa.String(length=300), nullable=False),
        sa.Column("pesan", sa.String(length=500), nullable=False),
        sa.Column("instansi_id", models.Kunci, nullable=False),
        sa.ForeignKeyConstraint(
            ["instansi_id", "tugas_id"], ["tugas.instansi_id", "tugas.id"], name=op.f("fk_hasil_baris_instansi_id_tugas_id")
        ),
        sa.ForeignKeyConstraint(["instansi_id"], ["instansi.id"], name=op.f("fk_hasil_baris_instansi_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hasil_baris")),
    )
    with op.batch_alter_table("hasil_baris", schema=None) as batch_op:
        batch_op.create_index("ix_hasil_baris_tugas", ["instansi_id", "tugas_id", "id"], unique=False)

    op.create_table(
        "plt_plh",
        sa.Column("id", models.Kunci, nullable=False),
        sa.Column("pegawai_id", models.Kunci, nullable=False),
        sa.Column("unor_id", models.Kunci, nullable=False),
        sa.Column("jabatan", sa.String(length=250), nullable=False),
        sa.Column("jenis", sa.Enum("plt", "plh", name="jenis", native_enum=False, create_constraint=True, length=30), nullable=False),
        sa.Column("awal", sa.Date(), nullable=False),
        sa.Column("akhir", sa.Date(), nullable=False),
        sa.Column("aktif", sa.Boolean(), nullable=False),
        sa.Column("instansi_id", models.Kunci, nullable=False),
        sa.Column("versi", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.CheckConstraint("awal <= akhir", name=op.f("ck_plt_plh_awal_akhir")),
        sa.ForeignKeyConstraint(
            ["instansi_id", "pegawai_id"], ["pegawai.instansi_id", "pegawai.id"], name=op.f("fk_plt_plh_instansi_id_pegawai_id")
        ),
        sa.ForeignKeyConstraint(["instansi_id", "unor_id"], ["unor.instansi_id", "unor.id"], name=op.f("fk_plt_plh_instansi_id_unor_id")),
        sa.ForeignKeyConstraint(["instansi_id"], ["instansi.id"], name=op.f("fk_plt_plh_instansi_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plt_plh")),
        sa.UniqueConstraint("instansi_id", "id", name="uq_plt_plh_tenant"),
    )
    with op.batch_alter_table("plt_plh", schema=None) as batch_op:
        batch_op.create_index("ix_plt_plh_daftar", ["instansi_id", "awal", "id"], unique=False)
        batch_op.create_index("ix_plt_plh_pegawai", ["instansi_id", "pegawai_id"], unique=False)
        batch_op.create_index("ix_plt_plh_unor", ["instansi_id", "unor_id", "aktif", "akhir"], unique=False)
    if op.get_bind().dialect.name == "postgresql":
        op.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
        op.execute("CREATE EXTENSION IF NOT EXISTS btree_gin")
        for tabel in CARI:
            op.execute(f"CREATE INDEX ix_{tabel}_nama_cari_trgm ON {tabel} USING gin (instansi_id, nama_cari gin_trgm_ops)")
        op.execute(PENJAGA)


def downgrade() -> None:
    with op.batch_alter_table("plt_plh", schema=None) as batch_op:
        batch_op.drop_index("ix_plt_plh_unor")
        batch_op.drop_index("ix_plt_plh_pegawai")
        batch_op.drop_index("ix_plt_plh_daftar")

    op.drop_table("plt_plh")
    with op.batch_alter_table("hasil_baris", schema=None) as batch_op:
        batch_op.drop_index("ix_hasil_baris_tugas")

    op.drop_table("hasil_baris")
    with op.batch_alter_table("tugas", schema=None) as batch_op:
        batch_op.drop_index("ix_tugas_penyalur")
        batch_op.drop_index("ix_tugas_daftar")

    op.drop_table("tugas")
    with op.batch_alter_table("peran_pengguna", schema=None) as batch_op:
        batch_op.drop_index("uq_peran_pengguna_satu")
        batch_op.drop_index(
            "uq_peran_pengguna_lintas", sqlite_where=sa.text("instansi_id IS NULL"), postgresql_where=sa.text("instansi_id IS NULL")
        )
        batch_op.drop_index(batch_op.f("ix_peran_pengguna_instansi_id"))

    op.drop_table("peran_pengguna")
    with op.batch_alter_table("pegawai", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_pegawai_pimpinan",
            sqlite_where=sa.text("jenis_jabatan = 'pimpinan' AND status = 'aktif'"),
            postgresql_where=sa.text("jenis_jabatan = 'pimpinan' AND status = 'aktif'"),
        )
        batch_op.drop_index("uq_pegawai_nomor")
        batch_op.drop_index("ix_pegawai_unor")
        batch_op.drop_index("ix_pegawai_nama")

    op.drop_table("pegawai")
    with op.batch_alter_table("unor", schema=None) as batch_op:
        batch_op.drop_index("ix_unor_nama")
        batch_op.drop_index("ix_unor_induk")
        batch_op.drop_index("ix_unor_atasan")

    op.drop_table("unor")
    with op.batch_alter_table("tautan_sandi", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_tautan_sandi_pengguna_id"))

    op.drop_table("tautan_sandi")
    with op.batch_alter_table("sesi", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_sesi_pengguna_id"))

    op.drop_table("sesi")
    with op.batch_alter_table("periode", schema=None) as batch_op:
        batch_op.drop_index("ix_periode_daftar")

    op.drop_table("periode")
    with op.batch_alter_table("jejak_audit", schema=None) as batch_op:
        batch_op.drop_index("ix_jejak_audit_urut")
        batch_op.drop_index("ix_jejak_audit_pelaku")
        batch_op.drop_index("ix_jejak_audit_objek")

    op.drop_table("jejak_audit")
    with op.batch_alter_table("berkas", schema=None) as batch_op:
        batch_op.drop_index("ix_berkas_kedaluwarsa")

    op.drop_table("berkas")
    op.drop_table("percobaan_gagal")
    with op.batch_alter_table("pengguna", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_pengguna_nama_cari"))

    op.drop_table("pengguna")
    with op.batch_alter_table("instansi", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_instansi_nama_cari"))

    op.drop_table("instansi")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION jejak_audit_tetap()")
