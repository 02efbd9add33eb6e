"""Sinkronisasi (manual 2.13): ask for a run against SIASN, decide on its difference, cancel it, take it up again.

A run is a row of ``Sinkronisasi`` and a task: it reads SIASN and writes the difference down (services.sinkronisasi_ambil), waits for a
decision unless asked to apply at once, and puts it into units and people (services.sinkronisasi_terap).
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from domain.izin import Aktor
from domain.nip import NomorIndukSalah, parse
from domain.siasn import KOLOM, BedaSinkro, EntitasSinkro, JenisSinkro, KeadaanBaris
from domain.status import SINKRO_HIDUP, StatusSinkro, StatusTemuan, StatusTugas, TransisiDitolak, transisi
from domain.tanggal import ribuan
from integrations.siasn import galat as g
from models import SinkroBaris, Sinkronisasi, TemuanUnor, Tugas, Unor
from services import audit, rekonsiliasi_unor, siasn, sinkronisasi_ambil, sinkronisasi_terap, tugas
from services.galat import DataBasi, Salah, TidakDitemukan
from services.kendali import Kendali
from services.saring import subpohon
from services.sinkro_lari import pindah, tahap_awal
from services.tugas import TugasDibatalkan
from services.unit_of_work import Unit, unit_of_work

JENIS_TUGAS = "sinkronisasi"
NIP_MAKS = 2_000
"""Numbers of one *Tambah*: each is a call to SIASN."""
LANJUT_MAKS = timedelta(hours=1)
"""A run that failed while reading goes on where it stopped for so long; after that its first pages are out of date, and it starts over."""
_BERTUGAS = SINKRO_HIDUP - {StatusSinkro.MENUNGGU_KEPUTUSAN}
_TERHENTI = {StatusTugas.DIBATALKAN, StatusTugas.GAGAL}
_HITUNGAN = ("baru", "ubah", "sama", "hapus", "gagal", "konflik")


# --- Asking -----------------------------------------------------------------------------------------------------------


def status_kini(lari: Sinkronisasi, status_tugas: StatusTugas | None) -> StatusSinkro:
    """The status as it is: a task that ended without the run's hearing of it (cancelled while waiting, given up) ends the run."""
    if lari.status in _BERTUGAS and status_tugas in _TERHENTI:
        return _terhenti(lari, status_tugas)
    return lari.status


def _terhenti(lari: Sinkronisasi, status_tugas: StatusTugas) -> StatusSinkro:
    # What is half applied is never "cancelled": it waits to be finished.
    if status_tugas is StatusTugas.DIBATALKAN and lari.status is not StatusSinkro.MENERAPKAN:
        return StatusSinkro.DIBATALKAN
    return StatusSinkro.GAGAL


def jenis_diminta(*, unor: bool, pegawai: bool, tambah: bool, hapus: bool) -> JenisSinkro:
    """What the check boxes of the request amount to. Raises Salah."""
    match (unor, pegawai, tambah, hapus):
        case (True, True, False, False):
            return JenisSinkro.UNOR_PEGAWAI
        case (True, False, False, False):
            return JenisSinkro.UNOR
        case (False, True, False, False):
            return JenisSinkro.PEGAWAI
        case (False, False, True, False):
            return JenisSinkro.PEGAWAI_TAMBAH
        case (False, False, False, True):
            return JenisSinkro.PEGAWAI_HAPUS
        case (False, False, False, False):
            raise Salah("Centang sedikitnya satu: Unit Kerja, Pegawai, Pegawai (Tambah), atau Pegawai (Hapus).")
    raise Salah("Pegawai (Tambah) dan Pegawai (Hapus) diminta tersendiri, tanpa pilihan lain. Lepas centang yang lain.")


def urai_nip(teks: str) -> list[str]:
    """The numbers of a pasted list, each once, in its order. Raises Salah (field ``nip``) naming the first that is none."""
    hasil: dict[str, None] = {}
    for baris in teks.replace(",", "\n").replace(";", "\n").replace("\t", "\n").splitlines():
        if not (rapi := baris.strip().strip("\"'").strip()):
            continue
        try:
            hasil[parse(rapi).nomor] = None
        except NomorIndukSalah as galat:
            raise Salah({"nip": f"'{rapi[:40]}': {galat}"}) from galat
    if not hasil:
        raise Salah({"nip": "Isi sedikitnya satu NIP, atau unggah berkas yang berisi NIP."})
    if len(hasil) > NIP_MAKS:
        raise Salah({"nip": f"Paling banyak {ribuan(NIP_MAKS)} NIP dalam satu permintaan; daftar ini berisi {ribuan(len(hasil))}."})
    return list(hasil)


def minta(aktor: Aktor, jenis: JenisSinkro, *, nip: str = "", langsung: bool = False) -> int:
    """Ask for a run; returns its id. ``nip``: the list of *Pegawai (Tambah)*. Raises Salah (fields ``jenis``, ``nip``), Ditolak.

    One at a time in an instansi, one that waits for a decision included.
    """
    aktor.wajib("sinkronisasi:minta")
    masukan = urai_nip(nip) if jenis is JenisSinkro.PEGAWAI_TAMBAH else None
    with unit_of_work(aktor) as unit:
        s = unit.session
        _rapikan(unit)
        hidup = s.scalar(select(Sinkronisasi.status).where(Sinkronisasi.status.in_(SINKRO_HIDUP)).limit(1))
        if hidup is StatusSinkro.MENUNGGU_KEPUTUSAN:
            raise Salah({"jenis": "Masih ada sinkronisasi yang menunggu keputusan; terapkan atau batalkan dahulu."})
        if hidup is not None:
            raise Salah({"jenis": "Masih ada sinkronisasi yang berjalan atau mengantre; tunggu sampai selesai."})
        lari = Sinkronisasi(
            instansi_id=aktor.instansi_id, jenis=jenis, langsung=langsung, waktu_request=aktor.sekarang(), pengguna_id=aktor.pengguna_id,
            user_request=aktor.nama, kursor={"tahap": tahap_awal(jenis)}, masukan=masukan,
        )  # fmt: skip
        s.add(lari)
        s.flush()
        _antrekan(unit, lari, "sinkronisasi:minta")
        audit.catat(s, aktor, "minta", lari)
        return lari.id


def _antrekan(unit: Unit, lari: Sinkronisasi, izin: str) -> None:
    t = tugas.minta(unit, JENIS_TUGAS, str(lari), {"sinkronisasi_id": lari.id}, antrean="berat", izin=izin)
    lari.tugas_id = t.id
    unit.session.flush()


def _rapikan(unit: Unit) -> None:
    """Write down the end of runs whose task ended without them."""
    stmt = (
        select(Sinkronisasi, Tugas.status, Tugas.pesan)
        .join(Tugas, Tugas.id == Sinkronisasi.tugas_id)
        .where(Sinkronisasi.status.in_(_BERTUGAS), Tugas.status.in_(_TERHENTI))
    )
    for lari, status, pesan in unit.session.execute(stmt).all():
        aksi = "batalkan" if _terhenti(lari, status) is StatusSinkro.DIBATALKAN else "gagalkan"
        _tutup(unit, lari, aksi, lari.pesan or pesan)


def _ambil(unit: Unit, id: int, versi: int | None = None) -> Sinkronisasi:
    lari = unit.session.get(Sinkronisasi, id, with_for_update=True)
    if lari is None:
        raise TidakDitemukan("Permintaan sinkronisasi tidak ditemukan.")
    if versi is not None and lari.versi != versi:
        raise DataBasi(str(lari))
    return lari


def _ke(lari: Sinkronisasi, aksi: str) -> StatusSinkro:
    return StatusSinkro(transisi("sinkronisasi", lari.status, aksi).ke.value)


def _tutup(unit: Unit, lari: Sinkronisasi, aksi: str, pesan: str | None) -> None:
    lari.status, lari.waktu_selesai, lari.pesan = _ke(lari, aksi), unit.aktor.sekarang(), pesan[:500] if pesan else None
    unit.session.flush()


# --- Deciding ---------------------------------------------------------------------------------------------------------


def tertahan(lari: Sinkronisasi) -> dict[EntitasSinkro, tuple[int, int]]:
    """Kinds of which so many would no longer be aktif that it needs a person's consent: (how many, how many are known)."""
    return {EntitasSinkro(k): (v[0], v[1]) for k, v in (lari.kursor.get("tertahan") or {}).items()}


def ditahan(lari: Sinkronisasi) -> int:
    """Rows that *Terapkan* leaves out unless they are allowed."""
    return sum(n for n, _ in tertahan(lari).values())


def per_unor(session: Session, id: int, maks: int = 10, *, lewati: int = 0, batas_unor: int | None = None) -> list[tuple[int, str, int]]:
    """(unit id, name, rows) of the units that the difference concerns most; ``batas_unor``: only of this one and below it."""
    stmt = (
        select(SinkroBaris.unor_id, Unor.nama, func.count())
        .join(Unor, Unor.id == SinkroBaris.unor_id)
        .where(SinkroBaris.sinkronisasi_id == id, SinkroBaris.beda != BedaSinkro.SAMA)
        .group_by(SinkroBaris.unor_id, Unor.nama)
        .order_by(func.count().desc(), SinkroBaris.unor_id)
    )
    if batas_unor is not None:
        stmt = stmt.where(SinkroBaris.unor_id.in_(subpohon(batas_unor)))
    return [(u, nama, n) for u, nama, n in session.execute(stmt.offset(lewati).limit(maks)).all() if u is not None]


def per_kolom(lari: Sinkronisasi) -> list[tuple[str, str, int]]:
    """(field, word for it, rows) of what differs, most frequent first."""
    isi = (lari.kursor or {}).get("per_kolom") or {}
    return sorted(((k, KOLOM.get(k, k), n) for k, n in isi.items()), key=lambda p: (-p[2], p[1]))


def temuan_terbuka(session: Session, batas_unor: int | None = None) -> int:
    """Defects of the units that wait for a cure: what each run ends with looking for."""
    stmt = select(func.count()).select_from(TemuanUnor).where(TemuanUnor.status == StatusTemuan.TERBUKA)
    if batas_unor is not None:
        stmt = stmt.where(TemuanUnor.unor_id.in_(subpohon(batas_unor)))
    return session.scalar(stmt) or 0


_MATI = {EntitasSinkro.UNOR: "tidak aktif", EntitasSinkro.PEGAWAI: "nonaktif"}


def peringatan(lari: Sinkronisasi) -> list[str]:
    """What stands out about the difference, in sentences."""
    hasil = [
        f"{ribuan(n)} dari {ribuan(dari)} {e.label.lower()} akan menjadi {_MATI[e]}, karena tidak ada di SIASN atau tidak aktif lagi di sana. "
        "Jumlah ini luar biasa banyak: pastikan data SIASN lengkap dan benar, sebab semua itu hanya dinonaktifkan bila Anda mengizinkannya."
        for e, (n, dari) in tertahan(lari).items()
    ]
    return hasil + list((lari.kursor.get("tidak_disapu") or {}).values())


def terapkan(aktor: Aktor, id: int, versi: int | None, *, izinkan_hapus: bool = False) -> None:
    """*Terapkan* the difference. ``izinkan_hapus``: also where an unusual number would no longer be aktif. Raises TransisiDitolak, DataBasi, TidakDitemukan, Ditolak."""
    aktor.wajib("sinkronisasi:terapkan")
    with unit_of_work(aktor) as unit:
        lari = _ambil(unit, id, versi)
        if lari.status is not StatusSinkro.MENUNGGU_KEPUTUSAN:
            raise TransisiDitolak("Hanya sinkronisasi yang menunggu keputusan dapat diterapkan.")
        lari.status = _ke(lari, "terapkan")
        lari.izinkan_hapus = izinkan_hapus
        lari.pesan = None
        perubahan = audit.beda(unit.session, lari)
        unit.session.flush()
        _antrekan(unit, lari, "sinkronisasi:terapkan")
        audit.catat(unit.session, aktor, "terapkan", lari, perubahan=perubahan)


def batalkan(aktor: Aktor, id: int, versi: int | None) -> None:
    """Throw the difference away, or stop reading. What is being applied is finished. Raises TransisiDitolak, DataBasi, TidakDitemukan."""
    aktor.wajib("sinkronisasi:batalkan")
    with unit_of_work(aktor) as unit:
        lari = _ambil(unit, id, versi)
        transisi("sinkronisasi", lari.status, "batalkan")
        tugas_id = lari.tugas_id
        if lari.status is StatusSinkro.MENUNGGU_KEPUTUSAN:
            _tutup(unit, lari, "batalkan", "Bedanya tidak diterapkan; tidak ada data yang berubah.")
            audit.catat(unit.session, aktor, "batalkan", lari)
            tugas_id = None
    if tugas_id is not None:
        tugas.batalkan(aktor, tugas_id)
        with unit_of_work(aktor) as unit:
            _rapikan(unit)


def ulangi(aktor: Aktor, id: int, versi: int | None) -> None:
    """*Ulangi*: what stopped half-way goes on, what ended with failed rows is read anew. Raises TransisiDitolak, Salah, DataBasi, TidakDitemukan."""
    aktor.wajib("sinkronisasi:ulangi")
    with unit_of_work(aktor) as unit:
        lari = _ambil(unit, id, versi)
        _rapikan(unit)
        _ulangi(unit, lari)


def _ulangi(unit: Unit, lari: Sinkronisasi) -> Tugas:
    s = unit.session
    baru = _ke(lari, "ulangi")
    lain = select(Sinkronisasi.id).where(Sinkronisasi.status.in_(SINKRO_HIDUP), Sinkronisasi.id != lari.id)
    if s.scalar(lain.limit(1)):
        raise Salah("Masih ada sinkronisasi lain yang berjalan atau menunggu keputusan.")
    baru_saja = lari.waktu_selesai is not None and unit.aktor.sekarang() - lari.waktu_selesai <= LANJUT_MAKS
    terhenti = lari.status is StatusSinkro.GAGAL
    if not terhenti or not (baru_saja or _sedang_terap(lari)):
        _mulai_lagi(unit, lari)
    lari.status, lari.pesan, lari.waktu_selesai = baru, None, None
    s.flush()
    _antrekan(unit, lari, "sinkronisasi:ulangi")
    audit.catat(s, unit.aktor, "ulangi", lari)
    return s.get_one(Tugas, lari.tugas_id)


def _sedang_terap(lari: Sinkronisasi) -> bool:
    return str(lari.kursor.get("tahap")).startswith("terap") or lari.kursor.get("tahap") == "akhir"


def _mulai_lagi(unit: Unit, lari: Sinkronisasi) -> None:
    unit.session.execute(
        delete(SinkroBaris).where(SinkroBaris.sinkronisasi_id == lari.id), execution_options={"synchronize_session": False}
    )
    lari.kursor = {"tahap": tahap_awal(lari.jenis)}
    lari.izinkan_hapus = False
    for nama in _HITUNGAN:
        setattr(lari, nama, 0)


def _ulangi_tugas(unit: Unit, lama: Tugas) -> Tugas | None:
    """What *Ulangi* on the task's own page means: the same."""
    _rapikan(unit)
    lari = unit.session.scalar(select(Sinkronisasi).where(Sinkronisasi.tugas_id == lama.id))
    if lari is None:
        raise Salah("Permintaan ini sudah dilanjutkan oleh tugas lain; lihat menu Sinkronisasi.")
    return _ulangi(unit, lari)


tugas.PENGULANG[JENIS_TUGAS] = _ulangi_tugas


# --- The task ---------------------------------------------------------------------------------------------------------


def kerjakan(kendali: Kendali) -> None:
    """The task kind ``sinkronisasi``; taken up again, it goes on where it stopped."""
    id = kendali.parameter["sinkronisasi_id"]
    try:
        status = _mulai(kendali, id)
        if status is StatusSinkro.BERJALAN:
            with siasn.klien(kendali.aktor) as klien:
                sinkronisasi_ambil.baca(kendali, klien, id)
            status = _putuskan(kendali, id)
        if status is StatusSinkro.MENERAPKAN:
            sinkronisasi_terap.terapkan(kendali, id)
            status = _akhiri(kendali, id)
    except g.GalatSiasn as galat:
        _gagalkan(kendali, id, galat)
        return
    except TugasDibatalkan:
        with unit_of_work(kendali.aktor) as unit:
            lari = _ambil(unit, id)
            if lari.status is StatusSinkro.MENERAPKAN:
                _tutup(unit, lari, "gagalkan", "Dihentikan di tengah penerapan. Pilih Ulangi untuk menyelesaikannya.")
            elif lari.status in SINKRO_HIDUP:
                _tutup(unit, lari, "batalkan", None)
        raise
    _tutup_tugas(kendali, id, status)


def _mulai(kendali: Kendali, id: int) -> StatusSinkro:
    with kendali.unit() as unit:
        lari = _ambil(unit, id)
        if lari.status is StatusSinkro.ANTRE:
            lari.status = _ke(lari, "mulai")
            lari.waktu_mulai = lari.waktu_mulai or kendali.aktor.sekarang()
        if lari.status is StatusSinkro.BERJALAN and _sedang_terap(lari):
            lari.status = _ke(lari, "terapkan")
        return lari.status


def _putuskan(kendali: Kendali, id: int) -> StatusSinkro:
    """Everything is read: apply at once where that was asked for and nothing speaks against it, else wait."""
    with kendali.unit() as unit:
        lari = _ambil(unit, id)
        if lari.status is not StatusSinkro.BERJALAN:
            return lari.status
        kerja = unit.session.scalar(
            select(SinkroBaris.id).where(SinkroBaris.sinkronisasi_id == id, SinkroBaris.keadaan == KeadaanBaris.MENUNGGU).limit(1)
        )
        sama = kerja is None or not (lari.baru or lari.ubah or lari.hapus or lari.konflik)
        # A difference that changes nothing of ours needs no decision: only the notes of SIASN's values are renewed.
        lari.status = _ke(lari, "terapkan" if (lari.langsung and not tertahan(lari)) or sama else "tunggu")
        return lari.status


def _akhiri(kendali: Kendali, id: int) -> StatusSinkro:
    with kendali.unit() as unit:
        lari = _ambil(unit, id)
        berubah = lari.baru or lari.ubah or lari.hapus
    if berubah:
        with kendali.unit() as unit:
            rekonsiliasi_unor.periksa(unit)
    with kendali.unit() as unit:
        lari = _ambil(unit, id)
        # Rows that say "the same" have served their purpose, and there may be as many as people.
        unit.session.execute(
            delete(SinkroBaris).where(
                SinkroBaris.sinkronisasi_id == id, SinkroBaris.beda == BedaSinkro.SAMA, SinkroBaris.keadaan == KeadaanBaris.DITERAPKAN
            ),
            execution_options={"synchronize_session": False},
        )
        pindah(lari, "selesai")
        _tutup(unit, lari, "selesaikan_sebagian" if lari.gagal else "selesaikan", _kalimat(lari))
        audit.catat(unit.session, unit.aktor, "selesai_terap", lari, perubahan=_ringkasan(lari))
        return lari.status


def _kalimat(lari: Sinkronisasi) -> str:
    if not (lari.baru or lari.ubah or lari.hapus or lari.gagal or lari.konflik):
        return "Data sudah sama dengan SIASN; tidak ada yang berubah."
    isi = [f"{ribuan(getattr(lari, n))} {n}" for n in _HITUNGAN if n != "sama" and getattr(lari, n)]
    if (n := ditahan(lari)) and not lari.izinkan_hapus:
        isi.append(f"{ribuan(n)} penonaktifan ditahan")
    lanjut = " Lihat sebab baris yang gagal, perbaiki, lalu pilih Ulangi." if lari.gagal else ""
    return f"{', '.join(isi).capitalize()}.{lanjut}"


def _ringkasan(lari: Sinkronisasi) -> list[dict[str, Any]]:
    return [
        {"kolom": n, "label": n.capitalize(), "tipe": "angka", "sebelum": None, "sesudah": getattr(lari, n)}
        for n in _HITUNGAN
        if getattr(lari, n)
    ]


def _gagalkan(kendali: Kendali, id: int, galat: g.GalatSiasn) -> None:
    """SIASN failed: the run stops where it is, with the cause and the cure; nothing of ours has been touched."""
    pesan = " ".join(t for t in (galat.kalimat, galat.obat) if t)
    with kendali.unit() as unit:
        lari = _ambil(unit, id)
        _tutup(unit, lari, "gagalkan", f"{pesan} Kemudian pilih Ulangi untuk meneruskan.")
        pesan = lari.pesan or pesan
    kendali.gagalkan(pesan)


def _tutup_tugas(kendali: Kendali, id: int, status: StatusSinkro) -> None:
    """End the task by what the run came to."""
    with kendali.unit() as unit:
        lari = _ambil(unit, id)
        pesan, n = lari.pesan, _jumlah(unit, id)
        gagal = lari.gagal if status is StatusSinkro.SEBAGIAN else 0
    if status in (StatusSinkro.GAGAL, StatusSinkro.DIBATALKAN):
        kendali.gagalkan(pesan or status.label)
        return
    if status is StatusSinkro.MENUNGGU_KEPUTUSAN:
        pesan = "Beda dengan SIASN sudah tersusun dan menunggu keputusan."
    kendali.maju(max(n - gagal, 0), total=n, gagal=gagal)
    kendali.selesai(pesan=pesan)


def _jumlah(unit: Unit, id: int) -> int:
    return unit.session.scalar(select(func.count()).select_from(SinkroBaris).where(SinkroBaris.sinkronisasi_id == id)) or 0
