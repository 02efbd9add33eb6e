"""Kesehatan integrasi, as a user meets it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from admin_views.integrasi import sisa_waktu
from config import Settings
from integrations.siasn.galat import AlamatSalah
from integrations.siasn.klien import Layanan
from models import KeadaanIntegrasi, TokenIntegrasi
from services.siasn import PencatatDatabase
from tests.conftest import SAAT, JamUji
from tests.dunia import Dunia, Klien, teks_halaman
from tests.services.test_siasn import buat_sso
from tests.siasn_sandbox import API, SandboxSiasn

ALAMAT = "/admin/integrasi/"
KOTAK = ("wso2", "sso", "unor", "pegawai", "skp", "angka_kredit", "non_asn")


@pytest.fixture
def setelan(setelan: Settings, luar: SandboxSiasn) -> Settings:
    return replace(setelan, siasn=luar.setelan(pemutus_gagal=2, pemutus_detik=60.0))


@pytest.fixture
def admin(dunia: Dunia, luar: SandboxSiasn, klien: Callable[[str], Klien]) -> Klien:
    luar.isi_dunia(dunia)
    return klien("admin_instansi")


def test_before_the_first_call_nothing_is_claimed(admin: Klien):
    teks = teks_halaman(admin.get(ALAMAT))
    assert teks.count("Belum pernah dipakai") == len(KOTAK) and "Tersambung" not in teks


def test_a_test_says_in_words_that_the_service_answers(admin: Klien):
    for kode in KOTAK:
        jawaban = admin.post(f"{ALAMAT}{kode}/uji/", follow_redirects=True)
        assert "menjawab" in teks_halaman(jawaban), kode
    teks = teks_halaman(admin.get(ALAMAT))
    assert teks.count("Tersambung") == len(KOTAK) and teks.count("23 November 2026 pukul 08.28 WIB") >= len(KOTAK)


def test_the_life_of_the_tokens_is_counted_down(admin: Klien, jam: JamUji):
    admin.post(f"{ALAMAT}unor/uji/")
    jam.kini += timedelta(minutes=20)
    teks = teks_halaman(admin.get(ALAMAT))
    assert teks.count("Diambil oleh aplikasi") == 2
    assert "Sisa waktu 40 menit" in teks and "Sisa waktu 11 jam 40 menit" in teks


@pytest.mark.parametrize(
    ("galat", "kalimat", "obat"),
    [
        ("ditangguhkan", "sedang ditangguhkan oleh gerbang", "Tunggu sampai BKN membukanya kembali"),
        ("502", "Layanan SIASN sedang terganggu", "Ulangi beberapa menit lagi"),
        ("sso_mismatch", "Token SSO tidak cocok", "Tempel token SSO milik admin"),
        ("alihkan", "mengalihkan permintaan", "Periksa alamat SIASN"),
        ("kosong", "menjawab tanpa isi", "Ulangi beberapa menit lagi"),
    ],
)
def test_a_failure_says_what_it_means_and_who_can_repair_it(admin: Klien, luar: SandboxSiasn, galat: str, kalimat: str, obat: str):
    luar.galat(f"{API}/referensi", galat, -1)
    teks = teks_halaman(admin.post(f"{ALAMAT}unor/uji/", follow_redirects=True))
    pesan = teks.partition("Kesehatan integrasi Keadaan sambungan")[0]
    assert kalimat in pesan and obat in pesan
    kartu = teks.partition("Kesehatan integrasi Keadaan sambungan")[2].partition("Arti kegagalan")[0]
    assert kalimat in kartu and "Yang dapat memperbaiki:" in kartu


def test_an_open_breaker_is_shown_with_the_time_of_the_next_try(admin: Klien, luar: SandboxSiasn):
    luar.galat(f"{API}/referensi", "502", -1)
    for _ in range(2):
        admin.post(f"{ALAMAT}unor/uji/")
    teks = teks_halaman(admin.get(ALAMAT))
    assert "Dihentikan sementara" in teks and "Dicoba lagi 23 November 2026 pukul 08.29 WIB" in teks and "2 kali" in teks
    luar.pulih()
    admin.post(f"{ALAMAT}unor/uji/")
    assert "Dihentikan sementara" not in teks_halaman(admin.get(ALAMAT))


def test_a_count_of_failures_stands_only_beside_those_it_counts(admin: Klien, luar: SandboxSiasn, app: Flask):
    luar.galat(f"{API}/referensi", "502")
    admin.post(f"{ALAMAT}unor/uji/")
    assert "Gagal beruntun 1 kali" in teks_halaman(admin.get(ALAMAT))
    with app.app_context():
        s = app.config["SETTINGS"]
        PencatatDatabase(s.siasn, None, s.jam).gagal(Layanan.UNOR, AlamatSalah())
    teks = teks_halaman(admin.get(ALAMAT)).partition("Arti kegagalan")[0]
    assert "Alamat layanan tidak dikenal" in teks and "Gagal beruntun" not in teks


def test_a_right_missing_for_one_nik_leaves_the_token_s_card_alone(admin: Klien, luar: SandboxSiasn):
    luar.galat(f"{API}/nonasn", "403")
    jawaban = admin.post("/admin/profil-non-asn/", {"nik": "3301012208700001"})
    assert "View Profile" in teks_halaman(jawaban)
    assert "Gagal terakhir kali" not in teks_halaman(admin.get(ALAMAT))


def test_a_pasted_token_is_stored_and_never_shown(admin: Klien, luar: SandboxSiasn, dunia: Dunia):
    token = buat_sso(luar, dunia)
    jawaban = admin.post(f"{ALAMAT}token/", {"token": f"  {token}\n"}, follow_redirects=True)
    assert "Token SSO tersimpan" in teks_halaman(jawaban) and "Ditempel oleh admin" in teks_halaman(jawaban)
    assert token not in jawaban.text and token[:30] not in admin.get("/admin/jejak-audit/").text
    with Session(dunia.mesin) as s:
        isi = s.scalars(select(TokenIntegrasi.isi)).one()
    assert isi is not None and token not in isi
    assert "Tempel token: Pemerintah Kabupaten Contoh 1" in teks_halaman(admin.get(f"/admin/jejak-audit/details/?id={_jejak(dunia)}"))


def _jejak(dunia: Dunia) -> int:
    from models import JejakAudit

    with dunia.sesi() as s:
        return s.scalars(select(JejakAudit.id).where(JejakAudit.aksi == "tempel_token")).one()


@pytest.mark.parametrize("teks", ["", "bukan token", "a.b.c"])
def test_what_is_no_token_is_refused_at_the_field(admin: Klien, dunia: Dunia, teks: str):
    jawaban = admin.post(f"{ALAMAT}token/", {"token": teks})
    assert jawaban.status_code == 422 and 'aria-invalid="true"' in jawaban.text
    with Session(dunia.mesin) as s:
        assert s.scalars(select(TokenIntegrasi)).all() == []


def test_who_may_do_what(luar: SandboxSiasn, dunia: Dunia, klien: Callable[[str], Klien]):
    helpdesk, supervisor = klien("helpdesk"), klien("supervisor")
    assert "Tempel token SSO" not in teks_halaman(helpdesk.get(ALAMAT)).partition("Arti kegagalan")[0]
    assert helpdesk.post(f"{ALAMAT}token/", {"token": "x"}).status_code == 403
    assert helpdesk.post(f"{ALAMAT}wso2/uji/").status_code == 302
    for jawaban in (supervisor.get(ALAMAT), supervisor.post(f"{ALAMAT}wso2/uji/")):
        assert jawaban.status_code == 403
    assert helpdesk.get(f"{ALAMAT}wso2/uji/").status_code == 405


def test_an_unknown_service_is_not_found(admin: Klien):
    assert admin.post(f"{ALAMAT}entah/uji/").status_code == 404


def test_without_configuration_the_page_says_who_sets_it_up(dunia: Dunia, klien: Callable[[str], Klien], app):
    from config import SetelanSiasn

    app.config["SETTINGS"] = replace(app.config["SETTINGS"], siasn=SetelanSiasn())
    teks = teks_halaman(klien("admin_instansi").get(ALAMAT))
    assert "Sambungan ke SIASN belum diatur." in teks and teks.count("Belum diatur") == len(KOTAK)


def test_an_instansi_without_siasn_id_is_told_so(dunia: Dunia, klien: Callable[[str], Klien]):
    assert "ID SIASN instansi ini belum diisi" in teks_halaman(klien("admin_instansi").get(ALAMAT))


def test_the_state_of_another_instansis_token_is_not_shown(admin: Klien, luar: SandboxSiasn, dunia: Dunia, klien: Callable[[str], Klien]):
    admin.post(f"{ALAMAT}token/", {"token": buat_sso(luar, dunia)})
    assert "Ditempel oleh admin" not in teks_halaman(klien("admin_lain").get(ALAMAT))


def test_a_get_changes_nothing(admin: Klien, luar: SandboxSiasn, dunia: Dunia):
    admin.get(ALAMAT)
    with Session(dunia.mesin) as s:
        assert s.scalars(select(KeadaanIntegrasi)).all() == []
    assert luar.kendali.hitung == {}


@pytest.mark.parametrize(
    ("detik", "kata"), [(0, "0 menit"), (59, "0 menit"), (3600, "1 jam 0 menit"), (41_999, "11 jam 39 menit"), (-1, "Sudah lewat")]
)
def test_the_time_left_in_words(detik: int, kata: str):
    assert sisa_waktu(SAAT + timedelta(seconds=detik), SAAT) == kata
