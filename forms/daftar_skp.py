"""Forms of *Daftar SKP*: a new SKP, and what a Draft holds."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from wtforms import DateField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional, StopValidation

from domain.berakhlak import NilaiBerakhlak
from domain.kelengkapan import perlu_aspek, perlu_perspektif, perlu_target
from domain.skp import Aspek, JenisRhk, LingkupRhk, ModelSkp, Pendekatan, Perspektif
from forms.dasar import EnumField, Formulir, KodeField, TeksField, VersiField

TEKS_MAKS = 2_000


class ParagrafField(TextAreaField):
    """Some lines of text: no control characters, no white space at the end of a line, at most one empty line at a time."""

    def __init__(self, label: str | None = None, validators: Sequence[Any] | None = None, *, baris: int = 3, **kwargs: Any) -> None:
        super().__init__(label, validators, render_kw={"rows": baris, **kwargs.pop("render_kw", {})}, **kwargs)

    def process_formdata(self, valuelist: list[str]) -> None:
        if valuelist:
            bersih = "".join(a for a in valuelist[0].replace("\r\n", "\n").replace("\t", " ") if a.isprintable() or a == "\n")
            baris = [" ".join(b.split()) for b in bersih.split("\n")]
            self.data = "\n".join(b for n, b in enumerate(baris) if b or (n and baris[n - 1])).strip()

    def pre_validate(self, form: Any) -> None:
        # As in TeksField: white space only is nothing once it is trimmed.
        if not self.data and any(isinstance(v, InputRequired) for v in self.validators):
            raise StopValidation(self.gettext("This field is required."))


class SkpForm(Formulir):
    """*Tambah Periode SKP*. ``tempat`` is one of the choices given: his own unor, or a PLT/PLH. ``tahun``: the years that have a Periode."""

    tempat = KodeField(
        "Jabatan dan unit kerja",
        [InputRequired()],
        pilihan=(),
        description="Jabatan Anda sendiri, atau jabatan PLT/PLH yang tercatat atas nama Anda.",
    )
    awal = DateField("Tanggal awal", [InputRequired()])
    akhir = DateField("Tanggal akhir", [InputRequired()])
    pendekatan = EnumField(
        "Pendekatan",
        enum=Pendekatan,
        description="Kuantitatif: setiap indikator mempunyai target tersendiri. Kualitatif: ukuran dan target ditulis dalam satu kalimat.",
    )

    def __init__(self, *args: Any, tempat: Sequence[tuple[str, str]], tahun: Sequence[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.tempat.pilihan = list(tempat)
        ada = f"Tahun yang sudah mempunyai periode: {', '.join(map(str, tahun))}." if tahun else ""
        self.akhir.description = f"Satu SKP berada dalam satu tahun. {ada}".strip()
        for isian in (self.awal, self.akhir) if tahun else ():
            isian.render_kw = {"min": f"{min(tahun):04}-01-01", "max": f"{max(tahun):04}-12-31"}


class RhkForm(Formulir):
    """``intervensi``: the leader's RHK to choose from; None for the form that has no such column."""

    jenis = EnumField("Jenis RHK", enum=JenisRhk, description="Utama: hasil kerja pokok jabatan. Tambahan: tugas di luar itu.")
    lingkup = EnumField("Lingkup", enum=LingkupRhk)
    intervensi_id = KodeField("RHK pimpinan yang diintervensi", [Optional()], pilihan=(), kosong="Tidak ada")
    teks = ParagrafField("Rencana Hasil Kerja", [InputRequired(), Length(max=TEKS_MAKS)])
    versi = VersiField()

    def __init__(self, *args: Any, intervensi: Sequence[tuple[str, str]] | None, keterangan: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.intervensi_id.pilihan = list(intervensi or ())
        self.intervensi_id.description = keterangan
        if isinstance(self.intervensi_id.data, int):
            self.intervensi_id.data = str(self.intervensi_id.data)
        if intervensi is None:
            del self.intervensi_id

    def nilai(self) -> dict[str, Any]:
        isi = super().nilai()
        terpilih = isi.get("intervensi_id")
        return {**isi, "intervensi_id": int(terpilih) if terpilih else None}


class IndikatorForm(Formulir):
    """``aspek``, ``perspektif`` and ``target`` as the form of the SKP has them."""

    aspek = EnumField("Aspek", enum=Aspek, kosong="Pilih aspek")
    perspektif = EnumField("Perspektif", enum=Perspektif, kosong="Pilih perspektif")
    teks = ParagrafField("Indikator Kinerja Individu", [InputRequired(), Length(max=TEKS_MAKS)])
    target = TeksField("Target", [Length(max=500)], description="Jumlah dan satuannya, misalnya 12 laporan.")
    versi = VersiField()

    def __init__(self, *args: Any, model: ModelSkp, pendekatan: Pendekatan, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not perlu_aspek(model, pendekatan):
            del self.aspek
        if not perlu_perspektif(model, pendekatan):
            del self.perspektif
        for nama in ("aspek", "perspektif"):
            if nama in self:
                self._wajibkan(nama)
        if perlu_target(pendekatan):
            self._wajibkan("target")
        else:
            del self.target
            self.teks.label.text = "Ukuran keberhasilan/Indikator Kinerja Individu, dan Target"

    def _wajibkan(self, nama: str) -> None:
        self[nama].validators = [InputRequired(), *self[nama].validators]
        self[nama].flags.required = True


class LampiranForm(Formulir):
    teks = ParagrafField("Isi", [InputRequired(), Length(max=TEKS_MAKS)])
    versi = VersiField()


class SalinForm(Formulir):
    """The earlier SKP to copy from; its choices are the pegawai's own."""

    dari = KodeField("SKP yang disalin", [InputRequired()], pilihan=())

    def __init__(self, *args: Any, pilihan: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.dari.pilihan = list(pilihan)


class PerilakuForm(Formulir):
    """One field for each of the seven values, each with the version of its row (0: none yet)."""

    kunci: ClassVar[tuple[NilaiBerakhlak, ...]] = tuple(NilaiBerakhlak)

    def isi(self) -> dict[NilaiBerakhlak, tuple[int, str]]:
        """Value → (version shown, words), as the service takes them."""
        return {n: (self[f"versi_{n.value}"].data or 0, self[n.value].data or "") for n in self.kunci if self[n.value].raw_data}


for _n in NilaiBerakhlak:
    setattr(
        PerilakuForm,
        _n.value,
        ParagrafField(f"{_n.nomor}. {_n.label}", [Optional(), Length(max=TEKS_MAKS)], baris=2, description=f"{'; '.join(_n.panduan)}."),
    )
    setattr(PerilakuForm, f"versi_{_n.value}", VersiField(default=0))
