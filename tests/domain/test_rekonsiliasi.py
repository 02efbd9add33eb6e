from __future__ import annotations

import pytest
from rapidfuzz.distance import Indel

from domain.rekonsiliasi import UnorPeriksa, periksa
from domain.siasn import JenisTemuan


def unor(id: int, nama: str, atasan: int | None = 1, *, aktif: bool = True, siasn: str | None = None, pegawai: int = 0) -> UnorPeriksa:
    return UnorPeriksa(id, nama, nama.casefold(), atasan, aktif, siasn, pegawai)


def jalankan(*semua: UnorPeriksa) -> dict[str, str]:
    return {t.kunci: t.rincian for t in periksa(semua, Indel.normalized_similarity)}


AKAR = unor(1, "Pemerintah Kabupaten Contoh", None)


@pytest.mark.parametrize(
    ("satu", "dua"),
    [
        ("Bidang Data", "Bidang  Data."),
        ("Bidang Pengembangan Data", "Bidang Pengembangn Data"),
        ("Bidang Perencanaan Pengembangan Sumber Daya Manusia", "Bidang Perencanaan dan Pengembangan Sumber Daya Manusia"),
        ("Dinas Kesejahteraan Sosial", "Dinas Kesejateraan Sosial"),
        ("Subbagian Tata Usaha", "Sub Bagian Tata Usaha"),
        ("SD Negeri 1 Rawaharja", "SDN 1 Rawaharja"),
        ("SMP Negeri 1 Rawaharja", "Sekolah Menengah Pertama Negeri 01 Rawaharja"),
        ("Bidang Perencanaan II", "Bidang Perencanaan 2"),
        ("Puskesmas Rawaharja Utara", "Puskesmas Rawaharrja Utara"),
    ],
)
def test_one_unit_written_twice(satu, dua):
    assert "duplikat:2:3" in jalankan(AKAR, unor(2, satu), unor(3, dua))


@pytest.mark.parametrize(
    ("satu", "dua"),
    [
        ("SMP Negeri 1 Rawaharja", "SD Negeri 1 Rawaharja"),
        ("SMP Negeri 1 Rawaharja Kabupaten Contoh", "SMA Negeri 1 Rawaharja Kabupaten Contoh"),
        ("SMA Negeri 1 Rawaharja Kabupaten Contoh", "SMK Negeri 1 Rawaharja Kabupaten Contoh"),
        ("TK Negeri Pembina Rawaharja Kabupaten Contoh", "SD Negeri Pembina Rawaharja Kabupaten Contoh"),
        ("MI Negeri 1 Rawaharja Kabupaten Contoh", "MTs Negeri 1 Rawaharja Kabupaten Contoh"),
        ("MAN 1 Rawaharja Kabupaten Contoh", "MIN 1 Rawaharja Kabupaten Contoh"),
        ("Sekolah Menengah Atas Negeri 1 Rawaharja", "Sekolah Menengah Pertama Negeri 1 Rawaharja"),
        ("SD Negeri 1 Sukamaju", "SD Negeri 2 Sukamaju"),
        ("SD Negeri 1 Sukamaju Kecamatan Rawaharja", "SD Negeri 1 Sukamaja Kecamatan Rawaharja"),
        ("Subbagian II", "Subbagian III"),
        ("Inspektorat Pembantu Wilayah I", "Inspektorat Pembantu Wilayah II"),
        ("Inspektorat Pembantu Wilayah 1", "Inspektorat Pembantu Wilayah II"),
        ("Bidang Pengembangan Sumber Daya I I", "Bidang Pengembangan Sumber Daya II"),
        ("Seksi A", "Seksi B"),
        ("Puskesmas Pembantu Rawaharja Utara", "Puskesmas Pembantu Rawaharja Selatan"),
        ("Cabang Dinas Pendidikan Wilayah Timur", "Cabang Dinas Pendidikan Wilayah Timur Laut"),
        ("Unit Pelaksana Teknis Daerah Wilayah Barat", "Unit Pelaksana Teknis Daerah Wilayah Darat"),
        ("Seksi Penataan Aset Daerah", "Seksi Pendataan Aset Daerah"),
        ("Bagian Pengadaan Barang dan Jasa", "Bagian Pengaduan Barang dan Jasa"),
        ("Bidang Data", "Bidang Umum"),
        ("Kelurahan Mekarsari", "Kecamatan Mekarsari"),
    ],
)
def test_units_that_are_told_apart_by_one_word(satu, dua):
    assert jalankan(AKAR, unor(2, satu), unor(3, dua)) == {}


def test_two_words_that_other_names_have_too_are_no_misspelling():
    """Ampelsari and Ampelsarri may be a slip of the pen; not where each names several units."""
    satu, dua = (unor(n, f"Puskesmas Pembantu {d}") for n, d in ((2, "Ampelsari"), (3, "Ampelsarri")))
    assert "duplikat:2:3" in jalankan(AKAR, satu, dua)
    lain = [
        unor(10 + i, f"{apa} {d}", 9 + i)
        for i, (apa, d) in enumerate((a, d) for a in ("Kelurahan", "Pasar") for d in ("Ampelsari", "Ampelsarri"))
    ]
    assert "duplikat:2:3" not in jalankan(AKAR, satu, dua, *lain)


def test_the_same_name_elsewhere_or_inactive_is_no_duplicate():
    assert jalankan(AKAR, unor(2, "Sekretariat"), unor(3, "Dinas A"), unor(4, "Sekretariat", 3)) == {}
    assert jalankan(AKAR, unor(2, "Sekretariat"), unor(3, "Sekretariat", aktif=False)) == {}


def test_three_of_one_name_give_two_findings_against_the_oldest():
    assert set(jalankan(AKAR, unor(5, "Tata Usaha"), unor(7, "Tata Usaha"), unor(6, "Tata Usaha"))) == {"duplikat:5:6", "duplikat:5:7"}


def test_orphans():
    temuan = jalankan(AKAR, unor(2, "Bidang A", None, siasn="8ae4"), unor(3, "Lama", aktif=False), unor(4, "Seksi", 3))
    assert temuan["yatim:2"] == "Unor Atasannya di SIASN (8ae4) tidak dikenal di sini."
    assert "Lama" in temuan["yatim:4"]
    # A root is none: SIASN names nobody above it.
    assert "yatim:1" not in temuan


def test_a_circle_is_found_once_with_its_members():
    temuan = jalankan(unor(1, "Pemerintah", 3), unor(2, "Dinas", 1), unor(3, "Badan", 2), unor(4, "Seksi", 3))
    assert temuan == {"siklus:1": "Pemerintah di bawah Badan di bawah Dinas di bawah Pemerintah."}


def test_inactive_units_with_people():
    temuan = periksa([AKAR, unor(2, "Bubar", aktif=False, pegawai=3), unor(3, "Kosong", aktif=False)], Indel.normalized_similarity)
    assert [(t.jenis, t.unor_id) for t in temuan] == [(JenisTemuan.NONAKTIF_BERISI, 2)]
