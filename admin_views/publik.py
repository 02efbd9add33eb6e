"""Pages without login: landing page, login, one-time link, health; and logging out."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, flash, jsonify, make_response, redirect, render_template, request, session, url_for
from flask_login import current_user, login_user, logout_user
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from admin_views.konteks import PenggunaMasuk, alamat_klien, lokal, settings
from admin_views.masuk import muat_pengguna
from admin_views.navigasi import rumah
from admin_views.pagar import UMUM, izin
from extensions import antrean, db
from forms.masuk import AturSandiForm, MasukForm
from services import berkas, sandi, sesi
from services.galat import Salah, TidakDitemukan
from services.percobaan import TerlaluSering

publik = Blueprint("publik", __name__)


@publik.get("/")
@izin(UMUM)
def beranda() -> Any:
    return render_template("publik/beranda.html")


@publik.route("/masuk", methods=["GET", "POST"])
@izin(UMUM)
def masuk() -> Any:
    if request.method == "GET" and current_user.is_authenticated:
        return redirect(rumah(current_user.aktor))
    form = MasukForm(request.form if request.method == "POST" else None)
    status = 200
    if request.method == "POST" and form.validate():
        try:
            kunci = sesi.masuk(
                form.nip.data, form.kata_sandi.data, alamat=alamat_klien(), agen=request.user_agent.string, jam=settings().jam
            )
        except TerlaluSering as galat:
            form.form_errors.append(str(galat))
            status = 429
        except Salah as galat:
            form.pasang_galat(galat.kolom)
            status = 422
        else:
            return _mulai_sesi(kunci)
    elif request.method == "POST":
        status = 422
    jawaban = make_response(render_template("publik/masuk.html", form=form, rangka=None), status)
    jawaban.headers["Cache-Control"] = "no-store"
    return jawaban


def _mulai_sesi(kunci: str) -> Any:
    session.clear()  # nothing of the anonymous session, its CSRF token included, survives the login
    pengguna = muat_pengguna(kunci)
    if not isinstance(pengguna, PenggunaMasuk):
        flash("Sesi tidak dapat dibuat. Coba masuk sekali lagi.", "error")
        return redirect("/masuk")
    login_user(pengguna)
    return redirect(lokal(request.args.get("tujuan"), rumah(pengguna.aktor)))


@publik.post("/keluar")
@izin("sesi:keluar")
def keluar() -> Any:
    if current_user.is_authenticated:
        sesi.keluar(current_user.aktor, current_user.hidup.id)
    logout_user()
    session.clear()
    flash("Anda sudah keluar.", "success")
    return redirect(url_for("publik.masuk"))


@publik.get("/lupa-sandi")
@izin(UMUM)
def lupa_sandi() -> Any:
    tujuan = settings().lupa_sandi_url
    return redirect(tujuan) if tujuan else render_template("publik/lupa_sandi.html", rangka=None)


@publik.route("/atur-sandi/<token>", methods=["GET", "POST"])
@izin(UMUM)
def atur_sandi(token: str) -> Any:
    form = AturSandiForm(request.form if request.method == "POST" else None)
    status = 200
    if request.method == "POST":
        status = 422
        if form.validate():
            try:
                sandi.pakai_tautan(token, form.kata_sandi_baru.data, alamat=alamat_klien(), jam=settings().jam)
            except TerlaluSering as galat:
                form.form_errors.append(str(galat))
                status = 429
            except (Salah, TidakDitemukan) as galat:
                form.pasang_galat(galat.kolom if isinstance(galat, Salah) else {"": str(galat)})
            else:
                flash("Kata sandi tersimpan. Masuklah dengan kata sandi yang baru.", "success")
                return redirect(url_for("publik.masuk"))
    jawaban = make_response(render_template("publik/atur_sandi.html", form=form, rangka=None), status)
    jawaban.headers |= {"Cache-Control": "no-store", "Referrer-Policy": "no-referrer"}
    return jawaban


@publik.get("/healthz")
@izin(UMUM)
def healthz() -> Any:
    """The process answers."""
    return Response("ok\n", mimetype="text/plain")


@publik.get("/readyz")
@izin(UMUM)
def readyz() -> Any:
    """The process can work: database and file folder. Redis away is no reason to turn users away."""
    keadaan = {"basis_data": True, "berkas": _folder_siap(), "antrean": antrean.hidup()}
    try:
        with db.engine.connect() as koneksi:
            koneksi.execute(text("SELECT 1"))
    except SQLAlchemyError:
        keadaan["basis_data"] = False
    siap = keadaan["basis_data"] and keadaan["berkas"]
    return jsonify(siap=siap, **keadaan), 200 if siap else 503


def _folder_siap() -> bool:
    try:
        berkas.periksa_folder(settings().berkas_dir)
    except berkas.FolderBerkasSalah:
        return False
    return True
