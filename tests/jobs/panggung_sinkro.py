"""The stage with a played SIASN, and small pages, so that a run of a few hundred rows has many moments to die at.

Also a program, like the stage itself: ``python -m tests.jobs.panggung_sinkro pekerja berat``.
"""

from __future__ import annotations

import json
import logging
import os
import sys
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


if __name__ == "__main__":
    logging.basicConfig(level=logging.INFO, format="%(asctime)s.%(msecs)03d %(name)s %(message)s", datefmt="%H:%M:%S")
    app = buat_app(json.loads(os.environ["UJI_ISI"]))
    _pelan()
    if sys.argv[1] == "pekerja":
        pekerja.mulai(app, sys.argv[2])
    else:
        penyalur.mulai(app)
