"""Forms of Manajemen Pegawai, with the manual's note."""

from __future__ import annotations

from datetime import date
from typing import Any

from wtforms import DateField
from wtforms.validators import DataRequired, InputRequired, Length, Optional, ValidationError

from domain.jabatan import GOLONGAN, JENJANG, KEDUDUKAN, KEDUDUKAN_AKTIF, JenisJabatan, JenisPegawai, label_golongan
from forms.dasar import EnumField, Formulir, KodeField, LookupField, NomorField, TeksField, VersiField

PILIHAN_GOLONGAN = [(kode, label_golongan(kode)) for kode in GOLONGAN]
PILIHAN_JENJANG = [(j.kode, j.label) for j in JENJANG.values()]
PILIHAN_KEDUDUKAN = [(k.kode, k.label) for k in KEDUDUKAN.values()]
CARI_UNOR = "Ketik sedikitnya 3 huruf nama unor"


def _tahun_wajar(form: Formulir, isian: Any) -> None:
    """A slip of the keyboard, not a rule of the field: years that no career and no plan reaches."""
    if isinstance(isian.data, date) and not 1945 <= isian.data.year <= 2100:
        raise ValidationError("Isi tanggal antara tahun 1945 dan 2100.")


class PegawaiForm(Formulir):
    nomor_induk = NomorField("NIP", [InputRequired()], description="18 angka untuk NIP atau NI PPPK; NIK 16 angka untuk Non-ASN.")
    nama = TeksField("Nama", [InputRequired(), Length(max=200)])
    unor_id = LookupField("Unor", [InputRequired()], lookup="unor", placeholder=CARI_UNOR)
    jenis_jabatan = EnumField(
        "Jenis Jabatan",
        enum=JenisJabatan,
        default=JenisJabatan.PEGAWAI,
        description='Jika pegawai merupakan Pimpinan Unor maka pilih "Pimpinan" pada saat mengisi Jenis Jabatan.',
    )
    jabatan = TeksField("Jabatan", [InputRequired(), Length(max=250)])
    jenis_pegawai = EnumField("Jenis pegawai", enum=JenisPegawai, default=JenisPegawai.PNS)
    golongan = KodeField("Golongan dan pangkat", [Optional()], pilihan=PILIHAN_GOLONGAN, kosong="-")
    tmt_golongan = DateField("TMT golongan", [Optional(), _tahun_wajar])
    jenjang = KodeField(
        "Jenjang jabatan fungsional",
        [Optional()],
        pilihan=PILIHAN_JENJANG,
        kosong="-",
        description="Bila dikosongkan, diisi menurut nama jabatan, misalnya Ahli Muda.",
    )
    tmt_jabatan = DateField("TMT jabatan", [Optional(), _tahun_wajar])
    kedudukan = KodeField("Kedudukan", [DataRequired()], pilihan=PILIHAN_KEDUDUKAN, default=KEDUDUKAN_AKTIF)
    versi = VersiField()


class PindahUnorForm(Formulir):
    """Asked for a bulk move."""

    unor_id = LookupField("Unor tujuan", [InputRequired()], lookup="unor", placeholder=CARI_UNOR)
