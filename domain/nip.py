"""Identity numbers of pegawai: NIP, NI PPPK and NIK.

Layout (Perka BKN 22/2007 for the NIP; the NI PPPK follows it, but for two digits whose meaning the sources dispute):

    NIP      YYYYMMDD birth, YYYYMM TMT CPNS, sex (1 L, 2 P), NNN sequence           18 digits
    NI PPPK  YYYYMMDD birth, YYYY appointment, two digits, sex, NNN sequence         18 digits
    NIK      six digits of area, DDMMYY birth (a woman's day + 40), NNNN sequence    16 digits, for non-ASN

A number is never refused for its TMT month or for the date in a NIK: both are known to differ in real data.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from enum import Enum

PANJANG_NIP = 18
PANJANG_NIK = 16
TAHUN_LAHIR_TERAWAL = 1900
# A NIK writes the year in two digits. Nobody in service was born before 1930, and nobody born after 2029 is in service yet.
BATAS_ABAD_NIK = 30
HARI_TAMBAHAN_PEREMPUAN = 40
_ANGKA = {"L": "1", "P": "2"}
_KELAMIN = {angka: kelamin for kelamin, angka in _ANGKA.items()}


class JenisNomorInduk(Enum):
    NIP = "nip"
    NI_PPPK = "ni_pppk"
    NIK = "nik"

    @property
    def label(self) -> str:
        return {"nip": "NIP", "ni_pppk": "NI PPPK", "nik": "NIK"}[self.value]


class NomorIndukSalah(ValueError):
    """The text is no identity number; the message (Indonesian) says what to do."""


@dataclass(frozen=True, slots=True)
class NomorInduk:
    """A number that passed ``parse``. ``nomor`` holds the bare digits; ``peringatan`` are sentences for the form, never refusals."""

    nomor: str
    jenis: JenisNomorInduk
    tanggal_lahir: date | None
    jenis_kelamin: str | None
    peringatan: tuple[str, ...] = ()

    @property
    def kelompok(self) -> tuple[str, ...]:
        return kelompok(self.nomor)


def bersihkan(teks: str) -> str:
    """Drop the spaces around and between the digits (the pages show numbers in groups). A line break inside stays, and is refused."""
    return re.sub(r"[^\S\r\n]", "", teks.strip())


def parse(teks: str, jenis: JenisNomorInduk | None = None) -> NomorInduk:
    """Read a number as typed or pasted.

    ``jenis`` is what the user says it is, where he was asked; without it 16 digits are a NIK and 18 digits a NIP, or a NI PPPK
    when digits 13-14 are no month. Raises NomorIndukSalah.
    """
    nomor = bersihkan(teks)
    _tolak_bentuk(nomor, jenis)
    return _baca_nik(nomor) if len(nomor) == PANJANG_NIK else _baca_nip(nomor, jenis)


def kelompok(nomor: str) -> tuple[str, ...]:
    """Split for display: 8-6-1-3 for 18 digits, fours for 16, anything else whole."""
    if len(nomor) == PANJANG_NIP:
        return nomor[:8], nomor[8:14], nomor[14], nomor[15:]
    if len(nomor) == PANJANG_NIK:
        return nomor[:4], nomor[4:8], nomor[8:12], nomor[12:]
    return (nomor,)


def bangun(tanggal_lahir: date, tahun: int, bulan: int, jenis_kelamin: str, urut: int) -> str:
    """Build a valid number for invented people. ``bulan`` 1-12 gives a NIP, 13-99 a NI PPPK. Raises ValueError outside the ranges."""
    if tanggal_lahir.year < TAHUN_LAHIR_TERAWAL or not tanggal_lahir.year < tahun <= 9999:
        raise ValueError("tahun pengangkatan harus sesudah tahun lahir")
    if not 1 <= bulan <= 99 or not 1 <= urut <= 999 or jenis_kelamin not in _ANGKA:
        raise ValueError("bulan 1-99, urut 1-999, jenis kelamin L atau P")
    return f"{tanggal_lahir:%Y%m%d}{tahun:04d}{bulan:02d}{_ANGKA[jenis_kelamin]}{urut:03d}"


def _tolak_bentuk(nomor: str, jenis: JenisNomorInduk | None) -> None:
    if not nomor:
        raise NomorIndukSalah("Isi nomor induk: 18 angka untuk NIP atau NI PPPK, 16 angka untuk NIK.")
    # re's \d takes the digits of other scripts and $ allows a newline, hence fullmatch over [0-9].
    if re.fullmatch("[0-9]+", nomor) is None:
        raise NomorIndukSalah("Nomor induk hanya boleh berisi angka 0 sampai 9. Hapus huruf, tanda baca, dan pindah baris.")
    banyak = len(nomor)
    if jenis is not None:
        harus = PANJANG_NIK if jenis is JenisNomorInduk.NIK else PANJANG_NIP
        if banyak != harus:
            raise NomorIndukSalah(f"{jenis.label} terdiri dari {harus} angka, yang diisikan {banyak} angka. Periksa kembali.")
    elif banyak == 9:
        raise NomorIndukSalah("NIP lama 9 angka tidak dipakai lagi. Isi NIP baru yang terdiri dari 18 angka.")
    elif banyak == PANJANG_NIP + 1:
        raise NomorIndukSalah("NIP terdiri dari 18 angka, yang diisikan 19 angka. Periksa angka yang tertulis dua kali.")
    elif banyak not in (PANJANG_NIP, PANJANG_NIK):
        raise NomorIndukSalah(f"Nomor induk terdiri dari 18 angka (NIP, NI PPPK) atau 16 angka (NIK), yang diisikan {banyak} angka.")


def _baca_nip(nomor: str, jenis: JenisNomorInduk | None) -> NomorInduk:
    lahir = _tanggal(int(nomor[:4]), int(nomor[4:6]), int(nomor[6:8]))
    if lahir is None or lahir.year < TAHUN_LAHIR_TERAWAL:
        raise NomorIndukSalah(
            f"Delapan angka pertama ({nomor[:8]}) bukan tanggal lahir yang ada. Tulis tahun, bulan, lalu hari, misalnya 19870321."
        )
    kelamin = _KELAMIN.get(nomor[14])
    if kelamin is None:
        raise NomorIndukSalah(f"Angka ke-15 ({nomor[14]}) harus 1 untuk laki-laki atau 2 untuk perempuan.")
    peringatan = []
    bulan = int(nomor[12:14])
    if jenis is None:
        jenis = JenisNomorInduk.NI_PPPK if bulan > 12 else JenisNomorInduk.NIP
        if bulan > 12:
            peringatan.append(f"Angka ke-13 dan 14 ({nomor[12:14]}) bukan bulan, sehingga nomor ini dibaca sebagai NI PPPK.")
    if jenis is JenisNomorInduk.NIP and not 1 <= bulan <= 12:
        peringatan.append(f"Angka ke-13 dan 14 ({nomor[12:14]}) bukan bulan TMT CPNS. Periksa kembali.")
    if int(nomor[8:12]) <= lahir.year:
        peringatan.append(f"Tahun pengangkatan ({nomor[8:12]}) tidak sesudah tahun lahir ({lahir.year}). Periksa kembali.")
    return NomorInduk(nomor, jenis, lahir, kelamin, tuple(peringatan))


def _baca_nik(nomor: str) -> NomorInduk:
    hari, bulan, tahun = int(nomor[6:8]), int(nomor[8:10]), int(nomor[10:12])
    perempuan = hari > HARI_TAMBAHAN_PEREMPUAN
    lahir = _tanggal(tahun + (2000 if tahun < BATAS_ABAD_NIK else 1900), bulan, hari - HARI_TAMBAHAN_PEREMPUAN if perempuan else hari)
    if lahir is None:
        return NomorInduk(
            nomor,
            JenisNomorInduk.NIK,
            None,
            None,
            (f"Angka ke-7 sampai 12 ({nomor[6:12]}) bukan tanggal lahir yang ada. Periksa kembali.",),
        )
    return NomorInduk(nomor, JenisNomorInduk.NIK, lahir, "P" if perempuan else "L")


def _tanggal(tahun: int, bulan: int, hari: int) -> date | None:
    try:
        return date(tahun, bulan, hari)
    except ValueError:
        return None
