"""Takes the pictures of the README and the guide from a running demo, so that they can be remade after a change.

    EKSPOR_LANGSUNG_MAKS=100 make run          # in one terminal, with a fresh instance/
    .venv/bin/python scripts/gambar.py         # in another; names of pictures take only those

PORT and INSTANCE_DIR name the demo, as they do for ``make run``. Nothing in the demo is changed but one export, asked for as a
Tugas, a synchronisation that waits for its decision, and a push of predikat. A picture is reduced to a palette of 256 colours, a third of what the browser writes, and may have 150 KB.
"""

from __future__ import annotations

import base64
import json
import os
import shutil
import struct
import subprocess
import sys
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

from lingkungan import AKAR, gagal, lingkungan_bersih
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

TUJUAN = AKAR / "docs" / "gambar"
BATAS_BYTE = 150_000
TAHUN = datetime.now(UTC).year
URL = f"http://127.0.0.1:{os.environ.get('PORT') or '8000'}"
ARGUMEN = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update",
    "--disable-sync", "--disable-dev-shm-usage", "--lang=id-ID", "--font-render-hinting=none",
)  # fmt: skip

PALET = """
async (isi) => {
  const gambar = await createImageBitmap(await (await fetch("data:image/png;base64," + isi)).blob());
  const kanvas = new OffscreenCanvas(gambar.width, gambar.height), k = kanvas.getContext("2d");
  k.drawImage(gambar, 0, 0);
  const titik = new Uint32Array(k.getImageData(0, 0, gambar.width, gambar.height).data.buffer);
  const hitung = new Map();
  for (const t of titik) hitung.set(t, (hitung.get(t) || 0) + 1);
  const warna = [...hitung.keys()].sort((a, b) => hitung.get(b) - hitung.get(a));
  const jarak = (a, b) => ((a & 255) - (b & 255)) ** 2 + ((a >> 8 & 255) - (b >> 8 & 255)) ** 2 + ((a >> 16 & 255) - (b >> 16 & 255)) ** 2;
  let palet = warna;
  // Frequent colours first, none too near to one chosen before; wider apart until 256 do for all.
  for (let lebar = 2; palet.length > 256; lebar *= 1.3) {
    palet = [];
    for (const w of warna) if (palet.length <= 256 && palet.every((p) => jarak(p, w) > lebar)) palet.push(w);
  }
  const nomor = new Map(warna.map((w) => [w, palet.reduce((dekat, p, i) => (jarak(p, w) < jarak(palet[dekat], w) ? i : dekat), 0)]));
  let teks = "";
  for (let i = 0; i < titik.length; i += 8192) teks += String.fromCharCode(...Array.from(titik.subarray(i, i + 8192), (t) => nomor.get(t)));
  return {lebar: gambar.width, tinggi: gambar.height, palet, isi: btoa(teks)};
}
"""


@dataclass(frozen=True, slots=True)
class Gambar:
    """One picture: whose page, where, how high, and what is done before it is taken."""

    nama: str
    alamat: str
    tinggi: int
    akun: str | None = "admin_instansi"
    siapkan: Callable[[Page], None] | None = None
    lebar: int = 1366
    gelap: bool = False


def _rincian_pertama(page: Page) -> None:
    page.goto(page.locator("#daftar .ek-cell__main").first.get_attribute("href") or "")


def _ubah_pertama(page: Page) -> None:
    page.locator("#daftar tr").first.get_by_role("link", name="Edit").click()
    expect(page.get_by_role("button", name="Simpan", exact=True)).to_be_visible()


def _hapus_pertama(page: Page) -> None:
    """Asks in a dialog; where a destination must be chosen, on a page."""
    page.locator("#daftar tr").first.get_by_role("link", name="Hapus").click()
    expect(page.get_by_role("heading", name="Yakin akan menghapus").first).to_be_visible()


def _pilih_tiga(page: Page) -> None:
    for i in range(3):
        page.locator("#daftar tr").nth(i).get_by_role("checkbox").check()


def _buka_cabang(page: Page) -> None:
    for tingkat in ("1", "2"):
        page.locator(f"[role=treeitem][aria-level='{tingkat}'][data-cabang]").first.focus()
        page.keyboard.press("ArrowRight")
        expect(page.locator(f"[role=treeitem][aria-level='{int(tingkat) + 1}']").first).to_be_visible()


def _cari_pegawai(page: Page) -> None:
    kendali = page.locator("#pegawai_id-ts-control")
    kendali.click()
    kendali.press_sequentially("sar")
    expect(page.locator("#pegawai_id-ts-dropdown .option").first).to_be_visible()


def _cari_cepat(page: Page) -> None:
    page.keyboard.press("Control+k")
    page.locator("dialog[open] input[type=search], dialog[open] input").first.press_sequentially("dinas kes")
    expect(page.locator("dialog[open] a").filter(has_text="Dinas Kesehatan").first).to_be_visible()


def _ekspor(page: Page) -> None:
    page.get_by_role("link", name="Unduh Excel").click()
    tombol = page.get_by_role("button", name="Jalankan ekspor")
    expect(tombol).to_be_visible()
    tombol.click()
    expect(page.locator(".ek-task__progress").first.get_by_role("link", name="Unduh")).to_be_visible(timeout=60_000)
    page.reload()  # without the message that precedes it, and with the time of its end


def _tindakan_pertama(label: str) -> Callable[[Page], None]:
    """Opens the address of the first row's action, which may stand in the row's menu."""

    def buka(page: Page) -> None:
        page.goto(page.locator("#daftar tr a", has_text=label).first.get_attribute("href") or "")

    return buka


def _struktur_pertama(page: Page) -> None:
    page.locator("#daftar [role=treeitem]").first.focus()
    page.keyboard.press("ArrowRight")
    expect(page.locator("#daftar [aria-level='2']").first).to_be_visible()


def _nilai_pertama(page: Page) -> None:
    page.goto(page.get_by_role("link", name="Nilai").first.get_attribute("href") or "")


def _sinkronkan(page: Page) -> None:
    """Asks for a run and waits until its differences can be looked at."""
    page.goto("/admin/sinkronisasi/request/")
    for nama in ("unor", "pegawai"):
        page.locator(f"#{nama}").check()
    page.get_by_role("button", name="Kirim request").last.click()
    expect(page.get_by_text("Menunggu keputusan").first).to_be_visible(timeout=120_000)
    page.reload()


def _predikat(page: Page) -> None:
    page.goto("/admin/sinkronisasi-predikat/request/")
    page.get_by_role("button", name="OK").last.click()
    expect(page.get_by_text("Sinkro Selesai").first).to_be_visible(timeout=120_000)
    page.goto("/admin/sinkronisasi-predikat/")


GAMBAR = (
    Gambar("masuk", "/masuk", 640, akun=None),
    Gambar("beranda", "/admin/", 660),
    Gambar("beranda-gelap", "/admin/", 660, gelap=True),
    Gambar("cari-cepat", "/admin/", 620, siapkan=_cari_cepat),
    Gambar("periode", f"/admin/periode/?tahun={TAHUN}", 900),
    Gambar("periode-tambah", "/admin/periode/new/", 970),
    Gambar("periode-tahun", f"/admin/periode/buat-tahun/?tahun={TAHUN + 1}&pola=bulanan", 900),
    Gambar("periode-hapus", "/admin/periode/", 700, siapkan=_hapus_pertama),
    Gambar("unor", "/admin/unor/", 800),
    Gambar("unor-pohon", "/admin/unor/pohon/", 540, siapkan=_buka_cabang),
    Gambar("unor-edit", "/admin/unor/?nama=dinas+kesehatan", 970, siapkan=_ubah_pertama),
    Gambar("unor-hapus", "/admin/unor/?nama=dinas+kesehatan", 760, siapkan=_hapus_pertama),
    Gambar("pegawai", "/admin/pegawai/", 800),
    Gambar("pegawai-tambah", "/admin/pegawai/new/", 1100),
    Gambar("pegawai-massal", "/admin/pegawai/?jenis_jabatan=pegawai", 700, siapkan=_pilih_tiga),
    Gambar("pegawai-rincian", "/admin/pegawai/?jenis_jabatan=pimpinan", 760, siapkan=_rincian_pertama),
    Gambar("pegawai-ponsel", "/admin/pegawai/", 800, lebar=390),
    Gambar("plt-plh", "/admin/plt-plh/", 760),
    Gambar("plt-plh-tambah", "/admin/plt-plh/new/", 830, siapkan=_cari_pegawai),
    Gambar("tugas", "/admin/pegawai/", 520, siapkan=_ekspor),
    Gambar("pengguna", "/admin/pengguna/", 620),
    Gambar("pengguna-rincian", "/admin/pengguna/?peran=supervisor", 760, siapkan=_rincian_pertama),
    Gambar("jejak-audit", "/admin/jejak-audit/", 760),
    Gambar("instansi", "/admin/instansi/", 560, akun="admin_bkn"),
    Gambar("profil", "/admin/profil/", 760),
    Gambar("skp", "/admin/skp/", 800),
    Gambar("skp-rincian", "/admin/skp/?status=persetujuan", 900, siapkan=_rincian_pertama),
    Gambar("skp-kembalikan", "/admin/skp/?status=persetujuan", 620, siapkan=_tindakan_pertama("Kembalikan ke Draft")),
    Gambar("cetak-skp", "/admin/skp/?status=persetujuan", 900, siapkan=_tindakan_pertama("Cetak")),
    Gambar("capaian-organisasi", "/admin/capaian-organisasi/", 760),
    Gambar("capaian-rincian", "/admin/capaian-organisasi/?status=final", 900, siapkan=_rincian_pertama),
    Gambar("keberatan", "/admin/keberatan/", 760),
    Gambar("keberatan-check", "/admin/keberatan/", 900, siapkan=_tindakan_pertama("Check")),
    Gambar("matriks-peran-hasil", "/admin/matriks-peran-hasil/", 760, siapkan=_struktur_pertama),
    Gambar("tim-kerja", "/admin/tim-kerja/", 560),
    Gambar("daftar-skp", "/admin/daftar-skp/", 520, akun="pegawai"),
    Gambar("penilaian", "/admin/daftar-skp/", 900, akun="penilai", siapkan=_nilai_pertama),
    Gambar("perbaikan-data", "/admin/perbaikan/skp/", 760, akun="helpdesk"),
    Gambar("jpt-non-asn", "/admin/jpt-non-asn/new/", 1100),
    Gambar("integrasi", "/admin/integrasi/", 700, akun="admin_bkn"),
    Gambar("pengaturan", "/admin/pengaturan/", 900),
    Gambar("sinkronisasi-predikat", "/admin/sinkronisasi-predikat/", 620, siapkan=_predikat),
    Gambar("sinkronisasi", "/admin/sinkronisasi/", 900, siapkan=_sinkronkan),
)


def akun_demo() -> dict[str, dict[str, str]]:
    """The first login of each role, and the penilai of the demo's pegawai: the second of that role."""
    env = lingkungan_bersih() | {"EKINERJA_MODE": "demo"}
    hasil = subprocess.run([sys.executable, "-m", "flask", "akun-demo", "--json"], cwd=AKAR, env=env, capture_output=True, text=True)
    if hasil.returncode:
        gagal(f"Akun demo tidak dapat dibaca: {hasil.stderr.strip()[-300:]}")
    semua = json.loads(hasil.stdout)
    return {"penilai": [a for a in semua if a["peran"] == "pegawai"][1]} | {a["peran"]: a for a in reversed(semua)}


def masuk(konteks: BrowserContext, akun: dict[str, str]) -> None:
    page = konteks.new_page()
    page.goto("/masuk")
    page.locator("#nip").fill(akun["nip"])
    page.locator("#kata_sandi").fill(akun["kata_sandi"])
    page.get_by_role("button", name="Masuk", exact=True).click()
    expect(page).not_to_have_url(f"{URL}/masuk")
    page.close()


def _potong(jenis: bytes, isi: bytes) -> bytes:
    return struct.pack(">I", len(isi)) + jenis + isi + struct.pack(">I", zlib.crc32(jenis + isi))


def berpalet(page: Page, png: bytes) -> bytes:
    """The same picture with a palette; the browser decodes and counts, since it has the means."""
    hasil = page.evaluate(PALET, base64.b64encode(png).decode())
    lebar, tinggi, isi = hasil["lebar"], hasil["tinggi"], base64.b64decode(hasil["isi"])
    palet = b"".join(struct.pack("<I", w & 0xFFFFFF)[:3] for w in hasil["palet"])
    baris = b"".join(b"\0" + isi[i * lebar : (i + 1) * lebar] for i in range(tinggi))
    kepala = struct.pack(">IIBBBBB", lebar, tinggi, 8, 3, 0, 0, 0)
    potongan = ((b"IHDR", kepala), (b"PLTE", palet), (b"IDAT", zlib.compress(baris, 9)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_potong(*p) for p in potongan)


def ambil(konteks: BrowserContext, kosong: Page, g: Gambar) -> int:
    """Take one picture; returns its size in bytes."""
    page = konteks.new_page()
    page.set_viewport_size({"width": g.lebar, "height": g.tinggi})
    page.emulate_media(color_scheme="dark" if g.gelap else "light", reduced_motion="reduce")
    page.goto(g.alamat)
    if g.siapkan:
        g.siapkan(page)
    page.wait_for_load_state("networkidle")
    page.evaluate("document.fonts.ready")
    isi = berpalet(kosong, page.screenshot(animations="disabled", caret="hide"))
    page.close()
    if len(isi) > BATAS_BYTE:
        gagal(f"{g.nama}.png terlalu besar: {len(isi)} byte.")
    (TUJUAN / f"{g.nama}.png").write_bytes(isi)
    return len(isi)


def semua(browser: Browser, diminta: set[str]) -> None:
    akun, konteks = akun_demo(), {}
    kosong = browser.new_page()
    for g in GAMBAR:
        if diminta and g.nama not in diminta:
            continue
        if g.akun not in konteks:
            konteks[g.akun] = browser.new_context(base_url=URL, locale="id-ID", timezone_id="Asia/Jakarta")
            konteks[g.akun].set_default_timeout(30_000)
            if g.akun:
                masuk(konteks[g.akun], akun[g.akun])
        print(f"{ambil(konteks[g.akun], kosong, g):>8}  {g.nama}.png", flush=True)


def peramban() -> str:
    jalur = os.environ.get("TEST_CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    return jalur or gagal("Chromium tidak ditemukan; sebut jalurnya di TEST_CHROMIUM.")


def main() -> int:
    TUJUAN.mkdir(parents=True, exist_ok=True)
    diminta = set(sys.argv[1:])
    if asing := diminta - {g.nama for g in GAMBAR}:
        gagal(f"Tidak ada gambar bernama {', '.join(sorted(asing))}.")
    with sync_playwright() as p:
        # Date fields follow the browser's own language where it is installed (Debian: chromium-l10n), not that of the page.
        bahasa = {**os.environ, "LANGUAGE": "id", "LANG": "id_ID.UTF-8"}
        browser = p.chromium.launch(executable_path=peramban(), args=list(ARGUMEN), env=bahasa)
        semua(browser, diminta)
        browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
