"""What the demo's SIASN knows: our units and people, with the differences that a synchronisation is there to find.

Written as JSON lines for the sandbox (its own program, sandbox/data.py), which reads them by itself. Deterministic for the data and the seed.
"""

from __future__ import annotations

import json
import os
import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import IO, Any

from sqlalchemy import String, cast, literal, select, update
from sqlalchemy.orm import Session

from domain.izin import aktor_sistem
from domain.jabatan import GOLONGAN, JenisJabatan
from domain.nip import JenisNomorInduk, bangun
from domain.status import StatusAktif
from domain.tanggal import ribuan
from domain.waktu import Jam
from models import Instansi, Pegawai, Unor
from services.demo import AKUN_DEMO, Lapor, diam
from services.demo_nama import DAERAH
from services.demo_orang import WILAYAH_NIK
from services.unit_of_work import unit_of_work
from tenancy import Lingkup

BERKAS = "data.jsonl"
_AWALAN: dict[type[Any], str] = {Instansi: "A1", Unor: "8A", Pegawai: "A5"}
_KOLOM_ORANG = (
    Pegawai.id, Pegawai.siasn_id, Pegawai.nomor_induk, Pegawai.jenis_nomor, Pegawai.nama, Pegawai.unor_id, Pegawai.jenis_jabatan, Pegawai.jabatan,
    Pegawai.jenis_pegawai, Pegawai.golongan, Pegawai.tmt_golongan, Pegawai.jenjang, Pegawai.tmt_jabatan, Pegawai.kedudukan, Pegawai.status,
)  # fmt: skip
_AKUN = frozenset(a.nip for a in AKUN_DEMO)
_LAHIR_BARU = date(2004, 1, 1)
"""Newcomers are born later than anyone in the demo data, so that their numbers are free."""


def tulis(jam: Jam, folder: Path, *, seed: int, lapor: Lapor = diam) -> int:
    """Give our rows their SIASN ids and write the sandbox's file in ``folder``; returns how many records it holds."""
    folder.mkdir(parents=True, exist_ok=True)
    sementara, jumlah = folder / f"{BERKAS}.part", 0
    with unit_of_work(aktor_sistem(jam), lingkup=Lingkup("lintas")) as unit:
        _beri_id(unit.session)
        with sementara.open("w", encoding="utf-8") as berkas:
            kolom = (Instansi.id, Instansi.siasn_id, Instansi.nama)
            instansi = unit.session.execute(select(*kolom).order_by(Instansi.id)).all()
            for nomor, (id, siasn_id, nama) in enumerate(instansi, 1):
                satu = _Penulis(unit.session, nomor, id, siasn_id, nama, f"{seed}/siasn/{nomor}", jam().date())
                jumlah += _tulis_baris(berkas, satu.rekaman())
    os.replace(sementara, folder / BERKAS)
    lapor(f"Data SIASN tiruan: {ribuan(jumlah)} baris.")
    return jumlah


def _tulis_baris(berkas: IO[str], rekaman: Iterator[dict[str, Any]]) -> int:
    jumlah = 0
    for jumlah, satu in enumerate(rekaman, 1):  # noqa: B007 - the last number is what is wanted
        berkas.write(json.dumps(satu, ensure_ascii=False, separators=(",", ":")) + "\n")
    return jumlah


def _beri_id(session: Session) -> None:
    for model, awalan in _AWALAN.items():
        id = literal(awalan + "0" * 14).concat(cast(model.id + 10**15, String))
        syarat = [model.siasn_id.is_(None)]
        if model is Pegawai:
            syarat.append(Pegawai.jenis_nomor != JenisNomorInduk.NIK)
        session.execute(update(model).where(*syarat).values(siasn_id=id).execution_options(synchronize_session=False))


@dataclass(slots=True)
class _Beda:
    """Which people (by id) differ, and how."""

    pindah_unor: set[int] = field(default_factory=set)
    pangkat: set[int] = field(default_factory=set)
    gelar: set[int] = field(default_factory=set)
    pensiun: set[int] = field(default_factory=set)
    pindah_instansi: set[int] = field(default_factory=set)
    rusak: set[int] = field(default_factory=set)


class _Penulis:
    """The records of one instansi."""

    def __init__(self, session: Session, nomor: int, id: int, siasn_id: str | None, nama: str, benih: str, hari_ini: date) -> None:
        self.session, self.nomor, self.id, self.siasn_id, self.nama, self.hari_ini = session, nomor, id, siasn_id, nama, hari_ini
        self.acak = random.Random(benih)  # noqa: S311 - invented data
        self.unor: dict[int, Any] = {}
        self.tujuan: list[str] = []

    def rekaman(self) -> Iterator[dict[str, Any]]:
        kolom = (Unor.id, Unor.siasn_id, Unor.nama, Unor.eselon, Unor.atasan_id, Unor.induk_id)
        self.unor = {u.id: u for u in self.session.execute(select(*kolom).where(Unor.instansi_id == self.id).order_by(Unor.id))}
        if not self.unor:
            return
        yield from ({"t": "unor", "d": d} for d in self._susun_unor())
        yield from self._susun_orang()

    # --- Units ---

    def _susun_unor(self) -> list[dict[str, Any]]:
        pimpinan = select(Pegawai.unor_id, Pegawai.siasn_id).where(
            Pegawai.instansi_id == self.id, Pegawai.jenis_jabatan == JenisJabatan.PIMPINAN, Pegawai.status == StatusAktif.AKTIF
        )
        pemimpin: dict[int, str | None] = dict(self.session.execute(pimpinan).all())
        baris = {u.id: self._unor(u, pemimpin.get(u.id)) for u in self.unor.values()}
        atasan = {u.atasan_id for u in self.unor.values()}
        daun = [u.id for u in self.unor.values() if u.id not in atasan and u.atasan_id is not None]
        self.acak.shuffle(daun)
        akar = next((u for u in self.unor.values() if u.atasan_id is None), None)
        ganti = max(1, len(self.unor) // 60)
        for id in daun[:ganti]:
            baris[id]["NamaUnor"] += " Terpadu"
        sisa = daun[ganti:]
        tambahan: list[dict[str, Any]] = []
        if len(sisa) >= 3:
            baris[sisa[0]]["aktif"] = "N"
            baris[sisa[1]]["DiatasanId"] = f"8A{'F' * 30}"
            tambahan.append({**baris[sisa[2]], "Id": self._id_baru("8A", 1), "duplikasi_unor": "1", "PemimpinPnsId": None})
        if akar is not None:
            tambahan.append(self._unor_baru(baris[akar.id]))
            # As in real data: the root's atasan lies below it.
            baris[akar.id]["DiatasanId"] = next((u.siasn_id for u in self.unor.values() if u.atasan_id == akar.id), None)
        self.tujuan = [baris[id]["Id"] for id in sisa[3:] or list(baris)]
        return [*baris.values(), *tambahan]

    def _unor(self, u: Any, pemimpin: str | None) -> dict[str, Any]:
        return {
            "Id": u.siasn_id,
            "InstansiId": self.siasn_id,
            "DiatasanId": self.unor[u.atasan_id].siasn_id if u.atasan_id else None,
            "IndukUnorId": self.unor[u.induk_id].siasn_id if u.induk_id else None,
            "EselonId": u.eselon,
            "NamaUnor": u.nama,
            "NamaJabatan": f"Kepala {u.nama}",
            "PemimpinPnsId": pemimpin,
            "aktif": "A",
            "duplikasi_unor": "0",
        }

    def _unor_baru(self, akar: dict[str, Any]) -> dict[str, Any]:
        nama = "Bagian Transformasi Digital"
        lain = {"Id": self._id_baru("8A", 2), "NamaUnor": nama, "NamaJabatan": f"Kepala {nama}", "EselonId": "31"}
        return {**akar, **lain, "DiatasanId": akar["Id"], "IndukUnorId": akar["Id"], "PemimpinPnsId": None}

    def _id_baru(self, awalan: str, urut: int) -> str:
        return f"{awalan}F{self.nomor:04d}{urut:025d}"

    # --- People ---

    def _susun_orang(self) -> Iterator[dict[str, Any]]:
        beda, banyak = self._pilih_beda()
        stmt = select(*_KOLOM_ORANG).where(Pegawai.instansi_id == self.id).order_by(Pegawai.id).execution_options(yield_per=2_000)
        for p in self.session.execute(stmt):
            yield (
                {"t": "nonasn", "d": self._nonasn(p)} if p.jenis_nomor is JenisNomorInduk.NIK else {"t": "orang", "d": self._orang(p, beda)}
            )
        yield from ({"t": "orang", "d": self._orang_baru(urut)} for urut in range(max(3, banyak // 150)))
        yield {"t": "nonasn", "d": self._nonasn_baru()}

    def _pilih_beda(self) -> tuple[_Beda, int]:
        syarat = (
            Pegawai.instansi_id == self.id,
            Pegawai.status == StatusAktif.AKTIF,
            Pegawai.jenis_jabatan == JenisJabatan.PEGAWAI,
            Pegawai.jenis_nomor != JenisNomorInduk.NIK,
            Pegawai.nomor_induk.not_in(_AKUN),
        )
        ids = list(self.session.scalars(select(Pegawai.id).where(*syarat).order_by(Pegawai.id)))
        jatah = {
            "pindah_unor": max(2, len(ids) // 150),
            "pangkat": max(3, len(ids) // 60),
            "gelar": max(2, len(ids) // 100),
            "pensiun": max(1, len(ids) // 200),
            "pindah_instansi": max(1, len(ids) // 300),
            "rusak": 1,
        }
        diambil = iter(self.acak.sample(ids, min(len(ids), sum(jatah.values()))))
        beda = _Beda(**{nama: {id for _, id in zip(range(n), diambil, strict=False)} for nama, n in jatah.items()})
        return beda, len(ids)

    def _orang(self, p: Any, beda: _Beda) -> dict[str, Any]:
        unor = self.unor[p.unor_id]
        golongan = _naik(p.golongan) if p.id in beda.pangkat else p.golongan
        isi = {
            "id": p.siasn_id,
            "nipBaru": p.nomor_induk,
            "nama": p.nama,
            "gelarBelakang": "M.Si." if p.id in beda.gelar else None,
            "statusPegawai": p.jenis_pegawai.label,
            "kedudukanPnsId": "99" if p.id in beda.pensiun else p.kedudukan,
            "instansiKerjaId": f"A1{'F' * 30}" if p.id in beda.pindah_instansi else self.siasn_id,
            "instansiKerjaNama": self.nama,
            "unorId": self.acak.choice(self.tujuan) if p.id in beda.pindah_unor else unor.siasn_id,
            "unorNama": unor.nama,
            "jenisJabatanId": "1" if p.jenis_jabatan is JenisJabatan.PIMPINAN else "2" if p.jenjang else "4",
            "jabatanNama": p.jabatan,
            "kode_jenjang_jabatan": p.jenjang,
            "tmtJabatan": _tanggal(p.tmt_jabatan),
            "eselonId": unor.eselon if p.jenis_jabatan is JenisJabatan.PIMPINAN else None,
            "tmtGolAkhir": "31-02-2024" if p.id in beda.rusak else _tanggal(p.tmt_golongan),
            **_golongan(golongan),
        }
        return {k: v for k, v in isi.items() if v is not None}

    def _orang_baru(self, urut: int) -> dict[str, Any]:
        lahir = _LAHIR_BARU + timedelta(days=urut % 300)
        daerah = self.acak.choice(DAERAH)
        tujuan = self._id_baru("8A", 2) if urut < 2 else self.acak.choice(self.tujuan)
        tmt = date(self.hari_ini.year, 3, 1)
        return {
            "id": self._id_baru("A5", urut),
            "nipBaru": bangun(lahir, tmt.year, 3, "P" if urut % 2 else "L", 500 + self.nomor % 100 + 100 * (urut // 300)),
            "nama": f"{self.acak.choice(daerah.perempuan if urut % 2 else daerah.laki)} {self.acak.choice(daerah.belakang)}",
            "statusPegawai": "CPNS",
            "kedudukanPnsId": "01",
            "instansiKerjaId": self.siasn_id,
            "instansiKerjaNama": self.nama,
            "unorId": tujuan,
            "jenisJabatanId": "4",
            "jabatanNama": "Penelaah Teknis Kebijakan",
            "tmtJabatan": _tanggal(tmt),
            "tmtGolAkhir": _tanggal(tmt),
            **_golongan("31"),
        }

    def _nonasn(self, p: Any) -> dict[str, Any]:
        unor = self.unor[p.unor_id]
        tmt = _tanggal(p.tmt_jabatan)
        return self._isi_nonasn(p.nomor_induk, p.nama, p.jabatan, unor, tmt)

    def _nonasn_baru(self) -> dict[str, Any]:
        """A JPT non-ASN that SIASN has and we have not: found by his NIK (docs/panduan)."""
        unor = next(iter(self.unor.values()))
        return self._isi_nonasn(f"{WILAYAH_NIK}150865{self.nomor:04d}", "Wiguna Prabaswara", f"Staf Ahli {unor.nama}", unor, "01-07-2026")

    def _isi_nonasn(self, nik: str, nama: str, jabatan: str, unor: Any, tmt: str | None) -> dict[str, Any]:
        return {
            "nik": nik,
            "nama": nama,
            "tempatLahir": "Kota Contoh",
            "tglLahir": "15-08-1965",
            "jenisKelamin": "L",
            "email": "pejabat@contoh.go.id",
            "instansiIndukNama": self.nama,
            "instansiKerjaNama": self.nama,
            "unorId": unor.siasn_id,
            "unorNama": unor.nama,
            "jabatanNama": jabatan,
            "tglSkJabatan": tmt,
            "nomorSkJabatan": f"800/{self.nomor}/CONTOH/{self.hari_ini.year}",
            "tmtMulai": tmt,
            "eselonId": unor.eselon,
        }


def _tanggal(hari: date | None) -> str | None:
    return hari.strftime("%d-%m-%Y") if hari else None


def _naik(golongan: str | None) -> str | None:
    """The next golongan of a PNS; a PPPK and the highest stay."""
    urut = [g for g in GOLONGAN if g.isdigit()]
    return urut[urut.index(golongan) + 1] if golongan in urut[:-1] else golongan


def _golongan(golongan: str | None) -> dict[str, Any]:
    if golongan is None:
        return {}
    nama, pangkat = GOLONGAN[golongan]
    # SIASN's ids of a PPPK's golongan are not ours: only its Roman number goes out.
    return {"golRuangAkhir": nama} | ({"golRuangAkhirId": golongan, "pangkatAkhir": pangkat} if golongan.isdigit() else {})
