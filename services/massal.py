"""The one audited door for bulk work: COPY on PostgreSQL, executemany on SQLite, inside the caller's own transaction.

ORM statements pass the fence of tenancy.py, raw ones don't, so this module checks every row's instansi itself. On
PostgreSQL the rows go through a temporary table: COPY refuses tables under row-level security, INSERT ... SELECT from
the copy obeys it, so the database checks every row a second time.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from typing import Any

from sqlalchemy import Connection, Table
from sqlalchemy.orm import Session
from sqlalchemy.sql.schema import ScalarElementColumnDefault

from domain.izin import Aktor
from domain.tanggal import ribuan
from extensions import db
from models import Bertenant
from services import audit
from tenancy import Lingkup, PelanggaranPagar

BONGKAHAN = 20_000
"""Rows on their way at once: what bounds memory, whatever the length of the stream."""

Baris = Sequence[Any]
"""Values of one row in the order of ``kolom``: Python values as the model's attributes take them (enums, dates, bool)."""


def muat(session: Session, aktor: Aktor, model: type, kolom: Sequence[str], baris: Iterable[Baris], *, catat: bool = True) -> int:
    """Insert rows of one tenant table; returns how many. Bounded memory; one audit row per run; the caller commits.

    ``catat`` False leaves the audit to the caller: for working rows, and where each row gets an audit row of its own.

    ``kolom`` names the columns, ``instansi_id`` among them; columns left out get the model's constant default or the
    database's. Every row must belong to ``aktor.instansi_id``, which must be the instansi of the session's scope, or any
    in the scope ``lintas``. Raises PelanggaranPagar for a row of another instansi, ValueError for an unknown column or a
    row of another length, IntegrityError when a constraint refuses; a failed run leaves nothing once rolled back.
    """
    instansi_id = _instansi_sah(session, aktor)
    tabel = _tabel_tenant(model)
    if "instansi_id" not in kolom or not set(kolom) <= set(tabel.columns.keys()):
        raise ValueError(f"kolom '{tabel.name}' tidak lengkap atau tidak dikenal: {', '.join(kolom)}")
    session.flush()
    koneksi = session.connection()
    bawaan = {k.name: k.default.arg for k in tabel.columns if k.name not in kolom and isinstance(k.default, ScalarElementColumnDefault)}
    nama = [*kolom, *bawaan]
    siap = _siapkan(koneksi, tabel, nama, _diperiksa(baris, kolom, instansi_id, tuple(bawaan.values())))
    tulis = _tulis_postgresql if koneksi.dialect.name == "postgresql" else _tulis_sqlite
    jumlah = tulis(koneksi, tabel, nama, siap)
    if catat:
        audit.catat(session, aktor, "muat", f"{ribuan(jumlah)} baris", entitas=tabel.name)
        session.flush()
    return jumlah


def perbarui(session: Session, aktor: Aktor, model: type, kolom: Sequence[str], baris: Iterable[Baris], *, naik: bool = True) -> int:
    """Update rows of one tenant table by their id, one statement for up to BONGKAHAN rows; returns how many there were.

    ``kolom`` holds ``id`` and ``instansi_id``, by which a row is found, and what is written. ``naik`` raises ``versi`` where the table
    keeps one. The caller has locked the rows, writes the audit (each row is a change of its own) and commits; what his session holds
    of them is out of date afterwards. Raises as ``muat``.
    """
    instansi_id = _instansi_sah(session, aktor)
    tabel = _tabel_tenant(model)
    if not {"id", "instansi_id"} < set(kolom) or not set(kolom) <= set(tabel.columns.keys()):
        raise ValueError(f"kolom '{tabel.name}' tidak lengkap atau tidak dikenal: {', '.join(kolom)}")
    session.flush()
    koneksi = session.connection()
    versi = "versi" if naik and "versi" in tabel.columns.keys() else None  # noqa: SIM118 - a column collection, not a dict
    siap = _siapkan(koneksi, tabel, kolom, _diperiksa(baris, kolom, instansi_id, ()))
    ganti = _ganti_postgresql if koneksi.dialect.name == "postgresql" else _ganti_sqlite
    return ganti(koneksi, tabel, kolom, siap, versi)


def pesan_id(session: Session, model: type, jumlah: int) -> list[int]:
    """Reserve ``jumlah`` ids, ascending, for rows that refer to one another before they are written.

    On SQLite the reservation holds until the end of the transaction, which is the only writer.
    """
    tabel = _tabel_tenant(model)
    koneksi = session.connection()
    if koneksi.dialect.name == "postgresql":
        stmt = "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)"
        return list(koneksi.exec_driver_sql(stmt, (tabel.name, jumlah)).scalars())
    terakhir = koneksi.exec_driver_sql(f"SELECT coalesce(max(id), 0) FROM {tabel.name}").scalar_one()  # noqa: S608
    return list(range(terakhir + 1, terakhir + jumlah + 1))


def segarkan_statistik(model: Iterable[type]) -> None:
    """VACUUM ANALYZE the tables after a bulk load, on PostgreSQL; call it outside any transaction.

    Empties the pending lists of the trigram indexes as well, which every search would otherwise read through. Takes the
    login's own role for it; where that doesn't own the tables, PostgreSQL skips them with a warning and autovacuum follows.
    """
    _rawat(*(f"VACUUM (ANALYZE) {_tabel_tenant(satu).name}" for satu in model))


def hitung_statistik(model: type, *kolom: str) -> None:
    """ANALYZE these columns, in the same way: a moment, however large the table. For rows too new to be planned for as what they are."""
    tabel = _tabel_tenant(model)
    if not set(kolom) <= set(tabel.columns.keys()):
        raise ValueError(f"kolom '{tabel.name}' tidak dikenal: {', '.join(kolom)}")
    _rawat(f"ANALYZE {tabel.name} ({', '.join(kolom)})")


def _rawat(*perintah: str) -> None:
    if db.engine.dialect.name != "postgresql":
        return
    with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as koneksi:
        koneksi.exec_driver_sql("SET ROLE NONE")
        for satu in perintah:
            koneksi.exec_driver_sql(satu)
        # The pool must not hand on a connection that has left the application's role.
        koneksi.invalidate()


def _instansi_sah(session: Session, aktor: Aktor) -> int:
    lingkup: Lingkup | None = session.info.get("lingkup")
    if not session.info.get("unit_of_work") or lingkup is None or aktor.instansi_id is None:
        raise PelanggaranPagar("muat massal memerlukan unit_of_work, lingkup, dan aktor dengan instansi")
    if lingkup.nama != "lintas" and lingkup.instansi_id != aktor.instansi_id:
        raise PelanggaranPagar(f"muat massal untuk instansi {aktor.instansi_id} dalam {lingkup}")
    return aktor.instansi_id


def _tabel_tenant(model: type) -> Table:
    if not issubclass(model, Bertenant):
        raise PelanggaranPagar(f"{model.__name__} bukan tabel tenant")
    tabel: Table = model.__table__  # type: ignore[attr-defined]
    return tabel


def _diperiksa(baris: Iterable[Baris], kolom: Sequence[str], instansi_id: int, bawaan: tuple[Any, ...]) -> Iterator[Baris]:
    letak, lebar = list(kolom).index("instansi_id"), len(kolom)
    for satu in baris:
        if len(satu) != lebar:
            raise ValueError(f"baris berisi {len(satu)} nilai, seharusnya {lebar}")
        if satu[letak] != instansi_id:
            raise PelanggaranPagar(f"baris milik instansi {satu[letak]}, seharusnya {instansi_id}")
        yield (*satu, *bawaan) if bawaan else satu


def _siapkan(koneksi: Connection, tabel: Table, nama: Sequence[str], baris: Iterable[Baris]) -> Iterator[Baris]:
    """Values as the driver takes them, by the same column types as everywhere else; most columns need no conversion."""
    pengubah: list[tuple[int, Callable[[Any], Any]]] = []
    for letak, kolom in enumerate(nama):
        ubah: Callable[[Any], Any] | None = tabel.columns[kolom].type.dialect_impl(koneksi.dialect).bind_processor(koneksi.dialect)
        if ubah is not None:
            pengubah.append((letak, ubah))
    for satu in baris:
        nilai = list(satu)
        for letak, fungsi in pengubah:
            nilai[letak] = fungsi(nilai[letak])
        yield tuple(nilai)


def _tulis_sqlite(koneksi: Connection, tabel: Table, nama: Sequence[str], baris: Iterator[Baris]) -> int:
    perintah = f"INSERT INTO {tabel.name} ({', '.join(nama)}) VALUES ({', '.join('?' * len(nama))})"  # noqa: S608
    jumlah = 0
    while bongkah := list(islice(baris, BONGKAHAN)):
        koneksi.exec_driver_sql(perintah, bongkah)
        jumlah += len(bongkah)
    return jumlah


def _tersalin(koneksi: Connection, tabel: Table, nama: Sequence[str], baris: Iterator[Baris]) -> Iterator[tuple[str, int]]:
    """COPY the rows part by part into a temporary table; yields its name and how many rows it holds now. It is gone at the end."""
    daftar, sementara = ", ".join(nama), f"massal_{tabel.name}"
    # AS SELECT, not LIKE: a column that is left out must not bring its NOT NULL along.
    koneksi.exec_driver_sql(f"CREATE TEMP TABLE {sementara} ON COMMIT DROP AS SELECT {daftar} FROM {tabel.name} WITH NO DATA")  # noqa: S608
    kursor: Any = koneksi.connection.cursor()
    with kursor:
        # A list first: while COPY runs, the connection answers nobody else, not even a stream of rows that looks something up.
        while bongkah := list(islice(baris, BONGKAHAN)):
            with kursor.copy(f"COPY {sementara} ({daftar}) FROM STDIN") as salinan:
                for satu in bongkah:
                    salinan.write_row(satu)
            yield sementara, len(bongkah)
            koneksi.exec_driver_sql(f"TRUNCATE {sementara}")
    koneksi.exec_driver_sql(f"DROP TABLE {sementara}")


def _tulis_postgresql(koneksi: Connection, tabel: Table, nama: Sequence[str], baris: Iterator[Baris]) -> int:
    daftar, jumlah = ", ".join(nama), 0
    for sementara, n in _tersalin(koneksi, tabel, nama, baris):
        koneksi.exec_driver_sql(f"INSERT INTO {tabel.name} ({daftar}) SELECT {daftar} FROM {sementara}")  # noqa: S608
        jumlah += n
    return jumlah


def _ganti_sqlite(koneksi: Connection, tabel: Table, nama: Sequence[str], baris: Iterator[Baris], versi: str | None) -> int:
    tulis = [k for k in nama if k not in ("id", "instansi_id")]
    isi = [f"{k} = ?" for k in tulis] + ([f"{versi} = {versi} + 1"] if versi else [])
    perintah = f"UPDATE {tabel.name} SET {', '.join(isi)} WHERE id = ? AND instansi_id = ?"  # noqa: S608
    letak = [list(nama).index(k) for k in (*tulis, "id", "instansi_id")]
    jumlah = 0
    while bongkah := [tuple(satu[i] for i in letak) for satu in islice(baris, BONGKAHAN)]:
        jumlah += koneksi.exec_driver_sql(perintah, bongkah).rowcount
    return jumlah


def _ganti_postgresql(koneksi: Connection, tabel: Table, nama: Sequence[str], baris: Iterator[Baris], versi: str | None) -> int:
    isi = [f"{k} = b.{k}" for k in nama if k not in ("id", "instansi_id")] + ([f"{versi} = t.{versi} + 1"] if versi else [])
    jumlah = 0
    for sementara, _ in _tersalin(koneksi, tabel, nama, baris):
        # Without statistics the planner takes the copy for thousands of rows and reads the whole table.
        koneksi.exec_driver_sql(f"ANALYZE {sementara}")
        perintah = f"UPDATE {tabel.name} t SET {', '.join(isi)} FROM {sementara} b WHERE t.id = b.id AND t.instansi_id = b.instansi_id"  # noqa: S608
        jumlah += koneksi.exec_driver_sql(perintah).rowcount
    return jumlah
