"""Forms of Manajemen SKP."""

from __future__ import annotations

from wtforms import DateField
from wtforms.validators import InputRequired

from forms.dasar import Formulir


class BukaPengisianForm(Formulir):
    sampai = DateField("Buka pengisian sampai", [InputRequired()], description="Hari terakhir pegawai dan penilai dapat mengisi.")
