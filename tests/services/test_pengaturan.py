"""Settings of an instansi: defaults, limits, the emblem by its content, one row whoever comes first."""

from __future__ import annotations

import io
import threading
from datetime import date

import pytest
from PIL import Image
from sqlalchemy import func, select

from domain.izin import Ditolak
from domain.keberatan import AturanKeberatan
from domain.predikat import AmbangDistribusi
from extensions import setelan
from models import Berkas, HariLibur, JejakAudit, Pengaturan
from services import gambar, pengaturan
from services.galat import DataBasi, Salah
from services.unit_of_work import unit_of_work


@pytest.fixture
def aktor(ctx, dunia):
    return dunia.aktor()


def isi(**ganti):
    return {**pengaturan.BAWAAN, **ganti}


def citra(jenis="PNG", sisi=(40, 30)):
    berkas = io.BytesIO()
    Image.new("RGB", sisi, "red").save(berkas, jenis)
    return berkas.getvalue()


def test_tanpa_baris_berlaku_bawaannya(aktor, dunia):
    with dunia.sesi() as s:
        p = pengaturan.baca(s)
        assert pengaturan.aturan_keberatan(p) == AturanKeberatan() and pengaturan.ambang(p) == AmbangDistribusi()
        assert p.versi == 0 and s.scalar(select(func.count()).select_from(Pengaturan)) == 0
        assert pengaturan.lambang(s) is None


def test_simpan_lalu_berlaku_dan_tercatat(aktor, dunia):
    pengaturan.simpan(aktor, 0, isi(keberatan_putusan_hari=21, keberatan_hari_kerja=False, distribusi_tim_kecil=8))
    pengaturan.simpan(aktor, 1, isi(keberatan_putusan_hari=30))
    with dunia.sesi() as s:
        p = pengaturan.baca(s)
        assert (p.versi, pengaturan.aturan_keberatan(p)) == (2, AturanKeberatan(14, 30, True)) and pengaturan.ambang(p).tim_kecil == 5
        jejak = s.scalars(select(JejakAudit).where(JejakAudit.entitas == "pengaturan").order_by(JejakAudit.id)).all()
        assert {b["kolom"] for b in jejak[-1].perubahan} == {"keberatan_putusan_hari", "keberatan_hari_kerja", "distribusi_tim_kecil"}
    with dunia.sesi(2) as s:
        assert pengaturan.baca(s).versi == 0, "instansi lain tidak ikut berubah"
    with pytest.raises(DataBasi):
        pengaturan.simpan(aktor, 1, isi())
    with pytest.raises(DataBasi):
        pengaturan.simpan(aktor, 0, isi())


@pytest.mark.parametrize(
    ("ganti", "kolom"),
    [
        ({"keberatan_pengajuan_hari": 0}, "keberatan_pengajuan_hari"),
        ({"keberatan_putusan_hari": 366}, "keberatan_putusan_hari"),
        ({"distribusi_terbanyak": 101}, "distribusi_terbanyak"),
        ({"distribusi_sangat_baik_maks": -1}, "distribusi_sangat_baik_maks"),
        ({"distribusi_sedikitnya": 95}, "distribusi_pendamping"),
        ({"distribusi_tim_kecil": None}, "distribusi_tim_kecil"),
    ],
)
def test_nilai_yang_tidak_mungkin_ditolak(aktor, dunia, ganti, kolom):
    with pytest.raises(Salah) as galat:
        pengaturan.simpan(aktor, 0, isi(**ganti))
    assert set(galat.value.kolom) == {kolom}


def test_hanya_pengelola_yang_mengubah(ctx, dunia):
    for akun in ("helpdesk", "supervisor", "pegawai"):
        with pytest.raises(Ditolak):
            pengaturan.simpan(dunia.aktor(akun), 0, isi())
        with pytest.raises(Ditolak):
            pengaturan.pasang_lambang(dunia.aktor(akun), 0, citra())


def test_hari_libur_dalam_rentang(aktor, dunia):
    with unit_of_work(aktor) as unit:
        for hari in (date(2026, 12, 24), date(2026, 12, 25), date(2027, 1, 1)):
            unit.session.add(HariLibur(tanggal=hari, nama="Libur", nama_cari="libur"))
    with dunia.sesi() as s:
        assert pengaturan.hari_libur(s, date(2026, 12, 25), date(2027, 1, 1)) == {date(2026, 12, 25), date(2027, 1, 1)}


@pytest.mark.parametrize(("jenis", "tipe"), [("PNG", "image/png"), ("JPEG", "image/jpeg")])
def test_lambang_dipasang_diganti_dihapus(aktor, dunia, jenis, tipe):
    folder = setelan().berkas_dir
    awal = {f.name for f in folder.iterdir()}
    pengaturan.pasang_lambang(aktor, 0, citra(jenis))
    with dunia.sesi() as s:
        pertama = pengaturan.lambang(s)
        assert pertama.tipe == tipe and pertama.jalur.read_bytes() == citra(jenis)
    pengaturan.pasang_lambang(aktor, 1, citra(jenis, (50, 50)))
    assert not pertama.jalur.exists(), "yang digantikan tidak tertinggal"
    with pytest.raises(DataBasi):
        pengaturan.pasang_lambang(aktor, 1, citra(jenis))
    pengaturan.hapus_lambang(aktor, 2)
    with dunia.sesi() as s:
        assert pengaturan.lambang(s) is None and s.scalar(select(func.count()).select_from(Berkas)) == 0
    assert {f.name for f in folder.iterdir()} == awal, "yang ditolak pun tidak meninggalkan berkas"
    with pytest.raises(Salah, match="Belum ada lambang"):
        pengaturan.hapus_lambang(aktor, 3)


def _bom(sisi):
    """A PNG header that claims a picture of this size."""
    asli = bytearray(citra())
    asli[16:24] = sisi.to_bytes(4, "big") * 2
    return bytes(asli)


@pytest.mark.parametrize(
    ("isi_berkas", "kata"),
    [
        (lambda: b"", "Pilih berkas"),
        (lambda: b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>", "bukan gambar PNG atau JPEG"),
        (lambda: citra("GIF"), "bukan gambar PNG atau JPEG"),
        (lambda: citra()[:-20], "bukan gambar PNG atau JPEG"),
        (lambda: citra("JPEG")[:-2], "bukan gambar PNG atau JPEG"),
        (lambda: b"\xff\xd8\xff\xe0\x00\x00\xff\xd9", "bukan gambar PNG atau JPEG"),
        (lambda: b"\x89PNG\r\n\x1a\n", "bukan gambar PNG atau JPEG"),
        (lambda: citra() + b"0" * gambar.UKURAN_MAKS, "501 KB"),
        (lambda: _bom(100_000), "100000 × 100000 piksel"),
    ],
    ids=["kosong", "svg", "gif", "png-terpotong", "jpeg-terpotong", "jpeg-rusak", "png-kosong", "besar", "piksel"],
)
def test_yang_bukan_lambang_ditolak(aktor, isi_berkas, kata):
    with pytest.raises(Salah, match=kata) as galat:
        pengaturan.pasang_lambang(aktor, 0, isi_berkas())
    assert set(galat.value.kolom) == {"lambang"}


def test_yang_pertama_kali_menyimpan_bersamaan_hanya_satu(app, aktor, dunia):
    hasil, mulai = [], threading.Barrier(8)

    def jalan(n):
        mulai.wait()
        with app.app_context():
            try:
                pengaturan.simpan(aktor, 0, isi(keberatan_putusan_hari=n + 1))
                hasil.append(None)
            except (DataBasi, Salah) as galat:
                hasil.append(galat)

    utas = [threading.Thread(target=jalan, args=(n,)) for n in range(8)]
    for u in utas:
        u.start()
    for u in utas:
        u.join(60)
    assert len(hasil) == 8 and hasil.count(None) == 1
    with dunia.sesi() as s:
        assert s.scalar(select(func.count()).select_from(Pengaturan)) == 1
