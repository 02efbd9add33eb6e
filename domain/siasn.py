"""The words of the synchronisation with SIASN (manual 2.13): kinds, differences, decisions, outcomes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import Enum
from typing import Any


class JenisSinkro(Enum):
    """As the manual's list names them (Gambar 2.54)."""

    PEGAWAI = "pegawai"
    PEGAWAI_TAMBAH = "pegawai_tambah"
    PEGAWAI_HAPUS = "pegawai_hapus"
    UNOR = "unor"
    UNOR_PEGAWAI = "unor_pegawai"

    @property
    def label(self) -> str:
        return {
            "pegawai": "Pegawai",
            "pegawai_tambah": "Pegawai (Tambah)",
            "pegawai_hapus": "Pegawai (Hapus)",
            "unor": "Unit Kerja",
            "unor_pegawai": "Unit Kerja dan Pegawai",
        }[self.value]

    @property
    def unor(self) -> bool:
        return self in (JenisSinkro.UNOR, JenisSinkro.UNOR_PEGAWAI)

    @property
    def pegawai(self) -> bool:
        return self is not JenisSinkro.UNOR


class EntitasSinkro(Enum):
    UNOR = "unor"
    PEGAWAI = "pegawai"

    @property
    def label(self) -> str:
        return {"unor": "Unor", "pegawai": "Pegawai"}[self.value]


class BedaSinkro(Enum):
    """What a row of a run means for us."""

    BARU = "baru"
    UBAH = "ubah"
    SAMA = "sama"
    HAPUS = "hapus"
    KONFLIK = "konflik"
    """It differs, but only in what was changed here too: nothing of it is applied."""
    GAGAL = "gagal"

    @property
    def label(self) -> str:
        return self.value.capitalize()

    @property
    def nada(self) -> str:
        return {
            "baru": "positive",
            "ubah": "guide",
            "sama": "neutral",
            "hapus": "warning",
            "konflik": "warning",
            "gagal": "negative",
        }[self.value]

    @property
    def ikon(self) -> str:
        return {
            "baru": "plus",
            "ubah": "pencil",
            "sama": "circle-check",
            "hapus": "trash",
            "konflik": "git-compare",
            "gagal": "circle-x",
        }[self.value]


class KeadaanBaris(Enum):
    """How far a row has come."""

    MENUNGGU = "menunggu"
    DITERAPKAN = "diterapkan"
    DILEWATI = "dilewati"
    KONFLIK = "konflik"
    """Nothing of it was applied; what it found was handed to the menu Konflik."""
    GAGAL = "gagal"

    @property
    def label(self) -> str:
        return "Masuk Konflik" if self is KeadaanBaris.KONFLIK else self.value.capitalize()

    @property
    def nada(self) -> str:
        return {"menunggu": "neutral", "diterapkan": "positive", "dilewati": "neutral", "konflik": "warning", "gagal": "negative"}[
            self.value
        ]

    @property
    def ikon(self) -> str:
        return {"menunggu": "clock", "diterapkan": "circle-check", "dilewati": "circle-x", "konflik": "git-compare", "gagal": "circle-x"}[
            self.value
        ]


class JenisTemuan(Enum):
    """What the reconciliation of units finds."""

    DUPLIKAT = "duplikat"
    YATIM = "yatim"
    SIKLUS = "siklus"
    NONAKTIF_BERISI = "nonaktif_berisi"

    @property
    def label(self) -> str:
        return {
            "duplikat": "Duplikat",
            "yatim": "Tanpa induk yang dikenal",
            "siklus": "Rantai berputar",
            "nonaktif_berisi": "Nonaktif tetapi berpegawai",
        }[self.value]


# --- The difference ---------------------------------------------------------------------------------------------------


class Timbang(Enum):
    """What the three values of a field (here, at the last sync, at SIASN now) amount to."""

    TETAP = "tetap"
    """Equal, or only changed by hand here: stays."""
    PAKAI = "pakai"
    """Only changed at SIASN: its value is taken."""
    KONFLIK = "konflik"
    """Changed on both sides, differently: a person decides."""


def timbang(kolom: str, sini: Any, dasar: Mapping[str, Any] | None, siasn: Any, *, tangan: bool = False) -> Timbang:
    """Weigh one field. Without a value of the last sync SIASN's is taken, unless SIASN has none, or ``tangan``: it was changed by hand."""
    if sini == siasn:
        return Timbang.TETAP
    if dasar is None or kolom not in dasar:
        if siasn is None:
            return Timbang.TETAP
        return Timbang.KONFLIK if tangan else Timbang.PAKAI
    if siasn == dasar[kolom]:
        return Timbang.TETAP
    return Timbang.PAKAI if sini == dasar[kolom] else Timbang.KONFLIK


MATI: dict[str, Any] = {"status": "nonaktif", "aktif": False}
"""Field → the value of it that ends someone, or a unit."""


def menonaktifkan(beda: BedaSinkro, perubahan: Iterable[Mapping[str, Any]] | None) -> bool:
    """Whether a row with these differences leaves its unit or person no longer aktif once it is applied."""
    if beda is BedaSinkro.HAPUS:
        return True
    return any(p["kolom"] in MATI and p["siasn"] == MATI[p["kolom"]] and not p.get("konflik") for p in perubahan or ())


HAPUS_SEDIKIT = 10
HAPUS_BAGIAN = 20


def hapus_massal(dikenal: int, hapus: int) -> bool:
    """Whether so many of the known ones would go, missing at SIASN or no longer aktif there, that a person must agree first.

    A list of SIASN that is complete by its own count may still lack a whole unit, or belong to someone with fewer rights. In a month
    about one in three hundred people leaves; more than one in twenty, and more than ten, is no ordinary month. Nor is half of a few.
    """
    return hapus > max(HAPUS_SEDIKIT, dikenal // HAPUS_BAGIAN) or 0 < dikenal <= 2 * hapus


KOLOM: dict[str, str] = {
    "nama": "Nama",
    "nomor_induk": "NIP",
    "unor": "Unor",
    "jenis_jabatan": "Jenis Jabatan",
    "jabatan": "Jabatan",
    "jenis_pegawai": "Jenis pegawai",
    "golongan": "Golongan dan pangkat",
    "tmt_golongan": "TMT golongan",
    "jenjang": "Jenjang jabatan fungsional",
    "tmt_jabatan": "TMT jabatan",
    "kedudukan": "Kedudukan",
    "status": "Status",
    "eselon": "Eselon",
    "atasan": "Atasan",
    "induk": "Induk",
    "aktif": "Aktif di SIASN",
}
"""Field of a difference → the word for it."""
RUJUKAN = frozenset({"unor", "atasan", "induk"})
"""Fields that name a unit: by its id at SIASN."""
