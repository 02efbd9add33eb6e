"""The rule of the penilai on plain units."""

from __future__ import annotations

import random

import pytest

from domain.penilai import UnorPenilai, cari_penilai


def dunia(*baris: UnorPenilai):
    return {u.id: u for u in baris}.get


def u(id: int, atasan: int | None = None, pimpinan: int | None = None, pelaksana: int | None = None, sebutan: str = "") -> UnorPenilai:
    return UnorPenilai(id, f"Unor {id}", atasan, pimpinan, pelaksana, sebutan)


@pytest.mark.parametrize(
    ("siapa", "unor", "penilai", "di"),
    [(9, 3, 13, 3), (13, 3, 12, 2), (12, 2, 11, 1), (11, 1, None, None)],
    ids=["staff", "leader of a seksi", "leader of a bidang", "top"],
)
def test_the_leader_or_the_leader_above(siapa, unor, penilai, di):
    temuan = cari_penilai(siapa, unor, dunia(u(1, None, 11), u(2, 1, 12), u(3, 2, 13)))
    assert (temuan.pegawai_id, temuan.unor_id, temuan.terputus) == (penilai, di, False)


def test_who_acts_goes_before_who_leads():
    temuan = cari_penilai(9, 2, dunia(u(1, None, 11), u(2, 1, 12, 20, "PLH")))
    assert temuan.pegawai_id == 20 and temuan.langkah == ("PLH Unor 2 yang berlaku pada hari itu menjadi penilai.",)


@pytest.mark.parametrize("siapa", [12, 20], ids=["pimpinan while another acts", "who acts"])
def test_neither_of_the_two_leaders_of_a_unor_assesses_himself(siapa):
    assert cari_penilai(siapa, 2, dunia(u(1, None, 11), u(2, 1, 12, 20, "PLT"))).pegawai_id == 11


def test_whoever_leads_above_too_is_not_his_own_penilai():
    temuan = cari_penilai(11, 2, dunia(u(0, None, 10), u(1, 0, 11), u(2, 1, None, 11, "PLT")))
    assert temuan.pegawai_id == 10 and len(temuan.langkah) == 3


def test_empty_units_are_named_and_passed():
    temuan = cari_penilai(9, 3, dunia(u(1, None, 11), u(2, 1), u(3, 2)))
    assert (temuan.pegawai_id, temuan.kosong) == (11, (3, 2))


def test_only_empty_units_break_the_chain():
    temuan = cari_penilai(9, 2, dunia(u(1), u(2, 1)))
    assert temuan.terputus and temuan.langkah[-1] == "Tidak ada Unor Atasan lagi; isi pimpinan unor yang kosong."


def test_a_missing_atasan_breaks_the_chain():
    temuan = cari_penilai(9, 2, dunia(u(2, 77)))
    assert temuan.terputus and "tidak ditemukan" in temuan.langkah[-1]


def test_it_ends_on_any_tree_and_never_names_the_pegawai_himself():
    acak = random.Random(7)
    for _ in range(400):
        n = acak.randint(1, 7)
        orang = [None, *range(100, 106)]
        semua = [
            u(i, acak.choice([None, *range(n + 1)]), acak.choice(orang), (p := acak.choice(orang)), "PLT" if p else "") for i in range(n)
        ]
        siapa = acak.choice(orang[1:])
        temuan = cari_penilai(siapa, acak.randrange(n), dunia(*semua))
        assert temuan.pegawai_id != siapa and temuan.langkah
        assert (temuan.pegawai_id is None) == (temuan.unor_id is None)
        assert not (temuan.terputus and temuan.pegawai_id)
