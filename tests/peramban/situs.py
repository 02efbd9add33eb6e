"""A running site for browser tests: the program as it is deployed (gunicorn, WhiteNoise, gzip), with demo data of its own."""

from __future__ import annotations

import atexit
import os
import secrets
import shutil
import socket
import sqlite3
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import closing, suppress
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app import create_app
from config import Settings
from domain.izin import Aktor, Peran
from domain.jabatan import JenisJabatan
from domain.status import StatusAktif, StatusTugas
from domain.tanggal import hari_ini
from extensions import db
from models import Instansi, Pegawai, Pengguna, Sesi, Tugas
from services import demo
from services.sesi import ringkas
from tenancy import SISTEM, Lingkup, pasang_lingkup

PENILAI = 6
"""Where the penilai of the demo pegawai stands among the demo logins; the atasan follows."""
AKAR = Path(__file__).resolve().parents[2]
EKSPOR_LANGSUNG = 60
"""Rows exported at once on the test's site: low, so that a list of the demo data becomes a Tugas."""

_TEMPLAT: dict[date, Path] = {}
"""Day → a folder with what ``flask siapkan`` made on it."""


def porta_bebas() -> int:
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return int(s.getsockname()[1])


def tunggu(syarat: Callable[[], Any], detik: float = 30.0) -> Any:
    """The first true answer of ``syarat``."""
    sampai = time.monotonic() + detik
    while time.monotonic() < sampai:
        if nilai := syarat():
            return nilai
        time.sleep(0.05)
    raise AssertionError("tidak terjadi dalam waktu yang wajar")


class Situs:
    """The programs, their addresses and accounts. ``mulai`` makes the data and starts the web program; ``berhenti`` ends all."""

    def __init__(self, folder: Path, *, database: str | None = None, redis: str | None = None) -> None:
        self.folder, self.porta = folder, porta_bebas()
        self.url = f"http://127.0.0.1:{self.porta}"
        milik = {
            "EKINERJA_MODE": "demo",
            "INSTANCE_DIR": str(folder),
            "PORT": str(self.porta),
            "DATABASE_URL": database or f"sqlite:///{folder / 'situs.db'}",
            "REDIS_URL": redis or "unix:///tidak/ada.sock",
            "EKSPOR_LANGSUNG_MAKS": str(EKSPOR_LANGSUNG),
            "WEB_WORKERS": "1",
            "WEB_THREADS": "6",
            "WEB_LOGLEVEL": "warning",
        }
        bersih = {
            k: v for k, v in os.environ.items() if k not in {"SECRET_KEY", "BERKAS_DIR", "TRUSTED_HOSTS", "PROXY_HOPS", "LUPA_SANDI_URL"}
        }
        self.env = {**bersih, **milik}
        self.program: list[subprocess.Popen[bytes]] = []

    def siapkan(self) -> None:
        """Data and files as ``flask siapkan`` makes them; on SQLite from the second site of a process and day on a copy."""
        if (self.folder / "kunci-demo").exists():
            return
        sqlite = self.env["DATABASE_URL"].startswith("sqlite")
        hari = hari_ini(datetime.now(UTC))
        if sqlite and hari in _TEMPLAT:
            shutil.copytree(_TEMPLAT[hari], self.folder, dirs_exist_ok=True)
            return
        self.perintah("siapkan")
        if sqlite:
            _TEMPLAT[hari] = Path(tempfile.mkdtemp(prefix="ek-templat-"))
            atexit.register(shutil.rmtree, _TEMPLAT[hari], ignore_errors=True)
            shutil.copytree(self.folder, _TEMPLAT[hari], dirs_exist_ok=True, ignore=lambda *_: {"r.sock"})

    def mulai(self) -> Situs:
        self.siapkan()
        self.app = create_app(Settings.from_env(self.env))
        with self.app.app_context():
            self.akun = {self._kunci(a, i): a for i, a in enumerate(demo.akun(self.app.config["SECRET_KEY"]))}
        self.jalankan("web", "-m", "gunicorn", "--config", "gunicorn.conf.py", "app:create_app()")
        tunggu(self._hidup)
        return self

    @staticmethod
    def _kunci(akun: dict[str, str], urut: int) -> str:
        """A name for each demo login: its role, and for the later ones of a role what they are to the first."""
        if akun["peran"] == "pegawai" and urut:
            return "penilai" if urut == PENILAI else "atasan"
        return "admin_lain" if akun["peran"] == "admin_instansi" and urut > 1 else akun["peran"]

    # --- The data as it was at the start ---

    def simpan_awal(self) -> None:
        """Keep the data as it is now, for ``pulihkan``; SQLite only."""
        self._salin(self.folder / "situs.db", self.folder / "awal.db")

    def pulihkan(self) -> None:
        """Put the kept data back under the running programs, once the workers have nothing to do."""
        sibuk = select(Tugas.id).where(Tugas.status.in_((StatusTugas.ANTRE, StatusTugas.BERJALAN)))
        # A test may have planted a task that nobody will run.
        with suppress(AssertionError):
            tunggu(lambda: not self.baca(sibuk), 10)
        self._salin(self.folder / "awal.db", self.folder / "situs.db")

    @staticmethod
    def _salin(dari: Path, ke: Path) -> None:
        # The backup API takes the locks that the running programs respect.
        with closing(sqlite3.connect(dari)) as sumber, closing(sqlite3.connect(ke, timeout=30)) as tujuan:
            sumber.backup(tujuan)

    def _hidup(self) -> bool:
        try:
            return urllib.request.urlopen(f"{self.url}/healthz", timeout=2).status == 200
        except OSError:  # refused, reset, or too slow to answer yet
            return False

    def perintah(self, *isi: str) -> str:
        """A command of the program, to its end; its output."""
        hasil = subprocess.run(
            [sys.executable, "-m", "flask", "--app", "app", *isi], env=self.env, cwd=AKAR, capture_output=True, text=True
        )
        assert hasil.returncode == 0, hasil.stderr
        return hasil.stdout

    def jalankan(self, nama: str, *isi: str) -> None:
        with open(self.folder / f"{nama}.log", "ab") as log:
            self.program.append(subprocess.Popen([sys.executable, *isi], env=self.env, cwd=AKAR, stdout=log, stderr=log))

    def mulai_pekerja(self) -> None:
        """Both workers and dispatch, as supervisor would start them."""
        for antrean in ("ringan", "berat"):
            self.jalankan(f"pekerja-{antrean}", "-m", "flask", "--app", "app", "pekerja", antrean)
        self.jalankan("penyalur", "-m", "flask", "--app", "app", "penyalur")

    def berhenti(self) -> None:
        for proses in reversed(self.program):
            proses.terminate()
        for proses in self.program:
            try:
                proses.wait(timeout=10)
            except subprocess.TimeoutExpired:
                proses.kill()
                proses.wait()
        with self.app.app_context():
            db.engine.dispose()

    def log(self) -> str:
        return "\n".join(f.read_text(encoding="utf-8", errors="replace") for f in sorted(self.folder.glob("*.log")))

    # --- Looking inside, and logging in without the login page ---

    def baca(self, stmt: Any) -> list[Any]:
        """Rows of a SELECT over all instansi."""
        with self.app.app_context(), Session(db.engine) as session:
            pasang_lingkup(session, Lingkup("lintas"))
            return list(session.execute(stmt).all())

    def satu(self, stmt: Any) -> Any:
        return self.baca(stmt)[0][0]

    def id_instansi(self, akun: str) -> int:
        nama = self.akun[akun]["instansi"]
        stmt = select(Instansi.id).order_by(Instansi.id) if nama == "semua" else select(Instansi.id).where(Instansi.nama == nama)
        return int(self.satu(stmt))

    def kata_nama(self, akun: str) -> str:
        """A word that stands in the names of some pegawai of this account's instansi: enough to filter, few enough for one page."""
        stmt = select(Pegawai.nama_cari).where(
            Pegawai.instansi_id == self.id_instansi(akun),
            Pegawai.status == StatusAktif.AKTIF,
            Pegawai.jenis_jabatan == JenisJabatan.PEGAWAI,
        )
        nama = [b[0] for b in self.baca(stmt)]
        kata = Counter(k for n in nama for k in set(n.split()) if len(k) >= 4)
        return next(k for k, _ in kata.most_common() if 3 <= sum(k in n for n in nama) <= 15)

    def kuki(self, akun: str) -> dict[str, Any]:
        """The cookie of a new session of this account, as after a login."""
        nip = self.akun[akun]["nip"]
        instansi_id = self.id_instansi(akun)
        kunci, kini = secrets.token_urlsafe(16), self.app.config["SETTINGS"].jam()
        pegawai = bool(self.baca(select(Pegawai.id).where(Pegawai.nomor_induk == nip, Pegawai.instansi_id == instansi_id)))
        pengguna_id = self.satu(select(Pengguna.id).where(Pengguna.nip == nip))
        # SQLite: only a connection that says it writes may.
        with self.app.app_context(), Session(db.engine, info={"unit_of_work": True}) as session:
            pasang_lingkup(session, SISTEM)
            session.add(
                Sesi(
                    kunci=ringkas(kunci), pengguna_id=pengguna_id, instansi_id=instansi_id, sebagai_pegawai=pegawai,
                    dibuat=kini - timedelta(seconds=1), terakhir=kini, alamat="127.0.0.1", agen="uji",
                )
            )  # fmt: skip
            session.commit()
        nilai = self.app.session_interface.get_signing_serializer(self.app).dumps({"_user_id": kunci, "_fresh": True})  # type: ignore[attr-defined]
        return {"name": self.app.config["SESSION_COOKIE_NAME"], "value": nilai, "url": self.url, "httpOnly": True, "sameSite": "Lax"}

    def aktor(self, akun: str) -> Aktor:
        """The actor that a request of this account has, for preparing data through the services."""
        a = self.akun[akun]
        pengguna = self.satu(select(Pengguna.id).where(Pengguna.nip == a["nip"]))
        return Aktor(
            pengguna, "Persiapan uji", a["nip"], self.id_instansi(akun), frozenset({Peran(a["peran"])}), self.app.config["SETTINGS"].jam
        )

    def layani(self, fungsi: Callable[..., Any], *isi: Any, **lain: Any) -> Any:
        """Call a service inside the application."""
        with self.app.app_context():
            return fungsi(*isi, **lain)


def angka_awal(teks: str) -> int:
    """The number that a sentence such as '1.284 hasil' begins with."""
    return int(teks.split()[0].replace(".", ""))


def kolom(lembar: Any, judul: str) -> list[Any]:
    """The values of a column of an openpyxl sheet, by its heading."""
    baris: Sequence[tuple[Any, ...]] = list(lembar.iter_rows(values_only=True))
    return [b[baris[0].index(judul)] for b in baris[1:]]
