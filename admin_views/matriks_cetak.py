"""The matrix of a unit or team as a page, and the question before it is printed (manual 2.11, Gambar 2.46)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import flash, redirect, request
from flask_admin import expose

from admin_views.aksi import konfirmasi
from admin_views.halaman import HalamanKonfirmasi, HalamanPager, KepalaHalaman, Pager, Pilihan, Tautan
from admin_views.konteks import aktor, konteks, tautan
from admin_views.pagar import izin
from admin_views.tampil import ribuan
from forms.matriks_peran_hasil import CetakMphForm
from services import cetak_mph
from services import matriks_peran_hasil as layanan_mph
from services.cetak_mph import JenisMph
from services.galat import GalatLayanan, Salah

PER_HALAMAN = 20
"""People of the matrix on a page; the leader stands above them on each."""


@dataclass(frozen=True, slots=True)
class HalamanMatriks:
    """``matriks`` None: there is none, for the reason in ``halangan``."""

    kepala: KepalaHalaman
    href: str
    tahun: Sequence[Pilihan]
    matriks: Any = None
    baris: Sequence[Any] = ()
    mulai: int = 0
    pager: Pager | None = None
    halangan: str | None = None
    tautan: Sequence[Tautan] = ()


def jalan_keluar(jenis: JenisMph, objek: Any, tahun: int) -> list[Tautan]:
    """Where to go when there is no matrix, as far as the actor may."""
    pelaku = aktor()
    hasil = []
    unor_id = objek.id if jenis is JenisMph.UNIT else objek.unor_id
    if jenis is JenisMph.TIM and pelaku.boleh("tim_kerja:lihat"):
        hasil.append(Tautan("Buka tim kerja", f"/admin/tim-kerja/details/?id={objek.id}", "users-group"))
    if pelaku.boleh("unor:lihat"):
        hasil.append(Tautan("Buka unor", f"/admin/unor/details/?id={unor_id}", "sitemap"))
    return hasil


class CetakMph:
    """Mixin of MatriksPeranHasilView: ``<id>/``, ``tim/<id>/`` and the ``cetak_mph/`` below them."""

    @expose("/<int:id>/")
    @izin("matriks_peran_hasil:lihat")
    def unit_view(self, id: int) -> Any:
        return self.tampilkan(JenisMph.UNIT, id)

    @expose("/tim/<int:id>/")
    @izin("matriks_peran_hasil:lihat")
    def tim_view(self, id: int) -> Any:
        return self.tampilkan(JenisMph.TIM, id)

    @expose("/tim/<int:id>/cetak_mph/", methods=("GET", "POST"))
    @izin("matriks_peran_hasil:cetak_mph")
    def cetak_tim_view(self, id: int) -> Any:
        return self.tanya_cetak(JenisMph.TIM, id)

    def _alamat(self: Any, jenis: JenisMph, id: int) -> str:
        return f"{self.sisi(jenis).alamat_jenis}{id}/"

    def tampilkan(self: Any, jenis: JenisMph, id: int) -> Any:
        objek = self.sisi(jenis).ambil_atau_404(id)
        tahun = objek.tahun if jenis is JenisMph.TIM else self.tahun_diminta()
        href = self._alamat(jenis, objek.id)
        pilihan = [] if jenis is JenisMph.TIM else [Pilihan(str(t), str(t), t == tahun) for t in layanan_mph.tahun_pilihan(aktor())]
        try:
            matriks = cetak_mph.susun(konteks(), jenis, objek.id, tahun)
        except Salah as galat:
            isi = HalamanMatriks(
                self._kepala(jenis, objek, tahun, str(galat)), href, pilihan, halangan=str(galat), tautan=jalan_keluar(jenis, objek, tahun)
            )
            return self.render("admin/matriks_peran_hasil/lihat.html", halaman=isi)
        n = _nomor_halaman(len(matriks.baris))
        mulai = (n - 1) * PER_HALAMAN
        isi = HalamanMatriks(
            self._kepala(jenis, objek, tahun, None), href, pilihan, matriks, matriks.baris[mulai : mulai + PER_HALAMAN], mulai,
            _pager(href, {"tahun": tahun}, n, len(matriks.baris)),
        )  # fmt: skip
        return self.render("admin/matriks_peran_hasil/lihat.html", halaman=isi)

    def _kepala(self: Any, jenis: JenisMph, objek: Any, tahun: int, halangan: str | None) -> KepalaHalaman:
        aksi = []
        if jenis is JenisMph.UNIT:
            aksi.append(Tautan("Struktur Unit Kerja", f"{self.alamat}struktur/{objek.id}/", "list-tree"))
        if aktor().boleh("matriks_peran_hasil:cetak_mph"):
            cetak = tautan(f"{self._alamat(jenis, objek.id)}cetak_mph/", {"tahun": tahun})
            aksi.append(Tautan("Cetak MPH", cetak, "printer", utama=True, alasan_nonaktif=halangan))
        return KepalaHalaman(objek.nama, f"Matriks Peran Hasil {jenis.label} tahun {tahun}.", self.remah(objek.nama), aksi)

    def tanya_cetak(self: Any, jenis: JenisMph, id: int) -> Any:
        """GET: which file. POST: ask for it as a Tugas."""
        objek = self.sisi(jenis).ambil_atau_404(id)
        tahun = objek.tahun if jenis is JenisMph.TIM else self.tahun_diminta()
        form = CetakMphForm(request.form if request.method == "POST" else None, konteks=konteks())
        ditolak, status = self.keadaan(objek).halangan, 200
        if request.method == "POST" and form.validate():
            try:
                cetak_mph.minta(aktor(), jenis, objek.id, tahun, form.format.data)
            except GalatLayanan as galat:
                ditolak, status = str(galat), 409
            else:
                flash("Cetak MPH dijalankan sebagai Tugas. Berkasnya muncul di halaman ini begitu selesai.", "info")
                return redirect("/admin/tugas/")
        elif request.method == "POST":
            status = 422
        halaman = HalamanKonfirmasi(
            kepala=KepalaHalaman("Cetak MPH", f"Tahun {tahun}", self.remah(objek.nama)),
            pertanyaan=f"Cetak Matriks Peran Hasil {objek.nama}?",
            tombol="Cetak MPH",
            href_batal=tautan(self._alamat(jenis, objek.id), {"tahun": tahun}),
            href_kirim=f"{self._alamat(jenis, objek.id)}cetak_mph/",
            akibat=() if ditolak else ("Dijalankan sebagai Tugas; berkasnya ada di Tugas dan unduhan.",),
            tersembunyi=(("tahun", str(tahun)),),
            isian=(form.format,),
            ditolak=ditolak,
            tautan=jalan_keluar(jenis, objek, tahun) if ditolak else (),
        )
        return konfirmasi(halaman, status)


def _nomor_halaman(n: int) -> int:
    teks = request.args.get("halaman", "1")
    diminta = int(teks) if teks.isascii() and teks.isdigit() and len(teks) < 7 else 1
    return max(1, min(diminta, -(-n // PER_HALAMAN)))


def _pager(href: str, args: dict[str, Any], n: int, total: int) -> Pager | None:
    akhir = -(-total // PER_HALAMAN)
    if akhir <= 1:
        return None
    ke = {k: tautan(href, args, halaman=k if k > 1 else None) for k in range(1, akhir + 1)}
    tampak = sorted({1, akhir, *range(max(1, n - 2), min(akhir, n + 2) + 1)})
    halaman = []
    for i, k in enumerate(tampak):
        if i and k > tampak[i - 1] + 1:
            halaman.append(HalamanPager("…", None))
        halaman.append(HalamanPager(ribuan(k), ke[k], k == n))
    dari = (n - 1) * PER_HALAMAN
    keterangan = f"{ribuan(dari + 1)}–{ribuan(min(dari + PER_HALAMAN, total))} dari {ribuan(total)} pegawai"
    return Pager(keterangan, ke.get(n - 1), ke.get(n + 1), halaman)
