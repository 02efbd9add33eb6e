"""Input Data JPT Non ASN (manual 2.5, Gambar 2.21–2.33): what an entry must hold, and the steps in SIASN where it is typed in by hand."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from enum import Enum
from typing import Any

from domain.jabatan import JenisJabatan
from domain.nama import normalkan
from domain.nip import JenisNomorInduk, NomorIndukSalah, parse
from domain.tanggal import panjang

UKURAN_MAKS = 1_048_576
"""Bytes of *Dokumen SK Jabatan*: the manual's 1 MB."""
KOLOM = (
    *("nik", "nama", "tempat_lahir", "tanggal_lahir", "jenis_kelamin", "email", "instansi_induk", "instansi_kerja", "unor_id", "jabatan"),
    *("tanggal_sk", "nomor_sk", "tmt_mulai", "tmt_henti", "tanggal_sk_pemberhentian", "eselon"),
)
"""The manual's fields in its order (Gambar 2.27); the seventeenth is the document."""
BOLEH_KOSONG = frozenset({"tmt_henti", "tanggal_sk_pemberhentian"})
"""The two without a star."""
KELAMIN = {"L": "Laki-laki", "P": "Perempuan"}
ESELON_BAWAAN = "99"
"""*NON*, as the manual's example has it."""
LAMA_SINKRO = timedelta(hours=48)
"""*Tunggu sinkronisasi data hingga 2x24 jam* (manual 2.5 j)."""
USIA_MINIMAL = 17

_EMAIL = re.compile(r"[^@\s,;<>]{1,64}@[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?(?:\.[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?)+")

ALAMAT_SIASN = "https://siasn.bkn.go.id"
"""Where the manual says SIASN is."""
LANGKAH = (
    "Buka SIASN dengan akun admin SIASN Instansi, lalu pilih SIASN INSTANSI.",
    "Masuk dengan NIP dan kata sandi pada MySAPK.",
    "Pilih menu Layanan Peremajaan Operator, kemudian klik Input Data JPT Non ASN.",
    "Klik Mulai Input Data.",
    "Isi data pada Langkah 1 menurut lembar ini. Kolom bertanda (*) wajib diisi; pastikan setiap kolom menunjukkan tanda centang hijau.",
    "Unggah Dokumen SK Jabatan (.pdf, paling besar 1 MB), lalu klik Selanjutnya.",
    "Pada Langkah 2, tab Preview Data, periksa data yang telah diisikan.",
    "Pada tab Preview Dok, periksa dokumennya. Bila data dan dokumen sudah sesuai, klik Simpan.",
    "Untuk mengecek, pilih menu Layanan Profile ASN, kemudian klik Profile Pegawai PPT Non-ASN.",
    "Masukkan NIK, lalu tunggu sinkronisasi data hingga 2x24 jam supaya data dapat diakses dari e-Kinerja.",
)
"""The manual's steps a to j, for whoever types the data into SIASN himself."""


def periksa(isi: Mapping[str, Any], hari_ini: date) -> dict[str, str]:
    """Errors by column of KOLOM; {} when the entry is complete. The document is checked where its bytes are."""
    galat = {k: "Bagian ini wajib diisi." for k in KOLOM if k not in BOLEH_KOSONG and not isi.get(k)}
    galat |= {k: p for k, p in (("nik", _nik(isi.get("nik"))), ("email", _email(isi.get("email")))) if p}
    if isi.get("jenis_kelamin") and isi["jenis_kelamin"] not in KELAMIN:
        galat["jenis_kelamin"] = "Pilih Laki-laki atau Perempuan."
    return {**_tanggal(isi, hari_ini), **galat}


def _nik(nik: str | None) -> str | None:
    if not nik:
        return None
    try:
        parse(nik, JenisNomorInduk.NIK)
    except NomorIndukSalah as salah:
        return str(salah)
    return None


def _email(email: str | None) -> str | None:
    if not email or (_EMAIL.fullmatch(email) and ".." not in email):
        return None
    return "Isi alamat email yang lengkap, misalnya nama@contoh.go.id."


def _tanggal(isi: Mapping[str, Any], hari_ini: date) -> dict[str, str]:
    lahir, sk, mulai, henti, sk_henti = (
        isi.get(k) for k in ("tanggal_lahir", "tanggal_sk", "tmt_mulai", "tmt_henti", "tanggal_sk_pemberhentian")
    )
    galat: dict[str, str] = {}
    if lahir and (lahir.year < 1900 or lahir.year + USIA_MINIMAL > hari_ini.year):
        galat["tanggal_lahir"] = "Isi tanggal lahir yang benar."
    if sk and sk > hari_ini:
        galat["tanggal_sk"] = "Tanggal SK Jabatan belum tiba. Periksa kembali."
    if lahir and sk and sk <= lahir:
        galat["tanggal_sk"] = "Tanggal SK Jabatan harus sesudah Tanggal Lahir."
    if lahir and mulai and mulai <= lahir:
        galat["tmt_mulai"] = "TMT Mulai Jabatan harus sesudah Tanggal Lahir."
    if mulai and henti and henti < mulai:
        galat["tmt_henti"] = "TMT Henti Jabatan mendahului TMT Mulai Jabatan."
    if sk and sk_henti and sk_henti < sk:
        galat["tanggal_sk_pemberhentian"] = "Tanggal SK Pemberhentian mendahului Tanggal SK Jabatan."
    return galat


def peringatan(isi: Mapping[str, Any], hari_ini: date) -> list[str]:
    """What looks odd and is no error: a NIK is never refused for its date, and an office may be over."""
    hasil: list[str] = []
    try:
        nomor = parse(isi.get("nik") or "", JenisNomorInduk.NIK)
    except NomorIndukSalah:
        return hasil
    hasil += nomor.peringatan
    lahir, kelamin, henti = isi.get("tanggal_lahir"), isi.get("jenis_kelamin"), isi.get("tmt_henti")
    if nomor.tanggal_lahir and lahir and nomor.tanggal_lahir != lahir:
        hasil.append(
            f"Tanggal lahir menurut NIK {panjang(nomor.tanggal_lahir)}, sedangkan yang diisikan {panjang(lahir)}. Periksa kembali."
        )
    if nomor.jenis_kelamin and kelamin in KELAMIN and nomor.jenis_kelamin != kelamin:
        hasil.append(f"Jenis kelamin menurut NIK {KELAMIN[nomor.jenis_kelamin]}, sedangkan yang diisikan {KELAMIN[kelamin]}.")
    if henti and henti < hari_ini:
        hasil.append(f"Masa jabatannya sudah berakhir pada {panjang(henti)}. Periksa kembali.")
    return hasil


# --- Adding him ---


class Asal(Enum):
    """Whose official somebody is, as far as SIASN's answer tells."""

    INI = "ini"
    LAIN = "lain"
    TAK_PASTI = "tak_pasti"


_BAKU = {"kab": "kabupaten", "pemkab": "kabupaten", "pemkot": "kota", "prov": "provinsi", "pemprov": "provinsi", "kem": "kementerian"}


def nama_instansi(nama: str | None) -> str:
    """A name of an instansi for comparing: ``Pemerintah Kab. Contoh``, ``PEMKAB CONTOH`` and ``Kabupaten Contoh`` are one."""
    return " ".join(_BAKU.get(k, k) for k in normalkan(nama or "").split() if k not in ("pemerintah", "pem"))


def asal(kita: str, id_kita: str | None, nama: Iterable[str | None], id: Iterable[str | None]) -> Asal:
    """Whether one of the instansi that SIASN names (induk, kerja) is ours. Ids decide; a name can only agree, since it may be spelt anyhow."""
    ids = {i.casefold() for i in id if i}
    if id_kita and ids:
        return Asal.INI if id_kita.casefold() in ids else Asal.LAIN
    return Asal.INI if nama_instansi(kita) in {nama_instansi(n) for n in nama if n} else Asal.TAK_PASTI


_DEPAN = r"(?:(?:pj|plt|plh|pjs|penjabat|pelaksana (?:tugas|harian)|sementara)\b\.?\s*)*"
_BUKAN_PEMIMPIN = re.compile(_DEPAN + r"(?:staf|wakil|tenaga|ajudan|penasihat|juru bicara|asisten pribadi|pendamping)\b", re.I)
_PEMIMPIN = re.compile(
    _DEPAN + r"(?:kepala|bupati|wali ?kota|gubernur|menteri|ketua|pimpinan|direktur|sekretaris|inspektur|rektor|camat|lurah)\b", re.I
)


def jenis_jabatan_lazim(jabatan: str, *, ada_pimpinan: bool) -> JenisJabatan:
    """What to propose: by the title where it tells, else pimpinan of a unor that nobody leads."""
    if _BUKAN_PEMIMPIN.match(jabatan.strip()):
        return JenisJabatan.PEGAWAI
    return JenisJabatan.PIMPINAN if _PEMIMPIN.match(jabatan.strip()) or not ada_pimpinan else JenisJabatan.PEGAWAI


# --- Waiting for SIASN ---


def lewat_waktu(disimpan: datetime | None, kini: datetime) -> bool:
    """Whether SIASN has had its two days since the entry was handed in."""
    return disimpan is not None and kini - disimpan > LAMA_SINKRO


JEDA_PERIKSA = timedelta(hours=3)
JEDA_LAMA = timedelta(days=1)
BATAS_RAJIN = timedelta(days=3)


def perlu_diperiksa(disimpan: datetime | None, diperiksa: datetime | None, kini: datetime) -> bool:
    """Whether SIASN is to be asked again by itself: every three hours in the first days, afterwards once a day."""
    if diperiksa is None:
        return True
    jeda = JEDA_PERIKSA if disimpan is not None and kini - disimpan <= BATAS_RAJIN else JEDA_LAMA
    return kini - diperiksa >= jeda
