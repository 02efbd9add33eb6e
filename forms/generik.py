"""Forms made from a table's columns, for entities that need no form of their own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Boolean, Date, Enum, Integer, String, Text
from wtforms import DateField, Field, IntegerField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional

from forms.dasar import EnumField, Formulir, LookupField, TeksField, VersiField, YaTidakField


def formulir_untuk(
    model: type, kolom: Sequence[str], *, lookup: Mapping[str, str] | None = None, petunjuk: Mapping[str, str] | None = None
) -> type[Formulir]:
    """A form class with the named columns, in that order: label from the column, required unless nullable or defaulted.

    ``lookup`` maps a foreign-key column to its look-up. Raises TypeError for a column type that has no field.
    """
    isi: dict[str, Any] = {
        nama: _isian(model.__table__.columns[nama], (lookup or {}).get(nama), (petunjuk or {}).get(nama, ""))  # type: ignore[attr-defined]
        for nama in kolom
    }
    isi["versi"] = VersiField()
    return type(f"Formulir{model.__name__}", (Formulir,), isi)


def _isian(kolom: Any, lookup: str | None, petunjuk: str) -> Field:
    label = kolom.info.get("label", kolom.name)
    wajib = [Optional()] if kolom.nullable else [InputRequired()]
    umum: dict[str, Any] = {"description": petunjuk}
    if lookup is not None:
        return LookupField(label, wajib, lookup=lookup, placeholder="Ketik sedikitnya 3 huruf", **umum)
    match kolom.type:
        case Enum(enum_class=jenis) if jenis is not None:
            return EnumField(label, enum=jenis, kosong="-" if kolom.nullable else None, validators=wajib, **umum)
        case Boolean():
            return YaTidakField(label, wajib, **umum)
        case Date():
            return DateField(label, wajib, **umum)
        case Text():
            return TextAreaField(label, wajib, **umum)
        case Integer():
            return IntegerField(label, wajib, **umum)
        case String(length=panjang):
            return TeksField(label, [*wajib, Length(max=panjang or 1000)], **umum)
    raise TypeError(f"kolom {kolom} bertipe {kolom.type} belum mempunyai isian")
