"""Row actions and bulk actions: declarations, and the pages that ask before they act."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from flask import Response, abort, flash, redirect, render_template, request
from itsdangerous import BadSignature, URLSafeTimedSerializer
from sqlalchemy import Select, func, select
from wtforms import StringField

from admin_views.halaman import AksiBaris, HalamanKonfirmasi, KepalaHalaman, Tautan
from admin_views.konteks import aktor, konteks, lokal, settings, tautan
from admin_views.tampil import potongan
from domain.izin import Aktor
from domain.status import TransisiDitolak
from extensions import db
from forms.dasar import Formulir
from services import tindakan as layanan_tindakan
from services.daftar import REGISTRI, Permintaan, tersaring
from services.galat import DataBasi, GalatLayanan, MasihDirujuk, Salah

if TYPE_CHECKING:
    from admin_views.dasar import MenuView

UMUR_TOKEN = 2 * 3600


@dataclass(frozen=True, slots=True, kw_only=True)
class Tindakan:
    """A row action: GET ``<menu>/<id>/<kode>/`` asks, POST does it.

    ``jalankan(aktor, id, versi, alasan, nilai)`` is a service function and returns the sentence to show.
    ``halangan(objek, aktor)`` gives the reason why it cannot be used now (shown disabled), or None.
    ``tampil(objek, aktor)`` False hides it where it makes no sense at all.
    """

    kode: str
    label: str
    aksi: str
    """The action in the policy table."""
    pertanyaan: Callable[[Any], str] | str = ""
    jalankan: Callable[[Aktor, int, int | None, str, dict[str, Any]], str | None] | None = None
    """None: the menu answers the address with a route of its own."""
    ikon: str | None = None
    tombol: str | None = None
    bahaya: bool = False
    perlu_alasan: bool = False
    akibat: Callable[[Any], Sequence[str]] | None = None
    halangan: Callable[[Any, Aktor], str | None] | None = None
    tampil: Callable[[Any, Aktor], bool] | None = None
    formulir: type[Formulir] | None = None
    siapkan: Callable[[Any, Any, bool], None] | None = None
    """``siapkan(form, objek, baru)`` fits the form to the record; ``baru``: nothing has been entered yet."""
    utama: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class TindakanMassal:
    """A bulk action of a list; the work itself is registered in services.tindakan under (sumber, kode)."""

    kode: str
    label: str
    aksi: str
    pertanyaan: str
    """With ``{n}`` for how many."""
    ikon: str | None = None
    tombol: str | None = None
    bahaya: bool = False
    perlu_alasan: bool = False
    akibat: Sequence[str] = ()
    formulir: type[Formulir] | None = None
    siapkan: Callable[[Any, Select[Any], bool], None] | None = None
    """``siapkan(form, terpilih, baru)`` fits the form to the chosen rows (a SELECT of their ids); ``baru``: nothing has been entered yet."""


def menu_baris(view: MenuView, objek: Any, pelaku: Aktor) -> list[AksiBaris]:
    """The entries of a row's menu, for what the actor may do; what cannot be done now is shown with its reason."""
    dasar = view.alamat
    hasil = [AksiBaris("details", "Lihat rincian", f"{dasar}details/?id={objek.id}", "eye")]
    if pelaku.boleh(f"{view.sumber}:ubah") and view.can_edit:
        halangan = view.halangan_ubah(objek)
        hasil.append(AksiBaris("edit", "Edit", f"{dasar}edit/?id={objek.id}", "pencil", utama=view.edit_tampak, alasan_nonaktif=halangan))
    for t in view.tindakan_baris:
        if not pelaku.boleh(f"{view.sumber}:{t.aksi}") or (t.tampil is not None and not t.tampil(objek, pelaku)):
            continue
        halangan = t.halangan(objek, pelaku) if t.halangan else None
        hasil.append(
            AksiBaris(t.kode, t.label, f"{dasar}{objek.id}/{t.kode}/", t.ikon, t.bahaya, t.utama, halangan, dialog=t.formulir is None)
        )
    if pelaku.boleh(f"{view.sumber}:hapus") and view.can_delete:
        hasil.append(
            AksiBaris("hapus", "Hapus", f"{dasar}delete/?id={objek.id}", "trash", bahaya=True, utama=view.edit_tampak, dialog=True)
        )
    return hasil


def layani_tindakan(view: MenuView, id: int, kode: str) -> Any:
    """GET: the question. POST: do it, once the form and the reason are there. A page that time has overtaken is told so (409)."""
    t = next((t for t in view.tindakan_baris if t.kode == kode), None)
    if t is None or t.jalankan is None:
        abort(404)
    if not aktor().boleh(f"{view.sumber}:{t.aksi}"):
        abort(403)
    objek = view.get_one(id)
    if objek is None:
        abort(404)
    if t.tampil is not None and not t.tampil(objek, aktor()):
        return _tersusul(view, objek, t)
    form = t.formulir(request.form if request.method == "POST" else None, konteks=konteks()) if t.formulir else None
    if form is not None and t.siapkan is not None:
        t.siapkan(form, objek, request.method != "POST")
    alasan = request.form.get("alasan", "").strip()[:1000]
    galat_alasan, status, ditolak, perubahan = None, 200, t.halangan(objek, aktor()) if t.halangan else None, None
    if request.method == "POST" and not ditolak:
        sah = form is None or ("_cari" not in request.form and form.validate())
        if t.perlu_alasan and not alasan:
            galat_alasan, status = "Alasan wajib diisi.", 422
        elif sah:
            try:
                pesan = t.jalankan(aktor(), id, _versi(), alasan, form.nilai() if form else {})
            except Salah as galat:
                ditolak, status = _tampilkan(galat, form), 422
            except (GalatLayanan, TransisiDitolak) as galat:
                ditolak, status = str(galat), 409
                if isinstance(galat, DataBasi | TransisiDitolak):
                    # What was read before the refusal is what the page showed, not what others have made of it.
                    db.session.rollback()
                    perubahan = view.perubahan_terakhir(view.ambil_atau_404(id), _versi())
            else:
                flash(pesan or f"{t.label} selesai.", "success")
                return redirect(lokal(request.form.get("kembali"), view.alamat))
        else:
            status = 200 if "_cari" in request.form else 422
    pertanyaan = t.pertanyaan(objek) if callable(t.pertanyaan) else t.pertanyaan
    return konfirmasi(
        HalamanKonfirmasi(
            kepala=KepalaHalaman(t.label, str(objek), view.remah(str(objek))),
            pertanyaan=pertanyaan,
            tombol=t.tombol or t.label,
            href_batal=_kembali(view),
            href_kirim=f"{view.alamat}{id}/{kode}/",
            akibat=tuple(t.akibat(objek)) if t.akibat and not ditolak else (),
            perlu_alasan=t.perlu_alasan,
            alasan=alasan,
            galat_alasan=galat_alasan,
            bahaya=t.bahaya,
            tersembunyi=(("versi", str(getattr(objek, "versi", ""))), ("kembali", _kembali(view))),
            isian=_terlihat(form),
            ditolak=ditolak,
            perubahan=perubahan,
        ),
        status,
    )


def _tersusul(view: MenuView, objek: Any, t: Tindakan) -> Any:
    """What the page still offered makes no sense any more: someone else, or another tab, was quicker."""
    keadaan = ", ".join(lencana.teks for lencana in view.lencana_rincian(objek))
    return konfirmasi(
        HalamanKonfirmasi(
            kepala=KepalaHalaman(t.label, str(objek), view.remah(str(objek))),
            pertanyaan=t.label,
            tombol=t.label,
            href_batal=_kembali(view),
            href_kirim=f"{view.alamat}{objek.id}/{t.kode}/",
            ditolak="Keadaan data ini sudah berubah sejak halamannya Anda buka." + (f" Statusnya kini: {keadaan}." if keadaan else ""),
            perubahan=view.perubahan_terakhir(objek, _versi()),
        ),
        409,
    )


def layani_hapus(view: MenuView) -> Any:
    """GET ``delete/?id=``: the manual's question with what stands against it. POST: delete."""
    sumber = request.form if request.method == "POST" else request.args
    objek = view.get_one(sumber.get("id"))
    if objek is None:
        abort(404)
    ditolak, status = view.halangan_hapus(objek), 200
    if request.method == "POST" and ditolak is None:
        try:
            view.layanan.hapus(aktor(), objek.id, _versi())
        except (MasihDirujuk, Salah, DataBasi) as galat:
            ditolak, status = str(galat), 409
        else:
            flash(f"{objek} dihapus.", "success")
            return redirect(lokal(request.form.get("kembali"), view.alamat))
    return konfirmasi(
        HalamanKonfirmasi(
            kepala=KepalaHalaman("Hapus", str(objek), view.remah(str(objek))),
            pertanyaan=view.pertanyaan_hapus,
            tombol="Hapus",
            href_batal=_kembali(view),
            href_kirim=f"{view.alamat}delete/",
            objek=view.fakta_singkat(objek),
            akibat=() if ditolak else ("Data dihapus dan tidak dapat dikembalikan; isinya tercatat di Jejak audit.",),
            bahaya=True,
            tersembunyi=(("id", str(objek.id)), ("versi", str(getattr(objek, "versi", ""))), ("kembali", _kembali(view))),
            ditolak=ditolak,
            tautan=view.jalan_lain_hapus(objek) if ditolak else (),
        ),
        status,
    )


def konfirmasi(halaman: HalamanKonfirmasi, status: int = 200) -> Any:
    """The question as a page, or as a dialog's fragment when htmx asks for one."""
    pola = "admin/konfirmasi_dialog.html" if request.headers.get("HX-Request") else "admin/konfirmasi.html"
    return Response(render_template(pola, halaman=halaman, terketik=_terketik(halaman) if halaman.ditolak else ()), status)


def _terketik(halaman: HalamanKonfirmasi) -> list[tuple[str, str]]:
    """(label, text) of what was typed into a question that can no longer be answered: shown once more, for it is stored nowhere."""
    label = {"alasan": "Alasan"} | {f.name: f.label.text for f in halaman.isian if isinstance(f, StringField)}
    return [(label[nama], teks) for nama, teks in request.form.items() if nama in label and teks.strip()]


def _kembali(view: MenuView) -> str:
    """Back to the list as it was filtered (the referring page of this menu), or to the list."""
    dari = request.form.get("kembali") or _jalur_perujuk()
    return lokal(dari, view.alamat) if dari.startswith(view.alamat) and "/delete/" not in dari else view.alamat


def _jalur_perujuk() -> str:
    asal = request.headers.get("HX-Current-URL") or request.referrer or ""
    return asal[len(request.host_url) - 1 :] if asal.startswith(request.host_url) else ""


def _versi() -> int | None:
    teks = request.form.get("versi", "")
    return int(teks) if teks.isascii() and teks.isdigit() and len(teks) < 10 else None


def _terlihat(form: Formulir | None) -> tuple[Any, ...]:
    return tuple(f for f in form if f.short_name != "versi") if form is not None else ()


def _tampilkan(galat: Salah, form: Formulir | None) -> str | None:
    """Put messages at their fields; what has no field is returned."""
    if form is None:
        return str(galat)
    form.pasang_galat(galat.kolom)
    return " ".join(str(e) for e in form.form_errors) or None


# --- Bulk ---------------------------------------------------------------------------------------------------------


def _penanda() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(settings().secret_key, salt="pilihan-massal")


def token_pilihan(view: MenuView, minta: Permintaan) -> str:
    """A signed name for 'all rows of this filtered list', bound to the menu and the instansi."""
    return _penanda().dumps([view.sumber, aktor().instansi_id, dict(minta.saring)])


def _urai_token(view: MenuView, teks: str) -> dict[str, str] | None:
    try:
        sumber, instansi_id, saring = _penanda().loads(teks, max_age=UMUR_TOKEN)
    except BadSignature:
        return None
    return saring if (sumber, instansi_id) == (view.sumber, aktor().instansi_id) else None


def layani_massal(view: MenuView) -> Any:
    """First POST: the question with how many. Second (``konfirmasi``): at once up to 100 rows, above that a Tugas."""
    t = next((t for t in view.tindakan_massal if t.kode == request.form.get("action")), None)
    if t is None:
        abort(404)
    if not aktor().boleh(f"{view.sumber}:{t.aksi}"):
        abort(403)
    token = request.form.get("token") or None
    saring = _urai_token(view, token) if token else None
    if token and saring is None:
        flash("Pilihan sudah kedaluwarsa. Pilih barisnya sekali lagi.", "warning")
        return redirect(view.alamat)
    ids = [] if saring is not None else _ids(request.form.getlist("rowid"))
    ids = _yang_ada(view, ids)
    n = _jumlah(view, saring) if saring is not None else len(ids)
    if not n:
        flash("Belum ada baris yang dipilih. Centang barisnya, lalu pilih tindakan.", "warning")
        return redirect(_kembali(view))
    terkirim = "konfirmasi" in request.form
    form = t.formulir(request.form if terkirim else None, konteks=konteks()) if t.formulir else None
    if form is not None and t.siapkan is not None:
        t.siapkan(form, _terpilih(view, ids, saring), not terkirim)
    alasan = request.form.get("alasan", "").strip()[:1000]
    galat_alasan = "Alasan wajib diisi." if terkirim and t.perlu_alasan and not alasan and "_cari" not in request.form else None
    if terkirim and "_cari" not in request.form and not galat_alasan and (form is None or form.validate()):
        nilai = {**(form.nilai() if form else {}), **({"alasan": alasan} if t.perlu_alasan else {})}
        return _jalankan_massal(view, t, ids, saring, n, nilai)
    return _tanya_massal(view, t, ids, token, n, form, alasan, galat_alasan, 422 if galat_alasan or (form and form.errors) else 200)


def _tanya_massal(
    view: MenuView,
    t: TindakanMassal,
    ids: list[int],
    token: str | None,
    n: int,
    form: Formulir | None,
    alasan: str,
    galat_alasan: str | None,
    status: int,
) -> Any:
    akibat = list(t.akibat)
    if layanan_tindakan.ambil(view.sumber, t.kode).bersama or n > settings().massal_langsung_maks:
        akibat.append("Dijalankan sebagai Tugas; kemajuan dan hasil per baris ada di Tugas dan unduhan.")
    terkirim = [("action", t.kode), ("konfirmasi", "1"), ("kembali", _kembali(view))]
    terkirim += [("token", token)] if token else [("rowid", str(i)) for i in ids]
    return konfirmasi(
        HalamanKonfirmasi(
            kepala=KepalaHalaman(t.label, None, view.remah(t.label)),
            pertanyaan=t.pertanyaan.format(n=f"{n:,}".replace(",", ".")),
            tombol=f"{t.tombol or t.label} ({n:,})".replace(",", "."),
            href_batal=_kembali(view),
            href_kirim=f"{view.alamat}action/",
            akibat=akibat,
            perlu_alasan=t.perlu_alasan,
            alasan=alasan,
            galat_alasan=galat_alasan,
            bahaya=t.bahaya,
            tersembunyi=terkirim,
            isian=_terlihat(form),
            potongan_isian=potongan(form.pola, form=form) if form is not None and form.pola else None,
        ),
        status,
    )


def _jalankan_massal(
    view: MenuView, t: TindakanMassal, ids: list[int], saring: dict[str, str] | None, n: int, nilai: dict[str, Any]
) -> Any:
    tindakan = layanan_tindakan.ambil(view.sumber, t.kode)
    if tindakan.bersama or saring is not None or n > settings().massal_langsung_maks:
        layanan_tindakan.sebagai_tugas(aktor(), tindakan, ids=ids, saring=saring, nilai=nilai, total=n)
        apa = tindakan.judul(nilai, n) if tindakan.judul else f"{t.label} untuk {n:,} baris".replace(",", ".")
        flash(f"{apa} dijalankan sebagai Tugas.", "info")
        return redirect("/admin/tugas/")
    hasil = layanan_tindakan.jalankan_langsung(aktor(), tindakan, ids, nilai)
    if hasil.berhasil:
        flash(f"{t.label}: {hasil.berhasil} baris selesai.", "success")
    for objek, pesan in hasil.gagal[:10]:
        flash(f"{objek}: {pesan}", "error")
    if len(hasil.gagal) > 10:
        flash(f"{len(hasil.gagal) - 10} baris lain juga dilewati.", "error")
    return redirect(lokal(request.form.get("kembali"), view.alamat))


def _ids(teks: Sequence[str]) -> list[int]:
    return sorted({int(t) for t in teks if t.isascii() and t.isdigit() and len(t) <= 18})[:1000]


def _yang_ada(view: MenuView, ids: list[int]) -> list[int]:
    """Only rows that the actor sees: ids of others vanish as if missing."""
    if not ids:
        return []
    stmt, _ = tersaring(REGISTRI[view.sumber], Permintaan(), konteks(), view.model.id)
    return list(db.session.scalars(stmt.where(view.model.id.in_(ids)).order_by(view.model.id)))


def _terpilih(view: MenuView, ids: list[int], saring: dict[str, str] | None) -> Select[Any]:
    """SELECT of the ids of the chosen rows."""
    if saring is None:
        return select(view.model.id).where(view.model.id.in_(ids))
    return tersaring(REGISTRI[view.sumber], Permintaan(saring=saring), konteks(), view.model.id)[0]


def _jumlah(view: MenuView, saring: dict[str, str]) -> int:
    stmt = _terpilih(view, [], saring)
    return db.session.scalar(select(func.count()).select_from(stmt.subquery())) or 0


def tautan_tambah(view: MenuView, pelaku: Aktor) -> list[Tautan]:
    """Page actions of a list: exports, what the menu adds, *Tambah* last."""
    hasil = []
    if pelaku.boleh(f"{view.sumber}:ekspor") and view.column_export_list:
        args = {k: v for k, v in view.args_daftar().items() if k not in {"halaman", "kursor"}}
        hasil.append(Tautan("Unduh CSV", tautan(f"{view.alamat}export/csv/", args), "download"))
        hasil.append(Tautan("Unduh Excel", tautan(f"{view.alamat}export/xlsx/", args), "download"))
    hasil += view.aksi_halaman(pelaku)
    if pelaku.boleh(f"{view.sumber}:tambah") and view.can_create:
        hasil.append(Tautan("Tambah", f"{view.alamat}new/", "plus", utama=True))
    return hasil
