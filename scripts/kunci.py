"""``make lock``: re-make the locks, in a throw-away environment, for Python 3.11 to 3.14 on Linux and macOS.

``make lock ARGS=--upgrade`` takes the newest versions; without it, those in the present locks stay where they still fit.
Every pinned version must have a wheel for each target, since a fresh machine has no compiler.
"""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
from pathlib import Path

from lingkungan import AKAR, gagal

DAFTAR = ("requirements", "requirements-dev")
PYTHON = ("3.11", "3.12", "3.13", "3.14")
MESIN = ("x86_64-manylinux_2_28", "aarch64-manylinux_2_28", "aarch64-apple-darwin", "x86_64-apple-darwin")


def main() -> int:
    with tempfile.TemporaryDirectory(prefix="ekinerja-kunci-") as nama:
        venv = Path(nama) / "venv"
        subprocess.run([sys.executable, "-m", "venv", str(venv)], check=True)
        subprocess.run([str(venv / "bin/python"), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "uv"], check=True)
        uv = [str(venv / "bin/uv"), "pip", "compile", "--quiet", "--no-header"]
        for daftar in DAFTAR:
            _buat(uv, daftar)
        kurang = [sasaran for daftar in DAFTAR for sasaran in _tanpa_roda(uv, daftar, Path(nama))]
    if kurang:
        gagal("Tidak ada wheel untuk: " + "; ".join(kurang))
    print("Kunci baru: " + ", ".join(f"{daftar}.txt" for daftar in DAFTAR))
    return 0


def _buat(uv: list[str], daftar: str) -> None:
    perintah = [*uv, "--universal", "--python-version", PYTHON[0], "--generate-hashes", "--no-emit-index-url", "--no-emit-find-links"]
    if daftar != DAFTAR[0]:
        # Running and testing share one environment: the same version of everything that both hold.
        perintah += ["--constraint", f"{DAFTAR[0]}.txt"]
    subprocess.run([*perintah, "-o", f"{daftar}.txt", f"{daftar}.in", *sys.argv[1:]], check=True, cwd=AKAR)


def _tanpa_roda(uv: list[str], daftar: str, folder: Path) -> list[str]:
    """Targets for which some pinned version exists only as source: ["package (3.14, aarch64-apple-darwin)", ...]."""
    isi = (AKAR / f"{daftar}.txt").read_text(encoding="utf-8")
    pin = folder / f"{daftar}.txt"
    pin.write_text("\n".join(re.findall(r"^[^\s#].*?(?= \\$|$)", isi, flags=re.MULTILINE)), encoding="utf-8")
    kurang = []
    for versi in PYTHON:
        for mesin in MESIN:
            perintah = [*uv, "--only-binary", ":all:", "--python-version", versi, "--python-platform", mesin, str(pin)]
            hasil = subprocess.run(perintah, capture_output=True, text=True)
            if hasil.returncode:
                paket = re.search(r"Because (\S+) has no usable wheels", hasil.stderr)
                kurang.append(f"{paket[1] if paket else hasil.stderr.strip()[-200:]} ({versi}, {mesin})")
    return kurang


if __name__ == "__main__":
    sys.exit(main())
