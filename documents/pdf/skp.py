"""The printed forms of a SKP: *Rencana SKP*, *Form Penilaian*, *Dokumen Evaluasi Kinerja* (manual 2.5; PermenPANRB 6/2022).

A form is a frozen dataclass with everything it prints, as text and enums; ``html`` lays it out, ``pdf`` makes the file.
What is empty prints ``-``. The anchor of a signature (the text that an electronic signature looks for) stands in it once.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, ClassVar

from documents.pdf.dasar import data_uri, gambar, halaman, jadikan, susun
from documents.pdf.kurva import kurva
from domain.berakhlak import NilaiBerakhlak
from domain.periode import nama_bertahun
from domain.predikat import NilaiCapaian, Predikat, Rating
from domain.skp import Aspek, ModelSkp, Pendekatan, Perspektif
from domain.tanggal import BULAN, panjang


@dataclass(frozen=True, slots=True)
class Orang:
    """A person in the identity block; empty text prints ``-``."""

    nama: str = ""
    nip: str = ""
    pangkat: str = ""
    jabatan: str = ""
    unit: str = ""
    instansi: str = ""


@dataclass(frozen=True, slots=True)
class Kop:
    """Head of every form. ``lambang`` is a PNG or JPEG; None leaves its place out."""

    instansi: str
    awal: date
    akhir: date
    lambang: bytes | None = None
    periode: str = ""
    """Name of the Periode; empty on the plan, which covers the whole SKP."""


@dataclass(frozen=True, slots=True)
class TandaTangan:
    """Where a person signs. ``anchor`` empty prints none."""

    orang: Orang
    tanggal: date | None = None
    lokasi: str = ""
    anchor: str = ""

    @property
    def tempat_tanggal(self) -> str:
        """``Jakarta, 4 April 2026``; a part that is missing leaves its place to be written by hand."""
        hari = panjang(self.tanggal) if self.tanggal else "................ 20...."
        return f"{self.lokasi or '................'}, {hari}"


@dataclass(frozen=True, slots=True)
class BarisIndikator:
    teks: str
    target: str = ""
    aspek: Aspek | None = None
    perspektif: Perspektif | None = None
    realisasi: str = ""
    umpan_balik: str = ""


@dataclass(frozen=True, slots=True)
class BarisRhk:
    teks: str
    indikator: tuple[BarisIndikator, ...] = ()
    intervensi: str = ""


@dataclass(frozen=True, slots=True)
class BarisPerilaku:
    nilai: NilaiBerakhlak
    ekspektasi: str = ""
    umpan_balik: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Skp:
    """What the plan and the assessment share."""

    kop: Kop
    model: ModelSkp
    pendekatan: Pendekatan
    pegawai: TandaTangan
    penilai: TandaTangan
    utama: tuple[BarisRhk, ...] = ()
    tambahan: tuple[BarisRhk, ...] = ()
    perilaku: tuple[BarisPerilaku, ...] = ()

    @property
    def bagian(self) -> tuple[tuple[str, tuple[BarisRhk, ...]], ...]:
        """*A. UTAMA* always, *B. TAMBAHAN* where there is any."""
        return (("A. UTAMA", self.utama), *((("B. TAMBAHAN", self.tambahan),) if self.tambahan else ()))

    @property
    def jpt(self) -> bool:
        return self.model is ModelSkp.JPT

    @property
    def kuantitatif(self) -> bool:
        return self.pendekatan is Pendekatan.KUANTITATIF


@dataclass(frozen=True, slots=True, kw_only=True)
class RencanaSkp(_Skp):
    lampiran: tuple[tuple[str, tuple[str, ...]], ...] = ()
    """(part, its lines): *Dukungan Sumber Daya*, *Skema Pertanggungjawaban*, *Konsekuensi*."""

    judul: ClassVar[str] = "Rencana SKP"
    templat: ClassVar[str] = "rencana.html"
    lanskap: ClassVar[bool] = False


@dataclass(frozen=True, slots=True, kw_only=True)
class FormPenilaian(_Skp):
    capaian: NilaiCapaian | None = None
    statistik: tuple[tuple[Predikat, int], ...] = ()
    """How many pegawai hold each predikat, frozen at Final; empty before."""
    hasil: Rating | None = None
    rating_perilaku: Rating | None = None
    predikat: Predikat | None = None

    judul: ClassVar[str] = "Form Penilaian"
    templat: ClassVar[str] = "penilaian.html"
    lanskap: ClassVar[bool] = True


@dataclass(frozen=True, slots=True)
class IsiKeberatan:
    alasan: str
    penjelasan: str = ""
    keputusan: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DokumenEvaluasi:
    """``atasan`` signs, and the three blocks of ``keberatan`` are printed, only when there was a keberatan."""

    kop: Kop
    pegawai: TandaTangan
    penilai: TandaTangan
    atasan: TandaTangan = field(default_factory=lambda: TandaTangan(Orang()))
    capaian: NilaiCapaian | None = None
    predikat: Predikat | None = None
    catatan: str = ""
    keberatan: IsiKeberatan | None = None

    judul: ClassVar[str] = "Dokumen Evaluasi Kinerja"
    templat: ClassVar[str] = "evaluasi.html"
    lanskap: ClassVar[bool] = False


Dokumen = RencanaSkp | FormPenilaian | DokumenEvaluasi


def masa(kop: Kop) -> str:
    """``1 JANUARI SD 31 DESEMBER TAHUN 2026``, as the form words it."""
    awal, akhir = (f"{h.day} {BULAN[h.month - 1]}" for h in (kop.awal, kop.akhir))
    return f"{awal} SD {akhir} TAHUN {kop.akhir.year}".upper()


def judul(dok: Dokumen) -> str:
    """Title of the file: the form and whose it is."""
    kapan = nama_bertahun(dok.kop.periode, dok.kop.akhir.year).strip()
    return f"{dok.judul} {kapan} - {dok.pegawai.orang.nama or '-'}"


def html(dok: Dokumen) -> str:
    """The form as HTML, ready for the engine. Raises PdfGagal for an emblem that is no picture."""
    isi: dict[str, Any] = {"d": dok, "masa": masa(dok.kop), "lambang": gambar(dok.kop.lambang) if dok.kop.lambang else None}
    if isinstance(dok, _Skp):
        isi["kolom"] = _kolom(dok)
        isi["menyatu"] = lambda rhk: _menyatu(rhk, isi["kolom"])
    if isinstance(dok, FormPenilaian):
        isi["gambar_kurva"] = data_uri(kurva(dok.capaian).encode(), "image/svg+xml") if dok.capaian else None
    return halaman(susun(dok.templat, **isi), judul(dok), lanskap=dok.lanskap)


def pdf(dok: Dokumen) -> bytes:
    """The form as a PDF. Raises PdfGagal."""
    return jadikan(html(dok), judul(dok))


# --- Columns of Hasil Kerja -----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Kolom:
    """``lebar`` in percent of the table; ``kunci`` says what a cell shows."""

    kunci: str
    judul: str
    lebar: int


def _kolom(dok: _Skp) -> list[Kolom]:
    """The columns of the form's own table, widths adding up to 100."""
    dinilai = isinstance(dok, FormPenilaian)
    if not dok.kuantitatif:
        kolom = [("nomor", "NO", 5), ("uraian", "RENCANA HASIL KERJA", 45 if dinilai else 95)]
    elif dok.jpt:
        kolom = [
            ("nomor", "NO", 4 if dinilai else 6),
            ("rhk", "RENCANA HASIL KERJA", 20 if dinilai else 30),
            ("indikator", "INDIKATOR KINERJA INDIVIDU", 18 if dinilai else 29),
            ("target", "TARGET", 10 if dinilai else 17),
            ("perspektif", "PERSPEKTIF", 10 if dinilai else 18),
        ]
    else:
        kolom = [
            ("nomor", "NO", 4 if dinilai else 5),
            ("intervensi", "RENCANA HASIL KERJA PIMPINAN YANG DIINTERVENSI", 14 if dinilai else 23),
            ("rhk", "RENCANA HASIL KERJA", 15 if dinilai else 23),
            ("aspek", "ASPEK", 8 if dinilai else 11),
            ("indikator", "INDIKATOR KINERJA INDIVIDU", 15 if dinilai else 22),
            ("target", "TARGET", 10 if dinilai else 16),
        ]
    if dinilai:
        sisa = 100 - sum(lebar for _, _, lebar in kolom)
        kolom += [
            ("realisasi", "REALISASI BERDASARKAN BUKTI DUKUNG", sisa // 2),
            ("umpan_balik", "UMPAN BALIK BERKELANJUTAN BERDASARKAN BUKTI DUKUNG", sisa - sisa // 2),
        ]
    return [Kolom(*k) for k in kolom]


_HURUF_PER_PERSEN = 0.95
"""Letters of the body's size that fit one percent of the narrower page; for the estimate below only."""
_BARIS_MENYATU = 16


def _menyatu(rhk: BarisRhk, kolom: Sequence[Kolom]) -> bool:
    """Whether the cells of a RHK may span its indikator.

    Spanned rows stay on one page, so a tall group is printed row by row instead, where it can go on to the next.
    """
    lebar = {k.kunci: k.lebar * _HURUF_PER_PERSEN for k in kolom}

    def baris(kunci: str, isi: str) -> int:
        muat = max(6, int(lebar.get(kunci, 0)))
        return sum(-(-max(1, len(b)) // muat) for b in isi.split("\n")) if kunci in lebar else 0

    tinggi = sum(
        max(baris(k, getattr(i, a)) for k, a in (("indikator", "teks"), ("target", "target"), ("realisasi",) * 2, ("umpan_balik",) * 2))
        for i in rhk.indikator
    )
    return len(rhk.indikator) > 1 and max(tinggi, baris("rhk", rhk.teks), baris("intervensi", rhk.intervensi)) <= _BARIS_MENYATU
