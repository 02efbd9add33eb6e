"""Form of Cetak MPH: which kind of file."""

from __future__ import annotations

from wtforms import RadioField
from wtforms.fields.choices import SelectChoice

from forms.dasar import Formulir


class CetakMphForm(Formulir):
    format = RadioField(
        "Format", choices=[SelectChoice("pdf", "PDF, siap cetak (A4 mendatar)"), SelectChoice("xlsx", "Excel")], default="pdf"
    )
