"""Forms of *Cetak SKP Pegawai*, with the manual's labels (2.5): of one SKP, and of many."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from wtforms import DateField, SelectField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, Optional, StopValidation

from domain.dokumen_skp import PANJANG_ANCHOR, BentukBerkas, JenisDokumen, periksa_tanggal
from forms.dasar import Formulir, KodeField, TeksField

_PETUNJUK_ANCHOR = "Isi, {}, bila dokumen ditandatangani secara elektronik. Kosongkan bila tanda tangan basah."
_OPSIONAL = " (OPSIONAL)"
"""Part of the manual's label; the shared page of questions says it by itself."""
_PEGAWAI = "ANCHOR PEGAWAI YANG DINILAI (OPSIONAL)"
_PENILAI = "ANCHOR PEJABAT PENILAI KINERJA (OPSIONAL)"


def _jenis() -> SelectField:
    return SelectField("Jenis Dokumen", [InputRequired()], choices=[SelectChoice(j.value, j.label) for j in JenisDokumen])


def _tanggal(label: str, *penguji: Any, **kwargs: Any) -> DateField:
    return DateField(label, [*penguji, TanggalWajar()], **kwargs)


def _anchor(label: str, contoh: str) -> TeksField:
    return TeksField(label, [Optional(), Length(max=PANJANG_ANCHOR)], description=_PETUNJUK_ANCHOR.format(f"misalnya {contoh}"))


class TanggalWajar:
    """A date that a document can bear, by domain.dokumen_skp."""

    def __call__(self, form: Any, field: Any) -> None:
        if field.data is not None and (pesan := periksa_tanggal(field.data, form.konteks.aktor.hari_ini())):
            raise StopValidation(pesan)


class WajibBilaDua:
    """Required on the document that has a date and a place of the penilai; passed over on the others."""

    field_flags: ClassVar[dict[str, bool]] = {"required": True}

    def __call__(self, form: Any, field: Any) -> None:
        if not form.dokumen.dua_tempat:
            field.errors = []
        elif field.data:
            return
        elif not field.errors:
            field.errors = [field.gettext("This field is required.")]
        raise StopValidation


class _PilihDokumen(Formulir):
    """A form whose first question is which document."""

    jenis: Any

    @property
    def dokumen(self) -> JenisDokumen:
        """The chosen document; the first one while the choice makes no sense."""
        return next((j for j in JenisDokumen if j.value == self.jenis.data), JenisDokumen.RENCANA)


class CetakSkpForm(_PilihDokumen):
    """``terlihat`` are the fields of the chosen document; what was typed in the others is carried along hidden."""

    jenis = _jenis()
    periode_id = KodeField("PERIODE", pilihan=())
    tanggal_pegawai = _tanggal("TANGGAL PEGAWAI", InputRequired())
    lokasi_pegawai = TeksField("LOKASI PEGAWAI", [InputRequired(), Length(max=100)])
    anchor_pegawai = _anchor(_PEGAWAI, "@")
    tanggal_penilai = _tanggal("TANGGAL PEJABAT PENILAI KINERJA", WajibBilaDua())
    lokasi_penilai = TeksField("LOKASI PEJABAT PENILAI KINERJA", [WajibBilaDua(), Length(max=100)])
    anchor_penilai = _anchor(_PENILAI, "#")

    def __init__(self, formdata: Any = None, *, periode: Sequence[tuple[str, str]] = (), **kwargs: Any) -> None:
        super().__init__(formdata, **kwargs)
        self.periode_id.pilihan = list(periode)

    def _dipakai(self, isian: Any) -> bool:
        nama = isian.short_name
        return nama != "jenis" and (self.dokumen.berperiode or nama != "periode_id") and (self.dokumen.dua_tempat or nama not in _DUA)

    def terlihat(self) -> list[Any]:
        return [f for f in self if self._dipakai(f)]

    def tersembunyi(self) -> list[tuple[str, str]]:
        return [
            (f.name, f._value() if hasattr(f, "_value") else f.data or "") for f in self if f.short_name != "jenis" and not self._dipakai(f)
        ]


_DUA = frozenset({"tanggal_penilai", "lokasi_penilai"})


class CetakMassalForm(_PilihDokumen):
    """For every chosen SKP alike; an empty place is the Kota of each SKP's own unor.

    All fields stand there, grouped and named; a style sheet that knows :has() hides those of other documents (``pola``).
    """

    pola: ClassVar[str] = "admin/cetak/massal.html"

    jenis = _jenis()
    periode_id = KodeField(
        "PERIODE", pilihan=(), description="Untuk Form Penilaian dan Dokumen Evaluasi Kinerja: periode pada tahun SKP yang dipilih."
    )
    tanggal_pegawai = _tanggal("TANGGAL PEGAWAI", InputRequired())
    lokasi_pegawai = TeksField("LOKASI PEGAWAI", [Optional(), Length(max=100)], description="Kosongkan untuk memakai Kota unor setiap SKP.")
    anchor_pegawai = _anchor(_PEGAWAI.removesuffix(_OPSIONAL), "@")
    tanggal_penilai = _tanggal("TANGGAL PEJABAT PENILAI KINERJA", WajibBilaDua(), description="Khusus Dokumen Evaluasi Kinerja.")
    lokasi_penilai = TeksField(
        "LOKASI PEJABAT PENILAI KINERJA",
        [Optional(), Length(max=100)],
        description="Khusus Dokumen Evaluasi Kinerja. Kosongkan untuk memakai Kota unor Pejabat Penilai Kinerja setiap SKP.",
    )
    anchor_penilai = _anchor(_PENILAI.removesuffix(_OPSIONAL), "#")
    bentuk = SelectField("Bentuk berkas", [InputRequired()], choices=[SelectChoice(b.value, b.label) for b in BentukBerkas])

    def __init__(self, formdata: Any = None, *args: Any, **kwargs: Any) -> None:
        super().__init__(formdata, *args, **kwargs)
        if not formdata and self.konteks is not None:
            self.tanggal_pegawai.data = self.tanggal_penilai.data = self.konteks.aktor.hari_ini()

    def pasang_periode(self, pilihan: Sequence[tuple[str, str]], bawaan: str | None) -> None:
        """The periods that can be chosen, and the one preset."""
        self.periode_id.pilihan = list(pilihan)
        if bawaan is not None:
            self.periode_id.data = bawaan

    def validate(self, extra_validators: Any = None) -> bool:
        if not self.dokumen.berperiode:
            self.periode_id.data = None  # whatever stands in a field that is not asked for
        return bool(super().validate(extra_validators))

    def validate_periode_id(self, isian: Any) -> None:
        if self.dokumen.berperiode and isian.data is None:
            raise StopValidation(
                "Pilih periode yang dicetak."
                if isian.pilihan
                else "Tahun SKP yang dipilih belum mempunyai periode. Buat dahulu di Manajemen Periode."
            )

    def nilai(self) -> dict[str, Any]:
        isi = super().nilai()
        return isi | {"periode_id": int(isi["periode_id"]) if isi["periode_id"] else None}
