"""The bars of every distinct page: axe, console, width, words, targets; as the widest role in both themes and both widths.

The pages are those that links lead to (a crawl proves that none is missing), with the states that a script opens.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Page
from sqlalchemy import select

from domain.izin import Peran
from domain.nip import bangun
from domain.status import StatusAktif, StatusTugas
from models import JejakAudit, Pegawai, Pengguna, Periode, PltPlh, Tugas, Unor
from services import ekspor, pegawai, pengguna
from services.daftar import REGISTRI, Permintaan
from tests.peramban import mutu
from tests.peramban.conftest import Buka
from tests.peramban.situs import Situs, tunggu

HASIL = Path(__file__).resolve().parents[1] / "_hasil"
GAMBAR = os.environ.get("UJI_GAMBAR") == "1"
"""Pictures of every page in both themes and widths, to look at: UJI_GAMBAR=1."""
LEBAR = (1366, 360)
TEMA = ("light", "dark")

TAMU = ("/", "/masuk", "/lupa-sandi", "/atur-sandi/bukan-tautan", "/tidak-ada")
HALAMAN = (
    *(
        "/admin/",
        "/admin/tugas/",
        "/admin/tugas/details/?id={tugas}",
        "/admin/tugas/details/?id={tugas}&tab=riwayat",
        "/admin/profil/",
        "/admin/bantuan/",
        "/admin/cari-cepat/",
        "/admin/cari-cepat/?q=dinas",
    ),
    *(
        "/admin/periode/",
        "/admin/periode/?tahun={tahun}",
        "/admin/periode/?nama=tidakada",
        "/admin/periode/new/",
        "/admin/periode/edit/?id={periode}",
    ),
    *(
        "/admin/periode/details/?id={periode}",
        "/admin/periode/details/?id={periode}&tab=riwayat",
        "/admin/periode/delete/?id={periode}",
        "/admin/periode/buat-tahun/",
    ),
    *(
        "/admin/unor/",
        "/admin/unor/new/",
        "/admin/unor/edit/?id={unor}",
        "/admin/unor/details/?id={unor}",
        "/admin/unor/details/?id={unor}&tab=riwayat",
    ),
    *("/admin/unor/delete/?id={unor}", "/admin/unor/pohon/", "/admin/unor/pohon/{unor}/"),
    *(
        "/admin/pegawai/",
        "/admin/pegawai/?halaman=3",
        "/admin/pegawai/?unor_bawahan={unor}&nama=a",
        "/admin/pegawai/new/",
        "/admin/pegawai/edit/?id={pegawai}",
    ),
    *("/admin/pegawai/details/?id={pegawai}", "/admin/pegawai/details/?id={pegawai}&tab=riwayat", "/admin/pegawai/delete/?id={pegawai}"),
    *("/admin/pegawai/{pegawai}/nonaktifkan/", "/admin/pegawai/{nonaktif}/aktifkan/", "/admin/pegawai/export/xlsx/"),
    *(
        "/admin/plt-plh/",
        "/admin/plt-plh/new/",
        "/admin/plt-plh/edit/?id={plt}",
        "/admin/plt-plh/details/?id={plt}",
        "/admin/plt-plh/details/?id={plt}&tab=riwayat",
    ),
    *("/admin/plt-plh/delete/?id={plt}", "/admin/plt-plh/{plt}/akhiri/", "/admin/plt-plh/akhiri-lewat-masa/"),
    *("/admin/jejak-audit/", "/admin/jejak-audit/details/?id={jejak}"),
    *("/admin/pengguna/", "/admin/pengguna/new/", "/admin/pengguna/edit/?id={pengguna}", "/admin/pengguna/details/?id={pengguna}"),
    *(
        "/admin/pengguna/details/?id={pengguna}&tab=riwayat",
        "/admin/pengguna/{pengguna}/beri-peran/",
        "/admin/pengguna/{pengguna}/akhiri-sesi/",
    ),
    *("/admin/pengguna/{pengguna}/nonaktifkan/", "/admin/pengguna/{mati}/aktifkan/"),
    *("/admin/instansi/", "/admin/instansi/new/", "/admin/instansi/edit/?id={instansi}", "/admin/instansi/details/?id={instansi}"),
    *("/admin/instansi/details/?id={instansi}&tab=riwayat", "/admin/pegawai/details/?id=999999999", "/admin/tidak-ada/"),
)
PERAN_LAIN = {
    "pegawai": ("/admin/profil/", "/admin/bantuan/", "/admin/pegawai/"),
    "admin_instansi": (
        "/admin/",
        "/admin/tugas/",
        "/admin/periode/",
        "/admin/unor/",
        "/admin/pegawai/",
        "/admin/plt-plh/",
        "/admin/jejak-audit/",
        "/admin/pengguna/",
    ),
    "helpdesk": (
        "/admin/",
        "/admin/tugas/",
        "/admin/periode/",
        "/admin/unor/",
        "/admin/pegawai/",
        "/admin/plt-plh/",
        "/admin/jejak-audit/",
        "/admin/pengguna/",
    ),
    "supervisor": (
        "/admin/",
        "/admin/tugas/",
        "/admin/periode/",
        "/admin/unor/",
        "/admin/pegawai/",
        "/admin/plt-plh/",
        "/admin/jejak-audit/",
    ),
}


@pytest.fixture(scope="session")
def id_contoh(situs: Situs) -> dict[str, int]:
    """Ids of records of the widest role's instansi, for the addresses above; one person and one account deactivated, one task made."""
    n = situs.id_instansi("admin_bkn")
    hasil = {"tahun": situs.app.config["SETTINGS"].jam().year, "instansi": n}
    for nama, model in (("periode", Periode), ("unor", Unor), ("pegawai", Pegawai)):
        hasil[nama] = situs.satu(select(model.id).where(model.instansi_id == n).order_by(model.id).limit(1))
    hasil["plt"] = situs.satu(select(PltPlh.id).where(PltPlh.instansi_id == n, PltPlh.aktif).order_by(PltPlh.id).limit(1))
    hasil["pengguna"] = situs.satu(select(Pengguna.id).where(Pengguna.nip == situs.akun["supervisor"]["nip"]))
    aktor = situs.aktor("admin_bkn")
    hasil["nonaktif"] = situs.satu(
        select(Pegawai.id).where(Pegawai.instansi_id == n, Pegawai.status == StatusAktif.AKTIF).order_by(Pegawai.id.desc()).limit(1)
    )
    situs.layani(pegawai.ubah_status, aktor, hasil["nonaktif"], None, "nonaktifkan", "Contoh untuk gambar.")
    hasil["mati"] = situs.layani(
        pengguna.layanan.buat,
        aktor,
        {
            "nip": bangun(date(1985, 2, 3), 2010, 1, "L", 903),
            "nama": "Akun Nonaktif",
            "peran": Peran.ADMIN_INSTANSI,
            "lintas": False,
            "unor_id": None,
        },
    )
    situs.layani(pengguna.ubah_status, aktor, hasil["mati"], None, "nonaktifkan", "Contoh untuk gambar.")
    hasil["tugas"] = situs.layani(ekspor.minta_ekspor, aktor, REGISTRI["pegawai"], Permintaan(), "xlsx")
    tunggu(lambda: situs.satu(select(Tugas.status).where(Tugas.id == hasil["tugas"])) is StatusTugas.SELESAI)
    hasil["jejak"] = situs.satu(select(JejakAudit.id).where(JejakAudit.instansi_id == n).order_by(JejakAudit.id.desc()).limit(1))
    return hasil


def periksa(page: Page, nama: str, *, lebar: Sequence[int] = LEBAR, tema: Sequence[str] = TEMA, sebaris: bool = True) -> list[str]:
    """Everything, in the themes and widths named."""
    hasil: list[str] = []
    for satu in lebar:
        page.set_viewport_size({"width": satu, "height": 800})
        for warna in tema:
            page.emulate_media(color_scheme=warna)  # type: ignore[arg-type]
            # What differs between the themes is colour alone.
            hasil += [f"[{satu} {warna}] {t}" for t in mutu.axe(page, hanya_warna=warna == "dark")]
            if GAMBAR:
                potret(page, f"{nama}-{satu}-{'terang' if warna == 'light' else 'gelap'}")
        hasil += [f"[{satu}] {t}" for t in (*mutu.lebar(page), *mutu.sasaran(page), *mutu.kata_inggris(page))]
    return hasil + (mutu.sebaris(page) if sebaris else [])


def potret(page: Page, nama: str) -> None:
    """The whole page as in a window that is high enough, so that sticky parts stand where they belong."""
    ukuran = page.viewport_size
    assert ukuran
    page.set_viewport_size(
        {"width": ukuran["width"], "height": max(ukuran["height"], page.evaluate("document.documentElement.scrollHeight"))}
    )
    page.screenshot(path=HASIL / f"{nama}.png")
    page.set_viewport_size(ukuran)


def nama_berkas(jalur: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", jalur.replace("/admin/", "").lower()).strip("-") or "beranda"


@pytest.mark.parametrize("jalur", TAMU)
def test_halaman_tamu(buka: Buka, jalur: str) -> None:
    temuan = periksa(buka(None, jalur), f"tamu-{nama_berkas(jalur)}")
    assert not temuan, "\n".join(temuan)


@pytest.mark.parametrize("jalur", HALAMAN)
def test_halaman_admin_bkn(buka: Buka, id_contoh: dict[str, int], jalur: str) -> None:
    page = buka("admin_bkn", jalur.format_map(id_contoh))
    temuan = periksa(page, nama_berkas(jalur))
    assert not temuan, "\n".join(temuan)


@pytest.mark.parametrize(("peran", "jalur"), [(p, j) for p, semua in PERAN_LAIN.items() for j in semua])
def test_halaman_peran_lain(buka: Buka, situs: Situs, peran: str, jalur: str) -> None:
    page = buka(peran, jalur)
    temuan = periksa(page, f"{peran}-{nama_berkas(jalur)}", tema=("light",))
    assert not temuan, "\n".join(temuan)


def _klik(page: Page, *pemilih: str) -> None:
    for p in pemilih:
        page.locator(p).first.click()


KEADAAN: dict[str, tuple[str, Callable[[Page], None], int]] = {
    "laci": ("/admin/pegawai/", lambda p: (_klik(p, "#daftar .ek-cell__main"), p.locator("#laci[open]").wait_for()), 1366),
    "dialog-hapus": ("/admin/periode/", lambda p: (_klik(p, "#daftar a[data-dlg]"), p.locator("#dialog[open]").wait_for()), 1366),
    "menu-baris": ("/admin/pegawai/", lambda p: _klik(p, "#daftar summary"), 1366),
    "menu-akun": ("/admin/", lambda p: _klik(p, ".ek-topbar__end details:last-of-type summary"), 1366),
    "cari-cepat": (
        "/admin/",
        lambda p: (p.keyboard.press("Control+k"), p.keyboard.type("dinas"), p.locator("#cari-cepat-hasil a").first.wait_for()),
        1366,
    ),
    "bilah-massal": ("/admin/pegawai/", lambda p: _klik(p, "#daftar input[name=rowid]"), 1366),
    "bilah-massal-ponsel": ("/admin/pegawai/", lambda p: _klik(p, "#daftar input[name=rowid]"), 360),
    "menu-kolom": ("/admin/unor/", lambda p: _klik(p, "#pilih-kolom summary"), 1366),
    "rujukan": (
        "/admin/pegawai/new/",
        lambda p: (
            _klik(p, "#unor_id + .ts-wrapper .ts-control"),
            p.keyboard.type("dinas"),
            p.locator("#unor_id-ts-dropdown .option").first.wait_for(),
        ),
        1366,
    ),
    "pohon-terbuka": ("/admin/unor/pohon/", lambda p: (_klik(p, ".ek-tree__toggle"), p.locator("[aria-level='2']").first.wait_for()), 1366),
    "formulir-salah": (
        "/admin/pegawai/new/",
        lambda p: (_klik(p, ".ek-formactions button"), p.locator(".invalid-feedback").first.wait_for()),
        360,
    ),
    "konfirmasi-massal": (
        "/admin/pegawai/",
        lambda p: (_klik(p, "#daftar input[name=rowid]", "#massal button[value=pindah_unor]"), p.locator(".ek-confirm").wait_for()),
        1366,
    ),
    "bilah-samping-ponsel": ("/admin/", lambda p: _klik(p, ".ek-topbar__menu"), 360),
    "filter-ponsel": ("/admin/plt-plh/", lambda p: _klik(p, ".ek-filter > summary"), 360),
}


@pytest.mark.parametrize("nama", KEADAAN)
def test_keadaan_yang_dibuka_skrip(buka: Buka, nama: str) -> None:
    jalur, langkah, lebar = KEADAAN[nama]
    page = buka("admin_bkn", jalur, lebar=lebar)
    langkah(page)
    temuan = periksa(page, f"keadaan-{nama}", lebar=(lebar,), sebaris=False)
    assert not temuan, "\n".join(temuan)


def test_tidak_ada_halaman_yang_terlewat(buka: Buka, id_contoh: dict[str, int]) -> None:
    """Whatever a link of the panel leads to is one of the pages above."""

    def bentuk(jalur: str) -> str:
        tanpa = re.sub(r"\d+", "#", jalur.partition("?")[0])
        tab = "?tab=riwayat" if "tab=riwayat" in jalur else ""
        return tanpa + tab

    dikenal = {bentuk(j.format_map(id_contoh)) for j in HALAMAN}
    berkas = ("/export/", "/unduh", "/kemajuan/")
    page, antre, sudah = buka("admin_bkn", "/admin/"), ["/admin/"], set()
    while antre:
        jalur = antre.pop()
        if bentuk(jalur) in sudah:
            continue
        sudah.add(bentuk(jalur))
        html = page.request.get(jalur, fail_on_status_code=False).text()
        tautan = {t.replace("&amp;", "&") for t in re.findall(r'href="(/admin/[^"#]*)"', html)}
        antre += sorted(t for t in tautan if bentuk(t) not in sudah and not any(b in t for b in berkas))
    assert not sudah - dikenal, f"belum diperiksa: {sorted(sudah - dikenal)}"
