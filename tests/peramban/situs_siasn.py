"""A running site with the played SIASN beside it, as ``make run`` has them."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.jobs.alat import RedisUji
from tests.peramban.situs import Situs, porta_bebas


@contextmanager
def dengan_siasn() -> Iterator[Situs]:
    """On SQLite with demo data of both, workers and dispatch, and a Redis of its own."""
    with tempfile.TemporaryDirectory(prefix="ek-siasn-") as folder:
        redis = RedisUji(Path(folder))
        redis.mulai()
        s = Situs(Path(folder), redis=redis.url)
        s.env["SANDBOX_PORT"] = str(porta_bebas())
        try:
            s.mulai()
            s.jalankan("sandbox", "-m", "sandbox", "--port", s.env["SANDBOX_PORT"], "--folder", f"{folder}/sandbox")
            s.mulai_pekerja()
            yield s
        finally:
            s.berhenti()
            redis.berhenti()
