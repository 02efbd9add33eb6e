"""Result files: written whole or not at all under BERKAS_DIR, named at random, given out after a check of access."""

from __future__ import annotations

import errno
import hashlib
import logging
import os
import re
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from domain.izin import Aktor, aktor_sistem
from domain.status import StatusTugas
from domain.waktu import Jam
from extensions import db, setelan
from models import Berkas, Bertenant, HasilBaris, Tugas
from services.daftar import REGISTRI
from services.galat import GalatLayanan, TidakDitemukan
from services.tugas import terlihat
from services.unit_of_work import Unit, unit_of_work
from tenancy import SISTEM, pasang_lingkup

log = logging.getLogger("ekinerja.berkas")

PENANDA = ".ekinerja-berkas"
"""Marker of the shared folder: its absence means that the mount is missing, and files would land on a local disk."""


class FolderBerkasSalah(RuntimeError):
    """The folder for files cannot be used; the message (Indonesian) says what to do. For the start of a program."""


class BerkasGagal(GalatLayanan):
    """A file could not be written; nothing of it remains. The message is for the user."""


@dataclass(frozen=True, slots=True)
class BerkasJadi:
    """A finished file on disk that has no row yet."""

    jalur: Path
    nama: str
    tipe: str
    ukuran: int
    sha256: str


@dataclass(frozen=True, slots=True)
class BerkasDibuka:
    """A file that may be given out: as an attachment, under ``nama``."""

    jalur: Path
    nama: str
    tipe: str
    ukuran: int


def siapkan_folder(folder: Path) -> None:
    """Make the folder and its marker. For demo mode, and for the one command that sets up a shared folder."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        (folder / PENANDA).touch(exist_ok=True)
    except OSError as galat:
        raise FolderBerkasSalah(f"Folder berkas {folder} tidak dapat dibuat ({galat.strerror}).") from galat


def periksa_folder(folder: Path) -> None:
    """Raises FolderBerkasSalah unless ``folder`` is there, carries the marker and can be written."""
    if not (folder / PENANDA).is_file():
        raise FolderBerkasSalah(
            f"Folder berkas {folder} belum siap: penanda {PENANDA} tidak ada. Pastikan folder bersama terpasang (docs/operasi.md)."
        )
    uji = folder / f".uji-{secrets.token_hex(8)}"
    try:
        uji.write_bytes(b"1")
        uji.unlink()
    except OSError as galat:
        raise FolderBerkasSalah(f"Folder berkas {folder} tidak dapat ditulis ({galat.strerror}).") from galat


def simpan(penulis: Callable[[Path], object], *, folder: Path, nama: str, tipe: str, awalan: str) -> BerkasJadi:
    """Let ``penulis`` write to a temporary path, then make the file durable and give it a random name.

    ``awalan`` names the piece of work (``tugas-7``): what an earlier, killed attempt at it left is removed first.
    Raises BerkasGagal when the disk refuses; whatever ``penulis`` raises passes through. Nothing is left then.
    """
    for lama in folder.glob(f"{awalan}.*.part"):
        lama.unlink(missing_ok=True)
    sementara = folder / f"{awalan}.{secrets.token_hex(8)}.part"
    try:
        penulis(sementara)
        ukuran, ringkas = _pastikan_di_disk(sementara)
        tujuan = folder / secrets.token_hex(20)
        os.rename(sementara, tujuan)
        _fsync(folder)
    except OSError as galat:
        sementara.unlink(missing_ok=True)
        raise jelaskan(galat) from galat
    except BaseException:
        sementara.unlink(missing_ok=True)
        raise
    return BerkasJadi(tujuan, nama, tipe, ukuran, ringkas)


def jelaskan(galat: OSError) -> BerkasGagal:
    """The disk's refusal in words for the user; the log keeps the technical ones."""
    nomor = galat.errno
    # The XLSX writer reports the disk's refusal in words, without the number.
    teks = str(galat)
    if nomor in {errno.ENOSPC, errno.EDQUOT} or "os error 28" in teks or "os error 122" in teks:
        pesan = "Ruang penyimpanan berkas penuh, sehingga berkas tidak dapat dibuat. Hubungi pengelola, lalu ulangi tugas ini."
    else:
        pesan = "Folder penyimpanan berkas sedang tidak dapat ditulis. Hubungi pengelola, lalu ulangi tugas ini."
    log.error("berkas tidak dapat ditulis: %s", teks)
    return BerkasGagal(pesan)


def _pastikan_di_disk(jalur: Path) -> tuple[int, str]:
    ringkas = hashlib.sha256()
    ukuran = 0
    with open(jalur, "rb") as isi:
        while potong := isi.read(1 << 20):
            ringkas.update(potong)
            ukuran += len(potong)
        os.fsync(isi.fileno())
    return ukuran, ringkas.hexdigest()


def _fsync(folder: Path) -> None:
    nomor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(nomor)
    finally:
        os.close(nomor)


def catat(unit: Unit, jadi: BerkasJadi, kedaluwarsa: datetime | None) -> Berkas:
    """Add the row of a finished file to the open unit of work."""
    baris = Berkas(
        instansi_id=unit.aktor.instansi_id,
        nama=jadi.nama,
        nama_simpan=jadi.jalur.name,
        tipe=jadi.tipe,
        ukuran=jadi.ukuran,
        sha256=jadi.sha256,
        dibuat=unit.aktor.sekarang(),
        kedaluwarsa=kedaluwarsa,
    )
    unit.session.add(baris)
    unit.session.flush()
    return baris


def buang(jadi: BerkasJadi) -> None:
    """Remove a finished file whose row could not be written."""
    jadi.jalur.unlink(missing_ok=True)


def buka(aktor: Aktor, session: Session, berkas_id: int) -> BerkasDibuka:
    """The file of a task that the actor may see. Raises Ditolak, or TidakDitemukan (also when it is kept no longer).

    It takes the permission that asking for it took. A list that is not of one instansi (accounts, instansi) shows each
    actor his own part of it, so that such a file is given to whoever asked for it only.
    """
    aktor.wajib("tugas:unduh")
    stmt = select(Berkas, Tugas).join(Tugas, Tugas.berkas_id == Berkas.id).where(Berkas.id == berkas_id)
    baris = session.execute(terlihat(stmt, aktor)).first()
    if baris is None:
        raise TidakDitemukan("Berkas tidak ditemukan.")
    berkas, tugas = baris
    if izin := tugas.parameter.get("izin"):
        aktor.wajib(izin)
    daftar = REGISTRI.get(tugas.parameter.get("sumber", ""))
    if daftar is not None and not issubclass(daftar.model, Bertenant) and tugas.pengguna_id != aktor.pengguna_id:
        raise TidakDitemukan("Berkas tidak ditemukan.")
    if berkas.kedaluwarsa is not None and berkas.kedaluwarsa < aktor.sekarang():
        raise TidakDitemukan("Berkas ini sudah melewati masa simpannya dan tidak tersedia lagi.")
    jalur = setelan().berkas_dir / berkas.nama_simpan
    if not jalur.is_file():
        log.error("berkas %s (%s) tidak ada di folder berkas", berkas.id, berkas.nama_simpan)
        raise TidakDitemukan("Berkas ini tidak ada lagi di penyimpanan. Ulangi tugasnya untuk membuat yang baru.")
    return BerkasDibuka(jalur, berkas.nama, berkas.tipe, berkas.ukuran)


# --- House-keeping ----------------------------------------------------------------------------------------------------

_NAMA_SIMPAN = re.compile(r"[0-9a-f]{40}|.+\.part|\.uji-[0-9a-f]{16}")
_YATIM_SESUDAH = timedelta(days=1)
_SEKALIGUS = 200


def bersihkan(jam: Jam) -> tuple[int, int]:
    """Remove tasks past their time with their rows and files, and files that no row knows. Returns (tasks, files).

    Each batch is one short transaction; a file goes only after its row is gone.
    """
    folder = setelan().berkas_dir
    tugas = hapus = 0
    while daftar := _kedaluwarsa(jam):
        for instansi_id, ids in daftar.items():
            nama = _hapus_tugas(jam, instansi_id, ids)
            tugas += len(ids)
            for satu in nama:
                (folder / satu).unlink(missing_ok=True)
            hapus += len(nama)
    return tugas, hapus + _hapus_yatim(folder, jam)


def _kedaluwarsa(jam: Jam) -> dict[int, list[int]]:
    """Instansi → ids of tasks past their time, some at once; a running one stays until it has ended."""
    with Session(db.engine) as session:
        pasang_lingkup(session, SISTEM)
        stmt = select(Tugas.instansi_id, Tugas.id).where(Tugas.kedaluwarsa < jam(), Tugas.status != StatusTugas.BERJALAN)
        hasil: dict[int, list[int]] = {}
        for instansi_id, id in session.execute(stmt.order_by(Tugas.id).limit(_SEKALIGUS)):
            hasil.setdefault(instansi_id, []).append(id)
        return hasil


def _hapus_tugas(jam: Jam, instansi_id: int, ids: list[int]) -> list[str]:
    with unit_of_work(aktor_sistem(jam, instansi_id)) as unit:
        s = unit.session
        berkas = s.execute(select(Berkas.id, Berkas.nama_simpan).join(Tugas, Tugas.berkas_id == Berkas.id).where(Tugas.id.in_(ids))).all()
        s.execute(delete(HasilBaris).where(HasilBaris.tugas_id.in_(ids)).execution_options(synchronize_session=False))
        s.execute(delete(Tugas).where(Tugas.id.in_(ids)).execution_options(synchronize_session=False))
        s.execute(delete(Berkas).where(Berkas.id.in_([b.id for b in berkas])).execution_options(synchronize_session=False))
    return [b.nama_simpan for b in berkas]


def _hapus_yatim(folder: Path, jam: Jam) -> int:
    """Files that a killed worker left without a row: unfinished ones, and the rare one finished but not recorded."""
    batas = (jam() - _YATIM_SESUDAH).timestamp()
    calon = (
        [f for f in folder.iterdir() if _NAMA_SIMPAN.fullmatch(f.name) and f.is_file() and f.stat().st_mtime < batas]
        if folder.is_dir()
        else []
    )
    hapus = 0
    for awal in range(0, len(calon), _SEKALIGUS):
        sebagian = {f.name: f for f in calon[awal : awal + _SEKALIGUS]}
        with Session(db.engine) as session:
            pasang_lingkup(session, SISTEM)
            dikenal = set(session.scalars(select(Berkas.nama_simpan).where(Berkas.nama_simpan.in_(sebagian))))
        for nama in sebagian.keys() - dikenal:
            sebagian[nama].unlink(missing_ok=True)
            hapus += 1
    return hapus
