"""Who counts for the capaian of a unit in a Periode, and how they were rated: in a fixed number of queries.

Unor Induk of a unor: itself when it may have a capaian of its own (mandiri, or led at JPT level) or has no induk; else its
``induk_id``. Counted are the approved definitive SKP of the year that touch the period, each once.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, func, or_, select
from sqlalchemy.orm import Session, aliased

from domain.jabatan import setingkat_jpt
from domain.periode import RencanaPeriode, resolusi, tanggal_periode
from domain.predikat import Predikat
from domain.skp import JenisSkp
from domain.status import StatusSkp
from models import Penilaian, Skp, Unor
from services import periode as layanan_periode
from services.saring import Konteks, SaringPilihan, SaringSalah

ESELON_JPT = tuple(kode for n in range(100) if setingkat_jpt(kode := f"{n:02d}"))


def berhak(unor: Any = Unor) -> ColumnElement[bool]:
    """Criterion on Unor (or an alias): it may have a capaian, *UNIT KERJA JPT / MANDIRI*."""
    return or_(unor.mandiri, unor.eselon.in_(ESELON_JPT))


def unit_induk(unor: Any = Unor) -> ColumnElement[int]:
    """SQL for the id of a unor's Unor Induk."""
    return case((or_(berhak(unor), unor.induk_id.is_(None)), unor.id), else_=unor.induk_id)


def unor_dari(unit_id: int) -> Select[Any]:
    """SELECT of the ids of the unor whose Unor Induk is the unit."""
    return select(Unor.id).where(or_(Unor.id == unit_id, and_(Unor.induk_id == unit_id, ~berhak())))


# --- Periods of a year, numbered --------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class PeriodeKe:
    """A period that holds in a year: its number there, the row, and its real days."""

    nomor: int
    rencana: RencanaPeriode
    awal: date
    akhir: date
    batas: date

    @property
    def id(self) -> int:
        assert self.rencana.id is not None
        return self.rencana.id

    @property
    def label(self) -> str:
        """*Periode 13 (FINAL)*, *Periode 1 · Januari*."""
        return f"Periode {self.nomor} (FINAL)" if self.rencana.final else f"Periode {self.nomor} · {self.rencana.nama}"


def periode_tahun(session: Session, tahun: int) -> list[PeriodeKe]:
    """The periods that hold in ``tahun``, numbered in the order of domain.periode.resolusi. One query."""
    return bernomor(layanan_periode.semua(session), tahun)


def bernomor(semua: Sequence[RencanaPeriode], tahun: int) -> list[PeriodeKe]:
    """The same, from rows that were read already."""
    return [PeriodeKe(n, r, *tanggal_periode(r, tahun)) for n, r in enumerate(resolusi(semua, tahun), 1)]


def pilihan_periode(session: Session, tahun: int | None) -> list[tuple[str, str]]:
    """(id, label) of the periods that hold in ``tahun``; of all rows, with their year, when no year is asked for.

    Read once a session: a filter's field and its chip ask for the same rows.
    """
    semua = session.info.get("periode_saring") or layanan_periode.semua(session)
    session.info["periode_saring"] = semua
    if tahun is not None:
        return [(str(p.id), p.label) for p in bernomor(semua, tahun)]
    return [(str(r.id), r.nama if r.tahun is None else f"{r.nama} ({r.tahun})") for r in semua]


@dataclass(frozen=True, slots=True, kw_only=True)
class SaringPeriode(SaringPilihan):
    """A period by its id: one of another year than the one chosen finds nothing, and is no mistake."""

    def terapkan(self, stmt: Select, nilai: str, konteks: Konteks) -> Select:
        if not (nilai.isascii() and nilai.isdigit() and len(nilai) <= 18):
            raise SaringSalah(f"Pilih {self.label} dari daftar.")
        return stmt.where(self.kolom == int(nilai))

    def teks(self, nilai: str, konteks: Konteks) -> str:
        return dict(pilihan_periode(konteks.session, None)).get(nilai, "tidak ditemukan")


# --- Counting ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Statistik:
    """``pegawai``: SKP that count; ``jumlah``: of those rated, how many hold each predikat."""

    pegawai: int = 0
    jumlah: Mapping[Predikat, int] = field(default_factory=dict)

    @property
    def dinilai(self) -> int:
        return sum(self.jumlah.values())

    def ke_json(self) -> dict[str, int]:
        return {"pegawai": self.pegawai, "dinilai": self.dinilai, **{p.value: self.jumlah.get(p, 0) for p in Predikat}}

    @classmethod
    def dari_json(cls, isi: Mapping[str, int] | None) -> Statistik | None:
        if isi is None:
            return None
        return cls(int(isi.get("pegawai", 0)), {p: int(isi.get(p.value, 0)) for p in Predikat})

    def kalimat(self) -> str:
        """As the manual's list prints it."""
        rinci = " ".join(f"{p.label} : {self.jumlah.get(p, 0)}" for p in Predikat)
        return f"Pegawai dinilai : {self.dinilai} / {self.pegawai} {rinci}"


def terhitung(tahun: int, awal: date, akhir: date) -> ColumnElement[bool]:
    """Criterion on Skp: it counts in a period of ``tahun`` from ``awal`` to ``akhir``."""
    return and_(
        Skp.tahun == tahun,
        Skp.jenis == JenisSkp.DEFINITIF,
        Skp.status == StatusSkp.PERSETUJUAN,
        Skp.awal <= akhir,
        Skp.akhir >= awal,
    )


def dengan_penilaian(stmt: Select[Any], periode_id: int) -> Select[Any]:
    """Join each SKP to its Penilaian of the period, where there is one."""
    cocok = and_(Penilaian.instansi_id == Skp.instansi_id, Penilaian.skp_id == Skp.id, Penilaian.periode_id == periode_id)
    return stmt.outerjoin(Penilaian, cocok)


def _masa(session: Session, tahun: int, periode_id: int) -> tuple[date, date] | None:
    """The real days of a period in a year. A row that another one has overridden since keeps its own days."""
    baris = next((r for r in layanan_periode.semua(session) if r.id == periode_id), None)
    if baris is None or baris.tahun not in (None, tahun):
        return None
    awal, akhir, _ = tanggal_periode(baris, tahun)
    return awal, akhir


def hitung(session: Session, unit_id: int, tahun: int, periode_id: int) -> Statistik:
    """The numbers as they are now. Two queries, whatever the size of the unit."""
    masa = _masa(session, tahun, periode_id)
    if masa is None:
        return Statistik()
    stmt: Select = select(Penilaian.predikat, func.count()).select_from(Skp)
    stmt = dengan_penilaian(stmt, periode_id).where(terhitung(tahun, *masa), Skp.unor_id.in_(unor_dari(unit_id)))
    per_predikat: dict[Predikat | None, int] = dict(session.execute(stmt.group_by(Penilaian.predikat)).all())
    return Statistik(sum(per_predikat.values()), {p: per_predikat.get(p, 0) for p in Predikat})


@dataclass(frozen=True, slots=True)
class BelumDinilai:
    skp_id: int
    nama: str
    nomor_induk: str
    unor: str


def belum_dinilai(session: Session, unit_id: int, tahun: int, periode_id: int, *, batas: int, lewati: int = 0) -> list[BelumDinilai]:
    """Whose SKP counts and has no predikat yet, by name: at most ``batas`` of them after the first ``lewati``."""
    masa = _masa(session, tahun, periode_id)
    if masa is None:
        return []
    rumah = aliased(Unor)
    stmt: Select = select(Skp.id, Skp.nama, Skp.nomor_induk, rumah.nama).join(rumah, rumah.id == Skp.unor_id)
    stmt = dengan_penilaian(stmt, periode_id).where(
        terhitung(tahun, *masa), Skp.unor_id.in_(unor_dari(unit_id)), Penilaian.predikat.is_(None)
    )
    return [BelumDinilai(*b) for b in session.execute(stmt.order_by(Skp.nama_cari, Skp.id).limit(batas).offset(lewati))]
