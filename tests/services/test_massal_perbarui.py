"""The bulk door for updates: only rows of the instansi, by their id, with their versi."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from models import JejakAudit, Pegawai, SinkroBaris
from services import massal
from services.unit_of_work import unit_of_work
from tenancy import PelanggaranPagar

KOLOM = ("id", "instansi_id", "nama", "siasn_dasar")


@pytest.fixture
def admin(ctx, dunia):
    return dunia.aktor()


def perbarui(admin, baris, kolom=KOLOM, **lain):
    with unit_of_work(admin) as unit:
        return massal.perbarui(unit.session, admin, Pegawai, kolom, baris, **lain)


def semua(dunia, n=1):
    with dunia.sesi(n) as s:
        return {p.id: (p.nama, p.siasn_dasar, p.versi) for p in s.scalars(select(Pegawai))}


def test_rows_change_by_their_id_and_their_versi_grows(dunia, admin):
    sebelum, ids = semua(dunia), [dunia.pegawai[1, k] for k in ("staf", "kabid")]
    baris = [(i, admin.instansi_id, f"Nama {i}", {"nama": f"Nama {i}", "kosong": None}) for i in ids]
    assert perbarui(admin, baris) == 2
    kini = semua(dunia)
    assert {i: kini[i] for i in ids} == {i: (f"Nama {i}", {"nama": f"Nama {i}", "kosong": None}, 2) for i in ids}
    assert {i: v for i, v in kini.items() if i not in ids} == {i: v for i, v in sebelum.items() if i not in ids}
    assert perbarui(admin, [(ids[0], admin.instansi_id, "Lagi", None)], naik=False) == 1
    assert semua(dunia)[ids[0]][0] == "Lagi" and semua(dunia)[ids[0]][2] == 2
    with dunia.sesi() as s:
        assert not s.scalars(select(JejakAudit).where(JejakAudit.entitas == "pegawai")).all(), "jejaknya urusan pemanggil"


def test_a_row_of_another_instansi_is_refused_and_its_id_is_not_found(dunia, admin):
    asing, sebelum = dunia.pegawai[2, "staf"], semua(dunia, 2)
    with pytest.raises(PelanggaranPagar):
        perbarui(admin, [(asing, dunia.instansi[2], "Diambil", None)])
    assert perbarui(admin, [(asing, admin.instansi_id, "Diambil", None)]) == 0
    assert semua(dunia, 2) == sebelum


@pytest.mark.parametrize("kolom", [("id", "instansi_id"), ("instansi_id", "nama"), ("id", "nama"), ("id", "instansi_id", "bukan_kolom")])
def test_columns_must_name_the_row_and_exist(admin, kolom):
    with pytest.raises(ValueError, match="kolom 'pegawai'"):
        perbarui(admin, [], kolom)


def test_a_table_without_versi_and_many_rows_at_once(dunia, admin, monkeypatch):
    monkeypatch.setattr(massal, "BONGKAHAN", 2)
    assert perbarui(admin, [(i, admin.instansi_id, f"N {i}", None) for i in semua(dunia)]) == 4
    with unit_of_work(admin) as unit:
        assert massal.perbarui(unit.session, admin, SinkroBaris, ("id", "instansi_id", "pesan"), []) == 0
