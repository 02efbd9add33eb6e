"""Manajemen Unor as an admin works with it: list, form, tree by keyboard, deletion with a place for what is in it."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect
from sqlalchemy import select

from models import Pegawai, PeranPengguna, PltPlh, Unor
from tests.peramban.conftest import Buka
from tests.peramban.langkah import baris, kilat, pilih_rujukan, saring, simpan
from tests.peramban.situs import Situs


def tambah(page: Page, nama: str, atasan: str) -> None:
    page.goto("/admin/unor/new/")
    page.locator("#nama").fill(nama)
    page.locator("#eselon").select_option(index=3)
    pilih_rujukan(page, "atasan_id", atasan[:12], atasan)
    simpan(page)
    kilat(page, nama)


def test_tambah_edit_dan_hapus_dengan_pemindahan(buka: Buka, situs: Situs) -> None:
    page = buka("admin_instansi", "/admin/unor/")
    expect(page.get_by_text("unor JPT yang dapat membuat SKP tanpa perlu persetujuan atasan", exact=False)).to_be_visible()
    page.get_by_role("link", name="Tambah", exact=True).click()
    expect(page.get_by_text("PERUBAHAN DATA UNOR BERLAKU SECARA GLOBAL", exact=False)).to_be_visible()
    tambah(page, "Bidang Uji Peramban", "Dinas Pendidikan dan Kebudayaan")
    tambah(page, "Seksi Uji Peramban", "Bidang Uji Peramban")

    page.goto("/admin/unor/")
    saring(page, nama="uji peramban")
    expect(page.locator("#daftar tr")).to_have_count(2)
    baris(page, "Seksi Uji Peramban").get_by_role("link", name="Edit").click()
    page.locator("#kota").fill("Kota Percobaan")
    simpan(page)
    kilat(page, "Seksi Uji Peramban")

    page.goto("/admin/unor/?nama=uji+peramban")
    baris(page, "Bidang Uji Peramban").filter(has_not_text="Seksi").get_by_role("link", name="Hapus").click()
    expect(page.get_by_role("heading", name="Yakin akan menghapus unor tersebut?")).to_be_visible()
    expect(page.locator("main")).to_contain_text("1 unor bawahan mendapat unor tujuan sebagai Unor Atasan.")
    page.get_by_role("button", name="Pindahkan dan hapus").last.click()
    expect(page.locator(".invalid-feedback")).to_be_visible()
    pilih_rujukan(page, "tujuan_id", "Dinas Kesehatan", "Dinas Kesehatan")
    page.get_by_role("button", name="Pindahkan dan hapus").last.click()
    kilat(page, "Bidang Uji Peramban dihapus.")
    kini = situs.satu(select(Unor.atasan_id).where(Unor.nama == "Seksi Uji Peramban"))
    assert situs.satu(select(Unor.nama).where(Unor.id == kini)) == "Dinas Kesehatan"


def test_menghapus_unor_berisi_pegawai_menyebut_mereka(buka: Buka, situs: Situs) -> None:
    n = situs.id_instansi("admin_instansi")
    bebas = (
        Pegawai.unor_id.not_in(select(PltPlh.unor_id)),
        Pegawai.unor_id.not_in(select(PeranPengguna.unor_id).where(PeranPengguna.unor_id.is_not(None))),
    )
    unor_id = situs.satu(select(Pegawai.unor_id).where(Pegawai.instansi_id == n, *bebas).order_by(Pegawai.id.desc()).limit(1))
    page = buka("admin_instansi", f"/admin/unor/delete/?id={unor_id}")
    expect(page.locator("main")).to_contain_text(re.compile(r"\d+ pegawai pindah ke unor tujuan"))
    expect(page.get_by_role("link", name="Batal")).to_be_focused()


def test_pohon_dengan_papan_ketik(buka: Buka) -> None:
    page = buka("admin_instansi", "/admin/unor/pohon/")
    pohon = page.get_by_role("tree", name="Pohon unor")
    assert pohon.locator("[tabindex='0']").count() == 1
    akar = pohon.get_by_role("treeitem").first
    akar.focus()
    page.keyboard.press("ArrowRight")
    expect(akar).to_have_attribute("aria-expanded", "true")
    anak = pohon.locator("[aria-level='2']")
    expect(anak.first).to_be_visible()
    page.keyboard.press("ArrowRight")
    expect(anak.first).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(anak.nth(1)).to_be_focused()
    page.keyboard.press("End")
    expect(anak.last).to_be_focused()
    page.keyboard.press("ArrowLeft")
    expect(akar).to_be_focused()
    assert pohon.locator("[tabindex='0']").count() == 1
    page.keyboard.press("ArrowLeft")
    expect(akar).to_have_attribute("aria-expanded", "false")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/admin/unor/details/\?id=\d+"))


def test_unor_tidak_boleh_melingkar(buka: Buka, situs: Situs) -> None:
    n = situs.id_instansi("admin_instansi")
    atas = situs.satu(select(Unor.id).where(Unor.instansi_id == n, Unor.nama == "Dinas Kesehatan"))
    bawah = situs.satu(select(Unor.nama).where(Unor.atasan_id == atas).order_by(Unor.id).limit(1))
    page = buka("admin_instansi", f"/admin/unor/edit/?id={atas}")
    pilih_rujukan(page, "atasan_id", bawah, bawah)
    simpan(page)
    expect(page.locator("#atasan_id-galat")).to_be_visible()
    expect(page.locator("#atasan_id + .ts-wrapper .item")).to_have_text(re.compile(re.escape(bawah)))
