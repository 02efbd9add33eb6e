"""SIASN for the services: a client with its tokens in the database, one refresher at a time, and a breaker a service.

Never call it inside a unit of work: a call may take a minute, and what it notes (tokens, last success, failures) it commits by itself.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from sqlalchemy import or_, select, update
from sqlalchemy.exc import InterfaceError, OperationalError
from sqlalchemy.orm import Session

from domain.izin import Aktor, aktor_sistem
from domain.tanggal import pukul
from domain.waktu import Jam, Zona
from extensions import db, setelan
from integrations.siasn import galat as g
from integrations.siasn.klien import Klien, Layanan
from integrations.siasn.saluran import Saluran, SetelanSiasn
from integrations.siasn.token import SISA_MINIMAL, TokenBaru, berlaku_sampai, minta_sso, minta_wso2
from models import Instansi, KeadaanIntegrasi, TokenIntegrasi
from services import audit
from services.galat import Salah
from services.unit_of_work import Unit, penjaga_komit, unit_of_work

log = logging.getLogger("ekinerja.siasn")

KUNCI_WSO2 = "siasn:wso2"
SEWA_DETIK = 30
"""How long the one refresher of a token may take before another takes over."""
TUNGGU_DETIK = 25.0
JEDA_BACA = 0.1
CATAT_TIAP = timedelta(seconds=60)
"""A success is written at most this often, unless it ends a row of failures."""
PANJANG_TOKEN_MAKS = 8_000
_MILIK_TOKEN = (g.TokenDitolak, g.TokenSsoTidakCocok, g.TokenSsoTiada, g.HakKurang)
"""Failures of one instansi's token: they are noted with it, not with the service that all instansi share."""


def kunci_sso(instansi_id: int | None) -> str:
    """The key of an instansi's SSO token, in TokenIntegrasi and KeadaanIntegrasi."""
    return f"siasn:sso:{instansi_id or 0}"


def klien(
    pelaku: Aktor | int, *, tenggat: float | None = None, percobaan: int | None = None, paksa: bool = False, tanpa_akun: bool = False
) -> Klien:
    """The client of an instansi (an actor stands for the one he works in); a context manager.

    ``tenggat`` seconds and ``percobaan`` tries replace the configured ones; ``paksa`` calls also where the breaker is open;
    ``tanpa_akun`` uses the SSO token that is stored and never fetches another in its place.
    """
    semua = setelan()
    s = replace(semua.siasn, sso_pengguna="", sso_sandi="") if tanpa_akun else semua.siasn
    instansi_id = pelaku if isinstance(pelaku, int) else pelaku.instansi_id
    siasn_id, zona = _instansi(instansi_id)
    saluran = Saluran(s)
    catatan = PencatatDatabase(s, instansi_id, semua.jam, paksa=paksa, zona=zona)
    token = TokenDatabase(saluran, s, instansi_id, siasn_id, semua.jam, catatan)
    return Klien(s, saluran, token, catatan, instansi_siasn_id=siasn_id, tenggat=tenggat, percobaan=percobaan)


def _instansi(instansi_id: int | None) -> tuple[str | None, Zona]:
    """The instansi's id at SIASN, and its zone."""
    if instansi_id is None:
        return None, Zona.WIB
    with Session(db.engine) as session:
        baris = session.execute(select(Instansi.siasn_id, Instansi.zona).where(Instansi.id == instansi_id)).one_or_none()
    return (baris.siasn_id, baris.zona) if baris else (None, Zona.WIB)


@contextmanager
def _tulis(jam: Jam) -> Iterator[Unit]:
    """A short transaction of its own: not the running task's, whose fence and row count have nothing to do with it."""
    lepas = penjaga_komit.set(None)
    try:
        with unit_of_work(aktor_sistem(jam)) as unit:
            yield unit
    finally:
        penjaga_komit.reset(lepas)


def _ubah(session: Session, model: Any, *syarat: Any, **nilai: Any) -> int:
    hasil: Any = session.execute(update(model).where(*syarat).values(**nilai).execution_options(synchronize_session=False))
    return hasil.rowcount


# --- Tokens -----------------------------------------------------------------------------------------------------------


def fernet(s: SetelanSiasn) -> MultiFernet:
    """Encrypts with the first key, decrypts with any. Raises TidakDikonfigurasi without one."""
    if not s.kunci_enkripsi:
        raise g.TidakDikonfigurasi()
    return MultiFernet([Fernet(k) for k in s.kunci_enkripsi])


@dataclass(frozen=True, slots=True)
class TokenTersimpan:
    """A row of TokenIntegrasi, decrypted; ``sandi`` is the stored text, which tells whether the row has changed meanwhile."""

    token: str | None = None
    sandi: str | None = None
    sampai: datetime | None = None
    ditempel: bool = False

    def __repr__(self) -> str:
        return f"TokenTersimpan(sampai={self.sampai}, ditempel={self.ditempel})"


def baca_token(s: SetelanSiasn, kunci: str) -> TokenTersimpan:
    """What is stored; a token that no key opens any more counts as none."""
    kolom = (TokenIntegrasi.isi, TokenIntegrasi.berlaku_sampai, TokenIntegrasi.ditempel)
    with Session(db.engine) as session:
        baris = session.execute(select(*kolom).where(TokenIntegrasi.kunci == kunci)).one_or_none()
    if baris is None or baris.isi is None:
        return TokenTersimpan()
    try:
        token = fernet(s).decrypt(baris.isi.encode()).decode()
    except InvalidToken:
        token = None
    return TokenTersimpan(token, baris.isi, baris.berlaku_sampai, baris.ditempel)


class TokenDatabase:
    """PenyediaToken on TokenIntegrasi. Among all processes one asks for a new token (a lease in the row); the others wait and read."""

    def __init__(
        self, saluran: Saluran, s: SetelanSiasn, instansi_id: int | None, siasn_id: str | None, jam: Jam, catatan: PencatatDatabase
    ) -> None:
        self._saluran, self._s, self._instansi_id, self._siasn_id = saluran, s, instansi_id, siasn_id
        self._jam, self._catatan = jam, catatan
        self._kunci = threading.Lock()
        self._ada: dict[str, TokenTersimpan] = {}

    def wso2(self, ditolak: str | None = None) -> str:
        return self._ambil(KUNCI_WSO2, Layanan.WSO2, ditolak, lambda: minta_wso2(self._saluran, self._s))

    def sso(self, ditolak: str | None = None) -> str:
        minta = (lambda: minta_sso(self._saluran, self._s, self._siasn_id)) if self._s.sso_pengguna and self._s.sso_sandi else None
        return self._ambil(kunci_sso(self._instansi_id), Layanan.SSO, ditolak, minta)

    def _ambil(self, kunci: str, layanan: Layanan, ditolak: str | None, minta: Callable[[], TokenBaru] | None) -> str:
        with self._kunci:  # the threads of this client: one looks, the others find
            ada = self._ada.get(kunci)
            if ada is not None and ada.token and ada.token != ditolak and self._hidup(ada, SISA_MINIMAL):
                return ada.token
            akhir = time.monotonic() + TUNGGU_DETIK
            while True:
                ada = self._ada[kunci] = baca_token(self._s, kunci)
                if ada.token and ada.token != ditolak and self._hidup(ada, SISA_MINIMAL):
                    return ada.token
                if minta is None:
                    if ada.token and self._hidup(ada, 0):
                        return ada.token  # refused, but perhaps for the other token's sake
                    raise g.TokenSsoTiada()
                if self._rebut(kunci, ada.sandi):
                    return self._segarkan(kunci, layanan, minta)
                if time.monotonic() >= akhir:
                    raise g.WaktuHabis()
                time.sleep(JEDA_BACA)

    def _hidup(self, ada: TokenTersimpan, sisa: int) -> bool:
        return ada.sampai is None or ada.sampai > self._jam() + timedelta(seconds=sisa)

    def _rebut(self, kunci: str, sandi: str | None) -> bool:
        """Take the lease, if nobody holds it and the token is still the one that was read."""
        kini = self._jam()
        bebas = or_(TokenIntegrasi.penyegar_sampai.is_(None), TokenIntegrasi.penyegar_sampai <= kini)
        sama = TokenIntegrasi.isi.is_(None) if sandi is None else TokenIntegrasi.isi == sandi
        sampai = kini + timedelta(seconds=SEWA_DETIK)
        for _ in range(2):  # the second time the row is there
            with _tulis(self._jam) as unit:
                if _ubah(unit.session, TokenIntegrasi, TokenIntegrasi.kunci == kunci, bebas, sama, penyegar_sampai=sampai):
                    return True
                if unit.session.scalar(select(TokenIntegrasi.id).where(TokenIntegrasi.kunci == kunci)) is not None:
                    return False
            self._siapkan(kunci)
        return False

    def _siapkan(self, kunci: str) -> None:
        try:
            with _tulis(self._jam) as unit:
                unit.session.add(TokenIntegrasi(kunci=kunci, instansi_id=self._instansi_id if kunci != KUNCI_WSO2 else None))
        except Salah:
            pass  # another process was faster

    def _segarkan(self, kunci: str, layanan: Layanan, minta: Callable[[], TokenBaru]) -> str:
        nilai: dict[str, Any] = {"penyegar_sampai": None}
        try:
            self._catatan.sebelum(layanan)
            try:
                baru = minta()
            except g.GalatSiasn as galat:
                log.warning("%s: %s", layanan.value, galat.kode)
                self._catatan.gagal(layanan, galat)
                raise
            self._catatan.berhasil(layanan)
            kini = self._jam()
            sandi = fernet(self._s).encrypt(baru.isi.encode()).decode()
            sampai = kini + timedelta(seconds=baru.umur)
            nilai |= {"isi": sandi, "berlaku_sampai": sampai, "ditempel": False, "diubah": kini}
            self._ada[kunci] = TokenTersimpan(baru.isi, sandi, sampai)
            return baru.isi
        finally:
            with _tulis(self._jam) as unit:
                _ubah(unit.session, TokenIntegrasi, TokenIntegrasi.kunci == kunci, **nilai)


def tempel_token_sso(aktor: Aktor, teks: str) -> datetime | None:
    """Keep the SSO token that an admin copied out of SIASN, encrypted; returns until when it says it is valid (None: it doesn't say).

    Raises Salah when it is no such token, or has run out.
    """
    aktor.wajib("integrasi:tempel_token")
    token = "".join(teks.split()).removeprefix("Bearer").removeprefix("bearer").strip('"')
    sampai = _periksa_tempelan(token, aktor.sekarang())
    sandi = fernet(setelan().siasn).encrypt(token.encode()).decode()
    kunci = kunci_sso(aktor.instansi_id)
    with unit_of_work(aktor) as unit:
        s = unit.session
        baris = s.scalar(select(TokenIntegrasi).where(TokenIntegrasi.kunci == kunci))
        if baris is None:
            baris = TokenIntegrasi(kunci=kunci, instansi_id=aktor.instansi_id)
            s.add(baris)
        baris.isi, baris.berlaku_sampai, baris.ditempel = sandi, sampai, True
        baris.diubah, baris.penyegar_sampai = aktor.sekarang(), None
        s.flush()
        audit.catat(s, aktor, "tempel_token", s.get_one(Instansi, aktor.instansi_id))
    return sampai


def _periksa_tempelan(token: str, kini: datetime) -> datetime | None:
    if not token:
        raise Salah({"token": "Tempel token SSO terlebih dahulu."})
    if len(token) > PANJANG_TOKEN_MAKS or not token.isascii():
        raise Salah({"token": "Ini bukan token SSO SIASN; salin ulang seluruh token dari SIASN."})
    try:
        sampai = berlaku_sampai(token)
    except ValueError:
        raise Salah({"token": "Ini bukan token SSO SIASN (tiga bagian yang dipisahkan titik); salin ulang seluruh token dari SIASN."})
    if sampai is not None and sampai <= kini + timedelta(seconds=SISA_MINIMAL):
        raise Salah({"token": "Token ini sudah kedaluwarsa; masuk ulang ke SIASN, lalu salin token yang baru."})
    return sampai


# --- Breaker ----------------------------------------------------------------------------------------------------------


class PencatatDatabase:
    """Pencatat on KeadaanIntegrasi. Opens after ``pemutus_gagal`` failures in a row, at once for a suspended service;
    when the time is over one call at a time tries, and a success closes it."""

    def __init__(self, s: SetelanSiasn, instansi_id: int | None, jam: Jam, *, paksa: bool = False, zona: Zona = Zona.WIB) -> None:
        self._s, self._instansi_id, self._jam, self._paksa, self._zona = s, instansi_id, jam, paksa, zona
        self._bersih: dict[str, datetime] = {}
        """Service → when its row was last known to be without failures and up to date."""

    def _nama(self, layanan: Layanan, galat: g.GalatSiasn | None = None) -> str:
        milik = layanan is Layanan.SSO or isinstance(galat, _MILIK_TOKEN) and layanan is not Layanan.WSO2
        return kunci_sso(self._instansi_id) if milik else layanan.value

    def sebelum(self, layanan: Layanan) -> None:
        if self._paksa:
            return
        nama, kini = self._nama(layanan), self._jam()
        with Session(db.engine) as session:
            kolom = (KeadaanIntegrasi.terbuka_sampai, KeadaanIntegrasi.galat)
            baris = session.execute(select(*kolom).where(KeadaanIntegrasi.layanan == nama)).one_or_none()
        if baris is None or baris.terbuka_sampai is None:
            return
        sampai, terakhir = baris.terbuka_sampai, g.dari_kode(baris.galat) if baris.galat else None
        if sampai <= kini:
            lagi = kini + timedelta(seconds=self._s.pemutus_detik)
            with _tulis(self._jam) as unit:
                milik = (KeadaanIntegrasi.layanan == nama, KeadaanIntegrasi.terbuka_sampai <= kini)
                if _ubah(unit.session, KeadaanIntegrasi, *milik, terbuka_sampai=lagi):
                    return  # this call is the one that tries
            sampai = lagi  # another call tries just now
        raise g.PemutusTerbuka(sampai=sampai, terakhir=terakhir, pukul=pukul(sampai, self._zona))

    def berhasil(self, layanan: Layanan) -> None:
        nama, kini = self._nama(layanan), self._jam()
        if nama in self._bersih and kini - self._bersih[nama] < CATAT_TIAP:
            return
        if self._catat(nama, gagal_beruntun=0, terbuka_sampai=None, terakhir_berhasil=kini, galat=None, pesan=None):
            self._bersih[nama] = kini

    def gagal(self, layanan: Layanan, galat: g.GalatSiasn) -> None:
        nama, kini = self._nama(layanan, galat), self._jam()
        self._bersih.pop(nama, None)
        # The class's own sentence: SIASN's words may name a person, and all instansi read this row.
        nilai: dict[str, Any] = {"terakhir_gagal": kini, "galat": galat.kode, "pesan": type(galat).pesan}
        if galat.menghitung and self._catat(nama, **nilai, gagal_beruntun=KeadaanIntegrasi.gagal_beruntun + 1):
            sampai = kini + timedelta(seconds=self._s.pemutus_detik)
            batas = 1 if isinstance(galat, g.Ditangguhkan) else self._s.pemutus_gagal
            self._catat(nama, KeadaanIntegrasi.gagal_beruntun >= batas, terbuka_sampai=sampai)
        elif not galat.menghitung:
            self._catat(nama, **nilai)

    def _catat(self, nama: str, *syarat: Any, **nilai: Any) -> bool:
        """Write to the service's row, making it when there is none. A busy database is no reason to lose the call's own outcome."""
        try:
            with _tulis(self._jam) as unit:
                if _ubah(unit.session, KeadaanIntegrasi, KeadaanIntegrasi.layanan == nama, *syarat, **nilai) or syarat:
                    return True
                kosong = KeadaanIntegrasi(layanan=nama, gagal_beruntun=0)
                unit.session.add(kosong)
                unit.session.flush()
                return bool(_ubah(unit.session, KeadaanIntegrasi, KeadaanIntegrasi.layanan == nama, **nilai))
        except (Salah, OperationalError, InterfaceError) as galat:
            log.warning("keadaan %s tidak tercatat: %s", nama, type(galat).__name__)
            return False
