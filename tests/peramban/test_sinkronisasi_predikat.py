"""Sinkronisasi Predikat as an admin works with it: asked for, followed, seen person by person."""

from __future__ import annotations

import json
import urllib.error
import urllib.request
from collections.abc import Iterator
from datetime import date

import pytest
from playwright.sync_api import expect
from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.jabatan import JenisPegawai
from domain.periode import JenisPeriode
from domain.predikat import Rating, predikat
from domain.skp import JenisSkp, ModelSkp, Pendekatan, SalinanOrang
from domain.status import StatusAktif, StatusSkp
from extensions import db
from models import Pegawai, Penilaian, Periode, Skp
from tenancy import Lingkup, pasang_lingkup
from tests.peramban.conftest import Buka
from tests.peramban.langkah import baris, kilat
from tests.peramban.situs import Situs, tunggu
from tests.peramban.situs_siasn import dengan_siasn
from tests.peramban.test_jpt_non_asn import periksa


@pytest.fixture(scope="module")
def situs_siasn() -> Iterator[Situs]:
    with dengan_siasn() as s:
        s.simpan_awal()
        yield s


@pytest.fixture
def alamat_situs(situs_siasn: Situs) -> Iterator[Situs]:
    """Each test has the demo data, and the day's one request, to itself."""
    yield situs_siasn
    situs_siasn.pulihkan()


def perlambat(situs: Situs, detik: float) -> None:
    """SIASN takes its time over each predikat."""
    aturan = {"jalur": "/apisiasn/1.0/skp22/save", "galat": "tunda", "kali": -1, "detik": detik}
    alamat = f"http://127.0.0.1:{situs.env['SANDBOX_PORT']}/sandbox/kendali"
    minta = urllib.request.Request(alamat, json.dumps(aturan).encode(), {"Content-Type": "application/json"})

    def terima() -> bool:
        try:
            urllib.request.urlopen(minta, timeout=10).close()
        except urllib.error.URLError:  # it is still starting
            return False
        return True

    tunggu(terima)


def test_the_demo_data_goes_to_its_end_and_the_page_follows(buka: Buka, situs_siasn: Situs) -> None:
    """Nothing of the demo fails at a sound SIASN; the open page says one thing all the while, without a reload by hand."""
    perlambat(situs_siasn, 0.2)
    page = buka("admin_instansi", "/admin/sinkronisasi-predikat/request/")
    expect(page.get_by_label("TAHUN")).not_to_have_value("")
    expect(page.locator("main")).to_contain_text("predikat akan dikirim; 2 dilewati (non-ASN atau pimpinan tertinggi tanpa penilai).")
    page.get_by_role("button", name="OK", exact=True).click()
    kilat(page, "diminta")
    kemajuan = page.locator("#tabel .ek-task__progress")
    expect(kemajuan).to_contain_text("Sedang Sinkro", timeout=90_000)
    expect(page.locator("[id$=-waktu_mulai]")).to_contain_text("WIB")
    page.goto(page.locator("#tabel a.ek-cell__main").first.get_attribute("href") or "")
    expect(page.locator("#rincian-lencana")).to_have_text("Sedang Sinkro")
    expect(page.locator(".ek-task__progress .ek-badge")).to_have_text("Sedang Sinkro")
    berhasil = page.locator("dt", has_text="Jumlah Berhasil").locator("+ dd")
    awal = int(berhasil.inner_text())
    expect(berhasil).not_to_have_text(str(awal))
    periksa(page, "predikat-berjalan")
    expect(page.locator("#rincian-lencana")).to_have_text("Sinkro Selesai", timeout=90_000)
    fakta = page.locator("#rincian-fakta-1").inner_text().split("\n")
    nilai = dict(zip(fakta[::2], fakta[1::2], strict=True))
    assert nilai["Jumlah Gagal"] == nilai["Belum pasti"] == nilai["Belum dikirim"] == "0", nilai
    assert nilai["Dilewati"] == "2" and int(nilai["Jumlah Berhasil"]) > 200
    page.get_by_role("link", name="Dilewati (2)").click()
    expect(page.locator("#tabel")).to_contain_text("tidak ada dalam data ASN")
    expect(page.locator("#tabel")).to_contain_text("Pimpinan tertinggi")
    expect(page.locator("#tabel tbody tr")).to_have_count(2)


def nilai_final(situs: Situs, banyak: int) -> tuple[int, list[str]]:
    """Give some people a rated Final period, the last without a penilai; returns year and names."""
    n = situs.id_instansi("admin_instansi")
    with situs.app.app_context(), Session(db.engine.execution_options(tulis=True), info={"unit_of_work": True}) as s:
        pasang_lingkup(s, Lingkup("lintas"))
        orang = s.scalars(
            select(Pegawai)
            .where(Pegawai.instansi_id == n, Pegawai.status == StatusAktif.AKTIF, Pegawai.jenis_pegawai == JenisPegawai.PNS)
            .where(Pegawai.siasn_id.is_not(None))
            .order_by(Pegawai.id)
            .limit(banyak)
        ).all()
        final = s.scalars(select(Periode).where(Periode.instansi_id == n, Periode.jenis == JenisPeriode.FINAL).order_by(Periode.id)).all()[
            -1
        ]
        tahun = final.tahun or date.today().year  # noqa: DTZ011 - any year will do
        penilai = SalinanOrang(orang[0].nama, orang[0].nomor_induk, "41", "Kepala", "Unor", "Instansi").ke_json()
        for i, p in enumerate(orang):
            skp = Skp(
                instansi_id=n, pegawai_id=p.id, nomor_induk=p.nomor_induk, nama=p.nama, nama_cari=p.nama_cari, tahun=tahun, awal=date(tahun, 1, 1),
                akhir=date(tahun, 12, 31), unor_id=p.unor_id, jabatan=p.jabatan, jenis=JenisSkp.DEFINITIF, model=ModelSkp.JA_JF,
                pendekatan=Pendekatan.KUANTITATIF, status=StatusSkp.PERSETUJUAN, salinan_pegawai={}, salinan_penilai=penilai if i < banyak - 1 else None,
            )  # fmt: skip
            s.add(skp)
            s.flush()
            s.add(
                Penilaian(
                    instansi_id=n, skp_id=skp.id, periode_id=final.id, hasil=Rating.SESUAI, perilaku=Rating.SESUAI,
                    predikat=predikat(Rating.SESUAI, Rating.SESUAI), dinilai=situs.app.config["SETTINGS"].jam(),
                )
            )  # fmt: skip
        s.commit()
        return tahun, [p.nama for p in orang]


def test_ask_follow_and_look_person_by_person(buka: Buka, situs_siasn: Situs) -> None:
    tahun, nama = nilai_final(situs_siasn, 4)
    page = buka("admin_instansi", "/admin/sinkronisasi-predikat/")
    page.get_by_role("link", name="Request Sinkro").first.click()
    page.get_by_label("TAHUN").select_option(str(tahun))
    periksa(page, "predikat-request")
    page.get_by_role("button", name="OK", exact=True).click()
    kilat(page, "diminta")

    def selesai() -> bool:
        page.reload()
        return "Sinkro selesai sebagian" in page.locator("#tabel").inner_text()

    tunggu(selesai, 60)
    periksa(page, "predikat-daftar")
    page.goto(baris(page, str(tahun)).first.locator("a.ek-cell__main").get_attribute("href") or "")
    periksa(page, "predikat-rincian")
    page.get_by_role("link", name="Yang gagal (1)", exact=True).click()
    expect(baris(page, nama[-1])).to_contain_text("tidak mempunyai Pejabat Penilai Kinerja")
    periksa(page, "predikat-gagal")
    page.get_by_role("link", name="Terkirim", exact=True).click()
    expect(page.locator("#tabel tbody tr")).to_have_count(3)
    hp = buka("admin_instansi", "/admin/sinkronisasi-predikat/", lebar=360)
    periksa(hp, "predikat-360")
