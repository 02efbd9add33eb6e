"""Forms of Rekonsiliasi unor: what a cure asks for."""

from __future__ import annotations

from wtforms import BooleanField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Optional

from forms.dasar import Formulir, KartuField, LookupField

CARI_UNOR = "Ketik sedikitnya 3 huruf nama unor"


class GabungForm(Formulir):
    arah = KartuField(
        "Unor yang dipertahankan",
        [InputRequired()],
        choices=[SelectChoice("lain", "Yang lebih dahulu ada"), SelectChoice("ini", "Yang ditemukan sebagai duplikat")],
        default="lain",
    )


class PindahIsiForm(Formulir):
    ke_id = LookupField("Gabungkan ke unor", [InputRequired()], lookup="unor", placeholder=CARI_UNOR)


class KaitkanForm(Formulir):
    atasan_id = LookupField(
        "Unor Atasan",
        [Optional()],
        lookup="unor",
        placeholder=CARI_UNOR,
        description="Kosongkan bila unor ini berada di puncak.",
    )
    petakan = BooleanField(
        "Ingat untuk sinkronisasi berikutnya", description="ID Unor Atasan di SIASN yang tidak dikenal itu dianggap unor yang dipilih."
    )
