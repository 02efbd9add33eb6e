"""Reading for *Daftar SKP*: one's own SKP, what waits for one, those one assesses, and a SKP with all it holds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import Session, joinedload, load_only, raiseload

from domain.izin import Aktor
from domain.periode import resolusi, tanggal_periode
from domain.skp import JenisSkp
from domain.status import KEBERATAN_HIDUP, StatusSkp
from models import (
    Indikator,
    Keberatan,
    Pegawai,
    Penilaian,
    PltPlh,
    RealisasiIndikator,
    RencanaAksi,
    Rhk,
    Skp,
    Unor,
)
from services import periode as layanan_periode
from services.diri import pegawai_saya
from services.galat import TidakDitemukan
from services.intervensi import pilihan_intervensi

PER_HALAMAN = 20
MILIK_MAKS = 50
"""Own SKP shown at once: some decades of them."""
TAMPIL_MAKS = 10
"""Lines of each kind under *Perlu tindakan Anda*; the count says how many there are."""
SEMUA_MAKS = 1_000
"""Lines of each kind when all are asked for."""


@dataclass(frozen=True, slots=True)
class Terbuka:
    """A SKP with what the actor is to it; at least one holds."""

    skp: Skp
    pemilik: bool
    penilai: bool
    atasan: bool


def _ringkas() -> Select[Any]:
    """SKP as a card or a line shows them."""
    return select(Skp).options(joinedload(Skp.unor, innerjoin=True).load_only(Unor.nama, Unor.mandiri), raiseload("*"))


def buka(session: Session, aktor: Aktor, id: int) -> Terbuka:
    """The SKP for its owner, its penilai or the atasan of that. Raises TidakDitemukan for everyone else."""
    saya = pegawai_saya(session, aktor).id
    skp = session.scalar(_ringkas().where(Skp.id == id))
    if skp is None or saya not in (skp.pegawai_id, skp.penilai_id, skp.atasan_id):
        raise TidakDitemukan("SKP tidak ditemukan.")
    return Terbuka(skp, saya == skp.pegawai_id, saya == skp.penilai_id, saya == skp.atasan_id)


def milik(session: Session, pegawai_id: int) -> list[Skp]:
    """A pegawai's own SKP, the newest first."""
    return list(session.scalars(_ringkas().where(Skp.pegawai_id == pegawai_id).order_by(Skp.awal.desc(), Skp.id.desc()).limit(MILIK_MAKS)))


# --- What waits -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class PerluDinilai:
    """A SKP whose rating in a Periode is due. ``batas``: the last day to give it."""

    skp_id: int
    nama: str
    periode_id: int
    periode: str
    batas: date


@dataclass(frozen=True, slots=True)
class Menunggu:
    """What waits for a pegawai: the lines to show of each kind, and how many there are of it."""

    persetujuan: Sequence[Skp]
    n_persetujuan: int
    dinilai: Sequence[PerluDinilai]
    n_dinilai: int
    dijelaskan: Sequence[Keberatan]
    """Keberatan that the penilai hasn't explained yet."""
    n_dijelaskan: int
    diputus: Sequence[Keberatan]
    """Keberatan that the atasan has to check and decide."""
    n_diputus: int

    @property
    def jumlah(self) -> int:
        return self.n_persetujuan + self.n_dinilai + self.n_dijelaskan + self.n_diputus


def menunggu(session: Session, pegawai_id: int, hari_ini: date, maks: int = TAMPIL_MAKS) -> Menunggu:
    """What waits for this pegawai as penilai and as atasan, at most ``maks`` lines of each kind."""
    ajuan = (Skp.penilai_id == pegawai_id, Skp.status == StatusSkp.PENGAJUAN)
    persetujuan = list(session.scalars(_ringkas().where(*ajuan).order_by(Skp.diajukan, Skp.id).limit(maks)))
    n_persetujuan = len(persetujuan)
    if n_persetujuan == maks:
        n_persetujuan = session.scalar(select(func.count()).select_from(Skp).where(*ajuan)) or 0
    dinilai = _perlu_dinilai(session, pegawai_id, hari_ini)
    keberatan = _keberatan(session, pegawai_id, hari_ini)
    dijelaskan = [k for k in keberatan if k.penilai_id == pegawai_id and not k.penjelasan]
    diputus = [k for k in keberatan if k.atasan_id == pegawai_id]
    return Menunggu(
        persetujuan,
        n_persetujuan,
        dinilai[:maks],
        len(dinilai),
        dijelaskan[:maks],
        len(dijelaskan),
        diputus[:maks],
        len(diputus),
    )


def _keberatan(session: Session, pegawai_id: int, hari_ini: date) -> list[Keberatan]:
    """Those that can still be answered; past the day of decision there is nothing left to do."""
    stmt = (
        select(Keberatan)
        .options(raiseload("*"))
        .where(
            or_(Keberatan.penilai_id == pegawai_id, Keberatan.atasan_id == pegawai_id),
            Keberatan.status.in_(sorted(KEBERATAN_HIDUP, key=lambda s: s.value)),
            Keberatan.batas_putusan >= hari_ini,
        )
        .order_by(Keberatan.batas_putusan, Keberatan.id)
        .limit(SEMUA_MAKS)
    )
    return list(session.scalars(stmt))


def _perlu_dinilai(session: Session, penilai_id: int, hari_ini: date) -> list[PerluDinilai]:
    """Periods that have ended and are still open, of approved SKP without ratings there; three queries however many."""
    tahun = (hari_ini.year, hari_ini.year - 1)
    stmt = (
        select(Skp)
        .options(load_only(Skp.nama, Skp.tahun, Skp.awal, Skp.akhir), raiseload("*"))
        .where(Skp.penilai_id == penilai_id, Skp.status == StatusSkp.PERSETUJUAN, Skp.tahun.in_(tahun))
        .order_by(Skp.nama_cari, Skp.id)
    )
    semua = list(session.scalars(stmt))
    if not semua:
        return []
    ada = {
        (s, p): (sudah, dibuka)
        for s, p, sudah, dibuka in session.execute(
            select(Penilaian.skp_id, Penilaian.periode_id, Penilaian.predikat.is_not(None), Penilaian.dibuka_sampai)
            .join(Skp, Skp.id == Penilaian.skp_id)
            .where(Skp.penilai_id == penilai_id, Skp.status == StatusSkp.PERSETUJUAN, Skp.tahun.in_(tahun))
        )
    }
    rencana = layanan_periode.semua(session)
    hasil = []
    for t in tahun:
        for r in resolusi(rencana, t):
            awal, akhir, batas = tanggal_periode(r, t)
            for skp in semua:
                sudah, dibuka = ada.get((skp.id, r.id or 0), (False, None))
                sampai = max(batas, dibuka) if dibuka else batas
                kena = skp.tahun == t and skp.awal <= akhir and skp.akhir >= awal
                if kena and not sudah and akhir < hari_ini <= sampai:
                    hasil.append(PerluDinilai(skp.id, skp.nama, r.id or 0, r.nama, sampai))
    return sorted(hasil, key=lambda p: (p.batas, p.nama, p.skp_id))


# --- Bawahan ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Bawahan:
    """A page of the SKP that a pegawai assesses in a year. ``tahun`` holds the years that have any, the newest first."""

    baris: Sequence[Skp]
    total: int
    halaman: int
    pilihan_tahun: Sequence[int]

    @property
    def halaman_akhir(self) -> int:
        return max(1, -(-self.total // PER_HALAMAN))


def bawahan(session: Session, pegawai_id: int, tahun: int, halaman: int) -> Bawahan:
    """The SKP of ``tahun`` whose penilai he is, by name; a page beyond the last is the last."""
    per_tahun = dict(
        session.execute(
            select(Skp.tahun, func.count()).where(Skp.penilai_id == pegawai_id).group_by(Skp.tahun).order_by(Skp.tahun.desc())
        ).all()
    )
    total = per_tahun.get(tahun, 0)
    halaman = min(max(1, halaman), max(1, -(-total // PER_HALAMAN)))
    stmt = _ringkas().where(Skp.penilai_id == pegawai_id, Skp.tahun == tahun).order_by(Skp.nama_cari, Skp.id)
    baris = list(session.scalars(stmt.limit(PER_HALAMAN).offset((halaman - 1) * PER_HALAMAN))) if total else []
    return Bawahan(baris, total, halaman, list(per_tahun))


# --- Adding -----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Tempat:
    """Where a pegawai may make a SKP: his own unor, or one where he acts."""

    kunci: str
    jenis: JenisSkp
    unor_id: int
    unor: str
    jabatan: str

    @property
    def label(self) -> str:
        return f"{self.jenis.label}: {self.jabatan}, {self.unor}"


def tempat(session: Session, saya: Pegawai) -> list[Tempat]:
    """His own unor first, then each PLT/PLH that is Aktif."""
    unor = session.get_one(Unor, saya.unor_id)
    hasil = [Tempat("definitif", JenisSkp.DEFINITIF, unor.id, unor.nama, saya.jabatan)]
    stmt = (
        select(PltPlh)
        .options(joinedload(PltPlh.unor, innerjoin=True).load_only(Unor.nama), raiseload("*"))
        .where(PltPlh.pegawai_id == saya.id, PltPlh.aktif)
        .order_by(PltPlh.awal.desc(), PltPlh.id)
    )
    for p in session.scalars(stmt):
        hasil.append(Tempat(f"plt-{p.id}", JenisSkp(p.jenis.value), p.unor_id, p.unor.nama, p.jabatan))
    return hasil


def sumber_salinan(session: Session, skp: Skp) -> list[tuple[Skp, int]]:
    """Other SKP of the same pegawai that hold RHK, the newest first, each with how many."""
    stmt = (
        select(Skp, func.count(Rhk.id))
        .join(Rhk, Rhk.skp_id == Skp.id)
        .options(raiseload("*"))
        .where(Skp.pegawai_id == skp.pegawai_id, Skp.id != skp.id)
        .group_by(Skp.id)
        .order_by(Skp.awal.desc(), Skp.id.desc())
        .limit(MILIK_MAKS)
    )
    return [(s, n) for s, n in session.execute(stmt)]


# --- What goes with a part of a SKP ---------------------------------------------------------------------------------------


def ikut_terhapus(session: Session, rhk_id: int) -> dict[str, int]:
    """What goes, or loses its link, with a RHK: word → how many; only what there is."""
    indikator = select(Indikator.id).where(Indikator.rhk_id == rhk_id)
    hitung = {
        "indikator": select(func.count()).select_from(Indikator).where(Indikator.rhk_id == rhk_id),
        "realisasi": select(func.count()).select_from(RealisasiIndikator).where(RealisasiIndikator.indikator_id.in_(indikator)),
        "rencana aksi": select(func.count()).select_from(RencanaAksi).where(RencanaAksi.rhk_id == rhk_id),
        "RHK bawahan": select(func.count()).select_from(Rhk).where(Rhk.intervensi_id == rhk_id),
    }
    return {apa: n for apa, stmt in hitung.items() if (n := session.scalar(stmt))}


def realisasi_indikator(session: Session, indikator_id: int) -> int:
    """How many realisasi go with an indikator."""
    return session.scalar(select(func.count()).select_from(RealisasiIndikator).where(RealisasiIndikator.indikator_id == indikator_id)) or 0


def ada_intervensi(session: Session, skp: Skp) -> bool:
    """Whether the penilai has RHK that this SKP could serve."""
    return bool(pilihan_intervensi(session, skp))
