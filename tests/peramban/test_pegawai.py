"""Manajemen Pegawai as an admin works with it: form with look-up, one pimpinan, filter, drawer, bulk moves, deactivation."""

from __future__ import annotations

import re
from datetime import date

from playwright.sync_api import expect
from sqlalchemy import func, select

from domain.jabatan import JenisJabatan
from domain.nip import bangun
from domain.status import StatusAktif, StatusTugas
from models import Pegawai, Tugas, Unor
from tests.peramban.conftest import Buka
from tests.peramban.langkah import baris, dialog, jumlah_hasil, kilat, menu_baris, pilih_rujukan, saring, simpan
from tests.peramban.situs import Situs, tunggu


def test_tambah_pimpinan_kedua_bertanya(buka: Buka, situs: Situs) -> None:
    n = situs.id_instansi("admin_instansi")
    unor, lama = situs.baca(
        select(Unor.nama, Pegawai.nama).join(Pegawai, Pegawai.unor_id == Unor.id)
        .where(Unor.instansi_id == n, Pegawai.jenis_jabatan == JenisJabatan.PIMPINAN, Unor.nama == "Bagian Umum")
    )[0]  # fmt: skip
    nip = bangun(date(1990, 9, 9), 2015, 3, "P", 911)
    page = buka("admin_instansi", "/admin/pegawai/new/")
    page.locator("#nomor_induk").fill(f"{nip[:8]} {nip[8:14]} {nip[14]} {nip[15:]}")
    page.locator("#nama").fill("Ratih Percobaan")
    pilih_rujukan(page, "unor_id", "Bag", unor)
    page.locator("#jenis_jabatan").select_option(label="Pimpinan")
    page.locator("#jabatan").fill("Kepala Bagian Umum")
    simpan(page)
    tanya = page.get_by_role("alert").filter(has_text=lama)
    expect(tanya).to_be_visible()
    expect(page.locator("#nama")).to_have_value("Ratih Percobaan")
    assert not situs.baca(select(Pegawai.id).where(Pegawai.nomor_induk == nip))
    tanya.get_by_role("checkbox").or_(tanya.get_by_role("radio")).first.check()
    simpan(page)
    kilat(page, "Ratih Percobaan tersimpan.")
    assert situs.satu(select(Pegawai.jenis_jabatan).where(Pegawai.nama == lama, Pegawai.instansi_id == n)) is JenisJabatan.PEGAWAI
    saring(page, cari=nip)
    expect(baris(page, "Ratih Percobaan")).to_contain_text("Pimpinan")


def test_nip_yang_salah_disebut_sebabnya(buka: Buka) -> None:
    page = buka("admin_instansi", "/admin/pegawai/new/")
    page.locator("#nomor_induk").fill("199013452015031001")
    page.locator("#nama").fill("Orang Keliru")
    simpan(page)
    expect(page.locator("#unor_id-galat")).to_be_visible()
    unor = pilih_rujukan(page, "unor_id", "Bag", "Bagian Umum")
    page.locator("#jabatan").fill("Analis")
    simpan(page)
    expect(page.locator("#nomor_induk-galat")).to_be_visible()
    expect(page.locator("#nomor_induk")).to_have_value("199013452015031001")
    expect(page.locator("#nama")).to_have_value("Orang Keliru")
    expect(page.locator("#unor_id + .ts-wrapper .item")).to_have_text(unor)


def test_filter_chip_urut_dan_halaman(buka: Buka, situs: Situs) -> None:
    page = buka("admin_instansi", "/admin/pegawai/")
    semua = jumlah_hasil(page)
    pilih_rujukan(page, "f-unor_bawahan", "Dinas Kes", "Dinas Kesehatan")
    page.locator("#f-jenis_pegawai").select_option(index=1)
    page.locator("#jumlah-baris").select_option("10")
    page.get_by_role("search", name="Filter daftar").get_by_role("button", name="Filter").click()
    chip = page.get_by_role("list", name="Filter yang aktif").locator("li.ek-chip")
    expect(chip).to_have_count(2)
    expect(chip.first).to_contain_text("Dinas Kesehatan")
    tersaring = jumlah_hasil(page)
    assert tersaring < semua
    expect(page.locator("#daftar tr")).to_have_count(10)
    pertama = page.locator("#daftar .ek-cell__main").all_inner_texts()
    page.get_by_role("link", name="Berikutnya").click()
    expect(page).to_have_url(re.compile("halaman=2"))
    kedua = page.locator("#daftar .ek-cell__main").all_inner_texts()
    assert pertama and kedua and pertama[-1].casefold() <= kedua[0].casefold()
    page.get_by_role("columnheader", name="Nama / NIP").get_by_role("link").click()
    expect(page.locator("th[aria-sort=descending]")).to_have_text("Nama / NIP")
    turun = page.locator("#daftar .ek-cell__main").all_inner_texts()
    assert turun[0].casefold() >= turun[-1].casefold()
    page.get_by_role("link", name="Hapus filter Jenis pegawai").click()
    expect(chip).to_have_count(1)
    assert "arah=turun" in page.url and jumlah_hasil(page) >= tersaring
    page.reload()  # all of it is in the address
    expect(chip).to_have_count(1)


def test_laci_membuka_menutup_dan_mengembalikan_fokus(buka: Buka) -> None:
    page = buka("admin_instansi", "/admin/pegawai/")
    tautan = page.locator("#daftar .ek-cell__main").nth(2)
    nama = tautan.inner_text()
    tautan.focus()
    page.keyboard.press("Enter")
    laci = page.locator("#laci[open]")
    expect(laci.get_by_role("heading", name=nama, level=2)).to_be_focused()
    expect(laci.get_by_role("link", name="Buka halaman penuh")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("#laci")).to_be_hidden()
    expect(tautan).to_be_focused()
    assert page.url.endswith("/admin/pegawai/")


def test_pindah_unor_massal_terpilih_dan_semua_hasil(buka: Buka, situs: Situs) -> None:
    n = situs.id_instansi("admin_bkn")
    tujuan = situs.satu(select(Unor.id).where(Unor.instansi_id == n, Unor.nama == "Bidang Mutasi dan Promosi"))
    page = buka("admin_bkn", "/admin/pegawai/?jenis_jabatan=pegawai&status=aktif&jumlah_baris=10")
    page.get_by_role("checkbox", name=re.compile("^Pilih ")).nth(2).check()
    page.locator("#daftar input[name=rowid]").nth(3).check()
    massal = page.get_by_role("form", name="Tindakan untuk baris terpilih")
    expect(massal.locator("[data-jumlah]")).to_have_text(re.compile(r"\d baris dipilih di halaman ini\."))
    massal.get_by_role("button", name="Pindah unor").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(re.compile(r"Pindahkan \d pegawai ke unor lain\?"))
    expect(page.get_by_role("link", name="Batal")).to_be_focused()
    pilih_rujukan(page, "unor_id", "Bidang Mutasi", "Bidang Mutasi dan Promosi")
    page.get_by_role("button", name=re.compile(r"^Pindah unor \(\d\)")).last.click()
    kilat(page, "Pindah unor:")
    assert "status=aktif" in page.url

    hasil = jumlah_hasil(page)
    assert hasil > 100
    page.get_by_role("checkbox", name="Pilih semua baris di halaman ini").check()
    page.get_by_role("checkbox", name=re.compile("^Pilih semua .* hasil")).check()
    expect(massal.locator("[data-jumlah]")).to_have_text(f"Semua {hasil} hasil dipilih.")
    massal.get_by_role("button", name="Pindah unor").click()
    expect(page.locator("main")).to_contain_text("Dijalankan sebagai Tugas")
    pilih_rujukan(page, "unor_id", "Bidang Mutasi", "Bidang Mutasi dan Promosi")
    page.get_by_role("button", name=f"Pindah unor ({hasil})").last.click()
    expect(page).to_have_url(situs.url + "/admin/tugas/")
    tugas = situs.satu(select(func.max(Tugas.id)).where(Tugas.instansi_id == n))
    tunggu(lambda: situs.satu(select(Tugas.status).where(Tugas.id == tugas)) in {StatusTugas.SELESAI, StatusTugas.SEBAGIAN}, 60)
    expect(page.locator(f"#kemajuan-{tugas}")).to_contain_text(f"{hasil} dari {hasil} (100 %)", timeout=20_000)
    assert situs.satu(select(func.count()).select_from(Pegawai).where(Pegawai.unor_id == tujuan)) >= hasil


def test_nonaktifkan_dengan_alasan(buka: Buka, situs: Situs) -> None:
    n = situs.id_instansi("admin_lain")
    nama, nip = situs.baca(
        select(Pegawai.nama, Pegawai.nomor_induk)
        .where(Pegawai.instansi_id == n, Pegawai.jenis_jabatan == JenisJabatan.PEGAWAI, Pegawai.status == StatusAktif.AKTIF)
        .limit(1)
    )[0]
    page = buka("admin_lain", f"/admin/pegawai/?cari={nip}")
    menu_baris(page, nama, "Nonaktifkan")
    d = dialog(page)
    expect(d.get_by_role("heading", name=f"Nonaktifkan {nama}?")).to_be_visible()
    d.get_by_role("button", name="Nonaktifkan").click()
    expect(page.locator("#alasan")).to_have_attribute("aria-invalid", "true")
    page.locator("#alasan").fill("Pensiun.")
    page.get_by_role("button", name="Nonaktifkan").click()
    expect(baris(page, nama)).to_contain_text("Nonaktif")
    page.goto(page.locator("#daftar .ek-cell__main").first.get_attribute("href") + "&tab=riwayat")
    expect(page.locator("main")).to_contain_text("menonaktifkan.")
    expect(page.locator("main")).to_contain_text("Pensiun.")
