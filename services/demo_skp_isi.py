"""Rows of one invented SKP and everything below it: plan, attachments, what was done in each period, and how it was rated."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from itertools import accumulate
from typing import Any

from sqlalchemy import null

from domain.berakhlak import NilaiBerakhlak
from domain.periode import JenisPeriode
from domain.predikat import NilaiCapaian, Predikat, Rating, predikat
from domain.skp import Aspek, JenisRhk, JenisSkp, LingkupRhk, ModelSkp, Pendekatan, Perspektif, SalinanOrang, SumberSkp
from domain.status import StatusSkp
from models import Indikator, LampiranSkp, Penilaian, PerilakuSkp, RealisasiIndikator, RencanaAksi, Rhk, Skp, UmpanBalikPerilaku
from services.demo_skp_teks import CATATAN, EKSPEKTASI, KERJA, LAMPIRAN, TAMBAHAN, UMPAN_BALIK, Kerja

KOLOM: dict[type, tuple[str, ...]] = {
    Skp: (
        "id", "instansi_id", "pegawai_id", "nomor_induk", "nama", "nama_cari", "tahun", "awal", "akhir", "unor_id", "jabatan", "jenis", "model",
        "pendekatan", "status", "sumber", "penilai_id", "atasan_id", "salinan_pegawai", "salinan_penilai", "salinan_atasan", "diajukan",
        "disetujui", "catatan_kembali",
    ),
    Rhk: ("id", "instansi_id", "skp_id", "urut", "jenis", "lingkup", "teks", "intervensi_id", "intervensi"),
    Indikator: ("id", "instansi_id", "rhk_id", "urut", "aspek", "teks", "target", "perspektif"),
    PerilakuSkp: ("instansi_id", "skp_id", "nilai", "ekspektasi"),
    LampiranSkp: ("instansi_id", "skp_id", "jenis", "urut", "teks"),
    RencanaAksi: ("instansi_id", "rhk_id", "periode_id", "teks", "eviden"),
    Penilaian: (
        "id", "instansi_id", "skp_id", "periode_id", "hasil", "perilaku", "predikat", "catatan", "dinilai", "dibuka_sampai",
    ),
    RealisasiIndikator: ("instansi_id", "penilaian_id", "indikator_id", "realisasi", "umpan_balik"),
    UmpanBalikPerilaku: ("instansi_id", "penilaian_id", "nilai", "umpan_balik"),
}  # fmt: skip
"""Tables in the order in which they must be loaded."""
RHK_MAKS, INDIKATOR_MAKS = 4, 3

D, S, B = Rating.DI_ATAS, Rating.SESUAI, Rating.DI_BAWAH
_PASANGAN = ((D, D), (S, S), (D, S), (S, D), (B, S), (S, B), (B, B))
_BOBOT = {
    NilaiCapaian.ISTIMEWA: (60, 24, 6, 6, 3, 1, 0),
    NilaiCapaian.BAIK: (17, 48, 8, 8, 15, 4, 0),
    NilaiCapaian.BUTUH_PERBAIKAN: (6, 18, 4, 3, 64, 4, 1),
    NilaiCapaian.KURANG: (3, 12, 1, 1, 18, 64, 1),
    NilaiCapaian.SANGAT_KURANG: (0, 6, 0, 0, 14, 16, 64),
}
_RATING = {c: (tuple((h, p, predikat(h, p)) for h, p in _PASANGAN), list(accumulate(b))) for c, b in _BOBOT.items()}


@dataclass(frozen=True, slots=True)
class Masa:
    """A Periode of a year with its real dates."""

    id: int
    nama: str
    tahun: int
    jenis: JenisPeriode
    awal: date
    akhir: date
    batas: date

    @property
    def final(self) -> bool:
        return self.jenis is JenisPeriode.FINAL


@dataclass(frozen=True, slots=True)
class Orang:
    """A pegawai, as far as his SKP needs him. ``letak``: position of his unor in the tree."""

    id: int
    nomor: str
    nama: str
    nama_cari: str
    letak: int
    jabatan: str
    memimpin: bool
    aktif: bool
    masuk: date
    salinan: dict[str, Any]


@dataclass(frozen=True, slots=True)
class RencanaSkp:
    """Who is assessed by whom for what: one SKP to be."""

    orang: Orang
    unor_id: int
    letak: int
    jabatan: str
    jenis: JenisSkp
    model: ModelSkp
    status: StatusSkp
    tahun: int
    awal: date
    akhir: date
    penilai: Orang | None
    atasan: Orang | None
    unor: str
    kelompok: str
    """Key of KERJA."""
    induk: int
    """Position of the Unor Induk whose capaian counts it."""
    penuh: bool
    """With everything below it; large instansi leave the smaller parts out for most."""


@dataclass(slots=True)
class Muatan:
    """Rows by table, waiting to be loaded."""

    baris: dict[type, list[tuple[Any, ...]]] = field(default_factory=lambda: {m: [] for m in KOLOM})

    def tambah(self, model: type, *nilai: Any) -> None:
        self.baris[model].append(nilai)


def saat(hari: date, acak: random.Random, sekarang: datetime) -> datetime:
    """A moment in office hours of ``hari`` (02:00 to 08:59 UTC), never later than now."""
    kapan = datetime.combine(hari, time(2 + int(acak.random() * 7), int(acak.random() * 60)), UTC)
    return min(kapan, sekarang)


def undi_rating(acak: random.Random, capaian: NilaiCapaian) -> tuple[Rating, Rating, Predikat]:
    """Ratings of one pegawai in a unit with this capaian: the distribution comes out as SE MenPANRB 3/2023 expects it."""
    pilihan, bobot = _RATING[capaian]
    return acak.choices(pilihan, cum_weights=bobot)[0]


class Penulis:
    """Writes SKP after SKP into a Muatan. Ids come from the iterators in ``nomor``; RHK of leaders are kept for who serves them."""

    def __init__(self, acak: random.Random, instansi_id: int, sekarang: datetime, hari_ini: date) -> None:
        self.acak, self.instansi_id, self.sekarang, self.hari_ini = acak, instansi_id, sekarang, hari_ini
        self.muatan = Muatan()
        self.nomor: dict[type, Iterator[int]] = {}
        self.rhk_pimpinan: dict[tuple[int, int], list[tuple[int, str]]] = {}
        """(pegawai, year) → his RHK as (id, words)."""

    def tulis(self, r: RencanaSkp) -> int:
        """The SKP with its plan; returns its id. What happens in periods follows by ``kerjakan``."""
        id = next(self.nomor[Skp])
        diajukan, disetujui, catatan = self._waktu_skp(r)
        orang, a, b = r.orang, r.penilai, r.atasan
        salinan = {**orang.salinan, "jabatan": r.jabatan, "unor": r.unor}
        pendekatan = Pendekatan.KUALITATIF if orang.id % 7 == 0 and r.model is ModelSkp.JA_JF else Pendekatan.KUANTITATIF
        self.muatan.tambah(
            Skp, id, self.instansi_id, orang.id, orang.nomor, orang.nama, orang.nama_cari, r.tahun, r.awal, r.akhir, r.unor_id, r.jabatan,
            r.jenis, r.model, pendekatan, r.status, SumberSkp.EKINERJA, a.id if a else None, b.id if b else None,
            salinan, a.salinan if a else null(), b.salinan if b else null(), diajukan, disetujui, catatan,
        )  # fmt: skip
        self._rencana(r, id, pendekatan)
        if r.penuh:
            self._pelengkap(r, id)
        return id

    def _waktu_skp(self, r: RencanaSkp) -> tuple[datetime | None, datetime | None, str | None]:
        mulai = min(r.awal + timedelta(days=3 + r.orang.id % 18), self.hari_ini)
        if r.status is StatusSkp.DRAFT:
            kembali = r.orang.id % 3 == 0
            return None, None, "Lengkapi target dan sesuaikan dengan rencana pimpinan." if kembali else None
        if r.status is StatusSkp.PENGAJUAN:
            return saat(max(self.hari_ini - timedelta(days=1 + r.orang.id % 6), r.awal), self.acak, self.sekarang), None, None
        diajukan = saat(mulai, self.acak, self.sekarang)
        return diajukan, min(diajukan + timedelta(days=1 + r.orang.id % 4, hours=1), self.sekarang), None

    def _rencana(self, r: RencanaSkp, skp_id: int, pendekatan: Pendekatan) -> None:
        self._rhk: list[tuple[int, Kerja]] = []
        self._indikator: list[tuple[int, str, str]] = []
        kerja = KERJA.get(r.kelompok, KERJA["umum"])
        mulai = 0 if r.orang.memimpin else r.orang.id
        banyak = (3 if r.penuh else 2) if not r.orang.memimpin else min(len(kerja), RHK_MAKS - 1)
        pilihan = [kerja[(mulai + n) % len(kerja)] for n in range(min(banyak, len(kerja)))]
        if r.penuh and r.orang.id % 5 == 0:
            pilihan.append(TAMBAHAN)
        atas = self.rhk_pimpinan.get((r.penilai.id, r.tahun), []) if r.penilai else []
        for urut, satu in enumerate(pilihan, 1):
            self._satu_rhk(r, skp_id, urut, satu, atas, pendekatan)
        if r.orang.memimpin and r.jenis is JenisSkp.DEFINITIF:
            punya = [(id, satu.pimpinan.format(unor=r.unor)) for id, satu in self._rhk]
            self.rhk_pimpinan[r.orang.id, r.tahun] = punya

    def _satu_rhk(self, r: RencanaSkp, skp_id: int, urut: int, satu: Kerja, atas: list[tuple[int, str]], pendekatan: Pendekatan) -> None:
        id = next(self.nomor[Rhk])
        teks = satu.pimpinan.format(unor=r.unor) if r.orang.memimpin else satu.staf
        dituju = atas[(r.orang.id + urut) % len(atas)] if atas and satu is not TAMBAHAN else (None, None)
        jenis = JenisRhk.TAMBAHAN if satu is TAMBAHAN else JenisRhk.UTAMA
        lingkup = LingkupRhk.ORGANISASI if r.model is ModelSkp.JPT else LingkupRhk.INDIVIDU
        self.muatan.tambah(Rhk, id, self.instansi_id, skp_id, urut, jenis, lingkup, teks, *dituju)
        self._rhk.append((id, satu))
        sasaran = 2 + (r.orang.id * 7 + urut * 5) % 23
        isi: list[tuple[Aspek | None, str, str, Perspektif | None]]
        if r.model is ModelSkp.JPT:
            isi = [(None, satu.ukuran, f"{80 + sasaran % 20} persen", list(Perspektif)[(urut - 1) % 4])]
        elif pendekatan is Pendekatan.KUALITATIF:
            isi = [(None, satu.mutu, f"{85 + sasaran % 15} persen", None)]
        else:
            isi = [
                (Aspek.KUANTITAS, satu.jumlah, f"{sasaran} {satu.satuan}", None),
                (Aspek.KUALITAS, satu.mutu, f"{85 + sasaran % 15} persen", None),
                (Aspek.WAKTU, "Waktu penyelesaian", f"{6 + sasaran % 6} bulan", None),
            ]
            if not r.penuh:
                isi = isi[:1]
        for nomor, (aspek, ukuran, target, perspektif) in enumerate(isi, 1):
            indikator_id = next(self.nomor[Indikator])
            self.muatan.tambah(Indikator, indikator_id, self.instansi_id, id, nomor, aspek, ukuran, target, perspektif)
            self._indikator.append((indikator_id, ukuran, target))

    def _pelengkap(self, r: RencanaSkp, skp_id: int) -> None:
        nilai = list(NilaiBerakhlak)
        for n in range(3):
            satu = nilai[(r.orang.id + n * 2) % 7]
            teks = EKSPEKTASI[satu]
            self.muatan.tambah(PerilakuSkp, self.instansi_id, skp_id, satu, teks[(r.orang.id + n) % len(teks)])
        for jenis, pilihan in LAMPIRAN.items():
            for urut in range(1, 3 if r.orang.id % 2 else 2):
                self.muatan.tambah(LampiranSkp, self.instansi_id, skp_id, jenis, urut, pilihan[(r.orang.id + urut) % len(pilihan)])

    def kerjakan(self, r: RencanaSkp, masa: Masa) -> None:
        """Rencana aksi with evidence for every RHK in a period; call after ``tulis`` of the same SKP."""
        for rhk_id, satu in self._rhk:
            alamat = f"https://contoh.go.id/eviden/{r.tahun}/{satu.eviden}-{r.orang.id}-{masa.id}"
            teks = (
                f"{satu.aksi[(r.orang.id + masa.id) % len(satu.aksi)]} untuk {masa.nama.lower() if masa.final else 'periode ' + masa.nama}"
            )
            eviden = alamat if masa.akhir < self.hari_ini or r.orang.id % 3 == 0 else None
            self.muatan.tambah(RencanaAksi, self.instansi_id, rhk_id, masa.id, teks, eviden)

    def hari_nilai(self, r: RencanaSkp, masa: Masa) -> date:
        """The day of rating: some day before Batas Pengisian."""
        return min(masa.akhir + timedelta(days=1 + r.orang.id % max(1, (masa.batas - masa.akhir).days)), self.hari_ini)

    def nilai(
        self, skp_id: int, masa: Masa, rating: tuple[Rating, Rating, Predikat], dinilai: datetime, *, dibuka: date | None = None
    ) -> int:
        """The ratings of a period; returns the id of the Penilaian."""
        id = next(self.nomor[Penilaian])
        hasil, perilaku, jadi = rating
        self.muatan.tambah(
            Penilaian, id, self.instansi_id, skp_id, masa.id, hasil, perilaku, jadi, CATATAN[jadi.value], dinilai, dibuka,
        )  # fmt: skip
        return id

    def tunggu_nilai(self, skp_id: int, masa: Masa) -> int:
        """A period that waits for the penilai."""
        id = next(self.nomor[Penilaian])
        self.muatan.tambah(Penilaian, id, self.instansi_id, skp_id, masa.id, None, None, None, None, None, None)
        return id

    def isi_penilaian(self, r: RencanaSkp, penilaian_id: int, *, dinilai: bool) -> None:
        """Realisasi of every indikator, and the penilai's feedback once he has rated."""
        for urut, (indikator_id, _, target) in enumerate(self._indikator):
            teks = f"Terealisasi {target}" if (r.orang.id + urut) % 4 else f"Sebagian besar dari {target}"
            balik = UMPAN_BALIK[(r.orang.id + urut) % len(UMPAN_BALIK)] if dinilai else None
            self.muatan.tambah(RealisasiIndikator, self.instansi_id, penilaian_id, indikator_id, teks, balik)
        if dinilai:
            nilai = list(NilaiBerakhlak)[r.orang.id % 7]
            self.muatan.tambah(UmpanBalikPerilaku, self.instansi_id, penilaian_id, nilai, UMPAN_BALIK[r.orang.id % len(UMPAN_BALIK)])


def salinan_orang(
    nama: str, nomor: str, golongan: str | None, jabatan: str, unor: str, instansi: str, kota: str, *, asn: bool
) -> dict[str, Any]:
    """A person's copy as the columns of a SKP keep it."""
    return SalinanOrang(nama, nomor, golongan or "", jabatan, unor, instansi, kota, asn).ke_json()
