"""Cetak MPH (manual 2.11, Gambar 2.46): the matrix as PDF or Excel, always made by a Tugas."""

from __future__ import annotations

import re
from enum import Enum

from documents import excel, mph
from documents.pdf import dasar
from domain.izin import Aktor
from domain.tanggal import ribuan
from extensions import setelan
from services import audit, berkas, tugas
from services import matriks_peran_hasil as matriks
from services.ekspor import baca_saja
from services.galat import Salah
from services.kendali import Kendali
from services.saring import Konteks
from services.unit_of_work import unit_of_work

IZIN = "matriks_peran_hasil:cetak_mph"


class JenisMph(Enum):
    UNIT = "unit"
    TIM = "tim"

    @property
    def label(self) -> str:
        return {"unit": "Unit Kerja", "tim": "Tim Kerja"}[self.value]


FORMAT = {"pdf": ("PDF", dasar.TIPE), "xlsx": ("Excel", excel.TIPE)}


def susun(konteks: Konteks, jenis: JenisMph, id: int, tahun: int) -> mph.Matriks:
    """The matrix of a unit or a team (whose year is its own). Raises TidakDitemukan, Salah."""
    return matriks.susun_unit(konteks, id, tahun) if jenis is JenisMph.UNIT else matriks.susun_tim(konteks, id)


def minta(aktor: Aktor, jenis: JenisMph, id: int, tahun: int, format: str) -> int:
    """Ask for the document; returns the task's id. Raises Ditolak, TidakDitemukan, or Salah where no matrix can be made."""
    aktor.wajib(IZIN)
    if format not in FORMAT:
        raise Salah({"format": "Pilih PDF atau Excel."})
    with unit_of_work(aktor) as unit:
        konteks = Konteks(unit.session, aktor)
        if jenis is JenisMph.UNIT:
            nama = matriks.unit(konteks, id).nama
            keadaan = matriks.keadaan(unit.session, [id], tahun, matriks.hari_acuan(aktor, tahun))[id]
        else:
            tim = matriks.tim(konteks, id)
            nama, tahun = tim.nama, tim.tahun
            keadaan = matriks.keadaan_tim(unit.session, [tim])[id]
        if keadaan.halangan:
            raise Salah(keadaan.halangan)
        judul = f"Cetak MPH {FORMAT[format][0]}: {nama} {tahun}"
        parameter = {"jenis_mph": jenis.value, "id": id, "tahun": tahun, "format": format}
        baris = tugas.minta(unit, "mph", judul, parameter, antrean="ringan", izin=IZIN)
        audit.catat(unit.session, aktor, "cetak_mph", baris)
        return baris.id


def kerjakan(kendali: Kendali) -> None:
    """The task kind ``mph``: read in one snapshot, lay out, finish with the file."""
    p = kendali.parameter
    with baca_saja(kendali.aktor) as konteks:
        isi = susun(konteks, JenisMph(p["jenis_mph"]), p["id"], p["tahun"])
    kendali.maju(0, len(isi.semua))
    try:
        jadi = berkas.simpan(
            lambda jalur: mph.tulis_excel(jalur, isi) if p["format"] == "xlsx" else jalur.write_bytes(mph.pdf(isi)),
            folder=setelan().berkas_dir,
            nama=f"mph-{_ramping(isi.nama)}-{isi.tahun}.{p['format']}",
            tipe=FORMAT[p["format"]][1],
            awalan=f"tugas-{kendali.klaim.tugas_id}",
        )
    except dasar.PdfGagal as galat:
        raise Salah(str(galat)) from galat
    kendali.maju(len(isi.semua), len(isi.semua))
    kendali.selesai(jadi, f"{ribuan(len(isi.baris))} baris di bawah {isi.pimpinan.nama}.")


def _ramping(nama: str) -> str:
    """A name as part of a file's: letters and digits, short."""
    return re.sub(r"[^a-z0-9]+", "-", nama.casefold()).strip("-")[:60].strip("-") or "unit"
