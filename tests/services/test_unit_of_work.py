"""The unit of work: nothing is lost between writers, and the database's refusals become sentences."""

from __future__ import annotations

import threading
from datetime import date
from typing import Any

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from domain.jabatan import JenisJabatan
from domain.nip import JenisNomorInduk
from domain.status import StatusTugas
from extensions import db
from models import JejakAudit, Pegawai, PercobaanGagal, Periode, PltPlh, Tugas, Unor
from services import percobaan
from services.galat import DataBasi, Salah
from services.unit_of_work import PESAN_KENDALA, unit_of_work
from tenancy import PelanggaranPagar

UTAS, KALI = 8, 20


def serentak(app: Any, kerja: Any, jumlah: int = UTAS) -> list[Exception]:
    """Run ``kerja`` in threads that start together; returns what they raised."""
    galat: list[Exception] = []
    mulai = threading.Barrier(jumlah)

    def jalan(nomor: int) -> None:
        mulai.wait()
        try:
            with app.app_context():
                kerja(nomor)
        except Exception as g:  # noqa: BLE001  (whatever it is, the test wants to see it)
            galat.append(g)

    utas = [threading.Thread(target=jalan, args=(i,)) for i in range(jumlah)]
    for u in utas:
        u.start()
    for u in utas:
        u.join(60)
    return galat


def test_concurrent_increments_lose_nothing(app, dunia):
    """Read, add one, write, by eight writers at once: who is late hears of it and tries again, nobody overwrites."""
    aktor, id = dunia.aktor(), dunia.pegawai[1, "staf"]
    with Session(dunia.mesin, info={"unit_of_work": True}) as s:
        s.add(PercobaanGagal(kunci="hitung", jumlah=0, terakhir=dunia.jam()))
        s.commit()
    basi: list[int] = []

    def kerja(nomor: int) -> None:
        for _ in range(KALI):
            while True:
                try:
                    with unit_of_work(aktor) as unit:
                        p = unit.session.get_one(Pegawai, id)
                        p.siasn_id = str(int(p.siasn_id or 0) + 1)
                    break
                except DataBasi:
                    basi.append(nomor)

    assert serentak(app, kerja) == []
    with dunia.sesi() as s:
        p = s.get_one(Pegawai, id)
        assert int(p.siasn_id) == UTAS * KALI and p.versi == 1 + UTAS * KALI
    if dunia.mesin.dialect.name == "sqlite":
        assert not basi, "BEGIN IMMEDIATE: penulis mengantre, tidak saling menimpa"


def test_concurrent_failures_are_all_counted(app, dunia):
    """The failure counter has no version: its rows are locked while they are counted, the first one included."""

    def hangat(_: int) -> None:  # connections first, so that the failures themselves meet
        with db.engine.connect() as k:
            k.execute(text("SELECT 1"))

    serentak(app, hangat, 5)
    for i in range(6):
        assert serentak(app, lambda _, i=i: percobaan.mulai(f"19700101200003100{i}", f"10.0.0.{i}", dunia.jam), 5) == []
    with Session(dunia.mesin) as s:
        assert sorted(s.scalars(select(PercobaanGagal.jumlah))) == [5] * 12


def test_a_version_conflict_is_databasi(ctx, dunia):
    with pytest.raises(DataBasi), unit_of_work(dunia.aktor()) as luar:
        objek = luar.session.get_one(Periode, dunia.periode[1])
        if db.engine.dialect.name == "sqlite":
            # A second writer would wait for the first; a row that changed in between looks like this.
            luar.session.connection().exec_driver_sql(f"UPDATE periode SET versi = versi + 1 WHERE id = {objek.id}")
        else:
            with unit_of_work(dunia.aktor("admin_bkn")) as dalam:
                dalam.session.get_one(Periode, dunia.periode[1]).nama = "Lebih cepat"
        objek.nama = "Terlambat"
    with dunia.sesi() as s:
        assert s.get_one(Periode, dunia.periode[1]).nama != "Terlambat"


def pegawai(dunia: Any, **lain: Any) -> Pegawai:
    isi = {
        "nomor_induk": "199901012024031001",
        "jenis_nomor": JenisNomorInduk.NIP,
        "nama": "Rahasia Sekali",
        "nama_cari": "rahasia sekali",
        "unor_id": dunia.unor[1, "seksi"],
        "jenis_jabatan": JenisJabatan.PEGAWAI,
        "jabatan": "Analis",
    }
    return Pegawai(**{**isi, **lain})


def test_a_refused_constraint_is_a_sentence_without_sql(ctx, dunia):
    with dunia.sesi() as s:
        nomor = s.get_one(Pegawai, dunia.pegawai[1, "staf"]).nomor_induk
    kasus = {
        "kembar": (lambda: pegawai(dunia, nomor_induk=nomor), "nomor_induk"),
        "pimpinan kedua": (lambda: pegawai(dunia, unor_id=dunia.unor[1, "dinas"], jenis_jabatan=JenisJabatan.PIMPINAN), "jenis_jabatan"),
        "CHECK": (
            lambda: PltPlh(
                pegawai_id=dunia.pegawai[1, "staf"],
                unor_id=dunia.unor[1, "dinas"],
                jabatan="x",
                jenis="plt",
                awal=date(2026, 2, 1),
                akhir=date(2026, 1, 1),
            ),
            "",
        ),
        "NOT NULL": (lambda: pegawai(dunia, nama=None), ""),
    }
    for apa, (buat, kolom) in kasus.items():
        with pytest.raises(Salah) as galat, unit_of_work(dunia.aktor()) as unit:
            unit.session.add(buat())
        assert list(galat.value.kolom) == [kolom], apa
        pesan = str(galat.value)
        for bocor in (
            "INSERT",
            "SELECT",
            "constraint",
            "UNIQUE",
            "NULL",
            "CHECK",
            "pegawai.",
            "uq_",
            "ck_",
            "Rahasia",
            nomor,
            "sqlite",
            "psycopg",
        ):
            assert bocor not in pesan, (apa, pesan)
        assert isinstance(galat.value.__cause__, IntegrityError)
    with dunia.sesi() as s:
        assert s.scalar(select(func.count(Pegawai.id))) == 4 and s.scalar(select(func.count(PltPlh.id))) == 1


def test_constraints_with_a_message_exist(ctx):
    nama = {str(c.name) for t in db.metadata.sorted_tables for c in (*t.constraints, *t.indexes)}
    for tabel in db.metadata.sorted_tables:
        nama |= {f"uq_{tabel.name}_{k.name}" for k in tabel.columns if k.unique}
    assert set(PESAN_KENDALA) <= nama


def test_an_error_in_the_body_leaves_nothing_and_wakes_nobody(ctx, dunia, monkeypatch):
    from services import unit_of_work as modul

    tendang: list[int] = []
    monkeypatch.setattr(modul.antrean, "tendang", lambda: tendang.append(1))

    def minta(unit: Any) -> None:
        t = Tugas(jenis="ekspor", judul="x", parameter={}, aktor={}, status=StatusTugas.ANTRE, dibuat=dunia.jam(), kedaluwarsa=dunia.jam())
        unit.session.add(t)
        unit.tugas.append(t)

    for galat in (RuntimeError("x"), KeyboardInterrupt()):
        with pytest.raises(type(galat)), unit_of_work(dunia.aktor()) as unit:
            unit.session.get_one(Unor, dunia.unor[1, "dinas"]).nama = "Separuh"
            minta(unit)
            unit.session.flush()
            raise galat
    with dunia.sesi() as s:
        assert s.get_one(Unor, dunia.unor[1, "dinas"]).nama == "Dinas Pendidikan" and s.scalars(select(Tugas)).all() == []
    assert not tendang
    with unit_of_work(dunia.aktor()) as unit:
        minta(unit)
    assert tendang == [1]


def test_a_unit_of_work_reads_and_writes_its_instansi_only_and_is_not_the_request_s_session(ctx, dunia):
    with unit_of_work(dunia.aktor("admin_lain")) as unit:
        assert unit.session is not db.session()
        assert unit.session.get(Pegawai, dunia.pegawai[1, "staf"]) is None
        with pytest.raises(PelanggaranPagar):
            unit.session.execute(text("SELECT 1"))
    with pytest.raises(PelanggaranPagar):
        db.session.add(
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
        db.session.flush()
    db.session.rollback()
