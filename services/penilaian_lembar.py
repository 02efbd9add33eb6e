"""A sheet of a penilaian: everything that pegawai and penilai see of one SKP in one Periode, and its texts by their keys."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.berakhlak import NilaiBerakhlak
from domain.skp import JenisRhk
from models import Indikator, Keberatan, Penilaian, PerilakuSkp, RealisasiIndikator, RencanaAksi, Rhk, Skp, UmpanBalikPerilaku
from services.penilaian import PeriodeSkp


@dataclass(frozen=True, slots=True)
class BarisIndikator:
    id: int
    aspek: str | None
    """Label of the aspek (JA/JF) or perspektif (JPT)."""
    teks: str
    target: str
    realisasi: str
    umpan_balik: str


@dataclass(frozen=True, slots=True)
class BarisAksi:
    id: int
    teks: str
    eviden: str


@dataclass(frozen=True, slots=True)
class BarisRhk:
    id: int
    nomor: int
    jenis: JenisRhk
    teks: str
    intervensi: str | None
    indikator: Sequence[BarisIndikator]
    aksi: Sequence[BarisAksi]


@dataclass(frozen=True, slots=True)
class BarisPerilaku:
    nilai: NilaiBerakhlak
    ekspektasi: str
    umpan_balik: str


@dataclass(frozen=True, slots=True)
class Lembar:
    skp: Skp
    periode: PeriodeSkp
    penilaian: Penilaian | None
    rhk: Sequence[BarisRhk]
    perilaku: Sequence[BarisPerilaku]
    keberatan: Keberatan | None


@dataclass(frozen=True, slots=True)
class Bahan:
    """What the sheets of a SKP are made of, of one Periode or of all; read once."""

    skp: Skp
    rhk: Sequence[tuple[Rhk, Sequence[Indikator]]]
    """As the sheet numbers them: utama before tambahan, each as the pegawai has put them in order."""
    aksi: Mapping[tuple[int, int], Sequence[RencanaAksi]]
    """(RHK, Periode) → rencana aksi."""
    penilaian: Mapping[int, Penilaian]
    """By Periode."""
    realisasi: Mapping[tuple[int, int], RealisasiIndikator]
    """(Penilaian, Indikator) → realisasi and feedback."""
    perilaku: Mapping[tuple[int, NilaiBerakhlak], str]
    """(Penilaian, value) → feedback."""
    ekspektasi: Mapping[NilaiBerakhlak, str]

    def lembar(self, periode: PeriodeSkp, keberatan: Keberatan | None = None) -> Lembar:
        """The sheet of one Periode."""
        penilaian = self.penilaian.get(periode.id)
        id = penilaian.id if penilaian is not None else 0
        return Lembar(
            self.skp,
            periode,
            penilaian,
            [self._rhk(n, rhk, indikator, periode.id, id) for n, (rhk, indikator) in enumerate(self.rhk, 1)],
            [BarisPerilaku(n, self.ekspektasi.get(n, ""), self.perilaku.get((id, n), "")) for n in NilaiBerakhlak],
            keberatan,
        )

    def _rhk(self, nomor: int, r: Rhk, indikator: Sequence[Indikator], periode_id: int, penilaian_id: int) -> BarisRhk:
        aksi = [BarisAksi(a.id, a.teks, a.eviden or "") for a in self.aksi.get((r.id, periode_id), ())]
        return BarisRhk(r.id, nomor, r.jenis, r.teks, r.intervensi, [self._indikator(i, penilaian_id) for i in indikator], aksi)

    def _indikator(self, i: Indikator, penilaian_id: int) -> BarisIndikator:
        u = self.realisasi.get((penilaian_id, i.id))
        return BarisIndikator(i.id, _aspek(i), i.teks, i.target, (u.realisasi if u else None) or "", (u.umpan_balik if u else None) or "")


def bahan(session: Session, skp: Skp, periode: PeriodeSkp | None = None) -> Bahan:
    """Everything of the SKP in that Periode, or in all of them. Five SELECTs, however long the SKP."""
    rhk: dict[int, tuple[Rhk, list[Indikator]]] = {}
    stmt = select(Rhk, Indikator).outerjoin(Indikator, Indikator.rhk_id == Rhk.id).where(Rhk.skp_id == skp.id)
    for r, i in session.execute(stmt.order_by(Rhk.urut, Rhk.id, Indikator.urut, Indikator.id)):
        _, milik = rhk.setdefault(r.id, (r, []))
        if i is not None:
            milik.append(i)
    aksi: dict[tuple[int, int], list[RencanaAksi]] = defaultdict(list)
    per_aksi = select(RencanaAksi).where(RencanaAksi.rhk_id.in_(select(Rhk.id).where(Rhk.skp_id == skp.id)))
    per_penilaian = (
        select(Penilaian, RealisasiIndikator)
        .outerjoin(RealisasiIndikator, RealisasiIndikator.penilaian_id == Penilaian.id)
        .where(Penilaian.skp_id == skp.id)
    )
    per_umpan = (
        select(UmpanBalikPerilaku).join(Penilaian, Penilaian.id == UmpanBalikPerilaku.penilaian_id).where(Penilaian.skp_id == skp.id)
    )
    if periode is not None:
        per_aksi = per_aksi.where(RencanaAksi.periode_id == periode.id)
        per_penilaian = per_penilaian.where(Penilaian.periode_id == periode.id)
        per_umpan = per_umpan.where(Penilaian.periode_id == periode.id)
    for a in session.scalars(per_aksi.order_by(RencanaAksi.id)):
        aksi[a.rhk_id, a.periode_id].append(a)
    penilaian: dict[int, Penilaian] = {}
    realisasi: dict[tuple[int, int], RealisasiIndikator] = {}
    for p, satu in session.execute(per_penilaian):
        penilaian[p.periode_id] = p
        if satu is not None:
            realisasi[p.id, satu.indikator_id] = satu
    return Bahan(
        skp,
        sorted(rhk.values(), key=lambda r: list(JenisRhk).index(r[0].jenis)),
        aksi,
        penilaian,
        realisasi,
        {(u.penilaian_id, u.nilai): u.umpan_balik for u in session.scalars(per_umpan)},
        {p.nilai: p.ekspektasi for p in session.scalars(select(PerilakuSkp).where(PerilakuSkp.skp_id == skp.id))},
    )


def muat(session: Session, skp: Skp, periode: PeriodeSkp) -> Lembar:
    """The sheet of one Periode: six SELECTs, however long the SKP."""
    isi = bahan(session, skp, periode)
    penilaian = isi.penilaian.get(periode.id)
    keberatan = session.scalar(select(Keberatan).where(Keberatan.penilaian_id == penilaian.id)) if penilaian is not None else None
    return isi.lembar(periode, keberatan)


def _aspek(i: Indikator) -> str | None:
    ada: Any = i.aspek or i.perspektif
    return ada.label if ada is not None else None


# --- Texts by key -----------------------------------------------------------------------------------------------------
# A key is the kind of text and what it belongs to; the form's fields have the same names.


def teks_pegawai(lembar: Lembar) -> dict[str, str]:
    """Key → text of everything that the pegawai writes; ``aksibaru_<rhk>`` and ``evidenbaru_<rhk>`` make a new rencana aksi."""
    hasil: dict[str, str] = {}
    for r in lembar.rhk:
        for i in r.indikator:
            hasil[f"realisasi_{i.id}"] = i.realisasi
        for a in r.aksi:
            hasil[f"aksi_{r.id}_{a.id}"] = a.teks
            hasil[f"eviden_{r.id}_{a.id}"] = a.eviden
        hasil[f"aksibaru_{r.id}"] = hasil[f"evidenbaru_{r.id}"] = ""
    return hasil


def teks_umpan(lembar: Lembar) -> dict[str, str]:
    """Key → text of the penilai's feedback."""
    hasil = {f"umpan_{i.id}": i.umpan_balik for r in lembar.rhk for i in r.indikator}
    return hasil | {f"perilaku_{p.nilai.value}": p.umpan_balik for p in lembar.perilaku}


def teks_rating(lembar: Lembar) -> dict[str, str]:
    """Key → value of the ratings as a form sends them, and the catatan."""
    p = lembar.penilaian
    return {
        "rating_hasil": p.hasil.value if p is not None and p.hasil is not None else "",
        "rating_perilaku": p.perilaku.value if p is not None and p.perilaku is not None else "",
        "catatan": (p.catatan if p is not None else None) or "",
    }
