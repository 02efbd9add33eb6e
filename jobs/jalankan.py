"""The one function that the queue may call: claim a task, do it, end it truthfully."""

from __future__ import annotations

import logging
import secrets
import time

from rq.timeouts import JobTimeoutException
from sqlalchemy.exc import InterfaceError, OperationalError

from domain.izin import Ditolak
from domain.status import TransisiDitolak
from extensions import setelan
from jobs import (  # noqa: F401  # they register their kinds
    cetak_skp,
    ekspor,
    jpt_non_asn,
    massal,
    mph,
    sinkronisasi,
    sinkronisasi_predikat,
)
from jobs.daftar import JENIS
from services import tugas
from services.galat import GalatLayanan
from services.kendali import Kendali

log = logging.getLogger("ekinerja.tugas")

NAMA = "jobs.jalankan.jalankan"


def jalankan(tugas_id: int) -> None:
    """Run the task if it can be claimed. Needs an application context. Raises nothing that concerns the task.

    What a task raises: a refusal (GalatLayanan, Ditolak) is its message; anything else is logged under a code that the
    user is given. When the database is away the row stays as it is, and dispatch tries again after its lease.
    """
    try:
        klaim = tugas.klaim(tugas_id, setelan().jam)
    except (OperationalError, InterfaceError) as galat:
        log.warning("tugas %d belum dapat diambil, basis data tidak menjawab: %s", tugas_id, galat.orig)
        return
    if klaim is None:
        log.info("tugas %d tidak perlu dikerjakan (lagi)", tugas_id)
        return
    mulai = time.monotonic()
    akhir = "ditinggalkan"
    try:
        with Kendali(klaim, setelan().jam) as kendali:
            akhir = _kerjakan(kendali)
    except tugas.TugasDirebut:
        akhir = "sudah dipegang pekerja lain"
    except (OperationalError, InterfaceError) as galat:
        log.warning("tugas %d terputus, basis data tidak menjawab: %s", tugas_id, galat.orig)
    log.info(
        "tugas %d (%s, percobaan dengan token %d): %s, %.1f detik", tugas_id, klaim.jenis, klaim.token, akhir, time.monotonic() - mulai
    )


def _kerjakan(kendali: Kendali) -> str:
    """Do the work and write its end; returns a word for the log."""
    klaim = kendali.klaim
    try:
        if izin := klaim.parameter.get("izin"):
            klaim.aktor.wajib(izin)
        JENIS[klaim.jenis](kendali)
        if not kendali.berakhir:
            kendali.selesai()
        return "selesai"
    except (tugas.TugasDirebut, OperationalError, InterfaceError):
        raise
    except tugas.TugasDibatalkan:
        kendali.akui_batal()
        return "dibatalkan"
    except Ditolak:
        kendali.gagalkan("Pengguna yang meminta tugas ini tidak lagi mempunyai izin untuk melakukannya.")
    except (GalatLayanan, TransisiDitolak) as galat:
        kendali.gagalkan(str(galat))
    except JobTimeoutException:
        log.error("tugas %d melewati batas waktu", klaim.tugas_id)
        kendali.gagalkan("Tugas melewati batas waktu. Persempit pilihan datanya, lalu ulangi.")
    except Exception:
        kode = secrets.token_hex(4).upper()
        log.exception("tugas %d gagal, kode %s", klaim.tugas_id, kode)
        kendali.gagalkan(f"Terjadi kesalahan pada sistem. Ulangi tugas ini; bila tetap gagal, sampaikan kode {kode} kepada pengelola.")
    return "gagal"
