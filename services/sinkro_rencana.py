"""What applying the staged rows of a page amounts to: weighed again as everything stands now, one plan a row."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from domain.jabatan import JenisJabatan
from domain.siasn import BedaSinkro, EntitasSinkro, KeadaanBaris
from domain.status import StatusAktif
from models import Pegawai, SinkroBaris, Sinkronisasi, Unor
from services import sinkro_banding as b
from services.sinkro_sql import satu_dari

KOLOM_PEGAWAI = (
    "nomor_induk", "jenis_nomor", "nama", "nama_cari", "unor_id", "jenis_jabatan", "jabatan", "jenis_pegawai", "golongan", "tmt_golongan",
    "jenjang", "tmt_jabatan", "kedudukan", "status", "alasan_nonaktif",
)  # fmt: skip
"""What a synchronisation writes of a person, besides ``siasn_id`` and ``siasn_dasar``."""
_BARIS = (
    SinkroBaris.id, SinkroBaris.instansi_id, SinkroBaris.kunci, SinkroBaris.objek_id, SinkroBaris.nama, SinkroBaris.nomor, SinkroBaris.beda,
    SinkroBaris.isi, SinkroBaris.perubahan, SinkroBaris.pesan,
)  # fmt: skip
_PEGAWAI = (Pegawai.id, Pegawai.instansi_id, Pegawai.siasn_id, Pegawai.siasn_dasar, *(getattr(Pegawai, k) for k in KOLOM_PEGAWAI))
TARIK_MAKS = 4_000
"""Rows that a page may pull in because a chain of leaders changes places."""


@dataclass(slots=True)
class Rencana:
    """What applying one row does. ``nilai`` are columns of the model; ``objek`` None: it is new.

    ``dibandingkan`` are the fields that were weighed; of the others this run knows nothing.

    ``baris`` is a row of ``menunggu``, ``objek`` a Unor or a row of Pegawai's columns: thousands of tracked objects would cost more
    than what is done with them.
    """

    baris: Any
    objek: Any
    sini: b.Nilai
    nilai: b.Nilai
    dasar: b.Nilai | None
    dibandingkan: tuple[str, ...] = ()
    pakai: tuple[str, ...] = ()
    konflik: tuple[str, ...] = ()
    isi: b.Nilai = field(default_factory=dict)
    siasn_id: str | None = None
    gagal: str | None = None

    @property
    def beda(self) -> BedaSinkro:
        """What the row amounts to, now that it has been weighed for the last time."""
        semula: BedaSinkro = self.baris.beda
        if self.gagal is not None:
            return BedaSinkro.GAGAL
        if semula is BedaSinkro.BARU:
            return semula
        if self.pakai:
            return BedaSinkro.HAPUS if semula is BedaSinkro.HAPUS else BedaSinkro.UBAH
        return BedaSinkro.KONFLIK if self.konflik and semula is not BedaSinkro.SAMA else BedaSinkro.SAMA

    @property
    def sengketa(self) -> frozenset[str]:
        """Fields that were counted as in dispute when the row was staged."""
        return frozenset(p["kolom"] for p in self.baris.perubahan or () if p.get("konflik"))

    def akhir(self, kolom: str) -> Any:
        """The value of a column after it."""
        return self.nilai[kolom] if kolom in self.nilai else getattr(self.objek, kolom, None)


def menunggu(lari: Sinkronisasi, entitas: EntitasSinkro) -> Select[Any]:
    """The rows that wait to be applied."""
    return select(*_BARIS).where(
        SinkroBaris.sinkronisasi_id == lari.id, SinkroBaris.entitas == entitas, SinkroBaris.keadaan == KeadaanBaris.MENUNGGU
    )


def rencana_unor(baris: Any, u: Unor | None, ruj: b.Rujukan, tangan: Mapping[int, frozenset[str]]) -> Rencana:
    if u is None:
        return Rencana(baris, None, {}, {}, None, gagal="Unor ini sudah dihapus di sini. Sinkronkan sekali lagi bila masih diperlukan.")
    sini = b.sini_unor(u)
    hilang = baris.beda is BedaSinkro.HAPUS
    isi = {**(u.siasn_dasar or {}), "aktif": False} if hilang else dict(baris.isi or {})
    kolom = ("aktif",) if hilang else tuple(k for k in b.KOLOM_UNOR if k in isi)
    hasil = b.banding(kolom, sini, u.siasn_dasar, isi, ruj, tangan.get(u.id, frozenset()))
    nilai: b.Nilai = {}
    for k in hasil.pakai:
        nilai |= b.ke_unor(k, isi[k], ruj)
    dasar = {k: v for k, v in hasil.dasar.items() if k != "yatim"}
    if nilai.get("atasan_id", u.atasan_id) is None and dasar.get("atasan") and not ruj.dikenal(dasar["atasan"]):
        dasar["yatim"] = dasar["atasan"]
    return Rencana(baris, u, sini, nilai, dasar, kolom, hasil.pakai, hasil.konflik, isi, u.siasn_id)


# --- People ------------------------------------------------------------------------------------------------------------


def rencanakan(s: Session, lari: Sinkronisasi, baris: Sequence[Any]) -> tuple[list[Rencana], b.Rujukan]:
    ids = sorted({r.objek_id for r in baris if r.objek_id})
    nomor = [r.nomor for r in baris if r.objek_id is None]
    cocok = satu_dari(s, Pegawai.id, ids) | satu_dari(s, Pegawai.nomor_induk, nomor)
    orang = s.execute(select(*_PEGAWAI).where(cocok).order_by(Pegawai.id).with_for_update()).all()
    per_id, per_nomor = {p.id: p for p in orang}, {p.nomor_induk: p for p in orang}
    rujukan = [n["unor"] for n in (*(r.isi for r in baris), *(p.siasn_dasar for p in orang)) if n and "unor" in n]
    ruj = b.Rujukan.muat(s, lari.id, rujukan, [p.unor_id for p in orang])
    tangan = b.diubah_tangan(s, EntitasSinkro.PEGAWAI, [(p.id, p.siasn_dasar) for p in orang])
    # Someone added by hand since the difference was made is no second person.
    hasil = [_rencana_pegawai(r, per_id.get(r.objek_id) if r.objek_id else per_nomor.get(r.nomor), ruj, tangan) for r in baris]
    return hasil, ruj


def _rencana_pegawai(baris: Any, p: Any, ruj: b.Rujukan, tangan: Mapping[int, frozenset[str]]) -> Rencana:
    isi = dict(baris.isi or {})
    siasn_id = isi.get("siasn_id") or (p.siasn_id if p is not None else None)
    if p is None:
        if baris.beda is not BedaSinkro.BARU:
            return Rencana(
                baris, None, {}, {}, None, gagal="Pegawai ini sudah dihapus di sini. Sinkronkan sekali lagi bila masih diperlukan."
            )
        kolom: tuple[str, ...] = b.KOLOM_PEGAWAI
        sini, hasil = {}, b.Banding(kolom, (), isi)
    else:
        if baris.beda is BedaSinkro.HAPUS:
            isi = {**(p.siasn_dasar or {}), "status": StatusAktif.NONAKTIF.value}
            kolom = ("status",)
        else:
            keluar = isi.get("status") == StatusAktif.NONAKTIF.value
            kolom = tuple(k for k in (b.KOLOM_KELUAR if keluar else b.KOLOM_PEGAWAI) if k in isi)
        sini = b.sini_orang(p)
        hasil = b.banding(kolom, sini, p.siasn_dasar, isi, ruj, tangan.get(p.id, frozenset()))
    r = Rencana(baris, p, sini, {}, hasil.dasar, kolom, hasil.pakai, hasil.konflik, isi, siasn_id)
    if "unor" in hasil.pakai and isi["unor"] not in ruj.id_unor:
        r.gagal = "Unornya belum ada di sini; lihat baris unor itu, atau petakan di Rekonsiliasi unor, lalu ulangi."
        return r
    for k in hasil.pakai:
        r.nilai |= b.ke_pegawai(k, isi[k], ruj)
    if "status" in hasil.pakai:
        mati = isi["status"] == StatusAktif.NONAKTIF.value
        r.nilai["alasan_nonaktif"] = f"Sinkronisasi SIASN: {baris.pesan or 'nonaktif menurut SIASN.'}"[:300] if mati else None
    return r


def pimpinan_kini(r: Rencana) -> bool:
    p = r.objek
    return p is not None and p.jenis_jabatan is JenisJabatan.PIMPINAN and p.status is StatusAktif.AKTIF


def _pimpinan_akhir(r: Rencana) -> bool:
    status = r.akhir("status") or StatusAktif.AKTIF
    return r.gagal is None and r.akhir("jenis_jabatan") is JenisJabatan.PIMPINAN and status is StatusAktif.AKTIF


def tetap_memimpin(r: Rencana) -> bool:
    return _pimpinan_akhir(r) and r.akhir("unor_id") == r.objek.unor_id


def _pemimpin(s: Session, unor_id: Iterable[int]) -> Sequence[Any]:
    """(id, unor_id, nama) of who leads these units now."""
    ids = sorted(set(unor_id))
    if not ids:
        return []
    stmt = select(Pegawai.id, Pegawai.unor_id, Pegawai.nama).where(
        satu_dari(s, Pegawai.unor_id, ids), Pegawai.jenis_jabatan == JenisJabatan.PIMPINAN
    )
    return s.execute(stmt.where(Pegawai.status == StatusAktif.AKTIF)).all()


def tarik_pimpinan(s: Session, lari: Sinkronisasi, rencana: list[Rencana], ruj: b.Rujukan) -> tuple[list[Rencana], b.Rujukan]:
    """Whoever must make room for a leader of this page, but stands on a later one, comes along; and who must make room for him."""
    while len(rencana) < TARIK_MAKS:
        masuk = [r.akhir("unor_id") for r in rencana if _pimpinan_akhir(r) and not (pimpinan_kini(r) and tetap_memimpin(r))]
        ada = {r.objek.id for r in rencana if r.objek is not None}
        luar = [p.id for p in _pemimpin(s, masuk) if p.id not in ada]
        if not luar:
            break
        tarik = s.execute(
            menunggu(lari, EntitasSinkro.PEGAWAI).where(satu_dari(s, SinkroBaris.objek_id, luar)).order_by(SinkroBaris.id)
        ).all()
        if not tarik:
            break
        rencana, ruj = rencanakan(s, lari, [*(r.baris for r in rencana), *tarik])
    return rencana, ruj


def tolak_dua_pimpinan(s: Session, rencana: list[Rencana], ruj: b.Rujukan) -> None:
    """A unit has one leader: whoever leads it stays, the other row fails, and so does what counted on its making room."""
    di_halaman = {r.objek.id for r in rencana if r.objek is not None}
    masuk = {r.akhir("unor_id") for r in rencana if _pimpinan_akhir(r)}
    luar = {p.unor_id: p.nama for p in _pemimpin(s, masuk) if p.id not in di_halaman}
    while True:
        duduk = dict(luar)
        # A failed row leaves its person where he is.
        duduk |= {r.objek.unor_id: r.objek.nama for r in rencana if pimpinan_kini(r) and (r.gagal is not None or tetap_memimpin(r))}
        tertolak = False
        for r in rencana:
            if not _pimpinan_akhir(r) or (pimpinan_kini(r) and tetap_memimpin(r)):
                continue
            unor_id = r.akhir("unor_id")
            if unor_id in duduk:
                unor = ruj.nama_unor.get(unor_id, "itu")
                r.gagal = f"Unor {unor} sudah dipimpin oleh {duduk[unor_id]}. Perbaiki pimpinannya di SIASN atau di Manajemen Pegawai, lalu ulangi."
                tertolak = True
                break
            duduk[unor_id] = r.baris.nama
        if not tertolak:
            return
