"""What SIASN sends and takes, as frozen records, read defensively.

Almost every field of SIASN may be null, ids are 32 hexadecimal digits or UUIDs, dates are ``dd-mm-yyyy``, booleans ``"1"``/``"0"`` or
``"Y"``/``"N"``, and labels are misspelt: so everything is compared by code. A row that can't be read becomes a GalatBaris with a sentence
for the admin; it never spoils the rows beside it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TypeVar

from domain.jabatan import GOLONGAN, JENJANG, JenisPegawai, jenjang_dari_nama
from domain.nip import JenisNomorInduk, NomorIndukSalah, parse

PANJANG_ID = 42
STRUKTURAL = "1"
"""Jenis jabatan (SIASN): 1 struktural, 2 fungsional tertentu, 3 rangkap, 4 fungsional umum/pelaksana."""
_PPPK = {gol: kode for kode, (gol, pangkat) in GOLONGAN.items() if not pangkat}
_KOSONG = frozenset({"", "-", "null", "none"})


class BarisSalah(ValueError):
    """A row breaks the shape; the message (Indonesian) names the field."""


@dataclass(frozen=True, slots=True)
class GalatBaris:
    """A row that could not be read. ``kunci`` is its NIP or id when that much was readable; ``kode`` groups equal causes."""

    kode: str
    pesan: str
    obat: str = "Perbaiki data ini di SIASN, lalu sinkronkan lagi."
    kunci: str | None = None
    nama: str | None = None


@dataclass(frozen=True, slots=True)
class OrangSiasn:
    """A person as data-utama gives him (the list gives the same keys).

    ``golongan`` is an id of domain.jabatan.GOLONGAN (P1–P17 for PPPK, by its Roman number); an id that we don't know stays as it came.
    ``jenjang`` is a code of domain.jabatan.JENJANG or None; ``kedudukan`` a two-digit code. ``nama`` carries the titles.
    """

    siasn_id: str
    nomor_induk: str
    jenis_nomor: JenisNomorInduk
    nama: str
    jenis_pegawai: JenisPegawai
    unor_id: str
    unor_nama: str | None
    unor_induk_id: str | None
    instansi_kerja_id: str | None
    jenis_jabatan_id: str | None
    jabatan: str
    eselon: str | None
    golongan: str | None
    tmt_golongan: date | None
    jenjang: str | None
    tmt_jabatan: date | None
    kedudukan: str

    @property
    def struktural(self) -> bool:
        """Holds a structural post. Who leads a unor is said by UnorSiasn.pemimpin_id where SIASN fills it."""
        return self.jenis_jabatan_id == STRUKTURAL


@dataclass(frozen=True, slots=True)
class UnorSiasn:
    """A unit of ref-unor. ``atasan_id`` may be unknown, form a circle, or lie below a root: it is handed on as it came."""

    siasn_id: str
    nama: str
    atasan_id: str | None
    induk_id: str | None
    instansi_id: str | None
    eselon: str
    nama_jabatan: str | None
    pemimpin_id: str | None
    aktif: bool
    duplikat: bool


@dataclass(frozen=True, slots=True)
class HalamanPegawai:
    """A page of people. ``kursor_berikut`` None: that was the last page, and the list was complete."""

    orang: Sequence[OrangSiasn]
    galat: Sequence[GalatBaris]
    kursor_berikut: str | None
    total: int | None
    """How many there are in all, where known."""


@dataclass(frozen=True, slots=True)
class HalamanUnor:
    """A page of units. ``berikut`` is the next offset; None: that was the last page, and the list was complete."""

    unor: Sequence[UnorSiasn]
    galat: Sequence[GalatBaris]
    berikut: int | None
    total: int | None
    asing: int = 0
    """Rows of other instansi, left out."""


@dataclass(frozen=True, slots=True)
class Skp22:
    """A stored yearly SKP of rw-skp22."""

    siasn_id: str
    tahun: int
    hasil: int | None
    perilaku: int | None
    kuadran: int | None
    penilai_nip: str | None
    penilai_nama: str | None


@dataclass(frozen=True, slots=True)
class KirimanSkp22:
    """The body of skp22/save. Codes: hasil and perilaku 1 di atas, 2 sesuai, 3 di bawah; kuadran 1 Sangat Baik to 5 Sangat Kurang.

    ``pns_id`` is the person's id of SIASN (not the NIP); ``siasn_id`` the id of a stored row to replace; ``penilai_golongan`` an id of
    SIASN's golongan, None for PPPK, whose ids no source gives.
    """

    pns_id: str
    tahun: int
    hasil: int
    perilaku: int
    kuadran: int
    penilai_asn: bool
    penilai_nip: str
    penilai_nama: str
    penilai_jabatan: str
    penilai_unor: str
    penilai_golongan: str | None
    siasn_id: str | None = None

    def badan(self) -> dict[str, Any]:
        return {
            "id": self.siasn_id,
            "tahun": self.tahun,
            "pnsDinilaiOrang": self.pns_id,
            "hasilKinerjaNilai": self.hasil,
            "perilakuKerjaNilai": self.perilaku,
            "kuadranKinerjaNilai": self.kuadran,
            "statusPenilai": "ASN" if self.penilai_asn else "NON ASN",
            "penilaiNipNrp": self.penilai_nip,
            "penilaiNama": self.penilai_nama,
            "penilaiJabatan": self.penilai_jabatan,
            "penilaiUnorNama": self.penilai_unor,
            "penilaiGolongan": self.penilai_golongan,
            "path": [],
        }


@dataclass(frozen=True, slots=True)
class KirimanAngkaKredit:
    """The body of angkakredit/save; values as text, months 1 to 12, credits with a point and at most three decimals."""

    pns_id: str
    jabatan_id: str | None
    nomor_sk: str
    tanggal_sk: date
    bulan_mulai: int
    tahun_mulai: int
    bulan_selesai: int
    tahun_selesai: int
    kredit_utama: str
    kredit_total: str
    pertama: bool = False
    integrasi: bool = False
    konversi: bool = True
    kredit_penunjang: str = "0"
    siasn_id: str | None = None

    def badan(self) -> dict[str, Any]:
        # "Penailan" is how SIASN spells it, in the list and here.
        return {
            "id": self.siasn_id,
            "pnsId": self.pns_id,
            "rwJabatanId": self.jabatan_id,
            "nomorSk": self.nomor_sk,
            "tanggalSk": self.tanggal_sk.strftime("%d-%m-%Y"),
            "bulanMulaiPenailan": str(self.bulan_mulai),
            "tahunMulaiPenailan": str(self.tahun_mulai),
            "bulanSelesaiPenailan": str(self.bulan_selesai),
            "tahunSelesaiPenailan": str(self.tahun_selesai),
            "kreditUtamaBaru": self.kredit_utama,
            "kreditPenunjangBaru": self.kredit_penunjang,
            "kreditBaruTotal": self.kredit_total,
            "isAngkaKreditPertama": "01"[self.pertama],
            "isIntegrasi": "01"[self.integrasi],
            "isKonversi": "01"[self.konversi],
            "path": [],
        }


@dataclass(frozen=True, slots=True)
class NonAsn:
    """A non-ASN official, of nonasn/data or for the intake.

    SIASN's own field names are published nowhere: these follow the fields of the manual's form (2.25), and are ours.
    """

    nik: str
    nama: str
    tempat_lahir: str | None
    tanggal_lahir: date | None
    jenis_kelamin: str | None
    email: str | None
    instansi_induk: str | None
    instansi_kerja: str | None
    unor_id: str | None
    unor_nama: str | None
    jabatan: str
    tanggal_sk: date | None
    nomor_sk: str | None
    tmt_mulai: date | None
    tmt_henti: date | None
    tanggal_sk_henti: date | None
    eselon: str | None
    instansi_induk_id: str | None = None
    instansi_kerja_id: str | None = None
    """Read where SIASN gives them, by the names that data-utama has; never sent."""

    def badan(self) -> dict[str, Any]:
        isi = {kunci: getattr(self, kolom) for kolom, kunci in _NON_ASN.items()}
        return {k: v.strftime("%d-%m-%Y") if isinstance(v, date) else v for k, v in isi.items()}


_NON_ASN = {
    "nik": "nik",
    "nama": "nama",
    "tempat_lahir": "tempatLahir",
    "tanggal_lahir": "tglLahir",
    "jenis_kelamin": "jenisKelamin",
    "email": "email",
    "instansi_induk": "instansiIndukNama",
    "instansi_kerja": "instansiKerjaNama",
    "unor_id": "unorId",
    "unor_nama": "unorNama",
    "jabatan": "jabatanNama",
    "tanggal_sk": "tglSkJabatan",
    "nomor_sk": "nomorSkJabatan",
    "tmt_mulai": "tmtMulai",
    "tmt_henti": "tmtHenti",
    "tanggal_sk_henti": "tglSkPemberhentian",
    "eselon": "eselonId",
}
"""Field → key, as our invented shape has it."""


# --- Reading ----------------------------------------------------------------------------------------------------------


def teks(isi: Mapping[str, Any], *kunci: str, maks: int = 250) -> str | None:
    """The first of the keys that has a value, with single spaces; None when none has. Raises BarisSalah for a wrong type or length."""
    for satu in kunci:
        nilai = isi.get(satu)
        if nilai is None:
            continue
        if isinstance(nilai, bool) or not isinstance(nilai, str | int):
            raise BarisSalah(f"Kolom {satu} bukan teks.")
        rapi = " ".join("".join(h if h.isprintable() else " " for h in str(nilai)).split())
        if rapi.casefold() in _KOSONG:
            continue
        if len(rapi) > maks:
            raise BarisSalah(f"Kolom {satu} lebih panjang dari {maks} karakter.")
        return rapi
    return None


def wajib(isi: Mapping[str, Any], apa: str, *kunci: str, maks: int = 250) -> str:
    nilai = teks(isi, *kunci, maks=maks)
    if nilai is None:
        raise BarisSalah(f"{apa} kosong.")
    return nilai


def tanggal(isi: Mapping[str, Any], kunci: str) -> date | None:
    """``dd-mm-yyyy``, or ISO as some endpoints have it."""
    nilai = teks(isi, kunci, maks=40)
    if nilai is None:
        return None
    for pola, potong in (("%d-%m-%Y", nilai), ("%Y-%m-%d", nilai[:10])):
        if re.fullmatch("[0-9-]{10}", potong):
            try:
                return datetime.strptime(potong, pola).date()  # noqa: DTZ007 - a calendar day has no zone
            except ValueError:
                continue
    raise BarisSalah(f"Kolom {kunci} berisi '{nilai}', bukan tanggal.")


def bilangan(isi: Mapping[str, Any], *kunci: str) -> int | None:
    nilai = teks(isi, *kunci, maks=12)
    if nilai is None:
        return None
    if not re.fullmatch("[0-9]+", nilai):
        raise BarisSalah(f"Kolom {kunci[0]} berisi '{nilai}', bukan bilangan.")
    return int(nilai)


def bendera(isi: Mapping[str, Any], kunci: str, bawaan: bool = False) -> bool:
    nilai = isi.get(kunci)
    if nilai is None or nilai == "":
        return bawaan
    return str(nilai).strip().casefold() in ("1", "y", "ya", "true", "a", "t")


def orang(isi: Any) -> OrangSiasn:
    """Read a person. Raises BarisSalah."""
    isi = _peta(isi)
    try:
        nomor = parse(wajib(isi, "NIP", "nipBaru", "nip", maks=24))
    except NomorIndukSalah as galat:
        raise BarisSalah(f"NIP tidak sah: {galat}")
    jabatan = teks(isi, "jabatanNama", "jabatanStrukturalNama", "jabatanFungsionalNama", "jabatanFungsionalUmumNama") or "-"
    return OrangSiasn(
        siasn_id=wajib(isi, "ID SIASN", "id", maks=PANJANG_ID),
        nomor_induk=nomor.nomor,
        jenis_nomor=nomor.jenis,
        nama=_nama(isi),
        jenis_pegawai=_jenis_pegawai(isi, nomor.jenis),
        unor_id=wajib(isi, "Unor", "unorId", maks=PANJANG_ID),
        unor_nama=teks(isi, "unorNama"),
        unor_induk_id=teks(isi, "unorIndukId", maks=PANJANG_ID),
        instansi_kerja_id=teks(isi, "instansiKerjaId", maks=PANJANG_ID),
        jenis_jabatan_id=teks(isi, "jenisJabatanId", maks=4),
        jabatan=jabatan,
        eselon=teks(isi, "eselonId", maks=2),
        golongan=_golongan(isi),
        tmt_golongan=tanggal(isi, "tmtGolAkhir"),
        jenjang=_jenjang(isi, jabatan),
        tmt_jabatan=tanggal(isi, "tmtJabatan"),
        kedudukan=(teks(isi, "kedudukanPnsId", maks=2) or "01").zfill(2),
    )


def _peta(isi: Any) -> Mapping[str, Any]:
    if not isinstance(isi, Mapping):
        raise BarisSalah("Baris ini bukan sebuah data (objek JSON).")
    return isi


def _nama(isi: Mapping[str, Any]) -> str:
    depan, nama, belakang = teks(isi, "gelarDepan", maks=60), wajib(isi, "Nama", "nama", maks=200), teks(isi, "gelarBelakang", maks=100)
    lengkap = f"{depan} {nama}" if depan else nama
    lengkap = f"{lengkap}, {belakang}" if belakang else lengkap
    if len(lengkap) > 200:
        raise BarisSalah("Nama beserta gelar lebih panjang dari 200 karakter.")
    return lengkap


def _jenis_pegawai(isi: Mapping[str, Any], nomor: JenisNomorInduk) -> JenisPegawai:
    tanda = f"{teks(isi, 'statusPegawai') or ''} {teks(isi, 'kedudukanPnsNama') or ''} {teks(isi, 'jenisPegawaiNama') or ''}".upper()
    if nomor is JenisNomorInduk.NIK:
        return JenisPegawai.NON_ASN
    if "PPPK" in tanda or nomor is JenisNomorInduk.NI_PPPK:
        return JenisPegawai.PPPK
    return JenisPegawai.CPNS if "CPNS" in tanda else JenisPegawai.PNS


def _golongan(isi: Mapping[str, Any]) -> str | None:
    kode, nama = teks(isi, "golRuangAkhirId", maks=8), teks(isi, "golRuangAkhir", maks=10)
    if kode in GOLONGAN:
        return kode
    if nama in _PPPK:
        return _PPPK[nama]
    if kode is not None and len(kode) > 3:
        raise BarisSalah(f"Golongan '{kode}' tidak dikenal.")
    return kode


def _jenjang(isi: Mapping[str, Any], jabatan: str) -> str | None:
    kode = teks(isi, "kode_jenjang_jabatan", maks=20)
    return kode if kode in JENJANG else jenjang_dari_nama(jabatan)


def unor(isi: Any) -> UnorSiasn:
    """Read a unit of ref-unor. Raises BarisSalah."""
    isi = _peta(isi)
    return UnorSiasn(
        siasn_id=wajib(isi, "ID unor", "Id", maks=PANJANG_ID),
        nama=wajib(isi, "Nama unor", "NamaUnor"),
        atasan_id=teks(isi, "DiatasanId", maks=PANJANG_ID),
        induk_id=teks(isi, "IndukUnorId", maks=PANJANG_ID),
        instansi_id=teks(isi, "InstansiId", maks=PANJANG_ID),
        eselon=teks(isi, "EselonId", maks=2) or "00",
        nama_jabatan=teks(isi, "NamaJabatan"),
        pemimpin_id=teks(isi, "PemimpinPnsId", maks=PANJANG_ID),
        aktif=bendera(isi, "aktif", bawaan=True),
        duplikat=bendera(isi, "duplikasi_unor"),
    )


def skp22(isi: Any) -> Skp22:
    """Read a row of rw-skp22; two of its keys begin with a capital. Raises BarisSalah."""
    isi = _peta(isi)
    return Skp22(
        siasn_id=wajib(isi, "ID", "id", maks=PANJANG_ID),
        tahun=bilangan(isi, "tahun") or 0,
        hasil=bilangan(isi, "hasilKinerjaNilai", "HasilKinerjaNilai"),
        perilaku=bilangan(isi, "PerilakuKerjaNilai", "perilakuKerjaNilai"),
        kuadran=bilangan(isi, "KuadranKinerjaNilai", "kuadranKinerjaNilai"),
        penilai_nip=teks(isi, "nipNrpPenilai", "penilaiNipNrp", maks=40),
        penilai_nama=teks(isi, "namaPenilai", "penilaiNama"),
    )


def non_asn(isi: Any) -> NonAsn:
    """Read a non-ASN official. Raises BarisSalah."""
    isi = _peta(isi)
    hasil: dict[str, Any] = {}
    for kolom, kunci in _NON_ASN.items():
        hari = kolom.startswith(("tanggal", "tmt"))
        hasil[kolom] = tanggal(isi, kunci) if hari else teks(isi, kunci, maks=PANJANG_ID if kolom == "unor_id" else 250)
    for kolom, kunci in (("instansi_induk_id", "instansiIndukId"), ("instansi_kerja_id", "instansiKerjaId")):
        hasil[kolom] = teks(isi, kunci, maks=PANJANG_ID)
    for kolom, apa in (("nik", "NIK"), ("nama", "Nama"), ("jabatan", "Jabatan")):
        if hasil[kolom] is None:
            raise BarisSalah(f"{apa} kosong.")
    return NonAsn(**hasil)


T = TypeVar("T")


def baca_baris(baris: Sequence[Any], baca: Callable[[Any], T], kunci: Callable[[T], str], *medan: str) -> tuple[list[T], list[GalatBaris]]:
    """Read rows one by one; of two with the same key the second is refused, since nobody can tell which is right.

    ``medan`` names the keys that identify a row that can't be read.
    """
    hasil: list[T] = []
    galat: list[GalatBaris] = []
    terlihat: set[str] = set()
    for mentah in baris:
        try:
            satu = baca(mentah)
        except BarisSalah as sebab:
            tanda = [_aman(mentah, m) for m in medan]
            galat.append(GalatBaris("baris_salah", str(sebab), kunci=next((t for t in tanda[:-1] if t), None), nama=tanda[-1]))
            continue
        if kunci(satu) in terlihat:
            galat.append(
                GalatBaris(
                    "ganda",
                    "Nomor ini dikirim SIASN lebih dari sekali; hanya baris pertama yang dipakai.",
                    "Laporkan data ganda ini ke pengelola SIASN di instansi Anda.",
                    kunci(satu),
                    getattr(satu, "nama", None),
                )
            )
            continue
        terlihat.add(kunci(satu))
        hasil.append(satu)
    return hasil, galat


def _aman(mentah: Any, kunci: str) -> str | None:
    nilai = mentah.get(kunci) if isinstance(mentah, Mapping) else None
    return str(nilai)[:60] if isinstance(nilai, str | int) and not isinstance(nilai, bool) else None
