"""JPT Non ASN at SIASN: sending an entry, asking whether SIASN knows the NIK, and making a pegawai of him (manual 2.5 i–l)."""

from __future__ import annotations

import base64
import contextlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from domain import jpt_non_asn as aturan
from domain.izin import Aktor, aktor_sistem
from domain.jabatan import JenisJabatan, JenisPegawai
from domain.jpt_non_asn import Asal
from domain.nip import JenisNomorInduk, NomorIndukSalah, parse
from domain.status import TUGAS_HIDUP, StatusAktif, StatusNonAsn, StatusTugas, bisa, transisi
from domain.tanggal import panjang
from domain.waktu import Jam
from extensions import db, setelan
from integrations.siasn import galat as g
from integrations.siasn.skema import NonAsn
from models import Berkas, Instansi, JptNonAsn, Pegawai, PetaUnor, Tugas, Unor
from services import audit, siasn, tugas
from services.galat import GalatLayanan, PerluPersetujuan, Salah
from services.jpt_non_asn import ENTITAS, JENIS_KIRIM, ambil
from services.kendali import Kendali
from services.pegawai import LayananPegawai
from services.unit_of_work import Unit, unit_of_work
from tenancy import Lingkup, pasang_lingkup

JENIS_PERIKSA = "jpt_non_asn_periksa"
TENGGAT = 12.0
"""Seconds for a look-up that somebody waits for."""
SEKALI_PERIKSA = 200
TERTUNDA = frozenset(s for s in StatusNonAsn if bisa(ENTITAS, s, "tersedia"))
_TERHENTI = (StatusTugas.DIBATALKAN, StatusTugas.GAGAL)
_GAGAL_PERIKSA = "Belum dapat diperiksa ke SIASN. "
"""How the remark of an entry begins whose last look-up failed; the next one that succeeds takes it away."""
_SATU_NIK = (g.JawabanRusak, g.Ditolak, g.HakKurang)
"""Failures that say something of the one NIK that was asked for (Dialihkan is a broken answer too, but of the whole service)."""
_MUNGKIN_SATU = (g.Gangguan, g.WaktuHabis)
"""A service that is down, or one that stumbles over this NIK: the next NIK tells."""
PESAN_LEWAT = (
    "Sudah lewat 2×24 jam dan SIASN belum mengenal NIK ini. Kirim ulang, atau masukkan datanya sendiri di SIASN; NIK yang sama ditimpa."
)

_TAK_TERJAWAB = (
    "Data sudah dikirim, tetapi jawaban SIASN tidak diterima. Kirim ulang; NIK yang sama ditimpa, sehingga tidak tersimpan dua kali."
)


class SiasnGagal(GalatLayanan):
    """SIASN could not answer; ``pesan``, ``sebab``, ``obat`` and ``siapa`` (can repair it) are for the page."""

    def __init__(self, galat: g.GalatSiasn) -> None:
        self.pesan, self.sebab, self.obat, self.siapa = galat.kalimat, galat.sebab, galat.obat, galat.siapa
        super().__init__(f"{self.pesan} {self.obat}".strip())


@contextlib.contextmanager
def _dijelaskan() -> Iterator[None]:
    try:
        yield
    except g.GalatSiasn as galat:
        raise SiasnGagal(galat) from galat


def _kata(galat: g.GalatSiasn) -> str:
    if isinstance(galat, g.TidakPasti):
        return _TAK_TERJAWAB  # its own words promise that SIASN is asked first, but a new entry can't be found there for two days
    return " ".join(t for t in (galat.kalimat, galat.obat) if t)[:500]


def tertunda(entri: JptNonAsn) -> bool:
    """SIASN is asked for it from time to time."""
    return entri.status in TERTUNDA


def dikirim(entri: JptNonAsn) -> bool:
    """It was sent by the program and waits for SIASN, rather than for somebody to type it in."""
    return bisa(ENTITAS, entri.status, "gagalkan")


# --- Sending ----------------------------------------------------------------------------------------------------------


def kirim(kendali: Kendali) -> None:
    """The task kind ``jpt_non_asn_kirim``. Sent twice does no harm: SIASN's intake keeps one entry a NIK."""
    id = kendali.parameter["entri_id"]
    with kendali.unit() as unit:
        entri = ambil(unit, id)
        if not bisa(ENTITAS, entri.status, "gagalkan"):
            return  # settled meanwhile
        kiriman, dokumen = _kiriman(unit.session, entri), unit.session.get_one(Berkas, entri.berkas_id)
        nama, jalur = dokumen.nama, setelan().berkas_dir / dokumen.nama_simpan
    try:
        isi = base64.b64encode(jalur.read_bytes()).decode("ascii")
        with siasn.klien(kendali.aktor) as klien:
            klien.nonasn_masukan(kiriman, nama_dokumen=nama, dokumen_base64=isi)
    except (g.GalatSiasn, OSError) as galat:
        pesan = (
            _kata(galat) if isinstance(galat, g.GalatSiasn) else "Dokumen SK Jabatan tidak dapat dibaca. Unggah sekali lagi pada Langkah 1."
        )
        with kendali.unit() as unit:
            _gagalkan(unit, ambil(unit, id), pesan)
        kendali.gagalkan(pesan)
        return
    with kendali.unit() as unit:
        ambil(unit, id).pesan = "Diterima SIASN; tunggu sinkronisasi data hingga 2×24 jam."
    kendali.maju(1, total=1)


def _kiriman(session: Session, entri: JptNonAsn) -> NonAsn:
    unor = session.get(Unor, entri.unor_id)
    return NonAsn(
        nik=entri.nik,
        nama=entri.nama,
        tempat_lahir=entri.tempat_lahir,
        tanggal_lahir=entri.tanggal_lahir,
        jenis_kelamin=entri.jenis_kelamin,
        email=entri.email,
        instansi_induk=entri.instansi_induk,
        instansi_kerja=entri.instansi_kerja,
        unor_id=unor.siasn_id if unor else None,
        unor_nama=unor.nama if unor else None,
        jabatan=entri.jabatan,
        tanggal_sk=entri.tanggal_sk,
        nomor_sk=entri.nomor_sk,
        tmt_mulai=entri.tmt_mulai,
        tmt_henti=entri.tmt_henti,
        tanggal_sk_henti=entri.tanggal_sk_pemberhentian,
        eselon=entri.eselon,
    )


def _gagalkan(unit: Unit, entri: JptNonAsn, pesan: str) -> None:
    if bisa(ENTITAS, entri.status, "gagalkan"):
        _pindah(unit, entri, "gagalkan", pesan)


def _pindah(unit: Unit, entri: JptNonAsn, aksi: str, pesan: str | None) -> None:
    entri.status = StatusNonAsn(transisi(ENTITAS, entri.status, aksi).ke.value)
    entri.pesan = pesan
    perubahan = audit.beda(unit.session, entri)
    unit.session.flush()
    audit.catat(unit.session, unit.aktor, aksi, entri, perubahan=perubahan)


# --- Asking -----------------------------------------------------------------------------------------------------------


def periksa(aktor: Aktor, id: int, versi: int | None = None) -> str:
    """Ask SIASN now whether it knows the NIK of an entry; returns the sentence to show. Raises SiasnGagal, TransisiDitolak, DataBasi."""
    aktor.wajib("jpt_non_asn:ubah")
    with unit_of_work(aktor) as unit:
        entri = ambil(unit, id, versi)
        transisi(ENTITAS, entri.status, "tersedia")
        nik = entri.nik
    with _dijelaskan(), siasn.klien(aktor, tenggat=TENGGAT, percobaan=1) as klien:
        ada = _dikenal(klien, nik)
    with unit_of_work(aktor) as unit:
        _tutup_yang_terhenti(unit)
        _catat_jawaban(unit, ambil(unit, id), ada)
    if ada:
        return "SIASN sudah mengenal NIK ini. Tambahkan sebagai pegawai lewat Tambah JPT Non ASN."
    return "SIASN belum mengenal NIK ini. Sinkronisasi data di SIASN memakan waktu hingga 2×24 jam."


def _dikenal(klien: Any, nik: str) -> bool:
    try:
        return bool(klien.nonasn(nik).nik == nik)
    except g.TidakAda:
        return False


def _catat_jawaban(unit: Unit, entri: JptNonAsn, ada: bool) -> None:
    kini = unit.aktor.sekarang()
    if not bisa(ENTITAS, entri.status, "tersedia"):
        return
    entri.diperiksa = kini
    if (entri.pesan or "").startswith(_GAGAL_PERIKSA):
        entri.pesan = None
    if ada:
        _pindah(unit, entri, "tersedia", None)
    elif aturan.lewat_waktu(entri.disimpan, kini):
        _gagalkan(unit, entri, PESAN_LEWAT)


def periksa_berkala(kendali: Kendali) -> None:
    """The task kind ``jpt_non_asn_periksa``: ask SIASN for every entry that waits and is due.

    What fails for one NIK is noted at its entry, and the others are asked all the same; a failure of the service as a whole ends the task.
    """
    with kendali.unit() as unit:
        _tutup_yang_terhenti(unit)
        kini = kendali.aktor.sekarang()
        waktu = [(e.id, e.nik) for e in _tertunda(unit.session) if aturan.perlu_diperiksa(e.disimpan, e.diperiksa, kini)]
    ada = gagal = 0
    ragu = False
    """The service itself failed at the NIK before: another answer tells that it was the NIK, a second failure that it was the service."""
    with siasn.klien(kendali.aktor) as klien:
        for n, (id, nik) in enumerate(waktu, 1):
            try:
                dikenal = _dikenal(klien, nik)
            except g.GalatSiasn as galat:
                milik = _milik_satu(galat)
                mungkin = isinstance(galat, _MUNGKIN_SATU) and len(waktu) > 1
                if milik or mungkin:
                    # Also where the task ends: at the next turn the others come first, so that two bad ones never bar the way.
                    gagal += _catat_gagal(kendali, id, galat)
                if not milik and (ragu or not mungkin):
                    kendali.gagalkan(_kata(galat))
                    return
                ragu = mungkin
            else:
                ada += dikenal
                _catat(kendali, id, dikenal)
                ragu = False
            kendali.maju(n, total=len(waktu))
    tambahan = f" {gagal} NIK belum dapat diperiksa; sebabnya tertulis pada entrinya." if gagal else ""
    kendali.selesai(pesan=f"{ada} dari {len(waktu)} NIK sudah dikenal SIASN.{tambahan}")


def _milik_satu(galat: g.GalatSiasn) -> bool:
    return isinstance(galat, _SATU_NIK) and not isinstance(galat, g.Dialihkan)


def _catat(kendali: Kendali, id: int, dikenal: bool) -> None:
    with kendali.unit() as unit:
        if (entri := unit.session.get(JptNonAsn, id)) is not None:  # else deleted meanwhile
            _catat_jawaban(unit, entri, dikenal)


def _catat_gagal(kendali: Kendali, id: int, galat: g.GalatSiasn) -> int:
    """Note at the entry why it could not be looked up; it waits for its next turn like those that were. Returns how many were noted."""
    with kendali.unit() as unit:
        entri = unit.session.get(JptNonAsn, id)
        if entri is None or not tertunda(entri):
            return 0
        entri.diperiksa, entri.pesan = unit.aktor.sekarang(), f"{_GAGAL_PERIKSA}{_kata(galat)}"[:500]
    return 1


def _tertunda(session: Session) -> list[JptNonAsn]:
    stmt = select(JptNonAsn).where(JptNonAsn.status.in_(TERTUNDA)).order_by(JptNonAsn.diperiksa.nulls_first(), JptNonAsn.id)
    return list(session.scalars(stmt.limit(SEKALI_PERIKSA)))


def _tutup_yang_terhenti(unit: Unit) -> None:
    """Entries whose sending was cancelled or given up without their hearing of it."""
    terakhir: dict[int, Tugas] = {}
    for t in unit.session.scalars(select(Tugas).where(Tugas.jenis == JENIS_KIRIM).order_by(Tugas.id)):
        terakhir[t.parameter["entri_id"]] = t
    for id, t in terakhir.items():
        entri = unit.session.get(JptNonAsn, id) if t.status in _TERHENTI else None
        if entri is not None:
            _gagalkan(unit, entri, t.pesan or "Pengirimannya terhenti. Kirim ulang.")


def jadwalkan(jam: Jam) -> int:
    """Ask for ``jpt_non_asn_periksa`` in every instansi where an entry is due; returns in how many. The periodic step of dispatch."""
    if not setelan().siasn.ada:
        return 0
    with Session(db.engine) as session:
        semua = list(session.scalars(select(Instansi.id).order_by(Instansi.id)))
    return sum(_jadwalkan(aktor_sistem(jam, i)) for i in semua)


def _jadwalkan(aktor: Aktor) -> bool:
    with Session(db.engine) as session:
        pasang_lingkup(session, Lingkup("instansi", aktor.instansi_id))
        kini = aktor.sekarang()
        if not any(aturan.perlu_diperiksa(e.disimpan, e.diperiksa, kini) for e in _tertunda(session)):
            return False
        hidup = select(Tugas.id).where(Tugas.jenis == JENIS_PERIKSA, Tugas.status.in_(TUGAS_HIDUP)).limit(1)
        if session.scalar(hidup) is not None:
            return False
    with unit_of_work(aktor) as unit:
        baru = tugas.minta(unit, JENIS_PERIKSA, "Memeriksa JPT Non ASN di SIASN", {})
        baru.kedaluwarsa = kini + timedelta(days=2)  # one every few hours: they would crowd out the others' tasks
    return True


# --- Looking up and adding --------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class HasilCari:
    """What SIASN says of a NIK. ``unor_id``: ours for the unor that SIASN names, where it is known; ``pegawai``: who has the NIK here already;
    ``asal``: whether he belongs to the actor's instansi, ``pertanyaan`` what must be agreed to where that can't be decided, or why he can't be
    added; ``jenis_jabatan``: what to propose."""

    data: NonAsn
    unor_id: int | None
    unor_nama: str | None
    pegawai: Pegawai | None
    asal: Asal
    pertanyaan: str | None
    jenis_jabatan: JenisJabatan
    peringatan: list[str] = field(default_factory=list)

    @property
    def kunci_asal(self) -> str:
        """The agreement that he belongs here though SIASN's answer doesn't show it."""
        return _kunci_asal(self.data.nik)


def cari(aktor: Aktor, session: Session, nik: str, izin: str = "profil_non_asn:lihat") -> HasilCari:
    """Look a NIK up at SIASN. Raises Salah (field ``nik``), SiasnGagal with cause and cure, Ditolak.

    ``session`` reads only, and is not held during the call when nothing was read with it before.
    """
    aktor.wajib(izin)
    data = _tanya(aktor, nik)
    unor_id, unor_nama = _unor(session, data)
    pegawai = session.scalar(select(Pegawai).where(Pegawai.nomor_induk == data.nik))
    henti = data.tmt_henti
    lewat = henti is not None and henti < aktor.hari_ini()
    odd = [f"Menurut SIASN masa jabatannya berakhir pada {panjang(henti)}. Periksa kembali."] if henti and lewat else []
    dari, kata = _asal(session, aktor, data, unor_id)
    return HasilCari(data, unor_id, unor_nama, pegawai, dari, kata, _jenis_lazim(session, data, unor_id), odd)


def _asal(session: Session, aktor: Aktor, data: NonAsn, unor_id: int | None) -> tuple[Asal, str | None]:
    """Whether he belongs to the actor's instansi, and the sentence where he doesn't or may not."""
    kita = session.get_one(Instansi, aktor.instansi_id)
    nama = [n for n in (data.instansi_induk, data.instansi_kerja) if n]
    hasil = aturan.asal(kita.nama, kita.siasn_id, nama, (data.instansi_induk_id, data.instansi_kerja_id))
    if hasil is Asal.TAK_PASTI and not nama and unor_id is not None:
        return Asal.INI, None  # SIASN names nothing but a unor, and that is ours
    if hasil is Asal.TAK_PASTI and nama:
        dicari = {aturan.nama_instansi(n) for n in nama}
        if any(aturan.nama_instansi(n) in dicari for n in session.scalars(select(Instansi.nama).where(Instansi.id != kita.id))):
            hasil = Asal.LAIN
    sebut = f"Instansi Induk {data.instansi_induk or '-'} dan Instansi Kerja {data.instansi_kerja or '-'}"
    if hasil is Asal.LAIN:
        return hasil, (
            f"Menurut SIASN ia pejabat instansi lain: {sebut}, bukan {kita.nama}. Ia ditambahkan oleh admin instansinya; "
            "bila keliru, perbaiki dahulu Instansi Kerja di SIASN."
        )
    if hasil is Asal.INI:
        return hasil, None
    if not nama:
        return hasil, f"SIASN tidak menyebutkan instansinya. Pastikan ia pejabat {kita.nama}."
    return hasil, f"Menurut SIASN {sebut}; namanya berbeda dari {kita.nama}. Pastikan ia pejabat instansi ini."


def _kunci_asal(nik: str) -> str:
    return f"instansi:{nik}"


def _jenis_lazim(session: Session, data: NonAsn, unor_id: int | None) -> JenisJabatan:
    stmt = select(Pegawai.id).where(
        Pegawai.unor_id == unor_id, Pegawai.jenis_jabatan == JenisJabatan.PIMPINAN, Pegawai.status == StatusAktif.AKTIF
    )
    ada = unor_id is not None and session.scalar(stmt.limit(1)) is not None
    return aturan.jenis_jabatan_lazim(data.jabatan, ada_pimpinan=ada)


def _tanya(aktor: Aktor, nik: str) -> NonAsn:
    try:
        nomor = parse(nik, JenisNomorInduk.NIK).nomor
    except NomorIndukSalah as salah:
        raise Salah({"nik": str(salah)}) from salah
    with _dijelaskan(), siasn.klien(aktor, tenggat=TENGGAT, percobaan=1) as klien:
        data = klien.nonasn(nomor)
        if data.nik != nomor:
            raise g.JawabanRusak("SIASN menjawab dengan data milik NIK lain.")
        return data


def _unor(session: Session, data: NonAsn) -> tuple[int | None, str | None]:
    if data.unor_id is None:
        return None, None
    stmt = select(Unor.id, Unor.nama).where(Unor.siasn_id == data.unor_id)
    baris = session.execute(stmt.limit(1)).first()
    if baris is None:
        peta = select(Unor.id, Unor.nama).join(PetaUnor, PetaUnor.unor_id == Unor.id).where(PetaUnor.siasn_id == data.unor_id)
        baris = session.execute(peta.limit(1)).first()
    return (baris.id, baris.nama) if baris else (None, None)


class _Penambah(LayananPegawai):
    """Adds him and settles the entries of his NIK in the same transaction."""

    def __init__(self, data: NonAsn) -> None:
        self._data = data

    def periksa(self, unit: Unit, objek: Pegawai, setuju: frozenset[str]) -> None:
        with unit.session.no_autoflush:
            dari, kata = _asal(unit.session, unit.aktor, self._data, _unor(unit.session, self._data)[0])
        if dari is Asal.LAIN:
            raise Salah({"nik": str(kata)})
        if dari is Asal.TAK_PASTI and _kunci_asal(self._data.nik) not in setuju:
            raise PerluPersetujuan(_kunci_asal(self._data.nik), str(kata))
        super().periksa(unit, objek, setuju)

    def sesudah(self, unit: Unit, objek: Any, aksi: str) -> None:
        super().sesudah(unit, objek, aksi)
        for entri in unit.session.scalars(select(JptNonAsn).where(JptNonAsn.nik == objek.nomor_induk)):
            if bisa(ENTITAS, entri.status, "tersedia"):
                _pindah(unit, entri, "tersedia", None)
            if bisa(ENTITAS, entri.status, "tambahkan"):
                entri.pegawai_id = objek.id
                _pindah(unit, entri, "tambahkan", None)


def tambahkan(aktor: Aktor, nik: str, unor_id: int, jenis: JenisJabatan, setuju: frozenset[str] = frozenset()) -> int:
    """*Tambahkan*: make a non-ASN pegawai of the unor, its pimpinan or not, of what SIASN says now; returns his id.

    Raises SiasnGagal, Salah (field ``nik`` when he belongs to another instansi), PerluPersetujuan ``instansi:<nik>`` (nobody can tell) or
    ``ganti_pimpinan:<id>`` (agreed is to replacing that very person), Ditolak.
    """
    aktor.wajib("pegawai:tambah_non_asn")
    data = _tanya(aktor, nik)
    nilai = {
        "nomor_induk": data.nik,
        "nama": data.nama[:200],
        "unor_id": unor_id,
        "jenis_jabatan": jenis,
        "jabatan": data.jabatan,
        "jenis_pegawai": JenisPegawai.NON_ASN,
        "tmt_jabatan": data.tmt_mulai,
    }
    try:
        return _Penambah(data).buat(aktor, nilai, alasan="Tambah JPT Non ASN dari SIASN.", setuju=setuju)
    except Salah as galat:
        # The page has no field of that name: what concerns the number is about the NIK.
        if "nomor_induk" not in galat.kolom:
            raise
        sisa = {k: v for k, v in galat.kolom.items() if k != "nomor_induk"}
        raise Salah({**sisa, "nik": galat.kolom["nomor_induk"].replace("NIP ini", "NIK ini")}) from galat
