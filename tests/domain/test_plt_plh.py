from datetime import date

import pytest

from domain.plt_plh import JenisPltPlh, KeadaanPltPlh, beririsan, keadaan, periksa

AWAL, AKHIR = date(2026, 10, 1), date(2026, 12, 31)


@pytest.mark.parametrize(
    ("hari_ini", "hasil"),
    [
        (date(2026, 9, 30), KeadaanPltPlh.BELUM_MULAI),
        (date(2026, 10, 1), KeadaanPltPlh.BERLAKU),
        (date(2026, 12, 31), KeadaanPltPlh.BERLAKU),
        (date(2027, 1, 1), KeadaanPltPlh.LEWAT_MASA),
    ],
)
def test_in_force_on_both_ends(hari_ini, hasil):
    assert keadaan(True, AWAL, AKHIR, hari_ini) is hasil
    assert keadaan(False, AWAL, AKHIR, hari_ini) is KeadaanPltPlh.TIDAK_AKTIF


def test_past_its_end_it_still_reads_aktif():
    lewat = KeadaanPltPlh.LEWAT_MASA
    assert (lewat.status, lewat.catatan, lewat.label, lewat.nada) == ("AKTIF", "lewat masa", "AKTIF, lewat masa", "warning")
    assert KeadaanPltPlh.BERLAKU.label == "AKTIF"
    assert KeadaanPltPlh.TIDAK_AKTIF.label == "TIDAK AKTIF"


def test_badges_differ_by_more_than_colour():
    assert len({satu.ikon for satu in KeadaanPltPlh}) == len(KeadaanPltPlh)
    assert {satu.nada for satu in KeadaanPltPlh} <= {"neutral", "guide", "positive", "warning", "negative"}


def test_kinds():
    assert [(jenis.label, jenis.singkatan) for jenis in JenisPltPlh] == [("Pelaksana Tugas", "PLT"), ("Pelaksana Harian", "PLH")]


def test_dates_checked():
    assert periksa(AWAL, AKHIR) == []
    assert periksa(AWAL, AWAL) == []
    assert [kolom for kolom, _ in periksa(None, None)] == ["awal", "akhir"]
    assert [kolom for kolom, _ in periksa(AKHIR, AWAL)] == ["akhir"]
    assert [kolom for kolom, _ in periksa(AWAL, None)] == ["akhir"]


def test_sharing_a_single_day_counts():
    assert beririsan(AWAL, AKHIR, AKHIR, date(2027, 3, 1))
    assert not beririsan(AWAL, AKHIR, date(2027, 1, 1), date(2027, 3, 1))
    assert beririsan(AWAL, AKHIR, date(2026, 1, 1), date(2027, 12, 31))
