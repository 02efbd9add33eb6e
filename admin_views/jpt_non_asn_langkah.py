"""Langkah 1 and Langkah 2 of Input Data JPT Non ASN (Gambar 2.27–2.30), the document, and the sheet to type from."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from flask import Response, abort, flash, redirect, request, send_file
from flask_admin import expose
from markupsafe import Markup
from werkzeug.datastructures import CombinedMultiDict

from admin_views import csp, rincian
from admin_views.halaman import Fakta, HalamanFormulir, KepalaHalaman, TabRincian
from admin_views.konteks import aktor, konteks
from admin_views.pagar import izin
from admin_views.tampil import teks
from domain import jpt_non_asn as aturan
from extensions import db
from forms.jpt_non_asn import JptNonAsnForm
from models import Instansi, JptNonAsn
from services import jpt_non_asn as layanan_jpt
from services.galat import DataBasi, Salah
from services.unggahan_pdf import Unggahan

if TYPE_CHECKING:
    from admin_views.dasar import MenuView

    Dasar = MenuView
else:
    Dasar = object


class LangkahJpt(Dasar):
    """The pages of an entry beside its list and its details; a part of JptNonAsnView."""

    # --- Langkah 1 ---

    @expose("/new/", methods=("GET", "POST"))
    def create_view(self) -> Any:
        # A refused attempt has left a draft when it came with a document: the next one goes on with it.
        lanjutan = request.form.get("entri")
        return self._langkah_1(self.ambil_atau_404(lanjutan) if lanjutan else None)

    @expose("/edit/", methods=("GET", "POST"))
    def edit_view(self) -> Any:
        return self._langkah_1(self.ambil_atau_404(request.args.get("id")))

    def _langkah_1(self, objek: JptNonAsn | None) -> Any:
        if objek is not None and (halangan := layanan_jpt.halangan_ubah(objek)):
            flash(halangan, "warning")
            return redirect(f"{self.alamat}details/?id={objek.id}")
        if request.method != "POST":
            nama = db.session.get_one(Instansi, aktor().instansi_id).nama
            awal = {} if objek is not None else {"instansi_induk": nama, "instansi_kerja": nama}
            return self._halaman_1(JptNonAsnForm(None, obj=objek, data=awal, konteks=konteks()), objek)
        form = JptNonAsnForm(CombinedMultiDict([request.form, request.files]), obj=objek, konteks=konteks())
        dokumen = _unggahan()
        id, versi = (objek.id, form.versi_dibuka()) if objek is not None else (None, None)
        sah, konflik, judul = form.validate(), None, None
        if sah and "_cari" not in request.form:
            try:
                hasil = layanan_jpt.langkah_1(aktor(), id, versi, form.nilai(), dokumen)
            except DataBasi:
                db.session.rollback()
                konflik = rincian.siapa_mengubah(self, objek, versi)
            except Salah as galat:
                form.pasang_galat(self._bertaut(galat))
            else:
                return redirect(f"{self.alamat}{hasil}/verifikasi/")
        elif not sah:
            form.pasang_galat(self._galat_lain(form, dokumen, objek))
        if dokumen is not None and konflik is None and layanan_jpt.periksa_dokumen(dokumen) is None:
            objek, judul = self._draft(objek, versi, form, dokumen)
        elif objek is not None and objek.berkas_id is not None:
            judul = "Perubahan ini belum disimpan. Perbaiki isian berikut; dokumen yang tersimpan sebelumnya tetap dipakai."
        if "_cari" in request.form:
            form.tanpa_galat()
        return self._halaman_1(form, objek, konflik, judul)

    def _galat_lain(self, form: JptNonAsnForm, dokumen: Unggahan | None, objek: JptNonAsn | None) -> dict[str, str]:
        """What else is wrong with a form that is not complete, so that everything is said in the first round."""
        galat = {k: p for k, p in aturan.periksa(form.nilai(), aktor().hari_ini()).items() if not form[k].errors}
        if salah := layanan_jpt.halangan_dokumen(dokumen, objek):
            galat["dokumen"] = salah
        return galat

    def _bertaut(self, galat: Salah) -> dict[str, str]:
        """The errors by field; another entry of the NIK comes with the way to it."""
        if not isinstance(galat, layanan_jpt.NikKembar):
            return galat.kolom
        taut = Markup('{} <a href="{}details/?id={}">Buka entri itu</a> untuk melanjutkan atau menghapusnya.')
        return {**galat.kolom, "nik": taut.format(galat.kolom["nik"], self.alamat, galat.entri_id)}

    def _draft(
        self, objek: JptNonAsn | None, versi: int | None, form: JptNonAsnForm, dokumen: Unggahan
    ) -> tuple[JptNonAsn | None, str | None]:
        """Keep a document that came with a form that is refused, and what else was right; the entry, and the sentence that says so."""
        id = objek.id if objek is not None else None
        try:
            id = layanan_jpt.simpan_draft(aktor(), id, versi, form.nilai_benar(), dokumen)
        except DataBasi:
            return objek, None
        db.session.rollback()
        baru = self.get_one(id)
        nama = self._nama_dokumen(baru)
        return baru, f"Belum lengkap. Perbaiki isian berikut; isian lain dan dokumen {nama} sudah tersimpan sebagai {baru.status.label}."

    def _halaman_1(
        self, form: JptNonAsnForm, objek: JptNonAsn | None, konflik: Markup | None = None, judul_galat: str | None = None
    ) -> Response:
        if objek is not None:
            db.session.rollback()
            objek = self.ambil_atau_404(objek.id)
            form.entri.data, form.versi.data, form.versi.raw_data = str(objek.id), objek.versi, None
        isi = HalamanFormulir(
            kepala=KepalaHalaman(self.judul, None, self.remah("Langkah 1 Input Data")),
            tombol="Selanjutnya",
            href_batal=self.alamat,
            versi=objek.versi if objek is not None else None,
            konflik=konflik,
            judul_galat=judul_galat,
        )
        berkas = self._nama_dokumen(objek)
        status = 409 if konflik else 422 if form.errors else 200
        maks = aturan.UKURAN_MAKS
        boleh_kosong = aturan.BOLEH_KOSONG
        return Response(
            self.render(
                "admin/jpt_non_asn/langkah_1.html",
                halaman=isi, form=form, objek=objek, berkas=berkas, maks=maks, boleh_kosong=boleh_kosong, alamat=self.alamat,
            ),
            status,
        )  # fmt: skip

    def _nama_dokumen(self, objek: JptNonAsn | None) -> str | None:
        return layanan_jpt.nama_dokumen(db.session(), objek) if objek is not None else None

    # --- Langkah 2 ---

    @expose("/<int:id>/verifikasi/", methods=("GET", "POST"))
    @izin("jpt_non_asn:tambah")
    def verifikasi(self, id: int) -> Any:
        objek = self.ambil_atau_404(id)
        if not layanan_jpt.dapat_diubah(objek):
            flash(f"Entri ini sudah disimpan; statusnya {objek.status.label}.", "info")
            return redirect(f"{self.alamat}details/?id={id}")
        if request.method == "POST":
            return self._simpan(objek)
        if aturan.periksa(layanan_jpt.isi(objek), aktor().hari_ini()) or objek.berkas_id is None:
            flash("Lengkapi dahulu Langkah 1.", "warning")
            return redirect(f"{self.alamat}edit/?id={id}")
        return self._halaman_2(objek)

    def _halaman_2(self, objek: JptNonAsn, basi: Markup | None = None) -> Response:
        dok = request.args.get("tab") == "dok"
        dasar = f"{self.alamat}{objek.id}/verifikasi/"
        fakta = [Fakta(self.label(k), teks(self.nilai_rincian(objek, k))) for k in aturan.KOLOM]
        berkas = layanan_jpt.dokumen(aktor(), db.session(), objek) if dok else None
        isi = self.render(
            "admin/jpt_non_asn/langkah_2.html",
            kepala=KepalaHalaman(self.judul, "Validasi Data", self.remah("Langkah 2 Verifikasi Data")),
            entri=objek, fakta=fakta, dok=dok, berkas=berkas, basi=basi, alamat=self.alamat,
            tab=[TabRincian("data", "Preview Data", dasar, not dok), TabRincian("dok", "Preview Dok", f"{dasar}?tab=dok", dok)],
            peringatan=[*layanan_jpt.peringatan(db.session(), objek, aktor()), *self._draft_lain(objek)], dikirim=layanan_jpt.ada_masukan(),
        )  # fmt: skip
        halaman = Response(isi, 409 if basi else 200)
        return csp.berbingkai(halaman) if dok else halaman

    def _draft_lain(self, objek: JptNonAsn) -> list[Markup]:
        """Entries of the same NIK that a refused Langkah 1 has left behind."""
        taut = Markup(
            'Masih ada entri lain dengan NIK ini yang belum lengkap. <a href="{}details/?id={}">Buka entri itu</a> untuk menghapusnya.'
        )
        return [taut.format(self.alamat, e.id) for e in layanan_jpt.tertinggal(db.session(), objek, aktor())]

    def _simpan(self, objek: JptNonAsn) -> Any:
        teks_versi = request.form.get("versi", "")
        versi = int(teks_versi) if teks_versi.isascii() and teks_versi.isdigit() and len(teks_versi) < 10 else -1
        try:
            pesan = layanan_jpt.simpan(aktor(), objek.id, versi)
        except DataBasi:
            db.session.rollback()
            objek = self.ambil_atau_404(objek.id)
            return self._halaman_2(objek, rincian.siapa_mengubah(self, objek, versi, "Periksa perubahan berikut, lalu pilih Simpan lagi."))
        except Salah as galat:
            flash(str(galat), "error")
            return redirect(f"{self.alamat}edit/?id={objek.id}")
        flash(pesan, "success")
        return redirect(f"{self.alamat}details/?id={objek.id}")

    # --- Document and data sheet ---

    @expose("/<int:id>/dokumen/")
    @izin("jpt_non_asn:lihat")
    def dokumen(self, id: int) -> Any:
        """The PDF as an attachment; for *Preview Dok* (``pratinjau``) in the browser's own viewer."""
        b = layanan_jpt.dokumen(aktor(), db.session(), self.ambil_atau_404(id))
        pratinjau = "pratinjau" in request.args
        jawaban = send_file(b.jalur, mimetype=b.tipe, as_attachment=not pratinjau, download_name=b.nama)
        return csp.dokumen(jawaban, dibingkai=pratinjau)

    @expose("/<int:id>/lembar/")
    @izin("jpt_non_asn:lihat")
    def lembar(self, id: int) -> Any:
        objek = self.ambil_atau_404(id)
        if objek.disimpan is None:
            abort(404)
        return self.render(
            "admin/jpt_non_asn/lembar.html",
            kepala=KepalaHalaman("Lembar data JPT Non ASN", objek.nama, self.remah("Lembar data")),
            isian=[(self.label(k), k not in aturan.BOLEH_KOSONG, self._ketikan(objek, k)) for k in aturan.KOLOM],
            berkas=self._nama_dokumen(objek),
            href_berkas=f"{self.alamat}{id}/dokumen/",
            siasn=aturan.ALAMAT_SIASN,
            langkah=aturan.LANGKAH,
        )

    def _ketikan(self, objek: JptNonAsn, kolom: str) -> str:
        """A value as SIASN's own form takes it."""
        pembentuk = None if kolom == "nik" else (self.column_formatters_detail or {}).get(kolom)
        nilai = pembentuk(self, None, objek, kolom) if pembentuk else getattr(objek, kolom)
        return nilai.strftime("%d/%m/%Y") if isinstance(nilai, date) else nilai or ""


def _unggahan() -> Unggahan | None:
    """The file of the request; one byte more than allowed is read, so that the check can tell."""
    berkas = request.files.get("dokumen")
    if berkas is None or not berkas.filename:
        return None
    return Unggahan(berkas.filename, berkas.stream.read(aturan.UKURAN_MAKS + 1))
