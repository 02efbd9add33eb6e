"""Matriks Peran Hasil as an admin works with it: the list of units or teams, the structure, the matrix, Cetak MPH."""

from __future__ import annotations

import html
import io
import re

import openpyxl
import pytest
from sqlalchemy import event, select
from sqlalchemy.orm import Session

from domain.status import StatusSkp
from extensions import db
from models import Pegawai, Skp, TimKerja, Tugas, Unor
from tenancy import Lingkup, pasang_lingkup
from tests.dunia import KENARI, teks_halaman

ALAMAT = "/admin/matriks-peran-hasil/"


def tulis(dunia, ubah):
    with Session(dunia.mesin, info={"unit_of_work": True}) as s:
        pasang_lingkup(s, Lingkup("lintas"))
        ubah(s)
        s.commit()


def test_daftar_unit_menurut_manual(klien, dunia, skp):
    jawaban = klien("admin_instansi").get(ALAMAT)
    teks = teks_halaman(jawaban)
    for kata in (
        "Mencetak Matriks Peran Hasil Unit / Tim Kerja.",
        "Nama Unit / Tim Kerja",
        "Unit Kerja Atasan",
        "Pimpinan",
        "UNIT KERJA ATASAN",
        "Search Nama Unor. Minimal 3 karakter.",
        "Jumlah Baris",
        f"ID : {dunia.unor[1, 'dinas']}",
        "Orang Kabid",
        "PLT: Plt. Kepala Seksi",
        "Cetak MPH",
        "3 hasil",
    ):
        assert kata in teks, kata
    assert "Orang Staf belum mempunyai SKP tahun 2026 yang disetujui di sini." in teks
    assert jawaban.text.count(f"{ALAMAT}{dunia.unor[1, 'seksi']}/cetak_mph/") == 0
    assert KENARI not in teks
    # Year and kind always have one value: neither offers to leave it open.
    assert re.findall(r'<option value="([^"]*)" selected', jawaban.text)[:2] == ["2026", "unit"]


def test_id_siasn_tampil_bila_ada(klien, dunia, skp):
    tulis(dunia, lambda s: setattr(s.get_one(Unor, dunia.unor[1, "dinas"]), "siasn_id", "8AE483A5ABC"))
    assert "ID : 8AE483A5ABC" in teks_halaman(klien("admin_instansi").get(ALAMAT))


@pytest.mark.parametrize(
    ("saring", "ada", "tiada"),
    [
        ("?nama=kurikulum", "Bidang Kurikulum", "Seksi Penilaian"),
        ("?atasan={dinas}", "Bidang Kurikulum", "Seksi Penilaian"),
        ("?jenis=tim", "Tim Penyusun Kurikulum", "Seksi Penilaian"),
        ("?jenis=tim&nama=penyusun&atasan={bidang}", "Tim Penyusun Kurikulum", "Dinas Pendidikan"),
    ],
    ids=["nama", "atasan", "tim", "tim-tersaring"],
)
def test_filter(klien, dunia, skp, saring, ada, tiada):
    alamat = ALAMAT + saring.format(dinas=dunia.unor[1, "dinas"], bidang=dunia.unor[1, "bidang"])
    tubuh = klien("admin_instansi").get(alamat).text.partition('id="tabel"')[2]
    assert ada in tubuh and f">{tiada}</a>" not in tubuh
    assert KENARI not in tubuh


def test_tim_menurut_tahunnya_dan_halamannya_jujur(klien, skp):
    k = klien("admin_instansi")
    assert "1 hasil" in teks_halaman(k.get(f"{ALAMAT}?jenis=tim&tahun=2026"))
    kosong = teks_halaman(k.get(f"{ALAMAT}?jenis=tim&tahun=2025"))
    assert "Tim Penyusun" not in kosong and "Tidak ada yang cocok" in kosong
    assert "Orang Kabid" in teks_halaman(k.get(f"{ALAMAT}?jenis=tim"))


def test_tahun_lain_menyebut_skp_tahun_itu(klien, skp):
    assert "Orang Kepala belum mempunyai SKP tahun 2025" in teks_halaman(klien("admin_instansi").get(f"{ALAMAT}?tahun=2025"))


@pytest.mark.parametrize("jenis", ["unit", "tim"])
def test_kueri_daftar_tidak_bergantung_pada_barisnya(app, klien, dunia, skp, jenis):
    k, kueri = klien("admin_instansi"), []
    with app.app_context():
        event.listen(db.engine, "before_cursor_execute", lambda *a: kueri.append(a[2]))

    def banyaknya():
        kueri.clear()
        assert k.get(f"{ALAMAT}?jenis={jenis}").status_code == 200
        return len(kueri)

    sedikit = banyaknya()

    def tambah(s):
        for n in range(15):
            u = Unor(instansi_id=dunia.instansi[1], nama=f"UPT {n}", nama_cari=f"upt {n}", eselon="41", atasan_id=dunia.unor[1, "dinas"])
            s.add(u)
            s.flush()
            tim = TimKerja(
                instansi_id=dunia.instansi[1],
                tahun=2026,
                nama=u.nama,
                nama_cari=u.nama_cari,
                unor_id=u.id,
                ketua_id=dunia.pegawai[1, "staf"],
            )
            s.add(tim)

    tulis(dunia, tambah)
    assert banyaknya() == sedikit
    assert "UPT 14" in k.get(f"{ALAMAT}?jenis={jenis}").text


def test_matriks_sebagai_halaman(klien, dunia, skp):
    jawaban = klien("admin_instansi").get(f"{ALAMAT}{dunia.unor[1, 'bidang']}/?tahun=2026")
    teks = teks_halaman(jawaban)
    for kata in (
        "Outcome antara / output / layanan",
        "IKI 1",
        "Jumlah laporan kabid",
        "Terwujudnya hasil kerja staf",
        "Orang Kabid",
        "12 laporan",
    ):
        assert kata in teks, kata
    assert 'scope="row"' in jawaban.text and 'tabindex="0"' in jawaban.text
    tim = teks_halaman(klien("supervisor").get(f"{ALAMAT}tim/{skp.tim[1]}/"))
    assert "Matriks Peran Hasil Tim Kerja tahun 2026." in tim and "Terwujudnya hasil kerja staf" in tim


def test_tanpa_matriks_disebut_alasan_dan_jalannya(klien, dunia, skp):
    jawaban = klien("admin_instansi").get(f"{ALAMAT}{dunia.unor[1, 'seksi']}/")
    teks = teks_halaman(jawaban)
    assert "Matriks belum dapat disusun" in teks and "Orang Staf belum mempunyai SKP tahun 2026" in teks
    assert f"/admin/unor/details/?id={dunia.unor[1, 'seksi']}" in jawaban.text
    k = klien("admin_instansi")
    assert "Tindakan ini tidak dapat dijalankan" in k.get(f"{ALAMAT}{dunia.unor[1, 'seksi']}/cetak_mph/").text
    assert k.post(f"{ALAMAT}{dunia.unor[1, 'seksi']}/cetak_mph/", {"format": "pdf"}).status_code == 409


def test_matriks_besar_dibagi_per_halaman(klien, dunia, skp):
    def tambah(s):
        for n in range(25):
            s.add(
                Pegawai(
                    instansi_id=dunia.instansi[1], nomor_induk=f"{n:018}", jenis_nomor=s.get_one(Pegawai, dunia.pegawai[1, "staf"]).jenis_nomor,
                    nama=f"Tambahan {n:02}", nama_cari=f"tambahan {n:02}", unor_id=dunia.unor[1, "bidang"], jabatan="Analis",
                )
            )  # fmt: skip

    tulis(dunia, tambah)
    k, alamat = klien("admin_instansi"), f"{ALAMAT}{dunia.unor[1, 'bidang']}/"
    satu, dua = teks_halaman(k.get(alamat)), teks_halaman(k.get(f"{alamat}?halaman=2"))
    assert "1–20 dari 27 pegawai" in satu and "21–27 dari 27 pegawai" in dua
    assert "Tambahan 24" in dua and "Tambahan 24" not in satu and "Belum mempunyai SKP tahun 2026." in dua
    assert teks_halaman(k.get(f"{alamat}?halaman=99999")) == dua and k.get(f"{alamat}?halaman=x").status_code == 200


def test_struktur_sebagai_halaman_dan_sebagai_cabang(klien, dunia, skp):
    k, dinas, bidang = klien("admin_instansi"), dunia.unor[1, "dinas"], dunia.unor[1, "bidang"]
    daftar = k.get(ALAMAT).text
    assert f'data-cabang="{ALAMAT}struktur/{dinas}/"' in daftar and f'href="{ALAMAT}struktur/{dinas}/"' in daftar
    halaman = k.get(f"{ALAMAT}struktur/{dinas}/")
    teks = teks_halaman(halaman)
    assert "Struktur Unit Kerja" in teks and "Pimpinan: Kepala" in teks and "Bidang Kurikulum" in teks
    cabang = k.get(f"{ALAMAT}struktur/{bidang}/?dari={dinas}-{bidang}", headers={"HX-Request": "true"}).text
    assert "<html" not in cabang and "Orang Kabid" in cabang and f'id="cabang-{dinas}-{bidang}-{dunia.unor[1, "seksi"]}"' in cabang
    assert cabang.index("Orang Kabid") < cabang.index("Orang Staf") < cabang.index("Seksi Penilaian")
    assert 'id="cabang-<' not in k.get(f"{ALAMAT}struktur/{bidang}/?dari=<b>", headers={"HX-Request": "true"}).text


def test_cetak_menjadi_tugas(klien, dunia, skp):
    k, id = klien("supervisor"), dunia.unor[1, "bidang"]
    tanya = k.get(f"{ALAMAT}{id}/cetak_mph/?tahun=2026")
    assert "Cetak Matriks Peran Hasil Bidang Kurikulum?" in tanya.text and 'name="tahun" value="2026"' in tanya.text
    assert k.post(f"{ALAMAT}{id}/cetak_mph/", {"tahun": "2026", "format": "xlsx"}).location == "/admin/tugas/"
    assert k.post(f"{ALAMAT}tim/{skp.tim[1]}/cetak_mph/", {"format": "pdf"}).location == "/admin/tugas/"
    assert k.post(f"{ALAMAT}{id}/cetak_mph/", {"tahun": "2026", "format": "docx"}).status_code == 422
    with dunia.sesi() as s:
        assert s.scalars(select(Tugas.judul).order_by(Tugas.id)).all() == [
            "Cetak MPH Excel: Bidang Kurikulum 2026",
            "Cetak MPH PDF: Tim Penyusun Kurikulum 2026",
        ]


@pytest.mark.parametrize("siapa", ["pegawai", "admin_lain"])
def test_bukan_untuk_orang_lain(klien, dunia, skp, siapa):
    k, status = klien(siapa), 403 if siapa == "pegawai" else 404
    for alamat in (
        f"{dunia.unor[1, 'dinas']}/",
        f"struktur/{dunia.unor[1, 'dinas']}/",
        f"tim/{skp.tim[1]}/",
        f"{dunia.unor[1, 'dinas']}/cetak_mph/",
    ):
        assert k.get(ALAMAT + alamat).status_code == status, alamat


def test_supervisor_terbatas_hanya_subpohonnya(klien, dunia, skp):
    k = klien("supervisor_unor")
    teks = teks_halaman(k.get(ALAMAT))
    assert "Bidang Kurikulum" in teks and "2 hasil" in teks
    assert k.get(f"{ALAMAT}{dunia.unor[1, 'dinas']}/").status_code == 404
    assert "Unit kerja atasan" not in teks_halaman(k.get(f"{ALAMAT}struktur/{dunia.unor[1, 'bidang']}/"))


def test_ekspor_kedua_sumber(klien, skp):
    k = klien("admin_instansi")
    lembar = openpyxl.load_workbook(io.BytesIO(k.get(f"{ALAMAT}export/xlsx/").data)).active
    baris = list(lembar.iter_rows(values_only=True))
    assert baris[0] == ("Nama Unit Kerja", "ID", "Unit Kerja Atasan", "Pimpinan")
    assert ("Orang Kabid" in baris[1]) and baris[1][2] == "Dinas Pendidikan"
    lembar = openpyxl.load_workbook(io.BytesIO(k.get(f"{ALAMAT}export/xlsx/?jenis=tim&tahun=2026").data)).active
    assert [b[1] for b in lembar.iter_rows(values_only=True)] == ["Nama Tim Kerja", "Tim Penyusun Kurikulum"]


def test_teks_skp_tidak_menjadi_html(klien, dunia, skp):
    tulis(dunia, lambda s: setattr(s.get_one(Skp, skp.skp[1, "staf"]), "jabatan", "<b>Analis</b>"))
    isi = klien("admin_instansi").get(f"{ALAMAT}{dunia.unor[1, 'bidang']}/").text
    assert "<b>Analis</b>" not in isi and html.escape("<b>Analis</b>") in isi
    assert StatusSkp.PERSETUJUAN.label not in isi
