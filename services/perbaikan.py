"""Perbaikan data: what the helpdesk corrects in other people's records, always with a reason, and how it takes that back.

A subclass of ``LayananPerbaikan`` for each kind of record says which rules still hold. Unlike everywhere else a status may be
set outright here: the record is being made to say what is true, nothing is decided by it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any, ClassVar

from sqlalchemy import Date, func, inspect, select
from sqlalchemy import Enum as SAEnum
from sqlalchemy.orm import Session

from domain.izin import Aktor
from models import JejakAudit, Pegawai, Saat
from services import audit
from services.entitas import Entitas
from services.galat import MasihDirujuk, Salah
from services.skp_dasar import terkunci
from services.skp_potret import potret
from services.unit_of_work import Unit, unit_of_work

ALASAN = "alasan_perbaikan"
"""Name of the reason among the values of a form: a Keberatan has an ``alasan`` of its own."""
ALASAN_MAKS = 1_000
JEJAK_DILIHAT = 20
"""How far back a previous version is looked for."""
BELUM_ADA = "Belum ada versi sebelumnya: data ini belum pernah diubah."


def wajib_alasan(alasan: str | None, kolom: str = ALASAN) -> str:
    """The reason, trimmed. Raises Salah at ``kolom`` when there is none."""
    rapi = (alasan or "").strip()[:ALASAN_MAKS]
    if not rapi:
        raise Salah({kolom: "Alasan wajib diisi."})
    return rapi


class LayananPerbaikan(Entitas):
    """Add, change, delete and restore with a mandatory reason. A part of a SKP is kept in a snapshot of it before it changes."""

    induk: ClassVar[tuple[str, type]]
    """The column by which a new record hangs on another, and the model of that."""

    turunan: ClassVar[frozenset[str]] = frozenset()
    """Columns that ``siapkan`` derives; they are not restored by themselves."""

    def buat(self, aktor: Aktor, nilai: Mapping[str, Any], *, alasan: str | None = None, setuju: frozenset[str] = frozenset()) -> int:
        """Add a record that is missing; ``nilai`` may hold the reason under ALASAN. Returns the id. Raises Ditolak, Salah."""
        aktor.wajib(f"{self.sumber}:tambah")
        isi = dict(nilai)
        alasan = wajib_alasan(isi.pop(ALASAN, alasan))
        with unit_of_work(aktor) as unit, unit.session.no_autoflush:
            objek = self.baru(unit, isi)
            self.potret(unit, objek, "tambah", alasan)
            self.siapkan(unit, objek)
            self.periksa(unit, objek, setuju)
            unit.session.add(objek)
            unit.session.flush()
            audit.catat(unit.session, aktor, "tambah", objek, perubahan=self.isi_tambah(unit, objek), alasan=alasan)
            self.sesudah_ubah(unit, objek, set(objek.__table__.columns.keys()), alasan)
            return int(objek.id)

    def ubah(
        self, aktor: Aktor, id: int, versi: int | None, nilai: Mapping[str, Any], *,
        alasan: str | None = None, setuju: frozenset[str] = frozenset(),
    ) -> None:  # fmt: skip
        """Correct a record; ``nilai`` may hold the reason under ALASAN. Nothing changed = nothing written.

        Raises Ditolak, TidakDitemukan, DataBasi, Salah.
        """
        aktor.wajib(f"{self.sumber}:ubah")
        isi = dict(nilai)
        alasan = wajib_alasan(isi.pop(ALASAN, alasan))
        with unit_of_work(aktor) as unit:
            self._terapkan(unit, self.ambil(unit, id, versi), isi, alasan, "perbaiki")

    def hapus(self, aktor: Aktor, id: int, versi: int | None, *, alasan: str | None = None) -> None:
        """Delete a record with what is below it, after a snapshot. Raises MasihDirujuk where others rest on it, as above."""
        aktor.wajib(f"{self.sumber}:hapus")
        alasan = wajib_alasan(alasan, "alasan")
        with unit_of_work(aktor) as unit:
            objek = self.ambil(unit, id, versi)
            if dipakai := [(apa, n) for apa, n in self.penahan(unit.session, objek) if n]:
                raise MasihDirujuk(str(objek), dipakai)
            self.potret(unit, objek, "hapus", alasan)
            isi = self.isi_hapus(unit, objek)
            self.hapus_bawahan(unit, objek, alasan)
            audit.catat(unit.session, aktor, "hapus", objek, perubahan=isi, alasan=alasan)
            unit.session.delete(objek)
            unit.session.flush()
            self.sesudah_hapus(unit, objek)

    def pulihkan(self, aktor: Aktor, id: int, versi: int | None, alasan: str) -> None:
        """Take back the latest change of a record; doing so again puts it back. Raises Salah when there is none, as above."""
        aktor.wajib(f"{self.sumber}:pulihkan")
        alasan = wajib_alasan(alasan, "alasan")
        with unit_of_work(aktor) as unit:
            objek = self.ambil(unit, id, versi)
            sebelum = nilai_sebelumnya(unit.session, objek)
            if not sebelum:
                raise Salah(BELUM_ADA)
            isi = {k: v for k, v in sebelum.items() if k not in self.turunan}
            self._terapkan(unit, objek, isi, alasan, "pulihkan_versi")

    def _terapkan(self, unit: Unit, objek: Any, nilai: Mapping[str, Any], alasan: str, aksi: str) -> None:
        if all(getattr(objek, k) == v for k, v in nilai.items()):
            return
        self.potret(unit, objek, aksi, alasan)
        with unit.session.no_autoflush:
            self._isi(objek, nilai)
            self.siapkan(unit, objek)
            self.periksa(unit, objek, frozenset())
            perubahan = self.beda(unit, objek)
        unit.session.flush()
        audit.catat(unit.session, unit.aktor, aksi, objek, perubahan=perubahan, alasan=alasan)
        self.sesudah_ubah(unit, objek, {p["kolom"] for p in perubahan}, alasan)

    # Hooks: no commit, no audit of the record itself inside.

    def baru(self, unit: Unit, nilai: Mapping[str, Any]) -> Any:
        """A record with ``nilai``, not yet in the session. Raises Salah when what it hangs on is not there."""
        kolom, model = self.induk
        if unit.session.get(model, nilai[kolom]) is None:
            raise Salah({kolom: "Data yang dirujuk sudah tidak ada; pilih yang lain."})
        objek = self.model()
        # What is left empty counts as not given: it may still be derived.
        self._isi(objek, {k: v for k, v in nilai.items() if v is not None})
        return objek

    def isi_tambah(self, unit: Unit, objek: Any) -> list[audit.Perubahan]:
        return audit.isi(unit.session, objek)

    def skp_id(self, session: Session, objek: Any) -> int | None:
        """The SKP that the record is a part of; None where no snapshot holds it."""
        return None

    def potret(self, unit: Unit, objek: Any, sebab: str, alasan: str) -> None:
        """Lock the SKP, as all who write below it do, and take its snapshot."""
        if (id := self.skp_id(unit.session, objek)) is not None:
            potret(unit, terkunci(unit, id), sebab, alasan)

    def beda(self, unit: Unit, objek: Any) -> list[audit.Perubahan]:
        return audit.beda(unit.session, objek)

    def isi_hapus(self, unit: Unit, objek: Any) -> list[audit.Perubahan]:
        return audit.isi(unit.session, objek)

    def penahan(self, session: Session, objek: Any) -> Iterable[tuple[str, int]]:
        """(what, how many) that stand against a deletion."""
        return ()

    def hapus_bawahan(self, unit: Unit, objek: Any, alasan: str) -> None:
        """Delete what belongs to the record and to nothing else."""

    def sesudah_hapus(self, unit: Unit, objek: Any) -> None:
        """What follows from the deletion."""

    def sesudah_ubah(self, unit: Unit, objek: Any, kolom: set[str], alasan: str) -> None:
        """What follows from the change of these columns."""


# --- Previous versions ------------------------------------------------------------------------------------------------


def nilai_sebelumnya(session: Session, objek: Any) -> dict[str, Any]:
    """Column → the value before the latest change that the audit tells of; {} when there is none."""
    stmt = select(JejakAudit).where(JejakAudit.entitas == objek.__tablename__, JejakAudit.objek_id == objek.id)
    for jejak in session.scalars(stmt.order_by(JejakAudit.id.desc()).limit(JEJAK_DILIHAT)):
        if jejak.aksi in ("tambah", "hapus"):
            return {}
        if isi := _dari_jejak(objek, jejak.perubahan):
            return isi
    return {}


def _dari_jejak(objek: Any, perubahan: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    kolom = objek.__table__.columns
    return {
        p["kolom"]: _dari_json(kolom[p["kolom"]], p.get("sebelum")) for p in perubahan if p["kolom"] in kolom and p["tipe"] != "rahasia"
    }


def _dari_json(kolom: Any, nilai: Any) -> Any:
    """A value of the audit as the column takes it."""
    if nilai is None:
        return None
    if isinstance(kolom.type, SAEnum):
        return kolom.type.enum_class(nilai)  # type: ignore[misc]
    if isinstance(kolom.type, Saat):
        return datetime.fromisoformat(nilai)
    return date.fromisoformat(nilai) if isinstance(kolom.type, Date) else nilai


# --- For the kinds of record -----------------------------------------------------------------------------------------------------


def wajib_ada(session: Session, galat: dict[str, str], objek: Any, rujukan: Mapping[str, type]) -> None:
    """Add to ``galat`` every reference of ``objek`` to a record that is no longer there."""
    for kolom, model in rujukan.items():
        nilai = getattr(objek, kolom)
        if nilai is not None and session.get(model, nilai) is None:
            galat[kolom] = "Data yang dirujuk sudah tidak ada; pilih yang lain."


def nama_pegawai(session: Session, id: int | None) -> str:
    """The name of a pegawai as it is now; ``-`` for nobody."""
    orang = session.get(Pegawai, id) if id is not None else None
    return orang.nama if orang is not None else "-"


def berubah(objek: Any, *kolom: str) -> bool:
    """Whether any of these columns has a pending change."""
    keadaan: Any = inspect(objek)
    return any(keadaan.attrs[k].history.has_changes() for k in kolom)


def waktu_depan(unit: Unit, objek: Any, kolom: Iterable[str]) -> dict[str, str]:
    """Column → complaint, for moments that have not come yet."""
    kini = unit.aktor.sekarang()
    return {k: "Waktu ini belum terjadi." for k in kolom if getattr(objek, k) is not None and getattr(objek, k) > kini}


def hapus_satu(unit: Unit, objek: Any, alasan: str) -> None:
    """Delete a row below the record, with its content in the audit."""
    audit.catat(unit.session, unit.aktor, "hapus", objek, perubahan=audit.isi(unit.session, objek), alasan=alasan)
    unit.session.delete(objek)
    unit.session.flush()


def urut_berikut(session: Session, kolom: Any, *syarat: Any) -> int:
    """The next number among the rows that ``syarat`` selects."""
    return (session.scalar(select(func.max(kolom)).where(*syarat)) or 0) + 1
