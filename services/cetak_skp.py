"""*Cetak SKP Pegawai* (manual 2.5): who may print which SKP, what the dialog must be given, and the task that makes the PDF."""

from __future__ import annotations

import re
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, raiseload

from documents.pdf import dasar
from documents.pdf import skp as formulir
from documents.pdf.anchor import Teks
from documents.pdf.skp import Dokumen
from domain.dokumen_skp import periksa_anchor, periksa_tanggal
from domain.izin import Aktor
from extensions import setelan
from models import Skp, Unor
from services import audit, berkas, tugas
from services.cetak_skp_isi import PermintaanCetak, susun
from services.diri import pegawai_saya
from services.ekspor import baca_saja
from services.galat import Salah, TidakDitemukan
from services.kendali import Kendali
from services.penilaian import PeriodeSkp, periode_skp
from services.saring import subpohon
from services.unit_of_work import unit_of_work

IZIN, IZIN_SENDIRI = "skp:cetak", "daftar_skp:cetak"
TIDAK_ADA = "SKP tidak ditemukan; mungkin sudah dihapus."
PANJANG_LOKASI = 100


def ambil(session: Session, aktor: Aktor, skp_id: int) -> tuple[Skp, str]:
    """The SKP and the permission by which the actor may print it: an admin any he sees, a pegawai his own and those he assesses.

    Raises TidakDitemukan for every other.
    """
    skp = session.scalar(select(Skp).where(Skp.id == skp_id).options(joinedload(Skp.unor, innerjoin=True), raiseload("*")))
    if skp is not None and aktor.boleh(IZIN):
        batas = aktor.batas_unor
        if batas is None or session.scalar(select(Unor.id).where(Unor.id == skp.unor_id, Unor.id.in_(subpohon(batas)))):
            return skp, IZIN
    if skp is not None and aktor.boleh(IZIN_SENDIRI) and pegawai_saya(session, aktor).id in (skp.pegawai_id, skp.penilai_id):
        return skp, IZIN_SENDIRI
    raise TidakDitemukan(TIDAK_ADA)


def pilihan_periode(session: Session, skp: Skp) -> list[PeriodeSkp]:
    return periode_skp(session, skp)


def lokasi(skp: Skp) -> str:
    """What LOKASI begins with: the Kota of the copy, else that of the unor."""
    return (skp.salinan_pegawai or {}).get("kota") or skp.unor.kota or ""


def lokasi_penilai(skp: Skp) -> str:
    return (skp.salinan_penilai or {}).get("kota") or lokasi(skp)


# --- Asking -----------------------------------------------------------------------------------------------------------


def periksa(minta: PermintaanCetak) -> None:
    """Raises Salah with the field of whatever the document lacks."""
    galat = periksa_anchor(minta.anchor_pegawai, minta.anchor_penilai)
    if minta.jenis.berperiode and minta.periode_id is None:
        galat["periode_id"] = "Pilih periode yang dicetak."
    tempat = [("lokasi_pegawai", minta.lokasi_pegawai), *([("lokasi_penilai", minta.lokasi_penilai)] if minta.jenis.dua_tempat else [])]
    for kolom, isi in tempat:
        if not isi.strip():
            galat[kolom] = "Isi kota tempat dokumen ditandatangani."
        elif len(isi) > PANJANG_LOKASI:
            galat[kolom] = f"Lokasi paling panjang {PANJANG_LOKASI} karakter."
    if minta.jenis.dua_tempat and minta.tanggal_penilai is None:
        galat["tanggal_penilai"] = "Isi tanggal tanda tangan Pejabat Penilai Kinerja."
    if galat:
        raise Salah(galat)


def _periksa_tanggal(minta: PermintaanCetak, hari_ini: date) -> None:
    """Only when asked for: a task that has waited is printed as it was asked for."""
    tanggal = {"tanggal_pegawai": minta.tanggal_pegawai, "tanggal_penilai": minta.tanggal_penilai}
    if galat := {k: pesan for k, t in tanggal.items() if t is not None and (pesan := periksa_tanggal(t, hari_ini))}:
        raise Salah(galat)


def dokumen(session: Session, skp: Skp, minta: PermintaanCetak) -> Dokumen:
    """The form, its anchors free in its own text. Raises Salah, which says where an anchor stands and offers another."""
    periksa(minta)
    try:
        hasil = susun(session, skp, minta)
        _periksa_bebas(hasil, minta)
    except dasar.PdfGagal as galat:
        raise Salah(str(galat)) from galat
    return hasil


def _periksa_bebas(hasil: Dokumen, minta: PermintaanCetak) -> None:
    anchor = {k: isi for k, isi in (("anchor_pegawai", minta.anchor_pegawai), ("anchor_penilai", minta.anchor_penilai)) if isi}
    if not anchor:
        return
    teks, galat, dipakai = Teks(hasil), {}, list(anchor.values())
    for kolom, isi in anchor.items():
        if letak := teks.letak(isi):
            lain = teks.bebas(dipakai)
            saran = f"Pakai {lain}, yang tidak ada di dokumen ini." if lain else "Pakai teks lain yang tidak ada di dokumen ini."
            galat[kolom] = f"“{isi}” sudah ada pada {letak}, sehingga tanda tangan dapat jatuh di tempat yang salah. {saran}"
            dipakai.append(lain or "")
    if galat:
        raise Salah(galat)


def minta_cetak(aktor: Aktor, skp_id: int, minta: PermintaanCetak) -> int:
    """Ask for the PDF; returns the task's id. Raises Ditolak, TidakDitemukan, Salah with a message a field."""
    with unit_of_work(aktor) as unit:
        skp, izin = ambil(unit.session, aktor, skp_id)
        _periksa_tanggal(minta, aktor.hari_ini())
        dokumen(unit.session, skp, minta)
        judul = f"Cetak {minta.jenis.label}: {skp.nama} {skp.tahun}"
        baris = tugas.minta(unit, "cetak_skp", judul, {"skp_id": skp.id, "minta": minta.ke_json()}, antrean="ringan", total=1, izin=izin)
        audit.catat(unit.session, aktor, "cetak", skp)
        return baris.id


# --- The work ---------------------------------------------------------------------------------------------------------


def kerjakan(kendali: Kendali) -> None:
    """The task kind ``cetak_skp``: one form as one file. What no longer fits the request ends it with the reason."""
    p = kendali.parameter
    minta = PermintaanCetak.dari_json(p["minta"])
    with baca_saja(kendali.aktor) as konteks:
        skp, _ = ambil(konteks.session, kendali.aktor, p["skp_id"])
        dok, nama = dokumen(konteks.session, skp, minta), nama_berkas(konteks.session, skp, minta)
    isi = pdf(dok)
    jadi = berkas.simpan(
        lambda jalur: jalur.write_bytes(isi),
        folder=setelan().berkas_dir,
        nama=nama,
        tipe=dasar.TIPE,
        awalan=f"tugas-{kendali.klaim.tugas_id}",
    )
    kendali.maju(1, 1)
    kendali.selesai(jadi, f"{minta.jenis.label} siap diunduh.")


def pdf(dok: Dokumen) -> bytes:
    """Raises Salah when the engine cannot lay it out."""
    try:
        return formulir.pdf(dok)
    except dasar.PdfGagal as galat:
        raise Salah(str(galat)) from galat


def nama_berkas(session: Session, skp: Skp, minta: PermintaanCetak) -> str:
    """``form-penilaian_198001012005031001_januari-2026.pdf``: document, NIP, period."""
    bagian = [minta.jenis.label, skp.nomor_induk]
    if minta.jenis.berperiode:
        nama = next((p.nama for p in periode_skp(session, skp) if p.id == minta.periode_id), "")
        bagian.append(nama if str(skp.tahun) in nama else f"{nama} {skp.tahun}")
    else:
        bagian.append(str(skp.tahun))
    return "_".join(ramping(b) for b in bagian) + ".pdf"


def ramping(teks: str) -> str:
    """Text as part of a file's name: letters and digits, words joined by hyphens."""
    return re.sub(r"[^a-z0-9]+", "-", teks.casefold()).strip("-")[:60] or "-"
