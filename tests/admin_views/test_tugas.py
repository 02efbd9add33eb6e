"""Tugas dan unduhan as the pages follow it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask

from jobs.jalankan import jalankan
from services import ekspor
from services.daftar import REGISTRI, Permintaan
from tests.dunia import Dunia, Klien


@pytest.fixture
def tugas(dunia: Dunia, app: Flask) -> int:
    with app.app_context():
        return ekspor.minta_ekspor(dunia.aktor(), REGISTRI["pegawai"], Permintaan(), "xlsx")


def test_the_poll_counts_in_the_top_bar_and_renews_the_details_at_the_end(klien: Callable[[str], Klien], app: Flask, tugas: int):
    admin = klien("admin_instansi")
    alamat, rincian = f"/admin/tugas/{tugas}/kemajuan/", {"HX-Current-URL": f"http://localhost/admin/tugas/details/?id={tugas}"}
    jalan = admin.get(alamat, headers=rincian)
    assert "1 tugas berjalan" in jalan.text and 'hx-trigger="every 2s"' in jalan.text and "HX-Refresh" not in jalan.headers
    with app.app_context():
        jalankan(tugas)
    usai = admin.get(alamat, headers=rincian)
    assert usai.headers["HX-Refresh"] == "true" and 'hidden hx-swap-oob="true"' in usai.text and "hx-trigger" not in usai.text
    assert "HX-Refresh" not in admin.get(alamat, headers={"HX-Current-URL": "http://localhost/admin/tugas/"}).headers
    assert "tugas berjalan" in admin.get("/admin/tugas/").text
