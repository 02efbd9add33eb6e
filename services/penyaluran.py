"""The outbox as dispatch reads it: which tasks must be put on the queue, and which of those may have got lost there."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from domain.izin import aktor_sistem
from domain.status import StatusTugas
from domain.waktu import Jam
from extensions import db
from models import Tugas
from services.unit_of_work import unit_of_work
from tenancy import SISTEM, pasang_lingkup

HILANG_SESUDAH = timedelta(seconds=20)
"""A row put on the queue so long ago, still waiting and no longer on it, was lost with a worker or with Redis."""
SEKALIGUS = 200


def _perlu(jam: Jam, hilang: Sequence[int]) -> Any:
    """Criterion: waits and was never queued, or was lost there, or lost its worker and was not queued again since."""
    kini = jam()
    terhenti = and_(
        Tugas.status == StatusTugas.BERJALAN,
        Tugas.lease_sampai < kini,
        or_(Tugas.diantrekan.is_(None), Tugas.diantrekan <= Tugas.lease_sampai, Tugas.diantrekan < kini - HILANG_SESUDAH),
    )
    antre = and_(Tugas.status == StatusTugas.ANTRE, or_(Tugas.diantrekan.is_(None), Tugas.id.in_(hilang)))
    return or_(antre, terhenti)


def ambil(jam: Jam, hilang: Sequence[int] = ()) -> list[tuple[int, str]]:
    """Mark a batch of rows as put on the queue and return (id, queue) of each.

    Marked before they are sent: what then fails to arrive is found as lost. Several dispatchers get different rows.
    """
    with Session(db.engine) as session:
        pasang_lingkup(session, SISTEM)
        if session.scalar(select(Tugas.id).where(_perlu(jam, hilang)).limit(1)) is None:
            return []  # the usual turn writes nothing
    with unit_of_work(aktor_sistem(jam)) as unit:
        stmt = (
            select(Tugas).where(_perlu(jam, hilang)).order_by(Tugas.id).limit(SEKALIGUS).with_for_update(skip_locked=True, key_share=True)
        )
        baris = unit.session.scalars(stmt).all()
        for satu in baris:
            satu.diantrekan = jam()
        return [(b.id, b.antrean) for b in baris]


def mungkin_hilang(jam: Jam, sesudah: timedelta = HILANG_SESUDAH) -> list[tuple[int, str]]:
    """(id, queue) of the rows that wait although they were put on the queue longer than ``sesudah`` ago."""
    with Session(db.engine) as session:
        pasang_lingkup(session, SISTEM)
        stmt = select(Tugas.id, Tugas.antrean).where(Tugas.status == StatusTugas.ANTRE, Tugas.diantrekan < jam() - sesudah)
        return [(b.id, b.antrean) for b in session.execute(stmt.order_by(Tugas.id).limit(10_000))]
