"""The bars of every distinct page as the widest role: half of them (tests/peramban/halaman.py)."""

from __future__ import annotations

import pytest

from tests.peramban.conftest import Buka
from tests.peramban.halaman import HALAMAN, nama_berkas, periksa


@pytest.mark.parametrize("jalur", HALAMAN[1::2])
def test_halaman_admin_bkn(lembar: Buka, id_contoh: dict[str, int], jalur: str) -> None:
    page = lembar("admin_bkn", jalur.format_map(id_contoh))
    temuan = periksa(page, nama_berkas(jalur), rangka=jalur == HALAMAN[1], balik=True)
    assert not temuan, "\n".join(temuan)
