"""Objections to a penilaian: until when one may be filed and must be answered (PP 30/2019 art. 59; manual 2.7).

The fourteen days to file are in the regulation. How long the superior has to decide was found in no public text: fourteen
days are assumed, and both are settings of the instansi.
"""

from __future__ import annotations

from collections.abc import Container
from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True, slots=True)
class AturanKeberatan:
    batas_pengajuan_hari: int = 14
    batas_putusan_hari: int = 14
    hari_kerja: bool = True
    """Count working days (no Saturday, Sunday, holiday) rather than calendar days."""


def hari_kerja(hari: date, libur: Container[date]) -> bool:
    return hari.weekday() < 5 and hari not in libur


def batas_hari(mulai: date, hari: int, *, kerja: bool, libur: Container[date] = frozenset()) -> date:
    """The last day of a term of ``hari`` days that begins on the day after ``mulai``. Raises ValueError for a negative number.

    In working days the last day is itself one.
    """
    if hari < 0:
        raise ValueError("jumlah hari tidak boleh negatif")
    if not kerja:
        return mulai + timedelta(days=hari)
    kini = mulai
    while hari:
        kini += timedelta(days=1)
        if hari_kerja(kini, libur):
            hari -= 1
    return kini
