"""The documents that *Cetak SKP Pegawai* offers (manual 2.5), and what an anchor of an electronic signature may be."""

from __future__ import annotations

from datetime import date
from enum import Enum


class JenisDokumen(Enum):
    RENCANA = "rencana"
    PENILAIAN = "penilaian"
    EVALUASI = "evaluasi"

    @property
    def label(self) -> str:
        return {"rencana": "Rencana SKP", "penilaian": "Form Penilaian", "evaluasi": "Dokumen Evaluasi Kinerja"}[self.value]

    @property
    def berperiode(self) -> bool:
        """Of one Periode; the plan covers the whole SKP."""
        return self is not JenisDokumen.RENCANA

    @property
    def dua_tempat(self) -> bool:
        """The penilai has a date and a place of his own; on the other two both sign on the same."""
        return self is JenisDokumen.EVALUASI


class BentukBerkas(Enum):
    """How many documents at once are handed over."""

    ZIP = "zip"
    PDF = "pdf"

    @property
    def label(self) -> str:
        return {"zip": "Satu berkas ZIP, satu PDF setiap SKP", "pdf": "Satu PDF gabungan"}[self.value]


TAHUN_TERAWAL = 2000
TAHUN_KE_DEPAN = 2
"""A document may bear a date up to the end of the year after next."""


def periksa_tanggal(tanggal: date, hari_ini: date) -> str | None:
    """What is wrong with the date of a signature, a slip of the keyboard such as year 0001; None when nothing is."""
    terakhir = hari_ini.year + TAHUN_KE_DEPAN
    if TAHUN_TERAWAL <= tanggal.year <= terakhir:
        return None
    return f"Tahun {tanggal.year:04d} tidak wajar untuk dokumen ini. Isi tanggal antara tahun {TAHUN_TERAWAL} dan {terakhir}."


PANJANG_ANCHOR = 20
CALON_ANCHOR = ("@", "#", "^", "~", "$", "*", "{", "}", "|", "[", "]", "_", "=", "<", ">")
"""Characters to offer, the usual ones first."""


def periksa_anchor(pegawai: str, penilai: str) -> dict[str, str]:
    """Field → what is wrong with the anchors; {} when both can be printed and told apart. Empty means none."""
    galat = {}
    for kolom, isi in (("anchor_pegawai", pegawai), ("anchor_penilai", penilai)):
        if len(isi) > PANJANG_ANCHOR:
            galat[kolom] = f"Anchor paling panjang {PANJANG_ANCHOR} karakter."
        elif isi and not all("!" <= a <= "~" for a in isi):
            galat[kolom] = "Anchor hanya boleh berisi huruf, angka, atau tanda baca biasa tanpa spasi, misalnya @ atau #."
    if not galat and pegawai and penilai and (pegawai in penilai or penilai in pegawai):
        galat["anchor_penilai"] = "Anchor pejabat penilai harus berbeda dari anchor pegawai, dan yang satu tidak memuat yang lain."
    return galat
