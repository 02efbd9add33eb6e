"""Manajemen Periode as an admin works with it."""

from __future__ import annotations

from sqlalchemy import select

from models import JejakAudit, Periode
from tests.dunia import teks_halaman

BARU = {
    "nama": "Triwulan Khusus",
    "awal": "01-01",
    "akhir": "03-31",
    "batas": "04-05",
    "jenis": "biasa",
    "tahun": "2027",
    "tipe": "triwulan",
    "angka": "1",
}


def test_daftar_menampilkan_kolom_dan_catatan_manual(klien):
    teks = teks_halaman(klien("admin_instansi").get("/admin/periode/?jumlah_baris=50"))
    for kata in (
        "Manajemen Periode Sasaran Kinerja Pegawai.",
        "Periode Awal",
        "Batas Pengisian",
        "01 Januari",
        "05 Februari",
        "13 hasil",
        "Catatan Penting",
        "sebanyak 13 periode",
        "sebanyak 5 periode",
    ):
        assert kata in teks


def test_tambah_edit_hapus(klien, dunia):
    k = klien("admin_instansi")
    assert k.post("/admin/periode/new/", BARU).status_code == 302
    with dunia.sesi() as s:
        baru = s.scalars(select(Periode).where(Periode.tahun == 2027)).one()
    assert k.post(f"/admin/periode/edit/?id={baru.id}", {**BARU, "nama": "Triwulan Satu", "versi": "1"}).status_code == 302
    tanya = k.get(f"/admin/periode/delete/?id={baru.id}")
    assert "Yakin akan menghapus Periode tersebut?" in tanya.text
    assert k.post("/admin/periode/delete/", {"id": baru.id, "versi": "2"}).status_code == 302
    with dunia.sesi() as s:
        assert s.get(Periode, baru.id) is None
        jejak = s.scalars(
            select(JejakAudit).where(JejakAudit.objek_id == baru.id, JejakAudit.entitas == "periode").order_by(JejakAudit.id)
        ).all()
    assert [j.aksi for j in jejak] == ["tambah", "ubah", "hapus"]
    assert jejak[1].perubahan == [
        {"kolom": "nama", "label": "Nama", "tipe": "teks", "sebelum": "Triwulan Khusus", "sesudah": "Triwulan Satu"}
    ]


def test_isian_salah_disebut_dan_tetap_ada(klien, dunia):
    k = klien("admin_instansi")
    jawaban = k.post("/admin/periode/new/", {**BARU, "awal": "13-01", "akhir": "02-30"})
    assert jawaban.status_code == 422
    assert "mungkin maksudnya 01-13" in jawaban.text
    assert 'value="Triwulan Khusus"' in jawaban.text
    tumpang = k.post("/admin/periode/new/", {**BARU, "tahun": "2026", "tipe": "bulanan", "angka": "1"})
    assert tumpang.status_code == 422


def test_form_basi_menyebut_siapa_yang_mengubah(klien, dunia):
    k = klien("admin_instansi")
    k.post("/admin/periode/new/", BARU)
    with dunia.sesi() as s:
        id = s.scalars(select(Periode.id).where(Periode.tahun == 2027)).one()
    klien("admin_bkn").post(f"/admin/periode/edit/?id={id}", {**BARU, "nama": "Nama Lain", "versi": "1"})
    jawaban = k.post(f"/admin/periode/edit/?id={id}", {**BARU, "nama": "Nama Saya", "versi": "1"})
    assert jawaban.status_code == 409
    assert "Akun Admin Bkn" in jawaban.text
    assert 'value="Nama Saya"' in jawaban.text
    assert k.post(f"/admin/periode/edit/?id={id}", {**BARU, "nama": "Nama Saya", "versi": "2"}).status_code == 302


def test_buat_tahun_semua_atau_tidak_sama_sekali(klien, dunia):
    import re

    k = klien("admin_instansi")
    halaman = k.get("/admin/periode/buat-tahun/?tahun=2027&pola=bulanan").text
    isian = {}
    for tag in re.findall(r"<input [^>]*name=\"baris-[^>]*>", halaman):
        isian[re.search(r'name="([^"]+)"', tag).group(1)] = (re.search(r'value="([^"]*)"', tag) or [None, ""])[1]
    for nama, badan in re.findall(r'<select[^>]*name="(baris-[^"]+)"[^>]*>(.*?)</select>', halaman, re.S):
        isian[nama] = re.search(r'<option selected value="([^"]*)"', badan).group(1)
    rusak = {**isian, "baris-1-akhir": "03-15"}
    gagal = k.post("/admin/periode/buat-tahun/?tahun=2027&pola=bulanan", rusak)
    assert gagal.status_code == 422
    with dunia.sesi() as s:
        assert s.scalars(select(Periode).where(Periode.tahun == 2027)).all() == []
    assert k.post("/admin/periode/buat-tahun/?tahun=2027&pola=bulanan", isian).status_code == 302
    with dunia.sesi() as s:
        assert len(s.scalars(select(Periode).where(Periode.tahun == 2027)).all()) == 13


def test_supervisor_membaca_tetapi_tidak_mengubah(klien):
    k = klien("supervisor")
    assert k.get("/admin/periode/").status_code == 200
    assert k.get("/admin/periode/new/").status_code == 403
    assert k.post("/admin/periode/new/", BARU).status_code == 403
    assert klien("pegawai").get("/admin/periode/").status_code == 403
    assert klien(None).get("/admin/periode/").status_code == 302
