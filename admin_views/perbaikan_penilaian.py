"""Perbaikan data of penilaian and keberatan."""

from __future__ import annotations

from typing import Any

from markupsafe import Markup
from sqlalchemy import Select
from sqlalchemy.orm import joinedload

from admin_views.halaman import Fakta, Lencana
from admin_views.konteks import aktor
from admin_views.perbaikan import PerbaikanView, ekspor_orang, muat_skp, orang, saring_skp
from admin_views.tampil import KOSONG, dua_baris, lencana, lencana_enum, teks
from domain.predikat import Predikat
from domain.status import StatusKeberatan, bisa
from extensions import db
from forms.perbaikan import PerbaikanKeberatanForm, PerbaikanPenilaianForm, TambahKeberatanForm, TambahPenilaianForm
from models import Keberatan, Penilaian, Periode, Skp
from services import capaian_organisasi
from services import perbaikan_penilaian as layanan
from services.daftar import KolomEkspor, Urutan
from services.keberatan import berstatus, status_pada
from services.saring import SaringKondisi, SaringRujukan

_PERIODE = (Periode.nama, Periode.tahun)


def _predikat(p: Penilaian) -> Any:
    return lencana_enum(p.predikat) if p.predikat is not None else Lencana("Belum dinilai", "neutral", "clock")


def _pasangan(hasil: Any, perilaku: Any) -> Markup:
    return dua_baris(f"Hasil: {hasil.label}", f"Perilaku: {perilaku.label}") if hasil is not None and perilaku is not None else KOSONG


class PerbaikanPenilaianView(PerbaikanView):
    model, sumber, alamat, judul = Penilaian, "perbaikan_penilaian", "/admin/perbaikan/penilaian/", "Perbaikan data: Penilaian"
    nama_data = "Penilaian"
    layanan = layanan.PENILAIAN
    column_list = ("pegawai", "periode", "rating", "predikat")
    kolom_judul = {"pegawai": "Nama / NIP", "periode": "Periode", "rating": "Rating", "predikat": "Predikat Kinerja"}
    column_formatters = {
        "pegawai": lambda v, c, m, n: orang(m.skp),
        "periode": lambda v, c, m, n: dua_baris(m.periode.nama, f"SKP {m.skp.jenis.label} {m.skp.tahun}"),
        "rating": lambda v, c, m, n: _pasangan(m.hasil, m.perilaku),
        "predikat": lambda v, c, m, n: _predikat(m),
        "periode_id": lambda v, c, m, n: m.periode.nama,
    }
    column_details_list = ("periode_id", "hasil", "perilaku", "predikat", "catatan", "dinilai", "dibuka_sampai")
    column_export_list = (
        *ekspor_orang(lambda p: p.skp), KolomEkspor("Periode", lambda p: p.periode.nama, 24),
        "hasil", "perilaku", "predikat", "catatan", "dinilai", "dibuka_sampai",
    )  # fmt: skip
    form = PerbaikanPenilaianForm
    form_tambah = TambahPenilaianForm
    form_columns = ("hasil",)
    urutan = (Urutan("terbaru", "Terbaru", ()),)
    urutan_turun = True
    muat = (*muat_skp(Penilaian.skp), joinedload(Penilaian.periode, innerjoin=True).load_only(*_PERIODE))
    saring = saring_skp(
        SaringRujukan(nama="periode", label="Periode", kolom=Penilaian.periode_id, sasaran=Periode, lookup="periode"),
        SaringKondisi(
            nama="status",
            label="Status",
            kondisi={
                "belum": ("Belum dinilai", lambda konteks: Penilaian.predikat.is_(None)),
                **{p.value: (p.label, lambda konteks, p=p: Penilaian.predikat == p) for p in Predikat},
            },
        ),
    )
    kelas_kolom = {"pegawai": "is-title", "periode": "is-half", "rating": "is-half", "predikat": "is-half is-fit"}
    kosong = ("Belum ada penilaian", "Penilaian muncul di sini setelah pegawai mengisi realisasi atau dinilai.")
    akibat_hapus = ("Realisasi dan umpan balik periode itu ikut dihapus.", "SKP-nya dipotret dahulu; pulihkan lewat tab SKP.")

    @staticmethod
    def gabung(stmt: Select[Any]) -> Select[Any]:
        return stmt.join(Penilaian.skp)

    def lencana_rincian(self, objek: Penilaian) -> list[Lencana]:
        return [_predikat(objek)]

    def subjudul_rincian(self, objek: Penilaian) -> str:
        return f"{objek.periode.nama}: {super().subjudul_rincian(objek)}"

    def sebutan(self, objek: Penilaian) -> str:
        return f"penilaian {objek.periode} {objek.skp.nama}"

    def fakta_skp(self, objek: Penilaian) -> list[Fakta]:
        return [*super().fakta_skp(objek), Fakta("Predikat sekarang", lencana(_predikat(objek)))]

    def peringatan(self, objek: Penilaian | None) -> list[Markup]:
        """The unit's capaian may count these ratings already."""
        if objek is None:
            return []
        unor_id, tahun = db.session.execute(db.select(Skp.unor_id, Skp.tahun).where(Skp.id == objek.skp_id)).one()
        capaian = capaian_organisasi.capaian_untuk(db.session(), unor_id, tahun, objek.periode_id)
        if capaian is None or not bisa("capaian_organisasi", capaian.status, "batal_final"):
            return []
        kata = "Capaian Kinerja Organisasi unit ini pada periode tersebut sudah FINAL. Bila rating diganti, capaian itu ditandai berubah sejak final."
        return [Markup("{}").format(kata)]


class PerbaikanKeberatanView(PerbaikanView):
    model, sumber, alamat, judul = Keberatan, "perbaikan_keberatan", "/admin/perbaikan/keberatan/", "Perbaikan data: Keberatan"
    nama_data = "Keberatan"
    layanan = layanan.KEBERATAN
    column_list = ("pegawai", "periode", "diminta", "status")
    kolom_judul = {"pegawai": "Pegawai Yang Mengajukan", "diminta": "Permintaan Pegawai", "periode": "Periode"}
    column_formatters = {
        "pegawai": lambda v, c, m, n: orang(m.skp),
        "periode": lambda v, c, m, n: dua_baris(m.periode.nama, teks(m.waktu_pengajuan, aktor().zona)),
        "diminta": lambda v, c, m, n: _pasangan(m.diminta_hasil, m.diminta_perilaku),
        "status": lambda v, c, m, n: lencana_enum(status_pada(m, aktor().hari_ini())),
        "penilai_id": lambda v, c, m, n: m.nama_penilai,
        "atasan_id": lambda v, c, m, n: m.nama_atasan,
        "periode_id": lambda v, c, m, n: m.periode.nama,
    }
    column_details_list = (
        "status", "periode_id", "penilai_id", "atasan_id", "waktu_pengajuan", "waktu_cek", "waktu_respon", "batas_putusan", "alasan",
        "penjelasan", "keputusan", "sebelum_hasil", "sebelum_perilaku", "diminta_hasil", "diminta_perilaku", "sesudah_hasil",
        "sesudah_perilaku",
    )  # fmt: skip
    column_export_list = (
        *ekspor_orang(lambda k: k.skp), KolomEkspor("Periode", lambda k: k.periode.nama, 24), "nama_penilai", "nama_atasan", "status",
        "waktu_pengajuan", "waktu_cek", "waktu_respon", "batas_putusan", "sebelum_hasil", "sebelum_perilaku", "diminta_hasil",
        "diminta_perilaku", "sesudah_hasil", "sesudah_perilaku",
    )  # fmt: skip
    form = PerbaikanKeberatanForm
    form_tambah = TambahKeberatanForm
    form_columns = ("status",)
    urutan = (Urutan("pengajuan", "Waktu Pengajuan", (Keberatan.waktu_pengajuan,)),)
    urutan_turun = True
    muat = (*muat_skp(Keberatan.skp), joinedload(Keberatan.periode, innerjoin=True).load_only(*_PERIODE))
    saring = saring_skp(
        SaringKondisi(
            nama="status",
            label="Status Keberatan",
            kondisi={s.value: (s.label, lambda konteks, s=s: berstatus(s, konteks.aktor.hari_ini())) for s in StatusKeberatan},
        ),
        tahun=Keberatan.tahun,
    )
    kelas_kolom = {"pegawai": "is-title", "periode": "is-half", "diminta": "is-half", "status": "is-half is-fit"}
    kosong = ("Belum ada keberatan", "Keberatan muncul di sini setelah diajukan pegawai.")
    akibat_hapus = (
        "Penilaiannya tetap seperti sekarang.",
        "Isinya tersimpan di Jejak audit; pegawai dapat mengajukan lagi selama batasnya belum lewat.",
    )

    @staticmethod
    def gabung(stmt: Select[Any]) -> Select[Any]:
        return stmt.join(Keberatan.skp)

    def sebutan(self, objek: Keberatan) -> str:
        return f"keberatan {objek.nama} atas {objek.periode}"

    def lencana_rincian(self, objek: Keberatan) -> list[Lencana]:
        return [lencana_enum(status_pada(objek, aktor().hari_ini()))]
