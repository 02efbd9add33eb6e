"""Details of a record, its history, and who changed it meanwhile."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from flask import Response, render_template, request
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
    "gabung_unor": "menggabungkan unor ini ke unor lain.",
    "batal_gabung": "membatalkan penggabungan unor.",
    "simpan": "menyimpan entri untuk diinput di SIASN.",
    "kirim": "mengirim entri ke SIASN.",
    "gagalkan": "mencatat kegagalan pengiriman ke SIASN.",
    "tersedia": "menemukan datanya di SIASN.",
    "tambahkan": "menambahkannya sebagai pegawai.",
    "abaikan": "mengabaikan temuan.",
    "buka": "membuka kembali temuan.",
    "akhiri": "mengakhiri penugasan.",
    "masuk": "masuk ke aplikasi.",
    "keluar": "keluar dari aplikasi.",
    "tautan_sandi": "membuat tautan kata sandi sekali pakai.",
    "tempel_token": "menempel token SSO SIASN.",
    "atur_sandi": "mengatur kata sandi lewat tautan sekali pakai.",
    "ganti_sandi": "mengganti kata sandi.",
    "beri_peran": "memberikan peran.",
    "cabut_peran": "mencabut peran.",
    "akhiri_sesi": "mengakhiri sesi.",
    "pilih_instansi": "memilih instansi ini.",
    "ganti_pimpinan": "menggantikan pimpinan unor.",
    "batalkan": "membatalkan tugas.",
    "batalkan_sinkro": "membatalkan sinkronisasi.",
    "minta": "meminta sinkronisasi.",
    "muat": "memuat data sekaligus.",
    "lintas_instansi": "memeriksa data lintas instansi.",
    "ekspor": "meminta ekspor.",
    "massal": "meminta tindakan massal.",
    "ulangi": "mengulangi tugas.",
    "nilai": "memberi rating.",
    "nilai_keberatan": "mengubah rating menurut keputusan keberatan.",
    "ajukan_keberatan": "mengajukan keberatan.",
    "jelaskan_keberatan": "menjelaskan penilaian.",
    "cek_keberatan": "melakukan Check atas keberatan.",
    "setujui_keberatan": "menyetujui keberatan.",
    "tolak_keberatan": "menolak keberatan.",
    "lewat_batas": "menandai keberatan yang lewat batas putusan.",
    "ajukan": "mengajukan.",
    "setujui": "menyetujui.",
    "tetapkan": "menetapkan.",
    "kembalikan": "mengembalikan untuk diperbaiki.",
    "kembalikan_ke_draft": "mengembalikan ke Draft.",
    "refresh_pegawai": "memperbarui salinan Pegawai yang Dinilai.",
    "refresh_penilai": "memperbarui salinan Pejabat Penilai Kinerja.",
    "pulihkan": "memulihkan dari potret.",
    "perbaiki": "memperbaiki data ini.",
    "pulihkan_versi": "memulihkan versi sebelumnya.",
    "buka_pengisian": "membuka pengisian.",
    "tambah_anggota": "menambahkan anggota tim.",
    "keluarkan_anggota": "mengeluarkan anggota tim.",
    "cetak": "meminta Cetak SKP Pegawai.",
    "cetak_mph": "meminta Cetak MPH.",
    "final": "memfinalkan capaian organisasi.",
    "batal_final": "membatalkan final capaian organisasi.",
    "pasang_lambang": "memasang lambang instansi.",
    "hapus_lambang": "menghapus lambang instansi.",
    "terapkan": "menerapkan perbedaan dengan SIASN.",
    "selesai_terap": "menyelesaikan penerapan.",
    "selesaikan": "memperbaiki cacat pada temuan ini.",
    "pakai_siasn": "memakai nilai SIASN.",
    "pakai_sini": "mempertahankan nilai sini.",
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


def hidup(view: MenuView, objek: Any, *, berakhir: bool) -> Response:
    """The answer to a poll of the part below the facts (``tambahan_rincian``, whose root asks for it with hx-get and
    hx-swap="outerHTML"): that part, and with it the badges and the facts, so that the page never says two things.

    ``berakhir``: the record lives no more, and the page is loaded anew with what can be done now.
    """
    jawaban = Response(render_template("admin/model/hidup.html", halaman=susun(view, objek, riwayat=False)))
    if berakhir:
        jawaban.headers["HX-Refresh"] = "true"
    return jawaban


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


ISIAN_TETAP = "Isian Anda belum disimpan dan masih ada di bawah ini. Periksa perubahan berikut, sesuaikan, lalu simpan lagi."


def siapa_mengubah(view: MenuView, objek: Any, versi: int | None, pengantar: str = ISIAN_TETAP) -> Markup:
    """The note of a stale form (409): who changed what since it was opened; ``pengantar``: what to do, by default for entered values that
    stay in the form."""
    return Markup("<p>{}</p>{}").format(pengantar, perubahan_terakhir(view, objek, versi))


def perubahan_terakhir(view: MenuView, objek: Any, versi: int | None) -> Markup:
    """The last changes as a list: as many as the record has had since ``versi``, at least one; empty for a record without history."""
    tertinggal = max(1, (objek.versi - versi) if versi is not None and 0 < versi < getattr(objek, "versi", 0) else 1)
    stmt = select(JejakAudit).where(JejakAudit.entitas == view.model.__tablename__, JejakAudit.objek_id == objek.id)
    jejak: Sequence[JejakAudit] = list(db.session.scalars(stmt.order_by(JejakAudit.id.desc()).limit(min(tertinggal, 10))))
    butir = Markup("")
    for j in jejak:
        b = baris_riwayat(j, aktor().zona)
        rinci = "; ".join(f"{p.kolom}: {p.sebelum or '-'} menjadi {p.sesudah or '-'}" for p in b.perubahan)
        butir += Markup("<li><strong>{}</strong>, {}. {}</li>").format(b.pelaku, b.waktu, rinci or b.kalimat.capitalize())
    return Markup("<ul>{}</ul>").format(butir) if butir else butir
