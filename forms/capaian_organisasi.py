"""Forms of Capaian Kinerja Organisasi, with the manual's words (Tambah and Edit Capaian Organisasi)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from wtforms.fields.choices import Choice
from wtforms.validators import InputRequired, Length

from domain.predikat import NilaiCapaian
from domain.status import bisa
from forms.dasar import EnumField, Formulir, KodeField, LookupField, TeksField, VersiField

PETUNJUK_BUKTI = "Tautan penyimpanan bukti dukung, diawali http:// atau https://."


class PilihanField(KodeField):
    """A code of the choices given and of nothing else: what another year offered is not carried along."""

    def iter_choices(self) -> Iterator[Choice]:
        if self.kosong is not None:
            yield Choice("", self.kosong, not self.data, {})
        for nilai, label in self.pilihan:
            yield Choice(nilai, label, self.data == nilai, {})


class CapaianForm(Formulir):
    """A new row. The choices of year and period come from the view: ``atur``."""

    tahun = PilihanField("Tahun", [InputRequired()], pilihan=[])
    periode_id = PilihanField("Periode", [InputRequired()], pilihan=[], kosong="Pilih periode")
    unor_id = LookupField(
        "Unit Kerja JPT / Mandiri",
        [InputRequired()],
        lookup="unor_jpt",
        placeholder="Ketik sedikitnya 3 huruf",
        description="Hanya unit kerja JPT dan unit kerja mandiri yang ditawarkan.",
    )
    capaian = EnumField("Capaian Organisasi", enum=NilaiCapaian)
    bukti_dukung = TeksField("Bukti Dukung", [InputRequired(), Length(max=1000)], description=PETUNJUK_BUKTI)
    versi = VersiField()

    def atur(self, tahun: Sequence[int], periode: Sequence[tuple[int, str]]) -> None:
        self.tahun.pilihan = [(str(t), str(t)) for t in tahun]
        self.periode_id.pilihan = [(str(id), label) for id, label in periode]
        if not periode:
            self.periode_id.kosong = "Belum ada periode pada tahun ini"

    def nilai(self) -> dict[str, Any]:
        isi = super().nilai()
        return {**isi, "tahun": int(isi["tahun"]), "periode_id": int(isi["periode_id"])}


class UbahCapaianForm(Formulir):
    """What may change afterwards; once FINAL only the evidence."""

    capaian = EnumField("Capaian Organisasi", enum=NilaiCapaian)
    bukti_dukung = TeksField("Bukti Dukung", [InputRequired(), Length(max=1000)], description=PETUNJUK_BUKTI)
    versi = VersiField()

    def __init__(self, formdata: Any = None, *args: Any, obj: Any = None, **kwargs: Any) -> None:
        super().__init__(formdata, *args, obj=obj, **kwargs)
        if obj is not None and not bisa("capaian_organisasi", obj.status, "final"):
            del self.capaian
