"""Manajemen Pegawai as an admin works with it."""

from __future__ import annotations

import csv
import io
from datetime import date

import pytest
from sqlalchemy import select

from domain.nip import bangun
from domain.status import StatusAktif
from models import HasilBaris, JejakAudit, Pegawai, Tugas
from tests.dunia import KENARI, teks_halaman

NIP = bangun(date(1987, 3, 21), 2011, 1, "P", 4)


def isian(dunia, **ganti):
    isi = {
        "nomor_induk": NIP,
        "nama": "Orang Baru",
        "unor_id": dunia.unor[1, "seksi"],
        "jenis_jabatan": "pegawai",
        "jabatan": "Arsiparis Mahir",
    }
    return {
        **isi,
        "jenis_pegawai": "pns",
        "golongan": "23",
        "tmt_golongan": "2020-04-01",
        "jenjang": "",
        "tmt_jabatan": "",
        "kedudukan": "01",
        **ganti,
    }


def nama_di_daftar(klien, saring="", siapa="admin_instansi"):
    teks = teks_halaman(klien(siapa).get(f"/admin/pegawai/{saring}"))
    return {n for n in ("Kepala", "Kabid", "Staf", "Staf2") if f"Orang {n} " in teks}


def test_daftar_menurut_manual(klien):
    teks = teks_halaman(klien("admin_instansi").get("/admin/pegawai/"))
    for kata in (
        "Manajemen Pegawai Instansi.",
        "Nama / NIP",
        "Unor",
        "Bidang Kurikulum",
        "Analis Kebijakan Ahli Muda",
        "Pimpinan",
        "4 hasil",
    ):
        assert kata in teks
    assert KENARI not in teks


@pytest.mark.parametrize(
    ("saring", "nama"),
    [
        ("?cari=kabid", {"Kabid"}),
        ("?cari=19800103", {"Staf"}),
        ("?nip=1980+0104", {"Staf2"}),
        ("?nama=staf", {"Staf", "Staf2"}),
        ("?jenis_jabatan=pimpinan", {"Kepala", "Kabid"}),
        ("?jenis_pegawai=pppk", set()),
        ("?status=nonaktif", set()),
        ("?unor={bidang}", {"Kabid", "Staf"}),
        ("?unor_bawahan={bidang}", {"Kabid", "Staf", "Staf2"}),
        ("?unor={asing}", set()),
    ],
)
def test_filter(klien, dunia, saring, nama):
    assert nama_di_daftar(klien, saring.format(bidang=dunia.unor[1, "bidang"], asing=dunia.unor[2, "bidang"])) == nama


def test_urut_menurut_nip(klien):
    teks = teks_halaman(klien("admin_instansi").get("/admin/pegawai/?urut=nip&arah=turun"))
    assert teks.index("Orang Staf2 ") < teks.index("Orang Staf ") < teks.index("Orang Kabid ") < teks.index("Orang Kepala ")


def test_tambah_lalu_edit(klien, dunia):
    k = klien("admin_instansi")
    catatan = 'Jika pegawai merupakan Pimpinan Unor maka pilih "Pimpinan" pada saat mengisi Jenis Jabatan'
    assert catatan in teks_halaman(k.get("/admin/pegawai/new/"))
    assert k.post("/admin/pegawai/new/", isian(dunia, nomor_induk="19870321 201101 2 004")).status_code == 302
    with dunia.sesi() as s:
        baru = s.scalars(select(Pegawai).where(Pegawai.nomor_induk == NIP)).one()
        assert (baru.jenjang, baru.golongan, str(baru.tmt_golongan), baru.tmt_jabatan) == ("MH", "23", "2020-04-01", None)
    assert k.post(f"/admin/pegawai/edit/?id={baru.id}", isian(dunia, nama="Nama Baru", jenjang="MH", versi=1)).status_code == 302
    riwayat = teks_halaman(k.get(f"/admin/pegawai/details/?id={baru.id}&tab=riwayat"))
    assert "menambahkan data ini." in riwayat
    assert "Nama Baru" in riwayat


def test_peringatan_tampil_setelah_tersimpan(klien, dunia):
    jawaban = klien("admin_instansi").post("/admin/pegawai/new/", isian(dunia, tmt_golongan="1980-01-01"), follow_redirects=True)
    teks = teks_halaman(jawaban)
    assert "Orang Baru tersimpan." in teks
    assert "TMT golongan (1 Januari 1980) tidak sesudah tanggal lahir" in teks


@pytest.mark.parametrize(
    ("ganti", "kata"),
    [
        ({"nomor_induk": "123"}, "18 angka"),
        ({"nama": " "}, "wajib diisi"),
        ({"unor_id": ""}, "wajib diisi"),
        ({"jenis_jabatan": "raja"}, "Pilih dari daftar."),
        ({"golongan": "77"}, "Pilih dari daftar."),
        ({"kedudukan": ""}, "wajib diisi"),
        ({"tmt_jabatan": "0202-01-01"}, "antara tahun 1945 dan 2100"),
    ],
)
def test_isian_salah_disebut_dan_isian_lain_tetap(klien, dunia, ganti, kata):
    jawaban = klien("admin_instansi").post("/admin/pegawai/new/", isian(dunia, **ganti))
    assert jawaban.status_code == 422
    assert kata.lower() in teks_halaman(jawaban).lower()
    assert 'value="Arsiparis Mahir"' in jawaban.text


def test_unor_instansi_lain_ditolak(klien, dunia):
    jawaban = klien("admin_instansi").post("/admin/pegawai/new/", isian(dunia, unor_id=dunia.unor[2, "seksi"]))
    assert jawaban.status_code == 422
    assert "tidak ditemukan di instansi Anda" in jawaban.text
    assert KENARI not in jawaban.text


def test_pimpinan_kedua_ditanyakan_lalu_menggantikan(klien, dunia):
    k, isi = klien("admin_instansi"), isian(dunia, unor_id=dunia.unor[1, "bidang"], jenis_jabatan="pimpinan")
    tanya = k.post("/admin/pegawai/new/", isi)
    assert tanya.status_code == 422
    assert "Unor Bidang Kurikulum sudah dipimpin oleh Orang Kabid. Gantikan?" in tanya.text
    assert 'value="Orang Baru"' in tanya.text
    kunci = f"ganti_pimpinan:{dunia.pegawai[1, 'kabid']}"
    assert f'name="setuju" value="{kunci}"' in tanya.text
    assert k.post("/admin/pegawai/new/", {**isi, "setuju": kunci}).status_code == 302
    assert nama_di_daftar(klien, f"?jenis_jabatan=pimpinan&unor={dunia.unor[1, 'bidang']}") == set()
    assert "menggantikan pimpinan unor." in teks_halaman(k.get(f"/admin/pegawai/details/?id={dunia.pegawai[1, 'kabid']}&tab=riwayat"))


def test_hapus_ditolak_menawarkan_nonaktifkan(klien, dunia):
    k, staf = klien("admin_instansi"), dunia.pegawai[1, "staf"]
    halaman = k.get(f"/admin/pegawai/delete/?id={staf}")
    assert "Yakin akan menghapus pegawai tersebut?" in halaman.text
    assert "masih dipakai oleh 1 PLT/PLH" in halaman.text
    assert f'href="/admin/pegawai/{staf}/nonaktifkan/"' in halaman.text
    k.post("/admin/pegawai/delete/", {"id": staf, "versi": 1})
    bebas = dunia.pegawai[1, "staf2"]
    assert "masih dipakai" not in k.get(f"/admin/pegawai/delete/?id={bebas}").text
    assert k.post("/admin/pegawai/delete/", {"id": bebas, "versi": 1}).status_code == 302
    with dunia.sesi() as s:
        assert s.get(Pegawai, staf) is not None
        assert s.get(Pegawai, bebas) is None


def test_nonaktifkan_dan_aktifkan(klien, dunia):
    k, staf = klien("admin_instansi"), dunia.pegawai[1, "staf"]
    alamat = f"/admin/pegawai/{staf}"
    assert k.post(f"{alamat}/nonaktifkan/", {"versi": 1}).status_code == 422
    hasil = k.post(f"{alamat}/nonaktifkan/", {"versi": 1, "alasan": "Pensiun"}, follow_redirects=True)
    assert "Orang Staf dinonaktifkan. 1 PLT/PLH yang dipegangnya diakhiri." in hasil.text
    assert "Nonaktif" in teks_halaman(k.get("/admin/pegawai/?status=nonaktif&cari=staf"))
    assert k.get(f"{alamat}/nonaktifkan/").status_code == 409
    assert "Bidang Kurikulum tidak lagi mempunyai pimpinan." in k.get(f"/admin/pegawai/{dunia.pegawai[1, 'kabid']}/nonaktifkan/").text
    assert k.post(f"{alamat}/aktifkan/", {"versi": 2}).status_code == 302
    with dunia.sesi() as s:
        assert s.get(Pegawai, staf).status is StatusAktif.AKTIF


def test_rincian_menunjukkan_plt_dan_akun(klien, dunia):
    k, staf = klien("admin_instansi"), dunia.pegawai[1, "staf"]
    halaman = k.get(f"/admin/pegawai/details/?id={staf}")
    assert f'data-copy="{bangun(date(1980, 1, 3), 2005, 3, "L", 103)}"' in halaman.text
    teks = teks_halaman(halaman)
    for kata in ("Penata (III/c)", "Ahli Muda", "Plt. Kepala Seksi", "01 Januari 2026 – 31 Desember 2026", "Belum ada akun"):
        assert kata in teks
    k.post("/admin/pegawai/new/", isian(dunia, nomor_induk=dunia.nip["supervisor"]))
    with dunia.sesi() as s:
        id = s.scalars(select(Pegawai.id).where(Pegawai.nomor_induk == dunia.nip["supervisor"])).one()
    assert f'href="/admin/pengguna/details/?id={dunia.pengguna["supervisor"]}"' in k.get(f"/admin/pegawai/details/?id={id}").text
    assert "Plt. Kepala Seksi" in k.get(f"/admin/pegawai/details/?id={staf}&laci=1").text


def test_massal_pindah_unor_melewati_pimpinan(klien, dunia):
    k = klien("admin_instansi")
    pilih = {"action": "pindah_unor", "rowid": [dunia.pegawai[1, "staf"], dunia.pegawai[1, "kabid"], dunia.pegawai[2, "staf"]]}
    tanya = k.post("/admin/pegawai/action/", pilih)
    assert "Pindahkan 2 pegawai ke unor lain?" in tanya.text
    kosong = k.post("/admin/pegawai/action/", {**pilih, "konfirmasi": 1, "unor_id": ""})
    assert kosong.status_code == 422
    hasil = k.post("/admin/pegawai/action/", {**pilih, "konfirmasi": 1, "unor_id": dunia.unor[1, "dinas"]}, follow_redirects=True)
    teks = teks_halaman(hasil)
    assert "Pindah unor: 1 baris selesai." in teks
    assert "Orang Kabid: Ia pimpinan unornya." in teks
    with dunia.sesi() as s:
        assert s.get(Pegawai, dunia.pegawai[1, "staf"]).unor_id == dunia.unor[1, "dinas"]
        assert s.get(Pegawai, dunia.pegawai[1, "kabid"]).unor_id == dunia.unor[1, "bidang"]
    with dunia.sesi(2) as s:
        assert s.get(Pegawai, dunia.pegawai[2, "staf"]).unor_id == dunia.unor[2, "bidang"]


def test_massal_nonaktifkan_perlu_alasan(klien, dunia):
    k = klien("admin_instansi")
    pilih = {"action": "nonaktifkan", "rowid": [dunia.pegawai[1, "staf"], dunia.pegawai[1, "staf2"]], "konfirmasi": 1}
    assert k.post("/admin/pegawai/action/", pilih).status_code == 422
    assert k.post("/admin/pegawai/action/", {**pilih, "alasan": "Purna tugas"}).status_code == 302
    with dunia.sesi() as s:
        assert (
            len(s.scalars(select(Pegawai).where(Pegawai.status == StatusAktif.NONAKTIF, Pegawai.alasan_nonaktif == "Purna tugas")).all())
            == 2
        )
        assert len(s.scalars(select(JejakAudit).where(JejakAudit.aksi == "nonaktifkan", JejakAudit.alasan == "Purna tugas")).all()) == 2


def test_massal_seluruh_hasil_menjadi_tugas_yang_dikerjakan(klien, dunia, app):
    """The whole filtered list goes to a worker; what refuses comes back row by row."""
    from jobs.jalankan import jalankan

    with dunia.sesi() as s:
        sebelum = {p.id: p.unor_id for p in s.scalars(select(Pegawai))}
    from admin_views.aksi import _penanda

    with app.app_context():
        token = _penanda().dumps(["pegawai", dunia.instansi[1], {"jenis_jabatan": "pegawai", "nama": "staf"}])
    isi = {"action": "pindah_unor", "token": token, "konfirmasi": 1, "unor_id": dunia.unor[1, "dinas"]}
    assert klien("admin_instansi").post("/admin/pegawai/action/", isi).headers["Location"] == "/admin/tugas/"
    with dunia.sesi() as s:
        assert {p.id: p.unor_id for p in s.scalars(select(Pegawai))} == sebelum
        tugas = s.scalars(select(Tugas)).one()
    with app.app_context():
        jalankan(tugas.id)
    with dunia.sesi() as s:
        assert {s.get(Pegawai, dunia.pegawai[1, n]).unor_id for n in ("staf", "staf2")} == {dunia.unor[1, "dinas"]}
        assert s.get(Pegawai, dunia.pegawai[1, "kabid"]).unor_id == dunia.unor[1, "bidang"]
        assert s.scalars(select(HasilBaris)).all() == []


def test_ekspor_bertipe_dan_sesuai_filter(klien, dunia):
    jawaban = klien("admin_instansi").get("/admin/pegawai/export/csv/?jenis_jabatan=pimpinan")
    baris = list(
        csv.reader(
            io.StringIO(jawaban.get_data(as_text=True).lstrip("\ufeff")), delimiter=";" if ";" in jawaban.text.splitlines()[0] else ","
        )
    )
    assert baris[0][:6] == ["NIP", "Jenis nomor induk", "Nama", "Unor", "Jenis Jabatan", "Jabatan"]
    assert {b[2] for b in baris[1:]} == {"Orang Kepala", "Orang Kabid"}
    assert baris[1][7:9] == ["III/c", "Penata"]
    import openpyxl

    buku = openpyxl.load_workbook(io.BytesIO(klien("admin_instansi").get("/admin/pegawai/export/xlsx/?cari=kabid").data))
    sel = buku.active.cell(2, 1)
    assert (sel.value, sel.data_type) == (bangun(date(1980, 1, 2), 2005, 3, "L", 102), "s")


def test_supervisor_hanya_subpohonnya(klien, dunia):
    assert nama_di_daftar(klien, siapa="supervisor_unor") == {"Kabid", "Staf", "Staf2"}
    k = klien("supervisor_unor")
    assert k.get(f"/admin/pegawai/details/?id={dunia.pegawai[1, 'kepala']}").status_code == 404
    assert k.get(f"/admin/pegawai/details/?id={dunia.pegawai[1, 'staf']}").status_code == 200
    assert "Orang Kepala" not in k.get("/admin/pegawai/export/csv/").get_data(as_text=True)
    for alamat in (
        "new/",
        f"edit/?id={dunia.pegawai[1, 'staf']}",
        f"{dunia.pegawai[1, 'staf']}/nonaktifkan/",
        f"delete/?id={dunia.pegawai[1, 'staf']}",
    ):
        assert k.get(f"/admin/pegawai/{alamat}").status_code == 403


def test_id_asing_seperti_tidak_ada(klien, dunia):
    k, asing = klien("admin_instansi"), dunia.pegawai[2, "staf"]
    for alamat in (f"details/?id={asing}", f"edit/?id={asing}", f"delete/?id={asing}", f"{asing}/nonaktifkan/"):
        assert k.get(f"/admin/pegawai/{alamat}").status_code == 404
    assert k.post(f"/admin/pegawai/{asing}/nonaktifkan/", {"versi": 1, "alasan": "x"}).status_code == 404
    assert k.post("/admin/pegawai/delete/", {"id": asing, "versi": 1}).status_code == 404


def test_helpdesk_memperbaiki_tetapi_tidak_menghapus(klien, dunia):
    k, staf = klien("helpdesk"), dunia.pegawai[1, "staf"]
    assert k.get(f"/admin/pegawai/edit/?id={staf}").status_code == 200
    assert k.get(f"/admin/pegawai/delete/?id={staf}").status_code == 403
    assert klien("pegawai").get("/admin/pegawai/").status_code == 403
