"""The bars of every distinct page as the widest role: half of them (tests/peramban/halaman.py)."""

from __future__ import annotations

import pytest

from tests.peramban.conftest import Buka
from tests.peramban.halaman import HALAMAN, TEMA, nama_berkas, periksa

RANGKA, *LAIN = HALAMAN[1::2]
"""The shell is looked at on the first."""


def test_rangka_admin_bkn(lembar: Buka, id_contoh: dict[str, int]) -> None:
    temuan = periksa(lembar("admin_bkn", RANGKA.format_map(id_contoh)), nama_berkas(RANGKA), tema=TEMA[::-1])
    assert not temuan, "\n".join(temuan)


@pytest.mark.parametrize("jalur", LAIN)
def test_halaman_admin_bkn(lembar: Buka, id_contoh: dict[str, int], jalur: str) -> None:
    page = lembar("admin_bkn", jalur.format_map(id_contoh))
    temuan = periksa(page, nama_berkas(jalur), rangka=False, giliran=HALAMAN.index(jalur))
    assert not temuan, "\n".join(temuan)
