"""Manajemen SKP (manual 2.5): find a SKP, read it, print it, change its status."""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from typing import Any

from flask import request
from markupsafe import Markup
from sqlalchemy.orm import joinedload, load_only, raiseload

from admin_views.aksi import Tindakan, TindakanMassal
from admin_views.cetak_skp import CETAK_MASSAL, CetakSkp, tindakan_cetak
from admin_views.dasar import MenuView
from admin_views.halaman import Fakta, Lencana, Tautan
from admin_views.konteks import aktor
from admin_views.skp_halaman import KE_DRAFT, HalamanSkp
from admin_views.skp_penilai import PenilaiKosong
from admin_views.skp_perbaikan import PerbaikanSkp
from admin_views.skp_segar import SegarkanSkp
from admin_views.tampil import dua_baris, lencana_enum, nip, teks
from domain.izin import Aktor
from domain.skp import JenisSkp
from domain.status import StatusSkp, bisa
from extensions import db
from models import Skp, Unor
from services import skp as layanan_skp
from services.daftar import KolomEkspor, Urutan
from services.saring import Konteks, SaringNama, SaringNomor, SaringPilihan, SaringRujukan, SaringTahun


def _tahun(konteks: Konteks) -> list[tuple[str, str]]:
    kini = konteks.aktor.hari_ini().year
    return [(str(t), str(t)) for t in range(kini + 1, kini - 9, -1)]


def _masa(model: Skp) -> Markup:
    return _rentang(model.awal, model.akhir)


@lru_cache(maxsize=1024)
def _rentang(awal: date, akhir: date) -> Markup:
    # Most SKP of a page lie between the same two days.
    return Markup('<span class="ek-nowrap">{} s.d.</span> <span class="ek-nowrap">{}</span>').format(
        f"{awal:%d-%m-%Y}", f"{akhir:%d-%m-%Y}"
    )


def _tautan_pegawai(view: MenuView, context: Any, model: Skp, name: str) -> Markup:
    # A supervisor of this unor need not see the pegawai's present unor, nor therefore his page.
    nama = model.nama
    if aktor().batas_unor is None:
        nama = Markup('<a href="/admin/pegawai/details/?id={}">{}</a>').format(model.pegawai_id, nama)
    return dua_baris(nama, nip(model.nomor_induk))


def _kembalikan(pelaku: Aktor, id: int, versi: int | None, alasan: str, nilai: dict[str, Any]) -> str:
    layanan_skp.kembalikan_ke_draft(pelaku, id, versi, alasan)
    return "SKP dikembalikan ke Draft."


class SkpView(HalamanSkp, SegarkanSkp, PerbaikanSkp, PenilaiKosong, CetakSkp, MenuView):
    model = Skp
    sumber = "skp"
    alamat = "/admin/skp/"
    judul = "Manajemen SKP"
    subjudul = "Melihat detail SKP, mencetak dokumen SKP, dan mengubah Status SKP tiap pegawai."
    layanan = layanan_skp.layanan
    can_create = can_edit = can_delete = False
    column_list = ("nama", "unor", "awal", "jenis", "pendekatan", "status")
    kolom_judul = {"nama": "Pegawai", "unor": "Unit Kerja", "awal": "Periode SKP", "periode": "Periode SKP"}
    column_formatters = {
        "nama": lambda v, c, m, n: dua_baris(m.nama, nip(m.nomor_induk)),
        "unor": lambda v, c, m, n: dua_baris(m.unor.nama, m.jabatan),
        "awal": lambda v, c, m, n: _masa(m),
        "jenis": lambda v, c, m, n: dua_baris(m.jenis.label, m.model.singkatan),
        "status": lambda v, c, m, n: lencana_enum(m.status),
    }
    column_formatters_detail = {
        "nama": _tautan_pegawai,
        "periode": lambda v, c, m, n: _masa(m),
        "unor_id": lambda v, c, m, n: Markup('<a href="/admin/unor/details/?id={}">{}</a>').format(m.unor_id, m.unor.nama),
        "jenis": lambda v, c, m, n: m.jenis.label,
        "model": lambda v, c, m, n: m.model.label,
    }
    column_details_list = (
        *("nama", "periode", "unor_id", "jabatan", "jenis", "model", "pendekatan", "status", "diajukan", "disetujui"),
        *("catatan_kembali", "sumber"),
    )
    column_export_list = (
        KolomEkspor("NIP", lambda s: s.nomor_induk, 22),
        KolomEkspor("Nama", lambda s: s.nama, 32),
        KolomEkspor("Unit Kerja", lambda s: s.unor.nama, 48),
        KolomEkspor("Jabatan", lambda s: s.jabatan, 48),
        KolomEkspor("Tanggal awal", lambda s: s.awal),
        "akhir",
        "jenis",
        KolomEkspor("Model", lambda s: s.model.singkatan, 8),
        "pendekatan",
        "status",
    )
    form_columns = ()
    urutan = (Urutan("awal", "Periode SKP", (Skp.awal,)), Urutan("nama", "Pegawai", (Skp.nama_cari,)))
    urutan_turun = True
    muat = (
        load_only(
            Skp.nomor_induk, Skp.nama, Skp.nama_cari, Skp.awal, Skp.akhir, Skp.unor_id, Skp.jabatan, Skp.jenis, Skp.model, Skp.pendekatan,
            Skp.status, raiseload=True,
        ),
        joinedload(Skp.unor, innerjoin=True).options(load_only(Unor.nama, raiseload=True), raiseload("*")),
        raiseload("*"),
    )  # fmt: skip
    kolom_unor = Skp.unor_id
    saring = (
        SaringNomor(nama="nip", label="NIP", kolom=Skp.nomor_induk),
        SaringNama(nama="nama", label="Nama", kolom=Skp.nama_cari),
        SaringRujukan(nama="unor", label="Unit Kerja", kolom=Skp.unor_id, sasaran=Unor, lookup="unor", bawahan=True),
        # Skp.tahun is the year of awal.
        SaringTahun(nama="tahun", label="Tahun", kolom=Skp.awal, pilihan=_tahun),
        SaringPilihan(nama="status", label="Status", kolom=Skp.status, enum=StatusSkp),
        SaringPilihan(nama="jenis", label="Jenis", kolom=Skp.jenis, enum=JenisSkp),
    )
    kelas_kolom = {
        "nama": "is-title",
        "unor": "is-unor",
        "awal": "is-half",
        "jenis": "is-half is-fit",
        "pendekatan": "is-half is-fit",
        "status": "is-half is-fit",
    }
    kosong = ("Belum ada SKP", "SKP muncul di sini begitu pegawai membuatnya di menu Daftar SKP.")
    tindakan_baris = (
        tindakan_cetak(),
        Tindakan(
            kode=KE_DRAFT, label="Kembalikan ke Draft", aksi=KE_DRAFT, ikon="arrow-back-up", jalankan=_kembalikan, perlu_alasan=True,
            pertanyaan=lambda s: f"Yakin akan mengubah status SKP {s.nama} menjadi Draft?",
            akibat=lambda s: layanan_skp.akibat_kembali(db.session(), s),
            halangan=lambda s, a: None if bisa("skp", s.status, KE_DRAFT) else f"Status SKP ini sudah {s.status.label}.",
        ),
    )  # fmt: skip
    tindakan_massal = (
        CETAK_MASSAL,
        TindakanMassal(
            kode=KE_DRAFT, label="Kembalikan ke Draft", aksi=KE_DRAFT, ikon="arrow-back-up", perlu_alasan=True,
            pertanyaan="Yakin akan mengubah status {n} SKP menjadi Draft?",
            akibat=(
                "Rencana Hasil Kerja dan indikatornya dapat diubah lagi; SKP harus diajukan dan disetujui lagi.",
                "Penilaian tetap tersimpan, tetapi baru dihitung lagi setelah SKP disetujui.",
                "Potret setiap SKP disimpan lebih dahulu. Yang sudah Draft, atau keberatannya belum diputus, dilewati.",
            ),
        ),
    )  # fmt: skip

    def get_query(self) -> Any:
        return super().get_query().options(joinedload(Skp.unor, innerjoin=True).load_only(Unor.nama))

    def lencana_rincian(self, objek: Skp) -> list[Lencana]:
        return [lencana_enum(objek.status)]

    def subjudul_rincian(self, objek: Skp) -> str:
        return f"{objek.jabatan}, {objek.unor.nama}"

    def fakta_singkat(self, objek: Skp) -> list[Fakta]:
        return [
            Fakta("Pegawai", dua_baris(objek.nama, nip(objek.nomor_induk))),
            Fakta("Periode SKP", _masa(objek)),
            Fakta("Status", teks(lencana_enum(objek.status))),
        ]

    def tambahan_rincian(self, objek: Skp) -> Markup | None:
        # The drawer shows the facts alone; the whole SKP has its page.
        return None if request.args.get("laci") else self.isi_rincian(objek)

    def aksi_halaman(self, pelaku: Aktor) -> list[Tautan]:
        return [Tautan("Unor tanpa penilai", f"{self.alamat}penilai-kosong/", "user-exclamation")]
