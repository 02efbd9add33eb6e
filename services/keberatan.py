"""Keberatan: an objection to a penilaian, from filing to the decision of the atasan (PP 30/2019 art. 59; manual 2.7)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, and_, func, not_, or_, select
from sqlalchemy.orm import Session, joinedload

from domain.izin import Aktor, aktor_sistem
from domain.keberatan import batas_hari
from domain.nama import normalkan
from domain.penilaian import PANJANG_TEKS
from domain.predikat import Predikat, Rating, predikat
from domain.skp import JenisSkp, SalinanOrang
from domain.status import KEBERATAN_HIDUP, StatusCapaian, StatusKeberatan, StatusSkp, transisi
from domain.tanggal import panjang
from domain.waktu import Jam, Zona, tanggal_di
from extensions import db
from models import Instansi, Keberatan, Pegawai, Penilaian, Periode, PotretSkp, Skp
from services import audit, capaian_organisasi, diri, pengaturan
from services import penilaian as layanan_penilaian
from services.galat import DataBasi, Salah, TidakDitemukan
from services.penilaian import Hubungan
from services.unit_of_work import Unit, unit_of_work
from tenancy import Lingkup, pasang_lingkup

TIDAK_ADA = "Keberatan tidak ditemukan, atau bukan keberatan yang melibatkan Anda."
SEKALIGUS = 200

# --- Reading ----------------------------------------------------------------------------------------------------------


def terlambat(k: Keberatan, hari_ini: date) -> bool:
    """Its last day to decide has gone by undecided, whether or not the sweep has marked it yet."""
    return k.status in KEBERATAN_HIDUP and k.batas_putusan < hari_ini


def status_pada(k: Keberatan, hari_ini: date) -> StatusKeberatan:
    """The status to show on a day."""
    return _ke(k, "lewat_batas") if terlambat(k, hari_ini) else k.status


def _ke(k: Keberatan, aksi: str) -> StatusKeberatan:
    """Where the action leads. Raises TransisiDitolak."""
    ke = transisi("keberatan", k.status, aksi).ke
    assert isinstance(ke, StatusKeberatan)
    return ke


def berstatus(status: StatusKeberatan, hari_ini: date) -> ColumnElement[bool]:
    """Criterion on Keberatan: ``status_pada`` as the database sees it."""
    lewat = and_(Keberatan.status.in_(KEBERATAN_HIDUP), Keberatan.batas_putusan < hari_ini)
    if status is StatusKeberatan.TERLAMBAT:
        return and_(Keberatan.status.in_({*KEBERATAN_HIDUP, status}), or_(Keberatan.status == status, lewat))
    if status in KEBERATAN_HIDUP:
        return and_(Keberatan.status == status, Keberatan.batas_putusan >= hari_ini)
    return Keberatan.status == status


@dataclass(frozen=True, slots=True)
class BarisNilai:
    """A line of the manual's table *Nilai*; None where nothing was decided."""

    label: str
    hasil: Rating | None
    perilaku: Rating | None

    @property
    def akhir(self) -> Predikat | None:
        """*Hasil Akhir*, always derived."""
        return predikat(self.hasil, self.perilaku) if self.hasil is not None and self.perilaku is not None else None


def tabel_nilai(k: Keberatan) -> tuple[BarisNilai, ...]:
    return (
        BarisNilai("Sebelum Keberatan", k.sebelum_hasil, k.sebelum_perilaku),
        BarisNilai("Permintaan Pegawai", k.diminta_hasil, k.diminta_perilaku),
        BarisNilai("Sesudah Keberatan", k.sesudah_hasil, k.sesudah_perilaku),
    )


@dataclass(frozen=True, slots=True)
class Akibat:
    """What a decision would do. ``final``: a Capaian Kinerja Organisasi that is FINAL counts this penilaian."""

    keberatan: Keberatan
    sebelum: Predikat
    hasil: Rating
    perilaku: Rating
    final: bool

    @property
    def sesudah(self) -> Predikat:
        return predikat(self.hasil, self.perilaku)


def hubungan(k: Keberatan, pegawai_id: int) -> frozenset[Hubungan]:
    """What this pegawai is to the keberatan; the people are those of the day it was filed."""
    pasangan = ((k.pegawai_id, Hubungan.PEGAWAI), (k.penilai_id, Hubungan.PENILAI), (k.atasan_id, Hubungan.ATASAN))
    return frozenset(h for id, h in pasangan if id == pegawai_id)


def untuk(session: Session, aktor: Aktor, id: int, *sebagai: Hubungan) -> Keberatan:
    """The keberatan, when the actor is one of ``sebagai`` to it (default: anything). Raises TidakDitemukan as if it were missing."""
    saya = diri.pegawai_saya(session, aktor)
    k = session.get(Keberatan, id)
    if k is None or not hubungan(k, saya.id) & frozenset(sebagai or Hubungan):
        raise TidakDitemukan(TIDAK_ADA)
    return k


def milik(session: Session, pegawai_id: int, batas: int = 100) -> list[Keberatan]:
    """What a pegawai has filed, must explain or must decide, newest first."""
    terlibat = or_(Keberatan.pegawai_id == pegawai_id, Keberatan.penilai_id == pegawai_id, Keberatan.atasan_id == pegawai_id)
    stmt = select(Keberatan).where(terlibat).options(joinedload(Keberatan.periode, innerjoin=True).load_only(Periode.nama))
    return list(session.scalars(stmt.order_by(Keberatan.waktu_pengajuan.desc(), Keberatan.id.desc()).limit(batas)))


def selesai(session: Session, pegawai_id: int, sejak_tahun: int, hari_ini: date) -> list[Keberatan]:
    """What a pegawai has filed on periods since that year and is over, decided or too late; in the order of the periods."""
    hidup = and_(Keberatan.status.in_(KEBERATAN_HIDUP), Keberatan.batas_putusan >= hari_ini)
    stmt = (
        select(Keberatan)
        .options(joinedload(Keberatan.periode, innerjoin=True).load_only(Periode.nama))
        .where(Keberatan.pegawai_id == pegawai_id, Keberatan.tahun >= sejak_tahun, not_(hidup))
    )
    return list(session.scalars(stmt.order_by(Keberatan.waktu_pengajuan, Keberatan.id)))


# --- Filing -----------------------------------------------------------------------------------------------------------


def batas_pengajuan(session: Session, skp: Skp, dinilai: datetime, zona: Zona = Zona.WIB) -> date:
    """The last day to file against ratings given at ``dinilai``.

    A Draft takes no keberatan. So where the SKP went back to Draft while the term ran, it begins anew on the day of the next
    Persetujuan: what an admin does shortens nobody's term.
    """
    batas = _batas(session, tanggal_di(dinilai, zona), putusan=False)
    if skp.disetujui is None or skp.disetujui <= dinilai:
        return batas
    stmt = select(func.min(PotretSkp.waktu)).where(PotretSkp.skp_id == skp.id, PotretSkp.sebab == "kembalikan_ke_draft")
    kembali = session.scalar(stmt.where(PotretSkp.waktu >= dinilai))
    if kembali is None or tanggal_di(kembali, zona) > batas:
        return batas
    return _batas(session, tanggal_di(skp.disetujui, zona), putusan=False)


def _batas(session: Session, mulai: date, *, putusan: bool) -> date:
    a = pengaturan.aturan_keberatan(pengaturan.baca(session))
    hari = a.batas_putusan_hari if putusan else a.batas_pengajuan_hari
    # Holidays are looked up as far as a term can reach that meets one on every second working day.
    libur = pengaturan.hari_libur(session, mulai, mulai + timedelta(days=3 * hari + 60))
    return batas_hari(mulai, hari, kerja=a.hari_kerja, libur=libur)


def halangan_mengajukan(session: Session, skp: Skp, ada: Penilaian | None, hari_ini: date, zona: Zona = Zona.WIB) -> str | None:
    """Why no keberatan can be filed against this penilaian now, or None."""
    if ada is None or ada.hasil is None or ada.dinilai is None:
        return "Periode ini belum dinilai."
    if session.scalar(select(Keberatan.id).where(Keberatan.penilaian_id == ada.id)) is not None:
        return "Keberatan atas penilaian ini sudah pernah diajukan; untuk satu penilaian hanya satu kali."
    if skp.status is not StatusSkp.PERSETUJUAN:
        return f"SKP ini berstatus {skp.status.label}. Keberatan dapat diajukan sesudah SKP berstatus {StatusSkp.PERSETUJUAN.label} lagi."
    if ada.predikat is Predikat.SANGAT_BAIK:
        return f"Predikat penilaian ini sudah {ada.predikat.label_cetak}, yang tertinggi."
    batas = batas_pengajuan(session, skp, ada.dinilai, zona)
    if hari_ini > batas:
        return f"Batas pengajuan keberatan sudah lewat pada {panjang(batas)}."
    if skp.atasan_id is None:
        return "SKP ini tidak mempunyai Atasan Pejabat Penilai Kinerja yang memutus keberatan; hubungi admin instansi."
    return None


def ajukan(aktor: Aktor, skp_id: int, periode_id: int, *, alasan: str, hasil: Rating, perilaku: Rating) -> int:
    """The pegawai objects to the ratings of a period and says which he wants. Returns the id.

    Raises Salah (``alasan``, ``diminta_hasil``, or as a whole), TidakDitemukan.
    """
    aktor.wajib("daftar_skp:ajukan_keberatan")
    with unit_of_work(aktor) as unit:
        skp = layanan_penilaian.skp_untuk(unit.session, aktor, skp_id, Hubungan.PEGAWAI)
        # Shared lock: the SKP doesn't go back to Draft meanwhile.
        unit.session.refresh(skp, with_for_update={"read": True})
        periode = layanan_penilaian.satu_periode(unit.session, skp, periode_id)
        penilaian = layanan_penilaian.penilaian_pada(unit.session, skp.id, periode.id, kunci=True)
        if halangan := halangan_mengajukan(unit.session, skp, penilaian, aktor.hari_ini(), aktor.zona):
            raise Salah(halangan)
        assert penilaian is not None
        galat = _periksa_teks("alasan", alasan, "Isi alasan mengajukan keberatan.")
        if pesan := _tidak_lebih_baik(penilaian, predikat(hasil, perilaku)):
            galat["diminta_hasil"] = pesan
        if galat:
            raise Salah(galat)
        objek = baru(unit, skp, penilaian)
        objek.alasan, objek.diminta_hasil, objek.diminta_perilaku = alasan.strip(), hasil, perilaku
        unit.session.add(objek)
        perubahan = audit.beda(unit.session, objek)
        unit.session.flush()
        audit.catat(unit.session, aktor, "ajukan_keberatan", objek, perubahan=perubahan)
        return objek.id


def _tidak_lebih_baik(penilaian: Penilaian, diminta: Predikat) -> str | None:
    """A keberatan asks for a better predikat; the ratings alone may differ and give the same one, or a worse."""
    kini = penilaian.predikat
    if kini is None or diminta.kuadran < kini.kuadran:
        return None
    return (
        f"Kedua rating itu memberi predikat {diminta.label_cetak}, yang tidak lebih baik daripada predikat sekarang, {kini.label_cetak}. "
        "Pilih rating yang predikatnya lebih baik."
    )


def baru(unit: Unit, skp: Skp, penilaian: Penilaian) -> Keberatan:
    """An objection filed now against these ratings, still without its words and without the ratings that are asked for."""
    return Keberatan(
        penilaian_id=penilaian.id,
        skp_id=skp.id,
        periode_id=penilaian.periode_id,
        tahun=skp.tahun,
        unor_id=skp.unor_id,
        pegawai_id=skp.pegawai_id,
        penilai_id=skp.penilai_id,
        atasan_id=skp.atasan_id,
        nama=skp.nama,
        nama_cari=normalkan(skp.nama),
        nama_penilai=_nama(unit.session, skp.salinan_penilai, skp.penilai_id),
        nama_atasan=_nama(unit.session, skp.salinan_atasan, skp.atasan_id),
        status=StatusKeberatan.DIAJUKAN,
        waktu_pengajuan=unit.aktor.sekarang(),
        batas_putusan=_batas(unit.session, unit.aktor.hari_ini(), putusan=True),
        sebelum_hasil=penilaian.hasil,
        sebelum_perilaku=penilaian.perilaku,
    )


def _nama(session: Session, salinan: dict[str, object] | None, pegawai_id: int | None) -> str:
    isi = SalinanOrang.dari_json(salinan)
    if isi is not None and isi.nama:
        return isi.nama
    orang = session.get(Pegawai, pegawai_id) if pegawai_id is not None else None
    return orang.nama if orang is not None else "-"


# --- Answering --------------------------------------------------------------------------------------------------------


def halangan_menjawab(k: Keberatan, hari_ini: date) -> str | None:
    """Why penilai and atasan can't act on it any more, or None."""
    kini = status_pada(k, hari_ini)
    if kini is StatusKeberatan.TERLAMBAT:
        return f"Batas putusan keberatan ini sudah lewat pada {panjang(k.batas_putusan)}; penilaian yang ada tetap berlaku."
    if kini not in KEBERATAN_HIDUP:
        return f"Keberatan ini sudah diputus: {kini.label}."
    return None


def halangan_memutus(session: Session, k: Keberatan, hari_ini: date, *, kunci: bool = False) -> str | None:
    """Why the atasan can neither check nor decide it now, or None: beside its own state, the SKP has to hold.

    ``kunci`` keeps the SKP from going back to Draft until the end of the transaction.
    """
    if halangan := halangan_menjawab(k, hari_ini):
        return halangan
    skp = session.get_one(Skp, k.skp_id, with_for_update={"read": True} if kunci else None)
    if skp.status is not StatusSkp.PERSETUJUAN:
        return (
            f"SKP ini berstatus {skp.status.label}. Keberatan di-Check dan diputus sesudah SKP berstatus {StatusSkp.PERSETUJUAN.label} "
            f"lagi, paling lambat {panjang(k.batas_putusan)}."
        )
    return None


def jelaskan(aktor: Aktor, id: int, versi: int | None, penjelasan: str) -> None:
    """The penilai explains himself; until the decision he may change the words. Raises Salah, DataBasi, TidakDitemukan."""
    aktor.wajib("daftar_skp:jelaskan_keberatan")
    with unit_of_work(aktor) as unit:
        k = _hidup(unit, id, versi, Hubungan.PENILAI)
        if galat := _periksa_teks("penjelasan", penjelasan, "Isi penjelasan atas keberatan."):
            raise Salah(galat)
        if k.penjelasan == penjelasan.strip():
            return
        k.penjelasan = penjelasan.strip()
        _simpan(unit, k, "jelaskan_keberatan")


def cek(aktor: Aktor, id: int) -> None:
    """*Check* of the atasan: the first one is stamped, further ones change nothing. Raises Salah, TidakDitemukan."""
    aktor.wajib("daftar_skp:cek_keberatan")
    with unit_of_work(aktor) as unit:
        k = _hidup(unit, id, None, Hubungan.ATASAN)
        _wajib_bisa_diputus(unit, k)
        if k.waktu_cek is not None:
            return
        k.status = _ke(k, "cek")
        k.waktu_cek = aktor.sekarang()
        _simpan(unit, k, "cek_keberatan")


def putuskan(
    aktor: Aktor,
    id: int,
    versi: int | None,
    *,
    setuju: bool,
    keputusan: str,
    hasil: Rating | None = None,
    perilaku: Rating | None = None,
) -> None:
    """The atasan decides, once and finally. Agreeing gives the ratings asked for, or ``hasil`` and ``perilaku`` where he sets others.

    Agreeing changes the Penilaian in the same transaction. Raises Salah (``keputusan``, ``hasil``), TransisiDitolak before
    *Check*, DataBasi when another was faster, TidakDitemukan.
    """
    aktor.wajib("daftar_skp:putuskan_keberatan")
    with unit_of_work(aktor) as unit:
        k = _hidup(unit, id, versi, Hubungan.ATASAN)
        _wajib_bisa_diputus(unit, k)
        ke, sesudah = _putusan(k, setuju, keputusan, hasil, perilaku)
        k.status, k.waktu_respon, k.keputusan = ke, aktor.sekarang(), keputusan.strip()
        k.sesudah_hasil, k.sesudah_perilaku = sesudah
        _simpan(unit, k, "setujui_keberatan" if setuju else "tolak_keberatan")
        if setuju:
            penilaian, skp = unit.session.get_one(Penilaian, k.penilaian_id), unit.session.get_one(Skp, k.skp_id)
            alasan = f"Keberatan disetujui: {k.keputusan}"
            layanan_penilaian.ganti_rating(unit, skp, penilaian, *sesudah, "nilai_keberatan", alasan)


def periksa_putusan(
    session: Session, aktor: Aktor, id: int, versi: int | None, *, setuju: bool, keputusan: str, hasil: Rating, perilaku: Rating
) -> Akibat:
    """What ``putuskan`` would do with the same values, to be asked about first; nothing is written. Raises what it raises."""
    aktor.wajib("daftar_skp:putuskan_keberatan")
    k = untuk(session, aktor, id, Hubungan.ATASAN)
    if versi is not None and versi != k.versi:
        raise DataBasi("Keberatan ini")
    if halangan := halangan_memutus(session, k, aktor.hari_ini()):
        raise Salah(halangan)
    _, sesudah = _putusan(k, setuju, keputusan, hasil, perilaku)
    skp = session.get_one(Skp, k.skp_id)
    capaian = capaian_organisasi.capaian_untuk(session, skp.unor_id, k.tahun, k.periode_id) if setuju else None
    final = capaian is not None and capaian.status is StatusCapaian.FINAL and skp.jenis is JenisSkp.DEFINITIF
    return Akibat(k, predikat(k.sebelum_hasil, k.sebelum_perilaku), *sesudah, final)


def _putusan(
    k: Keberatan, setuju: bool, keputusan: str, hasil: Rating | None, perilaku: Rating | None
) -> tuple[StatusKeberatan, tuple[Rating, Rating]]:
    """The status and the ratings that a decision gives. Raises Salah, TransisiDitolak before *Check*."""
    ke = _ke(k, "setujui" if setuju else "tolak")
    galat = _periksa_teks("keputusan", keputusan, "Isi keputusan dan rekomendasi.")
    sesudah = (hasil or k.diminta_hasil, perilaku or k.diminta_perilaku) if setuju else (k.sebelum_hasil, k.sebelum_perilaku)
    if setuju and sesudah == (k.sebelum_hasil, k.sebelum_perilaku):
        galat["hasil"] = "Nilai sesudah keberatan sama dengan sebelumnya; pilih rating lain, atau tolak keberatannya."
    if galat:
        raise Salah(galat)
    return ke, sesudah


def _wajib_bisa_diputus(unit: Unit, k: Keberatan) -> None:
    if halangan := halangan_memutus(unit.session, k, unit.aktor.hari_ini(), kunci=True):
        raise Salah(halangan)


def _hidup(unit: Unit, id: int, versi: int | None, sebagai: Hubungan) -> Keberatan:
    k = untuk(unit.session, unit.aktor, id, sebagai)
    if versi is not None and versi != k.versi:
        raise DataBasi("Keberatan ini")
    if halangan := halangan_menjawab(k, unit.aktor.hari_ini()):
        raise Salah(halangan)
    return k


def _simpan(unit: Unit, k: Keberatan, aksi: str) -> None:
    perubahan = audit.beda(unit.session, k)
    unit.session.flush()
    audit.catat(unit.session, unit.aktor, aksi, k, perubahan=perubahan)


def _periksa_teks(kolom: str, teks: str, kosong: str) -> dict[str, str]:
    if not teks.strip():
        return {kolom: kosong}
    return {kolom: f"Paling panjang {PANJANG_TEKS} huruf."} if len(teks) > PANJANG_TEKS else {}


# --- Deadline ---------------------------------------------------------------------------------------------------------


def tandai_lewat_batas(jam: Jam) -> int:
    """In every instansi: mark what is past its last day to decide. Doing it again changes nothing. Returns how many."""
    with Session(db.engine) as session:
        instansi = [(i, zona) for i, zona in session.execute(select(Instansi.id, Instansi.zona).order_by(Instansi.id))]
    return sum(_tandai(replace(aktor_sistem(jam, i), zona=zona)) for i, zona in instansi)


def _lewat(aktor: Aktor) -> ColumnElement[bool]:
    return and_(Keberatan.status.in_(KEBERATAN_HIDUP), Keberatan.batas_putusan < aktor.hari_ini())


def _tandai(aktor: Aktor) -> int:
    jumlah = 0
    while _ada_lewat(aktor):  # the usual turn writes nothing
        with unit_of_work(aktor) as unit:
            stmt = select(Keberatan).where(_lewat(aktor)).order_by(Keberatan.id).limit(SEKALIGUS).with_for_update(skip_locked=True)
            daftar = list(unit.session.scalars(stmt))
            for k in daftar:
                k.status = _ke(k, "lewat_batas")
                _simpan(unit, k, "lewat_batas")
        jumlah += len(daftar)
        if not daftar:
            break  # another sweep holds them
    return jumlah


def _ada_lewat(aktor: Aktor) -> bool:
    assert aktor.instansi_id is not None
    with Session(db.engine) as session:
        pasang_lingkup(session, Lingkup("instansi", aktor.instansi_id))
        return session.scalar(select(Keberatan.id).where(_lewat(aktor)).limit(1)) is not None
