"""Daftar SKP as the pegawai, his penilai and the atasan work with it. Today is 23 November 2026."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from domain.berakhlak import NilaiBerakhlak
from domain.jabatan import JenisJabatan
from domain.nip import JenisNomorInduk
from domain.predikat import Rating
from domain.skp import JenisSkp
from domain.status import StatusKeberatan, StatusSkp
from models import Indikator, Keberatan, LampiranSkp, Pegawai, PerilakuSkp, PotretSkp, Rhk, Skp, Tugas
from services.unit_of_work import unit_of_work
from tenancy import Lingkup, pasang_lingkup
from tests.admin_views.test_hemat import BYTE_MAKS, kueri
from tests.dunia import KENARI, teks_halaman
from tests.jelajah import formulir_utama, id_di, lengkapi, urai

DASAR = "/admin/daftar-skp/"
KUERI_MAKS = 15


@pytest.fixture
def draf(skp):
    """Address of the Draft of staf2."""
    return f"{DASAR}{skp.skp[1, 'draft']}/"


def satu(skp, model, id):
    with skp.dunia.sesi() as s:
        return s.get(model, id)


def jumlah(skp, model, *syarat):
    with skp.dunia.sesi() as s:
        return s.scalar(select(func.count()).select_from(model).where(*syarat))


def isian_rhk(**ganti):
    return {"jenis": "utama", "lingkup": "individu", "intervensi_id": "", "teks": "Tersusunnya laporan", "versi": "", **ganti}


def isian_indikator(**ganti):
    return {"aspek": "kuantitas", "teks": "Jumlah laporan", "target": "4 laporan", "versi": "", **ganti}


# --- The list ---------------------------------------------------------------------------------------------------------


def test_kartu_menurut_manual(skp):
    teks = teks_halaman(skp.klien("staf").get(DASAR))
    for kata in (
        "Daftar Sasaran Kinerja Pegawai",
        "Tambah Periode SKP",
        "1 Januari 2026 - 31 Desember 2026",
        "PERSETUJUAN",
        "PENGAJUAN",
        "Pendekatan Kuantitatif",
        "Unit Kerja Bidang Kurikulum",
        "Status Definitif",
        "Status PLT",
        "Jenis Pegawai Analis Kebijakan Ahli Muda",
    ):
        assert kata in teks, kata
    assert KENARI not in teks


def test_yang_perlu_ditindak_dan_bawahan(skp):
    teks = teks_halaman(skp.klien("kabid").get(DASAR))
    assert "Perlu tindakan Anda 2 SKP menunggu persetujuan (1) Orang Staf" in teks
    assert "Keberatan menunggu penjelasan Anda (1)" in teks and "SKP bawahan 2026" in teks
    kepala = skp.klien("kepala").get(DASAR)
    assert "Keberatan menunggu keputusan Anda (1)" in teks_halaman(kepala)
    assert f"{DASAR}keberatan/{skp.keberatan[1]}/" in urai(kepala.text).tautan
    assert "Perlu tindakan Anda" not in teks_halaman(skp.klien("staf2").get(DASAR))


def test_tautan_pekerjaan_dan_bawahan_terbuka(skp):
    for akun in ("kepala", "kabid", "staf", "staf2"):
        k = skp.klien(akun)
        for alamat in {t.partition("#")[0] for t in urai(k.get(DASAR).text).tautan if t.startswith("/admin/")}:
            assert k.get(alamat).status_code == 200, (akun, alamat)


def test_tahun_dan_halaman_dari_alamat_yang_aneh(skp):
    k = skp.klien("kabid")
    assert "Tidak ada SKP bawahan pada tahun ini." in teks_halaman(k.get(f"{DASAR}?tahun=2024"))
    for aneh in ("?tahun=abc&halaman=-1", "?tahun=999999&halaman=0", "?halaman=99", "?tahun=٢٠٢٦"):
        assert "Orang Staf" in teks_halaman(k.get(f"{DASAR}{aneh}"))


def test_belum_punya_skp_diberi_tahu_langkahnya(skp, draf):
    k = skp.klien("staf2")
    assert k.post(f"{draf}hapus/", {"versi": "1"}).status_code == 302
    teks = teks_halaman(k.get(DASAR))
    assert "SKP dihapus." in teks and "Belum ada SKP" in teks and "Klik Tambah Periode SKP" in teks


def test_akun_tanpa_data_pegawai_diberi_tahu(skp):
    jawaban = skp.klien("pegawai").get(DASAR)
    assert jawaban.status_code == 200 and "hubungi admin instansi" in teks_halaman(jawaban)
    assert skp.klien("pegawai").get(f"{DASAR}new/").status_code == 404


def test_hemat_kueri_dan_byte(app, skp, dunia):
    with app.app_context(), unit_of_work(dunia.aktor()) as unit:
        contoh = unit.session.get(Skp, skp.skp[1, "staf"])
        kolom = {c.name: getattr(contoh, c.name) for c in Skp.__table__.columns if c.name not in ("id", "versi", "sumber_id")}
        for n in range(60):
            p = Pegawai(
                nomor_induk=f"1990010120150310{n:02d}", jenis_nomor=JenisNomorInduk.NIP, nama=f"Anggota {n:02d}", nama_cari=f"anggota {n:02d}",
                unor_id=dunia.unor[1, "bidang"], jenis_jabatan=JenisJabatan.PEGAWAI, jabatan="Analis",
            )  # fmt: skip
            unit.session.add(p)
            unit.session.flush()
            status = StatusSkp.PENGAJUAN if n % 2 else StatusSkp.PERSETUJUAN
            baru = Skp(
                **{**kolom, "pegawai_id": p.id, "nama": p.nama, "nama_cari": p.nama_cari, "status": status, "jenis": JenisSkp.DEFINITIF}
            )
            unit.session.add(baru)
    k = skp.klien("kabid")
    with kueri(app) as catatan:
        jawaban = k.get(DASAR)
    assert len(catatan) <= KUERI_MAKS, catatan
    assert len(jawaban.data) <= BYTE_MAKS
    teks = teks_halaman(jawaban)
    assert "SKP menunggu persetujuan (31)" in teks and "21 lainnya belum ditampilkan." in teks and "1–20 dari 62 SKP" in teks
    with kueri(app) as catatan:
        semua = k.get(f"{DASAR}?semua=1")
    assert len(catatan) <= KUERI_MAKS, catatan
    assert "belum ditampilkan" not in teks_halaman(semua) and semua.text.count("Periksa<span") == 31
    lihat = [a.partition("#")[0] for n in (1, 2, 3, 4) for a in urai(k.get(f"{DASAR}?halaman={n}").text).tautan if a.endswith("/")]
    assert all(f"{DASAR}{x}/" in lihat for x in (skp.skp[1, "staf"], skp.skp[1, "plt"]))


def test_halaman_skp_hemat(app, skp):
    for akun, kunci in (("staf2", "draft"), ("staf", "staf"), ("kabid", "plt")):
        k = skp.klien(akun)
        with kueri(app) as catatan:
            jawaban = k.get(f"{DASAR}{skp.skp[1, kunci]}/")
        assert len(catatan) <= KUERI_MAKS, (kunci, catatan)
        assert len(jawaban.data) <= BYTE_MAKS


# --- A SKP, and who sees it -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("akun", "terbuka"),
    [
        ("kepala", {"kepala", "kabid", "staf", "plt"}),
        ("kabid", {"kabid", "staf", "plt", "draft"}),
        ("staf", {"staf", "plt", "draft"}),
        ("staf2", {"draft"}),
    ],
)
def test_skp_hanya_bagi_orangnya(skp, akun, terbuka):
    k = skp.klien(akun)
    semua = ("kepala", "kabid", "staf", "plt", "draft")
    assert {n for n in semua if k.get(f"{DASAR}{skp.skp[1, n]}/").status_code == 200} == terbuka
    assert {k.get(f"{DASAR}{skp.skp[2, n]}/").status_code for n in semua} == {404}


def test_isi_skp_terbaca(skp):
    teks = teks_halaman(skp.klien("kabid").get(f"{DASAR}{skp.skp[1, 'staf']}/"))
    for kata in (
        "Pejabat Penilai Kinerja",
        "Terwujudnya hasil kerja staf",
        "RHK pimpinan yang diintervensi: Terwujudnya hasil kerja kabid",
        "Kuantitas Jumlah laporan staf 12 laporan",
        "Ekspektasi Khusus Pimpinan: Tepat waktu",
        "Dukungan Sumber Daya Komputer",
        "Januari",
    ):
        assert kata in teks, kata
    for alat in ("Tambah RHK", "Isi ekspektasi khusus", "Ajukan", "Setujui"):
        assert alat not in teks, alat


def test_penilaian_ditautkan_setelah_disetujui_saja(skp):
    k = skp.klien("staf")
    ada = urai(k.get(f"{DASAR}{skp.skp[1, 'staf']}/").text).tautan
    assert f"{DASAR}{skp.skp[1, 'staf']}/penilaian/{skp.januari[1]}/" in ada
    assert not [t for t in urai(k.get(f"{DASAR}{skp.skp[1, 'plt']}/").text).tautan if "/penilaian/" in t]


@pytest.mark.parametrize(
    "jalur",
    ["ajukan/", "tetapkan/", "hapus/", "salin/", "rhk/new/", "rhk/{r}/edit/", "rhk/{r}/hapus/", "rhk/{r}/indikator/new/"]
    + ["indikator/{i}/edit/", "indikator/{i}/hapus/", "lampiran/dukungan/new/", "lampiran/{l}/edit/", "lampiran/{l}/hapus/"],
)
def test_bagian_pemilik_tertutup_bagi_yang_lain(skp, draf, jalur):
    with skp.dunia.sesi() as s:
        baris = s.scalar(select(LampiranSkp.id).where(LampiranSkp.skp_id == skp.skp[1, "draft"]))
    alamat = draf + jalur.format(r=skp.rhk[1, "draft"], i=skp.indikator[1, "draft"], l=baris)
    for akun in ("staf", "kabid", "kepala"):
        k = skp.klien(akun)
        assert k.get(alamat).status_code == 404
        assert k.post(alamat, {**isian_rhk(), **isian_indikator(), "versi": "1"}).status_code == 404
    assert satu(skp, Skp, skp.skp[1, "draft"]).status is StatusSkp.DRAFT
    assert jumlah(skp, Rhk, Rhk.skp_id == skp.skp[1, "draft"]) == 1


def test_isi_skp_lain_pada_alamat_sendiri_tidak_ada(skp, draf):
    k = skp.klien("staf2")
    for r, i in ((skp.rhk[1, "staf"], skp.indikator[1, "staf"]), (skp.rhk[2, "draft"], skp.indikator[2, "draft"]), (10**17, 10**17)):
        for jalur in (f"rhk/{r}/edit/", f"rhk/{r}/hapus/", f"rhk/{r}/indikator/new/", f"indikator/{i}/edit/", f"indikator/{i}/hapus/"):
            assert k.get(draf + jalur).status_code == 404, jalur
            assert k.post(draf + jalur, {**isian_rhk(), **isian_indikator()}).status_code == 404, jalur
        for apa, n in (("rhk", r), ("indikator", i)):
            assert k.post(f"{draf}geser/", {"geser": f"{apa}-{n}-naik"}).status_code == 404
    for aneh in ("", "rhk-1", "skp-1-naik", "rhk-1-naik-1"):
        assert k.post(f"{draf}geser/", {"geser": aneh}).status_code == 404
    assert k.get(f"{draf}lampiran/lain/new/").status_code == 404


@pytest.mark.parametrize("akun", ["admin_instansi", "helpdesk", "supervisor", "admin_bkn"])
def test_peran_lain_ditolak(skp, draf, akun):
    k = skp.klien(akun)
    for alamat in (DASAR, f"{DASAR}new/", draf, f"{draf}rhk/new/", f"{draf}ajukan/"):
        assert k.get(alamat).status_code == 403, alamat
    assert k.post(f"{draf}rhk/new/", isian_rhk()).status_code == 403


# --- Tambah Periode SKP -----------------------------------------------------------------------------------------------


def test_tambah_menawarkan_jabatan_sendiri_dan_plt(skp):
    f = formulir_utama(skp.klien("staf").get(f"{DASAR}new/").text)
    assert (f.isi["tempat"], f.isi["awal"], f.isi["akhir"], f.isi["pendekatan"]) == (
        "definitif",
        "2026-01-01",
        "2026-12-31",
        "kuantitatif",
    )
    teks = teks_halaman(skp.klien("staf").get(f"{DASAR}new/"))
    assert "Definitif: Analis Kebijakan Ahli Muda, Bidang Kurikulum" in teks and "PLT: Plt. Kepala Seksi, Seksi Penilaian" in teks


def test_tambah_bertumpang_ditolak_dan_isian_tetap(skp):
    k = skp.klien("staf")
    jawaban = k.post(f"{DASAR}new/", {"tempat": "definitif", "awal": "2026-06-01", "akhir": "2026-12-31", "pendekatan": "kualitatif"})
    assert jawaban.status_code == 422 and "Bertumpang tindih dengan SKP Definitif" in teks_halaman(jawaban)
    f = formulir_utama(jawaban.text)
    assert (f.isi["awal"], f.isi["pendekatan"]) == ("2026-06-01", "kualitatif")


@pytest.mark.parametrize(
    ("ganti", "kata"),
    [
        ({"akhir": "2027-01-31"}, "Satu SKP berada dalam satu tahun"),
        ({"akhir": "2024-01-01"}, "Tanggal akhir mendahului tanggal awal."),
        ({"awal": "31-31-2025"}, "Isi tanggal yang ada di kalender."),
        ({"tempat": "plt-999"}, "Pilih dari daftar."),
        ({"tempat": ""}, "Bagian ini wajib diisi."),
        ({"pendekatan": "lain"}, "Pilih dari daftar."),
    ],
)
def test_tambah_yang_salah(skp, ganti, kata):
    isi = {"tempat": "definitif", "awal": "2025-01-01", "akhir": "2025-12-31", "pendekatan": "kuantitatif", **ganti}
    jawaban = skp.klien("staf").post(f"{DASAR}new/", isi)
    assert jawaban.status_code == 422 and kata in teks_halaman(jawaban)


def test_tambah_hanya_untuk_tahun_yang_mempunyai_periode(skp):
    k = skp.klien("staf2")
    halaman = k.get(f"{DASAR}new/")
    assert 'min="2026-01-01"' in halaman.text and 'max="2026-12-31"' in halaman.text
    assert "Tahun yang sudah mempunyai periode: 2026." in teks_halaman(halaman)
    isi = {"tempat": "definitif", "awal": "2027-01-01", "akhir": "2027-12-31", "pendekatan": "kuantitatif"}
    jawaban = k.post(f"{DASAR}new/", isi)
    assert jawaban.status_code == 422 and "Periode 2027 belum dibuat, sehingga SKP 2027 belum dapat disusun." in teks_halaman(jawaban)
    assert formulir_utama(jawaban.text).isi["awal"] == "2027-01-01" and 'aria-describedby="awal-galat' in jawaban.text
    skp.buat_periode(2027)
    assert k.post(f"{DASAR}new/", isi).status_code == 302


def test_tambah_sebelum_tahun_ini_mempunyai_periode_sudah_memberi_tahu(skp):
    skp.dunia.jam.kini = datetime(2027, 1, 4, 2, 0, tzinfo=UTC)
    halaman = skp.klien("staf2").get(f"{DASAR}new/")
    assert "Periode 2027 belum dibuat" in teks_halaman(halaman)
    assert formulir_utama(halaman.text).isi["awal"] == "2026-01-01"


def test_tambah_plt_di_luar_masanya_disebut_di_pilihannya(skp):
    skp.buat_periode(2027)
    tempat = f"plt-{skp.dunia.plt[1]}"
    jawaban = skp.klien("staf").post(
        f"{DASAR}new/", {"tempat": tempat, "awal": "2027-01-01", "akhir": "2027-12-31", "pendekatan": "kuantitatif"}
    )
    assert jawaban.status_code == 422 and "Anda tidak tercatat sebagai PLT" in teks_halaman(jawaban)
    assert 'aria-describedby="tempat-galat' in jawaban.text


# --- Filling in -------------------------------------------------------------------------------------------------------


def test_tambah_rhk_lalu_indikator(skp, draf):
    k, id = skp.klien("staf2"), skp.skp[1, "draft"]
    jawaban = k.post(f"{draf}rhk/new/", isian_rhk(intervensi_id=str(skp.rhk[1, "staf"]), lagi="1"))
    assert jawaban.status_code == 302
    with skp.dunia.sesi() as s:
        baru = s.scalar(select(Rhk).where(Rhk.skp_id == id).order_by(Rhk.id.desc()))
        assert baru.intervensi == "Terwujudnya hasil kerja staf"
    assert jawaban.location == f"{draf}rhk/{baru.id}/indikator/new/"
    assert k.post(jawaban.location, isian_indikator()).location == f"{draf}#rhk-{baru.id}"
    teks = teks_halaman(k.get(draf))
    assert "Tersusunnya laporan" in teks and "Kuantitas Jumlah laporan 4 laporan" in teks and "Indikator tersimpan." in teks


def test_tanpa_intervensi_diperingatkan_tetapi_disimpan(skp, draf):
    k = skp.klien("staf2")
    k.post(f"{draf}rhk/new/", isian_rhk())
    assert "belum mengintervensi RHK pimpinan, padahal pimpinan Anda mempunyainya" in teks_halaman(k.get(draf))


@pytest.mark.parametrize(
    ("jalur", "isi", "kata"),
    [
        ("rhk/new/", isian_rhk(teks=" \n "), "Bagian ini wajib diisi."),
        ("rhk/new/", isian_rhk(teks="a" * 2001), "Paling banyak 2000 huruf."),
        ("rhk/new/", isian_rhk(jenis="lain"), "Pilih dari daftar."),
        ("rhk/new/", isian_rhk(intervensi_id="999999"), "Pilih dari daftar."),
        ("rhk/new/", isian_rhk(teks="Terwujudnya hasil kerja draft"), "kata-kata yang sama"),
        ("rhk/{r}/indikator/new/", isian_indikator(aspek=""), "Bagian ini wajib diisi."),
        ("rhk/{r}/indikator/new/", isian_indikator(target="  "), "Bagian ini wajib diisi."),
        ("rhk/{r}/indikator/new/", isian_indikator(teks=""), "Bagian ini wajib diisi."),
        ("lampiran/skema/new/", {"teks": ""}, "Bagian ini wajib diisi."),
    ],
)
def test_isian_salah_ditunjukkan_dan_tidak_hilang(skp, draf, jalur, isi, kata):
    jawaban = skp.klien("staf2").post(draf + jalur.format(r=skp.rhk[1, "draft"]), isi)
    assert jawaban.status_code == 422 and kata in teks_halaman(jawaban)
    f = formulir_utama(jawaban.text)
    assert f.isi["teks"].strip() == isi["teks"].strip()
    assert 'data-jaga="kotor"' in jawaban.text
    assert (jumlah(skp, Rhk), jumlah(skp, Indikator), jumlah(skp, LampiranSkp)) == (5, 5, 5)


def test_kirim_dua_kali_tidak_menggandakan(skp, draf):
    k = skp.klien("staf2")
    assert k.post(f"{draf}rhk/new/", isian_rhk()).status_code == 302
    assert k.post(f"{draf}rhk/new/", isian_rhk()).status_code == 422
    assert jumlah(skp, Rhk, Rhk.teks == "Tersusunnya laporan") == 1


def test_halaman_basi_menyimpan_ketikan_dan_menyebut_perubahan(skp, draf):
    k, r = skp.klien("staf2"), skp.rhk[1, "draft"]
    lama = formulir_utama(k.get(f"{draf}rhk/{r}/edit/").text).isi
    k.post(f"{draf}rhk/{r}/edit/", {**lama, "teks": "Dari tab pertama"})
    jawaban = k.post(f"{draf}rhk/{r}/edit/", {**lama, "teks": "Dari tab kedua"})
    assert jawaban.status_code == 409
    teks = teks_halaman(jawaban)
    assert "Isian Anda belum disimpan" in teks and "Dari tab pertama" in teks
    segar = formulir_utama(jawaban.text).isi
    assert segar["teks"].strip() == "Dari tab kedua" and segar["versi"] != lama["versi"]
    assert k.post(f"{draf}rhk/{r}/edit/", segar).status_code == 302
    assert satu(skp, Rhk, r).teks == "Dari tab kedua"


def test_dihapus_di_tab_lain_menjadi_404(skp, draf):
    k, i = skp.klien("staf2"), skp.indikator[1, "draft"]
    lama = formulir_utama(k.get(f"{draf}indikator/{i}/edit/").text).isi
    assert k.post(f"{draf}indikator/{i}/hapus/", {"versi": "1"}).status_code == 302
    assert k.post(f"{draf}indikator/{i}/edit/", lama).status_code == 404


def test_hapus_menyebut_yang_ikut_dan_menolak_yang_basi(skp, draf):
    k, r = skp.klien("staf2"), skp.rhk[1, "draft"]
    tanya = teks_halaman(k.get(f"{draf}rhk/{r}/hapus/"))
    assert "Yakin akan menghapus Rencana Hasil Kerja tersebut?" in tanya and "1 indikator ikut dihapus." in tanya
    for versi in ("7", "", "x"):
        assert k.post(f"{draf}rhk/{r}/hapus/", {"versi": versi}).status_code == 409
    assert satu(skp, Rhk, r) is not None
    assert k.post(f"{draf}rhk/{r}/hapus/", {"versi": "1"}).status_code == 302
    assert satu(skp, Rhk, r) is None and not jumlah(skp, Indikator, Indikator.rhk_id == r)


def test_geser_dengan_tombol_halaman(skp, draf):
    k = skp.klien("staf2")
    k.post(f"{draf}rhk/new/", isian_rhk())
    teks = teks_halaman(k.get(draf))
    assert teks.index("Terwujudnya hasil kerja draft") < teks.index("Tersusunnya laporan")
    with skp.dunia.sesi() as s:
        kedua = s.scalar(select(Rhk.id).where(Rhk.teks == "Tersusunnya laporan"))
    assert k.post(f"{draf}geser/", {"geser": f"rhk-{kedua}-naik"}).location == f"{draf}#rhk-{kedua}"
    teks = teks_halaman(k.get(draf))
    assert teks.index("Tersusunnya laporan") < teks.index("Terwujudnya hasil kerja draft")


def test_perilaku_oleh_pemilik_dan_oleh_penilai(skp, draf):
    k = skp.klien("staf2")
    f = formulir_utama(k.get(f"{draf}perilaku/").text).isi
    assert f["akuntabel"].strip() == "Tepat waktu" and "kolaboratif" in f
    assert k.post(f"{draf}perilaku/", {**f, "loyal": "Menjaga nama baik\n\n\ninstansi", "akuntabel": ""}).status_code == 302
    with skp.dunia.sesi() as s:
        ada = {p.nilai: p.ekspektasi for p in s.scalars(select(PerilakuSkp).where(PerilakuSkp.skp_id == skp.skp[1, "draft"]))}
    assert ada == {NilaiBerakhlak.LOYAL: "Menjaga nama baik\n\ninstansi"}
    basi = k.post(f"{draf}perilaku/", {**f, "loyal": "Dari tab lain"})
    assert basi.status_code == 409 and "Menjaga nama baik" in teks_halaman(basi)
    assert formulir_utama(basi.text).isi["loyal"].strip() == "Dari tab lain"
    ajuan = f"{DASAR}{skp.skp[1, 'plt']}/perilaku/"
    kabid = skp.klien("kabid")
    isi = formulir_utama(kabid.get(ajuan).text).isi
    assert kabid.post(ajuan, {**isi, "adaptif": "Proaktif"}).status_code == 302
    assert skp.klien("staf").get(ajuan).status_code == 422  # submitted: not the owner's any more
    assert skp.klien("kepala").get(ajuan).status_code == 404


def test_lampiran(skp, draf):
    k = skp.klien("staf2")
    assert (
        k.post(f"{draf}lampiran/konsekuensi/new/", {"teks": "Teguran", "versi": "", "lagi": "1"}).location
        == f"{draf}lampiran/konsekuensi/new/"
    )
    with skp.dunia.sesi() as s:
        baris = s.scalar(select(LampiranSkp).where(LampiranSkp.teks == "Teguran"))
    f = formulir_utama(k.get(f"{draf}lampiran/{baris.id}/edit/").text).isi
    assert k.post(f"{draf}lampiran/{baris.id}/edit/", {**f, "teks": "Teguran tertulis"}).status_code == 302
    assert "Teguran tertulis" in teks_halaman(k.get(draf))
    assert "Yakin akan menghapus baris Konsekuensi tersebut?" in teks_halaman(k.get(f"{draf}lampiran/{baris.id}/hapus/"))
    assert k.post(f"{draf}lampiran/{baris.id}/hapus/", {"versi": "2"}).status_code == 302
    assert satu(skp, LampiranSkp, baris.id) is None


def test_salin_dari_skp_lain(skp):
    k = skp.klien("staf")
    skp.buat_periode(2025)
    k.post(f"{DASAR}new/", {"tempat": "definitif", "awal": "2025-01-01", "akhir": "2025-12-31", "pendekatan": "kuantitatif"})
    with skp.dunia.sesi() as s:
        baru = s.scalar(select(Skp.id).where(Skp.tahun == 2025))
    alamat = f"{DASAR}{baru}/"
    assert "Salin RHK dari SKP lain" in teks_halaman(k.get(alamat))
    assert k.post(f"{alamat}salin/", {"dari": str(skp.skp[1, "kabid"])}).status_code == 422
    assert k.post(f"{alamat}salin/", {"dari": str(skp.skp[1, "staf"])}).location == f"{alamat}#hasil-kerja"
    assert "1 RHK disalin" in (teks := teks_halaman(k.get(alamat))) and "Terwujudnya hasil kerja staf" in teks
    lagi = k.post(f"{alamat}salin/", {"dari": str(skp.skp[1, "staf"])})
    assert lagi.status_code == 422 and "sudah ada di SKP ini" in teks_halaman(lagi)


def test_formulir_yang_terlambat_tidak_hilang_setelah_diajukan(skp, draf):
    k = skp.klien("staf2")
    assert k.post(f"{draf}ajukan/", {"versi": "1"}).status_code == 302
    jawaban = k.post(f"{draf}rhk/new/", isian_rhk())
    assert jawaban.status_code == 422 and "tidak dapat Anda ubah" in teks_halaman(jawaban)
    assert formulir_utama(jawaban.text).isi["teks"].strip() == "Tersusunnya laporan"
    assert k.get(f"{draf}rhk/new/").status_code == 422


# --- From one status to the next --------------------------------------------------------------------------------------


def test_belum_lengkap_disebut_dengan_tautannya(skp, draf):
    k, i = skp.klien("staf2"), skp.indikator[1, "draft"]
    k.post(f"{draf}indikator/{i}/hapus/", {"versi": "1"})
    halaman = k.get(draf)
    assert "RHK utama nomor 1 belum mempunyai indikator kinerja individu." in teks_halaman(halaman)
    assert "Belum lengkap; lihat daftar di bawah." in teks_halaman(halaman)
    tanya = k.get(f"{draf}ajukan/")
    assert "SKP belum lengkap." in teks_halaman(tanya)
    assert f"{draf}rhk/{skp.rhk[1, 'draft']}/indikator/new/" in urai(tanya.text).tautan
    assert k.post(f"{draf}ajukan/", {"versi": "1"}).status_code == 422
    assert satu(skp, Skp, skp.skp[1, "draft"]).status is StatusSkp.DRAFT


def test_ajukan_kembalikan_ajukan_setujui(skp, draf):
    pegawai, penilai, id = skp.klien("staf2"), skp.klien("staf"), skp.skp[1, "draft"]
    assert "SKP menunggu persetujuan Orang Staf." in teks_halaman(pegawai.get(f"{draf}ajukan/"))
    assert pegawai.post(f"{draf}ajukan/", {"versi": "1"}).status_code == 302
    versi = str(satu(skp, Skp, id).versi)
    assert "Setujui" not in teks_halaman(pegawai.get(draf))
    assert penilai.post(f"{draf}kembalikan/", {"versi": versi, "alasan": " "}).status_code == 422
    assert penilai.post(f"{draf}kembalikan/", {"versi": versi, "alasan": "Perjelas targetnya."}).status_code == 302
    for alamat in (DASAR, draf):
        teks = teks_halaman(pegawai.get(alamat))
        assert "Dikembalikan untuk diperbaiki" in teks and "Perjelas targetnya." in teks
    versi = str(satu(skp, Skp, id).versi)
    assert pegawai.post(f"{draf}ajukan/", {"versi": versi}).status_code == 302
    assert "Perjelas targetnya." not in teks_halaman(pegawai.get(draf))
    assert penilai.post(f"{draf}setujui/", {"versi": versi}).status_code == 409  # the page was older
    assert penilai.post(f"{draf}setujui/", {"versi": str(satu(skp, Skp, id).versi)}).status_code == 302
    assert satu(skp, Skp, id).status is StatusSkp.PERSETUJUAN
    assert "sekarang berstatus Persetujuan" in teks_halaman(penilai.get(f"{draf}setujui/"))
    assert penilai.post(f"{draf}setujui/", {"versi": "1"}).status_code == 422


@pytest.mark.parametrize("kode", ["setujui", "kembalikan"])
def test_hanya_penilai_yang_memutuskan(skp, kode):
    alamat = f"{DASAR}{skp.skp[1, 'plt']}/{kode}/"
    for akun in ("staf", "kepala", "staf2"):
        k = skp.klien(akun)
        assert k.get(alamat).status_code == 404 and k.post(alamat, {"versi": "1", "alasan": "Coba"}).status_code == 404
    assert satu(skp, Skp, skp.skp[1, "plt"]).status is StatusSkp.PENGAJUAN


def test_tetapkan_hanya_model_jpt(skp, draf):
    jawaban = skp.klien("staf2").get(f"{draf}tetapkan/")
    assert "Hanya pimpinan Unor Mandiri" in teks_halaman(jawaban)
    k, id = skp.klien("kepala"), skp.skp[1, "kepala"]
    assert (
        skp.klien("admin_instansi").post(f"/admin/skp/{id}/kembalikan_ke_draft/", {"alasan": "Perbaiki.", "versi": "1"}).status_code == 302
    )
    halaman = k.get(f"{DASAR}{id}/")
    assert "Tetapkan" in teks_halaman(halaman) and f"{DASAR}{id}/ajukan/" not in urai(halaman.text).tautan
    assert k.post(f"{DASAR}{id}/tetapkan/", {"versi": str(satu(skp, Skp, id).versi)}).status_code == 302
    assert satu(skp, Skp, id).status is StatusSkp.PERSETUJUAN


def test_draft_yang_dihapus_pemiliknya_dapat_dikembalikan_helpdesk(skp, draf):
    k, nama = skp.klien("staf2"), "Orang Staf2"
    tanya = teks_halaman(k.get(f"{draf}hapus/"))
    assert "Bila keliru, helpdesk dapat mengembalikannya beserta isinya." in tanya and "tidak dapat dikembalikan" not in tanya
    assert k.post(f"{draf}hapus/", {"versi": "1"}).status_code == 302
    helpdesk = skp.klien("helpdesk")
    assert nama in teks_halaman(helpdesk.get("/admin/perbaikan/terhapus/"))
    with skp.dunia.sesi() as s:
        potret = s.scalar(select(PotretSkp.id).where(PotretSkp.skp_id == skp.skp[1, "draft"], PotretSkp.sebab == "hapus"))
    assert helpdesk.post(f"/admin/perbaikan/terhapus/{potret}/pulihkan/", {"alasan": "Keliru menghapus"}).status_code == 302
    assert "Terwujudnya hasil kerja draft" in teks_halaman(k.get(draf))


def test_alasan_yang_terlalu_panjang_ditolak_dan_tetap_di_isiannya(skp):
    k, alamat = skp.klien("kabid"), f"{DASAR}{skp.skp[1, 'plt']}/kembalikan/"
    assert 'maxlength="1000"' in k.get(alamat).text and "Paling banyak 1.000 huruf." in teks_halaman(k.get(alamat))
    jawaban = k.post(alamat, {"versi": "1", "alasan": "x" * 1_001})
    assert jawaban.status_code == 422 and "Alasan paling banyak 1.000 huruf" in teks_halaman(jawaban) and "x" * 1_001 in jawaban.text
    assert k.post(alamat, {"versi": "1", "alasan": "x\r\n" * 499 + "xx"}).status_code == 302


@pytest.mark.parametrize(
    ("status", "kata"),
    [
        (StatusKeberatan.DISETUJUI, "Keberatan Januari 2026 Disetujui Predikat berubah dari Baik menjadi Sangat Baik."),
        (StatusKeberatan.DITOLAK, "Keberatan Januari 2026 Ditolak Predikat tetap Baik."),
        (StatusKeberatan.TERLAMBAT, "Keberatan Januari 2026 Terlambat Tidak diputus sampai batasnya; penilaian yang ada tetap berlaku."),
    ],
)
def test_kartu_memberitahukan_keberatan_yang_selesai(skp, status, kata):
    alamat = f"/admin/daftar-skp/keberatan/{skp.keberatan[1]}/"
    assert alamat not in skp.klien("staf").get(DASAR).text.partition('id="h-saya"')[2]
    skp.putus_keberatan()
    with Session(skp.dunia.mesin, info={"unit_of_work": True}) as s:
        pasang_lingkup(s, Lingkup("instansi", skp.dunia.instansi[1]))
        k = s.get_one(Keberatan, skp.keberatan[1])
        k.status = status
        if status is StatusKeberatan.DISETUJUI:
            k.sesudah_hasil = k.sesudah_perilaku = Rating.DI_ATAS
        s.commit()
    halaman = skp.klien("staf").get(DASAR)
    assert kata in teks_halaman(halaman) and alamat in halaman.text
    assert "Keberatan Januari 2026" not in teks_halaman(skp.klien("kabid").get(DASAR))
    skp.dunia.jam.kini = datetime(2027, 12, 1, 2, 0, tzinfo=UTC)
    assert kata in teks_halaman(skp.klien("staf").get(DASAR))
    skp.dunia.jam.kini = datetime(2028, 1, 3, 2, 0, tzinfo=UTC)
    assert "Keberatan Januari 2026" not in teks_halaman(skp.klien("staf").get(DASAR))


def test_hapus_hanya_draft(skp):
    k, id = skp.klien("staf"), skp.skp[1, "plt"]
    assert "hanya Draft" in teks_halaman(k.get(f"{DASAR}{id}/hapus/"))
    assert k.post(f"{DASAR}{id}/hapus/", {"versi": "1"}).status_code == 422
    assert satu(skp, Skp, id) is not None


# --- The frame of a plain pegawai ----------------------------------------------------------------------------------------


def test_pegawai_tidak_ditawari_beranda(skp):
    k = skp.klien("staf")
    assert k.get("/masuk").location == DASAR
    for alamat in (DASAR, f"{DASAR}{skp.skp[1, 'staf']}/", "/admin/tugas/", "/admin/profil/", "/admin/bantuan/"):
        assert "/admin/" not in urai(k.get(alamat).text).tautan, alamat
    admin = skp.klien("admin_instansi")
    assert admin.get("/masuk").location == "/admin/" and "/admin/" in urai(admin.get("/admin/tugas/").text).tautan


def test_pegawai_hanya_melihat_tugasnya_sendiri(dunia):
    k = lengkapi(dunia).klien("staf")
    assert "Belum ada tugas" in teks_halaman(k.get("/admin/tugas/"))
    for id in id_di(dunia, Tugas, 1):
        assert k.get(f"/admin/tugas/details/?id={id}").status_code == 404
        for kode in ("batalkan", "ulangi"):
            assert k.post(f"/admin/tugas/{id}/{kode}/").status_code == 404
