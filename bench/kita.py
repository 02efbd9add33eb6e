"""Our program as a contestant: logged in through its own login page, every request through the whole WSGI application."""

from __future__ import annotations

import logging
import re
import sys
import time
from pathlib import Path
from typing import Any

from flask import Flask
from sqlalchemy import event
from sqlalchemy.orm import Session

from app import create_app
from bench.data import RAHASIA, settings
from bench.peserta import Penghitung, layani
from domain.izin import Aktor, Peran
from extensions import db
from jobs.jalankan import jalankan
from models import Tugas
from services import daftar as layanan_daftar
from services import demo, ekspor
from services.daftar import REGISTRI, Permintaan
from services.sesi import lingkup_dari
from services.unit_of_work import unit_of_work
from tenancy import pasang_lingkup

AKUN = next(a for a in demo.AKUN_DEMO if a.peran is Peran.ADMIN_INSTANSI)


def klien(app: Flask) -> Any:
    """A client with a session, as a browser would get it."""
    satu = app.test_client()
    token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', satu.get("/masuk").text)
    assert token, "halaman masuk tanpa token CSRF"
    isian = {"nip": AKUN.nip, "kata_sandi": demo.kata_sandi(RAHASIA, AKUN.nip), "csrf_token": token.group(1)}
    if satu.post("/masuk", data=isian).status_code != 302:
        raise SystemExit("tidak dapat masuk sebagai akun demo")
    return satu


def aktor(app: Flask, instansi_id: int) -> Aktor:
    s = app.config["SETTINGS"]
    return Aktor(None, AKUN.nama, AKUN.nip, instansi_id, frozenset({Peran.ADMIN_INSTANSI}), s.jam)


def puncak_memori() -> float:
    """Peak resident memory in MiB since ``ulang_memori``."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(re.search(r"VmHWM:\s+(\d+)", status)[1]) / 1024  # type: ignore[index]


def ulang_memori() -> None:
    Path("/proc/self/clear_refs").write_text("5", encoding="ascii")


def ekspor_tugas(app: Flask, isi: dict[str, Any]) -> dict[str, Any]:
    """A large export as the worker does it: asked for, claimed, written, finished; the file is thrown away."""
    with app.app_context():
        pelaku = aktor(app, isi["instansi_id"])
        id = ekspor.minta_ekspor(pelaku, REGISTRI["pegawai"], Permintaan(saring=isi["saring"]), isi["format"])
        ulang_memori()
        awal = puncak_memori()
        mulai, awal_cpu = time.perf_counter(), time.process_time()
        jalankan(id)
        detik, cpu = time.perf_counter() - mulai, time.process_time() - awal_cpu
        puncak = puncak_memori()
        with Session(db.engine) as session:
            pasang_lingkup(session, lingkup_dari(pelaku))
            t = session.get_one(Tugas, id)
            hasil = {
                "detik": detik,
                "cpu": cpu,
                "baris": t.selesai,
                "status": t.status.value,
                "mib": puncak,
                "awal_mib": awal,
                "pesan": t.pesan,
            }
            berkas = t.berkas
            hasil["byte"] = berkas.ukuran if berkas else 0
            if berkas:
                (app.config["SETTINGS"].berkas_dir / berkas.nama_simpan).unlink(missing_ok=True)
        with unit_of_work(pelaku) as unit:
            unit.session.delete(unit.session.get_one(Tugas, id))
    return hasil


def main(url: str, folder: str) -> None:
    app = create_app(settings(url, Path(folder)))
    logging.getLogger("ekinerja").setLevel(logging.WARNING)
    hitung = Penghitung()
    with app.app_context():
        event.listen(db.engine, "before_cursor_execute", lambda _k, _c, pernyataan, *_: hitung.catat(pernyataan))
    browser = klien(app)

    def ambil(alamat: str) -> tuple[int, bytes]:
        jawaban = browser.get(alamat)
        return jawaban.status_code, jawaban.data

    def lupakan(_isi: dict[str, Any]) -> dict[str, Any]:
        layanan_daftar._BANYAK.clear()
        return {}

    layani(ambil, hitung, {"ekspor": lambda isi: ekspor_tugas(app, isi), "lupakan": lupakan})


if __name__ == "__main__":
    main(*sys.argv[1:3])
