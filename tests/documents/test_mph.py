"""The printed matrix: complete in both directions, its head on every page, whatever the length of its texts."""

from __future__ import annotations

import io
import re

import openpyxl
import pytest
from pypdf import PdfReader

from documents import mph
from documents.mph import BarisMph, Iki, KelompokIki, Matriks


def teks_panjang(n):
    kata = ("tersusunnya", "dokumen", "pertanggungjawaban", "penyelenggaraan", "layanan")
    return " ".join(kata[i % len(kata)] for i in range(n))


def matriks(baris, iki, *, sel=None, teks=None):
    """``iki``: how many IKI each RHK of the leader has."""
    kelompok, nomor = [], 0
    for n, banyak in enumerate(iki):
        kelompok.append(
            KelompokIki(f"RHK pimpinan {n}", tuple(Iki(nomor + i + 1, teks or f"Indikator {nomor + i + 1}") for i in range(banyak)))
        )
        nomor += banyak
    pimpinan = BarisMph("Pimpinan Contoh", "198001012005031001", "Kepala Dinas", tuple((k.rhk,) for k in kelompok))
    anggota = tuple(
        BarisMph(f"Pegawai ke-{n:03}", f"19800101200503{n:04}", "Analis", tuple(sel or (f"Output {n:03}-{k:02}",) for k in range(len(iki))))
        for n in range(1, baris + 1)
    )
    return Matriks("Unit Kerja", "Dinas Contoh", "Pemerintah Kabupaten Contoh", 2026, pimpinan, tuple(kelompok), anggota)


def halaman(m):
    return [" ".join(p.extract_text().split()) for p in PdfReader(io.BytesIO(mph.pdf(m))).pages]


def test_satu_halaman_mendatar_dengan_pimpinan_di_atas():
    bacaan = PdfReader(io.BytesIO(mph.pdf(matriks(3, (1, 1)))))
    assert len(bacaan.pages) == 1 and bacaan.pages[0].mediabox.width > bacaan.pages[0].mediabox.height
    assert bacaan.metadata.title == "Matriks Peran Hasil Dinas Contoh Tahun 2026"
    isi = " ".join(bacaan.pages[0].extract_text().split())
    for kata in (
        "MATRIKS PERAN HASIL",
        "PEGAWAI",
        "JABATAN",
        "OUTCOME ANTARA / OUTPUT / LAYANAN",
        "IKI 1",
        "IKI 2",
        "Indikator 2",
        "198001012005031001",
    ):
        assert kata in isi, kata
    assert isi.index("RHK pimpinan 0") < isi.index("Output 001-00") < isi.index("Output 003-01")


@pytest.mark.parametrize(
    ("baris", "iki", "bagian"), [(40, (1, 2, 1, 3, 1), 1), (70, (2, 3, 3, 4, 3), 2), (5, (11,), 2)], ids=["40x8", "70x15", "satu-rhk-lebar"]
)
def test_setiap_pegawai_dan_setiap_iki_tercetak_kepalanya_berulang(baris, iki, bagian):
    semua = halaman(matriks(baris, iki))
    total = sum(iki)
    for isi in semua:
        assert "PEGAWAI" in isi and "OUTCOME ANTARA" in isi and re.search(r"IKI \d+ ", isi), isi[:200]
        assert len(set(re.findall(r"IKI (\d+) ", isi))) <= mph.IKI_SEHALAMAN
    gabung = " ".join(semua)
    assert {int(n) for n in re.findall(r"IKI (\d+) ", gabung)} >= set(range(1, total + 1))
    for n in range(1, baris + 1):
        for k in range(len(iki)):
            assert f"Output {n:03}-{k:02}" in gabung
    assert gabung.count(f"Pegawai ke-{baris:03}") == bagian


def test_teks_sangat_panjang_tercetak_seluruhnya_tanpa_memenggal_kata():
    panjang = tuple(f"butir{n} {teks_panjang(60)}" for n in range(6))
    semua = halaman(matriks(1, (1, 1, 1, 1, 1, 1, 1, 1), sel=panjang, teks=teks_panjang(70)))
    gabung = " ".join(semua)
    for n in range(6):
        assert gabung.count(f"butir{n} ") == 8
    assert "(lanjutan)" in gabung and "IKI selengkapnya" in gabung
    kata = set(re.findall(r"[a-z]{4,}", gabung)) - {"lanjutan", "selengkapnya", "dari"}
    assert {k for k in kata if k.startswith(("pert", "peny", "ters"))} == {"pertanggungjawaban", "penyelenggaraan", "tersusunnya"}


def test_satu_teks_lebih_panjang_dari_halaman():
    gabung = " ".join(halaman(matriks(1, (1,) * 8, sel=(teks_panjang(400),))))
    assert gabung.count("pertanggungjawaban") == 80 * 8


def test_tanda_baca_html_tetap_teks():
    gabung = " ".join(halaman(matriks(1, (1,), sel=("Nilai < 5 & <b>tebal</b>",))))
    assert "Nilai < 5 & <b>tebal</b>" in gabung


def test_excel_satu_kolom_per_iki(tmp_path):
    m = matriks(2, (2, 1), sel=("Output A", "=1+1"))
    assert mph.tulis_excel(tmp_path / "m.xlsx", m) == 3
    baris = list(openpyxl.load_workbook(tmp_path / "m.xlsx").active.iter_rows(values_only=True))
    assert baris[0] == ("No", "Pegawai", "NIP", "Jabatan", "IKI 1: Indikator 1", "IKI 2: Indikator 2", "IKI 3: Indikator 3", "Keterangan")
    assert baris[1][1:7] == ("Pimpinan Contoh", "198001012005031001", "Kepala Dinas", "RHK pimpinan 0", "RHK pimpinan 0", "RHK pimpinan 1")
    assert baris[2] == (1, "Pegawai ke-001", "198001012005030001", "Analis", *(("Output A\n=1+1",) * 3), None)
