"""The application factory: wiring only."""

from __future__ import annotations

import hashlib
import logging
import re
import secrets
from functools import lru_cache
from pathlib import Path
from typing import Any

from flask import Flask, abort, g, request
from flask_admin import Admin
from flask_admin.theme import Theme
from werkzeug.middleware.proxy_fix import ProxyFix
from whitenoise import WhiteNoise

import cli
import tenancy
from admin_views import galat
from admin_views.csp import CSP
from admin_views.konteks import request_id
from admin_views.pagar import UMUM
from admin_views.publik import publik
from admin_views.rangka import rangka
from admin_views.rangkai import bilah_samping, sel_aksi
from admin_views.semua import BERANDA, VIEWS
from config import KonfigurasiSalah, Settings
from domain.izin import dikenal
from extensions import antrean, babel, csrf, db, login, migrate, setelan
from services import berkas, sesi

AKAR = Path(__file__).resolve().parent
STATIS = AKAR / "static"


def create_app(settings: Settings | None = None) -> Flask:
    """Build the application. An environment that does not make a safe program ends it with one line."""
    settings = settings or _dari_lingkungan()
    _pasang_catatan(settings)
    app = Flask(__name__, static_folder="static", instance_path=str(settings.instance_dir))
    app.config.update(settings.flask())
    _pasang_tepi(app, settings)  # first: even a request that CSRF protection turns away has its id
    _pasang_ekstensi(app, settings)
    _pasang_panel(app)
    galat.pasang(app)
    cli.pasang(app)
    _periksa_rute(app)
    return app


def _dari_lingkungan() -> Settings:
    try:
        return Settings.from_env()
    except KonfigurasiSalah as galat:
        raise SystemExit(f"Galat konfigurasi: {galat}") from None


def _pasang_catatan(settings: Settings) -> None:
    """Our own log lines go to standard error once, whichever server runs us."""
    catatan = logging.getLogger("ekinerja")
    if settings.testing or catatan.handlers:
        return
    penangan = logging.StreamHandler()
    penangan.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s %(message)s"))
    catatan.addHandler(penangan)
    catatan.setLevel(logging.INFO)
    catatan.propagate = False


def _pasang_ekstensi(app: Flask, settings: Settings) -> None:
    db.init_app(app)
    with app.app_context():
        tenancy.pasang_mesin(db.engine)
    migrate.init_app(app, db, directory=str(AKAR / "migrations"))
    csrf.init_app(app)
    babel.init_app(app, default_locale="id", default_translation_directories=str(AKAR / "translations"))
    login.init_app(app, add_context_processor=False)  # templates get ``rangka``, also where no user can be read
    login.session_protection = None  # the session lives on the server; see services/sesi.py
    siapkan_proses(settings)


def siapkan_proses(settings: Settings) -> None:
    """What these settings ask for outside the application: the way to Redis and, in a demo, the folder for files."""
    antrean.init_app(settings)
    if settings.demo:
        berkas.siapkan_folder(settings.berkas_dir)


def _pasang_panel(app: Flask) -> None:
    app.register_blueprint(publik)
    tema = Theme(folder="bootstrap4", base_template="admin/base.html")
    panel = Admin(app, name="e-Kinerja Admin Instansi", theme=tema, index_view=BERANDA())
    for view in VIEWS:
        panel.add_view(view())
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = False
    app.jinja_env.globals |= {"asset": _asset, "sel_aksi": sel_aksi, "bilah_samping": bilah_samping}
    app.context_processor(lambda: {"rangka": None if g.get("tanpa_rangka") else rangka()})


@lru_cache(maxsize=256)
def _asset(nama: str) -> str:
    """Address of a static file with a part of its hash: it may be cached for ever and changes when the file does."""
    ringkas = hashlib.sha256((STATIS / nama).read_bytes()).hexdigest()[:10]
    return f"/static/{nama}?v={ringkas}"


def _pasang_tepi(app: Flask, settings: Settings) -> None:
    aset = settings.instance_dir / "aset"
    statis = aset if (aset / ".lengkap").is_file() else STATIS
    app.wsgi_app = WhiteNoise(app.wsgi_app, root=str(statis), prefix="static/", max_age=31_536_000, add_headers_function=_kepala_statis)  # type: ignore[method-assign]
    if settings.proxy_hops:
        n = settings.proxy_hops
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=n, x_proto=n, x_host=n)  # type: ignore[method-assign]

    @app.before_request
    def _awal() -> None:
        g.request_id = _id_permintaan(request.headers.get("X-Request-ID"))
        # PostgreSQL keeps no NUL in a text, and no form or link of ours sends one.
        if any("\0" in nilai for isi in (request.args, request.form) for _, nilai in isi.items(multi=True)):
            abort(400)

    @app.after_request
    def _kepala(jawaban: Any) -> Any:
        jawaban.headers.setdefault("Content-Security-Policy", CSP)
        jawaban.headers.setdefault("X-Content-Type-Options", "nosniff")
        jawaban.headers.setdefault("X-Frame-Options", "DENY")
        jawaban.headers.setdefault("Referrer-Policy", "same-origin")
        jawaban.headers.setdefault("Cross-Origin-Opener-Policy", "same-origin")
        jawaban.headers.setdefault("Permissions-Policy", "camera=(), microphone=(), geolocation=()")
        jawaban.headers["X-Request-ID"] = request_id()
        if settings.cookie_secure:
            jawaban.headers.setdefault("Strict-Transport-Security", "max-age=31536000")
        if request.endpoint != "static":
            # Whatever is not a file may carry a name, a CSRF token or a new cookie, the landing page and errors too.
            jawaban.headers["Cache-Control"] = "no-store"
        return jawaban

    @app.teardown_request
    def _akhir(_galat: BaseException | None) -> None:
        if hidup := g.pop("sesi_hidup", None):
            db.session.remove()
            sesi.catat_terakhir(hidup, setelan().jam)


def _kepala_statis(kepala: Any, _jalur: str, _alamat: str) -> None:
    kepala["X-Content-Type-Options"] = "nosniff"


def _id_permintaan(diberikan: str | None) -> str:
    """A request id from the proxy when it is plain, else a new one."""
    return diberikan if diberikan and re.fullmatch(r"[0-9A-Za-z-]{8,32}", diberikan) else secrets.token_hex(8)


def _periksa_rute(app: Flask) -> None:
    """Every route names its permission, or the program does not start."""
    for aturan in app.url_map.iter_rules():
        izin = izin_rute(app, aturan.endpoint)
        if izin is None:
            raise LookupError(f"rute {aturan.rule} tidak menyebut izin")


def izin_rute(app: Flask, endpoint: str) -> str | None:
    """The permission of an endpoint: 'umum', one of the policy table, or one that nobody holds; None when it names none."""
    if endpoint == "static":
        return UMUM
    nama = endpoint.partition(".")[0]
    for view in app.extensions["admin"][0]._views:
        if view.endpoint == nama:
            return view.izin_metode(endpoint.partition(".")[2])
    fungsi = app.view_functions[endpoint]
    tanda = getattr(fungsi, "izin", None)
    return tanda if tanda == UMUM or (tanda and dikenal(tanda)) else None


__all__ = ["create_app", "izin_rute", "siapkan_proses"]
