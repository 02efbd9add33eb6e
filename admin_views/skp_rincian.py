"""A whole SKP as its pages show it: gathered with a fixed number of SELECTs, whatever it holds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session, load_only, raiseload

from admin_views.halaman import Fakta, Lencana
from admin_views.tampil import lencana_enum, lencana_predikat, nip, paragraf, teks
from domain.berakhlak import NilaiBerakhlak
from domain.penilaian import keadaan, periksa_eviden
from domain.skp import LABEL_SALINAN, BlokSkp, JenisLampiran, ModelSkp, SalinanOrang
from domain.waktu import Zona
from models import Indikator, Keberatan, LampiranSkp, Penilaian, PotretSkp, Rhk, Skp
from services import penilaian_lembar
from services.penilaian import PeriodeSkp, periode_skp
from services.penilaian_lembar import Bahan, Lembar
from services.skp_dasar import KOLOM_SALINAN, teks_salinan

POTRET_TAMPAK = 10
"""Snapshots on the page, the newest; a SKP is reopened a few times a year at most."""


@dataclass(frozen=True, slots=True)
class BlokOrang:
    """One of the three people. ``ada`` False: nobody, and ``fakta`` is empty."""

    blok: BlokSkp
    judul: str
    fakta: Sequence[Fakta]
    ada: bool


@dataclass(frozen=True, slots=True)
class BarisAksi:
    """A rencana aksi under its RHK, with the Periode it belongs to."""

    periode: str
    teks: str
    eviden: str

    @property
    def tautan(self) -> bool:
        """Whether the eviden may be a link: an address of the web, and nothing that runs."""
        return bool(self.eviden) and periksa_eviden(self.eviden) is None


@dataclass(frozen=True, slots=True)
class BarisRhk:
    rhk: Rhk
    indikator: Sequence[Indikator]
    aksi: Sequence[BarisAksi]

    @property
    def bereviden(self) -> int:
        return sum(bool(a.eviden) for a in self.aksi)


@dataclass(frozen=True, slots=True)
class BarisPerilaku:
    nilai: NilaiBerakhlak
    ekspektasi: str | None


@dataclass(frozen=True, slots=True)
class IsianIndikator:
    """What was written on an indikator in a period. ``nomor``: of its RHK and of itself."""

    nomor: str
    teks: str
    realisasi: str
    umpan_balik: str


@dataclass(frozen=True, slots=True)
class BarisPenilaian:
    """A period of the SKP; ``penilaian`` None until someone fills in."""

    periode: PeriodeSkp
    penilaian: Penilaian | None
    hasil: Lencana | None
    perilaku: Lencana | None
    predikat: Lencana | None
    pengisian: Lencana
    """Whether it may be filled in today."""
    fakta: Sequence[Fakta]
    isian: Sequence[IsianIndikator]
    umpan_perilaku: Sequence[tuple[str, str]]
    """(value, feedback), those that there are."""
    aksi: int
    eviden: int

    @property
    def realisasi(self) -> int:
        return sum(bool(i.realisasi) for i in self.isian)

    @property
    def terisi(self) -> bool:
        """Whether there is more to read than the row says."""
        return bool(self.fakta or self.isian or self.umpan_perilaku)


@dataclass(frozen=True, slots=True)
class RincianSkp:
    skp: Skp
    orang: Sequence[BlokOrang]
    rhk: Sequence[BarisRhk]
    perilaku: Sequence[BarisPerilaku]
    lampiran: Sequence[tuple[str, Sequence[str]]]
    penilaian: Sequence[BarisPenilaian]
    keberatan: Sequence[Keberatan]
    potret: Sequence[PotretSkp]

    @property
    def jpt(self) -> bool:
        """Indikator carry a perspektif rather than an aspek."""
        return self.skp.model is ModelSkp.JPT


def fakta_orang(salinan: SalinanOrang) -> list[Fakta]:
    """A copy of a person in the order of the printed forms."""
    kolom = ("nama", "nomor_induk", "golongan", "jabatan", "unor", "instansi")
    return [
        Fakta(
            LABEL_SALINAN[k],
            nip(salinan.nomor_induk) if k == "nomor_induk" and salinan.nomor_induk else teks(teks_salinan(k, getattr(salinan, k))),
        )
        for k in kolom
    ]


def _orang(skp: Skp) -> list[BlokOrang]:
    hasil = []
    for blok, kolom in KOLOM_SALINAN.items():
        orang = SalinanOrang.dari_json(getattr(skp, kolom))
        hasil.append(BlokOrang(blok, blok.label, fakta_orang(orang) if orang else (), orang is not None))
    return hasil


def rincian_skp(session: Session, skp: Skp, hari_ini: date, zona: Zona = Zona.WIB) -> RincianSkp:
    """Everything below a SKP, to the last word; nine SELECTs. What it costs to say why this penilai is not in it."""
    isi, periode = penilaian_lembar.bahan(session, skp), periode_skp(session, skp)
    stmt = select(LampiranSkp.jenis, LampiranSkp.teks).where(LampiranSkp.skp_id == skp.id)
    butir = session.execute(stmt.order_by(LampiranSkp.jenis, LampiranSkp.urut, LampiranSkp.id)).all()
    keberatan = select(Keberatan).where(Keberatan.skp_id == skp.id).order_by(Keberatan.waktu_pengajuan.desc(), Keberatan.id.desc())
    muat_keberatan = load_only(Keberatan.periode_id, Keberatan.status, Keberatan.waktu_pengajuan, Keberatan.batas_putusan, raiseload=True)
    potret = (
        select(PotretSkp)
        .where(PotretSkp.skp_id == skp.id)
        .order_by(PotretSkp.id.desc())
        .limit(POTRET_TAMPAK)
        # The content is as large as the SKP itself and is read only to restore it.
        .options(load_only(PotretSkp.waktu, PotretSkp.pelaku, PotretSkp.sebab, PotretSkp.alasan, raiseload=True))
    )
    return RincianSkp(
        skp=skp,
        orang=_orang(skp),
        rhk=[BarisRhk(rhk, indikator, _aksi(isi, rhk, periode)) for rhk, indikator in isi.rhk],
        perilaku=[BarisPerilaku(n, isi.ekspektasi.get(n)) for n in NilaiBerakhlak],
        lampiran=[(j.label, [t for jenis, t in butir if jenis is j]) for j in JenisLampiran],
        penilaian=[_penilaian(isi.lembar(p), hari_ini, zona) for p in periode],
        keberatan=list(session.scalars(keberatan.options(muat_keberatan, raiseload("*")))),
        potret=list(session.scalars(potret)),
    )


def _aksi(isi: Bahan, rhk: Rhk, periode: Sequence[PeriodeSkp]) -> list[BarisAksi]:
    """In the order of the year; those of a period that is none of the SKP's any more come last."""
    nama = {p.id: p.nama for p in periode}
    lain = sorted({p for r, p in isi.aksi if r == rhk.id} - nama.keys())
    return [BarisAksi(nama.get(p, "Periode lain"), a.teks, a.eviden or "") for p in (*nama, *lain) for a in isi.aksi.get((rhk.id, p), ())]


def _penilaian(lembar: Lembar, hari_ini: date, zona: Zona) -> BarisPenilaian:
    periode, p = lembar.periode, lembar.penilaian
    dibuka = p.dibuka_sampai if p else None
    aksi = [a for r in lembar.rhk for a in r.aksi]
    return BarisPenilaian(
        periode,
        p,
        lencana_enum(p.hasil) if p and p.hasil else None,
        lencana_enum(p.perilaku) if p and p.perilaku else None,
        lencana_predikat(p.predikat) if p and p.predikat else None,
        lencana_enum(keadaan(periode.awal, periode.batas, dibuka, hari_ini)),
        _fakta(p, zona),
        [
            IsianIndikator(f"RHK {r.nomor}, indikator {n}", i.teks, i.realisasi, i.umpan_balik)
            for r in lembar.rhk
            for n, i in enumerate(r.indikator, 1)
            if i.realisasi or i.umpan_balik
        ],
        [(b.nilai.label, b.umpan_balik) for b in lembar.perilaku if b.umpan_balik],
        len(aksi),
        sum(bool(a.eviden) for a in aksi),
    )


def _fakta(p: Penilaian | None, zona: Zona) -> list[Fakta]:
    """The ratings with their time, the catatan, and until when filling in was reopened: what there is of it."""
    if p is None:
        return []
    hasil = []
    if p.hasil is not None and p.perilaku is not None and p.predikat is not None:
        hasil += [
            Fakta("Rating Hasil Kerja", teks(p.hasil.label)),
            Fakta("Rating Perilaku Kerja", teks(p.perilaku.label)),
            Fakta("Predikat Kinerja", teks(lencana_predikat(p.predikat))),
            Fakta("Waktu penilaian", teks(p.dinilai, zona)),
        ]
    if p.dibuka_sampai is not None:
        hasil.append(Fakta("Pengisian dibuka sampai", teks(p.dibuka_sampai)))
    if p.catatan:
        hasil.append(Fakta("Catatan/Rekomendasi", paragraf(p.catatan)))
    return hasil
