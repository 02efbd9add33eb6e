"""Task kind ``ekspor``: a filtered list as one file."""

from __future__ import annotations

from jobs.daftar import pekerjaan
from services import ekspor
from services.kendali import Kendali


@pekerjaan("ekspor")
def kerjakan(kendali: Kendali) -> None:
    ekspor.kerjakan(kendali)
