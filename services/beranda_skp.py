"""The SKP part of Beranda: this year's plans, the running period, capaian and keberatan that wait; in a fixed number of queries."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum
from typing import Any, TypeVar

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from domain.periode import RencanaPeriode
from domain.predikat import NilaiCapaian, Predikat
from domain.status import KEBERATAN_HIDUP, StatusCapaian, StatusSkp, bisa
from models import CapaianOrganisasi, Keberatan, Penilaian, Periode, Skp, Unor
from services import periode
from services.capaian_statistik import BelumDinilai, PeriodeKe, Statistik, bernomor, dengan_penilaian, terhitung, unit_induk
from services.saring import Konteks, subpohon

E = TypeVar("E", bound=Enum)

UNIT_TAMPAK = 5
CAPAIAN_TAMPAK = 5
HARI_DEKAT = 7
"""A keberatan whose deadline is this near, or past, is something to do."""
CUKUP_DINILAI = 0.5
"""A period that is still filled in has a distribution worth looking at once this part of its people are rated."""


@dataclass(frozen=True, slots=True)
class KemajuanUnit:
    """An Unor Induk in the running period: how many SKP count, how many of them are rated."""

    unor_id: int
    nama: str
    pegawai: int
    dinilai: int


@dataclass(frozen=True, slots=True)
class CapaianTunggu:
    id: int
    unor: str
    capaian: NilaiCapaian
    periode: str
    tahun: int


@dataclass(frozen=True, slots=True)
class KeberatanDekat:
    jumlah: int
    terdekat: date | None
    terbuka: int


@dataclass(frozen=True, slots=True)
class Distribusi:
    """The predikat of a period, and what the expected pattern is made of: capaian → how many rated people stand behind it."""

    periode: PeriodeKe
    statistik: Statistik
    bobot: Mapping[NilaiCapaian, int]


@dataclass(frozen=True, slots=True)
class HalamanBelum:
    """Some of the ``belum`` people, of ``pegawai`` that count, who are not rated in the period; ``nomor``: which page of them."""

    periode: PeriodeKe
    pegawai: int
    belum: int
    nomor: int
    daftar: Sequence[BelumDinilai]


@dataclass(frozen=True, slots=True)
class RingkasanSkp:
    tahun: int
    per_status: Mapping[StatusSkp, int]
    periode: PeriodeKe | None
    """The period that is being filled in; None where the year has none."""
    statistik: Statistik
    unit: Sequence[KemajuanUnit]
    """Those furthest behind, first."""
    distribusi: Distribusi | None
    capaian: Mapping[StatusCapaian, int]
    """How many capaian of the year are in each status."""
    tunggu: Sequence[CapaianTunggu]
    tunggu_semua: int
    keberatan: KeberatanDekat


def periode_berjalan(semua: Sequence[RencanaPeriode], hari: date) -> PeriodeKe | None:
    """The period to work on: the last one that has ended and may still be filled in, else the shortest that holds today."""
    calon = _calon(semua, hari)
    lewat = [p for p in calon if p.akhir < hari <= p.batas]
    kini = [p for p in calon if p.awal <= hari <= p.akhir]
    if lewat:
        return max(lewat, key=lambda p: (p.akhir, p.awal))
    return min(kini, key=lambda p: (p.akhir - p.awal, p.nomor)) if kini else None


def periode_tertutup(semua: Sequence[RencanaPeriode], hari: date, kini: PeriodeKe | None) -> PeriodeKe | None:
    """The period whose Batas Pengisian passed last, of the type of ``kini`` where there is one."""
    calon = [p for p in _calon(semua, hari) if p.batas < hari and (kini is None or p.rencana.tipe is kini.rencana.tipe)]
    return max(calon, key=lambda p: (p.akhir, p.awal)) if calon else None


def _calon(semua: Sequence[RencanaPeriode], hari: date) -> list[PeriodeKe]:
    """The periods of this year and the one before; the Final only where a year has nothing else."""
    hasil: list[PeriodeKe] = []
    for tahun in (hari.year - 1, hari.year):
        satu = bernomor(semua, tahun)
        hasil += [p for p in satu if not p.rencana.final] or satu
    return hasil


def ringkasan(konteks: Konteks) -> RingkasanSkp:
    """Everything of the SKP part that the actor may see; a supervisor his subtree."""
    hari = konteks.aktor.hari_ini()
    semua = periode.semua(konteks.session)
    kini = periode_berjalan(semua, hari)
    per_unit = _per_unit(konteks, kini) if kini else {}
    tunggu, tunggu_semua = _tunggu(konteks)
    return RingkasanSkp(
        tahun=hari.year,
        per_status=_per_status(konteks, Skp.status, Skp.unor_id, Skp.tahun == hari.year, StatusSkp),
        periode=kini,
        statistik=_jumlahkan(per_unit),
        unit=_tertinggal(konteks.session, per_unit),
        distribusi=_distribusi(konteks, semua, kini, per_unit),
        capaian=_per_status(
            konteks, CapaianOrganisasi.status, CapaianOrganisasi.unor_id, CapaianOrganisasi.tahun == hari.year, StatusCapaian
        ),
        tunggu=tunggu,
        tunggu_semua=tunggu_semua,
        keberatan=_keberatan(konteks, hari),
    )


def _pagari(stmt: Select[Any], konteks: Konteks, kolom: Any) -> Select[Any]:
    batas = konteks.aktor.batas_unor
    return stmt if batas is None else stmt.where(kolom.in_(subpohon(batas)))


def _per_status(konteks: Konteks, status: Any, unor: Any, syarat: Any, enum: type[E]) -> dict[E, int]:
    """Rows by status, those of the actor's subtree, 0 for a status that none has."""
    stmt: Select = select(status, func.count()).where(syarat).group_by(status)
    ada: dict[E, int] = dict(konteks.session.execute(_pagari(stmt, konteks, unor)).all())
    return {s: ada.get(s, 0) for s in enum}


def _per_unit(konteks: Konteks, p: PeriodeKe) -> dict[int, Statistik]:
    """Unor Induk → its numbers in the period."""
    unit = unit_induk().label("unit")
    stmt: Select = select(unit, Penilaian.predikat, func.count()).select_from(Skp).join(Unor, Unor.id == Skp.unor_id)
    stmt = dengan_penilaian(stmt, p.id).where(terhitung(p.awal.year, p.awal, p.akhir)).group_by(unit, Penilaian.predikat)
    hasil: dict[int, dict[Predikat | None, int]] = {}
    for unor_id, predikat, n in konteks.session.execute(_pagari(stmt, konteks, Skp.unor_id)):
        hasil.setdefault(unor_id, {})[predikat] = n
    return {u: Statistik(sum(isi.values()), {p: isi.get(p, 0) for p in Predikat}) for u, isi in hasil.items()}


def _jumlahkan(per_unit: Mapping[int, Statistik]) -> Statistik:
    semua = list(per_unit.values())
    return Statistik(sum(s.pegawai for s in semua), {p: sum(s.jumlah.get(p, 0) for s in semua) for p in Predikat})


def _tertinggal(session: Session, per_unit: Mapping[int, Statistik]) -> list[KemajuanUnit]:
    urut = sorted(per_unit.items(), key=lambda b: (b[1].dinilai - b[1].pegawai, b[0]))[:UNIT_TAMPAK]
    nama = dict(session.execute(select(Unor.id, Unor.nama).where(Unor.id.in_([u for u, _ in urut]))).all())
    return [KemajuanUnit(u, nama[u], s.pegawai, s.dinilai) for u, s in urut if u in nama]


def _distribusi(
    konteks: Konteks, semua: Sequence[RencanaPeriode], kini: PeriodeKe | None, per_unit: Mapping[int, Statistik]
) -> Distribusi | None:
    """Of the last period that is closed, or of the running one once enough are rated in it: a few of them show no distribution."""
    p, isi = kini, _jumlahkan(per_unit)
    if not isi.dinilai or isi.dinilai < CUKUP_DINILAI * isi.pegawai:
        tertutup = periode_tertutup(semua, konteks.aktor.hari_ini(), kini)
        if tertutup is not None:
            p, per_unit = tertutup, _per_unit(konteks, tertutup)
    if p is None:
        return None
    stmt: Select = select(CapaianOrganisasi.unor_id, CapaianOrganisasi.capaian).where(
        CapaianOrganisasi.tahun == p.awal.year, CapaianOrganisasi.periode_id == p.id
    )
    bobot: dict[NilaiCapaian, int] = {}
    for unor_id, nilai in konteks.session.execute(_pagari(stmt, konteks, CapaianOrganisasi.unor_id)):
        if unor_id in per_unit:
            bobot[nilai] = bobot.get(nilai, 0) + per_unit[unor_id].dinilai
    return Distribusi(p, _jumlahkan(per_unit), bobot)


def belum_dinilai(konteks: Konteks, tahun: int, periode_id: int, *, batas: int, halaman: int) -> HalamanBelum | None:
    """A page of whose SKP counts in a period and has no predikat yet, by name; None when the period does not hold in that year.

    Three queries. A page beyond the last one is the last one.
    """
    p = next((p for p in bernomor(periode.semua(konteks.session), tahun) if p.id == periode_id), None)
    if p is None:
        return None

    def syarat(stmt: Select) -> Select:
        return _pagari(dengan_penilaian(stmt, p.id).where(terhitung(tahun, p.awal, p.akhir)), konteks, Skp.unor_id)

    hitung: Select = select(func.count(), func.count().filter(Penilaian.predikat.is_(None))).select_from(Skp)
    pegawai, belum = konteks.session.execute(syarat(hitung)).one()
    nomor = min(max(1, halaman), max(1, -(-belum // batas)))
    stmt: Select = select(Skp.id, Skp.nama, Skp.nomor_induk, Unor.nama).join(Unor, Unor.id == Skp.unor_id)
    stmt = syarat(stmt).where(Penilaian.predikat.is_(None)).order_by(Skp.nama_cari, Skp.id).limit(batas).offset((nomor - 1) * batas)
    return HalamanBelum(p, pegawai, belum, nomor, [BelumDinilai(*b) for b in konteks.session.execute(stmt)])


def _tunggu(konteks: Konteks) -> tuple[list[CapaianTunggu], int]:
    """The capaian not yet final, the newest first: some of them, and how many there are."""
    C = CapaianOrganisasi
    belum = [s for s in StatusCapaian if bisa("capaian_organisasi", s, "final")]
    stmt: Select = (
        select(C.id, Unor.nama, C.capaian, Periode.nama, C.tahun, func.count().over())
        .join(Unor, Unor.id == C.unor_id)
        .join(Periode, Periode.id == C.periode_id)
        .where(C.status.in_(belum))
        .order_by(C.tahun.desc(), C.id.desc())
        .limit(CAPAIAN_TAMPAK)
    )
    baris = konteks.session.execute(_pagari(stmt, konteks, C.unor_id)).all()
    return [CapaianTunggu(*b[:5]) for b in baris], baris[0][5] if baris else 0


def _keberatan(konteks: Konteks, hari: date) -> KeberatanDekat:
    dekat = Keberatan.batas_putusan <= hari + timedelta(days=HARI_DEKAT)
    stmt: Select = select(func.count().filter(dekat), func.min(Keberatan.batas_putusan), func.count()).where(
        Keberatan.status.in_(sorted(KEBERATAN_HIDUP, key=lambda s: s.value))
    )
    jumlah, terdekat, terbuka = konteks.session.execute(_pagari(stmt, konteks, Keberatan.unor_id)).one()
    return KeberatanDekat(jumlah, terdekat, terbuka)
