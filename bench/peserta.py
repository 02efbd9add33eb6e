"""A contestant: a process of its own that serves requests to itself and tells how long each took.

Each runs in its own process, so that none pays for another's imports, listeners or memory; the parent asks them in turn.
Only the standard library: other admins run it under interpreters of their own.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

AKAR = Path(__file__).resolve().parents[1]


class Gagal(RuntimeError):
    """A contestant broke off, or answered with something other than a page."""


@dataclass(slots=True)
class Penghitung:
    """Statements since the last reset; ``wajib`` are those that only begin a transaction or announce its scope."""

    kueri: int = 0
    wajib: int = 0

    def catat(self, pernyataan: str) -> None:
        if pernyataan.startswith(("SELECT set_config(", "BEGIN")):
            self.wajib += 1
        else:
            self.kueri += 1


Ambil = Callable[[str], tuple[int, bytes]]


def layani(ambil: Ambil, hitung: Penghitung, lain: dict[str, Callable[[dict[str, Any]], dict[str, Any]]] | None = None) -> None:
    """The child's loop: one JSON object a line in, one out, until the input ends."""
    keluar = sys.stdout
    sys.stdout = sys.stderr  # whatever prints must not disturb the lines
    for baris in sys.stdin:
        isi = json.loads(baris)
        hasil = _get(ambil, hitung, isi["alamat"], isi.get("badan", False)) if isi["op"] == "get" else (lain or {})[isi["op"]](isi)
        keluar.write(json.dumps(hasil) + "\n")
        keluar.flush()


def _get(ambil: Ambil, hitung: Penghitung, alamat: str, badan: bool) -> dict[str, Any]:
    hitung.kueri = hitung.wajib = 0
    mulai = time.perf_counter()
    status, isi = ambil(alamat)
    ms = (time.perf_counter() - mulai) * 1000
    hasil = {"ms": ms, "status": status, "byte": len(isi), "kueri": hitung.kueri, "wajib": hitung.wajib}
    return hasil | {"badan": isi.decode()} if badan else hasil


class Peserta:
    """The parent's end."""

    def __init__(self, nama: str, modul: str, *argumen: str, python: str = sys.executable, env: dict[str, str] | None = None) -> None:
        self.nama = nama
        self._proses = subprocess.Popen(
            [python, "-m", modul, *argumen], cwd=AKAR, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1, env=env
        )

    def minta(self, op: str, **isi: Any) -> dict[str, Any]:
        assert self._proses.stdin and self._proses.stdout
        try:
            self._proses.stdin.write(json.dumps({"op": op, **isi}) + "\n")
            baris = self._proses.stdout.readline()
        except BrokenPipeError:
            baris = ""
        if not baris:
            raise Gagal(f"{self.nama} berhenti pada {isi}")
        hasil: dict[str, Any] = json.loads(baris)
        return hasil

    def get(self, alamat: str, *, badan: bool = False) -> dict[str, Any]:
        hasil = self.minta("get", alamat=alamat, badan=badan)
        if hasil["status"] != 200:
            raise Gagal(f"{self.nama}: {alamat} menjawab {hasil['status']}")
        return hasil

    def close(self) -> None:
        assert self._proses.stdin
        self._proses.stdin.close()
        self._proses.wait(timeout=60)
