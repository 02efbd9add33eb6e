"""Downloads: a short list at once, a long one as a Tugas with its progress; both hold exactly the filtered rows."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path

import openpyxl
from playwright.sync_api import expect
from sqlalchemy import func, select

from models import Pegawai
from tests.peramban.conftest import Buka
from tests.peramban.langkah import jumlah_hasil
from tests.peramban.situs import EKSPOR_LANGSUNG, Situs, kolom


def test_excel_dan_csv_tepat_baris_yang_tersaring(buka: Buka, situs: Situs, tmp_path: Path) -> None:
    page = buka("admin_instansi", f"/admin/pegawai/?nama={situs.kata_nama('admin_instansi')}&jumlah_baris=100")
    nip = [re.sub(r"\D", "", t) for t in page.locator("#daftar .ek-nip").all_inner_texts()]
    assert 1 < len(nip) == jumlah_hasil(page) <= EKSPOR_LANGSUNG
    with page.expect_download() as unduhan:
        page.get_by_role("link", name="Unduh Excel").click()
    berkas = tmp_path / unduhan.value.suggested_filename
    unduhan.value.save_as(berkas)
    assert re.fullmatch(r"pegawai-\d{4}-\d\d-\d\d\.xlsx", berkas.name)
    lembar = openpyxl.load_workbook(berkas).active
    assert kolom(lembar, "NIP") == nip  # as text, in the list's order
    with page.expect_download() as unduhan:
        page.get_by_role("link", name="Unduh CSV").click()
    unduhan.value.save_as(tmp_path / "p.csv")
    baris = list(csv.reader(io.StringIO((tmp_path / "p.csv").read_text(encoding="utf-8-sig")), delimiter=";"))
    assert len(baris) - 1 == len(nip)


def test_daftar_panjang_menjadi_tugas(buka: Buka, situs: Situs, tmp_path: Path) -> None:
    page = buka("admin_lain", "/admin/pegawai/")
    banyak = jumlah_hasil(page)
    assert banyak > EKSPOR_LANGSUNG
    page.get_by_role("link", name="Unduh Excel").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(
        f"Daftar ini lebih dari {EKSPOR_LANGSUNG} baris. Jalankan ekspor sebagai Tugas?"
    )
    page.get_by_role("button", name="Jalankan ekspor").click()
    expect(page).to_have_url(situs.url + "/admin/tugas/")
    kemajuan = page.locator(".ek-task__progress").first
    # The page is not reloaded: what it shows comes while one looks at it.
    expect(kemajuan).to_contain_text(f"{banyak} dari {banyak} (100 %)", timeout=30_000)
    expect(kemajuan.get_by_role("progressbar")).to_have_attribute("aria-valuenow", "100")
    with page.expect_download() as unduhan:
        kemajuan.get_by_role("link", name="Unduh").click()
    unduhan.value.save_as(tmp_path / "b.xlsx")
    nip = kolom(openpyxl.load_workbook(tmp_path / "b.xlsx").active, "NIP")
    n = situs.id_instansi("admin_lain")
    assert sorted(nip) == sorted(b[0] for b in situs.baca(select(Pegawai.nomor_induk).where(Pegawai.instansi_id == n)))
    assert len(nip) == banyak == situs.satu(select(func.count()).select_from(Pegawai).where(Pegawai.instansi_id == n))
