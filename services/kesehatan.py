"""Kesehatan integrasi: how each outside service has answered of late, and a short test of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.izin import Aktor, aktor_sistem
from domain.waktu import Jam
from extensions import db, setelan
from integrations.siasn import galat as g
from integrations.siasn.klien import Klien, Layanan
from integrations.siasn.saluran import Saluran, SetelanSiasn
from integrations.siasn.token import minta_sso, minta_wso2
from models import Instansi, KeadaanIntegrasi, TokenIntegrasi
from services import siasn
from services.galat import TidakDitemukan

TENGGAT_UJI = 8.0
"""Seconds: somebody is waiting in front of the page."""
NIP_UJI, NIK_UJI = "0" * 18, "0" * 16
"""Numbers that nobody has: the answer "not found" proves the service."""


class Pemutus(Enum):
    TERTUTUP = "tertutup"
    TERBUKA = "terbuka"
    MENCOBA = "mencoba"

    @property
    def label(self) -> str:
        return {"tertutup": "Tersambung", "terbuka": "Dihentikan sementara", "mencoba": "Menunggu percobaan"}[self.value]

    @property
    def nada(self) -> str:
        return {"tertutup": "positive", "terbuka": "negative", "mencoba": "warning"}[self.value]

    @property
    def ikon(self) -> str:
        return {"tertutup": "circle-check", "terbuka": "circle-x", "mencoba": "clock"}[self.value]


@dataclass(frozen=True, slots=True)
class KeadaanLayanan:
    """One service. ``galat`` is the class of its last failure when nothing has succeeded since; the token fields are for the two tokens."""

    layanan: Layanan
    diatur: bool
    pemutus: Pemutus
    terbuka_sampai: datetime | None
    gagal_beruntun: int
    terakhir_berhasil: datetime | None
    terakhir_gagal: datetime | None
    galat: type[g.GalatSiasn] | None
    token_ada: bool = False
    token_sampai: datetime | None = None
    token_ditempel: bool = False

    @property
    def bertoken(self) -> bool:
        return self.layanan in (Layanan.WSO2, Layanan.SSO)


@dataclass(frozen=True, slots=True)
class HasilUji:
    """The outcome of a test, in words."""

    berhasil: bool
    kalimat: str
    galat: type[g.GalatSiasn] | None = None


def akun_layanan(s: SetelanSiasn) -> bool:
    """Whether the program fetches the SSO token by itself."""
    return bool(s.sso_url and s.sso_pengguna and s.sso_sandi)


def keadaan(session: Session, aktor: Aktor) -> list[KeadaanLayanan]:
    """Every service, as far as the actor's instansi is concerned; two queries."""
    sso = siasn.kunci_sso(aktor.instansi_id)
    nama = {satu: sso if satu is Layanan.SSO else satu.value for satu in Layanan}
    baris = {b.layanan: b for b in session.scalars(select(KeadaanIntegrasi).where(KeadaanIntegrasi.layanan.in_(nama.values())))}
    kolom = (TokenIntegrasi.kunci, TokenIntegrasi.isi.is_not(None).label("ada"), TokenIntegrasi.berlaku_sampai, TokenIntegrasi.ditempel)
    stmt = select(*kolom).where(TokenIntegrasi.kunci.in_([siasn.KUNCI_WSO2, sso]))
    token = {t.kunci: t for t in session.execute(stmt)}
    kini, s = aktor.sekarang(), setelan().siasn
    hasil = []
    for satu, kunci in nama.items():
        b, t = baris.get(kunci), token.get(kunci)
        terbuka = b.terbuka_sampai if b else None
        pemutus = Pemutus.TERTUTUP if terbuka is None else Pemutus.TERBUKA if terbuka > kini else Pemutus.MENCOBA
        hasil.append(
            KeadaanLayanan(
                layanan=satu,
                diatur=s.ada,
                pemutus=pemutus,
                terbuka_sampai=terbuka,
                gagal_beruntun=b.gagal_beruntun if b else 0,
                terakhir_berhasil=b.terakhir_berhasil if b else None,
                terakhir_gagal=b.terakhir_gagal if b else None,
                galat=g.dari_kode(b.galat) if b and b.galat else None,
                token_ada=bool(t and t.ada),
                token_sampai=t.berlaku_sampai if t and t.ada else None,
                token_ditempel=bool(t and t.ditempel),
            )
        )
    return hasil


def arti_kegagalan() -> list[type[g.GalatSiasn]]:
    """Every kind of failure with its cause, cure and who can do it, each once; those inside the client are left out."""
    return [k for kode, k in g.SEMUA.items() if k.sebab and kode not in ("galat", "token_kedaluwarsa")]


def layanan(nama: str) -> Layanan:
    """The service of an address part (``wso2``, ``unor``, …). Raises TidakDitemukan."""
    try:
        return Layanan(f"siasn:{nama}")
    except ValueError:
        raise TidakDitemukan


def uji(aktor: Aktor, satu: Layanan) -> HasilUji:
    """Call the service once, within seconds, also where its breaker is open; the outcome is noted as that of any call."""
    aktor.wajib("integrasi:uji")
    return _uji(aktor, satu)


def periksa(jam: Jam, instansi_id: int | None) -> list[tuple[Layanan, HasilUji]]:
    """The same of every service, for the operator at the machine (``flask kesehatan``)."""
    aktor = aktor_sistem(jam, instansi_id)
    return [(satu, _uji(aktor, satu)) for satu in Layanan]


def _uji(aktor: Aktor, satu: Layanan) -> HasilUji:
    try:
        if satu in (Layanan.WSO2, Layanan.SSO) and not setelan().siasn.ada:
            raise g.TidakDikonfigurasi()
        if satu is Layanan.SSO and (tersimpan := _yang_dipakai(aktor)):
            return _uji_tersimpan(aktor, tersimpan)
        kalimat = _uji_token(aktor, satu) if satu in (Layanan.WSO2, Layanan.SSO) else _uji_layanan(aktor, satu)
    except g.HakKurang as galat:
        return HasilUji(False, f"Layanan menjawab, tetapi menolak. {galat.pesan}", type(galat))
    except g.GalatSiasn as galat:
        return HasilUji(False, galat.pesan, type(galat))
    return HasilUji(True, kalimat)


def _yang_dipakai(aktor: Aktor) -> str | None:
    """What to call the SSO token that is stored, when it is that one that the next call takes; None when the program fetches one itself."""
    s = setelan().siasn
    ada = siasn.baca_token(s, siasn.kunci_sso(aktor.instansi_id))
    hidup = ada.token is not None and (ada.sampai is None or ada.sampai > aktor.sekarang())
    if hidup and ada.ditempel:
        return "Token SSO yang ditempel"
    return None if akun_layanan(s) else "Token SSO"


def _uji_tersimpan(aktor: Aktor, nama: str) -> HasilUji:
    """Call SIASN with the stored token itself: a pasted one must not be replaced behind the back of whoever tests it."""
    try:
        with siasn.klien(aktor, tenggat=TENGGAT_UJI, percobaan=1, paksa=True, tanpa_akun=True) as k:
            k.daftar_unor(limit=1)
    except (g.TokenDitolak, g.TokenSsoTidakCocok, g.HakKurang) as galat:
        return HasilUji(False, f"{nama} ditolak. {galat.pesan}", type(galat))
    except g.TokenSsoTiada:
        raise
    except g.GalatSiasn as galat:
        return HasilUji(False, f"{nama} belum dapat dipastikan, sebab layanan yang dipakai mengujinya gagal. {galat.pesan}", type(galat))
    siasn.PencatatDatabase(setelan().siasn, aktor.instansi_id, setelan().jam).berhasil(Layanan.SSO)
    return HasilUji(True, f"{nama} diterima oleh SIASN.")


def _uji_token(aktor: Aktor, satu: Layanan) -> str:
    s, jam = setelan().siasn, setelan().jam
    catatan = siasn.PencatatDatabase(s, aktor.instansi_id, jam)
    with Saluran(s) as saluran:
        try:
            if satu is Layanan.WSO2:
                minta_wso2(saluran, s, tenggat=TENGGAT_UJI)
            else:
                minta_sso(saluran, s, _siasn_id(aktor), tenggat=TENGGAT_UJI)
        except g.GalatSiasn as galat:
            catatan.gagal(satu, galat)
            raise
    catatan.berhasil(satu)
    return "Layanan token menjawab dan memberi token" + (" untuk akun layanan." if satu is Layanan.SSO else ".")


def _siasn_id(aktor: Aktor) -> str | None:
    with Session(db.engine) as session:
        return session.scalar(select(Instansi.siasn_id).where(Instansi.id == aktor.instansi_id))


def _uji_layanan(aktor: Aktor, satu: Layanan) -> str:
    with siasn.klien(aktor, tenggat=TENGGAT_UJI, percobaan=1, paksa=True) as k:
        try:
            return _panggil(k, satu)
        except g.TidakAda:
            return "Layanan menjawab; data yang ditanyakan memang tidak ada di SIASN."


def _panggil(k: Klien, satu: Layanan) -> str:
    if satu is Layanan.UNOR:
        k.daftar_unor(limit=1)
    elif satu is Layanan.PEGAWAI and k.ada_daftar:
        k.daftar_pegawai(limit=1)
    elif satu is Layanan.PEGAWAI:
        k.data_utama(NIP_UJI)
    elif satu is Layanan.SKP:
        k.rw_skp22(NIP_UJI)
    elif satu is Layanan.ANGKA_KREDIT:
        k.riwayat("angkakredit", NIP_UJI)
    else:
        k.nonasn(NIK_UJI)
    return "Layanan menjawab dengan data yang terbaca."
