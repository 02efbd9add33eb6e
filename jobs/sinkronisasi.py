"""Task kind ``sinkronisasi``: units and people from SIASN, and the application of a difference that was decided on."""

from __future__ import annotations

from jobs.daftar import pekerjaan
from services import sinkronisasi
from services.kendali import Kendali


@pekerjaan("sinkronisasi")
def kerjakan(kendali: Kendali) -> None:
    sinkronisasi.kerjakan(kendali)
