"""Sinkronisasi and Konflik as an admin meets them."""

from __future__ import annotations

import codecs
import io
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from types import SimpleNamespace
from typing import Any

import openpyxl
import pytest
from sqlalchemy import select

from config import Settings
from domain.nip import bangun
from domain.status import StatusKonflik, StatusSinkro, StatusTugas
from extensions import db
from jobs.jalankan import jalankan
from models import Konflik, Pegawai, Sinkronisasi, Tugas, Unor
from services.pegawai import layanan as layanan_pegawai
from services.unit_of_work import unit_of_work
from tests.dunia import Dunia, Klien, teks_halaman
from tests.siasn_sandbox import SandboxSiasn

ALAMAT = "/admin/sinkronisasi/"


@pytest.fixture
def setelan(setelan: Settings, luar: SandboxSiasn) -> Settings:
    return replace(setelan, siasn=luar.setelan(percobaan=1))


@pytest.fixture
def admin(dunia: Dunia, luar: SandboxSiasn, klien: Callable[[str], Klien]) -> Klien:
    luar.isi_dunia(dunia)
    return klien("admin_instansi")


def satu(dunia: Dunia, model: Any, **syarat: Any) -> Any:
    with dunia.sesi() as s:
        hasil = s.scalars(select(model).filter_by(**syarat).order_by(model.id.desc())).first()
        s.expunge_all()
        return hasil


def kerja(dunia: Dunia) -> Any:
    with dunia.app.app_context():
        jalankan(satu(dunia, Sinkronisasi).tugas_id)
        db.session.remove()
    return satu(dunia, Sinkronisasi)


def nip(dunia: Dunia, kunci: str) -> str:
    return str(satu(dunia, Pegawai, id=dunia.pegawai[1, kunci]).nomor_induk)


def test_from_the_request_over_the_difference_to_its_application(admin, dunia, luar):
    luar.ubah_orang(nip(dunia, "staf"), jabatanNama="Analis Hukum Ahli Muda")
    halaman = teks_halaman(admin.get(ALAMAT))
    assert "Sinkronisasi Data SIASN" in halaman and "Request Sinkro" in halaman
    jawaban = admin.post(f"{ALAMAT}request/", {"unor": "y", "pegawai": "y"})
    r = satu(dunia, Sinkronisasi)
    assert jawaban.status_code == 302 and jawaban.location == f"{ALAMAT}details/?id={r.id}"
    rincian = admin.get(jawaban.location)
    assert "Antre" in teks_halaman(rincian) and 'hx-trigger="every 2s"' in rincian.text
    with dunia.app.app_context(), unit_of_work(dunia.aktor()) as unit:
        unit.session.get_one(Sinkronisasi, r.id).status = StatusSinkro.BERJALAN
        unit.session.get_one(Sinkronisasi, r.id).waktu_mulai = dunia.jam()
    kemajuan = admin.get(f"{ALAMAT}{r.id}/kemajuan/")
    # The badge beside the title and the facts go along with the progress; the progress itself says "Antre" of its task.
    lencana, fakta = re.findall(r'<div hx-swap-oob="innerHTML:([^"]+)">(.*?)</div>', kemajuan.text, flags=re.S)
    assert ".ek-idhead__text" in lencana[0] and "Sedang Sinkro" in lencana[1] and ".ek-facts" in fakta[0] and "Waktu Mulai" in fakta[1]
    assert "HX-Refresh" not in kemajuan.headers
    with dunia.app.app_context(), unit_of_work(dunia.aktor()) as unit:
        unit.session.get_one(Sinkronisasi, r.id).status = StatusSinkro.ANTRE
    r = kerja(dunia)
    kemajuan = admin.get(f"{ALAMAT}{r.id}/kemajuan/")
    assert kemajuan.headers["HX-Refresh"] == "true"
    rincian = admin.get(jawaban.location)
    teks = teks_halaman(rincian)
    assert "Menunggu keputusan" in teks and "Belum ada data yang diubah" in teks and "Jabatan 1" in teks and "Bidang Kurikulum 1" in teks
    baris = teks_halaman(admin.get(f"/admin/sinkro-baris/?sinkro={r.id}&beda=ubah"))
    assert "Jabatan: Analis Kebijakan Ahli Muda → menjadi Analis Hukum Ahli Muda" in baris
    tanya = teks_halaman(admin.get(f"{ALAMAT}{r.id}/terapkan/"))
    assert "0 baru, 1 ubah, 6 sama" in tanya and "Jejak audit" in tanya
    assert admin.post(f"{ALAMAT}{r.id}/terapkan/", {"versi": str(r.versi)}).status_code == 302
    assert kerja(dunia).status is StatusSinkro.SELESAI
    assert satu(dunia, Pegawai, id=dunia.pegawai[1, "staf"]).jabatan == "Analis Hukum Ahli Muda"
    daftar = teks_halaman(admin.get(ALAMAT))
    assert "Unit Kerja dan Pegawai Sinkro Selesai" in daftar and "Akun Admin Instansi" in daftar


@pytest.mark.parametrize(
    ("isi", "pesan"),
    [
        ({}, "Centang sedikitnya satu"),
        ({"unor": "y", "hapus": "y"}, "diminta tersendiri"),
        ({"tambah": "y", "nip": ""}, "Isi sedikitnya satu NIP"),
        ({"tambah": "y", "nip": "12345"}, "12345"),
        ({"pegawai": "y", "nip": "199001012015031001"}, "Centang Pegawai (Tambah) saja"),
        ({"unor": "y", "pegawai": "y", "nip": "199001012015031001"}, "Centang Pegawai (Tambah) saja"),
    ],
    ids=["kosong", "campur", "tanpa-nip", "nip-salah", "nip-tanpa-tambah", "nip-tanpa-tambah-dua"],
)
@pytest.mark.parametrize("mesin", ["sqlite"])
def test_a_request_that_makes_no_sense_says_why_and_keeps_what_was_typed(admin, dunia, isi, pesan):
    jawaban = admin.post(f"{ALAMAT}request/", isi)
    assert jawaban.status_code == 422 and pesan in teks_halaman(jawaban)
    assert isi.get("nip", "") in jawaban.text and satu(dunia, Sinkronisasi) is None


@pytest.mark.parametrize("mesin", ["sqlite"])
def test_a_file_of_numbers_without_tambah_is_no_sync_of_everyone(admin, dunia):
    isi = {"pegawai": "y", "berkas": (io.BytesIO(NIP.encode()), "daftar.txt")}
    jawaban = admin.post(f"{ALAMAT}request/", isi, content_type="multipart/form-data")
    teks = teks_halaman(jawaban)
    assert jawaban.status_code == 422 and satu(dunia, Sinkronisasi) is None
    assert "Centang Pegawai (Tambah) saja" in teks and "Pilih berkas daftar.txt sekali lagi." in teks


@pytest.mark.parametrize("mesin", ["sqlite"])
def test_the_request_says_what_goes_together_before_it_is_sent(admin):
    halaman = admin.get(f"{ALAMAT}request/")
    grup = [teks_halaman(SimpleNamespace(text=g)) for g in re.findall(r"<fieldset.*?</fieldset>", halaman.text, flags=re.S)]
    assert [g.split(" ")[0] for g in grup] == ["Bandingkan", "Atau", "NIP", "Sesudah"]
    assert "Boleh dicentang keduanya." in grup[0] and "Unit Kerja" in grup[0] and "tersendiri, tanpa pilihan lain" in grup[1]
    assert "Pegawai (Tambah)" in grup[1] and "Pegawai (Hapus)" in grup[1] and grup[2].startswith("NIP untuk Pegawai (Tambah)")


def _xlsx(*sel: Any) -> bytes:
    buku = openpyxl.Workbook()
    for s in sel:
        buku.active.append(["A", s, "nama"])
    isi = io.BytesIO()
    buku.save(isi)
    return isi.getvalue()


NIP = bangun(date(1990, 2, 3), 2015, 3, "P", 90)


@pytest.mark.parametrize(
    ("nama", "isi", "galat"),
    [
        ("a.txt", NIP.encode(), None),
        ("a.csv", f"NIP;Nama\r\n{NIP};Orang\r\n".encode("utf-8-sig"), None),
        ("a.xlsx", _xlsx("NIP", NIP), None),
        ("a.xlsx", _xlsx("NIP", int(NIP)), "Sel B2: NIP terpotong oleh Excel (1.990020e+17)"),
        ("a.csv", b"Nama;Unor;NIP\r\nA;B;1,99002E+17\r\n", "Sel C2: NIP terpotong oleh Excel (1,99002E+17)"),
        ("a.txt", f"Nama\tNIP\r\nA\t{NIP}\r\n".encode("utf-16"), None),
        ("a.txt", codecs.BOM_UTF16_BE + f"Nama\tNIP\r\nA\t{NIP}\r\n".encode("utf-16-be"), None),
        ("a.txt", f"Nama\tNIP\r\nA\t{NIP}\r\n".encode("utf-16-le"), "Simpan dari Excel sebagai CSV UTF-8"),
        ("a.xlsx", b"bukan", "tidak terbaca sebagai Excel"),
        ("a.pdf", b"%PDF", ".txt, .csv, atau .xlsx"),
        ("a.txt", b"x" * 1_048_577, "paling besar 1 MB"),
        ("a.csv", b"Nama\r\nOrang\r\n", "Tidak ada NIP"),
    ],
    ids=[
        "txt",
        "csv",
        "xlsx",
        "xlsx-angka",
        "csv-angka",
        "utf16",
        "utf16-be",
        "utf16-tanpa-tanda",
        "xlsx-rusak",
        "pdf",
        "besar",
        "tanpa-nip",
    ],
)
@pytest.mark.parametrize("mesin", ["sqlite"])
def test_the_list_of_numbers_may_be_a_file(admin, dunia, nama, isi, galat):
    jawaban = admin.post(f"{ALAMAT}request/", {"tambah": "y", "berkas": (io.BytesIO(isi), nama)}, content_type="multipart/form-data")
    if galat:
        assert jawaban.status_code == 422 and galat in teks_halaman(jawaban)
    else:
        assert jawaban.status_code == 302 and satu(dunia, Sinkronisasi).masukan == [NIP]


def test_an_unusual_number_of_deletions_is_asked_about(admin, dunia, luar):
    for i in range(12):
        n = bangun(date(1990, 2, 3), 2015, 3, "P", 200 + i)
        luar.muat({"t": "orang", "d": {**luar.gudang.orang(nip(dunia, "staf")), "id": f"A5B{i:029d}", "nipBaru": n, "nama": f"Orang {i}"}})
    admin.post(f"{ALAMAT}request/", {"pegawai": "y", "langsung": "y"})
    assert kerja(dunia).status is StatusSinkro.SELESAI
    for i in range(12):
        luar.hapus_orang(bangun(date(1990, 2, 3), 2015, 3, "P", 200 + i))
    admin.post(f"{ALAMAT}request/", {"pegawai": "y", "langsung": "y"})
    r = kerja(dunia)
    teks = teks_halaman(admin.get(f"{ALAMAT}details/?id={r.id}"))
    assert "12 dari 16 pegawai akan menjadi nonaktif, karena tidak ada di SIASN" in teks and "Terapkan dan izinkan penonaktifan" in teks
    admin.post(f"{ALAMAT}{r.id}/izinkan/", {"versi": str(r.versi)})
    kerja(dunia)
    assert satu(dunia, Sinkronisasi).status is StatusSinkro.SELESAI
    assert "Tidak ada lagi di SIASN." in teks_halaman(admin.get(f"/admin/sinkro-baris/?sinkro={r.id}&beda=hapus"))


def test_a_run_given_up_by_its_task_shows_as_failed_and_offers_ulangi(admin, dunia):
    admin.post(f"{ALAMAT}request/", {"unor": "y"})
    r = satu(dunia, Sinkronisasi)
    with dunia.app.app_context(), unit_of_work(dunia.aktor()) as unit:
        unit.session.get_one(Tugas, r.tugas_id).status = StatusTugas.GAGAL
    halaman = admin.get(f"{ALAMAT}details/?id={r.id}")
    assert "Sinkro Gagal" in teks_halaman(halaman) and f"{ALAMAT}{r.id}/ulangi/" in halaman.text
    assert admin.post(f"{ALAMAT}{r.id}/ulangi/", {"versi": str(r.versi)}).status_code == 302
    assert kerja(dunia).status is StatusSinkro.SELESAI


@pytest.fixture
def sengketa(admin: Klien, dunia: Dunia, luar: SandboxSiasn) -> Any:
    admin.post(f"{ALAMAT}request/", {"unor": "y", "pegawai": "y", "langsung": "y"})
    kerja(dunia)
    with dunia.app.app_context():
        for kunci in ("staf", "staf2"):
            layanan_pegawai.ubah(dunia.aktor(), dunia.pegawai[1, kunci], None, {"jabatan": f"Jabatan Sini {kunci}"})
            luar.ubah_orang(nip(dunia, kunci), jabatanNama="Jabatan SIASN")
    admin.post(f"{ALAMAT}request/", {"unor": "y", "pegawai": "y", "langsung": "y"})
    assert kerja(dunia).konflik == 2
    return dunia


def test_conflicts_show_both_values_and_are_decided_by_row_and_in_bulk(sengketa, admin, dunia):
    teks = teks_halaman(admin.get("/admin/konflik/"))
    assert "Jabatan Sini staf" in teks and teks.count("Jabatan SIASN") >= 2
    k = satu(dunia, Konflik, objek_id=dunia.pegawai[1, "staf"])
    tanya = teks_halaman(admin.get(f"/admin/konflik/{k.id}/pakai-siasn/"))
    assert "Jabatan Sini staf diganti menjadi Jabatan SIASN." in tanya
    assert admin.post(f"/admin/konflik/{k.id}/pakai-siasn/", {"versi": "99"}).status_code == 409
    admin.post(f"/admin/konflik/{k.id}/pakai-siasn/", {"versi": str(k.versi)})
    assert satu(dunia, Pegawai, id=dunia.pegawai[1, "staf"]).jabatan == "Jabatan SIASN"
    dua = satu(dunia, Konflik, objek_id=dunia.pegawai[1, "staf2"])
    admin.post("/admin/konflik/action/", {"action": "pakai_sini", "rowid": str(dua.id), "konfirmasi": "1"})
    assert satu(dunia, Konflik, id=dua.id).status is StatusKonflik.PAKAI_SINI
    riwayat = teks_halaman(admin.get(f"/admin/pegawai/details/?id={dunia.pegawai[1, 'staf']}&tab=riwayat"))
    assert "memakai nilai SIASN" in riwayat


def test_the_file_of_conflicts_names_units(sengketa, admin, dunia):
    k = satu(dunia, Konflik, objek_id=dunia.pegawai[1, "staf"])
    with dunia.app.app_context(), unit_of_work(dunia.aktor()) as unit:
        satu_konflik = unit.session.get_one(Konflik, k.id)
        satu_konflik.kolom, satu_konflik.nilai_sini, satu_konflik.nilai_siasn = "unor", str(dunia.unor[1, "bidang"]), "A1" * 16
        nama = unit.session.get_one(Unor, dunia.unor[1, "bidang"]).nama
    lembar = openpyxl.load_workbook(io.BytesIO(admin.get("/admin/konflik/export/xlsx/").data)).active
    judul, *baris = lembar.iter_rows(values_only=True)
    nilai = {(b[judul.index("Nilai di sini")], b[judul.index("Nilai SIASN")]) for b in baris}
    assert nilai == {(nama, "A1" * 16), ("Jabatan Sini staf2", "Jabatan SIASN")}


def test_others_see_but_don_t_decide_and_foreign_runs_are_not_there(sengketa, dunia, klien):
    r = satu(dunia, Sinkronisasi)
    pengawas = klien("supervisor")
    assert pengawas.get(ALAMAT).status_code == 200 and "Request Sinkro" not in pengawas.get(ALAMAT).text
    assert pengawas.get(f"{ALAMAT}request/").status_code == 403 and pengawas.get("/admin/konflik/").status_code == 403
    lain = klien("admin_lain")
    for jalur in (f"details/?id={r.id}", f"{r.id}/kemajuan/", f"{r.id}/terapkan/", f"{r.id}/ulangi/"):
        assert lain.get(ALAMAT + jalur).status_code == 404, jalur
    kosong = lain.get(f"/admin/sinkro-baris/?sinkro={r.id}")
    assert "<tbody" not in kosong.text and "Jabatan SIASN" not in kosong.text
