"""What can be done with a row of Capaian Kinerja Organisasi: Final, Batal Final, Final ulang, Hapus (manual 2.5)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from admin_views import capaian_rincian
from admin_views.aksi import Tindakan
from domain.izin import Aktor
from domain.status import bisa
from services import capaian_organisasi as layanan_capaian

PASTIKAN = (
    "Pastikan semua pegawai yang ada di Unit Kerja Induk ini sudah dinilai, sehingga Grafik Pola Distribusi menjadi konsisten di setiap "
    "cetakan Form Evaluasi Kinerja"
)
_ENTITAS = layanan_capaian.ENTITAS


def _final(pelaku: Aktor, id: int, versi: int | None, alasan: str, nilai: dict[str, Any]) -> str:
    s = layanan_capaian.final(pelaku, id, versi)
    return f"Capaian Organisasi difinalkan. Pegawai dinilai : {s.dinilai} / {s.pegawai}."


def _final_ulang(pelaku: Aktor, id: int, versi: int | None, alasan: str, nilai: dict[str, Any]) -> str:
    s = layanan_capaian.final_ulang(pelaku, id, versi, alasan)
    return f"Statistik dihitung ulang. Pegawai dinilai : {s.dinilai} / {s.pegawai}."


def _batal(pelaku: Aktor, id: int, versi: int | None, alasan: str, nilai: dict[str, Any]) -> str:
    layanan_capaian.batal_final(pelaku, id, versi, alasan)
    return "Final dibatalkan. Capaian Organisasi dapat diubah lagi."


def _hapus(pelaku: Aktor, id: int, versi: int | None, alasan: str, nilai: dict[str, Any]) -> str:
    layanan_capaian.layanan.hapus(pelaku, id, versi)
    return "Capaian Organisasi dihapus."


def _bisa(aksi: str) -> Callable[[Any, Aktor], bool]:
    return lambda objek, pelaku: bisa(_ENTITAS, objek.status, aksi)


TINDAKAN = (
    Tindakan(
        kode="final", label="Final", aksi="final", ikon="lock", jalankan=_final, utama=True, tampil=_bisa("final"),
        pertanyaan="Apakah Anda yakin ingin melakukan finalisasi Capaian Organisasi ini ?", akibat=lambda c: capaian_rincian.akibat_final(c, PASTIKAN),
    ),
    Tindakan(
        kode="final-ulang", label="Final ulang", aksi="final", ikon="refresh", jalankan=_final_ulang, perlu_alasan=True, utama=True,
        pertanyaan=lambda c: f"Hitung ulang statistik {c.unor.nama}?", tampil=lambda c, a: c.berubah and bisa(_ENTITAS, c.status, "batal_final"),
        akibat=lambda c: ("Sama dengan Batal Final lalu Final: statistik yang lama tinggal di Jejak audit.", "Cetakan sesudah ini memakai statistik yang baru."),
    ),
    Tindakan(
        kode="batal-final", label="Batal Final", aksi="batal_final", ikon="lock-open", jalankan=_batal, perlu_alasan=True, utama=True,
        pertanyaan=lambda c: f"Batalkan final capaian organisasi {c.unor.nama}?", tampil=_bisa("batal_final"),
        akibat=lambda c: ("Status kembali menjadi Belum Final, sehingga capaiannya dapat diubah.", "Statistik yang dibekukan dihapus; isinya tercatat di Jejak audit."),
    ),
    Tindakan(
        kode="hapus", label="Hapus", aksi="hapus", ikon="trash", jalankan=_hapus, bahaya=True,
        pertanyaan=lambda c: f"Yakin akan menghapus capaian organisasi {c}?",
        akibat=lambda c: ("Data dihapus dan tidak dapat dikembalikan; isinya tercatat di Jejak audit.",),
        halangan=lambda c, a: layanan_capaian.halangan_hapus(c),
    ),
)  # fmt: skip
