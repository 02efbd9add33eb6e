"""Perbaikan data of a SKP, its RHK and their indikator."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session, aliased

from domain.izin import Aktor
from domain.skp import MasaSkp, ModelSkp, periksa_masa
from domain.status import StatusSkp
from domain.tanggal import panjang
from models import Indikator, Keberatan, Pegawai, PotretSkp, RealisasiIndikator, RencanaAksi, Rhk, Skp, Unor
from services import audit, pencarian
from services import penilai as layanan_penilai
from services import skp as layanan_skp
from services.galat import Salah
from services.pencarian import Lookup
from services.perbaikan import BELUM_ADA, LayananPerbaikan, berubah, hapus_satu, urut_berikut, wajib_ada, wajib_alasan, waktu_depan
from services.skp_dasar import pasang_pegawai, perubahan, tunggu_keberatan
from services.skp_potret import hapus_isi, isi_ringkas, kabari_capaian
from services.unit_of_work import Unit, unit_of_work

pencarian.LOOKUP["rhk"] = Lookup(
    "perbaikan_rhk:lihat",
    Rhk,
    Skp.nama_cari,
    lambda r: f"{r.skp.nama}, {r.skp.tahun}: {r.teks}"[:200],
    nomor=Skp.nomor_induk,
    syarat=lambda stmt: stmt.join(Rhk.skp),
)

pencarian.LOOKUP["skp"] = Lookup(
    "perbaikan_skp:lihat",
    Skp,
    Skp.nama_cari,
    lambda s: f"{s.nama} - {s.nomor_induk}: {s.jenis.label} {panjang(s.awal)} - {panjang(s.akhir)} ({s.status.label})",
    nomor=Skp.nomor_induk,
)


class PerbaikanSkp(LayananPerbaikan):
    model = Skp
    sumber = "perbaikan_skp"
    induk = ("pegawai_id", Pegawai)

    def skp_id(self, session: Session, objek: Skp) -> int | None:
        return objek.id

    def isi_tambah(self, unit: Unit, objek: Skp) -> list[audit.Perubahan]:
        return isi_ringkas(unit.session, objek)

    def beda(self, unit: Unit, objek: Skp) -> list[audit.Perubahan]:
        return perubahan(unit.session, objek)

    def siapkan(self, unit: Unit, objek: Skp) -> None:
        """The year follows the dates; the copy of a person follows when someone else is chosen, or he stands elsewhere."""
        objek.tahun = objek.awal.year
        session = unit.session
        if (
            berubah(objek, "pegawai_id", "unor_id", "jabatan")
            and session.get(Pegawai, objek.pegawai_id)
            and session.get(Unor, objek.unor_id)
        ):
            pasang_pegawai(objek, layanan_penilai.salinan(session, objek.pegawai_id, unor_id=objek.unor_id, jabatan=objek.jabatan))
        for id_, salinan in (("penilai_id", "salinan_penilai"), ("atasan_id", "salinan_atasan")):
            if berubah(objek, id_):
                setattr(objek, salinan, _salinan(session, getattr(objek, id_)))
        _sesuaikan_waktu(unit, objek)

    def periksa(self, unit: Unit, objek: Skp, setuju: frozenset[str]) -> None:
        session = unit.session
        galat: dict[str, str] = {}
        wajib_ada(session, galat, objek, {"pegawai_id": Pegawai, "unor_id": Unor, "penilai_id": Pegawai, "atasan_id": Pegawai})
        for kolom, apa in (("penilai_id", "Pejabat Penilai Kinerja"), ("atasan_id", "Atasan Pejabat Penilai Kinerja")):
            if getattr(objek, kolom) == objek.pegawai_id:
                galat[kolom] = f"{apa} tidak boleh pegawai yang dinilai sendiri."
        lain = session.scalars(select(Skp).where(Skp.pegawai_id == objek.pegawai_id, Skp.tahun == objek.tahun, Skp.id != objek.id))
        semua = [MasaSkp(x.id, x.jenis, x.unor_id, x.awal, x.akhir) for x in lain]
        galat |= periksa_masa(MasaSkp(objek.id, objek.jenis, objek.unor_id, objek.awal, objek.akhir), semua)
        galat |= _periksa_waktu(unit, objek)
        mundur = objek.id and berubah(objek, "status") and objek.status is not StatusSkp.PERSETUJUAN
        # As for everyone else: what is decided about an approved plan is not put off by taking the plan back.
        if mundur and (tunggu := tunggu_keberatan(session, objek.id, unit.aktor.hari_ini())):
            galat["status"] = tunggu
        if galat:
            raise Salah(galat)

    def sesudah_ubah(self, unit: Unit, objek: Skp, kolom: set[str], alasan: str) -> None:
        if kolom & {"status", "jenis", "unor_id", "awal", "akhir"}:
            kabari_capaian(unit, objek)

    def penahan(self, session: Session, objek: Skp) -> Iterable[tuple[str, int]]:
        yield "keberatan", session.scalar(select(func.count()).select_from(Keberatan).where(Keberatan.skp_id == objek.id)) or 0
        milik = select(Rhk.id).where(Rhk.skp_id == objek.id)
        lain = select(func.count()).select_from(Rhk).where(Rhk.intervensi_id.in_(milik), Rhk.skp_id != objek.id)
        yield "RHK pegawai lain yang mengintervensinya", session.scalar(lain) or 0

    def isi_hapus(self, unit: Unit, objek: Skp) -> list[audit.Perubahan]:
        """Called before anything below is deleted."""
        return isi_ringkas(unit.session, objek)

    def hapus_bawahan(self, unit: Unit, objek: Skp, alasan: str) -> None:
        kabari_capaian(unit, objek)
        hapus_isi(unit.session, objek)

    def pulihkan(self, aktor: Aktor, id: int, versi: int | None, alasan: str) -> list[str]:  # type: ignore[override]
        """The SKP and all below it as the latest snapshot holds them; returns what could not be exactly so.

        The present state becomes a snapshot in turn, so that doing it again puts it back. Raises as the base does.
        """
        aktor.wajib(f"{self.sumber}:pulihkan")
        alasan = wajib_alasan(alasan, "alasan")
        with unit_of_work(aktor) as unit:
            objek = self.ambil(unit, id, versi)
            terakhir = potret_terakhir(unit.session, [objek.id]).get(objek.id)
        if terakhir is None:
            raise Salah(BELUM_ADA)
        return layanan_skp.pulihkan(aktor, terakhir, alasan)


def _salinan(session: Session, pegawai_id: int | None) -> dict[str, Any] | None:
    if pegawai_id is None or session.get(Pegawai, pegawai_id) is None:
        return None
    return layanan_penilai.salinan(session, pegawai_id).ke_json()


def potret_terakhir(session: Session, skp: Iterable[int]) -> dict[int, int]:
    """SKP → its latest snapshot, for those that have one. One SELECT."""
    stmt = select(PotretSkp.skp_id, func.max(PotretSkp.id)).where(PotretSkp.skp_id.in_(list(skp))).group_by(PotretSkp.skp_id)
    return dict(session.execute(stmt).all())


def waktu_potret(session: Session, skp_id: int) -> datetime | None:
    """When the latest snapshot was taken; None when there is none."""
    return session.scalar(select(PotretSkp.waktu).where(PotretSkp.skp_id == skp_id).order_by(PotretSkp.id.desc()).limit(1))


_WAKTU: dict[StatusSkp, tuple[tuple[str, ...], str | None]] = {
    StatusSkp.DRAFT: ((), None),
    StatusSkp.PENGAJUAN: (("diajukan",), "diajukan"),
    StatusSkp.PERSETUJUAN: (("diajukan", "disetujui"), "disetujui"),
}
"""Status → the moments that a SKP in it may carry, and the one it must."""


def _sesuaikan_waktu(unit: Unit, objek: Skp) -> None:
    boleh, wajib = _WAKTU[objek.status]
    for kolom in ("diajukan", "disetujui"):
        if kolom not in boleh:
            setattr(objek, kolom, None)
    if wajib and getattr(objek, wajib) is None:
        setattr(objek, wajib, unit.aktor.sekarang())


def _periksa_waktu(unit: Unit, objek: Skp) -> dict[str, str]:
    galat = waktu_depan(unit, objek, ("diajukan", "disetujui"))
    if objek.diajukan and objek.disetujui and objek.disetujui < objek.diajukan:
        galat.setdefault("disetujui", "Waktu persetujuan mendahului waktu pengajuan.")
    if _WAKTU[objek.status][1] == "diajukan" and objek.penilai_id is None:
        galat.setdefault("penilai_id", f"SKP berstatus {objek.status.label} memerlukan Pejabat Penilai Kinerja.")
    return galat


class PerbaikanRhk(LayananPerbaikan):
    model = Rhk
    sumber = "perbaikan_rhk"
    induk = ("skp_id", Skp)
    turunan = frozenset({"intervensi"})

    def skp_id(self, session: Session, objek: Rhk) -> int:
        return objek.skp_id

    def baru(self, unit: Unit, nilai: Mapping[str, Any]) -> Rhk:
        objek: Rhk = super().baru(unit, nilai)
        objek.urut = urut_berikut(unit.session, Rhk.urut, Rhk.skp_id == objek.skp_id)
        return objek

    def siapkan(self, unit: Unit, objek: Rhk) -> None:
        """The words of the leader's RHK follow when another one is chosen; else they stay as they were."""
        if berubah(objek, "intervensi_id"):
            atas = unit.session.get(Rhk, objek.intervensi_id) if objek.intervensi_id is not None else None
            objek.intervensi = atas.teks if atas is not None else None

    def periksa(self, unit: Unit, objek: Rhk, setuju: frozenset[str]) -> None:
        galat: dict[str, str] = {}
        wajib_ada(unit.session, galat, objek, {"intervensi_id": Rhk})
        atas = unit.session.get(Rhk, objek.intervensi_id) if objek.intervensi_id is not None else None
        if atas is not None and berubah(objek, "intervensi_id"):
            galat |= _periksa_intervensi(unit.session, objek, atas)
        if objek.urut < 1:
            galat["urut"] = "Nomor urut dimulai dari 1."
        if galat:
            raise Salah(galat)

    def hapus_bawahan(self, unit: Unit, objek: Rhk, alasan: str) -> None:
        """Its indikator, realisasi and rencana aksi. RHK of others that serve it keep the words and lose the link."""
        session = unit.session
        for lain in session.scalars(select(Rhk).where(Rhk.intervensi_id == objek.id).order_by(Rhk.id)).all():
            lain.intervensi_id = None
            isi = audit.beda(session, lain)
            session.flush()
            audit.catat(session, unit.aktor, "ubah", lain, perubahan=isi, alasan=alasan)
        for aksi in session.scalars(select(RencanaAksi).where(RencanaAksi.rhk_id == objek.id).order_by(RencanaAksi.id)).all():
            hapus_satu(unit, aksi, alasan)
        for indikator in session.scalars(select(Indikator).where(Indikator.rhk_id == objek.id).order_by(Indikator.id)).all():
            _hapus_realisasi(unit, indikator, alasan)
            hapus_satu(unit, indikator, alasan)


def _periksa_intervensi(session: Session, objek: Rhk, atas: Rhk) -> dict[str, str]:
    skp, di_atas = session.get_one(Skp, objek.skp_id), session.get_one(Skp, atas.skp_id)
    if skp.id == di_atas.id:
        return {"intervensi_id": "RHK ini ada pada SKP yang sama; pilih RHK pimpinan."}
    if skp.tahun != di_atas.tahun:
        return {"intervensi_id": f"RHK ini ada pada SKP tahun {di_atas.tahun}; pilih RHK pimpinan tahun {skp.tahun}."}
    return {}


class PerbaikanIndikator(LayananPerbaikan):
    model = Indikator
    sumber = "perbaikan_indikator"
    induk = ("rhk_id", Rhk)

    def baru(self, unit: Unit, nilai: Mapping[str, Any]) -> Indikator:
        objek: Indikator = super().baru(unit, nilai)
        objek.urut = urut_berikut(unit.session, Indikator.urut, Indikator.rhk_id == objek.rhk_id)
        return objek

    def skp_id(self, session: Session, objek: Indikator) -> int:
        return session.get_one(Rhk, objek.rhk_id).skp_id

    def periksa(self, unit: Unit, objek: Indikator, setuju: frozenset[str]) -> None:
        jpt = unit.session.get_one(Skp, self.skp_id(unit.session, objek)).model is ModelSkp.JPT
        galat: dict[str, str] = {}
        if objek.urut < 1:
            galat["urut"] = "Nomor urut dimulai dari 1."
        if jpt and objek.aspek is not None:
            galat["aspek"] = "SKP model JPT memakai Perspektif, bukan Aspek. Kosongkan."
        if not jpt and objek.perspektif is not None:
            galat["perspektif"] = "SKP model JA/JF memakai Aspek, bukan Perspektif. Kosongkan."
        if galat:
            raise Salah(galat)

    def hapus_bawahan(self, unit: Unit, objek: Indikator, alasan: str) -> None:
        _hapus_realisasi(unit, objek, alasan)


def _hapus_realisasi(unit: Unit, indikator: Indikator, alasan: str) -> None:
    stmt = select(RealisasiIndikator).where(RealisasiIndikator.indikator_id == indikator.id).order_by(RealisasiIndikator.id)
    for satu in unit.session.scalars(stmt).all():
        hapus_satu(unit, satu, alasan)


SKP, RHK, INDIKATOR = PerbaikanSkp(), PerbaikanRhk(), PerbaikanIndikator()


def terhapus_terakhir(stmt: Select) -> Select:
    """Narrow a SELECT on PotretSkp to the snapshots from which a deleted SKP can come back: the newest of each that is gone."""
    lain = aliased(PotretSkp)
    ada = select(Skp.id).where(Skp.id == PotretSkp.skp_id).exists()
    lebih_baru = select(lain.id).where(lain.skp_id == PotretSkp.skp_id, lain.id > PotretSkp.id).exists()
    return stmt.where(PotretSkp.sebab == "hapus", ~ada, ~lebih_baru)
