"""How long a short task waits before an idle worker begins it: real dispatch and workers, a private Redis.

``python -m bench.antrean pekerja|penyalur …`` is the program that is started beside them.
"""

from __future__ import annotations

import logging
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from flask import Flask
from redis import Redis
from redis.exceptions import RedisError
from sqlalchemy import delete, select

from app import create_app
from bench.data import settings
from bench.peserta import AKAR
from domain.izin import Aktor, Peran
from extensions import db
from jobs import pekerja, penyalur
from jobs.daftar import pekerjaan
from models import Instansi, Tugas
from services import tugas
from services.kendali import Kendali
from services.unit_of_work import unit_of_work

ULANG = 20
BATAS_TUNGGU = 30.0


@pekerjaan("bench_nihil")
def nihil(kendali: Kendali) -> None:
    kendali.selesai(pesan=str(time.time()))


def _app(url: str, folder: Path, redis: str) -> Flask:
    return create_app(replace(settings(url, folder), redis_url=redis))


@contextmanager
def _redis(folder: Path) -> Iterator[str | None]:
    """A Redis on a unix socket; None where there is no program for one."""
    program = shutil.which("redis-server") or shutil.which("valkey-server")
    if program is None:
        yield None
        return
    soket = folder / "r.sock"
    perintah = [program, "--port", "0", "--unixsocket", str(soket), "--save", "", "--appendonly", "no", "--dir", str(folder)]
    proses = subprocess.Popen(perintah, stdout=subprocess.DEVNULL)
    try:
        _tunggu(lambda: _hidup(str(soket)))
        yield f"unix://{soket}"
    finally:
        proses.terminate()
        proses.wait(timeout=10)


def _hidup(soket: str) -> bool:
    try:
        return bool(Redis(unix_socket_path=soket).ping())
    except RedisError:
        return False


def _tunggu(syarat: object) -> None:
    batas = time.monotonic() + BATAS_TUNGGU
    while not syarat():  # type: ignore[operator]
        if time.monotonic() > batas:
            raise TimeoutError("tidak terjadi dalam setengah menit")
        time.sleep(0.01)


def ukur(url: str, folder: Path) -> dict[str, list[float]] | None:
    """Milliseconds from before the unit of work that asks to the task's first line, for each queue; None without a Redis."""
    with tempfile.TemporaryDirectory(prefix="ek-bench-") as sementara, _redis(Path(sementara)) as redis:
        if redis is None:
            return None
        perintah = [sys.executable, "-m", "bench.antrean"]
        alamat = [url, str(folder), redis]
        program = [
            subprocess.Popen([*perintah, *apa, *alamat], cwd=AKAR)
            for apa in (["pekerja", "ringan"], ["pekerja", "berat"], ["penyalur", "-"])
        ]
        try:
            app = _app(url, folder, redis)
            with app.app_context():
                pelaku = Aktor(
                    None,
                    "Pengukur",
                    "",
                    db.session.scalar(select(Instansi.id).limit(1)),
                    frozenset({Peran.ADMIN_INSTANSI}),
                    settings(url, folder).jam,
                )
                return {antrean: _banyak(pelaku, antrean) for antrean in ("ringan", "berat")}
        finally:
            for proses in program:
                proses.terminate()
            for proses in program:
                proses.wait(timeout=30)


def _banyak(pelaku: Aktor, antrean: str) -> list[float]:
    hasil = []
    for n in range(ULANG + 2):
        saat = time.time()
        with unit_of_work(pelaku) as unit:
            id = tugas.minta(unit, "bench_nihil", "Pengukuran", {}, antrean=antrean).id
        pesan = ""

        def jadi(id: int = id) -> bool:
            nonlocal pesan
            with unit_of_work(pelaku) as unit:
                pesan = unit.session.scalar(select(Tugas.pesan).where(Tugas.id == id)) or ""
            return bool(pesan)

        _tunggu(jadi)
        if n >= 2:  # the first ones wait for the programs to come up
            hasil.append((float(pesan) - saat) * 1000)
        time.sleep(0.1)
    with unit_of_work(pelaku) as unit:
        unit.session.execute(delete(Tugas).where(Tugas.jenis == "bench_nihil"))
    return hasil


def main(apa: str, nama: str, url: str, folder: str, redis: str) -> None:
    logging.disable(logging.WARNING)
    app = _app(url, Path(folder), redis)
    if apa == "penyalur":
        penyalur.mulai(app)
    else:
        pekerja.mulai(app, nama)


if __name__ == "__main__":
    main(*sys.argv[1:6])
    os._exit(0)
