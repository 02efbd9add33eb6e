"""Pengaturan: the terms of keberatan, the thresholds of the distribution, holidays, and the emblem of an instansi."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.izin import Aktor
from domain.keberatan import AturanKeberatan
from domain.predikat import AmbangDistribusi
from extensions import setelan
from models import Berkas, HariLibur, Pengaturan
from services import audit, berkas, gambar
from services.berkas import BerkasDibuka
from services.galat import DataBasi, Salah
from services.unit_of_work import Unit, unit_of_work

BAWAAN: dict[str, Any] = {k.name: k.default.arg for k in Pengaturan.__table__.columns if k.default is not None and k.default.is_scalar}
"""What holds where nothing was set: the defaults of the columns."""
BAWAAN.pop("versi")

_RENTANG: dict[str, tuple[int, int, str]] = {
    "keberatan_pengajuan_hari": (1, 365, "Isi jumlah hari antara 1 dan 365."),
    "keberatan_putusan_hari": (1, 365, "Isi jumlah hari antara 1 dan 365."),
    "distribusi_terbanyak": (1, 100, "Isi persentase antara 1 dan 100."),
    "distribusi_sedikitnya": (1, 100, "Isi persentase antara 1 dan 100."),
    "distribusi_pendamping": (0, 100, "Isi persentase antara 0 dan 100."),
    "distribusi_sangat_baik_maks": (0, 100, "Isi persentase antara 0 dan 100."),
    "distribusi_tim_kecil": (1, 100, "Isi jumlah orang antara 1 dan 100."),
}


# --- Reading ----------------------------------------------------------------------------------------------------------


def baca(session: Session) -> Pengaturan:
    """The settings of the instansi of the session; where none were saved, a row of defaults that belongs to no session."""
    return session.scalar(select(Pengaturan)) or Pengaturan(**BAWAAN, versi=0)


def aturan_keberatan(p: Pengaturan) -> AturanKeberatan:
    return AturanKeberatan(p.keberatan_pengajuan_hari, p.keberatan_putusan_hari, p.keberatan_hari_kerja)


def ambang(p: Pengaturan) -> AmbangDistribusi:
    return AmbangDistribusi(
        p.distribusi_terbanyak, p.distribusi_sedikitnya, p.distribusi_pendamping, p.distribusi_sangat_baik_maks, p.distribusi_tim_kecil
    )


def hari_libur(session: Session, dari: date, sampai: date) -> frozenset[date]:
    """The holidays of the instansi from ``dari`` to ``sampai``, both included."""
    return frozenset(session.scalars(select(HariLibur.tanggal).where(HariLibur.tanggal >= dari, HariLibur.tanggal <= sampai)))


def lambang(session: Session) -> BerkasDibuka | None:
    """The emblem as a file on disk; None when none was set, or when its file is gone."""
    baris = session.scalar(select(Berkas).join(Pengaturan, Pengaturan.lambang_id == Berkas.id))
    if baris is None:
        return None
    jalur = setelan().berkas_dir / baris.nama_simpan
    return BerkasDibuka(jalur, baris.nama, baris.tipe, baris.ukuran) if jalur.is_file() else None


# --- Use cases --------------------------------------------------------------------------------------------------------


def simpan(aktor: Aktor, versi: int, nilai: Mapping[str, Any]) -> None:
    """Save the terms and thresholds. ``versi`` is what the form showed, 0 where nothing had been saved yet.

    Raises Ditolak, Salah with a message a field, DataBasi when someone else saved meanwhile.
    """
    aktor.wajib("pengaturan:ubah")
    periksa(nilai)
    with unit_of_work(aktor) as unit:
        objek = _ambil(unit, versi)
        for kolom in BAWAAN:
            setattr(objek, kolom, nilai[kolom])
        _simpan(unit, objek, "ubah")


def periksa(nilai: Mapping[str, Any]) -> None:
    """Raises Salah with the field of every value that cannot hold."""
    galat = {k: pesan for k, (bawah, atas, pesan) in _RENTANG.items() if not isinstance(nilai.get(k), int) or not bawah <= nilai[k] <= atas}
    if not galat and nilai["distribusi_sedikitnya"] + nilai["distribusi_pendamping"] > 100:
        galat["distribusi_pendamping"] = (
            "Bersama predikat utama paling sedikit jumlahnya melebihi 100 %, sehingga tidak mungkin dipenuhi. Kecilkan salah satunya."
        )
    if galat:
        raise Salah(galat)


def pasang_lambang(aktor: Aktor, versi: int, isi: bytes) -> None:
    """Set or replace the emblem. Raises Ditolak, Salah (``lambang``: not a PNG or JPEG, too large), DataBasi, BerkasGagal."""
    aktor.wajib("pengaturan:ubah")
    try:
        tipe, akhiran = gambar.periksa(isi)
    except gambar.GambarSalah as galat:
        raise Salah({"lambang": str(galat)}) from galat
    folder = setelan().berkas_dir
    jadi = berkas.simpan(
        lambda jalur: jalur.write_bytes(isi), folder=folder, nama=f"lambang.{akhiran}", tipe=tipe, awalan=f"lambang-{aktor.request_id}"
    )
    try:
        with unit_of_work(aktor) as unit:
            objek = _ambil(unit, versi)
            lama = objek.lambang_id
            objek.lambang_id = berkas.catat(unit, jadi, None).id
            _simpan(unit, objek, "pasang_lambang")
            usang = _lepas(unit, lama)
    except BaseException:
        berkas.buang(jadi)
        raise
    _buang(usang)


def hapus_lambang(aktor: Aktor, versi: int) -> None:
    """Print without an emblem again. Raises Ditolak, Salah when there is none, DataBasi."""
    aktor.wajib("pengaturan:ubah")
    with unit_of_work(aktor) as unit:
        objek = _ambil(unit, versi)
        lama = objek.lambang_id
        if lama is None:
            raise Salah("Belum ada lambang yang dapat dihapus.")
        objek.lambang_id = None
        _simpan(unit, objek, "hapus_lambang")
        usang = _lepas(unit, lama)
    _buang(usang)


def _ambil(unit: Unit, versi: int) -> Pengaturan:
    """The row, or a new one with the defaults. Raises DataBasi when ``versi`` is not the one it has."""
    objek = unit.session.scalar(select(Pengaturan).with_for_update(key_share=True))
    if (0 if objek is None else objek.versi) != versi:
        raise DataBasi("Pengaturan")
    return objek or Pengaturan(**BAWAAN)


def _simpan(unit: Unit, objek: Pengaturan, aksi: str) -> None:
    unit.session.add(objek)
    perubahan = audit.beda(unit.session, objek)
    if perubahan:
        unit.session.flush()
        audit.catat(unit.session, unit.aktor, aksi, objek, perubahan=perubahan)


def _lepas(unit: Unit, berkas_id: int | None) -> str | None:
    """Remove the row of a file that nothing shows any more; its name on disk, to be removed once that is committed."""
    baris = unit.session.get(Berkas, berkas_id) if berkas_id is not None else None
    if baris is None:
        return None
    unit.session.flush()
    unit.session.delete(baris)
    return baris.nama_simpan


def _buang(nama_simpan: str | None) -> None:
    if nama_simpan is not None:
        (setelan().berkas_dir / nama_simpan).unlink(missing_ok=True)
