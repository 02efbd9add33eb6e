"""JPT Non ASN under every fault of SIASN: an entry that is sent and asked for, and the look-up by NIK, as an admin meets them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from functools import cache

import pytest
from flask import Flask
from sqlalchemy import select

from config import Settings
from domain.status import StatusNonAsn, StatusTugas
from jobs.jalankan import jalankan
from models import JptNonAsn, Tugas
from services import jpt_non_asn, jpt_non_asn_siasn
from services.unggahan_pdf import Unggahan
from tests.conftest import JamUji
from tests.dunia import Dunia, Klien, teks_halaman
from tests.galat_siasn import KATA, RUSAK, SEMUA, Kata, gangguan, terbaca
from tests.pdf_uji import pdf
from tests.siasn_sandbox import API, SandboxSiasn

ALAMAT, PROFIL, TAMBAH = "/admin/jpt-non-asn/", "/admin/profil-non-asn/", "/admin/pegawai/tambah-jpt-non-asn/"
MASUKAN, DATA = "/sandbox/nonasn/masukan", f"{API}/nonasn"
NIK = "3301012208700001"
TAK_TERJAWAB: Kata = ("Data sudah dikirim, tetapi jawaban SIASN tidak diterima.", "Kirim ulang; NIK yang sama ditimpa")
TANPA_JAWABAN = {"500", "502", "503", "504", "waktu_habis", "menetes", "simpan_tanpa_jawab", "putus", "kosong", "json_rusak", "terpotong", "alihkan", "besar"}  # fmt: skip
DITOLAK = {"token_kedaluwarsa", "kredensial", "sso_mismatch", "ditangguhkan", "429", "403", "400", "404_html"}
DITERIMA = {"tunda", "nip_ganda", "pendek", "pendek_diam", "tipe_salah", "null_data"}
"""The answer to the intake says ``success``, and nothing else of it counts."""
BELUM_ADA: Kata = ("Data tidak ditemukan di SIASN.", "tunggu sampai data masuk ke SIASN")
KATA_DATA = {**KATA, "null_data": BELUM_ADA, "simpan_tanpa_jawab": KATA["waktu_habis"], "tipe_salah": RUSAK}
"""Reading one official; what changes lists only does nothing to it."""
del KATA_DATA["pendek"]
SATU_NIK = {"400", "403", "besar", "json_rusak", "kosong", "terpotong", "tipe_salah"}
"""Failures that say something of the one NIK that was asked for."""


@pytest.fixture
def setelan(setelan: Settings, luar: SandboxSiasn) -> Settings:
    return replace(setelan, siasn=luar.setelan(percobaan=1, ukuran_maks=262_144))


@pytest.fixture
def admin(dunia: Dunia, luar: SandboxSiasn, klien: Callable[[str], Klien]) -> Klien:
    luar.isi_dunia(dunia)
    hasil = klien("admin_instansi")
    hasil.token = cache(hasil.token)  # type: ignore[method-assign]  # one token serves a session
    return hasil


def masukkan(app: Flask, dunia: Dunia) -> int:
    """Both steps; returns the entry's id."""
    isi = {
        "nik": NIK, "nama": "Pejabat Karangan", "tempat_lahir": "Kota Contoh", "tanggal_lahir": date(1970, 8, 22), "jenis_kelamin": "L",
        "email": "pejabat@contoh.go.id", "instansi_induk": "Instansi Contoh", "instansi_kerja": "Instansi Contoh",
        "unor_id": dunia.unor[1, "dinas"], "jabatan": "Bupati Contoh", "tanggal_sk": date(2025, 1, 20), "nomor_sk": "001/CTH/2025",
        "tmt_mulai": date(2025, 2, 1), "tmt_henti": None, "tanggal_sk_pemberhentian": None, "eselon": "99",
    }  # fmt: skip
    with app.app_context():
        id = jpt_non_asn.langkah_1(dunia.aktor(), None, None, isi, Unggahan("SK.pdf", pdf()))
        jpt_non_asn.simpan(dunia.aktor(), id, None)
    return id


def entri(dunia: Dunia) -> JptNonAsn:
    with dunia.sesi() as s:
        return s.scalars(select(JptNonAsn)).one()


def kerjakan(app: Flask, dunia: Dunia) -> Tugas:
    """The newest task, as a worker does it."""
    terbaru = select(Tugas).order_by(Tugas.id.desc()).limit(1)
    with dunia.sesi() as s:
        id = s.scalars(terbaru).one().id
    with app.app_context():
        jalankan(id)
    with dunia.sesi() as s:
        return s.scalars(terbaru).one()


def jadwalkan(app: Flask, jam: JamUji) -> int:
    with app.app_context():
        return jpt_non_asn_siasn.jadwalkan(jam)


def test_the_tables_name_every_fault():
    bagian = (TANPA_JAWABAN, DITOLAK, DITERIMA)
    assert set().union(*bagian) == set(SEMUA) and sum(map(len, bagian)) == len(SEMUA)


@pytest.mark.parametrize("galat", SEMUA)
def test_a_fault_is_told_and_the_entry_arrives_once(app: Flask, admin: Klien, dunia: Dunia, luar: SandboxSiasn, jam: JamUji, galat: str):
    """It meets the sending, both look-ups by NIK, and the asking by itself."""
    _kirim(app, admin, dunia, luar, galat)
    for alamat in (PROFIL, TAMBAH):
        _cari(app, admin, luar, galat, alamat)
    _tanya(app, dunia, luar, jam, galat)


def _kirim(app: Flask, admin: Klien, dunia: Dunia, luar: SandboxSiasn, galat: str) -> None:
    id = masukkan(app, dunia)
    with gangguan(app, luar, galat, MASUKAN):
        t = kerjakan(app, dunia)
    if galat not in DITERIMA:
        kata = KATA[galat] if galat in DITOLAK else TAK_TERJAWAB
        assert t.status is StatusTugas.GAGAL and entri(dunia).status is StatusNonAsn.GAGAL_KIRIM
        terbaca(kata, t.pesan)
        terbaca(kata, teks_halaman(admin.get(f"{ALAMAT}details/?id={id}")))
        assert admin.post(f"{ALAMAT}{id}/kirim-ulang/", {"versi": entri(dunia).versi}).status_code == 302
        t = kerjakan(app, dunia)
    assert t.status is StatusTugas.SELESAI
    assert entri(dunia).status is StatusNonAsn.DIKIRIM and "Diterima SIASN" in (entri(dunia).pesan or "")
    assert len(luar.tersimpan("nonasn/masukan")) == 1 + (galat in {"menetes", "terpotong", "simpan_tanpa_jawab"})
    assert len(luar.gudang._masukan) == 1, "di SIASN hanya ada satu"


def _tanya(app: Flask, dunia: Dunia, luar: SandboxSiasn, jam: JamUji, galat: str) -> None:
    assert jadwalkan(app, jam) == 1
    with gangguan(app, luar, galat, DATA):
        t = kerjakan(app, dunia)
    kata = KATA_DATA.get(galat)
    if kata is not None:
        assert entri(dunia).status is StatusNonAsn.DIKIRIM
        if galat in SATU_NIK:
            # It may concern this NIK alone: the task goes on, the entry says why it could not be asked for.
            assert (
                t.status is StatusTugas.SELESAI and entri(dunia).diperiksa is not None and "1 NIK belum dapat diperiksa" in (t.pesan or "")
            )
            terbaca(kata, entri(dunia).pesan)
        elif kata is not BELUM_ADA:
            assert t.status is StatusTugas.GAGAL and entri(dunia).diperiksa is None
            terbaca(kata, t.pesan)
        jam.kini += timedelta(hours=3)
        assert jadwalkan(app, jam) == 1
        t = kerjakan(app, dunia)
    assert t.status is StatusTugas.SELESAI and entri(dunia).status is StatusNonAsn.TERSEDIA


def _cari(app: Flask, admin: Klien, luar: SandboxSiasn, galat: str, alamat: str) -> None:
    with gangguan(app, luar, galat, DATA):
        jawaban = admin.post(alamat, {"nik": NIK, "langkah": "cari"})
    if galat in KATA_DATA:
        assert jawaban.status_code == 422 and f'value="{NIK}"' in jawaban.text
        terbaca(KATA_DATA[galat], teks_halaman(jawaban))
        assert "Yang dapat memperbaiki" in jawaban.text
        jawaban = admin.post(alamat, {"nik": NIK, "langkah": "cari"})
    assert jawaban.status_code == 200 and "Pejabat Karangan" in teks_halaman(jawaban)
