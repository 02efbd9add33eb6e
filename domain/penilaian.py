"""Filling in a penilaian: until when it is open, what counts as eviden, and how two versions of one text meet (manual 2.2, Batas Pengisian)."""

from __future__ import annotations

import hashlib
import ipaddress
import re
from dataclasses import dataclass
from datetime import date
from enum import Enum
from urllib.parse import urlsplit

PANJANG_TEKS = 4000
PANJANG_EVIDEN = 1000


class KeadaanPengisian(Enum):
    BELUM_MULAI = "belum_mulai"
    DIBUKA = "dibuka"
    DIBUKA_KEMBALI = "dibuka_kembali"
    DITUTUP = "ditutup"

    @property
    def label(self) -> str:
        return {"belum_mulai": "Belum mulai", "dibuka": "Dibuka", "dibuka_kembali": "Dibuka kembali", "ditutup": "Ditutup"}[self.value]

    @property
    def nada(self) -> str:
        return {"belum_mulai": "neutral", "dibuka": "guide", "dibuka_kembali": "warning", "ditutup": "neutral"}[self.value]

    @property
    def ikon(self) -> str:
        return {"belum_mulai": "clock", "dibuka": "lock-open", "dibuka_kembali": "lock-open", "ditutup": "lock"}[self.value]


def sampai_kapan(batas: date, dibuka_sampai: date | None) -> date:
    """The last day on which may be filled in: Batas Pengisian, or the later day until which it was reopened."""
    return batas if dibuka_sampai is None else max(batas, dibuka_sampai)


def terbuka(batas: date, dibuka_sampai: date | None, hari_ini: date) -> bool:
    """Whether rencana aksi, eviden, realisasi and feedback may be filled in; also before the period begins."""
    return hari_ini <= sampai_kapan(batas, dibuka_sampai)


def keadaan(awal: date, batas: date, dibuka_sampai: date | None, hari_ini: date) -> KeadaanPengisian:
    if not terbuka(batas, dibuka_sampai, hari_ini):
        return KeadaanPengisian.DITUTUP
    if hari_ini > batas:
        return KeadaanPengisian.DIBUKA_KEMBALI
    return KeadaanPengisian.BELUM_MULAI if hari_ini < awal else KeadaanPengisian.DIBUKA


# --- Texts that two may change at once -------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Isian:
    """A text as it came back from a form: what was typed, and the mark of what the form had shown."""

    teks: str
    tanda: str


class Nasib(Enum):
    """What becomes of a text that came back."""

    SAMA = "sama"
    UBAH = "ubah"
    BENTROK = "bentrok"


def tanda(teks: str | None) -> str:
    """The mark of a text; None and empty are the same."""
    return hashlib.sha256((teks or "").encode()).hexdigest()[:16]


def nasib(kini: str | None, isian: Isian) -> Nasib:
    """Whether to store ``isian`` over ``kini``, what is stored now.

    Untouched since it was shown, it is left alone, whatever happened meanwhile: so two pages that change different texts do
    not undo each other. BENTROK: changed here and elsewhere, to different words.
    """
    if isian.teks == (kini or "") or tanda(isian.teks) == isian.tanda:
        return Nasib.SAMA
    return Nasib.UBAH if tanda(kini) == isian.tanda else Nasib.BENTROK


# --- Eviden -----------------------------------------------------------------------------------------------------------


def periksa_eviden(tautan: str) -> str | None:
    """What is wrong with a link to the evidence, or None. It is an http(s) address with a host."""
    if len(tautan) > PANJANG_EVIDEN:
        return f"Tautan eviden paling panjang {PANJANG_EVIDEN} karakter; pakai tautan berbagi yang lebih pendek."
    if re.search(r"\s", tautan) or not tautan.isprintable():
        return "Tautan eviden tidak boleh berisi spasi; isi satu tautan saja."
    try:
        bagian = urlsplit(tautan)
        tuan = bagian.hostname
    except ValueError:
        tuan = None
    if not tuan or bagian.scheme not in ("http", "https"):
        return "Tautan eviden diawali https:// atau http://, misalnya https://drive.contoh.go.id/laporan-januari."
    return None


def petunjuk_eviden(tautan: str) -> str | None:
    """A hint on why the penilai may not be able to open a link, or None. Nothing is fetched: only the address is read."""
    try:
        tuan = (urlsplit(tautan).hostname or "").casefold()
    except ValueError:
        return None
    if _dalam(tuan):
        return "Alamat ini hanya dapat dibuka dari komputer atau jaringan tertentu; unggah ke tempat yang dapat dibuka penilai."
    if tuan.endswith(("drive.google.com", "docs.google.com")):
        return "Pastikan akses umumnya “Siapa saja yang memiliki tautan”, agar penilai tidak mendapat “Akses ditolak”."
    if tuan.endswith(("sharepoint.com", "onedrive.live.com", "1drv.ms", "dropbox.com")):
        return "Pastikan tautan berbaginya dapat dibuka tanpa masuk ke akun Anda."
    return None


def _dalam(tuan: str) -> bool:
    if not tuan or tuan == "localhost" or tuan.endswith((".local", ".lan", ".internal")):
        return bool(tuan)
    try:
        return not ipaddress.ip_address(tuan).is_global
    except ValueError:
        return "." not in tuan
