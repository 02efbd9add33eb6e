"""What travels through RQ: a task's id, in JSON, to one allowed function."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from typing import Any

from redis import Redis
from redis.backoff import NoBackoff
from redis.retry import Retry
from rq import Queue
from rq.job import Job
from rq.serializers import JSONSerializer

from jobs.jalankan import NAMA, jalankan

ANTREAN = ("ringan", "berat")
BATAS_DETIK = {"ringan": 10 * 60, "berat": 4 * 3600}
"""How long RQ lets a job of each queue run; a lost worker is noticed by the lease, long before."""


class PekerjaanDitolak(RuntimeError):
    """The queue holds something that this program did not put there."""


class PekerjaanTugas(Job):
    """A job that can only be ``jalankan(<id>)``.

    With any serializer RQ imports and calls whatever name a job carries, as its function or as one of its callbacks, and
    posts to any address named as a webhook. Whoever can write to Redis must not gain that.
    """

    @property
    def func(self) -> Callable[[int], None]:
        if self.func_name != NAMA or self.instance is not None:
            raise PekerjaanDitolak("fungsi ini tidak diizinkan")
        if self.kwargs or len(self.args) != 1 or type(self.args[0]) is not int:
            raise PekerjaanDitolak("argumen ini tidak diizinkan")
        return jalankan

    def restore(self, raw_data: Any) -> None:
        super().restore(raw_data)
        self._success_callback_name = self._failure_callback_name = self._stopped_callback_name = None
        self.webhooks = []


class AntreanTugas(Queue):
    job_class = PekerjaanTugas


def antrean_rq(nama: str, redis: Redis) -> AntreanTugas:
    if nama not in ANTREAN:
        raise ValueError(f"antrean {nama!r} tidak ada; pilih {' atau '.join(ANTREAN)}")
    return AntreanTugas(nama, connection=redis, job_class=PekerjaanTugas, serializer=JSONSerializer)


def antrekan(redis: Redis, tugas_id: int, nama: str) -> None:
    """Put the id on the queue. Raises RedisError. A second copy of the same id does no harm (the claim decides)."""
    antrean_rq(nama, redis).enqueue_call(
        NAMA,
        args=(tugas_id,),
        # A name of its own for each time: RQ's books about a lost copy must not mix with those of the next.
        job_id=f"tugas-{tugas_id}-{secrets.token_hex(4)}",
        description=f"tugas {tugas_id}",
        timeout=BATAS_DETIK[nama],
        result_ttl=0,
        failure_ttl=3600,
    )


def yang_antre(redis: Redis, nama: str) -> set[int]:
    """Ids of the tasks that lie on the queue now."""
    ids = antrean_rq(nama, redis).get_job_ids()
    return {int(bagian[1]) for i in ids if len(bagian := i.split("-")) == 3 and bagian[0] == "tugas" and bagian[1].isdigit()}


def sambungan(url: str, *, tunggu: float) -> Redis:
    """A connection for a program that may block on it for ``tunggu`` seconds; failures show at once."""
    return Redis.from_url(url, socket_connect_timeout=2.0, socket_timeout=tunggu + 3.0, retry=Retry(NoBackoff(), 0))
