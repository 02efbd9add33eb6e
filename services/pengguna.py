"""Pengguna: accounts, roles per instansi, disabling, ending sessions, one-time links.

Accounts are global, so the tenancy fence does not cover them: who may touch which account is decided here. An
instansi's admin manages the accounts that hold a role in his instansi, and gives roles there only.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Select, delete, exists, select, update
from sqlalchemy.orm import Session

from domain.izin import PERAN_LINTAS, Aktor, Peran
from domain.nip import NomorIndukSalah, parse
from domain.status import StatusAktif, transisi
from extensions import db
from models import Pegawai, Pengguna, PeranPengguna, Sesi
from services import audit, sandi
from services.entitas import Entitas
from services.galat import Salah, TidakDitemukan
from services.unit_of_work import Unit, unit_of_work
from tenancy import SISTEM, pasang_lingkup

DAPAT_DIBERI: dict[Peran, frozenset[Peran]] = {
    Peran.ADMIN_INSTANSI: frozenset({Peran.PEGAWAI, Peran.ADMIN_INSTANSI, Peran.SUPERVISOR}),
    Peran.ADMIN_BKN: frozenset(Peran),
}
"""Which roles an actor's role may give and take."""


def yang_terlihat(stmt: Select, aktor: Aktor) -> Select:
    """Narrow a SELECT of Pengguna to the accounts an actor may see: those with a role in his instansi; all for an admin BKN."""
    if Peran.ADMIN_BKN in aktor.peran:
        return stmt
    return stmt.where(exists().where(PeranPengguna.pengguna_id == Pengguna.id, PeranPengguna.instansi_id == aktor.instansi_id))


def boleh_beri(aktor: Aktor) -> frozenset[Peran]:
    return frozenset().union(*(DAPAT_DIBERI.get(p, frozenset()) for p in aktor.peran))


def _ambil(unit: Unit, id: int, versi: int | None = None) -> Pengguna:
    pengguna = unit.session.scalar(yang_terlihat(select(Pengguna).where(Pengguna.id == id), unit.aktor))
    if pengguna is None:
        raise TidakDitemukan("Pengguna tidak ditemukan.")
    return pengguna


class LayananPengguna(Entitas):
    model = Pengguna
    sumber = "pengguna"

    def buat(self, aktor: Aktor, nilai: Mapping[str, Any], *, alasan: str | None = None, setuju: frozenset[str] = frozenset()) -> int:
        """Create an account with a first role in the actor's instansi; an account that exists elsewhere just gets the role."""
        aktor.wajib("pengguna:tambah")
        peran, unor_id = nilai["peran"], nilai.get("unor_id")
        with unit_of_work(aktor) as unit:
            nip = _nomor(nilai["nip"])
            pengguna = unit.session.scalar(select(Pengguna).where(Pengguna.nip == nip))
            if pengguna is None:
                pegawai = unit.session.scalar(select(Pegawai).where(Pegawai.nomor_induk == nip))
                nama = nilai.get("nama") or (pegawai.nama if pegawai else "")
                if not nama:
                    raise Salah({"nama": "NIP ini bukan pegawai instansi Anda; isi namanya."})
                pengguna = Pengguna(nip=nip, nama=nama, dibuat=aktor.sekarang())
                self.siapkan(unit, pengguna)
                perubahan = audit.beda(unit.session, pengguna)
                unit.session.add(pengguna)
                unit.session.flush()
                audit.catat(unit.session, aktor, "tambah", pengguna, perubahan=perubahan)
            _beri(unit, pengguna, peran, bool(nilai.get("lintas")), unor_id)
            return pengguna.id

    def ambil(self, unit: Unit, id: int, versi: int | None = None) -> Pengguna:
        _ambil(unit, id)
        return super().ambil(unit, id, versi)

    def periksa(self, unit: Unit, objek: Pengguna, setuju: frozenset[str]) -> None:
        if not _milik_sendiri(unit, objek):
            raise Salah("Akun ini juga dipakai di instansi lain; namanya hanya dapat diubah oleh Admin BKN.")


def _nomor(teks: str) -> str:
    try:
        return parse(teks).nomor
    except NomorIndukSalah as galat:
        raise Salah({"nip": str(galat)}) from galat


def _milik_sendiri(unit: Unit, pengguna: Pengguna) -> bool:
    """Whether the actor may change the account itself: it opens no other instansi, by role or as Pegawai, or he is an admin BKN."""
    if Peran.ADMIN_BKN in unit.aktor.peran:
        return True
    if _pegawai_di_tempat_lain(pengguna.nip, unit.aktor):
        return False
    lain = select(PeranPengguna.id).where(
        PeranPengguna.pengguna_id == pengguna.id,
        PeranPengguna.instansi_id.is_distinct_from(unit.aktor.instansi_id),
    )
    return unit.session.scalar(lain.limit(1)) is None


def _pegawai_di_tempat_lain(nip: str, aktor: Aktor) -> bool:
    """A Pegawai row opens its instansi to the account without any role: a role here must not give a way in there."""
    with Session(db.engine) as session:
        pasang_lingkup(session, SISTEM)
        lain = select(Pegawai.id).where(
            Pegawai.nomor_induk == nip, Pegawai.status == StatusAktif.AKTIF, Pegawai.instansi_id != aktor.instansi_id
        )
        return session.scalar(lain.limit(1)) is not None


def _beri(unit: Unit, pengguna: Pengguna, peran: Peran, lintas: bool, unor_id: int | None) -> None:
    if peran not in boleh_beri(unit.aktor):
        raise Salah({"peran": f"Peran {peran.label} hanya dapat diberikan oleh Admin BKN."})
    if lintas and (peran not in PERAN_LINTAS or Peran.ADMIN_BKN not in unit.aktor.peran):
        raise Salah({"lintas": "Hanya Helpdesk dan Admin BKN yang dapat melayani semua instansi."})
    if unor_id is not None and peran is not Peran.SUPERVISOR:
        raise Salah({"unor_id": "Batas unor hanya untuk Supervisor; kosongkan untuk peran lain."})
    instansi_id = None if lintas else unit.aktor.instansi_id
    sudah = select(PeranPengguna.id).where(
        PeranPengguna.pengguna_id == pengguna.id, PeranPengguna.peran == peran, PeranPengguna.instansi_id.is_not_distinct_from(instansi_id)
    )
    if unit.session.scalar(sudah) is not None:
        raise Salah({"peran": f"{pengguna.nama} sudah mempunyai peran {peran.label}."})
    baris = PeranPengguna(pengguna_id=pengguna.id, instansi_id=instansi_id, peran=peran, unor_id=unor_id)
    unit.session.add(baris)
    perubahan = [
        {"kolom": "peran", "label": "Peran", "tipe": "pilihan", "sebelum": None, "sesudah": peran.value, "sesudah_teks": peran.label}
    ]
    audit.catat(unit.session, unit.aktor, "beri_peran", pengguna, perubahan=perubahan)


def beri_peran(aktor: Aktor, id: int, peran: Peran, *, lintas: bool = False, unor_id: int | None = None) -> None:
    """Give a role in the actor's instansi, or (admin BKN) one that serves all. Raises Salah."""
    aktor.wajib("pengguna:beri_peran")
    with unit_of_work(aktor) as unit:
        _beri(unit, _ambil(unit, id), peran, lintas, unor_id)


def cabut_peran(aktor: Aktor, id: int, peran_id: int) -> None:
    """Take a role away; it ends with the next request. The last admin of an instansi keeps his own."""
    aktor.wajib("pengguna:cabut_peran")
    with unit_of_work(aktor) as unit:
        pengguna = _ambil(unit, id)
        baris = unit.session.get(PeranPengguna, peran_id)
        bkn = Peran.ADMIN_BKN in aktor.peran
        if baris is None or baris.pengguna_id != pengguna.id or (baris.instansi_id != aktor.instansi_id and not bkn):
            raise TidakDitemukan("Peran tidak ditemukan.")
        if baris.peran not in boleh_beri(aktor):
            raise Salah(f"Peran {baris.peran.label} hanya dapat dicabut oleh Admin BKN.")
        if pengguna.id == aktor.pengguna_id and baris.peran in (Peran.ADMIN_INSTANSI, Peran.ADMIN_BKN):
            raise Salah("Anda tidak dapat mencabut peran admin Anda sendiri; mintalah admin lain.")
        peran = baris.peran
        unit.session.delete(baris)
        perubahan = [
            {"kolom": "peran", "label": "Peran", "tipe": "pilihan", "sebelum": peran.value, "sesudah": None, "sebelum_teks": peran.label}
        ]
        audit.catat(unit.session, aktor, "cabut_peran", pengguna, perubahan=perubahan)


def ubah_status(aktor: Aktor, id: int, versi: int | None, aksi: str, alasan: str) -> None:
    """Disable (ends all sessions) or enable an account. Raises Salah, TransisiDitolak."""
    aktor.wajib(f"pengguna:{aksi}")
    with unit_of_work(aktor) as unit:
        pengguna = layanan.ambil(unit, id, versi)
        langkah = transisi("pengguna", pengguna.status, aksi)
        if langkah.perlu_alasan and not alasan:
            raise Salah({"alasan": "Alasan wajib diisi."})
        if pengguna.id == aktor.pengguna_id:
            raise Salah("Anda tidak dapat menonaktifkan akun Anda sendiri.")
        if not _milik_sendiri(unit, pengguna):
            raise Salah("Akun ini juga dipakai di instansi lain; cabut perannya di instansi Anda, atau mintalah Admin BKN.")
        pengguna.status = StatusAktif(langkah.ke.value)
        perubahan = audit.beda(unit.session, pengguna)
        if langkah.ke is StatusAktif.NONAKTIF:
            unit.session.execute(delete(Sesi).where(Sesi.pengguna_id == pengguna.id))
        unit.session.flush()
        audit.catat(unit.session, aktor, aksi, pengguna, perubahan=perubahan, alasan=alasan)


def akhiri_sesi(aktor: Aktor, id: int) -> int:
    """End all sessions of an account. Returns how many there were."""
    aktor.wajib("pengguna:akhiri_sesi")
    with unit_of_work(aktor) as unit:
        pengguna = _ambil(unit, id)
        n = len(unit.session.scalars(delete(Sesi).where(Sesi.pengguna_id == pengguna.id).returning(Sesi.id)).all())
        audit.catat(unit.session, aktor, "akhiri_sesi", pengguna)
        return n


def akhiri_sesi_sendiri(aktor: Aktor, sesi_id: int) -> None:
    """End another session of one's own account; an id of someone else's is as if missing."""
    with unit_of_work(aktor) as unit:
        sesi = unit.session.get(Sesi, sesi_id)
        if sesi is None or sesi.pengguna_id != aktor.pengguna_id:
            raise TidakDitemukan("Sesi tidak ditemukan.")
        unit.session.delete(sesi)
        audit.catat(unit.session, aktor, "akhiri_sesi", unit.session.get_one(Pengguna, aktor.pengguna_id))


def tautan_sandi(aktor: Aktor, id: int, jam_berlaku: int) -> str:
    """Make a one-time link's token. An account with a wider role than the actor's own is out of reach."""
    aktor.wajib("pengguna:tautan_sandi")
    with unit_of_work(aktor) as unit:
        pengguna = _ambil(unit, id)
        dimiliki = set(unit.session.scalars(select(PeranPengguna.peran).where(PeranPengguna.pengguna_id == pengguna.id)))
        terjangkau = boleh_beri(aktor) | (
            {Peran.PEGAWAI, Peran.SUPERVISOR, Peran.ADMIN_INSTANSI} if Peran.HELPDESK in aktor.peran else set()
        )
        if not dimiliki <= terjangkau:
            raise Salah("Akun ini mempunyai peran yang lebih luas; tautan kata sandinya hanya dapat dibuat oleh Admin BKN.")
        if pengguna.status is not StatusAktif.AKTIF:
            raise Salah("Akun ini nonaktif; aktifkan dahulu.")
        if not _milik_sendiri(unit, pengguna) and Peran.HELPDESK not in aktor.peran:
            raise Salah("Akun ini juga dipakai di instansi lain; mintalah helpdesk membuat tautannya.")
        return sandi.buat_tautan(aktor, unit, pengguna, jam_berlaku)


def lepas_pegawai(unit: Unit, nomor_induk: str) -> None:
    """A Pegawai row was made inactive: his sessions in this instansi lose the role that came with it."""
    pengguna = select(Pengguna.id).where(Pengguna.nip == nomor_induk).scalar_subquery()
    unit.session.execute(
        update(Sesi).where(Sesi.pengguna_id == pengguna, Sesi.instansi_id == unit.aktor.instansi_id).values(sebagai_pegawai=False)
    )


layanan = LayananPengguna()
