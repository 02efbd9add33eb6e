"""Whether a plan is complete enough to be submitted (which columns each form has)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from domain.skp import Aspek, JenisRhk, ModelSkp, Pendekatan, Perspektif


def perlu_aspek(model: ModelSkp, pendekatan: Pendekatan) -> bool:
    """The column *Aspek* stands on the quantitative form of JA/JF only."""
    return model is ModelSkp.JA_JF and pendekatan is Pendekatan.KUANTITATIF


def perlu_perspektif(model: ModelSkp, pendekatan: Pendekatan) -> bool:
    """The column *Perspektif* stands on the quantitative form of JPT only."""
    return model is ModelSkp.JPT and pendekatan is Pendekatan.KUANTITATIF


def perlu_target(pendekatan: Pendekatan) -> bool:
    """On the qualitative form the target is part of the indicator's own sentence."""
    return pendekatan is Pendekatan.KUANTITATIF


@dataclass(frozen=True, slots=True)
class IndikatorRencana:
    """An indikator as far as completeness goes."""

    id: int
    aspek: Aspek | None = None
    perspektif: Perspektif | None = None
    target: str = ""


@dataclass(frozen=True, slots=True)
class RhkRencana:
    """A RHK as far as completeness goes. ``nomor``: its place within its jenis, from 1."""

    id: int
    nomor: int
    jenis: JenisRhk
    indikator: Sequence[IndikatorRencana] = ()


@dataclass(frozen=True, slots=True)
class Kekurangan:
    """What is missing, and where it is mended: in a RHK, in an indikator, or (both None) by adding a RHK."""

    pesan: str
    rhk_id: int | None = None
    indikator_id: int | None = None


def kekurangan(model: ModelSkp, pendekatan: Pendekatan, rhk: Sequence[RhkRencana]) -> list[Kekurangan]:
    """What keeps a plan from being submitted, in the order of the form; [] when it is complete."""
    hasil = []
    if not any(r.jenis is JenisRhk.UTAMA for r in rhk):
        hasil.append(Kekurangan("Belum ada Rencana Hasil Kerja utama."))
    for r in rhk:
        sebutan = f"RHK {r.jenis.value} nomor {r.nomor}"
        if not r.indikator:
            hasil.append(Kekurangan(f"{sebutan} belum mempunyai indikator kinerja individu.", r.id))
        for n, i in enumerate(r.indikator, 1):
            kurang = [
                kata
                for perlu, ada, kata in (
                    (perlu_aspek(model, pendekatan), i.aspek, "aspek"),
                    (perlu_perspektif(model, pendekatan), i.perspektif, "perspektif"),
                    (perlu_target(pendekatan), i.target.strip(), "target"),
                )
                if perlu and not ada
            ]
            if kurang:
                hasil.append(Kekurangan(f"Indikator {n} pada {sebutan} belum mempunyai {' dan '.join(kurang)}.", r.id, i.id))
    return hasil
