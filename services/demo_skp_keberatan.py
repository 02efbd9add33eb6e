"""Keberatan of the demo data, in every status, each with dates that follow from one another whatever the day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from domain.izin import Aktor
from domain.keberatan import AturanKeberatan, batas_hari
from domain.predikat import Predikat, Rating, predikat
from domain.skp import JenisSkp
from domain.status import StatusKeberatan
from models import Keberatan
from services import massal
from services.demo_skp_isi import Masa, Orang, Penulis, RencanaSkp, saat
from services.demo_skp_lain import tanggal_libur
from services.demo_skp_teks import ALASAN_KEBERATAN, KEPUTUSAN_SETUJU, KEPUTUSAN_TOLAK, PENJELASAN_PENILAI

K = StatusKeberatan
_GILIR = (K.DICEK, K.DIAJUKAN, K.DISETUJUI, K.DITOLAK, K.TERLAMBAT)
_MAKS, _JARAK = 150, 17
"""How many at most, and one among so many of those who might."""
_LAMA = 60
"""Days after which a keberatan on a period is decided or too late."""
_KOLOM = (
    "instansi_id", "penilaian_id", "skp_id", "periode_id", "tahun", "unor_id", "pegawai_id", "penilai_id", "atasan_id", "nama", "nama_cari",
    "nama_penilai", "nama_atasan", "status", "waktu_pengajuan", "waktu_cek", "waktu_respon", "batas_putusan", "alasan", "penjelasan",
    "keputusan", "sebelum_hasil", "sebelum_perilaku", "diminta_hasil", "diminta_perilaku", "sesudah_hasil", "sesudah_perilaku",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class RencanaKeberatan:
    masa: Masa
    status: StatusKeberatan


class PengajuKeberatan:
    """Chooses whose penilaian is objected to, and writes both."""

    def __init__(self, penulis: Penulis, lewat: list[Masa], akun: frozenset[str]) -> None:
        """``lewat``: the periods past that were rated, oldest first. Those assessed by a demo login come first."""
        self.penulis, self.akun = penulis, akun
        self.libur = frozenset(tanggal for tanggal, _ in tanggal_libur(penulis.hari_ini))
        biasa = [m for m in lewat if not m.final]
        self.hidup = biasa[-1] if biasa else None
        tua = sorted((m for m in lewat if m.akhir <= penulis.hari_ini - timedelta(days=_LAMA)), key=lambda m: not m.final)
        self.tua = tua[-1] if tua else None
        self.baris: list[tuple[Any, ...]] = []
        self._calon = 0
        self._urut = 0
        self._demo = 0

    def pilih(self, r: RencanaSkp) -> RencanaKeberatan | None:
        """Whether this SKP gets a keberatan, in which status and on which period."""
        if r.penilai is None or r.atasan is None or r.jenis is not JenisSkp.DEFINITIF or r.orang.nomor in self.akun or not r.orang.aktif:
            return None
        if r.penilai.nomor in self.akun and self._demo < 2 and self.hidup is not None and _meliputi(r, self.hidup):
            self._demo += 1
            return RencanaKeberatan(self.hidup, _GILIR[self._demo - 1])
        self._calon += 1
        if self._calon % _JARAK or self._urut >= _MAKS:
            return None
        status = _GILIR[self._urut % len(_GILIR)]
        masa = self.hidup if status in (K.DIAJUKAN, K.DICEK) else self.tua
        if masa is None or not _meliputi(r, masa):
            return None
        self._urut += 1
        return RencanaKeberatan(masa, status)

    def ajukan(self, r: RencanaSkp, skp_id: int, rencana: RencanaKeberatan) -> Predikat:
        """The penilaian with its keberatan; returns the predikat that holds in the end."""
        p, masa, status = self.penulis, rencana.masa, rencana.status
        hari_ini = p.hari_ini
        # One that is alive was rated lately, if need be after the period had been opened again.
        hari = max(masa.akhir + timedelta(days=1), hari_ini - timedelta(days=6)) if masa is self.hidup and status in _GILIR[:2] else None
        dinilai = saat(hari or masa.akhir + timedelta(days=2), p.acak, p.sekarang)
        jadwal = self._jadwal(status, dinilai, r.orang.id % 3)
        sebelum = (Rating.SESUAI, Rating.SESUAI) if r.orang.id % 3 else (Rating.DI_BAWAH, Rating.SESUAI)
        diminta = (Rating.DI_ATAS, Rating.DI_ATAS) if sebelum[0] is Rating.SESUAI else (Rating.SESUAI, Rating.SESUAI)
        sesudah = {K.DISETUJUI: diminta, K.DITOLAK: sebelum}.get(status)
        kini = sesudah or sebelum
        jadi = predikat(*kini)
        terakhir = jadwal[2] if status is K.DISETUJUI and jadwal[2] is not None else dinilai
        dibuka = hari + timedelta(days=3) if hari is not None and hari > masa.batas else None
        id = p.nilai(skp_id, masa, (*kini, jadi), terakhir, dibuka=dibuka)
        if r.penuh:
            p.isi_penilaian(r, id, dinilai=True)
        self._tulis(r, skp_id, id, rencana, jadwal, (*sebelum, *diminta, *(sesudah or (None, None))))
        return jadi

    def _jadwal(self, status: StatusKeberatan, dinilai: datetime, jeda: int) -> tuple[datetime, datetime | None, datetime | None, date]:
        """(filed, first read, answered, last day for the decision); nothing lies in the future but the last."""
        p = self.penulis
        diajukan = min(dinilai + timedelta(days=1 + jeda, minutes=20), p.sekarang)
        aturan = AturanKeberatan()
        batas = batas_hari(diajukan.date(), aturan.batas_putusan_hari, kerja=aturan.hari_kerja, libur=self.libur)
        dicek = (
            min(diajukan + timedelta(days=1, hours=1), p.sekarang)
            if status is not K.DIAJUKAN and (status, jeda) != (K.TERLAMBAT, 0)
            else None
        )
        putus = dicek + timedelta(days=2, minutes=35) if dicek is not None and status in (K.DISETUJUI, K.DITOLAK) else None
        return diajukan, dicek, putus, batas

    def _tulis(
        self, r: RencanaSkp, skp_id: int, id: int, rencana: RencanaKeberatan, jadwal: tuple[Any, ...], rating: tuple[Any, ...]
    ) -> None:
        o, a, b = r.orang, r.penilai, r.atasan
        assert isinstance(a, Orang) and isinstance(b, Orang)
        masa, status = rencana.masa, rencana.status
        diajukan, dicek, putus, batas = jadwal
        jelas = PENJELASAN_PENILAI[o.id % 2] if dicek is not None else None
        keputusan = {K.DISETUJUI: KEPUTUSAN_SETUJU, K.DITOLAK: KEPUTUSAN_TOLAK}.get(status)
        self.baris.append(
            (
                self.penulis.instansi_id, id, skp_id, masa.id, r.tahun, r.unor_id, o.id, a.id, b.id, o.nama, o.nama_cari, a.nama, b.nama,
                status, diajukan, dicek, putus, batas, ALASAN_KEBERATAN[o.id % len(ALASAN_KEBERATAN)], jelas, keputusan, *rating,
            )
        )  # fmt: skip

    def muat(self, session: Session, aktor: Aktor) -> int:
        """Load what was gathered; the penilaian are there already."""
        return massal.muat(session, aktor, Keberatan, _KOLOM, self.baris)


def _meliputi(r: RencanaSkp, masa: Masa) -> bool:
    return r.tahun == masa.tahun and r.awal <= masa.akhir and masa.awal <= r.akhir
