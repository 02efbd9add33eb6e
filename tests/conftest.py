"""Shared fixtures: a migrated database per test on both engines, the application on it, and a small world to act in.

``basis`` is parametrised: every test that uses it (through ``app``, ``dunia`` or ``klien``) runs on SQLite and on
PostgreSQL. Without TEST_DATABASE_URL the PostgreSQL runs are skipped; with CI=true they fail.
"""

from __future__ import annotations

import atexit
import copy
import gc
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from types import CodeType
from typing import Any

import psycopg
import pytest
from flask import Flask
from flask_migrate import upgrade
from jinja2 import BytecodeCache
from jinja2.bccache import Bucket
from sqlalchemy import URL, create_engine, make_url, text
from sqlalchemy.util import LRUCache
from werkzeug.routing import Rule

from admin_views import rangka
from app import create_app, siapkan_proses
from config import Settings
from extensions import db
from services import daftar
from tests.dunia import Dunia, Klien
from tests.dunia_skp import DuniaSkp

RAHASIA = "uji-0123456789-abcdefghijklmnopqrstuvwxyz-XYZ"
NYATA = frozenset({"jobs", "peramban"})
"""Tests of real processes and of a browser, against the clock: a machine that stalls for seconds fails one of them now and then."""


def _kompilasi_sekali() -> None:
    """Read and compile each URL rule once a process: for hundreds of rules it takes longer than most tests, anew for each application.

    The same rule with the same converters gives the same parts and the same code; nothing of an application is kept in them.
    """
    asli, ada = Rule.compile, {}
    asli_bangun, bangun = Rule._compile_builder, {}

    def kunci(self: Rule) -> tuple[Any, ...]:
        return self.rule, self.endpoint, repr(self.defaults), self.subdomain, self.is_leaf, self.merge_slashes, self.map.host_matching

    def ingat_bangun(self: Rule, append_unknown: bool = True) -> Any:
        satu = (*kunci(self), append_unknown)
        if satu not in bangun:
            bangun[satu] = asli_bangun(self, append_unknown)
        return bangun[satu]

    def ingat(self: Rule) -> None:
        satu = kunci(self)
        if satu not in ada:
            asli(self)
            ada[satu] = self._parts, self._trace, self._converters, self.arguments
            return
        bagian, jejak, pengubah, argumen = ada[satu]
        self._parts, self._trace, self._converters, self.arguments = list(bagian), list(jejak), dict(pengubah), set(argumen)
        self._build = self._compile_builder(False).__get__(self, None)
        self._build_unknown = self._compile_builder(True).__get__(self, None)

    Rule.compile, Rule._compile_builder = ingat, ingat_bangun  # type: ignore[method-assign]


_kompilasi_sekali()
# Each test leaves an application behind, a large heap of cycles: collected now and then rather than after every few hundred objects.
gc.set_threshold(100_000, 20, 20)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Give such a test, or one that talks to the played SIASN, a second try; the summary names it (R), and a defect fails twice."""
    for item in items:
        if item.path.parent.name in NYATA or "luar" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.flaky(reruns=1, reruns_delay=1))
    # Long files first: the processes share the short ones at the end, and none waits for another's last long file.
    items.sort(key=lambda i: not (i.path.parent.name in NYATA or i.path.stem in {"test_kebijakan", "test_tenancy_walk"}))


def pytest_collection_finish() -> None:
    """What has been imported by now stays: later collections need not look at it again."""
    gc.collect()
    gc.freeze()


SAAT = datetime(2026, 11, 23, 1, 28, tzinfo=UTC)
"""The clock of the tests: 23 November 2026, 08.28 WIB."""


class JamUji:
    """A clock that stands still until it is moved."""

    def __init__(self) -> None:
        self.kini = SAAT

    def __call__(self) -> datetime:
        return self.kini


def setelan_uji(database_url: str, folder: Path, jam: Callable[[], datetime], **lain: object) -> Settings:
    folder.mkdir(parents=True, exist_ok=True)
    isi: dict[str, object] = {
        "mode": "demo",
        "secret_key": RAHASIA,
        "database_url": database_url,
        "redis_url": os.environ.get("TEST_REDIS_URL", "unix:///tidak/ada.sock"),
        "instance_dir": folder,
        "berkas_dir": folder / "berkas",
        "cookie_secure": False,
        "jam": jam,
        "testing": True,
    }
    return Settings(**{**isi, **lain})  # type: ignore[arg-type]


def wajib_ada(nama: str) -> str:
    """An address from the environment; without it the test is skipped, or fails where CI=true."""
    nilai = os.environ.get(nama, "")
    if not nilai and os.environ.get("CI") == "true":
        pytest.fail(f"{nama} tidak ada, padahal CI=true")
    if not nilai:
        pytest.skip(f"{nama} tidak ada")
    return nilai


@pytest.fixture(scope="session")
def _templat_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("templat")
    berkas = folder / "templat.db"
    _migrasikan(f"sqlite:///{berkas}", folder)
    return berkas


@pytest.fixture(scope="session")
def _postgresql(tmp_path_factory: pytest.TempPathFactory) -> Iterator[URL]:
    """One migrated database a run, emptied before each test; its name carries the process id, so that runs don't meet.

    Not a database a test: dropping one waits for a checkpoint of the whole server, minutes on a slow disk.
    """
    nama = f"ekinerja_uji_{os.getpid()}"
    server = make_url(wajib_ada("TEST_DATABASE_URL"))
    _di_server(server, f"DROP DATABASE IF EXISTS {nama}", f"CREATE DATABASE {nama}", f"ALTER DATABASE {nama} SET synchronous_commit = off")
    url = server.set(database=nama)
    _migrasikan(url.render_as_string(hide_password=False), tmp_path_factory.mktemp("templat_pg"))
    yield url
    _di_server(server, f"DROP DATABASE IF EXISTS {nama} WITH (FORCE)")


def _kosongkan(url: URL) -> None:
    # DELETE, since TRUNCATE makes new files for every table and index and waits for the disk.
    hapus = "".join(f"DELETE FROM {t.name};" for t in db.metadata.sorted_tables)
    urut = "PERFORM setval(c.oid, 1, false) FROM pg_class c WHERE c.relkind = 'S' AND c.relnamespace = 'public'::regnamespace;"
    _langsung(url).execute(f"DO $$ BEGIN {hapus} {urut} END $$")


def _di_server(server: URL, *perintah: str) -> None:
    mesin = create_engine(server, isolation_level="AUTOCOMMIT")
    with mesin.connect() as koneksi:
        for p in perintah:
            koneksi.execute(text(p))
    mesin.dispose()


def _migrasikan(url: str, folder: Path) -> None:
    app = create_app(setelan_uji(url, folder, JamUji()))
    with app.app_context():
        upgrade()
        db.engine.dispose()


@pytest.fixture(scope="session")
def _berkas_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the database of each test stands: one place a process, so that one application serves all of them."""
    return tmp_path_factory.mktemp("basis") / "uji.db"


@pytest.fixture
def basis(request: pytest.FixtureRequest, mesin: str) -> str:
    """URL of a fresh, migrated, empty database."""
    if mesin == "sqlite":
        tujuan: Path = request.getfixturevalue("_berkas_sqlite")
        for sisa in tujuan.parent.iterdir():  # also what SQLite keeps beside it
            sisa.unlink()
        shutil.copyfile(request.getfixturevalue("_templat_sqlite"), tujuan)
        return f"sqlite:///{tujuan}"
    url: URL = request.getfixturevalue("_postgresql")
    _kosongkan(url)
    return url.render_as_string(hide_password=False)


@pytest.fixture(params=["sqlite", "postgresql"])
def mesin(request: pytest.FixtureRequest) -> str:
    """The database engine of the run; override with ``@pytest.mark.parametrize("mesin", ["sqlite"])`` for one engine."""
    return request.param


@pytest.fixture
def jam() -> JamUji:
    return JamUji()


@pytest.fixture
def setelan(basis: str, tmp_path: Path, jam: JamUji) -> Settings:
    return setelan_uji(basis, tmp_path / "instance", jam)


class _SusunanBersama(LRUCache[Any, Any]):
    """SQLAlchemy's cache of compiled statements, shared by the engines of all tests: anew for each they take a sixth of the suite.

    The first part of a key is the dialect, one object an engine; of one kind they compile alike.
    """

    def get(self, key: Any, default: Any = None) -> Any:
        return super().get((type(key[0]), *key[1:]), default)

    def __setitem__(self, key: Any, value: Any) -> None:
        super().__setitem__((type(key[0]), *key[1:]), value)


_SUSUNAN = _SusunanBersama(2000)


class _TemplatBersama(BytecodeCache):
    """Compiled templates, shared by the applications of all tests: anew for each they take two fifths of the tests that open pages."""

    def __init__(self) -> None:
        self._ada: dict[tuple[str, str], CodeType | None] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        bucket.code = self._ada.get((bucket.key, bucket.checksum))

    def dump_bytecode(self, bucket: Bucket) -> None:
        self._ada[bucket.key, bucket.checksum] = bucket.code


_TEMPLAT_HTML = _TemplatBersama()


_APLIKASI: dict[tuple[Any, ...], tuple[Flask, dict[str, Any]]] = {}
DIPAKAI_SAAT_DIBUAT = frozenset({"cookie_secure", "proxy_hops"})
"""Settings that an application keeps from its making, beside its database (tests/test_rumah.py looks after this)."""


def aplikasi(setelan: Settings) -> Flask:
    """The application with these settings, made once a process: making it takes longer than most tests.

    What it is asked later stands in its configuration, which is these settings' alone. A test that changes the application
    itself makes its own.
    """
    kunci = (setelan.database_url, *(getattr(setelan, k) for k in sorted(DIPAKAI_SAAT_DIBUAT)))
    if kunci not in _APLIKASI:
        app = create_app(setelan)
        app.jinja_env.bytecode_cache = _TEMPLAT_HTML
        with app.app_context():
            db.engine.update_execution_options(compiled_cache=_SUSUNAN)
        _APLIKASI[kunci] = app, dict(app.config)
        return app
    app, awal = _APLIKASI[kunci]
    app.config.clear()
    app.config.update(awal | setelan.flask())
    siapkan_proses(setelan)
    rangka.lupakan()
    daftar._BANYAK.clear()
    return app


@pytest.fixture
def app(setelan: Settings) -> Iterator[Flask]:
    """The application on ``basis``. No context is open: each request of a client has its own, as in life."""
    app = aplikasi(setelan)
    yield app
    if setelan.sqlite:  # the next test's file takes this one's place; connections to PostgreSQL stay, as a new one reads the catalogue anew
        with app.app_context():
            db.engine.dispose()


@pytest.fixture
def ctx(app: Flask) -> Iterator[Flask]:
    """An open application context, for tests that call services; never together with a client."""
    with app.app_context():
        yield app
        db.session.remove()


@pytest.fixture
def dunia(request: pytest.FixtureRequest, app: Flask, jam: JamUji) -> Dunia:
    """Two instansi with unor, pegawai, PLT/PLH, periode, and an account of every role (tests/dunia.py)."""
    if "skp" in request.fixturenames:
        return request.getfixturevalue("skp").dunia
    return _dunia_jadi(app, jam, "dunia", lambda: Dunia(app, jam))


def _dunia_jadi(app: Flask, jam: JamUji, jenis: str, buat: Callable[[], Any]) -> Any:
    """The world that ``buat`` makes, on rows made once; at another time than ``SAAT`` it is made anew."""
    if jam.kini != SAAT:
        return buat()
    return _hidupkan(copy.deepcopy(isi_sekali(app, jenis, lambda: _ringkas(buat()))), app, jam)


_TEMPLAT: dict[tuple[str, str], tuple[Any, Any]] = {}
"""(engine, kind) → its rows and what making them gave."""


def isi_sekali(app: Flask, jenis: str, buat: Callable[[], Any]) -> Any:
    """What ``buat`` writes into the empty database, and its result; from the second time in a process on a copy of those rows."""
    setelan: Settings = app.config["SETTINGS"]
    salin, tempel = (_salin_sqlite, _tempel_sqlite) if setelan.sqlite else (_salin_postgresql, _tempel_postgresql)
    kunci = ("sqlite" if setelan.sqlite else "postgresql", jenis)
    hasil = None if kunci in _TEMPLAT else buat()
    with app.app_context():
        db.session.remove()
        if setelan.sqlite:
            db.engine.dispose()  # its file is copied while nobody has it open
    if kunci in _TEMPLAT:
        tempel(setelan, _TEMPLAT[kunci][0])
    else:
        _TEMPLAT[kunci] = salin(setelan), hasil
    return _TEMPLAT[kunci][1]


def _salin_sqlite(setelan: Settings) -> Path:
    templat = Path(tempfile.mkdtemp(prefix="ek-dunia-")) / "dunia.db"
    shutil.copyfile(setelan.database_url.removeprefix("sqlite:///"), templat)
    atexit.register(shutil.rmtree, templat.parent, ignore_errors=True)
    return templat


def _tempel_sqlite(setelan: Settings, templat: Path) -> None:
    shutil.copyfile(templat, setelan.database_url.removeprefix("sqlite:///"))


SalinanPostgresql = tuple[dict[str, bytes], dict[str, int]]
"""COPY command → its rows, and sequence → its last value."""


def _salin_postgresql(setelan: Settings) -> SalinanPostgresql:
    isi: dict[str, bytes] = {}
    k = _langsung(make_url(setelan.database_url))
    for t in db.metadata.sorted_tables:
        kolom = ", ".join(f'"{c.name}"' for c in t.columns if c.computed is None)
        with k.cursor().copy(f'COPY "{t.name}" ({kolom}) TO STDOUT') as keluar:
            if baris := b"".join(keluar):
                isi[f'COPY "{t.name}" ({kolom}) FROM STDIN'] = baris
    urut = k.execute("SELECT sequencename, last_value FROM pg_sequences WHERE schemaname = 'public' AND last_value IS NOT NULL")
    return isi, dict(urut.fetchall())


def _tempel_postgresql(setelan: Settings, salinan: SalinanPostgresql) -> None:
    isi, urut = salinan
    k = _langsung(make_url(setelan.database_url))
    with k.transaction(), k.cursor() as c:
        for perintah, baris in isi.items():
            with c.copy(perintah) as masuk:
                masuk.write(baris)
        c.execute("SELECT " + ", ".join(f"setval('{nama}', {nilai})" for nama, nilai in urut.items()))


_LANGSUNG: dict[URL, psycopg.Connection[Any]] = {}


def _langsung(url: URL) -> psycopg.Connection[Any]:
    """A connection past the program, kept for the process: a new one reads the whole catalogue first.

    As a replica neither foreign keys nor the audit's trigger fire: only here may its rows go, and come as they were.
    """
    if url not in _LANGSUNG:
        alamat = url.set(drivername="postgresql").render_as_string(hide_password=False)
        _LANGSUNG[url] = psycopg.connect(alamat, autocommit=True)
        _LANGSUNG[url].execute("SET session_replication_role = replica")
        _LANGSUNG[url].execute("SET synchronous_commit = off")
    return _LANGSUNG[url]


def _ringkas(dunia: Any) -> dict[str, Any]:
    """A world without what belongs to one application; the world below a world of SKP likewise."""
    isi = {k: copy.deepcopy(v) for k, v in vars(dunia).items() if k not in {"app", "jam", "mesin", "dunia"}}
    bawah = getattr(dunia, "dunia", None)
    return {"kelas": type(dunia), "isi": isi, "dunia": _ringkas(bawah) if bawah is not None else None}


def _hidupkan(ringkas: dict[str, Any], app: Flask, jam: JamUji) -> Any:
    dunia = ringkas["kelas"].__new__(ringkas["kelas"])
    dunia.__dict__ |= ringkas["isi"] | {"app": app}
    if ringkas["dunia"] is not None:
        dunia.dunia = _hidupkan(ringkas["dunia"], app, jam)
    else:
        dunia.jam = jam
        with app.app_context():
            dunia.mesin = db.engine
    return dunia


@pytest.fixture
def klien(app: Flask, dunia: Dunia) -> Callable[[str], Klien]:
    """``klien("admin_instansi")``: a browser-like client logged in as that account of the world; ``klien(None)`` a guest."""
    return lambda nama: Klien(app, dunia, nama)


@pytest.fixture
def skp(app: Flask, jam: JamUji) -> DuniaSkp:
    """The world with its SKP (tests/dunia_skp.py): ``skp.klien("kabid")``, ``skp.aktor("staf")``, ``skp.skp[1, "staf"]``."""
    return _dunia_jadi(app, jam, "skp", lambda: DuniaSkp(Dunia(app, jam)))


@pytest.fixture
def luar(tmp_path: Path) -> Iterator[Any]:
    """The played SIASN over real HTTP, empty; a test that asks for it puts its address into ``setelan`` itself."""
    from tests.siasn_sandbox import SandboxSiasn

    with SandboxSiasn(tmp_path) as s:
        yield s
