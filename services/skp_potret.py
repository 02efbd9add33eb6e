"""Snapshots of a SKP with everything below it, taken before something is taken away from it, and word to the capaian that counts it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import Enum
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models import (
    Indikator,
    LampiranSkp,
    Penilaian,
    PerilakuSkp,
    Periode,
    PotretSkp,
    RealisasiIndikator,
    RencanaAksi,
    Rhk,
    Skp,
    UmpanBalikPerilaku,
)
from services import audit
from services.capaian_organisasi import penilaian_berubah
from services.unit_of_work import Unit

Isi = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Bagian:
    """A table below the SKP: ``induk`` its column that points up, ``rujukan`` its other references, ``kunci`` what is unique beside the id."""

    nama: str
    model: Any
    induk: str
    milik: Callable[[int], Any]
    label: str
    rujukan: dict[str, Any] = field(default_factory=dict)
    kunci: tuple[str, ...] = ()


def rhk_milik(skp_id: int) -> Any:
    return select(Rhk.id).where(Rhk.skp_id == skp_id)


def _penilaian(skp_id: int) -> Any:
    return select(Penilaian.id).where(Penilaian.skp_id == skp_id)


BAGIAN: tuple[Bagian, ...] = (
    Bagian("rhk", Rhk, "skp_id", lambda i: Rhk.skp_id == i, "RHK", {"intervensi_id": Rhk}),
    Bagian("indikator", Indikator, "rhk_id", lambda i: Indikator.rhk_id.in_(rhk_milik(i)), "Indikator"),
    Bagian("perilaku_skp", PerilakuSkp, "skp_id", lambda i: PerilakuSkp.skp_id == i, "Ekspektasi", kunci=("nilai",)),
    Bagian("lampiran_skp", LampiranSkp, "skp_id", lambda i: LampiranSkp.skp_id == i, "Lampiran"),
    Bagian("rencana_aksi", RencanaAksi, "rhk_id", lambda i: RencanaAksi.rhk_id.in_(rhk_milik(i)), "Rencana aksi", {"periode_id": Periode}),
    Bagian("penilaian", Penilaian, "skp_id", lambda i: Penilaian.skp_id == i, "Penilaian", {"periode_id": Periode}, ("periode_id",)),
    Bagian(
        "realisasi_indikator",
        RealisasiIndikator,
        "penilaian_id",
        lambda i: RealisasiIndikator.penilaian_id.in_(_penilaian(i)),
        "Realisasi",
        kunci=("penilaian_id", "indikator_id"),
    ),
    Bagian(
        "umpan_balik_perilaku",
        UmpanBalikPerilaku,
        "penilaian_id",
        lambda i: UmpanBalikPerilaku.penilaian_id.in_(_penilaian(i)),
        "Umpan balik",
        kunci=("penilaian_id", "nilai"),
    ),
)
"""From the top down, so that what is referred to is there first."""

# --- Taking -----------------------------------------------------------------------------------------------------------


def isi_skp(session: Session, skp: Skp) -> Isi:
    """The SKP and all rows below it as JSON; nine SELECTs, whatever the number of rows."""
    isi: Isi = {"skp": _ke_json(skp)}
    for b in BAGIAN:
        isi[b.nama] = [_ke_json(r) for r in session.scalars(select(b.model).where(b.milik(skp.id)).order_by(b.model.id))]
    return isi


def potret(unit: Unit, skp: Skp, sebab: str, alasan: str | None) -> PotretSkp:
    """Take a snapshot in the open unit of work, before the change named ``sebab``."""
    baris = PotretSkp(
        skp_id=skp.id,
        waktu=unit.aktor.sekarang(),
        pengguna_id=unit.aktor.pengguna_id,
        pelaku=unit.aktor.nama,
        sebab=sebab,
        alasan=alasan or None,
        isi=isi_skp(unit.session, skp),
    )
    unit.session.add(baris)
    unit.session.flush()
    return baris


def isi_ringkas(session: Session, skp: Skp) -> list[audit.Perubahan]:
    """A SKP for the audit of its deletion: its own columns, and how many rows of each part; the snapshot holds them whole."""
    jumlah = [(b, session.scalar(select(func.count()).select_from(b.model).where(b.milik(skp.id))) or 0) for b in BAGIAN]
    pokok = [p for p in audit.isi(session, skp) if not p["kolom"].startswith("salinan_")]
    return [
        *pokok,
        *({"kolom": b.nama, "label": b.label, "tipe": "angka", "sebelum": n, "sesudah": None} for b, n in jumlah if n),
    ]


def hapus_isi(session: Session, skp: Skp) -> None:
    """Delete all rows below the SKP, from the bottom up."""
    for b in reversed(BAGIAN):
        for baris in session.scalars(select(b.model).where(b.milik(skp.id))):
            session.delete(baris)
        session.flush()


def _ke_json(objek: Any) -> Isi:
    return {k.name: nilai_json(getattr(objek, k.name)) for k in objek.__table__.columns if k.name not in {"instansi_id", "versi"}}


def nilai_json(nilai: Any) -> Any:
    """A column's value as a snapshot keeps it."""
    if isinstance(nilai, Enum):
        return nilai.value
    return nilai.isoformat() if isinstance(nilai, date | datetime) else nilai


# --- Telling the capaian ---------------------------------------------------------------------------------------------


def dinilai(session: Session, skp: Skp) -> set[int]:
    """Ids of the periods in which the SKP carries a predikat."""
    return set(session.scalars(select(Penilaian.periode_id).where(Penilaian.skp_id == skp.id, Penilaian.predikat.is_not(None))))


def kabari_capaian(unit: Unit, skp: Skp, periode: Iterable[int] | None = None) -> None:
    """Tell Capaian Kinerja Organisasi that what it counts may have changed; ``periode`` None = all rated ones of the SKP."""
    for id in sorted(dinilai(unit.session, skp) if periode is None else periode):
        penilaian_berubah(unit, skp, id)
