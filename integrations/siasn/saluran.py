"""The wire to SIASN: one request with a total deadline, a cap on bytes, no redirects, JSON only; and its retries.

Nothing here writes a body, an address with a number in it, or a token to a log.
"""

from __future__ import annotations

import json
import logging
import random
import ssl
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from functools import cache
from http import HTTPStatus
from typing import Any

import httpx

from config import SetelanSiasn
from integrations.siasn import galat as g

log = logging.getLogger("ekinerja.siasn")
for _nama in ("httpx", "httpcore"):
    # At INFO httpx logs every address, and addresses hold NIP and NIK.
    logging.getLogger(_nama).setLevel(logging.WARNING)

TUNGGU_MAKS = 30.0
"""Longest Retry-After, in seconds, that is waited for within one call."""
RINCI_MAKS = 300
_ULANG = (g.TidakTerhubung, g.WaktuHabis, g.Gangguan, g.TerlaluSering)


@cache
def _konteks_tls() -> ssl.SSLContext:
    """The trusted authorities, read once a process: it takes longer than a request."""
    return httpx.create_ssl_context(trust_env=False)


@dataclass(frozen=True, slots=True)
class Permintaan:
    """One request. ``simpan``: it changes something there, so it is never sent twice unless the first surely was not read."""

    metode: str
    url: str
    kepala: Mapping[str, str]
    params: Mapping[str, str] | None = None
    badan: Mapping[str, Any] | None = None
    formulir: Mapping[str, str] | None = None
    dasar: tuple[str, str] | None = None
    """HTTP Basic, for the token of the gateway."""
    simpan: bool = False


class Saluran:
    """Connections to the hosts of the configuration. Safe to share between threads; close it, or use it as a context manager."""

    def __init__(
        self,
        setelan: SetelanSiasn,
        *,
        tidur: Callable[[float], None] = time.sleep,
        acak: Callable[[], float] = random.random,
    ) -> None:
        self._setelan, self._tidur, self._acak = setelan, tidur, acak
        self._http = httpx.Client(
            follow_redirects=False,
            trust_env=False,
            verify=_konteks_tls(),
            proxy=setelan.proxy or None,
            limits=httpx.Limits(max_connections=8, max_keepalive_connections=4, keepalive_expiry=4.0),
            headers={"Accept": "application/json", "Accept-Encoding": "identity", "User-Agent": "e-kinerja-admin-instansi"},
        )

    def __enter__(self) -> Saluran:
        return self

    def __exit__(self, *_: object) -> None:
        self.tutup()

    def tutup(self) -> None:
        self._http.close()

    def kirim(self, minta: Permintaan, *, tenggat: float | None = None, percobaan: int | None = None) -> Any:
        """The value of a successful answer: ``data`` of the envelope, or the whole object where there is none.

        Tries again on 429 and, unless the request changes something, on 502, 503, 504, time-outs and broken connections, with growing
        pauses, within ``tenggat`` seconds in all. Raises GalatSiasn.
        """
        akhir = time.monotonic() + (tenggat or self._setelan.tenggat_detik)
        sisa = percobaan or self._setelan.percobaan
        jeda = self._setelan.jeda_detik
        while True:
            sisa -= 1
            try:
                return self._sekali(minta, akhir)
            except g.GalatSiasn as galat:
                tunggu = self._tunggu(galat, jeda)
                if sisa < 1 or tunggu is None or not _boleh_ulang(minta, galat) or time.monotonic() + tunggu >= akhir:
                    raise _akhir(minta, galat) from None
            self._tidur(tunggu)
            jeda = min(jeda * 2, self._setelan.jeda_maks_detik)

    def _tunggu(self, galat: g.GalatSiasn, jeda: float) -> float | None:
        """Seconds to pause before the next try; None when SIASN asks for more than we wait."""
        if isinstance(galat, g.TerlaluSering) and galat.tunggu is not None:
            return galat.tunggu if galat.tunggu <= TUNGGU_MAKS else None
        return jeda * (0.5 + 0.5 * self._acak())

    def _sekali(self, minta: Permintaan, akhir: float) -> Any:
        sisa = akhir - time.monotonic()
        if sisa <= 0:
            raise _belum_terkirim(g.WaktuHabis())
        batas = httpx.Timeout(min(self._setelan.baca_detik, sisa), connect=min(self._setelan.sambung_detik, sisa), pool=sisa)
        terjawab = False
        try:
            with self._http.stream(
                minta.metode,
                minta.url,
                headers=dict(minta.kepala),
                params=minta.params,
                json=minta.badan,
                data=minta.formulir,
                auth=minta.dasar,
                timeout=batas,
            ) as jawaban:
                terjawab = True
                isi = self._isi(jawaban, akhir)
                return tafsir(jawaban.status_code, jawaban.headers, isi)
        except (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.ProxyError, httpx.UnsupportedProtocol):
            raise _belum_terkirim(g.TidakTerhubung()) from None
        except httpx.TimeoutException:
            raise g.WaktuHabis() from None
        except (httpx.HTTPError, httpx.InvalidURL, httpx.StreamError):
            raise (g.JawabanRusak() if terjawab else g.TidakTerhubung()) from None

    def _isi(self, jawaban: httpx.Response, akhir: float) -> bytes:
        if 300 <= jawaban.status_code < 400:
            raise g.Dialihkan()
        if jawaban.headers.get("content-encoding", "identity").casefold() != "identity":
            # Never asked for: a small packed body may unpack to anything.
            raise g.JawabanRusak()
        maks = self._setelan.ukuran_maks
        panjang = jawaban.headers.get("content-length", "")
        if panjang.isascii() and panjang.isdigit() and int(panjang) > maks:
            raise g.JawabanTerlaluBesar()
        isi = bytearray()
        for potong in jawaban.iter_raw():
            isi += potong
            if len(isi) > maks:
                raise g.JawabanTerlaluBesar()
            if time.monotonic() > akhir:
                raise g.WaktuHabis()
        return bytes(isi)


def _belum_terkirim(galat: g.GalatSiasn) -> g.GalatSiasn:
    galat.terkirim = False
    return galat


def _boleh_ulang(minta: Permintaan, galat: g.GalatSiasn) -> bool:
    if isinstance(galat, g.TerlaluSering) or not galat.terkirim:
        return isinstance(galat, _ULANG)
    return not minta.simpan and (isinstance(galat, _ULANG) or type(galat) in (g.JawabanKosong, g.JawabanRusak))


def _akhir(minta: Permintaan, galat: g.GalatSiasn) -> g.GalatSiasn:
    """What the caller gets: for a change whose outcome nobody knows, TidakPasti."""
    if minta.simpan and galat.terkirim and isinstance(galat, g.WaktuHabis | g.Gangguan | g.TidakTerhubung | g.JawabanRusak):
        return g.TidakPasti()
    return galat


# --- Reading an answer ------------------------------------------------------------------------------------------------


def tafsir(status: int, kepala: Mapping[str, str], isi: bytes) -> Any:
    """The value of an answer, or the error that it is. The HTTP status and the ``code`` inside may disagree."""
    badan = _json(isi)
    pesan = _pesan(badan)
    _periksa_gerbang(status, kepala, badan, pesan)
    if status >= 500:
        raise g.Gangguan()
    if not isi.strip():
        raise g.JawabanKosong()
    if badan is _RUSAK or not isinstance(badan, dict | list):
        # SIASN itself says in JSON what it has not; a page in its place comes from whoever has no such address.
        raise g.AlamatSalah() if status == 404 else g.JawabanRusak()
    if isinstance(badan, list):
        if status >= 300:
            raise g.JawabanRusak()
        return badan
    _periksa_isi(status, badan, pesan)
    return badan


_RUSAK = object()
_FRASA_HTTP = frozenset(s.phrase.casefold() for s in HTTPStatus)


def _json(isi: bytes) -> Any:
    if not isi.strip():
        return None
    try:
        return json.loads(isi)
    except (ValueError, RecursionError):
        return _RUSAK


def _pesan(badan: Any) -> str:
    """What the answer says in words, one sentence after the other: both gateways' shapes, the envelope's message, and data or mapData
    where they are texts. A bare phrase of HTTP ("Bad Request") says nothing to a reader and is left out."""
    if not isinstance(badan, dict):
        return ""
    kunci = ("Message", "message", "description", "data", "mapData", "error_description", "error")
    kalimat = dict.fromkeys(rapi(badan[k]) for k in kunci if isinstance(badan.get(k), str) and badan[k].strip())
    isi = [k for k in kalimat if k.strip(" .").casefold() not in _FRASA_HTTP]
    return " ".join(k if k.endswith((".", "!", "?")) or n == len(isi) else f"{k}." for n, k in enumerate(isi, 1))


def rapi(teks: str) -> str:
    """A text of SIASN for the screen: printable, single spaces, cut."""
    return " ".join("".join(h if h.isprintable() else " " for h in teks).split())[:RINCI_MAKS]


def _periksa_gerbang(status: int, kepala: Mapping[str, str], badan: Any, pesan: str) -> None:
    kecil = pesan.casefold()
    kode = str(badan.get("code", "")) if isinstance(badan, dict) else ""
    if "suspended" in kecil:
        raise g.Ditangguhkan()
    if "sso mismatch" in kecil:
        raise g.TokenSsoTidakCocok()
    if "invalid credentials" in kecil or kode in ("900901", "900902", "900903"):
        raise g.TokenKedaluwarsa(wso2_saja=True)
    if status == 401 or "expired jwt" in kecil:
        raise g.TokenKedaluwarsa(wso2_saja=False)
    if status == 429:
        raise g.TerlaluSering(tunggu=_retry_after(kepala.get("retry-after", "")))
    if status == 403:
        raise g.HakKurang(pesan or None)


def _periksa_isi(status: int, badan: dict[str, Any], pesan: str) -> None:
    kode = str(badan.get("code", "1"))
    if kode == "0" and (status == 404 or "tidak ditemukan" in pesan.casefold()):
        raise g.TidakAda()
    if status == 404:
        raise g.AlamatSalah()
    if badan.get("success") is False or badan.get("Error") is True or kode == "0" or status >= 400:
        raise g.Ditolak(pesan or None)


def _retry_after(teks: str) -> float | None:
    """Seconds of a Retry-After, given as a number or as a date; None without one that can be read."""
    teks = teks.strip()
    if teks.isascii() and teks.isdigit():
        return float(teks)
    try:
        saat = parsedate_to_datetime(teks)
    except (TypeError, ValueError):
        return None
    saat = saat if saat.tzinfo else saat.replace(tzinfo=UTC)
    return max(0.0, (saat - datetime.now(UTC)).total_seconds())
