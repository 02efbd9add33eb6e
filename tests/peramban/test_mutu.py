"""The bars of every distinct page: axe, console, width, words, targets; as the widest role in both themes and both widths.

The pages are those that links lead to (a crawl proves that none is missing), with the states that a script opens. The pages
of the widest role stand in test_mutu_halaman_1.py and _2.py, so that two processes can share them.
"""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tests.peramban.conftest import Buka
from tests.peramban.halaman import HALAMAN, PERAN_LAIN, TAMU, nama_berkas, periksa


@pytest.mark.parametrize("jalur", TAMU)
def test_halaman_tamu(buka: Buka, jalur: str) -> None:
    temuan = periksa(buka(None, jalur), f"tamu-{nama_berkas(jalur)}")
    assert not temuan, "\n".join(temuan)


@pytest.mark.parametrize(("peran", "jalur"), [(p, j) for p, semua in PERAN_LAIN.items() for j in semua])
def test_halaman_peran_lain(lembar: Buka, id_contoh: dict[str, int], peran: str, jalur: str) -> None:
    page = lembar(peran, jalur.format_map(id_contoh))
    # A role's shell is the same on all its pages.
    temuan = periksa(page, f"{peran}-{nama_berkas(jalur)}", tema=("light",), rangka=jalur == PERAN_LAIN[peran][0])
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
    berkas = ("/export/", "/unduh", "/kemajuan/", "/dokumen/")
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
