"""Beranda: what needs doing in the menus, counted within the actor's fence."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import ColumnElement, exists, func, select

from domain.jabatan import JenisJabatan
from domain.status import StatusAktif, StatusTugas
from domain.tanggal import panjang, ribuan
from models import Pegawai, Periode, PltPlh, Tugas, Unor
from services import periode
from services.saring import Konteks, subpohon


@dataclass(frozen=True, slots=True)
class Pekerjaan:
    """One thing to do. ``href`` leads to where it is done, already filtered."""

    ikon: str
    nada: str
    judul: str
    pesan: str
    tombol: str
    href: str
    izin: str


@dataclass(frozen=True, slots=True)
class Ringkasan:
    pegawai: int
    unor: int
    plt_plh: int
    periode: int


def tanpa_pimpinan() -> ColumnElement[bool]:
    """Criterion on Unor: no active Pegawai leads it; a PLT/PLH there does not count, since he is only acting."""
    pimpinan = exists().where(
        Pegawai.instansi_id == Unor.instansi_id,
        Pegawai.unor_id == Unor.id,
        Pegawai.jenis_jabatan == JenisJabatan.PIMPINAN,
        Pegawai.status == StatusAktif.AKTIF,
    )
    return ~pimpinan


def ringkasan(konteks: Konteks) -> Ringkasan:
    """How many people, units, acting posts in force and periods of this year there are."""
    hari = konteks.aktor.hari_ini()
    s = konteks.session
    batas = konteks.aktor.batas_unor
    pegawai = select(func.count()).select_from(Pegawai).where(Pegawai.status == StatusAktif.AKTIF)
    unor = select(func.count()).select_from(Unor)
    plt = select(func.count()).select_from(PltPlh).where(PltPlh.aktif, PltPlh.awal <= hari, PltPlh.akhir >= hari)
    if batas is not None:
        pegawai = pegawai.where(Pegawai.unor_id.in_(subpohon(batas)))
        unor = unor.where(Unor.id.in_(subpohon(batas)))
        plt = plt.where(PltPlh.unor_id.in_(subpohon(batas)))
    tahun = select(func.count()).select_from(Periode).where(Periode.tahun_urut.in_([0, hari.year]))
    return Ringkasan(*(s.scalar(q) or 0 for q in (pegawai, unor, plt, tahun)))


def pekerjaan(konteks: Konteks) -> list[Pekerjaan]:
    """What needs doing, most urgent first; only what the actor may do."""
    semua = [*_periode(konteks), *_plt(konteks), *_unor(konteks), *_tugas(konteks)]
    return [p for p in semua if konteks.aktor.boleh(p.izin)]


def _periode(konteks: Konteks) -> list[Pekerjaan]:
    hari = konteks.aktor.hari_ini()
    hasil = []
    for tahun in (hari.year, hari.year + 1):
        # Next year's periods are due from October on.
        if (tahun == hari.year or hari.month >= 10) and periode.belum_dibuat(konteks.session, tahun):
            hasil.append(
                Pekerjaan(
                    "calendar",
                    "negative" if tahun == hari.year else "warning",
                    f"Periode {tahun} belum dibuat",
                    f"Pegawai belum dapat menyusun SKP {tahun}.",
                    "Buat 13 periode",
                    f"/admin/periode/buat-tahun/?tahun={tahun}&pola=bulanan",
                    "periode:buat_tahun",
                )
            )
    return hasil


def _plt(konteks: Konteks) -> list[Pekerjaan]:
    hari = konteks.aktor.hari_ini()
    minggu = hari + timedelta(days=6 - hari.weekday())
    dasar = select(func.count(), func.min(PltPlh.akhir)).select_from(PltPlh).where(PltPlh.aktif)
    if konteks.aktor.batas_unor is not None:
        dasar = dasar.where(PltPlh.unor_id.in_(subpohon(konteks.aktor.batas_unor)))
    hasil = []
    lewat, _ = konteks.session.execute(dasar.where(PltPlh.akhir < hari)).one()
    if lewat:
        hasil.append(
            Pekerjaan(
                "hourglass",
                "warning",
                f"{ribuan(lewat)} PLT/PLH lewat masa",
                "Masih Aktif padahal masanya sudah berakhir.",
                "Lihat PLT/PLH",
                "/admin/plt-plh/?keadaan=lewat_masa",
                "plt_plh:lihat",
            )
        )
    akan, terdekat = konteks.session.execute(dasar.where(PltPlh.akhir >= hari, PltPlh.akhir <= minggu)).one()
    if akan:
        hasil.append(
            Pekerjaan(
                "hourglass",
                "warning",
                f"{ribuan(akan)} PLT/PLH berakhir minggu ini",
                f"Paling dekat {panjang(terdekat)}.",
                "Lihat PLT/PLH",
                f"/admin/plt-plh/?keadaan=berlaku&akhir_sampai={minggu}",
                "plt_plh:lihat",
            )
        )
    return hasil


def _unor(konteks: Konteks) -> list[Pekerjaan]:
    stmt = select(func.count()).select_from(Unor).where(tanpa_pimpinan())
    if konteks.aktor.batas_unor is not None:
        stmt = stmt.where(Unor.id.in_(subpohon(konteks.aktor.batas_unor)))
    n = konteks.session.scalar(stmt) or 0
    if not n:
        return []
    return [
        Pekerjaan(
            "user",
            "warning",
            f"{ribuan(n)} unor tanpa pimpinan",
            "Pegawai di dalamnya belum mempunyai pejabat penilai, kecuali bila ada PLT/PLH.",
            "Lihat unor",
            "/admin/unor/?pimpinan=tanpa",
            "unor:lihat",
        )
    ]


def _tugas(konteks: Konteks) -> list[Pekerjaan]:
    stmt = (
        select(func.count())
        .select_from(Tugas)
        .where(Tugas.status.in_([StatusTugas.GAGAL, StatusTugas.SEBAGIAN]), Tugas.dibuat > konteks.aktor.sekarang() - timedelta(days=7))
    )
    if konteks.aktor.pengguna_id is not None:
        stmt = stmt.where(Tugas.pengguna_id == konteks.aktor.pengguna_id)
    n = konteks.session.scalar(stmt) or 0
    if not n:
        return []
    return [
        Pekerjaan(
            "circle-x",
            "negative",
            f"{n} tugas Anda gagal atau selesai sebagian",
            "Dalam tujuh hari terakhir.",
            "Lihat tugas",
            "/admin/tugas/?status=gagal",
            "tugas:lihat",
        )
    ]
