from __future__ import annotations

import pytest

from domain.siasn import JenisSinkro, Timbang, hapus_massal, timbang

T, P, K = Timbang.TETAP, Timbang.PAKAI, Timbang.KONFLIK


@pytest.mark.parametrize(
    ("sini", "dasar", "siasn", "hasil"),
    [
        ("a", {"x": "a"}, "a", T),
        ("a", {"x": "a"}, "b", P),
        ("c", {"x": "a"}, "a", T),
        ("c", {"x": "a"}, "b", K),
        ("b", {"x": "a"}, "b", T),
        ("a", {"x": "a"}, None, P),
        (None, {"x": "a"}, "b", K),
        ("a", None, "b", P),
        ("a", {}, "b", P),
        ("a", None, None, T),
        (False, {"x": True}, True, T),
    ],
)
def test_three_values_decide_who_is_right(sini, dasar, siasn, hasil):
    assert timbang("x", sini, dasar, siasn) is hasil


@pytest.mark.parametrize(
    ("dikenal", "hapus", "banyak"),
    [
        (0, 0, False),
        (1, 1, True),
        (5, 2, False),
        (6, 3, True),
        (100, 10, False),
        (100, 11, True),
        (1_000, 50, False),
        (1_000, 51, True),
        (200_000, 10_001, True),
    ],
)
def test_an_unusual_number_of_deletions(dikenal, hapus, banyak):
    assert hapus_massal(dikenal, hapus) is banyak


def test_kinds_say_what_they_read():
    assert [j.label for j in JenisSinkro if j.unor] == ["Unit Kerja", "Unit Kerja dan Pegawai"]
    assert [j.label for j in JenisSinkro if not j.pegawai] == ["Unit Kerja"]
