"""Penilaian: who fills what, until when, and what happens when two do it at once. Today is 23 November 2026."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.izin import Ditolak
from domain.penilaian import Isian, tanda
from domain.predikat import Predikat, Rating
from domain.status import StatusCapaian
from models import CapaianOrganisasi, JejakAudit, Penilaian, Periode, RealisasiIndikator, RencanaAksi, Skp
from services import penilaian, penilaian_isi
from services.galat import Salah, TidakDitemukan
from services.penilaian import IsianBasi
from tenancy import Lingkup, pasang_lingkup

NOVEMBER = 11


@pytest.fixture
def dunia_skp(ctx, skp):
    return skp


def id_periode(skp, angka, n=1):
    with skp.dunia.sesi(n) as s:
        return s.scalars(select(Periode.id).where(Periode.angka == angka)).one()


def isi(lama, baru):
    return Isian(baru, tanda(lama))


def ubah(skp, fungsi):
    with Session(skp.dunia.mesin, info={"unit_of_work": True}) as s:
        pasang_lingkup(s, Lingkup("instansi", skp.dunia.instansi[1]))
        fungsi(s)
        s.commit()


def baca(skp, model, *syarat):
    with skp.dunia.sesi() as s:
        return list(s.scalars(select(model).where(*syarat).order_by(model.id)))


def nilai(skp, periode_id, hasil=Rating.SESUAI, perilaku=Rating.SESUAI, **lain):
    return penilaian.nilai(skp.aktor("kabid"), skp.skp[1, "staf"], periode_id, hasil=hasil, perilaku=perilaku, **lain)


# --- Periods ----------------------------------------------------------------------------------------------------------


def test_periods_of_a_skp_are_those_that_share_a_day_with_it(dunia_skp):
    ubah(dunia_skp, lambda s: setattr(s.get(Skp, dunia_skp.skp[1, "staf"]), "awal", date(2026, 10, 31)))
    with dunia_skp.dunia.sesi() as s:
        semua = penilaian.periode_skp(s, s.get(Skp, dunia_skp.skp[1, "staf"]))
    assert [(p.awal.month, p.final) for p in semua] == [(10, False), (11, False), (12, False), (1, True)]
    assert semua[0].batas == date(2026, 11, 5)
    assert semua[-1].batas == date(2027, 1, 31)


@pytest.mark.parametrize(("hari", "buka"), [(date(2026, 12, 5), True), (date(2026, 12, 6), False)])
def test_open_through_the_last_day(dunia_skp, hari, buka):
    november = id_periode(dunia_skp, NOVEMBER)
    with dunia_skp.dunia.sesi() as s:
        p = s.get(Periode, november)
        assert penilaian.terbuka(None, p, 2026, hari) is buka
        assert penilaian.terbuka(Penilaian(dibuka_sampai=hari), p, 2026, hari) is True


# --- Filling in -------------------------------------------------------------------------------------------------------


def test_the_pegawai_reports_and_the_penilai_answers(dunia_skp):
    skp, november = dunia_skp, id_periode(dunia_skp, NOVEMBER)
    rhk, indikator, id = skp.rhk[1, "staf"], skp.indikator[1, "staf"], skp.skp[1, "staf"]
    isian = {
        f"realisasi_{indikator}": isi("", "3 laporan selesai"),
        f"aksibaru_{rhk}": isi("", "Menyusun laporan November"),
        f"evidenbaru_{rhk}": isi("", "https://contoh.go.id/november"),
    }
    assert penilaian_isi.simpan_pegawai(skp.aktor("staf"), id, november, isian) == 3
    penilaian_isi.simpan_penilai(skp.aktor("kabid"), id, november, {f"umpan_{indikator}": isi("", "Lanjutkan")})
    (p,) = baca(skp, Penilaian, Penilaian.periode_id == november)
    (r,) = baca(skp, RealisasiIndikator, RealisasiIndikator.penilaian_id == p.id)
    assert (r.realisasi, r.umpan_balik, p.predikat) == ("3 laporan selesai", "Lanjutkan", None)
    (a,) = baca(skp, RencanaAksi, RencanaAksi.periode_id == november)
    assert (a.teks, a.eviden) == ("Menyusun laporan November", "https://contoh.go.id/november")
    penilaian_isi.simpan_pegawai(skp.aktor("staf"), id, november, isian)  # sent twice
    assert len(baca(skp, RencanaAksi, RencanaAksi.periode_id == november)) == 1


def test_emptying_a_rencana_aksi_with_its_eviden_deletes_it(dunia_skp):
    skp, november = dunia_skp, id_periode(dunia_skp, NOVEMBER)
    rhk, id = skp.rhk[1, "staf"], skp.skp[1, "staf"]
    penilaian_isi.simpan_pegawai(skp.aktor("staf"), id, november, {f"aksibaru_{rhk}": isi("", "Rapat")})
    (a,) = baca(skp, RencanaAksi, RencanaAksi.periode_id == november)
    with pytest.raises(Salah) as galat:
        ke = {f"aksi_{rhk}_{a.id}": isi("Rapat", ""), f"eviden_{rhk}_{a.id}": isi("", "https://contoh.go.id/x")}
        penilaian_isi.simpan_pegawai(skp.aktor("staf"), id, november, ke)
    assert list(galat.value.kolom) == [f"aksi_{rhk}_{a.id}"]
    penilaian_isi.simpan_pegawai(skp.aktor("staf"), id, november, {f"aksi_{rhk}_{a.id}": isi("Rapat", "")})
    assert baca(skp, RencanaAksi, RencanaAksi.periode_id == november) == []
    # Another page still shows it, and changes it: the words come back as a new one instead of being lost.
    penilaian_isi.simpan_pegawai(skp.aktor("staf"), id, november, {f"aksi_{rhk}_{a.id}": isi("Rapat", "Rapat besar")})
    assert [x.teks for x in baca(skp, RencanaAksi, RencanaAksi.periode_id == november)] == ["Rapat besar"]


def test_two_pages_that_change_different_texts_do_not_undo_each_other(dunia_skp):
    skp, id = dunia_skp, dunia_skp.skp[1, "staf"]
    november, indikator, rhk = id_periode(skp, NOVEMBER), skp.indikator[1, "staf"], skp.rhk[1, "staf"]
    penilaian_isi.simpan_pegawai(skp.aktor("staf"), id, november, {f"realisasi_{indikator}": isi("", "satu")})
    penilaian_isi.simpan_pegawai(
        skp.aktor("staf"), id, november, {f"realisasi_{indikator}": isi("", ""), f"aksibaru_{rhk}": isi("", "Rapat")}
    )
    assert [r.realisasi for r in baca(skp, RealisasiIndikator)] == ["1 laporan", "satu"]
    assert len(baca(skp, RencanaAksi, RencanaAksi.periode_id == november)) == 1


def test_the_same_text_changed_twice_is_a_conflict_and_nothing_is_stored(dunia_skp):
    skp, id = dunia_skp, dunia_skp.skp[1, "staf"]
    november, indikator, rhk = id_periode(skp, NOVEMBER), skp.indikator[1, "staf"], skp.rhk[1, "staf"]
    kunci = f"realisasi_{indikator}"
    penilaian_isi.simpan_pegawai(skp.aktor("staf"), id, november, {kunci: isi("", "satu")})
    with pytest.raises(IsianBasi) as galat:
        penilaian_isi.simpan_pegawai(skp.aktor("staf"), id, november, {kunci: isi("", "dua"), f"aksibaru_{rhk}": isi("", "Rapat")})
    assert galat.value.bentrok == {kunci: "satu"}
    assert baca(skp, RencanaAksi, RencanaAksi.periode_id == november) == []
    penilaian_isi.simpan_pegawai(skp.aktor("staf"), id, november, {kunci: isi("satu", "dua")})
    assert baca(skp, RealisasiIndikator)[-1].realisasi == "dua"


def test_a_race_for_the_row_is_merged(dunia_skp, monkeypatch):
    """Pegawai and penilai write to one row: who comes second reads again instead of failing."""
    skp, id = dunia_skp, dunia_skp.skp[1, "staf"]
    november, indikator = id_periode(skp, NOVEMBER), skp.indikator[1, "staf"]
    asli, sekali = penilaian_isi._penilaian, []

    def menyela(unit, lembar):
        if not sekali:
            sekali.append(1)
            raise penilaian_isi.DataBasi("Penilaian ini")
        return asli(unit, lembar)

    monkeypatch.setattr(penilaian_isi, "_penilaian", menyela)
    assert penilaian_isi.simpan_pegawai(skp.aktor("staf"), id, november, {f"realisasi_{indikator}": isi("", "satu")}) == 1
    assert baca(skp, RealisasiIndikator)[-1].realisasi == "satu"


def test_two_at_once_make_one_row_and_both_are_kept(dunia_skp):
    skp, id = dunia_skp, dunia_skp.skp[1, "staf"]
    november, indikator = id_periode(skp, NOVEMBER), skp.indikator[1, "staf"]
    gerbang = threading.Barrier(2)

    def simpan(bagian):
        fungsi, siapa, kunci = bagian
        with skp.app.app_context():
            aktor = skp.aktor(siapa)
            gerbang.wait(10)
            return fungsi(aktor, id, november, {kunci: isi("", siapa)})

    dua = (
        (penilaian_isi.simpan_pegawai, "staf", f"realisasi_{indikator}"),
        (penilaian_isi.simpan_penilai, "kabid", f"umpan_{indikator}"),
    )
    with ThreadPoolExecutor(2) as kolam:
        assert list(kolam.map(simpan, dua)) == [1, 1]
    (p,) = baca(skp, Penilaian, Penilaian.periode_id == november)
    (r,) = baca(skp, RealisasiIndikator, RealisasiIndikator.penilaian_id == p.id)
    assert (r.realisasi, r.umpan_balik) == ("staf", "kabid")


@pytest.mark.parametrize(
    ("tautan", "kata"),
    [
        ("contoh.go.id/laporan", "diawali https://"),
        ("ftp://contoh.go.id/x", "diawali https://"),
        ("https://contoh.go.id/a b", "spasi"),
        ("javascript:alert(1)", "diawali https://"),
        ("https://", "diawali https://"),
        ("https://[::1", "diawali https://"),
        ("https://contoh.go.id/" + "x" * 1000, "paling panjang"),
    ],
)
def test_eviden_is_a_web_address(dunia_skp, tautan, kata):
    skp, rhk = dunia_skp, dunia_skp.rhk[1, "staf"]
    isian = {f"aksibaru_{rhk}": isi("", "Rapat"), f"evidenbaru_{rhk}": isi("", tautan)}
    with pytest.raises(Salah, match=kata) as galat:
        penilaian_isi.simpan_pegawai(skp.aktor("staf"), skp.skp[1, "staf"], id_periode(skp, NOVEMBER), isian)
    assert list(galat.value.kolom) == [f"evidenbaru_{rhk}"]


@pytest.mark.parametrize("siapa", ["kabid", "kepala", "staf2"])
def test_only_the_pegawai_fills_his_side(dunia_skp, siapa):
    skp, kunci = dunia_skp, f"realisasi_{dunia_skp.indikator[1, 'staf']}"
    with pytest.raises(TidakDitemukan):
        penilaian_isi.simpan_pegawai(skp.aktor(siapa), skp.skp[1, "staf"], id_periode(skp, NOVEMBER), {kunci: isi("", "x")})


@pytest.mark.parametrize("siapa", ["staf", "kepala", "staf2"])
def test_only_the_penilai_rates(dunia_skp, siapa):
    skp, november = dunia_skp, id_periode(dunia_skp, NOVEMBER)
    aktor = skp.aktor(siapa)
    with pytest.raises(TidakDitemukan):
        penilaian.nilai(aktor, skp.skp[1, "staf"], november, hasil=Rating.DI_ATAS, perilaku=Rating.DI_ATAS)
    with pytest.raises(TidakDitemukan):
        penilaian_isi.simpan_penilai(aktor, skp.skp[1, "staf"], november, {"catatan": isi("", "x")})
    assert baca(skp, Penilaian, Penilaian.periode_id == november) == []


@pytest.mark.parametrize("kunci", ["plt", "draft"])
def test_only_an_approved_skp_is_filled_in(dunia_skp, kunci):
    skp = dunia_skp
    orang = {"plt": "staf", "draft": "staf2"}[kunci]
    with pytest.raises(Salah, match="berstatus"):
        isian = {f"realisasi_{skp.indikator[1, kunci]}": isi("", "x")}
        penilaian_isi.simpan_pegawai(skp.aktor(orang), skp.skp[1, kunci], id_periode(skp, NOVEMBER), isian)


def test_after_batas_pengisian_both_sides_close_until_it_is_reopened(dunia_skp):
    skp, id, oktober = dunia_skp, dunia_skp.skp[1, "staf"], id_periode(dunia_skp, 10)
    indikator, rhk = skp.indikator[1, "staf"], skp.rhk[1, "staf"]
    pegawai = {f"realisasi_{indikator}": isi("", "x"), f"aksibaru_{rhk}": isi("", "y")}
    penilai = {f"umpan_{indikator}": isi("", "z")}
    for fungsi, siapa, isian in (
        (penilaian_isi.simpan_pegawai, "staf", pegawai),
        (penilaian_isi.simpan_penilai, "kabid", penilai),
        (penilaian_isi.simpan_penilai, "kabid", {"catatan": isi("", "z")}),
    ):
        with pytest.raises(Salah, match="lewat pada 5 November 2026"):
            fungsi(skp.aktor(siapa), id, oktober, isian)
    admin = skp.aktor("admin_instansi")
    penilaian.buka_pengisian(admin, id, oktober, date(2026, 11, 30), "Sakit")
    assert penilaian_isi.simpan_pegawai(skp.aktor("staf"), id, oktober, pegawai) == 2
    assert penilaian_isi.simpan_penilai(skp.aktor("kabid"), id, oktober, penilai) == 1
    skp.dunia.jam.kini += timedelta(days=8)
    with pytest.raises(Salah, match="30 November 2026"):
        penilaian_isi.simpan_pegawai(skp.aktor("staf"), id, oktober, {f"realisasi_{indikator}": isi("x", "xx")})
    with skp.dunia.sesi() as s:
        jejak = s.scalars(select(JejakAudit).where(JejakAudit.aksi == "buka_pengisian")).all()
    assert [j.alasan for j in jejak] == ["Sakit", "Oktober: Sakit"]


@pytest.mark.parametrize(
    ("sampai", "alasan", "kolom"),
    [
        (date(2026, 11, 22), "Sakit", "sampai"),
        (date(2026, 12, 1), "  ", "alasan"),
        (date(2026, 11, 1), "", "sampai"),
    ],
)
def test_reopening_wants_a_day_to_come_and_a_reason(dunia_skp, sampai, alasan, kolom):
    skp = dunia_skp
    with pytest.raises(Salah) as galat:
        penilaian.buka_pengisian(skp.aktor("helpdesk"), skp.skp[1, "staf"], id_periode(skp, 10), sampai, alasan)
    assert kolom in galat.value.kolom


def test_reopening_what_is_open_is_refused_and_so_are_others(dunia_skp):
    skp, november = dunia_skp, id_periode(dunia_skp, NOVEMBER)
    with pytest.raises(Salah, match="masih dibuka sampai 5 Desember 2026"):
        penilaian.buka_pengisian(skp.aktor("admin_instansi"), skp.skp[1, "staf"], november, date(2026, 12, 1), "x")
    with pytest.raises(TidakDitemukan):
        penilaian.buka_pengisian(skp.aktor("admin_instansi"), skp.skp[2, "staf"], november, date(2026, 12, 10), "x")
    for siapa in ("supervisor", "staf", "kabid"):
        with pytest.raises(Ditolak):
            penilaian.buka_pengisian(skp.aktor(siapa), skp.skp[1, "staf"], november, date(2026, 12, 10), "x")


# --- Ratings ----------------------------------------------------------------------------------------------------------


def test_ratings_give_the_predikat(dunia_skp):
    skp, november = dunia_skp, id_periode(dunia_skp, NOVEMBER)
    id = nilai(skp, november, Rating.DI_BAWAH, Rating.DI_ATAS, catatan="Perlu bimbingan")
    (p,) = baca(skp, Penilaian, Penilaian.id == id)
    assert (p.hasil, p.perilaku, p.predikat, p.catatan) == (Rating.DI_BAWAH, Rating.DI_ATAS, Predikat.BUTUH_PERBAIKAN, "Perlu bimbingan")
    assert p.dinilai == skp.dunia.jam()
    assert nilai(skp, november, Rating.DI_BAWAH, Rating.DI_ATAS, catatan="Perlu bimbingan") == id
    with skp.dunia.sesi() as s:
        assert len(s.scalars(select(JejakAudit).where(JejakAudit.aksi == "nilai")).all()) == 1


def test_a_changed_catatan_alone_does_not_move_the_time_of_rating(dunia_skp):
    skp, november = dunia_skp, id_periode(dunia_skp, NOVEMBER)
    id, kapan = nilai(skp, november), dunia_skp.dunia.jam()
    skp.dunia.jam.kini += timedelta(days=1)
    nilai(skp, november, catatan="Baik")
    (p,) = baca(skp, Penilaian, Penilaian.id == id)
    assert (p.catatan, p.dinilai) == ("Baik", kapan)


def test_not_before_the_period_begins(dunia_skp):
    with pytest.raises(Salah, match="mulai 1 Desember 2026"):
        nilai(dunia_skp, id_periode(dunia_skp, 12))


def test_past_the_deadline_a_change_needs_a_reason_but_the_first_rating_does_not(dunia_skp):
    skp, oktober = dunia_skp, id_periode(dunia_skp, 10)
    nilai(skp, oktober)
    with pytest.raises(Salah) as galat:
        nilai(skp, oktober, Rating.DI_ATAS, Rating.DI_ATAS)
    assert list(galat.value.kolom) == ["alasan"]
    nilai(skp, oktober, Rating.DI_ATAS, Rating.DI_ATAS, alasan="Bukti baru")
    with skp.dunia.sesi() as s:
        assert s.scalars(select(JejakAudit.alasan).where(JejakAudit.aksi == "nilai").order_by(JejakAudit.id)).all() == [None, "Bukti baru"]


def test_counted_ratings_change_only_with_a_reason_and_mark_the_capaian(dunia_skp):
    skp, november = dunia_skp, id_periode(dunia_skp, NOVEMBER)

    def final(s):
        c = s.get(CapaianOrganisasi, skp.capaian[1])
        c.periode_id, c.status, c.statistik, c.difinalkan = november, StatusCapaian.FINAL, {"pegawai": 3, "dinilai": 0}, skp.dunia.jam()

    ubah(skp, final)
    with pytest.raises(Salah, match="FINAL"):
        nilai(skp, november)
    nilai(skp, november, alasan="Terlewat")
    (c,) = baca(skp, CapaianOrganisasi)
    assert c.berubah is True


def test_ratings_of_a_sheet_come_together(dunia_skp):
    skp, november, id = dunia_skp, id_periode(dunia_skp, NOVEMBER), dunia_skp.skp[1, "staf"]
    with pytest.raises(Salah) as galat:
        penilaian_isi.simpan_penilai(skp.aktor("kabid"), id, november, {"rating_hasil": isi("", "di_atas")})
    assert list(galat.value.kolom) == ["rating_perilaku"]
    isian = {"rating_hasil": isi("", "di_atas"), "rating_perilaku": isi("", "di_atas"), "catatan": isi("", "Hebat")}
    assert penilaian_isi.simpan_penilai(skp.aktor("kabid"), id, november, isian) == 3
    (p,) = baca(skp, Penilaian, Penilaian.periode_id == november)
    assert (p.predikat, p.catatan) == (Predikat.SANGAT_BAIK, "Hebat")
    # A second page that still showed no rating must not overwrite the first.
    with pytest.raises(IsianBasi) as basi:
        penilaian_isi.simpan_penilai(skp.aktor("kabid"), id, november, {"rating_hasil": isi("", "di_bawah")})
    assert basi.value.bentrok == {"rating_hasil": "di_atas"}
    with pytest.raises(Salah):  # given ratings are not taken back
        penilaian_isi.simpan_penilai(skp.aktor("kabid"), id, november, {"rating_hasil": isi("di_atas", "")})


def test_a_keberatan_under_way_locks_the_ratings(dunia_skp):
    skp = dunia_skp
    with pytest.raises(Salah, match="sedang diajukan keberatan"):
        nilai(skp, skp.januari[1], Rating.DI_ATAS, Rating.DI_ATAS, alasan="x")
    skp.dunia.jam.kini = datetime.fromisoformat("2026-12-11T01:00:00+00:00")  # a day past its last
    nilai(skp, skp.januari[1], Rating.DI_ATAS, Rating.DI_ATAS, alasan="x")


def test_foreign_ids_look_missing(dunia_skp):
    skp, november = dunia_skp, id_periode(dunia_skp, NOVEMBER)
    for id, periode in ((skp.skp[2, "staf"], november), (skp.skp[1, "staf"], skp.januari[2]), (987_654, november)):
        with pytest.raises(TidakDitemukan):
            penilaian.nilai(skp.aktor("kabid"), id, periode, hasil=Rating.SESUAI, perilaku=Rating.SESUAI)
