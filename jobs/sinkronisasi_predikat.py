"""Task kind ``sinkronisasi_predikat``: the Final predikat of a year to SIASN."""

from __future__ import annotations

from jobs.daftar import pekerjaan
from services import sinkronisasi_predikat
from services.kendali import Kendali


@pekerjaan("sinkronisasi_predikat")
def kerjakan(kendali: Kendali) -> None:
    sinkronisasi_predikat.kerjakan(kendali)
