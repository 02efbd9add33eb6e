import random

import pytest

from domain.unor import akan_melingkar, akar, anak_dari, jalur_ke_atas, keturunan, lingkaran

POHON = {1: None, 2: 1, 3: 1, 4: 2, 5: 4, 6: 3}


def test_moving_below_a_descendant_names_the_loop():
    assert akan_melingkar(2, 5, POHON) == [2, 5, 4, 2]
    assert akan_melingkar(1, 6, POHON) == [1, 6, 3, 1]
    assert akan_melingkar(4, 4, POHON) == [4, 4]


@pytest.mark.parametrize(("unor", "atasan"), [(5, 1), (2, 6), (4, 2), (2, None), (None, 5), (7, 5), (2, 99)])
def test_harmless_moves(unor, atasan):
    assert akan_melingkar(unor, atasan, POHON) == []


def test_a_stored_loop_elsewhere_neither_hangs_nor_blames_the_change():
    rusak = {1: 3, 2: 1, 3: 2, 4: None, 5: 4}
    assert akan_melingkar(5, 1, rusak) == []
    assert akan_melingkar(4, 5, rusak) == [4, 5, 4]
    # A member of the loop that keeps its atasan is still in it; moving it out heals the loop.
    assert akan_melingkar(1, 3, rusak) == [1, 3, 2, 1]
    assert akan_melingkar(1, 4, rusak) == []


def test_path_to_the_top():
    assert jalur_ke_atas(5, POHON) == [5, 4, 2, 1]
    assert jalur_ke_atas(1, POHON) == [1]
    assert jalur_ke_atas(2, {1: 2, 2: 1}) == [2, 1]
    assert jalur_ke_atas(2, {2: 77}) == [2]


def test_children_and_descendants():
    assert anak_dari({1: None, 2: 1, 3: 1, 4: 77}) == {1: [2, 3]}
    assert keturunan(2, POHON) == {4, 5}
    assert keturunan(5, POHON) == set()
    assert keturunan(1, {1: 3, 2: 1, 3: 2}) == {2, 3}


def test_loops_are_listed_once():
    assert lingkaran(POHON) == []
    assert lingkaran({5: 4, 4: 3, 3: 5, 9: 9, 1: 5, 2: 1}) == [[3, 5, 4], [9]]


def test_roots_cover_orphans_and_loops():
    assert akar(POHON) == [1]
    assert akar({1: 2, 2: 1, 3: 2, 4: 77, 5: None}) == [1, 4, 5]


def test_any_mapping_is_wholly_shown_and_accepted_moves_keep_it_free_of_loops():
    acak = random.Random(7)
    for _ in range(300):
        banyak = acak.randint(1, 9)
        data = {satu: acak.choice([None, *range(1, banyak + 2)]) for satu in range(1, banyak + 1)}
        terlihat = set()
        for satu in akar(data):
            terlihat |= {satu} | keturunan(satu, data)
        assert terlihat == set(data)
        sehat: dict[int, int | None] = dict.fromkeys(data)
        for satu, atas in data.items():
            if not akan_melingkar(satu, atas, sehat):
                sehat[satu] = atas
        assert lingkaran(sehat) == []
