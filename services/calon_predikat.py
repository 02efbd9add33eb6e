"""What of a Final predikat goes to SIASN: its body, why it can't go, and how many there are of a year before anyone asks.

Two kinds of reason are told apart. Someone whom SIASN doesn't keep, or who by rule has no Pejabat Penilai Kinerja, is
passed over (DILEWATI) until that changes; a SKP that could have a penilai and has none is a failure with its cure.
"""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Text, case, cast, func, or_, select
from sqlalchemy.orm import Session

from domain.jabatan import JenisPegawai
from domain.nip import JenisNomorInduk
from domain.penilai import PenilaiDitemukan
from domain.periode import JenisPeriode
from domain.predikat import Predikat, Rating
from domain.skp import JenisSkp, SalinanOrang
from domain.status import StatusKiriman, StatusSkp
from models import Pegawai, Penilaian, Periode, PredikatTerkirim, Skp
from services import penilai
from services.skp_dasar import hari_aturan

NON_ASN = "Pejabat non-ASN (NIK) tidak ada dalam data ASN di SIASN, sehingga predikatnya tidak dapat dikirim. Dikirim begitu ia ber-NIP."
PUNCAK = (
    "Pimpinan tertinggi: tidak ada Unor Atasan, sehingga tidak ada Pejabat Penilai Kinerja yang diwajibkan SIASN. "
    "Dikirim begitu SKP-nya mempunyai penilai."
)
TANPA_PREDIKAT = "SKP ini tidak lagi mempunyai predikat periode Final, atau digantikan SKP definitif yang lebih baru; tidak perlu dikirim."
_TANPA_PENILAI = "SKP tidak mempunyai Pejabat Penilai Kinerja, padahal SIASN mewajibkannya."


@dataclass(frozen=True, slots=True)
class Halangan:
    """Why a predikat doesn't go out, and what that makes of it: DILEWATI or GAGAL."""

    status: StatusKiriman
    sebab: str


def isi(tahun: int, hasil: Rating, perilaku: Rating, predikat: Predikat, salinan_penilai: Any) -> dict[str, Any]:
    """The body that is sent, without the ids at SIASN."""
    orang = SalinanOrang.dari_json(salinan_penilai)
    return {
        "tahun": tahun,
        "hasil": hasil.kode,
        "perilaku": perilaku.kode,
        "kuadran": predikat.kuadran,
        "penilai": orang.ke_json() if orang else None,
    }


def sidik(isi: Mapping[str, Any]) -> str:
    return hashlib.sha256(json.dumps(isi, sort_keys=True).encode()).hexdigest()


class Penimbang:
    """Tells why a predikat can't go. The tree of units is read once a day of the rule, and only for those without a penilai."""

    def __init__(self, session: Session, hari_ini: date) -> None:
        self._session, self._hari_ini = session, hari_ini
        self._pencari: dict[date, Callable[[int, int], PenilaiDitemukan]] = {}

    def timbang(self, b: Any, penilai_skp: Mapping[str, Any] | None) -> Halangan | None:
        """``b`` has pegawai_id, unor_id, awal, akhir of the SKP, and jenis_pegawai and jenis_nomor of the person; the SKP's copy of the penilai."""
        if b.jenis_pegawai is JenisPegawai.NON_ASN or b.jenis_nomor is JenisNomorInduk.NIK:
            return Halangan(StatusKiriman.DILEWATI, NON_ASN)
        if (penilai_skp or {}).get("nomor_induk"):
            return None
        hari = hari_aturan(b.awal, b.akhir, self._hari_ini)
        if hari not in self._pencari:
            self._pencari[hari] = penilai.pencari(self._session, hari)
        temuan = self._pencari[hari](b.pegawai_id, b.unor_id)
        if temuan.pegawai_id is not None:
            return Halangan(StatusKiriman.GAGAL, f"{_TANPA_PENILAI} Segarkan penilai di Manajemen SKP.")
        if not temuan.terputus:
            return Halangan(StatusKiriman.DILEWATI, PUNCAK)
        return Halangan(StatusKiriman.GAGAL, f"{_TANPA_PENILAI} {temuan.langkah[-1]} Sesudah itu segarkan penilai di Manajemen SKP.")


# --- How many ---------------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class Ringkasan:
    """Of the Final predikat of a year: to be sent, as SIASN has them already, passed over, and those that lack something."""

    kirim: int = 0
    sama: int = 0
    dilewati: int = 0
    kurang: int = 0


def ringkasan(session: Session, hari_ini: date) -> dict[int, Ringkasan]:
    """Year → how many, newest first. The database puts together what is alike: a fingerprint is taken once for each
    penilai, rating and fingerprint sent before, not for every SKP."""
    salinan = cast(Skp.salinan_penilai, Text)
    stmt = (
        select(Skp.tahun, Skp.id, Skp.pegawai_id, Skp.unor_id, Skp.awal, Skp.akhir, salinan.label("salinan"))
        .add_columns(Penilaian.hasil, Penilaian.perilaku, Penilaian.predikat, PredikatTerkirim.sidik.label("terkirim"))
        .add_columns(Pegawai.jenis_pegawai, Pegawai.jenis_nomor)
        .add_columns(
            func.row_number().over(partition_by=(Skp.tahun, Skp.pegawai_id), order_by=(Skp.akhir.desc(), Skp.id.desc())).label("urut")
        )
        .join(Pegawai, Pegawai.id == Skp.pegawai_id)
        .join(Penilaian, Penilaian.skp_id == Skp.id)
        .join(Periode, Periode.id == Penilaian.periode_id)
        .outerjoin(PredikatTerkirim, PredikatTerkirim.skp_id == Skp.id)
        .where(Skp.jenis == JenisSkp.DEFINITIF, Skp.status == StatusSkp.PERSETUJUAN)
        .where(Periode.jenis == JenisPeriode.FINAL, Penilaian.predikat.is_not(None))
    )
    k = stmt.subquery().c
    serupa = (k.tahun, k.hasil, k.perilaku, k.predikat, k.salinan, k.terkirim, k.jenis_pegawai, k.jenis_nomor)
    # Whoever has no penilai is looked at by himself.
    sendiri = case((or_(k.salinan.is_(None), k.salinan == "null"), k.id))
    satu = [func.min(getattr(k, n)).label(n) for n in ("pegawai_id", "unor_id", "awal", "akhir")]
    penimbang, hasil = Penimbang(session, hari_ini), defaultdict[int, Ringkasan](Ringkasan)
    kelompok = select(*serupa, *satu, func.count().label("banyak")).where(k.urut == 1).group_by(*serupa, sendiri)
    for b in session.execute(kelompok):
        orang = json.loads(b.salinan) if b.salinan else None
        ringkas = hasil[b.tahun]
        if b.terkirim and sidik(isi(b.tahun, b.hasil, b.perilaku, b.predikat, orang)) == b.terkirim:
            ringkas.sama += b.banyak
        elif (halangan := penimbang.timbang(b, orang)) is None:
            ringkas.kirim += b.banyak
        elif halangan.status is StatusKiriman.DILEWATI:
            ringkas.dilewati += b.banyak
        else:
            ringkas.kurang += b.banyak
    return dict(sorted(hasil.items(), reverse=True))
