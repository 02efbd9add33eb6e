"""States and the one table of transitions. Buttons, guards, documentation and tests read it; nobody compares strings."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class StatusTugas(Enum):
    ANTRE = "antre"
    BERJALAN = "berjalan"
    MENUNGGU_KEPUTUSAN = "menunggu_keputusan"
    SELESAI = "selesai"
    SEBAGIAN = "sebagian"
    GAGAL = "gagal"
    DIBATALKAN = "dibatalkan"

    @property
    def label(self) -> str:
        return _TAMPIL_TUGAS[self.value][0]

    @property
    def nada(self) -> str:
        return _TAMPIL_TUGAS[self.value][1]

    @property
    def ikon(self) -> str:
        return _TAMPIL_TUGAS[self.value][2]


_TAMPIL_TUGAS = {
    "antre": ("Antre", "neutral", "clock"),
    "berjalan": ("Berjalan", "guide", "progress"),
    "menunggu_keputusan": ("Menunggu keputusan", "warning", "hourglass"),
    "selesai": ("Selesai", "positive", "circle-check"),
    "sebagian": ("Selesai sebagian", "warning", "alert-triangle"),
    "gagal": ("Gagal", "negative", "circle-x"),
    "dibatalkan": ("Dibatalkan", "neutral", "circle-x"),
}

TUGAS_HIDUP = frozenset({StatusTugas.ANTRE, StatusTugas.BERJALAN, StatusTugas.MENUNGGU_KEPUTUSAN})


class StatusAktif(Enum):
    """Of a Pegawai, Pengguna or Instansi: nothing that others refer to is deleted, it is made inactive."""

    AKTIF = "aktif"
    NONAKTIF = "nonaktif"

    @property
    def label(self) -> str:
        return {"aktif": "Aktif", "nonaktif": "Nonaktif"}[self.value]

    @property
    def nada(self) -> str:
        return {"aktif": "positive", "nonaktif": "neutral"}[self.value]

    @property
    def ikon(self) -> str:
        return {"aktif": "circle-check", "nonaktif": "circle-x"}[self.value]


@dataclass(frozen=True, slots=True)
class Transisi:
    entitas: str
    dari: Enum
    aksi: str
    ke: Enum
    izin: str | None
    """Permission of the actor; None = only the program itself (worker, dispatch) does it."""
    perlu_alasan: bool = False


T, A = StatusTugas, StatusAktif
TRANSISI: tuple[Transisi, ...] = (
    Transisi("tugas", T.ANTRE, "mulai", T.BERJALAN, None),
    Transisi("tugas", T.BERJALAN, "mulai", T.BERJALAN, None),  # a lost worker's lease has expired
    Transisi("tugas", T.BERJALAN, "tunggu", T.MENUNGGU_KEPUTUSAN, None),
    Transisi("tugas", T.MENUNGGU_KEPUTUSAN, "lanjutkan", T.ANTRE, "tugas:ulangi"),
    Transisi("tugas", T.BERJALAN, "selesaikan", T.SELESAI, None),
    Transisi("tugas", T.BERJALAN, "selesaikan_sebagian", T.SEBAGIAN, None),
    Transisi("tugas", T.BERJALAN, "gagalkan", T.GAGAL, None),
    Transisi("tugas", T.ANTRE, "gagalkan", T.GAGAL, None),
    Transisi("tugas", T.ANTRE, "batalkan", T.DIBATALKAN, "tugas:batalkan"),
    Transisi("tugas", T.BERJALAN, "batalkan", T.DIBATALKAN, "tugas:batalkan"),
    Transisi("tugas", T.MENUNGGU_KEPUTUSAN, "batalkan", T.DIBATALKAN, "tugas:batalkan"),
    Transisi("tugas", T.GAGAL, "ulangi", T.ANTRE, "tugas:ulangi"),
    Transisi("tugas", T.SEBAGIAN, "ulangi", T.ANTRE, "tugas:ulangi"),
    Transisi("tugas", T.DIBATALKAN, "ulangi", T.ANTRE, "tugas:ulangi"),
    Transisi("pegawai", A.AKTIF, "nonaktifkan", A.NONAKTIF, "pegawai:nonaktifkan", perlu_alasan=True),
    Transisi("pegawai", A.NONAKTIF, "aktifkan", A.AKTIF, "pegawai:aktifkan"),
    Transisi("pengguna", A.AKTIF, "nonaktifkan", A.NONAKTIF, "pengguna:nonaktifkan", perlu_alasan=True),
    Transisi("pengguna", A.NONAKTIF, "aktifkan", A.AKTIF, "pengguna:aktifkan"),
)
_INDEKS = {(t.entitas, t.dari, t.aksi): t for t in TRANSISI}


class TransisiDitolak(Exception):
    """The record is not in a state from which the action leads anywhere; the message says which state it is in."""


def transisi(entitas: str, dari: Enum, aksi: str) -> Transisi:
    """The transition, or TransisiDitolak."""
    try:
        return _INDEKS[entitas, dari, aksi]
    except KeyError:
        raise TransisiDitolak(f"Tindakan ini tidak dapat dilakukan pada status {getattr(dari, 'label', dari)}.") from None


def bisa(entitas: str, dari: Enum, aksi: str) -> bool:
    return (entitas, dari, aksi) in _INDEKS
