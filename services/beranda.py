"""Beranda: what needs doing in the menus, counted within the actor's fence."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, exists, func, select
from sqlalchemy.orm import load_only

from domain.jabatan import JenisJabatan
from domain.plt_plh import KeadaanPltPlh
from domain.siasn import JenisSinkro
from domain.status import StatusAktif, StatusKonflik, StatusSinkro, StatusTemuan, StatusTugas
from domain.tanggal import panjang, ribuan
from models import Konflik, Pegawai, Periode, PltPlh, Sinkronisasi, SinkronisasiPredikat, TemuanUnor, Tugas, Unor
from services import periode, sinkronisasi, sinkronisasi_predikat
from services.beranda_skp import RingkasanSkp
from services.plt_plh import dalam_keadaan
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


@dataclass(frozen=True, slots=True)
class SinkroTerakhir:
    """The last run of one kind; ``jenis`` None: of *Sinkronisasi Predikat*."""

    jenis: JenisSinkro | None
    status: StatusSinkro
    waktu: datetime
    """When it ended, or was asked for while it has not."""
    gagal: int


@dataclass(frozen=True, slots=True)
class RingkasanSinkro:
    """How the synchronisation stands. ``terakhir`` begins with the latest; empty where none has been asked for."""

    terakhir: list[SinkroTerakhir]
    konflik: int
    temuan: int


def tanpa_pimpinan() -> ColumnElement[bool]:
    """Criterion on Unor: no active Pegawai leads it; a PLT/PLH there does not count, since he is only acting."""
    pimpinan = exists().where(
        Pegawai.instansi_id == Unor.instansi_id,
        Pegawai.unor_id == Unor.id,
        Pegawai.jenis_jabatan == JenisJabatan.PIMPINAN,
        Pegawai.status == StatusAktif.AKTIF,
    )
    return ~pimpinan


def tanpa_pelaksana(hari_ini: date) -> ColumnElement[bool]:
    """Criterion on Unor: no PLT/PLH in force there either."""
    pelaksana = exists().where(
        PltPlh.instansi_id == Unor.instansi_id,
        PltPlh.unor_id == Unor.id,
        dalam_keadaan(KeadaanPltPlh.BERLAKU, hari_ini),
        Pegawai.id == PltPlh.pegawai_id,
        Pegawai.status == StatusAktif.AKTIF,
    )
    return ~pelaksana


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


def sinkro(konteks: Konteks) -> RingkasanSinkro:
    """The last run of each kind that the actor may see, and how much waits for a decision: three queries, whatever there is."""
    s, aktor, S, P = konteks.session, konteks.aktor, Sinkronisasi, SinkronisasiPredikat
    terakhir: list[SinkroTerakhir] = []
    if aktor.boleh("sinkronisasi:lihat"):
        stmt = select(S, Tugas.status).outerjoin(Tugas, Tugas.id == S.tugas_id).where(S.id.in_(select(func.max(S.id)).group_by(S.jenis)))
        stmt = stmt.options(load_only(S.jenis, S.status, S.waktu_selesai, S.waktu_request, S.gagal))
        terakhir += [_terakhir(lari.jenis, sinkronisasi.status_kini(lari, t), lari) for lari, t in s.execute(stmt)]
    if aktor.boleh("sinkronisasi_predikat:lihat"):
        stmt_p = select(P, Tugas.status).outerjoin(Tugas, Tugas.id == P.tugas_id).order_by(P.waktu_request.desc(), P.id.desc()).limit(1)
        terakhir += [_terakhir(None, sinkronisasi_predikat.status_kini(lari, t), lari) for lari, t in s.execute(stmt_p)]
    konflik, temuan = 0, 0
    if aktor.boleh("konflik:putuskan") or aktor.boleh("rekonsiliasi_unor:perbaiki"):
        terbuka = select(func.count()).select_from(Konflik).where(Konflik.status == StatusKonflik.TERBUKA).scalar_subquery()
        cacat = select(func.count()).select_from(TemuanUnor).where(TemuanUnor.status == StatusTemuan.TERBUKA).scalar_subquery()
        konflik, temuan = s.execute(select(terbuka, cacat)).one()
    return RingkasanSinkro(sorted(terakhir, key=lambda t: t.waktu, reverse=True), konflik, temuan)


def _terakhir(jenis: JenisSinkro | None, status: StatusSinkro, lari: Sinkronisasi | SinkronisasiPredikat) -> SinkroTerakhir:
    return SinkroTerakhir(jenis, status, lari.waktu_selesai or lari.waktu_request, lari.gagal)


def pekerjaan(konteks: Konteks, skp: RingkasanSkp, siasn: RingkasanSinkro) -> list[Pekerjaan]:
    """What needs doing, most urgent first; only what the actor may do."""
    semua = [
        *_periode(konteks),
        *_keberatan(konteks, skp),
        *_siasn(siasn),
        *_plt(konteks),
        *_unor(konteks),
        *_capaian(skp),
        *_tugas(konteks),
    ]
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
    stmt = select(func.count()).select_from(Unor).where(tanpa_pimpinan(), tanpa_pelaksana(konteks.aktor.hari_ini()))
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
            "Juga tanpa PLT/PLH yang berlaku; selama itu pegawainya dinilai oleh yang memimpin unor di atasnya, bila ada.",
            "Lihat penilainya",
            "/admin/skp/penilai-kosong/",
            "skp:lihat",
        )
    ]


def _siasn(r: RingkasanSinkro) -> list[Pekerjaan]:
    hasil = []
    for t in r.terakhir:
        # One run lives at a time in an instansi, so this is one line at most.
        if t.jenis is not None and t.status is StatusSinkro.MENUNGGU_KEPUTUSAN:
            judul = f"Sinkronisasi {t.jenis.label} menunggu keputusan"
            pesan = "Perbedaan dengan SIASN sudah dibaca dan belum diterapkan; selama itu tidak ada sinkronisasi lain."
            href = "/admin/sinkronisasi/?status=menunggu_keputusan"
            hasil.append(Pekerjaan("refresh", "warning", judul, pesan, "Lihat perbedaan", href, "sinkronisasi:terapkan"))
    if r.konflik:
        judul = f"{ribuan(r.konflik)} konflik dengan SIASN belum diputuskan"
        pesan = "Diubah di sini dan juga di SIASN, dengan nilai yang berbeda."
        hasil.append(
            Pekerjaan("git-compare", "warning", judul, pesan, "Lihat konflik", "/admin/konflik/?status=terbuka", "konflik:putuskan")
        )
    if r.temuan:
        judul = f"{ribuan(r.temuan)} temuan rekonsiliasi unor terbuka"
        pesan = "Unor ganda, tanpa induk, berputar, atau nonaktif tetapi berisi."
        href = "/admin/rekonsiliasi-unor/?status=terbuka"
        hasil.append(Pekerjaan("sitemap", "warning", judul, pesan, "Lihat temuan", href, "rekonsiliasi_unor:perbaiki"))
    return hasil


def _keberatan(konteks: Konteks, skp: RingkasanSkp) -> list[Pekerjaan]:
    k = skp.keberatan
    if not k.jumlah or k.terdekat is None:
        return []
    lewat = k.terdekat < konteks.aktor.hari_ini()
    return [
        Pekerjaan(
            "message-report",
            "negative" if lewat else "warning",
            f"{ribuan(k.jumlah)} keberatan mendekati batas putusan",
            f"Batas paling dekat {panjang(k.terdekat)}{', sudah lewat' if lewat else ''}.",
            "Lihat keberatan",
            "/admin/keberatan/",
            "keberatan:lihat",
        )
    ]


def _capaian(skp: RingkasanSkp) -> list[Pekerjaan]:
    if not skp.tunggu_semua:
        return []
    return [
        Pekerjaan(
            "target",
            "warning",
            f"{ribuan(skp.tunggu_semua)} capaian organisasi belum final",
            "Pastikan semua pegawai di Unit Kerja Induknya sudah dinilai, lalu finalkan.",
            "Lihat capaian",
            "/admin/capaian-organisasi/?status=belum_final",
            "capaian_organisasi:lihat",
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
