"""Everything that matters without JavaScript: list, filter, edit, delete, export, look-ups by *Cari*."""

from __future__ import annotations

import re
from pathlib import Path

import openpyxl
from playwright.sync_api import expect

from tests.peramban.conftest import Buka
from tests.peramban.langkah import baris, jumlah_hasil, kilat, saring, simpan
from tests.peramban.situs import Situs, kolom


def test_daftar_filter_dan_ekspor(buka: Buka, situs: Situs, tmp_path: Path) -> None:
    page = buka("admin_instansi", "/admin/pegawai/", js=False)
    semua = jumlah_hasil(page)
    page.locator("input[name=unor_bawahan_cari]").fill("Sekretariat Daerah")
    saring(page)
    page.locator("#f-unor_bawahan").select_option(index=1)
    saring(page)
    expect(page.get_by_role("list", name="Filter yang aktif")).to_contain_text("Sekretariat Daerah")
    saring(page, nama=situs.kata_nama("admin_instansi"))
    tersaring = jumlah_hasil(page)
    assert 0 < tersaring < semua
    with page.expect_download() as unduhan:
        page.get_by_role("link", name="Unduh Excel").click()
    unduhan.value.save_as(tmp_path / "p.xlsx")
    nip = [re.sub(r"\D", "", t) for t in page.locator("#daftar .ek-nip").all_inner_texts()]
    assert kolom(openpyxl.load_workbook(tmp_path / "p.xlsx").active, "NIP") == nip
    page.get_by_role("link", name="Hapus filter Nama").click()
    assert jumlah_hasil(page) >= tersaring


def test_rujukan_lewat_cari_lalu_tambah_edit_hapus(buka: Buka) -> None:
    page = buka("admin_instansi", "/admin/unor/new/", js=False)
    page.locator("#nama").fill("Subbagian Tanpa Skrip")
    page.locator("#eselon").select_option(index=5)
    page.locator("#atasan_id-cari").fill("Dinas Kesehatan")
    page.locator("[name=_cari][value=atasan_id]").click()
    expect(page.locator("#nama")).to_have_value("Subbagian Tanpa Skrip")
    page.locator("#atasan_id").select_option(label="Dinas Kesehatan")
    simpan(page)
    kilat(page, "Subbagian Tanpa Skrip")

    page.goto("/admin/unor/?nama=tanpa+skrip")
    baris(page, "Subbagian Tanpa Skrip").get_by_role("link", name="Edit").click()
    expect(page.locator("#atasan_id option:checked")).to_have_text("Dinas Kesehatan")
    page.locator("#kota").fill("Kota Percobaan")
    simpan(page)
    page.goto("/admin/unor/?nama=tanpa+skrip")
    page.locator("#daftar .ek-cell__main").first.click()
    expect(page.locator("main")).to_contain_text("Kota Percobaan")
    page.goto("/admin/unor/?nama=tanpa+skrip")
    baris(page, "Subbagian Tanpa Skrip").get_by_role("link", name="Hapus").click()
    expect(page.get_by_role("heading", name="Yakin akan menghapus unor tersebut?")).to_be_visible()
    page.get_by_role("button", name="Hapus", exact=True).last.click()
    kilat(page, "Subbagian Tanpa Skrip dihapus.")


def test_menu_baris_massal_dan_navigasi_ponsel(buka: Buka, situs: Situs) -> None:
    page = buka("admin_instansi", f"/admin/pegawai/?nama={situs.kata_nama('admin_instansi')}", js=False, lebar=360)
    page.locator("#daftar input[name=rowid]").first.check()
    page.get_by_role("form", name="Tindakan untuk baris terpilih").get_by_role("button", name="Nonaktifkan").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Nonaktifkan 1 pegawai?")
    page.get_by_role("button", name=re.compile("Nonaktifkan")).last.click()
    expect(page.locator("#alasan")).to_have_attribute("aria-invalid", "true")
    page.get_by_role("link", name="Buka menu").click()
    page.locator(".ek-nav").get_by_role("link", name="PLT/PLH").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Manajemen PLT/PLH")
    page.locator("#daftar summary").first.click()
    page.locator("#daftar details[open]").get_by_role("link", name="Lihat rincian").or_(
        page.locator("#daftar details[open] a").first
    ).first.click()
    expect(page).to_have_url(re.compile("/admin/plt-plh/"))


def test_pohon_unor_sebagai_tautan(buka: Buka) -> None:
    page = buka("admin_instansi", "/admin/unor/pohon/", js=False)
    page.get_by_role("treeitem").first.click()
    expect(page).to_have_url(re.compile(r"/admin/unor/details/\?id=\d+"))
