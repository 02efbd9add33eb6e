"""The documents say what is so: links and pictures exist, settings are read, make targets and menus are there."""

from __future__ import annotations

import importlib
import re
from pathlib import Path

import pytest

import models
from admin_views.navigasi import MENU
from domain import izin, jabatan, periode, plt_plh

AKAR = Path(__file__).resolve().parents[2]
DOKUMEN = sorted([AKAR / "README.md", AKAR / "CHANGELOG.md", *(AKAR / "docs").rglob("*.md")])
BATAS_GAMBAR = 150_000
TAUTAN = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
PEMBACA = ("config.py", "gunicorn.conf.py", "migrations/env.py", "scripts/jalan.py", "scripts/python.sh", "supervisord.conf")
LINGKUNGAN = re.compile(r"""(?:env\.get\(|environ\.get\(|_angka\(env,\s)["']([A-Z_]+)["']|%\(ENV_([A-Z_]+)\)s|\$\{([A-Z_]+):-""")


def baca(nama: str) -> str:
    return (AKAR / nama).read_text(encoding="utf-8")


def nama_berkas(berkas: Path) -> str:
    return str(berkas.relative_to(AKAR))


def jangkar(teks: str) -> set[str]:
    """Anchors of the headings, as code hosts make them."""
    judul = re.findall(r"^#+ (.+)$", re.sub(r"^```.*?^```", "", teks, flags=re.S | re.M), re.M)
    return {re.sub(r"[^\w\- ]", "", j.lower()).replace(" ", "-") for j in judul}


@pytest.mark.parametrize("berkas", DOKUMEN, ids=nama_berkas)
def test_links_and_pictures_exist(berkas: Path):
    for tujuan in TAUTAN.findall(berkas.read_text(encoding="utf-8")):
        if re.match(r"[a-z]+:", tujuan):
            continue
        jalur, _, bagian = tujuan.partition("#")
        sasaran = (berkas.parent / jalur).resolve() if jalur else berkas
        assert sasaran.exists(), f"{nama_berkas(berkas)}: {tujuan}"
        assert sasaran.is_relative_to(AKAR), tujuan
        if bagian:
            assert bagian in jangkar(sasaran.read_text(encoding="utf-8")), f"{nama_berkas(berkas)}: {tujuan}"


def test_every_picture_is_shown_small_and_made_by_the_script():
    tampak = {(b.parent / t).resolve() for b in DOKUMEN for t in TAUTAN.findall(b.read_text(encoding="utf-8")) if t.endswith(".png")}
    ada = set((AKAR / "docs" / "gambar").glob("*.png"))
    assert ada == tampak
    assert all(g.stat().st_size <= BATAS_GAMBAR for g in ada)
    assert {g.stem for g in ada} == set(re.findall(r'Gambar\("([\w-]+)"', baca("scripts/gambar.py")))


def test_settings_and_the_operations_manual_agree():
    dibaca = {n for b in PEMBACA for temuan in LINGKUNGAN.findall(baca(b)) for n in temuan if n}
    operasi = baca("docs/operasi.md")
    disebut = set(re.findall(r"`([A-Z][A-Z_]+)`", operasi)) | set(re.findall(r"\b([A-Z_]+)=", operasi))
    assert not dibaca - disebut
    bagian = operasi.split("## 3. Variabel lingkungan")[1].split("\n## ")[0]
    tabel = {n for baris in re.findall(r"^\| (`[A-Z].*?) \|", bagian, re.M) for n in re.findall(r"`([A-Z_]+)`", baris)}
    assert len(tabel) > 15
    assert not tabel - dibaca
    contoh = set(re.findall(r"^([A-Z_]+)=", baca(".env.contoh"), re.M))
    assert not contoh - tabel


def test_test_settings_are_read():
    tabel = set(re.findall(r"^\| `(TEST_[A-Z_]+)` \|", baca("docs/pengembangan.md"), re.M))
    assert tabel == set(re.findall(r"\bTEST_[A-Z_]+\b", baca("scripts/uji.py")))


def test_make_targets_exist():
    ada = set(re.findall(r"^([a-z]+):", baca("Makefile"), re.M))
    for berkas in DOKUMEN:
        teks = berkas.read_text(encoding="utf-8")
        disebut = set(re.findall(r"(?:`|^|PORT=\d+ |MAKS=\d+ )make ([a-z]+)", teks, re.M))
        assert not disebut - ada, nama_berkas(berkas)


def test_flask_commands_exist(app):
    ada = set(app.cli.commands)
    for berkas in DOKUMEN:
        disebut = set(re.findall(r"\bflask (?:--app app )?([a-z][a-z-]+)(?=[ `\n|])", berkas.read_text(encoding="utf-8")))
        assert not disebut - ada - {"db"}, nama_berkas(berkas)


def test_every_menu_is_in_the_guide():
    isi = baca("docs/panduan/README.md")
    for menu in MENU:
        assert f"| {menu.teks} |" in isi, menu.teks
    for peran in izin.Peran:
        assert f"| {peran.label} |" in isi and f"| {peran.label} |" in baca("README.md"), peran.label


def test_every_page_of_the_guide_is_in_its_contents():
    isi = baca("docs/panduan/README.md")
    for berkas in (AKAR / "docs" / "panduan").glob("*.md"):
        assert berkas.name == "README.md" or f"({berkas.name})" in isi, berkas.name


def test_every_decision_is_in_the_index():
    isi = baca("docs/adr/README.md")
    for berkas in (AKAR / "docs" / "adr").glob("0*.md"):
        assert f"({berkas.name})" in isi, berkas.name


def _ada(nama: str) -> bool:
    """Whether a dotted name of the glossary is a module, or something inside one."""
    bagian = nama.split(".")
    for n in range(len(bagian), 0, -1):
        try:
            objek = importlib.import_module(".".join(bagian[:n]))
        except ModuleNotFoundError:
            continue
        return _punya(objek, bagian[n:])
    return any(_punya(modul, bagian) for modul in (models, jabatan, periode, plt_plh))


def _punya(objek: object, bagian: list[str]) -> bool:
    for nama in bagian:
        if not hasattr(objek, nama):
            return False
        objek = getattr(objek, nama)
    return True


def test_code_names_of_the_glossary_exist():
    kolom = [baris.split("|")[3] for baris in baca("docs/glosarium.md").splitlines() if baris.count("|") == 4]
    nama = [n for k in kolom for n in re.findall(r"`([\w.]+)`", k)]
    assert len(nama) > 20
    assert [n for n in nama if not _ada(n)] == []


def test_files_named_in_the_architecture_exist():
    for berkas in ("docs/arsitektur.md", "docs/pengembangan.md", "docs/menu-baru.md", "docs/operasi.md"):
        for jalur in re.findall(r"`((?:services|admin_views|domain|jobs|tests|scripts|documents|docs)/[\w./-]+\.\w+)`", baca(berkas)):
            if jalur != "admin_views/agenda.py":  # the example
                assert (AKAR / jalur).exists(), f"{berkas}: {jalur}"
