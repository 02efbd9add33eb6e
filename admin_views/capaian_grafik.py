"""The distribution of predikat as a drawing made here: bars of what is, the expected pattern over them, in an SVG without script."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from domain.predikat import POLA, NilaiCapaian, Predikat
from domain.tanggal import desimal
from services.capaian_statistik import Statistik

_DASAR, _PUNCAK = 190.0, 25.0
_KIRI, _JARAK, _LEBAR = 36, 66, 50


@dataclass(frozen=True, slots=True)
class Batang:
    """One predikat: what the table says of it, and where its bar and its point of the pattern stand."""

    label: str
    baris: Sequence[str]
    kelas: str
    jumlah: int
    persen: str
    acuan: str | None
    x: int
    tengah: int
    y: float
    tinggi: float
    y_acuan: float | None
    y_teks: float
    """Where the number stands: above the bar, or above the point of the pattern where that would cover it."""


@dataclass(frozen=True, slots=True)
class Grafik:
    batang: Sequence[Batang]
    garis: Sequence[tuple[float, int]]
    """(y, percent) of the lines across."""
    titik: str
    """Points of the pattern's polyline; empty when there is none to compare with."""
    pegawai: int
    dinilai: int


def pola(capaian: NilaiCapaian) -> dict[Predikat, float]:
    """The expected pattern of a capaian in percent, from the best predikat down."""
    return campur({capaian: 1})


def campur(bobot: Mapping[NilaiCapaian, int]) -> dict[Predikat, float]:
    """The patterns of several units together, each weighed by how many people it stands for; {} for none."""
    total = sum(bobot.values())
    if not total:
        return {}
    # POLA runs from the worst predikat up.
    return {
        p: sum(POLA[c][-1 - i] / sum(POLA[c]) * n for c, n in bobot.items()) * 100 / total
        for i, p in enumerate(Predikat)
    }  # fmt: skip


def susun(statistik: Statistik, acuan: Mapping[Predikat, float]) -> Grafik:
    """The drawing and the table beside it, from the same numbers."""
    n = statistik.dinilai
    nyata = {p: statistik.jumlah.get(p, 0) * 100 / n if n else 0.0 for p in Predikat}
    puncak = max(25, math.ceil(max(*nyata.values(), *acuan.values()) / 25) * 25)

    def tinggi(persen: float) -> float:
        return round(persen / puncak * (_DASAR - _PUNCAK), 1)

    batang = [
        Batang(
            label=p.label,
            baris=p.label.split(" "),
            kelas=f"ek-s{p.kuadran}",
            jumlah=statistik.jumlah.get(p, 0),
            persen=desimal(nyata[p], 1),
            acuan=desimal(acuan[p], 1) if acuan else None,
            x=_KIRI + _JARAK * i,
            tengah=_KIRI + _JARAK * i + _LEBAR // 2,
            y=round(_DASAR - tinggi(nyata[p]), 1),
            tinggi=tinggi(nyata[p]),
            y_acuan=round(_DASAR - tinggi(acuan[p]), 1) if acuan else None,
            y_teks=_tempat(_DASAR - tinggi(nyata[p]), _DASAR - tinggi(acuan[p]) if acuan else None),
        )
        for i, p in enumerate(Predikat)
    ]
    titik = " ".join(f"{b.tengah},{b.y_acuan}" for b in batang) if acuan else ""
    garis = [(round(_DASAR - tinggi(v), 1), v) for v in range(0, puncak + 1, 25)]
    return Grafik(batang, garis, titik, statistik.pegawai, n)


def _tempat(y: float, titik: float | None) -> float:
    """Baseline of a number above a bar that ends at ``y``, clear of the point at ``titik``."""
    return round(titik - 8 if titik is not None and y - 22 < titik < y + 4 else y - 6, 1)


@dataclass(frozen=True, slots=True)
class Ruas:
    """A piece of the thin bar in a list: its place in percent."""

    kelas: str
    singkatan: str
    label: str
    jumlah: int
    x: float
    lebar: float


def ruas(statistik: Statistik) -> list[Ruas]:
    hasil, x = [], 0.0
    for p in Predikat:
        n = statistik.jumlah.get(p, 0)
        lebar = round(n * 100 / statistik.pegawai, 2) if statistik.pegawai else 0.0
        hasil.append(Ruas(f"ek-s{p.kuadran}", "".join(k[0] for k in p.label.split()), p.label, n, round(x, 2), lebar))
        x += lebar
    return hasil
