"""JPT Non ASN between us and SIASN: what asks, how often, and what becomes of an entry. Today is 23 November 2026."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from config import Settings
from domain.izin import Aktor, Ditolak
from domain.status import StatusNonAsn, StatusTugas, TransisiDitolak
from extensions import db
from jobs.jalankan import jalankan
from models import JejakAudit, JptNonAsn, Tugas
from services import jpt_non_asn, jpt_non_asn_siasn, tugas
from services.galat import Salah
from services.jpt_non_asn_siasn import SiasnGagal
from services.unggahan_pdf import Unggahan
from tests.conftest import JamUji
from tests.dunia import Dunia
from tests.pdf_uji import pdf
from tests.siasn_sandbox import API, SandboxSiasn

NIK = "3301012208700001"


@pytest.fixture
def setelan(setelan: Settings, luar: SandboxSiasn) -> Settings:
    return replace(setelan, siasn=luar.setelan(percobaan=1))


@pytest.fixture
def admin(ctx: Flask, dunia: Dunia, luar: SandboxSiasn) -> Aktor:
    luar.isi_dunia(dunia)
    luar.gudang.tunda_nonasn = 3600
    return dunia.aktor()


def isi(dunia: Dunia, **ganti: Any) -> dict[str, Any]:
    return {
        "nik": NIK, "nama": "Pejabat Karangan", "tempat_lahir": "Kota Contoh", "tanggal_lahir": date(1970, 8, 22), "jenis_kelamin": "L",
        "email": "pejabat@contoh.go.id", "instansi_induk": "Instansi Contoh", "instansi_kerja": "Instansi Contoh",
        "unor_id": dunia.unor[1, "dinas"], "jabatan": "Bupati Contoh", "tanggal_sk": date(2025, 1, 20), "nomor_sk": "001/CTH/2025",
        "tmt_mulai": date(2025, 2, 1), "tmt_henti": None, "tanggal_sk_pemberhentian": None, "eselon": "99", **ganti,
    }  # fmt: skip


def masukkan(admin: Aktor, dunia: Dunia, sendiri: bool = False, **ganti: Any) -> int:
    id = jpt_non_asn.langkah_1(admin, None, None, isi(dunia, **ganti), Unggahan("SK.pdf", pdf()))
    jpt_non_asn.simpan(admin, id, None, sendiri=sendiri)
    return id


def baca(dunia: Dunia, id: int) -> JptNonAsn:
    with dunia.sesi() as s:
        return s.get_one(JptNonAsn, id)


def tugas_kini(dunia: Dunia, jenis: str) -> list[Tugas]:
    with dunia.sesi() as s:
        return list(s.scalars(select(Tugas).where(Tugas.jenis == jenis).order_by(Tugas.id)))


def kerjakan(dunia: Dunia) -> None:
    for t in (*tugas_kini(dunia, jpt_non_asn.JENIS_KIRIM), *tugas_kini(dunia, jpt_non_asn_siasn.JENIS_PERIKSA)):
        jalankan(t.id)
    db.session.rollback()


def test_siasn_is_asked_by_itself_until_it_knows_the_nik(admin: Aktor, dunia: Dunia, jam: JamUji, luar: SandboxSiasn):
    id = masukkan(admin, dunia)
    kerjakan(dunia)
    assert jpt_non_asn_siasn.jadwalkan(jam) == 1
    assert jpt_non_asn_siasn.jadwalkan(jam) == 0, "one task at a time"
    kerjakan(dunia)
    assert baca(dunia, id).status is StatusNonAsn.DIKIRIM and baca(dunia, id).diperiksa == jam()
    assert jpt_non_asn_siasn.jadwalkan(jam) == 0, "not due again yet"
    jam.kini += timedelta(hours=3)
    luar.gudang.tunda_nonasn = 0
    assert jpt_non_asn_siasn.jadwalkan(jam) == 1
    kerjakan(dunia)
    assert baca(dunia, id).status is StatusNonAsn.TERSEDIA
    jam.kini += timedelta(days=9)
    assert jpt_non_asn_siasn.jadwalkan(jam) == 0


def test_what_siasn_never_takes_in_is_given_back_after_two_days(admin: Aktor, dunia: Dunia, jam: JamUji):
    id = masukkan(admin, dunia)
    kerjakan(dunia)
    jam.kini += timedelta(hours=47)
    jpt_non_asn_siasn.periksa(replace(admin, jam=jam), id)
    assert baca(dunia, id).status is StatusNonAsn.DIKIRIM
    jam.kini += timedelta(hours=2)
    jpt_non_asn_siasn.periksa(replace(admin, jam=jam), id)
    satu = baca(dunia, id)
    assert satu.status is StatusNonAsn.GAGAL_KIRIM and "2×24 jam" in (satu.pesan or "")
    with pytest.raises(TransisiDitolak):
        jpt_non_asn_siasn.periksa(admin, id)


def test_a_failure_of_siasn_changes_no_entry(admin: Aktor, dunia: Dunia, jam: JamUji, luar: SandboxSiasn):
    id = masukkan(admin, dunia)
    kerjakan(dunia)
    luar.galat(f"{API}/nonasn", "502", -1)
    with pytest.raises(SiasnGagal, match="terganggu"):
        jpt_non_asn_siasn.periksa(admin, id)
    jpt_non_asn_siasn.jadwalkan(jam)
    kerjakan(dunia)
    (t,) = tugas_kini(dunia, jpt_non_asn_siasn.JENIS_PERIKSA)
    assert t.status is StatusTugas.GAGAL and "terganggu" in (t.pesan or "")
    assert baca(dunia, id).status is StatusNonAsn.DIKIRIM and baca(dunia, id).diperiksa is None


NIK_LAIN = ("3301012208700002", "3301012208700003")


@pytest.mark.parametrize(
    ("galat", "kata"), [("403", "View Profile"), ("json_rusak", "tidak dapat dibaca"), ("400", "menolak"), ("502", "terganggu")]
)
def test_one_nik_that_fails_does_not_keep_the_others_from_being_asked(
    admin: Aktor, dunia: Dunia, jam: JamUji, luar: SandboxSiasn, galat: str, kata: str
):
    ids = [masukkan(admin, dunia, nik=nik) for nik in (NIK, *NIK_LAIN)]
    kerjakan(dunia)
    luar.gudang.tunda_nonasn = 0
    luar.galat(f"{API}/nonasn/data/{NIK}", galat, -1)
    jpt_non_asn_siasn.jadwalkan(jam)
    kerjakan(dunia)
    satu = baca(dunia, ids[0])
    assert satu.status is StatusNonAsn.DIKIRIM and satu.diperiksa == jam() and kata in (satu.pesan or "")
    assert [baca(dunia, id).status for id in ids[1:]] == [StatusNonAsn.TERSEDIA] * 2
    (t,) = tugas_kini(dunia, jpt_non_asn_siasn.JENIS_PERIKSA)
    assert t.status is StatusTugas.SELESAI and t.pesan == (
        "2 dari 3 NIK sudah dikenal SIASN. 1 NIK belum dapat diperiksa; sebabnya tertulis pada entrinya."
    )
    luar.pulih()
    luar.gudang.tunda_nonasn = 3600
    jam.kini += timedelta(hours=3)
    jpt_non_asn_siasn.jadwalkan(jam)
    kerjakan(dunia)
    assert baca(dunia, ids[0]).pesan is None, "what was said of a look-up goes with the next one"


@pytest.mark.parametrize("galat", ["502", "putus", "sso_mismatch", "ditangguhkan", "alihkan"])
def test_a_service_that_is_down_is_not_asked_for_every_nik(admin: Aktor, dunia: Dunia, jam: JamUji, luar: SandboxSiasn, galat: str):
    ids = [masukkan(admin, dunia, nik=nik) for nik in (NIK, *NIK_LAIN)]
    kerjakan(dunia)
    luar.galat(f"{API}/nonasn", galat, -1)
    jpt_non_asn_siasn.jadwalkan(jam)
    kerjakan(dunia)
    (t,) = tugas_kini(dunia, jpt_non_asn_siasn.JENIS_PERIKSA)
    assert t.status is StatusTugas.GAGAL and luar.hitung(f"{API}/nonasn") < 3
    assert baca(dunia, ids[2]).diperiksa is None
    luar.pulih()
    luar.gudang.tunda_nonasn = 0
    jpt_non_asn_siasn.jadwalkan(jam)
    kerjakan(dunia)
    assert baca(dunia, ids[2]).status is StatusNonAsn.TERSEDIA


def test_an_entry_deleted_while_it_is_asked_for_stops_nothing(
    admin: Aktor, dunia: Dunia, jam: JamUji, luar: SandboxSiasn, monkeypatch: pytest.MonkeyPatch
):
    ids = [masukkan(admin, dunia, nik=nik, sendiri=True) for nik in (NIK, *NIK_LAIN)]
    asli = jpt_non_asn_siasn._dikenal

    def lalu_hapus(klien: Any, nik: str) -> bool:
        if nik == NIK:
            jpt_non_asn.hapus(admin, ids[0], None)
        return asli(klien, nik)

    monkeypatch.setattr(jpt_non_asn_siasn, "_dikenal", lalu_hapus)
    jpt_non_asn_siasn.jadwalkan(jam)
    kerjakan(dunia)
    (t,) = tugas_kini(dunia, jpt_non_asn_siasn.JENIS_PERIKSA)
    assert t.status is StatusTugas.SELESAI and baca(dunia, ids[2]).diperiksa == jam()


@pytest.mark.parametrize("galat", ["simpan_tanpa_jawab", "502", "sso_mismatch"])
def test_a_sending_without_answer_may_be_repeated(admin: Aktor, dunia: Dunia, luar: SandboxSiasn, galat: str):
    luar.galat("/sandbox/nonasn/masukan", galat, detik=0.1)
    id = masukkan(admin, dunia)
    kerjakan(dunia)
    satu = baca(dunia, id)
    assert satu.status is StatusNonAsn.GAGAL_KIRIM and satu.pesan
    (t,) = tugas_kini(dunia, jpt_non_asn.JENIS_KIRIM)
    assert t.status is StatusTugas.GAGAL and t.pesan == satu.pesan
    baru = tugas.ulangi(admin, t.id)
    assert baru != t.id
    kerjakan(dunia)
    assert baca(dunia, id).status is StatusNonAsn.DIKIRIM
    luar.gudang.tunda_nonasn = 0
    jpt_non_asn_siasn.periksa(admin, id)
    assert baca(dunia, id).status is StatusNonAsn.TERSEDIA
    assert len({s["badan"]["nik"] for s in luar.tersimpan("nonasn/masukan")}) == 1


def test_an_entry_hears_of_the_end_of_its_task(admin: Aktor, dunia: Dunia):
    id = masukkan(admin, dunia)
    (t,) = tugas_kini(dunia, jpt_non_asn.JENIS_KIRIM)
    tugas.batalkan(admin, t.id)
    jpt_non_asn_siasn.periksa(admin, id)
    assert baca(dunia, id).status is StatusNonAsn.GAGAL_KIRIM
    jpt_non_asn.simpan(admin, id, None, sendiri=True)
    assert baca(dunia, id).status is StatusNonAsn.MENUNGGU_INPUT


def test_a_task_taken_up_again_after_the_end_does_nothing(admin: Aktor, dunia: Dunia, luar: SandboxSiasn):
    id = masukkan(admin, dunia)
    luar.gudang.tunda_nonasn = 0
    luar.muat({"t": "nonasn", "d": {"nik": NIK, "nama": "Pejabat Karangan", "jabatanNama": "Bupati"}})
    jpt_non_asn_siasn.periksa(admin, id)
    kerjakan(dunia)
    assert luar.tersimpan("nonasn/masukan") == [] and baca(dunia, id).status is StatusNonAsn.TERSEDIA


@pytest.mark.parametrize(
    ("ganti", "kolom"),
    [
        ({"nik": ""}, "nik"),
        ({"email": "a..b@contoh.go.id"}, "email"),
        ({"tanggal_lahir": date(2025, 1, 1)}, "tanggal_lahir"),
        ({"tmt_mulai": date(1960, 1, 1)}, "tmt_mulai"),
        ({"jenis_kelamin": "X"}, "jenis_kelamin"),
        ({"unor_id": None}, "unor_id"),
    ],
)
def test_the_service_checks_what_the_form_did_not(admin: Aktor, dunia: Dunia, ganti: dict[str, Any], kolom: str):
    with pytest.raises(Salah) as galat:
        jpt_non_asn.langkah_1(admin, None, None, isi(dunia, **ganti), Unggahan("SK.pdf", pdf()))
    assert kolom in galat.value.kolom
    with dunia.sesi() as s:
        assert s.scalars(select(JptNonAsn)).all() == []


def test_a_foreign_unor_is_refused_and_leaves_no_file(admin: Aktor, dunia: Dunia, setelan: Settings):
    with pytest.raises(Salah):
        jpt_non_asn.langkah_1(admin, None, None, isi(dunia, unor_id=dunia.unor[2, "dinas"]), Unggahan("SK.pdf", pdf()))
    assert not [f for f in setelan.berkas_dir.iterdir() if not f.name.startswith(".")]


def test_only_admins_write_and_everything_is_in_the_audit(admin: Aktor, dunia: Dunia):
    for siapa in ("helpdesk", "supervisor"):
        with pytest.raises(Ditolak):
            jpt_non_asn.langkah_1(dunia.aktor(siapa), None, None, isi(dunia), Unggahan("SK.pdf", pdf()))
    id = masukkan(admin, dunia)
    kerjakan(dunia)
    with dunia.sesi() as s:
        jejak = list(
            s.scalars(select(JejakAudit.aksi).where(JejakAudit.entitas == "jpt_non_asn", JejakAudit.objek_id == id).order_by(JejakAudit.id))
        )
    assert jejak == ["tambah", "kirim"]
