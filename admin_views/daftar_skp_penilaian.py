"""Penilaian of a SKP: its periods, and the sheet that pegawai and penilai fill in together."""

from __future__ import annotations

from typing import Any

from flask import Response, abort, flash, redirect, request
from flask_admin import BaseView, expose

from admin_views import daftar_skp_penilaian_halaman as tampilan
from admin_views.daftar_skp_bantu import alamat_skp, masa, remah
from admin_views.halaman import KepalaHalaman, Tautan
from admin_views.konteks import aktor
from admin_views.pagar import Berpagar, izin
from admin_views.tampil import lencana_predikat
from domain.predikat import predikat
from domain.status import StatusSkp
from extensions import db
from forms.penilaian import PETUNJUK_EVIDEN, LembarForm, formulir_lembar
from models import Skp
from services import diri, penilaian_isi, penilaian_lembar
from services import penilaian as layanan
from services.galat import DataBasi, Salah
from services.penilaian import Hubungan, IsianBasi
from services.penilaian_lembar import Lembar


class PenilaianView(Berpagar, BaseView):
    sumber = "daftar_skp"

    def __init__(self) -> None:
        self.periksa_izin()
        super().__init__(name="Penilaian", endpoint="daftar_skp_penilaian", url="/admin/daftar-skp/<int:id>/penilaian")

    @expose("/")
    @izin("daftar_skp:lihat")
    def index(self, id: int) -> Any:
        """The periods of the SKP with their state and deadline."""
        skp, saya = self._skp(id)
        return self.render(
            "admin/daftar_skp/penilaian.html",
            kepala=KepalaHalaman("Penilaian", f"SKP {skp.nama}, {masa(skp)}", remah(skp, "Penilaian")),
            periode=tampilan.baris_periode(skp, layanan.ringkasan(db.session(), skp), saya),
            skp=skp,
            disetujui=skp.status is StatusSkp.PERSETUJUAN,
        )

    @expose("/<int:periode_id>/", methods=("GET", "POST"))
    @izin("daftar_skp:lihat")
    def lembar(self, id: int, periode_id: int) -> Any:
        """The sheet. POST saves the reader's side; with *Pratinjau* it only shows what the ratings would give."""
        lembar, saya, hak, form = self._siapkan(id, periode_id)
        if request.method == "GET":
            return self._halaman(lembar, saya, hak, form)
        if not saya & {Hubungan.PEGAWAI, Hubungan.PENILAI}:
            abort(404)
        if "pratinjau" in request.form:
            return self._halaman(lembar, saya, hak, form)
        if not form.validate() or tampilan.yatim(_kunci(form)):
            return self._halaman(lembar, saya, hak, form, 422)
        try:
            n = self._simpan(id, periode_id, saya, form)
        except IsianBasi as galat:
            db.session.rollback()
            lembar, saya, hak, form = self._siapkan(id, periode_id)
            form.tandai(galat.bentrok)
            return self._halaman(lembar, saya, hak, form, 409, galat.bentrok)
        except DataBasi:
            db.session.rollback()
            form.form_errors.append("Halaman ini sedang disimpan di tempat lain. Simpan sekali lagi.")
            return self._halaman(lembar, saya, hak, form, 409)
        except Salah as galat:
            form.pasang_galat(galat.kolom)
            return self._halaman(lembar, saya, hak, form, 422)
        kurang = tampilan.rating_belum(form) if hak.menilai else []
        if kurang and not n:
            # Nilai was pressed, and neither a rating was chosen nor a word written.
            form.form_errors.append("Pilih Rating Hasil Kerja dan Rating Perilaku Kerja.")
            for f in kurang:
                f.errors = ["Pilih salah satu rating."]
            return self._halaman(lembar, saya, hak, form, 422)
        flash(*tampilan.kabar_simpan(lembar, form, n, belum_dinilai=bool(kurang)))
        db.session.rollback()
        return redirect(request.path)

    def _skp(self, id: int) -> tuple[Skp, frozenset[Hubungan]]:
        skp = layanan.skp_untuk(db.session(), aktor(), id)
        return skp, layanan.hubungan(skp, diri.pegawai_saya(db.session(), aktor()).id)

    def _siapkan(self, id: int, periode_id: int) -> tuple[Lembar, frozenset[Hubungan], tampilan.Hak, LembarForm]:
        skp, saya = self._skp(id)
        lembar = penilaian_lembar.muat(db.session(), skp, layanan.satu_periode(db.session(), skp, periode_id))
        hak = tampilan.hak(lembar, saya)
        isi = tampilan.teks_isian(lembar, saya, hak)
        return lembar, saya, hak, formulir_lembar(isi, request.form if request.method == "POST" else None)

    def _simpan(self, id: int, periode_id: int, saya: frozenset[Hubungan], form: LembarForm) -> int:
        if Hubungan.PEGAWAI in saya:
            return penilaian_isi.simpan_pegawai(aktor(), id, periode_id, form.isian())
        return penilaian_isi.simpan_penilai(aktor(), id, periode_id, form.isian(), alasan=form.alasan.data)

    def _halaman(
        self,
        lembar: Lembar,
        saya: frozenset[Hubungan],
        hak: tampilan.Hak,
        form: LembarForm,
        status: int = 200,
        bentrok: dict[str, str] | None = None,
    ) -> Any:
        ada, p = lembar.penilaian, lembar.periode
        hasil, perilaku = form.rating() if hak.menilai else (ada.hasil if ada else None, ada.perilaku if ada else None)
        isi = _kunci(form)
        judul = f"Penilaian {p.nama}"
        return Response(
            self.render(
                "admin/daftar_skp/penilaian_lembar.html",
                kepala=KepalaHalaman(
                    judul,
                    f"SKP {lembar.skp.nama}, {masa(lembar.skp)}",
                    [
                        *remah(lembar.skp, "Penilaian")[:-1],
                        Tautan("Penilaian", f"{alamat_skp(lembar.skp.id)}penilaian/"),
                        Tautan(judul, None),
                    ],
                    tampilan.tautan_keberatan(lembar, saya),
                ),
                lembar=lembar,
                fakta=tampilan.fakta_lembar(lembar),
                form=form,
                isi=isi,
                hak=hak,
                sisi="pegawai" if Hubungan.PEGAWAI in saya else "penilai" if Hubungan.PENILAI in saya else "atasan",
                matriks=tampilan.matriks(hasil, perilaku),
                predikat=lencana_predikat(predikat(hasil, perilaku)) if hasil and perilaku else None,
                bentrok=bentrok or {},
                hilang=tampilan.aksi_hilang(lembar, isi),
                petunjuk=tampilan.petunjuk(lembar),
                petunjuk_eviden=PETUNJUK_EVIDEN,
                yatim=tampilan.yatim(isi) if request.method == "POST" else [],
                pratinjau="pratinjau" in request.form,
            ),
            status,
        )


def _kunci(form: LembarForm) -> dict[str, str]:
    """Keys of the texts that the form has a field for."""
    return {f.short_name: "" for f in form if f"tanda_{f.short_name}" in form}
