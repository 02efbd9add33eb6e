"""The rules of the house that taste alone would lose: who imports whom, doors past the fence, explicit lists, words, files."""

from __future__ import annotations

import ast
import hashlib
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import flask_admin
import pytest
import wtforms
from sqlalchemy import Enum as SAEnum
from sqlalchemy import inspect

from domain.izin import KEBIJAKAN, dikenal
from domain.status import TRANSISI, StatusKeberatan, StatusKonflik, StatusNonAsn, StatusSinkro, StatusTugas
from extensions import db
from forms.terjemahan import PESAN
from services.tindakan import REGISTRI_TINDAKAN
from tests.conftest import DIPAKAI_SAAT_DIBUAT
from tests.dunia import teks_halaman
from tests.jelajah import MENU, id_di, lengkapi

AKAR = Path(__file__).resolve().parent.parent
TEMPLAT = AKAR / "templates"
KAMAR = (
    "domain",
    "config",
    "extensions",
    "models",
    "tenancy",
    "integrations",
    "documents",
    "services",
    "forms",
    "jobs",
    "admin_views",
    "sandbox",
    "app",
    "cli",
)

BOLEH_IMPOR: dict[str, set[str]] = {
    "domain": set(),
    "config": set(),
    "extensions": {"config"},
    "models": {"domain", "extensions"},
    "tenancy": {"models", "extensions", "domain"},
    "integrations": {"domain", "config"},
    "documents": {"domain", "config"},
    "services": {"domain", "models", "tenancy", "extensions", "integrations", "documents"},
    "forms": {"domain"},
    "jobs": {"services", "domain", "tenancy", "extensions"},
    "admin_views": {"services", "forms", "domain", "models", "extensions"},
    "sandbox": set(),
    "app": set(KAMAR) - {"sandbox"},
    "cli": set(KAMAR) - {"sandbox"},
}
IMPOR_LAIN = {
    ("forms/dasar.py", "services.pencarian"): "look-up fields",
    ("forms/dasar.py", "services.saring"): "the context that look-ups take",
    ("admin_views/konteks.py", "config"): "the type of the settings",
    ("admin_views/masuk.py", "tenancy"): "the scope is fixed once, at the edge",
}
FLASK = {"flask", "flask_admin", "flask_babel", "flask_login", "flask_migrate", "flask_sqlalchemy", "flask_wtf", "werkzeug"}
BERFLASK = {"app", "cli", "extensions", "forms", "admin_views", "sandbox"}


def sumber() -> Iterator[tuple[str, str, ast.Module]]:
    """(room, path, syntax tree) of every file of the product."""
    for kamar in KAMAR:
        satu = AKAR / f"{kamar}.py"
        for berkas in [satu] if satu.exists() else sorted((AKAR / kamar).rglob("*.py")):
            yield kamar, str(berkas.relative_to(AKAR)), ast.parse(berkas.read_text(encoding="utf-8"))


def impor(pohon: ast.AST) -> Iterator[str]:
    for n in ast.walk(pohon):
        if isinstance(n, ast.Import):
            yield from (a.name for a in n.names)
        elif isinstance(n, ast.ImportFrom):
            assert n.level == 0, "impor relatif"
            # "from services import pencarian" imports a module, "from services.pencarian import cari" too
            yield from (f"{n.module}.{a.name}" for a in n.names)


def test_rooms_import_only_what_they_may():
    salah = []
    for kamar, jalur, pohon in sumber():
        for nama in impor(pohon):
            akar = nama.partition(".")[0]
            lain = any(nama == n or nama.startswith(n + ".") for j, n in IMPOR_LAIN if j == jalur)
            if akar in KAMAR and akar != kamar and akar not in BOLEH_IMPOR[kamar] and not lain:
                salah.append((jalur, nama))
            if akar in FLASK and kamar not in BERFLASK:
                salah.append((jalur, nama))
            if kamar in ("domain", "config") and akar not in sys.stdlib_module_names and akar != kamar:
                salah.append((jalur, nama))
            if akar in ("tests", "bench", "sandbox", "scripts") and akar != kamar:
                salah.append((jalur, nama))
    assert not salah, salah
    terpakai = {(j, n) for _, j, p in sumber() for n in impor(p)}
    assert all(any(j == jj and (n == nn or nn.startswith(n + ".")) for jj, nn in terpakai) for j, n in IMPOR_LAIN), (
        "pengecualian yang tidak terpakai lagi"
    )


PINTU: dict[tuple[str, str], str] = {
    ("tenancy.py", "text"): "asks the catalogue, makes roles and policies",
    ("tenancy.py", "connection"): "tells the database the scope",
    ("tenancy.py", "exec_driver_sql"): "the same, and pragmas, roles, policies",
    ("tenancy.py", "__table__"): "names and keys of tables, no rows",
    ("tenancy.py", "commit"): "of the driver, after SET ROLE on a new connection",
    ("models.py", "text"): "defaults and conditions of indexes",
    ("services/massal.py", "__table__"): "the audited door for bulk work",
    ("services/massal.py", "connection"): "the audited door for bulk work",
    ("services/massal.py", "exec_driver_sql"): "the audited door for bulk work",
    ("services/massal.py", "connect"): "VACUUM ANALYZE, outside any transaction",
    ("services/sesi.py", "__table__"): "last-seen time: a global table, outside the unit of work",
    ("services/sesi.py", "begin"): "last-seen time: the one write of a GET",
    ("services/unit_of_work.py", "connection"): "begins the transaction at once",
    ("services/unit_of_work.py", "commit"): "the one place that commits",
    ("services/daftar.py", "literal_column"): "the constant 1 = 0",
    ("admin_views/publik.py", "connect"): "readiness: SELECT 1",
    ("admin_views/publik.py", "text"): "readiness: SELECT 1",
}
"""Every use of a door past the ORM, and why. ``__table__`` is free where only its columns' names and keys are read."""
TERLARANG = {
    "commit",
    "connection",
    "exec_driver_sql",
    "raw_connection",
    "connect",
    "begin",
    "begin_nested",
    "from_statement",
    "literal_column",
    "text",
}


def pintu(jalur: str, pohon: ast.AST) -> Iterator[tuple[str, str]]:
    for n in ast.walk(pohon):
        if isinstance(n, ast.Call):
            nama = n.func.attr if isinstance(n.func, ast.Attribute) else n.func.id if isinstance(n.func, ast.Name) else ""
            if (
                nama == "text"
                and isinstance(n.func, ast.Attribute)
                and not (isinstance(n.func.value, ast.Name) and n.func.value.id in ("sa", "sqlalchemy"))
            ):
                continue
            if nama in TERLARANG or nama.startswith("bulk_"):
                yield jalur, nama
            for a in (*n.args, *(k.value for k in n.keywords)):  # a table handed to something that may read or write it
                if isinstance(a, ast.Attribute) and a.attr == "__table__":
                    yield jalur, "__table__"
        if isinstance(n, ast.Assign | ast.AnnAssign) and isinstance(n.value, ast.Attribute) and n.value.attr == "__table__":
            yield jalur, "__table__"
        if (
            isinstance(n, ast.Attribute)
            and isinstance(n.value, ast.Attribute)
            and n.value.attr == "__table__"
            and n.attr not in ("columns", "name", "foreign_key_constraints")
        ):
            yield jalur, "__table__"


def test_doors_past_the_fence_are_listed():
    ada = {p for _, jalur, pohon in sumber() for p in pintu(jalur, pohon)}
    assert not ada - set(PINTU), sorted(ada - set(PINTU))
    semua = {(j, nama) for j, nama in PINTU if nama not in (AKAR / j).read_text(encoding="utf-8")}
    assert not semua, f"pintu yang tidak terpakai lagi: {semua}"


def test_views_read_and_services_write():
    for kamar, jalur, pohon in sumber():
        for nama in impor(pohon):
            if kamar == "admin_views":
                assert nama not in {f"sqlalchemy.{f}" for f in ("insert", "update", "delete")}, jalur
            if kamar in ("services", "jobs", "documents", "domain", "models", "tenancy", "integrations"):
                assert nama.rpartition(".")[2] not in ("request", "current_user", "g", "session_transaction") or not nama.startswith(
                    "flask"
                ), jalur
        for n in ast.walk(pohon):
            if (
                kamar == "admin_views"
                and isinstance(n, ast.Call)
                and isinstance(n.func, ast.Attribute)
                and n.func.attr in ("add", "add_all", "delete", "merge", "flush", "commit")
            ):
                assert "session" not in ast.unparse(n.func.value), (jalur, ast.unparse(n))


def test_markup_is_made_from_constants_only():
    """``Markup(f"…")`` escapes nothing: a template of constants and ``.format`` does."""

    def templat(n: ast.AST) -> bool:
        return isinstance(n, ast.Call) and isinstance(n.func, ast.Name) and n.func.id == "render_template"

    for _, jalur, pohon in sumber():
        jadi = {
            t.id for n in ast.walk(pohon) if isinstance(n, ast.Assign) and templat(n.value) for t in n.targets if isinstance(t, ast.Name)
        }
        for n in ast.walk(pohon):
            if isinstance(n, ast.Call) and isinstance(n.func, ast.Name) and n.func.id == "Markup" and n.args:
                a = n.args[0]
                assert isinstance(a, ast.Constant) or templat(a) or (isinstance(a, ast.Name) and a.id in jadi), (jalur, ast.unparse(n)[:80])


def test_no_inline_handler_style_or_script_in_templates():
    for berkas in sorted(TEMPLAT.rglob("*.html")):
        isi = re.sub(r"\{#.*?#\}", "", berkas.read_text(encoding="utf-8"), flags=re.S)
        for pola in (
            r"<style\b",
            r"<script(?![^>]*\bsrc=)",
            r"<[^>]*\son[a-z]+\s*=",
            r"<[^>]*\sstyle\s*=",
            r"javascript:",
            r"\|\s*safe\b",
            r"autoescape\s+false",
            r"hx-on",
            r"https?://(?!www\.w3\.org)",
        ):
            assert not re.search(pola, isi, re.I), (berkas.relative_to(AKAR), pola)
    for berkas in sorted((AKAR / "static" / "ek").glob("*.js")):
        isi = berkas.read_text(encoding="utf-8")
        for pola in (
            r"\beval\(",
            r"new Function",
            r"\.innerHTML\s*\+?=",
            r"document\.write",
            r"insertAdjacentHTML",
            r"setAttribute\(\s*[\"']style",
        ):
            assert not re.search(pola, isi), (berkas.name, pola)


# --- Menus ------------------------------------------------------------------------------------------------------------

WAJIB = ("column_list", "column_details_list", "form_columns", "column_export_list", "urutan", "sumber", "alamat", "judul")
TERTUTUP = {"id", "instansi_id", "versi", "kata_sandi", "kunci", "nama_cari", "tahun_urut", "nama_simpan"}


@pytest.mark.parametrize("view", MENU, ids=lambda v: v.__name__)
def test_every_menu_declares_its_columns(view):
    sendiri = {n for k in view.__mro__[: view.__mro__.index(next(k for k in view.__mro__ if k.__name__ == "MenuView"))] for n in vars(k)}
    assert not set(WAJIB) - sendiri, sorted(set(WAJIB) - sendiri)
    assert view.sumber in KEBIJAKAN and dikenal(f"{view.sumber}:lihat")
    kolom = set(view.model.__table__.columns.keys())
    assert set(view.form_columns) <= kolom - TERTUTUP, "form_columns"
    for daftar in (view.column_list, view.column_details_list, view.column_export_list):
        assert daftar and not {k for k in daftar if isinstance(k, str)} & TERTUTUP
        assert len(set(map(str, daftar))) == len(daftar)
    for u in view.urutan:
        assert re.fullmatch(r"[a-z_]+", u.kunci) and not [k for k in u.kolom if k.property.columns[0].nullable], (
            f"urutan {u.kunci}: kunci urut tanpa NULL"
        )
    assert len({s.nama for s in view.saring}) == len(view.saring)
    for s in view.saring:
        assert re.fullmatch(r"[a-z_]+", s.nama) and s.nama not in {"urut", "arah", "halaman", "kursor", "jumlah_baris", "tab", "laci"}, (
            s.nama
        )
    for t in (*view.tindakan_baris, *view.tindakan_massal):
        assert dikenal(f"{view.sumber}:{t.aksi}"), t.kode
        assert re.fullmatch(r"[a-z-]+|[a-z_]+", t.kode)
    # Whoever leaves the page to the menu asks there.
    assert all(t.pertanyaan or t.jalankan is None for t in view.tindakan_baris)
    assert all(t.pertanyaan for t in view.tindakan_massal)


def test_bulk_actions_and_their_services_name_the_same_permission(app):
    for view in MENU:
        for t in view.tindakan_massal:
            assert (view.sumber, t.kode) in REGISTRI_TINDAKAN, f"{view.sumber} {t.kode}: tidak terdaftar di services.tindakan"
            assert REGISTRI_TINDAKAN[view.sumber, t.kode].izin == f"{view.sumber}:{t.aksi}"


# --- States -----------------------------------------------------------------------------------------------------------


SUMBER_TRANSISI = {
    "skp": {"skp", "daftar_skp"},
    "keberatan": {"keberatan", "daftar_skp"},
    "temuan_unor": {"rekonsiliasi_unor"},
    "jpt_non_asn": {"jpt_non_asn", "pegawai"},
}
"""Sources of the permissions of an entity's transitions where another menu acts (*Kinerja saya*, for one); else the entity's own."""
AKHIR = {
    ("tugas", StatusTugas.SELESAI),
    ("keberatan", StatusKeberatan.DISETUJUI),
    ("keberatan", StatusKeberatan.DITOLAK),
    ("keberatan", StatusKeberatan.TERLAMBAT),
    ("sinkronisasi", StatusSinkro.SELESAI),
    ("sinkronisasi", StatusSinkro.DIBATALKAN),
    ("sinkronisasi_predikat", StatusSinkro.SELESAI),
    ("konflik", StatusKonflik.PAKAI_SIASN),
    ("konflik", StatusKonflik.PAKAI_SINI),
    ("jpt_non_asn", StatusNonAsn.DITAMBAHKAN),
}
AWAL = {("keberatan", StatusKeberatan.DIAJUKAN), ("konflik", StatusKonflik.TERBUKA), ("jpt_non_asn", StatusNonAsn.DRAFT)}
LAIN = {("sinkronisasi_predikat", StatusSinkro.MENUNGGU_KEPUTUSAN), ("sinkronisasi_predikat", StatusSinkro.MENERAPKAN)}
"""States of a shared enum that an entity never takes: nothing is decided about what goes one way."""
"""States that a record is born in and never comes back to."""


def test_the_transition_table_is_complete():
    kelas = {t.entitas: type(t.dari) for t in TRANSISI}
    assert len({(t.entitas, t.dari, t.aksi) for t in TRANSISI}) == len(TRANSISI)
    for t in TRANSISI:
        assert isinstance(t.dari, kelas[t.entitas]) and isinstance(t.ke, kelas[t.entitas])
        assert t.izin is None or (dikenal(t.izin) and t.izin.partition(":")[0] in SUMBER_TRANSISI.get(t.entitas, {t.entitas})), t
    for entitas, enum in kelas.items():
        dari, ke = {t.dari for t in TRANSISI if t.entitas == entitas}, {t.ke for t in TRANSISI if t.entitas == entitas}
        for status in enum:
            if (entitas, status) in LAIN:
                assert status not in dari | ke
                continue
            assert status in dari or (entitas, status) in AKHIR, f"{entitas} {status}: tidak ada jalan keluar"
            assert status in ke or (entitas, status) in AWAL, f"{entitas} {status}: tidak ada jalan masuk"
            assert status.label and status.nada in ("neutral", "guide", "positive", "warning", "negative") and status.ikon
    # Whatever is a state in a table whose permissions name a change of state has its line here.
    for sumber_, aksi in ((s, a) for s, isi in KEBIJAKAN.items() for a in isi if a in ("nonaktifkan", "aktifkan")):
        assert any(t.izin == f"{sumber_}:{aksi}" for t in TRANSISI), (sumber_, aksi)


def test_checks_in_the_database_match_the_enums(app, dunia):
    periksa, jumlah = inspect(dunia.mesin), 0
    for tabel in db.metadata.sorted_tables:
        cek = [c["sqltext"] for c in periksa.get_check_constraints(tabel.name)]
        for kolom in tabel.columns:
            if isinstance(kolom.type, SAEnum):
                nilai = {str(m.value) for m in kolom.type.enum_class}
                ada = [set(re.findall(r"'([^']*)'", c)) for c in cek if re.search(rf"\b{kolom.name}\b", c)]
                assert nilai in ada, (tabel.name, kolom.name, ada)
                jumlah += 1
    assert jumlah >= 12


# --- Words ------------------------------------------------------------------------------------------------------------

INGGRIS = re.compile(
    r"(?<!di-)(?<!is-)\b(the|and|with|please|are you sure|submit|close|add|create|update|delete|save|cancel|back|next|previous|loading|yes|success|failed|warning|"
    r"password|username|log ?in|log ?out|sign in|home|settings|(?<!view )profile(?! pegawai ppt| asn)|select|show|records?|actions?|export|import|required|invalid|this field|not found|"
    r"welcome|choose|remove|upload|download|view(?! profile)|name|list|first|last|empty|with selected|field|error|forbidden|bad request)\b",
    re.I,
)
"""Words that give an English sentence away. The manual's own (Edit, Search, Draft, No, Ex., View Profile, Profile Pegawai PPT Non-ASN) are not."""


def test_no_english_in_templates():
    for berkas in sorted(TEMPLAT.rglob("*.html")):
        isi = re.sub(r"\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}", " ", berkas.read_text(encoding="utf-8"), flags=re.S)
        isi = re.sub(r"\baria-(invalid|[a-z]+by)=|\bis-invalid\b", " ", isi)
        terlihat = [
            re.sub(r"<[^>]*>", " ", isi),
            *re.findall(r'(?:placeholder|title|aria-label|alt|value|data-[a-z-]*teks)="([^"]*)"', isi),
        ]
        for satu in terlihat:
            assert not (kata := INGGRIS.search(satu)), (berkas.relative_to(AKAR), kata.group(0))
        assert "gettext(" not in berkas.read_text(encoding="utf-8")


@pytest.mark.parametrize("mesin", ["sqlite"])
def test_no_english_on_any_page_of_a_menu(dunia, klien):
    lengkapi(dunia)
    k = klien("admin_bkn")
    for view in MENU:
        id = id_di(dunia, view.model, 1)[0]
        alamat = [
            view.alamat,
            f"{view.alamat}?{view.saring[0].nama}=zzz" if view.saring else view.alamat,
            f"{view.alamat}details/?id={id}",
            f"{view.alamat}details/?id={id}&tab=riwayat",
        ]
        alamat += [f"{view.alamat}new/"] if view.can_create else []
        alamat += [f"{view.alamat}edit/?id={id}"] if view.can_edit else []
        alamat += [f"{view.alamat}delete/?id={id}"] if view.can_delete else []
        alamat += [f"{view.alamat}{id}/{t.kode}/" for t in view.tindakan_baris]
        for satu in alamat:
            periksa_kata(satu, k.get(satu))
        if view.can_create:  # every message of an empty form
            periksa_kata(f"{view.alamat}new/", k.post(f"{view.alamat}new/", {}))
    for satu in ("/admin/", "/admin/profil/", "/admin/bantuan/", "/admin/cari-cepat/?q=ab", "/tidak-ada"):
        periksa_kata(satu, k.get(satu))
    for satu in ("/", "/masuk", "/lupa-sandi", "/atur-sandi/x"):
        periksa_kata(satu, klien(None).get(satu))


def periksa_kata(alamat: str, jawaban: Any) -> None:
    teks = teks_halaman(jawaban)
    assert not (kata := INGGRIS.search(teks)), (alamat, teks[max(0, kata.start() - 40) : kata.end() + 40])


def test_every_message_of_wtforms_has_its_translation():
    folder = Path(wtforms.__file__).parent
    pesan = set()
    for berkas in (folder / "validators.py", *sorted((folder / "fields").glob("*.py"))):
        for n in ast.walk(ast.parse(berkas.read_text(encoding="utf-8"))):
            if isinstance(n, ast.Call) and isinstance(n.func, ast.Attribute) and n.func.attr in ("gettext", "ngettext"):
                pesan |= {a.value for a in n.args if isinstance(a, ast.Constant) and isinstance(a.value, str)}
    assert len(pesan) > 20
    assert pesan <= set(PESAN), sorted(pesan - set(PESAN))
    for asal, terjemahan in PESAN.items():
        assert set(re.findall(r"%\(\w+\)\w", asal)) >= set(re.findall(r"%\(\w+\)\w", terjemahan)), asal
        assert not INGGRIS.search(terjemahan), terjemahan


# --- Files ------------------------------------------------------------------------------------------------------------

HULU = Path(flask_admin.__file__).parent / "templates" / "bootstrap4" / "admin"
RINGKASAN_HULU = {
    "actions.html": "685288ebd9108462",
    "base.html": "a6add6a45c2ac3c5",
    "index.html": "93b932a94ef2ef1f",
    "layout.html": "5e62de8b5e527fc7",
    "lib.html": "21a2c36fee3e1984",
    "master.html": "54ebe2fb7e4c2e18",
    "model/create.html": "8930a13e4d81cd59",
    "model/details.html": "c4aa5d6ca9b9b82d",
    "model/edit.html": "b606efe0a695ead2",
    "model/inline_field_list.html": "67e95cc8006c11c5",
    "model/inline_form.html": "7c67695b482cae3d",
    "model/inline_list_base.html": "9385d36000f838cd",
    "model/layout.html": "9801f7f6e21b6dfe",
    "model/list.html": "21003d92feb9a75c",
    "model/modals/create.html": "cee8f2d9804f4c08",
    "model/modals/details.html": "6b25f1078b54b19d",
    "model/modals/edit.html": "df182d3d8904c068",
    "model/row_actions.html": "4dc1ade152ecd029",
    "static.html": "efbdfee9e7f4eef8",
}


def test_upstream_templates_are_all_overridden_and_unchanged():
    """Flask-Admin's own templates carry English and inline handlers: each is replaced, and an upgrade that changes one is noticed."""
    ada = {
        str(p.relative_to(HULU)): hashlib.sha256(p.read_bytes()).hexdigest()[:16]
        for p in sorted(HULU.rglob("*.html"))
        if p.parent.parent.name != "file" and p.parent.name not in ("file", "rediscli")
    }
    for nama in ada:
        assert (TEMPLAT / "admin" / nama).is_file(), f"{nama} tampil dari hulu"
    assert ada == RINGKASAN_HULU, {n: h for n, h in ada.items() if RINGKASAN_HULU.get(n) != h} or set(RINGKASAN_HULU) - set(ada)
    assert "Flask-Admin==2.2.1" in (AKAR / "requirements.in").read_text(encoding="utf-8")


def test_vendored_files_are_as_published():
    folder = AKAR / "static" / "vendor"
    daftar = dict(re.findall(r"\| `([^`]+)` \| `([0-9a-f]{64})` \|", (folder / "VENDOR.md").read_text(encoding="utf-8")))
    ada = {
        str(p.relative_to(folder)): hashlib.sha256(p.read_bytes()).hexdigest()
        for p in sorted(folder.rglob("*"))
        if p.is_file() and p.name != "VENDOR.md"
    }
    assert ada == daftar


def test_an_application_keeps_only_the_settings_that_tests_know_of():
    """The tests' applications are shared by settings (tests/conftest.py): whatever else is read when one is made would be the first test's."""
    pohon = ast.parse((AKAR / "app.py").read_text(encoding="utf-8"))
    tiap_kali = next(n for n in pohon.body if isinstance(n, ast.FunctionDef) and n.name == "siapkan_proses")
    dibaca = {
        n.attr
        for n in set(ast.walk(pohon)) - set(ast.walk(tiap_kali))
        if isinstance(n, ast.Attribute) and isinstance(n.value, ast.Name) and n.value.id == "settings"
    }
    # A test's folder has no compressed files, and ``flask`` is what is given anew each time.
    assert dibaca - {"testing", "instance_dir", "flask"} == DIPAKAI_SAAT_DIBUAT


def terlacak() -> list[Path]:
    hasil = subprocess.run(["git", "ls-files", "-z"], cwd=AKAR, capture_output=True, check=False)
    if hasil.returncode:
        pytest.skip("bukan klon git")
    return [AKAR / n for n in hasil.stdout.decode().split("\0") if n and (AKAR / n).is_file()]


def test_no_registry_address_and_no_path_of_a_machine_in_tracked_files():
    pola = re.compile(
        "|".join(
            (
                "pypi" + r"\.org",
                "python" + "hosted",
                "npm" + r"js\.(org|com)",
                "proxy" + r"\.golang",
                r"--(extra-)?index" + "-url",
                r"(?<![\w.])/" + r"(root|home/\w+|Users/\w+|work)/",
            )
        )
    )
    for berkas in terlacak():
        if berkas.suffix in {".woff2", ".png", ".jpg", ".webp", ".ttf"} or berkas == Path(__file__).resolve():
            continue
        teks = berkas.read_text(encoding="utf-8")
        if "vendor" in berkas.parts:
            continue
        assert not (temu := pola.search(teks)), (berkas.relative_to(AKAR), temu.group(0))
