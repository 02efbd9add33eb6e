"""Invented but believable unor trees: local government (kabupaten, kota, provinsi) and a central agency (badan)."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count, islice

from domain.jabatan import setingkat_jpt
from services.demo_nama import ARAH, KOTA_KANREG, TEMPAT_AKHIR, TEMPAT_AWAL

AKAR = -1
Rencana = tuple[str, str, int | str, str, str]
"""(nama, eselon, atasan, jenis, jabatan of the leader). ``atasan``: position in the same list, AKAR, or the name of an anchor."""


@dataclass(slots=True)
class Simpul:
    """A unor to be. ``atasan`` and ``induk`` are positions in the tree's list, always smaller than its own."""

    nama: str
    eselon: str
    atasan: int | None
    induk: int | None
    mandiri: bool
    kota: str
    jenis: str
    """Which posts its people hold: a key of demo_nama.FUNGSIONAL, or ``kepegawaian``, ``pendidikan`` for two heads."""
    jabatan: str


def tempat_baru(acak: random.Random) -> Iterator[str]:
    """Names of places without repetition and without end: pairs first, then with a direction, then numbered."""
    pasangan = [awal + akhir for awal in TEMPAT_AWAL for akhir in TEMPAT_AKHIR]
    acak.shuffle(pasangan)
    yield from pasangan
    for arah in ARAH:
        yield from (f"{satu} {arah}" for satu in pasangan)
    for nomor in count(2):
        yield from (f"{satu} {nomor}" for satu in pasangan)


def susun_pohon(acak: random.Random, jenis: str, tempat: str, sasaran: int) -> list[Simpul]:
    """A tree of exactly ``sasaran`` unor (at least 1), parents before children, for an instansi of kind ``jenis`` in ``tempat``.

    A small tree is the top of a large one: whole organisations in breadth, so that every kind of unit occurs. A large one grows by
    kecamatan (kabupaten, kota), regions (provinsi) or regional offices (badan), each with all that belongs to it.
    """
    baru = tempat_baru(acak)
    if jenis == "badan":
        akar: Rencana = (f"Badan {tempat}", "10", AKAR, "umum", f"Kepala Badan {tempat}")
        kota, pokok, tambahan = "Jakarta", _pokok_badan(), (_kantor_regional(n, baru) for n in count(1))
        pokok.insert(3, next(tambahan))
    else:
        wilayah = {"kabupaten": "Kabupaten", "kota": "Kota", "provinsi": "Provinsi"}[jenis] + f" {tempat}"
        akar = (f"Sekretariat Daerah {wilayah}", "12" if jenis == "provinsi" else "21", AKAR, "umum", f"Sekretaris Daerah {wilayah}")
        kota, pokok = tempat, _pokok_pemda(jenis == "provinsi")
        tambahan = (_wilayah_provinsi(next(baru)) if jenis == "provinsi" else _kecamatan(next(baru), baru) for _ in count())
        pokok.insert(3, next(tambahan))
    pohon = _Pohon(akar, kota)
    pohon.tumbuhkan(pokok[: min(len(pokok), max(3, sasaran // 8))], sasaran)
    pohon.tumbuhkan(pokok, sasaran)
    while len(pohon.isi) < sasaran:
        pohon.tumbuhkan([next(tambahan)], sasaran)
    return pohon.isi


class _Pohon:
    def __init__(self, akar: Rencana, kota: str) -> None:
        nama, eselon, _, jenis, jabatan = akar
        self.isi = [Simpul(nama, eselon, None, None, True, kota, jenis, jabatan)]
        self._sudah: dict[int, tuple[list[Rencana], list[int]]] = {}
        """By identity of the plan, which is kept alive here: the positions of its units in the tree."""
        self._jangkar: dict[str, int] = {}

    def tumbuhkan(self, organisasi: list[list[Rencana]], sasaran: int) -> None:
        """Add the organisations a unit of each at a time until all are whole or the tree has ``sasaran`` unor; may be called again."""
        for giliran in range(max(map(len, organisasi))):
            for satu in organisasi:
                _, letak = self._sudah.setdefault(id(satu), (satu, []))
                if len(letak) == giliran < len(satu):
                    if len(self.isi) >= sasaran:
                        return
                    letak.append(self._tambah(satu[giliran], letak))

    def _tambah(self, rencana: Rencana, letak: list[int]) -> int:
        nama, eselon, atas, jenis, jabatan = rencana
        atasan = self._jangkar.get(atas, 0) if isinstance(atas, str) else 0 if atas == AKAR else letak[atas]
        induk = atasan
        while not (setingkat_jpt(self.isi[induk].eselon) or self.isi[induk].mandiri):
            induk = self.isi[induk].atasan or 0
        kepala_jpt = atasan == 0 and setingkat_jpt(eselon)
        kota = nama.rpartition(" ")[2] if nama.startswith("Kantor Regional") else self.isi[atasan].kota
        self.isi.append(Simpul(nama, eselon, atasan, induk, kepala_jpt, kota, jenis, jabatan))
        if jenis in ("pendidikan", "kesehatan") and kepala_jpt:
            self._jangkar[jenis] = len(self.isi) - 1
        return len(self.isi) - 1


# --- local government ------------------------------------------------------------------------------------------------

_DINAS: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("Badan Kepegawaian dan Pengembangan Sumber Daya Manusia", "kepegawaian",
     ("Pengadaan, Pemberhentian dan Informasi Kepegawaian", "Mutasi dan Promosi", "Pengembangan Kompetensi", "Penilaian Kinerja dan Penghargaan")),
    ("Dinas Pendidikan dan Kebudayaan", "pendidikan",
     ("Pembinaan Pendidikan Dasar", "Pembinaan Pendidikan Anak Usia Dini", "Pembinaan Ketenagaan", "Kebudayaan")),
    ("Dinas Kesehatan", "kesehatan",
     ("Kesehatan Masyarakat", "Pencegahan dan Pengendalian Penyakit", "Pelayanan Kesehatan", "Sumber Daya Kesehatan")),
    ("Dinas Pekerjaan Umum dan Penataan Ruang", "teknis", ("Bina Marga", "Cipta Karya", "Sumber Daya Air", "Penataan Ruang")),
    ("Badan Keuangan dan Aset Daerah", "umum", ("Anggaran", "Perbendaharaan", "Akuntansi dan Pelaporan Keuangan", "Pengelolaan Aset")),
    ("Badan Perencanaan Pembangunan Daerah", "umum",
     ("Perencanaan Makro dan Evaluasi", "Pemerintahan dan Pembangunan Manusia", "Perekonomian dan Infrastruktur Wilayah")),
    ("Dinas Kependudukan dan Pencatatan Sipil", "umum", ("Pelayanan Pendaftaran Penduduk", "Pelayanan Pencatatan Sipil", "Pengelolaan Data Kependudukan")),
    ("Dinas Sosial", "teknis", ("Rehabilitasi Sosial", "Perlindungan dan Jaminan Sosial", "Pemberdayaan Sosial")),
    ("Dinas Komunikasi dan Informatika", "umum", ("Informasi dan Komunikasi Publik", "Aplikasi Informatika", "Statistik dan Persandian")),
    ("Dinas Lingkungan Hidup", "teknis", ("Tata Lingkungan", "Pengelolaan Sampah dan Limbah", "Pengendalian Pencemaran")),
    ("Dinas Pertanian dan Ketahanan Pangan", "teknis", ("Tanaman Pangan dan Hortikultura", "Peternakan dan Kesehatan Hewan", "Penyuluhan Pertanian")),
    ("Dinas Perhubungan", "teknis", ("Lalu Lintas", "Angkutan", "Prasarana dan Keselamatan")),
    ("Dinas Perumahan dan Kawasan Permukiman", "teknis", ("Perumahan", "Kawasan Permukiman", "Pertanahan")),
    ("Dinas Koperasi, Usaha Kecil dan Perdagangan", "umum", ("Koperasi", "Usaha Mikro", "Sarana Perdagangan")),
    ("Dinas Tenaga Kerja dan Transmigrasi", "umum", ("Penempatan Tenaga Kerja", "Hubungan Industrial", "Pelatihan dan Produktivitas")),
    ("Dinas Penanaman Modal dan Pelayanan Terpadu Satu Pintu", "umum", ("Promosi Penanaman Modal", "Pelayanan Perizinan", "Pengaduan dan Kebijakan")),
    ("Dinas Pariwisata, Pemuda dan Olahraga", "umum", ("Destinasi Pariwisata", "Pemasaran Pariwisata", "Kepemudaan dan Olahraga")),
    ("Dinas Perikanan", "teknis", ("Perikanan Tangkap", "Perikanan Budi Daya", "Pengolahan dan Pemasaran Hasil Perikanan")),
    ("Dinas Perpustakaan dan Kearsipan", "umum", ("Layanan Perpustakaan", "Pembudayaan Gemar Membaca", "Pengelolaan Arsip")),
    ("Dinas Pemberdayaan Masyarakat dan Desa", "umum", ("Penataan Desa", "Keuangan dan Aset Desa", "Pemberdayaan Masyarakat")),
    ("Satuan Polisi Pamong Praja", "umum", ("Penegakan Perundang-undangan Daerah", "Ketertiban Umum", "Perlindungan Masyarakat")),
    ("Badan Penanggulangan Bencana Daerah", "teknis", ("Pencegahan dan Kesiapsiagaan", "Kedaruratan dan Logistik", "Rehabilitasi dan Rekonstruksi")),
    ("Badan Kesatuan Bangsa dan Politik", "umum", ("Ideologi dan Wawasan Kebangsaan", "Politik Dalam Negeri", "Kewaspadaan Nasional")),
)  # fmt: skip
_ASISTEN: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("Administrasi Umum", ("Organisasi", "Umum", "Protokol dan Komunikasi Pimpinan")),
    ("Pemerintahan dan Kesejahteraan Rakyat", ("Tata Pemerintahan", "Hukum", "Kesejahteraan Rakyat")),
    ("Perekonomian dan Pembangunan", ("Perekonomian dan Sumber Daya Alam", "Administrasi Pembangunan", "Pengadaan Barang dan Jasa")),
)


def _pokok_pemda(provinsi: bool) -> list[list[Rencana]]:
    dinas = [_dinas(*satu, provinsi) for satu in _DINAS]
    return [_setda(), *dinas[:3], _inspektorat(provinsi), *dinas[3:]]


def _setda() -> list[Rencana]:
    """What stands below the Sekretaris Daerah himself, who is the root."""
    hasil: list[Rencana] = []
    for bidang, bagian in _ASISTEN:
        asisten = len(hasil)
        hasil.append((f"Asisten {bidang}", "22", AKAR, "umum", f"Asisten {bidang}"))
        for nama in bagian:
            hasil.append((f"Bagian {nama}", "31", asisten, "umum", f"Kepala Bagian {nama}"))
            atas = len(hasil) - 1
            hasil += [(f"Subbagian {apa} Bagian {nama}", "41", atas, "umum", f"Kepala Subbagian {apa} Bagian {nama}")
                      for apa in ("Perencanaan", "Pelaksanaan", "Pelaporan")]  # fmt: skip
    return hasil


def _inspektorat(provinsi: bool) -> list[Rencana]:
    hasil: list[Rencana] = [("Inspektorat Daerah", "21" if provinsi else "22", AKAR, "pengawasan", "Inspektur Daerah")]
    hasil.append(("Sekretariat Inspektorat Daerah", "31", 0, "umum", "Sekretaris Inspektorat Daerah"))
    hasil += [(f"Inspektur Pembantu {nomor}", "31", 0, "pengawasan", f"Inspektur Pembantu {nomor}") for nomor in ("I", "II", "III", "IV")]
    hasil += [(f"Subbagian {apa} Inspektorat Daerah", "41", 1, "umum", f"Kepala Subbagian {apa} Inspektorat Daerah")
              for apa in ("Umum dan Kepegawaian", "Analisis dan Evaluasi")]  # fmt: skip
    return hasil


def _dinas(nama: str, jenis: str, bidang: tuple[str, ...], provinsi: bool) -> list[Rencana]:
    """Head, secretariat, bidang and their seksi, in the order in which a small tree takes them."""
    staf = {"kepegawaian": "umum", "pendidikan": "umum"}.get(jenis, jenis)
    hasil: list[Rencana] = [(nama, "21" if provinsi else "22", AKAR, jenis, f"Kepala {nama}")]
    hasil.append((f"Sekretariat {nama}", "31", 0, "umum", f"Sekretaris {nama}"))
    for satu in bidang:
        hasil.append((f"Bidang {satu}", "31" if provinsi else "32", 0, staf, f"Kepala Bidang {satu}"))
        if len(hasil) == 3:
            umum = f"Subbagian Umum dan Kepegawaian {nama}"
            hasil.append((umum, "41", 1, "umum", f"Kepala {umum}"))
    letak = [nomor for nomor, satu in enumerate(hasil) if satu[0].startswith("Bidang ")]
    for apa in ("Perencanaan dan Program", "Pengendalian dan Evaluasi"):
        hasil += [(f"Seksi {apa} {b}", "41", di, staf, f"Kepala Seksi {apa} {b}") for di, b in zip(letak, bidang, strict=True)]
    keuangan = f"Subbagian Keuangan dan Aset {nama}"
    hasil.append((keuangan, "41", 1, "umum", f"Kepala {keuangan}"))
    return hasil


def _kecamatan(t: str, baru: Iterator[str]) -> list[Rencana]:
    """A kecamatan with its kelurahan, and the schools and puskesmas there, which belong to the two dinas."""
    hasil: list[Rencana] = [
        (f"Kecamatan {t}", "31", AKAR, "umum", f"Camat {t}"),
        (f"Sekretariat Kecamatan {t}", "32", 0, "umum", f"Sekretaris Kecamatan {t}"),
        (f"UPT Pendidikan Kecamatan {t}", "41", "pendidikan", "umum", f"Kepala UPT Pendidikan Kecamatan {t}"),
        _sekolah(f"SD Negeri 1 {t}", 2),
        _sekolah(f"SMP Negeri 1 {t}", 2),
        (f"UPT Puskesmas {t}", "41", "kesehatan", "kesehatan", f"Kepala UPT Puskesmas {t}"),
    ]
    for apa in ("Pemerintahan", "Ketenteraman dan Ketertiban Umum", "Pemberdayaan Masyarakat", "Pelayanan Umum"):
        hasil.append((f"Seksi {apa} Kecamatan {t}", "41", 0, "umum", f"Kepala Seksi {apa} Kecamatan {t}"))
    for apa in ("Perencanaan dan Keuangan", "Umum dan Kepegawaian"):
        hasil.append((f"Subbagian {apa} Kecamatan {t}", "42", 1, "umum", f"Kepala Subbagian {apa} Kecamatan {t}"))
    for kelurahan in islice(baru, 8):
        atas = len(hasil)
        hasil.append((f"Kelurahan {kelurahan}", "41", 0, "umum", f"Lurah {kelurahan}"))
        for apa in ("Pemerintahan", "Pelayanan Umum"):
            hasil.append((f"Seksi {apa} Kelurahan {kelurahan}", "42", atas, "umum", f"Kepala Seksi {apa} Kelurahan {kelurahan}"))
    hasil += [_sekolah(f"SD Negeri {nomor} {t}", 2) for nomor in range(2, 41)]
    hasil += [_sekolah(f"SMP Negeri {nomor} {t}", 2) for nomor in range(2, 9)]
    return hasil


def _wilayah_provinsi(t: str) -> list[Rencana]:
    hasil: list[Rencana] = [
        (f"Cabang Dinas Pendidikan Wilayah {t}", "31", "pendidikan", "umum", f"Kepala Cabang Dinas Pendidikan Wilayah {t}"),
        _sekolah(f"SMA Negeri 1 {t}", 0),
        _sekolah(f"SMK Negeri 1 {t}", 0),
        (f"UPT Balai Kesehatan Wilayah {t}", "31", "kesehatan", "kesehatan", f"Kepala UPT Balai Kesehatan Wilayah {t}"),
        (f"UPT Pengelolaan Pendapatan Wilayah {t}", "31", AKAR, "umum", f"Kepala UPT Pengelolaan Pendapatan Wilayah {t}"),
    ]
    for atas, upt in ((0, "Cabang Dinas Pendidikan"), (3, "UPT Balai Kesehatan"), (4, "UPT Pengelolaan Pendapatan")):
        for apa in ("Subbagian Tata Usaha", "Seksi Pelayanan", "Seksi Pengendalian"):
            nama = f"{apa} {upt} Wilayah {t}"
            hasil.append(
                (nama, "41", atas, "kesehatan" if upt.endswith("Kesehatan") and apa != "Subbagian Tata Usaha" else "umum", f"Kepala {nama}")
            )
    for jenjang, banyak in (("SMA", 40), ("SMK", 35)):
        hasil += [_sekolah(f"{jenjang} Negeri {nomor} {t}", 0) for nomor in range(2, banyak)]
    hasil += [_sekolah(f"SLB Negeri {nomor} {t}", 0) for nomor in range(1, 5)]
    return hasil


def _sekolah(nama: str, atasan: int) -> Rencana:
    return nama, "99", atasan, "guru", f"Kepala {nama}"


# --- central agency --------------------------------------------------------------------------------------------------

_BIRO = ("Sumber Daya Manusia", "Perencanaan dan Organisasi", "Keuangan", "Hukum dan Kerja Sama", "Umum")
_DEPUTI: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("Kebijakan dan Perencanaan", ("Kebijakan Umum", "Perencanaan Strategis", "Standardisasi", "Kerja Sama Antarlembaga")),
    ("Layanan dan Operasi", ("Layanan Publik", "Operasi Lapangan", "Sarana Teknis", "Mutu Layanan")),
    ("Pengawasan dan Pengendalian", ("Pengawasan Wilayah Barat", "Pengawasan Wilayah Timur", "Pengendalian Teknis", "Tindak Lanjut")),
    ("Sistem Informasi dan Data", ("Infrastruktur Teknologi", "Pengembangan Sistem", "Pengelolaan Data", "Keamanan Informasi")),
)
_PUSAT = ("Pendidikan dan Pelatihan", "Penelitian dan Pengembangan", "Data Statistik", "Pembinaan Jabatan Fungsional")


def _pokok_badan() -> list[list[Rencana]]:
    sekretariat: list[Rencana] = [("Sekretariat Utama", "11", AKAR, "umum", "Sekretaris Utama")]
    for nomor, nama in enumerate(_BIRO):
        sekretariat.append((f"Biro {nama}", "21", 0, "kepegawaian" if nomor == 0 else "umum", f"Kepala Biro {nama}"))
    _turunan(sekretariat, [(nomor + 1, f"Biro {nama}") for nomor, nama in enumerate(_BIRO)], "Bagian", "Subbagian", "umum")
    deputi = []
    for bidang, direktorat in _DEPUTI:
        satu: list[Rencana] = [(f"Deputi Bidang {bidang}", "11", AKAR, "teknis", f"Deputi Bidang {bidang}")]
        satu += [(f"Direktorat {nama}", "21", 0, "teknis", f"Direktur {nama}") for nama in direktorat]
        _turunan(satu, [(nomor + 1, f"Direktorat {nama}") for nomor, nama in enumerate(direktorat)], "Subdirektorat", "Seksi", "teknis")
        deputi.append(satu)
    inspektorat: list[Rencana] = [("Inspektorat", "21", AKAR, "pengawasan", "Inspektur")]
    inspektorat.append(("Subbagian Tata Usaha Inspektorat", "41", 0, "umum", "Kepala Subbagian Tata Usaha Inspektorat"))
    pusat: list[list[Rencana]] = []
    for nama in _PUSAT:
        isi: list[Rencana] = [(f"Pusat {nama}", "21", AKAR, "teknis", f"Kepala Pusat {nama}")]
        _turunan(isi, [(0, f"Pusat {nama}")], "Bidang", "Subbidang", "teknis")
        pusat.append(isi)
    return [sekretariat, *deputi[:2], inspektorat, *deputi[2:], *pusat]


def _turunan(isi: list[Rencana], kepala: list[tuple[int, str]], tengah: str, bawah: str, jenis: str) -> None:
    """Two more levels below each of ``kepala`` (position, name): three of the middle one, two of the lowest below each."""
    baris: list[tuple[int, str]] = []
    for apa in ("Program dan Anggaran", "Pelaksanaan", "Evaluasi dan Pelaporan"):
        for atas, nama in kepala:
            unor = f"{tengah} {apa} {nama}"
            baris.append((len(isi), f"{apa} {nama}"))
            isi.append((unor, "31", atas, jenis, f"Kepala {unor}"))
    for nomor in ("I", "II"):
        for atas, nama in baris:
            isi.append((f"{bawah} {nama} {nomor}", "41", atas, jenis, f"Kepala {bawah} {nama} {nomor}"))


def _kantor_regional(nomor: int, baru: Iterator[str]) -> list[Rencana]:
    """A regional office with its divisions and local offices."""
    kota = KOTA_KANREG[nomor - 1] if nomor <= len(KOTA_KANREG) else next(baru)
    nama = f"Kantor Regional {_romawi(nomor)} {kota}"
    hasil: list[Rencana] = [(nama, "21", AKAR, "umum", f"Kepala {nama}")]
    hasil.append((f"Bagian Tata Usaha {nama}", "31", 0, "umum", f"Kepala Bagian Tata Usaha {nama}"))
    bidang = ("Layanan", "Pengawasan", "Data dan Informasi", "Pengembangan")
    hasil += [(f"Bidang {apa} {nama}", "31", 0, "teknis", f"Kepala Bidang {apa} {nama}") for apa in bidang]
    for apa in ("Perencanaan dan Keuangan", "Umum"):
        hasil.append((f"Subbagian {apa} {nama}", "41", 1, "umum", f"Kepala Subbagian {apa} {nama}"))
    for di, apa in enumerate(bidang, 2):
        hasil += [(f"Seksi {apa} {n} {nama}", "41", di, "teknis", f"Kepala Seksi {apa} {n} {nama}") for n in ("I", "II", "III")]
    for setempat in islice(baru, 180):
        atas, kantor = len(hasil), f"Kantor Layanan {setempat}"
        hasil.append((kantor, "32", 0, "teknis", f"Kepala {kantor}"))
        for apa in ("Subbagian Tata Usaha", "Seksi Layanan", "Seksi Pengawasan"):
            hasil.append((f"{apa} {kantor}", "42", atas, "teknis", f"Kepala {apa} {kantor}"))
    return hasil


def _romawi(nomor: int) -> str:
    hasil = ""
    for nilai, huruf in ((50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")):
        hasil += huruf * (nomor // nilai)
        nomor %= nilai
    return hasil
