"""The SKP part of Beranda: what waits, how far the period is, the distribution. Today is 23 November 2026."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy.orm import Session

from domain.predikat import NilaiCapaian, Rating, predikat
from models import CapaianOrganisasi, Keberatan, Penilaian, Periode, Skp
from services import periode
from services.beranda_skp import periode_berjalan, periode_tertutup
from tenancy import Lingkup, pasang_lingkup
from tests.admin_views.test_hemat import KUERI_MAKS, kueri
from tests.dunia import KENARI, teks_halaman


def tulis(skp, *objek, **ubah):
    with Session(skp.dunia.mesin, info={"unit_of_work": True}) as s:
        pasang_lingkup(s, Lingkup("lintas"))
        s.add_all(objek)
        for model, id, kolom, nilai in ubah.get("nilai", ()):
            setattr(s.get_one(model, id), kolom, nilai)
        s.commit()


def november(skp):
    with skp.dunia.sesi() as s:
        return periode_berjalan(periode.semua(s), date(2026, 11, 23)).id


def nilai(skp, kunci, hasil, n=1):
    return Penilaian(
        instansi_id=skp.dunia.instansi[n],
        skp_id=skp.skp[n, kunci],
        periode_id=november(skp),
        hasil=hasil,
        perilaku=Rating.SESUAI,
        predikat=predikat(hasil, Rating.SESUAI),
    )


def capaian(skp, **lain):
    isi = {"instansi_id": skp.dunia.instansi[1], "tahun": 2026, "periode_id": november(skp), "unor_id": skp.dunia.unor[1, "dinas"]}
    return CapaianOrganisasi(**{**isi, "capaian": NilaiCapaian.BAIK, "bukti_dukung": "https://contoh.go.id", **lain})


def test_beranda_menyebut_skp_penilaian_capaian_dan_keberatan(klien, skp):
    tulis(skp, nilai(skp, "staf", Rating.SESUAI), capaian(skp))
    teks = teks_halaman(klien("admin_instansi").get("/admin/"))
    for kata in (
        "SKP 2026 disetujui 3 1 Pengajuan, 1 Draft",
        "Penilaian November 1 1 dari 3, batas 5 Desember 2026",
        "Capaian organisasi final 0 dari 2 capaian 2026",
        "Keberatan terbuka 1 batas paling dekat 10 Desember 2026",
        "2 capaian organisasi belum final",
        "Kemajuan per unit kerja",
        "33,3 %",
        "Distribusi predikat Oktober 2026",
    ):
        assert kata in teks, kata
    assert KENARI not in teks


def test_belum_ada_yang_dinilai_maka_periode_sebelumnya_yang_digambar(klien, skp):
    assert "Distribusi predikat Oktober 2026 Belum ada yang dinilai dari 3 pegawai" in teks_halaman(klien("admin_instansi").get("/admin/"))
    oktober = id_periode(skp, "Oktober")
    lalu = nilai(skp, "staf", Rating.DI_ATAS)
    lalu.periode_id = oktober
    tulis(skp, lalu, capaian(skp, periode_id=oktober))
    teks = teks_halaman(klien("admin_instansi").get("/admin/"))
    assert "Distribusi predikat Oktober 2026 1 dari 3 pegawai dinilai. Pola acuan menurut" in teks and "Penilaian November 0" in teks


def id_periode(skp, nama):
    with skp.dunia.sesi() as s:
        return next(p.id for p in periode.semua(s) if p.nama == nama)


def test_satu_orang_dinilai_belum_mengganti_distribusi_periode_yang_sudah_ditutup(klien, skp):
    """One of three in the running period is no distribution; two of three are."""
    oktober = id_periode(skp, "Oktober")
    lalu = nilai(skp, "kabid", Rating.SESUAI)
    lalu.periode_id = oktober
    tulis(skp, lalu, nilai(skp, "staf", Rating.DI_ATAS))
    assert "Distribusi predikat Oktober 2026 1 dari 3 pegawai dinilai" in teks_halaman(klien("admin_instansi").get("/admin/"))
    tulis(skp, nilai(skp, "kabid", Rating.SESUAI))
    assert "Distribusi predikat November 2026 2 dari 3 pegawai dinilai" in teks_halaman(klien("admin_instansi").get("/admin/"))


def test_yang_belum_dinilai_disebut_satu_per_satu(klien, skp):
    tulis(skp, nilai(skp, "staf", Rating.SESUAI), nilai(skp, "kabid", Rating.SESUAI))
    k = klien("admin_instansi")
    beranda = k.get("/admin/")
    alamat = f"/admin/belum-dinilai/?tahun=2026&amp;periode={november(skp)}"
    assert f'href="{alamat}">Lihat 1 yang belum dinilai<' in beranda.text
    halaman = k.get(alamat.replace("&amp;", "&"))
    teks = teks_halaman(halaman)
    assert "November 2026: 1 dari 3 pegawai belum dinilai. Batas Pengisian 5 Desember 2026." in teks and "1–1 dari 1 pegawai" in teks
    assert f"/admin/skp/details/?id={skp.skp[1, 'kepala']}" in halaman.text and f"id={skp.skp[1, 'staf']}" not in halaman.text
    assert KENARI not in teks
    # A supervisor of the bidang sees his people only: both are rated there.
    assert "Semua sudah dinilai" in teks_halaman(klien("supervisor_unor").get(alamat.replace("&amp;", "&")))
    for lain in ("tahun=2026&periode=999999", "tahun=1&periode=1", "tahun=2026", f"periode={november(skp)}"):
        assert k.get(f"/admin/belum-dinilai/?{lain}").status_code == 404, lain


@pytest.mark.parametrize(("hari", "nama"), [(date(2026, 11, 23), "Oktober"), (date(2026, 12, 5), "Oktober"), (date(2026, 12, 6), "November"), (date(2027, 1, 4), "November"),
                                            (date(2027, 1, 6), "Desember")])  # fmt: skip
def test_periode_yang_terakhir_ditutup(dunia, hari, nama):
    with dunia.sesi() as s:
        semua = periode.semua(s)
        assert periode_tertutup(semua, hari, periode_berjalan(semua, hari)).rencana.nama == nama


def test_tombol_final_membawa_ke_pertanyaannya(klien, skp):
    k = klien("admin_instansi")
    alamat = f"/admin/capaian-organisasi/{skp.capaian[1]}/final/"
    assert f'href="{alamat}"' in k.get("/admin/").text
    assert "2 dari 3 pegawai belum dinilai." in teks_halaman(k.get(alamat))
    pembaca = klien("supervisor").get("/admin/").text
    assert alamat not in pembaca and f"details/?id={skp.capaian[1]}" in pembaca
    k.post(alamat, {"versi": 1})
    assert "belum final" not in teks_halaman(k.get("/admin/"))


@pytest.mark.parametrize(
    ("batas", "kata"),
    [(date(2026, 11, 30), "1 keberatan mendekati batas putusan"), (date(2026, 11, 20), "sudah lewat"), (date(2026, 12, 1), None)],
)
def test_keberatan_dekat_batas_putusannya(klien, skp, batas, kata):
    tulis(skp, nilai=[(Keberatan, skp.keberatan[1], "batas_putusan", batas)])
    teks = teks_halaman(klien("admin_instansi").get("/admin/"))
    assert (kata in teks) if kata else ("mendekati batas putusan" not in teks)


def test_supervisor_satu_unor_melihat_subpohonnya(klien, skp):
    tulis(skp, nilai(skp, "kepala", Rating.DI_ATAS), nilai(skp, "staf", Rating.SESUAI))
    teks = teks_halaman(klien("supervisor_unor").get("/admin/"))
    assert (
        "SKP 2026 disetujui 2" in teks
        and "Penilaian November 1 1 dari 2" in teks
        and "Distribusi predikat November 2026 1 dari 2 pegawai dinilai" in teks
    )
    assert "capaian organisasi belum final" not in teks, "capaian dinas di luar subpohonnya"


def test_tanpa_skp_dan_tanpa_periode_tetap_terbaca(klien, dunia):
    with Session(dunia.mesin, info={"unit_of_work": True}) as s:
        pasang_lingkup(s, Lingkup("lintas"))
        for p in s.query(Periode).where(Periode.instansi_id == dunia.instansi[1]):
            s.delete(p)
        s.commit()
    teks = teks_halaman(klien("admin_instansi").get("/admin/"))
    assert "SKP 2026 disetujui 0" in teks and "belum ada periode yang berjalan" in teks and "Distribusi predikat" not in teks


@pytest.mark.parametrize(("hari", "nama"), [(date(2026, 11, 23), "November"), (date(2026, 12, 3), "November"), (date(2026, 12, 5), "November"), (date(2026, 12, 6), "Desember"),
                                            (date(2027, 1, 4), "Desember"), (date(2027, 3, 1), None)])  # fmt: skip
def test_periode_yang_berjalan(dunia, hari, nama):
    with dunia.sesi() as s:
        p = periode_berjalan(periode.semua(s), hari)
        assert (p.rencana.nama if p else None) == nama


def test_kueri_tidak_bertambah_dengan_isinya(app, klien, skp):
    k = klien("admin_instansi")
    k.get("/admin/")
    with kueri(app) as sedikit:
        k.get("/admin/")
    with skp.dunia.sesi() as s:
        contoh = s.get_one(Skp, skp.skp[1, "kabid"])
        kolom = {c.name: getattr(contoh, c.name) for c in Skp.__table__.columns if c.name not in ("id", "versi")}
    tulis(
        skp,
        *(Skp(**{**kolom, "unor_id": skp.dunia.unor[1, u]}) for u in ("dinas", "bidang", "seksi") for _ in range(5)),
        capaian(skp),
        nilai(skp, "staf", Rating.SESUAI),
    )
    with kueri(app) as banyak:
        jawaban = k.get("/admin/")
    assert len(banyak) <= len(sedikit) and len(jawaban.data) < 100 * 1024
    alamat = f"/admin/belum-dinilai/?tahun=2026&periode={november(skp)}"
    with kueri(app) as belum:
        jawaban = k.get(alamat)
    assert jawaban.status_code == 200 and len(belum) <= KUERI_MAKS
