"""Forms of Pengguna and Instansi."""

from __future__ import annotations

from wtforms.validators import InputRequired, Length, Optional

from domain.izin import Peran
from domain.waktu import Zona
from forms.dasar import EnumField, Formulir, LookupField, NomorField, TeksField, VersiField, YaTidakField


class PeranForm(Formulir):
    peran = EnumField("Peran", enum=Peran)
    unor_id = LookupField(
        "Batas unor",
        [Optional()],
        lookup="unor",
        placeholder="Search Nama Unor. Minimal 3 karakter.",
        description="Hanya untuk Supervisor: ia membaca unor ini dan bawahannya. Kosongkan untuk seluruh instansi.",
    )
    lintas = YaTidakField("Melayani semua instansi", ya="Ya (Helpdesk dan Admin BKN)", tidak="Tidak, hanya instansi ini")


class PenggunaBaruForm(PeranForm):
    nip = NomorField("NIP", [InputRequired()], description="18 angka; untuk pejabat non ASN, NIK 16 angka.")
    nama = TeksField("Nama", [Optional(), Length(max=200)], description="Boleh kosong bila NIP ini pegawai instansi Anda.")

    def __iter__(self):  # type: ignore[no-untyped-def]
        return iter([self._fields[n] for n in ("nip", "nama", "peran", "unor_id", "lintas")])


class PenggunaForm(Formulir):
    nama = TeksField("Nama", [InputRequired(), Length(max=200)])
    versi = VersiField()


class InstansiForm(Formulir):
    nama = TeksField("Nama", [InputRequired(), Length(max=200)])
    zona = EnumField("Zona waktu", enum=Zona, description="Jam yang tampil di aplikasi. Batas sekali sehari tetap menurut WIB.")
    siasn_id = TeksField("ID SIASN", [Optional(), Length(max=42)])
    versi = VersiField()
