"""Forms of Perbaikan data: every field that may have to be corrected, and last the reason."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from wtforms import DateField, DateTimeLocalField, IntegerField, TextAreaField
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from domain.predikat import Rating
from domain.skp import Aspek, JenisRhk, JenisSkp, LingkupRhk, ModelSkp, Pendekatan, Perspektif
from domain.status import StatusKeberatan, StatusSkp
from domain.waktu import Zona
from forms.dasar import EnumField, Formulir, LookupField, TeksField, VersiField

CARI_PEGAWAI = "Ketik sedikitnya 3 huruf nama atau angka NIP"
PANJANG = 5_000


class SaatField(DateTimeLocalField):
    """A moment in the actor's zone, shown to the minute. Left as it was shown, it stays what it is to the second."""

    def __init__(self, *args: Any, _form: Any = None, **kwargs: Any) -> None:
        konteks = getattr(_form, "konteks", None)
        self._zona = konteks.aktor.zona if konteks is not None else Zona.WIB
        super().__init__(*args, format=["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"], _form=_form, **kwargs)

    def _value(self) -> str:
        if self.raw_data:
            return " ".join(self.raw_data)
        return self._tulis(self.data) if self.data is not None else ""

    def _tulis(self, saat: datetime) -> str:
        return saat.astimezone(self._zona.tz).strftime("%Y-%m-%dT%H:%M")

    def process_formdata(self, valuelist: list[str]) -> None:
        teks = valuelist[0].strip() if valuelist else ""
        if not teks:
            self.data = None
        elif self.object_data is not None and teks == self._tulis(self.object_data):
            self.data = self.object_data
        else:
            super().process_formdata([teks])
            self.data = self.data.replace(tzinfo=self._zona.tz) if self.data is not None else None


class PanjangField(TextAreaField):
    """Several lines of text, trimmed; nothing is None where it is optional."""

    def process_formdata(self, valuelist: list[str]) -> None:
        if valuelist:
            teks = valuelist[0].replace("\r\n", "\n").strip()
            self.data = teks or (None if any(isinstance(v, Optional) for v in self.validators) else "")


def _alasan() -> PanjangField:
    return PanjangField(
        "Alasan perbaikan", [InputRequired("Alasan wajib diisi."), Length(max=1_000)],
        description="Tercatat di Jejak audit bersama setiap perubahan, misalnya nomor tiket atau permintaan instansi.",
    )  # fmt: skip


def _pegawai(label: str, wajib: bool = False) -> LookupField:
    return LookupField(label, [InputRequired() if wajib else Optional()], lookup="pegawai", placeholder=CARI_PEGAWAI)


def _rating(label: str, kosong: str | None = None) -> EnumField:
    return EnumField(label, enum=Rating, kosong=kosong)


# Made before the fields of the forms below, so that they stand first.
SKP_INDUK = LookupField("SKP", [InputRequired()], lookup="skp", placeholder="Ketik NIP atau nama pegawainya")
RHK_INDUK = LookupField("Rencana Hasil Kerja", [InputRequired()], lookup="rhk", placeholder="Ketik NIP atau nama pemilik RHK")
PENILAIAN_INDUK = LookupField("Penilaian", [InputRequired()], lookup="penilaian", placeholder="Ketik NIP atau nama pegawainya")


class PerbaikanSkpForm(Formulir):
    status = EnumField("Status", enum=StatusSkp, description="Waktu pengajuan dan persetujuan menyesuaikan bila status diganti.")
    pegawai_id = _pegawai("Pegawai yang Dinilai", wajib=True)
    jenis = EnumField("Jenis", enum=JenisSkp)
    awal = DateField("Tanggal awal", [InputRequired()])
    akhir = DateField("Tanggal akhir", [InputRequired()])
    unor_id = LookupField("Unit Kerja", [InputRequired()], lookup="unor", placeholder="Ketik sedikitnya 3 huruf nama unor")
    jabatan = TeksField("Jabatan", [InputRequired(), Length(max=250)])
    model = EnumField("Model", enum=ModelSkp)
    pendekatan = EnumField("Pendekatan", enum=Pendekatan)
    penilai_id = _pegawai("Pejabat Penilai Kinerja")
    atasan_id = _pegawai("Atasan Pejabat Penilai Kinerja")
    diajukan = SaatField("Waktu pengajuan", [Optional()])
    disetujui = SaatField("Waktu persetujuan", [Optional()])
    catatan_kembali = PanjangField("Alasan dikembalikan", [Optional(), Length(max=PANJANG)])
    alasan_perbaikan = _alasan()
    versi = VersiField()


class PerbaikanRhkForm(Formulir):
    teks = PanjangField("Rencana Hasil Kerja", [InputRequired(), Length(max=PANJANG)])
    jenis = EnumField("Jenis RHK", enum=JenisRhk)
    lingkup = EnumField("Lingkup", enum=LingkupRhk)
    intervensi_id = LookupField(
        "RHK pimpinan yang diintervensi", [Optional()], lookup="rhk", placeholder="Ketik NIP atau nama pimpinan pemilik RHK",
        description="Bila diganti, kata-katanya disalin dari RHK pimpinan yang dipilih.",
    )  # fmt: skip
    urut = IntegerField("Nomor urut", [InputRequired(), NumberRange(1, 999)])
    alasan_perbaikan = _alasan()
    versi = VersiField()


class PerbaikanIndikatorForm(Formulir):
    teks = PanjangField("Indikator Kinerja Individu", [InputRequired(), Length(max=PANJANG)])
    target = TeksField("Target", [Length(max=500)])
    aspek = EnumField("Aspek", enum=Aspek, kosong="-", description="Untuk SKP model JA/JF.")
    perspektif = EnumField("Perspektif", enum=Perspektif, kosong="-", description="Untuk SKP model JPT.")
    urut = IntegerField("Nomor urut", [InputRequired(), NumberRange(1, 999)])
    alasan_perbaikan = _alasan()
    versi = VersiField()


class PerbaikanPenilaianForm(Formulir):
    hasil = _rating("Rating Hasil Kerja", "Belum dinilai")
    perilaku = _rating("Rating Perilaku Kerja", "Belum dinilai")
    catatan = PanjangField("Catatan/Rekomendasi", [Optional(), Length(max=PANJANG)])
    dinilai = SaatField("Waktu penilaian", [Optional()], description="Bila rating diganti dan waktu ini dibiarkan, waktu menjadi sekarang.")
    dibuka_sampai = DateField("Pengisian dibuka sampai", [Optional()])
    periode_id = LookupField("Periode", [InputRequired()], lookup="periode", placeholder="Ketik sedikitnya 3 huruf nama periode")
    alasan_perbaikan = _alasan()
    versi = VersiField()


class PerbaikanKeberatanForm(Formulir):
    status = EnumField("Status", enum=StatusKeberatan)
    penilai_id = _pegawai("Pejabat Penilai Kinerja")
    atasan_id = _pegawai("Atasan Pejabat Penilai Kinerja")
    waktu_pengajuan = SaatField("Waktu Pengajuan", [InputRequired()])
    waktu_cek = SaatField("Waktu Pertama kali Di Check Oleh Atasan", [Optional()])
    waktu_respon = SaatField("Waktu Di Respon / Di Klaim", [Optional()])
    batas_putusan = DateField("Batas putusan", [InputRequired()])
    alasan = PanjangField("Alasan Mengajukan Keberatan", [InputRequired(), Length(max=PANJANG)])
    penjelasan = PanjangField("Penjelasan Pejabat Penilai Kinerja atas Keberatan", [Optional(), Length(max=PANJANG)])
    keputusan = PanjangField("Keputusan dan Rekomendasi Atasan Pejabat Penilai Kinerja", [Optional(), Length(max=PANJANG)])
    sebelum_hasil = _rating("Hasil Kerja sebelum keberatan")
    sebelum_perilaku = _rating("Perilaku Kerja sebelum keberatan")
    diminta_hasil = _rating("Hasil Kerja permintaan pegawai")
    diminta_perilaku = _rating("Perilaku Kerja permintaan pegawai")
    sesudah_hasil = _rating("Hasil Kerja sesudah keberatan", "Belum diputus")
    sesudah_perilaku = _rating("Perilaku Kerja sesudah keberatan", "Belum diputus")
    alasan_perbaikan = _alasan()
    versi = VersiField()


class TambahSkpForm(PerbaikanSkpForm):
    versi = None


class TambahRhkForm(PerbaikanRhkForm):
    skp_id = SKP_INDUK
    urut = versi = None


class TambahIndikatorForm(PerbaikanIndikatorForm):
    rhk_id = RHK_INDUK
    urut = versi = None


class TambahPenilaianForm(PerbaikanPenilaianForm):
    skp_id = SKP_INDUK
    versi = None


class TambahKeberatanForm(PerbaikanKeberatanForm):
    """The people and the ratings before it come from the SKP and the Penilaian."""

    penilaian_id = PENILAIAN_INDUK
    penilai_id = atasan_id = sebelum_hasil = sebelum_perilaku = versi = None
    batas_putusan = DateField("Batas putusan", [Optional()], description="Bila dikosongkan, dihitung dari hari ini menurut Pengaturan.")
