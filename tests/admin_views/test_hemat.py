"""Pages stay cheap, whatever they show: queries a page, bytes a page, and paging that gives every row once."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date

import pytest
from flask import Flask
from sqlalchemy import event
from sqlalchemy.orm import Session

from domain.jabatan import JenisJabatan
from domain.nama import normalkan
from domain.nip import JenisNomorInduk, bangun
from extensions import db
from models import Pegawai
from services import daftar as layanan_daftar
from services.daftar import REGISTRI, Permintaan
from services.saring import Konteks
from tenancy import Lingkup, pasang_lingkup
from tests.dunia import Dunia, Klien

KUERI_MAKS = 5
BYTE_MAKS = 100 * 1024
BANYAK = 60
NAMA = ("Anggrek Wulandaru", "Bayu Prakoswara", "Citra Anggraksa", "Dimas Wirapraja")


@pytest.fixture
def ramai(app: Flask, dunia: Dunia) -> Dunia:
    """Sixty more pegawai in the first instansi, several of each name, so that a page is full and names repeat."""
    with Session(dunia.mesin, info={"unit_of_work": True}) as session:
        pasang_lingkup(session, Lingkup("lintas"))
        for n in range(BANYAK):
            nama = NAMA[n % len(NAMA)]
            session.add(
                Pegawai(
                    instansi_id=dunia.instansi[1],
                    nomor_induk=bangun(date(1990, 1 + n % 12, 1 + n % 28), 2015, 3, "P", n + 1),
                    jenis_nomor=JenisNomorInduk.NIP,
                    nama=nama,
                    nama_cari=normalkan(nama),
                    unor_id=dunia.unor[1, ("bidang", "seksi")[n % 2]],
                    jenis_jabatan=JenisJabatan.PEGAWAI,
                    jabatan="Analis Kebijakan Ahli Pertama",
                    golongan="31",
                )  # fmt: skip
            )
        session.commit()
    return dunia


@contextmanager
def kueri(app: Flask) -> Iterator[list[str]]:
    """The statements that run meanwhile, without those that begin a transaction or tell PostgreSQL the scope."""
    catatan: list[str] = []

    def catat(_koneksi: object, _kursor: object, pernyataan: str, *_lain: object) -> None:
        if not pernyataan.startswith(("SELECT set_config(", "BEGIN")):
            catatan.append(pernyataan)

    with app.app_context():
        mesin = db.engine
    event.listen(mesin, "before_cursor_execute", catat)
    try:
        yield catatan
    finally:
        event.remove(mesin, "before_cursor_execute", catat)


def ambil(app: Flask, satu: Klien, alamat: str) -> tuple[int, int]:
    """(queries, bytes) of a page that answers."""
    satu.get("/admin/profil/")
    with kueri(app) as catatan:
        jawaban = satu.get(alamat)
    assert jawaban.status_code == 200, alamat
    return len(catatan), len(jawaban.data)


@pytest.mark.parametrize(
    "alamat",
    [
        "/admin/pegawai/?jumlah_baris=25",
        "/admin/pegawai/?jumlah_baris=100",
        "/admin/pegawai/?jumlah_baris=25&halaman=2&urut=nip&arah=turun",
        "/admin/pegawai/?jumlah_baris=25&cari=anggrek",
        "/admin/pegawai/?jumlah_baris=25&cari=1990",
        "/admin/pegawai/?jumlah_baris=25&unor={seksi}",
        "/admin/pegawai/?jumlah_baris=25&unor_bawahan={bidang}",
        "/admin/pegawai/new/",
        "/admin/pegawai/edit/?id={staf}",
        "/admin/unor/?jumlah_baris=25",
        "/admin/periode/?jumlah_baris=25",
        "/admin/plt-plh/?jumlah_baris=25",
    ],
)
def test_halaman_hemat(app: Flask, ramai: Dunia, klien: Callable[[str], Klien], alamat: str) -> None:
    isi = {"seksi": ramai.unor[1, "seksi"], "bidang": ramai.unor[1, "bidang"], "staf": ramai.pegawai[1, "staf"]}
    banyak, byte = ambil(app, klien("admin_instansi"), alamat.format(**isi))
    assert banyak <= KUERI_MAKS
    # A hundred rows are four pages of twenty-five.
    assert byte <= BYTE_MAKS * (2 if "jumlah_baris=100" in alamat else 1)


def test_baris_lebih_banyak_tidak_menambah_kueri(app: Flask, ramai: Dunia, klien: Callable[[str], Klien]) -> None:
    satu = klien("admin_instansi")
    assert ambil(app, satu, "/admin/pegawai/?jumlah_baris=1")[0] == ambil(app, satu, "/admin/pegawai/?jumlah_baris=50")[0]


def semua_id(satu: Konteks, minta: Permintaan) -> list[int]:
    """Ids of every row, page after page by cursor."""
    ids: list[int] = []
    while True:
        hasil = layanan_daftar.halaman(REGISTRI["pegawai"], minta, satu, maks=10_000)
        ids += [p.id for p in hasil.baris]
        if hasil.kursor_berikut is None:
            return ids
        minta = Permintaan(saring=minta.saring, urut=minta.urut, turun=minta.turun, ukuran=minta.ukuran, kursor=hasil.kursor_berikut)


@pytest.mark.parametrize("turun", [False, True])
@pytest.mark.parametrize("saring", [{}, {"cari": "anggr"}, {"cari": "1990"}, {"unor_bawahan": "bidang"}, {"cari": "tidak ada"}])
def test_sedikit_dan_banyak_sama_isinya(
    ramai: Dunia, ctx: Flask, monkeypatch: pytest.MonkeyPatch, saring: dict[str, str], turun: bool
) -> None:
    """The two ways to find a page's rows give the same rows in the same order, each once."""
    saring = {k: str(ramai.unor[1, v]) if k == "unor_bawahan" else v for k, v in saring.items()}
    minta = Permintaan(saring=saring, turun=turun, ukuran=7)
    with ramai.sesi(1) as session:
        satu = Konteks(session, ramai.aktor())
        sedikit = semua_id(satu, minta)
        monkeypatch.setattr(layanan_daftar, "SEDIKIT", -1)
        banyak = semua_id(satu, minta)
        halaman_dua = layanan_daftar.halaman(
            REGISTRI["pegawai"], Permintaan(saring=saring, turun=turun, ukuran=7, halaman=2), satu, maks=10_000
        )
        stmt, _ = layanan_daftar.tersaring(REGISTRI["pegawai"], minta, satu)
        benar = [p.id for p in sorted(session.scalars(stmt), key=lambda p: (p.nama_cari, p.id), reverse=turun)]
    assert sedikit == banyak == benar
    assert len(benar) == len(set(benar))
    assert [p.id for p in halaman_dua.baris] == (benar[7:14] or benar)


def test_total_yang_terpotong_diingat_per_saringan(app: Flask, ramai: Dunia, ctx: Flask) -> None:
    """A capped total of one filter says nothing about another one, and a small total is counted anew."""
    with ramai.sesi(1) as session:
        satu = Konteks(session, ramai.aktor())
        daftar = REGISTRI["pegawai"]
        assert layanan_daftar.hitung(daftar, Permintaan(), satu, 10) == (10, True)
        assert layanan_daftar.hitung(daftar, Permintaan(saring={"cari": "anggrek"}), satu, 10) == (10, True)
        assert layanan_daftar.hitung(daftar, Permintaan(saring={"cari": "tidak ada"}), satu, 10) == (0, False)
        with kueri(app) as catatan:
            assert layanan_daftar.hitung(daftar, Permintaan(saring={"cari": "anggrek"}), satu, 10) == (10, True)
            assert layanan_daftar.hitung(daftar, Permintaan(saring={"cari": "citra"}), satu, 20) == (15, False)
    assert len(catatan) == 1
