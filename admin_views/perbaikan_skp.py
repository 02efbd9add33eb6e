"""Perbaikan data of SKP, RHK and indikator."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import g
from markupsafe import Markup
from sqlalchemy import Select
from sqlalchemy.orm import contains_eager, joinedload, raiseload

from admin_views.halaman import Lencana
from admin_views.konteks import aktor
from admin_views.perbaikan import KOLOM_SKP, PerbaikanView, ekspor_orang, muat_skp, orang, saring_skp
from admin_views.tampil import dua_baris, lencana_enum, polos
from domain.izin import Aktor
from domain.skp import JenisRhk
from domain.status import StatusSkp
from extensions import db
from forms.perbaikan import (
    PerbaikanIndikatorForm,
    PerbaikanRhkForm,
    PerbaikanSkpForm,
    TambahIndikatorForm,
    TambahRhkForm,
    TambahSkpForm,
)
from models import Indikator, Rhk, Skp, Unor
from services import perbaikan_skp as layanan
from services.daftar import KolomEkspor, Urutan
from services.perbaikan import BELUM_ADA
from services.saring import SaringPilihan, SaringRujukan


def _masa(skp: Skp) -> Markup:
    hari = Markup('<span class="ek-nowrap">{} –</span> <span class="ek-nowrap">{}</span>').format(polos(skp.awal), polos(skp.akhir))
    return dua_baris(hari, skp.jenis.label)


class PerbaikanSkpView(PerbaikanView):
    model, sumber, alamat, judul, nama_data = Skp, "perbaikan_skp", "/admin/perbaikan/skp/", "Perbaikan data: SKP", "SKP"
    layanan = layanan.SKP
    column_list = ("nama", "masa", "unit", "status")
    kolom_judul = {"nama": "Nama / NIP", "masa": "Tanggal SKP", "unit": "Unit Kerja"}
    column_formatters = {
        "nama": lambda v, c, m, n: orang(m),
        "masa": lambda v, c, m, n: _masa(m),
        "unit": lambda v, c, m, n: dua_baris(m.unor.nama, m.jabatan),
        "unor_id": lambda v, c, m, n: m.unor.nama,
        "status": lambda v, c, m, n: lencana_enum(m.status),
        "penilai_id": lambda v, c, m, n: (m.salinan_penilai or {}).get("nama"),
        "atasan_id": lambda v, c, m, n: (m.salinan_atasan or {}).get("nama"),
    }
    column_details_list = (
        "nama", "nomor_induk", "status", "jenis", "awal", "akhir", "unor_id", "jabatan", "model", "pendekatan", "sumber", "penilai_id",
        "atasan_id", "diajukan", "disetujui", "catatan_kembali",
    )  # fmt: skip
    column_export_list = (
        *ekspor_orang(lambda s: s),
        "awal", "akhir", "jenis", KolomEkspor("Unit Kerja", lambda s: s.unor.nama, 48), KolomEkspor("Jabatan", lambda s: s.jabatan, 48),
        "model", "status", "diajukan", "disetujui",
    )  # fmt: skip
    form = PerbaikanSkpForm
    form_tambah = TambahSkpForm
    form_columns = ("status",)
    urutan = (Urutan("masa", "Tanggal SKP", (Skp.awal,)), Urutan("nama", "Nama", (Skp.nama_cari,)))
    urutan_turun = True
    muat = (joinedload(Skp.unor, innerjoin=True).load_only(Unor.nama), raiseload("*"))
    saring = saring_skp(
        SaringPilihan(nama="status", label="Status", kolom=Skp.status, enum=StatusSkp),
        SaringRujukan(nama="unor", label="Unit Kerja", kolom=Skp.unor_id, sasaran=Unor, lookup="unor"),
    )
    kelas_kolom = {"nama": "is-title", "masa": "is-half", "status": "is-half is-fit"}
    kosong = ("Belum ada SKP", "SKP muncul di sini setelah dibuat pegawai.")
    akibat_hapus = ("Seluruh RHK, indikator, lampiran, dan penilaiannya ikut dihapus; isinya tersimpan di Jejak audit.",)

    def skp(self, objek: Skp) -> Skp:
        return objek

    def lencana_rincian(self, objek: Skp) -> list[Lencana]:
        return [lencana_enum(objek.status)]

    def halangan_pulihkan(self, objek: Skp, pelaku: Aktor) -> str | None:
        """Whether a snapshot is there: found for all rows of the page at once."""
        ada = g.setdefault("potret_skp", {})
        if objek.id not in ada:
            ids = [o.id for o in db.session() if isinstance(o, Skp)]
            temuan = layanan.potret_terakhir(db.session(), ids)
            ada.update({id: temuan.get(id) for id in ids})
        return None if ada[objek.id] else BELUM_ADA

    def akibat_pulihkan(self, objek: Skp) -> Sequence[str]:
        kapan = layanan.waktu_potret(db.session(), objek.id)
        dari = f"SKP beserta RHK, indikator, lampiran, dan penilaiannya kembali seperti pada {polos(kapan, aktor().zona)}." if kapan else ""
        return tuple(k for k in (dari, "Keadaan sekarang disimpan, sehingga pemulihan dapat dibatalkan.") if k)


class PerbaikanRhkView(PerbaikanView):
    model, sumber, alamat, judul, nama_data = Rhk, "perbaikan_rhk", "/admin/perbaikan/rhk/", "Perbaikan data: RHK", "RHK"
    layanan = layanan.RHK
    column_list = ("teks", "pegawai", "intervensi", "jenis")
    kolom_judul = {"pegawai": "Nama / NIP", "intervensi": "RHK pimpinan"}
    column_formatters = {
        "teks": lambda v, c, m, n: dua_baris(m.teks, f"Nomor {m.urut}, {m.lingkup.label}"),
        "pegawai": lambda v, c, m, n: orang(m.skp),
        "jenis": lambda v, c, m, n: dua_baris(m.jenis.label, f"SKP {m.skp.status.label} {m.skp.tahun}"),
    }
    column_details_list = ("teks", "jenis", "lingkup", "urut", "intervensi")
    column_export_list = (
        *ekspor_orang(lambda r: r.skp),
        "urut",
        "jenis",
        "lingkup",
        KolomEkspor("RHK", lambda r: r.teks, 60),
        "intervensi",
    )
    form = PerbaikanRhkForm
    form_tambah = TambahRhkForm
    form_columns = ("teks",)
    urutan = (Urutan("skp", "SKP terbaru", (Rhk.skp_id, Rhk.urut)),)
    urutan_turun = True
    muat = muat_skp(Rhk.skp)
    saring = saring_skp(
        SaringPilihan(nama="status", label="Status SKP", kolom=Skp.status, enum=StatusSkp),
        SaringPilihan(nama="jenis", label="Jenis RHK", kolom=Rhk.jenis, enum=JenisRhk),
    )
    kelas_kolom = {"teks": "is-title", "pegawai": "is-half", "jenis": "is-half is-fit"}
    kosong = ("Belum ada RHK", "RHK muncul di sini setelah SKP diisi.")
    akibat_hapus = (
        "Indikator, realisasi, dan rencana aksinya ikut dihapus.",
        "RHK bawahan yang mengintervensinya menyimpan kata-katanya, tetapi tidak lagi terhubung.",
        "SKP-nya dipotret dahulu; pulihkan lewat tab SKP.",
    )

    @staticmethod
    def gabung(stmt: Select[Any]) -> Select[Any]:
        return stmt.join(Rhk.skp)

    def sebutan(self, objek: Rhk) -> str:
        return f"RHK nomor {objek.urut} {objek.skp.nama} {objek.skp.tahun}"


class PerbaikanIndikatorView(PerbaikanView):
    model, sumber, alamat, judul = Indikator, "perbaikan_indikator", "/admin/perbaikan/indikator/", "Perbaikan data: Indikator"
    nama_data = "Indikator"
    layanan = layanan.INDIKATOR
    column_list = ("teks", "pegawai", "rhk", "target")
    kolom_judul = {"pegawai": "Nama / NIP", "rhk": "Rencana Hasil Kerja"}
    column_formatters = {
        "teks": lambda v, c, m, n: dua_baris(m.teks, (m.aspek or m.perspektif).label if m.aspek or m.perspektif else f"Nomor {m.urut}"),
        "pegawai": lambda v, c, m, n: orang(m.rhk.skp),
        "rhk": lambda v, c, m, n: dua_baris(m.rhk.teks, f"SKP {m.rhk.skp.status.label} {m.rhk.skp.tahun}"),
    }
    column_details_list = ("teks", "target", "aspek", "perspektif", "urut", "rhk")
    column_export_list = (
        *ekspor_orang(lambda i: i.rhk.skp),
        KolomEkspor("RHK", lambda i: i.rhk.teks, 60), KolomEkspor("Indikator", lambda i: i.teks, 60), "target", "aspek", "perspektif",
    )  # fmt: skip
    form = PerbaikanIndikatorForm
    form_tambah = TambahIndikatorForm
    form_columns = ("teks",)
    urutan = (Urutan("rhk", "RHK terbaru", (Indikator.rhk_id, Indikator.urut)),)
    urutan_turun = True
    muat = (
        contains_eager(Indikator.rhk).load_only(Rhk.teks, Rhk.skp_id),
        contains_eager(Indikator.rhk, Rhk.skp).load_only(*KOLOM_SKP),
        raiseload("*"),
    )
    saring = saring_skp(SaringPilihan(nama="status", label="Status SKP", kolom=Skp.status, enum=StatusSkp))
    kelas_kolom = {"teks": "is-title", "pegawai": "is-half", "target": "is-half is-fit"}
    kosong = ("Belum ada indikator", "Indikator muncul di sini setelah SKP diisi.")
    akibat_hapus = ("Realisasi dan umpan baliknya ikut dihapus.", "SKP-nya dipotret dahulu; pulihkan lewat tab SKP.")

    @staticmethod
    def gabung(stmt: Select[Any]) -> Select[Any]:
        return stmt.join(Indikator.rhk).join(Rhk.skp)

    def sebutan(self, objek: Indikator) -> str:
        return f"indikator nomor {objek.urut} {objek.rhk.skp.nama} {objek.rhk.skp.tahun}"

    def skp(self, objek: Indikator) -> Skp:
        return objek.rhk.skp
