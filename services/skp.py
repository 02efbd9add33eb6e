"""Manajemen SKP and the life of a SKP (manual 2.5, 2.16): made by the pegawai, approved by the penilai, reopened by the admin.

Penilai and atasan are relations: whoever acts is looked up by his NIP, and a SKP that isn't his own looks as if missing.
"""

from __future__ import annotations

from typing import cast

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from domain.izin import Aktor
from domain.skp import ModelSkp
from domain.status import StatusSkp, bisa, transisi
from models import Keberatan, Pegawai, Penilaian, Rhk, Skp
from services import audit, capaian_organisasi, penilai, rencana_skp, tindakan
from services.diri import pegawai_saya
from services.entitas import Entitas
from services.galat import Salah, TidakDitemukan
from services.skp_buat import buat, halangan_tahun, model_untuk, tahun_terbuka
from services.skp_dasar import TIDAK_ADA, halangan_meninggalkan_persetujuan, hari_aturan, pasang_penilai, perubahan, terkunci
from services.skp_potret import hapus_isi, isi_ringkas, kabari_capaian, potret
from services.skp_pulih import pulihkan
from services.tindakan import Tindakan
from services.unit_of_work import Unit, unit_of_work

__all__ = [
    "akibat_kembali",
    "ajukan",
    "buat",
    "halangan_tahun",
    "hapus",
    "kembalikan",
    "kembalikan_ke_draft",
    "layanan",
    "potret",
    "pulihkan",
    "setujui",
    "tahun_terbuka",
    "tetapkan",
]

ALASAN_MAKS = 1_000
ALASAN_TERLALU_PANJANG = "Alasan paling banyak 1.000 huruf; ringkaslah."


class LayananSkp(Entitas):
    """The list's; a SKP is never made or changed through it."""

    model = Skp
    sumber = "skp"


layanan = LayananSkp()


def milik_sendiri(unit: Unit, id: int, versi: int | None = None) -> Skp:
    """``terkunci`` for the pegawai whose SKP it is; anyone else's looks as if missing."""
    skp = terkunci(unit, id, versi)
    if skp.pegawai_id != pegawai_saya(unit.session, unit.aktor).id:
        raise TidakDitemukan(TIDAK_ADA)
    return skp


def sebagai_penilai(unit: Unit, id: int, versi: int | None = None) -> Skp:
    """``terkunci`` for the Pejabat Penilai Kinerja of the SKP."""
    skp = terkunci(unit, id, versi)
    if skp.penilai_id != pegawai_saya(unit.session, unit.aktor).id:
        raise TidakDitemukan(TIDAK_ADA)
    return skp


# --- Transitions ------------------------------------------------------------------------------------------------------


def _lengkap(unit: Unit, skp: Skp) -> None:
    if lubang := rencana_skp.kurang(skp, rencana_skp.isi(unit.session, skp.id)):
        raise Salah(f"SKP belum lengkap. {' '.join(k.pesan for k in lubang)}")


def ajukan(aktor: Aktor, id: int, versi: int | None) -> None:
    """*Ajukan* by the pegawai. A penilai that was missing when the SKP was made is looked for once more. Raises Salah, DataBasi."""
    aktor.wajib("daftar_skp:ajukan")
    with unit_of_work(aktor) as unit:
        skp = milik_sendiri(unit, id, versi)
        ke = _ke(skp, "ajukan")
        _lengkap(unit, skp)
        if skp.penilai_id is None:
            pada = hari_aturan(skp.awal, skp.akhir, aktor.hari_ini())
            pasang_penilai(skp, penilai.susun(unit.session, skp.pegawai_id, skp.unor_id, pada))
        if skp.penilai_id is None:
            raise Salah("Pejabat Penilai Kinerja belum ada, sehingga SKP tidak dapat diajukan. Mintalah admin memeriksa pimpinan unor.")
        skp.status, skp.diajukan, skp.catatan_kembali = ke, aktor.sekarang(), None
        _catat(unit, skp, "ajukan")


def tetapkan(aktor: Aktor, id: int, versi: int | None) -> None:
    """*Tetapkan* by the pimpinan of a Unor Mandiri himself: nobody in the instansi approves his SKP. Raises Salah, DataBasi."""
    aktor.wajib("daftar_skp:tetapkan")
    with unit_of_work(aktor) as unit:
        skp = milik_sendiri(unit, id, versi)
        ke = _ke(skp, "tetapkan")
        pegawai = unit.session.get_one(Pegawai, skp.pegawai_id)
        if model_untuk(unit.session, pegawai, skp.unor_id, skp.jenis, skp.awal, skp.akhir) is not ModelSkp.JPT:
            raise Salah("Hanya pimpinan Unor Mandiri yang dapat menetapkan SKP-nya sendiri. Ajukan SKP ini kepada Pejabat Penilai Kinerja.")
        _lengkap(unit, skp)
        skp.status, skp.disetujui, skp.catatan_kembali = ke, aktor.sekarang(), None
        _catat(unit, skp, "tetapkan")
        kabari_capaian(unit, skp)


def setujui(aktor: Aktor, id: int, versi: int | None) -> None:
    """*Setujui* by the Pejabat Penilai Kinerja: the plan holds. Raises TidakDitemukan, TransisiDitolak, DataBasi."""
    aktor.wajib("daftar_skp:setujui")
    with unit_of_work(aktor) as unit:
        skp = sebagai_penilai(unit, id, versi)
        skp.status, skp.disetujui = _ke(skp, "setujui"), aktor.sekarang()
        _catat(unit, skp, "setujui")
        kabari_capaian(unit, skp)


def kembalikan(aktor: Aktor, id: int, versi: int | None, alasan: str) -> None:
    """*Kembalikan* by the Pejabat Penilai Kinerja, with what is to be improved. Raises Salah (``alasan``), TransisiDitolak, DataBasi."""
    aktor.wajib("daftar_skp:kembalikan")
    alasan = _wajib_alasan(alasan)
    with unit_of_work(aktor) as unit:
        skp = sebagai_penilai(unit, id, versi)
        _ke_draft(skp, _ke(skp, "kembalikan"), alasan)
        _catat(unit, skp, "kembalikan", alasan)


def kembalikan_ke_draft(aktor: Aktor, id: int, versi: int | None, alasan: str) -> None:
    """*Ubah Status: Kembalikan ke Draft* by admin or helpdesk; everything in the SKP stays, a snapshot is taken first.

    Refused while a keberatan waits for its decision (``halangan_meninggalkan_persetujuan`` says why). Raises Ditolak, TidakDitemukan,
    Salah (``alasan``), TransisiDitolak, DataBasi.
    """
    aktor.wajib("skp:kembalikan_ke_draft")
    alasan = _wajib_alasan(alasan)
    with unit_of_work(aktor) as unit:
        skp = terkunci(unit, id, versi)
        ke = _ke(skp, "kembalikan_ke_draft")
        if halangan := halangan_meninggalkan_persetujuan(unit.session, skp, aktor.hari_ini()):
            raise Salah(halangan)
        potret(unit, skp, "kembalikan_ke_draft", alasan)
        _ke_draft(skp, ke, alasan)
        _catat(unit, skp, "kembalikan_ke_draft", alasan)
        kabari_capaian(unit, skp)


def akibat_kembali(session: Session, skp: Skp) -> list[str]:
    """What *Kembalikan ke Draft* reopens, a sentence each."""
    hasil = ["Rencana Hasil Kerja dan indikatornya dapat diubah lagi oleh pegawai; SKP harus diajukan dan disetujui lagi."]
    dinilai = list(session.scalars(select(Penilaian.periode_id).where(Penilaian.skp_id == skp.id, Penilaian.predikat.is_not(None))))
    if dinilai:
        hasil.append(f"{len(dinilai)} penilaian tetap tersimpan, tetapi baru dihitung lagi setelah SKP disetujui.")
        capaian = [capaian_organisasi.capaian_untuk(session, skp.unor_id, skp.tahun, p) for p in dinilai]
        if n := sum(c is not None and bisa("capaian_organisasi", c.status, "batal_final") for c in capaian):
            hasil.append(f"{n} Capaian Kinerja Organisasi yang sudah FINAL ditandai berubah sejak final.")
    keberatan = session.scalar(select(func.count()).select_from(Keberatan).where(Keberatan.skp_id == skp.id))
    if keberatan:
        hasil.append(f"{keberatan} keberatan yang sudah selesai tetap tersimpan; keputusannya tidak berubah.")
    hasil.append("Potret SKP disimpan lebih dahulu, sehingga isinya yang sekarang dapat dipulihkan.")
    return hasil


def _ke(skp: Skp, aksi: str) -> StatusSkp:
    """Where the action leads from the present status. Raises TransisiDitolak."""
    return cast(StatusSkp, transisi("skp", skp.status, aksi).ke)


def _wajib_alasan(alasan: str) -> str:
    alasan = alasan.replace("\r\n", "\n").strip()
    if not alasan:
        raise Salah({"alasan": "Alasan wajib diisi."})
    if len(alasan) > ALASAN_MAKS:
        raise Salah({"alasan": ALASAN_TERLALU_PANJANG})
    return alasan


def _ke_draft(skp: Skp, ke: StatusSkp, alasan: str) -> None:
    skp.status = ke
    skp.diajukan = skp.disetujui = None
    skp.catatan_kembali = alasan


def _catat(unit: Unit, skp: Skp, aksi: str, alasan: str | None = None) -> None:
    isi = perubahan(unit.session, skp)
    unit.session.flush()
    audit.catat(unit.session, unit.aktor, aksi, skp, perubahan=isi, alasan=alasan)


# --- Deleting ---------------------------------------------------------------------------------------------------------


def halangan_hapus(session: Session, skp: Skp) -> str | None:
    """Why the pegawai cannot delete his SKP; None when he can. Drafts only, and nothing that others rest on."""
    if not bisa("skp", skp.status, "ajukan"):
        return f"SKP berstatus {skp.status.label} tidak dapat dihapus; hanya Draft."
    if session.scalar(select(func.count()).select_from(Keberatan).where(Keberatan.skp_id == skp.id)):
        return "SKP ini mempunyai keberatan, sehingga tidak dapat dihapus."
    if session.scalar(select(func.count()).select_from(Penilaian).where(Penilaian.skp_id == skp.id, Penilaian.predikat.is_not(None))):
        return "SKP ini sudah dinilai, sehingga tidak dapat dihapus."
    milik = select(Rhk.id).where(Rhk.skp_id == skp.id)
    n = session.scalar(select(func.count()).select_from(Rhk).where(Rhk.intervensi_id.in_(milik), Rhk.skp_id != skp.id))
    return f"{n} RHK pegawai lain mengintervensi RHK pada SKP ini, sehingga tidak dapat dihapus." if n else None


def hapus(aktor: Aktor, id: int, versi: int | None) -> None:
    """Delete an own Draft with all that is below it; a snapshot of it stays. Raises Salah, TidakDitemukan, DataBasi."""
    aktor.wajib("daftar_skp:hapus")
    with unit_of_work(aktor) as unit:
        skp = milik_sendiri(unit, id, versi)
        if halangan := halangan_hapus(unit.session, skp):
            raise Salah(halangan)
        potret(unit, skp, "hapus", None)
        audit.catat(unit.session, aktor, "hapus", skp, perubahan=isi_ringkas(unit.session, skp))
        hapus_isi(unit.session, skp)
        unit.session.delete(skp)
        unit.session.flush()


tindakan.daftarkan(
    Tindakan(
        "skp",
        "kembalikan_ke_draft",
        "Kembalikan ke Draft",
        "skp:kembalikan_ke_draft",
        lambda pelaku, id, nilai: kembalikan_ke_draft(pelaku, id, None, nilai["alasan"]),
    )
)
