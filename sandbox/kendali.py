"""Faults on demand: rules of (path prefix, fault, how often), and what each fault does to an answer."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any

from flask import Response

AWAL = frozenset(
    {"token_kedaluwarsa", "kredensial", "sso_mismatch", "ditangguhkan", "429", "403", "400", "500", "502", "503", "504", "404_html",
     "waktu_habis", "putus", "kosong", "json_rusak", "alihkan", "besar", "tunda"}
)  # fmt: skip
"""Faults instead of an answer (``tunda``: before it)."""
AKHIR = frozenset({"menetes", "terpotong", "tipe_salah", "nip_ganda", "pendek", "pendek_diam", "null_data", "simpan_tanpa_jawab"})
"""Faults in an answer that was made, so that a save has been stored; ``pendek_diam``: short, and without the count that would tell."""
_ISI = ("data", "mapData", "access_token")
"""Where an answer keeps what was asked for: reading, saving, a token."""


@dataclass(slots=True)
class Aturan:
    """``kali`` times (−1: until removed) after ``lewati`` requests, for paths that begin with ``jalur``. ``detik``: its time, per fault."""

    jalur: str
    galat: str
    kali: int = 1
    lewati: int = 0
    detik: float = 20.0
    tunggu: str = "1"
    """Retry-After of 429 and 503."""


class Kendali:
    def __init__(self) -> None:
        self._kunci = threading.Lock()
        self._aturan: list[Aturan] = []
        self.henti = threading.Event()
        """Set at the end: whatever sleeps wakes up."""
        self.hitung: dict[str, int] = {}
        """Requests by path without its last number."""

    def tambah(self, aturan: Aturan) -> None:
        if aturan.galat not in AWAL | AKHIR:
            raise ValueError(f"galat '{aturan.galat}' tidak dikenal")
        with self._kunci:
            self._aturan.append(aturan)

    def hapus(self) -> None:
        with self._kunci:
            self._aturan.clear()

    def daftar(self) -> list[dict[str, Any]]:
        with self._kunci:
            return [asdict(a) for a in self._aturan]

    def kena(self, jalur: str) -> Aturan | None:
        """The rule that meets this request, used up by one."""
        with self._kunci:
            for a in self._aturan:
                if not jalur.startswith(a.jalur) or a.kali == 0:
                    continue
                if a.lewati > 0:
                    a.lewati -= 1
                    continue
                a.kali -= a.kali > 0
                return a
        return None

    def catat(self, jalur: str) -> None:
        with self._kunci:
            kunci = jalur.rpartition("/")[0] if jalur[-1:].isdigit() else jalur
            self.hitung[kunci] = self.hitung.get(kunci, 0) + 1

    # --- Instead of an answer ---

    def sebelum(self, a: Aturan) -> Response | None:
        if a.galat in ("waktu_habis", "tunda"):
            self.henti.wait(a.detik)
            if a.galat == "tunda":
                return None
        if a.galat in ("waktu_habis", "putus"):
            return Response(_putus())
        return _BUATAN[a.galat](a)

    # --- In an answer ---

    def sesudah(self, a: Aturan, jawaban: Response) -> Response:
        if a.galat == "simpan_tanpa_jawab":
            self.henti.wait(a.detik)
            return Response(_putus())
        isi = jawaban.get_data()
        if a.galat == "menetes":
            return Response(self._tetes(isi, a.detik), jawaban.status_code, mimetype="application/json")
        if a.galat == "terpotong":
            return Response(_potong(isi), jawaban.status_code, {"Content-Length": str(len(isi))}, mimetype="application/json")
        badan = json.loads(isi)
        kunci = next((k for k in _ISI if k in badan), "data")
        data = badan.get(kunci)
        if a.galat == "null_data":
            badan[kunci] = None
        elif a.galat == "tipe_salah":
            badan[kunci] = {"apa": "ini"} if isinstance(data, list) else ["bukan", 1, None]
        elif isinstance(data, list) and data:
            badan[kunci] = [*data, {**data[0], "id": "SALINAN"}] if a.galat == "nip_ganda" else data[: len(data) // 2]
            if a.galat != "nip_ganda" and "next" in badan:
                badan["next"] = None
            if a.galat == "pendek_diam":
                badan.pop("count", None)
        return _json(badan, jawaban.status_code)

    def _tetes(self, isi: bytes, detik: float) -> Iterator[bytes]:
        for n in range(len(isi)):
            if self.henti.wait(detik):
                return
            yield isi[n : n + 1]


def _json(badan: Any, status: int = 200, kepala: dict[str, str] | None = None) -> Response:
    return Response(json.dumps(badan), status, kepala, mimetype="application/json")


def _potong(isi: bytes) -> Iterator[bytes]:
    yield isi[: len(isi) // 2]
    raise ConnectionAbortedError


def _putus() -> Iterator[bytes]:
    """Nothing at all, not even a status line: the server drops the connection when this is asked for its first byte."""
    raise ConnectionAbortedError
    yield b""


def _html(status: int, kepala: dict[str, str] | None = None) -> Response:
    return Response(f"<html><body><h1>{status}</h1></body></html>", status, kepala, mimetype="text/html")


_TANGGUH = {
    "code": "303001",
    "type": "Status report",
    "message": "Runtime Error",
    "description": "Currently, Address endpoint : [ Name : DataPns ] [ State : SUSPENDED ]",
}
_BUATAN: dict[str, Any] = {
    "token_kedaluwarsa": lambda a: _json({"Error": True, "Message": "invalid or expired jwt"}, 401),
    "kredensial": lambda a: _json(
        {"code": "900901", "type": "Status report", "message": "Invalid Credentials", "description": "Access failure for API"}, 401
    ),
    "sso_mismatch": lambda a: _json({"code": 0, "data": "Token SSO mismatch"}),
    "ditangguhkan": lambda a: _json(_TANGGUH, 503),
    "429": lambda a: _json({"code": "900800", "message": "Message throttled out"}, 429, {"Retry-After": a.tunggu}),
    "403": lambda a: _json({"code": 0, "message": "Anda tidak memiliki hak View Profile"}, 403),
    "400": lambda a: _json({"success": False, "message": "Bad Request", "mapData": "Data tidak valid"}, 400),
    "500": lambda a: _json({"code": 0, "message": "Internal Server Error"}, 500),
    "502": lambda a: _html(502),
    "503": lambda a: _html(503, {"Retry-After": a.tunggu}),
    "504": lambda a: _html(504),
    "404_html": lambda a: _html(404),
    "kosong": lambda a: Response(b"", 200, mimetype="application/json"),
    "json_rusak": lambda a: Response(b'{"code":1,"data":[{"id":"A5EB', 200, mimetype="application/json"),
    "alihkan": lambda a: Response(b"", 302, {"Location": "/masuk"}),
    "besar": lambda a: Response((b" " * 65536 for _ in range(1024)), 200, mimetype="application/json"),
}
