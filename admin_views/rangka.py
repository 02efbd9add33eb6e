"""What surrounds every page behind login."""

from __future__ import annotations

import time

from flask_login import current_user
from sqlalchemy import func, select

from admin_views.halaman import Pilihan, Rangka
from admin_views.konteks import aktor
from admin_views.navigasi import menu_untuk, rumah
from domain.nama import inisial
from domain.status import StatusAktif, StatusTugas
from extensions import db
from models import Instansi, Tugas

PILIHAN_MAKS = 50
"""More instansi than this are chosen on a page of their own, not from a list in every page."""


def rangka() -> Rangka | None:
    """None for guests."""
    if not current_user or not current_user.is_authenticated:
        return None
    pelaku = aktor()
    berjalan = 0
    if pelaku.boleh("tugas:lihat"):
        stmt = select(func.count()).select_from(Tugas).where(Tugas.status.in_([StatusTugas.ANTRE, StatusTugas.BERJALAN]))
        berjalan = db.session.scalar(stmt) or 0
    pilihan = daftar_instansi(current_user.hidup.melayani, pelaku.instansi_id)
    return Rangka(
        menu=menu_untuk(pelaku),
        nama=pelaku.nama,
        inisial=inisial(pelaku.nama),
        peran=pelaku.label_peran,
        instansi=current_user.hidup.instansi_nama or "-",
        bisa_pilih_instansi=len(pilihan) > 1,
        tugas_berjalan=berjalan,
        rumah=rumah(pelaku),
        cari_cepat=pelaku.boleh("cari:lihat"),
        daftar_instansi=pilihan if len(pilihan) <= PILIHAN_MAKS else (),
    )


def daftar_instansi(melayani: tuple[int, ...] | None, kini: int | None) -> list[Pilihan]:
    """The instansi to choose from; remembered for a minute, since they hardly change and stand on every page."""
    if melayani is not None and len(melayani) < 2:
        return []
    semua = _INGATAN.get(id(db.engine))
    if semua is None or semua[0] < time.monotonic():
        baris = db.session.execute(
            select(Instansi.id, Instansi.nama).where(Instansi.status == StatusAktif.AKTIF).order_by(Instansi.nama_cari).limit(2_000)
        ).all()
        semua = _INGATAN[id(db.engine)] = (time.monotonic() + 60, [(i, n) for i, n in baris])
    return [Pilihan(str(i), n, i == kini) for i, n in semua[1] if melayani is None or i in melayani]


def lupakan() -> None:
    """After a change of the instansi themselves."""
    _INGATAN.clear()


_INGATAN: dict[int, tuple[float, list[tuple[int, str]]]] = {}
