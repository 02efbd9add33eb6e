"""The server of the sandbox: threads, and no lines of its own in the log."""

from __future__ import annotations

from typing import Any

from flask import Flask
from werkzeug.serving import BaseWSGIServer, WSGIRequestHandler, make_server


class Diam(WSGIRequestHandler):
    def log(self, type: str, message: str, *args: Any) -> None:
        """Addresses hold NIP and NIK, also invented ones: nothing is written."""

    def connection_dropped(self, error: BaseException, environ: Any = None) -> None:
        """A client that gave up, or a fault that was asked for: close, and keep no one waiting."""
        self.close_connection = True


def buat_server(app: Flask, port: int) -> BaseWSGIServer:
    """A server on this machine's own address only; port 0 takes a free one."""
    return make_server("127.0.0.1", port, app, threaded=True, request_handler=Diam)
