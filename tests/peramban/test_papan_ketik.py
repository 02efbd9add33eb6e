"""Keyboard only: from login to a saved change, and few Tab stops to a list's first row."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.peramban.conftest import Buka
from tests.peramban.langkah import kilat
from tests.peramban.situs import Situs

DAFTAR = (
    "/admin/periode/",
    "/admin/unor/",
    "/admin/pegawai/",
    "/admin/plt-plh/",
    "/admin/pengguna/",
    "/admin/jejak-audit/",
    "/admin/instansi/",
)
_FOKUS = "() => { const e = document.activeElement; return {id: e.id, nama: (e.getAttribute('aria-label') || e.innerText || e.name || '').trim(), tabel: !!e.closest('#daftar td.is-actions, #daftar .ek-cell__main')}; }"


def tab_sampai(page: Page, pola: str, paling: int = 60) -> int:
    """Press Tab until the focus is on something of that id or name; how often that took."""
    for n in range(1, paling + 1):
        page.keyboard.press("Tab")
        fokus = page.evaluate(_FOKUS)
        if re.search(pola, fokus["id"]) or re.search(pola, fokus["nama"]):
            return n
    raise AssertionError(f"{pola} tidak tercapai dengan {paling} Tab di {page.url}")


@pytest.mark.parametrize("jalur", DAFTAR)
def test_paling_banyak_enam_tab_ke_baris_pertama(buka: Buka, jalur: str) -> None:
    page = buka("admin_bkn", jalur)
    langkah = tab_sampai(page, "^Langsung ke daftar$", 3)
    page.keyboard.press("Enter")
    while not page.evaluate(_FOKUS)["tabel"]:
        page.keyboard.press("Tab")
        langkah += 1
        assert langkah <= 6
    kotak = page.evaluate("() => { const k = document.activeElement.getBoundingClientRect(); return [k.top, k.bottom, innerHeight]; }")
    assert kotak[0] >= 0 and kotak[1] <= kotak[2], "fokus di luar layar"


def test_dari_masuk_sampai_menyimpan_pegawai(buka: Buka, situs: Situs) -> None:
    akun = situs.akun["admin_instansi"]
    page = buka(None, "/masuk")
    expect(page.locator("#nip")).to_be_focused()
    page.keyboard.type(akun["nip"])
    page.keyboard.press("Tab")
    page.keyboard.type(akun["kata_sandi"])
    page.keyboard.press("Enter")
    expect(page).to_have_url(situs.url + "/admin/")

    tab_sampai(page, "^Pegawai$")
    page.keyboard.press("Enter")
    expect(page).to_have_url(situs.url + "/admin/pegawai/")
    tab_sampai(page, "^Langsung ke daftar$")
    page.keyboard.press("Enter")
    tab_sampai(page, "^Aksi untuk ", 6)
    page.keyboard.press("Enter")
    tab_sampai(page, "^Edit$", 6)
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/admin/pegawai/edit/"))
    tab_sampai(page, "^jabatan$")
    page.keyboard.press("End")
    page.keyboard.type(" Utama")
    page.keyboard.press("Enter")
    kilat(page, "tersimpan.")


def test_cari_cepat_dengan_panah(buka: Buka) -> None:
    page = buka("helpdesk", "/admin/")
    page.keyboard.press("Control+k")
    expect(page.locator("#cari-cepat-isi")).to_be_focused()
    page.keyboard.type("dinas kes")
    expect(page.locator("#cari-cepat-hasil a").first).to_be_visible()
    page.keyboard.press("ArrowDown")
    expect(page.locator("#cari-cepat-hasil a").first).to_be_focused()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/details/"))
    page.keyboard.press("/")
    expect(page.locator("#cari-cepat-isi")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator("#cari-cepat")).to_be_hidden()


def test_menu_baris_esc_kembali(buka: Buka) -> None:
    page = buka("admin_instansi", "/admin/pegawai/")
    menu = page.locator("#daftar summary").first
    menu.focus()
    page.keyboard.press("Enter")
    tab_sampai(page, "^Edit$", 4)
    page.keyboard.press("Escape")
    expect(menu).to_be_focused()
    expect(page.locator("#daftar details[open]")).to_have_count(0)
