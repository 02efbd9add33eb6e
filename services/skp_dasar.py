"""What every use case of a SKP stands on: the locked row, the copies of people, and its changes in words for the audit."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import inspect, select
from sqlalchemy.orm import Session, joinedload

from domain.jabatan import label_golongan
from domain.nama import normalkan
from domain.skp import LABEL_SALINAN as LABEL
from domain.skp import BlokSkp, SalinanOrang, beda_salinan
from domain.status import KEBERATAN_HIDUP, StatusSkp
from domain.tanggal import panjang
from models import Keberatan, Periode, Skp
from services import audit
from services.galat import DataBasi, TidakDitemukan
from services.penilai import BlokPenilai
from services.unit_of_work import Unit

KOLOM_SALINAN = {BlokSkp.PEGAWAI: "salinan_pegawai", BlokSkp.PENILAI: "salinan_penilai", BlokSkp.ATASAN: "salinan_atasan"}
TIDAK_ADA = "SKP tidak ditemukan; mungkin sudah dihapus."


def terkunci(unit: Unit, id: int, versi: int | None = None) -> Skp:
    """The SKP, locked until the end of the unit of work, so that states and contents change one after the other.

    Raises TidakDitemukan, or DataBasi when ``versi`` is not the present one.
    """
    skp = unit.session.get(Skp, id, with_for_update=True)
    if skp is None:
        raise TidakDitemukan(TIDAK_ADA)
    if versi is not None and skp.versi != versi:
        raise DataBasi(str(skp))
    return skp


def keberatan_terbuka(session: Session, skp_id: int, hari_ini: date) -> list[Keberatan]:
    """Keberatan of the SKP that wait for the decision of the atasan, the one to be decided first in front."""
    stmt = (
        select(Keberatan)
        .options(joinedload(Keberatan.periode, innerjoin=True).load_only(Periode.nama))
        .where(Keberatan.skp_id == skp_id, Keberatan.status.in_(KEBERATAN_HIDUP), Keberatan.batas_putusan >= hari_ini)
        .order_by(Keberatan.batas_putusan, Keberatan.id)
    )
    return list(session.scalars(stmt))


def halangan_meninggalkan_persetujuan(session: Session, skp: Skp, hari_ini: date) -> str | None:
    """Why an approved SKP cannot become a Draft now, or None.

    A keberatan that waits goes first: it is about a penilaian of this plan, and the days in which the atasan has to decide
    (PP 30/2019) are not an admin's to stop. So neither has to be put off: it is decided, or its last day goes by.
    """
    return tunggu_keberatan(session, skp.id, hari_ini) if skp.status is StatusSkp.PERSETUJUAN else None


def tunggu_keberatan(session: Session, skp_id: int, hari_ini: date) -> str | None:
    """Which keberatan of the SKP has to be decided first, in words; None when none waits."""
    terbuka = keberatan_terbuka(session, skp_id, hari_ini)
    if not terbuka:
        return None
    satu = " dan ".join(f"{k.periode.nama} ({k.status.label}, batas putusan {panjang(k.batas_putusan)})" for k in terbuka)
    return (
        f"Keberatan atas penilaian {satu} belum diputus. SKP dapat dikembalikan ke Draft sesudah keberatan itu diputus "
        "Atasan Pejabat Penilai Kinerja, atau sesudah batas putusannya lewat."
    )


def hari_aturan(awal: date, akhir: date, hari_ini: date) -> date:
    """The day on which the rule of the penilai is applied: the first of the SKP, or today once it runs, never after its end."""
    return min(max(awal, hari_ini), akhir)


def pasang_pegawai(skp: Skp, orang: SalinanOrang) -> None:
    """Set the copy of Pegawai yang Dinilai, and what the list shows of it."""
    skp.salinan_pegawai = orang.ke_json()
    skp.nama, skp.nomor_induk, skp.nama_cari = orang.nama, orang.nomor_induk, normalkan(orang.nama)


def pasang_penilai(skp: Skp, blok: BlokPenilai) -> None:
    """Set penilai and atasan with their copies."""
    skp.penilai_id, skp.atasan_id = blok.penilai.pegawai_id, blok.atasan_id
    skp.salinan_penilai = blok.salinan_penilai.ke_json() if blok.salinan_penilai else None
    skp.salinan_atasan = blok.salinan_atasan.ke_json() if blok.salinan_atasan else None


def teks_salinan(kolom: str, nilai: Any) -> str | None:
    """A field of a copy as the forms show it; None for nothing."""
    if kolom == "asn":
        return "Ya" if nilai else "Tidak"
    return (label_golongan(nilai) if nilai and kolom == "golongan" else nilai) or None


def perubahan(session: Session, skp: Skp) -> list[audit.Perubahan]:
    """The pending changes for the audit, a copy of a person field by field; call before the flush."""
    hasil = [p for p in audit.beda(session, skp) if p["kolom"] not in KOLOM_SALINAN.values()]
    keadaan: Any = inspect(skp)
    for blok, kolom in KOLOM_SALINAN.items():
        riwayat = keadaan.attrs[kolom].history
        if not riwayat.has_changes():
            continue
        lama, baru = (SalinanOrang.dari_json(r[0]) if r else None for r in (riwayat.deleted, riwayat.added))
        for nama, sebelum, sesudah in beda_salinan(lama, baru):
            hasil.append(
                {
                    "kolom": f"{kolom}.{nama}",
                    "label": f"{blok.label}: {LABEL[nama]}",
                    "tipe": "teks",
                    "sebelum": teks_salinan(nama, sebelum) if lama else None,
                    "sesudah": teks_salinan(nama, sesudah) if baru else None,
                }
            )
    return hasil
