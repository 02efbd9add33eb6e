"""Hari libur: days that terms in working days pass over."""

from __future__ import annotations

from admin_views.dasar import MenuView
from models import HariLibur
from services.daftar import Urutan
from services.saring import SaringTanggal

HARI = ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu")


class HariLiburView(MenuView):
    model = HariLibur
    sumber = "hari_libur"
    alamat = "/admin/hari-libur/"
    judul = "Hari libur"
    subjudul = "Hari libur nasional, cuti bersama, dan libur instansi. Tidak dihitung dalam batas yang memakai hari kerja, misalnya batas keberatan."
    kelompok = "Sistem"
    column_list = ("tanggal", "hari", "nama")
    kolom_judul = {"hari": "Hari"}
    column_formatters = {"hari": lambda v, c, m, n: HARI[m.tanggal.weekday()]}
    column_details_list = ("tanggal", "hari", "nama")
    column_export_list = ("tanggal", "nama")
    form_columns = ("tanggal", "nama")
    petunjuk = {
        "tanggal": "Satu baris untuk satu hari.",
        "nama": "Misalnya Hari Kemerdekaan Republik Indonesia, atau Cuti bersama Idulfitri.",
    }
    urutan = (Urutan("tanggal", "Tanggal", (HariLibur.tanggal,)),)
    urutan_turun = True
    saring = (
        SaringTanggal(nama="sejak", label="Sejak tanggal", kolom=HariLibur.tanggal),
        SaringTanggal(nama="sampai", label="Sampai tanggal", kolom=HariLibur.tanggal, sejak=False),
    )
    kelas_kolom = {"tanggal": "is-title", "hari": "is-half", "nama": ""}
    pertanyaan_hapus = "Yakin akan menghapus hari libur tersebut?"
    kosong = ("Belum ada hari libur", "Tambahkan hari libur tahun berjalan agar batas dalam hari kerja dihitung dengan benar.")
    edit_tampak = True
    hapus_massal = True

    def sesudah_simpan(self, id: int, baru: bool) -> str:
        return "Hari libur tersimpan. Batas putusan keberatan yang sudah diajukan tidak berubah."
