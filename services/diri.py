"""The Pegawai row of whoever is logged in: what *Kinerja saya* begins from."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.izin import Aktor
from domain.status import StatusAktif
from models import Pegawai
from services.galat import TidakDitemukan


def pegawai_saya(session: Session, aktor: Aktor) -> Pegawai:
    """The active pegawai with the actor's NIP in the instansi of the session. Raises TidakDitemukan."""
    saya = session.scalar(select(Pegawai).where(Pegawai.nomor_induk == aktor.nip, Pegawai.status == StatusAktif.AKTIF))
    if saya is None:
        raise TidakDitemukan("NIP Anda tidak terdaftar sebagai pegawai aktif di instansi ini; hubungi admin instansi.")
    return saya
