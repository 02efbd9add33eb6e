"""The SKP with its penilaian, capaian organisasi, keberatan, tim kerja, settings and holidays."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

import models

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


CARI = ("skp", "keberatan", "tim_kerja")
"""Tables whose nama_cari gets a trigram index on PostgreSQL."""


def upgrade() -> None:
    op.create_table(
        "hari_libur",
        sa.Column("id", models.Kunci, nullable=False),
        sa.Column("tanggal", sa.Date(), nullable=False),
        sa.Column("nama", sa.String(length=150), nullable=False),
        sa.Column("nama_cari", sa.String(length=150), nullable=False),
        sa.Column("instansi_id", models.Kunci, nullable=False),
        sa.Column("versi", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.ForeignKeyConstraint(["instansi_id"], ["instansi.id"], name=op.f("fk_hari_libur_instansi_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hari_libur")),
        sa.UniqueConstraint("instansi_id", "id", name="uq_hari_libur_tenant"),
        sa.UniqueConstraint("instansi_id", "tanggal", name=op.f("uq_hari_libur_instansi_id_tanggal")),
    )
    op.create_table(
        "capaian_organisasi",
        sa.Column("id", models.Kunci, nullable=False),
        sa.Column("tahun", sa.Integer(), nullable=False),
        sa.Column("periode_id", models.Kunci, nullable=False),
        sa.Column("unor_id", models.Kunci, nullable=False),
        sa.Column(
            "capaian",
            sa.Enum(
                "istimewa",
                "baik",
                "butuh_perbaikan",
                "kurang",
                "sangat_kurang",
                name="capaian",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=False,
        ),
        sa.Column("bukti_dukung", sa.String(length=1000), nullable=False),
        sa.Column(
            "status", sa.Enum("belum_final", "final", name="status", native_enum=False, create_constraint=True, length=30), nullable=False
        ),
        sa.Column("statistik", models.Json, nullable=True),
        sa.Column("difinalkan", models.Saat(), nullable=True),
        sa.Column("berubah", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("instansi_id", models.Kunci, nullable=False),
        sa.Column("versi", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.ForeignKeyConstraint(
            ["instansi_id", "periode_id"], ["periode.instansi_id", "periode.id"], name=op.f("fk_capaian_organisasi_instansi_id_periode_id")
        ),
        sa.ForeignKeyConstraint(
            ["instansi_id", "unor_id"], ["unor.instansi_id", "unor.id"], name=op.f("fk_capaian_organisasi_instansi_id_unor_id")
        ),
        sa.ForeignKeyConstraint(["instansi_id"], ["instansi.id"], name=op.f("fk_capaian_organisasi_instansi_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_capaian_organisasi")),
        sa.UniqueConstraint("instansi_id", "id", name="uq_capaian_organisasi_tenant"),
        sa.UniqueConstraint(
            "instansi_id", "tahun", "periode_id", "unor_id", name=op.f("uq_capaian_organisasi_instansi_id_tahun_periode_id_unor_id")
        ),
    )
    with op.batch_alter_table("capaian_organisasi", schema=None) as batch_op:
        batch_op.create_index("ix_capaian_organisasi_daftar", ["instansi_id", "tahun", "id"], unique=False)
        batch_op.create_index("ix_capaian_organisasi_periode", ["instansi_id", "periode_id"], unique=False)
        batch_op.create_index("ix_capaian_organisasi_unor", ["instansi_id", "unor_id"], unique=False)

    op.create_table(
        "pengaturan",
        sa.Column("id", models.Kunci, nullable=False),
        sa.Column("lambang_id", models.Kunci, nullable=True),
        sa.Column("keberatan_pengajuan_hari", sa.Integer(), nullable=False),
        sa.Column("keberatan_putusan_hari", sa.Integer(), nullable=False),
        sa.Column("keberatan_hari_kerja", sa.Boolean(), nullable=False),
        sa.Column("distribusi_terbanyak", sa.Integer(), nullable=False),
        sa.Column("distribusi_sedikitnya", sa.Integer(), nullable=False),
        sa.Column("distribusi_pendamping", sa.Integer(), nullable=False),
        sa.Column("distribusi_sangat_baik_maks", sa.Integer(), nullable=False),
        sa.Column("distribusi_tim_kecil", sa.Integer(), nullable=False),
        sa.Column("instansi_id", models.Kunci, nullable=False),
        sa.Column("versi", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.CheckConstraint("keberatan_pengajuan_hari > 0 AND keberatan_putusan_hari > 0", name=op.f("ck_pengaturan_hari")),
        sa.ForeignKeyConstraint(
            ["instansi_id", "lambang_id"], ["berkas.instansi_id", "berkas.id"], name=op.f("fk_pengaturan_instansi_id_lambang_id")
        ),
        sa.ForeignKeyConstraint(["instansi_id"], ["instansi.id"], name=op.f("fk_pengaturan_instansi_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pengaturan")),
        sa.UniqueConstraint("instansi_id", "id", name="uq_pengaturan_tenant"),
        sa.UniqueConstraint("instansi_id", name=op.f("uq_pengaturan_instansi_id")),
    )
    op.create_table(
        "skp",
        sa.Column("id", models.Kunci, nullable=False),
        sa.Column("pegawai_id", models.Kunci, nullable=False),
        sa.Column("nomor_induk", sa.String(length=18), nullable=False),
        sa.Column("nama", sa.String(length=200), nullable=False),
        sa.Column("nama_cari", sa.String(length=200), nullable=False),
        sa.Column("tahun", sa.Integer(), nullable=False),
        sa.Column("awal", sa.Date(), nullable=False),
        sa.Column("akhir", sa.Date(), nullable=False),
        sa.Column("unor_id", models.Kunci, nullable=False),
        sa.Column("jabatan", sa.String(length=250), nullable=False),
        sa.Column(
            "jenis", sa.Enum("definitif", "plt", "plh", name="jenis", native_enum=False, create_constraint=True, length=30), nullable=False
        ),
        sa.Column("model", sa.Enum("jpt", "ja_jf", name="model", native_enum=False, create_constraint=True, length=30), nullable=False),
        sa.Column(
            "pendekatan",
            sa.Enum("kuantitatif", "kualitatif", name="pendekatan", native_enum=False, create_constraint=True, length=30),
            nullable=False,
        ),
        sa.Column(
            "status",
            sa.Enum("draft", "pengajuan", "persetujuan", name="status", native_enum=False, create_constraint=True, length=30),
            nullable=False,
        ),
        sa.Column(
            "sumber", sa.Enum("ekinerja", "pmm", name="sumber", native_enum=False, create_constraint=True, length=30), nullable=False
        ),
        sa.Column("sumber_id", sa.String(length=64), nullable=True),
        sa.Column("penilai_id", models.Kunci, nullable=True),
        sa.Column("atasan_id", models.Kunci, nullable=True),
        sa.Column("salinan_pegawai", models.Json, nullable=False),
        sa.Column("salinan_penilai", models.Json, nullable=True),
        sa.Column("salinan_atasan", models.Json, nullable=True),
        sa.Column("diajukan", models.Saat(), nullable=True),
        sa.Column("disetujui", models.Saat(), nullable=True),
        sa.Column("catatan_kembali", sa.Text(), nullable=True),
        sa.Column("instansi_id", models.Kunci, nullable=False),
        sa.Column("versi", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.CheckConstraint("awal <= akhir", name=op.f("ck_skp_awal_akhir")),
        sa.ForeignKeyConstraint(
            ["instansi_id", "atasan_id"], ["pegawai.instansi_id", "pegawai.id"], name=op.f("fk_skp_instansi_id_atasan_id")
        ),
        sa.ForeignKeyConstraint(
            ["instansi_id", "pegawai_id"], ["pegawai.instansi_id", "pegawai.id"], name=op.f("fk_skp_instansi_id_pegawai_id")
        ),
        sa.ForeignKeyConstraint(
            ["instansi_id", "penilai_id"], ["pegawai.instansi_id", "pegawai.id"], name=op.f("fk_skp_instansi_id_penilai_id")
        ),
        sa.ForeignKeyConstraint(["instansi_id", "unor_id"], ["unor.instansi_id", "unor.id"], name=op.f("fk_skp_instansi_id_unor_id")),
        sa.ForeignKeyConstraint(["instansi_id"], ["instansi.id"], name=op.f("fk_skp_instansi_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_skp")),
        sa.UniqueConstraint("instansi_id", "id", name="uq_skp_tenant"),
        sa.UniqueConstraint("instansi_id", "sumber", "sumber_id", name=op.f("uq_skp_instansi_id_sumber_sumber_id")),
    )
    with op.batch_alter_table("skp", schema=None) as batch_op:
        batch_op.create_index("ix_skp_atasan", ["instansi_id", "atasan_id"], unique=False)
        batch_op.create_index("ix_skp_daftar", ["instansi_id", "awal", "id"], unique=False)
        batch_op.create_index("ix_skp_nama", ["instansi_id", "nama_cari", "id"], unique=False)
        batch_op.create_index("ix_skp_nomor", ["instansi_id", "nomor_induk", "awal"], unique=False)
        batch_op.create_index("ix_skp_pegawai", ["instansi_id", "pegawai_id", "awal"], unique=False)
        batch_op.create_index("ix_skp_penilai", ["instansi_id", "penilai_id", "status"], unique=False)
        batch_op.create_index("ix_skp_status", ["instansi_id", "status", "awal", "id"], unique=False)
        batch_op.create_index("ix_skp_tahun", ["instansi_id", "tahun", "awal", "id"], unique=False)
        batch_op.create_index("ix_skp_unor", ["instansi_id", "unor_id", "awal", "id"], unique=False)

    op.create_table(
        "tim_kerja",
        sa.Column("id", models.Kunci, nullable=False),
        sa.Column("tahun", sa.Integer(), nullable=False),
        sa.Column("nama", sa.String(length=200), nullable=False),
        sa.Column("nama_cari", sa.String(length=200), nullable=False),
        sa.Column("unor_id", models.Kunci, nullable=False),
        sa.Column("ketua_id", models.Kunci, nullable=False),
        sa.Column("instansi_id", models.Kunci, nullable=False),
        sa.Column("versi", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.ForeignKeyConstraint(
            ["instansi_id", "ketua_id"], ["pegawai.instansi_id", "pegawai.id"], name=op.f("fk_tim_kerja_instansi_id_ketua_id")
        ),
        sa.ForeignKeyConstraint(["instansi_id", "unor_id"], ["unor.instansi_id", "unor.id"], name=op.f("fk_tim_kerja_instansi_id_unor_id")),
        sa.ForeignKeyConstraint(["instansi_id"], ["instansi.id"], name=op.f("fk_tim_kerja_instansi_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tim_kerja")),
        sa.UniqueConstraint("instansi_id", "id", name="uq_tim_kerja_tenant"),
        sa.UniqueConstraint("instansi_id", "tahun", "unor_id", "nama", name=op.f("uq_tim_kerja_instansi_id_tahun_unor_id_nama")),
    )
    with op.batch_alter_table("tim_kerja", schema=None) as batch_op:
        batch_op.create_index("ix_tim_kerja_daftar", ["instansi_id", "tahun", "nama_cari", "id"], unique=False)
        batch_op.create_index("ix_tim_kerja_ketua", ["instansi_id", "ketua_id"], unique=False)
        batch_op.create_index("ix_tim_kerja_unor", ["instansi_id", "unor_id"], unique=False)

    op.create_table(
        "anggota_tim",
        sa.Column("id", models.Kunci, nullable=False),
        sa.Column("tim_id", models.Kunci, nullable=False),
        sa.Column("pegawai_id", models.Kunci, nullable=False),
        sa.Column("instansi_id", models.Kunci, nullable=False),
        sa.Column("versi", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.ForeignKeyConstraint(
            ["instansi_id", "pegawai_id"], ["pegawai.instansi_id", "pegawai.id"], name=op.f("fk_anggota_tim_instansi_id_pegawai_id")
        ),
        sa.ForeignKeyConstraint(
            ["instansi_id", "tim_id"], ["tim_kerja.instansi_id", "tim_kerja.id"], name=op.f("fk_anggota_tim_instansi_id_tim_id")
        ),
        sa.ForeignKeyConstraint(["instansi_id"], ["instansi.id"], name=op.f("fk_anggota_tim_instansi_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_anggota_tim")),
        sa.UniqueConstraint("instansi_id", "id", name="uq_anggota_tim_tenant"),
        sa.UniqueConstraint("instansi_id", "tim_id", "pegawai_id", name=op.f("uq_anggota_tim_instansi_id_tim_id_pegawai_id")),
    )
    with op.batch_alter_table("anggota_tim", schema=None) as batch_op:
        batch_op.create_index("ix_anggota_tim_pegawai", ["instansi_id", "pegawai_id"], unique=False)

    op.create_table(
        "lampiran_skp",
        sa.Column("id", models.Kunci, nullable=False),
        sa.Column("skp_id", models.Kunci, nullable=False),
        sa.Column(
            "jenis",
            sa.Enum("dukungan", "skema", "konsekuensi", name="jenis", native_enum=False, create_constraint=True, length=30),
            nullable=False,
        ),
        sa.Column("urut", sa.Integer(), nullable=False),
        sa.Column("teks", sa.Text(), nullable=False),
        sa.Column("instansi_id", models.Kunci, nullable=False),
        sa.Column("versi", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.ForeignKeyConstraint(["instansi_id", "skp_id"], ["skp.instansi_id", "skp.id"], name=op.f("fk_lampiran_skp_instansi_id_skp_id")),
        sa.ForeignKeyConstraint(["instansi_id"], ["instansi.id"], name=op.f("fk_lampiran_skp_instansi_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lampiran_skp")),
        sa.UniqueConstraint("instansi_id", "id", name="uq_lampiran_skp_tenant"),
    )
    with op.batch_alter_table("lampiran_skp", schema=None) as batch_op:
        batch_op.create_index("ix_lampiran_skp_skp", ["instansi_id", "skp_id", "jenis", "urut", "id"], unique=False)

    op.create_table(
        "penilaian",
        sa.Column("id", models.Kunci, nullable=False),
        sa.Column("skp_id", models.Kunci, nullable=False),
        sa.Column("periode_id", models.Kunci, nullable=False),
        sa.Column(
            "hasil",
            sa.Enum("di_atas", "sesuai", "di_bawah", name="hasil", native_enum=False, create_constraint=True, length=30),
            nullable=True,
        ),
        sa.Column(
            "perilaku",
            sa.Enum("di_atas", "sesuai", "di_bawah", name="perilaku", native_enum=False, create_constraint=True, length=30),
            nullable=True,
        ),
        sa.Column(
            "predikat",
            sa.Enum(
                "sangat_baik",
                "baik",
                "butuh_perbaikan",
                "kurang",
                "sangat_kurang",
                name="predikat",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=True,
        ),
        sa.Column("catatan", sa.Text(), nullable=True),
        sa.Column("dinilai", models.Saat(), nullable=True),
        sa.Column("dibuka_sampai", sa.Date(), nullable=True),
        sa.Column("instansi_id", models.Kunci, nullable=False),
        sa.Column("versi", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.CheckConstraint(
            "(hasil IS NULL AND perilaku IS NULL AND predikat IS NULL) OR (hasil IS NOT NULL AND perilaku IS NOT NULL AND predikat IS NOT NULL)",
            name=op.f("ck_penilaian_rating"),
        ),
        sa.ForeignKeyConstraint(
            ["instansi_id", "periode_id"], ["periode.instansi_id", "periode.id"], name=op.f("fk_penilaian_instansi_id_periode_id")
        ),
        sa.ForeignKeyConstraint(["instansi_id", "skp_id"], ["skp.instansi_id", "skp.id"], name=op.f("fk_penilaian_instansi_id_skp_id")),
        sa.ForeignKeyConstraint(["instansi_id"], ["instansi.id"], name=op.f("fk_penilaian_instansi_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_penilaian")),
        sa.UniqueConstraint("instansi_id", "id", name="uq_penilaian_tenant"),
        sa.UniqueConstraint("instansi_id", "skp_id", "periode_id", name=op.f("uq_penilaian_instansi_id_skp_id_periode_id")),
    )
    with op.batch_alter_table("penilaian", schema=None) as batch_op:
        batch_op.create_index("ix_penilaian_periode", ["instansi_id", "periode_id", "predikat"], unique=False)

    op.create_table(
        "perilaku_skp",
        sa.Column("id", models.Kunci, nullable=False),
        sa.Column("skp_id", models.Kunci, nullable=False),
        sa.Column(
            "nilai",
            sa.Enum(
                "berorientasi_pelayanan",
                "akuntabel",
                "kompeten",
                "harmonis",
                "loyal",
                "adaptif",
                "kolaboratif",
                name="nilai",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=False,
        ),
        sa.Column("ekspektasi", sa.Text(), nullable=False),
        sa.Column("instansi_id", models.Kunci, nullable=False),
        sa.Column("versi", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.ForeignKeyConstraint(["instansi_id", "skp_id"], ["skp.instansi_id", "skp.id"], name=op.f("fk_perilaku_skp_instansi_id_skp_id")),
        sa.ForeignKeyConstraint(["instansi_id"], ["instansi.id"], name=op.f("fk_perilaku_skp_instansi_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_perilaku_skp")),
        sa.UniqueConstraint("instansi_id", "id", name="uq_perilaku_skp_tenant"),
        sa.UniqueConstraint("instansi_id", "skp_id", "nilai", name=op.f("uq_perilaku_skp_instansi_id_skp_id_nilai")),
    )
    op.create_table(
        "potret_skp",
        sa.Column("id", models.Kunci, nullable=False),
        sa.Column("skp_id", models.Kunci, nullable=False),
        sa.Column("waktu", models.Saat(), nullable=False),
        sa.Column("pengguna_id", models.Kunci, nullable=True),
        sa.Column("pelaku", sa.String(length=200), nullable=False),
        sa.Column("sebab", sa.String(length=40), nullable=False),
        sa.Column("alasan", sa.Text(), nullable=True),
        sa.Column("isi", models.Json, nullable=False),
        sa.Column("instansi_id", models.Kunci, nullable=False),
        sa.ForeignKeyConstraint(["instansi_id"], ["instansi.id"], name=op.f("fk_potret_skp_instansi_id")),
        sa.ForeignKeyConstraint(["pengguna_id"], ["pengguna.id"], name=op.f("fk_potret_skp_pengguna_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_potret_skp")),
        sa.UniqueConstraint("instansi_id", "id", name="uq_potret_skp_tenant"),
    )
    with op.batch_alter_table("potret_skp", schema=None) as batch_op:
        batch_op.create_index("ix_potret_skp_skp", ["instansi_id", "skp_id", "id"], unique=False)

    op.create_table(
        "rhk",
        sa.Column("id", models.Kunci, nullable=False),
        sa.Column("skp_id", models.Kunci, nullable=False),
        sa.Column("urut", sa.Integer(), nullable=False),
        sa.Column(
            "jenis", sa.Enum("utama", "tambahan", name="jenis", native_enum=False, create_constraint=True, length=30), nullable=False
        ),
        sa.Column(
            "lingkup",
            sa.Enum("organisasi", "individu", name="lingkup", native_enum=False, create_constraint=True, length=30),
            nullable=False,
        ),
        sa.Column("teks", sa.Text(), nullable=False),
        sa.Column("intervensi_id", models.Kunci, nullable=True),
        sa.Column("intervensi", sa.Text(), nullable=True),
        sa.Column("instansi_id", models.Kunci, nullable=False),
        sa.Column("versi", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.ForeignKeyConstraint(
            ["instansi_id", "intervensi_id"], ["rhk.instansi_id", "rhk.id"], name=op.f("fk_rhk_instansi_id_intervensi_id")
        ),
        sa.ForeignKeyConstraint(["instansi_id", "skp_id"], ["skp.instansi_id", "skp.id"], name=op.f("fk_rhk_instansi_id_skp_id")),
        sa.ForeignKeyConstraint(["instansi_id"], ["instansi.id"], name=op.f("fk_rhk_instansi_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rhk")),
        sa.UniqueConstraint("instansi_id", "id", name="uq_rhk_tenant"),
    )
    with op.batch_alter_table("rhk", schema=None) as batch_op:
        batch_op.create_index("ix_rhk_intervensi", ["instansi_id", "intervensi_id"], unique=False)
        batch_op.create_index("ix_rhk_skp", ["instansi_id", "skp_id", "urut", "id"], unique=False)

    op.create_table(
        "indikator",
        sa.Column("id", models.Kunci, nullable=False),
        sa.Column("rhk_id", models.Kunci, nullable=False),
        sa.Column("urut", sa.Integer(), nullable=False),
        sa.Column(
            "aspek",
            sa.Enum("kuantitas", "kualitas", "waktu", "biaya", name="aspek", native_enum=False, create_constraint=True, length=30),
            nullable=True,
        ),
        sa.Column("teks", sa.Text(), nullable=False),
        sa.Column("target", sa.String(length=500), server_default=sa.text("('')"), nullable=False),
        sa.Column(
            "perspektif",
            sa.Enum(
                "penerima_layanan",
                "proses_bisnis",
                "penguatan_internal",
                "anggaran",
                name="perspektif",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=True,
        ),
        sa.Column("instansi_id", models.Kunci, nullable=False),
        sa.Column("versi", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.ForeignKeyConstraint(["instansi_id", "rhk_id"], ["rhk.instansi_id", "rhk.id"], name=op.f("fk_indikator_instansi_id_rhk_id")),
        sa.ForeignKeyConstraint(["instansi_id"], ["instansi.id"], name=op.f("fk_indikator_instansi_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_indikator")),
        sa.UniqueConstraint("instansi_id", "id", name="uq_indikator_tenant"),
    )
    with op.batch_alter_table("indikator", schema=None) as batch_op:
        batch_op.create_index("ix_indikator_rhk", ["instansi_id", "rhk_id", "urut", "id"], unique=False)

    op.create_table(
        "keberatan",
        sa.Column("id", models.Kunci, nullable=False),
        sa.Column("penilaian_id", models.Kunci, nullable=False),
        sa.Column("skp_id", models.Kunci, nullable=False),
        sa.Column("periode_id", models.Kunci, nullable=False),
        sa.Column("tahun", sa.Integer(), nullable=False),
        sa.Column("unor_id", models.Kunci, nullable=False),
        sa.Column("pegawai_id", models.Kunci, nullable=False),
        sa.Column("penilai_id", models.Kunci, nullable=True),
        sa.Column("atasan_id", models.Kunci, nullable=True),
        sa.Column("nama", sa.String(length=200), nullable=False),
        sa.Column("nama_cari", sa.String(length=200), nullable=False),
        sa.Column("nama_penilai", sa.String(length=200), nullable=False),
        sa.Column("nama_atasan", sa.String(length=200), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "diajukan",
                "dicek",
                "disetujui",
                "ditolak",
                "terlambat",
                name="status",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=False,
        ),
        sa.Column("waktu_pengajuan", models.Saat(), nullable=False),
        sa.Column("waktu_cek", models.Saat(), nullable=True),
        sa.Column("waktu_respon", models.Saat(), nullable=True),
        sa.Column("batas_putusan", sa.Date(), nullable=False),
        sa.Column("alasan", sa.Text(), nullable=False),
        sa.Column("penjelasan", sa.Text(), nullable=True),
        sa.Column("keputusan", sa.Text(), nullable=True),
        sa.Column(
            "sebelum_hasil",
            sa.Enum("di_atas", "sesuai", "di_bawah", name="sebelum_hasil", native_enum=False, create_constraint=True, length=30),
            nullable=False,
        ),
        sa.Column(
            "sebelum_perilaku",
            sa.Enum("di_atas", "sesuai", "di_bawah", name="sebelum_perilaku", native_enum=False, create_constraint=True, length=30),
            nullable=False,
        ),
        sa.Column(
            "diminta_hasil",
            sa.Enum("di_atas", "sesuai", "di_bawah", name="diminta_hasil", native_enum=False, create_constraint=True, length=30),
            nullable=False,
        ),
        sa.Column(
            "diminta_perilaku",
            sa.Enum("di_atas", "sesuai", "di_bawah", name="diminta_perilaku", native_enum=False, create_constraint=True, length=30),
            nullable=False,
        ),
        sa.Column(
            "sesudah_hasil",
            sa.Enum("di_atas", "sesuai", "di_bawah", name="sesudah_hasil", native_enum=False, create_constraint=True, length=30),
            nullable=True,
        ),
        sa.Column(
            "sesudah_perilaku",
            sa.Enum("di_atas", "sesuai", "di_bawah", name="sesudah_perilaku", native_enum=False, create_constraint=True, length=30),
            nullable=True,
        ),
        sa.Column("instansi_id", models.Kunci, nullable=False),
        sa.Column("versi", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.CheckConstraint("(sesudah_hasil IS NULL) = (sesudah_perilaku IS NULL)", name=op.f("ck_keberatan_sesudah")),
        sa.ForeignKeyConstraint(
            ["instansi_id", "atasan_id"], ["pegawai.instansi_id", "pegawai.id"], name=op.f("fk_keberatan_instansi_id_atasan_id")
        ),
        sa.ForeignKeyConstraint(
            ["instansi_id", "pegawai_id"], ["pegawai.instansi_id", "pegawai.id"], name=op.f("fk_keberatan_instansi_id_pegawai_id")
        ),
        sa.ForeignKeyConstraint(
            ["instansi_id", "penilai_id"], ["pegawai.instansi_id", "pegawai.id"], name=op.f("fk_keberatan_instansi_id_penilai_id")
        ),
        sa.ForeignKeyConstraint(
            ["instansi_id", "penilaian_id"], ["penilaian.instansi_id", "penilaian.id"], name=op.f("fk_keberatan_instansi_id_penilaian_id")
        ),
        sa.ForeignKeyConstraint(
            ["instansi_id", "periode_id"], ["periode.instansi_id", "periode.id"], name=op.f("fk_keberatan_instansi_id_periode_id")
        ),
        sa.ForeignKeyConstraint(["instansi_id", "skp_id"], ["skp.instansi_id", "skp.id"], name=op.f("fk_keberatan_instansi_id_skp_id")),
        sa.ForeignKeyConstraint(["instansi_id", "unor_id"], ["unor.instansi_id", "unor.id"], name=op.f("fk_keberatan_instansi_id_unor_id")),
        sa.ForeignKeyConstraint(["instansi_id"], ["instansi.id"], name=op.f("fk_keberatan_instansi_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_keberatan")),
        sa.UniqueConstraint("instansi_id", "id", name="uq_keberatan_tenant"),
        sa.UniqueConstraint("instansi_id", "penilaian_id", name=op.f("uq_keberatan_instansi_id_penilaian_id")),
    )
    with op.batch_alter_table("keberatan", schema=None) as batch_op:
        batch_op.create_index("ix_keberatan_atasan", ["instansi_id", "atasan_id", "status"], unique=False)
        batch_op.create_index("ix_keberatan_batas", ["status", "batas_putusan"], unique=False)
        batch_op.create_index("ix_keberatan_daftar", ["instansi_id", "waktu_pengajuan", "id"], unique=False)
        batch_op.create_index("ix_keberatan_nama", ["instansi_id", "nama_cari", "id"], unique=False)
        batch_op.create_index("ix_keberatan_pegawai", ["instansi_id", "pegawai_id"], unique=False)
        batch_op.create_index("ix_keberatan_penilai", ["instansi_id", "penilai_id", "status"], unique=False)
        batch_op.create_index("ix_keberatan_periode", ["instansi_id", "periode_id"], unique=False)
        batch_op.create_index("ix_keberatan_skp", ["instansi_id", "skp_id"], unique=False)
        batch_op.create_index("ix_keberatan_status", ["instansi_id", "status", "waktu_pengajuan", "id"], unique=False)
        batch_op.create_index("ix_keberatan_tahun", ["instansi_id", "tahun", "waktu_pengajuan", "id"], unique=False)
        batch_op.create_index("ix_keberatan_unor", ["instansi_id", "unor_id"], unique=False)

    op.create_table(
        "rencana_aksi",
        sa.Column("id", models.Kunci, nullable=False),
        sa.Column("rhk_id", models.Kunci, nullable=False),
        sa.Column("periode_id", models.Kunci, nullable=False),
        sa.Column("teks", sa.Text(), nullable=False),
        sa.Column("eviden", sa.String(length=1000), nullable=True),
        sa.Column("instansi_id", models.Kunci, nullable=False),
        sa.Column("versi", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.ForeignKeyConstraint(
            ["instansi_id", "periode_id"], ["periode.instansi_id", "periode.id"], name=op.f("fk_rencana_aksi_instansi_id_periode_id")
        ),
        sa.ForeignKeyConstraint(["instansi_id", "rhk_id"], ["rhk.instansi_id", "rhk.id"], name=op.f("fk_rencana_aksi_instansi_id_rhk_id")),
        sa.ForeignKeyConstraint(["instansi_id"], ["instansi.id"], name=op.f("fk_rencana_aksi_instansi_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rencana_aksi")),
        sa.UniqueConstraint("instansi_id", "id", name="uq_rencana_aksi_tenant"),
    )
    with op.batch_alter_table("rencana_aksi", schema=None) as batch_op:
        batch_op.create_index("ix_rencana_aksi_periode", ["instansi_id", "periode_id"], unique=False)
        batch_op.create_index("ix_rencana_aksi_rhk", ["instansi_id", "rhk_id", "periode_id", "id"], unique=False)

    op.create_table(
        "umpan_balik_perilaku",
        sa.Column("id", models.Kunci, nullable=False),
        sa.Column("penilaian_id", models.Kunci, nullable=False),
        sa.Column(
            "nilai",
            sa.Enum(
                "berorientasi_pelayanan",
                "akuntabel",
                "kompeten",
                "harmonis",
                "loyal",
                "adaptif",
                "kolaboratif",
                name="nilai",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=False,
        ),
        sa.Column("umpan_balik", sa.Text(), nullable=False),
        sa.Column("instansi_id", models.Kunci, nullable=False),
        sa.Column("versi", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.ForeignKeyConstraint(
            ["instansi_id", "penilaian_id"],
            ["penilaian.instansi_id", "penilaian.id"],
            name=op.f("fk_umpan_balik_perilaku_instansi_id_penilaian_id"),
        ),
        sa.ForeignKeyConstraint(["instansi_id"], ["instansi.id"], name=op.f("fk_umpan_balik_perilaku_instansi_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_umpan_balik_perilaku")),
        sa.UniqueConstraint("instansi_id", "id", name="uq_umpan_balik_perilaku_tenant"),
        sa.UniqueConstraint("instansi_id", "penilaian_id", "nilai", name=op.f("uq_umpan_balik_perilaku_instansi_id_penilaian_id_nilai")),
    )
    op.create_table(
        "realisasi_indikator",
        sa.Column("id", models.Kunci, nullable=False),
        sa.Column("penilaian_id", models.Kunci, nullable=False),
        sa.Column("indikator_id", models.Kunci, nullable=False),
        sa.Column("realisasi", sa.Text(), nullable=True),
        sa.Column("umpan_balik", sa.Text(), nullable=True),
        sa.Column("instansi_id", models.Kunci, nullable=False),
        sa.Column("versi", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.ForeignKeyConstraint(
            ["instansi_id", "indikator_id"],
            ["indikator.instansi_id", "indikator.id"],
            name=op.f("fk_realisasi_indikator_instansi_id_indikator_id"),
        ),
        sa.ForeignKeyConstraint(
            ["instansi_id", "penilaian_id"],
            ["penilaian.instansi_id", "penilaian.id"],
            name=op.f("fk_realisasi_indikator_instansi_id_penilaian_id"),
        ),
        sa.ForeignKeyConstraint(["instansi_id"], ["instansi.id"], name=op.f("fk_realisasi_indikator_instansi_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_realisasi_indikator")),
        sa.UniqueConstraint("instansi_id", "id", name="uq_realisasi_indikator_tenant"),
        sa.UniqueConstraint(
            "instansi_id", "penilaian_id", "indikator_id", name=op.f("uq_realisasi_indikator_instansi_id_penilaian_id_indikator_id")
        ),
    )
    with op.batch_alter_table("realisasi_indikator", schema=None) as batch_op:
        batch_op.create_index("ix_realisasi_indikator_indikator", ["instansi_id", "indikator_id"], unique=False)

    if op.get_bind().dialect.name == "postgresql":
        for tabel in CARI:
            op.create_index(
                f"ix_{tabel}_nama_cari_trgm",
                tabel,
                ["instansi_id", "nama_cari"],
                postgresql_using="gin",
                postgresql_ops={"nama_cari": "gin_trgm_ops"},
            )


def downgrade() -> None:
    with op.batch_alter_table("realisasi_indikator", schema=None) as batch_op:
        batch_op.drop_index("ix_realisasi_indikator_indikator")

    op.drop_table("realisasi_indikator")
    op.drop_table("umpan_balik_perilaku")
    with op.batch_alter_table("rencana_aksi", schema=None) as batch_op:
        batch_op.drop_index("ix_rencana_aksi_rhk")
        batch_op.drop_index("ix_rencana_aksi_periode")

    op.drop_table("rencana_aksi")
    with op.batch_alter_table("keberatan", schema=None) as batch_op:
        batch_op.drop_index("ix_keberatan_unor")
        batch_op.drop_index("ix_keberatan_tahun")
        batch_op.drop_index("ix_keberatan_status")
        batch_op.drop_index("ix_keberatan_skp")
        batch_op.drop_index("ix_keberatan_periode")
        batch_op.drop_index("ix_keberatan_penilai")
        batch_op.drop_index("ix_keberatan_pegawai")
        batch_op.drop_index("ix_keberatan_nama")
        batch_op.drop_index("ix_keberatan_daftar")
        batch_op.drop_index("ix_keberatan_batas")
        batch_op.drop_index("ix_keberatan_atasan")

    op.drop_table("keberatan")
    with op.batch_alter_table("indikator", schema=None) as batch_op:
        batch_op.drop_index("ix_indikator_rhk")

    op.drop_table("indikator")
    with op.batch_alter_table("rhk", schema=None) as batch_op:
        batch_op.drop_index("ix_rhk_skp")
        batch_op.drop_index("ix_rhk_intervensi")

    op.drop_table("rhk")
    with op.batch_alter_table("potret_skp", schema=None) as batch_op:
        batch_op.drop_index("ix_potret_skp_skp")

    op.drop_table("potret_skp")
    op.drop_table("perilaku_skp")
    with op.batch_alter_table("penilaian", schema=None) as batch_op:
        batch_op.drop_index("ix_penilaian_periode")

    op.drop_table("penilaian")
    with op.batch_alter_table("lampiran_skp", schema=None) as batch_op:
        batch_op.drop_index("ix_lampiran_skp_skp")

    op.drop_table("lampiran_skp")
    with op.batch_alter_table("anggota_tim", schema=None) as batch_op:
        batch_op.drop_index("ix_anggota_tim_pegawai")

    op.drop_table("anggota_tim")
    with op.batch_alter_table("tim_kerja", schema=None) as batch_op:
        batch_op.drop_index("ix_tim_kerja_unor")
        batch_op.drop_index("ix_tim_kerja_ketua")
        batch_op.drop_index("ix_tim_kerja_daftar")

    op.drop_table("tim_kerja")
    with op.batch_alter_table("skp", schema=None) as batch_op:
        batch_op.drop_index("ix_skp_unor")
        batch_op.drop_index("ix_skp_tahun")
        batch_op.drop_index("ix_skp_status")
        batch_op.drop_index("ix_skp_penilai")
        batch_op.drop_index("ix_skp_pegawai")
        batch_op.drop_index("ix_skp_nomor")
        batch_op.drop_index("ix_skp_nama")
        batch_op.drop_index("ix_skp_daftar")
        batch_op.drop_index("ix_skp_atasan")

    op.drop_table("skp")
    op.drop_table("pengaturan")
    with op.batch_alter_table("capaian_organisasi", schema=None) as batch_op:
        batch_op.drop_index("ix_capaian_organisasi_unor")
        batch_op.drop_index("ix_capaian_organisasi_periode")
        batch_op.drop_index("ix_capaian_organisasi_daftar")

    op.drop_table("capaian_organisasi")
    op.drop_table("hari_libur")
