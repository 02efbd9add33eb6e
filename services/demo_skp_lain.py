"""The rest of the demo data of an instansi: capaian kinerja organisasi, tim kerja, hari libur and pengaturan."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from sqlalchemy import func, null, select
from sqlalchemy.orm import Session

from domain.izin import Aktor
from domain.nama import normalkan
from domain.predikat import NilaiCapaian, Predikat
from domain.skp import JenisRhk, JenisSkp
from domain.status import StatusAktif, StatusCapaian, StatusSkp
from models import AnggotaTim, CapaianOrganisasi, HariLibur, Pegawai, Pengaturan, Rhk, Skp, TimKerja
from services import massal
from services.capaian_statistik import Statistik
from services.demo_skp_isi import Masa
from services.demo_skp_teks import TIM

_NASIONAL = ((1, 1, "Tahun Baru Masehi"), (5, 1, "Hari Buruh Internasional"), (6, 1, "Hari Lahir Pancasila"),
             (8, 17, "Hari Kemerdekaan Republik Indonesia"), (12, 25, "Hari Raya Natal"))  # fmt: skip
_CONTOH = ((3, 12), (10, 9))
TIM_MAKS = 60


def tanggal_libur(hari_ini: date) -> list[tuple[date, str]]:
    """Holidays of last year, this one and the next: those on fixed dates, and two invented ones of the instansi."""
    hasil = []
    for tahun in range(hari_ini.year - 1, hari_ini.year + 2):
        hasil += [(date(tahun, bulan, hari), nama) for bulan, hari, nama in _NASIONAL]
        hasil += [(date(tahun, bulan, hari), "Libur instansi contoh") for bulan, hari in _CONTOH]
    return sorted(hasil)


def pelengkap_instansi(
    session: Session,
    aktor: Aktor,
    unor: Sequence[int],
    capaian: Mapping[tuple[int, int], NilaiCapaian],
    hitungan: Mapping[tuple[int, int], Counter[Predikat | None]],
    masa: Mapping[int, Sequence[Masa]],
    acak: random.Random,
) -> None:
    """Load them. ``capaian`` and ``hitungan`` are by (position of the Unor Induk in ``unor``, period), ``masa`` by year."""
    instansi_id, hari_ini = aktor.instansi_id, aktor.hari_ini()
    libur = ((instansi_id, hari, nama, normalkan(nama)) for hari, nama in tanggal_libur(hari_ini))
    massal.muat(session, aktor, HariLibur, ("instansi_id", "tanggal", "nama", "nama_cari"), libur)
    massal.muat(session, aktor, Pengaturan, ("instansi_id",), [(instansi_id,)])
    kolom = ("instansi_id", "tahun", "periode_id", "unor_id", "capaian", "bukti_dukung", "status", "statistik", "difinalkan")
    massal.muat(session, aktor, CapaianOrganisasi, kolom, _capaian(aktor, unor, capaian, hitungan, masa))
    _tim(session, aktor, unor, acak)


def _capaian(
    aktor: Aktor,
    unor: Sequence[int],
    capaian: Mapping[tuple[int, int], NilaiCapaian],
    hitungan: Mapping[tuple[int, int], Counter[Predikat | None]],
    masa: Mapping[int, Sequence[Masa]],
) -> Iterator[tuple[Any, ...]]:
    """Last year FINAL in every period that was rated; this year the latest one is still open or missing."""
    hari_ini = aktor.hari_ini()
    for tahun, semua in sorted(masa.items()):
        lewat = [m for m in semua if m.akhir < hari_ini]
        terakhir = max((m.akhir for m in lewat), default=None)
        for m in lewat:
            for letak in sorted({n for n, _ in capaian}):
                isi = hitungan.get((letak, m.id))
                if isi is None or isi[None] == isi.total():
                    continue
                baru = tahun == hari_ini.year and m.akhir == terakhir
                if baru and letak % 3 == 0:
                    continue
                final = not baru and (tahun < hari_ini.year or letak % 4 != 1)
                kapan = min(datetime.combine(m.batas + timedelta(days=2), time(3, 30), UTC), aktor.sekarang()) if final else None
                yield (
                    aktor.instansi_id, tahun, m.id, unor[letak], capaian[letak, m.id],
                    f"https://contoh.go.id/capaian/{tahun}/{m.id}-{unor[letak]}",
                    StatusCapaian.FINAL if final else StatusCapaian.BELUM_FINAL, _statistik(isi) if final else null(), kapan,
                )  # fmt: skip


def _statistik(hitungan: Counter[Predikat | None]) -> dict[str, int]:
    """The numbers that Final freezes, counted as services.capaian_statistik does."""
    rinci = {p: hitungan[p] for p in Predikat}
    return Statistik(hitungan.total(), rinci).ke_json()


def _tim(session: Session, aktor: Aktor, unor: Sequence[int], acak: random.Random) -> None:
    """Teams of this year, in units with at least four people; the ketua is one of them, with an approved SKP where there is any."""
    milik = (Pegawai.instansi_id == aktor.instansi_id, Pegawai.status == StatusAktif.AKTIF)
    ramai = session.execute(
        select(Pegawai.unor_id).where(*milik).group_by(Pegawai.unor_id).having(func.count() >= 4).order_by(Pegawai.unor_id)
    )
    pilihan = [id for (id,) in ramai][::2][:TIM_MAKS]
    anggota: dict[int, list[int]] = {}
    stmt = select(Pegawai.unor_id, Pegawai.id).where(*milik, Pegawai.unor_id.in_(pilihan)).order_by(Pegawai.id)
    for di, satu in session.execute(stmt):
        anggota.setdefault(di, []).append(satu)
    rhk = _rhk_disetujui(session, aktor, {p for satu in anggota.values() for p in satu[:40]})
    ids = massal.pesan_id(session, TimKerja, len(pilihan))
    tim, isi, arah = [], [], []
    for nomor, (id, di) in enumerate(zip(ids, pilihan, strict=True)):
        orang = anggota[di][:40]
        terpilih = acak.sample(orang, min(len(orang), acak.randint(4, 7)))
        ketua = next((p for p in terpilih if p in rhk), terpilih[0])
        lain = sorted(p for p in terpilih if p != ketua)
        nama = f"Tim {TIM[nomor % len(TIM)]}"
        tim.append((id, aktor.instansi_id, aktor.hari_ini().year, nama, normalkan(nama), di, ketua))
        isi += [(aktor.instansi_id, id, satu) for satu in lain]
        for n, satu in enumerate(p for p in lain if p in rhk and ketua in rhk):
            # What he does for the team serves the ketua's RHK; his first one goes on serving his leader's.
            arah.append((rhk[satu][-1][0], aktor.instansi_id, *rhk[ketua][n % len(rhk[ketua])]))
    massal.muat(session, aktor, TimKerja, ("id", "instansi_id", "tahun", "nama", "nama_cari", "unor_id", "ketua_id"), tim)
    massal.muat(session, aktor, AnggotaTim, ("instansi_id", "tim_id", "pegawai_id"), isi)
    massal.perbarui(session, aktor, Rhk, ("id", "instansi_id", "intervensi_id", "intervensi"), arah, naik=False)


def _rhk_disetujui(session: Session, aktor: Aktor, pegawai: set[int]) -> dict[int, list[tuple[int, str]]]:
    """pegawai → (id, words) of the RHK utama on his approved SKP of this year, in their order."""
    stmt = (
        select(Skp.pegawai_id, Rhk.id, Rhk.teks)
        .join(Rhk, Rhk.skp_id == Skp.id)
        .where(
            Skp.instansi_id == aktor.instansi_id,
            Skp.pegawai_id.in_(pegawai),
            Skp.tahun == aktor.hari_ini().year,
            Skp.jenis == JenisSkp.DEFINITIF,
            Skp.status == StatusSkp.PERSETUJUAN,
            Rhk.jenis == JenisRhk.UTAMA,
        )
        .order_by(Skp.awal, Skp.id, Rhk.urut)
    )
    hasil: dict[int, list[tuple[int, str]]] = {}
    for orang, id, teks in session.execute(stmt):
        hasil.setdefault(orang, []).append((id, teks))
    return hasil
