"""Manajemen Pegawai (manual 2.4, Gambar 2.13–2.15)."""

from __future__ import annotations

from typing import Any

from flask import flash, render_template, request
from markupsafe import Markup
from sqlalchemy import select
from sqlalchemy.orm import contains_eager, joinedload, raiseload
from werkzeug.datastructures import MultiDict

from admin_views.aksi import Tindakan, TindakanMassal
from admin_views.dasar import MenuView
from admin_views.halaman import Fakta, Lencana, Tampilan, Tautan
from admin_views.konteks import aktor, konteks, tautan
from admin_views.tampil import bintang, dua_baris, lencana, lencana_enum, nip, teks
from domain.izin import Aktor
from domain.jabatan import GOLONGAN, JENJANG, JenisJabatan, JenisPegawai, label_golongan, label_kedudukan
from domain.plt_plh import keadaan
from domain.status import StatusAktif, bisa
from extensions import db
from forms.pegawai import PegawaiForm, PindahUnorForm
from models import Pegawai, Pengguna, PltPlh, Unor
from services import pegawai as layanan_pegawai
from services import plt_plh as layanan_plt_plh
from services import rujukan
from services.daftar import REGISTRI, KolomEkspor, Permintaan, Urutan, tersaring
from services.galat import MasihDirujuk
from services.pengguna import yang_terlihat
from services.saring import SaringCari, SaringNama, SaringNomor, SaringPilihan, SaringRujukan

AKIBAT_NONAKTIF = (
    "PLT/PLH yang masih dipegangnya diakhiri.",
    "Aksesnya sebagai pegawai di instansi ini dicabut pada permintaan berikutnya.",
    "Datanya tetap ada dan dapat diaktifkan kembali.",
)


def _nama(view: MenuView, context: Any, model: Pegawai, name: str) -> Markup:
    mati = lencana(lencana_enum(model.status)) if model.status is StatusAktif.NONAKTIF else ""
    return dua_baris(model.nama, Markup("{} {}").format(nip(model.nomor_induk), mati))


def _jabatan(model: Pegawai) -> Any:
    pimpinan = model.jenis_jabatan is JenisJabatan.PIMPINAN and model.status is StatusAktif.AKTIF
    return Markup("{} {}").format(model.jabatan, bintang()) if pimpinan else model.jabatan


def _unor(view: MenuView, context: Any, model: Pegawai, name: str) -> Markup:
    return dua_baris(model.unor.nama, _jabatan(model))


def _tautan_unor(view: MenuView, context: Any, model: Pegawai, name: str) -> Markup:
    return Markup('<a href="/admin/unor/details/?id={}">{}</a>').format(model.unor_id, model.unor.nama)


def _akibat_nonaktif(p: Pegawai) -> tuple[str, ...]:
    pimpinan = p.jenis_jabatan is JenisJabatan.PIMPINAN
    return (f"{p.unor.nama} tidak lagi mempunyai pimpinan.", *AKIBAT_NONAKTIF) if pimpinan else AKIBAT_NONAKTIF


def _status(aksi: str) -> Any:
    return lambda pelaku, id, versi, alasan, nilai: layanan_pegawai.ubah_status(pelaku, id, versi, aksi, alasan)


def _jenjang(kode: str | None) -> str | None:
    return JENJANG[kode].label if kode in JENJANG else kode


class PegawaiView(MenuView):
    model = Pegawai
    sumber = "pegawai"
    alamat = "/admin/pegawai/"
    judul = "Manajemen Pegawai"
    subjudul = "Manajemen Pegawai Instansi."
    layanan = layanan_pegawai.layanan
    column_list = ("nama", "unor")
    kolom_judul = {"nama": "Nama / NIP", "unor": "Unor"}
    column_formatters = {"nama": _nama, "unor": _unor}
    column_formatters_detail = {
        "nomor_induk": lambda v, c, m, n: Markup(render_template("admin/pegawai/nip.html", nomor=m.nomor_induk)),  # noqa: S704  # Jinja has escaped it
        "unor_id": _tautan_unor,
        "golongan": lambda v, c, m, n: label_golongan(m.golongan),
        "jenjang": lambda v, c, m, n: _jenjang(m.jenjang),
        "kedudukan": lambda v, c, m, n: label_kedudukan(m.kedudukan),
        "status": lambda v, c, m, n: lencana_enum(m.status),
    }
    column_details_list = (
        *("nomor_induk", "jenis_nomor", "unor_id", "jenis_jabatan", "jabatan", "jenis_pegawai", "golongan", "tmt_golongan"),
        *("jenjang", "tmt_jabatan", "kedudukan", "status", "alasan_nonaktif"),
    )
    column_export_list = (
        KolomEkspor("NIP", lambda p: p.nomor_induk, 22),
        "jenis_nomor",
        KolomEkspor("Nama", lambda p: p.nama, 32),
        KolomEkspor("Unor", lambda p: p.unor.nama, 48),
        "jenis_jabatan",
        KolomEkspor("Jabatan", lambda p: p.jabatan, 48),
        "jenis_pegawai",
        KolomEkspor("Golongan", lambda p: GOLONGAN.get(p.golongan, (p.golongan, None))[0]),
        KolomEkspor("Pangkat", lambda p: GOLONGAN.get(p.golongan, (None, ""))[1] or None, 24),
        "tmt_golongan",
        KolomEkspor("Jenjang jabatan fungsional", lambda p: _jenjang(p.jenjang)),
        "tmt_jabatan",
        KolomEkspor("Kedudukan", lambda p: label_kedudukan(p.kedudukan)),
        "status",
        "alasan_nonaktif",
    )
    form = PegawaiForm
    form_columns = (
        *("nomor_induk", "nama", "unor_id", "jenis_jabatan", "jabatan", "jenis_pegawai", "golongan", "tmt_golongan"),
        *("jenjang", "tmt_jabatan", "kedudukan"),
    )
    urutan = (Urutan("nama", "Nama", (Pegawai.nama_cari,)), Urutan("nip", "NIP", (Pegawai.nomor_induk,)))
    muat = (joinedload(Pegawai.unor, innerjoin=True).load_only(Unor.nama), raiseload("*"))
    kolom_unor = Pegawai.unor_id
    saring = (
        SaringCari(nama="cari", label="Cari nama atau NIP", nomor=Pegawai.nomor_induk, kolom=Pegawai.nama_cari),
        SaringNomor(nama="nip", label="NIP", kolom=Pegawai.nomor_induk, petunjuk="Angka awal NIP sudah cukup."),
        SaringNama(nama="nama", label="Nama", kolom=Pegawai.nama_cari),
        SaringRujukan(nama="unor", label="Unor", kolom=Pegawai.unor_id, sasaran=Unor, lookup="unor"),
        SaringRujukan(nama="unor_bawahan", label="Unor dan bawahannya", kolom=Pegawai.unor_id, sasaran=Unor, lookup="unor", bawahan=True),
        SaringPilihan(nama="jenis_jabatan", label="Jenis Jabatan", kolom=Pegawai.jenis_jabatan, enum=JenisJabatan),
        SaringPilihan(nama="jenis_pegawai", label="Jenis pegawai", kolom=Pegawai.jenis_pegawai, enum=JenisPegawai),
        SaringPilihan(nama="status", label="Status", kolom=Pegawai.status, enum=StatusAktif),
    )
    pertanyaan_hapus = "Yakin akan menghapus pegawai tersebut?"
    kosong = ("Belum ada pegawai", "Tambahkan pegawai pertama dengan NIP, nama, unor, dan jabatannya.")
    tindakan_baris = (
        Tindakan(
            kode="aktifkan", label="Aktifkan", aksi="aktifkan", ikon="circle-check", jalankan=_status("aktifkan"),
            pertanyaan=lambda p: f"Aktifkan kembali {p.nama}?", akibat=lambda p: ("PLT/PLH yang diakhiri ketika ia dinonaktifkan tetap tidak aktif.",),
            tampil=lambda p, a: bisa("pegawai", p.status, "aktifkan"),
        ),
        Tindakan(
            kode="nonaktifkan", label="Nonaktifkan", aksi="nonaktifkan", ikon="ban", bahaya=True, perlu_alasan=True, jalankan=_status("nonaktifkan"),
            pertanyaan=lambda p: f"Nonaktifkan {p.nama}?", akibat=_akibat_nonaktif,
            tampil=lambda p, a: bisa("pegawai", p.status, "nonaktifkan"),
        ),
    )  # fmt: skip
    tindakan_massal = (
        TindakanMassal(
            kode="pindah_unor", label="Pindah unor", aksi="pindah_unor", ikon="sitemap", pertanyaan="Pindahkan {n} pegawai ke unor lain?", formulir=PindahUnorForm,
            akibat=("Jabatan dan jenis jabatannya tetap.", "Pimpinan unor dilewati; pindahkan satu per satu lewat Edit."),
        ),
        TindakanMassal(
            kode="nonaktifkan", label="Nonaktifkan", aksi="nonaktifkan", ikon="ban", bahaya=True, perlu_alasan=True, pertanyaan="Nonaktifkan {n} pegawai?",
            akibat=("Yang menjadi pimpinan tidak lagi memimpin unornya, dan PLT/PLH mereka diakhiri.", "Akses mereka sebagai pegawai dicabut; datanya tetap ada."),
        ),
    )  # fmt: skip

    def tampilan(self, minta: Permintaan) -> list[Tampilan]:
        kini = dict(minta.saring)
        tab = (("Semua", {}), ("Pimpinan unor", {"jenis_jabatan": "pimpinan", "status": "aktif"}), ("Nonaktif", {"status": "nonaktif"}))
        return [Tampilan(judul, tautan(self.alamat, saring), aktif=kini == saring) for judul, saring in tab]

    def aksi_halaman(self, pelaku: Aktor) -> list[Tautan]:
        if not pelaku.boleh("pegawai:tambah_non_asn"):
            return []
        return [Tautan("Tambah JPT Non ASN", f"{self.alamat}tambah-jpt-non-asn/", "user-plus")]

    def isian_awal(self) -> MultiDict[str, str] | None:
        unor = request.args.get("unor_id")
        return MultiDict({"unor_id": unor}) if unor else None

    def sesudah_simpan(self, id: int, baru: bool) -> str:
        objek = self.get_one(id)
        for pesan in layanan_pegawai.peringatan(objek, aktor().hari_ini()) if objek else ():
            flash(pesan, "warning")
        if baru and objek:
            for nama in layanan_pegawai.aktif_di_tempat_lain(aktor(), objek):
                flash(f"NIP ini masih aktif di {nama}. Bila ia pindah, mintalah instansi itu menonaktifkannya.", "warning")
        return f"{objek.nama} tersimpan." if objek else "Pegawai tersimpan."

    def fakta_singkat(self, objek: Pegawai) -> list[Fakta]:
        return [
            Fakta("Nama", teks(objek.nama)),
            Fakta("NIP", nip(objek.nomor_induk)),
            Fakta("Unor", teks(objek.unor.nama)),
            Fakta("Jabatan", teks(_jabatan(objek))),
        ]

    def subjudul_rincian(self, objek: Pegawai) -> str:
        return objek.jabatan

    def lencana_rincian(self, objek: Pegawai) -> list[Lencana]:
        return [lencana_enum(objek.status)] if objek.status is StatusAktif.NONAKTIF else []

    def tambahan_rincian(self, objek: Pegawai) -> Markup:
        """The acting posts that the actor may see, and the account that goes by the same number."""
        pelaku = aktor()
        stmt, _ = tersaring(REGISTRI["plt_plh"], Permintaan(), konteks())
        stmt = stmt.where(PltPlh.pegawai_id == objek.id).order_by(PltPlh.awal.desc(), PltPlh.id)
        dipegang = db.session.scalars(stmt.options(contains_eager(PltPlh.pegawai), joinedload(PltPlh.unor, innerjoin=True))).all()
        tugas = [(p, layanan_plt_plh.masa(p), lencana_enum(keadaan(p.aktif, p.awal, p.akhir, pelaku.hari_ini()))) for p in dipegang]
        akun = None
        if pelaku.boleh("pengguna:lihat"):
            akun = db.session.scalar(yang_terlihat(select(Pengguna).where(Pengguna.nip == objek.nomor_induk), pelaku))
        isi = render_template(
            "admin/pegawai/rincian.html", objek=objek, tugas=tugas, akun=akun, lencana_akun=lencana_enum(akun.status) if akun else None,
            lihat_akun=pelaku.boleh("pengguna:lihat"), bisa_tambah=pelaku.boleh("plt_plh:tambah") and objek.status is StatusAktif.AKTIF,
        )  # fmt: skip
        return Markup(isi)  # noqa: S704  # Jinja has escaped it

    def halangan_hapus(self, objek: Pegawai) -> str | None:
        dipakai = rujukan.hitung(db.session(), objek)
        return str(MasihDirujuk(objek.nama, dipakai)) if dipakai else None

    def jalan_lain_hapus(self, objek: Pegawai) -> list[Tautan]:
        pelaku: Aktor = aktor()
        hasil = [Tautan("Lihat PLT/PLH", tautan("/admin/plt-plh/", {"cari": objek.nomor_induk}), "switch-horizontal")]
        if pelaku.boleh("pegawai:nonaktifkan") and bisa("pegawai", objek.status, "nonaktifkan"):
            hasil.insert(0, Tautan("Nonaktifkan", f"{self.alamat}{objek.id}/nonaktifkan/", "ban", utama=True))
        return hasil
