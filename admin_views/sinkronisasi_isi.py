"""What the page of a run shows below its facts, and the list of its rows with old → new."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import request
from markupsafe import Markup
from sqlalchemy import Select
from sqlalchemy.orm import load_only, raiseload

from admin_views.dasar import MenuView
from admin_views.halaman import Tautan
from admin_views.konteks import tautan
from admin_views.tampil import KOSONG, dua_baris, lencana_enum, nip, ribuan
from admin_views.tugas import tampil
from domain.izin import Aktor
from domain.siasn import KOLOM, BedaSinkro, EntitasSinkro, KeadaanBaris
from domain.status import SINKRO_HIDUP, StatusKonflik, StatusSinkro, StatusTemuan, bisa
from extensions import db
from models import SinkroBaris, Sinkronisasi, Tugas, Unor
from services import sinkro_bacaan
from services import sinkronisasi as layanan_sinkro
from services.daftar import KolomEkspor, Urutan
from services.saring import Konteks, SaringKondisi, SaringPilihan, SaringRujukan, SaringSalah
from services.sinkro_bacaan import Butir, Siap

BARIS = "/admin/sinkro-baris/"
UNOR_TAMPIL = 10
"""Units that the page of a run names itself; the others have a page of their own."""
_DITERAPKAN = frozenset({StatusSinkro.SELESAI, StatusSinkro.SEBAGIAN})
_HITUNGAN = (BedaSinkro.BARU, BedaSinkro.UBAH, BedaSinkro.HAPUS, BedaSinkro.GAGAL)
BEDA = (*_HITUNGAN, BedaSinkro.KONFLIK)
"""What is worth a row of the list: that something is the same is only counted."""


def status(s: Sinkronisasi) -> StatusSinkro:
    """As it is now. Only a run that lives looks at its task, and there is at most one."""
    if s.status not in SINKRO_HIDUP or s.tugas_id is None:
        return s.status
    t = db.session.get(Tugas, s.tugas_id)
    return layanan_sinkro.status_kini(s, t.status if t is not None else None)


def ringkas(s: Sinkronisasi) -> str:
    """The counts in a sentence."""
    isi = [f"{ribuan(getattr(s, b.value))} {b.value}" for b in BedaSinkro if b is not BedaSinkro.KONFLIK]
    return ", ".join([*isi, f"{ribuan(s.konflik)} konflik"]).capitalize()


def kalimat_siap(siap: Siap) -> list[str]:
    """What *Terapkan* does, and what it leaves alone."""
    hasil = [f"{ribuan(siap.terap)} baris akan diterapkan."] if siap.terap else ["Tidak ada baris yang akan berubah."]
    if siap.konflik:
        hasil.append(
            f"{ribuan(siap.konflik)} kolom konflik pada {ribuan(siap.baris_konflik)} baris tetap memakai nilai sini sampai Anda memutuskannya "
            "di Konflik sesudah diterapkan."
        )
    if siap.ditahan:
        hasil.append(f"{ribuan(siap.ditahan)} penonaktifan ditahan sampai Anda mengizinkannya.")
    return hasil


def isi_rincian(s: Sinkronisasi, pelaku: Aktor) -> dict[str, Any]:
    kini = status(s)
    menunggu = kini is StatusSinkro.MENUNGGU_KEPUTUSAN
    hidup = kini in SINKRO_HIDUP and not menunggu
    t = db.session.get(Tugas, s.tugas_id) if s.tugas_id is not None else None
    session, lari = db.session(), {"sinkro": str(s.id)}
    hitungan = [
        (b.label if b is not BedaSinkro.HAPUS else "Tidak ada lagi di SIASN", ribuan(getattr(s, b.value)), b, tautan(BARIS, {**lari, "beda": b.value}))
        for b in _HITUNGAN
    ]  # fmt: skip
    unor = [] if hidup else layanan_sinkro.per_unor(session, s.id, UNOR_TAMPIL + 1, batas_unor=pelaku.batas_unor)
    return {
        "s": s,
        "hidup": hidup,
        "tugas": tampil(t) if t is not None else None,
        "hitungan": hitungan,
        "peringatan": layanan_sinkro.peringatan(s) if menunggu else [],
        "menunggu": menunggu,
        "siap": kalimat_siap(sinkro_bacaan.siap(session, s)) if menunggu else [],
        "konflik": ribuan(s.konflik),
        "sama": ribuan(s.sama),
        "per_kolom": [] if hidup else [(label, ribuan(n), tautan(BARIS, {**lari, "kolom": k})) for k, label, n in layanan_sinkro.per_kolom(s)],
        "per_unor": [butir_unor(s.id, u) for u in unor[:UNOR_TAMPIL]],
        "href_unor": f"/admin/sinkronisasi/{s.id}/unor/" if len(unor) > UNOR_TAMPIL else None,
        "href_semua": tautan(BARIS, lari),
        "href_konflik": _href_konflik(s, kini, pelaku),
        "temuan": _temuan(s, kini, pelaku),
        "href_temuan": tautan("/admin/rekonsiliasi-unor/", {"status": StatusTemuan.TERBUKA.value}),
    }  # fmt: skip


def butir_unor(lari_id: int, unor: tuple[int, str, int]) -> tuple[str, str, str]:
    """Name, number of rows, their address."""
    id, nama, n = unor
    return nama, ribuan(n), tautan(BARIS, {"sinkro": str(lari_id), "unor": str(id)})


def _href_konflik(s: Sinkronisasi, kini: StatusSinkro, pelaku: Aktor) -> str | None:
    """The rows in dispute; once the run is applied each of their fields is a conflict to decide on."""
    if not s.konflik:
        return None
    if kini in _DITERAPKAN and pelaku.boleh("konflik:lihat"):
        return tautan("/admin/konflik/", {"status": StatusKonflik.TERBUKA.value, "sinkro": str(s.id)})
    return tautan(BARIS, {"sinkro": str(s.id), "konflik": "1"})


def _temuan(s: Sinkronisasi, kini: StatusSinkro, pelaku: Aktor) -> str | None:
    if kini not in _DITERAPKAN or not pelaku.boleh("rekonsiliasi_unor:lihat"):
        return None
    n = layanan_sinkro.temuan_terbuka(db.session(), pelaku.batas_unor)
    return f"{ribuan(n)} temuan terbuka" if n else "tidak ada temuan terbuka"


def _isi(b: SinkroBaris, *, ringkas: bool) -> Markup:
    k = sinkro_bacaan.untuk(b)
    awal, butir, akhir = sinkro_bacaan.tindakan(b, k), sinkro_bacaan.butir(b, k, ringkas=ringkas), sinkro_bacaan.keterangan_baris(b, k)
    if not (awal or butir or akhir):
        return KOSONG
    daftar = Markup('<ul class="ek-plain ek-sm">{}</ul>').format(Markup("").join(_butir(p) for p in butir)) if butir else Markup("")
    return Markup("").join([*(_kalimat(t) for t in (awal,) if t), daftar, *map(_kalimat, akhir)])


def _kalimat(teks: str) -> Markup:
    return Markup('<p class="ek-sm mb-0">{}</p>').format(teks)


def _butir(p: Butir) -> Markup:
    if p.konflik:
        return Markup("<li><span class='ek-soft'>{} (konflik):</span> sini <strong>{}</strong>; SIASN <strong>{}</strong></li>").format(
            p.label, p.sini, p.siasn
        )
    if p.sini is None:
        return Markup("<li><span class='ek-soft'>{}:</span> {}</li>").format(p.label, p.siasn)
    return Markup(
        "<li><span class='ek-soft'>{}:</span> {} <span aria-hidden='true'>→</span><span class='visually-hidden'> menjadi </span> "
        "<strong>{}</strong></li>"
    ).format(p.label, p.sini, p.siasn)


def _nama(b: SinkroBaris) -> Markup:
    menu = "unor" if b.entitas is EntitasSinkro.UNOR else "pegawai"
    nama = Markup('<a href="/admin/{}/details/?id={}">{}</a>').format(menu, b.objek_id, b.nama) if b.objek_id else b.nama
    return dua_baris(nama, nip(b.nomor) if b.nomor else f"ID : {b.kunci}")


def pilihan_lari(konteks: Konteks) -> list[tuple[str, str]]:
    return [(str(s.id), f"{s.jenis.label} #{s.id}") for s in sinkro_bacaan.lari_terbaru(konteks.session)]


@dataclass(frozen=True, slots=True, kw_only=True)
class SaringLari(SaringPilihan):
    """A run: the latest to choose from, any of them by the address."""

    def teks(self, nilai: str, konteks: Konteks) -> str:
        return dict(self.daftar_pilihan(konteks)).get(nilai, f"#{nilai}")

    def terapkan(self, stmt: Select, nilai: str, konteks: Konteks) -> Select:
        if not (nilai.isascii() and nilai.isdigit() and len(nilai) <= 18):
            raise SaringSalah(f"Pilih {self.label} dari daftar.")
        return stmt.where(self.kolom == int(nilai))


@dataclass(frozen=True, slots=True, kw_only=True)
class SaringUnorBaris(SaringRujukan):
    """The unit of a row, by the name that its rows on the page have brought along."""

    def teks(self, nilai: str, konteks: Konteks) -> str:
        nama = sinkro_bacaan.nama_unor(konteks.session, int(nilai)) if nilai.isascii() and nilai.isdigit() and len(nilai) <= 18 else None
        return nama or SaringRujukan.teks(self, nilai, konteks)


class SinkroBarisView(MenuView):
    model = SinkroBaris
    sumber = "sinkro_baris"
    alamat = BARIS
    judul = "Perbedaan dengan SIASN"
    can_create = can_edit = can_delete = False
    riwayat = False
    form_columns = ()
    column_list = ("nama", "beda", "perubahan", "keadaan")
    kolom_judul = {"perubahan": "Sini → SIASN"}
    column_formatters = {
        "nama": lambda v, c, m, n: _nama(m),
        "beda": lambda v, c, m, n: lencana_enum(m.beda),
        "perubahan": lambda v, c, m, n: _isi(m, ringkas=True),
        "keadaan": lambda v, c, m, n: lencana_enum(m.keadaan),
    }
    column_details_list = ("entitas", "nama", "nomor", "beda", "perubahan", "keadaan")
    column_formatters_detail = {
        "nama": lambda v, c, m, n: m.nama,
        "entitas": lambda v, c, m, n: m.entitas.label,
        "perubahan": lambda v, c, m, n: _isi(m, ringkas=False),
    }
    column_export_list = (
        "entitas",
        "nama",
        "nomor",
        KolomEkspor("Kunci di SIASN", lambda b: b.kunci, 34),
        "beda",
        KolomEkspor("Sini → SIASN", sinkro_bacaan.tercetak, 80),
        "keadaan",
    )
    urutan = (Urutan("urut", "Urutan", (SinkroBaris.id,)),)
    muat = (
        load_only(
            SinkroBaris.entitas, SinkroBaris.kunci, SinkroBaris.objek_id, SinkroBaris.nama, SinkroBaris.nomor, SinkroBaris.beda,
            SinkroBaris.keadaan, SinkroBaris.perubahan, SinkroBaris.pesan, SinkroBaris.sinkronisasi_id, SinkroBaris.isi, SinkroBaris.unor_id,
        ),
        raiseload("*"),
    )  # fmt: skip
    kolom_unor = SinkroBaris.unor_id
    dasar_daftar = staticmethod(lambda stmt, aktor: stmt.where(SinkroBaris.beda.in_(BEDA)))
    saring = (
        SaringLari(nama="sinkro", label="Sinkronisasi", kolom=SinkroBaris.sinkronisasi_id, pilihan=pilihan_lari),
        SaringPilihan(nama="beda", label="Beda", kolom=SinkroBaris.beda, ubah=BedaSinkro, pilihan=lambda k: [(b.value, b.label) for b in BEDA]),
        SaringPilihan(nama="entitas", label="Data", kolom=SinkroBaris.entitas, enum=EntitasSinkro),
        SaringPilihan(nama="keadaan", label="Keadaan", kolom=SinkroBaris.keadaan, enum=KeadaanBaris),
        SaringKondisi(
            nama="konflik", label="Konflik",
            kondisi={
                "1": ("Ada konflik", lambda k: sinkro_bacaan.ada_konflik(k.session)),
                "0": ("Tanpa konflik", lambda k: ~sinkro_bacaan.ada_konflik(k.session)),
            },
        ),
        SaringKondisi(
            nama="kolom", label="Kolom",
            kondisi={n: (label, lambda k, n=n: sinkro_bacaan.ada_kolom(k.session, n)) for n, label in KOLOM.items()},
        ),
        SaringUnorBaris(nama="unor", label="Unor", kolom=SinkroBaris.unor_id, sasaran=Unor, lookup="unor"),
    )  # fmt: skip
    kelas_kolom = {"nama": "is-title is-name", "beda": "is-half is-fit", "keadaan": "is-half is-fit"}
    kosong = ("Tidak ada perbedaan", "Data di sini sudah sama dengan SIASN, atau belum ada sinkronisasi.")

    def aksi_halaman(self, pelaku: Aktor) -> list[Tautan]:
        """*Ulangi*, which the rows that failed ask for, where the run of these rows can be taken up again."""
        lari = next((s for s in sinkro_bacaan.lari_terbaru(db.session()) if str(s.id) == request.args.get("sinkro")), None)
        if lari is None or not pelaku.boleh("sinkronisasi:ulangi") or not bisa("sinkronisasi", lari.status, "ulangi"):
            return []
        return [Tautan("Ulangi sinkronisasi", f"/admin/sinkronisasi/{lari.id}/ulangi/", "refresh", utama=True)]

    def remah(self, kini: str | None = None) -> list[Tautan]:
        sinkro = request.args.get("sinkro", "")
        asal = f"/admin/sinkronisasi/details/?id={sinkro}" if sinkro.isascii() and sinkro.isdigit() else "/admin/sinkronisasi/"
        dasar = [Tautan("Beranda", "/admin/"), Tautan("Sinkronisasi", asal)]
        return [*dasar, Tautan(self.judul, self.alamat), Tautan(kini, None)] if kini else dasar
