"""The rows of a run as a person reads them: values with the names of units, what becomes of them, and what stands out.

A row keeps ids of SIASN. Their names are looked up when it is shown, for all rows of a page or of a part of a file at once: a unit that
was unknown when the row was written down may be known by now.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Select,
    String,
    and_,
    case,
    cast,
    exists,
    false,
    func,
    literal,
    null,
    or_,
    select,
    type_coerce,
    union_all,
)
from sqlalchemy.dialects.postgresql import JSONB, JSONPATH
from sqlalchemy.orm import Session, object_session

from domain.siasn import KOLOM, MATI, RUJUKAN, BedaSinkro, EntitasSinkro, JenisSinkro, KeadaanBaris
from domain.status import StatusAktif, StatusSinkro
from domain.tanggal import ribuan
from models import Pegawai, PetaUnor, SinkroBaris, Sinkronisasi, Unor
from services import sinkro_banding as banding

B = SinkroBaris

RINGKAS = frozenset({"unor", "jenis_jabatan", "jabatan", "golongan", "atasan", "induk", "eselon"})
"""What a list shows of something new; its details show everything."""
_JUDUL = frozenset({"nama", "nomor_induk", "status", "aktif"})
"""Said of something new by the row itself."""
_TINDAKAN = {
    (BedaSinkro.BARU, KeadaanBaris.MENUNGGU): "Akan ditambahkan.",
    (BedaSinkro.BARU, KeadaanBaris.DITERAPKAN): "Ditambahkan.",
    (BedaSinkro.HAPUS, KeadaanBaris.MENUNGGU): "Akan dinonaktifkan.",
    (BedaSinkro.HAPUS, KeadaanBaris.DITERAPKAN): "Dinonaktifkan.",
}
_BATAL = {BedaSinkro.BARU: "Tidak jadi ditambahkan: sinkronisasinya dibatalkan.", BedaSinkro.HAPUS: "Tidak jadi dinonaktifkan: sinkronisasinya dibatalkan."}  # fmt: skip
PUTARAN = (
    "Unor ini ditempatkan di bawah bawahannya sendiri, sehingga rantai unor berputar. Perbaiki Unor Atasan di SIASN, atau kaitkan di "
    "Rekonsiliasi unor sesudah diterapkan."
)


# --- Conditions on the differences of a row ---------------------------------------------------------------------------


def ada_kolom(session: Session, kolom: str) -> ColumnElement[bool]:
    """The row differs in this field."""
    if _postgresql(session):
        return _berunsur({"kolom": kolom})
    return _unsur(lambda nilai: [func.json_extract(nilai, "$.kolom") == kolom])


def ada_konflik(session: Session) -> ColumnElement[bool]:
    """A field of the row was changed here and otherwise at SIASN."""
    if _postgresql(session):
        return _berunsur({"konflik": True})
    return _unsur(lambda nilai: [func.json_extract(nilai, "$.konflik").is_(True)])


def ada_terapan(session: Session, kolom: str | None = None) -> ColumnElement[bool]:
    """A field of the row (``kolom``: this one) takes SIASN's value once the run is applied."""
    if _postgresql(session):
        saring = f'@.kolom == "{kolom}" && ' if kolom else ""
        return func.jsonb_path_exists(B.perubahan, cast(f"$[*] ? ({saring}!exists(@.konflik))", JSONPATH))
    syarat = (lambda nilai: [func.json_extract(nilai, "$.kolom") == kolom]) if kolom else (lambda nilai: [])
    return _unsur(lambda nilai: [func.json_extract(nilai, "$.konflik").is_(None), *syarat(nilai)])


def ada_penonaktifan(session: Session) -> ColumnElement[bool]:
    """The row leaves its unit or person no longer aktif (domain.siasn.menonaktifkan)."""
    if _postgresql(session):
        kata = " || ".join(f'(@.kolom == "{k}" && @.siasn == {json.dumps(v)})' for k, v in MATI.items())
        ada = func.jsonb_path_exists(B.perubahan, cast(f"$[*] ? (!exists(@.konflik) && ({kata}))", JSONPATH))
        return or_(B.beda == BedaSinkro.HAPUS, func.coalesce(ada, false()))

    def mati(nilai: Any) -> list[ColumnElement[bool]]:
        kolom, siasn = func.json_extract(nilai, "$.kolom"), func.json_extract(nilai, "$.siasn")
        return [func.json_extract(nilai, "$.konflik").is_(None), or_(*(and_(kolom == k, siasn == literal(v)) for k, v in MATI.items()))]

    return or_(B.beda == BedaSinkro.HAPUS, _unsur(mati))


def _postgresql(session: Session) -> bool:
    return session.get_bind().dialect.name == "postgresql"


def _berunsur(isi: dict[str, Any]) -> ColumnElement[bool]:
    # A row without differences is none that has it, not one of which nothing is known.
    return func.coalesce(type_coerce(B.perubahan, JSONB).contains([isi]), false())


def _unsur(syarat: Any) -> ColumnElement[bool]:
    unsur = func.json_each(B.perubahan).table_valued("value", "type", joins_implicitly=True).alias("unsur")
    return exists(select(1).select_from(unsur).where(unsur.c.type == "object", *syarat(unsur.c.value)))


# --- What applying a run does -----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Siap:
    """What *Terapkan* does: rows that are applied, and what waits for a person's choice meanwhile."""

    terap: int
    ditahan: int
    konflik: int
    """Fields in dispute."""
    baris_konflik: int


def siap(session: Session, lari: Sinkronisasi, *, izinkan: bool = False) -> Siap:
    """Counted from the run itself; only where fields are in dispute are its rows counted."""
    ditahan = 0 if izinkan else sum(int(n) for n, _ in (lari.kursor.get("tertahan") or {}).values())
    n = 0
    if lari.konflik:
        n = session.scalar(select(func.count()).select_from(B).where(B.sinkronisasi_id == lari.id, ada_konflik(session))) or 0
    return Siap(max(lari.baru + lari.ubah + lari.hapus - ditahan, 0), ditahan, lari.konflik, n)


# --- Names and numbers for rows at hand -------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Lari:
    """A run, as far as its rows need it."""

    id: int
    jenis: JenisSinkro
    status: StatusSinkro


@dataclass(slots=True)
class Keterangan:
    """What the rows at hand need to be read."""

    baris: frozenset[int] = frozenset()
    nama_id: dict[int, str] = field(default_factory=dict)
    """Unit here → its name."""
    nama_unor: dict[str, str] = field(default_factory=dict)
    """Id at SIASN → name of the unit here."""
    nama_baru: dict[tuple[int, str], str] = field(default_factory=dict)
    """Run and id at SIASN → name of the unit that this run adds."""
    pegawai: dict[int, int] = field(default_factory=dict)
    """Unit → people aktif in it."""
    putar: frozenset[int] = frozenset()
    """Rows whose unit would hang below itself."""
    lari: dict[int, Lari] = field(default_factory=dict)
    """The runs of the rows, and the latest."""

    def nama(self, lari_id: int, siasn_id: str) -> str | None:
        return self.nama_unor.get(siasn_id) or self.nama_baru.get((lari_id, siasn_id))

    def batal(self, lari_id: int) -> bool:
        return lari_id in self.lari and self.lari[lari_id].status is StatusSinkro.DIBATALKAN


def _rujukan(b: SinkroBaris) -> Iterator[str]:
    if b.beda is BedaSinkro.BARU:
        yield from (n for k, n in (b.isi or {}).items() if k in RUJUKAN and n)
    yield from (p["siasn"] for p in b.perubahan or () if p["kolom"] in RUJUKAN and p["siasn"])


def _kolom(b: SinkroBaris) -> set[str]:
    return {p["kolom"] for p in b.perubahan or () if not p.get("konflik")}


def _berisi(b: SinkroBaris) -> bool:
    """A unit whose people feel it: it moves, or is no longer in use."""
    if b.entitas is not EntitasSinkro.UNOR or b.objek_id is None:
        return False
    mati = any(p["kolom"] == "aktif" and p["siasn"] is False for p in b.perubahan or ())
    return b.beda is BedaSinkro.HAPUS or mati or "atasan" in _kolom(b)


def _pindah(b: SinkroBaris) -> bool:
    """A unit that is yet to get an atasan: it may close a circle."""
    if b.entitas is not EntitasSinkro.UNOR or b.keadaan is not KeadaanBaris.MENUNGGU or not (b.isi or {}).get("atasan"):
        return False
    return b.beda is BedaSinkro.BARU or "atasan" in _kolom(b)


def keterangan(session: Session, baris: Sequence[SinkroBaris]) -> Keterangan:
    """Look up what these rows need, in one statement, whatever their number."""
    k = Keterangan(frozenset(b.id for b in baris))
    dicari = sorted({s for b in baris for s in _rujukan(b)})
    berisi = sorted({b.objek_id for b in baris if b.objek_id is not None and _berisi(b)})
    pindah = [b for b in baris if _pindah(b)]
    lari = sorted({b.sinkronisasi_id for b in baris})
    bagian = [_stmt_lari(lari), _stmt_unor(dicari, {*berisi, *(b.unor_id for b in baris if b.unor_id)}, berisi, semua=bool(pindah))]
    if dicari:
        bagian.append(_stmt_baru(session, lari, dicari, sorted({b.sinkronisasi_id for b in pindah})))
    induk: dict[str, str | None] = {}
    kenal: dict[str, str] = {}
    atasan: list[tuple[str, int | None, str | None]] = []
    for r in session.execute(union_all(*bagian)):
        match r.macam:
            case "lari":
                k.lari[r.id] = Lari(r.id, JenisSinkro(r.kunci), StatusSinkro(r.nama))
            case "unor":
                induk[f"#{r.id}"] = f"#{r.ke}" if r.ke else None
                k.nama_id[r.id], k.pegawai[r.id] = r.nama, r.n
                for siasn_id in (r.kunci, r.lain):
                    # A mapping says what an id stands for now, whatever unit still bears it.
                    if siasn_id and (siasn_id == r.lain or siasn_id not in kenal):
                        k.nama_unor[siasn_id], kenal[siasn_id] = r.nama, f"#{r.id}"
            case _:
                atasan.append((r.kunci, r.ke, r.lain))
                if r.n:
                    k.nama_baru[r.id, r.kunci] = r.nama
    if pindah:
        jadi = {**induk, **{_titik(kunci, objek_id): kenal.get(ke, ke) if ke else None for kunci, objek_id, ke in atasan}}
        k.putar = frozenset(b.id for b in pindah if _berputar(_titik(b.kunci, b.objek_id), jadi))
    return k


def _stmt_lari(ids: Sequence[int]) -> Select[Any]:
    """The latest runs, which the filter of the list offers, and these."""
    terbaru = select(Sinkronisasi.id).order_by(Sinkronisasi.waktu_request.desc(), Sinkronisasi.id.desc()).limit(PILIHAN)
    jenis, status = type_coerce(Sinkronisasi.jenis, String), type_coerce(Sinkronisasi.status, String)
    stmt = _bagian("lari", Sinkronisasi.id, jenis, status, cast(null(), String), cast(null(), BigInteger), literal(0))
    return stmt.where(or_(Sinkronisasi.id.in_(select(terbaru.subquery().c.id)), Sinkronisasi.id.in_(ids)))


def _stmt_unor(dicari: Sequence[str], ids: Iterable[int], berisi: Sequence[int], *, semua: bool) -> Select[Any]:
    """Units, with the number of people in those of ``berisi``; ``semua``: the whole tree, to walk up in."""
    isi = select(func.count()).where(Pegawai.unor_id == Unor.id, Pegawai.status == StatusAktif.AKTIF).correlate(Unor).scalar_subquery()
    n = case((Unor.id.in_(berisi), isi), else_=0)
    stmt = _bagian("unor", Unor.id, Unor.siasn_id, Unor.nama, PetaUnor.siasn_id, Unor.atasan_id, n)
    stmt = stmt.select_from(Unor).outerjoin(PetaUnor, PetaUnor.unor_id == Unor.id)
    return stmt if semua else stmt.where(or_(Unor.id.in_(sorted(ids)), Unor.siasn_id.in_(dicari), PetaUnor.siasn_id.in_(dicari)))


def _stmt_baru(session: Session, lari: Sequence[int], dicari: Sequence[str], pindah: Sequence[int]) -> Select[Any]:
    """Units that the runs add; of the runs ``pindah`` every unit that gets another atasan, for it may lie on a circle."""
    baru = B.beda == BedaSinkro.BARU
    syarat: ColumnElement[bool] = and_(baru, B.kunci.in_(dicari))
    if pindah:
        # Only a run that waits for its decision has such rows, and an instansi has one at a time.
        berubah = or_(baru, and_(B.beda == BedaSinkro.UBAH, ada_terapan(session, "atasan")))
        syarat = or_(syarat, and_(B.sinkronisasi_id.in_(pindah), berubah))
    stmt = _bagian("baru", B.sinkronisasi_id, B.kunci, B.nama, B.isi["atasan"].as_string(), B.objek_id, case((baru, 1), else_=0))
    return stmt.where(B.sinkronisasi_id.in_(lari), B.entitas == EntitasSinkro.UNOR, syarat)


def _bagian(macam: str, *kolom: Any) -> Select[Any]:
    nama = ("id", "kunci", "nama", "lain", "ke", "n")
    return select(literal(macam).label("macam"), *(k.label(n) for n, k in zip(nama, kolom, strict=True)))


def _titik(kunci: str, objek_id: int | None) -> str:
    return f"#{objek_id}" if objek_id is not None else kunci


def _berputar(awal: str, induk: Mapping[str, str | None]) -> bool:
    lewat = {awal}
    kini = induk.get(awal)
    while kini is not None and kini not in lewat:
        lewat.add(kini)
        kini = induk.get(kini)
    return kini == awal


_KETERANGAN = "sinkro_baris_keterangan"
PILIHAN = 50
"""Runs that the filter of the list offers."""


def untuk(b: SinkroBaris) -> Keterangan:
    """Of this row and of all that its session holds besides: a page, or a part of a file."""
    session = object_session(b)
    return Keterangan() if session is None else _sesi(session, b)


def _sesi(session: Session, b: SinkroBaris | None = None) -> Keterangan:
    ada: Keterangan | None = session.info.get(_KETERANGAN)
    if ada is None or (b is not None and b.id not in ada.baris):
        ada = session.info[_KETERANGAN] = keterangan(session, [o for o in session if isinstance(o, SinkroBaris)])
    return ada


def lari_terbaru(session: Session) -> list[Lari]:
    """The latest runs, and those of the rows that the session holds: asked for together with what these rows need."""
    return sorted(_sesi(session).lari.values(), key=lambda satu: -satu.id)


def nama_unor(session: Session, id: int) -> str | None:
    """Name of a unit that one of the rows concerns which the session holds."""
    return _sesi(session).nama_id.get(id)


# --- In words ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Butir:
    """A field of a row. ``sini`` None: it is new."""

    kolom: str
    label: str
    sini: str | None
    siasn: str
    konflik: bool = False

    def __str__(self) -> str:
        if self.konflik:
            return f"{self.label} (konflik): sini {self.sini}; SIASN {self.siasn}"
        return f"{self.label}: {self.siasn}" if self.sini is None else f"{self.label}: {self.sini} → {self.siasn}"


def butir(b: SinkroBaris, k: Keterangan, *, ringkas: bool = False) -> list[Butir]:
    """What differs; of something new what SIASN has (``ringkas``: the chief of it)."""
    if b.beda is BedaSinkro.BARU:
        kolom = banding.KOLOM_UNOR if b.entitas is EntitasSinkro.UNOR else banding.KOLOM_PEGAWAI
        dipakai = [n for n in kolom if n not in _JUDUL and (not ringkas or n in RINGKAS)]
        isi = b.isi or {}
        return [Butir(n, KOLOM[n], None, _nilai(b, k, n, isi[n], None)) for n in dipakai if isi.get(n) not in (None, "")]
    return [
        Butir(
            p["kolom"], KOLOM.get(p["kolom"], p["kolom"]), p["sini_teks"], _nilai(b, k, p["kolom"], p["siasn"], p), bool(p.get("konflik"))
        )
        for p in b.perubahan or ()
    ]


def _nilai(b: SinkroBaris, k: Keterangan, kolom: str, nilai: Any, p: Mapping[str, Any] | None) -> str:
    if kolom not in RUJUKAN or not nilai:
        return p["siasn_teks"] if p is not None else banding.teks(kolom, nilai)
    tersimpan = p["siasn_teks"] if p is not None and p["siasn_teks"] != nilai else None
    if nama := k.nama(b.sinkronisasi_id, nilai) or tersimpan:
        return nama
    akibat = ""
    if kolom == "atasan" and not (p or {}).get("konflik"):
        akibat = ", unor tanpa induk" if b.keadaan is KeadaanBaris.DITERAPKAN else ", unor akan tanpa induk"
    return f"tidak dikenal di sini (ID {nilai}){akibat}"


def tindakan(b: SinkroBaris, k: Keterangan) -> str | None:
    """What becomes of a row without old values."""
    if b.keadaan is KeadaanBaris.MENUNGGU and k.batal(b.sinkronisasi_id):
        return _BATAL.get(b.beda)
    return _TINDAKAN.get((b.beda, b.keadaan))


def keterangan_baris(b: SinkroBaris, k: Keterangan) -> list[str]:
    """Sentences about a row: what SIASN or the program says of it, whom it touches, what it breaks."""
    hasil = [b.pesan] if b.pesan else []
    if _berisi(b) and (n := k.pegawai.get(b.objek_id or 0)):
        hasil.append(f"Unor ini memuat {ribuan(n)} pegawai aktif.")
    if b.id in k.putar:
        hasil.append(PUTARAN)
    return hasil


def tercetak(b: SinkroBaris) -> str:
    """A row in the cell of a file."""
    k = untuk(b)
    awal = [t] if (t := tindakan(b, k)) else []
    rinci = "; ".join(str(p) for p in butir(b, k))
    return " ".join([*awal, *([f"{rinci}."] if rinci else []), *keterangan_baris(b, k)])
