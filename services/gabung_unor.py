"""Merging one unor into another: everything that refers to it moves, and moves back as long as nothing of it has changed.

What refers to a unor is read from the tables' foreign keys, so that a new entity moves along without being listed here.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, func, select, update
from sqlalchemy.orm import InstrumentedAttribute, Session

from domain.izin import Aktor
from domain.jabatan import JenisJabatan
from domain.siasn import JenisTemuan
from domain.status import StatusAktif, transisi
from extensions import db
from models import CapaianOrganisasi, GabungUnor, Pegawai, PetaUnor, TemuanUnor, TimKerja, Unor
from services import audit
from services.galat import DataBasi, Salah, TidakDitemukan
from services.rekonsiliasi_unor import periksa, selesaikan
from services.rujukan import NAMA_TABEL
from services.unit_of_work import Unit, unit_of_work
from services.unor import ke_atas

TETAP = frozenset({"temuan_unor", "gabung_unor"})
"""Records of the reconciliation itself: they keep naming the unit that they are about."""


@dataclass(frozen=True, slots=True)
class Pratinjau:
    """What a merge of ``dari`` into ``ke`` would do. ``halangan`` forbids it; ``akibat`` is said before it is agreed to."""

    dari: str
    ke: str
    jumlah: tuple[tuple[str, int], ...]
    akibat: tuple[str, ...]
    halangan: tuple[str, ...]


def _rujukan() -> Iterator[tuple[str, InstrumentedAttribute[Any]]]:
    """(``table.column``, attribute) of every column that refers to a unor and moves with a merge."""
    for mapper in sorted(db.Model.registry.mappers, key=lambda m: m.local_table.name):
        if mapper.local_table.name in TETAP:
            continue
        for kunci in mapper.local_table.foreign_key_constraints:
            if kunci.referred_table is Unor.__table__:
                nama = next(e.parent.name for e in kunci.elements if e.column.name == "id")
                yield f"{mapper.local_table.name}.{nama}", getattr(mapper.class_, nama)


def pratinjau(session: Session, dari_id: int, ke_id: int) -> Pratinjau:
    """What would move, what would be lost or stands against it. Raises TidakDitemukan for a unit that isn't there."""
    dari, ke = _dua(session, dari_id, ke_id)
    jumlah: dict[str, int] = {}
    for nama, kolom in _rujukan():
        n = session.scalar(select(func.count()).select_from(kolom.class_).where(kolom == dari_id)) or 0
        if n:
            apa = _sebut(nama)
            jumlah[apa] = jumlah.get(apa, 0) + n
    satu, dua = sebut(dari), sebut(ke)
    akibat = [f"{satu} menjadi nonaktif; sinkronisasi berikutnya mengarahkannya ke {dua}."]
    if _pimpinan(session, dari_id) is not None and _pimpinan(session, ke_id) is not None:
        akibat.append(f"Pimpinan {satu} menjadi Pegawai, sebab {dua} sudah mempunyai pimpinan.")
    return Pratinjau(satu, dua, tuple(sorted(jumlah.items())), tuple(akibat), tuple(_halangan(session, dari, ke)))


def _dua(session: Session, dari_id: int, ke_id: int) -> tuple[Unor, Unor]:
    dari, ke = session.get(Unor, dari_id), session.get(Unor, ke_id)
    if dari is None or ke is None:
        raise TidakDitemukan("Unor tidak ditemukan; mungkin sudah dihapus.")
    return dari, ke


def sebut(unor: Unor) -> str:
    """A unit in a sentence about two that may bear one name."""
    return f"{unor.nama} (ID {unor.id})"


def _sebut(kunci: str) -> str:
    tabel, _, kolom = kunci.partition(".")
    if tabel == "unor":
        return "unor bawahan" if kolom == "atasan_id" else "unor dengan Unor Induk ini"
    return {"peta_unor": "pemetaan SIASN", "jpt_non_asn": "entri JPT Non ASN"}.get(tabel) or NAMA_TABEL.get(tabel, tabel.replace("_", " "))


def _pimpinan(session: Session, unor_id: int) -> Pegawai | None:
    return session.scalar(
        select(Pegawai).where(
            Pegawai.unor_id == unor_id, Pegawai.jenis_jabatan == JenisJabatan.PIMPINAN, Pegawai.status == StatusAktif.AKTIF
        )
    )


def _halangan(session: Session, dari: Unor, ke: Unor) -> Iterator[str]:
    if dari.id == ke.id:
        yield "Pilih dua unor yang berbeda."
        return
    if not ke.aktif:
        yield f"{sebut(ke)} nonaktif; gabungkan ke unor yang aktif."
    # The parent of the unit that stays may be the one that goes (it moves up), but not further above: that would be a circle.
    if dari.id in ke_atas(session, ke.id) and ke.atasan_id != dari.id:
        yield f"{sebut(ke)} berada jauh di bawah {sebut(dari)}; kaitkan dahulu ke unor lain."
    milik = select(CapaianOrganisasi.tahun, CapaianOrganisasi.periode_id)
    bentrok = _pasangan(session, milik, CapaianOrganisasi.unor_id, dari.id) & _pasangan(session, milik, CapaianOrganisasi.unor_id, ke.id)
    if bentrok:
        yield f"Keduanya mempunyai capaian kinerja organisasi untuk {len(bentrok)} periode yang sama; hapus salah satunya dahulu."
    tim = select(TimKerja.tahun, TimKerja.nama)
    kembar = _pasangan(session, tim, TimKerja.unor_id, dari.id) & _pasangan(session, tim, TimKerja.unor_id, ke.id)
    if kembar:
        yield f"Keduanya mempunyai tim kerja bernama sama ({sorted(kembar)[0][1]}); ubah namanya dahulu."


def _pasangan(session: Session, stmt: Select, kolom: InstrumentedAttribute[Any], unor_id: int) -> set[tuple[Any, ...]]:
    return {tuple(b) for b in session.execute(stmt.where(kolom == unor_id))}


def gabungkan(aktor: Aktor, dari_id: int, ke_id: int, *, temuan_id: int | None = None, versi: int | None = None) -> int:
    """Move everything of ``dari`` to ``ke`` and make ``dari`` inactive; returns the id of the merge, by which it is undone.

    ``versi`` is that of the finding which the page showed. Raises Salah with what stands against it, DataBasi, TidakDitemukan, Ditolak.
    """
    aktor.wajib("rekonsiliasi_unor:perbaiki")
    with unit_of_work(aktor) as unit:
        session = unit.session
        session.execute(select(Unor.id).where(Unor.id.in_([dari_id, ke_id])).order_by(Unor.id).with_for_update())
        dari, ke = _dua(session, dari_id, ke_id)
        temuan = _temuan(session, temuan_id, versi)
        if halangan := list(_halangan(session, dari, ke)):
            raise Salah(" ".join(halangan))
        sebelum = {"aktif": dari.aktif, "versi": dari.versi}
        turun = _turunkan_pimpinan(unit, dari, ke)
        naik = _naikkan(unit, dari, ke)
        pindah = _pindahkan_semua(session, dari.id, ke.id)
        dari.aktif = False
        peta = _petakan(unit, dari, ke)
        session.flush()
        isi = {"pindah": pindah, "dari": sebelum | {"versi_kini": dari.versi}, "turun": turun, "naik": naik, "peta": peta}
        gabung = GabungUnor(
            instansi_id=aktor.instansi_id, dari_id=dari.id, ke_id=ke.id, temuan_id=temuan_id, waktu=aktor.sekarang(), pelaku=aktor.nama, isi=isi,
        )  # fmt: skip
        session.add(gabung)
        session.flush()
        ringkasan = _ringkasan(pindah)
        audit.catat(session, aktor, "gabung_unor", dari, perubahan=ringkasan, alasan=f"Digabung ke {sebut(ke)}.")
        audit.catat(session, aktor, "terima_pindahan", ke, perubahan=ringkasan, alasan=f"{sebut(dari)} digabung ke sini.")
        if temuan is not None:
            selesaikan(unit, temuan)
        session.flush()
        periksa(unit)
        return gabung.id


def _temuan(session: Session, temuan_id: int | None, versi: int | None) -> TemuanUnor | None:
    if temuan_id is None:
        return None
    temuan = session.get(TemuanUnor, temuan_id)
    if temuan is None:
        raise TidakDitemukan("Temuan tidak ditemukan.")
    if versi is not None and temuan.versi != versi:
        raise DataBasi(str(temuan))
    if temuan.jenis not in (JenisTemuan.DUPLIKAT, JenisTemuan.NONAKTIF_BERISI):
        raise Salah("Temuan ini tidak diselesaikan dengan penggabungan.")
    transisi("temuan_unor", temuan.status, "selesaikan")
    return temuan


def _turunkan_pimpinan(unit: Unit, dari: Unor, ke: Unor) -> list[int]:
    """The unit that stays keeps its pimpinan: [id, versi after] of the one that became Pegawai, or []."""
    lama = _pimpinan(unit.session, dari.id)
    if lama is None or _pimpinan(unit.session, ke.id) is None:
        return []
    lama.jenis_jabatan = JenisJabatan.PEGAWAI
    perubahan = audit.beda(unit.session, lama)
    unit.session.flush()
    audit.catat(unit.session, unit.aktor, "ubah", lama, perubahan=perubahan, alasan=f"{dari.nama} digabung ke {ke.nama}.")
    return [lama.id]


def _naikkan(unit: Unit, dari: Unor, ke: Unor) -> dict[str, int | None]:
    """What of ``ke`` itself refers to ``dari``: it takes the atasan of ``dari``, and stands for itself as Unor Induk."""
    semula: dict[str, int | None] = {}
    if ke.atasan_id == dari.id:
        semula["atasan_id"] = dari.id
        ke.atasan_id = dari.atasan_id if dari.atasan_id != ke.id else None
    if ke.induk_id == dari.id:
        semula["induk_id"] = dari.id
        ke.induk_id = ke.id
    unit.session.flush()
    return semula


def _pindahkan_semua(session: Session, dari_id: int, ke_id: int) -> dict[str, list[list[int]]]:
    """``table.column`` → [[id, versi after everything has moved], ...]; versi 0 where the table keeps none."""
    ids: dict[str, list[int]] = {}
    for nama, kolom in _rujukan():
        if milik := list(session.scalars(select(kolom.class_.id).where(kolom == dari_id).order_by(kolom.class_.id))):
            ids[nama] = milik
            _tulis(session, kolom, kolom == dari_id, ke_id)
    # A row may refer twice (atasan and induk): its versi is read when all have moved.
    return {nama: _dengan_versi(session, kolom, ids[nama]) for nama, kolom in _rujukan() if nama in ids}


def _tulis(session: Session, kolom: InstrumentedAttribute[Any], syarat: Any, nilai: int) -> None:
    kelas = kolom.class_
    isi: dict[Any, Any] = {kolom: nilai, **({kelas.versi: kelas.versi + 1} if hasattr(kelas, "versi") else {})}
    session.execute(update(kelas).where(syarat).values(isi), execution_options={"synchronize_session": False})
    session.expire_all()


def _dengan_versi(session: Session, kolom: InstrumentedAttribute[Any], ids: list[int]) -> list[list[int]]:
    kelas = kolom.class_
    if not hasattr(kelas, "versi"):
        return [[i, 0] for i in ids]
    hasil: list[list[int]] = []
    for i in range(0, len(ids), 500):
        baris = session.execute(select(kelas.id, kelas.versi).where(kelas.id.in_(ids[i : i + 500])).order_by(kelas.id))
        hasil += [[id, versi] for id, versi in baris]
    return hasil


def _petakan(unit: Unit, dari: Unor, ke: Unor) -> str | None:
    """The id at SIASN of the merged unit, which from now on stands for the other; None when it had none."""
    if not dari.siasn_id:
        return None
    unit.session.add(PetaUnor(instansi_id=unit.aktor.instansi_id, siasn_id=dari.siasn_id, unor_id=ke.id))
    return dari.siasn_id


def _ringkasan(pindah: dict[str, list[list[int]]]) -> list[audit.Perubahan]:
    return [
        {"kolom": nama, "label": f"{_sebut(nama).capitalize()} dipindahkan", "tipe": "angka", "sebelum": None, "sesudah": len(isi)}
        for nama, isi in pindah.items()
    ]


def batalkan(aktor: Aktor, id: int, versi: int | None) -> None:
    """Undo a merge. Raises Salah naming what has changed since, DataBasi, TidakDitemukan, Ditolak."""
    aktor.wajib("gabung_unor:batalkan")
    with unit_of_work(aktor) as unit:
        session = unit.session
        gabung = session.get(GabungUnor, id)
        if gabung is None:
            raise TidakDitemukan("Penggabungan tidak ditemukan.")
        if versi is not None and gabung.versi != versi:
            raise DataBasi(str(gabung))
        dari, ke = _dua(session, gabung.dari_id, gabung.ke_id)
        if sebab := halangan_batal(session, gabung):
            raise Salah(sebab)
        isi = gabung.isi
        for nama, kolom in _rujukan():
            _kembalikan(session, kolom, [i for i, _ in isi["pindah"].get(nama, ())], dari.id)
        for pegawai_id in isi.get("turun", ()):
            session.get_one(Pegawai, pegawai_id).jenis_jabatan = JenisJabatan.PIMPINAN
        for kolom_ke, semula in isi.get("naik", {}).items():
            setattr(ke, kolom_ke, semula)
        dari.aktif = isi["dari"].get("aktif", True)
        if isi.get("peta"):
            session.delete(session.scalars(select(PetaUnor).where(PetaUnor.siasn_id == isi["peta"], PetaUnor.unor_id == ke.id)).one())
        gabung.dibatalkan = aktor.sekarang()
        session.flush()
        for unor in (dari, ke):
            audit.catat(session, aktor, "batal_gabung", unor, perubahan=_ringkasan(isi["pindah"]), alasan="Penggabungan dibatalkan.")
        periksa(unit)


def halangan_batal(session: Session, gabung: GabungUnor) -> str | None:
    """Why the merge cannot be undone any more, or None."""
    if gabung.dibatalkan is not None:
        return "Penggabungan ini sudah dibatalkan."
    for nama, kolom in _rujukan():
        isi: dict[int, int] = dict(gabung.isi["pindah"].get(nama, ()))
        if not isi:
            continue
        kelas = kolom.class_
        kini: dict[int, tuple[Any, int]] = {}
        ids = sorted(isi)
        for i in range(0, len(ids), 500):
            kolom_versi = kelas.versi if hasattr(kelas, "versi") else kelas.id
            for id, unor_id, v in session.execute(select(kelas.id, kolom, kolom_versi).where(kelas.id.in_(ids[i : i + 500]))):
                kini[id] = (unor_id, v)
        berubah = [i for i, v in isi.items() if i not in kini or kini[i][0] != gabung.ke_id or (v and kini[i][1] != v)]
        if berubah:
            return f"{len(berubah)} {_sebut(nama)} sudah berubah sejak penggabungan; pindahkan sendiri lewat menunya."
    dari = session.get(Unor, gabung.dari_id)
    if dari is None or dari.versi != gabung.isi["dari"].get("versi_kini", dari.versi):
        return "Unor yang digabung sudah berubah sejak penggabungan."
    return None


def _kembalikan(session: Session, kolom: InstrumentedAttribute[Any], ids: list[int], dari_id: int) -> None:
    for i in range(0, len(ids), 500):
        _tulis(session, kolom, kolom.class_.id.in_(ids[i : i + 500]), dari_id)


def kalimat_isi(gabung: GabungUnor) -> str:
    """What a merge moved, in words."""
    jumlah: dict[str, int] = {}
    for nama, isi in gabung.isi.get("pindah", {}).items():
        jumlah[_sebut(nama)] = jumlah.get(_sebut(nama), 0) + len(isi)
    return (", ".join(f"{n} {apa}" for apa, n in sorted(jumlah.items())) or "tidak ada data lain") + "."
