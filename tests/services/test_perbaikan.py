"""Perbaikan data: what the helpdesk may set, what still holds, what follows, and how it is taken back."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import func, select

from domain.izin import Ditolak
from domain.predikat import Predikat, Rating
from domain.skp import Aspek, JenisRhk, LingkupRhk, Perspektif
from domain.status import StatusCapaian, StatusKeberatan, StatusSkp
from models import (
    CapaianOrganisasi,
    Indikator,
    JejakAudit,
    Keberatan,
    Penilaian,
    PotretSkp,
    RealisasiIndikator,
    RencanaAksi,
    Rhk,
    Skp,
    UmpanBalikPerilaku,
)
from services import skp as layanan_skp
from services.galat import DataBasi, MasihDirujuk, Salah, TidakDitemukan
from services.perbaikan import ALASAN
from services.perbaikan_penilaian import KEBERATAN, PENILAIAN
from services.perbaikan_skp import INDIKATOR, RHK, SKP, terhapus_terakhir
from services.skp_potret import isi_skp
from services.unit_of_work import unit_of_work

D, S, B = Rating.DI_ATAS, Rating.SESUAI, Rating.DI_BAWAH
SEBAB = "Tiket 123: permintaan instansi"


@pytest.fixture
def ubah(ctx, skp):
    """``ubah(PENILAIAN, id, hasil=...)`` as the helpdesk, with a reason."""

    def jalan(layanan, id, siapa="helpdesk", versi=None, alasan=SEBAB, **nilai):
        layanan.ubah(skp.aktor(siapa), id, versi, {**nilai, ALASAN: alasan})

    return jalan


class Segar:
    """A session that sees what was committed just now, whatever it has read before."""

    def __init__(self, session):
        self._session = session

    def __getattr__(self, nama):
        self._session.rollback()
        return getattr(self._session, nama)


@pytest.fixture
def baca(skp):
    with skp.dunia.sesi() as s:
        yield Segar(s)


def jejak(baca, entitas, id):
    stmt = select(JejakAudit).where(JejakAudit.entitas == entitas, JejakAudit.objek_id == id).order_by(JejakAudit.id.desc())
    return baca.scalars(stmt).first()


def jadikan_final(skp):
    with unit_of_work(skp.aktor("admin_instansi")) as unit:
        capaian = unit.session.get_one(CapaianOrganisasi, skp.capaian[1])
        capaian.status, capaian.statistik = StatusCapaian.FINAL, {}
        # In the small world the bidang's people count for the dinas.


# --- Penilaian --------------------------------------------------------------------------------------------------------


def test_a_rating_is_corrected_and_its_predikat_follows(ubah, skp, baca):
    jadikan_final(skp)
    ubah(PENILAIAN, skp.penilaian[1], hasil=B, perilaku=S)
    p = baca.get_one(Penilaian, skp.penilaian[1])
    assert (p.hasil, p.perilaku, p.predikat) == (B, S, Predikat.BUTUH_PERBAIKAN)
    assert p.dinilai == skp.dunia.jam()
    j = jejak(baca, "penilaian", p.id)
    assert (j.aksi, j.alasan, j.pelaku) == ("perbaiki", SEBAB, "Akun helpdesk")
    assert {b["kolom"] for b in j.perubahan} == {"hasil", "predikat", "dinilai"}
    assert baca.get_one(CapaianOrganisasi, skp.capaian[1]).berubah
    assert baca.scalar(select(PotretSkp.sebab).where(PotretSkp.skp_id == skp.skp[1, "staf"])) == "perbaiki"


def test_the_previous_version_comes_back_and_goes_again(ubah, skp, baca):
    id, helpdesk = skp.penilaian[1], skp.aktor("helpdesk")
    semula = (S, S, Predikat.BAIK, baca.get_one(Penilaian, id).dinilai)

    def kini():
        p = baca.get_one(Penilaian, id)
        return p.hasil, p.perilaku, p.predikat, p.dinilai

    ubah(PENILAIAN, id, hasil=D, perilaku=D)
    sesudah = kini()
    PENILAIAN.pulihkan(helpdesk, id, None, "Ternyata benar semula")
    assert kini() == semula
    assert (jejak(baca, "penilaian", id).aksi, jejak(baca, "penilaian", id).alasan) == ("pulihkan_versi", "Ternyata benar semula")
    PENILAIAN.pulihkan(helpdesk, id, None, "Salah lagi")
    assert kini() == sesudah


def test_nothing_to_take_back(ctx, skp):
    with pytest.raises(Salah, match="Belum ada versi sebelumnya"):
        PENILAIAN.pulihkan(skp.aktor("helpdesk"), skp.penilaian[1], None, SEBAB)


@pytest.mark.parametrize("alasan", ["", "   \n"])
def test_no_reason_no_correction(ubah, skp, baca, alasan):
    helpdesk = skp.aktor("helpdesk")
    with pytest.raises(Salah) as galat:
        ubah(PENILAIAN, skp.penilaian[1], alasan=alasan, hasil=D, perilaku=D)
    assert set(galat.value.kolom) == {ALASAN}
    for jalan in (
        lambda: PENILAIAN.hapus(helpdesk, skp.penilaian[1], None, alasan=alasan),
        lambda: PENILAIAN.pulihkan(helpdesk, skp.penilaian[1], None, alasan),
    ):
        with pytest.raises(Salah, match="Alasan wajib diisi"):
            jalan()
    assert baca.get_one(Penilaian, skp.penilaian[1]).hasil is S


@pytest.mark.parametrize("siapa", ["admin_instansi", "supervisor", "staf", "kabid"])
@pytest.mark.parametrize("layanan", [SKP, RHK, INDIKATOR, PENILAIAN, KEBERATAN], ids=lambda layanan: layanan.sumber)
def test_only_the_helpdesk_repairs(ctx, skp, siapa, layanan):
    for jalan in (
        lambda a: layanan.ubah(a, 1, None, {ALASAN: SEBAB}),
        lambda a: layanan.hapus(a, 1, None, alasan=SEBAB),
        lambda a: layanan.pulihkan(a, 1, None, SEBAB),
    ):
        with pytest.raises(Ditolak):
            jalan(skp.aktor(siapa))


@pytest.mark.parametrize("layanan", [SKP, RHK, INDIKATOR, PENILAIAN, KEBERATAN], ids=lambda layanan: layanan.sumber)
def test_records_of_another_instansi_look_missing(ctx, skp, layanan):
    asing = {SKP: skp.skp[2, "staf"], RHK: skp.rhk[2, "staf"], INDIKATOR: skp.indikator[2, "staf"]}
    id = asing.get(layanan) or {PENILAIAN: skp.penilaian[2], KEBERATAN: skp.keberatan[2]}[layanan]
    helpdesk = skp.aktor("helpdesk")
    for jalan in (
        lambda: layanan.ubah(helpdesk, id, None, {ALASAN: SEBAB}),
        lambda: layanan.hapus(helpdesk, id, None, alasan=SEBAB),
        lambda: layanan.pulihkan(helpdesk, id, None, SEBAB),
    ):
        with pytest.raises(TidakDitemukan):
            jalan()


def test_a_stale_page_is_refused(ubah, skp):
    ubah(PENILAIAN, skp.penilaian[1], versi=1, hasil=D, perilaku=S)
    with pytest.raises(DataBasi):
        ubah(PENILAIAN, skp.penilaian[1], versi=1, hasil=B, perilaku=S)
    with pytest.raises(DataBasi):
        PENILAIAN.pulihkan(skp.aktor("helpdesk"), skp.penilaian[1], 1, SEBAB)
    with pytest.raises(DataBasi):
        SKP.pulihkan(skp.aktor("helpdesk"), skp.skp[1, "staf"], 99, SEBAB)


@pytest.mark.parametrize(
    ("nilai", "kolom"),
    [
        ({"hasil": None}, "hasil"),
        ({"perilaku": None}, "perilaku"),
        ({"hasil": None, "perilaku": None}, "hasil"),  # a keberatan rests on the ratings
        ({"dinilai": None}, "dinilai"),
    ],
)
def test_ratings_stay_whole(ubah, skp, baca, nilai, kolom):
    with pytest.raises(Salah) as galat:
        ubah(PENILAIAN, skp.penilaian[1], **nilai)
    assert kolom in galat.value.kolom
    assert baca.get_one(Penilaian, skp.penilaian[1]).predikat is Predikat.BAIK


def test_a_rating_can_be_taken_away_where_nothing_rests_on_it(ubah, skp, baca):
    KEBERATAN.hapus(skp.aktor("helpdesk"), skp.keberatan[1], None, alasan=SEBAB)
    ubah(PENILAIAN, skp.penilaian[1], hasil=None, perilaku=None)
    p = baca.get_one(Penilaian, skp.penilaian[1])
    assert (p.hasil, p.perilaku, p.predikat, p.dinilai) == (None, None, None, None)


def test_a_moment_to_come_is_refused(ubah, skp):
    with pytest.raises(Salah, match="belum terjadi"):
        ubah(PENILAIAN, skp.penilaian[1], dinilai=skp.dunia.jam() + timedelta(minutes=1))


def test_the_period_must_be_one_of_the_skp(ubah, skp, baca):
    KEBERATAN.hapus(skp.aktor("helpdesk"), skp.keberatan[1], None, alasan=SEBAB)
    ubah(PENILAIAN, skp.penilaian[1], periode_id=skp.final[1])
    assert baca.get_one(Penilaian, skp.penilaian[1]).periode_id == skp.final[1]
    with pytest.raises(Salah) as galat:
        ubah(PENILAIAN, skp.penilaian[1], periode_id=skp.januari[2])
    assert set(galat.value.kolom) == {"periode_id"}


def test_deleting_a_penilaian_takes_what_is_below_and_can_be_undone(ctx, skp, baca):
    helpdesk, id, milik = skp.aktor("helpdesk"), skp.penilaian[1], skp.skp[1, "staf"]
    with pytest.raises(MasihDirujuk, match="1 keberatan"):
        PENILAIAN.hapus(helpdesk, id, None, alasan=SEBAB)
    KEBERATAN.hapus(helpdesk, skp.keberatan[1], None, alasan=SEBAB)
    jadikan_final(skp)
    PENILAIAN.hapus(helpdesk, id, None, alasan=SEBAB)
    for model in (RealisasiIndikator, UmpanBalikPerilaku):
        assert baca.scalar(select(func.count()).select_from(model).where(model.penilaian_id == id)) == 0
    assert baca.get_one(CapaianOrganisasi, skp.capaian[1]).berubah
    assert (jejak(baca, "penilaian", id).aksi, jejak(baca, "penilaian", id).alasan) == ("hapus", SEBAB)
    SKP.pulihkan(helpdesk, milik, None, "Terhapus keliru")
    kembali = baca.scalar(select(Penilaian).where(Penilaian.skp_id == milik))
    assert kembali.predikat is Predikat.BAIK
    assert baca.scalar(select(func.count()).select_from(RealisasiIndikator).where(RealisasiIndikator.penilaian_id == kembali.id)) == 1
    assert jejak(baca, "skp", milik).alasan == "Terhapus keliru"


# --- SKP --------------------------------------------------------------------------------------------------------------


def test_a_skp_is_set_to_another_status_and_its_times_follow(ubah, skp, baca):
    id = skp.skp[1, "draft"]
    ubah(SKP, id, status=StatusSkp.PERSETUJUAN)
    s = baca.get_one(Skp, id)
    assert s.status is StatusSkp.PERSETUJUAN and s.disetujui == skp.dunia.jam()
    ubah(SKP, id, status=StatusSkp.DRAFT)
    assert (baca.get_one(Skp, id).diajukan, baca.get_one(Skp, id).disetujui) == (None, None)
    SKP.pulihkan(skp.aktor("helpdesk"), id, None, SEBAB)
    assert baca.get_one(Skp, id).status is StatusSkp.PERSETUJUAN


def test_people_are_chosen_anew_with_their_copies(ubah, skp, baca):
    id, d = skp.skp[1, "draft"], skp.dunia
    ubah(SKP, id, penilai_id=d.pegawai[1, "kepala"], atasan_id=None, jabatan="Penata Layanan")
    s = baca.get_one(Skp, id)
    assert s.salinan_penilai["nama"] == "Orang Kepala" and s.atasan_id is None and not s.salinan_atasan
    assert s.salinan_pegawai["jabatan"] == "Penata Layanan"
    kolom = {b["kolom"] for b in jejak(baca, "skp", id).perubahan}
    assert {"penilai_id", "atasan_id", "jabatan", "salinan_penilai.nama"} <= kolom


def test_a_skp_given_to_another_pegawai_carries_his_name(ubah, skp, baca):
    ubah(SKP, skp.skp[1, "plt"], pegawai_id=skp.dunia.pegawai[1, "kepala"], penilai_id=skp.dunia.pegawai[1, "kabid"], atasan_id=None)
    s = baca.get_one(Skp, skp.skp[1, "plt"])
    assert (s.nama, s.nama_cari, s.salinan_pegawai["nama"]) == ("Orang Kepala", "orang kepala", "Orang Kepala")


@pytest.mark.parametrize(
    ("nilai", "kolom"),
    [
        ({"akhir": date(2025, 1, 1)}, "akhir"),
        ({"akhir": date(2027, 1, 1)}, "akhir"),
        ({"penilai_id": 987_654}, "penilai_id"),
        ({"unor_id": 987_654}, "unor_id"),
        ({"disetujui": None, "status": StatusSkp.PENGAJUAN, "penilai_id": None}, "penilai_id"),
    ],
)
def test_the_rules_of_a_skp_still_hold(ubah, skp, baca, nilai, kolom):
    with pytest.raises(Salah) as galat:
        ubah(SKP, skp.skp[1, "staf"], **nilai)
    assert kolom in galat.value.kolom
    assert baca.scalar(select(func.count()).select_from(PotretSkp).where(PotretSkp.skp_id == skp.skp[1, "staf"])) == 0


def test_a_reference_into_another_instansi_is_refused(ubah, skp):
    with pytest.raises(Salah):
        ubah(SKP, skp.skp[1, "staf"], penilai_id=skp.dunia.pegawai[2, "kepala"])


def test_nobody_assesses_himself(ubah, skp):
    with pytest.raises(Salah, match="dinilai sendiri"):
        ubah(SKP, skp.skp[1, "staf"], penilai_id=skp.dunia.pegawai[1, "staf"])


def test_a_skp_that_others_rest_on_stays(ctx, skp, baca):
    helpdesk = skp.aktor("helpdesk")
    with pytest.raises(MasihDirujuk, match="1 keberatan"):
        SKP.hapus(helpdesk, skp.skp[1, "staf"], None, alasan=SEBAB)
    with pytest.raises(MasihDirujuk, match="mengintervensinya"):
        SKP.hapus(helpdesk, skp.skp[1, "kepala"], None, alasan=SEBAB)
    assert baca.get(Skp, skp.skp[1, "staf"]) is not None


def test_a_deleted_skp_comes_back_with_everything_below(ctx, skp, baca):
    id = skp.skp[1, "plt"]
    semula = isi_skp(baca, baca.get_one(Skp, id))
    SKP.hapus(skp.aktor("helpdesk"), id, None, alasan=SEBAB)
    baca.rollback()
    assert baca.get(Skp, id) is None
    assert baca.scalar(select(func.count()).select_from(Rhk).where(Rhk.skp_id == id)) == 0
    j = jejak(baca, "skp", id)
    assert (j.aksi, j.alasan) == ("hapus", SEBAB)
    terhapus = baca.scalars(terhapus_terakhir(select(PotretSkp).where(PotretSkp.skp_id == id))).all()
    assert [p.alasan for p in terhapus] == [SEBAB]
    assert layanan_skp.pulihkan(skp.aktor("helpdesk"), terhapus[0].id, "Terhapus keliru") == []
    baca.rollback()
    assert isi_skp(baca, baca.get_one(Skp, id)) == semula
    assert baca.scalars(terhapus_terakhir(select(PotretSkp).where(PotretSkp.skp_id == id))).all() == []


# --- RHK and indikator ------------------------------------------------------------------------------------------------


def test_a_rhk_is_corrected_whatever_the_status(ubah, skp, baca):
    id = skp.rhk[1, "staf"]
    ubah(RHK, id, teks="Tersusunnya modul", urut=2)
    assert (baca.get_one(Rhk, id).teks, baca.get_one(Rhk, id).urut) == ("Tersusunnya modul", 2)
    RHK.pulihkan(skp.aktor("helpdesk"), id, None, SEBAB)
    assert (baca.get_one(Rhk, id).teks, baca.get_one(Rhk, id).urut) == ("Terwujudnya hasil kerja staf", 1)


def test_the_words_of_the_leaders_rhk_follow_the_choice(ubah, skp, baca):
    id = skp.rhk[1, "staf"]
    ubah(RHK, id, intervensi_id=skp.rhk[1, "kepala"])
    assert baca.get_one(Rhk, id).intervensi == "Terwujudnya hasil kerja kepala"
    ubah(RHK, id, intervensi_id=None)
    assert baca.get_one(Rhk, id).intervensi is None
    RHK.pulihkan(skp.aktor("helpdesk"), id, None, SEBAB)
    assert baca.get_one(Rhk, id).intervensi == "Terwujudnya hasil kerja kepala"
    with pytest.raises(Salah, match="SKP yang sama"):
        ubah(RHK, id, intervensi_id=id)


def test_a_deleted_rhk_leaves_its_words_and_comes_back_with_the_skp(ctx, skp, baca):
    helpdesk, id = skp.aktor("helpdesk"), skp.rhk[1, "staf"]
    atas = skp.rhk[1, "kabid"]
    RHK.hapus(helpdesk, atas, None, alasan=SEBAB)
    bawahan = baca.get_one(Rhk, id)
    assert (bawahan.intervensi_id, bawahan.intervensi) == (None, "Terwujudnya hasil kerja kabid")
    RHK.hapus(helpdesk, id, None, alasan=SEBAB)
    for model in (Indikator, RencanaAksi):
        assert baca.scalar(select(func.count()).select_from(model).where(model.rhk_id == id)) == 0
    SKP.pulihkan(helpdesk, skp.skp[1, "staf"], None, SEBAB)
    assert baca.scalar(select(func.count()).select_from(Rhk).where(Rhk.skp_id == skp.skp[1, "staf"])) == 1
    assert baca.scalar(select(func.count()).select_from(Indikator).join(Indikator.rhk).where(Rhk.skp_id == skp.skp[1, "staf"])) == 1


def test_an_indikator_fits_the_model_of_its_skp(ubah, skp, baca):
    ubah(INDIKATOR, skp.indikator[1, "staf"], target="24 laporan", aspek=Aspek.KUALITAS)
    assert baca.get_one(Indikator, skp.indikator[1, "staf"]).target == "24 laporan"
    with pytest.raises(Salah) as galat:
        ubah(INDIKATOR, skp.indikator[1, "staf"], perspektif=Perspektif.ANGGARAN)
    assert set(galat.value.kolom) == {"perspektif"}
    with pytest.raises(Salah) as galat:
        ubah(INDIKATOR, skp.indikator[1, "kepala"], aspek=Aspek.BIAYA)
    assert set(galat.value.kolom) == {"aspek"}


def test_a_deleted_indikator_takes_its_realisasi(ctx, skp, baca):
    INDIKATOR.hapus(skp.aktor("helpdesk"), skp.indikator[1, "staf"], None, alasan=SEBAB)
    assert baca.scalar(select(func.count()).select_from(RealisasiIndikator)) == 0
    assert baca.scalar(select(PotretSkp.sebab).where(PotretSkp.skp_id == skp.skp[1, "staf"])) == "hapus"


# --- Keberatan --------------------------------------------------------------------------------------------------------

PUTUS = {"keputusan": "Disetujui menurut eviden", "sesudah_hasil": D, "sesudah_perilaku": D}


def diputus(skp, **ganti):
    k = {
        "status": StatusKeberatan.DISETUJUI,
        "waktu_cek": skp.dunia.jam() - timedelta(hours=2),
        "waktu_respon": skp.dunia.jam() - timedelta(hours=1),
    }
    return {**k, **PUTUS, **ganti}


def test_a_decision_entered_later_changes_the_ratings_and_back(ubah, skp, baca):
    ubah(KEBERATAN, skp.keberatan[1], **diputus(skp))
    p = baca.get_one(Penilaian, skp.penilaian[1])
    assert (p.hasil, p.perilaku, p.predikat) == (D, D, Predikat.SANGAT_BAIK)
    with pytest.raises(Salah, match="tab Keberatan"):
        ubah(PENILAIAN, skp.penilaian[1], hasil=B, perilaku=B)
    KEBERATAN.pulihkan(skp.aktor("helpdesk"), skp.keberatan[1], None, SEBAB)
    k = baca.get_one(Keberatan, skp.keberatan[1])
    assert (k.status, k.sesudah_hasil, k.waktu_respon) == (StatusKeberatan.DIAJUKAN, None, None)
    assert baca.get_one(Penilaian, skp.penilaian[1]).predikat is Predikat.BAIK


@pytest.mark.parametrize(
    ("ganti", "kolom"),
    [
        ({"keputusan": None}, "keputusan"),
        ({"sesudah_hasil": None}, "sesudah_hasil"),
        ({"waktu_respon": None}, "waktu_respon"),
        ({"waktu_cek": None}, "waktu_cek"),
        ({"status": StatusKeberatan.TERLAMBAT}, "sesudah_hasil"),
        ({"status": StatusKeberatan.DITOLAK}, "sesudah_hasil"),
        ({"diminta_hasil": S, "diminta_perilaku": S}, "diminta_hasil"),
        ({"batas_putusan": date(2026, 1, 1)}, "batas_putusan"),
    ],
)
def test_the_parts_of_a_keberatan_agree(ubah, skp, baca, ganti, kolom):
    with pytest.raises(Salah) as galat:
        ubah(KEBERATAN, skp.keberatan[1], **diputus(skp, **ganti))
    assert kolom in galat.value.kolom
    assert baca.get_one(Keberatan, skp.keberatan[1]).status is StatusKeberatan.DIAJUKAN


def test_other_people_are_named_anew(ubah, skp, baca):
    ubah(KEBERATAN, skp.keberatan[1], penilai_id=skp.dunia.pegawai[1, "kepala"], atasan_id=None)
    k = baca.get_one(Keberatan, skp.keberatan[1])
    assert (k.nama_penilai, k.nama_atasan) == ("Orang Kepala", "-")


def test_saving_unchanged_writes_nothing(ubah, skp, baca):
    ubah(KEBERATAN, skp.keberatan[1], status=StatusKeberatan.DIAJUKAN)
    assert jejak(baca, "keberatan", skp.keberatan[1]) is None


def test_a_plan_with_an_open_keberatan_is_not_taken_back(ubah, skp, baca):
    with pytest.raises(Salah) as galat:
        ubah(SKP, skp.skp[1, "staf"], status=StatusSkp.DRAFT)
    assert set(galat.value.kolom) == {"status"} and "belum diputus" in galat.value.kolom["status"]
    assert baca.get_one(Skp, skp.skp[1, "staf"]).status is StatusSkp.PERSETUJUAN


# --- Adding ---------------------------------------------------------------------------------------------------------------


@pytest.fixture
def tambah(ctx, skp):
    """``tambah(RHK, skp_id=..., ...)`` as the helpdesk, with a reason; the new id."""

    def jalan(layanan, siapa="helpdesk", sebab=SEBAB, **nilai):
        return layanan.buat(skp.aktor(siapa), {**nilai, ALASAN: sebab})

    return jalan


def test_a_missing_rhk_and_its_indikator_are_added_after_a_snapshot(tambah, skp, baca):
    tempat = skp.skp[1, "staf"]
    isi = {"teks": "Terselesaikannya laporan susulan", "jenis": JenisRhk.UTAMA, "lingkup": LingkupRhk.INDIVIDU, "intervensi_id": None}
    id = tambah(RHK, skp_id=tempat, **isi)
    assert baca.get_one(Rhk, id).urut == 1 + baca.scalar(select(func.count()).select_from(Rhk).where(Rhk.skp_id == tempat)) - 1
    potret = baca.scalars(select(PotretSkp).where(PotretSkp.skp_id == tempat).order_by(PotretSkp.id.desc())).first()
    assert (potret.sebab, potret.alasan) == ("tambah", SEBAB)
    assert (jejak(baca, "rhk", id).aksi, jejak(baca, "rhk", id).alasan) == ("tambah", SEBAB)
    satu = {"teks": "Jumlah laporan", "target": "2 laporan", "aspek": Aspek.KUANTITAS, "perspektif": None}
    ids = [tambah(INDIKATOR, rhk_id=id, **satu) for _ in range(2)]
    assert [baca.get_one(Indikator, i).urut for i in ids] == [1, 2]
    with pytest.raises(Salah) as galat:
        tambah(INDIKATOR, rhk_id=id, **{**satu, "aspek": None, "perspektif": Perspektif.ANGGARAN})
    assert set(galat.value.kolom) == {"perspektif"}
    SKP.pulihkan(skp.aktor("helpdesk"), tempat, None, "salah tambah")  # the state before the last indikator
    assert [i for i in ids if baca.get(Indikator, i)] == ids[:1]


def test_a_missing_skp_is_added_whole(tambah, skp, baca):
    lama = baca.get_one(Skp, skp.skp[1, "draft"])
    isi = {
        "pegawai_id": lama.pegawai_id, "jenis": lama.jenis, "awal": date(2024, 1, 1), "akhir": date(2024, 12, 31), "unor_id": lama.unor_id, "jabatan": "Analis",
        "model": lama.model, "pendekatan": lama.pendekatan, "penilai_id": skp.dunia.pegawai[1, "kabid"], "atasan_id": None, "diajukan": None,
        "disetujui": None, "catatan_kembali": None,
    }  # fmt: skip
    id = tambah(SKP, status=StatusSkp.PENGAJUAN, **isi)
    baru = baca.get_one(Skp, id)
    assert (baru.tahun, baru.nama, baru.nomor_induk, baru.salinan_penilai["nama"]) == (2024, lama.nama, lama.nomor_induk, "Orang Kabid")
    assert baru.diajukan is not None and baru.disetujui is None and jejak(baca, "skp", id).alasan == SEBAB
    with pytest.raises(Salah) as galat:
        tambah(SKP, status=StatusSkp.DRAFT, **isi)
    assert {"awal", "akhir"} & set(galat.value.kolom)


def test_a_missing_penilaian_and_a_keberatan_against_it_are_added(tambah, skp, baca):
    tempat = skp.skp[1, "staf"]
    ada = set(baca.scalars(select(Penilaian.periode_id).where(Penilaian.skp_id == tempat)))
    assert skp.final[1] not in ada
    isi = {"periode_id": skp.final[1], "catatan": None, "dinilai": None, "dibuka_sampai": None}
    id = tambah(PENILAIAN, skp_id=tempat, hasil=S, perilaku=B, **isi)
    assert baca.get_one(Penilaian, id).predikat is Predikat.KURANG and baca.get_one(Penilaian, id).dinilai is not None
    with pytest.raises(Salah) as galat:
        tambah(PENILAIAN, skp_id=tempat, hasil=S, perilaku=S, **isi)
    assert set(galat.value.kolom) == {"periode_id"}
    with pytest.raises(Salah) as galat:
        tambah(PENILAIAN, skp_id=skp.skp[1, "draft"], hasil=S, perilaku=S, **isi)
    assert set(galat.value.kolom) == {"skp_id"}
    kapan = baca.get_one(Penilaian, id).dinilai
    mohon = {
        "status": StatusKeberatan.DIAJUKAN,
        "waktu_pengajuan": kapan,
        "alasan": "Surat permohonan",
        "diminta_hasil": S,
        "diminta_perilaku": S,
    }
    keberatan = tambah(
        KEBERATAN,
        penilaian_id=id,
        batas_putusan=None,
        waktu_cek=None,
        waktu_respon=None,
        penjelasan=None,
        keputusan=None,
        sesudah_hasil=None,
        sesudah_perilaku=None,
        **mohon,
    )
    k = baca.get_one(Keberatan, keberatan)
    assert (k.skp_id, k.sebelum_hasil, k.sebelum_perilaku, k.nama) == (tempat, S, B, baca.get_one(Skp, tempat).nama)
    with pytest.raises(Salah) as galat:
        tambah(KEBERATAN, penilaian_id=id, **mohon)
    assert set(galat.value.kolom) == {"penilaian_id"}


def test_adding_takes_a_reason_the_right_role_and_what_is_there(tambah, skp):
    isi = {"teks": "Susulan", "jenis": JenisRhk.UTAMA, "lingkup": LingkupRhk.INDIVIDU, "intervensi_id": None}
    with pytest.raises(Salah) as galat:
        tambah(RHK, skp_id=skp.skp[1, "staf"], sebab=" ", **isi)
    assert set(galat.value.kolom) == {ALASAN}
    with pytest.raises(Ditolak):
        tambah(RHK, siapa="admin_instansi", skp_id=skp.skp[1, "staf"], **isi)
    with pytest.raises(Salah) as galat:
        tambah(RHK, skp_id=skp.skp[2, "staf"], **isi)
    assert set(galat.value.kolom) == {"skp_id"}
