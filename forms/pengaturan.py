"""The form of Pengaturan: terms of keberatan and thresholds of the distribution of predikat."""

from __future__ import annotations

from typing import Any

from wtforms import FileField, IntegerField
from wtforms.validators import InputRequired, NumberRange

from forms.dasar import Formulir, VersiField, YaTidakField


class BilanganField(IntegerField):
    """A small whole number; what is no number is refused in words that say so."""

    def process_formdata(self, valuelist: list[str]) -> None:
        teks = valuelist[0].strip() if valuelist else ""
        self.data = int(teks) if teks.isascii() and teks.isdigit() and len(teks) < 6 else None
        if teks and self.data is None:
            raise ValueError("Isi dengan angka bulat, tanpa koma atau satuan.")


def _bilangan(label: str, bawah: int, atas: int, apa: str, petunjuk: str) -> Any:
    pesan = f"Isi {apa} antara {bawah} dan {atas}."
    return BilanganField(label, [InputRequired(), NumberRange(bawah, atas, pesan)], description=petunjuk)


class PengaturanForm(Formulir):
    keberatan_pengajuan_hari = _bilangan(
        "Batas pengajuan keberatan (hari)", 1, 365, "jumlah hari", "Sejak hasil penilaian diberikan. Peraturan menyebut 14 hari."
    )
    keberatan_putusan_hari = _bilangan(
        "Batas putusan keberatan (hari)", 1, 365, "jumlah hari", "Sejak keberatan diajukan; sesudahnya keberatan menjadi Terlambat."
    )
    keberatan_hari_kerja = YaTidakField(
        "Batas keberatan dihitung dalam",
        ya="Hari kerja",
        tidak="Hari kalender",
        description="Hari kerja tidak menghitung Sabtu, Minggu, dan hari libur instansi.",
    )
    distribusi_terbanyak = _bilangan(
        "Predikat utama paling banyak (%)", 1, 100, "persentase", "Sangat Baik pada capaian Istimewa, dan Baik pada capaian Baik."
    )
    distribusi_sedikitnya = _bilangan(
        "Predikat utama paling sedikit (%)", 1, 100, "persentase", "Pada capaian Butuh Perbaikan, Kurang, dan Sangat Kurang."
    )
    distribusi_pendamping = _bilangan(
        "Predikat pendamping paling sedikit (%)",
        0,
        100,
        "persentase",
        "Yang harus ada di samping predikat utama pada capaian Kurang dan Sangat Kurang.",
    )
    distribusi_sangat_baik_maks = _bilangan(
        "Sangat Baik paling banyak (%)", 0, 100, "persentase", "Pada capaian Butuh Perbaikan dan Kurang."
    )
    distribusi_tim_kecil = _bilangan(
        "Tim kecil: kurang dari (orang)", 1, 100, "jumlah orang", "Di bawah jumlah ini pola dalam persen tidak dipakai."
    )
    versi = VersiField()


class LambangForm(Formulir):
    lambang = FileField("Berkas lambang", [InputRequired()], description="Gambar PNG atau JPEG, paling besar 500 KB.")
    versi = VersiField()
