"""What a plan holds, read at once, and what keeps it from being submitted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.berakhlak import NilaiBerakhlak
from domain.kelengkapan import IndikatorRencana, Kekurangan, RhkRencana, kekurangan
from domain.skp import JenisLampiran, JenisRhk
from models import Indikator, LampiranSkp, PerilakuSkp, Rhk, Skp


@dataclass(frozen=True, slots=True)
class IsiRhk:
    rhk: Rhk
    nomor: int
    """Its place within its jenis, from 1."""
    indikator: Sequence[Indikator]


@dataclass(frozen=True, slots=True)
class IsiSkp:
    """All that a plan holds, in the order of the form."""

    rhk: dict[JenisRhk, list[IsiRhk]]
    perilaku: dict[NilaiBerakhlak, PerilakuSkp]
    lampiran: dict[JenisLampiran, list[LampiranSkp]]


def isi(session: Session, skp_id: int) -> IsiSkp:
    """Four queries, however much it holds."""
    semua = list(session.scalars(select(Rhk).where(Rhk.skp_id == skp_id).order_by(Rhk.urut, Rhk.id)))
    stmt = select(Indikator).join(Rhk, Rhk.id == Indikator.rhk_id).where(Rhk.skp_id == skp_id).order_by(Indikator.urut, Indikator.id)
    indikator: dict[int, list[Indikator]] = {}
    for i in session.scalars(stmt):
        indikator.setdefault(i.rhk_id, []).append(i)
    rhk: dict[JenisRhk, list[IsiRhk]] = {j: [] for j in JenisRhk}
    for r in semua:
        rhk[r.jenis].append(IsiRhk(r, len(rhk[r.jenis]) + 1, indikator.get(r.id, [])))
    lampiran: dict[JenisLampiran, list[LampiranSkp]] = {j: [] for j in JenisLampiran}
    for baris in session.scalars(select(LampiranSkp).where(LampiranSkp.skp_id == skp_id).order_by(LampiranSkp.urut, LampiranSkp.id)):
        lampiran[baris.jenis].append(baris)
    perilaku = {p.nilai: p for p in session.scalars(select(PerilakuSkp).where(PerilakuSkp.skp_id == skp_id))}
    return IsiSkp(rhk, perilaku, lampiran)


def kurang(skp: Skp, isinya: IsiSkp) -> list[Kekurangan]:
    """What keeps the plan from being submitted."""
    rencana = [
        RhkRencana(r.rhk.id, r.nomor, r.rhk.jenis, [IndikatorRencana(i.id, i.aspek, i.perspektif, i.target) for i in r.indikator])
        for daftar in isinya.rhk.values()
        for r in daftar
    ]
    return kekurangan(skp.model, skp.pendekatan, rencana)
