"""Sinkronisasi Predikat as an admin works with it. Today is 23 November 2026, 08.28 WIB."""

from __future__ import annotations

import html
import io
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask
from openpyxl import load_workbook
from sqlalchemy import select
from sqlalchemy.orm import Session

from config import Settings
from domain.status import StatusSinkro, StatusTugas
from jobs.jalankan import jalankan
from models import KirimanPredikat, SinkronisasiPredikat, Skp, Tugas
from tenancy import Lingkup, pasang_lingkup
from tests.conftest import JamUji
from tests.dunia import KENARI, Dunia, Klien, teks_halaman
from tests.dunia_skp import DuniaSkp
from tests.predikat_siasn import beri_final, tugas_menunggu
from tests.siasn_sandbox import API, SandboxSiasn

ALAMAT, KIRIMAN = "/admin/sinkronisasi-predikat/", "/admin/kiriman-predikat/"


@pytest.fixture
def setelan(setelan: Settings, luar: SandboxSiasn) -> Settings:
    return replace(setelan, siasn=luar.setelan(percobaan=1))


@pytest.fixture
def admin(dunia: Dunia, skp: DuniaSkp, luar: SandboxSiasn, klien: Callable[[str], Klien]) -> Klien:
    luar.isi_dunia(dunia)
    beri_final(dunia, skp, "staf", "kabid")
    return klien("admin_instansi")


def kerjakan(app: Flask, dunia: Dunia) -> None:
    with app.app_context():
        jalankan(tugas_menunggu(dunia)[-1])


def lari(dunia: Dunia) -> SinkronisasiPredikat:
    with dunia.sesi() as s:
        return s.scalars(select(SinkronisasiPredikat).order_by(SinkronisasiPredikat.id.desc()).limit(1)).one()


def satu_gagal(admin: Klien, app: Flask, dunia: Dunia, luar: SandboxSiasn) -> SinkronisasiPredikat:
    luar.galat(f"{API}/skp22/save", "400", 1)
    admin.post(f"{ALAMAT}request/", {"tahun": "2026"})
    kerjakan(app, dunia)
    return lari(dunia)


def test_request_sinkro_has_the_words_of_the_manual(admin: Klien):
    halaman = admin.get(f"{ALAMAT}request/")
    kata = teks_halaman(halaman)
    for kalimat in (
        "Request Sinkronisasi Predikat Kinerja SIASN",
        "hanya berlaku 1 arah dari e-Kinerja ke SIASN",
        "berdasarkan antrian instansi",
        "lewat kolom Status, Waktu Mulai dan Waktu Selesai",
        "periode Final SKP Definitif",
        "hanya bisa dilakukan sekali sehari",
        "perubahan Predikat atau Pejabat Penilai Kinerja",
        "TAHUN",
        "2026",
        "OK",
    ):
        assert kalimat in kata, kalimat
    assert halaman.text.count("<li>") >= 6


def test_from_the_request_to_the_result(admin: Klien, app: Flask, dunia: Dunia, luar: SandboxSiasn):
    jawaban = admin.post(f"{ALAMAT}request/", {"tahun": "2026"}, follow_redirects=True)
    kata = teks_halaman(jawaban)
    assert "Sinkronisasi Predikat tahun 2026 diminta" in kata and "Antrean ke-1" in kata
    assert "Masih ada sinkronisasi yang berjalan" in kata, "Request Sinkro says why it can't be used"
    kerjakan(app, dunia)
    kata = teks_halaman(admin.get(ALAMAT))
    for judul in (
        "Tahun",
        "Status",
        "Waktu Request",
        "Waktu Mulai",
        "Waktu Selesai",
        "Jumlah Berhasil",
        "Jumlah Gagal",
        "User Request",
        "Aksi",
    ):
        assert judul in kata
    assert "Sinkro Selesai" in kata and "23 November 2026 08.28 WIB" in kata
    assert "sekali sehari" in kata
    hasil = teks_halaman(admin.get(f"{KIRIMAN}?sinkronisasi={lari(dunia).id}"))
    assert "Orang Staf" in hasil and "Orang Kabid" in hasil and hasil.count("Terkirim") >= 2
    assert len(luar.tersimpan()) == 2


def test_the_only_year_is_chosen_and_its_numbers_are_said_before(admin: Klien, app: Flask, dunia: Dunia, skp: DuniaSkp):
    beri_final(dunia, skp, "kepala")
    halaman = admin.get(f"{ALAMAT}request/")
    assert re.search(r'<option selected value="2026">', halaman.text)
    kata = teks_halaman(halaman)
    assert "2026 2 predikat akan dikirim; 1 dilewati (non-ASN atau pimpinan tertinggi tanpa penilai)." in kata
    with Session(dunia.mesin, info={"unit_of_work": True}) as s:
        pasang_lingkup(s, Lingkup("lintas"))
        s.get_one(Skp, skp.skp[1, "staf"]).tahun = 2025
        s.commit()
    halaman = admin.get(f"{ALAMAT}request/")
    assert re.search(r'<option selected value="">', halaman.text), "of two years one is chosen by whoever asks"
    assert "2025 1 predikat akan dikirim." in teks_halaman(halaman)


def test_each_number_leads_to_exactly_what_it_counts(admin: Klien, app: Flask, dunia: Dunia, skp: DuniaSkp, luar: SandboxSiasn):
    """One sent, one refused, one without an answer, one passed over: four numbers, and the list of each."""
    beri_final(dunia, skp, "kepala")
    with Session(dunia.mesin, info={"unit_of_work": True}) as s:
        pasang_lingkup(s, Lingkup("lintas"))
        lama = s.get_one(Skp, skp.skp[1, "staf"])
        s.get_one(Skp, skp.skp[1, "draft"]).status, s.get_one(Skp, skp.skp[1, "draft"]).salinan_penilai = lama.status, lama.salinan_penilai
        s.commit()
    beri_final(dunia, skp, "draft")
    luar.galat(f"{API}/skp22/save", "400", 1)
    luar.galat(f"{API}/skp22/save", "putus", 1)
    admin.post(f"{ALAMAT}request/", {"tahun": "2026"})
    kerjakan(app, dunia)
    hasil = lari(dunia)
    assert (hasil.berhasil, hasil.gagal, hasil.tidak_pasti, hasil.belum, hasil.dilewati) == (1, 1, 1, 0, 1)
    for halaman in (admin.get(ALAMAT), admin.get(f"{ALAMAT}details/?id={hasil.id}")):
        tautan = dict.fromkeys(re.findall(r'href="(/admin/kiriman-predikat/\?[^"]*status=[^"]*)"', halaman.text))
        assert sorted(html.unescape(t).partition("status=")[2] for t in tautan) == ["dilewati", "gagal", "terkirim", "tidak_pasti"]
        assert all("1 hasil" in teks_halaman(admin.get(html.unescape(t))) for t in tautan)
    kata = teks_halaman(admin.get(ALAMAT))
    assert "1 belum pasti" in kata and "1 dilewati" in kata
    assert "Yang gagal (1)" in teks_halaman(admin.get(f"{ALAMAT}details/?id={hasil.id}"))


def test_a_run_that_sent_nothing_has_no_failures(admin: Klien, app: Flask, dunia: Dunia, luar: SandboxSiasn):
    luar.galat(API, "ditangguhkan", -1)
    admin.post(f"{ALAMAT}request/", {"tahun": "2026"})
    kerjakan(app, dunia)
    rincian = teks_halaman(admin.get(f"{ALAMAT}details/?id={lari(dunia).id}"))
    assert "Jumlah Gagal 0" in rincian and "Belum dikirim 2" in rincian and "Yang gagal (" not in rincian
    assert "pilih Ulangi yang gagal" in rincian or "Pilih Ulangi yang gagal" in rincian


@pytest.mark.parametrize(("tahun", "kata"), [("", "wajib diisi"), ("2025", "Pilih dari daftar."), ("abc", "Pilih dari daftar.")])
def test_a_year_must_be_chosen(admin: Klien, dunia: Dunia, tahun: str, kata: str):
    jawaban = admin.post(f"{ALAMAT}request/", {"tahun": tahun})
    assert jawaban.status_code == 422 and kata in teks_halaman(jawaban)
    with dunia.sesi() as s:
        assert s.scalars(select(SinkronisasiPredikat)).all() == []


def test_a_second_request_of_the_day_is_refused_in_words(admin: Klien, app: Flask, dunia: Dunia):
    admin.post(f"{ALAMAT}request/", {"tahun": "2026"})
    kerjakan(app, dunia)
    tanya = admin.get(f"{ALAMAT}request/")
    assert "Belum dapat diminta" in teks_halaman(tanya) and ">OK<" not in tanya.text
    jawaban = admin.post(f"{ALAMAT}request/", {"tahun": "2026"})
    assert jawaban.status_code == 422 and "sekali sehari" in teks_halaman(jawaban)


def test_each_item_with_cause_and_cure_also_in_excel(admin: Klien, app: Flask, dunia: Dunia, luar: SandboxSiasn):
    hasil = satu_gagal(admin, app, dunia, luar)
    assert (hasil.berhasil, hasil.gagal) == (1, 1)
    rincian = teks_halaman(admin.get(f"{ALAMAT}details/?id={hasil.id}"))
    assert "Sinkro selesai sebagian" in rincian and "Predikat yang belum terkirim: 1 gagal" in rincian
    gagal = teks_halaman(admin.get(f"{KIRIMAN}?sinkronisasi={hasil.id}&status=gagal"))
    assert "SIASN menolak permintaan ini" in gagal and "Perbaiki datanya sesuai keterangan" in gagal and "1 hasil" in gagal
    lembar = load_workbook(io.BytesIO(admin.get(f"{KIRIMAN}export/xlsx/?sinkronisasi={hasil.id}").data)).active
    assert lembar is not None
    isi = [[sel.value for sel in baris] for baris in lembar.iter_rows()]
    nama = {n for baris in isi for n in ("Orang Staf", "Orang Kabid") if n in baris}
    assert nama == {"Orang Staf", "Orang Kabid"} and any("SIASN menolak permintaan" in str(sel) for baris in isi for sel in baris)
    assert "Orang Staf" in teks_halaman(admin.get(f"{KIRIMAN}?cari=staf&sinkronisasi={hasil.id}"))
    assert "Orang Staf" not in teks_halaman(admin.get(f"{KIRIMAN}?cari=kabid&sinkronisasi={hasil.id}"))


def test_ulangi_goes_on_with_the_same_row(admin: Klien, app: Flask, dunia: Dunia, luar: SandboxSiasn):
    hasil = satu_gagal(admin, app, dunia, luar)
    tanya = teks_halaman(admin.get(f"{ALAMAT}{hasil.id}/ulangi/"))
    assert "Yang sudah terkirim tidak dikirim lagi" in tanya and "bukan permintaan baru" in tanya
    assert admin.post(f"{ALAMAT}{hasil.id}/ulangi/", {"versi": hasil.versi - 1}).status_code == 409
    assert admin.post(f"{ALAMAT}{hasil.id}/ulangi/", {"versi": hasil.versi}).status_code == 302
    kerjakan(app, dunia)
    akhir = lari(dunia)
    assert (akhir.id, akhir.status, akhir.berhasil) == (hasil.id, StatusSinkro.SELESAI, 2)
    assert admin.get(f"{ALAMAT}{hasil.id}/ulangi/").status_code == 409
    riwayat = teks_halaman(admin.get(f"{ALAMAT}details/?id={hasil.id}&tab=riwayat"))
    assert "meminta sinkronisasi." in riwayat


def tombol(teks: str, alamat: str) -> bool:
    """Whether an address is a visible button, not an entry of a menu."""
    return bool(re.search(rf'<a class="btn [^"]*" href="{re.escape(alamat)}"', teks))


def test_ulangi_is_a_visible_verb_of_the_newest_run_of_a_year(
    admin: Klien, app: Flask, dunia: Dunia, luar: SandboxSiasn, jam: JamUji, klien: Callable[[str], Klien]
):
    lama = satu_gagal(admin, app, dunia, luar)
    for alamat in (ALAMAT, f"{ALAMAT}details/?id={lama.id}"):
        assert tombol(admin.get(alamat).text, f"{ALAMAT}{lama.id}/ulangi/"), alamat
    jam.kini += timedelta(days=1)
    admin = klien("admin_instansi")  # a session does not last the night
    baru = satu_gagal(admin, app, dunia, luar)
    assert baru.id != lama.id
    daftar = admin.get(ALAMAT).text
    assert f"{ALAMAT}{baru.id}/ulangi/" in daftar and f"{ALAMAT}{lama.id}/ulangi/" not in daftar


def mulai(dunia: Dunia) -> None:
    """As the worker leaves it once it has begun."""
    with Session(dunia.mesin, info={"unit_of_work": True}) as s:
        pasang_lingkup(s, Lingkup("lintas"))
        satu = s.scalars(select(SinkronisasiPredikat)).one()
        satu.status, satu.waktu_mulai, satu.berhasil = StatusSinkro.BERJALAN, dunia.jam(), 1
        s.commit()


def bagian(html_teks: str, id: str) -> str:
    """The text of the out-of-band part of this id."""
    cocok = re.search(rf'<(\w+)[^>]* id="{id}"[^>]*hx-swap-oob="true"[^>]*>(.*?)</\1>\s*(?=<|$)', html_teks, re.S)
    assert cocok, id
    return " ".join(re.sub(r"<[^>]+>", " ", cocok.group(2)).split())


def test_the_living_page_says_one_thing(admin: Klien, app: Flask, dunia: Dunia):
    admin.post(f"{ALAMAT}request/", {"tahun": "2026"})
    id = lari(dunia).id
    halaman = admin.get(f"{ALAMAT}details/?id={id}").text
    assert f'hx-get="{ALAMAT}{id}/kemajuan/"' in halaman and 'id="rincian-lencana"' in halaman and 'id="rincian-fakta-1"' in halaman
    mulai(dunia)
    jawaban = admin.get(f"{ALAMAT}{id}/kemajuan/")
    fakta = bagian(jawaban.text, "rincian-fakta-1")
    assert bagian(jawaban.text, "rincian-lencana") == "Sedang Sinkro" and "Status Sedang Sinkro" in fakta
    assert "Waktu Mulai 23 November 2026" in fakta and "Jumlah Berhasil 1" in fakta
    assert "Antre" not in jawaban.text.replace("Antrean", "") and "HX-Refresh" not in jawaban.headers
    baris = admin.get(f"{ALAMAT}{id}/baris/")
    assert "Sedang Sinkro" in baris.text and "HX-Refresh" not in baris.headers
    assert "23 November 2026" in bagian(baris.text, f"predikat-{id}-waktu_mulai") and bagian(baris.text, f"predikat-{id}-berhasil") == "1"
    kerjakan(app, dunia)
    for alamat in ("kemajuan", "baris"):
        assert admin.get(f"{ALAMAT}{id}/{alamat}/").headers["HX-Refresh"] == "true"
    assert f"{ALAMAT}{id}/kemajuan/" not in admin.get(f"{ALAMAT}details/?id={id}").text


def test_batalkan_of_a_running_one_does_not_mind_that_it_counts_on(admin: Klien, dunia: Dunia):
    admin.post(f"{ALAMAT}request/", {"tahun": "2026"})
    satu = lari(dunia)
    mulai(dunia)
    assert admin.post(f"{ALAMAT}{satu.id}/batalkan/", {"versi": satu.versi}).status_code == 302
    assert lari(dunia).versi > satu.versi


def test_batalkan_from_its_row(admin: Klien, dunia: Dunia):
    admin.post(f"{ALAMAT}request/", {"tahun": "2026"})
    satu = lari(dunia)
    assert "Yang sudah terkirim tetap terkirim." in teks_halaman(admin.get(f"{ALAMAT}{satu.id}/batalkan/"))
    assert admin.post(f"{ALAMAT}{satu.id}/batalkan/", {"versi": satu.versi}).status_code == 302
    assert lari(dunia).status is StatusSinkro.DIBATALKAN
    assert "membatalkan sinkronisasi." in teks_halaman(admin.get(f"{ALAMAT}details/?id={satu.id}&tab=riwayat"))
    assert admin.post(f"{ALAMAT}request/", {"tahun": "2026"}).status_code == 302, "it sent nothing, so the day is free"


def test_a_run_whose_task_was_given_up_shows_its_end(admin: Klien, dunia: Dunia):
    admin.post(f"{ALAMAT}request/", {"tahun": "2026"})
    with Session(dunia.mesin, info={"unit_of_work": True}) as s:
        pasang_lingkup(s, Lingkup("lintas"))
        s.scalars(select(Tugas).where(Tugas.jenis == "sinkronisasi_predikat")).one().status = StatusTugas.GAGAL
        s.commit()
    assert "Sinkro Gagal" in teks_halaman(admin.get(ALAMAT))
    satu = lari(dunia)
    assert admin.post(f"{ALAMAT}{satu.id}/ulangi/", {"versi": satu.versi}).status_code == 302


def test_roles_and_foreign_ids(admin: Klien, app: Flask, dunia: Dunia, luar: SandboxSiasn, klien: Callable[[str], Klien]):
    hasil = satu_gagal(admin, app, dunia, luar)
    for siapa in ("helpdesk", "supervisor"):
        k = klien(siapa)
        assert k.get(ALAMAT).status_code == 200 and "Request Sinkro" not in k.get(ALAMAT).text
        assert k.get(f"{ALAMAT}{hasil.id}/kemajuan/").status_code == 200 and k.get(f"{ALAMAT}{hasil.id}/baris/").status_code == 403
        for sisa in ("request/", f"{hasil.id}/ulangi/", f"{hasil.id}/batalkan/"):
            assert k.get(ALAMAT + sisa).status_code == 403
            assert k.post(ALAMAT + sisa, {"tahun": "2026"}).status_code == 403
    assert klien("pegawai").get(ALAMAT).status_code == 403
    lain = klien("admin_lain")
    with dunia.sesi() as s:
        item = s.scalars(select(KirimanPredikat.id).limit(1)).one()
    for alamat in (
        f"{ALAMAT}details/?id={hasil.id}",
        f"{ALAMAT}{hasil.id}/ulangi/",
        f"{ALAMAT}{hasil.id}/kemajuan/",
        f"{ALAMAT}{hasil.id}/baris/",
        f"{KIRIMAN}details/?id={item}",
    ):
        assert lain.get(alamat).status_code == 404
    assert "Orang Staf" not in teks_halaman(lain.get(f"{KIRIMAN}?sinkronisasi={hasil.id}"))
    assert KENARI not in admin.get(KIRIMAN).text


def test_a_supervisor_of_a_unor_sees_its_people_only(admin: Klien, app: Flask, dunia: Dunia, klien: Callable[[str], Klien], skp: DuniaSkp):
    beri_final(dunia, skp, "kepala")
    admin.post(f"{ALAMAT}request/", {"tahun": "2026"})
    kerjakan(app, dunia)
    kata = teks_halaman(klien("supervisor_unor").get(KIRIMAN))
    assert "Orang Staf" in kata and "Orang Kepala" not in kata


def test_without_siasn_it_says_so(dunia: Dunia, skp: DuniaSkp, app: Flask, klien: Callable[[str], Klien], monkeypatch: pytest.MonkeyPatch):
    beri_final(dunia, skp, "staf")
    monkeypatch.setitem(app.config, "SETTINGS", replace(app.config["SETTINGS"], siasn=replace(app.config["SETTINGS"].siasn, url="")))
    assert "Sambungan ke SIASN belum diatur" in teks_halaman(klien("admin_instansi").get(f"{ALAMAT}request/"))
