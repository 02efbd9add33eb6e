"""The pages of a penilaian as pegawai, penilai and atasan use them. Today is 23 November 2026."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from models import Penilaian, Periode, RealisasiIndikator, RencanaAksi
from tests.dunia import KENARI, teks_halaman
from tests.jelajah import formulir_utama


@pytest.fixture
def november(skp):
    with skp.dunia.sesi() as s:
        return s.scalars(select(Periode.id).where(Periode.angka == 11)).one()


def alamat(skp, periode=None, kunci="staf"):
    return f"/admin/daftar-skp/{skp.skp[1, kunci]}/penilaian/" + (f"{periode}/" if periode else "")


def tertulis(jawaban, kunci):
    """What stands in a text area of the page."""
    return formulir_utama(jawaban.text).isi[kunci].strip()


def isian(k, di, **ganti):
    """The form of the page as a browser would send it, with some fields changed."""
    return {**formulir_utama(k.get(di).text).isi, **ganti}


def test_periods_with_state_and_deadline(skp):
    k = skp.klien("staf")
    teks = teks_halaman(k.get(alamat(skp)))
    for kata in (
        "Januari",
        "5 Februari 2026",
        "Ditutup",
        "Baik",
        "Belum dinilai",
        "Dibuka",
        "Belum mulai",
        "31 Januari 2027",
    ):
        assert kata in teks
    assert KENARI not in teks


def test_the_pegawai_fills_and_sees_his_words_again(skp, november):
    k, di = skp.klien("staf"), alamat(skp, november)
    rhk, indikator = skp.rhk[1, "staf"], skp.indikator[1, "staf"]
    kirim = {
        f"realisasi_{indikator}": "3 laporan\r\ntepat waktu",
        f"aksibaru_{rhk}": "Menyusun laporan",
        f"evidenbaru_{rhk}": "https://drive.google.com/x",
    }
    assert k.post(di, isian(k, di, **kirim)).status_code == 302
    halaman = k.get(di)
    assert tertulis(halaman, f"realisasi_{indikator}") == "3 laporan\ntepat waktu"
    assert "Siapa saja yang memiliki tautan" in teks_halaman(halaman)
    assert "umpan_" not in halaman.text and "rating_hasil" not in halaman.text
    penilai = skp.klien("kabid").get(di)
    assert 'href="https://drive.google.com/x"' in penilai.text
    assert "Menyusun laporan" in penilai.text and "realisasi_" not in penilai.text


def test_wrong_eviden_keeps_everything_typed(skp, november):
    k, di = skp.klien("staf"), alamat(skp, november)
    rhk, indikator = skp.rhk[1, "staf"], skp.indikator[1, "staf"]
    kirim = {f"realisasi_{indikator}": "tiga", f"aksibaru_{rhk}": "Rapat", f"evidenbaru_{rhk}": "contoh"}
    jawaban = k.post(di, isian(k, di, **kirim))
    assert jawaban.status_code == 422
    assert "diawali https://" in teks_halaman(jawaban)
    assert {k: tertulis(jawaban, k) for k in kirim} == kirim
    with skp.dunia.sesi() as s:
        assert s.scalars(select(RencanaAksi).where(RencanaAksi.periode_id == november)).all() == []


def test_a_stale_page_shows_both_versions_and_a_second_save_replaces(skp, november):
    k, di = skp.klien("staf"), alamat(skp, november)
    indikator, rhk = skp.indikator[1, "staf"], skp.rhk[1, "staf"]
    tab_satu, tab_dua = isian(k, di), isian(k, di)
    assert k.post(di, {**tab_satu, f"realisasi_{indikator}": "dari tab satu"}).status_code == 302
    jawaban = k.post(di, {**tab_dua, f"realisasi_{indikator}": "dari tab dua", f"aksibaru_{rhk}": "Rapat"})
    assert jawaban.status_code == 409
    teks = teks_halaman(jawaban)
    assert "Sudah diubah di tempat lain menjadi: dari tab satu" in teks
    assert (tertulis(jawaban, f"realisasi_{indikator}"), tertulis(jawaban, f"aksibaru_{rhk}")) == ("dari tab dua", "Rapat")
    lagi = formulir_utama(jawaban.text).isi
    assert k.post(di, lagi).status_code == 302
    with skp.dunia.sesi() as s:
        assert s.scalars(select(RealisasiIndikator.realisasi).order_by(RealisasiIndikator.id)).all()[-1] == "dari tab dua"
        assert len(s.scalars(select(RencanaAksi).where(RencanaAksi.periode_id == november)).all()) == 1


def test_pratinjau_shows_the_predikat_and_saves_nothing(skp, november):
    k, di = skp.klien("kabid"), alamat(skp, november)
    kirim = isian(k, di, rating_hasil="di_bawah", rating_perilaku="sesuai", catatan="Perlu bimbingan", pratinjau="1")
    jawaban = k.post(di, kirim)
    assert jawaban.status_code == 200
    assert "Predikat Kinerja (pratinjau, belum disimpan) Butuh Perbaikan" in teks_halaman(jawaban)
    assert tertulis(jawaban, "catatan") == "Perlu bimbingan"
    with skp.dunia.sesi() as s:
        assert s.scalar(select(Penilaian).where(Penilaian.periode_id == november)) is None
    isi = formulir_utama(jawaban.text).isi
    assert (isi["rating_hasil"], isi["rating_perilaku"]) == ("di_bawah", "sesuai")


def test_the_penilai_rates_and_everyone_sees_it(skp, november):
    k, di = skp.klien("kabid"), alamat(skp, november)
    kirim = isian(k, di, rating_hasil="di_atas", rating_perilaku="di_atas", catatan="Teladan", perilaku_loyal="Setia")
    assert k.post(di, kirim).status_code == 302
    for siapa in ("staf", "kabid", "kepala"):
        teks = teks_halaman(skp.klien(siapa).get(di))
        assert "Sangat Baik" in teks and "Teladan" in teks and "Setia" in teks
    with skp.dunia.sesi() as s:
        assert s.scalars(select(Penilaian.predikat).where(Penilaian.periode_id == november)).one().value == "sangat_baik"


def test_nilai_without_a_choice_says_what_to_choose(skp, november):
    k, di = skp.klien("kabid"), alamat(skp, november)
    jawaban = k.post(di, isian(k, di))
    assert jawaban.status_code == 422
    teks = teks_halaman(jawaban)
    assert "Pilih Rating Hasil Kerja dan Rating Perilaku Kerja." in teks and "Tidak ada yang berubah." not in teks
    assert k.post(di, isian(k, di, perilaku_loyal="Setia")).status_code == 302
    assert "Isian tersimpan, tetapi belum dinilai" in teks_halaman(k.get(di))


def test_after_nilai_the_person_and_the_predikat_are_named(skp, november):
    k, di = skp.klien("kabid"), alamat(skp, november)
    assert k.post(di, isian(k, di, rating_hasil="sesuai", rating_perilaku="di_bawah")).status_code == 302
    assert "Orang Staf dinilai Kurang/Misconduct untuk November." in teks_halaman(k.get(di))
    assert k.post(di, isian(k, di)).status_code == 302
    assert "Tidak ada yang berubah." in teks_halaman(k.get(di))
    assert k.post(di, isian(k, di, catatan="Perlu bimbingan")).status_code == 302
    assert "Isian tersimpan." in teks_halaman(k.get(di))


def test_a_predikat_has_the_words_of_the_matrix_everywhere(skp, november):
    k, di = skp.klien("kabid"), alamat(skp, november)
    k.post(di, isian(k, di, rating_hasil="di_atas", rating_perilaku="di_bawah"))
    for satu in (di, alamat(skp), f"/admin/daftar-skp/{skp.skp[1, 'staf']}/"):
        teks = teks_halaman(k.get(satu))
        assert "Kurang/Misconduct" in teks
        assert "Kurang" not in teks.replace("Kurang/Misconduct", "").replace("Sangat Kurang", "")
    assert "Kurang/Misconduct" in teks_halaman(skp.klien("helpdesk").get(f"/admin/skp/details/?id={skp.skp[1, 'staf']}"))


def test_the_hint_says_which_links_are_taken(skp, november):
    k, di = skp.klien("staf"), alamat(skp, november)
    assert "diawali https:// atau http://, dan dapat dibuka penilai" in teks_halaman(k.get(di))
    rhk = skp.rhk[1, "staf"]
    isi = {f"aksibaru_{rhk}": "Rapat", f"evidenbaru_{rhk}": "http://contoh.go.id/notula"}
    assert k.post(di, isian(k, di, **isi)).status_code == 302


def test_one_rating_alone_is_named(skp, november):
    k, di = skp.klien("kabid"), alamat(skp, november)
    jawaban = k.post(di, isian(k, di, rating_hasil="di_atas", catatan="x"))
    assert jawaban.status_code == 422
    assert "Rating Perilaku Kerja : Pilih salah satu rating." in teks_halaman(jawaban)


def test_a_late_change_asks_for_the_reason(skp, dunia):
    with dunia.sesi() as s:
        oktober = s.scalars(select(Periode.id).where(Periode.angka == 10)).one()
    k, di = skp.klien("kabid"), alamat(skp, oktober)
    assert "Alasan perubahan" not in k.get(di).text
    assert k.post(di, isian(k, di, rating_hasil="sesuai", rating_perilaku="sesuai")).status_code == 302
    jawaban = k.post(di, isian(k, di, rating_hasil="di_atas", rating_perilaku="sesuai"))
    assert jawaban.status_code == 422
    assert "wajib disertai alasan" in teks_halaman(jawaban)
    assert k.post(di, isian(k, di, rating_hasil="di_atas", rating_perilaku="sesuai", alasan="Bukti baru")).status_code == 302


def test_after_the_deadline_the_page_is_read_only_and_a_sent_text_is_not_lost(skp, dunia):
    with dunia.sesi() as s:
        oktober = s.scalars(select(Periode.id).where(Periode.angka == 10)).one()
    k, di = skp.klien("staf"), alamat(skp, oktober)
    halaman = k.get(di)
    assert "Batas Pengisian sudah lewat pada 5 November 2026" in teks_halaman(halaman)
    assert "<textarea" not in halaman.text
    kunci = f"realisasi_{skp.indikator[1, 'staf']}"
    jawaban = k.post(di, {kunci: "kalimat yang terlambat", f"tanda_{kunci}": "x"})
    assert jawaban.status_code == 422
    assert "kalimat yang terlambat" in teks_halaman(jawaban)


def test_the_atasan_only_reads(skp, november):
    k, di = skp.klien("kepala"), alamat(skp, november)
    assert "<textarea" not in k.get(di).text
    assert k.post(di, {"catatan": "x", "tanda_catatan": ""}).status_code == 404


@pytest.mark.parametrize("siapa", ["staf2", "pegawai"])
def test_strangers_find_nothing(skp, november, siapa):
    k = skp.klien(siapa)
    for di in (alamat(skp), alamat(skp, november), f"/admin/daftar-skp/keberatan/{skp.keberatan[1]}/"):
        assert k.get(di).status_code == 404


def test_foreign_and_missing_ids(skp, november):
    k = skp.klien("staf")
    for di in (
        f"/admin/daftar-skp/{skp.skp[2, 'staf']}/penilaian/",
        f"/admin/daftar-skp/{skp.skp[2, 'staf']}/penilaian/{skp.januari[2]}/",
        alamat(skp, skp.januari[2]),
        alamat(skp, 987_654),
    ):
        assert k.get(di).status_code == 404
    assert skp.klien("admin_instansi").get(alamat(skp)).status_code == 403


def test_a_draft_is_shown_closed(skp, november):
    halaman = skp.klien("staf2").get(alamat(skp, november, "draft"))
    assert "berstatus Draft" in teks_halaman(halaman) and "<textarea" not in halaman.text
