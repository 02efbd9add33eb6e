"""Rekonsiliasi unor: find defects of the units, and repair each with one decision.

A finding is one row for as long as the defect lives: found again it is the same, gone it is closed by the program.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session, aliased

from domain import rekonsiliasi
from domain.izin import Aktor
from domain.rekonsiliasi import UnorPeriksa
from domain.siasn import JenisTemuan
from domain.status import StatusAktif, StatusTemuan, transisi
from domain.unor import akan_melingkar
from models import GabungUnor, JejakAudit, Pegawai, PetaUnor, Skp, TemuanUnor, Unor
from services import audit
from services.galat import DataBasi, Salah, TidakDitemukan
from services.unit_of_work import Unit, unit_of_work
from services.unor import ke_atas


def _kemiripan(a: str, b: str) -> float:
    # Imported on first use: only a check needs it.
    from rapidfuzz.distance import Indel

    return Indel.normalized_similarity(a, b, score_cutoff=rekonsiliasi.MIRIP_KATA)


def periksa_sekarang(aktor: Aktor) -> tuple[int, int]:
    """Look at all units of the instansi now; returns (open findings, closed by this look). Raises Ditolak."""
    aktor.wajib("rekonsiliasi_unor:periksa")
    with unit_of_work(aktor) as unit:
        return periksa(unit)


def periksa(unit: Unit) -> tuple[int, int]:
    """The same inside an open unit of work: what a synchronisation ends with."""
    session = unit.session
    ditemukan = {t.kunci: t for t in rekonsiliasi.periksa(_semua(session), _kemiripan)}
    ada = {t.kunci: t for t in session.scalars(select(TemuanUnor))}
    tutup = 0
    for kunci, lama in ada.items():
        if kunci not in ditemukan:
            if lama.status is StatusTemuan.TERBUKA:
                lama.status, tutup = _ke(lama, "selesaikan"), tutup + 1
            continue
        lama.rincian = ditemukan[kunci].rincian
        if lama.status is StatusTemuan.SELESAI:
            lama.status = _ke(lama, "buka")
    for kunci, t in ditemukan.items():
        if kunci not in ada:
            session.add(
                TemuanUnor(
                    instansi_id=unit.aktor.instansi_id,
                    kunci=kunci,
                    jenis=t.jenis,
                    unor_id=t.unor_id,
                    unor_lain_id=t.lain_id,
                    rincian=t.rincian,
                    ditemukan=unit.aktor.sekarang(),
                )
            )
    session.flush()
    terbuka = session.scalar(select(func.count()).select_from(TemuanUnor).where(TemuanUnor.status == StatusTemuan.TERBUKA)) or 0
    return terbuka, tutup


@dataclass(frozen=True, slots=True)
class Identitas:
    """What tells a unit from another one of the same name."""

    id: int
    siasn_id: str | None
    nama: str
    atasan: str | None
    pegawai: int
    bawahan: int
    skp: int


def identitas(session: Session, ids: Collection[int]) -> dict[int, Identitas]:
    """These units by id: one statement, whatever their number."""
    atasan, anak = aliased(Unor), aliased(Unor)

    def jumlah(model: Any, kolom: Any) -> Any:
        return select(func.count()).select_from(model).where(kolom == Unor.id).correlate(Unor).scalar_subquery()

    kolom = (
        Unor.id, Unor.siasn_id, Unor.nama, atasan.nama,
        jumlah(Pegawai, Pegawai.unor_id), jumlah(anak, anak.atasan_id), jumlah(Skp, Skp.unor_id),
    )  # fmt: skip
    stmt = select(*kolom).outerjoin(atasan, atasan.id == Unor.atasan_id).where(Unor.id.in_(sorted(ids)))
    return {b[0]: Identitas(*b) for b in session.execute(stmt)} if ids else {}


def _ke(temuan: TemuanUnor, aksi: str) -> StatusTemuan:
    return StatusTemuan(transisi("temuan_unor", temuan.status, aksi).ke.value)


def _semua(session: Session) -> list[UnorPeriksa]:
    """All units as plain rows: three statements, whatever their number."""
    pegawai = dict(
        session.execute(select(Pegawai.unor_id, func.count()).where(Pegawai.status == StatusAktif.AKTIF).group_by(Pegawai.unor_id)).all()
    )
    baris = session.execute(
        select(Unor.id, Unor.nama, Unor.nama_cari, Unor.atasan_id, Unor.aktif, Unor.siasn_id, Unor.siasn_dasar).order_by(Unor.id)
    ).all()
    dikenal = {b.siasn_id for b in baris if b.siasn_id} | set(session.scalars(select(PetaUnor.siasn_id)))
    hasil = []
    for b in baris:
        atasan = (b.siasn_dasar or {}).get("atasan")
        luar = atasan if atasan and atasan not in dikenal else None
        hasil.append(UnorPeriksa(b.id, b.nama, b.nama_cari, b.atasan_id, b.aktif, luar, pegawai.get(b.id, 0)))
    return hasil


def _ambil(unit: Unit, id: int, versi: int | None) -> TemuanUnor:
    temuan = unit.session.get(TemuanUnor, id)
    if temuan is None:
        raise TidakDitemukan("Temuan tidak ditemukan.")
    if versi is not None and temuan.versi != versi:
        raise DataBasi(str(temuan))
    return temuan


def abaikan(aktor: Aktor, id: int, versi: int | None, alasan: str) -> None:
    """Not a defect in the eyes of the admin: it stays out of the way until opened again. Raises as the others."""
    with unit_of_work(aktor) as unit:
        temuan = _ambil(unit, id, versi)
        _pindah_status(unit, temuan, "abaikan", alasan)


def buka(aktor: Aktor, id: int, versi: int | None) -> None:
    with unit_of_work(aktor) as unit:
        _pindah_status(unit, _ambil(unit, id, versi), "buka", None)


def _pindah_status(unit: Unit, temuan: TemuanUnor, aksi: str, alasan: str | None) -> None:
    t = transisi("temuan_unor", temuan.status, aksi)
    if t.izin is None:
        raise Salah("Temuan yang sudah selesai dibuka kembali oleh pemeriksaan bila cacatnya muncul lagi.")
    unit.aktor.wajib(t.izin)
    if t.perlu_alasan and not (alasan or "").strip():
        raise Salah({"alasan": "Alasan wajib diisi."})
    temuan.status = StatusTemuan(t.ke.value)
    perubahan = audit.beda(unit.session, temuan)
    unit.session.flush()
    audit.catat(unit.session, unit.aktor, aksi, temuan, perubahan=perubahan, alasan=alasan)


def selesaikan(unit: Unit, temuan: TemuanUnor) -> None:
    """Close a finding whose cure has just been applied."""
    if temuan.status is StatusTemuan.TERBUKA:
        temuan.status = _ke(temuan, "selesaikan")
        perubahan = audit.beda(unit.session, temuan)
        unit.session.flush()
        audit.catat(unit.session, unit.aktor, "selesaikan", temuan, perubahan=perubahan)


def kaitkan(aktor: Aktor, id: int, versi: int | None, atasan_id: int | None, *, petakan: bool = False) -> int:
    """Give the unit of an orphan or a circle another atasan (None: it stands at the top); returns how many units moved.

    ``petakan`` remembers the id that SIASN names as standing for ``atasan_id``, and takes along every unit that names it.
    Raises Salah (field ``atasan_id``) for a target that would close a circle, DataBasi, TidakDitemukan, Ditolak.
    """
    aktor.wajib("rekonsiliasi_unor:perbaiki")
    with unit_of_work(aktor) as unit:
        temuan = _ambil(unit, id, versi)
        if temuan.jenis not in (JenisTemuan.YATIM, JenisTemuan.SIKLUS):
            raise Salah("Temuan ini tidak diselesaikan dengan mengganti Unor Atasan.")
        transisi("temuan_unor", temuan.status, "selesaikan")
        unor = unit.session.get_one(Unor, temuan.unor_id)
        pindah = [unor]
        if petakan:
            id_asing = asing(temuan)
            if atasan_id is None or not id_asing:
                raise Salah({"atasan_id": "Pilih unor yang mewakili Unor Atasan di SIASN itu."})
            _petakan(unit, id_asing, atasan_id)
            tanpa = unit.session.scalars(select(Unor).where(Unor.atasan_id.is_(None), Unor.id != unor.id))
            pindah += [u for u in tanpa if (u.siasn_dasar or {}).get("atasan") == id_asing]
        for u in pindah:
            _beri_atasan(unit, u, atasan_id)
        selesaikan(unit, temuan)
        unit.session.flush()
        periksa(unit)
        return len(pindah)


def asing(temuan: TemuanUnor) -> str | None:
    """The id at SIASN of an atasan that is unknown here, which can be mapped; None where the finding has another cause."""
    if temuan.jenis is not JenisTemuan.YATIM or temuan.unor.atasan_id is not None:
        return None
    return (temuan.unor.siasn_dasar or {}).get("atasan")


def usul_atasan(session: Session, temuan: TemuanUnor) -> Unor | None:
    """The atasan that an orphan most likely belongs under: the one it had before, or what has taken the place of one gone inactive."""
    if temuan.jenis is not JenisTemuan.YATIM:
        return None
    calon = session.get(Unor, temuan.unor.atasan_id or _atasan_lama(session, temuan.unor_id) or 0)
    dilewati: set[int] = set()
    while calon is not None and not calon.aktif and calon.id not in dilewati:
        dilewati.add(calon.id)
        ke = session.scalar(
            select(GabungUnor.ke_id).where(GabungUnor.dari_id == calon.id, GabungUnor.dibatalkan.is_(None)).order_by(GabungUnor.id.desc())
        )
        calon = session.get(Unor, ke or calon.atasan_id or 0)
    if calon is None or not calon.aktif or akan_melingkar(temuan.unor_id, calon.id, ke_atas(session, calon.id)):
        return None
    return calon


def _atasan_lama(session: Session, unor_id: int) -> int | None:
    """Whom the unit stood under until its atasan was last taken away, from the audit."""
    stmt = select(JejakAudit.perubahan).where(JejakAudit.entitas == Unor.__tablename__, JejakAudit.objek_id == unor_id)
    for perubahan in session.scalars(stmt.order_by(JejakAudit.id.desc()).limit(200)):
        for butir in perubahan:
            if butir["kolom"] == "atasan_id" and isinstance(butir.get("sebelum"), int):
                return int(butir["sebelum"])
    return None


def _petakan(unit: Unit, siasn_id: str, unor_id: int) -> None:
    if unit.session.get(Unor, unor_id) is None:
        raise Salah({"atasan_id": "Pilih unor dari daftar."})
    peta = unit.session.scalar(select(PetaUnor).where(PetaUnor.siasn_id == siasn_id))
    if peta is None:
        unit.session.add(PetaUnor(instansi_id=unit.aktor.instansi_id, siasn_id=siasn_id, unor_id=unor_id))
    else:
        peta.unor_id = unor_id


def _beri_atasan(unit: Unit, unor: Unor, atasan_id: int | None) -> None:
    if atasan_id is not None:
        atasan = unit.session.get(Unor, atasan_id)
        if atasan is None or not atasan.aktif:
            raise Salah({"atasan_id": "Pilih unor yang aktif dari daftar."})
        if akan_melingkar(unor.id, atasan_id, ke_atas(unit.session, atasan_id)):
            raise Salah({"atasan_id": f"{atasan.nama} berada di bawah {unor.nama}; pilih unor lain."})
    unor.atasan_id = atasan_id
    perubahan = audit.beda(unit.session, unor)
    unit.session.flush()
    if perubahan:
        audit.catat(unit.session, unit.aktor, "ubah", unor, perubahan=perubahan, alasan="Rekonsiliasi unor.")
