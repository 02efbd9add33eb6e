"""Login, one-time link, change of password."""

from __future__ import annotations

from wtforms import PasswordField
from wtforms.validators import EqualTo, InputRequired, Length

from forms.dasar import Formulir, NomorField

_PANJANG = Length(max=128, message="Kata sandi paling banyak 128 huruf atau angka.")


class MasukForm(Formulir):
    nip = NomorField("NIP", [InputRequired("NIP wajib diisi.")], description="18 angka, boleh ditempel dengan spasi.")
    kata_sandi = PasswordField("Kata sandi", [InputRequired("Kata sandi wajib diisi."), _PANJANG])


class AturSandiForm(Formulir):
    kata_sandi_baru = PasswordField("Kata sandi baru", [InputRequired(), _PANJANG], description="Sedikitnya 12 huruf atau angka.")
    ulangi = PasswordField(
        "Ulangi kata sandi baru", [InputRequired(), EqualTo("kata_sandi_baru", "Kedua isian kata sandi baru harus sama.")]
    )


class GantiSandiForm(Formulir):
    kata_sandi_lama = PasswordField("Kata sandi lama", [InputRequired(), _PANJANG])
    kata_sandi_baru = PasswordField("Kata sandi baru", [InputRequired(), _PANJANG], description="Sedikitnya 12 huruf atau angka.")
    ulangi = PasswordField(
        "Ulangi kata sandi baru", [InputRequired(), EqualTo("kata_sandi_baru", "Kedua isian kata sandi baru harus sama.")]
    )
