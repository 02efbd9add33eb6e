"""Filing, explaining and deciding a keberatan."""

from __future__ import annotations

from typing import Any

from wtforms.validators import InputRequired, Length, StopValidation

from domain.penilaian import PANJANG_TEKS
from domain.predikat import Rating
from forms.dasar import Formulir, VersiField
from forms.penilaian import NarasiField, rating_field


class NarasiWajib(NarasiField):
    """White space only is nothing."""

    def pre_validate(self, form: Any) -> None:
        if not self.data:
            raise StopValidation(self.gettext("This field is required."))


def _narasi(label: str, petunjuk: str = "") -> NarasiWajib:
    return NarasiWajib(label, [InputRequired(), Length(max=PANJANG_TEKS)], description=petunjuk)


class AjukanForm(Formulir):
    alasan = _narasi("Alasan mengajukan keberatan", "Sebutkan hasil kerja atau perilaku yang menurut Anda belum dinilai semestinya.")
    diminta_hasil = rating_field("Rating Hasil Kerja yang diminta", InputRequired())
    diminta_perilaku = rating_field("Rating Perilaku Kerja yang diminta", InputRequired())

    def diminta(self) -> tuple[Rating, Rating]:
        return Rating(self.diminta_hasil.data), Rating(self.diminta_perilaku.data)


class PenjelasanForm(Formulir):
    penjelasan = _narasi("Penjelasan Pejabat Penilai Kinerja atas keberatan")
    versi = VersiField()


class PutusanForm(Formulir):
    keputusan = _narasi("Keputusan dan rekomendasi Atasan Pejabat Penilai Kinerja")
    hasil = rating_field("Rating Hasil Kerja sesudah keberatan", InputRequired())
    perilaku = rating_field("Rating Perilaku Kerja sesudah keberatan", InputRequired())
    versi = VersiField()

    def sesudah(self) -> tuple[Rating, Rating]:
        return Rating(self.hasil.data), Rating(self.perilaku.data)
