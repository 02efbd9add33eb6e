"""The audit: one append-only row per record touched, with typed differences."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from enum import Enum
from typing import Any

from sqlalchemy import inspect
from sqlalchemy.orm import Session

from domain.izin import Aktor
from domain.nama import normalkan
from extensions import db
from models import JejakAudit

TERSEMBUNYI = frozenset({"id", "instansi_id", "versi", "nama_cari", "tahun_urut", "kunci", "objek_cari", "pelaku_cari"})
RAHASIA = frozenset({"kata_sandi"})

Perubahan = dict[str, Any]
"""{kolom, label, tipe, sebelum, sesudah, sebelum_teks, sesudah_teks}; values are JSON types, texts what a form shows."""


def catat(
    session: Session,
    aktor: Aktor,
    aksi: str,
    objek: Any,
    *,
    perubahan: list[Perubahan] | None = None,
    alasan: str | None = None,
    entitas: str | None = None,
) -> None:
    """Add an audit row for ``objek`` (flushed, so that it has an id) to the open unit of work."""
    session.add(
        JejakAudit(
            instansi_id=aktor.instansi_id,
            waktu=aktor.sekarang(),
            pengguna_id=aktor.pengguna_id,
            pelaku=aktor.nama,
            peran=aktor.label_peran or ("Sistem" if aktor.pengguna_id is None else "-"),
            aksi=aksi,
            entitas=entitas or objek.__tablename__,
            objek_id=getattr(objek, "id", None),
            objek=str(objek)[:300],
            objek_cari=normalkan(str(objek))[:300],
            pelaku_cari=normalkan(aktor.nama),
            alasan=alasan or None,
            perubahan=perubahan or [],
            alamat=aktor.alamat,
            request_id=aktor.request_id,
        )
    )


def beda(session: Session, objek: Any) -> list[Perubahan]:
    """What the pending changes of ``objek`` are, column by column; call before the flush."""
    keadaan = inspect(objek)
    hasil: list[Perubahan] = []
    for kolom in objek.__table__.columns:
        if kolom.name in TERSEMBUNYI:
            continue
        riwayat = keadaan.attrs[kolom.name].history
        if not riwayat.has_changes():
            continue
        sebelum = riwayat.deleted[0] if riwayat.deleted else None
        sesudah = riwayat.added[0] if riwayat.added else None
        if sebelum != sesudah:
            hasil.append(_butir(session, kolom, sebelum, sesudah))
    return hasil


def isi(session: Session, objek: Any) -> list[Perubahan]:
    """The whole record as it goes, for a deletion."""
    return [
        _butir(session, k, getattr(objek, k.name), None)
        for k in objek.__table__.columns
        if k.name not in TERSEMBUNYI and getattr(objek, k.name) is not None
    ]


def _butir(session: Session, kolom: Any, sebelum: Any, sesudah: Any) -> Perubahan:
    label = kolom.info.get("label", kolom.name)
    if kolom.name in RAHASIA:
        return {"kolom": kolom.name, "label": label, "tipe": "rahasia", "sebelum": None, "sesudah": None}
    tujuan = _tujuan(kolom)
    butir: Perubahan = {"kolom": kolom.name, "label": label, "tipe": _tipe(kolom, sebelum if sesudah is None else sesudah)}
    for sisi, nilai in (("sebelum", sebelum), ("sesudah", sesudah)):
        butir[sisi] = _json(nilai)
        if isinstance(nilai, Enum):
            butir[f"{sisi}_teks"] = getattr(nilai, "label", str(nilai.value))
        elif tujuan is not None and nilai is not None:
            with session.no_autoflush:
                dirujuk = session.get(tujuan, nilai)
            butir[f"{sisi}_teks"] = str(dirujuk) if dirujuk is not None else f"#{nilai}"
    if tujuan is not None:
        butir["tipe"] = "rujukan"
    return butir


def _tujuan(kolom: Any) -> type | None:
    """The model that a foreign-key column refers to (of a composite key: the table that is not instansi)."""
    tabel = {fk.column.table for fk in kolom.foreign_keys}
    for mapper in db.Model.registry.mappers:
        if mapper.local_table in tabel:
            return mapper.class_
    return None


def _tipe(kolom: Any, nilai: Any) -> str:
    for jenis, nama in ((bool, "ya_tidak"), (int, "angka"), (datetime, "saat"), (date, "tanggal"), (Enum, "pilihan")):
        if isinstance(nilai, jenis):
            return nama
    return "teks"


def _json(nilai: Any) -> Any:
    if isinstance(nilai, Enum):
        return nilai.value
    if isinstance(nilai, datetime | date):
        return nilai.isoformat()
    if isinstance(nilai, Mapping | list | str | int | float | bool) or nilai is None:
        return nilai
    return str(nilai)
