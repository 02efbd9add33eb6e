"""Every table with its constraints and indexes; no queries, no rules. Sections in menu order.

Tenant tables (mixin ``Bertenant``) carry ``instansi_id`` and UNIQUE (instansi_id, id), so that a foreign key between
two of them is composite and the database itself refuses a reference into another instansi.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from enum import Enum
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    CheckConstraint,
    Date,
    DateTime,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    String,
    Text,
    TypeDecorator,
    UniqueConstraint,
    text,
)
from sqlalchemy import Enum as SAEnum
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, declared_attr, mapped_column, relationship

from domain.izin import Peran
from domain.jabatan import JenisJabatan, JenisPegawai
from domain.nip import JenisNomorInduk
from domain.periode import JenisPeriode, TipePeriode
from domain.plt_plh import JenisPltPlh
from domain.status import StatusAktif, StatusTugas
from domain.waktu import Zona
from extensions import db

Kunci = BigInteger().with_variant(Integer, "sqlite")
Json = JSON().with_variant(JSONB, "postgresql")


class Saat(TypeDecorator[datetime]):
    """A moment in UTC. Refuses naive values, returns aware ones, on both databases."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Any) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("waktu tanpa zona tidak diterima")
        value = value.astimezone(UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: datetime | None, dialect: Any) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def pilihan(jenis: type[Enum], nama: str) -> SAEnum:
    """A column type for an enum: its Indonesian value as VARCHAR with a CHECK."""
    return SAEnum(jenis, name=nama, native_enum=False, create_constraint=True, length=30, values_callable=lambda e: [m.value for m in e])


def label(teks: str) -> dict[str, str]:
    """``info`` of a column: the word that forms, lists, exports and the audit show for it."""
    return {"label": teks}


def fk_tenant(kolom: str, tabel: str, *, nama: str | None = None) -> ForeignKeyConstraint:
    """Composite foreign key (instansi_id, kolom) → tabel (instansi_id, id): never into another instansi."""
    return ForeignKeyConstraint(["instansi_id", kolom], [f"{tabel}.instansi_id", f"{tabel}.id"], name=nama)


class Bertenant:
    """Mixin of every row that belongs to an instansi; the fence in tenancy.py acts on it."""

    @declared_attr
    def instansi_id(cls) -> Mapped[int]:
        return mapped_column(Kunci, ForeignKey("instansi.id"), nullable=False)


class Berversi:
    """Mixin: ``versi`` grows by one at each update; a form that shows an older one gets 409."""

    versi: Mapped[int] = mapped_column(Integer, default=1, server_default=text("1"), nullable=False)

    @declared_attr.directive
    def __mapper_args__(cls) -> dict[str, Any]:
        return {"version_id_col": cls.versi}


def kunci_tenant(tabel: str) -> UniqueConstraint:
    return UniqueConstraint("instansi_id", "id", name=f"uq_{tabel}_tenant")


def indeks_cari(tabel: str, kolom: str = "nama_cari") -> Index:
    """Trigram index behind 'contains' searches. PostgreSQL only: a bare migration skips it elsewhere."""
    indeks = Index(
        f"ix_{tabel}_{kolom}_trgm",
        "instansi_id",
        kolom,
        postgresql_using="gin",
        postgresql_ops={kolom: "gin_trgm_ops"},
    )
    return indeks.ddl_if(dialect="postgresql")


# --- Instansi, pengguna, sesi ---------------------------------------------------------------------------------------


class Instansi(Berversi, db.Model):
    __tablename__ = "instansi"
    id: Mapped[int] = mapped_column(Kunci, primary_key=True)
    siasn_id: Mapped[str | None] = mapped_column(String(42), unique=True, info=label("ID SIASN"))
    nama: Mapped[str] = mapped_column(String(200), unique=True, info=label("Nama"))
    nama_cari: Mapped[str] = mapped_column(String(200), index=True)
    zona: Mapped[Zona] = mapped_column(pilihan(Zona, "zona"), default=Zona.WIB, info=label("Zona waktu"))
    status: Mapped[StatusAktif] = mapped_column(pilihan(StatusAktif, "status"), default=StatusAktif.AKTIF, info=label("Status"))

    def __str__(self) -> str:
        return self.nama


class Pengguna(Berversi, db.Model):
    __tablename__ = "pengguna"
    id: Mapped[int] = mapped_column(Kunci, primary_key=True)
    nip: Mapped[str] = mapped_column(String(18), unique=True, info=label("NIP"))
    nama: Mapped[str] = mapped_column(String(200), info=label("Nama"))
    nama_cari: Mapped[str] = mapped_column(String(200), index=True)
    kata_sandi: Mapped[str | None] = mapped_column(String(200), info=label("Kata sandi"))
    """argon2id hash; None until the first one-time link is used."""
    status: Mapped[StatusAktif] = mapped_column(pilihan(StatusAktif, "status"), default=StatusAktif.AKTIF, info=label("Status"))
    dibuat: Mapped[datetime] = mapped_column(Saat, info=label("Dibuat"))
    sandi_diubah: Mapped[datetime | None] = mapped_column(Saat, info=label("Kata sandi diubah"))
    peran: Mapped[list[PeranPengguna]] = relationship(back_populates="pengguna", viewonly=True)

    def __str__(self) -> str:
        return self.nama


class PeranPengguna(db.Model):
    """A role of a Pengguna in one instansi, or for all of them (instansi_id None: helpdesk, admin BKN)."""

    __tablename__ = "peran_pengguna"
    __table_args__ = (
        Index("uq_peran_pengguna_satu", "pengguna_id", "peran", "instansi_id", unique=True),
        Index(
            "uq_peran_pengguna_lintas",
            "pengguna_id",
            "peran",
            unique=True,
            sqlite_where=text("instansi_id IS NULL"),
            postgresql_where=text("instansi_id IS NULL"),
        ),
        CheckConstraint("instansi_id IS NOT NULL OR peran IN ('helpdesk', 'admin_bkn')", name="lintas"),
        CheckConstraint("unor_id IS NULL OR peran = 'supervisor'", name="unor_supervisor"),
        fk_tenant("unor_id", "unor"),
    )
    id: Mapped[int] = mapped_column(Kunci, primary_key=True)
    pengguna_id: Mapped[int] = mapped_column(ForeignKey("pengguna.id"), nullable=False, info=label("Pengguna"))
    instansi_id: Mapped[int | None] = mapped_column(ForeignKey("instansi.id"), index=True, info=label("Instansi"))
    peran: Mapped[Peran] = mapped_column(pilihan(Peran, "peran"), info=label("Peran"))
    unor_id: Mapped[int | None] = mapped_column(Kunci, info=label("Batas unor"))
    """Supervisor only: reads this unor's subtree; None = the whole instansi."""
    pengguna: Mapped[Pengguna] = relationship(back_populates="peran")


class Sesi(db.Model):
    """A login. The cookie holds an opaque key, the row its SHA-256; deleting the row ends access at the next request."""

    __tablename__ = "sesi"
    id: Mapped[int] = mapped_column(Kunci, primary_key=True)
    kunci: Mapped[str] = mapped_column(String(64), unique=True)
    pengguna_id: Mapped[int] = mapped_column(ForeignKey("pengguna.id"), index=True)
    instansi_id: Mapped[int | None] = mapped_column(ForeignKey("instansi.id"))
    sebagai_pegawai: Mapped[bool] = mapped_column(Boolean, default=False)
    """He has a Pegawai row in the chosen instansi; withdrawn when that row is made inactive."""
    dibuat: Mapped[datetime] = mapped_column(Saat)
    terakhir: Mapped[datetime] = mapped_column(Saat)
    alamat: Mapped[str | None] = mapped_column(String(45))
    agen: Mapped[str | None] = mapped_column(String(200))


class TautanSandi(db.Model):
    """A one-time link to set a password; only the hash of its token is kept."""

    __tablename__ = "tautan_sandi"
    id: Mapped[int] = mapped_column(Kunci, primary_key=True)
    kunci: Mapped[str] = mapped_column(String(64), unique=True)
    pengguna_id: Mapped[int] = mapped_column(ForeignKey("pengguna.id"), index=True)
    dibuat: Mapped[datetime] = mapped_column(Saat)
    berlaku_sampai: Mapped[datetime] = mapped_column(Saat)
    dipakai: Mapped[datetime | None] = mapped_column(Saat)


class PercobaanGagal(db.Model):
    """Failure counter of an account or an address, shared by login, re-authentication and one-time links."""

    __tablename__ = "percobaan_gagal"
    kunci: Mapped[str] = mapped_column(String(80), primary_key=True)
    """``nip:<nomor>`` or ``alamat:<ip>``."""
    jumlah: Mapped[int] = mapped_column(Integer, default=0)
    terakhir: Mapped[datetime] = mapped_column(Saat)
    tunda_sampai: Mapped[datetime | None] = mapped_column(Saat)


# --- Audit ----------------------------------------------------------------------------------------------------------


class JejakAudit(Bertenant, db.Model):
    """Append-only (a trigger refuses UPDATE and DELETE): who did what to which record, why, from where, before and after."""

    __tablename__ = "jejak_audit"
    __table_args__ = (
        Index("ix_jejak_audit_urut", "instansi_id", "id"),
        Index("ix_jejak_audit_objek", "instansi_id", "entitas", "objek_id", "id"),
        Index("ix_jejak_audit_pelaku", "instansi_id", "pengguna_id", "id"),
    )
    id: Mapped[int] = mapped_column(Kunci, primary_key=True)
    instansi_id: Mapped[int | None] = mapped_column(Kunci, ForeignKey("instansi.id"))
    """None for acts outside any instansi (login, maintenance)."""
    waktu: Mapped[datetime] = mapped_column(Saat, info=label("Waktu"))
    pengguna_id: Mapped[int | None] = mapped_column(ForeignKey("pengguna.id"))
    pelaku: Mapped[str] = mapped_column(String(200), info=label("Pelaku"))
    peran: Mapped[str] = mapped_column(String(120), info=label("Peran"))
    aksi: Mapped[str] = mapped_column(String(40), info=label("Tindakan"))
    entitas: Mapped[str] = mapped_column(String(40), info=label("Data"))
    objek_id: Mapped[int | None] = mapped_column(Kunci)
    objek: Mapped[str] = mapped_column(String(300), info=label("Objek"))
    """The record's name at that time."""
    objek_cari: Mapped[str] = mapped_column(String(300))
    pelaku_cari: Mapped[str] = mapped_column(String(200))
    alasan: Mapped[str | None] = mapped_column(Text, info=label("Alasan"))
    perubahan: Mapped[list[dict[str, Any]]] = mapped_column(Json)
    """[{kolom, label, tipe, sebelum, sesudah}], values as JSON types, labels as the form shows them."""
    alamat: Mapped[str | None] = mapped_column(String(45), info=label("Alamat"))
    request_id: Mapped[str | None] = mapped_column(String(32), info=label("ID permintaan"))

    def __str__(self) -> str:
        return f"{self.aksi.replace('_', ' ').capitalize()}: {self.objek}"


# --- Tugas dan unduhan ----------------------------------------------------------------------------------------------


class Berkas(Bertenant, db.Model):
    """A file under BERKAS_DIR with a random name; the row knows what it is and until when it is kept."""

    __tablename__ = "berkas"
    __table_args__ = (kunci_tenant("berkas"), Index("ix_berkas_kedaluwarsa", "kedaluwarsa"))
    id: Mapped[int] = mapped_column(Kunci, primary_key=True)
    nama: Mapped[str] = mapped_column(String(200))
    nama_simpan: Mapped[str] = mapped_column(String(80), unique=True)
    tipe: Mapped[str] = mapped_column(String(120))
    ukuran: Mapped[int] = mapped_column(BigInteger)
    sha256: Mapped[str] = mapped_column(String(64))
    dibuat: Mapped[datetime] = mapped_column(Saat)
    kedaluwarsa: Mapped[datetime | None] = mapped_column(Saat)

    def __str__(self) -> str:
        return self.nama


class Tugas(Bertenant, Berversi, db.Model):
    """A background task and the outbox of the queue: RQ carries only its id (docs/arsitektur.md)."""

    __tablename__ = "tugas"
    __table_args__ = (
        kunci_tenant("tugas"),
        fk_tenant("berkas_id", "berkas"),
        Index("ix_tugas_daftar", "instansi_id", "dibuat", "id"),
        Index("ix_tugas_penyalur", "status", "lease_sampai"),
        CheckConstraint("selesai >= 0 AND gagal >= 0 AND (total IS NULL OR total >= 0)", name="hitungan"),
    )
    id: Mapped[int] = mapped_column(Kunci, primary_key=True)
    jenis: Mapped[str] = mapped_column(String(40), info=label("Jenis"))
    judul: Mapped[str] = mapped_column(String(200), info=label("Tugas"))
    parameter: Mapped[dict[str, Any]] = mapped_column(Json)
    antrean: Mapped[str] = mapped_column(String(10), default="ringan")
    pengguna_id: Mapped[int | None] = mapped_column(ForeignKey("pengguna.id"))
    aktor: Mapped[dict[str, Any]] = mapped_column(Json)
    """Snapshot of the actor who asked: name, NIP, roles, unor; the job acts as him."""
    status: Mapped[StatusTugas] = mapped_column(pilihan(StatusTugas, "status"), default=StatusTugas.ANTRE, info=label("Status"))
    selesai: Mapped[int] = mapped_column(Integer, default=0, info=label("Selesai"))
    gagal: Mapped[int] = mapped_column(Integer, default=0, info=label("Gagal"))
    total: Mapped[int | None] = mapped_column(Integer, info=label("Jumlah"))
    pesan: Mapped[str | None] = mapped_column(String(500), info=label("Pesan"))
    berkas_id: Mapped[int | None] = mapped_column(Kunci)
    percobaan: Mapped[int] = mapped_column(Integer, default=0, info=label("Percobaan"))
    token: Mapped[int] = mapped_column(Integer, default=0)
    """Fencing token: raised at each claim; whoever holds an older one may not commit."""
    lease_sampai: Mapped[datetime | None] = mapped_column(Saat)
    diantrekan: Mapped[datetime | None] = mapped_column(Saat)
    """When dispatch last put the id on the queue."""
    minta_batal: Mapped[bool] = mapped_column(Boolean, default=False, info=label("Diminta batal"))
    dibuat: Mapped[datetime] = mapped_column(Saat, info=label("Waktu permintaan"))
    mulai: Mapped[datetime | None] = mapped_column(Saat, info=label("Waktu mulai"))
    berakhir: Mapped[datetime | None] = mapped_column(Saat, info=label("Waktu selesai"))
    kedaluwarsa: Mapped[datetime] = mapped_column(Saat, info=label("Disimpan sampai"))
    berkas: Mapped[Berkas | None] = relationship(primaryjoin="foreign(Tugas.berkas_id) == Berkas.id", viewonly=True)
    pengguna: Mapped[Pengguna | None] = relationship(viewonly=True)

    def __str__(self) -> str:
        return self.judul


class HasilBaris(Bertenant, db.Model):
    """The outcome of one row of a Tugas that treats many: only failures and skips are kept."""

    __tablename__ = "hasil_baris"
    __table_args__ = (fk_tenant("tugas_id", "tugas"), Index("ix_hasil_baris_tugas", "instansi_id", "tugas_id", "id"))
    id: Mapped[int] = mapped_column(Kunci, primary_key=True)
    tugas_id: Mapped[int] = mapped_column(Kunci)
    objek_id: Mapped[int | None] = mapped_column(Kunci)
    objek: Mapped[str] = mapped_column(String(300))
    pesan: Mapped[str] = mapped_column(String(500))


# --- Manajemen Periode ----------------------------------------------------------------------------------------------


class Periode(Bertenant, Berversi, db.Model):
    """A period of assessment; dates are mm-dd. ``tahun`` None = every year (DOMAIN.md of the field: manual 2.2)."""

    __tablename__ = "periode"
    __table_args__ = (
        kunci_tenant("periode"),
        Index("ix_periode_daftar", "instansi_id", "tahun_urut", "jenis", "awal", "id"),
        CheckConstraint("length(awal) = 5 AND substr(awal, 3, 1) = '-'", name="awal"),
        CheckConstraint("length(akhir) = 5 AND substr(akhir, 3, 1) = '-'", name="akhir"),
        CheckConstraint("length(batas) = 5 AND substr(batas, 3, 1) = '-'", name="batas"),
        CheckConstraint("awal <= akhir", name="awal_akhir"),
        CheckConstraint("tahun_urut = coalesce(tahun, 0)", name="tahun_urut"),
    )
    id: Mapped[int] = mapped_column(Kunci, primary_key=True)
    nama: Mapped[str] = mapped_column(String(100), info=label("Nama"))
    nama_cari: Mapped[str] = mapped_column(String(100))
    tahun: Mapped[int | None] = mapped_column(Integer, info=label("Tahun"))
    tahun_urut: Mapped[int] = mapped_column(Integer, default=0)
    """``tahun`` without NULL: sort keys hold none, since the databases order NULL differently."""
    tipe: Mapped[TipePeriode] = mapped_column(pilihan(TipePeriode, "tipe"), info=label("Tipe Periodik"))
    angka: Mapped[int | None] = mapped_column(Integer, info=label("Angka Periodik"))
    awal: Mapped[str] = mapped_column(String(5), info=label("Periode Awal"))
    akhir: Mapped[str] = mapped_column(String(5), info=label("Periode Akhir"))
    batas: Mapped[str] = mapped_column(String(5), info=label("Batas Pengisian"))
    jenis: Mapped[JenisPeriode] = mapped_column(pilihan(JenisPeriode, "jenis"), default=JenisPeriode.BIASA, info=label("Jenis"))

    def __str__(self) -> str:
        return self.nama if self.tahun is None else f"{self.nama} ({self.tahun})"


# --- Manajemen Unor -------------------------------------------------------------------------------------------------


class Unor(Bertenant, Berversi, db.Model):
    """An organisational unit. ``induk_id`` (Unor Induk) is stored, not derived: the manual's rows differ."""

    __tablename__ = "unor"
    __table_args__ = (
        kunci_tenant("unor"),
        UniqueConstraint("instansi_id", "siasn_id"),
        fk_tenant("atasan_id", "unor"),
        fk_tenant("induk_id", "unor"),
        Index("ix_unor_nama", "instansi_id", "nama_cari", "id"),
        Index("ix_unor_atasan", "instansi_id", "atasan_id", "nama_cari"),
        Index("ix_unor_induk", "instansi_id", "induk_id"),
        indeks_cari("unor"),
    )
    id: Mapped[int] = mapped_column(Kunci, primary_key=True)
    siasn_id: Mapped[str | None] = mapped_column(String(42), info=label("ID SIASN"))
    nama: Mapped[str] = mapped_column(String(250), info=label("Nama Unor"))
    nama_cari: Mapped[str] = mapped_column(String(250))
    eselon: Mapped[str] = mapped_column(String(2), info=label("Eselon"))
    """SIASN eselon id as text; unknown ones are kept (domain.jabatan)."""
    atasan_id: Mapped[int | None] = mapped_column(Kunci, info=label("Atasan"))
    induk_id: Mapped[int | None] = mapped_column(Kunci, info=label("Induk"))
    mandiri: Mapped[bool] = mapped_column(Boolean, default=False, server_default=text("false"), info=label("Unor Mandiri"))
    kota: Mapped[str | None] = mapped_column(String(100), info=label("Kota"))
    atasan: Mapped[Unor | None] = relationship(primaryjoin="foreign(Unor.atasan_id) == remote(Unor.id)", viewonly=True)
    induk: Mapped[Unor | None] = relationship(primaryjoin="foreign(Unor.induk_id) == remote(Unor.id)", viewonly=True)

    def __str__(self) -> str:
        return self.nama


# --- Manajemen Pegawai ----------------------------------------------------------------------------------------------


class Pegawai(Bertenant, Berversi, db.Model):
    """A person of an instansi. Moving to another instansi makes a new row there."""

    __tablename__ = "pegawai"
    __table_args__ = (
        kunci_tenant("pegawai"),
        UniqueConstraint("instansi_id", "siasn_id"),
        fk_tenant("unor_id", "unor"),
        Index("uq_pegawai_nomor", "instansi_id", "nomor_induk", unique=True),
        Index("ix_pegawai_nama", "instansi_id", "nama_cari", "id"),
        Index("ix_pegawai_unor", "instansi_id", "unor_id", "nama_cari", "id"),
        # One pimpinan a unor, kept by the database: two admins at once cannot make two.
        Index(
            "uq_pegawai_pimpinan",
            "instansi_id",
            "unor_id",
            unique=True,
            sqlite_where=text("jenis_jabatan = 'pimpinan' AND status = 'aktif'"),
            postgresql_where=text("jenis_jabatan = 'pimpinan' AND status = 'aktif'"),
        ),
        indeks_cari("pegawai"),
    )
    id: Mapped[int] = mapped_column(Kunci, primary_key=True)
    siasn_id: Mapped[str | None] = mapped_column(String(42), info=label("ID SIASN"))
    nomor_induk: Mapped[str] = mapped_column(String(18), info=label("NIP"))
    jenis_nomor: Mapped[JenisNomorInduk] = mapped_column(pilihan(JenisNomorInduk, "jenis_nomor"), info=label("Jenis nomor induk"))
    nama: Mapped[str] = mapped_column(String(200), info=label("Nama"))
    nama_cari: Mapped[str] = mapped_column(String(200))
    unor_id: Mapped[int] = mapped_column(Kunci, info=label("Unor"))
    jenis_jabatan: Mapped[JenisJabatan] = mapped_column(
        pilihan(JenisJabatan, "jenis_jabatan"), default=JenisJabatan.PEGAWAI, info=label("Jenis Jabatan")
    )
    jabatan: Mapped[str] = mapped_column(String(250), info=label("Jabatan"))
    jenis_pegawai: Mapped[JenisPegawai] = mapped_column(
        pilihan(JenisPegawai, "jenis_pegawai"), default=JenisPegawai.PNS, info=label("Jenis pegawai")
    )
    golongan: Mapped[str | None] = mapped_column(String(3), info=label("Golongan dan pangkat"))
    """Id of domain.jabatan.GOLONGAN."""
    tmt_golongan: Mapped[date | None] = mapped_column(Date, info=label("TMT golongan"))
    jenjang: Mapped[str | None] = mapped_column(String(2), info=label("Jenjang jabatan fungsional"))
    """Code of domain.jabatan.JENJANG, for a jabatan fungsional."""
    tmt_jabatan: Mapped[date | None] = mapped_column(Date, info=label("TMT jabatan"))
    kedudukan: Mapped[str] = mapped_column(String(2), default="01", server_default=text("'01'"), info=label("Kedudukan"))
    """Code of domain.jabatan.KEDUDUKAN."""
    status: Mapped[StatusAktif] = mapped_column(pilihan(StatusAktif, "status"), default=StatusAktif.AKTIF, info=label("Status"))
    alasan_nonaktif: Mapped[str | None] = mapped_column(String(300), info=label("Alasan nonaktif"))
    unor: Mapped[Unor] = relationship(primaryjoin="foreign(Pegawai.unor_id) == Unor.id", viewonly=True)

    def __str__(self) -> str:
        return self.nama


# --- Manajemen PLT/PLH ----------------------------------------------------------------------------------------------


class PltPlh(Bertenant, Berversi, db.Model):
    """An acting post. ``aktif`` is stored; in force means aktif and today within the dates (domain.plt_plh)."""

    __tablename__ = "plt_plh"
    __table_args__ = (
        kunci_tenant("plt_plh"),
        fk_tenant("pegawai_id", "pegawai"),
        fk_tenant("unor_id", "unor"),
        CheckConstraint("awal <= akhir", name="awal_akhir"),
        Index("ix_plt_plh_daftar", "instansi_id", "awal", "id"),
        Index("ix_plt_plh_pegawai", "instansi_id", "pegawai_id"),
        Index("ix_plt_plh_unor", "instansi_id", "unor_id", "aktif", "akhir"),
    )
    id: Mapped[int] = mapped_column(Kunci, primary_key=True)
    pegawai_id: Mapped[int] = mapped_column(Kunci, info=label("Pegawai"))
    unor_id: Mapped[int] = mapped_column(Kunci, info=label("Unor"))
    jabatan: Mapped[str] = mapped_column(String(250), info=label("Jabatan"))
    jenis: Mapped[JenisPltPlh] = mapped_column(pilihan(JenisPltPlh, "jenis"), info=label("Jenis"))
    awal: Mapped[date] = mapped_column(Date, info=label("Periode Awal"))
    akhir: Mapped[date] = mapped_column(Date, info=label("Periode Akhir"))
    aktif: Mapped[bool] = mapped_column(Boolean, default=True, info=label("Aktif"))
    pegawai: Mapped[Pegawai] = relationship(primaryjoin="foreign(PltPlh.pegawai_id) == Pegawai.id", viewonly=True)
    unor: Mapped[Unor] = relationship(primaryjoin="foreign(PltPlh.unor_id) == Unor.id", viewonly=True)

    def __str__(self) -> str:
        return self.jabatan
