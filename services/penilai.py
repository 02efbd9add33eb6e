"""Pejabat Penilai Kinerja: the rule of domain.penilai over the stored units, people and acting posts, and the copies a SKP keeps of people."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session, joinedload, load_only

from domain.jabatan import JenisJabatan, JenisPegawai
from domain.penilai import PenilaiDitemukan, UnorPenilai, cari_penilai
from domain.plt_plh import JenisPltPlh, KeadaanPltPlh
from domain.skp import SalinanOrang
from domain.status import StatusAktif
from domain.unor import jalur_ke_atas
from models import Instansi, Pegawai, PltPlh, Unor
from services.galat import TidakDitemukan
from services.plt_plh import dalam_keadaan

BUKAN_SIAPA_SIAPA = 0
"""Stands for 'anyone who leads nothing': no pegawai has this id."""


def tentukan(session: Session, pegawai_id: int, unor_id: int, pada: date) -> PenilaiDitemukan:
    """The penilai of a pegawai in a unor on a day, with the reasoning. Three SELECTs, however deep the tree.

    Of several acting in one unor the PLT goes before the PLH, then whoever began last.
    """
    return cari_penilai(pegawai_id, unor_id, _unit(session, unor_id, pada).get)


def pencari(session: Session, pada: date) -> Callable[[int, int], PenilaiDitemukan]:
    """``tentukan`` for many on one day: (pegawai_id, unor_id) → the finding. Three SELECTs over all units of the instansi."""
    unit = _unit(session, None, pada)
    return lambda pegawai_id, unor_id: cari_penilai(pegawai_id, unor_id, unit.get)


def _ke_atas(unor_id: int) -> Select[tuple[int]]:
    """SELECT of the ids of a unor and everything above it; ends on loops as well."""
    naik = select(Unor.id, Unor.atasan_id).where(Unor.id == unor_id).cte("naik", recursive=True)
    return select(naik.union(select(Unor.id, Unor.atasan_id).join(naik, Unor.id == naik.c.atasan_id)).c.id)


def _unit(session: Session, dari: int | None, pada: date) -> dict[int, UnorPenilai]:
    """The units as the rule sees them: ``dari`` and what is above it, or all of the instansi (None)."""
    unor = select(Unor.id, Unor.nama, Unor.atasan_id)
    if dari is not None:
        unor = unor.where(Unor.id.in_(_ke_atas(dari)))
    baris = session.execute(unor).all()
    pimpinan = select(Pegawai.unor_id, Pegawai.id).where(
        Pegawai.jenis_jabatan == JenisJabatan.PIMPINAN, Pegawai.status == StatusAktif.AKTIF
    )
    # Least first, so that who counts most is written last.
    pelaksana = (
        select(PltPlh.unor_id, PltPlh.pegawai_id, PltPlh.jenis)
        .join(PltPlh.pegawai)
        .where(dalam_keadaan(KeadaanPltPlh.BERLAKU, pada), Pegawai.status == StatusAktif.AKTIF)
        .order_by(PltPlh.awal, PltPlh.id)
    )
    if dari is not None:
        pilih = [b.id for b in baris]
        pimpinan, pelaksana = pimpinan.where(Pegawai.unor_id.in_(pilih)), pelaksana.where(PltPlh.unor_id.in_(pilih))
    memimpin = dict(session.execute(pimpinan).all())
    bertindak: dict[int, tuple[int, JenisPltPlh]] = {}
    for di, orang, jenis in session.execute(pelaksana):
        if jenis is JenisPltPlh.PLT or di not in bertindak or bertindak[di][1] is JenisPltPlh.PLH:
            bertindak[di] = (orang, jenis)
    hasil: dict[int, UnorPenilai] = {}
    for id, nama, atasan_id in baris:
        pelaku = bertindak.get(id)
        hasil[id] = UnorPenilai(id, nama, atasan_id, memimpin.get(id), pelaku[0] if pelaku else None, pelaku[1].singkatan if pelaku else "")
    return hasil


# --- Copies -----------------------------------------------------------------------------------------------------------


def salinan(session: Session, pegawai_id: int, *, unor_id: int | None = None, jabatan: str | None = None) -> SalinanOrang:
    """The pegawai as the master data has him now; ``unor_id`` and ``jabatan`` where he stands elsewhere than in his own unor.

    A unor without a Kota takes that of its Unor Induk. Raises TidakDitemukan.
    """
    pegawai = session.get(Pegawai, pegawai_id)
    if pegawai is None:
        raise TidakDitemukan("Pegawai tidak ditemukan; mungkin sudah dihapus.")
    stmt = (
        select(Unor)
        .where(Unor.id == (unor_id or pegawai.unor_id))
        .options(load_only(Unor.nama, Unor.kota, Unor.induk_id), joinedload(Unor.induk).load_only(Unor.kota))
    )
    unor = session.scalars(stmt).one_or_none()
    if unor is None:
        raise TidakDitemukan("Unor tidak ditemukan; mungkin sudah dihapus.")
    return SalinanOrang(
        nama=pegawai.nama,
        nomor_induk=pegawai.nomor_induk,
        golongan=pegawai.golongan or "",
        jabatan=jabatan or pegawai.jabatan,
        unor=unor.nama,
        instansi=session.scalar(select(Instansi.nama).where(Instansi.id == pegawai.instansi_id)) or "",
        kota=unor.kota or (unor.induk.kota if unor.induk is not None else None) or "",
        asn=pegawai.jenis_pegawai is not JenisPegawai.NON_ASN,
    )


@dataclass(frozen=True, slots=True)
class BlokPenilai:
    """Who assesses, who stands above him, and the copies that the SKP keeps of the two; None where there is nobody."""

    penilai: PenilaiDitemukan
    salinan_penilai: SalinanOrang | None
    atasan_id: int | None
    salinan_atasan: SalinanOrang | None


def susun(session: Session, pegawai_id: int, unor_id: int, pada: date) -> BlokPenilai:
    """The penilai by rule on a day, and the atasan: the penilai of the penilai in the unor that he leads."""
    penilai = tentukan(session, pegawai_id, unor_id, pada)
    if penilai.pegawai_id is None or penilai.unor_id is None:
        return BlokPenilai(penilai, None, None, None)
    atas = tentukan(session, penilai.pegawai_id, penilai.unor_id, pada)
    if atas.pegawai_id == pegawai_id:
        # Whoever is assessed is not his own assessor's superior: he acts above the unor that he works in.
        atas = PenilaiDitemukan(None, None, atas.langkah)
    return BlokPenilai(penilai, _salinan_pemimpin(session, penilai, pada), atas.pegawai_id, _salinan_pemimpin(session, atas, pada))


def _salinan_pemimpin(session: Session, siapa: PenilaiDitemukan, pada: date) -> SalinanOrang | None:
    """The leader as he leads that unor: with the title of his acting post where he only acts there."""
    if siapa.pegawai_id is None or siapa.unor_id is None:
        return None
    pegawai = session.get_one(Pegawai, siapa.pegawai_id)
    if pegawai.unor_id == siapa.unor_id and pegawai.jenis_jabatan is JenisJabatan.PIMPINAN:
        return salinan(session, pegawai.id)
    jabatan = session.scalar(
        select(PltPlh.jabatan)
        .where(PltPlh.pegawai_id == pegawai.id, PltPlh.unor_id == siapa.unor_id, dalam_keadaan(KeadaanPltPlh.BERLAKU, pada))
        .order_by(PltPlh.jenis.desc(), PltPlh.awal.desc(), PltPlh.id.desc())
        .limit(1)
    )
    return salinan(session, pegawai.id, unor_id=siapa.unor_id, jabatan=jabatan)


# --- Units whose people find none, and units passed over -----------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class RantaiPutus:
    """A unor of which ``pegawai`` active people find no penilai. ``kosong``: (id, name) of the units that nobody leads."""

    unor_id: int
    nama: str
    pegawai: int
    kosong: tuple[tuple[int, str], ...]
    sebab: str
    """The last step of the reasoning: what ends the chain and where to repair it."""


@dataclass(frozen=True, slots=True)
class UnorDilewati:
    """A unor that nobody leads on the day, and who assesses in his place: the pegawai ``penilai_id`` as ``sebutan``.

    ``pegawai``: how many active people's penilai is sought above for its sake; ``penilai_id`` None: nobody leads above either.
    """

    unor_id: int
    nama: str
    pegawai: int
    penilai_id: int | None
    sebutan: str
    """*Pimpinan Dinas Pendidikan*, *PLT Dinas Pendidikan*."""


@dataclass(frozen=True, slots=True)
class KeadaanRantai:
    putus: list[RantaiPutus]
    dilewati: list[UnorDilewati]


def rantai(session: Session, pada: date, *, batas_unor: int | None = None) -> KeadaanRantai:
    """Units whose people find no penilai (a unit has no leader, or the tree is defective), and units passed over; by name. Four SELECTs.

    ``batas_unor``: only what stands in the subtree of that unor. Whoever stands at the top of a sound tree is not meant.
    """
    unit = _unit(session, None, pada)
    stmt = select(Pegawai.unor_id, func.count()).where(Pegawai.status == StatusAktif.AKTIF).group_by(Pegawai.unor_id)
    jumlah: dict[int, int] = dict(session.execute(stmt).all())
    atasan = {u.id: u.atasan_id for u in unit.values()}
    putus, terlewati = [], dict.fromkeys(unit, 0)
    tampak = [u for u in unit.values() if batas_unor is None or batas_unor in jalur_ke_atas(u.id, atasan)]
    for u in tampak:
        if not jumlah.get(u.id):
            continue
        pemimpin = u.pimpinan_id is not None
        orang = [(BUKAN_SIAPA_SIAPA, jumlah[u.id] - pemimpin), *([(u.pimpinan_id, 1)] if u.pimpinan_id is not None else [])]
        temuan = [(cari_penilai(siapa, u.id, unit.get), n) for siapa, n in orang if n]
        for t, n in temuan:
            for k in t.kosong:
                terlewati[k] += n
        terputus = [(t, n) for t, n in temuan if t.terputus]
        if terputus:
            awal = terputus[0][0]
            kosong = tuple((k, unit[k].nama) for k in awal.kosong)
            putus.append(RantaiPutus(u.id, u.nama, sum(n for _, n in terputus), kosong, awal.langkah[-1]))
    dilewati = [_dilewati(u, terlewati[u.id], unit) for u in tampak if u.pimpinan_id is None and u.pelaksana_id is None]
    return KeadaanRantai(sorted(putus, key=_menurut_nama), sorted(dilewati, key=_menurut_nama))


def _menurut_nama(r: RantaiPutus | UnorDilewati) -> tuple[str, int]:
    return r.nama.casefold(), r.unor_id


def _dilewati(u: UnorPenilai, pegawai: int, unit: dict[int, UnorPenilai]) -> UnorDilewati:
    ganti = cari_penilai(BUKAN_SIAPA_SIAPA, u.id, unit.get)
    if ganti.pegawai_id is None or ganti.unor_id is None:
        return UnorDilewati(u.id, u.nama, pegawai, None, "")
    di = unit[ganti.unor_id]
    sebutan = di.sebutan_pelaksana if ganti.pegawai_id == di.pelaksana_id else "Pimpinan"
    return UnorDilewati(u.id, u.nama, pegawai, ganti.pegawai_id, f"{sebutan} {di.nama}")


def nama_orang(session: Session, ids: Iterable[int]) -> dict[int, str]:
    """Names of pegawai by their ids. One SELECT."""
    return dict(session.execute(select(Pegawai.id, Pegawai.nama).where(Pegawai.id.in_(set(ids)))).all())
