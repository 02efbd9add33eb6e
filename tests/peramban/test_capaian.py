"""Capaian Kinerja Organisasi as an admin works with it: tambah, final seeing who is not assessed yet, batal final; and the emblem."""

from __future__ import annotations

import io
import re
from datetime import date

import pytest
from PIL import Image
from playwright.sync_api import expect
from sqlalchemy import delete, select

from domain.nama import normalkan
from domain.periode import JenisPeriode, nama_bertahun
from domain.skp import JenisSkp, ModelSkp
from domain.status import StatusAktif, StatusSkp
from models import CapaianOrganisasi, Pegawai, Skp, Unor
from services import capaian_statistik
from services.unit_of_work import unit_of_work
from tests.peramban.conftest import Buka
from tests.peramban.langkah import baris, dialog, kilat, pilih_rujukan, saring, simpan
from tests.peramban.situs import Situs

ALAMAT = "/admin/capaian-organisasi/"
NAMA = "Uji Belum Dinilai"


class Panggung:
    """A unit that may have a capaian, a year's last period, and a SKP of the unit that nobody has assessed."""

    def __init__(self, situs: Situs) -> None:
        self.situs, self.aktor = situs, situs.aktor("admin_instansi")
        self.tahun = self.aktor.hari_ini().year
        with situs.app.app_context(), unit_of_work(self.aktor) as unit:
            s = unit.session
            periode = capaian_statistik.periode_tahun(s, self.tahun)
            self.periode, self.jumlah = periode[-1], len(periode)
            assert self.periode.rencana.jenis is JenisPeriode.FINAL
            orang = s.scalars(
                select(Pegawai)
                .join(Unor, Unor.id == Pegawai.unor_id)
                .where(Unor.mandiri, Pegawai.status == StatusAktif.AKTIF)
                .order_by(Pegawai.id)
            ).first()
            assert orang is not None
            self.unor_id, self.unor = orang.unor_id, s.get_one(Unor, orang.unor_id).nama
            s.execute(
                delete(CapaianOrganisasi).where(CapaianOrganisasi.unor_id == self.unor_id, CapaianOrganisasi.periode_id == self.periode.id)
            )
            s.execute(delete(Skp).where(Skp.nama == NAMA))
            s.add(
                Skp(
                    pegawai_id=orang.id, nomor_induk=orang.nomor_induk, nama=NAMA, nama_cari=normalkan(NAMA), tahun=self.tahun,
                    awal=date(self.tahun, 1, 1), akhir=date(self.tahun, 12, 31), unor_id=orang.unor_id, jabatan=orang.jabatan,
                    jenis=JenisSkp.DEFINITIF, model=ModelSkp.JA_JF, status=StatusSkp.PERSETUJUAN, salinan_pegawai={},
                )
            )  # fmt: skip
        with situs.app.app_context(), unit_of_work(self.aktor) as unit:
            self.statistik = capaian_statistik.hitung(unit.session, self.unor_id, self.tahun, self.periode.id)
        self.angka = f"Pegawai dinilai : {self.statistik.dinilai} / {self.statistik.pegawai}"


@pytest.fixture
def panggung(situs: Situs) -> Panggung:
    return Panggung(situs)


def test_tambah_final_batal_final(buka: Buka, panggung: Panggung) -> None:
    page = buka("admin_instansi", ALAMAT)
    page.get_by_role("link", name="Tambah", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Tambah Capaian Organisasi")
    # The periods follow the year at once.
    page.locator("#tahun").select_option(str(panggung.tahun - 5))
    expect(page.locator("#periode_id option").first).to_have_text("Belum ada periode pada tahun ini")
    page.locator("#tahun").select_option(str(panggung.tahun))
    expect(page.locator("#periode_id option")).to_have_count(panggung.jumlah + 1)
    page.locator("#periode_id").select_option(label=panggung.periode.label)
    assert pilih_rujukan(page, "unor_id", panggung.unor[:20], panggung.unor) == panggung.unor
    page.locator("#capaian").select_option(label="Istimewa")
    page.locator("#bukti_dukung").fill("bukti.pdf")
    simpan(page)
    expect(page.locator("#bukti_dukung-galat")).to_contain_text("diawali http:// atau https://")
    expect(page.locator("#periode_id option:checked")).to_have_text(panggung.periode.label)
    page.locator("#bukti_dukung").fill("https://contoh.go.id/bukti")
    simpan(page)
    kilat(page, "Capaian Organisasi tersimpan.")

    saring(page, unor=panggung.unor)
    satu = baris(page, nama_bertahun(panggung.periode.rencana.nama, panggung.tahun)).filter(has_text=panggung.unor)
    expect(satu).to_contain_text("Belum Final")
    expect(satu.get_by_role("link", name="Bukti Dukung")).to_have_attribute("rel", "noopener noreferrer")
    satu.get_by_role("link", name="Final").click()
    d = dialog(page)
    expect(d.get_by_role("heading", name="Apakah Anda yakin ingin melakukan finalisasi Capaian Organisasi ini ?")).to_be_visible()
    expect(d).to_contain_text("Pastikan semua pegawai yang ada di Unit Kerja Induk ini sudah dinilai")
    expect(d).to_contain_text("pegawai belum dinilai.")
    d.get_by_role("button", name="Final", exact=True).click()
    kilat(page, panggung.angka)
    expect(satu).to_contain_text(panggung.angka)
    satu.locator("details.ek-menu > summary").click()
    expect(satu).to_contain_text("Sudah FINAL. Pilih Batal Final lebih dahulu.")
    page.keyboard.press("Escape")

    satu.get_by_role("link", name="Batal Final").click()
    dialog(page).get_by_role("button", name="Batal Final", exact=True).click()
    expect(page.locator("#alasan-galat")).to_contain_text("Alasan wajib diisi.")
    page.get_by_label("Alasan").fill("Capaiannya keliru")
    page.get_by_role("button", name="Batal Final", exact=True).click()
    kilat(page, "Final dibatalkan.")
    satu = baris(page, nama_bertahun(panggung.periode.rencana.nama, panggung.tahun)).filter(has_text=panggung.unor)
    expect(satu).to_contain_text("Belum Final")
    satu.locator(".ek-cell__main").click()
    page.locator("#laci[open]").get_by_role("link", name="Buka halaman penuh").click()
    expect(page.locator("svg.ek-chart")).to_be_visible()
    expect(page.get_by_role("heading", name="Belum dinilai")).to_be_visible()


def test_dua_klik_dari_beranda(buka: Buka, panggung: Panggung) -> None:
    def capaian() -> int:
        with panggung.situs.app.app_context(), unit_of_work(panggung.aktor) as unit:
            baru = CapaianOrganisasi(
                tahun=panggung.tahun,
                periode_id=panggung.periode.id,
                unor_id=panggung.unor_id,
                capaian="baik",
                bukti_dukung="https://contoh.go.id",
            )
            unit.session.add(baru)
            unit.session.flush()
            return baru.id

    id = capaian()
    page = buka("admin_instansi", "/admin/")
    page.locator(f"a[href='{ALAMAT}{id}/final/']").click()
    d = dialog(page)
    expect(d).to_contain_text("pegawai belum dinilai.")
    d.get_by_role("button", name="Final", exact=True).click()
    kilat(page, panggung.angka)


def test_tanpa_skrip_periode_lewat_tombol(buka: Buka, panggung: Panggung) -> None:
    page = buka("admin_instansi", f"{ALAMAT}new/", js=False, lebar=360)
    page.locator("#tahun").select_option(str(panggung.tahun - 5))
    page.locator("#bukti_dukung").fill("https://contoh.go.id/tanpa-skrip")
    page.get_by_role("button", name="Tampilkan periode tahun ini").click()
    expect(page.locator("#periode_id option").first).to_have_text("Belum ada periode pada tahun ini")
    expect(page.locator("#bukti_dukung")).to_have_value("https://contoh.go.id/tanpa-skrip")


def test_pengaturan_dan_lambang(buka: Buka) -> None:
    page = buka("admin_lain", "/admin/pengaturan/")
    page.get_by_label("Batas putusan keberatan (hari)").fill("0")
    simpan(page)
    expect(page.locator("#keberatan_putusan_hari-galat")).to_contain_text("antara 1 dan 365")
    page.get_by_label("Batas putusan keberatan (hari)").fill("21")
    simpan(page)
    kilat(page, "Pengaturan tersimpan.")
    expect(page.get_by_label("Batas putusan keberatan (hari)")).to_have_value("21")
    gambar = io.BytesIO()
    Image.new("RGB", (64, 64), "red").save(gambar, "PNG")
    page.locator("#lambang").set_input_files({"name": "lambang.png", "mimeType": "image/png", "buffer": gambar.getvalue()})
    page.get_by_role("button", name=re.compile("^(Pasang|Ganti) lambang$")).click()  # a second try finds the first one's
    kilat(page, "Lambang instansi tersimpan.")
    expect(page.get_by_role("img", name="Lambang instansi")).to_have_js_property("naturalWidth", 64)
    page.get_by_role("link", name="Hapus lambang").click()
    dialog(page).get_by_role("button", name="Hapus", exact=True).click()
    kilat(page, "Lambang instansi dihapus.")
