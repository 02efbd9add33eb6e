"""What a row of SIASN means here: the rows that a run stages for units and people, each with its difference, cause and cure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.jabatan import label_kedudukan
from domain.siasn import BedaSinkro, EntitasSinkro, JenisSinkro, KeadaanBaris
from domain.status import StatusAktif, StatusKonflik
from integrations.siasn.skema import GalatBaris, OrangSiasn, UnorSiasn
from models import Konflik
from services import sinkro_banding as b
from services.sinkro_sql import satu_dari

Baris = dict[str, Any]
Terbuka = dict[int, dict[str, str | None]]
"""Object → field → the value of SIASN that is already waiting for a decision."""


Tangan = dict[int, frozenset[str]]
"""Object → fields changed by hand (sinkro_banding.diubah_tangan)."""
SEBAB_HILANG = "Tidak ada lagi di SIASN."


def baris(
    kunci: str,
    beda: BedaSinkro,
    *,
    keadaan: KeadaanBaris | None = None,
    objek_id: int | None = None,
    nama: str = "",
    nomor: str = "",
    unor_id: int | None = None,
    isi: b.Nilai | None = None,
    perubahan: list[b.Nilai] | None = None,
    pesan: str | None = None,
) -> Baris:
    return {
        "kunci": kunci[:64],
        "objek_id": objek_id,
        "nama": nama[:250],
        "nomor": nomor,
        "beda": beda,
        "keadaan": keadaan or (KeadaanBaris.GAGAL if beda is BedaSinkro.GAGAL else KeadaanBaris.MENUNGGU),
        "unor_id": unor_id,
        "isi": isi,
        "perubahan": perubahan,
        "pesan": pesan[:500] if pesan else None,
    }


def galat(galat: GalatBaris, objek: Any, urut: int) -> Baris:
    """The row for what could not be read. ``objek``: whom it concerns here, if that is known."""
    kunci = galat.kunci if galat.kode != "ganda" else None
    return baris(
        kunci or f"?{urut}:{galat.kode}:{galat.kunci or ''}",
        BedaSinkro.GAGAL,
        objek_id=objek.id if objek is not None else None,
        nama=galat.nama or (objek.nama if objek is not None else "") or "Baris tanpa nama",
        nomor=galat.kunci if galat.kunci and galat.kunci.isdigit() and len(galat.kunci) <= 18 else "",
        unor_id=getattr(objek, "unor_id", None),
        pesan=f"{galat.pesan} {galat.obat}".strip(),
    )


def konflik_terbuka(s: Session, entitas: EntitasSinkro, ids: Iterable[int]) -> Terbuka:
    hasil: Terbuka = {}
    stmt = select(Konflik.objek_id, Konflik.kolom, Konflik.nilai_siasn).where(
        Konflik.entitas == entitas, satu_dari(s, Konflik.objek_id, sorted(ids)), Konflik.status == StatusKonflik.TERBUKA
    )
    for objek_id, kolom, nilai in s.execute(stmt):
        hasil.setdefault(objek_id, {})[kolom] = nilai
    return hasil


def nilai_konflik(kolom: str, nilai: Any, ruj: b.Rujukan) -> str | None:
    """A value as Konflik keeps it: text; a unit by our id where it is known here."""
    if kolom in b.RUJUKAN and nilai is not None:
        return str(ruj.kanon(nilai)).removeprefix("#")
    if isinstance(nilai, bool):
        return "1" if nilai else "0"
    return None if nilai is None else str(nilai)[:500]


def _bandingkan(
    kolom: Sequence[str],
    sini: b.Nilai,
    dasar: b.Nilai | None,
    siasn: b.Nilai,
    ruj: b.Rujukan,
    terbuka: dict[str, str | None],
    tangan: frozenset[str],
    taut: bool = False,
) -> Baris:
    """beda, keadaan, isi and perubahan of a row about something that is here already. ``taut``: its id at SIASN is new to us."""
    hasil = b.banding(kolom, sini, dasar, siasn, ruj, tangan)
    konflik = [k for k in hasil.konflik if k not in terbuka or terbuka[k] != nilai_konflik(k, siasn[k], ruj)]
    perubahan = [b.butir(k, sini[k], siasn[k], ruj) for k in hasil.pakai] + [
        b.butir(k, sini[k], siasn[k], ruj, konflik=True) for k in konflik
    ]
    if perubahan:
        return {"beda": BedaSinkro.UBAH if hasil.pakai else BedaSinkro.KONFLIK, "isi": siasn, "perubahan": perubahan}
    # The same, but the note of SIASN's values is to be renewed, or a conflict has gone by itself.
    perlu = taut or hasil.dasar != dasar or (set(terbuka) & set(kolom)) - set(hasil.konflik)
    return {"beda": BedaSinkro.SAMA, "isi": siasn} if perlu else {"beda": BedaSinkro.SAMA, "keadaan": KeadaanBaris.DITERAPKAN}


# --- Units ------------------------------------------------------------------------------------------------------------


def unor(u: UnorSiasn, lama: b.Dikenal | None, dipetakan: int | None, ruj: b.Rujukan, terbuka: Terbuka, tangan: Tangan) -> Baris:
    if dipetakan is not None:
        # It stands for another unit here, which has a row of its own.
        pesan = "Dipetakan ke unor lain di sini, sehingga tidak disinkronkan tersendiri."
        return baris(u.siasn_id, BedaSinkro.SAMA, keadaan=KeadaanBaris.DITERAPKAN, objek_id=lama.id if lama else dipetakan, nama=u.nama, unor_id=dipetakan, pesan=pesan)  # fmt: skip
    siasn = b.nilai_unor(u)
    if lama is not None and (yatim := (lama.siasn_dasar or {}).get("yatim")) and yatim == u.atasan_id:
        siasn["yatim"] = yatim
    if lama is None:
        if not u.aktif:
            # Never seen here and no longer in use there: nothing refers to it.
            pesan = "Nonaktif di SIASN dan tidak dikenal di sini."
            return baris(u.siasn_id, BedaSinkro.SAMA, keadaan=KeadaanBaris.DITERAPKAN, nama=u.nama, pesan=pesan)
        return baris(u.siasn_id, BedaSinkro.BARU, nama=u.nama, isi=siasn)
    beda = _bandingkan(
        b.KOLOM_UNOR, b.sini_unor(lama), lama.siasn_dasar, siasn, ruj, terbuka.get(lama.id, {}), tangan.get(lama.id, frozenset())
    )
    return baris(u.siasn_id, nama=lama.nama, objek_id=lama.id, unor_id=lama.id, **beda)


# --- People -----------------------------------------------------------------------------------------------------------


def pegawai(
    o: OrangSiasn,
    lama: b.Dikenal | None,
    senomor: b.Dikenal | None,
    jenis: JenisSinkro,
    kerja: str | None,
    ruj: b.Rujukan,
    terbuka: Terbuka,
    tangan: Tangan,
) -> Baris | None:
    """The row of one person; None for someone who is neither here nor ours.

    ``lama`` has his id at SIASN, ``senomor`` his number; ``kerja`` is our instansi's id at SIASN.
    """
    if lama is not None and senomor is not None and lama is not senomor:
        pesan = (
            f"NIP ini di sini milik {senomor.nama}, sedangkan menurut SIASN milik {lama.nama}. Periksa NIP keduanya di Manajemen Pegawai."
        )
        return _gagal(o, lama, pesan)
    lama = lama or senomor
    if None not in (kerja, o.instansi_kerja_id) and o.instansi_kerja_id != kerja:
        if lama is None and jenis is not JenisSinkro.PEGAWAI_TAMBAH:
            return None
        if lama is None:
            return _gagal(o, None, "Menurut SIASN ia bekerja di instansi lain. Periksa NIP-nya.")
        return hilang(lama, "Pindah ke instansi lain menurut SIASN.") if lama.status is StatusAktif.AKTIF else _sama(lama)
    siasn = b.nilai_orang(o, lama, ruj)
    if lama is None:
        if jenis is JenisSinkro.PEGAWAI_HAPUS or siasn["status"] == StatusAktif.NONAKTIF.value:
            return None
    elif jenis is JenisSinkro.PEGAWAI_HAPUS and siasn["status"] == StatusAktif.AKTIF.value:
        return _sama(lama)
    if not ruj.dikenal(o.unor_id) and siasn["status"] == StatusAktif.AKTIF.value:
        nama = f"'{o.unor_nama}' " if o.unor_nama else ""
        pesan = f"Unornya {nama}({o.unor_id}) tidak dikenal di sini. Sinkronkan Unit Kerja, atau petakan unor itu di Rekonsiliasi unor, lalu ulangi."
        return _gagal(o, lama, pesan)
    if lama is None:
        return baris(o.nomor_induk, BedaSinkro.BARU, nama=o.nama, nomor=o.nomor_induk, unor_id=ruj.id_unor.get(o.unor_id), isi=siasn)
    return _beda(o, lama, siasn, ruj, terbuka.get(lama.id) or {}, tangan.get(lama.id, frozenset()))


def hilang(p: b.Dikenal, sebab: str) -> Baris:
    return baris(p.nomor_induk, BedaSinkro.HAPUS, objek_id=p.id, nama=p.nama, nomor=p.nomor_induk, unor_id=p.unor_id, pesan=sebab)


def tak_dikenal(p: b.Dikenal) -> Baris:
    """SIASN was asked for him and has nobody of that number: he has left, if ever he was there."""
    if p.siasn_id is not None and p.status is StatusAktif.AKTIF:
        return hilang(p, SEBAB_HILANG)
    return _sama(p, None if p.siasn_id else "Tidak dikenal SIASN, dan belum pernah ada di sana; dibiarkan.")


def _gagal(o: OrangSiasn, lama: b.Dikenal | None, pesan: str) -> Baris:
    di_sini: Baris = {"objek_id": lama.id, "unor_id": lama.unor_id} if lama is not None else {}
    return baris(o.nomor_induk, BedaSinkro.GAGAL, nama=o.nama, nomor=o.nomor_induk, pesan=pesan, **di_sini)


def _sama(p: b.Dikenal, pesan: str | None = None) -> Baris:
    tetap = {"objek_id": p.id, "nama": p.nama, "nomor": p.nomor_induk, "unor_id": p.unor_id}
    return baris(p.nomor_induk, BedaSinkro.SAMA, keadaan=KeadaanBaris.DITERAPKAN, pesan=pesan, **tetap)


def _beda(o: OrangSiasn, lama: b.Dikenal, siasn: b.Nilai, ruj: b.Rujukan, terbuka: dict[str, str | None], tangan: frozenset[str]) -> Baris:
    kolom: tuple[str, ...] = b.KOLOM_PEGAWAI
    dasar = lama.siasn_dasar
    if siasn == dasar and lama.siasn_id == o.siasn_id and not terbuka:
        # SIASN says what it said last time: whatever stands here now was put there by hand, or came from it.
        return baris(
            o.nomor_induk, BedaSinkro.SAMA, keadaan=KeadaanBaris.DITERAPKAN, objek_id=lama.id, nama=lama.nama, nomor=o.nomor_induk,
            unor_id=lama.unor_id,
        )  # fmt: skip
    mati = siasn["status"] == StatusAktif.NONAKTIF.value
    if mati:
        kolom = b.KOLOM_KELUAR
        siasn = {**(dasar or {}), **{k: siasn[k] for k in (*kolom, "siasn_id")}}
    beda = _bandingkan(kolom, b.sini_orang(lama), dasar, siasn, ruj, terbuka, tangan, lama.siasn_id != o.siasn_id)
    pesan = None
    if mati and any(p["kolom"] == "status" for p in beda.get("perubahan") or ()):
        pesan = f"Kedudukan di SIASN: {label_kedudukan(o.kedudukan)}."
    return baris(o.nomor_induk, objek_id=lama.id, nama=lama.nama, nomor=o.nomor_induk, unor_id=lama.unor_id, pesan=pesan, **beda)
