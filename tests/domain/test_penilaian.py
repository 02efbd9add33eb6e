"""Filling in: until when, how two versions of a text meet, and links to the evidence."""

from __future__ import annotations

from datetime import date

import pytest

from domain.penilaian import Isian, KeadaanPengisian, Nasib, keadaan, nasib, periksa_eviden, petunjuk_eviden, tanda

AWAL, BATAS = date(2026, 11, 1), date(2026, 12, 5)
K = KeadaanPengisian


@pytest.mark.parametrize(
    ("dibuka", "hari", "harap"),
    [
        (None, date(2026, 10, 31), K.BELUM_MULAI),
        (None, AWAL, K.DIBUKA),
        (None, BATAS, K.DIBUKA),
        (None, date(2026, 12, 6), K.DITUTUP),
        (date(2026, 12, 10), date(2026, 12, 6), K.DIBUKA_KEMBALI),
        (date(2026, 12, 10), date(2026, 12, 10), K.DIBUKA_KEMBALI),
        (date(2026, 12, 10), date(2026, 12, 11), K.DITUTUP),
        (date(2026, 11, 20), date(2026, 12, 1), K.DIBUKA),  # reopened until a day before the deadline: the deadline holds
    ],
)
def test_state(dibuka, hari, harap):
    assert keadaan(AWAL, BATAS, dibuka, hari) is harap


@pytest.mark.parametrize(
    ("ditampilkan", "kini", "diketik", "harap"),
    [
        ("a", "a", "a", Nasib.SAMA),
        ("a", "a", "b", Nasib.UBAH),
        ("a", "b", "a", Nasib.SAMA),  # changed elsewhere, untouched here
        ("a", "b", "b", Nasib.SAMA),  # changed to the same words
        ("a", "b", "c", Nasib.BENTROK),
        ("", None, "c", Nasib.UBAH),
        ("", "b", "", Nasib.SAMA),
        ("a", "a", "", Nasib.UBAH),
        ("a", "b", "", Nasib.BENTROK),
    ],
)
def test_fate_of_a_text(ditampilkan, kini, diketik, harap):
    assert nasib(kini, Isian(diketik, tanda(ditampilkan))) is harap


def test_a_forged_mark_is_a_conflict():
    assert nasib("a", Isian("b", "bukan tanda")) is Nasib.BENTROK


@pytest.mark.parametrize("tautan", ["https://contoh.go.id", "http://contoh.go.id/a?b=c#d", "HTTPS://CONTOH.GO.ID/x", "https://bkd.local/x"])
def test_web_addresses_pass(tautan):
    assert periksa_eviden(tautan) is None


@pytest.mark.parametrize(
    "tautan",
    ["contoh.go.id", "ftp://x.go.id", "https:///x", "mailto:a@contoh.go.id", "https://a b", "https://a\u0000b", "data:text/html,x"],
)
def test_others_do_not(tautan):
    assert periksa_eviden(tautan)


@pytest.mark.parametrize(
    ("tautan", "kata"),
    [
        ("https://drive.google.com/file/d/x", "Siapa saja"),
        ("https://contoh.sharepoint.com/x", "tanpa masuk"),
        ("http://192.168.1.2/x", "jaringan tertentu"),
        ("http://localhost:8000/x", "jaringan tertentu"),
        ("http://server-arsip/x", "jaringan tertentu"),
        ("http://arsip.local/x", "jaringan tertentu"),
    ],
)
def test_hints_on_reachability(tautan, kata):
    assert kata in (petunjuk_eviden(tautan) or "")


@pytest.mark.parametrize("tautan", ["https://contoh.go.id/x", ""])
def test_no_hint_where_none_is_needed(tautan):
    assert petunjuk_eviden(tautan) is None
