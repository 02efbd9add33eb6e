"""A keberatan as *Check* shows it (manual 2.7, Gambar 2.38), with the manual's labels."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from admin_views.halaman import Fakta, Lencana
from admin_views.konteks import aktor
from admin_views.tampil import lencana, lencana_enum, teks
from models import Keberatan
from services.keberatan import BarisNilai, status_pada, tabel_nilai


@dataclass(frozen=True, slots=True)
class IsiKeberatan:
    waktu: Sequence[Fakta]
    bagian: Sequence[tuple[str, str, str, str]]
    """(label of the person, name, heading of his words, words)."""
    nilai: Sequence[BarisNilai]


def lencana_keberatan(k: Keberatan) -> Lencana:
    return lencana_enum(status_pada(k, aktor().hari_ini()))


def susun(k: Keberatan) -> IsiKeberatan:
    zona, status = aktor().zona, lencana_keberatan(k)
    return IsiKeberatan(
        waktu=(
            Fakta("Status Keberatan", lencana(Lencana(f"Pengajuan Keberatan {status.teks}", status.nada, status.ikon))),
            Fakta("Periode", teks(f"{k.periode.nama} ({k.tahun})")),
            Fakta("Waktu Pengajuan", teks(k.waktu_pengajuan, zona)),
            Fakta("Waktu Pertama kali Di Check Oleh Atasan", teks(k.waktu_cek, zona)),
            Fakta("Waktu Di Respon / Di Klaim", teks(k.waktu_respon, zona)),
            Fakta("Batas putusan", teks(k.batas_putusan)),
        ),
        bagian=(
            ("Pegawai Yang Mengajukan", k.nama, "ALASAN MENGAJUKAN KEBERATAN", k.alasan),
            ("Pejabat Penilai Kinerja", k.nama_penilai, "PENJELASAN PEJABAT PENILAI KINERJA ATAS KEBERATAN", k.penjelasan or ""),
            (
                "Atasan Pejabat Penilai Kinerja",
                k.nama_atasan,
                "KEPUTUSAN DAN REKOMENDASI ATASAN PEJABAT PENILAI KINERJA",
                k.keputusan or "",
            ),
        ),
        nilai=tabel_nilai(k),
    )
