"""Cetak SKP Pegawai: what the PDF holds of the database, who may have it, how many queries it takes, and many at once."""

from __future__ import annotations

import io
import zipfile
from contextlib import contextmanager
from datetime import date, timedelta

import pytest
from pypdf import PdfReader
from sqlalchemy import event, select, update

from domain.dokumen_skp import JenisDokumen
from domain.predikat import Predikat
from domain.skp import Aspek, JenisRhk, LingkupRhk
from domain.status import StatusCapaian, StatusTugas
from extensions import setelan
from jobs.jalankan import jalankan
from models import Berkas, CapaianOrganisasi, HasilBaris, Indikator, Keberatan, Periode, Rhk, Skp, Tugas
from services import cetak_skp, cetak_skp_massal, tindakan, tugas
from services.cetak_skp_isi import PermintaanCetak
from services.galat import Salah, TidakDitemukan
from services.tugas import TugasDirebut
from services.unit_of_work import unit_of_work
from tests.dunia import KENARI
from tests.dunia_skp import DuniaSkp


@pytest.fixture(autouse=True)
def _terbuka(skp, ctx):
    """Services are called directly here: an application context stays open."""


def minta(jenis: JenisDokumen, **lain) -> PermintaanCetak:
    isi = {"tanggal_pegawai": date(2026, 4, 4), "lokasi_pegawai": "Jakarta", "anchor_pegawai": "@", "anchor_penilai": "#"} | lain
    if jenis.dua_tempat:
        isi = {"tanggal_penilai": date(2026, 4, 5), "lokasi_penilai": "Bogor"} | isi
    return PermintaanCetak(jenis=jenis, **isi)


def permintaan(skp: DuniaSkp, jenis: JenisDokumen, **lain) -> PermintaanCetak:
    return minta(jenis, **({"periode_id": skp.januari[1]} if jenis.berperiode else {}) | lain)


def tugas_dan_berkas(skp: DuniaSkp, id: int) -> tuple[Tugas, Berkas | None, bytes]:
    with skp.dunia.sesi() as s:
        t = s.get_one(Tugas, id)
        b = s.get(Berkas, t.berkas_id) if t.berkas_id else None
        s.expunge_all()
    return t, b, (setelan().berkas_dir / b.nama_simpan).read_bytes() if b else b""


def teks(isi: bytes) -> str:
    return " ".join(" ".join(h.extract_text() for h in PdfReader(io.BytesIO(isi)).pages).split())


def cetak(skp: DuniaSkp, jenis: JenisDokumen, kunci: str = "staf", siapa: str = "admin_instansi", **lain) -> tuple[Tugas, Berkas, str]:
    id = cetak_skp.minta_cetak(skp.aktor(siapa), skp.skp[1, kunci], permintaan(skp, jenis, **lain))
    jalankan(id)
    t, b, isi = tugas_dan_berkas(skp, id)
    assert t.status is StatusTugas.SELESAI and b is not None, t.pesan
    return t, b, teks(isi)


def ubah(skp: DuniaSkp, stmt) -> None:
    with unit_of_work(skp.aktor("admin_instansi")) as unit:
        unit.session.execute(stmt.execution_options(synchronize_session=False))


# --- One --------------------------------------------------------------------------------------------------------------


def test_rencana_holds_the_plan_and_the_copies_of_people(skp):
    t, b, isi = cetak(skp, JenisDokumen.RENCANA)
    nip = skp.aktor("staf").nip
    assert b.nama == f"rencana-skp_{nip}_2026.pdf" and b.tipe == "application/pdf" and (t.selesai, t.total) == (1, 1)
    for kata in (
        "Orang Staf",
        f"NIP {nip}",
        "Penata (III/c)",
        "Orang Kabid",
        "Terwujudnya hasil kerja staf",
        "Terwujudnya hasil kerja kabid",
        "Kuantitas",
        "Jumlah laporan staf",
        "12 laporan",
        "Tepat waktu",
        "DUKUNGAN SUMBER DAYA 1 Komputer",
        "PEMERINTAH KABUPATEN CONTOH 1",
        "Jakarta, 4 April 2026",
    ):
        assert kata in isi, kata
    assert isi.count("@") == isi.count("#") == 1 and KENARI not in isi


def test_form_penilaian_holds_ratings_realisation_feedback_and_capaian(skp):
    _, b, isi = cetak(skp, JenisDokumen.PENILAIAN)
    assert b.nama.startswith("form-penilaian_") and b.nama.endswith("januari-2026.pdf")
    for kata in (
        "PERIODE: JANUARI",
        "1 JANUARI SD 31 JANUARI TAHUN 2026",
        "CAPAIAN KINERJA ORGANISASI BAIK",
        "1 laporan",
        "Jujur",
        "RATING HASIL KERJA SESUAI EKSPEKTASI",
        "PREDIKAT KINERJA PEGAWAI BAIK",
    ):
        assert kata in isi, kata
    assert "0 pegawai" not in isi


def test_statistics_stand_on_the_form_once_they_are_frozen(skp):
    beku = {"pegawai": 9, "dinilai": 8, Predikat.BAIK.value: 7, Predikat.KURANG.value: 1}
    ubah(skp, update(CapaianOrganisasi).where(CapaianOrganisasi.id == skp.capaian[1]).values(status=StatusCapaian.FINAL, statistik=beku))
    assert "0 pegawai 1 pegawai 0 pegawai 7 pegawai 0 pegawai" in cetak(skp, JenisDokumen.PENILAIAN)[2]


def test_evaluation_shows_the_keberatan_only_while_there_is_one(skp):
    ada = cetak(skp, JenisDokumen.EVALUASI)[2]
    assert "6. KEBERATAN Bekerja melebihi target" in ada and "11. Atasan Pejabat Penilai Kinerja" in ada and "Pertahankan" in ada
    assert "Jakarta, 4 April 2026" in ada and "Bogor, 5 April 2026" in ada and "Orang Kepala" in ada
    with unit_of_work(skp.aktor("admin_instansi")) as unit:
        unit.session.delete(unit.session.get_one(Keberatan, skp.keberatan[1]))
    tanpa = cetak(skp, JenisDokumen.EVALUASI)[2]
    assert "KEBERATAN" not in tanpa and "6. Pejabat Penilai Kinerja" in tanpa


@pytest.mark.parametrize("jenis", [JenisDokumen.PENILAIAN, JenisDokumen.EVALUASI], ids=lambda j: j.value)
def test_a_period_not_yet_assessed_prints_dashes(skp, jenis):
    isi = cetak(skp, jenis, "kabid", periode_id=skp.final[1])[2]
    assert "CAPAIAN KINERJA ORGANISASI -" in isi and "PREDIKAT KINERJA PEGAWAI -" in isi and "None" not in isi


def test_pimpinan_of_a_unor_mandiri_has_his_own_form_and_no_penilai(skp):
    isi = cetak(skp, JenisDokumen.RENCANA, "kepala")[2]
    assert "JABATAN PIMPINAN TINGGI DAN PIMPINAN UNIT KERJA MANDIRI" in isi and "Proses Bisnis" in isi and "DIINTERVENSI" not in isi


def test_a_new_copy_of_a_person_changes_the_print_and_the_master_data_does_not(skp):
    salinan = {**skp_dari(skp, "staf").salinan_pegawai, "nama": "Nama Salinan"}
    ubah(skp, update(Skp).where(Skp.id == skp.skp[1, "staf"]).values(salinan_pegawai=salinan))
    assert "Nama Salinan" in cetak(skp, JenisDokumen.RENCANA)[2]


def test_the_nik_of_an_official_outside_the_civil_service_is_not_printed(skp):
    salinan = {**skp_dari(skp, "staf").salinan_penilai, "asn": False, "nomor_induk": "3171000000000001", "golongan": ""}
    ubah(skp, update(Skp).where(Skp.id == skp.skp[1, "staf"]).values(salinan_penilai=salinan))
    isi = cetak(skp, JenisDokumen.RENCANA)[2]
    assert "3171000000000001" not in isi and "Orang Kabid" in isi


def skp_dari(skp: DuniaSkp, kunci: str) -> Skp:
    with skp.dunia.sesi() as s:
        return s.get_one(Skp, skp.skp[1, kunci])


# --- Who --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("siapa", "izin"), [("staf", "daftar_skp:cetak"), ("kabid", "daftar_skp:cetak"), ("supervisor_unor", "skp:cetak")])
def test_the_task_carries_the_permission_it_was_asked_with(skp, siapa, izin):
    t, _, _ = cetak(skp, JenisDokumen.RENCANA, siapa=siapa)
    assert t.parameter["izin"] == izin


@pytest.mark.parametrize("siapa", ["kepala", "staf2", "pegawai", "admin_lain"])
def test_to_all_others_the_skp_does_not_exist(skp, siapa):
    with pytest.raises(TidakDitemukan):
        cetak_skp.minta_cetak(skp.aktor(siapa), skp.skp[1, "staf"], minta(JenisDokumen.RENCANA))


def test_whoever_stopped_being_the_penilai_gets_no_file(skp):
    id = cetak_skp.minta_cetak(skp.aktor("kabid"), skp.skp[1, "staf"], minta(JenisDokumen.RENCANA))
    ubah(skp, update(Skp).where(Skp.id == skp.skp[1, "staf"]).values(penilai_id=skp.dunia.pegawai[1, "kepala"]))
    jalankan(id)
    t, b, _ = tugas_dan_berkas(skp, id)
    assert t.status is StatusTugas.GAGAL and b is None and "tidak ditemukan" in t.pesan


# --- What is refused --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("isi", "kolom"),
    [
        (minta(JenisDokumen.RENCANA, lokasi_pegawai=" "), {"lokasi_pegawai"}),
        (minta(JenisDokumen.PENILAIAN), {"periode_id"}),
        (minta(JenisDokumen.EVALUASI, lokasi_penilai="", tanggal_penilai=None, periode_id=1), {"lokasi_penilai", "tanggal_penilai"}),
        (minta(JenisDokumen.RENCANA, anchor_pegawai="@", anchor_penilai="@"), {"anchor_penilai"}),
        (minta(JenisDokumen.RENCANA, lokasi_pegawai="x" * 101), {"lokasi_pegawai"}),
    ],
    ids=["tempat", "periode", "penilai", "anchor-sama", "tempat-panjang"],
)
def test_what_is_missing_is_named_by_its_field(skp, isi, kolom):
    with pytest.raises(Salah) as galat:
        cetak_skp.minta_cetak(skp.aktor("admin_instansi"), skp.skp[1, "staf"], isi)
    assert set(galat.value.kolom) == kolom


def test_a_period_of_another_year_or_instansi_is_refused(skp):
    with pytest.raises(TidakDitemukan):
        cetak_skp.minta_cetak(skp.aktor("admin_instansi"), skp.skp[1, "staf"], minta(JenisDokumen.PENILAIAN, periode_id=skp.januari[2]))


def test_an_anchor_that_the_text_took_meanwhile_ends_the_task_with_its_place(skp):
    id = cetak_skp.minta_cetak(skp.aktor("admin_instansi"), skp.skp[1, "staf"], minta(JenisDokumen.RENCANA))
    ubah(skp, update(Rhk).where(Rhk.id == skp.rhk[1, "staf"]).values(teks="Surel @ kantor"))
    jalankan(id)
    t, b, _ = tugas_dan_berkas(skp, id)
    assert t.status is StatusTugas.GAGAL and b is None and "Surel @ kantor" in t.pesan and "Pakai ^" in t.pesan


def test_both_anchors_taken_get_different_suggestions(skp):
    ubah(skp, update(Rhk).where(Rhk.id == skp.rhk[1, "staf"]).values(teks="Surel @ dan #"))
    with pytest.raises(Salah) as galat:
        cetak_skp.minta_cetak(skp.aktor("admin_instansi"), skp.skp[1, "staf"], minta(JenisDokumen.RENCANA))
    assert "Pakai ^" in galat.value.kolom["anchor_pegawai"] and "Pakai ~" in galat.value.kolom["anchor_penilai"]


# --- How much ---------------------------------------------------------------------------------------------------------


@contextmanager
def hitung(mesin):
    kueri: list[str] = []

    def catat(conn, kursor, pernyataan, *lain):
        if pernyataan.lstrip().upper().startswith(("SELECT", "WITH")) and "set_config" not in pernyataan:
            kueri.append(pernyataan)

    event.listen(mesin, "before_cursor_execute", catat)
    try:
        yield kueri
    finally:
        event.remove(mesin, "before_cursor_execute", catat)


@pytest.mark.parametrize("jenis", list(JenisDokumen), ids=lambda j: j.value)
def test_as_many_queries_for_sixty_rhk_as_for_one(skp, jenis):
    def jumlah() -> int:
        with skp.dunia.sesi() as s:
            objek, _ = cetak_skp.ambil(s, skp.aktor("admin_instansi"), skp.skp[1, "staf"])
            with hitung(s.get_bind()) as kueri:
                cetak_skp.susun(s, objek, permintaan(skp, jenis))
            return len(kueri)

    satu = jumlah()
    with unit_of_work(skp.aktor("admin_instansi")) as unit:
        for n in range(60):
            rhk = Rhk(skp_id=skp.skp[1, "staf"], urut=n + 2, jenis=JenisRhk.UTAMA, lingkup=LingkupRhk.INDIVIDU, teks=f"Hasil {n}")
            unit.session.add(rhk)
            unit.session.flush()
            unit.session.add_all(Indikator(rhk_id=rhk.id, urut=i, aspek=a, teks="Satu") for i, a in enumerate(Aspek))
    assert jumlah() == satu <= 10


# --- Many -------------------------------------------------------------------------------------------------------------


def minta_massal(skp: DuniaSkp, *kunci: str, saring=None, **lain) -> int:
    nilai = {
        "jenis": "rencana",
        "periode_id": None,
        "tanggal_pegawai": date(2026, 4, 4),
        "lokasi_pegawai": "",
        "anchor_pegawai": "@",
        "anchor_penilai": "#",
        "bentuk": "zip",
    } | lain
    ids = [skp.skp[1, k] for k in kunci]
    return tindakan.sebagai_tugas(skp.aktor("admin_instansi"), cetak_skp_massal.CETAK, ids=ids, saring=saring, nilai=nilai)


def sisa() -> list[str]:
    return [j.name for j in setelan().berkas_dir.glob("*.part")]


def test_many_become_one_zip_with_a_file_each(skp):
    id = minta_massal(skp, "staf", "kabid", "plt")
    jalankan(id)
    t, b, isi = tugas_dan_berkas(skp, id)
    assert (t.status, t.selesai, t.gagal, t.antrean) == (StatusTugas.SELESAI, 3, 0, "berat")
    assert b.nama == "rencana-skp_2026-11-23.zip" and not sisa()
    with zipfile.ZipFile(io.BytesIO(isi)) as arsip:
        nip = skp.aktor("staf").nip
        # His definitif SKP and the one as PLT carry one name but for the id.
        assert f"rencana-skp_{nip}_2026.pdf" in arsip.namelist() and len([n for n in arsip.namelist() if nip in n]) == 2
        assert len(arsip.namelist()) == 3 and all("Kota Contoh, 4 April 2026" in teks(arsip.read(n)) for n in arsip.namelist())


def test_many_become_one_pdf(skp):
    id = minta_massal(skp, "staf", "kabid", bentuk="pdf")
    jalankan(id)
    _, b, isi = tugas_dan_berkas(skp, id)
    gabungan = PdfReader(io.BytesIO(isi))
    assert b.tipe == "application/pdf" and len(gabungan.outline) == 2
    assert "Jumlah laporan staf" in teks(isi) and "Jumlah laporan kabid" in teks(isi)


def test_a_filter_prints_what_it_means(skp):
    id = minta_massal(skp, saring={"status": "persetujuan"})
    jalankan(id)
    t, _, isi = tugas_dan_berkas(skp, id)
    with zipfile.ZipFile(io.BytesIO(isi)) as arsip:
        assert t.selesai == len(arsip.namelist()) == 3


def test_one_that_cannot_be_printed_is_noted_and_can_be_repeated_alone(skp):
    ubah(skp, update(Rhk).where(Rhk.id == skp.rhk[1, "kabid"]).values(teks="Surel @ kantor"))
    id = minta_massal(skp, "staf", "kabid")
    jalankan(id)
    t, b, isi = tugas_dan_berkas(skp, id)
    assert (t.status, t.selesai, t.gagal) == (StatusTugas.SEBAGIAN, 1, 1) and t.pesan == "1 dokumen, 1 SKP gagal dicetak."
    with skp.dunia.sesi() as s:
        gagal = s.scalars(select(HasilBaris).where(HasilBaris.tugas_id == id)).one()
        assert gagal.objek_id == skp.skp[1, "kabid"] and "Surel @ kantor" in gagal.pesan and "Orang Kabid" in gagal.objek
    ubah(skp, update(Rhk).where(Rhk.id == skp.rhk[1, "kabid"]).values(teks="Surel kantor"))
    baru = tugas.ulangi(skp.aktor("admin_instansi"), id)
    assert baru != id
    jalankan(baru)
    t, _, isi = tugas_dan_berkas(skp, baru)
    with zipfile.ZipFile(io.BytesIO(isi)) as arsip:
        assert t.jenis == "cetak_skp_massal" and len(arsip.namelist()) == 1


def test_none_at_all_is_a_failure_without_a_file(skp):
    id = minta_massal(skp, "staf", jenis="penilaian", periode_id=skp.januari[2])
    jalankan(id)
    t, b, _ = tugas_dan_berkas(skp, id)
    assert t.status is StatusTugas.GAGAL and b is None and not sisa()
    assert t.judul == "Cetak Form Penilaian: 1 SKP"
    assert t.pesan == "Tidak ada dokumen yang jadi: 1 SKP gagal dicetak. Alasannya ada pada setiap baris."


def test_the_penilai_of_many_has_a_date_and_a_place_of_his_own_on_the_evaluation(skp):
    id = minta_massal(
        skp, "staf", jenis="evaluasi", periode_id=skp.januari[1], tanggal_penilai=date(2026, 5, 6), lokasi_penilai="Kota Penilai"
    )
    jalankan(id)
    _, _, isi = tugas_dan_berkas(skp, id)
    with zipfile.ZipFile(io.BytesIO(isi)) as arsip:
        cetakan = teks(arsip.read(arsip.namelist()[0]))
    assert "Kota Contoh, 4 April 2026" in cetakan and "Kota Penilai, 6 Mei 2026" in cetakan


def test_an_old_request_without_the_penilais_own_fields_is_printed_as_it_was_meant(skp):
    id = minta_massal(skp, "staf", jenis="evaluasi", periode_id=skp.januari[1])
    jalankan(id)
    _, _, isi = tugas_dan_berkas(skp, id)
    with zipfile.ZipFile(io.BytesIO(isi)) as arsip:
        assert teks(arsip.read(arsip.namelist()[0])).count("Kota Contoh, 4 April 2026") == 2


def test_a_lost_worker_loses_no_document(skp, jam, monkeypatch):
    asli, dibuat = cetak_skp_massal.pdf, []

    def pdf(dok):
        if len(dibuat) == 2:
            raise TugasDirebut
        dibuat.append(dok.pegawai.orang.nama)
        return asli(dok)

    id = minta_massal(skp, "kepala", "kabid", "staf", "draft")
    monkeypatch.setattr(cetak_skp_massal, "pdf", pdf)
    jalankan(id)
    assert tugas_dan_berkas(skp, id)[0].status is StatusTugas.BERJALAN and len(sisa()) == 2
    monkeypatch.setattr(cetak_skp_massal, "pdf", lambda dok: (dibuat.append(dok.pegawai.orang.nama), asli(dok))[1])
    jam.kini += timedelta(minutes=5)
    jalankan(id)
    t, _, isi = tugas_dan_berkas(skp, id)
    assert (t.status, t.selesai) == (StatusTugas.SELESAI, 4) and len(dibuat) == len(set(dibuat)) == 4 and not sisa()
    with zipfile.ZipFile(io.BytesIO(isi)) as arsip:
        assert len(arsip.namelist()) == 4


def test_documents_swept_away_meanwhile_are_missed(skp, jam, monkeypatch):
    asli, kali = cetak_skp_massal.pdf, []

    def pdf(dok):
        kali.append(1)
        if len(kali) == 2:
            raise TugasDirebut
        return asli(dok)

    id = minta_massal(skp, "kabid", "staf")
    monkeypatch.setattr(cetak_skp_massal, "pdf", pdf)
    jalankan(id)
    for nama in sisa():
        (setelan().berkas_dir / nama).unlink()
    jam.kini += timedelta(minutes=5)
    jalankan(id)
    t, b, _ = tugas_dan_berkas(skp, id)
    assert t.status is StatusTugas.GAGAL and b is None and "Minta cetak yang baru" in t.pesan


def test_one_pdf_takes_only_so_many(skp, monkeypatch):
    monkeypatch.setattr(cetak_skp_massal, "GABUNGAN_MAKS", 1)
    id = minta_massal(skp, "kabid", "staf", bentuk="pdf")
    jalankan(id)
    t, b, _ = tugas_dan_berkas(skp, id)
    assert t.status is StatusTugas.GAGAL and b is None and "paling banyak 1 SKP" in t.pesan and "ZIP" in t.pesan


def test_periods_named_with_their_year_are_not_named_twice(skp):
    ubah(skp, update(Periode).where(Periode.id == skp.januari[1]).values(nama="Januari 2026"))
    assert cetak(skp, JenisDokumen.PENILAIAN)[1].nama.endswith("_januari-2026.pdf")
