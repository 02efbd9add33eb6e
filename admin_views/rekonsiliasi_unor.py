"""Rekonsiliasi unor: the defects of the units after a synchronisation, each with its cure; and the merges that were made."""

from __future__ import annotations

from typing import Any

from flask import flash, g, redirect, request
from flask_admin import expose
from markupsafe import Markup
from sqlalchemy.orm import joinedload, raiseload

from admin_views.aksi import Tindakan, konfirmasi
from admin_views.dasar import MenuView
from admin_views.halaman import HalamanKonfirmasi, KepalaHalaman, Lencana, Tampilan, Tautan
from admin_views.konteks import aktor, tautan
from admin_views.pagar import izin
from admin_views.tampil import dua_baris, id_singkat, lencana_enum, putus, ribuan
from domain.izin import Aktor
from domain.siasn import JenisTemuan
from domain.status import StatusTemuan, bisa
from extensions import db
from forms.dasar import Kartu
from forms.rekonsiliasi_unor import GabungForm, KaitkanForm, PindahIsiForm
from models import GabungUnor, TemuanUnor, Unor
from services import gabung_unor, rekonsiliasi_unor
from services.daftar import KolomEkspor, Permintaan, Urutan
from services.gabung_unor import Pratinjau
from services.rekonsiliasi_unor import Identitas
from services.saring import SaringPilihan, SaringRujukan


def _tautan(unor: Unor) -> Markup:
    return Markup('<a href="/admin/unor/details/?id={}">{}</a>').format(unor.id, unor.nama)


def _id(i: Identitas | Unor) -> str:
    return f"ID {i.id} · SIASN {id_singkat(i.siasn_id)}" if i.siasn_id else f"ID {i.id} · tanpa ID SIASN"


def _isi(i: Identitas) -> str:
    ada = ((i.pegawai, "pegawai"), (i.bawahan, "unor bawahan"), (i.skp, "SKP"))
    return ", ".join(f"{ribuan(n)} {apa}" for n, apa in ada if n) or "kosong"


def _identitas(unor_id: int) -> Identitas:
    """Of a unit of the page; read once for all its findings and merges."""
    kenal: dict[int, Identitas] = g.setdefault("identitas_unor", {})
    if unor_id not in kenal:
        ids = {unor_id}
        for o in db.session():
            if isinstance(o, TemuanUnor):
                ids |= {o.unor_id, *([o.unor_lain_id] if o.unor_lain_id else [])}
            elif isinstance(o, GabungUnor):
                ids |= {o.dari_id, o.ke_id}
        kenal |= rekonsiliasi_unor.identitas(db.session(), ids)
    return kenal[unor_id]


def _pembeda(unor_id: int) -> Markup:
    """What tells a unit from its namesake, in two grey lines."""
    i = _identitas(unor_id)
    return dua_baris(dua_baris("", _id(i)), f"Unor Atasan: {i.atasan or '-'}; {_isi(i)}")


def _unor(view: MenuView, context: Any, model: TemuanUnor, name: str) -> Markup:
    return _tautan(model.unor) + _pembeda(model.unor_id)


def _rincian(view: MenuView, context: Any, model: TemuanUnor, name: str) -> Markup:
    """The finding in words; of a duplicate also which unit it resembles."""
    if model.unor_lain_id is None:
        return putus(model.rincian)
    lain = Markup('<a href="/admin/unor/details/?id={}">{}</a>').format(model.unor_lain_id, _id(_identitas(model.unor_lain_id)))
    i = _identitas(model.unor_lain_id)
    return dua_baris(dua_baris(putus(model.rincian), lain), f"Unor Atasan: {i.atasan or '-'}; {_isi(i)}")


def _pasang_gabung(form: GabungForm, t: TemuanUnor, baru: bool) -> None:
    """Both units side by side, each with what follows when it is the one that stays."""
    if t.unor_lain_id is None:
        return
    pratinjau = {
        "lain": gabung_unor.pratinjau(db.session, t.unor_id, t.unor_lain_id),
        "ini": gabung_unor.pratinjau(db.session, t.unor_lain_id, t.unor_id),
    }
    unor = {"lain": t.unor_lain_id, "ini": t.unor_id}
    form.arah.pasang({arah: _kartu(_identitas(unor[arah]), arah, p) for arah, p in pratinjau.items()}, baru=baru)


def _kartu(i: Identitas, arah: str, p: Pratinjau) -> Kartu:
    pindah = ", ".join(f"{ribuan(n)} {apa}" for apa, n in p.jumlah) or "tidak ada data lain"
    return Kartu(
        judul=i.nama,
        rincian=(
            _id(i),
            f"Unor Atasan: {i.atasan or '-'}",
            f"Isinya: {_isi(i)}",
            "Lebih dahulu ada" if arah == "lain" else "Ditemukan sebagai duplikat",
        ),
        judul_akibat=f"Bila {p.ke} dipertahankan",
        akibat=(f"Pindah dari {p.dari}: {pindah}.", *p.akibat, "Penggabungan dapat dibatalkan selama isinya belum berubah."),
        halangan=p.halangan,
    )


def _gabung(pelaku: Aktor, id: int, versi: int | None, alasan: str, nilai: dict[str, Any]) -> str:
    t = db.session.get(TemuanUnor, id)
    assert t is not None and t.unor_lain_id is not None
    dari, ke = (t.unor_id, t.unor_lain_id) if nilai["arah"] == "lain" else (t.unor_lain_id, t.unor_id)
    gabung_unor.gabungkan(pelaku, dari, ke, temuan_id=id, versi=versi)
    return "Kedua unor digabung. Bila keliru, batalkan di Riwayat penggabungan."


def _pindah_isi(pelaku: Aktor, id: int, versi: int | None, alasan: str, nilai: dict[str, Any]) -> str:
    t = db.session.get(TemuanUnor, id)
    assert t is not None
    gabung_unor.gabungkan(pelaku, t.unor_id, nilai["ke_id"], temuan_id=id, versi=versi)
    return "Isi unor dipindahkan. Bila keliru, batalkan di Riwayat penggabungan."


def _akibat_pindah(t: TemuanUnor) -> list[str]:
    p = gabung_unor.pratinjau(db.session, t.unor_id, t.unor_id)
    isi = ", ".join(f"{ribuan(n)} {apa}" for apa, n in p.jumlah)
    return [f"Yang pindah ke unor pilihan Anda: {isi}.", "Penggabungan dapat dibatalkan selama isinya belum berubah."]


def _pasang_kaitkan(form: KaitkanForm, t: TemuanUnor, baru: bool) -> None:
    """The atasan that it had before is proposed; only an id that SIASN names and nobody here bears can be remembered."""
    if not rekonsiliasi_unor.asing(t):
        del form.petakan
    usul = rekonsiliasi_unor.usul_atasan(db.session(), t) if baru else None
    if usul is not None and form.konteks is not None:
        form.atasan_id.usulkan(form.konteks, usul.id)
        form.atasan_id.description = (
            "Diusulkan: Unor Atasan sebelumnya atau penggantinya. Ganti bila keliru; kosongkan bila unor ini berada di puncak."
        )


def _kaitkan(pelaku: Aktor, id: int, versi: int | None, alasan: str, nilai: dict[str, Any]) -> str:
    n = rekonsiliasi_unor.kaitkan(pelaku, id, versi, nilai["atasan_id"], petakan=nilai.get("petakan", False))
    return f"Unor Atasan dari {n} unor diganti."


def _status(aksi: str) -> Any:
    def jalankan(pelaku: Aktor, id: int, versi: int | None, alasan: str, nilai: dict[str, Any]) -> str:
        if aksi == "abaikan":
            rekonsiliasi_unor.abaikan(pelaku, id, versi, alasan)
            return "Temuan diabaikan."
        rekonsiliasi_unor.buka(pelaku, id, versi)
        return "Temuan dibuka kembali."

    return jalankan


def _untuk(*jenis: JenisTemuan) -> Any:
    return lambda t, pelaku: t.jenis in jenis and bisa("temuan_unor", t.status, "selesaikan")


class RekonsiliasiUnorView(MenuView):
    model = TemuanUnor
    sumber = "rekonsiliasi_unor"
    alamat = "/admin/rekonsiliasi-unor/"
    judul = "Rekonsiliasi unor"
    subjudul = "Unor ganda, tanpa induk, berputar, atau nonaktif tetapi berisi; diperiksa sesudah setiap sinkronisasi."
    kelompok = "SIASN"
    can_create = can_edit = can_delete = False
    form_columns = ()
    column_list = ("jenis", "unor", "rincian", "status")
    kolom_judul = {"unor": "Unor"}
    column_formatters = {
        "unor": _unor,
        "rincian": _rincian,
        "jenis": lambda v, c, m, n: m.jenis.label,
        "status": lambda v, c, m, n: lencana_enum(m.status),
    }
    column_details_list = ("jenis", "unor", "rincian", "ditemukan", "status")
    column_export_list = (
        "jenis",
        KolomEkspor("Unor", lambda t: t.unor.nama, 48),
        KolomEkspor("ID unor", lambda t: t.unor_id),
        KolomEkspor("Unor lain", lambda t: t.unor_lain.nama if t.unor_lain else None, 48),
        KolomEkspor("ID unor lain", lambda t: t.unor_lain_id),
        "rincian",
        "status",
        "ditemukan",
    )
    urutan = (Urutan("ditemukan", "Ditemukan", (TemuanUnor.id,)),)
    urutan_turun = True
    muat = (
        joinedload(TemuanUnor.unor, innerjoin=True).load_only(Unor.nama, Unor.siasn_id),
        joinedload(TemuanUnor.unor_lain).load_only(Unor.nama),
        raiseload("*"),
    )
    kolom_unor = TemuanUnor.unor_id
    saring_bawaan = {"status": StatusTemuan.TERBUKA.value}
    saring = (
        SaringPilihan(nama="jenis", label="Jenis", kolom=TemuanUnor.jenis, enum=JenisTemuan),
        SaringPilihan(nama="status", label="Status", kolom=TemuanUnor.status, enum=StatusTemuan),
        SaringRujukan(nama="unor", label="Unor", kolom=TemuanUnor.unor_id, sasaran=Unor, lookup="unor"),
    )
    lebar = True
    kelas_kolom = {"unor": "is-title is-unor", "jenis": "is-half", "status": "is-half is-fit"}
    kosong = ("Tidak ada temuan yang terbuka", "Unor rapi. Pemeriksaan berjalan sesudah setiap sinkronisasi, atau pilih Periksa sekarang.")
    tindakan_baris = (
        Tindakan(
            kode="gabungkan", label="Gabungkan", aksi="perbaiki", ikon="sitemap", jalankan=_gabung, formulir=GabungForm,
            pertanyaan=lambda t: f"Gabungkan {gabung_unor.sebut(t.unor)} dengan {gabung_unor.sebut(t.unor_lain) if t.unor_lain else '-'}?",
            siapkan=_pasang_gabung, tampil=_untuk(JenisTemuan.DUPLIKAT), utama=True,
        ),
        Tindakan(
            kode="pindahkan-isi", label="Pindahkan isinya", aksi="perbaiki", ikon="switch-horizontal", jalankan=_pindah_isi,
            formulir=PindahIsiForm, pertanyaan=lambda t: f"Pindahkan seluruh isi {t.unor.nama} ke unor lain?",
            akibat=_akibat_pindah, tampil=_untuk(JenisTemuan.NONAKTIF_BERISI), utama=True,
        ),
        Tindakan(
            kode="kaitkan", label="Kaitkan", aksi="perbaiki", ikon="sitemap", jalankan=_kaitkan, formulir=KaitkanForm, siapkan=_pasang_kaitkan,
            pertanyaan=lambda t: f"Ganti Unor Atasan {t.unor.nama}?", tampil=_untuk(JenisTemuan.YATIM, JenisTemuan.SIKLUS), utama=True,
        ),
        Tindakan(
            kode="abaikan", label="Abaikan", aksi="perbaiki", ikon="circle-x", jalankan=_status("abaikan"), perlu_alasan=True,
            pertanyaan=lambda t: f"Abaikan temuan pada {gabung_unor.sebut(t.unor)}?", tampil=lambda t, a: bisa("temuan_unor", t.status, "abaikan"),
            akibat=lambda t: ("Temuan ini tidak lagi dihitung sebagai pekerjaan; dapat dibuka kembali.",),
        ),
        Tindakan(
            kode="buka", label="Buka kembali", aksi="perbaiki", ikon="clock", jalankan=_status("buka"),
            pertanyaan=lambda t: f"Buka kembali temuan pada {t.unor.nama}?", tampil=lambda t, a: t.status is StatusTemuan.DIABAIKAN,
        ),
    )  # fmt: skip

    def tampilan(self, minta: Permintaan) -> list[Tampilan]:
        kini = minta.saring.get("status")
        return [
            Tampilan("Terbuka", self.tautan_daftar(self.saring_bawaan), aktif=kini == StatusTemuan.TERBUKA.value),
            Tampilan("Semua", self.tautan_daftar({}), aktif=not kini),
        ]

    def lencana_rincian(self, objek: TemuanUnor) -> list[Lencana]:
        return [lencana_enum(objek.status)]

    def aksi_halaman(self, pelaku: Aktor) -> list[Tautan]:
        hasil = [Tautan("Riwayat penggabungan", "/admin/gabung-unor/", "clock")] if pelaku.boleh("gabung_unor:lihat") else []
        if pelaku.boleh("rekonsiliasi_unor:periksa"):
            hasil.append(Tautan("Periksa sekarang", f"{self.alamat}periksa/", "shield-check"))
        return hasil

    @expose("/periksa/", methods=("GET", "POST"))
    @izin("rekonsiliasi_unor:periksa")
    def periksa(self) -> Any:
        if request.method == "POST":
            terbuka, tutup = rekonsiliasi_unor.periksa_sekarang(aktor())
            flash(f"{ribuan(terbuka)} temuan terbuka, {ribuan(tutup)} temuan selesai dengan sendirinya.", "success")
            return redirect(tautan(self.alamat, {"status": StatusTemuan.TERBUKA.value}))
        judul = "Periksa sekarang"
        return konfirmasi(
            HalamanKonfirmasi(
                kepala=KepalaHalaman(judul, None, self.remah(judul)),
                pertanyaan="Periksa seluruh unor instansi ini sekarang?",
                tombol="Periksa",
                href_batal=self.alamat,
                href_kirim=f"{self.alamat}periksa/",
                akibat=("Temuan baru ditambahkan, temuan yang cacatnya sudah hilang diselesaikan. Data unor tidak berubah.",),
            )
        )


class GabungUnorView(MenuView):
    model = GabungUnor
    sumber = "gabung_unor"
    alamat = "/admin/gabung-unor/"
    judul = "Riwayat penggabungan unor"
    kelompok = "SIASN"
    can_create = can_edit = can_delete = False
    form_columns = ()
    column_list = ("dari_id", "ke_id", "waktu", "pelaku", "dibatalkan")
    column_details_list = ("dari_id", "ke_id", "waktu", "pelaku", "isi", "dibatalkan")
    kolom_judul = {"isi": "Yang dipindahkan"}
    column_formatters = {
        "dari_id": lambda v, c, m, n: dua_baris(_tautan(m.dari) + _pembeda(m.dari_id), f"Dipindahkan: {gabung_unor.kalimat_isi(m)}"),
        "ke_id": lambda v, c, m, n: _tautan(m.ke) + _pembeda(m.ke_id),
    }
    column_formatters_detail = {"isi": lambda v, c, m, n: gabung_unor.kalimat_isi(m)}
    column_export_list = (
        KolomEkspor("Digabung", lambda m: m.dari.nama, 48),
        KolomEkspor("ID yang digabung", lambda m: m.dari_id),
        KolomEkspor("Ke", lambda m: m.ke.nama, 48),
        KolomEkspor("ID tujuan", lambda m: m.ke_id),
        "waktu",
        "pelaku",
        "dibatalkan",
    )
    urutan = (Urutan("waktu", "Waktu", (GabungUnor.waktu,)),)
    urutan_turun = True
    muat = (
        joinedload(GabungUnor.dari, innerjoin=True).load_only(Unor.nama),
        joinedload(GabungUnor.ke, innerjoin=True).load_only(Unor.nama),
        raiseload("*"),
    )
    kolom_unor = GabungUnor.ke_id
    lebar = True
    kelas_kolom = {"dari_id": "is-title is-unor", "ke_id": "is-unor"}
    kosong = ("Belum ada penggabungan", "Penggabungan dimulai dari temuan duplikat di Rekonsiliasi unor.")
    tindakan_baris = (
        Tindakan(
            kode="batalkan", label="Batalkan penggabungan", aksi="batalkan", ikon="circle-x", bahaya=True,
            pertanyaan=lambda m: f"Kembalikan {gabung_unor.sebut(m.dari)} dengan seluruh isinya?",
            akibat=lambda m: (f"Pindah dari {gabung_unor.sebut(m.ke)} kembali ke {gabung_unor.sebut(m.dari)}: {gabung_unor.kalimat_isi(m)}",),
            jalankan=lambda pelaku, id, versi, alasan, nilai: gabung_unor.batalkan(pelaku, id, versi) or "Penggabungan dibatalkan.",
            halangan=lambda m, pelaku: "Penggabungan ini sudah dibatalkan." if m.dibatalkan else None,
        ),
    )  # fmt: skip
