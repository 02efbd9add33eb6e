"""A SKP of the demo data with its pegawai, penilai and atasan, each able to log in."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from domain.skp import JenisSkp
from domain.status import StatusAktif, StatusSkp
from extensions import db
from models import Instansi, Pegawai, Pengguna, Penilaian, Skp
from services import penilaian
from tenancy import Lingkup, pasang_lingkup
from tests.peramban.situs import Situs

PERAN = ("tiga_pegawai", "tiga_penilai", "tiga_atasan")
"""Keys of the accounts, for ``buka``."""


@dataclass(frozen=True, slots=True)
class Tiga:
    skp_id: int
    periode_id: int
    """A period that is open today and not rated yet."""
    nama: str

    @property
    def lembar(self) -> str:
        return f"/admin/daftar-skp/{self.skp_id}/penilaian/{self.periode_id}/"


def siapkan(situs: Situs, urut: int) -> Tiga:
    """The ``urut``-th such SKP (tests that change one take different ones); makes the accounts that are missing."""
    hari_ini = situs.aktor("admin_instansi").hari_ini()
    instansi_id = situs.id_instansi("admin_instansi")
    with situs.app.app_context(), Session(db.engine, info={"unit_of_work": True}) as s:
        pasang_lingkup(s, Lingkup("lintas"))
        penilai, atasan = aliased(Pegawai), aliased(Pegawai)
        stmt = (
            select(Skp, penilai, atasan)
            .join(penilai, penilai.id == Skp.penilai_id)
            .join(atasan, atasan.id == Skp.atasan_id)
            .where(
                Skp.instansi_id == instansi_id,
                Skp.status == StatusSkp.PERSETUJUAN,
                Skp.jenis == JenisSkp.DEFINITIF,
                Skp.awal <= hari_ini,
                Skp.akhir >= hari_ini,
                penilai.status == StatusAktif.AKTIF,
                atasan.status == StatusAktif.AKTIF,
            )
            .order_by(Skp.id)
        )
        calon = []
        for skp, p, a in s.execute(stmt.limit(200)).all():
            if skp.pegawai_id in (p.id, a.id) or p.id == a.id:
                continue
            dinilai = set(s.scalars(select(Penilaian.periode_id).where(Penilaian.skp_id == skp.id, Penilaian.hasil.is_not(None))))
            buka = [x for x in _periode(situs, skp) if not x.final and x.awal <= hari_ini <= x.batas and x.id not in dinilai]
            if buka:
                calon.append((skp, p, a, buka[-1].id))
            if len(calon) > urut:
                break
        skp, p, a, periode_id = calon[urut]
        instansi = s.get_one(Instansi, instansi_id).nama
        for kunci, nip, nama in zip(PERAN, (skp.nomor_induk, p.nomor_induk, a.nomor_induk), (skp.nama, p.nama, a.nama), strict=True):
            if s.scalar(select(Pengguna.id).where(Pengguna.nip == nip)) is None:
                kini = situs.app.config["SETTINGS"].jam()
                s.add(Pengguna(nip=nip, nama=nama, nama_cari=nama.casefold(), dibuat=kini))
            situs.akun[kunci] = {"nip": nip, "peran": "pegawai", "instansi": instansi}
        tiga = Tiga(skp.id, periode_id, skp.nama)
        s.commit()
    return tiga


def _periode(situs: Situs, skp: Skp) -> list[penilaian.PeriodeSkp]:
    with Session(db.engine) as s:
        pasang_lingkup(s, Lingkup("instansi", skp.instansi_id))
        return penilaian.periode_skp(s, skp)
