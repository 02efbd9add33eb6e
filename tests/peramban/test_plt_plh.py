"""Manajemen PLT/PLH as an admin works with it."""

from __future__ import annotations

from datetime import timedelta

from playwright.sync_api import expect
from sqlalchemy import func, select

from domain.status import StatusAktif
from models import Pegawai, PltPlh
from tests.peramban.conftest import Buka
from tests.peramban.langkah import baris, dialog, kilat, menu_baris, pilih_rujukan, saring, simpan
from tests.peramban.situs import Situs


def test_tambah_dengan_rujukan_pegawai_lalu_akhiri(buka: Buka, situs: Situs) -> None:
    n, hari = situs.id_instansi("admin_instansi"), situs.aktor("admin_instansi").hari_ini()
    nama, nip = situs.baca(
        select(Pegawai.nama, Pegawai.nomor_induk)
        .where(Pegawai.instansi_id == n, Pegawai.status == StatusAktif.AKTIF, Pegawai.id.not_in(select(PltPlh.pegawai_id)))
        .limit(1)
    )[0]
    page = buka("admin_instansi", "/admin/plt-plh/new/")
    expect(page.get_by_text("Search Nama Pegawai. Minimal 3 karakter.")).to_be_visible()
    assert pilih_rujukan(page, "pegawai_id", nama, nip) == f"{nama} - {nip}"
    pilih_rujukan(page, "unor_id", "Dinas Pend", "Dinas Pendidikan")
    page.locator("#jabatan").fill("PLT Uji Peramban")
    page.locator("#awal").fill(str(hari - timedelta(days=1)))
    page.locator("#akhir").fill(str(hari - timedelta(days=2)))
    simpan(page)
    expect(page.locator("#akhir-galat")).to_be_visible()
    expect(page.locator("#pegawai_id + .ts-wrapper .item")).to_have_text(f"{nama} - {nip}")
    page.locator("#akhir").fill(str(hari + timedelta(days=30)))
    simpan(page)
    lain = page.get_by_role("alert").get_by_role("checkbox")
    if lain.count():  # somebody acts there already: the form asks
        lain.first.check()
        simpan(page)
    kilat(page, "PLT/PLH tersimpan.")
    saring(page, cari=nip)
    expect(baris(page, nama)).to_contain_text("AKTIF")
    menu_baris(page, nama, "Akhiri")
    dialog(page).get_by_role("button", name="Akhiri", exact=True).click()
    expect(baris(page, nama)).to_contain_text("TIDAK AKTIF")
    menu_baris(page, nama, "Hapus")
    d = dialog(page)
    expect(d.get_by_role("heading", name="Yakin akan menghapus Data PLT / PLH tersebut?")).to_be_visible()
    d.get_by_role("button", name="Hapus", exact=True).click()
    kilat(page, "dihapus.")


def test_akhiri_semua_yang_lewat_masa(buka: Buka, situs: Situs) -> None:
    n, hari = situs.id_instansi("admin_lain"), situs.aktor("admin_lain").hari_ini()
    lewat = select(func.count()).select_from(PltPlh).where(PltPlh.instansi_id == n, PltPlh.aktif, PltPlh.akhir < hari)
    banyak = situs.satu(lewat)
    assert banyak
    page = buka("admin_lain", "/admin/plt-plh/")
    expect(baris(page, "lewat masa").first).to_be_visible()
    page.get_by_role("link", name="Akhiri semua yang lewat masa").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(f"Akhiri {banyak} PLT/PLH yang lewat masa?")
    page.get_by_role("button", name=f"Akhiri ({banyak})").click()
    kilat(page, f"{banyak} PLT/PLH yang lewat masa diakhiri.")
    assert situs.satu(lewat) == 0
    page.get_by_role("link", name="Akhiri semua yang lewat masa").click()
    expect(page.locator("main")).to_contain_text("Tidak ada PLT/PLH yang lewat masa.")
