"""The base of every form, and the fields that the panel adds to those of WTForms."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any, ClassVar

from wtforms import Form, HiddenField, IntegerField, RadioField, SelectField, StringField
from wtforms.fields.choices import Choice, SelectChoice, SelectFieldBase
from wtforms.validators import InputRequired, Optional, StopValidation
from wtforms.widgets import Select

from domain.nip import bersihkan
from domain.periode import PeriodeSalah, parse_bulan_hari
from forms.terjemahan import Terjemahan
from services import pencarian
from services.saring import Konteks

_TERJEMAHAN = Terjemahan()


class Formulir(Form):
    """Base form. ``konteks`` (session and actor) serves look-ups; CSRF is the application's, not the form's.

    ``bukan_kolom`` names fields that are not values of the record (confirmations, the version).
    """

    bukan_kolom: ClassVar[frozenset[str]] = frozenset({"versi"})
    pola: ClassVar[str] = ""
    """A template that arranges the fields in the question before an action; empty: one below the other."""

    class Meta:
        def get_translations(self, form: Form) -> Terjemahan:
            return _TERJEMAHAN

    def __init__(self, formdata: Any = None, *args: Any, konteks: Konteks | None = None, **kwargs: Any) -> None:
        self.konteks = konteks
        super().__init__(formdata, *args, **kwargs)
        for isian in self:
            if isinstance(isian, LookupField) and konteks is not None:
                isian.siapkan(konteks, formdata)

    def nilai(self) -> dict[str, Any]:
        """Column → Python value, as a service takes them."""
        return {f.short_name: f.data for f in self if f.short_name not in self.bukan_kolom}

    def versi_dibuka(self) -> int | None:
        """The version that the form showed; None when it carries none."""
        isi = self["versi"].data if "versi" in self else None
        return isi if isinstance(isi, int) else None

    def pasang_galat(self, galat: Mapping[str, str]) -> None:
        """Show a service's messages at their fields; what belongs to no field stands above the form."""
        for kolom, pesan in galat.items():
            if kolom and kolom in self and not isinstance(self[kolom], HiddenField):
                self[kolom].errors = [*self[kolom].errors, pesan]
            else:
                self.form_errors.append(pesan)


class VersiField(IntegerField):
    """Hidden version of the record; nonsense counts as none, so that a stale page is caught, never a crash."""

    widget = HiddenField.widget

    def process_formdata(self, valuelist: list[str]) -> None:
        teks = valuelist[0] if valuelist else ""
        self.data = int(teks) if teks.isascii() and teks.isdigit() and len(teks) < 10 else -1


class TeksField(StringField):
    """One line of text, trimmed, inner white space single, no control characters; empty text is None when optional."""

    def process_formdata(self, valuelist: list[str]) -> None:
        if valuelist:
            teks = "".join(" " if a in "\t\r\n" else a for a in valuelist[0] if a.isprintable() or a in "\t\r\n")
            self.data = " ".join(teks.split()) or (None if any(isinstance(v, Optional) for v in self.validators) else "")

    def pre_validate(self, form: Any) -> None:
        # InputRequired looks at what was sent; white space only is nothing once it is trimmed.
        if not self.data and any(isinstance(v, InputRequired) for v in self.validators):
            raise StopValidation(self.gettext("This field is required."))


class NomorField(StringField):
    """NIP or NIK as people paste it: spaces and grouping go."""

    def process_formdata(self, valuelist: list[str]) -> None:
        if valuelist:
            self.data = bersihkan(valuelist[0])


class BulanHariField(StringField):
    """A day of the year as mm-dd."""

    def process_formdata(self, valuelist: list[str]) -> None:
        if valuelist:
            self.data = valuelist[0].strip()

    def pre_validate(self, form: Any) -> None:
        if not self.data:
            return
        try:
            self.data = parse_bulan_hari(self.data, self.short_name)
        except PeriodeSalah as galat:
            raise StopValidation(str(galat)) from galat


class EnumField(SelectField):
    """Choice of an enum's members; ``kosong`` adds an empty choice whose value is None."""

    def __init__(
        self,
        label: str | None = None,
        validators: Sequence[Any] | None = None,
        *,
        enum: type[Enum],
        kosong: str | None = None,
        **kwargs: Any,
    ) -> None:
        self.enum, self.kosong = enum, kosong
        pilihan = [(m.value, getattr(m, "label", str(m.value))) for m in enum]
        super().__init__(
            label,
            validators,
            choices=[SelectChoice(v, t) for v, t in ([("", kosong)] if kosong is not None else []) + pilihan],
            coerce=self._ubah,
            **kwargs,
        )

    def _ubah(self, nilai: Any) -> Enum | None:
        if nilai in (None, ""):
            return None
        return nilai if isinstance(nilai, self.enum) else self.enum(nilai)

    def iter_choices(self) -> Any:
        for p in self.choices:
            yield Choice(p.value, p.label, (self.data.value if self.data is not None else "") == p.value, {})

    def pre_validate(self, form: Any) -> None:
        # A request that leaves the field out chooses nothing either, unless nothing is one of the choices.
        if self.data is None and (self.kosong is None or (self.raw_data and self.raw_data[0])):
            raise StopValidation(self.gettext("Not a valid choice."))

    def process_formdata(self, valuelist: list[str]) -> None:
        if valuelist:
            try:
                self.data = self._ubah(valuelist[0])
            except ValueError as galat:
                self.data = None
                raise ValueError(self.gettext("Not a valid choice.")) from galat


class KodeField(SelectFieldBase):
    """Choice of a code from (code, label) pairs; an unknown stored code stays choosable, so that saving never loses it."""

    widget = Select()

    def __init__(
        self,
        label: str | None = None,
        validators: Sequence[Any] | None = None,
        *,
        pilihan: Sequence[tuple[str, str]],
        kosong: str | None = None,
        **kwargs: Any,
    ) -> None:
        self.pilihan, self.kosong = list(pilihan), kosong
        super().__init__(label, validators, **kwargs)

    def process_formdata(self, valuelist: list[str]) -> None:
        if valuelist:
            self.data = valuelist[0] or None

    def iter_choices(self) -> Any:
        pilihan = list(self.pilihan)
        if self.data and self.data not in dict(pilihan):
            pilihan.append((self.data, f"{self.data} (tidak dikenal)"))
        if self.kosong is not None:
            pilihan.insert(0, ("", self.kosong))
        for nilai, label in pilihan:
            yield Choice(nilai, label, (self.data or "") == nilai, {})

    def pre_validate(self, form: Any) -> None:
        sah = {*dict(self.pilihan), self.object_data, None}
        if self.data not in sah:
            raise StopValidation(self.gettext("Not a valid choice."))


class YaTidakField(SelectField):
    """A boolean as the manual asks it: Ya or Tidak."""

    def __init__(
        self, label: str | None = None, validators: Sequence[Any] | None = None, *, ya: str = "Ya", tidak: str = "Tidak", **kwargs: Any
    ) -> None:
        super().__init__(
            label, validators, choices=[SelectChoice("ya", ya), SelectChoice("tidak", tidak)], coerce=lambda v: v in (True, "ya"), **kwargs
        )

    def iter_choices(self) -> Any:
        for p in self.choices:
            yield Choice(p.value, p.label, bool(self.data) == (p.value == "ya"), {})

    def pre_validate(self, form: Any) -> None:
        if self.raw_data and self.raw_data[0] not in ("ya", "tidak"):
            raise StopValidation(self.gettext("Not a valid choice."))


@dataclass(frozen=True, slots=True)
class Kartu:
    """A choice that needs more than a word: what it is, what tells it apart, and what follows from it."""

    judul: str
    rincian: Sequence[str] = ()
    judul_akibat: str = ""
    akibat: Sequence[str] = ()
    halangan: Sequence[str] = ()
    """Why it cannot be chosen; empty when it can."""


class KartuField(RadioField):
    """Radio buttons as cards. ``kartu`` maps the value of each choice to what its card says; a request sets it."""

    kartu: Mapping[str, Kartu]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self.kartu = {}
        super().__init__(*args, **kwargs)

    def pasang(self, kartu: Mapping[str, Kartu], *, baru: bool) -> None:
        """Show these cards; a choice that cannot be made is not the one that is preset."""
        self.kartu = kartu
        bisa = [v for v, k in kartu.items() if not k.halangan]
        if baru and self.data not in bisa:
            self.data = bisa[0] if bisa else None


class LookupField(IntegerField):
    """The id of another record, chosen through a look-up of ``services.pencarian``.

    Never renders all records; an id that is not in the actor's instansi is refused, not turned into NULL. Without
    script a text field and *Cari* fetch the choices (``hasil_cari``).
    """

    def __init__(
        self, label: str | None = None, validators: Sequence[Any] | None = None, *, lookup: str, placeholder: str = "", **kwargs: Any
    ) -> None:
        self.lookup = lookup
        self.placeholder = placeholder
        self.url_lookup = f"/admin/lookup/{lookup}/"
        self.pilihan_sekarang: list[tuple[int, str]] = []
        self.hasil_cari: list[tuple[int, str]] = []
        super().__init__(label, validators, **kwargs)

    def usulkan(self, konteks: Konteks, id: int) -> None:
        """Preset a choice that the reader may change."""
        self.data = id
        self.siapkan(konteks, None)

    @property
    def nama_cari(self) -> str:
        return f"{self.name}_cari"

    def siapkan(self, konteks: Konteks, formdata: Any) -> None:
        """Fetch the text of the present choice, and the hits of the script-less search."""
        self._konteks = konteks
        if self.data is not None and (teks := pencarian.teks(konteks, self.lookup, self.data)):
            self.pilihan_sekarang = [(self.data, teks)]
        kata = formdata.get(self.nama_cari, "") if formdata else ""
        if kata:
            self.hasil_cari = pencarian.cari(konteks, self.lookup, kata)

    def process_formdata(self, valuelist: list[str]) -> None:
        teks = valuelist[0].strip() if valuelist else ""
        if not teks:
            self.data = None
            return
        if not (teks.isascii() and teks.isdigit() and len(teks) <= 18):
            self.data = None
            raise ValueError("Pilih dari daftar.")
        self.data = int(teks)

    def pre_validate(self, form: Any) -> None:
        if self.data is not None and not self.pilihan_sekarang:
            raise StopValidation("Pilihan ini tidak ditemukan di instansi Anda; pilih dari daftar.")
