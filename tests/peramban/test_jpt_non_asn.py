"""Input Data JPT Non ASN from the first field to the pegawai, and the look-ups, as an admin works with them."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import FloatRect, Page, expect
from sqlalchemy import select

from domain.jabatan import JenisPegawai
from models import Pegawai, Unor
from tests.pdf_uji import pdf
from tests.peramban import mutu
from tests.peramban.conftest import Buka
from tests.peramban.langkah import baris, kilat, menu_baris, pilih_rujukan, simpan
from tests.peramban.situs import Situs
from tests.peramban.situs_siasn import dengan_siasn

GAMBAR = os.environ.get("UJI_GAMBAR_KE")
"""A folder for pictures of the pages, to look at."""


@pytest.fixture(scope="module")
def situs_siasn() -> Iterator[Situs]:
    with dengan_siasn() as s:
        yield s


@pytest.fixture
def alamat_situs(situs_siasn: Situs) -> Situs:
    return situs_siasn


def periksa(page: Page, nama: str) -> None:
    """The bars of every page: axe, width, words."""
    if GAMBAR:
        page.screenshot(path=str(Path(GAMBAR) / f"{nama}.png"), full_page=True)
    assert mutu.axe(page) == []
    assert mutu.lebar(page) == []


ISIAN = {
    "nik": "3301 0122 0870 0001", "nama": "Pejabat Karangan", "tempat_lahir": "Kota Contoh", "tanggal_lahir": "1970-08-22",
    "email": "pejabat@contoh.go.id", "jabatan": "Bupati Contoh", "tanggal_sk": "2025-01-20", "nomor_sk": "001/CTH/2025", "tmt_mulai": "2025-02-01",
}  # fmt: skip


def test_from_the_first_field_to_the_pegawai(buka: Buka, situs_siasn: Situs, tmp_path: Path) -> None:
    sk = tmp_path / "SK Bupati.pdf"
    sk.write_bytes(pdf())
    page = buka("admin_instansi", "/admin/jpt-non-asn/")
    page.get_by_role("link", name="Mulai Input Data").first.click()
    hitung = page.locator("[data-jpt-hitung]")
    expect(hitung).to_have_text("3 dari 15 isian wajib sudah terisi benar.")
    page.locator("#nik").fill("3301")
    expect(page.locator("#nik")).not_to_have_class(re.compile("is-valid"))
    for kolom, nilai in ISIAN.items():
        page.locator(f"#{kolom}").fill(nilai)
        expect(page.locator(f"#{kolom}")).to_have_class(re.compile("is-valid"))
    page.get_by_label("Laki-laki").check()
    tinggi = page.locator("#unor_id + .ts-wrapper .ts-control").bounding_box()
    pilih_rujukan(page, "unor_id", "Dinas Pend")
    page.locator("#nama").focus()
    _sama_dengan_isian_lain(page, tinggi)
    page.locator("#dokumen").set_input_files(str(sk))
    expect(hitung).to_have_text("15 dari 15 isian wajib sudah terisi benar.")
    page.locator("#tmt_henti").fill("2024-01-01")
    periksa(page, "langkah-1")
    page.get_by_role("button", name="Selanjutnya", exact=True).click()
    expect(page.locator("#tmt_henti-galat")).to_contain_text("mendahului TMT Mulai Jabatan")
    expect(page.get_by_text("Tersimpan: SK Bupati.pdf")).to_be_visible()
    expect(hitung).to_contain_text("15 dari 15")
    periksa(page, "langkah-1-galat")
    page.locator("#tmt_henti").fill("")
    page.get_by_role("button", name="Selanjutnya", exact=True).click()
    expect(page.get_by_text("Preview Data")).to_be_visible()
    periksa(page, "langkah-2-data")
    page.get_by_role("link", name="Preview Dok").click()
    expect(page.get_by_text("SK Bupati.pdf")).to_be_visible()
    bingkai = page.frame_locator("iframe.ek-pratinjau")
    expect(bingkai.locator("embed, iframe, body").first).to_be_attached()
    assert page.locator("iframe.ek-pratinjau").get_attribute("title")
    periksa(page, "langkah-2-dok")
    with page.expect_download() as unduh:
        page.get_by_role("link", name="Unduh", exact=True).click()
    assert Path(unduh.value.path()).read_bytes() == sk.read_bytes()
    page.get_by_role("link", name="Kembali", exact=True).click()
    expect(page.locator("#nama")).to_have_value("Pejabat Karangan")
    page.get_by_role("button", name="Selanjutnya", exact=True).click()
    simpan(page)
    kilat(page, "sedang dikirim ke SIASN")
    periksa(page, "rincian-dikirim")
    page.get_by_role("link", name="Lembar data").click()
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.get_by_role("button", name="Salin Tanggal Lahir", exact=True).click()
    assert page.evaluate("navigator.clipboard.readText()") == "22/08/1970"
    periksa(page, "lembar")
    assert mutu.sasaran(page) == []
    page.goto("/admin/jpt-non-asn/")
    _tunggu_terkirim(page)
    menu_baris(page, "Pejabat Karangan", "Periksa ke SIASN")
    page.locator("#dialog[open]").get_by_role("button", name="Periksa ke SIASN").click()
    kilat(page, "SIASN sudah mengenal NIK ini")
    periksa(page, "daftar")
    page.goto(baris(page, "Pejabat Karangan").locator("a.ek-cell__main").get_attribute("href") or "")
    periksa(page, "rincian-tersedia")
    page.get_by_role("link", name="Tambah JPT Non ASN").first.click()
    expect(page.locator("#nik")).to_have_value("3301012208700001")
    page.get_by_role("button", name="Cari", exact=True).click()
    expect(page.get_by_role("heading", name="Data di SIASN")).to_be_visible()
    periksa(page, "tambah")
    expect(page.locator("#jenis_jabatan")).to_have_value("pimpinan")
    page.get_by_role("button", name="Tambahkan", exact=True).click()
    page.wait_for_load_state()
    tanya = page.get_by_role("alert").get_by_role("checkbox")
    if tanya.count():
        periksa(page, "tambah-ganti")
        tanya.check()
        page.get_by_role("button", name="Tambahkan", exact=True).click()
    kilat(page, "ditambahkan sebagai pegawai")
    assert situs_siasn.satu(select(Pegawai.nama).where(Pegawai.nomor_induk == "3301012208700001")) == "Pejabat Karangan"


def _sama_dengan_isian_lain(page: Page, sebelum: FloatRect | None) -> None:
    """A chosen unit looks as any other field that is right: as wide and high as before, with the same frame and a check."""
    unor, lain = page.locator("#unor_id + .ts-wrapper .ts-control"), page.locator("#jabatan")
    sesudah, ukuran = unor.bounding_box(), lain.bounding_box()
    assert sebelum and sesudah and ukuran
    assert (sesudah["width"], sesudah["height"]) == (sebelum["width"], sebelum["height"])
    assert abs(sesudah["width"] - ukuran["width"]) < 1 and abs(sesudah["height"] - ukuran["height"]) < 1
    gaya = "e => [getComputedStyle(e).borderTopColor, getComputedStyle(e).backgroundImage.slice(0, 20)]"
    assert unor.evaluate(gaya) == lain.evaluate(gaya)


def _tunggu_terkirim(page: Page) -> None:
    """Reload until the worker has sent it."""
    for _ in range(60):
        if "Diterima SIASN" in page.locator("#tabel").inner_text():
            return
        page.wait_for_timeout(250)
        page.reload()
    raise AssertionError("entri tidak terkirim")


def test_profile_by_nik_on_a_phone(buka: Buka, situs_siasn: Situs) -> None:
    nik = situs_siasn.satu(
        select(Pegawai.nomor_induk)
        .where(Pegawai.jenis_pegawai == JenisPegawai.NON_ASN, Pegawai.instansi_id == situs_siasn.id_instansi("admin_instansi"))
        .limit(1)
    )
    page = buka("admin_instansi", "/admin/profil-non-asn/", lebar=360)
    page.locator("#nik").fill("123")
    page.get_by_role("button", name="Cari", exact=True).click()
    expect(page.locator("#nik-galat")).to_contain_text("NIK terdiri dari 16 angka")
    page.locator("#nik").fill(nik)
    page.get_by_role("button", name="Cari", exact=True).click()
    expect(page.get_by_role("heading", name="Data di SIASN")).to_be_visible()
    periksa(page, "profil-360")
    page.locator("#nik").fill("3301012208709999")
    page.get_by_role("button", name="Cari", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text("2×24 jam")
    periksa(page, "profil-tiada")


def test_langkah_1_without_script_on_a_phone(buka: Buka, situs_siasn: Situs, tmp_path: Path) -> None:
    sk = tmp_path / "SK.pdf"
    sk.write_bytes(pdf())
    page = buka("admin_lain", "/admin/jpt-non-asn/new/", lebar=360, js=False)
    for kolom, nilai in {**ISIAN, "nik": "3301012208700002"}.items():
        page.locator(f"#{kolom}").fill(nilai)
    page.get_by_label("Laki-laki").check()
    page.locator("#dokumen").set_input_files(str(sk))
    unor = situs_siasn.satu(select(Unor.nama).where(Unor.instansi_id == situs_siasn.id_instansi("admin_lain")).limit(1))
    page.locator("#unor_id-cari").fill(unor)
    page.get_by_role("button", name="Cari", exact=True).click()
    page.locator("#unor_id").select_option(label=unor)
    page.get_by_role("button", name="Selanjutnya", exact=True).last.click()
    expect(page.get_by_text("Preview Data")).to_be_visible()
    page.get_by_role("link", name="Preview Dok").click()
    expect(page.locator("iframe.ek-pratinjau")).to_be_visible()
    expect(page.get_by_role("link", name="Buka di tab baru")).to_be_visible()
    simpan(page)
    expect(page.get_by_text("sedang dikirim ke SIASN")).to_be_visible()
    page.get_by_role("link", name="Lembar data").click()
    expect(page.get_by_role("button", name="Salin NIK")).to_be_hidden()
