"""Forms of Input Data JPT Non ASN (Gambar 2.27, 2.28) and of the look-up by NIK (Gambar 2.31, 2.33)."""

from __future__ import annotations

from typing import Any

from wtforms import DateField, FileField, HiddenField, RadioField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, Optional, ValidationError

from domain.jabatan import ESELON, JenisJabatan
from domain.jpt_non_asn import ESELON_BAWAAN, KELAMIN
from domain.nip import JenisNomorInduk, NomorIndukSalah, parse
from forms.dasar import EnumField, Formulir, KodeField, LookupField, NomorField, TeksField, VersiField

CARI_UNOR = "Ketik sedikitnya 3 huruf nama unor"
PILIHAN_ESELON = [("99", "NON"), *((k, label) for k, label in ESELON.items() if k not in ("00", "99"))]


def _nik(form: Formulir, isian: Any) -> None:
    try:
        parse(isian.data or "", JenisNomorInduk.NIK)
    except NomorIndukSalah as galat:
        raise ValidationError(str(galat)) from galat


class JptNonAsnForm(Formulir):
    """The seventeen fields in the manual's order. ``entri``: the draft that an earlier, refused attempt has left."""

    bukan_kolom = frozenset({"versi", "entri", "dokumen"})

    nik = NomorField("NIK", [InputRequired(), _nik], description="16 angka sesuai KTP.")
    nama = TeksField("Nama", [InputRequired(), Length(max=200)])
    tempat_lahir = TeksField("Tempat Lahir", [InputRequired(), Length(max=100)])
    tanggal_lahir = DateField("Tanggal Lahir", [InputRequired()])
    jenis_kelamin = RadioField("Jenis Kelamin", [InputRequired()], choices=[SelectChoice(k, v) for k, v in KELAMIN.items()])
    email = TeksField("Email", [InputRequired(), Length(max=254)])
    instansi_induk = TeksField("Instansi Induk", [InputRequired(), Length(max=200)])
    instansi_kerja = TeksField("Instansi Kerja", [InputRequired(), Length(max=200)])
    unor_id = LookupField("Unit Organisasi", [InputRequired()], lookup="unor", placeholder=CARI_UNOR)
    jabatan = TeksField("Jabatan", [InputRequired(), Length(max=250)])
    tanggal_sk = DateField("Tanggal SK Jabatan", [InputRequired()])
    nomor_sk = TeksField("No SK Jabatan", [InputRequired(), Length(max=100)])
    tmt_mulai = DateField("TMT Mulai Jabatan", [InputRequired()])
    tmt_henti = DateField("TMT Henti Jabatan", [Optional()])
    tanggal_sk_pemberhentian = DateField("Tanggal SK Pemberhentian", [Optional()])
    eselon = KodeField("Eselon", [InputRequired()], pilihan=PILIHAN_ESELON, default=ESELON_BAWAAN)
    dokumen = FileField("Dokumen SK Jabatan", description="Berkas .pdf, paling besar 1 MB.")
    entri = HiddenField()
    versi = VersiField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Not by a validator: a document that is kept already need not be sent again.
        self.dokumen.flags.required = True

    def nilai_benar(self) -> dict[str, Any]:
        """Column → value of what was read without an error, for a draft; call after ``validate``."""
        return {k: v for k, v in self.nilai().items() if not self[k].errors and v not in (None, "")}

    def tanpa_galat(self) -> None:
        """Say nothing of errors: the reader is not done yet (a look-up without script)."""
        for isian in self:
            isian.errors = []


class NikForm(Formulir):
    nik = NomorField("NIK", [InputRequired(), _nik], description="16 angka.")


class TambahNonAsnForm(Formulir):
    """After the look-up: where he belongs, and whether he leads there."""

    bukan_kolom = frozenset({"nik"})

    nik = HiddenField()
    unor_id = LookupField("Unor", [InputRequired()], lookup="unor", placeholder=CARI_UNOR)
    jenis_jabatan = EnumField(
        "Jenis Jabatan",
        enum=JenisJabatan,
        description='Pilih "Pimpinan" bila ia memimpin unor itu, dan "Pegawai" bila tidak, misalnya Staf Ahli.',
    )
