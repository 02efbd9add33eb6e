"""Printing many SKP at once: one PDF a SKP, kept on disk until all are there, then one ZIP or one joined PDF.

A worker that dies loses no document: those that are done lie under BERKAS_DIR by the task's number, and the next run goes on.
"""

from __future__ import annotations

import os
import secrets
import zipfile
from collections import Counter
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from pypdf import PdfWriter
from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from documents.pdf import dasar
from domain.dokumen_skp import BentukBerkas, JenisDokumen
from domain.izin import Aktor
from domain.periode import nama_bertahun
from domain.tanggal import ribuan
from extensions import setelan
from models import Skp
from services import berkas, periode, tindakan, tugas
from services.capaian_statistik import bernomor
from services.cetak_skp import IZIN, ambil, dokumen, lokasi, lokasi_penilai, minta_cetak, nama_berkas, pdf, ramping
from services.cetak_skp_isi import PermintaanCetak
from services.ekspor import baca_saja
from services.galat import Salah
from services.kendali import Kendali
from services.tindakan import Nilai, Tindakan

JENIS = "cetak_skp_massal"
GABUNGAN_MAKS = 200
"""Documents in one joined PDF: it is held in memory while it is put together, a ZIP is not."""
_TIPE = {BentukBerkas.ZIP: "application/zip", BentukBerkas.PDF: dasar.TIPE}


def pilihan_periode(session: Session, terpilih: Select[Any], hari_ini: date) -> tuple[list[tuple[str, str]], str | None]:
    """(id, name with year) of the periods of the years of the chosen SKP, the newest first; and the one to begin with. Two SELECTs.

    A row that holds for every year stands there once; each SKP reads it in its own year.
    """
    tahun = session.scalars(select(Skp.tahun).where(Skp.id.in_(terpilih)).distinct().order_by(Skp.tahun.desc())).all()
    semua = periode.semua(session) if tahun else []
    berlaku = [(t, p) for t in tahun for p in reversed(bernomor(semua, t))]
    kali = Counter(p.id for _, p in berlaku)
    nama = {str(p.id): nama_bertahun(p.rencana.nama, t) if kali[p.id] == 1 else f"{p.rencana.nama} (tahun setiap SKP)" for t, p in berlaku}
    mulai = next((str(p.id) for _, p in berlaku if p.awal <= hari_ini and not p.rencana.final), None)
    return list(nama.items()), mulai or next(iter(nama), None)


def permintaan(skp: Skp, nilai: dict[str, Any]) -> PermintaanCetak:
    """What the form asked for, for one SKP; an empty place is that of the SKP's own people."""
    jenis = JenisDokumen(nilai["jenis"])
    # A task from before the penilai had fields of his own carries neither: then both sign on the same day at the same place.
    tanggal, tempat = nilai.get("tanggal_penilai") or nilai["tanggal_pegawai"], nilai.get("lokasi_penilai", nilai["lokasi_pegawai"])
    return PermintaanCetak(
        jenis=jenis,
        tanggal_pegawai=nilai["tanggal_pegawai"],
        lokasi_pegawai=nilai["lokasi_pegawai"] or lokasi(skp),
        anchor_pegawai=nilai["anchor_pegawai"] or "",
        anchor_penilai=nilai["anchor_penilai"] or "",
        periode_id=nilai["periode_id"],
        tanggal_penilai=tanggal if jenis.dua_tempat else None,
        lokasi_penilai=(tempat or lokasi_penilai(skp)) if jenis.dua_tempat else "",
    )


def _sendiri(aktor: Aktor, id: int, nilai: dict[str, Any]) -> int:
    """One row by itself is a task of its own."""
    with baca_saja(aktor) as konteks:
        minta = permintaan(ambil(konteks.session, aktor, id)[0], nilai)
    return minta_cetak(aktor, id, minta)


def _judul(nilai: Nilai, n: int) -> str:
    return f"Cetak {JenisDokumen(nilai['jenis']).label}: {ribuan(n)} SKP"


CETAK = tindakan.daftarkan(Tindakan("skp", "cetak", "Cetak", IZIN, _sendiri, judul=_judul, jenis_tugas=JENIS))
tugas.PENGULANG[JENIS] = tindakan.ulangi_yang_gagal


def kerjakan(kendali: Kendali) -> None:
    """The task kind ``cetak_skp_massal``. A SKP that cannot be printed is noted with its reason; the others make the file."""
    kendali.aktor.wajib(IZIN)
    nilai = tindakan.nilai_tugas(kendali)
    bentuk = BentukBerkas(nilai["bentuk"])
    if bentuk is BentukBerkas.PDF and (kendali.klaim.total or 0) > GABUNGAN_MAKS:
        raise Salah(
            f"Satu PDF gabungan memuat paling banyak {GABUNGAN_MAKS} SKP. Persempit pilihannya, atau pilih {BentukBerkas.ZIP.label}."
        )
    folder, awalan = setelan().berkas_dir, f"cetak-{kendali.klaim.tugas_id}"
    tindakan.setiap_baris(kendali, lambda id: _tulis_satu(folder, awalan, kendali.aktor, id, nilai))
    bagian = _bagian(folder, awalan)
    if len(bagian) != kendali.sudah[0]:
        raise Salah("Sebagian dokumen yang sudah jadi tidak ada lagi di penyimpanan. Minta cetak yang baru dari Manajemen SKP.")
    if not bagian:
        kendali.selesai(
            pesan=f"Tidak ada dokumen yang jadi: {ribuan(kendali.sudah[1])} SKP gagal dicetak. Alasannya ada pada setiap baris."
        )
        return
    jadi = berkas.simpan(
        _PENULIS[bentuk](bagian),
        folder=folder,
        nama=f"{ramping(JenisDokumen(nilai['jenis']).label)}_{kendali.aktor.hari_ini().isoformat()}.{bentuk.value}",
        tipe=_TIPE[bentuk],
        awalan=f"tugas-{kendali.klaim.tugas_id}",
    )
    gagal = f", {ribuan(kendali.sudah[1])} SKP gagal dicetak" if kendali.sudah[1] else ""
    kendali.selesai(jadi, f"{ribuan(len(bagian))} dokumen{gagal}.")
    for satu in bagian.values():
        satu.unlink(missing_ok=True)


def _tulis_satu(folder: Path, awalan: str, aktor: Aktor, id: int, nilai: dict[str, Any]) -> None:
    """The PDF of one SKP as ``<awalan>.<id>.<name>.part``: complete or not there."""
    with baca_saja(aktor) as konteks:
        skp, _ = ambil(konteks.session, aktor, id)
        minta = permintaan(skp, nilai)
        dok, nama = dokumen(konteks.session, skp, minta), nama_berkas(konteks.session, skp, minta)
    isi = pdf(dok)
    for lama in folder.glob(f"{awalan}.{id}.*.part"):
        lama.unlink(missing_ok=True)
    sementara = folder / f"{awalan}.{secrets.token_hex(8)}.tulis.part"
    try:
        sementara.write_bytes(isi)
        os.rename(sementara, folder / f"{awalan}.{id}.{nama}.part")
    except OSError as galat:
        sementara.unlink(missing_ok=True)
        raise berkas.jelaskan(galat) from galat


def _bagian(folder: Path, awalan: str) -> dict[str, Path]:
    """Name in the result → file on disk, by name; two SKP of one name (a definitif and an acting one) are told apart by their id."""
    hasil: dict[str, Path] = {}
    for jalur in sorted(folder.glob(f"{awalan}.*.pdf.part"), key=lambda j: j.name.split(".", 2)[2]):
        _, id, nama = jalur.name.removesuffix(".part").split(".", 2)
        hasil[nama if nama not in hasil else f"{nama.removesuffix('.pdf')}_{id}.pdf"] = jalur
    return hasil


def _zip(bagian: dict[str, Path]) -> Callable[[Path], object]:
    def tulis(tujuan: Path) -> None:
        # Stored, not deflated: a PDF is compressed already.
        with zipfile.ZipFile(tujuan, "w", zipfile.ZIP_STORED) as arsip:
            for nama, jalur in bagian.items():
                arsip.write(jalur, nama)

    return tulis


def _gabungan(bagian: dict[str, Path]) -> Callable[[Path], object]:
    def tulis(tujuan: Path) -> None:
        with PdfWriter() as penulis:
            for nama, jalur in bagian.items():
                penulis.append(str(jalur), outline_item=nama.removesuffix(".pdf"), import_outline=False)
            penulis.write(str(tujuan))

    return tulis


_PENULIS = {BentukBerkas.ZIP: _zip, BentukBerkas.PDF: _gabungan}
