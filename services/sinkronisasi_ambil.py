"""First half of a synchronisation: read SIASN page by page, write down what differs, and find out who is gone.

A page is fetched with no transaction open; then one transaction stages its rows, the cursor and the counts together. So whatever dies,
at most one page is fetched again, and no row is counted twice.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import Session

from domain.siasn import EntitasSinkro, JenisSinkro
from integrations.siasn import galat as g
from integrations.siasn.klien import Klien
from integrations.siasn.skema import HalamanPegawai, HalamanUnor
from models import Pegawai, PetaUnor, SinkroBaris, Sinkronisasi, Unor
from services import massal, sinkro_baris
from services import sinkro_banding as b
from services.kendali import Kendali
from services.sinkro_baris import Baris
from services.sinkro_lari import ambil, catat_tanpa_kunci, maju, pindah, simpan
from services.sinkro_sql import satu_dari
from services.sinkronisasi_sapu import ASN_AKTIF, jaga_pegawai, sapu_pegawai, sapu_unor

HALAMAN = 500
HALAMAN_NIP = 40
"""People asked for one by one, four at a time, between two commits."""
STATISTIK_AWAL = 2_000
_KOLOM_STATISTIK = ("instansi_id", "sinkronisasi_id", "entitas", "kunci", "objek_id", "beda", "keadaan")
INGAT_DETIK = 30
INGAT_UNOR = 10_000

_KOLOM_PEGAWAI = (
    Pegawai.id, Pegawai.siasn_id, Pegawai.nomor_induk, Pegawai.nama, Pegawai.unor_id, Pegawai.jenis_jabatan, Pegawai.jabatan, Pegawai.jenis_pegawai,
    Pegawai.golongan, Pegawai.tmt_golongan, Pegawai.jenjang, Pegawai.tmt_jabatan, Pegawai.kedudukan, Pegawai.status, Pegawai.siasn_dasar,
)  # fmt: skip
_KOLOM_UNOR = (Unor.id, Unor.siasn_id, Unor.nama, Unor.eselon, Unor.atasan_id, Unor.induk_id, Unor.aktif, Unor.siasn_dasar)


@dataclass(slots=True)
class _Ingatan:
    """The units that pages of people name, looked up once for many pages: they are the same ones again and again.

    Thrown away after INGAT_DETIK, so that what an admin maps or merges meanwhile is soon seen, and past INGAT_UNOR units. What was
    compared with an older one loses nothing: every row is weighed again, under lock, when it is applied.
    """

    ruj: b.Rujukan = field(default_factory=b.Rujukan)
    sejak: float = field(default_factory=time.monotonic)

    def kini(self) -> b.Rujukan:
        if time.monotonic() - self.sejak > INGAT_DETIK or len(self.ruj.id_unor) > INGAT_UNOR:
            self.ruj, self.sejak = b.Rujukan(), time.monotonic()
        return self.ruj


@dataclass(slots=True)
class _Statistik:
    """Tells the database how many rows the run has by now, each time that they are four times as many.

    It would else take them for a handful, since they are newer than what it knows of the table, and look for the ids of a page, or
    for the rows that wait, by reading all rows of the run.
    """

    batas: int = field(default_factory=lambda: STATISTIK_AWAL)

    def periksa(self, kursor: dict[str, Any]) -> None:
        sudah = int(kursor.get("sudah") or 0)
        if sudah >= self.batas:
            massal.hitung_statistik(SinkroBaris, *_KOLOM_STATISTIK)
            self.batas = 4 * sudah


def baca(kendali: Kendali, klien: Klien, id: int) -> None:
    """Go on from wherever the run stands until everything is staged (stage ``siap``). Raises GalatSiasn."""
    ingatan, statistik = _Ingatan(), _Statistik()
    with kendali.unit() as unit:
        lari = ambil(unit, id)
        kursor, jenis, masukan = dict(lari.kursor), lari.jenis, list(lari.masukan or ())
    while True:
        kendali.periksa()
        statistik.periksa(kursor)
        match kursor.get("tahap"):
            case "unor":
                kursor = _satu_halaman_unor(kendali, klien, id, int(kursor.get("letak") or 0))
            case "pegawai" if jenis is JenisSinkro.PEGAWAI_TAMBAH:
                kursor = _satu_bagian_nip(kendali, klien, id, int(kursor.get("letak") or 0), masukan, ingatan)
            case "pegawai":
                kursor = _satu_halaman_pegawai(kendali, klien, id, kursor.get("letak"), ingatan)
            case "sapu_unor" | "sapu_pegawai" as tahap:
                with kendali.unit() as unit:
                    lari = ambil(unit, id)
                    (sapu_unor if tahap == "sapu_unor" else sapu_pegawai)(unit, lari)
                    kursor = dict(lari.kursor)
            case _:
                return


# --- Units ------------------------------------------------------------------------------------------------------------


def _satu_halaman_unor(kendali: Kendali, klien: Klien, id: int, letak: int) -> dict[str, Any]:
    halaman = klien.daftar_unor(letak, HALAMAN)
    with kendali.unit() as unit:
        lari = ambil(unit, id)
        simpan(unit, lari, EntitasSinkro.UNOR, _baris_unor(unit.session, lari, halaman, letak))
        catat_tanpa_kunci(lari, EntitasSinkro.UNOR, halaman.galat)
        jumlah = len(halaman.unor) + len(halaman.galat) + halaman.asing
        sudah, total = maju(lari, jumlah, halaman.total)
        if halaman.berikut is None:
            pindah(lari, "sapu_unor")
        else:
            lari.kursor = {**lari.kursor, "letak": halaman.berikut}
        kursor = dict(lari.kursor)
    kendali.maju(sudah, total=max(total or sudah, sudah))
    return kursor


def _baris_unor(s: Session, lari: Sinkronisasi, halaman: HalamanUnor, letak: int) -> list[Baris]:
    kunci = [u.siasn_id for u in halaman.unor] + [e.kunci for e in halaman.galat if e.kunci]
    ada = {u.siasn_id: u for u in s.execute(select(*_KOLOM_UNOR).where(satu_dari(s, Unor.siasn_id, kunci)))}
    peta = dict(s.execute(select(PetaUnor.siasn_id, PetaUnor.unor_id).where(satu_dari(s, PetaUnor.siasn_id, kunci))).all())
    rujukan = [x for u in halaman.unor for x in (u.atasan_id, u.induk_id)]
    rujukan += [(u.siasn_dasar or {}).get(k) for u in ada.values() for k in ("atasan", "induk")]
    # Never remembered: a page may refer to units that the next one brings.
    ruj = b.Rujukan.muat(s, lari.id, rujukan, [x for u in ada.values() for x in (u.atasan_id, u.induk_id)])
    terbuka = sinkro_baris.konflik_terbuka(s, EntitasSinkro.UNOR, [u.id for u in ada.values()])
    tangan = b.diubah_tangan(s, EntitasSinkro.UNOR, [(u.id, u.siasn_dasar) for u in ada.values()])
    hasil = [sinkro_baris.unor(u, ada.get(u.siasn_id), peta.get(u.siasn_id), ruj, terbuka, tangan) for u in halaman.unor]
    return hasil + [sinkro_baris.galat(e, ada.get(e.kunci), letak + i) for i, e in enumerate(halaman.galat)]


# --- People -----------------------------------------------------------------------------------------------------------


def _satu_halaman_pegawai(kendali: Kendali, klien: Klien, id: int, letak: str | None, ingatan: _Ingatan) -> dict[str, Any]:
    limit = HALAMAN if klien.ada_daftar else HALAMAN_NIP
    halaman = klien.daftar_pegawai(letak, limit=limit, nip=_nip_dikenal(kendali))
    with kendali.unit() as unit:
        lari = ambil(unit, id)
        total = halaman.total if klien.ada_daftar else _jumlah_dikenal(unit.session)
        hilang = not klien.ada_daftar
        simpan(
            unit, lari, EntitasSinkro.PEGAWAI, _baris_pegawai(unit.session, lari, halaman, klien.instansi_siasn_id, ingatan, hilang=hilang)
        )
        catat_tanpa_kunci(lari, EntitasSinkro.PEGAWAI, halaman.galat)
        sudah, total = maju(lari, len(halaman.orang) + len(halaman.galat), total)
        if halaman.kursor_berikut is None:
            pindah(lari, "sapu_pegawai")
        else:
            lari.kursor = {**lari.kursor, "letak": halaman.kursor_berikut}
        kursor = dict(lari.kursor)
    sisa = klien.perkiraan_sisa(max((total or 0) - sudah, 0)) if not klien.ada_daftar else None
    kendali.maju(sudah, total=max(total or sudah, sudah), pesan=_sisa(sisa) if sisa else None)
    return kursor


def _sisa(detik: float) -> str:
    menit = max(1, round(detik / 60))
    return f"Perkiraan sisa waktu {menit} menit." if menit < 90 else f"Perkiraan sisa waktu {round(menit / 60)} jam."


def _jumlah_dikenal(s: Session) -> int:
    return s.scalar(select(func.count()).select_from(Pegawai).where(*ASN_AKTIF)) or 0


def _nip_dikenal(kendali: Kendali) -> Callable[[str | None, int], Sequence[str]]:
    """Where SIASN gives no list: the people that are known here, a part at a time, by number. It has no JPT Non ASN under theirs."""

    def berikut(kursor: str | None, limit: int) -> Sequence[str]:
        with kendali.unit() as unit:
            stmt: Select[Any] = select(Pegawai.nomor_induk).where(*ASN_AKTIF)
            if kursor is not None:
                stmt = stmt.where(Pegawai.nomor_induk > kursor)
            return list(unit.session.scalars(stmt.order_by(Pegawai.nomor_induk).limit(limit)))

    return berikut


def _satu_bagian_nip(
    kendali: Kendali, klien: Klien, id: int, letak: int, masukan: Sequence[str], ingatan: _Ingatan
) -> dict[str, Any]:  # fmt: skip
    halaman = klien.orang_menurut_nip(masukan[letak : letak + HALAMAN_NIP])
    with kendali.unit() as unit:
        lari = ambil(unit, id)
        simpan(unit, lari, EntitasSinkro.PEGAWAI, _baris_pegawai(unit.session, lari, halaman, klien.instansi_siasn_id, ingatan))
        sudah = min(letak + HALAMAN_NIP, len(masukan))
        if sudah >= len(masukan):
            jaga_pegawai(unit.session, lari)
            pindah(lari, "siap")
        else:
            lari.kursor = {**lari.kursor, "letak": sudah}
        kursor = dict(lari.kursor)
    kendali.maju(sudah, total=len(masukan))
    return kursor


def _baris_pegawai(
    s: Session, lari: Sinkronisasi, halaman: HalamanPegawai, kerja: str | None, ingatan: _Ingatan, *, hilang: bool = False
) -> list[Baris]:
    """``kerja``: our instansi's id at SIASN. ``hilang``: a number that SIASN doesn't know is someone who has left."""
    gagal = [e.kunci for e in halaman.galat if e.kunci]
    nomor, ids = [o.nomor_induk for o in halaman.orang] + gagal, [o.siasn_id for o in halaman.orang] + gagal
    stmt = select(*_KOLOM_PEGAWAI).where(or_(satu_dari(s, Pegawai.nomor_induk, nomor), satu_dari(s, Pegawai.siasn_id, ids)))
    semua = s.execute(stmt).all()
    per_nomor, per_id = {p.nomor_induk: p for p in semua}, {p.siasn_id: p for p in semua if p.siasn_id}
    rujukan = [o.unor_id for o in halaman.orang] + [p.siasn_dasar.get("unor") for p in semua if p.siasn_dasar]
    ruj = ingatan.kini()
    ruj.lengkapi(s, lari.id, rujukan, [p.unor_id for p in semua])
    terbuka = sinkro_baris.konflik_terbuka(s, EntitasSinkro.PEGAWAI, [p.id for p in semua])
    tangan = b.diubah_tangan(s, EntitasSinkro.PEGAWAI, [(p.id, p.siasn_dasar) for p in semua])
    hasil = []
    for o in halaman.orang:
        satu = sinkro_baris.pegawai(o, per_id.get(o.siasn_id), per_nomor.get(o.nomor_induk), lari.jenis, kerja, ruj, terbuka, tangan)
        hasil += [satu] if satu is not None else []
    for i, e in enumerate(halaman.galat):
        lama = per_nomor.get(e.kunci or "") or per_id.get(e.kunci or "")
        if hilang and e.kode == g.TidakAda.kode and lama is not None:
            hasil.append(sinkro_baris.tak_dikenal(lama))
        else:
            hasil.append(sinkro_baris.galat(e, lama, int(lari.kursor.get("sudah") or 0) + i))
    return hasil
