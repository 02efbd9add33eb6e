"""Sinkronisasi against a played SIASN over real HTTP: what differs, what is applied, what a person decides, what failures leave."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from config import Settings
from domain.izin import Ditolak, aktor_sistem
from domain.jabatan import JenisJabatan
from domain.nip import JenisNomorInduk, bangun
from domain.siasn import BedaSinkro, EntitasSinkro, JenisSinkro, KeadaanBaris
from domain.status import StatusAktif, StatusKonflik, StatusSinkro, StatusTugas, TransisiDitolak
from extensions import db
from jobs.jalankan import jalankan
from models import JejakAudit, Konflik, Pegawai, PetaUnor, PltPlh, SinkroBaris, Sinkronisasi, TemuanUnor, Tugas, Unor
from services import audit, konflik, sinkro_bacaan, sinkronisasi, sinkronisasi_ambil, sinkronisasi_sapu, sinkronisasi_terap
from services import tugas as layanan_tugas
from services.galat import DataBasi, Salah
from services.pegawai import layanan as layanan_pegawai
from services.unit_of_work import unit_of_work
from services.unor import layanan as layanan_unor
from tests.dunia import Dunia
from tests.siasn_sandbox import API, SandboxSiasn

UNOR, ORANG = f"{API}/referensi/ref-unor", "/sandbox/daftar-pegawai"
SEMUA = JenisSinkro.UNOR_PEGAWAI


@pytest.fixture
def setelan(setelan: Settings, luar: SandboxSiasn) -> Settings:
    return replace(setelan, siasn=luar.setelan(percobaan=1))


@pytest.fixture
def dunia(dunia: Dunia, luar: SandboxSiasn, app: Flask) -> Iterator[Dunia]:
    luar.isi_dunia(dunia)
    with app.app_context():
        yield dunia
        db.session.remove()


@pytest.fixture
def admin(dunia: Dunia) -> Any:
    return dunia.aktor()


def satu(dunia: Dunia, model: Any, **syarat: Any) -> Any:
    with dunia.sesi() as s:
        hasil = s.scalars(select(model).filter_by(**syarat).order_by(model.id.desc())).first()
        s.expunge_all()
        return hasil


def lari(dunia: Dunia) -> Any:
    return satu(dunia, Sinkronisasi)


def orang(dunia: Dunia, kunci: str) -> Any:
    return satu(dunia, Pegawai, id=dunia.pegawai[1, kunci])


def unor(dunia: Dunia, kunci: str) -> Any:
    return satu(dunia, Unor, id=dunia.unor[1, kunci])


def kerja(dunia: Dunia) -> Any:
    """Run the task of the newest run, as a worker would; returns the run."""
    jalankan(lari(dunia).tugas_id)
    return lari(dunia)


def sinkronkan(dunia: Dunia, jenis: JenisSinkro = SEMUA, **lain: Any) -> Any:
    sinkronisasi.minta(dunia.aktor(), jenis, langsung=True, **lain)
    return kerja(dunia)


def hitung(r: Any) -> tuple[int, ...]:
    return r.baru, r.ubah, r.hapus, r.gagal, r.konflik


def baris(dunia: Dunia, r: Any, beda: BedaSinkro) -> list[Any]:
    with dunia.sesi() as s:
        hasil = list(s.scalars(select(SinkroBaris).where(SinkroBaris.sinkronisasi_id == r.id, SinkroBaris.beda == beda)))
        s.expunge_all()
        return hasil


def orang_baru(luar: SandboxSiasn, dunia: Dunia, nama: str, urut: int, kunci: str = "staf", **kolom: Any) -> str:
    """Add a person to SIASN, like the one of ``kunci``; returns his number."""
    nip = bangun(date(1990, 2, 3), 2015, 3, "P", urut)
    luar.muat(
        {
            "t": "orang",
            "d": {**luar.gudang.orang(orang(dunia, kunci).nomor_induk), "id": f"A5B{urut:029d}", "nipBaru": nip, "nama": nama, **kolom},
        }
    )
    return nip


# --- The difference and its application -------------------------------------------------------------------------------


def test_the_difference_waits_and_nothing_changes_until_it_is_applied(dunia, luar, admin):
    staf = orang(dunia, "staf")
    luar.ubah_orang(staf.nomor_induk, jabatanNama="Analis Hukum Ahli Madya", kode_jenjang_jabatan="MA")
    sinkronisasi.minta(admin, SEMUA)
    r = kerja(dunia)
    assert r.status is StatusSinkro.MENUNGGU_KEPUTUSAN and hitung(r) == (0, 1, 0, 0, 0)
    assert satu(dunia, Tugas, id=r.tugas_id).status is StatusTugas.SELESAI
    (b,) = baris(dunia, r, BedaSinkro.UBAH)
    assert {(p["kolom"], p["sini"], p["siasn"]) for p in b.perubahan} == {
        ("jabatan", "Analis Kebijakan Ahli Muda", "Analis Hukum Ahli Madya"), ("jenjang", "MU", "MA"),
    }  # fmt: skip
    assert orang(dunia, "staf").jabatan == staf.jabatan
    sinkronisasi.terapkan(admin, r.id, r.versi)
    r = kerja(dunia)
    assert r.status is StatusSinkro.SELESAI and r.waktu_selesai is not None
    kini = orang(dunia, "staf")
    assert (kini.jabatan, kini.jenjang, kini.versi) == ("Analis Hukum Ahli Madya", "MA", staf.versi + 1)
    assert kini.siasn_dasar["jabatan"] == "Analis Hukum Ahli Madya"
    with dunia.sesi() as s:
        jejak = s.scalars(select(JejakAudit).where(JejakAudit.entitas == "pegawai", JejakAudit.objek_id == kini.id)).one()
        assert jejak.alasan == "Sinkronisasi SIASN." and [p["label"] for p in jejak.perubahan] == ["Jabatan", "Jenjang jabatan fungsional"]


def test_a_second_run_changes_nothing(dunia, luar):
    luar.ubah_orang(orang(dunia, "staf2").nomor_induk, nama="Orang Ganti Nama")
    assert hitung(sinkronkan(dunia)) == (0, 1, 0, 0, 0)
    with dunia.sesi() as s:
        sebelum = [(p.id, p.versi, p.siasn_dasar) for p in s.scalars(select(Pegawai).order_by(Pegawai.id))]
        jejak = s.scalar(select(func.count()).select_from(JejakAudit).where(JejakAudit.entitas == "pegawai"))
    r = sinkronkan(dunia)
    assert r.status is StatusSinkro.SELESAI and hitung(r) == (0, 0, 0, 0, 0) and r.sama == 7
    assert r.pesan == "Data sudah sama dengan SIASN; tidak ada yang berubah."
    with dunia.sesi() as s:
        assert [(p.id, p.versi, p.siasn_dasar) for p in s.scalars(select(Pegawai).order_by(Pegawai.id))] == sebelum
        assert s.scalar(select(func.count()).select_from(JejakAudit).where(JejakAudit.entitas == "pegawai")) == jejak
        assert not s.scalar(select(func.count()).select_from(SinkroBaris).where(SinkroBaris.sinkronisasi_id == r.id))


def test_new_units_link_to_one_another_and_new_people_find_them(dunia, luar):
    akar = luar.gudang.unor[0]
    anak, cucu = "8AB" + "0" * 29, "8AA" + "0" * 29
    # The child's id sorts before its parent's: it is read and added first.
    for id, nama, atasan in ((cucu, "Seksi Baru", anak), (anak, "Bidang Baru", akar["Id"])):
        luar.muat({"t": "unor", "d": {**akar, "Id": id, "NamaUnor": nama, "DiatasanId": atasan, "EselonId": "31", "PemimpinPnsId": None}})
    nip = orang_baru(luar, dunia, "Orang Baru", 77, unorId=cucu, unorNama="Seksi Baru")
    r = sinkronkan(dunia)
    assert r.status is StatusSinkro.SELESAI and hitung(r) == (3, 0, 0, 0, 0), r.pesan
    seksi, bidang = satu(dunia, Unor, siasn_id=cucu), satu(dunia, Unor, siasn_id=anak)
    assert seksi.atasan_id == bidang.id and bidang.atasan_id == dunia.unor[1, "dinas"]
    assert {k: seksi.siasn_dasar[k] for k in ("nama", "eselon", "atasan", "aktif")} == {
        "nama": "Seksi Baru",
        "eselon": "31",
        "atasan": anak,
        "aktif": True,
    }
    baru = satu(dunia, Pegawai, nomor_induk=nip)
    assert (baru.unor_id, baru.nama, baru.nama_cari, baru.golongan) == (seksi.id, "Orang Baru", "orang baru", "33")
    assert hitung(sinkronkan(dunia)) == (0, 0, 0, 0, 0)


def test_a_root_that_hangs_below_itself_is_stored_as_it_comes_and_found_by_the_check(dunia, luar):
    seksi, dinas = unor(dunia, "seksi"), unor(dunia, "dinas")
    luar.ubah_unor(dinas.siasn_id, DiatasanId=seksi.siasn_id)
    assert hitung(sinkronkan(dunia)) == (0, 1, 0, 0, 0)
    assert unor(dunia, "dinas").atasan_id == seksi.id
    assert satu(dunia, TemuanUnor).jenis.value == "siklus"


def test_an_orphan_is_linked_once_its_atasan_appears(dunia, luar):
    hilang = "8AF" + "0" * 29
    luar.ubah_unor(unor(dunia, "bidang").siasn_id, DiatasanId=hilang)
    sinkronkan(dunia, JenisSinkro.UNOR)
    assert unor(dunia, "bidang").atasan_id is None and unor(dunia, "bidang").siasn_dasar["atasan"] == hilang
    assert hitung(sinkronkan(dunia, JenisSinkro.UNOR)) == (0, 0, 0, 0, 0)
    luar.muat({"t": "unor", "d": {**luar.gudang.unor[0], "Id": hilang, "NamaUnor": "Badan Muncul", "DiatasanId": None}})
    r = sinkronkan(dunia, JenisSinkro.UNOR)
    assert hitung(r) == (1, 1, 0, 0, 0) and sinkronisasi.per_kolom(r) == [("atasan", "Atasan", 1)]
    assert unor(dunia, "bidang").atasan_id == satu(dunia, Unor, siasn_id=hilang).id
    assert "yatim" not in unor(dunia, "bidang").siasn_dasar
    assert hitung(sinkronkan(dunia, JenisSinkro.UNOR)) == (0, 0, 0, 0, 0)


def test_a_unit_that_vanished_or_is_inactive_stays_but_no_longer_counts(dunia, luar):
    sinkronkan(dunia)
    luar.ubah_orang(orang(dunia, "staf2").nomor_induk, unorId=unor(dunia, "bidang").siasn_id)
    luar.hapus_unor(unor(dunia, "seksi").siasn_id)
    r = sinkronkan(dunia)
    assert r.status is StatusSinkro.SELESAI and hitung(r) == (0, 1, 1, 0, 0)
    assert unor(dunia, "seksi").aktif is False and unor(dunia, "seksi").siasn_dasar["aktif"] is False
    assert hitung(sinkronkan(dunia)) == (0, 0, 0, 0, 0)


def test_a_mapped_id_means_the_unit_it_was_merged_into(dunia, luar, admin):
    bidang, seksi = unor(dunia, "bidang"), unor(dunia, "seksi")
    with unit_of_work(admin) as unit:
        unit.session.get_one(Unor, seksi.id).aktif = False
        unit.session.get_one(Pegawai, dunia.pegawai[1, "staf2"]).unor_id = bidang.id
        unit.session.add(PetaUnor(instansi_id=admin.instansi_id, siasn_id=seksi.siasn_id, unor_id=bidang.id))
    luar.ubah_unor(seksi.siasn_id, NamaUnor="Nama Baru Seksi")
    r = sinkronkan(dunia)
    assert r.status is StatusSinkro.SELESAI and hitung(r) == (0, 0, 0, 0, 0)
    assert unor(dunia, "seksi").nama == seksi.nama and orang(dunia, "staf2").unor_id == bidang.id


# --- People who come, go and lead -------------------------------------------------------------------------------------


def test_who_retired_is_nonaktif_with_the_reason_and_loses_his_acting_post(dunia, luar):
    luar.ubah_orang(orang(dunia, "staf").nomor_induk, kedudukanPnsId="99", unorId="F" * 32)
    r = sinkronkan(dunia)
    assert hitung(r) == (0, 1, 0, 0, 0)
    kini = orang(dunia, "staf")
    assert kini.status is StatusAktif.NONAKTIF and kini.kedudukan == "99" and kini.unor_id == dunia.unor[1, "bidang"]
    assert kini.alasan_nonaktif == "Sinkronisasi SIASN: Kedudukan di SIASN: Pensiun."
    assert satu(dunia, PltPlh, id=dunia.plt[1]).aktif is False
    assert hitung(sinkronkan(dunia)) == (0, 0, 0, 0, 0)


def test_who_left_is_nonaktif_and_comes_back_when_siasn_has_him_again(dunia, luar):
    staf = orang(dunia, "staf2")
    sinkronkan(dunia)
    lama = luar.gudang.orang(staf.nomor_induk)
    luar.hapus_orang(staf.nomor_induk)
    r = sinkronkan(dunia)
    assert hitung(r) == (0, 0, 1, 0, 0) and orang(dunia, "staf2").status is StatusAktif.NONAKTIF
    assert orang(dunia, "staf2").alasan_nonaktif == "Sinkronisasi SIASN: Tidak ada lagi di SIASN."
    assert hitung(sinkronkan(dunia)) == (0, 0, 0, 0, 0)
    luar.muat({"t": "orang", "d": lama})
    assert hitung(sinkronkan(dunia)) == (0, 1, 0, 0, 0)
    assert orang(dunia, "staf2").status is StatusAktif.AKTIF and orang(dunia, "staf2").alasan_nonaktif is None


def test_who_works_elsewhere_by_now_has_left(dunia, luar):
    luar.ubah_orang(orang(dunia, "staf2").nomor_induk, instansiKerjaId="A1" + "9" * 30)
    sinkronkan(dunia)
    assert orang(dunia, "staf2").status is StatusAktif.NONAKTIF


def test_leaders_who_change_places_do_so_in_one_page(dunia, luar):
    kepala, kabid = orang(dunia, "kepala"), orang(dunia, "kabid")
    dinas, bidang = unor(dunia, "dinas"), unor(dunia, "bidang")
    luar.ubah_orang(kepala.nomor_induk, unorId=bidang.siasn_id)
    luar.ubah_orang(kabid.nomor_induk, unorId=dinas.siasn_id)
    luar.ubah_unor(dinas.siasn_id, PemimpinPnsId=kabid.siasn_id)
    luar.ubah_unor(bidang.siasn_id, PemimpinPnsId=kepala.siasn_id)
    r = sinkronkan(dunia)
    assert r.status is StatusSinkro.SELESAI and hitung(r) == (0, 2, 0, 0, 0)
    assert (orang(dunia, "kepala").unor_id, orang(dunia, "kabid").unor_id) == (bidang.id, dinas.id)
    assert {orang(dunia, k).jenis_jabatan for k in ("kepala", "kabid")} == {JenisJabatan.PIMPINAN}


def test_of_two_leaders_the_second_row_fails_with_its_cure_and_the_rest_goes_on(dunia, luar):
    bidang = unor(dunia, "bidang")
    luar.ubah_unor(bidang.siasn_id, PemimpinPnsId=None)
    luar.ubah_orang(orang(dunia, "staf").nomor_induk, jenisJabatanId="1")
    luar.ubah_orang(orang(dunia, "staf2").nomor_induk, nama="Orang Ganti Nama")
    r = sinkronkan(dunia)
    assert r.status is StatusSinkro.SEBAGIAN and (r.ubah, r.gagal) == (1, 1)
    assert satu(dunia, Tugas, id=r.tugas_id).status is StatusTugas.SEBAGIAN
    (gagal,) = baris(dunia, r, BedaSinkro.GAGAL)
    assert gagal.keadaan is KeadaanBaris.GAGAL and len(baris(dunia, r, BedaSinkro.UBAH)) == 1
    assert "sudah dipimpin oleh Orang Kabid" in gagal.pesan and "ulangi" in gagal.pesan
    assert orang(dunia, "staf").jenis_jabatan is JenisJabatan.PEGAWAI and orang(dunia, "staf2").nama == "Orang Ganti Nama"
    luar.ubah_orang(orang(dunia, "staf").nomor_induk, jenisJabatanId="4")
    sinkronisasi.ulangi(dunia.aktor(), r.id, None)
    r = kerja(dunia)
    assert r.status is StatusSinkro.SELESAI and hitung(r) == (0, 0, 0, 0, 0)


def test_an_unknown_unit_is_an_error_of_the_row_with_its_cure(dunia, luar):
    orang_baru(luar, dunia, "Orang Tanpa Unor", 78, unorId="E" * 32, unorNama="Unor Asing")
    r = sinkronkan(dunia)
    assert r.status is StatusSinkro.SEBAGIAN and hitung(r) == (0, 0, 0, 1, 0)
    (b,) = baris(dunia, r, BedaSinkro.GAGAL)
    assert "Unor Asing" in b.pesan and "Rekonsiliasi unor" in b.pesan


# --- Deletions in an unusual number -----------------------------------------------------------------------------------


def banyak(dunia: Dunia, luar: SandboxSiasn, jumlah: int = 12) -> list[str]:
    nip = [orang_baru(luar, dunia, f"Orang Ke {i}", 100 + i) for i in range(jumlah)]
    sinkronkan(dunia)
    for n in nip:
        luar.hapus_orang(n)
    return nip


def aktif(dunia: Dunia) -> int:
    with dunia.sesi() as s:
        return s.scalar(select(func.count()).select_from(Pegawai).where(Pegawai.status == StatusAktif.AKTIF)) or 0


def test_a_run_that_misses_many_waits_even_when_asked_to_apply_at_once(dunia, luar, admin):
    banyak(dunia, luar)
    r = sinkronkan(dunia)
    assert r.status is StatusSinkro.MENUNGGU_KEPUTUSAN and r.hapus == 12
    assert sinkronisasi.tertahan(r) == {EntitasSinkro.PEGAWAI: (12, 16)} and "12 dari 16 pegawai" in sinkronisasi.peringatan(r)[0]
    sinkronisasi.terapkan(admin, r.id, r.versi)
    r = kerja(dunia)
    assert aktif(dunia) == 16
    assert {b.keadaan for b in baris(dunia, r, BedaSinkro.HAPUS)} == {KeadaanBaris.DILEWATI}


@pytest.mark.parametrize("sekaligus", [5_000, 5])
def test_an_admin_may_allow_it_for_that_run(dunia, luar, admin, sekaligus, monkeypatch):
    """However many are compared, staged and applied at once."""
    monkeypatch.setattr(sinkronisasi_sapu, "SAPUAN", sekaligus)
    for modul, nama in ((sinkronisasi_ambil, "HALAMAN"), (sinkronisasi_ambil, "STATISTIK_AWAL"), (sinkronisasi_terap, "BAGIAN")):
        monkeypatch.setattr(modul, nama, sekaligus)
    monkeypatch.setattr(sinkronisasi_terap, "STATISTIK_BARU", sekaligus)
    banyak(dunia, luar)
    r = sinkronkan(dunia)
    sinkronisasi.terapkan(admin, r.id, r.versi, izinkan_hapus=True)
    r = kerja(dunia)
    assert (r.status, r.hapus, r.gagal, aktif(dunia)) == (StatusSinkro.SELESAI, 12, 0, 4)
    assert {b.keadaan for b in baris(dunia, r, BedaSinkro.HAPUS)} == {KeadaanBaris.DITERAPKAN}


def test_a_row_nobody_can_tell_whose_it_is_keeps_everybody(dunia, luar):
    sinkronkan(dunia)
    luar.hapus_orang(orang(dunia, "staf2").nomor_induk)
    mentah = {**luar.gudang.orang(orang(dunia, "staf").nomor_induk), "id": None, "nipBaru": None, "nama": None}
    luar.muat({"t": "orang", "k": "0", "d": mentah})
    r = sinkronkan(dunia)
    assert r.status is StatusSinkro.SEBAGIAN and hitung(r) == (0, 0, 0, 1, 0)
    assert orang(dunia, "staf2").status is StatusAktif.AKTIF and "tidak terbaca" in sinkronisasi.peringatan(r)[0]


def test_people_whom_siasn_calls_retired_count_like_those_it_lacks(dunia, luar, admin):
    nip = [orang_baru(luar, dunia, f"Orang Ke {i}", 100 + i) for i in range(12)]
    sinkronkan(dunia)
    for n in nip[:7]:
        luar.ubah_orang(n, kedudukanPnsId="99")
    for n in nip[7:]:
        luar.hapus_orang(n)
    luar.ubah_orang(orang(dunia, "staf").nomor_induk, nama="Orang Ganti Nama")
    r = sinkronkan(dunia)
    assert r.status is StatusSinkro.MENUNGGU_KEPUTUSAN and hitung(r) == (0, 8, 5, 0, 0)
    assert sinkronisasi.tertahan(r) == {EntitasSinkro.PEGAWAI: (12, 16)} and "12 dari 16 pegawai" in sinkronisasi.peringatan(r)[0]
    with dunia.sesi() as s:
        assert (sinkro_bacaan.siap(s, r).terap, sinkro_bacaan.siap(s, r, izinkan=True).terap) == (1, 13)
    sinkronisasi.terapkan(admin, r.id, r.versi)
    r = kerja(dunia)
    assert aktif(dunia) == 16 and orang(dunia, "staf").nama == "Orang Ganti Nama"
    assert r.status is StatusSinkro.SELESAI and "12 penonaktifan ditahan" in r.pesan
    r = sinkronkan(dunia)
    assert sinkronisasi.tertahan(r) == {EntitasSinkro.PEGAWAI: (12, 16)}
    sinkronisasi.terapkan(admin, r.id, r.versi, izinkan_hapus=True)
    assert "ditahan" not in kerja(dunia).pesan and aktif(dunia) == 4


def test_units_that_siasn_calls_inactive_count_too(dunia, luar, admin):
    sinkronkan(dunia)
    for kunci in ("bidang", "seksi"):
        luar.ubah_unor(unor(dunia, kunci).siasn_id, aktif="N")
    r = sinkronkan(dunia, JenisSinkro.UNOR)
    assert r.status is StatusSinkro.MENUNGGU_KEPUTUSAN and sinkronisasi.tertahan(r) == {EntitasSinkro.UNOR: (2, 3)}
    sinkronisasi.terapkan(admin, r.id, r.versi)
    r = kerja(dunia)
    assert unor(dunia, "bidang").aktif and unor(dunia, "seksi").aktif
    assert {b.keadaan for b in baris(dunia, r, BedaSinkro.UBAH)} == {KeadaanBaris.DILEWATI}


@pytest.mark.parametrize("jenis", [JenisSinkro.PEGAWAI, JenisSinkro.PEGAWAI_TAMBAH, JenisSinkro.PEGAWAI_HAPUS])
def test_the_guard_is_asked_in_every_kind_of_run_even_where_nobody_is_swept(dunia, luar, jenis):
    sinkronkan(dunia)
    siapa = [orang(dunia, k).nomor_induk for k in ("staf", "staf2", "kabid")]
    for n in siapa:
        luar.ubah_orang(n, kedudukanPnsId="99")
    luar.muat({"t": "orang", "k": "0", "d": {**luar.gudang.orang(siapa[0]), "id": None, "nipBaru": None, "nama": None}})
    r = sinkronkan(dunia, jenis, nip="\n".join(siapa) if jenis is JenisSinkro.PEGAWAI_TAMBAH else "")
    assert r.status is StatusSinkro.MENUNGGU_KEPUTUSAN and sinkronisasi.tertahan(r) == {EntitasSinkro.PEGAWAI: (3, 4)}
    assert aktif(dunia) == 4


# --- Conflicts --------------------------------------------------------------------------------------------------------


def sengketa(dunia: Dunia, luar: SandboxSiasn, admin: Any) -> Any:
    sinkronkan(dunia)
    layanan_pegawai.ubah(admin, dunia.pegawai[1, "staf"], None, {"jabatan": "Jabatan Sini"})
    luar.ubah_orang(orang(dunia, "staf").nomor_induk, jabatanNama="Jabatan SIASN", nama="Orang Nama SIASN")
    return sinkronkan(dunia)


def test_changed_by_hand_here_and_not_at_siasn_is_kept_silently(dunia, luar, admin):
    sinkronkan(dunia)
    layanan_pegawai.ubah(admin, dunia.pegawai[1, "staf"], None, {"jabatan": "Jabatan Sini"})
    assert hitung(sinkronkan(dunia)) == (0, 0, 0, 0, 0)
    assert orang(dunia, "staf").jabatan == "Jabatan Sini"


def test_changed_on_both_sides_is_a_conflict_and_the_other_fields_are_applied(dunia, luar, admin):
    r = sengketa(dunia, luar, admin)
    assert r.status is StatusSinkro.SELESAI and hitung(r) == (0, 1, 0, 0, 1)
    assert (orang(dunia, "staf").jabatan, orang(dunia, "staf").nama) == ("Jabatan Sini", "Orang Nama SIASN")
    k = satu(dunia, Konflik)
    assert (k.kolom, k.nilai_sini, k.nilai_siasn, k.status) == ("jabatan", "Jabatan Sini", "Jabatan SIASN", StatusKonflik.TERBUKA)
    assert hitung(sinkronkan(dunia)) == (0, 0, 0, 0, 0), "yang sudah menunggu tidak dihitung lagi"


def test_a_run_of_nothing_but_conflicts_changes_nothing_and_says_so(dunia, luar, admin):
    sinkronkan(dunia)
    for kunci in ("staf", "staf2", "kabid"):
        layanan_pegawai.ubah(admin, dunia.pegawai[1, kunci], None, {"jabatan": "Jabatan Sini"})
        luar.ubah_orang(orang(dunia, kunci).nomor_induk, jabatanNama="Jabatan SIASN")
    sinkronisasi.minta(admin, SEMUA)
    r = kerja(dunia)
    assert r.status is StatusSinkro.MENUNGGU_KEPUTUSAN and hitung(r) == (0, 0, 0, 0, 3)
    with dunia.sesi() as s:
        siap = sinkro_bacaan.siap(s, r)
    assert (siap.terap, siap.konflik, siap.baris_konflik) == (0, 3, 3)
    assert {b.keadaan for b in baris(dunia, r, BedaSinkro.KONFLIK)} == {KeadaanBaris.MENUNGGU}
    sinkronisasi.terapkan(admin, r.id, r.versi)
    r = kerja(dunia)
    assert r.status is StatusSinkro.SELESAI and hitung(r) == (0, 0, 0, 0, 3) and r.pesan == "3 konflik."
    assert [b.keadaan for b in baris(dunia, r, BedaSinkro.KONFLIK)] == 3 * [KeadaanBaris.KONFLIK]
    with dunia.sesi() as s:
        assert s.scalar(select(func.count()).select_from(Konflik).where(Konflik.status == StatusKonflik.TERBUKA)) == 3


def test_what_changed_here_since_it_was_read_is_counted_as_what_became_of_it(dunia, luar, admin):
    """One is in dispute by now, one is the same, one is gone; the counts and the rows say so."""
    sinkronkan(dunia)
    for kunci in ("staf", "staf2", "kabid", "kepala"):
        luar.ubah_orang(orang(dunia, kunci).nomor_induk, jabatanNama="Jabatan SIASN")
    sinkronisasi.minta(admin, SEMUA)
    r = kerja(dunia)
    assert hitung(r) == (0, 4, 0, 0, 0)
    layanan_pegawai.ubah(admin, dunia.pegawai[1, "staf"], None, {"jabatan": "Jabatan Sini"})
    layanan_pegawai.ubah(admin, dunia.pegawai[1, "kabid"], None, {"jabatan": "Jabatan SIASN"})
    layanan_pegawai.hapus(admin, dunia.pegawai[1, "staf2"], None)
    sinkronisasi.terapkan(admin, r.id, r.versi)
    r = kerja(dunia)
    assert r.status is StatusSinkro.SEBAGIAN and hitung(r) == (0, 1, 0, 1, 1) and r.sama == 4
    per = {b.nama: (b.beda, b.keadaan) for beda in BedaSinkro for b in baris(dunia, r, beda)}
    assert per == {
        "Orang Kepala": (BedaSinkro.UBAH, KeadaanBaris.DITERAPKAN),
        "Orang Staf": (BedaSinkro.KONFLIK, KeadaanBaris.KONFLIK),
        "Orang Staf2": (BedaSinkro.GAGAL, KeadaanBaris.GAGAL),
    }
    assert sinkronisasi.per_kolom(r) == [("jabatan", "Jabatan", 3)]


def test_keeping_ours_is_remembered(dunia, luar, admin):
    sengketa(dunia, luar, admin)
    k = satu(dunia, Konflik)
    konflik.putuskan(admin, k.id, k.versi, "pakai_sini")
    assert satu(dunia, Konflik, id=k.id).status is StatusKonflik.PAKAI_SINI
    assert hitung(sinkronkan(dunia)) == (0, 0, 0, 0, 0) and orang(dunia, "staf").jabatan == "Jabatan Sini"
    luar.ubah_orang(orang(dunia, "staf").nomor_induk, jabatanNama="Jabatan SIASN Lain")
    assert sinkronkan(dunia).konflik == 1, "SIASN berubah lagi: ditanyakan lagi"


def test_taking_siasns_value_changes_the_record_with_an_audit(dunia, luar, admin):
    sengketa(dunia, luar, admin)
    k = satu(dunia, Konflik)
    konflik.putuskan(admin, k.id, k.versi, "pakai_siasn")
    assert orang(dunia, "staf").jabatan == "Jabatan SIASN" and orang(dunia, "staf").siasn_dasar["jabatan"] == "Jabatan SIASN"
    assert hitung(sinkronkan(dunia)) == (0, 0, 0, 0, 0)
    with pytest.raises(TransisiDitolak):
        konflik.putuskan(admin, k.id, None, "pakai_sini")
    with pytest.raises(Ditolak):
        konflik.putuskan(dunia.aktor("helpdesk"), k.id, None, "pakai_sini")


def test_a_unit_moved_on_both_sides_is_decided_by_its_name(dunia, luar, admin):
    sinkronkan(dunia)
    layanan_unor.ubah(admin, dunia.unor[1, "seksi"], None, {"atasan_id": dunia.unor[1, "dinas"]})
    luar.ubah_unor(unor(dunia, "seksi").siasn_id, DiatasanId=None)
    assert sinkronkan(dunia).konflik == 1
    k = satu(dunia, Konflik)
    assert (k.kolom, k.nilai_sini, k.nilai_siasn) == ("atasan", str(dunia.unor[1, "dinas"]), None)
    konflik.putuskan(admin, k.id, k.versi, "pakai_siasn")
    assert unor(dunia, "seksi").atasan_id is None
    assert hitung(sinkronkan(dunia)) == (0, 0, 0, 0, 0)


def test_a_conflict_that_is_gone_by_itself_is_closed(dunia, luar, admin):
    sengketa(dunia, luar, admin)
    layanan_pegawai.ubah(admin, dunia.pegawai[1, "staf"], None, {"jabatan": "Jabatan SIASN"})
    assert hitung(sinkronkan(dunia)) == (0, 0, 0, 0, 0)
    assert satu(dunia, Konflik).status is StatusKonflik.PAKAI_SIASN


@pytest.mark.parametrize("sebab", ["pensiun", "hilang"])
def test_a_conflict_of_someone_who_left_waits_until_somebody_decides(dunia, luar, admin, sebab):
    sengketa(dunia, luar, admin)
    k = satu(dunia, Konflik)
    staf = orang(dunia, "staf")
    lama = luar.gudang.orang(staf.nomor_induk)
    if sebab == "pensiun":
        luar.ubah_orang(staf.nomor_induk, kedudukanPnsId="99")
    else:
        luar.hapus_orang(staf.nomor_induk)
    sinkronkan(dunia)
    assert orang(dunia, "staf").status is StatusAktif.NONAKTIF
    assert satu(dunia, Konflik, id=k.id).status is StatusKonflik.TERBUKA
    assert hitung(sinkronkan(dunia)) == (0, 0, 0, 0, 0)
    luar.muat({"t": "orang", "d": lama})
    assert hitung(sinkronkan(dunia)) == (0, 1, 0, 0, 0)
    assert satu(dunia, Konflik).id == k.id and satu(dunia, Konflik).status is StatusKonflik.TERBUKA
    assert orang(dunia, "staf").jabatan == "Jabatan Sini"


@pytest.mark.parametrize("pertama", [True, False], ids=["sinkronisasi-pertama", "berikutnya"])
def test_what_was_changed_by_hand_before_the_first_run_is_a_conflict(dunia, luar, admin, pertama):
    """The unit of a person and the name of a unit as well; what nobody has touched is taken."""
    if not pertama:
        sinkronkan(dunia)
    with unit_of_work(admin) as unit:
        unit.session.get_one(Pegawai, dunia.pegawai[1, "staf"]).golongan = "32"  # as it may come with data that were loaded
    layanan_pegawai.ubah(admin, dunia.pegawai[1, "staf"], None, {"jabatan": "Jabatan Sini", "unor_id": dunia.unor[1, "seksi"]})
    layanan_unor.ubah(admin, dunia.unor[1, "bidang"], None, {"nama": "Bidang Sini"})
    if not pertama:
        luar.ubah_orang(orang(dunia, "staf").nomor_induk, jabatanNama="Jabatan SIASN", unorId=unor(dunia, "dinas").siasn_id)
        luar.ubah_unor(unor(dunia, "bidang").siasn_id, NamaUnor="Bidang SIASN")
    r = sinkronkan(dunia)
    assert r.status is StatusSinkro.SELESAI and r.konflik == 3
    with dunia.sesi() as s:
        terbuka = {(k.objek, k.kolom) for k in s.scalars(select(Konflik).where(Konflik.status == StatusKonflik.TERBUKA))}
    assert terbuka == {("Orang Staf", "jabatan"), ("Orang Staf", "unor"), ("Bidang Sini", "nama")}
    assert (orang(dunia, "staf").jabatan, orang(dunia, "staf").unor_id) == ("Jabatan Sini", dunia.unor[1, "seksi"])
    assert unor(dunia, "bidang").nama == "Bidang Sini"
    assert orang(dunia, "staf").golongan == ("33" if pertama else "32")
    assert hitung(sinkronkan(dunia)) == (0, 0, 0, 0, 0)
    with dunia.sesi() as s:
        semua = [
            (k.id, k.versi, a)
            for k, a in zip(s.scalars(select(Konflik).order_by(Konflik.id)), ("pakai_sini", "pakai_siasn") * 2, strict=False)
        ]
    for id, versi, aksi in semua:
        konflik.putuskan(admin, id, versi, aksi)
    assert hitung(sinkronkan(dunia)) == (0, 0, 0, 0, 0)
    with dunia.sesi() as s:
        assert s.scalar(select(func.count()).select_from(Konflik)) == 3


@pytest.mark.parametrize("siapa", ["sistem", "sinkronisasi"])
def test_what_no_person_has_changed_before_the_first_run_is_taken(dunia, luar, admin, siapa):
    pelaku = admin if siapa == "sinkronisasi" else aktor_sistem(admin.jam, admin.instansi_id)
    with unit_of_work(pelaku) as unit:
        p = unit.session.get_one(Pegawai, dunia.pegawai[1, "staf"])
        p.jabatan = "Jabatan Lama"
        perubahan = audit.beda(unit.session, p)
        unit.session.flush()
        audit.catat(unit.session, pelaku, "ubah", p, perubahan=perubahan, alasan="Sinkronisasi SIASN." if siapa == "sinkronisasi" else None)
    assert hitung(sinkronkan(dunia)) == (0, 1, 0, 0, 0)
    assert orang(dunia, "staf").jabatan == "Analis Kebijakan Ahli Muda"


# --- Kinds of run -----------------------------------------------------------------------------------------------------


def test_tambah_asks_for_the_numbers_given(dunia, luar, admin):
    nip = orang_baru(luar, dunia, "Orang Baru", 80)
    asing = bangun(date(1991, 2, 3), 2015, 3, "P", 81)
    luar.ubah_orang(orang(dunia, "staf").nomor_induk, nama="Tidak Diminta")
    r = sinkronkan(dunia, JenisSinkro.PEGAWAI_TAMBAH, nip=f"{nip}\n {asing};{nip}")
    assert r.status is StatusSinkro.SEBAGIAN and hitung(r) == (1, 0, 0, 1, 0)
    assert satu(dunia, Pegawai, nomor_induk=nip).nama == "Orang Baru" and orang(dunia, "staf").nama == "Orang Staf"
    (b,) = baris(dunia, r, BedaSinkro.GAGAL)
    assert b.nomor == asing


@pytest.mark.parametrize("nip", ["", "bukan nip", "1990 123"])
def test_tambah_without_proper_numbers_is_refused_at_the_field(dunia, admin, nip):
    with pytest.raises(Salah) as galat:
        sinkronisasi.minta(admin, JenisSinkro.PEGAWAI_TAMBAH, nip=nip)
    assert "nip" in galat.value.kolom


def test_hapus_settles_those_who_left_and_nothing_else(dunia, luar):
    orang_baru(luar, dunia, "Orang Yang Tetap", 81)  # with whom those who leave are fewer than half
    sinkronkan(dunia)
    luar.hapus_orang(orang(dunia, "staf2").nomor_induk)
    luar.ubah_orang(orang(dunia, "kabid").nomor_induk, kedudukanPnsId="98")
    luar.ubah_orang(orang(dunia, "staf").nomor_induk, nama="Tidak Diminta")
    orang_baru(luar, dunia, "Orang Baru", 82)
    r = sinkronkan(dunia, JenisSinkro.PEGAWAI_HAPUS)
    assert (r.baru, r.ubah, r.hapus) == (0, 1, 1)
    assert [orang(dunia, k).status.value for k in ("staf2", "kabid", "staf")] == ["nonaktif", "nonaktif", "aktif"]
    assert orang(dunia, "staf").nama == "Orang Staf"


def test_without_a_list_people_are_asked_for_one_by_one(dunia, luar, app):
    lama = app.config["SETTINGS"]
    app.config["SETTINGS"] = replace(lama, siasn=replace(lama.siasn, daftar_url=""))
    luar.hapus_orang(orang(dunia, "staf2").nomor_induk)
    luar.ubah_orang(orang(dunia, "staf").nomor_induk, nama="Orang Ganti Nama")
    r = sinkronkan(dunia, JenisSinkro.PEGAWAI)
    assert r.status is StatusSinkro.SELESAI and hitung(r) == (0, 1, 1, 0, 0)
    assert orang(dunia, "staf2").status is StatusAktif.NONAKTIF


@pytest.mark.parametrize("daftar", [False, True], ids=["satu-satu", "daftar"])
def test_who_never_was_at_siasn_stays(dunia, luar, app, daftar):
    """A JPT Non ASN, who is not asked for at all, and someone added by hand, whom SIASN doesn't know."""
    if not daftar:
        lama = app.config["SETTINGS"]
        app.config["SETTINGS"] = replace(lama, siasn=replace(lama.siasn, daftar_url=""))
    nik = "3201010101800001"
    with unit_of_work(dunia.aktor()) as unit:
        staf = unit.session.get_one(Pegawai, dunia.pegawai[1, "staf"])
        for nomor, jenis in ((nik, JenisNomorInduk.NIK), (bangun(date(1991, 2, 3), 2015, 3, "P", 83), JenisNomorInduk.NIP)):
            isi = {"nomor_induk": nomor, "jenis_nomor": jenis, "nama": "Orang Sini", "nama_cari": "orang sini", "unor_id": staf.unor_id}
            unit.session.add(Pegawai(instansi_id=staf.instansi_id, jenis_jabatan=JenisJabatan.PEGAWAI, jabatan="Staf Khusus", **isi))
    r = sinkronkan(dunia, JenisSinkro.PEGAWAI)
    assert r.status is StatusSinkro.SELESAI and hitung(r) == (0, 0, 0, 0, 0)
    assert aktif(dunia) == 6
    assert daftar or not [j for j in luar.kendali.hitung if nik in j]


# --- One at a time, cancelling, failures ------------------------------------------------------------------------------


def test_one_run_at_a_time_and_a_cancelled_difference_changes_nothing(dunia, luar, admin):
    luar.ubah_orang(orang(dunia, "staf").nomor_induk, nama="Orang Ganti Nama")
    sinkronisasi.minta(admin, SEMUA)
    with pytest.raises(Salah, match="berjalan atau mengantre"):
        sinkronisasi.minta(admin, SEMUA)
    r = kerja(dunia)
    with pytest.raises(Salah, match="menunggu keputusan"):
        sinkronisasi.minta(admin, SEMUA)
    with pytest.raises(DataBasi):
        sinkronisasi.batalkan(admin, r.id, r.versi - 1)
    sinkronisasi.batalkan(admin, r.id, r.versi)
    assert lari(dunia).status is StatusSinkro.DIBATALKAN and orang(dunia, "staf").nama == "Orang Staf"
    with pytest.raises(TransisiDitolak):
        sinkronisasi.terapkan(admin, r.id, None)
    sinkronisasi.minta(admin, SEMUA)


def test_a_run_cancelled_or_given_up_while_waiting_blocks_nobody(dunia, admin):
    sinkronisasi.minta(admin, SEMUA)
    layanan_tugas.batalkan(admin, lari(dunia).tugas_id)
    assert sinkronisasi.status_kini(lari(dunia), StatusTugas.DIBATALKAN) is StatusSinkro.DIBATALKAN
    dua = sinkronisasi.minta(admin, SEMUA)
    sinkronisasi.batalkan(admin, dua, None)
    assert lari(dunia).status is StatusSinkro.DIBATALKAN
    tiga = sinkronisasi.minta(admin, SEMUA)
    with unit_of_work(admin) as unit:
        t = unit.session.get_one(Tugas, unit.session.get_one(Sinkronisasi, tiga).tugas_id)
        t.status, t.pesan = StatusTugas.GAGAL, layanan_tugas.PESAN_MENYERAH
    sinkronisasi.minta(admin, SEMUA)
    assert satu(dunia, Sinkronisasi, id=tiga).status is StatusSinkro.GAGAL


def test_a_failure_that_is_hours_old_starts_over(dunia, luar, admin):
    luar.galat(ORANG, "500", -1)
    r = sinkronkan(dunia)
    luar.pulih()
    unor_diminta = luar.hitung(UNOR)
    dunia.jam.kini += timedelta(hours=3)
    sinkronisasi.ulangi(admin, r.id, None)
    assert kerja(dunia).status is StatusSinkro.SELESAI and luar.hitung(UNOR) == unor_diminta + 1


def test_the_other_instansi_is_neither_read_nor_touched(dunia, luar):
    with dunia.sesi(2) as s:
        sebelum = [(p.id, p.versi) for p in s.scalars(select(Pegawai))]
    sinkronkan(dunia)
    with dunia.sesi(2) as s:
        assert [(p.id, p.versi) for p in s.scalars(select(Pegawai))] == sebelum
        assert not s.scalar(select(func.count()).select_from(Sinkronisasi))


def test_only_who_may_asks(dunia):
    for nama in ("helpdesk", "supervisor", "pegawai"):
        with pytest.raises(Ditolak):
            sinkronisasi.minta(dunia.aktor(nama), SEMUA)
