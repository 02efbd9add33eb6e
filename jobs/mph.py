"""Task kind ``mph``: a Matriks Peran Hasil as PDF or Excel."""

from __future__ import annotations

from jobs.daftar import pekerjaan
from services import cetak_mph
from services.kendali import Kendali


@pekerjaan("mph")
def kerjakan(kendali: Kendali) -> None:
    cetak_mph.kerjakan(kendali)
