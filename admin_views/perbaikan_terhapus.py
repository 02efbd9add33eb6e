"""Perbaikan data: SKP that were deleted, each of which comes back from the snapshot that its deletion left."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import Select
from sqlalchemy.orm import load_only, raiseload

from admin_views.aksi import Tindakan
from admin_views.dasar import MenuView
from admin_views.halaman import Tampilan
from admin_views.perbaikan import TAB
from admin_views.tampil import dua_baris, nip, polos
from domain.izin import Aktor
from domain.skp import JenisSkp
from models import PotretSkp
from services import skp as layanan_skp
from services.daftar import KolomEkspor, Permintaan, Urutan
from services.perbaikan_skp import terhapus_terakhir
from services.skp_potret import BAGIAN


def _skp(p: PotretSkp) -> dict[str, Any]:
    return p.isi["skp"]


def _masa(p: PotretSkp) -> str:
    isi = _skp(p)
    awal, akhir = (polos(date.fromisoformat(isi[k])) for k in ("awal", "akhir"))
    return f"{JenisSkp(isi['jenis']).label}, {awal} – {akhir}"


def _isi(p: PotretSkp) -> str:
    return ", ".join(f"{len(p.isi[b.nama])} {b.label}" for b in BAGIAN if p.isi.get(b.nama)) or "tanpa isi"


def _pulihkan(pelaku: Aktor, id: int, versi: int | None, alasan: str, nilai: dict[str, Any]) -> str:
    tersisa = layanan_skp.pulihkan(pelaku, id, alasan)
    return " ".join(["SKP dikembalikan.", *tersisa])


class PerbaikanTerhapusView(MenuView):
    model = PotretSkp
    sumber = "perbaikan_terhapus"
    alamat = "/admin/perbaikan/terhapus/"
    judul = "Perbaikan data: SKP yang dihapus"
    subjudul = "Setiap perbaikan, penghapusan, dan pemulihan memerlukan alasan dan tercatat di Jejak audit."
    kelompok = "Helpdesk"
    can_create = can_edit = can_delete = False
    riwayat = False
    form_columns = ()
    column_list = ("skp", "masa", "waktu", "pelaku", "alasan")
    column_details_list = ("skp", "masa", "isi", "waktu", "pelaku", "alasan")
    kolom_judul = {"skp": "Pegawai", "masa": "SKP", "waktu": "Dihapus", "isi": "Isi"}
    column_formatters = {
        "skp": lambda v, c, m, n: dua_baris(_skp(m)["nama"], nip(_skp(m)["nomor_induk"])),
        "masa": lambda v, c, m, n: dua_baris(_masa(m), _skp(m)["jabatan"]),
    }
    column_formatters_detail = {"isi": lambda v, c, m, n: _isi(m)}
    column_export_list = (
        KolomEkspor("NIP", lambda p: _skp(p)["nomor_induk"], 22),
        KolomEkspor("Nama", lambda p: _skp(p)["nama"], 32),
        KolomEkspor("SKP", _masa, 40),
        "waktu",
        "pelaku",
        "alasan",
    )
    urutan = (Urutan("waktu", "Dihapus", (PotretSkp.id,)),)
    urutan_turun = True
    muat = (load_only(PotretSkp.skp_id, PotretSkp.isi, PotretSkp.waktu, PotretSkp.pelaku, PotretSkp.alasan), raiseload("*"))
    lebar = True
    kelas_kolom = {"skp": "is-title"}
    kosong = ("Tidak ada SKP yang dihapus", "SKP yang dihapus pemiliknya atau helpdesk muncul di sini dan dapat dikembalikan.")
    tindakan_baris = (
        Tindakan(
            kode="pulihkan", label="Kembalikan", aksi="pulihkan", ikon="arrow-back-up", perlu_alasan=True, utama=True, jalankan=_pulihkan,
            pertanyaan=lambda p: f"Kembalikan SKP {_skp(p)['nama']} yang dihapus {polos(p.waktu)}?",
            akibat=lambda p: (f"Kembali dengan statusnya semula: {_isi(p)}.", "Pegawai dan penilainya melihat SKP ini lagi."),
        ),
    )  # fmt: skip

    @staticmethod
    def dasar_daftar(stmt: Select[Any], pelaku: Aktor) -> Select[Any]:
        return terhapus_terakhir(stmt)

    def tampilan(self, minta: Permintaan) -> list[Tampilan]:
        return [Tampilan(judul, alamat, aktif=alamat == self.alamat) for judul, alamat in TAB]
