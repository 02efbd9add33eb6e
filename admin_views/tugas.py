"""Tugas dan unduhan: every background task with its progress, its file, cancel and retry; kept 30 days."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import abort, make_response, render_template, request, send_file
from flask_admin import expose
from markupsafe import Markup
from sqlalchemy.orm import joinedload, raiseload

from admin_views.aksi import Tindakan
from admin_views.dasar import MenuView
from admin_views.halaman import Lencana
from admin_views.konteks import aktor
from admin_views.pagar import izin
from admin_views.tampil import dua_baris, lencana_enum, polos, potongan
from domain.izin import Aktor
from domain.status import TUGAS_HIDUP, StatusTugas, bisa
from extensions import db
from models import Pengguna, Tugas
from services import berkas, tindakan
from services import tugas as layanan_tugas
from services.daftar import Urutan
from services.saring import SaringKondisi, SaringPilihan


@dataclass(frozen=True, slots=True)
class TugasTampil:
    """What the progress fragment shows."""

    id: int
    judul: str
    status: Lencana
    selesai: int
    total: int | None
    persen: int | None
    kalimat: str
    gagal: int
    href_kemajuan: str | None
    """The fragment that is polled; None where it stands in a part that is polled as a whole."""
    href_unduh: str | None
    sedang_berjalan: bool


def tampil(t: Tugas) -> TugasTampil:
    k = layanan_tugas.kemajuan(t)
    kalimat = k.kalimat
    if t.status is StatusTugas.ANTRE and (posisi := layanan_tugas.posisi_antre(t.id)):
        kalimat = f"Antrean ke-{posisi}. Dijalankan begitu pekerja siap."
    elif t.pesan:
        kalimat = f"{kalimat}. {t.pesan}" if t.total is not None and t.status is not StatusTugas.GAGAL else t.pesan
    return TugasTampil(
        t.id,
        t.judul,
        Lencana(t.status.label, t.status.nada, t.status.ikon),  # type: ignore[arg-type]
        t.selesai,
        t.total,
        k.persen,
        kalimat,
        t.gagal,
        f"/admin/tugas/{t.id}/kemajuan/",
        f"/admin/tugas/{t.id}/unduh/" if t.berkas_id else None,
        t.status in TUGAS_HIDUP,
    )


def _batalkan(pelaku: Aktor, id: int, versi: int | None, alasan: str, nilai: dict[str, Any]) -> str:
    layanan_tugas.batalkan(pelaku, id)
    return "Pembatalan diminta; tugas berhenti di antara dua bagian pekerjaan."


def _ulangi(pelaku: Aktor, id: int, versi: int | None, alasan: str, nilai: dict[str, Any]) -> str:
    layanan_tugas.ulangi(pelaku, id)
    return "Tugas diantrekan kembali."


class TugasView(MenuView):
    model = Tugas
    sumber = "tugas"
    alamat = "/admin/tugas/"
    judul = "Tugas dan unduhan"
    kelompok = None
    subjudul = "Pekerjaan yang berjalan di latar, kemajuannya, dan berkas hasilnya. Disimpan 30 hari."
    can_create = can_edit = can_delete = False
    column_list = ("judul", "status", "dibuat")
    column_formatters = {
        "judul": lambda v, c, m, n: dua_baris(m.judul, m.pengguna.nama if m.pengguna else "Sistem"),
        "status": lambda v, c, m, n: potongan("admin/tugas/list_progress.html", tugas=tampil(m)),
        "dibuat": lambda v, c, m, n: dua_baris(
            polos(m.dibuat, aktor().zona), f"Selesai {polos(m.berakhir, aktor().zona)}" if m.berakhir else "Belum selesai"
        ),
    }
    column_formatters_detail = {
        "judul": lambda v, c, m, n: m.judul,
        "status": lambda v, c, m, n: lencana_enum(m.status),
        "dibuat": lambda v, c, m, n: m.dibuat,
    }
    column_details_list = (
        "judul",
        "status",
        "pesan",
        "selesai",
        "gagal",
        "total",
        "percobaan",
        "dibuat",
        "mulai",
        "berakhir",
        "kedaluwarsa",
    )
    column_export_list = ("judul", "status", "pesan", "selesai", "gagal", "total", "dibuat", "mulai", "berakhir")
    form_columns = ()
    urutan = (Urutan("dibuat", "Waktu permintaan", (Tugas.dibuat,)),)
    urutan_turun = True
    muat = (joinedload(Tugas.pengguna).load_only(Pengguna.nama), raiseload("*"))
    dasar_daftar = staticmethod(layanan_tugas.terlihat)
    saring = (
        SaringPilihan(nama="status", label="Status", kolom=Tugas.status, enum=StatusTugas),
        SaringKondisi(nama="milik", label="Diminta oleh", kondisi={"saya": ("Saya", lambda k: Tugas.pengguna_id == k.aktor.pengguna_id)}),
    )
    kelas_kolom = {"judul": "is-title", "status": "", "dibuat": "is-half"}
    kosong = ("Belum ada tugas", "Ekspor besar dan tindakan untuk banyak baris akan muncul di sini.")
    tindakan_baris = (
        Tindakan(
            kode="batalkan",
            label="Batalkan",
            aksi="batalkan",
            ikon="ban",
            bahaya=True,
            tombol="Batalkan tugas",
            pertanyaan=lambda t: f"Batalkan tugas {t.judul}?",
            akibat=lambda t: ("Yang sudah selesai tetap selesai; sisanya tidak dikerjakan.",),
            tampil=lambda t, a: bisa("tugas", t.status, "batalkan"),
            halangan=lambda t, a: "Pembatalan sudah diminta" if t.minta_batal else None,
            jalankan=_batalkan,
        ),
        Tindakan(
            kode="ulangi",
            label="Ulangi",
            aksi="ulangi",
            ikon="refresh",
            utama=True,
            tombol="Ulangi tugas",
            pertanyaan=lambda t: f"Ulangi tugas {t.judul}?",
            akibat=lambda t: (
                "Baris yang gagal dikerjakan lagi."
                if t.status is StatusTugas.SEBAGIAN
                else "Tugas dijalankan lagi dengan permintaan yang sama.",
            ),
            tampil=lambda t, a: bisa("tugas", t.status, "ulangi"),
            jalankan=_ulangi,
        ),
    )

    def tambahan_rincian(self, objek: Tugas) -> Markup:
        return potongan("admin/tugas/rincian.html", tugas=tampil(objek), ada_gagal=bool(objek.gagal), kode=objek.id)

    @expose("/<int:id>/kemajuan/")
    @izin("tugas:lihat")
    def kemajuan(self, id: int) -> Any:
        """The progress fragment that htmx polls; the details page, whose facts say the same, is loaded anew at the end."""
        tugas = tampil(self.ambil_atau_404(id))
        jawaban = make_response(render_template("admin/tugas/kemajuan.html", tugas=tugas))
        if not tugas.sedang_berjalan and f"{self.alamat}details/" in request.headers.get("HX-Current-URL", ""):
            jawaban.headers["HX-Refresh"] = "true"
        return jawaban

    @expose("/<int:id>/unduh/")
    @izin("tugas:unduh")
    def unduh(self, id: int) -> Any:
        objek = self.ambil_atau_404(id)
        if objek.berkas_id is None:
            abort(404)
        b = berkas.buka(aktor(), db.session(), objek.berkas_id)
        return send_file(b.jalur, mimetype=b.tipe, as_attachment=True, download_name=b.nama)

    @expose("/<int:id>/unduh-gagal/")
    @izin("tugas:unduh")
    def unduh_gagal(self, id: int) -> Any:
        self.ambil_atau_404(id)
        hasil = tindakan.unduh_gagal(aktor(), id)
        return send_file(hasil.isi, mimetype=hasil.tipe, as_attachment=True, download_name=hasil.nama)
