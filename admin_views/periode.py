"""Manajemen Periode (manual 2.2, Gambar 2.4–2.8)."""

from __future__ import annotations

from typing import Any

from flask import Response, flash, redirect, request
from flask_admin import expose
from markupsafe import Markup
from sqlalchemy import select
from werkzeug.datastructures import MultiDict

from admin_views.dasar import MenuView
from admin_views.halaman import KepalaHalaman, Lencana, Tampilan, Tautan
from admin_views.konteks import aktor, tautan
from admin_views.pagar import izin
from admin_views.tampil import dua_baris, hari_bulan
from domain.izin import Aktor
from domain.periode import JenisPeriode, PolaPeriode, RencanaPeriode, TipePeriode, batas_tahun_berikut, kalimat_batas, susun
from extensions import db
from forms.periode import PILIHAN_POLA, PeriodeForm, PolaForm, TahunForm
from models import Periode
from services import periode as layanan_periode
from services.daftar import KolomEkspor, Permintaan, Urutan
from services.saring import Konteks, SaringNama, SaringPilihan

CATATAN = (
    "Jika instansi Anda menerapkan periode penilaian SKP secara bulanan, maka Anda perlu membuat periode sebanyak 13 periode. Dengan rincian 12 periode "
    "isikan Jenis Periode dengan memilih (-) dan 1 periode yang akan dijadikan sebagai penilaian jangka panjang atau akhir isikan Jenis Periode dengan "
    "memilih (Final).",
    "Jika instansi Anda menerapkan periode penilaian SKP secara triwulan, maka Anda harus membuat periode sebanyak 5 periode. Dengan rincian 4 periode "
    "isikan Jenis Periode dengan memilih (-) dan 1 periode yang akan dijadikan sebagai penilaian jangka panjang atau akhir isikan Jenis Periode dengan "
    "memilih (Final).",
)


def _tahun_tersedia(konteks: Konteks) -> list[tuple[str, str]]:
    tahun = konteks.session.scalars(select(Periode.tahun_urut).distinct().order_by(Periode.tahun_urut.desc()))
    return [(str(t), str(t) if t else "Setiap tahun") for t in tahun]


def _nama(view: MenuView, context: Any, model: Periode, name: str) -> Markup:
    tahun = str(model.tahun) if model.tahun else "Setiap tahun"
    angka = f" {model.angka}" if model.angka else ""
    return dua_baris(model.nama, f"{tahun} · {model.tipe.label}{angka}")


def _hari(view: MenuView, context: Any, model: Periode, name: str) -> Markup:
    teks = hari_bulan(getattr(model, name))
    if name == "batas" and batas_tahun_berikut(model.akhir, model.batas):
        return dua_baris(teks, "tahun berikutnya")
    return Markup('<span class="ek-nowrap">{}</span>').format(teks)


def _jenis(view: MenuView, context: Any, model: Periode, name: str) -> Any:
    return Lencana("Final", "guide", "target") if model.jenis is JenisPeriode.FINAL else "-"


class PeriodeView(MenuView):
    model = Periode
    sumber = "periode"
    alamat = "/admin/periode/"
    judul = "Manajemen Periode"
    subjudul = "Manajemen Periode Sasaran Kinerja Pegawai."
    layanan = layanan_periode.layanan
    column_list = ("nama", "awal", "akhir", "batas", "jenis")
    column_formatters = {"nama": _nama, "awal": _hari, "akhir": _hari, "batas": _hari, "jenis": _jenis}
    column_formatters_detail = {"nama": lambda v, c, m, n: m.nama, "tahun": lambda v, c, m, n: str(m.tahun) if m.tahun else "Setiap tahun"}
    column_details_list = ("nama", "awal", "akhir", "batas", "jenis", "tahun", "tipe", "angka")
    column_export_list = (
        "nama",
        *(
            KolomEkspor(judul, lambda p, k=k: hari_bulan(getattr(p, k)))
            for k, judul in (("awal", "Periode Awal"), ("akhir", "Periode Akhir"), ("batas", "Batas Pengisian"))
        ),
        "jenis",
        "tahun",
        "tipe",
        "angka",
    )
    form_columns = ("nama", "awal", "akhir", "batas", "jenis", "tahun", "tipe", "angka")
    form = PeriodeForm
    urutan = (
        Urutan("awal", "Periode Awal", (Periode.tahun_urut, Periode.jenis, Periode.awal)),
        Urutan("nama", "Nama", (Periode.nama_cari,)),
    )
    saring = (
        SaringNama(nama="nama", label="Nama", kolom=Periode.nama_cari),
        SaringPilihan(nama="tahun", label="Tahun", kolom=Periode.tahun_urut, pilihan=_tahun_tersedia, ubah=int),
        SaringPilihan(nama="tipe", label="Tipe Periodik", kolom=Periode.tipe, enum=TipePeriode),
        SaringPilihan(nama="jenis", label="Jenis Periode", kolom=Periode.jenis, enum=JenisPeriode),
    )
    lebar = True
    kelas_kolom = {"nama": "is-title", "awal": "is-half", "akhir": "is-half", "batas": "is-half", "jenis": "is-half is-fit"}
    catatan = tuple(Markup("<strong>Catatan Penting.</strong> {}").format(c) for c in CATATAN)
    pertanyaan_hapus = "Yakin akan menghapus Periode tersebut?"
    kosong = ("Belum ada periode", "Buat periode satu tahun sekaligus, atau tambahkan satu per satu.")
    edit_tampak = True

    def subjudul_rincian(self, objek: Periode) -> str:
        return kalimat_batas(objek.akhir, objek.batas, objek.tahun)

    def aksi_halaman(self, pelaku: Aktor) -> list[Tautan]:
        if not pelaku.boleh("periode:buat_tahun"):
            return []
        return [Tautan("Buat periode tahun …", f"{self.alamat}buat-tahun/", "calendar")]

    def tampilan(self, minta: Permintaan) -> list[Tampilan]:
        kini = minta.saring.get("tahun", "")
        tab = [Tampilan("Semua", self.alamat, aktif=not kini)]
        ini = aktor().hari_ini().year
        return tab + [Tampilan(str(t), tautan(self.alamat, {"tahun": t}), aktif=kini == str(t)) for t in (ini - 1, ini, ini + 1)]

    def sesudah_simpan(self, id: int, baru: bool) -> str:
        objek = self.get_one(id)
        return f"Periode {objek.nama} tersimpan. {kalimat_batas(objek.akhir, objek.batas, objek.tahun)}" if objek else "Periode tersimpan."

    @expose("/buat-tahun/", methods=("GET", "POST"))
    @izin("periode:buat_tahun")
    def buat_tahun(self) -> Any:
        """A year at once: choose a pattern, look at the rows, edit cells, save all or nothing."""
        pola = self._pola()
        rancangan = self._rancangan(pola) if pola.validate() else []
        form, galat = TahunForm(data={"baris": [_sel(r) for r in rancangan]}), {}
        if request.method == "POST" and pola.tahun.data and not pola.tahun.errors:
            form = TahunForm(request.form)
            if form.validate() and form.baris.entries:
                try:
                    n = layanan_periode.buat_tahun(aktor(), [b.form.rencana(pola.tahun.data) for b in form.baris])
                except layanan_periode.TahunGagal as gagal:
                    galat = gagal.galat
                else:
                    flash(f"{n} periode tahun {pola.tahun.data} dibuat.", "success")
                    return redirect(tautan(self.alamat, {"tahun": pola.tahun.data}))
            for i, pesan in galat.items():
                form.baris[i].form.pasang_galat(pesan)
        judul = f"Buat periode tahun {pola.tahun.data or '…'}"
        isi = self.render(
            "admin/periode/buat_tahun.html",
            kepala=KepalaHalaman(
                judul, "Pilih pola, periksa dan ubah pratinjau, lalu simpan sekaligus. Belum ada yang disimpan.", self.remah(judul)
            ),
            pola=pola,
            form=form,
            keterangan={p.value: p.keterangan for p in PolaPeriode},
            catatan_batas=[_kalimat(b.form, pola.tahun.data) for b in form.baris],
            href=f"{self.alamat}buat-tahun/",
        )
        return Response(isi, 422 if galat or (request.method == "POST" and form.errors) else 200)

    def _pola(self) -> PolaForm:
        besok = aktor().hari_ini().year + 1
        salinan = [("salin", f"Salin dari {besok - 1}")] if layanan_periode.salin_tahun(db.session, besok - 1, besok) else []
        bawaan = {"tahun": str(besok), "pola": PolaPeriode.BULANAN.value, "hari_batas": "5", "hari_batas_final": "31"}
        return PolaForm(MultiDict({**bawaan, **{k: v for k, v in request.args.items() if k in bawaan}}), pilihan=[*PILIHAN_POLA, *salinan])

    def _rancangan(self, pola: PolaForm) -> list[RencanaPeriode]:
        if pola.pola.data == "salin":
            return layanan_periode.salin_tahun(db.session, pola.tahun.data - 1, pola.tahun.data)
        return susun(
            pola.tahun.data, PolaPeriode(pola.pola.data), hari_batas=pola.hari_batas.data, hari_batas_final=pola.hari_batas_final.data
        )


def _sel(r: RencanaPeriode) -> dict[str, Any]:
    return {"nama": r.nama, "awal": r.awal, "akhir": r.akhir, "batas": r.batas, "jenis": r.jenis, "tipe": r.tipe, "angka": r.angka or ""}


def _kalimat(baris: Any, tahun: int | None) -> str | None:
    if baris.batas.errors or baris.akhir.errors or not (baris.batas.data and baris.akhir.data):
        return None
    return f"Tahun {tahun + 1}" if tahun and batas_tahun_berikut(baris.akhir.data, baris.batas.data) else None
