"""Sinkronisasi (manual 2.13): the runs against SIASN, the request for one, and the decision on its difference."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from flask import Response, flash, redirect, render_template, request
from flask_admin import expose
from markupsafe import Markup
from sqlalchemy.orm import load_only, raiseload
from werkzeug.datastructures import CombinedMultiDict, FileStorage

from admin_views import rincian
from admin_views.aksi import Tindakan
from admin_views.dasar import MenuView
from admin_views.halaman import Fakta, HalamanFormulir, KepalaHalaman, Lencana, Pager, Tautan
from admin_views.konteks import aktor, konteks, tautan
from admin_views.pagar import izin
from admin_views.sinkronisasi_isi import butir_unor, isi_rincian, kalimat_siap, ringkas, status
from admin_views.tampil import lencana_enum, potongan, ribuan
from domain.izin import Aktor
from domain.siasn import JenisSinkro
from domain.status import StatusSinkro, bisa
from extensions import db
from forms.sinkronisasi import RequestSinkroForm
from models import Sinkronisasi
from services import sinkro_bacaan, sinkro_berkas
from services import sinkronisasi as layanan_sinkro
from services.daftar import Urutan
from services.galat import Salah
from services.saring import SaringPilihan

S = Sinkronisasi

PER_HALAMAN = 50


def _terapkan(izinkan: bool) -> Any:
    def jalankan(pelaku: Aktor, id: int, versi: int | None, alasan: str, nilai: dict[str, Any]) -> str:
        layanan_sinkro.terapkan(pelaku, id, versi, izinkan_hapus=izinkan)
        return "Perbedaan diterapkan sebagai Tugas; kemajuannya ada di halaman permintaan ini."

    return jalankan


def _batalkan(pelaku: Aktor, id: int, versi: int | None, alasan: str, nilai: dict[str, Any]) -> str:
    layanan_sinkro.batalkan(pelaku, id, versi)
    return "Sinkronisasi dibatalkan."


def _ulangi(pelaku: Aktor, id: int, versi: int | None, alasan: str, nilai: dict[str, Any]) -> str:
    layanan_sinkro.ulangi(pelaku, id, versi)
    return "Sinkronisasi diantrekan kembali."


def _pertanyaan(izinkan: bool) -> Any:
    def pertanyaan(s: S) -> str:
        n = sinkro_bacaan.siap(db.session(), s, izinkan=izinkan).terap
        apa = f"{ribuan(n)} baris" if n else "perbedaan"
        return f"Terapkan {apa} dari SIASN, termasuk penonaktifan yang luar biasa banyak?" if izinkan else f"Terapkan {apa} dari SIASN?"

    return pertanyaan


def _akibat(izinkan: bool) -> Any:
    def akibat(s: S) -> list[str]:
        hasil = [f"{ringkas(s)}.", *kalimat_siap(sinkro_bacaan.siap(db.session(), s, izinkan=izinkan))]
        if layanan_sinkro.tertahan(s):
            hasil += layanan_sinkro.peringatan(s)
            hasil.append("Semua itu dinonaktifkan." if izinkan else "Semua itu tidak dinonaktifkan; selebihnya diterapkan.")
        hasil.append(
            "Tidak ada data yang dihapus: yang tidak ada lagi di SIASN menjadi nonaktif. Setiap perubahan tercatat di Jejak audit."
        )
        return hasil

    return akibat


def _menunggu(s: S, pelaku: Aktor) -> bool:
    return s.status is StatusSinkro.MENUNGGU_KEPUTUSAN


class SinkronisasiView(MenuView):
    model = Sinkronisasi
    sumber = "sinkronisasi"
    alamat = "/admin/sinkronisasi/"
    judul = "Sinkronisasi"
    subjudul = "Sinkronisasi Data SIASN"
    can_create = can_edit = can_delete = False
    form_columns = ()
    column_list = ("jenis", "status", "waktu_request", "waktu_mulai", "waktu_selesai", "user_request")
    column_formatters = {
        "jenis": lambda v, c, m, n: Markup('<a href="/admin/sinkronisasi/details/?id={}">{}</a>').format(m.id, m.jenis.label),
        "status": lambda v, c, m, n: lencana_enum(status(m)),
    }
    column_formatters_detail = {
        "jenis": lambda v, c, m, n: m.jenis.label,
        "masukan": lambda v, c, m, n: f"{ribuan(len(m.masukan))} NIP" if m.masukan else "-",
    }
    column_details_list = (
        "jenis",
        "status",
        "waktu_request",
        "waktu_mulai",
        "waktu_selesai",
        "user_request",
        "langsung",
        "masukan",
        "pesan",
    )
    column_export_list = (
        "jenis", "status", "waktu_request", "waktu_mulai", "waktu_selesai", "user_request", "baru", "ubah", "sama", "hapus", "gagal", "konflik", "pesan",
    )  # fmt: skip
    urutan = (Urutan("waktu", "Waktu Request", (Sinkronisasi.waktu_request,)),)
    urutan_turun = True
    muat = (
        load_only(
            S.jenis, S.status, S.langsung, S.waktu_request, S.waktu_mulai, S.waktu_selesai, S.user_request, S.tugas_id, S.kursor, S.masukan,
            S.baru, S.ubah, S.sama, S.hapus, S.gagal, S.konflik, S.pesan, S.versi,
        ),
        raiseload("*"),
    )  # fmt: skip
    saring = (
        SaringPilihan(nama="jenis", label="Jenis Sinkro", kolom=Sinkronisasi.jenis, enum=JenisSinkro),
        SaringPilihan(nama="status", label="Status", kolom=Sinkronisasi.status, enum=StatusSinkro),
    )
    kelas_kolom = {"jenis": "is-title", "status": "is-half is-fit", "user_request": "is-half"}
    kosong = ("Belum ada sinkronisasi", "Pilih Request Sinkro untuk membandingkan data dengan SIASN.")
    tindakan_baris = (
        Tindakan(
            kode="terapkan", label="Terapkan", aksi="terapkan", ikon="check", utama=True, jalankan=_terapkan(False), tampil=_menunggu,
            pertanyaan=_pertanyaan(False), akibat=_akibat(False),
        ),
        Tindakan(
            kode="izinkan", label="Terapkan dan izinkan penonaktifan", aksi="terapkan", ikon="user-off", bahaya=True, perlu_alasan=False,
            jalankan=_terapkan(True), tampil=lambda s, a: _menunggu(s, a) and bool(layanan_sinkro.tertahan(s)),
            pertanyaan=_pertanyaan(True), akibat=_akibat(True),
        ),
        Tindakan(
            kode="batalkan", label="Batalkan", aksi="batalkan", ikon="ban", bahaya=True, tombol="Batalkan sinkronisasi", jalankan=_batalkan,
            pertanyaan=lambda s: f"Batalkan sinkronisasi {s.jenis.label}?",
            akibat=lambda s: ("Perbedaan yang sudah dibaca dibuang; tidak ada data yang berubah.",),
            tampil=lambda s, a: bisa("sinkronisasi", status(s), "batalkan"),
        ),
        Tindakan(
            kode="ulangi", label="Ulangi", aksi="ulangi", ikon="refresh", utama=True, tombol="Ulangi sinkronisasi", jalankan=_ulangi,
            pertanyaan=lambda s: f"Ulangi sinkronisasi {s.jenis.label}?",
            akibat=lambda s: (
                "Data SIASN dibaca ulang seluruhnya." if s.status is StatusSinkro.SEBAGIAN else "Dilanjutkan dari tempat terhentinya.",
            ),
            tampil=lambda s, a: bisa("sinkronisasi", status(s), "ulangi"),
        ),
    )  # fmt: skip

    def lencana_rincian(self, objek: Sinkronisasi) -> list[Lencana]:
        return [lencana_enum(status(objek))]

    def tambahan_rincian(self, objek: Sinkronisasi) -> Markup:
        return potongan("admin/sinkronisasi/rincian.html", **isi_rincian(objek, aktor()))

    def aksi_halaman(self, pelaku: Aktor) -> list[Tautan]:
        hasil = [Tautan("Konflik", "/admin/konflik/", "git-compare")] if pelaku.boleh("konflik:lihat") else []
        if pelaku.boleh("sinkronisasi:minta"):
            hasil.append(Tautan("Request Sinkro", f"{self.alamat}request/", "refresh", utama=True))
        return hasil

    @expose("/details/")
    def details_view(self) -> Any:
        """As everywhere, but *Terapkan* says how many rows it applies."""
        objek = self.ambil_atau_404(request.args.get("id"))
        isi = rincian.susun(self, objek, riwayat=request.args.get("tab") == "riwayat")
        n = sinkro_bacaan.siap(db.session(), objek).terap if any(a.kode == "terapkan" for a in isi.aksi) else 0
        aksi = [replace(a, label=f"Terapkan {ribuan(n)} baris") if n and a.kode == "terapkan" else a for a in isi.aksi]
        return self.render("admin/laci.html" if request.args.get("laci") else self.details_template, halaman=replace(isi, aksi=aksi))

    @expose("/<int:id>/kemajuan/")
    @izin("sinkronisasi:lihat")
    def kemajuan(self, id: int) -> Any:
        """What the page polls, with the badge and the facts above it; once the run has come to an end, the page is loaded anew with its decision."""
        objek = self.ambil_atau_404(id)
        isi = isi_rincian(objek, aktor())
        fakta = [Fakta(self.label(k), self.nilai_rincian(objek, k)) for k in self.column_details_list]
        jawaban = Response(
            render_template("admin/sinkronisasi/kemajuan.html", **isi, lencana_lari=self.lencana_rincian(objek), fakta_lari=fakta)
        )
        if not isi["hidup"]:
            jawaban.headers["HX-Refresh"] = "true"
        return jawaban

    @expose("/<int:id>/unor/")
    @izin("sinkronisasi:lihat")
    def menurut_unor(self, id: int) -> Any:
        """Every unit that the difference concerns, a page at a time."""
        objek = self.ambil_atau_404(id)
        teks = request.args.get("halaman", "")
        ke = max(1, int(teks)) if teks.isascii() and teks.isdigit() and len(teks) < 6 else 1
        mulai = (ke - 1) * PER_HALAMAN
        unor = layanan_sinkro.per_unor(db.session(), id, PER_HALAMAN + 1, lewati=mulai, batas_unor=aktor().batas_unor)
        butir = [butir_unor(id, u) for u in unor[:PER_HALAMAN]]
        dasar = f"{self.alamat}{id}/unor/"
        pager = Pager(
            keterangan=f"Unor ke-{ribuan(mulai + 1)} sampai ke-{ribuan(mulai + len(butir))}" if butir else "Tidak ada unor lagi",
            sebelumnya=tautan(dasar, {"halaman": ke - 1 if ke > 2 else None}) if ke > 1 else None,
            berikutnya=tautan(dasar, {"halaman": ke + 1}) if len(unor) > PER_HALAMAN else None,
        )
        remah = [
            *self.remah(),
            Tautan(self.judul, self.alamat),
            Tautan(str(objek), f"{self.alamat}details/?id={id}"),
            Tautan("Menurut unor", None),
        ]
        kepala = KepalaHalaman("Perbedaan menurut unor", "Banyaknya baris yang berbeda pada tiap unor, yang terbanyak lebih dahulu.", remah)
        return self.render("admin/sinkronisasi/unor.html", kepala=kepala, unor=butir, pager=pager)

    @expose("/request/", methods=("GET", "POST"))
    @izin("sinkronisasi:minta")
    def minta(self) -> Any:
        kirim = request.method == "POST"
        form = RequestSinkroForm(CombinedMultiDict([request.form, request.files]) if kirim else None, konteks=konteks())
        berkas = request.files.get("berkas")
        if kirim and form.validate():
            try:
                id = self._minta(form, berkas)
            except Salah as galat:
                form.pasang_galat({"" if k == "jenis" else k: v for k, v in galat.kolom.items()})
            else:
                flash("Permintaan sinkronisasi dikirim. Kemajuannya tampil di halaman ini.", "success")
                return redirect(f"{self.alamat}details/?id={id}")
        if kirim and berkas and berkas.filename and not form.berkas.errors:
            # A browser forgets the file of a form that comes back.
            form.pasang_galat({"berkas": f"Pilih berkas {berkas.filename[:80]} sekali lagi."})
        judul = "Request Sinkro"
        halaman = HalamanFormulir(
            KepalaHalaman(judul, "Pilih data yang dibandingkan dengan SIASN.", self.remah(judul)), "Kirim request", self.alamat
        )
        return Response(render_template("admin/sinkronisasi/request.html", form=form, halaman=halaman), 422 if kirim else 200)

    def _minta(self, form: RequestSinkroForm, berkas: FileStorage | None) -> int:
        jenis = layanan_sinkro.jenis_diminta(unor=form.unor.data, pegawai=form.pegawai.data, tambah=form.tambah.data, hapus=form.hapus.data)
        nip = form.nip.data or ""
        ada_berkas = berkas is not None and bool(berkas.filename)
        if jenis is not JenisSinkro.PEGAWAI_TAMBAH and (nip.strip() or ada_berkas):
            raise Salah(
                {
                    "tambah": f"Anda mengisi daftar NIP, sedangkan yang dicentang {jenis.label}. Centang Pegawai (Tambah) saja bila hanya NIP itu "
                    "yang diminta, atau kosongkan daftarnya."
                }
            )
        if berkas is not None and ada_berkas:
            nip = f"{nip}\n{sinkro_berkas.baca(berkas.filename or '', berkas.read(sinkro_berkas.UKURAN_MAKS + 1))}"
        return layanan_sinkro.minta(aktor(), jenis, nip=nip, langsung=form.langsung.data)
