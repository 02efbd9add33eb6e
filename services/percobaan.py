"""Failure counters per account and per address, in the database: growing delay, shared by login, re-authentication and links."""

from __future__ import annotations

from datetime import datetime, timedelta
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


def mulai(nip: str | None, alamat: str | None, jam: Jam) -> None:
    """Before a secret is checked: count the attempt as a failure and set the next delay, or raise TerlaluSering while delayed.

    Counted first and forgiven on success (``berhasil``), in one transaction that holds the counters: guesses made at the
    same moment cannot all pass the check before any of them is counted. Delays: 1, 2, 4 … seconds, at most a quarter of an hour.
    """
    kini = jam()
    sisip: dict[str, Any] = {"postgresql": postgresql.insert, "sqlite": sqlite.insert}
    with unit_of_work(aktor_sistem(jam)) as unit:
        baris = []
        for jenis, kunci in _kunci(nip, alamat):
            baru = sisip[unit.session.get_bind().dialect.name](PercobaanGagal).values(kunci=kunci, jumlah=0, terakhir=kini)
            unit.session.execute(baru.on_conflict_do_nothing())
            baris.append((jenis, unit.session.get_one(PercobaanGagal, kunci, with_for_update=True)))
        if tunda := [b.tunda_sampai for _, b in baris if b.tunda_sampai and b.tunda_sampai > kini]:
            raise TerlaluSering(max(1, int((max(tunda) - kini).total_seconds())))
        for jenis, b in baris:
            b.jumlah = 1 if kini - b.terakhir > LUPA_SESUDAH else b.jumlah + 1
            b.terakhir = kini
            b.tunda_sampai = _tunda(jenis, b.jumlah, kini)


def _tunda(jenis: str, jumlah: int, kini: datetime) -> datetime | None:
    lebih = jumlah - BEBAS[jenis]
    return kini + min(timedelta(seconds=2 ** min(lebih, 12)), TUNDA_MAKS) if lebih >= 0 else None


def berhasil(nip: str | None, alamat: str | None, jam: Jam) -> None:
    """The secret was right: forget the account's failures, and this attempt of the address; old counters go."""
    kini = jam()
    with unit_of_work(aktor_sistem(jam)) as unit:
        unit.session.execute(delete(PercobaanGagal).where(PercobaanGagal.terakhir < kini - LUPA_SESUDAH))
        for jenis, kunci in _kunci(nip, alamat):
            baris = unit.session.get(PercobaanGagal, kunci, with_for_update=True)
            if baris is None:
                continue
            baris.jumlah = 0 if jenis == "nip" else max(0, baris.jumlah - 1)
            baris.tunda_sampai = _tunda(jenis, baris.jumlah, kini)
            if not baris.jumlah:
                unit.session.delete(baris)
