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
    "'%(value)s' is not a valid choice for this field.": "'%(value)s' tidak ada di daftar.",
    "'%(value)s' are not valid choices for this field.": "%(value)s tidak ada di daftar.",
    "Date must be at least %(min)s.": "Paling awal %(min)s.",
    "Date must be at most %(max)s.": "Paling lambat %(max)s.",
    "Date must be between %(min)s and %(max)s.": "Antara %(min)s dan %(max)s.",
    "Invalid IP address.": "Alamat IP tidak lengkap.",
    "Invalid Mac address.": "Alamat MAC tidak lengkap.",
    "Invalid UUID.": "UUID tidak lengkap.",
    "Invalid choice(s): one or more data inputs could not be coerced.": "Pilih dari daftar.",
    "Invalid field name '%s'.": "Isian '%s' tidak dikenal.",
    "Invalid value, can't be any of: %(values)s.": "Tidak boleh salah satu dari: %(values)s.",
    "Invalid value, must be one of: %(values)s.": "Harus salah satu dari: %(values)s.",
    "Not a valid time value.": "Isi jam yang ada, misalnya 08:30.",
    "Not a valid week value.": "Isi minggu yang ada di kalender.",
    "This field cannot be edited.": "Isian ini tidak dapat diubah.",
    "This field is disabled and cannot have a value.": "Isian ini tidak dipakai dan harus kosong.",
    "Invalid URL.": "Alamat tautan tidak lengkap; awali dengan https://",
}


class Terjemahan:
    """What WTForms asks of a translations object."""

    def gettext(self, teks: str) -> str:
        return PESAN.get(teks, teks)

    def ngettext(self, tunggal: str, jamak: str, n: int) -> str:
        return PESAN.get(tunggal if n == 1 else jamak, tunggal if n == 1 else jamak)
