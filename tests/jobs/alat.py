"""What tests of background work hold in their hands: a Redis to stop, programs to kill, rows to look at."""

from __future__ import annotations

import multiprocessing
import os
import shutil
import subprocess
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from redis import Redis
from redis.exceptions import RedisError
from sqlalchemy.orm import Session

from domain.izin import Peran
from extensions import db
from models import Tugas
from tenancy import Lingkup, pasang_lingkup
from tests.jobs import panggung

CABANG = multiprocessing.get_context("forkserver")
CABANG.set_forkserver_preload(["tests.jobs.panggung_sinkro"])


def tanpa(apa: str) -> None:
    if os.environ.get("CI") == "true":
        pytest.fail(f"{apa} diperlukan di CI")
    pytest.skip(f"{apa} tidak terjangkau")


class RedisUji:
    """A Redis server on a private socket that a test may stop and start; it forgets everything when stopped."""

    def __init__(self, folder: Path) -> None:
        self.soket = folder / "r.sock"
        self.url = f"unix://{self.soket}"
        self._proses: subprocess.Popen[bytes] | None = None

    def mulai(self) -> None:
        program = shutil.which("redis-server") or shutil.which("valkey-server")
        if program is None:
            tanpa("redis-server")
        assert program
        perintah = [
            program,
            "--port",
            "0",
            "--unixsocket",
            str(self.soket),
            "--save",
            "",
            "--appendonly",
            "no",
            "--dir",
            str(self.soket.parent),
        ]
        self._proses = subprocess.Popen(perintah, stdout=subprocess.DEVNULL)
        self.klien = Redis.from_url(self.url)
        tunggu(self._hidup)

    def _hidup(self) -> bool:
        try:
            return bool(self.klien.ping())
        except RedisError:
            return False

    def berhenti(self) -> None:
        if self._proses is not None:
            self._proses.kill()
            self._proses.wait()
            self._proses = None


def tunggu(syarat: Callable[[], Any], detik: float = 30.0) -> Any:
    """The first true answer of ``syarat``."""
    sampai = time.monotonic() + detik
    while time.monotonic() < sampai:
        if nilai := syarat():
            return nilai
        time.sleep(0.02)
    raise AssertionError("tidak terjadi dalam waktu yang wajar")


class Program:
    """A program in a process of its own, branched off one that has read every module: that takes three seconds, anew for each.

    Used like ``subprocess.Popen``.
    """

    def __init__(self, jalan: Callable[..., None], isi: dict[str, Any], perintah: tuple[str, ...], log: Path) -> None:
        self._proses = CABANG.Process(target=panggung.di_proses, args=(str(log), jalan, isi, *perintah), daemon=True)
        self._proses.start()
        assert self._proses.pid
        self.pid: int = self._proses.pid

    def kill(self) -> None:
        self._proses.kill()

    def send_signal(self, sinyal: int) -> None:
        os.kill(self.pid, sinyal)

    def wait(self, detik: float = 60.0) -> int | None:
        """The exit status; None when it still runs after ``detik``."""
        self._proses.join(detik)
        return self._proses.exitcode


@dataclass
class Panggung:
    """What a test has: the application, the actor, one instansi, and programs that it can start."""

    app: Any
    isi: dict[str, Any]
    folder: Path
    redis: RedisUji
    instansi_id: int
    programs: list[Program] = field(default_factory=list)

    def aktor(self, *peran: Peran, **lain: Any) -> Any:
        return panggung.aktor(self.instansi_id, *peran, **lain)

    def mulai(self, *perintah: str, jalan: Callable[..., None] = panggung.jalan) -> Program:
        """Start ``jalan`` with what the stage is made of and ``perintah``; its output goes to a file of the stage's folder."""
        program = Program(jalan, self.isi, perintah, self.folder / f"{'-'.join(perintah)}.log")
        self.programs.append(program)
        return program

    def log(self) -> str:
        return "".join(f.read_text() for f in self.folder.glob("*.log"))

    def lambatkan(self, ya: bool = True) -> None:
        jeda = self.folder / panggung.JEDA_FILE
        jeda.touch() if ya else jeda.unlink(missing_ok=True)

    def tugas(self, id: int) -> Tugas:
        with Session(db.engine) as session:
            pasang_lingkup(session, Lingkup("instansi", self.instansi_id))
            baris = session.get_one(Tugas, id)
            session.expunge_all()
            return baris

    def baca(self, stmt: Any) -> list[Any]:
        with Session(db.engine) as session:
            pasang_lingkup(session, Lingkup("instansi", self.instansi_id))
            return list(session.execute(stmt).all())

    def berkas(self) -> list[Path]:
        return [f for f in (self.folder / "berkas").iterdir() if not f.name.startswith(".")]
