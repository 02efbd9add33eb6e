"""SQL that the synchronisation uses on every page."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import ARRAY, ColumnElement, any_, bindparam
from sqlalchemy.orm import Session


def satu_dari(session: Session, kolom: Any, nilai: Iterable[Any]) -> ColumnElement[bool]:
    """``kolom IN (nilai)`` for hundreds of values: on PostgreSQL one array, not one parameter each.

    The statement is then the same text for every page, so that neither SQLAlchemy nor the driver writes and reads it anew.
    """
    isi = list(nilai)
    if session.get_bind().dialect.name != "postgresql":
        hasil: ColumnElement[bool] = kolom.in_(isi)
        return hasil
    sama: ColumnElement[bool] = kolom == any_(bindparam(None, isi, type_=ARRAY(kolom.type), unique=True))
    return sama
