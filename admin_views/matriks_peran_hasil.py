"""Matriks Peran Hasil (manual 2.11, Gambar 2.44–2.46): units or teams, their structure, the matrix and its printing."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from flask import abort, request
from flask_admin import expose
from markupsafe import Markup
from sqlalchemy import Select
from sqlalchemy.orm import joinedload, load_only, raiseload

from admin_views import halaman_daftar
from admin_views.aksi import Tindakan
from admin_views.dasar import MenuView
from admin_views.halaman import Baris, HalamanDaftar, Lencana
from admin_views.konteks import aktor, tautan
from admin_views.matriks_cetak import CetakMph
from admin_views.matriks_struktur import StrukturUnit
from admin_views.tampil import dua_baris, ikon
from domain.izin import Aktor
from forms.matriks_peran_hasil import CetakMphForm
from models import Pegawai, TimKerja, Unor
from services import cetak_mph
from services import daftar as layanan_daftar
from services import matriks_peran_hasil as layanan_mph
from services.cetak_mph import JenisMph
from services.daftar import KolomEkspor, Urutan
from services.matriks_peran_hasil import Keadaan
from services.saring import Konteks, Saring, SaringNama, SaringPilihan, SaringRujukan, SaringSalah

PETUNJUK_UNOR = "Search Nama Unor. Minimal 3 karakter."


def tahun_diminta() -> int:
    """The year of the address; anything that is none means the present one."""
    pelaku = aktor()
    teks = request.values.get("tahun", "")
    return next((t for t in layanan_mph.tahun_pilihan(pelaku) if str(t) == teks), pelaku.hari_ini().year)


def keadaan(objek: Unor | TimKerja) -> Keadaan:
    """Who leads, and by which SKP; asked once for the rows of a page."""
    if isinstance(objek, TimKerja):
        return layanan_mph.sehalaman(objek, (), layanan_mph.keadaan_tim)
    tahun = tahun_diminta()
    pada = layanan_mph.hari_acuan(aktor(), tahun)
    return layanan_mph.sehalaman(objek, (tahun,), lambda s, baris: layanan_mph.keadaan(s, [b.id for b in baris], tahun, pada))


def _tahun(konteks: Konteks) -> list[tuple[str, str]]:
    return [(str(t), str(t)) for t in layanan_mph.tahun_pilihan(konteks.aktor)]


class SaringKonteks(Saring):
    """A choice that tells which matrix is meant and narrows no rows."""

    def terapkan(self, stmt: Select, nilai: str, konteks: Konteks) -> Select:
        if nilai not in dict(self.daftar_pilihan(konteks)):
            raise SaringSalah(f"Pilih {self.label} dari daftar.")
        return stmt

    def teks(self, nilai: str, konteks: Konteks) -> str:
        return dict(self.daftar_pilihan(konteks)).get(nilai, nilai)


class SaringTahun(SaringKonteks):
    def daftar_pilihan(self, konteks: Konteks) -> list[tuple[str, str]]:
        return _tahun(konteks)


class SaringJenis(SaringKonteks):
    def daftar_pilihan(self, konteks: Konteks) -> list[tuple[str, str]]:
        return [(j.value, j.label) for j in JenisMph]


STRUKTUR = Markup(
    '<ul class="ek-tree ek-tree--baris" role="tree" aria-label="Struktur {nama}"><li role="none"><a role="treeitem" class="ek-tree__item" href="{href}" tabindex="0" '
    'aria-level="1" aria-posinset="1" aria-setsize="1" aria-expanded="false" aria-owns="cabang-{id}" data-cabang="{href}" data-buka><span class="ek-tree__toggle">{ikon}</span>'
    '<span class="ek-tree__text">Struktur Unit Kerja</span></a><ul role="group" id="cabang-{id}" hidden></ul></li></ul>'
)
"""The structure of one unit of the list, closed; without script the link leads to its page."""
JENIS = SaringJenis(nama="jenis", label="Jenis", jenis="pilihan")


def _nama(view: MenuView, context: Any, model: Unor | TimKerja, name: str) -> Markup:
    """Name and id as the manual shows them; below a unit its structure, opened where it stands."""
    isi = dua_baris(model.nama, f"ID : {getattr(model, 'siasn_id', None) or model.id}")
    if isinstance(model, TimKerja):
        return isi
    # Not a template: each rendering would count the running tasks again for the frame.
    return isi + STRUKTUR.format(nama=model.nama, id=model.id, href=f"{view.alamat}struktur/{model.id}/", ikon=ikon("chevron-right"))


def _pimpinan(view: MenuView, context: Any, model: Unor | TimKerja, name: str) -> Any:
    p = keadaan(model).pemimpin
    if p is None:
        return Lencana("Tanpa pimpinan", "warning", "user-exclamation")
    return dua_baris(
        p.nama, p.jabatan if p.sebutan in ("Pimpinan", "Ketua") or p.jabatan.startswith(p.sebutan) else f"{p.sebutan}: {p.jabatan}"
    )


def _ekspor_pimpinan(objek: Unor) -> str | None:
    p = layanan_mph.sehalaman(objek, ("pimpinan",), _pimpinan_saja)
    return p.nama if p else None


def _pimpinan_saja(session: Any, baris: list[Unor]) -> dict[int, Any]:
    ada = layanan_mph.pemimpin(session, [b.id for b in baris], None)
    return {b.id: ada.get(b.id) for b in baris}


def _cetak(pelaku: Aktor, id: int, versi: int | None, alasan: str, nilai: dict[str, Any]) -> str:
    cetak_mph.minta(pelaku, JenisMph.UNIT, id, tahun_diminta(), nilai["format"])
    return "Cetak MPH dijalankan sebagai Tugas."


CETAK = Tindakan(
    kode="cetak_mph", label="Cetak MPH", aksi="cetak_mph", ikon="printer", utama=True, formulir=CetakMphForm, jalankan=_cetak,
    pertanyaan=lambda o: f"Cetak Matriks Peran Hasil {o.nama}?", halangan=lambda o, a: keadaan(o).halangan,
)  # fmt: skip


class MatriksDasar(MenuView):
    """What the lists of units and of teams share. Both answer at one address; ``jenis`` tells them apart."""

    judul = "Matriks Peran Hasil"
    subjudul = "Mencetak Matriks Peran Hasil Unit / Tim Kerja."
    alamat = "/admin/matriks-peran-hasil/"
    jenis_mph = JenisMph.UNIT
    tahun_diminta = staticmethod(tahun_diminta)
    keadaan = staticmethod(keadaan)
    can_create = can_edit = can_delete = False
    riwayat = False
    column_list = ("nama", "atasan", "pimpinan")
    column_details_list = ("nama", "atasan", "pimpinan")
    form_columns = ("nama",)
    kolom_judul = {"nama": "Nama Unit / Tim Kerja", "atasan": "Unit Kerja Atasan", "pimpinan": "Pimpinan"}
    tindakan_baris = (CETAK,)

    def susun(self) -> HalamanDaftar:
        """The list; its rows carry the year along, since each year has its matrix."""
        minta = layanan_daftar.baca(self.daftar, request.args)
        tahun = tahun_diminta()
        if self.jenis_mph is JenisMph.TIM and "tahun" not in minta.saring:
            minta = replace(minta, saring={**minta.saring, "tahun": str(tahun)})
        h = halaman_daftar.susun(self, minta)
        tetap = {"tahun": str(tahun), "jenis": self.jenis_mph.value}
        # These two always have a value, so that neither can be left open or taken away.
        isian = [
            replace(f, nilai=tetap[f.nama], pilihan=[replace(p, terpilih=p.nilai == tetap[f.nama]) for p in f.pilihan if p.nilai])
            if f.nama in tetap
            else f
            for f in h.filter
        ]
        chip = [c for c in h.chip if c.label not in ("Tahun", "Jenis")]
        hapus = tautan(self.alamat, tetap) if chip else None
        return replace(h, filter=isian, chip=chip, href_hapus_filter=hapus, baris=[self._baris(b, tahun) for b in h.baris])

    def _baris(self, baris: Baris, tahun: int) -> Baris:
        lihat = tautan(f"{self.alamat_jenis}{baris.id}/", {"tahun": tahun})
        cetak = tautan(f"{self.alamat_jenis}{baris.id}/cetak_mph/", {"tahun": tahun})
        aksi = [replace(a, label="Lihat matriks", href=lihat) if a.kode == "details" else replace(a, href=cetak) for a in baris.aksi]
        return replace(baris, aksi=aksi, href=lihat, href_laci=None)

    @property
    def alamat_jenis(self) -> str:
        """Where a row of this kind lives."""
        return self.alamat if self.jenis_mph is JenisMph.UNIT else f"{self.alamat}tim/"


class MatriksTim(MatriksDasar):
    """The list's other source. Not a view of its own: MatriksPeranHasilView answers for it."""

    model = TimKerja
    sumber = "matriks_peran_hasil_tim"
    jenis_mph = JenisMph.TIM
    column_formatters = {"nama": _nama, "atasan": lambda v, c, m, n: m.unor.nama, "pimpinan": _pimpinan}
    column_export_list = (
        KolomEkspor("Tahun", lambda t: t.tahun, 8),
        KolomEkspor("Nama Tim Kerja", lambda t: t.nama, 48),
        KolomEkspor("Unit Kerja Atasan", lambda t: t.unor.nama, 48),
        KolomEkspor("Pimpinan", lambda t: t.ketua.nama, 32),
    )
    urutan = (Urutan("nama", "Nama Tim Kerja", (TimKerja.nama_cari,)),)
    muat = (
        load_only(TimKerja.nama, TimKerja.nama_cari, TimKerja.tahun, TimKerja.unor_id, TimKerja.ketua_id),
        joinedload(TimKerja.unor, innerjoin=True).options(load_only(Unor.nama), raiseload("*")),
        joinedload(TimKerja.ketua, innerjoin=True).options(load_only(Pegawai.nama), raiseload("*")),
        raiseload("*"),
    )
    kolom_unor = TimKerja.unor_id
    saring = (
        SaringPilihan(nama="tahun", label="Tahun", kolom=TimKerja.tahun, pilihan=_tahun, ubah=int),
        JENIS,
        SaringNama(nama="nama", label="Nama Tim Kerja", kolom=TimKerja.nama_cari),
        SaringRujukan(
            nama="atasan", label="UNIT KERJA ATASAN", kolom=TimKerja.unor_id, sasaran=Unor, lookup="unor", petunjuk=PETUNJUK_UNOR
        ),
    )
    kosong = ("Belum ada tim kerja", "Tambahkan tim kerja dan anggotanya di menu Tim Kerja.")


class MatriksPeranHasilView(CetakMph, StrukturUnit, MatriksDasar):
    model = Unor
    sumber = "matriks_peran_hasil"
    list_template = "admin/matriks_peran_hasil/list.html"
    column_formatters = {"nama": _nama, "atasan": lambda v, c, m, n: m.atasan.nama if m.atasan else None, "pimpinan": _pimpinan}
    column_formatters_detail = {"nama": lambda v, c, m, n: m.nama}
    column_export_list = (
        KolomEkspor("Nama Unit Kerja", lambda u: u.nama, 50),
        KolomEkspor("ID", lambda u: u.siasn_id or str(u.id), 36),
        KolomEkspor("Unit Kerja Atasan", lambda u: u.atasan.nama if u.atasan else None, 50),
        KolomEkspor("Pimpinan", _ekspor_pimpinan, 32),
    )
    urutan = (Urutan("nama", "Nama Unit Kerja", (Unor.nama_cari,)),)
    muat = (
        load_only(Unor.nama, Unor.nama_cari, Unor.siasn_id, Unor.atasan_id),
        joinedload(Unor.atasan).options(load_only(Unor.nama, raiseload=True), raiseload("*")),
        raiseload("*"),
    )
    kolom_unor = Unor.id
    saring = (
        SaringTahun(nama="tahun", label="Tahun", jenis="pilihan"),
        JENIS,
        SaringNama(nama="nama", label="Nama Unit Kerja", kolom=Unor.nama_cari),
        SaringRujukan(nama="atasan", label="UNIT KERJA ATASAN", kolom=Unor.atasan_id, sasaran=Unor, lookup="unor", petunjuk=PETUNJUK_UNOR),
    )
    lebar = True
    kelas_kolom = {"nama": "is-title is-unor", "atasan": "is-unor"}
    kosong = ("Belum ada unit kerja", "Tambahkan unit kerja di menu Unor.")

    def __init__(self) -> None:
        super().__init__()
        self.tim = MatriksTim()

    def sisi(self, jenis: JenisMph) -> MatriksDasar:
        """The source of a kind."""
        return self if jenis is JenisMph.UNIT else self.tim

    def _sisi_diminta(self) -> MatriksDasar:
        return self.sisi(JenisMph.TIM if request.args.get("jenis") == JenisMph.TIM.value else JenisMph.UNIT)

    @expose("/")
    def index_view(self) -> Any:
        return self.render(self.list_template, halaman=self._sisi_diminta().susun())

    @expose("/details/")
    def details_view(self) -> Any:
        """The matrix itself: a unit's other facts are those of Manajemen Unor."""
        objek = self.ambil_atau_404(request.args.get("id"))
        return self.tampilkan(JenisMph.UNIT, objek.id)

    @expose("/export/<export_type>/", methods=("GET", "POST"))
    def export(self, export_type: str) -> Any:
        sisi = self._sisi_diminta()
        return MenuView.export(sisi, export_type)

    @expose("/<int:id>/<kode>/", methods=("GET", "POST"))
    def aksi_view(self, id: int, kode: str) -> Any:
        if kode != CETAK.kode:
            abort(404)
        return self.tanya_cetak(JenisMph.UNIT, id)
