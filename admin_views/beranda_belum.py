"""Who is not rated yet in a period, in the whole instansi or the supervisor's subtree: where Beranda's distribution leads."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from flask import abort, request
from flask_admin import AdminIndexView, expose

from admin_views.halaman import KepalaHalaman, Pager, Tautan
from admin_views.konteks import konteks, tautan
from admin_views.pagar import izin
from admin_views.tampil import ribuan
from domain.periode import TAHUN_TERAKHIR, TAHUN_TERAWAL, nama_bertahun
from domain.tanggal import panjang
from services import beranda_skp
from services.capaian_statistik import BelumDinilai

if TYPE_CHECKING:
    _Dasar = AdminIndexView
else:
    _Dasar = object

ALAMAT_BELUM = "/admin/belum-dinilai/"
PER_HALAMAN = 100


@dataclass(frozen=True, slots=True)
class HalamanBelumDinilai:
    kepala: KepalaHalaman
    daftar: Sequence[BelumDinilai]
    mulai: int
    pager: Pager


class BelumDinilaiBeranda(_Dasar):
    """Mixin of BerandaView."""

    @expose("/belum-dinilai/")
    @izin("skp:lihat")
    def belum_dinilai(self) -> Any:
        tahun, periode, halaman = (_angka(nama) for nama in ("tahun", "periode", "halaman"))
        isi = None
        if tahun is not None and TAHUN_TERAWAL <= tahun <= TAHUN_TERAKHIR and periode is not None:
            isi = beranda_skp.belum_dinilai(konteks(), tahun, periode, batas=PER_HALAMAN, halaman=halaman or 1)
        if isi is None or tahun is None:
            abort(404)
        mulai, akhir = (isi.nomor - 1) * PER_HALAMAN + 1, -(-isi.belum // PER_HALAMAN)

        def ke(n: int) -> str | None:
            return tautan(ALAMAT_BELUM, {"tahun": tahun, "periode": periode, "halaman": n}) if 1 <= n <= akhir else None

        judul, p = "Pegawai yang belum dinilai", isi.periode
        sub = (
            f"{nama_bertahun(p.rencana.nama, tahun)}: {ribuan(isi.belum)} dari {ribuan(isi.pegawai)} pegawai belum dinilai. "
            f"Batas Pengisian {panjang(p.batas)}."
        )
        halaman_belum = HalamanBelumDinilai(
            kepala=KepalaHalaman(judul, sub, [Tautan("Beranda", "/admin/"), Tautan(judul, None)]),
            daftar=isi.daftar,
            mulai=mulai,
            pager=Pager(
                f"{ribuan(mulai)}–{ribuan(mulai + len(isi.daftar) - 1)} dari {ribuan(isi.belum)} pegawai",
                ke(isi.nomor - 1),
                ke(isi.nomor + 1),
            ),
        )
        return self.render("admin/beranda_belum.html", halaman=halaman_belum)


def _angka(nama: str) -> int | None:
    teks = request.args.get(nama, "")
    return int(teks) if teks.isascii() and teks.isdigit() and len(teks) <= 18 else None
