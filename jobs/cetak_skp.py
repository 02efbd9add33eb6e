"""Task kinds ``cetak_skp`` and ``cetak_skp_massal``: the printed forms of one SKP, and of many."""

from __future__ import annotations

from jobs.daftar import pekerjaan
from services import cetak_skp, cetak_skp_massal
from services.kendali import Kendali


@pekerjaan("cetak_skp")
def kerjakan(kendali: Kendali) -> None:
    cetak_skp.kerjakan(kendali)


@pekerjaan("cetak_skp_massal")
def kerjakan_massal(kendali: Kendali) -> None:
    cetak_skp_massal.kerjakan(kendali)
