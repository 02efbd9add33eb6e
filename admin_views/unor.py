"""Manajemen Unor (manual 2.3, Gambar 2.9–2.12)."""

from __future__ import annotations

from typing import Any

from flask import abort, request
from flask_admin import expose
from markupsafe import Markup, escape
from sqlalchemy import select
from sqlalchemy.orm import joinedload, load_only, raiseload
from werkzeug.datastructures import MultiDict

from admin_views import unor_hapus
from admin_views.dasar import MenuView
from admin_views.halaman import Lencana, Tautan
from admin_views.konteks import aktor, konteks
from admin_views.tampil import bintang, dua_baris, lencana, potongan, ribuan
from admin_views.unor_pohon import PohonUnor
from domain.izin import Aktor
from domain.jabatan import ESELON, label_eselon
from extensions import db
from forms.unor import UnorForm
from models import Pegawai, PltPlh, Unor
from services import unor as layanan_unor
from services.beranda import tanpa_pimpinan
from services.daftar import KolomEkspor, Urutan
from services.saring import SaringKondisi, SaringNama, SaringPilihan, SaringRujukan

CATATAN = (
    Markup(
        "Tanda <strong>Mandiri</strong> berarti unor tersebut merupakan unor JPT yang dapat membuat SKP tanpa perlu persetujuan atasan."
    ),
    Markup(
        "Harap berhati-hati saat melakukan perubahan data pada unor karena perubahan data unor akan mempengaruhi keseluruhan unor pada instansi bukan hanya individu."
    ),
)
PERINGATAN = Markup(
    "<strong>PERUBAHAN DATA UNOR BERLAKU SECARA GLOBAL, BUKAN PEGAWAI INDIVIDU SAJA.</strong> Jika ada pegawai terlanjur membuat SKP dan ingin di-update "
    "unornya, silahkan klik tanda Refresh pada kolom PEGAWAI YANG DINILAI dan/atau PEJABAT PENILAI KINERJA"
)
# The manual's list shows 20 and 30, which the reference doesn't have.
PILIHAN_ESELON = [(k, f"{k} · {label}") for k, label in ESELON.items()] + [(k, label_eselon(k)) for k in ("20", "30")]
MANDIRI = Lencana("Mandiri", "guide", "flag")
BAWAHAN_TAMPAK = 50


def _nama(view: MenuView, context: Any, model: Unor, name: str) -> Markup:
    return Markup("{} {}").format(model.nama, lencana(MANDIRI)) if model.mandiri else escape(model.nama)


def _eselon(view: MenuView, context: Any, model: Unor, name: str) -> Markup:
    dikenal = ESELON.get(model.eselon)
    return dua_baris(model.eselon, dikenal) if dikenal else escape(label_eselon(model.eselon))


def _tautan(kolom: str) -> Any:
    """Another unor of the record, as a link to its details."""

    def bentuk(view: MenuView, context: Any, model: Unor, name: str) -> Any:
        lain = getattr(model, kolom)
        return Markup('<a class="ek-inline" href="{}details/?id={}">{}</a>').format(view.alamat, lain.id, lain.nama) if lain else None

    return bentuk


def _pimpinan(view: MenuView, context: Any, model: Unor, name: str) -> Any:
    kepala = layanan_unor.pimpinan(db.session(), model.id)
    if kepala is None:
        return Lencana("Tanpa pimpinan", "warning", "user-exclamation")
    return Markup('<a class="ek-inline" href="/admin/pegawai/details/?id={}">{}</a> {}<span class="ek-cell__sub">{}</span>').format(
        kepala.id, kepala.nama, bintang(), kepala.jabatan
    )


def _plt(view: MenuView, context: Any, model: Unor, name: str) -> Any:
    """Acting posts in force today."""
    hari = aktor().hari_ini()
    stmt = (
        select(PltPlh)
        .where(PltPlh.unor_id == model.id, PltPlh.aktif, PltPlh.awal <= hari, PltPlh.akhir >= hari)
        .order_by(PltPlh.akhir, PltPlh.id)
        .limit(5)
    )
    baris = db.session.scalars(stmt.options(joinedload(PltPlh.pegawai).options(load_only(Pegawai.nama), raiseload("*")))).all()
    butir = (
        Markup('<a class="ek-inline" href="/admin/plt-plh/details/?id={}">{}</a>, {}').format(p.id, p.pegawai.nama, p.jabatan)
        for p in baris
    )
    return Markup("<br>").join(butir) or None


def _jumlah_pegawai(view: MenuView, context: Any, model: Unor, name: str) -> Markup:
    n = layanan_unor.isi(db.session(), model.id).pegawai
    semua = _orang(model.id)
    teks = Markup('<a class="ek-inline" href="/admin/pegawai/?unor={}">{} pegawai</a>').format(model.id, ribuan(n))
    return teks if semua == f"{ribuan(n)} pegawai" else Markup("{}<br>{} bersama unor bawahannya").format(teks, semua)


def _orang(unor_id: int) -> str:
    n, lebih = layanan_unor.pegawai_terdampak(db.session(), unor_id)
    return f"{ribuan(n)}{'+' if lebih else ''} pegawai"


class UnorView(PohonUnor, MenuView):
    model = Unor
    sumber = "unor"
    alamat = "/admin/unor/"
    judul = "Manajemen Unor"
    subjudul = "Manajemen Unor Instansi."
    layanan = layanan_unor.layanan
    column_list = ("nama", "atasan_id", "induk_id", "eselon")
    column_formatters = {"nama": _nama, "atasan_id": lambda v, c, m, n: m.atasan, "induk_id": lambda v, c, m, n: m.induk, "eselon": _eselon}
    column_details_list = ("nama", "eselon", "atasan_id", "induk_id", "mandiri", "kota", "siasn_id", "pimpinan", "plt_plh", "pegawai")
    column_formatters_detail = {
        "nama": lambda v, c, m, n: m.nama, "atasan_id": _tautan("atasan"), "induk_id": _tautan("induk"), "pimpinan": _pimpinan, "plt_plh": _plt, "pegawai": _jumlah_pegawai,
    }  # fmt: skip
    kolom_judul = {"pimpinan": "Pimpinan", "plt_plh": "PLT/PLH yang berlaku", "pegawai": "Pegawai"}
    column_export_list = (
        KolomEkspor("Nama Unor", lambda u: u.nama, 50), "mandiri", KolomEkspor("Atasan", lambda u: u.atasan.nama if u.atasan else None, 50),
        KolomEkspor("Induk", lambda u: u.induk.nama if u.induk else None, 50), "eselon", KolomEkspor("Jenis", lambda u: label_eselon(u.eselon), 30), "kota", "siasn_id",
    )  # fmt: skip
    form_columns = ("nama", "eselon", "atasan_id", "induk_id", "mandiri", "kota")
    form = UnorForm
    urutan = (Urutan("nama", "Nama Unor", (Unor.nama_cari,)),)
    muat = (
        load_only(Unor.nama, Unor.nama_cari, Unor.eselon, Unor.mandiri, Unor.kota, Unor.siasn_id, raiseload=True),
        joinedload(Unor.atasan).options(load_only(Unor.nama, raiseload=True), raiseload("*")),
        joinedload(Unor.induk).options(load_only(Unor.nama, raiseload=True), raiseload("*")),
        raiseload("*"),
    )
    kolom_unor = Unor.id
    saring = (
        SaringNama(nama="nama", label="Cari nama unor", kolom=Unor.nama_cari),
        SaringRujukan(nama="atasan", label="Atasan", kolom=Unor.atasan_id, sasaran=Unor, lookup="unor"),
        SaringRujukan(nama="induk", label="Induk", kolom=Unor.induk_id, sasaran=Unor, lookup="unor"),
        SaringPilihan(nama="eselon", label="Eselon", kolom=Unor.eselon, pilihan=lambda konteks: PILIHAN_ESELON),
        SaringPilihan(
            nama="mandiri",
            label="Mandiri",
            kolom=Unor.mandiri,
            pilihan=lambda konteks: (("ya", "Ya"), ("tidak", "Tidak")),
            ubah=lambda v: v == "ya",
        ),
        SaringKondisi(
            nama="pimpinan",
            label="Pimpinan",
            kondisi={"tanpa": ("Tanpa pimpinan", lambda k: tanpa_pimpinan()), "ada": ("Ada pimpinan", lambda k: ~tanpa_pimpinan())},
        ),
    )
    lebar = True
    kelas_kolom = {"nama": "is-title is-unor", "atasan_id": "is-unor", "induk_id": "is-unor", "eselon": "is-half"}
    catatan = CATATAN
    pertanyaan_hapus = "Yakin akan menghapus unor tersebut?"
    kosong = ("Belum ada unor", "Tambahkan unor pertama, misalnya unor pimpinan tertinggi instansi.")
    edit_tampak = True

    def aksi_halaman(self, pelaku: Aktor) -> list[Tautan]:
        return [Tautan("Pohon unor", f"{self.alamat}pohon/", "list-tree")]

    def lencana_rincian(self, objek: Unor) -> list[Lencana]:
        return [MANDIRI] if objek.mandiri else []

    def peringatan(self, objek: Unor | None) -> list[Markup]:
        if objek is None:
            return [PERINGATAN]
        return [
            PERINGATAN,
            Markup("Perubahan di sini berlaku bagi <strong>{}</strong> di unor ini dan unor bawahannya.").format(_orang(objek.id)),
        ]

    def isian_awal(self) -> MultiDict | None:
        awal = {k: request.args[k] for k in ("atasan_id", "induk_id") if k in request.args}
        return MultiDict(awal) if awal else None

    def sesudah_simpan(self, id: int, baru: bool) -> str:
        objek = self.get_one(id)
        nama = objek.nama if objek is not None else "Unor"
        return (
            f"{nama} tersimpan." if baru else f"{nama} tersimpan. Perubahan ini berlaku bagi {_orang(id)} di unor ini dan unor bawahannya."
        )

    def tambahan_rincian(self, objek: Unor) -> Markup:
        anak, _ = layanan_unor.cabang(konteks(), objek.id)
        return potongan(
            "admin/unor/rincian.html",
            objek=objek,
            anak=anak[:BAWAHAN_TAMPAK],
            n=len(anak),
            alamat=self.alamat,
            boleh_tambah=aktor().boleh("unor:tambah"),
        )

    @expose("/delete/", methods=("GET", "POST"))
    def delete_view(self) -> Any:
        if not self.can_delete:
            abort(404)
        return unor_hapus.layani(self)
