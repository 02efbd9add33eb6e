"""The list of NIP for *Pegawai (Tambah)* from an uploaded file: text, CSV or Excel; whatever column they stand in."""

from __future__ import annotations

import codecs
import csv
import io
import re
import zipfile
from collections.abc import Iterable, Iterator

from domain.nip import bersihkan
from services.galat import Salah

UKURAN_MAKS = 1024 * 1024
ISI_MAKS = 30 * 1024 * 1024
"""Of an Excel file once unpacked: a small one may hold a great deal."""
BARIS_MAKS = 10_000
_TERPOTONG = re.compile(r"[0-9]+([.,][0-9]+)?[eE]\+1[0-9]")
"""A long number as Excel shows it."""


def baca(nama: str, isi: bytes) -> str:
    """The numbers of the file, one a line. Raises Salah (field ``berkas``) saying what is wrong with it."""
    if not isi:
        raise Salah({"berkas": "Berkas ini kosong."})
    if len(isi) > UKURAN_MAKS:
        raise Salah({"berkas": "Berkas paling besar 1 MB."})
    akhiran = nama.rsplit(".", 1)[-1].casefold()
    if akhiran == "xlsx":
        baris: Iterable[list[str]] = _excel(isi)
    elif akhiran in ("txt", "csv"):
        baris = _teks(isi)
    else:
        raise Salah({"berkas": "Unggah berkas .txt, .csv, atau .xlsx."})
    return "\n".join(_nomor(baris))


def _nomor(baris: Iterable[list[str]]) -> Iterator[str]:
    """The first cell of each row that looks like a number; a heading and empty rows are passed over."""
    ada = False
    for ke, sel in enumerate(baris, 1):
        if ke > BARIS_MAKS:
            raise Salah({"berkas": f"Berkas berisi lebih dari {BARIS_MAKS} baris."})
        isi = [bersihkan(s.strip().lstrip("'")) for s in sel]
        nomor = next((s for s in isi if re.fullmatch("[0-9]{16}|[0-9]{18}", s)), None)
        if nomor is not None:
            ada = True
            yield nomor
        elif terpotong := [i for i, s in enumerate(isi) if _TERPOTONG.fullmatch(s)]:
            letak = f"{_huruf(terpotong[0])}{ke}"
            raise Salah(
                {
                    "berkas": f"Sel {letak}: NIP terpotong oleh Excel ({isi[terpotong[0]]}). Ubah format kolomnya menjadi Teks, lalu isi kembali."
                }
            )
        elif ada and any(isi):
            raise Salah({"berkas": f"Baris {ke} tidak berisi NIP 18 angka (atau NIK 16 angka): {' '.join(s for s in isi if s)[:60]}"})
    if not ada:
        raise Salah({"berkas": "Tidak ada NIP 18 angka (atau NIK 16 angka) di berkas ini."})


def _huruf(kolom: int) -> str:
    """The letters of a column, as a spreadsheet heads it; the first is 0."""
    huruf = ""
    while kolom >= 0:
        kolom, sisa = divmod(kolom, 26)
        huruf, kolom = chr(ord("A") + sisa) + huruf, kolom - 1
    return huruf


def _teks(isi: bytes) -> Iterator[list[str]]:
    teks = _urai(isi)
    pemisah = max(",;\t", key=teks.count)
    try:
        yield from csv.reader(io.StringIO(teks), delimiter=pemisah)
    except csv.Error as galat:
        raise Salah({"berkas": "Berkas ini tidak terbaca sebagai teks atau CSV."}) from galat


def _urai(isi: bytes) -> str:
    """The text of a file: UTF-8, what Excel calls *Unicode Text* (UTF-16), or the old code page of Windows."""
    for tanda in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
        if isi.startswith(tanda):
            return isi.decode("utf-16", errors="replace")
    if b"\0" in isi:
        raise Salah(
            {"berkas": "Berkas ini tidak terbaca sebagai teks atau CSV. Simpan dari Excel sebagai CSV UTF-8, atau unggah berkas .xlsx-nya."}
        )
    try:
        return isi.decode("utf-8-sig")
    except UnicodeDecodeError:
        return isi.decode("cp1252", errors="replace")


def _excel(isi: bytes) -> Iterator[list[str]]:
    # Imported on first use: few requests bring an Excel file.
    import openpyxl

    try:
        with zipfile.ZipFile(io.BytesIO(isi)) as arsip:
            if sum(b.file_size for b in arsip.infolist()) > ISI_MAKS:
                raise Salah({"berkas": "Berkas Excel ini terlalu besar setelah dibuka; simpan kolom NIP saja di berkas baru."})
        lembar = openpyxl.load_workbook(io.BytesIO(isi), read_only=True, data_only=True).worksheets[0]
        for baris in lembar.iter_rows(values_only=True):
            yield [_sel(s) for s in baris]
    except Salah:
        raise
    except Exception as galat:  # whatever a broken file makes the reader raise
        raise Salah({"berkas": "Berkas ini tidak terbaca sebagai Excel (.xlsx)."}) from galat


def _sel(nilai: object) -> str:
    # Excel keeps fifteen digits of a number: an 18-digit one that is no text has lost its end.
    if isinstance(nilai, int | float) and not isinstance(nilai, bool) and abs(nilai) >= 10**15:
        return f"{nilai:.6e}"
    return "" if nilai is None else str(nilai)
