from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from fractions import Fraction

import pytest

from domain.tanggal import BULAN, desimal, hari_bulan, hari_ini, panjang, ribuan, saat


def test_dates_in_words():
    assert panjang(date(2026, 11, 23)) == "23 November 2026"
    assert panjang(date(2026, 1, 5)) == "5 Januari 2026"
    assert [panjang(date(2026, bulan, 1)).split()[1] for bulan in range(1, 13)] == list(BULAN)
    assert hari_bulan("02-05") == "05 Februari"
    assert hari_bulan("12-31") == "31 Desember"


def test_moments_in_the_zone_of_the_instansi():
    dt = datetime(2026, 11, 23, 1, 28, 59, tzinfo=UTC)
    assert saat(dt, "WIB") == "23 November 2026 pukul 08.28 WIB"
    assert saat(dt, "WITA") == "23 November 2026 pukul 09.28 WITA"
    assert saat(dt, "WIT") == "23 November 2026 pukul 10.28 WIT"
    assert saat(dt.astimezone(timezone(timedelta(hours=-5)))) == "23 November 2026 pukul 08.28 WIB"


def test_the_day_turns_at_midnight_of_the_zone():
    dt = datetime(2026, 12, 31, 16, 59, tzinfo=UTC)
    assert hari_ini(dt, "WIB") == date(2026, 12, 31)
    assert hari_ini(dt, "WITA") == date(2027, 1, 1)
    assert hari_ini(dt + timedelta(minutes=1), "WIB") == date(2027, 1, 1)
    assert hari_ini(datetime(2026, 12, 31, 14, 59, tzinfo=UTC), "WIT") == date(2026, 12, 31)
    assert hari_ini(datetime(2026, 12, 31, 15, 0, tzinfo=UTC), "WIT") == date(2027, 1, 1)


def test_naive_moments_and_unknown_zones_are_refused():
    with pytest.raises(ValueError, match="zona"):
        saat(datetime(2026, 11, 23), "WIB")
    with pytest.raises(ValueError, match="UTC"):
        saat(datetime(2026, 11, 23, tzinfo=UTC), "UTC")


@pytest.mark.parametrize(
    ("nilai", "hasil"), [(0, "0"), (999, "999"), (1000, "1.000"), (1284, "1.284"), (1_000_000, "1.000.000"), (-1284, "-1.284")]
)
def test_thousands(nilai, hasil):
    assert ribuan(nilai) == hasil


@pytest.mark.parametrize(
    ("nilai", "n", "hasil"),
    [
        (Fraction(175, 16), 3, "10,938"),
        (Fraction(25, 12), 3, "2,083"),
        (Fraction(15, 16), 3, "0,938"),
        (Decimal("18.75"), 3, "18,750"),
        (1284, 2, "1.284,00"),
        (Decimal("1234567.895"), 2, "1.234.567,90"),
        (Decimal("0.0005"), 3, "0,001"),
        (Decimal("0.0004999"), 3, "0,000"),
        (Decimal("-0.0005"), 3, "-0,001"),
        (Decimal("-0.0004"), 3, "0,000"),
        (1.005, 2, "1,01"),
        (Fraction(5, 2), 0, "3"),
        (Decimal("999.9995"), 3, "1.000,000"),
    ],
)
def test_decimals_round_half_up(nilai, n, hasil):
    assert desimal(nilai, n) == hasil
