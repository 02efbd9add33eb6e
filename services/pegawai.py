"""Manajemen Pegawai (manual 2.4): identity numbers, one pimpinan a unor, activation, moves."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy import inspect, select, update
from sqlalchemy.orm import Session

from domain.izin import Aktor
from domain.jabatan import GOLONGAN, JENJANG, KEDUDUKAN, JenisJabatan, JenisPegawai, jenjang_dari_nama, label_golongan
from domain.nip import PANJANG_NIP, JenisNomorInduk, NomorInduk, NomorIndukSalah, bersihkan, parse
from domain.status import StatusAktif, transisi
from domain.tanggal import panjang
from models import Instansi, Pegawai, Unor
from services import audit, pengguna, plt_plh, tindakan
from services.entitas import Entitas
from services.galat import PerluPersetujuan, Salah
from services.lintas import lintas_instansi
from services.tindakan import Tindakan
from services.unit_of_work import Unit, unit_of_work


class LayananPegawai(Entitas):
    """``buat`` and ``ubah`` may raise PerluPersetujuan ``ganti_pimpinan:<id>``: agreed is to replacing that very person."""

    model = Pegawai
    sumber = "pegawai"

    def siapkan(self, unit: Unit, objek: Pegawai) -> None:
        super().siapkan(unit, objek)
        # A number that came from elsewhere and stays is left alone, whatever it looks like.
        if objek.id is None or any(inspect(objek).attrs[k].history.has_changes() for k in ("nomor_induk", "jenis_pegawai")):
            try:
                nomor = _nomor(objek)
            except NomorIndukSalah as galat:
                raise Salah({"nomor_induk": str(galat)}) from galat
            objek.nomor_induk, objek.jenis_nomor = nomor.nomor, nomor.jenis
        objek.jenjang = objek.jenjang or jenjang_dari_nama(objek.jabatan)

    def periksa(self, unit: Unit, objek: Pegawai, setuju: frozenset[str]) -> None:
        with unit.session.no_autoflush:
            _tolak_nomor_ganda(unit.session, objek)
            if _memimpin(objek) and (lama := _pimpinan(unit.session, objek)):
                _gantikan(unit, objek, lama, setuju)
            nomor_lama: Sequence[str] = inspect(objek).attrs.nomor_induk.history.deleted
            if objek.id is not None and nomor_lama:
                # The account goes by the number: whoever logged in with the old one is no longer this pegawai.
                pengguna.lepas_pegawai(unit, nomor_lama[0])

    def sebelum_hapus(self, unit: Unit, objek: Pegawai) -> None:
        pengguna.lepas_pegawai(unit, objek.nomor_induk)


def _nomor(objek: Pegawai) -> NomorInduk:
    # A NI PPPK may have any digits where a NIP has its month, so it cannot be told by them alone.
    pppk = objek.jenis_pegawai is JenisPegawai.PPPK and len(bersihkan(objek.nomor_induk)) == PANJANG_NIP
    return parse(objek.nomor_induk, JenisNomorInduk.NI_PPPK if pppk else None)


def _tolak_nomor_ganda(session: Session, objek: Pegawai) -> None:
    stmt = select(Pegawai).where(Pegawai.nomor_induk == objek.nomor_induk)
    lain = session.scalar(stmt if objek.id is None else stmt.where(Pegawai.id != objek.id))
    if lain is not None:
        keadaan = " yang nonaktif; aktifkan kembali bila ia orang yang sama" if lain.status is StatusAktif.NONAKTIF else ""
        raise Salah({"nomor_induk": f"NIP ini sudah terdaftar atas nama {lain.nama}{keadaan}."})


def _memimpin(objek: Pegawai) -> bool:
    return objek.jenis_jabatan is JenisJabatan.PIMPINAN and objek.status is not StatusAktif.NONAKTIF


def _pimpinan(session: Session, selain: Pegawai) -> Pegawai | None:
    """Who leads the unor of ``selain``, other than he himself."""
    stmt = select(Pegawai).where(
        Pegawai.unor_id == selain.unor_id, Pegawai.jenis_jabatan == JenisJabatan.PIMPINAN, Pegawai.status == StatusAktif.AKTIF
    )
    return session.scalar(stmt if selain.id is None else stmt.where(Pegawai.id != selain.id))


def _gantikan(unit: Unit, objek: Pegawai, lama: Pegawai, setuju: frozenset[str]) -> None:
    kunci = f"ganti_pimpinan:{lama.id}"
    if kunci not in setuju:
        unor = unit.session.get_one(Unor, objek.unor_id)
        raise PerluPersetujuan(
            kunci,
            f"Unor {unor.nama} sudah dipimpin oleh {lama.nama}. Gantikan? {lama.nama} menjadi Pegawai di unor itu dengan jabatan yang tetap.",
        )
    # A statement of its own, now: the flush of the successor would otherwise meet the unique index while both lead.
    terganti = unit.session.execute(
        update(Pegawai)
        .where(Pegawai.id == lama.id, Pegawai.versi == lama.versi)
        .values(jenis_jabatan=JenisJabatan.PEGAWAI, versi=lama.versi + 1)
    )
    if terganti.rowcount != 1:  # type: ignore[attr-defined]
        raise Salah({"jenis_jabatan": "Data pimpinan unor ini baru saja diubah orang lain. Simpan sekali lagi."})
    audit.catat(unit.session, unit.aktor, "ganti_pimpinan", lama, perubahan=[_TURUN], alasan=f"Digantikan oleh {objek.nama}")


_TURUN: audit.Perubahan = {
    "kolom": "jenis_jabatan",
    "label": "Jenis Jabatan",
    "tipe": "pilihan",
    "sebelum": JenisJabatan.PIMPINAN.value,
    "sesudah": JenisJabatan.PEGAWAI.value,
    "sebelum_teks": JenisJabatan.PIMPINAN.label,
    "sesudah_teks": JenisJabatan.PEGAWAI.label,
}

layanan = LayananPegawai()


def peringatan(pegawai: Pegawai, hari_ini: date) -> list[str]:
    """What looks odd in a stored record but is no error (a number is never refused for its month)."""
    try:
        nomor = _nomor(pegawai)
    except NomorIndukSalah as galat:
        return [str(galat)]
    hasil = list(nomor.peringatan)
    if nomor.jenis is JenisNomorInduk.NIK and pegawai.jenis_pegawai is not JenisPegawai.NON_ASN:
        hasil.append(f"Nomor 16 angka adalah NIK, sedangkan jenis pegawainya {pegawai.jenis_pegawai.label}. Periksa kembali.")
    for apa, tmt in (("TMT golongan", pegawai.tmt_golongan), ("TMT jabatan", pegawai.tmt_jabatan)):
        if tmt is not None and nomor.tanggal_lahir is not None and tmt <= nomor.tanggal_lahir:
            hasil.append(f"{apa} ({panjang(tmt)}) tidak sesudah tanggal lahir menurut nomor induk. Periksa kembali.")
        elif tmt is not None and tmt > hari_ini:
            hasil.append(f"{apa} ({panjang(tmt)}) belum tiba. Periksa kembali.")
    if pegawai.golongan in GOLONGAN and pegawai.golongan.startswith("P") != (pegawai.jenis_pegawai is JenisPegawai.PPPK):
        hasil.append(f"Golongan {label_golongan(pegawai.golongan)} tidak lazim untuk {pegawai.jenis_pegawai.label}. Periksa kembali.")
    dari_nama = jenjang_dari_nama(pegawai.jabatan)
    if dari_nama and pegawai.jenjang in JENJANG and pegawai.jenjang != dari_nama:
        hasil.append(
            f"Jenjang {JENJANG[pegawai.jenjang].label} berbeda dari nama jabatannya ({JENJANG[dari_nama].label}). Periksa kembali."
        )
    kedudukan = KEDUDUKAN.get(pegawai.kedudukan)
    if kedudukan is not None and kedudukan.otomatis_nonaktif and pegawai.status is StatusAktif.AKTIF:
        hasil.append(f"Kedudukannya {kedudukan.label}. Nonaktifkan pegawai ini bila sudah tidak bekerja.")
    return hasil


def aktif_di_tempat_lain(aktor: Aktor, pegawai: Pegawai) -> list[str]:
    """Names of other instansi where the same number is still aktif: moving makes a new row, and the old one should end.

    Looks across instansi, so it is audited; call it once, after a Pegawai was added.
    """
    with lintas_instansi(aktor, f"Memeriksa apakah {pegawai.nomor_induk} masih aktif di instansi lain.") as session:
        stmt = (
            select(Instansi.nama)
            .join(Pegawai, Pegawai.instansi_id == Instansi.id)
            .where(Pegawai.nomor_induk == pegawai.nomor_induk, Pegawai.status == StatusAktif.AKTIF, Instansi.id != aktor.instansi_id)
        )
        return list(session.scalars(stmt.order_by(Instansi.nama_cari)))


def ubah_status(aktor: Aktor, id: int, versi: int | None, aksi: str, alasan: str = "") -> str:
    """*Nonaktifkan* or *Aktifkan*; returns the sentence to show. Raises Salah, TransisiDitolak, DataBasi.

    An inactive pegawai leads no unor, holds no acting post and loses what his sessions had from being one.
    """
    aktor.wajib(f"pegawai:{aksi}")
    with unit_of_work(aktor) as unit:
        objek = layanan.ambil(unit, id, versi)
        langkah = transisi("pegawai", objek.status, aksi)
        if langkah.perlu_alasan and not alasan:
            raise Salah({"alasan": "Alasan wajib diisi."})
        objek.status = langkah.ke
        mati = langkah.ke is StatusAktif.NONAKTIF
        objek.alasan_nonaktif = alasan[:300] if mati else None
        tambahan = "" if mati else _kembali(unit, objek)
        perubahan = audit.beda(unit.session, objek)
        unit.session.flush()
        audit.catat(unit.session, aktor, aksi, objek, perubahan=perubahan, alasan=alasan)
        if mati:
            pengguna.lepas_pegawai(unit, objek.nomor_induk)
            n = plt_plh.akhiri_milik(unit, objek, alasan)
            tambahan = f" {n} PLT/PLH yang dipegangnya diakhiri." if n else ""
        return f"{objek.nama} {'dinonaktifkan' if mati else 'diaktifkan kembali'}.{tambahan}"


def _kembali(unit: Unit, objek: Pegawai) -> str:
    """He led his unor once; when somebody else does by now he comes back as Pegawai."""
    with unit.session.no_autoflush:
        if not (_memimpin(objek) and (lain := _pimpinan(unit.session, objek))):
            return ""
    objek.jenis_jabatan = JenisJabatan.PEGAWAI
    return f" Unornya kini dipimpin oleh {lain.nama}, sehingga jenis jabatannya menjadi Pegawai."


def pindah_unor(aktor: Aktor, id: int, unor_id: int) -> None:
    """Move one pegawai; staying where he is changes nothing. A pimpinan is refused: his post needs a decision. Raises Salah."""
    aktor.wajib("pegawai:pindah_unor")
    with unit_of_work(aktor) as unit:
        objek = layanan.ambil(unit, id)
        if objek.unor_id == unor_id:
            return
        if objek.jenis_jabatan is JenisJabatan.PIMPINAN:
            raise Salah("Ia pimpinan unornya. Pindahkan lewat Edit, supaya jenis jabatan dan jabatannya ikut ditentukan.")
        objek.unor_id = unor_id
        perubahan = audit.beda(unit.session, objek)
        unit.session.flush()
        audit.catat(unit.session, aktor, "pindah_unor", objek, perubahan=perubahan)


tindakan.daftarkan(
    Tindakan(
        "pegawai", "pindah_unor", "Pindah unor", "pegawai:pindah_unor", lambda pelaku, id, nilai: pindah_unor(pelaku, id, nilai["unor_id"])
    )
)
tindakan.daftarkan(
    Tindakan(
        "pegawai",
        "nonaktifkan",
        "Nonaktifkan",
        "pegawai:nonaktifkan",
        lambda pelaku, id, nilai: ubah_status(pelaku, id, None, "nonaktifkan", nilai["alasan"]),
    )
)
