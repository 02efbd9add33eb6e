"""Real workers, a real dispatcher, a real Redis: killed, stopped, lied to."""

from __future__ import annotations

import signal
import time
from threading import Thread

import openpyxl
import pytest
from rq.job import Job
from rq.serializers import JSONSerializer
from sqlalchemy import create_engine, func, make_url, select, text

from domain.status import StatusTugas
from jobs.antrean import PekerjaanDitolak, PekerjaanTugas, antrean_rq, antrekan
from jobs.penyalur import Penyalur
from models import Berkas, HasilBaris, Unor
from services import tindakan, tugas
from services.daftar import REGISTRI, Permintaan
from services.ekspor import minta_ekspor
from services.unit_of_work import unit_of_work
from tests.jobs import panggung
from tests.jobs.alat import Panggung, tunggu


def minta(p: Panggung, jenis: str, parameter: dict | None = None, **lain) -> int:
    with unit_of_work(p.aktor()) as unit:
        return tugas.minta(unit, jenis, "Tugas contoh", parameter or {}, **lain).id


def selesai(p: Panggung, id: int) -> bool:
    return p.tugas(id).status not in (StatusTugas.ANTRE, StatusTugas.BERJALAN)


def test_dari_permintaan_sampai_selesai(p: Panggung) -> None:
    p.mulai("penyalur")
    p.mulai("pekerja", "ringan")
    tunggu(lambda: "pekerja ringan siap" in p.log() and "penyalur siap" in p.log())
    ids = [minta(p, "catat_saat") for _ in range(6)]
    tunggu(lambda: all(selesai(p, i) for i in ids))
    assert {p.tugas(i).status for i in ids} == {StatusTugas.SELESAI}


@pytest.mark.parametrize("format", ["xlsx", "csv"])
def test_pekerja_dimatikan_di_tengah_ekspor_selesai_sekali(p: Panggung, format: str) -> None:
    p.lambatkan()
    p.mulai("penyalur")
    korban = p.mulai("pekerja", "berat")
    id = minta_ekspor(p.aktor(), REGISTRI["unor"], Permintaan(), format)
    tunggu(lambda: p.tugas(id).total == 50)
    if format == "csv":
        tunggu(lambda: [f for f in p.berkas() if f.name.endswith(".part")])
    kuda = _anak(korban.pid)
    assert kuda
    korban.kill()
    tunggu(lambda: not any(map(_hidup, kuda)))  # the child went with its parent
    assert p.tugas(id).status is StatusTugas.BERJALAN
    p.lambatkan(False)
    p.mulai("pekerja", "berat")
    tunggu(lambda: selesai(p, id))
    baris = p.tugas(id)
    assert (baris.status, baris.percobaan, baris.selesai, baris.total) == (StatusTugas.SELESAI, 2, 50, 50)
    assert len(p.berkas()) == 1 and not p.berkas()[0].name.endswith(".part")
    assert p.baca(select(func.count()).select_from(Berkas)) == [(1,)]
    with open(p.berkas()[0], "rb") as isi:
        if format == "csv":
            nama = [b.split(",")[0] for b in isi.read().decode("utf-8-sig").splitlines()]
        else:
            nama = [r[0].value for r in openpyxl.load_workbook(isi).active.iter_rows()]
    assert nama == ["Nama Unor", *(f"Unor {n:03}" for n in range(50))]
    assert "locked" not in p.log() and "Traceback" not in p.log()


def _anak(pid: int) -> list[int]:
    with open(f"/proc/{pid}/task/{pid}/children") as f:
        return [int(a) for a in f.read().split()]


def _hidup(pid: int) -> bool:
    try:
        with open(f"/proc/{pid}/stat") as f:
            return f.read().rsplit(")", 1)[1].split()[0] != "Z"
    except FileNotFoundError:
        return False


def test_massal_yang_diputus_memperlakukan_tiap_baris_sekali(p: Panggung) -> None:
    p.lambatkan()
    p.mulai("penyalur")
    korban = p.mulai("pekerja", "berat")
    t = tindakan.ambil("unor", "ganti_kota")
    per_saring = tindakan.sebagai_tugas(p.aktor(), t, saring={"cari": "unor"}, nilai={"kota": "A"})
    tunggu(lambda: p.tugas(per_saring).selesai >= 12)
    korban.kill()
    p.lambatkan(False)
    p.mulai("pekerja", "berat")
    tunggu(lambda: selesai(p, per_saring))
    baris = p.tugas(per_saring)
    assert (baris.status, baris.selesai, baris.gagal, baris.total, baris.percobaan) == (StatusTugas.SEBAGIAN, 45, 5, 50, 2)
    assert p.baca(select(Unor.kota, func.count()).group_by(Unor.kota).order_by(Unor.kota.is_(None))) == [("A", 45), (None, 5)]
    assert p.baca(select(func.count(HasilBaris.objek_id.distinct()), func.count())) == [(5, 5)]


def test_redis_berhenti_tugas_menunggu_lalu_jalan(p: Panggung) -> None:
    p.mulai("penyalur")
    p.mulai("pekerja", "ringan")
    tunggu(lambda: "pekerja ringan siap" in p.log() and "penyalur siap" in p.log())
    antri = minta(p, "tidur", {"langkah": 1})
    tunggu(lambda: selesai(p, antri))
    p.redis.berhenti()
    try:
        mulai = time.monotonic()
        ids = [minta(p, "tidur", {"langkah": 1}) for _ in range(5)]
        assert time.monotonic() - mulai < 2
        tunggu(lambda: "Redis tidak menjawab" in p.log())
        assert {p.tugas(i).status for i in ids} == {StatusTugas.ANTRE}
    finally:
        p.redis.mulai()
    tunggu(lambda: all(selesai(p, i) for i in ids), 40)
    assert {p.tugas(i).status for i in ids} == {StatusTugas.SELESAI}
    assert p.log().count("Redis tidak menjawab") <= 2  # one line from each program, however long it took


def test_redis_yang_lupa_antreannya(p: Panggung) -> None:
    id = minta(p, "tidur", {"langkah": 1})
    penyalur = Penyalur(p.redis.klien, panggung.jam)
    assert penyalur.sapu() == 1 and penyalur.sapu() == 0
    p.redis.klien.flushall()
    assert penyalur.sapu(curiga=True) == 1
    assert antrean_rq("ringan", p.redis.klien).count == 1
    assert p.tugas(id).status is StatusTugas.ANTRE


def test_penyalur_rangkap_tidak_menggandakan(p: Panggung) -> None:
    ids = [minta(p, "catat_saat") for _ in range(20)]
    jumlah: list[int] = []

    def jalan() -> None:
        with p.app.app_context():
            jumlah.append(Penyalur(p.redis.klien, panggung.jam).sapu())

    utas = [Thread(target=jalan) for _ in range(3)]
    [u.start() for u in utas]
    [u.join() for u in utas]
    assert sum(jumlah) == len(ids) == antrean_rq("ringan", p.redis.klien).count


def test_penyalur_mengantrekan_lagi_yang_kehilangan_pekerja(p: Panggung) -> None:
    id = minta(p, "tidur", {"langkah": 1})
    penyalur = Penyalur(p.redis.klien, panggung.jam)
    penyalur.sapu()
    assert tugas.klaim(id, panggung.jam)
    p.redis.klien.flushall()
    assert penyalur.sapu(curiga=True) == 0  # its worker may still live
    tunggu(lambda: penyalur.sapu() == 1)
    assert penyalur.sapu() == 0


def test_sigterm_menyelesaikan_yang_sedang_dikerjakan(p: Panggung) -> None:
    penyalur = p.mulai("penyalur")
    pekerja = p.mulai("pekerja", "ringan")
    id = minta(p, "tidur", {"langkah": 40})
    tunggu(lambda: p.tugas(id).status is StatusTugas.BERJALAN)
    pekerja.send_signal(signal.SIGTERM)
    penyalur.send_signal(signal.SIGTERM)
    assert (pekerja.wait(20), penyalur.wait(20)) == (0, 0)
    assert p.tugas(id).status is StatusTugas.SELESAI


def test_batal_menghentikan_yang_berjalan(p: Panggung) -> None:
    p.mulai("penyalur")
    p.mulai("pekerja", "berat")
    id = minta(p, "tidur", {"langkah": 2000}, antrean="berat")
    tunggu(lambda: p.tugas(id).selesai > 2)
    tugas.batalkan(p.aktor(), id)
    tunggu(lambda: selesai(p, id))
    baris = p.tugas(id)
    assert baris.status is StatusTugas.DIBATALKAN and baris.selesai < 2000


@pytest.mark.parametrize(
    ("nama", "args", "kwargs"),
    [
        ("os.system", ("true",), {}),
        ("jobs.jalankan.jalankan", ("1",), {}),
        ("jobs.jalankan.jalankan", (1,), {"x": 1}),
        ("jobs.jalankan._kerjakan", (1,), {}),
    ],
)
def test_antrean_menolak_yang_bukan_tugas(p: Panggung, nama: str, args: tuple, kwargs: dict) -> None:
    palsu = Job.create(nama, args, kwargs, connection=p.redis.klien, serializer=JSONSerializer, id="palsu", origin="ringan")
    palsu._success_callback_name = palsu._failure_callback_name = "os.abort"
    palsu.save()
    terbaca = PekerjaanTugas.fetch("palsu", connection=p.redis.klien, serializer=JSONSerializer)
    assert terbaca.success_callback is None and terbaca.failure_callback is None
    with pytest.raises(PekerjaanDitolak):
        terbaca.perform()


def test_pekerja_tetap_hidup_sesudah_menolak(p: Panggung) -> None:
    bukti = p.folder / "terjalankan"
    palsu = Job.create("os.mkdir", (str(bukti),), connection=p.redis.klien, serializer=JSONSerializer, id="palsu", origin="ringan")
    palsu.save()
    p.redis.klien.rpush(antrean_rq("ringan", p.redis.klien).key, "palsu")
    id = minta(p, "tidur", {"langkah": 1})
    antrekan(p.redis.klien, id, "ringan")
    p.mulai("pekerja", "ringan")
    tunggu(lambda: selesai(p, id))
    assert not bukti.exists() and "tidak diizinkan" in p.log()


@pytest.mark.parametrize("p", ["postgresql"], indirect=True)
def test_basis_data_pergi_dan_kembali(p: Panggung) -> None:
    url = make_url(p.isi["database"])
    admin = create_engine(url.set(database="postgres"), isolation_level="AUTOCOMMIT")
    nama = url.database
    p.mulai("penyalur")
    p.mulai("pekerja", "ringan")
    id = minta(p, "tidur", {"langkah": 100})
    tunggu(lambda: p.tugas(id).status is StatusTugas.BERJALAN)
    with admin.connect() as k:
        k.execute(text(f'ALTER DATABASE "{nama}" ALLOW_CONNECTIONS false'))
        k.execute(text("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = :n"), {"n": nama})
        try:
            tunggu(lambda: "basis data tidak menjawab" in p.log() and "terputus" in p.log())
        finally:
            k.execute(text(f'ALTER DATABASE "{nama}" ALLOW_CONNECTIONS true'))
    tunggu(lambda: selesai(p, id))
    assert p.tugas(id).status is StatusTugas.SELESAI and p.tugas(id).percobaan == 2
    admin.dispose()
