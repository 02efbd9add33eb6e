"""Details of a record, its history, and who changed it meanwhile."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from flask import request
from markupsafe import Markup
from sqlalchemy import select

from admin_views.aksi import menu_baris
from admin_views.halaman import BarisRiwayat, Fakta, HalamanRincian, KelompokFakta, KepalaHalaman, PerubahanKolom, TabRincian
from admin_views.konteks import aktor
from admin_views.tampil import polos
from domain.waktu import Zona
from extensions import db
from models import JejakAudit

if TYPE_CHECKING:
    from admin_views.dasar import MenuView

PER_HALAMAN = 20

KALIMAT = {
    "tambah": "menambahkan data ini.",
    "ubah": "mengubah data ini.",
    "hapus": "menghapus data ini.",
    "pindah_unor": "memindahkan unor.",
    "nonaktifkan": "menonaktifkan.",
    "aktifkan": "mengaktifkan kembali.",
    "terima_pindahan": "menerima pindahan dari unor yang dihapus.",
    "akhiri": "mengakhiri penugasan.",
    "masuk": "masuk ke aplikasi.",
    "keluar": "keluar dari aplikasi.",
    "tautan_sandi": "membuat tautan kata sandi sekali pakai.",
    "atur_sandi": "mengatur kata sandi lewat tautan sekali pakai.",
    "ganti_sandi": "mengganti kata sandi.",
    "beri_peran": "memberikan peran.",
    "cabut_peran": "mencabut peran.",
    "akhiri_sesi": "mengakhiri sesi.",
    "pilih_instansi": "memilih instansi ini.",
    "ganti_pimpinan": "menggantikan pimpinan unor.",
    "batalkan": "membatalkan tugas.",
    "muat": "memuat data sekaligus.",
    "lintas_instansi": "memeriksa data lintas instansi.",
    "ekspor": "meminta ekspor.",
    "massal": "meminta tindakan massal.",
    "ulangi": "mengulangi tugas.",
}


def susun(view: MenuView, objek: Any, *, riwayat: bool) -> HalamanRincian:
    """The details page, or its history tab."""
    dasar = f"{view.alamat}details/?id={objek.id}"
    laci = bool(request.args.get("laci"))
    tab = [TabRincian("rincian", "Rincian", dasar, not riwayat)]
    if view.riwayat:
        tab.append(TabRincian("riwayat", "Riwayat", f"{dasar}&tab=riwayat", riwayat))
    baris, lagi = _riwayat(view, objek, dasar, 1 if laci else PER_HALAMAN) if riwayat or (laci and view.riwayat) else ([], None)
    return HalamanRincian(
        kepala=KepalaHalaman(str(objek), view.subjudul_rincian(objek), view.remah(str(objek))),
        kelompok=()
        if riwayat
        else (KelompokFakta(None, [Fakta(view.label(k), view.nilai_rincian(objek, k)) for k in view.column_details_list]),),
        tab=tab,
        aksi=[replace(a, utama=a.utama or a.kode == "edit") for a in menu_baris(view, objek, aktor()) if a.kode != "details"],
        lencana=tuple(view.lencana_rincian(objek)),
        riwayat=baris,
        riwayat_lagi=lagi,
        href_penuh=dasar,
        tambahan=None if riwayat else view.tambahan_rincian(objek),
    )


def _riwayat(view: MenuView, objek: Any, dasar: str, batas: int) -> tuple[list[BarisRiwayat], str | None]:
    stmt = select(JejakAudit).where(JejakAudit.entitas == view.model.__tablename__, JejakAudit.objek_id == objek.id)
    sebelum = request.args.get("sebelum", "")
    if sebelum.isascii() and sebelum.isdigit() and len(sebelum) <= 18:
        stmt = stmt.where(JejakAudit.id < int(sebelum))
    jejak = list(db.session.scalars(stmt.order_by(JejakAudit.id.desc()).limit(batas + 1)))
    lagi = f"{dasar}&tab=riwayat&sebelum={jejak[batas - 1].id}" if len(jejak) > batas else None
    return [baris_riwayat(j, aktor().zona) for j in jejak[:batas]], lagi


def baris_riwayat(jejak: JejakAudit, zona: Zona) -> BarisRiwayat:
    """An audit row as the timeline shows it."""
    return BarisRiwayat(
        pelaku=jejak.pelaku,
        peran=jejak.peran,
        kalimat=KALIMAT.get(jejak.aksi, f"menjalankan {jejak.aksi.replace('_', ' ')}."),
        waktu=polos(jejak.waktu, zona),
        alasan=jejak.alasan,
        tempat=jejak.alamat,
        perubahan=[PerubahanKolom(p["label"], _sisi(p, "sebelum", zona), _sisi(p, "sesudah", zona)) for p in jejak.perubahan],
    )


def _sisi(butir: dict[str, Any], sisi: str, zona: Zona) -> str | None:
    if butir["tipe"] == "rahasia":
        return "(dirahasiakan)"
    nilai = butir.get(sisi)
    if nilai is None:
        return None
    if f"{sisi}_teks" in butir:
        return str(butir[f"{sisi}_teks"])
    if butir["tipe"] == "tanggal":
        return polos(date.fromisoformat(nilai))
    if butir["tipe"] == "saat":
        return polos(datetime.fromisoformat(nilai), zona)
    return polos(nilai)


def siapa_mengubah(view: MenuView, objek: Any, versi: int | None) -> Markup:
    """The note of a stale form (409): who changed what since it was opened; the entered values stay in the form."""
    tertinggal = max(1, (objek.versi - versi) if versi is not None and 0 < versi < objek.versi else 1)
    stmt = select(JejakAudit).where(JejakAudit.entitas == view.model.__tablename__, JejakAudit.objek_id == objek.id)
    jejak: Sequence[JejakAudit] = list(db.session.scalars(stmt.order_by(JejakAudit.id.desc()).limit(min(tertinggal, 10))))
    butir = Markup("")
    for j in jejak:
        b = baris_riwayat(j, aktor().zona)
        rinci = "; ".join(f"{p.kolom}: {p.sebelum or '-'} menjadi {p.sesudah or '-'}" for p in b.perubahan)
        butir += Markup("<li><strong>{}</strong>, {}. {}</li>").format(b.pelaku, b.waktu, rinci)
    return Markup(
        "<p>Isian Anda belum disimpan dan masih ada di bawah ini. Periksa perubahan berikut, sesuaikan, lalu simpan lagi.</p><ul>{}</ul>"
    ).format(butir)
