"""*Refresh* of Manajemen SKP: old and new of each field, before anything is saved."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from flask import Response, flash, redirect, request
from flask_admin import expose

from admin_views.halaman import KepalaHalaman, PerubahanKolom
from admin_views.konteks import aktor
from admin_views.pagar import izin
from domain.skp import LABEL_SALINAN
from extensions import db
from services import skp_segar
from services.galat import DataBasi
from services.skp_dasar import teks_salinan

if TYPE_CHECKING:
    from admin_views.skp import SkpView as _Dasar
else:
    _Dasar = object


@dataclass(frozen=True, slots=True)
class BlokSegar:
    judul: str
    perubahan: Sequence[PerubahanKolom]
    pesan: str


@dataclass(frozen=True, slots=True)
class HalamanSegar:
    kepala: KepalaHalaman
    href: str
    href_batal: str
    versi: int
    berubah: bool
    blok: Sequence[BlokSegar]
    langkah: Sequence[str]
    konflik: str | None = None


class SegarkanSkp(_Dasar):
    """Mixin of SkpView."""

    @expose("/<int:id>/refresh-pegawai/", methods=("GET", "POST"))
    @izin("skp:segarkan")
    def refresh_pegawai(self, id: int) -> Any:
        return self._segarkan(id, "refresh-pegawai", "Refresh Pegawai yang Dinilai", skp_segar.usulan_pegawai, skp_segar.segarkan_pegawai)

    @expose("/<int:id>/refresh-penilai/", methods=("GET", "POST"))
    @izin("skp:segarkan")
    def refresh_penilai(self, id: int) -> Any:
        return self._segarkan(
            id, "refresh-penilai", "Refresh Pejabat Penilai Kinerja", skp_segar.usulan_penilai, skp_segar.segarkan_penilai
        )

    def _segarkan(self, id: int, jalur: str, judul: str, usulkan: Any, segarkan: Any) -> Any:
        """GET shows old and new, POST saves what was shown; a SKP changed meanwhile is shown anew (409)."""
        objek, konflik = self.ambil_atau_404(id), None
        if request.method == "POST":
            try:
                berubah = segarkan(aktor(), id, _versi())
            except DataBasi as galat:
                db.session.rollback()
                objek, konflik = self.ambil_atau_404(id), f"{galat} Periksa perbedaannya sekali lagi."
            else:
                flash(f"{judul} selesai." if berubah else "Tidak ada yang berubah.", "success" if berubah else "info")
                return redirect(self.rinci(id))
        usulan = usulkan(db.session(), objek, aktor().hari_ini())
        halaman = HalamanSegar(
            kepala=KepalaHalaman(judul, str(objek), self.remah_skp(objek, "Refresh")),
            href=f"{self.alamat}{id}/{jalur}/",
            href_batal=self.rinci(id),
            versi=objek.versi,
            berubah=usulan.berubah,
            blok=[_blok_segar(b) for b in usulan.blok],
            langkah=usulan.penilai.langkah if usulan.penilai else (),
            konflik=konflik,
        )
        return Response(self.render("admin/skp/segar.html", halaman=halaman), 409 if konflik else 200)


def _blok_segar(b: skp_segar.BedaBlok) -> BlokSegar:
    perubahan = [PerubahanKolom(LABEL_SALINAN[k], teks_salinan(k, lama), teks_salinan(k, baru)) for k, lama, baru in b.beda]
    pesan = "Salinannya sama, tetapi orang atau unit kerja yang dirujuk berganti." if b.orang_lain else "Tidak ada yang berubah."
    return BlokSegar(b.blok.label, perubahan, pesan)


def _versi() -> int | None:
    isi = request.form.get("versi", "")
    return int(isi) if isi.isascii() and isi.isdigit() and len(isi) < 10 else None
