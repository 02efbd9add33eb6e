from datetime import date

import pytest

from domain.periode import (
    JenisPeriode,
    PeriksaGagal,
    PeriodeSalah,
    PolaPeriode,
    RencanaPeriode,
    TipePeriode,
    batas_tahun_berikut,
    kalimat_batas,
    parse_bulan_hari,
    periksa,
    tanggal_periode,
)

B = TipePeriode.BULANAN


def baris(awal="01-01", akhir="01-31", batas="02-05", **lain):
    return RencanaPeriode(**({"nama": "Contoh", "awal": awal, "akhir": akhir, "batas": batas, "tipe": B} | lain))


def galat(rencana, *lain):
    with pytest.raises(PeriksaGagal) as gagal:
        periksa(rencana, lain)
    return gagal.value.daftar


@pytest.mark.parametrize("teks", ["01-05", " 12-31\n", "02-29"])
def test_dates_as_typed(teks):
    assert parse_bulan_hari(teks) == teks.strip()


@pytest.mark.parametrize(
    ("teks", "bagian"),
    [
        ("", "Isi tanggal"),
        ("1-5", "dua angka bulan"),
        ("12/31", "dua angka bulan"),
        ("1231", "dua angka bulan"),
        ("2027-01-05", "dua angka bulan"),
        ("٠١-٠٥", "dua angka bulan"),
        ("31-12", "mungkin maksudnya 12-31"),
        ("13-40", "Bulan 13 tidak ada"),
        ("00-10", "Bulan 00 tidak ada"),
        ("02-30", "30 Februari tidak ada"),
        ("04-31", "31 April tidak ada"),
        ("01-32", "32 Januari tidak ada"),
        ("01-00", "tidak ada"),
    ],
)
def test_unreadable_dates_say_what_to_type(teks, bagian):
    with pytest.raises(PeriodeSalah, match=bagian) as salah:
        parse_bulan_hari(teks, "awal")
    assert salah.value.kolom == "awal"
    assert salah.value.pesan == str(salah.value)


def test_the_manuals_own_example_fits():
    periksa(baris(), ())
    assert tanggal_periode(baris(), 2027) == (date(2027, 1, 1), date(2027, 1, 31), date(2027, 2, 5))


def test_a_period_of_one_day_fits():
    periksa(baris("05-05", "05-05", "05-05"), ())


@pytest.mark.parametrize(
    ("rencana", "kolom"),
    [
        (baris(nama="  "), ["nama"]),
        (baris(nama="x" * 101), ["nama"]),
        (baris("02-01", "01-31"), ["akhir"]),
        (baris(" 01-01"), ["awal"]),
        (baris("01-00", "02-30", "xx"), ["awal", "akhir", "batas"]),
        (baris(tahun=1999), ["tahun"]),
        (baris(tahun=20270), ["tahun"]),
        (baris(angka=0), ["angka"]),
        (baris(angka=13), ["angka"]),
        (baris(tipe=TipePeriode.TRIWULAN, angka=5), ["angka"]),
        (baris(tipe=TipePeriode.SEMESTER, angka=3), ["angka"]),
        (baris(tipe=TipePeriode.TAHUNAN, angka=2), ["angka"]),
        (baris(jenis=JenisPeriode.FINAL, angka=1), ["angka"]),
        (baris("11-01", "11-31", nama=""), ["nama", "akhir"]),
    ],
)
def test_a_row_is_checked_by_itself(rencana, kolom):
    assert [satu for satu, _ in galat(rencana)] == kolom


@pytest.mark.parametrize("kolom", ["awal", "akhir", "batas"])
def test_29_february_needs_a_leap_year(kolom):
    isi = {"awal": "02-01", "akhir": "03-31", "batas": "04-05"} | {kolom: "02-29"}
    if kolom == "batas":
        isi |= {"akhir": "02-15"}
    periksa(baris(**isi, tahun=2028), ())
    assert galat(baris(**isi, tahun=2027)) == [(kolom, "29 Februari tidak ada pada 2027. Pakai 02-28.")]
    assert galat(baris(**isi, tahun=2100)) == [(kolom, "29 Februari tidak ada pada 2100. Pakai 02-28.")]
    assert "tidak ada setiap tahun" in dict(galat(baris(**isi)))[kolom]


def test_29_february_as_a_deadline_counts_in_the_year_it_falls_in():
    periksa(baris("01-01", "12-31", "02-29", tahun=2027), ())
    assert tanggal_periode(baris("01-01", "12-31", "02-29", tahun=2027), 2027)[2] == date(2028, 2, 29)
    assert galat(baris("01-01", "12-31", "02-29", tahun=2028)) == [("batas", "29 Februari tidak ada pada 2029. Pakai 02-28.")]


def test_a_deadline_earlier_in_the_calendar_is_next_year():
    assert batas_tahun_berikut("12-31", "01-31")
    assert batas_tahun_berikut("01-31", "01-30")
    assert not batas_tahun_berikut("01-31", "01-31")
    assert not batas_tahun_berikut("01-31", "02-05")
    assert tanggal_periode(baris("01-01", "12-31", "01-31"), 2027)[2] == date(2028, 1, 31)


def test_the_form_says_which_year_the_deadline_is_in():
    assert kalimat_batas("01-31", "02-05") == "Batas pengisian jatuh pada 05 Februari, tahun yang sama dengan periodenya."
    assert kalimat_batas("01-31", "02-05", 2027) == "Batas pengisian jatuh pada 05 Februari 2027."
    assert kalimat_batas("12-31", "01-31").startswith("Batas pengisian jatuh pada 31 Januari tahun berikutnya, karena")
    assert "31 Januari 2028" in kalimat_batas("12-31", "01-31", 2027)


def test_a_row_of_one_year_has_no_dates_in_another():
    with pytest.raises(ValueError, match="tidak berlaku"):
        tanggal_periode(baris(tahun=2027), 2028)


def test_all_reasons_come_at_once_and_read_as_text():
    with pytest.raises(PeriksaGagal, match=r"Isi nama.*31 November tidak ada"):
        periksa(baris("11-01", "11-31", nama=""), ())


def test_labels():
    assert [satu.label for satu in JenisPeriode] == ["-", "Final"]
    assert [satu.label for satu in TipePeriode] == ["Bulanan", "Triwulan", "Semester", "Tahunan", "Lainnya"]
    assert [satu.keterangan for satu in PolaPeriode] == [
        "13 periode: 12 bulanan dan 1 final",
        "5 periode: 4 triwulan dan 1 final",
        "3 periode: 2 semester dan 1 final",
    ]
