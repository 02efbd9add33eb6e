"""Filters of lists: each reads one value of the address, narrows a SELECT, and can say its value in words.

Lists, exports and bulk tasks share them, so that all three mean the same rows.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import Enum
from typing import Any, Literal

from sqlalchemy import Select, and_, literal, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from domain.izin import Aktor
from domain.nama import normalkan
from models import Unor

PANJANG_MAKS = 100
KATA_MAKS = 5


class SaringSalah(ValueError):
    """The value of a filter makes no sense; the message says what to enter."""


@dataclass(frozen=True, slots=True)
class Konteks:
    """What a filter may need beyond its value: the session, the actor (for today and his instansi)."""

    session: Session
    aktor: Aktor


@dataclass(frozen=True, slots=True, kw_only=True)
class Saring:
    """One filter. ``nama`` is its stable ASCII key in the address, ``label`` the manual's word."""

    nama: str
    label: str
    jenis: Literal["teks", "pilihan", "lookup", "tanggal", "angka"] = "teks"
    petunjuk: str | None = None

    def terapkan(self, stmt: Select, nilai: str, konteks: Konteks) -> Select:
        raise NotImplementedError

    def teks(self, nilai: str, konteks: Konteks) -> str:
        """The value as a chip shows it."""
        return nilai

    def daftar_pilihan(self, konteks: Konteks) -> Sequence[tuple[str, str]]:
        return ()


def kondisi_nama(kolom: Any, teks: str) -> Any:
    """Criterion: every word of ``teks`` occurs in ``kolom`` (a ``nama_cari``); very short words only at a word's start."""
    kata = normalkan(teks[:PANJANG_MAKS]).split()[:KATA_MAKS]
    if not kata:
        raise SaringSalah("Isi sedikitnya satu huruf atau angka.")
    # Trigrams need three letters; shorter words would read the whole instansi.
    panjang = [k for k in kata if len(k) >= 3]
    pendek = [k for k in kata if len(k) < 3]
    syarat = [kolom.like(f"%{k}%") for k in panjang]
    if panjang:
        syarat += [or_(kolom.like(f"{k}%"), kolom.like(f"% {k}%")) for k in pendek]
    else:
        syarat.append(kolom.like(" ".join(pendek) + "%"))
    return and_(*syarat)


def kondisi_nomor(kolom: Any, teks: str) -> Any:
    """Criterion: the number begins with the digits of ``teks``; a range, which any collation and index serves."""
    angka = "".join(teks.split())
    if not (angka.isascii() and angka.isdigit()):
        raise SaringSalah("NIP hanya berisi angka.")
    if len(angka) > 18:
        raise SaringSalah(f"NIP paling banyak 18 angka, isian ini {len(angka)} angka.")
    return and_(kolom >= angka, kolom <= angka + "9" * (18 - len(angka)))


@dataclass(frozen=True, slots=True, kw_only=True)
class SaringNama(Saring):
    kolom: InstrumentedAttribute

    def terapkan(self, stmt: Select, nilai: str, konteks: Konteks) -> Select:
        return stmt.where(kondisi_nama(self.kolom, nilai))


@dataclass(frozen=True, slots=True, kw_only=True)
class SaringNomor(Saring):
    kolom: InstrumentedAttribute

    def terapkan(self, stmt: Select, nilai: str, konteks: Konteks) -> Select:
        return stmt.where(kondisi_nomor(self.kolom, nilai))


@dataclass(frozen=True, slots=True, kw_only=True)
class SaringCari(Saring):
    """The manual's *Search*: digits search the number, anything else the name."""

    nomor: InstrumentedAttribute
    kolom: InstrumentedAttribute

    def terapkan(self, stmt: Select, nilai: str, konteks: Konteks) -> Select:
        padat = "".join(nilai.split())
        if padat.isascii() and padat.isdigit():
            return stmt.where(kondisi_nomor(self.nomor, padat))
        return stmt.where(kondisi_nama(self.kolom, nilai))


@dataclass(frozen=True, slots=True, kw_only=True)
class SaringPilihan(Saring):
    """Choice from an enum, or from pairs made anew for each request."""

    kolom: InstrumentedAttribute
    enum: type[Enum] | None = None
    pilihan: Callable[[Konteks], Sequence[tuple[str, str]]] | None = None
    ubah: Callable[[str], Any] = str
    jenis: Literal["teks", "pilihan", "lookup", "tanggal", "angka"] = "pilihan"

    def daftar_pilihan(self, konteks: Konteks) -> Sequence[tuple[str, str]]:
        if self.enum is not None:
            return [(m.value, getattr(m, "label", str(m.value))) for m in self.enum]
        return self.pilihan(konteks) if self.pilihan else ()

    def teks(self, nilai: str, konteks: Konteks) -> str:
        return dict(self.daftar_pilihan(konteks)).get(nilai, nilai)

    def terapkan(self, stmt: Select, nilai: str, konteks: Konteks) -> Select:
        if nilai not in dict(self.daftar_pilihan(konteks)):
            raise SaringSalah(f"Pilih {self.label} dari daftar.")
        return stmt.where(self.kolom == (self.enum(nilai) if self.enum is not None else self.ubah(nilai)))


@dataclass(frozen=True, slots=True, kw_only=True)
class SaringTahun(SaringPilihan):
    """A year as the days of it on a Date column: the indexes that end in that column then serve it beside another filter."""

    def terapkan(self, stmt: Select, nilai: str, konteks: Konteks) -> Select:
        if nilai not in dict(self.daftar_pilihan(konteks)):
            raise SaringSalah(f"Pilih {self.label} dari daftar.")
        return stmt.where(self.kolom.between(date(int(nilai), 1, 1), date(int(nilai), 12, 31)))


@dataclass(frozen=True, slots=True, kw_only=True)
class SaringKondisi(Saring):
    """Choice among named conditions that are more than a column's value (for instance: in force, past its end)."""

    kondisi: dict[str, tuple[str, Callable[[Konteks], Any]]] = field(default_factory=dict)
    jenis: Literal["teks", "pilihan", "lookup", "tanggal", "angka"] = "pilihan"

    def daftar_pilihan(self, konteks: Konteks) -> Sequence[tuple[str, str]]:
        return [(kunci, label) for kunci, (label, _) in self.kondisi.items()]

    def teks(self, nilai: str, konteks: Konteks) -> str:
        return self.kondisi[nilai][0] if nilai in self.kondisi else nilai

    def terapkan(self, stmt: Select, nilai: str, konteks: Konteks) -> Select:
        if nilai not in self.kondisi:
            raise SaringSalah(f"Pilih {self.label} dari daftar.")
        return stmt.where(self.kondisi[nilai][1](konteks))


@dataclass(frozen=True, slots=True, kw_only=True)
class SaringRujukan(Saring):
    """A record of another entity, chosen by look-up (``lookup``: its name in services.pencarian)."""

    kolom: InstrumentedAttribute
    sasaran: type
    lookup: str
    bawahan: bool = False
    """For a unor: the whole subtree below it as well."""
    jenis: Literal["teks", "pilihan", "lookup", "tanggal", "angka"] = "lookup"

    def terapkan(self, stmt: Select, nilai: str, konteks: Konteks) -> Select:
        id = _id(nilai, self.label)
        return stmt.where(self.kolom.in_(subpohon(id)) if self.bawahan else self.kolom == id)

    def teks(self, nilai: str, konteks: Konteks) -> str:
        stmt: Select = select(self.sasaran).where(self.sasaran.id == _id(nilai, self.label))  # type: ignore[attr-defined]
        if self.sasaran is Unor and konteks.aktor.batas_unor is not None:
            stmt = stmt.where(Unor.id.in_(subpohon(konteks.aktor.batas_unor)))
        objek = konteks.session.scalar(stmt)
        if objek is None:
            return "tidak ditemukan"
        return f"{objek} dan bawahannya" if self.bawahan else str(objek)


@dataclass(frozen=True, slots=True, kw_only=True)
class SaringTanggal(Saring):
    """From (``sejak`` True) or up to a day, on a Date column."""

    kolom: InstrumentedAttribute
    sejak: bool = True
    jenis: Literal["teks", "pilihan", "lookup", "tanggal", "angka"] = "tanggal"

    def terapkan(self, stmt: Select, nilai: str, konteks: Konteks) -> Select:
        try:
            hari = date.fromisoformat(nilai)
        except ValueError:
            raise SaringSalah("Isi tanggal yang ada di kalender.") from None
        return stmt.where(self.kolom >= hari if self.sejak else self.kolom <= hari)


def _id(nilai: str, label: str) -> int:
    if not (nilai.isascii() and nilai.isdigit() and len(nilai) <= 18):
        raise SaringSalah(f"Pilih {label} dari daftar.")
    return int(nilai)


def subpohon(unor_id: int) -> Select:
    """SELECT of the ids of a unor and everything below it; UNION makes it end even where the tree has a cycle."""
    akar = select(Unor.id).where(Unor.id == literal(unor_id)).cte("subpohon", recursive=True)
    return select(akar.union(select(Unor.id).join(akar, Unor.atasan_id == akar.c.id)).c.id)
