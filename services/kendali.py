"""The hand that a running task works with: heartbeat, progress, the fence around its commits, and its end."""

from __future__ import annotations

import contextvars
import logging
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from types import TracebackType
from typing import Any

from sqlalchemy import select
from sqlalchemy.exc import InterfaceError, OperationalError
from sqlalchemy.orm import Session

from domain.izin import Aktor, aktor_sistem
from domain.status import StatusTugas, transisi
from domain.waktu import Jam
from extensions import setelan
from models import HasilBaris, Tugas
from services import berkas
from services.tugas import PENGULANG, PESAN_BATAL, Klaim, TugasDibatalkan, TugasDirebut, belum_penuh, ribuan, ubah_bila
from services.unit_of_work import Unit, penjaga_komit, unit_of_work

log = logging.getLogger("ekinerja.tugas")

JEDA_MAJU = 0.3
"""Seconds between two writes of progress; the last value is written at the end in any case."""
KELOMPOK_GAGAL = 100


class Kendali:
    """Given to the function of a task. A context manager: inside it the lease is renewed and every commit is fenced.

    Inside, any ``unit_of_work``, also one that a service opens by itself, commits only while the task is still this
    worker's; otherwise it raises TugasDirebut and rolls back.
    """

    def __init__(self, klaim: Klaim, jam: Jam, *, jeda: float = JEDA_MAJU) -> None:
        self.klaim = klaim
        self.jam = jam
        self._lease = setelan().lease_detik
        self._jeda = jeda
        self._tertulis = float("-inf")
        self._selesai, self._gagal, self._total = klaim.selesai, klaim.gagal, klaim.total
        self._gagal_baru: list[tuple[int | None, str, str]] = []
        self._sertaan: dict[str, Any] | None = None
        self._hilang, self._batal, self._henti = threading.Event(), threading.Event(), threading.Event()
        self.berakhir = False
        """The row has been given its final status."""

    @property
    def aktor(self) -> Aktor:
        return self.klaim.aktor

    @property
    def parameter(self) -> dict[str, Any]:
        return self.klaim.parameter

    @property
    def sudah(self) -> tuple[int, int]:
        """(treated well, failed) so far, also of earlier runs of the same task."""
        return self._selesai, self._gagal

    # --- Lease and fence ---

    def __enter__(self) -> Kendali:
        # The thread gets the context (application, clock) as it is before the fence stands: a heartbeat needs none.
        self._utas = threading.Thread(
            target=contextvars.copy_context().run, args=(self._berdenyut,), name=f"denyut-{self.klaim.tugas_id}", daemon=True
        )
        self._utas.start()
        self._cabut = penjaga_komit.set(self._jaga)
        return self

    def __exit__(self, _jenis: type[BaseException] | None, _galat: BaseException | None, _jejak: TracebackType | None) -> None:
        penjaga_komit.reset(self._cabut)
        self._henti.set()
        self._utas.join(timeout=10)

    def _milik(self) -> tuple[Any, ...]:
        return Tugas.id == self.klaim.tugas_id, Tugas.token == self.klaim.token, Tugas.status == StatusTugas.BERJALAN

    def _berdenyut(self) -> None:
        while not self._henti.wait(self._lease / 3):
            try:
                with unit_of_work(aktor_sistem(self.jam)) as unit:
                    milik = ubah_bila(unit.session, *self._milik(), lease_sampai=self.jam() + timedelta(seconds=self._lease))
                    batal = milik and unit.session.scalar(select(Tugas.minta_batal).where(Tugas.id == self.klaim.tugas_id))
            except (OperationalError, InterfaceError) as galat:
                # The database is busy or away; the next beat tries again, and the fence decides if that is too late.
                log.warning("denyut tugas %d tertunda: %s", self.klaim.tugas_id, type(galat.orig).__name__)
                continue
            if not milik:
                self._hilang.set()
                return
            if batal:
                self._batal.set()

    def _jaga(self, session: Session) -> None:
        """Before each commit: the row is ours, and stays so until the commit is through (it is locked)."""
        stmt = select(Tugas.token, Tugas.minta_batal).where(Tugas.id == self.klaim.tugas_id).with_for_update(key_share=True)
        baris = session.execute(stmt).one_or_none()
        if baris is None or baris.token != self.klaim.token:
            self._hilang.set()
            raise TugasDirebut
        if baris.minta_batal:
            self._batal.set()
        if self._sertaan is not None and not self._sertaan["tertulis"]:
            self._sertaan["tertulis"] = True
            ubah_bila(session, *self._milik(), **self._sertaan["nilai"])

    @contextmanager
    def unit(self) -> Iterator[Unit]:
        """A unit of work as the task's actor."""
        self.periksa()
        with unit_of_work(self.aktor) as unit:
            yield unit

    def periksa(self) -> None:
        """Raises TugasDirebut or TugasDibatalkan as far as the heartbeat knows; costs nothing."""
        if self._hilang.is_set():
            raise TugasDirebut
        if self._batal.is_set():
            raise TugasDibatalkan

    # --- Progress ---

    def maju(self, selesai: int, total: int | None = None, gagal: int | None = None, pesan: str | None = None) -> None:
        """Set the progress, in a short transaction of its own. Raises TugasDirebut or TugasDibatalkan."""
        self.periksa()
        nilai: dict[str, Any] = {"selesai": selesai}
        segera = pesan is not None or (total is not None and total != self._total)
        for nama, isi in (("total", total), ("gagal", gagal), ("pesan", pesan)):
            if isi is not None:
                nilai[nama] = isi
        self._selesai, self._total = selesai, self._total if total is None else total
        self._gagal = self._gagal if gagal is None else gagal
        if not segera and time.monotonic() - self._tertulis < self._jeda:
            return
        self._tertulis = time.monotonic()
        with unit_of_work(aktor_sistem(self.jam)) as unit:
            if not ubah_bila(unit.session, *self._milik(), **nilai):
                self._hilang.set()
                raise TugasDirebut
            if unit.session.scalar(select(Tugas.minta_batal).where(Tugas.id == self.klaim.tugas_id)):
                self._batal.set()
        self.periksa()

    @contextmanager
    def satu_baris(self, parameter: dict[str, Any] | None = None) -> Iterator[None]:
        """Around the treatment of one row: the commit of its unit of work also counts it and keeps the cursor.

        So a row is treated exactly once, whenever the worker dies. ``parameter`` replaces the task's (a new cursor).
        """
        self.periksa()
        nilai: dict[str, Any] = {"selesai": Tugas.selesai + 1}
        if parameter is not None:
            nilai["parameter"] = parameter
        self._sertaan = {"nilai": nilai, "tertulis": False}
        try:
            yield
            if not self._sertaan["tertulis"]:
                with self.unit():
                    pass  # nothing was to be changed: the count alone is committed
        finally:
            self._sertaan = None
        self._selesai += 1

    def catat_gagal(self, objek_id: int | None, objek: str, pesan: str, parameter: dict[str, Any] | None = None) -> None:
        """Note a row that could not be treated. Written in groups; with a cursor (``parameter``) at once, and with it."""
        self._gagal_baru.append((objek_id, objek[:300], pesan[:500]))
        self._gagal += 1
        if parameter is not None or len(self._gagal_baru) >= KELOMPOK_GAGAL:
            self.tulis_gagal(parameter)

    def tulis_gagal(self, parameter: dict[str, Any] | None = None) -> None:
        """Commit the noted failures now."""
        if not self._gagal_baru:
            return
        with unit_of_work(self.aktor) as unit:
            unit.session.add_all(HasilBaris(tugas_id=self.klaim.tugas_id, objek_id=i, objek=o, pesan=p) for i, o, p in self._gagal_baru)
            unit.session.flush()
            nilai: dict[str, Any] = {"gagal": self._gagal}
            if parameter is not None:
                nilai["parameter"] = parameter
            ubah_bila(unit.session, *self._milik(), **nilai)
        self._gagal_baru = []

    # --- The end ---

    def selesai(self, jadi: berkas.BerkasJadi | None = None, pesan: str | None = None, belum: int = 0) -> None:
        """End the task by what it counted: selesai, sebagian when rows failed, gagal when none succeeded.

        ``belum``: rows that were left, neither treated nor failed; the task is no more whole for them than for failures.
        With a file, its row is written in the same transaction; when that fails, the file is removed.
        """
        self.tulis_gagal()
        aksi = "selesaikan" if not self._gagal + belum else "selesaikan_sebagian" if self._selesai else "gagalkan"
        if pesan is None and self._gagal:
            berhasil = f"{ribuan(self._selesai)} baris berhasil, " if self._selesai else "Tidak ada yang berhasil: "
            pesan = f"{berhasil}{ribuan(self._gagal)} baris gagal."
        try:
            with self.unit() as unit:
                berkas_id = None
                if jadi is not None:
                    kedaluwarsa = unit.session.scalar(select(Tugas.kedaluwarsa).where(Tugas.id == self.klaim.tugas_id))
                    berkas_id = berkas.catat(unit, jadi, kedaluwarsa).id
                total = self._selesai + self._gagal if self._total is None else self._total
                self._akhiri(unit.session, aksi, pesan=pesan, selesai=self._selesai, gagal=self._gagal, total=total, berkas_id=berkas_id)
        except (OperationalError, InterfaceError):
            # Whether the commit went through is not known: house-keeping removes the file if no row knows it.
            raise
        except BaseException:
            if jadi is not None:
                berkas.buang(jadi)
            raise
        self.berakhir = True

    def gagalkan(self, pesan: str) -> None:
        """End the task as failed, with a sentence for the user. Raises TugasDirebut when it is no longer ours."""
        self.tulis_gagal()
        with unit_of_work(self.aktor) as unit:
            self._akhiri(unit.session, "gagalkan", pesan=pesan[:500], **self._tidak_penuh())
        self.berakhir = True

    def akui_batal(self) -> None:
        """End the task as cancelled."""
        self.tulis_gagal()
        with unit_of_work(self.aktor) as unit:
            self._akhiri(unit.session, "batalkan", pesan=PESAN_BATAL, **self._tidak_penuh())
        self.berakhir = True

    def _tidak_penuh(self) -> dict[str, Any]:
        # The count of a kind that goes on where it stopped is its position, and stays exact.
        return {} if self.klaim.jenis in PENGULANG else {"selesai": belum_penuh()}

    def _akhiri(self, session: Session, aksi: str, **nilai: Any) -> None:
        ke = transisi("tugas", StatusTugas.BERJALAN, aksi).ke
        if not ubah_bila(session, *self._milik(), status=ke, berakhir=self.jam(), lease_sampai=None, **nilai):
            self._hilang.set()
            raise TugasDirebut
