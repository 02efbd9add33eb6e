import random
from collections import Counter
from datetime import date, timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from domain.izin import Peran
from domain.jabatan import ESELON, GOLONGAN, JenisJabatan, JenisPegawai, jenjang_dari_nama, setingkat_jpt
from domain.nama import normalkan
from domain.nip import JenisNomorInduk, parse
from domain.periode import PolaPeriode, RencanaPeriode, TipePeriode, periksa_banyak
from domain.plt_plh import KeadaanPltPlh, keadaan
from domain.status import StatusAktif
from domain.unor import akar, jalur_ke_atas, lingkaran
from extensions import db
from models import Instansi, JejakAudit, Pegawai, Pengguna, Periode, PltPlh, Unor
from services import demo, sesi
from services.demo_orang import Pengarang, Penomor
from services.demo_unor import susun_pohon
from services.galat import Salah
from tenancy import Lingkup, pasang_lingkup
from tests.conftest import isi_sekali

RAHASIA = "rahasia-untuk-uji-akun-demo-0123456789"
HARI_INI = date(2026, 11, 23)


@pytest.fixture
def demo_kecil(ctx, jam):
    return isi_sekali(ctx, "demo 501", lambda: demo.buat(jam, instansi=2, pegawai=501, seed=1))


@pytest.fixture
def baca(ctx):
    with Session(db.engine) as session:
        pasang_lingkup(session, Lingkup("lintas"))
        yield session


def test_the_sizes_are_exact(demo_kecil, baca):
    per_instansi = dict(baca.execute(select(Pegawai.instansi_id, func.count()).group_by(Pegawai.instansi_id)).all())
    assert sorted(per_instansi.values()) == [250, 251]
    assert (demo_kecil.instansi, demo_kecil.pegawai) == (2, 501)
    for model, jumlah in ((Unor, demo_kecil.unor), (PltPlh, demo_kecil.plt_plh), (Periode, demo_kecil.periode)):
        assert baca.scalar(select(func.count()).select_from(model)) == jumlah
    assert set(baca.scalars(select(JejakAudit.aksi).where(JejakAudit.entitas == "pegawai"))) == {"muat"}


def test_every_number_is_valid_and_agrees_with_the_person(demo_kecil, baca):
    semua = baca.scalars(select(Pegawai)).all()
    assert len({p.nomor_induk for p in semua}) == len(semua)
    for p in semua:
        nomor = parse(p.nomor_induk, p.jenis_nomor)
        assert not nomor.peringatan and parse(p.nomor_induk).jenis is p.jenis_nomor
        assert int(p.nomor_induk[-3:]) > 500, "below are numbers that a real person may have"
        assert date(1967, 1, 1) <= nomor.tanggal_lahir <= date(2003, 12, 31)
        if p.jenis_nomor is JenisNomorInduk.NIP:
            tmt = date(int(p.nomor_induk[8:12]), int(p.nomor_induk[12:14]), 1)
            dewasa = nomor.tanggal_lahir.replace(year=nomor.tanggal_lahir.year + 18, day=1)
            assert dewasa <= tmt <= HARI_INI
            assert tmt <= p.tmt_golongan <= HARI_INI and tmt <= p.tmt_jabatan <= HARI_INI
    jenis = Counter(p.jenis_nomor for p in semua)
    assert min(jenis.values()) > 0 and set(jenis) == set(JenisNomorInduk)


def test_rank_and_post_agree(demo_kecil, baca):
    semua = baca.scalars(select(Pegawai)).all()
    for p in semua:
        assert p.nama_cari == normalkan(p.nama)
        assert p.jenjang == jenjang_dari_nama(p.jabatan)
        if p.jenis_pegawai is JenisPegawai.NON_ASN:
            assert p.golongan is None and setingkat_jpt(p.unor.eselon)
        else:
            assert p.golongan in GOLONGAN and p.golongan.startswith("P") == (p.jenis_pegawai is JenisPegawai.PPPK)
    assert {p.jenis_pegawai for p in semua} == set(JenisPegawai)
    pensiun = [p for p in semua if p.status is StatusAktif.NONAKTIF]
    assert pensiun and all(p.kedudukan == "99" and p.alasan_nonaktif and HARI_INI.year - int(p.nomor_induk[:4]) >= 58 for p in pensiun)


def test_the_unor_tree_has_one_root_and_leaders_for_most(demo_kecil, baca):
    for instansi_id in baca.scalars(select(Instansi.id)).all():
        semua = {u.id: u for u in baca.scalars(select(Unor).where(Unor.instansi_id == instansi_id))}
        atasan = {u.id: u.atasan_id for u in semua.values()}
        assert len(akar(atasan)) == 1 and lingkaran(atasan) == []
        for u in semua.values():
            jalur = jalur_ke_atas(u.id, atasan)[1:]
            utama = next((satu for satu in jalur if setingkat_jpt(semua[satu].eselon) or semua[satu].mandiri), None)
            assert u.induk_id == utama and u.kota and u.eselon in ESELON and u.nama_cari == normalkan(u.nama)
        memimpin = select(Pegawai.unor_id).where(Pegawai.instansi_id == instansi_id, Pegawai.jenis_jabatan == JenisJabatan.PIMPINAN)
        dipimpin = Counter(baca.scalars(memimpin))
        assert max(dipimpin.values()) == 1
        assert 0 < len(semua) - len(dipimpin) <= 3


def test_acting_posts_of_every_kind(demo_kecil, baca):
    for instansi_id in baca.scalars(select(Instansi.id)).all():
        semua = baca.scalars(select(PltPlh).where(PltPlh.instansi_id == instansi_id)).all()
        assert {keadaan(p.aktif, p.awal, p.akhir, HARI_INI) for p in semua} == set(KeadaanPltPlh)
        assert len({p.jenis for p in semua}) == 2
        minggu = HARI_INI + timedelta(days=6 - HARI_INI.weekday())
        assert any(p.aktif and HARI_INI <= p.akhir <= minggu for p in semua)


def test_the_periods_of_two_years_stand_side_by_side(demo_kecil, baca):
    pola = []
    for instansi_id in baca.scalars(select(Instansi.id).order_by(Instansi.id)).all():
        semua = baca.scalars(select(Periode).where(Periode.instansi_id == instansi_id)).all()
        rencana = [RencanaPeriode(p.nama, p.awal, p.akhir, p.batas, p.jenis, p.tipe, p.angka, p.tahun, p.id) for p in semua]
        assert periksa_banyak(rencana, []) == {}
        assert {p.tahun for p in semua} == {2025, 2026} and all(p.tahun_urut == p.tahun for p in semua)
        pola.append(Counter(p.tipe for p in semua))
    assert pola[0] == {TipePeriode.BULANAN: 24, TipePeriode.TAHUNAN: 2}
    assert pola[1] == {TipePeriode.TRIWULAN: 8, TipePeriode.TAHUNAN: 2}
    assert PolaPeriode.BULANAN.jumlah * 2 == sum(pola[0].values())


def test_a_second_run_is_refused_and_changes_nothing(demo_kecil, jam, baca):
    with pytest.raises(Salah, match="sudah ada"):
        demo.buat(jam, instansi=1, pegawai=50, seed=99)
    assert baca.scalar(select(func.count()).select_from(Pegawai)) == 501


def test_an_interrupted_run_leaves_nothing(ctx, jam, baca):
    def putus(pesan):
        if pesan.startswith("Badan"):
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        demo.buat(jam, instansi=2, pegawai=100, seed=1, lapor=putus)
    assert [baca.scalar(select(func.count()).select_from(m)) for m in (Instansi, Unor, Pegawai, Periode)] == [0, 0, 0, 0]


@pytest.mark.parametrize(("instansi", "pegawai"), [(0, 100), (2, 19), (1, -5)])
def test_senseless_sizes_are_refused(ctx, jam, instansi, pegawai):
    with pytest.raises(Salah, match="sedikitnya"):
        demo.buat(jam, instansi=instansi, pegawai=pegawai, seed=1)


@pytest.mark.parametrize("mesin", ["sqlite"])
def test_the_smallest_and_many_instansi(ctx, jam, baca):
    hasil = demo.buat(jam, instansi=12, pegawai=12 * demo.PEGAWAI_MINIMAL, seed=3)
    assert (hasil.instansi, hasil.pegawai) == (12, 120)
    assert len(set(baca.scalars(select(Instansi.nama)))) == 12


@pytest.mark.parametrize("jenis", ["kabupaten", "kota", "provinsi", "badan"])
@pytest.mark.parametrize("sasaran", [1, 3, 41, 700, 3000])
def test_a_tree_of_any_size(jenis, sasaran):
    pohon = susun_pohon(random.Random("x"), jenis, "Contoh", sasaran)
    assert len(pohon) == sasaran
    assert all(s.atasan is not None and s.atasan < n and s.induk is not None for n, s in enumerate(pohon) if n)
    assert all(len(s.nama) <= 250 and len(s.jabatan) <= 240 for s in pohon)
    assert len({(s.nama, s.atasan) for s in pohon}) == sasaran
    assert pohon == susun_pohon(random.Random("x"), jenis, "Contoh", sasaran)


def test_the_same_seed_makes_the_same_people():
    def orang(benih, banyak=300):
        pengarang = Pengarang(random.Random(benih), Penomor(), HARI_INI, 1)
        simpul = susun_pohon(random.Random("x"), "kota", "Contoh", 3)[1]
        return [pengarang.staf(simpul, 1) for _ in range(banyak)]

    assert orang("a") == orang("a")
    assert orang("a") != orang("b")


def test_every_login_works_in_its_role(demo_kecil, jam, baca):
    assert demo.buat_akun(jam, RAHASIA) == 8
    akun = demo.akun(RAHASIA)
    assert [a["peran"] for a in akun] == [
        "pegawai",
        "admin_instansi",
        "helpdesk",
        "supervisor",
        "admin_bkn",
        "admin_instansi",
        "pegawai",
        "pegawai",
    ]
    pertama, kedua = baca.scalars(select(Instansi.nama).order_by(Instansi.id)).all()
    assert [a["instansi"] for a in akun] == [pertama, pertama, "semua", pertama, "semua", kedua, pertama, pertama]
    for a in akun:
        kunci = sesi.masuk(a["nip"], a["kata_sandi"], alamat="127.0.0.1", agen=None, jam=jam)
        with Session(db.engine) as segar:
            hidup = sesi.baca(segar, kunci, diam_menit=30, umur_jam=12, jam=jam, alamat=None, request_id=None)
        assert Peran(a["peran"]) in hidup.aktor.peran
        assert (hidup.melayani is None) == (a["instansi"] == "semua")
        if a["peran"] == "supervisor":
            unor = baca.get(Unor, hidup.aktor.unor_id)
            assert baca.scalar(select(func.count()).select_from(Unor).where(Unor.atasan_id == unor.id)) > 2
        if a["instansi"] != "semua":
            assert hidup.instansi_nama == a["instansi"] and Peran.PEGAWAI in hidup.aktor.peran


def test_logins_are_made_once_and_only_where_their_instansi_is(ctx, jam, baca):
    demo.buat(jam, instansi=1, pegawai=60, seed=1)
    assert demo.akun(RAHASIA) == []
    assert demo.buat_akun(jam, RAHASIA) == 7
    assert demo.buat_akun(jam, RAHASIA) == 0
    assert len(demo.akun(RAHASIA)) == baca.scalar(select(func.count()).select_from(Pengguna)) == 7


def test_passwords_come_from_the_secret_and_can_be_typed():
    semua = {demo.kata_sandi(rahasia, a.nip) for rahasia in ("a" * 32, "b" * 32) for a in demo.AKUN_DEMO}
    assert len(semua) == 16
    for teks in semua:
        assert len(teks) >= 12 and teks.isascii() and teks == teks.lower()
        assert any(c.isalpha() for c in teks) and any(c.isdigit() for c in teks)
    for a in demo.AKUN_DEMO:
        assert parse(a.nip).peringatan == () and int(a.nip[-3:]) > 900
