"""The sheet of a penilaian: a form with one field for each text, and beside it the mark of what the page had shown."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from wtforms import HiddenField, RadioField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Length, Optional

from domain.penilaian import PANJANG_TEKS, Isian, tanda
from domain.predikat import Rating
from forms.dasar import Formulir

AWALAN_TANDA = "tanda_"
PETUNJUK_EVIDEN = "Tautan yang diawali https:// atau http://, dan dapat dibuka penilai tanpa meminta akses."


class NarasiField(TextAreaField):
    """Several lines of text: trimmed, line ends as one kind, no control characters."""

    def process_formdata(self, valuelist: list[str]) -> None:
        if valuelist:
            teks = valuelist[0].replace("\r\n", "\n").replace("\r", "\n")
            self.data = "".join(a for a in teks if a.isprintable() or a in "\n\t").strip()


class TautanField(StringField):
    def process_formdata(self, valuelist: list[str]) -> None:
        if valuelist:
            self.data = valuelist[0].strip()


def rating_field(label: str, *syarat: Any) -> RadioField:
    return RadioField(label, [*syarat], choices=[SelectChoice(r.value, r.label) for r in Rating], coerce=str)


class LembarForm(Formulir):
    """Base of the sheets; the fields of a page are added by ``formulir_lembar``."""

    alasan = NarasiField("Alasan perubahan", [Optional(), Length(max=1000)])

    def isian(self) -> dict[str, Isian]:
        """Key → what came back, for every text whose mark did."""
        hasil = {}
        for f in self:
            kunci = f.short_name.removeprefix(AWALAN_TANDA)
            if kunci != f.short_name and f.raw_data:
                hasil[kunci] = Isian(self[kunci].data or "", f.data or "")
        return hasil

    def tandai(self, kini: Mapping[str, str]) -> None:
        """From now on the page shows these: a second save means them to be replaced."""
        for kunci, teks in kini.items():
            self[f"{AWALAN_TANDA}{kunci}"].data = tanda(teks)

    def rating(self) -> tuple[Rating | None, Rating | None]:
        """The ratings as chosen now, saved or not."""
        pilihan = {r.value: r for r in Rating}
        return tuple(pilihan.get(self[k].data) if k in self else None for k in ("rating_hasil", "rating_perilaku"))  # type: ignore[return-value]


def formulir_lembar(teks: Mapping[str, str], formdata: Any = None) -> LembarForm:
    """A form for these keys with their present texts (services.penilaian_lembar names the keys)."""
    isi: dict[str, Any] = {}
    for kunci in teks:
        isi[kunci] = _isian(kunci)
        isi[f"{AWALAN_TANDA}{kunci}"] = HiddenField()
    data = dict(teks) | {f"{AWALAN_TANDA}{k}": tanda(v) for k, v in teks.items()}
    return type("FormulirLembar", (LembarForm,), isi)(formdata, data=data)


def _isian(kunci: str) -> Any:
    if kunci.startswith("eviden"):
        return TautanField("Eviden (tautan)", render_kw={"placeholder": "https://"})
    if kunci.startswith("rating_"):
        return rating_field("Rating Hasil Kerja" if kunci == "rating_hasil" else "Rating Perilaku Kerja", Optional())
    return NarasiField(_LABEL.get(kunci.partition("_")[0], "Umpan Balik Berkelanjutan"), [Optional(), Length(max=PANJANG_TEKS)])


_LABEL = {"realisasi": "Realisasi", "aksi": "Rencana aksi", "aksibaru": "Rencana aksi", "catatan": "Catatan/Rekomendasi"}
