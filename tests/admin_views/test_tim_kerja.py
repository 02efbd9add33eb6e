"""Tim Kerja as an admin works with it: the list, the form, members in and out."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from models import AnggotaTim, TimKerja
from tests.dunia import KENARI, teks_halaman

ALAMAT = "/admin/tim-kerja/"


def isian(dunia, **ganti):
    isi = {"tahun": "2026", "nama": "Tim Layanan", "unor_id": dunia.unor[1, "bidang"], "ketua_id": dunia.pegawai[1, "kabid"]}
    return {**isi, **ganti}


def anggota(dunia, tim_id):
    with dunia.sesi() as s:
        return set(s.scalars(select(AnggotaTim.pegawai_id).where(AnggotaTim.tim_id == tim_id)))


def test_daftar_dan_filter(klien, dunia, skp):
    k = klien("admin_instansi")
    teks = teks_halaman(k.get(ALAMAT))
    for kata in ("Nama Tim Kerja", "Tim Penyusun Kurikulum", "Bidang Kurikulum", "Orang Kabid", "1 orang", "1 hasil"):
        assert kata in teks, kata
    assert KENARI not in teks
    for saring, ada in (("tahun=2026", True), ("tahun=2025", False), ("nama=penyusun", True), (f"unor={dunia.unor[1, 'seksi']}", False)):
        assert ("Tim Penyusun Kurikulum" in k.get(f"{ALAMAT}?{saring}").text.partition('id="tabel"')[2]) is ada, saring


def test_tambah_edit_hapus(klien, dunia):
    k = klien("admin_instansi")
    assert 'value="2026"' in k.get(f"{ALAMAT}new/").text
    assert k.post(f"{ALAMAT}new/", isian(dunia)).status_code == 302
    with dunia.sesi() as s:
        id = s.scalars(select(TimKerja.id).where(TimKerja.nama == "Tim Layanan")).one()
    ulang = k.post(f"{ALAMAT}new/", isian(dunia))
    assert ulang.status_code == 422 and "sudah ada di unit kerja itu pada tahun 2026" in ulang.text
    assert k.post(f"{ALAMAT}edit/?id={id}", isian(dunia, nama="Tim Baru", versi=1)).status_code == 302
    assert k.post(f"{ALAMAT}edit/?id={id}", isian(dunia, nama="Basi", versi=1)).status_code == 409
    k.post(f"{ALAMAT}{id}/anggota/", {"pegawai": [dunia.pegawai[1, "staf"]]})
    tanya = teks_halaman(k.get(f"{ALAMAT}delete/?id={id}"))
    assert "Yakin akan menghapus tim kerja tersebut?" in tanya and "1 orang; keanggotaannya ikut terhapus" in tanya
    assert k.post(f"{ALAMAT}delete/", {"id": id, "versi": 2}).status_code == 302
    assert anggota(dunia, id) == set()


@pytest.mark.parametrize(
    ("ganti", "kata"),
    [
        ({"tahun": "1999"}, "Isi tahun 2022 sampai 2027."),
        ({"tahun": "abc"}, "angka"),
        ({"nama": " "}, "wajib diisi"),
        ({"ketua_id": ""}, "wajib diisi"),
    ],
    ids=["tahun", "bukan-angka", "nama", "ketua"],
)
def test_isian_salah_disebut_dan_yang_diketik_tetap(klien, dunia, ganti, kata):
    jawaban = klien("admin_instansi").post(f"{ALAMAT}new/", isian(dunia, **ganti))
    assert jawaban.status_code == 422 and kata.casefold() in teks_halaman(jawaban).casefold()
    assert "nama" in ganti or 'value="Tim Layanan"' in jawaban.text


def test_anggota_dicari_ditambah_dan_dikeluarkan(klien, dunia, skp):
    k, tim = klien("admin_instansi"), skp.tim[1]
    rinci = f"{ALAMAT}details/?id={tim}"
    assert "Orang Staf" in teks_halaman(k.get(rinci))
    cari = k.get(f"{rinci}&cari_anggota=orang")
    teks = teks_halaman(cari)
    assert "4 pegawai ditemukan" in teks and "Ketua tim ini" in teks and "Sudah menjadi anggota" in teks
    assert cari.text.count('type="checkbox"') == 4 and cari.text.count("disabled") >= 2
    k.post(f"{ALAMAT}{tim}/anggota/", {"pegawai": [dunia.pegawai[1, "kepala"], dunia.pegawai[1, "staf2"], dunia.pegawai[1, "kabid"]]})
    teks = teks_halaman(k.get(rinci))
    assert "2 anggota ditambahkan." in teks and "Orang Kabid (Ketua tidak menjadi anggota timnya sendiri)" in teks and "3 orang" in teks
    keluar = f"{ALAMAT}{tim}/keluarkan/"
    tanya = k.get(f"{keluar}?pegawai={dunia.pegawai[1, 'staf2']}")
    assert "Keluarkan Orang Staf2 dari Tim Penyusun Kurikulum?" in tanya.text
    assert dunia.pegawai[1, "staf2"] in anggota(dunia, tim)
    assert k.post(keluar, {"pegawai": dunia.pegawai[1, "staf2"]}).status_code == 302
    assert anggota(dunia, tim) == {dunia.pegawai[1, "staf"], dunia.pegawai[1, "kepala"]}
    assert k.post(keluar, {"pegawai": dunia.pegawai[1, "staf2"]}).status_code == 409
    riwayat = teks_halaman(k.get(f"{rinci}&tab=riwayat"))
    assert "menambahkan anggota tim." in riwayat and "mengeluarkan anggota tim." in riwayat


@pytest.mark.parametrize(("kata", "pesan"), [("or", "Ketik sedikitnya 3 karakter"), ("zzzzzz", "Tidak ada pegawai aktif yang cocok")])
def test_pencarian_yang_kosong_berkata_apa(klien, skp, kata, pesan):
    jawaban = klien("admin_instansi").get(f"{ALAMAT}details/?id={skp.tim[1]}&cari_anggota={kata}")
    assert pesan in teks_halaman(jawaban) and f">{kata}</textarea>" in jawaban.text


def test_tanpa_centang_disebut_dan_pencarian_tetap(klien, dunia, skp):
    k = klien("admin_instansi")
    jawaban = k.post(f"{ALAMAT}{skp.tim[1]}/anggota/", {"cari_anggota": "orang"})
    assert jawaban.location == f"{ALAMAT}details/?id={skp.tim[1]}&cari_anggota=orang"
    assert "Belum ada pegawai yang dicentang." in teks_halaman(k.get(jawaban.location))


def test_supervisor_hanya_membaca_dan_yang_asing_tidak_ada(klien, dunia, skp):
    k = klien("supervisor")
    isi = k.get(f"{ALAMAT}details/?id={skp.tim[1]}&cari_anggota=orang").text
    assert "Tambah anggota" not in isi and "keluarkan/" not in isi
    assert k.post(f"{ALAMAT}{skp.tim[1]}/anggota/", {"pegawai": [1]}).status_code == 403
    lain = klien("admin_instansi")
    assert lain.post(f"{ALAMAT}{skp.tim[2]}/anggota/", {"pegawai": [dunia.pegawai[1, "staf2"]]}).status_code == 404
    assert lain.get(f"{ALAMAT}{skp.tim[2]}/keluarkan/?pegawai={dunia.pegawai[2, 'staf']}").status_code == 404
