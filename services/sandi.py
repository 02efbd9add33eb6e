"""Passwords (argon2id) and one-time links."""

from __future__ import annotations

import hashlib
import secrets
from datetime import timedelta
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from domain.izin import Aktor, aktor_sistem
from domain.status import StatusAktif
from domain.waktu import Jam
from extensions import db
from models import Pengguna, Sesi, TautanSandi
from services import audit, percobaan
from services.galat import Salah, TidakDitemukan
from services.unit_of_work import Unit, unit_of_work

PANJANG_MINIMAL = 12
PANJANG_MAKSIMAL = 128
_hasher = PasswordHasher()


def hash_sandi(teks: str) -> str:
    """argon2id hash with the library's present parameters; takes about 0.1 s on purpose."""
    return _hasher.hash(teks)


@cache
def _hash_kosong() -> str:
    return _hasher.hash(secrets.token_urlsafe(16))


def cocok(hash_tersimpan: str | None, teks: str) -> bool:
    """Whether ``teks`` is the password. Takes the same time for an account without one, or for none at all."""
    try:
        return _hasher.verify(hash_tersimpan or _hash_kosong(), teks[:PANJANG_MAKSIMAL]) and hash_tersimpan is not None
    except (VerificationError, InvalidHashError):
        return False


def periksa_kekuatan(teks: str, nip: str) -> str | None:
    """Why a new password is refused, or None. Length over composition (NIST SP 800-63B, 5.1.1.2)."""
    if len(teks) < PANJANG_MINIMAL:
        return f"Kata sandi sedikitnya {PANJANG_MINIMAL} huruf atau angka."
    if len(teks) > PANJANG_MAKSIMAL:
        return f"Kata sandi paling banyak {PANJANG_MAKSIMAL} huruf atau angka."
    if nip in teks or len(set(teks.casefold())) < 6:
        return "Kata sandi terlalu mudah ditebak; jangan memakai NIP atau huruf yang berulang."
    return None


def _ringkas(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def buat_tautan(aktor: Aktor, unit: Unit, pengguna: Pengguna, jam_berlaku: int) -> str:
    """Make a one-time link's token for ``pengguna`` in the open unit of work; earlier links die. Returns the token, kept nowhere."""
    unit.session.execute(delete(TautanSandi).where(TautanSandi.pengguna_id == pengguna.id))
    token = secrets.token_urlsafe(32)
    kini = aktor.sekarang()
    unit.session.add(
        TautanSandi(kunci=_ringkas(token), pengguna_id=pengguna.id, dibuat=kini, berlaku_sampai=kini + timedelta(hours=jam_berlaku))
    )
    audit.catat(unit.session, aktor, "tautan_sandi", pengguna)
    return token


def pakai_tautan(token: str, sandi: str, *, alamat: str | None, jam: Jam) -> None:
    """Set the password by a one-time link. Raises TidakDitemukan (unknown, used or expired), Salah, TerlaluSering."""
    percobaan.mulai(None, alamat, jam)
    sistem = aktor_sistem(jam)
    with unit_of_work(sistem) as unit:
        baris, pengguna = _tautan_hidup(unit, token, jam)
        lemah = periksa_kekuatan(sandi, pengguna.nip)
        if lemah is None:
            baris.dipakai = jam()
            _pasang(unit, pengguna, hash_sandi(sandi), jam, kecuali=None)
            audit.catat(unit.session, sistem, "atur_sandi", pengguna)
    percobaan.berhasil(None, alamat, jam)
    if lemah:
        raise Salah({"kata_sandi_baru": lemah})


def _tautan_hidup(unit: Unit, token: str, jam: Jam) -> tuple[TautanSandi, Pengguna]:
    baris = unit.session.scalar(select(TautanSandi).where(TautanSandi.kunci == _ringkas(token)))
    pengguna = unit.session.get(Pengguna, baris.pengguna_id) if baris else None
    hidup = baris is not None and baris.dipakai is None and baris.berlaku_sampai > jam()
    if baris is not None and hidup and pengguna is not None and pengguna.status is StatusAktif.AKTIF:
        return baris, pengguna
    raise TidakDitemukan("Tautan ini tidak berlaku lagi. Mintalah tautan baru kepada admin instansi Anda.")


def ganti(aktor: Aktor, lama: str, baru: str, *, kecuali_sesi: int | None) -> None:
    """Change one's own password; ends all other sessions. Raises Salah, TerlaluSering."""
    percobaan.mulai(aktor.nip, aktor.alamat, aktor.jam)
    with Session(db.engine) as session:
        tersimpan = session.scalar(select(Pengguna.kata_sandi).where(Pengguna.id == aktor.pengguna_id))
    if not cocok(tersimpan, lama):
        raise Salah({"kata_sandi_lama": "Kata sandi lama tidak cocok."})
    percobaan.berhasil(aktor.nip, aktor.alamat, aktor.jam)
    if lemah := periksa_kekuatan(baru, aktor.nip):
        raise Salah({"kata_sandi_baru": lemah})
    # Hashed before the transaction: it takes a tenth of a second on purpose, and others want to write.
    ringkas = hash_sandi(baru)
    with unit_of_work(aktor) as unit:
        pengguna = unit.session.get_one(Pengguna, aktor.pengguna_id)
        _pasang(unit, pengguna, ringkas, aktor.jam, kecuali=kecuali_sesi)
        audit.catat(unit.session, aktor, "ganti_sandi", pengguna)


def _pasang(unit: Unit, pengguna: Pengguna, ringkas: str, jam: Jam, kecuali: int | None) -> None:
    pengguna.kata_sandi = ringkas
    pengguna.sandi_diubah = jam()
    unit.session.execute(delete(Sesi).where(Sesi.pengguna_id == pengguna.id, Sesi.id != (kecuali or 0)))
    unit.session.execute(
        update(TautanSandi).where(TautanSandi.pengguna_id == pengguna.id, TautanSandi.dipakai.is_(None)).values(dipakai=jam())
    )
