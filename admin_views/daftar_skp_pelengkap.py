"""Filling in a Draft: ekspektasi khusus of the seven values, lampiran, and the order of rows."""

from __future__ import annotations

import re
from typing import Any

from flask import abort, redirect, request
from flask_admin import expose
from markupsafe import Markup
from sqlalchemy import select

from admin_views.daftar_skp_bantu import alamat_skp, ambil, buka, buka_milik, draf, kiriman, layani_formulir, tanya, versi_kiriman
from admin_views.halaman import Fakta
from admin_views.konteks import aktor
from admin_views.pagar import izin
from admin_views.tampil import teks
from domain.berakhlak import NilaiBerakhlak
from domain.skp import JenisLampiran
from domain.status import StatusSkp
from extensions import db
from forms.daftar_skp import LampiranForm, PerilakuForm
from models import LampiranSkp, PerilakuSkp, Skp
from services import isi_skp
from services.galat import Salah

GESER = {"rhk": isi_skp.geser_rhk, "indikator": isi_skp.geser_indikator, "lampiran": isi_skp.geser_lampiran}
_PERINTAH = re.compile(r"(rhk|indikator|lampiran)-([0-9]{1,18})-(naik|turun)")


class PelengkapMixin:
    """More routes of DaftarSkpView below ``/admin/daftar-skp/<id>/``."""

    # --- Perilaku kerja ---

    @expose("/<int:id>/perilaku/", methods=("GET", "POST"))
    @izin("daftar_skp:ubah")
    def perilaku(self, id: int) -> Any:
        terbuka = buka(id)
        skp = terbuka.skp
        if not (terbuka.pemilik or terbuka.penilai):
            abort(404)
        boleh = (terbuka.pemilik and skp.status is StatusSkp.DRAFT) or (terbuka.penilai and skp.status is StatusSkp.PENGAJUAN)
        if request.method == "GET" and not boleh:
            raise Salah(f"Ekspektasi khusus tidak dapat Anda ubah selama SKP berstatus {skp.status.label}.")
        ada = _ekspektasi(skp.id)
        bawaan: dict[str, Any] = {n.value: p.ekspektasi for n, p in ada.items()} | {f"versi_{n.value}": p.versi for n, p in ada.items()}
        form = PerilakuForm(kiriman(), data=bawaan)

        def simpan() -> str:
            isi_skp.simpan_perilaku(aktor(), skp.id, form.isi())
            return f"{alamat_skp(skp.id)}#perilaku"

        return layani_formulir(
            form,
            judul="Ekspektasi khusus pimpinan",
            skp=skp,
            simpan=simpan,
            pesan="Ekspektasi khusus tersimpan.",
            batal=f"{alamat_skp(skp.id)}#perilaku",
            konflik=lambda: _bentrok_perilaku(form, skp.id),
        )

    # --- Lampiran ---

    @expose("/<int:id>/lampiran/<bagian>/new/", methods=("GET", "POST"))
    @izin("daftar_skp:ubah")
    def lampiran_baru(self, id: int, bagian: str) -> Any:
        skp = draf(id)
        jenis = next((j for j in JenisLampiran if j.value == bagian), None)
        if jenis is None:
            abort(404)
        return self._lampiran(skp, jenis, None)

    @expose("/<int:id>/lampiran/<int:lampiran_id>/edit/", methods=("GET", "POST"))
    @izin("daftar_skp:ubah")
    def lampiran_edit(self, id: int, lampiran_id: int) -> Any:
        skp = draf(id)
        baris = ambil(LampiranSkp, LampiranSkp.skp_id == skp.id, lampiran_id)
        return self._lampiran(skp, baris.jenis, baris)

    def _lampiran(self, skp: Skp, jenis: JenisLampiran, baris: LampiranSkp | None) -> Any:
        form = LampiranForm(kiriman(), obj=baris)

        def simpan() -> str:
            kini = baris.id if baris is not None else None
            isi_skp.simpan_lampiran(aktor(), skp.id, kini, form.versi_dibuka(), jenis, form.teks.data)
            if baris is None and "lagi" in request.form:
                return f"{alamat_skp(skp.id)}lampiran/{jenis.value}/new/"
            return f"{alamat_skp(skp.id)}#lampiran"

        return layani_formulir(
            form,
            judul=f"{'Edit' if baris is not None else 'Tambah'} {jenis.label}",
            skp=skp,
            simpan=simpan,
            pesan=f"{jenis.label} tersimpan.",
            objek=baris,
            batal=f"{alamat_skp(skp.id)}#lampiran",
            lagi="Simpan, lalu tambah lagi" if baris is None else None,
        )

    @expose("/<int:id>/lampiran/<int:lampiran_id>/hapus/", methods=("GET", "POST"))
    @izin("daftar_skp:ubah")
    def lampiran_hapus(self, id: int, lampiran_id: int) -> Any:
        skp = draf(id)
        baris = ambil(LampiranSkp, LampiranSkp.skp_id == skp.id, lampiran_id)
        return tanya(
            skp,
            judul=f"Hapus {baris.jenis.label}",
            pertanyaan=f"Yakin akan menghapus baris {baris.jenis.label} tersebut?",
            tombol="Hapus",
            akibat=["Isinya tercatat di Jejak audit; admin atau helpdesk dapat memulihkannya."],
            objek=[Fakta(baris.jenis.label, teks(baris.teks))],
            jalankan=lambda alasan: isi_skp.hapus_lampiran(aktor(), id, lampiran_id, versi_kiriman()),
            berhasil=f"{baris.jenis.label} dihapus.",
            kirim=f"{alamat_skp(id)}lampiran/{lampiran_id}/hapus/",
            versi=baris.versi,
            bahaya=True,
            ke=f"{alamat_skp(id)}#lampiran",
        )

    # --- Order ---

    @expose("/<int:id>/geser/", methods=("POST",))
    @izin("daftar_skp:ubah")
    def geser(self, id: int) -> Any:
        """Up or down by one; the button says what (``rhk-7-naik``)."""
        buka_milik(id)
        cocok = _PERINTAH.fullmatch(request.form.get("geser", ""))
        if cocok is None:
            abort(404)
        apa, nomor, arah = cocok.groups()
        GESER[apa](aktor(), id, int(nomor), -1 if arah == "naik" else 1)
        db.session.rollback()
        return redirect(f"{alamat_skp(id)}#{apa}-{nomor}")


def _ekspektasi(skp_id: int) -> dict[NilaiBerakhlak, PerilakuSkp]:
    return {p.nilai: p for p in db.session.scalars(select(PerilakuSkp).where(PerilakuSkp.skp_id == skp_id))}


def _bentrok_perilaku(form: PerilakuForm, skp_id: int) -> Markup:
    """What stands there now where someone else was faster; the versions in the form become the present ones."""
    butir = Markup("")
    ada = _ekspektasi(skp_id)
    for nilai, (versi, isi) in form.isi().items():
        kini = ada.get(nilai)
        if versi != (kini.versi if kini else 0) and isi != (kini.ekspektasi if kini else ""):
            butir += Markup("<li><strong>{}</strong>: {}</li>").format(nilai.label, kini.ekspektasi if kini else "dikosongkan")
        versi_kini = form[f"versi_{nilai.value}"]
        versi_kini.data, versi_kini.raw_data = kini.versi if kini else 0, None
    return Markup(
        "<p>Isian Anda belum disimpan dan masih ada di bawah ini. Yang tersimpan sekarang:</p><ul>{}</ul><p>Sesuaikan, lalu simpan lagi.</p>"
    ).format(butir)
