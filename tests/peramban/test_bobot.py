"""What a first visit weighs, as the network carries it."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from tests.peramban.conftest import Buka

KIB = 1024
HALAMAN = (
    ("/masuk", None),
    ("/admin/", "admin_bkn"),
    ("/admin/pegawai/", "admin_bkn"),
    ("/admin/pegawai/new/", "admin_bkn"),
    ("/admin/unor/", "admin_bkn"),
)


def timbang(page: Page, jalur: str) -> dict[str, int]:
    """Address → bytes on the wire, headers included, of everything that the page fetches with an empty cache."""
    cdp = page.context.new_cdp_session(page)
    cdp.send("Network.enable")
    cdp.send("Network.setCacheDisabled", {"cacheDisabled": True})
    alamat: dict[str, str] = {}
    ukuran: dict[str, int] = {}
    cdp.on("Network.requestWillBeSent", lambda e: alamat.__setitem__(e["requestId"], e["request"]["url"]))
    cdp.on("Network.loadingFinished", lambda e: ukuran.__setitem__(alamat[e["requestId"]], int(e["encodedDataLength"])))
    page.goto(jalur, wait_until="networkidle")
    return {a: n for a, n in ukuran.items() if not a.startswith("data:")}


@pytest.mark.parametrize(("jalur", "akun"), HALAMAN)
def test_kunjungan_pertama(buka: Buka, jalur: str, akun: str | None) -> None:
    ukuran = timbang(buka(akun), jalur)
    assert sum(ukuran.values()) <= 250 * KIB, ukuran
    assert len(ukuran) <= 14, ukuran
    assert any(a.endswith(".woff2") or ".woff2?" in a for a in ukuran), "hurufnya tidak terhitung"


def test_aset_terkompresi_dan_boleh_disimpan_selamanya(buka: Buka, alamat_situs: object) -> None:
    page = buka(None, "/masuk")
    css = page.locator("link[href*='bootstrap.min.css']").get_attribute("href") or ""
    jawaban = page.request.get(css)
    assert jawaban.headers["content-encoding"] == "gzip"
    assert "max-age=31536000" in jawaban.headers["cache-control"]
