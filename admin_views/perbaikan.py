"""Perbaikan data of the helpdesk: the lists under one menu, each record correctable, deletable and restorable with a reason."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from markupsafe import Markup
from sqlalchemy.orm import InstrumentedAttribute, contains_eager, raiseload
from sqlalchemy.sql.base import ExecutableOption

from admin_views.aksi import Tindakan
from admin_views.dasar import MenuView
from admin_views.halaman import Fakta, Tampilan
from admin_views.konteks import aktor, tautan
from admin_views.tampil import dua_baris, nip, polos
from domain.izin import Aktor
from extensions import db
from forms.dasar import Formulir
from models import Skp
from services.daftar import KolomEkspor, Permintaan
from services.perbaikan import BELUM_ADA, LayananPerbaikan, nilai_sebelumnya
from services.saring import Konteks, Saring, SaringCari, SaringPilihan

TAB = (
    ("SKP", "/admin/perbaikan/skp/"),
    ("RHK", "/admin/perbaikan/rhk/"),
    ("Indikator", "/admin/perbaikan/indikator/"),
    ("Penilaian", "/admin/perbaikan/penilaian/"),
    ("Keberatan", "/admin/perbaikan/keberatan/"),
    ("SKP yang dihapus", "/admin/perbaikan/terhapus/"),
)
KOLOM_SKP = (Skp.nama, Skp.nomor_induk, Skp.tahun, Skp.awal, Skp.akhir, Skp.jabatan, Skp.jenis, Skp.model, Skp.status)


def tahun_pilihan(konteks: Konteks) -> list[tuple[str, str]]:
    kini = konteks.aktor.hari_ini().year
    return [(str(t), str(t)) for t in range(kini + 1, kini - 6, -1)]


def saring_skp(*lagi: Saring, tahun: InstrumentedAttribute | None = None) -> tuple[Saring, ...]:
    """What every list is searched by: the person, and the year."""
    return (
        SaringCari(nama="cari", label="Cari nama atau NIP", nomor=Skp.nomor_induk, kolom=Skp.nama_cari),
        SaringPilihan(nama="tahun", label="Tahun", kolom=tahun or Skp.tahun, pilihan=tahun_pilihan, ubah=int),
        *lagi,
    )


def muat_skp(relasi: Any) -> tuple[ExecutableOption, ...]:
    """Loader options of a list whose rows belong to a SKP; ``relasi`` leads there."""
    return contains_eager(relasi).load_only(*KOLOM_SKP), raiseload("*")


def orang(skp: Skp) -> Markup:
    return dua_baris(skp.nama, nip(skp.nomor_induk))


def ekspor_orang(ambil: Any) -> tuple[KolomEkspor, ...]:
    """NIP, name and year of the SKP that ``ambil`` finds from a row."""
    return (
        KolomEkspor("NIP", lambda o: ambil(o).nomor_induk, 22),
        KolomEkspor("Nama", lambda o: ambil(o).nama, 32),
        KolomEkspor("Tahun", lambda o: ambil(o).tahun, 8),
    )


class PerbaikanView(MenuView):
    """Base of the lists of records. ``skp(objek)`` finds the SKP of a row."""

    lebar = True
    kelompok = "Helpdesk"
    can_delete = False
    edit_template = "admin/perbaikan/formulir.html"
    edit_tampak = True
    subjudul = "Setiap perbaikan, penghapusan, dan pemulihan memerlukan alasan dan tercatat di Jejak audit."
    layanan: ClassVar[LayananPerbaikan]
    form_tambah: ClassVar[type[Formulir]]
    nama_data: ClassVar[str]
    """What a row is, within a sentence."""
    akibat_hapus: ClassVar[tuple[str, ...]] = ()

    def __init__(self) -> None:
        type(self).tindakan_baris = (self._pulihkan(), self._hapus())
        super().__init__()

    def skp(self, objek: Any) -> Skp:
        return objek.skp

    @property
    def nama_tunggal(self) -> str:
        return self.nama_data

    def tampilan(self, minta: Permintaan) -> list[Tampilan]:
        """The lists; who was searched for, and of which year, goes along."""
        bawa = {k: v for k, v in minta.saring.items() if k in ("cari", "tahun")}
        return [Tampilan(judul, tautan(alamat, bawa), aktif=alamat == self.alamat) for judul, alamat in TAB]

    def subjudul_rincian(self, objek: Any) -> str:
        skp = self.skp(objek)
        return f"{skp.nama}, SKP {skp.jenis.label} {polos(skp.awal)} – {polos(skp.akhir)}"

    def sebutan(self, objek: Any) -> str:
        """The record in a question: what it is, and whose."""
        skp = self.skp(objek)
        return f"{self.nama_data} {skp.nama} {skp.tahun}"

    def fakta_skp(self, objek: Any) -> list[Fakta]:
        """Whose record it is: stands above the form and in every question."""
        skp = self.skp(objek)
        masa = f"{skp.jenis.label}, {polos(skp.awal)} – {polos(skp.akhir)}"
        return [Fakta("Pegawai", orang(skp)), Fakta("SKP", dua_baris(masa, skp.jabatan))]

    def get_create_form(self) -> type[Formulir]:
        return self.form_tambah

    def sesudah_simpan(self, id: int, baru: bool) -> str:
        return f"{self.nama_data} ditambahkan." if baru else "Perbaikan tersimpan."

    # --- Actions ---

    def _hapus(self) -> Tindakan:
        def jalankan(pelaku: Aktor, id: int, versi: int | None, alasan: str, nilai: dict[str, Any]) -> str:
            self.layanan.hapus(pelaku, id, versi, alasan=alasan)
            return f"{self.nama_data} dihapus."

        return Tindakan(
            kode="hapus", label="Hapus", aksi="hapus", ikon="trash", bahaya=True, perlu_alasan=True, jalankan=jalankan,
            pertanyaan=lambda o: f"Yakin akan menghapus {self.sebutan(o)}?", akibat=lambda o: self.akibat_hapus,
        )  # fmt: skip

    def _pulihkan(self) -> Tindakan:
        def jalankan(pelaku: Aktor, id: int, versi: int | None, alasan: str, nilai: dict[str, Any]) -> str:
            tersisa = self.layanan.pulihkan(pelaku, id, versi, alasan)
            return " ".join(["Versi sebelumnya dipulihkan.", *(tersisa or ())])

        return Tindakan(
            kode="pulihkan", label="Pulihkan versi sebelumnya", aksi="pulihkan", ikon="arrow-back-up", tombol="Pulihkan", perlu_alasan=True,
            jalankan=jalankan, pertanyaan=lambda o: f"Pulihkan {self.sebutan(o)} ke versi sebelumnya?", akibat=self.akibat_pulihkan,
            halangan=self.halangan_pulihkan,
        )  # fmt: skip

    def halangan_pulihkan(self, objek: Any, pelaku: Aktor) -> str | None:
        # A row is made with version 1 and counts up; the service looks for what it was before.
        return BELUM_ADA if objek.versi == 1 else None

    def akibat_pulihkan(self, objek: Any) -> Sequence[str]:
        """What would change, column by column."""
        hasil = []
        for kolom, nilai in nilai_sebelumnya(db.session(), objek).items():
            if getattr(objek, kolom) != nilai:
                hasil.append(f"{self.label(kolom)}: {self._kata(kolom, getattr(objek, kolom))} menjadi {self._kata(kolom, nilai)}.")
        return hasil

    def _kata(self, kolom: str, nilai: Any) -> str:
        """A value in words; a reference by the name of what it refers to."""
        for fk in self.model.__table__.columns[kolom].foreign_keys if nilai is not None else ():
            for mapper in db.Model.registry.mappers:
                if mapper.local_table is fk.column.table and fk.column.name == "id":
                    return str(db.session.get(mapper.class_, nilai) or "-")
        return polos(nilai, aktor().zona)
