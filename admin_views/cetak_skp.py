"""Cetak SKP Pegawai (manual 2.5): the dialog, shared by *Manajemen SKP* and *Daftar SKP*, and the bulk action."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import Response, flash, redirect, render_template, request
from flask_admin import expose
from sqlalchemy import Select
from werkzeug.datastructures import MultiDict

from admin_views.aksi import Tindakan, TindakanMassal
from admin_views.daftar_skp_bantu import alamat_skp, buka, remah
from admin_views.halaman import HalamanFormulir, KepalaHalaman, Tautan
from admin_views.konteks import aktor, konteks
from admin_views.pagar import izin
from extensions import db
from forms.cetak_skp import CetakMassalForm, CetakSkpForm
from models import Skp
from services import cetak_skp as layanan
from services import cetak_skp_massal
from services.cetak_skp_isi import PermintaanCetak
from services.galat import Salah
from services.penilaian import PeriodeSkp

JUDUL = "Cetak SKP Pegawai"


def _siapkan_massal(form: CetakMassalForm, terpilih: Select[Any], baru: bool) -> None:
    pilihan, bawaan = cetak_skp_massal.pilihan_periode(db.session(), terpilih, aktor().hari_ini())
    form.pasang_periode(pilihan, bawaan if baru else None)


CETAK_MASSAL = TindakanMassal(
    kode="cetak",
    label="Cetak",
    aksi="cetak",
    ikon="printer",
    pertanyaan="Cetak dokumen {n} SKP?",
    akibat=("SKP yang tidak dapat dicetak dilewati dengan alasannya; dokumen yang lain tetap jadi.",),
    formulir=CetakMassalForm,
    siapkan=_siapkan_massal,
)
"""For the list of *Manajemen SKP*; the work is services.cetak_skp_massal."""


def tindakan_cetak() -> Tindakan:
    """The row action; the view answers ``/<id>/cetak/`` with ``layani_cetak``."""
    return Tindakan(kode="cetak", label=JUDUL, aksi="cetak", ikon="printer", formulir=CetakSkpForm)


def layani_cetak(skp_id: int, *, remah: Sequence[Tautan], batal: str) -> Any:
    """GET: the dialog. POST: ask for the PDF and show its task; ``_ganti`` only changes the fields to those of another document."""
    skp, _ = layanan.ambil(db.session(), aktor(), skp_id)
    periode = layanan.pilihan_periode(db.session(), skp)
    form = CetakSkpForm(
        request.form if request.method == "POST" else _awal(skp, periode),
        periode=[(str(p.id), p.nama) for p in periode],
        konteks=konteks(),
    )
    tanya = "_ganti" in request.form or request.method == "GET"
    if not tanya and form.validate():
        try:
            tugas_id = layanan.minta_cetak(aktor(), skp.id, _minta(form))
        except Salah as galat:
            form.pasang_galat(galat.kolom)
        else:
            flash(f"{form.dokumen.label} sedang dibuat. Berkasnya muncul di halaman ini begitu selesai.", "info")
            return redirect(f"/admin/tugas/details/?id={tugas_id}")
    if request.headers.get("HX-Request"):
        return Response(render_template("admin/cetak/isian.html", form=form), 200 if tanya else 422)
    halaman = HalamanFormulir(
        kepala=KepalaHalaman(JUDUL, str(skp), remah),
        tombol="Cetak",
        href_batal=batal,
        judul_galat="Dokumen belum dibuat. Perbaiki isian berikut.",
    )
    return Response(render_template("admin/cetak/dialog.html", halaman=halaman, form=form), 200 if tanya else 422)


class CetakSkp:
    """Mixin of SkpView: ``/admin/skp/<id>/cetak/`` for whoever may read the list."""

    @expose("/<int:id>/cetak/", methods=("GET", "POST"))
    @izin("skp:cetak")
    def cetak(self: Any, id: int) -> Any:
        objek = self.ambil_atau_404(id)
        rinci = f"{self.alamat}details/?id={id}"
        return layani_cetak(id, remah=[*self.remah(str(objek))[:-1], Tautan(str(objek), rinci), Tautan(JUDUL, None)], batal=rinci)


class CetakSkpSendiri:
    """Mixin of DaftarSkpView: ``/admin/daftar-skp/<id>/cetak/`` for the pegawai and his penilai."""

    @expose("/<int:id>/cetak/", methods=("GET", "POST"))
    @izin("daftar_skp:cetak")
    def cetak(self, id: int) -> Any:
        return layani_cetak(id, remah=remah(buka(id).skp, JUDUL), batal=alamat_skp(id))


def _awal(skp: Skp, periode: list[PeriodeSkp]) -> MultiDict[str, str]:
    """Today, the Kota of the unor, and the last Periode that has begun."""
    hari_ini = aktor().hari_ini()
    mulai = [p for p in periode if p.awal <= hari_ini and not p.final] or periode
    return MultiDict(
        {
            "jenis": request.args.get("jenis", "rencana"),
            "periode_id": str(mulai[-1].id) if mulai else "",
            "tanggal_pegawai": hari_ini.isoformat(),
            "lokasi_pegawai": layanan.lokasi(skp),
            "tanggal_penilai": hari_ini.isoformat(),
            "lokasi_penilai": layanan.lokasi_penilai(skp),
        }
    )


def _minta(form: CetakSkpForm) -> PermintaanCetak:
    periode, dok = form.periode_id.data or "", form.dokumen
    return PermintaanCetak(
        jenis=dok,
        tanggal_pegawai=form.tanggal_pegawai.data,
        lokasi_pegawai=form.lokasi_pegawai.data,
        anchor_pegawai=form.anchor_pegawai.data or "",
        anchor_penilai=form.anchor_penilai.data or "",
        periode_id=int(periode) if dok.berperiode and periode else None,
        tanggal_penilai=form.tanggal_penilai.data if dok.dua_tempat else None,
        lokasi_penilai=(form.lokasi_penilai.data or "") if dok.dua_tempat else "",
    )
