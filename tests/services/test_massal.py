import itertools
from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import ProgrammingError

from domain.izin import aktor_sistem
from domain.jabatan import JenisJabatan
from domain.nip import JenisNomorInduk
from domain.plt_plh import JenisPltPlh
from domain.status import StatusAktif
from models import Instansi, JejakAudit, Pegawai, PltPlh, Unor
from services import massal
from services.galat import Salah
from services.unit_of_work import unit_of_work
from tenancy import Lingkup, PelanggaranPagar

KOLOM = ("instansi_id", "nomor_induk", "jenis_nomor", "nama", "nama_cari", "unor_id", "jabatan", "tmt_jabatan")
pytestmark = pytest.mark.usefixtures("ctx")


def orang(dunia, urut, instansi=1, unor=None):
    nama = f"Orang Massal {urut}"
    unor_id = dunia.unor[instansi, "seksi"] if unor is None else unor
    return (
        dunia.instansi[instansi],
        f"19900101201501100{urut}",
        JenisNomorInduk.NIP,
        nama,
        nama.lower(),
        unor_id,
        "Arsiparis",
        date(2020, 2, 1),
    )


def jumlah_pegawai(dunia, instansi=1):
    with dunia.sesi(instansi) as session:
        return session.scalar(select(func.count()).select_from(Pegawai))


def test_rows_arrive_with_defaults_and_one_audit_row(dunia):
    aktor = dunia.aktor()
    with unit_of_work(aktor) as unit:
        assert massal.muat(unit.session, aktor, Pegawai, KOLOM, (orang(dunia, n) for n in range(1, 6))) == 5
    with dunia.sesi() as session:
        satu = session.scalars(select(Pegawai).where(Pegawai.nama == "Orang Massal 3")).one()
        assert (satu.jenis_jabatan, satu.status, satu.kedudukan, satu.versi) == (JenisJabatan.PEGAWAI, StatusAktif.AKTIF, "01", 1)
        assert (satu.tmt_jabatan, satu.jenis_nomor, satu.unor.nama) == (date(2020, 2, 1), JenisNomorInduk.NIP, "Seksi Penilaian")
        jejak = session.scalars(select(JejakAudit).where(JejakAudit.aksi == "muat")).one()
        assert (jejak.entitas, jejak.objek, jejak.pengguna_id) == ("pegawai", "5 baris", aktor.pengguna_id)


def test_many_rows_pass_in_batches(dunia, monkeypatch):
    monkeypatch.setattr(massal, "BONGKAHAN", 3)
    aktor, semula = dunia.aktor(), jumlah_pegawai(dunia)
    with unit_of_work(aktor) as unit:
        assert massal.muat(unit.session, aktor, Pegawai, KOLOM, (orang(dunia, n) for n in range(1, 9))) == 8
    assert jumlah_pegawai(dunia) == semula + 8


def test_a_row_of_another_instansi_stops_the_whole_run(dunia, monkeypatch):
    monkeypatch.setattr(massal, "BONGKAHAN", 1)
    aktor, semula = dunia.aktor(), jumlah_pegawai(dunia)
    with pytest.raises(PelanggaranPagar), unit_of_work(aktor) as unit:
        massal.muat(unit.session, aktor, Pegawai, KOLOM, [orang(dunia, 1), orang(dunia, 2, instansi=2)])
    assert jumlah_pegawai(dunia) == semula


@pytest.mark.parametrize("mesin", ["postgresql"])
def test_row_level_security_is_a_second_wall(dunia, monkeypatch):
    monkeypatch.setattr(massal, "_diperiksa", lambda baris, _kolom, _instansi_id, bawaan: ((*satu, *bawaan) for satu in baris))
    aktor = dunia.aktor()
    with pytest.raises(ProgrammingError, match="row-level security"), unit_of_work(aktor) as unit:
        massal.muat(unit.session, aktor, Pegawai, KOLOM, [orang(dunia, 1, instansi=2)])


def test_an_actor_of_another_instansi_is_refused(dunia):
    aktor = dunia.aktor()
    lain = replace(aktor, instansi_id=dunia.instansi[2])
    with pytest.raises(PelanggaranPagar), unit_of_work(aktor) as unit:
        massal.muat(unit.session, lain, Pegawai, KOLOM, [orang(dunia, 1, instansi=2)])


def test_work_across_instansi_still_names_one_at_a_time(dunia, jam):
    sistem = aktor_sistem(jam)
    with unit_of_work(sistem, lingkup=Lingkup("lintas")) as unit:
        for n in (1, 2):
            assert massal.muat(unit.session, replace(sistem, instansi_id=dunia.instansi[n]), Pegawai, KOLOM, [orang(dunia, 1, n)]) == 1
        with pytest.raises(PelanggaranPagar):
            massal.muat(unit.session, sistem, Pegawai, KOLOM, [orang(dunia, 2)])
    assert jumlah_pegawai(dunia, 1) == jumlah_pegawai(dunia, 2)


def test_outside_a_unit_of_work_nothing_is_loaded(dunia):
    with dunia.sesi() as session, pytest.raises(PelanggaranPagar):
        massal.muat(session, dunia.aktor(), Pegawai, KOLOM, [orang(dunia, 1)])


def test_only_tenant_tables(dunia):
    aktor = dunia.aktor()
    with pytest.raises(PelanggaranPagar), unit_of_work(aktor) as unit:
        massal.muat(unit.session, aktor, Instansi, ("nama",), [("Instansi liar",)])


@pytest.mark.parametrize("kolom", [("nama",), ("instansi_id", "tidak_ada"), ("instansi_id", "nama")])
def test_columns_are_known_and_rows_fit_them(dunia, kolom):
    aktor = dunia.aktor()
    with pytest.raises(ValueError), unit_of_work(aktor) as unit:
        massal.muat(unit.session, aktor, Unor, kolom, [(dunia.instansi[1], "x", "kelebihan")])


def test_the_database_refuses_a_unor_of_another_instansi(dunia):
    aktor, semula = dunia.aktor(), jumlah_pegawai(dunia)
    with pytest.raises(Salah), unit_of_work(aktor) as unit:
        massal.muat(unit.session, aktor, Pegawai, KOLOM, [orang(dunia, 1), orang(dunia, 2, unor=dunia.unor[2, "seksi"])])
    assert jumlah_pegawai(dunia) == semula


def test_a_number_that_is_taken_gets_the_form_message(dunia):
    aktor = dunia.aktor()
    with pytest.raises(Salah) as galat, unit_of_work(aktor) as unit:
        massal.muat(unit.session, aktor, Pegawai, KOLOM, [orang(dunia, 1), orang(dunia, 1)])
    assert "sudah terdaftar" in galat.value.kolom["nomor_induk"]


def test_rows_may_be_looked_up_while_they_are_loaded(dunia):
    aktor = dunia.aktor()
    kolom = ("instansi_id", "pegawai_id", "unor_id", "jabatan", "jenis", "awal", "akhir")

    def baris(session):
        for pegawai in session.scalars(select(Pegawai).order_by(Pegawai.id)):
            yield pegawai.instansi_id, pegawai.id, pegawai.unor_id, "Plt. Kepala", JenisPltPlh.PLT, date(2026, 1, 1), date(2026, 2, 1)

    with unit_of_work(aktor) as unit:
        assert massal.muat(unit.session, aktor, PltPlh, kolom, baris(unit.session)) == 4
    with dunia.sesi() as session:
        assert all(session.scalars(select(PltPlh.aktif)))


def test_reserved_ids_link_rows_and_are_not_given_again(dunia):
    aktor = dunia.aktor()
    kolom = ("id", "instansi_id", "nama", "nama_cari", "eselon", "atasan_id")
    with unit_of_work(aktor) as unit:
        ids = massal.pesan_id(unit.session, Unor, 3)
        nama = ("massal a", "massal b", "massal c")
        baris = zip(ids, itertools.repeat(aktor.instansi_id), nama, nama, itertools.repeat("41"), [None, *ids[:-1]], strict=False)
        massal.muat(unit.session, aktor, Unor, kolom, baris)
    with unit_of_work(aktor) as unit:
        sesudah = Unor(nama="biasa", nama_cari="biasa", eselon="41")
        unit.session.add(sesudah)
        unit.session.flush()
        assert sesudah.id > max(ids)
    with dunia.sesi() as session:
        assert session.scalar(select(Unor).where(Unor.nama == "massal c")).atasan.nama == "massal b"
