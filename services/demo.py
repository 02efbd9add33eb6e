"""Demo data: invented instansi with periods, unor trees, pegawai and acting posts, and a handful of logins.

Deterministic for a seed and a day. Everything is invented; numbers are valid but end in sequence digits that no register reaches.
"""

from __future__ import annotations

import hashlib
import hmac
import random
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.izin import Aktor, Peran, aktor_sistem
from domain.jabatan import setingkat_jpt
from domain.nama import normalkan
from domain.periode import PolaPeriode, susun
from domain.plt_plh import JenisPltPlh
from domain.tanggal import ribuan
from domain.waktu import Jam, Zona
from extensions import db
from models import Instansi, Pegawai, Pengguna, PeranPengguna, Periode, PltPlh, Unor
from services import audit, demo_skp, massal
from services.demo_nama import INSTANSI, JENIS_INSTANSI
from services.demo_orang import KOLOM, Pengarang, Penomor, bagi_staf
from services.demo_skp import TempatDemo
from services.demo_unor import Simpul, susun_pohon, tempat_baru
from services.galat import Salah
from services.unit_of_work import unit_of_work
from tenancy import SISTEM, Lingkup, pasang_lingkup

PEGAWAI_MINIMAL = 10
"""Per instansi: fewer would not seat the demo logins."""
PLT_MAKS = 400
LAPOR_TIAP = 50_000
_KOLOM_UNOR = ("id", "instansi_id", "nama", "nama_cari", "eselon", "atasan_id", "induk_id", "mandiri", "kota")
_KOLOM_PERIODE = ("instansi_id", "nama", "nama_cari", "tahun", "tahun_urut", "tipe", "angka", "awal", "akhir", "batas", "jenis")
_KOLOM_PLT = ("instansi_id", "pegawai_id", "unor_id", "jabatan", "jenis", "awal", "akhir", "aktif")

Lapor = Callable[[str], None]


PUCUK = "pucuk"


@dataclass(frozen=True, slots=True)
class AkunDemo:
    """A demo login. ``tempat``: (number of the instansi from 1, kind of unor) of its Pegawai row; None: it belongs to no instansi.

    A kind that no unor has is the first unor below the top, PUCUK the top itself. ``memimpin``: he leads that unor.
    """

    peran: Peran
    nip: str
    nama: str
    tempat: tuple[int, str] | None
    memimpin: bool = False


AKUN_DEMO: tuple[AkunDemo, ...] = (
    AkunDemo(Peran.PEGAWAI, "199004172015032901", "Melati Puspawardani", (1, "kesehatan")),
    AkunDemo(Peran.ADMIN_INSTANSI, "198506112010011902", "Bagas Wiratmaja", (1, "kepegawaian")),
    AkunDemo(Peran.HELPDESK, "199302082019032903", "Kirana Adisurya", None),
    AkunDemo(Peran.SUPERVISOR, "197809252003121904", "Togar Simarajuk", (1, "pendidikan")),
    AkunDemo(Peran.ADMIN_BKN, "198201302006041905", "Surya Adinegara", None),
    AkunDemo(Peran.ADMIN_INSTANSI, "198707142010122906", "Ayu Kusumadewani", (2, "kepegawaian")),
    AkunDemo(Peran.PEGAWAI, "197206152000032907", "Ratih Widyawardani", (1, "kesehatan"), memimpin=True),
    AkunDemo(Peran.PEGAWAI, "196908221994031908", "Gunawan Prasetyonegoro", (1, PUCUK), memimpin=True),
)
_NOMOR_AKUN = frozenset(a.nip for a in AKUN_DEMO)


@dataclass(slots=True)
class RingkasanDemo:
    """How many rows a run made."""

    instansi: int = 0
    unor: int = 0
    pegawai: int = 0
    tanpa_pimpinan: int = 0
    plt_plh: int = 0
    periode: int = 0
    skp: int = 0
    penilaian: int = 0
    keberatan: int = 0

    def __str__(self) -> str:
        bagian = (
            (self.instansi, "instansi"),
            (self.unor, "unor"),
            (self.pegawai, "pegawai"),
            (self.plt_plh, "PLT/PLH"),
            (self.periode, "periode"),
            (self.skp, "SKP"),
            (self.penilaian, "penilaian"),
            (self.keberatan, "keberatan"),
        )
        return ", ".join(f"{ribuan(n)} {apa}" for n, apa in bagian)


def diam(_pesan: str) -> None:
    """A ``lapor`` that says nothing."""


def buat(jam: Jam, *, instansi: int, pegawai: int, seed: int, lapor: Lapor = diam) -> RingkasanDemo:
    """Make ``instansi`` instansi with ``pegawai`` people in all, in one transaction: an interrupted run leaves nothing.

    ``lapor`` is called with one Indonesian sentence of progress at a time. Raises Salah for sizes that make no sense, and when
    one of the instansi exists already.
    """
    if instansi < 1 or pegawai < instansi * PEGAWAI_MINIMAL:
        raise Salah(f"Jumlah pegawai sedikitnya {PEGAWAI_MINIMAL} untuk setiap instansi, dan instansi sedikitnya 1.")
    rencana = _rencana_instansi(instansi, pegawai // instansi)
    aktor = aktor_sistem(jam)
    hasil = RingkasanDemo()
    penomor = Penomor()
    with unit_of_work(aktor, lingkup=Lingkup("lintas")) as unit:
        _tolak_bila_ada(unit.session, [nama for nama, _, _, _ in rencana])
        for nomor, (nama, jenis, tempat, zona) in enumerate(rencana, 1):
            baru = Instansi(nama=nama, nama_cari=normalkan(nama), zona=zona)
            unit.session.add(baru)
            unit.session.flush()
            audit.catat(unit.session, aktor, "tambah", baru)
            bagian = pegawai // instansi + (1 if nomor <= pegawai % instansi else 0)
            satu = _Pengisi(unit.session, replace(aktor, instansi_id=baru.id, zona=zona), nomor, f"{seed}/{nomor}", penomor, lapor)
            satu.isi(nama, jenis, tempat, bagian, hasil)
    massal.segarkan_statistik((Unor, Pegawai, PltPlh, Periode, *demo_skp.TABEL))
    lapor(f"Selesai: {hasil}.")
    return hasil


def _rencana_instansi(banyak: int, per_instansi: int) -> list[tuple[str, str, str, Zona]]:
    """(name, kind, place, zone) of each: the same names whatever the seed. No kabupaten has a hundred thousand pegawai."""
    # Not a secret: the order of invented places.
    tempat = tempat_baru(random.Random("tempat instansi"))  # noqa: S311
    hasil = []
    for nomor in range(banyak):
        if nomor < len(INSTANSI):
            jenis, di, zona = INSTANSI[nomor]
        else:
            jenis, di, zona = ("kabupaten", "kota", "kabupaten")[nomor % 3], next(tempat), ("WIB", "WITA", "WIT")[nomor % 3]
        if per_instansi > 60_000 and jenis in ("kabupaten", "kota"):
            jenis = "provinsi"
        hasil.append((JENIS_INSTANSI[jenis].format(di), jenis, di, Zona(zona)))
    return hasil


def _tolak_bila_ada(session: Session, nama: list[str]) -> None:
    ada = session.scalar(select(Instansi.nama).where(Instansi.nama.in_(nama)).order_by(Instansi.id).limit(1))
    if ada is not None:
        raise Salah(f'Data demo sudah ada: instansi "{ada}" sudah terdaftar. Gunakan basis data kosong untuk membuatnya lagi.')


class _Pengisi:
    """Fills one instansi, within the caller's transaction."""

    def __init__(self, session: Session, aktor: Aktor, nomor: int, benih: str, penomor: Penomor, lapor: Lapor) -> None:
        self.session, self.aktor, self.nomor, self.lapor = session, aktor, nomor, lapor
        assert aktor.instansi_id is not None
        self.instansi_id = aktor.instansi_id
        self.hari_ini = aktor.hari_ini()
        self.benih = benih
        self.pengarang = Pengarang(self.acak("orang"), penomor, self.hari_ini, self.instansi_id)
        self.pemimpin: list[tuple[str, int]] = []
        """(number, position of his unor) of every leader."""

    def acak(self, untuk: str) -> random.Random:
        """A generator of its own for each part, so that one part's size doesn't change another's content."""
        return random.Random(f"{self.benih}/{untuk}")  # noqa: S311

    def isi(self, nama: str, jenis: str, tempat: str, pegawai: int, hasil: RingkasanDemo) -> None:
        # About six people a unor in a small instansi, thirty-three in a large one.
        sasaran = max(3, min(pegawai // 6, 60), pegawai * 3 // 100)
        pohon = susun_pohon(self.acak("unor"), jenis, tempat, sasaran)
        ids = massal.pesan_id(self.session, Unor, len(pohon))
        akun = self._letak_akun(pohon)
        dipimpin = {letak for letak, punya in akun.items() if any(a.memimpin for a in punya)}
        bisa = [letak for letak in range(1, len(pohon)) if letak not in dipimpin]
        kosong = set(self.acak("kosong").sample(bisa, max(1, min(3, len(pohon) // 12), len(pohon) // 50)))
        self.lapor(f"{nama}: {ribuan(len(pohon))} unor, {ribuan(pegawai)} pegawai.")
        hasil.instansi += 1
        hasil.tanpa_pimpinan += len(kosong)
        hasil.periode += massal.muat(self.session, self.aktor, Periode, _KOLOM_PERIODE, self._periode())
        hasil.unor += massal.muat(self.session, self.aktor, Unor, _KOLOM_UNOR, self._unor(pohon, ids))
        hasil.pegawai += massal.muat(
            self.session, self.aktor, Pegawai, KOLOM, self._hitung(self._pegawai(pohon, ids, kosong, akun, pegawai))
        )
        hasil.plt_plh += massal.muat(self.session, self.aktor, PltPlh, _KOLOM_PLT, self._plt_plh(pohon, ids, sorted(kosong)))
        self._skp(TempatDemo(nama, pohon, ids, _NOMOR_AKUN, frozenset({AKUN_DEMO[0].nip})), hasil)

    def _skp(self, tempat: TempatDemo, hasil: RingkasanDemo) -> None:
        self.lapor(f"{tempat.nama}: SKP, penilaian, dan capaian dua tahun.")
        jadi = demo_skp.isi(self.session, self.aktor, tempat, self.acak)
        hasil.skp += jadi.skp
        hasil.penilaian += jadi.penilaian
        hasil.keberatan += jadi.keberatan

    def _periode(self) -> Iterator[tuple[Any, ...]]:
        pola = PolaPeriode.BULANAN if self.nomor % 2 else PolaPeriode.TRIWULAN
        for tahun in (self.hari_ini.year - 1, self.hari_ini.year):
            for r in susun(tahun, pola):
                yield self.instansi_id, r.nama, normalkan(r.nama), r.tahun, r.tahun, r.tipe, r.angka, r.awal, r.akhir, r.batas, r.jenis

    def _unor(self, pohon: list[Simpul], ids: list[int]) -> Iterator[tuple[Any, ...]]:
        for s, id in zip(pohon, ids, strict=True):
            atasan, induk = (None if letak is None else ids[letak] for letak in (s.atasan, s.induk))
            yield id, self.instansi_id, s.nama, normalkan(s.nama), s.eselon, atasan, induk, s.mandiri, s.kota

    def _pegawai(
        self, pohon: list[Simpul], ids: list[int], kosong: set[int], akun: dict[int, list[AkunDemo]], banyak: int
    ) -> Iterator[tuple[Any, ...]]:
        biasa = {letak: [a for a in punya if not a.memimpin] for letak, punya in akun.items()}
        pimpinan = {letak: a for letak, punya in akun.items() for a in punya if a.memimpin}
        staf = bagi_staf(pohon, banyak - (len(pohon) - len(kosong)) - sum(map(len, biasa.values())))
        jpt = [letak for letak, s in enumerate(pohon) if setingkat_jpt(s.eselon) and letak not in kosong]
        luar = set(jpt[2::12])
        for letak, (s, jumlah) in enumerate(zip(pohon, staf, strict=True)):
            if letak not in kosong:
                a = pimpinan.get(letak)
                satu = (
                    self.pengarang.tetap(s, ids[letak], a.nip, a.nama, memimpin=True)
                    if a is not None
                    else self.pengarang.pimpinan(s, ids[letak], non_asn=letak in luar)
                )
                self.pemimpin.append((satu[2], letak))
                yield satu
            for punya in biasa.get(letak, ()):
                yield self.pengarang.tetap(s, ids[letak], punya.nip, punya.nama)
            for _ in range(jumlah):
                yield self.pengarang.staf(s, ids[letak])

    def _letak_akun(self, pohon: list[Simpul]) -> dict[int, list[AkunDemo]]:
        hasil: dict[int, list[AkunDemo]] = {}
        for akun in AKUN_DEMO:
            if akun.tempat is not None and akun.tempat[0] == self.nomor:
                letak = 0 if akun.tempat[1] == PUCUK else next((n for n, s in enumerate(pohon) if s.jenis == akun.tempat[1]), 1)
                hasil.setdefault(letak, []).append(akun)
        return hasil

    def _hitung(self, baris: Iterable[tuple[Any, ...]]) -> Iterator[tuple[Any, ...]]:
        for nomor, satu in enumerate(baris, 1):
            yield satu
            if nomor % LAPOR_TIAP == 0:
                self.lapor(f"{ribuan(nomor)} pegawai.")

    def _plt_plh(self, pohon: list[Simpul], ids: list[int], kosong: list[int]) -> Iterator[tuple[Any, ...]]:
        acak = self.acak("plt")
        banyak = min(max(8, len(pohon) // 25), PLT_MAKS, len(pohon) - 1)
        # Half of the vacant unor are led by someone else for the time being; the other half stay for the admin to see to.
        dipimpin = kosong[: max(1, len(kosong) // 2)][: banyak // 4 + 1]
        lain = [letak for letak in range(1, len(pohon)) if letak not in set(kosong)]
        tujuan = [*dipimpin, *acak.sample(lain, min(banyak - len(dipimpin), len(lain)))]
        petugas = [acak.choice(self.pemimpin) for _ in tujuan]
        ids_pegawai = self._ids_pegawai(sorted({nomor for nomor, _ in petugas}))
        for n, (letak, (nomor, _)) in enumerate(zip(tujuan, petugas, strict=True)):
            keadaan = "berlaku" if n < len(dipimpin) else _KEADAAN[(n - len(dipimpin)) % len(_KEADAAN)]
            jenis = JenisPltPlh.PLH if keadaan == "harian" else JenisPltPlh.PLT
            awal, akhir = _masa(acak, keadaan, self.hari_ini)
            jabatan = f"{jenis.singkatan} {pohon[letak].jabatan}"
            yield self.instansi_id, ids_pegawai[nomor], ids[letak], jabatan, jenis, awal, akhir, keadaan != "tidak_aktif"

    def _ids_pegawai(self, nomor: list[str]) -> dict[str, int]:
        stmt = select(Pegawai.nomor_induk, Pegawai.id).where(Pegawai.instansi_id == self.instansi_id, Pegawai.nomor_induk.in_(nomor))
        return dict(self.session.execute(stmt).all())


_KEADAAN = ("lewat_masa", "minggu_ini", "harian", "tidak_aktif", "berlaku", "belum_mulai", "lewat_masa", "berlaku")


def _masa(acak: random.Random, keadaan: str, hari_ini: date) -> tuple[date, date]:
    """(awal, akhir) around today. ``minggu_ini`` ends between today and Sunday."""
    if keadaan == "minggu_ini":
        mulai, selesai = -acak.randint(30, 150), acak.randint(0, 6 - hari_ini.weekday())
    elif keadaan == "harian":
        mulai, selesai = -acak.randint(1, 5), acak.randint(8, 14)
    elif keadaan == "belum_mulai":
        mulai, selesai = acak.randint(8, 30), acak.randint(60, 120)
    elif keadaan in ("lewat_masa", "tidak_aktif"):
        mulai, selesai = -acak.randint(200, 330), -acak.randint(3, 150)
    else:
        mulai, selesai = -acak.randint(10, 90), acak.randint(14, 120)
    return hari_ini + timedelta(days=mulai), hari_ini + timedelta(days=selesai)


# --- logins ----------------------------------------------------------------------------------------------------------


def kata_sandi(secret_key: str, nip: str) -> str:
    """The password of a demo login: four groups of three letters and a digit, by HMAC of the instance's secret."""
    ringkas = hmac.digest(secret_key.encode(), f"akun-demo/{nip}".encode(), hashlib.sha256)
    konsonan, vokal, angka = "bdfghjkmnprstw", "aeiou", "23456789"
    pola = (konsonan, vokal, konsonan, angka)
    huruf = [pola[n % 4][satu % len(pola[n % 4])] for n, satu in enumerate(ringkas[:16])]
    return "-".join("".join(huruf[n : n + 4]) for n in range(0, 16, 4))


def buat_akun(jam: Jam, secret_key: str) -> int:
    """Give the demo logins to the data that ``buat`` made; returns how many were new. Those whose instansi is missing are left out."""
    from services.sandi import hash_sandi

    aktor = aktor_sistem(jam)
    baru = 0
    with unit_of_work(aktor) as unit:
        for satu in AKUN_DEMO:
            rumah = unit.session.execute(select(Pegawai.instansi_id, Pegawai.unor_id).where(Pegawai.nomor_induk == satu.nip)).first()
            sudah = unit.session.scalar(select(Pengguna.id).where(Pengguna.nip == satu.nip))
            if sudah is not None or (satu.tempat is not None and rumah is None):
                continue
            kini = jam()
            pengguna = Pengguna(nip=satu.nip, nama=satu.nama, nama_cari=normalkan(satu.nama), dibuat=kini, sandi_diubah=kini)
            pengguna.kata_sandi = hash_sandi(kata_sandi(secret_key, satu.nip))
            unit.session.add(pengguna)
            unit.session.flush()
            instansi_id, unor_id = rumah if rumah is not None else (None, None)
            batas = unor_id if satu.peran is Peran.SUPERVISOR else None
            unit.session.add(PeranPengguna(pengguna_id=pengguna.id, instansi_id=instansi_id, peran=satu.peran, unor_id=batas))
            audit.catat(unit.session, aktor, "tambah", pengguna)
            baru += 1
    return baru


def akun(secret_key: str) -> list[dict[str, str]]:
    """The demo logins that exist, as {peran, nip, kata_sandi, instansi}; instansi is "semua" for those who serve all."""
    with Session(db.engine) as session:
        pasang_lingkup(session, SISTEM)
        stmt = (
            select(Pengguna.nip, Instansi.nama)
            .join(PeranPengguna, PeranPengguna.pengguna_id == Pengguna.id)
            .outerjoin(Instansi, Instansi.id == PeranPengguna.instansi_id)
            .where(Pengguna.nip.in_([a.nip for a in AKUN_DEMO]))
            .order_by(PeranPengguna.id.desc())
        )
        instansi = dict(session.execute(stmt).all())
    return [
        {"peran": a.peran.value, "nip": a.nip, "kata_sandi": kata_sandi(secret_key, a.nip), "instansi": instansi[a.nip] or "semua"}
        for a in AKUN_DEMO
        if a.nip in instansi
    ]
