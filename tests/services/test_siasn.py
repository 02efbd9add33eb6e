"""Tokens and breaker in the database, over real HTTP with the played SIASN."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from app import create_app
from config import Settings
from extensions import db
from integrations.siasn import galat as g
from integrations.siasn.klien import Layanan
from models import JejakAudit, KeadaanIntegrasi, TokenIntegrasi
from services import kesehatan, siasn
from services.galat import Salah
from tests.conftest import JamUji
from tests.dunia import Dunia
from tests.siasn_sandbox import API, SandboxSiasn

AKAR = Path(__file__).resolve().parents[2]


@pytest.fixture
def setelan(setelan: Settings, luar: SandboxSiasn) -> Settings:
    return replace(setelan, siasn=luar.setelan(pemutus_gagal=3, pemutus_detik=60.0, percobaan=1))


@pytest.fixture
def dunia(dunia: Dunia, luar: SandboxSiasn, app: Flask) -> Iterator[Dunia]:
    luar.isi_dunia(dunia)
    with app.app_context():
        yield dunia
        db.session.remove()


def baris(model: Any, **syarat: Any) -> Any:
    with Session(db.engine) as s:
        return s.scalar(select(model).filter_by(**syarat))


# --- Tokens ---


def test_tokens_are_fetched_once_and_shared_by_later_clients(dunia: Dunia, luar: SandboxSiasn):
    for _ in range(3):
        with siasn.klien(dunia.aktor()) as k:
            assert len(k.daftar_unor().unor) == 3
    assert luar.penerbit.terbit == {"wso2": 1, "sso": 1}


def test_each_instansi_has_its_own_sso_token_and_sees_its_own_units(dunia: Dunia, luar: SandboxSiasn):
    nama = {}
    for akun in ("admin_instansi", "admin_lain"):
        with siasn.klien(dunia.aktor(akun)) as k:
            nama[akun] = {u.siasn_id for u in k.daftar_unor().unor}
    assert len(nama["admin_instansi"]) == len(nama["admin_lain"]) == 3
    assert not nama["admin_instansi"] & nama["admin_lain"]
    assert luar.penerbit.terbit == {"wso2": 1, "sso": 2}


def test_no_token_stands_readable_in_the_database(dunia: Dunia):
    with siasn.klien(dunia.aktor()) as k:
        k.daftar_unor()
    for kunci in (siasn.KUNCI_WSO2, siasn.kunci_sso(dunia.instansi[1])):
        satu = baris(TokenIntegrasi, kunci=kunci)
        token = siasn.baca_token(siasn.setelan().siasn, kunci).token
        assert token is not None and token.count(".") == 2
        assert "eyJ" not in satu.isi and token not in satu.isi
        assert token not in repr(siasn.baca_token(siasn.setelan().siasn, kunci))


def test_a_key_change_costs_a_new_token_not_an_error(dunia: Dunia, luar: SandboxSiasn, app: Flask):
    with siasn.klien(dunia.aktor()) as k:
        k.daftar_unor()
    lama = app.config["SETTINGS"]
    baru = "YWJjZGVmZ2hpamtsbW5vcHFyc3R1dnd4eXoxMjM0NTY="
    app.config["SETTINGS"] = replace(lama, siasn=replace(lama.siasn, kunci_enkripsi=(baru, *lama.siasn.kunci_enkripsi)))
    with siasn.klien(dunia.aktor()) as k:
        k.daftar_unor()
    assert luar.penerbit.terbit["wso2"] == 1, "kunci lama masih membuka"
    app.config["SETTINGS"] = replace(lama, siasn=replace(lama.siasn, kunci_enkripsi=(baru,)))
    with siasn.klien(dunia.aktor()) as k:
        assert k.daftar_unor().unor
    assert luar.penerbit.terbit["wso2"] == 2


def test_an_old_token_is_replaced_before_it_is_used(dunia: Dunia, luar: SandboxSiasn, jam: JamUji):
    with siasn.klien(dunia.aktor()) as k:
        k.daftar_unor()
        jam.kini += timedelta(seconds=3600 - 30)
        k.daftar_unor()
    assert luar.penerbit.terbit == {"wso2": 2, "sso": 1}


@pytest.mark.parametrize("galat", ["token_kedaluwarsa", "kredensial"])
def test_a_refused_token_is_refreshed_once_and_the_call_goes_on(dunia: Dunia, luar: SandboxSiasn, galat: str):
    luar.galat(f"{API}/referensi", galat)
    with siasn.klien(dunia.aktor()) as k:
        assert len(k.daftar_unor().unor) == 3
    assert luar.penerbit.terbit == ({"wso2": 1, "sso": 2} if galat == "token_kedaluwarsa" else {"wso2": 2, "sso": 1})


def test_where_the_sso_token_cannot_be_renewed_the_gateways_is(dunia: Dunia, luar: SandboxSiasn, tanpa_akun: None):
    siasn.tempel_token_sso(dunia.aktor(), buat_sso(luar, dunia))
    luar.galat(f"{API}/referensi", "token_kedaluwarsa")
    with siasn.klien(dunia.aktor()) as k:
        assert k.daftar_unor().unor
    assert luar.penerbit.terbit["wso2"] == 2


def test_a_save_refused_for_its_token_is_stored_once(dunia: Dunia, luar: SandboxSiasn):
    from tests.integrations.contoh import kiriman

    with siasn.klien(dunia.aktor()) as k:
        k.daftar_unor()
        luar.penerbit.generasi += 1
        k.skp22_simpan(kiriman(dunia))
    assert len(luar.tersimpan()) == 1


def test_many_threads_with_revoked_tokens_refresh_once(dunia: Dunia, luar: SandboxSiasn):
    nip = [o.nomor_induk for o in siasn.klien(dunia.aktor()).daftar_pegawai().orang]
    luar.penerbit.generasi += 1
    with siasn.klien(dunia.aktor()) as k:
        assert len(k.orang_menurut_nip(nip * 5).orang) == 20
    assert luar.penerbit.terbit == {"wso2": 2, "sso": 2}


PROSES = """
import sys
from app import create_app
from services import siasn
app = create_app()
with app.app_context(), siasn.klien(int(sys.argv[1])) as k:
    print("siap", flush=True)
    sys.stdin.readline()
    print(len(k.daftar_unor().unor), flush=True)
"""


def test_two_processes_at_once_ask_for_one_token(dunia: Dunia, luar: SandboxSiasn, basis: str, tmp_path: Path):
    """Both start while the token service is slow: one asks, the other waits and reads."""
    luar.galat("/oauth2/token", "tunda", detik=1.0)
    env = {
        **{n: v for n, v in os.environ.items() if n not in ("SECRET_KEY", "REDIS_URL")},
        **luar.lingkungan(),
        "EKINERJA_MODE": "demo",
        "DATABASE_URL": basis,
        "INSTANCE_DIR": str(tmp_path / "instance"),
    }
    perintah = [sys.executable, "-c", PROSES, str(dunia.instansi[1])]
    proses = [
        subprocess.Popen(perintah, cwd=AKAR, env=env, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        for _ in range(2)
    ]
    for p in proses:
        assert p.stdout is not None and p.stdout.readline() == "siap\n", p.communicate()[1]
    for p in proses:
        assert p.stdin is not None
        p.stdin.write("\n")
        p.stdin.flush()
    hasil = [p.communicate(timeout=60) for p in proses]
    assert [h[0] for h in hasil] == ["3\n", "3\n"], hasil
    assert luar.penerbit.terbit == {"wso2": 1, "sso": 1}


def test_the_lease_of_a_refresher_that_died_is_taken_over(dunia: Dunia, luar: SandboxSiasn, jam: JamUji, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(siasn, "TUNGGU_DETIK", 0.3)
    with Session(db.engine, info={"unit_of_work": True}) as s:
        s.add(TokenIntegrasi(kunci=siasn.KUNCI_WSO2, penyegar_sampai=jam.kini + timedelta(seconds=siasn.SEWA_DETIK)))
        s.commit()
    with siasn.klien(dunia.aktor()) as k:
        with pytest.raises(g.WaktuHabis):
            k.daftar_unor()
        jam.kini += timedelta(seconds=siasn.SEWA_DETIK + 1)
        assert k.daftar_unor().unor


def test_a_failed_refresh_frees_the_lease(dunia: Dunia, luar: SandboxSiasn):
    luar.galat("/oauth2/token", "500")
    with siasn.klien(dunia.aktor()) as k:
        with pytest.raises(g.Gangguan):
            k.daftar_unor()
        assert k.daftar_unor().unor
    assert baris(KeadaanIntegrasi, layanan="siasn:unor").gagal_beruntun == 0, "bukan salah layanan unor"


# --- Pasted tokens ---


@pytest.fixture
def tanpa_akun(app: Flask) -> None:
    lama = app.config["SETTINGS"]
    app.config["SETTINGS"] = replace(lama, siasn=replace(lama.siasn, sso_pengguna="", sso_sandi=""))


def buat_sso(luar: SandboxSiasn, dunia: Dunia, umur: int = 43200) -> str:
    """An SSO token as an admin copies it; the clock of the test is not the wall's, so it lives long enough for both."""
    beda = int((dunia.jam() - datetime.now(UTC)).total_seconds())
    luar.penerbit.umur["sso"] = umur + max(beda, 0) if umur > 0 else beda + umur
    return luar.penerbit.buat("sso", instansi=f"A1{dunia.instansi[1]:030d}")


def test_without_account_and_without_pasted_token_the_admin_is_asked_for_one(dunia: Dunia, tanpa_akun: None):
    with siasn.klien(dunia.aktor()) as k, pytest.raises(g.TokenSsoTiada) as galat:
        k.daftar_unor()
    assert "tempel" in galat.value.obat


def test_a_pasted_token_is_used_kept_secret_and_audited(dunia: Dunia, luar: SandboxSiasn, tanpa_akun: None):
    token = buat_sso(luar, dunia)
    sampai = siasn.tempel_token_sso(dunia.aktor(), f"Bearer {token[:60]}\n{token[60:]} ")
    assert sampai is not None and sampai > dunia.jam()
    with siasn.klien(dunia.aktor()) as k:
        assert len(k.daftar_unor().unor) == 3
    satu = baris(TokenIntegrasi, kunci=siasn.kunci_sso(dunia.instansi[1]))
    assert satu.ditempel and token not in satu.isi
    with dunia.sesi() as s:
        jejak = s.scalars(select(JejakAudit).where(JejakAudit.aksi == "tempel_token")).one()
    assert token[:20] not in repr((jejak.perubahan, jejak.objek, jejak.alasan))


def test_a_pasted_token_that_siasn_refuses_ends_in_a_readable_refusal(dunia: Dunia, luar: SandboxSiasn, tanpa_akun: None):
    siasn.tempel_token_sso(dunia.aktor(), buat_sso(luar, dunia))
    luar.penerbit.generasi += 1
    with siasn.klien(dunia.aktor()) as k, pytest.raises(g.TokenDitolak) as galat:
        k.daftar_unor()
    assert type(galat.value) is g.TokenDitolak and "Tempel token SSO yang baru" in galat.value.obat
    assert baris(KeadaanIntegrasi, layanan=siasn.kunci_sso(dunia.instansi[1])).galat == "token_ditolak"
    assert baris(KeadaanIntegrasi, layanan="siasn:unor") is None, "bukan salah layanan unor"


def test_a_pasted_token_of_another_instansi_is_not_ours(dunia: Dunia, luar: SandboxSiasn, tanpa_akun: None):
    siasn.tempel_token_sso(dunia.aktor(), buat_sso(luar, dunia))
    with siasn.klien(dunia.aktor("admin_lain")) as k, pytest.raises(g.TokenSsoTiada):
        k.daftar_unor()


@pytest.mark.parametrize(
    ("teks", "pesan"), [("", "terlebih dahulu"), ("bukan token", "bukan token"), ("a.b.c", "bukan token"), ("x" * 9000, "bukan token")]
)
def test_what_is_no_token_is_refused_with_words(dunia: Dunia, teks: str, pesan: str):
    with pytest.raises(Salah) as galat:
        siasn.tempel_token_sso(dunia.aktor(), teks)
    assert pesan in galat.value.kolom["token"]


def test_an_expired_token_is_refused(dunia: Dunia, luar: SandboxSiasn):
    with pytest.raises(Salah) as galat:
        siasn.tempel_token_sso(dunia.aktor(), buat_sso(luar, dunia, umur=-60))
    assert "kedaluwarsa" in galat.value.kolom["token"]


# --- Breaker ---


def gagalkan(k: Any, kali: int) -> None:
    for _ in range(kali):
        with pytest.raises(g.Gangguan):
            k.daftar_unor()


def test_the_breaker_opens_lets_one_call_try_and_closes(dunia: Dunia, luar: SandboxSiasn, jam: JamUji):
    luar.galat(f"{API}/referensi", "502", 4)
    with siasn.klien(dunia.aktor()) as k, siasn.klien(dunia.aktor("admin_lain")) as lain:
        gagalkan(k, 3)
        for satu in (k, lain):
            with pytest.raises(g.PemutusTerbuka):
                satu.daftar_unor()
        assert luar.hitung(f"{API}/referensi") == 3, "tidak ada panggilan selama terbuka"
        assert k.daftar_pegawai().orang, "layanan lain tetap jalan"
        jam.kini += timedelta(seconds=61)
        gagalkan(k, 1)
        with pytest.raises(g.PemutusTerbuka):
            k.daftar_unor()
        jam.kini += timedelta(seconds=61)
        assert k.daftar_unor().unor and lain.daftar_unor().unor
    satu = baris(KeadaanIntegrasi, layanan="siasn:unor")
    assert (satu.gagal_beruntun, satu.terbuka_sampai, satu.galat, satu.terakhir_berhasil) == (0, None, None, jam.kini)
    assert satu.terakhir_gagal == jam.kini - timedelta(seconds=61)


def test_only_one_of_many_tries_a_half_open_breaker(dunia: Dunia, luar: SandboxSiasn, jam: JamUji, app: Flask):
    luar.galat(f"{API}/referensi", "502", 3)
    with siasn.klien(dunia.aktor()) as k:
        gagalkan(k, 3)
    jam.kini += timedelta(seconds=61)
    luar.galat(f"{API}/referensi", "tunda", detik=0.5)
    hasil: list[str] = []

    def coba() -> None:
        with app.app_context(), siasn.klien(dunia.aktor()) as k:
            try:
                k.daftar_unor()
                hasil.append("berhasil")
            except g.PemutusTerbuka:
                hasil.append("terbuka")

    utas = [threading.Thread(target=coba) for _ in range(4)]
    for u in utas:
        u.start()
    for u in utas:
        u.join()
    assert sorted(hasil) == ["berhasil", "terbuka", "terbuka", "terbuka"]


def test_a_suspended_service_is_left_alone_at_once(dunia: Dunia, luar: SandboxSiasn):
    luar.galat(f"{API}/referensi", "ditangguhkan")
    with siasn.klien(dunia.aktor()) as k:
        with pytest.raises(g.Ditangguhkan):
            k.daftar_unor()
        with pytest.raises(g.PemutusTerbuka):
            k.daftar_unor()
    assert luar.penerbit.terbit == {"wso2": 1, "sso": 1}, "bukan masalah token"


def test_what_siasn_refuses_does_not_count_as_a_failure(dunia: Dunia, luar: SandboxSiasn):
    with siasn.klien(dunia.aktor()) as k:
        for _ in range(5):
            with pytest.raises(g.TidakAda):
                k.data_utama("199901012020121001")
        assert k.daftar_pegawai().orang
    assert baris(KeadaanIntegrasi, layanan="siasn:pegawai").gagal_beruntun == 0


def test_an_open_breaker_tells_the_last_failure_and_when_it_is_tried_again(dunia: Dunia, luar: SandboxSiasn):
    luar.galat(f"{API}/referensi", "502", 3)
    with siasn.klien(dunia.aktor()) as k:
        gagalkan(k, 3)
        with pytest.raises(g.PemutusTerbuka) as kena:
            k.daftar_unor()
    galat = kena.value
    assert galat.kalimat == f"{g.Gangguan.pesan} Panggilan dihentikan sementara, dicoba lagi pukul 08.29 WIB."
    assert (galat.sebab, galat.obat, galat.siapa) == (g.Gangguan.sebab, g.Gangguan.obat, g.Gangguan.siapa)


def test_one_refusal_opens_no_more_than_it_says(dunia: Dunia, luar: SandboxSiasn):
    """A suspended service is left alone after one answer: nothing may speak of several failures in a row."""
    luar.galat(f"{API}/referensi", "ditangguhkan")
    with siasn.klien(dunia.aktor()) as k:
        with pytest.raises(g.Ditangguhkan):
            k.daftar_unor()
        with pytest.raises(g.PemutusTerbuka) as kena:
            k.daftar_unor()
    assert "ditangguhkan" in kena.value.kalimat and "berturut" not in kena.value.kalimat and kena.value.siapa == g.BKN


def test_a_right_that_is_missing_for_one_person_is_no_failure_of_the_token(dunia: Dunia, luar: SandboxSiasn):
    luar.galat(f"{API}/nonasn", "403")
    with siasn.klien(dunia.aktor()) as k, pytest.raises(g.HakKurang) as galat:
        k.nonasn("3301010101700001")
    assert "View Profile" in galat.value.kalimat
    assert baris(KeadaanIntegrasi, layanan=siasn.kunci_sso(dunia.instansi[1])).galat is None
    satu = baris(KeadaanIntegrasi, layanan="siasn:non_asn")
    assert (satu.galat, satu.pesan, satu.terakhir_berhasil) == (None, None, dunia.jam())


def test_a_right_that_is_missing_for_the_whole_instansi_is_noted_with_its_token(dunia: Dunia, luar: SandboxSiasn):
    luar.galat(f"{API}/referensi", "403")
    with siasn.klien(dunia.aktor()) as k, pytest.raises(g.HakKurang):
        k.daftar_unor()
    satu = baris(KeadaanIntegrasi, layanan=siasn.kunci_sso(dunia.instansi[1]))
    assert (satu.galat, satu.pesan) == ("hak_kurang", g.HakKurang.pesan), "the class's own sentence: SIASN's may name a person"
    assert baris(KeadaanIntegrasi, layanan="siasn:unor") is None


# --- Kesehatan ---


@pytest.mark.parametrize("layanan", list(Layanan), ids=lambda x: x.value)
def test_every_service_can_be_tested_and_the_result_is_kept(dunia: Dunia, luar: SandboxSiasn, layanan: Layanan):
    hasil = kesehatan.uji(dunia.aktor(), layanan)
    assert hasil.berhasil, hasil
    with dunia.sesi() as s:
        ada = {k.layanan: k for k in kesehatan.keadaan(s, dunia.aktor())}
    assert ada[layanan].terakhir_berhasil == dunia.jam() and ada[layanan].galat is None


def test_a_test_goes_through_an_open_breaker_and_closes_it(dunia: Dunia, luar: SandboxSiasn):
    luar.galat(f"{API}/referensi", "502", 4)
    with siasn.klien(dunia.aktor()) as k:
        gagalkan(k, 3)
    assert not kesehatan.uji(dunia.aktor(), Layanan.UNOR).berhasil
    with dunia.sesi() as s:
        satu = next(k for k in kesehatan.keadaan(s, dunia.aktor()) if k.layanan is Layanan.UNOR)
    assert (satu.pemutus, satu.galat, satu.gagal_beruntun) == (kesehatan.Pemutus.TERBUKA, g.Gangguan, 4)
    assert kesehatan.uji(dunia.aktor(), Layanan.UNOR).berhasil
    with siasn.klien(dunia.aktor()) as k:
        assert k.daftar_unor().unor


@pytest.mark.parametrize("akun", [True, False], ids=["dengan akun layanan", "tanpa akun layanan"])
def test_the_test_of_a_pasted_token_is_of_that_token(
    dunia: Dunia, luar: SandboxSiasn, app: Flask, akun: bool, request: pytest.FixtureRequest
):
    if not akun:
        request.getfixturevalue("tanpa_akun")
    siasn.tempel_token_sso(dunia.aktor(), buat_sso(luar, dunia))
    hasil = kesehatan.uji(dunia.aktor(), Layanan.SSO)
    assert hasil.berhasil and hasil.kalimat == "Token SSO yang ditempel diterima oleh SIASN."
    luar.penerbit.generasi += 1
    hasil = kesehatan.uji(dunia.aktor(), Layanan.SSO)
    assert not hasil.berhasil and hasil.galat is g.TokenDitolak and hasil.kalimat.startswith("Token SSO yang ditempel ditolak.")
    assert baris(TokenIntegrasi, kunci=siasn.kunci_sso(dunia.instansi[1])).ditempel, "no other has taken its place behind his back"
    assert luar.penerbit.terbit["sso"] == 1, "the pasted one"


def test_a_pasted_token_that_could_not_be_tried_is_not_called_refused(dunia: Dunia, luar: SandboxSiasn):
    siasn.tempel_token_sso(dunia.aktor(), buat_sso(luar, dunia))
    luar.galat(f"{API}/referensi", "502")
    hasil = kesehatan.uji(dunia.aktor(), Layanan.SSO)
    assert not hasil.berhasil and "belum dapat dipastikan" in hasil.kalimat and "ditolak" not in hasil.kalimat


def test_where_the_program_fetches_the_token_itself_that_is_tested(dunia: Dunia, luar: SandboxSiasn):
    assert kesehatan.uji(dunia.aktor(), Layanan.SSO).kalimat == "Layanan token menjawab dan memberi token untuk akun layanan."
    assert luar.penerbit.terbit["sso"] == 1


def test_without_configuration_every_test_says_so(dunia: Dunia, app: Flask):
    from config import SetelanSiasn

    app.config["SETTINGS"] = replace(app.config["SETTINGS"], siasn=SetelanSiasn())
    for layanan in Layanan:
        hasil = kesehatan.uji(dunia.aktor(), layanan)
        assert not hasil.berhasil and hasil.galat is g.TidakDikonfigurasi, layanan


def test_the_application_starts_with_these_settings(setelan: Settings):
    assert create_app(setelan)
