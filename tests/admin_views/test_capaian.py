"""Capaian Kinerja Organisasi as an admin works with it. Today is 23 November 2026."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import select

from domain.predikat import NilaiCapaian
from domain.status import StatusCapaian
from models import CapaianOrganisasi
from tests.admin_views.test_hemat import kueri
from tests.dunia import KENARI, teks_halaman

ALAMAT = "/admin/capaian-organisasi/"


def isian(skp, **ganti):
    isi = {"tahun": "2026", "periode_id": skp.final[1], "unor_id": skp.dunia.unor[1, "dinas"], "capaian": "istimewa"}
    return {**isi, "bukti_dukung": "https://contoh.go.id/bukti/final", **ganti}


def test_daftar_menurut_manual(klien, skp):
    jawaban = klien("admin_instansi").get(ALAMAT)
    teks = teks_halaman(jawaban)
    for kata in ("Capaian Kinerja Organisasi.", "Nama Unit Kerja", "Tahun", "Periode", "Jumlah Baris", "Unit Kerja Induk", "Capaian Organisasi",
                 "Status", "Statistik", "Aksi", "Dinas Pendidikan", "Bukti Dukung", "Baik", "Januari 2026", "Belum Final", "Final", "Edit", "Hapus", "Tambah"):  # fmt: skip
        assert kata in teks, kata
    assert "Batal Final" not in teks and KENARI not in teks
    tautan = re.search(r'<a [^>]*href="https://contoh.go.id/bukti"[^>]*>', jawaban.text)
    assert tautan and 'rel="noopener noreferrer"' in tautan[0]


def test_tambah_menawarkan_periode_menurut_tahun(klien, skp):
    k = klien("admin_instansi")
    form = k.get(f"{ALAMAT}new/")
    teks = teks_halaman(form)
    for kata in (
        "Tambah Capaian Organisasi",
        "Unit Kerja JPT / Mandiri",
        "Periode 1 · Januari",
        "Periode 13 (FINAL)",
        "Istimewa",
        "Bukti Dukung",
    ):
        assert kata in teks, kata
    # Without script a button asks again, and nothing typed is lost.
    lain = k.post(f"{ALAMAT}new/", isian(skp, tahun="2025", bukti_dukung="belum selesai", _cari="tahun"))
    assert lain.status_code == 200 and "Belum ada periode pada tahun ini" in lain.text and 'value="belum selesai"' in lain.text
    # With script the choices alone are fetched.
    potong = k.get(f"{ALAMAT}periode/?tahun=2026").text
    assert potong.count("<option") == 14 and "<html" not in potong
    assert "Belum ada periode" in k.get(f"{ALAMAT}periode/?tahun=abc").text


def test_hanya_unit_jpt_atau_mandiri_yang_ditawarkan(klien, skp):
    k = klien("admin_instansi")
    assert [t for _, t in k.get("/admin/lookup/unor_jpt/?query=dinas").json] == ["Dinas Pendidikan"]
    assert k.get("/admin/lookup/unor_jpt/?query=bidang").json == []
    jawaban = k.post(f"{ALAMAT}new/", isian(skp, unor_id=skp.dunia.unor[1, "bidang"]))
    assert jawaban.status_code == 422 and "bukan unit kerja JPT atau mandiri" in jawaban.text


def test_tambah_edit_hapus(klien, skp):
    k = klien("admin_instansi")
    assert k.post(f"{ALAMAT}new/", isian(skp)).status_code == 302
    with skp.dunia.sesi() as s:
        baru = s.scalars(select(CapaianOrganisasi).where(CapaianOrganisasi.periode_id == skp.final[1])).one()
    kembar = k.post(f"{ALAMAT}new/", isian(skp, capaian="kurang"))
    assert kembar.status_code == 422 and "sudah ada" in kembar.text and "https://contoh.go.id/bukti/final" in kembar.text
    ubah = {"capaian": "baik", "bukti_dukung": "https://contoh.go.id/lain", "versi": 1}
    assert k.post(f"{ALAMAT}edit/?id={baru.id}", ubah).status_code == 302
    assert k.post(f"{ALAMAT}edit/?id={baru.id}", {**ubah, "capaian": "kurang"}).status_code == 409
    assert k.post(f"{ALAMAT}{baru.id}/hapus/", {"versi": 2}).status_code == 302
    with skp.dunia.sesi() as s:
        assert s.get(CapaianOrganisasi, baru.id) is None


@pytest.mark.parametrize(
    "tautan", ["bukti.pdf", "javascript:alert(1)", "ftp://contoh.go.id/x", "https://", "https://contoh.go.id/a b", "http://[::1"]
)
def test_bukti_dukung_harus_tautan(klien, skp, tautan):
    jawaban = klien("admin_instansi").post(f"{ALAMAT}new/", isian(skp, bukti_dukung=tautan))
    assert jawaban.status_code == 422 and "diawali http:// atau https://" in jawaban.text


@pytest.mark.parametrize(("ganti", "kata"), [({"periode_id": "9999"}, "dari daftar"), ({"tahun": "1999"}, "dari daftar"), ({"tahun": "2026x"}, "dari daftar"), ({"capaian": "x"}, "dari daftar"),
                                             ({"unor_id": ""}, "wajib diisi"), ({"bukti_dukung": " "}, "wajib diisi")])  # fmt: skip
def test_isian_keliru_mendapat_pesan(klien, skp, ganti, kata):
    jawaban = klien("admin_instansi").post(f"{ALAMAT}new/", isian(skp, **ganti))
    assert jawaban.status_code == 422 and kata in teks_halaman(jawaban)


def test_final_bertanya_seperti_manual_dan_menyebut_yang_belum_dinilai(klien, skp):
    k, id = klien("admin_instansi"), skp.capaian[1]
    tanya = teks_halaman(k.get(f"{ALAMAT}{id}/final/"))
    for kata in (
        "Apakah Anda yakin ingin melakukan finalisasi Capaian Organisasi ini ?",
        "Pastikan semua pegawai yang ada di Unit Kerja Induk ini sudah dinilai, sehingga Grafik Pola Distribusi menjadi konsisten di setiap cetakan Form Evaluasi Kinerja",
        "2 dari 3 pegawai belum dinilai.",
        "Orang Kabid",
        "Orang Kepala",
        "Bidang Kurikulum",
        "Hanya 1 pegawai dinilai",
    ):
        assert kata in tanya, kata
    assert "Orang Staf " not in tanya
    assert k.post(f"{ALAMAT}{id}/final/", {"versi": 1}).status_code == 302
    daftar = teks_halaman(k.get(ALAMAT))
    for kata in (
        "FINAL",
        "Pegawai dinilai : 1 / 3",
        "Sangat Baik : 0",
        "Baik : 1",
        "Butuh Perbaikan : 0",
        "Sangat Kurang : 0",
        "Batal Final",
        "Sudah FINAL. Pilih Batal Final lebih dahulu.",
    ):
        assert kata in daftar, kata
    assert k.post(f"{ALAMAT}{id}/hapus/", {"versi": 2}).status_code == 200
    with skp.dunia.sesi() as s:
        assert s.get(CapaianOrganisasi, id).status is StatusCapaian.FINAL


def test_yang_datang_kedua_diberi_tahu(klien, skp):
    k, id = klien("admin_instansi"), skp.capaian[1]
    k.post(f"{ALAMAT}{id}/final/", {"versi": 1})
    for alamat in (f"{ALAMAT}{id}/final/", f"{ALAMAT}{id}/final/"):
        jawaban = klien("admin_bkn").post(alamat, {"versi": 1})
        assert jawaban.status_code == 409 and "status FINAL" in teks_halaman(jawaban)
    for kepala in ({}, {"HX-Request": "true"}):
        basi = k.post(f"{ALAMAT}{id}/batal-final/", {"versi": 1, "alasan": "Keliru <satu> kolom"}, headers=kepala)
        assert basi.status_code == 409 and "diubah orang lain" in basi.text
        assert "Alasan yang Anda tulis" in basi.text and "Keliru &lt;satu&gt; kolom</textarea>" in basi.text, "yang ditulis tidak hilang"


def test_final_hanya_bukti_dukung_yang_dapat_diubah(klien, skp):
    k, id = klien("admin_instansi"), skp.capaian[1]
    k.post(f"{ALAMAT}{id}/final/", {"versi": 1})
    assert 'name="capaian"' not in k.get(f"{ALAMAT}edit/?id={id}").text
    assert (
        k.post(f"{ALAMAT}edit/?id={id}", {"capaian": "kurang", "bukti_dukung": "https://contoh.go.id/baru", "versi": 2}).status_code == 302
    )
    with skp.dunia.sesi() as s:
        c = s.get(CapaianOrganisasi, id)
        assert (c.capaian, c.bukti_dukung) == (NilaiCapaian.BAIK, "https://contoh.go.id/baru")


def test_batal_final_perlu_alasan_dan_tercatat(klien, skp):
    k, id = klien("admin_instansi"), skp.capaian[1]
    k.post(f"{ALAMAT}{id}/final/", {"versi": 1})
    tanpa = k.post(f"{ALAMAT}{id}/batal-final/", {"versi": 2, "alasan": " "})
    assert tanpa.status_code == 422 and "Alasan wajib diisi." in tanpa.text
    assert k.post(f"{ALAMAT}{id}/batal-final/", {"versi": 2, "alasan": "Capaian dikoreksi"}).status_code == 302
    riwayat = teks_halaman(k.get(f"{ALAMAT}details/?id={id}&tab=riwayat"))
    for kata in ("membatalkan final", "Capaian dikoreksi", "memfinalkan", "Pegawai dinilai : 1 / 3"):
        assert kata in riwayat, kata


def test_rincian_menggambar_pola_dengan_angkanya(klien, skp):
    jawaban = klien("supervisor").get(f"{ALAMAT}details/?id={skp.capaian[1]}")
    teks = teks_halaman(jawaban)
    for kata in (
        "Periode 1 · Januari",
        "Pola distribusi",
        "Bila difinalkan sekarang",
        "Pegawai dinilai : 1 / 3",
        "Acuan",
        "100,0",
        "Hanya 1 pegawai dinilai",
        "Belum dinilai",
        "Orang Kepala",
    ):
        assert kata in teks, kata
    assert 'class="ek-chart"' in jawaban.text and "style=" not in jawaban.text.partition("<main")[2]
    laci = klien("supervisor").get(f"{ALAMAT}details/?id={skp.capaian[1]}&laci=1")
    assert laci.status_code == 200 and "Pola distribusi" in laci.text


def test_semua_yang_belum_dinilai(klien, skp):
    teks = teks_halaman(klien("supervisor").get(f"{ALAMAT}{skp.capaian[1]}/belum-dinilai/"))
    assert "2 dari 3 pegawai belum dinilai." in teks and "1–2 dari 2 hasil" in teks and "Orang Kabid" in teks


def test_instansi_lain_dan_luar_subpohon_tidak_ada(klien, skp):
    for akun, id in (("admin_instansi", skp.capaian[2]), ("supervisor_unor", skp.capaian[1])):
        for ekor in (f"details/?id={id}", f"{id}/belum-dinilai/", f"edit/?id={id}"):
            assert klien(akun).get(f"{ALAMAT}{ekor}").status_code in ((404,) if akun == "admin_instansi" else (404, 403)), ekor
    assert klien("admin_instansi").get(f"{ALAMAT}{skp.capaian[2]}/final/").status_code == 404
    assert klien("supervisor").get(f"{ALAMAT}{skp.capaian[1]}/final/").status_code == 403
    assert klien("helpdesk").post(f"{ALAMAT}{skp.capaian[1]}/final/", {"versi": 1}).status_code == 403


@pytest.mark.parametrize(("saring", "ada"), [("unor=dinas", True), ("unor=bidang", False), ("tahun=2026", True), ("tahun=2025", False), ("tahun=2026&periode={januari}", True),
                                             ("periode={final}", False), ("status=belum_final", True), ("status=final", False), ("periode=x", False)])  # fmt: skip
def test_filter(klien, skp, saring, ada):
    teks = teks_halaman(klien("admin_instansi").get(f"{ALAMAT}?{saring.format(januari=skp.januari[1], final=skp.final[1])}"))
    assert ("Januari 2026" in teks) is ada


@pytest.mark.parametrize("saring", ["", "?unor=dinas", "?tahun=2026&periode={januari}&status=belum_final"])
def test_daftar_hemat(app, klien, skp, saring):
    k = klien("admin_instansi")
    k.get("/admin/profil/")
    with kueri(app) as catatan:
        assert k.get(f"{ALAMAT}{saring.format(januari=skp.januari[1])}").status_code == 200
    assert len(catatan) <= 5, catatan


def test_ekspor_memuat_statistik(klien, skp):
    k = klien("admin_instansi")
    k.post(f"{ALAMAT}{skp.capaian[1]}/final/", {"versi": 1})
    isi = k.get(f"{ALAMAT}export/csv/?tahun=2026&periode={skp.januari[1]}").text
    assert "Dinas Pendidikan" in isi and "Pegawai dinilai : 1 / 3" in isi and KENARI not in isi
