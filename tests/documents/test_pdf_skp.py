"""The three printed forms of a SKP as their readers see them: what they say, how they flow, and their anchors."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from datetime import date

import pytest
from PIL import Image
from pypdf import PdfReader

from documents.pdf import skp as formulir
from documents.pdf.anchor import Teks
from documents.pdf.dasar import PdfGagal
from documents.pdf.kurva import kurva
from documents.pdf.skp import (
    BarisIndikator,
    BarisPerilaku,
    BarisRhk,
    DokumenEvaluasi,
    FormPenilaian,
    IsiKeberatan,
    Kop,
    Orang,
    RencanaSkp,
    TandaTangan,
)
from domain.berakhlak import NilaiBerakhlak
from domain.dokumen_skp import periksa_anchor
from domain.predikat import POLA, NilaiCapaian, Predikat, Rating
from domain.skp import Aspek, JenisLampiran, ModelSkp, Pendekatan, Perspektif

KOP = Kop("Pemerintah Kabupaten Contoh", date(2026, 1, 1), date(2026, 12, 31))
TRIWULAN = replace(KOP, akhir=date(2026, 3, 31), periode="Triwulan I")
PEGAWAI = TandaTangan(
    Orang("Dinilai Contoh", "111111111111111111", "Penata (III/c)", "Analis", "Bidang A", "Kabupaten Contoh"), date(2026, 4, 4), "Jakarta"
)
PENILAI = TandaTangan(
    Orang("Penilai Contoh", "222222222222222222", "Pembina (IV/a)", "Kepala Bidang", "Bidang A", "Kabupaten Contoh"),
    date(2026, 4, 5),
    "Bogor",
)
ATASAN = TandaTangan(Orang("Atasan Contoh", "333333333333333333"))
PERILAKU = tuple(BarisPerilaku(n) for n in NilaiBerakhlak)
LAMPIRAN = tuple((j.label, ("Komputer",) if j is JenisLampiran.DUKUNGAN else ()) for j in JenisLampiran)


def rhk(n: int, model: ModelSkp, *, panjang: int = 1) -> BarisRhk:
    if model is ModelSkp.JPT:
        indikator = tuple(BarisIndikator(f"Indikator {n}.{p.label} " * panjang, "12 laporan", perspektif=p) for p in Perspektif)
        return BarisRhk(f"Hasil nomor {n}", indikator)
    indikator = tuple(BarisIndikator(f"Indikator {n}.{a.label} " * panjang, "12 laporan", aspek=a) for a in Aspek)
    return BarisRhk(f"Hasil nomor {n}", indikator, "Hasil pimpinan")


def rencana(model=ModelSkp.JA_JF, pendekatan=Pendekatan.KUANTITATIF, n=2, **lain) -> RencanaSkp:
    isi = {"utama": tuple(rhk(i, model) for i in range(1, n + 1)), "perilaku": PERILAKU, "lampiran": LAMPIRAN} | lain
    return RencanaSkp(kop=KOP, model=model, pendekatan=pendekatan, pegawai=PEGAWAI, penilai=PENILAI, **isi)


def penilaian(model=ModelSkp.JA_JF, pendekatan=Pendekatan.KUANTITATIF, n=2, **lain) -> FormPenilaian:
    isi = {"utama": tuple(rhk(i, model) for i in range(1, n + 1)), "perilaku": PERILAKU} | lain
    return FormPenilaian(kop=TRIWULAN, model=model, pendekatan=pendekatan, pegawai=PEGAWAI, penilai=PENILAI, **isi)


def evaluasi(**lain) -> DokumenEvaluasi:
    return DokumenEvaluasi(**({"kop": TRIWULAN, "pegawai": PEGAWAI, "penilai": PENILAI, "atasan": ATASAN} | lain))


def halaman(dok) -> list[str]:
    return [" ".join(h.extract_text().split()) for h in PdfReader(io.BytesIO(formulir.pdf(dok))).pages]


def teks(dok) -> str:
    return " ".join(halaman(dok))


KEPALA_JPT = ("INDIKATOR KINERJA INDIVIDU", "TARGET", "PERSPEKTIF")
KEPALA_JA_JF = ("RENCANA HASIL KERJA PIMPINAN YANG DIINTERVENSI", "ASPEK", "INDIKATOR KINERJA INDIVIDU", "TARGET")
KEPALA_NILAI = ("REALISASI BERDASARKAN BUKTI DUKUNG", "UMPAN BALIK BERKELANJUTAN BERDASARKAN BUKTI DUKUNG")


@pytest.mark.parametrize("model", list(ModelSkp), ids=lambda m: m.value)
@pytest.mark.parametrize("pendekatan", list(Pendekatan), ids=lambda p: p.value)
def test_rencana_has_the_forms_own_words_and_columns(model, pendekatan):
    isi = teks(rencana(model, pendekatan, tambahan=(rhk(9, model),)))
    for kata in (
        "SASARAN KINERJA PEGAWAI",
        model.label.upper(),
        f"PENDEKATAN HASIL KERJA {pendekatan.label.upper()}",
        "PERIODE PENILAIAN: 1 JANUARI SD 31 DESEMBER TAHUN 2026",
        "PEMERINTAH KABUPATEN CONTOH",
        "A. UTAMA",
        "B. TAMBAHAN",
        "PERILAKU KERJA",
        "EKSPEKTASI KHUSUS PIMPINAN",
        "LAMPIRAN SASARAN KINERJA PEGAWAI",
        "DUKUNGAN SUMBER DAYA 1 Komputer",
        "SKEMA PERTANGGUNGJAWABAN",
        "KONSEKUENSI",
        "Bogor, 5 April 2026 Pejabat Penilai Kinerja",
    ):
        assert kata in isi, kata
    kepala = KEPALA_JPT if model is ModelSkp.JPT else KEPALA_JA_JF
    if pendekatan is Pendekatan.KUANTITATIF:
        assert all(k in isi for k in kepala)
    else:
        assert "Ukuran keberhasilan/Indikator Kinerja Individu, dan Target:" in isi and "ASPEK" not in isi
    assert all(n.label in isi and all(p in isi for p in n.panduan) for n in NilaiBerakhlak)


@pytest.mark.parametrize("model", list(ModelSkp), ids=lambda m: m.value)
def test_form_penilaian_adds_realisation_and_feedback(model):
    dok = penilaian(model, capaian=NilaiCapaian.BAIK, hasil=Rating.DI_ATAS, rating_perilaku=Rating.SESUAI, predikat=Predikat.BAIK)
    baris = dok.utama[0].indikator[0]
    dok = replace(dok, utama=(replace(dok.utama[0], indikator=(replace(baris, realisasi="Sudah 11", umpan_balik="Bagus"),)),))
    isi = teks(dok)
    for kata in (
        *(KEPALA_JPT if model is ModelSkp.JPT else KEPALA_JA_JF),
        *KEPALA_NILAI,
        "EVALUASI KINERJA PEGAWAI",
        "PERIODE: TRIWULAN I",
        "1 JANUARI SD 31 MARET TAHUN 2026",
        "CAPAIAN KINERJA ORGANISASI BAIK",
        "KURVA DISTRIBUSI PREDIKAT KINERJA PEGAWAI DENGAN CAPAIAN KINERJA ORGANISASI BAIK",
        "Sudah 11",
        "Bagus",
        "RATING HASIL KERJA DI ATAS EKSPEKTASI",
        "RATING PERILAKU SESUAI EKSPEKTASI",
        "PREDIKAT KINERJA PEGAWAI BAIK",
    ):
        assert kata in isi, kata


def test_frozen_statistics_are_printed_and_kurang_is_worded_as_on_the_form():
    statistik = tuple((p, n) for n, p in enumerate(Predikat, 3))
    isi = teks(penilaian(capaian=NilaiCapaian.KURANG, statistik=statistik, predikat=Predikat.KURANG))
    assert "7 pegawai 6 pegawai 5 pegawai 4 pegawai 3 pegawai" in isi, "under the curve, whose axis begins with Sangat Kurang"
    assert isi.index("SANGAT KURANG") < isi.index("BUTUH PERBAIKAN") < isi.index("SANGAT BAIK")
    assert "PREDIKAT KINERJA PEGAWAI KURANG/MISCONDUCT" in isi
    assert "5 pegawai 4 pegawai" not in teks(penilaian(capaian=NilaiCapaian.KURANG))


@pytest.mark.parametrize("dok", [rencana(n=0), penilaian(n=0), evaluasi()], ids=["rencana", "penilaian", "evaluasi"])
def test_what_is_empty_prints_a_dash(dok):
    kosong = replace(dok, pegawai=TandaTangan(Orang()), penilai=TandaTangan(Orang()))
    isi = teks(kosong)
    assert "None" not in isi and "NAMA -" in isi
    if not isinstance(dok, RencanaSkp):
        assert "CAPAIAN KINERJA ORGANISASI -" in isi and "PREDIKAT KINERJA PEGAWAI -" in isi and "KURVA" not in isi


def test_keberatan_and_the_atasan_stand_only_where_there_was_one():
    tanpa = teks(evaluasi(catatan="Pertahankan"))
    assert "6. Pejabat Penilai Kinerja" in tanpa and "7. Pegawai yang Dinilai" in tanpa and "5. CATATAN/REKOMENDASI Pertahankan" in tanpa
    assert "KEBERATAN" not in tanpa and ". Atasan Pejabat Penilai Kinerja" not in tanpa
    ada = teks(evaluasi(keberatan=IsiKeberatan("Target terlampaui", "Sesuai bukti", "Diterima")))
    for kata in (
        "6. KEBERATAN Target terlampaui",
        "7. PENJELASAN PEJABAT PENILAI KINERJA ATAS KEBERATAN Sesuai bukti",
        "8. KEPUTUSAN DAN REKOMENDASI ATASAN PEJABAT PENILAI KINERJA Diterima",
        "9. Pejabat Penilai Kinerja",
        "10. Pegawai yang Dinilai",
        "11. Atasan Pejabat Penilai Kinerja",
    ):
        assert kata in ada, kata


def test_each_signs_on_his_own_date_and_place_in_the_evaluation():
    assert {"Jakarta, 4 April 2026", "Bogor, 5 April 2026"} <= set(re.findall(r"(?:Jakarta|Bogor), \d+ \w+ \d{4}", teks(evaluasi())))


@pytest.mark.parametrize("buat", [rencana, penilaian], ids=["rencana", "penilaian"])
@pytest.mark.parametrize("model", list(ModelSkp), ids=lambda m: m.value)
@pytest.mark.parametrize("pendekatan", list(Pendekatan), ids=lambda p: p.value)
def test_sixty_rhk_flow_over_pages_with_their_heads(buat, model, pendekatan):
    isi = halaman(buat(model, pendekatan, n=60))
    assert len(isi) >= 5
    semua = " ".join(isi)
    assert [int(n) for n in re.findall(r"Hasil nomor (\d+)\b", semua)] == list(range(1, 61))
    for n, satu in enumerate(isi, 1):
        assert f"Halaman {n} dari {len(isi)}" in satu
        if "Hasil nomor" in satu:
            assert "RENCANA HASIL KERJA" in satu[: satu.index("Hasil nomor")] and satu.count("(1) (2)") == 1
    assert semua.count("A. UTAMA") == 1
    assert isi[-1].count("Pejabat Penilai Kinerja") >= 1


@pytest.mark.parametrize("buat", [rencana, penilaian], ids=["rencana", "penilaian"])
def test_the_parts_are_bands_of_one_table(buat):
    for isi in halaman(buat(tambahan=(rhk(9, ModelSkp.JA_JF),))):
        assert isi.count("(1) (2)") == isi.count("HASIL KERJA NO") <= 1
        if "B. TAMBAHAN" in isi:
            assert isi.index("A. UTAMA") < isi.index("B. TAMBAHAN") < isi.index("Hasil nomor 9")


@pytest.mark.parametrize("n", range(1, 9))
def test_signatures_never_stand_alone_on_a_page(n):
    """However much is printed before them, something of the form stands above."""
    akhir = next(h for h in halaman(rencana(n=n)) if "Pegawai yang Dinilai" in h)
    assert "Kolaboratif" in akhir.partition("Pejabat Penilai Kinerja")[0]
    dok = evaluasi(catatan="Catatan panjang. " * (10 * n), keberatan=IsiKeberatan("Alasan. " * (20 * n), "Jelas.", "Keputusan akhir."))
    akhir = next(h for h in halaman(dok) if "10. Pegawai yang Dinilai" in h)
    assert "Keputusan akhir." in akhir


def test_a_rhk_longer_than_a_page_is_printed_whole():
    kata = " ".join(f"kata{n:04d}" for n in range(1500))
    dok = rencana(utama=(BarisRhk("Awal", (BarisIndikator("Satu", aspek=Aspek.KUANTITAS), BarisIndikator(kata, aspek=Aspek.WAKTU))),))
    isi = halaman(dok)
    assert len(isi) > 4 and re.findall(r"kata(\d{4})", " ".join(isi)) == [f"{n:04d}" for n in range(1500)]


@pytest.mark.parametrize("buat", [rencana, penilaian, evaluasi], ids=["rencana", "penilaian", "evaluasi"])
def test_the_signature_block_never_splits(buat):
    """However full the page is: the title of a signature and the name under it stand on one page."""
    for n in range(0, 24, 4):
        isi = {"catatan": "Baris\n" * n * 2} if buat is evaluasi else {"n": 1, "tambahan": (BarisRhk("Baris\n" * n * 2),)}
        # The lines of the identity block name him too, so that his place is told by the anchor.
        dok = replace(buat(**isi), pegawai=replace(PEGAWAI, anchor="@"), penilai=replace(PENILAI, anchor="#"))
        (tempat,) = [h for h in halaman(dok) if "@" in h]
        assert "#" in tempat and tempat.index("Pegawai yang Dinilai") < tempat.index("@") and "NIP 222222222222222222" in tempat


def test_values_are_text_whatever_they_hold():
    jahat = "<b>&amp;</b> <img src=x> {{ 7*7 }} <pdf:nextpage/>"
    isi = teks(
        rencana(utama=(BarisRhk(jahat, (BarisIndikator(jahat, jahat),), jahat),), perilaku=(BarisPerilaku(NilaiBerakhlak.LOYAL, jahat),))
    )
    # Columns are narrow: where the lines break is not the question here.
    assert isi.replace(" ", "").count("<b>&amp;</b>") == 5 and isi.count("7*7") == 5
    assert jahat in teks(evaluasi(catatan=jahat))


def test_emblem_is_printed_and_a_broken_one_is_refused():
    gambar = io.BytesIO()
    Image.new("RGB", (30, 40), "navy").save(gambar, "PNG")
    dok = evaluasi(kop=replace(TRIWULAN, lambang=gambar.getvalue()))
    assert len(PdfReader(io.BytesIO(formulir.pdf(dok))).pages[0].images) == 1
    with pytest.raises(PdfGagal, match="Lambang"):
        formulir.pdf(evaluasi(kop=replace(TRIWULAN, lambang=b"bukan gambar")))


@pytest.mark.parametrize("capaian", list(NilaiCapaian), ids=lambda c: c.value)
def test_the_curve_is_drawn_as_lines_and_follows_the_pattern(capaian):
    tinggi = [160 - float(y) for y in re.findall(r'<circle cx="[\d.]+" cy="([\d.]+)"', kurva(capaian))]
    assert len(tinggi) == 5 and [round(t * 14 / 148) for t in tinggi] == list(POLA[capaian])
    sumbu = re.findall(r">([^<>]+)</text>", kurva(capaian))
    assert sumbu == ["Sangat Kurang", "Kurang/Misconduct", "Butuh Perbaikan", "Baik", "Sangat Baik", "Frekuensi Pegawai"]
    halaman_pdf = PdfReader(io.BytesIO(formulir.pdf(penilaian(capaian=capaian)))).pages[0]
    assert not list(halaman_pdf.images) and "Frekuensi Pegawai" in halaman_pdf.extract_text()


# --- Anchors ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("dok", [rencana(), penilaian(), evaluasi()], ids=["rencana", "penilaian", "evaluasi"])
@pytest.mark.parametrize(
    "anchor", [("@", "#"), ("TTD_SATU", "TTD_DUA"), ("^", ""), ("", "~"), ("", "")], ids=["tanda", "kata", "pegawai", "penilai", "kosong"]
)
def test_each_given_anchor_is_printed_once(dok, anchor):
    isi = teks(replace(dok, pegawai=replace(dok.pegawai, anchor=anchor[0]), penilai=replace(dok.penilai, anchor=anchor[1])))
    for satu in ("@", "#", "^", "~", "TTD_SATU", "TTD_DUA"):
        assert isi.count(satu) == (satu in anchor), satu


def test_a_taken_anchor_is_found_where_it_stands():
    dok = rencana(utama=(BarisRhk("Surel ke a@b.go.id", (BarisIndikator("Biaya < 5", "#1"),), "x"),))
    t = Teks(dok)
    assert "Surel ke a@b.go.id" in t.letak("@") and "A. utama" in t.letak("@")
    assert t.letak("#") and t.letak("<") and t.letak("^") is None
    assert t.bebas() == "^" and t.bebas(["^"]) == "~"
    assert t.letak("Bogor, 5").startswith("Tanda tangan") and t.letak("2222").startswith("Identitas")
    assert t.letak("Kabupaten Contoh PERIODE") is None and t.letak("31 DESEMBER").startswith("Kepala dokumen")
    assert t.letak("Halaman").startswith("Kaki halaman") and t.letak("7")


def test_own_anchors_do_not_count_as_text():
    dok = replace(evaluasi(), pegawai=replace(PEGAWAI, anchor="@"), penilai=replace(PENILAI, anchor="#"))
    assert Teks(dok).letak("@") is None and Teks(dok).letak("#") is None


def test_words_of_the_curve_count_as_text():
    assert Teks(penilaian(capaian=NilaiCapaian.BAIK)).letak("Frekuensi") and Teks(penilaian()).letak("Frekuensi") is None


@pytest.mark.parametrize(
    ("pegawai", "penilai", "kolom"),
    [
        ("@", "#", set()),
        ("", "", set()),
        ("@", "", set()),
        ("a b", "", {"anchor_pegawai"}),
        ("", "é", {"anchor_penilai"}),
        ("x" * 21, "", {"anchor_pegawai"}),
        ("@", "@", {"anchor_penilai"}),
        ("TTD", "TTD1", {"anchor_penilai"}),
    ],
)
def test_rules_of_an_anchor(pegawai, penilai, kolom):
    assert set(periksa_anchor(pegawai, penilai)) == kolom
