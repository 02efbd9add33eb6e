"""Sessions on the server: login, what a session may do now, choice of instansi, logout."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from domain.izin import PERAN_LINTAS, Aktor, Peran, aktor_sistem
from domain.nip import NomorIndukSalah, parse
from domain.status import StatusAktif
from domain.waktu import Jam
from extensions import db
from models import Instansi, Pegawai, Pengguna, PeranPengguna, Sesi
from services import audit, percobaan, sandi
from services.galat import Salah
from services.unit_of_work import unit_of_work
from tenancy import SISTEM, Lingkup, pasang_lingkup

CATAT_TIAP = timedelta(minutes=1)
PESAN_GAGAL = "NIP atau kata sandi tidak cocok. Periksa kembali, atau pilih Lupa kata sandi."


@dataclass(frozen=True, slots=True)
class SesiHidup:
    """A session that still lives, read once per request."""

    id: int
    aktor: Aktor
    instansi_nama: str | None
    terakhir: datetime
    melayani: tuple[int, ...] | None
    """Ids of the instansi he may choose; None = all of them."""


def ringkas(kunci: str) -> str:
    return hashlib.sha256(kunci.encode()).hexdigest()


def masuk(nip: str, kata_sandi: str, *, alamat: str | None, agen: str | None, jam: Jam) -> str:
    """Log in. Returns the session's key for the cookie. Raises Salah (same words whatever was wrong) or TerlaluSering."""
    try:
        nomor = parse(nip).nomor
    except NomorIndukSalah as galat:
        raise Salah({"nip": str(galat)}) from galat
    percobaan.mulai(nomor, alamat, jam)
    with Session(db.engine) as session:
        pengguna = session.scalar(select(Pengguna).where(Pengguna.nip == nomor))
    benar = sandi.cocok(pengguna.kata_sandi if pengguna else None, kata_sandi)
    if pengguna is None or not benar or pengguna.status is not StatusAktif.AKTIF:
        raise Salah(PESAN_GAGAL)
    pilihan = instansi_dilayani(pengguna.id, nomor)
    if not pilihan:
        raise Salah("Akun Anda belum mempunyai peran di instansi mana pun. Hubungi admin instansi Anda.")
    percobaan.berhasil(nomor, alamat, jam)
    kunci = secrets.token_urlsafe(32)
    sistem = aktor_sistem(jam)
    with unit_of_work(sistem) as unit:
        instansi_id, pegawai = pilihan[0]
        unit.session.add(
            Sesi(
                kunci=ringkas(kunci),
                pengguna_id=pengguna.id,
                instansi_id=instansi_id,
                sebagai_pegawai=pegawai,
                dibuat=jam(),
                terakhir=jam(),
                alamat=alamat,
                agen=(agen or "")[:200],
            )
        )
        unit.session.execute(delete(Sesi).where(Sesi.dibuat < jam() - timedelta(days=7)))
        pelaku = Aktor(pengguna.id, pengguna.nama, pengguna.nip, instansi_id, frozenset(), jam, alamat=alamat)
        audit.catat(unit.session, pelaku, "masuk", pengguna)
    return kunci


def instansi_dilayani(pengguna_id: int, nip: str) -> list[tuple[int, bool]]:
    """(instansi, whether he is a Pegawai there) that an account may work in, by role or by a Pegawai row; active ones, by name.

    Instansi where he holds a role of his own come before those he reaches through a role for all.
    """
    with Session(db.engine) as session:
        pasang_lingkup(session, SISTEM)
        peran = session.scalars(select(PeranPengguna).where(PeranPengguna.pengguna_id == pengguna_id)).all()
        milik = set(session.scalars(select(Pegawai.instansi_id).where(Pegawai.nomor_induk == nip, Pegawai.status == StatusAktif.AKTIF)))
        sendiri = {p.instansi_id for p in peran if p.instansi_id is not None} | milik
        stmt = select(Instansi.id).where(Instansi.status == StatusAktif.AKTIF).order_by(Instansi.nama_cari)
        if not any(p.instansi_id is None for p in peran):
            stmt = stmt.where(Instansi.id.in_(sendiri))
        ids = list(session.scalars(stmt))
    return [(i, i in milik) for i in sorted(ids, key=lambda i: i not in sendiri)]


def baca(
    session: Session, kunci: str, *, diam_menit: int, umur_jam: int, jam: Jam, alamat: str | None, request_id: str | None
) -> SesiHidup | None:
    """The living session of a cookie, or None: unknown, idle too long, too old, account disabled. One query."""
    hasil = session.execute(
        select(Sesi, Pengguna, Instansi, PeranPengguna)
        .join(Pengguna, Pengguna.id == Sesi.pengguna_id)
        .outerjoin(Instansi, Instansi.id == Sesi.instansi_id)
        .outerjoin(PeranPengguna, PeranPengguna.pengguna_id == Pengguna.id)
        .where(Sesi.kunci == ringkas(kunci))
    ).all()
    if not hasil:
        return None
    sesi, pengguna, instansi, _ = hasil[0]
    kini = jam()
    basi = kini - sesi.terakhir > timedelta(minutes=diam_menit) or kini - sesi.dibuat > timedelta(hours=umur_jam)
    if basi or pengguna.status is not StatusAktif.AKTIF or instansi is None or instansi.status is not StatusAktif.AKTIF:
        return None
    semua = [p for _, _, _, p in hasil if p is not None]
    di_sini = [p for p in semua if p.instansi_id in (None, instansi.id)]
    peran = {p.peran for p in di_sini} | ({Peran.PEGAWAI} if sesi.sebagai_pegawai else set())
    if not peran:
        return None
    batas = [p.unor_id for p in di_sini if p.peran is Peran.SUPERVISOR]
    aktor = Aktor(
        pengguna_id=pengguna.id,
        nama=pengguna.nama,
        nip=pengguna.nip,
        instansi_id=instansi.id,
        peran=frozenset(peran),
        unor_id=batas[0] if batas else None,
        jam=jam,
        alamat=alamat,
        request_id=request_id,
        zona=instansi.zona,
    )
    lintas = any(p.instansi_id is None and p.peran in PERAN_LINTAS for p in semua)
    melayani = None if lintas else tuple({p.instansi_id for p in semua if p.instansi_id is not None} | {instansi.id})
    return SesiHidup(sesi.id, aktor, instansi.nama, sesi.terakhir, melayani)


def catat_terakhir(hidup: SesiHidup, jam: Jam) -> None:
    """Write the last-seen time, at most once a minute: the one thing a GET may write. A busy database may skip it."""
    if jam() - hidup.terakhir < CATAT_TIAP:
        return
    mesin = db.engine.execution_options(tulis=True) if db.engine.dialect.name == "sqlite" else db.engine
    tabel = Sesi.__table__
    try:
        with mesin.begin() as koneksi:
            koneksi.execute(tabel.update().where(tabel.c.id == hidup.id, tabel.c.terakhir == hidup.terakhir).values(terakhir=jam()))
    except OperationalError:
        # The next request within the idle time writes it.
        return


def pilih_instansi(aktor: Aktor, sesi_id: int, instansi_id: int) -> str:
    """Work in another instansi from the next request on. Returns its name. Raises Salah when the account doesn't serve it."""
    layani = dict(instansi_dilayani(aktor.pengguna_id or 0, aktor.nip))
    if instansi_id not in layani:
        raise Salah("Anda tidak melayani instansi tersebut.")
    with unit_of_work(aktor, lingkup=SISTEM) as unit:
        sesi = unit.session.get_one(Sesi, sesi_id)
        sesi.instansi_id = instansi_id
        sesi.sebagai_pegawai = layani[instansi_id]
        instansi = unit.session.get_one(Instansi, instansi_id)
        audit.catat(unit.session, aktor, "pilih_instansi", instansi)
        return instansi.nama


def keluar(aktor: Aktor, sesi_id: int) -> None:
    with unit_of_work(aktor, lingkup=SISTEM) as unit:
        unit.session.execute(delete(Sesi).where(Sesi.id == sesi_id))
        audit.catat(unit.session, aktor, "keluar", unit.session.get_one(Pengguna, aktor.pengguna_id))


def lingkup_dari(aktor: Aktor) -> Lingkup:
    return SISTEM if aktor.instansi_id is None else Lingkup("instansi", aktor.instansi_id)
