"""The SKP: its kinds, the copy it keeps of each person, and the rules on its dates (manual 2.5 and 2.16; PermenPANRB 6/2022).

A pegawai may have several SKP in a year: the definitif one, one for each acting post, and another after a move.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass, fields
from datetime import date
from enum import Enum
from typing import Any


class JenisSkp(Enum):
    DEFINITIF = "definitif"
    PLT = "plt"
    PLH = "plh"

    @property
    def label(self) -> str:
        return {"definitif": "Definitif", "plt": "PLT", "plh": "PLH"}[self.value]


class ModelSkp(Enum):
    """Which of the two forms: JPT for the pimpinan of a unor mandiri, JA/JF for everyone else."""

    JPT = "jpt"
    JA_JF = "ja_jf"

    @property
    def label(self) -> str:
        return {
            "jpt": "Jabatan Pimpinan Tinggi dan Pimpinan Unit Kerja Mandiri",
            "ja_jf": "Jabatan Administrasi / Jabatan Fungsional",
        }[self.value]

    @property
    def singkatan(self) -> str:
        return {"jpt": "JPT", "ja_jf": "JA/JF"}[self.value]


class Pendekatan(Enum):
    KUANTITATIF = "kuantitatif"
    KUALITATIF = "kualitatif"

    @property
    def label(self) -> str:
        return self.value.capitalize()


class SumberSkp(Enum):
    """Where the SKP comes from."""

    EKINERJA = "ekinerja"
    PMM = "pmm"

    @property
    def label(self) -> str:
        return {"ekinerja": "e-Kinerja", "pmm": "PMM"}[self.value]


class JenisRhk(Enum):
    UTAMA = "utama"
    TAMBAHAN = "tambahan"

    @property
    def label(self) -> str:
        return self.value.capitalize()


class LingkupRhk(Enum):
    ORGANISASI = "organisasi"
    INDIVIDU = "individu"

    @property
    def label(self) -> str:
        return self.value.capitalize()


class Aspek(Enum):
    """Of an indikator of the model JA/JF, kuantitatif: one row each under a RHK."""

    KUANTITAS = "kuantitas"
    KUALITAS = "kualitas"
    WAKTU = "waktu"
    BIAYA = "biaya"

    @property
    def label(self) -> str:
        return self.value.capitalize()


class Perspektif(Enum):
    """Of an indikator of the model JPT."""

    PENERIMA_LAYANAN = "penerima_layanan"
    PROSES_BISNIS = "proses_bisnis"
    PENGUATAN_INTERNAL = "penguatan_internal"
    ANGGARAN = "anggaran"

    @property
    def label(self) -> str:
        return self.value.replace("_", " ").title()


class JenisLampiran(Enum):
    """The three parts of *Lampiran Sasaran Kinerja Pegawai*."""

    DUKUNGAN = "dukungan"
    SKEMA = "skema"
    KONSEKUENSI = "konsekuensi"

    @property
    def label(self) -> str:
        return {"dukungan": "Dukungan Sumber Daya", "skema": "Skema Pertanggungjawaban", "konsekuensi": "Konsekuensi"}[self.value]


class BlokSkp(Enum):
    """The blocks of a SKP that keep a copy of a person; the first two have a *Refresh*."""

    PEGAWAI = "pegawai"
    PENILAI = "penilai"
    ATASAN = "atasan"

    @property
    def label(self) -> str:
        return {
            "pegawai": "Pegawai yang Dinilai",
            "penilai": "Pejabat Penilai Kinerja",
            "atasan": "Atasan Pejabat Penilai Kinerja",
        }[self.value]


@dataclass(frozen=True, slots=True)
class SalinanOrang:
    """A person as he was: what the printed forms show of him. Empty text where the master data had none."""

    nama: str = ""
    nomor_induk: str = ""
    golongan: str = ""
    """Id of domain.jabatan.GOLONGAN."""
    jabatan: str = ""
    unor: str = ""
    instansi: str = ""
    kota: str = ""
    asn: bool = True
    """False for an official outside the civil service (SIASN: statusPenilai "NON ASN")."""

    def ke_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def dari_json(cls, isi: dict[str, Any] | None) -> SalinanOrang | None:
        """The copy in a column; None stays None, unknown keys are passed over."""
        if not isi:
            return None
        dikenal = {f.name for f in fields(cls)}
        return cls(**{k: v for k, v in isi.items() if k in dikenal})


LABEL_SALINAN = {
    "nama": "Nama",
    "nomor_induk": "NIP",
    "golongan": "Pangkat / Gol. Ruang",
    "jabatan": "Jabatan",
    "unor": "Unit Kerja",
    "instansi": "Instansi",
    "kota": "Kota",
    "asn": "ASN",
}


def beda_salinan(lama: SalinanOrang | None, baru: SalinanOrang | None) -> list[tuple[str, Any, Any]]:
    """What *Refresh* would change: (field, old, new) in the order of the form; [] when nothing."""
    a, b = lama or SalinanOrang(), baru or SalinanOrang()
    return [(k, getattr(a, k), getattr(b, k)) for k in LABEL_SALINAN if getattr(a, k) != getattr(b, k)]


@dataclass(frozen=True, slots=True)
class MasaSkp:
    """A SKP of the same pegawai, as far as its dates matter."""

    id: int | None
    jenis: JenisSkp
    unor_id: int
    awal: date
    akhir: date


def periksa_masa(baru: MasaSkp, lain: Iterable[MasaSkp]) -> dict[str, str]:
    """Field → what is wrong with the dates of ``baru`` beside the other SKP of the same pegawai; {} when fine.

    A SKP lies within one calendar year. Two definitif ones must not overlap (after a move the older is ended first); nor two
    of the same kind in the same unor.
    """
    if baru.akhir < baru.awal:
        return {"akhir": "Tanggal akhir mendahului tanggal awal."}
    if baru.awal.year != baru.akhir.year:
        return {"akhir": "Satu SKP berada dalam satu tahun; buat SKP lain untuk tahun berikutnya."}
    for x in lain:
        if x.id is not None and x.id == baru.id:
            continue
        tumpang = x.awal <= baru.akhir and baru.awal <= x.akhir
        sama = x.jenis is baru.jenis and (baru.jenis is JenisSkp.DEFINITIF or x.unor_id == baru.unor_id)
        if tumpang and sama:
            return {"awal": f"Bertumpang tindih dengan SKP {x.jenis.label} {x.awal:%d-%m-%Y} sampai {x.akhir:%d-%m-%Y}; ubah tanggalnya."}
    return {}
