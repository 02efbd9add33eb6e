"""Forms of Manajemen Unor (Gambar 2.10), with the manual's hints."""

from __future__ import annotations

from wtforms.validators import InputRequired, Length, Optional

from domain.jabatan import ESELON
from forms.dasar import Formulir, KodeField, LookupField, TeksField, VersiField, YaTidakField

KETIK = "Ketik sedikitnya 3 huruf"


class UnorForm(Formulir):
    nama = TeksField("Nama", [InputRequired(), Length(max=250)], description="Nama unor baru yang akan dibuat.")
    eselon = KodeField(
        "Jenis",
        [InputRequired()],
        pilihan=list(ESELON.items()),
        kosong="Pilih jenis",
        description="Jenis eselon yang akan memimpin unor baru.",
    )
    atasan_id = LookupField(
        "Unor Atasan", [Optional()], lookup="unor", placeholder=KETIK, description="Unor JPT yang merupakan satu tingkat diatas unor baru."
    )
    induk_id = LookupField("Unor Induk (JPT Pratama / Unit Mandiri)", [Optional()], lookup="unor", placeholder=KETIK)
    mandiri = YaTidakField(
        "Unor Mandiri (Ya - Kepala unit membuat SKP model JPT)", description="Unor yang dapat membuat SKP tanpa persetujuan atasan."
    )
    kota = TeksField(
        "Kota",
        [Optional(), Length(max=100)],
        description="Kota dimana unor baru tersebut berlokasi. Berpengaruh pada cetakan SKP untuk lokasi pada bagian tandatangan.",
    )
    versi = VersiField()


class PindahUnorForm(Formulir):
    """Where the content of a unor goes before it is deleted."""

    tujuan_id = LookupField("Pindahkan unor bawahan dan pegawai ke", [InputRequired()], lookup="unor", placeholder=KETIK)
