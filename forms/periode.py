"""Forms of Manajemen Periode, with the manual's hints."""

from __future__ import annotations

from typing import Any

from wtforms import FieldList, FormField, HiddenField, IntegerField, RadioField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from domain.periode import PANJANG_NAMA, TAHUN_TERAKHIR, TAHUN_TERAWAL, JenisPeriode, PolaPeriode, RencanaPeriode, TipePeriode
from forms.dasar import BulanHariField, EnumField, Formulir, TeksField, VersiField

CONTOH = "(Ex. 31 Desember menjadi 12-31)"
TAHUN = NumberRange(TAHUN_TERAWAL, TAHUN_TERAKHIR, f"Isi tahun antara {TAHUN_TERAWAL} dan {TAHUN_TERAKHIR}.")


class PeriodeForm(Formulir):
    nama = TeksField("Nama", [InputRequired(), Length(max=PANJANG_NAMA)], description="Nama periode yang akan dibuat.")
    awal = BulanHariField("Periode Awal", [InputRequired()], description=f"Periode Awal diisi dalam format mm-dd {CONTOH}.")
    akhir = BulanHariField("Periode Akhir", [InputRequired()], description=f"Periode Akhir diisi dalam format mm-dd {CONTOH}.")
    batas = BulanHariField(
        "Batas Pengisian",
        [InputRequired()],
        description=f"Batas Pengisian diisi dalam format mm-dd {CONTOH}. Batas yang lebih awal dalam kalender daripada Periode Akhir berarti tahun berikutnya.",
    )
    jenis = EnumField("Jenis Periode", enum=JenisPeriode, description="Pilih Final untuk periode penilaian akhir; selain itu pilih -.")
    tahun = IntegerField("Tahun", [Optional(), TAHUN], description="Kosongkan bila berlaku setiap tahun.")
    tipe = EnumField("Tipe Periodik", enum=TipePeriode)
    angka = IntegerField(
        "Angka Periodik",
        [Optional(), NumberRange(1, 366, "Isi angka 1 sampai 366.")],
        description="Urutan periode dalam setahun, misalnya 1 untuk Januari. Kosongkan pada periode Final.",
    )
    versi = VersiField()

    def nilai(self) -> dict[str, Any]:
        isi = super().nilai()
        if isi["jenis"] is JenisPeriode.FINAL:
            isi["angka"] = None
        return isi


class PolaForm(Formulir):
    """What a year is generated from; read from the address."""

    tahun = IntegerField("Tahun", [InputRequired(), TAHUN])
    pola = RadioField("Pola penilaian", [InputRequired()])
    hari_batas = IntegerField("Batas pengisian", [InputRequired(), NumberRange(0, 180)], default=5)
    hari_batas_final = IntegerField("Batas periode final", [InputRequired(), NumberRange(0, 180)], default=31)

    def __init__(self, *args: Any, pilihan: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.pola.choices = [SelectChoice(v, t) for v, t in pilihan]


PILIHAN_POLA = [(p.value, p.label) for p in PolaPeriode]


class BarisPeriodeForm(Formulir):
    """One row of the preview; its tipe, angka and jenis come from the pattern."""

    nama = TeksField("Nama", [InputRequired(), Length(max=PANJANG_NAMA)])
    awal = BulanHariField("Periode Awal", [InputRequired()])
    akhir = BulanHariField("Periode Akhir", [InputRequired()])
    batas = BulanHariField("Batas Pengisian", [InputRequired()])
    jenis = EnumField("Jenis Periode", enum=JenisPeriode)
    tipe = EnumField("Tipe Periodik", enum=TipePeriode)
    angka = HiddenField("Angka Periodik")

    def rencana(self, tahun: int) -> RencanaPeriode:
        teks = self.angka.data or ""
        angka = int(teks) if teks.isascii() and teks.isdigit() and len(teks) < 4 else None
        jenis = self.jenis.data
        return RencanaPeriode(
            nama=self.nama.data,
            awal=self.awal.data,
            akhir=self.akhir.data,
            batas=self.batas.data,
            jenis=jenis,
            tipe=self.tipe.data,
            angka=None if jenis is JenisPeriode.FINAL else angka,
            tahun=tahun,
        )


class TahunForm(Formulir):
    """All rows of the preview, saved together."""

    baris = FieldList(FormField(BarisPeriodeForm), max_entries=40)
