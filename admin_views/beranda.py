"""Beranda: what needs doing, with links."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask_admin import AdminIndexView, expose

from admin_views.halaman import KepalaHalaman, Tautan
from admin_views.konteks import aktor, konteks
from admin_views.pagar import Berpagar, izin
from admin_views.tampil import polos, ribuan
from services import beranda


@dataclass(frozen=True, slots=True)
class Perlu:
    ikon: str
    nada: str
    judul: str
    pesan: str
    tautan: Tautan


@dataclass(frozen=True, slots=True)
class Isi:
    kepala: KepalaHalaman


class BerandaView(Berpagar, AdminIndexView):
    sumber = "beranda"

    def __init__(self) -> None:
        super().__init__(name="Beranda", endpoint="admin", url="/admin")
        self.static_folder = None  # Flask-Admin's own Bootstrap 4 files are not served

    @expose("/")
    @izin("beranda:lihat")
    def index(self) -> Any:
        pelaku = aktor()
        r = beranda.ringkasan(konteks())
        tahun = pelaku.hari_ini().year
        return self.render(
            "admin/beranda.html",
            halaman=Isi(KepalaHalaman("Beranda", f"Data per {polos(pelaku.sekarang(), pelaku.zona)}.")),
            perlu_dikerjakan=[Perlu(p.ikon, p.nada, p.judul, p.pesan, Tautan(p.tombol, p.href)) for p in beranda.pekerjaan(konteks())],
            angka=[
                ("Pegawai aktif", ribuan(r.pegawai), None, ""),
                ("Unor", ribuan(r.unor), None, ""),
                ("PLT/PLH berlaku", ribuan(r.plt_plh), None, "hari ini"),
                (f"Periode {tahun}", ribuan(r.periode), None, "termasuk yang berlaku setiap tahun"),
            ],
        )
