"""Tim Kerja: a unor's team of a year with its ketua and its members (manual 2.11: Matriks Peran Hasil of a Tim Kerja)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session, joinedload, load_only, raiseload

from domain.izin import Aktor
from domain.nip import bersihkan
from domain.status import StatusAktif
from models import AnggotaTim, Pegawai, TimKerja, Unor
from services import audit, rujukan
from services.entitas import Entitas
from services.galat import MasihDirujuk, PerluPersetujuan, Salah
from services.matriks_peran_hasil import TAHUN_AWAL
from services.saring import Konteks, SaringSalah, kondisi_nama, kondisi_nomor, subpohon
from services.unit_of_work import Unit, unit_of_work

CALON_MAKS = 50
"""Hits that a search for members shows."""
SEKALIGUS_MAKS = 200
"""Members that one request may add."""


class LayananTim(Entitas):
    model = TimKerja
    sumber = "tim_kerja"

    def periksa(self, unit: Unit, objek: TimKerja, setuju: frozenset[str]) -> None:
        """A year that can be; one name a year and unor; an active ketua, who is not also a member."""
        tahun_maks = unit.aktor.hari_ini().year + 1
        if not TAHUN_AWAL <= objek.tahun <= tahun_maks:
            raise Salah({"tahun": f"Isi tahun {TAHUN_AWAL} sampai {tahun_maks}."})
        with unit.session.no_autoflush:
            sama = select(TimKerja.id).where(
                TimKerja.tahun == objek.tahun,
                TimKerja.unor_id == objek.unor_id,
                TimKerja.nama == objek.nama,
                TimKerja.id != (objek.id or 0),
            )
            if unit.session.scalar(sama) is not None:
                raise Salah({"nama": f"Tim kerja dengan nama ini sudah ada di unit kerja itu pada tahun {objek.tahun}."})
            ketua = unit.session.get(Pegawai, objek.ketua_id)
            if ketua is not None and ketua.status is not StatusAktif.AKTIF:
                raise Salah({"ketua_id": f"{ketua.nama} nonaktif. Pilih pegawai lain, atau aktifkan dahulu di Manajemen Pegawai."})
            rangkap = ketua is not None and objek.id is not None and _keanggotaan(unit.session, objek.id, [ketua.id])
            if ketua is not None and rangkap and "ketua_anggota" not in setuju:
                raise PerluPersetujuan("ketua_anggota", f"{ketua.nama} adalah anggota tim ini. Jadikan Ketua dan keluarkan dari anggota?")

    def sesudah(self, unit: Unit, objek: TimKerja, aksi: str) -> None:
        if rangkap := _keanggotaan(unit.session, objek.id, [objek.ketua_id]):
            _keluarkan(unit, objek, rangkap, "Menjadi Ketua.")

    def hapus(self, aktor: Aktor, id: int, versi: int | None, *, alasan: str | None = None) -> None:
        """Delete a team that nothing refers to; its members go with it. Raises MasihDirujuk, DataBasi, TidakDitemukan."""
        aktor.wajib("tim_kerja:hapus")
        with unit_of_work(aktor) as unit:
            objek = self.ambil(unit, id, versi)
            ada = _keanggotaan(unit.session, objek.id)
            perubahan = [*audit.isi(unit.session, objek), *([_butir(ada, keluar=True)] if ada else [])]
            for a in ada:
                unit.session.delete(a)
            unit.session.flush()
            if dipakai := rujukan.hitung(unit.session, objek):
                raise MasihDirujuk(str(objek), dipakai)
            audit.catat(unit.session, aktor, "hapus", objek, perubahan=perubahan, alasan=alasan)
            unit.session.delete(objek)
            unit.session.flush()


layanan = LayananTim()


# --- Members ----------------------------------------------------------------------------------------------------------


def anggota(session: Session, tim_id: int) -> list[AnggotaTim]:
    """The members with what a list shows of them, by name."""
    return _keanggotaan(session, tim_id)


def _keanggotaan(session: Session, tim_id: int, pegawai_ids: Iterable[int] | None = None) -> list[AnggotaTim]:
    kolom = (Pegawai.nama, Pegawai.nomor_induk, Pegawai.jabatan, Pegawai.status)
    stmt = select(AnggotaTim).join(AnggotaTim.pegawai).where(AnggotaTim.tim_id == tim_id)
    if pegawai_ids is not None:
        stmt = stmt.where(AnggotaTim.pegawai_id.in_(list(pegawai_ids)))
    orang = joinedload(AnggotaTim.pegawai, innerjoin=True).options(load_only(*kolom), raiseload("*"))
    return list(session.scalars(stmt.options(orang).order_by(Pegawai.nama_cari, Pegawai.id)))


def jumlah_anggota(session: Session, tim_ids: Iterable[int]) -> dict[int, int]:
    """Team → how many members; those without any are left out."""
    stmt = select(AnggotaTim.tim_id, func.count()).where(AnggotaTim.tim_id.in_(list(tim_ids))).group_by(AnggotaTim.tim_id)
    return {b[0]: b[1] for b in session.execute(stmt)}


@dataclass(frozen=True, slots=True)
class Calon:
    """A hit of the search for members. ``halangan``: why he cannot be added, None when he can."""

    id: int
    nama: str
    nomor_induk: str
    jabatan: str
    unor: str
    halangan: str | None


def cari_calon(konteks: Konteks, tim: TimKerja, kata: str) -> list[Calon]:
    """Active pegawai by name, by the beginning of a NIP, or by several whole NIP at once; at most CALON_MAKS.

    Raises SaringSalah for a search that makes no sense.
    """
    kolom = (Pegawai.id, Pegawai.nama, Pegawai.nomor_induk, Pegawai.jabatan, Unor.nama.label("unor"))
    stmt: Select = select(*kolom).join(Pegawai.unor).where(Pegawai.status == StatusAktif.AKTIF, _cocok(kata))
    if konteks.aktor.batas_unor is not None:
        stmt = stmt.where(Pegawai.unor_id.in_(subpohon(konteks.aktor.batas_unor)))
    hasil = konteks.session.execute(stmt.order_by(Pegawai.nama_cari, Pegawai.id).limit(CALON_MAKS)).all()
    sudah = set(konteks.session.scalars(select(AnggotaTim.pegawai_id).where(AnggotaTim.tim_id == tim.id)))
    return [
        Calon(
            b.id,
            b.nama,
            b.nomor_induk,
            b.jabatan,
            b.unor,
            "Ketua tim ini" if b.id == tim.ketua_id else "Sudah menjadi anggota" if b.id in sudah else None,
        )
        for b in hasil
    ]


def nip_tak_ditemukan(calon: Sequence[Calon], kata: str) -> list[str]:
    """Those of several whole NIP in ``kata`` that belong to none of ``calon``, each once, in their order."""
    ada = {c.nomor_induk for c in calon}
    return [n for n in dict.fromkeys(_banyak_nip(kata)) if n not in ada]


def _banyak_nip(kata: str) -> list[str]:
    """The numbers of a search for several people; [] for a search of another kind."""
    bagian = [bersihkan(b) for b in re.split(r"[\n,;]+", kata) if b.strip()]
    if len(bagian) > 1 and all(b.isascii() and b.isdigit() for b in bagian):
        return bagian[:CALON_MAKS]
    # Separated by spaces only: each has 18 digits, or 16 outside the civil service.
    butir = kata.split()
    return butir[:CALON_MAKS] if len(butir) > 1 and all(b.isascii() and b.isdigit() and len(b) in (16, 18) for b in butir) else []


def _cocok(kata: str) -> Any:
    if banyak := _banyak_nip(kata):
        return Pegawai.nomor_induk.in_(banyak)
    padat = "".join(kata.split())
    if len(padat) < 3:
        raise SaringSalah("Ketik sedikitnya 3 karakter nama atau NIP.")
    if padat.isascii() and padat.isdigit():
        return kondisi_nomor(Pegawai.nomor_induk, padat)
    return kondisi_nama(Pegawai.nama_cari, kata)


@dataclass(frozen=True, slots=True)
class HasilTambah:
    """How many became members, and (name, reason) of those who did not."""

    ditambah: int
    dilewati: list[tuple[str, str]]


def tambah_anggota(aktor: Aktor, tim_id: int, pegawai_ids: Sequence[int]) -> HasilTambah:
    """Make pegawai members; who is one already, is the ketua or is nonaktif is passed over and named.

    Raises Ditolak, TidakDitemukan, Salah (none chosen, or more than SEKALIGUS_MAKS).
    """
    aktor.wajib("tim_kerja:ubah")
    ids = sorted(set(pegawai_ids))
    if not ids:
        raise Salah("Belum ada pegawai yang dicentang.")
    if len(ids) > SEKALIGUS_MAKS:
        raise Salah(f"Tambahkan paling banyak {SEKALIGUS_MAKS} pegawai sekali jalan.")
    with unit_of_work(aktor) as unit:
        tim: TimKerja = layanan.ambil(unit, tim_id)
        sudah = {a.pegawai_id for a in _keanggotaan(unit.session, tim.id)}
        baru, dilewati = [], []
        for p in unit.session.scalars(select(Pegawai).where(Pegawai.id.in_(ids)).order_by(Pegawai.nama_cari, Pegawai.id)):
            if alasan := _halangan(tim, p, sudah):
                dilewati.append((p.nama, alasan))
            else:
                baru.append(AnggotaTim(tim_id=tim.id, pegawai_id=p.id))
        unit.session.add_all(baru)
        unit.session.flush()
        if baru:
            masuk = _keanggotaan(unit.session, tim.id, [a.pegawai_id for a in baru])
            audit.catat(unit.session, aktor, "tambah_anggota", tim, perubahan=[_butir(masuk, keluar=False)])
        return HasilTambah(len(baru), dilewati)


def _halangan(tim: TimKerja, pegawai: Pegawai, sudah: set[int]) -> str | None:
    if pegawai.id == tim.ketua_id:
        return "Ketua tidak menjadi anggota timnya sendiri"
    if pegawai.id in sudah:
        return "sudah menjadi anggota"
    return "pegawai nonaktif" if pegawai.status is not StatusAktif.AKTIF else None


def keluarkan_anggota(aktor: Aktor, tim_id: int, pegawai_id: int) -> str:
    """Take a member out; returns his name. Raises Ditolak, TidakDitemukan, Salah when he is not a member (any more)."""
    aktor.wajib("tim_kerja:ubah")
    with unit_of_work(aktor) as unit:
        tim: TimKerja = layanan.ambil(unit, tim_id)
        ada = _keanggotaan(unit.session, tim.id, [pegawai_id])
        if not ada:
            raise Salah("Pegawai ini bukan anggota tim ini (lagi). Muat ulang halaman tim.")
        nama = ada[0].pegawai.nama
        _keluarkan(unit, tim, ada)
        return nama


def _keluarkan(unit: Unit, tim: TimKerja, ada: list[AnggotaTim], alasan: str | None = None) -> None:
    perubahan = [_butir(ada, keluar=True)]
    for a in ada:
        unit.session.delete(a)
    unit.session.flush()
    audit.catat(unit.session, unit.aktor, "keluarkan_anggota", tim, perubahan=perubahan, alasan=alasan)


def _butir(ada: list[AnggotaTim], *, keluar: bool) -> audit.Perubahan:
    nama = ", ".join(a.pegawai.nama for a in ada)
    return {
        "kolom": "anggota",
        "label": "Anggota",
        "tipe": "teks",
        "sebelum": nama if keluar else None,
        "sesudah": None if keluar else nama,
    }
