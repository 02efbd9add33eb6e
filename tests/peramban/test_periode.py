"""Manajemen Periode as an admin works with it; and what every form owes: kept input, stale saves, empty lists, foreign addresses."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect
from sqlalchemy import select

from models import Periode
from tests.peramban.conftest import Buka
from tests.peramban.langkah import baris, dialog, kilat, simpan
from tests.peramban.situs import Situs

TAHUN = "2041"


def pilih_tanggal(page: Page, isian: str, bulan: str, tanggal: str) -> None:
    page.get_by_label(f"Bulan untuk {isian}").select_option(label=bulan)
    page.get_by_label(f"Tanggal untuk {isian}").select_option(label=tanggal)


def tambah(page: Page, nama: str, bulan: str) -> None:
    page.goto("/admin/periode/new/")
    page.locator("#nama").fill(nama)
    for isian, tanggal in (("Periode Awal", "1"), ("Periode Akhir", "28"), ("Batas Pengisian", "28")):
        pilih_tanggal(page, isian, bulan, tanggal)
    page.locator("#tahun").fill(TAHUN)
    simpan(page)
    kilat(page, f"Periode {nama} tersimpan.")


def test_tambah_edit_hapus(buka: Buka) -> None:
    page = buka("admin_instansi", "/admin/periode/")
    expect(page.get_by_text("13 periode", exact=False).first).to_be_visible()  # the manual's Catatan Penting
    page.get_by_role("link", name="Tambah", exact=True).click()
    page.locator("#nama").fill("Periode Uji")
    pilih_tanggal(page, "Periode Awal", "Februari", "1")
    pilih_tanggal(page, "Periode Akhir", "Februari", "28")
    pilih_tanggal(page, "Batas Pengisian", "Maret", "5")
    assert [page.locator(f"#{k}").input_value() for k in ("awal", "akhir", "batas")] == ["02-01", "02-28", "03-05"]
    page.locator("#tahun").fill(TAHUN)
    simpan(page)
    kilat(page, "Periode Periode Uji tersimpan.")

    page.goto(f"/admin/periode/?tahun={TAHUN}")
    expect(baris(page, "Periode Uji")).to_contain_text(re.compile("01 Februari.*28 Februari.*05 Maret", re.DOTALL))
    baris(page, "Periode Uji").get_by_role("link", name="Edit").click()
    expect(page.get_by_label("Bulan untuk Batas Pengisian")).to_have_value("03")
    page.locator("#nama").fill("Periode Uji Ubah")
    simpan(page)
    page.goto(f"/admin/periode/?tahun={TAHUN}")

    hapus = baris(page, "Periode Uji Ubah").get_by_role("link", name="Hapus")
    hapus.click()
    d = dialog(page)
    expect(d.get_by_role("heading", name="Yakin akan menghapus Periode tersebut?")).to_be_visible()
    expect(d.get_by_role("link", name="Batal")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator("#dialog")).to_be_hidden()
    expect(hapus).to_be_focused()
    hapus.click()
    dialog(page).get_by_role("button", name="Hapus", exact=True).click()
    kilat(page, "dihapus.")
    expect(page.get_by_text("Tidak ada yang cocok dengan filter")).to_be_visible()


def test_13_periode_tahun_depan_paling_banyak_empat_klik(buka: Buka, situs: Situs) -> None:
    page = buka("admin_lain", "/admin/")
    tahun, klik = situs.app.config["SETTINGS"].jam().year + 1, 0
    ajakan = page.get_by_role("link", name="Buat 13 periode")
    # Beranda asks for it from October on; before that the menu leads there.
    langkah = (
        [ajakan]
        if ajakan.count()
        else [page.get_by_role("link", name="Manajemen Periode"), page.get_by_role("link", name="Buat periode tahun …")]
    )
    for tautan in (*langkah, page.get_by_role("button", name="Simpan 13 periode")):
        tautan.click()
        klik += 1
    kilat(page, f"13 periode tahun {tahun} dibuat.")
    assert klik <= 4
    expect(page.locator("#daftar tr")).to_have_count(13)


def test_sel_yang_salah_menahan_semuanya(buka: Buka, situs: Situs) -> None:
    page = buka("admin_instansi", "/admin/periode/buat-tahun/?tahun=2043&pola=triwulan")
    page.get_by_label("Periode Awal 2", exact=True).fill("13-45")
    page.get_by_label("Nama 1", exact=True).fill("Triwulan pertama")
    page.get_by_role("button", name="Simpan 5 periode").click()
    expect(page.get_by_text("tidak ada yang disimpan", exact=False)).to_be_visible()
    expect(page.get_by_label("Periode Awal 2", exact=True)).to_have_value("13-45")
    expect(page.get_by_label("Nama 1", exact=True)).to_have_value("Triwulan pertama")
    assert not situs.baca(select(Periode.id).where(Periode.tahun == 2043))


def test_isian_yang_salah_tetap_tertulis(buka: Buka) -> None:
    page = buka("admin_instansi", "/admin/periode/new/")
    page.locator("#nama").fill("Periode keliru")
    page.locator("#awal").fill("02-30")
    page.locator("#akhir").fill("03-31")
    simpan(page)
    expect(page.locator("#awal")).to_have_attribute("aria-invalid", "true")
    expect(page.locator("#awal")).to_have_value("02-30")
    expect(page.locator("#nama")).to_have_value("Periode keliru")
    expect(page.locator("#awal-galat")).to_be_visible()
    ringkasan = page.get_by_role("alert").get_by_role("link").first
    ringkasan.click()
    assert page.evaluate("document.activeElement.id") in {"awal", "batas"}


def test_simpanan_yang_basi_menyebut_siapa_mengubah_apa(buka: Buka, situs: Situs) -> None:
    satu, dua = buka("admin_instansi"), buka("admin_bkn")
    tambah(satu, "Periode Bersama", "Mei")
    id = situs.satu(select(Periode.id).where(Periode.nama == "Periode Bersama"))
    for page in (satu, dua):
        page.goto(f"/admin/periode/edit/?id={id}")
    satu.locator("#nama").fill("Nama dari yang pertama")
    simpan(satu)
    dua.locator("#nama").fill("Nama dari yang kedua")
    with dua.expect_response(lambda r: r.request.method == "POST") as jawaban:
        simpan(dua)
    assert jawaban.value.status == 409
    peringatan = dua.get_by_role("alert").filter(has_text="Data ini sudah diubah orang lain")
    expect(peringatan).to_contain_text("Bagas Wiratmaja")
    expect(peringatan).to_contain_text("Nama: Periode Bersama menjadi Nama dari yang pertama")
    expect(dua.locator("#nama")).to_have_value("Nama dari yang kedua")
    simpan(dua)
    kilat(dua, "Periode Nama dari yang kedua tersimpan.")


def test_daftar_kosong_dan_alamat_asing(buka: Buka, situs: Situs) -> None:
    asing = situs.satu(select(Periode.id).where(Periode.instansi_id == situs.id_instansi("admin_lain")).limit(1))
    page = buka("admin_instansi", "/admin/periode/?nama=zzz")
    expect(page.get_by_role("heading", name="Tidak ada yang cocok dengan filter")).to_be_visible()
    page.locator("main").get_by_role("link", name="Hapus semua filter").last.click()
    expect(page.locator("#daftar tr").first).to_be_visible()
    for jalur in (
        f"/admin/periode/edit/?id={asing}",
        f"/admin/periode/details/?id={asing}",
        f"/admin/periode/delete/?id={asing}",
        "/admin/periode/details/?id=bukan",
    ):
        jawaban = page.goto(jalur)
        assert jawaban is not None and jawaban.status == 404
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        expect(page.locator(".ek-nav")).to_be_visible()
