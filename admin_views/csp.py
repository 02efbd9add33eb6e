"""The Content-Security-Policy of every response, and its one exception: a page of ours that shows a document of ours in a frame.

``app`` gives CSP and ``X-Frame-Options: DENY`` to whatever brings none of its own.
"""

from __future__ import annotations

from flask import Response

CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'; object-src 'none'"
)
_DOKUMEN = "default-src 'none'; object-src 'self'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors "
"""For a document that the browser draws itself. No ``sandbox``: Chromium's viewer of PDF refuses to start in one."""


def berbingkai(halaman: Response) -> Response:
    """A page that holds a frame with an address of ours."""
    halaman.headers["Content-Security-Policy"] = f"{CSP}; frame-src 'self'"
    return halaman


def dokumen(berkas: Response, *, dibingkai: bool) -> Response:
    """A document that somebody uploaded; ``dibingkai``: a page of ours may show it in its frame."""
    berkas.headers["Content-Security-Policy"] = _DOKUMEN + ("'self'" if dibingkai else "'none'")
    berkas.headers["X-Frame-Options"] = "SAMEORIGIN" if dibingkai else "DENY"
    return berkas
