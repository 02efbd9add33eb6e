"""States and the one table of transitions. Buttons, guards, documentation and tests read it; nobody compares strings."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Status(Enum):
    """A state that a person sees: in words, in a tone of the palette, and with a sign, so that colour alone never says it."""

    @property
    def label(self) -> str:
        return _TAMPIL[self][0]

    @property
    def nada(self) -> str:
        return _TAMPIL[self][1]

    @property
    def ikon(self) -> str:
        return _TAMPIL[self][2]


class StatusTugas(Status):
    ANTRE = "antre"
    BERJALAN = "berjalan"
    MENUNGGU_KEPUTUSAN = "menunggu_keputusan"
    SELESAI = "selesai"
    SEBAGIAN = "sebagian"
    GAGAL = "gagal"
    DIBATALKAN = "dibatalkan"


TUGAS_HIDUP = frozenset({StatusTugas.ANTRE, StatusTugas.BERJALAN, StatusTugas.MENUNGGU_KEPUTUSAN})


class StatusAktif(Status):
    """Of a Pegawai, Pengguna or Instansi: nothing that others refer to is deleted, it is made inactive."""

    AKTIF = "aktif"
    NONAKTIF = "nonaktif"


class StatusSkp(Status):
    """Persetujuan means approved (manual 2.16): the plan holds and the pegawai is assessed by it."""

    DRAFT = "draft"
    PENGAJUAN = "pengajuan"
    PERSETUJUAN = "persetujuan"


class StatusCapaian(Status):
    BELUM_FINAL = "belum_final"
    FINAL = "final"


class StatusKeberatan(Status):
    DIAJUKAN = "diajukan"
    DICEK = "dicek"
    DISETUJUI = "disetujui"
    DITOLAK = "ditolak"
    TERLAMBAT = "terlambat"


class StatusSinkro(Status):
    """Of a run of *Sinkronisasi* and of *Sinkronisasi Predikat*; the words are the manual's where it has them."""

    ANTRE = "antre"
    BERJALAN = "berjalan"
    MENUNGGU_KEPUTUSAN = "menunggu_keputusan"
    MENERAPKAN = "menerapkan"
    SELESAI = "selesai"
    SEBAGIAN = "sebagian"
    GAGAL = "gagal"
    DIBATALKAN = "dibatalkan"


SINKRO_HIDUP = frozenset({StatusSinkro.ANTRE, StatusSinkro.BERJALAN, StatusSinkro.MENUNGGU_KEPUTUSAN, StatusSinkro.MENERAPKAN})


class StatusKonflik(Status):
    TERBUKA = "terbuka"
    PAKAI_SIASN = "pakai_siasn"
    PAKAI_SINI = "pakai_sini"


class StatusKiriman(Status):
    """Of one predikat on its way to SIASN.

    TIDAK_PASTI: the answer never came; SIASN is asked before it is sent again. DILEWATI: it cannot go by its nature, and
    goes once that is over; no failure, since repeating it would change nothing.
    """

    BELUM = "belum"
    TERKIRIM = "terkirim"
    GAGAL = "gagal"
    TIDAK_PASTI = "tidak_pasti"
    DILEWATI = "dilewati"


class StatusTemuan(Status):
    TERBUKA = "terbuka"
    SELESAI = "selesai"
    DIABAIKAN = "diabaikan"


class StatusNonAsn(Status):
    """Of an entry of *Input Data JPT Non ASN*."""

    DRAFT = "draft"
    MENUNGGU_INPUT = "menunggu_input"
    DIKIRIM = "dikirim"
    GAGAL_KIRIM = "gagal_kirim"
    TERSEDIA = "tersedia"
    DITAMBAHKAN = "ditambahkan"


_TAMPIL: dict[Status, tuple[str, str, str]] = {
    StatusTugas.ANTRE: ("Antre", "neutral", "clock"),
    StatusTugas.BERJALAN: ("Berjalan", "guide", "progress"),
    StatusTugas.MENUNGGU_KEPUTUSAN: ("Menunggu keputusan", "warning", "hourglass"),
    StatusTugas.SELESAI: ("Selesai", "positive", "circle-check"),
    StatusTugas.SEBAGIAN: ("Selesai sebagian", "warning", "alert-triangle"),
    StatusTugas.GAGAL: ("Gagal", "negative", "circle-x"),
    StatusTugas.DIBATALKAN: ("Dibatalkan", "neutral", "circle-x"),
    StatusAktif.AKTIF: ("Aktif", "positive", "circle-check"),
    StatusAktif.NONAKTIF: ("Nonaktif", "neutral", "circle-x"),
    StatusSkp.DRAFT: ("Draft", "neutral", "pencil"),
    StatusSkp.PENGAJUAN: ("Pengajuan", "guide", "clock"),
    StatusSkp.PERSETUJUAN: ("Persetujuan", "positive", "circle-check"),
    StatusCapaian.BELUM_FINAL: ("Belum Final", "neutral", "pencil"),
    StatusCapaian.FINAL: ("FINAL", "positive", "circle-check"),
    StatusKeberatan.DIAJUKAN: ("Diajukan", "neutral", "clock"),
    StatusKeberatan.DICEK: ("Dicek", "guide", "eye"),
    StatusKeberatan.DISETUJUI: ("Disetujui", "positive", "circle-check"),
    StatusKeberatan.DITOLAK: ("Ditolak", "negative", "circle-x"),
    StatusKeberatan.TERLAMBAT: ("Terlambat", "warning", "alert-triangle"),
    StatusSinkro.ANTRE: ("Antre", "neutral", "clock"),
    StatusSinkro.BERJALAN: ("Sedang Sinkro", "guide", "progress"),
    StatusSinkro.MENUNGGU_KEPUTUSAN: ("Menunggu keputusan", "warning", "hourglass"),
    StatusSinkro.MENERAPKAN: ("Sedang diterapkan", "guide", "progress"),
    StatusSinkro.SELESAI: ("Sinkro Selesai", "positive", "circle-check"),
    StatusSinkro.SEBAGIAN: ("Sinkro selesai sebagian", "warning", "alert-triangle"),
    StatusSinkro.GAGAL: ("Sinkro Gagal", "negative", "circle-x"),
    StatusSinkro.DIBATALKAN: ("Dibatalkan", "neutral", "circle-x"),
    StatusKonflik.TERBUKA: ("Terbuka", "warning", "alert-triangle"),
    StatusKonflik.PAKAI_SIASN: ("Nilai SIASN dipakai", "guide", "circle-check"),
    StatusKonflik.PAKAI_SINI: ("Nilai sini dipertahankan", "neutral", "circle-check"),
    StatusKiriman.BELUM: ("Belum dikirim", "neutral", "clock"),
    StatusKiriman.TERKIRIM: ("Terkirim", "positive", "circle-check"),
    StatusKiriman.GAGAL: ("Gagal", "negative", "circle-x"),
    StatusKiriman.TIDAK_PASTI: ("Belum pasti", "warning", "alert-triangle"),
    StatusKiriman.DILEWATI: ("Dilewati", "neutral", "circle-minus"),
    StatusTemuan.TERBUKA: ("Terbuka", "warning", "alert-triangle"),
    StatusTemuan.SELESAI: ("Selesai", "positive", "circle-check"),
    StatusTemuan.DIABAIKAN: ("Diabaikan", "neutral", "circle-x"),
    StatusNonAsn.DRAFT: ("Draft", "neutral", "pencil"),
    StatusNonAsn.MENUNGGU_INPUT: ("Menunggu input di SIASN", "warning", "hourglass"),
    StatusNonAsn.DIKIRIM: ("Dikirim, menunggu SIASN", "guide", "clock"),
    StatusNonAsn.GAGAL_KIRIM: ("Gagal dikirim", "negative", "circle-x"),
    StatusNonAsn.TERSEDIA: ("Tersedia di SIASN", "positive", "circle-check"),
    StatusNonAsn.DITAMBAHKAN: ("Sudah menjadi pegawai", "positive", "circle-check"),
}

KEBERATAN_HIDUP = frozenset({StatusKeberatan.DIAJUKAN, StatusKeberatan.DICEK})


@dataclass(frozen=True, slots=True)
class Transisi:
    entitas: str
    dari: Enum
    aksi: str
    ke: Enum
    izin: str | None
    """Permission of the actor; None = only the program itself (worker, dispatch) does it."""
    perlu_alasan: bool = False


T, A = StatusTugas, StatusAktif
S, C, K = StatusSkp, StatusCapaian, StatusKeberatan
R, F, V, N = StatusSinkro, StatusKonflik, StatusTemuan, StatusNonAsn
TRANSISI: tuple[Transisi, ...] = (
    Transisi("tugas", T.ANTRE, "mulai", T.BERJALAN, None),
    Transisi("tugas", T.BERJALAN, "mulai", T.BERJALAN, None),  # a lost worker's lease has expired
    Transisi("tugas", T.BERJALAN, "tunggu", T.MENUNGGU_KEPUTUSAN, None),
    Transisi("tugas", T.MENUNGGU_KEPUTUSAN, "lanjutkan", T.ANTRE, "tugas:ulangi"),
    Transisi("tugas", T.BERJALAN, "selesaikan", T.SELESAI, None),
    Transisi("tugas", T.BERJALAN, "selesaikan_sebagian", T.SEBAGIAN, None),
    Transisi("tugas", T.BERJALAN, "gagalkan", T.GAGAL, None),
    Transisi("tugas", T.ANTRE, "gagalkan", T.GAGAL, None),
    Transisi("tugas", T.ANTRE, "batalkan", T.DIBATALKAN, "tugas:batalkan"),
    Transisi("tugas", T.BERJALAN, "batalkan", T.DIBATALKAN, "tugas:batalkan"),
    Transisi("tugas", T.MENUNGGU_KEPUTUSAN, "batalkan", T.DIBATALKAN, "tugas:batalkan"),
    Transisi("tugas", T.GAGAL, "ulangi", T.ANTRE, "tugas:ulangi"),
    Transisi("tugas", T.SEBAGIAN, "ulangi", T.ANTRE, "tugas:ulangi"),
    Transisi("tugas", T.DIBATALKAN, "ulangi", T.ANTRE, "tugas:ulangi"),
    Transisi("pegawai", A.AKTIF, "nonaktifkan", A.NONAKTIF, "pegawai:nonaktifkan", perlu_alasan=True),
    Transisi("pegawai", A.NONAKTIF, "aktifkan", A.AKTIF, "pegawai:aktifkan"),
    Transisi("pengguna", A.AKTIF, "nonaktifkan", A.NONAKTIF, "pengguna:nonaktifkan", perlu_alasan=True),
    Transisi("pengguna", A.NONAKTIF, "aktifkan", A.AKTIF, "pengguna:aktifkan"),
    Transisi("skp", S.DRAFT, "ajukan", S.PENGAJUAN, "daftar_skp:ajukan"),
    Transisi("skp", S.DRAFT, "tetapkan", S.PERSETUJUAN, "daftar_skp:tetapkan"),
    Transisi("skp", S.PENGAJUAN, "setujui", S.PERSETUJUAN, "daftar_skp:setujui"),
    Transisi("skp", S.PENGAJUAN, "kembalikan", S.DRAFT, "daftar_skp:kembalikan", perlu_alasan=True),
    Transisi("skp", S.PENGAJUAN, "kembalikan_ke_draft", S.DRAFT, "skp:kembalikan_ke_draft", perlu_alasan=True),
    Transisi("skp", S.PERSETUJUAN, "kembalikan_ke_draft", S.DRAFT, "skp:kembalikan_ke_draft", perlu_alasan=True),
    Transisi("capaian_organisasi", C.BELUM_FINAL, "final", C.FINAL, "capaian_organisasi:final"),
    Transisi("capaian_organisasi", C.FINAL, "batal_final", C.BELUM_FINAL, "capaian_organisasi:batal_final", perlu_alasan=True),
    Transisi("keberatan", K.DIAJUKAN, "cek", K.DICEK, "daftar_skp:cek_keberatan"),
    Transisi("keberatan", K.DICEK, "setujui", K.DISETUJUI, "daftar_skp:putuskan_keberatan"),
    Transisi("keberatan", K.DICEK, "tolak", K.DITOLAK, "daftar_skp:putuskan_keberatan"),
    Transisi("keberatan", K.DIAJUKAN, "lewat_batas", K.TERLAMBAT, None),
    Transisi("keberatan", K.DICEK, "lewat_batas", K.TERLAMBAT, None),
    Transisi("sinkronisasi", R.ANTRE, "mulai", R.BERJALAN, None),
    Transisi("sinkronisasi", R.BERJALAN, "tunggu", R.MENUNGGU_KEPUTUSAN, None),
    Transisi("sinkronisasi", R.BERJALAN, "terapkan", R.MENERAPKAN, "sinkronisasi:minta"),
    Transisi("sinkronisasi", R.MENUNGGU_KEPUTUSAN, "terapkan", R.MENERAPKAN, "sinkronisasi:terapkan"),
    Transisi("sinkronisasi", R.MENUNGGU_KEPUTUSAN, "batalkan", R.DIBATALKAN, "sinkronisasi:batalkan"),
    Transisi("sinkronisasi", R.ANTRE, "batalkan", R.DIBATALKAN, "sinkronisasi:batalkan"),
    Transisi("sinkronisasi", R.BERJALAN, "batalkan", R.DIBATALKAN, "sinkronisasi:batalkan"),
    Transisi("sinkronisasi", R.BERJALAN, "gagalkan", R.GAGAL, None),
    Transisi("sinkronisasi", R.ANTRE, "gagalkan", R.GAGAL, None),
    Transisi("sinkronisasi", R.MENERAPKAN, "gagalkan", R.GAGAL, None),
    Transisi("sinkronisasi", R.MENERAPKAN, "selesaikan", R.SELESAI, None),
    Transisi("sinkronisasi", R.MENERAPKAN, "selesaikan_sebagian", R.SEBAGIAN, None),
    Transisi("sinkronisasi", R.GAGAL, "ulangi", R.ANTRE, "sinkronisasi:ulangi"),
    Transisi("sinkronisasi", R.SEBAGIAN, "ulangi", R.ANTRE, "sinkronisasi:ulangi"),
    Transisi("sinkronisasi_predikat", R.ANTRE, "mulai", R.BERJALAN, None),
    Transisi("sinkronisasi_predikat", R.BERJALAN, "selesaikan", R.SELESAI, None),
    Transisi("sinkronisasi_predikat", R.BERJALAN, "selesaikan_sebagian", R.SEBAGIAN, None),
    Transisi("sinkronisasi_predikat", R.BERJALAN, "gagalkan", R.GAGAL, None),
    Transisi("sinkronisasi_predikat", R.ANTRE, "gagalkan", R.GAGAL, None),
    Transisi("sinkronisasi_predikat", R.ANTRE, "batalkan", R.DIBATALKAN, "sinkronisasi_predikat:batalkan"),
    Transisi("sinkronisasi_predikat", R.BERJALAN, "batalkan", R.DIBATALKAN, "sinkronisasi_predikat:batalkan"),
    Transisi("sinkronisasi_predikat", R.SEBAGIAN, "ulangi", R.ANTRE, "sinkronisasi_predikat:ulangi"),
    Transisi("sinkronisasi_predikat", R.GAGAL, "ulangi", R.ANTRE, "sinkronisasi_predikat:ulangi"),
    Transisi("sinkronisasi_predikat", R.DIBATALKAN, "ulangi", R.ANTRE, "sinkronisasi_predikat:ulangi"),
    Transisi("konflik", F.TERBUKA, "pakai_siasn", F.PAKAI_SIASN, "konflik:putuskan"),
    Transisi("konflik", F.TERBUKA, "pakai_sini", F.PAKAI_SINI, "konflik:putuskan"),
    Transisi("temuan_unor", V.TERBUKA, "selesaikan", V.SELESAI, "rekonsiliasi_unor:perbaiki"),
    Transisi("temuan_unor", V.TERBUKA, "abaikan", V.DIABAIKAN, "rekonsiliasi_unor:perbaiki", perlu_alasan=True),
    Transisi("temuan_unor", V.DIABAIKAN, "buka", V.TERBUKA, "rekonsiliasi_unor:perbaiki"),
    Transisi("temuan_unor", V.SELESAI, "buka", V.TERBUKA, None),
    Transisi("jpt_non_asn", N.DRAFT, "simpan", N.MENUNGGU_INPUT, "jpt_non_asn:tambah"),
    Transisi("jpt_non_asn", N.DRAFT, "kirim", N.DIKIRIM, "jpt_non_asn:tambah"),
    Transisi("jpt_non_asn", N.DIKIRIM, "gagalkan", N.GAGAL_KIRIM, None),
    Transisi("jpt_non_asn", N.GAGAL_KIRIM, "kirim", N.DIKIRIM, "jpt_non_asn:tambah"),
    Transisi("jpt_non_asn", N.GAGAL_KIRIM, "simpan", N.MENUNGGU_INPUT, "jpt_non_asn:tambah"),
    Transisi("jpt_non_asn", N.MENUNGGU_INPUT, "tersedia", N.TERSEDIA, None),
    Transisi("jpt_non_asn", N.DIKIRIM, "tersedia", N.TERSEDIA, None),
    Transisi("jpt_non_asn", N.TERSEDIA, "tambahkan", N.DITAMBAHKAN, "pegawai:tambah_non_asn"),
)
_INDEKS = {(t.entitas, t.dari, t.aksi): t for t in TRANSISI}


class TransisiDitolak(Exception):
    """The record is not in a state from which the action leads anywhere; the message says which state it is in."""


def transisi(entitas: str, dari: Enum, aksi: str) -> Transisi:
    """The transition, or TransisiDitolak."""
    try:
        return _INDEKS[entitas, dari, aksi]
    except KeyError:
        raise TransisiDitolak(f"Tindakan ini tidak dapat dilakukan pada status {getattr(dari, 'label', dari)}.") from None


def bisa(entitas: str, dari: Enum, aksi: str) -> bool:
    return (entitas, dari, aksi) in _INDEKS
