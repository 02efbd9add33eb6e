"""Pages that are no lists: profil, bantuan, look-ups, quick search."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import Response, abort, flash, jsonify, redirect, request
from flask_admin import BaseView, expose
from flask_login import current_user
from sqlalchemy import select

from admin_views.bantuan import BAGIAN
from admin_views.halaman import Fakta
from admin_views.konteks import aktor, konteks
from admin_views.pagar import Berpagar, izin
from admin_views.tampil import nip, polos, teks
from extensions import db
from forms.masuk import GantiSandiForm
from models import Pengguna, Sesi
from services import pencarian, sandi
from services import pengguna as layanan_pengguna
from services.galat import Salah


@dataclass(frozen=True, slots=True)
class SesiTampil:
    perangkat: str
    sejak: str
    terakhir: str
    ini: bool
    href_akhiri: str | None


class ProfilView(Berpagar, BaseView):
    sumber = "profil"

    def __init__(self) -> None:
        super().__init__(name="Profil dan kata sandi", endpoint="profil", url="/admin/profil")

    @expose("/", methods=("GET", "POST"))
    @izin("profil:lihat")
    def index(self) -> Any:
        form = GantiSandiForm(request.form if request.method == "POST" else None)
        status = 200
        if request.method == "POST":
            status = 422
            if form.validate():
                try:
                    sandi.ganti(aktor(), form.kata_sandi_lama.data, form.kata_sandi_baru.data, kecuali_sesi=current_user.hidup.id)
                except Salah as galat:
                    form.pasang_galat(galat.kolom)
                else:
                    flash("Kata sandi diganti. Perangkat lain sudah dikeluarkan.", "success")
                    return redirect("/admin/profil/")
        return Response(self.render("admin/profil.html", form=form, fakta=self._fakta(), sesi=self._sesi()), status)

    def _fakta(self) -> list[Fakta]:
        pelaku = aktor()
        pengguna = db.session.get_one(Pengguna, pelaku.pengguna_id)
        return [
            Fakta("Nama", teks(pelaku.nama)),
            Fakta("NIP", nip(pelaku.nip)),
            Fakta("Instansi", teks(current_user.hidup.instansi_nama)),
            Fakta("Peran", teks(pelaku.label_peran)),
            Fakta("Kata sandi diganti", teks(pengguna.sandi_diubah, pelaku.zona)),
        ]

    def _sesi(self) -> list[SesiTampil]:
        stmt = select(Sesi).where(Sesi.pengguna_id == aktor().pengguna_id).order_by(Sesi.terakhir.desc()).limit(20)
        zona = aktor().zona
        return [
            SesiTampil(
                f"{_peramban(s.agen or '')} · {s.alamat or '-'}",
                polos(s.dibuat, zona),
                polos(s.terakhir, zona),
                s.id == current_user.hidup.id,
                None if s.id == current_user.hidup.id else f"/admin/profil/sesi/{s.id}/akhiri/",
            )
            for s in db.session.scalars(stmt)
        ]

    @expose("/sesi/<int:id>/akhiri/", methods=("POST",))
    @izin("profil:ubah")
    def akhiri(self, id: int) -> Any:
        layanan_pengguna.akhiri_sesi_sendiri(aktor(), id)
        flash("Sesi di perangkat tersebut diakhiri.", "success")
        return redirect("/admin/profil/")


def _peramban(agen: str) -> str:
    for tanda, nama in (("Edg/", "Edge"), ("Firefox/", "Firefox"), ("Chrome/", "Chrome"), ("Safari/", "Safari")):
        if tanda in agen:
            return nama
    return "Peramban lain"


class BantuanView(Berpagar, BaseView):
    sumber = "bantuan"

    def __init__(self) -> None:
        super().__init__(name="Bantuan", endpoint="bantuan", url="/admin/bantuan")

    @expose("/")
    @izin("bantuan:lihat")
    def index(self) -> Any:
        return self.render("admin/bantuan.html", bagian=BAGIAN)


class LookupView(Berpagar, BaseView):
    """Answers of look-up fields: JSON ``[[id, text], …]``, at most 20, inside the actor's fence."""

    sumber = "cari"

    def __init__(self) -> None:
        super().__init__(name="Look-up", endpoint="lookup", url="/admin/lookup")

    @expose("/")
    @izin("cari:lihat")
    def index(self) -> Any:
        abort(404)

    @expose("/<nama>/")
    @izin("cari:lihat")
    def cari(self, nama: str) -> Any:
        if nama not in pencarian.LOOKUP:
            abort(404)
        return jsonify(pencarian.cari(konteks(), nama, request.args.get("query", "")[:100]))


@dataclass(frozen=True, slots=True)
class Butir:
    teks: str
    sub: str
    href: str
    ikon: str


@dataclass(frozen=True, slots=True)
class KelompokTemuan:
    judul: str
    butir: list[Butir]


class CariCepatView(Berpagar, BaseView):
    sumber = "cari"

    def __init__(self) -> None:
        super().__init__(name="Cari cepat", endpoint="cari_cepat", url="/admin/cari-cepat")

    @expose("/")
    @izin("cari:lihat")
    def index(self) -> Any:
        kata = request.args.get("q", "").strip()[:100]
        pendek = bool(kata) and len("".join(kata.split())) < pencarian.MINIMAL
        temuan = pencarian.cari_cepat(konteks(), kata) if kata and not pendek else []
        hasil = [
            KelompokTemuan(judul, [Butir(t.teks, t.sub, f"/admin/{jenis}/details/?id={t.id}", ikon) for t in temuan if t.jenis == jenis])
            for jenis, judul, ikon in (("pegawai", "Pegawai", "user"), ("skp", "SKP", "file-text"), ("unor", "Unor", "sitemap"))
        ]
        templat = "admin/cari_cepat_hasil.html" if request.headers.get("HX-Request") else "admin/cari_cepat.html"
        return self.render(templat, kata=kata, hasil=hasil, pesan=pencarian.PESAN_PENDEK if pendek else None)
