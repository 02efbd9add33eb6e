"""Capaian Kinerja Organisasi (manual 2.5): one row a year, period and unit; its statistics are frozen at Final."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from sqlalchemy import inspect, select, update
from sqlalchemy.orm import Session

from domain.izin import Aktor
from domain.jabatan import setingkat_jpt
from domain.skp import JenisSkp
from domain.status import StatusCapaian, bisa, transisi
from models import CapaianOrganisasi, Periode, Skp, Unor
from services import audit, pencarian
from services.capaian_statistik import Statistik, berhak, hitung, periode_tahun, unit_induk
from services.entitas import Entitas
from services.galat import DataBasi, Salah, TidakDitemukan
from services.pencarian import Lookup
from services.unit_of_work import Unit, unit_of_work

ENTITAS = "capaian_organisasi"
KEMBAR = "Capaian unit kerja ini pada tahun dan periode tersebut sudah ada. Cari lewat filter, lalu pilih Edit."

pencarian.LOOKUP["unor_jpt"] = Lookup(
    "unor:lihat", Unor, Unor.nama_cari, lambda u: u.nama, unor=Unor.id, syarat=lambda stmt: stmt.where(berhak())
)


def periksa_tautan(teks: str) -> str | None:
    """Why ``teks`` is no address that *Bukti Dukung* may open; None when it is one."""
    try:
        urai = urlsplit(teks)
        sah = urai.scheme in ("http", "https") and bool(urai.hostname) and (urai.port is None or urai.port > 0)
    except ValueError:
        sah = False
    if not sah or any(a.isspace() or not a.isprintable() for a in teks):
        return "Isi tautan lengkap yang diawali http:// atau https://, misalnya https://drive.contoh.go.id/bukti."
    return None


class LayananCapaian(Entitas):
    model = CapaianOrganisasi
    sumber = ENTITAS

    def periksa(self, unit: Unit, objek: CapaianOrganisasi, setuju: frozenset[str]) -> None:
        with unit.session.no_autoflush:
            galat = _periksa_kunci(unit.session, objek) if objek.id is None else _periksa_final(objek)
        if salah := periksa_tautan(objek.bukti_dukung):
            galat["bukti_dukung"] = salah
        if galat:
            raise Salah(galat)

    def sebelum_hapus(self, unit: Unit, objek: CapaianOrganisasi) -> None:
        if alasan := halangan_hapus(objek):
            raise Salah(alasan)


def _periksa_kunci(session: Session, objek: CapaianOrganisasi) -> dict[str, str]:
    """What is wrong with year, period and unit of a new row."""
    galat: dict[str, str] = {}
    if objek.periode_id not in {p.id for p in periode_tahun(session, objek.tahun)}:
        galat["periode_id"] = f"Periode ini tidak berlaku pada tahun {objek.tahun}. Pilih periode dari daftar tahun itu."
    unor = session.get(Unor, objek.unor_id)
    if unor is not None and not (unor.mandiri or setingkat_jpt(unor.eselon)):
        galat["unor_id"] = f"{unor.nama} bukan unit kerja JPT atau mandiri. Pilih unit kerja induknya."
    kembar = select(CapaianOrganisasi.id).where(
        CapaianOrganisasi.tahun == objek.tahun,
        CapaianOrganisasi.periode_id == objek.periode_id,
        CapaianOrganisasi.unor_id == objek.unor_id,
    )
    if not galat and session.scalar(kembar) is not None:
        galat["unor_id"] = KEMBAR
    return galat


def _periksa_final(objek: CapaianOrganisasi) -> dict[str, str]:
    """Once FINAL only the evidence may change; year, period and unit never do."""
    riwayat: Any = inspect(objek).attrs
    if any(riwayat[k].history.has_changes() for k in ("tahun", "periode_id", "unor_id")):
        return {"": "Tahun, periode, dan unit kerja tidak dapat diubah. Hapus capaian ini, lalu tambahkan yang benar."}
    if not bisa(ENTITAS, objek.status, "final") and riwayat.capaian.history.has_changes():
        return {"capaian": "Capaian ini sudah FINAL. Pilih Batal Final lebih dahulu."}
    return {}


def halangan_hapus(objek: CapaianOrganisasi) -> str | None:
    """Why the row cannot be deleted now."""
    return None if bisa(ENTITAS, objek.status, "final") else "Sudah FINAL. Pilih Batal Final lebih dahulu."


layanan = LayananCapaian()


# --- Final and back ---------------------------------------------------------------------------------------------------


def final(aktor: Aktor, id: int, versi: int | None = None) -> Statistik:
    """Freeze the statistics as they are now, and return them.

    Raises Ditolak, TidakDitemukan, DataBasi for a stale ``versi``, TransisiDitolak when it is FINAL already: of two who
    finalise at once exactly one succeeds.
    """
    aktor.wajib("capaian_organisasi:final")
    with unit_of_work(aktor) as unit:
        return _final(unit, _kunci(unit, id, versi))


def batal_final(aktor: Aktor, id: int, versi: int | None, alasan: str) -> None:
    """Open a FINAL capaian again; its statistics go. Raises as ``final``, and Salah without a reason."""
    aktor.wajib("capaian_organisasi:batal_final")
    with unit_of_work(aktor) as unit:
        _batal(unit, _kunci(unit, id, versi), _alasan(alasan))


def final_ulang(aktor: Aktor, id: int, versi: int | None, alasan: str) -> Statistik:
    """*Batal Final* and *Final* in one: the statistics are counted anew. Both stand in the audit."""
    aktor.wajib("capaian_organisasi:final")
    aktor.wajib("capaian_organisasi:batal_final")
    with unit_of_work(aktor) as unit:
        objek = _kunci(unit, id, versi)
        _batal(unit, objek, _alasan(alasan))
        return _final(unit, objek)


def _alasan(teks: str) -> str:
    if not teks.strip():
        raise Salah("Alasan wajib diisi.")
    return teks.strip()


def _kunci(unit: Unit, id: int, versi: int | None) -> CapaianOrganisasi:
    """The row, locked: whoever comes second waits here and then sees what the first has made of it."""
    stmt = select(CapaianOrganisasi).where(CapaianOrganisasi.id == id).with_for_update(key_share=True)
    objek = unit.session.scalar(stmt.execution_options(populate_existing=True))
    if objek is None:
        raise TidakDitemukan("Capaian organisasi tidak ditemukan; mungkin sudah dihapus.")
    if versi is not None and objek.versi != versi:
        raise DataBasi(str(objek))
    return objek


def _final(unit: Unit, objek: CapaianOrganisasi) -> Statistik:
    ke = transisi(ENTITAS, objek.status, "final").ke
    statistik = hitung(unit.session, objek.unor_id, objek.tahun, objek.periode_id)
    objek.status, objek.statistik = StatusCapaian(ke.value), statistik.ke_json()
    objek.difinalkan, objek.berubah = unit.aktor.sekarang(), False
    _catat(unit, objek, "final")
    return statistik


def _batal(unit: Unit, objek: CapaianOrganisasi, alasan: str) -> None:
    objek.status = StatusCapaian(transisi(ENTITAS, objek.status, "batal_final").ke.value)
    objek.statistik, objek.difinalkan, objek.berubah = None, None, False
    _catat(unit, objek, "batal_final", alasan)


def _catat(unit: Unit, objek: CapaianOrganisasi, aksi: str, alasan: str | None = None) -> None:
    perubahan = audit.beda(unit.session, objek)
    for butir in perubahan:
        if butir["kolom"] == "statistik":
            for sisi in ("sebelum", "sesudah"):
                if (isi := Statistik.dari_json(butir[sisi])) is not None:
                    butir[f"{sisi}_teks"] = isi.kalimat()
    unit.session.flush()
    audit.catat(unit.session, unit.aktor, aksi, objek, perubahan=perubahan, alasan=alasan)


# --- For the other menus ----------------------------------------------------------------------------------------------


def capaian_untuk(session: Session, skp_unor_id: int, tahun: int, periode_id: int) -> CapaianOrganisasi | None:
    """The capaian of the Unor Induk of a SKP's unor in a period of a year; None when nobody entered one."""
    induk = select(unit_induk()).where(Unor.id == skp_unor_id).scalar_subquery()
    return session.scalar(
        select(CapaianOrganisasi).where(
            CapaianOrganisasi.tahun == tahun, CapaianOrganisasi.periode_id == periode_id, CapaianOrganisasi.unor_id == induk
        )
    )


def penilaian_berubah(unit: Unit, skp: Skp, periode_id: int) -> None:
    """Mark the FINAL capaian that counts ``skp``: a rating of its period has changed. To be called after the flush.

    The row is locked even while Belum Final, so that a Final under way either counts the new rating or is marked by it. The
    version stays: ratings come in by the hundred and must not make each other's pages stale.
    """
    if skp.jenis is not JenisSkp.DEFINITIF:
        return
    induk = select(unit_induk()).where(Unor.id == skp.unor_id).scalar_subquery()
    kunci = (CapaianOrganisasi.tahun == skp.tahun, CapaianOrganisasi.periode_id == periode_id, CapaianOrganisasi.unor_id == induk)
    kini = unit.session.execute(
        select(CapaianOrganisasi.id, CapaianOrganisasi.status, CapaianOrganisasi.berubah).where(*kunci).with_for_update(key_share=True)
    ).first()
    if kini is None or kini.berubah or not bisa(ENTITAS, kini.status, "batal_final"):
        return
    stmt = update(CapaianOrganisasi).where(CapaianOrganisasi.id == kini.id).values(berubah=True)
    unit.session.execute(stmt.execution_options(synchronize_session=False))


def nama_periode(session: Session, objek: CapaianOrganisasi) -> str:
    """*Periode 13 (FINAL)* as the row's year numbers it; the period's own name when it no longer holds in that year."""
    cocok = next((p for p in periode_tahun(session, objek.tahun) if p.id == objek.periode_id), None)
    return cocok.label if cocok is not None else session.get_one(Periode, objek.periode_id).nama
