"""What a request is about: who is logged in, his actor, the filter context, safe local addresses."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from flask import current_app, g, request
from flask_login import UserMixin, current_user

from config import Settings
from domain.izin import Aktor
from extensions import db
from services.saring import Konteks
from services.sesi import SesiHidup


class PenggunaMasuk(UserMixin):
    """Flask-Login's user: a living session, named by its opaque key."""

    def __init__(self, hidup: SesiHidup, kunci: str) -> None:
        self.hidup = hidup
        self.kunci = kunci

    def get_id(self) -> str:
        return self.kunci

    @property
    def aktor(self) -> Aktor:
        return self.hidup.aktor


def settings() -> Settings:
    return current_app.config["SETTINGS"]


def aktor() -> Aktor:
    """The actor of the request; only behind login."""
    return current_user.aktor


def konteks() -> Konteks:
    return Konteks(db.session(), aktor())


def request_id() -> str:
    return g.request_id


def alamat_klien() -> str | None:
    return request.remote_addr


def lokal(tujuan: str | None, bawaan: str) -> str:
    """``tujuan`` when it is a path of this site, else ``bawaan``: '/' not followed by '/' or '\\', no control characters."""
    if tujuan and tujuan[0] == "/" and tujuan[1:2] not in ("/", "\\") and all(32 < ord(a) != 127 for a in tujuan):
        return tujuan
    return bawaan


def tautan(dasar: str, args: Mapping[str, Any], **ganti: Any) -> str:
    """``dasar`` with query ``args``, some of them replaced; None and empty ones leave the address."""
    isi = {k: v for k, v in {**args, **ganti}.items() if v not in (None, "")}
    return f"{dasar}?{urlencode(isi)}" if isi else dasar
