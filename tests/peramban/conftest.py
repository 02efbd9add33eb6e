"""One browser and one site a run; contexts that are logged in at once and watched to the end."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from tests.conftest import wajib_ada
from tests.jobs.alat import RedisUji
from tests.peramban.contoh import id_contoh  # noqa: F401 - a fixture of every file here
from tests.peramban.mutu import Pengawas
from tests.peramban.situs import Situs

ARGUMEN = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update",
    "--disable-sync", "--disable-dev-shm-usage", "--lang=id-ID",
)  # fmt: skip
BATAS_MS = 15_000
# Two processes and two sites share two cores: what is expected may take longer than Playwright's five seconds.
expect.set_options(timeout=BATAS_MS)

Buka = Callable[..., Page]


@pytest.fixture(scope="session")
def peramban() -> Iterator[Browser]:
    """The system's Chromium."""
    jalur = wajib_ada("TEST_CHROMIUM")
    with sync_playwright() as p:
        browser = p.chromium.launch(executable_path=jalur, args=list(ARGUMEN), env={**os.environ, "LANGUAGE": "id", "LANG": "id_ID.UTF-8"})
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def situs_utama(peramban: Browser) -> Iterator[Situs]:
    """The program on SQLite with demo data, workers and dispatch, and a Redis of its own."""
    with tempfile.TemporaryDirectory(prefix="ek-situs-") as folder:
        redis = RedisUji(Path(folder))
        redis.mulai()
        s = Situs(Path(folder), redis=redis.url).mulai()
        s.simpan_awal()
        s.mulai_pekerja()
        yield s
        s.berhenti()
        redis.berhenti()


@pytest.fixture(scope="module")
def situs(situs_utama: Situs) -> Iterator[Situs]:
    """The running site; after each file its data is the demo data again, so no file depends on those that ran before it."""
    yield situs_utama
    situs_utama.pulihkan()


@pytest.fixture(autouse=True)
def _dari_awal(request: pytest.FixtureRequest) -> None:
    """A second try begins with the demo data again: the first may have done half of its work."""
    butuh = set(request.fixturenames)
    if getattr(request.node, "execution_count", 1) > 1 and "situs" in butuh and not butuh & {"id_contoh", "_lembar"}:
        request.getfixturevalue("situs").pulihkan()


@pytest.fixture
def alamat_situs(situs: Situs) -> Situs:
    """The site that ``buka`` opens pages of; a module may put another in its place."""
    return situs


def _konteks(
    peramban: Browser, situs: Situs, akun: str | None, *, lebar: int = 1366, gelap: bool = False, js: bool = True, **lain: Any
) -> BrowserContext:
    """A context of its own, logged in as ``akun``; None = a guest."""
    k = peramban.new_context(
        base_url=situs.url, locale="id-ID", timezone_id="Asia/Jakarta", color_scheme="dark" if gelap else "light", java_script_enabled=js,
        viewport={"width": lebar, "height": 800}, reduced_motion="reduce", **lain,
    )  # fmt: skip
    k.set_default_timeout(BATAS_MS)
    if akun is not None:
        k.add_cookies([situs.kuki(akun)])  # type: ignore[list-item]
    return k


@pytest.fixture
def buka(peramban: Browser, alamat_situs: Situs) -> Iterator[Buka]:
    """``buka("admin_instansi", lebar=360, gelap=True, js=False)``: a page of a context of its own; None = a guest.

    At the end of the test no page may have written an error or a warning to the console.
    """
    konteks: list[BrowserContext] = []
    pengawas: list[Pengawas] = []

    def _buka(akun: str | None, jalur: str | None = None, **lain: Any) -> Page:
        konteks.append(_konteks(peramban, alamat_situs, akun, **lain))
        page = konteks[-1].new_page()
        pengawas.append(Pengawas(page))
        if jalur is not None:
            page.goto(jalur)
        return page

    yield _buka
    temuan = [t for p in pengawas for t in p.ambil()]
    for k in konteks:
        k.close()
    assert not temuan, "\n".join(temuan)


@pytest.fixture(scope="module")
def _lembar(peramban: Browser, situs: Situs) -> Iterator[Callable[[str | None], tuple[Page, Pengawas]]]:
    ada: dict[str | None, tuple[Page, Pengawas]] = {}

    def _ambil(akun: str | None) -> tuple[Page, Pengawas]:
        if akun not in ada:
            page = _konteks(peramban, situs, akun).new_page()
            ada[akun] = page, Pengawas(page)
        return ada[akun]

    yield _ambil
    for page, _ in ada.values():
        page.context.close()


@pytest.fixture
def lembar(_lembar: Callable[[str | None], tuple[Page, Pengawas]]) -> Iterator[Buka]:
    """``lembar("admin_bkn", jalur)``: like ``buka``, but one page an account and file goes from address to address, as a person does.

    A new process and every file of the program anew for each of some hundred pages is most of their time.
    """
    terbuka: list[Pengawas] = []

    def _buka(akun: str | None, jalur: str) -> Page:
        page, pengawas = _lembar(akun)
        terbuka.append(pengawas)
        page.set_viewport_size({"width": 1366, "height": 800})
        page.emulate_media(color_scheme="light")
        page.goto(jalur)
        return page

    yield _buka
    temuan = [t for p in terbuka for t in p.ambil()]
    assert not temuan, "\n".join(temuan)
