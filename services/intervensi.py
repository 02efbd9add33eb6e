"""Which RHK of others one's own may serve: those of the Pejabat Penilai Kinerja, and of the ketua of one's teams."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.status import StatusSkp
from models import AnggotaTim, Rhk, Skp, TimKerja

ANAK_MAKS = 100
"""Rows of one kind under one parent; no SKP on paper comes near it."""


@dataclass(frozen=True, slots=True)
class PilihanIntervensi:
    """A RHK that one's own may serve. ``tim``: the team whose ketua's it is; None: it is the penilai's."""

    rhk: Rhk
    tim: str | None


def pilihan_intervensi(session: Session, skp: Skp) -> list[PilihanIntervensi]:
    """The RHK of the penilai, and of the ketua of each team of that year that the pegawai belongs to.

    Of approved SKP that share a day with ``skp``; the penilai's first, then team by team, each in the order of its form.
    """
    stmt = (
        select(TimKerja.ketua_id, TimKerja.nama)
        .join(AnggotaTim, AnggotaTim.tim_id == TimKerja.id)
        .where(AnggotaTim.pegawai_id == skp.pegawai_id, TimKerja.tahun == skp.tahun, TimKerja.ketua_id != skp.pegawai_id)
        .order_by(TimKerja.nama_cari.desc(), TimKerja.id.desc())
    )
    milik: dict[int, str | None] = dict(session.execute(stmt).all())
    if skp.penilai_id is not None:
        milik[skp.penilai_id] = None
    if not milik:
        return []
    rhk = (
        select(Rhk, Skp.pegawai_id)
        .join(Skp, Skp.id == Rhk.skp_id)
        .where(
            Skp.pegawai_id.in_(milik),
            Skp.status == StatusSkp.PERSETUJUAN,
            Skp.awal <= skp.akhir,
            Skp.akhir >= skp.awal,
        )
        .order_by(Skp.awal.desc(), Skp.id, Rhk.urut, Rhk.id)
        .limit(2 * ANAK_MAKS * len(milik))
    )
    hasil = [PilihanIntervensi(r, milik[pegawai_id]) for r, pegawai_id in session.execute(rhk)]
    return sorted(hasil, key=lambda p: p.tim or "")
