"""Who assesses whom, and why (PermenPANRB 6/2022: the direct superior; manual 2.3–2.5: Pimpinan, Unor Atasan, PLT/PLH).

For a pegawai the penilai is whoever leads his unor; for the leader, whoever leads the Unor Atasan. A PLT or PLH in force on
the day goes before the pimpinan. Where nobody leads, the chain is climbed further and the empty unit is named; at the top
there is no penilai.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class UnorPenilai:
    """A unit as the rule sees it. ``pelaksana``: the pegawai acting there on the day (PLT or PLH, the newest), else None."""

    id: int
    nama: str
    atasan_id: int | None
    pimpinan_id: int | None
    pelaksana_id: int | None = None
    sebutan_pelaksana: str = ""
    """"PLT" or "PLH"."""


@dataclass(frozen=True, slots=True)
class PenilaiDitemukan:
    """``pegawai_id`` None: there is none. ``unor_id``: the unit that he leads. ``langkah``: the reasoning, a sentence a step.

    ``kosong``: units passed over because nobody leads them; ``terputus``: the chain ended for a defect of the tree (a circle,
    or only empty units), not because the pegawai stands at the top.
    """

    pegawai_id: int | None
    unor_id: int | None
    langkah: tuple[str, ...]
    kosong: tuple[int, ...] = ()
    terputus: bool = False


def cari_penilai(pegawai_id: int, unor_id: int, unor: Callable[[int], UnorPenilai | None]) -> PenilaiDitemukan:
    """The penilai of ``pegawai_id`` in the unit ``unor_id``. ``unor`` looks a unit up, None for one that doesn't exist."""
    langkah: list[str] = []
    kosong: list[int] = []
    dilewati: set[int] = set()
    kini: int | None = unor_id
    while kini is not None:
        if kini in dilewati:
            langkah.append("Rantai Unor Atasan berputar; perbaiki di menu Unor.")
            return PenilaiDitemukan(None, None, tuple(langkah), tuple(kosong), terputus=True)
        dilewati.add(kini)
        u = unor(kini)
        if u is None:
            langkah.append("Unor Atasan tidak ditemukan; perbaiki di menu Unor.")
            return PenilaiDitemukan(None, None, tuple(langkah), tuple(kosong), terputus=True)
        if pegawai_id in (u.pelaksana_id, u.pimpinan_id):
            sebutan = u.sebutan_pelaksana if pegawai_id == u.pelaksana_id else "Pimpinan"
            langkah.append(f"Pegawai ini sendiri {sebutan} {u.nama}; dicari pada Unor Atasannya.")
        elif u.pelaksana_id is not None:
            langkah.append(f"{u.sebutan_pelaksana} {u.nama} yang berlaku pada hari itu menjadi penilai.")
            return PenilaiDitemukan(u.pelaksana_id, u.id, tuple(langkah), tuple(kosong))
        elif u.pimpinan_id is not None:
            langkah.append(f"Pimpinan {u.nama} menjadi penilai.")
            return PenilaiDitemukan(u.pimpinan_id, u.id, tuple(langkah), tuple(kosong))
        else:
            langkah.append(f"{u.nama} tidak mempunyai pimpinan maupun PLT/PLH yang berlaku; dicari pada Unor Atasannya.")
            kosong.append(u.id)
        kini = u.atasan_id
    langkah.append("Tidak ada Unor Atasan lagi." if not kosong else "Tidak ada Unor Atasan lagi; isi pimpinan unor yang kosong.")
    return PenilaiDitemukan(None, None, tuple(langkah), tuple(kosong), terputus=bool(kosong))
