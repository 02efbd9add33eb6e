"""Sinkronisasi Predikat (manual 2.13): one way, from the Final period of definitif SKP to SIASN's yearly SKP.

A run is a row of ``SinkronisasiPredikat`` and a task. What is to be sent is written down first; each item is marked
TIDAK_PASTI before it leaves, so that whatever dies on the way, SIASN is asked before anything is sent a second time.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from domain.izin import Aktor
from domain.periode import JenisPeriode
from domain.skp import JenisSkp
from domain.status import SINKRO_HIDUP, StatusKiriman, StatusSinkro, StatusSkp, StatusTugas, bisa, transisi
from domain.waktu import Zona, tanggal_di
from integrations.siasn import galat as g
from integrations.siasn.klien import Klien
from models import KirimanPredikat, Pegawai, Penilaian, Periode, PredikatTerkirim, SinkronisasiPredikat, Skp, Tugas
from services import audit, calon_predikat, massal, siasn, tugas
from services.calon_predikat import Halangan
from services.galat import DataBasi, Salah, TidakDitemukan
from services.kendali import Kendali
from services.kirim_predikat import Hasil, Kerja, kata, kirim_satu
from services.tugas import TugasDibatalkan
from services.unit_of_work import Unit, unit_of_work

JENIS_TUGAS = "sinkronisasi_predikat"
SEREMPAK = 4
BAGIAN = 40
"""Items between two commits: what has to be asked for again after a crash."""
_MASIH_JALAN = "Masih ada sinkronisasi yang berjalan atau mengantre; tunggu sampai selesai."
_TERHENTI = {StatusTugas.DIBATALKAN: StatusSinkro.DIBATALKAN, StatusTugas.GAGAL: StatusSinkro.GAGAL}


# --- Asking -----------------------------------------------------------------------------------------------------------


def tahun_tersedia(session: Session) -> list[int]:
    """Years that have a rated Final period of a definitif SKP, newest first."""
    stmt = (
        select(Skp.tahun)
        .join(Penilaian, Penilaian.skp_id == Skp.id)
        .join(Periode, Periode.id == Penilaian.periode_id)
        .where(Skp.jenis == JenisSkp.DEFINITIF, Skp.status == StatusSkp.PERSETUJUAN, Periode.jenis == JenisPeriode.FINAL)
        .where(Penilaian.predikat.is_not(None))
    )
    return sorted(set(session.scalars(stmt.distinct())), reverse=True)


def terbaru(session: Session) -> set[int]:
    """The newest run of each year: the only one that can go on."""
    return set(session.scalars(select(func.max(SinkronisasiPredikat.id)).group_by(SinkronisasiPredikat.tahun)))


def status_kini(lari: SinkronisasiPredikat, status_tugas: StatusTugas | None) -> StatusSinkro:
    """The status as it is: a task that ended without the run's hearing of it (cancelled while waiting, given up) ends the run."""
    if lari.status in SINKRO_HIDUP and status_tugas in _TERHENTI:
        return _TERHENTI[status_tugas]
    return lari.status


def halangan(session: Session, aktor: Aktor) -> str | None:
    """Why no run can be asked for now: one lives, or the day (WIB) has had its one. None when it can."""
    hidup = select(SinkronisasiPredikat, Tugas.status).outerjoin(Tugas, Tugas.id == SinkronisasiPredikat.tugas_id)
    for lari, status in session.execute(hidup.where(SinkronisasiPredikat.status.in_(SINKRO_HIDUP))).all():
        if status_kini(lari, status) in SINKRO_HIDUP:
            return _MASIH_JALAN
    hari = tanggal_di(aktor.sekarang(), Zona.WIB)
    stmt = select(SinkronisasiPredikat.id).where(SinkronisasiPredikat.tanggal_wib == hari, SinkronisasiPredikat.memakai_hari)
    if session.scalar(stmt.where(SinkronisasiPredikat.status.not_in(SINKRO_HIDUP)).limit(1)):
        return "Sinkronisasi hanya dapat dilakukan sekali sehari dan hari ini sudah. Minta lagi besok sesudah pukul 00.00 WIB."
    return None


def minta(aktor: Aktor, tahun: int) -> int:
    """Ask for a run; returns its id. Raises Salah (field ``tahun``) when there was one today (WIB) or one still runs, Ditolak."""
    aktor.wajib("sinkronisasi_predikat:minta")
    hari = tanggal_di(aktor.sekarang(), Zona.WIB)
    with unit_of_work(aktor) as unit:
        session = unit.session
        _rapikan(unit)
        if sebab := halangan(session, aktor):
            raise Salah({"tahun": sebab})
        if tahun not in tahun_tersedia(session):
            raise Salah({"tahun": f"Belum ada predikat periode Final tahun {tahun} yang dapat dikirim."})
        lari = SinkronisasiPredikat(
            instansi_id=aktor.instansi_id, tahun=tahun, tanggal_wib=hari, waktu_request=aktor.sekarang(), pengguna_id=aktor.pengguna_id, user_request=aktor.nama,
        )  # fmt: skip
        session.add(lari)
        session.flush()
        _antrekan(unit, lari)
        audit.catat(session, aktor, "minta", lari)
        return lari.id


def _antrekan(unit: Unit, lari: SinkronisasiPredikat) -> None:
    # One live run an instansi and one queue in the order of asking: no instansi waits behind two of another.
    t = tugas.minta(unit, JENIS_TUGAS, str(lari), {"sinkronisasi_id": lari.id}, antrean="berat", izin="sinkronisasi_predikat:minta")
    lari.tugas_id = t.id


def _rapikan(unit: Unit) -> None:
    """Write down the end of runs whose task ended without them."""
    stmt = (
        select(SinkronisasiPredikat, Tugas.status)
        .join(Tugas, Tugas.id == SinkronisasiPredikat.tugas_id)
        .where(SinkronisasiPredikat.status.in_(SINKRO_HIDUP), Tugas.status.in_(list(_TERHENTI)))
    )
    for lari, status in unit.session.execute(stmt).all():
        _tutup(unit.session, lari, "batalkan" if status is StatusTugas.DIBATALKAN else "gagalkan", unit.aktor, None)
    unit.session.flush()


def ulangi(aktor: Aktor, id: int, versi: int | None) -> None:
    """*Ulangi yang gagal*: the same run goes on with what is not sent; no new request. Raises TransisiDitolak, DataBasi, TidakDitemukan, Ditolak."""
    aktor.wajib("sinkronisasi_predikat:ulangi")
    with unit_of_work(aktor) as unit:
        _ulangi(unit, _ambil(unit, id, versi))


def _ulangi(unit: Unit, lari: SinkronisasiPredikat) -> Tugas:
    _rapikan(unit)
    ke = _ke(lari, "ulangi")
    _tolak_yang_usang(unit.session, lari)
    lari.status = ke
    lari.pesan, lari.waktu_selesai = None, None
    for satu in unit.session.scalars(
        select(KirimanPredikat).where(KirimanPredikat.sinkronisasi_id == lari.id, KirimanPredikat.status == StatusKiriman.GAGAL)
    ):
        satu.status, satu.pesan = StatusKiriman.BELUM, None
    _hitung(unit.session, lari)
    _antrekan(unit, lari)
    unit.session.flush()
    audit.catat(unit.session, unit.aktor, "ulangi", lari)
    return unit.session.get_one(Tugas, lari.tugas_id)


def _tolak_yang_usang(session: Session, lari: SinkronisasiPredikat) -> None:
    """One live run an instansi, and of a year only the newest goes on: an older one would put back what has been replaced since."""
    lain = select(SinkronisasiPredikat.id).where(SinkronisasiPredikat.id != lari.id)
    if session.scalar(lain.where(SinkronisasiPredikat.status.in_(SINKRO_HIDUP)).limit(1)):
        raise Salah(_MASIH_JALAN)
    if session.scalar(lain.where(SinkronisasiPredikat.tahun == lari.tahun, SinkronisasiPredikat.id > lari.id).limit(1)):
        raise Salah(f"Sudah ada permintaan sinkronisasi tahun {lari.tahun} yang lebih baru; yang belum terkirim ikut di sana.")


def _ulangi_tugas(unit: Unit, lama: Tugas) -> Tugas | None:
    """What *Ulangi* on the task's own page means: the same."""
    lari = unit.session.scalar(select(SinkronisasiPredikat).where(SinkronisasiPredikat.tugas_id == lama.id))
    if lari is None:
        raise Salah("Permintaan ini sudah dilanjutkan oleh tugas lain; lihat menu Sinkronisasi Predikat.")
    return _ulangi(unit, lari)


tugas.PENGULANG[JENIS_TUGAS] = _ulangi_tugas


def batalkan(aktor: Aktor, id: int, versi: int | None) -> None:
    """Stop a run: at once while it waits, else between two parts. What was sent stays sent."""
    aktor.wajib("sinkronisasi_predikat:batalkan")
    with unit_of_work(aktor) as unit:
        lari = _ambil(unit, id, versi)
        transisi("sinkronisasi_predikat", lari.status, "batalkan")
        tugas_id = lari.tugas_id
    if tugas_id is not None:
        tugas.batalkan(aktor, tugas_id)
    with unit_of_work(aktor) as unit:
        _rapikan(unit)
        audit.catat(unit.session, aktor, "batalkan_sinkro", _ambil(unit, id))


def _ambil(unit: Unit, id: int, versi: int | None = None) -> SinkronisasiPredikat:
    lari = unit.session.get(SinkronisasiPredikat, id)
    if lari is None:
        raise TidakDitemukan("Permintaan sinkronisasi tidak ditemukan.")
    if versi is not None and lari.versi != versi:
        raise DataBasi(str(lari))
    return lari


def _ke(lari: SinkronisasiPredikat, aksi: str) -> StatusSinkro:
    return StatusSinkro(transisi("sinkronisasi_predikat", lari.status, aksi).ke.value)


# --- What is to be sent -----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Calon:
    """A Final predikat. ``isi`` is the body without the ids at SIASN; ``baru``: SIASN has it not, or not so; ``halangan``: why it can't go."""

    skp_id: int
    nomor_induk: str
    nama: str
    nama_cari: str
    isi: dict[str, Any]
    sidik: str
    baru: bool
    halangan: Halangan | None


def calon(session: Session, tahun: int, hari_ini: date) -> Iterator[Calon]:
    """Final predikat of definitif SKP that were never sent, or whose ratings or penilai have changed since (manual 2.57)."""
    return (c for c in semua(session, tahun, hari_ini) if c.baru)


def semua(session: Session, tahun: int, hari_ini: date) -> Iterator[Calon]:
    """All Final predikat of definitif SKP of the year, one a person: SIASN keeps one, and of two (after a move) the later counts."""
    stmt = (
        select(Skp.id, Skp.pegawai_id, Skp.nomor_induk, Skp.nama, Skp.nama_cari, Skp.salinan_penilai, Penilaian.hasil, Penilaian.perilaku)
        .add_columns(Penilaian.predikat, PredikatTerkirim.sidik.label("terkirim"))
        .add_columns(Skp.unor_id, Skp.awal, Skp.akhir, Pegawai.jenis_pegawai, Pegawai.jenis_nomor)
        .join(Pegawai, Pegawai.id == Skp.pegawai_id)
        .join(Penilaian, Penilaian.skp_id == Skp.id)
        .join(Periode, Periode.id == Penilaian.periode_id)
        .outerjoin(PredikatTerkirim, PredikatTerkirim.skp_id == Skp.id)
        .where(Skp.tahun == tahun, Skp.jenis == JenisSkp.DEFINITIF, Skp.status == StatusSkp.PERSETUJUAN)
        .where(Periode.jenis == JenisPeriode.FINAL, Penilaian.predikat.is_not(None))
        .order_by(Skp.pegawai_id, Skp.akhir.desc(), Skp.id.desc())
    )
    penimbang, terakhir = calon_predikat.Penimbang(session, hari_ini), None
    for b in session.execute(stmt.execution_options(yield_per=1_000)):
        if b.pegawai_id == terakhir:
            continue
        terakhir = b.pegawai_id
        isi = calon_predikat.isi(tahun, b.hasil, b.perilaku, b.predikat, b.salinan_penilai)
        sidik = calon_predikat.sidik(isi)
        baru = sidik != b.terkirim
        yield Calon(b.id, b.nomor_induk, b.nama, b.nama_cari, isi, sidik, baru, penimbang.timbang(b, b.salinan_penilai) if baru else None)


# --- The task ---------------------------------------------------------------------------------------------------------


def kerjakan(kendali: Kendali) -> None:
    """The task kind ``sinkronisasi_predikat``; taken up again, it goes on where it stopped."""
    id = kendali.parameter["sinkronisasi_id"]
    try:
        with kendali.unit() as unit:
            lari = _ambil(unit, id)
            if lari.status is StatusSinkro.ANTRE:
                lari.status = _ke(lari, "mulai")
                lari.waktu_mulai = lari.waktu_mulai or kendali.aktor.sekarang()
            if lari.status not in SINKRO_HIDUP:
                return  # it was ended meanwhile
        kendali.maju(*_susun(kendali, id))
        with siasn.klien(kendali.aktor) as klien:
            berhenti = _kirim_semua(kendali, klien, id)
        _akhiri(kendali, id, berhenti)
    except TugasDibatalkan:
        with unit_of_work(kendali.aktor) as unit:
            lari = _ambil(unit, id)
            if bisa("sinkronisasi_predikat", lari.status, "batalkan"):
                _tutup(unit.session, lari, "batalkan", kendali.aktor, None)
        raise


def _susun(kendali: Kendali, id: int) -> tuple[int, int, int]:
    """Write down what is to be sent, once for the run; one that goes on brings up to date what it has not sent yet.

    Returns (sent, all that can be sent, failed) so far.
    """
    with kendali.unit() as unit:
        session, lari, hari_ini = unit.session, _ambil(unit, id), kendali.aktor.hari_ini()
        if _jumlah(session, id):
            _segarkan(session, id, lari.tahun, hari_ini)
        else:
            terpilih = list(calon(session, lari.tahun, hari_ini))
            kolom = (
                "skp_id",
                "nomor_induk",
                "nama",
                "nama_cari",
                "isi",
                "sidik",
                "status",
                "pesan",
                "instansi_id",
                "sinkronisasi_id",
                "versi",
            )
            tetap = (kendali.aktor.instansi_id, id, 1)
            baris = ((c.skp_id, c.nomor_induk, c.nama, c.nama_cari, c.isi, c.sidik, *_awal(c), *tetap) for c in terpilih)
            if terpilih:
                massal.muat(session, kendali.aktor, KirimanPredikat, kolom, baris)
        _hitung(session, lari)
        return lari.berhasil, _jumlah(session, id) - lari.dilewati, lari.gagal


def _awal(c: Calon) -> tuple[StatusKiriman, str | None]:
    return (c.halangan.status, c.halangan.sebab) if c.halangan else (StatusKiriman.BELUM, None)


def _segarkan(session: Session, id: int, tahun: int, hari_ini: date) -> None:
    """What was repaired since (a penilai, a rating) is what goes out; what could not go and now can goes too."""
    belum = select(KirimanPredikat).where(KirimanPredikat.sinkronisasi_id == id, KirimanPredikat.status != StatusKiriman.TERKIRIM)
    sisa = {k.skp_id: k for k in session.scalars(belum)}
    kini = {c.skp_id: c for c in semua(session, tahun, hari_ini) if c.skp_id in sisa} if sisa else {}
    for skp_id, k in sisa.items():
        c = kini.get(skp_id)
        if c is None:
            k.status, k.pesan = StatusKiriman.DILEWATI, calon_predikat.TANPA_PREDIKAT
            continue
        if c.sidik != k.sidik:
            k.isi, k.sidik, k.nomor_induk, k.nama, k.nama_cari = c.isi, c.sidik, c.nomor_induk, c.nama, c.nama_cari
        if c.halangan or k.status is StatusKiriman.DILEWATI:
            k.status, k.pesan = _awal(c)
    session.flush()


def _kirim_semua(kendali: Kendali, klien: Klien, id: int) -> g.GalatSiasn | None:
    """Send part by part; returns the failure that stopped it, or None."""
    terakhir = 0
    while True:
        kerja = _bagian(kendali, id, terakhir)
        if not kerja:
            return None
        terakhir = kerja[-1].id
        henti = threading.Event()
        with ThreadPoolExecutor(SEREMPAK) as kolam:
            janji = [kolam.submit(copy_context().run, kirim_satu, klien, k, henti) for k in kerja]
            hasil = [j.result() for j in janji]
        _catat(kendali, id, hasil)
        if sebab := next((h.henti for h in hasil if h.henti), None):
            return sebab


def _bagian(kendali: Kendali, id: int, sesudah: int) -> list[Kerja]:
    """The next items, marked TIDAK_PASTI before they leave."""
    with kendali.unit() as unit:
        s = unit.session
        stmt = (
            select(KirimanPredikat, Pegawai.siasn_id, PredikatTerkirim.siasn_id, PredikatTerkirim.id)
            .join(Skp, Skp.id == KirimanPredikat.skp_id)
            .join(Pegawai, Pegawai.id == Skp.pegawai_id)
            .outerjoin(PredikatTerkirim, PredikatTerkirim.skp_id == KirimanPredikat.skp_id)
            .where(KirimanPredikat.sinkronisasi_id == id, KirimanPredikat.id > sesudah)
            .where(KirimanPredikat.status.in_((StatusKiriman.BELUM, StatusKiriman.TIDAK_PASTI)))
            .order_by(KirimanPredikat.id)
            .limit(BAGIAN)
        )
        hasil = []
        for satu, pns_id, siasn_id, terkirim_id in s.execute(stmt).all():
            tanya = satu.status is StatusKiriman.TIDAK_PASTI
            hasil.append(Kerja(satu.id, satu.nomor_induk, satu.isi, pns_id, siasn_id, tanya, terkirim_id is not None))
            satu.status, satu.dikirim = StatusKiriman.TIDAK_PASTI, kendali.aktor.sekarang()
        if hasil:
            _hitung(s, _ambil(unit, id))
        return hasil


def _jumlah(session: Session, id: int) -> int:
    return session.scalar(select(func.count()).select_from(KirimanPredikat).where(KirimanPredikat.sinkronisasi_id == id)) or 0


def _hitung(session: Session, lari: SinkronisasiPredikat) -> None:
    """The run's numbers, from its items: called in each transaction that changes their states."""
    session.flush()
    stmt = select(KirimanPredikat.status, func.count()).where(KirimanPredikat.sinkronisasi_id == lari.id).group_by(KirimanPredikat.status)
    n = dict(session.execute(stmt).all())
    lari.berhasil, lari.gagal = n.get(StatusKiriman.TERKIRIM, 0), n.get(StatusKiriman.GAGAL, 0)
    lari.belum, lari.tidak_pasti, lari.dilewati = (
        n.get(s, 0) for s in (StatusKiriman.BELUM, StatusKiriman.TIDAK_PASTI, StatusKiriman.DILEWATI)
    )
    session.flush()


def _catat(kendali: Kendali, id: int, hasil: list[Hasil]) -> None:
    """Keep the outcomes of a part, and what SIASN now has, in one transaction; also when the task is to stop: it was sent."""
    per_id = {h.id: h for h in hasil}
    kini = kendali.aktor.sekarang()
    with unit_of_work(kendali.aktor) as unit:
        s = unit.session
        semua = s.scalars(select(KirimanPredikat).where(KirimanPredikat.id.in_(per_id))).all()
        lama = {t.skp_id: t for t in s.scalars(select(PredikatTerkirim).where(PredikatTerkirim.skp_id.in_([k.skp_id for k in semua])))}
        for k in semua:
            h = per_id[k.id]
            k.status, k.pesan = h.status, h.pesan
            if h.status is not StatusKiriman.TERKIRIM:
                continue
            terkirim = lama.get(k.skp_id)
            if terkirim is None:
                terkirim = PredikatTerkirim(instansi_id=unit.aktor.instansi_id, skp_id=k.skp_id, sidik=k.sidik, waktu=kini)
                s.add(terkirim)
            terkirim.sidik, terkirim.siasn_id, terkirim.waktu = k.sidik, h.siasn_id, kini
        lari = _ambil(unit, id)
        _hitung(s, lari)
        berhasil, gagal = lari.berhasil, lari.gagal
    kendali.maju(berhasil, gagal=gagal)


def _akhiri(kendali: Kendali, id: int, berhenti: g.GalatSiasn | None) -> None:
    """End the run and the task by what was sent. What is passed over keeps neither from being whole."""
    with kendali.unit() as unit:
        s = unit.session
        lari = _ambil(unit, id)
        _hitung(s, lari)
        berhasil, gagal, sisa = lari.berhasil, lari.gagal, lari.belum + lari.tidak_pasti
        aksi = "selesaikan" if not gagal + sisa else "selesaikan_sebagian" if berhasil else "gagalkan"
        pesan = _pesan(lari, berhenti)
        _tutup(s, lari, aksi, kendali.aktor, pesan)
    kendali.maju(berhasil, total=berhasil + gagal + sisa, gagal=gagal)
    kendali.selesai(pesan=pesan, belum=sisa)


def _pesan(lari: SinkronisasiPredikat, berhenti: g.GalatSiasn | None) -> str | None:
    dilewati = f"{tugas.ribuan(lari.dilewati)} predikat dilewati; sebabnya ada pada hasil per pegawai." if lari.dilewati else None
    if berhenti is not None:
        return f"Terhenti: {kata(berhenti)} Pilih Ulangi yang gagal untuk melanjutkan."[:500]
    tertinggal = ((lari.gagal, "gagal"), (lari.tidak_pasti, "belum pasti"), (lari.belum, "belum dikirim"))
    if sebut := [f"{tugas.ribuan(n)} {kata_status}" for n, kata_status in tertinggal if n]:
        return f"Predikat yang belum terkirim: {', '.join(sebut)}. Lihat sebabnya, lalu pilih Ulangi yang gagal."
    if not lari.berhasil:
        kosong = "Tidak ada predikat baru atau berubah sejak sinkronisasi terakhir; permintaan ini tidak memakai jatah hari ini."
        return f"{kosong} {dilewati}" if dilewati else kosong
    return dilewati


def _tutup(session: Session, lari: SinkronisasiPredikat, aksi: str, aktor: Aktor, pesan: str | None) -> None:
    """The end of a run. One that sent nothing gives the day back; one that may have sent something keeps it."""
    _hitung(session, lari)
    lari.status = _ke(lari, aksi)
    lari.waktu_selesai, lari.pesan = aktor.sekarang(), pesan or lari.pesan
    if not lari.berhasil + lari.tidak_pasti:
        lari.memakai_hari = False
    elif not lari.memakai_hari:
        lain = select(SinkronisasiPredikat.id).where(
            SinkronisasiPredikat.tanggal_wib == lari.tanggal_wib, SinkronisasiPredikat.memakai_hari, SinkronisasiPredikat.id != lari.id
        )
        lari.memakai_hari = session.scalar(lain.limit(1)) is None
    session.flush()
