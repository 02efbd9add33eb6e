"""Cell values as a spreadsheet may hold them; shared by the XLSX and the CSV writer."""

from __future__ import annotations

import re
from datetime import date, datetime

Nilai = str | int | float | bool | date | datetime | None

PANJANG_SEL = 32_767
"""Excel's limit of characters in a cell."""

# Control characters but tab and newline, lone surrogates and the two non-characters: XML 1.0 has no way to hold them.
_TERLARANG = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


def bersih(teks: str) -> str:
    """``teks`` without control characters, with plain newlines, no longer than a cell."""
    return _TERLARANG.sub("", teks.replace("\r\n", "\n").replace("\r", "\n"))[:PANJANG_SEL]


def sederhana(nilai: object) -> Nilai:
    """One of the values that both writers know.

    Booleans become *Ya* and *Tidak*. Raises ValueError for an aware datetime (the caller knows the reader's zone) and
    TypeError for anything else than text, numbers, dates and None.
    """
    if nilai is None or isinstance(nilai, float):
        return nilai
    if isinstance(nilai, str):
        return bersih(nilai)
    if isinstance(nilai, bool):
        return "Ya" if nilai else "Tidak"
    if isinstance(nilai, int):
        return nilai
    if isinstance(nilai, datetime):
        if nilai.tzinfo is not None:
            raise ValueError("waktu dengan zona harus diubah ke zona pembaca lebih dahulu")
        return nilai
    if isinstance(nilai, date):
        return nilai
    raise TypeError(f"nilai sel {type(nilai).__name__} tidak dikenal")
