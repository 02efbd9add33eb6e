"""A small world to act in: two instansi, their units and people, and an account of every role; and a client for it."""

from __future__ import annotations

import html
import re
import secrets
from datetime import date
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from domain.izin import Aktor, Peran
from domain.jabatan import JenisJabatan
from domain.nama import normalkan
from domain.nip import JenisNomorInduk, bangun
from domain.periode import PolaPeriode, susun
from domain.plt_plh import JenisPltPlh
from extensions import db
from models import Instansi, Pegawai, Pengguna, PeranPengguna, Periode, PltPlh, Sesi, Unor
from services.sesi import ringkas
from tenancy import Lingkup, pasang_lingkup

KENARI = "KENARI-ASING"
"""A word that stands in every record of the second instansi and must never be seen from the first."""

AKUN: dict[str, tuple[int, list[tuple[Peran, int | None]]]] = {
    "pegawai": (1, []),
    "admin_instansi": (1, [(Peran.ADMIN_INSTANSI, 1)]),
    "helpdesk": (1, [(Peran.HELPDESK, None)]),
    "supervisor": (1, [(Peran.SUPERVISOR, 1)]),
    "supervisor_unor": (1, [(Peran.SUPERVISOR, 1)]),
    "admin_bkn": (1, [(Peran.ADMIN_BKN, None)]),
    "admin_lain": (2, [(Peran.ADMIN_INSTANSI, 2)]),
}
"""Account → the instansi it works in, its roles (instansi None = all)."""


class Dunia:
    """Instansi 1: unor dinas > bidang > seksi, four pegawai, one PLT, the periods of 2026. Instansi 2: the same, with KENARI in every name."""

    def __init__(self, app: Flask, jam: Any) -> None:
        self.app, self.jam = app, jam
        self.instansi: dict[int, int] = {}
        self.unor: dict[tuple[int, str], int] = {}
        self.pegawai: dict[tuple[int, str], int] = {}
        self.periode: dict[int, int] = {}
        self.plt: dict[int, int] = {}
        self.pengguna: dict[str, int] = {}
        self.nip: dict[str, str] = {}
        with app.app_context():
            self.mesin = db.engine
        with Session(self.mesin, info={"unit_of_work": True}) as session:
            pasang_lingkup(session, Lingkup("lintas"))
            for n in (1, 2):
                self._instansi(session, n)
            for urut, nama in enumerate(AKUN, 1):
                self._akun(session, nama, urut)
            session.commit()

    def _instansi(self, session: Session, n: int) -> None:
        tanda = f" {KENARI}" if n == 2 else ""
        nama = f"Pemerintah Kabupaten Contoh {n}{tanda}"
        instansi = Instansi(nama=nama, nama_cari=normalkan(nama))
        session.add(instansi)
        session.flush()
        self.instansi[n] = instansi.id
        atasan: int | None = None
        for kunci, judul, eselon, mandiri in (
            ("dinas", "Dinas Pendidikan", "21", True),
            ("bidang", "Bidang Kurikulum", "31", False),
            ("seksi", "Seksi Penilaian", "41", False),
        ):
            u = Unor(
                instansi_id=instansi.id,
                nama=judul + tanda,
                nama_cari=normalkan(judul + tanda),
                eselon=eselon,
                atasan_id=atasan,
                induk_id=self.unor.get((n, "dinas")),
                mandiri=mandiri,
                kota="Kota Contoh",
            )
            session.add(u)
            session.flush()
            self.unor[n, kunci] = atasan = u.id
        for i, (kunci, unor, jenis) in enumerate(
            (
                ("kepala", "dinas", "pimpinan"),
                ("kabid", "bidang", "pimpinan"),
                ("staf", "bidang", "pegawai"),
                ("staf2", "seksi", "pegawai"),
            ),
            1,
        ):
            self._orang(session, n, kunci, f"Orang {kunci.capitalize()}{tanda}", unor, jenis, i)
        plt = PltPlh(
            instansi_id=instansi.id,
            pegawai_id=self.pegawai[n, "staf"],
            unor_id=self.unor[n, "seksi"],
            jabatan=f"Plt. Kepala Seksi{tanda}",
            jenis=JenisPltPlh.PLT,
            awal=date(2026, 1, 1),
            akhir=date(2026, 12, 31),
            aktif=True,
        )
        session.add(plt)
        for r in susun(2026, PolaPeriode.BULANAN):
            p = Periode(
                instansi_id=instansi.id,
                nama=r.nama + tanda,
                nama_cari=normalkan(r.nama + tanda),
                tahun=2026,
                tahun_urut=2026,
                tipe=r.tipe,
                angka=r.angka,
                awal=r.awal,
                akhir=r.akhir,
                batas=r.batas,
                jenis=r.jenis,
            )
            session.add(p)
            session.flush()
            self.periode.setdefault(n, p.id)
        session.flush()
        self.plt[n] = plt.id

    def _orang(self, session: Session, n: int, kunci: str, nama: str, unor: str, jenis: str, urut: int) -> None:
        p = Pegawai(
            instansi_id=self.instansi[n],
            nomor_induk=bangun(date(1980, 1, urut), 2005, 3, "L", n * 100 + urut),
            jenis_nomor=JenisNomorInduk.NIP,
            nama=nama,
            nama_cari=normalkan(nama),
            unor_id=self.unor[n, unor],
            jenis_jabatan=JenisJabatan(jenis),
            jabatan="Kepala" if jenis == "pimpinan" else "Analis Kebijakan Ahli Muda",
            golongan="33",
            jenjang="MU",
        )
        session.add(p)
        session.flush()
        self.pegawai[n, kunci] = p.id

    def _akun(self, session: Session, nama: str, urut: int) -> None:
        n, peran = AKUN[nama]
        self.nip[nama] = bangun(date(1975, 5, urut), 2000, 3, "P", 500 + urut)
        teks = f"Akun {nama.replace('_', ' ').title()}"
        p = Pengguna(nip=self.nip[nama], nama=teks, nama_cari=normalkan(teks), dibuat=self.jam())
        session.add(p)
        session.flush()
        self.pengguna[nama] = p.id
        for satu, instansi in peran:
            unor_id = self.unor[1, "bidang"] if nama == "supervisor_unor" else None
            session.add(
                PeranPengguna(pengguna_id=p.id, peran=satu, instansi_id=self.instansi[instansi] if instansi else None, unor_id=unor_id)
            )

    def aktor(self, nama: str = "admin_instansi") -> Aktor:
        """The actor that a request of this account would have."""
        n, peran = AKUN[nama]
        return Aktor(
            pengguna_id=self.pengguna[nama],
            nama=f"Akun {nama}",
            nip=self.nip[nama],
            instansi_id=self.instansi[n],
            peran=frozenset(p for p, _ in peran) or frozenset({Peran.PEGAWAI}),
            unor_id=self.unor[1, "bidang"] if nama == "supervisor_unor" else None,
            jam=self.jam,
            alamat="127.0.0.1",
            request_id="uji",
        )

    def sesi(self, instansi: int = 1) -> Session:
        """A session inside the fence of an instansi (1 or 2), to look at the database with."""
        session = Session(self.mesin)
        pasang_lingkup(session, Lingkup("instansi", self.instansi[instansi]))
        return session

    def buka_sesi(self, nama: str, instansi: int | None = None) -> str:
        """A login without the password's cost: the key that the cookie holds. ``instansi``: another than the account's own."""
        kunci = secrets.token_urlsafe(16)
        n, peran = AKUN[nama]
        n = instansi or n
        with Session(self.mesin, info={"unit_of_work": True}) as session:
            session.add(
                Sesi(
                    kunci=ringkas(kunci),
                    pengguna_id=self.pengguna[nama],
                    instansi_id=self.instansi[n],
                    sebagai_pegawai=not peran,
                    dibuat=self.jam(),
                    terakhir=self.jam(),
                    alamat="127.0.0.1",
                    agen="uji",
                )
            )
            session.commit()
        return kunci


class Klien:
    """A client that behaves like a browser: keeps the CSRF token of the last form and follows what a form would send."""

    def __init__(self, app: Flask, dunia: Dunia, nama: str | None, instansi: int | None = None) -> None:
        self.c: FlaskClient = app.test_client()
        if nama is not None:
            with self.c.session_transaction() as s:
                s["_user_id"] = dunia.buka_sesi(nama) if instansi is None else dunia.buka_sesi(nama, instansi)
                s["_fresh"] = True

    def get(self, alamat: str, **kw: Any) -> TestResponse:
        return self.c.get(alamat, **kw)

    def token(self, alamat: str = "/admin/profil/") -> str:
        cocok = re.search(r'name="csrf-token" content="([^"]+)"', self.c.get(alamat).text)
        assert cocok, f"tidak ada token CSRF di {alamat}"
        return html.unescape(cocok.group(1))

    def post(self, alamat: str, data: dict[str, Any] | None = None, **kw: Any) -> TestResponse:
        """POST with a CSRF token of this session."""
        return self.c.post(alamat, data={**(data or {}), "csrf_token": self.token()}, **kw)


def teks_halaman(jawaban: TestResponse) -> str:
    """The visible words of a page, white space single."""
    tanpa = re.sub(r"<(script|style)\b.*?</\1>|<[^>]+>", " ", jawaban.text, flags=re.S)
    return " ".join(html.unescape(tanpa).split())
