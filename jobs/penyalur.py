"""Dispatch: carries waiting tasks from the outbox (the ``tugas`` rows) to the queue, and again those that got lost.

Any number may run at once: each row is taken by one of them, and even a second copy on the queue does no harm.
"""

from __future__ import annotations

import logging
import signal
import threading
import time
from datetime import timedelta
from types import FrameType

from redis import Redis
from redis.exceptions import RedisError
from sqlalchemy.exc import DBAPIError

from domain.waktu import Jam
from extensions import Antrean, setelan
from jobs import keberatan
from jobs.antrean import ANTREAN, antrekan, sambungan, yang_antre
from jobs.pekerja import Aplikasi
from services import jpt_non_asn_siasn, penyaluran
from services.berkas import bersihkan

log = logging.getLogger("ekinerja.penyalur")

TUNGGU_TENDANG = 2
JEDA_BERSIH = 3600.0


class Penyalur:
    """One dispatcher: the steps of its loop. Needs an application context."""

    def __init__(self, redis: Redis, jam: Jam) -> None:
        self.redis = redis
        self.jam = jam
        self._periksa_hilang = 0.0
        self._bersih = time.monotonic() + 30.0

    def tunggu(self) -> None:
        """Until a kick or two seconds. Raises RedisError."""
        if self.redis.brpop([Antrean.KUNCI_TENDANG], timeout=TUNGGU_TENDANG) is not None:
            # One sweep answers every kick that has come so far.
            self.redis.delete(Antrean.KUNCI_TENDANG)

    def sapu(self, *, curiga: bool = False) -> int:
        """Put on the queue what waits; returns how many. Raises RedisError, DBAPIError; then nothing is lost.

        Every now and then it also looks for rows that got lost on the queue; ``curiga`` looks at once, and at all.
        """
        hilang = self._yang_hilang(curiga)
        jumlah = 0
        while daftar := penyaluran.ambil(self.jam, hilang):
            for id, nama in daftar:
                antrekan(self.redis, id, nama)
            jumlah += len(daftar)
            hilang = []
        return jumlah

    def _yang_hilang(self, curiga: bool) -> list[int]:
        if not curiga and time.monotonic() < self._periksa_hilang:
            return []
        self._periksa_hilang = time.monotonic() + penyaluran.HILANG_SESUDAH.total_seconds()
        calon = penyaluran.mungkin_hilang(self.jam, timedelta(0) if curiga else penyaluran.HILANG_SESUDAH)
        if not calon:
            return []
        ada = {nama: yang_antre(self.redis, nama) for nama in ANTREAN}
        return [id for id, nama in calon if id not in ada[nama]][: penyaluran.SEKALIGUS]

    def rawat(self) -> None:
        """House-keeping, once an hour. Raises DBAPIError, OSError."""
        if time.monotonic() < self._bersih:
            return
        self._bersih = time.monotonic() + JEDA_BERSIH
        if lewat := keberatan.sapu(self.jam):
            log.info("keberatan yang lewat batas putusannya: %d", lewat)
        tugas, berkas = bersihkan(self.jam)
        if tugas or berkas:
            log.info("dibersihkan: %d tugas, %d berkas", tugas, berkas)
        jpt_non_asn_siasn.jadwalkan(self.jam)


class _Jaga:
    """One log line when a dependency goes, one when it is back."""

    def __init__(self, nama: str) -> None:
        self.nama, self.putus = nama, False

    def pergi(self, galat: BaseException) -> None:
        if not self.putus:
            log.warning("%s tidak menjawab (%s); tugas tetap tersimpan dan menunggu", self.nama, str(galat).splitlines()[0])
        self.putus = True

    def kembali(self) -> None:
        if self.putus:
            log.info("%s menjawab lagi", self.nama)
        self.putus = False


def mulai(app: Aplikasi) -> None:
    """Dispatch until SIGTERM or SIGINT, however often Redis and the database come and go."""
    henti = threading.Event()

    def berhenti(_nomor: int, _bingkai: FrameType | None) -> None:
        henti.set()

    signal.signal(signal.SIGTERM, berhenti)
    signal.signal(signal.SIGINT, berhenti)
    with app.app_context():
        salurkan(henti)
    log.info("penyalur berhenti")


def salurkan(henti: threading.Event) -> None:
    """The loop behind ``mulai``; needs an application context."""
    penyalur = Penyalur(sambungan(setelan().redis_url, tunggu=TUNGGU_TENDANG), setelan().jam)
    redis, data, disk = _Jaga("Redis"), _Jaga("basis data"), _Jaga("folder berkas")
    jeda = 0.5
    # At the start, and whenever Redis was away, what was already queued may be gone from it.
    curiga = True
    log.info("penyalur siap")
    while not henti.is_set():
        try:
            if curiga:
                penyalur.redis.ping()
            else:
                penyalur.tunggu()
            redis.kembali()
            penyalur.sapu(curiga=curiga)
            data.kembali()
            curiga, jeda = False, 0.5
            penyalur.rawat()
            disk.kembali()
            continue
        except RedisError as galat:
            redis.pergi(galat)
            curiga = True
        except DBAPIError as galat:
            data.pergi(galat)
        except OSError as galat:
            disk.pergi(galat)
        henti.wait(jeda)
        jeda = min(jeda * 2, 2.0)
