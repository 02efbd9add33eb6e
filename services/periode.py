"""Manajemen Periode (manual 2.2): the rules of domain.periode against the instansi's rows; a used Periode keeps its dates."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from domain import periode as aturan
from domain.izin import Aktor
from domain.periode import PeriksaGagal, RencanaPeriode
from models import Periode
from services import audit, rujukan
from services.entitas import Entitas
from services.galat import PerluPersetujuan, Salah
from services.unit_of_work import Unit, unit_of_work

BEKU = ("awal", "akhir", "batas", "tahun", "tipe", "angka", "jenis")
"""What a Periode in use may not change any more."""


def rencana(baris: Periode) -> RencanaPeriode:
    return RencanaPeriode(
        nama=baris.nama,
        awal=baris.awal,
        akhir=baris.akhir,
        batas=baris.batas,
        jenis=baris.jenis,
        tipe=baris.tipe,
        angka=baris.angka,
        tahun=baris.tahun,
        id=baris.id,
    )


def semua(session: Session) -> list[RencanaPeriode]:
    """Every row of the instansi in scope."""
    return [rencana(p) for p in session.scalars(select(Periode).order_by(Periode.id))]


class LayananPeriode(Entitas):
    model = Periode
    sumber = "periode"

    def siapkan(self, unit: Unit, objek: Periode) -> None:
        super().siapkan(unit, objek)
        objek.tahun_urut = objek.tahun or 0

    def periksa(self, unit: Unit, objek: Periode, setuju: frozenset[str]) -> None:
        try:
            aturan.periksa(rencana(objek), _tersimpan(unit))
        except PeriksaGagal as gagal:
            raise Salah(_per_kolom(gagal.daftar)) from gagal

    def ubah(
        self,
        aktor: Aktor,
        id: int,
        versi: int | None,
        nilai: Mapping[str, Any],
        *,
        alasan: str | None = None,
        setuju: frozenset[str] = frozenset(),
    ) -> None:
        """As any entity; but for a used Periode other dates make a copy for the coming year, once that is agreed to."""
        aktor.wajib("periode:ubah")
        with unit_of_work(aktor) as unit:
            objek = self.ambil(unit, id, versi)
            beku = any(k in nilai and nilai[k] != getattr(objek, k) for k in BEKU) and rujukan.hitung(unit.session, objek)
        if not beku:
            super().ubah(aktor, id, versi, nilai, alasan=alasan, setuju=setuju)
            return
        tahun = aktor.hari_ini().year + 1
        if "salin" not in setuju:
            raise PerluPersetujuan(
                "salin",
                f"Periode ini sudah dipakai, sehingga tanggalnya dibekukan. Buat salinannya untuk tahun {tahun} dengan tanggal yang baru? "
                "Periode yang lama tidak berubah.",
            )
        self.buat(aktor, {**nilai, "tahun": tahun}, alasan=alasan)

    def sebelum_hapus(self, unit: Unit, objek: Periode) -> None:
        if alasan := aturan.periksa_hapus(rencana(objek), _tersimpan(unit)):
            raise Salah(" ".join(alasan))


def _tersimpan(unit: Unit) -> list[RencanaPeriode]:
    """The stored rows as the database has them, not as the open unit is about to change them."""
    kolom = Periode.__table__.columns
    nama = [k.name for k in kolom if k.name in RencanaPeriode.__dataclass_fields__]
    with unit.session.no_autoflush:
        baris = unit.session.execute(select(*(getattr(Periode, n) for n in nama))).all()
    return [RencanaPeriode(**dict(zip(nama, b, strict=True))) for b in baris]


def _per_kolom(daftar: Sequence[tuple[str, str]]) -> dict[str, str]:
    hasil: dict[str, str] = {}
    for kolom, pesan in daftar:
        hasil[kolom] = f"{hasil[kolom]} {pesan}" if kolom in hasil else pesan
    return hasil


class TahunGagal(Exception):
    """A year's rows cannot be saved together. ``galat``: position → field → message."""

    def __init__(self, galat: Mapping[int, Mapping[str, str]]) -> None:
        super().__init__("sebagian periode tidak dapat disimpan")
        self.galat = galat


def buat_tahun(aktor: Aktor, rancangan: Sequence[RencanaPeriode]) -> int:
    """Save a year's rows, all or none. Returns how many. Raises TahunGagal with every reason."""
    aktor.wajib("periode:buat_tahun")
    with unit_of_work(aktor) as unit:
        galat = aturan.periksa_banyak(list(rancangan), _tersimpan(unit))
        if galat:
            raise TahunGagal({i: _per_kolom(pesan) for i, pesan in galat.items()})
        for r in rancangan:
            objek = Periode(
                nama=r.nama, awal=r.awal, akhir=r.akhir, batas=r.batas, jenis=r.jenis, tipe=r.tipe, angka=r.angka, tahun=r.tahun
            )
            layanan.siapkan(unit, objek)
            perubahan = audit.beda(unit.session, objek)
            unit.session.add(objek)
            unit.session.flush()
            audit.catat(unit.session, aktor, "tambah", objek, perubahan=perubahan)
    return len(rancangan)


def salin_tahun(session: Session, dari: int, ke: int) -> list[RencanaPeriode]:
    """The rows of year ``dari`` as they would be in year ``ke``; empty when that year has none of its own."""
    return [aturan.salin(r, ke) for r in aturan.resolusi(semua(session), dari) if r.tahun == dari]


def belum_dibuat(session: Session, tahun: int) -> bool:
    """Whether no period at all holds in ``tahun``."""
    return not aturan.resolusi(semua(session), tahun)


layanan = LayananPeriode()
