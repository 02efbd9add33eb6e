"""Task kind ``massal``: a bulk action, row by row."""

from __future__ import annotations

from jobs.daftar import pekerjaan
from services import tindakan
from services.kendali import Kendali


@pekerjaan("massal")
def kerjakan(kendali: Kendali) -> None:
    tindakan.kerjakan(kendali)
