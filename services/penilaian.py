"""Penilaian of a SKP in a Periode: what the pegawai reports, what the penilai answers, and the ratings (PermenPANRB 6/2022; manual 2.2).

Reading a whole sheet is services.penilaian_lembar; the texts of either side are saved by services.penilaian_isi.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import Enum
from typing import Any

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from domain import penilaian as aturan
from domain.izin import Aktor
from domain.periode import JenisPeriode, RencanaPeriode, resolusi, tanggal_periode
from domain.predikat import Rating, predikat
from domain.skp import JenisSkp
from domain.status import StatusCapaian, StatusKeberatan, StatusSkp
from domain.tanggal import panjang
from models import Keberatan, Penilaian, Periode, Skp
from services import audit, capaian_organisasi, diri
from services import periode as layanan_periode
from services.galat import DataBasi, Salah, TidakDitemukan
from services.unit_of_work import Unit, unit_of_work

TIDAK_ADA = "SKP tidak ditemukan, atau bukan SKP yang melibatkan Anda."


class Hubungan(Enum):
    """What someone is to a SKP."""

    PEGAWAI = "pegawai"
    PENILAI = "penilai"
    ATASAN = "atasan"


@dataclass(frozen=True, slots=True)
class PeriodeSkp:
    """A period of a SKP with its real dates in the SKP's year."""

    id: int
    nama: str
    final: bool
    awal: date
    akhir: date
    batas: date


class IsianBasi(DataBasi):
    """Texts that were changed elsewhere since the page was shown. ``bentrok``: key of the text → what is stored now."""

    def __init__(self, bentrok: dict[str, str]) -> None:
        super().__init__("Sebagian isian")
        self.bentrok = bentrok


# --- Periods ----------------------------------------------------------------------------------------------------------


def periode_skp(session: Session, skp: Skp) -> list[PeriodeSkp]:
    """The periods of the SKP's year that share a day with its dates, in the order of the year, Final last."""
    return _periode_dari(layanan_periode.semua(session), skp)


def _periode_dari(semua: Iterable[RencanaPeriode], skp: Skp) -> list[PeriodeSkp]:
    hasil = []
    for r in resolusi(semua, skp.tahun):
        awal, akhir, batas = tanggal_periode(r, skp.tahun)
        if r.id is not None and awal <= skp.akhir and skp.awal <= akhir:
            hasil.append(PeriodeSkp(r.id, r.nama, r.jenis is JenisPeriode.FINAL, awal, akhir, batas))
    return hasil


def satu_periode(session: Session, skp: Skp, periode_id: int) -> PeriodeSkp:
    """That period of the SKP. Raises TidakDitemukan when it is none of them."""
    for p in periode_skp(session, skp):
        if p.id == periode_id:
            return p
    raise TidakDitemukan("Periode ini bukan periode SKP tersebut.")


def terbuka(penilaian: Penilaian | None, periode: Periode | PeriodeSkp, tahun: int, hari_ini: date) -> bool:
    """Whether rencana aksi, eviden, realisasi and feedback may still be filled in."""
    batas = tanggal_periode(layanan_periode.rencana(periode), tahun)[2] if isinstance(periode, Periode) else periode.batas
    assert isinstance(batas, date)
    return aturan.terbuka(batas, penilaian.dibuka_sampai if penilaian else None, hari_ini)


# --- Who, and which row -------------------------------------------------------------------------------------------------


def hubungan(skp: Skp, pegawai_id: int) -> frozenset[Hubungan]:
    """What this pegawai is to the SKP; empty when nothing."""
    pasangan = ((skp.pegawai_id, Hubungan.PEGAWAI), (skp.penilai_id, Hubungan.PENILAI), (skp.atasan_id, Hubungan.ATASAN))
    return frozenset(h for id, h in pasangan if id == pegawai_id)


def skp_untuk(session: Session, aktor: Aktor, skp_id: int, *sebagai: Hubungan) -> Skp:
    """The SKP, when the actor is one of ``sebagai`` to it (default: anything). Raises TidakDitemukan as if it were missing."""
    saya = diri.pegawai_saya(session, aktor)
    skp = session.get(Skp, skp_id)
    if skp is None or not hubungan(skp, saya.id) & frozenset(sebagai or Hubungan):
        raise TidakDitemukan(TIDAK_ADA)
    return skp


def penilaian_pada(session: Session, skp_id: int, periode_id: int, *, kunci: bool = False) -> Penilaian | None:
    """The row, if there is one. ``kunci`` holds it until the end of the transaction, so that rating and objecting don't cross."""
    stmt = select(Penilaian).where(Penilaian.skp_id == skp_id, Penilaian.periode_id == periode_id)
    return session.scalar(stmt.with_for_update() if kunci else stmt)


def wajib_disetujui(skp: Skp) -> None:
    """Raises Salah unless the plan holds: only then is anything reported or rated."""
    if skp.status is not StatusSkp.PERSETUJUAN:
        raise Salah(f"SKP ini berstatus {skp.status.label}. Penilaian diisi setelah SKP berstatus {StatusSkp.PERSETUJUAN.label}.")


def ambil_atau_buat(unit: Unit, skp: Skp, periode: PeriodeSkp) -> Penilaian:
    """The row, made on first need. Of two who make it at once one gets DataBasi, and finds the row when he tries again."""
    ada = penilaian_pada(unit.session, skp.id, periode.id, kunci=True)
    if ada is not None:
        return ada
    baru = Penilaian(skp_id=skp.id, periode_id=periode.id)
    unit.session.add(baru)
    try:
        unit.session.flush()
    except IntegrityError as galat:
        raise DataBasi("Penilaian ini") from galat
    return baru


# --- Ratings ----------------------------------------------------------------------------------------------------------


def perlu_alasan(session: Session, skp: Skp, periode: PeriodeSkp, ada: Penilaian | None, hari_ini: date) -> str | None:
    """Why new ratings need a reason, as a sentence; None when they don't.

    They do once the unit's capaian that counts them is FINAL, and when ratings given before change after Batas Pengisian.
    """
    # Only definitif SKP are counted.
    capaian = capaian_organisasi.capaian_untuk(session, skp.unor_id, skp.tahun, periode.id) if skp.jenis is JenisSkp.DEFINITIF else None
    if capaian is not None and capaian.status is StatusCapaian.FINAL:
        return "Capaian Kinerja Organisasi periode ini sudah FINAL, sehingga perubahan rating wajib disertai alasan."
    if ada is not None and ada.hasil is not None and not terbuka(ada, periode, skp.tahun, hari_ini):
        return "Batas Pengisian sudah lewat, sehingga perubahan rating wajib disertai alasan."
    return None


def terkunci_keberatan(session: Session, ada: Penilaian | None, hari_ini: date) -> str | None:
    """Why a keberatan keeps the penilai from changing the ratings, or None. A decision of the atasan is final (PP 30/2019)."""
    if ada is None:
        return None
    from services.keberatan import status_pada

    k = session.scalar(select(Keberatan).where(Keberatan.penilaian_id == ada.id))
    if k is None or (kini := status_pada(k, hari_ini)) is StatusKeberatan.TERLAMBAT:
        return None
    if k.sesudah_hasil is not None:
        return "Keberatan atas penilaian ini sudah diputus oleh Atasan Pejabat Penilai Kinerja; ratingnya tidak dapat diubah lagi."
    return f"Penilaian ini sedang diajukan keberatan ({kini.label}); ratingnya diubah lewat keputusan keberatan."


def periksa_menilai(session: Session, skp: Skp, periode: PeriodeSkp, ada: Penilaian | None, hari_ini: date) -> str | None:
    """Why the penilai can't rate now, or None."""
    if skp.status is not StatusSkp.PERSETUJUAN:
        return f"SKP ini berstatus {skp.status.label}. Penilaian diisi setelah SKP berstatus {StatusSkp.PERSETUJUAN.label}."
    if hari_ini < periode.awal:
        return f"Rating dapat diberikan mulai {panjang(periode.awal)}, awal periode ini."
    return terkunci_keberatan(session, ada, hari_ini)


def pasang_rating(
    unit: Unit, skp: Skp, periode: PeriodeSkp, objek: Penilaian, *, hasil: Rating, perilaku: Rating, catatan: str | None, alasan: str | None
) -> bool:
    """Inside an open unit: give the penilai's ratings. Returns whether anything changed. Raises Salah."""
    if (objek.hasil, objek.perilaku, objek.catatan or "") == (hasil, perilaku, catatan or ""):
        return False
    hari_ini = unit.aktor.hari_ini()
    if halangan := periksa_menilai(unit.session, skp, periode, objek, hari_ini):
        raise Salah(halangan)
    if not (alasan or "").strip() and (sebab := perlu_alasan(unit.session, skp, periode, objek, hari_ini)):
        raise Salah({"alasan": sebab})
    objek.catatan = catatan or None
    ganti_rating(unit, skp, objek, hasil, perilaku, "nilai", alasan)
    return True


def ganti_rating(unit: Unit, skp: Skp, objek: Penilaian, hasil: Rating, perilaku: Rating, aksi: str, alasan: str | None) -> None:
    """Inside an open unit: set ratings and what follows from them, write the audit, and tell the capaian of the unit.

    Pending changes of ``objek`` (its catatan) go into the same audit row. The time of rating moves only with the ratings.
    """
    berubah = (objek.hasil, objek.perilaku) != (hasil, perilaku)
    if berubah:
        objek.hasil, objek.perilaku, objek.predikat = hasil, perilaku, predikat(hasil, perilaku)
        objek.dinilai = unit.aktor.sekarang()
    perubahan = audit.beda(unit.session, objek)
    unit.session.flush()
    audit.catat(unit.session, unit.aktor, aksi, objek, perubahan=perubahan, alasan=(alasan or "").strip() or None)
    if berubah:
        capaian_organisasi.penilaian_berubah(unit, skp, objek.periode_id)


def nilai(
    aktor: Aktor, skp_id: int, periode_id: int, *, hasil: Rating, perilaku: Rating, catatan: str | None = None, alasan: str | None = None
) -> int:
    """The penilai rates a SKP in a period; the predikat follows. Returns the id of the Penilaian.

    Raises TidakDitemukan for anyone but its penilai, Salah (key ``alasan`` when a reason is missing), DataBasi.
    """
    aktor.wajib("daftar_skp:nilai")
    with unit_of_work(aktor) as unit:
        skp = skp_untuk(unit.session, aktor, skp_id, Hubungan.PENILAI)
        periode = satu_periode(unit.session, skp, periode_id)
        if halangan := periksa_menilai(unit.session, skp, periode, penilaian_pada(unit.session, skp.id, periode.id), aktor.hari_ini()):
            raise Salah(halangan)
        objek = ambil_atau_buat(unit, skp, periode)
        pasang_rating(unit, skp, periode, objek, hasil=hasil, perilaku=perilaku, catatan=catatan, alasan=alasan)
        return objek.id


# --- Reopening --------------------------------------------------------------------------------------------------------


def buka_pengisian(aktor: Aktor, skp_id: int, periode_id: int, sampai: date, alasan: str) -> int:
    """Admin or helpdesk: keep filling in open until ``sampai`` though Batas Pengisian has passed. Returns the Penilaian's id.

    Raises Salah (``sampai``, ``alasan``), TidakDitemukan.
    """
    aktor.wajib("skp:buka_pengisian")
    with unit_of_work(aktor) as unit:
        skp = unit.session.get(Skp, skp_id)
        if skp is None:
            raise TidakDitemukan("SKP tidak ditemukan; mungkin sudah dihapus.")
        periode = satu_periode(unit.session, skp, periode_id)
        if galat := _periksa_buka(skp, periode, sampai, alasan, aktor.hari_ini()):
            raise Salah(galat)
        objek = ambil_atau_buat(unit, skp, periode)
        objek.dibuka_sampai = sampai
        perubahan = audit.beda(unit.session, objek)
        unit.session.flush()
        audit.catat(unit.session, aktor, "buka_pengisian", objek, perubahan=perubahan, alasan=alasan.strip())
        audit.catat(unit.session, aktor, "buka_pengisian", skp, perubahan=perubahan, alasan=f"{periode.nama}: {alasan.strip()}")
        return objek.id


def _periksa_buka(skp: Skp, periode: PeriodeSkp, sampai: date, alasan: str, hari_ini: date) -> dict[str, str]:
    galat: dict[str, str] = {}
    if skp.status is not StatusSkp.PERSETUJUAN:
        galat[""] = f"SKP ini berstatus {skp.status.label}; pengisian dibuka hanya untuk SKP yang sudah {StatusSkp.PERSETUJUAN.label}."
    if sampai < hari_ini:
        galat["sampai"] = "Tanggal ini sudah lewat; pilih hari ini atau sesudahnya."
    elif sampai <= periode.batas:
        galat["sampai"] = f"Pengisian periode ini memang masih dibuka sampai {panjang(periode.batas)}; pilih tanggal sesudahnya."
    if not alasan.strip():
        galat["alasan"] = "Alasan wajib diisi."
    return galat


def ringkasan(session: Session, skp: Skp) -> list[tuple[PeriodeSkp, Penilaian | None]]:
    """Every period of the SKP with its Penilaian. Two SELECTs."""
    ada: dict[int, Any] = {p.periode_id: p for p in session.scalars(select(Penilaian).where(Penilaian.skp_id == skp.id))}
    return [(p, ada.get(p.id)) for p in periode_skp(session, skp)]
