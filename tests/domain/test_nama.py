import pytest

from domain.nama import inisial, normalkan


@pytest.mark.parametrize(
    ("teks", "hasil"),
    [
        ("  ANDINI   Larasati\tPuspita ", "andini larasati puspita"),
        ("José Ñandú", "jose nandu"),
        ("Jose\u0301", "jose"),
        ("Ma'ruf D’Angelo", "ma ruf d angelo"),
        ("Dr. Contoh, S.Kom., M.T.I.", "dr contoh s kom m t i"),
        ("Sub-Bagian (Umum) & Tata_Usaha", "sub bagian umum tata usaha"),
        ("STRASSE Straße", "strasse strasse"),
        ("ﬁsika ＡＢＣ", "fisika abc"),
        ("Unit\u00a0Kerja", "unit kerja"),
        ("50% _ *", "50"),
        ("...", ""),
        ("", ""),
    ],
)
def test_normalised(teks, hasil):
    assert normalkan(teks) == hasil


@pytest.mark.parametrize("teks", ["İstanbul", "ẞ", "Ǆ", "é'É", "ΑΣ", "Ⅳ½"])
def test_idempotent(teks):
    assert normalkan(normalkan(teks)) == normalkan(teks)


def test_search_patterns_cannot_leak_through():
    assert not set(normalkan("100%_a\\b*?")) & set("%_\\*?")


@pytest.mark.parametrize(
    ("nama", "hasil"),
    [
        ("Andini Larasati Puspita", "AP"),
        ("andini", "A"),
        ("Dr. Ir. Raka Wibawa, M.Si.", "RW"),
        ("R. ", "R"),
        ("'Aisyah Zahra", "AZ"),
        ("Dr. Contoh", "C"),
        ("", ""),
        ("...", ""),
    ],
)
def test_initials(nama, hasil):
    assert inisial(nama) == hasil
