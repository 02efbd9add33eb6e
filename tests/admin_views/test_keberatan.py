"""Keberatan as its three people and the admin see it. Today is 23 November 2026."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.predikat import Rating
from domain.status import StatusCapaian, StatusSkp
from models import CapaianOrganisasi, Keberatan, Penilaian, Periode, Skp
from services import penilaian
from tenancy import Lingkup, pasang_lingkup
from tests.dunia import KENARI, teks_halaman
from tests.jelajah import formulir_utama

LABEL = (
    "Status Keberatan",
    "Waktu Pengajuan",
    "Waktu Pertama kali Di Check Oleh Atasan",
    "Waktu Di Respon / Di Klaim",
    "Pegawai Yang Mengajukan",
    "ALASAN MENGAJUKAN KEBERATAN",
    "Pejabat Penilai Kinerja",
    "PENJELASAN PEJABAT PENILAI KINERJA ATAS KEBERATAN",
    "Atasan Pejabat Penilai Kinerja",
    "KEPUTUSAN DAN REKOMENDASI ATASAN PEJABAT PENILAI KINERJA",
    "Sebelum Keberatan",
    "Permintaan Pegawai",
    "Sesudah Keberatan",
    "Hasil Kerja",
    "Perilaku Kerja",
    "Hasil Akhir",
)


@pytest.fixture
def november(app, skp):
    with skp.dunia.sesi() as s:
        id = s.scalars(select(Periode.id).where(Periode.angka == 11)).one()
    with app.app_context():
        penilaian.nilai(skp.aktor("kabid"), skp.skp[1, "staf"], id, hasil=Rating.SESUAI, perilaku=Rating.SESUAI)
    return id


def rincian(skp):
    return f"/admin/daftar-skp/keberatan/{skp.keberatan[1]}/"


def test_the_path_over_the_pages(skp, november):
    staf, kabid, kepala = (skp.klien(k) for k in ("staf", "kabid", "kepala"))
    lembar = f"/admin/daftar-skp/{skp.skp[1, 'staf']}/penilaian/{november}/"
    ajukan = f"/admin/daftar-skp/keberatan/ajukan/{skp.skp[1, 'staf']}/{november}/"
    assert ajukan in staf.get(lembar).text and ajukan not in kabid.get(lembar).text
    assert "sampai 11 Desember 2026" in teks_halaman(staf.get(ajukan))
    sama = {"alasan": "Melebihi target", "diminta_hasil": "sesuai", "diminta_perilaku": "sesuai"}
    gagal = staf.post(ajukan, sama)
    assert gagal.status_code == 422 and formulir_utama(gagal.text).isi["alasan"].strip() == "Melebihi target"
    ke = staf.post(ajukan, {**sama, "diminta_hasil": "di_atas", "diminta_perilaku": "di_atas"})
    assert ke.status_code == 302
    di = ke.location
    assert "<textarea" not in staf.get(di).text
    assert "Lihat keberatan" in staf.get(lembar).text

    isi = formulir_utama(kabid.get(di).text).isi
    assert kabid.post(f"{di}penjelasan/", {**isi, "penjelasan": "Eviden belum ada"}).status_code == 302
    assert kepala.get(di).text.count("<textarea") == 0  # first Check
    assert kepala.post(f"{di}check/").status_code == 302
    isi = formulir_utama(kepala.get(di).text).isi
    assert (isi["hasil"], isi["perilaku"]) == ("di_atas", "di_atas")
    ragu = kepala.post(f"{di}putusan/", {**isi, "keputusan": "Setuju"})  # neither button
    assert ragu.status_code == 422 and formulir_utama(ragu.text).isi["keputusan"].strip() == "Setuju"
    kirim = {**isi, "keputusan": "Setuju", "putusan": "setujui"}
    tanya = kepala.post(f"{di}putusan/", kirim)
    assert tanya.status_code == 200 and "Setujui keberatan Orang Staf?" in teks_halaman(tanya)
    assert kepala.post(f"{di}putusan/", formulir_utama(tanya.text).isi).status_code == 302
    teks = teks_halaman(staf.get(di))
    for kata in (
        *LABEL,
        "Pengajuan Keberatan Disetujui",
        "Melebihi target",
        "Eviden belum ada",
        "Setuju",
        "23 November 2026 pukul 08.28 WIB",
    ):
        assert kata in teks
    assert "Sangat Baik" in teks_halaman(staf.get(lembar))


def test_a_stale_decision_keeps_the_words(skp):
    kabid, kepala, di = skp.klien("kabid"), skp.klien("kepala"), rincian(skp)
    kepala.post(f"{di}check/")
    isi = formulir_utama(kepala.get(di).text).isi
    versi = formulir_utama(kabid.get(di).text).isi["versi"]
    assert kabid.post(f"{di}penjelasan/", {"versi": versi, "penjelasan": "Menyusul"}).status_code == 302
    jawaban = kepala.post(f"{di}putusan/", {**isi, "keputusan": "Panjang lebar", "putusan": "tolak"})
    assert jawaban.status_code == 409
    assert formulir_utama(jawaban.text).isi["keputusan"].strip() == "Panjang lebar" and "Menyusul" in teks_halaman(jawaban)
    lagi = formulir_utama(jawaban.text).isi
    assert kepala.post(f"{di}putusan/", {**lagi, "putusan": "tolak", "yakin": "1"}).status_code == 302
    with skp.dunia.sesi() as s:
        assert s.get(Penilaian, skp.penilaian[1]).hasil is Rating.SESUAI


@pytest.mark.parametrize(
    ("putusan", "kata"),
    [
        (
            "setujui",
            "Penilaian Januari Orang Staf berubah dari Baik menjadi Sangat Baik: "
            "Rating Hasil Kerja Di Atas Ekspektasi, Rating Perilaku Kerja Di Atas Ekspektasi.",
        ),
        ("tolak", "Penilaian Januari Orang Staf tetap Baik."),
    ],
)
def test_a_decision_is_asked_about_first(skp, putusan, kata):
    kepala, di = skp.klien("kepala"), rincian(skp)
    kepala.post(f"{di}check/")
    kirim = {**formulir_utama(kepala.get(di).text).isi, "keputusan": "Panjang\nlebar", "putusan": putusan}
    tanya = kepala.post(f"{di}putusan/", kirim)
    teks = teks_halaman(tanya)
    assert tanya.status_code == 200 and kata in teks and "Keputusan bersifat final" in teks
    isi = formulir_utama(tanya.text).isi
    with skp.dunia.sesi() as s:
        assert s.get(Keberatan, skp.keberatan[1]).keputusan is None
    kembali = kepala.post(f"{di}putusan/", {**{k: v for k, v in isi.items() if k != "yakin"}, "batal": "1"})
    assert kembali.status_code == 200 and formulir_utama(kembali.text).isi["keputusan"].strip() == "Panjang\nlebar"
    potongan = kepala.post(f"{di}putusan/", kirim, headers={"HX-Request": "true"})
    assert potongan.status_code == 200 and "<html" not in potongan.text and kata in potongan.text
    with skp.dunia.sesi() as s:
        assert s.get(Keberatan, skp.keberatan[1]).keputusan is None


def test_a_question_is_only_asked_about_what_can_be_done(skp):
    kepala, di = skp.klien("kepala"), rincian(skp)
    kepala.post(f"{di}check/")
    isi = {**formulir_utama(kepala.get(di).text).isi, "keputusan": "Ya", "putusan": "setujui"}
    sama = kepala.post(f"{di}putusan/", {**isi, "hasil": "sesuai", "perilaku": "sesuai"})
    assert sama.status_code == 422 and "sama dengan sebelumnya" in teks_halaman(sama)
    assert kepala.post(f"{di}putusan/", {**isi, "versi": "1"}).status_code == 409


def test_the_question_says_when_a_final_capaian_changes(skp):
    with Session(skp.dunia.mesin, info={"unit_of_work": True}) as s:
        pasang_lingkup(s, Lingkup("instansi", skp.dunia.instansi[1]))
        c = s.get_one(CapaianOrganisasi, skp.capaian[1])
        c.status, c.statistik, c.difinalkan = StatusCapaian.FINAL, {"pegawai": 3, "dinilai": 1}, skp.dunia.jam()
        s.commit()
    kepala, di = skp.klien("kepala"), rincian(skp)
    kepala.post(f"{di}check/")
    isi = {**formulir_utama(kepala.get(di).text).isi, "keputusan": "Ya"}
    assert "ditandai berubah sejak final" in teks_halaman(kepala.post(f"{di}putusan/", {**isi, "putusan": "setujui"}))
    assert "ditandai berubah sejak final" not in teks_halaman(kepala.post(f"{di}putusan/", {**isi, "putusan": "tolak"}))


def test_a_predikat_that_is_not_better_is_refused_by_name(skp, november):
    k = skp.klien("staf")
    ajukan = f"/admin/daftar-skp/keberatan/ajukan/{skp.skp[1, 'staf']}/{november}/"
    jawaban = k.post(ajukan, {"alasan": "Melebihi target", "diminta_hasil": "di_atas", "diminta_perilaku": "di_bawah"})
    assert jawaban.status_code == 422
    assert "memberi predikat Kurang/Misconduct, yang tidak lebih baik daripada predikat sekarang, Baik." in teks_halaman(jawaban)


def test_while_the_skp_is_a_draft_nothing_is_decided(skp):
    with Session(skp.dunia.mesin, info={"unit_of_work": True}) as s:
        pasang_lingkup(s, Lingkup("instansi", skp.dunia.instansi[1]))
        s.get_one(Skp, skp.skp[1, "staf"]).status = StatusSkp.DRAFT
        s.commit()
    kepala, di = skp.klien("kepala"), rincian(skp)
    halaman = kepala.get(di)
    assert "SKP ini berstatus Draft. Keberatan di-Check dan diputus sesudah SKP berstatus Persetujuan lagi" in teks_halaman(halaman)
    assert f"{di}check/" not in halaman.text and "putusan/" not in halaman.text
    assert kepala.post(f"{di}check/").status_code in (409, 422)
    with skp.dunia.sesi() as s:
        assert s.get(Keberatan, skp.keberatan[1]).waktu_cek is None


def test_too_late_shows_the_words_to_copy(skp):
    kepala, di = skp.klien("kepala"), rincian(skp)
    kepala.post(f"{di}check/")
    isi = formulir_utama(kepala.get(di).text).isi
    skp.dunia.jam.kini = datetime(2026, 12, 11, 1, 0, tzinfo=UTC)
    kepala = skp.klien("kepala")
    jawaban = kepala.post(f"{di}putusan/", {**isi, "keputusan": "Terlalu lama", "putusan": "setujui"})
    assert jawaban.status_code == 422
    teks = teks_halaman(jawaban)
    assert "Terlalu lama" in teks and "sudah lewat pada 10 Desember 2026" in teks and "Pengajuan Keberatan Terlambat" in teks


def test_my_list_says_what_to_do(skp):
    for siapa, kata in (("staf", "Lihat"), ("kabid", "Jelaskan"), ("kepala", "Check")):
        assert f"{kata} keberatan Orang Staf" in skp.klien(siapa).get("/admin/daftar-skp/keberatan/").text
    assert "Belum ada keberatan" in skp.klien("staf2").get("/admin/daftar-skp/keberatan/").text


@pytest.mark.parametrize(
    ("siapa", "aksi"),
    [("staf", "check"), ("staf", "penjelasan"), ("staf", "putusan"), ("kabid", "putusan"), ("kepala", "penjelasan"), ("staf2", "check")],
)
def test_each_only_his_own_action(skp, siapa, aksi):
    jawaban = skp.klien(siapa).post(f"{rincian(skp)}{aksi}/", {"putusan": "setujui", "keputusan": "x", "penjelasan": "x", "versi": 1})
    assert jawaban.status_code == 404
    with skp.dunia.sesi() as s:
        assert s.get(Keberatan, skp.keberatan[1]).versi == 1


# --- Manajemen Keberatan ----------------------------------------------------------------------------------------------


def test_the_list_of_the_manual(skp):
    teks = teks_halaman(skp.klien("admin_instansi").get("/admin/keberatan/"))
    for kata in (
        "Manajemen Keberatan",
        "Nama Pegawai Yang Mengajukan",
        "Tahun Periode",
        "Status Keberatan",
        "Jumlah Baris",
        "Pegawai Yang Mengajukan",
        "Penilai Kinerja",
        "Atasan Penilai Kinerja",
        "Tanggal Pengajuan",
        "Januari",
        "Orang Staf",
        "Diajukan",
        "21 November 2026",
        "Check",
        "1 hasil",
    ):
        assert kata in teks
    assert KENARI not in teks


@pytest.mark.parametrize(
    ("saring", "n"),
    [
        ("?nama=staf", 1),
        ("?nama=kabid", 0),
        ("?tahun=2026", 1),
        ("?tahun=2025", 0),
        ("?status=diajukan", 1),
        ("?status=terlambat", 0),
        ("?status=disetujui", 0),
        ("?periode={januari}", 1),
        ("?periode={final}", 0),
    ],
)
def test_filters(skp, saring, n):
    alamat = "/admin/keberatan/" + saring.format(januari=skp.januari[1], final=skp.final[1])
    assert ("Orang Staf" in teks_halaman(skp.klien("admin_instansi").get(alamat))) is bool(n)


def test_late_is_late_in_the_list_before_the_sweep(skp):
    skp.dunia.jam.kini = datetime(2026, 12, 11, 1, 0, tzinfo=UTC)
    k = skp.klien("admin_instansi")
    assert "Orang Staf" in teks_halaman(k.get("/admin/keberatan/?status=terlambat"))
    assert "Orang Staf" not in teks_halaman(k.get("/admin/keberatan/?status=diajukan"))


def test_check_of_the_admin_only_looks(skp):
    k = skp.klien("admin_instansi")
    di = f"/admin/keberatan/{skp.keberatan[1]}/check/"
    teks = teks_halaman(k.get(di))
    for kata in ("Check Keberatan", "Pengajuan Keberatan Diajukan", *LABEL):
        assert kata in teks
    assert "<textarea" not in k.get(di).text
    potongan = k.get(di, headers={"HX-Request": "true"}).text
    assert "<html" not in potongan and "Tutup" in potongan
    assert k.post(di).status_code == 404
    assert k.get(f"/admin/keberatan/{skp.keberatan[2]}/check/").status_code == 404
    for tutup in ("new/", f"edit/?id={skp.keberatan[1]}", f"delete/?id={skp.keberatan[1]}"):
        assert k.get(f"/admin/keberatan/{tutup}").status_code in (403, 404)
    with skp.dunia.sesi() as s:
        assert s.get(Keberatan, skp.keberatan[1]).waktu_cek is None


def test_the_details_page_has_the_same_as_check(skp):
    k = skp.klien("admin_instansi")
    for alamat in (f"/admin/keberatan/details/?id={skp.keberatan[1]}", f"/admin/keberatan/details/?id={skp.keberatan[1]}&laci=1"):
        teks = teks_halaman(k.get(alamat))
        for kata in LABEL[1:]:
            assert kata in teks, kata
        assert "Permintaan Pegawai Di Atas Ekspektasi Di Atas Ekspektasi Sangat Baik" in teks
        assert "Bekerja melebihi target" in teks


def test_a_supervisor_sees_his_subtree(skp):
    assert "Orang Staf" in teks_halaman(skp.klien("supervisor_unor").get("/admin/keberatan/"))
    assert skp.klien("staf").get("/admin/keberatan/").status_code == 403


def test_export(skp):
    teks = skp.klien("admin_instansi").get("/admin/keberatan/export/csv/").get_data(as_text=True)
    for kata in ("Pegawai Yang Mengajukan", "Hasil Akhir permintaan pegawai", "Orang Staf", "Sangat Baik", "Diajukan"):
        assert kata in teks
    assert KENARI not in teks
