"""Flask-Login's side: from the cookie's opaque key to a living session."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from flask import flash, g, redirect, request
from sqlalchemy.orm import Session

from admin_views.konteks import PenggunaMasuk, alamat_klien, request_id, settings
from extensions import db, login
from services import sesi
from tenancy import pasang_lingkup


@login.user_loader
def muat_pengguna(kunci: str) -> PenggunaMasuk | None:
    """The logged-in user of the request, or None. Fixes the scope of the request's session to his instansi."""
    s = settings()
    hidup = sesi.baca(
        db.session(),
        kunci,
        diam_menit=s.sesi_diam_menit,
        umur_jam=s.sesi_umur_jam,
        jam=s.jam,
        alamat=alamat_klien(),
        request_id=request_id(),
    )
    if hidup is None:
        return None
    session: Session = db.session()
    pasang_lingkup(session, sesi.lingkup_dari(hidup.aktor))
    g.sesi_hidup = hidup
    return PenggunaMasuk(hidup, kunci)


@login.unauthorized_handler
def belum_masuk() -> Any:
    """To the login page and back, if the page asked for can be fetched again."""
    if request.method == "GET" and not request.headers.get("HX-Request"):
        flash("Silakan masuk untuk melanjutkan.", "info")
        tujuan = request.full_path.rstrip("?")
        return redirect(f"/masuk?tujuan={quote(tujuan, safe='/')}")
    flash("Sesi Anda sudah berakhir. Masuk kembali, lalu ulangi tindakan tadi.", "warning")
    return redirect("/masuk")
