"""Tokens of the played SIASN: signed JWT, so that a restart doesn't invalidate them, with a generation that can be raised to revoke all."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import time
from typing import Any

KUNCI = b"kotak pasir: bukan rahasia"


def _b64(isi: bytes) -> str:
    return base64.urlsafe_b64encode(isi).rstrip(b"=").decode()


class Penerbit:
    def __init__(self) -> None:
        self.umur = {"wso2": 3600, "sso": 43200}
        self.generasi = 0
        self.terbit = {"wso2": 0, "sso": 0}
        """How many were given out."""

    def buat(self, jenis: str, **lain: Any) -> str:
        self.terbit[jenis] += 1
        kini = int(time.time())
        muatan = {"typ": jenis, "iat": kini, "exp": kini + self.umur[jenis], "gen": self.generasi, "jti": self.terbit[jenis], **lain}
        isi = f"{_b64(json.dumps({'alg': 'HS256', 'typ': 'JWT'}).encode())}.{_b64(json.dumps(muatan).encode())}"
        return f"{isi}.{_b64(hmac.digest(KUNCI, isi.encode(), hashlib.sha256))}"

    def baca(self, jenis: str, token: str) -> dict[str, Any] | None:
        """The claims of a token that is valid now."""
        isi, _, tanda = token.rpartition(".")
        if not isi or not hmac.compare_digest(tanda, _b64(hmac.digest(KUNCI, isi.encode(), hashlib.sha256))):
            return None
        muatan = json.loads(base64.urlsafe_b64decode(isi.split(".")[1] + "=="))
        sah = muatan["typ"] == jenis and muatan["exp"] > time.time() and muatan["gen"] == self.generasi
        return muatan if sah else None
