"""The fence of tenancy.py on both engines: every kind of statement is narrowed or refused, and the database stands behind it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import pytest
from sqlalchemy import Connection, create_engine, delete, event, func, insert, inspect, select, text, union, update
from sqlalchemy.exc import DatabaseError, IntegrityError, InvalidRequestError
from sqlalchemy.orm import Session, aliased, defer, joinedload, make_transient_to_detached, selectinload, subqueryload

from domain.jabatan import JenisJabatan
from domain.nip import JenisNomorInduk
from domain.plt_plh import JenisPltPlh
from extensions import db
from models import Instansi, JejakAudit, Pegawai, Pengguna, PltPlh, Tugas, Unor
from services.galat import Salah
from services.unit_of_work import unit_of_work
from tenancy import ROLE_APLIKASI, SISTEM, SISTEM_BOLEH, Lingkup, PelanggaranPagar, RujukanAsing, pasang_lingkup, tabel_tenant
from tests.dunia import KENARI, Dunia

HANYA_POSTGRESQL = pytest.mark.parametrize("mesin", ["postgresql"])


def mentah(basis: str) -> Connection:
    """A connection as the owner, past every hook of ours; references are not checked on it."""
    koneksi = create_engine(basis).connect()
    if koneksi.dialect.name == "postgresql":
        koneksi.execute(text("SET session_replication_role = replica"))
    return koneksi


def orang(dunia: Dunia, instansi: int, unor: int, **lain: Any) -> Pegawai:
    isi = {
        "nomor_induk": "199901012024031001",
        "jenis_nomor": JenisNomorInduk.NIP,
        "nama": "Baru",
        "nama_cari": "baru",
        "jabatan": "Analis",
    }
    return Pegawai(
        instansi_id=dunia.instansi[instansi], unor_id=dunia.unor[unor, "seksi"], jenis_jabatan=JenisJabatan.PEGAWAI, **{**isi, **lain}
    )


# --- Reading ----------------------------------------------------------------------------------------------------------

P, U = Pegawai, Unor
lain_p = aliased(Pegawai)
sub = select(P.nama, P.id).subquery()
cte = select(P.nama).cte("c")
rekursif = select(U.id, U.nama).where(U.atasan_id.is_(None)).cte("r", recursive=True)
rekursif = rekursif.union_all(select(U.id, U.nama).join(rekursif, U.atasan_id == rekursif.c.id))

NARROWED: dict[str, Any] = {
    "entity": select(P),
    "columns": select(P.nama),
    "subquery": select(sub.c.nama),
    "cte": select(cte.c.nama),
    "recursive cte": select(rekursif.c.nama),
    "alias": select(lain_p.nama),
    "union": union(select(P.nama), select(U.nama)),
    "join": select(P.nama, U.nama).join(U, U.id == P.unor_id),
    "cross join": select(P.nama, U.nama).join(U, U.id > 0),
    "outer join": select(U.nama, P.nama).outerjoin(P, P.unor_id == U.id),
    "from a global table": select(Instansi.id, P.nama).join(P, P.instansi_id == Instansi.id),
    "scalar subquery": select(U.id, select(func.max(P.nama)).scalar_subquery()),
    "in": select(Instansi.nama).where(Instansi.id.in_(select(P.instansi_id))),
    "exists": select(Instansi.nama).where(select(P.id).where(P.instansi_id == Instansi.id).exists()),
    "for update": select(P).with_for_update(),
    "from entity of statement": select(func.max(P.nama)),
}


def test_every_kind_of_reading_is_narrowed(dunia):
    with dunia.sesi() as s:
        for jenis, stmt in NARROWED.items():
            isi = [str(getattr(k, "nama", k)) for baris in s.execute(stmt).all() for k in baris]
            assert isi, jenis
            assert not [i for i in isi if KENARI in i], jenis
        assert s.scalar(select(func.count()).select_from(P)) == 4
        assert s.scalar(select(func.count(P.id))) == 4
        assert s.query(P).count() == 4 and s.query(P.id).filter(P.nama.contains(KENARI)).all() == []
        assert s.get(P, dunia.pegawai[2, "staf"]) is None
        with pytest.raises(InvalidRequestError):
            s.get_one(P, dunia.pegawai[2, "staf"])


@pytest.mark.parametrize("strategi", [joinedload, selectinload, subqueryload, None])
def test_no_loader_strategy_follows_a_reference_into_another_instansi(dunia, basis, strategi):
    with mentah(basis) as k:  # such a row cannot exist; were it there, it would lead nowhere
        k.execute(text("UPDATE plt_plh SET pegawai_id = :p WHERE id = :i"), {"p": dunia.pegawai[2, "staf"], "i": dunia.plt[1]})
        k.commit()
    with dunia.sesi() as s:
        plt = s.scalars(select(PltPlh).options(*([strategi(PltPlh.pegawai)] if strategi else []))).unique().one()
        assert plt.pegawai is None
        assert plt.unor.nama == "Seksi Penilaian"


def test_no_object_of_another_instansi_is_attached(dunia):
    """A refresh reads by key alone and passes the criterion: it must have nothing foreign to refresh."""
    with dunia.sesi(2) as asing:
        objek = asing.scalars(select(P).where(P.id == dunia.pegawai[2, "staf"]).options(defer(P.jabatan))).one()
        asing.expunge(objek)
    tanpa_instansi = P(id=objek.id)
    make_transient_to_detached(tanpa_instansi)
    for lingkup in (Lingkup("instansi", dunia.instansi[1]), None):
        for satu in (objek, tanpa_instansi):
            with Session(dunia.mesin) as s:
                if lingkup:
                    pasang_lingkup(s, lingkup)
                with pytest.raises(PelanggaranPagar):
                    s.add(satu)
                assert satu not in s
    with dunia.sesi(2) as s:
        s.add(objek)
        s.refresh(objek)
        assert objek.jabatan


# --- Writing ----------------------------------------------------------------------------------------------------------


def test_update_and_delete_by_criteria_reach_own_rows_only(dunia):
    with unit_of_work_di(dunia) as s:
        assert s.execute(update(P).values(alasan_nonaktif="x")).rowcount == 4
        assert s.execute(update(P).where(P.id == dunia.pegawai[2, "staf"]).values(nama="direbut")).rowcount == 0
        assert s.execute(update(P).where(P.unor_id.in_(select(U.id))).values(alasan_nonaktif="y")).rowcount == 4
        assert s.execute(delete(PltPlh)).rowcount == 1
        s.commit()
    with dunia.sesi(2) as s:
        assert len(s.scalars(select(PltPlh)).all()) == 1
        assert set(s.scalars(select(P.alasan_nonaktif))) == {None}


def unit_of_work_di(dunia: Dunia, lingkup: Lingkup | None = None) -> Session:
    session = Session(dunia.mesin, info={"unit_of_work": True})
    pasang_lingkup(session, lingkup or Lingkup("instansi", dunia.instansi[1]))
    return session


T = Pegawai.__table__
REFUSED: dict[str, Callable[[Session], Any]] = {
    "core select": lambda s: s.execute(select(T)),
    "core select of a column": lambda s: s.execute(select(T.c.nama)),
    "core select behind a subquery": lambda s: s.execute(select(select(T.c.nama).subquery())),
    "core update": lambda s: s.execute(update(T).values(nama="x")),
    "core delete": lambda s: s.execute(delete(T)),
    "core insert": lambda s: s.execute(T.insert().values(nama="x")),
    "orm insert": lambda s: s.execute(insert(P).values(nama="x")),
    "orm insert, many": lambda s: s.execute(insert(P), [{"nama": "x"}]),
    "insert from select": lambda s: s.execute(insert(Instansi).from_select(["nama"], select(P.nama))),
    "executemany update by key": lambda s: s.execute(update(P), [{"id": 1, "nama": "x"}]),
    "text": lambda s: s.execute(text("SELECT nama FROM pegawai")),
    "text without a table": lambda s: s.execute(text("SELECT 1")),
    "from_statement with text": lambda s: s.execute(select(P).from_statement(text("SELECT * FROM pegawai"))).all(),
    "from_statement with core": lambda s: s.execute(select(P).from_statement(select(T))).all(),
    "text with columns": lambda s: s.execute(text("SELECT nama FROM pegawai").columns(P.nama)).all(),
    "core select of text": lambda s: s.execute(select(text("nama")).select_from(text("pegawai"))).all(),
}


@pytest.mark.parametrize("lingkup", ["instansi", "sistem", None])
def test_what_the_criterion_cannot_reach_is_refused_in_any_scope(dunia, lingkup):
    for jenis, jalankan in REFUSED.items():
        with Session(dunia.mesin, info={"unit_of_work": True}) as s:
            if lingkup:
                pasang_lingkup(s, SISTEM if lingkup == "sistem" else Lingkup("instansi", dunia.instansi[1]))
            with pytest.raises(PelanggaranPagar):
                jalankan(s)
                pytest.fail(f"lolos: {jenis}")


def test_without_a_scope_no_tenant_table_is_touched(dunia):
    with Session(dunia.mesin) as s:
        assert s.scalars(select(Pengguna)).first() is not None
        for stmt in (*NARROWED.values(), update(P).values(nama="x"), delete(P), select(Pengguna).where(select(P.id).exists())):
            with pytest.raises(PelanggaranPagar):
                s.execute(stmt)
        with pytest.raises(PelanggaranPagar):
            s.get(P, dunia.pegawai[1, "staf"])


def test_the_sistem_scope_touches_the_listed_tables_only(dunia):
    kelas = {m.local_table.name: m.class_ for m in db.Model.registry.mappers}
    for tabel in sorted(tabel_tenant()):
        boleh = SISTEM_BOLEH.get(tabel, frozenset())
        for apa, stmt in (("baca", select(kelas[tabel].id)), ("tulis", delete(kelas[tabel]).where(kelas[tabel].id == 0))):
            with unit_of_work_di(dunia, SISTEM) as s:
                if apa in boleh:
                    if (tabel, apa) != ("jejak_audit", "tulis"):  # written by flush alone, and never deleted
                        s.execute(stmt)
                else:
                    with pytest.raises(PelanggaranPagar):
                        s.execute(stmt)
                        pytest.fail(f"lolos: {tabel} {apa}")
    with unit_of_work_di(dunia, SISTEM) as s:
        with pytest.raises(PelanggaranPagar):
            s.scalars(select(Tugas.id).where(Tugas.id.in_(select(U.id))))
        s.add(orang(dunia, 1, 1))
        with pytest.raises(PelanggaranPagar):
            s.flush()


def test_the_scope_is_fixed_and_lintas_is_explicit(dunia):
    with dunia.sesi() as s:
        for lain in (Lingkup("instansi", dunia.instansi[2]), SISTEM, Lingkup("lintas")):
            with pytest.raises(PelanggaranPagar):
                pasang_lingkup(s, lain)
    with unit_of_work_di(dunia, Lingkup("lintas")) as s:
        assert s.scalar(select(func.count(P.id))) == 8
    for salah in (("instansi", None), ("sistem", 1), ("lintas", 1)):
        with pytest.raises(ValueError):
            Lingkup(*salah)


def test_a_flush_writes_own_rows_with_own_references_only(dunia):
    def coba(ubah: Callable[[Session], Any], galat: type[Exception]) -> None:
        with unit_of_work_di(dunia) as s:
            ubah(s)
            with pytest.raises(galat):
                s.flush()

    def pindah(s: Session) -> None:
        s.get_one(P, dunia.pegawai[1, "staf"]).instansi_id = dunia.instansi[2]

    def rujuk(s: Session) -> None:
        s.get_one(P, dunia.pegawai[1, "staf"]).unor_id = dunia.unor[2, "seksi"]

    coba(lambda s: s.add(orang(dunia, 2, 2)), PelanggaranPagar)
    coba(pindah, PelanggaranPagar)
    coba(rujuk, RujukanAsing)
    coba(lambda s: s.add(orang(dunia, 1, 2)), RujukanAsing)
    with dunia.sesi() as s:  # no unit of work: nothing at all is written
        s.get_one(P, dunia.pegawai[1, "staf"]).nama = "x"
        with pytest.raises(PelanggaranPagar):
            s.flush()
    with unit_of_work_di(dunia) as s:
        baru = orang(dunia, 1, 1)
        baru.instansi_id = None
        s.add(baru)
        s.flush()
        assert baru.instansi_id == dunia.instansi[1]


def test_a_foreign_reference_is_a_message_at_its_field(ctx, dunia):
    with pytest.raises(Salah) as galat, unit_of_work(dunia.aktor()) as unit:
        unit.session.get_one(P, dunia.pegawai[1, "staf"]).unor_id = dunia.unor[2, "seksi"]
    assert list(galat.value.kolom) == ["unor_id"]
    assert "tidak ditemukan di instansi Anda" in galat.value.kolom["unor_id"]


# --- The database itself ----------------------------------------------------------------------------------------------


def test_references_between_tenant_tables_are_composite_in_the_database(app, dunia):
    tenant = tabel_tenant()
    periksa = inspect(dunia.mesin)
    jumlah = 0
    for tabel in sorted(tenant):
        for kunci in periksa.get_foreign_keys(tabel):
            if kunci["referred_table"] in tenant:
                assert "instansi_id" in kunci["constrained_columns"] and "instansi_id" in kunci["referred_columns"], (tabel, kunci)
                jumlah += 1
        assert "instansi_id" in {k["name"] for k in periksa.get_columns(tabel)}
    assert jumlah >= 7
    model = {m.local_table.name for m in db.Model.registry.mappers if "instansi_id" in m.local_table.columns}
    # Global tables that name an instansi: a role, a login and a token are given for one, none belongs to it.
    assert model - tenant == {"peran_pengguna", "sesi", "token_integrasi"}


def test_the_database_refuses_a_foreign_reference_when_the_orm_is_bypassed(dunia):
    isi = {
        "instansi_id": dunia.instansi[1],
        "pegawai_id": dunia.pegawai[1, "staf"],
        "unor_id": dunia.unor[1, "seksi"],
        "jabatan": "Plt",
        "jenis": JenisPltPlh.PLT,
        "awal": date(2026, 1, 1),
        "akhir": date(2026, 2, 1),
    }
    tabel = PltPlh.__table__
    for kolom, asing in (("pegawai_id", dunia.pegawai[2, "staf"]), ("unor_id", dunia.unor[2, "seksi"])):
        with dunia.mesin.connect() as k:
            di_instansi(k, dunia.instansi[1])
            with pytest.raises(IntegrityError):
                k.execute(tabel.insert().values(**{**isi, kolom: asing}))
                pytest.fail(f"lolos: {kolom}")
    with dunia.mesin.connect() as k:
        di_instansi(k, dunia.instansi[1])
        k.execute(tabel.insert().values(**isi))


def di_instansi(k: Connection, instansi_id: int | str, lingkup: str = "instansi") -> None:
    """What the fence tells PostgreSQL about the scope, by hand."""
    if k.dialect.name == "postgresql":
        k.execute(
            text("SELECT set_config('ekinerja.instansi', :i, true), set_config('ekinerja.lingkup', :l, true)"),
            {"i": str(instansi_id), "l": lingkup},
        )


@HANYA_POSTGRESQL
def test_the_program_acts_as_a_role_that_row_level_security_binds(dunia, basis):
    with create_engine(basis).connect() as k:
        assert k.scalar(text("SELECT rolsuper FROM pg_roles WHERE rolname = current_user")), (
            "the tests log in as a superuser, as a careless operator would"
        )
    with dunia.mesin.connect() as k:
        assert k.scalar(text("SELECT current_user")) == ROLE_APLIKASI
        super_, melewati = k.execute(text("SELECT rolsuper, rolbypassrls FROM pg_roles WHERE rolname = current_user")).one()
        assert not super_ and not melewati
        dijaga = {
            n
            for (n,) in k.execute(
                text("SELECT relname FROM pg_class c WHERE relrowsecurity AND NOT pg_has_role(current_user, c.relowner, 'USAGE')")
            )
        }
        berkebijakan = {n for (n,) in k.execute(text("SELECT tablename FROM pg_policies"))}
    assert dijaga == tabel_tenant() == berkebijakan


@HANYA_POSTGRESQL
def test_raw_sql_sees_and_writes_no_foreign_row(dunia):
    tabel = sorted(tabel_tenant())
    with dunia.mesin.connect() as k:
        for nama in tabel:  # without a scope there is nothing
            assert k.scalar(text(f"SELECT count(*) FROM {nama}")) == 0, nama
            assert nama == "jejak_audit" or k.execute(text(f"DELETE FROM {nama}")).rowcount == 0, nama
        k.rollback()
        for nama in tabel:
            di_instansi(k, dunia.instansi[1])
            assert k.scalar(text(f"SELECT count(*) FROM {nama} WHERE instansi_id <> :i"), {"i": dunia.instansi[1]}) == 0, nama
        assert k.scalar(text("SELECT count(*) FROM pegawai")) == 4
        assert k.execute(text("UPDATE pegawai SET nama = 'x' WHERE id = :i"), {"i": dunia.pegawai[2, "staf"]}).rowcount == 0
        assert k.execute(text("DELETE FROM plt_plh WHERE id = :i"), {"i": dunia.plt[2]}).rowcount == 0
        for perintah in (
            "UPDATE pegawai SET instansi_id = :lain",
            "INSERT INTO unor (instansi_id, nama, nama_cari, eselon) VALUES (:lain, 'x', 'x', '21')",
            "INSERT INTO unor (nama, nama_cari, eselon) SELECT 'x', 'x', '21'",
        ):
            k.rollback()
            di_instansi(k, dunia.instansi[1])
            with pytest.raises(DatabaseError):
                k.execute(text(perintah), {"lain": dunia.instansi[2]} if ":lain" in perintah else {})
                pytest.fail(f"lolos: {perintah}")


@HANYA_POSTGRESQL
def test_the_database_knows_the_same_list_for_the_sistem_scope(dunia, basis):
    with mentah(basis) as k:  # a row in every tenant table, whatever it refers to
        k.execute(
            text(
                "INSERT INTO berkas (instansi_id, nama, nama_simpan, tipe, ukuran, sha256, dibuat) VALUES (1, 'a', 'a', 'a', 1, 'a', now())"
            )
        )
        k.execute(text("INSERT INTO hasil_baris (instansi_id, tugas_id, objek, pesan) VALUES (1, 1, 'a', 'a')"))
        k.execute(
            text(
                "INSERT INTO jejak_audit (instansi_id, waktu, pelaku, peran, aksi, entitas, objek, objek_cari, pelaku_cari, perubahan) VALUES (1, now(), 'a', 'a', 'a', 'a', 'a', 'a', 'a', '[]')"
            )
        )
        k.execute(
            text(
                "INSERT INTO tugas (instansi_id, jenis, judul, parameter, antrean, aktor, status, selesai, gagal, percobaan, token, minta_batal, dibuat, kedaluwarsa) VALUES (1, 'a', 'a', '{}', 'ringan', '{}', 'antre', 0, 0, 0, 0, false, now(), now())"
            )
        )
        k.commit()
    with dunia.mesin.connect() as k:
        for nama in sorted(tabel_tenant()):
            di_instansi(k, "", "sistem")
            boleh = SISTEM_BOLEH.get(nama, frozenset())
            assert bool(k.scalar(text(f"SELECT count(*) FROM {nama}"))) == ("baca" in boleh), nama
            if nama != "jejak_audit":  # for which the role holds neither right
                assert bool(k.execute(text(f"UPDATE {nama} SET instansi_id = instansi_id")).rowcount) == ("tulis" in boleh), nama
                assert "tulis" in boleh or k.execute(text(f"DELETE FROM {nama}")).rowcount == 0, nama
            k.rollback()


def test_the_audit_is_append_only(dunia, basis, mesin):
    with unit_of_work_di(dunia) as s:
        s.add(
            JejakAudit(
                waktu=dunia.jam(),
                pelaku="A",
                peran="-",
                aksi="uji",
                entitas="unor",
                objek="A",
                objek_cari="a",
                pelaku_cari="a",
                perubahan=[],
            )
        )
        s.commit()
    perintah = [
        "UPDATE jejak_audit SET pelaku = 'lain'",
        "DELETE FROM jejak_audit",
        "UPDATE jejak_audit SET pelaku = 'lain' WHERE id = 0" if mesin == "postgresql" else None,
    ]
    if mesin == "postgresql":
        perintah.append("TRUNCATE jejak_audit")
    else:
        kolom = "waktu, pelaku, peran, aksi, entitas, objek, objek_cari, pelaku_cari, perubahan"
        perintah.append(
            f"INSERT OR REPLACE INTO jejak_audit (id, instansi_id, {kolom}) SELECT id, instansi_id, waktu, 'lain', {kolom.partition('pelaku, ')[2]} FROM jejak_audit"
        )
    for satu in filter(None, perintah):
        for sebagai in (lambda: dunia.mesin.connect(), lambda: create_engine(basis).connect()):  # the program, and the owner
            with sebagai() as k:
                di_instansi(k, dunia.instansi[1])
                with pytest.raises(DatabaseError):
                    k.execute(text(satu))
                    pytest.fail(f"lolos: {satu}")
    with dunia.sesi() as s:
        assert [j.pelaku for j in s.scalars(select(JejakAudit))] == ["A"]
        assert not s.info.get("unit_of_work")
    with unit_of_work_di(dunia) as s:
        s.scalars(select(JejakAudit)).one().pelaku = "lain"
        with pytest.raises(DatabaseError):
            s.flush()


@pytest.fixture(autouse=True)
def _lepas_mesin() -> Iterator[None]:
    """Engines made here outside the application are closed, so that the database can be dropped."""
    terbuka: list[Any] = []

    def catat(dbapi: Any, _rekam: Any) -> None:
        terbuka.append(dbapi)

    from sqlalchemy.pool import Pool

    event.listen(Pool, "connect", catat)
    yield
    event.remove(Pool, "connect", catat)
    for dbapi in terbuka:
        dbapi.close()
