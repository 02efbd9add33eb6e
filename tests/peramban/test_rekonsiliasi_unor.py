"""Rekonsiliasi unor as an admin works with it: look for findings, merge two units, take it back."""

from __future__ import annotations

from playwright.sync_api import expect
from sqlalchemy import func, select

from models import Pegawai, Unor
from services.unor import layanan
from tests.peramban import mutu
from tests.peramban.conftest import Buka
from tests.peramban.langkah import baris, kilat, menu_baris
from tests.peramban.situs import Situs


def test_periksa_gabungkan_batalkan(buka: Buka, situs: Situs) -> None:
    pelaku = situs.aktor("admin_instansi")
    isi, nama, atasan = situs.baca(
        select(Unor.id, Unor.nama, Unor.atasan_id)
        .join(Pegawai, Pegawai.unor_id == Unor.id)
        .where(Unor.instansi_id == pelaku.instansi_id, Unor.atasan_id.is_not(None))
        .group_by(Unor.id, Unor.nama, Unor.atasan_id)
        .order_by(func.count().desc(), Unor.id)
        .limit(1)
    )[0]
    banyak = situs.satu(select(func.count()).select_from(Pegawai).where(Pegawai.unor_id == isi))
    kembar = situs.layani(layanan.buat, pelaku, {"nama": nama, "eselon": "31", "atasan_id": atasan})
    page = buka("admin_instansi", "/admin/rekonsiliasi-unor/")
    page.get_by_role("link", name="Periksa sekarang").click()
    page.get_by_role("button", name="Periksa", exact=True).click()
    kilat(page, "temuan terbuka")
    baru = baris(page, f"ID {kembar} ")
    baru.get_by_role("link", name="Gabungkan").click()
    expect(page.get_by_role("heading", name=f"Gabungkan {nama} (ID {kembar}) dengan {nama} (ID {isi})?")).to_be_visible()
    assert mutu.axe(page) == [] and mutu.lebar(page) == []
    akibat = {id: page.get_by_role("heading", name=f"Bila {nama} (ID {id}) dipertahankan") for id in (isi, kembar)}
    expect(akibat[isi]).to_be_visible()
    expect(akibat[kembar]).to_be_hidden()
    page.get_by_role("radio", name=f"ID {kembar} ").check()
    expect(akibat[kembar]).to_be_visible()
    expect(akibat[isi]).to_be_hidden()
    page.get_by_role("button", name="Gabungkan", exact=True).last.click()
    kilat(page, "Kedua unor digabung.")
    pegawai = select(func.count()).select_from(Pegawai)
    assert situs.satu(pegawai.where(Pegawai.unor_id == kembar)) == banyak
    page.get_by_role("link", name="Riwayat penggabungan").click()
    menu_baris(page, nama, "Batalkan penggabungan")
    page.locator("#dialog[open]").get_by_role("button", name="Batalkan penggabungan").click()
    kilat(page, "Penggabungan dibatalkan.")
    assert situs.satu(pegawai.where(Pegawai.unor_id == isi)) == banyak
    assert situs.satu(pegawai.where(Pegawai.unor_id == kembar)) == 0
    hp = buka("admin_instansi", "/admin/gabung-unor/", lebar=360)
    assert mutu.axe(hp) == [] and mutu.lebar(hp) == []
