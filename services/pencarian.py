"""Look-ups for forms and filters, and the quick search: indexed, capped, inside the actor's fence."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload, load_only

from domain.nip import kelompok
from domain.status import StatusAktif
from models import Pegawai, Periode, Skp, Unor
from services.saring import Konteks, SaringSalah, kondisi_nama, kondisi_nomor, subpohon

BATAS = 20
MINIMAL = 3
PESAN_PENDEK = f"Ketik sedikitnya {MINIMAL} karakter."


@dataclass(frozen=True, slots=True)
class Lookup:
    """One kind of look-up. ``izin``: the permission that reading it takes; ``unor``: its column in the unor tree."""

    izin: str
    model: Any
    nama: Any
    teks: Callable[[Any], str]
    nomor: Any = None
    unor: Any = None
    syarat: Callable[[Select], Select] | None = None


LOOKUP: dict[str, Lookup] = {
    "unor": Lookup("unor:lihat", Unor, Unor.nama_cari, lambda u: u.nama, unor=Unor.id),
    "pegawai": Lookup(
        "pegawai:lihat",
        Pegawai,
        Pegawai.nama_cari,
        # The manual's form: "NAMA - NIP".
        lambda p: f"{p.nama} - {p.nomor_induk}",
        nomor=Pegawai.nomor_induk,
        unor=Pegawai.unor_id,
        syarat=lambda s: s.where(Pegawai.status == StatusAktif.AKTIF),
    ),
    "periode": Lookup("periode:lihat", Periode, Periode.nama_cari, str),
}


def cari(konteks: Konteks, nama: str, kata: str, batas: int = BATAS) -> list[tuple[int, str]]:
    """(id, text) of at most ``batas`` records whose name holds the words (or whose number begins with the digits).

    Fewer than three characters give nothing. Raises KeyError for an unknown look-up, Ditolak without its permission.
    """
    lookup = LOOKUP[nama]
    konteks.aktor.wajib(lookup.izin)
    kata = kata.strip()
    if len("".join(kata.split())) < MINIMAL:
        return []
    stmt: Select = select(lookup.model)
    padat = "".join(kata.split())
    try:
        if lookup.nomor is not None and padat.isascii() and padat.isdigit():
            stmt = stmt.where(kondisi_nomor(lookup.nomor, padat))
        else:
            stmt = stmt.where(kondisi_nama(lookup.nama, kata))
    except SaringSalah:
        return []
    if lookup.syarat is not None:
        stmt = lookup.syarat(stmt)
    if lookup.unor is not None and konteks.aktor.batas_unor is not None:
        stmt = stmt.where(lookup.unor.in_(subpohon(konteks.aktor.batas_unor)))
    stmt = stmt.order_by(lookup.nama, lookup.model.id).limit(min(batas, 50))
    return [(o.id, lookup.teks(o)) for o in konteks.session.scalars(stmt)]


def teks(konteks: Konteks, nama: str, id: int) -> str | None:
    """The text of one record; None when there is none in this instansi, or within the actor's limit."""
    lookup = LOOKUP[nama]
    stmt: Select = select(lookup.model).where(lookup.model.id == id)
    if lookup.unor is not None and konteks.aktor.batas_unor is not None:
        stmt = stmt.where(lookup.unor.in_(subpohon(konteks.aktor.batas_unor)))
    objek = konteks.session.scalar(stmt)
    return lookup.teks(objek) if objek is not None else None


@dataclass(frozen=True, slots=True)
class Temuan:
    jenis: str
    id: int
    teks: str
    sub: str


def cari_cepat(konteks: Konteks, kata: str, batas: int = 8) -> list[Temuan]:
    """Hits of the quick search: pegawai and SKP by NIP or name, unor by name; nothing for fewer than three characters."""
    padat = "".join(kata.split())
    if len(padat) < MINIMAL:
        return []
    hasil: list[Temuan] = []
    angka = padat.isascii() and padat.isdigit()
    batasi = konteks.aktor.batas_unor
    try:
        syarat = kondisi_nomor(Pegawai.nomor_induk, padat) if angka else kondisi_nama(Pegawai.nama_cari, kata)
        syarat_unor = None if angka else kondisi_nama(Unor.nama_cari, kata)
    except SaringSalah:
        return []
    stmt = (
        select(Pegawai)
        .where(syarat)
        .order_by(Pegawai.nama_cari, Pegawai.id)
        .limit(batas)
        .options(joinedload(Pegawai.unor, innerjoin=True).load_only(Unor.nama))
    )
    if batasi is not None:
        stmt = stmt.where(Pegawai.unor_id.in_(subpohon(batasi)))
    for p in konteks.session.scalars(stmt):
        hasil.append(Temuan("pegawai", p.id, p.nama, f"{' '.join(kelompok(p.nomor_induk))} · {p.unor.nama}"))
    if syarat_unor is not None:
        stmt_unor = select(Unor).options(load_only(Unor.nama, Unor.atasan_id), joinedload(Unor.atasan).load_only(Unor.nama))
        stmt_unor = stmt_unor.where(syarat_unor).order_by(Unor.nama_cari, Unor.id).limit(batas)
        if batasi is not None:
            stmt_unor = stmt_unor.where(Unor.id.in_(subpohon(batasi)))
        for u in konteks.session.scalars(stmt_unor):
            hasil.append(Temuan("unor", u.id, u.nama, u.atasan.nama if u.atasan else "Tanpa atasan"))
    return hasil + _skp(konteks, kata, angka, batas)


def _skp(konteks: Konteks, kata: str, angka: bool, batas: int) -> list[Temuan]:
    """SKP by the NIP or name of their copies; the latest first where the number is whole."""
    syarat = kondisi_nomor(Skp.nomor_induk, "".join(kata.split())) if angka else kondisi_nama(Skp.nama_cari, kata)
    urut = (Skp.nomor_induk.desc(), Skp.awal.desc()) if angka else (Skp.nama_cari, Skp.id)
    kolom = (Skp.id, Skp.nama, Skp.awal, Skp.akhir, Skp.jenis, Skp.status)
    stmt = select(*kolom).where(syarat).order_by(*urut).limit(batas)
    if konteks.aktor.batas_unor is not None:
        stmt = stmt.where(Skp.unor_id.in_(subpohon(konteks.aktor.batas_unor)))
    return [
        Temuan("skp", id, nama, f"{awal:%d-%m-%Y} s.d. {akhir:%d-%m-%Y} · {jenis.label} · {status.label}")
        for id, nama, awal, akhir, jenis, status in konteks.session.execute(stmt)
    ]
