"""Manajemen SKP as helpdesk and admins work with it."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Locator, Page, expect
from sqlalchemy import exists, func, select

from domain.skp import JenisSkp
from domain.status import StatusAktif, StatusSkp
from models import Keberatan, Pegawai, Penilaian, Periode, PotretSkp, RealisasiIndikator, RencanaAksi, Rhk, Skp
from services import pegawai
from tests.peramban import mutu
from tests.peramban.conftest import Buka
from tests.peramban.langkah import dialog, kilat, saring
from tests.peramban.situs import Situs


def contoh(situs: Situs, lewati: int = 0) -> Any:
    """(id, NIP) of an approved definitif SKP of the present year whose pegawai is active."""
    n, tahun = situs.id_instansi("admin_instansi"), situs.aktor("admin_instansi").hari_ini().year
    stmt = (
        select(Skp.id, Skp.nomor_induk)
        .join(Pegawai, Pegawai.id == Skp.pegawai_id)
        .where(Skp.instansi_id == n, Skp.status == StatusSkp.PERSETUJUAN, Skp.jenis == JenisSkp.DEFINITIF, Skp.tahun == tahun)
        .where(Pegawai.status == StatusAktif.AKTIF, Skp.penilai_id.is_not(None))
    )
    # An open keberatan keeps its SKP from going back to Draft.
    stmt = stmt.where(~exists().where(Keberatan.skp_id == Skp.id))
    return situs.baca(stmt.order_by(Skp.id.desc()).offset(lewati).limit(1))[0]


def baris_skp(page: Page, id: int) -> Locator:
    return page.locator("#tabel tbody tr").filter(has=page.locator(f'input[name=rowid][value="{id}"]'))


def test_find_by_nip_return_to_draft_with_a_reason_and_restore(buka: Buka, situs: Situs) -> None:
    id, nip = contoh(situs)
    page = buka("admin_instansi", "/admin/skp/")
    saring(page, nip=nip)  # 1
    baris = baris_skp(page, id)
    baris.locator("details.ek-menu > summary").click()  # 2
    baris.get_by_role("link", name="Kembalikan ke Draft", exact=True).click()  # 3
    d = dialog(page)
    expect(d).to_contain_text("menjadi Draft?")
    expect(d).to_contain_text("Rencana Hasil Kerja dan indikatornya dapat diubah lagi")
    d.get_by_label("Alasan").fill("Unit kerjanya keliru")
    d.get_by_role("button", name="Kembalikan ke Draft", exact=True).click()  # 4
    kilat(page, "SKP dikembalikan ke Draft.")
    expect(page).to_have_url(f"{situs.url}/admin/skp/?nip={nip}&nama=&unor=&tahun=&status=&jenis=&jumlah_baris=20")
    expect(baris_skp(page, id)).to_contain_text("Draft")
    page.goto(f"/admin/skp/details/?id={id}")
    expect(page.locator("main")).to_contain_text("Unit kerjanya keliru")
    page.get_by_role("link", name="Pulihkan potret").first.click()
    d = dialog(page)
    expect(d).to_contain_text("Isi SKP kembali seperti pada potret")
    d.get_by_role("button", name="Pulihkan", exact=True).click()
    kilat(page, "SKP dipulihkan seperti pada potret.")
    assert situs.satu(select(Skp.status).where(Skp.id == id)) is StatusSkp.PERSETUJUAN
    assert situs.satu(select(func.count()).select_from(PotretSkp).where(PotretSkp.skp_id == id)) >= 2


def test_refresh_shows_old_and_new_and_then_saves(buka: Buka, situs: Situs) -> None:
    id, nip = contoh(situs, 1)
    p_id, versi, jabatan = situs.baca(
        select(Pegawai.id, Pegawai.versi, Pegawai.jabatan).where(
            Pegawai.nomor_induk == nip, Pegawai.instansi_id == situs.id_instansi("admin_instansi")
        )
    )[0]
    situs.layani(pegawai.layanan.ubah, situs.aktor("admin_instansi"), p_id, versi, {"jabatan": f"{jabatan} Uji"})
    page = buka("admin_instansi", f"/admin/skp/details/?id={id}")
    page.get_by_role("link", name="Refresh Pegawai yang Dinilai").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Refresh Pegawai yang Dinilai")
    beda = page.get_by_role("row").filter(has_text="Jabatan")
    expect(beda.locator("ins")).to_have_text(f"{jabatan} Uji")
    page.get_by_role("button", name="Refresh", exact=True).click()
    kilat(page, "Refresh Pegawai yang Dinilai selesai.")
    expect(page.get_by_role("region", name="Pegawai yang Dinilai")).to_contain_text(f"{jabatan} Uji")
    page.get_by_role("link", name="Refresh Pejabat Penilai Kinerja").click()
    expect(page.get_by_role("heading", name="Mengapa penilai ini")).to_be_visible()


def test_the_page_of_a_skp_works_without_script_and_fits_a_phone(buka: Buka, situs: Situs) -> None:
    id, _ = contoh(situs, 2)
    page = buka("helpdesk", f"/admin/skp/details/?id={id}", lebar=360, js=False)
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    page.get_by_text("Mengapa penilai ini").click()
    expect(page.get_by_text("menjadi penilai.").first).to_be_visible()
    page.get_by_role("link", name="Refresh Pejabat Penilai Kinerja").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Refresh Pejabat Penilai Kinerja")


def test_every_word_of_a_skp_can_be_read_on_its_page(buka: Buka, situs: Situs) -> None:
    """A period is opened from its row, with script or without; each eviden is a link."""
    stmt = (
        select(RencanaAksi.eviden, RealisasiIndikator.realisasi, Periode.nama, Skp.id)
        .join(Rhk, Rhk.id == RencanaAksi.rhk_id)
        .join(Skp, Skp.id == Rhk.skp_id)
        .join(Penilaian, (Penilaian.skp_id == Skp.id) & (Penilaian.periode_id == RencanaAksi.periode_id))
        .join(RealisasiIndikator, RealisasiIndikator.penilaian_id == Penilaian.id)
        .join(Periode, Periode.id == Penilaian.periode_id)
        .where(Skp.instansi_id == situs.id_instansi("admin_instansi"), RencanaAksi.eviden.is_not(None), Penilaian.predikat.is_not(None))
    )
    eviden, realisasi, nama, id = situs.baca(stmt.order_by(Skp.id).limit(1))[0]
    for lebar, js in ((1366, True), (360, False)):
        page = buka("helpdesk", f"/admin/skp/details/?id={id}", lebar=lebar, js=js)
        assert page.locator(f'a[href="{eviden}"]').count()
        page.get_by_role("link", name=nama, exact=True).first.click()
        expect(page.get_by_text(realisasi).first).to_be_visible()
        if js:
            page.evaluate("window.scrollTo(0, 0)")  # no target half under the top bar
            assert mutu.axe(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= lebar


def test_the_fields_of_a_bulk_print_follow_the_document(buka: Buka, situs: Situs) -> None:
    id, nip = contoh(situs)
    page = buka("admin_instansi", f"/admin/skp/?nip={nip}")
    baris_skp(page, id).locator("input[name=rowid]").check()
    page.locator("#massal").get_by_role("button", name="Cetak", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Cetak dokumen 1 SKP?")
    periode, tanggal, lokasi = (
        page.get_by_label(n) for n in ("PERIODE", "TANGGAL PEJABAT PENILAI KINERJA", "LOKASI PEJABAT PENILAI KINERJA")
    )
    jenis = page.get_by_label("Jenis Dokumen")
    for dokumen, tampak in (("Rencana SKP", ()), ("Form Penilaian", (periode,)), ("Dokumen Evaluasi Kinerja", (periode, tanggal, lokasi))):
        jenis.select_option(label=dokumen)
        for isian in (periode, tanggal, lokasi):
            expect(isian).to_be_visible() if isian in tampak else expect(isian).to_be_hidden()
        expect(page.get_by_label("TANGGAL PEGAWAI")).to_be_visible()
    assert mutu.axe(page) == [] and mutu.sasaran(page) == [] and mutu.lebar(page) == []
    tahun = situs.aktor("admin_instansi").hari_ini().year
    assert all(str(tahun) in teks for teks in periode.locator("option").all_text_contents())
    jenis.select_option(label="Form Penilaian")
    page.get_by_role("button", name="Cetak (1)").last.click()
    kilat(page, "Cetak Form Penilaian: 1 SKP dijalankan sebagai Tugas.")
