"""The front page of *Daftar SKP*: what waits for one, one's own SKP, those one assesses."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import request

from admin_views.daftar_skp_bantu import ALAMAT, JUDUL, KabarKeberatan, KartuSkp, alamat_skp, fakta_skp, lencana_status, masa, remah
from admin_views.daftar_skp_halaman import alamat_penilaian, maju
from admin_views.halaman import (
    AksiBaris,
    HalamanPager,
    KeadaanKosong,
    KepalaHalaman,
    Pager,
    Tampilan,
    Tautan,
)
from admin_views.keberatan_isi import lencana_keberatan
from admin_views.konteks import aktor, tautan
from admin_views.tampil import ribuan
from domain.status import StatusKeberatan, StatusSkp
from domain.tanggal import panjang
from extensions import db
from models import Keberatan, Pegawai, Skp
from services import daftar_skp as bacaan
from services import keberatan as layanan_keberatan
from services.daftar_skp import PER_HALAMAN, SEMUA_MAKS, TAMPIL_MAKS, Bawahan


@dataclass(frozen=True, slots=True)
class Pekerjaan:
    """A line of *Perlu tindakan Anda*."""

    ikon: str
    judul: str
    pesan: str
    tautan: Tautan


@dataclass(frozen=True, slots=True)
class KelompokPekerjaan:
    judul: str
    jumlah: int
    butir: Sequence[Pekerjaan]


def halaman_daftar(saya: Pegawai) -> dict[str, Any]:
    """What the template of the list takes."""
    tahun_ini = aktor().hari_ini().year
    bawahan = bacaan.bawahan(db.session(), saya.id, _angka("tahun", tahun_ini), _angka("halaman", 1))
    kabar = _kabar_keberatan(saya.id, tahun_ini)
    tambah = Tautan("Tambah Periode SKP", f"{ALAMAT}new/", "plus", utama=True)
    return {
        "kepala": KepalaHalaman(JUDUL, "Daftar Sasaran Kinerja Pegawai", remah(), [tambah]),
        "milik": [kartu(s, kabar.get(s.id, ())) for s in bacaan.milik(db.session(), saya.id)],
        "kosong": KeadaanKosong(
            "Belum ada SKP",
            "Klik Tambah Periode SKP, pilih jabatan dan tanggalnya, lalu isi Rencana Hasil Kerja dan indikatornya.",
            [tambah],
        ),
        "menunggu": _menunggu(
            bacaan.menunggu(db.session(), saya.id, aktor().hari_ini(), SEMUA_MAKS if request.args.get("semua") else TAMPIL_MAKS)
        ),
        "semua": bool(request.args.get("semua")),
        "bawahan": [(s, lencana_status(s), masa(s), alamat_skp(s.id)) for s in bawahan.baris],
        "tab_tahun": _tab_tahun(bawahan, tahun_ini),
        "pager": _pager(bawahan),
    }


def _kabar_keberatan(pegawai_id: int, tahun_ini: int) -> dict[int, list[KabarKeberatan]]:
    """SKP → its keberatan that are over, of this year and the last: nobody is told otherwise."""
    hari_ini = aktor().hari_ini()
    hasil: dict[int, list[KabarKeberatan]] = {}
    for k in layanan_keberatan.selesai(db.session(), pegawai_id, tahun_ini - 1, hari_ini):
        sebelum, _, sesudah = (b.akhir for b in layanan_keberatan.tabel_nilai(k))
        kini, semula = sesudah or sebelum, sebelum
        assert kini is not None and semula is not None
        if k.status is StatusKeberatan.DISETUJUI:
            akibat = f"Predikat berubah dari {semula.label_cetak} menjadi {kini.label_cetak}." if kini is not semula else "Rating berubah."
        elif k.status is StatusKeberatan.DITOLAK:
            akibat = f"Predikat tetap {kini.label_cetak}."
        else:
            akibat = "Tidak diputus sampai batasnya; penilaian yang ada tetap berlaku."
        satu = KabarKeberatan(f"{k.periode.nama} {k.tahun}", lencana_keberatan(k), akibat, f"{ALAMAT}keberatan/{k.id}/")
        hasil.setdefault(k.skp_id, []).append(satu)
    return hasil


def kartu(skp: Skp, keberatan: Sequence[KabarKeberatan] = ()) -> KartuSkp:
    draf = skp.status is StatusSkp.DRAFT
    aksi = [AksiBaris("lihat", "Isi SKP" if draf else "Lihat SKP", alamat_skp(skp.id), "pencil" if draf else "eye", utama=True)]
    if draf:
        aksi.append(maju(skp))
    if skp.status is StatusSkp.PERSETUJUAN:
        aksi.append(AksiBaris("penilaian", "Penilaian", f"{alamat_skp(skp.id)}#penilaian", "target"))
    aksi.append(AksiBaris("cetak", "Cetak", f"{alamat_skp(skp.id)}cetak/", "printer"))
    if draf:
        aksi.append(AksiBaris("hapus", "Hapus", f"{alamat_skp(skp.id)}hapus/", "trash", bahaya=True, dialog=True))
    return KartuSkp(skp.id, masa(skp), lencana_status(skp), fakta_skp(skp), aksi, skp.catatan_kembali if draf else None, keberatan)


def _menunggu(m: bacaan.Menunggu) -> list[KelompokPekerjaan]:
    kelompok = [
        KelompokPekerjaan(
            "SKP menunggu persetujuan",
            m.n_persetujuan,
            [Pekerjaan("clock", s.nama, f"{masa(s)}, {s.unor.nama}", Tautan("Periksa", alamat_skp(s.id))) for s in m.persetujuan],
        ),
        KelompokPekerjaan(
            "Penilaian yang belum diberikan",
            m.n_dinilai,
            [
                Pekerjaan(
                    "target", p.nama, f"{p.periode}, sampai {panjang(p.batas)}", Tautan("Nilai", alamat_penilaian(p.skp_id, p.periode_id))
                )
                for p in m.dinilai
            ],
        ),
        KelompokPekerjaan("Keberatan menunggu penjelasan Anda", m.n_dijelaskan, [_keberatan(k, "Jelaskan") for k in m.dijelaskan]),
        KelompokPekerjaan("Keberatan menunggu keputusan Anda", m.n_diputus, [_keberatan(k, "Periksa") for k in m.diputus]),
    ]
    return [k for k in kelompok if k.jumlah]


def _keberatan(k: Keberatan, tombol: str) -> Pekerjaan:
    pesan = f"{k.status.label}, batas putusan {panjang(k.batas_putusan)}"
    return Pekerjaan("message-report", k.nama, pesan, Tautan(tombol, f"{ALAMAT}keberatan/{k.id}/"))


def _tab_tahun(b: Bawahan, tahun_ini: int) -> list[Tampilan]:
    if not b.pilihan_tahun:
        return []
    kini = _angka("tahun", tahun_ini)
    tahun = sorted({*b.pilihan_tahun, tahun_ini, kini}, reverse=True)
    return [Tampilan(str(t), f"{tautan(ALAMAT, {'tahun': t})}#bawahan", aktif=t == kini) for t in tahun]


def _pager(b: Bawahan) -> Pager | None:
    if not b.total:
        return None
    awal = (b.halaman - 1) * PER_HALAMAN + 1
    args = {"tahun": request.args.get("tahun")}

    def ke(n: int) -> str | None:
        return f"{tautan(ALAMAT, args, halaman=n)}#bawahan" if 1 <= n <= b.halaman_akhir else None

    return Pager(
        f"{awal}–{awal + len(b.baris) - 1} dari {ribuan(b.total)} SKP",
        ke(b.halaman - 1),
        ke(b.halaman + 1),
        [HalamanPager(str(b.halaman), ke(b.halaman), aktif=True)],
    )


def _angka(nama: str, bawaan: int) -> int:
    isi = request.args.get(nama, "")
    return int(isi) if isi.isascii() and isi.isdigit() and 0 < len(isi) < 6 else bawaan
