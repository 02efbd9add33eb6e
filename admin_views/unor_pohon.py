"""The unor tree of Manajemen Unor: roots at once, branches when opened."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import request
from flask_admin import expose

from admin_views.halaman import KepalaHalaman, Tautan
from admin_views.konteks import aktor, konteks, settings
from admin_views.pagar import izin
from admin_views.tampil import ribuan
from models import Unor
from services import daftar as layanan_daftar
from services import unor as layanan_unor
from services.daftar import Permintaan
from services.unor import Simpul


@dataclass(frozen=True, slots=True)
class ButirPohon:
    """An entry as templates/komponen/pohon.html draws it."""

    id: int | str
    teks: str
    href: str
    href_cabang: str | None = None
    jumlah: str | None = None
    sub: str | None = None
    mandiri: bool = False


@dataclass(frozen=True, slots=True)
class HalamanPohon:
    kepala: KepalaHalaman
    akar: list[ButirPohon]
    ringkasan: str | None = None


class PohonUnor:
    """Mixin of UnorView: ``/admin/unor/pohon/`` and its branches."""

    alamat: str
    judul: str

    @expose("/pohon/")
    @izin("unor:lihat")
    def pohon_view(self: Any) -> Any:
        butir = self._butir(*layanan_unor.akar(konteks()), self.alamat)
        n, banyak = layanan_daftar.hitung(self.daftar, Permintaan(), konteks(), settings().hitung_maks)
        subjudul = "Susunan unor menurut Unor Atasan, dengan jumlah pegawai di dalamnya dan di unor bawahannya."
        kepala = KepalaHalaman("Pohon unor", subjudul, self.remah("Pohon unor"), self._aksi_pohon())
        return self.render("admin/pohon.html", halaman=HalamanPohon(kepala, butir, f"{ribuan(n)}{'+' if banyak else ''} unor"))

    @expose("/pohon/<int:id>/")
    @izin("unor:lihat")
    def cabang_view(self: Any, id: int) -> Any:
        """The branch as a fragment for the script; opened as an address, a page of its own."""
        objek: Unor = self.ambil_atau_404(id)
        anak = self._butir(*layanan_unor.cabang(konteks(), objek.id), f"{self.alamat}?atasan={objek.id}", objek.id)
        if request.headers.get("HX-Request"):
            return self.render("admin/pohon_cabang.html", anak=anak)
        kepala = KepalaHalaman("Pohon unor", f"Unor di bawah {objek.nama}.", self.remah(objek.nama), self._aksi_pohon(objek))
        return self.render("admin/pohon.html", halaman=HalamanPohon(kepala, anak))

    def _aksi_pohon(self: Any, objek: Unor | None = None) -> list[Tautan]:
        hasil = [Tautan("Seluruh pohon", f"{self.alamat}pohon/", "arrow-up")] if objek is not None else []
        hasil.append(Tautan("Daftar", self.alamat, "table"))
        if aktor().boleh("unor:tambah"):
            hasil.append(
                Tautan("Tambah", f"{self.alamat}new/" + (f"?atasan_id={objek.id}" if objek is not None else ""), "plus", utama=True)
            )
        return hasil

    def _butir(self: Any, simpul: list[Simpul], lagi: bool, href_daftar: str, induk: int | str = "akar") -> list[ButirPohon]:
        butir = [
            ButirPohon(
                s.id,
                s.nama,
                f"{self.alamat}details/?id={s.id}",
                f"{self.alamat}pohon/{s.id}/" if s.berbawahan else None,
                ribuan(s.pegawai),
                mandiri=s.mandiri,
            )
            for s in simpul
        ]
        return [*butir, ButirPohon(f"{induk}-lagi", "Unor lainnya ada di daftar", href_daftar)] if lagi else butir
