"""Manajemen Unor (manual 2.3): the tree stays free of new loops, and a unor goes only when what is in it has been moved."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import Select, exists, func, inspect, or_, select, update
from sqlalchemy.orm import Session, aliased

from domain import unor as pohon
from domain.izin import Aktor
from domain.jabatan import JenisJabatan, setingkat_jpt
from domain.status import StatusAktif
from domain.tanggal import ribuan
from models import Instansi, Pegawai, PeranPengguna, PltPlh, Unor
from services import audit, rujukan
from services.entitas import Entitas
from services.galat import MasihDirujuk, Salah
from services.saring import Konteks, subpohon
from services.unit_of_work import Unit, unit_of_work

CABANG_MAKS = 500
"""Entries of one branch of the tree; what is beyond is in the list."""
HITUNG_MAKS = 10_000
"""People are counted up to here, so that a page about the root stays fast."""


# --- What a unor holds ------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Isi:
    """What refers to one unor. ``berinduk``: unor elsewhere in the tree that name it as their Unor Induk."""

    bawahan: int
    berinduk: int
    pegawai: int
    plt_aktif: int
    plt_lama: int
    peran: int

    @property
    def perlu_tujuan(self) -> bool:
        """Whether deleting the unor takes a place to move something to."""
        return bool(self.bawahan or self.berinduk or self.pegawai or self.plt_lama)

    @property
    def halangan(self) -> str | None:
        """What no move can settle, in words; None when there is nothing of the kind."""
        sebab = []
        if self.plt_aktif:
            sebab.append(f"{ribuan(self.plt_aktif)} PLT/PLH di unor ini masih Aktif; akhiri dahulu di Manajemen PLT/PLH.")
        if self.peran:
            # Moving the limit along would quietly widen what a supervisor reads.
            sebab.append(
                f"{ribuan(self.peran)} peran Supervisor dibatasi pada unor ini; cabut atau ganti batasnya dahulu di menu Pengguna."
            )
        return " ".join(sebab) or None


def isi(session: Session, unor_id: int) -> Isi:
    """Counts of everything that refers to the unor itself (not to those below it)."""

    def hitung(model: type, *syarat: object) -> int:
        return session.scalar(select(func.count()).select_from(model).where(*syarat)) or 0  # type: ignore[arg-type]

    lain = Unor.id != unor_id
    return Isi(
        bawahan=hitung(Unor, lain, Unor.atasan_id == unor_id),
        berinduk=hitung(Unor, lain, Unor.induk_id == unor_id, Unor.atasan_id.is_distinct_from(unor_id)),
        pegawai=hitung(Pegawai, Pegawai.unor_id == unor_id),
        plt_aktif=hitung(PltPlh, PltPlh.unor_id == unor_id, PltPlh.aktif),
        plt_lama=hitung(PltPlh, PltPlh.unor_id == unor_id, ~PltPlh.aktif),
        peran=hitung(PeranPengguna, PeranPengguna.unor_id == unor_id),
    )


def pegawai_terdampak(session: Session, unor_id: int) -> tuple[int, bool]:
    """How many pegawai are in the unor and below it, up to HITUNG_MAKS, and whether there are more."""
    sampai = select(Pegawai.id).where(Pegawai.unor_id.in_(subpohon(unor_id))).limit(HITUNG_MAKS + 1).subquery()
    n = session.scalar(select(func.count()).select_from(sampai)) or 0
    return min(n, HITUNG_MAKS), n > HITUNG_MAKS


def pimpinan(session: Session, unor_id: int) -> Pegawai | None:
    """Who leads the unor: active, and pimpinan there; at most one."""
    return session.scalar(
        select(Pegawai).where(
            Pegawai.unor_id == unor_id, Pegawai.jenis_jabatan == JenisJabatan.PIMPINAN, Pegawai.status == StatusAktif.AKTIF
        )
    )


# --- The tree ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Simpul:
    """One entry of the tree. ``pegawai``: how many are in it and below it."""

    id: int
    nama: str
    mandiri: bool
    berbawahan: bool
    pegawai: int


def akar(konteks: Konteks) -> tuple[list[Simpul], bool]:
    """Where the actor's tree starts, and whether there are more than CABANG_MAKS: roots and one unor of each loop."""
    batas = konteks.aktor.batas_unor
    if batas is not None:
        return _simpul(konteks.session, select(Unor.id).where(Unor.id == batas))
    peta: dict[int, int | None] = dict(konteks.session.execute(select(Unor.id, Unor.atasan_id)).all())
    melingkar = [putaran[0] for putaran in pohon.lingkaran(peta)]
    return _simpul(konteks.session, select(Unor.id).where(or_(Unor.atasan_id.is_(None), Unor.id.in_(melingkar))))


def cabang(konteks: Konteks, unor_id: int) -> tuple[list[Simpul], bool]:
    """The unor right below one, and whether there are more than CABANG_MAKS. Where a loop closes, its start is left out."""
    anak, lagi = _simpul(konteks.session, select(Unor.id).where(Unor.atasan_id == unor_id))
    jalur = pohon.jalur_ke_atas(unor_id, ke_atas(konteks.session, unor_id))
    batas = konteks.aktor.batas_unor

    def menutup(id: int) -> bool:
        return id in jalur and id == (batas if batas is not None else min(jalur[: jalur.index(id) + 1]))

    return [a for a in anak if not menutup(a.id)], lagi


def _simpul(session: Session, ids: Select) -> tuple[list[Simpul], bool]:
    """Three queries, whatever the number of entries."""
    di_bawah = aliased(Unor)
    berbawahan = exists().where(di_bawah.instansi_id == Unor.instansi_id, di_bawah.atasan_id == Unor.id)
    stmt = select(Unor.id, Unor.nama, Unor.mandiri, berbawahan).where(Unor.id.in_(ids)).order_by(Unor.nama_cari, Unor.id)
    baris = session.execute(stmt.limit(CABANG_MAKS + 1)).all()
    tampak = baris[:CABANG_MAKS]
    jumlah = _pegawai_per_cabang(session, ids) if tampak else {}
    return [Simpul(id, nama, mandiri, ada, jumlah.get(id, 0)) for id, nama, mandiri, ada in tampak], len(baris) > CABANG_MAKS


def _pegawai_per_cabang(session: Session, ids: Select) -> dict[int, int]:
    turun = select(Unor.id.label("puncak"), Unor.id.label("id")).where(Unor.id.in_(ids)).cte("cabang", recursive=True)
    turun = turun.union(select(turun.c.puncak, Unor.id).join(turun, Unor.atasan_id == turun.c.id))
    di_unor = dict(
        session.execute(
            select(Pegawai.unor_id, func.count()).where(Pegawai.unor_id.in_(select(turun.c.id))).group_by(Pegawai.unor_id)
        ).all()
    )
    # Added up here: PostgreSQL overrates a recursive join so much that it compiles the query, which takes longer than the query.
    jumlah: dict[int, int] = {}
    for puncak, id in session.execute(select(turun.c.puncak, turun.c.id)):
        jumlah[puncak] = jumlah.get(puncak, 0) + di_unor.get(id, 0)
    return jumlah


def ke_atas(session: Session, unor_id: int) -> dict[int, int | None]:
    """``unor_id`` and every unor above it, each with its atasan; ends on loops as well."""
    naik = select(Unor.id, Unor.atasan_id).where(Unor.id == unor_id).cte("naik", recursive=True)
    naik = naik.union(select(Unor.id, Unor.atasan_id).join(naik, Unor.id == naik.c.atasan_id))
    return dict(session.execute(select(Unor.id, Unor.atasan_id).where(Unor.id.in_(select(naik.c.id)))).all())


# --- Use cases --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Pemindahan:
    """What a deletion has moved, and where to."""

    tujuan: str
    unor: int = 0
    pegawai: int = 0
    plt_plh: int = 0
    pimpinan_turun: bool = False
    """The pimpinan of the deleted unor became Pegawai, since the target has its own."""


@dataclass(frozen=True, slots=True)
class _Nama:
    """A record as the audit names it, without loading it whole."""

    id: int
    nama: str

    def __str__(self) -> str:
        return self.nama


class LayananUnor(Entitas):
    model = Unor
    sumber = "unor"

    def periksa(self, unit: Unit, objek: Unor, setuju: frozenset[str]) -> None:
        """A new atasan may not stand below the unor. A loop that a sync brought may stay while other fields change."""
        if objek.id is None or objek.atasan_id is None or not inspect(objek).attrs.atasan_id.history.has_changes():
            return
        with unit.session.no_autoflush:
            _kunci_pohon(unit)
            putaran = pohon.akan_melingkar(objek.id, objek.atasan_id, ke_atas(unit.session, objek.atasan_id))
            if len(putaran) == 2:
                raise Salah({"atasan_id": "Unor tidak dapat menjadi atasan dirinya sendiri."})
            if putaran:
                nama = dict(unit.session.execute(select(Unor.id, Unor.nama).where(Unor.id.in_(putaran[1:-1]))).all())
                jalur = " di bawah ".join(nama[i] for i in putaran[1:-1][:4])
                raise Salah({"atasan_id": f"Susunan unor akan melingkar: {jalur} berada di bawah {objek.nama}. Pilih unor lain."})

    def hapus(self, aktor: Aktor, id: int, versi: int | None, *, alasan: str | None = None) -> None:
        """Delete an empty unor; one that holds something is refused (Salah, field ``tujuan_id``)."""
        self.pindahkan_dan_hapus(aktor, id, versi, None, alasan=alasan)

    def pindahkan_dan_hapus(
        self, aktor: Aktor, id: int, versi: int | None, tujuan_id: int | None, *, alasan: str | None = None
    ) -> Pemindahan | None:
        """Delete a unor; what is in it goes to ``tujuan_id`` in the same transaction. None when there was nothing to move.

        Raises Salah (field ``tujuan_id`` when the target is missing or makes no sense), MasihDirujuk, DataBasi, TidakDitemukan.
        """
        aktor.wajib("unor:hapus")
        with unit_of_work(aktor) as unit:
            _kunci_pohon(unit)
            # Whoever puts someone into either unor meanwhile waits for the outcome.
            unit.session.execute(select(Unor.id).where(Unor.id.in_([id, tujuan_id])).order_by(Unor.id).with_for_update())
            objek = self.ambil(unit, id, versi)
            ada = isi(unit.session, id)
            if ada.halangan:
                raise Salah(ada.halangan)
            semula = audit.isi(unit.session, objek)
            pindah = _pindahkan(unit, objek, _tujuan(unit, objek, tujuan_id, ada)) if ada.perlu_tujuan else None
            for kolom in ("atasan_id", "induk_id"):
                if getattr(objek, kolom) == id:
                    setattr(objek, kolom, None)
            unit.session.flush()
            if dipakai := rujukan.hitung(unit.session, objek):
                raise MasihDirujuk(str(objek), dipakai)
            audit.catat(unit.session, aktor, "hapus", objek, perubahan=[*semula, *_ringkasan(pindah)], alasan=alasan)
            unit.session.delete(objek)
            unit.session.flush()
            return pindah


def _kunci_pohon(unit: Unit) -> None:
    """One change of the tree at a time in an instansi: two that are each right can make a loop together."""
    unit.session.execute(select(Instansi.id).where(Instansi.id == unit.aktor.instansi_id).with_for_update(key_share=True))


def _tujuan(unit: Unit, objek: Unor, tujuan_id: int | None, ada: Isi) -> Unor:
    tujuan = unit.session.get(Unor, tujuan_id) if tujuan_id is not None else None
    if tujuan is None:
        raise Salah({"tujuan_id": "Pilih unor tujuan dari daftar; unor ini masih berisi."})
    if tujuan.id == objek.id:
        raise Salah({"tujuan_id": "Pilih unor lain; unor ini akan dihapus."})
    if ada.bawahan and objek.id in pohon.jalur_ke_atas(tujuan.id, ke_atas(unit.session, tujuan.id)):
        raise Salah(
            {
                "tujuan_id": f"{tujuan.nama} berada di bawah unor yang akan dihapus, sehingga unor bawahannya tidak dapat pindah ke sana. Pilih unor lain."
            }
        )
    return tujuan


def _pindahkan(unit: Unit, objek: Unor, tujuan: Unor) -> Pemindahan:
    session = unit.session
    pegawai, turun = _pindahkan_pegawai(unit, objek, tujuan)
    plt = _nama(session.execute(select(PltPlh.id, PltPlh.jabatan).where(PltPlh.unor_id == objek.id)))
    session.execute(
        update(PltPlh).where(PltPlh.unor_id == objek.id).values(unor_id=tujuan.id, versi=PltPlh.versi + 1),
        execution_options={"synchronize_session": False},
    )
    _catat_semua(unit, "plt_plh", "ubah", plt, [_pindah(objek, tujuan)])
    pindah = Pemindahan(tujuan.nama, _pindahkan_unor(unit, objek, tujuan), pegawai, len(plt), turun)
    audit.catat(session, unit.aktor, "terima_pindahan", tujuan, perubahan=_ringkasan(pindah), alasan=f"{objek.nama} dihapus.")
    return pindah


def _pindahkan_unor(unit: Unit, objek: Unor, tujuan: Unor) -> int:
    """Children get the target as atasan; whoever had the unor as Unor Induk gets the target, or the target's own."""
    terkait = unit.session.scalars(
        select(Unor).where(or_(Unor.atasan_id == objek.id, Unor.induk_id == objek.id), Unor.id != objek.id).order_by(Unor.id)
    ).all()
    warisan = objek.induk_id if objek.induk_id != objek.id else None
    induk = tujuan.induk_id if tujuan.induk_id not in (None, objek.id) else warisan
    if setingkat_jpt(tujuan.eselon) or tujuan.mandiri:
        induk = tujuan.id
    for u in terkait:
        if u.atasan_id == objek.id:
            u.atasan_id = tujuan.id
        if u.induk_id == objek.id:
            u.induk_id = warisan if u is tujuan else induk
        perubahan = audit.beda(unit.session, u)
        audit.catat(unit.session, unit.aktor, "ubah", u, perubahan=perubahan, alasan=f"{objek.nama} dihapus.")
    unit.session.flush()
    return len(terkait)


def _pindahkan_pegawai(unit: Unit, objek: Unor, tujuan: Unor) -> tuple[int, bool]:
    """One UPDATE for all, and an audit row each. The pimpinan stays pimpinan only where the target has none."""
    session = unit.session
    semua = session.execute(
        select(Pegawai.id, Pegawai.nama, Pegawai.jenis_jabatan).where(Pegawai.unor_id == objek.id).order_by(Pegawai.id)
    ).all()
    sudah_ada = pimpinan(session, tujuan.id) is not None
    nilai = {"unor_id": tujuan.id, "versi": Pegawai.versi + 1, **({"jenis_jabatan": JenisJabatan.PEGAWAI} if sudah_ada else {})}
    session.execute(update(Pegawai).where(Pegawai.unor_id == objek.id).values(nilai), execution_options={"synchronize_session": False})
    memimpin = [b for b in semua if sudah_ada and b.jenis_jabatan is JenisJabatan.PIMPINAN]
    jabatan = {
        "kolom": "jenis_jabatan", "label": "Jenis Jabatan", "tipe": "pilihan", "sebelum": "pimpinan", "sebelum_teks": "Pimpinan", "sesudah": "pegawai", "sesudah_teks": "Pegawai",
    }  # fmt: skip
    _catat_semua(unit, "pegawai", "pindah_unor", _nama(memimpin), [_pindah(objek, tujuan), jabatan])
    _catat_semua(unit, "pegawai", "pindah_unor", _nama(b for b in semua if b not in memimpin), [_pindah(objek, tujuan)])
    return len(semua), bool(memimpin)


def _nama(baris: Iterable) -> list[_Nama]:
    return [_Nama(b[0], b[1]) for b in baris]


def _pindah(objek: Unor, tujuan: Unor) -> audit.Perubahan:
    return {
        "kolom": "unor_id",
        "label": "Unor",
        "tipe": "rujukan",
        "sebelum": objek.id,
        "sebelum_teks": objek.nama,
        "sesudah": tujuan.id,
        "sesudah_teks": tujuan.nama,
    }


def _catat_semua(unit: Unit, entitas: str, aksi: str, semua: list[_Nama], perubahan: list[audit.Perubahan]) -> None:
    """An audit row for each record, written a thousand at a time so that memory stays bounded."""
    for i in range(0, len(semua), 1_000):
        for satu in semua[i : i + 1_000]:
            audit.catat(unit.session, unit.aktor, aksi, satu, perubahan=perubahan, entitas=entitas)
        unit.session.flush()


def _ringkasan(pindah: Pemindahan | None) -> list[audit.Perubahan]:
    if pindah is None:
        return []
    jumlah = (
        ("unor", "Unor dipindahkan", pindah.unor),
        ("pegawai", "Pegawai dipindahkan", pindah.pegawai),
        ("plt_plh", "PLT/PLH dipindahkan", pindah.plt_plh),
    )
    return [{"kolom": k, "label": label, "tipe": "angka", "sebelum": None, "sesudah": n} for k, label, n in jumlah if n]


layanan = LayananUnor()
