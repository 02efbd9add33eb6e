"""What SIASN says of a unit or a person, beside what stands here: the values, their difference, and their words.

Values are JSON as ``siasn_dasar`` keeps them: enums by value, dates as ISO text, units by their id at SIASN. Two ids of SIASN may stand for
one of our units (PetaUnor), and one of ours may have none: so units are compared by ``Rujukan.kanon``.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from domain.jabatan import JENJANG, KEDUDUKAN, JenisJabatan, JenisPegawai, label_eselon, label_golongan, label_kedudukan
from domain.nama import normalkan
from domain.nip import JenisNomorInduk, NomorIndukSalah, parse
from domain.siasn import KOLOM, RUJUKAN, BedaSinkro, EntitasSinkro, Timbang, timbang
from domain.status import StatusAktif
from domain.tanggal import panjang
from integrations.siasn.skema import OrangSiasn, UnorSiasn
from models import JejakAudit, PetaUnor, SinkroBaris, Unor
from services.sinkro_sql import satu_dari

Nilai = dict[str, Any]
Dikenal = Any
"""A unit or a person as it stands here: a Unor or Pegawai, or a row of the columns that are compared."""

ALASAN = "Sinkronisasi SIASN"
"""How the reason of every change begins that a synchronisation writes down."""
KOLOM_UNOR = ("nama", "eselon", "atasan", "induk", "aktif")
KOLOM_PEGAWAI = (
    "nama", "nomor_induk", "unor", "jenis_jabatan", "jabatan", "jenis_pegawai", "golongan", "tmt_golongan", "jenjang", "tmt_jabatan",
    "kedudukan", "status",
)  # fmt: skip
KOLOM_KELUAR = ("kedudukan", "status")
"""All that is compared of someone who has left: he stays where he was, since SIASN moves the retired to units that mean nothing here."""


# --- Units by their ids at SIASN --------------------------------------------------------------------------------------


@dataclass(slots=True)
class Rujukan:
    """Ids of units at SIASN → our units, for the rows at hand. ``baru``: units that this very run will add."""

    id_unor: dict[str, int] = field(default_factory=dict)
    nama_unor: dict[int, str] = field(default_factory=dict)
    baru: dict[str, str] = field(default_factory=dict)
    pemimpin: dict[str, str | None] = field(default_factory=dict)
    """Id of a unit at SIASN → id at SIASN of who leads it, as far as known."""
    segar: set[str] = field(default_factory=set)
    """Units whose ``pemimpin`` this run has read itself."""
    _dicari: set[str | int] = field(default_factory=set)
    """Ids that have been looked up, found or not."""

    def kanon(self, siasn_id: str | None) -> str | None:
        """One text for all ids that mean the same unit."""
        ada = self.id_unor.get(siasn_id) if siasn_id is not None else None
        return siasn_id if ada is None else f"#{ada}"

    def dikenal(self, siasn_id: str) -> bool:
        return siasn_id in self.id_unor or siasn_id in self.baru

    def nama(self, siasn_id: str | None) -> str:
        if siasn_id is None:
            return "-"
        ada = self.id_unor.get(siasn_id)
        return self.nama_unor.get(ada or 0) or self.baru.get(siasn_id) or siasn_id

    @classmethod
    def muat(cls, session: Session, sinkronisasi_id: int, siasn_id: Iterable[str | None], unor_id: Iterable[int | None] = ()) -> Rujukan:
        """Look up these ids."""
        r = cls()
        r.lengkapi(session, sinkronisasi_id, siasn_id, unor_id)
        return r

    def lengkapi(self, session: Session, sinkronisasi_id: int, siasn_id: Iterable[str | None], unor_id: Iterable[int | None] = ()) -> None:
        """Look up those of the ids that were not looked up before: three statements, whatever their number."""
        dicari = sorted({s for s in siasn_id if s and s not in self._dicari})
        ids = {i for i in unor_id if i is not None and i not in self._dicari}
        if not dicari and not ids:
            return
        peta = dict(session.execute(select(PetaUnor.siasn_id, PetaUnor.unor_id).where(satu_dari(session, PetaUnor.siasn_id, dicari))).all())
        ids |= set(peta.values())
        kolom = (Unor.id, Unor.siasn_id, Unor.nama, Unor.siasn_dasar)
        cocok = satu_dari(session, Unor.siasn_id, dicari) | satu_dari(session, Unor.id, sorted(ids))
        for id, kode, nama, dasar in session.execute(select(*kolom).where(cocok)):
            self.nama_unor[id] = nama
            if kode:
                self.id_unor.setdefault(kode, id)
                if dasar and "pemimpin" in dasar:
                    self.pemimpin.setdefault(kode, dasar["pemimpin"])
        # A mapping says that the id stands for another unit now, whatever unit still bears it.
        self.id_unor |= peta
        baris = select(SinkroBaris.kunci, SinkroBaris.nama, SinkroBaris.beda, SinkroBaris.isi)
        baris = baris.where(SinkroBaris.sinkronisasi_id == sinkronisasi_id, SinkroBaris.entitas == EntitasSinkro.UNOR)
        for kunci, nama, beda, isi in session.execute(baris.where(satu_dari(session, SinkroBaris.kunci, dicari))):
            if beda is BedaSinkro.BARU:
                self.baru[kunci] = nama
            if isi and "pemimpin" in isi:
                self.pemimpin[kunci] = isi["pemimpin"]
            if beda not in (BedaSinkro.GAGAL, BedaSinkro.HAPUS):
                self.segar.add(kunci)
        self._dicari.update(dicari, ids)


# --- Values -----------------------------------------------------------------------------------------------------------


def nilai_unor(u: UnorSiasn) -> Nilai:
    return {
        "nama": u.nama, "eselon": u.eselon, "atasan": u.atasan_id, "induk": u.induk_id, "aktif": u.aktif, "pemimpin": u.pemimpin_id,
    }  # fmt: skip


def sini_unor(u: Dikenal) -> Nilai:
    """Units as ``#id``, which is what ``kanon`` gives for a known id."""
    return {"nama": u.nama, "eselon": u.eselon, "atasan": _tanda(u.atasan_id), "induk": _tanda(u.induk_id), "aktif": u.aktif}


def nilai_orang(o: OrangSiasn, lama: Dikenal | None, ruj: Rujukan) -> Nilai:
    kedudukan = KEDUDUKAN.get(o.kedudukan)
    mati = kedudukan is not None and kedudukan.otomatis_nonaktif
    return {
        "siasn_id": o.siasn_id,
        "nama": o.nama,
        "nomor_induk": o.nomor_induk,
        "unor": o.unor_id,
        "jenis_jabatan": (JenisJabatan.PIMPINAN if _memimpin(o, lama, ruj) else JenisJabatan.PEGAWAI).value,
        "jabatan": o.jabatan,
        "jenis_pegawai": o.jenis_pegawai.value,
        "golongan": o.golongan,
        "tmt_golongan": _iso(o.tmt_golongan),
        "jenjang": o.jenjang,
        "tmt_jabatan": _iso(o.tmt_jabatan),
        "kedudukan": o.kedudukan,
        "status": (StatusAktif.NONAKTIF if mati else StatusAktif.AKTIF).value,
    }


def _memimpin(o: OrangSiasn, lama: Dikenal | None, ruj: Rujukan) -> bool:
    """SIASN names the leader with the unit; where it doesn't, or did so before this person came there, the structural post tells."""
    pemimpin = ruj.pemimpin.get(o.unor_id)
    if pemimpin is None or pemimpin == o.siasn_id:
        return pemimpin == o.siasn_id or o.struktural
    dasar = (lama.siasn_dasar or {}).get("unor") if lama is not None else None
    return o.struktural and o.unor_id not in ruj.segar and dasar != o.unor_id


def sini_orang(p: Dikenal) -> Nilai:
    return {
        "nama": p.nama,
        "nomor_induk": p.nomor_induk,
        "unor": _tanda(p.unor_id),
        "jenis_jabatan": p.jenis_jabatan.value,
        "jabatan": p.jabatan,
        "jenis_pegawai": p.jenis_pegawai.value,
        "golongan": p.golongan,
        "tmt_golongan": _iso(p.tmt_golongan),
        "jenjang": p.jenjang,
        "tmt_jabatan": _iso(p.tmt_jabatan),
        "kedudukan": p.kedudukan,
        "status": p.status.value,
    }


def _tanda(id: int | None) -> str | None:
    return None if id is None else f"#{id}"


def _iso(hari: date | None) -> str | None:
    return hari.isoformat() if hari is not None else None


# --- Difference -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Banding:
    """The difference of one row. ``pakai`` and ``konflik`` name fields; ``dasar`` is what ``siasn_dasar`` becomes once applied."""

    pakai: tuple[str, ...]
    konflik: tuple[str, ...]
    dasar: Nilai


def banding(
    kolom: Sequence[str], sini: Nilai, dasar: Mapping[str, Any] | None, siasn: Nilai, ruj: Rujukan, tangan: frozenset[str] = frozenset()
) -> Banding:
    """``tangan``: fields that were changed by hand here before SIASN was first asked for them."""
    pakai, konflik = [], []
    for k in kolom:
        kini, dulu = siasn[k], dasar
        if sini[k] == kini:
            continue
        if k in RUJUKAN:
            kini = ruj.kanon(kini)
            dulu = {k: ruj.kanon(dasar[k])} if dasar is not None and k in dasar else None
            if k == "atasan" and sini[k] is None and dasar is not None and yatim_dikenal(dasar, ruj):
                dulu = {k: None}
        hasil = timbang(k, sini[k], dulu, kini, tangan=k in tangan)
        if hasil is Timbang.PAKAI:
            pakai.append(k)
        elif hasil is Timbang.KONFLIK:
            konflik.append(k)
    # A conflict keeps the value of the last sync until someone has decided, so that it is found again as long as it is open.
    baru = {k: v for k, v in siasn.items() if k not in konflik}
    return Banding(tuple(pakai), tuple(konflik), {**baru, **{k: dasar[k] for k in konflik if dasar is not None and k in dasar}})


def diubah_tangan(
    session: Session, entitas: EntitasSinkro, semua: Iterable[tuple[int, Mapping[str, Any] | None]]
) -> dict[int, frozenset[str]]:
    """Object → fields that a person has changed here; of (id, siasn_dasar) only those where SIASN's last value of a field is unknown.

    One statement, none where SIASN's values are all known, as they are after the first synchronisation. What it wrote itself, or was
    loaded without a person's doing it, is no change by hand.
    """
    kolom = KOLOM_UNOR if entitas is EntitasSinkro.UNOR else KOLOM_PEGAWAI
    ids = sorted({id for id, dasar in semua if dasar is None or any(k not in dasar for k in kolom)})
    if not ids:
        return {}
    J = JejakAudit
    stmt = select(J.objek_id, J.perubahan).where(
        J.entitas == entitas.value, satu_dari(session, J.objek_id, ids), J.pengguna_id.is_not(None), J.aksi != "tambah",
        func.coalesce(J.alasan, "").not_like(f"{ALASAN}%"),
    )  # fmt: skip
    hasil: dict[int, set[str]] = defaultdict(set)
    for id, perubahan in session.execute(stmt):
        hasil[id].update(p["kolom"].removesuffix("_id") for p in perubahan)
    return {id: frozenset(k) for id, k in hasil.items()}


def yatim_dikenal(dasar: Mapping[str, Any], ruj: Rujukan) -> bool:
    """The unit hangs nowhere only because SIASN's atasan was unknown when it was taken over, and is known by now."""
    yatim = dasar.get("yatim")
    return yatim is not None and yatim == dasar.get("atasan") and ruj.dikenal(yatim)


def butir(kolom: str, sini: Any, siasn: Any, ruj: Rujukan, *, konflik: bool = False) -> Nilai:
    """An entry of ``SinkroBaris.perubahan``."""
    hasil = {
        "kolom": kolom,
        "sini": sini,
        "siasn": siasn,
        "sini_teks": teks_sini(kolom, sini, ruj),
        "siasn_teks": ruj.nama(siasn) if kolom in RUJUKAN else teks(kolom, siasn),
    }
    return {**hasil, "konflik": True} if konflik else hasil


def teks_sini(kolom: str, nilai: Any, ruj: Rujukan) -> str:
    if kolom in RUJUKAN:
        return ruj.nama_unor.get(int(nilai[1:]), nilai) if nilai is not None else "-"
    return teks(kolom, nilai)


def teks(kolom: str, nilai: Any) -> str:
    """A stored value in words."""
    if nilai is None or nilai == "":
        return "-"
    if isinstance(nilai, bool):
        return "Ya" if nilai else "Tidak"
    match kolom:
        case "golongan":
            return label_golongan(nilai)
        case "eselon":
            return label_eselon(nilai)
        case "kedudukan":
            return label_kedudukan(nilai)
        case "jenjang":
            return JENJANG[nilai].label if nilai in JENJANG else nilai
        case "jenis_jabatan":
            return JenisJabatan(nilai).label
        case "jenis_pegawai":
            return JenisPegawai(nilai).label
        case "status":
            return StatusAktif(nilai).label
        case "tmt_golongan" | "tmt_jabatan":
            return panjang(date.fromisoformat(nilai))
    return str(nilai)


# --- Into the columns of the models -----------------------------------------------------------------------------------


def ke_unor(kolom: str, nilai: Any, ruj: Rujukan) -> Nilai:
    """Columns of Unor for a field. A unit that nobody knows is none; the reconciliation finds it by ``siasn_dasar``."""
    if kolom in RUJUKAN:
        return {f"{kolom}_id": ruj.id_unor.get(nilai) if nilai is not None else None}
    return {"nama": nilai, "nama_cari": normalkan(nilai)[:250]} if kolom == "nama" else {kolom: nilai}


def ke_pegawai(kolom: str, nilai: Any, ruj: Rujukan) -> Nilai:
    """Columns of Pegawai for a field."""
    match kolom:
        case "unor":
            return {"unor_id": ruj.id_unor[nilai]}
        case "nama":
            return {"nama": nilai, "nama_cari": normalkan(nilai)[:200]}
        case "nomor_induk":
            return {"nomor_induk": nilai, "jenis_nomor": _jenis_nomor(nilai)}
        case "jenis_jabatan":
            return {kolom: JenisJabatan(nilai)}
        case "jenis_pegawai":
            return {kolom: JenisPegawai(nilai)}
        case "status":
            return {kolom: StatusAktif(nilai)}
        case "tmt_golongan" | "tmt_jabatan":
            return {kolom: date.fromisoformat(nilai) if nilai else None}
    return {kolom: nilai}


def _jenis_nomor(nomor: str) -> JenisNomorInduk:
    try:
        return parse(nomor).jenis
    except NomorIndukSalah:
        return JenisNomorInduk.NIP


def label(kolom: str) -> str:
    return KOLOM.get(kolom, kolom)
