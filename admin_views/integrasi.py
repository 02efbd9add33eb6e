"""Kesehatan integrasi: how SIASN has answered of late, tests of the connection, and the SSO token of the instansi."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import Response, flash, redirect, request
from flask_admin import BaseView, expose

from admin_views.halaman import Fakta, Lencana
from admin_views.konteks import aktor, settings
from admin_views.pagar import Berpagar, izin
from admin_views.tampil import lencana_enum, teks
from domain.izin import Aktor
from domain.tanggal import ribuan
from extensions import db
from forms.integrasi import TokenSsoForm
from models import Instansi
from services import kesehatan, siasn
from services.galat import Salah
from services.kesehatan import KeadaanLayanan

ALAMAT = "/admin/integrasi/"


@dataclass(frozen=True, slots=True)
class KartuLayanan:
    """A service on the page. ``galat`` has pesan, sebab, obat, siapa: its last failure when nothing succeeded since."""

    kode: str
    judul: str
    lencana: Lencana
    fakta: list[Fakta]
    galat: Any
    href_uji: str | None
    alasan: str | None
    """Why it can't be tested now."""


class IntegrasiView(Berpagar, BaseView):
    sumber = "integrasi"

    def __init__(self) -> None:
        super().__init__(name="Kesehatan integrasi", endpoint="integrasi", url="/admin/integrasi")

    @expose("/")
    @izin("integrasi:lihat")
    def index(self) -> Any:
        return self._halaman(TokenSsoForm())

    def _halaman(self, form: TokenSsoForm, status: int = 200) -> Response:
        pelaku = aktor()
        instansi = db.session.get_one(Instansi, pelaku.instansi_id)
        isi = self.render(
            "admin/integrasi/index.html",
            kartu=[_kartu(k, pelaku) for k in kesehatan.keadaan(db.session(), pelaku)],
            form=form,
            boleh_tempel=pelaku.boleh("integrasi:tempel_token") and settings().siasn.ada,
            diatur=settings().siasn.ada,
            akun_layanan=kesehatan.akun_layanan(settings().siasn),
            tanpa_id=instansi.siasn_id is None,
            arti=kesehatan.arti_kegagalan(),
        )
        return Response(isi, status)

    @expose("/<nama>/uji/", methods=("POST",))
    @izin("integrasi:uji")
    def uji(self, nama: str) -> Any:
        layanan = kesehatan.layanan(nama)
        hasil = kesehatan.uji(aktor(), layanan)
        if hasil.galat is None:
            flash(f"{layanan.label}: {hasil.kalimat}", "success")
        else:
            flash(f"{layanan.label}: {hasil.kalimat} {hasil.galat.obat}", "error")
        return redirect(ALAMAT)

    @expose("/token/", methods=("POST",))
    @izin("integrasi:tempel_token")
    def tempel_token(self) -> Any:
        form = TokenSsoForm(request.form)
        if form.validate():
            try:
                siasn.tempel_token_sso(aktor(), form.token.data)
            except Salah as galat:
                form.pasang_galat(galat.kolom)
            else:
                flash("Token SSO tersimpan. Tekan Uji koneksi untuk memastikan SIASN menerimanya.", "success")
                return redirect(f"{ALAMAT}#sso")
        form.token.data = ""  # a token is never shown again, not even one that was refused
        return self._halaman(form, 422)


def _kartu(k: KeadaanLayanan, pelaku: Aktor) -> KartuLayanan:
    kode = k.layanan.value.removeprefix("siasn:")
    alasan = None
    if not k.diatur:
        alasan = "Sambungan ke SIASN belum diatur di server."
    elif not pelaku.boleh("integrasi:uji"):
        alasan = "Peran Anda tidak dapat menguji koneksi."
    href = None if alasan else f"{ALAMAT}{kode}/uji/"
    return KartuLayanan(kode, k.layanan.label, _lencana(k), _fakta(k, pelaku), k.galat, href, alasan)


def _lencana(k: KeadaanLayanan) -> Lencana:
    if not k.diatur:
        return Lencana("Belum diatur", "neutral", "circle-dashed")
    if k.pemutus is not kesehatan.Pemutus.TERTUTUP:
        return lencana_enum(k.pemutus)
    if k.galat is not None:
        return Lencana("Gagal terakhir kali", "warning", "alert-triangle")
    if k.terakhir_berhasil is None:
        return Lencana("Belum pernah dipakai", "neutral", "circle-dashed")
    return lencana_enum(k.pemutus)


def _fakta(k: KeadaanLayanan, pelaku: Aktor) -> list[Fakta]:
    zona, kini = pelaku.zona, pelaku.sekarang()
    hasil = [Fakta("Terakhir berhasil", teks(k.terakhir_berhasil, zona)), Fakta("Terakhir gagal", teks(k.terakhir_gagal, zona))]
    if k.gagal_beruntun and (k.galat is None or k.galat.menghitung):  # a failure of another kind came since: the count is not of it
        hasil.append(Fakta("Gagal beruntun", teks(f"{ribuan(k.gagal_beruntun)} kali")))
    if k.terbuka_sampai is not None and k.terbuka_sampai > kini:
        hasil.append(Fakta("Dicoba lagi", teks(k.terbuka_sampai, zona)))
    if k.bertoken:
        hasil.append(Fakta("Token", teks(_token(k))))
        hasil.append(Fakta("Berlaku sampai", teks(k.token_sampai, zona)))
        if k.token_sampai is not None:
            hasil.append(Fakta("Sisa waktu", teks(sisa_waktu(k.token_sampai, kini))))
    return hasil


def _token(k: KeadaanLayanan) -> str:
    if not k.token_ada:
        return "Belum ada"
    return "Ditempel oleh admin" if k.token_ditempel else "Diambil oleh aplikasi"


def sisa_waktu(sampai: datetime, kini: datetime) -> str:
    """``11 jam 40 menit``; ``Sudah lewat`` when it is over."""
    menit = int((sampai - kini).total_seconds() // 60)
    if menit < 0:
        return "Sudah lewat"
    jam, menit = divmod(menit, 60)
    return f"{ribuan(jam)} jam {menit} menit" if jam else f"{menit} menit"
