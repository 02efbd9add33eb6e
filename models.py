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

from domain.berakhlak import NilaiBerakhlak
from domain.izin import Peran
from domain.jabatan import JenisJabatan, JenisPegawai
from domain.nip import JenisNomorInduk
from domain.periode import JenisPeriode, TipePeriode, nama_bertahun
from domain.plt_plh import JenisPltPlh
from domain.predikat import NilaiCapaian, Predikat, Rating
from domain.siasn import BedaSinkro, EntitasSinkro, JenisSinkro, JenisTemuan, KeadaanBaris
from domain.skp import Aspek, JenisLampiran, JenisRhk, JenisSkp, LingkupRhk, ModelSkp, Pendekatan, Perspektif, SumberSkp
from domain.status import (
    StatusAktif,
    StatusCapaian,
    StatusKeberatan,
    StatusKiriman,
    StatusKonflik,
    StatusNonAsn,
    StatusSinkro,
    StatusSkp,
    StatusTemuan,
    StatusTugas,
)
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
    """A period of assessment; dates are mm-dd. ``tahun`` None = every year (manual 2.2)."""

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
    aktif: Mapped[bool] = mapped_column(Boolean, default=True, server_default=text("true"), info=label("Aktif di SIASN"))
    """False: SIASN no longer has it, or calls it inactive. Never deleted: documents refer to it."""
    siasn_dasar: Mapped[dict[str, Any] | None] = mapped_column(Json, info=label("Nilai SIASN terakhir"))
    """Field → value as SIASN last gave it: what tells a change by hand from a change upstream. None: never synchronised."""
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
    siasn_dasar: Mapped[dict[str, Any] | None] = mapped_column(Json, info=label("Nilai SIASN terakhir"))
    """As of Unor."""
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


# --- Manajemen SKP --------------------------------------------------------------------------------------------------


class Skp(Bertenant, Berversi, db.Model):
    """A SKP. What the documents print of people is copied here, as it was; ``pegawai_id``, ``penilai_id`` and ``atasan_id`` say who acts."""

    __tablename__ = "skp"
    __table_args__ = (
        kunci_tenant("skp"),
        UniqueConstraint("instansi_id", "sumber", "sumber_id"),
        fk_tenant("pegawai_id", "pegawai"),
        fk_tenant("unor_id", "unor"),
        fk_tenant("penilai_id", "pegawai"),
        fk_tenant("atasan_id", "pegawai"),
        CheckConstraint("awal <= akhir", name="awal_akhir"),
        Index("ix_skp_daftar", "instansi_id", "awal", "id"),
        Index("ix_skp_tahun", "instansi_id", "tahun", "awal", "id"),
        Index("ix_skp_nama", "instansi_id", "nama_cari", "id"),
        Index("ix_skp_nomor", "instansi_id", "nomor_induk", "awal"),
        Index("ix_skp_pegawai", "instansi_id", "pegawai_id", "awal"),
        Index("ix_skp_unor", "instansi_id", "unor_id", "awal", "id"),
        Index("ix_skp_penilai", "instansi_id", "penilai_id", "status"),
        Index("ix_skp_atasan", "instansi_id", "atasan_id"),
        Index("ix_skp_status", "instansi_id", "status", "awal", "id"),
        indeks_cari("skp"),
    )
    id: Mapped[int] = mapped_column(Kunci, primary_key=True)
    pegawai_id: Mapped[int] = mapped_column(Kunci, info=label("Pegawai"))
    nomor_induk: Mapped[str] = mapped_column(String(18), info=label("NIP"))
    nama: Mapped[str] = mapped_column(String(200), info=label("Nama"))
    nama_cari: Mapped[str] = mapped_column(String(200))
    """NIP and name of the copy of the pegawai, for the list."""
    tahun: Mapped[int] = mapped_column(Integer, info=label("Tahun"))
    awal: Mapped[date] = mapped_column(Date, info=label("Tanggal awal"))
    akhir: Mapped[date] = mapped_column(Date, info=label("Tanggal akhir"))
    unor_id: Mapped[int] = mapped_column(Kunci, info=label("Unit Kerja"))
    jabatan: Mapped[str] = mapped_column(String(250), info=label("Jabatan"))
    jenis: Mapped[JenisSkp] = mapped_column(pilihan(JenisSkp, "jenis"), default=JenisSkp.DEFINITIF, info=label("Jenis"))
    model: Mapped[ModelSkp] = mapped_column(pilihan(ModelSkp, "model"), info=label("Model"))
    pendekatan: Mapped[Pendekatan] = mapped_column(
        pilihan(Pendekatan, "pendekatan"), default=Pendekatan.KUANTITATIF, info=label("Pendekatan")
    )
    status: Mapped[StatusSkp] = mapped_column(pilihan(StatusSkp, "status"), default=StatusSkp.DRAFT, info=label("Status"))
    sumber: Mapped[SumberSkp] = mapped_column(pilihan(SumberSkp, "sumber"), default=SumberSkp.EKINERJA, info=label("Sumber"))
    sumber_id: Mapped[str | None] = mapped_column(String(64), info=label("ID di sumber"))
    penilai_id: Mapped[int | None] = mapped_column(Kunci, info=label("Pejabat Penilai Kinerja"))
    atasan_id: Mapped[int | None] = mapped_column(Kunci, info=label("Atasan Pejabat Penilai Kinerja"))
    salinan_pegawai: Mapped[dict[str, Any]] = mapped_column(Json, info=label("Pegawai yang Dinilai"))
    salinan_penilai: Mapped[dict[str, Any] | None] = mapped_column(Json, info=label("Salinan Pejabat Penilai Kinerja"))
    salinan_atasan: Mapped[dict[str, Any] | None] = mapped_column(Json, info=label("Salinan Atasan Pejabat Penilai Kinerja"))
    """domain.skp.SalinanOrang as JSON."""
    diajukan: Mapped[datetime | None] = mapped_column(Saat, info=label("Waktu pengajuan"))
    disetujui: Mapped[datetime | None] = mapped_column(Saat, info=label("Waktu persetujuan"))
    catatan_kembali: Mapped[str | None] = mapped_column(Text, info=label("Alasan dikembalikan"))
    """Why it last went back to Draft; shown to the pegawai until he submits again."""
    pegawai: Mapped[Pegawai] = relationship(primaryjoin="foreign(Skp.pegawai_id) == Pegawai.id", viewonly=True)
    unor: Mapped[Unor] = relationship(primaryjoin="foreign(Skp.unor_id) == Unor.id", viewonly=True)

    def __str__(self) -> str:
        return f"SKP {self.nama} {self.awal:%d-%m-%Y} s.d. {self.akhir:%d-%m-%Y}"


class Rhk(Bertenant, Berversi, db.Model):
    """A *Rencana Hasil Kerja*. ``intervensi_id`` is the leader's RHK that it serves, ``intervensi`` its words as they were."""

    __tablename__ = "rhk"
    __table_args__ = (
        kunci_tenant("rhk"),
        fk_tenant("skp_id", "skp"),
        fk_tenant("intervensi_id", "rhk"),
        Index("ix_rhk_skp", "instansi_id", "skp_id", "urut", "id"),
        Index("ix_rhk_intervensi", "instansi_id", "intervensi_id"),
    )
    id: Mapped[int] = mapped_column(Kunci, primary_key=True)
    skp_id: Mapped[int] = mapped_column(Kunci, info=label("SKP"))
    urut: Mapped[int] = mapped_column(Integer, default=1, info=label("Nomor urut"))
    jenis: Mapped[JenisRhk] = mapped_column(pilihan(JenisRhk, "jenis"), default=JenisRhk.UTAMA, info=label("Jenis RHK"))
    lingkup: Mapped[LingkupRhk] = mapped_column(pilihan(LingkupRhk, "lingkup"), default=LingkupRhk.INDIVIDU, info=label("Lingkup"))
    teks: Mapped[str] = mapped_column(Text, info=label("Rencana Hasil Kerja"))
    intervensi_id: Mapped[int | None] = mapped_column(Kunci, info=label("RHK pimpinan yang diintervensi"))
    intervensi: Mapped[str | None] = mapped_column(Text, info=label("Rencana Hasil Kerja Pimpinan yang Diintervensi"))
    skp: Mapped[Skp] = relationship(primaryjoin="foreign(Rhk.skp_id) == Skp.id", viewonly=True)

    def __str__(self) -> str:
        return self.teks[:120]


class Indikator(Bertenant, Berversi, db.Model):
    """An *Indikator Kinerja Individu* under a RHK: ``aspek`` for JA/JF kuantitatif, ``perspektif`` for JPT."""

    __tablename__ = "indikator"
    __table_args__ = (
        kunci_tenant("indikator"),
        fk_tenant("rhk_id", "rhk"),
        Index("ix_indikator_rhk", "instansi_id", "rhk_id", "urut", "id"),
    )
    id: Mapped[int] = mapped_column(Kunci, primary_key=True)
    rhk_id: Mapped[int] = mapped_column(Kunci, info=label("RHK"))
    urut: Mapped[int] = mapped_column(Integer, default=1, info=label("Nomor urut"))
    aspek: Mapped[Aspek | None] = mapped_column(pilihan(Aspek, "aspek"), info=label("Aspek"))
    teks: Mapped[str] = mapped_column(Text, info=label("Indikator Kinerja Individu"))
    target: Mapped[str] = mapped_column(String(500), default="", server_default=text("''"), info=label("Target"))
    perspektif: Mapped[Perspektif | None] = mapped_column(pilihan(Perspektif, "perspektif"), info=label("Perspektif"))
    rhk: Mapped[Rhk] = relationship(primaryjoin="foreign(Indikator.rhk_id) == Rhk.id", viewonly=True)

    def __str__(self) -> str:
        return self.teks[:120]


class PerilakuSkp(Bertenant, Berversi, db.Model):
    """The leader's *Ekspektasi Khusus* for one of the seven values."""

    __tablename__ = "perilaku_skp"
    __table_args__ = (kunci_tenant("perilaku_skp"), UniqueConstraint("instansi_id", "skp_id", "nilai"), fk_tenant("skp_id", "skp"))
    id: Mapped[int] = mapped_column(Kunci, primary_key=True)
    skp_id: Mapped[int] = mapped_column(Kunci, info=label("SKP"))
    nilai: Mapped[NilaiBerakhlak] = mapped_column(pilihan(NilaiBerakhlak, "nilai"), info=label("Nilai"))
    ekspektasi: Mapped[str] = mapped_column(Text, info=label("Ekspektasi Khusus Pimpinan"))

    def __str__(self) -> str:
        return self.nilai.label


class LampiranSkp(Bertenant, Berversi, db.Model):
    """A line of *Lampiran Sasaran Kinerja Pegawai*."""

    __tablename__ = "lampiran_skp"
    __table_args__ = (
        kunci_tenant("lampiran_skp"),
        fk_tenant("skp_id", "skp"),
        Index("ix_lampiran_skp_skp", "instansi_id", "skp_id", "jenis", "urut", "id"),
    )
    id: Mapped[int] = mapped_column(Kunci, primary_key=True)
    skp_id: Mapped[int] = mapped_column(Kunci, info=label("SKP"))
    jenis: Mapped[JenisLampiran] = mapped_column(pilihan(JenisLampiran, "jenis"), info=label("Bagian"))
    urut: Mapped[int] = mapped_column(Integer, default=1, info=label("Nomor urut"))
    teks: Mapped[str] = mapped_column(Text, info=label("Isi"))

    def __str__(self) -> str:
        return self.teks[:120]


class RencanaAksi(Bertenant, Berversi, db.Model):
    """What the pegawai does for a RHK in a Periode, with its evidence as a link."""

    __tablename__ = "rencana_aksi"
    __table_args__ = (
        kunci_tenant("rencana_aksi"),
        fk_tenant("rhk_id", "rhk"),
        fk_tenant("periode_id", "periode"),
        Index("ix_rencana_aksi_rhk", "instansi_id", "rhk_id", "periode_id", "id"),
        Index("ix_rencana_aksi_periode", "instansi_id", "periode_id"),
    )
    id: Mapped[int] = mapped_column(Kunci, primary_key=True)
    rhk_id: Mapped[int] = mapped_column(Kunci, info=label("RHK"))
    periode_id: Mapped[int] = mapped_column(Kunci, info=label("Periode"))
    teks: Mapped[str] = mapped_column(Text, info=label("Rencana aksi"))
    eviden: Mapped[str | None] = mapped_column(String(1000), info=label("Eviden (tautan)"))

    def __str__(self) -> str:
        return self.teks[:120]


class Penilaian(Bertenant, Berversi, db.Model):
    """The assessment of a SKP in a Periode. Ratings come together or not at all; the predikat is derived from them."""

    __tablename__ = "penilaian"
    __table_args__ = (
        kunci_tenant("penilaian"),
        UniqueConstraint("instansi_id", "skp_id", "periode_id"),
        fk_tenant("skp_id", "skp"),
        fk_tenant("periode_id", "periode"),
        CheckConstraint(
            "(hasil IS NULL AND perilaku IS NULL AND predikat IS NULL) OR (hasil IS NOT NULL AND perilaku IS NOT NULL AND predikat IS NOT NULL)",
            name="rating",
        ),
        Index("ix_penilaian_periode", "instansi_id", "periode_id", "predikat"),
    )
    id: Mapped[int] = mapped_column(Kunci, primary_key=True)
    skp_id: Mapped[int] = mapped_column(Kunci, info=label("SKP"))
    periode_id: Mapped[int] = mapped_column(Kunci, info=label("Periode"))
    hasil: Mapped[Rating | None] = mapped_column(pilihan(Rating, "hasil"), info=label("Rating Hasil Kerja"))
    perilaku: Mapped[Rating | None] = mapped_column(pilihan(Rating, "perilaku"), info=label("Rating Perilaku Kerja"))
    predikat: Mapped[Predikat | None] = mapped_column(pilihan(Predikat, "predikat"), info=label("Predikat Kinerja"))
    catatan: Mapped[str | None] = mapped_column(Text, info=label("Catatan/Rekomendasi"))
    dinilai: Mapped[datetime | None] = mapped_column(Saat, info=label("Waktu penilaian"))
    """When the ratings were given or last changed; a keberatan counts its days from here."""
    dibuka_sampai: Mapped[date | None] = mapped_column(Date, info=label("Pengisian dibuka sampai"))
    """Filling in stays open until this day though Batas Pengisian has passed; set by an admin or helpdesk with a reason."""
    skp: Mapped[Skp] = relationship(primaryjoin="foreign(Penilaian.skp_id) == Skp.id", viewonly=True)
    periode: Mapped[Periode] = relationship(primaryjoin="foreign(Penilaian.periode_id) == Periode.id", viewonly=True)

    def __str__(self) -> str:
        return f"Penilaian: {self.predikat.label if self.predikat else 'belum dinilai'}"


class RealisasiIndikator(Bertenant, Berversi, db.Model):
    """Of an Indikator in a Penilaian: *Realisasi* by the pegawai, *Umpan Balik Berkelanjutan* by the penilai."""

    __tablename__ = "realisasi_indikator"
    __table_args__ = (
        kunci_tenant("realisasi_indikator"),
        UniqueConstraint("instansi_id", "penilaian_id", "indikator_id"),
        fk_tenant("penilaian_id", "penilaian"),
        fk_tenant("indikator_id", "indikator"),
        Index("ix_realisasi_indikator_indikator", "instansi_id", "indikator_id"),
    )
    id: Mapped[int] = mapped_column(Kunci, primary_key=True)
    penilaian_id: Mapped[int] = mapped_column(Kunci, info=label("Penilaian"))
    indikator_id: Mapped[int] = mapped_column(Kunci, info=label("Indikator"))
    realisasi: Mapped[str | None] = mapped_column(Text, info=label("Realisasi"))
    umpan_balik: Mapped[str | None] = mapped_column(Text, info=label("Umpan Balik Berkelanjutan"))

    def __str__(self) -> str:
        return (self.realisasi or "-")[:120]


class UmpanBalikPerilaku(Bertenant, Berversi, db.Model):
    """The penilai's feedback on one of the seven values in a Penilaian."""

    __tablename__ = "umpan_balik_perilaku"
    __table_args__ = (
        kunci_tenant("umpan_balik_perilaku"),
        UniqueConstraint("instansi_id", "penilaian_id", "nilai"),
        fk_tenant("penilaian_id", "penilaian"),
    )
    id: Mapped[int] = mapped_column(Kunci, primary_key=True)
    penilaian_id: Mapped[int] = mapped_column(Kunci, info=label("Penilaian"))
    nilai: Mapped[NilaiBerakhlak] = mapped_column(pilihan(NilaiBerakhlak, "nilai"), info=label("Nilai"))
    umpan_balik: Mapped[str] = mapped_column(Text, info=label("Umpan Balik Berkelanjutan"))

    def __str__(self) -> str:
        return self.nilai.label


class PotretSkp(Bertenant, db.Model):
    """A SKP with everything below it as it was before a change that takes something away; it can be restored."""

    __tablename__ = "potret_skp"
    # No foreign key: the snapshot of a deleted SKP outlives it, and brings it back.
    __table_args__ = (kunci_tenant("potret_skp"), Index("ix_potret_skp_skp", "instansi_id", "skp_id", "id"))
    id: Mapped[int] = mapped_column(Kunci, primary_key=True)
    skp_id: Mapped[int] = mapped_column(Kunci, info=label("SKP"))
    waktu: Mapped[datetime] = mapped_column(Saat, info=label("Waktu"))
    pengguna_id: Mapped[int | None] = mapped_column(ForeignKey("pengguna.id"))
    pelaku: Mapped[str] = mapped_column(String(200), info=label("Pelaku"))
    sebab: Mapped[str] = mapped_column(String(40), info=label("Sebab"))
    """The action before which it was taken."""
    alasan: Mapped[str | None] = mapped_column(Text, info=label("Alasan"))
    isi: Mapped[dict[str, Any]] = mapped_column(Json)

    def __str__(self) -> str:
        return f"SKP {self.isi['skp']['nama']} {self.isi['skp']['awal'][:4]}"


# --- Capaian Kinerja Organisasi -------------------------------------------------------------------------------------


class CapaianOrganisasi(Bertenant, Berversi, db.Model):
    """The capaian of a unor mandiri or JPT unit in a Periode of a year; the statistics are frozen at Final."""

    __tablename__ = "capaian_organisasi"
    __table_args__ = (
        kunci_tenant("capaian_organisasi"),
        UniqueConstraint("instansi_id", "tahun", "periode_id", "unor_id"),
        fk_tenant("periode_id", "periode"),
        fk_tenant("unor_id", "unor"),
        Index("ix_capaian_organisasi_daftar", "instansi_id", "tahun", "id"),
        Index("ix_capaian_organisasi_unor", "instansi_id", "unor_id"),
        Index("ix_capaian_organisasi_periode", "instansi_id", "periode_id"),
    )
    id: Mapped[int] = mapped_column(Kunci, primary_key=True)
    tahun: Mapped[int] = mapped_column(Integer, info=label("Tahun"))
    periode_id: Mapped[int] = mapped_column(Kunci, info=label("Periode"))
    unor_id: Mapped[int] = mapped_column(Kunci, info=label("Unit Kerja JPT / Mandiri"))
    capaian: Mapped[NilaiCapaian] = mapped_column(pilihan(NilaiCapaian, "capaian"), info=label("Capaian Organisasi"))
    bukti_dukung: Mapped[str] = mapped_column(String(1000), info=label("Bukti Dukung"))
    status: Mapped[StatusCapaian] = mapped_column(pilihan(StatusCapaian, "status"), default=StatusCapaian.BELUM_FINAL, info=label("Status"))
    statistik: Mapped[dict[str, int] | None] = mapped_column(Json, info=label("Statistik"))
    """At Final: {"pegawai": n, "dinilai": n, predikat value: n}; None before."""
    difinalkan: Mapped[datetime | None] = mapped_column(Saat, info=label("Waktu Final"))
    berubah: Mapped[bool] = mapped_column(Boolean, default=False, server_default=text("false"), info=label("Berubah sejak final"))
    """A penilaian that the statistics count has changed since Final."""
    periode: Mapped[Periode] = relationship(primaryjoin="foreign(CapaianOrganisasi.periode_id) == Periode.id", viewonly=True)
    unor: Mapped[Unor] = relationship(primaryjoin="foreign(CapaianOrganisasi.unor_id) == Unor.id", viewonly=True)

    def __str__(self) -> str:
        return f"{self.unor.nama}, {nama_bertahun(self.periode.nama, self.tahun)}"


# --- Manajemen Keberatan --------------------------------------------------------------------------------------------


class Keberatan(Bertenant, Berversi, db.Model):
    """An objection to a Penilaian. The people are copied as they were; the three pairs of ratings as in the manual's *Check*."""

    __tablename__ = "keberatan"
    __table_args__ = (
        kunci_tenant("keberatan"),
        UniqueConstraint("instansi_id", "penilaian_id"),
        fk_tenant("penilaian_id", "penilaian"),
        fk_tenant("skp_id", "skp"),
        fk_tenant("periode_id", "periode"),
        fk_tenant("unor_id", "unor"),
        fk_tenant("pegawai_id", "pegawai"),
        fk_tenant("penilai_id", "pegawai"),
        fk_tenant("atasan_id", "pegawai"),
        CheckConstraint("(sesudah_hasil IS NULL) = (sesudah_perilaku IS NULL)", name="sesudah"),
        Index("ix_keberatan_daftar", "instansi_id", "waktu_pengajuan", "id"),
        Index("ix_keberatan_nama", "instansi_id", "nama_cari", "id"),
        # The status comes last: a year in its order needs no second index to be narrowed by it, nor the rows themselves.
        Index("ix_keberatan_tahun", "instansi_id", "tahun", "waktu_pengajuan", "id", "status"),
        Index("ix_keberatan_status", "instansi_id", "status", "waktu_pengajuan", "id"),
        Index("ix_keberatan_batas", "status", "batas_putusan"),
        Index("ix_keberatan_skp", "instansi_id", "skp_id"),
        Index("ix_keberatan_periode", "instansi_id", "periode_id"),
        Index("ix_keberatan_pegawai", "instansi_id", "pegawai_id"),
        Index("ix_keberatan_penilai", "instansi_id", "penilai_id", "status"),
        Index("ix_keberatan_atasan", "instansi_id", "atasan_id", "status"),
        Index("ix_keberatan_unor", "instansi_id", "unor_id"),
        indeks_cari("keberatan"),
    )
    id: Mapped[int] = mapped_column(Kunci, primary_key=True)
    penilaian_id: Mapped[int] = mapped_column(Kunci, info=label("Penilaian"))
    skp_id: Mapped[int] = mapped_column(Kunci, info=label("SKP"))
    periode_id: Mapped[int] = mapped_column(Kunci, info=label("Periode"))
    tahun: Mapped[int] = mapped_column(Integer, info=label("Tahun Periode"))
    unor_id: Mapped[int] = mapped_column(Kunci, info=label("Unit Kerja"))
    pegawai_id: Mapped[int] = mapped_column(Kunci, info=label("Pegawai"))
    penilai_id: Mapped[int | None] = mapped_column(Kunci, info=label("Penilai"))
    atasan_id: Mapped[int | None] = mapped_column(Kunci, info=label("Atasan penilai"))
    nama: Mapped[str] = mapped_column(String(200), info=label("Pegawai Yang Mengajukan"))
    nama_cari: Mapped[str] = mapped_column(String(200))
    nama_penilai: Mapped[str] = mapped_column(String(200), info=label("Penilai Kinerja"))
    nama_atasan: Mapped[str] = mapped_column(String(200), info=label("Atasan Penilai Kinerja"))
    status: Mapped[StatusKeberatan] = mapped_column(
        pilihan(StatusKeberatan, "status"), default=StatusKeberatan.DIAJUKAN, info=label("Status")
    )
    waktu_pengajuan: Mapped[datetime] = mapped_column(Saat, info=label("Waktu Pengajuan"))
    waktu_cek: Mapped[datetime | None] = mapped_column(Saat, info=label("Waktu Pertama kali Di Check Oleh Atasan"))
    waktu_respon: Mapped[datetime | None] = mapped_column(Saat, info=label("Waktu Di Respon / Di Klaim"))
    batas_putusan: Mapped[date] = mapped_column(Date, info=label("Batas putusan"))
    alasan: Mapped[str] = mapped_column(Text, info=label("Alasan Mengajukan Keberatan"))
    penjelasan: Mapped[str | None] = mapped_column(Text, info=label("Penjelasan Pejabat Penilai Kinerja atas Keberatan"))
    keputusan: Mapped[str | None] = mapped_column(Text, info=label("Keputusan dan Rekomendasi Atasan Pejabat Penilai Kinerja"))
    sebelum_hasil: Mapped[Rating] = mapped_column(pilihan(Rating, "sebelum_hasil"), info=label("Hasil Kerja sebelum keberatan"))
    sebelum_perilaku: Mapped[Rating] = mapped_column(pilihan(Rating, "sebelum_perilaku"), info=label("Perilaku Kerja sebelum keberatan"))
    diminta_hasil: Mapped[Rating] = mapped_column(pilihan(Rating, "diminta_hasil"), info=label("Hasil Kerja permintaan pegawai"))
    diminta_perilaku: Mapped[Rating] = mapped_column(pilihan(Rating, "diminta_perilaku"), info=label("Perilaku Kerja permintaan pegawai"))
    sesudah_hasil: Mapped[Rating | None] = mapped_column(pilihan(Rating, "sesudah_hasil"), info=label("Hasil Kerja sesudah keberatan"))
    sesudah_perilaku: Mapped[Rating | None] = mapped_column(
        pilihan(Rating, "sesudah_perilaku"), info=label("Perilaku Kerja sesudah keberatan")
    )
    periode: Mapped[Periode] = relationship(primaryjoin="foreign(Keberatan.periode_id) == Periode.id", viewonly=True)
    skp: Mapped[Skp] = relationship(primaryjoin="foreign(Keberatan.skp_id) == Skp.id", viewonly=True)
    penilaian: Mapped[Penilaian] = relationship(primaryjoin="foreign(Keberatan.penilaian_id) == Penilaian.id", viewonly=True)

    def __str__(self) -> str:
        return f"Keberatan {self.nama}"


# --- Tim Kerja ------------------------------------------------------------------------------------------------------


class TimKerja(Bertenant, Berversi, db.Model):
    """A team of a unor in a year; its ketua leads the matrix of the team as the pimpinan leads that of a unor."""

    __tablename__ = "tim_kerja"
    __table_args__ = (
        kunci_tenant("tim_kerja"),
        UniqueConstraint("instansi_id", "tahun", "unor_id", "nama"),
        fk_tenant("unor_id", "unor"),
        fk_tenant("ketua_id", "pegawai"),
        Index("ix_tim_kerja_daftar", "instansi_id", "tahun", "nama_cari", "id"),
        Index("ix_tim_kerja_unor", "instansi_id", "unor_id"),
        Index("ix_tim_kerja_ketua", "instansi_id", "ketua_id"),
        indeks_cari("tim_kerja"),
    )
    id: Mapped[int] = mapped_column(Kunci, primary_key=True)
    tahun: Mapped[int] = mapped_column(Integer, info=label("Tahun"))
    nama: Mapped[str] = mapped_column(String(200), info=label("Nama Tim Kerja"))
    nama_cari: Mapped[str] = mapped_column(String(200))
    unor_id: Mapped[int] = mapped_column(Kunci, info=label("Unit Kerja"))
    ketua_id: Mapped[int] = mapped_column(Kunci, info=label("Ketua"))
    unor: Mapped[Unor] = relationship(primaryjoin="foreign(TimKerja.unor_id) == Unor.id", viewonly=True)
    ketua: Mapped[Pegawai] = relationship(primaryjoin="foreign(TimKerja.ketua_id) == Pegawai.id", viewonly=True)

    def __str__(self) -> str:
        return self.nama


class AnggotaTim(Bertenant, Berversi, db.Model):
    __tablename__ = "anggota_tim"
    __table_args__ = (
        kunci_tenant("anggota_tim"),
        UniqueConstraint("instansi_id", "tim_id", "pegawai_id"),
        fk_tenant("tim_id", "tim_kerja"),
        fk_tenant("pegawai_id", "pegawai"),
        Index("ix_anggota_tim_pegawai", "instansi_id", "pegawai_id"),
    )
    id: Mapped[int] = mapped_column(Kunci, primary_key=True)
    tim_id: Mapped[int] = mapped_column(Kunci, info=label("Tim Kerja"))
    pegawai_id: Mapped[int] = mapped_column(Kunci, info=label("Anggota"))
    pegawai: Mapped[Pegawai] = relationship(primaryjoin="foreign(AnggotaTim.pegawai_id) == Pegawai.id", viewonly=True)

    def __str__(self) -> str:
        return f"Anggota #{self.id}"


# --- Pengaturan -----------------------------------------------------------------------------------------------------


class Pengaturan(Bertenant, Berversi, db.Model):
    """The settings of an instansi, one row; where there is none, the defaults of domain.keberatan and domain.predikat hold."""

    __tablename__ = "pengaturan"
    __table_args__ = (
        kunci_tenant("pengaturan"),
        UniqueConstraint("instansi_id"),
        fk_tenant("lambang_id", "berkas"),
        CheckConstraint("keberatan_pengajuan_hari > 0 AND keberatan_putusan_hari > 0", name="hari"),
    )
    id: Mapped[int] = mapped_column(Kunci, primary_key=True)
    lambang_id: Mapped[int | None] = mapped_column(Kunci, info=label("Lambang instansi"))
    keberatan_pengajuan_hari: Mapped[int] = mapped_column(Integer, default=14, info=label("Batas pengajuan keberatan (hari)"))
    keberatan_putusan_hari: Mapped[int] = mapped_column(Integer, default=14, info=label("Batas putusan keberatan (hari)"))
    keberatan_hari_kerja: Mapped[bool] = mapped_column(Boolean, default=True, info=label("Batas keberatan dihitung dalam hari kerja"))
    distribusi_terbanyak: Mapped[int] = mapped_column(Integer, default=70, info=label("Predikat utama paling banyak (%)"))
    distribusi_sedikitnya: Mapped[int] = mapped_column(Integer, default=60, info=label("Predikat utama paling sedikit (%)"))
    distribusi_pendamping: Mapped[int] = mapped_column(Integer, default=10, info=label("Predikat pendamping paling sedikit (%)"))
    distribusi_sangat_baik_maks: Mapped[int] = mapped_column(Integer, default=10, info=label("Sangat Baik paling banyak (%)"))
    distribusi_tim_kecil: Mapped[int] = mapped_column(Integer, default=5, info=label("Tim kecil: kurang dari (orang)"))

    def __str__(self) -> str:
        return "Pengaturan"


class HariLibur(Bertenant, Berversi, db.Model):
    """A holiday of an instansi: not counted where a term runs in working days."""

    __tablename__ = "hari_libur"
    __table_args__ = (kunci_tenant("hari_libur"), UniqueConstraint("instansi_id", "tanggal"))
    id: Mapped[int] = mapped_column(Kunci, primary_key=True)
    tanggal: Mapped[date] = mapped_column(Date, info=label("Tanggal"))
    nama: Mapped[str] = mapped_column(String(150), info=label("Nama"))
    nama_cari: Mapped[str] = mapped_column(String(150))

    def __str__(self) -> str:
        return self.nama


# --- Sinkronisasi ---------------------------------------------------------------------------------------------------


class Sinkronisasi(Bertenant, Berversi, db.Model):
    """A run against SIASN: first the difference, then, once decided, its application. One at a time in an instansi."""

    __tablename__ = "sinkronisasi"
    __table_args__ = (
        kunci_tenant("sinkronisasi"),
        fk_tenant("tugas_id", "tugas"),
        Index("ix_sinkronisasi_daftar", "instansi_id", "waktu_request", "id"),
        Index(
            "uq_sinkronisasi_hidup",
            "instansi_id",
            unique=True,
            sqlite_where=text("status IN ('antre', 'berjalan', 'menunggu_keputusan', 'menerapkan')"),
            postgresql_where=text("status IN ('antre', 'berjalan', 'menunggu_keputusan', 'menerapkan')"),
        ),
    )
    id: Mapped[int] = mapped_column(Kunci, primary_key=True)
    jenis: Mapped[JenisSinkro] = mapped_column(pilihan(JenisSinkro, "jenis"), info=label("Jenis Sinkro"))
    status: Mapped[StatusSinkro] = mapped_column(pilihan(StatusSinkro, "status"), default=StatusSinkro.ANTRE, info=label("Status"))
    langsung: Mapped[bool] = mapped_column(Boolean, default=False, info=label("Terapkan langsung"))
    izinkan_hapus: Mapped[bool] = mapped_column(Boolean, default=False, info=label("Izinkan penonaktifan massal"))
    """An admin has looked at an unusually large number of people or units that would go, and agreed."""
    waktu_request: Mapped[datetime] = mapped_column(Saat, info=label("Waktu Request"))
    waktu_mulai: Mapped[datetime | None] = mapped_column(Saat, info=label("Waktu Mulai"))
    waktu_selesai: Mapped[datetime | None] = mapped_column(Saat, info=label("Waktu Selesai"))
    pengguna_id: Mapped[int | None] = mapped_column(ForeignKey("pengguna.id"))
    user_request: Mapped[str] = mapped_column(String(200), info=label("User Request"))
    tugas_id: Mapped[int | None] = mapped_column(Kunci)
    kursor: Mapped[dict[str, Any]] = mapped_column(Json)
    """Where it stands: the stage and the place in it; written with each page."""
    masukan: Mapped[list[str] | None] = mapped_column(Json, info=label("Daftar NIP"))
    baru: Mapped[int] = mapped_column(Integer, default=0, info=label("Baru"))
    ubah: Mapped[int] = mapped_column(Integer, default=0, info=label("Ubah"))
    sama: Mapped[int] = mapped_column(Integer, default=0, info=label("Sama"))
    hapus: Mapped[int] = mapped_column(Integer, default=0, info=label("Hapus"))
    gagal: Mapped[int] = mapped_column(Integer, default=0, info=label("Gagal"))
    konflik: Mapped[int] = mapped_column(Integer, default=0, info=label("Konflik"))
    pesan: Mapped[str | None] = mapped_column(String(500), info=label("Pesan"))

    def __str__(self) -> str:
        return f"Sinkronisasi {self.jenis.label}"


class SinkroBaris(Bertenant, db.Model):
    """One unit or person of a run: what SIASN has, and what that means here. ``kunci`` is the id at SIASN, or the NIP."""

    __tablename__ = "sinkro_baris"
    __table_args__ = (
        kunci_tenant("sinkro_baris"),
        UniqueConstraint("instansi_id", "sinkronisasi_id", "entitas", "kunci"),
        fk_tenant("sinkronisasi_id", "sinkronisasi"),
        Index("ix_sinkro_baris_daftar", "instansi_id", "sinkronisasi_id", "beda", "id"),
        Index("ix_sinkro_baris_terap", "instansi_id", "sinkronisasi_id", "entitas", "keadaan", "id"),
        Index("ix_sinkro_baris_objek", "instansi_id", "entitas", "objek_id"),
    )
    id: Mapped[int] = mapped_column(Kunci, primary_key=True)
    sinkronisasi_id: Mapped[int] = mapped_column(Kunci)
    entitas: Mapped[EntitasSinkro] = mapped_column(pilihan(EntitasSinkro, "entitas"), info=label("Data"))
    kunci: Mapped[str] = mapped_column(String(64), info=label("ID SIASN"))
    objek_id: Mapped[int | None] = mapped_column(Kunci)
    nama: Mapped[str] = mapped_column(String(250), default="", info=label("Nama"))
    nomor: Mapped[str] = mapped_column(String(42), default="", info=label("NIP"))
    beda: Mapped[BedaSinkro] = mapped_column(pilihan(BedaSinkro, "beda"), info=label("Beda"))
    keadaan: Mapped[KeadaanBaris] = mapped_column(pilihan(KeadaanBaris, "keadaan"), default=KeadaanBaris.MENUNGGU, info=label("Keadaan"))
    unor_id: Mapped[int | None] = mapped_column(Kunci)
    """The unit here that it concerns, for the summary by unit; may be None for something new."""
    isi: Mapped[dict[str, Any] | None] = mapped_column(Json)
    """Field → value of SIASN, as siasn_dasar will keep it; None for *sama* and *hapus*."""
    perubahan: Mapped[list[dict[str, Any]] | None] = mapped_column(Json)
    """[{kolom, sini, siasn}] of *ubah*."""
    pesan: Mapped[str | None] = mapped_column(String(500), info=label("Keterangan"))

    def __str__(self) -> str:
        return self.nama or self.kunci


class Konflik(Bertenant, Berversi, db.Model):
    """A field that was changed by hand here and otherwise at SIASN: a person chooses."""

    __tablename__ = "konflik"
    __table_args__ = (
        kunci_tenant("konflik"),
        fk_tenant("sinkronisasi_id", "sinkronisasi"),
        Index("ix_konflik_daftar", "instansi_id", "status", "id"),
        Index("ix_konflik_sinkronisasi", "instansi_id", "sinkronisasi_id"),
        Index(
            "uq_konflik_terbuka",
            "instansi_id",
            "entitas",
            "objek_id",
            "kolom",
            unique=True,
            sqlite_where=text("status = 'terbuka'"),
            postgresql_where=text("status = 'terbuka'"),
        ),
    )
    id: Mapped[int] = mapped_column(Kunci, primary_key=True)
    sinkronisasi_id: Mapped[int] = mapped_column(Kunci)
    entitas: Mapped[EntitasSinkro] = mapped_column(pilihan(EntitasSinkro, "entitas"), info=label("Data"))
    objek_id: Mapped[int] = mapped_column(Kunci)
    objek: Mapped[str] = mapped_column(String(250), info=label("Objek"))
    nomor: Mapped[str] = mapped_column(String(42), default="", info=label("NIP"))
    kolom: Mapped[str] = mapped_column(String(40), info=label("Kolom"))
    nilai_sini: Mapped[str | None] = mapped_column(String(500), info=label("Nilai sini"))
    nilai_siasn: Mapped[str | None] = mapped_column(String(500), info=label("Nilai SIASN"))
    """Both as they are stored; an id of a unit as text."""
    status: Mapped[StatusKonflik] = mapped_column(pilihan(StatusKonflik, "status"), default=StatusKonflik.TERBUKA, info=label("Status"))
    ditemukan: Mapped[datetime] = mapped_column(Saat, info=label("Ditemukan"))
    diputuskan: Mapped[datetime | None] = mapped_column(Saat, info=label("Diputuskan"))

    def __str__(self) -> str:
        return f"{self.objek}: {self.kolom}"


class PetaUnor(Bertenant, db.Model):
    """An id at SIASN that stands for one of our units besides its own: of duplicates that were merged or mapped."""

    __tablename__ = "peta_unor"
    __table_args__ = (
        kunci_tenant("peta_unor"),
        UniqueConstraint("instansi_id", "siasn_id"),
        fk_tenant("unor_id", "unor"),
        Index("ix_peta_unor_unor", "instansi_id", "unor_id"),
    )
    id: Mapped[int] = mapped_column(Kunci, primary_key=True)
    siasn_id: Mapped[str] = mapped_column(String(42), info=label("ID SIASN"))
    unor_id: Mapped[int] = mapped_column(Kunci, info=label("Unor"))

    def __str__(self) -> str:
        return self.siasn_id


# --- Rekonsiliasi unor ----------------------------------------------------------------------------------------------


class TemuanUnor(Bertenant, Berversi, db.Model):
    """A defect of the units. ``unor_lain_id``: of a duplicate, the unit it resembles."""

    __tablename__ = "temuan_unor"
    __table_args__ = (
        kunci_tenant("temuan_unor"),
        fk_tenant("unor_id", "unor"),
        fk_tenant("unor_lain_id", "unor"),
        Index("uq_temuan_unor_kunci", "instansi_id", "kunci", unique=True),
        Index("ix_temuan_unor_daftar", "instansi_id", "status", "jenis", "id"),
        Index("ix_temuan_unor_unor", "instansi_id", "unor_id"),
        Index("ix_temuan_unor_lain", "instansi_id", "unor_lain_id"),
    )
    id: Mapped[int] = mapped_column(Kunci, primary_key=True)
    kunci: Mapped[str] = mapped_column(String(80))
    """Kind and ids: the same defect found again is the same row."""
    jenis: Mapped[JenisTemuan] = mapped_column(pilihan(JenisTemuan, "jenis"), info=label("Jenis"))
    unor_id: Mapped[int] = mapped_column(Kunci, info=label("Unor"))
    unor_lain_id: Mapped[int | None] = mapped_column(Kunci, info=label("Unor lain"))
    rincian: Mapped[str] = mapped_column(String(500), info=label("Rincian"))
    status: Mapped[StatusTemuan] = mapped_column(pilihan(StatusTemuan, "status"), default=StatusTemuan.TERBUKA, info=label("Status"))
    ditemukan: Mapped[datetime] = mapped_column(Saat, info=label("Ditemukan"))
    unor: Mapped[Unor] = relationship(primaryjoin="foreign(TemuanUnor.unor_id) == Unor.id", viewonly=True)
    unor_lain: Mapped[Unor | None] = relationship(
        primaryjoin="foreign(TemuanUnor.unor_lain_id) == Unor.id", viewonly=True, foreign_keys="TemuanUnor.unor_lain_id"
    )

    def __str__(self) -> str:
        return f"{self.jenis.label} (ID {self.unor_id}): {self.rincian}"[:200]


class GabungUnor(Bertenant, Berversi, db.Model):
    """A merge of one unit into another: what was moved, so that it can be undone while nothing of it has changed."""

    __tablename__ = "gabung_unor"
    __table_args__ = (
        kunci_tenant("gabung_unor"),
        fk_tenant("dari_id", "unor"),
        fk_tenant("ke_id", "unor"),
        fk_tenant("temuan_id", "temuan_unor"),
        Index("ix_gabung_unor_daftar", "instansi_id", "waktu", "id"),
        Index("ix_gabung_unor_dari", "instansi_id", "dari_id"),
        Index("ix_gabung_unor_ke", "instansi_id", "ke_id"),
        Index("ix_gabung_unor_temuan", "instansi_id", "temuan_id"),
    )
    id: Mapped[int] = mapped_column(Kunci, primary_key=True)
    dari_id: Mapped[int] = mapped_column(Kunci, info=label("Digabung"))
    ke_id: Mapped[int] = mapped_column(Kunci, info=label("Ke"))
    temuan_id: Mapped[int | None] = mapped_column(Kunci)
    waktu: Mapped[datetime] = mapped_column(Saat, info=label("Waktu"))
    pelaku: Mapped[str] = mapped_column(String(200), info=label("Pelaku"))
    isi: Mapped[dict[str, Any]] = mapped_column(Json)
    """{"pindah": {table.column: [[id, versi after], ...]}, "dari": the merged unit's fields before}."""
    dibatalkan: Mapped[datetime | None] = mapped_column(Saat, info=label("Dibatalkan"))
    dari: Mapped[Unor] = relationship(primaryjoin="foreign(GabungUnor.dari_id) == Unor.id", viewonly=True)
    ke: Mapped[Unor] = relationship(primaryjoin="foreign(GabungUnor.ke_id) == Unor.id", viewonly=True)

    def __str__(self) -> str:
        return f"Penggabungan #{self.id}"


# --- Sinkronisasi Predikat ------------------------------------------------------------------------------------------


class SinkronisasiPredikat(Bertenant, Berversi, db.Model):
    """A push of predikat to SIASN; at most one in a WIB day that has sent anything (``memakai_hari``)."""

    __tablename__ = "sinkronisasi_predikat"
    __table_args__ = (
        kunci_tenant("sinkronisasi_predikat"),
        fk_tenant("tugas_id", "tugas"),
        Index("ix_sinkronisasi_predikat_daftar", "instansi_id", "waktu_request", "id"),
        Index(
            "uq_sinkronisasi_predikat_hari",
            "instansi_id",
            "tanggal_wib",
            unique=True,
            sqlite_where=text("memakai_hari"),
            postgresql_where=text("memakai_hari"),
        ),
    )
    id: Mapped[int] = mapped_column(Kunci, primary_key=True)
    tahun: Mapped[int] = mapped_column(Integer, info=label("Tahun"))
    status: Mapped[StatusSinkro] = mapped_column(pilihan(StatusSinkro, "status"), default=StatusSinkro.ANTRE, info=label("Status"))
    tanggal_wib: Mapped[date] = mapped_column(Date, info=label("Tanggal (WIB)"))
    memakai_hari: Mapped[bool] = mapped_column(Boolean, default=True, server_default=text("true"))
    waktu_request: Mapped[datetime] = mapped_column(Saat, info=label("Waktu Request"))
    waktu_mulai: Mapped[datetime | None] = mapped_column(Saat, info=label("Waktu Mulai"))
    waktu_selesai: Mapped[datetime | None] = mapped_column(Saat, info=label("Waktu Selesai"))
    berhasil: Mapped[int] = mapped_column(Integer, default=0, info=label("Jumlah Berhasil"))
    gagal: Mapped[int] = mapped_column(Integer, default=0, info=label("Jumlah Gagal"))
    belum: Mapped[int] = mapped_column(Integer, default=0, server_default=text("0"), info=label("Belum dikirim"))
    tidak_pasti: Mapped[int] = mapped_column(Integer, default=0, server_default=text("0"), info=label("Belum pasti"))
    dilewati: Mapped[int] = mapped_column(Integer, default=0, server_default=text("0"), info=label("Dilewati"))
    """How many items stand in each state; written with them, so that a number and its list never differ."""
    pengguna_id: Mapped[int | None] = mapped_column(ForeignKey("pengguna.id"))
    user_request: Mapped[str] = mapped_column(String(200), info=label("User Request"))
    tugas_id: Mapped[int | None] = mapped_column(Kunci)
    pesan: Mapped[str | None] = mapped_column(String(500), info=label("Pesan"))

    def __str__(self) -> str:
        return f"Sinkronisasi Predikat {self.tahun}"


class KirimanPredikat(Bertenant, Berversi, db.Model):
    """One predikat of a run."""

    __tablename__ = "kiriman_predikat"
    __table_args__ = (
        kunci_tenant("kiriman_predikat"),
        UniqueConstraint("instansi_id", "sinkronisasi_id", "skp_id"),
        fk_tenant("sinkronisasi_id", "sinkronisasi_predikat"),
        fk_tenant("skp_id", "skp"),
        Index("ix_kiriman_predikat_status", "instansi_id", "sinkronisasi_id", "status", "id"),
        Index("ix_kiriman_predikat_skp", "instansi_id", "skp_id"),
    )
    id: Mapped[int] = mapped_column(Kunci, primary_key=True)
    sinkronisasi_id: Mapped[int] = mapped_column(Kunci)
    skp_id: Mapped[int] = mapped_column(Kunci)
    nomor_induk: Mapped[str] = mapped_column(String(18), info=label("NIP"))
    nama: Mapped[str] = mapped_column(String(200), info=label("Nama"))
    nama_cari: Mapped[str] = mapped_column(String(200))
    isi: Mapped[dict[str, Any]] = mapped_column(Json)
    """The body that is sent, without the person's and the record's id at SIASN."""
    sidik: Mapped[str] = mapped_column(String(64))
    """SHA-256 of ``isi``: what has not changed since it was last accepted is not sent again."""
    status: Mapped[StatusKiriman] = mapped_column(pilihan(StatusKiriman, "status"), default=StatusKiriman.BELUM, info=label("Status"))
    pesan: Mapped[str | None] = mapped_column(String(500), info=label("Keterangan"))
    dikirim: Mapped[datetime | None] = mapped_column(Saat, info=label("Waktu kirim"))

    def __str__(self) -> str:
        return self.nama


class PredikatTerkirim(Bertenant, Berversi, db.Model):
    """What SIASN last accepted for a SKP."""

    __tablename__ = "predikat_terkirim"
    __table_args__ = (kunci_tenant("predikat_terkirim"), UniqueConstraint("instansi_id", "skp_id"), fk_tenant("skp_id", "skp"))
    id: Mapped[int] = mapped_column(Kunci, primary_key=True)
    skp_id: Mapped[int] = mapped_column(Kunci)
    sidik: Mapped[str] = mapped_column(String(64))
    siasn_id: Mapped[str | None] = mapped_column(String(42))
    waktu: Mapped[datetime] = mapped_column(Saat)


# --- JPT Non ASN ----------------------------------------------------------------------------------------------------


class JptNonAsn(Bertenant, Berversi, db.Model):
    """An entry of *Input Data JPT Non ASN*: the manual's seventeen fields, the document among them, and its way to SIASN."""

    __tablename__ = "jpt_non_asn"
    __table_args__ = (
        kunci_tenant("jpt_non_asn"),
        fk_tenant("unor_id", "unor"),
        fk_tenant("berkas_id", "berkas"),
        fk_tenant("pegawai_id", "pegawai"),
        Index("ix_jpt_non_asn_daftar", "instansi_id", "dibuat", "id"),
        Index("ix_jpt_non_asn_nik", "instansi_id", "nik"),
        Index("ix_jpt_non_asn_tunggu", "status", "diperiksa"),
        Index("ix_jpt_non_asn_unor", "instansi_id", "unor_id"),
    )
    id: Mapped[int] = mapped_column(Kunci, primary_key=True)
    nik: Mapped[str] = mapped_column(String(16), default="", info=label("NIK"))
    nama: Mapped[str] = mapped_column(String(200), default="", info=label("Nama"))
    nama_cari: Mapped[str] = mapped_column(String(200), default="")
    tempat_lahir: Mapped[str] = mapped_column(String(100), default="", info=label("Tempat Lahir"))
    tanggal_lahir: Mapped[date | None] = mapped_column(Date, info=label("Tanggal Lahir"))
    jenis_kelamin: Mapped[str] = mapped_column(String(1), default="", info=label("Jenis Kelamin"))
    """L, P, or empty in a draft."""
    email: Mapped[str] = mapped_column(String(254), default="", info=label("Email"))
    instansi_induk: Mapped[str] = mapped_column(String(200), default="", info=label("Instansi Induk"))
    instansi_kerja: Mapped[str] = mapped_column(String(200), default="", info=label("Instansi Kerja"))
    unor_id: Mapped[int | None] = mapped_column(Kunci, info=label("Unit Organisasi"))
    jabatan: Mapped[str] = mapped_column(String(250), default="", info=label("Jabatan"))
    tanggal_sk: Mapped[date | None] = mapped_column(Date, info=label("Tanggal SK Jabatan"))
    nomor_sk: Mapped[str] = mapped_column(String(100), default="", info=label("No SK Jabatan"))
    tmt_mulai: Mapped[date | None] = mapped_column(Date, info=label("TMT Mulai Jabatan"))
    tmt_henti: Mapped[date | None] = mapped_column(Date, info=label("TMT Henti Jabatan"))
    tanggal_sk_pemberhentian: Mapped[date | None] = mapped_column(Date, info=label("Tanggal SK Pemberhentian"))
    eselon: Mapped[str] = mapped_column(String(2), default="", info=label("Eselon"))
    berkas_id: Mapped[int | None] = mapped_column(Kunci, info=label("Dokumen SK Jabatan"))
    status: Mapped[StatusNonAsn] = mapped_column(pilihan(StatusNonAsn, "status"), default=StatusNonAsn.DRAFT, info=label("Status"))
    pesan: Mapped[str | None] = mapped_column(String(500), info=label("Keterangan"))
    dibuat: Mapped[datetime] = mapped_column(Saat, info=label("Dibuat"))
    disimpan: Mapped[datetime | None] = mapped_column(Saat, info=label("Disimpan"))
    diperiksa: Mapped[datetime | None] = mapped_column(Saat, info=label("Terakhir diperiksa"))
    pegawai_id: Mapped[int | None] = mapped_column(Kunci)
    unor: Mapped[Unor | None] = relationship(primaryjoin="foreign(JptNonAsn.unor_id) == Unor.id", viewonly=True)

    def __str__(self) -> str:
        return self.nama or self.nik or "Entri baru"


# --- Kesehatan integrasi --------------------------------------------------------------------------------------------


class TokenIntegrasi(db.Model):
    """A token of an outside service, encrypted. ``instansi_id`` None: one for the whole installation."""

    __tablename__ = "token_integrasi"
    __table_args__ = (Index("uq_token_integrasi_kunci", "kunci", unique=True),)
    id: Mapped[int] = mapped_column(Kunci, primary_key=True)
    kunci: Mapped[str] = mapped_column(String(80))
    """``siasn:wso2`` or ``siasn:sso:<instansi_id>``."""
    instansi_id: Mapped[int | None] = mapped_column(ForeignKey("instansi.id"))
    isi: Mapped[str | None] = mapped_column(Text)
    """Fernet token; None when there is none."""
    berlaku_sampai: Mapped[datetime | None] = mapped_column(Saat)
    ditempel: Mapped[bool] = mapped_column(Boolean, default=False, server_default=text("false"))
    """Pasted by an admin rather than fetched."""
    penyegar_sampai: Mapped[datetime | None] = mapped_column(Saat)
    """Lease of the one process that is fetching a new token."""
    diubah: Mapped[datetime | None] = mapped_column(Saat)


class KeadaanIntegrasi(db.Model):
    """How a service has answered of late, and its breaker."""

    __tablename__ = "keadaan_integrasi"
    __table_args__ = (Index("uq_keadaan_integrasi_layanan", "layanan", unique=True),)
    id: Mapped[int] = mapped_column(Kunci, primary_key=True)
    layanan: Mapped[str] = mapped_column(String(40))
    gagal_beruntun: Mapped[int] = mapped_column(Integer, default=0)
    terbuka_sampai: Mapped[datetime | None] = mapped_column(Saat)
    """The breaker is open until then: no call is made."""
    terakhir_berhasil: Mapped[datetime | None] = mapped_column(Saat)
    terakhir_gagal: Mapped[datetime | None] = mapped_column(Saat)
    galat: Mapped[str | None] = mapped_column(String(40))
    """Code of the last failure (integrations.siasn.galat)."""
    pesan: Mapped[str | None] = mapped_column(String(500))
