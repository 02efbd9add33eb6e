"""What a Draft holds and who may change it, on both databases."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import func, select, update

from domain.berakhlak import NilaiBerakhlak
from domain.izin import Ditolak
from domain.kelengkapan import IndikatorRencana, RhkRencana, kekurangan
from domain.skp import Aspek, JenisLampiran, JenisRhk, JenisSkp, LingkupRhk, ModelSkp, Pendekatan, Perspektif
from domain.status import StatusSkp
from models import (
    AnggotaTim,
    Indikator,
    JejakAudit,
    LampiranSkp,
    PerilakuSkp,
    PotretSkp,
    RealisasiIndikator,
    RencanaAksi,
    Rhk,
    Skp,
    TimKerja,
)
from services import daftar_skp as bacaan
from services import isi_skp, rencana_skp, skp
from services.diri import pegawai_saya
from services.galat import DataBasi, Salah, TidakDitemukan
from services.intervensi import pilihan_intervensi
from services.unit_of_work import unit_of_work


@pytest.fixture
def d(skp, ctx):
    return skp


@pytest.fixture
def staf2(d):
    """Owner of the Draft."""
    return d.aktor("staf2")


def rhk(teks="Tersusunnya laporan berkala", **ganti):
    return {"jenis": JenisRhk.UTAMA, "lingkup": LingkupRhk.INDIVIDU, "teks": teks, "intervensi_id": None, **ganti}


def indikator(teks="Jumlah laporan", **ganti):
    return {"teks": teks, "target": "4 laporan", "aspek": Aspek.KUANTITAS, "perspektif": None, **ganti}


def satu(d, model, id):
    with d.dunia.sesi() as s:
        return s.get(model, id)


def jumlah(d, model, *syarat):
    with d.dunia.sesi() as s:
        return s.scalar(select(func.count()).select_from(model).where(*syarat))


def jejak(d, entitas, aksi):
    with d.dunia.sesi() as s:
        return list(s.scalars(select(JejakAudit).where(JejakAudit.entitas == entitas, JejakAudit.aksi == aksi).order_by(JejakAudit.id)))


def teks_urut(d, jenis=JenisRhk.UTAMA):
    with d.dunia.sesi() as s:
        return [r.rhk.teks for r in rencana_skp.isi(s, d.skp[1, "draft"]).rhk[jenis]]


def ke_draft(d, kunci="staf"):
    """Return an approved SKP to Draft, as an admin does."""
    admin = d.aktor("admin_instansi")
    d.putus_keberatan()
    skp.kembalikan_ke_draft(admin, d.skp[1, kunci], None, "Perbaiki targetnya.")


# --- RHK --------------------------------------------------------------------------------------------------------------


def test_rhk_ditambah_diubah_dan_tercatat(d, staf2):
    id = isi_skp.simpan_rhk(staf2, d.skp[1, "draft"], None, None, rhk())
    isi_skp.simpan_rhk(staf2, d.skp[1, "draft"], id, 1, rhk("Tersusunnya laporan bulanan"))
    r = satu(d, Rhk, id)
    assert (r.teks, r.urut, r.versi) == ("Tersusunnya laporan bulanan", 2, 2)
    ubah = jejak(d, "rhk", "ubah")[-1].perubahan
    assert [(p["kolom"], p["sebelum"], p["sesudah"]) for p in ubah] == [
        ("teks", "Tersusunnya laporan berkala", "Tersusunnya laporan bulanan")
    ]


def test_rhk_tanpa_perubahan_tidak_tercatat(d, staf2):
    id = isi_skp.simpan_rhk(staf2, d.skp[1, "draft"], None, None, rhk())
    isi_skp.simpan_rhk(staf2, d.skp[1, "draft"], id, 1, rhk())
    assert satu(d, Rhk, id).versi == 1 and not jejak(d, "rhk", "ubah")


def test_kata_yang_sama_dua_kali_ditolak(d, staf2):
    isi_skp.simpan_rhk(staf2, d.skp[1, "draft"], None, None, rhk())
    with pytest.raises(Salah, match="kata-kata yang sama") as galat:
        isi_skp.simpan_rhk(staf2, d.skp[1, "draft"], None, None, rhk("tersusunnya  LAPORAN berkala"))
    assert set(galat.value.kolom) == {"teks"}
    assert isi_skp.simpan_rhk(staf2, d.skp[1, "draft"], None, None, rhk(jenis=JenisRhk.TAMBAHAN))


def test_versi_basi_ditolak(d, staf2):
    isi_skp.simpan_rhk(staf2, d.skp[1, "draft"], d.rhk[1, "draft"], 1, rhk("Baru"))
    with pytest.raises(DataBasi):
        isi_skp.simpan_rhk(staf2, d.skp[1, "draft"], d.rhk[1, "draft"], 1, rhk("Lain"))
    assert satu(d, Rhk, d.rhk[1, "draft"]).teks == "Baru"


def test_intervensi_disalin_kata_katanya_dan_hanya_dari_penilai(d, staf2):
    # The penilai of the Draft is staf.
    id = isi_skp.simpan_rhk(staf2, d.skp[1, "draft"], None, None, rhk(intervensi_id=d.rhk[1, "staf"]))
    assert (satu(d, Rhk, id).intervensi_id, satu(d, Rhk, id).intervensi) == (d.rhk[1, "staf"], "Terwujudnya hasil kerja staf")
    for asing in (d.rhk[1, "kepala"], d.rhk[2, "staf"], d.rhk[1, "plt"]):
        with pytest.raises(Salah) as galat:
            isi_skp.simpan_rhk(staf2, d.skp[1, "draft"], None, None, rhk("Lain", intervensi_id=asing))
        assert set(galat.value.kolom) == {"intervensi_id"}


def test_pilihan_intervensi_hanya_skp_disetujui_pada_tanggal_yang_sama(d):
    with d.dunia.sesi() as s:
        draf = s.get(Skp, d.skp[1, "draft"])
        assert [p.rhk.id for p in pilihan_intervensi(s, draf)] == [d.rhk[1, "staf"]]
        draf.awal, draf.akhir = date(2025, 1, 1), date(2025, 12, 31)
        with s.no_autoflush:
            assert pilihan_intervensi(s, draf) == []
    ke_draft(d)
    with d.dunia.sesi() as s:
        assert pilihan_intervensi(s, s.get(Skp, d.skp[1, "draft"])) == []


def test_pilihan_semula_bertahan_saat_kata_lain_diubah(d, staf2):
    id = isi_skp.simpan_rhk(staf2, d.skp[1, "draft"], None, None, rhk(intervensi_id=d.rhk[1, "staf"]))
    ke_draft(d)
    isi_skp.simpan_rhk(staf2, d.skp[1, "draft"], id, 1, rhk("Kata lain", intervensi_id=d.rhk[1, "staf"]))
    assert satu(d, Rhk, id).intervensi == "Terwujudnya hasil kerja staf"


def test_hapus_rhk_membawa_semua_yang_di_bawahnya_dan_dapat_dipulihkan(d):
    ke_draft(d)
    staf, id = d.aktor("staf"), d.rhk[1, "staf"]
    bawahan = isi_skp.simpan_rhk(d.aktor("staf2"), d.skp[1, "draft"], None, None, rhk())
    with unit_of_work(d.aktor("admin_instansi")) as unit:
        unit.session.execute(update(Rhk).where(Rhk.id == bawahan).values(intervensi_id=id, intervensi="Kata pimpinan"))
    with d.dunia.sesi() as s:
        assert bacaan.ikut_terhapus(s, id) == {"indikator": 1, "realisasi": 1, "rencana aksi": 1, "RHK bawahan": 1}
    isi_skp.hapus_rhk(staf, d.skp[1, "staf"], id, satu(d, Rhk, id).versi)
    assert satu(d, Rhk, id) is None
    assert not jumlah(d, Indikator, Indikator.rhk_id == id) and not jumlah(d, RencanaAksi) and not jumlah(d, RealisasiIndikator)
    assert (satu(d, Rhk, bawahan).intervensi_id, satu(d, Rhk, bawahan).intervensi) == (None, "Kata pimpinan")
    isi = {e: {p["kolom"]: p["sebelum"] for p in jejak(d, e, "hapus")[-1].perubahan} for e in ("rhk", "indikator", "realisasi_indikator")}
    assert isi["rhk"]["teks"] == "Terwujudnya hasil kerja staf" and isi["indikator"]["target"] == "12 laporan"
    assert isi["realisasi_indikator"]["realisasi"] == "1 laporan"
    with d.dunia.sesi() as s:
        potret = s.scalars(select(PotretSkp).where(PotretSkp.skp_id == d.skp[1, "staf"]).order_by(PotretSkp.id.desc())).first()
        assert potret.sebab == "hapus_rhk"
    skp.pulihkan(d.aktor("admin_instansi"), potret.id)
    with d.dunia.sesi() as s:
        kembali = rencana_skp.isi(s, d.skp[1, "staf"]).rhk[JenisRhk.UTAMA]
        assert [(r.rhk.teks, [i.teks for i in r.indikator]) for r in kembali] == [("Terwujudnya hasil kerja staf", ["Jumlah laporan staf"])]


@pytest.mark.parametrize(("langkah", "hasil"), [(-1, ["B", "A", "C"]), (1, ["A", "C", "B"])])
def test_geser_rhk(d, staf2, langkah, hasil):
    isi_skp.hapus_rhk(staf2, d.skp[1, "draft"], d.rhk[1, "draft"], 1)
    ids = [isi_skp.simpan_rhk(staf2, d.skp[1, "draft"], None, None, rhk(t)) for t in ("A", "B", "C")]
    isi_skp.geser_rhk(staf2, d.skp[1, "draft"], ids[1], langkah)
    assert teks_urut(d) == hasil
    isi_skp.geser_rhk(staf2, d.skp[1, "draft"], ids[1], langkah)
    tetap = teks_urut(d)
    isi_skp.geser_rhk(staf2, d.skp[1, "draft"], ids[1], langkah)  # at the end already
    assert teks_urut(d) == tetap


def test_pindah_jenis_menaruhnya_di_akhir(d, staf2):
    a = isi_skp.simpan_rhk(staf2, d.skp[1, "draft"], None, None, rhk("A", jenis=JenisRhk.TAMBAHAN))
    isi_skp.simpan_rhk(staf2, d.skp[1, "draft"], None, None, rhk("B"))
    isi_skp.simpan_rhk(staf2, d.skp[1, "draft"], a, 1, rhk("A"))
    assert teks_urut(d) == ["Terwujudnya hasil kerja draft", "B", "A"] and not teks_urut(d, JenisRhk.TAMBAHAN)


# --- Who --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("akun", ["staf", "kabid", "kepala"])
def test_skp_orang_lain_seperti_tidak_ada(d, akun):
    orang, id = d.aktor(akun), d.skp[1, "draft"]
    for coba in (
        lambda: isi_skp.simpan_rhk(orang, id, None, None, rhk()),
        lambda: isi_skp.hapus_rhk(orang, id, d.rhk[1, "draft"], 1),
        lambda: isi_skp.geser_rhk(orang, id, d.rhk[1, "draft"], 1),
        lambda: isi_skp.simpan_indikator(orang, id, d.rhk[1, "draft"], None, None, indikator()),
        lambda: isi_skp.hapus_indikator(orang, id, d.indikator[1, "draft"], 1),
        lambda: isi_skp.simpan_lampiran(orang, id, None, None, JenisLampiran.SKEMA, "Isi"),
        lambda: isi_skp.salin_rhk(orang, id, d.skp[1, "draft"]),
    ):
        with pytest.raises(TidakDitemukan):
            coba()


def test_isi_instansi_lain_dan_skp_lain_seperti_tidak_ada(d, staf2):
    milik = d.skp[1, "draft"]
    with pytest.raises(TidakDitemukan):
        isi_skp.simpan_rhk(staf2, d.skp[2, "draft"], None, None, rhk())
    for kunci in ((2, "draft"), (1, "staf")):
        with pytest.raises(TidakDitemukan):
            isi_skp.hapus_rhk(staf2, milik, d.rhk[kunci], 1)
        with pytest.raises(TidakDitemukan):
            isi_skp.simpan_indikator(staf2, milik, d.rhk[kunci], None, None, indikator())
        with pytest.raises(TidakDitemukan):
            isi_skp.hapus_indikator(staf2, milik, d.indikator[kunci], 1)
    assert jumlah(d, Rhk) == 5


@pytest.mark.parametrize("akun", ["admin_instansi", "helpdesk", "supervisor", "admin_bkn"])
def test_peran_lain_ditolak(d, akun):
    with pytest.raises(Ditolak):
        isi_skp.simpan_rhk(d.aktor(akun), d.skp[1, "draft"], None, None, rhk())


@pytest.mark.parametrize("kunci", ["staf", "plt"])
def test_selain_draft_tidak_dapat_diubah(d, kunci):
    with pytest.raises(Salah, match="tidak dapat Anda ubah"):
        isi_skp.simpan_rhk(d.aktor("staf"), d.skp[1, kunci], None, None, rhk())
    with pytest.raises(Salah):
        isi_skp.hapus_rhk(d.aktor("staf"), d.skp[1, kunci], d.rhk[1, kunci], 1)


# --- Indikator --------------------------------------------------------------------------------------------------------


def test_indikator_ditambah_diubah_dihapus(d, staf2):
    id, r = d.skp[1, "draft"], d.rhk[1, "draft"]
    baru = isi_skp.simpan_indikator(staf2, id, r, None, None, indikator())
    isi_skp.simpan_indikator(staf2, id, r, baru, 1, indikator(target="6 laporan", aspek=Aspek.WAKTU))
    i = satu(d, Indikator, baru)
    assert (i.target, i.aspek, i.urut, i.perspektif) == ("6 laporan", Aspek.WAKTU, 2, None)
    isi_skp.geser_indikator(staf2, id, baru, -1)
    with d.dunia.sesi() as s:
        assert [x.id for x in rencana_skp.isi(s, id).rhk[JenisRhk.UTAMA][0].indikator] == [baru, d.indikator[1, "draft"]]
    isi_skp.hapus_indikator(staf2, id, baru, satu(d, Indikator, baru).versi)
    assert satu(d, Indikator, baru) is None
    with d.dunia.sesi() as s:
        assert s.scalars(select(PotretSkp.sebab).order_by(PotretSkp.id.desc())).first() == "hapus_indikator"


@pytest.mark.parametrize(("ganti", "kolom"), [({"aspek": None}, "aspek"), ({"target": ""}, "target")])
def test_indikator_kuantitatif_wajib_beraspek_dan_bertarget(d, staf2, ganti, kolom):
    with pytest.raises(Salah) as galat:
        isi_skp.simpan_indikator(staf2, d.skp[1, "draft"], d.rhk[1, "draft"], None, None, indikator(**ganti))
    assert set(galat.value.kolom) == {kolom}


def test_indikator_jpt_berperspektif_tanpa_aspek(d):
    ke_draft(d, "kepala")
    kepala, id, r = d.aktor("kepala"), d.skp[1, "kepala"], d.rhk[1, "kepala"]
    with pytest.raises(Salah) as galat:
        isi_skp.simpan_indikator(kepala, id, r, None, None, indikator())
    assert set(galat.value.kolom) == {"perspektif"}
    baru = isi_skp.simpan_indikator(kepala, id, r, None, None, indikator(perspektif=Perspektif.ANGGARAN))
    assert (satu(d, Indikator, baru).perspektif, satu(d, Indikator, baru).aspek) == (Perspektif.ANGGARAN, None)


def test_indikator_yang_sama_boleh_pada_aspek_lain(d, staf2):
    id, r = d.skp[1, "draft"], d.rhk[1, "draft"]
    isi_skp.simpan_indikator(staf2, id, r, None, None, indikator())
    with pytest.raises(Salah, match="kata-kata yang sama"):
        isi_skp.simpan_indikator(staf2, id, r, None, None, indikator())
    assert isi_skp.simpan_indikator(staf2, id, r, None, None, indikator(aspek=Aspek.BIAYA))


# --- Perilaku, lampiran -----------------------------------------------------------------------------------------------


def ekspektasi(d, kunci):
    with d.dunia.sesi() as s:
        return {p.nilai: (p.versi, p.ekspektasi) for p in s.scalars(select(PerilakuSkp).where(PerilakuSkp.skp_id == d.skp[1, kunci]))}


def test_ekspektasi_diisi_diubah_dikosongkan(d, staf2):
    id = d.skp[1, "draft"]
    isi = {NilaiBerakhlak.LOYAL: (0, "Menjaga nama baik"), NilaiBerakhlak.AKUNTABEL: (1, "Jujur")}
    assert isi_skp.simpan_perilaku(staf2, id, isi) == 2
    assert ekspektasi(d, "draft") == {NilaiBerakhlak.LOYAL: (1, "Menjaga nama baik"), NilaiBerakhlak.AKUNTABEL: (2, "Jujur")}
    assert isi_skp.simpan_perilaku(staf2, id, {NilaiBerakhlak.LOYAL: (1, "Menjaga nama baik")}) == 0
    assert isi_skp.simpan_perilaku(staf2, id, {NilaiBerakhlak.AKUNTABEL: (2, "")}) == 1
    assert set(ekspektasi(d, "draft")) == {NilaiBerakhlak.LOYAL}
    with pytest.raises(DataBasi):
        isi_skp.simpan_perilaku(staf2, id, {NilaiBerakhlak.LOYAL: (0, "Dari tab lain")})


def test_penilai_mengisi_ekspektasi_selama_pengajuan_saja(d, staf2):
    isi = {NilaiBerakhlak.ADAPTIF: (0, "Proaktif")}
    assert isi_skp.simpan_perilaku(d.aktor("kabid"), d.skp[1, "plt"], isi) == 1
    with pytest.raises(Salah):
        isi_skp.simpan_perilaku(d.aktor("kabid"), d.skp[1, "staf"], isi)  # approved
    with pytest.raises(Salah):
        isi_skp.simpan_perilaku(d.aktor("staf"), d.skp[1, "draft"], isi)  # penilai of a Draft
    with pytest.raises(Salah):
        isi_skp.simpan_perilaku(d.aktor("staf"), d.skp[1, "plt"], isi)  # owner, already submitted
    with pytest.raises(TidakDitemukan):
        isi_skp.simpan_perilaku(d.aktor("kepala"), d.skp[1, "plt"], isi)  # atasan


def test_lampiran_ditambah_diubah_digeser_dihapus(d, staf2):
    id = d.skp[1, "draft"]
    a = isi_skp.simpan_lampiran(staf2, id, None, None, JenisLampiran.SKEMA, "Laporan bulanan")
    b = isi_skp.simpan_lampiran(staf2, id, None, None, JenisLampiran.SKEMA, "Rapat")
    with pytest.raises(Salah):
        isi_skp.simpan_lampiran(staf2, id, None, None, JenisLampiran.SKEMA, "rapat")
    isi_skp.simpan_lampiran(staf2, id, a, 1, JenisLampiran.SKEMA, "Laporan triwulan")
    isi_skp.geser_lampiran(staf2, id, b, -1)
    with d.dunia.sesi() as s:
        assert [x.teks for x in rencana_skp.isi(s, id).lampiran[JenisLampiran.SKEMA]] == ["Rapat", "Laporan triwulan"]
    isi_skp.hapus_lampiran(staf2, id, b, satu(d, LampiranSkp, b).versi)
    assert satu(d, LampiranSkp, b) is None and jejak(d, "lampiran_skp", "hapus")[-1].objek == "Rapat"


# --- Salin ------------------------------------------------------------------------------------------------------------


def test_salin_rhk_dari_skp_sendiri_tanpa_intervensi_dan_tanpa_ganda(d):
    staf = d.aktor("staf")
    d.buat_periode(2027)
    baru = skp.buat(
        staf,
        unor_id=d.dunia.unor[1, "bidang"],
        jabatan="Analis",
        jenis=JenisSkp.DEFINITIF,
        awal=date(2027, 1, 1),
        akhir=date(2027, 12, 31),
        pendekatan=Pendekatan.KUALITATIF,
    )
    with d.dunia.sesi() as s:
        assert {(x.id, n) for x, n in bacaan.sumber_salinan(s, s.get(Skp, baru))} == {(d.skp[1, "staf"], 1), (d.skp[1, "plt"], 1)}
    assert isi_skp.salin_rhk(staf, baru, d.skp[1, "staf"]) == 1
    assert isi_skp.salin_rhk(staf, baru, d.skp[1, "staf"]) == 0
    with d.dunia.sesi() as s:
        (r,) = rencana_skp.isi(s, baru).rhk[JenisRhk.UTAMA]
        assert (r.rhk.teks, r.rhk.intervensi, r.rhk.intervensi_id) == ("Terwujudnya hasil kerja staf", None, None)
        assert [(i.teks, i.aspek, i.target) for i in r.indikator] == [("Jumlah laporan staf", None, "12 laporan")]
    for asing in ((1, "kabid"), (2, "staf")):
        with pytest.raises(TidakDitemukan):
            isi_skp.salin_rhk(staf, baru, d.skp[asing])


# --- Reading ----------------------------------------------------------------------------------------------------------


def test_yang_menunggu_menurut_hubungan(d, jam):
    def milik(akun):
        aktor = d.aktor(akun)
        with d.dunia.sesi() as s:
            return bacaan.menunggu(s, pegawai_saya(s, aktor).id, aktor.hari_ini())

    kabid = milik("kabid")
    assert [s.id for s in kabid.persetujuan] == [d.skp[1, "plt"]] and kabid.n_persetujuan == 1
    assert [k.id for k in kabid.dijelaskan] == [d.keberatan[1]] and not kabid.diputus
    assert [k.id for k in milik("kepala").diputus] == [d.keberatan[1]]
    assert milik("staf2").jumlah == 0
    jam.kini = jam.kini.replace(month=12, day=2)  # November has ended, its Batas Pengisian is 5 December
    assert [(p.skp_id, p.periode, p.batas) for p in milik("kabid").dinilai] == [(d.skp[1, "staf"], "November", date(2026, 12, 5))]
    jam.kini = jam.kini.replace(month=12, day=11)
    assert not milik("kabid").dijelaskan and not milik("kepala").diputus  # past the day of decision


def test_skp_terbuka_bagi_tiga_orangnya_saja(d):
    def hubungan(akun, kunci):
        with d.dunia.sesi() as s:
            t = bacaan.buka(s, d.aktor(akun), d.skp[kunci])
            return t.pemilik, t.penilai, t.atasan

    assert hubungan("staf", (1, "staf")) == (True, False, False)
    assert hubungan("kabid", (1, "staf")) == (False, True, False)
    assert hubungan("kepala", (1, "staf")) == (False, False, True)
    for akun, kunci in (("staf2", (1, "staf")), ("staf", (2, "staf")), ("staf", (1, "kabid"))):
        with pytest.raises(TidakDitemukan):
            hubungan(akun, kunci)


def test_bawahan_per_tahun_dan_halaman(d):
    with d.dunia.sesi() as s:
        kabid = d.dunia.pegawai[1, "kabid"]
        b = bacaan.bawahan(s, kabid, 2026, 99)
        assert {x.id for x in b.baris} == {d.skp[1, "staf"], d.skp[1, "plt"]} and (b.total, b.halaman) == (2, 1)
        kosong = bacaan.bawahan(s, kabid, 2024, 1)
        assert not kosong.baris and list(kosong.pilihan_tahun) == [2026]


# --- Completeness -----------------------------------------------------------------------------------------------------

PENUH = IndikatorRencana(1, Aspek.KUANTITAS, None, "12 laporan")


@pytest.mark.parametrize(
    ("model", "pendekatan", "rhk_", "pesan"),
    [
        (ModelSkp.JA_JF, Pendekatan.KUANTITATIF, [], ["Belum ada Rencana Hasil Kerja utama."]),
        (
            ModelSkp.JA_JF,
            Pendekatan.KUANTITATIF,
            [RhkRencana(7, 1, JenisRhk.TAMBAHAN)],
            ["Belum ada Rencana Hasil Kerja utama.", "RHK tambahan nomor 1 belum mempunyai indikator kinerja individu."],
        ),
        (ModelSkp.JA_JF, Pendekatan.KUANTITATIF, [RhkRencana(7, 1, JenisRhk.UTAMA, [PENUH])], []),
        (
            ModelSkp.JPT,
            Pendekatan.KUANTITATIF,
            [RhkRencana(7, 1, JenisRhk.UTAMA, [PENUH])],
            ["Indikator 1 pada RHK utama nomor 1 belum mempunyai perspektif."],
        ),
        (
            ModelSkp.JA_JF,
            Pendekatan.KUANTITATIF,
            [RhkRencana(7, 1, JenisRhk.UTAMA, [IndikatorRencana(3, target=" ")])],
            ["Indikator 1 pada RHK utama nomor 1 belum mempunyai aspek dan target."],
        ),
        (ModelSkp.JA_JF, Pendekatan.KUALITATIF, [RhkRencana(7, 1, JenisRhk.UTAMA, [IndikatorRencana(3)])], []),
    ],
)
def test_kekurangan(model, pendekatan, rhk_, pesan):
    assert [k.pesan for k in kekurangan(model, pendekatan, rhk_)] == pesan


def test_skp_yang_lengkap_dapat_diajukan(d, staf2):
    with d.dunia.sesi() as s:
        draf = s.get(Skp, d.skp[1, "draft"])
        assert rencana_skp.kurang(draf, rencana_skp.isi(s, draf.id)) == []
    skp.ajukan(staf2, d.skp[1, "draft"], 1)
    assert satu(d, Skp, d.skp[1, "draft"]).status is StatusSkp.PENGAJUAN


def test_rhk_ketua_tim_dapat_diintervensi_oleh_anggotanya(d, staf2):
    with unit_of_work(d.dunia.aktor()) as unit:
        tahun = unit.session.get_one(Skp, d.skp[1, "draft"]).tahun
        tim = TimKerja(
            tahun=tahun, nama="Tim Uji", nama_cari="tim uji", unor_id=d.dunia.unor[1, "bidang"], ketua_id=d.dunia.pegawai[1, "kepala"]
        )
        unit.session.add(tim)
        unit.session.flush()
        unit.session.add(AnggotaTim(tim_id=tim.id, pegawai_id=d.dunia.pegawai[1, "staf2"]))
    with d.dunia.sesi() as s:
        pilihan = pilihan_intervensi(s, s.get(Skp, d.skp[1, "draft"]))
        assert [(p.rhk.id, p.tim) for p in pilihan] == [(d.rhk[1, "staf"], None), (d.rhk[1, "kepala"], "Tim Uji")]
    id = isi_skp.simpan_rhk(staf2, d.skp[1, "draft"], None, None, rhk("Untuk tim", intervensi_id=d.rhk[1, "kepala"]))
    assert satu(d, Rhk, id).intervensi_id == d.rhk[1, "kepala"]
    with pytest.raises(Salah):
        isi_skp.simpan_rhk(staf2, d.skp[1, "draft"], None, None, rhk("Lain", intervensi_id=d.rhk[1, "plt"]))
