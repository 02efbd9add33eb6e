"""The pages that are held to the bars, and the check itself (test_mutu*.py run it). Ids in the addresses come from contoh.py."""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from itertools import product
from pathlib import Path

from playwright.sync_api import Page

from tests.peramban import mutu

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
