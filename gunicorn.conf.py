"""Gunicorn's settings, the same for ``make run`` and for production; every variable is listed in docs/operasi.md."""

import os
from typing import Any

from gunicorn.glogging import Logger

_alamat = os.environ.get("BIND") or "127.0.0.1"
bind = _alamat if ":" in _alamat else f"{_alamat}:{os.environ.get('PORT') or '8000'}"
workers = int(os.environ.get("WEB_WORKERS") or 2)
threads = int(os.environ.get("WEB_THREADS") or 4)
worker_class = "gthread"
timeout = 60
graceful_timeout = 15
keepalive = 5
# A slow leak somewhere never grows for weeks; the jitter keeps the workers from leaving together.
max_requests = 20_000
max_requests_jitter = 2_000
errorlog = "-"
accesslog = "-"
loglevel = os.environ.get("WEB_LOGLEVEL") or "info"
# Without the query string: searches hold names and NIP.
access_log_format = '%(t)s %(h)s "%(m)s %(U)s" %(s)s %(b)s %(M)sms'
# Who may set X-Forwarded-* is decided in one place, by PROXY_HOPS in the application.
forwarded_allow_ips = ""
secure_scheme_headers = {}
# The default would write a control socket into the home folder.
control_socket_disable = True


class Catatan(Logger):
    """The access log names no one-time link: its token is as good as a password."""

    def atoms(self, resp: Any, req: Any, environ: Any, request_time: Any) -> Any:
        isi = super().atoms(resp, req, environ, request_time)
        if str(isi.get("U", "")).startswith("/atur-sandi/"):
            isi["U"] = "/atur-sandi/-"
        return isi


logger_class = Catatan


def on_starting(server: Any) -> None:
    """Refuse to start on a machine whose shared folder is not mounted, or with an unsafe environment."""
    from config import KonfigurasiSalah, Settings
    from services import berkas

    try:
        berkas.periksa_folder(Settings.from_env().berkas_dir)
    except (KonfigurasiSalah, berkas.FolderBerkasSalah) as galat:
        raise SystemExit(f"Galat konfigurasi: {galat}") from None
