"""The push of predikat under every fault of SIASN, from its request to its end: what it says, whether the day is used, that nobody is
sent twice, and that it ends as one that was left in peace."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest
from flask import Flask
from sqlalchemy import select

from config import Settings
from domain.izin import Aktor
from domain.status import StatusKiriman, StatusSinkro, StatusTugas
from extensions import db
from jobs.jalankan import jalankan
from models import PredikatTerkirim, SinkronisasiPredikat, Tugas
from services import sinkronisasi_predikat as layanan
from tests.dunia import Dunia
from tests.dunia_skp import DuniaSkp
from tests.galat_siasn import KATA, KATA_TOKEN, SEMUA, TAK_TERJAWAB, Kata, gangguan, terbaca
from tests.predikat_siasn import beri_final, kiriman, tugas_menunggu
from tests.siasn_sandbox import API, SandboxSiasn

SSO, TANYA, SIMPAN = "/auth/realms", f"{API}/pns/rw-skp22", f"{API}/skp22/save"
DITOLAK = {"token_kedaluwarsa", "kredensial", "sso_mismatch", "ditangguhkan", "429", "403", "400", "404_html"}
"""Turned away: what was sent has surely not been stored."""
TERSIMPAN = {"terpotong", "menetes", "simpan_tanpa_jawab", "tipe_salah", "null_data"}
"""Stored, but the answer says nothing clear."""
HILANG = {"500", "502", "503", "504", "waktu_habis", "putus", "kosong", "json_rusak", "alihkan", "besar"}
"""Not stored; from here nobody can tell."""
TAK_BERAKIBAT = {"tunda", "pendek", "pendek_diam", "nip_ganda"}
"""A save gives one thing, not a list."""
TAK_MENGGANGGU = {"tunda", "nip_ganda", "pendek", "null_data"}
"""Asked before anything was sent: there is nothing to be missed."""


@pytest.fixture
def setelan(setelan: Settings, luar: SandboxSiasn) -> Settings:
    siasn = luar.setelan(percobaan=1, pemutus_gagal=1000, ukuran_maks=262_144)
    return replace(setelan, siasn=siasn)


@pytest.fixture
def admin(ctx: Flask, dunia: Dunia, skp: DuniaSkp, luar: SandboxSiasn) -> Aktor:
    """Of the people staf and kabid have a Final predikat."""
    luar.isi_dunia(dunia)
    beri_final(dunia, skp, "staf", "kabid")
    return dunia.aktor()


def kerjakan(dunia: Dunia, id: int) -> SinkronisasiPredikat:
    """The newest task, as a worker does it."""
    db.session.rollback()
    jalankan(tugas_menunggu(dunia)[-1])
    with dunia.sesi() as s:
        return s.get_one(SinkronisasiPredikat, id)


def terhenti(dunia: Dunia, r: SinkronisasiPredikat, kata: Kata, *status: StatusKiriman) -> None:
    """Nobody has been sent for certain; the run and its rows say why and what to do."""
    assert (r.status, r.berhasil, r.gagal + r.belum + r.tidak_pasti) == (StatusSinkro.GAGAL, 0, 2), (r.status, r.pesan)
    semua = kiriman(dunia).values()
    assert {k.status for k in semua} <= set(status), [(k.status, k.pesan) for k in semua]
    assert "pilih ulangi" in (r.pesan or "").casefold()
    terbaca(kata, " ".join([r.pesan or "", *(k.pesan or "" for k in semua)]))
    with dunia.sesi() as s:
        assert s.get_one(Tugas, r.tugas_id).status is StatusTugas.GAGAL


def tuntas(dunia: Dunia, r: SinkronisasiPredikat, luar: SandboxSiasn) -> None:
    assert (r.status, r.berhasil, r.gagal, r.memakai_hari) == (StatusSinkro.SELESAI, 2, 0, True), (r.status, r.pesan)
    assert list(Counter(s["badan"]["pnsDinilaiOrang"] for s in luar.tersimpan()).values()) == [1, 1], "tiap orang terkirim sekali"
    with dunia.sesi() as s:
        assert {t.siasn_id for t in s.scalars(select(PredikatTerkirim))} == {k["id"] for k in luar.tersimpan()}


def ulangi(admin: Aktor, id: int) -> None:
    db.session.rollback()
    layanan.ulangi(admin, id, None)


def test_the_tables_name_every_fault():
    bagian = (DITOLAK, TERSIMPAN, HILANG, TAK_BERAKIBAT)
    assert set().union(*bagian) == set(SEMUA) and sum(map(len, bagian)) == len(SEMUA)


@pytest.mark.parametrize("galat", SEMUA)
def test_a_fault_on_the_way_sends_nobody_twice_and_ulangi_goes_on(ctx: Flask, admin: Aktor, dunia: Dunia, luar: SandboxSiasn, galat: str):
    """It meets the run at the token, at the question, at the save, and when SIASN is asked what has become of a save."""
    id = layanan.minta(admin, 2026)
    belum = (StatusKiriman.BELUM, StatusKiriman.GAGAL)
    jalan = [
        (SSO, KATA_TOKEN.get(galat)),
        (TANYA, None if galat in TAK_MENGGANGGU else KATA.get(galat)),
        (SIMPAN, KATA[galat] if galat in DITOLAK else None),
    ]
    for jalur, kata in jalan:
        if kata is None:
            continue
        with gangguan(ctx, luar, galat, jalur):
            r = kerjakan(dunia, id)
        terhenti(dunia, r, kata, *belum)
        assert not r.memakai_hari and luar.tersimpan() == [], "tidak ada yang terkirim: jatah hari ini kembali"
        ulangi(admin, id)
    if galat in TAK_BERAKIBAT:
        with gangguan(ctx, luar, galat, SSO, TANYA, SIMPAN):
            tuntas(dunia, kerjakan(dunia, id), luar)
        return
    _tak_terjawab(ctx, dunia, luar, id, "terpotong" if galat in DITOLAK else galat)
    ulangi(admin, id)
    if galat in KATA and luar.tersimpan():
        with gangguan(ctx, luar, galat, TANYA):
            r = kerjakan(dunia, id)
        terhenti(dunia, r, KATA[galat], StatusKiriman.TIDAK_PASTI)
        assert r.memakai_hari and len(luar.tersimpan()) == 2, "sebelum terjawab tidak ada yang dikirim lagi"
        ulangi(admin, id)
    tuntas(dunia, kerjakan(dunia, id), luar)


def _tak_terjawab(app: Flask, dunia: Dunia, luar: SandboxSiasn, id: int, galat: str) -> None:
    """Both are sent, and no clear answer comes."""
    with gangguan(app, luar, galat, SIMPAN):
        r = kerjakan(dunia, id)
    terhenti(dunia, r, TAK_TERJAWAB, StatusKiriman.TIDAK_PASTI)
    assert r.memakai_hari, "mungkin sudah terkirim"
    assert (luar.hitung(SIMPAN) > 0, len(luar.tersimpan())) == (True, 2 if galat in TERSIMPAN else 0)


@pytest.mark.parametrize("galat", ["nip_ganda", "pendek", "pendek_diam", "tunda"])
def test_a_list_of_what_is_stored_that_is_not_as_it_should_be(ctx: Flask, admin: Aktor, dunia: Dunia, luar: SandboxSiasn, galat: str):
    id = layanan.minta(admin, 2026)
    _tak_terjawab(ctx, dunia, luar, id, "terpotong")
    ulangi(admin, id)
    with gangguan(ctx, luar, galat, TANYA):
        r = kerjakan(dunia, id)
    if galat == "pendek":
        terhenti(dunia, r, KATA[galat], StatusKiriman.TIDAK_PASTI)
        ulangi(admin, id)
        r = kerjakan(dunia, id)
    if galat == "pendek_diam":
        # Not to be told from "nothing stored": sent again, it replaces what is there.
        assert r.status is StatusSinkro.SELESAI and len(luar.gudang._skp) == 2
    else:
        tuntas(dunia, r, luar)
