"""What a Draft holds: RHK, indikator, ekspektasi khusus of the seven values, lampiran. Every change is the owner's own.

All of it hangs on the status of the SKP: its row is locked first, so that nothing changes under a submission.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.berakhlak import NilaiBerakhlak
from domain.izin import Aktor
from domain.kelengkapan import perlu_aspek, perlu_perspektif, perlu_target
from domain.skp import JenisLampiran, JenisRhk
from domain.status import StatusSkp
from models import Indikator, LampiranSkp, PerilakuSkp, RealisasiIndikator, RencanaAksi, Rhk, Skp
from services import audit
from services import skp as layanan_skp
from services.diri import pegawai_saya
from services.galat import DataBasi, Salah, TidakDitemukan
from services.intervensi import ANAK_MAKS, pilihan_intervensi
from services.unit_of_work import Unit, unit_of_work

IZIN = "daftar_skp:ubah"

T = TypeVar("T", bound=Any)


# --- RHK --------------------------------------------------------------------------------------------------------------


def simpan_rhk(aktor: Aktor, skp_id: int, id: int | None, versi: int | None, nilai: Mapping[str, Any]) -> int:
    """Add (``id`` None) or change a RHK of the actor's own Draft; returns its id.

    ``nilai``: jenis, lingkup, teks, intervensi_id (a RHK of ``pilihan_intervensi``, or None). The words of the leader's RHK
    are copied, so that they stay as they were. Raises TidakDitemukan, Salah, DataBasi.
    """
    aktor.wajib(IZIN)
    with unit_of_work(aktor) as unit:
        skp = _terbuka(unit, skp_id)
        rhk = Rhk(skp_id=skp.id) if id is None else _anak(unit, Rhk, Rhk.skp_id == skp.id, id, versi)
        saudara = _rhk(unit.session, skp.id, nilai["jenis"])
        _tolak_kembar(saudara, rhk, nilai["teks"], "RHK")
        _pasang_intervensi(unit.session, skp, rhk, nilai["intervensi_id"])
        if rhk not in saudara:
            rhk.urut = _berikut(saudara)
        rhk.jenis, rhk.lingkup, rhk.teks = nilai["jenis"], nilai["lingkup"], nilai["teks"]
        return _simpan(unit, rhk)


def _pasang_intervensi(session: Session, skp: Skp, rhk: Rhk, intervensi_id: int | None) -> None:
    if intervensi_id == rhk.intervensi_id:
        return
    pilihan = {p.rhk.id: p.rhk for p in pilihan_intervensi(session, skp)}
    if intervensi_id is not None and intervensi_id not in pilihan:
        raise Salah({"intervensi_id": "RHK ini tidak ada lagi pada SKP pimpinan atau ketua tim Anda; pilih dari daftar."})
    rhk.intervensi_id = intervensi_id
    rhk.intervensi = pilihan[intervensi_id].teks if intervensi_id is not None else None


def hapus_rhk(aktor: Aktor, skp_id: int, id: int, versi: int | None) -> None:
    """Delete a RHK with its indikator, their realisasi and its rencana aksi, after a snapshot that can be restored.

    Where other people's RHK serve it, their link goes and the copied words stay.
    """
    aktor.wajib(IZIN)
    with unit_of_work(aktor) as unit:
        skp = _terbuka(unit, skp_id)
        rhk = _anak(unit, Rhk, Rhk.skp_id == skp.id, id, versi)
        layanan_skp.potret(unit, skp, "hapus_rhk", None)
        for lain in list(unit.session.scalars(select(Rhk).where(Rhk.intervensi_id == rhk.id).order_by(Rhk.id))):
            lain.intervensi_id = None
            _simpan(unit, lain)
        for aksi in list(unit.session.scalars(select(RencanaAksi).where(RencanaAksi.rhk_id == rhk.id).order_by(RencanaAksi.id))):
            _hapus(unit, aksi)
        for indikator in _indikator(unit.session, rhk.id):
            _hapus_indikator(unit, indikator)
        _hapus(unit, rhk)


def geser_rhk(aktor: Aktor, skp_id: int, id: int, langkah: int) -> None:
    """Move a RHK up (-1) or down (+1) among those of its jenis; at the end of the row nothing happens."""
    aktor.wajib(IZIN)
    with unit_of_work(aktor) as unit:
        skp = _terbuka(unit, skp_id)
        rhk = _anak(unit, Rhk, Rhk.skp_id == skp.id, id, None)
        _geser(unit, _rhk(unit.session, skp.id, rhk.jenis), rhk, langkah)


def salin_rhk(aktor: Aktor, skp_id: int, dari_id: int) -> int:
    """Copy the RHK with their indikator from another SKP of the actor's own; returns how many.

    Those whose words stand in the Draft already are passed over, so copying twice adds nothing. The leader's RHK is not
    copied: it belongs to other dates. Columns that this form lacks are left out.
    """
    aktor.wajib(IZIN)
    with unit_of_work(aktor) as unit:
        skp = _terbuka(unit, skp_id)
        asal = unit.session.get(Skp, dari_id)
        if asal is None or asal.pegawai_id != skp.pegawai_id or asal.id == skp.id:
            raise TidakDitemukan("SKP yang disalin tidak ditemukan.")
        ada = {(r.jenis, _kata(r.teks)) for r in unit.session.scalars(select(Rhk).where(Rhk.skp_id == skp.id))}
        jumlah = 0
        for lama in list(unit.session.scalars(select(Rhk).where(Rhk.skp_id == asal.id).order_by(Rhk.urut, Rhk.id))):
            if (lama.jenis, _kata(lama.teks)) not in ada:
                _salin_satu(unit, skp, lama)
                jumlah += 1
        return jumlah


def _salin_satu(unit: Unit, skp: Skp, lama: Rhk) -> None:
    urut = _berikut(_rhk(unit.session, skp.id, lama.jenis))
    id = _simpan(unit, Rhk(skp_id=skp.id, urut=urut, jenis=lama.jenis, lingkup=lama.lingkup, teks=lama.teks))
    for i in _indikator(unit.session, lama.id):
        baru = Indikator(rhk_id=id, urut=i.urut, teks=i.teks, target=i.target)
        baru.aspek = i.aspek if perlu_aspek(skp.model, skp.pendekatan) else None
        baru.perspektif = i.perspektif if perlu_perspektif(skp.model, skp.pendekatan) else None
        _simpan(unit, baru)


# --- Indikator --------------------------------------------------------------------------------------------------------


def simpan_indikator(aktor: Aktor, skp_id: int, rhk_id: int, id: int | None, versi: int | None, nilai: Mapping[str, Any]) -> int:
    """Add or change an indikator. ``nilai``: teks, target, aspek, perspektif; what the form of this SKP lacks becomes None."""
    aktor.wajib(IZIN)
    with unit_of_work(aktor) as unit:
        skp = _terbuka(unit, skp_id)
        rhk = _anak(unit, Rhk, Rhk.skp_id == skp.id, rhk_id, None)
        saudara = _indikator(unit.session, rhk.id)
        if id is None:
            indikator = Indikator(rhk_id=rhk.id, urut=_berikut(saudara))
        else:
            indikator = _anak(unit, Indikator, Indikator.rhk_id == rhk.id, id, versi)
        _wajib_indikator(skp, nilai)
        _tolak_kembar([s for s in saudara if s.aspek is nilai.get("aspek")], indikator, nilai["teks"], "Indikator")
        indikator.teks, indikator.target = nilai["teks"], nilai.get("target") or ""
        indikator.aspek = nilai.get("aspek") if perlu_aspek(skp.model, skp.pendekatan) else None
        indikator.perspektif = nilai.get("perspektif") if perlu_perspektif(skp.model, skp.pendekatan) else None
        return _simpan(unit, indikator)


def _wajib_indikator(skp: Skp, nilai: Mapping[str, Any]) -> None:
    galat = {
        kolom: pesan
        for kolom, perlu, pesan in (
            ("aspek", perlu_aspek(skp.model, skp.pendekatan), "Pilih aspek yang diukur."),
            ("perspektif", perlu_perspektif(skp.model, skp.pendekatan), "Pilih perspektif yang diukur."),
            ("target", perlu_target(skp.pendekatan), "Isi target, misalnya 12 laporan."),
        )
        if perlu and not nilai.get(kolom)
    }
    if galat:
        raise Salah(galat)


def hapus_indikator(aktor: Aktor, skp_id: int, id: int, versi: int | None) -> None:
    """Delete an indikator with its realisasi, after a snapshot that can be restored."""
    aktor.wajib(IZIN)
    with unit_of_work(aktor) as unit:
        skp = _terbuka(unit, skp_id)
        indikator = _anak(unit, Indikator, Indikator.rhk_id.in_(_id_rhk(skp.id)), id, versi)
        layanan_skp.potret(unit, skp, "hapus_indikator", None)
        _hapus_indikator(unit, indikator)


def geser_indikator(aktor: Aktor, skp_id: int, id: int, langkah: int) -> None:
    """Move an indikator up (-1) or down (+1) under its RHK."""
    aktor.wajib(IZIN)
    with unit_of_work(aktor) as unit:
        skp = _terbuka(unit, skp_id)
        indikator = _anak(unit, Indikator, Indikator.rhk_id.in_(_id_rhk(skp.id)), id, None)
        _geser(unit, _indikator(unit.session, indikator.rhk_id), indikator, langkah)


def _hapus_indikator(unit: Unit, indikator: Indikator) -> None:
    stmt = select(RealisasiIndikator).where(RealisasiIndikator.indikator_id == indikator.id).order_by(RealisasiIndikator.id)
    for realisasi in list(unit.session.scalars(stmt)):
        _hapus(unit, realisasi)
    _hapus(unit, indikator)


# --- Perilaku ---------------------------------------------------------------------------------------------------------


def simpan_perilaku(aktor: Aktor, skp_id: int, isi: Mapping[NilaiBerakhlak, tuple[int, str]]) -> int:
    """Set the *Ekspektasi Khusus Pimpinan* of the given values; returns how many changed.

    ``isi``: value → (version that the form showed, 0 for none; the words, empty to take them away). The owner may while
    the SKP is a Draft, the penilai while it waits for him. Raises DataBasi when someone else changed one of them.
    """
    aktor.wajib(IZIN)
    with unit_of_work(aktor) as unit:
        skp = _terbuka(unit, skp_id, penilai_boleh=True)
        stmt = select(PerilakuSkp).where(PerilakuSkp.skp_id == skp.id)
        lama = {p.nilai: p for p in unit.session.scalars(stmt)}
        berubah = 0
        for nilai, (versi, teks) in isi.items():
            ada = lama.get(nilai)
            if teks == (ada.ekspektasi if ada else ""):
                continue
            if versi != (ada.versi if ada else 0):
                raise DataBasi(f"Ekspektasi khusus {nilai.label}")
            berubah += 1
            if ada is None:
                _simpan(unit, PerilakuSkp(skp_id=skp.id, nilai=nilai, ekspektasi=teks))
            elif teks:
                ada.ekspektasi = teks
                _simpan(unit, ada)
            else:
                _hapus(unit, ada)
        return berubah


# --- Lampiran ---------------------------------------------------------------------------------------------------------


def simpan_lampiran(aktor: Aktor, skp_id: int, id: int | None, versi: int | None, jenis: JenisLampiran, teks: str) -> int:
    """Add a line to a part of the lampiran, or change one; ``jenis`` of an existing line stays what it is."""
    aktor.wajib(IZIN)
    with unit_of_work(aktor) as unit:
        skp = _terbuka(unit, skp_id)
        if id is None:
            baris = LampiranSkp(skp_id=skp.id, jenis=jenis, urut=_berikut(_lampiran(unit.session, skp.id, jenis)))
        else:
            baris = _anak(unit, LampiranSkp, LampiranSkp.skp_id == skp.id, id, versi)
        _tolak_kembar(_lampiran(unit.session, skp.id, baris.jenis), baris, teks, baris.jenis.label)
        baris.teks = teks
        return _simpan(unit, baris)


def hapus_lampiran(aktor: Aktor, skp_id: int, id: int, versi: int | None) -> None:
    """Delete a line of the lampiran, after a snapshot that can be restored."""
    aktor.wajib(IZIN)
    with unit_of_work(aktor) as unit:
        skp = _terbuka(unit, skp_id)
        baris = _anak(unit, LampiranSkp, LampiranSkp.skp_id == skp.id, id, versi)
        layanan_skp.potret(unit, skp, "hapus_lampiran", None)
        _hapus(unit, baris)


def geser_lampiran(aktor: Aktor, skp_id: int, id: int, langkah: int) -> None:
    """Move a line up (-1) or down (+1) within its part."""
    aktor.wajib(IZIN)
    with unit_of_work(aktor) as unit:
        skp = _terbuka(unit, skp_id)
        baris = _anak(unit, LampiranSkp, LampiranSkp.skp_id == skp.id, id, None)
        _geser(unit, _lampiran(unit.session, skp.id, baris.jenis), baris, langkah)


# --- Shared -----------------------------------------------------------------------------------------------------------


def _terbuka(unit: Unit, skp_id: int, *, penilai_boleh: bool = False) -> Skp:
    """The SKP, locked, if the actor may change what it holds now. A stranger's SKP is as if it weren't there."""
    saya = pegawai_saya(unit.session, unit.aktor).id
    skp = layanan_skp.terkunci(unit, skp_id)
    if saya not in (skp.pegawai_id, skp.penilai_id if penilai_boleh else None):
        raise TidakDitemukan("SKP tidak ditemukan.")
    if saya == skp.pegawai_id and skp.status is StatusSkp.DRAFT:
        return skp
    if penilai_boleh and saya == skp.penilai_id and skp.status is StatusSkp.PENGAJUAN:
        return skp
    raise Salah(f"Isi SKP berstatus {skp.status.label} tidak dapat Anda ubah. Muat ulang halaman SKP untuk melihat keadaannya sekarang.")


def _anak(unit: Unit, model: type[T], milik: Any, id: int, versi: int | None) -> T:
    objek = unit.session.scalar(select(model).where(model.id == id, milik))
    if objek is None:
        raise TidakDitemukan("Data tidak ditemukan; mungkin sudah dihapus.")
    if versi is not None and objek.versi != versi:
        raise DataBasi(str(objek))
    return objek


def _simpan(unit: Unit, objek: Any) -> int:
    """Flush and audit a new or changed row; nothing happens when nothing changed."""
    baru = objek.id is None
    if baru:
        unit.session.add(objek)
    if perubahan := audit.beda(unit.session, objek):
        unit.session.flush()
        audit.catat(unit.session, unit.aktor, "tambah" if baru else "ubah", objek, perubahan=perubahan)
    return objek.id


def _hapus(unit: Unit, objek: Any) -> None:
    audit.catat(unit.session, unit.aktor, "hapus", objek, perubahan=audit.isi(unit.session, objek))
    unit.session.delete(objek)
    # At once: without relationships the session doesn't know that children go before parents.
    unit.session.flush()


def _geser(unit: Unit, baris: Sequence[T], objek: T, langkah: int) -> None:
    urutan = list(baris)
    kini = urutan.index(objek)
    ke = kini + langkah
    if not 0 <= ke < len(urutan):
        return
    urutan.insert(ke, urutan.pop(kini))
    for nomor, satu in enumerate(urutan, 1):
        satu.urut = nomor
        _simpan(unit, satu)


def _berikut(baris: Sequence[T]) -> int:
    if len(baris) >= ANAK_MAKS:
        raise Salah(f"Paling banyak {ANAK_MAKS} baris; gabungkan atau hapus yang tidak perlu lebih dahulu.")
    return max((b.urut for b in baris), default=0) + 1


def _tolak_kembar(saudara: Sequence[T], objek: T, teks: str, apa: str) -> None:
    """The same words twice are a form sent twice."""
    if any(s is not objek and _kata(s.teks) == _kata(teks) for s in saudara):
        raise Salah({"teks": f"{apa} dengan kata-kata yang sama sudah ada pada SKP ini; ubah kata-katanya atau batalkan."})


def _rhk(session: Session, skp_id: int, jenis: JenisRhk) -> list[Rhk]:
    return list(session.scalars(select(Rhk).where(Rhk.skp_id == skp_id, Rhk.jenis == jenis).order_by(Rhk.urut, Rhk.id)))


def _indikator(session: Session, rhk_id: int) -> list[Indikator]:
    return list(session.scalars(select(Indikator).where(Indikator.rhk_id == rhk_id).order_by(Indikator.urut, Indikator.id)))


def _lampiran(session: Session, skp_id: int, jenis: JenisLampiran) -> list[LampiranSkp]:
    stmt = select(LampiranSkp).where(LampiranSkp.skp_id == skp_id, LampiranSkp.jenis == jenis).order_by(LampiranSkp.urut, LampiranSkp.id)
    return list(session.scalars(stmt))


def _kata(teks: str) -> str:
    return " ".join(teks.split()).casefold()


def _id_rhk(skp_id: int) -> Any:
    return select(Rhk.id).where(Rhk.skp_id == skp_id)
