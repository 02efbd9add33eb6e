"""The record of a run while it reads: where it stands, what it has counted, and the rows that it stages."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from operator import itemgetter
from typing import Any

from sqlalchemy import select

from domain.siasn import BedaSinkro, EntitasSinkro, JenisSinkro, hapus_massal, menonaktifkan
from integrations.siasn.skema import GalatBaris
from models import SinkroBaris, Sinkronisasi
from services import massal
from services.galat import TidakDitemukan
from services.sinkro_sql import satu_dari
from services.unit_of_work import Unit

KOLOM = (
    "instansi_id", "sinkronisasi_id", "entitas", "kunci", "objek_id", "nama", "nomor", "beda", "keadaan", "unor_id", "isi", "perubahan", "pesan",
)  # fmt: skip
_NILAI = itemgetter(*KOLOM[3:])


def ambil(unit: Unit, id: int) -> Sinkronisasi:
    lari = unit.session.get(Sinkronisasi, id)
    if lari is None:
        raise TidakDitemukan("Permintaan sinkronisasi tidak ditemukan.")
    return lari


def tahap_awal(jenis: JenisSinkro) -> str:
    return "unor" if jenis.unor else "pegawai"


def pindah(lari: Sinkronisasi, tahap: str, **lain: Any) -> None:
    """The next stage; what the stages tell one another stays."""
    tetap = {k: v for k, v in lari.kursor.items() if k not in ("tahap", "letak", "total", "sudah")}
    lari.kursor = {**tetap, "tahap": tahap, **lain}


def maju(lari: Sinkronisasi, jumlah: int, total: int | None) -> tuple[int, int | None]:
    """Write the place in the stage; returns what the progress shows."""
    sudah = int(lari.kursor.get("sudah") or 0) + jumlah
    lari.kursor = {**lari.kursor, "sudah": sudah, "total": total if total is not None else lari.kursor.get("total")}
    return sudah, lari.kursor["total"]


def catat_tanpa_kunci(lari: Sinkronisasi, entitas: EntitasSinkro, galat: Iterable[GalatBaris]) -> None:
    # Someone's row could not be read and doesn't tell whose: nobody may be taken for gone on that evidence.
    n = sum(1 for satu in galat if satu.kunci is None)
    if n:
        tanpa = dict(lari.kursor.get("tanpa_kunci") or {})
        lari.kursor = {**lari.kursor, "tanpa_kunci": {**tanpa, entitas.value: tanpa.get(entitas.value, 0) + n}}


def simpan(unit: Unit, lari: Sinkronisasi, entitas: EntitasSinkro, baris: Sequence[dict[str, Any]]) -> None:
    """Stage rows, leaving out those that an earlier page has brought already."""
    s = unit.session
    ada = select(SinkroBaris.kunci).where(SinkroBaris.sinkronisasi_id == lari.id, SinkroBaris.entitas == entitas)
    sudah = set(s.scalars(ada.where(satu_dari(s, SinkroBaris.kunci, [r["kunci"] for r in baris]))))
    baru: dict[str, dict[str, Any]] = {}
    for satu in baris:
        if satu["kunci"] not in sudah:
            baru.setdefault(satu["kunci"], satu)
    _hitung(lari, entitas, baru.values())
    tetap = (lari.instansi_id, lari.id, entitas)
    massal.muat(s, unit.aktor, SinkroBaris, KOLOM, ((*tetap, *_NILAI(r)) for r in baru.values()), catat=False)


def _hitung(lari: Sinkronisasi, entitas: EntitasSinkro, baris: Iterable[dict[str, Any]]) -> None:
    beda: Counter[BedaSinkro] = Counter()
    kolom: Counter[str] = Counter()
    mati = 0
    for satu in baris:
        beda[satu["beda"]] += 1
        mati += menonaktifkan(satu["beda"], satu["perubahan"])
        for p in satu["perubahan"] or ():
            kolom[p["kolom"]] += 1
            lari.konflik += 1 if p.get("konflik") else 0
    hitung_beda(lari, beda)
    hitung_kolom(lari, kolom)
    if mati:
        lari.kursor = {**lari.kursor, "mati": {**(lari.kursor.get("mati") or {}), entitas.value: jumlah_mati(lari, entitas) + mati}}


def jumlah_mati(lari: Sinkronisasi, entitas: EntitasSinkro) -> int:
    """Rows so far whose unit or person would no longer be aktif."""
    return int((lari.kursor.get("mati") or {}).get(entitas.value, 0))


def jaga(lari: Sinkronisasi, entitas: EntitasSinkro, dikenal: int) -> None:
    """Hold back those that would no longer be aktif if they are unusually many of the ``dikenal`` who could be."""
    n = jumlah_mati(lari, entitas)
    if hapus_massal(dikenal, n):
        lari.kursor = {**lari.kursor, "tertahan": {**(lari.kursor.get("tertahan") or {}), entitas.value: [n, dikenal]}}


def hitung_beda(lari: Sinkronisasi, beda: Mapping[BedaSinkro, int]) -> None:
    """Rows by what they mean. Conflicts are counted by field, wherever they are."""
    for satu, n in beda.items():
        if satu is not BedaSinkro.KONFLIK:
            setattr(lari, satu.value, getattr(lari, satu.value) + n)


def hitung_kolom(lari: Sinkronisasi, kolom: Mapping[str, int]) -> None:
    """Add rows by the field in which they differ (negative: take away): counted as they come, since a page that shows them must not read all rows."""
    if kolom:
        jadi = Counter(dict(lari.kursor.get("per_kolom") or {}))
        jadi.update(kolom)
        lari.kursor = {**lari.kursor, "per_kolom": {k: n for k, n in jadi.items() if n > 0}}
