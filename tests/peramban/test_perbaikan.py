"""Perbaikan data as a helpdesk operator works with it: find by NIP, correct with a reason, take it back."""

from __future__ import annotations

from playwright.sync_api import expect
from sqlalchemy import select

from domain.predikat import Predikat, Rating
from models import Keberatan, Penilaian, Periode, Skp
from tests.peramban.conftest import Buka
from tests.peramban.langkah import baris, dialog, kilat, menu_baris, saring, simpan
from tests.peramban.situs import Situs

SEBAB = "Tiket 4512: penilai salah memilih rating"


def test_rating_diperbaiki_lalu_dipulihkan(buka: Buka, situs: Situs) -> None:
    n = situs.id_instansi("helpdesk")
    id, nip, periode = situs.baca(
        select(Penilaian.id, Skp.nomor_induk, Periode.nama)
        .join(Skp, Skp.id == Penilaian.skp_id)
        .join(Periode, Periode.id == Penilaian.periode_id)
        .where(
            Penilaian.instansi_id == n,
            Penilaian.predikat == Predikat.BAIK,
            Penilaian.hasil == Rating.SESUAI,
            Penilaian.id.not_in(select(Keberatan.penilaian_id)),
        )
        .order_by(Penilaian.id.desc())
        .limit(1)
    )[0]
    page = buka("helpdesk", "/admin/perbaikan/skp/")
    saring(page, cari=nip)
    page.get_by_role("link", name="Penilaian", exact=True).click()
    expect(page.locator("#f-cari")).to_have_value(nip)
    page.goto(f"{page.url}&jumlah_baris=100")
    satu = baris(page, periode).filter(has_text="Baik").first
    expect(satu).to_be_visible()

    page.goto(page.url.split("/admin/")[0] + f"/admin/perbaikan/penilaian/edit/?id={id}")
    page.locator("#hasil").select_option("di_bawah")
    simpan(page)
    expect(page.locator("#alasan_perbaikan-galat")).to_contain_text("Alasan wajib diisi.")
    expect(page.locator("#hasil")).to_have_value("di_bawah")
    page.locator("#alasan_perbaikan").fill(SEBAB)
    simpan(page)
    kilat(page, "Perbaikan tersimpan.")
    assert situs.satu(select(Penilaian.predikat).where(Penilaian.id == id)) is Predikat.BUTUH_PERBAIKAN

    page.goto(page.url.split("/admin/")[0] + f"/admin/perbaikan/penilaian/?cari={nip}&status=butuh_perbaikan&jumlah_baris=100")
    menu_baris(page, periode, "Pulihkan versi sebelumnya")
    d = dialog(page)
    expect(d).to_contain_text("Di Bawah Ekspektasi menjadi Sesuai Ekspektasi")
    d.get_by_label("Alasan").fill("Rating semula benar")
    d.get_by_role("button", name="Pulihkan", exact=True).click()
    kilat(page, "Versi sebelumnya dipulihkan.")
    assert situs.satu(select(Penilaian.predikat).where(Penilaian.id == id)) is Predikat.BAIK
    page.goto(page.url.split("/admin/")[0] + f"/admin/perbaikan/penilaian/details/?id={id}&tab=riwayat")
    expect(page.get_by_text(SEBAB)).to_be_visible()
    expect(page.get_by_text("Rating semula benar")).to_be_visible()
