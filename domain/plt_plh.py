"""Acting posts (manual 2.4, Gambar 2.16-2.20).

*Aktif* is stored and is the admin's word; whether a post is in force also takes today. A post past its end therefore still
reads AKTIF, as in the manual's list, with *lewat masa* beside it until someone ends it.
"""

from __future__ import annotations

from datetime import date
from enum import Enum


class JenisPltPlh(Enum):
    PLT = "plt"
    PLH = "plh"

    @property
    def label(self) -> str:
        return {"plt": "Pelaksana Tugas", "plh": "Pelaksana Harian"}[self.value]

    @property
    def singkatan(self) -> str:
        return self.value.upper()


class KeadaanPltPlh(Enum):
    """What the badge shows. ``status`` is the manual's word, ``catatan`` what is said beside it, ``label`` both."""

    BERLAKU = "berlaku"
    BELUM_MULAI = "belum_mulai"
    LEWAT_MASA = "lewat_masa"
    TIDAK_AKTIF = "tidak_aktif"

    @property
    def status(self) -> str:
        return "TIDAK AKTIF" if self is KeadaanPltPlh.TIDAK_AKTIF else "AKTIF"

    @property
    def catatan(self) -> str:
        return {"belum_mulai": "belum mulai", "lewat_masa": "lewat masa"}.get(self.value, "")

    @property
    def label(self) -> str:
        return f"{self.status}, {self.catatan}" if self.catatan else self.status

    @property
    def nada(self) -> str:
        return {"berlaku": "positive", "belum_mulai": "guide", "lewat_masa": "warning", "tidak_aktif": "neutral"}[self.value]

    @property
    def ikon(self) -> str:
        return {"berlaku": "circle-check", "belum_mulai": "clock", "lewat_masa": "alert-triangle", "tidak_aktif": "circle-x"}[self.value]


def keadaan(aktif: bool, awal: date, akhir: date, hari_ini: date) -> KeadaanPltPlh:
    """Both ends count: a post is in force on its first and on its last day. ``hari_ini`` is the day in the instansi's zone."""
    if not aktif:
        return KeadaanPltPlh.TIDAK_AKTIF
    if hari_ini < awal:
        return KeadaanPltPlh.BELUM_MULAI
    return KeadaanPltPlh.BERLAKU if hari_ini <= akhir else KeadaanPltPlh.LEWAT_MASA


def beririsan(awal_a: date, akhir_a: date, awal_b: date, akhir_b: date) -> bool:
    """Whether two posts share a day; the form warns when both are of one unor and aktif."""
    return awal_a <= akhir_b and awal_b <= akhir_a


def periksa(awal: date | None, akhir: date | None) -> list[tuple[str, str]]:
    """Errors as (kolom, pesan), kolom ``awal`` or ``akhir``; [] when the dates are fit to store."""
    galat = []
    if awal is None:
        galat.append(("awal", "Isi Periode Awal, tanggal mulai menjabat."))
    if akhir is None:
        galat.append(("akhir", "Isi Periode Akhir, tanggal akhir menjabat."))
    if awal is not None and akhir is not None and akhir < awal:
        galat.append(("akhir", "Periode Akhir mendahului Periode Awal. Ubah salah satunya."))
    return galat
