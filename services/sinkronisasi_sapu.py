"""After the last page: who is here and was not on SIASN's complete list. Nobody goes by it without the guards of the decision."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from domain.nip import JenisNomorInduk
from domain.siasn import BedaSinkro, EntitasSinkro, KeadaanBaris
from domain.status import StatusAktif
from models import Pegawai, SinkroBaris, Sinkronisasi, Unor
from services import sinkro_banding as b
from services.sinkro_baris import SEBAB_HILANG, Baris, baris
from services.sinkro_lari import hitung_kolom, jaga, pindah, simpan
from services.unit_of_work import Unit

SAPUAN = 5_000
"""Rows compared, and rows staged, at once."""
ASN_AKTIF = (Pegawai.status == StatusAktif.AKTIF, Pegawai.jenis_nomor != JenisNomorInduk.NIK)
"""Those of whom SIASN's data of employees tell: a JPT Non ASN is none, and is missing there for no reason of his."""


def sapu_unor(unit: Unit, lari: Sinkronisasi) -> None:
    """Units that the complete list no longer has."""
    _kaitkan_yatim(unit, lari)
    aktif = [Unor.siasn_id.is_not(None), Unor.aktif.is_(True)]
    stmt = select(Unor.id, Unor.siasn_id, Unor.nama).where(*aktif)
    hilang = (
        baris(siasn_id, BedaSinkro.HAPUS, objek_id=id, unor_id=id, nama=nama, pesan=SEBAB_HILANG)
        for id, siasn_id, nama in _tak_terlihat(unit.session, lari, EntitasSinkro.UNOR, stmt, Unor.id)
    )
    _sapu(unit, lari, EntitasSinkro.UNOR, hilang)
    jaga(lari, EntitasSinkro.UNOR, unit.session.scalar(select(func.count()).select_from(Unor).where(*aktif)) or 0)
    pindah(lari, "pegawai" if lari.jenis.pegawai else "siap")


def _kaitkan_yatim(unit: Unit, lari: Sinkronisasi) -> None:
    """Units that hung nowhere, since SIASN had not given their atasan yet: it has by now."""
    s = unit.session
    stmt = (
        select(SinkroBaris.id, Unor.siasn_dasar)
        .join(Unor, Unor.id == SinkroBaris.objek_id)
        .where(SinkroBaris.sinkronisasi_id == lari.id, SinkroBaris.entitas == EntitasSinkro.UNOR, SinkroBaris.beda == BedaSinkro.SAMA)
        .where(Unor.atasan_id.is_(None), Unor.siasn_id == SinkroBaris.kunci)
    )
    calon = [(id, dasar) for id, dasar in s.execute(stmt) if dasar and dasar.get("yatim")]
    ruj = b.Rujukan.muat(s, lari.id, [dasar["yatim"] for _, dasar in calon])
    sebelum = lari.ubah
    for baris_id, dasar in calon:
        if not b.yatim_dikenal(dasar, ruj):
            continue
        satu = s.get_one(SinkroBaris, baris_id)
        satu.beda, satu.keadaan = BedaSinkro.UBAH, KeadaanBaris.MENUNGGU
        satu.isi = {k: v for k, v in dasar.items() if k != "yatim"}
        satu.perubahan = [b.butir("atasan", None, dasar["yatim"], ruj)]
        lari.sama, lari.ubah = lari.sama - 1, lari.ubah + 1
    hitung_kolom(lari, {"atasan": lari.ubah - sebelum} if lari.ubah > sebelum else {})
    s.flush()


def sapu_pegawai(unit: Unit, lari: Sinkronisasi) -> None:
    """People that the complete list no longer has. Those who never were at SIASN (added by hand) stay."""
    stmt = select(Pegawai.id, Pegawai.nomor_induk, Pegawai.nama, Pegawai.unor_id).where(Pegawai.siasn_id.is_not(None), *ASN_AKTIF)
    hilang = (
        baris(nomor, BedaSinkro.HAPUS, objek_id=id, nama=nama, nomor=nomor, unor_id=unor_id, pesan=SEBAB_HILANG)
        for id, nomor, nama, unor_id in _tak_terlihat(unit.session, lari, EntitasSinkro.PEGAWAI, stmt, Pegawai.id)
    )
    _sapu(unit, lari, EntitasSinkro.PEGAWAI, hilang)
    jaga_pegawai(unit.session, lari)
    pindah(lari, "siap")


def _tak_terlihat(s: Session, lari: Sinkronisasi, entitas: EntitasSinkro, stmt: Any, id: Any) -> Iterator[Any]:
    """Rows of ``stmt`` (its first column is ``id``) that this run has not seen.

    Part by part and compared here: the rows of the run are too new for the database to know how many there are, and the anti-join that
    it would plan reads them all again for each person.
    """
    dari = 0
    while bagian := s.execute(stmt.where(id > dari).order_by(id).limit(SAPUAN)).all():
        sampai = bagian[-1][0]
        terlihat = select(SinkroBaris.objek_id).where(
            SinkroBaris.sinkronisasi_id == lari.id,
            SinkroBaris.entitas == entitas,
            SinkroBaris.objek_id > dari,
            SinkroBaris.objek_id <= sampai,
        )
        ada = set(s.scalars(terlihat))
        yield from (b for b in bagian if b[0] not in ada)
        dari = sampai


def jaga_pegawai(s: Session, lari: Sinkronisasi) -> None:
    jaga(lari, EntitasSinkro.PEGAWAI, s.scalar(select(func.count()).select_from(Pegawai).where(*ASN_AKTIF)) or 0)


def _sapu(unit: Unit, lari: Sinkronisasi, entitas: EntitasSinkro, hilang: Iterator[Baris]) -> None:
    """Stage those who are gone, a part at a time: a wrong list may lack everybody."""
    tanpa = (lari.kursor.get("tanpa_kunci") or {}).get(entitas.value, 0)
    while bagian := list(islice(hilang, SAPUAN)):
        if tanpa:
            pesan = f"{tanpa} baris SIASN tidak terbaca sampai tidak diketahui milik siapa; karena itu tidak ada yang dinonaktifkan."
            lari.kursor = {**lari.kursor, "tidak_disapu": {**(lari.kursor.get("tidak_disapu") or {}), entitas.value: pesan}}
            return
        simpan(unit, lari, entitas, bagian)
