"""Periode penilaian SKP: dates without a year, how the rows of a year resolve, and what may stand side by side (manual 2.2).

A row's dates are ``mm-dd``. A row without Tahun holds for every year; a row of year Y wins, in Y, over the row without
Tahun that has the same key: the one Final, or the same Tipe and Angka. A row without Angka has no key and is neither
overridden nor overriding. Dates of one row never cross New Year; only Batas Pengisian may, and it does exactly when it is
earlier in the calendar than Periode Akhir.

29 February: a row of a leap year may use it. A row without Tahun may not, since its dates must exist in every year; it
ends on 02-28, and who needs the 29th makes a row of that year.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import Enum

from domain.tanggal import BULAN, hari_bulan

TAHUN_TERAWAL, TAHUN_TERAKHIR = 2000, 2100
PANJANG_NAMA = 100
_HARI_KABISAT = "02-29"
_TAHUN_KABISAT, _TAHUN_BIASA = 2000, 2001


class JenisPeriode(Enum):
    BIASA = "biasa"
    FINAL = "final"

    @property
    def label(self) -> str:
        return {"biasa": "-", "final": "Final"}[self.value]


class TipePeriode(Enum):
    """*Tipe Periodik* of the newer edition; a period of days or weeks, or of any other cut, is ``LAINNYA``."""

    BULANAN = "bulanan"
    TRIWULAN = "triwulan"
    SEMESTER = "semester"
    TAHUNAN = "tahunan"
    LAINNYA = "lainnya"

    @property
    def label(self) -> str:
        return self.value.capitalize()

    @property
    def angka_maks(self) -> int:
        """The highest *Angka Periodik*: how many of the type fit a year."""
        return {"bulanan": 12, "triwulan": 4, "semester": 2, "tahunan": 1, "lainnya": 366}[self.value]


class PeriodeSalah(ValueError):
    """One value can't be read. ``kolom`` names the field of RencanaPeriode, ``pesan`` (Indonesian) says what to do."""

    def __init__(self, kolom: str, pesan: str) -> None:
        super().__init__(pesan)
        self.kolom = kolom
        self.pesan = pesan


class PeriksaGagal(ValueError):
    """A row can't be stored. ``daftar`` holds every reason as (kolom, pesan), kolom being a field of RencanaPeriode."""

    def __init__(self, daftar: Sequence[tuple[str, str]]) -> None:
        super().__init__(" ".join(pesan for _, pesan in daftar))
        self.daftar = list(daftar)


@dataclass(frozen=True, slots=True)
class RencanaPeriode:
    """A row as it is stored or about to be. ``awal``, ``akhir``, ``batas`` are ``mm-dd``; ``id`` is None before the first save."""

    nama: str
    awal: str
    akhir: str
    batas: str
    jenis: JenisPeriode = JenisPeriode.BIASA
    tipe: TipePeriode = TipePeriode.LAINNYA
    angka: int | None = None
    tahun: int | None = None
    id: int | None = None

    @property
    def final(self) -> bool:
        return self.jenis is JenisPeriode.FINAL


# --- reading ---------------------------------------------------------------------------------------------------------


def nama_bertahun(nama: str, tahun: int) -> str:
    """A period's name with its year, which some names (*Akhir Tahun 2026*) hold already."""
    return nama if str(tahun) in nama.split() else f"{nama} {tahun}"


def parse_bulan_hari(teks: str, kolom: str = "") -> str:
    """``mm-dd`` as typed -> the same, trimmed. ``02-29`` passes here; ``periksa`` knows the year. Raises PeriodeSalah for ``kolom``."""
    rapi = teks.strip()
    if not rapi:
        raise PeriodeSalah(kolom, "Isi tanggal dalam format mm-dd, misalnya 12-31 untuk 31 Desember.")
    if re.fullmatch("[0-9]{2}-[0-9]{2}", rapi) is None:
        raise PeriodeSalah(kolom, "Tulis dua angka bulan, tanda hubung, lalu dua angka hari, misalnya 12-31 untuk 31 Desember.")
    bulan, hari = int(rapi[:2]), int(rapi[3:])
    if bulan > 12 and 1 <= hari <= 12:
        raise PeriodeSalah(kolom, f"Bulan {rapi[:2]} tidak ada. Bulan ditulis lebih dahulu: mungkin maksudnya {rapi[3:]}-{rapi[:2]}.")
    if not 1 <= bulan <= 12:
        raise PeriodeSalah(kolom, f"Bulan {rapi[:2]} tidak ada. Isi bulan 01 sampai 12.")
    if not 1 <= hari <= _hari_terakhir(_TAHUN_KABISAT, bulan):
        raise PeriodeSalah(kolom, f"Tanggal {hari} {BULAN[bulan - 1]} tidak ada. Periksa kembali harinya.")
    return rapi


def batas_tahun_berikut(akhir: str, batas: str) -> bool:
    """Whether the deadline falls in the year after the period: it is earlier in the calendar than the end."""
    return batas < akhir


def kalimat_batas(akhir: str, batas: str, tahun: int | None = None) -> str:
    """The sentence under the form's *Batas Pengisian*, for values that ``parse_bulan_hari`` took."""
    if not batas_tahun_berikut(akhir, batas):
        kapan = f"{hari_bulan(batas)} {tahun}" if tahun else f"{hari_bulan(batas)}, tahun yang sama dengan periodenya"
        return f"Batas pengisian jatuh pada {kapan}."
    sebab = f"karena lebih awal dalam kalender daripada {hari_bulan(akhir)}"
    kapan = f"{hari_bulan(batas)} {tahun + 1}" if tahun else f"{hari_bulan(batas)} tahun berikutnya"
    return f"Batas pengisian jatuh pada {kapan}, {sebab}."


def tanggal_periode(r: RencanaPeriode, tahun: int) -> tuple[date, date, date]:
    """The row's real dates in ``tahun``: (awal, akhir, batas), batas possibly in the next year.

    Raises ValueError for a row of another year, or with a date that doesn't exist.
    """
    if r.tahun not in (None, tahun):
        raise ValueError(f"periode tahun {r.tahun} tidak berlaku pada {tahun}")
    tahun_batas = tahun + batas_tahun_berikut(r.akhir, r.batas)
    return _tanggal(tahun, r.awal), _tanggal(tahun, r.akhir), _tanggal(tahun_batas, r.batas)


# --- how the rows of a year resolve ----------------------------------------------------------------------------------


def resolusi(semua: Iterable[RencanaPeriode], tahun: int | None) -> list[RencanaPeriode]:
    """The rows that hold in ``tahun``, by type and start, Final last. ``None`` asks for a year that has no rows of its own."""
    semua = list(semua)
    kunci_tahun = {_kunci(r) for r in semua if tahun is not None and r.tahun == tahun} - {None}
    hasil = [r for r in semua if (tahun is not None and r.tahun == tahun) or (r.tahun is None and _kunci(r) not in kunci_tahun)]
    return sorted(hasil, key=_urutan)


def _kunci(r: RencanaPeriode) -> tuple[str, int] | None:
    if r.final:
        return ("final", 0)
    return (r.tipe.value, r.angka) if r.angka is not None else None


_URUTAN_TIPE = {tipe: nomor for nomor, tipe in enumerate(TipePeriode)}


def _urutan(r: RencanaPeriode) -> tuple[bool, int, str, str, str]:
    return r.final, _URUTAN_TIPE[r.tipe], r.awal, r.akhir, r.nama


def _bertumpang(a: RencanaPeriode, b: RencanaPeriode) -> bool:
    # mm-dd compares like the calendar, and neither row crosses New Year.
    return a.tipe is b.tipe and not a.final and not b.final and a.awal <= b.akhir and b.awal <= a.akhir


# --- making ----------------------------------------------------------------------------------------------------------

HARI_BATAS = 5
HARI_BATAS_FINAL = 31
# Half a year: beyond it a deadline could no longer be told from one before the end of the period.
HARI_BATAS_MAKS = 180


class PolaPeriode(Enum):
    """How an instansi cuts its year; each pattern has one Final of the whole year besides (manual 2.2, *Catatan Penting*)."""

    BULANAN = "bulanan"
    TRIWULAN = "triwulan"
    SEMESTER = "semester"

    @property
    def label(self) -> str:
        return self.tipe.label

    @property
    def tipe(self) -> TipePeriode:
        return TipePeriode(self.value)

    @property
    def jumlah(self) -> int:
        """Rows in all, the Final included."""
        return self.tipe.angka_maks + 1

    @property
    def keterangan(self) -> str:
        return f"{self.jumlah} periode: {self.tipe.angka_maks} {self.value} dan 1 final"


def susun(
    tahun: int | None, pola: PolaPeriode, hari_batas: int = HARI_BATAS, hari_batas_final: int = HARI_BATAS_FINAL
) -> list[RencanaPeriode]:
    """The rows of a pattern, Final last; for every year when ``tahun`` is None. They pass ``periksa`` against one another.

    Deadlines are so many days after the end of the period: by default the 5th of the following month (the manual's January
    ends on 01-31 and is due on 02-05), and 31 January for the Final. Raises ValueError outside 0 to 180 days.
    """
    if not (0 <= hari_batas <= HARI_BATAS_MAKS and 0 <= hari_batas_final <= HARI_BATAS_MAKS):
        raise ValueError(f"batas pengisian harus 0 sampai {HARI_BATAS_MAKS} hari setelah periode akhir")
    banyak = pola.tipe.angka_maks
    lebar = 12 // banyak
    acuan = tahun if tahun is not None else _TAHUN_BIASA
    hasil = []
    for angka in range(1, banyak + 1):
        bulan_akhir = angka * lebar
        awal = date(acuan, bulan_akhir - lebar + 1, 1)
        akhir = date(acuan, bulan_akhir, _hari_terakhir(acuan, bulan_akhir))
        hasil.append(
            RencanaPeriode(
                nama=_nama(pola, angka),
                awal=_mm_dd(awal),
                akhir=_mm_dd(akhir),
                batas=_mm_dd(akhir + timedelta(days=hari_batas)),
                tipe=pola.tipe,
                angka=angka,
                tahun=tahun,
            )
        )
    hasil.append(
        RencanaPeriode(
            nama="Akhir Tahun" if tahun is None else f"Akhir Tahun {tahun}",
            awal="01-01",
            akhir="12-31",
            batas=_mm_dd(date(acuan, 12, 31) + timedelta(days=hari_batas_final)),
            jenis=JenisPeriode.FINAL,
            tipe=TipePeriode.TAHUNAN,
            tahun=tahun,
        )
    )
    return hasil


def salin(r: RencanaPeriode, tahun: int) -> RencanaPeriode:
    """A copy for ``tahun``, not saved yet. The end of February follows the leap year, and the year in the name follows along."""
    akhir = r.akhir
    if akhir in ("02-28", _HARI_KABISAT) and (r.tahun is None or akhir == _mm_dd(date(r.tahun, 2, _hari_terakhir(r.tahun, 2)))):
        akhir = f"02-{_hari_terakhir(tahun, 2)}"
    tahun_batas = tahun + batas_tahun_berikut(akhir, r.batas)
    batas = "02-28" if r.batas == _HARI_KABISAT and not _kabisat(tahun_batas) else r.batas
    if batas_tahun_berikut(akhir, batas) != batas_tahun_berikut(r.akhir, r.batas):
        # Only a deadline at the end of February can change sides; it keeps standing on the last day.
        batas = akhir
    awal = r.awal
    if awal == _HARI_KABISAT and not _kabisat(tahun):
        awal = "03-01" if akhir >= "03-01" else "02-28"
    nama = r.nama.replace(str(r.tahun), str(tahun)) if r.tahun is not None else r.nama
    return replace(r, nama=nama, awal=awal, akhir=akhir, batas=batas, tahun=tahun, id=None)


def _nama(pola: PolaPeriode, angka: int) -> str:
    if pola is PolaPeriode.BULANAN:
        return BULAN[angka - 1]
    return f"{pola.label} {('I', 'II', 'III', 'IV')[angka - 1]}"


def _mm_dd(tanggal: date) -> str:
    return f"{tanggal:%m-%d}"


# --- checking --------------------------------------------------------------------------------------------------------


def periksa(rencana: RencanaPeriode, lain: Sequence[RencanaPeriode]) -> None:
    """Check a row against itself and all other rows of the instansi, of every year.

    ``lain`` may hold the row's stored version (same id): it is what the change replaces. Raises PeriksaGagal with all
    reasons: unreal dates, awal after akhir, angka out of range or taken, a second Final, an overlap within a type and
    resolved year. Also an overlap between two *other* rows that this change would bring about: a row that moves to another
    year or key uncovers the row without Tahun that it had overridden.
    """
    galat = _periksa_sendiri(rencana)
    if not galat:
        lama = [r for r in lain if rencana.id is not None and r.id == rencana.id]
        sisa = [r for r in lain if rencana.id is None or r.id != rencana.id]
        galat = _periksa_ganda(rencana, sisa) or _periksa_tumpang(rencana, sisa)
        if lama and not galat:
            galat = [("tahun", pesan) for pesan in _pesan_terbuka([*sisa, *lama], [*sisa, rencana])]
    if galat:
        raise PeriksaGagal(galat)


def periksa_banyak(rencana: Sequence[RencanaPeriode], lain: Sequence[RencanaPeriode]) -> dict[int, list[tuple[str, str]]]:
    """Check rows that are to be saved together, each against ``lain`` and the others: {position: (kolom, pesan) list}, {} if all fit.

    Stored versions in ``lain`` of rows that are among ``rencana`` don't count: they are replaced.
    """
    hasil = {}
    diganti = {r.id for r in rencana} - {None}
    tetap = [r for r in lain if r.id not in diganti]
    for nomor, satu in enumerate(rencana):
        try:
            periksa(satu, [*tetap, *rencana[:nomor], *rencana[nomor + 1 :]])
        except PeriksaGagal as gagal:
            hasil[nomor] = gagal.daftar
    return hasil


def periksa_hapus(rencana: RencanaPeriode, semua: Sequence[RencanaPeriode]) -> list[str]:
    """Reasons (sentences) why deleting would leave overlapping rows: it uncovers the row without Tahun below it. [] if it may go."""
    return _pesan_terbuka(semua, [r for r in semua if r is not rencana and (r.id is None or r.id != rencana.id)])


def _periksa_sendiri(r: RencanaPeriode) -> list[tuple[str, str]]:
    galat = []
    if not r.nama.strip():
        galat.append(("nama", "Isi nama periode, misalnya Bulanan Januari."))
    elif len(r.nama) > PANJANG_NAMA:
        galat.append(("nama", f"Nama paling panjang {PANJANG_NAMA} huruf."))
    if r.tahun is not None and not TAHUN_TERAWAL <= r.tahun <= TAHUN_TERAKHIR:
        return [*galat, ("tahun", f"Isi tahun {TAHUN_TERAWAL} sampai {TAHUN_TERAKHIR}, atau kosongkan bila berlaku setiap tahun.")]
    galat += _periksa_angka(r)
    galat_tanggal = _periksa_bulan_hari(r)
    if not galat_tanggal and r.awal > r.akhir:
        galat_tanggal = [
            ("akhir", f"Periode Akhir ({hari_bulan(r.akhir)}) mendahului Periode Awal ({hari_bulan(r.awal)}). Ubah salah satunya.")
        ]
    return galat + galat_tanggal


def _periksa_angka(r: RencanaPeriode) -> list[tuple[str, str]]:
    if r.angka is None:
        return []
    if r.final:
        return [("angka", "Periode Final tidak memakai Angka Periodik. Kosongkan.")]
    if not 1 <= r.angka <= r.tipe.angka_maks:
        return [("angka", f"Angka Periodik {r.tipe.label} adalah 1 sampai {r.tipe.angka_maks}.")]
    return []


def _periksa_bulan_hari(r: RencanaPeriode) -> list[tuple[str, str]]:
    galat = []
    for kolom, nilai in (("awal", r.awal), ("akhir", r.akhir), ("batas", r.batas)):
        try:
            if parse_bulan_hari(nilai, kolom) != nilai:
                raise PeriodeSalah(kolom, "Tulis tanpa spasi, misalnya 12-31 untuk 31 Desember.")
        except PeriodeSalah as salah:
            galat.append((kolom, salah.pesan))
            continue
        pindah = kolom == "batas" and batas_tahun_berikut(r.akhir, nilai)
        if nilai == _HARI_KABISAT and r.tahun is None:
            galat.append((kolom, "29 Februari tidak ada setiap tahun. Pakai 02-28, atau isi Tahun dengan tahun kabisat."))
        elif nilai == _HARI_KABISAT and r.tahun is not None and not _kabisat(r.tahun + pindah):
            galat.append((kolom, f"29 Februari tidak ada pada {r.tahun + pindah}. Pakai 02-28."))
    return galat


def _periksa_ganda(r: RencanaPeriode, lain: Sequence[RencanaPeriode]) -> list[tuple[str, str]]:
    kunci = _kunci(r)
    kembar = next((x for x in lain if kunci is not None and x.tahun == r.tahun and _kunci(x) == kunci), None)
    if kembar is None:
        return []
    tahun = _sebut_tahun(r.tahun)
    if r.final:
        return [("jenis", f'Sudah ada periode Final {tahun}: "{kembar.nama}". Hanya satu Final untuk satu tahun.')]
    return [("angka", f'{r.tipe.label} ke-{r.angka} {tahun} sudah dipakai periode "{kembar.nama}". Pilih angka lain.')]


def _periksa_tumpang(r: RencanaPeriode, lain: Sequence[RencanaPeriode]) -> list[tuple[str, str]]:
    semua = [*lain, r]
    tahun_dicek = [r.tahun] if r.tahun is not None else [None, *sorted({x.tahun for x in lain if x.tahun is not None})]
    for tahun in tahun_dicek:
        berlaku = resolusi(semua, tahun)
        # Absent when a row of that year overrides it.
        if not any(x is r for x in berlaku):
            continue
        tabrak = next((x for x in berlaku if x is not r and _bertumpang(r, x)), None)
        if tabrak is not None:
            return [
                ("awal", f"Tanggalnya bertumpang tindih dengan {_sebut(tabrak)}{f' pada {tahun}' if tahun else ''}. Ubah salah satunya.")
            ]
    return []


def _pesan_terbuka(sebelum: Sequence[RencanaPeriode], sesudah: Sequence[RencanaPeriode]) -> list[str]:
    """Overlaps that hold after a change and didn't before. Both lists keep the rows themselves, so identity tells them apart."""
    pesan = []
    for tahun in sorted({r.tahun for r in sebelum if r.tahun is not None}):
        lama = {(id(a), id(b)) for a, b in _pasangan_tumpang(resolusi(sebelum, tahun))}
        pesan += [
            f"{_sebut(a)} akan bertumpang tindih dengan {_sebut(b)} pada {tahun}. Ubah salah satunya lebih dahulu."
            for a, b in _pasangan_tumpang(resolusi(sesudah, tahun))
            if (id(a), id(b)) not in lama
        ]
    return pesan


def _pasangan_tumpang(berlaku: Sequence[RencanaPeriode]) -> list[tuple[RencanaPeriode, RencanaPeriode]]:
    return [(a, b) for nomor, a in enumerate(berlaku) for b in berlaku[nomor + 1 :] if _bertumpang(a, b)]


def _sebut(r: RencanaPeriode) -> str:
    return f'"{r.nama}" ({hari_bulan(r.awal)} sampai {hari_bulan(r.akhir)}, {_sebut_tahun(r.tahun)})'


def _sebut_tahun(tahun: int | None) -> str:
    return f"tahun {tahun}" if tahun is not None else "setiap tahun"


def _kabisat(tahun: int) -> bool:
    return tahun % 4 == 0 and (tahun % 100 != 0 or tahun % 400 == 0)


def _hari_terakhir(tahun: int, bulan: int) -> int:
    return {2: 29 if _kabisat(tahun) else 28, 4: 30, 6: 30, 9: 30, 11: 30}.get(bulan, 31)


def _tanggal(tahun: int, mm_dd: str) -> date:
    return date(tahun, int(mm_dd[:2]), int(mm_dd[3:]))
