"""A synchronisation that is killed again and again ends as one that was left alone."""

from __future__ import annotations

import random
import time
from collections.abc import Iterator
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import create_engine, func, make_url, select, text
from sqlalchemy.orm import Session

from domain.nip import bangun
from domain.siasn import BedaSinkro, EntitasSinkro, JenisSinkro
from domain.status import StatusSinkro, StatusTugas
from extensions import db
from models import Instansi, JejakAudit, Pegawai, SinkroBaris, Sinkronisasi, Unor
from services import sinkronisasi
from tenancy import Lingkup, pasang_lingkup
from tests.jobs import panggung_sinkro
from tests.jobs.alat import Panggung, Program, tunggu
from tests.siasn_sandbox import API, SandboxSiasn

UNOR, ORANG = f"{API}/referensi/ref-unor", "/sandbox/daftar-pegawai"
N_UNOR, N_ORANG = 90, 400
INSTANSI = "A1" + "0" * 30


def id_unor(i: int) -> str:
    return f"8A{i:030d}"


def rekaman() -> Iterator[dict[str, Any]]:
    """Units whose atasan come after them as often as before, and people in all of them; each unit has a leader."""
    for i in range(N_UNOR):
        atasan = None if i == 45 else id_unor(45 if i % 9 == 0 else i - i % 9)
        d = {"Id": id_unor(i), "InstansiId": INSTANSI, "DiatasanId": atasan, "IndukUnorId": id_unor(45), "EselonId": "31", "NamaUnor": f"Unit {i}", "aktif": "A"}  # fmt: skip
        yield {"t": "unor", "d": d}
    for i in range(N_ORANG):
        d = {
            "id": f"A5{i:030d}", "nipBaru": nip(i), "nama": f"Orang {i}", "statusPegawai": "PNS", "kedudukanPnsId": "01",
            "instansiKerjaId": INSTANSI, "unorId": id_unor(i % N_UNOR), "jenisJabatanId": "1" if i < N_UNOR else "4", "jabatanNama": "Pelaksana",
        }  # fmt: skip
        yield {"t": "orang", "d": d}


def nip(i: int) -> str:
    return bangun(date(1980, 1, 1 + i % 28), 2005, 3, "L", i + 1)


@pytest.fixture
def luar(p: Panggung, tmp_path: Path) -> Iterator[SandboxSiasn]:
    with SandboxSiasn(tmp_path) as s:
        s.muat(*rekaman())
        p.isi["siasn"] = asdict(s.setelan(percobaan=2, baca_detik=5.0, tenggat_detik=10.0))
        _beri_id(p)
        yield s


def _beri_id(p: Panggung) -> None:
    with Session(db.engine, info={"unit_of_work": True}) as s:
        pasang_lingkup(s, Lingkup("lintas"))
        s.get_one(Instansi, p.instansi_id).siasn_id = INSTANSI
        s.commit()


def mulai(p: Panggung, *perintah: str) -> Program:
    return p.mulai(*perintah, jalan=panggung_sinkro.jalan)


def lari(p: Panggung) -> Any:
    (baris,) = p.baca(select(Sinkronisasi).order_by(Sinkronisasi.id.desc()).limit(1))
    return baris[0]


def potret(p: Panggung) -> tuple[list[Any], list[Any]]:
    """Units and people without what two runs may number differently."""
    nama = dict(p.baca(select(Unor.id, Unor.siasn_id)))
    unor = [
        (u.siasn_id, u.nama, nama.get(u.atasan_id), nama.get(u.induk_id), u.aktif, u.siasn_dasar)
        for (u,) in p.baca(select(Unor).where(Unor.siasn_id.is_not(None)).order_by(Unor.siasn_id))
    ]
    orang = [
        (o.nomor_induk, o.siasn_id, o.nama, nama[o.unor_id], o.jenis_jabatan, o.jabatan, o.status, o.siasn_dasar)
        for (o,) in p.baca(select(Pegawai).order_by(Pegawai.nomor_induk))
    ]
    return unor, orang


def seharusnya() -> tuple[list[Any], list[Any]]:
    unor = [
        (id_unor(i), f"Unit {i}", None if i == 45 else id_unor(45 if i % 9 == 0 else i - i % 9), id_unor(45), True) for i in range(N_UNOR)
    ]
    orang = sorted((nip(i), f"A5{i:030d}", f"Orang {i}", id_unor(i % N_UNOR)) for i in range(N_ORANG))
    return unor, orang


def periksa_akhir(p: Panggung, luar: SandboxSiasn, gangguan: int) -> None:
    r = lari(p)
    assert (r.status, r.baru, r.ubah, r.hapus, r.gagal) == (StatusSinkro.SELESAI, N_UNOR + N_ORANG, 0, 0, 0), r.pesan
    unor, orang = potret(p)
    assert ([u[:5] for u in unor], [o[:4] for o in orang]) == seharusnya()
    assert all(u[5] for u in unor) and sum(o[4].value == "pimpinan" for o in orang) == N_UNOR
    tambah = select(func.count()).select_from(JejakAudit).where(JejakAudit.aksi == "tambah", JejakAudit.entitas == "pegawai")
    assert p.baca(tambah) == [(N_ORANG,)], "satu jejak untuk tiap orang"
    halaman = -(-N_UNOR // panggung_sinkro.HALAMAN) + -(-N_ORANG // panggung_sinkro.HALAMAN)
    assert luar.hitung(UNOR) + luar.hitung(ORANG) <= halaman + gangguan, "paling banyak satu halaman diambil ulang tiap gangguan"
    with p.app.app_context():
        sinkronisasi.minta(p.aktor(), JenisSinkro.UNOR_PEGAWAI, langsung=True)
    tunggu(lambda: lari(p).status is StatusSinkro.SELESAI, 60)
    r = lari(p)
    assert (r.baru, r.ubah, r.hapus, r.gagal, r.konflik, r.sama) == (0, 0, 0, 0, 0, N_UNOR + N_ORANG)
    assert potret(p) == (unor, orang)


def tunggu_maju(p: Panggung, acak: random.Random) -> bool:
    """Wait until a page or more has gone by, then a moment more; False when the run is over."""
    awal = lari(p).versi + acak.randint(1, 8)
    tunggu(lambda: lari(p).versi >= awal or lari(p).status is StatusSinkro.SELESAI, 60)
    time.sleep(acak.random() * 0.05)
    return lari(p).status is not StatusSinkro.SELESAI


def putus_basis_data(p: Panggung) -> None:
    """Every connection to the database but this one's is cut."""
    url = make_url(p.isi["database"])
    mesin = create_engine(url)
    with mesin.connect() as k:
        k.execute(
            text("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()")
        )
    mesin.dispose()
    db.engine.dispose()


def test_killed_five_times_it_ends_as_if_left_alone(p: Panggung, luar: SandboxSiasn) -> None:
    """At moments and in an order of its own on each database."""
    acak = random.Random(db.engine.dialect.name)
    penyalur, pekerja = mulai(p, "penyalur"), mulai(p, "pekerja", "berat")
    sinkronisasi.minta(p.aktor(), JenisSinkro.UNOR_PEGAWAI, langsung=True)
    basis = db.engine.dialect.name == "postgresql"
    gangguan = ["pekerja", "semua", "redis", "basis_data" if basis else "pekerja", "pekerja"]
    acak.shuffle(gangguan)
    kena = []
    for apa in gangguan:
        if not tunggu_maju(p, acak):
            break
        kena.append(apa)
        match apa:
            case "pekerja":
                pekerja.kill()
                pekerja.wait()
                pekerja = mulai(p, "pekerja", "berat")
            case "semua":
                for satu in (pekerja, penyalur):
                    satu.kill()
                    satu.wait()
                penyalur, pekerja = mulai(p, "penyalur"), mulai(p, "pekerja", "berat")
            case "redis":
                p.redis.berhenti()
                time.sleep(0.3)
                p.redis.mulai()
            case "basis_data":
                putus_basis_data(p)
    tunggu(lambda: lari(p).status is StatusSinkro.SELESAI, 90)
    tunggu(lambda: p.tugas(lari(p).tugas_id).status is StatusTugas.SELESAI)
    assert len(kena) >= 4, kena
    periksa_akhir(p, luar, len(kena))


def test_asked_to_stop_while_applying_it_says_so_and_ulangi_finishes(p: Panggung, luar: SandboxSiasn) -> None:
    mulai(p, "penyalur")
    mulai(p, "pekerja", "berat")
    sinkronisasi.minta(p.aktor(), JenisSinkro.UNOR_PEGAWAI, langsung=True)
    tunggu(lambda: lari(p).status is StatusSinkro.MENERAPKAN, 60)
    from services import tugas as layanan_tugas

    layanan_tugas.batalkan(p.aktor(), lari(p).tugas_id)
    tunggu(lambda: lari(p).status is StatusSinkro.GAGAL)
    assert "Ulangi" in lari(p).pesan
    sebagian = p.baca(select(func.count()).select_from(SinkroBaris).where(SinkroBaris.beda == BedaSinkro.BARU, SinkroBaris.entitas == EntitasSinkro.PEGAWAI))  # fmt: skip
    assert sebagian == [(N_ORANG,)]
    sinkronisasi.ulangi(p.aktor(), lari(p).id, None)
    tunggu(lambda: lari(p).status is StatusSinkro.SELESAI, 60)
    periksa_akhir(p, luar, 0)
