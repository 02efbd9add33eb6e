"""The unit of work: the one place that commits.

It opens a session of its own, so that nothing read for a page is written by accident, and on SQLite begins with
BEGIN IMMEDIATE: two writers queue up instead of failing half-way.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError

from domain.izin import Aktor
from extensions import antrean, db
from models import Tugas
from services.galat import DataBasi, Salah
from tenancy import SISTEM, Lingkup, RujukanAsing, pasang_lingkup

penjaga_komit: ContextVar[Callable[[Session], None] | None] = ContextVar("penjaga_komit", default=None)
"""Set while a background task runs: called inside every transaction just before its commit, and raises when the task
has been given to another worker. So whatever a task calls commits only while the task is its own."""


@dataclass(slots=True)
class Unit:
    """An open unit of work: its session, its actor, and the tasks it has asked for."""

    session: Session
    aktor: Aktor
    tugas: list[Tugas] = field(default_factory=list)


@contextmanager
def unit_of_work(aktor: Aktor, *, lingkup: Lingkup | None = None) -> Iterator[Unit]:
    """Commit on leaving, roll back on any error.

    The scope is the actor's instansi, or ``sistem`` when he has none. Raises DataBasi when another writer was
    faster, Salah when the database refuses a value; whatever the body raises passes through.
    """
    if lingkup is None:
        lingkup = SISTEM if aktor.instansi_id is None else Lingkup("instansi", aktor.instansi_id)
    mesin = db.engine.execution_options(tulis=True) if db.engine.dialect.name == "sqlite" else db.engine
    with Session(mesin, info={"unit_of_work": True}) as session:
        pasang_lingkup(session, lingkup)
        session.connection()
        unit = Unit(session, aktor)
        try:
            yield unit
            if (penjaga := penjaga_komit.get()) is not None:
                penjaga(session)
            session.commit()
        except StaleDataError as galat:
            session.rollback()
            raise DataBasi("Data ini") from galat
        except RujukanAsing as galat:
            session.rollback()
            raise Salah({galat.kolom: str(galat)}) from galat
        except IntegrityError as galat:
            session.rollback()
            raise Salah(pesan_kendala(galat)) from galat
        except BaseException:
            session.rollback()
            raise
    if unit.tugas:
        antrean.tendang()


PESAN_KENDALA: dict[str, tuple[str, str]] = {
    "uq_pegawai_nomor": ("nomor_induk", "NIP ini sudah terdaftar di instansi Anda; buka pegawai tersebut lewat pencarian."),
    "uq_pegawai_pimpinan": ("jenis_jabatan", "Unor ini sudah mempunyai pimpinan; muat ulang halaman lalu pilih apakah ia diganti."),
    "uq_pengguna_nip": ("nip", "NIP ini sudah mempunyai akun."),
    "uq_instansi_nama": ("nama", "Nama instansi ini sudah ada."),
    "uq_hari_libur_instansi_id_tanggal": ("tanggal", "Tanggal ini sudah tercatat sebagai hari libur."),
    "uq_keberatan_instansi_id_penilaian_id": (
        "",
        "Keberatan atas penilaian ini sudah pernah diajukan; untuk satu penilaian hanya satu kali.",
    ),
    "uq_sinkronisasi_predikat_hari": (
        "tahun",
        "Sinkronisasi hanya dapat dilakukan sekali sehari, dan baru saja diminta. Muat ulang daftarnya.",
    ),
    "uq_sinkronisasi_hidup": ("jenis", "Masih ada sinkronisasi yang berjalan, mengantre, atau menunggu keputusan."),
    "uq_peran_pengguna_satu": ("peran", "Pengguna ini sudah mempunyai peran tersebut."),
    "uq_peran_pengguna_lintas": ("peran", "Pengguna ini sudah mempunyai peran tersebut untuk semua instansi."),
    "uq_capaian_organisasi_instansi_id_tahun_periode_id_unor_id": (
        "unor_id",
        "Capaian unit kerja ini pada tahun dan periode tersebut sudah ada. Cari lewat filter, lalu pilih Edit.",
    ),
    "uq_pengaturan_instansi_id": ("", "Pengaturan baru saja disimpan orang lain. Muat ulang halaman, periksa isinya, lalu simpan lagi."),
    "uq_tim_kerja_instansi_id_tahun_unor_id_nama": ("nama", "Tim kerja dengan nama ini sudah ada di unit kerja itu pada tahun tersebut."),
    "uq_anggota_tim_instansi_id_tim_id_pegawai_id": ("", "Sebagian pegawai baru saja menjadi anggota tim ini. Muat ulang halaman tim."),
}
"""Constraint → (field, message): what a race past the service's own check ends in."""

_KOLOM_SQLITE = {
    "tim_kerja.instansi_id, tim_kerja.tahun, tim_kerja.unor_id, tim_kerja.nama": "uq_tim_kerja_instansi_id_tahun_unor_id_nama",
    "anggota_tim.instansi_id, anggota_tim.tim_id, anggota_tim.pegawai_id": "uq_anggota_tim_instansi_id_tim_id_pegawai_id",
    "pegawai.instansi_id, pegawai.nomor_induk": "uq_pegawai_nomor",
    "pegawai.instansi_id, pegawai.unor_id": "uq_pegawai_pimpinan",
    "sinkronisasi_predikat.instansi_id, sinkronisasi_predikat.tanggal_wib": "uq_sinkronisasi_predikat_hari",
    "pengguna.nip": "uq_pengguna_nip",
    "sinkronisasi.instansi_id": "uq_sinkronisasi_hidup",
    "instansi.nama": "uq_instansi_nama",
    "hari_libur.instansi_id, hari_libur.tanggal": "uq_hari_libur_instansi_id_tanggal",
    "keberatan.instansi_id, keberatan.penilaian_id": "uq_keberatan_instansi_id_penilaian_id",
    "peran_pengguna.pengguna_id, peran_pengguna.peran, peran_pengguna.instansi_id": "uq_peran_pengguna_satu",
    "peran_pengguna.pengguna_id, peran_pengguna.peran": "uq_peran_pengguna_lintas",
    "capaian_organisasi.instansi_id, capaian_organisasi.tahun, capaian_organisasi.periode_id, capaian_organisasi.unor_id": (
        "uq_capaian_organisasi_instansi_id_tahun_periode_id_unor_id"
    ),
    "pengaturan.instansi_id": "uq_pengaturan_instansi_id",
}


def pesan_kendala(galat: IntegrityError) -> dict[str, str]:
    """Field → message for a constraint that the database refused; never SQL or parameters."""
    diag: Any = getattr(galat.orig, "diag", None)
    nama = getattr(diag, "constraint_name", None)
    if nama is None:
        nama = _KOLOM_SQLITE.get(str(galat.orig).partition("failed: ")[2])
    if nama in PESAN_KENDALA:
        kolom, pesan = PESAN_KENDALA[nama]
        return {kolom: pesan}
    return {"": "Data bentrok dengan data lain yang sudah ada atau baru saja berubah. Muat ulang halaman, periksa isian, lalu simpan lagi."}
