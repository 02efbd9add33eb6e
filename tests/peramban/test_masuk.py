"""Logging in and out, landing page and menu of each role, choice of instansi, one's own password, one-time links."""

from __future__ import annotations

import re
from datetime import date

import pytest
from playwright.sync_api import Page, expect

from domain.nip import bangun
from tests.peramban.conftest import Buka
from tests.peramban.langkah import baris, kilat, menu_baris, saring, simpan
from tests.peramban.situs import Situs

UMUM = ["Beranda", "Tugas dan unduhan"]
DAFTAR = [
    "Manajemen Periode",
    "Unor",
    "Pegawai",
    "PLT/PLH",
    "SKP",
    "Capaian Kinerja Organisasi",
    "Keberatan",
    "Matriks Peran Hasil",
    "Tim Kerja",
    "Sinkronisasi",
    "Sinkronisasi Predikat",
]
SIASN = ["Input Data JPT Non ASN", "Profile Pegawai PPT Non-ASN", "Rekonsiliasi unor", "Konflik"]
DAFTAR_PENGURUS = [*DAFTAR, "Pengaturan", *SIASN]
ATUR = ["Hari libur", "Kesehatan integrasi"]
AKUN = ["Profil dan kata sandi", "Bantuan"]
# Supervisor and admin instansi of the demo are pegawai themselves.
MENU = {
    "pegawai": ("/admin/daftar-skp/", ["Tugas dan unduhan", "Daftar SKP", *AKUN]),
    "supervisor": ("/admin/", [*UMUM, "Daftar SKP", *DAFTAR, "Hari libur", *AKUN]),
    "helpdesk": ("/admin/", [*UMUM, *DAFTAR_PENGURUS, "Perbaikan data", "Jejak audit", "Pengguna", *ATUR, *AKUN]),
    "admin_instansi": ("/admin/", [*UMUM, "Daftar SKP", *DAFTAR_PENGURUS, "Jejak audit", "Pengguna", *ATUR, *AKUN]),
    "admin_bkn": ("/admin/", [*UMUM, *DAFTAR_PENGURUS, "Perbaikan data", "Jejak audit", "Pengguna", "Instansi", *ATUR, *AKUN]),
}


def masuk(page: Page, nip: str, sandi: str) -> None:
    page.get_by_label("NIP").fill(nip)
    page.get_by_label("Kata sandi", exact=True).fill(sandi)
    page.get_by_role("button", name="Masuk", exact=True).click()


@pytest.mark.parametrize("peran", MENU)
def test_masuk_mendarat_dan_keluar(buka: Buka, situs: Situs, peran: str) -> None:
    page = buka(None, "/")
    page.get_by_role("link", name="Masuk", exact=True).first.click()
    masuk(page, situs.akun[peran]["nip"], situs.akun[peran]["kata_sandi"])
    rumah, menu = MENU[peran]
    expect(page).to_have_url(situs.url + rumah)
    assert page.locator(".ek-nav a[href^='/admin/']").all_inner_texts() == menu
    page.locator(".ek-topbar__end details.ek-menu").last.locator("summary").click()
    page.get_by_role("button", name="Keluar").click()
    kilat(page, "Anda sudah keluar.")
    page.goto("/admin/profil/")
    expect(page).to_have_url(re.compile(r"/masuk\?tujuan="))


def test_sandi_salah_menyimpan_nip_dan_tujuan(buka: Buka, situs: Situs) -> None:
    akun = situs.akun["supervisor"]
    page = buka(None, "/admin/unor/?nama=dinas")
    masuk(page, akun["nip"], "bukan-kata-sandinya")
    kilat(page, "NIP atau kata sandi tidak cocok")
    expect(page.get_by_label("NIP")).to_have_value(akun["nip"])
    expect(page.get_by_label("Kata sandi", exact=True)).to_have_value("")
    masuk(page, akun["nip"], akun["kata_sandi"])
    expect(page).to_have_url(situs.url + "/admin/unor/?nama=dinas")


def test_helpdesk_memilih_instansi(buka: Buka, situs: Situs) -> None:
    lain = situs.akun["admin_lain"]["instansi"]
    page = buka("helpdesk", "/admin/")
    expect(page.locator(".ek-instansi")).not_to_contain_text(lain)
    page.locator(".ek-topbar__end details.ek-menu").last.locator("summary").click()
    page.get_by_label("Bekerja pada instansi").select_option(label=lain)
    page.get_by_role("button", name="Pilih instansi").click()
    kilat(page, f"Anda sekarang bekerja pada {lain}.")
    expect(page.locator(".ek-instansi")).to_contain_text(lain)


def test_akun_baru_dari_tautan_sampai_dinonaktifkan(buka: Buka, situs: Situs) -> None:
    """An admin makes an account and its link; its owner sets a password and works; disabled, his next click is out."""
    nip, sandi = bangun(date(1988, 8, 8), 2012, 3, "P", 907), "teduh-pagi-41-sawah"
    admin = buka("admin_instansi", "/admin/pengguna/")
    admin.get_by_role("link", name="Tambah", exact=True).click()
    admin.locator("#nip").fill(nip)
    admin.locator("#nama").fill("Wulan Percobaan")
    admin.locator("#peran").select_option(label="Admin instansi")
    simpan(admin)
    kilat(admin, "Akun tersimpan.")
    saring(admin, nip=nip)
    expect(baris(admin, "Wulan Percobaan")).to_contain_text("Belum punya sandi")
    admin.goto(admin.locator("#tabel a.ek-cell__main").first.get_attribute("href") or "")
    admin.get_by_role("button", name="Buat tautan kata sandi").click()
    tautan = re.search(r"http://\S+/atur-sandi/\S+", admin.locator("#tautan-sandi").inner_text())
    assert tautan

    pemilik = buka(None, tautan.group())
    pemilik.get_by_label("Kata sandi baru", exact=True).fill("pendek")
    pemilik.get_by_label(re.compile("^Ulangi")).fill("pendek")
    pemilik.get_by_role("button", name="Simpan kata sandi").click()
    expect(pemilik.locator(".invalid-feedback").first).to_be_visible()
    pemilik.get_by_label("Kata sandi baru", exact=True).fill(sandi)
    pemilik.get_by_label(re.compile("^Ulangi")).fill(sandi)
    pemilik.get_by_role("button", name="Simpan kata sandi").click()
    kilat(pemilik, "Kata sandi tersimpan.")
    masuk(pemilik, nip, sandi)
    expect(pemilik).to_have_url(situs.url + "/admin/")
    assert buka(None, tautan.group()).get_by_role("heading", level=1).inner_text()  # the page itself tells nothing about the token

    admin.goto(f"/admin/pengguna/?nip={nip}")
    menu_baris(admin, "Wulan Percobaan", "Nonaktifkan")
    d = admin.locator("#dialog[open]")
    expect(d.get_by_role("heading", name="Nonaktifkan akun Wulan Percobaan?")).to_be_visible()
    d.get_by_label("Alasan").fill("Pindah tugas ke instansi lain.")
    d.get_by_role("button", name="Nonaktifkan").click()
    kilat(admin, "Akun dinonaktifkan")
    pemilik.get_by_role("link", name="Pegawai", exact=True).click()
    expect(pemilik).to_have_url(re.compile("/masuk"))
    masuk(pemilik, nip, sandi)
    kilat(pemilik, "NIP atau kata sandi tidak cocok")

    admin.goto("/admin/jejak-audit/")
    expect(admin.locator("#tabel")).to_contain_text("Wulan Percobaan")


def test_ganti_kata_sandi_sendiri(buka: Buka, situs: Situs) -> None:
    akun = situs.akun["admin_lain"]
    page = buka("admin_lain", "/admin/profil/")
    baru = "rindang-senja-72-bukit"
    for lama, hasil in (("keliru", None), (akun["kata_sandi"], "Kata sandi diganti.")):
        page.locator("#kata_sandi_lama").fill(lama)
        page.locator("#kata_sandi_baru").fill(baru)
        page.locator("#ulangi").fill(baru)
        page.get_by_role("button", name="Ganti kata sandi").click()
        if hasil:
            kilat(page, hasil)
        else:
            expect(page.locator("#kata_sandi_lama")).to_have_attribute("aria-invalid", "true")
    lain = buka(None, "/masuk")
    masuk(lain, akun["nip"], baru)
    expect(lain).to_have_url(situs.url + "/admin/")
