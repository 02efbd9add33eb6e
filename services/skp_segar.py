"""*Refresh* of a block of a SKP: the copy of a person is replaced from the master data, shown old → new before (manual 2.3, 2.5)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from domain.izin import Aktor
from domain.penilai import PenilaiDitemukan
from domain.skp import BlokSkp, JenisSkp, SalinanOrang, beda_salinan
from models import Pegawai, Skp
from services import audit, penilai
from services.galat import TidakDitemukan
from services.skp_dasar import hari_aturan, pasang_pegawai, pasang_penilai, perubahan, terkunci
from services.skp_potret import kabari_capaian
from services.unit_of_work import unit_of_work


@dataclass(frozen=True, slots=True)
class BedaBlok:
    """What would change in one block: (field of the copy, old, new); ``orang_lain``: someone else takes its place."""

    blok: BlokSkp
    beda: tuple[tuple[str, Any, Any], ...]
    orang_lain: bool = False

    @property
    def berubah(self) -> bool:
        return bool(self.beda) or self.orang_lain


@dataclass(frozen=True, slots=True)
class Usulan:
    """What *Refresh* would do now. ``penilai``: the finding, for the block of the penilai."""

    blok: tuple[BedaBlok, ...]
    unor_id: int
    jabatan: str
    orang: SalinanOrang | None = None
    susunan: penilai.BlokPenilai | None = None

    @property
    def berubah(self) -> bool:
        return any(b.berubah for b in self.blok)

    @property
    def penilai(self) -> PenilaiDitemukan | None:
        return self.susunan.penilai if self.susunan else None


def usulan_pegawai(session: Session, skp: Skp, hari_ini: date) -> Usulan:
    """The pegawai as the master data has him.

    A definitif SKP that still runs follows him to his present unor and jabatan; one that has ended, or of an acting post,
    stays where it is and takes what that unor is called now.
    """
    pegawai = session.get(Pegawai, skp.pegawai_id)
    if pegawai is None:
        raise TidakDitemukan("Pegawai tidak ditemukan; mungkin sudah dihapus.")
    ikut = skp.jenis is JenisSkp.DEFINITIF and hari_ini <= skp.akhir
    unor_id, jabatan = (pegawai.unor_id, pegawai.jabatan) if ikut else (skp.unor_id, skp.jabatan)
    orang = penilai.salinan(session, pegawai.id, unor_id=unor_id, jabatan=jabatan)
    beda = beda_salinan(SalinanOrang.dari_json(skp.salinan_pegawai), orang)
    pindah = (unor_id, jabatan) != (skp.unor_id, skp.jabatan)
    return Usulan((BedaBlok(BlokSkp.PEGAWAI, tuple(beda), pindah and not beda),), unor_id, jabatan, orang=orang)


def usulan_penilai(session: Session, skp: Skp, hari_ini: date) -> Usulan:
    """Penilai and atasan by the rule, on the first day of the SKP or today once it runs."""
    susunan = penilai.susun(session, skp.pegawai_id, skp.unor_id, hari_aturan(skp.awal, skp.akhir, hari_ini))
    blok = tuple(
        BedaBlok(apa, tuple(beda_salinan(SalinanOrang.dari_json(lama), baru)), lama_id != baru_id)
        for apa, lama, baru, lama_id, baru_id in (
            (BlokSkp.PENILAI, skp.salinan_penilai, susunan.salinan_penilai, skp.penilai_id, susunan.penilai.pegawai_id),
            (BlokSkp.ATASAN, skp.salinan_atasan, susunan.salinan_atasan, skp.atasan_id, susunan.atasan_id),
        )
    )
    return Usulan(blok, skp.unor_id, skp.jabatan, susunan=susunan)


def segarkan_pegawai(aktor: Aktor, id: int, versi: int | None) -> bool:
    """*Refresh* of Pegawai yang Dinilai; False when there is nothing to change. Raises Ditolak, TidakDitemukan, DataBasi."""
    aktor.wajib("skp:segarkan")
    with unit_of_work(aktor) as unit:
        skp = terkunci(unit, id, versi)
        usulan = usulan_pegawai(unit.session, skp, aktor.hari_ini())
        if not usulan.berubah or usulan.orang is None:
            return False
        if usulan.unor_id != skp.unor_id:
            # The penilaian leave the count of the old unit, and below join that of the new one.
            kabari_capaian(unit, skp)
        skp.unor_id, skp.jabatan = usulan.unor_id, usulan.jabatan
        pasang_pegawai(skp, usulan.orang)
        isi = perubahan(unit.session, skp)
        unit.session.flush()
        audit.catat(unit.session, aktor, "refresh_pegawai", skp, perubahan=isi)
        kabari_capaian(unit, skp)
        return True


def segarkan_penilai(aktor: Aktor, id: int, versi: int | None) -> bool:
    """*Refresh* of Pejabat Penilai Kinerja, with his atasan; False when there is nothing to change. Raises as above."""
    aktor.wajib("skp:segarkan")
    with unit_of_work(aktor) as unit:
        skp = terkunci(unit, id, versi)
        usulan = usulan_penilai(unit.session, skp, aktor.hari_ini())
        if not usulan.berubah or usulan.susunan is None:
            return False
        pasang_penilai(skp, usulan.susunan)
        isi = perubahan(unit.session, skp)
        unit.session.flush()
        audit.catat(unit.session, aktor, "refresh_penilai", skp, perubahan=isi)
        return True
