"""The clock and the zones. Nothing else in the house asks the machine for the time."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta, timezone
from enum import Enum

Jam = Callable[[], datetime]
"""A clock: returns the present as an aware UTC datetime."""


class Zona(Enum):
    """The three legal zones of Indonesia (Keppres 41/1987): fixed offsets, no daylight saving."""

    WIB = "WIB"
    WITA = "WITA"
    WIT = "WIT"

    @property
    def label(self) -> str:
        return {"WIB": "Waktu Indonesia Barat", "WITA": "Waktu Indonesia Tengah", "WIT": "Waktu Indonesia Timur"}[self.value]

    @property
    def tz(self) -> timezone:
        return timezone(timedelta(hours={"WIB": 7, "WITA": 8, "WIT": 9}[self.value]), self.value)


def pasti_utc(saat: datetime) -> datetime:
    """Return ``saat`` in UTC; raises ValueError for a naive value."""
    if saat.tzinfo is None:
        raise ValueError("waktu tanpa zona tidak diterima")
    return saat.astimezone(UTC)


def tanggal_di(saat: datetime, zona: Zona = Zona.WIB) -> date:
    return pasti_utc(saat).astimezone(zona.tz).date()
