"""Background tasks: asking for one, claiming it, working on it under a fencing token, ending it truthfully.

The ``Tugas`` row is the outbox: it is written in the transaction of the change that asks for it, and the queue carries
only its id. A claim raises the row's token; from then on nothing that the task does commits unless the token is still
its own (``Kendali``). ``selesai`` counts rows treated well, ``gagal`` those that were not; together they are the progress.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import Select, and_, case, func, or_, select, update
from sqlalchemy.orm import Session

from domain.izin import PENGURUS, Aktor, Peran, aktor_sistem
from domain.status import StatusAktif, StatusTugas, transisi
from domain.waktu import Jam, Zona
from extensions import db, setelan
from models import Pegawai, Pengguna, PeranPengguna, Tugas
from services import audit
from services.galat import TidakDitemukan
from services.unit_of_work import Unit, unit_of_work
from tenancy import SISTEM, pasang_lingkup

log = logging.getLogger("ekinerja.tugas")

MAKS_PERCOBAAN = 5
"""Claims of one row before it is given up: a task that kills its worker must not do so for ever."""
PESAN_MENYERAH = (
    f"Tugas terhenti {MAKS_PERCOBAAN} kali di tengah jalan dan tidak dilanjutkan lagi. Ulangi, atau hubungi pengelola bila tetap terjadi."
)
PESAN_BATAL = "Dibatalkan atas permintaan pengguna."


class TugasDirebut(Exception):
    """The task has another worker now (or is over): stop at once, write nothing more."""


class TugasDibatalkan(Exception):
    """Someone asked to cancel: stop between two chunks."""


@dataclass(frozen=True, slots=True)
class Klaim:
    """A claimed task: ``token`` is its fence, ``aktor`` whoever asked, with the rights that he still has."""

    tugas_id: int
    token: int
    instansi_id: int
    jenis: str
    judul: str
    parameter: dict[str, Any]
    aktor: Aktor
    selesai: int
    gagal: int
    total: int | None


PENGULANG: dict[str, Callable[[Unit, Tugas], Tugas | None]] = {}
"""Kind → what *ulangi* means for it: returns a new task, or None when the same row should simply run again."""


# --- Asking -----------------------------------------------------------------------------------------------------------


def minta(
    unit: Unit,
    jenis: str,
    judul: str,
    parameter: dict[str, Any],
    *,
    antrean: str = "ringan",
    total: int | None = None,
    izin: str | None = None,
) -> Tugas:
    """Add a task to the open unit of work; its commit wakes dispatch. The caller has checked the permission.

    ``parameter`` holds JSON values. ``izin`` is checked again when the task starts and when it is repeated.
    """
    if antrean not in ("ringan", "berat"):
        raise ValueError(f"antrean {antrean!r} tidak ada")
    aktor = unit.aktor
    kini = aktor.sekarang()
    tugas = Tugas(
        instansi_id=aktor.instansi_id,
        jenis=jenis,
        judul=judul[:200],
        parameter={**parameter, "izin": izin} if izin else parameter,
        antrean=antrean,
        pengguna_id=aktor.pengguna_id,
        aktor=potret(aktor),
        status=StatusTugas.ANTRE,
        total=total,
        dibuat=kini,
        kedaluwarsa=kini + timedelta(days=setelan().tugas_simpan_hari),
    )
    unit.session.add(tugas)
    unit.session.flush()
    unit.tugas.append(tugas)
    return tugas


def potret(aktor: Aktor) -> dict[str, Any]:
    """The actor as JSON: who asked, with which roles, from where."""
    return {
        "pengguna_id": aktor.pengguna_id,
        "nama": aktor.nama,
        "nip": aktor.nip,
        "peran": sorted(p.value for p in aktor.peran),
        "unor_id": aktor.unor_id,
        "alamat": aktor.alamat,
        "request_id": aktor.request_id,
        "zona": aktor.zona.value,
    }


def _aktor_kini(session: Session, isi: dict[str, Any], instansi_id: int, jam: Jam) -> Aktor:
    """The actor of a snapshot, with no more than the roles that he holds in the instansi now."""
    lama = frozenset(Peran(p) for p in isi["peran"])
    peran, unor_id = lama, isi["unor_id"]
    if isi["pengguna_id"] is not None:
        pengguna = session.get(Pengguna, isi["pengguna_id"])
        milik = session.scalars(
            select(PeranPengguna).where(
                PeranPengguna.pengguna_id == isi["pengguna_id"],
                or_(PeranPengguna.instansi_id.is_(None), PeranPengguna.instansi_id == instansi_id),
            )
        ).all()
        kini = {p.peran for p in milik}
        if Peran.PEGAWAI in lama and session.scalar(
            select(Pegawai.id).where(
                Pegawai.instansi_id == instansi_id, Pegawai.nomor_induk == isi["nip"], Pegawai.status == StatusAktif.AKTIF
            )
        ):
            kini.add(Peran.PEGAWAI)
        aktif = pengguna is not None and pengguna.status is StatusAktif.AKTIF
        peran = lama & kini if aktif else frozenset()
        batas = [p.unor_id for p in milik if p.peran is Peran.SUPERVISOR]
        unor_id = isi["unor_id"] if isi["unor_id"] in batas else next(iter(batas), isi["unor_id"])
    return Aktor(
        pengguna_id=isi["pengguna_id"],
        nama=isi["nama"],
        nip=isi["nip"],
        instansi_id=instansi_id,
        peran=peran,
        jam=jam,
        unor_id=unor_id,
        alamat=isi["alamat"],
        request_id=isi["request_id"],
        zona=Zona(isi["zona"]),
    )


# --- Claiming ---------------------------------------------------------------------------------------------------------


def ubah_bila(session: Session, *syarat: Any, **nilai: Any) -> int:
    """UPDATE tugas … WHERE, as one conditional statement; returns how many rows it met."""
    hasil: Any = session.execute(update(Tugas).where(*syarat).values(**nilai).execution_options(synchronize_session=False))
    return hasil.rowcount


def klaim(tugas_id: int, jam: Jam) -> Klaim | None:
    """Take a waiting task, or one whose worker fell silent. None when there is nothing to take: a second run does no harm.

    A row that was asked to stop, or that has been tried too often, ends here instead.
    """
    kini = jam()
    with unit_of_work(aktor_sistem(jam)) as unit:
        s = unit.session
        bebas = and_(
            Tugas.id == tugas_id,
            or_(Tugas.status == StatusTugas.ANTRE, and_(Tugas.status == StatusTugas.BERJALAN, Tugas.lease_sampai < kini)),
        )
        dapat = ubah_bila(
            s,
            bebas,
            Tugas.minta_batal.is_(False),
            Tugas.percobaan < MAKS_PERCOBAAN,
            status=transisi("tugas", StatusTugas.ANTRE, "mulai").ke,
            token=Tugas.token + 1,
            percobaan=Tugas.percobaan + 1,
            lease_sampai=kini + timedelta(seconds=setelan().lease_detik),
            mulai=func.coalesce(Tugas.mulai, kini),
        )
        if not dapat:
            _akhiri_yang_terhenti(s, bebas, jam)
            return None
        t = s.get_one(Tugas, tugas_id)
        aktor = _aktor_kini(s, t.aktor, t.instansi_id, jam)
        return Klaim(t.id, t.token, t.instansi_id, t.jenis, t.judul, dict(t.parameter), aktor, t.selesai, t.gagal, t.total)


def _akhiri_yang_terhenti(session: Session, bebas: Any, jam: Jam) -> None:
    akhir: dict[str, Any] = {"token": Tugas.token + 1, "lease_sampai": None, "berakhir": jam()}
    ubah_bila(session, bebas, Tugas.minta_batal.is_(True), status=StatusTugas.DIBATALKAN, pesan=PESAN_BATAL, **akhir)
    if ubah_bila(
        session, bebas, Tugas.percobaan >= MAKS_PERCOBAAN, status=StatusTugas.GAGAL, pesan=PESAN_MENYERAH, selesai=belum_penuh(), **akhir
    ):
        log.error("tugas menyerah sesudah %d percobaan", MAKS_PERCOBAAN)


def belum_penuh() -> Any:
    """SQL for ``selesai`` of a task that ends badly: never everything."""
    return case((and_(Tugas.total > 0, Tugas.selesai >= Tugas.total), Tugas.total - 1), else_=Tugas.selesai)


# --- What users do ----------------------------------------------------------------------------------------------------


def terlihat(stmt: Select, aktor: Aktor) -> Select:
    """Narrow a SELECT on Tugas to what the actor may see: a supervisor his own tasks, others all of the instansi."""
    return stmt if aktor.peran & PENGURUS else stmt.where(Tugas.pengguna_id == aktor.pengguna_id)


def _ambil(unit: Unit, id: int) -> Tugas:
    # Locked: a worker may claim or end the row at the same moment.
    tugas = unit.session.scalar(terlihat(select(Tugas).where(Tugas.id == id).with_for_update(key_share=True), unit.aktor))
    if tugas is None:
        raise TidakDitemukan("Tugas tidak ditemukan; mungkin masa simpannya sudah lewat.")
    return tugas


def batalkan(aktor: Aktor, id: int) -> StatusTugas:
    """Cancel. A waiting task ends at once, a running one at its next chunk (its status is returned as it is now).

    Raises Ditolak, TidakDitemukan, TransisiDitolak.
    """
    aktor.wajib("tugas:batalkan")
    with unit_of_work(aktor) as unit:
        tugas = _ambil(unit, id)
        ke = transisi("tugas", tugas.status, "batalkan").ke
        kini = aktor.sekarang()
        dikerjakan = tugas.status is StatusTugas.BERJALAN and tugas.lease_sampai is not None and tugas.lease_sampai >= kini
        tugas.minta_batal = True
        if not dikerjakan:
            tugas.status, tugas.berakhir, tugas.pesan = StatusTugas(ke.value), kini, PESAN_BATAL
            tugas.token += 1
            tugas.lease_sampai = None
        audit.catat(unit.session, aktor, "batalkan", tugas)
        return tugas.status


def ulangi(aktor: Aktor, id: int) -> int:
    """Run a task again that failed or was cancelled; returns the id of the one that will run.

    A bulk task that was interrupted goes on where it stopped; one that went through gives a new task with the failed
    rows only. Raises Ditolak, TidakDitemukan, TransisiDitolak.
    """
    aktor.wajib("tugas:ulangi")
    with unit_of_work(aktor) as unit:
        tugas = _ambil(unit, id)
        transisi("tugas", tugas.status, "ulangi")
        if izin := tugas.parameter.get("izin"):
            aktor.wajib(izin)
        pengulang = PENGULANG.get(tugas.jenis)
        baru = pengulang(unit, tugas) if pengulang else None
        if baru is None:
            _kembalikan_ke_antre(unit, tugas)
        audit.catat(unit.session, aktor, "ulangi", tugas)
        return (baru or tugas).id


def _kembalikan_ke_antre(unit: Unit, tugas: Tugas) -> None:
    tugas.status = StatusTugas(transisi("tugas", tugas.status, "ulangi").ke.value)
    tugas.token += 1
    tugas.percobaan = 0
    tugas.minta_batal = False
    tugas.diantrekan = tugas.lease_sampai = tugas.mulai = tugas.berakhir = tugas.pesan = None
    tugas.kedaluwarsa = unit.aktor.sekarang() + timedelta(days=setelan().tugas_simpan_hari)
    if tugas.jenis not in PENGULANG:
        tugas.selesai = tugas.gagal = 0
    unit.tugas.append(tugas)


def posisi_antre(tugas_id: int) -> int | None:
    """1 = next in its queue, counted over every instansi; None when the task does not wait."""
    with Session(db.engine) as session:
        pasang_lingkup(session, SISTEM)
        antrean = session.scalar(select(Tugas.antrean).where(Tugas.id == tugas_id, Tugas.status == StatusTugas.ANTRE))
        if antrean is None:
            return None
        return session.scalar(
            select(func.count()).select_from(Tugas).where(Tugas.status == StatusTugas.ANTRE, Tugas.antrean == antrean, Tugas.id <= tugas_id)
        )


@dataclass(frozen=True, slots=True)
class Kemajuan:
    """Progress as it is shown. ``persen`` is None while the total is unknown, and 100 only for what ended well."""

    persen: int | None
    kalimat: str


def kemajuan(tugas: Tugas) -> Kemajuan:
    """For example ``412 dari 1.548 (27 %)``."""
    sudah = tugas.selesai + tugas.gagal
    if tugas.total is None:
        return Kemajuan(None, ribuan(sudah) if sudah else "Belum mulai" if tugas.status is StatusTugas.ANTRE else tugas.status.label)
    tuntas = tugas.status is StatusTugas.SELESAI or (tugas.status is StatusTugas.SEBAGIAN and sudah >= tugas.total)
    persen = 100 if tuntas else min(99, sudah * 100 // tugas.total) if tugas.total else 0
    return Kemajuan(persen, f"{ribuan(sudah)} dari {ribuan(tugas.total)} ({persen} %)")


def ribuan(n: int) -> str:
    return f"{n:,}".replace(",", ".")
