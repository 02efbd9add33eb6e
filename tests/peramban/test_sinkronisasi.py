"""A synchronisation in the browser, from the request over its live progress to the decision; and the choice in a conflict."""

from __future__ import annotations

import json
import re
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import select

from domain.siasn import JenisSinkro
from domain.status import StatusAktif, StatusSinkro
from models import Konflik, Pegawai, Sinkronisasi
from services import sinkronisasi
from services.pegawai import layanan
from services.unit_of_work import unit_of_work
from tests.jobs.alat import RedisUji
from tests.peramban.conftest import Buka
from tests.peramban.langkah import baris, kilat
from tests.peramban.mutu import axe, kata_inggris, lebar, sasaran
from tests.peramban.situs import Situs, tunggu
from tests.siasn_sandbox import SandboxSiasn

RINCIAN = "/admin/sinkronisasi/details/?id={}"


@pytest.fixture(scope="module")
def luar(peramban: Browser) -> Iterator[tuple[Situs, SandboxSiasn]]:
    """A site with its own SIASN, filled with what the demo says SIASN has."""
    with tempfile.TemporaryDirectory(prefix="ek-sinkro-") as nama:
        folder = Path(nama)
        redis = RedisUji(folder)
        redis.mulai()
        s = Situs(folder, redis=redis.url)
        s.siapkan()
        with SandboxSiasn(folder / "main") as siasn, open(next(folder.rglob("data.jsonl")), encoding="utf-8") as isi:
            siasn.muat(*(json.loads(b) for b in isi))
            s.env |= siasn.lingkungan()
            s.mulai()
            s.mulai_pekerja()
            yield s, siasn
            s.berhenti()
        redis.berhenti()


@pytest.fixture
def alamat_situs(luar: tuple[Situs, SandboxSiasn]) -> Situs:
    return luar[0]


def rapi(page: Page) -> None:
    assert not [*axe(page), *kata_inggris(page), *lebar(page), *sasaran(page)]


def terbaru(s: Situs) -> int:
    return int(s.satu(select(Sinkronisasi.id).order_by(Sinkronisasi.id.desc()).limit(1)))


def minta(page: Page, *pilihan: str) -> None:
    page.goto("/admin/sinkronisasi/")
    page.get_by_role("link", name="Request Sinkro").click()
    for satu in pilihan:
        page.get_by_label(satu, exact=True).check()
    page.get_by_role("button", name="Kirim request").last.click()
    kilat(page, "Permintaan sinkronisasi dikirim.")


def test_the_page_follows_the_run_by_itself_until_it_is_decided(buka: Buka, alamat_situs: Situs) -> None:
    page = buka("admin_instansi", "/admin/sinkronisasi/")
    minta(page, "Unit Kerja", "Pegawai")
    # Nobody touches the page: it polls, and loads itself anew when the difference is there.
    expect(page.get_by_text("Belum ada data yang diubah.", exact=False)).to_be_visible(timeout=30_000)
    expect(page.locator(".ek-sinkro__hitungan")).to_contain_text("Tidak ada lagi di SIASN")
    rapi(page)
    page.locator(".ek-sinkro__hitungan a", has_text="Ubah").click()
    expect(page.get_by_role("heading", name="Perbedaan dengan SIASN")).to_be_visible()
    expect(page.locator("#daftar tr").first).to_contain_text("menjadi")
    rapi(page)
    page.goto(RINCIAN.format(terbaru(alamat_situs)))
    page.get_by_role("link", name=re.compile("^Terapkan [0-9.]+ baris$")).click()
    expect(page.get_by_role("dialog")).to_contain_text("baris akan diterapkan.")
    page.get_by_role("button", name="Terapkan").last.click()
    expect(page.get_by_text("Sinkro selesai sebagian").first).to_be_visible(timeout=30_000)
    assert alamat_situs.satu(select(Sinkronisasi.status).order_by(Sinkronisasi.id.desc()).limit(1)) is StatusSinkro.SEBAGIAN
    expect(page.get_by_text("Rekonsiliasi unor:", exact=False)).to_contain_text("temuan terbuka")
    rapi(page)
    page.locator(".ek-sinkro__hitungan a", has_text="Gagal").click()
    expect(page.locator("#daftar tr").first).to_contain_text("bukan tanggal")
    page.get_by_role("link", name="Ulangi sinkronisasi").click()
    expect(page.get_by_role("button", name="Ulangi sinkronisasi")).to_be_visible()


def test_the_badge_and_the_facts_go_along_with_the_progress(buka: Buka, alamat_situs: Situs) -> None:
    s = alamat_situs
    a = s.aktor("admin_instansi")

    def tulis(**isi: Any) -> int:
        with unit_of_work(a) as unit:
            lari = unit.session.scalar(select(Sinkronisasi).where(Sinkronisasi.user_request == "Uji lencana"))
            if lari is None:
                isi |= {"jenis": JenisSinkro.UNOR, "waktu_request": a.sekarang(), "user_request": "Uji lencana", "kursor": {}}
                lari = Sinkronisasi(instansi_id=a.instansi_id, **isi)
                unit.session.add(lari)
            for nama, nilai in isi.items():
                setattr(lari, nama, nilai)
            unit.session.flush()
            return lari.id

    id = s.layani(tulis, status=StatusSinkro.ANTRE)
    try:
        page = buka("admin_instansi", RINCIAN.format(id))
        expect(page.locator(".ek-idhead")).to_contain_text("Antre")
        page.evaluate("window.belumDimuatUlang = true")
        s.layani(tulis, status=StatusSinkro.BERJALAN, waktu_mulai=a.sekarang())
        expect(page.locator(".ek-idhead")).to_contain_text("Sedang Sinkro")
        expect(page.locator(".ek-facts")).not_to_contain_text("Antre")
        mulai = page.locator(".ek-facts dt", has_text="Waktu Mulai").locator("xpath=following-sibling::dd[1]")
        expect(mulai).not_to_have_text("-")
        assert page.evaluate("window.belumDimuatUlang")
        rapi(page)
    finally:
        s.layani(tulis, status=StatusSinkro.DIBATALKAN)


def test_the_request_lets_go_of_what_may_not_go_together(buka: Buka, alamat_situs: Situs) -> None:
    page = buka("admin_instansi", "/admin/sinkronisasi/request/", lebar=360)
    daftar = page.get_by_label("Daftar NIP")
    expect(daftar).to_be_hidden()
    page.get_by_label("Unit Kerja", exact=True).check()
    page.get_by_label("Pegawai", exact=True).check()
    page.get_by_label("Pegawai (Tambah)", exact=True).check()
    expect(page.get_by_label("Unit Kerja", exact=True)).not_to_be_checked()
    expect(page.get_by_label("Pegawai", exact=True)).not_to_be_checked()
    expect(daftar).to_be_visible()
    rapi(page)
    # What has been typed stays in sight, and is refused rather than dropped.
    daftar.fill("199001012015031001")
    page.get_by_label("Pegawai", exact=True).check()
    expect(page.get_by_label("Pegawai (Tambah)", exact=True)).not_to_be_checked()
    expect(daftar).to_be_visible()
    page.get_by_role("button", name="Kirim request").last.click()
    expect(page.locator("#ringkasan-galat")).to_contain_text("Centang Pegawai (Tambah) saja")
    expect(page.get_by_label("Daftar NIP")).to_have_value("199001012015031001")
    rapi(page)


def test_without_script_the_request_shows_every_field_under_its_name(buka: Buka, alamat_situs: Situs) -> None:
    page = buka("admin_instansi", "/admin/sinkronisasi/request/", js=False)
    daftar = page.get_by_role("group", name="NIP untuk Pegawai (Tambah)")
    expect(daftar.get_by_label("Daftar NIP")).to_be_visible()


def test_a_conflict_is_decided_on_a_phone_without_script(buka: Buka, luar: tuple[Situs, SandboxSiasn]) -> None:
    s, siasn = luar
    a = s.aktor("admin_instansi")

    def sinkronkan() -> None:
        s.layani(sinkronisasi.minta, a, JenisSinkro.UNOR_PEGAWAI, langsung=True)
        tunggu(lambda: s.satu(select(Sinkronisasi.waktu_selesai).where(Sinkronisasi.id == terbaru(s))))

    sinkronkan()
    syarat = (Pegawai.instansi_id == a.instansi_id, Pegawai.siasn_dasar.is_not(None), Pegawai.status == StatusAktif.AKTIF)
    id, nip, nama = next(
        b for b in s.baca(select(Pegawai.id, Pegawai.nomor_induk, Pegawai.nama).where(*syarat)) if siasn.gudang.orang(b[1])
    )
    s.layani(layanan.ubah, a, id, None, {"jabatan": "Jabatan Sini"})
    siasn.ubah_orang(nip, jabatanNama="Jabatan SIASN")
    sinkronkan()
    page = buka("admin_instansi", "/admin/konflik/?status=terbuka", lebar=360, js=False)
    expect(baris(page, nama)).to_contain_text("Jabatan SIASN")
    page.goto(f"/admin/konflik/{s.satu(select(Konflik.id).where(Konflik.objek_id == id))}/pakai-siasn/")
    expect(page.locator("main")).to_contain_text("Jabatan Sini diganti menjadi Jabatan SIASN.")
    page.get_by_role("button", name="Pakai nilai SIASN").last.click()
    kilat(page, "Nilai SIASN dipakai.")
    assert s.satu(select(Pegawai.jabatan).where(Pegawai.id == id)) == "Jabatan SIASN"
