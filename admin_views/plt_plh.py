"""Manajemen PLT/PLH (manual 2.4, Gambar 2.16–2.20)."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, request
from flask_admin import expose
from markupsafe import Markup
from sqlalchemy import Select
from sqlalchemy.orm import contains_eager, joinedload, raiseload
from werkzeug.datastructures import MultiDict

from admin_views.aksi import Tindakan, TindakanMassal, konfirmasi
from admin_views.dasar import MenuView
from admin_views.halaman import Fakta, HalamanKonfirmasi, KepalaHalaman, Lencana, Tautan
from admin_views.konteks import aktor, konteks, settings, tautan
from admin_views.pagar import izin
from admin_views.tampil import dua_baris, lencana_enum, nip, ribuan, teks
from domain.izin import Aktor
from domain.plt_plh import JenisPltPlh, KeadaanPltPlh
from domain.plt_plh import keadaan as keadaan_pada
from forms.plt_plh import PltPlhForm
from models import Pegawai, PltPlh, Unor
from services import plt_plh as layanan_plt_plh
from services.daftar import KolomEkspor, Urutan
from services.plt_plh import dalam_keadaan
from services.saring import SaringCari, SaringKondisi, SaringPilihan, SaringRujukan, SaringTanggal


def _keadaan(model: PltPlh) -> KeadaanPltPlh:
    return keadaan_pada(model.aktif, model.awal, model.akhir, aktor().hari_ini())


def _pegawai(view: MenuView, context: Any, model: PltPlh, name: str) -> Markup:
    return dua_baris(model.pegawai.nama, nip(model.pegawai.nomor_induk))


def _tautan_pegawai(view: MenuView, context: Any, model: PltPlh, name: str) -> Markup:
    # A supervisor of this unor need not see the pegawai's own unor, nor therefore his page.
    nama = model.pegawai.nama
    if aktor().batas_unor is None:
        nama = Markup('<a href="/admin/pegawai/details/?id={}">{}</a>').format(model.pegawai_id, nama)
    return dua_baris(nama, nip(model.pegawai.nomor_induk))


def _periode(view: MenuView, context: Any, model: PltPlh, name: str) -> Markup:
    awal, akhir = layanan_plt_plh.masa(model).split(" – ")
    return Markup('<span class="ek-nowrap">{} –</span> <span class="ek-nowrap">{}</span>').format(awal, akhir)


def _tautan_unor(view: MenuView, context: Any, model: PltPlh, name: str) -> Markup:
    return Markup('<a href="/admin/unor/details/?id={}">{}</a>').format(model.unor_id, model.unor.nama)


def _syarat(k: KeadaanPltPlh) -> Any:
    return lambda konteks: dalam_keadaan(k, konteks.aktor.hari_ini())


def _akhiri(pelaku: Aktor, id: int, versi: int | None, alasan: str, nilai: dict[str, Any]) -> str:
    layanan_plt_plh.akhiri(pelaku, id, versi)
    return "PLT/PLH diakhiri."


class PltPlhView(MenuView):
    model = PltPlh
    sumber = "plt_plh"
    alamat = "/admin/plt-plh/"
    judul = "Manajemen PLT/PLH"
    subjudul = "Manajemen PLT / PLH."
    layanan = layanan_plt_plh.layanan
    column_list = ("pegawai", "unor", "jenis", "periode", "status")
    kolom_judul = {"pegawai": "Nama / NIP", "unor": "Unor", "periode": "Periode", "status": "Status"}
    column_formatters = {
        "pegawai": _pegawai,
        "unor": lambda v, c, m, n: dua_baris(m.unor.nama, f"Jabatan: {m.jabatan}"),
        "jenis": lambda v, c, m, n: m.jenis.singkatan,
        "periode": _periode,
        "status": lambda v, c, m, n: lencana_enum(_keadaan(m)),
    }
    column_formatters_detail = {
        "pegawai_id": _tautan_pegawai,
        "unor_id": _tautan_unor,
        "jenis": lambda v, c, m, n: f"{m.jenis.label} ({m.jenis.singkatan})",
    }
    column_details_list = ("pegawai_id", "unor_id", "jabatan", "jenis", "awal", "akhir", "aktif", "status")
    column_export_list = (
        KolomEkspor("NIP", lambda p: p.pegawai.nomor_induk, 22),
        KolomEkspor("Nama", lambda p: p.pegawai.nama, 32),
        KolomEkspor("Unor", lambda p: p.unor.nama, 48),
        KolomEkspor("Jabatan", lambda p: p.jabatan, 48),
        KolomEkspor("Jenis", lambda p: p.jenis.singkatan, 8),
        "awal",
        "akhir",
        KolomEkspor("Status", lambda p: "AKTIF" if p.aktif else "TIDAK AKTIF"),
    )
    form = PltPlhForm
    form_columns = ("pegawai_id", "unor_id", "jabatan", "jenis", "awal", "akhir", "aktif")
    urutan = (Urutan("periode", "Periode Awal", (PltPlh.awal,)),)
    urutan_turun = True
    muat = (
        contains_eager(PltPlh.pegawai).load_only(Pegawai.nama, Pegawai.nomor_induk),
        joinedload(PltPlh.unor, innerjoin=True).load_only(Unor.nama),
        raiseload("*"),
    )
    kolom_unor = PltPlh.unor_id
    saring = (
        SaringCari(nama="cari", label="Cari nama atau NIP", nomor=Pegawai.nomor_induk, kolom=Pegawai.nama_cari),
        SaringRujukan(nama="unor", label="Unor", kolom=PltPlh.unor_id, sasaran=Unor, lookup="unor"),
        SaringPilihan(nama="jenis", label="Jenis", kolom=PltPlh.jenis, enum=JenisPltPlh),
        SaringKondisi(
            nama="keadaan", label="Keadaan", kondisi={k.value: (k.value.replace("_", " ").capitalize(), _syarat(k)) for k in KeadaanPltPlh}
        ),
        SaringTanggal(nama="akhir_sampai", label="Berakhir sampai", kolom=PltPlh.akhir, sejak=False),
    )
    lebar = True
    kelas_kolom = {"pegawai": "is-title", "jenis": "is-half is-fit", "periode": "is-half", "status": "is-half is-fit"}
    pertanyaan_hapus = "Yakin akan menghapus Data PLT / PLH tersebut?"
    kosong = ("Belum ada PLT/PLH", "Tambahkan pegawai yang menjadi Pelaksana Tugas atau Pelaksana Harian pada sebuah unor.")
    tindakan_baris = (
        Tindakan(
            kode="akhiri", label="Akhiri", aksi="akhiri", ikon="circle-x", jalankan=_akhiri,
            pertanyaan=lambda p: f"Akhiri {p.jenis.singkatan} {p.pegawai.nama} pada {p.unor.nama}?",
            akibat=lambda p: ("Aktif menjadi Tidak; Periode Awal dan Periode Akhir tetap.",),
            tampil=lambda p, a: p.aktif,
        ),
    )  # fmt: skip
    tindakan_massal = (
        TindakanMassal(
            kode="akhiri", label="Akhiri", aksi="akhiri", ikon="circle-x", pertanyaan="Akhiri {n} PLT/PLH?",
            akibat=("Aktif menjadi Tidak; Periode Awal dan Periode Akhir tetap.", "Yang sudah tidak aktif dilewati."),
        ),
    )  # fmt: skip

    @staticmethod
    def gabung(stmt: Select[Any]) -> Select[Any]:
        return stmt.join(PltPlh.pegawai)

    def lencana_rincian(self, objek: PltPlh) -> list[Lencana]:
        return [lencana_enum(_keadaan(objek))]

    def subjudul_rincian(self, objek: PltPlh) -> str:
        return f"{objek.pegawai.nama}, {layanan_plt_plh.masa(objek)}"

    def fakta_singkat(self, objek: PltPlh) -> list[Fakta]:
        nama = dua_baris(objek.pegawai.nama, nip(objek.pegawai.nomor_induk))
        return [
            Fakta("Pegawai", nama),
            Fakta("Unor", teks(objek.unor.nama)),
            Fakta("Jabatan", teks(objek.jabatan)),
            Fakta("Periode", teks(layanan_plt_plh.masa(objek))),
        ]

    def isian_awal(self) -> MultiDict[str, str] | None:
        isi = {k: v for k in ("pegawai_id", "unor_id") if (v := request.args.get(k))}
        return MultiDict(isi) if isi else None

    def sesudah_simpan(self, id: int, baru: bool) -> str:
        objek = self.get_one(id)
        if objek is not None and _keadaan(objek) is KeadaanPltPlh.LEWAT_MASA:
            flash("Periode Akhirnya sudah lewat, sehingga PLT/PLH ini tidak berlaku lagi. Akhiri bila memang sudah selesai.", "warning")
        return "PLT/PLH tersimpan."

    def aksi_halaman(self, pelaku: Aktor) -> list[Tautan]:
        if not pelaku.boleh("plt_plh:akhiri"):
            return []
        return [Tautan("Akhiri semua yang lewat masa", f"{self.alamat}akhiri-lewat-masa/", "hourglass")]

    @expose("/akhiri-lewat-masa/", methods=("GET", "POST"))
    @izin("plt_plh:akhiri")
    def akhiri_lewat_masa(self) -> Any:
        """The page says how many; they are counted anew when it is agreed to."""
        if request.method == "POST":
            selesai = layanan_plt_plh.akhiri_lewat_masa(aktor())
            if selesai is None:
                flash("Akhiri PLT/PLH yang lewat masa dijalankan sebagai Tugas.", "info")
                return redirect("/admin/tugas/")
            flash(f"{selesai} PLT/PLH yang lewat masa diakhiri." if selesai else "Tidak ada lagi PLT/PLH yang lewat masa.", "success")
            return redirect(self.alamat)
        n = layanan_plt_plh.jumlah_lewat_masa(konteks())
        akibat = [
            "Aktif menjadi Tidak pada setiap PLT/PLH yang Periode Akhirnya sudah lewat; periodenya tetap.",
            "Setiap perubahan tercatat di Jejak audit.",
        ]
        if n > settings().massal_langsung_maks:
            akibat.append("Dijalankan sebagai Tugas; kemajuan dan hasil per baris ada di Tugas dan unduhan.")
        judul = "Akhiri semua yang lewat masa"
        return konfirmasi(
            HalamanKonfirmasi(
                kepala=KepalaHalaman(judul, None, self.remah(judul)),
                pertanyaan=f"Akhiri {ribuan(n)} PLT/PLH yang lewat masa?" if n else judul,
                tombol=f"Akhiri ({ribuan(n)})",
                href_batal=tautan(self.alamat, {"keadaan": KeadaanPltPlh.LEWAT_MASA.value} if n else {}),
                href_kirim=f"{self.alamat}akhiri-lewat-masa/",
                akibat=akibat if n else (),
                ditolak=None if n else "Tidak ada PLT/PLH yang lewat masa.",
            )
        )
