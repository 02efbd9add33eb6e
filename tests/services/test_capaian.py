"""Capaian organisasi: who is counted, what Final freezes, and two who finalise at once. Today is 23 November 2026."""

from __future__ import annotations

import threading
from datetime import date

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.izin import Ditolak
from domain.predikat import NilaiCapaian, Predikat, Rating, predikat
from domain.skp import JenisSkp
from domain.status import StatusCapaian, StatusSkp, TransisiDitolak
from models import CapaianOrganisasi, JejakAudit, Penilaian, Periode, Skp, Unor
from services import capaian_organisasi as capaian
from services import capaian_statistik as statistik
from services.galat import DataBasi, Salah, TidakDitemukan
from services.unit_of_work import unit_of_work
from tenancy import Lingkup, pasang_lingkup

UTAS = 20


@pytest.fixture(autouse=True)
def _terbuka(skp, ctx):
    """Services are called directly here: an application context stays open."""


def ubah(skp, model, id, **nilai):
    """Change a row as if it had always been so."""
    with Session(skp.dunia.mesin, info={"unit_of_work": True}) as s:
        pasang_lingkup(s, Lingkup("lintas"))
        objek = s.get_one(model, id)
        for k, v in nilai.items():
            setattr(objek, k, v)
        s.commit()


def kini(skp, unit="dinas", periode=None):
    with skp.dunia.sesi() as s:
        return statistik.hitung(s, skp.dunia.unor[1, unit], 2026, periode or skp.januari[1])


def beri_nilai(aktor, skp, kunci, periode_id, hasil=Rating.SESUAI):
    """What the assessment of a pegawai does: its row, then the follow-up."""
    with unit_of_work(aktor) as unit:
        objek = unit.session.get_one(Skp, skp.skp[1, kunci])
        p = unit.session.scalar(select(Penilaian).where(Penilaian.skp_id == objek.id, Penilaian.periode_id == periode_id))
        p = p or Penilaian(skp_id=objek.id, periode_id=periode_id)
        p.hasil, p.perilaku, p.predikat = hasil, Rating.SESUAI, predikat(hasil, Rating.SESUAI)
        unit.session.add(p)
        unit.session.flush()
        capaian.penilaian_berubah(unit, objek, periode_id)


def baris(skp, id=None):
    with skp.dunia.sesi() as s:
        return s.get_one(CapaianOrganisasi, id or skp.capaian[1])


def test_yang_terhitung_definitif_disetujui_dan_menyentuh_periode(skp):
    s = kini(skp)
    assert (s.pegawai, s.dinilai, s.jumlah[Predikat.BAIK]) == (3, 1, 1)
    assert kini(skp, periode=skp.final[1]).dinilai == 0
    ubah(skp, Skp, skp.skp[1, "kabid"], awal=date(2026, 2, 1))
    assert kini(skp).pegawai == 2
    ubah(skp, Skp, skp.skp[1, "draft"], status=StatusSkp.PERSETUJUAN)
    assert kini(skp).pegawai == 3
    ubah(skp, Skp, skp.skp[1, "draft"], jenis=JenisSkp.PLH)
    assert kini(skp).pegawai == 2


def test_dua_skp_definitif_seorang_dihitung_dua(skp):
    ubah(skp, Skp, skp.skp[1, "kabid"], akhir=date(2026, 1, 15))
    ubah(skp, Skp, skp.skp[1, "plt"], jenis=JenisSkp.DEFINITIF, status=StatusSkp.PERSETUJUAN, awal=date(2026, 1, 16))
    assert kini(skp).pegawai == 4


def test_unor_mandiri_di_bawahnya_dihitung_sendiri(skp):
    """A unor that may have a capaian of its own is its own Unor Induk, whatever its induk says."""
    bidang = skp.dunia.unor[1, "bidang"]
    ubah(skp, Unor, bidang, mandiri=True)
    assert (kini(skp).pegawai, kini(skp, "bidang").pegawai) == (1, 2)
    ubah(skp, Unor, bidang, mandiri=False, eselon="22")
    assert (kini(skp).pegawai, kini(skp, "bidang").pegawai) == (1, 2)
    with skp.dunia.sesi() as s:
        assert capaian.capaian_untuk(s, bidang, 2026, skp.januari[1]) is None
        assert capaian.capaian_untuk(s, skp.dunia.unor[1, "seksi"], 2026, skp.januari[1]).id == skp.capaian[1]
        assert capaian.capaian_untuk(s, skp.dunia.unor[1, "dinas"], 2025, skp.januari[1]) is None


def test_belum_dinilai_menurut_nama(skp):
    with skp.dunia.sesi() as s:
        semua = statistik.belum_dinilai(s, skp.dunia.unor[1, "dinas"], 2026, skp.januari[1], batas=9)
        assert [b.nama for b in semua] == ["Orang Kabid", "Orang Kepala"] and semua[0].unor == "Bidang Kurikulum"
        assert [b.nama for b in statistik.belum_dinilai(s, skp.dunia.unor[1, "dinas"], 2026, skp.januari[1], batas=1, lewati=1)] == [
            "Orang Kepala"
        ]


def test_periode_diberi_nomor_final_terakhir(skp):
    with skp.dunia.sesi() as s:
        label = [p.label for p in statistik.periode_tahun(s, 2026)]
    assert (label[0], label[-1], len(label)) == ("Periode 1 · Januari", "Periode 13 (FINAL)", 13)


def test_final_membekukan_lalu_batal_menghapusnya(skp):
    aktor = skp.dunia.aktor()
    s = capaian.final(aktor, skp.capaian[1], 1)
    c = baris(skp)
    assert c.status is StatusCapaian.FINAL and c.difinalkan == aktor.sekarang()
    assert (
        c.statistik
        == s.ke_json()
        == {"pegawai": 3, "dinilai": 1, "sangat_baik": 0, "baik": 1, "butuh_perbaikan": 0, "kurang": 0, "sangat_kurang": 0}
    )
    with pytest.raises(Salah, match="Alasan wajib"):
        capaian.batal_final(aktor, c.id, 2, "  ")
    capaian.batal_final(aktor, c.id, 2, "Salah pilih")
    c = baris(skp)
    assert (c.status, c.statistik, c.difinalkan) == (StatusCapaian.BELUM_FINAL, None, None)
    with pytest.raises(TransisiDitolak):
        capaian.batal_final(aktor, c.id, None, "Lagi")
    with skp.dunia.sesi() as sesi:
        jejak = sesi.scalars(select(JejakAudit).where(JejakAudit.entitas == "capaian_organisasi").order_by(JejakAudit.id)).all()
        assert [(j.aksi, j.alasan) for j in jejak] == [("final", None), ("batal_final", "Salah pilih")]


def test_penilaian_sesudah_final_menandainya_berubah(skp):
    aktor = skp.dunia.aktor()
    beri_nilai(aktor, skp, "kabid", skp.januari[1])
    assert not baris(skp).berubah, "yang belum final tidak ditandai"
    capaian.final(aktor, skp.capaian[1])
    beri_nilai(aktor, skp, "kepala", skp.final[1])
    assert not baris(skp).berubah, "periode lain tidak menandai"
    versi = baris(skp).versi
    beri_nilai(aktor, skp, "kabid", skp.januari[1], Rating.DI_ATAS)
    beri_nilai(aktor, skp, "kepala", skp.januari[1])
    c = baris(skp)
    assert c.berubah and c.versi == versi, "menandai tidak membuat halaman orang lain basi"
    assert c.statistik["dinilai"] == 2, "yang beku tetap"
    s = capaian.final_ulang(aktor, c.id, c.versi, "Penilaian diperbaiki")
    assert (s.dinilai, baris(skp).berubah, baris(skp).statistik) == (3, False, s.ke_json())


def test_skp_plt_tidak_menandai(skp):
    capaian.final(skp.dunia.aktor(), skp.capaian[1])
    beri_nilai(skp.dunia.aktor(), skp, "plt", skp.januari[1])
    assert not baris(skp).berubah


def test_siapa_yang_tidak_boleh(skp):
    for akun in ("supervisor", "helpdesk", "pegawai"):
        with pytest.raises(Ditolak):
            capaian.final(skp.dunia.aktor(akun), skp.capaian[1])
    with pytest.raises(TidakDitemukan):
        capaian.final(skp.dunia.aktor(), skp.capaian[2])
    with pytest.raises(DataBasi):
        capaian.final(skp.dunia.aktor(), skp.capaian[1], 7)


def test_final_terkunci_kecuali_bukti_dukung(skp):
    aktor, id = skp.dunia.aktor(), skp.capaian[1]
    with pytest.raises(Salah, match="tidak dapat diubah"):
        capaian.layanan.ubah(aktor, id, 1, {"tahun": 2025})
    capaian.final(aktor, id)
    with pytest.raises(Salah, match="Batal Final"):
        capaian.layanan.ubah(aktor, id, 2, {"capaian": NilaiCapaian.KURANG})
    with pytest.raises(Salah, match="Batal Final"):
        capaian.layanan.hapus(aktor, id, 2)
    capaian.layanan.ubah(aktor, id, 2, {"bukti_dukung": "http://contoh.go.id/x"})
    assert baris(skp).bukti_dukung == "http://contoh.go.id/x"


def test_periode_tahun_lain_dan_rujukan_asing_ditolak(skp):
    aktor = skp.dunia.aktor()
    isi = {
        "tahun": 2026,
        "periode_id": skp.final[1],
        "unor_id": skp.dunia.unor[1, "dinas"],
        "capaian": NilaiCapaian.BAIK,
        "bukti_dukung": "https://contoh.go.id",
    }
    for ganti, kolom in (
        ({"tahun": 2025}, "periode_id"),
        ({"periode_id": skp.final[2]}, "periode_id"),
        ({"unor_id": skp.dunia.unor[2, "dinas"]}, "unor_id"),
    ):
        with pytest.raises(Salah) as galat:
            capaian.layanan.buat(aktor, {**isi, **ganti})
        assert kolom in galat.value.kolom


def test_periode_setiap_tahun_memakai_tahun_capaian(skp):
    with Session(skp.dunia.mesin, info={"unit_of_work": True}) as s:
        pasang_lingkup(s, Lingkup("lintas"))
        lama = s.get_one(Periode, skp.januari[1])
        lama.tahun, lama.tahun_urut = None, 0
        s.commit()
    assert kini(skp).pegawai == 3
    with skp.dunia.sesi() as s:
        assert statistik.hitung(s, skp.dunia.unor[1, "dinas"], 2025, skp.januari[1]).pegawai == 0


def serentak(app, kerja):
    """What each of UTAS threads that start together returned or raised."""
    hasil, mulai = [], threading.Barrier(UTAS)

    def jalan():
        mulai.wait()
        with app.app_context():
            try:
                hasil.append(kerja())
            except Exception as g:  # noqa: BLE001  (whatever it is, the test wants to see it)
                hasil.append(g)

    utas = [threading.Thread(target=jalan) for _ in range(UTAS)]
    for u in utas:
        u.start()
    for u in utas:
        u.join(120)
    return hasil


def test_dua_puluh_yang_memfinalkan_bersamaan_satu_yang_berhasil(app, skp):
    aktor, id = skp.dunia.aktor(), skp.capaian[1]
    hasil = serentak(app, lambda: capaian.final(aktor, id, 1))
    assert len(hasil) == UTAS and sum(isinstance(h, statistik.Statistik) for h in hasil) == 1
    assert {type(h) for h in hasil} <= {statistik.Statistik, DataBasi, TransisiDitolak}
    with skp.dunia.sesi() as s:
        assert len(s.scalars(select(JejakAudit).where(JejakAudit.aksi == "final")).all()) == 1


def test_dua_puluh_yang_menambah_yang_sama_satu_yang_tersimpan(app, skp):
    aktor = skp.dunia.aktor()
    isi = {
        "tahun": 2026,
        "periode_id": skp.final[1],
        "unor_id": skp.dunia.unor[1, "dinas"],
        "capaian": NilaiCapaian.BAIK,
        "bukti_dukung": "https://contoh.go.id",
    }
    hasil = serentak(app, lambda: capaian.layanan.buat(aktor, isi))
    assert sum(isinstance(h, int) for h in hasil) == 1
    assert {str(h) for h in hasil if not isinstance(h, int)} == {capaian.KEMBAR}
