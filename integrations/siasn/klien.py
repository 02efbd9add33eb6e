"""The client of SIASN: one method a service, in our shapes and our errors (galat.py).

Read with retries; a change is sent once, and ends in TidakPasti when nobody knows whether it was stored. Refused tokens are refreshed once.
Each group of services has a breaker of its own (``Layanan``), kept by the Pencatat.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from enum import Enum
from typing import Any, Protocol, TypeVar

from config import SetelanSiasn
from integrations.siasn import galat as g
from integrations.siasn import skema
from integrations.siasn.saluran import Permintaan, Saluran, log
from integrations.siasn.skema import (
    BarisSalah,
    GalatBaris,
    HalamanPegawai,
    HalamanUnor,
    KirimanAngkaKredit,
    KirimanSkp22,
    NonAsn,
    OrangSiasn,
    Skp22,
    UnorSiasn,
)
from integrations.siasn.token import PenyediaToken

SEREMPAK = 4
"""Requests at a time: SIASN documents no limit, and clients that ask more are cut off."""
T = TypeVar("T")


class Layanan(Enum):
    """A group of endpoints that fail together; its value is the key of KeadaanIntegrasi."""

    WSO2 = "siasn:wso2"
    SSO = "siasn:sso"
    UNOR = "siasn:unor"
    PEGAWAI = "siasn:pegawai"
    SKP = "siasn:skp"
    ANGKA_KREDIT = "siasn:angka_kredit"
    NON_ASN = "siasn:non_asn"

    @property
    def label(self) -> str:
        return {
            "siasn:wso2": "Token gerbang (WSO2)",
            "siasn:sso": "Token SSO",
            "siasn:unor": "Referensi unor",
            "siasn:pegawai": "Data pegawai",
            "siasn:skp": "SKP dan predikat",
            "siasn:angka_kredit": "Angka kredit",
            "siasn:non_asn": "JPT Non ASN",
        }[self.value]


class Pencatat(Protocol):
    """Keeps how a service answers, and its breaker."""

    def sebelum(self, layanan: Layanan) -> None:
        """Raises PemutusTerbuka when no call may be made now."""

    def berhasil(self, layanan: Layanan) -> None: ...

    def gagal(self, layanan: Layanan, galat: g.GalatSiasn) -> None: ...


class TanpaCatatan:
    """A Pencatat that keeps nothing."""

    def sebelum(self, layanan: Layanan) -> None: ...

    def berhasil(self, layanan: Layanan) -> None: ...

    def gagal(self, layanan: Layanan, galat: g.GalatSiasn) -> None: ...


NipBerikut = Callable[[str | None, int], Sequence[str]]
"""(last NIP or None, how many) → the next known NIP in ascending order; fewer than asked: there are no more."""


class Klien:
    """Calls SIASN for one instansi. A context manager; safe to share between threads."""

    def __init__(
        self,
        setelan: SetelanSiasn,
        saluran: Saluran,
        token: PenyediaToken,
        pencatat: Pencatat | None = None,
        *,
        instansi_siasn_id: str | None = None,
        tenggat: float | None = None,
        percobaan: int | None = None,
    ) -> None:
        """``tenggat`` and ``percobaan`` replace the configured ones, for a short test of the connection."""
        self._setelan, self._saluran, self._token = setelan, saluran, token
        self._pencatat = pencatat or TanpaCatatan()
        self.instansi_siasn_id = instansi_siasn_id
        self._tenggat, self._percobaan = tenggat, percobaan
        self._detik_per_orang: float | None = None

    def __enter__(self) -> Klien:
        return self

    def __exit__(self, *_: object) -> None:
        self._saluran.tutup()

    # --- People ---

    @property
    def ada_daftar(self) -> bool:
        """Whether a list of people is configured; else they are asked for one by one, by NIP."""
        return bool(self._setelan.daftar_url)

    def daftar_pegawai(self, kursor: str | None = None, *, limit: int = 500, nip: NipBerikut | None = None) -> HalamanPegawai:
        """The page of people after ``kursor`` (None: the first), ordered by a stable key.

        From the list where one is configured; else by data-utama for the NIP that ``nip`` gives. A NIP that SIASN doesn't know is a
        GalatBaris of kode ``tidak_ada``. Raises GalatSiasn; JawabanPendek when the list ends early.
        """
        if not self.ada_daftar:
            if nip is None:
                raise g.TidakDikonfigurasi()
            satu = list(nip(kursor, limit))
            halaman = self.orang_menurut_nip(satu)
            return HalamanPegawai(halaman.orang, halaman.galat, satu[-1] if len(satu) == limit else None, None)
        return self._halaman_daftar(kursor, limit)

    def _halaman_daftar(self, kursor: str | None, limit: int) -> HalamanPegawai:
        # Our cursor carries how many rows came before, so that a list that ends early is noticed wherever a run is taken up again.
        cocok = re.fullmatch("([0-9]{1,9}):(.{1,200})", kursor or "")
        if kursor is not None and cocok is None:
            raise ValueError("kursor tidak dikenal")
        lewat, sambungan = (int(cocok[1]), cocok[2]) if cocok else (0, "")
        params = {"instansiId": self.instansi_siasn_id or "", "limit": str(limit), "cursor": sambungan}
        badan = self._panggil(Layanan.PEGAWAI, "GET", self._setelan.daftar_url, params=params, semua=True)
        baris, total = self._baris(Layanan.PEGAWAI, badan), _total(badan)
        lanjut = badan.get("next") if isinstance(badan, dict) else None
        if lanjut is not None and (not isinstance(lanjut, str) or not lanjut or not baris or lanjut == sambungan):
            raise self._salah(Layanan.PEGAWAI, g.JawabanRusak())
        lewat += len(baris)
        if lanjut is None and total is not None and total - lewat > total // 1000:
            raise self._salah(Layanan.PEGAWAI, g.JawabanPendek())
        orang, galat = skema.baca_baris(baris, skema.orang, lambda o: o.nomor_induk, "nipBaru", "id", "nama")
        return HalamanPegawai(orang, galat, None if lanjut is None else f"{lewat}:{lanjut}", total)

    def orang_menurut_nip(self, nip: Sequence[str]) -> HalamanPegawai:
        """These people by data-utama, four at a time, in the order given. Raises GalatSiasn when the service itself fails."""
        mulai = time.monotonic()
        with ThreadPoolExecutor(SEREMPAK) as kolam:
            janji = [kolam.submit(copy_context().run, self._satu_orang, n) for n in nip]
            try:
                hasil = [j.result() for j in janji]
            except BaseException:
                for j in janji:
                    j.cancel()
                raise
        if nip:
            kini = (time.monotonic() - mulai) / len(nip)
            self._detik_per_orang = kini if self._detik_per_orang is None else 0.7 * self._detik_per_orang + 0.3 * kini
        orang = [h for h in hasil if isinstance(h, OrangSiasn)]
        return HalamanPegawai(orang, [h for h in hasil if isinstance(h, GalatBaris)], None, len(nip))

    def perkiraan_sisa(self, orang: int) -> float | None:
        """Seconds that ``orang`` more people will take by data-utama, by the pace so far; None before the first page."""
        return None if self._detik_per_orang is None else self._detik_per_orang * orang

    def _satu_orang(self, nip: str) -> OrangSiasn | GalatBaris:
        try:
            satu = skema.orang(self._ambil_orang(nip))
        except (g.TidakAda, g.Ditolak, g.HakKurang) as galat:
            return GalatBaris(galat.kode, galat.kalimat, galat.obat, nip)
        except BarisSalah as salah:
            return GalatBaris("baris_salah", str(salah), kunci=nip)
        if satu.nomor_induk != nip:
            return GalatBaris("nip_lain", "SIASN menjawab dengan data milik NIP lain.", "Laporkan ke helpdesk SIASN.", nip)
        return satu

    def _ambil_orang(self, nip: str) -> Any:
        badan = self._get(Layanan.PEGAWAI, f"pns/data-utama/{_nomor(nip)}")
        data = badan.get("data") if isinstance(badan, dict) else None
        if isinstance(data, list) and len(data) == 1:
            data = data[0]
        if data is None or data == []:
            raise g.TanpaData()
        return data

    def data_utama(self, nip: str) -> OrangSiasn:
        """One person. Raises GalatSiasn (TidakAda when SIASN doesn't know the NIP)."""
        return self._baca(Layanan.PEGAWAI, skema.orang, self._ambil_orang(nip))

    def riwayat(self, jenis: str, nip: str) -> list[Mapping[str, Any]]:
        """Raw rows of ``pns/rw-<jenis>`` (jabatan, golongan, angkakredit, …); an unknown person and no rows are both an empty list.

        Raises GalatSiasn; JawabanPendek for fewer rows than were announced: what is missing may well be stored.
        """
        layanan = {"skp22": Layanan.SKP, "angkakredit": Layanan.ANGKA_KREDIT}.get(jenis, Layanan.PEGAWAI)
        try:
            badan = self._get(layanan, f"pns/rw-{jenis}/{_nomor(nip)}")
        except g.TidakAda:
            return []
        baris = self._baris(layanan, badan)
        if not all(isinstance(b, Mapping) for b in baris):
            raise self._salah(layanan, g.JawabanRusak())
        if len(baris) < (_total(badan) or 0):
            raise self._salah(layanan, g.JawabanPendek())
        return baris

    # --- Units ---

    def daftar_unor(self, offset: int = 0, limit: int = 500) -> HalamanUnor:
        """A page of the units, ordered by id. Raises GalatSiasn; JawabanPendek when a page is shorter than the announced total allows."""
        badan = self._get(Layanan.UNOR, "referensi/ref-unor", params={"limit": str(limit), "offset": str(offset)}, semua=True)
        baris, total = self._baris(Layanan.UNOR, badan), _total(badan)
        sampai = offset + len(baris)
        if total is not None and len(baris) < limit and sampai < total:
            raise self._salah(Layanan.UNOR, g.JawabanPendek())
        unor, galat = skema.baca_baris(baris, skema.unor, lambda u: u.siasn_id, "Id", "NamaUnor")
        lagi = sampai < total if total is not None else len(baris) == limit
        milik = [u for u in unor if self._milik(u)]
        # Some servers pay no heed to limit and send everything at once.
        return HalamanUnor(milik, galat, sampai if lagi and baris else None, total, len(unor) - len(milik))

    def _milik(self, unor: UnorSiasn) -> bool:
        return None in (unor.instansi_id, self.instansi_siasn_id) or unor.instansi_id == self.instansi_siasn_id

    # --- SKP, angka kredit ---

    def rw_skp22(self, nip: str) -> list[Skp22]:
        """What SIASN holds of a person's yearly SKP since 2022. Raises GalatSiasn."""
        return [self._baca(Layanan.SKP, skema.skp22, b) for b in self.riwayat("skp22", nip)]

    def skp22_simpan(self, kiriman: KirimanSkp22) -> str:
        """Store a yearly SKP; returns its id at SIASN. Raises Ditolak with SIASN's reason, TidakPasti, other GalatSiasn."""
        return self._simpan(Layanan.SKP, "skp22/save", kiriman.badan(), "rwSkpId")

    def angkakredit_simpan(self, kiriman: KirimanAngkaKredit) -> str:
        """Store an angka kredit; returns its id at SIASN. Errors as skp22_simpan."""
        return self._simpan(Layanan.ANGKA_KREDIT, "angkakredit/save", kiriman.badan(), "rwAngkaKreditId")

    def _simpan(self, layanan: Layanan, jalur: str, badan: Mapping[str, Any], kunci: str) -> str:
        hasil = self._panggil(layanan, "POST", self._url(jalur), badan=badan, simpan=True)
        peta = hasil.get("mapData") if isinstance(hasil, dict) and hasil.get("success") is True else None
        id = peta.get(kunci) if isinstance(peta, dict) else None
        if not isinstance(id, str) or not 0 < len(id) <= skema.PANJANG_ID:
            raise self._salah(layanan, g.TidakPasti())
        return id

    # --- Non-ASN officials ---

    @property
    def ada_masukan_nonasn(self) -> bool:
        """Whether an intake of JPT Non ASN is configured."""
        return bool(self._setelan.nonasn_masukan_url)

    def nonasn(self, nik: str) -> NonAsn:
        """A non-ASN official by NIK. Raises TidakAda (up to 2×24 hours after the intake), HakKurang, other GalatSiasn."""
        badan = self._get(Layanan.NON_ASN, f"nonasn/data/{_nomor(nik)}")
        data = badan.get("data") if isinstance(badan, dict) else None
        if not data:
            raise g.TidakAda()
        return self._baca(Layanan.NON_ASN, skema.non_asn, data[0] if isinstance(data, list) else data)

    def nonasn_masukan(self, isi: NonAsn, *, nama_dokumen: str, dokumen_base64: str) -> None:
        """Hand in a non-ASN official with the decree as PDF. Sending the same NIK again replaces it. Errors as skp22_simpan."""
        if not self.ada_masukan_nonasn:
            raise g.TidakDikonfigurasi()
        badan = {**isi.badan(), "dokumen": {"nama": nama_dokumen, "isi": dokumen_base64}}
        hasil = self._panggil(Layanan.NON_ASN, "POST", self._setelan.nonasn_masukan_url, badan=badan, simpan=True)
        if not isinstance(hasil, dict) or hasil.get("success") is not True:
            raise self._salah(Layanan.NON_ASN, g.TidakPasti())

    # --- The call ---

    def _url(self, jalur: str) -> str:
        return f"{self._setelan.url.rstrip('/')}/{jalur}"

    def _get(self, layanan: Layanan, jalur: str, *, params: Mapping[str, str] | None = None, semua: bool = False) -> Any:
        return self._panggil(layanan, "GET", self._url(jalur), params=params, semua=semua)

    def _panggil(
        self,
        layanan: Layanan,
        metode: str,
        url: str,
        *,
        params: Mapping[str, str] | None = None,
        badan: Mapping[str, Any] | None = None,
        simpan: bool = False,
        semua: bool = False,
    ) -> Any:
        """``semua``: the question is about the instansi as a whole, not about one person."""
        if not self._setelan.ada:
            raise g.TidakDikonfigurasi()
        self._pencatat.sebelum(layanan)
        try:
            hasil = self._bertoken(lambda kepala: Permintaan(metode, url, kepala, params, badan, simpan=simpan))
        except (g.TidakAda, g.Ditolak):
            self._pencatat.berhasil(layanan)
            raise
        except g.HakKurang as galat:
            # The service has answered. That the token's owner may not see one person says nothing of the token; a list of the whole
            # instansi that he may not read does.
            if semua:
                self._salah(layanan, galat)
            else:
                self._pencatat.berhasil(layanan)
            raise
        except g.GalatSiasn as galat:
            if not galat.dari_token:
                self._salah(layanan, galat)
            raise
        self._pencatat.berhasil(layanan)
        return hasil

    def _bertoken(self, minta: Callable[[Mapping[str, str]], Permintaan]) -> Any:
        wso2, sso = self._minta_token(self._token.wso2, None), self._minta_token(self._token.sso, None)
        basi: set[str] = set()
        while True:
            try:
                return self._kirim(minta, wso2, sso)
            except g.TokenKedaluwarsa as galat:
                wso2_saja = galat.wso2_saja
            # Each token is renewed once: after a long pause both have run out. The gateway names its own; "expired jwt" may mean
            # either, mostly the SSO token.
            if not wso2_saja and "sso" not in basi:
                basi.add("sso")
                lama, sso = sso, self._minta_token(self._token.sso, sso)
                if sso != lama:
                    continue
            if "wso2" in basi:
                raise g.TokenDitolak()
            basi.add("wso2")
            wso2 = self._minta_token(self._token.wso2, wso2)

    def _kirim(self, minta: Callable[[Mapping[str, str]], Permintaan], wso2: str, sso: str) -> Any:
        kepala = {"Authorization": f"Bearer {wso2}", "Auth": f"bearer {sso}"}
        return self._saluran.kirim(minta(kepala), tenggat=self._tenggat, percobaan=self._percobaan)

    def _minta_token(self, ambil: Callable[[str | None], str], ditolak: str | None) -> str:
        try:
            return ambil(ditolak)
        except g.GalatSiasn as galat:
            galat.dari_token = True
            raise

    def _salah(self, layanan: Layanan, galat: g.GalatSiasn) -> g.GalatSiasn:
        """Note a failure of the service and hand it back to be raised. Only service and code are logged."""
        log.warning("%s: %s", layanan.value, galat.kode)
        self._pencatat.gagal(layanan, galat)
        return galat

    def _baris(self, layanan: Layanan, badan: Any) -> list[Any]:
        """The rows of an envelope: ``data`` may be null (no rows). Raises JawabanRusak when it is something else than a list."""
        data = badan if isinstance(badan, list) else badan.get("data")
        if data is None:
            return []
        if not isinstance(data, list):
            raise self._salah(layanan, g.JawabanRusak())
        return data

    def _baca(self, layanan: Layanan, baca: Callable[[Any], T], isi: Any) -> T:
        try:
            return baca(isi)
        except BarisSalah as salah:
            raise self._salah(layanan, g.JawabanRusak(str(salah))) from None


def _nomor(teks: str) -> str:
    """An identity number that may stand in an address."""
    if not re.fullmatch("[0-9]{16,18}", teks):
        raise g.Ditolak("Nomor induk harus 16 atau 18 angka.")
    return teks


def _total(badan: Any) -> int | None:
    jumlah = badan.get("count") if isinstance(badan, dict) else None
    return jumlah if isinstance(jumlah, int) and not isinstance(jumlah, bool) and jumlah >= 0 else None
