"""Matriks Peran Hasil in the browser: filter, open the structure, Cetak MPH, the file; and without JavaScript."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect
from pypdf import PdfReader
from sqlalchemy import exists, select
from sqlalchemy.orm import aliased

from domain.status import StatusAktif, StatusSkp
from models import Pegawai, Skp, TimKerja, Unor
from services import tim_kerja
from tests.peramban.conftest import Buka
from tests.peramban.langkah import baris, kilat, saring
from tests.peramban.mutu import axe, lebar
from tests.peramban.situs import Situs

ALAMAT = "/admin/matriks-peran-hasil/"


@pytest.fixture
def unit(situs: Situs) -> Any:
    """(unor id, its name, its leader's name, the year): a unit of the demo data whose matrix can be made."""
    n, bawahan = situs.id_instansi("admin_instansi"), aliased(Skp)
    stmt = (
        select(Unor.id, Unor.nama, Pegawai.nama, Skp.tahun)
        .join(Pegawai, Pegawai.unor_id == Unor.id)
        .join(Skp, (Skp.pegawai_id == Pegawai.id) & (Skp.unor_id == Unor.id))
        .where(
            Unor.instansi_id == n,
            Pegawai.jenis_jabatan == "pimpinan",
            Pegawai.status == StatusAktif.AKTIF,
            Skp.status == StatusSkp.PERSETUJUAN,
            Skp.tahun == situs.aktor("admin_instansi").hari_ini().year,
            exists().where(bawahan.unor_id == Unor.id, bawahan.pegawai_id != Pegawai.id, bawahan.instansi_id == n),
        )
        .order_by(Unor.id)
    )
    ada = situs.baca(stmt)
    assert ada, "data demo tidak memuat unit dengan SKP pimpinan yang disetujui"
    return ada[0]


def test_filter_struktur_cetak_berkas(buka: Buka, unit: Any, tmp_path: Path) -> None:
    id, nama, kepala, tahun = unit
    page = buka("admin_instansi", ALAMAT)
    saring(page, nama=nama)
    satu = baris(page, "ID : ").filter(has=page.locator(f"#cabang-{id}"))
    pohon = satu.get_by_role("treeitem", name="Struktur Unit Kerja")
    expect(pohon).to_have_attribute("aria-expanded", "false")
    pohon.focus()
    page.keyboard.press("ArrowRight")
    expect(satu.locator("[aria-level='2']").first).to_contain_text(kepala, timeout=20_000)
    assert not axe(page)
    pohon.get_by_text("Struktur Unit Kerja").click()
    expect(pohon).to_have_attribute("aria-expanded", "false")
    satu.get_by_role("link", name="Cetak MPH").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(f"Cetak Matriks Peran Hasil {nama}?")
    page.get_by_role("button", name="Cetak MPH").last.click()
    expect(page).to_have_url(re.compile(r"/admin/tugas/$"))
    kemajuan = page.locator(".ek-task__progress").first
    with page.expect_download(timeout=60_000) as unduhan:
        kemajuan.get_by_role("link", name="Unduh").click(timeout=60_000)
    unduhan.value.save_as(tmp_path / "m.pdf")
    assert re.fullmatch(rf"mph-[a-z0-9-]+-{tahun}\.pdf", unduhan.value.suggested_filename)
    halaman = PdfReader(tmp_path / "m.pdf").pages
    assert halaman[0].mediabox.width > halaman[0].mediabox.height
    isi = " ".join(halaman[0].extract_text().split())
    assert "MATRIKS PERAN HASIL" in isi and kepala in isi and "IKI 1" in isi


@pytest.mark.parametrize("lebar_layar", [360, 1366])
def test_matriks_di_layar(buka: Buka, unit: Any, lebar_layar: int) -> None:
    page = buka("admin_instansi", f"{ALAMAT}{unit[0]}/", lebar=lebar_layar)
    bingkai = page.get_by_role("region", name="Matriks Peran Hasil")
    expect(bingkai.get_by_role("rowheader").first).to_contain_text(unit[2])
    assert not axe(page) and not lebar(page)
    # Scrolled to its end the names still stand at the left edge.
    bingkai.evaluate("e => { e.scrollLeft = e.scrollWidth }")
    kotak, nama = bingkai.bounding_box(), bingkai.get_by_role("rowheader").first.bounding_box()
    assert kotak and nama and abs(nama["x"] - kotak["x"]) < 60


def test_tim_kerja_dan_matriksnya_tanpa_skrip(buka: Buka, situs: Situs, unit: Any) -> None:
    id, nama, kepala, tahun = unit
    stmt = select(Pegawai.id, Pegawai.nama).where(Pegawai.unor_id == id, Pegawai.status == StatusAktif.AKTIF).order_by(Pegawai.id)
    orang = situs.baca(stmt)
    ketua = next(i for i, n in orang if n == kepala)
    nama_tim = f"Tim Uji Peramban {len(situs.baca(select(TimKerja.id)))}"  # a second try makes a second team
    isi = {"tahun": tahun, "nama": nama_tim, "unor_id": id, "ketua_id": ketua}
    tim = situs.layani(tim_kerja.layanan.buat, situs.aktor("admin_instansi"), isi)
    anggota = next(n for i, n in orang if i != ketua)
    page = buka("admin_instansi", f"/admin/tim-kerja/details/?id={tim}", js=False, lebar=360)
    page.get_by_label("Nama atau NIP").fill(anggota)
    page.get_by_role("button", name="Cari", exact=True).last.click()
    page.get_by_role("checkbox", name=re.compile(re.escape(anggota))).first.check()
    page.get_by_role("button", name="Tambahkan yang dicentang").click()
    kilat(page, "1 anggota ditambahkan.")
    assert not lebar(page)
    page.get_by_role("link", name="Keluarkan").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(f"Keluarkan {anggota} dari {nama_tim}?")
    page.get_by_role("link", name="Batal").click()
    page.get_by_role("link", name="Matriks Peran Hasil").last.click()
    expect(page.get_by_role("rowheader").nth(1)).to_contain_text(anggota)
    page.goto(f"{ALAMAT}?jenis=tim&nama={nama_tim}")
    expect(baris(page, nama_tim)).to_contain_text(nama)
    page.goto(f"{ALAMAT}struktur/{id}/")
    expect(page.get_by_role("tree")).to_contain_text(kepala)


def test_tim_kerja_bermutu(buka: Buka, situs: Situs, unit: Any) -> None:
    page = buka("admin_instansi", "/admin/tim-kerja/new/")
    assert not axe(page)
    page.goto("/admin/tim-kerja/")
    assert not axe(page) and not lebar(page)
