"""Errors as pages in Indonesian with a code: what happened, who can repair it, where to go."""

from __future__ import annotations

import logging
from typing import Any

from flask import Flask, Response, g, render_template, request
from flask_login import current_user
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import OperationalError
from werkzeug.exceptions import HTTPException

from admin_views.halaman import Tautan
from admin_views.konteks import lokal, request_id
from admin_views.navigasi import rumah
from domain.izin import Ditolak
from domain.status import TransisiDitolak
from services.galat import DataBasi, GalatLayanan, Salah, TidakDitemukan
from services.percobaan import TerlaluSering

log = logging.getLogger("ekinerja.galat")

JUDUL: dict[int, tuple[str, str]] = {
    400: ("Permintaan tidak dapat dibaca", "Muat ulang halaman sebelumnya, lalu kirim sekali lagi."),
    403: (
        "Anda tidak mempunyai izin",
        "Peran Anda tidak mengizinkan halaman atau tindakan ini. Mintalah peran yang sesuai kepada admin instansi Anda.",
    ),
    404: (
        "Halaman atau data tidak ditemukan",
        "Mungkin sudah dihapus, dipindahkan, atau bukan milik instansi Anda. Periksa alamatnya atau kembali ke daftar.",
    ),
    405: ("Cara membuka halaman ini keliru", "Bukalah lewat tombol atau tautan di aplikasi."),
    409: ("Data sudah berubah", "Muat ulang halaman, periksa isinya, lalu ulangi tindakan Anda."),
    413: ("Berkas atau isian terlalu besar", "Perkecil berkasnya, lalu kirim sekali lagi."),
    429: ("Terlalu banyak percobaan", "Tunggu sebentar, lalu coba lagi."),
    500: (
        "Terjadi kesalahan pada aplikasi",
        "Tidak ada data Anda yang hilang. Coba sekali lagi; bila berulang, sebutkan kode galat kepada helpdesk.",
    ),
    503: ("Basis data tidak menjawab", "Perubahan terakhir mungkin belum tersimpan. Coba lagi beberapa saat lagi."),
}


def halaman_galat(kode: int, *, judul: str | None = None, pesan: str | None = None) -> Response:
    """The page of a status; when the database doesn't answer meanwhile, that page instead."""
    try:
        return _susun(kode, judul, pesan)
    except OperationalError as galat:
        log.error("database %s %s: %s", request_id(), request.path, galat.orig)
        return _susun(503, None, None)


def _susun(kode: int, judul: str | None, pesan: str | None) -> Response:
    bawaan = JUDUL.get(kode, JUDUL[400] if kode < 500 else JUDUL[500])
    tujuan = [Tautan("Coba lagi", request.full_path.rstrip("?"))] if kode >= 500 and request.method == "GET" else []
    # A page about a defect must not stand on what may have failed: above 500 it asks the database for nothing.
    masuk = kode < 500 and current_user and current_user.is_authenticated
    g.tanpa_rangka = not masuk
    rumahnya = rumah(current_user.aktor) if masuk else "/"
    tujuan.append(Tautan("Ke halaman utama", lokal(rumahnya, "/"), utama=True))
    isi = render_template(
        "galat.html",
        kode=kode,
        judul=judul or bawaan[0],
        pesan=pesan or bawaan[1],
        id_galat=f"EK-{kode}-{request_id()[:8].upper()}" if kode >= 500 else None,
        tautan=tujuan,
    )
    return Response(isi, kode)


def pasang(app: Flask) -> None:
    """Register the handlers."""

    @app.errorhandler(HTTPException)
    def _http(galat: HTTPException) -> Any:
        if galat.code and 300 <= galat.code < 400:
            return galat
        return halaman_galat(galat.code or 500)

    @app.errorhandler(CSRFError)
    def _csrf(galat: CSRFError) -> Any:
        return halaman_galat(
            400,
            judul="Halaman ini sudah kedaluwarsa",
            pesan="Muat ulang halaman sebelumnya, lalu kirim sekali lagi. Tidak ada yang disimpan.",
        )

    @app.errorhandler(Ditolak)
    def _ditolak(galat: Ditolak) -> Any:
        return halaman_galat(403)

    @app.errorhandler(TidakDitemukan)
    def _tiada(galat: TidakDitemukan) -> Any:
        return halaman_galat(404)

    @app.errorhandler(TransisiDitolak)
    @app.errorhandler(DataBasi)
    def _basi(galat: Exception) -> Any:
        return halaman_galat(409, pesan=f"{galat} Muat ulang halaman, lalu ulangi bila masih perlu.")

    @app.errorhandler(TerlaluSering)
    def _sering(galat: TerlaluSering) -> Any:
        return halaman_galat(429, pesan=str(galat))

    @app.errorhandler(Salah)
    @app.errorhandler(GalatLayanan)
    def _salah(galat: Exception) -> Any:
        return halaman_galat(422, judul="Tindakan tidak dapat dijalankan", pesan=str(galat))

    @app.errorhandler(OperationalError)
    def _database(galat: OperationalError) -> Any:
        log.error("database %s %s: %s", request_id(), request.path, galat.orig)
        return halaman_galat(503)

    @app.errorhandler(Exception)
    def _lain(galat: Exception) -> Any:
        log.exception("galat %s %s %s", request_id(), request.method, request.path)
        return halaman_galat(500)
