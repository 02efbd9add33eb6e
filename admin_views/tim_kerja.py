"""Tim Kerja: the teams whose Matriks Peran Hasil is printed beside those of the units (manual 2.11)."""

from __future__ import annotations

from typing import Any

from flask import abort, flash, redirect, request
from flask_admin import expose
from markupsafe import Markup
from sqlalchemy.orm import joinedload, load_only, raiseload
from werkzeug.datastructures import MultiDict

from admin_views.aksi import konfirmasi
from admin_views.dasar import MenuView
from admin_views.halaman import Fakta, HalamanKonfirmasi, KepalaHalaman
from admin_views.konteks import aktor, konteks, tautan
from admin_views.pagar import izin
from admin_views.tampil import dua_baris, nip, potongan, ribuan, teks
from domain.status import StatusAktif
from extensions import db
from forms.tim_kerja import TimKerjaForm
from models import Pegawai, TimKerja, Unor
from services import tim_kerja as layanan_tim
from services.daftar import KolomEkspor, Urutan
from services.galat import GalatLayanan
from services.matriks_peran_hasil import sehalaman, tahun_pilihan
from services.saring import Konteks, SaringNama, SaringPilihan, SaringRujukan, SaringSalah


def _jumlah(objek: TimKerja) -> int:
    def cari(session: Any, baris: list[TimKerja]) -> dict[int, int]:
        ada = layanan_tim.jumlah_anggota(session, [b.id for b in baris])
        return {b.id: ada.get(b.id, 0) for b in baris}

    return sehalaman(objek, ("anggota",), cari)


def _tahun(konteks: Konteks) -> list[tuple[str, str]]:
    return [(str(t), str(t)) for t in tahun_pilihan(konteks.aktor)]


def _tautan(alamat: str, kolom: str) -> Any:
    def bentuk(view: MenuView, context: Any, model: TimKerja, name: str) -> Markup:
        lain = getattr(model, kolom)
        return Markup('<a class="ek-inline" href="{}details/?id={}">{}</a>').format(alamat, lain.id, lain.nama)

    return bentuk


class TimKerjaView(MenuView):
    model = TimKerja
    sumber = "tim_kerja"
    alamat = "/admin/tim-kerja/"
    judul = "Tim Kerja"
    subjudul = "Tim kerja per tahun, dengan Ketua dan anggotanya."
    layanan = layanan_tim.layanan
    column_list = ("nama", "tahun", "unor_id", "ketua_id", "anggota")
    column_details_list = ("nama", "tahun", "unor_id", "ketua_id", "anggota")
    kolom_judul = {"anggota": "Anggota"}
    column_formatters = {
        "unor_id": lambda v, c, m, n: m.unor.nama,
        "ketua_id": lambda v, c, m, n: dua_baris(m.ketua.nama, nip(m.ketua.nomor_induk)),
        "anggota": lambda v, c, m, n: f"{ribuan(_jumlah(m))} orang",
    }
    column_formatters_detail = {"unor_id": _tautan("/admin/unor/", "unor"), "ketua_id": _tautan("/admin/pegawai/", "ketua")}
    column_export_list = (
        "tahun",
        KolomEkspor("Nama Tim Kerja", lambda t: t.nama, 48),
        KolomEkspor("Unit Kerja", lambda t: t.unor.nama, 48),
        KolomEkspor("NIP Ketua", lambda t: t.ketua.nomor_induk, 22),
        KolomEkspor("Ketua", lambda t: t.ketua.nama, 32),
        KolomEkspor("Jumlah Anggota", _jumlah, 16),
    )
    form = TimKerjaForm
    form_columns = ("tahun", "nama", "unor_id", "ketua_id")
    urutan = (Urutan("tahun", "Tahun", (TimKerja.tahun,)),)
    urutan_turun = True
    muat = (
        load_only(TimKerja.nama, TimKerja.tahun, TimKerja.unor_id, TimKerja.ketua_id),
        joinedload(TimKerja.unor, innerjoin=True).options(load_only(Unor.nama), raiseload("*")),
        joinedload(TimKerja.ketua, innerjoin=True).options(load_only(Pegawai.nama, Pegawai.nomor_induk), raiseload("*")),
        raiseload("*"),
    )
    kolom_unor = TimKerja.unor_id
    saring = (
        SaringPilihan(nama="tahun", label="Tahun", kolom=TimKerja.tahun, pilihan=_tahun, ubah=int),
        SaringNama(nama="nama", label="Nama Tim Kerja", kolom=TimKerja.nama_cari),
        SaringRujukan(nama="unor", label="Unor", kolom=TimKerja.unor_id, sasaran=Unor, lookup="unor"),
    )
    kelas_kolom = {"nama": "is-title", "tahun": "is-half is-fit", "anggota": "is-half is-fit"}
    pertanyaan_hapus = "Yakin akan menghapus tim kerja tersebut?"
    kosong = ("Belum ada tim kerja", "Tambahkan tim kerja dengan Ketuanya, lalu isi anggotanya.")

    def subjudul_rincian(self, objek: TimKerja) -> str:
        return f"Tahun {objek.tahun}, {objek.unor.nama}"

    def fakta_singkat(self, objek: TimKerja) -> list[Fakta]:
        n = _jumlah(objek)
        return [
            Fakta("Tim Kerja", teks(objek.nama)),
            Fakta("Tahun", teks(objek.tahun)),
            Fakta("Ketua", teks(objek.ketua.nama)),
            Fakta("Anggota", teks(f"{ribuan(n)} orang; keanggotaannya ikut terhapus, data pegawainya tetap." if n else "Belum ada")),
        ]

    def isian_awal(self) -> MultiDict[str, str]:
        return MultiDict({"tahun": str(aktor().hari_ini().year)})

    def sesudah_simpan(self, id: int, baru: bool) -> str:
        return "Tim kerja tersimpan. Tambahkan anggotanya di rincian tim." if baru else "Tim kerja tersimpan."

    def tambahan_rincian(self, objek: TimKerja) -> Markup:
        """The members, and for whoever may change the team the search for more."""
        kata, calon, galat = request.args.get("cari_anggota", "").strip()[:2000], None, None
        if kata and aktor().boleh("tim_kerja:ubah"):
            try:
                calon = layanan_tim.cari_calon(konteks(), objek, kata)
            except SaringSalah as salah:
                galat = str(salah)
        anggota = layanan_tim.anggota(db.session(), objek.id)
        return potongan(
            "admin/tim_kerja/anggota.html", tak_ditemukan=layanan_tim.nip_tak_ditemukan(calon, kata) if calon is not None else (), objek=objek, anggota=anggota, kata=kata, calon=calon, galat=galat,
            alamat=self.alamat, boleh=aktor().boleh("tim_kerja:ubah"), nonaktif={a.id for a in anggota if a.pegawai.status is not StatusAktif.AKTIF}, laci=bool(request.args.get("laci")), maks=layanan_tim.CALON_MAKS,
        )  # fmt: skip

    @expose("/<int:id>/anggota/", methods=("POST",))
    @izin("tim_kerja:ubah")
    def anggota_view(self, id: int) -> Any:
        """Add those that were ticked in the search."""
        objek = self.ambil_atau_404(id)
        ids = [int(t) for t in request.form.getlist("pegawai") if t.isascii() and t.isdigit() and len(t) <= 18]
        kembali = tautan(f"{self.alamat}details/", {"id": objek.id})
        try:
            hasil = layanan_tim.tambah_anggota(aktor(), objek.id, ids)
        except GalatLayanan as galat:
            flash(str(galat), "error")
            return redirect(tautan(f"{self.alamat}details/", {"id": objek.id, "cari_anggota": request.form.get("cari_anggota")}))
        if hasil.ditambah:
            flash(f"{ribuan(hasil.ditambah)} anggota ditambahkan.", "success")
        if hasil.dilewati:
            flash("Dilewati: " + "; ".join(f"{nama} ({alasan})" for nama, alasan in hasil.dilewati[:10]) + ".", "warning")
        return redirect(kembali)

    @expose("/<int:id>/keluarkan/", methods=("GET", "POST"))
    @izin("tim_kerja:ubah")
    def keluarkan_view(self, id: int) -> Any:
        """``?pegawai=``: ask, then take that member out."""
        objek = self.ambil_atau_404(id)
        dari = request.form if request.method == "POST" else request.args
        pegawai = dari.get("pegawai", "")
        satu = next((a for a in layanan_tim.anggota(db.session(), objek.id) if str(a.pegawai_id) == pegawai), None)
        if satu is None and request.method == "GET":
            abort(404)
        kembali, ditolak = tautan(f"{self.alamat}details/", {"id": objek.id}), None
        if request.method == "POST":
            try:
                nama = layanan_tim.keluarkan_anggota(aktor(), objek.id, satu.pegawai_id if satu is not None else 0)
            except GalatLayanan as galat:
                ditolak = str(galat)
            else:
                flash(f"{nama} dikeluarkan dari {objek.nama}.", "success")
                return redirect(kembali)
        tanya = f"Keluarkan {satu.pegawai.nama} dari {objek.nama}?" if satu is not None else "Keluarkan anggota"
        halaman = HalamanKonfirmasi(
            kepala=KepalaHalaman("Keluarkan anggota", objek.nama, self.remah(objek.nama)),
            pertanyaan=tanya, tombol="Keluarkan", href_batal=kembali, href_kirim=f"{self.alamat}{objek.id}/keluarkan/",
            akibat=() if ditolak else ("Ia tidak lagi tampil dalam Matriks Peran Hasil tim ini; SKP-nya tetap.",),
            bahaya=True, tersembunyi=(("pegawai", pegawai),), ditolak=ditolak,
        )  # fmt: skip
        return konfirmasi(halaman, 409 if ditolak else 200)
