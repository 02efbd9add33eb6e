"""Both databases, a Redis of our own, and real worker processes."""

from __future__ import annotations

import os
import secrets
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import create_engine, make_url, text
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from domain.izin import Peran
from extensions import db
from models import Instansi, Pengguna, PeranPengguna, Unor
from tenancy import Lingkup, pasang_lingkup, pasang_pagar
from tests.jobs import panggung
from tests.jobs.alat import Panggung, RedisUji, tanpa

URL_PG = os.environ.get("TEST_DATABASE_URL", "postgresql+psycopg://postgres@127.0.0.1:5432/postgres")


@pytest.fixture(scope="session")
def redis_uji() -> Iterator[RedisUji]:
    with tempfile.TemporaryDirectory(prefix="ek-") as folder:
        server = RedisUji(Path(folder))
        server.mulai()
        yield server
        server.berhenti()


@pytest.fixture(scope="session")
def pg_kosong() -> Iterator[str]:
    """A PostgreSQL database with the tables, the roles and row-level security, made once and thrown away."""
    url = make_url(URL_PG)
    admin = create_engine(url, isolation_level="AUTOCOMMIT", connect_args={"connect_timeout": 2})
    nama = f"uji_tugas_{secrets.token_hex(4)}"
    try:
        with admin.connect() as k:
            k.execute(text(f'CREATE DATABASE "{nama}"'))
    except OperationalError:
        tanpa("PostgreSQL")
    mesin = create_engine(url.set(database=nama))
    with mesin.begin() as k:
        k.execute(text("CREATE EXTENSION IF NOT EXISTS pg_trgm"))
        k.execute(text("CREATE EXTENSION IF NOT EXISTS btree_gin"))
        db.metadata.create_all(k)
        pasang_pagar(k)
    mesin.dispose()
    yield url.set(database=nama).render_as_string(hide_password=False)
    with admin.connect() as k:
        k.execute(text(f'DROP DATABASE "{nama}" WITH (FORCE)'))
    admin.dispose()


@pytest.fixture(params=["sqlite", "postgresql"])
def p(request: pytest.FixtureRequest, tmp_path: Path, redis_uji: RedisUji) -> Iterator[Panggung]:
    if request.param == "sqlite":
        url = f"sqlite:///{tmp_path / 'uji.db'}"
    else:
        url = request.getfixturevalue("pg_kosong")
    (tmp_path / "berkas").mkdir()
    redis_uji.klien.flushall()
    isi = {"database": url, "redis": redis_uji.url, "folder": str(tmp_path)}
    app = panggung.buat_app(isi)
    with app.app_context():
        if request.param == "sqlite":
            db.create_all()
        else:
            _kosongkan(url)
        instansi_id = _isi_awal(url)
        stage = Panggung(app, isi, tmp_path, redis_uji, instansi_id)
        yield stage
        for proses in stage.programs:
            proses.kill()
            proses.wait()
        db.engine.dispose()


def _kosongkan(url: str) -> None:
    mesin = create_engine(url)
    with mesin.begin() as k:
        k.execute(text("TRUNCATE " + ", ".join(f'"{t.name}"' for t in db.metadata.sorted_tables) + " RESTART IDENTITY CASCADE"))
    mesin.dispose()


def _isi_awal(url: str) -> int:
    """Two instansi, one account, fifty unor: as the owner of the tables, past every fence."""
    mesin = create_engine(url)
    with Session(mesin, info={"unit_of_work": True}) as s:
        pasang_lingkup(s, Lingkup("lintas"))
        instansi = [Instansi(nama=n, nama_cari=n.lower()) for n in ("Instansi A", "Instansi B")]
        s.add_all(instansi)
        s.add(Pengguna(id=1, nip="199001012020121001", nama="Pengguna Contoh", nama_cari="pengguna contoh", dibuat=panggung.jam()))
        s.flush()
        s.add(PeranPengguna(pengguna_id=1, instansi_id=instansi[0].id, peran=Peran.ADMIN_INSTANSI))
        for n in range(50):
            s.add(Unor(instansi_id=instansi[0].id, nama=f"Unor {n:03}", nama_cari=f"unor {n:03}", eselon="22"))
        s.add(Unor(instansi_id=instansi[1].id, nama="Unor asing", nama_cari="unor asing", eselon="22"))
        s.commit()
        hasil = instansi[0].id
    mesin.dispose()
    return hasil
