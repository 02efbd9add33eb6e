"""*Buat SKP*: the dates beside the others, the acting post, the model, and the copies of the three people (manual 2.5, 2.16)."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.izin import Aktor
from domain.jabatan import JenisJabatan
from domain.plt_plh import JenisPltPlh
from domain.skp import JenisSkp, MasaSkp, ModelSkp, Pendekatan, periksa_masa
from domain.status import StatusSkp
from models import Pegawai, PltPlh, Skp, Unor
from services import audit, penilai
from services import periode as layanan_periode
from services.diri import pegawai_saya
from services.galat import Salah
from services.skp_dasar import hari_aturan, pasang_pegawai, pasang_penilai, perubahan
from services.unit_of_work import unit_of_work


def tahun_terbuka(session: Session, hari_ini: date) -> list[int]:
    """The years for which a SKP can be made: those that have a Periode, in order.

    A Periode without Tahun holds for every year, and so opens last year, this one and the next. One SELECT.
    """
    semua = layanan_periode.semua(session)
    sekitar = range(hari_ini.year - 1, hari_ini.year + 2) if any(r.tahun is None for r in semua) else ()
    return sorted({r.tahun for r in semua if r.tahun is not None} | set(sekitar))


def halangan_tahun(session: Session, tahun: int, hari_ini: date) -> str | None:
    """Why no SKP can be made for that year, or None."""
    terbuka = tahun_terbuka(session, hari_ini)
    if tahun in terbuka:
        return None
    hasil = f"Periode {tahun} belum dibuat, sehingga SKP {tahun} belum dapat disusun."
    if terbuka:
        return f"{hasil} Tahun yang sudah mempunyai periode: {', '.join(map(str, terbuka))}."
    return f"{hasil} Admin instansi membuatnya di Manajemen Periode."


def buat(aktor: Aktor, *, unor_id: int, jabatan: str, jenis: JenisSkp, awal: date, akhir: date, pendekatan: Pendekatan) -> int:
    """*Buat SKP* of the actor himself, as Draft with the copies of the three people; returns its id. Raises Ditolak, Salah."""
    aktor.wajib("daftar_skp:tambah")
    jabatan = " ".join(jabatan.split())[:250]
    with unit_of_work(aktor) as unit:
        saya = pegawai_saya(unit.session, aktor)
        if not jabatan:
            raise Salah({"jabatan": "Isi Jabatan."})
        if unit.session.get(Unor, unor_id) is None:
            raise Salah({"unor_id": "Unit kerja tidak ditemukan; pilih dari daftar."})
        if awal.year == akhir.year and (halangan := halangan_tahun(unit.session, awal.year, aktor.hari_ini())):
            raise Salah({"awal": halangan})
        # Two tabs at once: the second waits here and then sees the first one's SKP.
        unit.session.execute(select(Pegawai.id).where(Pegawai.id == saya.id).with_for_update(key_share=True))
        stmt = select(Skp).where(Skp.pegawai_id == saya.id, Skp.akhir >= awal, Skp.awal <= akhir)
        lain = [MasaSkp(x.id, x.jenis, x.unor_id, x.awal, x.akhir) for x in unit.session.scalars(stmt)]
        if galat := periksa_masa(MasaSkp(None, jenis, unor_id, awal, akhir), lain):
            raise Salah(galat)
        _periksa_pelaksana(unit.session, saya, unor_id, jenis, awal, akhir)
        skp = Skp(
            pegawai_id=saya.id, tahun=awal.year, awal=awal, akhir=akhir, unor_id=unor_id, jabatan=jabatan, jenis=jenis,
            pendekatan=pendekatan, model=model_untuk(unit.session, saya, unor_id, jenis, awal, akhir), status=StatusSkp.DRAFT,
        )  # fmt: skip
        pasang_pegawai(skp, penilai.salinan(unit.session, saya.id, unor_id=unor_id, jabatan=jabatan))
        pasang_penilai(skp, penilai.susun(unit.session, saya.id, unor_id, hari_aturan(awal, akhir, aktor.hari_ini())))
        unit.session.add(skp)
        isi = perubahan(unit.session, skp)
        unit.session.flush()
        audit.catat(unit.session, aktor, "tambah", skp, perubahan=isi)
        return skp.id


def _memegang(session: Session, pegawai_id: int, unor_id: int, jenis: JenisSkp, awal: date, akhir: date) -> bool:
    """Whether an acting post of that kind in the unor covers all the days."""
    stmt = select(PltPlh.id).where(
        PltPlh.pegawai_id == pegawai_id,
        PltPlh.unor_id == unor_id,
        PltPlh.jenis == JenisPltPlh(jenis.value),
        PltPlh.aktif,
        PltPlh.awal <= awal,
        PltPlh.akhir >= akhir,
    )
    return session.scalar(stmt.limit(1)) is not None


def _periksa_pelaksana(session: Session, saya: Pegawai, unor_id: int, jenis: JenisSkp, awal: date, akhir: date) -> None:
    if jenis is not JenisSkp.DEFINITIF and not _memegang(session, saya.id, unor_id, jenis, awal, akhir):
        raise Salah(
            {
                "unor_id": f"Anda tidak tercatat sebagai {jenis.label} di unit kerja ini pada seluruh tanggal tersebut. "
                "Sesuaikan tanggalnya, atau minta admin memeriksa Manajemen PLT/PLH."
            }
        )


def model_untuk(session: Session, pegawai: Pegawai, unor_id: int, jenis: JenisSkp, awal: date, akhir: date) -> ModelSkp:
    """JPT for whoever leads a Unor Mandiri, as its pimpinan or (SKP of PLT/PLH) as the one acting there; else JA/JF."""
    unor = session.get_one(Unor, unor_id)
    if jenis is JenisSkp.DEFINITIF:
        memimpin = pegawai.jenis_jabatan is JenisJabatan.PIMPINAN and pegawai.unor_id == unor_id
    else:
        memimpin = _memegang(session, pegawai.id, unor_id, jenis, awal, akhir)
    return ModelSkp.JPT if unor.mandiri and memimpin else ModelSkp.JA_JF
