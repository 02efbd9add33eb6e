"""Struktur Unit Kerja (manual 2.11, Gambar 2.45): a unit's people and the units below it, branch by branch."""

from __future__ import annotations

from typing import Any

from flask import request
from flask_admin import expose

from admin_views.halaman import KepalaHalaman, Tautan
from admin_views.konteks import aktor, konteks
from admin_views.pagar import izin
from admin_views.tampil import ribuan
from admin_views.unor_pohon import ButirPohon, HalamanPohon
from services import matriks_peran_hasil as layanan_mph
from services import unor as layanan_unor


class StrukturUnit:
    """Mixin of MatriksPeranHasilView: ``struktur/<id>/``, as a fragment for the script or as a page of its own."""

    alamat: str

    @expose("/struktur/<int:id>/")
    @izin("matriks_peran_hasil:lihat")
    def struktur_view(self: Any, id: int) -> Any:
        objek = self.ambil_atau_404(id)
        dari = request.args.get("dari", "")
        # One unit may stand in several open branches of a page; each keeps ids of its own.
        awalan = dari if dari.isascii() and dari.replace("-", "").isdigit() and len(dari) <= 200 else str(objek.id)
        butir = self._orang(objek, awalan) + self._anak(objek, awalan)
        if request.headers.get("HX-Request"):
            return self.render("admin/pohon_cabang.html", anak=butir)
        kepala = KepalaHalaman("Struktur Unit Kerja", objek.nama, self.remah(objek.nama), self._aksi_struktur(objek))
        return self.render("admin/matriks_peran_hasil/struktur.html", halaman=HalamanPohon(kepala, butir))

    def _aksi_struktur(self: Any, objek: Any) -> list[Tautan]:
        hasil = [Tautan("Lihat matriks", f"{self.alamat}{objek.id}/", "table")]
        if objek.atasan_id is not None and self.get_one(objek.atasan_id) is not None:
            hasil.insert(0, Tautan("Unit kerja atasan", f"{self.alamat}struktur/{objek.atasan_id}/", "arrow-up"))
        return hasil

    def _orang(self: Any, objek: Any, awalan: str) -> list[ButirPohon]:
        orang, lagi = layanan_mph.orang(konteks(), objek.id, layanan_mph.hari_acuan(aktor(), self.tahun_diminta()))
        butir = [
            ButirPohon(
                f"{awalan}-p{p.pegawai_id}",
                p.nama,
                f"/admin/pegawai/details/?id={p.pegawai_id}",
                sub=f"{p.sebutan}: {p.jabatan}" if p.sebutan else p.jabatan,
            )
            for p in orang
        ]
        return (
            [*butir, ButirPohon(f"{awalan}-plagi", "Pegawai lainnya ada di daftar", f"/admin/pegawai/?unor={objek.id}")] if lagi else butir
        )

    def _anak(self: Any, objek: Any, awalan: str) -> list[ButirPohon]:
        simpul, lagi = layanan_unor.cabang(konteks(), objek.id)
        butir = [
            ButirPohon(
                f"{awalan}-{s.id}",
                s.nama,
                f"{self.alamat}{s.id}/",
                f"{self.alamat}struktur/{s.id}/?dari={awalan}-{s.id}",
                ribuan(s.pegawai),
                mandiri=s.mandiri,
            )
            for s in simpul
        ]
        return [*butir, ButirPohon(f"{awalan}-lagi", "Unor lainnya ada di daftar", f"{self.alamat}?atasan={objek.id}")] if lagi else butir
