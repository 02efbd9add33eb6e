from datetime import date

import pytest

from domain.nip import JenisNomorInduk, NomorIndukSalah, bangun, kelompok, parse

NIP = "198703212011012004"
NI_PPPK = "199108142023211007"
NIK_L = "3174051205850003"
NIK_P = "3174055205850003"


def test_nip_gives_birth_date_and_sex():
    hasil = parse(NIP)
    assert (hasil.nomor, hasil.jenis, hasil.tanggal_lahir, hasil.jenis_kelamin, hasil.peringatan) == (
        NIP,
        JenisNomorInduk.NIP,
        date(1987, 3, 21),
        "P",
        (),
    )


@pytest.mark.parametrize(
    "teks",
    [
        f"  {NIP}\n",
        "19870321 201101 2 004",
        "1987 0321 2011 0120 04",
        "19870321\u00a0201101\u00a02\u00a0004",
        "\t19870321\u202f2011012004 ",
    ],
)
def test_spaces_of_grouped_numbers_are_dropped(teks):
    assert parse(teks).nomor == NIP


@pytest.mark.parametrize(
    ("teks", "bagian"),
    [
        ("", "18 angka"),
        ("   ", "18 angka"),
        ("19870321201101200", "17 angka"),
        ("1987032120110120041", "19 angka"),
        ("19870321201101200412", "20 angka"),
        ("130123456", "NIP lama"),
        ("19870321201101200A", "hanya boleh berisi angka"),
        ("19870321.201101.2.004", "hanya boleh berisi angka"),
        ("19870321\n2011012004", "hanya boleh berisi angka"),
        ("١٩٨٧٠٣٢١٢٠١١٠١٢٠٠٤", "hanya boleh berisi angka"),
        ("१९८७०३२१२०११०१२००४", "hanya boleh berisi angka"),
        ("198702292011012004", "bukan tanggal lahir"),
        ("198713012011012004", "bukan tanggal lahir"),
        ("198700012011012004", "bukan tanggal lahir"),
        ("000001012011012004", "bukan tanggal lahir"),
        ("185001012011012004", "bukan tanggal lahir"),
        ("198703212011010004", "harus 1 untuk laki-laki"),
        ("198703212011013004", "harus 1 untuk laki-laki"),
    ],
)
def test_wrong_numbers_say_what_to_do(teks, bagian):
    with pytest.raises(NomorIndukSalah, match=bagian):
        parse(teks)


def test_leap_day_birth_exists_in_a_leap_year_only():
    assert parse("198802292011011001").tanggal_lahir == date(1988, 2, 29)
    with pytest.raises(NomorIndukSalah):
        parse("190002292011011001")


def test_digits_that_are_no_month_mean_pppk():
    hasil = parse(NI_PPPK)
    assert hasil.jenis is JenisNomorInduk.NI_PPPK
    assert "dibaca sebagai NI PPPK" in hasil.peringatan[0]
    assert parse(NI_PPPK, JenisNomorInduk.NI_PPPK).peringatan == ()


@pytest.mark.parametrize("bulan", ["01", "12"])
def test_real_months_stay_nip(bulan):
    assert parse(f"198703212011{bulan}2004").jenis is JenisNomorInduk.NIP


def test_month_is_never_a_refusal():
    assert "bukan bulan TMT" in parse("198703212011002004").peringatan[0]
    dinyatakan = parse(NI_PPPK, JenisNomorInduk.NIP)
    assert dinyatakan.jenis is JenisNomorInduk.NIP
    assert "bukan bulan TMT" in dinyatakan.peringatan[0]


def test_appointment_before_birth_warns():
    assert "tidak sesudah tahun lahir" in parse("198703211987012004").peringatan[0]


def test_declared_kind_fixes_the_length():
    assert parse(NIP, JenisNomorInduk.NI_PPPK).jenis is JenisNomorInduk.NI_PPPK
    with pytest.raises(NomorIndukSalah, match="NIK terdiri dari 16 angka"):
        parse(NIP, JenisNomorInduk.NIK)
    with pytest.raises(NomorIndukSalah, match="NIP terdiri dari 18 angka"):
        parse(NIK_L, JenisNomorInduk.NIP)


def test_nik_adds_forty_to_a_womans_day():
    assert (parse(NIK_L).tanggal_lahir, parse(NIK_L).jenis_kelamin) == (date(1985, 5, 12), "L")
    assert (parse(NIK_P).tanggal_lahir, parse(NIK_P).jenis_kelamin) == (date(1985, 5, 12), "P")
    assert parse(NIK_P).jenis is JenisNomorInduk.NIK


@pytest.mark.parametrize(("tahun", "penuh"), [("00", 2000), ("29", 2029), ("30", 1930), ("99", 1999)])
def test_nik_century(tahun, penuh):
    assert parse(f"3174050101{tahun}0003").tanggal_lahir == date(penuh, 1, 1)


@pytest.mark.parametrize("tanggal", ["310285", "000185", "400185", "720185", "011385", "010085"])
def test_nik_with_an_impossible_date_is_only_warned_about(tanggal):
    hasil = parse(f"317405{tanggal}0003")
    assert hasil.tanggal_lahir is None
    assert hasil.jenis_kelamin is None
    assert len(hasil.peringatan) == 1


def test_grouping_for_display_joins_back():
    assert kelompok(NIP) == ("19870321", "201101", "2", "004")
    assert kelompok(NIK_L) == ("3174", "0512", "0585", "0003")
    assert kelompok("123") == ("123",)
    for nomor in (NIP, NIK_L):
        assert "".join(parse(" ".join(kelompok(nomor))).kelompok) == nomor


def test_every_built_number_parses_clean():
    for urut in range(1, 1000, 111):
        for bulan in range(1, 13):
            for kelamin in "LP":
                hasil = parse(bangun(date(1988, 2, 29), 2012, bulan, kelamin, urut))
                assert (hasil.tanggal_lahir, hasil.jenis_kelamin, hasil.jenis, hasil.peringatan) == (
                    date(1988, 2, 29),
                    kelamin,
                    JenisNomorInduk.NIP,
                    (),
                )
    assert bangun(date(1987, 3, 21), 2011, 1, "P", 4) == NIP
    assert parse(bangun(date(1991, 8, 14), 2023, 21, "L", 7)).jenis is JenisNomorInduk.NI_PPPK


@pytest.mark.parametrize(
    "ubah", [{"bulan": 0}, {"bulan": 100}, {"urut": 0}, {"urut": 1000}, {"jenis_kelamin": "M"}, {"tahun": 1987}, {"tahun": 10000}]
)
def test_build_refuses_what_would_not_parse(ubah):
    isi = {"tanggal_lahir": date(1987, 3, 21), "tahun": 2011, "bulan": 1, "jenis_kelamin": "P", "urut": 4} | ubah
    with pytest.raises(ValueError, match="tahun|bulan"):
        bangun(**isi)


def test_labels():
    assert [jenis.label for jenis in JenisNomorInduk] == ["NIP", "NI PPPK", "NIK"]
