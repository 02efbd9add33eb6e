"""Profile Pegawai PPT Non-ASN (Gambar 2.31) and Tambah JPT Non ASN (Gambar 2.32, 2.33): SIASN is asked for a NIK.

The NIK is sent by POST, so that it stands in no address and no log.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import Response, flash, redirect, request
from flask_admin import BaseView, expose
from sqlalchemy import select

from admin_views.halaman import Fakta, KepalaHalaman, Tautan
from admin_views.konteks import aktor, konteks
from admin_views.pagar import Berpagar, izin
from admin_views.tampil import nip, teks
from domain.jabatan import JenisJabatan, label_eselon
from domain.jpt_non_asn import KELAMIN, Asal
from extensions import db
from forms.jpt_non_asn import NikForm, TambahNonAsnForm
from models import JptNonAsn
from services import jpt_non_asn_siasn as layanan
from services.galat import PerluPersetujuan, Salah
from services.jpt_non_asn_siasn import HasilCari, SiasnGagal


def _fakta(h: HasilCari) -> list[Fakta]:
    d = h.data
    return [
        Fakta("NIK", nip(d.nik)),
        Fakta("Nama", teks(d.nama)),
        Fakta("Unor", teks(d.unor_nama)),
        Fakta("Jabatan", teks(d.jabatan)),
        Fakta("Instansi Induk", teks(d.instansi_induk)),
        Fakta("Instansi Kerja", teks(d.instansi_kerja)),
    ]


def _fakta_lengkap(h: HasilCari) -> list[Fakta]:
    d = h.data
    lain = (
        ("Tempat Lahir", d.tempat_lahir), ("Tanggal Lahir", d.tanggal_lahir), ("Jenis Kelamin", KELAMIN.get(d.jenis_kelamin or "", d.jenis_kelamin)),
        ("Email", d.email), ("Tanggal SK Jabatan", d.tanggal_sk), ("No SK Jabatan", d.nomor_sk), ("TMT Mulai Jabatan", d.tmt_mulai), ("TMT Henti Jabatan", d.tmt_henti),
        ("Tanggal SK Pemberhentian", d.tanggal_sk_henti), ("Eselon", label_eselon(d.eselon) if d.eselon else None),
    )  # fmt: skip
    return [*_fakta(h), *(Fakta(judul, teks(nilai)) for judul, nilai in lain)]


class ProfilNonAsnView(Berpagar, BaseView):
    sumber = "profil_non_asn"
    alamat = "/admin/profil-non-asn/"

    def __init__(self) -> None:
        super().__init__(name="Profile Pegawai PPT Non-ASN", endpoint="profil_non_asn", url=self.alamat.rstrip("/"))

    @expose("/", methods=("GET", "POST"))
    @izin("profil_non_asn:lihat")
    def index(self) -> Any:
        form = NikForm(request.form if request.method == "POST" else None)
        hasil, galat = None, None
        if request.method == "POST" and form.validate():
            hasil, galat = _cari(form, "profil_non_asn:lihat")
        kepala = KepalaHalaman(
            "Profile Pegawai PPT Non-ASN",
            "Periksa data JPT Non ASN di SIASN menurut NIK.",
            [Tautan("Beranda", "/admin/"), Tautan("SIASN", None)],
        )
        isi = self.render(
            "admin/non_asn/cari.html", kepala=kepala, href=self.alamat, form=form, galat=galat,
            hasil=_fakta_lengkap(hasil) if hasil else None, peringatan=hasil.peringatan if hasil else (),
        )  # fmt: skip
        return Response(isi, _kode(form, galat))


class TambahNonAsnView(Berpagar, BaseView):
    sumber = "pegawai"
    alamat = "/admin/pegawai/tambah-jpt-non-asn/"

    def __init__(self) -> None:
        super().__init__(name="Tambah JPT Non ASN", endpoint="tambah_non_asn", url=self.alamat.rstrip("/"))

    @expose("/", methods=("GET", "POST"))
    @izin("pegawai:tambah_non_asn")
    def index(self) -> Any:
        if request.method != "POST":
            return self._halaman(NikForm(data={"nik": self._nik_entri()}))
        form = NikForm(request.form)
        if not form.validate():
            return self._halaman(form)
        if request.form.get("langkah") != "tambah" or "_cari" in request.form:
            hasil, galat = _cari(form, "pegawai:tambah_non_asn")
            pilihan = self._pilihan(hasil, request.form if "_cari" in request.form else None) if hasil else None
            return self._halaman(form, hasil, galat, pilihan)
        return self._tambah(form)

    def _tambah(self, form: NikForm) -> Any:
        pilihan = TambahNonAsnForm(request.form, konteks=konteks())
        tanya = None
        if pilihan.validate():
            try:
                isi = pilihan.nilai()
                setuju = frozenset(request.form.getlist("setuju"))
                id = layanan.tambahkan(aktor(), form.nik.data, isi["unor_id"], isi["jenis_jabatan"], setuju)
            except PerluPersetujuan as salah:
                tanya = salah
            except SiasnGagal as salah:
                return self._halaman(form, galat=salah)
            except Salah as salah:
                form.pasang_galat({k: v for k, v in salah.kolom.items() if k == "nik"})
                pilihan.pasang_galat({k: v for k, v in salah.kolom.items() if k != "nik"})
            else:
                pimpinan = " dan pimpinan unornya" if isi["jenis_jabatan"] is JenisJabatan.PIMPINAN else ""
                flash(f"JPT Non ASN ditambahkan sebagai pegawai{pimpinan}.", "success")
                return redirect(f"/admin/pegawai/details/?id={id}")
        db.session.rollback()
        hasil, galat = _cari(form, "pegawai:tambah_non_asn")
        return self._halaman(form, hasil, galat, pilihan, tanya, 422)

    def _nik_entri(self) -> str:
        """The NIK of an entry that is ready, so that it need not be typed again and stands in no address."""
        entri = request.args.get("entri", "")
        if not (entri.isascii() and entri.isdigit() and len(entri) <= 18):
            return ""
        return db.session.scalar(select(JptNonAsn.nik).where(JptNonAsn.id == int(entri))) or ""

    def _pilihan(self, hasil: HasilCari, formdata: Any) -> TambahNonAsnForm:
        awal = {"nik": hasil.data.nik, "unor_id": hasil.unor_id, "jenis_jabatan": hasil.jenis_jabatan}
        form = TambahNonAsnForm(formdata, data=awal, konteks=konteks())
        form.nik.data = hasil.data.nik
        return form

    def _halaman(
        self,
        form: NikForm,
        hasil: HasilCari | None = None,
        galat: SiasnGagal | None = None,
        pilihan: TambahNonAsnForm | None = None,
        tanya: PerluPersetujuan | None = None,
        status: int | None = None,
    ) -> Response:
        kepala = KepalaHalaman(
            "Tambah JPT Non ASN",
            "Masukkan NIK, lalu verifikasi nama, unor, dan jabatan menurut SIASN.",
            [
                Tautan("Beranda", "/admin/"),
                Tautan("Administrator", None),
                Tautan("Manajemen Pegawai", "/admin/pegawai/"),
                Tautan("Tambah JPT Non ASN", None),
            ],
        )
        isi = self.render(
            "admin/non_asn/tambah.html", kepala=kepala, href=self.alamat, form=form, galat=galat, pilihan=pilihan,
            tanya=_tanya(hasil, tanya) if hasil else [], tolak=hasil.pertanyaan if hasil and hasil.asal is Asal.LAIN else None,
            hasil=_fakta(hasil) if hasil else None, peringatan=hasil.peringatan if hasil else (),
            pegawai=hasil.pegawai if hasil else None, dikenal=bool(hasil and hasil.unor_id),
        )  # fmt: skip
        return Response(isi, status or _kode(form, galat))


def _cari(form: NikForm, izin_nya: str) -> tuple[HasilCari | None, SiasnGagal | None]:
    """(what was found, why nothing could be found): one of them at most; a wrong NIK is said at its field."""
    try:
        return layanan.cari(aktor(), db.session(), form.nik.data, izin_nya), None
    except SiasnGagal as galat:
        return None, galat
    except Salah as salah:
        form.pasang_galat(salah.kolom)
        return None, None


def _kode(form: NikForm, galat: SiasnGagal | None) -> int:
    return 422 if form.errors or galat is not None else 200


@dataclass(frozen=True, slots=True)
class Pertanyaan:
    """What must be agreed to before he is added. ``baru``: it follows what was just sent."""

    isi: str
    kunci: str
    jawaban: str
    setuju: bool
    baru: bool


def _tanya(hasil: HasilCari, galat: PerluPersetujuan | None) -> list[Pertanyaan]:
    """The open questions: whether he belongs here stands from the look-up on, whom he replaces only after the attempt."""
    semua = []
    if hasil.asal is Asal.TAK_PASTI and hasil.pertanyaan:
        kunci = hasil.kunci_asal
        baru = galat is not None and galat.kunci == kunci
        setuju = kunci in request.form.getlist("setuju")
        semua.append(Pertanyaan(hasil.pertanyaan, kunci, "Ya, ia pejabat instansi ini", setuju, baru))
    if galat is not None and galat.kunci != hasil.kunci_asal:
        semua.append(Pertanyaan(galat.pertanyaan, galat.kunci, "Ya, gantikan", False, True))
    return semua
