"""Who refers to a record: read from the tables' foreign keys, so that a new entity counts without being listed."""

from __future__ import annotations

from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from extensions import db

NAMA_TABEL = {
    "pegawai": "pegawai",
    "unor": "unor bawahan",
    "plt_plh": "PLT/PLH",
    "peran_pengguna": "peran pengguna",
    "tugas": "tugas",
    "skp": "SKP",
    "rhk": "RHK",
    "keberatan": "keberatan",
    "capaian_organisasi": "capaian kinerja organisasi",
    "tim_kerja": "tim kerja",
    "anggota_tim": "keanggotaan tim kerja",
    "penilaian": "penilaian",
    "jpt_non_asn": "entri JPT Non ASN",
}


def hitung(session: Session, objek: Any) -> list[tuple[str, int]]:
    """(what, how many) for every table that refers to ``objek``, in the instansi of the session; empty = free to delete."""
    jumlah: dict[str, int] = {}
    for mapper in sorted(db.Model.registry.mappers, key=lambda m: m.local_table.name):
        for kunci in mapper.local_table.foreign_key_constraints:
            if kunci.referred_table is not objek.__table__:
                continue
            for elemen in kunci.elements:
                if elemen.column.name != "id":
                    continue
                atribut = getattr(mapper.class_, elemen.parent.name)
                n = session.scalar(select(func.count()).select_from(mapper.class_).where(atribut == objek.id)) or 0
                if n:
                    nama = NAMA_TABEL.get(mapper.local_table.name, mapper.local_table.name.replace("_", " "))
                    jumlah[nama] = jumlah.get(nama, 0) + n
    return list(jumlah.items())
