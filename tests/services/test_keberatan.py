"""Keberatan from filing to decision, on both databases. Today is Monday 23 November 2026."""

from __future__ import annotations

import threading
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.keberatan import batas_hari
from domain.predikat import Predikat, Rating, predikat
from domain.status import StatusCapaian, StatusKeberatan, StatusSkp, TransisiDitolak
from jobs import keberatan as pekerjaan
from models import CapaianOrganisasi, HariLibur, JejakAudit, Keberatan, Pengaturan, Penilaian, Periode, Skp
from services import keberatan, penilaian
from services import skp as layanan_skp
from services.galat import DataBasi, Salah, TidakDitemukan
from tenancy import Lingkup, pasang_lingkup


@pytest.fixture
def dunia_skp(ctx, skp):
    return skp


def ubah(skp, fungsi, n=1):
    with Session(skp.dunia.mesin, info={"unit_of_work": True}) as s:
        pasang_lingkup(s, Lingkup("instansi", skp.dunia.instansi[n]))
        fungsi(s)
        s.commit()


def ambil(skp, id=None, n=1):
    with skp.dunia.sesi(n) as s:
        return s.get(Keberatan, id or skp.keberatan[n])


@pytest.fixture
def november(dunia_skp):
    """November, rated Sesuai and Sesuai today."""
    skp = dunia_skp
    with skp.dunia.sesi() as s:
        id = s.scalars(select(Periode.id).where(Periode.angka == 11)).one()
    penilaian.nilai(skp.aktor("kabid"), skp.skp[1, "staf"], id, hasil=Rating.SESUAI, perilaku=Rating.SESUAI)
    return id


def ajukan(skp, periode, **ganti):
    isi = {"alasan": "Melebihi target", "hasil": Rating.DI_ATAS, "perilaku": Rating.DI_ATAS, **ganti}
    return keberatan.ajukan(skp.aktor("staf"), skp.skp[1, "staf"], periode, **isi)


# --- Filing -----------------------------------------------------------------------------------------------------------


def test_the_whole_path_to_agreement(dunia_skp, november):
    skp = dunia_skp
    id = ajukan(skp, november)
    k = ambil(skp, id)
    assert (k.status, k.nama, k.nama_penilai, k.nama_atasan) == (StatusKeberatan.DIAJUKAN, "Orang Staf", "Orang Kabid", "Orang Kepala")
    assert k.batas_putusan == date(2026, 12, 11)  # fourteen working days
    keberatan.jelaskan(skp.aktor("kabid"), id, k.versi, "Bukti belum lengkap saat dinilai")
    skp.dunia.jam.kini += timedelta(minutes=4)
    keberatan.cek(skp.aktor("kepala"), id)
    pertama = skp.dunia.jam.kini
    skp.dunia.jam.kini += timedelta(minutes=1)
    keberatan.cek(skp.aktor("kepala"), id)
    k = ambil(skp, id)
    assert (k.status, k.waktu_cek) == (StatusKeberatan.DICEK, pertama)
    keberatan.putuskan(skp.aktor("kepala"), id, k.versi, setuju=True, keputusan="Disetujui")
    k = ambil(skp, id)
    assert (k.status, k.waktu_respon, k.keputusan) == (StatusKeberatan.DISETUJUI, skp.dunia.jam.kini, "Disetujui")
    assert [(b.hasil, b.perilaku, b.akhir) for b in keberatan.tabel_nilai(k)] == [
        (Rating.SESUAI, Rating.SESUAI, Predikat.BAIK),
        (Rating.DI_ATAS, Rating.DI_ATAS, Predikat.SANGAT_BAIK),
        (Rating.DI_ATAS, Rating.DI_ATAS, Predikat.SANGAT_BAIK),
    ]
    with skp.dunia.sesi() as s:
        p = s.get(Penilaian, k.penilaian_id)
        assert (p.hasil, p.perilaku, p.predikat) == (Rating.DI_ATAS, Rating.DI_ATAS, Predikat.SANGAT_BAIK)
        jejak = s.scalars(select(JejakAudit.aksi).where(JejakAudit.entitas == "keberatan").order_by(JejakAudit.id)).all()
        assert jejak == ["ajukan_keberatan", "jelaskan_keberatan", "cek_keberatan", "setujui_keberatan"]
        assert s.scalars(select(JejakAudit.alasan).where(JejakAudit.aksi == "nilai_keberatan")).all() == ["Keberatan disetujui: Disetujui"]


def test_the_atasan_may_set_other_ratings_than_asked(dunia_skp):
    skp, id = dunia_skp, dunia_skp.keberatan[1]
    keberatan.cek(skp.aktor("kepala"), id)
    keberatan.putuskan(skp.aktor("kepala"), id, None, setuju=True, keputusan="Sebagian", hasil=Rating.DI_ATAS, perilaku=Rating.SESUAI)
    k = ambil(skp)
    assert (k.sesudah_hasil, k.sesudah_perilaku) == (Rating.DI_ATAS, Rating.SESUAI)
    with skp.dunia.sesi() as s:
        assert s.get(Penilaian, skp.penilaian[1]).predikat is Predikat.BAIK


def test_agreeing_to_what_was_given_already_is_refused(dunia_skp):
    skp, id = dunia_skp, dunia_skp.keberatan[1]
    keberatan.cek(skp.aktor("kepala"), id)
    with pytest.raises(Salah, match="sama dengan sebelumnya"):
        keberatan.putuskan(skp.aktor("kepala"), id, None, setuju=True, keputusan="x", hasil=Rating.SESUAI, perilaku=Rating.SESUAI)


def test_refusing_leaves_the_penilaian_as_it_was(dunia_skp):
    skp, id = dunia_skp, dunia_skp.keberatan[1]
    keberatan.cek(skp.aktor("kepala"), id)
    keberatan.putuskan(skp.aktor("kepala"), id, None, setuju=False, keputusan="Sudah tepat", hasil=Rating.DI_ATAS, perilaku=Rating.DI_ATAS)
    k = ambil(skp)
    assert (k.status, k.sesudah_hasil, k.sesudah_perilaku) == (StatusKeberatan.DITOLAK, Rating.SESUAI, Rating.SESUAI)
    with skp.dunia.sesi() as s:
        p = s.get(Penilaian, skp.penilaian[1])
        assert (p.predikat, p.versi) == (Predikat.BAIK, 1)
    with pytest.raises(Salah, match="sudah diputus: Ditolak"):
        keberatan.putuskan(skp.aktor("kepala"), id, None, setuju=True, keputusan="x")
    with pytest.raises(Salah, match="sudah diputus"):
        keberatan.jelaskan(skp.aktor("kabid"), id, None, "x")


def test_a_decision_marks_the_final_capaian(dunia_skp):
    skp, id = dunia_skp, dunia_skp.keberatan[1]

    def final(s):
        c = s.get(CapaianOrganisasi, skp.capaian[1])
        c.status, c.statistik, c.difinalkan = StatusCapaian.FINAL, {"pegawai": 3, "dinilai": 1}, skp.dunia.jam()

    ubah(skp, final)
    keberatan.cek(skp.aktor("kepala"), id)
    keberatan.putuskan(skp.aktor("kepala"), id, None, setuju=True, keputusan="Ya")
    with skp.dunia.sesi() as s:
        assert s.get(CapaianOrganisasi, skp.capaian[1]).berubah is True


@pytest.mark.parametrize(
    ("ganti", "kolom"),
    [
        ({"alasan": "  "}, "alasan"),
        ({"alasan": "x" * 4001}, "alasan"),
        ({"hasil": Rating.SESUAI, "perilaku": Rating.SESUAI}, "diminta_hasil"),
    ],
)
def test_a_request_says_why_and_differs_from_what_is(dunia_skp, november, ganti, kolom):
    with pytest.raises(Salah) as galat:
        ajukan(dunia_skp, november, **ganti)
    assert list(galat.value.kolom) == [kolom]


@pytest.mark.parametrize("hasil", list(Rating))
@pytest.mark.parametrize("perilaku", list(Rating))
@pytest.mark.parametrize("kini", [(Rating.SESUAI, Rating.SESUAI), (Rating.DI_BAWAH, Rating.SESUAI), (Rating.SESUAI, Rating.DI_BAWAH)])
def test_a_request_asks_for_a_better_predikat(dunia_skp, november, kini, hasil, perilaku):
    """Cell by cell of the matrix, from Baik, Butuh Perbaikan and Kurang."""
    skp, lama, diminta = dunia_skp, predikat(*kini), predikat(hasil, perilaku)

    def nilai(s):
        p = s.scalars(select(Penilaian).where(Penilaian.periode_id == november)).one()
        p.hasil, p.perilaku, p.predikat = *kini, lama

    ubah(skp, nilai)
    if diminta.kuadran < lama.kuadran:
        assert ajukan(skp, november, hasil=hasil, perilaku=perilaku)
        return
    with pytest.raises(Salah) as galat:
        ajukan(skp, november, hasil=hasil, perilaku=perilaku)
    pesan = galat.value.kolom["diminta_hasil"]
    assert diminta.label_cetak in pesan and lama.label_cetak in pesan and "tidak lebih baik" in pesan


def test_the_highest_predikat_leaves_nothing_to_ask_for(dunia_skp, november):
    def nilai(s):
        p = s.scalars(select(Penilaian).where(Penilaian.periode_id == november)).one()
        p.hasil, p.perilaku, p.predikat = Rating.DI_ATAS, Rating.DI_ATAS, Predikat.SANGAT_BAIK

    ubah(dunia_skp, nilai)
    with pytest.raises(Salah, match="sudah Sangat Baik, yang tertinggi"):
        ajukan(dunia_skp, november)


def status_skp(skp, status):
    ubah(skp, lambda s: setattr(s.get(Skp, skp.skp[1, "staf"]), "status", status))


@pytest.mark.parametrize("status", [StatusSkp.DRAFT, StatusSkp.PENGAJUAN])
def test_while_the_skp_does_not_hold_nothing_is_filed_checked_or_decided(dunia_skp, november, status):
    skp, id = dunia_skp, dunia_skp.keberatan[1]
    status_skp(skp, status)
    with pytest.raises(Salah, match=f"berstatus {status.label}. Keberatan dapat diajukan sesudah"):
        ajukan(skp, november)
    with pytest.raises(Salah, match="di-Check dan diputus sesudah SKP berstatus Persetujuan lagi"):
        keberatan.cek(skp.aktor("kepala"), id)
    status_skp(skp, StatusSkp.PERSETUJUAN)
    keberatan.cek(skp.aktor("kepala"), id)
    status_skp(skp, status)
    for setuju in (True, False):
        with pytest.raises(Salah, match=f"berstatus {status.label}"):
            keberatan.putuskan(skp.aktor("kepala"), id, None, setuju=setuju, keputusan="Ya")
    keberatan.jelaskan(skp.aktor("kabid"), id, None, "Menyusul")  # words wait for nothing
    status_skp(skp, StatusSkp.PERSETUJUAN)
    keberatan.putuskan(skp.aktor("kepala"), id, None, setuju=True, keputusan="Ya")
    with skp.dunia.sesi() as s:
        assert s.get(Penilaian, skp.penilaian[1]).predikat is Predikat.SANGAT_BAIK


def test_a_return_to_draft_does_not_shorten_the_term_to_file(dunia_skp, november):
    skp = dunia_skp
    skp.putus_keberatan()
    layanan_skp.kembalikan_ke_draft(skp.dunia.aktor(), skp.skp[1, "staf"], None, "Perbaiki")
    skp.dunia.jam.kini = datetime(2026, 12, 20, 2, 0, tzinfo=UTC)  # the term of 11 December has gone by in Draft
    layanan_skp.ajukan(skp.aktor("staf"), skp.skp[1, "staf"], None)
    layanan_skp.setujui(skp.aktor("kabid"), skp.skp[1, "staf"], None)
    with skp.dunia.sesi() as s:
        satu, p = s.get(Skp, skp.skp[1, "staf"]), s.scalars(select(Penilaian).where(Penilaian.periode_id == november)).one()
        assert keberatan.batas_pengajuan(s, satu, p.dinilai) == batas_hari(date(2026, 12, 20), 14, kerja=True, libur={date(2026, 12, 25)})
    assert ajukan(skp, november)


def test_a_return_to_draft_after_the_term_gives_no_new_one(dunia_skp, november):
    skp = dunia_skp
    skp.putus_keberatan()
    skp.dunia.jam.kini = datetime(2026, 12, 14, 2, 0, tzinfo=UTC)
    layanan_skp.kembalikan_ke_draft(skp.dunia.aktor(), skp.skp[1, "staf"], None, "Perbaiki")
    layanan_skp.ajukan(skp.aktor("staf"), skp.skp[1, "staf"], None)
    layanan_skp.setujui(skp.aktor("kabid"), skp.skp[1, "staf"], None)
    with pytest.raises(Salah, match="sudah lewat pada 11 Desember 2026"):
        ajukan(skp, november)


def test_of_filing_and_returning_at_once_one_is_refused(dunia_skp, november):
    """Never a Draft with an open keberatan, whoever comes first."""
    skp, gerbang, hasil = dunia_skp, threading.Barrier(2), []
    skp.putus_keberatan()

    def jalankan(fungsi):
        with skp.app.app_context():
            gerbang.wait(10)
            try:
                fungsi()
                hasil.append(True)
            except (DataBasi, Salah):
                hasil.append(False)

    kembali = lambda: layanan_skp.kembalikan_ke_draft(skp.dunia.aktor(), skp.skp[1, "staf"], None, "Perbaiki")  # noqa: E731
    orang = [threading.Thread(target=jalankan, args=(f,)) for f in (kembali, lambda: ajukan(skp, november))]
    for satu in orang:
        satu.start()
    for satu in orang:
        satu.join(30)
    assert sorted(hasil) == [False, True]


def test_only_what_is_rated_and_only_once(dunia_skp, november):
    skp = dunia_skp
    with skp.dunia.sesi() as s:
        oktober = s.scalars(select(Periode.id).where(Periode.angka == 10)).one()
    with pytest.raises(Salah, match="belum dinilai"):
        ajukan(skp, oktober)
    ajukan(skp, november)
    with pytest.raises(Salah, match="sudah pernah diajukan"):
        ajukan(skp, november)


def test_only_the_pegawai_files(dunia_skp, november):
    skp = dunia_skp
    for siapa in ("kabid", "kepala", "staf2"):
        with pytest.raises(TidakDitemukan):
            isi = {"alasan": "x", "hasil": Rating.DI_ATAS, "perilaku": Rating.DI_ATAS}
            keberatan.ajukan(skp.aktor(siapa), skp.skp[1, "staf"], november, **isi)


def test_nobody_to_decide_nothing_to_file(dunia_skp, november):
    ubah(dunia_skp, lambda s: setattr(s.get(Skp, dunia_skp.skp[1, "staf"]), "atasan_id", None))
    with pytest.raises(Salah, match="tidak mempunyai Atasan Pejabat Penilai Kinerja"):
        ajukan(dunia_skp, november)


# --- Terms ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kerja", "libur", "terakhir"),
    [
        (True, (), date(2026, 12, 11)),
        (True, (date(2026, 12, 9), date(2026, 12, 5)), date(2026, 12, 14)),  # a Wednesday counts, a Saturday does not
        (False, (date(2026, 12, 9),), date(2026, 12, 7)),
    ],
)
def test_filing_ends_with_the_term_of_the_settings_and_holidays(dunia_skp, november, kerja, libur, terakhir):
    skp = dunia_skp

    def atur(s):
        s.scalars(select(Pengaturan)).one().keberatan_hari_kerja = kerja
        for hari in libur:
            s.add(HariLibur(instansi_id=skp.dunia.instansi[1], tanggal=hari, nama="Libur", nama_cari="libur"))

    ubah(skp, atur)
    assert batas_hari(date(2026, 11, 23), 14, kerja=kerja, libur=libur) == terakhir
    skp.dunia.jam.kini = datetime(terakhir.year, terakhir.month, terakhir.day, 18, 0, tzinfo=UTC)  # 01.00 WIB, the day after
    with pytest.raises(Salah, match="sudah lewat pada"):
        ajukan(skp, november)
    skp.dunia.jam.kini -= timedelta(hours=2)
    assert ajukan(skp, november)


def test_the_term_to_decide_is_kept_as_it_was_when_filed(dunia_skp, november):
    skp = dunia_skp
    ubah(skp, lambda s: setattr(s.scalars(select(Pengaturan)).one(), "keberatan_putusan_hari", 3))
    assert ambil(skp, ajukan(skp, november)).batas_putusan == date(2026, 11, 26)


def test_late_shows_before_the_sweep_and_is_marked_by_it(dunia_skp):
    skp, id = dunia_skp, dunia_skp.keberatan[1]
    skp.dunia.jam.kini = datetime(2026, 12, 10, 12, 0, tzinfo=UTC)
    assert pekerjaan.sapu(skp.dunia.jam) == 0
    keberatan.cek(skp.aktor("kepala"), id)
    skp.dunia.jam.kini += timedelta(days=1)
    k = ambil(skp)
    assert (k.status, keberatan.status_pada(k, date(2026, 12, 11))) == (StatusKeberatan.DICEK, StatusKeberatan.TERLAMBAT)
    with pytest.raises(Salah, match="sudah lewat pada 10 Desember 2026"):
        keberatan.putuskan(skp.aktor("kepala"), id, None, setuju=True, keputusan="x")
    with pytest.raises(Salah, match="sudah lewat"):
        keberatan.cek(skp.aktor("kepala"), id)
    assert pekerjaan.sapu(skp.dunia.jam) == 2  # of both instansi
    assert pekerjaan.sapu(skp.dunia.jam) == 0
    for n in (1, 2):
        assert ambil(skp, n=n).status is StatusKeberatan.TERLAMBAT
        with skp.dunia.sesi(n) as s:
            assert len(s.scalars(select(JejakAudit).where(JejakAudit.aksi == "lewat_batas")).all()) == 1
    with skp.dunia.sesi() as s:
        assert s.get(Penilaian, skp.penilaian[1]).predikat is Predikat.BAIK


def test_the_filter_means_what_the_badge_shows(dunia_skp, november):
    skp = dunia_skp
    ajukan(skp, november)
    for hari in (date(2026, 12, 10), date(2026, 12, 11), date(2026, 12, 12)):
        with skp.dunia.sesi() as s:
            for status in StatusKeberatan:
                harap = {k.id for k in s.scalars(select(Keberatan)) if keberatan.status_pada(k, hari) is status}
                assert set(s.scalars(select(Keberatan.id).where(keberatan.berstatus(status, hari)))) == harap


# --- Who, in which order, and at once -----------------------------------------------------------------------------------


def test_each_only_his_own_part(dunia_skp):
    skp, id = dunia_skp, dunia_skp.keberatan[1]
    for siapa in ("staf", "kepala", "staf2"):
        with pytest.raises(TidakDitemukan):
            keberatan.jelaskan(skp.aktor(siapa), id, None, "x")
    for siapa in ("staf", "kabid", "staf2"):
        with pytest.raises(TidakDitemukan):
            keberatan.cek(skp.aktor(siapa), id)
        with pytest.raises(TidakDitemukan):
            keberatan.putuskan(skp.aktor(siapa), id, None, setuju=True, keputusan="x")
    with pytest.raises(TidakDitemukan):
        keberatan.cek(skp.aktor("kepala"), skp.keberatan[2])


def test_check_comes_before_the_decision(dunia_skp):
    with pytest.raises(TransisiDitolak):
        keberatan.putuskan(dunia_skp.aktor("kepala"), dunia_skp.keberatan[1], None, setuju=True, keputusan="x")


def test_a_new_explanation_makes_an_opened_decision_stale(dunia_skp):
    skp, id = dunia_skp, dunia_skp.keberatan[1]
    keberatan.cek(skp.aktor("kepala"), id)
    versi = ambil(skp).versi
    keberatan.jelaskan(skp.aktor("kabid"), id, versi, "Tambahan")
    with pytest.raises(DataBasi):
        keberatan.putuskan(skp.aktor("kepala"), id, versi, setuju=True, keputusan="x")


def test_of_two_deciders_at_once_one_wins(dunia_skp):
    skp, id = dunia_skp, dunia_skp.keberatan[1]
    keberatan.cek(skp.aktor("kepala"), id)
    versi, gerbang, hasil = ambil(skp).versi, threading.Barrier(2), []

    def putuskan(setuju):
        with skp.app.app_context():
            gerbang.wait(10)
            try:
                keberatan.putuskan(skp.aktor("kepala"), id, versi, setuju=setuju, keputusan="Ya" if setuju else "Tidak")
                hasil.append(setuju)
            except (DataBasi, Salah):
                hasil.append(None)

    orang = [threading.Thread(target=putuskan, args=(s,)) for s in (True, False)]
    for satu in orang:
        satu.start()
    for satu in orang:
        satu.join(30)
    menang = [h for h in hasil if h is not None]
    assert len(hasil) == 2 and len(menang) == 1
    k = ambil(skp)
    assert k.status is (StatusKeberatan.DISETUJUI if menang[0] else StatusKeberatan.DITOLAK)
    with skp.dunia.sesi() as s:
        assert s.get(Penilaian, skp.penilaian[1]).predikat is (Predikat.SANGAT_BAIK if menang[0] else Predikat.BAIK)
