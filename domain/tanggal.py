"""Dates and numbers as an Indonesian reader expects them."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction

from domain.waktu import Zona, pasti_utc

BULAN = (
    "Januari",
    "Februari",
    "Maret",
    "April",
    "Mei",
    "Juni",
    "Juli",
    "Agustus",
    "September",
    "Oktober",
    "November",
    "Desember",
)
"""Names of the months; January is BULAN[0]."""


def panjang(tanggal: date) -> str:
    """``23 November 2026``; the day without a leading zero."""
    return f"{tanggal.day} {BULAN[tanggal.month - 1]} {tanggal.year}"


def hari_bulan(mm_dd: str) -> str:
    """``"02-05"`` -> ``"05 Februari"``, with the leading zero of the manual's list (Gambar 2.6)."""
    bulan, hari = mm_dd.split("-")
    return f"{hari} {BULAN[int(bulan) - 1]}"


def saat(dt_utc: datetime, zona: Zona | str = Zona.WIB) -> str:
    """``23 November 2026 pukul 08.28 WIB``; raises ValueError for a naive value or an unknown zone."""
    return f"{panjang(hari_ini(dt_utc, zona))} pukul {pukul(dt_utc, zona)}"


def pukul(dt_utc: datetime, zona: Zona | str = Zona.WIB) -> str:
    """``08.28 WIB``, for what is today or soon; raises ValueError as ``saat`` does."""
    zona = Zona(zona)
    return f"{pasti_utc(dt_utc).astimezone(zona.tz):%H.%M} {zona.value}"


def hari_ini(dt_utc: datetime, zona: Zona | str = Zona.WIB) -> date:
    """The calendar day in ``zona`` at that moment; raises ValueError as ``saat`` does."""
    return pasti_utc(dt_utc).astimezone(Zona(zona).tz).date()


def ribuan(nilai: int) -> str:
    """``1284`` -> ``1.284``."""
    return f"{nilai:,}".replace(",", ".")


def desimal(nilai: int | Fraction | Decimal | float, n: int) -> str:
    """``n`` decimals behind a comma, rounded half-up away from zero: ``Fraction(175, 16), 3`` -> ``10,938``.

    A float is read as it is written (1.005 is 1,005), not as the binary value below it.
    """
    tepat = Fraction(str(nilai)) if isinstance(nilai, float) else Fraction(nilai)
    skala = 10**n
    satuan = int(abs(tepat) * skala + Fraction(1, 2))
    bulat, pecahan = divmod(satuan, skala)
    tanda = "-" if tepat < 0 and satuan else ""
    return f"{tanda}{ribuan(bulat)},{pecahan:0{n}d}" if n else f"{tanda}{ribuan(bulat)}"
