"""Deleting a unor: the manual's question, what is in it, and where that goes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import Response, abort, flash, redirect, request
from markupsafe import Markup

from admin_views.aksi import konfirmasi
from admin_views.halaman import Fakta, HalamanKonfirmasi, KepalaHalaman, Tautan
from admin_views.konteks import aktor, konteks, lokal
from admin_views.tampil import ribuan
from extensions import db
from forms.unor import PindahUnorForm
from models import Unor
from services import unor as layanan_unor
from services.galat import DataBasi, MasihDirujuk, Salah
from services.unor import Isi, Pemindahan

if TYPE_CHECKING:
    from admin_views.unor import UnorView


def layani(view: UnorView) -> Any:
    """GET ``delete/?id=`` asks, POST moves what there is and deletes."""
    kirim = request.method == "POST"
    objek = view.get_one((request.form if kirim else request.args).get("id"))
    if objek is None:
        abort(404)
    ada = layanan_unor.isi(db.session(), objek.id)
    ditolak, status = ada.halangan, 200
    form = PindahUnorForm(request.form if kirim else None, konteks=konteks()) if ada.perlu_tujuan and not ditolak else None
    if form is not None and request.headers.get("HX-Request"):
        # A look-up wants a page, not a dialog.
        return Response(headers={"HX-Redirect": f"{view.alamat}delete/?id={objek.id}"})
    if kirim and ditolak:
        status = 409
    elif kirim and form is not None and "_cari" not in request.form and not form.validate():
        status = 422
    elif kirim and "_cari" not in request.form:
        try:
            pindah = layanan_unor.layanan.pindahkan_dan_hapus(aktor(), objek.id, _versi(), form.tujuan_id.data if form else None)
        except Salah as galat:
            status, ditolak = 422, _di_isian(galat, form)
        except (MasihDirujuk, DataBasi) as galat:
            status, ditolak = 409, str(galat)
        else:
            flash(_kalimat(objek, pindah), "success")
            return redirect(lokal(request.form.get("kembali"), view.alamat))
    return konfirmasi(_halaman(view, objek, ada, form, ditolak), status)


def _halaman(view: UnorView, objek: Unor, ada: Isi, form: PindahUnorForm | None, ditolak: str | None) -> HalamanKonfirmasi:
    kembali = _kembali(view)
    return HalamanKonfirmasi(
        kepala=KepalaHalaman("Hapus", objek.nama, view.remah(objek.nama)),
        pertanyaan=view.pertanyaan_hapus,
        tombol="Pindahkan dan hapus" if form else "Hapus",
        href_batal=kembali,
        href_kirim=f"{view.alamat}delete/",
        objek=_fakta(view, objek, ada),
        akibat=_akibat(objek, ada) if not ditolak else (),
        bahaya=True,
        tersembunyi=(("id", str(objek.id)), ("versi", str(objek.versi)), ("kembali", kembali)),
        isian=tuple(form) if form else (),
        ditolak=ditolak,
        tautan=_jalan_lain(objek, ada) if ditolak else (),
    )


def _fakta(view: UnorView, objek: Unor, ada: Isi) -> list[Fakta]:
    def tautan(n: int, href: str, apa: str) -> Markup:
        return Markup('<a class="ek-inline" href="{}">{} {}</a>').format(href, ribuan(n), apa) if n else Markup("Tidak ada")

    hasil = [Fakta("Nama Unor", view.nilai_kolom(objek, "nama"))]
    hasil.append(Fakta("Unor bawahan", tautan(ada.bawahan, f"{view.alamat}?atasan={objek.id}", "unor")))
    hasil.append(Fakta("Pegawai", tautan(ada.pegawai, f"/admin/pegawai/?unor={objek.id}", "pegawai")))
    if ada.berinduk:
        hasil.append(Fakta("Sebagai Unor Induk", tautan(ada.berinduk, f"{view.alamat}?induk={objek.id}", "unor lain")))
    if ada.plt_aktif or ada.plt_lama:
        hasil.append(Fakta("PLT/PLH", tautan(ada.plt_aktif + ada.plt_lama, f"/admin/plt-plh/?unor={objek.id}", "PLT/PLH")))
    return hasil


def _akibat(objek: Unor, ada: Isi) -> list[str]:
    hasil = []
    if ada.bawahan:
        hasil.append(f"{ribuan(ada.bawahan)} unor bawahan mendapat unor tujuan sebagai Unor Atasan.")
    if ada.berinduk or ada.bawahan:
        hasil.append("Unor yang berinduk pada unor ini mendapat Unor Induk dari unor tujuan.")
    if ada.pegawai:
        hasil.append(f"{ribuan(ada.pegawai)} pegawai pindah ke unor tujuan. SKP yang sudah dibuat tidak berubah sampai unornya di-Refresh.")
        if kepala := layanan_unor.pimpinan(db.session(), objek.id):
            hasil.append(f"{kepala.nama} menjadi Pegawai bila unor tujuan sudah mempunyai pimpinan; bila belum, ia menjadi pimpinannya.")
    if ada.plt_lama:
        hasil.append(f"{ribuan(ada.plt_lama)} PLT/PLH yang sudah tidak aktif ikut pindah; nama jabatannya tetap.")
    return [*hasil, "Unor dihapus dan tidak dapat dikembalikan; isinya tercatat di Jejak audit."]


def _jalan_lain(objek: Unor, ada: Isi) -> list[Tautan]:
    hasil = []
    if ada.plt_aktif:
        hasil.append(Tautan("Lihat PLT/PLH", f"/admin/plt-plh/?unor={objek.id}", "switch-horizontal"))
    if ada.peran and aktor().boleh("pengguna:lihat"):
        hasil.append(Tautan("Lihat Pengguna", "/admin/pengguna/?peran=supervisor", "user"))
    return hasil


def _kalimat(objek: Unor, pindah: Pemindahan | None) -> str:
    if pindah is None:
        return f"{objek.nama} dihapus."
    bagian = [f"{ribuan(n)} {apa}" for n, apa in ((pindah.unor, "unor"), (pindah.pegawai, "pegawai"), (pindah.plt_plh, "PLT/PLH")) if n]
    turun = " Pimpinannya kini tercatat sebagai Pegawai." if pindah.pimpinan_turun else ""
    return f"{objek.nama} dihapus. {' dan '.join([', '.join(bagian[:-1]), bagian[-1]] if bagian[1:] else bagian)} dipindahkan ke {pindah.tujuan}.{turun}"


def _di_isian(galat: Salah, form: PindahUnorForm | None) -> str | None:
    if form is None:
        return str(galat)
    form.pasang_galat(galat.kolom)
    return " ".join(str(g) for g in form.form_errors) or None


def _versi() -> int | None:
    teks = request.form.get("versi", "")
    return int(teks) if teks.isascii() and teks.isdigit() and len(teks) < 10 else None


def _kembali(view: UnorView) -> str:
    """Back to the list as it was filtered, or to the list."""
    asal = request.headers.get("HX-Current-URL") or request.referrer or ""
    dari = request.form.get("kembali") or (asal[len(request.host_url) - 1 :] if asal.startswith(request.host_url) else "")
    return lokal(dari, view.alamat) if dari.startswith(f"{view.alamat}?") else view.alamat
