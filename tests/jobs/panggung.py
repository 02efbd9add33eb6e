"""The stage for tests of background work: an application without pages, a small list, and tasks that can be held up.

Also what a program of a process of its own runs (tests/jobs/alat.py), so that tests can start, stop and kill real workers.
"""

from __future__ import annotations

import logging
import os
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from flask import Flask

from config import SetelanSiasn, Settings
from domain.izin import Aktor, Peran
from extensions import antrean, db
from jobs import pekerja, penyalur
from jobs.daftar import JENIS, pekerjaan
from models import Unor
from services import daftar as layanan_daftar
from services import tindakan
from services.daftar import REGISTRI, Daftar, KolomEkspor, Urutan
from services.entitas import Entitas
from services.galat import Salah
from services.kendali import Kendali
from services.saring import SaringNama
from services.unit_of_work import unit_of_work
from tenancy import pasang_mesin

JEDA_FILE = "jeda"
"""While this file lies in the instance folder, the tasks of the stage go slowly."""

unor = Entitas(Unor, "unor")


def _lambat(folder: str) -> None:
    if (Path(folder) / JEDA_FILE).exists():
        time.sleep(0.02)


def _nama(objek: Unor) -> str:
    _lambat(os.environ.get("UJI_FOLDER", "/nonexistent"))
    return objek.nama


def _ganti_kota(aktor: Aktor, id: int, nilai: dict[str, Any]) -> None:
    _lambat(os.environ.get("UJI_FOLDER", "/nonexistent"))
    if id % 10 == 0:
        raise Salah("Unor ini tidak dapat dipindah.")
    with unit_of_work(aktor) as unit:
        objek = unor.ambil(unit, id)
        # Not idempotent on purpose: a row treated twice shows.
        objek.kota = (objek.kota or "") + nilai["kota"]


def daftarkan() -> Daftar:
    daftar = Daftar(
        sumber="unor",
        judul="Manajemen Unor",
        model=Unor,
        urutan=(Urutan("nama", "Nama", (Unor.nama_cari,)),),
        saring=(SaringNama(nama="cari", label="Search", kolom=Unor.nama_cari),),
        kolom_unor=Unor.id,
        ekspor=(KolomEkspor("Nama Unor", _nama, 40), KolomEkspor("Kota", lambda u: u.kota)),
    )
    if "tidur" not in JENIS:

        @pekerjaan("tidur")
        def tidur(kendali: Kendali) -> None:
            for i in range(kendali.parameter["langkah"]):
                time.sleep(0.02)
                kendali.maju(i, kendali.parameter["langkah"])

        @pekerjaan("rusak")
        def rusak(kendali: Kendali) -> None:
            kendali.maju(3, 3)
            raise ZeroDivisionError("rahasia teknis")

        @pekerjaan("catat_saat")
        def catat_saat(kendali: Kendali) -> None:
            kendali.selesai(pesan=str(time.time()))

    tindakan.daftarkan(tindakan.Tindakan("unor", "ganti_kota", "Ganti kota", "unor:ubah", _ganti_kota))
    return layanan_daftar.daftarkan(daftar)


def jam() -> datetime:
    return datetime.now(UTC)


def buat_app(isi: dict[str, Any]) -> Flask:
    folder = Path(isi["folder"])
    os.environ["UJI_FOLDER"] = str(folder)
    settings = Settings(
        mode="demo",
        secret_key="uji" * 20,
        database_url=isi["database"],
        redis_url=isi["redis"],
        instance_dir=folder,
        berkas_dir=folder / "berkas",
        lease_detik=isi.get("lease", 2),
        ekspor_langsung_maks=isi.get("langsung", 5_000),
        siasn=SetelanSiasn(**{k: tuple(v) if isinstance(v, list) else v for k, v in isi.get("siasn", {}).items()}),
        testing=True,
        jam=jam,
    )
    app = Flask("uji")
    app.config.update(settings.flask())
    db.init_app(app)
    antrean.init_app(settings)
    with app.app_context():
        pasang_mesin(db.engine)
    REGISTRI.pop("unor", None)
    daftarkan()
    return app


def aktor(instansi_id: int, *peran: Peran, pengguna_id: int | None = 1, unor_id: int | None = None) -> Aktor:
    return Aktor(
        pengguna_id, "Pengguna Contoh", "199001012020121001", instansi_id, frozenset(peran or {Peran.ADMIN_INSTANSI}), jam, unor_id
    )


def di_proses(log: str, jalan: Callable[..., None], *isi: Any) -> None:
    """What a program of a process of its own begins with: all that it says goes to ``log``."""
    with open(log, "ab") as keluar:
        for tujuan in (1, 2):
            os.dup2(keluar.fileno(), tujuan)
    logging.basicConfig(level=logging.INFO, format="%(asctime)s.%(msecs)03d %(name)s %(message)s", datefmt="%H:%M:%S")
    jalan(*isi)


def jalan(isi: dict[str, Any], apa: str, *antrean: str) -> None:
    """Dispatch, or the worker of a queue, until it is stopped."""
    app = buat_app(isi)
    pekerja.mulai(app, *antrean) if apa == "pekerja" else penyalur.mulai(app)
