"""Invented pegawai, one after another: name, number, post, rank and dates that agree with one another."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import accumulate
from typing import Any

from domain.jabatan import JENJANG, KEDUDUKAN_AKTIF, JenisJabatan, JenisPegawai, tingkat_eselon
from domain.nama import normalkan
from domain.nip import HARI_TAMBAHAN_PEREMPUAN, JenisNomorInduk, bangun
from domain.status import StatusAktif
from services.demo_nama import DAERAH, FUNGSIONAL, PELAKSANA
from services.demo_unor import Simpul

KOLOM = (
    "instansi_id", "unor_id", "nomor_induk", "jenis_nomor", "nama", "nama_cari", "jenis_jabatan", "jabatan", "jenis_pegawai",
    "golongan", "tmt_golongan", "jenjang", "tmt_jabatan", "kedudukan", "status", "alasan_nonaktif",
)  # fmt: skip
LAHIR_AWAL, LAHIR_AKHIR = date(1967, 1, 1), date(2003, 12, 31)
URUT_AWAL, URUT_MAKS = 501, 900
"""Sequence numbers that no register reaches for one birthday, so that no number is a real person's; above are the demo logins."""
WILAYAH_NIK = "990199"
"""An area code that no population register has."""
ALASAN_PENSIUN = "Mencapai batas usia pensiun"

_GOLONGAN = ("21", "22", "23", "24", "31", "32", "33", "34", "41", "42", "43", "44", "45")
_JENJANG_GOLONGAN = {
    "PM": ("21",), "TR": ("22", "23", "24"), "MH": ("31", "32"), "PY": ("33", "34"),
    "PT": ("31", "32"), "MU": ("33", "34"), "MA": ("41", "42", "43"), "UT": ("44", "45"),
}  # fmt: skip
_JENJANG_PPPK = {"PM": "P5", "TR": "P7", "MH": "P8", "PY": "P9", "PT": "P9", "MU": "P10", "MA": "P11", "UT": "P13"}
_PENDIDIKAN = ((0, 5, "P5"), (2, 7, "P7"), (4, 7, "P9"), (5, 8, "P10"))
"""Lowest and highest place in _GOLONGAN, and golongan of a PPPK, by schooling: SMA, D3, S1, S2."""
_PIMPINAN: dict[int | None, tuple[int, int, tuple[str, ...]]] = {
    1: (50, 59, ("44", "45")), 2: (44, 59, ("42", "43", "44")), 3: (37, 57, ("34", "41", "42")), 4: (31, 57, ("33", "34")),
    None: (40, 58, ("34", "41", "42")),
}  # fmt: skip
"""By level of eselon (None: a school): youngest, oldest, golongan of the leader."""


class Penomor:
    """Sequence numbers per date of birth: numbers stay unique over all instansi of a run, in the memory of some 13,000 counters."""

    def __init__(self) -> None:
        self._terpakai: dict[date, int] = {}

    def urut(self, lahir: date) -> int:
        nomor = self._terpakai.get(lahir, URUT_AWAL - 1) + 1
        if nomor > URUT_MAKS:
            raise OverflowError(f"lebih dari {URUT_MAKS - URUT_AWAL + 1} pegawai lahir {lahir}")
        self._terpakai[lahir] = nomor
        return nomor


@dataclass(frozen=True, slots=True)
class _Nama:
    asli: tuple[str, ...]
    cari: tuple[str, ...]


def _siapkan(kata: tuple[str, ...]) -> _Nama:
    return _Nama(kata, tuple(normalkan(satu) for satu in kata))


class Pengarang:
    """Makes the rows of one instansi. Deterministic for its ``acak`` and day."""

    def __init__(self, acak: random.Random, penomor: Penomor, hari_ini: date, instansi_id: int) -> None:
        self._acak, self._penomor, self._hari_ini, self._instansi_id = acak, penomor, hari_ini, instansi_id
        self._lahir_maks = min(LAHIR_AKHIR, date(hari_ini.year - 22, hari_ini.month, 1))
        utama = acak.randrange(len(DAERAH))
        bobot = [d.bobot + (100 if nomor == utama else 0) for nomor, d in enumerate(DAERAH)]
        self._bobot = list(accumulate(bobot))
        self._nama = [
            (d, _siapkan(d.laki), _siapkan(d.belakang), _siapkan(d.perempuan), _siapkan(d.belakang_perempuan or d.belakang)) for d in DAERAH
        ]

    def pimpinan(self, simpul: Simpul, unor_id: int, *, non_asn: bool = False) -> tuple[Any, ...]:
        """The leader of a unor; ``non_asn`` for a JPT filled from outside the service, known by NIK."""
        muda, tua, golongan = _PIMPINAN[tingkat_eselon(simpul.eselon)]
        kelamin, lahir = self._kelamin(), self._lahir(muda, tua)
        if non_asn:
            kepala = (unor_id, self._nik(lahir, kelamin), JenisNomorInduk.NIK, *self._panggil(kelamin), JenisJabatan.PIMPINAN)
            return self._baris(
                *kepala, simpul.jabatan, JenisPegawai.NON_ASN, None, None, None, self._tmt(date(self._hari_ini.year - 2, 7, 1))
            )
        tmt = self._tmt_cpns(lahir, 23)
        nomor = bangun(lahir, tmt.year, tmt.month, kelamin, self._penomor.urut(lahir))
        kepala = (unor_id, nomor, JenisNomorInduk.NIP, *self._panggil(kelamin), JenisJabatan.PIMPINAN)
        pangkat = self._acak.choice(golongan)
        return self._baris(*kepala, simpul.jabatan, JenisPegawai.PNS, pangkat, self._tmt_golongan(tmt), None, self._tmt(tmt))

    def staf(self, simpul: Simpul, unor_id: int) -> tuple[Any, ...]:
        """Anyone else: mostly PNS, some PPPK and CPNS, a few retired."""
        undi = self._acak.random()
        kelamin = self._kelamin(0.66 if simpul.jenis in ("guru", "kesehatan") else 0.48)
        if undi < 0.12:
            return self._pppk(simpul, unor_id, kelamin)
        if undi < 0.15:
            return self._pns(simpul, unor_id, kelamin, JenisPegawai.CPNS)
        return self._pns(simpul, unor_id, kelamin, JenisPegawai.PNS, pensiun=undi > 0.975)

    def tetap(self, simpul: Simpul, unor_id: int, nip: str, nama: str, *, memimpin: bool = False) -> tuple[Any, ...]:
        """A pegawai whose number and name are given: he of a demo login."""
        tmt = date(int(nip[8:12]), int(nip[12:14]), 1)
        if memimpin:
            kepala = (unor_id, nip, JenisNomorInduk.NIP, nama, normalkan(nama), JenisJabatan.PIMPINAN)
            return self._baris(*kepala, simpul.jabatan, JenisPegawai.PNS, "44", self._tmt_golongan(tmt), None, self._tmt(tmt))
        jabatan = "Analis Sumber Daya Manusia Aparatur Ahli Muda"
        kepala = (unor_id, nip, JenisNomorInduk.NIP, nama, normalkan(nama), JenisJabatan.PEGAWAI)
        return self._baris(*kepala, jabatan, JenisPegawai.PNS, "33", self._tmt_golongan(tmt), "MU", self._tmt(tmt))

    def _pns(self, simpul: Simpul, unor_id: int, kelamin: str, jenis: JenisPegawai, *, pensiun: bool = False) -> tuple[Any, ...]:
        calon = jenis is JenisPegawai.CPNS
        lahir = self._lahir(58, 60) if pensiun else self._lahir(22, 32) if calon else self._lahir(23, 57)
        didik = self._acak.choices((0, 1, 2, 3), (18, 14, 56, 12))[0]
        tmt = self._tmt_calon() if calon else self._tmt_cpns(lahir, 21 + didik)
        jabatan, jenjang = self._jabatan(simpul, didik, self._hari_ini.year - tmt.year)
        bawah, atas, _ = _PENDIDIKAN[didik]
        if jenjang is not None:
            pangkat = _JENJANG_GOLONGAN[jenjang][0] if calon else self._acak.choice(_JENJANG_GOLONGAN[jenjang])
        else:
            pangkat = _GOLONGAN[min(bawah + (0 if calon else (self._hari_ini.year - tmt.year) // 4), atas)]
        nomor = bangun(lahir, tmt.year, tmt.month, kelamin, self._penomor.urut(lahir))
        kepala = (unor_id, nomor, JenisNomorInduk.NIP, *self._panggil(kelamin), JenisJabatan.PEGAWAI)
        tmt_golongan, tmt_jabatan = (tmt, tmt) if calon else (self._tmt_golongan(tmt), self._tmt(tmt))
        return self._baris(*kepala, jabatan, jenis, pangkat, tmt_golongan, jenjang, tmt_jabatan, pensiun=pensiun)

    def _pppk(self, simpul: Simpul, unor_id: int, kelamin: str) -> tuple[Any, ...]:
        lahir = self._lahir(24, 55)
        tahun = self._acak.randint(max(2019, lahir.year + 20), max(2019, lahir.year + 20, self._hari_ini.year - 1))
        didik = self._acak.choices((0, 1, 2, 3), (12, 20, 62, 6))[0]
        jabatan, jenjang = self._jabatan(simpul, didik, 0)
        nomor = bangun(lahir, tahun, 21, kelamin, self._penomor.urut(lahir))
        tmt = date(tahun, self._acak.choice((1, 2, 3, 4)), 1)
        kepala = (unor_id, nomor, JenisNomorInduk.NI_PPPK, *self._panggil(kelamin), JenisJabatan.PEGAWAI)
        golongan = _JENJANG_PPPK[jenjang] if jenjang is not None else _PENDIDIKAN[didik][2]
        return self._baris(*kepala, jabatan, JenisPegawai.PPPK, golongan, tmt, jenjang, tmt)

    def _baris(
        self, unor_id: int, nomor: str, jenis_nomor: JenisNomorInduk, nama: str, nama_cari: str, jenis_jabatan: JenisJabatan, jabatan: str,
        jenis: JenisPegawai, golongan: str | None, tmt_golongan: date | None, jenjang: str | None, tmt_jabatan: date, *, pensiun: bool = False,
    ) -> tuple[Any, ...]:  # fmt: skip
        kedudukan, status, alasan = ("99", StatusAktif.NONAKTIF, ALASAN_PENSIUN) if pensiun else (KEDUDUKAN_AKTIF, StatusAktif.AKTIF, None)
        return (
            self._instansi_id, unor_id, nomor, jenis_nomor, nama, nama_cari, jenis_jabatan, jabatan, jenis,
            golongan, tmt_golongan, jenjang, tmt_jabatan, kedudukan, status, alasan,
        )  # fmt: skip

    def _jabatan(self, simpul: Simpul, didik: int, masa: int) -> tuple[str, str | None]:
        """(name of the post, its jenjang); the jenjang follows schooling and years of service."""
        jenis = simpul.jenis if simpul.jenis in FUNGSIONAL else "umum"
        acak = self._acak
        if didik and acak.random() < (0.9 if jenis in ("guru", "kesehatan") else 0.45):
            nama, boleh = acak.choice(FUNGSIONAL[jenis])
            urutan = ("TR", "MH", "PY") if didik == 1 else ("PT", "MU", "MA")
            cocok = [kode for kode in urutan if kode in boleh]
            if cocok:
                jenjang = cocok[min(masa // 8, len(cocok) - 1)]
                return f"{nama} {JENJANG[jenjang].label}", jenjang
        return acak.choice(PELAKSANA[jenis]), None

    def _panggil(self, kelamin: str) -> tuple[str, str]:
        acak = self._acak
        daerah, depan, belakang, depan_p, belakang_p = acak.choices(self._nama, cum_weights=self._bobot)[0]
        if kelamin == "P":
            depan, belakang = depan_p, belakang_p
        bagian = [(depan, int(acak.random() * len(depan.asli)))]
        if daerah.tengah and acak.random() < 0.35 and (kedua := int(acak.random() * len(depan.asli))) != bagian[0][1]:
            bagian.append((depan, kedua))
        undi = int(acak.random() * len(belakang.asli))
        if belakang.asli[undi] != bagian[-1][0].asli[bagian[-1][1]]:
            bagian.append((belakang, undi))
        nama = " ".join([kata.asli[n] for kata, n in bagian])
        cari = " ".join([kata.cari[n] for kata, n in bagian])
        if daerah.awalan and (awalan := acak.choice(daerah.awalan)[kelamin == "P"]):
            return f"{awalan} {nama}", f"{awalan.casefold()} {cari}"
        return nama, cari

    def _kelamin(self, perempuan: float = 0.36) -> str:
        return "P" if self._acak.random() < perempuan else "L"

    def _lahir(self, muda: int, tua: int) -> date:
        """A birthday of someone between ``muda`` and ``tua`` years old (both included), within the years that the data span."""
        hari_ini = self._hari_ini
        terakhir = min(date(hari_ini.year - muda, hari_ini.month, 1) - timedelta(days=1), self._lahir_maks)
        pertama = min(max(date(hari_ini.year - tua, 1, 1), LAHIR_AWAL), terakhir)
        return pertama + timedelta(days=int(self._acak.random() * ((terakhir - pertama).days + 1)))

    def _tmt_cpns(self, lahir: date, usia: int) -> date:
        tahun = min(lahir.year + usia + int(self._acak.random() * 7), self._hari_ini.year - 1)
        return date(max(tahun, lahir.year + 19), self._acak.choice((1, 2, 3, 4, 12)), 1)

    def _tmt_calon(self) -> date:
        tmt = date(self._hari_ini.year, self._acak.choice((3, 4, 5)), 1)
        return tmt if tmt <= self._hari_ini else tmt.replace(year=tmt.year - 1)

    def _tmt_golongan(self, masuk: date) -> date:
        """The last April or October rise of rank, within four years, never before he came."""
        tmt = date(self._hari_ini.year - int(self._acak.random() * 4), self._acak.choice((4, 10)), 1)
        if tmt > self._hari_ini:
            tmt = tmt.replace(year=tmt.year - 1)
        return max(tmt, masuk)

    def _tmt(self, masuk: date) -> date:
        """The first of a month within the last five years, never before he came."""
        bulan = self._hari_ini.year * 12 + self._hari_ini.month - 1 - int(self._acak.random() * 60)
        return max(date(bulan // 12, bulan % 12 + 1, 1), masuk)

    def _nik(self, lahir: date, kelamin: str) -> str:
        hari = lahir.day + (HARI_TAMBAHAN_PEREMPUAN if kelamin == "P" else 0)
        return f"{WILAYAH_NIK}{hari:02d}{lahir:%m%y}{self._penomor.urut(lahir):04d}"


def bagi_staf(pohon: list[Simpul], banyak: int) -> Iterator[int]:
    """How many of ``banyak`` people each unor gets besides its leader; the sum is exact. Schools and puskesmas are the large ones."""
    bobot = [{"guru": 12, "kesehatan": 10}.get(s.jenis, 2 if s.atasan is None or s.mandiri else 5) for s in pohon]
    jumlah, terbagi, lalu = sum(bobot), 0, 0
    for satu in bobot:
        lalu += satu
        sampai = banyak * lalu // jumlah
        yield sampai - terbagi
        terbagi = sampai
