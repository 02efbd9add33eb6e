"""XLSX and CSV as a reader gets them: what a spreadsheet would execute arrives as plain text."""

from __future__ import annotations

import csv as csv_baku
from datetime import UTC, date, datetime
from pathlib import Path

import openpyxl
import pytest

from documents import csv, excel

KOLOM = [("NIP", 20), ("Nama", 30), ("Lahir", 12), ("Dibuat", 16), ("Jumlah", 8)]
JAHAT = ["=1+1", "+62811", "-1", "@SUM(A1)", "\t=1+1", "\r=1+1", ' =HYPERLINK("http://x")', "＝1+1", "http://contoh.id", "DDE(1)"]


def buka(jalur: Path):
    return openpyxl.load_workbook(jalur)


def test_excel_teks_tidak_pernah_menjadi_rumus(tmp_path: Path) -> None:
    jalur = tmp_path / "a.xlsx"
    excel.tulis(jalur, "Uji", [("Isi", 10)], ([j] for j in JAHAT))
    sel = [r[0] for r in buka(jalur).active.iter_rows(min_row=2)]
    assert {s.data_type for s in sel} == {"s"}
    assert [s.value for s in sel][:4] == JAHAT[:4]
    assert all(s.hyperlink is None for s in sel)


def test_csv_diberi_apostrof_di_depan_yang_akan_dijalankan(tmp_path: Path) -> None:
    jalur = tmp_path / "a.csv"
    csv.tulis(jalur, [("Isi", 10), ("Angka", 5)], ([j, -5] for j in JAHAT))
    with open(jalur, encoding="utf-8-sig", newline="") as f:
        baris = list(csv_baku.reader(f))[1:]
    assert all(b[0].startswith("'") for b in baris[:8]) and [b[0] for b in baris[8:]] == JAHAT[8:]
    assert {b[1] for b in baris} == {"-5"}


def test_excel_jenis_sel_dan_tata_letak(tmp_path: Path) -> None:
    jalur = tmp_path / "a.xlsx"
    baris = [
        ("199001012020121001", "Contoh", date(1990, 1, 1), datetime(2026, 11, 23, 8, 28), 12),
        ("199001012020121002", "a\x00b\x1bc\ud800\r\nd", None, None, True),
        ("199001012020121003", "x" * 40_000, date(1850, 1, 1), None, 10**17),
    ]
    assert excel.tulis(jalur, "Manajemen: Pegawai/[1]", KOLOM, iter(baris)) == 3
    buku = buka(jalur)
    lembar = buku.active
    assert lembar.title == "Manajemen  Pegawai  1"
    assert [c.value for c in lembar[1]] == [k for k, _ in KOLOM] and all(c.font.b for c in lembar[1])
    assert (lembar.freeze_panes, lembar.auto_filter.ref) == ("A2", "A1:E4")
    assert [c.data_type for c in lembar[2]] == ["s", "s", "d", "d", "n"]
    assert (lembar["C2"].number_format, lembar["D2"].number_format) == ("dd/mm/yyyy", "dd/mm/yyyy hh:mm")
    assert lembar["A2"].value == "199001012020121001"
    assert (lembar["B3"].value, lembar["E3"].value, lembar["C3"].value) == ("abc\nd", "Ya", None)
    assert (len(lembar["B4"].value), lembar["C4"].value, lembar["E4"].value) == (32_767, "1850-01-01", str(10**17))


def test_excel_kosong_tetap_berjudul(tmp_path: Path) -> None:
    jalur = tmp_path / "a.xlsx"
    assert excel.tulis(jalur, "Kosong", KOLOM, iter([]), jumlah=0) == 0
    assert [c.value for c in buka(jalur).active[1]] == [k for k, _ in KOLOM]


@pytest.mark.parametrize(("n", "lembar"), [(10, [10]), (11, [10, 1]), (1_200, [10] * 120)])
def test_excel_batas_baris_berlanjut_di_lembar_berikut(tmp_path: Path, n: int, lembar: list[int]) -> None:
    jalur = tmp_path / "a.xlsx"
    excel.tulis(jalur, "Data", [("N", 5)], ([i] for i in range(n)), jumlah=n, baris_lembar=11)
    isi = [[r[0].value for r in w.iter_rows(min_row=2)] for w in buka(jalur)]
    assert [len(i) for i in isi] == lembar
    assert [x for i in isi for x in i] == list(range(n))


def test_galat_sumber_dan_data_diteruskan(tmp_path: Path) -> None:
    def putus():
        yield [1]
        raise KeyError("putus")

    with pytest.raises(KeyError):
        excel.tulis(tmp_path / "a.xlsx", "A", [("N", 5)], putus())
    for penulis in (lambda b: excel.tulis(tmp_path / "b.xlsx", "A", [("N", 5)], b), lambda b: csv.tulis(tmp_path / "b.csv", [("N", 5)], b)):
        with pytest.raises(ValueError):
            penulis([[1, 2]])
        with pytest.raises(ValueError):
            penulis([[datetime(2026, 1, 1, tzinfo=UTC)]])
        with pytest.raises(TypeError):
            penulis([[object()]])


def test_csv_tanggal_iso_dan_terbaca_excel(tmp_path: Path) -> None:
    jalur = tmp_path / "a.csv"
    csv.tulis(jalur, KOLOM, [("1990", 'a "b", c', date(2026, 1, 2), datetime(2026, 1, 2, 3, 4), None)])
    mentah = jalur.read_bytes()
    assert mentah.startswith(b"\xef\xbb\xbf")
    assert mentah.decode("utf-8-sig").splitlines()[1] == '1990,"a ""b"", c",2026-01-02,2026-01-02 03:04,'
