"""Input Data JPT Non ASN, Profile and Tambah JPT Non ASN, as an admin meets them. Today is 23 November 2026."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from config import Settings
from domain.jabatan import JenisJabatan, JenisPegawai
from domain.status import StatusNonAsn
from jobs.jalankan import jalankan
from models import Berkas, JptNonAsn, Pegawai, Tugas
from tests.dunia import KENARI, Dunia, Klien, teks_halaman
from tests.pdf_uji import pdf
from tests.siasn_sandbox import API, SandboxSiasn, id_siasn

ALAMAT = "/admin/jpt-non-asn/"
NIK = "3301012208700001"


@pytest.fixture
def masukan() -> bool:
    """Whether an intake is configured; a test says otherwise by parametrising it."""
    return True


@pytest.fixture
def setelan(setelan: Settings, luar: SandboxSiasn, masukan: bool) -> Settings:
    lain: dict[str, Any] = {} if masukan else {"nonasn_masukan_url": ""}
    return replace(setelan, siasn=luar.setelan(percobaan=1, **lain))


@pytest.fixture
def admin(dunia: Dunia, luar: SandboxSiasn, klien: Callable[[str], Klien]) -> Klien:
    luar.isi_dunia(dunia)
    return klien("admin_instansi")


def isian(dunia: Dunia, isi_pdf: bytes | None = None, **ganti: Any) -> dict[str, Any]:
    isi = {
        "nik": "3301 0122 0870 0001", "nama": "Pejabat Karangan", "tempat_lahir": "Kota Contoh", "tanggal_lahir": "1970-08-22", "jenis_kelamin": "L",
        "email": "pejabat@contoh.go.id", "instansi_induk": "Pemerintah Kabupaten Contoh 1", "instansi_kerja": "Pemerintah Kabupaten Contoh 1",
        "unor_id": str(dunia.unor[1, "dinas"]), "jabatan": "Bupati Contoh", "tanggal_sk": "2025-01-20", "nomor_sk": "001/CTH/2025",
        "tmt_mulai": "2025-02-01", "tmt_henti": "", "tanggal_sk_pemberhentian": "", "eselon": "99",
    }  # fmt: skip
    if isi_pdf is not None:
        isi["dokumen"] = (io.BytesIO(isi_pdf), "SK Bupati.pdf")
    return {**isi, **ganti}


def entri(dunia: Dunia, n: int = 1) -> list[JptNonAsn]:
    with dunia.sesi(n) as s:
        return list(s.scalars(select(JptNonAsn).order_by(JptNonAsn.id)))


def kerjakan(app: Flask, dunia: Dunia) -> None:
    """Run what waits, as a worker would."""
    with dunia.sesi() as s:
        ids = list(s.scalars(select(Tugas.id).order_by(Tugas.id)))
    with app.app_context():
        for id in ids:
            jalankan(id)


def masukkan(admin: Klien, dunia: Dunia) -> int:
    """Both steps; returns the entry's id."""
    assert admin.post(f"{ALAMAT}new/", isian(dunia, pdf())).status_code == 302
    satu = entri(dunia)[-1]
    assert admin.post(f"{ALAMAT}{satu.id}/verifikasi/", {"versi": satu.versi}).status_code == 302
    return satu.id


def test_langkah_1_holds_the_seventeen_fields_of_the_manual(admin: Klien):
    halaman = admin.get(f"{ALAMAT}new/")
    kata = teks_halaman(halaman)
    for label in (
        *(
            "NIK",
            "Nama",
            "Tempat Lahir",
            "Tanggal Lahir",
            "Jenis Kelamin",
            "Laki-laki",
            "Perempuan",
            "Email",
            "Instansi Induk",
            "Instansi Kerja",
        ),
        *("Unit Organisasi", "Jabatan", "Tanggal SK Jabatan", "No SK Jabatan", "TMT Mulai Jabatan", "TMT Henti Jabatan"),
        *("Tanggal SK Pemberhentian", "Eselon", "Dokumen SK Jabatan", "Langkah 1", "Selanjutnya"),
    ):
        assert label in kata, label
    assert 'value="Pemerintah Kabupaten Contoh 1"' in halaman.text
    assert 'enctype="multipart/form-data"' in halaman.text
    assert halaman.text.count('class="is-wajib') == 15
    assert "Mulai Input Data" in admin.get(ALAMAT).text


def test_from_langkah_1_to_siasn(admin: Klien, dunia: Dunia, app: Flask, luar: SandboxSiasn):
    jawaban = admin.post(f"{ALAMAT}new/", isian(dunia, pdf()))
    (satu,) = entri(dunia)
    assert jawaban.location == f"{ALAMAT}{satu.id}/verifikasi/"
    assert (satu.status, satu.nik, satu.unor_id) == (StatusNonAsn.DRAFT, NIK, dunia.unor[1, "dinas"])
    data = teks_halaman(admin.get(jawaban.location))
    for kata in (
        "Langkah 2",
        "Preview Data",
        "Preview Dok",
        "3301 0122 0870 0001",
        "22 Agustus 1970",
        "Laki-laki",
        "Dinas Pendidikan",
        "NON",
        "Kembali",
        "Simpan",
    ):
        assert kata in data.replace("\n", " ") or kata.replace(" ", "") in data.replace(" ", ""), kata
    assert "SK Bupati.pdf" in teks_halaman(admin.get(f"{jawaban.location}?tab=dok"))
    assert admin.post(jawaban.location, {"versi": satu.versi}).location == f"{ALAMAT}details/?id={satu.id}"
    assert entri(dunia)[0].status is StatusNonAsn.DIKIRIM
    assert "hingga 2×24 jam" in teks_halaman(admin.get(f"{ALAMAT}details/?id={satu.id}"))
    luar.gudang.tunda_nonasn = 3600
    kerjakan(app, dunia)
    (kiriman,) = luar.tersimpan("nonasn/masukan")
    badan = kiriman["badan"]
    assert (badan["nik"], badan["jabatanNama"], badan["tglLahir"]) == (NIK, "Bupati Contoh", "22-08-1970")
    assert "SIASN belum mengenal NIK ini" in teks_halaman(admin.post(f"{ALAMAT}{satu.id}/periksa/", {}, follow_redirects=True))
    luar.gudang.tunda_nonasn = 0
    assert "sudah mengenal NIK ini" in teks_halaman(admin.post(f"{ALAMAT}{satu.id}/periksa/", {}, follow_redirects=True))
    assert entri(dunia)[0].status is StatusNonAsn.TERSEDIA


@pytest.mark.parametrize("masukan", [False])
def test_without_an_intake_there_is_a_sheet_to_type_from(admin: Klien, dunia: Dunia, masukan: bool):
    id = masukkan(admin, dunia)
    assert entri(dunia)[0].status is StatusNonAsn.MENUNGGU_INPUT
    lembar = teks_halaman(admin.get(f"{ALAMAT}{id}/lembar/"))
    for kata in (
        "Bupati Contoh",
        "001/CTH/2025",
        "SK Bupati.pdf",
        "Layanan Peremajaan Operator",
        "Mulai Input Data",
        "Layanan Profile ASN",
    ):
        assert kata in lembar
    for kata in (
        "NIK * 3301012208700001",
        "Tanggal Lahir * 22/08/1970",
        "TMT Mulai Jabatan * 01/02/2025",
        "TMT Henti Jabatan -",
        "Eselon * NON",
    ):
        assert kata.replace(" ", "") in lembar.replace(" ", ""), kata
    halaman = admin.get(f"{ALAMAT}{id}/lembar/").text
    assert f'href="{ALAMAT}{id}/dokumen/"' in halaman and 'href="https://siasn.bkn.go.id"' in halaman
    assert 'data-copy="22/08/1970" aria-label="Salin Tanggal Lahir"' in halaman and 'data-copy="3301012208700001"' in halaman
    assert "lembar data" in teks_halaman(admin.get(f"{ALAMAT}details/?id={id}"))


@pytest.mark.parametrize(
    ("ganti", "pesan"),
    [
        ({"nik": "330101220870000"}, "NIK terdiri dari 16 angka, yang diisikan 15 angka."),
        ({"nama": "  "}, "Nama : Bagian ini wajib diisi."),
        ({"email": "pejabat@contoh"}, "Isi alamat email yang lengkap"),
        ({"tanggal_lahir": "1970-02-31"}, "Isi tanggal yang ada di kalender."),
        ({"tmt_henti": "2024-01-01"}, "TMT Henti Jabatan mendahului TMT Mulai Jabatan."),
        ({"tanggal_sk": "2027-01-01"}, "Tanggal SK Jabatan belum tiba."),
        ({"tanggal_sk_pemberhentian": "2020-01-01"}, "Tanggal SK Pemberhentian mendahului Tanggal SK Jabatan."),
        ({"jenis_kelamin": ""}, "Jenis Kelamin : Bagian ini wajib diisi."),
        ({"eselon": "77"}, "Pilih dari daftar."),
    ],
)
def test_nothing_typed_is_lost_and_the_document_is_kept(admin: Klien, dunia: Dunia, ganti: dict[str, str], pesan: str):
    jawaban = admin.post(f"{ALAMAT}new/", isian(dunia, pdf(), **ganti))
    assert jawaban.status_code == 422
    assert pesan.casefold() in teks_halaman(jawaban).casefold()
    for nilai in ('value="Bupati Contoh"', 'value="001/CTH/2025"', "Dinas Pendidikan", "SK Bupati.pdf"):
        assert nilai in jawaban.text
    (satu,) = entri(dunia)
    assert satu.status is StatusNonAsn.DRAFT and satu.berkas_id
    lagi = admin.post(f"{ALAMAT}new/", isian(dunia, entri=satu.id, versi=satu.versi))
    assert lagi.location == f"{ALAMAT}{satu.id}/verifikasi/"
    assert [e.berkas_id for e in entri(dunia)] == [satu.berkas_id]


def test_a_look_up_without_script_keeps_the_document_too(admin: Klien, dunia: Dunia):
    jawaban = admin.post(f"{ALAMAT}new/", isian(dunia, pdf(), unor_id="", unor_id_cari="kurikulum", _cari="unor_id"))
    assert jawaban.status_code == 200 and "Bidang Kurikulum" in jawaban.text and "SK Bupati.pdf" in jawaban.text
    assert "invalid-feedback" not in jawaban.text and "ringkasan-galat" not in jawaban.text
    (satu,) = entri(dunia)
    assert satu.nama == "Pejabat Karangan" and satu.unor_id is None


@pytest.mark.parametrize(
    ("isi_pdf", "pesan"),
    [
        (None, "Unggah Dokumen SK Jabatan."),
        (b"", "Berkas kosong."),
        (b"PK\x03\x04 bukan pdf", "bukan PDF"),
        (b"%PDF-1.4\nrusak", "rusak atau tidak lengkap"),
        (b"%PDF-" + b"0" * 1_048_576, "melebihi 1 MB"),
        (pdf(skrip=True), "JavaScript"),
        (pdf(lampiran=True), "lampiran"),
        (pdf(sandi="rahasia"), "terkunci kata sandi"),
    ],
    ids=["tanpa", "kosong", "bukan", "rusak", "besar", "skrip", "lampiran", "terkunci"],
)
def test_a_bad_document_is_refused_in_words(admin: Klien, dunia: Dunia, isi_pdf: bytes | None, pesan: str):
    jawaban = admin.post(f"{ALAMAT}new/", isian(dunia, isi_pdf))
    assert jawaban.status_code == 422 and pesan in teks_halaman(jawaban)
    assert 'value="Bupati Contoh"' in jawaban.text
    assert entri(dunia) == []


def test_the_document_is_shown_safely_and_to_its_own_instansi_only(admin: Klien, dunia: Dunia, klien: Callable[[str], Klien]):
    id = masukkan(admin, dunia)
    jawaban = admin.get(f"{ALAMAT}{id}/dokumen/")
    assert jawaban.data == pdf() and jawaban.mimetype == "application/pdf"
    assert jawaban.headers["X-Content-Type-Options"] == "nosniff" and "attachment" in jawaban.headers["Content-Disposition"]
    csp = jawaban.headers["Content-Security-Policy"]
    assert "default-src 'none'" in csp and "frame-ancestors 'none'" in csp and jawaban.headers["X-Frame-Options"] == "DENY"
    lain = klien("admin_lain")
    for sisa in (
        f"{id}/dokumen/",
        f"{id}/lembar/",
        f"{id}/verifikasi/",
        f"{id}/periksa/",
        f"details/?id={id}",
        f"edit/?id={id}",
        f"delete/?id={id}",
    ):
        assert lain.get(ALAMAT + sisa).status_code == 404, sisa
    assert lain.post(f"{ALAMAT}new/", isian(dunia, entri=id)).status_code == 404
    for siapa, kode in (("helpdesk", 200), ("supervisor", 403), ("pegawai", 403)):
        assert klien(siapa).get(f"{ALAMAT}{id}/dokumen/").status_code == kode
    assert klien("helpdesk").get(f"{ALAMAT}new/").status_code == 403


def test_preview_dok_shows_the_document_in_a_frame_of_its_own_address_only(admin: Klien, dunia: Dunia):
    admin.post(f"{ALAMAT}new/", isian(dunia, pdf()))
    (satu,) = entri(dunia)
    dasar = f"{ALAMAT}{satu.id}/"
    dok = admin.get(f"{dasar}verifikasi/?tab=dok")
    assert f'<iframe class="ek-pratinjau" src="{dasar}dokumen/?pratinjau=1" title="Isi dokumen SK Jabatan: SK Bupati.pdf">' in dok.text
    assert f'href="{dasar}dokumen/?pratinjau=1"' in dok.text and f'href="{dasar}dokumen/"' in dok.text, "where no viewer is"
    assert "frame-src 'self'" in dok.headers["Content-Security-Policy"] and "script-src 'self'" in dok.headers["Content-Security-Policy"]
    for lain in (f"{dasar}verifikasi/", ALAMAT, f"{ALAMAT}edit/?id={satu.id}"):
        assert "frame-src" not in admin.get(lain).headers["Content-Security-Policy"], lain
    isi = admin.get(f"{dasar}dokumen/?pratinjau=1")
    assert isi.data == pdf() and isi.mimetype == "application/pdf" and isi.headers["Content-Disposition"].startswith("inline")
    assert (
        "frame-ancestors 'self'" in isi.headers["Content-Security-Policy"]
        and "default-src 'none'" in isi.headers["Content-Security-Policy"]
    )
    assert isi.headers["X-Frame-Options"] == "SAMEORIGIN" and isi.headers["X-Content-Type-Options"] == "nosniff"
    assert isi.headers["Cache-Control"] == "no-store"


def test_everything_that_is_missing_is_said_in_the_first_round(admin: Klien, dunia: Dunia):
    jawaban = admin.post(f"{ALAMAT}new/", {})
    galat = teks_halaman(jawaban).partition("Perbaiki isian berikut.")[2].partition("Langkah 1")[0]
    assert jawaban.status_code == 422 and "Unggah Dokumen SK Jabatan." in galat and galat.count("wajib diisi") == 14
    jawaban = admin.post(f"{ALAMAT}new/", isian(dunia, nama="", tanggal_sk="2027-01-01"))
    galat = teks_halaman(jawaban)
    assert "Tanggal SK Jabatan belum tiba." in galat and "Unggah Dokumen SK Jabatan." in galat


def test_a_refused_langkah_1_says_what_of_it_was_kept(admin: Klien, dunia: Dunia):
    jawaban = teks_halaman(admin.post(f"{ALAMAT}new/", isian(dunia, pdf(), nama="")))
    assert "Data belum disimpan" not in jawaban
    assert "isian lain dan dokumen SK Bupati.pdf sudah tersimpan sebagai Draft." in jawaban
    (satu,) = entri(dunia)
    jawaban = teks_halaman(admin.post(f"{ALAMAT}edit/?id={satu.id}", isian(dunia, nama="", versi=satu.versi)))
    assert "Data belum disimpan" not in jawaban and "dokumen yang tersimpan sebelumnya tetap dipakai" in jawaban
    assert "Data belum disimpan." in teks_halaman(admin.post(f"{ALAMAT}new/", isian(dunia, nama="")))


def test_what_a_refused_attempt_has_left_bars_nobody_from_the_same_nik(admin: Klien, dunia: Dunia):
    admin.post(f"{ALAMAT}new/", isian(dunia, pdf(), jabatan=""))
    (sisa,) = entri(dunia)
    assert sisa.nik == NIK
    jawaban = admin.post(f"{ALAMAT}new/", isian(dunia, pdf()))
    baru = entri(dunia)[-1]
    assert jawaban.location == f"{ALAMAT}{baru.id}/verifikasi/"
    halaman = admin.get(jawaban.location)
    assert "belum lengkap" in teks_halaman(halaman) and f'href="{ALAMAT}details/?id={sisa.id}"' in halaman.text
    # A complete one does bar, and is named with the way to it.
    lanjut = admin.post(f"{ALAMAT}edit/?id={sisa.id}", isian(dunia, versi=sisa.versi))
    assert lanjut.status_code == 422 and "(status Draft)" in teks_halaman(lanjut)
    assert f'<a href="{ALAMAT}details/?id={baru.id}">Buka entri itu</a>' in lanjut.text
    assert admin.post(f"{ALAMAT}delete/", {"id": sisa.id, "versi": sisa.versi}).status_code == 302
    assert "belum lengkap" not in teks_halaman(admin.get(jawaban.location))


def test_a_replaced_document_leaves_nothing_behind(admin: Klien, dunia: Dunia, setelan: Settings):
    admin.post(f"{ALAMAT}new/", isian(dunia, pdf()))
    (satu,) = entri(dunia)
    admin.post(f"{ALAMAT}edit/?id={satu.id}", isian(dunia, pdf(teks="baru"), versi=satu.versi))
    with dunia.sesi() as s:
        (berkas,) = s.scalars(select(Berkas)).all()
        assert [f.name for f in setelan.berkas_dir.iterdir() if not f.name.startswith(".")] == [berkas.nama_simpan]
    (satu,) = entri(dunia)
    assert admin.post(f"{ALAMAT}delete/", {"id": satu.id, "versi": satu.versi}).status_code == 302
    assert entri(dunia) == [] and not [f for f in setelan.berkas_dir.iterdir() if not f.name.startswith(".")]


def test_a_stale_form_says_who_changed_what(admin: Klien, dunia: Dunia):
    admin.post(f"{ALAMAT}new/", isian(dunia, pdf()))
    (satu,) = entri(dunia)
    assert admin.post(f"{ALAMAT}edit/?id={satu.id}", isian(dunia, jabatan="Wakil Bupati", versi=satu.versi)).status_code == 302
    basi = admin.post(f"{ALAMAT}edit/?id={satu.id}", isian(dunia, jabatan="Penjabat Bupati", versi=satu.versi))
    assert basi.status_code == 409 and "Bupati Contoh menjadi Wakil Bupati" in teks_halaman(basi) and 'value="Penjabat Bupati"' in basi.text
    dua = admin.post(f"{ALAMAT}{satu.id}/verifikasi/", {"versi": satu.versi})
    assert dua.status_code == 409 and "Bupati Contoh menjadi Wakil Bupati" in teks_halaman(dua)
    assert "diubah orang lain" not in teks_halaman(dua), "it was the same admin, in another window"
    assert entri(dunia)[0].status is StatusNonAsn.DRAFT


def test_one_entry_a_nik_and_none_changes_once_it_is_handed_in(admin: Klien, dunia: Dunia):
    id = masukkan(admin, dunia)
    jawaban = admin.post(f"{ALAMAT}new/", isian(dunia, pdf()))
    assert jawaban.status_code == 422 and "sudah ada pada entri lain atas nama Pejabat Karangan" in teks_halaman(jawaban)
    for sisa in (f"edit/?id={id}", f"{id}/verifikasi/"):
        assert admin.get(ALAMAT + sisa).location == f"{ALAMAT}details/?id={id}"
    assert f"edit/?id={id}" not in admin.get(ALAMAT).text and "tidak dapat diubah lagi" in admin.get(ALAMAT).text
    assert "sedang menunggu SIASN" in teks_halaman(admin.get(f"{ALAMAT}delete/?id={id}"))


def test_a_refusal_of_siasn_is_shown_and_sent_again(admin: Klien, dunia: Dunia, app: Flask, luar: SandboxSiasn):
    luar.galat("/sandbox/nonasn/masukan", "403")
    id = masukkan(admin, dunia)
    kerjakan(app, dunia)
    (satu,) = entri(dunia)
    assert satu.status is StatusNonAsn.GAGAL_KIRIM and "View Profile" in (satu.pesan or "")
    assert "View Profile" in teks_halaman(admin.get(ALAMAT))
    assert admin.post(f"{ALAMAT}{id}/kirim-ulang/", {"versi": satu.versi}).status_code == 302
    kerjakan(app, dunia)
    assert len(luar.tersimpan("nonasn/masukan")) == 1 and entri(dunia)[0].status is StatusNonAsn.DIKIRIM


# --- Profile and Tambah -----------------------------------------------------------------------------------------------


def di_siasn(luar: SandboxSiasn, dunia: Dunia, unor: str = "seksi", **ganti: Any) -> None:
    with dunia.sesi() as s:
        from models import Unor

        u = s.get_one(Unor, dunia.unor[1, unor])
        isi = {
            "nik": NIK,
            "nama": "Pejabat Karangan",
            "jabatanNama": "Kepala Karangan",
            "unorId": id_siasn(u),
            "unorNama": u.nama,
            "tmtMulai": "01-02-2025",
        }
    luar.muat({"t": "nonasn", "d": {**isi, **ganti}})


PROFIL, TAMBAH = "/admin/profil-non-asn/", "/admin/pegawai/tambah-jpt-non-asn/"


def test_profile_by_nik(admin: Klien, dunia: Dunia, luar: SandboxSiasn, klien: Callable[[str], Klien]):
    di_siasn(luar, dunia)
    jawaban = klien("helpdesk").post(PROFIL, {"nik": NIK})
    for kata in ("Pejabat Karangan", "Kepala Karangan", "Seksi Penilaian", "1 Februari 2025"):
        assert kata in teks_halaman(jawaban)
    assert klien("supervisor").get(PROFIL).status_code == 403


@pytest.mark.parametrize("alamat", [PROFIL, TAMBAH])
def test_a_nik_that_siasn_does_not_know_is_told_with_cause_and_cure(admin: Klien, luar: SandboxSiasn, alamat: str):
    jawaban = admin.post(alamat, {"nik": NIK, "langkah": "cari"})
    assert jawaban.status_code == 422 and "hingga 2×24 jam" in teks_halaman(jawaban) and "Yang dapat memperbaiki" in jawaban.text
    assert f'value="{NIK}"' in jawaban.text


@pytest.mark.parametrize("alamat", [PROFIL, TAMBAH])
def test_a_wrong_nik_is_told_before_siasn_is_asked(admin: Klien, luar: SandboxSiasn, alamat: str):
    jawaban = admin.post(alamat, {"nik": "123", "langkah": "cari"})
    assert jawaban.status_code == 422 and "NIK terdiri dari 16 angka" in teks_halaman(jawaban)
    assert luar.hitung(f"{API}/nonasn") == 0


def test_tambah_makes_the_leader_and_settles_the_entry(admin: Klien, dunia: Dunia, app: Flask, luar: SandboxSiasn):
    masukkan(admin, dunia)
    kerjakan(app, dunia)
    assert TAMBAH in admin.get("/admin/pegawai/").text
    di_siasn(luar, dunia)
    luar.gudang._masukan.clear()
    cari = admin.post(TAMBAH, {"nik": NIK, "langkah": "cari"})
    for kata in ("Pejabat Karangan", "Seksi Penilaian", "Kepala Karangan", "Tambahkan"):
        assert kata in teks_halaman(cari)
    seksi = dunia.unor[1, "seksi"]
    jadi = admin.post(TAMBAH, {"nik": NIK, "unor_id": seksi, "jenis_jabatan": "pimpinan", "langkah": "tambah"})
    assert jadi.status_code == 302
    with dunia.sesi() as s:
        p = s.scalars(select(Pegawai).where(Pegawai.nomor_induk == NIK)).one()
        assert (p.nama, p.unor_id, p.jenis_jabatan, p.jenis_pegawai) == (
            "Pejabat Karangan",
            seksi,
            JenisJabatan.PIMPINAN,
            JenisPegawai.NON_ASN,
        )
        satu = s.scalars(select(JptNonAsn)).one()
        assert satu.status is StatusNonAsn.DITAMBAHKAN and satu.pegawai_id == p.id
    lagi = admin.post(TAMBAH, {"nik": NIK, "langkah": "cari"})
    assert "sudah menjadi pegawai atas nama" in teks_halaman(lagi) and "Tambahkan</button>" not in lagi.text
    ganda = admin.post(TAMBAH, {"nik": NIK, "unor_id": dunia.unor[1, "bidang"], "jenis_jabatan": "pimpinan", "langkah": "tambah"})
    assert ganda.status_code == 422 and "NIK ini sudah terdaftar" in teks_halaman(ganda)


def test_tambah_asks_before_it_replaces_a_leader(admin: Klien, dunia: Dunia, luar: SandboxSiasn):
    di_siasn(luar, dunia, "bidang")
    isi = {"nik": NIK, "unor_id": dunia.unor[1, "bidang"], "jenis_jabatan": "pimpinan", "langkah": "tambah"}
    tanya = admin.post(TAMBAH, isi)
    assert tanya.status_code == 422 and "sudah dipimpin oleh Orang Kabid" in teks_halaman(tanya)
    assert admin.post(TAMBAH, {**isi, "setuju": f"ganti_pimpinan:{dunia.pegawai[1, 'kabid']}"}).status_code == 302
    with dunia.sesi() as s:
        assert s.get_one(Pegawai, dunia.pegawai[1, "kabid"]).jenis_jabatan is JenisJabatan.PEGAWAI


def test_a_staf_ahli_becomes_no_leader_and_replaces_nobody(admin: Klien, dunia: Dunia, luar: SandboxSiasn):
    di_siasn(luar, dunia, "bidang", jabatanNama="Staf Ahli Bupati")
    cari = admin.post(TAMBAH, {"nik": NIK, "langkah": "cari"})
    assert '<option selected value="pegawai">' in cari.text and "Jenis Jabatan" in teks_halaman(cari)
    jadi = admin.post(
        TAMBAH, {"nik": NIK, "unor_id": dunia.unor[1, "bidang"], "jenis_jabatan": "pegawai", "langkah": "tambah"}, follow_redirects=True
    )
    assert "ditambahkan sebagai pegawai." in teks_halaman(jadi)
    with dunia.sesi() as s:
        assert s.scalars(select(Pegawai.jenis_jabatan).where(Pegawai.nomor_induk == NIK)).one() is JenisJabatan.PEGAWAI
        assert s.get_one(Pegawai, dunia.pegawai[1, "kabid"]).jenis_jabatan is JenisJabatan.PIMPINAN


@pytest.mark.parametrize(
    ("unor", "jabatan", "usul"),
    [("bidang", "Kepala Bidang", "pimpinan"), ("bidang", "Pejabat Karangan", "pegawai"), ("seksi", "Pejabat Karangan", "pimpinan")],
)
def test_jenis_jabatan_is_proposed_by_title_and_unor(admin: Klien, dunia: Dunia, luar: SandboxSiasn, unor: str, jabatan: str, usul: str):
    di_siasn(luar, dunia, unor, jabatanNama=jabatan)
    assert f'<option selected value="{usul}">' in admin.post(TAMBAH, {"nik": NIK, "langkah": "cari"}).text


@pytest.mark.parametrize(
    "lain",
    [
        {"instansiIndukNama": f"Kabupaten Contoh 2 {KENARI}", "instansiKerjaNama": f"PEMKAB CONTOH 2 {KENARI}"},
        {"instansiIndukId": "A1" + "9" * 30, "instansiKerjaId": "A1" + "9" * 30, "instansiKerjaNama": "Pemerintah Kabupaten Contoh 1"},
    ],
    ids=["menurut nama", "menurut id"],
)
def test_an_official_of_another_instansi_is_refused(admin: Klien, dunia: Dunia, luar: SandboxSiasn, lain: dict[str, str]):
    di_siasn(luar, dunia, **lain)
    cari = admin.post(TAMBAH, {"nik": NIK, "langkah": "cari"})
    assert "Instansi Kerja " + lain["instansiKerjaNama"] in teks_halaman(cari) and "ia pejabat instansi lain" in teks_halaman(cari)
    assert "Tambahkan</button>" not in cari.text
    isi = {"nik": NIK, "unor_id": dunia.unor[1, "seksi"], "jenis_jabatan": "pimpinan", "setuju": f"instansi:{NIK}", "langkah": "tambah"}
    jawaban = admin.post(TAMBAH, isi)
    assert jawaban.status_code == 422 and "ia pejabat instansi lain" in teks_halaman(jawaban)
    with dunia.sesi() as s:
        assert s.scalars(select(Pegawai).where(Pegawai.nomor_induk == NIK)).all() == []


@pytest.mark.parametrize(
    ("lain", "kata"),
    [
        (
            {"instansiKerjaNama": "Lembaga Entah", "instansiIndukNama": "Lembaga Entah"},
            "namanya berbeda dari Pemerintah Kabupaten Contoh 1",
        ),
        ({"unorId": None}, "SIASN tidak menyebutkan instansinya"),
    ],
)
def test_whose_official_he_is_must_be_confirmed_where_nobody_can_tell(
    admin: Klien, dunia: Dunia, luar: SandboxSiasn, lain: dict[str, Any], kata: str
):
    di_siasn(luar, dunia, "bidang", **lain)
    cari = admin.post(TAMBAH, {"nik": NIK, "langkah": "cari"})
    assert kata in teks_halaman(cari) and f'value="instansi:{NIK}"' in cari.text
    isi = {"nik": NIK, "unor_id": dunia.unor[1, "bidang"], "jenis_jabatan": "pimpinan", "langkah": "tambah"}
    tanpa = admin.post(TAMBAH, isi)
    assert tanpa.status_code == 422 and kata in teks_halaman(tanpa)
    # Two things to agree to, one after the other: the first agreement stays.
    dua = admin.post(TAMBAH, {**isi, "setuju": f"instansi:{NIK}"})
    assert (
        dua.status_code == 422 and "sudah dipimpin oleh Orang Kabid" in teks_halaman(dua) and f'value="instansi:{NIK}" checked' in dua.text
    )
    setuju = [f"instansi:{NIK}", f"ganti_pimpinan:{dunia.pegawai[1, 'kabid']}"]
    assert admin.post(TAMBAH, {**isi, "setuju": setuju}).status_code == 302


@pytest.mark.parametrize("nama", ["Pemerintah Kab. Contoh 1", "PEMKAB CONTOH 1"])
def test_a_name_spelt_otherwise_is_the_same_instansi(admin: Klien, dunia: Dunia, luar: SandboxSiasn, nama: str):
    di_siasn(luar, dunia, instansiIndukNama="Kementerian Entah", instansiKerjaNama=nama)
    cari = admin.post(TAMBAH, {"nik": NIK, "langkah": "cari"})
    assert nama in teks_halaman(cari) and 'name="setuju"' not in cari.text and "Tambahkan</button>" in cari.text


def test_tambah_refuses_a_foreign_unor_and_other_roles(admin: Klien, dunia: Dunia, luar: SandboxSiasn, klien: Callable[[str], Klien]):
    di_siasn(luar, dunia, unorId="tidak-dikenal")
    cari = admin.post(TAMBAH, {"nik": NIK, "langkah": "cari"})
    assert "belum dikenal di sini" in teks_halaman(cari)
    asing = admin.post(TAMBAH, {"nik": NIK, "unor_id": dunia.unor[2, "seksi"], "jenis_jabatan": "pimpinan", "langkah": "tambah"})
    assert asing.status_code == 422 and KENARI not in asing.text
    for siapa in ("helpdesk", "supervisor"):
        assert klien(siapa).post(TAMBAH, {"nik": NIK, "langkah": "cari"}).status_code == 403
        assert TAMBAH not in klien(siapa).get("/admin/pegawai/").text
