"""*Pulihkan*: a SKP is put back as a snapshot holds it, with the ids that are still free and what others refer to."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import Date, select
from sqlalchemy import Enum as SAEnum

from domain.izin import Aktor
from domain.skp import MasaSkp, periksa_masa
from domain.status import StatusSkp
from models import Keberatan, Pegawai, PotretSkp, Rhk, Saat, Skp, Unor
from services import audit
from services.galat import Salah, TidakDitemukan
from services.skp_dasar import halangan_meninggalkan_persetujuan, perubahan, terkunci
from services.skp_potret import BAGIAN, Bagian, Isi, dinilai, kabari_capaian, nilai_json, potret, rhk_milik
from services.unit_of_work import Unit, unit_of_work

BUKAN_ISI = frozenset({"id", "instansi_id", "versi"})
_DI_ATAS = {"rhk_id": "rhk", "penilaian_id": "penilaian", "indikator_id": "indikator"}
"""Column → the part of the same snapshot that it refers to."""


def _dari_json(model: Any, isi: Isi) -> Isi:
    """Column values of a stored row; columns that the model no longer has are passed over."""
    hasil = {}
    for k in model.__table__.columns:
        if k.name in BUKAN_ISI or k.name not in isi:
            continue
        nilai = isi[k.name]
        if nilai is not None:
            if isinstance(k.type, SAEnum):
                nilai = k.type.enum_class(nilai)  # type: ignore[misc]
            elif isinstance(k.type, Saat):
                nilai = datetime.fromisoformat(nilai)
            elif isinstance(k.type, Date):
                nilai = date.fromisoformat(nilai)
        hasil[k.name] = nilai
    return hasil


@dataclass(slots=True)
class _Pemulihan:
    """What a restoration keeps book of: where each row of the snapshot is now, and what could not be as it was."""

    unit: Unit
    skp: Skp
    isi: Isi
    id_baru: dict[tuple[str, int], int | None] = field(default_factory=dict)
    tinggal: dict[str, dict[int, Any]] = field(default_factory=dict)
    """Rows there now that the snapshot doesn't know."""
    catatan: list[str] = field(default_factory=list)


def pulihkan(aktor: Aktor, potret_id: int, alasan: str | None = None) -> list[str]:
    """Put a SKP back as a snapshot holds it; returns what could not be exactly so, a sentence each ([] = all of it).

    Rows keep their ids where these are still free. What others refer to survives: a Penilaian with a Keberatan, a RHK that
    another SKP serves. The present state is kept as a snapshot too, so a restoration can be undone. The status comes back as
    it was: this undoes a transition, it makes none. Raises Ditolak, TidakDitemukan, Salah.
    """
    aktor.wajib("skp:pulihkan")
    with unit_of_work(aktor) as unit:
        sumber = unit.session.get(PotretSkp, potret_id)
        if sumber is None:
            raise TidakDitemukan("Potret tidak ditemukan.")
        if "skp" not in sumber.isi:
            raise Salah("Potret ini kosong, sehingga tidak ada yang dapat dipulihkan.")
        ada = unit.session.get(Skp, sumber.skp_id) is not None
        skp = terkunci(unit, sumber.skp_id) if ada else _kembalikan_yang_dihapus(unit, sumber)
        sebelum = dinilai(unit.session, skp)
        if ada:
            potret(unit, skp, "pulihkan", f"Sebelum dipulihkan ke potret {potret_id}.")
        p = _Pemulihan(unit, skp, sumber.isi)
        pokok = _pulihkan_pokok(p)
        _pulihkan_bawahan(p)
        audit.catat(unit.session, aktor, "pulihkan", skp, perubahan=[*pokok, *_ringkasan(p)], alasan=alasan or sumber.alasan)
        kabari_capaian(unit, skp, sebelum | dinilai(unit.session, skp))
        return p.catatan


def _kembalikan_yang_dihapus(unit: Unit, sumber: PotretSkp) -> Skp:
    """A deleted SKP again, under its own id, as far as its master row goes. Raises Salah when its pegawai or unor is gone."""
    nilai = _dari_json(Skp, sumber.isi["skp"])
    for kolom, model, apa in (("pegawai_id", Pegawai, "Pegawai"), ("unor_id", Unor, "Unit Kerja")):
        if unit.session.get(model, nilai[kolom]) is None:
            raise Salah(f"{apa} SKP ini sudah dihapus, sehingga SKP tidak dapat dikembalikan.")
    for kolom in ("penilai_id", "atasan_id"):
        if nilai.get(kolom) is not None and unit.session.get(Pegawai, nilai[kolom]) is None:
            nilai[kolom] = None
    skp = Skp(id=sumber.skp_id, instansi_id=unit.aktor.instansi_id, **nilai)
    unit.session.add(skp)
    unit.session.flush()
    return skp


def _pulihkan_pokok(p: _Pemulihan) -> list[audit.Perubahan]:
    """The master row. References to people and units that are gone become empty, and are named."""
    session, nilai = p.unit.session, _dari_json(Skp, p.isi["skp"])
    for kolom, model, apa in (("penilai_id", Pegawai, "Pejabat Penilai Kinerja"), ("atasan_id", Pegawai, "Atasan Pejabat Penilai Kinerja")):
        if nilai.get(kolom) is not None and session.get(model, nilai[kolom]) is None:
            nilai[kolom] = None
            p.catatan.append(f"{apa} pada potret sudah dihapus; tekan Refresh untuk menentukannya lagi.")
    if session.get(Unor, nilai["unor_id"]) is None:
        nilai.pop("unor_id")
        p.catatan.append("Unit Kerja pada potret sudah dihapus; Unit Kerja yang sekarang dipertahankan.")
    lain = select(Skp).where(Skp.pegawai_id == p.skp.pegawai_id, Skp.id != p.skp.id, Skp.tahun == nilai["tahun"])
    masa = MasaSkp(p.skp.id, nilai["jenis"], nilai.get("unor_id", p.skp.unor_id), nilai["awal"], nilai["akhir"])
    if nilai["status"] is not StatusSkp.PERSETUJUAN and (
        halangan := halangan_meninggalkan_persetujuan(session, p.skp, p.unit.aktor.hari_ini())
    ):
        raise Salah(halangan)
    if galat := periksa_masa(masa, [MasaSkp(x.id, x.jenis, x.unor_id, x.awal, x.akhir) for x in session.scalars(lain)]):
        raise Salah(" ".join(galat.values()))
    for kolom, isi in nilai.items():
        setattr(p.skp, kolom, isi)
    isi_berubah = perubahan(session, p.skp)
    session.flush()
    return isi_berubah


def _pulihkan_bawahan(p: _Pemulihan) -> None:
    session = p.unit.session
    kini = {b.nama: {r.id: r for r in session.scalars(select(b.model).where(b.milik(p.skp.id)))} for b in BAGIAN}
    for b in BAGIAN:
        _cocokkan(p, b, kini[b.nama])
    _buang_sisa(p)
    for b in BAGIAN:
        for baris in p.isi.get(b.nama, ()):
            _pasang(p, b, baris, kini[b.nama])
        session.flush()


def _cocokkan(p: _Pemulihan, b: Bagian, kini: dict[int, Any]) -> None:
    """Which present row is which of the snapshot: by id, else by what is unique in it; the rest is left over."""
    sisa = dict(kini)
    for baris in p.isi.get(b.nama, ()):
        if baris["id"] in sisa:
            p.id_baru[b.nama, baris["id"]] = sisa.pop(baris["id"]).id
    for baris in p.isi.get(b.nama, ()):
        if b.kunci and (b.nama, baris["id"]) not in p.id_baru:
            kunci = tuple(_peta(p, k, baris[k]) for k in b.kunci)
            sama = next((r for r in sisa.values() if tuple(nilai_json(getattr(r, k)) for k in b.kunci) == kunci), None)
            if sama is not None:
                p.id_baru[b.nama, baris["id"]] = sisa.pop(sama.id).id
    p.tinggal[b.nama] = sisa


def _peta(p: _Pemulihan, kolom: str, nilai: Any) -> Any:
    """A value of the snapshot, in today's ids where the column refers to another part of it."""
    di_atas = _DI_ATAS.get(kolom)
    return p.id_baru.get((di_atas, nilai), nilai) if di_atas else nilai


def _buang_sisa(p: _Pemulihan) -> None:
    """Delete what the snapshot doesn't know, from the bottom up, except what others hold on to."""
    session, skp = p.unit.session, p.skp
    ditahan_penilaian = set(session.scalars(select(Keberatan.penilaian_id).where(Keberatan.skp_id == skp.id)))
    stmt = select(Rhk.intervensi_id).where(Rhk.intervensi_id.in_(rhk_milik(skp.id)), Rhk.skp_id != skp.id)
    ditahan_rhk = {i for i in session.scalars(stmt) if i is not None}
    tetap = {"rhk": ditahan_rhk, "penilaian": ditahan_penilaian}
    sebab = {"rhk": "masih diintervensi RHK pegawai lain", "penilaian": "mempunyai keberatan"}
    for b in reversed(BAGIAN):
        for id, baris in p.tinggal[b.nama].items():
            if (
                getattr(baris, "penilaian_id", None) in ditahan_penilaian
                and getattr(baris, "indikator_id", None) not in p.tinggal["indikator"]
            ):
                continue
            if id in tetap.get(b.nama, ()):
                p.catatan.append(f"{b.label} {baris} tidak ada pada potret, tetapi {sebab[b.nama]}, sehingga dipertahankan.")
            else:
                session.delete(baris)
        session.flush()


def _pasang(p: _Pemulihan, b: Bagian, baris: Isi, kini: dict[int, Any]) -> None:
    """One row of the snapshot: put back where it still is, made anew where it is gone."""
    session, nilai = p.unit.session, _dari_json(b.model, baris)
    for kolom in nilai:
        nilai[kolom] = _peta(p, kolom, nilai[kolom])
        di_atas = _DI_ATAS.get(kolom)
        if di_atas and nilai[kolom] is None:
            p.id_baru[b.nama, baris["id"]] = None
            return
    for kolom, model in b.rujukan.items():
        if nilai[kolom] is None or session.get(model, nilai[kolom]) is not None:
            continue
        if b.model.__table__.columns[kolom].nullable:
            nilai[kolom] = None
            continue
        p.catatan.append(f"{b.label} tidak dapat dipulihkan: periodenya sudah dihapus.")
        p.id_baru[b.nama, baris["id"]] = None
        return
    objek = kini.get(p.id_baru.get((b.nama, baris["id"])) or 0)
    if objek is None:
        objek = b.model()
        # The number may have gone to a row of someone else's meanwhile; then the database gives a new one.
        if session.get(b.model, baris["id"]) is None:
            objek.id = baris["id"]
        session.add(objek)
    for kolom, isi in nilai.items():
        setattr(objek, kolom, isi)
    session.flush()
    p.id_baru[b.nama, baris["id"]] = objek.id


def _ringkasan(p: _Pemulihan) -> list[audit.Perubahan]:
    """How many rows of each part stand there again, for the audit; and what could not be as it was."""
    jumlah = [
        {"kolom": b.nama, "label": b.label, "tipe": "angka", "sebelum": None, "sesudah": len(p.isi.get(b.nama, ()))}
        for b in BAGIAN
        if p.isi.get(b.nama)
    ]
    return [*jumlah, *({"kolom": "catatan", "label": "Catatan", "tipe": "teks", "sebelum": None, "sesudah": c} for c in p.catatan)]
