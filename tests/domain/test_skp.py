"""The copies that a SKP keeps, and the dates of several SKP of one pegawai."""

from __future__ import annotations

from datetime import date

import pytest

from domain.skp import JenisSkp, MasaSkp, SalinanOrang, beda_salinan, periksa_masa

D, T, H = JenisSkp.DEFINITIF, JenisSkp.PLT, JenisSkp.PLH
ORANG = SalinanOrang("Orang Satu", "198001012005031001", "33", "Analis", "Bidang A", "Instansi A", "Kota A")


def masa(jenis: JenisSkp = D, unor: int = 1, awal: str = "01-01", akhir: str = "12-31", id: int | None = None) -> MasaSkp:
    return MasaSkp(id, jenis, unor, date.fromisoformat(f"2026-{awal}"), date.fromisoformat(f"2026-{akhir}"))


def test_a_copy_survives_its_column():
    assert SalinanOrang.dari_json(ORANG.ke_json()) == ORANG


@pytest.mark.parametrize("isi", [None, {}])
def test_no_copy_is_none(isi):
    assert SalinanOrang.dari_json(isi) is None


def test_what_a_later_version_wrote_is_passed_over():
    assert SalinanOrang.dari_json({**ORANG.ke_json(), "kolom_baru": 1}) == ORANG


def test_the_difference_names_field_old_and_new_in_the_order_of_the_form():
    baru = SalinanOrang("Orang Satu", "198001012005031001", "34", "Analis", "Bidang B", "Instansi A", "Kota A")
    assert beda_salinan(ORANG, baru) == [("golongan", "33", "34"), ("unor", "Bidang A", "Bidang B")]
    assert beda_salinan(ORANG, ORANG) == []


def test_the_difference_from_nobody_is_the_whole_person():
    assert [k for k, _, _ in beda_salinan(None, ORANG)] == ["nama", "nomor_induk", "golongan", "jabatan", "unor", "instansi", "kota"]


@pytest.mark.parametrize(
    ("baru", "lain", "kolom"),
    [
        (masa(awal="02-01", akhir="01-01"), [], {"akhir"}),
        (MasaSkp(None, D, 1, date(2026, 1, 1), date(2027, 1, 1)), [], {"akhir"}),
        (masa(awal="06-30"), [masa(akhir="06-30", id=1)], {"awal"}),
        (masa(awal="07-01"), [masa(akhir="06-30", id=1)], set()),
        (masa(unor=2), [masa(id=1)], {"awal"}),
        (masa(T), [masa(id=1)], set()),
        (masa(T), [masa(T, id=1)], {"awal"}),
        (masa(T, unor=2), [masa(T, id=1)], set()),
        (masa(H), [masa(T, id=1)], set()),
        (masa(id=1), [masa(id=1)], set()),
    ],
    ids=[
        "ends before it begins", "two years", "shares a day", "follows on", "definitif elsewhere", "PLT beside definitif",
        "PLT twice in a unor", "PLT in two unor", "PLH beside PLT", "itself",
    ],
)  # fmt: skip
def test_dates_beside_the_others(baru, lain, kolom):
    assert set(periksa_masa(baru, lain)) == kolom
