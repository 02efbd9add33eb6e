"""Konflik: fields that were changed by hand here and otherwise at SIASN; a person chooses, one by one or in bulk.

Either choice is remembered in ``siasn_dasar``, so that the next synchronisation is silent until SIASN changes the field again.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import Session, object_session

from domain.izin import Aktor
from domain.jabatan import JenisJabatan
from domain.siasn import KOLOM, RUJUKAN, EntitasSinkro
from domain.status import StatusAktif, StatusKonflik, transisi
from models import JejakAudit, Konflik, Pegawai, Unor
from services import audit, pengguna, plt_plh, tindakan
from services import sinkro_banding as b
from services.galat import DataBasi, Salah, TidakDitemukan
from services.tindakan import Tindakan
from services.unit_of_work import Unit, unit_of_work

_NAMA_UNOR = "konflik_nama_unor"


def putuskan(aktor: Aktor, id: int, versi: int | None, aksi: str) -> None:
    """``pakai_siasn`` or ``pakai_sini``. Raises TransisiDitolak, Salah, DataBasi, TidakDitemukan, Ditolak."""
    aktor.wajib("konflik:putuskan")
    with unit_of_work(aktor) as unit:
        k = unit.session.get(Konflik, id, with_for_update=True)
        if k is None:
            raise TidakDitemukan("Konflik tidak ditemukan.")
        if versi is not None and k.versi != versi:
            raise DataBasi(str(k))
        k.status = StatusKonflik(transisi("konflik", k.status, aksi).ke.value)
        # Before anything is read: that would write it first.
        putusan = audit.beda(unit.session, k)
        k.diputuskan = aktor.sekarang()
        objek = _objek(unit.session, k)
        if objek is None:
            raise Salah(f"{k.objek} sudah dihapus di sini; sinkronkan sekali lagi.")
        siasn, ruj = _nilai_siasn(unit.session, k)
        if k.status is StatusKonflik.PAKAI_SIASN:
            _pakai(unit, k, objek, siasn, ruj)
        # Both ways this is what SIASN says, and it has been seen.
        objek.siasn_dasar = {**(objek.siasn_dasar or {}), k.kolom: siasn}
        perubahan = [p for p in audit.beda(unit.session, objek) if p["kolom"] != "siasn_dasar"]
        unit.session.flush()
        sisi = "Nilai SIASN dipakai" if k.status is StatusKonflik.PAKAI_SIASN else "Nilai sini dipertahankan"
        alasan = f"Konflik {KOLOM.get(k.kolom, k.kolom)}: {sisi.lower()}. Sini: {nilai_teks(unit.session, k, k.nilai_sini)}; SIASN: {nilai_teks(unit.session, k, k.nilai_siasn)}."
        audit.catat(unit.session, aktor, aksi, objek, perubahan=perubahan, alasan=alasan)
        # Of the conflict too: whoever finds it decided asks who did it.
        audit.catat(unit.session, aktor, aksi, k, perubahan=putusan)
        _sesudah(unit, k, objek)


def _objek(s: Session, k: Konflik) -> Any:
    return s.get(Unor if k.entitas is EntitasSinkro.UNOR else Pegawai, k.objek_id, with_for_update=True)


def _nilai_siasn(s: Session, k: Konflik) -> tuple[Any, b.Rujukan]:
    """SIASN's value as ``siasn_dasar`` keeps it: typed, units by their id there."""
    nilai = k.nilai_siasn
    if k.kolom == "aktif":
        return nilai == "1", b.Rujukan()
    if k.kolom not in RUJUKAN or nilai is None:
        return nilai, b.Rujukan()
    if not id_sini(nilai):
        return nilai, b.Rujukan.muat(s, k.sinkronisasi_id, [nilai])
    unor = s.get(Unor, int(nilai))
    if unor is None or not unor.siasn_id:
        raise Salah("Unor menurut SIASN sudah tidak ada di sini; sinkronkan sekali lagi.")
    return unor.siasn_id, b.Rujukan(id_unor={unor.siasn_id: unor.id}, nama_unor={unor.id: unor.nama})


def id_sini(nilai: str) -> bool:
    """A unit of ours by its id; ids at SIASN are 32 digits and more."""
    return nilai.isdigit() and len(nilai) < 19


def _pakai(unit: Unit, k: Konflik, objek: Any, siasn: Any, ruj: b.Rujukan) -> None:
    if k.kolom == "unor" and siasn not in ruj.id_unor:
        raise Salah("Unor menurut SIASN tidak dikenal di sini. Sinkronkan Unit Kerja, atau petakan di Rekonsiliasi unor.")
    ubah = b.ke_unor if isinstance(objek, Unor) else b.ke_pegawai
    for kolom, nilai in ubah(k.kolom, siasn, ruj).items():
        setattr(objek, kolom, nilai)
    if k.kolom == "status":
        mati = objek.status is StatusAktif.NONAKTIF
        objek.alasan_nonaktif = "Sinkronisasi SIASN: nonaktif menurut SIASN." if mati else None
    if isinstance(objek, Pegawai) and objek.jenis_jabatan is JenisJabatan.PIMPINAN and objek.status is StatusAktif.AKTIF:
        with unit.session.no_autoflush:
            lain = unit.session.scalar(
                select(Pegawai.nama).where(
                    Pegawai.unor_id == objek.unor_id, Pegawai.jenis_jabatan == JenisJabatan.PIMPINAN,
                    Pegawai.status == StatusAktif.AKTIF, Pegawai.id != objek.id,
                )
            )  # fmt: skip
        if lain is not None:
            raise Salah(f"Unor itu sudah dipimpin oleh {lain}; ubah dahulu jenis jabatannya di Manajemen Pegawai.")


def _sesudah(unit: Unit, k: Konflik, objek: Any) -> None:
    if k.kolom == "status" and k.status is StatusKonflik.PAKAI_SIASN and objek.status is StatusAktif.NONAKTIF:
        pengguna.lepas_pegawai(unit, objek.nomor_induk)
        plt_plh.akhiri_milik(unit, objek, objek.alasan_nonaktif)


def nilai_teks(session: Session, k: Konflik, nilai: str | None) -> str:
    """A stored value in words; a unit by its name."""
    if nilai is not None and k.kolom in RUJUKAN:
        nama = session.scalar(select(Unor.nama).where(Unor.id == int(nilai))) if id_sini(nilai) else None
        return nama or f"ID {nilai}"
    return _teks(k.kolom, nilai)


def _teks(kolom: str, nilai: str | None) -> str:
    return b.teks(kolom, nilai == "1" if kolom == "aktif" and nilai is not None else nilai)


def nilai_tercetak(k: Konflik, nilai: str | None) -> str:
    """``nilai_teks`` for the rows of a file: the units' names are read once for the whole of it."""
    session = object_session(k)
    if session is None or k.kolom not in RUJUKAN or nilai is None or not id_sini(nilai):
        return _teks(k.kolom, nilai)
    if _NAMA_UNOR not in session.info:
        session.info[_NAMA_UNOR] = {str(id): nama for id, nama in session.execute(select(Unor.id, Unor.nama))}
    nama: str = session.info[_NAMA_UNOR].get(nilai, f"ID {nilai}")
    return nama


def pengubah(session: Session, semua: Sequence[Konflik]) -> dict[int, tuple[str, datetime]]:
    """Id of a conflict → who gave the field its value here, and when; one statement, whatever their number.

    Left out is what no audit tells: a value that came otherwise than through the panel.
    """
    J, per = JejakAudit, defaultdict(set)
    for k in semua:
        per[k.entitas.value].add(k.objek_id)
    if not per:
        return {}
    milik = or_(*(and_(J.entitas == entitas, J.objek_id.in_(sorted(ids))) for entitas, ids in per.items()))
    # A synchronisation writes down what it changed, too; that is SIASN's value, not one of ours.
    stmt = select(J.entitas, J.objek_id, J.pelaku, J.waktu, J.perubahan).where(milik, func.coalesce(J.alasan, "").not_like(f"{b.ALASAN}%"))
    hasil: dict[tuple[str, int, str, str | None], tuple[str, datetime]] = {}
    for entitas, objek_id, pelaku, waktu, perubahan in session.execute(stmt.where(J.aksi != "pakai_siasn").order_by(J.id)):
        for butir in perubahan:
            hasil[entitas, objek_id, butir["kolom"], _tersimpan(butir.get("sesudah"))] = (pelaku, waktu)
    kunci = {k.id: (k.entitas.value, k.objek_id, f"{k.kolom}_id" if k.kolom in RUJUKAN else k.kolom, k.nilai_sini) for k in semua}
    return {id: hasil[satu] for id, satu in kunci.items() if satu in hasil}


def _tersimpan(nilai: Any) -> str | None:
    """A value of the audit as a conflict keeps it."""
    if isinstance(nilai, bool):
        return "1" if nilai else "0"
    return None if nilai is None else str(nilai)


def _massal(kode: str, label: str) -> None:
    tindakan.daftarkan(Tindakan("konflik", kode, label, "konflik:putuskan", lambda pelaku, id, nilai: putuskan(pelaku, id, None, kode)))


_massal("pakai_siasn", "Pakai nilai SIASN")
_massal("pakai_sini", "Pertahankan nilai sini")
