"""PDFs per second of *Cetak SKP Pegawai* beside the bare engine: ``python -m bench.pdf``.

Both make the same file from the same HTML. Ours goes from the rows of a database through the service to the bytes; the bare
engine is handed the finished HTML and compiles it anew each time. The two take turns.
"""

from __future__ import annotations

import io
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from flask_migrate import upgrade
from pypdf import PdfReader
from sqlalchemy import select
from sqlalchemy.orm import Session
from xhtml2pdf import pisa

from app import create_app
from bench.data import SEED, settings
from documents.pdf import dasar
from documents.pdf import skp as formulir
from domain.dokumen_skp import JenisDokumen
from domain.izin import Aktor, Peran
from domain.skp import ModelSkp
from extensions import db, setelan
from models import Penilaian, Skp
from services import cetak_skp, demo
from services.cetak_skp_isi import PermintaanCetak
from services.ekspor import baca_saja
from tenancy import Lingkup, pasang_lingkup

PUTARAN = 9
RASIO_MAKS = 1.2


@dataclass(frozen=True, slots=True)
class UkurPdf:
    """One form: pages, median milliseconds of ours and of the engine, and how many times the engine's ours is."""

    nama: str
    halaman: int
    kita: float
    mesin: float
    rasio: float

    @property
    def baris(self) -> tuple[str, ...]:
        return (
            self.nama,
            str(self.halaman),
            f"{1000 / self.kita:.1f}/dtk",
            f"{1000 / self.mesin:.1f}/dtk",
            f"{self.rasio:.2f}×",
        )


KEPALA = ("dokumen", "halaman", "kita", "mesin saja", "rasio")


def ukur(url: str, folder: Path) -> list[UkurPdf]:
    """The three forms of one SKP of a database that holds demo data (it must be migrated)."""
    with create_app(settings(url, folder)).app_context():
        contoh = _contoh()
        hasil = [_satu(*contoh, jenis) for jenis in JenisDokumen]
        db.engine.dispose()
    return hasil


def _contoh() -> tuple[Aktor, int, int]:
    """An assessed SKP of the model JA/JF."""
    with Session(db.engine) as session:
        pasang_lingkup(session, Lingkup("lintas"))
        stmt = (
            select(Skp.instansi_id, Skp.id, Penilaian.periode_id)
            .join(Penilaian, Penilaian.skp_id == Skp.id)
            .where(Skp.model == ModelSkp.JA_JF, Penilaian.predikat.is_not(None))
            .order_by(Skp.id, Penilaian.id)
        )
        instansi_id, skp_id, periode_id = session.execute(stmt.limit(1)).one()
    aktor = Aktor(None, "Pengukuran", "-", instansi_id, frozenset({Peran.ADMIN_INSTANSI}), setelan().jam)
    return aktor, skp_id, periode_id


def _satu(aktor: Aktor, skp_id: int, periode_id: int, jenis: JenisDokumen) -> UkurPdf:
    hari = date(2026, 4, 4)
    minta = PermintaanCetak(jenis, hari, "Jakarta", "@", "#", periode_id if jenis.berperiode else None, hari, "Jakarta")

    def kita() -> bytes:
        with baca_saja(aktor) as konteks:
            skp, _ = cetak_skp.ambil(konteks.session, aktor, skp_id)
            dok = cetak_skp.dokumen(konteks.session, skp, minta)
        return cetak_skp.pdf(dok)

    with baca_saja(aktor) as konteks:
        dok = cetak_skp.dokumen(konteks.session, cetak_skp.ambil(konteks.session, aktor, skp_id)[0], minta)
    html = formulir.html(dok)

    def mesin() -> bytes:
        tujuan = io.BytesIO()
        pisa.CreatePDF(html, dest=tujuan, encoding="utf-8", resource_policy=dasar.kebijakan())
        return tujuan.getvalue()

    halaman = len(PdfReader(io.BytesIO(kita())).pages)
    mesin()
    pasangan = [(_lama(kita), _lama(mesin)) for _ in range(PUTARAN)]
    return UkurPdf(
        jenis.label,
        halaman,
        statistics.median(a for a, _ in pasangan),
        statistics.median(b for _, b in pasangan),
        # Of neighbours in time, so that what else the machine does falls on both.
        statistics.median(a / b for a, b in pasangan),
    )


def _lama(fungsi: Callable[[], object]) -> float:
    mulai = time.perf_counter()
    fungsi()
    return (time.perf_counter() - mulai) * 1000


def main() -> int:
    with tempfile.TemporaryDirectory(prefix="bench-pdf-") as nama:
        folder = Path(nama)
        url = f"sqlite:///{folder / 'pdf.db'}"
        app = create_app(settings(url, folder))
        with app.app_context():
            upgrade()
            demo.buat(app.config["SETTINGS"].jam, instansi=1, pegawai=60, seed=SEED)
            db.engine.dispose()
        hasil = ukur(url, folder)
    for baris in (KEPALA, *(u.baris for u in hasil)):
        print(" | ".join(baris))
    return 0 if all(u.rasio <= RASIO_MAKS for u in hasil) else 1


if __name__ == "__main__":
    sys.exit(main())
