"""Every fault of the played SIASN, and the words that a user reads of it; shared by the tests that run whole tasks and pages under them.

with gangguan(app, luar, "502", f"{API}/skp22/save"):
    ...                                     # every request there fails so
terbaca(KATA["502"], run.pesan)             # what happened, and what to do about it
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

import pytest
from flask import Flask

from sandbox.kendali import AKHIR, AWAL
from services import jpt_non_asn_siasn
from tests.siasn_sandbox import SandboxSiasn

SEMUA = sorted(AWAL | AKHIR)
LAMBAT = {"waktu_habis", "menetes", "simpan_tanpa_jawab"}
"""They take as long as they are waited for."""
TUNGGU = 0.6
TOKEN = ("/oauth2/token", "/auth/realms")
Kata = tuple[str, str]

DITOLAK: Kata = ("SIASN menolak token", "Tempel token SSO yang baru pada menu Kesehatan integrasi.")
TERGANGGU: Kata = ("Layanan SIASN sedang terganggu.", "Ulangi beberapa menit lagi.")
RUSAK: Kata = ("Jawaban SIASN tidak dapat dibaca.", "Ulangi beberapa menit lagi.")
LEWAT: Kata = ("SIASN tidak menjawab sampai batas waktu.", "Ulangi beberapa menit lagi, atau di luar jam sibuk.")
PENDEK: Kata = ("Daftar dari SIASN lebih pendek daripada jumlah yang disebutkannya.", "tidak ada yang dinonaktifkan atau dikirim")
TAK_TERJAWAB: Kata = ("Data sudah dikirim, tetapi jawaban SIASN tidak diterima.", "menanyakan dahulu ke SIASN apakah data sudah tersimpan")

KATA: dict[str, Kata] = {
    "token_kedaluwarsa": DITOLAK,
    "kredensial": DITOLAK,
    "sso_mismatch": ("Token SSO tidak cocok dengan kunci klien", "Tempel token SSO milik admin instansi yang berhak di SIASN."),
    "ditangguhkan": ("Layanan ini sedang ditangguhkan oleh gerbang SIASN.", "Tunggu sampai BKN membukanya kembali"),
    "429": ("SIASN membatasi jumlah permintaan.", "Tunggu beberapa menit, lalu ulangi"),
    "403": ("Keterangan: Anda tidak memiliki hak View Profile.", "Minta hak tersebut kepada pengelola pengguna SIASN"),
    "400": ("SIASN menolak permintaan ini. Keterangan: Data tidak valid.", "Perbaiki datanya sesuai keterangan dari SIASN"),
    "500": TERGANGGU,
    "502": TERGANGGU,
    "503": TERGANGGU,
    "504": TERGANGGU,
    "404_html": ("Alamat layanan tidak dikenal oleh SIASN.", "Periksa SIASN_URL"),
    "waktu_habis": LEWAT,
    "menetes": LEWAT,
    "putus": ("SIASN tidak dapat dihubungi.", "Coba lagi beberapa menit lagi. Bila tetap gagal, periksa jaringan server"),
    "kosong": ("SIASN menjawab tanpa isi.", "Ulangi beberapa menit lagi."),
    "json_rusak": RUSAK,
    "terpotong": RUSAK,
    "tipe_salah": RUSAK,
    "alihkan": ("SIASN mengalihkan permintaan ke alamat lain.", "Periksa alamat SIASN pada pengaturan server"),
    "besar": ("Jawaban SIASN melebihi batas ukuran.", "Laporkan ke pengelola aplikasi"),
    "pendek": PENDEK,
    "null_data": PENDEK,
}
"""Fault → (what happened, what to do), as reading a list of SIASN ends in it. The others don't fail: see TAK_MENGGAGALKAN."""
TAK_MENGGAGALKAN = {
    "tunda",  # late, but within the time
    "nip_ganda",  # the second row of a number fails
    "pendek_diam",  # nobody can tell from the answer; from what it would undo, a person can
    "simpan_tanpa_jawab",  # reading stores nothing: the same as waktu_habis
}
KATA_TOKEN = {k: v for k, v in KATA.items() if k != "pendek"} | {"400": DITOLAK, "null_data": RUSAK}
"""The same of the services that give tokens, which know no list."""


@contextmanager
def gangguan(app: Flask, luar: SandboxSiasn, galat: str, *jalur: str) -> Iterator[None]:
    """Inside, every request to these paths fails so; the slow faults with deadlines short enough to wait for."""
    semula = app.config["SETTINGS"]
    for satu in jalur:
        # Drop by drop a token would take as long as its own deadline allows.
        detik = {"tunda": 0.05, "menetes": 2 * TUNGGU if satu in TOKEN else 0.03}.get(galat, 3 * TUNGGU)
        luar.galat(satu, galat, -1, detik=detik)
    with pytest.MonkeyPatch.context() as tambal:
        if galat in LAMBAT:
            cepat = replace(semula.siasn, baca_detik=TUNGGU, tenggat_detik=TUNGGU)
            tambal.setitem(app.config, "SETTINGS", replace(semula, siasn=cepat))
            tambal.setattr(jpt_non_asn_siasn, "TENGGAT", TUNGGU)
        yield
    luar.pulih()


def terbaca(kata: Kata, teks: str | None) -> None:
    """What happened and what to do both stand there, in words and not as a code."""
    for bagian in kata:
        assert bagian in (teks or ""), (bagian, teks)
    assert "kesalahan pada sistem" not in (teks or "")
