"""Lists: one declaration per menu, one engine for pages, totals, exports and bulk selections.

A page costs a capped count and one SELECT: ids first where rows are skipped or filtered, by keyset beyond ``hitung_maks``.
Sort keys hold no NULL and end in the id, so paging is stable on both databases.
"""

from __future__ import annotations

import base64
import binascii
import json
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, cast

from sqlalchemy import Select, func, literal, literal_column, select, tuple_
from sqlalchemy.orm import InstrumentedAttribute
from sqlalchemy.sql.base import ExecutableOption

from domain.izin import Aktor
from services.saring import Konteks, Saring, SaringSalah, subpohon

UKURAN = (10, 20, 25, 50, 100)
UKURAN_BAWAAN = 20
SEDIKIT = 5_000
"""Hits up to which finding them all and sorting them costs less than walking the list."""


@dataclass(frozen=True, slots=True)
class Urutan:
    """A way to sort: its key in the address, its name, and NOT NULL columns that an index serves."""

    kunci: str
    judul: str
    kolom: tuple[InstrumentedAttribute, ...]


@dataclass(frozen=True, slots=True)
class KolomEkspor:
    """A column of an export, from an explicit list. ``nilai`` gives str, int, bool, date, datetime or None."""

    judul: str
    nilai: Callable[[Any], Any]
    lebar: int = 18


@dataclass(frozen=True, slots=True, kw_only=True)
class Daftar:
    """What a list is made of. Registered under its ``sumber`` so that a worker finds it by name."""

    sumber: str
    judul: str
    model: Any
    urutan: tuple[Urutan, ...]
    saring: tuple[Saring, ...] = ()
    muat: tuple[ExecutableOption, ...] = ()
    gabung: Callable[[Select], Select] | None = None
    """Joins that filters on related columns need (inner, on NOT NULL keys)."""
    kolom_unor: InstrumentedAttribute | None = None
    """Column that places a row in the unor tree; a supervisor of one unor sees its subtree. None: he sees all rows."""
    ekspor: tuple[KolomEkspor, ...] = ()
    dasar: Callable[[Select, Aktor], Select] | None = None
    """A condition that always holds, for instance which accounts an actor may see."""
    turun: bool = False
    """The default order is descending."""


REGISTRI: dict[str, Daftar] = {}


def daftarkan(daftar: Daftar) -> Daftar:
    REGISTRI[daftar.sumber] = daftar
    return daftar


@dataclass(frozen=True, slots=True)
class Permintaan:
    """What an address asks of a list. Unknown keys are ignored, numbers clamped: an old link never fails."""

    saring: Mapping[str, str] = field(default_factory=dict)
    urut: str | None = None
    turun: bool = False
    halaman: int = 1
    kursor: str | None = None
    ukuran: int = UKURAN_BAWAAN


def baca(daftar: Daftar, args: Mapping[str, str]) -> Permintaan:
    """Parse query arguments (already decoded strings)."""
    saring = {s.nama: v.strip()[:200] for s in daftar.saring if (v := args.get(s.nama, "")).strip()}
    urut = args.get("urut")
    return Permintaan(
        saring=saring,
        urut=urut if urut in {u.kunci for u in daftar.urutan} else None,
        turun=args["arah"] == "turun" if args.get("arah") in {"naik", "turun"} else daftar.turun,
        halaman=_jepit(args.get("halaman"), 1, 1, 10_000_000),
        kursor=args.get("kursor") or None,
        ukuran=_jepit(args.get("jumlah_baris"), UKURAN_BAWAAN, 1, UKURAN[-1]),
    )


def _jepit(teks: str | None, bawaan: int, bawah: int, atas: int) -> int:
    if not teks or not teks.isascii() or not teks.isdigit():
        return bawaan
    return max(bawah, min(int(teks[:9]), atas))


@dataclass(frozen=True, slots=True)
class Hasil:
    """One page. ``total`` is exact up to the cap; ``terpotong`` says there are more. Cursors are None at the ends."""

    baris: Sequence[Any]
    total: int
    terpotong: bool
    halaman: int
    ukuran: int
    kursor_berikut: str | None
    kursor_sebelum: str | None
    galat: Mapping[str, str]

    @property
    def mulai(self) -> int:
        return (self.halaman - 1) * self.ukuran


def urutan_dari(daftar: Daftar, minta: Permintaan) -> Urutan:
    return next((u for u in daftar.urutan if u.kunci == minta.urut), daftar.urutan[0])


def tersaring(daftar: Daftar, minta: Permintaan, konteks: Konteks, *kolom: Any) -> tuple[Select, dict[str, str]]:
    """SELECT of ``kolom`` (default: the entity) with every filter that makes sense, and the errors of those that don't.

    A filter that makes no sense shows nothing rather than everything.
    """
    stmt = select(*(kolom or (daftar.model,)))
    if kolom:
        stmt = stmt.select_from(daftar.model)
    if daftar.gabung is not None:
        stmt = daftar.gabung(stmt)
    if daftar.dasar is not None:
        stmt = daftar.dasar(stmt, konteks.aktor)
    if daftar.kolom_unor is not None and konteks.aktor.batas_unor is not None:
        stmt = stmt.where(daftar.kolom_unor.in_(subpohon(konteks.aktor.batas_unor)))
    galat: dict[str, str] = {}
    for saring in daftar.saring:
        if nilai := minta.saring.get(saring.nama):
            try:
                stmt = saring.terapkan(stmt, nilai, konteks)
            except SaringSalah as salah:
                galat[saring.nama] = str(salah)
    return (stmt.where(literal_column("1 = 0")) if galat else stmt), galat


def hitung(daftar: Daftar, minta: Permintaan, konteks: Konteks, maks: int) -> tuple[int, bool]:
    """(rows up to ``maks``, whether there are more). Only a capped answer is remembered, for a minute: it can't be wrong by much."""
    return _hitung(daftar, minta, konteks, maks, tersaring(daftar, minta, konteks)[0])


def _hitung(daftar: Daftar, minta: Permintaan, konteks: Konteks, maks: int, stmt: Select) -> tuple[int, bool]:
    # What an actor may see of it, beyond his instansi, is not part of the key.
    bisa_diingat = konteks.aktor.batas_unor is None and daftar.dasar is None
    kunci = (id(konteks.session.get_bind()), daftar.sumber, konteks.aktor.instansi_id, maks, tuple(sorted(minta.saring.items())))
    if bisa_diingat and _BANYAK.get(kunci, 0.0) > time.monotonic():
        return maks, True
    terhitung = stmt.with_only_columns(daftar.model.id).limit(maks + 1).subquery()
    total = konteks.session.scalar(select(func.count()).select_from(terhitung)) or 0
    if total > maks and bisa_diingat:
        if len(_BANYAK) >= BANYAK_MAKS:
            _BANYAK.clear()
        _BANYAK[kunci] = time.monotonic() + 60
    return min(total, maks), total > maks


BANYAK_MAKS = 1_000
_BANYAK: dict[tuple[Any, ...], float] = {}


def halaman(daftar: Daftar, minta: Permintaan, konteks: Konteks, *, maks: int) -> Hasil:
    """One page of the list."""
    stmt, galat = tersaring(daftar, minta, konteks)
    total, terpotong = _hitung(daftar, minta, konteks, maks, stmt)
    urutan = urutan_dari(daftar, minta)
    posisi = _urai(minta.kursor, urutan) if minta.kursor else None
    balik = posisi is not None and posisi[0] == "sebelum"
    nomor = minta.halaman if posisi is not None else min(minta.halaman, max(1, -(-total // minta.ukuran)))
    potong = _Potong(
        kunci=(*urutan.kolom, daftar.model.id),
        menurun=minta.turun != balik,
        sesudah=posisi[1] if posisi is not None else None,
        lewati=(nomor - 1) * minta.ukuran if posisi is None else 0,
        batas=minta.ukuran + 1,
    )
    stmt = _sepotong(daftar, stmt, potong, tersaring=bool(minta.saring), sedikit=not terpotong and total <= SEDIKIT)
    baris = list(konteks.session.scalars(stmt.options(*daftar.muat))) if total else []
    lagi = len(baris) > minta.ukuran
    baris = baris[: minta.ukuran]
    if balik:
        baris.reverse()
    awal = (posisi is None and nomor == 1) or (balik and not lagi)
    ujung = not lagi if not balik else posisi is not None and posisi[1] is None
    return Hasil(
        baris=baris,
        total=total,
        terpotong=terpotong,
        halaman=1 if balik and not lagi else nomor,
        ukuran=minta.ukuran,
        kursor_berikut=None if ujung or not baris else _kursor("sesudah", urutan, baris[-1]),
        kursor_sebelum=None if awal or not baris else _kursor("sebelum", urutan, baris[0]),
        galat=galat,
    )


def _lewat(kunci: Sequence[Any], nilai: Sequence[Any], menurun: bool) -> Any:
    """Rows past a position, as one row-value comparison that an index on the keys serves."""
    batas = tuple_(*(literal(v, k.type) for k, v in zip(kunci, nilai, strict=True)))
    return tuple_(*kunci) < batas if menurun else tuple_(*kunci) > batas


def _urutkan(stmt: Select, kunci: Sequence[Any], menurun: bool) -> Select:
    return stmt.order_by(*(k.desc() if menurun else k.asc() for k in kunci))


@dataclass(frozen=True, slots=True)
class _Potong:
    """Which part of a sorted list: ``batas`` rows past the position ``sesudah``, or after the first ``lewati``."""

    kunci: Sequence[Any]
    menurun: bool
    sesudah: Sequence[Any] | None
    lewati: int
    batas: int

    def dari(self, stmt: Select, kunci: Sequence[Any]) -> Select:
        if self.sesudah is not None:
            stmt = stmt.where(_lewat(kunci, self.sesudah, self.menurun))
        stmt = _urutkan(stmt, kunci, self.menurun)
        return (stmt.offset(self.lewati) if self.lewati else stmt).limit(self.batas)


def _sepotong(daftar: Daftar, stmt: Select, potong: _Potong, *, tersaring: bool, sedikit: bool) -> Select:
    """The rows of one page in the way that reads least.

    Few hits are found first, by the index that serves the filter, and sorted then: the planner cannot know that a word is
    rare, and would walk the whole list in its order. Otherwise what is skipped, or tried by a filter, is read from the
    index of the order alone; only the page's own rows are fetched whole.
    """
    if not tersaring and not potong.lewati:
        return potong.dari(stmt, potong.kunci)
    if tersaring and sedikit:
        nilai = [k.label(f"k{n}") for n, k in enumerate(potong.kunci)]
        temuan = stmt.with_only_columns(*nilai).cte("temuan").prefix_with("MATERIALIZED", dialect="postgresql")
        kolom = list(temuan.c)
        ids = potong.dari(select(kolom[-1].label("id")), kolom).subquery()
    else:
        ids = potong.dari(stmt.with_only_columns(daftar.model.id), potong.kunci).subquery()
    luar: Select = select(daftar.model)
    if daftar.gabung is not None:
        luar = daftar.gabung(luar)
    return _urutkan(luar.join(ids, ids.c.id == daftar.model.id), potong.kunci, potong.menurun)


def potongan(
    daftar: Daftar, minta: Permintaan, konteks: Konteks, *, ukuran: int = 1_000, sesudah_id: int | None = None, hanya_id: bool = False
) -> Iterator[list[Any]]:
    """Every row of the filtered list in chunks, in the list's order; nothing of an earlier chunk stays in memory.

    ``hanya_id`` gives ids in id order from ``sesudah_id`` on: for work that changes the rows it walks over.
    """
    if hanya_id:
        terakhir = sesudah_id or 0
        while True:
            stmt, _ = tersaring(daftar, minta, konteks, daftar.model.id)
            ids = list(konteks.session.scalars(stmt.where(daftar.model.id > terakhir).order_by(daftar.model.id).limit(ukuran)))
            if not ids:
                return
            yield ids
            terakhir = ids[-1]
    kunci = (*urutan_dari(daftar, minta).kolom, daftar.model.id)
    stmt, _ = tersaring(daftar, minta, konteks)
    # One statement, read through a cursor on the server: a statement a chunk would search and sort the same hits again each time.
    stmt = _urutkan(stmt, kunci, minta.turun).options(*daftar.muat).execution_options(yield_per=ukuran)
    for bagian in konteks.session.scalars(stmt).partitions(ukuran):
        yield list(bagian)


def _nilai_urut(urutan: Urutan, objek: Any) -> tuple[Any, ...]:
    return (*(_ambil(objek, k) for k in urutan.kolom), objek.id)


def _ambil(objek: Any, kolom: InstrumentedAttribute) -> Any:
    if isinstance(objek, cast(type, kolom.class_)):
        return getattr(objek, kolom.key)
    # A sort key of a joined relation: found through the relation that leads to its class.
    for relasi in type(objek).__mapper__.relationships:
        if relasi.mapper.class_ is kolom.class_:
            return getattr(getattr(objek, relasi.key), kolom.key)
    raise LookupError(f"tidak ada relasi ke {kolom}")


def _kursor(arah: str, urutan: Urutan, objek: Any) -> str:
    nilai = [v.isoformat() if isinstance(v, date | datetime) else getattr(v, "value", v) for v in _nilai_urut(urutan, objek)]
    return base64.urlsafe_b64encode(json.dumps([arah, urutan.kunci, *nilai], ensure_ascii=False).encode()).decode().rstrip("=")


def kursor_akhir(urutan: Urutan) -> str:
    """Cursor of the last page: read backwards from the end."""
    return base64.urlsafe_b64encode(json.dumps(["sebelum", urutan.kunci]).encode()).decode().rstrip("=")


def _urai(teks: str, urutan: Urutan) -> tuple[str, tuple[Any, ...] | None] | None:
    """The position a cursor means; None for one that is malformed or belongs to another order."""
    try:
        isi = json.loads(base64.urlsafe_b64decode(teks + "=" * (-len(teks) % 4)))
        arah, kunci, *nilai = isi
    except (ValueError, binascii.Error, TypeError):
        return None
    if arah not in {"sesudah", "sebelum"} or kunci != urutan.kunci:
        return None
    if not nilai:
        return (arah, None) if arah == "sebelum" else None
    if len(nilai) != len(urutan.kolom) + 1:
        return None
    try:
        return arah, (*(_tipekan(k, v) for k, v in zip(urutan.kolom, nilai, strict=False)), int(nilai[-1]))
    except (ValueError, TypeError):
        return None


def _tipekan(kolom: InstrumentedAttribute, nilai: Any) -> Any:
    jenis = kolom.type.python_type if not hasattr(kolom.type, "impl_instance") else datetime
    if getattr(kolom.type, "enum_class", None) is not None:
        return kolom.type.enum_class(nilai)
    if jenis is datetime:
        return datetime.fromisoformat(nilai)
    if jenis is date:
        return date.fromisoformat(nilai)
    if not isinstance(nilai, jenis):
        raise TypeError(f"kursor: {nilai!r} bukan {jenis}")
    return nilai
