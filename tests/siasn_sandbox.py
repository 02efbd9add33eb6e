"""A played SIASN for the tests, over real HTTP: started on a free port, filled for the small world, faulty on demand.

with SandboxSiasn(tmp_path) as siasn:
    siasn.isi_dunia(dunia)                       # SIASN knows the world's units and people, and the world knows their ids
    app = create_app(setelan_uji(..., siasn=siasn.setelan()))
    siasn.galat("/apisiasn/1.0/skp22/save", "simpan_tanpa_jawab", detik=2)
    assert len(siasn.tersimpan("skp22/save")) == 1
"""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from config import SetelanSiasn
from domain.jabatan import GOLONGAN, JenisJabatan
from models import Instansi, Pegawai, Unor
from sandbox.app import buat_app
from sandbox.layani import buat_server
from tenancy import Lingkup, pasang_lingkup
from tests.dunia import Dunia

API = "/apisiasn/1.0"
KUNCI_UJI = "MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE="


class SandboxSiasn:
    """``gudang``, ``kendali`` and ``penerbit`` are the parts of the played SIASN, open to the test."""

    def __init__(self, folder: Path) -> None:
        self.app = buat_app(folder / "siasn")
        self.gudang, self.kendali, self.penerbit = self.app.extensions["sandbox"]

    def __enter__(self) -> SandboxSiasn:
        self._server = buat_server(self.app, 0)
        self.alamat = f"http://127.0.0.1:{self._server.server_port}"
        self._utas = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        self._utas.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.kendali.henti.set()
        self._server.shutdown()
        self._server.server_close()
        self._utas.join(5)

    def setelan(self, **lain: Any) -> SetelanSiasn:
        """Settings that point here; keywords replace. The times are long enough for a machine that stalls for seconds: who tests a fault
        that is waited for shortens them (tests/galat_siasn.py)."""
        isi: dict[str, Any] = {
            "url": f"{self.alamat}{API}",
            "token_url": f"{self.alamat}/oauth2/token",
            "client_id": "klien-demo",
            "client_secret": "rahasia-demo",
            "sso_url": f"{self.alamat}/auth/realms/public-siasn/protocol/openid-connect/token",
            "sso_client_id": "klien-sso-demo",
            "sso_pengguna": "instansi:{instansi}",
            "sso_sandi": "sandi-demo",
            "daftar_url": f"{self.alamat}/sandbox/daftar-pegawai",
            "nonasn_masukan_url": f"{self.alamat}/sandbox/nonasn/masukan",
            "kunci_enkripsi": (KUNCI_UJI,),
            "baca_detik": 10.0,
            "sambung_detik": 10.0,
            "tenggat_detik": 30.0,
            "jeda_detik": 0.02,
            "percobaan": 3,
            # The clock of most tests stands still: a breaker that opens for some time would never close.
            "pemutus_detik": 0.0,
        }
        return SetelanSiasn(**{**isi, **lain})

    def lingkungan(self) -> dict[str, str]:
        """The same as environment variables, for programs that are started as processes."""
        nama = ("url", "token_url", "client_id", "client_secret", "sso_url", "sso_client_id", "sso_pengguna", "sso_sandi", "daftar_url")
        s = self.setelan()
        isi = {f"SIASN_{n.upper()}": getattr(s, n) for n in (*nama, "nonasn_masukan_url")}
        return {**isi, "KUNCI_ENKRIPSI": KUNCI_UJI}

    # --- Faults and their traces ---

    def galat(self, jalur: str, galat: str, kali: int = 1, **lain: Any) -> None:
        """The next ``kali`` requests (−1: all) to paths that begin with ``jalur`` fail so (sandbox/kendali.py); lewati=, detik=, tunggu=."""
        from sandbox.kendali import Aturan

        self.kendali.tambah(Aturan(jalur, galat, kali, **lain))

    def pulih(self) -> None:
        self.kendali.hapus()

    def tersimpan(self, jalur: str = "skp22/save") -> list[dict[str, Any]]:
        """Every accepted save of a kind, in order: {"jalur", "badan", "id"}."""
        return [s for s in self.gudang.simpanan if s["jalur"] == jalur]

    def hitung(self, awalan: str) -> int:
        """How many requests came to paths that begin so."""
        return sum(n for jalur, n in self.kendali.hitung.items() if jalur.startswith(awalan))

    def tunggu_simpanan(self, jumlah: int, jalur: str = "skp22/save", detik: float = 10) -> None:
        akhir = time.monotonic() + detik
        while len(self.tersimpan(jalur)) < jumlah:
            assert time.monotonic() < akhir, f"baru {len(self.tersimpan(jalur))} dari {jumlah} simpanan"
            time.sleep(0.02)

    # --- Data ---

    def muat(self, *rekaman: dict[str, Any]) -> None:
        """Records as in sandbox/data.py: {"t": "unor" | "orang" | "nonasn" | "skp22", "d": {...}}; a unor with "ganti": True replaces."""
        self.gudang.muat(list(rekaman))

    def ubah_orang(self, nip: str, **kolom: Any) -> None:
        self.muat({"t": "orang", "d": {**(self.gudang.orang(nip) or {}), **kolom}})

    def hapus_orang(self, nip: str) -> None:
        self.muat({"t": "orang", "k": nip, "d": None})

    def ubah_unor(self, id: str, **kolom: Any) -> None:
        lama = next(u for u in self.gudang.unor if u["Id"] == id)
        self.muat({"t": "unor", "ganti": True, "d": {**lama, **kolom}})

    def hapus_unor(self, id: str) -> None:
        self.gudang.unor = [u for u in self.gudang.unor if u["Id"] != id]

    def isi_dunia(self, dunia: Dunia, *, tautkan: bool = True) -> None:
        """Give SIASN exactly what the world has; with ``tautkan`` the world's rows get their SIASN ids too."""
        with Session(dunia.mesin, info={"unit_of_work": True}) as s:
            pasang_lingkup(s, Lingkup("lintas"))
            self.muat(*self._rekaman(s, dunia))
            if tautkan:
                for satu in (*s.scalars(select(Instansi)), *s.scalars(select(Unor)), *s.scalars(select(Pegawai))):
                    satu.siasn_id = id_siasn(satu)
            s.commit()

    def _rekaman(self, s: Session, dunia: Dunia) -> Iterator[dict[str, Any]]:
        for n in dunia.instansi.values():
            instansi = s.get_one(Instansi, n)
            unor = {u.id: u for u in s.scalars(select(Unor).where(Unor.instansi_id == n))}
            orang = list(s.scalars(select(Pegawai).where(Pegawai.instansi_id == n)))
            pemimpin = {p.unor_id: id_siasn(p) for p in orang if p.jenis_jabatan is JenisJabatan.PIMPINAN}
            for u in unor.values():
                yield {"t": "unor", "d": rekaman_unor(u, unor, instansi, pemimpin.get(u.id))}
            for p in orang:
                yield {"t": "orang", "d": rekaman_orang(p, unor[p.unor_id], instansi)}


def id_siasn(objek: Instansi | Unor | Pegawai) -> str:
    """The SIASN id of a row of the world, 32 digits; two kinds never share one."""
    return f"{ {'instansi': 'A1', 'unor': '8A', 'pegawai': 'A5'}[objek.__tablename__] }{objek.id:030d}"


def rekaman_unor(u: Unor, semua: dict[int, Unor], instansi: Instansi, pemimpin: str | None) -> dict[str, Any]:
    return {
        "Id": id_siasn(u),
        "InstansiId": id_siasn(instansi),
        "DiatasanId": id_siasn(semua[u.atasan_id]) if u.atasan_id else None,
        "IndukUnorId": id_siasn(semua[u.induk_id]) if u.induk_id else None,
        "EselonId": u.eselon,
        "NamaUnor": u.nama,
        "NamaJabatan": f"Kepala {u.nama}",
        "PemimpinPnsId": pemimpin,
        "aktif": "A",
        "duplikasi_unor": "0",
    }


def rekaman_orang(p: Pegawai, u: Unor, instansi: Instansi) -> dict[str, Any]:
    gol, pangkat = GOLONGAN.get(p.golongan or "", (None, None))
    return {
        "id": id_siasn(p),
        "nipBaru": p.nomor_induk,
        "nama": p.nama,
        "statusPegawai": p.jenis_pegawai.label,
        "kedudukanPnsId": p.kedudukan,
        "instansiKerjaId": id_siasn(instansi),
        "instansiKerjaNama": instansi.nama,
        "unorId": id_siasn(u),
        "unorNama": u.nama,
        "jenisJabatanId": "1" if p.jenis_jabatan is JenisJabatan.PIMPINAN else "2" if p.jenjang else "4",
        "jabatanNama": p.jabatan,
        "kode_jenjang_jabatan": p.jenjang,
        "tmtJabatan": p.tmt_jabatan.strftime("%d-%m-%Y") if p.tmt_jabatan else None,
        "golRuangAkhirId": p.golongan if p.golongan and not p.golongan.startswith("P") else None,
        "golRuangAkhir": gol,
        "pangkatAkhir": pangkat,
        "tmtGolAkhir": p.tmt_golongan.strftime("%d-%m-%Y") if p.tmt_golongan else None,
        "eselonId": u.eselon if p.jenis_jabatan is JenisJabatan.PIMPINAN else None,
    }
