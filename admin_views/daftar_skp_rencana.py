"""Filling in a Draft: RHK and indikator, a page for each, without script too."""

from __future__ import annotations

from typing import Any

from flask import flash, request
from flask_admin import expose
from sqlalchemy import select

from admin_views.daftar_skp_bantu import alamat_skp, ambil, draf, kiriman, layani_formulir, masa, tanya, versi_kiriman
from admin_views.halaman import Fakta
from admin_views.konteks import aktor
from admin_views.pagar import izin
from admin_views.tampil import teks
from domain.skp import JenisRhk, LingkupRhk, ModelSkp
from extensions import db
from forms.daftar_skp import IndikatorForm, RhkForm, SalinForm
from models import Indikator, Rhk, Skp
from services import daftar_skp as bacaan
from services import isi_skp
from services.galat import Salah
from services.intervensi import pilihan_intervensi


def _potong(isi: str) -> str:
    return isi if len(isi) <= 150 else f"{isi[:147]}…"


class RencanaMixin:
    """Routes of DaftarSkpView below ``/admin/daftar-skp/<id>/`` that change what the Draft holds."""

    # --- RHK ---

    @expose("/<int:id>/rhk/new/", methods=("GET", "POST"))
    @izin("daftar_skp:ubah")
    def rhk_baru(self, id: int) -> Any:
        return self._rhk(draf(id), None)

    @expose("/<int:id>/rhk/<int:rhk_id>/edit/", methods=("GET", "POST"))
    @izin("daftar_skp:ubah")
    def rhk_edit(self, id: int, rhk_id: int) -> Any:
        skp = draf(id)
        return self._rhk(skp, ambil(Rhk, Rhk.skp_id == skp.id, rhk_id))

    def _rhk(self, skp: Skp, rhk: Rhk | None) -> Any:
        pilihan = [
            (str(p.rhk.id), f"{p.tim}: {_potong(p.rhk.teks)}" if p.tim else _potong(p.rhk.teks))
            for p in pilihan_intervensi(db.session(), skp)
        ]
        keterangan = (
            f"Dari SKP {(skp.salinan_penilai or {}).get('nama') or 'pimpinan'} dan ketua tim kerja Anda yang sudah disetujui; kata-katanya disalin."
            if pilihan
            else "Pimpinan Anda belum mempunyai SKP yang disetujui pada tanggal SKP ini, sehingga belum ada yang dapat dipilih."
        )
        if rhk is not None and rhk.intervensi_id is not None and str(rhk.intervensi_id) not in dict(pilihan):
            pilihan.append((str(rhk.intervensi_id), f"{_potong(rhk.intervensi or '')} (pilihan semula)"))
        baru = JenisRhk.TAMBAHAN if request.args.get("jenis") == JenisRhk.TAMBAHAN.value else JenisRhk.UTAMA
        lingkup = LingkupRhk.ORGANISASI if skp.model is ModelSkp.JPT else LingkupRhk.INDIVIDU
        bawaan = {} if rhk is not None else {"data": {"jenis": baru, "lingkup": lingkup}}
        form = RhkForm(kiriman(), obj=rhk, intervensi=pilihan if skp.model is ModelSkp.JA_JF else None, keterangan=keterangan, **bawaan)

        def simpan() -> str:
            nilai = form.nilai()
            if "intervensi_id" not in form:
                nilai["intervensi_id"] = rhk.intervensi_id if rhk is not None else None
            hasil = isi_skp.simpan_rhk(aktor(), skp.id, rhk.id if rhk is not None else None, form.versi_dibuka(), nilai)
            if pilihan and "intervensi_id" in form and nilai["jenis"] is JenisRhk.UTAMA and nilai["intervensi_id"] is None:
                flash(
                    "RHK ini belum mengintervensi RHK pimpinan, padahal pimpinan Anda mempunyainya. Pilih lewat Edit bila ada.", "warning"
                )
            if rhk is None and "lagi" in request.form:
                return f"{alamat_skp(skp.id)}rhk/{hasil}/indikator/new/"
            return f"{alamat_skp(skp.id)}#rhk-{hasil}"

        return layani_formulir(
            form,
            judul="Edit RHK" if rhk is not None else "Tambah RHK",
            skp=skp,
            simpan=simpan,
            pesan="Rencana Hasil Kerja tersimpan.",
            objek=rhk,
            lagi="Simpan, lalu tambah indikator" if rhk is None else None,
        )

    @expose("/<int:id>/rhk/<int:rhk_id>/hapus/", methods=("GET", "POST"))
    @izin("daftar_skp:ubah")
    def rhk_hapus(self, id: int, rhk_id: int) -> Any:
        skp = draf(id)
        rhk = ambil(Rhk, Rhk.skp_id == skp.id, rhk_id)
        ikut = bacaan.ikut_terhapus(db.session(), rhk.id)
        akibat = [f"{n} {apa} ikut dihapus." for apa, n in ikut.items() if apa != "RHK bawahan"]
        if n := ikut.get("RHK bawahan"):
            akibat.append(f"{n} RHK bawahan tidak lagi tertaut pada RHK ini; kata-kata yang sudah disalin tetap.")
        return tanya(
            skp,
            judul="Hapus RHK",
            pertanyaan="Yakin akan menghapus Rencana Hasil Kerja tersebut?",
            tombol="Hapus",
            akibat=[*akibat, "Isinya tercatat di Jejak audit; admin atau helpdesk dapat memulihkannya."],
            objek=[Fakta("Rencana Hasil Kerja", teks(rhk.teks))],
            jalankan=lambda alasan: isi_skp.hapus_rhk(aktor(), id, rhk_id, versi_kiriman()),
            berhasil="Rencana Hasil Kerja dihapus.",
            kirim=f"{alamat_skp(id)}rhk/{rhk_id}/hapus/",
            versi=rhk.versi,
            bahaya=True,
            ke=f"{alamat_skp(id)}#hasil-kerja",
        )

    @expose("/<int:id>/salin/", methods=("GET", "POST"))
    @izin("daftar_skp:ubah")
    def salin(self, id: int) -> Any:
        skp = draf(id)
        sumber = bacaan.sumber_salinan(db.session(), skp)
        if not sumber:
            raise Salah("Anda belum mempunyai SKP lain yang berisi RHK. Tambahkan RHK satu per satu.")
        form = SalinForm(kiriman(), pilihan=[(str(s.id), f"{masa(s)}, {s.jenis.label}, {n} RHK") for s, n in sumber])

        def simpan() -> str:
            n = isi_skp.salin_rhk(aktor(), skp.id, int(form.dari.data))
            if not n:
                raise Salah({"dari": "Semua RHK pada SKP tersebut sudah ada di SKP ini."})
            flash(f"{n} RHK disalin dengan indikatornya. Pilih lagi RHK pimpinan yang diintervensi, dan sesuaikan targetnya.", "info")
            return f"{alamat_skp(skp.id)}#hasil-kerja"

        return layani_formulir(form, judul="Salin RHK dari SKP lain", skp=skp, simpan=simpan, pesan="RHK tersalin.", tombol="Salin")

    # --- Indikator ---

    @expose("/<int:id>/rhk/<int:rhk_id>/indikator/new/", methods=("GET", "POST"))
    @izin("daftar_skp:ubah")
    def indikator_baru(self, id: int, rhk_id: int) -> Any:
        skp = draf(id)
        return self._indikator(skp, ambil(Rhk, Rhk.skp_id == skp.id, rhk_id), None)

    @expose("/<int:id>/indikator/<int:indikator_id>/edit/", methods=("GET", "POST"))
    @izin("daftar_skp:ubah")
    def indikator_edit(self, id: int, indikator_id: int) -> Any:
        skp = draf(id)
        indikator = _indikator(skp, indikator_id)
        return self._indikator(skp, ambil(Rhk, Rhk.skp_id == skp.id, indikator.rhk_id), indikator)

    def _indikator(self, skp: Skp, rhk: Rhk, indikator: Indikator | None) -> Any:
        form = IndikatorForm(kiriman(), obj=indikator, model=skp.model, pendekatan=skp.pendekatan)

        def simpan() -> str:
            kini = indikator.id if indikator is not None else None
            isi_skp.simpan_indikator(aktor(), skp.id, rhk.id, kini, form.versi_dibuka(), form.nilai())
            if indikator is None and "lagi" in request.form:
                return f"{alamat_skp(skp.id)}rhk/{rhk.id}/indikator/new/"
            return f"{alamat_skp(skp.id)}#rhk-{rhk.id}"

        return layani_formulir(
            form,
            judul="Edit indikator" if indikator is not None else "Tambah indikator",
            skp=skp,
            simpan=simpan,
            pesan="Indikator tersimpan.",
            objek=indikator,
            batal=f"{alamat_skp(skp.id)}#rhk-{rhk.id}",
            tentang=[Fakta("Rencana Hasil Kerja", teks(rhk.teks))],
            lagi="Simpan, lalu tambah lagi" if indikator is None else None,
        )

    @expose("/<int:id>/indikator/<int:indikator_id>/hapus/", methods=("GET", "POST"))
    @izin("daftar_skp:ubah")
    def indikator_hapus(self, id: int, indikator_id: int) -> Any:
        skp = draf(id)
        indikator = _indikator(skp, indikator_id)
        n = bacaan.realisasi_indikator(db.session(), indikator.id)
        akibat = [f"{n} realisasi ikut dihapus."] if n else []
        return tanya(
            skp,
            judul="Hapus indikator",
            pertanyaan="Yakin akan menghapus indikator tersebut?",
            tombol="Hapus",
            akibat=[*akibat, "Isinya tercatat di Jejak audit; admin atau helpdesk dapat memulihkannya."],
            objek=[Fakta("Indikator", teks(indikator.teks)), Fakta("Target", teks(indikator.target))],
            jalankan=lambda alasan: isi_skp.hapus_indikator(aktor(), id, indikator_id, versi_kiriman()),
            berhasil="Indikator dihapus.",
            kirim=f"{alamat_skp(id)}indikator/{indikator_id}/hapus/",
            versi=indikator.versi,
            bahaya=True,
            ke=f"{alamat_skp(id)}#rhk-{indikator.rhk_id}",
        )


def _indikator(skp: Skp, id: int) -> Indikator:
    return ambil(Indikator, Indikator.rhk_id.in_(select(Rhk.id).where(Rhk.skp_id == skp.id)), id)
