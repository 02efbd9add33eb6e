"""Manajemen PLT/PLH (manual 2.4, Gambar 2.16–2.20): acting posts, their overlaps, and ending them."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, inspect, select
from sqlalchemy.orm import Session

from domain import plt_plh as aturan
from domain.izin import Aktor
from domain.plt_plh import KeadaanPltPlh
from domain.status import StatusAktif
from domain.tanggal import hari_bulan
from extensions import setelan
from models import Pegawai, PltPlh, Unor
from services import audit, tindakan
from services.entitas import Entitas
from services.galat import PerluPersetujuan, Salah
from services.saring import Konteks, subpohon
from services.tindakan import Tindakan
from services.unit_of_work import Unit, unit_of_work

PENENTU = ("unor_id", "awal", "akhir", "aktif")
"""What decides whether two posts overlap; changing anything else asks nothing."""


def dalam_keadaan(keadaan: KeadaanPltPlh, hari_ini: date) -> ColumnElement[bool]:
    """Criterion on PltPlh: ``domain.plt_plh.keadaan`` as the database sees it."""
    return {
        KeadaanPltPlh.BERLAKU: and_(PltPlh.aktif, PltPlh.awal <= hari_ini, PltPlh.akhir >= hari_ini),
        KeadaanPltPlh.BELUM_MULAI: and_(PltPlh.aktif, PltPlh.awal > hari_ini),
        KeadaanPltPlh.LEWAT_MASA: and_(PltPlh.aktif, PltPlh.akhir < hari_ini),
        KeadaanPltPlh.TIDAK_AKTIF: ~PltPlh.aktif,
    }[keadaan]


def masa(objek: PltPlh) -> str:
    """``01 Januari 2026 – 31 Desember 2026``, with the leading zero of the manual's lists."""
    return " – ".join(f"{hari_bulan(f'{hari:%m-%d}')} {hari.year}" for hari in (objek.awal, objek.akhir))


class LayananPltPlh(Entitas):
    model = PltPlh
    sumber = "plt_plh"

    def periksa(self, unit: Unit, objek: PltPlh, setuju: frozenset[str]) -> None:
        if galat := aturan.periksa(objek.awal, objek.akhir):
            raise Salah(dict(galat))
        if not objek.aktif:
            return
        with unit.session.no_autoflush:
            pegawai = unit.session.get(Pegawai, objek.pegawai_id)
            if pegawai is not None and pegawai.status is not StatusAktif.AKTIF:
                raise Salah({"pegawai_id": f"{pegawai.nama} nonaktif. Aktifkan dahulu di Manajemen Pegawai, atau pilih Tidak pada Aktif."})
            if "plt_kedua" not in setuju and (lain := _lain_seunor(unit.session, objek)):
                raise PerluPersetujuan("plt_kedua", _tanya_kedua(unit.session, lain))


def _lain_seunor(session: Session, objek: PltPlh) -> list[PltPlh]:
    """Other posts of the unor that are aktif and share a day with ``objek``; none when nothing that matters has changed."""
    if not any(inspect(objek).attrs[k].history.has_changes() for k in PENENTU):
        return []
    stmt = select(PltPlh).where(PltPlh.unor_id == objek.unor_id, PltPlh.aktif, PltPlh.awal <= objek.akhir, PltPlh.akhir >= objek.awal)
    if objek.id is not None:
        stmt = stmt.where(PltPlh.id != objek.id)
    return list(session.scalars(stmt.order_by(PltPlh.awal, PltPlh.id)))


def _tanya_kedua(session: Session, lain: list[PltPlh]) -> str:
    unor = session.get_one(Unor, lain[0].unor_id)
    siapa = "; ".join(f"{p.jenis.singkatan} {session.get_one(Pegawai, p.pegawai_id).nama} ({masa(p)})" for p in lain[:3])
    lebih = f"; dan {len(lain) - 3} lainnya" if len(lain) > 3 else ""
    return f"{unor.nama} pada masa itu sudah mempunyai {siapa}{lebih}. Simpan PLT/PLH ini juga?"


layanan = LayananPltPlh()


def akhiri(aktor: Aktor, id: int, versi: int | None = None) -> None:
    """Set Aktif to Tidak; the dates stay as they were decided. Raises Salah when it is ended already, DataBasi."""
    aktor.wajib("plt_plh:akhiri")
    with unit_of_work(aktor) as unit:
        objek = layanan.ambil(unit, id, versi)
        if not objek.aktif:
            raise Salah("PLT/PLH ini sudah tidak aktif.")
        _akhiri(unit, objek)


def _akhiri(unit: Unit, objek: PltPlh, alasan: str | None = None) -> None:
    objek.aktif = False
    perubahan = audit.beda(unit.session, objek)
    unit.session.flush()
    audit.catat(unit.session, unit.aktor, "akhiri", objek, perubahan=perubahan, alasan=alasan)


def akhiri_milik(unit: Unit, pegawai: Pegawai, alasan: str) -> int:
    """Part of making a pegawai inactive: end whatever he holds, present and to come. Returns how many."""
    dipegang = list(unit.session.scalars(select(PltPlh).where(PltPlh.pegawai_id == pegawai.id, PltPlh.aktif).order_by(PltPlh.id)))
    for objek in dipegang:
        _akhiri(unit, objek, f"Pegawai dinonaktifkan: {alasan}")
    return len(dipegang)


def _lewat_masa(stmt: Select[Any], aktor: Aktor) -> Select[Any]:
    stmt = stmt.where(dalam_keadaan(KeadaanPltPlh.LEWAT_MASA, aktor.hari_ini()))
    return stmt if aktor.batas_unor is None else stmt.where(PltPlh.unor_id.in_(subpohon(aktor.batas_unor)))


def jumlah_lewat_masa(konteks: Konteks) -> int:
    """How many posts *Akhiri semua yang lewat masa* would end now."""
    return konteks.session.scalar(_lewat_masa(select(func.count()).select_from(PltPlh), konteks.aktor)) or 0


def akhiri_lewat_masa(aktor: Aktor) -> int | None:
    """End every post past its end that is still aktif, one audit row each. Returns how many, None when it became a Tugas."""
    aktor.wajib("plt_plh:akhiri")
    with unit_of_work(aktor) as unit:
        batas = setelan().massal_langsung_maks
        lewat = list(unit.session.scalars(_lewat_masa(select(PltPlh), aktor).order_by(PltPlh.id).limit(batas + 1)))
        banyak = len(lewat) > batas
        for objek in () if banyak else lewat:
            _akhiri(unit, objek)
    if banyak:
        tindakan.sebagai_tugas(aktor, AKHIRI, saring={"keadaan": KeadaanPltPlh.LEWAT_MASA.value}, nilai={})
        return None
    return len(lewat)


AKHIRI = tindakan.daftarkan(Tindakan("plt_plh", "akhiri", "Akhiri", "plt_plh:akhiri", lambda pelaku, id, nilai: akhiri(pelaku, id)))
