"""Synchronisation with SIASN: runs and their rows, conflicts, reconciliation, predikat, JPT Non ASN, tokens."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

import models

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "keadaan_integrasi",
        sa.Column("id", models.Kunci, nullable=False),
        sa.Column("layanan", sa.String(length=40), nullable=False),
        sa.Column("gagal_beruntun", sa.Integer(), nullable=False),
        sa.Column("terbuka_sampai", models.Saat(), nullable=True),
        sa.Column("terakhir_berhasil", models.Saat(), nullable=True),
        sa.Column("terakhir_gagal", models.Saat(), nullable=True),
        sa.Column("galat", sa.String(length=40), nullable=True),
        sa.Column("pesan", sa.String(length=500), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_keadaan_integrasi")),
    )
    with op.batch_alter_table("keadaan_integrasi", schema=None) as batch_op:
        batch_op.create_index("uq_keadaan_integrasi_layanan", ["layanan"], unique=True)

    op.create_table(
        "token_integrasi",
        sa.Column("id", models.Kunci, nullable=False),
        sa.Column("kunci", sa.String(length=80), nullable=False),
        sa.Column("instansi_id", models.Kunci, nullable=True),
        sa.Column("isi", sa.Text(), nullable=True),
        sa.Column("berlaku_sampai", models.Saat(), nullable=True),
        sa.Column("ditempel", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("penyegar_sampai", models.Saat(), nullable=True),
        sa.Column("diubah", models.Saat(), nullable=True),
        sa.ForeignKeyConstraint(["instansi_id"], ["instansi.id"], name=op.f("fk_token_integrasi_instansi_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_token_integrasi")),
    )
    with op.batch_alter_table("token_integrasi", schema=None) as batch_op:
        batch_op.create_index("uq_token_integrasi_kunci", ["kunci"], unique=True)

    op.create_table(
        "peta_unor",
        sa.Column("id", models.Kunci, nullable=False),
        sa.Column("siasn_id", sa.String(length=42), nullable=False),
        sa.Column("unor_id", models.Kunci, nullable=False),
        sa.Column("instansi_id", models.Kunci, nullable=False),
        sa.ForeignKeyConstraint(["instansi_id", "unor_id"], ["unor.instansi_id", "unor.id"], name=op.f("fk_peta_unor_instansi_id_unor_id")),
        sa.ForeignKeyConstraint(["instansi_id"], ["instansi.id"], name=op.f("fk_peta_unor_instansi_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_peta_unor")),
        sa.UniqueConstraint("instansi_id", "id", name="uq_peta_unor_tenant"),
        sa.UniqueConstraint("instansi_id", "siasn_id", name=op.f("uq_peta_unor_instansi_id_siasn_id")),
    )
    with op.batch_alter_table("peta_unor", schema=None) as batch_op:
        batch_op.create_index("ix_peta_unor_unor", ["instansi_id", "unor_id"], unique=False)

    op.create_table(
        "temuan_unor",
        sa.Column("id", models.Kunci, nullable=False),
        sa.Column("kunci", sa.String(length=80), nullable=False),
        sa.Column(
            "jenis",
            sa.Enum("duplikat", "yatim", "siklus", "nonaktif_berisi", name="jenis", native_enum=False, create_constraint=True, length=30),
            nullable=False,
        ),
        sa.Column("unor_id", models.Kunci, nullable=False),
        sa.Column("unor_lain_id", models.Kunci, nullable=True),
        sa.Column("rincian", sa.String(length=500), nullable=False),
        sa.Column(
            "status",
            sa.Enum("terbuka", "selesai", "diabaikan", name="status", native_enum=False, create_constraint=True, length=30),
            nullable=False,
        ),
        sa.Column("ditemukan", models.Saat(), nullable=False),
        sa.Column("instansi_id", models.Kunci, nullable=False),
        sa.Column("versi", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.ForeignKeyConstraint(
            ["instansi_id", "unor_id"], ["unor.instansi_id", "unor.id"], name=op.f("fk_temuan_unor_instansi_id_unor_id")
        ),
        sa.ForeignKeyConstraint(
            ["instansi_id", "unor_lain_id"], ["unor.instansi_id", "unor.id"], name=op.f("fk_temuan_unor_instansi_id_unor_lain_id")
        ),
        sa.ForeignKeyConstraint(["instansi_id"], ["instansi.id"], name=op.f("fk_temuan_unor_instansi_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_temuan_unor")),
        sa.UniqueConstraint("instansi_id", "id", name="uq_temuan_unor_tenant"),
    )
    with op.batch_alter_table("temuan_unor", schema=None) as batch_op:
        batch_op.create_index("ix_temuan_unor_daftar", ["instansi_id", "status", "jenis", "id"], unique=False)
        batch_op.create_index("ix_temuan_unor_lain", ["instansi_id", "unor_lain_id"], unique=False)
        batch_op.create_index("ix_temuan_unor_unor", ["instansi_id", "unor_id"], unique=False)
        batch_op.create_index("uq_temuan_unor_kunci", ["instansi_id", "kunci"], unique=True)

    op.create_table(
        "gabung_unor",
        sa.Column("id", models.Kunci, nullable=False),
        sa.Column("dari_id", models.Kunci, nullable=False),
        sa.Column("ke_id", models.Kunci, nullable=False),
        sa.Column("temuan_id", models.Kunci, nullable=True),
        sa.Column("waktu", models.Saat(), nullable=False),
        sa.Column("pelaku", sa.String(length=200), nullable=False),
        sa.Column("isi", models.Json, nullable=False),
        sa.Column("dibatalkan", models.Saat(), nullable=True),
        sa.Column("instansi_id", models.Kunci, nullable=False),
        sa.Column("versi", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.ForeignKeyConstraint(
            ["instansi_id", "dari_id"], ["unor.instansi_id", "unor.id"], name=op.f("fk_gabung_unor_instansi_id_dari_id")
        ),
        sa.ForeignKeyConstraint(["instansi_id", "ke_id"], ["unor.instansi_id", "unor.id"], name=op.f("fk_gabung_unor_instansi_id_ke_id")),
        sa.ForeignKeyConstraint(
            ["instansi_id", "temuan_id"], ["temuan_unor.instansi_id", "temuan_unor.id"], name=op.f("fk_gabung_unor_instansi_id_temuan_id")
        ),
        sa.ForeignKeyConstraint(["instansi_id"], ["instansi.id"], name=op.f("fk_gabung_unor_instansi_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_gabung_unor")),
        sa.UniqueConstraint("instansi_id", "id", name="uq_gabung_unor_tenant"),
    )
    with op.batch_alter_table("gabung_unor", schema=None) as batch_op:
        batch_op.create_index("ix_gabung_unor_daftar", ["instansi_id", "waktu", "id"], unique=False)
        batch_op.create_index("ix_gabung_unor_dari", ["instansi_id", "dari_id"], unique=False)
        batch_op.create_index("ix_gabung_unor_ke", ["instansi_id", "ke_id"], unique=False)
        batch_op.create_index("ix_gabung_unor_temuan", ["instansi_id", "temuan_id"], unique=False)

    op.create_table(
        "jpt_non_asn",
        sa.Column("id", models.Kunci, nullable=False),
        sa.Column("nik", sa.String(length=16), nullable=False),
        sa.Column("nama", sa.String(length=200), nullable=False),
        sa.Column("nama_cari", sa.String(length=200), nullable=False),
        sa.Column("tempat_lahir", sa.String(length=100), nullable=False),
        sa.Column("tanggal_lahir", sa.Date(), nullable=True),
        sa.Column("jenis_kelamin", sa.String(length=1), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("instansi_induk", sa.String(length=200), nullable=False),
        sa.Column("instansi_kerja", sa.String(length=200), nullable=False),
        sa.Column("unor_id", models.Kunci, nullable=True),
        sa.Column("jabatan", sa.String(length=250), nullable=False),
        sa.Column("tanggal_sk", sa.Date(), nullable=True),
        sa.Column("nomor_sk", sa.String(length=100), nullable=False),
        sa.Column("tmt_mulai", sa.Date(), nullable=True),
        sa.Column("tmt_henti", sa.Date(), nullable=True),
        sa.Column("tanggal_sk_pemberhentian", sa.Date(), nullable=True),
        sa.Column("eselon", sa.String(length=2), nullable=False),
        sa.Column("berkas_id", models.Kunci, nullable=True),
        sa.Column(
            "status",
            sa.Enum(
                "draft",
                "menunggu_input",
                "dikirim",
                "gagal_kirim",
                "tersedia",
                "ditambahkan",
                name="status",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=False,
        ),
        sa.Column("pesan", sa.String(length=500), nullable=True),
        sa.Column("dibuat", models.Saat(), nullable=False),
        sa.Column("disimpan", models.Saat(), nullable=True),
        sa.Column("diperiksa", models.Saat(), nullable=True),
        sa.Column("pegawai_id", models.Kunci, nullable=True),
        sa.Column("instansi_id", models.Kunci, nullable=False),
        sa.Column("versi", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.ForeignKeyConstraint(
            ["instansi_id", "berkas_id"], ["berkas.instansi_id", "berkas.id"], name=op.f("fk_jpt_non_asn_instansi_id_berkas_id")
        ),
        sa.ForeignKeyConstraint(
            ["instansi_id", "pegawai_id"], ["pegawai.instansi_id", "pegawai.id"], name=op.f("fk_jpt_non_asn_instansi_id_pegawai_id")
        ),
        sa.ForeignKeyConstraint(
            ["instansi_id", "unor_id"], ["unor.instansi_id", "unor.id"], name=op.f("fk_jpt_non_asn_instansi_id_unor_id")
        ),
        sa.ForeignKeyConstraint(["instansi_id"], ["instansi.id"], name=op.f("fk_jpt_non_asn_instansi_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_jpt_non_asn")),
        sa.UniqueConstraint("instansi_id", "id", name="uq_jpt_non_asn_tenant"),
    )
    with op.batch_alter_table("jpt_non_asn", schema=None) as batch_op:
        batch_op.create_index("ix_jpt_non_asn_daftar", ["instansi_id", "dibuat", "id"], unique=False)
        batch_op.create_index("ix_jpt_non_asn_nik", ["instansi_id", "nik"], unique=False)
        batch_op.create_index("ix_jpt_non_asn_tunggu", ["status", "diperiksa"], unique=False)
        batch_op.create_index("ix_jpt_non_asn_unor", ["instansi_id", "unor_id"], unique=False)

    op.create_table(
        "sinkronisasi",
        sa.Column("id", models.Kunci, nullable=False),
        sa.Column(
            "jenis",
            sa.Enum(
                "pegawai",
                "pegawai_tambah",
                "pegawai_hapus",
                "unor",
                "unor_pegawai",
                name="jenis",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=False,
        ),
        sa.Column(
            "status",
            sa.Enum(
                "antre",
                "berjalan",
                "menunggu_keputusan",
                "menerapkan",
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
        sa.Column("langsung", sa.Boolean(), nullable=False),
        sa.Column("izinkan_hapus", sa.Boolean(), nullable=False),
        sa.Column("waktu_request", models.Saat(), nullable=False),
        sa.Column("waktu_mulai", models.Saat(), nullable=True),
        sa.Column("waktu_selesai", models.Saat(), nullable=True),
        sa.Column("pengguna_id", models.Kunci, nullable=True),
        sa.Column("user_request", sa.String(length=200), nullable=False),
        sa.Column("tugas_id", models.Kunci, nullable=True),
        sa.Column("kursor", models.Json, nullable=False),
        sa.Column("masukan", models.Json, nullable=True),
        sa.Column("baru", sa.Integer(), nullable=False),
        sa.Column("ubah", sa.Integer(), nullable=False),
        sa.Column("sama", sa.Integer(), nullable=False),
        sa.Column("hapus", sa.Integer(), nullable=False),
        sa.Column("gagal", sa.Integer(), nullable=False),
        sa.Column("konflik", sa.Integer(), nullable=False),
        sa.Column("pesan", sa.String(length=500), nullable=True),
        sa.Column("instansi_id", models.Kunci, nullable=False),
        sa.Column("versi", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.ForeignKeyConstraint(
            ["instansi_id", "tugas_id"], ["tugas.instansi_id", "tugas.id"], name=op.f("fk_sinkronisasi_instansi_id_tugas_id")
        ),
        sa.ForeignKeyConstraint(["instansi_id"], ["instansi.id"], name=op.f("fk_sinkronisasi_instansi_id")),
        sa.ForeignKeyConstraint(["pengguna_id"], ["pengguna.id"], name=op.f("fk_sinkronisasi_pengguna_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sinkronisasi")),
        sa.UniqueConstraint("instansi_id", "id", name="uq_sinkronisasi_tenant"),
    )
    with op.batch_alter_table("sinkronisasi", schema=None) as batch_op:
        batch_op.create_index("ix_sinkronisasi_daftar", ["instansi_id", "waktu_request", "id"], unique=False)
        batch_op.create_index(
            "uq_sinkronisasi_hidup",
            ["instansi_id"],
            unique=True,
            sqlite_where=sa.text("status IN ('antre', 'berjalan', 'menunggu_keputusan', 'menerapkan')"),
            postgresql_where=sa.text("status IN ('antre', 'berjalan', 'menunggu_keputusan', 'menerapkan')"),
        )

    op.create_table(
        "sinkronisasi_predikat",
        sa.Column("id", models.Kunci, nullable=False),
        sa.Column("tahun", sa.Integer(), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "antre",
                "berjalan",
                "menunggu_keputusan",
                "menerapkan",
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
        sa.Column("tanggal_wib", sa.Date(), nullable=False),
        sa.Column("memakai_hari", sa.Boolean(), server_default=sa.text("true"), nullable=False),
        sa.Column("waktu_request", models.Saat(), nullable=False),
        sa.Column("waktu_mulai", models.Saat(), nullable=True),
        sa.Column("waktu_selesai", models.Saat(), nullable=True),
        sa.Column("berhasil", sa.Integer(), nullable=False),
        sa.Column("gagal", sa.Integer(), nullable=False),
        sa.Column("pengguna_id", models.Kunci, nullable=True),
        sa.Column("user_request", sa.String(length=200), nullable=False),
        sa.Column("tugas_id", models.Kunci, nullable=True),
        sa.Column("pesan", sa.String(length=500), nullable=True),
        sa.Column("instansi_id", models.Kunci, nullable=False),
        sa.Column("versi", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.ForeignKeyConstraint(
            ["instansi_id", "tugas_id"], ["tugas.instansi_id", "tugas.id"], name=op.f("fk_sinkronisasi_predikat_instansi_id_tugas_id")
        ),
        sa.ForeignKeyConstraint(["instansi_id"], ["instansi.id"], name=op.f("fk_sinkronisasi_predikat_instansi_id")),
        sa.ForeignKeyConstraint(["pengguna_id"], ["pengguna.id"], name=op.f("fk_sinkronisasi_predikat_pengguna_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sinkronisasi_predikat")),
        sa.UniqueConstraint("instansi_id", "id", name="uq_sinkronisasi_predikat_tenant"),
    )
    with op.batch_alter_table("sinkronisasi_predikat", schema=None) as batch_op:
        batch_op.create_index("ix_sinkronisasi_predikat_daftar", ["instansi_id", "waktu_request", "id"], unique=False)
        batch_op.create_index(
            "uq_sinkronisasi_predikat_hari",
            ["instansi_id", "tanggal_wib"],
            unique=True,
            sqlite_where=sa.text("memakai_hari"),
            postgresql_where=sa.text("memakai_hari"),
        )

    op.create_table(
        "kiriman_predikat",
        sa.Column("id", models.Kunci, nullable=False),
        sa.Column("sinkronisasi_id", models.Kunci, nullable=False),
        sa.Column("skp_id", models.Kunci, nullable=False),
        sa.Column("nomor_induk", sa.String(length=18), nullable=False),
        sa.Column("nama", sa.String(length=200), nullable=False),
        sa.Column("nama_cari", sa.String(length=200), nullable=False),
        sa.Column("isi", models.Json, nullable=False),
        sa.Column("sidik", sa.String(length=64), nullable=False),
        sa.Column(
            "status",
            sa.Enum("belum", "terkirim", "gagal", "tidak_pasti", name="status", native_enum=False, create_constraint=True, length=30),
            nullable=False,
        ),
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
    )
    with op.batch_alter_table("kiriman_predikat", schema=None) as batch_op:
        batch_op.create_index("ix_kiriman_predikat_skp", ["instansi_id", "skp_id"], unique=False)
        batch_op.create_index("ix_kiriman_predikat_status", ["instansi_id", "sinkronisasi_id", "status", "id"], unique=False)

    op.create_table(
        "konflik",
        sa.Column("id", models.Kunci, nullable=False),
        sa.Column("sinkronisasi_id", models.Kunci, nullable=False),
        sa.Column(
            "entitas", sa.Enum("unor", "pegawai", name="entitas", native_enum=False, create_constraint=True, length=30), nullable=False
        ),
        sa.Column("objek_id", models.Kunci, nullable=False),
        sa.Column("objek", sa.String(length=250), nullable=False),
        sa.Column("nomor", sa.String(length=42), nullable=False),
        sa.Column("kolom", sa.String(length=40), nullable=False),
        sa.Column("nilai_sini", sa.String(length=500), nullable=True),
        sa.Column("nilai_siasn", sa.String(length=500), nullable=True),
        sa.Column(
            "status",
            sa.Enum("terbuka", "pakai_siasn", "pakai_sini", name="status", native_enum=False, create_constraint=True, length=30),
            nullable=False,
        ),
        sa.Column("ditemukan", models.Saat(), nullable=False),
        sa.Column("diputuskan", models.Saat(), nullable=True),
        sa.Column("instansi_id", models.Kunci, nullable=False),
        sa.Column("versi", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.ForeignKeyConstraint(
            ["instansi_id", "sinkronisasi_id"],
            ["sinkronisasi.instansi_id", "sinkronisasi.id"],
            name=op.f("fk_konflik_instansi_id_sinkronisasi_id"),
        ),
        sa.ForeignKeyConstraint(["instansi_id"], ["instansi.id"], name=op.f("fk_konflik_instansi_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_konflik")),
        sa.UniqueConstraint("instansi_id", "id", name="uq_konflik_tenant"),
    )
    with op.batch_alter_table("konflik", schema=None) as batch_op:
        batch_op.create_index("ix_konflik_daftar", ["instansi_id", "status", "id"], unique=False)
        batch_op.create_index("ix_konflik_sinkronisasi", ["instansi_id", "sinkronisasi_id"], unique=False)
        batch_op.create_index(
            "uq_konflik_terbuka",
            ["instansi_id", "entitas", "objek_id", "kolom"],
            unique=True,
            sqlite_where=sa.text("status = 'terbuka'"),
            postgresql_where=sa.text("status = 'terbuka'"),
        )

    op.create_table(
        "predikat_terkirim",
        sa.Column("id", models.Kunci, nullable=False),
        sa.Column("skp_id", models.Kunci, nullable=False),
        sa.Column("sidik", sa.String(length=64), nullable=False),
        sa.Column("siasn_id", sa.String(length=42), nullable=True),
        sa.Column("waktu", models.Saat(), nullable=False),
        sa.Column("instansi_id", models.Kunci, nullable=False),
        sa.Column("versi", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.ForeignKeyConstraint(
            ["instansi_id", "skp_id"], ["skp.instansi_id", "skp.id"], name=op.f("fk_predikat_terkirim_instansi_id_skp_id")
        ),
        sa.ForeignKeyConstraint(["instansi_id"], ["instansi.id"], name=op.f("fk_predikat_terkirim_instansi_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_predikat_terkirim")),
        sa.UniqueConstraint("instansi_id", "id", name="uq_predikat_terkirim_tenant"),
        sa.UniqueConstraint("instansi_id", "skp_id", name=op.f("uq_predikat_terkirim_instansi_id_skp_id")),
    )
    op.create_table(
        "sinkro_baris",
        sa.Column("id", models.Kunci, nullable=False),
        sa.Column("sinkronisasi_id", models.Kunci, nullable=False),
        sa.Column(
            "entitas", sa.Enum("unor", "pegawai", name="entitas", native_enum=False, create_constraint=True, length=30), nullable=False
        ),
        sa.Column("kunci", sa.String(length=64), nullable=False),
        sa.Column("objek_id", models.Kunci, nullable=True),
        sa.Column("nama", sa.String(length=250), nullable=False),
        sa.Column("nomor", sa.String(length=42), nullable=False),
        sa.Column(
            "beda",
            sa.Enum("baru", "ubah", "sama", "hapus", "gagal", name="beda", native_enum=False, create_constraint=True, length=30),
            nullable=False,
        ),
        sa.Column(
            "keadaan",
            sa.Enum("menunggu", "diterapkan", "dilewati", "gagal", name="keadaan", native_enum=False, create_constraint=True, length=30),
            nullable=False,
        ),
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
    )
    with op.batch_alter_table("sinkro_baris", schema=None) as batch_op:
        batch_op.create_index("ix_sinkro_baris_daftar", ["instansi_id", "sinkronisasi_id", "beda", "id"], unique=False)
        batch_op.create_index("ix_sinkro_baris_objek", ["instansi_id", "entitas", "objek_id"], unique=False)
        batch_op.create_index("ix_sinkro_baris_terap", ["instansi_id", "sinkronisasi_id", "entitas", "keadaan", "id"], unique=False)

    with op.batch_alter_table("pegawai", schema=None, recreate="never") as batch_op:
        batch_op.add_column(sa.Column("siasn_dasar", models.Json, nullable=True))

    with op.batch_alter_table("unor", schema=None, recreate="never") as batch_op:
        batch_op.add_column(sa.Column("aktif", sa.Boolean(), server_default=sa.text("true"), nullable=False))
        batch_op.add_column(sa.Column("siasn_dasar", models.Json, nullable=True))


def downgrade() -> None:
    # SQLite drops a column by itself: a rebuild would shuffle the constraints of the table.
    with op.batch_alter_table("unor", schema=None, recreate="never") as batch_op:
        batch_op.drop_column("siasn_dasar")
        batch_op.drop_column("aktif")

    with op.batch_alter_table("pegawai", schema=None, recreate="never") as batch_op:
        batch_op.drop_column("siasn_dasar")

    with op.batch_alter_table("sinkro_baris", schema=None) as batch_op:
        batch_op.drop_index("ix_sinkro_baris_terap")
        batch_op.drop_index("ix_sinkro_baris_objek")
        batch_op.drop_index("ix_sinkro_baris_daftar")

    op.drop_table("sinkro_baris")
    op.drop_table("predikat_terkirim")
    with op.batch_alter_table("konflik", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_konflik_terbuka", sqlite_where=sa.text("status = 'terbuka'"), postgresql_where=sa.text("status = 'terbuka'")
        )
        batch_op.drop_index("ix_konflik_sinkronisasi")
        batch_op.drop_index("ix_konflik_daftar")

    op.drop_table("konflik")
    with op.batch_alter_table("kiriman_predikat", schema=None) as batch_op:
        batch_op.drop_index("ix_kiriman_predikat_status")
        batch_op.drop_index("ix_kiriman_predikat_skp")

    op.drop_table("kiriman_predikat")
    with op.batch_alter_table("sinkronisasi_predikat", schema=None) as batch_op:
        batch_op.drop_index("uq_sinkronisasi_predikat_hari", sqlite_where=sa.text("memakai_hari"), postgresql_where=sa.text("memakai_hari"))
        batch_op.drop_index("ix_sinkronisasi_predikat_daftar")

    op.drop_table("sinkronisasi_predikat")
    with op.batch_alter_table("sinkronisasi", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_sinkronisasi_hidup",
            sqlite_where=sa.text("status IN ('antre', 'berjalan', 'menunggu_keputusan', 'menerapkan')"),
            postgresql_where=sa.text("status IN ('antre', 'berjalan', 'menunggu_keputusan', 'menerapkan')"),
        )
        batch_op.drop_index("ix_sinkronisasi_daftar")

    op.drop_table("sinkronisasi")
    with op.batch_alter_table("jpt_non_asn", schema=None) as batch_op:
        batch_op.drop_index("ix_jpt_non_asn_unor")
        batch_op.drop_index("ix_jpt_non_asn_tunggu")
        batch_op.drop_index("ix_jpt_non_asn_nik")
        batch_op.drop_index("ix_jpt_non_asn_daftar")

    op.drop_table("jpt_non_asn")
    with op.batch_alter_table("gabung_unor", schema=None) as batch_op:
        batch_op.drop_index("ix_gabung_unor_temuan")
        batch_op.drop_index("ix_gabung_unor_ke")
        batch_op.drop_index("ix_gabung_unor_dari")
        batch_op.drop_index("ix_gabung_unor_daftar")

    op.drop_table("gabung_unor")
    with op.batch_alter_table("temuan_unor", schema=None) as batch_op:
        batch_op.drop_index("uq_temuan_unor_kunci")
        batch_op.drop_index("ix_temuan_unor_unor")
        batch_op.drop_index("ix_temuan_unor_lain")
        batch_op.drop_index("ix_temuan_unor_daftar")

    op.drop_table("temuan_unor")
    with op.batch_alter_table("peta_unor", schema=None) as batch_op:
        batch_op.drop_index("ix_peta_unor_unor")

    op.drop_table("peta_unor")
    with op.batch_alter_table("token_integrasi", schema=None) as batch_op:
        batch_op.drop_index("uq_token_integrasi_kunci")

    op.drop_table("token_integrasi")
    with op.batch_alter_table("keadaan_integrasi", schema=None) as batch_op:
        batch_op.drop_index("uq_keadaan_integrasi_layanan")

    op.drop_table("keadaan_integrasi")
