"""Migrations: up → down → up on both engines, equal to the models, with what autogenerate doesn't see kept."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from alembic import op
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.operations import Operations
from flask_migrate import downgrade, upgrade
from sqlalchemy import create_engine, inspect, text
from sqlalchemy.exc import DatabaseError

from extensions import db
from tenancy import tabel_tenant

VERSI = Path(__file__).resolve().parent.parent / "migrations" / "versions"


def keadaan(basis: str) -> dict[str, Any]:
    """What a database is made of, in words that two runs can be compared by."""
    mesin = create_engine(basis)
    with mesin.connect() as k:
        if mesin.dialect.name == "sqlite":
            hasil = {
                f"{j} {n}": " ".join(s.split())
                for j, n, s in k.execute(text("SELECT type, name, sql FROM sqlite_master WHERE sql IS NOT NULL"))
            }
        else:
            hasil = {f"index {n}": d for n, d in k.execute(text("SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'"))}
            hasil |= {
                f"constraint {t}.{n}": d
                for t, n, d in k.execute(
                    text(
                        "SELECT conrelid::regclass, conname, pg_get_constraintdef(oid) FROM pg_constraint WHERE connamespace = 'public'::regnamespace"
                    )
                )
            }
            hasil |= {
                f"policy {t}.{n}": f"{c} {q} {w}"
                for t, n, c, q, w in k.execute(text("SELECT tablename, policyname, cmd, qual, with_check FROM pg_policies"))
            }
            hasil |= {
                f"trigger {n}": d
                for n, d in k.execute(text("SELECT tgname, pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal"))
            }
            hasil |= {
                f"function {n}": ""
                for (n,) in k.execute(
                    text(
                        "SELECT proname FROM pg_proc WHERE pronamespace = 'public'::regnamespace AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.objid = pg_proc.oid AND d.deptype = 'e')"
                    )
                )
            }
            hasil |= {
                f"grant {t}": p
                for t, p in k.execute(
                    text(
                        "SELECT table_name, string_agg(privilege_type, ',' ORDER BY privilege_type) FROM information_schema.role_table_grants WHERE grantee = 'ekinerja_aplikasi' GROUP BY 1"
                    )
                )
            }
        hasil |= {
            f"column {t}.{c['name']}": f"{c['type']} {c['nullable']} {c['default']}"
            for t in inspect(k).get_table_names()
            for c in inspect(k).get_columns(t)
        }
    mesin.dispose()
    return hasil


def test_up_down_up_leads_to_the_same_database(ctx, basis):
    awal = keadaan(basis)
    db.engine.dispose()
    try:
        downgrade(revision="base")
        mesin = create_engine(basis)
        with mesin.connect() as k:
            assert set(inspect(k).get_table_names()) <= {"alembic_version"}
        mesin.dispose()
        sisa = {n for n in keadaan(basis) if "alembic" not in n}
        assert not sisa, sisa
    finally:
        upgrade()
    assert keadaan(basis) == awal
    assert any("jejak_audit" in n and n.startswith("trigger") for n in awal)
    upgrade()  # a second time changes nothing
    assert keadaan(basis) == awal


def test_models_equal_migrations(ctx, basis):
    mesin = create_engine(basis)
    with mesin.connect() as k:

        def perlu(objek: Any, nama: str | None, jenis: str, tercermin: bool, banding: Any) -> bool:
            return not (jenis == "index" and mesin.dialect.name == "sqlite" and nama and nama.endswith("_trgm"))

        beda = compare_metadata(MigrationContext.configure(k, opts={"compare_type": True, "include_object": perlu}), db.metadata)
    mesin.dispose()
    assert beda == []


def test_every_check_and_trigram_index_of_the_models_is_in_the_database(ctx, basis):
    """compare_metadata looks at neither CHECK constraints nor partial conditions."""
    ada = keadaan(basis)
    semua = " ".join(f"{n} {d}" for n, d in ada.items())
    for tabel in db.metadata.sorted_tables:
        for kendala in tabel.constraints:
            if isinstance(kendala, sa.CheckConstraint) and kendala.name:
                nama = str(kendala.name)
                assert nama in semua or f"ck_{tabel.name}_{nama}" in semua or re.search(rf"\b{nama}\b", semua), (tabel.name, nama)
        for indeks in tabel.indexes:
            if not (indeks.name.endswith("_trgm") and db.engine.dialect.name == "sqlite"):
                assert f"index {indeks.name}" in ada, indeks.name
                syarat = indeks.dialect_options[db.engine.dialect.name].get("where")
                assert (syarat is None) == (" WHERE " not in ada[f"index {indeks.name}"]), indeks.name


@pytest.mark.parametrize("mesin", ["sqlite"])
def test_triggers_survive_a_table_rebuild_on_sqlite(ctx, basis, monkeypatch):
    """A batch migration copies the table and drops the old one, triggers and all; the next run of ``upgrade`` puts them back."""
    mesin = create_engine(basis)
    with mesin.begin() as k:
        k.execute(
            text(
                "INSERT INTO jejak_audit (waktu, pelaku, peran, aksi, entitas, objek, objek_cari, pelaku_cari, perubahan) VALUES ('2026-01-01', 'A', '-', 'uji', 'unor', 'A', 'a', 'a', '[]')"
            )
        )
        with (
            Operations.context(MigrationContext.configure(k, opts={"as_sql": False})),
            op.batch_alter_table("jejak_audit", recreate="always") as batch,
        ):
            batch.add_column(sa.Column("sementara", sa.String(3)))
        assert not [n for (n,) in k.execute(text("SELECT name FROM sqlite_master WHERE type = 'trigger'"))]
    db.engine.dispose()
    upgrade()
    with mesin.connect() as k:
        for perintah in ("UPDATE jejak_audit SET pelaku = 'B'", "DELETE FROM jejak_audit"):
            with pytest.raises(DatabaseError, match="tidak dapat diubah"):
                k.execute(text(perintah))
        assert k.scalar(text("SELECT pelaku FROM jejak_audit")) == "A"
    mesin.dispose()


@pytest.mark.parametrize("mesin", ["postgresql"])
def test_a_new_tenant_table_gets_its_wall_by_the_mixin(ctx, basis):
    mesin = create_engine(basis)
    with mesin.begin() as k:
        for nama in ("pegawai", "unor"):
            k.execute(text(f"DROP POLICY pagar ON {nama}"))
            k.execute(text(f"ALTER TABLE {nama} DISABLE ROW LEVEL SECURITY"))
    upgrade()
    with mesin.connect() as k:
        assert {n for (n,) in k.execute(text("SELECT relname FROM pg_class WHERE relrowsecurity"))} == tabel_tenant()
    mesin.dispose()


def test_revisions_are_one_line_with_numbers_and_names():
    induk = {}
    for berkas in sorted(VERSI.glob("*.py")):
        cocok = re.fullmatch(r"(\d{4})_[a-z0-9_]+\.py", berkas.name)
        assert cocok, berkas.name
        isi = berkas.read_text(encoding="utf-8")
        nomor, sebelum = (re.search(rf"^{k}[^=]*= (?:'|\")?(\w+)", isi, re.M).group(1) for k in ("revision", "down_revision"))
        assert nomor == cocok.group(1) and "def downgrade" in isi and not re.search(r"def downgrade\(\)[^:]*:\s*pass", isi), berkas.name
        induk[nomor] = sebelum
    urut = sorted(induk)
    assert [induk[n] for n in urut] == ["None", *urut[:-1]]
