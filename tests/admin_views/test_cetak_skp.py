"""Cetak SKP Pegawai in the browser's eyes: the dialog of each document, who may print what, and the task that follows."""

from __future__ import annotations

import re
from datetime import date

import pytest
from sqlalchemy import select

from admin_views.aksi import _penanda
from domain.periode import JenisPeriode, TipePeriode
from extensions import db
from jobs.jalankan import jalankan
from models import JejakAudit, Periode, Skp, Tugas
from services.unit_of_work import unit_of_work
from tests.dunia import teks_halaman
from tests.dunia_skp import DuniaSkp

LABEL_BERSAMA = ("ANCHOR PEGAWAI YANG DINILAI (OPSIONAL)", "ANCHOR PEJABAT PENILAI KINERJA (OPSIONAL)", "TANGGAL PEGAWAI", "LOKASI PEGAWAI")
LABEL_MASSAL = {"PERIODE", "TANGGAL PEGAWAI", "LOKASI PEGAWAI", "TANGGAL PEJABAT PENILAI KINERJA", "LOKASI PEJABAT PENILAI KINERJA"}
LABEL_DUA = ("TANGGAL PEJABAT PENILAI KINERJA", "LOKASI PEJABAT PENILAI KINERJA")


def alamat(skp: DuniaSkp, kunci: str = "staf", n: int = 1) -> str:
    return f"/admin/skp/{skp.skp[n, kunci]}/cetak/"


def isian(jenis: str, **lain: str) -> dict[str, str]:
    return {"jenis": jenis, "tanggal_pegawai": "2026-04-04", "lokasi_pegawai": "Kota Contoh", **lain}


def tugas(skp: DuniaSkp) -> list[Tugas]:
    with skp.dunia.sesi() as s:
        return list(s.scalars(select(Tugas).where(Tugas.jenis == "cetak_skp")))


def label_isian(html: str) -> set[str]:
    return set(re.findall(r'<label class="form-label" for="[^"]+">([^<]+?)\s*(?:<|$)', html))


@pytest.mark.parametrize(
    ("jenis", "ada", "tiada"),
    [
        ("rencana", LABEL_BERSAMA, ("PERIODE", *LABEL_DUA)),
        ("penilaian", (*LABEL_BERSAMA, "PERIODE"), LABEL_DUA),
        ("evaluasi", (*LABEL_BERSAMA, "PERIODE", *LABEL_DUA), ()),
    ],
)
def test_each_document_asks_for_its_own_fields(skp, klien, jenis, ada, tiada):
    label = label_isian(klien("admin_instansi").get(f"{alamat(skp)}?jenis={jenis}").text)
    assert set(ada) <= label and not set(tiada) & label


def test_place_is_the_kota_of_the_unor_and_the_date_is_today(skp, klien):
    html = klien("admin_instansi").get(alamat(skp)).text
    assert 'value="Kota Contoh"' in html and 'value="2026-11-23"' in html


def test_changing_the_document_keeps_what_was_typed_and_asks_for_nothing_else(skp, klien):
    k = klien("admin_instansi")
    jawaban = k.post(alamat(skp), isian("rencana", _ganti="1", lokasi_penilai="Kota Lama", anchor_pegawai="^"))
    assert jawaban.status_code == 200 and 'type="hidden" name="lokasi_penilai" value="Kota Lama"' in jawaban.text
    jawaban = k.post(
        alamat(skp), isian("evaluasi", _ganti="1", lokasi_penilai="Kota Lama", anchor_pegawai="^", tanggal_pegawai="2026-04-01")
    )
    assert jawaban.status_code == 200 and "is-invalid" not in jawaban.text
    assert all(f'value="{v}"' in jawaban.text for v in ("Kota Lama", "^", "2026-04-01"))
    assert not tugas(skp)


def test_with_script_only_the_fields_come(skp, klien):
    jawaban = klien("admin_instansi").post(alamat(skp), isian("evaluasi", _ganti="1"), headers={"HX-Request": "true"})
    assert jawaban.text.lstrip().startswith('<div class="ek-stack" id="cetak-isian">') and "PERIODE" in jawaban.text


def test_asking_leads_to_the_task_and_is_in_the_history(skp, klien):
    k = klien("admin_instansi")
    jawaban = k.post(alamat(skp), isian("penilaian", periode_id=str(skp.januari[1]), anchor_pegawai="@", anchor_penilai="#"))
    (satu,) = tugas(skp)
    assert jawaban.status_code == 302 and jawaban.location.endswith(f"/admin/tugas/details/?id={satu.id}")
    assert satu.antrean == "ringan" and satu.parameter["minta"]["periode_id"] == skp.januari[1]
    with skp.dunia.sesi() as s:
        jejak = s.scalars(select(JejakAudit).where(JejakAudit.aksi == "cetak")).one()
        assert (jejak.entitas, jejak.objek_id) == ("skp", skp.skp[1, "staf"])
    assert "Form Penilaian sedang dibuat" in teks_halaman(k.get(jawaban.location))


@pytest.mark.parametrize(
    ("isi", "pesan"),
    [
        (isian("rencana", lokasi_pegawai=" "), "wajib diisi"),
        (isian("rencana", tanggal_pegawai="kemarin"), "tanggal"),
        (isian("rencana", anchor_pegawai="@", anchor_penilai="@"), "harus berbeda"),
        (isian("rencana", anchor_pegawai="Š"), "tanpa spasi"),
        (isian("penilaian"), "Pilih periode"),
        (isian("penilaian", periode_id="999999"), "dari daftar"),
        (isian("evaluasi"), "wajib diisi"),
        (isian("lain"), "dari daftar"),
    ],
    ids=["tempat", "tanggal", "sama", "huruf", "tanpa-periode", "periode-asing", "penilai-kosong", "jenis"],
)
def test_what_is_missing_is_said_at_the_field_and_nothing_typed_is_lost(skp, klien, isi, pesan):
    jawaban = klien("admin_instansi").post(alamat(skp), {**isi, "anchor_penilai": isi.get("anchor_penilai", "~")})
    assert jawaban.status_code == 422 and pesan.casefold() in teks_halaman(jawaban).casefold()
    assert not tugas(skp)
    assert f'value="{isi.get("anchor_penilai", "~")}"' in jawaban.text


def test_an_anchor_in_the_text_is_refused_with_its_place_and_a_free_one(skp, klien):
    jawaban = klien("admin_instansi").post(alamat(skp), isian("rencana", anchor_pegawai="laporan", anchor_penilai="#"))
    teks = teks_halaman(jawaban)
    assert jawaban.status_code == 422 and "“laporan” sudah ada pada" in teks and "Jumlah laporan staf" in teks and "Pakai @" in teks


@pytest.mark.parametrize(
    ("orang", "kunci", "boleh"),
    [
        ("staf", "staf", True),
        ("kabid", "staf", True),
        ("kepala", "staf", False),
        ("staf2", "staf", False),
        ("staf", "draft", True),
    ],
)
def test_a_pegawai_prints_his_own_and_those_he_assesses(skp, orang, kunci, boleh):
    k = skp.klien(orang)
    dasar = f"/admin/daftar-skp/{skp.skp[1, kunci]}/"
    assert k.get(f"{dasar}cetak/").status_code == (200 if boleh else 404)
    jawaban = k.post(f"{dasar}cetak/", isian("rencana"))
    assert jawaban.status_code == (302 if boleh else 404) and len(tugas(skp)) == boleh
    assert k.get(f"/admin/skp/{skp.skp[1, kunci]}/cetak/").status_code == 403
    if boleh:
        assert k.get(jawaban.location).status_code == 200
        assert "Cetak SKP Pegawai" in teks_halaman(k.get(dasar))


def test_the_file_is_an_attachment_that_others_cannot_fetch(skp, app, klien):
    k = skp.klien("staf")
    k.post(f"/admin/daftar-skp/{skp.skp[1, 'staf']}/cetak/", isian("rencana", anchor_pegawai="@"))
    id = tugas(skp)[0].id
    with app.app_context():
        jalankan(id)
        db.session.remove()
    assert "Rencana SKP siap diunduh" in teks_halaman(k.get(f"/admin/tugas/details/?id={id}"))
    alamat = f"/admin/tugas/{id}/unduh/"
    jawaban = k.get(alamat)
    assert jawaban.status_code == 200 and jawaban.data.startswith(b"%PDF") and jawaban.mimetype == "application/pdf"
    nama = f"rencana-skp_{skp.aktor('staf').nip}_2026.pdf"
    assert jawaban.headers["Content-Disposition"].startswith("attachment") and nama in jawaban.headers["Content-Disposition"]
    assert jawaban.headers["X-Content-Type-Options"] == "nosniff"
    assert skp.klien("staf2").get(alamat).status_code == 404 and klien("admin_lain").get(alamat).status_code == 404


def test_other_instansi_and_other_units_stay_closed(skp, klien):
    assert klien("admin_instansi").get(alamat(skp, n=2)).status_code == 404
    assert klien("admin_instansi").post(alamat(skp, n=2), isian("rencana")).status_code == 404
    assert klien("supervisor_unor").get(alamat(skp)).status_code == 200
    assert klien("supervisor_unor").get(alamat(skp, "kepala")).status_code == 404
    assert klien("supervisor_unor").post(alamat(skp, "kepala"), isian("rencana")).status_code == 404


def test_the_page_of_errors_says_that_no_document_was_made(skp, klien):
    teks = teks_halaman(klien("admin_instansi").post(alamat(skp), isian("rencana", lokasi_pegawai="")))
    assert "Dokumen belum dibuat. Perbaiki isian berikut." in teks and "Data belum disimpan" not in teks


@pytest.mark.parametrize(("tanggal", "pesan"), [("0001-01-01", "Tahun 0001 tidak wajar"), ("1999-12-31", "1999"), ("2029-01-01", "2029")])
def test_a_date_that_no_document_bears_is_refused(skp, klien, tanggal, pesan):
    k = klien("admin_instansi")
    satu = k.post(alamat(skp), isian("rencana", tanggal_pegawai=tanggal))
    assert satu.status_code == 422 and pesan in teks_halaman(satu) and "antara tahun 2000 dan 2028" in teks_halaman(satu)
    dua = isian("evaluasi", periode_id=str(skp.januari[1]), tanggal_penilai=tanggal, lokasi_penilai="Kota Contoh")
    assert k.post(alamat(skp), dua).status_code == 422
    massal = {"action": "cetak", "rowid": [str(skp.skp[1, "staf"])], "konfirmasi": "1", "bentuk": "zip"}
    assert k.post("/admin/skp/action/", {**massal, **isian("rencana", tanggal_pegawai=tanggal)}).status_code == 422
    assert k.post("/admin/skp/action/", {**massal, **dua}).status_code == 422
    assert not tugas(skp) and not massal_diminta(skp)
    # What a document does not ask for is no mistake there.
    assert k.post(alamat(skp), isian("rencana", tanggal_penilai=tanggal)).status_code == 302


@pytest.mark.parametrize("tanggal", ["2000-01-01", "2028-12-31"])
def test_the_first_and_the_last_day_that_a_document_may_bear(skp, klien, tanggal):
    assert klien("admin_instansi").post(alamat(skp), isian("rencana", tanggal_pegawai=tanggal)).status_code == 302


# --- Many -------------------------------------------------------------------------------------------------------------


def massal_diminta(skp: DuniaSkp) -> list[Tugas]:
    with skp.dunia.sesi() as s:
        return list(s.scalars(select(Tugas).where(Tugas.jenis == "cetak_skp_massal")))


def pilihan(html: str, nama: str) -> list[str]:
    (isi,) = re.findall(rf'<select[^>]* name="{nama}"[^>]*>(.*?)</select>', html, re.S)
    return re.findall(r"<option[^>]*>(.*?)</option>", isi)


def test_bulk_print_asks_and_becomes_one_task(skp, klien):
    k = klien("admin_instansi")
    ids = [str(skp.skp[1, x]) for x in ("staf", "kabid")]
    isi = {"action": "cetak", "rowid": ids}
    tanya = k.post("/admin/skp/action/", isi)
    assert "Cetak dokumen 2 SKP?" in teks_halaman(tanya) and "Dijalankan sebagai Tugas" in teks_halaman(tanya)
    assert 'value="2026-11-23"' in tanya.text and "(OPSIONAL) (opsional)" not in teks_halaman(tanya)
    assert label_isian(tanya.text) >= LABEL_MASSAL
    assert "PERIODE (opsional)" not in teks_halaman(tanya) and "LOKASI PEGAWAI (opsional)" in teks_halaman(tanya)
    kurang = k.post("/admin/skp/action/", {**isi, **isian("penilaian"), "konfirmasi": "1", "bentuk": "zip"})
    assert kurang.status_code == 422 and "Pilih periode" in teks_halaman(kurang)
    kirim = {**isi, **isian("rencana"), "konfirmasi": "1", "bentuk": "zip", "lokasi_pegawai": ""}
    jawaban = k.post("/admin/skp/action/", kirim)
    assert jawaban.status_code == 302
    assert "Cetak Rencana SKP: 2 SKP dijalankan sebagai Tugas." in teks_halaman(k.get(jawaban.location))
    with skp.dunia.sesi() as s:
        satu = s.scalars(select(Tugas).where(Tugas.jenis == "cetak_skp_massal")).one()
        assert (
            satu.antrean == "berat"
            and satu.total == 2
            and satu.parameter["nilai"]["tanggal_pegawai"] == {"tanggal": date(2026, 4, 4).isoformat()}
        )


def test_bulk_print_offers_the_periods_of_the_chosen_skp_newest_first(skp, klien, app):
    with app.app_context(), unit_of_work(skp.dunia.aktor()) as unit:
        lama = Periode(
            nama="Oktober Lama", nama_cari="oktober lama", tahun=2025, tahun_urut=2025, tipe=TipePeriode.BULANAN, angka=10,
            awal="10-01", akhir="10-31", batas="11-05", jenis=JenisPeriode.BIASA,
        )  # fmt: skip
        unit.session.add(lama)
        unit.session.flush()
        lama_id = lama.id
    k = klien("admin_instansi")
    isi = {"action": "cetak", "rowid": [str(skp.skp[1, x]) for x in ("staf", "kabid")]}
    tanya = k.post("/admin/skp/action/", isi)
    nama = pilihan(tanya.text, "periode_id")
    assert len(nama) == 13 and "Oktober Lama" not in tanya.text and nama.index("Desember 2026") < nama.index("Januari 2026")
    assert re.search(r"<option selected[^>]*>November 2026<", tanya.text), "the last one that has begun is preset"
    kirim = {**isi, **isian("penilaian"), "konfirmasi": "1", "bentuk": "zip"}
    lain = k.post("/admin/skp/action/", {**kirim, "periode_id": str(lama_id)})
    assert lain.status_code == 422 and "dari daftar" in teks_halaman(lain)
    assert k.post("/admin/skp/action/", {**kirim, "periode_id": str(skp.januari[1])}).status_code == 302
    (satu,) = massal_diminta(skp)
    assert satu.judul == "Cetak Form Penilaian: 2 SKP" and satu.parameter["nilai"]["periode_id"] == skp.januari[1]
    # With a SKP of 2025 among them, that year's periods stand below.
    with app.app_context(), unit_of_work(skp.dunia.aktor()) as unit:
        tua = unit.session.get_one(Skp, skp.skp[1, "kabid"])
        tua.tahun, tua.awal, tua.akhir = 2025, date(2025, 1, 1), date(2025, 12, 31)
    nama = pilihan(k.post("/admin/skp/action/", isi).text, "periode_id")
    assert len(nama) == 14 and nama[-1] == "Oktober Lama 2025"


def test_bulk_print_of_a_filtered_list_offers_its_periods_too(skp, klien):
    k = klien("admin_instansi")
    with skp.app.test_request_context():
        token = _penanda().dumps(["skp", skp.dunia.instansi[1], {"status": "persetujuan"}])
    tanya = k.post("/admin/skp/action/", {"action": "cetak", "token": token})
    assert "Cetak dokumen 3 SKP?" in teks_halaman(tanya) and "November 2026" in pilihan(tanya.text, "periode_id")


def test_bulk_print_without_any_period_says_where_to_make_them(skp, klien, app):
    with app.app_context(), unit_of_work(skp.dunia.aktor()) as unit:
        tua = unit.session.get_one(Skp, skp.skp[1, "draft"])
        tua.tahun, tua.awal, tua.akhir = 2024, date(2024, 1, 1), date(2024, 12, 31)
    isi = {"action": "cetak", "rowid": [str(skp.skp[1, "draft"])], "konfirmasi": "1", "bentuk": "zip"}
    jawaban = klien("admin_instansi").post("/admin/skp/action/", {**isi, **isian("penilaian")})
    assert jawaban.status_code == 422 and "Buat dahulu di Manajemen Periode" in teks_halaman(jawaban)


def test_bulk_print_of_the_evaluation_keeps_both_dates_and_places(skp, klien):
    k = klien("admin_instansi")
    isi = {"action": "cetak", "rowid": [str(skp.skp[1, "staf"])], "konfirmasi": "1", "bentuk": "pdf"}
    kirim = {**isi, **isian("evaluasi"), "periode_id": str(skp.januari[1]), "lokasi_penilai": "Kota Penilai"}
    kurang = k.post("/admin/skp/action/", kirim)
    assert kurang.status_code == 422 and "wajib diisi" in teks_halaman(kurang)
    assert k.post("/admin/skp/action/", {**kirim, "tanggal_penilai": "2026-05-06"}).status_code == 302
    nilai = massal_diminta(skp)[0].parameter["nilai"]
    assert (nilai["tanggal_pegawai"], nilai["lokasi_pegawai"]) == ({"tanggal": "2026-04-04"}, "Kota Contoh")
    assert (nilai["tanggal_penilai"], nilai["lokasi_penilai"]) == ({"tanggal": "2026-05-06"}, "Kota Penilai")


def test_a_bulk_print_that_made_nothing_says_so_in_one_sentence(skp, klien, app):
    k = klien("admin_instansi")
    # An anchor that stands in the document's own text: this one cannot be printed.
    isi = {"action": "cetak", "rowid": [str(skp.skp[1, "staf"])], "konfirmasi": "1", "bentuk": "zip"}
    k.post("/admin/skp/action/", {**isi, **isian("rencana", anchor_pegawai="laporan")})
    (satu,) = massal_diminta(skp)
    with app.app_context():
        jalankan(satu.id)
        db.session.remove()
    teks = teks_halaman(k.get(f"/admin/tugas/details/?id={satu.id}"))
    assert "Tidak ada dokumen yang jadi: 1 SKP gagal dicetak." in teks and "· 1 gagal" not in teks and "0 baris" not in teks
