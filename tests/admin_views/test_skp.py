"""Manajemen SKP as admins, helpdesk and supervisors meet it. Today is 23 November 2026."""

from __future__ import annotations

import gzip
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from domain.berakhlak import NilaiBerakhlak
from domain.jabatan import JenisJabatan
from domain.nama import normalkan
from domain.skp import JenisLampiran
from domain.status import StatusSkp
from models import (
    Indikator,
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
    UmpanBalikPerilaku,
    Unor,
)
from services import skp as layanan
from services.unit_of_work import unit_of_work
from tests.admin_views.test_hemat import ambil, kueri
from tests.dunia import KENARI, Klien, teks_halaman
from tests.dunia_skp import DuniaSkp

Buka = Callable[[str], Klien]


@pytest.fixture
def ds(skp: DuniaSkp) -> DuniaSkp:
    return skp


def rinci(ds: DuniaSkp, kunci: str = "staf", n: int = 1) -> str:
    return f"/admin/skp/details/?id={ds.skp[n, kunci]}"


def skp(ds: DuniaSkp, kunci: str) -> Skp:
    with ds.dunia.sesi() as s:
        satu = s.get_one(Skp, ds.skp[1, kunci])
        s.expunge_all()
        return satu


def ubah(ds: DuniaSkp, app: Flask, model: type, id: int, **nilai: Any) -> None:
    with app.app_context(), unit_of_work(ds.dunia.aktor()) as unit:
        objek = unit.session.get_one(model, id)
        for k, v in nilai.items():
            setattr(objek, k, v)


def di_daftar(klien: Buka, saring: str = "", siapa: str = "admin_instansi") -> list[str]:
    """Which of the people are in the list, in its order."""
    teks = teks_halaman(klien(siapa).get(f"/admin/skp/{saring}")).partition("Status Aksi")[2]
    tanda = {"kepala": "Orang Kepala", "kabid": "Orang Kabid", "staf": "Orang Staf ", "staf2": "Orang Staf2"}
    letak = [(teks.find(t), k) for k, t in tanda.items() if t in teks]
    return [k for _, k in sorted(letak)]


# --- The list ---------------------------------------------------------------------------------------------------------


def test_the_list_as_the_manual_has_it(ds, klien):
    teks = teks_halaman(klien("admin_instansi").get("/admin/skp/"))
    for kata in ("Manajemen SKP", "NIP", "Nama", "Unit Kerja", "Periode SKP", "Pendekatan", "01-01-2026 s.d. 31-12-2026", "JA/JF", "JPT",
                 "Persetujuan", "Pengajuan", "5 hasil", "Kembalikan ke Draft", "Status SKP ini sudah Draft."):  # fmt: skip
        assert kata in teks
    assert KENARI not in teks


@pytest.mark.parametrize(
    ("saring", "siapa"),
    [
        ("?nip=19800102", {"kabid"}),
        ("?nama=kepala", {"kepala"}),
        ("?tahun=2025", set()),
        ("?tahun=2026&status=draft", {"staf2"}),
        ("?status=draft", {"staf2"}),
        ("?jenis=plt", {"staf"}),
        ("?status=persetujuan&nama=staf", {"staf"}),
    ],
    ids=["nip", "nama", "tahun", "tahun_status", "status", "jenis", "two"],
)
def test_filters(ds, klien, saring, siapa):
    assert set(di_daftar(klien, saring)) == siapa


def test_the_filter_of_a_unor_takes_its_subtree(ds, klien):
    assert set(di_daftar(klien, f"?unor={ds.dunia.unor[1, 'bidang']}")) == {"kabid", "staf", "staf2"}
    assert set(di_daftar(klien, f"?unor={ds.dunia.unor[1, 'seksi']}")) == {"staf", "staf2"}


@pytest.mark.parametrize(("saring", "pesan"), [("?nip=12a", "NIP hanya berisi angka."), ("?tahun=1066", "Pilih Tahun dari daftar.")])
def test_a_filter_that_makes_no_sense_says_so(ds, klien, saring, pesan):
    assert pesan in teks_halaman(klien("admin_instansi").get(f"/admin/skp/{saring}"))


def test_the_newest_comes_first_and_names_sort(ds, klien, app):
    ubah(ds, app, Skp, ds.skp[1, "kepala"], awal=date(2026, 3, 1))
    assert di_daftar(klien)[0] == "kepala"
    assert di_daftar(klien, "?urut=nama&arah=naik")[0] == "kabid"


def test_a_supervisor_of_a_unor_sees_its_subtree_only(ds, klien):
    assert set(di_daftar(klien, siapa="supervisor_unor")) == {"kabid", "staf", "staf2"}
    assert klien("supervisor_unor").get(rinci(ds, "kepala")).status_code == 404
    assert klien("supervisor_unor").get(rinci(ds, "staf")).status_code == 200


@pytest.mark.parametrize("jalur", ["details/?id={}", "{}/kembalikan_ke_draft/", "{}/refresh-pegawai/", "{}/refresh-penilai/"])
def test_a_skp_of_another_instansi_is_404(ds, klien, jalur):
    assert klien("admin_instansi").get("/admin/skp/" + jalur.format(ds.skp[2, "staf"])).status_code == 404


@pytest.mark.parametrize("jalur", ["{}/kembalikan_ke_draft/", "{}/refresh-pegawai/", "{}/refresh-penilai/"])
def test_readers_change_nothing(ds, klien, jalur):
    assert klien("supervisor").post("/admin/skp/" + jalur.format(ds.skp[1, "staf"]), {"alasan": "x"}).status_code == 403


def test_a_pegawai_does_not_come_here(ds):
    assert ds.klien("staf").get("/admin/skp/").status_code == 403


def test_export_has_the_manuals_columns(ds, klien):
    kepala, *baris = klien("admin_instansi").get("/admin/skp/export/csv/?status=draft").text.lstrip("\ufeff").splitlines()
    assert kepala == "NIP,Nama,Unit Kerja,Jabatan,Tanggal awal,Tanggal akhir,Jenis,Model,Pendekatan,Status"
    assert len(baris) == 1 and baris[0].endswith("2026-01-01,2026-12-31,Definitif,JA/JF,Kuantitatif,Draft")


def test_the_quick_search_finds_skp_by_nip_and_name(ds, klien):
    for kata in ("19800104", "orang staf2"):
        jawaban = klien("admin_instansi").get(f"/admin/cari-cepat/?q={kata}")
        assert f"/admin/skp/details/?id={ds.skp[1, 'draft']}" in jawaban.text
    assert f'id={ds.skp[1, "kepala"]}"' not in klien("supervisor_unor").get("/admin/cari-cepat/?q=kepala").text


# --- Kembalikan ke Draft ----------------------------------------------------------------------------------------------


def test_an_open_keberatan_is_named_and_goes_first(ds, klien):
    k, jalur = klien("helpdesk"), f"/admin/skp/{ds.skp[1, 'staf']}/kembalikan_ke_draft/"
    halaman = k.get(jalur)
    teks = teks_halaman(halaman)
    assert "Keberatan atas penilaian Januari (Diajukan, batas putusan 10 Desember 2026) belum diputus." in teks
    assert f"/admin/keberatan/details/?id={ds.keberatan[1]}" in halaman.text and "<textarea" not in halaman.text
    assert "<html" not in k.get(jalur, headers={"HX-Request": "true"}).text
    assert k.post(jalur, {"versi": skp(ds, "staf").versi, "alasan": "Salah unit kerja"}).status_code == 422
    assert skp(ds, "staf").status is StatusSkp.PERSETUJUAN
    assert k.get(f"/admin/skp/{ds.skp[2, 'staf']}/kembalikan_ke_draft/").status_code == 404
    isi = {"action": "kembalikan_ke_draft", "rowid": [ds.skp[1, "staf"], ds.skp[1, "kabid"]], "konfirmasi": "1", "alasan": "Ganti pola"}
    teks = teks_halaman(k.post("/admin/skp/action/", isi, follow_redirects=True))
    assert "1 baris selesai." in teks and "belum diputus" in teks
    assert [skp(ds, s).status for s in ("staf", "kabid")] == [StatusSkp.PERSETUJUAN, StatusSkp.DRAFT]


def test_the_question_says_what_it_reopens(ds, klien):
    ds.putus_keberatan()
    teks = teks_halaman(klien("helpdesk").get(f"/admin/skp/{ds.skp[1, 'staf']}/kembalikan_ke_draft/"))
    assert "Yakin akan mengubah status SKP Orang Staf menjadi Draft?" in teks
    assert "Rencana Hasil Kerja dan indikatornya dapat diubah lagi" in teks and "1 penilaian tetap tersimpan" in teks
    assert "1 keberatan yang sudah selesai tetap tersimpan" in teks


def test_a_reason_is_due_and_then_it_is_done(ds, klien):
    ds.putus_keberatan()
    k, jalur = klien("helpdesk"), f"/admin/skp/{ds.skp[1, 'staf']}/kembalikan_ke_draft/"
    tanpa = k.post(jalur, {"versi": skp(ds, "staf").versi, "alasan": " "})
    assert tanpa.status_code == 422 and "Alasan wajib diisi." in tanpa.text
    assert skp(ds, "staf").status is StatusSkp.PERSETUJUAN
    assert k.post(jalur, {"versi": skp(ds, "staf").versi, "alasan": "Salah unit kerja"}).status_code == 302
    assert (skp(ds, "staf").status, skp(ds, "staf").catatan_kembali) == (StatusSkp.DRAFT, "Salah unit kerja")
    teks = teks_halaman(k.get(rinci(ds) + "&tab=riwayat"))
    assert "mengembalikan ke Draft." in teks and "Alasan: Salah unit kerja" in teks


def test_a_stale_page_is_told(ds, klien, app):
    k, jalur, lama = klien("helpdesk"), f"/admin/skp/{ds.skp[1, 'plt']}/kembalikan_ke_draft/", skp(ds, "plt").versi
    ubah(ds, app, Skp, ds.skp[1, "plt"], jabatan="Plt. Kepala Seksi")
    jawaban = k.post(jalur, {"versi": lama, "alasan": "Terlambat"})
    assert jawaban.status_code == 409 and "sudah diubah orang lain" in jawaban.text


def test_several_at_once_skip_drafts(ds, klien):
    ds.putus_keberatan()
    isi = {"action": "kembalikan_ke_draft", "rowid": [ds.skp[1, "staf"], ds.skp[1, "plt"], ds.skp[1, "draft"], ds.skp[2, "staf"]]}
    k = klien("admin_instansi")
    assert "Yakin akan mengubah status 3 SKP menjadi Draft?" in teks_halaman(k.post("/admin/skp/action/", isi))
    teks = teks_halaman(k.post("/admin/skp/action/", {**isi, "konfirmasi": "1", "alasan": "Ganti pola"}, follow_redirects=True))
    assert "2 baris selesai." in teks and "Tindakan ini tidak dapat dilakukan pada status Draft." in teks
    assert [skp(ds, s).status for s in ("staf", "plt")] == [StatusSkp.DRAFT] * 2


# --- The page of a SKP ------------------------------------------------------------------------------------------------


def test_everything_of_a_skp_is_on_one_page(ds, klien):
    teks = teks_halaman(klien("admin_instansi").get(rinci(ds)))
    for kata in (
        "Pegawai yang Dinilai", "Pejabat Penilai Kinerja", "Atasan Pejabat Penilai Kinerja", "Orang Kabid", "Penata (III/c)",
        "Mengapa penilai ini", "Pimpinan Bidang Kurikulum menjadi penilai.", "Terwujudnya hasil kerja staf", "Jumlah laporan staf", "12 laporan",
        "Aspek", "Kuantitas", "Rencana Hasil Kerja Pimpinan yang Diintervensi: Terwujudnya hasil kerja kabid", "Tepat waktu", "Komputer",
        "Dukungan Sumber Daya", "Sesuai Ekspektasi", "Baik", "1 rencana aksi", "1 eviden, 1 realisasi", "Keberatan Januari", "Refresh",
        "1 rencana aksi, 1 dengan eviden", "Januari Menyusun laporan https://contoh.go.id/eviden/1", "Januari: Baik",
        "Jumlah laporan staf RHK 1, indikator 1 1 laporan Baik", "Umpan balik Perilaku Kerja Akuntabel Jujur",
        "Waktu penilaian 20 November 2026 pukul 10.00 WIB", "Catatan/Rekomendasi Pertahankan",
    ):  # fmt: skip
        assert kata in teks, kata
    assert "Perspektif" not in teks and KENARI not in teks


def test_eviden_is_a_link_and_nothing_else_becomes_one(ds, klien, app):
    with app.app_context(), unit_of_work(ds.dunia.aktor()) as unit:
        for eviden in ("javascript:alert(1)", None):
            unit.session.add(RencanaAksi(rhk_id=ds.rhk[1, "staf"], periode_id=ds.final[1], teks="Rapat", eviden=eviden))
    isi = klien("admin_instansi").get(rinci(ds)).text
    assert '<a class="ek-inline ek-lembar__teks" href="https://contoh.go.id/eviden/1" rel="noopener noreferrer nofollow"' in isi
    assert 'href="javascript' not in isi and "Belum ada eviden" in isi


def test_the_model_jpt_shows_perspektif(ds, klien):
    teks = teks_halaman(klien("admin_instansi").get(rinci(ds, "kepala")))
    assert "Perspektif" in teks and "Proses Bisnis" in teks and "Aspek" not in teks and "Belum ada." in teks


def test_a_penilai_who_is_not_by_rule_any_more_is_pointed_out(ds, klien, app):
    ubah(ds, app, PltPlh, ds.dunia.plt[1], aktif=False)
    assert "Gunakan Refresh bila perlu diperbarui." in teks_halaman(klien("admin_instansi").get(rinci(ds, "draft")))
    assert "Gunakan Refresh bila perlu" not in teks_halaman(klien("admin_instansi").get(rinci(ds, "staf")))


def test_a_supervisor_reads_and_is_offered_nothing(ds, klien):
    isi = klien("supervisor").get(rinci(ds)).text
    for jalur in ("refresh-", "buka-pengisian", "pulihkan", "kembalikan_ke_draft"):
        assert jalur not in isi


def test_the_drawer_is_short(ds, klien):
    teks = teks_halaman(klien("admin_instansi").get(rinci(ds) + "&laci=1"))
    assert "Orang Staf" in teks and "Terwujudnya" not in teks


def test_the_page_costs_the_same_whatever_it_holds(ds, klien, app):
    k = klien("admin_instansi")
    sedikit, _ = ambil(app, k, rinci(ds))
    with app.app_context(), unit_of_work(ds.dunia.aktor()) as unit:
        s, id = unit.session, ds.skp[1, "staf"]
        periode, indikator = list(s.scalars(select(Periode.id))), []
        for i in range(12):
            rhk = Rhk(skp_id=id, urut=i + 2, teks=f"RHK {i}")
            s.add(rhk)
            s.flush()
            baru = [Indikator(rhk_id=rhk.id, urut=j, teks=f"Indikator {j}") for j in range(3)]
            s.add_all(baru)
            s.flush()
            indikator += [b.id for b in baru]
            s.add_all([RencanaAksi(rhk_id=rhk.id, periode_id=p, teks="Aksi", eviden="") for p in periode[:4]])
        s.add_all([PerilakuSkp(skp_id=id, nilai=n, ekspektasi="Ada") for n in NilaiBerakhlak if n is not NilaiBerakhlak.AKUNTABEL])
        s.add_all([LampiranSkp(skp_id=id, jenis=JenisLampiran.SKEMA, urut=i, teks="Skema") for i in range(8)])
        lain = [Penilaian(skp_id=id, periode_id=p, catatan="Catatan") for p in periode if p != ds.januari[1]]
        s.add_all(lain)
        s.flush()
        for p in lain:
            s.add_all([UmpanBalikPerilaku(penilaian_id=p.id, nilai=n, umpan_balik="Baik") for n in NilaiBerakhlak])
            s.add_all([RealisasiIndikator(penilaian_id=p.id, indikator_id=i, realisasi="Ada", umpan_balik="Baik") for i in indikator[:6]])
        s.add_all([PotretSkp(skp_id=id, waktu=ds.dunia.jam(), pelaku="A", sebab="pulihkan", isi={}) for _ in range(8)])
    banyak, byte = ambil(app, k, rinci(ds))
    # Fifteen, and the one that finds the login.
    assert banyak == sedikit <= 16
    # Thirteen RHK and every word of twelve periods on one page, which repeats itself: it travels compressed.
    assert byte < 200 * 1024 and len(gzip.compress(k.get(rinci(ds)).data)) < 20 * 1024


def test_the_list_costs_the_same_whatever_it_holds(ds, klien, app):
    k = klien("admin_instansi")
    sedikit, _ = ambil(app, k, "/admin/skp/?jumlah_baris=100")
    contoh = skp(ds, "staf")
    with app.app_context(), unit_of_work(ds.dunia.aktor()) as unit:
        for i in range(95):
            nama = f"Orang Tambahan {i}"
            kolom = {c.name: getattr(contoh, c.name) for c in Skp.__table__.columns if c.name not in ("id", "versi", "instansi_id")}
            unit.session.add(Skp(**{**kolom, "nama": nama, "nama_cari": normalkan(nama)}))
    banyak, _ = ambil(app, k, "/admin/skp/?jumlah_baris=100")
    assert banyak == sedikit <= 5
    assert ambil(app, k, "/admin/skp/")[1] < 100 * 1024


# --- Refresh ----------------------------------------------------------------------------------------------------------


def test_refresh_shows_old_and_new_before_it_saves(ds, klien, app):
    ubah(ds, app, Pegawai, ds.dunia.pegawai[1, "staf"], golongan="34", jabatan="Analis Kebijakan Ahli Madya")
    k, jalur = klien("helpdesk"), f"/admin/skp/{ds.skp[1, 'staf']}/refresh-pegawai/"
    teks = teks_halaman(k.get(jalur))
    assert "Jabatan Analis Kebijakan Ahli Muda Analis Kebijakan Ahli Madya" in teks and "(III/d)" in teks
    assert skp(ds, "staf").jabatan == "Analis Kebijakan Ahli Muda"
    assert k.post(jalur, {"versi": skp(ds, "staf").versi}).headers["Location"].endswith(rinci(ds))
    assert skp(ds, "staf").jabatan == "Analis Kebijakan Ahli Madya"
    assert "Tidak ada yang berubah" in teks_halaman(k.get(jalur))


def test_refresh_of_a_skp_that_changed_meanwhile_shows_it_anew(ds, klien, app):
    k, lama = klien("admin_instansi"), skp(ds, "draft").versi
    ubah(ds, app, Skp, ds.skp[1, "draft"], catatan_kembali="Lain")
    jawaban = k.post(f"/admin/skp/{ds.skp[1, 'draft']}/refresh-penilai/", {"versi": lama})
    assert jawaban.status_code == 409 and "Periksa perbedaannya sekali lagi." in jawaban.text
    assert f'name="versi" value="{lama + 1}"' in jawaban.text


# --- Pulihkan, Buka pengisian, Unor tanpa penilai ---------------------------------------------------------------------


def test_a_snapshot_is_offered_and_restored(ds, klien, app):
    ds.putus_keberatan()
    with app.app_context():
        layanan.kembalikan_ke_draft(ds.dunia.aktor(), ds.skp[1, "staf"], None, "Perbaiki")
    with ds.dunia.sesi() as s:
        id = s.scalar(select(func.max(PotretSkp.id)))
    k, jalur = klien("admin_instansi"), f"/admin/skp/{ds.skp[1, 'staf']}/pulihkan/{id}/"
    isi = k.get(rinci(ds))
    assert jalur in isi.text and "Sebelum Kembalikan ke Draft" in teks_halaman(isi)
    assert "1 RHK, 1 Indikator" in teks_halaman(k.get(jalur))
    assert "SKP dipulihkan seperti pada potret." in teks_halaman(k.post(jalur, follow_redirects=True))
    assert skp(ds, "staf").status is StatusSkp.PERSETUJUAN


def test_a_snapshot_of_another_skp_is_404_and_an_empty_one_is_refused(ds, klien):
    k = klien("admin_instansi")
    for skp_id, potret in ((ds.skp[1, "staf"], ds.potret[1]), (ds.skp[1, "draft"], ds.potret[2]), (ds.skp[2, "draft"], ds.potret[2])):
        assert k.get(f"/admin/skp/{skp_id}/pulihkan/{potret}/").status_code == 404
    jawaban = k.post(f"/admin/skp/{ds.skp[1, 'draft']}/pulihkan/{ds.potret[1]}/")
    assert jawaban.status_code == 422 and "Potret ini kosong" in jawaban.text


def test_filling_in_is_opened_again_with_a_reason(ds, klien):
    k, jalur = klien("helpdesk"), f"/admin/skp/{ds.skp[1, 'staf']}/buka-pengisian/{ds.januari[1]}/"
    assert jalur in k.get(rinci(ds)).text
    for isi, pesan in (
        ({"sampai": "2026-12-01", "alasan": ""}, "Alasan wajib diisi."),
        ({"sampai": "2026-11-01", "alasan": "Sakit"}, "Tanggal ini sudah lewat"),
        ({"sampai": "", "alasan": "Sakit"}, "wajib"),
    ):
        jawaban = k.post(jalur, isi)
        assert jawaban.status_code == 422 and pesan in teks_halaman(jawaban)
    assert "Pengisian Januari dibuka sampai 1 Desember 2026." in teks_halaman(
        k.post(jalur, {"sampai": "2026-12-01", "alasan": "Sakit"}, follow_redirects=True)
    )
    assert "Dibuka sampai 01-12-2026" in teks_halaman(k.get(rinci(ds)))


def test_a_draft_shows_why_filling_in_cannot_be_opened(ds, klien):
    jawaban = klien("helpdesk").get(rinci(ds, "draft"))
    assert "SKP ini berstatus Draft." in teks_halaman(jawaban) and "buka-pengisian" not in jawaban.text


def test_a_period_of_another_instansi_is_404(ds, klien):
    assert klien("helpdesk").get(f"/admin/skp/{ds.skp[1, 'staf']}/buka-pengisian/{ds.januari[2]}/").status_code == 404


def test_units_whose_people_find_no_penilai(ds, klien, app):
    alamat = "/admin/skp/penilai-kosong/"
    assert "Setiap pegawai mempunyai penilai" in teks_halaman(klien("supervisor").get(alamat))
    with app.app_context(), unit_of_work(ds.dunia.aktor()) as unit:
        unit.session.get_one(Pegawai, ds.dunia.pegawai[1, "kepala"]).jenis_jabatan = JenisJabatan.PEGAWAI
    jawaban = klien("admin_instansi").get(alamat)
    teks = teks_halaman(jawaban)
    assert "1–2 dari 2 unor" in teks and "isi pimpinan unor yang kosong" in teks
    assert f"/admin/unor/details/?id={ds.dunia.unor[1, 'dinas']}" in jawaban.text
    assert "Dinas Pendidikan 1 pegawai" not in teks_halaman(klien("supervisor_unor").get(alamat))


def test_units_passed_over_stand_with_who_assesses_instead_as_counted_on_beranda(ds, klien, app):
    alamat = "/admin/skp/penilai-kosong/"
    k = klien("admin_instansi")
    assert "tanpa pimpinan" not in teks_halaman(k.get("/admin/")), "a PLT in force leads the seksi"
    assert "dilewati" not in teks_halaman(k.get(alamat))
    k.get("/admin/")
    with app.app_context(), unit_of_work(ds.dunia.aktor()) as unit:
        for p in unit.session.query(PltPlh).where(PltPlh.unor_id == ds.dunia.unor[1, "seksi"]):
            p.akhir = date(2026, 11, 22)
    with kueri(app) as satu:
        halaman = k.get(alamat)
    teks = teks_halaman(halaman)
    assert "Setiap pegawai mempunyai penilai" in teks and "Unor tanpa pimpinan yang dilewati" in teks
    assert "Seksi Penilaian 1 pegawai" in teks and "Pimpinan Bidang Kurikulum" in teks and "1–1 dari 1 unor" in teks
    beranda = k.get("/admin/")
    kalimat = (
        "1 unor tanpa pimpinan Juga tanpa PLT/PLH yang berlaku; selama itu pegawainya dinilai oleh yang memimpin unor di atasnya, bila ada."
    )
    assert kalimat in teks_halaman(beranda) and f'href="{alamat}"' in beranda.text
    with app.app_context(), unit_of_work(ds.dunia.aktor()) as unit:
        for n in range(60):
            nama = f"Unit Kosong {n:02d}"
            unit.session.add(Unor(nama=nama, nama_cari=normalkan(nama), eselon="41", atasan_id=ds.dunia.unor[1, "bidang"]))
    with kueri(app) as banyak:
        teks = teks_halaman(k.get(alamat))
    assert "1–50 dari 61 unor" in teks and len(banyak) == len(satu)
    teks = teks_halaman(k.get(f"{alamat}?dilewati=2"))
    assert "51–61 dari 61 unor" in teks and "Unit Kosong 59" in teks
    assert "61 unor tanpa pimpinan" in teks_halaman(k.get("/admin/"))
