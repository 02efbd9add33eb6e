"""A synchronisation of units and people under every fault of SIASN, from its request to its end: what it says, what it leaves alone,
and that it ends as one that was left in peace."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from config import Settings
from domain.izin import Aktor
from domain.nip import bangun
from domain.siasn import EntitasSinkro, JenisSinkro, KeadaanBaris
from domain.status import StatusSinkro, StatusTugas
from extensions import db
from jobs.jalankan import jalankan
from models import JejakAudit, Pegawai, SinkroBaris, Sinkronisasi, Tugas, Unor
from sandbox.kendali import AKHIR
from services import sinkronisasi
from tests.dunia import Dunia
from tests.galat_siasn import KATA, KATA_TOKEN, LAMBAT, SEMUA, TAK_MENGGAGALKAN, Kata, gangguan, terbaca
from tests.siasn_sandbox import API, SandboxSiasn

UNOR, ORANG, SEORANG = f"{API}/referensi/ref-unor", "/sandbox/daftar-pegawai", f"{API}/pns/data-utama"
JALUR = {"/oauth2/token": KATA_TOKEN, UNOR: KATA, ORANG: KATA}
"""In the order in which a run comes to them."""
PER_ORANG: dict[str, Kata] = {
    "403": KATA["403"],
    "400": KATA["400"],
    "tipe_salah": ("Baris ini bukan sebuah data", "Perbaiki data ini di SIASN"),
    "null_data": ("SIASN menjawab tanpa data untuk nomor ini.", "tidak ada yang dinonaktifkan"),
}
"""What is an answer about one person where people are asked for one by one: his row fails."""

UNIT_BARU = "8A" + "0" * 30
"""Before the units of the world, so that of half a list most are missing."""
Potret = tuple[list[tuple[Any, ...]], list[tuple[Any, ...]]]
UTUH: Potret = (
    [
        ("Bidang Kurikulum Baru", "Dinas Pendidikan", True),
        ("Dinas Pendidikan", None, True),
        ("Seksi Baru", "Dinas Pendidikan", True),
        ("Seksi Penilaian", "Bidang Kurikulum Baru", True),
    ],
    [
        ("Orang Baru", "Seksi Baru", "Analis Kebijakan Ahli Muda", "aktif"),
        ("Orang Kabid", "Bidang Kurikulum Baru", "Kepala", "aktif"),
        ("Orang Kepala", "Dinas Pendidikan", "Kepala", "aktif"),
        ("Orang Staf", "Bidang Kurikulum Baru", "Analis Hukum Ahli Muda", "aktif"),
        ("Orang Staf2", "Seksi Penilaian", "Analis Kebijakan Ahli Muda", "nonaktif"),
    ],
)
"""What the world is when everything of ``selisih`` has arrived: two new, two changed, one who left."""


@pytest.fixture
def setelan(setelan: Settings, luar: SandboxSiasn) -> Settings:
    return replace(setelan, siasn=luar.setelan(percobaan=1, ukuran_maks=262_144))


@pytest.fixture
def admin(app: Flask, dunia: Dunia, luar: SandboxSiasn) -> Iterator[Aktor]:
    """SIASN has the world, and something that is not here yet."""
    luar.isi_dunia(dunia)
    with app.app_context():
        selisih(dunia, luar)
        yield dunia.aktor()
        db.session.remove()


def selisih(dunia: Dunia, luar: SandboxSiasn) -> None:
    with dunia.sesi() as s:
        dinas, bidang = (s.get_one(Unor, dunia.unor[1, k]).siasn_id or "" for k in ("dinas", "bidang"))
        staf, staf2 = (s.get_one(Pegawai, dunia.pegawai[1, k]).nomor_induk for k in ("staf", "staf2"))
    luar.ubah_unor(bidang, NamaUnor="Bidang Kurikulum Baru")
    akar = next(u for u in luar.gudang.unor if u["Id"] == dinas)
    luar.muat({"t": "unor", "d": {**akar, "Id": UNIT_BARU, "NamaUnor": "Seksi Baru", "DiatasanId": dinas, "PemimpinPnsId": None}})
    nip = bangun(date(1990, 2, 3), 2015, 3, "P", 77)
    baru = {"id": "A5B" + "0" * 29, "nipBaru": nip, "nama": "Orang Baru", "unorId": UNIT_BARU}
    luar.muat({"t": "orang", "d": {**(luar.gudang.orang(staf) or {}), **baru}})
    luar.ubah_orang(staf, jabatanNama="Analis Hukum Ahli Muda")
    luar.hapus_orang(staf2)


def potret(dunia: Dunia) -> Potret:
    with dunia.sesi() as s:
        nama = {u.id: u.nama for u in s.scalars(select(Unor))}
        unor = [(u.nama, nama.get(u.atasan_id or 0), u.aktif) for u in s.scalars(select(Unor))]
        orang = [(p.nama, nama[p.unor_id], p.jabatan, p.status.value) for p in s.scalars(select(Pegawai))]
    return sorted(unor), sorted(orang)


def kerja(dunia: Dunia) -> Sinkronisasi:
    """The task of the newest run, as a worker does it."""
    with dunia.sesi() as s:
        tugas_id = s.scalars(select(Sinkronisasi.tugas_id).order_by(Sinkronisasi.id.desc())).first()
    assert tugas_id is not None
    jalankan(tugas_id)
    with dunia.sesi() as s:
        return s.scalars(select(Sinkronisasi).order_by(Sinkronisasi.id.desc())).first()  # type: ignore[return-value]


def terhenti(dunia: Dunia, r: Sinkronisasi, kata: Kata, awal: Potret) -> None:
    """The run has failed, says why and what to do, and has touched nothing."""
    assert r.status is StatusSinkro.GAGAL and r.waktu_selesai is not None, (r.status, r.pesan)
    terbaca((*kata[:1], "Kemudian pilih Ulangi untuk meneruskan."), r.pesan)
    terbaca(kata, r.pesan)
    with dunia.sesi() as s:
        t = s.get_one(Tugas, r.tugas_id)
        assert (t.status, t.pesan) == (StatusTugas.GAGAL, r.pesan)
    assert potret(dunia) == awal


def tuntas(dunia: Dunia, r: Sinkronisasi, hitung: tuple[int, ...] = (2, 2, 1, 0), jejak: int = 6, utuh: Potret = UTUH) -> None:
    """The run has ended as an undisturbed one does, and each change was made once."""
    assert r.status is StatusSinkro.SELESAI, (r.status, r.pesan)
    assert (r.baru, r.ubah, r.hapus, r.gagal) == hitung
    assert potret(dunia) == utuh
    with dunia.sesi() as s:
        ada = s.scalar(select(func.count()).select_from(JejakAudit).where(JejakAudit.entitas.in_(["unor", "pegawai"])))
        assert ada == jejak, "satu jejak untuk tiap perubahan, dan satu lagi untuk unor baru yang dikaitkan"


def baris_gagal(dunia: Dunia, r: Sinkronisasi) -> list[str]:
    with dunia.sesi() as s:
        syarat = (SinkroBaris.sinkronisasi_id == r.id, SinkroBaris.keadaan == KeadaanBaris.GAGAL)
        return [p or "" for p in s.scalars(select(SinkroBaris.pesan).where(*syarat))]


def ulangi(admin: Aktor, dunia: Dunia, r: Sinkronisasi) -> None:
    dunia.jam.kini += timedelta(minutes=5)
    sinkronisasi.ulangi(admin, r.id, r.versi)


def test_the_table_names_every_fault():
    assert set(KATA) | TAK_MENGGAGALKAN == set(SEMUA) and not set(KATA) & TAK_MENGGAGALKAN


def test_left_in_peace(admin: Aktor, dunia: Dunia):
    sinkronisasi.minta(admin, JenisSinkro.UNOR_PEGAWAI, langsung=True)
    tuntas(dunia, kerja(dunia))


@pytest.mark.parametrize("galat", sorted(KATA))
def test_a_fault_on_the_way_stops_the_run_and_ulangi_goes_on(app: Flask, admin: Aktor, dunia: Dunia, luar: SandboxSiasn, galat: str):
    """It meets the run three times: at the token, at the units, at the people; each time the run is taken up again."""
    awal = potret(dunia)
    sinkronisasi.minta(admin, JenisSinkro.UNOR_PEGAWAI, langsung=True)
    for jalur, kata in JALUR.items():
        if galat not in kata:
            continue
        with gangguan(app, luar, galat, jalur):
            r = kerja(dunia)
        terhenti(dunia, r, kata[galat], awal)
        ulangi(admin, dunia, r)
    unor = luar.hitung(UNOR)
    tuntas(dunia, kerja(dunia))
    if galat not in LAMBAT:
        assert luar.hitung(UNOR) == unor, "yang sudah terbaca tidak diminta lagi"


def test_a_late_answer_is_waited_for(app: Flask, admin: Aktor, dunia: Dunia, luar: SandboxSiasn):
    sinkronisasi.minta(admin, JenisSinkro.UNOR_PEGAWAI, langsung=True)
    with gangguan(app, luar, "tunda", *JALUR):
        tuntas(dunia, kerja(dunia))


def test_a_number_sent_twice_fails_alone_and_nobody_is_taken_for_gone(app: Flask, admin: Aktor, dunia: Dunia, luar: SandboxSiasn):
    sinkronisasi.minta(admin, JenisSinkro.UNOR_PEGAWAI, langsung=True)
    with gangguan(app, luar, "nip_ganda", UNOR, ORANG):
        r = kerja(dunia)
    assert (r.status, r.baru, r.ubah, r.hapus, r.gagal) == (StatusSinkro.SEBAGIAN, 2, 2, 1, 2) and potret(dunia) == UTUH
    terbaca(("2 gagal", "Lihat sebab baris yang gagal, perbaiki, lalu pilih Ulangi."), r.pesan)
    for pesan in baris_gagal(dunia, r):
        terbaca(("dikirim SIASN lebih dari sekali; hanya baris pertama yang dipakai.", "Laporkan data ganda ini"), pesan)
    ulangi(admin, dunia, r)
    assert kerja(dunia).status is StatusSinkro.SELESAI and potret(dunia) == UTUH


@pytest.mark.parametrize(
    ("jalur", "siapa", "sisa"),
    [(UNOR, EntitasSinkro.UNOR, "2 dari 3 unor"), (ORANG, EntitasSinkro.PEGAWAI, "2 dari 4 pegawai")],
    ids=["unor", "pegawai"],
)
@pytest.mark.parametrize("terapkan", [False, True])
def test_a_short_list_that_does_not_say_so_waits_for_a_person(
    app: Flask, admin: Aktor, dunia: Dunia, luar: SandboxSiasn, jalur: str, siapa: EntitasSinkro, sisa: str, terapkan: bool
):
    """Also where it was to be applied at once; dropped or applied, those who are missing stay, and the next run has everything."""
    awal = potret(dunia)
    sinkronisasi.minta(admin, JenisSinkro.UNOR_PEGAWAI, langsung=True)
    with gangguan(app, luar, "pendek_diam", jalur):
        r = kerja(dunia)
    assert r.status is StatusSinkro.MENUNGGU_KEPUTUSAN and set(sinkronisasi.tertahan(r)) == {siapa} and potret(dunia) == awal
    terbaca((sisa, "hanya dinonaktifkan bila Anda mengizinkannya"), sinkronisasi.peringatan(r)[0])
    if terapkan:
        sinkronisasi.terapkan(admin, r.id, r.versi)
        kerja(dunia)
        unor, orang = potret(dunia)
        assert all(u[-1] for u in unor) and sum(o[-1] == "nonaktif" for o in orang) == (siapa is EntitasSinkro.UNOR)
    else:
        sinkronisasi.batalkan(admin, r.id, r.versi)
        assert potret(dunia) == awal
    sinkronisasi.minta(admin, JenisSinkro.UNOR_PEGAWAI, langsung=True)
    assert kerja(dunia).status is StatusSinkro.SELESAI and potret(dunia) == UTUH


@pytest.mark.parametrize("galat", [*PER_ORANG, "404_html", "502", "json_rusak", "kosong", "putus", "sso_mismatch", "waktu_habis"])
def test_people_asked_for_one_by_one(app: Flask, admin: Aktor, dunia: Dunia, luar: SandboxSiasn, galat: str):
    """Where SIASN gives no list, four of them at a time. Who left is known by a clear "not found" only."""
    s = app.config["SETTINGS"]
    app.config["SETTINGS"] = replace(s, siasn=replace(s.siasn, daftar_url=""))
    awal = potret(dunia)
    sinkronisasi.minta(admin, JenisSinkro.PEGAWAI, langsung=True)
    with gangguan(app, luar, galat, SEORANG):
        r = kerja(dunia)
    # An answer that is only damaged still says of the one who left that SIASN has him not.
    hilang = int(galat in AKHIR & set(PER_ORANG))
    if galat in PER_ORANG:
        assert (r.status, r.baru, r.ubah, r.hapus, r.gagal) == (StatusSinkro.SEBAGIAN, 0, 0, hilang, 4 - hilang)
        pesan = baris_gagal(dunia, r)
        assert len(pesan) == r.gagal
        for satu in pesan:
            terbaca(PER_ORANG[galat], satu)
    else:
        terhenti(dunia, r, KATA[galat], awal)
    ulangi(admin, dunia, r)
    unor, orang = awal
    orang = [{"Orang Staf": (*o[:2], "Analis Hukum Ahli Muda", o[3]), "Orang Staf2": (*o[:3], "nonaktif")}.get(o[0], o) for o in orang]
    tuntas(dunia, kerja(dunia), (0, 1, 1 - hilang, 0), 2, (unor, orang))
