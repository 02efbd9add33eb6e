"""The push of predikat to SIASN over real HTTP. Today is 23 November 2026, 08.28 WIB."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from config import Settings
from domain.izin import Aktor, Ditolak
from domain.jabatan import JenisJabatan, JenisPegawai
from domain.nip import JenisNomorInduk
from domain.predikat import Rating
from domain.status import StatusKiriman, StatusSinkro, StatusSkp, StatusTugas, TransisiDitolak
from extensions import db
from jobs.jalankan import jalankan
from models import Pegawai, PredikatTerkirim, SinkronisasiPredikat, Skp, Tugas
from services import sinkronisasi_predikat as layanan
from services import tugas
from services.calon_predikat import Ringkasan, ringkasan
from services.galat import DataBasi, Salah
from tenancy import Lingkup, pasang_lingkup
from tests.conftest import JamUji
from tests.dunia import Dunia
from tests.dunia_skp import DuniaSkp
from tests.galat_siasn import gangguan
from tests.predikat_siasn import beri_final, kiriman, tugas_menunggu, ubah_penilai
from tests.siasn_sandbox import API, SandboxSiasn, id_siasn

SIMPAN = f"{API}/skp22/save"


@pytest.fixture
def setelan(setelan: Settings, luar: SandboxSiasn) -> Settings:
    return replace(setelan, siasn=luar.setelan(percobaan=1, pemutus_gagal=100))


@pytest.fixture
def admin(ctx: Flask, dunia: Dunia, skp: DuniaSkp, luar: SandboxSiasn) -> Aktor:
    """Of the people staf and kabid have a Final predikat."""
    luar.isi_dunia(dunia)
    beri_final(dunia, skp, "staf", "kabid")
    return dunia.aktor()


def lari(dunia: Dunia, id: int) -> SinkronisasiPredikat:
    with dunia.sesi() as s:
        return s.get_one(SinkronisasiPredikat, id)


def kerjakan(dunia: Dunia) -> None:
    db.session.rollback()
    jalankan(tugas_menunggu(dunia)[-1])


def sinkronkan(admin: Aktor, dunia: Dunia) -> SinkronisasiPredikat:
    id = layanan.minta(admin, 2026)
    kerjakan(dunia)
    return lari(dunia, id)


def badan(luar: SandboxSiasn) -> list[dict]:
    return [s["badan"] for s in luar.tersimpan()]


def besok(jam: JamUji) -> None:
    jam.kini += timedelta(days=1)


# --- What is sent -----------------------------------------------------------------------------------------------------


def test_final_predikat_of_definitif_skp_in_the_shape_of_siasn(admin: Aktor, dunia: Dunia, luar: SandboxSiasn):
    hasil = sinkronkan(admin, dunia)
    assert (hasil.status, hasil.berhasil, hasil.gagal) == (StatusSinkro.SELESAI, 2, 0)
    with dunia.sesi() as s:
        staf, kabid = (s.get_one(Pegawai, dunia.pegawai[1, k]) for k in ("staf", "kabid"))
    satu = next(b for b in badan(luar) if b["pnsDinilaiOrang"] == id_siasn(staf))
    assert satu == {
        "id": None, "tahun": 2026, "pnsDinilaiOrang": id_siasn(staf), "hasilKinerjaNilai": 2, "perilakuKerjaNilai": 2, "kuadranKinerjaNilai": 2,
        "statusPenilai": "ASN", "penilaiNipNrp": kabid.nomor_induk, "penilaiNama": kabid.nama, "penilaiJabatan": "Kepala",
        "penilaiUnorNama": "Bidang Kurikulum", "penilaiGolongan": "33", "path": [],
    }  # fmt: skip


@pytest.mark.parametrize(
    ("isi", "kolom", "nilai"),
    [
        ({"asn": False, "nomor_induk": "3301012208700001"}, "statusPenilai", "NON ASN"),
        ({"golongan": "P9"}, "penilaiGolongan", None),
        ({"golongan": ""}, "penilaiGolongan", None),
        ({"golongan": "45"}, "penilaiGolongan", "45"),
    ],
)
def test_the_penilai_as_siasn_wants_him(
    admin: Aktor, dunia: Dunia, skp: DuniaSkp, luar: SandboxSiasn, isi: dict, kolom: str, nilai: str | None
):
    ubah_penilai(dunia, skp.skp[1, "staf"], **isi)
    sinkronkan(admin, dunia)
    assert nilai in [b[kolom] for b in badan(luar)]


def test_only_what_is_new_or_changed_goes_out(admin: Aktor, dunia: Dunia, skp: DuniaSkp, luar: SandboxSiasn, jam: JamUji):
    sinkronkan(admin, dunia)
    besok(jam)
    kosong = sinkronkan(admin, dunia)
    assert (kosong.status, kosong.berhasil, kosong.memakai_hari) == (StatusSinkro.SELESAI, 0, False)
    assert "Tidak ada predikat baru atau berubah" in (kosong.pesan or "") and len(badan(luar)) == 2
    beri_final(dunia, skp, "staf", hasil=Rating.DI_ATAS)
    assert sinkronkan(admin, dunia).berhasil == 1  # the empty one has not used the day
    besok(jam)
    ubah_penilai(dunia, skp.skp[1, "kabid"], jabatan="Kepala Dinas yang lain")
    assert sinkronkan(admin, dunia).berhasil == 1
    assert len(badan(luar)) == 4
    # A repeated one replaces the record that SIASN has.
    assert len({(b["pnsDinilaiOrang"], b["tahun"]) for b in badan(luar)}) == 2
    assert [b["id"] is not None for b in badan(luar)] == [False, False, True, True]


def test_drafts_plt_and_other_periods_stay_here(admin: Aktor, dunia: Dunia, skp: DuniaSkp, luar: SandboxSiasn):
    beri_final(dunia, skp, "plt", "draft")
    sinkronkan(admin, dunia)
    assert set(kiriman(dunia)) == {"Orang Staf", "Orang Kabid"}
    assert {s["badan"]["tahun"] for s in luar.tersimpan()} == {2026} and len(badan(luar)) == 2


def test_of_two_definitif_skp_the_later_counts(admin: Aktor, dunia: Dunia, skp: DuniaSkp, luar: SandboxSiasn):
    """staf2 has moved: his draft becomes staf's second plan of the year."""
    with Session(dunia.mesin, info={"unit_of_work": True}) as s:
        pasang_lingkup(s, Lingkup("lintas"))
        lama = s.get_one(Skp, skp.skp[1, "staf"])
        nilai = {
            "pegawai_id": lama.pegawai_id,
            "status": lama.status,
            "salinan_penilai": lama.salinan_penilai,
            "awal": lama.awal.replace(month=7),
        }
        s.execute(update(Skp).where(Skp.id == lama.id).values(akhir=lama.akhir.replace(month=6, day=30)))
        s.execute(update(Skp).where(Skp.id == skp.skp[1, "draft"]).values(**nilai))
        s.commit()
    beri_final(dunia, skp, "draft", hasil=Rating.DI_ATAS)
    sinkronkan(admin, dunia)
    assert sorted(b["hasilKinerjaNilai"] for b in badan(luar)) == [1, 2]


def test_without_a_penilai_it_fails_with_the_reason_and_goes_out_once_repaired(
    admin: Aktor, dunia: Dunia, skp: DuniaSkp, luar: SandboxSiasn
):
    with dunia.sesi() as s:
        salinan = s.get_one(Skp, skp.skp[1, "staf"]).salinan_penilai
    ubah_penilai(dunia, skp.skp[1, "staf"])
    hasil = sinkronkan(admin, dunia)
    assert (hasil.status, hasil.berhasil, hasil.gagal) == (StatusSinkro.SEBAGIAN, 1, 1)
    satu = kiriman(dunia)["Orang Staf"]
    assert satu.status is StatusKiriman.GAGAL and "tidak mempunyai Pejabat Penilai Kinerja" in (satu.pesan or "")
    ubah_penilai(dunia, skp.skp[1, "staf"], **(salinan or {}))
    layanan.ulangi(admin, hasil.id, None)
    kerjakan(dunia)
    akhir = lari(dunia, hasil.id)
    assert (akhir.status, akhir.berhasil, akhir.gagal, akhir.pesan) == (StatusSinkro.SELESAI, 2, 0, None)
    assert len(badan(luar)) == 2


def test_a_repetition_sends_what_is_true_now(admin: Aktor, dunia: Dunia, skp: DuniaSkp, luar: SandboxSiasn):
    luar.galat(SIMPAN, "502", 1)
    hasil = sinkronkan(admin, dunia)
    assert hasil.status is StatusSinkro.SEBAGIAN
    beri_final(dunia, skp, "staf", "kabid", hasil=Rating.DI_BAWAH)
    layanan.ulangi(admin, hasil.id, None)
    kerjakan(dunia)
    assert badan(luar)[-1]["hasilKinerjaNilai"] == 3 and len(badan(luar)) == 2


# --- What can't go ----------------------------------------------------------------------------------------------------


def jadikan(dunia: Dunia, kunci: str, **isi: Any) -> None:
    with Session(dunia.mesin, info={"unit_of_work": True}) as s:
        pasang_lingkup(s, Lingkup("lintas"))
        s.execute(update(Pegawai).where(Pegawai.id == dunia.pegawai[1, kunci]).values(**isi))
        s.commit()


def hitungan(lari: SinkronisasiPredikat) -> dict[str, int]:
    return {k: n for k in ("berhasil", "gagal", "belum", "tidak_pasti", "dilewati") if (n := getattr(lari, k))}


def test_a_non_asn_and_the_top_leader_are_passed_over_until_that_changes(
    admin: Aktor, dunia: Dunia, skp: DuniaSkp, luar: SandboxSiasn, jam: JamUji
):
    beri_final(dunia, skp, "kepala")
    jadikan(dunia, "kabid", jenis_pegawai=JenisPegawai.NON_ASN, jenis_nomor=JenisNomorInduk.NIK, siasn_id=None)
    hasil = sinkronkan(admin, dunia)
    assert (hasil.status, hitungan(hasil)) == (StatusSinkro.SELESAI, {"berhasil": 1, "dilewati": 2})
    assert hasil.pesan == "2 predikat dilewati; sebabnya ada pada hasil per pegawai."
    semua = kiriman(dunia)
    assert "tidak ada dalam data ASN" in (semua["Orang Kabid"].pesan or "")
    assert "tidak ada Unor Atasan" in (semua["Orang Kepala"].pesan or "") and "Segarkan" not in (semua["Orang Kepala"].pesan or "")
    assert luar.hitung(f"{API}/pns/data-utama") == 0, "SIASN is not asked for someone whom it doesn't keep"
    assert hasil.tugas_id is not None
    with dunia.sesi() as s:
        t = s.get_one(Tugas, hasil.tugas_id)
        assert (t.status, t.selesai, t.total, t.gagal) == (StatusTugas.SELESAI, 1, 1, 0)
    with pytest.raises(TransisiDitolak):
        layanan.ulangi(admin, hasil.id, None)
    besok(jam)
    kosong = sinkronkan(admin, dunia)
    assert (kosong.status, hitungan(kosong), kosong.memakai_hari) == (StatusSinkro.SELESAI, {"dilewati": 2}, False)
    assert "Tidak ada predikat baru" in (kosong.pesan or "") and "2 predikat dilewati" in (kosong.pesan or "")
    with dunia.sesi() as s:
        penilai = s.get_one(Skp, skp.skp[1, "staf"]).salinan_penilai
    ubah_penilai(dunia, skp.skp[1, "kepala"], **(penilai or {}))
    jadikan(dunia, "kabid", jenis_pegawai=JenisPegawai.PNS, jenis_nomor=JenisNomorInduk.NIP)
    assert hitungan(sinkronkan(admin, dunia)) == {"berhasil": 2}


def test_a_repetition_takes_along_what_can_go_now(admin: Aktor, dunia: Dunia, skp: DuniaSkp, luar: SandboxSiasn):
    beri_final(dunia, skp, "kepala")
    luar.galat(SIMPAN, "400", 1)
    hasil = sinkronkan(admin, dunia)
    assert (hasil.status, hitungan(hasil)) == (StatusSinkro.SEBAGIAN, {"berhasil": 1, "gagal": 1, "dilewati": 1})
    with dunia.sesi() as s:
        penilai = s.get_one(Skp, skp.skp[1, "staf"]).salinan_penilai
    ubah_penilai(dunia, skp.skp[1, "kepala"], **(penilai or {}))
    layanan.ulangi(admin, hasil.id, None)
    assert hitungan(lari(dunia, hasil.id)) == {"berhasil": 1, "belum": 1, "dilewati": 1}
    kerjakan(dunia)
    assert (lari(dunia, hasil.id).status, hitungan(lari(dunia, hasil.id))) == (StatusSinkro.SELESAI, {"berhasil": 3})


def test_a_chain_without_leaders_is_a_failure_and_its_cure_names_the_unor(admin: Aktor, dunia: Dunia, skp: DuniaSkp):
    ubah_penilai(dunia, skp.skp[1, "kabid"])
    jadikan(dunia, "kepala", jenis_jabatan=JenisJabatan.PEGAWAI)
    hasil = sinkronkan(admin, dunia)
    assert (hasil.status, hitungan(hasil)) == (StatusSinkro.SEBAGIAN, {"berhasil": 1, "gagal": 1})
    assert "isi pimpinan unor yang kosong. Sesudah itu segarkan penilai" in (kiriman(dunia)["Orang Kabid"].pesan or "")


def test_a_predikat_that_is_gone_does_not_keep_the_run_from_its_end(admin: Aktor, dunia: Dunia, skp: DuniaSkp, luar: SandboxSiasn):
    luar.galat(SIMPAN, "400", 2)
    hasil = sinkronkan(admin, dunia)
    with Session(dunia.mesin, info={"unit_of_work": True}) as s:
        pasang_lingkup(s, Lingkup("lintas"))
        s.execute(update(Skp).where(Skp.id == skp.skp[1, "staf"]).values(status=StatusSkp.DRAFT))
        s.commit()
    layanan.ulangi(admin, hasil.id, None)
    kerjakan(dunia)
    assert (lari(dunia, hasil.id).status, hitungan(lari(dunia, hasil.id))) == (StatusSinkro.SELESAI, {"berhasil": 1, "dilewati": 1})


def test_how_many_before_anyone_asks(admin: Aktor, dunia: Dunia, skp: DuniaSkp, jam: JamUji):
    def kini() -> dict[int, Ringkasan]:
        with dunia.sesi() as s:
            return ringkasan(s, admin.hari_ini())

    beri_final(dunia, skp, "kepala")
    assert kini() == {2026: Ringkasan(kirim=2, dilewati=1)}
    sinkronkan(admin, dunia)
    assert kini() == {2026: Ringkasan(sama=2, dilewati=1)}
    beri_final(dunia, skp, "staf", hasil=Rating.DI_ATAS)
    assert kini() == {2026: Ringkasan(kirim=1, sama=1, dilewati=1)}
    ubah_penilai(dunia, skp.skp[1, "kabid"])
    assert kini() == {2026: Ringkasan(kirim=1, kurang=1, dilewati=1)}
    besok(jam)
    assert hitungan(sinkronkan(admin, dunia)) == {"berhasil": 1, "gagal": 1, "dilewati": 1}, "the run does as was said"


def test_of_two_definitif_skp_only_the_later_is_counted_before(admin: Aktor, dunia: Dunia, skp: DuniaSkp):
    with Session(dunia.mesin, info={"unit_of_work": True}) as s:
        pasang_lingkup(s, Lingkup("lintas"))
        lama = s.get_one(Skp, skp.skp[1, "staf"])
        nilai = {"pegawai_id": lama.pegawai_id, "status": lama.status, "awal": lama.awal.replace(month=7)}
        s.execute(update(Skp).where(Skp.id == skp.skp[1, "draft"]).values(**nilai))
        s.commit()
    beri_final(dunia, skp, "draft")
    with dunia.sesi() as s:
        assert ringkasan(s, admin.hari_ini()) == {2026: Ringkasan(kirim=2)}
        assert len(list(layanan.calon(s, 2026, admin.hari_ini()))) == 2


# --- Once a day, one at a time ----------------------------------------------------------------------------------------


def test_once_a_day_in_wib(admin: Aktor, dunia: Dunia, skp: DuniaSkp, jam: JamUji):
    sinkronkan(admin, dunia)
    beri_final(dunia, skp, "staf", hasil=Rating.DI_ATAS)
    with pytest.raises(Salah, match="sekali sehari"):
        layanan.minta(admin, 2026)
    jam.kini = jam.kini.replace(hour=16, minute=59)  # 23.59 WIB
    with pytest.raises(Salah, match="sekali sehari"):
        layanan.minta(admin, 2026)
    jam.kini += timedelta(minutes=1)
    assert layanan.minta(admin, 2026)
    with pytest.raises(Salah, match="masih ada|Masih ada"):
        layanan.minta(admin, 2026)


def test_the_index_stands_behind_the_check(admin: Aktor, dunia: Dunia, monkeypatch: pytest.MonkeyPatch):
    layanan.minta(admin, 2026)
    monkeypatch.setattr(layanan, "halangan", lambda session, aktor: None)
    with pytest.raises(Salah, match="sekali sehari"):
        layanan.minta(admin, 2026)


def test_a_year_without_final_predikat_is_refused(admin: Aktor, dunia: Dunia):
    with pytest.raises(Salah, match="tahun 2025"):
        layanan.minta(admin, 2025)
    with dunia.sesi() as s:
        assert layanan.tahun_tersedia(s) == [2026]


def test_one_instansi_does_not_wait_behind_another_twice(admin: Aktor, dunia: Dunia, skp: DuniaSkp):
    beri_final(dunia, skp, "staf", n=2)
    a, b = layanan.minta(admin, 2026), layanan.minta(dunia.aktor("admin_lain"), 2026)
    assert [tugas.posisi_antre(t) for t in (*tugas_menunggu(dunia), *tugas_menunggu(dunia, 2))] == [1, 2]
    kerjakan(dunia)
    assert lari(dunia, a).status is StatusSinkro.SELESAI
    with dunia.sesi(2) as s:
        assert s.get_one(SinkronisasiPredikat, b).status is StatusSinkro.ANTRE


def test_roles_versions_and_foreign_runs(admin: Aktor, dunia: Dunia):
    for siapa in ("helpdesk", "supervisor"):
        with pytest.raises(Ditolak):
            layanan.minta(dunia.aktor(siapa), 2026)
    id = layanan.minta(admin, 2026)
    with pytest.raises(DataBasi):
        layanan.batalkan(admin, id, 99)
    with pytest.raises(Exception, match="tidak ditemukan"):
        layanan.batalkan(dunia.aktor("admin_lain"), id, None)
    with pytest.raises(TransisiDitolak):
        layanan.ulangi(admin, id, None)


def test_a_cancelled_run_frees_the_day_and_may_be_taken_up(admin: Aktor, dunia: Dunia, luar: SandboxSiasn):
    id = layanan.minta(admin, 2026)
    layanan.batalkan(admin, id, None)
    assert (lari(dunia, id).status, lari(dunia, id).memakai_hari) == (StatusSinkro.DIBATALKAN, False)
    baru = layanan.minta(admin, 2026)
    with pytest.raises(Salah, match="Masih ada"):
        layanan.ulangi(admin, id, None)
    kerjakan(dunia)
    with pytest.raises(Salah, match="lebih baru"):
        layanan.ulangi(admin, id, None)
    assert lari(dunia, baru).berhasil == 2 and len(badan(luar)) == 2


# --- Failures ---------------------------------------------------------------------------------------------------------


def test_stored_without_an_answer_is_asked_for_and_not_sent_again(admin: Aktor, dunia: Dunia, luar: SandboxSiasn, app: Flask):
    with gangguan(app, luar, "simpan_tanpa_jawab", SIMPAN):
        hasil = sinkronkan(admin, dunia)
    assert {k.status for k in kiriman(dunia).values()} == {StatusKiriman.TIDAK_PASTI}
    assert hasil.memakai_hari is True, "something may have been sent"
    assert hitungan(hasil) == {"tidak_pasti": 2}, "none of them has failed"
    assert "2 belum pasti" in (hasil.pesan or "") and "Ulangi yang gagal" in (hasil.pesan or "")
    luar.tunggu_simpanan(2)
    layanan.ulangi(admin, hasil.id, None)
    kerjakan(dunia)
    assert (lari(dunia, hasil.id).status, lari(dunia, hasil.id).berhasil) == (StatusSinkro.SELESAI, 2)
    assert len(badan(luar)) == 2
    with dunia.sesi() as s:
        assert len(s.scalars(select(PredikatTerkirim).where(PredikatTerkirim.siasn_id.is_not(None))).all()) == 2


def test_a_changed_one_without_answer_is_not_taken_for_the_old(admin: Aktor, dunia: Dunia, skp: DuniaSkp, luar: SandboxSiasn, jam: JamUji):
    sinkronkan(admin, dunia)
    besok(jam)
    ubah_penilai(dunia, skp.skp[1, "staf"], jabatan="Kepala Bidang Baru")
    luar.galat(SIMPAN, "putus", 1)
    hasil = sinkronkan(admin, dunia)
    layanan.ulangi(admin, hasil.id, None)
    kerjakan(dunia)
    assert badan(luar)[-1]["penilaiJabatan"] == "Kepala Bidang Baru" and badan(luar)[-1]["id"]


def test_one_refused_person_does_not_stop_the_others(admin: Aktor, dunia: Dunia, luar: SandboxSiasn):
    luar.galat(SIMPAN, "400", 1)
    hasil = sinkronkan(admin, dunia)
    assert (hasil.status, hasil.berhasil, hasil.gagal) == (StatusSinkro.SEBAGIAN, 1, 1)
    (gagal,) = [k for k in kiriman(dunia).values() if k.status is StatusKiriman.GAGAL]
    assert "SIASN menolak" in (gagal.pesan or "")


def test_a_record_that_siasn_has_dropped_is_made_anew(admin: Aktor, dunia: Dunia, skp: DuniaSkp, luar: SandboxSiasn, jam: JamUji):
    sinkronkan(admin, dunia)
    luar.gudang._skp.clear()
    besok(jam)
    beri_final(dunia, skp, "staf", hasil=Rating.DI_ATAS)
    assert sinkronkan(admin, dunia).berhasil == 1
    assert badan(luar)[-1]["id"] is None


def test_a_failed_call_leaves_its_person_for_later(admin: Aktor, dunia: Dunia, luar: SandboxSiasn):
    luar.galat(f"{API}/pns/rw-skp22", "502", 1)
    hasil = sinkronkan(admin, dunia)
    assert (hasil.status, hasil.berhasil, hasil.gagal, hasil.belum) == (StatusSinkro.SEBAGIAN, 1, 0, 1)
    (sisa,) = [k for k in kiriman(dunia).values() if k.status is StatusKiriman.BELUM]
    assert sisa.pesan
    layanan.ulangi(admin, hasil.id, None)
    kerjakan(dunia)
    assert lari(dunia, hasil.id).berhasil == 2 and len(badan(luar)) == 2


def test_a_suspended_service_ends_the_run_and_frees_the_day(admin: Aktor, dunia: Dunia, luar: SandboxSiasn):
    luar.galat(API, "ditangguhkan", -1)
    hasil = sinkronkan(admin, dunia)
    assert (hasil.status, hasil.berhasil, hasil.gagal, hasil.belum) == (StatusSinkro.GAGAL, 0, 0, 2), "nothing was sent, so nothing failed"
    assert hasil.memakai_hari is False
    assert "ditangguhkan" in (hasil.pesan or "") and "Ulangi" in (hasil.pesan or "")
    with dunia.sesi() as s:
        assert s.get_one(Tugas, hasil.tugas_id).status is StatusTugas.GAGAL
    luar.pulih()
    assert layanan.minta(admin, 2026)


def test_the_task_page_repeats_the_same_run(admin: Aktor, dunia: Dunia, luar: SandboxSiasn):
    luar.galat(SIMPAN, "400", 1)
    hasil = sinkronkan(admin, dunia)
    assert hasil.tugas_id is not None
    tugas.ulangi(admin, hasil.tugas_id)
    kerjakan(dunia)
    assert lari(dunia, hasil.id).status is StatusSinkro.SELESAI
    with dunia.sesi() as s:
        assert len(s.scalars(select(SinkronisasiPredikat)).all()) == 1


def test_a_cancellation_keeps_what_was_sent(admin: Aktor, dunia: Dunia, luar: SandboxSiasn, monkeypatch: pytest.MonkeyPatch):
    """Asked for while the first part is on its way."""
    monkeypatch.setattr(layanan, "BAGIAN", 1)
    id = layanan.minta(admin, 2026)
    asli = layanan.kirim_satu

    def lalu_batal(*isi):
        hasil = asli(*isi)
        tugas.batalkan(admin, tugas_menunggu(dunia)[0])
        return hasil

    monkeypatch.setattr(layanan, "kirim_satu", lalu_batal)
    kerjakan(dunia)
    akhir = lari(dunia, id)
    assert (akhir.status, akhir.berhasil, akhir.memakai_hari) == (StatusSinkro.DIBATALKAN, 1, True)
    assert sorted(k.status.value for k in kiriman(dunia).values()) == ["belum", "terkirim"]
    assert hitungan(akhir) == {"berhasil": 1, "belum": 1}
    assert len(badan(luar)) == 1
