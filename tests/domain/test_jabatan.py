from fractions import Fraction

import pytest

from domain import jabatan
from domain.jabatan import (
    GOLONGAN,
    JENJANG,
    KEDUDUKAN,
    JenisJabatan,
    JenisPegawai,
    jenjang_dari_nama,
    label_eselon,
    label_golongan,
    label_kedudukan,
    setingkat_jpt,
    tingkat_eselon,
)


def test_ranks():
    assert GOLONGAN["31"] == ("III/a", "Penata Muda")
    assert GOLONGAN["45"] == ("IV/e", "Pembina Utama")
    assert GOLONGAN["P9"] == ("IX", "")
    assert len(GOLONGAN) == 17 + 17
    assert [label_golongan(satu) for satu in ("31", "P17", "77", "", None)] == ["Penata Muda (III/a)", "XVII (PPPK)", "77", "-", "-"]


@pytest.mark.parametrize(
    ("kode", "label", "tingkat"),
    [
        ("21", "JPT Pratama / Eselon IIa", 2),
        ("12", "JPT Madya / Eselon Ib", 1),
        ("20", "20 (JPT Pratama)", 2),
        ("30", "30 (Administrator)", 3),
        (" 31 ", "Administrator / Eselon IIIa", 3),
        ("42", "Pengawas / Eselon IVb", 4),
        ("00", "Tanpa eselon", None),
        ("99", "Non-eselon", None),
        ("75", "75", None),
        ("2", "2", None),
        ("IIa", "IIa", None),
        ("٢٠", "٢٠", None),
        ("", "-", None),
        (None, "-", None),
    ],
)
def test_eselon_tolerates_unknown_codes(kode, label, tingkat):
    assert (label_eselon(kode), tingkat_eselon(kode)) == (label, tingkat)


def test_which_unor_may_be_atasan():
    assert [kode for kode in jabatan.ESELON if setingkat_jpt(kode)] == ["10", "11", "12", "21", "22"]
    assert setingkat_jpt("20")


def test_coefficients_are_exact():
    assert {kode: satu.koefisien for kode, satu in JENJANG.items()} == {
        "PM": Fraction(15, 4),
        "TR": Fraction(5),
        "MH": Fraction(25, 2),
        "PY": Fraction(25),
        "PT": Fraction(25, 2),
        "MU": Fraction(25),
        "MA": Fraction(75, 2),
        "UT": Fraction(50),
    }
    assert Fraction(7, 12) * Fraction(3, 2) * JENJANG["PT"].koefisien == Fraction(175, 16)


@pytest.mark.parametrize(
    ("nama", "kode"),
    [
        ("Pranata Komputer Ahli Pertama", "PT"),
        ("ANALIS HUKUM  AHLI MUDA", "MU"),
        ("Analis Kepegawaian Madya / Ahli Madya", "MA"),
        ("Dokter Ahli Utama ", "UT"),
        ("Arsiparis Penyelia", "PY"),
        ("Perawat Terampil", "TR"),
        ("Perawat Mahir", "MH"),
        ("Pranata Komputer Pemula", "PM"),
        ("Analis Hukum Ahli Muda (Subkoordinator Umum)", "MU"),
        ("Penyuluh Muda", None),
        ("Kepala Bagian Umum", None),
        ("Ahli Muda Bidang Hukum", None),
        ("Tidakterampil", None),
        ("", None),
    ],
)
def test_jenjang_from_the_end_of_a_name(nama, kode):
    assert jenjang_dari_nama(nama) == kode


def test_standing_decides_about_skp_and_deactivation():
    assert {kode for kode, satu in KEDUDUKAN.items() if satu.wajib_skp} == {"01", "03", "11", "15", "16"}
    assert {kode for kode, satu in KEDUDUKAN.items() if satu.otomatis_nonaktif} == {"52", "66", "67", "70", "77", "88", "89", "98", "99"}
    assert not [kode for kode, satu in KEDUDUKAN.items() if satu.wajib_skp and satu.otomatis_nonaktif]
    assert [label_kedudukan(satu) for satu in ("01", "55", None)] == ["Aktif", "55", "-"]


def test_labels():
    assert [satu.label for satu in JenisJabatan] == ["Pegawai", "Pimpinan"]
    assert [satu.label for satu in JenisPegawai] == ["PNS", "CPNS", "PPPK", "Non-ASN"]
