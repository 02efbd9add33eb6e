"""Indonesian messages of WTForms, which ships none."""

from __future__ import annotations

PESAN = {
    "This field is required.": "Bagian ini wajib diisi.",
    "Not a valid integer value.": "Isi dengan angka bulat.",
    "Not a valid decimal value.": "Isi dengan angka.",
    "Not a valid float value.": "Isi dengan angka.",
    "Not a valid date value.": "Isi tanggal yang ada di kalender.",
    "Not a valid datetime value.": "Isi tanggal dan jam yang ada di kalender.",
    "Not a valid choice.": "Pilih dari daftar.",
    "Not a valid choice": "Pilih dari daftar.",
    "Invalid Choice: could not coerce.": "Pilih dari daftar.",
    "Choices cannot be None.": "Daftar pilihan kosong.",
    "Invalid input.": "Isian tidak dapat dibaca.",
    "Field must be at least %(min)d character long.": "Sedikitnya %(min)d huruf.",
    "Field must be at least %(min)d characters long.": "Sedikitnya %(min)d huruf.",
    "Field cannot be longer than %(max)d character.": "Paling banyak %(max)d huruf.",
    "Field cannot be longer than %(max)d characters.": "Paling banyak %(max)d huruf.",
    "Field must be exactly %(max)d character long.": "Harus tepat %(max)d huruf.",
    "Field must be exactly %(max)d characters long.": "Harus tepat %(max)d huruf.",
    "Field must be between %(min)d and %(max)d characters long.": "Antara %(min)d dan %(max)d huruf.",
    "Number must be at least %(min)s.": "Sedikitnya %(min)s.",
    "Number must be at most %(max)s.": "Paling banyak %(max)s.",
    "Number must be between %(min)s and %(max)s.": "Antara %(min)s dan %(max)s.",
    "Field must be equal to %(other_name)s.": "Harus sama dengan isian %(other_name)s.",
    "Invalid email address.": "Alamat surel tidak lengkap.",
    "Invalid URL.": "Alamat tautan tidak lengkap; awali dengan https://",
}


class Terjemahan:
    """What WTForms asks of a translations object."""

    def gettext(self, teks: str) -> str:
        return PESAN.get(teks, teks)

    def ngettext(self, tunggal: str, jamak: str, n: int) -> str:
        return PESAN.get(tunggal if n == 1 else jamak, tunggal if n == 1 else jamak)
