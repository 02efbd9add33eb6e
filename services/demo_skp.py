"""Demo data of the SKP part: for everyone two years of SKP with all that follows from them. Deterministic for a seed and a day.

Loaded in batches of bounded size, leaders first, so that everyone's RHK can serve one of his leader's. A large instansi gets
the Final of last year and the two latest periods only, and the smaller parts of a SKP for some of its people.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.izin import Aktor
from domain.jabatan import JenisJabatan, JenisPegawai, setingkat_jpt
from domain.nip import JenisNomorInduk
from domain.periode import RencanaPeriode, tanggal_periode
from domain.plt_plh import JenisPltPlh
from domain.predikat import NilaiCapaian, Predikat
from domain.skp import JenisSkp, ModelSkp
from domain.status import StatusAktif, StatusSkp
from models import (
    AnggotaTim,
    CapaianOrganisasi,
    HariLibur,
    Indikator,
    Keberatan,
    Pegawai,
    Pengaturan,
    Penilaian,
    Periode,
    PltPlh,
    Rhk,
    Skp,
    TimKerja,
)
from services import massal
from services.demo_skp_isi import (
    INDIKATOR_MAKS,
    KOLOM,
    RHK_MAKS,
    Masa,
    Muatan,
    Orang,
    Penulis,
    RencanaSkp,
    saat,
    salinan_orang,
    undi_rating,
)
from services.demo_skp_keberatan import PengajuKeberatan
from services.demo_skp_lain import pelengkap_instansi
from services.demo_unor import Simpul

TABEL = (*KOLOM, Keberatan, CapaianOrganisasi, TimKerja, AnggotaTim, HariLibur, Pengaturan)
"""Everything that a run loads here."""
BANYAK = 2_000
"""Pegawai of an instansi above which the data are thinned out."""
BONGKAH = 4_000
"""Pegawai in a batch."""
_CAPAIAN = (tuple(NilaiCapaian), (20, 62, 12, 4, 2))


@dataclass(frozen=True, slots=True)
class TempatDemo:
    """The instansi that is filled: its tree, the ids of its units, its name, and the pegawai of demo logins."""

    nama: str
    pohon: list[Simpul]
    ids: list[int]
    akun: frozenset[str]
    """Their numbers."""
    draf: frozenset[str]
    """Of those, who still works on this year's plan."""


@dataclass(slots=True)
class RingkasanSkp:
    skp: int = 0
    penilaian: int = 0
    keberatan: int = 0


def isi(session: Session, aktor: Aktor, tempat: TempatDemo, acak: Callable[[str], random.Random]) -> RingkasanSkp:
    """Fill one instansi, inside the caller's transaction; its periods, units, pegawai and acting posts are loaded already."""
    pembuat = _Pembuat(session, aktor, tempat, acak)
    pembuat.semua()
    pelengkap_instansi(session, aktor, tempat.ids, pembuat.capaian, pembuat.hitungan, pembuat.masa, acak("lain"))
    return pembuat.hasil


class _Pembuat:
    def __init__(self, session: Session, aktor: Aktor, tempat: TempatDemo, acak: Callable[[str], random.Random]) -> None:
        assert aktor.instansi_id is not None
        self.session, self.aktor, self.tempat = session, aktor, tempat
        self.instansi_id, self.hari_ini, self.sekarang = aktor.instansi_id, aktor.hari_ini(), aktor.sekarang()
        self.acak = acak("skp")
        self.tahun = (self.hari_ini.year - 1, self.hari_ini.year)
        self.letak = {id: n for n, id in enumerate(tempat.ids)}
        self.induk = [n if s.mandiri or setingkat_jpt(s.eselon) or s.induk is None else s.induk for n, s in enumerate(tempat.pohon)]
        self.masa = {tahun: _masa(session, self.instansi_id, tahun) for tahun in self.tahun}
        self.penulis = Penulis(self.acak, self.instansi_id, self.sekarang, self.hari_ini)
        self.pimpinan: dict[int, Orang] = {}
        self.pelaksana: dict[int, Orang] = {}
        self.hitungan: dict[tuple[int, int], Counter[Predikat | None]] = {}
        """By (position of the Unor Induk, period): SKP that count there, by predikat, None = not rated."""
        self.hasil = RingkasanSkp()
        lewat = sorted((m for t in self.tahun for m in self.masa[t] if m.akhir < self.hari_ini), key=lambda m: (m.akhir, m.final))
        biasa = [m for m in lewat if not m.final]
        self.baru = {m.id for m in biasa[-2:]} | {m.id for m in lewat if m.final}
        """The two latest periods and the Final: those with everything below them."""
        self.terakhir = biasa[-1].id if biasa else 0
        self.lewat = {m.id for m in lewat}
        self.capaian = {
            (n, m.id): self.acak.choices(*_CAPAIAN)[0] for n in sorted(set(self.induk)) for t in self.tahun for m in self.masa[t]
        }
        self.diberi: set[int] = set()
        """Demo logins whose to-do has been seen to."""
        stmt = select(Pegawai.id).where(Pegawai.instansi_id == self.instansi_id).offset(BANYAK).limit(1)
        self.besar = session.scalar(stmt) is not None
        if self.besar:
            self.lewat &= self.baru
        self.keberatan = PengajuKeberatan(self.penulis, [m for m in lewat if m.id in self.lewat], tempat.akun)

    def semua(self) -> None:
        memimpin = list(self._orang(Pegawai.jenis_jabatan == JenisJabatan.PIMPINAN))
        self.pimpinan = {o.letak: o for o in memimpin}
        acting = self._plt(memimpin)
        memimpin.sort(key=lambda o: o.letak)
        self._muat(memimpin, self._rencana_plt(acting))
        staf = self._orang(Pegawai.jenis_jabatan != JenisJabatan.PIMPINAN)
        while bongkah := list(islice(staf, BONGKAH)):
            self._muat(bongkah, [])
        self.hasil.keberatan = self.keberatan.muat(self.session, self.aktor)

    # --- people ---

    def _orang(self, syarat: Any) -> Iterator[Orang]:
        """Every pegawai that meets ``syarat`` in the order of ids, read piece by piece: the connection loads rows in between."""
        kolom = (
            Pegawai.id, Pegawai.nomor_induk, Pegawai.nama, Pegawai.nama_cari, Pegawai.unor_id, Pegawai.jabatan, Pegawai.jenis_jabatan,
            Pegawai.status, Pegawai.jenis_nomor, Pegawai.jenis_pegawai, Pegawai.golongan, Pegawai.tmt_golongan,
        )  # fmt: skip
        terakhir = 0
        while True:
            stmt = select(*kolom).where(Pegawai.instansi_id == self.instansi_id, syarat, Pegawai.id > terakhir)
            baris = self.session.execute(stmt.order_by(Pegawai.id).limit(BONGKAH)).all()
            if not baris:
                return
            for p in baris:
                yield self._satu_orang(p)
            terakhir = baris[-1].id

    def _satu_orang(self, p: Any) -> Orang:
        letak = self.letak[p.unor_id]
        simpul = self.tempat.pohon[letak]
        masuk = date.min
        if p.jenis_nomor is JenisNomorInduk.NI_PPPK and p.tmt_golongan is not None:
            masuk = p.tmt_golongan
        elif p.jenis_nomor is JenisNomorInduk.NIP:
            masuk = date(int(p.nomor_induk[8:12]), int(p.nomor_induk[12:14]), 1)
        asn = p.jenis_pegawai is not JenisPegawai.NON_ASN
        salinan = salinan_orang(p.nama, p.nomor_induk, p.golongan, p.jabatan, simpul.nama, self.tempat.nama, simpul.kota, asn=asn)
        return Orang(
            p.id, p.nomor_induk, p.nama, p.nama_cari, letak, p.jabatan, p.jenis_jabatan is JenisJabatan.PIMPINAN,
            p.status is StatusAktif.AKTIF, masuk, salinan,
        )  # fmt: skip

    def _plt(self, memimpin: list[Orang]) -> list[tuple[Orang, PltPlh]]:
        """Acting posts with their holders, all of them leaders; those in force over units without a leader lead there."""
        orang = {o.id: o for o in memimpin}
        semua = self.session.scalars(select(PltPlh).where(PltPlh.instansi_id == self.instansi_id).order_by(PltPlh.id)).all()
        for p in semua:
            letak = self.letak[p.unor_id]
            if letak not in self.pimpinan and p.aktif and p.awal <= self.hari_ini <= p.akhir:
                self.pelaksana[letak] = orang[p.pegawai_id]
        return [(orang[p.pegawai_id], p) for p in semua]

    def _penilai(self, orang: Orang, letak: int | None, tahun: int) -> tuple[Orang | None, int | None]:
        """Who assesses ``orang`` in a unit, and the unit that he leads: its leader, else the next above (domain.penilai)."""
        while letak is not None:
            satu = self.pimpinan.get(letak) or (self.pelaksana.get(letak) if tahun == self.tahun[1] else None)
            if satu is not None and satu.id != orang.id:
                return satu, letak
            letak = self.tempat.pohon[letak].atasan
        return None, None

    # --- SKP to be ---

    def _rencana(self, orang: Orang) -> Iterator[RencanaSkp]:
        for tahun in self.tahun:
            awal, akhir = max(date(tahun, 1, 1), orang.masuk), date(tahun, 12, 31)
            if awal > min(akhir, self.hari_ini) or (tahun == self.tahun[1] and not orang.aktif):
                continue
            tengah = date(tahun, 7, 1)
            lama = self._unor_lama(orang, tahun)
            if lama is not None and awal < tengah < self.hari_ini:
                yield self._satu_rencana(orang, lama, orang.jabatan, JenisSkp.DEFINITIF, awal, date(tahun, 6, 30), StatusSkp.PERSETUJUAN)
                awal = tengah
            yield self._satu_rencana(orang, orang.letak, orang.jabatan, JenisSkp.DEFINITIF, awal, akhir, self._status(orang, tahun))

    def _unor_lama(self, orang: Orang, tahun: int) -> int | None:
        """The unit from which he came in the middle of that year, for a few."""
        if orang.memimpin or orang.nomor in self.tempat.akun or orang.id % 24 != 5 or tahun != self.tahun[orang.id // 24 % 2]:
            return None
        lain = (orang.letak + 1 + orang.id % 3) % len(self.tempat.pohon)
        return lain if lain != orang.letak else None

    def _status(self, orang: Orang, tahun: int) -> StatusSkp:
        if tahun == self.tahun[0]:
            return StatusSkp.PERSETUJUAN
        if orang.nomor in self.tempat.draf:
            return StatusSkp.DRAFT
        penilai, _ = self._penilai(orang, orang.letak, tahun)
        if penilai is not None and penilai.nomor in self.tempat.akun and orang.nomor not in self.tempat.akun and self._pertama(penilai.id):
            # A demo login that leads finds something to approve.
            return StatusSkp.PENGAJUAN
        if orang.memimpin:
            return StatusSkp.PERSETUJUAN
        return (StatusSkp.DRAFT, StatusSkp.PENGAJUAN)[orang.id % 2] if orang.id % 10 < 2 else StatusSkp.PERSETUJUAN

    def _pertama(self, penilai_id: int) -> bool:
        baru = penilai_id not in self.diberi
        self.diberi.add(penilai_id)
        return baru

    def _rencana_plt(self, acting: Iterable[tuple[Orang, PltPlh]]) -> list[RencanaSkp]:
        hasil = []
        for orang, p in acting:
            jenis = JenisSkp.PLT if p.jenis is JenisPltPlh.PLT else JenisSkp.PLH
            for tahun in self.tahun:
                awal, akhir = max(p.awal, date(tahun, 1, 1)), min(p.akhir, date(tahun, 12, 31))
                if awal <= akhir and awal <= self.hari_ini:
                    hasil.append(self._satu_rencana(orang, self.letak[p.unor_id], p.jabatan, jenis, awal, akhir, StatusSkp.PERSETUJUAN))
        return hasil

    def _satu_rencana(
        self, orang: Orang, letak: int, jabatan: str, jenis: JenisSkp, awal: date, akhir: date, status: StatusSkp
    ) -> RencanaSkp:
        simpul = self.tempat.pohon[letak]
        penilai, di = self._penilai(orang, letak, awal.year)
        atasan = self._penilai(penilai, di, awal.year)[0] if penilai is not None else None
        jpt = simpul.mandiri and (orang.memimpin and orang.letak == letak or jenis is not JenisSkp.DEFINITIF)
        penuh = not self.besar or orang.nomor in self.tempat.akun or orang.id % 25 == 0
        return RencanaSkp(
            orang, self.tempat.ids[letak], letak, jabatan, jenis, ModelSkp.JPT if jpt else ModelSkp.JA_JF, status, awal.year, awal, akhir,
            penilai, atasan, simpul.nama, simpul.jenis, self.induk[letak], penuh,
        )  # fmt: skip

    # --- writing ---

    def _muat(self, orang: list[Orang], lagi: list[RencanaSkp]) -> None:
        semua = [*(r for o in orang for r in self._rencana(o)), *lagi]
        if not semua:
            return
        rhk = len(semua) * RHK_MAKS
        per_skp = max(len([m for m in self.masa[t] if m.id in self.lewat]) for t in self.tahun)
        pesanan: tuple[tuple[type, int], ...] = (
            (Skp, len(semua)),
            (Rhk, rhk),
            (Indikator, rhk * INDIKATOR_MAKS),
            (Penilaian, len(semua) * per_skp),
        )
        for satu, banyak in pesanan:
            self.penulis.nomor[satu] = iter(massal.pesan_id(self.session, satu, banyak))
        self.penulis.muatan = Muatan()
        for r in semua:
            self._satu(r)
        for model, kolom in KOLOM.items():
            jumlah = massal.muat(self.session, self.aktor, model, kolom, self.penulis.muatan.baris[model])
            self.hasil.skp += jumlah if model is Skp else 0
            self.hasil.penilaian += jumlah if model is Penilaian else 0

    def _satu(self, r: RencanaSkp) -> None:
        skp_id = self.penulis.tulis(r)
        if r.status is not StatusSkp.PERSETUJUAN:
            return
        diajukan = self.keberatan.pilih(r)
        for masa in self.masa[r.tahun]:
            if masa.awal > r.akhir or r.awal > masa.akhir:
                continue
            if r.penuh and (masa.id in self.baru or masa.awal <= self.hari_ini <= masa.akhir):
                self.penulis.kerjakan(r, masa)
            jadi = None
            if diajukan is not None and masa.id == diajukan.masa.id:
                jadi = self.keberatan.ajukan(r, skp_id, diajukan)
            elif masa.id in self.lewat:
                jadi = self._nilai(r, skp_id, masa)
            if r.jenis is JenisSkp.DEFINITIF:
                self.hitungan.setdefault((r.induk, masa.id), Counter())[jadi] += 1

    def _dinilai(self, r: RencanaSkp, masa: Masa) -> bool:
        """Last year everyone was rated; this year the latest period still waits for some, and a few were forgotten."""
        if r.tahun == self.tahun[0]:
            return True
        return r.orang.id % 10 >= 3 if masa.id == self.terakhir else r.orang.id % 40 != 7

    def _nilai(self, r: RencanaSkp, skp_id: int, masa: Masa) -> Predikat | None:
        if not self._dinilai(r, masa):
            if r.penuh and masa.id == self.terakhir:
                self.penulis.isi_penilaian(r, self.penulis.tunggu_nilai(skp_id, masa), dinilai=False)
            return None
        rating = undi_rating(self.acak, self.capaian[r.induk, masa.id])
        dinilai = saat(self.penulis.hari_nilai(r, masa), self.acak, self.sekarang)
        id = self.penulis.nilai(skp_id, masa, rating, dinilai)
        if r.penuh and masa.id in self.baru:
            self.penulis.isi_penilaian(r, id, dinilai=True)
        return rating[2]


def _masa(session: Session, instansi_id: int, tahun: int) -> list[Masa]:
    stmt = select(Periode).where(Periode.instansi_id == instansi_id, Periode.tahun == tahun).order_by(Periode.id)
    hasil = []
    for p in session.scalars(stmt):
        r = RencanaPeriode(p.nama, p.awal, p.akhir, p.batas, p.jenis, p.tipe, p.angka, p.tahun, p.id)
        hasil.append(Masa(p.id, p.nama, tahun, p.jenis, *tanggal_periode(r, tahun)))
    return hasil
