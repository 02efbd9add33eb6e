"""``make run``: from a fresh clone to a running demo, in the foreground; Ctrl-C ends all of it.

Everything written lives under ``instance/`` (and ``.venv/``), except sockets in a private temporary folder that is removed at the end.
"""

from __future__ import annotations

import contextlib
import ctypes
import errno
import fcntl
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from types import FrameType
from typing import IO

from lingkungan import AKAR, PYTHON, folder_singkat, gagal, lingkungan_bersih, periksa_tulis, program_redis, siapkan_venv

TUNGGU_WEB = 90
LOG_TAMPIL = ("web.log", "sandbox.log", "pekerja-ringan.log", "pekerja-berat.log", "penyalur.log", "supervisor.log")
AWAL_CATATAN = re.compile(r"\[?\d{4}-\d\d-\d\d|\d\d:\d\d:\d\d ")
GANGGUAN = re.compile(r"\b(?:WARN(?:ING)?|ERROR|CRIT(?:ICAL)?)\b")
PR_SET_PDEATHSIG, PR_SET_CHILD_SUBREAPER = 1, 36


class Berhenti(Exception):
    """A signal asked us to stop."""


def port_diminta() -> int:
    teks = os.environ.get("PORT") or "8000"
    if not (teks.isascii() and teks.isdigit() and 0 < int(teks) < 65536):
        gagal(f"PORT harus berupa angka 1 sampai 65535, bukan '{teks}'.")
    return int(teks)


def port_sandbox(port: int) -> int:
    """Where the played SIASN listens: the next port, unless SANDBOX_PORT names another."""
    teks = os.environ.get("SANDBOX_PORT") or ""
    return int(teks) if teks.isascii() and teks.isdigit() and 0 < int(teks) < 65536 else port + 1 if port < 65535 else port - 1


def periksa_port(port: int, nama: str = "PORT") -> None:
    """End with one line when somebody listens on the port. Both ways: macOS lets a second program bind beside a wildcard listener."""
    with socket.socket() as penguji:
        penguji.settimeout(1)
        terisi = penguji.connect_ex(("127.0.0.1", port)) == 0
    with socket.socket() as penguji:
        penguji.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            penguji.bind(("127.0.0.1", port))
        except OSError as galat:
            if galat.errno != errno.EADDRINUSE:
                gagal(f"Port {port} tidak dapat dipakai ({galat.strerror}); pilih yang lain: {nama}=8100 make run")
            terisi = True
    if terisi:
        gagal(f"Port {port} sedang dipakai program lain; pilih yang lain: {nama}={port + 100 if port < 65000 else 8100} make run")


def kunci_folder(instance: Path, port: int) -> IO[str]:
    """Hold ``instance/jalan.kunci`` for the life of this process, so that one folder never runs twice."""
    berkas = open(instance / "jalan.kunci", "a+", encoding="utf-8")  # noqa: SIM115 - held until the end
    berkas.seek(0)
    isi = berkas.read()
    try:
        lama = json.loads(isi)
    except ValueError:
        lama = {}
    try:
        fcntl.flock(berkas, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        gagal(f"Program dari folder ini sudah berjalan di http://127.0.0.1:{lama.get('port', '?')}; hentikan dahulu dengan Ctrl-C di sana.")
    _buang_sisa(str(lama.get("folder", "")))
    _tulis_kunci(berkas, port, "")
    return berkas


def _tulis_kunci(berkas: IO[str], port: int, folder: str) -> None:
    berkas.seek(0)
    berkas.truncate()
    json.dump({"port": port, "folder": folder}, berkas)
    berkas.flush()


def _buang_sisa(folder: str) -> None:
    """Remove the temporary folder of a run that was killed outright."""
    jalur = Path(folder)
    if folder and jalur.name.startswith("ekinerja-") and jalur.is_dir() and jalur.stat().st_uid == os.getuid():
        shutil.rmtree(jalur, ignore_errors=True)


def lingkungan_demo(port: int, instance: Path, sementara: Path) -> dict[str, str]:
    """The programs' environment. Database, Redis and secret of whoever calls us are somebody else's: never inherited."""
    env = {nama: nilai for nama, nilai in lingkungan_bersih().items() if nama not in {"SECRET_KEY", "DATABASE_URL", "REDIS_URL"}}
    env = {nama: nilai for nama, nilai in env.items() if not nama.startswith("SIASN_") and nama != "KUNCI_ENKRIPSI"}
    if env.get("DEMO_DATABASE_URL"):
        env["DATABASE_URL"] = env["DEMO_DATABASE_URL"]
    return env | {
        "EKINERJA_MODE": "demo",
        "PORT": str(port),
        "INSTANCE_DIR": str(instance),
        "RUN_DIR": str(sementara),
        "REDIS_URL": f"unix://{sementara}/redis.sock",
        "REDIS_PROGRAM": program_redis(),
        "SUPERVISOR_INCLUDE": "scripts/redis-lokal.conf scripts/sandbox.conf",
        "SANDBOX_PORT": str(port_sandbox(port)),
        "WEB_LOGLEVEL": env.get("WEB_LOGLEVEL") or "warning",
    }


def _prctl(pilihan: int, nilai: int) -> None:
    if sys.platform == "linux":
        with contextlib.suppress(OSError, AttributeError):
            ctypes.CDLL(None).prctl(pilihan, nilai, 0, 0, 0)


def mulai_supervisor(env: dict[str, str]) -> subprocess.Popen[bytes]:
    """In a session of its own: a closed terminal's SIGHUP would make supervisord restart everything, and the session finds strays."""
    return subprocess.Popen(
        [str(PYTHON), "-m", "supervisor.supervisord", "-c", str(AKAR / "supervisord.conf")],
        cwd=AKAR,
        env=env,
        stdin=subprocess.DEVNULL,
        start_new_session=True,
        preexec_fn=lambda: _prctl(PR_SET_PDEATHSIG, signal.SIGTERM),
    )


def _proses() -> Iterator[tuple[int, int]]:
    """(pid, parent pid) of every process that can be seen."""
    if Path("/proc/self/stat").exists():
        for stat in Path("/proc").glob("[0-9]*/stat"):
            with contextlib.suppress(OSError, IndexError, ValueError):
                yield int(stat.parent.name), int(stat.read_text(errors="replace").rpartition(")")[2].split()[1])
        return
    for baris in subprocess.run(["ps", "-A", "-o", "pid=,ppid="], capture_output=True, text=True).stdout.splitlines():
        pid, ppid = baris.split()
        yield int(pid), int(ppid)


def bersihkan_proses(sesi: int | None) -> None:
    """End whatever outlived supervisord: its session, and (on Linux, where orphans come to us) any child left."""
    for batas, sinyal in ((5.0, signal.SIGTERM), (5.0, signal.SIGKILL)):
        akhir = time.monotonic() + batas
        terkirim: set[int] = set()
        while time.monotonic() < akhir:
            with contextlib.suppress(ChildProcessError):
                while os.waitpid(-1, os.WNOHANG)[0]:
                    pass
            sisa = {pid for pid, ppid in _proses() if pid != os.getpid() and (ppid == os.getpid() or _sesi(pid) == sesi)}
            if not sisa:
                return
            for pid in sisa - terkirim:
                with contextlib.suppress(OSError):
                    os.kill(pid, sinyal)
            terkirim |= sisa
            time.sleep(0.1)


def _tuai_yatim(kecuali: int) -> None:
    """Bury orphans that were handed to us (the workers of a killed gunicorn, say), so that they don't stay as zombies."""
    if sys.platform != "linux":
        return
    with contextlib.suppress(ChildProcessError):
        while (mati := os.waitid(os.P_ALL, 0, os.WEXITED | os.WNOHANG | os.WNOWAIT)) and mati.si_pid != kecuali:
            os.waitpid(mati.si_pid, 0)


def _sesi(pid: int) -> int:
    try:
        return os.getsid(pid)
    except OSError:
        return -1


class Pengikut:
    """Shows on the terminal what the programs report as trouble, while their logs keep everything."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.posisi = {nama: self._ukuran(nama) for nama in LOG_TAMPIL}
        self.menyerah: set[str] = set()
        # Routine entries stay in their logs; a warning or a traceback shows up to the next entry.
        self.terbuka = dict.fromkeys(LOG_TAMPIL, True)

    def _ukuran(self, nama: str) -> int:
        try:
            return (self.folder / nama).stat().st_size
        except OSError:
            return 0

    def baca(self) -> None:
        for nama in LOG_TAMPIL:
            ukuran = self._ukuran(nama)
            if ukuran < self.posisi[nama]:
                self.posisi[nama] = 0
            if ukuran == self.posisi[nama]:
                continue
            with open(self.folder / nama, "rb") as berkas:
                berkas.seek(self.posisi[nama])
                isi = berkas.read()
            self.posisi[nama] += len(isi)
            for baris in isi.decode(errors="replace").splitlines():
                self._tampil(nama, baris)

    def _tampil(self, nama: str, baris: str) -> None:
        if nama == "supervisor.log":
            if "gave up:" in baris:
                self.menyerah.add(baris.partition("gave up:")[2].split()[0])
            if " WARN " not in baris or "running as root" in baris or "Included extra file" in baris:
                return
        elif AWAL_CATATAN.match(baris):
            self.terbuka[nama] = GANGGUAN.search(baris) is not None
        elif baris.startswith("Traceback"):
            self.terbuka[nama] = True
        if nama != "supervisor.log" and not self.terbuka[nama]:
            return
        print(f"{nama.removesuffix('.log'):>14} | {baris}", file=sys.stderr, flush=True)


def tunggu_web(port: int, anak: subprocess.Popen[bytes], pengikut: Pengikut) -> bool:
    """True once /healthz answers; False when it never will."""
    pembuka = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    akhir = time.monotonic() + TUNGGU_WEB
    while time.monotonic() < akhir and anak.poll() is None and "web" not in pengikut.menyerah:
        pengikut.baca()
        try:
            with pembuka.open(f"http://127.0.0.1:{port}/healthz", timeout=3):
                return True
        except (urllib.error.URLError, OSError):
            time.sleep(0.2)
    return False


def tampilkan(port: int, env: dict[str, str], akun: subprocess.CompletedProcess[str]) -> None:
    print(f"\nSiap di http://127.0.0.1:{port}\n")
    print(akun.stdout.rstrip() if akun.returncode == 0 else f"Akun demo tidak dapat dibaca: {akun.stderr.strip()[-300:]}")
    print(f"\nLog ada di {env['INSTANCE_DIR']}/log. Hentikan dengan Ctrl-C.", flush=True)


def layani(port: int, env: dict[str, str], instance: Path) -> int:
    """Start supervisord, say where the program is, and stay until it or we are told to stop. Returns the exit status."""
    pengikut = Pengikut(instance / "log")
    anak = mulai_supervisor(env)
    try:
        # While the web process comes up, so that it costs no time of its own.
        akun = subprocess.run([str(PYTHON), "-m", "flask", "akun-demo"], cwd=AKAR, env=env, capture_output=True, text=True)
        if not tunggu_web(port, anak, pengikut):
            pengikut.baca()
            print(f"Web tidak dapat dimulai; sebabnya ada di {instance}/log/web.log", file=sys.stderr)
            return 1
        tampilkan(port, env, akun)
        while anak.poll() is None:
            _tuai_yatim(anak.pid)
            pengikut.baca()
            time.sleep(0.5)
        print(f"Pengawas proses berhenti sendiri; lihat {instance}/log/supervisor.log", file=sys.stderr)
        return 1
    finally:
        abaikan_sinyal()
        if anak.poll() is None:
            anak.terminate()
            with contextlib.suppress(subprocess.TimeoutExpired):
                anak.wait(timeout=45)
        bersihkan_proses(anak.pid)


def abaikan_sinyal() -> None:
    """While things are being put away, a second Ctrl-C must not leave half of them behind."""
    for sinyal in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(sinyal, signal.SIG_IGN)


def _berhenti(nomor: int, _bingkai: FrameType | None) -> None:
    raise Berhenti(nomor)


def main() -> int:
    os.umask(0o077)
    port = port_diminta()
    instance = Path(os.environ.get("INSTANCE_DIR") or AKAR / "instance").resolve()
    for folder in (AKAR, instance, instance / "log"):
        periksa_tulis(folder)
    kunci = kunci_folder(instance, port)
    periksa_port(port)
    periksa_port(port_sandbox(port), "SANDBOX_PORT")
    for sinyal in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(sinyal, _berhenti)
    _prctl(PR_SET_CHILD_SUBREAPER, 1)
    buang: Callable[[], None] = lambda: None  # noqa: E731 - replaced once there is something to remove
    try:
        siapkan_venv("jalan")
        sementara = folder_singkat()
        buang = lambda: shutil.rmtree(sementara, ignore_errors=True)  # noqa: E731
        _tulis_kunci(kunci, port, str(sementara))
        env = lingkungan_demo(port, instance, sementara)
        if subprocess.run([str(PYTHON), "-m", "flask", "siapkan"], cwd=AKAR, env=env).returncode:
            gagal("Basis data tidak dapat disiapkan; sebabnya ada di atas.")
        return layani(port, env, instance)
    except Berhenti as sebab:
        abaikan_sinyal()
        bersihkan_proses(None)
        print("\nSemua sudah dihentikan.", flush=True)
        return 0 if sebab.args[0] == signal.SIGINT else 128 + int(sebab.args[0])
    finally:
        buang()
        kunci.close()


if __name__ == "__main__":
    sys.exit(main())
