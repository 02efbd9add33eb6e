"""Form of Tim Kerja."""

from __future__ import annotations

from wtforms import IntegerField
from wtforms.validators import InputRequired, Length, NumberRange

from forms.dasar import Formulir, LookupField, TeksField, VersiField


class TimKerjaForm(Formulir):
    tahun = IntegerField(
        "Tahun", [InputRequired(), NumberRange(min=1000, max=9999)], description="Tahun SKP yang menjadi dasar matriks tim ini."
    )
    nama = TeksField("Nama Tim Kerja", [InputRequired(), Length(max=200)])
    unor_id = LookupField(
        "Unit Kerja", [InputRequired()], lookup="unor", placeholder="Nama unor", description="Search Nama Unor. Minimal 3 karakter."
    )
    ketua_id = LookupField(
        "Ketua", [InputRequired()], lookup="pegawai", placeholder="Nama atau NIP", description="Search Nama Pegawai. Minimal 3 karakter."
    )
    versi = VersiField()
