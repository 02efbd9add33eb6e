"""What the pages of *Daftar SKP* share: their view models, a form's life from the first look to the saved row, the questions before an action."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any, cast

from flask import Response, abort, flash, redirect, render_template, request
from markupsafe import Markup
from sqlalchemy import select
from sqlalchemy.orm.exc import ObjectDeletedError

from admin_views.aksi import konfirmasi
from admin_views.halaman import AksiBaris, Fakta, HalamanFormulir, HalamanKonfirmasi, KepalaHalaman, Lencana, Tautan
from admin_views.konteks import aktor
from admin_views.navigasi import pangkal
from admin_views.rincian import siapa_mengubah
from admin_views.tampil import teks
from domain.status import StatusSkp
from domain.tanggal import panjang
from extensions import db
from forms.dasar import Formulir
from models import Skp
from services import daftar_skp as bacaan
from services.daftar_skp import Terbuka
from services.galat import DataBasi, GalatLayanan, Salah
from services.skp import ALASAN_MAKS, ALASAN_TERLALU_PANJANG

ALAMAT = "/admin/daftar-skp/"
JUDUL = "Daftar SKP"


@dataclass(frozen=True, slots=True)
class KabarKeberatan:
    """A keberatan of the card's SKP that is over: on which period, how it ended, and what holds now."""

    periode: str
    hasil: Lencana
    akibat: str
    href: str


@dataclass(frozen=True, slots=True)
class KartuSkp:
    """A SKP in a list of cards, with what the manual shows of it (2.16)."""

    id: int
    judul: str
    status: Lencana
    fakta: Sequence[Fakta]
    aksi: Sequence[AksiBaris]
    catatan: str | None = None
    """Why it was returned, while it is a Draft."""
    keberatan: Sequence[KabarKeberatan] = ()


def alamat_skp(id: int) -> str:
    return f"{ALAMAT}{id}/"


def masa(skp: Skp) -> str:
    """``1 Januari 2026 - 31 Desember 2026``, as the manual writes it."""
    return f"{panjang(skp.awal)} - {panjang(skp.akhir)}"


def lencana_status(skp: Skp) -> Lencana:
    return Lencana(skp.status.label.upper(), skp.status.nada, skp.status.ikon)


def fakta_skp(skp: Skp) -> list[Fakta]:
    return [
        Fakta("Pendekatan", teks(skp.pendekatan.label)),
        Fakta("Unit Kerja", teks(skp.unor.nama)),
        Fakta("Status", teks(skp.jenis.label)),
        Fakta("Jenis Pegawai", teks(skp.jabatan)),
    ]


def remah(skp: Skp | None = None, kini: str | None = None) -> list[Tautan]:
    """Crumbs down to ``kini``; a SKP between is a link."""
    jejak = [*pangkal(aktor()), Tautan("Kinerja saya", None), Tautan(JUDUL, ALAMAT if skp is not None or kini else None)]
    if skp is not None:
        jejak.append(Tautan(f"SKP {masa(skp)}", alamat_skp(skp.id) if kini else None))
    return [*jejak, Tautan(kini, None)] if kini else jejak


def versi_kiriman() -> int | None:
    """The version that a question's form carries; without a readable one the page counts as stale."""
    nilai = request.form.get("versi", "")
    return int(nilai) if nilai.isascii() and nilai.isdigit() and len(nilai) < 10 else -1


def buka(id: int) -> Terbuka:
    """The SKP of the address, for one of its three people; 404 for everyone else."""
    return bacaan.buka(db.session(), aktor(), id)


def buka_milik(id: int) -> Skp:
    """The actor's own SKP; 404 for his penilai too."""
    terbuka = buka(id)
    if not terbuka.pemilik:
        abort(404)
    return terbuka.skp


def layani_formulir(
    form: Formulir,
    *,
    judul: str,
    skp: Skp | None,
    simpan: Callable[[], str],
    pesan: str,
    objek: Any = None,
    templat: str = "admin/daftar_skp/formulir.html",
    tombol: str = "Simpan",
    batal: str | None = None,
    konflik: Callable[[], Markup] | None = None,
    peringatan: Sequence[Markup] = (),
    **lain: Any,
) -> Any:
    """Show a form, save what was sent, or show it again with what is wrong; nothing typed is lost.

    ``simpan`` saves and returns the address to go to. ``konflik`` tells what changed meanwhile and brings the versions up
    to date; without it the audit of ``objek`` tells.
    """
    catatan = None
    if request.method == "POST" and form.validate():
        try:
            tujuan = simpan()
        except DataBasi:
            db.session.rollback()
            catatan = konflik() if konflik is not None else _bentrok(form, objek)
        except Salah as galat:
            form.pasang_galat(galat.kolom)
        else:
            # What was read for the form is older than what has just been saved.
            db.session.rollback()
            flash(pesan, "success")
            return redirect(tujuan)
    salah = bool(form.errors or form.form_errors)
    halaman = HalamanFormulir(
        kepala=KepalaHalaman(judul, f"SKP {masa(skp)}, {skp.unor.nama}" if skp is not None else None, remah(skp, judul)),
        tombol=tombol,
        href_batal=batal or (alamat_skp(skp.id) if skp is not None else ALAMAT),
        konflik=catatan,
        peringatan=peringatan,
    )
    isi = render_template(templat, halaman=halaman, form=form, kotor=salah or catatan is not None, **lain)
    return Response(isi, 409 if catatan is not None else 422 if salah else 200)


def _bentrok(form: Formulir, objek: Any) -> Markup:
    try:
        kini = objek.versi
    except ObjectDeletedError:
        abort(404)
    isi = siapa_mengubah(cast(Any, SimpleNamespace(model=type(objek))), objek, form.versi_dibuka())
    form["versi"].data = kini
    form["versi"].raw_data = None
    return isi


def tanya(
    skp: Skp,
    *,
    judul: str,
    pertanyaan: str,
    jalankan: Callable[[str], None],
    berhasil: str,
    kirim: str,
    versi: int,
    akibat: Sequence[str] = (),
    tombol: str | None = None,
    objek: Sequence[Fakta] = (),
    perlu_alasan: bool = False,
    bahaya: bool = False,
    ditolak: str | None = None,
    tautan: Sequence[Tautan] = (),
    ke: str | None = None,
    batal: str | None = None,
) -> Any:
    """GET asks, POST acts: ``jalankan(alasan)`` is the service's call. ``ditolak`` says why it cannot be done now."""
    alasan, galat_alasan, status = request.form.get("alasan", "").replace("\r\n", "\n").strip(), None, 200
    if request.method == "POST" and not ditolak:
        if perlu_alasan and not alasan:
            galat_alasan, status = "Alasan wajib diisi.", 422
        elif perlu_alasan and len(alasan) > ALASAN_MAKS:
            galat_alasan, status = ALASAN_TERLALU_PANJANG, 422
        else:
            try:
                jalankan(alasan)
            except Salah as galat:
                ditolak, status = str(galat), 422
            except (DataBasi, GalatLayanan) as galat:
                ditolak, status = f"{galat} Muat ulang halaman SKP, periksa isinya, lalu ulangi bila masih perlu.", 409
            else:
                db.session.rollback()
                flash(berhasil, "success")
                return redirect(ke or alamat_skp(skp.id))
    elif request.method == "POST":
        status = 422
    return konfirmasi(
        HalamanKonfirmasi(
            kepala=KepalaHalaman(judul, None, remah(skp, judul)),
            pertanyaan=pertanyaan,
            tombol=tombol or judul,
            href_batal=batal or alamat_skp(skp.id),
            href_kirim=kirim,
            akibat=() if ditolak else akibat,
            objek=objek,
            perlu_alasan=perlu_alasan,
            alasan=alasan,
            galat_alasan=galat_alasan,
            bahaya=bahaya,
            tersembunyi=(("versi", str(versi)),),
            ditolak=ditolak,
            tautan=tautan if ditolak else (),
        ),
        status,
    )


def kiriman() -> Any:
    return request.form if request.method == "POST" else None


def draf(id: int) -> Skp:
    """The actor's own SKP, to be changed. A form that is sent late still reaches the service, so that it can be shown again."""
    skp = buka_milik(id)
    if request.method == "GET" and skp.status is not StatusSkp.DRAFT:
        raise Salah(f"Isi SKP berstatus {skp.status.label} tidak dapat diubah; hanya SKP berstatus Draft.")
    return skp


def ambil(model: Any, milik: Any, id: int) -> Any:
    objek = db.session.scalar(select(model).where(model.id == id, milik))
    if objek is None:
        abort(404)
    return objek
