"""How rows of several years stand together: overriding, overlap, the one Final, uncovering; and the generator against them."""

import itertools
import random
from dataclasses import replace
from datetime import date, timedelta

import pytest

from domain.periode import (
    JenisPeriode,
    PeriksaGagal,
    PolaPeriode,
    RencanaPeriode,
    TipePeriode,
    periksa,
    periksa_banyak,
    periksa_hapus,
    resolusi,
    salin,
    susun,
    tanggal_periode,
)

B, T = TipePeriode.BULANAN, TipePeriode.TRIWULAN


def baris(awal="01-01", akhir="01-31", **lain):
    return RencanaPeriode(**({"nama": "Contoh", "awal": awal, "akhir": akhir, "batas": akhir, "tipe": B} | lain))


def final(**lain):
    return baris("01-01", "12-31", jenis=JenisPeriode.FINAL, tipe=TipePeriode.TAHUNAN, **lain)


def lolos(rencana, *lain):
    periksa(rencana, lain)


def kolom_galat(rencana, *lain):
    with pytest.raises(PeriksaGagal) as gagal:
        periksa(rencana, lain)
    return [kolom for kolom, _ in gagal.value.daftar]


def test_touching_is_no_overlap_but_a_shared_day_is():
    lolos(baris("02-01", "02-28"), baris("01-01", "01-31"))
    assert kolom_galat(baris("01-31", "02-28"), baris("01-01", "01-31")) == ["awal"]
    assert kolom_galat(baris("01-10", "01-12"), baris("01-01", "01-31")) == ["awal"]
    assert kolom_galat(baris("01-01", "12-31"), baris("03-01", "03-31")) == ["awal"]


def test_overlap_is_looked_for_within_a_type_and_year():
    lolos(baris(), baris(tipe=T))
    lolos(baris(tahun=2027), baris(tahun=2028))
    assert kolom_galat(baris(tahun=2027), baris(tahun=2027)) == ["awal"]
    assert kolom_galat(baris(), baris()) == ["awal"]


def test_final_overlaps_anything():
    lolos(final(), *susun(None, PolaPeriode.BULANAN)[:-1])
    lolos(baris(tipe=TipePeriode.TAHUNAN), final())


def test_a_row_without_year_meets_the_rows_of_every_year():
    assert kolom_galat(baris(tahun=2027), baris()) == ["awal"]
    assert kolom_galat(baris(), baris(tahun=2027)) == ["awal"]
    assert kolom_galat(baris(angka=1), baris(tahun=2027, angka=2)) == ["awal"]
    assert kolom_galat(baris(angka=1), baris(tahun=2027)) == ["awal"]


def test_but_not_those_that_override_it():
    lolos(baris(tahun=2027, angka=1), baris(angka=1))
    lolos(baris(angka=1), baris(tahun=2027, angka=1), baris(tahun=2028, angka=1))
    assert kolom_galat(baris(angka=1), baris(tahun=2027, angka=1), baris(tahun=2028, angka=2)) == ["awal"]


def test_a_third_row_can_take_the_rival_away():
    setiap_tahun = baris(angka=1)
    diganti = baris("02-01", "02-28", tahun=2027, angka=1)
    assert kolom_galat(baris(tahun=2027, angka=2), setiap_tahun) == ["awal"]
    lolos(baris(tahun=2027, angka=2), setiap_tahun, diganti)


def test_an_overriding_row_may_not_run_into_the_others():
    dasar = susun(None, PolaPeriode.BULANAN)
    lolos(baris("01-01", "01-20", tahun=2027, angka=1), *dasar)
    assert kolom_galat(baris("01-01", "02-01", tahun=2027, angka=1), *dasar) == ["awal"]


def test_the_message_names_the_rival_and_its_year():
    with pytest.raises(PeriksaGagal, match=r'"Januari" \(01 Januari sampai 31 Januari, tahun 2027\) pada 2027'):
        periksa(baris(), [baris(nama="Januari", tahun=2027)])
    with pytest.raises(PeriksaGagal, match=r"setiap tahun\)\. Ubah"):
        periksa(baris(), [baris(nama="Januari")])


def test_one_final_a_resolved_year():
    assert kolom_galat(final(), final()) == ["jenis"]
    assert kolom_galat(final(tahun=2027), final(tahun=2027)) == ["jenis"]
    assert kolom_galat(replace(final(), tipe=B), final()) == ["jenis"]
    lolos(final(tahun=2027), final(), final(tahun=2028))
    assert [r.tahun for r in resolusi([final(), final(tahun=2027)], 2027)] == [2027]
    assert [r.tahun for r in resolusi([final(), final(tahun=2027)], 2028)] == [None]


def test_angka_is_unique_in_year_and_type():
    assert kolom_galat(baris(angka=1), baris("03-01", "03-31", angka=1)) == ["angka"]
    assert kolom_galat(baris(angka=1, tahun=2027), baris("03-01", "03-31", angka=1, tahun=2027)) == ["angka"]
    lolos(baris(angka=1), baris("03-01", "03-31", angka=1, tipe=T))
    lolos(baris(angka=1, tahun=2027), baris("03-01", "03-31", angka=1, tahun=2028))
    lolos(baris(), baris("03-01", "03-31"))


def test_a_row_does_not_compete_with_its_own_stored_version():
    lama = baris(id=7, angka=1)
    lolos(replace(lama, akhir="01-30"), lama)
    assert kolom_galat(replace(lama, id=None), lama) == ["angka"]
    assert kolom_galat(replace(final(), id=8), final(id=9)) == ["jenis"]


def test_moving_an_overriding_row_away_uncovers_the_row_below():
    dasar = baris(nama="Januari", angka=1, id=1)
    pengganti = baris("01-01", "01-15", tahun=2027, angka=1, id=2)
    menumpang = baris("01-16", "02-15", nama="Tambahan", tahun=2027, angka=2, id=3)
    semua = [dasar, pengganti, menumpang]
    for satu in semua:
        lolos(satu, *semua)
    assert kolom_galat(replace(pengganti, tahun=2028), *semua) == ["tahun"]
    assert [('"Januari"' in pesan, '"Tambahan"' in pesan) for pesan in periksa_hapus(pengganti, semua)] == [(True, True)]
    assert periksa_hapus(menumpang, semua) == []
    assert periksa_hapus(dasar, semua) == []


def test_resolution_sorts_and_replaces():
    dasar = susun(None, PolaPeriode.TRIWULAN)
    pengganti = replace(dasar[1], tahun=2027, akhir="06-15", nama="Triwulan II pendek")
    hasil = resolusi([pengganti, *reversed(dasar)], 2027)
    assert [r.nama for r in hasil] == ["Triwulan I", "Triwulan II pendek", "Triwulan III", "Triwulan IV", "Akhir Tahun"]
    assert [r.nama for r in resolusi([pengganti, *dasar], 2028)] == [r.nama for r in dasar]
    assert resolusi([pengganti, *dasar], None) == dasar
    assert resolusi([], 2027) == []


def test_monthly_rows():
    hasil = susun(2027, PolaPeriode.BULANAN)
    assert len(hasil) == 13
    assert (hasil[0].nama, hasil[0].awal, hasil[0].akhir, hasil[0].batas, hasil[0].angka) == ("Januari", "01-01", "01-31", "02-05", 1)
    assert (hasil[1].akhir, hasil[1].batas) == ("02-28", "03-05")
    assert (hasil[11].nama, hasil[11].akhir, hasil[11].batas) == ("Desember", "12-31", "01-05")
    akhir = hasil[-1]
    assert (akhir.nama, akhir.awal, akhir.akhir, akhir.batas, akhir.jenis, akhir.angka) == (
        "Akhir Tahun 2027",
        "01-01",
        "12-31",
        "01-31",
        JenisPeriode.FINAL,
        None,
    )


def test_names_of_the_other_patterns():
    assert [r.nama for r in susun(None, PolaPeriode.TRIWULAN)] == [
        "Triwulan I",
        "Triwulan II",
        "Triwulan III",
        "Triwulan IV",
        "Akhir Tahun",
    ]
    assert [(r.nama, r.akhir, r.batas) for r in susun(2027, PolaPeriode.SEMESTER)][:2] == [
        ("Semester I", "06-30", "07-05"),
        ("Semester II", "12-31", "01-05"),
    ]


def test_february_of_a_leap_year():
    assert susun(2028, PolaPeriode.BULANAN)[1].akhir == "02-29"
    assert susun(2100, PolaPeriode.BULANAN)[1].akhir == "02-28"
    assert susun(None, PolaPeriode.BULANAN)[1].akhir == "02-28"


@pytest.mark.parametrize("pola", list(PolaPeriode))
@pytest.mark.parametrize("tahun", [None, 2000, *range(2024, 2034), 2100])
def test_every_made_year_is_sound_and_leaves_no_gap(pola, tahun):
    for hari, hari_final in itertools.product((0, 1, 5, 29, 30, 31, 59, 60, 180), repeat=2):
        hasil = susun(tahun, pola, hari, hari_final)
        assert periksa_banyak(hasil, []) == {}
        assert len(hasil) == pola.jumlah
        nyata = [tanggal_periode(r, tahun or 2025) for r in hasil]
        assert nyata[0][0] == nyata[-1][0]
        assert nyata[-2][1] == nyata[-1][1]
        assert all(lanjut[0] - sebelum[1] == timedelta(days=1) for sebelum, lanjut in itertools.pairwise(nyata[:-1]))
        assert [batas - akhir for _, akhir, batas in nyata] == [timedelta(days=hari)] * (pola.jumlah - 1) + [timedelta(days=hari_final)]


def test_made_years_stand_beside_each_other():
    lain = [*susun(None, PolaPeriode.BULANAN), *susun(2027, PolaPeriode.BULANAN), *susun(None, PolaPeriode.TRIWULAN)[:-1]]
    for tahun in (2026, 2028):
        assert periksa_banyak(susun(tahun, PolaPeriode.BULANAN), lain) == {}
    assert set(periksa_banyak(susun(2027, PolaPeriode.BULANAN), lain)) == set(range(13))


def test_edited_cells_are_reported_by_position():
    hasil = susun(2027, PolaPeriode.TRIWULAN)
    hasil[1] = replace(hasil[1], akhir="07-01")
    assert set(periksa_banyak(hasil, [])) == {1, 2}
    hasil[1] = replace(hasil[1], akhir="06-31")
    assert [kolom for kolom, _ in periksa_banyak(hasil, [])[1]] == ["akhir"]


def test_rows_saved_together_do_not_meet_their_old_versions():
    lama = [replace(r, id=nomor) for nomor, r in enumerate(susun(2027, PolaPeriode.SEMESTER), 1)]
    baru = [replace(lama[0], akhir="07-31", batas="08-05"), replace(lama[1], awal="08-01")]
    assert periksa_banyak(baru, lama) == {}
    assert set(periksa_banyak(baru[:1], lama)) == {0}


@pytest.mark.parametrize(("hari", "hari_final"), [(-1, 31), (181, 31), (5, -1), (5, 181)])
def test_deadlines_stay_within_half_a_year(hari, hari_final):
    with pytest.raises(ValueError, match="batas"):
        susun(2027, PolaPeriode.BULANAN, hari, hari_final)


@pytest.mark.parametrize("pola", list(PolaPeriode))
def test_copying_a_year_gives_what_making_it_gives(pola):
    for dari, ke in itertools.product((None, 2026, 2027, 2028), (2027, 2028, 2029)):
        hasil = [salin(replace(r, id=5), ke) for r in susun(dari, pola)]
        harap = susun(ke, pola)
        if dari is None:
            harap[-1] = replace(harap[-1], nama="Akhir Tahun")
        assert hasil == harap


def test_copying_keeps_a_deadline_of_29_february_real():
    assert salin(baris("02-01", "02-29", batas="02-29", tahun=2028), 2029).batas == "02-28"
    assert salin(baris("02-01", "02-28", batas="02-28", tahun=2027), 2028).batas == "02-29"
    assert salin(baris("01-01", "12-31", batas="02-29", tahun=2027), 2028).batas == "02-28"
    assert salin(baris("02-29", "03-31", tahun=2028), 2029).awal == "03-01"
    assert salin(baris("02-29", "02-29", tahun=2028), 2029).awal == "02-28"


def _hari_dipakai(semua, tahun, tipe):
    """Every (row, day) of a type in a year, by brute force."""
    for r in resolusi(semua, tahun):
        if r.tipe is tipe and not r.final:
            awal, akhir, _ = tanggal_periode(r, tahun)
            for geser in range((akhir - awal).days + 1):
                yield awal + timedelta(days=geser)


def test_whatever_is_accepted_in_any_order_never_overlaps():
    acak = random.Random(11)
    for _ in range(120):
        semua: list[RencanaPeriode] = []
        for nomor in range(25):
            mulai = date(2027, 1, 1) + timedelta(days=acak.randrange(340))
            usai = min(mulai + timedelta(days=acak.randrange(40)), date(2027, 12, 31))
            rencana = baris(
                f"{mulai:%m-%d}",
                f"{usai:%m-%d}",
                tahun=acak.choice([None, 2027, 2028]),
                angka=acak.choice([None, 1, 2, 3, 4]),
                tipe=acak.choice([B, T]),
                id=acak.choice([r.id for r in semua]) if semua and acak.random() < 0.3 else nomor + 100,
            )
            try:
                periksa(rencana, semua)
            except PeriksaGagal:
                pass
            else:
                semua = [*(r for r in semua if r.id != rencana.id), rencana]
            if semua and acak.random() < 0.2:
                korban = acak.choice(semua)
                if not periksa_hapus(korban, semua):
                    semua.remove(korban)
            for tahun, tipe in itertools.product((2026, 2027, 2028), (B, T)):
                hari = list(_hari_dipakai(semua, tahun, tipe))
                assert len(hari) == len(set(hari))
