"""Capaian Kinerja Organisasi (manual 2.5)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import has_request_context, request
from flask_admin import expose
from markupsafe import Markup
from sqlalchemy import Select
from sqlalchemy.orm import contains_eager, joinedload, raiseload
from werkzeug.datastructures import MultiDict

from admin_views import capaian_rincian
from admin_views.capaian_grafik import ruas
from admin_views.capaian_tindakan import TINDAKAN
from admin_views.dasar import MenuView
from admin_views.halaman import Lencana
from admin_views.konteks import aktor, konteks
from admin_views.pagar import izin
from admin_views.tampil import dua_baris, ikon, lencana, lencana_enum, potongan
from domain.periode import nama_bertahun
from domain.status import StatusCapaian, transisi
from domain.tanggal import panjang
from domain.waktu import tanggal_di
from extensions import db
from forms.capaian_organisasi import CapaianForm, UbahCapaianForm
from models import CapaianOrganisasi, Periode, Unor
from services import capaian_organisasi as layanan_capaian
from services.capaian_statistik import SaringPeriode, Statistik, periode_tahun, pilihan_periode
from services.daftar import KolomEkspor, Urutan
from services.saring import Konteks, SaringNama, SaringPilihan

TAHUN_LALU = 5
BERUBAH = Lencana("berubah sejak final", "warning", "alert-triangle")
_ENTITAS = layanan_capaian.ENTITAS


def _tahun(hari_ini: int) -> list[int]:
    """The years offered: the coming one, this one and some before."""
    return list(range(hari_ini + 1, hari_ini - TAHUN_LALU - 1, -1))


def _pilihan_tahun(k: Konteks) -> list[tuple[str, str]]:
    return [(str(t), str(t)) for t in _tahun(k.aktor.hari_ini().year)]


def _pilihan_periode(k: Konteks) -> Sequence[tuple[str, str]]:
    """The periods of the year chosen beside it; of every year where none is, and for exports of a worker."""
    tahun = request.args.get("tahun", "") if has_request_context() else ""
    return pilihan_periode(k.session, int(tahun) if tahun.isascii() and tahun.isdigit() and len(tahun) == 4 else None)


def tautan_bukti(model: CapaianOrganisasi) -> Markup:
    return Markup(
        '<a class="ek-sm d-inline-flex align-items-center gap-1 py-1" href="{}" target="_blank" rel="noopener noreferrer">{}Bukti Dukung'
        '<span class="visually-hidden"> {} (tab baru)</span></a>'
    ).format(model.bukti_dukung, ikon("external-link", "ek-icon ek-icon--sm"), model.unor.nama)


def _unor(view: MenuView, context: Any, model: CapaianOrganisasi, name: str) -> Markup:
    return dua_baris(model.unor.nama, tautan_bukti(model))


def _status(view: MenuView, context: Any, model: CapaianOrganisasi, name: str) -> Markup:
    isi = lencana(lencana_enum(model.status))
    if model.berubah:
        isi += Markup(" ") + lencana(BERUBAH)
    return dua_baris(isi, panjang(tanggal_di(model.difinalkan, aktor().zona))) if model.difinalkan else isi


def _statistik(view: MenuView, context: Any, model: CapaianOrganisasi, name: str) -> Any:
    s = Statistik.dari_json(model.statistik)
    return "-" if s is None else potongan("admin/capaian_organisasi/statistik.html", s=s, ruas=ruas(s))


class CapaianOrganisasiView(MenuView):
    model = CapaianOrganisasi
    sumber = "capaian_organisasi"
    alamat = "/admin/capaian-organisasi/"
    judul = "Capaian Kinerja Organisasi"
    subjudul = "Capaian Kinerja Organisasi."
    nama_tunggal = "Capaian Organisasi"
    layanan = layanan_capaian.layanan
    create_template = "admin/capaian_organisasi/tambah.html"
    can_delete = False  # Hapus is an action of the row, shown disabled with its reason once FINAL
    edit_tampak = False
    lebar = True
    column_list = ("unor_id", "capaian", "status", "statistik")
    column_details_list = ("unor_id", "tahun", "periode_id", "capaian", "status", "difinalkan", "bukti_dukung")
    kolom_judul = {"unor_id": "Unit Kerja Induk"}
    column_formatters = {
        "unor_id": _unor,
        "capaian": lambda v, c, m, n: dua_baris(m.capaian.label, nama_bertahun(m.periode.nama, m.tahun)),
        "status": _status,
        "statistik": _statistik,
    }
    column_formatters_detail = {
        "unor_id": lambda v, c, m, n: m.unor.nama,
        "tahun": lambda v, c, m, n: str(m.tahun),
        "periode_id": lambda v, c, m, n: layanan_capaian.nama_periode(db.session(), m),
        "capaian": lambda v, c, m, n: m.capaian.label,
        "bukti_dukung": lambda v, c, m, n: tautan_bukti(m),
    }
    column_export_list = (
        KolomEkspor("Unit Kerja Induk", lambda c: c.unor.nama, 60),
        KolomEkspor("Tahun", lambda c: c.tahun, 8),
        KolomEkspor("Periode", lambda c: c.periode.nama, 20),
        "capaian",
        "status",
        KolomEkspor("Statistik", lambda c: s.kalimat() if (s := Statistik.dari_json(c.statistik)) else None, 90),
        KolomEkspor("Bukti Dukung", lambda c: c.bukti_dukung, 60),
    )
    form_columns = ("tahun", "periode_id", "unor_id", "capaian", "bukti_dukung")
    form = CapaianForm
    urutan = (Urutan("tahun", "Tahun", (CapaianOrganisasi.tahun,)),)
    urutan_turun = True
    muat = (
        contains_eager(CapaianOrganisasi.unor).load_only(Unor.nama),
        joinedload(CapaianOrganisasi.periode, innerjoin=True).load_only(Periode.nama),
        raiseload("*"),
    )
    kolom_unor = CapaianOrganisasi.unor_id
    saring = (
        SaringNama(nama="unor", label="Nama Unit Kerja", kolom=Unor.nama_cari),
        SaringPilihan(nama="tahun", label="Tahun", kolom=CapaianOrganisasi.tahun, pilihan=_pilihan_tahun, ubah=int),
        SaringPeriode(nama="periode", label="Periode", kolom=CapaianOrganisasi.periode_id, pilihan=_pilihan_periode),
        SaringPilihan(nama="status", label="Status", kolom=CapaianOrganisasi.status, enum=StatusCapaian),
    )
    kelas_kolom = {"unor_id": "is-title", "capaian": "is-half", "status": "is-half is-fit", "statistik": "is-stat"}
    kosong = ("Belum ada capaian organisasi", "Tambahkan capaian setiap unit kerja JPT atau mandiri, dengan tautan bukti dukungnya.")
    tindakan_baris = TINDAKAN

    @staticmethod
    def gabung(stmt: Select[Any]) -> Select[Any]:
        return stmt.join(CapaianOrganisasi.unor)

    # --- Forms: the choices of year and period are read for each request ---

    def get_create_form(self) -> Any:
        return self._formulir_baru

    def get_edit_form(self) -> Any:
        return UbahCapaianForm

    def _formulir_baru(self, formdata: Any, *, konteks: Konteks) -> CapaianForm:
        form = CapaianForm(formdata, konteks=konteks)
        tahun = form.tahun.data or ""
        periode = periode_tahun(konteks.session, int(tahun)) if tahun.isascii() and tahun.isdigit() and len(tahun) == 4 else []
        form.atur(_tahun(konteks.aktor.hari_ini().year), [(p.id, p.label) for p in periode])
        return form

    def isian_awal(self) -> MultiDict[str, str]:
        isi = {k: v for k in ("tahun", "periode_id", "unor_id") if (v := request.args.get(k))}
        return MultiDict({"tahun": str(aktor().hari_ini().year), **isi})

    def render(self, template: str, **kwargs: Any) -> Any:
        return super().render(template, href_periode=f"{self.alamat}periode/", **kwargs)

    def sesudah_simpan(self, id: int, baru: bool) -> str:
        return "Capaian Organisasi tersimpan."

    @expose("/periode/")
    @izin("capaian_organisasi:tambah")
    def periode(self) -> Any:
        """The choices of *Periode* for the year chosen, as a fragment of the form."""
        form = self._formulir_baru(request.args, konteks=konteks())
        return self.render("admin/capaian_organisasi/periode.html", isian=form.periode_id)

    # --- Details, Final ---

    def lencana_rincian(self, objek: CapaianOrganisasi) -> list[Lencana]:
        return [lencana_enum(objek.status), *([BERUBAH] if objek.berubah else [])]

    def subjudul_rincian(self, objek: CapaianOrganisasi) -> str:
        return f"{objek.unor.nama}, {objek.periode.nama}"

    def tambahan_rincian(self, objek: CapaianOrganisasi) -> Markup:
        return capaian_rincian.distribusi(objek)

    @expose("/<int:id>/belum-dinilai/")
    @izin("capaian_organisasi:lihat")
    def belum_dinilai(self, id: int) -> Any:
        return capaian_rincian.halaman_belum(self, self.ambil_atau_404(id))

    @expose("/<int:id>/<kode>/", methods=("GET", "POST"))
    def aksi_view(self, id: int, kode: str) -> Any:
        """Who comes second to a Final or Batal Final is told so, not that the page is missing."""
        aksi = {"final": "final", "batal-final": "batal_final", "final-ulang": "batal_final"}.get(kode)
        if aksi and aktor().boleh(f"{self.sumber}:{aksi}"):
            transisi(_ENTITAS, self.ambil_atau_404(id).status, aksi)
        return super().aksi_view(id, kode)
