"""Terms of a keberatan: calendar days, working days, weekends and holidays."""

from __future__ import annotations

from datetime import date

import pytest

from domain.keberatan import AturanKeberatan, batas_hari, hari_kerja

SENIN = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("mulai", "hari", "kerja", "libur", "harap"),
    [
        (SENIN, 14, False, (), date(2026, 12, 7)),
        (SENIN, 14, True, (), date(2026, 12, 11)),
        (SENIN, 1, True, (), date(2026, 11, 24)),
        (date(2026, 11, 27), 1, True, (), date(2026, 11, 30)),  # Friday: the next working day is Monday
        (date(2026, 11, 28), 1, True, (), date(2026, 11, 30)),  # Saturday
        (date(2026, 11, 27), 1, False, (), date(2026, 11, 28)),
        (SENIN, 5, True, (date(2026, 11, 25),), date(2026, 12, 1)),
        (SENIN, 5, True, (date(2026, 11, 28),), date(2026, 11, 30)),  # a holiday on a Saturday costs nothing
        (SENIN, 5, False, (date(2026, 11, 25),), date(2026, 11, 28)),
        (date(2026, 12, 23), 2, True, (date(2026, 12, 24), date(2026, 12, 25), date(2027, 1, 1)), date(2026, 12, 29)),
        (SENIN, 0, True, (), SENIN),
    ],
)
def test_the_last_day_of_a_term(mulai, hari, kerja, libur, harap):
    assert batas_hari(mulai, hari, kerja=kerja, libur=frozenset(libur)) == harap


def test_no_negative_term():
    with pytest.raises(ValueError, match="negatif"):
        batas_hari(SENIN, -1, kerja=True)


def test_in_working_days_the_last_day_is_one():
    libur = frozenset({date(2026, 12, 9), date(2026, 12, 25)})
    for hari in range(1, 40):
        assert hari_kerja(batas_hari(SENIN, hari, kerja=True, libur=libur), libur)


def test_defaults():
    a = AturanKeberatan()
    assert (a.batas_pengajuan_hari, a.batas_putusan_hari, a.hari_kerja) == (14, 14, True)
