"""The same program on PostgreSQL: the journeys in which the database matters."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect
from sqlalchemy import create_engine, make_url, text

from tests.conftest import wajib_ada
from tests.peramban.conftest import Buka
from tests.peramban.langkah import baris, dialog, jumlah_hasil, kilat, menu_baris, pilih_rujukan, saring, simpan
from tests.peramban.situs import Situs


@pytest.fixture(scope="module")
def situs_pg(peramban: Browser) -> Iterator[Situs]:
    server = make_url(wajib_ada("TEST_DATABASE_URL"))
    nama = f"ekinerja_peramban_{os.getpid()}"
    mesin = create_engine(server, isolation_level="AUTOCOMMIT")
    with mesin.connect() as k:
        k.execute(text(f"DROP DATABASE IF EXISTS {nama}"))
        k.execute(text(f"CREATE DATABASE {nama}"))
    with tempfile.TemporaryDirectory(prefix="ek-situs-pg-") as folder:
        s = Situs(Path(folder), database=server.set(database=nama).render_as_string(hide_password=False)).mulai()
        yield s
        s.berhenti()
    with mesin.connect() as k:
        k.execute(text(f"DROP DATABASE {nama} WITH (FORCE)"))
    mesin.dispose()


@pytest.fixture
def alamat_situs(situs_pg: Situs) -> Situs:
    return situs_pg


def test_daftar_filter_formulir_dan_hapus(buka: Buka) -> None:
    page = buka("admin_instansi", "/admin/unor/new/")
    page.locator("#nama").fill("Seksi Uji Peramban")
    page.locator("#eselon").select_option(index=4)
    pilih_rujukan(page, "atasan_id", "Dinas Kes", "Dinas Kesehatan")
    simpan(page)
    kilat(page, "Seksi Uji Peramban")
    saring(page, nama="uji peramban")
    assert jumlah_hasil(page) == 1
    baris(page, "Seksi Uji Peramban").get_by_role("link", name="Hapus").click()
    dialog(page).get_by_role("button", name="Hapus", exact=True).click()
    kilat(page, "Seksi Uji Peramban dihapus.")


def test_nonaktifkan_pegawai_dan_riwayatnya(buka: Buka, situs_pg: Situs) -> None:
    page = buka("admin_instansi", f"/admin/pegawai/?jenis_jabatan=pegawai&status=aktif&nama={situs_pg.kata_nama('admin_instansi')}")
    nama = page.locator("#daftar .ek-cell__main").first.inner_text()
    menu_baris(page, nama, "Nonaktifkan")
    dialog(page).get_by_label("Alasan").fill("Pensiun.")
    dialog(page).get_by_role("button", name="Nonaktifkan").click()
    kilat(page, nama)
    page.goto("/admin/jejak-audit/")
    expect(page.locator("#daftar tr").first).to_contain_text(nama)
