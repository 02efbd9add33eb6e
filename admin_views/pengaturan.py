"""Pengaturan of an instansi: terms, thresholds, emblem."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import Response, abort, current_app, flash, redirect, request, send_file
from flask_admin import BaseView, expose

from admin_views.aksi import konfirmasi
from admin_views.halaman import HalamanKonfirmasi, KepalaHalaman, Tautan
from admin_views.konteks import aktor, konteks
from admin_views.pagar import Berpagar, izin
from extensions import db
from forms.dasar import Formulir
from forms.pengaturan import LambangForm, PengaturanForm
from services import gambar, pengaturan
from services.galat import DataBasi, GalatLayanan, Salah

ALAMAT = "/admin/pengaturan/"
KELOMPOK = (
    ("Keberatan", "keberatan_", "Berlaku untuk keberatan yang diajukan sesudah disimpan; yang sudah berjalan tetap dengan batasnya."),
    ("Pola distribusi predikat", "distribusi_", "Dipakai untuk memperingatkan, tidak untuk menolak."),
)


@dataclass(frozen=True, slots=True)
class Isi:
    kepala: KepalaHalaman


def _remah(kini: str | None = None) -> list[Tautan]:
    dasar = [Tautan("Beranda", "/admin/"), Tautan("Sistem", None)]
    return [*dasar, Tautan("Pengaturan", ALAMAT), Tautan(kini, None)] if kini else dasar


class PengaturanView(Berpagar, BaseView):
    sumber = "pengaturan"

    def __init__(self) -> None:
        super().__init__(name="Pengaturan", endpoint="pengaturan", url="/admin/pengaturan")

    @expose("/")
    @izin("pengaturan:lihat")
    def index(self) -> Any:
        return self._halaman()

    @expose("/simpan/", methods=("GET", "POST"))
    @izin("pengaturan:ubah")
    def simpan(self) -> Any:
        """Save the terms and thresholds; a GET (a reload of a refused form in another tab) leads back to the page."""
        if request.method == "GET":
            return redirect(ALAMAT)
        form = PengaturanForm(request.form, konteks=konteks())
        if not form.validate():
            return self._halaman(form, status=422)
        try:
            pengaturan.simpan(aktor(), form.versi_dibuka() or 0, form.nilai())
        except Salah as galat:
            form.pasang_galat(galat.kolom)
            return self._halaman(form, status=422)
        except DataBasi as galat:
            return self._halaman(form, konflik=str(galat), status=409)
        return self._selesai("Pengaturan tersimpan.")

    @expose("/lambang/")
    @izin("pengaturan:lihat")
    def lambang(self) -> Any:
        """The emblem itself, for the preview."""
        berkas = pengaturan.lambang(db.session())
        if berkas is None:
            abort(404)
        return send_file(berkas.jalur, mimetype=berkas.tipe, max_age=0, download_name=berkas.nama)

    @expose("/lambang/pasang/", methods=("GET", "POST"))
    @izin("pengaturan:ubah")
    def pasang_lambang(self) -> Any:
        if request.method == "GET":
            return redirect(ALAMAT)
        form = LambangForm(request.form, konteks=konteks())
        kiriman = request.files.get("lambang")
        isi = kiriman.stream.read(gambar.UKURAN_MAKS + 1) if kiriman else b""
        try:
            pengaturan.pasang_lambang(aktor(), form.versi_dibuka() or 0, isi)
        except Salah as galat:
            form.pasang_galat(galat.kolom)
            return self._halaman(lambang=form, status=422)
        except DataBasi as galat:
            return self._halaman(konflik=str(galat), status=409)
        return self._selesai("Lambang instansi tersimpan.")

    @expose("/lambang/hapus/", methods=("GET", "POST"))
    @izin("pengaturan:ubah")
    def hapus_lambang(self) -> Any:
        ditolak, status = None, 200
        if request.method == "POST":
            teks = request.form.get("versi", "")
            try:
                pengaturan.hapus_lambang(aktor(), int(teks) if teks.isascii() and teks.isdigit() and len(teks) < 10 else -1)
            except GalatLayanan as galat:
                ditolak, status = str(galat), 409
            else:
                return self._selesai("Lambang instansi dihapus.")
        p = pengaturan.baca(db.session())
        if p.lambang_id is None and ditolak is None:
            ditolak = "Belum ada lambang yang dapat dihapus."
        halaman = HalamanKonfirmasi(
            kepala=KepalaHalaman("Hapus lambang", None, _remah("Hapus lambang")),
            pertanyaan="Yakin akan menghapus lambang instansi?",
            tombol="Hapus",
            href_batal=ALAMAT,
            href_kirim=f"{ALAMAT}lambang/hapus/",
            akibat=() if ditolak else ("Cetakan sesudah ini tidak memuat lambang, sampai lambang lain dipasang.",),
            bahaya=True,
            tersembunyi=(("versi", str(p.versi)),),
            ditolak=ditolak,
        )
        return konfirmasi(halaman, status)

    def _selesai(self, pesan: str) -> Any:
        flash(pesan, "success")
        return redirect(ALAMAT)

    def _halaman(
        self, form: Formulir | None = None, *, lambang: LambangForm | None = None, konflik: str | None = None, status: int = 200
    ) -> Response:
        # What another writer has saved meanwhile must be seen, also where the session had begun to read before.
        db.session.rollback()
        p = pengaturan.baca(db.session())
        form = form or PengaturanForm(obj=p, konteks=konteks())
        if konflik:
            form["versi"].data, form["versi"].raw_data = p.versi, None
        subjudul = "Batas waktu keberatan, pola distribusi predikat, dan lambang pada cetakan."
        isi = self.render(
            "admin/pengaturan/index.html",
            halaman=Isi(KepalaHalaman("Pengaturan", subjudul, _remah())),
            form=form,
            kelompok=[(judul, catatan, [f for f in form if f.short_name.startswith(awalan)]) for judul, awalan, catatan in KELOMPOK],
            lambang=lambang or LambangForm(versi=p.versi),
            ada_lambang=p.lambang_id is not None,
            href_lambang=f"{ALAMAT}lambang/?v={p.versi}",
            konflik=konflik,
            boleh=aktor().boleh("pengaturan:ubah"),
            libur="/admin/hari-libur/" if "hari_libur" in current_app.blueprints and aktor().boleh("hari_libur:lihat") else None,
        )
        return Response(isi, status)
