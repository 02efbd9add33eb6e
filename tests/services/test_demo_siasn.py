"""The demo's SIASN: what the client reads from it, and how it differs from our data."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from extensions import db
from integrations.siasn.klien import Klien
from integrations.siasn.saluran import Saluran
from integrations.siasn.token import TokenMemori
from models import Instansi, Pegawai, Unor
from services import demo, demo_siasn
from tenancy import Lingkup, pasang_lingkup
from tests.conftest import JamUji
from tests.siasn_sandbox import SandboxSiasn


@pytest.fixture
def isi(ctx: Flask, jam: JamUji, tmp_path: Path) -> Path:
    demo.buat(jam, instansi=2, pegawai=240, seed=7)
    demo_siasn.tulis(jam, tmp_path / "siasn", seed=7)
    return tmp_path


def test_the_same_seed_gives_the_same_file(isi: Path, jam: JamUji):
    sebelum = (isi / "siasn" / "data.jsonl").read_bytes()
    demo_siasn.tulis(jam, isi / "siasn", seed=7)
    assert (isi / "siasn" / "data.jsonl").read_bytes() == sebelum
    assert [p.name for p in (isi / "siasn").iterdir()] == ["data.jsonl"]


def test_the_client_reads_it_and_finds_every_kind_of_difference(isi: Path):
    with Session(db.engine) as s:
        pasang_lingkup(s, Lingkup("lintas"))
        instansi = s.scalars(select(Instansi).order_by(Instansi.id)).first()
        assert instansi is not None
        unor = {u.siasn_id: u for u in s.scalars(select(Unor).where(Unor.instansi_id == instansi.id))}
        pegawai = {p.nomor_induk: p for p in s.scalars(select(Pegawai).where(Pegawai.instansi_id == instansi.id))}
    with SandboxSiasn(isi) as luar:
        setelan = luar.setelan()
        saluran = Saluran(setelan)
        with Klien(setelan, saluran, TokenMemori(saluran, setelan, instansi.siasn_id), instansi_siasn_id=instansi.siasn_id) as k:
            halaman_unor, halaman = k.daftar_unor(0, 1000), k.daftar_pegawai(limit=1000)
            assert halaman_unor.asing == 0 and halaman.kursor_berikut is None and halaman_unor.berikut is None
            pindah = [p for p in pegawai.values() if p.siasn_id and p.nomor_induk not in {o.nomor_induk for o in halaman.orang}]
            baru_non_asn = k.nonasn("9901991508650001")
    assert [g.kode for g in halaman.galat] == ["baris_salah"] and "bukan tanggal" in halaman.galat[0].pesan
    assert len(pindah) == 2, "seorang pindah instansi, seorang datanya rusak"
    lama = [o for o in halaman.orang if o.nomor_induk in pegawai]
    baru = [o for o in halaman.orang if o.nomor_induk not in pegawai]
    assert len(baru) == 3
    assert all(o.siasn_id == pegawai[o.nomor_induk].siasn_id for o in lama)
    punya = {u.id: u.siasn_id for u in unor.values()}
    beda = {
        "unor": sum(o.unor_id != punya[pegawai[o.nomor_induk].unor_id] for o in lama),
        "golongan": sum(o.golongan != pegawai[o.nomor_induk].golongan for o in lama),
        "nama": sum(o.nama != pegawai[o.nomor_induk].nama for o in lama),
        "kedudukan": sum(o.kedudukan != pegawai[o.nomor_induk].kedudukan for o in lama),
        "jabatan": sum(
            (o.jabatan, o.jenjang, o.tmt_jabatan) != (p.jabatan, p.jenjang, p.tmt_jabatan) for o in lama for p in [pegawai[o.nomor_induk]]
        ),
        "jenis": sum((o.jenis_pegawai, o.jenis_nomor) != (p.jenis_pegawai, p.jenis_nomor) for o in lama for p in [pegawai[o.nomor_induk]]),
    }
    assert 1 <= beda["unor"] <= 2 and 1 <= beda["golongan"] <= 3 and (beda["nama"], beda["kedudukan"]) == (2, 1), beda
    assert (beda["jabatan"], beda["jenis"]) == (0, 0), "yang tidak sengaja diubah harus sama"
    semua = {u.siasn_id: u for u in halaman_unor.unor}
    assert set(unor) < set(semua) and len(semua) == len(unor) + 2
    assert sum(u.nama != unor[i].nama for i, u in semua.items() if i in unor) == 1
    assert [u.siasn_id for u in semua.values() if not u.aktif] and [u for u in semua.values() if u.duplikat]
    assert [u for u in semua.values() if u.atasan_id and u.atasan_id not in semua], "unor yatim"
    assert all(u.atasan_id for i, u in semua.items() if i in unor), "atasan akar berada di bawahnya"
    assert baru_non_asn.nik not in pegawai and baru_non_asn.unor_id in unor


def test_no_demo_login_is_touched(isi: Path):
    akun = {a.nip for a in demo.AKUN_DEMO}
    with Session(db.engine) as s:
        pasang_lingkup(s, Lingkup("lintas"))
        kita = {p.nomor_induk: p.nama for p in s.scalars(select(Pegawai).where(Pegawai.nomor_induk.in_(akun)))}
    baris = [json.loads(b)["d"] for b in (isi / "siasn" / "data.jsonl").read_text().splitlines()]
    siasn = {d["nipBaru"]: d for d in baris if d.get("nipBaru") in akun}
    assert {n: d["nama"] for n, d in siasn.items()} == kita
    assert len(kita) == sum(a.tempat is not None for a in demo.AKUN_DEMO)
    assert not any("gelarBelakang" in d or d["kedudukanPnsId"] != "01" for d in siasn.values())
