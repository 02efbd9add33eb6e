"""Jejak audit: who did what, append-only, read-only."""

from __future__ import annotations

from markupsafe import Markup
from sqlalchemy.orm import raiseload

from admin_views.dasar import MenuView
from admin_views.konteks import aktor
from admin_views.rincian import KALIMAT, baris_riwayat
from admin_views.tampil import dua_baris, polos, potongan
from models import JejakAudit
from services.daftar import KolomEkspor, Urutan
from services.saring import Konteks, SaringNama, SaringPilihan

DATA = {
    "periode": "Periode",
    "unor": "Unor",
    "pegawai": "Pegawai",
    "plt_plh": "PLT/PLH",
    "skp": "SKP",
    "rhk": "RHK",
    "indikator": "Indikator",
    "penilaian": "Penilaian",
    "keberatan": "Keberatan",
    "capaian_organisasi": "Capaian Kinerja Organisasi",
    "pengaturan": "Pengaturan",
    "pengguna": "Pengguna",
    "instansi": "Instansi",
    "tugas": "Tugas",
}


def _aksi(konteks: Konteks) -> list[tuple[str, str]]:
    return [(k, k.replace("_", " ").capitalize()) for k in KALIMAT]


def _data(konteks: Konteks) -> list[tuple[str, str]]:
    return list(DATA.items())


def _perubahan(jejak: JejakAudit) -> str:
    return "; ".join(
        f"{p['label']}: {p.get('sebelum_teks', p.get('sebelum')) or '-'} → {p.get('sesudah_teks', p.get('sesudah')) or '-'}"
        for p in jejak.perubahan
    )


class JejakAuditView(MenuView):
    model = JejakAudit
    sumber = "jejak_audit"
    alamat = "/admin/jejak-audit/"
    judul = "Jejak audit"
    subjudul = "Siapa mengubah apa, kapan, dari mana, dan mengapa. Tidak dapat diubah atau dihapus."
    kelompok = "Helpdesk"
    can_create = can_edit = can_delete = False
    riwayat = False
    column_list = ("objek", "aksi", "pelaku", "waktu", "alasan")
    column_formatters = {
        "objek": lambda v, c, m, n: dua_baris(m.objek, DATA.get(m.entitas, m.entitas)),
        "aksi": lambda v, c, m, n: m.aksi.replace("_", " ").capitalize(),
        "pelaku": lambda v, c, m, n: dua_baris(m.pelaku, m.peran),
    }
    column_details_list = ("objek", "aksi", "pelaku", "waktu", "alasan", "alamat", "request_id")
    column_export_list = (
        KolomEkspor("Waktu", lambda j: polos(j.waktu), 30),
        "pelaku",
        "peran",
        "aksi",
        KolomEkspor("Data", lambda j: DATA.get(j.entitas, j.entitas)),
        "objek",
        KolomEkspor("Perubahan", _perubahan, 60),
        "alasan",
        "alamat",
        "request_id",
    )
    form_columns = ()
    urutan = (Urutan("waktu", "Waktu", ()),)
    urutan_turun = True
    muat = (raiseload("*"),)
    saring = (
        SaringNama(nama="objek", label="Objek", kolom=JejakAudit.objek_cari),
        SaringNama(nama="pelaku", label="Pelaku", kolom=JejakAudit.pelaku_cari),
        SaringPilihan(nama="data", label="Data", kolom=JejakAudit.entitas, pilihan=_data),
        SaringPilihan(nama="aksi", label="Tindakan", kolom=JejakAudit.aksi, pilihan=_aksi),
    )
    kelas_kolom = {"objek": "is-title", "aksi": "is-half", "pelaku": "is-half", "waktu": "is-half"}
    kosong = ("Belum ada jejak", "Setiap perubahan data akan tercatat di sini.")

    def tambahan_rincian(self, objek: JejakAudit) -> Markup:
        return potongan("admin/jejak_audit/perubahan.html", baris=baris_riwayat(objek, aktor().zona))
