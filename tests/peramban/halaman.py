"""The pages that are held to the bars, ids of records for their addresses, and the check itself (test_mutu*.py run it)."""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from datetime import date, timedelta
from itertools import product
from pathlib import Path

import pytest
from playwright.sync_api import Page
from sqlalchemy import select

from domain.izin import Aktor, Peran
from domain.jabatan import JenisJabatan
from domain.nip import bangun
from domain.siasn import BedaSinkro, EntitasSinkro, JenisSinkro, JenisTemuan
from domain.skp import JenisSkp
from domain.status import StatusAktif, StatusCapaian, StatusKiriman, StatusSinkro, StatusSkp, StatusTemuan, StatusTugas
from models import (
    AnggotaTim,
    CapaianOrganisasi,
    GabungUnor,
    HariLibur,
    Indikator,
    JejakAudit,
    Keberatan,
    KirimanPredikat,
    Konflik,
    Pegawai,
    Pengguna,
    Penilaian,
    Periode,
    PltPlh,
    PotretSkp,
    Rhk,
    SinkroBaris,
    Sinkronisasi,
    SinkronisasiPredikat,
    Skp,
    TemuanUnor,
    TimKerja,
    Tugas,
    Unor,
)
from services import ekspor, jpt_non_asn, pegawai, pengguna, perbaikan_skp
from services import skp as layanan_skp
from services.daftar import REGISTRI, Permintaan
from services.unggahan_pdf import Unggahan
from services.unit_of_work import unit_of_work
from tests.pdf_uji import pdf
from tests.peramban import mutu
from tests.peramban.situs import Situs, tunggu

NAMA_PANJANG = "Subbagian Tata Usaha Direktorat Pembangunan dan Pengembangan Sistem Informasi Aparatur Sipil Negara"
JABATAN_PANJANG = "Penelaah Teknis Kebijakan pada Direktorat Pembangunan dan Pengembangan Sistem Informasi"
ID_SIASN = "8ae482893ab4f1c0013ab5f1a4b70b2e"
"""What the real data is like, and what a list must have room for: the longest name of a unit, an id of SIASN without a gap."""

HASIL = Path(__file__).resolve().parents[1] / "_hasil"
GAMBAR = os.environ.get("UJI_GAMBAR") == "1"
"""Pictures of every page in both themes and widths, to look at: UJI_GAMBAR=1."""
LEBAR = (1366, 360)
LEBAR_ANTARA = (1280, 1024, 768)
"""Windows in between: nothing may stick out there either; colours and words are the same as at the ends."""
TEMA = ("light", "dark")

TAMU = ("/", "/masuk", "/lupa-sandi", "/atur-sandi/bukan-tautan", "/tidak-ada")
HALAMAN = (
    *(
        "/admin/",
        "/admin/belum-dinilai/?tahun={tahun}&periode={periode_kini}",
        "/admin/tugas/",
        "/admin/tugas/details/?id={tugas}",
        "/admin/tugas/details/?id={tugas}&tab=riwayat",
        "/admin/tugas/{tugas_gagal}/ulangi/",
        "/admin/profil/",
        "/admin/bantuan/",
        "/admin/cari-cepat/",
        "/admin/cari-cepat/?q=dinas",
    ),
    *(
        "/admin/periode/",
        "/admin/periode/?tahun={tahun}",
        "/admin/periode/?nama=tidakada",
        "/admin/periode/new/",
        "/admin/periode/edit/?id={periode}",
    ),
    *(
        "/admin/periode/details/?id={periode}",
        "/admin/periode/details/?id={periode}&tab=riwayat",
        "/admin/periode/delete/?id={periode}",
        "/admin/periode/buat-tahun/",
    ),
    *(
        "/admin/unor/",
        "/admin/unor/new/",
        "/admin/unor/edit/?id={unor}",
        "/admin/unor/details/?id={unor}",
        "/admin/unor/details/?id={unor}&tab=riwayat",
    ),
    *("/admin/unor/delete/?id={unor}", "/admin/unor/pohon/", "/admin/unor/pohon/{unor}/"),
    *(
        "/admin/pegawai/",
        "/admin/pegawai/?halaman=3",
        "/admin/pegawai/?unor_bawahan={unor}&nama=a",
        "/admin/pegawai/new/",
        "/admin/pegawai/edit/?id={pegawai}",
    ),
    *("/admin/pegawai/details/?id={pegawai}", "/admin/pegawai/details/?id={pegawai}&tab=riwayat", "/admin/pegawai/delete/?id={pegawai}"),
    *("/admin/pegawai/{pegawai}/nonaktifkan/", "/admin/pegawai/{nonaktif}/aktifkan/", "/admin/pegawai/export/xlsx/"),
    *(
        "/admin/plt-plh/",
        "/admin/plt-plh/new/",
        "/admin/plt-plh/edit/?id={plt}",
        "/admin/plt-plh/details/?id={plt}",
        "/admin/plt-plh/details/?id={plt}&tab=riwayat",
    ),
    *("/admin/plt-plh/delete/?id={plt}", "/admin/plt-plh/{plt}/akhiri/", "/admin/plt-plh/akhiri-lewat-masa/"),
    *(
        "/admin/skp/",
        "/admin/skp/?nama=tidakada",
        "/admin/skp/details/?id={skp}",
        "/admin/skp/details/?id={skp}&tab=riwayat",
        "/admin/skp/details/?id={draft}",
        "/admin/skp/{skp}/kembalikan_ke_draft/",
        "/admin/skp/{skp}/refresh-pegawai/",
        "/admin/skp/{skp}/refresh-penilai/",
        "/admin/skp/{draft}/pulihkan/{potret}/",
        "/admin/skp/{skp}/buka-pengisian/{periode_skp}/",
        "/admin/skp/{skp}/cetak/",
        "/admin/skp/{skp}/cetak/?jenis=penilaian",
        "/admin/skp/{skp}/cetak/?jenis=evaluasi",
        "/admin/skp/penilai-kosong/",
    ),
    *(
        "/admin/capaian-organisasi/",
        "/admin/capaian-organisasi/?tahun={tahun}&status=final",
        "/admin/capaian-organisasi/new/",
        "/admin/capaian-organisasi/details/?id={capaian}",
        "/admin/capaian-organisasi/details/?id={capaian_final}",
        "/admin/capaian-organisasi/details/?id={capaian_final}&tab=riwayat",
        "/admin/capaian-organisasi/edit/?id={capaian}",
        "/admin/capaian-organisasi/edit/?id={capaian_final}",
        "/admin/capaian-organisasi/{capaian}/final/",
        "/admin/capaian-organisasi/{capaian}/hapus/",
        "/admin/capaian-organisasi/{capaian}/belum-dinilai/",
        "/admin/capaian-organisasi/{capaian_final}/batal-final/",
        "/admin/capaian-organisasi/{capaian_berubah}/final-ulang/",
    ),
    *(
        "/admin/keberatan/",
        "/admin/keberatan/details/?id={keberatan}",
        "/admin/keberatan/details/?id={keberatan}&tab=riwayat",
        "/admin/keberatan/{keberatan}/check/",
    ),
    *(
        "/admin/matriks-peran-hasil/",
        "/admin/matriks-peran-hasil/?jenis=tim",
        "/admin/matriks-peran-hasil/{unor_mph}/",
        "/admin/matriks-peran-hasil/{unor_kosong}/",
        "/admin/matriks-peran-hasil/{unor_mph}/cetak_mph/",
        "/admin/matriks-peran-hasil/struktur/{unor_mph}/",
        "/admin/matriks-peran-hasil/tim/{tim}/",
        "/admin/matriks-peran-hasil/tim/{tim}/cetak_mph/",
    ),
    *(
        "/admin/tim-kerja/",
        "/admin/tim-kerja/new/",
        "/admin/tim-kerja/edit/?id={tim}",
        "/admin/tim-kerja/details/?id={tim}",
        "/admin/tim-kerja/details/?id={tim}&tab=riwayat",
        "/admin/tim-kerja/delete/?id={tim}",
        "/admin/tim-kerja/{tim}/keluarkan/?pegawai={anggota}",
    ),
    *(
        f"/admin/perbaikan/{bagian}/{jalur}"
        for bagian in ("skp", "rhk", "indikator", "penilaian", "keberatan")
        for jalur in (
            "",
            "new/",
            f"details/?id={{{bagian}}}",
            f"details/?id={{{bagian}}}&tab=riwayat",
            f"edit/?id={{{bagian}}}",
            f"{{{bagian}}}/hapus/",
            f"{{{bagian}}}/pulihkan/",
        )
    ),
    *("/admin/perbaikan/terhapus/", "/admin/perbaikan/terhapus/details/?id={terhapus}", "/admin/perbaikan/terhapus/{terhapus}/pulihkan/"),
    *(
        "/admin/hari-libur/",
        "/admin/hari-libur/new/",
        "/admin/hari-libur/edit/?id={libur}",
        "/admin/hari-libur/details/?id={libur}",
        "/admin/hari-libur/details/?id={libur}&tab=riwayat",
        "/admin/hari-libur/delete/?id={libur}",
        "/admin/pengaturan/",
    ),
    *(
        "/admin/sinkronisasi/",
        "/admin/sinkronisasi/request/",
        "/admin/sinkronisasi/details/?id={sinkro}",
        "/admin/sinkronisasi/details/?id={sinkro}&tab=riwayat",
        "/admin/sinkronisasi/{sinkro}/unor/",
        "/admin/sinkronisasi/{sinkro}/terapkan/",
        "/admin/sinkronisasi/{sinkro}/izinkan/",
        "/admin/sinkronisasi/{sinkro}/batalkan/",
        "/admin/sinkronisasi/{sinkro_gagal}/ulangi/",
        "/admin/sinkro-baris/?sinkro={sinkro}",
        "/admin/sinkro-baris/details/?id={baris}",
        "/admin/konflik/",
        "/admin/konflik/details/?id={konflik}",
        "/admin/konflik/details/?id={konflik}&tab=riwayat",
        "/admin/konflik/{konflik}/pakai-siasn/",
        "/admin/konflik/{konflik}/pakai-sini/",
    ),
    *(
        "/admin/sinkronisasi-predikat/",
        "/admin/sinkronisasi-predikat/request/",
        "/admin/sinkronisasi-predikat/details/?id={predikat}",
        "/admin/sinkronisasi-predikat/details/?id={predikat}&tab=riwayat",
        "/admin/sinkronisasi-predikat/{predikat}/ulangi/",
        "/admin/kiriman-predikat/?sinkronisasi={predikat}",
        "/admin/kiriman-predikat/details/?id={kiriman}",
    ),
    *(
        "/admin/rekonsiliasi-unor/",
        "/admin/rekonsiliasi-unor/periksa/",
        "/admin/rekonsiliasi-unor/details/?id={duplikat}",
        "/admin/rekonsiliasi-unor/details/?id={duplikat}&tab=riwayat",
        "/admin/rekonsiliasi-unor/{duplikat}/gabungkan/",
        "/admin/rekonsiliasi-unor/{duplikat}/abaikan/",
        "/admin/rekonsiliasi-unor/{yatim}/kaitkan/",
        "/admin/rekonsiliasi-unor/{berisi}/pindahkan-isi/",
        "/admin/rekonsiliasi-unor/{abai}/buka/",
        "/admin/gabung-unor/",
        "/admin/gabung-unor/details/?id={gabung}",
        "/admin/gabung-unor/details/?id={gabung}&tab=riwayat",
        "/admin/gabung-unor/{gabung}/batalkan/",
    ),
    *(
        "/admin/jpt-non-asn/",
        "/admin/jpt-non-asn/new/",
        "/admin/jpt-non-asn/edit/?id={jpt_draft}",
        "/admin/jpt-non-asn/{jpt_draft}/verifikasi/",
        "/admin/jpt-non-asn/{jpt_draft}/verifikasi/?tab=dok",
        "/admin/jpt-non-asn/delete/?id={jpt_draft}",
        "/admin/jpt-non-asn/details/?id={jpt}",
        "/admin/jpt-non-asn/details/?id={jpt}&tab=riwayat",
        "/admin/jpt-non-asn/{jpt}/lembar/",
        "/admin/jpt-non-asn/{jpt}/periksa/",
        "/admin/profil-non-asn/",
        "/admin/pegawai/tambah-jpt-non-asn/",
        "/admin/integrasi/",
    ),
    *("/admin/jejak-audit/", "/admin/jejak-audit/details/?id={jejak}"),
    *("/admin/pengguna/", "/admin/pengguna/new/", "/admin/pengguna/edit/?id={pengguna}", "/admin/pengguna/details/?id={pengguna}"),
    *(
        "/admin/pengguna/details/?id={pengguna}&tab=riwayat",
        "/admin/pengguna/{pengguna}/beri-peran/",
        "/admin/pengguna/{pengguna}/akhiri-sesi/",
    ),
    *("/admin/pengguna/{pengguna}/nonaktifkan/", "/admin/pengguna/{mati}/aktifkan/"),
    *("/admin/instansi/", "/admin/instansi/new/", "/admin/instansi/edit/?id={instansi}", "/admin/instansi/details/?id={instansi}"),
    *("/admin/instansi/details/?id={instansi}&tab=riwayat", "/admin/pegawai/details/?id=999999999", "/admin/tidak-ada/"),
)
PERAN_LAIN = {
    "pegawai": (
        *("/admin/profil/", "/admin/bantuan/", "/admin/pegawai/", "/admin/tugas/", "/admin/daftar-skp/", "/admin/daftar-skp/new/"),
        *("/admin/daftar-skp/{milik}/", "/admin/daftar-skp/{milik}/ajukan/", "/admin/daftar-skp/{milik}/perilaku/"),
        *("/admin/daftar-skp/{milik}/rhk/new/", "/admin/daftar-skp/{milik}/rhk/{rhk_milik}/edit/", "/admin/daftar-skp/{milik}/hapus/"),
        *("/admin/daftar-skp/{milik}/rhk/{rhk_milik}/hapus/", "/admin/daftar-skp/{milik}/rhk/{rhk_milik}/indikator/new/"),
        *("/admin/daftar-skp/{milik}/lampiran/dukungan/new/", "/admin/daftar-skp/{milik}/cetak/", "/admin/daftar-skp/{milik}/salin/"),
        *("/admin/daftar-skp/{lalu}/", "/admin/daftar-skp/{lalu}/penilaian/", "/admin/daftar-skp/{lalu}/penilaian/{periode_lalu}/"),
        "/admin/daftar-skp/keberatan/",
    ),
    "penilai": (
        *("/admin/daftar-skp/", "/admin/daftar-skp/{aju}/", "/admin/daftar-skp/{aju}/setujui/", "/admin/daftar-skp/{aju}/kembalikan/"),
        *("/admin/daftar-skp/{lalu}/penilaian/", "/admin/daftar-skp/{lalu}/penilaian/{periode_lalu}/"),
    ),
    "atasan": ("/admin/daftar-skp/", "/admin/daftar-skp/keberatan/", "/admin/daftar-skp/keberatan/{keberatan_atasan}/"),
    "admin_instansi": (
        "/admin/",
        "/admin/tugas/",
        "/admin/periode/",
        "/admin/unor/",
        "/admin/pegawai/",
        "/admin/plt-plh/",
        "/admin/skp/",
        "/admin/capaian-organisasi/",
        "/admin/keberatan/",
        "/admin/jejak-audit/",
        "/admin/pengguna/",
    ),
    "helpdesk": (
        "/admin/",
        "/admin/tugas/",
        "/admin/periode/",
        "/admin/unor/",
        "/admin/pegawai/",
        "/admin/plt-plh/",
        "/admin/jejak-audit/",
        "/admin/pengguna/",
    ),
    "supervisor": (
        "/admin/",
        "/admin/tugas/",
        "/admin/periode/",
        "/admin/unor/",
        "/admin/pegawai/",
        "/admin/plt-plh/",
        "/admin/skp/",
        "/admin/capaian-organisasi/",
        "/admin/jejak-audit/",
    ),
}


@pytest.fixture(scope="module")
def id_contoh(situs: Situs) -> dict[str, int]:
    """Ids of records of the widest role's instansi, for the addresses above; one person and one account deactivated, one task made."""
    n = situs.id_instansi("admin_bkn")
    hasil = {"tahun": situs.app.config["SETTINGS"].jam().year, "instansi": n}
    for nama, model in (("periode", Periode), ("unor", Unor), ("pegawai", Pegawai)):
        hasil[nama] = situs.satu(select(model.id).where(model.instansi_id == n).order_by(model.id).limit(1))
    hasil["plt"] = situs.satu(select(PltPlh.id).where(PltPlh.instansi_id == n, PltPlh.aktif).order_by(PltPlh.id).limit(1))
    hasil["pengguna"] = situs.satu(select(Pengguna.id).where(Pengguna.nip == situs.akun["supervisor"]["nip"]))
    aktor = situs.aktor("admin_bkn")
    hasil["nonaktif"] = situs.satu(
        select(Pegawai.id).where(Pegawai.instansi_id == n, Pegawai.status == StatusAktif.AKTIF).order_by(Pegawai.id.desc()).limit(1)
    )
    situs.layani(pegawai.ubah_status, aktor, hasil["nonaktif"], None, "nonaktifkan", "Contoh untuk gambar.")
    hasil["mati"] = situs.layani(
        pengguna.layanan.buat,
        aktor,
        {
            "nip": bangun(date(1985, 2, 3), 2010, 1, "L", 903),
            "nama": "Akun Nonaktif",
            "peran": Peran.ADMIN_INSTANSI,
            "lintas": False,
            "unor_id": None,
        },
    )
    situs.layani(pengguna.ubah_status, aktor, hasil["mati"], None, "nonaktifkan", "Contoh untuk gambar.")
    hasil["tugas"] = situs.layani(ekspor.minta_ekspor, aktor, REGISTRI["pegawai"], Permintaan(), "xlsx")
    tunggu(lambda: situs.satu(select(Tugas.status).where(Tugas.id == hasil["tugas"])) is StatusTugas.SELESAI)
    hasil |= _id_skp(situs, n, hasil["tahun"]) | _id_orang(situs)
    hasil |= situs.layani(_id_siasn, aktor, hasil) | situs.layani(_id_jpt, aktor, hasil["unor"])
    hasil["jejak"] = situs.satu(select(JejakAudit.id).where(JejakAudit.instansi_id == n).order_by(JejakAudit.id.desc()).limit(1))
    return hasil


def _id_skp(situs: Situs, n: int, tahun: int) -> dict[str, int]:
    """Ids around the SKP: one with a keberatan, one returned to Draft with its snapshot, one deleted, capaian in each state."""
    keberatan, skp, penilaian, periode = situs.baca(
        select(Keberatan.id, Keberatan.skp_id, Keberatan.penilaian_id, Keberatan.periode_id)
        .where(Keberatan.instansi_id == n)
        .order_by(Keberatan.id)
        .limit(1)
    )[0]
    hasil = {"keberatan": keberatan, "skp": skp, "penilaian": penilaian, "periode_skp": periode}
    hasil["rhk"] = situs.satu(select(Rhk.id).where(Rhk.skp_id == skp).order_by(Rhk.id).limit(1))
    hasil["indikator"] = situs.satu(select(Indikator.id).where(Indikator.rhk_id == hasil["rhk"]).order_by(Indikator.id).limit(1))
    hasil["periode_kini"] = situs.satu(
        select(Periode.id).where(Periode.instansi_id == n, Periode.tahun == tahun).order_by(Periode.id).limit(1)
    )
    aktor = situs.aktor("admin_bkn")
    # Of last year, so that a FINAL capaian counts it and is marked as changed.
    hasil["draft"] = situs.satu(
        select(Skp.id)
        .join(Penilaian, Penilaian.skp_id == Skp.id)
        .where(Skp.instansi_id == n, Skp.tahun == tahun - 1, Skp.jenis == JenisSkp.DEFINITIF, Skp.status == StatusSkp.PERSETUJUAN)
        .where(Penilaian.predikat.is_not(None), Skp.id != skp)
        .order_by(Skp.id.desc())
        .limit(1)
    )
    situs.layani(layanan_skp.kembalikan_ke_draft, aktor, hasil["draft"], None, "Contoh untuk gambar.")
    hasil["potret"] = situs.satu(select(PotretSkp.id).where(PotretSkp.skp_id == hasil["draft"]).order_by(PotretSkp.id.desc()).limit(1))
    mengacu = select(Rhk.intervensi_id).where(Rhk.intervensi_id.is_not(None))
    hapus = situs.satu(
        select(Skp.id)
        .where(Skp.instansi_id == n, Skp.status == StatusSkp.DRAFT, Skp.id != hasil["draft"])
        .where(Skp.pegawai_id.not_in(select(Pegawai.id).where(Pegawai.nomor_induk == situs.akun["pegawai"]["nip"])))
        .where(Skp.id.not_in(select(Rhk.skp_id).where(Rhk.id.in_(mengacu))))
        .order_by(Skp.id)
        .limit(1)
    )
    situs.layani(perbaikan_skp.SKP.hapus, aktor, hapus, None, alasan="Contoh untuk gambar.")
    hasil["terhapus"] = situs.satu(select(PotretSkp.id).where(PotretSkp.skp_id == hapus).order_by(PotretSkp.id.desc()).limit(1))
    for kunci, syarat in (
        ("capaian", CapaianOrganisasi.status == StatusCapaian.BELUM_FINAL),
        ("capaian_final", CapaianOrganisasi.status == StatusCapaian.FINAL),
        ("capaian_berubah", CapaianOrganisasi.berubah),
    ):
        hasil[kunci] = situs.satu(
            select(CapaianOrganisasi.id).where(CapaianOrganisasi.instansi_id == n, syarat).order_by(CapaianOrganisasi.id).limit(1)
        )
    memimpin = select(Pegawai.unor_id).where(
        Pegawai.instansi_id == n, Pegawai.jenis_jabatan == JenisJabatan.PIMPINAN, Pegawai.status == StatusAktif.AKTIF
    )
    hasil["unor_kosong"] = situs.satu(select(Unor.id).where(Unor.instansi_id == n, Unor.id.not_in(memimpin)).order_by(Unor.id).limit(1))
    hasil["unor_mph"] = situs.satu(
        select(Skp.unor_id)
        .join(Pegawai, Pegawai.id == Skp.pegawai_id)
        .where(Skp.instansi_id == n, Skp.tahun == tahun, Skp.status == StatusSkp.PERSETUJUAN, Skp.jenis == JenisSkp.DEFINITIF)
        .where(Pegawai.jenis_jabatan == JenisJabatan.PIMPINAN, Pegawai.unor_id == Skp.unor_id)
        .order_by(Skp.id)
        .limit(1)
    )
    hasil["tim"], hasil["anggota"] = situs.baca(
        select(AnggotaTim.tim_id, AnggotaTim.pegawai_id)
        .join(TimKerja, TimKerja.id == AnggotaTim.tim_id)
        .where(AnggotaTim.instansi_id == n, TimKerja.tahun == tahun)
        .order_by(AnggotaTim.id)
        .limit(1)
    )[0]
    hasil["libur"] = situs.satu(select(HariLibur.id).where(HariLibur.instansi_id == n).order_by(HariLibur.id).limit(1))
    return hasil


def _id_orang(situs: Situs) -> dict[str, int]:
    """What the demo pegawai, his penilai and his atasan have to do with."""
    milik, penilai, atasan = (
        situs.satu(select(Pegawai.id).where(Pegawai.nomor_induk == situs.akun[a]["nip"])) for a in ("pegawai", "penilai", "atasan")
    )
    hasil = {"milik": situs.satu(select(Skp.id).where(Skp.pegawai_id == milik, Skp.status == StatusSkp.DRAFT).order_by(Skp.id).limit(1))}
    hasil["rhk_milik"] = situs.satu(select(Rhk.id).where(Rhk.skp_id == hasil["milik"]).order_by(Rhk.id).limit(1))
    hasil["lalu"], hasil["periode_lalu"] = situs.baca(
        select(Skp.id, Penilaian.periode_id)
        .join(Penilaian, Penilaian.skp_id == Skp.id)
        .where(Skp.pegawai_id == milik, Skp.status == StatusSkp.PERSETUJUAN, Skp.penilai_id == penilai, Penilaian.predikat.is_not(None))
        .order_by(Skp.id, Penilaian.id)
        .limit(1)
    )[0]
    hasil["aju"] = situs.satu(select(Skp.id).where(Skp.penilai_id == penilai, Skp.status == StatusSkp.PENGAJUAN).order_by(Skp.id).limit(1))
    hasil["keberatan_atasan"] = situs.satu(select(Keberatan.id).where(Keberatan.atasan_id == atasan).order_by(Keberatan.id).limit(1))
    return hasil


def _id_siasn(aktor: Aktor, ada: dict[str, int]) -> dict[str, int]:
    """Rows of the synchronisation as they are on the way: what a run leaves to be looked at and decided."""
    kini = aktor.sekarang()
    with unit_of_work(aktor) as unit:
        s, umum = unit.session, {"waktu_request": kini, "user_request": aktor.nama}
        dua = s.scalars(select(Unor).order_by(Unor.id.desc()).limit(2)).all()
        dua[0].nama, dua[0].siasn_id = NAMA_PANJANG, ID_SIASN
        sinkro = Sinkronisasi(
            jenis=JenisSinkro.UNOR_PEGAWAI,
            status=StatusSinkro.MENUNGGU_KEPUTUSAN,
            kursor={"tertahan": {"pegawai": [40, 100]}},
            baru=1,
            hapus=40,
            **umum,
        )
        gagal = Sinkronisasi(jenis=JenisSinkro.PEGAWAI, status=StatusSinkro.GAGAL, kursor={}, pesan="SIASN tidak dapat dihubungi.", **umum)
        predikat = SinkronisasiPredikat(
            tahun=ada["tahun"] - 1, status=StatusSinkro.SEBAGIAN, tanggal_wib=aktor.hari_ini() - timedelta(days=1), gagal=1, **umum
        )
        temuan = {
            nama: TemuanUnor(kunci=nama, jenis=jenis, unor_id=dua[0].id, unor_lain_id=lain, rincian=rincian, ditemukan=kini)
            for nama, jenis, lain, rincian in (
                ("duplikat", JenisTemuan.DUPLIKAT, dua[1].id, f"Namanya mirip dengan {NAMA_PANJANG}."),
                ("yatim", JenisTemuan.YATIM, None, f"Unor Atasannya di SIASN ({ID_SIASN}) tidak dikenal di sini."),
                ("berisi", JenisTemuan.NONAKTIF_BERISI, None, "Nonaktif di SIASN, tetapi berisi 12 pegawai aktif."),
                ("abai", JenisTemuan.SIKLUS, None, f"{NAMA_PANJANG} di bawah {dua[1].nama} di bawah {NAMA_PANJANG}."),
            )
        }
        temuan["abai"].status = StatusTemuan.DIABAIKAN
        gabung = GabungUnor(
            dari_id=dua[0].id, ke_id=dua[1].id, waktu=kini, pelaku=aktor.nama, isi={"pindah": {"pegawai.unor_id": [[1, 1]]}, "dari": {}}
        )
        s.add_all([sinkro, gagal, predikat, gabung, *temuan.values()])
        s.flush()
        orang = s.get_one(Pegawai, ada["pegawai"])
        baris = SinkroBaris(
            sinkronisasi_id=sinkro.id,
            entitas=EntitasSinkro.PEGAWAI,
            kunci=ID_SIASN,
            objek_id=orang.id,
            nama=orang.nama,
            nomor=orang.nomor_induk,
            unor_id=orang.unor_id,
            beda=BedaSinkro.UBAH,
            isi={"jabatan": "Analis Hukum Ahli Muda"},
            perubahan=[
                {
                    "kolom": "jabatan",
                    "sini": orang.jabatan,
                    "sini_teks": orang.jabatan,
                    "siasn": JABATAN_PANJANG,
                    "siasn_teks": JABATAN_PANJANG,
                }
            ],
        )
        konflik, konflik_unor = (
            Konflik(
                sinkronisasi_id=sinkro.id, entitas=EntitasSinkro.PEGAWAI, objek_id=orang.id, objek=orang.nama, nomor=orang.nomor_induk,
                kolom=kolom, nilai_sini=sini, nilai_siasn=siasn, ditemukan=kini,
            )
            for kolom, sini, siasn in (("jenjang", "Analis Pengelolaan Keuangan APBN Ahli Muda", JABATAN_PANJANG), ("unor", str(dua[0].id), ID_SIASN))
        )  # fmt: skip
        kiriman = KirimanPredikat(
            sinkronisasi_id=predikat.id, skp_id=ada["skp"], nomor_induk=orang.nomor_induk, nama=orang.nama, nama_cari=orang.nama_cari,
            isi={}, sidik="0" * 64, status=StatusKiriman.GAGAL, pesan="SIASN menolak permintaan ini.",
        )  # fmt: skip
        s.add_all([baris, konflik, konflik_unor, kiriman])
        s.flush()
        mati = Tugas(
            jenis="ekspor", judul="Ekspor yang gagal", parameter={}, aktor={}, pengguna_id=aktor.pengguna_id, status=StatusTugas.GAGAL,
            dibuat=kini, kedaluwarsa=kini + timedelta(days=30), pesan="Contoh untuk gambar.",
        )  # fmt: skip
        s.add(mati)
        s.flush()
        hasil = {"tugas_gagal": mati.id, "sinkro": sinkro.id, "sinkro_gagal": gagal.id, "predikat": predikat.id, "gabung": gabung.id}
        hasil |= {"baris": baris.id, "konflik": konflik.id, "kiriman": kiriman.id}
        return hasil | {nama: t.id for nama, t in temuan.items()}


def _id_jpt(aktor: Aktor, unor_id: int) -> dict[str, int]:
    """A complete draft with its document, and one that waits for its entry at SIASN."""
    hasil = {}
    for kunci, nik in (("jpt_draft", "3301012208700001"), ("jpt", "3301012208700002")):
        isi = {
            "nik": nik, "nama": "Pejabat Karangan", "tempat_lahir": "Kota Contoh", "tanggal_lahir": date(1970, 8, 22), "jenis_kelamin": "L",
            "email": "pejabat@contoh.go.id", "instansi_induk": "Instansi Contoh", "instansi_kerja": "Instansi Contoh", "unor_id": unor_id,
            "jabatan": "Bupati Contoh", "tanggal_sk": date(2025, 1, 20), "nomor_sk": "001/CTH/2025", "tmt_mulai": date(2025, 2, 1),
            "tmt_henti": None, "tanggal_sk_pemberhentian": None, "eselon": "99",
        }  # fmt: skip
        hasil[kunci] = jpt_non_asn.langkah_1(aktor, None, None, isi, Unggahan("SK.pdf", pdf()))
    jpt_non_asn.simpan(aktor, hasil["jpt"], None, sendiri=True)
    return hasil


def periksa(
    page: Page,
    nama: str,
    *,
    lebar: Sequence[int] = LEBAR,
    tema: Sequence[str] = TEMA,
    sebaris: bool = True,
    rangka: bool = True,
    giliran: int | None = None,
) -> list[str]:
    """Everything, in the widths named. axe sees each width once, in one of the themes; with ``giliran`` one width and theme, the next of
    all pairs for the next number, and one width in between: pages of one kind come from one template, so that each kind is seen in all.

    ``rangka`` False: without the shell, which is the same on every page of a role.
    """
    hasil: list[str] = []
    for satu in lebar:
        page.set_viewport_size({"width": satu, "height": 800})
        hasil += [f"[{satu}] {t}" for t in (*mutu.lebar(page), *mutu.sasaran(page), *mutu.kata_inggris(page))]
        for warna in tema if GAMBAR else ():
            page.emulate_media(color_scheme=warna)  # type: ignore[arg-type]
            potret(page, f"{nama}-{satu}-{'terang' if warna == 'light' else 'gelap'}")
    antara = LEBAR_ANTARA if len(lebar) > 1 else ()
    for satu in antara if giliran is None or GAMBAR else antara[giliran % len(LEBAR_ANTARA) :][:1]:
        page.set_viewport_size({"width": satu, "height": 800})
        hasil += [f"[{satu}] {t}" for t in mutu.lebar(page)]
        if GAMBAR:
            potret(page, f"{nama}-{satu}-terang")
    mutu.jarangkan(page)
    for n, (satu, warna) in enumerate(_pasangan(lebar, tema, giliran)):
        page.set_viewport_size({"width": satu, "height": 800})
        page.emulate_media(color_scheme=warna)  # type: ignore[arg-type]
        # What differs between the themes at one width is colour alone, and it hardly differs between the widths.
        apa = "saja" if n and len(lebar) == 1 else "tanpa" if n else "juga"
        hasil += [f"[{satu} {warna}] {t}" for t in mutu.axe(page, warna=apa, rangka=rangka)]
    return hasil + (mutu.sebaris(page) if sebaris else [])


def _pasangan(lebar: Sequence[int], tema: Sequence[str], giliran: int | None) -> list[tuple[int, str]]:
    """Width and theme of each look: of two and two, each once; in one theme the last width, which has the most to get wrong."""
    if giliran is not None:
        semua = list(product(lebar, tema))
        return [semua[giliran % len(semua)]]
    if len(tema) == 1:
        return [(lebar[-1], tema[0])]
    return list(zip(lebar, tema, strict=True)) if len(lebar) == len(tema) else list(product(lebar, tema))


def potret(page: Page, nama: str) -> None:
    """The whole page as in a window that is high enough, so that sticky parts stand where they belong."""
    ukuran = page.viewport_size
    assert ukuran
    page.set_viewport_size(
        {"width": ukuran["width"], "height": max(ukuran["height"], page.evaluate("document.documentElement.scrollHeight"))}
    )
    page.screenshot(path=HASIL / f"{nama}.png")
    page.set_viewport_size(ukuran)


def nama_berkas(jalur: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", jalur.replace("/admin/", "").lower()).strip("-") or "beranda"
