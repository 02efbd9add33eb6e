"""docs/menu-baru.md is true: its code, put into a copy of the project, gives the menu everything that the page promises."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

AKAR = Path(__file__).resolve().parents[2]
HALAMAN = AKAR / "docs" / "menu-baru.md"
SALIN = (
    "*.py",
    "migrations",
    "admin_views",
    "domain",
    "services",
    "integrations",
    "forms",
    "jobs",
    "documents",
    "templates",
    "tests",
    "pyproject.toml",
    "docs",
)


def _potongan() -> list[str]:
    return re.findall(r"```python\n(.*?)```", HALAMAN.read_text(encoding="utf-8"), re.S)


@pytest.fixture(scope="module")
def salinan(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project with the page's example built in, following its steps."""
    tujuan = tmp_path_factory.mktemp("salinan")
    for pola in SALIN:
        for asal in AKAR.glob(pola):
            if asal.is_dir():
                shutil.copytree(asal, tujuan / asal.name, ignore=shutil.ignore_patterns("__pycache__"))
            else:
                shutil.copyfile(asal, tujuan / asal.name)
    (tujuan / "static").symlink_to(AKAR / "static")
    model, view, kebijakan, menu = _potongan()
    _sisip(tujuan / "models.py", None, f"\n\n{model}")
    (tujuan / "admin_views" / "agenda.py").write_text(view, encoding="utf-8")
    _sisip(tujuan / "domain" / "izin.py", "KEBIJAKAN: dict[str, dict[str, frozenset[Peran]]] = {\n", kebijakan)
    _sisip(tujuan / "admin_views" / "navigasi.py", "MENU: tuple[Menu, ...] = (\n", menu)
    _sisip(tujuan / "admin_views" / "semua.py", "from __future__ import annotations\n", "\nfrom admin_views.agenda import AgendaView\n")
    _sisip(tujuan / "admin_views" / "semua.py", "VIEWS = (", "AgendaView, ")
    lingkungan = {**os.environ, "EKINERJA_MODE": "demo", "INSTANCE_DIR": str(tujuan / "instance"), "DATABASE_URL": ""}
    for perintah in (["db", "upgrade"], ["db", "migrate", "-m", "agenda"]):
        hasil = subprocess.run(
            [sys.executable, "-m", "flask", "--app", "app", *perintah], cwd=tujuan, env=lingkungan, capture_output=True, text=True
        )
        assert hasil.returncode == 0, hasil.stderr
    return tujuan


def _sisip(berkas: Path, sesudah: str | None, teks: str) -> None:
    isi = berkas.read_text(encoding="utf-8")
    if sesudah is None:
        berkas.write_text(isi + teks, encoding="utf-8")
        return
    assert isi.count(sesudah) == 1, f"{berkas.name}: '{sesudah.strip()}' harus ada tepat sekali"
    berkas.write_text(isi.replace(sesudah, sesudah + teks), encoding="utf-8")


def test_contoh_sekitar_empat_puluh_baris() -> None:
    baris = [b for p in _potongan() for b in p.splitlines() if b.strip() and not b.startswith(("from ", "import "))]
    assert len(baris) <= 45


def test_migrasi_yang_dibuat_hanya_menyentuh_tabel_baru(salinan: Path) -> None:
    baru = sorted((salinan / "migrations" / "versions").glob("*_agenda.py"))
    assert len(baru) == 1
    isi = baru[0].read_text(encoding="utf-8")
    assert re.findall(r"op\.(create_table|drop_table)\('(\w+)'", isi) == [("create_table", "agenda"), ("drop_table", "agenda")]
    assert "fk_agenda" in isi


def test_semua_yang_dijanjikan(salinan: Path) -> None:
    """The example's own journey, and the walks over every view, run inside the copy on both engines."""
    uji = ["tests/dokumen/perjalanan_agenda.py", "tests/test_tenancy_walk.py", "tests/test_kebijakan.py", "-k", "agenda"]
    ada = [u for u in uji if not u.endswith(".py") or (salinan / u).is_file()]
    hasil = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *ada],
        cwd=salinan,
        env={**os.environ},
        capture_output=True,
        text=True,
    )
    assert hasil.returncode == 0, hasil.stdout[-4000:]
    assert re.search(r"\b[1-9]\d* passed", hasil.stdout)
