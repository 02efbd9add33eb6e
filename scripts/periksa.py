"""``make lint``: every check runs, and one failure is enough to fail."""

from __future__ import annotations

import subprocess
import sys

from lingkungan import AKAR, PYTHON, lingkungan_bersih

PERIKSA = {
    "ruff check": ["ruff", "check", "."],
    "ruff format": ["ruff", "format", "--check", "."],
    "djlint": ["djlint", "templates", "--lint", "--quiet"],
    "mypy": ["mypy", "domain", "services", "jobs"],
}


def main() -> int:
    gagal = []
    for nama, perintah in PERIKSA.items():
        print(f"-- {nama}", flush=True)
        if subprocess.run([str(PYTHON), "-m", *perintah], cwd=AKAR, env=lingkungan_bersih()).returncode:
            gagal.append(nama)
    print(f"Pemeriksaan gagal: {', '.join(gagal)}" if gagal else f"Pemeriksaan lolos: {', '.join(PERIKSA)}")
    return 1 if gagal else 0


if __name__ == "__main__":
    sys.exit(main())
