"""Rules of an entry of Input Data JPT Non ASN."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from domain.jpt_non_asn import (
    KOLOM,
    LANGKAH,
    Asal,
    asal,
    jenis_jabatan_lazim,
    lewat_waktu,
    periksa,
    peringatan,
    perlu_diperiksa,
)

HARI = date(2026, 11, 23)
KINI = datetime(2026, 11, 23, 1, 28, tzinfo=UTC)
ISI = {
    "nik": "3301012208700001", "nama": "Pejabat", "tempat_lahir": "Kota", "tanggal_lahir": date(1970, 8, 22), "jenis_kelamin": "L",
    "email": "pejabat@contoh.go.id", "instansi_induk": "Instansi", "instansi_kerja": "Instansi", "unor_id": 1, "jabatan": "Bupati",
    "tanggal_sk": date(2025, 1, 20), "nomor_sk": "001", "tmt_mulai": date(2025, 2, 1), "tmt_henti": None, "tanggal_sk_pemberhentian": None,
    "eselon": "99",
}  # fmt: skip


def test_sixteen_fields_and_ten_steps():
    assert len(KOLOM) == 16 and set(ISI) == set(KOLOM)
    assert len(LANGKAH) == 10, "the manual's a to j"


@pytest.mark.parametrize("kolom", sorted(set(KOLOM) - {"tmt_henti", "tanggal_sk_pemberhentian"}))
def test_all_but_two_are_required(kolom: str):
    assert periksa(ISI, HARI) == {}
    assert list(periksa({**ISI, kolom: None}, HARI)) == [kolom]


@pytest.mark.parametrize(
    "email", ["a@b", "a b@contoh.id", "a..b@contoh.id", "@contoh.id", "a@-contoh.id", "a@contoh.id,b@contoh.id", "a@contoh..id"]
)
def test_an_email_must_be_one_address(email: str):
    assert "email" in periksa({**ISI, "email": email}, HARI)


def test_the_order_of_the_dates():
    def kolom(**ganti: date) -> list[str]:
        return list(periksa({**ISI, **ganti}, HARI))

    assert kolom(tmt_henti=date(2025, 2, 1)) == []
    assert kolom(tmt_henti=date(2025, 1, 31)) == ["tmt_henti"]
    assert kolom(tanggal_sk=HARI) == [] and kolom(tanggal_sk=HARI + timedelta(days=1)) == ["tanggal_sk"]
    assert kolom(tanggal_sk_pemberhentian=date(2025, 1, 19)) == ["tanggal_sk_pemberhentian"]
    assert kolom(tanggal_lahir=date(2015, 1, 1)) == ["tanggal_lahir"]


@pytest.mark.parametrize(
    ("ganti", "kata"),
    [
        ({"nik": "3301016208700001"}, "Jenis kelamin menurut NIK Perempuan"),
        ({"tanggal_lahir": date(1970, 8, 23)}, "Tanggal lahir menurut NIK 22 Agustus 1970"),
        ({"nik": "3301019908700001"}, "bukan tanggal lahir"),
        ({"tmt_henti": date(2026, 11, 22)}, "sudah berakhir pada 22 November 2026"),
    ],
)
def test_what_looks_odd_is_said_and_never_refused(ganti: dict, kata: str):
    assert peringatan(ISI, HARI) == []
    assert periksa({**ISI, **ganti}, HARI) == {}
    assert any(kata in p for p in peringatan({**ISI, **ganti}, HARI))


def test_when_siasn_is_asked_again():
    jam = timedelta(hours=1)
    assert perlu_diperiksa(KINI, None, KINI)
    assert not perlu_diperiksa(KINI - 5 * jam, KINI - 2 * jam, KINI) and perlu_diperiksa(KINI - 5 * jam, KINI - 3 * jam, KINI)
    lama = KINI - timedelta(days=4)
    assert not perlu_diperiksa(lama, KINI - 23 * jam, KINI) and perlu_diperiksa(lama, KINI - 24 * jam, KINI)
    assert (
        not lewat_waktu(KINI - 48 * jam, KINI) and lewat_waktu(KINI - 48 * jam - timedelta(seconds=1), KINI) and not lewat_waktu(None, KINI)
    )


@pytest.mark.parametrize(
    ("nama", "id", "hasil"),
    [
        (("Pemerintah Kab. Contoh", None), (), Asal.INI),
        (("Kementerian Lain", "KABUPATEN CONTOH"), (), Asal.INI),
        (("Pemerintah Kota Contoh",), (), Asal.TAK_PASTI),
        ((None, ""), (None,), Asal.TAK_PASTI),
        (("Pemerintah Kab. Contoh",), ("A1LAIN",), Asal.LAIN),
        (("Nama Lain",), ("A1LAIN", "a1kita"), Asal.INI),
    ],
)
def test_whose_official_somebody_is(nama: tuple[str | None, ...], id: tuple[str | None, ...], hasil: Asal):
    assert asal("Pemerintah Kabupaten Contoh", "A1KITA", nama, id) is hasil


def test_without_an_id_of_our_own_only_names_count():
    assert asal("Kabupaten Contoh", None, ("Pemkab Contoh",), ("A1LAIN",)) is Asal.INI


@pytest.mark.parametrize(
    ("jabatan", "ada", "jenis"),
    [
        ("Bupati Contoh", True, "pimpinan"),
        ("Pj. Bupati Contoh", True, "pimpinan"),
        ("Kepala Dinas", True, "pimpinan"),
        ("Staf Ahli Bupati", False, "pegawai"),
        ("Wakil Bupati", False, "pegawai"),
        ("Pejabat Karangan", True, "pegawai"),
        ("Pejabat Karangan", False, "pimpinan"),
        ("Kepalawanan", True, "pegawai"),
    ],
)
def test_the_kind_of_post_that_is_proposed(jabatan: str, ada: bool, jenis: str):
    assert jenis_jabatan_lazim(jabatan, ada_pimpinan=ada).value == jenis
