"""Reading across instansi: a session of its own, for a stated reason, always in the audit."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.orm import Session

from domain.izin import Aktor
from extensions import db
from models import Instansi
from services import audit
from services.unit_of_work import unit_of_work
from tenancy import Lingkup, pasang_lingkup


@contextmanager
def lintas_instansi(aktor: Aktor, alasan: str) -> Iterator[Session]:
    """A session that sees every instansi and writes nothing; the look is audited before it is taken."""
    with unit_of_work(aktor) as unit:
        audit.catat(unit.session, aktor, "lintas_instansi", unit.session.get_one(Instansi, aktor.instansi_id), alasan=alasan)
    with Session(db.engine) as session:
        pasang_lingkup(session, Lingkup("lintas"))
        yield session
