"""Sinkronisasi Predikat (manual 2.13, Gambar 2.56–2.57): the requests, and what became of each predikat."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from flask import Response, flash, g, redirect, render_template, request
from flask_admin import expose
from markupsafe import Markup
from sqlalchemy import Select, select
from sqlalchemy.orm import raiseload

from admin_views import rincian
from admin_views.aksi import Tindakan
from admin_views.dasar import MenuView
from admin_views.halaman import Fakta, KepalaHalaman, Lencana, Tampilan, Tautan
from admin_views.konteks import aktor, settings, tautan
from admin_views.pagar import izin
from admin_views.tampil import dua_baris, lencana, lencana_enum, nip, polos, potongan, ribuan, teks
from admin_views.tugas import TugasTampil
from admin_views.tugas import tampil as tampil_tugas
from domain.izin import Aktor
from domain.status import SINKRO_HIDUP, StatusKiriman, StatusSinkro, bisa
from extensions import db
from forms.sinkronisasi_predikat import RequestSinkroForm
from models import KirimanPredikat, SinkronisasiPredikat, Skp, Tugas
from services import calon_predikat
from services import sinkronisasi_predikat as layanan_predikat
from services.calon_predikat import Ringkasan
from services.daftar import KolomEkspor, Permintaan, Urutan
from services.galat import Salah
from services.saring import Konteks, SaringCari, SaringPilihan

SUBJUDUL = "Sinkronisasi Data Predikat Kinerja SIASN."
KETENTUAN = (
    "Fitur sinkronisasi ini hanya berlaku 1 arah dari e-Kinerja ke SIASN, artinya data Predikat Kinerja pada e-Kinerja akan ditimpakan pada SIASN.",
    "Proses Sinkronisasi akan dijalankan berdasarkan antrian instansi yang melakukan request Sinkronisasi.",
    "Instansi dapat memantau apakah proses sinkronisasi untuk Instansinya sudah mulai dan selesai lewat kolom Status, Waktu Mulai dan Waktu Selesai.",
    "Data Predikat Kinerja yang dikirim adalah Predikat Kinerja pada periode Final SKP Definitif.",
    "Proses Sinkronisasi hanya bisa dilakukan sekali sehari.",
    "Data Predikat Kinerja yang terupdate hanyalah yang belum di sinkronisasi sama sekali, atau ketika ada perubahan (perubahan Predikat atau Pejabat "
    "Penilai Kinerja) sejak sinkronisasi terakhir.",
)
"""The manual's six statements (Gambar 2.57), word for word."""


def _tugas(m: SinkronisasiPredikat) -> Tugas | None:
    """The task of a run that lives: at most one row of a list."""
    return db.session.get(Tugas, m.tugas_id) if m.status in SINKRO_HIDUP and m.tugas_id is not None else None


def _kini(m: SinkronisasiPredikat) -> StatusSinkro:
    t = _tugas(m)
    return layanan_predikat.status_kini(m, t.status if t is not None else None)


def _kemajuan(m: SinkronisasiPredikat, href: str | None) -> TugasTampil | None:
    """The progress of a living run, under the run's own status; None for who may not ask for runs, and once it is over."""
    t = _tugas(m)
    if t is None or _kini(m) not in SINKRO_HIDUP or not aktor().boleh("sinkronisasi_predikat:minta"):
        return None
    return replace(tampil_tugas(t), status=lencana_enum(_kini(m)), href_kemajuan=href)


def _status(view: MenuView, context: Any, m: SinkronisasiPredikat, name: str) -> Markup:
    if (t := _kemajuan(m, f"{view.alamat}{m.id}/baris/")) is not None:
        return potongan("admin/tugas/list_progress.html", tugas=t)
    badge = lencana(lencana_enum(_kini(m)))
    return dua_baris(badge, m.pesan) if m.pesan else badge


def _waktu(m: SinkronisasiPredikat, kolom: str) -> Any:
    """Day and hour below each other: three of them stand beside one another."""
    saat = getattr(m, kolom)
    if saat is None:
        return None
    hari, _, pukul = polos(saat, aktor().zona).partition(" pukul ")
    return dua_baris(hari, pukul)


_KIRIMAN = {
    "berhasil": StatusKiriman.TERKIRIM,
    "gagal": StatusKiriman.GAGAL,
    "tidak_pasti": StatusKiriman.TIDAK_PASTI,
    "belum": StatusKiriman.BELUM,
    "dilewati": StatusKiriman.DILEWATI,
}
"""The numbers of a run, and the state of the items that each counts."""
_SISA = ("tidak_pasti", "belum", "dilewati")


def _sisa(m: SinkronisasiPredikat) -> list[str]:
    """What is said beside gagal: of a living run only what is passed over, for the others are on their way or next."""
    return [k for k in _SISA if getattr(m, k) and (k == "dilewati" or _kini(m) not in SINKRO_HIDUP)]


def _hitungan(m: SinkronisasiPredikat, kolom: str) -> tuple[str, str, str | None]:
    """(number in words, label, the list of exactly those)."""
    n, status = getattr(m, kolom), _KIRIMAN[kolom]
    href = tautan(KirimanPredikatView.alamat, {"sinkronisasi": m.id, "status": status.value})
    return ribuan(n), status.label, href if n and aktor().boleh("kiriman_predikat:lihat") else None


def _jumlah(m: SinkronisasiPredikat, kolom: str) -> Markup:
    """What is neither stands below Jumlah Gagal, in its own words."""
    sisa = [_hitungan(m, k) for k in _sisa(m)] if kolom == "gagal" else []
    return potongan("admin/sinkronisasi_predikat/jumlah.html", utama=_hitungan(m, kolom), sisa=sisa)


def _rinci(m: SinkronisasiPredikat, kolom: str) -> Markup:
    angka = potongan("admin/sinkronisasi_predikat/jumlah.html", utama=_hitungan(m, kolom), sisa=())
    jalan = kolom == "tidak_pasti" and m.tidak_pasti and _kini(m) in SINKRO_HIDUP
    return dua_baris(angka, "Sedang dikirim atau ditanyakan ke SIASN.") if jalan else angka


_SEL = {"waktu_mulai": _waktu, "waktu_selesai": _waktu, "berhasil": _jumlah, "gagal": _jumlah}
"""Cells that change while a run lives."""


def _sel(m: SinkronisasiPredikat, kolom: str, *, oob: bool = False) -> Any:
    isi = _SEL[kolom](m, kolom)
    if not oob and _kini(m) not in SINKRO_HIDUP:
        return isi
    return potongan("admin/sinkronisasi_predikat/sel.html", id=m.id, kolom=kolom, isi=teks(isi), oob=oob)


def _terbaru(m: SinkronisasiPredikat) -> bool:
    """Only the newest run of a year goes on (the service says why); asked for all rows of the page at once."""
    if "predikat_terbaru" not in g:
        g.predikat_terbaru = layanan_predikat.terbaru(db.session())
    return m.id in g.predikat_terbaru


def _ulangi(pelaku: Aktor, id: int, versi: int | None, alasan: str, nilai: dict[str, Any]) -> str:
    layanan_predikat.ulangi(pelaku, id, versi)
    return "Sinkronisasi dilanjutkan; ini bukan permintaan baru."


def _batalkan(pelaku: Aktor, id: int, versi: int | None, alasan: str, nilai: dict[str, Any]) -> str:
    # Not bound to the version that the question was asked for: a running one counts on while it is read.
    layanan_predikat.batalkan(pelaku, id, None)
    return "Pembatalan diminta; sinkronisasi berhenti di antara dua bagian."


class SinkronisasiPredikatView(MenuView):
    model = SinkronisasiPredikat
    sumber = "sinkronisasi_predikat"
    alamat = "/admin/sinkronisasi-predikat/"
    judul = "Sinkronisasi Predikat"
    subjudul = SUBJUDUL
    can_create = can_edit = can_delete = False
    form_columns = ()
    column_list = ("tahun", "status", "waktu_request", "waktu_mulai", "waktu_selesai", "berhasil", "gagal", "user_request")
    column_formatters = {"status": _status, "waktu_request": lambda v, c, m, n: _waktu(m, n)} | {
        k: lambda v, c, m, n: _sel(m, n) for k in _SEL
    }
    column_formatters_detail = {"status": lambda v, c, m, n: lencana_enum(_kini(m)), "pesan": lambda v, c, m, n: m.pesan}
    column_formatters_detail |= {k: lambda v, c, m, n: getattr(m, n) for k in ("waktu_request", "waktu_mulai", "waktu_selesai")}
    column_formatters_detail |= {k: lambda v, c, m, n: _rinci(m, n) for k in _KIRIMAN}
    column_details_list = (
        *("tahun", "status", "pesan", "waktu_request", "waktu_mulai", "waktu_selesai"),
        *(*_KIRIMAN, "user_request"),
    )
    column_export_list = (
        "tahun",
        KolomEkspor("Status", lambda m: m.status.label),
        *("waktu_request", "waktu_mulai", "waktu_selesai", *_KIRIMAN, "user_request", "pesan"),
    )
    urutan = (Urutan("waktu_request", "Waktu Request", (SinkronisasiPredikat.waktu_request,)),)
    urutan_turun = True
    # Nine columns and a verb: the headings of the narrow ones may take two lines.
    kelas_kolom = {
        "tahun": "is-title is-fit", "waktu_mulai": "text-wrap", "waktu_selesai": "text-wrap", "user_request": "text-wrap",
        "berhasil": "is-num is-half text-wrap", "gagal": "is-num is-half text-wrap",
    }  # fmt: skip
    lebar = True
    kosong = ("Belum pernah disinkronkan", "Pilih Request Sinkro untuk mengirim predikat periode Final ke SIASN.")
    tindakan_baris = (
        Tindakan(
            kode="ulangi", label="Ulangi yang gagal", aksi="ulangi", ikon="refresh", utama=True, jalankan=_ulangi,
            pertanyaan=lambda m: f"Lanjutkan {m} untuk yang belum terkirim?",
            akibat=lambda m: (
                "Yang sudah terkirim tidak dikirim lagi; yang belum pasti ditanyakan dahulu ke SIASN.",
                "Data yang sudah diperbaiki sejak itu ikut terkirim. Ini bukan permintaan baru.",
            ),
            tampil=lambda m, a: bisa("sinkronisasi_predikat", _kini(m), "ulangi") and _terbaru(m),
        ),
        Tindakan(
            kode="batalkan", label="Batalkan", aksi="batalkan", ikon="ban", bahaya=True, tombol="Batalkan sinkronisasi", jalankan=_batalkan,
            pertanyaan=lambda m: f"Batalkan {m}?", akibat=lambda m: ("Yang sudah terkirim tetap terkirim.",),
            tampil=lambda m, a: bisa("sinkronisasi_predikat", _kini(m), "batalkan"),
        ),
    )  # fmt: skip

    def aksi_halaman(self, pelaku: Aktor) -> list[Tautan]:
        if not pelaku.boleh("sinkronisasi_predikat:minta"):
            return []
        halangan = layanan_predikat.halangan(db.session(), pelaku)
        return [Tautan("Request Sinkro", f"{self.alamat}request/", "send", utama=True, alasan_nonaktif=halangan)]

    def lencana_rincian(self, objek: SinkronisasiPredikat) -> list[Lencana]:
        return [lencana_enum(_kini(objek))]

    def tambahan_rincian(self, objek: SinkronisasiPredikat) -> Markup:
        hitungan = [(*_hitungan(objek, k), _KIRIMAN[k].ikon) for k in ("gagal", *_sisa(objek))]
        semua = {"sinkronisasi": objek.id}
        return potongan(
            "admin/sinkronisasi_predikat/rincian.html",
            id=objek.id,
            hidup=_kini(objek) in SINKRO_HIDUP,
            status=lencana_enum(_kini(objek)),
            tugas=_kemajuan(objek, None),
            hitungan=[("Yang gagal" if label == "Gagal" else label, ikon, n, href) for n, label, href, ikon in hitungan if href],
            href_semua=tautan(KirimanPredikatView.alamat, semua),
            href_unduh=tautan(f"{KirimanPredikatView.alamat}export/xlsx/", semua) if aktor().boleh("kiriman_predikat:ekspor") else None,
        )

    @expose("/<int:id>/kemajuan/")
    @izin("sinkronisasi_predikat:lihat")
    def kemajuan(self, id: int) -> Any:
        """What the page of a living run polls."""
        m = self.ambil_atau_404(id)
        return rincian.hidup(self, m, berakhir=_kini(m) not in SINKRO_HIDUP)

    @expose("/<int:id>/baris/")
    @izin("sinkronisasi_predikat:minta")
    def baris(self, id: int) -> Any:
        """What the row of a living run polls; once it is over, the list is loaded anew with what can be done now."""
        m = self.ambil_atau_404(id)
        t = _kemajuan(m, f"{self.alamat}{id}/baris/")
        if t is None:
            return Response("", headers={"HX-Refresh": "true"})
        return render_template("admin/sinkronisasi_predikat/baris.html", tugas=t, sel=[_sel(m, k, oob=True) for k in _SEL])

    @expose("/request/", methods=("GET", "POST"))
    @izin("sinkronisasi_predikat:minta")
    def request_sinkro(self) -> Any:
        tahun = layanan_predikat.tahun_tersedia(db.session())
        form = RequestSinkroForm(request.form if request.method == "POST" else None, tahun=tahun)
        if request.method == "POST" and form.validate():
            try:
                layanan_predikat.minta(aktor(), int(form.tahun.data))
            except Salah as galat:
                form.pasang_galat(galat.kolom)
            else:
                flash(f"Sinkronisasi Predikat tahun {form.tahun.data} diminta. Ikuti kemajuannya pada kolom Status.", "success")
                return redirect(self.alamat)
        judul = "Request Sinkronisasi Predikat Kinerja SIASN"
        isi = self.render(
            "admin/sinkronisasi_predikat/request.html",
            kepala=KepalaHalaman(judul, None, self.remah("Request Sinkro")),
            form=form,
            ketentuan=KETENTUAN,
            alamat=self.alamat,
            halangan=self._halangan(tahun),
            ringkasan=_fakta_ringkasan(),
        )
        return Response(isi, 422 if form.errors else 200)

    def _halangan(self, tahun: list[int]) -> str | None:
        if not settings().siasn.ada:
            return "Sambungan ke SIASN belum diatur di server ini."
        if not tahun:
            return "Belum ada predikat periode Final SKP Definitif yang dapat dikirim."
        return layanan_predikat.halangan(db.session(), aktor())


def _fakta_ringkasan() -> list[Fakta]:
    ringkasan = calon_predikat.ringkasan(db.session(), aktor().hari_ini())
    return [Fakta(str(tahun), teks(_kata(r))) for tahun, r in ringkasan.items()]


def _kata(r: Ringkasan) -> str:
    """For example: 244 predikat akan dikirim; 12 tidak berubah sejak dikirim; 2 dilewati (…)."""
    kirim = f"{ribuan(r.kirim)} predikat akan dikirim" if r.kirim else "Tidak ada predikat yang perlu dikirim"
    lain = (
        (r.sama, "tidak berubah sejak terakhir dikirim"),
        (r.dilewati, "dilewati (non-ASN atau pimpinan tertinggi tanpa penilai)"),
        (r.kurang, "belum dapat dikirim karena SKP-nya belum mempunyai Pejabat Penilai Kinerja"),
    )
    return "; ".join([kirim, *(f"{ribuan(n)} {apa}" for n, apa in lain if n)]) + "."


def _permintaan(k: Konteks) -> list[tuple[str, str]]:
    """The last requests, for the filter."""
    stmt = select(SinkronisasiPredikat).order_by(SinkronisasiPredikat.waktu_request.desc(), SinkronisasiPredikat.id.desc()).limit(30)
    return [(str(m.id), f"{m.tahun}, diminta {m.tanggal_wib:%d-%m-%Y}") for m in k.session.scalars(stmt)]


def _bergabung(stmt: Select) -> Select:
    return stmt.join(Skp, (Skp.instansi_id == KirimanPredikat.instansi_id) & (Skp.id == KirimanPredikat.skp_id))


class KirimanPredikatView(MenuView):
    """The items of the requests; reached from a request, narrowed to it."""

    model = KirimanPredikat
    sumber = "kiriman_predikat"
    alamat = "/admin/kiriman-predikat/"
    judul = "Hasil Sinkronisasi Predikat"
    subjudul = "Setiap predikat yang dikirim ke SIASN: hasil, sebab, dan yang perlu dilakukan."
    can_create = can_edit = can_delete = False
    riwayat = False
    form_columns = ()
    column_list = ("nama", "status", "pesan", "dikirim")
    kolom_judul = {"nama": "Nama / NIP"}
    column_formatters = {
        "nama": lambda v, c, m, n: dua_baris(m.nama, nip(m.nomor_induk)),
        "status": lambda v, c, m, n: lencana_enum(m.status),
    }
    column_formatters_detail = {"nama": lambda v, c, m, n: m.nama, "nomor_induk": lambda v, c, m, n: nip(m.nomor_induk)}
    column_details_list = ("nama", "nomor_induk", "status", "pesan", "dikirim")
    column_export_list = (
        "nomor_induk",
        KolomEkspor("Nama", lambda m: m.nama, 32),
        "status",
        KolomEkspor("Keterangan", lambda m: m.pesan, 80),
        "dikirim",
    )
    urutan = (Urutan("urut", "Urutan kirim", (KirimanPredikat.id,)),)
    urutan_turun = True
    muat = (raiseload("*"),)
    gabung = staticmethod(_bergabung)
    kolom_unor = Skp.unor_id
    saring = (
        SaringCari(nama="cari", label="Cari nama atau NIP", nomor=Skp.nomor_induk, kolom=Skp.nama_cari),
        SaringPilihan(nama="sinkronisasi", label="Permintaan", kolom=KirimanPredikat.sinkronisasi_id, pilihan=_permintaan, ubah=int),
        SaringPilihan(nama="status", label="Status", kolom=KirimanPredikat.status, enum=StatusKiriman),
    )
    kelas_kolom = {"nama": "is-title", "status": "is-half is-fit", "dikirim": "is-half"}
    kosong = ("Belum ada kiriman", "Hasil per pegawai muncul sesudah Request Sinkro dijalankan.")

    def tampilan(self, minta: Permintaan) -> list[Tampilan]:
        lari = {k: v for k, v in minta.saring.items() if k == "sinkronisasi"}
        tab = (("Semua", {}), *((s.label, {"status": s.value}) for s in StatusKiriman))
        return [Tampilan(judul, tautan(self.alamat, {**lari, **isi}), aktif=dict(minta.saring) == {**lari, **isi}) for judul, isi in tab]

    def aksi_halaman(self, pelaku: Aktor) -> list[Tautan]:
        return [Tautan("Sinkronisasi Predikat", SinkronisasiPredikatView.alamat, "arrow-left")]
