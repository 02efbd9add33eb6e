"""What a use case may refuse with. Messages are Indonesian and say what to do; the panel turns each into a page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field


class GalatLayanan(Exception):
    """Base of the refusals below."""


class Salah(GalatLayanan):
    """The values break a rule. ``kolom`` maps a field to its message; key ``""`` is for the record as a whole."""

    def __init__(self, kolom: Mapping[str, str] | str) -> None:
        self.kolom: dict[str, str] = {"": kolom} if isinstance(kolom, str) else dict(kolom)
        super().__init__(" ".join(self.kolom.values()))


class TidakDitemukan(GalatLayanan):
    """No such record here; a record of another instansi looks the same."""


@dataclass
class DataBasi(GalatLayanan):
    """Someone else changed the record since the form was opened (HTTP 409)."""

    objek: str
    pelaku: str | None = None
    waktu: str | None = None
    perubahan: Sequence[Mapping[str, object]] = field(default_factory=tuple)

    def __str__(self) -> str:
        return f"{self.objek} sudah diubah orang lain sejak Anda membukanya."


class MasihDirujuk(GalatLayanan):
    """Deletion refused: others refer to the record. ``rujukan`` holds (what, how many)."""

    def __init__(self, objek: str, rujukan: Sequence[tuple[str, int]]) -> None:
        self.objek, self.rujukan = objek, tuple(rujukan)
        rinci = ", ".join(f"{jumlah} {apa}" for apa, jumlah in rujukan)
        super().__init__(f"{objek} masih dipakai oleh {rinci}, sehingga tidak dapat dihapus.")


class PerluPersetujuan(GalatLayanan):
    """The change has a consequence that must be agreed to first: ask ``pertanyaan``, then call again with ``kunci``."""

    def __init__(self, kunci: str, pertanyaan: str) -> None:
        self.kunci, self.pertanyaan = kunci, pertanyaan
        super().__init__(pertanyaan)
