"""Konflik: both values of each field in dispute, and the choice between them, one by one or in bulk."""

from __future__ import annotations

from typing import Any

from flask import g
from markupsafe import Markup
from sqlalchemy import select
from sqlalchemy.orm import load_only, raiseload

from admin_views.aksi import Tindakan, TindakanMassal
from admin_views.dasar import MenuView
from admin_views.halaman import Lencana, Tampilan
from admin_views.konteks import aktor
from admin_views.sinkronisasi_isi import SaringLari, pilihan_lari
from admin_views.tampil import dua_baris, lencana_enum, nip, polos
from domain.izin import Aktor
from domain.siasn import KOLOM, RUJUKAN, EntitasSinkro
from domain.status import StatusKonflik, bisa
from extensions import db
from models import Konflik, Unor
from services import konflik as layanan_konflik
from services.daftar import KolomEkspor, Permintaan, Urutan
from services.saring import SaringKondisi, SaringPilihan

K = Konflik


def _nama_unor(id: str) -> str | None:
    """Names of units for all conflicts of the page at once."""
    if "konflik_unor" not in g:
        semua = [o for o in db.session() if isinstance(o, Konflik) and o.kolom in RUJUKAN]
        ids = {int(n) for o in semua for n in (o.nilai_sini, o.nilai_siasn) if n and layanan_konflik.id_sini(n)}
        g.konflik_unor = {str(i): nama for i, nama in db.session.execute(select(Unor.id, Unor.nama).where(Unor.id.in_(ids)))}
    nama: str | None = g.konflik_unor.get(id)
    return nama


def _nilai(k: Konflik, nilai: str | None) -> str:
    if k.kolom in RUJUKAN and nilai is not None and layanan_konflik.id_sini(nilai):
        return _nama_unor(nilai) or f"ID {nilai}"
    return layanan_konflik.nilai_teks(db.session(), k, nilai)


def _sini(view: MenuView, context: Any, k: Konflik, name: str) -> Markup | str:
    """Our value, and below it who gave it and when, as far as the audit knows; read once for all conflicts of the page."""
    if "konflik_pengubah" not in g:
        g.konflik_pengubah = layanan_konflik.pengubah(db.session(), [o for o in db.session() if isinstance(o, Konflik)])
    nilai = _nilai(k, k.nilai_sini)
    if k.id not in g.konflik_pengubah:
        return nilai
    siapa, kapan = g.konflik_pengubah[k.id]
    return dua_baris(nilai, f"Diubah {siapa}, {polos(kapan, aktor().zona)}")


def _objek(view: MenuView, context: Any, k: Konflik, name: str) -> Markup:
    menu = "unor" if k.entitas is EntitasSinkro.UNOR else "pegawai"
    nama = Markup('<a href="/admin/{}/details/?id={}">{}</a>').format(menu, k.objek_id, k.objek)
    return dua_baris(nama, nip(k.nomor) if k.nomor else k.entitas.label)


def _putuskan(aksi: str, kalimat: str) -> Any:
    def jalankan(pelaku: Aktor, id: int, versi: int | None, alasan: str, nilai: dict[str, Any]) -> str:
        layanan_konflik.putuskan(pelaku, id, versi, aksi)
        return kalimat

    return jalankan


class KonflikView(MenuView):
    model = Konflik
    sumber = "konflik"
    alamat = "/admin/konflik/"
    judul = "Konflik"
    subjudul = "Kolom yang diubah di sini dan juga di SIASN, dengan nilai yang berbeda. Pilih satu nilai untuk tiap kolom."
    kelompok = "SIASN"
    can_create = can_edit = can_delete = False
    form_columns = ()
    column_list = ("objek", "kolom", "nilai_sini", "nilai_siasn", "status")
    column_formatters = {
        "objek": _objek,
        "kolom": lambda v, c, m, n: KOLOM.get(m.kolom, m.kolom),
        "nilai_sini": _sini,
        "nilai_siasn": lambda v, c, m, n: _nilai(m, m.nilai_siasn),
        "status": lambda v, c, m, n: lencana_enum(m.status),
    }
    column_details_list = ("entitas", "objek", "kolom", "nilai_sini", "nilai_siasn", "status", "ditemukan", "diputuskan")
    column_formatters_detail = {"entitas": lambda v, c, m, n: m.entitas.label}
    column_export_list = (
        KolomEkspor("Data", lambda k: k.entitas.label),
        "objek",
        "nomor",
        KolomEkspor("Kolom", lambda k: KOLOM.get(k.kolom, k.kolom)),
        KolomEkspor("Nilai di sini", lambda k: layanan_konflik.nilai_tercetak(k, k.nilai_sini), 40),
        KolomEkspor("Nilai SIASN", lambda k: layanan_konflik.nilai_tercetak(k, k.nilai_siasn), 40),
        "status",
        "ditemukan",
        "diputuskan",
    )
    urutan = (Urutan("ditemukan", "Ditemukan", (Konflik.id,)),)
    urutan_turun = True
    muat = (
        load_only(K.entitas, K.objek_id, K.objek, K.nomor, K.kolom, K.nilai_sini, K.nilai_siasn, K.status, K.ditemukan, K.diputuskan, K.versi),
        raiseload("*"),
    )  # fmt: skip
    saring_bawaan = {"status": StatusKonflik.TERBUKA.value}
    saring = (
        SaringPilihan(nama="status", label="Status", kolom=Konflik.status, enum=StatusKonflik),
        SaringLari(nama="sinkro", label="Sinkronisasi", kolom=Konflik.sinkronisasi_id, pilihan=pilihan_lari),
        SaringPilihan(nama="entitas", label="Data", kolom=Konflik.entitas, enum=EntitasSinkro),
        SaringKondisi(
            nama="kolom", label="Kolom", kondisi={k: (label, lambda konteks, k=k: Konflik.kolom == k) for k, label in KOLOM.items()}
        ),
    )
    lebar = True
    kelas_kolom = {"objek": "is-title is-name", "nilai_sini": "is-half", "nilai_siasn": "is-half", "status": "is-fit"}
    kosong = ("Tidak ada konflik yang terbuka", "Konflik muncul sesudah sinkronisasi, bila suatu kolom diubah di sini dan juga di SIASN.")
    tindakan_baris = (
        Tindakan(
            kode="pakai-siasn", label="Pakai SIASN", tombol="Pakai nilai SIASN", aksi="putuskan", ikon="cloud-down", utama=True,
            pertanyaan=lambda k: f"Pakai nilai SIASN untuk {KOLOM.get(k.kolom, k.kolom)} {k.objek}?",
            akibat=lambda k: (f"{_nilai(k, k.nilai_sini)} diganti menjadi {_nilai(k, k.nilai_siasn)}.",),
            jalankan=_putuskan("pakai_siasn", "Nilai SIASN dipakai."), tampil=lambda k, a: bisa("konflik", k.status, "pakai_siasn"),
        ),
        Tindakan(
            kode="pakai-sini", label="Pertahankan", tombol="Pertahankan nilai sini", aksi="putuskan", ikon="check", utama=True,
            pertanyaan=lambda k: f"Pertahankan nilai sini untuk {KOLOM.get(k.kolom, k.kolom)} {k.objek}?",
            akibat=lambda k: (f"{_nilai(k, k.nilai_sini)} tetap; ditanyakan lagi hanya bila SIASN berubah lagi.",),
            jalankan=_putuskan("pakai_sini", "Nilai sini dipertahankan."), tampil=lambda k, a: bisa("konflik", k.status, "pakai_sini"),
        ),
    )  # fmt: skip
    tindakan_massal = (
        TindakanMassal(
            kode="pakai_siasn", label="Pakai nilai SIASN", aksi="putuskan", ikon="cloud-down",
            pertanyaan="Pakai nilai SIASN untuk {n} konflik?", akibat=("Nilai di sini diganti; setiap perubahan tercatat di Jejak audit.",),
        ),
        TindakanMassal(
            kode="pakai_sini", label="Pertahankan nilai sini", aksi="putuskan", ikon="check",
            pertanyaan="Pertahankan nilai sini untuk {n} konflik?", akibat=("Ditanyakan lagi hanya bila SIASN berubah lagi.",),
        ),
    )  # fmt: skip

    def tampilan(self, minta: Permintaan) -> list[Tampilan]:
        kini = minta.saring.get("status")
        return [
            Tampilan("Terbuka", self.tautan_daftar(self.saring_bawaan), aktif=kini == StatusKonflik.TERBUKA.value),
            Tampilan("Semua", self.tautan_daftar({}), aktif=not kini),
        ]

    def lencana_rincian(self, objek: Konflik) -> list[Lencana]:
        return [lencana_enum(objek.status)]
