"""The life of a SKP on both databases: made, submitted, approved, reopened; refreshed, kept as snapshots and restored."""

from __future__ import annotations

import random
import threading
from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlalchemy import func, select

from domain.berakhlak import NilaiBerakhlak
from domain.izin import Ditolak
from domain.jabatan import JenisJabatan
from domain.skp import JenisSkp, ModelSkp, Pendekatan
from domain.status import TRANSISI, StatusKeberatan, StatusSkp, TransisiDitolak, transisi
from models import (
    Indikator,
    JejakAudit,
    Keberatan,
    LampiranSkp,
    Pegawai,
    Penilaian,
    PerilakuSkp,
    Periode,
    PltPlh,
    PotretSkp,
    RealisasiIndikator,
    RencanaAksi,
    Rhk,
    Skp,
    Unor,
)
from services import skp as layanan
from services import skp_segar
from services.galat import DataBasi, GalatLayanan, Salah, TidakDitemukan
from services.skp_potret import isi_skp
from services.unit_of_work import unit_of_work
from tests.dunia_skp import DuniaSkp

AWAL, AKHIR = date(2026, 1, 1), date(2026, 12, 31)


@pytest.fixture
def ds(skp: DuniaSkp, ctx: Any) -> DuniaSkp:
    return skp


def ambil(ds: DuniaSkp, kunci: str) -> Skp:
    with ds.dunia.sesi() as s:
        skp = s.get(Skp, ds.skp[1, kunci])
        s.expunge_all()
        return skp


def versi(ds: DuniaSkp, kunci: str) -> int:
    return ambil(ds, kunci).versi


def ubah(ds: DuniaSkp, model: type, id: int, **nilai: Any) -> None:
    with unit_of_work(ds.dunia.aktor()) as unit:
        objek = unit.session.get_one(model, id)
        for k, v in nilai.items():
            setattr(objek, k, v)


def audit(ds: DuniaSkp, aksi: str) -> list[JejakAudit]:
    with ds.dunia.sesi() as s:
        return list(s.scalars(select(JejakAudit).where(JejakAudit.entitas == "skp", JejakAudit.aksi == aksi)))


def baru(ds: DuniaSkp, siapa: str = "staf2", **ganti: Any) -> int:
    isi = {
        "unor_id": ds.dunia.unor[1, "seksi"],
        "jabatan": "Analis Kebijakan Ahli Muda",
        "jenis": JenisSkp.DEFINITIF,
        "awal": date(2027, 1, 1),
        "akhir": date(2027, 12, 31),
        "pendekatan": Pendekatan.KUANTITATIF,
    }
    with ds.dunia.sesi() as s:
        if layanan.halangan_tahun(s, 2027, ds.dunia.jam().date()):
            ds.buat_periode(2027)
    return layanan.buat(ds.aktor(siapa), **{**isi, **ganti})


def skp(ds: DuniaSkp, id: int) -> Skp:
    with ds.dunia.sesi() as s:
        satu = s.get_one(Skp, id)
        s.expunge_all()
        return satu


# --- Making -----------------------------------------------------------------------------------------------------------


def test_a_new_skp_is_a_draft_with_copies_of_three_people(ds):
    # The PLT of the seksi ends with 2026, so in 2027 the bidang's leader assesses.
    satu = skp(ds, baru(ds))
    assert (satu.status, satu.tahun, satu.model, satu.versi) == (StatusSkp.DRAFT, 2027, ModelSkp.JA_JF, 1)
    assert (satu.nama, satu.nama_cari, satu.salinan_pegawai["unor"]) == ("Orang Staf2", "orang staf2", "Seksi Penilaian")
    assert (satu.penilai_id, satu.salinan_penilai["nama"]) == (ds.dunia.pegawai[1, "kabid"], "Orang Kabid")
    assert (satu.atasan_id, satu.salinan_atasan["nama"]) == (ds.dunia.pegawai[1, "kepala"], "Orang Kepala")
    assert len(audit(ds, "tambah")) == 1


def test_the_pimpinan_of_a_unor_mandiri_gets_the_model_jpt(ds):
    satu = skp(ds, baru(ds, "kepala", unor_id=ds.dunia.unor[1, "dinas"]))
    assert (satu.model, satu.penilai_id, satu.salinan_penilai) == (ModelSkp.JPT, None, None)


def test_whoever_leads_a_unor_that_is_not_mandiri_gets_ja_jf(ds):
    assert skp(ds, baru(ds, "kabid", unor_id=ds.dunia.unor[1, "bidang"])).model is ModelSkp.JA_JF


def test_two_definitif_ones_must_not_overlap(ds):
    with pytest.raises(Salah) as galat:
        baru(ds, awal=AWAL, akhir=AKHIR)
    assert "Bertumpang tindih" in galat.value.kolom["awal"]


@pytest.mark.parametrize("tahun", [1990, 2025, 2027, 9999])
def test_a_year_without_periode_has_no_skp(ds, tahun):
    with pytest.raises(Salah) as galat:
        layanan.buat(
            ds.aktor("staf2"), unor_id=ds.dunia.unor[1, "seksi"], jabatan="Analis", jenis=JenisSkp.DEFINITIF,
            awal=date(tahun, 1, 1), akhir=date(tahun, 12, 31), pendekatan=Pendekatan.KUANTITATIF,
        )  # fmt: skip
    assert galat.value.kolom == {
        "awal": f"Periode {tahun} belum dibuat, sehingga SKP {tahun} belum dapat disusun. Tahun yang sudah mempunyai periode: 2026."
    }


def test_a_periode_without_tahun_opens_the_years_around_this_one_only(ds):
    hari_ini = ds.dunia.jam().date()
    with ds.dunia.sesi() as s:
        assert layanan.tahun_terbuka(s, hari_ini) == [2026]
    ubah(ds, Periode, ds.final[1], tahun=None, tahun_urut=0)
    with ds.dunia.sesi() as s:
        assert layanan.tahun_terbuka(s, hari_ini) == [2025, 2026, 2027]
        assert layanan.halangan_tahun(s, 2027, hari_ini) is None and layanan.halangan_tahun(s, 2028, hari_ini)


def test_a_skp_lies_within_one_year(ds):
    with pytest.raises(Salah) as galat:
        baru(ds, akhir=date(2028, 1, 31))
    assert "akhir" in galat.value.kolom


@pytest.mark.parametrize(
    ("ganti", "kolom"),
    [({"jenis": JenisSkp.PLT}, "unor_id"), ({"jabatan": "  "}, "jabatan"), ({"unor_id": 999_999}, "unor_id")],
    ids=["no such post", "no jabatan", "no unor"],
)
def test_what_does_not_fit_is_refused_at_its_field(ds, ganti, kolom):
    with pytest.raises(Salah) as galat:
        baru(ds, **ganti)
    assert set(galat.value.kolom) == {kolom}


def test_a_skp_of_plt_takes_a_post_that_covers_its_dates(ds):
    ubah(ds, PltPlh, ds.dunia.plt[1], akhir=date(2027, 6, 30))
    with pytest.raises(Salah):
        baru(ds, "staf", jenis=JenisSkp.PLT)
    satu = skp(ds, baru(ds, "staf", jenis=JenisSkp.PLT, akhir=date(2027, 6, 30), jabatan="Plt. Kepala Seksi"))
    assert (satu.jenis, satu.jabatan, satu.penilai_id) == (JenisSkp.PLT, "Plt. Kepala Seksi", ds.dunia.pegawai[1, "kabid"])
    with pytest.raises(Salah):
        baru(ds, "staf", jenis=JenisSkp.PLH, akhir=date(2027, 6, 30))


def test_the_acting_head_of_a_unor_mandiri_gets_the_model_jpt(ds):
    ubah(ds, PltPlh, ds.dunia.plt[1], unor_id=ds.dunia.unor[1, "dinas"], akhir=date(2027, 12, 31))
    assert skp(ds, baru(ds, "staf", jenis=JenisSkp.PLT, unor_id=ds.dunia.unor[1, "dinas"])).model is ModelSkp.JPT


def test_only_a_pegawai_makes_one(ds):
    with pytest.raises(Ditolak):
        baru(ds, "admin_instansi")


# --- Submitting and approving -----------------------------------------------------------------------------------------


def test_submitting_and_approving(ds):
    ubah(ds, Skp, ds.skp[1, "draft"], catatan_kembali="Lengkapi indikator")
    layanan.ajukan(ds.aktor("staf2"), ds.skp[1, "draft"], versi(ds, "draft"))
    satu = ambil(ds, "draft")
    assert (satu.status, satu.catatan_kembali, satu.diajukan) == (StatusSkp.PENGAJUAN, None, ds.dunia.jam())
    layanan.setujui(ds.aktor("staf"), ds.skp[1, "draft"], satu.versi)
    satu = ambil(ds, "draft")
    assert (satu.status, satu.disetujui) == (StatusSkp.PERSETUJUAN, ds.dunia.jam())
    assert [len(audit(ds, a)) for a in ("ajukan", "setujui")] == [1, 1]


def test_a_skp_without_rhk_is_not_submitted(ds):
    id = baru(ds)
    with pytest.raises(Salah, match="Belum ada Rencana Hasil Kerja utama"):
        layanan.ajukan(ds.aktor("staf2"), id, 1)


def test_a_rhk_without_indikator_is_named(ds):
    with unit_of_work(ds.dunia.aktor()) as unit:
        unit.session.add(Rhk(skp_id=ds.skp[1, "draft"], urut=2, teks="Tanpa indikator"))
    with pytest.raises(Salah, match="RHK utama nomor 2 belum mempunyai indikator"):
        layanan.ajukan(ds.aktor("staf2"), ds.skp[1, "draft"], None)
    assert ambil(ds, "draft").status is StatusSkp.DRAFT


def test_a_missing_penilai_is_looked_for_once_more(ds):
    ubah(ds, Skp, ds.skp[1, "draft"], penilai_id=None, salinan_penilai=None)
    layanan.ajukan(ds.aktor("staf2"), ds.skp[1, "draft"], None)
    satu = ambil(ds, "draft")
    assert (satu.penilai_id, satu.salinan_penilai["nama"]) == (ds.dunia.pegawai[1, "staf"], "Orang Staf")


def test_without_any_penilai_it_is_said_who_can_help(ds):
    layanan.kembalikan_ke_draft(ds.dunia.aktor(), ds.skp[1, "kepala"], None, "Perbaiki")
    with pytest.raises(Salah, match="admin memeriksa pimpinan unor"):
        layanan.ajukan(ds.aktor("kepala"), ds.skp[1, "kepala"], None)


def test_the_pimpinan_of_a_unor_mandiri_confirms_his_own(ds):
    layanan.kembalikan_ke_draft(ds.dunia.aktor(), ds.skp[1, "kepala"], None, "Perbaiki")
    layanan.tetapkan(ds.aktor("kepala"), ds.skp[1, "kepala"], None)
    assert ambil(ds, "kepala").status is StatusSkp.PERSETUJUAN


def test_nobody_else_confirms_his_own(ds):
    with pytest.raises(Salah, match="Hanya pimpinan Unor Mandiri"):
        layanan.tetapkan(ds.aktor("staf2"), ds.skp[1, "draft"], None)


def test_the_penilai_returns_it_with_a_reason(ds):
    with pytest.raises(Salah) as galat:
        layanan.kembalikan(ds.aktor("kabid"), ds.skp[1, "plt"], None, "  ")
    assert set(galat.value.kolom) == {"alasan"}
    layanan.kembalikan(ds.aktor("kabid"), ds.skp[1, "plt"], None, "Target belum terukur")
    satu = ambil(ds, "plt")
    assert (satu.status, satu.catatan_kembali, satu.diajukan) == (StatusSkp.DRAFT, "Target belum terukur", None)


@pytest.mark.parametrize("siapa", ["kepala", "staf", "staf2"])
def test_only_the_penilai_approves_and_to_others_it_looks_missing(ds, siapa):
    with pytest.raises(TidakDitemukan):
        layanan.setujui(ds.aktor(siapa), ds.skp[1, "plt"], None)


@pytest.mark.parametrize("apa", ["ajukan", "tetapkan", "hapus"])
def test_only_the_owner_acts_on_his_draft(ds, apa):
    with pytest.raises(TidakDitemukan):
        getattr(layanan, apa)(ds.aktor("staf"), ds.skp[1, "draft"], None)


def test_an_older_version_is_refused(ds):
    with pytest.raises(DataBasi):
        layanan.ajukan(ds.aktor("staf2"), ds.skp[1, "draft"], versi(ds, "draft") + 1)


# --- Kembalikan ke Draft ----------------------------------------------------------------------------------------------


def test_the_admin_reopens_with_a_reason_and_a_snapshot_stays(ds):
    ds.putus_keberatan()
    layanan.kembalikan_ke_draft(ds.dunia.aktor("helpdesk"), ds.skp[1, "staf"], versi(ds, "staf"), " Salah unit kerja ")
    satu = ambil(ds, "staf")
    assert (satu.status, satu.catatan_kembali, satu.disetujui) == (StatusSkp.DRAFT, "Salah unit kerja", None)
    with ds.dunia.sesi() as s:
        potret = s.scalars(select(PotretSkp).where(PotretSkp.skp_id == satu.id)).one()
        assert (potret.sebab, potret.alasan, potret.isi["skp"]["status"]) == ("kembalikan_ke_draft", "Salah unit kerja", "persetujuan")
        assert {k: len(v) for k, v in potret.isi.items() if k != "skp"} == {
            "rhk": 1, "indikator": 1, "perilaku_skp": 1, "lampiran_skp": 1, "rencana_aksi": 1, "penilaian": 1, "realisasi_indikator": 1,
            "umpan_balik_perilaku": 1,
        }  # fmt: skip
        assert s.scalar(select(func.count()).select_from(Penilaian)) == 1
    [jejak] = audit(ds, "kembalikan_ke_draft")
    assert jejak.alasan == "Salah unit kerja"


def test_an_open_keberatan_goes_first(ds):
    with pytest.raises(Salah, match=r"Keberatan atas penilaian Januari \(Diajukan, batas putusan 10 Desember 2026\) belum diputus"):
        layanan.kembalikan_ke_draft(ds.dunia.aktor(), ds.skp[1, "staf"], None, "Salah unit kerja")
    assert ambil(ds, "staf").status is StatusSkp.PERSETUJUAN
    with ds.dunia.sesi() as s:
        assert s.scalar(select(func.count()).select_from(PotretSkp).where(PotretSkp.skp_id == ds.skp[1, "staf"])) == 0
    ds.dunia.jam.kini = datetime(2026, 12, 11, 1, 0, tzinfo=UTC)  # too late now, whether or not the sweep has come by
    layanan.kembalikan_ke_draft(ds.dunia.aktor(), ds.skp[1, "staf"], None, "Salah unit kerja")
    assert ambil(ds, "staf").status is StatusSkp.DRAFT


def test_a_restoration_does_not_lead_round_an_open_keberatan(ds):
    ds.putus_keberatan()
    layanan.kembalikan_ke_draft(ds.dunia.aktor(), ds.skp[1, "staf"], None, "Perbaiki")
    layanan.pulihkan(ds.dunia.aktor(), potret_terakhir(ds))
    ubah(ds, Keberatan, ds.keberatan[1], status=StatusKeberatan.DICEK)
    with pytest.raises(Salah, match="belum diputus"):  # the snapshot before the restoration is a Draft
        layanan.pulihkan(ds.dunia.aktor(), potret_terakhir(ds))
    assert ambil(ds, "staf").status is StatusSkp.PERSETUJUAN


def test_the_effects_name_the_keberatan_that_are_over(ds):
    with ds.dunia.sesi() as s:
        assert not any("keberatan" in a for a in layanan.akibat_kembali(s, s.get_one(Skp, ds.skp[1, "kabid"])))
        assert "1 keberatan yang sudah selesai tetap tersimpan; keputusannya tidak berubah." in layanan.akibat_kembali(
            s, s.get_one(Skp, ds.skp[1, "staf"])
        )


def test_a_reason_that_is_too_long_is_refused_not_cut(ds):
    with pytest.raises(Salah, match=r"paling banyak 1\.000 huruf"):
        layanan.kembalikan_ke_draft(ds.dunia.aktor(), ds.skp[1, "kabid"], None, "x" * 1_001)
    layanan.kembalikan_ke_draft(ds.dunia.aktor(), ds.skp[1, "kabid"], None, "x\r\n" * 400)
    assert len(ambil(ds, "kabid").catatan_kembali) == 799


@pytest.mark.parametrize("siapa", ["supervisor", "staf", "kabid"])
def test_whoever_may_not_reopen_is_refused(ds, siapa):
    with pytest.raises(Ditolak):
        layanan.kembalikan_ke_draft(ds.aktor(siapa), ds.skp[1, "staf"], None, "Alasan")


def test_a_draft_is_not_reopened(ds):
    with pytest.raises(TransisiDitolak):
        layanan.kembalikan_ke_draft(ds.dunia.aktor(), ds.skp[1, "draft"], None, "Alasan")


def test_a_skp_of_another_instansi_looks_missing(ds):
    with pytest.raises(TidakDitemukan):
        layanan.kembalikan_ke_draft(ds.dunia.aktor(), ds.skp[2, "staf"], None, "Alasan")


def test_of_two_admins_at_once_one_wins_and_the_other_is_told(ds, app):
    ds.putus_keberatan()
    v, hasil, mulai = versi(ds, "staf"), [], threading.Barrier(2)

    def coba(siapa: str) -> None:
        with app.app_context():
            mulai.wait()
            try:
                layanan.kembalikan_ke_draft(ds.dunia.aktor(siapa), ds.skp[1, "staf"], v, f"Oleh {siapa}")
                hasil.append("menang")
            except (DataBasi, TransisiDitolak) as galat:
                hasil.append(str(galat))

    utas = [threading.Thread(target=coba, args=(s,)) for s in ("admin_instansi", "helpdesk")]
    [u.start() for u in utas]
    [u.join() for u in utas]
    assert hasil.count("menang") == 1 and len(hasil) == 2
    assert any("sudah diubah orang lain" in h for h in hasil)
    with ds.dunia.sesi() as s:
        assert s.scalar(select(func.count()).select_from(PotretSkp).where(PotretSkp.skp_id == ds.skp[1, "staf"])) == 1


def test_a_random_walk_never_leaves_the_table(ds):
    """Whoever tries whatever, in any order: the status changes only as the table says, for whom it says, and is audited."""
    acak = random.Random(20261123)
    aksi = sorted({t.aksi for t in TRANSISI if t.entitas == "skp"})
    aktor = {s: ds.aktor(s) for s in ("kepala", "kabid", "staf", "staf2", "admin_instansi", "helpdesk", "supervisor")}
    pihak = {"plt": ("staf", "kabid"), "draft": ("staf2", "staf"), "kepala": ("kepala", None)}
    terjadi: set[tuple[str, str]] = set()
    for _ in range(160):
        kunci, apa, siapa = acak.choice(sorted(pihak)), acak.choice(aksi), acak.choice(sorted(aktor))
        if apa != "kembalikan_ke_draft" and acak.random() < 0.5:
            siapa = pihak[kunci][apa in ("setujui", "kembalikan")] or siapa
        sebelum = ambil(ds, kunci)
        alasan = ("Alasan",) if apa.startswith("kembalikan") else ()
        try:
            getattr(layanan, apa)(aktor[siapa], ds.skp[1, kunci], None, *alasan)
        except (Ditolak, GalatLayanan, TransisiDitolak):
            assert ambil(ds, kunci).versi == sebelum.versi
            continue
        langkah, sesudah = transisi("skp", sebelum.status, apa), ambil(ds, kunci)
        assert (sesudah.status, sesudah.versi) == (langkah.ke, sebelum.versi + 1)
        assert aktor[siapa].boleh(langkah.izin)
        pemilik, penilai = pihak[kunci]
        if apa in ("ajukan", "tetapkan"):
            assert siapa == pemilik and (apa == "ajukan" or kunci == "kepala")
        elif apa in ("setujui", "kembalikan"):
            assert siapa == penilai
        terjadi.add((apa, sebelum.status.value))
    assert {a for a, _ in terjadi} == set(aksi), "the walk is too short to say anything"


# --- Deleting ---------------------------------------------------------------------------------------------------------


def test_an_own_draft_is_deleted_and_comes_back_from_its_snapshot(ds):
    id = ds.skp[1, "draft"]
    with ds.dunia.sesi() as s:
        semula = isi_skp(s, s.get_one(Skp, id))
    layanan.hapus(ds.aktor("staf2"), id, versi(ds, "draft"))
    with ds.dunia.sesi() as s:
        assert s.get(Skp, id) is None and s.get(Rhk, ds.rhk[1, "draft"]) is None
        potret = s.scalars(select(PotretSkp).where(PotretSkp.skp_id == id, PotretSkp.sebab == "hapus")).one().id
    [jejak] = audit(ds, "hapus")
    assert {p["label"]: p["sebelum"] for p in jejak.perubahan}.items() >= {
        "RHK": 1,
        "Indikator": 1,
        "NIP": semula["skp"]["nomor_induk"],
    }.items()
    assert layanan.pulihkan(ds.dunia.aktor("helpdesk"), potret) == []
    with ds.dunia.sesi() as s:
        assert isi_skp(s, s.get_one(Skp, id)) == semula


def test_a_skp_that_is_no_draft_is_not_deleted(ds):
    with pytest.raises(Salah, match="hanya Draft"):
        layanan.hapus(ds.aktor("staf"), ds.skp[1, "plt"], None)


@pytest.mark.parametrize(("kunci", "siapa", "kata"), [("staf", "staf", "keberatan"), ("kabid", "kabid", "mengintervensi")])
def test_what_others_rest_on_is_not_deleted(ds, kunci, siapa, kata):
    ds.putus_keberatan()
    layanan.kembalikan_ke_draft(ds.dunia.aktor(), ds.skp[1, kunci], None, "Perbaiki")
    with pytest.raises(Salah, match=kata):
        layanan.hapus(ds.aktor(siapa), ds.skp[1, kunci], None)


# --- Refresh ----------------------------------------------------------------------------------------------------------


def test_refresh_with_nothing_new_changes_nothing(ds):
    v = versi(ds, "staf")
    assert skp_segar.segarkan_pegawai(ds.dunia.aktor(), ds.skp[1, "staf"], v) is False
    assert (versi(ds, "staf"), audit(ds, "refresh_pegawai")) == (v, [])


def test_refresh_of_the_pegawai_follows_him_to_his_unor(ds):
    ubah(ds, Pegawai, ds.dunia.pegawai[1, "staf"], unor_id=ds.dunia.unor[1, "seksi"], golongan="34", nama="Orang Staf Baru")
    with ds.dunia.sesi() as s:
        usulan = skp_segar.usulan_pegawai(s, s.get_one(Skp, ds.skp[1, "staf"]), date(2026, 11, 23))
    assert [k for k, _, _ in usulan.blok[0].beda] == ["nama", "golongan", "unor"]
    assert skp_segar.segarkan_pegawai(ds.dunia.aktor(), ds.skp[1, "staf"], versi(ds, "staf")) is True
    satu = ambil(ds, "staf")
    assert (satu.unor_id, satu.nama, satu.nama_cari) == (ds.dunia.unor[1, "seksi"], "Orang Staf Baru", "orang staf baru")
    assert (satu.salinan_pegawai["unor"], satu.salinan_pegawai["golongan"]) == ("Seksi Penilaian", "34")
    [jejak] = audit(ds, "refresh_pegawai")
    assert "Pegawai yang Dinilai: Unit Kerja" in [p["label"] for p in jejak.perubahan]


def test_a_skp_that_has_ended_stays_in_its_unor(ds):
    ubah(ds, Skp, ds.skp[1, "staf"], akhir=date(2026, 6, 30))
    ubah(ds, Pegawai, ds.dunia.pegawai[1, "staf"], unor_id=ds.dunia.unor[1, "seksi"])
    ubah(ds, Unor, ds.dunia.unor[1, "bidang"], nama="Bidang Kurikulum dan Penilaian")
    assert skp_segar.segarkan_pegawai(ds.dunia.aktor(), ds.skp[1, "staf"], None) is True
    satu = ambil(ds, "staf")
    assert (satu.unor_id, satu.salinan_pegawai["unor"]) == (ds.dunia.unor[1, "bidang"], "Bidang Kurikulum dan Penilaian")


def test_refresh_of_the_penilai_applies_the_rule_and_renews_the_atasan(ds):
    ubah(ds, PltPlh, ds.dunia.plt[1], aktif=False)
    assert skp_segar.segarkan_penilai(ds.dunia.aktor("helpdesk"), ds.skp[1, "draft"], versi(ds, "draft")) is True
    satu = ambil(ds, "draft")
    assert (satu.penilai_id, satu.salinan_penilai["nama"]) == (ds.dunia.pegawai[1, "kabid"], "Orang Kabid")
    assert (satu.atasan_id, satu.salinan_atasan["nama"]) == (ds.dunia.pegawai[1, "kepala"], "Orang Kepala")
    labels = [p["label"] for p in audit(ds, "refresh_penilai")[0].perubahan]
    assert "Pejabat Penilai Kinerja" in labels and "Atasan Pejabat Penilai Kinerja: Nama" in labels


def test_a_person_who_goes_leaves_every_field_empty(ds):
    ubah(ds, Pegawai, ds.dunia.pegawai[1, "kepala"], jenis_jabatan=JenisJabatan.PEGAWAI)
    assert skp_segar.segarkan_penilai(ds.dunia.aktor(), ds.skp[1, "staf"], None) is True
    satu = ambil(ds, "staf")
    assert (satu.penilai_id, satu.atasan_id, satu.salinan_atasan) == (ds.dunia.pegawai[1, "kabid"], None, None)
    sesudah = {p["label"]: p["sesudah"] for p in audit(ds, "refresh_penilai")[0].perubahan}
    assert sesudah["Atasan Pejabat Penilai Kinerja: Pangkat / Gol. Ruang"] is None and set(sesudah.values()) == {None}


def test_refresh_is_not_for_readers(ds):
    with pytest.raises(Ditolak):
        skp_segar.segarkan_penilai(ds.dunia.aktor("supervisor"), ds.skp[1, "draft"], None)


# --- Snapshots --------------------------------------------------------------------------------------------------------


def potret_terakhir(ds: DuniaSkp, kunci: str = "staf") -> int:
    with ds.dunia.sesi() as s:
        return s.scalar(select(func.max(PotretSkp.id)).where(PotretSkp.skp_id == ds.skp[1, kunci]))


def isi(ds: DuniaSkp, kunci: str = "staf") -> dict[str, Any]:
    with ds.dunia.sesi() as s:
        return isi_skp(s, s.get_one(Skp, ds.skp[1, kunci]))


def dibuka(ds: DuniaSkp) -> dict[str, Any]:
    """The SKP of staf, reopened; returns what it was before."""
    ds.putus_keberatan()
    semula = isi(ds)
    layanan.kembalikan_ke_draft(ds.dunia.aktor(), ds.skp[1, "staf"], None, "Perbaiki")
    return semula


def test_a_restoration_puts_everything_back_with_its_ids(ds):
    semula = dibuka(ds)
    with unit_of_work(ds.dunia.aktor()) as unit:
        s = unit.session
        for model, syarat in (
            (RealisasiIndikator, RealisasiIndikator.indikator_id == ds.indikator[1, "staf"]),
            (Indikator, Indikator.rhk_id == ds.rhk[1, "staf"]),
            (RencanaAksi, RencanaAksi.rhk_id == ds.rhk[1, "staf"]),
            (Rhk, Rhk.id == ds.rhk[1, "staf"]),
            (LampiranSkp, LampiranSkp.skp_id == ds.skp[1, "staf"]),
        ):
            for baris in s.scalars(select(model).where(syarat)):
                s.delete(baris)
            s.flush()
        tambahan = Rhk(skp_id=ds.skp[1, "staf"], urut=1, teks="RHK tambahan")
        s.add(tambahan)
        s.add(PerilakuSkp(skp_id=ds.skp[1, "staf"], nilai=NilaiBerakhlak.LOYAL, ekspektasi="Baru"))
        s.scalars(
            select(PerilakuSkp).where(PerilakuSkp.skp_id == ds.skp[1, "staf"], PerilakuSkp.nilai == NilaiBerakhlak.AKUNTABEL)
        ).one().ekspektasi = "Lain"
    catatan = layanan.pulihkan(ds.dunia.aktor("helpdesk"), potret_terakhir(ds))
    assert (catatan, isi(ds)) == ([], semula)
    assert ambil(ds, "staf").status is StatusSkp.PERSETUJUAN
    with ds.dunia.sesi() as s:
        assert s.get_one(Keberatan, ds.keberatan[1]).penilaian_id == ds.penilaian[1]
        sebab = list(s.scalars(select(PotretSkp.sebab).where(PotretSkp.skp_id == ds.skp[1, "staf"]).order_by(PotretSkp.id)))
    assert sebab == ["kembalikan_ke_draft", "pulihkan"] and len(audit(ds, "pulihkan")) == 1


def test_a_restoration_can_be_undone(ds):
    dibuka(ds)
    terbuka = isi(ds)
    layanan.pulihkan(ds.dunia.aktor(), potret_terakhir(ds))
    layanan.pulihkan(ds.dunia.aktor(), potret_terakhir(ds))
    assert isi(ds) == terbuka


def test_a_rhk_that_others_serve_survives_and_is_named(ds):
    dibuka(ds)
    with unit_of_work(ds.dunia.aktor()) as unit:
        baru_ = Rhk(skp_id=ds.skp[1, "staf"], urut=2, teks="RHK yang diintervensi")
        unit.session.add(baru_)
        unit.session.flush()
        unit.session.get_one(Rhk, ds.rhk[1, "draft"]).intervensi_id = id = baru_.id
    catatan = layanan.pulihkan(ds.dunia.aktor(), potret_terakhir(ds))
    assert len(catatan) == 1 and "RHK yang diintervensi" in catatan[0] and "dipertahankan" in catatan[0]
    with ds.dunia.sesi() as s:
        assert s.get_one(Rhk, ds.rhk[1, "draft"]).intervensi_id == id


def test_an_id_that_went_to_another_skp_is_left_there(ds):
    semula = dibuka(ds)
    with unit_of_work(ds.dunia.aktor()) as unit:
        s = unit.session
        lama = s.scalars(select(LampiranSkp).where(LampiranSkp.skp_id == ds.skp[1, "staf"])).one()
        lama.skp_id, lama.teks = ds.skp[1, "draft"], "Milik SKP lain"
        id = lama.id
    layanan.pulihkan(ds.dunia.aktor(), potret_terakhir(ds))
    with ds.dunia.sesi() as s:
        assert s.get_one(LampiranSkp, id).teks == "Milik SKP lain"
    [kembali] = isi(ds)["lampiran_skp"]
    assert kembali["id"] != id and kembali["teks"] == semula["lampiran_skp"][0]["teks"]


def test_dates_that_overlap_by_now_are_said(ds):
    dibuka(ds)
    ubah(ds, Skp, ds.skp[1, "staf"], akhir=date(2026, 6, 30))
    baru(ds, "staf", awal=date(2026, 7, 1), akhir=AKHIR)
    with pytest.raises(Salah, match="Bertumpang tindih"):
        layanan.pulihkan(ds.dunia.aktor(), potret_terakhir(ds))


def test_a_penilai_who_is_gone_is_named(ds):
    semula = dibuka(ds)
    with unit_of_work(ds.dunia.aktor()) as unit:
        potret = unit.session.get_one(PotretSkp, potret_terakhir(ds))
        potret.isi = {**potret.isi, "skp": {**semula["skp"], "penilai_id": 999_999}}
    catatan = layanan.pulihkan(ds.dunia.aktor(), potret_terakhir(ds))
    assert catatan == ["Pejabat Penilai Kinerja pada potret sudah dihapus; tekan Refresh untuk menentukannya lagi."]


def test_an_empty_or_foreign_snapshot_and_a_reader_are_refused(ds):
    with pytest.raises(Salah, match="kosong"):
        layanan.pulihkan(ds.dunia.aktor(), ds.potret[1])
    with pytest.raises(TidakDitemukan):
        layanan.pulihkan(ds.dunia.aktor(), ds.potret[2])
    with pytest.raises(Ditolak):
        layanan.pulihkan(ds.dunia.aktor("supervisor"), ds.potret[1])
