"""Form of Manajemen PLT/PLH, worded as in the manual (Gambar 2.17, 2.18)."""

from __future__ import annotations

from wtforms import DateField
from wtforms.validators import InputRequired, Length

from domain.plt_plh import JenisPltPlh
from forms.dasar import EnumField, Formulir, LookupField, TeksField, VersiField, YaTidakField


class PltPlhForm(Formulir):
    pegawai_id = LookupField(
        "Pegawai", [InputRequired()], lookup="pegawai", placeholder="Nama atau NIP", description="Search Nama Pegawai. Minimal 3 karakter."
    )
    unor_id = LookupField(
        "Unor", [InputRequired()], lookup="unor", placeholder="Nama unor", description="Unor dimana pegawai tersebut menjadi PLT/PLH."
    )
    jabatan = TeksField("Jabatan", [InputRequired(), Length(max=250)], description="Jabatan PLT/PLH nya (contoh: PLT Direktur Mutasi).")
    jenis = EnumField("Jenis", enum=JenisPltPlh, default=JenisPltPlh.PLT)
    awal = DateField("Periode Awal", [InputRequired()])
    akhir = DateField("Periode Akhir", [InputRequired()])
    aktif = YaTidakField("Aktif", default=True)
    versi = VersiField()
