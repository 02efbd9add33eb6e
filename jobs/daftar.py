"""Which function does which kind of task. A kind registers itself by the decorator; the table is what a worker may run."""

from __future__ import annotations

from collections.abc import Callable

from services.kendali import Kendali

Pekerjaan = Callable[[Kendali], None]
JENIS: dict[str, Pekerjaan] = {}


def pekerjaan(jenis: str) -> Callable[[Pekerjaan], Pekerjaan]:
    """Register a function under ``jenis`` (``Tugas.jenis``).

    It works through its ``Kendali``; it need not end the task (then it ends by what was counted), and what it raises
    becomes a truthful end.
    """

    def daftarkan(fungsi: Pekerjaan) -> Pekerjaan:
        if JENIS.setdefault(jenis, fungsi) is not fungsi:
            raise ValueError(f"jenis tugas '{jenis}' sudah terdaftar")
        return fungsi

    return daftarkan
