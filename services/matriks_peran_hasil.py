"""Matriks Peran Hasil (manual 2.11): a unit's or team's people under the IKI of whoever leads it.

The columns are the IKI of the leader's approved SKP of the year in that unit, the rows whoever reports to him: the people of
the unit, the leaders of the units right below it, and anyone else whose RHK intervenes his. The number of queries is fixed.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, inspect, null, or_, select, union_all
from sqlalchemy.orm import Session, joinedload, load_only, object_session, raiseload

from documents.mph import BarisMph, Iki, KelompokIki, Matriks
from domain.izin import Aktor
from domain.jabatan import JenisJabatan
from domain.plt_plh import JenisPltPlh, KeadaanPltPlh
from domain.skp import JenisSkp
from domain.status import StatusAktif, StatusSkp
from models import AnggotaTim, Indikator, Instansi, Pegawai, PltPlh, Rhk, Skp, TimKerja, Unor
from services.galat import Salah, TidakDitemukan
from services.plt_plh import dalam_keadaan
from services.saring import Konteks, subpohon

TAHUN_AWAL = 2022
"""The first year of this form (PermenPANRB 6/2022)."""


def tahun_pilihan(aktor: Aktor) -> list[int]:
    """Years that a matrix can be of: the next one down to the first."""
    return list(range(aktor.hari_ini().year + 1, TAHUN_AWAL - 1, -1))


def hari_acuan(aktor: Aktor, tahun: int) -> date:
    """The day on which the leader of a year's matrix is looked for: today, or the nearest day of that year."""
    return min(max(aktor.hari_ini(), date(tahun, 1, 1)), date(tahun, 12, 31))


# --- Who leads --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Pemimpin:
    """``sebutan``: Pimpinan, PLT, PLH or Ketua."""

    pegawai_id: int
    nama: str
    nomor_induk: str
    jabatan: str
    sebutan: str = "Pimpinan"


@dataclass(frozen=True, slots=True)
class Keadaan:
    """Who leads a unit or team, and the approved SKP whose IKI are the columns; None where there is none."""

    pemimpin: Pemimpin | None
    skp_id: int | None
    tahun: int

    @property
    def halangan(self) -> str | None:
        """Why there is no matrix, with what to do; None when there is one."""
        if self.pemimpin is None:
            return "Belum ada pimpinan maupun PLT/PLH yang berlaku. Tetapkan di menu Pegawai atau PLT/PLH."
        if self.skp_id is None:
            return f"{self.pemimpin.nama} belum mempunyai SKP tahun {self.tahun} yang disetujui di sini."
        return None


def pemimpin(session: Session, unor_ids: Collection[int], pada: date | None) -> dict[int, Pemimpin]:
    """Unor → who leads it on a day: PLT before PLH before pimpinan, as for the penilai. ``pada`` None = pimpinan only."""
    return {unor_id: p for unor_id, (p, _) in _memimpin(session, unor_ids, pada, None).items()}


def keadaan(session: Session, unor_ids: Collection[int], tahun: int, pada: date) -> dict[int, Keadaan]:
    """Unor → its leader and his approved SKP there (the latest of several); one query for any number of units."""
    memimpin = _memimpin(session, unor_ids, pada, tahun)
    return {id: Keadaan(p, skp_id, tahun) for id in unor_ids for p, skp_id in (memimpin.get(id, (None, None)),)}


def _memimpin(session: Session, unor_ids: Collection[int], pada: date | None, tahun: int | None) -> dict[int, tuple[Pemimpin, int | None]]:
    """Unor → (leader, his approved SKP of the year in it), in one query."""
    orang = (Pegawai.id, Pegawai.nama, Pegawai.nomor_induk)
    stmt: Any = select(
        Pegawai.unor_id, *orang, Pegawai.jabatan, null().label("jenis"), null().label("awal"), _skp_di(Pegawai.unor_id, tahun)
    ).where(Pegawai.unor_id.in_(unor_ids), Pegawai.jenis_jabatan == JenisJabatan.PIMPINAN, Pegawai.status == StatusAktif.AKTIF)
    if pada is not None:
        bertindak = (
            select(PltPlh.unor_id, *orang, PltPlh.jabatan, PltPlh.jenis, PltPlh.awal, _skp_di(PltPlh.unor_id, tahun))
            .join(PltPlh.pegawai)
            .where(PltPlh.unor_id.in_(unor_ids), dalam_keadaan(KeadaanPltPlh.BERLAKU, pada), Pegawai.status == StatusAktif.AKTIF)
        )
        stmt = union_all(bertindak, stmt)
    hasil: dict[int, tuple[Pemimpin, int | None]] = {}
    for b in sorted(session.execute(stmt), key=_bobot):
        hasil[b.unor_id] = (Pemimpin(b.id, b.nama, b.nomor_induk, b.jabatan, b.jenis.singkatan if b.jenis else "Pimpinan"), b.skp_id)
    return hasil


def _bobot(b: Any) -> tuple[bool, bool, date]:
    """Who counts most sorts last: who acts, a PLT before a PLH, whoever began last."""
    return b.jenis is not None, b.jenis is JenisPltPlh.PLT, b.awal or date.min


def _skp_di(unor_id: Any, tahun: int | None) -> Any:
    """Column ``skp_id``: the latest approved SKP of the year of the query's Pegawai in a unit; NULL without a year."""
    if tahun is None:
        return null().label("skp_id")
    stmt = select(Skp.id).where(
        Skp.pegawai_id == Pegawai.id, Skp.unor_id == unor_id, Skp.tahun == tahun, Skp.status == StatusSkp.PERSETUJUAN
    )
    return stmt.order_by(Skp.awal.desc(), Skp.id.desc()).limit(1).correlate(Pegawai, PltPlh).scalar_subquery().label("skp_id")


def keadaan_tim(session: Session, tim: Iterable[TimKerja]) -> dict[int, Keadaan]:
    """Team → its ketua and his approved SKP of the team's year: in the team's unor, else the definitif one. Two queries."""
    semua = list(tim)
    kolom = (Pegawai.id, Pegawai.nama, Pegawai.nomor_induk, Pegawai.jabatan)
    ketua = {p.id: p for p in session.execute(select(*kolom).where(Pegawai.id.in_({t.ketua_id for t in semua})))}
    skp: dict[tuple[int, int], list[Any]] = {}
    for satu in session.execute(_disetujui({t.tahun for t in semua}, ketua).order_by(Skp.awal, Skp.id)):
        skp.setdefault((satu.pegawai_id, satu.tahun), []).append(satu)
    hasil = {}
    for t in semua:
        calon = [(s.unor_id == t.unor_id, s.jenis is JenisSkp.DEFINITIF, n, s.id) for n, s in enumerate(skp.get((t.ketua_id, t.tahun), ()))]
        k = ketua[t.ketua_id]
        hasil[t.id] = Keadaan(Pemimpin(k.id, k.nama, k.nomor_induk, k.jabatan, "Ketua"), max(calon)[-1] if calon else None, t.tahun)
    return hasil


def _disetujui(tahun: Iterable[int], pegawai_ids: Iterable[int]) -> Select:
    stmt: Select = select(Skp.id, Skp.pegawai_id, Skp.unor_id, Skp.jenis, Skp.tahun)
    return stmt.where(Skp.pegawai_id.in_(list(pegawai_ids)), Skp.tahun.in_(list(tahun)), Skp.status == StatusSkp.PERSETUJUAN)


def sehalaman(objek: Unor | TimKerja, kunci: tuple[Any, ...], cari: Any) -> Any:
    """What ``cari(session, rows)`` says of a row, asked once for all rows of its page.

    Lists and exports draw row by row when the whole page (or chunk) is loaded: the session knows which rows those are.
    """
    session = object_session(objek)
    if session is None:
        raise LookupError("baris tanpa sesi")
    ingatan = session.info.setdefault(("mph", type(objek), *kunci), {})
    if objek.id not in ingatan:
        # Only what is loaded: asking an expired row for its columns would be a query each.
        baris = [o for o in session.identity_map.values() if type(o) is type(objek) and not inspect(o).expired]
        ingatan.update(cari(session, baris))
    return ingatan[objek.id]


# --- The matrix -------------------------------------------------------------------------------------------------------


def unit(konteks: Konteks, unor_id: int) -> Unor:
    """A unit within the actor's limit. Raises TidakDitemukan."""
    stmt = select(Unor).where(Unor.id == unor_id).options(joinedload(Unor.atasan).load_only(Unor.nama), raiseload("*"))
    objek = konteks.session.scalar(_batasi(stmt, Unor.id, konteks.aktor))
    if objek is None:
        raise TidakDitemukan("Unit kerja tidak ditemukan; mungkin sudah dihapus.")
    return objek


def tim(konteks: Konteks, tim_id: int) -> TimKerja:
    """A team within the actor's limit. Raises TidakDitemukan."""
    stmt = select(TimKerja).where(TimKerja.id == tim_id).options(joinedload(TimKerja.unor).load_only(Unor.nama), raiseload("*"))
    objek = konteks.session.scalar(_batasi(stmt, TimKerja.unor_id, konteks.aktor))
    if objek is None:
        raise TidakDitemukan("Tim kerja tidak ditemukan; mungkin sudah dihapus.")
    return objek


def _batasi(stmt: Select[Any], kolom: Any, aktor: Aktor) -> Select[Any]:
    return stmt if aktor.batas_unor is None else stmt.where(kolom.in_(subpohon(aktor.batas_unor)))


def susun_unit(konteks: Konteks, unor_id: int, tahun: int) -> Matriks:
    """The matrix of a unit. Raises TidakDitemukan, or Salah with the reason why there is none."""
    session, pada = konteks.session, hari_acuan(konteks.aktor, tahun)
    u = unit(konteks, unor_id)
    anak = list(session.scalars(select(Unor.id).where(Unor.atasan_id == u.id, Unor.id != u.id).order_by(Unor.nama_cari, Unor.id)))
    k = keadaan(session, [u.id], tahun, pada)[u.id]
    kepala = {p.pegawai_id: id for id, p in pemimpin(session, anak, pada).items()} if anak else {}
    di_sini = or_(Skp.unor_id == u.id, and_(Skp.unor_id.in_(anak), Skp.pegawai_id.in_(list(kepala))))
    kini = konteks.aktor.hari_ini().year == tahun
    # Who stood in the unit in an earlier year is known by his SKP only.
    orang = or_(Pegawai.unor_id == u.id, Pegawai.id.in_(list(kepala))) if kini else None
    return _susun(konteks, k, "Unit Kerja", u.nama, di_sini, orang, set(kepala))


def susun_tim(konteks: Konteks, tim_id: int) -> Matriks:
    """The matrix of a team, in its own year. Raises TidakDitemukan, or Salah with the reason why there is none."""
    t = tim(konteks, tim_id)
    anggota = select(AnggotaTim.pegawai_id).where(AnggotaTim.tim_id == t.id)
    k = keadaan_tim(konteks.session, [t])[t.id]
    return _susun(konteks, k, "Tim Kerja", t.nama, Skp.pegawai_id.in_(anggota), Pegawai.id.in_(anggota), set())


def _susun(
    konteks: Konteks,
    k: Keadaan,
    jenis: str,
    nama: str,
    di_sini: ColumnElement[bool],
    orang: ColumnElement[bool] | None,
    didahulukan: set[int],
) -> Matriks:
    if k.halangan or k.pemimpin is None or k.skp_id is None:
        raise Salah(k.halangan or "Matriks ini belum dapat disusun.")
    session = konteks.session
    rhk, kelompok = _kolom(session, k.skp_id)
    if not kelompok:
        raise Salah(f"SKP tahun {k.tahun} milik {k.pemimpin.nama} belum mempunyai RHK.")
    peran = _peran(session, rhk, k.tahun)
    # In a team only its members count, whoever else serves the ketua's RHK.
    sebagai_tim = jenis == "Tim Kerja"
    siapa = di_sini if sebagai_tim else or_(di_sini, Skp.id.in_(list(peran)))
    baris = _anggota(session, siapa, k, peran, len(rhk), didahulukan, per_unor=not sebagai_tim)
    if orang is not None:
        baris |= _tanpa_skp(session, orang, k, {pegawai_id for pegawai_id, _ in baris}, len(rhk), didahulukan)
    urut = sorted(baris.values(), key=lambda b: b[0])
    p = k.pemimpin
    instansi = session.scalar(select(Instansi.nama).where(Instansi.id == konteks.aktor.instansi_id)) or ""
    jabatan = p.jabatan if p.sebutan != "Ketua" else f"Ketua Tim Kerja, {p.jabatan}"
    pimpinan = BarisMph(p.nama, p.nomor_induk, jabatan, tuple((g.rhk,) for g in kelompok))
    return Matriks(jenis, nama, instansi, k.tahun, pimpinan, kelompok, tuple(b for _, b in urut))


def _kolom(session: Session, skp_id: int) -> tuple[dict[int, int], tuple[KelompokIki, ...]]:
    """(RHK id → its place, the RHK with their IKI) of the leader's SKP. A RHK without IKI still has a column."""
    stmt = (
        select(Rhk.id, Rhk.teks, Indikator.teks, Indikator.target)
        .outerjoin(Indikator, and_(Indikator.rhk_id == Rhk.id, Indikator.instansi_id == Rhk.instansi_id))
        .where(Rhk.skp_id == skp_id)
        .order_by(Rhk.urut, Rhk.id, Indikator.urut, Indikator.id)
    )
    isi: dict[int, tuple[str, list[Iki]]] = {}
    for nomor, (id, teks, iki, target) in enumerate(session.execute(stmt), 1):
        isi.setdefault(id, (teks, []))[1].append(Iki(nomor, iki or "", target or ""))
    return {id: n for n, id in enumerate(isi)}, tuple(KelompokIki(teks, tuple(iki)) for teks, iki in isi.values())


def _peran(session: Session, rhk: dict[int, int], tahun: int) -> dict[int, list[tuple[int, str]]]:
    """Approved SKP → its (place of the leader's RHK, text) that intervene one of these, in the SKP's order."""
    stmt = (
        select(Rhk.skp_id, Rhk.intervensi_id, Rhk.teks)
        .join(Rhk.skp)
        .where(Rhk.intervensi_id.in_(list(rhk)), Skp.tahun == tahun, Skp.status == StatusSkp.PERSETUJUAN)
        .order_by(Rhk.skp_id, Rhk.urut, Rhk.id)
    )
    hasil: dict[int, list[tuple[int, str]]] = {}
    for b in session.execute(stmt):
        hasil.setdefault(b.skp_id, []).append((rhk[b.intervensi_id], b.teks))
    return hasil


_Kunci = tuple[int, int]
_Isi = tuple[tuple[Any, ...], BarisMph]


def _anggota(
    session: Session,
    di_sini: ColumnElement[bool],
    k: Keadaan,
    peran: dict[int, list[tuple[int, str]]],
    lebar: int,
    didahulukan: set[int],
    *,
    per_unor: bool,
) -> dict[_Kunci, _Isi]:
    """(pegawai, unor) → order and row: a row for each post that a person holds, in a team (``per_unor`` False) one for him.

    Several SKP of one post make one row, named as in the latest.
    """
    kolom = (Skp.pegawai_id, Skp.unor_id, Skp.nama, Skp.nama_cari, Skp.nomor_induk, Skp.jabatan, Skp.status)
    stmt = select(Skp).where(Skp.tahun == k.tahun, di_sini).options(load_only(*kolom), raiseload("*")).order_by(Skp.awal, Skp.id)
    per_orang: dict[_Kunci, list[Skp]] = {}
    for skp in session.scalars(stmt):
        if k.pemimpin is not None and skp.pegawai_id != k.pemimpin.pegawai_id:
            per_orang.setdefault((skp.pegawai_id, skp.unor_id if per_unor else 0), []).append(skp)
    hasil = {}
    for kunci, semua in per_orang.items():
        sah = [s for s in semua if s.status is StatusSkp.PERSETUJUAN]
        akhir = (sah or semua)[-1]
        butir = [b for s in sah for b in peran.get(s.id, ())]
        sel = tuple(tuple(t for tempat, t in butir if tempat == n) for n in range(lebar))
        catatan = "" if sah else f"SKP belum disetujui (status {akhir.status.label})."
        urut = (kunci[0] not in didahulukan, akhir.nama_cari, kunci)
        hasil[kunci] = (urut, BarisMph(akhir.nama, akhir.nomor_induk, akhir.jabatan, sel, catatan))
    return hasil


def _tanpa_skp(
    session: Session, orang: ColumnElement[bool], k: Keadaan, ada: set[int], lebar: int, didahulukan: set[int]
) -> dict[_Kunci, _Isi]:
    """Rows of those who have no SKP of the year here: they are seen to have none."""
    kolom = (Pegawai.id, Pegawai.unor_id, Pegawai.nama, Pegawai.nama_cari, Pegawai.nomor_induk, Pegawai.jabatan)
    hasil = {}
    for p in session.execute(select(*kolom).where(orang, Pegawai.status == StatusAktif.AKTIF)):
        if p.id in ada or (k.pemimpin is not None and p.id == k.pemimpin.pegawai_id):
            continue
        baris = BarisMph(p.nama, p.nomor_induk, p.jabatan, ((),) * lebar, f"Belum mempunyai SKP tahun {k.tahun}.")
        hasil[p.id, p.unor_id] = ((p.id not in didahulukan, p.nama_cari, (p.id, p.unor_id)), baris)
    return hasil


# --- Structure --------------------------------------------------------------------------------------------------------

ORANG_MAKS = 200
"""People of one branch of the structure; the rest is in the list of pegawai."""


def orang(konteks: Konteks, unor_id: int, pada: date) -> tuple[list[Pemimpin], bool]:
    """The active people of a unit, whoever leads it first (also from elsewhere, as PLT or PLH), and whether there are more.

    ``sebutan`` is empty for those who lead nothing here.
    """
    kepala = pemimpin(konteks.session, [unor_id], pada).get(unor_id)
    kolom = (Pegawai.id, Pegawai.nama, Pegawai.nomor_induk, Pegawai.jabatan, Pegawai.jenis_jabatan)
    stmt = select(*kolom).where(Pegawai.unor_id == unor_id, Pegawai.status == StatusAktif.AKTIF)
    if kepala is not None:
        stmt = stmt.where(Pegawai.id != kepala.pegawai_id)
    baris = konteks.session.execute(stmt.order_by(Pegawai.nama_cari, Pegawai.id).limit(ORANG_MAKS + 1)).all()
    lain = [
        Pemimpin(b.id, b.nama, b.nomor_induk, b.jabatan, "Pimpinan" if b.jenis_jabatan is JenisJabatan.PIMPINAN else "")
        for b in baris[:ORANG_MAKS]
    ]
    return ([kepala, *lain] if kepala is not None else lain), len(baris) > ORANG_MAKS
