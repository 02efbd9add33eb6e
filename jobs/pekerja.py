"""The workers: RQ's, with our settings, our job class, and two habits of their own.

``ringan`` runs short tasks in its own process; ``berat`` forks for each task, so that memory is given back and a crash
takes only the child. Settings after what was measured with RQ's defaults (docs/adr/0012-antrean.md).
"""

from __future__ import annotations

import ctypes
import logging
import os
import signal
import sys
import time
from contextlib import AbstractContextManager
from types import FrameType
from typing import Any, Protocol

from redis.exceptions import RedisError
from rq import Queue, SimpleWorker, Worker
from rq.exceptions import StopRequested
from rq.job import Job
from rq.serializers import JSONSerializer

from extensions import db, setelan
from jobs.antrean import ANTREAN, AntreanTugas, PekerjaanTugas, antrean_rq, sambungan

log = logging.getLogger("ekinerja.pekerja")

WORKER_TTL = 30
JEDA_PANTAU = 5
JEDA_RAWAT = 15
_PR_SET_PDEATHSIG = 1


class Aplikasi(Protocol):
    """As much of the Flask application as this room may know."""

    def app_context(self) -> AbstractContextManager[Any]: ...


class _Pekerja:
    """What both workers share."""

    job_class = PekerjaanTugas
    queue_class = AntreanTugas
    log_result_lifespan = False
    max_connection_wait_time = 2.0
    diminta_berhenti = False

    def request_stop(self, signum: int, frame: FrameType | None) -> None:
        self.diminta_berhenti = True
        super().request_stop(signum, frame)  # type: ignore[misc]


class PekerjaRingan(_Pekerja, SimpleWorker):
    """Runs each job in its own process, one after the other."""


class PekerjaBerat(_Pekerja, Worker):
    """Forks for each job; the child dies with its parent and has database connections of its own."""

    def fork_work_horse(self, job: Job, queue: Queue) -> None:
        self._induk = os.getpid()
        super().fork_work_horse(job, queue)

    def main_work_horse(self, job: Job, queue: Queue) -> None:
        mati_bersama(self._induk)
        # The parent's sockets belong to the parent: drop them without a word to the server.
        for mesin in db.engines.values():
            mesin.dispose(close=False)
        super().main_work_horse(job, queue)


def mati_bersama(induk: int) -> None:
    """Ask the kernel to kill this process when ``induk`` dies: an orphan would work on beside its successor. Linux only;
    elsewhere the fencing token alone decides."""
    if sys.platform != "linux":
        return
    if ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0) != 0:
        log.warning("PR_SET_PDEATHSIG ditolak: %s", os.strerror(ctypes.get_errno()))
    if os.getppid() != induk:
        os._exit(1)


def buat(nama: str) -> PekerjaRingan | PekerjaBerat:
    """A worker of the queue ``nama``; needs an application context. Raises RedisError."""
    redis = sambungan(setelan().redis_url, tunggu=WORKER_TTL)
    kelas = PekerjaRingan if nama == "ringan" else PekerjaBerat
    return kelas(
        [antrean_rq(nama, redis)],
        connection=redis,
        worker_ttl=WORKER_TTL,
        job_monitoring_interval=JEDA_PANTAU,
        maintenance_interval=JEDA_RAWAT,
        job_class=PekerjaanTugas,
        queue_class=AntreanTugas,
        serializer=JSONSerializer,
        default_result_ttl=0,
        log_job_description=False,
    )


def mulai(app: Aplikasi, nama_antrean: str, *, sekali: bool = False) -> None:
    """Work until SIGTERM or SIGINT (the job in hand is finished first; a second signal cuts it off).

    Survives Redis going and coming back. ``sekali`` ends when the queue is empty.
    """
    if nama_antrean not in ANTREAN:
        raise ValueError(f"antrean {nama_antrean!r} tidak ada; pilih {' atau '.join(ANTREAN)}")
    terputus = False
    with app.app_context():
        while True:
            pekerja = None
            try:
                pekerja = buat(nama_antrean)
                if terputus:
                    log.info("pekerja %s: Redis menjawab lagi", nama_antrean)
                    terputus = False
                log.info("pekerja %s siap, PID %d", nama_antrean, os.getpid())
                pekerja.work(burst=sekali, logging_level="WARNING")
            except RedisError as galat:
                if not terputus:
                    log.warning("pekerja %s: Redis tidak menjawab (%s); mencoba lagi", nama_antrean, galat)
                terputus = True
            except StopRequested:
                return
            if sekali or (pekerja is not None and pekerja.diminta_berhenti):
                log.info("pekerja %s berhenti", nama_antrean)
                return
            try:
                time.sleep(1.0)
            except StopRequested:
                return
