"""Input Data JPT Non ASN (manual 2.5, Gambar 2.26): the entries and how far each of them is."""

from __future__ import annotations

from typing import Any

from markupsafe import Markup
from sqlalchemy.orm import joinedload, raiseload

from admin_views.aksi import Tindakan
from admin_views.dasar import MenuView
from admin_views.halaman import Lencana, Tautan
from admin_views.jpt_non_asn_langkah import LangkahJpt
from admin_views.konteks import aktor
from admin_views.tampil import dua_baris, lencana, lencana_enum, nip, polos, potongan
from domain import jpt_non_asn as aturan
from domain.izin import Aktor
from domain.jabatan import label_eselon
from domain.status import StatusNonAsn, bisa
from forms.jpt_non_asn import JptNonAsnForm
from models import JptNonAsn, Unor
from services import jpt_non_asn as layanan_jpt
from services import jpt_non_asn_siasn as siasn_jpt
from services.daftar import KolomEkspor, Urutan
from services.saring import SaringNama, SaringNomor, SaringPilihan, SaringRujukan


def _status(view: MenuView, context: Any, model: JptNonAsn, name: str) -> Markup:
    sub = model.pesan or ""
    if siasn_jpt.tertunda(model) and not sub:
        sub = "Sinkronisasi data di SIASN hingga 2×24 jam."
    return dua_baris(lencana(lencana_enum(model.status)), sub)


def _eselon(kode: str) -> str:
    return "NON" if kode == aturan.ESELON_BAWAAN else label_eselon(kode)


def _periksa(pelaku: Aktor, id: int, versi: int | None, alasan: str, nilai: dict[str, Any]) -> str:
    return siasn_jpt.periksa(pelaku, id, versi)


def _kirim_ulang(pelaku: Aktor, id: int, versi: int | None, alasan: str, nilai: dict[str, Any]) -> str:
    layanan_jpt.kirim_ulang(pelaku, id, versi)
    return "Sedang dikirim ulang ke SIASN."


def _sendiri(pelaku: Aktor, id: int, versi: int | None, alasan: str, nilai: dict[str, Any]) -> str:
    return layanan_jpt.simpan(pelaku, id, versi, sendiri=True)


def _gagal(m: JptNonAsn, pelaku: Aktor) -> bool:
    return bisa("jpt_non_asn", m.status, "kirim") and m.disimpan is not None


class JptNonAsnView(LangkahJpt, MenuView):
    model = JptNonAsn
    sumber = "jpt_non_asn"
    alamat = "/admin/jpt-non-asn/"
    judul = "Input Data JPT Non ASN"
    subjudul = "Data pejabat pimpinan tinggi yang bukan ASN, dari pengisian sampai tersedia di SIASN."
    kelompok = "SIASN"
    layanan = layanan_jpt.layanan
    can_create = False  # under the manual's own name: Mulai Input Data
    form = JptNonAsnForm
    form_columns = aturan.KOLOM
    column_list = ("orang", "unor", "status", "dibuat")
    kolom_judul = {"orang": "Nama / NIK", "unor": "Unit Organisasi / Jabatan", "unor_id": "Unit Organisasi"}
    column_formatters = {
        "orang": lambda v, c, m, n: dua_baris(m.nama or "Tanpa nama", nip(m.nik)),
        "unor": lambda v, c, m, n: dua_baris(m.unor.nama if m.unor else "-", m.jabatan or "-"),
        "status": _status,
    }
    column_formatters_detail = {
        "nik": lambda v, c, m, n: nip(m.nik),
        "jenis_kelamin": lambda v, c, m, n: aturan.KELAMIN.get(m.jenis_kelamin),
        "unor_id": lambda v, c, m, n: m.unor.nama if m.unor else None,
        "eselon": lambda v, c, m, n: _eselon(m.eselon),
        "status": lambda v, c, m, n: lencana_enum(m.status),
        "pesan": lambda v, c, m, n: m.pesan,
    }
    column_details_list = (*aturan.KOLOM, "status", "pesan", "dibuat", "disimpan", "diperiksa")
    column_export_list = (
        "nik",
        "nama",
        "tempat_lahir",
        "tanggal_lahir",
        KolomEkspor("Jenis Kelamin", lambda m: aturan.KELAMIN.get(m.jenis_kelamin)),
        *("email", "instansi_induk", "instansi_kerja"),
        KolomEkspor("Unit Organisasi", lambda m: m.unor.nama if m.unor else None, 48),
        *("jabatan", "tanggal_sk", "nomor_sk", "tmt_mulai", "tmt_henti", "tanggal_sk_pemberhentian"),
        KolomEkspor("Eselon", lambda m: _eselon(m.eselon)),
        *("status", "pesan", "disimpan"),
    )
    urutan = (Urutan("dibuat", "Waktu pengisian", (JptNonAsn.dibuat,)),)
    urutan_turun = True
    muat = (joinedload(JptNonAsn.unor).load_only(Unor.nama), raiseload("*"))
    saring = (
        SaringNomor(nama="nik", label="NIK", kolom=JptNonAsn.nik),
        SaringNama(nama="nama", label="Nama", kolom=JptNonAsn.nama_cari),
        SaringPilihan(nama="status", label="Status", kolom=JptNonAsn.status, enum=StatusNonAsn),
        SaringRujukan(nama="unor", label="Unit Organisasi", kolom=JptNonAsn.unor_id, sasaran=Unor, lookup="unor"),
    )
    kelas_kolom = {"orang": "is-title", "status": "", "dibuat": "is-half"}
    kosong = ("Belum ada entri", "Pilih Mulai Input Data untuk memasukkan data JPT Non ASN yang pertama.")
    pertanyaan_hapus = "Yakin akan menghapus entri JPT Non ASN tersebut?"
    tindakan_baris = (
        Tindakan(
            kode="periksa", label="Periksa ke SIASN", aksi="ubah", ikon="user-search", jalankan=_periksa,
            pertanyaan=lambda m: f"Tanyakan ke SIASN apakah NIK {m} sudah dikenal?",
            akibat=lambda m: ("Bila sudah, statusnya menjadi Tersedia di SIASN. Pemeriksaan juga berjalan sendiri setiap beberapa jam.",),
            tampil=lambda m, a: siasn_jpt.tertunda(m),
        ),
        Tindakan(
            kode="kirim-ulang", label="Kirim ulang", aksi="tambah", ikon="send", jalankan=_kirim_ulang, tampil=_gagal, utama=True,
            pertanyaan=lambda m: f"Kirim ulang data {m} ke SIASN?", akibat=lambda m: ("Kiriman sebelumnya dengan NIK yang sama ditimpa.",),
            halangan=lambda m, a: None if layanan_jpt.ada_masukan() else "Pengiriman ke SIASN belum diatur di server ini.",
        ),
        Tindakan(
            kode="input-sendiri", label="Input sendiri di SIASN", aksi="tambah", ikon="clipboard-list", jalankan=_sendiri, tampil=_gagal,
            pertanyaan=lambda m: f"Masukkan sendiri data {m} di SIASN?",
            akibat=lambda m: ("Tersedia lembar data dan langkah-langkahnya; SIASN diperiksa sampai mengenal NIK ini.",),
        ),
    )  # fmt: skip

    # --- Lists and details ---

    def aksi_halaman(self, pelaku: Aktor) -> list[Tautan]:
        if not pelaku.boleh("jpt_non_asn:tambah"):
            return []
        return [Tautan("Mulai Input Data", f"{self.alamat}new/", "plus", utama=True)]

    def lencana_rincian(self, objek: JptNonAsn) -> list[Lencana]:
        return [lencana_enum(objek.status)]

    def subjudul_rincian(self, objek: JptNonAsn) -> str | None:
        return objek.jabatan or None

    def tambahan_rincian(self, objek: JptNonAsn) -> Markup:
        pelaku = aktor()
        return potongan(
            "admin/jpt_non_asn/rincian.html",
            entri=objek,
            dapat_diubah=layanan_jpt.dapat_diubah(objek) and pelaku.boleh("jpt_non_asn:ubah"),
            tertunda=siasn_jpt.tertunda(objek),
            dikirim=siasn_jpt.dikirim(objek),
            bisa_tambah=bisa("jpt_non_asn", objek.status, "tambahkan") and pelaku.boleh("pegawai:tambah_non_asn"),
            sampai=polos(objek.disimpan + aturan.LAMA_SINKRO, pelaku.zona) if objek.disimpan else None,
        )

    def halangan_ubah(self, objek: JptNonAsn) -> str | None:
        return layanan_jpt.halangan_ubah(objek)

    def halangan_hapus(self, objek: JptNonAsn) -> str | None:
        return layanan_jpt.halangan_hapus(objek)
