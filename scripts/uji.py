"""``make test``: find what the suite can run on, run all of it, and say at the end what ran on what.

SQLite always. PostgreSQL: TEST_DATABASE_URL, else 127.0.0.1:5432 as postgres, else the local socket as the present user. Redis: TEST_REDIS_URL,
else 127.0.0.1:6379 (number 15), else a private server for the length of the run. Chromium: TEST_CHROMIUM, else on the PATH.
An address that was given but does not answer is a failure; with CI=true so is whatever is missing.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from types import FrameType
from typing import NoReturn

from lingkungan import AKAR, PYTHON, folder_singkat, gagal, lingkungan_bersih, program_redis, siapkan_venv

PERAMBAN = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
PERAMBAN_MAC = (
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
)
CEK_POSTGRES = """
import sys, psycopg
with psycopg.connect(sys.argv[1].replace("postgresql+psycopg://", "postgresql://", 1), connect_timeout=3) as c:
    boleh = c.execute("select rolsuper or (rolcreatedb and rolcreaterole) from pg_roles where rolname = current_user").fetchone()[0]
    if not boleh:
        sys.exit("pengguna " + c.info.user + " tidak boleh membuat basis data dan peran")
    print(str(c.info.server_version // 10000) + "." + str(c.info.server_version % 10000))
"""
CEK_REDIS = """
import sys, redis
k = redis.Redis.from_url(sys.argv[1], socket_connect_timeout=3, socket_timeout=3)
i = k.info("server")
print(i.get("valkey_version") or i["redis_version"])
"""


def cek(kode: str, alamat: str) -> tuple[bool, str]:
    """(True, version) or (False, why not)."""
    hasil = subprocess.run([str(PYTHON), "-c", kode, alamat], env=lingkungan_bersih(), capture_output=True, text=True)
    if hasil.returncode == 0:
        return True, hasil.stdout.strip()
    return False, (hasil.stderr.strip().splitlines() or ["tanpa keterangan"])[-1]


def cari(nama: str, kode: str, diminta: str, bawaan: list[str]) -> tuple[str, str]:
    """(address, version) of the first server that answers, or ("", why). Ends when the address asked for does not answer."""
    sebab = ""
    for alamat in [diminta] if diminta else bawaan:
        ada, keterangan = cek(kode, alamat)
        if ada:
            return alamat, keterangan
        sebab = sebab or keterangan
    if diminta:
        gagal(f"{nama} yang diminta tidak dapat dipakai: {sebab}")
    return "", sebab


def cari_peramban() -> tuple[str, str]:
    diminta = os.environ.get("TEST_CHROMIUM", "")
    for calon in [diminta] if diminta else [*PERAMBAN, *PERAMBAN_MAC]:
        if jalur := shutil.which(calon):
            versi = subprocess.run([jalur, "--version"], capture_output=True, text=True).stdout.strip()
            return jalur, versi.removeprefix("Chromium ").partition(" built")[0] or "versi tidak diketahui"
    if diminta:
        gagal(f"Chromium yang diminta tidak ada: {diminta}")
    return "", "tidak ditemukan"


@contextlib.contextmanager
def redis_pribadi() -> Iterator[tuple[str, str]]:
    """A Redis of our own on a unix socket, for the length of the run: (address, version)."""
    folder = folder_singkat()
    soket = folder / "redis.sock"
    perintah = [program_redis(), "--port", "0", "--unixsocket", str(soket), "--dir", str(folder), "--save", "", "--appendonly", "no"]
    proses = subprocess.Popen(perintah, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, stdin=subprocess.DEVNULL)
    try:
        akhir = time.monotonic() + 10
        while not soket.exists() and proses.poll() is None and time.monotonic() < akhir:
            time.sleep(0.05)
        ada, keterangan = cek(CEK_REDIS, f"unix://{soket}")
        yield (f"unix://{soket}", f"{keterangan}, milik uji ini saja") if ada else ("", keterangan)
    finally:
        proses.terminate()
        proses.wait(timeout=10)
        shutil.rmtree(folder, ignore_errors=True)


def _berhenti(nomor: int, _bingkai: FrameType | None) -> NoReturn:
    raise SystemExit(128 + nomor)


def main() -> int:
    signal.signal(signal.SIGTERM, _berhenti)
    siapkan_venv("dev")
    soket = "postgresql+psycopg:///postgres"
    bawaan_pg = ["postgresql+psycopg://postgres@127.0.0.1:5432/postgres", f"{soket}?host=/var/run/postgresql", f"{soket}?host=/tmp"]
    ci = os.environ.get("CI", "").lower() in {"1", "true", "yes"}
    with contextlib.ExitStack() as tumpukan:
        postgres = cari("PostgreSQL", CEK_POSTGRES, os.environ.get("TEST_DATABASE_URL", ""), bawaan_pg)
        redis = cari("Redis", CEK_REDIS, os.environ.get("TEST_REDIS_URL", ""), ["redis://127.0.0.1:6379/15"])
        if not redis[0] and not ci:
            redis = tumpukan.enter_context(redis_pribadi())
        peramban = cari_peramban()
        temuan = {"PostgreSQL": postgres, "Redis": redis, "Chromium": peramban}
        hilang = [f"{nama} ({sebab})" for nama, (ada, sebab) in temuan.items() if not ada]
        if ci and hilang:
            gagal("CI=true, tetapi ada yang tidak terjangkau: " + "; ".join(hilang))
        return jalankan(temuan, hilang)


def pytest(perintah: list[str], env: dict[str, str]) -> int:
    """Run it; when we are stopped, let it end its own servers and browsers before we go."""
    proses = subprocess.Popen(perintah, cwd=AKAR, env=env)
    try:
        return proses.wait()
    except (KeyboardInterrupt, SystemExit):
        proses.send_signal(signal.SIGINT)
        with contextlib.suppress(subprocess.TimeoutExpired):
            proses.wait(timeout=20)
        proses.kill()
        raise SystemExit(130) from None


def jalankan(temuan: dict[str, tuple[str, str]], hilang: list[str]) -> int:
    """Run pytest with the addresses found, and end with one line a part. Returns pytest's exit status."""
    env = lingkungan_bersih()
    for variabel, nama in (("TEST_DATABASE_URL", "PostgreSQL"), ("TEST_REDIS_URL", "Redis"), ("TEST_CHROMIUM", "Chromium")):
        env.pop(variabel, None)
        if temuan[nama][0]:
            env[variabel] = temuan[nama][0]
    folder = folder_singkat()
    ringkasan = folder / "ringkasan.txt"
    env["UJI_RINGKASAN"] = str(ringkasan)
    env["PYTHONPATH"] = str(AKAR / "scripts")
    argumen = sys.argv[1:]
    if not any(not a.startswith("-") and Path(a.split("::")[0]).exists() for a in argumen):
        argumen = ["tests", *argumen]
        if not any(a.startswith("-n") for a in argumen):
            # A file stays in one process: its site, its browser and its database are made once.
            argumen += ["-n", str(min(4, os.cpu_count() or 1)), "--dist", "loadfile", "--no-loadscope-reorder", "--durations", "15"]
    try:
        status = pytest([str(PYTHON), "-m", "pytest", "-p", "uji_ringkasan", *argumen], env)
        hitungan = ringkasan.read_text(encoding="utf-8").rstrip() if ringkasan.exists() else "tidak ada hitungan"
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    print("\nDijalankan pada: SQLite, " + ", ".join(f"{nama} {versi}" for nama, (ada, versi) in temuan.items() if ada))
    if hilang:
        print("Tidak dijalankan, karena tidak terjangkau: " + "; ".join(hilang))
    print(hitungan)
    return status


if __name__ == "__main__":
    sys.exit(main())
