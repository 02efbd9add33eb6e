"""Who may do what: the one policy table, and the actor that every service function takes.

A permission is written ``<sumber>:<aksi>`` (``periode:ubah``). Roles add up: an actor may do what any of his roles may.
What is not in the table is forbidden to everyone, and a route that names no permission fails at start.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import Enum

from domain.waktu import Jam, Zona, tanggal_di


class Peran(Enum):
    PEGAWAI = "pegawai"
    ADMIN_INSTANSI = "admin_instansi"
    HELPDESK = "helpdesk"
    SUPERVISOR = "supervisor"
    ADMIN_BKN = "admin_bkn"

    @property
    def label(self) -> str:
        return {
            "pegawai": "Pegawai",
            "admin_instansi": "Admin instansi",
            "helpdesk": "Helpdesk",
            "supervisor": "Supervisor",
            "admin_bkn": "Admin BKN",
        }[self.value]


SEMUA = frozenset(Peran)
PENGELOLA = frozenset({Peran.ADMIN_INSTANSI, Peran.ADMIN_BKN})
PENGURUS = PENGELOLA | {Peran.HELPDESK}
PEMBACA = PENGURUS | {Peran.SUPERVISOR}
BKN = frozenset({Peran.ADMIN_BKN})
PEGAWAI = frozenset({Peran.PEGAWAI})
PENOLONG = frozenset({Peran.HELPDESK, Peran.ADMIN_BKN})
"""Who repairs other people's records in *Perbaikan data*."""

PERAN_LINTAS = frozenset({Peran.HELPDESK, Peran.ADMIN_BKN})
"""Roles that may be given for all instansi at once; the others belong to one."""

BAKU = {"lihat": PEMBACA, "ekspor": PEMBACA, "tambah": PENGELOLA, "ubah": PENGELOLA, "hapus": PENGELOLA}
"""What an entity without particular actions gets: readers read and export, admins write."""

PERBAIKAN = {"lihat": PENOLONG, "ekspor": PENOLONG, "tambah": PENOLONG, "ubah": PENOLONG, "hapus": PENOLONG, "pulihkan": PENOLONG}

KEBIJAKAN: dict[str, dict[str, frozenset[Peran]]] = {
    "beranda": {"lihat": PEMBACA},
    "cari": {"lihat": PEMBACA},
    "profil": {"lihat": SEMUA, "ubah": SEMUA},
    "bantuan": {"lihat": SEMUA},
    "sesi": {"keluar": SEMUA, "pilih_instansi": SEMUA},
    # Everyone has tasks, a pegawai those that print his SKP; services.tugas.terlihat shows him no others.
    "tugas": {"lihat": SEMUA, "unduh": SEMUA, "batalkan": SEMUA, "ulangi": SEMUA, "ekspor": PEMBACA},
    "periode": {**BAKU, "buat_tahun": PENGELOLA},
    "unor": {
        "lihat": PEMBACA,
        "ekspor": PEMBACA,
        "tambah": PENGELOLA,
        "ubah": PENGURUS,
        "hapus": PENGELOLA,
    },
    "pegawai": {
        "lihat": PEMBACA,
        "ekspor": PEMBACA,
        "tambah": PENGURUS,
        "ubah": PENGURUS,
        "hapus": PENGELOLA,
        "pindah_unor": PENGURUS,
        "nonaktifkan": PENGURUS,
        "aktifkan": PENGURUS,
        "tambah_non_asn": PENGELOLA,
    },
    "plt_plh": {
        "lihat": PEMBACA,
        "ekspor": PEMBACA,
        "tambah": PENGURUS,
        "ubah": PENGURUS,
        "hapus": PENGELOLA,
        "akhiri": PENGURUS,
    },
    # Penilai and atasan are relations, not roles: these say that a pegawai may, the service asks whether he is the one.
    "daftar_skp": {
        "lihat": PEGAWAI,
        "tambah": PEGAWAI,
        "ubah": PEGAWAI,
        "hapus": PEGAWAI,
        "cetak": PEGAWAI,
        "ajukan": PEGAWAI,
        "tetapkan": PEGAWAI,
        "setujui": PEGAWAI,
        "kembalikan": PEGAWAI,
        "nilai": PEGAWAI,
        "ajukan_keberatan": PEGAWAI,
        "jelaskan_keberatan": PEGAWAI,
        "cek_keberatan": PEGAWAI,
        "putuskan_keberatan": PEGAWAI,
    },
    "skp": {
        "lihat": PEMBACA,
        "ekspor": PEMBACA,
        "cetak": PEMBACA,
        "kembalikan_ke_draft": PENGURUS,
        "pulihkan": PENGURUS,
        "segarkan": PENGURUS,
        "buka_pengisian": PENGURUS,
    },
    "capaian_organisasi": {**BAKU, "final": PENGELOLA, "batal_final": PENGELOLA},
    "keberatan": {"lihat": PEMBACA, "ekspor": PEMBACA},
    "matriks_peran_hasil": {"lihat": PEMBACA, "ekspor": PEMBACA, "cetak_mph": PEMBACA},
    # The same menu's other source: teams instead of units.
    "matriks_peran_hasil_tim": {"lihat": PEMBACA, "ekspor": PEMBACA, "cetak_mph": PEMBACA},
    "tim_kerja": BAKU,
    "pengaturan": {"lihat": PENGURUS, "ubah": PENGELOLA},
    "hari_libur": BAKU,
    "perbaikan_skp": PERBAIKAN,
    "perbaikan_rhk": PERBAIKAN,
    "perbaikan_indikator": PERBAIKAN,
    "perbaikan_penilaian": PERBAIKAN,
    "perbaikan_keberatan": PERBAIKAN,
    "perbaikan_terhapus": {"lihat": PENOLONG, "ekspor": PENOLONG, "pulihkan": PENOLONG},
    "sinkronisasi": {
        "lihat": PEMBACA,
        "ekspor": PEMBACA,
        "minta": PENGELOLA,
        "terapkan": PENGELOLA,
        "batalkan": PENGELOLA,
        "ulangi": PENGELOLA,
    },
    "sinkro_baris": {"lihat": PEMBACA, "ekspor": PEMBACA},
    "konflik": {"lihat": PENGURUS, "ekspor": PENGURUS, "putuskan": PENGELOLA},
    "sinkronisasi_predikat": {"lihat": PEMBACA, "ekspor": PEMBACA, "minta": PENGELOLA, "batalkan": PENGELOLA, "ulangi": PENGELOLA},
    "kiriman_predikat": {"lihat": PEMBACA, "ekspor": PEMBACA},
    "rekonsiliasi_unor": {"lihat": PENGURUS, "ekspor": PENGURUS, "perbaiki": PENGELOLA, "periksa": PENGELOLA},
    "gabung_unor": {"lihat": PENGURUS, "ekspor": PENGURUS, "batalkan": PENGELOLA},
    "jpt_non_asn": {"lihat": PENGURUS, "ekspor": PENGURUS, "tambah": PENGELOLA, "ubah": PENGELOLA, "hapus": PENGELOLA},
    "profil_non_asn": {"lihat": PENGURUS},
    "integrasi": {"lihat": PENGURUS, "uji": PENGURUS, "tempel_token": PENGELOLA},
    "jejak_audit": {"lihat": PENGURUS, "ekspor": PENGURUS},
    "pengguna": {
        "lihat": PENGURUS,
        "ekspor": PENGELOLA,
        "tambah": PENGELOLA,
        "ubah": PENGELOLA,
        "beri_peran": PENGELOLA,
        "cabut_peran": PENGELOLA,
        "nonaktifkan": PENGELOLA,
        "aktifkan": PENGELOLA,
        "akhiri_sesi": PENGURUS,
        "tautan_sandi": PENGURUS,
    },
    "instansi": {"lihat": BKN, "ekspor": BKN, "tambah": BKN, "ubah": BKN},
}


class Ditolak(Exception):
    """The actor lacks the permission. The message names what was attempted, in Indonesian."""


def peran_untuk(izin: str) -> frozenset[Peran]:
    """Roles that hold ``izin``; an unknown permission is held by nobody."""
    sumber, _, aksi = izin.partition(":")
    return KEBIJAKAN.get(sumber, {}).get(aksi, frozenset())


def dikenal(izin: str) -> bool:
    sumber, _, aksi = izin.partition(":")
    return aksi in KEBIJAKAN.get(sumber, {})


@dataclass(frozen=True, slots=True)
class Aktor:
    """Who acts, in which instansi, from where and by which clock; the argument of every service function.

    ``instansi_id`` is the one instansi that the unit of work may see and write; None for acts outside any instansi.
    ``unor_id`` limits a supervisor to the subtree of one unor.
    """

    pengguna_id: int | None
    nama: str
    nip: str
    instansi_id: int | None
    peran: frozenset[Peran]
    jam: Jam = field(compare=False)
    unor_id: int | None = None
    alamat: str | None = None
    request_id: str | None = None
    zona: Zona = Zona.WIB

    def boleh(self, izin: str) -> bool:
        return bool(self.peran & peran_untuk(izin))

    def wajib(self, izin: str) -> None:
        """Raises Ditolak unless the actor holds ``izin``."""
        if not self.boleh(izin):
            raise Ditolak(f"Peran Anda tidak mengizinkan tindakan ini ({izin}).")

    @property
    def batas_unor(self) -> int | None:
        """The unor whose subtree the actor is limited to; a wider role lifts the limit."""
        return None if self.peran & PENGURUS else self.unor_id

    @property
    def label_peran(self) -> str:
        return ", ".join(p.label for p in Peran if p in self.peran and (p is not Peran.PEGAWAI or len(self.peran) == 1))

    def sekarang(self) -> datetime:
        return self.jam()

    def hari_ini(self) -> date:
        return tanggal_di(self.jam(), self.zona)


def aktor_sistem(jam: Jam, instansi_id: int | None = None) -> Aktor:
    """The program itself: maintenance, first admin, demo data. Holds no role, so it passes no guard by accident."""
    return Aktor(pengguna_id=None, nama="Sistem", nip="-", instansi_id=instansi_id, peran=frozenset(), jam=jam)
