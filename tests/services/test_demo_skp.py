"""The demo data of the SKP part obey the rules that the panel itself enforces, for any day of the year."""

import random
from collections import Counter
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from domain.keberatan import batas_hari
from domain.penilai import UnorPenilai, cari_penilai
from domain.predikat import predikat
from domain.skp import JenisSkp, MasaSkp, ModelSkp, periksa_masa
from domain.status import KEBERATAN_HIDUP, StatusAktif, StatusCapaian, StatusKeberatan, StatusSkp
from extensions import db
from models import (
    AnggotaTim,
    CapaianOrganisasi,
    HariLibur,
    Indikator,
    Instansi,
    Keberatan,
    LampiranSkp,
    Pegawai,
    Pengaturan,
    Penilaian,
    PerilakuSkp,
    RealisasiIndikator,
    RencanaAksi,
    Rhk,
    Skp,
    TimKerja,
    Unor,
)
from services import capaian_statistik, demo
from services import penilaian as layanan_penilaian
from tenancy import Lingkup, pasang_lingkup
from tests.conftest import isi_sekali


def jam_pada(hari: date):
    return lambda: datetime(hari.year, hari.month, hari.day, 7, 15, tzinfo=UTC)


@pytest.fixture(params=[date(2026, 11, 23), date(2026, 1, 4), date(2026, 6, 30)], ids=str)
def hari_ini(request):
    return request.param


@pytest.fixture
def baca(ctx, hari_ini):
    isi_sekali(ctx, f"demo SKP {hari_ini}", lambda: demo.buat(jam_pada(hari_ini), instansi=2, pegawai=300, seed=1))
    with Session(db.engine) as session:
        pasang_lingkup(session, Lingkup("lintas"))
        yield session


def di_instansi(baca):
    """A session inside the fence of each instansi."""
    for instansi_id in baca.scalars(select(Instansi.id).order_by(Instansi.id)).all():
        with Session(db.engine) as session:
            pasang_lingkup(session, Lingkup("instansi", instansi_id))
            yield session


def test_everyone_has_a_skp_and_its_dates_stand_beside_the_others(baca, hari_ini):
    milik: dict[int, list[Skp]] = {}
    for s in baca.scalars(select(Skp)):
        milik.setdefault(s.pegawai_id, []).append(s)
        assert s.tahun == s.awal.year and s.awal <= hari_ini
        assert s.salinan_pegawai["nama"] == s.nama and s.salinan_pegawai["jabatan"] == s.jabatan
        assert (s.penilai_id is None) == (s.salinan_penilai is None) and (s.atasan_id is None) == (s.salinan_atasan is None)
        assert s.penilai_id != s.pegawai_id
    for semua in milik.values():
        masa = [MasaSkp(s.id, s.jenis, s.unor_id, s.awal, s.akhir) for s in semua]
        assert all(periksa_masa(m, masa) == {} for m in masa)
    aktif = set(baca.scalars(select(Pegawai.id).where(Pegawai.status == StatusAktif.AKTIF)))
    assert not {p for p in aktif if not any(s.tahun == hari_ini.year for s in milik.get(p, ()))} - set(_belum_masuk(baca, hari_ini))
    assert {s.jenis for semua in milik.values() for s in semua} >= {JenisSkp.DEFINITIF, JenisSkp.PLT}


def _belum_masuk(baca, hari_ini):
    return [p.id for p in baca.scalars(select(Pegawai)) if p.tmt_golongan and p.tmt_golongan > date(hari_ini.year, 1, 1)]


def test_the_penilai_is_the_one_that_the_rule_finds(baca, hari_ini):
    for session in di_instansi(baca):
        pimpinan = {p.unor_id: p.id for p in session.scalars(select(Pegawai).where(Pegawai.jenis_jabatan == "pimpinan"))}
        unor = {u.id: UnorPenilai(u.id, u.nama, u.atasan_id, pimpinan.get(u.id)) for u in session.scalars(select(Unor))}
        for s in session.scalars(select(Skp).where(Skp.tahun == hari_ini.year - 1)):
            assert s.penilai_id == cari_penilai(s.pegawai_id, s.unor_id, unor.get).pegawai_id


def test_this_year_is_in_every_state_and_only_approved_skp_are_rated(baca, hari_ini):
    status = Counter(baca.execute(select(Skp.tahun, Skp.status)).all())
    assert {s for t, s in status if t == hari_ini.year - 1} == {StatusSkp.PERSETUJUAN}
    ini = {s: n for (t, s), n in status.items() if t == hari_ini.year}
    assert set(ini) == set(StatusSkp) and ini[StatusSkp.PERSETUJUAN] > 3 * (ini[StatusSkp.DRAFT] + ini[StatusSkp.PENGAJUAN])
    dinilai = baca.execute(select(Skp.status).join(Penilaian, Penilaian.skp_id == Skp.id).distinct()).scalars().all()
    assert dinilai == [StatusSkp.PERSETUJUAN]


def test_the_plan_is_whole_and_serves_the_leader(baca):
    milik = dict(baca.execute(select(Rhk.id, Rhk.skp_id)).all())
    skp = {s.id: s for s in baca.scalars(select(Skp))}
    diintervensi, lewat_tim = 0, set()
    ketua = set(
        baca.execute(
            select(AnggotaTim.pegawai_id, TimKerja.ketua_id, TimKerja.tahun).join(TimKerja, TimKerja.id == AnggotaTim.tim_id)
        ).all()
    )
    for r in baca.scalars(select(Rhk)):
        assert r.teks and (r.intervensi_id is None) == (r.intervensi is None)
        if r.intervensi_id is not None:
            diintervensi += 1
            atas = skp[milik[r.intervensi_id]]
            bawah = skp[r.skp_id]
            assert atas.tahun == bawah.tahun
            if atas.pegawai_id != bawah.penilai_id:
                assert (bawah.pegawai_id, atas.pegawai_id, bawah.tahun) in ketua
                lewat_tim.add(atas.pegawai_id)
    assert diintervensi > len(milik) / 2 and len(lewat_tim) > 1
    assert set(milik.values()) == set(skp)
    for i in baca.scalars(select(Indikator)):
        jpt = skp[milik[i.rhk_id]].model is ModelSkp.JPT
        assert (i.perspektif is not None) == jpt and not (jpt and i.aspek) and i.target
    for model in (PerilakuSkp, LampiranSkp, RencanaAksi, RealisasiIndikator, TimKerja):
        assert baca.scalar(select(func.count()).select_from(model)) > 0
    assert all(e is None or e.startswith("https://contoh.go.id/") for e in baca.scalars(select(RencanaAksi.eviden)))


def test_ratings_belong_to_periods_past_and_give_their_predikat(baca, hari_ini, ctx):
    sekarang = jam_pada(hari_ini)()
    final = 0
    for session in di_instansi(baca):
        masa: dict[int, dict[int, object]] = {}
        for s in session.scalars(select(Skp)):
            masa[s.id] = {p.id: p for p in layanan_penilaian.periode_skp(session, s)}
        for p in session.scalars(select(Penilaian)):
            periode = masa[p.skp_id][p.periode_id]
            assert periode.akhir < hari_ini
            if p.hasil is None:
                assert p.dinilai is None
                continue
            assert p.predikat is predikat(p.hasil, p.perilaku)
            assert periode.akhir < p.dinilai.date() <= hari_ini and p.dinilai <= sekarang
            assert p.dinilai.date() <= max(periode.batas, p.dibuka_sampai or periode.batas) or p.id in _diputus(session)
            final += periode.final
    assert final >= baca.scalar(
        select(func.count()).select_from(Skp).where(Skp.tahun == hari_ini.year - 1, Skp.jenis == JenisSkp.DEFINITIF)
    )


def _diputus(session):
    return set(session.scalars(select(Keberatan.penilaian_id).where(Keberatan.sesudah_hasil.is_not(None))))


def test_final_capaian_hold_what_the_panel_counts(baca, hari_ini):
    banyak = 0
    for session in di_instansi(baca):
        semua = session.scalars(select(CapaianOrganisasi)).all()
        assert {c.status for c in semua if c.tahun == hari_ini.year - 1} <= {StatusCapaian.FINAL, StatusCapaian.BELUM_FINAL}
        for c in semua:
            assert c.bukti_dukung.startswith("https://contoh.go.id/")
            assert (c.status is StatusCapaian.FINAL) == (c.statistik is not None) == (c.difinalkan is not None)
            if c.statistik is not None:
                banyak += 1
                assert c.statistik == capaian_statistik.hitung(session, c.unor_id, c.tahun, c.periode_id).ke_json()
    assert banyak > 10
    tanpa = select(func.count()).select_from(CapaianOrganisasi).where(CapaianOrganisasi.statistik.is_(None))
    assert baca.scalar(tanpa) == baca.scalar(
        select(func.count()).select_from(CapaianOrganisasi).where(CapaianOrganisasi.status == StatusCapaian.BELUM_FINAL)
    )


def test_keberatan_follow_from_their_dates(baca, hari_ini):
    sekarang = jam_pada(hari_ini)()
    libur = set(baca.scalars(select(HariLibur.tanggal)))
    ada = Counter()
    for k in baca.scalars(select(Keberatan)):
        ada[k.status] += 1
        assert None not in (k.penilai_id, k.atasan_id) and k.nama and k.nama_penilai and k.nama_atasan
        assert k.waktu_pengajuan <= (k.waktu_cek or k.waktu_pengajuan) <= (k.waktu_respon or sekarang) <= sekarang
        assert k.batas_putusan == batas_hari(k.waktu_pengajuan.date(), 14, kerja=True, libur=libur)
        diputus = k.status in (StatusKeberatan.DISETUJUI, StatusKeberatan.DITOLAK)
        assert diputus == (k.waktu_respon is not None) == (k.sesudah_hasil is not None) == (k.keputusan is not None)
        assert (k.waktu_cek is not None) or k.status in (StatusKeberatan.DIAJUKAN, StatusKeberatan.TERLAMBAT)
        if diputus:
            assert k.waktu_respon.date() <= k.batas_putusan
        else:
            assert (k.batas_putusan >= hari_ini) == (k.status in KEBERATAN_HIDUP)
        p = baca.get(Penilaian, k.penilaian_id)
        assert (p.hasil, p.perilaku) == (k.sesudah_hasil or k.sebelum_hasil, k.sesudah_perilaku or k.sebelum_perilaku)
        if k.status is not StatusKeberatan.DISETUJUI:
            assert p.dinilai < k.waktu_pengajuan and k.waktu_pengajuan.date() <= batas_hari(p.dinilai.date(), 14, kerja=True, libur=libur)
    assert set(ada) == set(StatusKeberatan)


def test_demo_logins_have_something_to_do(baca, hari_ini):
    akun = {a.nip: a for a in demo.AKUN_DEMO}
    saya, penilai, atasan = (baca.scalar(select(Pegawai).where(Pegawai.nomor_induk == list(akun)[n])) for n in (0, 6, 7))
    punya = {s.tahun: s for s in baca.scalars(select(Skp).where(Skp.pegawai_id == saya.id))}
    assert punya[hari_ini.year].status is StatusSkp.DRAFT and punya[hari_ini.year - 1].status is StatusSkp.PERSETUJUAN
    assert {(s.penilai_id, s.atasan_id) for s in punya.values()} == {(penilai.id, atasan.id)}
    lalu = baca.scalars(select(Penilaian).where(Penilaian.skp_id == punya[hari_ini.year - 1].id)).all()
    assert lalu and all(p.predikat for p in lalu)
    dinilai = select(Skp).where(Skp.penilai_id == penilai.id, Skp.tahun == hari_ini.year)
    assert StatusSkp.PENGAJUAN in {s.status for s in baca.scalars(dinilai)}
    assert baca.scalar(
        select(func.count()).select_from(Keberatan).where(Keberatan.atasan_id == atasan.id, Keberatan.status.in_(KEBERATAN_HIDUP))
    )


def test_every_instansi_has_settings_and_holidays(baca, hari_ini):
    for session in di_instansi(baca):
        assert session.scalar(select(func.count()).select_from(Pengaturan)) == 1
        libur = dict(session.execute(select(HariLibur.tanggal, HariLibur.nama)).all())
        assert date(hari_ini.year, 8, 17) in libur and "Libur instansi contoh" in libur.values()


@pytest.mark.parametrize("mesin", ["sqlite"])
def test_a_large_instansi_is_thinned_out_but_whole(ctx, jam, monkeypatch):
    from services import demo_skp

    monkeypatch.setattr(demo_skp, "BANYAK", 100)
    monkeypatch.setattr(demo_skp, "BONGKAH", 60)
    demo.buat(jam, instansi=1, pegawai=260, seed=1)
    with Session(db.engine) as session:
        pasang_lingkup(session, Lingkup("lintas"))
        periode = set(session.scalars(select(Penilaian.periode_id)))
        assert len(periode) == 3, "the Final of last year and the two latest"
        assert set(session.scalars(select(Rhk.skp_id))) == set(session.scalars(select(Skp.id)))
        assert set(session.scalars(select(Keberatan.status))) >= {StatusKeberatan.DICEK, StatusKeberatan.DIAJUKAN}
        # Pegawai whose leader was written in an earlier batch serve his RHK as well.
        assert session.scalar(select(func.count()).select_from(Rhk).where(Rhk.intervensi_id.is_not(None))) > 300
    for satu in di_instansi(session):
        for c in satu.scalars(select(CapaianOrganisasi).where(CapaianOrganisasi.statistik.is_not(None))):
            assert c.statistik == capaian_statistik.hitung(satu, c.unor_id, c.tahun, c.periode_id).ke_json()


def test_the_same_seed_and_day_make_the_same_rows():
    from domain.predikat import NilaiCapaian
    from services.demo_skp_isi import undi_rating

    def undian(benih):
        acak = random.Random(benih)
        return [undi_rating(acak, c) for c in NilaiCapaian for _ in range(50)]

    assert undian("a") == undian("a") != undian("b")
    jumlah = Counter(p for c in [NilaiCapaian.BAIK] for _, _, p in [undi_rating(random.Random(n), c) for n in range(400)])
    assert jumlah.most_common(1)[0][0].value == "baik"
