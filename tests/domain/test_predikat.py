"""Predikat from two ratings, cell by cell, and the distribution that a capaian calls for, rule by rule."""

from __future__ import annotations

import pytest

from domain.predikat import POLA, AmbangDistribusi, NilaiCapaian, Predikat, Rating, periksa_distribusi, predikat

A, S, B = Rating.DI_ATAS, Rating.SESUAI, Rating.DI_BAWAH
P = Predikat


@pytest.mark.parametrize(
    ("hasil", "perilaku", "harap"),
    [
        (A, A, P.SANGAT_BAIK),
        (A, S, P.BAIK),
        (A, B, P.KURANG),
        (S, A, P.BAIK),
        (S, S, P.BAIK),
        (S, B, P.KURANG),
        (B, A, P.BUTUH_PERBAIKAN),
        (B, S, P.BUTUH_PERBAIKAN),
        (B, B, P.SANGAT_KURANG),
    ],
)
def test_each_cell_of_the_matrix(hasil, perilaku, harap):
    assert predikat(hasil, perilaku) is harap


def test_numbers_that_are_sent():
    assert [r.kode for r in Rating] == [1, 2, 3]
    assert [p.kuadran for p in Predikat] == [1, 2, 3, 4, 5]


def test_words_of_the_form():
    assert P.KURANG.label == "Kurang" and P.KURANG.label_cetak == "Kurang/Misconduct"
    assert [p.label for p in Predikat] == ["Sangat Baik", "Baik", "Butuh Perbaikan", "Kurang", "Sangat Kurang"]


def hitung(sb=0, b=0, bp=0, k=0, sk=0):
    return {P.SANGAT_BAIK: sb, P.BAIK: b, P.BUTUH_PERBAIKAN: bp, P.KURANG: k, P.SANGAT_KURANG: sk}


N = NilaiCapaian


@pytest.mark.parametrize(
    ("capaian", "jumlah"),
    [
        (N.ISTIMEWA, hitung(sb=7, b=3)),
        (N.ISTIMEWA, hitung(sb=4, b=3, bp=1, k=1, sk=1)),
        (N.BAIK, hitung(sb=2, b=7, bp=1)),
        (N.BAIK, hitung(b=7, sb=2, k=1)),
        (N.BUTUH_PERBAIKAN, hitung(sb=1, b=3, bp=6)),
        (N.KURANG, hitung(sb=1, b=2, bp=1, k=6)),
        (N.SANGAT_KURANG, hitung(b=3, k=1, sk=6)),
        (N.SANGAT_KURANG, hitung(b=3, bp=1, sk=6)),
    ],
)
def test_what_fits_is_not_remarked_on(capaian, jumlah):
    assert periksa_distribusi(capaian, jumlah) == []


@pytest.mark.parametrize(
    ("capaian", "jumlah", "kata"),
    [
        (N.ISTIMEWA, hitung(sb=8, b=2), ["Sangat Baik 80 %, seharusnya paling banyak 70 %."]),
        (N.ISTIMEWA, hitung(sb=4, b=6), ["Sangat Baik seharusnya menjadi predikat yang terbanyak."]),
        (N.BAIK, hitung(b=8, k=2), ["Baik 80 %, seharusnya paling banyak 70 %."]),
        (N.BAIK, hitung(sb=3, b=7), ["Belum ada Butuh Perbaikan atau Kurang, padahal seharusnya ada."]),
        (
            N.BAIK,
            hitung(b=10),
            ["Baik 100 %, seharusnya paling banyak 70 %.", "Belum ada Butuh Perbaikan atau Kurang, padahal seharusnya ada."],
        ),
        (N.BUTUH_PERBAIKAN, hitung(b=5, bp=5), ["Butuh Perbaikan 50 %, seharusnya paling sedikit 60 %."]),
        (N.BUTUH_PERBAIKAN, hitung(sb=2, b=2, bp=6), ["Sangat Baik 20 %, seharusnya paling banyak 10 %."]),
        (N.KURANG, hitung(b=4, bp=1, k=5), ["Kurang 50 %, seharusnya paling sedikit 60 %."]),
        (N.KURANG, hitung(b=4, k=6), ["Butuh Perbaikan 0 %, seharusnya paling sedikit 10 %."]),
        (N.KURANG, hitung(sb=2, bp=2, k=6), ["Sangat Baik 20 %, seharusnya paling banyak 10 %."]),
        (N.SANGAT_KURANG, hitung(b=4, k=1, sk=5), ["Sangat Kurang 50 %, seharusnya paling sedikit 60 %."]),
        (N.SANGAT_KURANG, hitung(b=4, sk=6), ["Kurang dan/atau Butuh Perbaikan 0 %, seharusnya paling sedikit 10 %."]),
        (N.SANGAT_KURANG, hitung(sb=1, k=1, sk=8), ["Tidak boleh ada Sangat Baik."]),
    ],
)
def test_what_differs_is_said(capaian, jumlah, kata):
    assert periksa_distribusi(capaian, jumlah) == kata


def test_a_share_is_written_with_a_comma():
    assert periksa_distribusi(N.BUTUH_PERBAIKAN, hitung(b=3, bp=4)) == ["Butuh Perbaikan 57,1 %, seharusnya paling sedikit 60 %."]


def test_small_teams_and_nobody():
    assert periksa_distribusi(N.BAIK, hitung()) == []
    (kata,) = periksa_distribusi(N.BAIK, hitung(b=4))
    assert "kurang dari 5 orang" in kata
    assert periksa_distribusi(N.BAIK, hitung(b=3, k=2)) == []


def test_thresholds_come_from_the_settings():
    longgar = AmbangDistribusi(terbanyak=90, sedikitnya=40, pendamping=0, sangat_baik_maks=20, tim_kecil=3)
    assert periksa_distribusi(N.ISTIMEWA, hitung(sb=8, b=2), longgar) == []
    assert periksa_distribusi(N.KURANG, hitung(sb=2, b=4, k=4), longgar) == []
    assert "kurang dari 3 orang" in periksa_distribusi(N.BAIK, hitung(b=2), longgar)[0]


def test_each_capaian_has_its_curve():
    assert set(POLA) == set(NilaiCapaian)
    assert all(len(p) == len(Predikat) for p in POLA.values())
    assert POLA[N.ISTIMEWA] == POLA[N.SANGAT_KURANG][::-1]
