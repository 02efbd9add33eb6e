"""The stage with a played SIASN, and small pages, so that a run of a few hundred rows has many moments to die at."""

from __future__ import annotations

import time
from dataclasses import replace
from typing import Any

from flask import Flask

from config import SetelanSiasn
from jobs import pekerja, penyalur
from services import sinkronisasi_ambil, sinkronisasi_terap
from services.kendali import Kendali
from tests.jobs import panggung

HALAMAN = 20


def buat_app(isi: dict[str, Any]) -> Flask:
    app = panggung.buat_app(isi)
    app.config["SETTINGS"] = replace(
        app.config["SETTINGS"], siasn=SetelanSiasn(**{**isi["siasn"], "kunci_enkripsi": tuple(isi["siasn"]["kunci_enkripsi"])})
    )
    sinkronisasi_ambil.HALAMAN = sinkronisasi_terap.BAGIAN = HALAMAN
    return app


def _pelan() -> None:
    """Slow down each page, so that a test can choose its moment."""
    asli = Kendali.periksa

    def periksa(self: Kendali) -> None:
        time.sleep(0.01)
        asli(self)

    Kendali.periksa = periksa  # type: ignore[method-assign]


def jalan(isi: dict[str, Any], apa: str, *antrean: str) -> None:
    """Like the stage's own, with small and slow pages."""
    app = buat_app(isi)
    _pelan()
    pekerja.mulai(app, *antrean) if apa == "pekerja" else penyalur.mulai(app)
