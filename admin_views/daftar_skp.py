"""Daftar SKP (manual 2.16): one's own SKP, what waits for one, and those one assesses."""

from __future__ import annotations

from typing import Any

from flask import request
from flask_admin import BaseView, expose
from markupsafe import escape
from werkzeug.datastructures import MultiDict

from admin_views.cetak_skp import CetakSkpSendiri
from admin_views.daftar_skp_bantu import (
    ALAMAT,
    JUDUL,
    alamat_skp,
    buka,
    buka_milik,
    fakta_skp,
    layani_formulir,
    masa,
    remah,
    tanya,
    versi_kiriman,
)
from admin_views.daftar_skp_depan import halaman_daftar
from admin_views.daftar_skp_halaman import halaman_skp, perbaikan
from admin_views.daftar_skp_pelengkap import PelengkapMixin
from admin_views.daftar_skp_rencana import RencanaMixin
from admin_views.konteks import aktor
from admin_views.pagar import Berpagar, izin
from domain.skp import ModelSkp
from domain.status import bisa
from extensions import db
from forms.daftar_skp import SkpForm
from models import Skp
from services import daftar_skp as bacaan
from services import rencana_skp
from services import skp as layanan_skp
from services.diri import pegawai_saya
from services.galat import Salah, TidakDitemukan


class DaftarSkpView(Berpagar, CetakSkpSendiri, RencanaMixin, PelengkapMixin, BaseView):
    sumber = "daftar_skp"

    def __init__(self) -> None:
        self.periksa_izin()
        super().__init__(name=JUDUL, endpoint="daftar_skp", url=ALAMAT.rstrip("/"))

    @expose("/")
    @izin("daftar_skp:lihat")
    def index(self) -> Any:
        try:
            saya = pegawai_saya(db.session(), aktor())
        except TidakDitemukan as galat:
            return self.render("admin/daftar_skp/bukan_pegawai.html", pesan=str(galat), remah=remah())
        return self.render("admin/daftar_skp/index.html", **halaman_daftar(saya))

    @expose("/new/", methods=("GET", "POST"))
    @izin("daftar_skp:tambah")
    def tambah(self) -> Any:
        tempat = {t.kunci: t for t in bacaan.tempat(db.session(), pegawai_saya(db.session(), aktor()))}
        kini = aktor().hari_ini().year
        terbuka = layanan_skp.tahun_terbuka(db.session(), aktor().hari_ini())
        tahun = kini if kini in terbuka or not terbuka else max(terbuka)
        bawaan = MultiDict({"tempat": next(iter(tempat)), "awal": f"{tahun}-01-01", "akhir": f"{tahun}-12-31", "pendekatan": "kuantitatif"})
        pilihan = [(t.kunci, t.label) for t in tempat.values()]
        form = SkpForm(request.form if request.method == "POST" else bawaan, tempat=pilihan, tahun=terbuka)

        def simpan() -> str:
            di = tempat[form.tempat.data]
            try:
                id = layanan_skp.buat(
                    aktor(),
                    unor_id=di.unor_id,
                    jabatan=di.jabatan,
                    jenis=di.jenis,
                    awal=form.awal.data,
                    akhir=form.akhir.data,
                    pendekatan=form.pendekatan.data,
                )
            except Salah as galat:
                # The form asks for both in one choice.
                raise Salah({"tempat" if k in ("unor_id", "jabatan") else k: p for k, p in galat.kolom.items()}) from galat
            return alamat_skp(id)

        pesan = "SKP dibuat sebagai Draft. Isi Rencana Hasil Kerja dan indikatornya, lalu ajukan."
        halangan = layanan_skp.halangan_tahun(db.session(), kini, aktor().hari_ini())
        peringatan = [escape(halangan)] if halangan else []
        return layani_formulir(form, judul="Tambah Periode SKP", skp=None, simpan=simpan, pesan=pesan, peringatan=peringatan)

    @expose("/<int:id>/")
    @izin("daftar_skp:lihat")
    def skp(self, id: int) -> Any:
        return self.render("admin/daftar_skp/skp.html", **halaman_skp(buka(id)))

    # --- From one status to the next ---

    @expose("/<int:id>/ajukan/", methods=("GET", "POST"))
    @izin("daftar_skp:ajukan")
    def ajukan(self, id: int) -> Any:
        skp = buka_milik(id)
        halangan, tautan = self._belum_lengkap(skp, "ajukan")
        return tanya(
            skp,
            judul="Ajukan",
            pertanyaan=f"Ajukan SKP {masa(skp)}?",
            akibat=(
                f"SKP menunggu persetujuan {(skp.salinan_penilai or {}).get('nama') or 'Pejabat Penilai Kinerja'}.",
                "Selama menunggu, isinya tidak dapat Anda ubah.",
            ),
            jalankan=lambda alasan: layanan_skp.ajukan(aktor(), id, versi_kiriman()),
            berhasil="SKP diajukan.",
            kirim=f"{alamat_skp(id)}ajukan/",
            versi=skp.versi,
            ditolak=halangan,
            tautan=tautan,
        )

    @expose("/<int:id>/tetapkan/", methods=("GET", "POST"))
    @izin("daftar_skp:tetapkan")
    def tetapkan(self, id: int) -> Any:
        skp = buka_milik(id)
        halangan, tautan = self._belum_lengkap(skp, "tetapkan")
        if skp.model is not ModelSkp.JPT:
            halangan, tautan = "Hanya pimpinan Unor Mandiri yang menetapkan SKP-nya sendiri; ajukan SKP ini.", []
        return tanya(
            skp,
            judul="Tetapkan",
            pertanyaan=f"Tetapkan SKP {masa(skp)}?",
            akibat=("SKP langsung berstatus Persetujuan tanpa persetujuan atasan.", "Isinya tidak dapat Anda ubah lagi."),
            jalankan=lambda alasan: layanan_skp.tetapkan(aktor(), id, versi_kiriman()),
            berhasil="SKP ditetapkan.",
            kirim=f"{alamat_skp(id)}tetapkan/",
            versi=skp.versi,
            ditolak=halangan,
            tautan=tautan,
        )

    def _belum_lengkap(self, skp: Skp, aksi: str) -> tuple[str | None, Any]:
        """Why the plan cannot be submitted now, and where each thing is mended."""
        if not bisa("skp", skp.status, aksi):
            return f"SKP ini sudah berstatus {skp.status.label}.", ()
        kurang = rencana_skp.kurang(skp, rencana_skp.isi(db.session(), skp.id))
        return (f"SKP belum lengkap. {' '.join(k.pesan for k in kurang)}", perbaikan(skp, kurang)) if kurang else (None, ())

    @expose("/<int:id>/setujui/", methods=("GET", "POST"))
    @izin("daftar_skp:setujui")
    def setujui(self, id: int) -> Any:
        skp, halangan = self._ajuan(id, "setujui")
        return tanya(
            skp,
            judul="Setujui",
            pertanyaan=f"Setujui SKP {skp.nama}, {masa(skp)}?",
            akibat=("SKP berstatus Persetujuan dan menjadi dasar penilaian.", "Pegawai tidak dapat mengubah isinya lagi."),
            jalankan=lambda alasan: layanan_skp.setujui(aktor(), id, versi_kiriman()),
            berhasil=f"SKP {skp.nama} disetujui.",
            kirim=f"{alamat_skp(id)}setujui/",
            versi=skp.versi,
            ditolak=halangan,
        )

    @expose("/<int:id>/kembalikan/", methods=("GET", "POST"))
    @izin("daftar_skp:kembalikan")
    def kembalikan(self, id: int) -> Any:
        skp, halangan = self._ajuan(id, "kembalikan")
        return tanya(
            skp,
            judul="Kembalikan",
            pertanyaan=f"Kembalikan SKP {skp.nama}, {masa(skp)}?",
            akibat=("SKP kembali berstatus Draft.", "Pegawai melihat alasan Anda sampai ia mengajukan lagi."),
            jalankan=lambda alasan: layanan_skp.kembalikan(aktor(), id, versi_kiriman(), alasan),
            berhasil=f"SKP {skp.nama} dikembalikan.",
            kirim=f"{alamat_skp(id)}kembalikan/",
            versi=skp.versi,
            ditolak=halangan,
            perlu_alasan=True,
        )

    def _ajuan(self, id: int, aksi: str) -> tuple[Skp, str | None]:
        terbuka = buka(id)
        if not terbuka.penilai:
            raise TidakDitemukan("SKP tidak ditemukan.")
        status = terbuka.skp.status
        return terbuka.skp, None if bisa("skp", status, aksi) else f"SKP ini sekarang berstatus {status.label}, tidak menunggu persetujuan."

    @expose("/<int:id>/hapus/", methods=("GET", "POST"))
    @izin("daftar_skp:hapus")
    def hapus(self, id: int) -> Any:
        skp = buka_milik(id)
        isi = rencana_skp.isi(db.session(), id)
        n = sum(map(len, isi.rhk.values()))
        akibat = [f"{n} RHK dengan indikatornya ikut dihapus."] if n else []
        return tanya(
            skp,
            judul="Hapus",
            pertanyaan=f"Yakin akan menghapus SKP {masa(skp)}?",
            akibat=[*akibat, "SKP dihapus dari Daftar SKP. Bila keliru, helpdesk dapat mengembalikannya beserta isinya."],
            objek=fakta_skp(skp),
            jalankan=lambda alasan: layanan_skp.hapus(aktor(), id, versi_kiriman()),
            berhasil="SKP dihapus.",
            kirim=f"{alamat_skp(id)}hapus/",
            versi=skp.versi,
            ditolak=layanan_skp.halangan_hapus(db.session(), skp),
            bahaya=True,
            ke=ALAMAT,
        )
