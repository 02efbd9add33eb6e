"""Perbaikan data of a Penilaian and of a Keberatan. The predikat is always derived, never entered."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from domain.predikat import Rating, predikat
from domain.status import KEBERATAN_HIDUP, StatusKeberatan, StatusSkp
from models import Keberatan, Pegawai, Penilaian, RealisasiIndikator, Skp, UmpanBalikPerilaku
from services import capaian_organisasi, pencarian
from services import keberatan as layanan_keberatan
from services import penilaian as layanan_penilaian
from services.galat import Salah, TidakDitemukan
from services.pencarian import Lookup
from services.perbaikan import LayananPerbaikan, berubah, hapus_satu, nama_pegawai, wajib_ada, waktu_depan
from services.unit_of_work import Unit

pencarian.LOOKUP["penilaian"] = Lookup(
    "perbaikan_penilaian:lihat",
    Penilaian,
    Skp.nama_cari,
    lambda p: f"{p.skp.nama} - {p.skp.nomor_induk}: {p.periode.nama} {p.skp.tahun}, {p.predikat.label if p.predikat else 'belum dinilai'}",
    nomor=Skp.nomor_induk,
    syarat=lambda stmt: stmt.join(Penilaian.skp).where(Penilaian.predikat.is_not(None)),
)


class PerbaikanPenilaian(LayananPerbaikan):
    model = Penilaian
    sumber = "perbaikan_penilaian"
    induk = ("skp_id", Skp)
    turunan = frozenset({"predikat"})

    def skp_id(self, session: Session, objek: Penilaian) -> int:
        return objek.skp_id

    def baru(self, unit: Unit, nilai: Mapping[str, Any]) -> Penilaian:
        objek: Penilaian = super().baru(unit, nilai)
        skp = unit.session.get_one(Skp, objek.skp_id)
        if skp.status is not StatusSkp.PERSETUJUAN:
            raise Salah({"skp_id": f"SKP ini berstatus {skp.status.label}; hanya SKP berstatus Persetujuan yang dinilai."})
        return objek

    def siapkan(self, unit: Unit, objek: Penilaian) -> None:
        """The predikat follows the ratings; so does the time of rating, where it was not corrected as well."""
        lengkap = objek.hasil is not None and objek.perilaku is not None
        if berubah(objek, "hasil", "perilaku") and not berubah(objek, "dinilai"):
            objek.dinilai = unit.aktor.sekarang() if lengkap else None
        objek.predikat = predikat(objek.hasil, objek.perilaku) if objek.hasil is not None and objek.perilaku is not None else None
        if objek.predikat is None and objek.hasil is None and objek.perilaku is None:
            objek.dinilai = None

    def periksa(self, unit: Unit, objek: Penilaian, setuju: frozenset[str]) -> None:
        galat: dict[str, str] = {}
        if (objek.hasil is None) != (objek.perilaku is None):
            kosong = "hasil" if objek.hasil is None else "perilaku"
            galat[kosong] = "Kedua rating diisi bersama-sama, atau dikosongkan keduanya."
        if objek.predikat is not None and objek.dinilai is None:
            galat["dinilai"] = "Isi waktu penilaian."
        galat |= waktu_depan(unit, objek, ("dinilai",))
        if berubah(objek, "periode_id"):
            galat |= _periksa_periode(unit.session, objek)
        if berubah(objek, "hasil", "perilaku"):
            galat |= _periksa_putus(unit.session, objek)
        if objek.predikat is None and _keberatan(unit.session, objek):
            galat["hasil"] = "Penilaian ini mempunyai keberatan, sehingga ratingnya tidak dapat dikosongkan."
        if galat:
            raise Salah(galat)

    def sesudah_ubah(self, unit: Unit, objek: Penilaian, kolom: set[str], alasan: str) -> None:
        if kolom & {"hasil", "perilaku", "periode_id"}:
            capaian_organisasi.penilaian_berubah(unit, unit.session.get_one(Skp, objek.skp_id), objek.periode_id)

    def penahan(self, session: Session, objek: Penilaian) -> Iterable[tuple[str, int]]:
        yield "keberatan", _keberatan(session, objek)

    def hapus_bawahan(self, unit: Unit, objek: Penilaian, alasan: str) -> None:
        for model in (RealisasiIndikator, UmpanBalikPerilaku):
            for satu in unit.session.scalars(select(model).where(model.penilaian_id == objek.id).order_by(model.id)).all():
                hapus_satu(unit, satu, alasan)

    def sesudah_hapus(self, unit: Unit, objek: Penilaian) -> None:
        if objek.predikat is not None:
            capaian_organisasi.penilaian_berubah(unit, unit.session.get_one(Skp, objek.skp_id), objek.periode_id)


def _keberatan(session: Session, objek: Penilaian) -> int:
    return session.scalar(select(func.count()).select_from(Keberatan).where(Keberatan.penilaian_id == objek.id)) or 0


def _periksa_putus(session: Session, objek: Penilaian) -> dict[str, str]:
    """Ratings that the atasan has decided on are his: they are corrected together with the decision."""
    k = session.scalar(select(Keberatan).where(Keberatan.penilaian_id == objek.id))
    if k is None or k.sesudah_hasil is None or (k.sesudah_hasil, k.sesudah_perilaku) == (objek.hasil, objek.perilaku):
        return {}
    return {"hasil": "Rating ini ditetapkan oleh putusan keberatan; perbaiki lewat tab Keberatan."}


def _periksa_periode(session: Session, objek: Penilaian) -> dict[str, str]:
    skp = session.get_one(Skp, objek.skp_id)
    try:
        layanan_penilaian.satu_periode(session, skp, objek.periode_id)
    except TidakDitemukan:
        return {"periode_id": "Periode ini tidak termasuk tanggal SKP-nya; pilih periode lain."}
    kembar = select(Penilaian.id).where(Penilaian.skp_id == skp.id, Penilaian.periode_id == objek.periode_id, Penilaian.id != objek.id)
    if session.scalar(kembar) is not None:
        return {"periode_id": "SKP ini sudah mempunyai penilaian pada periode tersebut."}
    if _keberatan(session, objek):
        return {"periode_id": "Penilaian ini mempunyai keberatan, sehingga periodenya tidak dapat diganti."}
    return {}


DIPUTUS = frozenset(StatusKeberatan) - KEBERATAN_HIDUP - {StatusKeberatan.TERLAMBAT}


class PerbaikanKeberatan(LayananPerbaikan):
    """What is corrected here holds for the Penilaian too: the ratings after a decision are the ratings there."""

    model = Keberatan
    sumber = "perbaikan_keberatan"
    induk = ("penilaian_id", Penilaian)
    turunan = frozenset({"nama_penilai", "nama_atasan"})

    def baru(self, unit: Unit, nilai: Mapping[str, Any]) -> Keberatan:
        """As if the pegawai had filed it; what is given stands instead of what follows from the SKP and the Penilaian."""
        dinilai = unit.session.get(Penilaian, nilai["penilaian_id"])
        if dinilai is None or dinilai.predikat is None:
            raise Salah({"penilaian_id": "Pilih penilaian yang sudah mempunyai predikat."})
        if _keberatan(unit.session, dinilai):
            raise Salah({"penilaian_id": "Penilaian ini sudah mempunyai keberatan; perbaiki yang sudah ada."})
        objek = layanan_keberatan.baru(unit, unit.session.get_one(Skp, dinilai.skp_id), dinilai)
        self._isi(objek, {k: v for k, v in nilai.items() if v is not None})
        return objek

    def siapkan(self, unit: Unit, objek: Keberatan) -> None:
        if berubah(objek, "penilai_id"):
            objek.nama_penilai = nama_pegawai(unit.session, objek.penilai_id)
        if berubah(objek, "atasan_id"):
            objek.nama_atasan = nama_pegawai(unit.session, objek.atasan_id)

    def periksa(self, unit: Unit, objek: Keberatan, setuju: frozenset[str]) -> None:
        galat: dict[str, str] = {}
        wajib_ada(unit.session, galat, objek, {"penilai_id": Pegawai, "atasan_id": Pegawai})
        galat |= _periksa_putusan(objek)
        galat |= _periksa_waktu(unit, objek)
        if galat:
            raise Salah(galat)

    def sesudah_ubah(self, unit: Unit, objek: Keberatan, kolom: set[str], alasan: str) -> None:
        if not kolom & {"sesudah_hasil", "sesudah_perilaku"}:
            return
        berlaku: tuple[Rating, Rating] = (objek.sesudah_hasil or objek.sebelum_hasil, objek.sesudah_perilaku or objek.sebelum_perilaku)
        dinilai = unit.session.get_one(Penilaian, objek.penilaian_id)
        if (dinilai.hasil, dinilai.perilaku) != berlaku:
            skp = unit.session.get_one(Skp, objek.skp_id)
            layanan_penilaian.ganti_rating(unit, skp, dinilai, *berlaku, "perbaiki", alasan)


def _periksa_putusan(k: Keberatan) -> dict[str, str]:
    """A decided keberatan carries its ratings, its words and its time; an undecided one none of them."""
    galat: dict[str, str] = {}
    isi = {
        "sesudah_hasil": k.sesudah_hasil,
        "sesudah_perilaku": k.sesudah_perilaku,
        "keputusan": k.keputusan,
        "waktu_respon": k.waktu_respon,
    }
    for kolom, nilai in isi.items():
        if k.status in DIPUTUS and not nilai:
            galat[kolom] = f"Wajib diisi untuk keberatan berstatus {k.status.label}."
        elif k.status not in DIPUTUS and nilai:
            galat[kolom] = f"Kosongkan, karena keberatan berstatus {k.status.label} belum diputus."
    sama = (k.sesudah_hasil, k.sesudah_perilaku) == (k.sebelum_hasil, k.sebelum_perilaku)
    if not galat and k.status is StatusKeberatan.DITOLAK and not sama:
        galat["sesudah_hasil"] = "Keberatan yang ditolak tidak mengubah rating; isi sama dengan sebelum keberatan."
    if (k.diminta_hasil, k.diminta_perilaku) == (k.sebelum_hasil, k.sebelum_perilaku):
        galat["diminta_hasil"] = "Nilai yang diminta sama dengan sebelum keberatan; pilih rating yang berbeda."
    return galat


def _periksa_waktu(unit: Unit, k: Keberatan) -> dict[str, str]:
    galat = waktu_depan(unit, k, ("waktu_pengajuan", "waktu_cek", "waktu_respon"))
    if k.waktu_cek is not None and k.waktu_cek < k.waktu_pengajuan:
        galat.setdefault("waktu_cek", "Mendahului Waktu Pengajuan.")
    if k.waktu_respon is not None and k.waktu_respon < (k.waktu_cek or k.waktu_pengajuan):
        galat.setdefault("waktu_respon", "Mendahului waktu pertama kali di-check.")
    if k.status is not StatusKeberatan.DIAJUKAN and k.status in KEBERATAN_HIDUP | DIPUTUS and k.waktu_cek is None:
        galat.setdefault("waktu_cek", f"Wajib diisi untuk keberatan berstatus {k.status.label}.")
    if k.status is StatusKeberatan.DIAJUKAN and k.waktu_cek is not None:
        galat.setdefault("waktu_cek", f"Kosongkan untuk keberatan berstatus {k.status.label}.")
    if k.batas_putusan < k.waktu_pengajuan.date():
        galat["batas_putusan"] = "Mendahului Waktu Pengajuan."
    return galat


PENILAIAN, KEBERATAN = PerbaikanPenilaian(), PerbaikanKeberatan()
