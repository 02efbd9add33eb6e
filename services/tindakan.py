"""Bulk actions: one registry, done at once for few rows, as a task for many; failures are kept row by row."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select

from documents import excel
from domain.izin import Aktor, Ditolak
from domain.status import StatusTugas, TransisiDitolak
from extensions import setelan
from models import HasilBaris, Tugas
from services import audit, tugas
from services.daftar import REGISTRI, Daftar, Permintaan, potongan, tersaring
from services.ekspor import Hasil, baca_saja
from services.galat import GalatLayanan, TidakDitemukan
from services.kendali import Kendali
from services.saring import Konteks
from services.unit_of_work import Unit, unit_of_work

Nilai = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Tindakan:
    """A bulk action on the list ``sumber``.

    ``jalankan(aktor, id, nilai)`` treats one row in one unit of work and refuses with a GalatLayanan. ``nilai`` is what
    the form asked for, the same for every row: text, numbers, booleans, dates, None and lists of them.
    """

    sumber: str
    kode: str
    label: str
    izin: str
    jalankan: Callable[[Aktor, int, dict[str, Any]], object]
    judul: Callable[[Nilai, int], str] | None = None
    """(``nilai``, how many rows) → the title of its task, where the label and the list's name would not say it."""
    jenis_tugas: str = "massal"
    """Kind of its task. Another than ``massal`` makes one thing of all its rows (a file), so that it is a task however few they are."""

    @property
    def bersama(self) -> bool:
        return self.jenis_tugas != "massal"


@dataclass(frozen=True, slots=True)
class HasilMassal:
    """How many succeeded, and (record, reason) of those that did not."""

    berhasil: int
    gagal: list[tuple[str, str]] = field(default_factory=list)


REGISTRI_TINDAKAN: dict[tuple[str, str], Tindakan] = {}


def daftarkan(tindakan: Tindakan) -> Tindakan:
    REGISTRI_TINDAKAN[tindakan.sumber, tindakan.kode] = tindakan
    return tindakan


def ambil(sumber: str, kode: str) -> Tindakan:
    """The registered action; KeyError is a programming error."""
    return REGISTRI_TINDAKAN[sumber, kode]


# --- At once ----------------------------------------------------------------------------------------------------------


def jalankan_langsung(aktor: Aktor, tindakan: Tindakan, ids: Sequence[int], nilai: Nilai) -> HasilMassal:
    """Treat ``ids`` one by one; a row that refuses does not stop the others. Raises Ditolak, ValueError for too many."""
    aktor.wajib(tindakan.izin)
    if len(ids) > setelan().massal_langsung_maks:
        raise ValueError("terlalu banyak baris; gunakan sebagai_tugas")
    berhasil, gagal = 0, []
    isi = _nilai_dari_json(_nilai_ke_json(nilai))
    for id in ids:
        if pesan := _coba(tindakan, aktor, id, isi):
            gagal.append((_nama(aktor, tindakan.sumber, id), pesan))
        else:
            berhasil += 1
    return HasilMassal(berhasil, gagal)


def _coba(tindakan: Tindakan, aktor: Aktor, id: int, nilai: dict[str, Any]) -> str | None:
    """None, or why the row refused."""
    try:
        tindakan.jalankan(aktor, id, dict(nilai))
    except (GalatLayanan, TransisiDitolak, Ditolak) as galat:
        return str(galat)
    return None


def _nama(aktor: Aktor, sumber: str, id: int) -> str:
    with baca_saja(aktor) as konteks:
        objek = konteks.session.get(REGISTRI[sumber].model, id)
        return f"#{id}" if objek is None else str(objek)


# --- As a task --------------------------------------------------------------------------------------------------------


def sebagai_tugas(
    aktor: Aktor,
    tindakan: Tindakan,
    *,
    ids: Sequence[int] = (),
    saring: Mapping[str, str] | None = None,
    nilai: Nilai,
    total: int | None = None,
) -> int:
    """Ask for the action on ``ids``, or on every row that ``saring`` (filters of the list) means now; returns the task's id.

    Rows that come to match only later are left alone.
    """
    aktor.wajib(tindakan.izin)
    parameter: dict[str, Any] = {"sumber": tindakan.sumber, "kode": tindakan.kode, "nilai": _nilai_ke_json(nilai)}
    if saring is None:
        parameter["ids"] = sorted(set(ids))
        total = len(parameter["ids"])
    else:
        with baca_saja(aktor) as konteks:
            daftar = REGISTRI[tindakan.sumber]
            stmt, _ = tersaring(daftar, Permintaan(saring=saring), konteks, daftar.model.id)
            semua = stmt.subquery()
            total, sampai = konteks.session.execute(select(func.count(), func.max(semua.c.id)).select_from(semua)).one()
        parameter |= {"saring": dict(saring), "sampai_id": sampai or 0, "sesudah_id": 0}
    with unit_of_work(aktor) as unit:
        baris = _minta(unit, tindakan, parameter, total)
        audit.catat(unit.session, aktor, "massal", baris)
        return baris.id


def _minta(unit: Unit, tindakan: Tindakan, parameter: dict[str, Any], total: int) -> Tugas:
    daftar = REGISTRI[tindakan.sumber]
    if tindakan.judul is not None:
        judul = tindakan.judul(_nilai_dari_json(parameter["nilai"]), total)
    else:
        judul = f"{tindakan.label}: {tugas.ribuan(total)} baris {daftar.judul}"
    return tugas.minta(unit, tindakan.jenis_tugas, judul, parameter, antrean="berat", total=total, izin=tindakan.izin)


def kerjakan(kendali: Kendali) -> None:
    """The task kind ``massal``: each row exactly once, whenever the worker dies; its count and cursor commit with it."""
    p = kendali.parameter
    tindakan = ambil(p["sumber"], p["kode"])
    kendali.aktor.wajib(tindakan.izin)
    nilai = nilai_tugas(kendali)
    setiap_baris(kendali, lambda id: tindakan.jalankan(kendali.aktor, id, dict(nilai)))
    kendali.selesai()


def setiap_baris(kendali: Kendali, lakukan: Callable[[int], object]) -> None:
    """``lakukan(id)`` for every row that a bulk task still has to treat; a refusal is noted and does not stop the others."""
    p = dict(kendali.parameter)
    per_id = "ids" in p
    for id in _ids(kendali, p):
        kursor = None if per_id else {**p, "sesudah_id": id}
        try:
            with kendali.satu_baris(kursor):
                lakukan(id)
        except (GalatLayanan, TransisiDitolak, Ditolak) as galat:
            # Each failure is committed with the position, so that a resumed run neither repeats nor skips it.
            kendali.catat_gagal(id, _nama(kendali.aktor, p["sumber"], id), str(galat), kursor)
            if per_id:
                kendali.tulis_gagal()


def _ids(kendali: Kendali, p: dict[str, Any]) -> Iterator[int]:
    """The ids still to be treated. A list is resumed by how many were treated, a filter by the last id."""
    if "ids" in p:
        yield from p["ids"][sum(kendali.sudah) :]
        return
    daftar, minta, terakhir = REGISTRI[p["sumber"]], Permintaan(saring=p["saring"]), p["sesudah_id"]
    while True:
        # A fresh session for each chunk: no transaction stays open while rows are changed.
        with baca_saja(kendali.aktor) as konteks:
            bagian = _bagian(daftar, minta, konteks, terakhir)
        for id in bagian:
            if id > p["sampai_id"]:
                return
            yield id
        if not bagian:
            return
        terakhir = bagian[-1]


def _bagian(daftar: Daftar, minta: Permintaan, konteks: Konteks, sesudah_id: int) -> list[int]:
    return next(potongan(daftar, minta, konteks, ukuran=500, sesudah_id=sesudah_id, hanya_id=True), [])


# --- Afterwards -------------------------------------------------------------------------------------------------------


def ulangi_yang_gagal(unit: Unit, lama: Tugas) -> Tugas | None:
    """*Ulangi yang gagal*: a new task with the rows that failed. None when the old one never got to its end."""
    tuntas = lama.total is not None and lama.selesai + lama.gagal >= lama.total
    if lama.status is not StatusTugas.SEBAGIAN and not tuntas:
        return None
    ids = [i for i in unit.session.scalars(select(HasilBaris.objek_id).where(HasilBaris.tugas_id == lama.id)) if i is not None]
    if not ids:
        return None
    p = lama.parameter
    parameter = {"sumber": p["sumber"], "kode": p["kode"], "nilai": p["nilai"], "ids": sorted(set(ids))}
    return _minta(unit, ambil(p["sumber"], p["kode"]), parameter, len(parameter["ids"]))


tugas.PENGULANG["massal"] = ulangi_yang_gagal


def unduh_gagal(aktor: Aktor, tugas_id: int) -> Hasil:
    """The failed rows of a task as Excel: what, and why. Raises Ditolak, TidakDitemukan."""
    aktor.wajib("tugas:unduh")
    with baca_saja(aktor) as konteks:
        induk = konteks.session.scalar(tugas.terlihat(select(Tugas).where(Tugas.id == tugas_id), aktor))
        if induk is None:
            raise TidakDitemukan("Tugas tidak ditemukan; mungkin masa simpannya sudah lewat.")
        if izin := induk.parameter.get("izin"):
            aktor.wajib(izin)
        stmt = select(HasilBaris.objek, HasilBaris.pesan).where(HasilBaris.tugas_id == tugas_id).order_by(HasilBaris.id)
        baris = konteks.session.execute(stmt.execution_options(yield_per=1_000))
        nama = f"tugas-{tugas_id}-gagal-{aktor.hari_ini().isoformat()}.xlsx"
        return Hasil.dari(
            lambda jalur: excel.tulis(jalur, "Baris gagal", [("Data", 40), ("Galat", 80)], map(tuple, baris)), nama, excel.TIPE
        )


def _nilai_ke_json(nilai: Nilai) -> dict[str, Any]:
    """Values of a form as JSON; a date is kept as one. Raises TypeError for what a task could not carry."""
    return {k: _satu_ke_json(v) for k, v in nilai.items()}


def _satu_ke_json(nilai: Any) -> Any:
    if isinstance(nilai, date) and not isinstance(nilai, datetime):
        return {"tanggal": nilai.isoformat()}
    if isinstance(nilai, list | tuple):
        return [_satu_ke_json(n) for n in nilai]
    if nilai is None or isinstance(nilai, str | int | float | bool):
        return nilai
    raise TypeError(f"nilai tindakan massal {type(nilai).__name__} tidak dapat disimpan")


def nilai_tugas(kendali: Kendali) -> dict[str, Any]:
    """What the form of a bulk task asked for."""
    return _nilai_dari_json(kendali.parameter["nilai"])


def _nilai_dari_json(nilai: Mapping[str, Any]) -> dict[str, Any]:
    return {k: _satu_dari_json(v) for k, v in nilai.items()}


def _satu_dari_json(nilai: Any) -> Any:
    if isinstance(nilai, dict):
        return date.fromisoformat(nilai["tanggal"])
    return [_satu_dari_json(n) for n in nilai] if isinstance(nilai, list) else nilai
