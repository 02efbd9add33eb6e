"""Exports of a list: exactly the filtered rows, at once when few, as a task when many."""

from __future__ import annotations

import io
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from documents import csv, excel
from domain.izin import Aktor
from domain.waktu import pasti_utc
from extensions import db, setelan
from models import Tugas
from services import audit, berkas, tugas
from services.daftar import REGISTRI, Daftar, Permintaan, hitung, potongan
from services.galat import Salah
from services.kendali import Kendali
from services.saring import Konteks
from services.unit_of_work import Unit, unit_of_work
from tenancy import Lingkup, pasang_lingkup

FORMAT = {"xlsx": ("Excel", excel.TIPE), "csv": ("CSV", csv.TIPE)}
_SEMUA = 10**12


@dataclass(frozen=True, slots=True)
class Hasil:
    """A finished export: ``isi`` is positioned at its start."""

    isi: io.BytesIO
    nama: str
    tipe: str
    jumlah: int

    @classmethod
    def dari(cls, penulis: Callable[[Path], int], nama: str, tipe: str) -> Hasil:
        """What ``penulis`` writes to a path (returning its number of rows), read back; no file stays. Raises BerkasGagal."""
        try:
            with tempfile.TemporaryDirectory(prefix="ekinerja-") as folder:
                jalur = Path(folder) / "hasil"
                jumlah = penulis(jalur)
                return cls(io.BytesIO(jalur.read_bytes()), nama, tipe, jumlah)
        except OSError as galat:
            raise berkas.jelaskan(galat) from galat


def nama_berkas(daftar: Daftar, aktor: Aktor, format: str) -> str:
    """For example ``pegawai-2026-11-23.xlsx``, by the day of the actor's zone."""
    return f"{daftar.sumber.replace('_', '-')}-{aktor.hari_ini().isoformat()}.{format}"


def langsung(konteks: Konteks, daftar: Daftar, minta: Permintaan, format: str) -> Hasil:
    """The export as a file in memory, for at most ``ekspor_langsung_maks`` rows.

    Raises Ditolak, or Salah when the list is longer (it has grown since it was counted: ask for a task).
    """
    _periksa(daftar, konteks.aktor, format)
    maks = setelan().ekspor_langsung_maks
    if hitung(daftar, minta, konteks, maks)[1]:
        raise Salah(f"Daftar ini lebih dari {tugas.ribuan(maks)} baris; jalankan ekspor sebagai Tugas.")
    # A row more or less than was counted a moment ago is no error here: one sheet holds them all.
    return Hasil.dari(
        lambda jalur: _tulis(jalur, konteks, daftar, minta, format, None), nama_berkas(daftar, konteks.aktor, format), FORMAT[format][1]
    )


def minta_ekspor(aktor: Aktor, daftar: Daftar, minta: Permintaan, format: str) -> int:
    """Ask for the export as a task, in a unit of work of its own; returns the task's id."""
    with unit_of_work(aktor) as unit:
        return sebagai_tugas(unit, daftar, minta, format).id


def sebagai_tugas(unit: Unit, daftar: Daftar, minta: Permintaan, format: str) -> Tugas:
    """Ask for the export inside an open unit of work. Raises Ditolak."""
    _periksa(daftar, unit.aktor, format)
    if REGISTRI.get(daftar.sumber) is not daftar:
        raise LookupError(f"daftar '{daftar.sumber}' tidak terdaftar")
    parameter = {"sumber": daftar.sumber, "format": format, "minta": minta_ke_json(minta)}
    baris = tugas.minta(
        unit, "ekspor", f"Ekspor {daftar.judul} ({FORMAT[format][0]})", parameter, antrean="berat", izin=f"{daftar.sumber}:ekspor"
    )
    audit.catat(unit.session, unit.aktor, "ekspor", baris)
    return baris


def kerjakan(kendali: Kendali) -> None:
    """The task kind ``ekspor``: read everything in one snapshot, write one file, finish with it."""
    p = kendali.parameter
    daftar, minta, format = REGISTRI[p["sumber"]], minta_dari_json(p["minta"]), p["format"]
    _periksa(daftar, kendali.aktor, format)
    with baca_saja(kendali.aktor) as konteks:
        total, _ = hitung(daftar, minta, konteks, _SEMUA)
        kendali.maju(0, total)
        jadi = berkas.simpan(
            lambda jalur: _tulis(jalur, konteks, daftar, minta, format, total, kendali),
            folder=setelan().berkas_dir,
            nama=nama_berkas(daftar, kendali.aktor, format),
            tipe=FORMAT[format][1],
            awalan=f"tugas-{kendali.klaim.tugas_id}",
        )
    kendali.maju(total, total)
    kendali.selesai(jadi, f"{tugas.ribuan(total)} baris.")


@contextmanager
def baca_saja(aktor: Aktor) -> Iterator[Konteks]:
    """A session to read from, whose whole reading sees one state of the database."""
    mesin = db.engine if db.engine.dialect.name == "sqlite" else db.engine.execution_options(isolation_level="REPEATABLE READ")
    with Session(mesin) as session:
        pasang_lingkup(session, Lingkup("instansi", aktor.instansi_id))
        yield Konteks(session, aktor)


def _periksa(daftar: Daftar, aktor: Aktor, format: str) -> None:
    aktor.wajib(f"{daftar.sumber}:ekspor")
    if format not in FORMAT:
        raise Salah("Pilih format Excel atau CSV.")
    if not daftar.ekspor:
        raise Salah("Daftar ini tidak dapat diekspor.")


def _tulis(
    jalur: Path, konteks: Konteks, daftar: Daftar, minta: Permintaan, format: str, jumlah: int | None, kendali: Kendali | None = None
) -> int:
    kolom = [(k.judul, k.lebar) for k in daftar.ekspor]
    baris = _baris(konteks, daftar, minta, kendali)
    if format == "csv":
        return csv.tulis(jalur, kolom, baris)
    return excel.tulis(jalur, daftar.judul, kolom, baris, jumlah=jumlah)


def _baris(konteks: Konteks, daftar: Daftar, minta: Permintaan, kendali: Kendali | None) -> Iterator[list[object]]:
    zona = konteks.aktor.zona.tz
    sudah = 0
    for bagian in potongan(daftar, minta, konteks):
        for objek in bagian:
            yield [_setempat(k.nilai(objek), zona) for k in daftar.ekspor]
        sudah += len(bagian)
        if kendali is not None:
            kendali.maju(sudah)


def _setempat(nilai: object, zona: Any) -> object:
    """A moment becomes wall-clock time in the reader's zone; cells hold no zone."""
    return pasti_utc(nilai).astimezone(zona).replace(tzinfo=None) if isinstance(nilai, datetime) else nilai


def minta_ke_json(minta: Permintaan) -> dict[str, Any]:
    """The part of a list request that means which rows, in which order."""
    return {"saring": dict(minta.saring), "urut": minta.urut, "turun": minta.turun}


def minta_dari_json(isi: Mapping[str, Any]) -> Permintaan:
    return Permintaan(saring=dict(isi["saring"]), urut=isi["urut"], turun=isi["turun"])
