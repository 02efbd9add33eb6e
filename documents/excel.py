"""The one writer of Excel workbooks for lists: streaming, typed cells, nothing that a spreadsheet would execute.

Text is written as inline strings, never as formulas, whatever it begins with; numbers of identity are text because
they come as ``str``. Memory stays flat at some 20 MiB however many rows there are (docs/adr/0010-penulis-excel.md).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from itertools import chain, islice
from pathlib import Path

from rustpy_xlsxwriter import Format, write_worksheets

from documents.nilai import Nilai, sederhana

BARIS_LEMBAR = 1_048_576
"""Rows of a sheet in Excel, the header among them."""
TIPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

_CONTOH = 500
_FORMAT_TANGGAL = "dd/mm/yyyy"
_FORMAT_SAAT = "dd/mm/yyyy hh:mm"
_ANGKA_PASTI = 10**15


def tulis(
    jalur: Path,
    judul: str,
    kolom: Sequence[tuple[str, int]],
    baris: Iterable[Sequence[object]],
    *,
    jumlah: int | None = None,
    baris_lembar: int = BARIS_LEMBAR,
) -> int:
    """Write ``baris`` under the header ``kolom`` ((title, width in characters), titles unique) to ``jalur``.

    ``jumlah`` is how many rows will come; more than a sheet holds are laid out over further sheets *judul (2)* … .
    Without it one sheet is expected to do. Returns the number of rows written. Raises ValueError for a row of the
    wrong length or more rows than announced, TypeError for a value that is no cell, OSError from the disk (half a file may
    then be left: write to a temporary path). Exceptions of ``baris`` pass through.
    """
    if len({k for k, _ in kolom}) != len(kolom):
        raise ValueError("judul kolom harus berbeda-beda")
    muat = baris_lembar - 1
    lembar = max(1, -(-(jumlah or 0) // muat))
    sumber = _Sumber([k for k, _ in kolom], baris)
    nama = _nama_lembar(judul, lembar)
    # The writer takes the titles from the first row, so an empty list is written as one empty row.
    awal = sumber.awal() or [dict.fromkeys(sumber.judul)]
    aliran = chain(awal, sumber)
    write_worksheets(
        # Each sheet takes its share of the one stream: they are written, and so read, in this order.
        [(n, islice(aliran, muat) if i < lembar - 1 else _sisa(aliran, muat)) for i, n in enumerate(nama)],
        str(jalur),
        freeze_panes={"general": {"row": 1, "col": 0}},
        datetime_format=_FORMAT_TANGGAL,
        bold_headers=True,
        autofilter={"general": True},
        column_widths={n: [float(lebar) for _, lebar in kolom] for n in nama},
        column_formats=dict.fromkeys(nama, _format(sumber.judul, awal)),
        ignore_errors={"general": [k for k, _ in kolom]},
        page_setup={"general": {"landscape": True, "repeat_rows": 0, "fit_to_pages": (1, 0)}},
    )
    return sumber.terbaca


class _Sumber:
    """The rows as the mappings that the writer wants, counted as they pass."""

    def __init__(self, judul: list[str], baris: Iterable[Sequence[object]]) -> None:
        self.judul = judul
        self._baris = iter(baris)
        self.terbaca = 0

    def awal(self) -> list[dict[str, Nilai]]:
        return list(islice(self, _CONTOH))

    def __iter__(self) -> Iterator[dict[str, Nilai]]:
        for satu in self._baris:
            self.terbaca += 1
            yield dict(zip(self.judul, map(_sel, satu), strict=True))


def _sisa(aliran: Iterator[dict[str, Nilai]], muat: int) -> Iterator[dict[str, Nilai]]:
    yield from islice(aliran, muat)
    if next(aliran, None) is not None:
        raise ValueError("baris lebih banyak daripada yang diumumkan")


def _sel(nilai: object) -> Nilai:
    nilai = sederhana(nilai)
    # Excel knows no dates before 1900 and keeps 15 digits of a number: such values stay exact as text.
    if isinstance(nilai, date) and nilai.year < 1900:
        return nilai.isoformat(" ") if isinstance(nilai, datetime) else nilai.isoformat()
    if isinstance(nilai, int) and not -_ANGKA_PASTI < nilai < _ANGKA_PASTI:
        return str(nilai)
    return nilai


def _format(judul: list[str], contoh: list[dict[str, Nilai]]) -> dict[str, Format]:
    """Formats of the columns that hold dates or moments, by their first values."""
    hasil = {}
    for k in judul:
        nilai = next((b[k] for b in contoh if b[k] is not None), None)
        if isinstance(nilai, date):
            hasil[k] = Format().set_num_format(_FORMAT_SAAT if isinstance(nilai, datetime) else _FORMAT_TANGGAL)
    return hasil


def _nama_lembar(judul: str, lembar: int) -> list[str]:
    """Sheet names as Excel allows them: 31 characters, none of []:*?/\\, no apostrophe at the ends."""
    dasar = re.sub(r"[\[\]:*?/\\\x00-\x1f]", " ", judul)[:25].strip(" '") or "Data"
    return [dasar if i == 1 else f"{dasar} ({i})" for i in range(1, lembar + 1)]
