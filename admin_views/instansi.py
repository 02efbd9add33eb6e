"""Instansi (admin BKN), and the choice of instansi for those who serve many."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, request
from flask_admin import expose
from flask_login import current_user

from admin_views.dasar import MenuView
from admin_views.konteks import aktor
from admin_views.navigasi import rumah
from admin_views.pagar import izin
from admin_views.rangka import PILIHAN_MAKS, daftar_instansi, lupakan
from admin_views.tampil import lencana_enum
from domain.nama import normalkan
from domain.status import StatusAktif
from forms.pengguna import InstansiForm
from models import Instansi
from services import sesi
from services.daftar import Urutan
from services.galat import Salah
from services.saring import SaringNama, SaringPilihan


class InstansiView(MenuView):
    model = Instansi
    sumber = "instansi"
    alamat = "/admin/instansi/"
    judul = "Instansi"
    subjudul = "Instansi yang dilayani aplikasi ini."
    kelompok = "Sistem"
    can_delete = False
    column_list = ("nama", "zona", "status")
    column_formatters = {"status": lambda v, c, m, n: lencana_enum(m.status)}
    column_details_list = ("nama", "zona", "status", "siasn_id")
    column_export_list = ("nama", "zona", "status", "siasn_id")
    form_columns = ("nama", "zona", "siasn_id")
    form = InstansiForm
    urutan = (Urutan("nama", "Nama", (Instansi.nama_cari,)),)
    saring = (
        SaringNama(nama="nama", label="Nama", kolom=Instansi.nama_cari),
        SaringPilihan(nama="status", label="Status", kolom=Instansi.status, enum=StatusAktif),
    )
    kelas_kolom = {"nama": "is-title", "zona": "is-half", "status": "is-half is-fit"}

    def sesudah_simpan(self, id: int, baru: bool) -> str:
        lupakan()
        return "Instansi ditambahkan. Pilih instansi itu di menu akun untuk mengisinya." if baru else "Instansi tersimpan."

    @expose("/pilih/", methods=("GET", "POST"))
    @izin("sesi:pilih_instansi")
    def pilih(self) -> Any:
        """GET: the instansi he serves, by name; POST: work in one of them."""
        if request.method == "GET":
            kata = normalkan(request.args.get("nama", "")[:100])
            semua = daftar_instansi(current_user.hidup.melayani, aktor().instansi_id)
            cocok = [p for p in semua if kata in normalkan(p.label)]
            return self.render(
                "admin/instansi/pilih.html", nama=request.args.get("nama", ""), cocok=cocok[:PILIHAN_MAKS], lebih=len(cocok) - PILIHAN_MAKS
            )
        teks = request.form.get("instansi_id", "")
        id = int(teks) if teks.isascii() and teks.isdigit() and len(teks) <= 18 else 0
        try:
            nama = sesi.pilih_instansi(aktor(), current_user.hidup.id, id)
        except Salah as galat:
            flash(str(galat), "error")
        else:
            flash(f"Anda sekarang bekerja pada {nama}.", "success")
        return redirect(rumah(aktor()))
