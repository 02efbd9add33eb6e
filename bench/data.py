"""Databases to measure on: built once by services.demo under a name that tells schema, seed and sizes, and kept between runs.

Dropping a database waits for a checkpoint of the whole server, so only ``--bersih`` does it.
"""

from __future__ import annotations

import hashlib
import os
import sys
import time
from collections.abc import Callable
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from flask import Flask
from flask_migrate import upgrade
from sqlalchemy import URL, create_engine, make_url, text
from sqlalchemy.dialects import postgresql
from sqlalchemy.exc import OperationalError
from sqlalchemy.schema import CreateIndex, CreateTable

from app import create_app
from config import Settings, jam_utc, normal_database
from extensions import db
from services import demo
from tenancy import pasang_pagar

SEED = 7
AWALAN = "ekinerja_bench_"
RAHASIA = "demo-bench-0123456789-abcdefghijklmnopqrstuvwxyz"
BAWAAN = (
    "postgresql+psycopg://postgres@127.0.0.1:5432/postgres",
    "postgresql+psycopg:///postgres?host=/var/run/postgresql",
    "postgresql+psycopg:///postgres?host=/tmp",
)


@dataclass(frozen=True, slots=True)
class Ukuran:
    """How much data: a short name for the tables, pegawai in all, over how many instansi."""

    nama: str
    pegawai: int
    instansi: int = 1


@dataclass(frozen=True, slots=True)
class Basis:
    """A database that is ready: its address as the program takes it, and how long it took to fill (None: it was there)."""

    ukuran: Ukuran
    url: str
    folder: Path
    detik: float | None

    @property
    def mesin(self) -> str:
        return make_url(self.url).get_backend_name()


def server() -> URL | None:
    """The PostgreSQL server: BENCH_DATABASE_URL, TEST_DATABASE_URL, else a local one; None when none answers."""
    diminta = os.environ.get("BENCH_DATABASE_URL") or os.environ.get("TEST_DATABASE_URL")
    for calon in [diminta] if diminta else BAWAAN:
        url = make_url(normal_database(calon))
        try:
            with langsung(url) as koneksi:
                koneksi.execute(text("SELECT 1"))
        except OperationalError as galat:
            if diminta:
                sys.exit(f"PostgreSQL yang diminta tidak menjawab: {galat.orig}")
            continue
        return url
    return None


@contextmanager
def langsung(url: URL) -> Any:
    mesin = create_engine(url, isolation_level="AUTOCOMMIT", connect_args={"connect_timeout": 3})
    try:
        with mesin.connect() as koneksi:
            yield koneksi
    finally:
        mesin.dispose()


def sidik() -> str:
    """A hash of the schema (tables and indexes as PostgreSQL would make them) and the seed."""
    bagian = [str(SEED)]
    for tabel in db.metadata.sorted_tables:
        bagian.append(str(CreateTable(tabel).compile(dialect=postgresql.dialect())))
        bagian += sorted(str(CreateIndex(i).compile(dialect=postgresql.dialect())) for i in tabel.indexes)
    return hashlib.sha256("\n".join(bagian).encode()).hexdigest()[:8]


def settings(url: str, folder: Path) -> Settings:
    """A demo installation of its own: nothing is shared with the one in instance/."""
    return Settings(
        mode="demo",
        secret_key=RAHASIA,
        database_url=url,
        redis_url=os.environ.get("BENCH_REDIS_URL", "unix:///tidak/ada.sock"),
        instance_dir=folder,
        berkas_dir=folder / "berkas",
        cookie_secure=False,
    )


def siapkan_postgresql(alamat: URL, ukuran: Ukuran, folder: Path, lapor: Callable[[str], None]) -> Basis:
    """The database of this size; made under another name first, so that an interrupted run leaves no half of one."""
    nama = f"{AWALAN}{sidik()}_{ukuran.pegawai}_{ukuran.instansi}"
    url = alamat.set(database=nama).render_as_string(hide_password=False)
    with langsung(alamat) as koneksi:
        ada = koneksi.scalar(text("SELECT 1 FROM pg_database WHERE datname = :n"), {"n": nama})
    detik = None
    if not ada:
        sementara = f"{nama}_baru"
        with langsung(alamat) as koneksi:
            koneksi.execute(text(f"DROP DATABASE IF EXISTS {sementara} WITH (FORCE)"))
            koneksi.execute(text(f"CREATE DATABASE {sementara}"))
        detik = _isi(alamat.set(database=sementara).render_as_string(hide_password=False), ukuran, folder, lapor)
        with langsung(alamat) as koneksi:
            koneksi.execute(text(f"ALTER DATABASE {sementara} RENAME TO {nama}"))
    # The wall is not part of the hash: it is renewed after every migration, and so it is here.
    with langsung(alamat.set(database=nama)) as koneksi:
        pasang_pagar(koneksi)
    return Basis(ukuran, url, folder, detik)


def siapkan_sqlite(ukuran: Ukuran, folder: Path, lapor: Callable[[str], None]) -> Basis:
    berkas = folder / f"{sidik()}_{ukuran.pegawai}_{ukuran.instansi}.db"
    detik = None
    if not berkas.is_file():
        sementara = berkas.with_suffix(".baru")
        for sisa in folder.glob(f"{sementara.name}*"):
            sisa.unlink()
        detik = _isi(f"sqlite:///{sementara}", ukuran, folder, lapor)
        mesin = create_engine(f"sqlite:///{sementara}", isolation_level="AUTOCOMMIT")
        with mesin.connect() as koneksi:
            koneksi.execute(text("PRAGMA wal_checkpoint(TRUNCATE)"))
            koneksi.execute(text("ANALYZE"))
        mesin.dispose()
        sementara.rename(berkas)
        for sisa in folder.glob(f"{sementara.name}-*"):
            sisa.unlink()
    return Basis(ukuran, f"sqlite:///{berkas}", folder, detik)


def _isi(url: str, ukuran: Ukuran, folder: Path, lapor: Callable[[str], None]) -> float:
    folder.mkdir(parents=True, exist_ok=True)
    app: Flask = create_app(settings(url, folder))
    mulai = time.perf_counter()
    with app.app_context():
        upgrade()
        demo.buat(jam_utc, instansi=ukuran.instansi, pegawai=ukuran.pegawai, seed=SEED, lapor=lapor if ukuran.instansi == 1 else demo.diam)
        demo.buat_akun(jam_utc, RAHASIA)
        db.engine.dispose()
    return time.perf_counter() - mulai


def bersihkan(alamat: URL | None, folder: Path) -> list[str]:
    """Drop the databases of all earlier runs; returns their names."""
    nama: list[str] = []
    if alamat is not None:
        with langsung(alamat) as koneksi:
            nama = list(koneksi.scalars(text("SELECT datname FROM pg_database WHERE starts_with(datname, :a)"), {"a": AWALAN}))
            for satu in nama:
                koneksi.execute(text(f"DROP DATABASE {satu} WITH (FORCE)"))
    for berkas in folder.glob("*.db"):
        nama.append(berkas.name)
        berkas.unlink()
    return nama
