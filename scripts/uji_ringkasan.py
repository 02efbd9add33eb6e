"""Pytest plug-in of ``make test``: counts, for the closing lines, how many tests ran on what.

A test counts for a database by the parameter in its name ("[postgresql]", "[sqlite-...]"), for the browser by its fixtures; the others need neither.
"""

from __future__ import annotations

import os
import re
from collections import Counter
from pathlib import Path
from typing import Any

BASIS_DATA = {"sqlite": "SQLite", "postgresql": "PostgreSQL", "postgres": "PostgreSQL", "pg": "PostgreSQL"}
LAINNYA = "tanpa basis data atau peramban tertentu"
PERAMBAN = {"page", "browser", "peramban", "halaman_web"}
_jumlah: Counter[tuple[str, str]] = Counter()
_kelompok: dict[str, str] = {}


def pytest_collection_modifyitems(items: list[Any]) -> None:
    for item in items:
        _kelompok[item.nodeid] = _golongan(item)


def _golongan(item: Any) -> str:
    parameter = re.findall(r"[a-z]+", item.nodeid.partition("[")[2])
    for kata in parameter:
        if kata in BASIS_DATA:
            return BASIS_DATA[kata]
    if PERAMBAN & set(getattr(item, "fixturenames", ())) or "browser" in Path(str(item.path)).parts:
        return "Chromium"
    return LAINNYA


def pytest_runtest_logreport(report: Any) -> None:
    kelompok = _kelompok.get(report.nodeid, "lain")
    if report.when == "call" or report.outcome != "passed":
        hasil = {"passed": "lolos", "failed": "gagal", "skipped": "dilewati"}[report.outcome]
        _jumlah[kelompok, hasil] += 1


def pytest_sessionfinish() -> None:
    if tujuan := os.environ.get("UJI_RINGKASAN"):
        baris = []
        for kelompok in sorted({k for k, _ in _jumlah}):
            isi = ", ".join(f"{_jumlah[kelompok, hasil]} {hasil}" for hasil in ("lolos", "gagal", "dilewati") if _jumlah[kelompok, hasil])
            baris.append(f"  {kelompok}: {isi}")
        Path(tujuan).write_text("\n".join(baris), encoding="utf-8")
