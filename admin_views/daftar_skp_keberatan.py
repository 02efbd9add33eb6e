"""Keberatan for its three people: the pegawai files, the penilai explains, the atasan checks and decides."""

from __future__ import annotations

from typing import Any

from flask import Response, flash, redirect, request
from flask_admin import BaseView, expose

from admin_views.daftar_skp_bantu import alamat_skp, masa, remah
from admin_views.daftar_skp_penilaian_halaman import matriks
from admin_views.halaman import HalamanKonfirmasi, KepalaHalaman, Tautan
from admin_views.keberatan_isi import lencana_keberatan, susun
from admin_views.konteks import aktor
from admin_views.pagar import Berpagar, izin
from domain.status import bisa
from domain.tanggal import panjang
from extensions import db
from forms.keberatan import AjukanForm, PenjelasanForm, PutusanForm
from models import Keberatan
from services import diri
from services import keberatan as layanan
from services import penilaian as layanan_penilaian
from services.galat import DataBasi, Salah
from services.penilaian import Hubungan

ALAMAT = "/admin/daftar-skp/keberatan/"
JUDUL = "Keberatan"


class KeberatanSayaView(Berpagar, BaseView):
    sumber = "daftar_skp"

    def __init__(self) -> None:
        self.periksa_izin()
        super().__init__(name=JUDUL, endpoint="daftar_skp_keberatan", url=ALAMAT.rstrip("/"))

    @expose("/")
    @izin("daftar_skp:lihat")
    def index(self) -> Any:
        """What the reader has filed, must explain or must decide."""
        saya = diri.pegawai_saya(db.session(), aktor())
        semua = [(k, lencana_keberatan(k), self._tugas(k, saya.id)) for k in layanan.milik(db.session(), saya.id)]
        subjudul = "Keberatan yang Anda ajukan, Anda jelaskan, atau Anda putus."
        return self.render(
            "admin/daftar_skp/keberatan.html", kepala=KepalaHalaman(JUDUL, subjudul, remah(None, JUDUL)), keberatan=semua, zona=aktor().zona
        )

    def _tugas(self, k: Keberatan, saya_id: int) -> str:
        saya, halangan = layanan.hubungan(k, saya_id), layanan.halangan_menjawab(k, aktor().hari_ini())
        if halangan is None and Hubungan.ATASAN in saya:
            return "Putuskan" if bisa("keberatan", k.status, "setujui") else "Check"
        return "Jelaskan" if halangan is None and Hubungan.PENILAI in saya and not k.penjelasan else "Lihat"

    @expose("/ajukan/<int:id>/<int:periode_id>/", methods=("GET", "POST"))
    @izin("daftar_skp:ajukan_keberatan")
    def ajukan(self, id: int, periode_id: int) -> Any:
        skp = layanan_penilaian.skp_untuk(db.session(), aktor(), id, Hubungan.PEGAWAI)
        periode = layanan_penilaian.satu_periode(db.session(), skp, periode_id)
        ada = layanan_penilaian.penilaian_pada(db.session(), skp.id, periode.id)
        form = AjukanForm(request.form if request.method == "POST" else None)
        halangan = layanan.halangan_mengajukan(db.session(), skp, ada, aktor().hari_ini(), aktor().zona)
        if request.method == "POST" and form.validate():
            hasil, perilaku = form.diminta()
            try:
                baru = layanan.ajukan(aktor(), id, periode_id, alasan=form.alasan.data, hasil=hasil, perilaku=perilaku)
            except Salah as galat:
                form.pasang_galat(galat.kolom)
            else:
                db.session.rollback()
                flash("Keberatan diajukan kepada Atasan Pejabat Penilai Kinerja.", "success")
                return redirect(f"{ALAMAT}{baru}/")
        alamat = f"{alamat_skp(id)}penilaian/{periode_id}/"
        kepala = KepalaHalaman(
            "Ajukan keberatan",
            f"Penilaian {periode.nama}, SKP {masa(skp)}",
            [*remah(skp, "x")[:-1], Tautan(f"Penilaian {periode.nama}", alamat), Tautan("Ajukan keberatan", None)],
        )
        isi = self.render(
            "admin/daftar_skp/keberatan_ajukan.html",
            kepala=kepala,
            form=form,
            penilaian=ada,
            halangan=halangan,
            batas=panjang(layanan.batas_pengajuan(db.session(), skp, ada.dinilai, aktor().zona)) if ada and ada.dinilai else None,
            matriks=matriks(ada.hasil, ada.perilaku) if ada is not None else [],
            href_batal=alamat,
        )
        return Response(isi, 422 if request.method == "POST" else 200)

    @expose("/<int:id>/")
    @izin("daftar_skp:lihat")
    def rincian(self, id: int) -> Any:
        return self._halaman(layanan.untuk(db.session(), aktor(), id))

    @expose("/<int:id>/penjelasan/", methods=("POST",))
    @izin("daftar_skp:jelaskan_keberatan")
    def penjelasan(self, id: int) -> Any:
        layanan.untuk(db.session(), aktor(), id, Hubungan.PENILAI)
        form = PenjelasanForm(request.form)
        return self._kirim(
            id, form, lambda: layanan.jelaskan(aktor(), id, form.versi_dibuka(), form.penjelasan.data), "Penjelasan tersimpan."
        )

    @expose("/<int:id>/check/", methods=("POST",))
    @izin("daftar_skp:cek_keberatan")
    def check(self, id: int) -> Any:
        layanan.cek(aktor(), id)
        return redirect(f"{ALAMAT}{id}/")

    @expose("/<int:id>/putusan/", methods=("POST",))
    @izin("daftar_skp:putuskan_keberatan")
    def putusan(self, id: int) -> Any:
        """A decision is final: the first POST asks once more, saying what it does; with ``yakin`` it is done."""
        k = layanan.untuk(db.session(), aktor(), id, Hubungan.ATASAN)
        form, putusan = PutusanForm(request.form, data=_diminta(k)), request.form.get("putusan")
        setuju = putusan == "setujui"
        if putusan not in ("setujui", "tolak"):
            form.form_errors.append("Pilih Setujui atau Tolak.")
            return self._halaman(k, form, 422)
        if "batal" in request.form:
            return self._halaman(k, form)
        yakin = "yakin" in request.form

        def jalankan() -> Any:
            hasil, perilaku = form.sesudah()
            isi = {"setuju": setuju, "keputusan": form.keputusan.data, "hasil": hasil, "perilaku": perilaku}
            if not yakin:
                return self._tanya(layanan.periksa_putusan(db.session(), aktor(), id, form.versi_dibuka(), **isi), form, setuju)
            return layanan.putuskan(aktor(), id, form.versi_dibuka(), **isi)

        return self._kirim(id, form, jalankan, "Keberatan disetujui; penilaian sudah diubah." if setuju else "Keberatan ditolak.")

    def _tanya(self, a: layanan.Akibat, form: PutusanForm, setuju: bool) -> Any:
        """The question, with all that was typed in it; *Batal* leads back to the form as it was."""
        k = a.keberatan
        mana = f"Penilaian {k.periode.nama} {k.nama}"
        if not setuju:
            akibat = [f"{mana} tetap {a.sebelum.label_cetak}."]
        else:
            jadi = f"Rating Hasil Kerja {a.hasil.label}, Rating Perilaku Kerja {a.perilaku.label}."
            apa = f"berubah dari {a.sebelum.label_cetak} menjadi" if a.sesudah is not a.sebelum else "tetap"
            akibat = [f"{mana} {apa} {a.sesudah.label_cetak}: {jadi}"]
            if a.final:
                akibat.append("Capaian Kinerja Organisasi periode itu sudah FINAL dan ditandai berubah sejak final.")
        kirim = {n: form[n].data or "" for n in ("keputusan", "hasil", "perilaku")}
        halaman = HalamanKonfirmasi(
            kepala=KepalaHalaman("Keputusan keberatan", f"Keberatan {k.periode.nama} {k.tahun}", remah(None, "Keputusan keberatan")),
            pertanyaan=f"{'Setujui' if setuju else 'Tolak'} keberatan {k.nama}?",
            tombol="Setujui" if setuju else "Tolak",
            href_batal=f"{ALAMAT}{k.id}/",
            href_kirim=f"{ALAMAT}{k.id}/putusan/",
            akibat=[*akibat, "Keputusan bersifat final: sesudah ini tidak dapat diubah lagi, dan pegawai melihatnya."],
            bahaya=not setuju,
            tersembunyi=(
                ("versi", str(k.versi)),
                ("putusan", "setujui" if setuju else "tolak"),
                ("yakin", "1"),
                *kirim.items(),
            ),
        )
        pola = "admin/konfirmasi_dialog.html" if request.headers.get("HX-Request") else "admin/daftar_skp/keberatan_putusan.html"
        return Response(self.render(pola, halaman=halaman))

    def _kirim(self, id: int, form: Any, jalankan: Any, pesan: str) -> Any:
        status = 422
        if form.validate():
            try:
                if (tanya := jalankan()) is not None:
                    return tanya
            except Salah as galat:
                form.pasang_galat(galat.kolom)
            except DataBasi:
                status = 409
                db.session.rollback()
                form.form_errors.append(
                    "Keberatan ini berubah sejak Anda membukanya. Periksa isinya di atas, lalu kirim lagi; isian Anda masih ada."
                )
            else:
                db.session.rollback()
                flash(pesan, "success")
                return redirect(f"{ALAMAT}{id}/")
        return self._halaman(layanan.untuk(db.session(), aktor(), id), form, status)

    def _halaman(self, k: Keberatan, form: Any = None, status: int = 200) -> Any:
        saya = layanan.hubungan(k, diri.pegawai_saya(db.session(), aktor()).id)
        memutus = Hubungan.ATASAN in saya
        halangan = layanan.halangan_menjawab(k, aktor().hari_ini())
        if memutus:
            halangan = layanan.halangan_memutus(db.session(), k, aktor().hari_ini())
        if form is None:
            form = PutusanForm(data=_diminta(k)) if memutus else PenjelasanForm(data={"penjelasan": k.penjelasan})
        form["versi"].data, form["versi"].raw_data = k.versi, None
        isi = self.render(
            "admin/daftar_skp/keberatan_rincian.html",
            kepala=KepalaHalaman(
                f"Keberatan {k.periode.nama}",
                f"{k.nama}, periode tahun {k.tahun}",
                [*remah(None, JUDUL)[:-1], Tautan(JUDUL, ALAMAT), Tautan(f"Keberatan {k.periode.nama}", None)],
            ),
            k=k,
            isi=susun(k),
            form=form,
            menjelaskan=Hubungan.PENILAI in saya and halangan is None,
            mengecek=memutus and halangan is None and bisa("keberatan", k.status, "cek"),
            memutus=memutus and halangan is None and bisa("keberatan", k.status, "setujui"),
            sisa=_narasi(form) if halangan and request.method == "POST" else None,
            halangan=halangan if saya & {Hubungan.PENILAI, Hubungan.ATASAN} else None,
            href=f"{ALAMAT}{k.id}/",
            href_penilaian=f"{alamat_skp(k.skp_id)}penilaian/{k.periode_id}/",
        )
        return Response(isi, status)


def _diminta(k: Keberatan) -> dict[str, str]:
    """What the atasan finds chosen: the pegawai's request."""
    return {"hasil": k.diminta_hasil.value, "perilaku": k.diminta_perilaku.value}


def _narasi(form: PutusanForm | PenjelasanForm) -> str | None:
    """What was typed, when there is no field for it any more."""
    return form["keputusan" if isinstance(form, PutusanForm) else "penjelasan"].data
