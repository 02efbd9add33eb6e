"""Things to send."""

from __future__ import annotations

from typing import Any

from integrations.siasn.skema import KirimanSkp22
from tests.dunia import Dunia


def kiriman(dunia: Dunia | None = None, **lain: Any) -> KirimanSkp22:
    """A yearly SKP of the world's ``staf`` (or of the person ``A5``, without a world)."""
    isi: dict[str, Any] = {
        "pns_id": f"A5{dunia.pegawai[1, 'staf']:030d}" if dunia else "A5",
        "tahun": 2026,
        "hasil": 2,
        "perilaku": 2,
        "kuadran": 2,
        "penilai_asn": True,
        "penilai_nip": "197001011995031001",
        "penilai_nama": "Atasan Contoh",
        "penilai_jabatan": "Kepala Bidang",
        "penilai_unor": "Bidang Kurikulum",
        "penilai_golongan": "41",
    }
    return KirimanSkp22(**{**isi, **lain})


def orang(nip: str, **lain: Any) -> dict[str, Any]:
    """A person as data-utama gives him."""
    isi: dict[str, Any] = {
        "id": f"A5{nip}",
        "nipBaru": nip,
        "nama": "Budi Contoh",
        "unorId": "8A0",
        "unorNama": "Unor 8A0",
        "instansiKerjaId": "I1",
        "jenisJabatanId": "2",
        "jabatanNama": "Pranata Komputer Ahli Pertama",
        "golRuangAkhirId": "31",
        "golRuangAkhir": "III/a",
        "tmtGolAkhir": "01-04-2020",
        "tmtJabatan": "01-06-2021",
        "kedudukanPnsId": "01",
        "statusPegawai": "PNS",
    }
    return {**isi, **lain}


def unor(id: str, **lain: Any) -> dict[str, Any]:
    """A unit of ref-unor."""
    isi = {
        "Id": id,
        "InstansiId": "I1",
        "DiatasanId": None,
        "EselonId": "21",
        "NamaUnor": f"Unor {id}",
        "aktif": "A",
        "duplikasi_unor": "0",
    }
    return {**isi, **lain}
