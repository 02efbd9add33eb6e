"""The base of every menu: Flask-Admin's ModelView, tamed once. A menu declares; this class does.

Reading goes through services.daftar and the fence, writing through the view's ``layanan``; Flask-Admin's own list,
form, delete, inline and export code is never reached. What a declaration may say stands at the attributes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, ClassVar

from flask import Response, abort, flash, redirect, request, send_file
from flask_admin import expose
from flask_admin.contrib.sqla import ModelView
from markupsafe import Markup
from sqlalchemy.orm import load_only, raiseload
from sqlalchemy.sql.base import ExecutableOption

from admin_views import aksi, halaman_daftar, rincian
from admin_views.halaman import Fakta, HalamanFormulir, KepalaHalaman, Lencana, Tampilan, Tautan
from admin_views.konteks import aktor, konteks, lokal, settings, tautan
from admin_views.navigasi import pangkal
from admin_views.pagar import Berpagar
from admin_views.tampil import teks
from domain.izin import Aktor
from extensions import db
from forms.dasar import Formulir
from forms.generik import formulir_untuk
from services import daftar as layanan_daftar
from services import ekspor, tindakan
from services.daftar import Daftar, KolomEkspor, Permintaan, Urutan
from services.entitas import Entitas
from services.galat import DataBasi, PerluPersetujuan, Salah
from services.saring import Saring


class MenuView(Berpagar, ModelView):
    """A menu with a list. Required: ``model``, ``sumber``, ``alamat``, ``judul``, the explicit column lists, ``urutan``."""

    # Flask-Admin's own switches, set once.
    can_view_details = True
    can_export = True
    column_display_actions = False
    list_template = "admin/model/list.html"
    create_template = "admin/model/create.html"
    edit_template = "admin/model/edit.html"
    details_template = "admin/model/details.html"

    # What a menu declares.
    model: ClassVar[type]
    sumber: ClassVar[str]
    alamat: ClassVar[str]
    judul: ClassVar[str]
    subjudul: ClassVar[str | None] = None
    kelompok: ClassVar[str | None] = "Administrator"
    layanan: ClassVar[Entitas]
    urutan: ClassVar[tuple[Urutan, ...]]
    urutan_turun: ClassVar[bool] = False
    saring: ClassVar[tuple[Saring, ...]] = ()
    saring_bawaan: ClassVar[Mapping[str, str]] = {}
    """What the bare address filters by, where most visits want only that; ``?semua=1`` shows all rows."""
    muat: ClassVar[tuple[ExecutableOption, ...]] = ()
    """Loader options of the list: relations shown, ``load_only``; everything else raises instead of an N+1."""
    gabung: ClassVar[Any] = None
    kolom_unor: ClassVar[Any] = None
    dasar_daftar: ClassVar[Any] = None
    kelas_kolom: ClassVar[Mapping[str, str]] = {}
    kolom_judul: ClassVar[Mapping[str, str]] = {}
    """Column → heading where it differs from the column's label."""
    tindakan_baris: ClassVar[tuple[aksi.Tindakan, ...]] = ()
    tindakan_massal: ClassVar[tuple[aksi.TindakanMassal, ...]] = ()
    lookup: ClassVar[Mapping[str, str]] = {}
    petunjuk: ClassVar[Mapping[str, str]] = {}
    catatan: ClassVar[tuple[Markup, ...]] = ()
    peringatan_formulir: ClassVar[tuple[Markup, ...]] = ()
    pertanyaan_hapus: ClassVar[str] = "Yakin akan menghapus data tersebut?"
    kosong: ClassVar[tuple[str, str]] = ("Belum ada data", "Tambahkan data pertama.")
    edit_tampak: ClassVar[bool] = False
    """Edit and Hapus as visible verbs of the row, where the manual shows them so."""
    lebar: ClassVar[bool] = False
    """Heavy cells, or visible verbs beside them: rows become cards on a window of 1024 px already."""
    riwayat: ClassVar[bool] = True
    hapus_massal: ClassVar[bool] = False
    """Offer *Hapus* as a bulk action; each row that others refer to refuses for itself."""

    def __init__(self) -> None:
        for wajib in ("sumber", "alamat", "judul", "urutan", "column_list", "column_details_list", "form_columns", "column_export_list"):
            if getattr(self, wajib, None) is None:
                raise LookupError(f"{type(self).__name__} belum menyatakan {wajib}")
        self.periksa_izin()
        if "layanan" not in type(self).__dict__:
            type(self).layanan = Entitas(self.model, self.sumber)
        self.daftar = layanan_daftar.daftarkan(self._daftar())
        if self.hapus_massal:
            self._tawarkan_hapus_massal()
        super().__init__(self.model, db, name=self.judul, endpoint=self.sumber, url=self.alamat.rstrip("/"))

    def init_actions(self) -> None:
        """None of Flask-Admin's bulk actions, which it would look for in every attribute: ours are declared (TindakanMassal)."""
        self._actions, self._actions_data = [], {}

    def _daftar(self) -> Daftar:
        return Daftar(
            sumber=self.sumber,
            judul=self.judul,
            model=self.model,
            urutan=self.urutan,
            turun=self.urutan_turun,
            saring=self.saring,
            muat=self.muat or (load_only(*self._kolom_dasar()), raiseload("*")),
            gabung=type(self).gabung,
            kolom_unor=type(self).kolom_unor,
            dasar=type(self).dasar_daftar,
            ekspor=tuple(self._ekspor(k) for k in self.column_export_list),
        )

    def _tawarkan_hapus_massal(self) -> None:
        tindakan.daftarkan(
            tindakan.Tindakan(
                self.sumber, "hapus", "Hapus", f"{self.sumber}:hapus", lambda pelaku, id, nilai: self.layanan.hapus(pelaku, id, None)
            )
        )
        if all(t.kode != "hapus" for t in self.tindakan_massal):
            tanya = aksi.TindakanMassal(
                kode="hapus", label="Hapus", aksi="hapus", ikon="trash", bahaya=True, pertanyaan="Yakin akan menghapus {n} data tersebut?"
            )
            type(self).tindakan_massal = (*self.tindakan_massal, tanya)

    def _kolom_dasar(self) -> list[Any]:
        """Columns that list, titles and actions need, for a menu without relations."""
        return [getattr(self.model, k.name) for k in self.model.__table__.columns]

    def _ekspor(self, kolom: str | KolomEkspor) -> KolomEkspor:
        if isinstance(kolom, KolomEkspor):
            return kolom
        return KolomEkspor(self.label(kolom), lambda o, k=kolom: _polos(getattr(o, k)))

    def label(self, kolom: str) -> str:
        """Heading of a column: declared, else the column's own label."""
        if kolom in self.kolom_judul:
            return self.kolom_judul[kolom]
        kolom_tabel = self.model.__table__.columns.get(kolom)
        return kolom_tabel.info.get("label", kolom) if kolom_tabel is not None else kolom

    # --- Flask-Admin's scaffolding, closed ---

    def scaffold_list_columns(self) -> list[str]:
        return list(self.column_list)

    def scaffold_form(self) -> type[Formulir]:
        return formulir_untuk(self.model, self.form_columns, lookup=self.lookup, petunjuk=self.petunjuk)

    def scaffold_list_form(self, widget: Any = None, validators: Any = None) -> Any:
        return None

    def _process_ajax_references(self) -> dict[str, Any]:
        return {}

    def _validate_form_class(self, ruleset: Any, form_class: Any, remove_missing: bool = True) -> None:
        return None

    # --- Reading ---

    def get_query(self) -> Any:
        stmt, _ = layanan_daftar.tersaring(self.daftar, Permintaan(), konteks())
        return stmt

    def get_one(self, id: Any) -> Any:
        """The record the actor may see, or None: foreign, missing and malformed ids look alike."""
        teks_id = str(id or "")
        if not (teks_id.isascii() and teks_id.isdigit() and len(teks_id) <= 18):
            return None
        return db.session.scalar(self.get_query().where(self.model.id == int(teks_id)))

    def ambil_atau_404(self, id: Any) -> Any:
        objek = self.get_one(id)
        if objek is None:
            abort(404)
        return objek

    # --- What menus override ---

    def nilai_kolom(self, objek: Any, kolom: str) -> Markup:
        """A cell: the declared formatter ``(view, context, model, name)``, else the value in words."""
        pembentuk = (self.column_formatters or {}).get(kolom)
        nilai = pembentuk(self, None, objek, kolom) if pembentuk is not None else getattr(objek, kolom)
        # Every cell of every list comes by here, and only a moment needs to know whose zone it is.
        return teks(nilai, aktor().zona) if isinstance(nilai, datetime) else teks(nilai)

    def nilai_rincian(self, objek: Any, kolom: str) -> Markup:
        pembentuk = (self.column_formatters_detail or {}).get(kolom)
        return teks(pembentuk(self, None, objek, kolom), aktor().zona) if pembentuk else self.nilai_kolom(objek, kolom)

    def lencana_rincian(self, objek: Any) -> Sequence[Lencana]:
        return ()

    def subjudul_rincian(self, objek: Any) -> str | None:
        return None

    def tambahan_rincian(self, objek: Any) -> Markup | None:
        return None

    def fakta_singkat(self, objek: Any) -> Sequence[Fakta]:
        """The record in a confirmation: its first columns."""
        return [Fakta(self.label(k), self.nilai_rincian(objek, k)) for k in list(self.column_details_list)[:5]]

    def aksi_halaman(self, pelaku: Aktor) -> list[Tautan]:
        """Further actions of the list page, before *Tambah*."""
        return []

    def tampilan(self, minta: Permintaan) -> Sequence[Tampilan]:
        """Tabs above the list."""
        return ()

    def catatan_halaman(self) -> Sequence[Markup]:
        return self.catatan

    def halangan_ubah(self, objek: Any) -> str | None:
        """Why *Edit* cannot be used on this record now; None when it can. Asked for every row of a list: no queries here."""
        return None

    def halangan_hapus(self, objek: Any) -> str | None:
        """Why the record cannot be deleted now; the service checks again."""
        return None

    def jalan_lain_hapus(self, objek: Any) -> Sequence[Tautan]:
        """What to do instead when deletion is refused."""
        return ()

    def perubahan_terakhir(self, objek: Any, versi: int | None) -> Markup:
        """Who changed the record since ``versi``, for an answer to a stale page."""
        return rincian.perubahan_terakhir(self, objek, versi)

    def peringatan(self, objek: Any) -> Sequence[Markup]:
        return self.peringatan_formulir

    def sesudah_simpan(self, id: int, baru: bool) -> str:
        """The sentence that follows a save."""
        return "Data tersimpan."

    def remah(self, kini: str | None = None) -> list[Tautan]:
        dasar = [*pangkal(aktor()), *([Tautan(self.kelompok, None)] if self.kelompok else [])]
        return [*dasar, Tautan(self.judul, self.alamat), Tautan(kini, None)] if kini else dasar

    def args_daftar(self) -> Mapping[str, str]:
        """What the address of the list asks for, or what stands in for it."""
        return request.args or self.saring_bawaan

    def tautan_daftar(self, args: Mapping[str, Any], **ganti: Any) -> str:
        """The list with these arguments; without any, all rows also where the bare address would filter."""
        alamat = tautan(self.alamat, args, **ganti)
        return f"{alamat}?semua=1" if self.saring_bawaan and alamat == self.alamat else alamat

    # --- Routes ---

    @expose("/")
    def index_view(self) -> Any:
        minta = layanan_daftar.baca(self.daftar, self.args_daftar())
        return self.render(self.list_template, halaman=halaman_daftar.susun(self, minta))

    @expose("/details/")
    def details_view(self) -> Any:
        objek = self.ambil_atau_404(request.args.get("id"))
        isi = rincian.susun(self, objek, riwayat=request.args.get("tab") == "riwayat")
        return self.render("admin/laci.html" if request.args.get("laci") else self.details_template, halaman=isi)

    @expose("/new/", methods=("GET", "POST"))
    def create_view(self) -> Any:
        if not self.can_create:
            abort(404)
        form = self._create_form_class(request.form if request.method == "POST" else self.isian_awal(), konteks=konteks())
        if self._terkirim(form):
            try:
                id = self.layanan.buat(aktor(), form.nilai(), setuju=_setuju())
            except PerluPersetujuan as galat:
                return self._formulir(form, None, lanjutan=_tanya(galat), status=422)
            except Salah as galat:
                form.pasang_galat(galat.kolom)
            else:
                # As below: a look-up of the form has begun a snapshot that the new row is not in.
                db.session.rollback()
                flash(self.sesudah_simpan(id, True), "success")
                return redirect(self.alamat)
        return self._formulir(form, None)

    @expose("/edit/", methods=("GET", "POST"))
    def edit_view(self) -> Any:
        if not self.can_edit:
            abort(404)
        objek = self.ambil_atau_404(request.args.get("id"))
        form = self._edit_form_class(request.form if request.method == "POST" else None, obj=objek, konteks=konteks())
        konflik = None
        if self._terkirim(form):
            try:
                self.layanan.ubah(aktor(), objek.id, form.versi_dibuka(), form.nilai(), setuju=_setuju())
            except PerluPersetujuan as galat:
                return self._formulir(form, objek, lanjutan=_tanya(galat), status=422)
            except DataBasi:
                db.session.rollback()
                konflik = rincian.siapa_mengubah(self, objek, form.versi_dibuka())
                form["versi"].data = self.ambil_atau_404(objek.id).versi
                form["versi"].raw_data = None
            except Salah as galat:
                form.pasang_galat(galat.kolom)
            else:
                # What was read before the save is stale now, and on SQLite so is the snapshot it came from.
                db.session.rollback()
                flash(self.sesudah_simpan(objek.id, False), "success")
                return redirect(lokal(request.form.get("kembali"), self.alamat))
        return self._formulir(form, objek, konflik=konflik, status=409 if konflik else None)

    @expose("/delete/", methods=("GET", "POST"))
    def delete_view(self) -> Any:
        if not self.can_delete:
            abort(404)
        return aksi.layani_hapus(self)

    @expose("/<int:id>/<kode>/", methods=("GET", "POST"))
    def aksi_view(self, id: int, kode: str) -> Any:
        return aksi.layani_tindakan(self, id, kode)

    @expose("/action/", methods=("POST",))
    def action_view(self) -> Any:
        return aksi.layani_massal(self)

    @expose("/export/<export_type>/", methods=("GET", "POST"))
    def export(self, export_type: str) -> Any:
        if export_type not in ("xlsx", "csv"):
            abort(404)
        minta = layanan_daftar.baca(self.daftar, request.args)
        n, banyak = layanan_daftar.hitung(self.daftar, minta, konteks(), settings().ekspor_langsung_maks)
        if banyak and request.method == "POST":
            ekspor.minta_ekspor(aktor(), self.daftar, minta, export_type)
            flash("Ekspor dijalankan sebagai Tugas. Berkasnya muncul di halaman ini begitu selesai.", "info")
            return redirect("/admin/tugas/")
        if banyak:
            return aksi.konfirmasi(halaman_daftar.tanya_ekspor(self, minta, export_type, n))
        berkas = ekspor.langsung(konteks(), self.daftar, minta, export_type)
        return send_file(berkas.isi, mimetype=berkas.tipe, as_attachment=True, download_name=berkas.nama)

    @expose("/ajax/lookup/")
    def ajax_lookup(self) -> Any:
        abort(404)

    @expose("/ajax/update/", methods=("POST",))
    def ajax_update(self) -> Any:
        abort(403)

    # --- Forms ---

    def isian_awal(self) -> Any:
        """Values that an address may pre-fill in a new form (only names of fields)."""
        return None

    def _terkirim(self, form: Formulir) -> bool:
        return request.method == "POST" and "_cari" not in request.form and form.validate()

    def _formulir(
        self, form: Formulir, objek: Any, *, lanjutan: Markup | None = None, konflik: Markup | None = None, status: int | None = None
    ) -> Any:
        apa = f"Edit {self.nama_tunggal}" if objek is not None else f"Tambah {self.nama_tunggal}"
        isi = HalamanFormulir(
            kepala=KepalaHalaman(apa, str(objek) if objek is not None else None, self.remah(apa)),
            href_batal=self.alamat,
            peringatan=tuple(self.peringatan(objek)),
            lanjutan=lanjutan,
            versi=getattr(objek, "versi", None),
            konflik=konflik,
        )
        salah = bool(form.errors or form.form_errors)
        templat = self.edit_template if objek is not None else self.create_template
        return Response(self.render(templat, halaman=isi, form=form, objek=objek), status or (422 if salah else 200))

    @property
    def nama_tunggal(self) -> str:
        return self.judul.removeprefix("Manajemen ")


def _setuju() -> frozenset[str]:
    return frozenset(request.form.getlist("setuju"))


def _tanya(galat: PerluPersetujuan) -> Markup:
    return Markup(
        '<p>{}</p><div class="form-check"><input class="form-check-input" type="checkbox" id="setuju" name="setuju" value="{}" autofocus>'
        '<label class="form-check-label" for="setuju">Ya, lanjutkan</label></div>'
    ).format(galat.pertanyaan, galat.kunci)


def _polos(nilai: Any) -> Any:
    """A value as a spreadsheet takes it."""
    return getattr(nilai, "label", nilai) if hasattr(nilai, "label") else nilai
