"""A keberatan from the pegawai to the admin, each in a browser of his own."""

from __future__ import annotations

import re

from playwright.sync_api import expect
from sqlalchemy import select

from domain.predikat import Rating
from models import Keberatan
from services import keberatan as layanan
from services import penilaian
from tests.peramban import mutu
from tests.peramban.conftest import Buka
from tests.peramban.langkah import baris, dialog, kilat, saring
from tests.peramban.situs import Situs
from tests.peramban.tiga_orang import siapkan


def test_dari_pengajuan_sampai_keputusan(buka: Buka, situs: Situs) -> None:
    tiga = siapkan(situs, 2)
    isi = {"hasil": Rating.SESUAI, "perilaku": Rating.SESUAI}
    situs.layani(penilaian.nilai, situs.aktor("tiga_penilai"), tiga.skp_id, tiga.periode_id, **isi)

    page = buka("tiga_pegawai", tiga.lembar)
    page.get_by_role("link", name="Ajukan keberatan").click()
    page.get_by_role("button", name="Ajukan keberatan").click()
    expect(page.locator("#ringkasan-galat")).to_be_visible()
    page.get_by_label("Alasan mengajukan keberatan").fill("Bekerja melebihi target")
    page.get_by_role("group", name="Rating Hasil Kerja yang diminta").get_by_label("Di Atas Ekspektasi").check()
    page.get_by_role("group", name="Rating Perilaku Kerja yang diminta").get_by_label("Sesuai Ekspektasi").check()
    page.get_by_role("button", name="Ajukan keberatan").click()
    expect(page.locator("#ringkasan-galat")).to_contain_text("predikat Baik, yang tidak lebih baik daripada predikat sekarang, Baik.")
    expect(page.get_by_label("Alasan mengajukan keberatan")).to_have_value("Bekerja melebihi target")
    page.get_by_role("group", name="Rating Hasil Kerja yang diminta").get_by_label("Di Atas Ekspektasi").check()
    page.get_by_role("group", name="Rating Perilaku Kerja yang diminta").get_by_label("Di Atas Ekspektasi").check()
    assert mutu.axe(page) == []
    page.get_by_role("button", name="Ajukan keberatan").click()
    kilat(page, "Keberatan diajukan")
    alamat = page.url
    id = situs.satu(select(Keberatan.id).where(Keberatan.skp_id == tiga.skp_id, Keberatan.periode_id == tiga.periode_id))
    assert alamat.endswith(f"/keberatan/{id}/")

    penilai = buka("tiga_penilai", "/admin/daftar-skp/keberatan/")
    penilai.locator(f'a[href="{id}/"]', has_text="Jelaskan").click()
    penilai.locator("#penjelasan").fill("Eviden belum lengkap")
    penilai.get_by_role("button", name="Simpan penjelasan").click()
    kilat(penilai, "Penjelasan tersimpan.")

    atasan = buka("tiga_atasan", alamat)
    atasan.get_by_role("button", name="Check", exact=True).click()
    atasan.locator("#keputusan").fill("Disetujui sebagian")
    assert mutu.axe(atasan) == []
    atasan.get_by_role("button", name="Tolak").click()
    tanya = dialog(atasan)
    expect(tanya.get_by_role("heading", name=f"Tolak keberatan {tiga.nama}?")).to_be_visible()
    expect(tanya).to_contain_text("tetap Baik.")
    assert mutu.axe(atasan) == []
    tanya.get_by_role("link", name="Batal").click()
    expect(atasan.locator("#keputusan")).to_have_value("Disetujui sebagian")
    atasan.get_by_role("button", name="Setujui").click()
    expect(tanya).to_contain_text("berubah dari Baik menjadi Sangat Baik")
    expect(tanya).to_contain_text("Keputusan bersifat final")
    tanya.get_by_role("button", name="Setujui").click()
    kilat(atasan, "Keberatan disetujui")

    page.goto("/admin/daftar-skp/")
    kartu = page.locator(f"#skp-{tiga.skp_id}")
    expect(kartu).to_contain_text("Predikat berubah dari Baik menjadi Sangat Baik.")
    kartu.get_by_role("link", name=re.compile("^Keberatan ")).first.click()
    expect(page).to_have_url(re.compile(f"/keberatan/{id}/$"))
    page.goto(tiga.lembar)
    expect(page.locator("#predikat")).to_contain_text("Sangat Baik")
    expect(page.get_by_role("link", name="Lihat keberatan")).to_be_visible()

    admin = buka("admin_instansi", "/admin/keberatan/")
    saring(admin, nama=tiga.nama)
    baris(admin, tiga.nama).first.get_by_role("link", name="Check").click()
    d = dialog(admin)
    expect(d.get_by_role("heading", name="Check Keberatan")).to_be_visible()
    for kata in ("Pengajuan Keberatan Disetujui", "Bekerja melebihi target", "Eviden belum lengkap", "Disetujui sebagian"):
        expect(d).to_contain_text(kata)
    assert mutu.axe(admin) == []
    d.get_by_role("link", name="Tutup").click()
    expect(d).not_to_be_visible()
    for lebar in (1366, 360):
        rincian = buka("admin_instansi", f"/admin/keberatan/details/?id={id}", lebar=lebar)
        expect(rincian.get_by_role("row", name="Permintaan Pegawai")).to_contain_text("Sangat Baik")
        assert [*mutu.axe(rincian), *mutu.lebar(rincian)] == []


def test_keputusan_ditanyakan_juga_tanpa_skrip(buka: Buka, situs: Situs) -> None:
    tiga = siapkan(situs, 3)
    situs.layani(penilaian.nilai, situs.aktor("tiga_penilai"), tiga.skp_id, tiga.periode_id, hasil=Rating.SESUAI, perilaku=Rating.SESUAI)
    minta = {"alasan": "Melebihi target", "hasil": Rating.DI_ATAS, "perilaku": Rating.DI_ATAS}
    id = situs.layani(layanan.ajukan, situs.aktor("tiga_pegawai"), tiga.skp_id, tiga.periode_id, **minta)
    page = buka("tiga_atasan", f"/admin/daftar-skp/keberatan/{id}/", lebar=360, js=False)
    page.get_by_role("button", name="Check", exact=True).click()
    page.locator("#keputusan").fill("Sudah tepat")
    page.get_by_role("button", name="Tolak").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(f"Tolak keberatan {tiga.nama}?")
    assert mutu.lebar(page) == []
    page.get_by_role("button", name="Batal").click()
    expect(page.locator("#keputusan")).to_have_value("Sudah tepat")
    page.get_by_role("button", name="Tolak").click()
    page.get_by_role("button", name="Tolak").click()
    kilat(page, "Keberatan ditolak.")
