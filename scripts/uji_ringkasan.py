"""Pytest plug-in of ``make test``: counts, for the closing lines, how many tests ran on what.

A test counts for a database by the parameter in its name ("[postgresql]", "[sqlite-...]"), for the browser by its folder; the others need neither.
The name alone tells, since with several processes the one that counts has collected nothing.
"""

from __future__ import annotations

import os
import re
from collections import Counter
from pathlib import Path
from typing import Any

BASIS_DATA = {"sqlite": "SQLite", "postgresql": "PostgreSQL", "postgres": "PostgreSQL", "pg": "PostgreSQL"}
LAINNYA = "tanpa basis data atau peramban tertentu"
_jumlah: Counter[tuple[str, str]] = Counter()


def _golongan(nodeid: str) -> str:
    for kata in re.findall(r"[a-z]+", nodeid.partition("[")[2]):
        if kata in BASIS_DATA:
            return BASIS_DATA[kata]
    return "Chromium" if "/peramban/" in nodeid else LAINNYA


def pytest_runtest_logreport(report: Any) -> None:
    if report.when == "call" or report.outcome != "passed":
        hasil = {"passed": "lolos", "failed": "gagal", "skipped": "dilewati"}.get(report.outcome, "diulang")
        _jumlah[_golongan(report.nodeid), hasil] += 1


def pytest_sessionfinish() -> None:
    if tujuan := os.environ.get("UJI_RINGKASAN"):
        baris = []
        for kelompok in sorted({k for k, _ in _jumlah}):
            isi = ", ".join(
                f"{_jumlah[kelompok, hasil]} {hasil}" for hasil in ("lolos", "gagal", "dilewati", "diulang") if _jumlah[kelompok, hasil]
            )
            baris.append(f"  {kelompok}: {isi}")
        Path(tujuan).write_text("\n".join(baris), encoding="utf-8")
