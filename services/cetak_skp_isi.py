"""What the printed forms of a SKP show, gathered from the database: always the same number of queries, however many rows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from documents.pdf.skp import (
    BarisIndikator,
    BarisPerilaku,
    BarisRhk,
    Dokumen,
    DokumenEvaluasi,
    FormPenilaian,
    IsiKeberatan,
    Kop,
    Orang,
    RencanaSkp,
    TandaTangan,
)
from domain.berakhlak import NilaiBerakhlak
from domain.dokumen_skp import JenisDokumen
from domain.jabatan import label_golongan
from domain.predikat import Predikat
from domain.skp import JenisLampiran, JenisRhk, SalinanOrang
from models import (
    CapaianOrganisasi,
    Indikator,
    Keberatan,
    LampiranSkp,
    Penilaian,
    PerilakuSkp,
    RealisasiIndikator,
    Rhk,
    Skp,
    UmpanBalikPerilaku,
)
from services import pengaturan
from services.capaian_organisasi import capaian_untuk
from services.penilaian import PeriodeSkp, penilaian_pada, satu_periode


@dataclass(frozen=True, slots=True)
class PermintaanCetak:
    """What the dialog asks for. The plan has no ``periode_id``; only *Dokumen Evaluasi Kinerja* has the penilai's date and place."""

    jenis: JenisDokumen
    tanggal_pegawai: date
    lokasi_pegawai: str
    anchor_pegawai: str = ""
    anchor_penilai: str = ""
    periode_id: int | None = None
    tanggal_penilai: date | None = None
    lokasi_penilai: str = ""

    def ke_json(self) -> dict[str, Any]:
        return {
            "jenis": self.jenis.value,
            "tanggal_pegawai": self.tanggal_pegawai.isoformat(),
            "lokasi_pegawai": self.lokasi_pegawai,
            "anchor_pegawai": self.anchor_pegawai,
            "anchor_penilai": self.anchor_penilai,
            "periode_id": self.periode_id,
            "tanggal_penilai": self.tanggal_penilai.isoformat() if self.tanggal_penilai else None,
            "lokasi_penilai": self.lokasi_penilai,
        }

    @classmethod
    def dari_json(cls, isi: Mapping[str, Any]) -> PermintaanCetak:
        hari = {k: date.fromisoformat(isi[k]) if isi[k] else None for k in ("tanggal_pegawai", "tanggal_penilai")}
        return cls(**{**isi, **hari, "jenis": JenisDokumen(isi["jenis"])})


def susun(session: Session, skp: Skp, minta: PermintaanCetak) -> Dokumen:
    """The form that ``minta`` names. Raises TidakDitemukan when its Periode is none of the SKP's."""
    if minta.jenis is JenisDokumen.RENCANA:
        return _rencana(session, skp, minta)
    periode = satu_periode(session, skp, minta.periode_id or 0)
    penilaian = penilaian_pada(session, skp.id, periode.id)
    capaian = capaian_untuk(session, skp.unor_id, skp.tahun, periode.id)
    if minta.jenis is JenisDokumen.PENILAIAN:
        return _penilaian(session, skp, minta, periode, penilaian, capaian)
    return _evaluasi(session, skp, minta, periode, penilaian, capaian)


# --- The three forms --------------------------------------------------------------------------------------------------


def _rencana(session: Session, skp: Skp, minta: PermintaanCetak) -> RencanaSkp:
    utama, tambahan = _hasil(session, skp, {})
    lampiran: dict[JenisLampiran, list[str]] = defaultdict(list)
    for l in session.scalars(select(LampiranSkp).where(LampiranSkp.skp_id == skp.id).order_by(LampiranSkp.urut, LampiranSkp.id)):  # noqa: E741
        lampiran[l.jenis].append(l.teks)
    pegawai, penilai = _tanda_tangan(skp, minta)
    return RencanaSkp(
        kop=Kop(_instansi(skp), skp.awal, skp.akhir, _lambang(session)),
        model=skp.model,
        pendekatan=skp.pendekatan,
        pegawai=pegawai,
        penilai=penilai,
        utama=utama,
        tambahan=tambahan,
        perilaku=_perilaku(session, skp, None),
        lampiran=tuple((j.label, tuple(lampiran[j])) for j in JenisLampiran),
    )


def _penilaian(
    session: Session, skp: Skp, minta: PermintaanCetak, periode: PeriodeSkp, nilai: Penilaian | None, capaian: CapaianOrganisasi | None
) -> FormPenilaian:
    realisasi = {}
    if nilai is not None:
        realisasi = {
            r.indikator_id: r for r in session.scalars(select(RealisasiIndikator).where(RealisasiIndikator.penilaian_id == nilai.id))
        }
    utama, tambahan = _hasil(session, skp, realisasi)
    pegawai, penilai = _tanda_tangan(skp, minta)
    return FormPenilaian(
        kop=_kop(session, skp, periode),
        model=skp.model,
        pendekatan=skp.pendekatan,
        pegawai=pegawai,
        penilai=penilai,
        utama=utama,
        tambahan=tambahan,
        perilaku=_perilaku(session, skp, nilai),
        capaian=capaian.capaian if capaian else None,
        statistik=tuple((p, capaian.statistik.get(p.value, 0)) for p in Predikat) if capaian and capaian.statistik else (),
        hasil=nilai.hasil if nilai else None,
        rating_perilaku=nilai.perilaku if nilai else None,
        predikat=nilai.predikat if nilai else None,
    )


def _evaluasi(
    session: Session, skp: Skp, minta: PermintaanCetak, periode: PeriodeSkp, nilai: Penilaian | None, capaian: CapaianOrganisasi | None
) -> DokumenEvaluasi:
    keberatan = session.scalar(select(Keberatan).where(Keberatan.penilaian_id == nilai.id)) if nilai else None
    pegawai, penilai = _tanda_tangan(skp, minta)
    return DokumenEvaluasi(
        kop=_kop(session, skp, periode),
        pegawai=pegawai,
        penilai=penilai,
        atasan=TandaTangan(_orang(skp.salinan_atasan)),
        capaian=capaian.capaian if capaian else None,
        predikat=nilai.predikat if nilai else None,
        catatan=(nilai.catatan or "") if nilai else "",
        keberatan=IsiKeberatan(keberatan.alasan, keberatan.penjelasan or "", keberatan.keputusan or "") if keberatan else None,
    )


# --- Their parts ------------------------------------------------------------------------------------------------------


def _orang(isi: dict[str, Any] | None) -> Orang:
    """A copy as the form prints it. The number of someone outside the civil service is his NIK, which no form asks for."""
    o = SalinanOrang.dari_json(isi) or SalinanOrang()
    return Orang(o.nama, o.nomor_induk if o.asn else "", label_golongan(o.golongan) if o.golongan else "", o.jabatan, o.unor, o.instansi)


def _instansi(skp: Skp) -> str:
    return (SalinanOrang.dari_json(skp.salinan_pegawai) or SalinanOrang()).instansi


def _lambang(session: Session) -> bytes | None:
    berkas = pengaturan.lambang(session)
    return berkas.jalur.read_bytes() if berkas else None


def _kop(session: Session, skp: Skp, periode: PeriodeSkp) -> Kop:
    """The days of a Periode, as far as the SKP holds within them."""
    return Kop(_instansi(skp), max(skp.awal, periode.awal), min(skp.akhir, periode.akhir), _lambang(session), periode.nama)


def _tanda_tangan(skp: Skp, minta: PermintaanCetak) -> tuple[TandaTangan, TandaTangan]:
    """Of the pegawai and of the penilai, who signs on the pegawai's date and place where the form asks for one only."""
    sendiri = minta.jenis.dua_tempat
    return (
        TandaTangan(_orang(skp.salinan_pegawai), minta.tanggal_pegawai, minta.lokasi_pegawai, minta.anchor_pegawai),
        TandaTangan(
            _orang(skp.salinan_penilai),
            minta.tanggal_penilai if sendiri else minta.tanggal_pegawai,
            minta.lokasi_penilai if sendiri else minta.lokasi_pegawai,
            minta.anchor_penilai,
        ),
    )


def _hasil(session: Session, skp: Skp, realisasi: Mapping[int, RealisasiIndikator]) -> tuple[tuple[BarisRhk, ...], tuple[BarisRhk, ...]]:
    """RHK utama and tambahan with their indikator. Two SELECTs."""
    indikator: dict[int, list[BarisIndikator]] = defaultdict(list)
    stmt = select(Indikator).join(Rhk, Indikator.rhk_id == Rhk.id).where(Rhk.skp_id == skp.id).order_by(Indikator.urut, Indikator.id)
    for i in session.scalars(stmt):
        r = realisasi.get(i.id)
        nilai = ((r.realisasi or ""), (r.umpan_balik or "")) if r else ("", "")
        indikator[i.rhk_id].append(BarisIndikator(i.teks, i.target, i.aspek, i.perspektif, *nilai))
    hasil: dict[JenisRhk, list[BarisRhk]] = defaultdict(list)
    for rhk in session.scalars(select(Rhk).where(Rhk.skp_id == skp.id).order_by(Rhk.urut, Rhk.id)):
        hasil[rhk.jenis].append(BarisRhk(rhk.teks, tuple(indikator[rhk.id]), rhk.intervensi or ""))
    return tuple(hasil[JenisRhk.UTAMA]), tuple(hasil[JenisRhk.TAMBAHAN])


def _perilaku(session: Session, skp: Skp, nilai: Penilaian | None) -> tuple[BarisPerilaku, ...]:
    """All seven values, in the order of the form."""
    harapan = dict(session.execute(select(PerilakuSkp.nilai, PerilakuSkp.ekspektasi).where(PerilakuSkp.skp_id == skp.id)).all())
    umpan: dict[NilaiBerakhlak, str] = {}
    if nilai is not None:
        stmt = select(UmpanBalikPerilaku.nilai, UmpanBalikPerilaku.umpan_balik).where(UmpanBalikPerilaku.penilaian_id == nilai.id)
        umpan = dict(session.execute(stmt).all())
    return tuple(BarisPerilaku(n, harapan.get(n, ""), umpan.get(n, "")) for n in NilaiBerakhlak)
