"""What the page of a SKP shows: the plan as the printed form has it, and what may be done to it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from admin_views.daftar_skp_bantu import alamat_skp, fakta_skp, lencana_status, masa, remah
from admin_views.halaman import (
    AksiBaris,
    Fakta,
    KelompokFakta,
    KepalaHalaman,
    Lencana,
    Tautan,
)
from admin_views.konteks import aktor
from admin_views.tampil import lencana_predikat, nip, teks
from domain.berakhlak import NilaiBerakhlak
from domain.jabatan import GOLONGAN
from domain.kelengkapan import Kekurangan, perlu_aspek, perlu_perspektif, perlu_target
from domain.skp import BlokSkp, JenisLampiran, JenisRhk, ModelSkp, SalinanOrang
from domain.status import StatusSkp, bisa
from domain.tanggal import panjang
from extensions import db
from models import Skp
from services import daftar_skp as bacaan
from services import penilaian, rencana_skp
from services import skp as layanan_skp
from services.daftar_skp import Terbuka


@dataclass(frozen=True, slots=True)
class BarisPeriode:
    """A Periode of an approved SKP with how its penilaian stands."""

    nama: str
    masa: str
    batas: str
    lencana: Lencana
    href: str


def maju(skp: Skp) -> AksiBaris:
    """What makes a plan hold: the pimpinan of a Unor Mandiri confirms his own, everyone else submits."""
    if skp.model is ModelSkp.JPT:
        return AksiBaris("tetapkan", "Tetapkan", f"{alamat_skp(skp.id)}tetapkan/", "circle-check", dialog=True)
    return AksiBaris("ajukan", "Ajukan", f"{alamat_skp(skp.id)}ajukan/", "send", dialog=True)


def alamat_penilaian(skp_id: int, periode_id: int) -> str:
    return f"{alamat_skp(skp_id)}penilaian/{periode_id}/"


def halaman_skp(terbuka: Terbuka) -> dict[str, Any]:
    """What the template of a SKP takes."""
    skp = terbuka.skp
    isi = rencana_skp.isi(db.session(), skp.id)
    ubah = terbuka.pemilik and skp.status is StatusSkp.DRAFT
    kurang = rencana_skp.kurang(skp, isi) if ubah else []
    return {
        "kepala": KepalaHalaman(f"SKP {masa(skp)}", None, remah(skp)),
        "skp": skp,
        "terbuka": terbuka,
        "alamat": alamat_skp(skp.id),
        "status": lencana_status(skp),
        "ringkasan": [*fakta_skp(skp), Fakta("Pejabat Penilai Kinerja", teks((skp.salinan_penilai or {}).get("nama")))],
        "orang": orang(skp),
        "aksi": _aksi(terbuka, kurang),
        "ubah": ubah,
        "disetujui": skp.status is StatusSkp.PERSETUJUAN,
        "menetapkan": skp.model is ModelSkp.JPT,
        "ubah_perilaku": ubah or (terbuka.penilai and skp.status is StatusSkp.PENGAJUAN),
        "kurang": [(k.pesan, t.href) for k, t in zip(kurang, perbaikan(skp, kurang), strict=True)],
        "bisa_disalin": ubah and bool(bacaan.sumber_salinan(db.session(), skp)),
        "tanpa_intervensi": ubah and _tanpa_intervensi(skp, isi),
        "isi": isi,
        "jenis_rhk": list(JenisRhk),
        "nilai": list(NilaiBerakhlak),
        "bagian_lampiran": list(JenisLampiran),
        "kolom": {
            "intervensi": skp.model is ModelSkp.JA_JF,
            "aspek": perlu_aspek(skp.model, skp.pendekatan),
            "perspektif": perlu_perspektif(skp.model, skp.pendekatan),
            "target": perlu_target(skp.pendekatan),
        },
        "periode": _periode(skp),
    }


def orang(skp: Skp) -> list[KelompokFakta]:
    """The copies of the people, as the printed form has them side by side."""
    hasil = []
    for blok, isi in (
        (BlokSkp.PEGAWAI, skp.salinan_pegawai),
        (BlokSkp.PENILAI, skp.salinan_penilai),
        (BlokSkp.ATASAN, skp.salinan_atasan),
    ):
        s = SalinanOrang.dari_json(isi)
        if s is None:
            if blok is BlokSkp.PENILAI:
                hasil.append(KelompokFakta(blok.label, [Fakta("Nama", teks("Belum ada; admin instansi menetapkan pimpinan unor."))]))
            continue
        golongan, pangkat = GOLONGAN.get(s.golongan, (s.golongan, ""))
        hasil.append(
            KelompokFakta(
                blok.label,
                [
                    Fakta("Nama", teks(s.nama)),
                    Fakta("NIP", nip(s.nomor_induk)),
                    Fakta("Pangkat/Gol. Ruang", teks(" / ".join(x for x in (pangkat, golongan) if x))),
                    Fakta("Jabatan", teks(s.jabatan)),
                    Fakta("Unit Kerja", teks(s.unor)),
                ],
            )
        )
    return hasil


def _aksi(t: Terbuka, kurang: Sequence[Kekurangan]) -> list[AksiBaris]:
    """What may be done to the SKP now, the main thing last."""
    skp, alamat = t.skp, alamat_skp(t.skp.id)
    # The atasan prints nothing; the penilai whom he is over does.
    hasil = [AksiBaris("cetak", "Cetak SKP Pegawai", f"{alamat}cetak/", "printer")] if t.pemilik or t.penilai else []
    if t.pemilik and skp.status is StatusSkp.DRAFT:
        hasil.append(
            AksiBaris(
                "hapus", "Hapus", f"{alamat}hapus/", "trash", bahaya=True, dialog=True,
                alasan_nonaktif=layanan_skp.halangan_hapus(db.session(), skp),
            )
        )  # fmt: skip
    if t.pemilik and bisa("skp", skp.status, "ajukan"):
        sebab = "Belum lengkap; lihat daftar di bawah." if kurang else None
        hasil.append(replace(maju(skp), utama=True, alasan_nonaktif=sebab))
    if t.penilai and bisa("skp", skp.status, "setujui"):
        hasil.append(AksiBaris("kembalikan", "Kembalikan", f"{alamat}kembalikan/", "arrow-back-up", dialog=True))
        hasil.append(AksiBaris("setujui", "Setujui", f"{alamat}setujui/", "circle-check", utama=True, dialog=True))
    return hasil


def _tanpa_intervensi(skp: Skp, isi: rencana_skp.IsiSkp) -> int:
    """How many RHK utama serve none of the leader's though he has some; 0 for the form that has no such column."""
    if skp.model is not ModelSkp.JA_JF:
        return 0
    n = sum(r.rhk.intervensi is None for r in isi.rhk[JenisRhk.UTAMA])
    return n if n and bacaan.ada_intervensi(db.session(), skp) else 0


def perbaikan(skp: Skp, kurang: Sequence[Kekurangan]) -> list[Tautan]:
    """Where each thing that is missing is mended."""
    alamat = alamat_skp(skp.id)
    hasil = []
    for k in kurang:
        if k.indikator_id is not None:
            hasil.append(Tautan("Lengkapi indikator", f"{alamat}indikator/{k.indikator_id}/edit/", "pencil"))
        elif k.rhk_id is not None:
            hasil.append(Tautan("Tambah indikator", f"{alamat}rhk/{k.rhk_id}/indikator/new/", "plus"))
        else:
            hasil.append(Tautan("Tambah RHK", f"{alamat}rhk/new/", "plus"))
    return hasil


def _periode(skp: Skp) -> list[BarisPeriode]:
    """The periods of an approved SKP; none before."""
    if skp.status is not StatusSkp.PERSETUJUAN:
        return []
    hasil = []
    for p, ada in penilaian.ringkasan(db.session(), skp):
        if ada is not None and ada.predikat is not None:
            lencana = lencana_predikat(ada.predikat)
        elif aktor().hari_ini() < p.awal:
            lencana = Lencana("Belum mulai", "neutral", "clock")
        elif penilaian.terbuka(ada, p, skp.tahun, aktor().hari_ini()):
            lencana = Lencana("Pengisian dibuka", "guide", "pencil")
        else:
            lencana = Lencana("Belum dinilai", "warning", "alert-triangle")
        batas = panjang(max(p.batas, ada.dibuka_sampai) if ada is not None and ada.dibuka_sampai else p.batas)
        hasil.append(BarisPeriode(p.nama, f"{panjang(p.awal)} - {panjang(p.akhir)}", batas, lencana, alamat_penilaian(skp.id, p.id)))
    return hasil
