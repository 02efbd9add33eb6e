"""Steps that people take on any page, for the journeys."""

from __future__ import annotations

from playwright.sync_api import Locator, Page, expect


def pilih_rujukan(page: Page, id: str, kata: str, pilihan: str | None = None) -> str:
    """Type into a look-up and take the answer that holds ``pilihan`` (else the first); returns its text."""
    page.locator(f"#{id} + .ts-wrapper .ts-control").click()
    page.keyboard.type(kata)
    butir = page.locator(f"#{id}-ts-dropdown .option")
    butir = butir.filter(has_text=pilihan).first if pilihan else butir.first
    teks = butir.inner_text()
    butir.click()
    expect(page.locator(f"#{id} + .ts-wrapper .item")).to_have_text(teks)
    return teks


def simpan(page: Page) -> None:
    page.get_by_role("button", name="Simpan", exact=True).click()


def baris(page: Page, teks: str) -> Locator:
    """The row of a list that holds this text."""
    return page.locator("#tabel tbody tr").filter(has_text=teks)


def menu_baris(page: Page, teks: str, aksi: str) -> None:
    """Open a row's menu and take an action from it."""
    b = baris(page, teks).first
    b.locator("details.ek-menu > summary").click()
    b.get_by_role("link", name=aksi, exact=True).click()


def kilat(page: Page, teks: str) -> None:
    """The message that follows an action."""
    expect(
        page.locator("main").get_by_role("status").or_(page.locator("main .ek-note, main [role=alert]")).filter(has_text=teks).first
    ).to_be_visible()


def dialog(page: Page) -> Locator:
    d = page.locator("#dialog[open]")
    expect(d).to_be_visible()
    return d


def saring(page: Page, **isi: str) -> None:
    """Fill the filter bar's text fields by their names and press Filter."""
    for nama, nilai in isi.items():
        page.locator(f"#f-{nama}").fill(nilai)
    page.get_by_role("search", name="Filter daftar").get_by_role("button", name="Filter").click()


def jumlah_hasil(page: Page) -> int:
    """The total above the list ('1.284 hasil')."""
    return int(page.locator(".ek-toolbar > .ek-num").inner_text().split()[0].replace(".", ""))
