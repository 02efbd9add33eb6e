"""Input Data JPT Non ASN (manual 2.5 d–h): an entry with its document, from Langkah 1 to *Simpan*.

Where an intake of SIASN is configured, *Simpan* sends the entry (services/jpt_non_asn_siasn.py); where none is, it waits for somebody to type
it into SIASN. Either way SIASN is asked from time to time until it knows the NIK.
"""

from __future__ import annotations

import logging
import secrets
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from domain import jpt_non_asn as aturan
from domain.izin import Aktor
from domain.nama import normalkan
from domain.status import StatusNonAsn, bisa, transisi
from extensions import setelan
from models import Berkas, JptNonAsn, Pegawai
from services import audit, berkas, tugas, unggahan_pdf
from services.berkas import BerkasDibuka, BerkasJadi
from services.entitas import Entitas
from services.galat import DataBasi, Salah, TidakDitemukan
from services.unggahan_pdf import Unggahan
from services.unit_of_work import Unit, unit_of_work

log = logging.getLogger("ekinerja.jpt_non_asn")

JENIS_KIRIM = "jpt_non_asn_kirim"
ENTITAS = "jpt_non_asn"


def ada_masukan() -> bool:
    """Whether *Simpan* sends the entry to SIASN by itself."""
    s = setelan().siasn
    return bool(s.ada and s.nonasn_masukan_url)


def dapat_diubah(entri: JptNonAsn) -> bool:
    """Until it has been handed in, and again when SIASN refused it."""
    return bisa(ENTITAS, entri.status, "simpan")


def halangan_ubah(entri: JptNonAsn) -> str | None:
    """Why an entry can't be changed now; None when it can."""
    return None if dapat_diubah(entri) else f"Entri ini berstatus {entri.status.label}, sehingga tidak dapat diubah lagi."


def isi(entri: JptNonAsn) -> dict[str, Any]:
    """The sixteen values of an entry by column."""
    return {k: getattr(entri, k) for k in aturan.KOLOM}


class NikKembar(Salah):
    """Another entry holds this NIK already: ``entri_id``, with ``nama`` and ``status`` as it is now."""

    def __init__(self, galat: Mapping[str, str], lain: JptNonAsn) -> None:
        self.entri_id, self.nama, self.status = lain.id, lain.nama, lain.status
        kata = f"NIK ini sudah ada pada entri lain atas nama {lain} (status {lain.status.label})."
        super().__init__({**galat, "nik": kata})


def periksa_dokumen(dokumen: Unggahan | None) -> str | None:
    """What is wrong with a document that was sent along, in words; None when nothing is, or nothing was sent."""
    if dokumen is None:
        return None
    try:
        unggahan_pdf.periksa(dokumen, aturan.UKURAN_MAKS)
    except Salah as galat:
        return str(galat)
    return None


def halangan_dokumen(dokumen: Unggahan | None, entri: JptNonAsn | None) -> str | None:
    """What is wrong with the document of Langkah 1, its absence too; None when nothing is."""
    if dokumen is None and (entri is None or entri.berkas_id is None):
        return _TANPA_DOKUMEN["dokumen"]
    return periksa_dokumen(dokumen)


# --- Langkah 1 --------------------------------------------------------------------------------------------------------


def langkah_1(aktor: Aktor, id: int | None, versi: int | None, nilai: Mapping[str, Any], dokumen: Unggahan | None = None) -> int:
    """Keep a complete Langkah 1 as Draft (``id`` None: a new entry); returns its id.

    Raises Salah by column (``dokumen`` for the file), DataBasi, TidakDitemukan, Ditolak, TransisiDitolak, BerkasGagal.
    """
    galat = aturan.periksa(nilai, aktor.hari_ini())
    if salah := periksa_dokumen(dokumen):
        galat["dokumen"] = salah
    return _tulis(aktor, id, versi, nilai, None if salah else dokumen, galat)


def simpan_draft(aktor: Aktor, id: int | None, versi: int | None, nilai: Mapping[str, Any], dokumen: Unggahan | None = None) -> int:
    """Keep what is right of an incomplete Langkah 1, the document above all, so that nothing has to be given twice.

    ``nilai`` holds only what could be read. Raises as langkah_1, but for what is missing.
    """
    galat = aturan.periksa(nilai, aktor.hari_ini())
    benar = {k: v for k, v in nilai.items() if k not in galat}
    return _tulis(aktor, id, versi, benar, None if periksa_dokumen(dokumen) else dokumen, None)


def _tulis(
    aktor: Aktor, id: int | None, versi: int | None, nilai: Mapping[str, Any], dokumen: Unggahan | None, galat: dict[str, str] | None
) -> int:
    """``galat`` None: an incomplete draft is welcome."""
    aktor.wajib("jpt_non_asn:tambah" if id is None else "jpt_non_asn:ubah")
    jadi = _simpan_berkas(dokumen) if dokumen else None
    usang = None
    try:
        with unit_of_work(aktor) as unit:
            entri = _baru(unit) if id is None else ambil(unit, id, versi)
            if id is not None:
                transisi(ENTITAS, entri.status, "simpan")
            if galat is not None:
                _tolak(unit, entri, nilai, {**galat, **({} if jadi or entri.berkas_id or "dokumen" in galat else _TANPA_DOKUMEN)})
            usang = _isikan(unit, entri, nilai, jadi)
            hasil = entri.id
    except BaseException:
        if jadi is not None:
            berkas.buang(jadi)
        raise
    _hapus_berkas(usang)
    return hasil


_TANPA_DOKUMEN = {"dokumen": "Unggah Dokumen SK Jabatan."}


def _baru(unit: Unit) -> JptNonAsn:
    entri = JptNonAsn(instansi_id=unit.aktor.instansi_id, dibuat=unit.aktor.sekarang(), status=StatusNonAsn.DRAFT)
    for kolom in aturan.KOLOM:  # the defaults of a row come with its flush, and the rules read it before
        if JptNonAsn.__table__.columns[kolom].default is not None:
            setattr(entri, kolom, "")
    return entri


def _tolak(unit: Unit, entri: JptNonAsn, nilai: Mapping[str, Any], galat: dict[str, str]) -> None:
    if "nik" not in galat:
        lain = [e for e in kembar(unit.session, nilai["nik"], entri.id) if not _setengah_jadi(e, unit.aktor)]
        if lain:
            raise NikKembar(galat, lain[0])
    if galat:
        raise Salah(galat)


def kembar(session: Session, nik: str, id: int | None) -> list[JptNonAsn]:
    """The other entries of a NIK that are not done with yet; the newest first."""
    with session.no_autoflush:
        stmt = select(JptNonAsn).where(JptNonAsn.nik == nik, JptNonAsn.status != StatusNonAsn.DITAMBAHKAN).order_by(JptNonAsn.id.desc())
        return list(session.scalars(stmt if id is None else stmt.where(JptNonAsn.id != id)))


def tertinggal(session: Session, entri: JptNonAsn, aktor: Aktor) -> list[JptNonAsn]:
    """Half-finished entries of the same NIK that refused attempts have left."""
    return [e for e in kembar(session, entri.nik, entri.id) if _setengah_jadi(e, aktor)]


def _setengah_jadi(entri: JptNonAsn, aktor: Aktor) -> bool:
    """What a refused Langkah 1 has left: it bars nobody from entering the NIK anew."""
    draft = entri.status is StatusNonAsn.DRAFT
    return draft and (entri.berkas_id is None or bool(aturan.periksa(isi(entri), aktor.hari_ini())))


def _isikan(unit: Unit, entri: JptNonAsn, nilai: Mapping[str, Any], jadi: BerkasJadi | None) -> str | None:
    """Write the values and the document; returns the name of the file that it replaces."""
    s, lama = unit.session, entri.berkas_id
    for kolom, satu in nilai.items():
        if kolom not in aturan.KOLOM:
            raise KeyError(f"JptNonAsn tidak menerima '{kolom}'")
        setattr(entri, kolom, "" if satu is None and JptNonAsn.__table__.columns[kolom].default is not None else satu)
    entri.nama_cari = normalkan(entri.nama)
    if jadi is not None:
        entri.berkas_id = berkas.catat(unit, jadi, None).id
    baru = entri.id is None
    s.add(entri)
    perubahan = audit.beda(s, entri)
    s.flush()
    if perubahan or baru:
        audit.catat(s, unit.aktor, "tambah" if baru else "ubah", entri, perubahan=perubahan)
    return _lepas_berkas(unit, lama) if jadi is not None and lama else None


def _simpan_berkas(dokumen: Unggahan) -> BerkasJadi:
    def penulis(jalur: Path) -> None:
        jalur.write_bytes(dokumen.isi)

    nama = unggahan_pdf.nama_aman(dokumen.nama)
    return berkas.simpan(penulis, folder=setelan().berkas_dir, nama=nama, tipe=unggahan_pdf.TIPE, awalan=f"jpt-{secrets.token_hex(8)}")


def _lepas_berkas(unit: Unit, berkas_id: int) -> str | None:
    lama = unit.session.get(Berkas, berkas_id)
    if lama is None:
        return None
    nama = lama.nama_simpan
    unit.session.delete(lama)
    unit.session.flush()
    return nama


def _hapus_berkas(nama: str | None) -> None:
    """After the commit; what can't be removed now goes with the hourly house-keeping."""
    if nama is None:
        return
    try:
        (setelan().berkas_dir / nama).unlink(missing_ok=True)
    except OSError as galat:
        log.warning("berkas %s belum terhapus: %s", nama, galat.strerror)


# --- Langkah 2 --------------------------------------------------------------------------------------------------------


def simpan(aktor: Aktor, id: int, versi: int | None, *, sendiri: bool = False) -> str:
    """*Simpan* of Langkah 2: hand the entry in, and return the sentence to show.

    Sent by a task where an intake is configured, unless ``sendiri``: the admin rather types it into SIASN himself. Raises Salah when
    something is missing after all, DataBasi, TidakDitemukan, TransisiDitolak, Ditolak.
    """
    aktor.wajib("jpt_non_asn:tambah")
    with unit_of_work(aktor) as unit:
        entri = ambil(unit, id, versi)
        kirim = ada_masukan() and not sendiri
        _serahkan(unit, entri, kirim=kirim)
    if kirim:
        return "Tersimpan dan sedang dikirim ke SIASN. Data dapat diakses sesudah sinkronisasi di SIASN, hingga 2×24 jam."
    return "Tersimpan. Masukkan datanya di SIASN menurut lembar data; statusnya berubah sendiri begitu SIASN mengenal NIK ini."


def _serahkan(unit: Unit, entri: JptNonAsn, *, kirim: bool) -> Any:
    """The change of state with everything that belongs to it; returns the task that sends, if one does."""
    aksi = "kirim" if kirim else "simpan"
    langkah = transisi(ENTITAS, entri.status, aksi)
    galat = aturan.periksa(isi(entri), unit.aktor.hari_ini())
    _tolak(unit, entri, isi(entri), {**galat, **({} if entri.berkas_id else _TANPA_DOKUMEN)})
    entri.status = StatusNonAsn(langkah.ke.value)
    entri.disimpan, entri.diperiksa, entri.pesan = unit.aktor.sekarang(), None, None
    perubahan = audit.beda(unit.session, entri)
    unit.session.flush()
    audit.catat(unit.session, unit.aktor, aksi, entri, perubahan=perubahan)
    if not kirim:
        return None
    return tugas.minta(unit, JENIS_KIRIM, f"Kirim JPT Non ASN {entri}", {"entri_id": entri.id}, izin="jpt_non_asn:tambah")


def kirim_ulang(aktor: Aktor, id: int, versi: int | None) -> None:
    """Send an entry again that SIASN refused or did not get. Raises as simpan."""
    aktor.wajib("jpt_non_asn:tambah")
    with unit_of_work(aktor) as unit:
        entri = ambil(unit, id, versi)
        if not ada_masukan():
            raise Salah("Pengiriman ke SIASN belum diatur di server ini. Pilih Input sendiri di SIASN.")
        _serahkan(unit, entri, kirim=True)


def _ulangi_tugas(unit: Unit, lama: Any) -> Any:
    """What *Ulangi* on the task's own page means: the entry is sent again by a new task."""
    return _serahkan(unit, ambil(unit, lama.parameter["entri_id"]), kirim=True)


tugas.PENGULANG[JENIS_KIRIM] = _ulangi_tugas


def halangan_hapus(entri: JptNonAsn) -> str | None:
    """Why an entry can't be deleted now; None when it can."""
    if bisa(ENTITAS, entri.status, "gagalkan"):
        return "Entri ini sedang menunggu SIASN. Tunggu sampai tersedia atau gagal."
    if entri.pegawai_id is not None:
        return "Entri ini sudah menjadi pegawai dan disimpan sebagai catatan asal datanya."
    return None


def hapus(aktor: Aktor, id: int, versi: int | None) -> None:
    """Delete an entry with its document. Raises Salah while it waits for SIASN or has become a pegawai, DataBasi, TidakDitemukan."""
    aktor.wajib("jpt_non_asn:hapus")
    with unit_of_work(aktor) as unit:
        entri = ambil(unit, id, versi)
        if halangan := halangan_hapus(entri):
            raise Salah(halangan)
        audit.catat(unit.session, aktor, "hapus", entri, perubahan=audit.isi(unit.session, entri))
        lama = entri.berkas_id
        unit.session.delete(entri)
        unit.session.flush()
        usang = _lepas_berkas(unit, lama) if lama else None
    _hapus_berkas(usang)


class LayananJptNonAsn(Entitas):
    """What the menu's own pages call; entries are written by langkah_1 only."""

    model = JptNonAsn
    sumber = "jpt_non_asn"

    def hapus(self, aktor: Aktor, id: int, versi: int | None, *, alasan: str | None = None) -> None:
        hapus(aktor, id, versi)


layanan = LayananJptNonAsn()


# --- Reading ----------------------------------------------------------------------------------------------------------


def ambil(unit: Unit, id: int, versi: int | None = None) -> JptNonAsn:
    """The entry in the actor's instansi. Raises TidakDitemukan, or DataBasi when ``versi`` is not the present one."""
    entri = unit.session.get(JptNonAsn, id)
    if entri is None:
        raise TidakDitemukan("Entri JPT Non ASN tidak ditemukan; mungkin sudah dihapus.")
    if versi is not None and entri.versi != versi:
        raise DataBasi(str(entri))
    return entri


def dokumen(aktor: Aktor, session: Session, entri: JptNonAsn) -> BerkasDibuka:
    """The document of an entry that the actor may see. Raises Ditolak, TidakDitemukan."""
    aktor.wajib("jpt_non_asn:lihat")
    baris = session.get(Berkas, entri.berkas_id) if entri.berkas_id else None
    if baris is None:
        raise TidakDitemukan("Entri ini belum mempunyai dokumen.")
    jalur = setelan().berkas_dir / baris.nama_simpan
    if not jalur.is_file():
        log.error("berkas %s (%s) tidak ada di folder berkas", baris.id, baris.nama_simpan)
        raise TidakDitemukan("Dokumen ini tidak ada lagi di penyimpanan. Unggah dokumennya sekali lagi pada Langkah 1.")
    return BerkasDibuka(jalur, baris.nama, baris.tipe, baris.ukuran)


def peringatan(session: Session, entri: JptNonAsn, aktor: Aktor) -> list[str]:
    """What to look at twice before *Simpan*; nothing of it stops."""
    hasil = aturan.peringatan(isi(entri), aktor.hari_ini())
    nama = session.scalar(select(Pegawai.nama).where(Pegawai.nomor_induk == entri.nik)) if entri.nik else None
    if nama:
        hasil.append(f"NIK ini sudah terdaftar sebagai pegawai atas nama {nama}.")
    return hasil


def nama_dokumen(session: Session, entri: JptNonAsn) -> str | None:
    """The document's name; None while there is none."""
    return session.scalar(select(Berkas.nama).where(Berkas.id == entri.berkas_id)) if entri.berkas_id else None
