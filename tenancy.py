"""The fence: which instansi a session may see and write. Deny by default.

The scope is fixed per session, once, at the edge (``pasang_lingkup``). From then on every ORM statement on a tenant
table carries the instansi criterion; what the criterion cannot reach (Core, ``text()``, ``insert()``, executemany by
primary key) is refused, and ``services/massal.py`` is the one audited door for bulk work. On PostgreSQL row-level
security is the second wall (``pasang_pagar``): it sees the same scope through two settings of the transaction.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy import Connection, Engine, event, inspect, select, text
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.orm import ORMExecuteState, Session, with_loader_criteria
from sqlalchemy.sql import visitors
from sqlalchemy.sql.dml import UpdateBase
from sqlalchemy.sql.elements import TextClause
from sqlalchemy.sql.selectable import TextualSelect

from extensions import db
from models import Bertenant

ROLE_APLIKASI = "ekinerja_aplikasi"
"""PostgreSQL role without BYPASSRLS that the program takes on whenever its login would pass through the wall."""

SISTEM_BOLEH: dict[str, frozenset[str]] = {
    "tugas": frozenset({"baca", "tulis"}),
    "berkas": frozenset({"baca", "tulis"}),
    "jejak_audit": frozenset({"baca", "tulis"}),
    "pegawai": frozenset({"baca"}),
}
"""What the named scope ``sistem`` (login, dispatch, claims, house-keeping) may touch; the database knows the same list."""


class PelanggaranPagar(RuntimeError):
    """A statement tried to pass the fence. A defect of the program, never a user's fault: it ends in a 500."""


@dataclass(frozen=True, slots=True)
class Lingkup:
    nama: Literal["instansi", "sistem", "lintas"]
    instansi_id: int | None = None

    def __post_init__(self) -> None:
        if (self.nama == "instansi") != (self.instansi_id is not None):
            raise ValueError("lingkup 'instansi' perlu instansi_id, yang lain tidak")


SISTEM = Lingkup("sistem")


def tabel_tenant() -> frozenset[str]:
    """Names of all tenant tables, by the mixin."""
    return frozenset(m.local_table.name for m in db.Model.registry.mappers if issubclass(m.class_, Bertenant))


def pasang_lingkup(session: Session, lingkup: Lingkup) -> None:
    """Fix the scope of ``session``. A second, different one is refused: open another session instead."""
    lama = session.info.get("lingkup")
    if lama is not None and lama != lingkup:
        raise PelanggaranPagar(f"lingkup sesi sudah {lama}, tidak dapat menjadi {lingkup}")
    session.info["lingkup"] = lingkup
    if session.in_transaction():
        _beri_tahu_database(session.connection(), lingkup)


def _beri_tahu_database(connection: Connection, lingkup: Lingkup | None) -> None:
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql(
            "SELECT set_config('ekinerja.instansi', %s, true), set_config('ekinerja.lingkup', %s, true)",
            (str(lingkup.instansi_id or "") if lingkup else "", lingkup.nama if lingkup else ""),
        )


@event.listens_for(Session, "after_begin")
def _sesudah_mulai(session: Session, _transaction: Any, connection: Connection) -> None:
    lingkup = session.info.get("lingkup")
    if lingkup is not None:
        _beri_tahu_database(connection, lingkup)


@event.listens_for(Session, "do_orm_execute")
def _pagari(state: ORMExecuteState) -> None:
    lingkup: Lingkup | None = state.session.info.get("lingkup")
    if state.is_from_statement or not state.is_orm_statement:
        _tolak_bila_tenant(state, "pernyataan Core, text() atau from_statement()")
        return
    if state.is_insert:
        _tolak_bila_tenant(state, "insert() pada tabel tenant; gunakan Session.add atau services/massal.py")
        return
    if isinstance(state.statement, UpdateBase) and isinstance(state.parameters, list):
        _tolak_bila_tenant(state, "executemany pada tabel tenant; gunakan services/massal.py")
        return
    if lingkup is None or lingkup.nama == "sistem":
        _periksa_tabel(state, lingkup)
        return
    if lingkup.nama == "instansi":
        instansi_id = lingkup.instansi_id
        state.statement = state.statement.options(
            with_loader_criteria(Bertenant, lambda cls: cls.instansi_id == instansi_id, include_aliases=True)
        )


@event.listens_for(Session, "before_attach")
def _sebelum_menempel(session: Session, objek: Any) -> None:
    """A refresh reads by primary key alone, so an object from another session must be known to belong to this scope."""
    if not isinstance(objek, Bertenant) or inspect(objek).key is None:
        return
    lingkup: Lingkup | None = session.info.get("lingkup")
    nama = lingkup.nama if lingkup is not None else None
    milik = nama == "instansi" and objek.__dict__.get("instansi_id") == lingkup.instansi_id
    if not (milik or nama == "lintas" or (nama == "sistem" and "baca" in SISTEM_BOLEH.get(objek.__table__.name, ()))):
        raise PelanggaranPagar(f"'{objek.__table__.name}' dari sesi lain tidak termasuk {lingkup}")


def _tabel_dalam(statement: Any) -> set[str]:
    return {e.name for e in visitors.iterate(statement) if e.__visit_name__ == "table"}


def _tolak_bila_tenant(state: ORMExecuteState, apa: str) -> None:
    if any(isinstance(e, TextClause | TextualSelect) for e in visitors.iterate(state.statement)):
        raise PelanggaranPagar(f"{apa}: text(), yang tabelnya tidak terbaca")
    if tersentuh := _tabel_dalam(state.statement) & tabel_tenant():
        raise PelanggaranPagar(f"{apa}: {sorted(tersentuh)}")


def _periksa_tabel(state: ORMExecuteState, lingkup: Lingkup | None) -> None:
    tersentuh = _tabel_dalam(state.statement) | {m.local_table.name for m in state.all_mappers}
    butuh = "baca" if state.is_select else "tulis"
    for nama in sorted(tersentuh & tabel_tenant()):
        if lingkup is None or butuh not in SISTEM_BOLEH.get(nama, ()):
            raise PelanggaranPagar(
                f"tabel tenant '{nama}' ({butuh}) disentuh {'tanpa lingkup' if lingkup is None else 'dalam lingkup sistem'}"
            )


@event.listens_for(Session, "before_flush")
def _sebelum_flush(session: Session, _context: Any, _instances: Any) -> None:
    """Rows leave with the scope's instansi, and refer only to rows inside it."""
    tertulis = [
        o for o in (*session.new, *session.dirty, *session.deleted) if session.is_modified(o) or o in session.new or o in session.deleted
    ]
    if tertulis and not session.info.get("unit_of_work"):
        raise PelanggaranPagar("perubahan di luar unit_of_work")
    lingkup: Lingkup | None = session.info.get("lingkup")
    for objek in tertulis:
        if isinstance(objek, Bertenant):
            _periksa_objek(session, objek, lingkup)


def _periksa_objek(session: Session, objek: Any, lingkup: Lingkup | None) -> None:
    tabel = objek.__table__.name
    if lingkup is None:
        raise PelanggaranPagar(f"'{tabel}' ditulis tanpa lingkup")
    if lingkup.nama == "sistem":
        if "tulis" not in SISTEM_BOLEH.get(tabel, ()):
            raise PelanggaranPagar(f"'{tabel}' ditulis dalam lingkup sistem")
        return
    if lingkup.nama == "lintas":
        return
    if objek.instansi_id is None and objek in session.new:
        objek.instansi_id = lingkup.instansi_id
    riwayat = inspect(objek).attrs.instansi_id.history
    if objek.instansi_id != lingkup.instansi_id or (riwayat.deleted and riwayat.deleted[0] != lingkup.instansi_id):
        raise PelanggaranPagar(f"'{tabel}' milik instansi lain")
    if objek not in session.deleted:
        _periksa_rujukan(session, objek)


class RujukanAsing(ValueError):
    """A foreign key points to a record that does not exist in this instansi."""

    def __init__(self, kolom: str) -> None:
        super().__init__("Pilihan ini tidak ditemukan di instansi Anda; pilih dari daftar.")
        self.kolom = kolom


def _periksa_rujukan(session: Session, objek: Any) -> None:
    """The database's composite keys would refuse a foreign id anyway; here it gets a decent message."""
    keadaan = inspect(objek)
    for kunci in objek.__table__.foreign_key_constraints:
        kolom = [c.name for c in kunci.columns if c.name != "instansi_id"]
        if len(kunci.columns) != 2 or len(kolom) != 1:
            continue
        nilai = getattr(objek, kolom[0])
        if nilai is None or not keadaan.attrs[kolom[0]].history.has_changes():
            continue
        sasaran = next(m for m in db.Model.registry.mappers if m.local_table is kunci.referred_table).class_
        if any(isinstance(o, sasaran) and o.id == nilai for o in session.new):
            continue
        with session.no_autoflush:
            if session.scalar(select(sasaran.id).where(sasaran.id == nilai)) is None:
                raise RujukanAsing(kolom[0])


def pasang_mesin(engine: Engine) -> None:
    """Set up each new connection: SQLite pragmas and explicit BEGIN; on PostgreSQL take on a role that RLS binds."""
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _sambung_sqlite)
        event.listen(engine, "begin", _mulai_sqlite)
    else:
        event.listen(engine, "connect", _sambung_postgresql)


def _sambung_sqlite(dbapi: DBAPIConnection, _record: Any) -> None:
    dbapi.isolation_level = None  # type: ignore[attr-defined]  # the driver would begin late and silently
    kursor = dbapi.cursor()
    for pragma in ("journal_mode=WAL", "foreign_keys=ON", "busy_timeout=5000", "synchronous=NORMAL", "cache_size=-16000"):
        kursor.execute(f"PRAGMA {pragma}")
    kursor.close()


def _mulai_sqlite(connection: Connection) -> None:
    segera = connection.get_execution_options().get("tulis")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if segera else "BEGIN")


def _sambung_postgresql(dbapi: Any, _record: Any) -> None:
    """Superusers, BYPASSRLS roles and table owners pass through RLS: such a login acts as ROLE_APLIKASI instead."""
    with dbapi.cursor() as kursor:
        kursor.execute(
            "SELECT (r.rolsuper OR r.rolbypassrls OR EXISTS (SELECT 1 FROM pg_class c WHERE c.relname = 'pegawai'"
            " AND c.relkind = 'r' AND pg_has_role(r.oid, c.relowner, 'USAGE')))"
            " AND EXISTS (SELECT 1 FROM pg_roles WHERE rolname = %s) FROM pg_roles r WHERE r.rolname = current_user",
            (ROLE_APLIKASI,),
        )
        if kursor.fetchone()[0]:
            kursor.execute(f"SET ROLE {ROLE_APLIKASI}")
    dbapi.commit()


def pasang_pagar(connection: Connection) -> None:
    """Create or renew roles, grants and row-level security from the models; idempotent, run after every migration.

    A new tenant table gets its wall by declaring the mixin. Needs the owner of the tables; does nothing on SQLite.
    """
    if connection.dialect.name != "postgresql":
        return
    jalankan = connection.exec_driver_sql
    ada = connection.scalar(text("SELECT 1 FROM pg_roles WHERE rolname = :r"), {"r": ROLE_APLIKASI})
    if not ada:
        jalankan(f"CREATE ROLE {ROLE_APLIKASI} NOLOGIN")
    schema = connection.scalar(text("SELECT current_schema()"))
    jalankan(f'GRANT USAGE ON SCHEMA "{schema}" TO {ROLE_APLIKASI}')
    jalankan(f'GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA "{schema}" TO {ROLE_APLIKASI}')
    jalankan(f'GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA "{schema}" TO {ROLE_APLIKASI}')
    ada_tabel = set(inspect(connection).get_table_names())
    if "jejak_audit" in ada_tabel:
        jalankan(f"REVOKE UPDATE, DELETE, TRUNCATE ON jejak_audit FROM {ROLE_APLIKASI}")
    for nama in sorted(tabel_tenant() & ada_tabel):
        sistem = SISTEM_BOLEH.get(nama, frozenset())
        # Scalar sub-selects are evaluated once per statement, not once per row.
        milik = "instansi_id = (SELECT nullif(current_setting('ekinerja.instansi', true), '')::bigint)"
        lingkup = "(SELECT current_setting('ekinerja.lingkup', true) IN ({}))"
        penulis = "'lintas', 'sistem'" if "tulis" in sistem else "'lintas'"
        semua = f"{milik} OR {lingkup.format(penulis)}"
        jalankan(f"ALTER TABLE {nama} ENABLE ROW LEVEL SECURITY")
        jalankan(f"DROP POLICY IF EXISTS pagar ON {nama}")
        jalankan(f"DROP POLICY IF EXISTS pagar_baca ON {nama}")
        jalankan(f"CREATE POLICY pagar ON {nama} USING ({semua}) WITH CHECK ({semua})")
        if "baca" in sistem and "tulis" not in sistem:
            # Of its own, for SELECT only: DELETE knows no WITH CHECK, and would pass whatever reading passes.
            pembaca = lingkup.format("'sistem'")
            jalankan(f"CREATE POLICY pagar_baca ON {nama} FOR SELECT USING ({pembaca})")
    _izinkan_indeks_trigram(connection)


def _izinkan_indeks_trigram(connection: Connection) -> None:
    """Behind RLS an operator may steer an index only when marked leakproof, and LIKE is not (ADR 0005).

    Needs a superuser; without one searches stay correct and merely slower, and docs/operasi.md names the statement.
    """
    if connection.scalar(text("SELECT rolsuper FROM pg_roles WHERE rolname = current_user")):
        connection.exec_driver_sql("ALTER FUNCTION pg_catalog.textlike(text, text) LEAKPROOF")
