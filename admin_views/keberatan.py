"""Manajemen Keberatan (manual 2.7, Gambar 2.36–2.38): the instansi's keberatan, to look at."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import render_template, request
from flask_admin import expose
from markupsafe import Markup
from sqlalchemy.orm import joinedload, load_only, raiseload

from admin_views.aksi import Tindakan
from admin_views.dasar import MenuView
from admin_views.halaman import KepalaHalaman, Lencana
from admin_views.keberatan_isi import lencana_keberatan, susun
from admin_views.konteks import aktor
from admin_views.pagar import izin
from admin_views.tampil import potongan
from domain.predikat import Predikat
from domain.status import StatusKeberatan
from domain.tanggal import panjang
from domain.waktu import tanggal_di
from extensions import setelan
from models import Keberatan, Periode
from services.daftar import KolomEkspor, Urutan
from services.keberatan import berstatus, status_pada, tabel_nilai
from services.saring import Konteks, SaringKondisi, SaringNama, SaringPilihan, SaringRujukan

TAHUN_AWAL = 2022
"""The first year of penilaian by rating and predikat (PermenPANRB 6/2022)."""


def _tahun(konteks: Konteks) -> list[tuple[str, str]]:
    return [(str(t), str(t)) for t in range(konteks.aktor.hari_ini().year + 1, TAHUN_AWAL - 1, -1)]


def _syarat(status: StatusKeberatan) -> Callable[[Konteks], Any]:
    return lambda konteks: berstatus(status, konteks.aktor.hari_ini())


def _nilai(baris: int, sisi: str) -> Callable[[Any], str | None]:
    def ambil(k: Keberatan) -> str | None:
        nilai = getattr(tabel_nilai(k)[baris], sisi)
        return (nilai.label_cetak if isinstance(nilai, Predikat) else nilai.label) if nilai is not None else None

    return ambil


class KeberatanView(MenuView):
    model = Keberatan
    sumber = "keberatan"
    alamat = "/admin/keberatan/"
    judul = "Manajemen Keberatan"
    subjudul = "Manajemen Keberatan."
    can_create = can_edit = can_delete = False
    column_list = ("nama", "nama_penilai", "nama_atasan", "periode", "status", "waktu_pengajuan")
    kolom_judul = {"periode": "Periode", "waktu_pengajuan": "Tanggal Pengajuan", "pengajuan": "Waktu Pengajuan"}
    column_formatters = {
        "periode": lambda v, c, m, n: m.periode.nama,
        "status": lambda v, c, m, n: lencana_keberatan(m),
        "waktu_pengajuan": lambda v, c, m, n: panjang(tanggal_di(m.waktu_pengajuan, aktor().zona)),
    }
    column_formatters_detail = {
        "periode": lambda v, c, m, n: f"{m.periode.nama} ({m.tahun})",
        "pengajuan": lambda v, c, m, n: m.waktu_pengajuan,
    }
    column_details_list = (
        "nama",
        "nama_penilai",
        "nama_atasan",
        "periode",
        "status",
        "pengajuan",
        "waktu_cek",
        "waktu_respon",
        "batas_putusan",
    )
    column_export_list = (
        "nama",
        "nama_penilai",
        "nama_atasan",
        KolomEkspor("Periode", lambda k: k.periode.nama),
        "tahun",
        KolomEkspor("Status", lambda k: status_pada(k, tanggal_di(setelan().jam())).label),
        "waktu_pengajuan",
        "waktu_cek",
        "waktu_respon",
        *(
            KolomEkspor(f"{judul} {sebutan}", _nilai(baris, sisi))
            for baris, sebutan in enumerate(("sebelum keberatan", "permintaan pegawai", "sesudah keberatan"))
            for sisi, judul in (("hasil", "Hasil Kerja"), ("perilaku", "Perilaku Kerja"), ("akhir", "Hasil Akhir"))
        ),
    )
    form_columns = ()
    urutan = (Urutan("waktu", "Tanggal Pengajuan", (Keberatan.waktu_pengajuan,)), Urutan("nama", "Pegawai", (Keberatan.nama_cari,)))
    urutan_turun = True
    muat = (
        load_only(
            Keberatan.nama, Keberatan.nama_cari, Keberatan.nama_penilai, Keberatan.nama_atasan, Keberatan.periode_id, Keberatan.tahun,
            Keberatan.status, Keberatan.waktu_pengajuan, Keberatan.waktu_cek, Keberatan.waktu_respon, Keberatan.batas_putusan,
            Keberatan.sebelum_hasil, Keberatan.sebelum_perilaku, Keberatan.diminta_hasil, Keberatan.diminta_perilaku,
            Keberatan.sesudah_hasil, Keberatan.sesudah_perilaku, raiseload=True,
        ),
        joinedload(Keberatan.periode, innerjoin=True).options(load_only(Periode.nama, raiseload=True), raiseload("*")),
        raiseload("*"),
    )  # fmt: skip
    kolom_unor = Keberatan.unor_id
    saring = (
        SaringNama(nama="nama", label="Nama Pegawai Yang Mengajukan", kolom=Keberatan.nama_cari),
        SaringPilihan(nama="tahun", label="Tahun Periode", kolom=Keberatan.tahun, pilihan=_tahun, ubah=int),
        SaringKondisi(nama="status", label="Status Keberatan", kondisi={s.value: (s.label, _syarat(s)) for s in StatusKeberatan}),
        SaringRujukan(nama="periode", label="Periode", kolom=Keberatan.periode_id, sasaran=Periode, lookup="periode"),
    )
    kelas_kolom = {"nama": "is-title", "periode": "is-half", "status": "is-half is-fit", "waktu_pengajuan": "is-half"}
    kosong = ("Belum ada keberatan", "Keberatan diajukan pegawai dari halaman penilaian SKP-nya, dan muncul di sini.")
    tindakan_baris = (Tindakan(kode="check", label="Check", aksi="lihat", ikon="eye", utama=True),)

    def lencana_rincian(self, objek: Keberatan) -> list[Lencana]:
        return [lencana_keberatan(objek)]

    def tambahan_rincian(self, objek: Keberatan) -> Markup | None:
        return potongan("admin/keberatan/rincian.html", isi=susun(objek))

    @expose("/<int:id>/check/")
    @izin("keberatan:lihat")
    def check(self, id: int) -> Any:
        """*Check*: a page, or the dialog's fragment; it only looks."""
        k = self.ambil_atau_404(id)
        pola = "admin/keberatan/check_dialog.html" if request.headers.get("HX-Request") else "admin/keberatan/check.html"
        judul = "Check Keberatan"
        return render_template(pola, kepala=KepalaHalaman(judul, str(k), self.remah(judul)), isi=susun(k), href=self.alamat)
