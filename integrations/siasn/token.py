"""Tokens: how they are asked for, and what keeps them (services.siasn keeps them in the database; TokenMemori in a process)."""

from __future__ import annotations

import base64
import binascii
import json
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Protocol

from config import SetelanSiasn
from integrations.siasn import galat as g
from integrations.siasn.saluran import Permintaan, Saluran

UMUR_WSO2 = 3600
UMUR_SSO = 12 * 3600
"""Seconds, where the answer names none."""
SISA_MINIMAL = 60
"""Seconds that a token must still live to be used."""


class PenyediaToken(Protocol):
    """Gives the tokens of a call. ``ditolak`` is the token that SIASN has just refused: a newer one is wanted, if there can be one.

    Raises GalatSiasn.
    """

    def wso2(self, ditolak: str | None = None) -> str: ...

    def sso(self, ditolak: str | None = None) -> str: ...


@dataclass(frozen=True, slots=True)
class TokenBaru:
    """A token just given. ``umur``: seconds it lives."""

    isi: str
    umur: int

    def __repr__(self) -> str:
        return f"TokenBaru(umur={self.umur})"


def minta_wso2(saluran: Saluran, setelan: SetelanSiasn, *, tenggat: float = 20) -> TokenBaru:
    """Ask the gateway for its token (client credentials). Raises GalatSiasn; wrong keys are TokenDitolak."""
    if not setelan.token_url:
        raise g.TidakDikonfigurasi()
    minta = Permintaan(
        "POST", setelan.token_url, {}, formulir={"grant_type": "client_credentials"}, dasar=(setelan.client_id, setelan.client_secret)
    )
    return _minta(saluran, minta, tenggat, UMUR_WSO2)


def minta_sso(saluran: Saluran, setelan: SetelanSiasn, instansi_siasn_id: str | None, *, tenggat: float = 20) -> TokenBaru:
    """Ask for an SSO token with the service account (password grant). Raises GalatSiasn; TokenSsoTiada when there is no account."""
    if not (setelan.sso_url and setelan.sso_pengguna and setelan.sso_sandi):
        raise g.TokenSsoTiada()
    formulir = {
        "client_id": setelan.sso_client_id,
        "grant_type": "password",
        "username": setelan.sso_pengguna.replace("{instansi}", instansi_siasn_id or ""),
        "password": setelan.sso_sandi,
    }
    return _minta(saluran, Permintaan("POST", setelan.sso_url, {}, formulir=formulir), tenggat, UMUR_SSO)


def _minta(saluran: Saluran, minta: Permintaan, tenggat: float, umur: int) -> TokenBaru:
    try:
        badan = saluran.kirim(minta, tenggat=tenggat)
    except (g.TokenKedaluwarsa, g.Ditolak):
        raise g.TokenDitolak() from None
    isi = badan.get("access_token") if isinstance(badan, dict) else None
    if not isinstance(isi, str) or not isi:
        raise g.JawabanRusak()
    lama = badan.get("expires_in")
    return TokenBaru(isi, lama if isinstance(lama, int) and not isinstance(lama, bool) and lama > 0 else umur)


def berlaku_sampai(token: str) -> datetime | None:
    """The expiry that a JWT itself states (unverified: only SIASN can verify it); None when it states none.

    Raises ValueError when the text is no JWT.
    """
    bagian = token.split(".")
    if len(bagian) != 3 or not all(bagian):
        raise ValueError("bukan JWT")
    try:
        muatan = json.loads(base64.b64decode(bagian[1] + "=" * (-len(bagian[1]) % 4), altchars=b"-_", validate=True))
    except (binascii.Error, ValueError, RecursionError):
        raise ValueError("bukan JWT") from None
    exp = muatan.get("exp") if isinstance(muatan, dict) else None
    if isinstance(exp, bool) or not isinstance(exp, int | float):
        return None
    try:
        return datetime.fromtimestamp(exp, UTC)
    except (OverflowError, OSError, ValueError):
        return None


class TokenMemori:
    """Keeps the tokens in this object; one refresher at a time among its threads. For tools and tests."""

    def __init__(
        self, saluran: Saluran, setelan: SetelanSiasn, instansi_siasn_id: str | None = None, *, jam: Callable[[], datetime] | None = None
    ) -> None:
        self._saluran, self._setelan, self._instansi = saluran, setelan, instansi_siasn_id
        self._jam = jam or (lambda: datetime.now(UTC))
        self._kunci = threading.Lock()
        self._ada: dict[str, tuple[str, datetime]] = {}

    def wso2(self, ditolak: str | None = None) -> str:
        return self._ambil("wso2", ditolak, lambda: minta_wso2(self._saluran, self._setelan))

    def sso(self, ditolak: str | None = None) -> str:
        return self._ambil("sso", ditolak, lambda: minta_sso(self._saluran, self._setelan, self._instansi))

    def _ambil(self, nama: str, ditolak: str | None, minta: Callable[[], TokenBaru]) -> str:
        with self._kunci:
            ada = self._ada.get(nama)
            if ada is None or ada[0] == ditolak or ada[1] <= self._jam():
                baru = minta()
                ada = (baru.isi, self._jam() + timedelta(seconds=max(0, baru.umur - SISA_MINIMAL)))
                self._ada[nama] = ada
            return ada[0]
