"""Failure counters per account and per address, in the database: growing delay, shared by login, re-authentication and links."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from sqlalchemy import delete
from sqlalchemy.dialects import postgresql, sqlite

from domain.izin import aktor_sistem
from domain.waktu import Jam
from models import PercobaanGagal
from services.galat import GalatLayanan
from services.unit_of_work import unit_of_work

BEBAS = {"nip": 5, "alamat": 30}
"""Failures without any delay: few for an account, more for an address, behind which a whole office may sit."""
TUNDA_MAKS = timedelta(minutes=15)
LUPA_SESUDAH = timedelta(hours=12)


class TerlaluSering(GalatLayanan):
    """Too many failures (HTTP 429). ``detik``: how long to wait."""

    def __init__(self, detik: int) -> None:
        self.detik = detik
        menit = -(-detik // 60)
        super().__init__(
            f"Terlalu banyak percobaan gagal. Coba lagi dalam {detik} detik."
            if detik < 60
            else f"Terlalu banyak percobaan gagal. Coba lagi dalam {menit} menit."
        )


def _kunci(nip: str | None, alamat: str | None) -> list[tuple[str, str]]:
    return [(jenis, f"{jenis}:{nilai}"[:80]) for jenis, nilai in (("nip", nip), ("alamat", alamat)) if nilai]


def wajib_boleh(nip: str | None, alamat: str | None, jam: Jam) -> None:
    """Raises TerlaluSering while the account or the address is delayed."""
    with unit_of_work(aktor_sistem(jam)) as unit:
        tunda = [
            baris.tunda_sampai
            for _, kunci in _kunci(nip, alamat)
            if (baris := unit.session.get(PercobaanGagal, kunci)) and baris.tunda_sampai and baris.tunda_sampai > jam()
        ]
    if tunda:
        raise TerlaluSering(max(1, int((max(tunda) - jam()).total_seconds())))


def catat(nip: str | None, alamat: str | None, jam: Jam) -> None:
    """Count one failure and set the delay: 2, 4, 8 … seconds, at most a quarter of an hour."""
    kini = jam()
    sisip: dict[str, Any] = {"postgresql": postgresql.insert, "sqlite": sqlite.insert}
    with unit_of_work(aktor_sistem(jam)) as unit:
        for jenis, kunci in _kunci(nip, alamat):
            # Two first failures at the same moment: one makes the row, both are counted.
            baru = sisip[unit.session.get_bind().dialect.name](PercobaanGagal).values(kunci=kunci, jumlah=0, terakhir=kini)
            unit.session.execute(baru.on_conflict_do_nothing())
            baris = unit.session.get_one(PercobaanGagal, kunci, with_for_update=True)
            if kini - baris.terakhir > LUPA_SESUDAH:
                baris.jumlah = 0
            baris.jumlah += 1
            baris.terakhir = kini
            lebih = baris.jumlah - BEBAS[jenis]
            baris.tunda_sampai = kini + min(timedelta(seconds=2 ** min(lebih, 12)), TUNDA_MAKS) if lebih >= 0 else None


def hapus(nip: str, jam: Jam) -> None:
    """Forget an account's failures after a success."""
    with unit_of_work(aktor_sistem(jam)) as unit:
        unit.session.execute(delete(PercobaanGagal).where(PercobaanGagal.kunci == f"nip:{nip}"))
