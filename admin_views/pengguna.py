"""Pengguna: accounts, their roles, sessions and one-time links."""

from __future__ import annotations

from typing import Any

from flask import Response, abort, flash, redirect, request
from flask_admin import expose
from markupsafe import Markup, escape
from sqlalchemy import select
from sqlalchemy.orm import object_session, raiseload, selectinload

from admin_views.aksi import Tindakan
from admin_views.dasar import MenuView
from admin_views.halaman import Lencana
from admin_views.konteks import aktor, settings
from admin_views.pagar import izin
from admin_views.tampil import dua_baris, lencana_enum, nip, potongan
from domain.izin import Aktor, Peran
from domain.status import StatusAktif, bisa
from extensions import db
from forms.pengguna import PenggunaBaruForm, PenggunaForm, PeranForm
from models import Instansi, Pengguna, PeranPengguna, Unor
from services import pengguna as layanan_pengguna
from services.daftar import KolomEkspor, Urutan
from services.galat import Salah
from services.saring import SaringKondisi, SaringNama, SaringNomor, SaringPilihan


def _peran(view: MenuView, context: Any, model: Pengguna, name: str) -> Markup:
    """Roles that count in the chosen instansi."""
    di_sini = [p.peran.label for p in model.peran if p.instansi_id in (None, aktor().instansi_id)]
    lain = len(model.peran) - len(di_sini)
    teks = ", ".join(sorted(set(di_sini))) or "-"
    return dua_baris(teks, f"{lain} peran di instansi lain") if lain else escape(teks)


def _peran_di_sini(pengguna: Pengguna) -> str:
    """Roles for an export, which a worker writes too: the instansi is the session's, there may be no request."""
    instansi_id = object_session(pengguna).info["lingkup"].instansi_id
    return ", ".join(sorted({p.peran.label for p in pengguna.peran if p.instansi_id in (None, instansi_id)}))


def _berperan(peran: Peran) -> Any:
    return lambda konteks: Pengguna.id.in_(
        select(PeranPengguna.pengguna_id).where(
            PeranPengguna.peran == peran, (PeranPengguna.instansi_id == konteks.aktor.instansi_id) | PeranPengguna.instansi_id.is_(None)
        )
    )


def _status(aksi: str) -> Any:
    def jalankan(pelaku: Aktor, id: int, versi: int | None, alasan: str, nilai: dict[str, Any]) -> str:
        layanan_pengguna.ubah_status(pelaku, id, versi, aksi, alasan)
        return "Akun dinonaktifkan dan semua sesinya diakhiri." if aksi == "nonaktifkan" else "Akun diaktifkan kembali."

    return jalankan


def _beri(pelaku: Aktor, id: int, versi: int | None, alasan: str, nilai: dict[str, Any]) -> str:
    layanan_pengguna.beri_peran(pelaku, id, nilai["peran"], lintas=nilai["lintas"], unor_id=nilai["unor_id"])
    return f"Peran {nilai['peran'].label} diberikan."


def _akhiri(pelaku: Aktor, id: int, versi: int | None, alasan: str, nilai: dict[str, Any]) -> str:
    return f"{layanan_pengguna.akhiri_sesi(pelaku, id)} sesi diakhiri."


def _sendiri(objek: Pengguna, pelaku: Aktor) -> str | None:
    return "Ini akun Anda sendiri" if objek.id == pelaku.pengguna_id else None


class PenggunaView(MenuView):
    model = Pengguna
    sumber = "pengguna"
    alamat = "/admin/pengguna/"
    judul = "Pengguna"
    subjudul = "Akun yang dapat masuk, dengan perannya di instansi ini."
    kelompok = "Sistem"
    can_delete = False
    layanan = layanan_pengguna.layanan
    column_list = ("nama", "peran", "status")
    column_formatters = {
        "nama": lambda v, c, m, n: dua_baris(m.nama, nip(m.nip)),
        "peran": _peran,
        "status": lambda v, c, m, n: (
            lencana_enum(m.status) if m.kata_sandi or m.status is StatusAktif.NONAKTIF else Lencana("Belum punya sandi", "warning", "clock")
        ),
    }
    kolom_judul = {"peran": "Peran"}
    column_formatters_detail = {"nama": lambda v, c, m, n: m.nama, "nip": lambda v, c, m, n: nip(m.nip)}
    column_details_list = ("nip", "nama", "status", "dibuat", "sandi_diubah")
    column_export_list = (
        "nip",
        "nama",
        KolomEkspor("Peran", _peran_di_sini, 40),
        "status",
    )
    form_columns = ("nama",)
    urutan = (Urutan("nama", "Nama", (Pengguna.nama_cari,)),)
    muat = (selectinload(Pengguna.peran), raiseload("*"))
    dasar_daftar = staticmethod(layanan_pengguna.yang_terlihat)
    saring = (
        SaringNomor(nama="nip", label="NIP", kolom=Pengguna.nip),
        SaringNama(nama="nama", label="Nama", kolom=Pengguna.nama_cari),
        SaringKondisi(nama="peran", label="Peran", kondisi={p.value: (p.label, _berperan(p)) for p in Peran}),
        SaringPilihan(nama="status", label="Status", kolom=Pengguna.status, enum=StatusAktif),
    )
    kelas_kolom = {"nama": "is-title", "peran": "", "status": "is-half is-fit"}
    kosong = ("Belum ada pengguna", "Tambahkan akun dengan NIP dan perannya.")
    tindakan_baris = (
        Tindakan(
            kode="beri-peran",
            label="Beri peran",
            aksi="beri_peran",
            ikon="user-plus",
            pertanyaan=lambda p: f"Peran apa yang diberikan kepada {p.nama}?",
            formulir=PeranForm,
            jalankan=_beri,
        ),
        Tindakan(
            kode="akhiri-sesi",
            label="Akhiri semua sesi",
            aksi="akhiri_sesi",
            ikon="logout",
            pertanyaan=lambda p: f"Akhiri semua sesi {p.nama}?",
            tombol="Akhiri sesi",
            akibat=lambda p: (
                "Ia dikeluarkan dari semua perangkat pada permintaan berikutnya.",
                "Akunnya tetap aktif dan ia dapat masuk kembali.",
            ),
            jalankan=_akhiri,
        ),
        Tindakan(
            kode="aktifkan",
            label="Aktifkan",
            aksi="aktifkan",
            ikon="circle-check",
            pertanyaan=lambda p: f"Aktifkan kembali akun {p.nama}?",
            tampil=lambda p, a: bisa("pengguna", p.status, "aktifkan"),
            jalankan=_status("aktifkan"),
        ),
        Tindakan(
            kode="nonaktifkan",
            label="Nonaktifkan",
            aksi="nonaktifkan",
            ikon="ban",
            bahaya=True,
            perlu_alasan=True,
            pertanyaan=lambda p: f"Nonaktifkan akun {p.nama}?",
            akibat=lambda p: ("Semua sesinya berakhir pada permintaan berikutnya dan ia tidak dapat masuk.", "Jejak auditnya tetap ada."),
            tampil=lambda p, a: bisa("pengguna", p.status, "nonaktifkan"),
            halangan=_sendiri,
            jalankan=_status("nonaktifkan"),
        ),
    )

    def get_create_form(self) -> Any:
        return PenggunaBaruForm

    def get_edit_form(self) -> Any:
        return PenggunaForm

    def sesudah_simpan(self, id: int, baru: bool) -> str:
        return (
            "Akun tersimpan. Buatkan tautan kata sandi dari halaman rincian, lalu berikan kepada pemiliknya." if baru else "Nama tersimpan."
        )

    def tambahan_rincian(self, objek: Pengguna) -> Markup:
        stmt = (
            select(PeranPengguna, Instansi.nama, Unor.nama)
            .outerjoin(Instansi, Instansi.id == PeranPengguna.instansi_id)
            .outerjoin(Unor, Unor.id == PeranPengguna.unor_id)
            .where(PeranPengguna.pengguna_id == objek.id)
            .order_by(PeranPengguna.id)
        )
        if not aktor().peran & {Peran.ADMIN_BKN, Peran.HELPDESK}:
            stmt = stmt.where((PeranPengguna.instansi_id == aktor().instansi_id) | PeranPengguna.instansi_id.is_(None))
        baris = [(p, instansi or "Semua instansi", unor) for p, instansi, unor in db.session.execute(stmt)]
        boleh = layanan_pengguna.boleh_beri(aktor()) if aktor().boleh("pengguna:cabut_peran") else frozenset()
        return potongan(
            "admin/pengguna/peran.html", objek=objek, baris=baris, boleh=boleh, bisa_tautan=aktor().boleh("pengguna:tautan_sandi")
        )

    @expose("/<int:id>/peran/<int:peran_id>/cabut/", methods=("POST",))
    @izin("pengguna:cabut_peran")
    def cabut_peran(self, id: int, peran_id: int) -> Any:
        try:
            layanan_pengguna.cabut_peran(aktor(), id, peran_id)
        except Salah as galat:
            flash(str(galat), "error")
        else:
            flash("Peran dicabut; berlaku pada permintaan berikutnya.", "success")
        return redirect(f"{self.alamat}details/?id={id}")

    @expose("/<int:id>/tautan-sandi/", methods=("POST",))
    @izin("pengguna:tautan_sandi")
    def tautan_sandi(self, id: int) -> Any:
        objek = self.get_one(id)
        if objek is None:
            abort(404)
        try:
            token = layanan_pengguna.tautan_sandi(aktor(), id, settings().tautan_sandi_jam)
        except Salah as galat:
            flash(str(galat), "error")
            return redirect(f"{self.alamat}details/?id={id}")
        alamat = f"{request.host_url.rstrip('/')}/atur-sandi/{token}"
        return Response(
            self.render(
                "admin/pengguna/tautan.html",
                objek=objek,
                alamat=alamat,
                jam=settings().tautan_sandi_jam,
                remah=self.remah("Tautan kata sandi"),
            )
        )
