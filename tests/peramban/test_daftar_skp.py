"""Daftar SKP in a browser: a plan is made, submitted, returned with a reason, mended, and approved; with and without script."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import func, select

from domain.periode import PolaPeriode, susun
from models import Periode, Skp
from services import demo, periode
from tests.peramban.conftest import Buka
from tests.peramban.halaman import TEMA, nama_berkas, periksa
from tests.peramban.langkah import dialog, kilat, simpan
from tests.peramban.situs import Situs

DASAR = "/admin/daftar-skp/"
PEGAWAI, PENILAI = "melati", "ratih"
NIP = {PEGAWAI: demo.AKUN_DEMO[0].nip, PENILAI: next(a.nip for a in demo.AKUN_DEMO if a.memimpin)}


@pytest.fixture(autouse=True)
def dua_orang(situs: Situs) -> None:
    """The demo's pegawai and the leader of his unor, by names of their own: several demo logins are pegawai."""
    semua = situs.layani(demo.akun, situs.app.config["SECRET_KEY"])
    for nama, nip in NIP.items():
        situs.akun[nama] = next(a for a in semua if a["nip"] == nip)


def tahun_depan(situs: Situs, n: int = 1) -> int:
    """A year in which he has no SKP yet, whatever an earlier test or try has made; its Periode are made where they are missing."""
    terakhir = situs.satu(select(func.max(Skp.tahun)).where(Skp.nomor_induk == NIP[PEGAWAI]))
    tahun = max(situs.aktor(PEGAWAI).hari_ini().year, terakhir) + n
    milik = (Periode.instansi_id == situs.id_instansi("admin_instansi"), Periode.tahun == tahun)
    if not situs.satu(select(func.count()).select_from(Periode).where(*milik)):
        situs.layani(periode.buat_tahun, situs.aktor("admin_instansi"), susun(tahun, PolaPeriode.BULANAN))
    return tahun


def test_tahun_tanpa_periode_belum_dapat_disusun(buka: Buka, situs: Situs) -> None:
    page = buka(PEGAWAI, f"{DASAR}new/", js=False)
    page.locator("#awal").fill("2199-01-01")
    page.locator("#akhir").fill("2199-12-31")
    page.get_by_role("button", name="Simpan").click()
    expect(page.locator("#ringkasan-galat")).to_contain_text("Periode 2199 belum dibuat, sehingga SKP 2199 belum dapat disusun.")


def buat(page: Page, tahun: int) -> str:
    """Make a SKP of that year; its address."""
    page.goto(DASAR)
    page.get_by_role("link", name="Tambah Periode SKP").first.click()
    page.locator("#awal").fill(f"{tahun}-01-01")
    page.locator("#akhir").fill(f"{tahun}-12-31")
    simpan(page)
    kilat(page, "SKP dibuat sebagai Draft.")
    expect(page.get_by_role("heading", level=1)).to_have_text(f"SKP 1 Januari {tahun} - 31 Desember {tahun}")
    return page.url.partition("#")[0]


def isi_rhk(page: Page, teks: str, indikator: str) -> None:
    page.get_by_role("link", name="Tambah RHK", exact=True).first.click()
    page.locator("#teks").fill(teks)
    page.get_by_role("button", name="Simpan, lalu tambah indikator").click()
    page.locator("#aspek").select_option(label="Kuantitas")
    page.locator("#teks").fill(indikator)
    page.locator("#target").fill("12 laporan")
    simpan(page)
    kilat(page, "Indikator tersimpan.")


def test_dari_draft_sampai_disetujui(buka: Buka, situs: Situs) -> None:
    pegawai = buka(PEGAWAI)
    tahun = tahun_depan(situs)
    alamat = buat(pegawai, tahun)
    utama = pegawai.locator("main")
    expect(utama).to_contain_text("Belum ada Rencana Hasil Kerja utama.")
    expect(pegawai.get_by_role("button", name="Ajukan")).to_have_attribute("aria-disabled", "true")
    isi_rhk(pegawai, "Tersusunnya laporan kinerja bulanan", "Jumlah laporan bulanan")
    expect(utama).not_to_contain_text("Belum ada Rencana Hasil Kerja utama.")
    pegawai.get_by_role("link", name="Ajukan").click()
    d = dialog(pegawai)
    expect(d).to_contain_text("SKP menunggu persetujuan")
    d.get_by_role("button", name="Ajukan").click()
    kilat(pegawai, "SKP diajukan.")
    expect(utama.get_by_text("PENGAJUAN")).to_be_visible()

    penilai = buka(PENILAI, DASAR)
    nama = situs.akun[PEGAWAI]["nip"] and demo.AKUN_DEMO[0].nama
    baris = penilai.locator(".ek-todo li").filter(has_text=nama).filter(has_text=str(tahun))
    baris.get_by_role("link", name=re.compile("^Periksa")).click()
    expect(penilai).to_have_url(alamat)
    penilai.get_by_role("link", name="Kembalikan").click()
    d = dialog(penilai)
    d.get_by_label("Alasan").fill("Targetnya belum sesuai beban kerja.")
    d.get_by_role("button", name="Kembalikan").click()
    kilat(penilai, "dikembalikan.")

    pegawai.goto(DASAR)
    expect(utama).to_contain_text("Targetnya belum sesuai beban kerja.")
    pegawai.goto(alamat)
    expect(utama).to_contain_text("Dikembalikan untuk diperbaiki")
    pegawai.get_by_role("link", name="Edit indikator 1 pada RHK utama nomor 1").click()
    pegawai.locator("#target").fill("24 laporan")
    simpan(pegawai)
    kilat(pegawai, "Indikator tersimpan.")
    pegawai.get_by_role("link", name="Ajukan").click()
    dialog(pegawai).get_by_role("button", name="Ajukan").click()
    kilat(pegawai, "SKP diajukan.")
    expect(utama).not_to_contain_text("Targetnya belum sesuai beban kerja.")

    penilai.goto(alamat)
    expect(penilai.locator("main")).to_contain_text("24 laporan")
    penilai.get_by_role("link", name="Isi ekspektasi khusus").click()
    penilai.locator("#akuntabel").fill("Laporan selesai tepat waktu")
    simpan(penilai)
    expect(penilai.locator("main")).to_contain_text("Laporan selesai tepat waktu")
    penilai.get_by_role("link", name="Setujui").click()
    dialog(penilai).get_by_role("button", name="Setujui").click()
    kilat(penilai, "disetujui.")
    pegawai.reload()
    expect(utama.get_by_text("PERSETUJUAN")).to_be_visible()
    expect(pegawai.get_by_role("link", name="Tambah RHK")).to_have_count(0)


def test_tanpa_skrip(buka: Buka, situs: Situs) -> None:
    page = buka(PEGAWAI, js=False)
    alamat = buat(page, tahun_depan(situs, 2))
    isi_rhk(page, "Tersusunnya bahan rapat", "Jumlah bahan rapat")
    isi_rhk(page, "Tertatanya arsip", "Jumlah berkas")
    page.get_by_role("button", name="Naikkan RHK utama nomor 2").click()
    expect(page.locator("article").first).to_contain_text("Tertatanya arsip")
    page.get_by_role("link", name="Hapus RHK utama nomor 1").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Yakin akan menghapus Rencana Hasil Kerja tersebut?")
    expect(page.locator("main")).to_contain_text("1 indikator ikut dihapus.")
    page.get_by_role("button", name="Hapus", exact=True).click()
    kilat(page, "Rencana Hasil Kerja dihapus.")
    expect(page.locator("article")).to_have_count(1)
    page.goto(f"{alamat}hapus/")
    page.get_by_role("button", name="Hapus", exact=True).click()
    kilat(page, "SKP dihapus.")


def test_ketikan_yang_belum_disimpan_dijaga(buka: Buka, situs: Situs) -> None:
    page = buka(PEGAWAI)
    alamat = buat(page, tahun_depan(situs, 3))
    tanya: list[str] = []
    tinggal = True

    def jawab(d: object) -> None:
        tanya.append(d.type)  # type: ignore[attr-defined]
        d.dismiss() if tinggal else d.accept()  # type: ignore[attr-defined]

    page.on("dialog", jawab)
    page.goto(f"{alamat}rhk/new/")
    page.get_by_role("link", name="Batal").click()  # nothing typed: no question
    expect(page).to_have_url(re.compile(re.escape(alamat)))
    assert not tanya
    page.goto(f"{alamat}rhk/new/")
    page.locator("#teks").click()
    page.keyboard.type("Belum disimpan")
    page.get_by_role("link", name="Batal").click()
    page.wait_for_timeout(300)
    assert tanya == ["beforeunload"]
    expect(page.locator("#teks")).to_have_value("Belum disimpan")
    simpan(page)  # saving asks nothing
    kilat(page, "Rencana Hasil Kerja tersimpan.")
    assert tanya == ["beforeunload"]
    tinggal = False
    page.goto(f"{alamat}hapus/")
    page.get_by_role("button", name="Hapus", exact=True).click()
    kilat(page, "SKP dihapus.")


def test_mutu_halaman(buka: Buka, situs: Situs) -> None:
    """The pages of a pegawai with all of it open and with long text (tests/peramban/test_mutu.py has those of the demo data)."""
    page = buka(PEGAWAI)
    alamat = buat(page, tahun_depan(situs, 4))
    isi_rhk(page, "Tersusunnya laporan " * 8, "Jumlah laporan " * 8)
    isi_rhk(page, "Tertatanya arsip", "Jumlah berkas")
    page.goto(f"{alamat}lampiran/dukungan/new/")
    page.locator("#teks").fill("Anggaran dan sarana")
    simpan(page)
    jalur = [DASAR, f"{DASAR}new/", alamat, f"{alamat}ajukan/", f"{alamat}hapus/", f"{alamat}perilaku/", f"{alamat}rhk/new/"]
    jalur += [page.locator(f"a[href*='{t}']").first.get_attribute("href") or "" for t in ("/rhk/", "/indikator/new/", "/edit/")]
    temuan = []
    for j in jalur:
        page.goto(j)
        for d in page.locator("main details:not(.ek-menu)").all():
            d.evaluate("d => { d.open = true; }")
        temuan += [f"{j} {t}" for t in periksa(page, f"pegawai-panjang-{nama_berkas(j)}", tema=TEMA if j == alamat else ("dark",))]
    assert not temuan, "\n".join(temuan)
    page.goto(f"{alamat}hapus/")
    page.get_by_role("button", name="Hapus", exact=True).click()
