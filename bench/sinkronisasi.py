"""``python -m bench.sinkronisasi``: how fast a synchronisation puts people into PostgreSQL, against the ORM row by row; and its memory.

SIASN is played inside the process, page by page, so that only our own work is measured: reading the rows, staging, weighing, writing, the
audit. The contestant does the least that a row-by-row version can do with the same outcome: look the person up, compare, set, add an audit
row. It stages nothing, decides nothing and finds nobody gone. ``orm/baris`` commits after each person, as a call of a service for each of
them does: this is the "ORM row by row" of the bar. ``orm/halaman`` is the same with one commit for each page of 500: the ORM at its best.

Read the ratios. Those of CPU time count the program and its database connections (where both run on this machine), and say the same on a
machine that others load; those of time say what a user waits. BENCH_PENUH=1: 200,000 people.
"""

from __future__ import annotations

import argparse
import os
import resource
import secrets
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from unittest import mock

from flask import Flask
from sqlalchemy import Engine, create_engine, event, select, text
from sqlalchemy.orm import Session

from app import create_app
from bench import data
from domain.izin import Aktor, Peran
from domain.jabatan import JenisJabatan, JenisPegawai
from domain.nama import normalkan
from domain.nip import JenisNomorInduk, bangun
from domain.siasn import JenisSinkro
from domain.status import StatusSinkro
from domain.tanggal import ribuan
from extensions import db
from integrations.siasn import skema
from jobs.jalankan import jalankan
from models import Instansi, Pegawai, Pengguna, PeranPengguna, Sinkronisasi, Unor
from services import audit, siasn, sinkronisasi
from services.unit_of_work import unit_of_work
from tenancy import Lingkup, pasang_lingkup, pasang_pagar

N_UNOR = 500
MIB = 1024
SEDANG = 10_000
"""People of the runs that are compared; a larger one is run once, by itself."""
SASARAN = 10
SASARAN_MIB = 100
PESERTA = ("kita", "orm/baris", "orm/halaman")
KERJA = "A1" + "0" * 30


def rekaman(i: int, putaran: int) -> dict[str, Any]:
    """The person ``i`` as SIASN gives him; in the second round every tenth has another post."""
    jabatan = "Pelaksana Baru" if putaran == 2 and i % 10 == 0 else "Pelaksana"
    return {
        "id": f"A5{i:030d}", "nipBaru": nip(i), "nama": f"Orang Karangan {i}", "statusPegawai": "PNS", "kedudukanPnsId": "01",
        "instansiKerjaId": KERJA, "unorId": f"8A{i % N_UNOR:030d}", "jenisJabatanId": "4", "jabatanNama": jabatan,
        "golRuangAkhirId": "31", "tmtGolAkhir": "01-04-2020", "tmtJabatan": "01-03-2021",
    }  # fmt: skip


def nip(i: int) -> str:
    # 999 numbers a day of birth.
    return bangun(date(1970 + i // 335_664, 1 + i // 27_972 % 12, 1 + i // 999 % 28), 2005, 3, "L", 1 + i % 999)


class KlienMain:
    """Pages of invented people in the client's place."""

    ada_daftar, instansi_siasn_id = True, KERJA

    def __init__(self, jumlah: int, putaran: int) -> None:
        self.jumlah, self.putaran = jumlah, putaran

    def __enter__(self) -> KlienMain:
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def daftar_pegawai(self, kursor: str | None = None, *, limit: int = 500, nip: object = None) -> skema.HalamanPegawai:
        dari = int(kursor or 0)
        sampai = min(dari + limit, self.jumlah)
        baris = [rekaman(i, self.putaran) for i in range(dari, sampai)]
        orang, galat = skema.baca_baris(baris, skema.orang, lambda o: o.nomor_induk, "nipBaru", "id", "nama")
        return skema.HalamanPegawai(orang, galat, str(sampai) if sampai < self.jumlah else None, self.jumlah)


@contextmanager
def basis() -> Iterator[str]:
    """A PostgreSQL database of its own, dropped at the end."""
    server = data.server()
    if server is None:
        sys.exit("PostgreSQL tidak terjangkau; isi BENCH_DATABASE_URL.")
    nama = f"ekinerja_bench_sinkro_{secrets.token_hex(3)}"
    admin = create_engine(server, isolation_level="AUTOCOMMIT")
    with admin.connect() as k:
        k.execute(text(f"CREATE DATABASE {nama}"))
    try:
        yield server.set(database=nama).render_as_string(hide_password=False)
    finally:
        with admin.connect() as k:
            k.execute(text(f"DROP DATABASE {nama} WITH (FORCE)"))
        admin.dispose()


def siapkan(url: str) -> None:
    mesin = create_engine(url)
    with mesin.begin() as k:
        k.execute(text("CREATE EXTENSION IF NOT EXISTS pg_trgm"))
        k.execute(text("CREATE EXTENSION IF NOT EXISTS btree_gin"))
        db.metadata.create_all(k)
        pasang_pagar(k)
    with Session(mesin, info={"unit_of_work": True}) as s:
        pasang_lingkup(s, Lingkup("lintas"))
        s.add_all(Instansi(id=n, nama=f"Instansi {n}", nama_cari=f"instansi {n}", siasn_id=f"A1{n - 1:030d}") for n in (1, 2, 3))
        s.add(Pengguna(id=1, nip="199001012020121001", nama="Pengguna Contoh", nama_cari="pengguna contoh", dibuat=datetime.now(UTC)))
        s.flush()
        for n in (1, 2, 3):
            s.add(PeranPengguna(pengguna_id=1, instansi_id=n, peran=Peran.ADMIN_INSTANSI))
            s.add_all(
                Unor(instansi_id=n, siasn_id=f"8A{i:030d}", nama=f"Unit {i}", nama_cari=f"unit {i}", eselon="41", siasn_dasar={"nama": f"Unit {i}"})
                for i in range(N_UNOR)
            )  # fmt: skip
        s.commit()
    mesin.dispose()


def aktor(app: Flask, instansi_id: int) -> Aktor:
    return Aktor(1, "Pengguna Contoh", "199001012020121001", instansi_id, frozenset({Peran.ADMIN_INSTANSI}), app.config["SETTINGS"].jam)


def kita(app: Flask, jumlah: int, putaran: int) -> None:
    a = aktor(app, 1)
    with mock.patch.object(siasn, "klien", lambda pelaku: KlienMain(jumlah, putaran)):
        id = sinkronisasi.minta(a, JenisSinkro.PEGAWAI, langsung=True)
        with unit_of_work(a) as unit:
            tugas_id = unit.session.get_one(Sinkronisasi, id).tugas_id
        assert tugas_id is not None
        jalankan(tugas_id)
    with unit_of_work(a) as unit:
        lari = unit.session.get_one(Sinkronisasi, id)
        harap = (jumlah, 0) if putaran == 1 else (0, -(-jumlah // 10))
        assert lari.status is StatusSinkro.SELESAI and (lari.baru, lari.ubah) == harap, (lari.status, lari.pesan, lari.baru, lari.ubah)


def orm(app: Flask, jumlah: int, putaran: int, *, tiap: int, instansi_id: int) -> None:
    """Row by row: the same outcome with the session's own means."""
    a = aktor(app, instansi_id)
    klien, kursor, pertama = KlienMain(jumlah, putaran), None, True
    with unit_of_work(a) as unit:
        unor = {u.siasn_id: u.id for u in unit.session.scalars(select(Unor))}
    while kursor is not None or pertama:
        halaman = klien.daftar_pegawai(kursor)
        kursor, pertama = halaman.kursor_berikut, False
        for awal in range(0, len(halaman.orang), tiap):
            with unit_of_work(a) as unit:
                for o in halaman.orang[awal : awal + tiap]:
                    _satu(unit.session, a, o, unor)


def _satu(s: Session, a: Aktor, o: skema.OrangSiasn, unor: dict[Any, int]) -> None:
    p = s.scalar(select(Pegawai).where(Pegawai.nomor_induk == o.nomor_induk))
    baru = p is None
    if p is None:
        p = Pegawai(
            instansi_id=a.instansi_id, jenis_nomor=JenisNomorInduk.NIP, jenis_jabatan=JenisJabatan.PEGAWAI, jenis_pegawai=JenisPegawai.PNS
        )
        s.add(p)
    dasar = {"nama": o.nama, "unor": o.unor_id, "jabatan": o.jabatan, "golongan": o.golongan, "kedudukan": o.kedudukan}
    for nama, nilai in (
        ("siasn_id", o.siasn_id), ("nomor_induk", o.nomor_induk), ("nama", o.nama), ("nama_cari", normalkan(o.nama)),
        ("unor_id", unor[o.unor_id]), ("jabatan", o.jabatan), ("golongan", o.golongan), ("tmt_golongan", o.tmt_golongan),
        ("jenjang", o.jenjang), ("tmt_jabatan", o.tmt_jabatan), ("kedudukan", o.kedudukan), ("siasn_dasar", dasar),
    ):  # fmt: skip
        if getattr(p, nama) != nilai:
            setattr(p, nama, nilai)
    perubahan = [] if baru else [x for x in audit.beda(s, p) if x["kolom"] != "siasn_dasar"]
    s.flush()
    if baru or perubahan:
        audit.catat(s, a, "tambah" if baru else "ubah", p, perubahan=perubahan)


def _app(url: str, folder: str) -> Flask:
    return create_app(data.settings(url, Path(folder)))


def _puncak() -> float:
    """The most memory that this program has held, in MiB. Not getrusage: it keeps the parent's."""
    status = Path("/proc/self/status")
    if not status.exists():
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / MIB
    return int(next(b for b in status.read_text().splitlines() if b.startswith("VmHWM")).split()[1]) / MIB


class CpuServer:
    """CPU seconds of the database's side of our connections, closed ones included; 0 where they can't be seen (a server elsewhere)."""

    def __init__(self, mesin: Engine) -> None:
        self.hidup: set[int] = set()
        self.lalu = 0.0
        event.listen(mesin, "connect", lambda sambungan, _: self.hidup.add(sambungan.info.backend_pid))
        event.listen(mesin, "close", self._tutup)

    def _tutup(self, sambungan: Any, _: object) -> None:
        pid = next((p for p in self.hidup if not sambungan.closed and p == sambungan.info.backend_pid), None)
        if pid is not None:
            self.lalu += self._satu(pid)
            self.hidup.discard(pid)

    @staticmethod
    def _satu(pid: int) -> float:
        try:
            kolom = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        except OSError:
            return 0.0
        return (int(kolom[11]) + int(kolom[12])) / os.sysconf("SC_CLK_TCK")

    def detik(self) -> float:
        return self.lalu + sum(self._satu(p) for p in self.hidup)


@dataclass(frozen=True, slots=True)
class Hasil:
    """Of one contestant, each for new people and for the second round: people a second, CPU milliseconds a person. Then memory, MiB."""

    jumlah: int
    laju: tuple[float, float]
    cpu: tuple[float, float]
    muat: float
    puncak: float


def _proses(url: str, apa: str, jumlah: int) -> Hasil:
    """Run one contestant in a process of its own."""
    proses = subprocess.run(
        [sys.executable, "-m", "bench.sinkronisasi", "--peserta", apa, "--url", url, "--jumlah", str(jumlah)],
        capture_output=True,
        text=True,
    )
    if proses.returncode:
        sys.exit(proses.stderr[-3000:])
    satu, cpu_satu, dua, cpu_dua, muat, puncak = (float(x) for x in proses.stdout.split()[-6:])
    return Hasil(jumlah, (jumlah / satu, jumlah / dua), (cpu_satu / jumlah * 1000, cpu_dua / jumlah * 1000), muat, puncak)


def peserta(apa: str, url: str, jumlah: int) -> None:
    with tempfile.TemporaryDirectory(prefix="bench-sinkro-") as folder:
        app = _app(url, folder)
        with app.app_context():
            server = CpuServer(db.engine)
            muat = _puncak()
            angka: list[float] = []
            for putaran in (1, 2):
                mulai, cpu = time.perf_counter(), time.process_time() + server.detik()
                if apa == "kita":
                    kita(app, jumlah, putaran)
                elif apa == "orm/halaman":
                    orm(app, jumlah, putaran, tiap=500, instansi_id=2)
                else:
                    orm(app, jumlah, putaran, tiap=1, instansi_id=3)
                angka += [time.perf_counter() - mulai, time.process_time() + server.detik() - cpu]
            puncak = _puncak()
    print(*angka, muat, puncak)


def median(semua: list[Hasil]) -> Hasil:
    laju, cpu = (list(zip(*x, strict=True)) for x in ([h.laju for h in semua], [h.cpu for h in semua]))
    tengah = statistics.median
    return Hasil(
        semua[0].jumlah,
        (tengah(laju[0]), tengah(laju[1])),
        (tengah(cpu[0]), tengah(cpu[1])),
        tengah(h.muat for h in semua),
        tengah(h.puncak for h in semua),
    )


def tulis(hasil: dict[str, Hasil], besar: Hasil) -> str:
    """The tables as docs/kinerja.md has them. ``besar``: the one run at full size, for memory and growth."""
    baris = [
        "| peserta | orang | baru/detik | 10 % berubah/detik | CPU baru, ms/orang | CPU 10 % berubah, ms/orang | memori: termuat → puncak |",
        "|---|---|---|---|---|---|---|",
    ]
    for apa, h in [*hasil.items(), *([("kita", besar)] if besar.jumlah != hasil["kita"].jumlah else [])]:
        baris.append(
            f"| {apa} | {ribuan(h.jumlah)} | {ribuan(round(h.laju[0]))} | {ribuan(round(h.laju[1]))} | {h.cpu[0]:.2f} | {h.cpu[1]:.2f} "
            f"| {h.muat:.0f} → {h.puncak:.0f} MiB |"
        )
    kita = hasil["kita"]
    baris += [
        "",
        "| kita terhadap | baru, waktu | baru, CPU | 10 % berubah, waktu | 10 % berubah, CPU | sasaran |",
        "|---|---|---|---|---|---|",
    ]
    for apa, arti in (("orm/baris", "ORM baris demi baris: komit tiap orang"), ("orm/halaman", "ORM, komit tiap halaman 500 orang")):
        o = hasil[apa]
        rasio = [kita.laju[0] / o.laju[0], o.cpu[0] / kita.cpu[0], kita.laju[1] / o.laju[1], o.cpu[1] / kita.cpu[1]]
        nilai = "-" if apa != "orm/baris" else f"≥ {SASARAN}×: {'ya' if min(rasio) >= SASARAN else 'TIDAK'}"
        baris.append(f"| {arti} | {' | '.join(f'{r:.1f}×' for r in rasio)} | {nilai} |")
    tambah = besar.puncak - besar.muat
    baris += [
        "",
        f"Memori pada {ribuan(besar.jumlah)} orang: sinkronisasi menambah {tambah:.0f} MiB (≤ {SASARAN_MIB}: {'ya' if tambah <= SASARAN_MIB else 'TIDAK'}); "
        f"seluruh proses {besar.puncak:.0f} MiB (≤ {SASARAN_MIB}: {'ya' if besar.puncak <= SASARAN_MIB else 'TIDAK'}), "
        f"{besar.muat:.0f} MiB di antaranya program yang termuat.",
    ]
    return "\n".join(baris)


def main() -> int:
    p = argparse.ArgumentParser(prog="python -m bench.sinkronisasi", description="Ukur penerapan sinkronisasi pada PostgreSQL.")
    p.add_argument("--jumlah", type=int, default=200_000 if os.environ.get("BENCH_PENUH") else 5_000, help="banyaknya pegawai")
    p.add_argument("--banding", type=int, default=1_000, help="banyaknya pegawai untuk ORM baris demi baris")
    p.add_argument("--putaran", type=int, default=3, help="banyaknya ulangan, berselang-seling; yang dicatat median")
    p.add_argument("--peserta", choices=PESERTA, help=argparse.SUPPRESS)
    p.add_argument("--url", help=argparse.SUPPRESS)
    pilihan = p.parse_args()
    if pilihan.peserta:
        peserta(pilihan.peserta, pilihan.url, pilihan.jumlah)
        return 0
    semua: dict[str, list[Hasil]] = {apa: [] for apa in PESERTA}
    for ke in range(pilihan.putaran):
        with basis() as url:
            siapkan(url)
            for apa in PESERTA:
                print(f"ulangan {ke + 1}: {apa} …", file=sys.stderr, flush=True)
                semua[apa].append(_proses(url, apa, min(pilihan.jumlah, SEDANG if apa == "kita" else pilihan.banding)))
    hasil = {apa: median(isi) for apa, isi in semua.items()}
    besar = hasil["kita"]
    if pilihan.jumlah > SEDANG:
        print(f"kita, {pilihan.jumlah} orang …", file=sys.stderr, flush=True)
        with basis() as url:
            siapkan(url)
            besar = _proses(url, "kita", pilihan.jumlah)
    print(tulis(hasil, besar))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
