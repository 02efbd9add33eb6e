"""Pegawai and penilai at one sheet, in two browsers."""

from __future__ import annotations

from playwright.sync_api import expect
from sqlalchemy import func, select

from models import RealisasiIndikator
from tests.peramban import mutu
from tests.peramban.conftest import Buka
from tests.peramban.langkah import kilat
from tests.peramban.situs import Situs
from tests.peramban.tiga_orang import siapkan


def test_pegawai_mengisi_lalu_penilai_menilai(buka: Buka, situs: Situs) -> None:
    tiga = siapkan(situs, 0)
    page = buka("tiga_pegawai", f"/admin/daftar-skp/{tiga.skp_id}/penilaian/")
    page.locator(f'a[href="{tiga.lembar}"]').first.click()
    realisasi = page.get_by_label("Realisasi").first
    realisasi.fill("Dua laporan selesai")
    aksi, eviden = page.get_by_label("Rencana aksi baru").first, page.locator('input[name^="evidenbaru_"]').first
    aksi.fill("Menyusun laporan uji")
    eviden.fill("contoh")
    page.get_by_role("button", name="Simpan", exact=True).click()
    expect(page.locator("#ringkasan-galat")).to_contain_text("diawali https://")
    expect(realisasi).to_have_value("Dua laporan selesai")
    eviden.fill("https://contoh.go.id/bukti")
    page.get_by_role("button", name="Simpan", exact=True).click()
    kilat(page, "Isian tersimpan.")
    assert mutu.axe(page) == []

    penilai = buka("tiga_penilai", tiga.lembar)
    expect(penilai.get_by_text("Menyusun laporan uji")).to_be_visible()
    penilai.get_by_role("button", name="Nilai", exact=True).click()
    expect(penilai.locator("#ringkasan-galat")).to_contain_text("Pilih Rating Hasil Kerja dan Rating Perilaku Kerja.")
    penilai.get_by_role("group", name="Rating Hasil Kerja").get_by_label("Di Atas Ekspektasi").check()
    penilai.get_by_role("group", name="Rating Perilaku Kerja").get_by_label("Sesuai Ekspektasi").check()
    penilai.get_by_label("Catatan/Rekomendasi").fill("Pertahankan")
    penilai.get_by_role("button", name="Pratinjau").click()
    expect(penilai.locator("#predikat")).to_contain_text("Baik")
    expect(penilai.locator("#predikat")).to_contain_text("belum disimpan")
    expect(penilai.get_by_label("Catatan/Rekomendasi")).to_have_value("Pertahankan")
    assert mutu.axe(penilai) == []
    penilai.get_by_role("button", name="Nilai", exact=True).click()
    kilat(penilai, f"{tiga.nama} dinilai Baik untuk ")
    page.reload()
    expect(page.locator("#predikat")).to_contain_text("Baik")
    expect(page.get_by_text("Pertahankan")).to_be_visible()


def test_dua_tab_tidak_saling_menimpa(buka: Buka, situs: Situs) -> None:
    tiga = siapkan(situs, 1)
    satu, dua = buka("tiga_pegawai", tiga.lembar, js=False), buka("tiga_pegawai", tiga.lembar, lebar=360, js=False)
    satu.get_by_label("Realisasi").first.fill("dari tab satu")
    satu.get_by_role("button", name="Simpan", exact=True).click()
    kilat(satu, "Isian tersimpan.")
    dua.get_by_label("Realisasi").first.fill("dari tab dua")
    dua.get_by_role("button", name="Simpan", exact=True).click()
    expect(dua.get_by_text("dari tab satu")).to_be_visible()
    expect(dua.get_by_label("Realisasi").first).to_have_value("dari tab dua")
    assert mutu.lebar(dua) == []
    assert situs.satu(select(func.count()).where(RealisasiIndikator.realisasi == "dari tab dua")) == 0
    dua.get_by_role("button", name="Simpan", exact=True).click()
    kilat(dua, "Isian tersimpan.")
    assert situs.satu(select(func.count()).where(RealisasiIndikator.realisasi == "dari tab dua")) == 1
