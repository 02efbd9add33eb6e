"""Matriks Peran Hasil (manual 2.11, Gambar 2.46) as PDF and as a workbook: who delivers what under which IKI of the leader."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from documents import excel
from documents.pdf import dasar

IKI_SEHALAMAN = 8
"""IKI columns beside the names on a landscape page; more go on to the next one, under the same names."""
BARIS_SEL = 24
"""Lines of text that a row may take: a longer cell goes on in a row below it, since a row cannot break over pages."""
BARIS_KEPALA = 14
"""Lines of an IKI in the head; one that is longer is cut there and stands in full below the matrix."""
LEBAR_HURUF = 1.22
"""Millimetres of a letter of the condensed face at the size of a cell, on the generous side."""


@dataclass(frozen=True, slots=True)
class Iki:
    """An *Indikator Kinerja Individu* of the leader: a column. ``nomor`` runs over the whole matrix."""

    nomor: int
    teks: str
    target: str = ""


@dataclass(frozen=True, slots=True)
class KelompokIki:
    """A RHK of the leader with its IKI columns; whoever intervenes it fills one cell across them."""

    rhk: str
    iki: tuple[Iki, ...]


@dataclass(frozen=True, slots=True)
class BarisMph:
    """A person. ``sel`` has one entry a KelompokIki: the RHK that intervene it, empty for no role."""

    nama: str
    nomor_induk: str
    jabatan: str
    sel: tuple[tuple[str, ...], ...]
    catatan: str = ""
    """Why the row is empty, where it is for want of an approved SKP."""


@dataclass(frozen=True, slots=True)
class Matriks:
    jenis: str
    """"Unit Kerja" or "Tim Kerja"."""
    nama: str
    instansi: str
    tahun: int
    pimpinan: BarisMph
    """His cells hold his own RHK."""
    kelompok: tuple[KelompokIki, ...]
    baris: tuple[BarisMph, ...]

    @property
    def judul(self) -> str:
        return f"Matriks Peran Hasil {self.nama} Tahun {self.tahun}"

    @property
    def semua(self) -> tuple[BarisMph, ...]:
        """The leader first, then his people."""
        return (self.pimpinan, *self.baris)


# --- PDF --------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Kolom:
    """A cell's place on a page: the columns of one KelompokIki, or the part of them that the page holds."""

    kelompok: int
    iki: tuple[Iki, ...]


@dataclass(frozen=True, slots=True)
class _Baris:
    nomor: str
    nama: str
    nomor_induk: str
    jabatan: str
    catatan: str
    sel: tuple[tuple[str, ...], ...]
    pimpinan: bool = False


LEBAR_NOMOR, LEBAR_NAMA, LEBAR_JABATAN, LEBAR_HALAMAN = 7, 37, 33, 273
"""Millimetres of a landscape A4 page within its margins."""


def pdf(matriks: Matriks) -> bytes:
    """The matrix on landscape A4: head rows on every page, the name column on every part. Raises documents.pdf.dasar.PdfGagal."""
    bagian = _bagian(matriks)
    isi = dasar.susun(
        "mph.html",
        m=matriks,
        bagian=[(kolom, _kepala(kolom), list(_baris(matriks, kolom)), _lebar(kolom)) for kolom in bagian],
        lebar=(LEBAR_NOMOR, LEBAR_NAMA, LEBAR_JABATAN),
        panjang=[i for kolom in bagian for k in kolom for i in k.iki if len(i.teks) > _muat_kepala(kolom)],
    )
    return dasar.render(isi, matriks.judul, lanskap=True, gaya=GAYA)


GAYA = """
.mph td, .mph th { font-family: ekinerjasempit; font-size: 6.5pt; line-height: 1.25; padding: 2pt 2.5pt; }
.mph th.iki { font-size: 6pt; font-weight: normal; vertical-align: top; text-align: left; }
.mph tr.pimpinan td { background-color: #f4f4f4; }
.mph td p { margin: 0 0 2pt 0; }
.mph .samar { color: #444; font-size: 6pt; }
.bagian-lanjut { page-break-before: always; }
"""


def _bagian(matriks: Matriks) -> list[list[_Kolom]]:
    """The columns of each part, at most IKI_SEHALAMAN wide; a KelompokIki is cut only where it is wider than a page."""
    hasil: list[list[_Kolom]] = [[]]
    sisa = IKI_SEHALAMAN
    for n, kelompok in enumerate(matriks.kelompok):
        for awal in range(0, len(kelompok.iki), IKI_SEHALAMAN):
            iki = kelompok.iki[awal : awal + IKI_SEHALAMAN]
            if len(iki) > sisa:
                hasil.append([])
                sisa = IKI_SEHALAMAN
            hasil[-1].append(_Kolom(n, iki))
            sisa -= len(iki)
    return hasil


def _lebar(kolom: list[_Kolom]) -> float:
    """Millimetres of one IKI column."""
    return (LEBAR_HALAMAN - LEBAR_NOMOR - LEBAR_NAMA - LEBAR_JABATAN) / max(sum(len(k.iki) for k in kolom), 1)


def _huruf(lebar: float) -> int:
    """Letters of a line in a cell so many millimetres wide."""
    return max(8, int((lebar - 2) / LEBAR_HURUF))


def _muat_kepala(kolom: list[_Kolom]) -> int:
    return _huruf(_lebar(kolom)) * BARIS_KEPALA


def _kepala(kolom: list[_Kolom]) -> list[tuple[int, str]]:
    """(number, text) of each IKI of the head."""
    muat = _muat_kepala(kolom)
    return [(i.nomor, i.teks if len(i.teks) <= muat else next(_belah(i.teks, muat)) + " …") for k in kolom for i in k.iki]


def _baris(matriks: Matriks, kolom: list[_Kolom]) -> Iterator[_Baris]:
    lebar = [_lebar(kolom) * len(k.iki) for k in kolom]
    for n, orang in enumerate(matriks.semua):
        potongan = [_potong(orang.sel[k.kelompok], w) for k, w in zip(kolom, lebar, strict=True)]
        for i in range(max(1, *(len(p) for p in potongan))):
            lanjut = " (lanjutan)" if i else ""
            yield _Baris(
                nomor=str(n) if n and not i else "",
                nama=orang.nama + lanjut,
                nomor_induk="" if i else orang.nomor_induk,
                jabatan="" if i else orang.jabatan,
                catatan="" if i else orang.catatan,
                sel=tuple(p[i] if i < len(p) else () for p in potongan),
                pimpinan=n == 0,
            )


def _potong(teks: tuple[str, ...], lebar: float) -> list[tuple[str, ...]]:
    """A cell's texts in portions that a row can hold; a single text that is longer is cut between words."""
    seluruh = _huruf(lebar)
    maks = seluruh * BARIS_SEL
    hasil: list[tuple[str, ...]] = []
    kini: list[str] = []
    isi = 0
    for satu in (bagian for t in teks for bagian in _belah(t, maks)):
        # A text ends its line: what is left of it counts too.
        tinggi = -(-len(satu) // seluruh) * seluruh
        if kini and isi + tinggi > maks:
            hasil.append(tuple(kini))
            kini, isi = [], 0
        kini.append(satu)
        isi += tinggi
    if kini:
        hasil.append(tuple(kini))
    return hasil


def _belah(teks: str, maks: int) -> Iterator[str]:
    while len(teks) > maks:
        batas = teks.rfind(" ", 0, maks)
        batas = batas if batas > 0 else maks
        yield teks[:batas]
        teks = teks[batas:].lstrip()
    yield teks


# --- Workbook ---------------------------------------------------------------------------------------------------------


def tulis_excel(jalur: Path, matriks: Matriks) -> int:
    """The matrix as a sheet: a column an IKI, what intervenes its RHK in each of them; returns the number of rows.

    Merged cells would stand in the way of sorting and filtering, so that a RHK with two IKI is written under both.
    """
    iki = [(n, i) for n, k in enumerate(matriks.kelompok) for i in k.iki]
    kolom = [("No", 6), ("Pegawai", 32), ("NIP", 22), ("Jabatan", 36), *((_judul_iki(i), 40) for _, i in iki), ("Keterangan", 30)]
    baris = (
        [n or None, b.nama, b.nomor_induk, b.jabatan, *("\n".join(b.sel[k]) or None for k, _ in iki), b.catatan or None]
        for n, b in enumerate(matriks.semua)
    )
    return excel.tulis(jalur, "Matriks Peran Hasil", kolom, baris, jumlah=len(matriks.semua))


def _judul_iki(iki: Iki) -> str:
    return f"IKI {iki.nomor}: {iki.teks}"[:250] if iki.teks else f"IKI {iki.nomor}"
