"""Ratings, predikat and the expected distribution of predikat.

PermenPANRB 6/2022 derives the predikat of a pegawai from the two ratings; SE MenPANRB 3/2023 ties the distribution of
predikat in a unit to the unit's own capaian. SIASN knows each by a number, which is what is sent (never the label).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum


class Rating(Enum):
    """Of *Hasil Kerja* and of *Perilaku Kerja*."""

    DI_ATAS = "di_atas"
    SESUAI = "sesuai"
    DI_BAWAH = "di_bawah"

    @property
    def label(self) -> str:
        return {"di_atas": "Di Atas Ekspektasi", "sesuai": "Sesuai Ekspektasi", "di_bawah": "Di Bawah Ekspektasi"}[self.value]

    @property
    def kode(self) -> int:
        """SIASN: hasilKinerjaNilai and perilakuKerjaNilai, 1 to 3."""
        return list(Rating).index(self) + 1

    @property
    def nada(self) -> str:
        return {"di_atas": "positive", "sesuai": "guide", "di_bawah": "negative"}[self.value]

    @property
    def ikon(self) -> str:
        return {"di_atas": "circle-check", "sesuai": "circle-check", "di_bawah": "alert-triangle"}[self.value]


class Predikat(Enum):
    SANGAT_BAIK = "sangat_baik"
    BAIK = "baik"
    BUTUH_PERBAIKAN = "butuh_perbaikan"
    KURANG = "kurang"
    SANGAT_KURANG = "sangat_kurang"

    @property
    def label(self) -> str:
        return {
            "sangat_baik": "Sangat Baik",
            "baik": "Baik",
            "butuh_perbaikan": "Butuh Perbaikan",
            "kurang": "Kurang",
            "sangat_kurang": "Sangat Kurang",
        }[self.value]

    @property
    def label_cetak(self) -> str:
        """As the printed form words it: *Kurang* is *Kurang/Misconduct* there."""
        return "Kurang/Misconduct" if self is Predikat.KURANG else self.label

    @property
    def kuadran(self) -> int:
        """SIASN: kuadranKinerjaNilai, 1 (Sangat Baik) to 5 (Sangat Kurang)."""
        return list(Predikat).index(self) + 1

    @property
    def nada(self) -> str:
        return {"sangat_baik": "positive", "baik": "positive", "butuh_perbaikan": "warning"}.get(self.value, "negative")

    @property
    def ikon(self) -> str:
        return {"sangat_baik": "circle-check", "baik": "circle-check", "butuh_perbaikan": "alert-triangle"}.get(self.value, "circle-x")


_MATRIKS = ((1, 2, 4), (2, 2, 4), (3, 3, 5))
"""Row = hasil kerja, column = perilaku kerja, each from Di Atas to Di Bawah; value = kuadran (PermenPANRB 6/2022)."""


def predikat(hasil: Rating, perilaku: Rating) -> Predikat:
    """*Hasil Akhir* of two ratings; always derived, never entered."""
    return list(Predikat)[_MATRIKS[hasil.kode - 1][perilaku.kode - 1] - 1]


class NilaiCapaian(Enum):
    """*Capaian Kinerja Organisasi* of a unit in a period."""

    ISTIMEWA = "istimewa"
    BAIK = "baik"
    BUTUH_PERBAIKAN = "butuh_perbaikan"
    KURANG = "kurang"
    SANGAT_KURANG = "sangat_kurang"

    @property
    def label(self) -> str:
        return {
            "istimewa": "Istimewa",
            "baik": "Baik",
            "butuh_perbaikan": "Butuh Perbaikan",
            "kurang": "Kurang",
            "sangat_kurang": "Sangat Kurang",
        }[self.value]

    @property
    def nada(self) -> str:
        return {"istimewa": "positive", "baik": "positive", "butuh_perbaikan": "warning"}.get(self.value, "negative")

    @property
    def ikon(self) -> str:
        return {"istimewa": "circle-check", "baik": "circle-check", "butuh_perbaikan": "alert-triangle"}.get(self.value, "circle-x")


POLA: dict[NilaiCapaian, tuple[int, int, int, int, int]] = {
    NilaiCapaian.ISTIMEWA: (0, 1, 3, 7, 13),
    NilaiCapaian.BAIK: (2, 3, 6, 11, 2),
    NilaiCapaian.BUTUH_PERBAIKAN: (3, 4, 10, 4, 3),
    NilaiCapaian.KURANG: (2, 11, 6, 3, 2),
    NilaiCapaian.SANGAT_KURANG: (13, 7, 3, 1, 0),
}
"""The curve of *pola distribusi* as the printed form draws it: weights of Sangat Kurang, Kurang, Butuh Perbaikan, Baik, Sangat Baik.

No official weights are published; these are the ones in use in public implementations. They shape a drawing and nothing else.
"""


@dataclass(frozen=True, slots=True)
class AmbangDistribusi:
    """Thresholds of the distribution in percent (SE MenPANRB 3/2023), kept in the settings of an instansi.

    ``terbanyak``: the most that may hold the leading predikat of Istimewa and Baik; ``sedikitnya``: the least of the leading
    predikat of the three lower ones; ``pendamping``: the least of what must stand beside it; ``sangat_baik_maks``: the most
    Sangat Baik below Baik; ``tim_kecil``: fewer people than this make such percentages unattainable.
    """

    terbanyak: int = 70
    sedikitnya: int = 60
    pendamping: int = 10
    sangat_baik_maks: int = 10
    tim_kecil: int = 5


def periksa_distribusi(capaian: NilaiCapaian, jumlah: Mapping[Predikat, int], ambang: AmbangDistribusi | None = None) -> list[str]:
    """Where the predikat of a unit differ from the pattern its capaian calls for, as sentences; [] when they fit.

    ``jumlah`` counts pegawai by predikat. These are warnings, never a refusal (the manual does not refuse either). Nobody
    assessed gives []; a team below ``tim_kecil`` gives one sentence that says why percentages don't serve there.
    """
    a = ambang or AmbangDistribusi()
    n = {p: jumlah.get(p, 0) for p in Predikat}
    total = sum(n.values())
    if total == 0:
        return []
    if total < a.tim_kecil:
        return [f"Hanya {total} pegawai dinilai; pola distribusi dalam persen tidak dapat dipakai untuk kurang dari {a.tim_kecil} orang."]
    P = Predikat

    def persen(*p: Predikat) -> float:
        return sum(n[x] for x in p) * 100 / total

    galat: list[str] = []

    def paling_banyak(p: Predikat, batas: int) -> None:
        if persen(p) > batas:
            galat.append(f"{p.label} {_persen(persen(p))}, seharusnya paling banyak {batas} %.")

    def paling_sedikit(batas: int, *p: Predikat) -> None:
        if persen(*p) < batas:
            nama = " dan/atau ".join(x.label for x in p)
            galat.append(f"{nama} {_persen(persen(*p))}, seharusnya paling sedikit {batas} %.")

    if capaian is NilaiCapaian.ISTIMEWA:
        paling_banyak(P.SANGAT_BAIK, a.terbanyak)
        if n[P.SANGAT_BAIK] < max(n.values()):
            galat.append("Sangat Baik seharusnya menjadi predikat yang terbanyak.")
    elif capaian is NilaiCapaian.BAIK:
        paling_banyak(P.BAIK, a.terbanyak)
        if not n[P.BUTUH_PERBAIKAN] + n[P.KURANG]:
            galat.append("Belum ada Butuh Perbaikan atau Kurang, padahal seharusnya ada.")
    elif capaian is NilaiCapaian.BUTUH_PERBAIKAN:
        paling_sedikit(a.sedikitnya, P.BUTUH_PERBAIKAN)
        paling_banyak(P.SANGAT_BAIK, a.sangat_baik_maks)
    elif capaian is NilaiCapaian.KURANG:
        paling_sedikit(a.sedikitnya, P.KURANG)
        paling_sedikit(a.pendamping, P.BUTUH_PERBAIKAN)
        paling_banyak(P.SANGAT_BAIK, a.sangat_baik_maks)
    else:
        paling_sedikit(a.sedikitnya, P.SANGAT_KURANG)
        paling_sedikit(a.pendamping, P.KURANG, P.BUTUH_PERBAIKAN)
        if n[P.SANGAT_BAIK]:
            galat.append("Tidak boleh ada Sangat Baik.")
    return galat


def _persen(nilai: float) -> str:
    return f"{nilai:.1f}".replace(".", ",").removesuffix(",0") + " %"
