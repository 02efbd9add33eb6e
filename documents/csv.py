"""Lists as CSV for other programs: UTF-8 with a mark so that Excel reads it, commas, RFC 4180, dates as ISO 8601."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from pathlib import Path

from documents.nilai import sederhana

TIPE = "text/csv"

# A spreadsheet evaluates a cell that begins so, the full-width forms in some languages as well (OWASP, CSV injection).
_AWAL_RUMUS = frozenset("=+-@\t\r\uff1d\uff0b\uff0d\uff20")


def tulis(jalur: Path, kolom: Sequence[tuple[str, int]], baris: Iterable[Sequence[object]]) -> int:
    """Write ``baris`` under the titles of ``kolom`` to ``jalur``; returns how many.

    Text that a spreadsheet would take for a formula gets a leading apostrophe; numbers stay numbers. Raises as
    ``documents.excel.tulis`` does.
    """
    jumlah = 0
    with open(jalur, "w", encoding="utf-8-sig", newline="") as berkas:
        penulis = csv.writer(berkas)
        penulis.writerow([_sel(k) for k, _ in kolom])
        for satu in baris:
            if len(satu) != len(kolom):
                raise ValueError("jumlah sel tidak sama dengan jumlah kolom")
            penulis.writerow([_sel(n) for n in satu])
            jumlah += 1
    return jumlah


def _sel(nilai: object) -> str | int | float:
    nilai = sederhana(nilai)
    if nilai is None:
        return ""
    if isinstance(nilai, datetime):
        return nilai.isoformat(" ", "minutes")
    if isinstance(nilai, date):
        return nilai.isoformat()
    if isinstance(nilai, str) and (nilai[:1] in _AWAL_RUMUS or nilai.lstrip()[:1] in _AWAL_RUMUS) and nilai.strip():
        return "'" + nilai
    return nilai
