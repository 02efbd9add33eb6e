"""Reference tables about posts, ranks and legal standing, with the readings that tolerate what isn't in them.

The codes are SIASN's, cross-checked between two public copies of its reference lists; what is our own is said so beside it.
They are kept as text: codes from a sync that these tables don't know are stored and shown as they came.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum
from fractions import Fraction


class JenisJabatan(Enum):
    """Manual 2.4: Pimpinan for whoever leads his unor, Pegawai for everyone else."""

    PEGAWAI = "pegawai"
    PIMPINAN = "pimpinan"

    @property
    def label(self) -> str:
        return {"pegawai": "Pegawai", "pimpinan": "Pimpinan"}[self.value]


class JenisPegawai(Enum):
    PNS = "pns"
    CPNS = "cpns"
    PPPK = "pppk"
    NON_ASN = "non_asn"

    @property
    def label(self) -> str:
        return {"pns": "PNS", "cpns": "CPNS", "pppk": "PPPK", "non_asn": "Non-ASN"}[self.value]


_PANGKAT = {
    "11": ("I/a", "Juru Muda"),
    "12": ("I/b", "Juru Muda Tingkat I"),
    "13": ("I/c", "Juru"),
    "14": ("I/d", "Juru Tingkat I"),
    "21": ("II/a", "Pengatur Muda"),
    "22": ("II/b", "Pengatur Muda Tingkat I"),
    "23": ("II/c", "Pengatur"),
    "24": ("II/d", "Pengatur Tingkat I"),
    "31": ("III/a", "Penata Muda"),
    "32": ("III/b", "Penata Muda Tingkat I"),
    "33": ("III/c", "Penata"),
    "34": ("III/d", "Penata Tingkat I"),
    "41": ("IV/a", "Pembina"),
    "42": ("IV/b", "Pembina Tingkat I"),
    "43": ("IV/c", "Pembina Utama Muda"),
    "44": ("IV/d", "Pembina Utama Madya"),
    "45": ("IV/e", "Pembina Utama"),
}
_ROMAWI = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII", "XIII", "XIV", "XV", "XVI", "XVII")

# SIASN's own ids for the golongan of PPPK were found in no public source: P1 to P17 are codes of ours, to be mapped at the sync.
GOLONGAN: dict[str, tuple[str, str]] = _PANGKAT | {f"P{nomor}": (gol, "") for nomor, gol in enumerate(_ROMAWI, 1)}
"""id -> (golongan ruang, pangkat); the seventeen golongan of PPPK have no pangkat (Perpres 98/2020)."""


def label_golongan(golongan_id: str | None) -> str:
    """``Penata Muda (III/a)``; ``IX (PPPK)``; an unknown id as it came; ``-`` for none."""
    if not golongan_id:
        return "-"
    if golongan_id not in GOLONGAN:
        return golongan_id
    gol, pangkat = GOLONGAN[golongan_id]
    return f"{pangkat} ({gol})" if pangkat else f"{gol} (PPPK)"


ESELON: dict[str, str] = {
    "10": "JPT Utama / Eselon Ia",
    "11": "JPT Madya / Eselon Ia",
    "12": "JPT Madya / Eselon Ib",
    "21": "JPT Pratama / Eselon IIa",
    "22": "JPT Pratama / Eselon IIb",
    "31": "Administrator / Eselon IIIa",
    "32": "Administrator / Eselon IIIb",
    "41": "Pengawas / Eselon IVa",
    "42": "Pengawas / Eselon IVb",
    "51": "Eselon Va",
    "52": "Eselon Vb",
    "00": "Tanpa eselon",
    "99": "Non-eselon",
}
"""id -> label, worded as in the manual's form (Gambar 2.10), in the order of rank."""

# The manual's list shows 20 and 30, which no reference knows: the tens digit still tells the level.
_TINGKAT = {1: "JPT Utama atau Madya", 2: "JPT Pratama", 3: "Administrator", 4: "Pengawas", 5: "Eselon V"}


def tingkat_eselon(eselon_id: str | None) -> int | None:
    """1 utama or madya, 2 pratama, 3 administrator, 4 pengawas, 5 eselon V; None for no eselon or a code that tells nothing."""
    kode = (eselon_id or "").strip()
    if re.fullmatch("[0-9]{2}", kode) is None:
        return None
    tingkat = int(kode[0])
    return tingkat if tingkat in _TINGKAT else None


def label_eselon(eselon_id: str | None) -> str:
    """The known label; ``20 (JPT Pratama)`` for an unknown code of a known level; else the code as it came; ``-`` for none."""
    kode = (eselon_id or "").strip()
    if kode in ESELON:
        return ESELON[kode]
    tingkat = tingkat_eselon(kode)
    return f"{kode} ({_TINGKAT[tingkat]})" if tingkat else kode or "-"


def setingkat_jpt(eselon_id: str | None) -> bool:
    """Whether the unor is led by a Jabatan Pimpinan Tinggi, as an Unor Atasan or Unor Induk should be."""
    return tingkat_eselon(eselon_id) in (1, 2)


@dataclass(frozen=True, slots=True)
class Jenjang:
    """A rung of the jabatan fungsional; ``koefisien`` is the angka kredit of a year at predikat Baik (PermenPANRB 1/2023)."""

    kode: str
    label: str
    koefisien: Fraction


JENJANG: dict[str, Jenjang] = {
    kode: Jenjang(kode, label, Fraction(koefisien))
    for kode, label, koefisien in (
        ("PM", "Pemula", "3.75"),
        ("TR", "Terampil", "5"),
        ("MH", "Mahir", "12.5"),
        ("PY", "Penyelia", "25"),
        ("PT", "Ahli Pertama", "12.5"),
        ("MU", "Ahli Muda", "25"),
        ("MA", "Ahli Madya", "37.5"),
        ("UT", "Ahli Utama", "50"),
    )
}
_KODE_JENJANG = {jenjang.label.casefold(): kode for kode, jenjang in JENJANG.items()}
_AKHIRAN = re.compile(r"(?:^|[\s/-])(ahli (?:pertama|muda|madya|utama)|pemula|terampil|mahir|penyelia)$")


def jenjang_dari_nama(jabatan: str) -> str | None:
    """Code of the jenjang that the name of a jabatan fungsional ends in, or None. Prefer the reference's own jenjang where there is one.

    A remark in brackets behind the name is passed over: ``Analis Hukum Ahli Muda (Subkoordinator)`` is MU.
    """
    nama = " ".join(re.sub(r"\([^()]*\)\s*$", "", jabatan.casefold()).split())
    cocok = _AKHIRAN.search(nama)
    return _KODE_JENJANG[cocok.group(1)] if cocok else None


@dataclass(frozen=True, slots=True)
class Kedudukan:
    """A legal standing. ``wajib_skp``: must have a SKP; ``otomatis_nonaktif``: the sync makes the pegawai inactive, saying why."""

    kode: str
    label: str
    wajib_skp: bool
    otomatis_nonaktif: bool


# 03 and 11 by policy: who studies or is lent out is still assessed.
_WAJIB_SKP = frozenset({"01", "03", "11", "15", "16"})
_OTOMATIS_NONAKTIF = frozenset({"52", "66", "67", "70", "77", "88", "89", "98", "99"})

KEDUDUKAN: dict[str, Kedudukan] = {
    kode: Kedudukan(kode, label, kode in _WAJIB_SKP, kode in _OTOMATIS_NONAKTIF)
    for kode, label in (
        ("01", "Aktif"),
        ("02", "CLTN"),
        ("03", "Tugas Belajar"),
        ("04", "Pemberhentian Sementara"),
        ("05", "Penerima Uang Tunggu"),
        ("06", "Prajurit Wajib"),
        ("07", "Pejabat Negara"),
        ("08", "Kepala Desa"),
        ("09", "Sedang dalam proses banding BAPEK"),
        ("11", "Pegawai Titipan"),
        ("12", "Pengungsi"),
        ("13", "Perpanjangan CLTN"),
        ("14", "PNS yang dinyatakan hilang"),
        ("15", "PNS kena hukuman disiplin"),
        ("16", "Pemindahan dalam rangka penurunan jabatan"),
        ("20", "Masa Persiapan Pensiun"),
        ("51", "CPNS yang belum menerima SK CPNS"),
        ("52", "Tidak Aktif"),
        ("66", "Diberhentikan"),
        ("67", "Punah"),
        ("68", "Eks PNS Timor Timur"),
        ("69", "TMS dari pengadaan"),
        ("70", "Pembatalan NIP"),
        ("77", "Pemberhentian tanpa hak pensiun"),
        ("88", "Pemberhentian dengan hak pensiun"),
        ("89", "Tidak aktif tetapi diusulkan pensiun"),
        ("90", "Tidak ikut PUPNS 2015"),
        ("91", "Tindak pidana atau tindak pidana jabatan"),
        ("92", "Pemblokiran data PNS"),
        ("98", "Mencapai BUP"),
        ("99", "Pensiun"),
    )
}
KEDUDUKAN_AKTIF = "01"


def label_kedudukan(kode: str | None) -> str:
    """The known label, an unknown code as it came, ``-`` for none."""
    if not kode:
        return "-"
    return KEDUDUKAN[kode].label if kode in KEDUDUKAN else kode
