"""The page Pengaturan: what it shows, refuses and keeps."""

from __future__ import annotations

import io

from PIL import Image
from sqlalchemy import select

from models import Pengaturan
from services.pengaturan import BAWAAN
from tests.dunia import teks_halaman

ALAMAT = "/admin/pengaturan/"


def isian(**ganti):
    return {**BAWAAN, "keberatan_hari_kerja": "ya", "versi": 0, **ganti}


def png():
    berkas = io.BytesIO()
    Image.new("RGB", (20, 20), "red").save(berkas, "PNG")
    return berkas.getvalue()


def test_bawaan_tampil_lalu_disimpan(klien, dunia):
    k = klien("admin_instansi")
    awal = k.get(ALAMAT)
    for kata in (
        "Batas pengajuan keberatan (hari)",
        "Hari kerja",
        "Hari kalender",
        "Predikat utama paling banyak (%)",
        "Lambang instansi",
        "Belum ada lambang.",
    ):
        assert kata in teks_halaman(awal), kata
    assert 'value="70"' in awal.text
    assert k.post(f"{ALAMAT}simpan/", isian(keberatan_putusan_hari="20", keberatan_hari_kerja="tidak")).status_code == 302
    with dunia.sesi() as s:
        p = s.scalars(select(Pengaturan)).one()
        assert (p.keberatan_putusan_hari, p.keberatan_hari_kerja) == (20, False)
    assert "Pengaturan" in teks_halaman(k.get("/admin/jejak-audit/?data=pengaturan"))


def test_yang_keliru_tetap_di_isian_dengan_pesannya(klien):
    jawaban = klien("admin_instansi").post(
        f"{ALAMAT}simpan/", isian(keberatan_putusan_hari="dua minggu", distribusi_terbanyak="400", distribusi_tim_kecil="")
    )
    teks = teks_halaman(jawaban)
    assert jawaban.status_code == 422
    for kata in ("Isi dengan angka bulat", "antara 1 dan 100", "wajib diisi"):
        assert kata in teks, kata
    assert 'value="dua minggu"' in jawaban.text and 'value="400"' in jawaban.text
    tak_mungkin = klien("admin_instansi").post(f"{ALAMAT}simpan/", isian(distribusi_sedikitnya="95"))
    assert tak_mungkin.status_code == 422 and "melebihi 100 %" in tak_mungkin.text


def test_basi_diberi_tahu_dan_isiannya_tetap(klien):
    k = klien("admin_instansi")
    k.post(f"{ALAMAT}simpan/", isian())
    basi = klien("admin_bkn").post(f"{ALAMAT}simpan/", isian(keberatan_putusan_hari="33"))
    assert basi.status_code == 409 and "sudah diubah orang lain" in basi.text and 'value="33"' in basi.text
    assert klien("admin_bkn").post(f"{ALAMAT}simpan/", isian(keberatan_putusan_hari="33", versi=1)).status_code == 302


def test_helpdesk_melihat_supervisor_tidak(klien):
    teks = klien("helpdesk").get(ALAMAT)
    assert teks.status_code == 200 and "disabled" in teks.text and "Pasang lambang" not in teks.text
    assert klien("helpdesk").post(f"{ALAMAT}simpan/", isian()).status_code == 403
    assert klien("helpdesk").get(f"{ALAMAT}lambang/hapus/").status_code == 403
    for akun in ("supervisor", "pegawai"):
        assert klien(akun).get(ALAMAT).status_code == 403
        assert klien(akun).get(f"{ALAMAT}lambang/").status_code == 403


def test_lambang_dipasang_dilihat_dihapus(klien):
    k = klien("admin_instansi")
    assert k.get(f"{ALAMAT}lambang/").status_code == 404
    bukan = k.post(
        f"{ALAMAT}lambang/pasang/", {"versi": 0, "lambang": (io.BytesIO(b"%PDF-1.7"), "lambang.png")}, content_type="multipart/form-data"
    )
    assert bukan.status_code == 422 and "bukan gambar PNG atau JPEG" in bukan.text
    assert k.post(f"{ALAMAT}lambang/pasang/", {"versi": 0}).status_code == 422
    kirim = {"versi": 0, "lambang": (io.BytesIO(png()), "x.exe")}
    assert k.post(f"{ALAMAT}lambang/pasang/", kirim, content_type="multipart/form-data").status_code == 302
    lihat = k.get(f"{ALAMAT}lambang/")
    assert lihat.mimetype == "image/png" and lihat.data == png() and lihat.headers["X-Content-Type-Options"] == "nosniff"
    assert klien("admin_lain").get(f"{ALAMAT}lambang/").status_code == 404
    assert "Ganti lambang" in k.get(ALAMAT).text
    assert "Yakin akan menghapus lambang instansi?" in k.get(f"{ALAMAT}lambang/hapus/").text
    assert k.post(f"{ALAMAT}lambang/hapus/", {"versi": 1}).status_code == 302
    assert k.get(f"{ALAMAT}lambang/").status_code == 404
    assert k.post(f"{ALAMAT}lambang/hapus/", {"versi": 2}).status_code == 409
