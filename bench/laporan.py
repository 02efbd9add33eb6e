"""The tables: printed as they are ready, and kept for docs/kinerja.md."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bench.data import Basis
    from bench.kasus import Kasus

AWAL, AKHIR = "<!-- awal tabel -->", "<!-- akhir tabel -->"
FORMULIR_MS, HALAMAN_BYTE, KUERI_MAKS = 60, 100 * 1024, 5
KEPALA_KASUS = ("halaman", "kita ms", "kueri", "HTML", "bawaan ms (kueri)", "eager", "polos", "Django", "rasio", "sasaran")


def ribuan(n: int) -> str:
    return f"{n:,}".replace(",", ".")


def besar(byte: int) -> str:
    return f"{byte / 1024:.0f} KiB" if byte < 1 << 20 else f"{byte / (1 << 20):.0f} MiB"


@dataclass(frozen=True, slots=True)
class Ukur:
    """Median of one contestant in one case."""

    ms: float
    kueri: int
    wajib: int
    byte: int


@dataclass(frozen=True, slots=True)
class Hasil:
    """One case. ``acuan`` is the stock view that the aim refers to."""

    kita: Ukur
    bawaan: Ukur
    eager: Ukur | None
    polos: Ukur | None
    django: Ukur | None
    acuan: Ukur


def _ms(ukur: Ukur | None) -> str:
    return "-" if ukur is None else f"{ukur.ms:.0f}" if ukur.ms >= 100 else f"{ukur.ms:.1f}"


def _ya(benar: bool) -> str:
    return "ya" if benar else "TIDAK"


class Laporan:
    def __init__(self) -> None:
        self._bagian: list[str] = []
        self._sasaran: list[tuple[str, bool]] = []

    def judul(self, keterangan: str) -> None:
        self._tambah(f"{keterangan}.")

    def tabel(self, judul: str, kepala: Sequence[str], baris: Sequence[Sequence[str]], keterangan: str = "") -> None:
        lebar = [max(len(str(b[i])) for b in (kepala, *baris)) for i in range(len(kepala))]

        def satu(isi: Sequence[str]) -> str:
            return "| " + " | ".join(str(v).ljust(n) for v, n in zip(isi, lebar, strict=True)) + " |"

        garis = "|" + "|".join("-" * (n + 2) for n in lebar) + "|"
        teks = "\n".join(
            [f"### {judul}", "", *([keterangan + ".", ""] if keterangan else []), satu(kepala), garis, *(satu(b) for b in baris)]
        )
        self._tambah(teks)

    def _tambah(self, teks: str) -> None:
        self._bagian.append(teks)
        print(f"\n{teks}", flush=True)

    def tepat(self, sasaran: str, benar: bool) -> str:
        self._sasaran.append((sasaran, benar))
        return _ya(benar)

    def kasus(self, basis: Basis, kasus: Kasus, h: Hasil, apa: str = "") -> tuple[str, ...]:
        """Hold one case to its aims; returns its row. ``apa`` is the list, where there are several."""
        nama = ", ".join(n for n in (apa, basis.ukuran.nama, kasus.nama) if n)
        kali, kita = h.acuan.ms / h.kita.ms, h.kita
        # The aims name PostgreSQL and pages of 25 rows; the others are shown beside them.
        minimal = kasus.minimal if basis.mesin == "postgresql" else None
        if not kasus.nama.startswith("100 "):
            self.tepat(f"{nama}: HTML ≤ 100 KiB ({besar(kita.byte)})", kita.byte <= HALAMAN_BYTE)
        self.tepat(f"{nama}: ≤ {KUERI_MAKS} kueri ({kita.kueri})", kita.kueri <= KUERI_MAKS)
        sasaran = "-"
        if kasus.formulir:
            sasaran = f"≤ {FORMULIR_MS} ms: " + self.tepat(f"{nama}: ≤ {FORMULIR_MS} ms ({kita.ms:.1f})", kita.ms <= FORMULIR_MS)
        elif minimal:
            sasaran = f"≥ {minimal:.0f}×: " + self.tepat(f"{nama}: ≥ {minimal:.0f}× ({kali:.1f})", kali >= minimal)
        if h.django is not None:
            self.tepat(f"{nama}: lebih cepat daripada Django admin", kita.ms < h.django.ms)
        return (
            kasus.nama, _ms(kita), f"{kita.kueri} + {kita.wajib}", besar(kita.byte), f"{_ms(h.bawaan)} ({h.bawaan.kueri})", _ms(h.eager),
            _ms(h.polos), _ms(h.django), f"{kali:.1f}×" if kali < 100 else f"{kali:.0f}×", sasaran,
        )  # fmt: skip

    def putusan(self) -> None:
        gagal = [nama for nama, benar in self._sasaran if not benar]
        kalimat = f"Sasaran: {len(self._sasaran) - len(gagal)} dari {len(self._sasaran)} tercapai."
        self._tambah("\n".join([kalimat, *([""] if gagal else []), *(f"- Belum: {nama}" for nama in gagal)]))

    def simpan(self, berkas: Path, tanda_awal: str = AWAL, tanda_akhir: str = AKHIR) -> None:
        """Put the tables between two marks of the document."""
        isi = berkas.read_text(encoding="utf-8")
        awal, sisa = isi.split(tanda_awal, 1)
        _, akhir = sisa.split(tanda_akhir, 1)
        berkas.write_text(f"{awal}{tanda_awal}\n" + "\n\n".join(self._bagian) + f"\n{tanda_akhir}{akhir}", encoding="utf-8")
