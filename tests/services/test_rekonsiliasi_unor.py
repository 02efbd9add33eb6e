from __future__ import annotations

import pytest
from sqlalchemy import select, update

from domain.izin import Ditolak
from domain.jabatan import JenisJabatan
from domain.nama import normalkan
from domain.siasn import JenisTemuan
from domain.status import StatusTemuan, TransisiDitolak
from models import CapaianOrganisasi, GabungUnor, JejakAudit, Pegawai, PetaUnor, PltPlh, Skp, TemuanUnor, Unor
from services import gabung_unor, rekonsiliasi_unor
from services.galat import DataBasi, Salah, TidakDitemukan
from services.unit_of_work import unit_of_work
from services.unor import layanan as layanan_unor
from tests.jelajah import potret


@pytest.fixture
def admin(ctx, dunia):
    return dunia.aktor("admin_instansi")


def tambah_unor(dunia, admin, nama, atasan, **lain):
    with unit_of_work(admin) as unit:
        u = Unor(
            instansi_id=admin.instansi_id,
            nama=nama,
            nama_cari=normalkan(nama),
            eselon="31",
            atasan_id=atasan,
            siasn_id=f"s-{nama}"[:42],
            **lain,
        )
        unit.session.add(u)
        unit.session.flush()
        return u.id


def temuan(dunia):
    with dunia.sesi() as s:
        return {t.kunci: t for t in s.scalars(select(TemuanUnor))}


def test_a_finding_is_one_row_while_its_defect_lives(dunia, admin):
    kembar = tambah_unor(dunia, admin, "Bidang Kurikulum", dunia.unor[1, "dinas"])
    assert rekonsiliasi_unor.periksa_sekarang(admin) == (1, 0)
    assert rekonsiliasi_unor.periksa_sekarang(admin) == (1, 0)
    kunci = f"duplikat:{dunia.unor[1, 'bidang']}:{kembar}"
    awal = temuan(dunia)[kunci]
    assert awal.status is StatusTemuan.TERBUKA and awal.unor_id == kembar and awal.unor_lain_id == dunia.unor[1, "bidang"]
    layanan_unor.ubah(admin, kembar, None, {"nama": "Bidang Lain Sekali"})
    assert rekonsiliasi_unor.periksa_sekarang(admin) == (0, 1)
    layanan_unor.ubah(admin, kembar, None, {"nama": "Bidang Kurikulum"})
    assert rekonsiliasi_unor.periksa_sekarang(admin) == (1, 0)
    assert temuan(dunia)[kunci].id == awal.id


def test_an_ignored_finding_stays_ignored_until_opened(dunia, admin):
    tambah_unor(dunia, admin, "Bidang Kurikulum", dunia.unor[1, "dinas"])
    rekonsiliasi_unor.periksa_sekarang(admin)
    (t,) = temuan(dunia).values()
    with pytest.raises(Salah):
        rekonsiliasi_unor.abaikan(admin, t.id, t.versi, " ")
    rekonsiliasi_unor.abaikan(admin, t.id, t.versi, "Memang dua unit.")
    assert rekonsiliasi_unor.periksa_sekarang(admin) == (0, 0)
    with pytest.raises(TransisiDitolak):
        rekonsiliasi_unor.abaikan(admin, t.id, None, "Lagi.")
    rekonsiliasi_unor.buka(admin, t.id, None)
    assert temuan(dunia)[t.kunci].status is StatusTemuan.TERBUKA


def test_a_merge_moves_everything_and_is_undone_to_the_last_column(dunia, skp, admin, basis):
    """The seksi goes into the bidang and comes back: what moved is as before, only versions and the records of it differ."""
    dari, ke = dunia.unor[1, "seksi"], dunia.unor[1, "bidang"]
    tanpa = frozenset(
        {(t, "versi") for t in ("pegawai", "unor", "plt_plh", "skp", "keberatan", "tim_kerja", "capaian_organisasi", "rhk", "jpt_non_asn")}
    )
    lewati = ("jejak_audit", "gabung_unor", "temuan_unor")
    sebelum = {k: v for k, v in potret(basis, tanpa=tanpa).items() if k not in lewati}
    gabung = gabung_unor.gabungkan(admin, dari, ke)
    with dunia.sesi() as s:
        assert not s.get_one(Unor, dari).aktif
        for model in (Pegawai, PltPlh, Skp):
            assert not s.scalars(select(model).where(model.unor_id == dari)).all()
        assert s.get_one(Pegawai, dunia.pegawai[1, "staf2"]).unor_id == ke
        assert s.scalars(select(JejakAudit).where(JejakAudit.aksi == "gabung_unor")).one().objek == "Seksi Penilaian"
    gabung_unor.batalkan(admin, gabung, None)
    assert {k: v for k, v in potret(basis, tanpa=tanpa).items() if k not in lewati} == sebelum
    with pytest.raises(Salah, match="sudah dibatalkan"):
        gabung_unor.batalkan(admin, gabung, None)


def test_the_merged_id_of_siasn_stands_for_the_unit_that_stays(dunia, admin):
    kembar = tambah_unor(dunia, admin, "Bidang Kurikulum", dunia.unor[1, "dinas"])
    gabung = gabung_unor.gabungkan(admin, kembar, dunia.unor[1, "bidang"])
    with dunia.sesi() as s:
        assert s.scalars(select(PetaUnor)).one().unor_id == dunia.unor[1, "bidang"]
    gabung_unor.batalkan(admin, gabung, None)
    with dunia.sesi() as s:
        assert s.scalars(select(PetaUnor)).all() == []


def test_two_pimpinan_do_not_meet_in_one_unit(dunia, admin):
    dari, ke = dunia.unor[1, "bidang"], dunia.unor[1, "dinas"]
    with dunia.sesi() as s:
        p = gabung_unor.pratinjau(s, dari, ke)
    assert any("menjadi Pegawai" in a for a in p.akibat)
    gabung = gabung_unor.gabungkan(admin, dari, ke)
    with dunia.sesi() as s:
        kabid = s.get_one(Pegawai, dunia.pegawai[1, "kabid"])
        assert (kabid.unor_id, kabid.jenis_jabatan) == (ke, JenisJabatan.PEGAWAI)
        # The seksi stood under the bidang.
        assert s.get_one(Unor, dunia.unor[1, "seksi"]).atasan_id == ke
    gabung_unor.batalkan(admin, gabung, None)
    with dunia.sesi() as s:
        assert s.get_one(Pegawai, dunia.pegawai[1, "kabid"]).jenis_jabatan is JenisJabatan.PIMPINAN


def test_a_unit_merged_into_its_own_child_makes_no_circle(dunia, admin):
    dari, ke = dunia.unor[1, "bidang"], dunia.unor[1, "seksi"]
    gabung = gabung_unor.gabungkan(admin, dari, ke)
    with dunia.sesi() as s:
        assert s.get_one(Unor, ke).atasan_id == dunia.unor[1, "dinas"]
    gabung_unor.batalkan(admin, gabung, None)
    with dunia.sesi() as s:
        assert s.get_one(Unor, ke).atasan_id == dari
    with pytest.raises(Salah, match="jauh di bawah"):
        gabung_unor.gabungkan(admin, dunia.unor[1, "dinas"], ke)


def test_what_stands_against_a_merge_is_said_before(dunia, skp, admin):
    kembar = tambah_unor(dunia, admin, "Dinas Pendidikan", None, mandiri=True)
    with unit_of_work(admin) as unit:
        lama = unit.session.get_one(CapaianOrganisasi, skp.capaian[1])
        unit.session.add(
            CapaianOrganisasi(
                instansi_id=admin.instansi_id,
                tahun=lama.tahun,
                periode_id=lama.periode_id,
                unor_id=kembar,
                capaian=lama.capaian,
                bukti_dukung="https://contoh.go.id",
            )
        )
    with dunia.sesi() as s:
        assert "capaian" in gabung_unor.pratinjau(s, kembar, dunia.unor[1, "dinas"]).halangan[0]
    with pytest.raises(Salah, match="capaian kinerja organisasi untuk 1 periode"):
        gabung_unor.gabungkan(admin, kembar, dunia.unor[1, "dinas"])


def test_an_undo_is_refused_once_something_moved_has_changed(dunia, admin):
    gabung = gabung_unor.gabungkan(admin, dunia.unor[1, "seksi"], dunia.unor[1, "bidang"])
    with unit_of_work(admin) as unit:
        unit.session.execute(update(Pegawai).where(Pegawai.id == dunia.pegawai[1, "staf2"]).values(jabatan="Lain", versi=Pegawai.versi + 1))
    with pytest.raises(Salah, match="1 pegawai sudah berubah"):
        gabung_unor.batalkan(admin, gabung, None)
    with dunia.sesi() as s:
        assert s.get_one(GabungUnor, gabung).dibatalkan is None


def test_an_orphan_is_reattached_and_its_unknown_parent_remembered(dunia, admin):
    for nama in ("Unit Satu", "Unit Dua"):
        tambah_unor(dunia, admin, nama, None, siasn_dasar={"atasan": "8ae4-asing"})
    rekonsiliasi_unor.periksa_sekarang(admin)
    semua = temuan(dunia)
    assert {t.jenis for t in semua.values()} == {JenisTemuan.YATIM} and len(semua) == 2
    satu = min(semua.values(), key=lambda t: t.id)
    assert rekonsiliasi_unor.kaitkan(admin, satu.id, satu.versi, dunia.unor[1, "dinas"], petakan=True) == 2
    assert {t.status for t in temuan(dunia).values()} == {StatusTemuan.SELESAI}
    with dunia.sesi() as s:
        assert s.scalars(select(PetaUnor)).one().siasn_id == "8ae4-asing"


def test_a_circle_is_opened_but_never_closed_by_a_cure(dunia, admin):
    with unit_of_work(admin) as unit:
        unit.session.execute(update(Unor).where(Unor.id == dunia.unor[1, "dinas"]).values(atasan_id=dunia.unor[1, "seksi"]))
    rekonsiliasi_unor.periksa_sekarang(admin)
    (t,) = temuan(dunia).values()
    with pytest.raises(Salah, match="di bawah"):
        rekonsiliasi_unor.kaitkan(admin, t.id, t.versi, dunia.unor[1, "bidang"])
    rekonsiliasi_unor.kaitkan(admin, t.id, t.versi, None)
    assert temuan(dunia)[t.kunci].status is StatusTemuan.SELESAI


def test_foreign_units_stale_findings_and_readers_are_refused(dunia, admin):
    with pytest.raises(TidakDitemukan):
        gabung_unor.gabungkan(admin, dunia.unor[1, "seksi"], dunia.unor[2, "bidang"])
    with pytest.raises(Ditolak):
        gabung_unor.gabungkan(dunia.aktor("helpdesk"), dunia.unor[1, "seksi"], dunia.unor[1, "bidang"])
    kembar = tambah_unor(dunia, admin, "Bidang Kurikulum", dunia.unor[1, "dinas"])
    rekonsiliasi_unor.periksa_sekarang(admin)
    (t,) = temuan(dunia).values()
    with pytest.raises(DataBasi):
        gabung_unor.gabungkan(admin, kembar, dunia.unor[1, "bidang"], temuan_id=t.id, versi=t.versi + 1)
