"""How values look in a cell: the only place that makes HTML in Python, always by escaping formats."""

from __future__ import annotations

from datetime import date, datetime
from enum import Enum
from functools import lru_cache
from typing import Any

from flask import current_app, render_template
from markupsafe import Markup, escape

from admin_views.halaman import Lencana
from domain import tanggal
from domain.nip import kelompok
from domain.predikat import Predikat
from domain.waktu import Zona

KATA_MAKS = 24
KOSONG = Markup('<span class="ek-muted">-</span>')
# Joining escapes what is not Markup, as formatting does, in a third of the time: what every row of a list has is joined.
_GABUNG = Markup("")
_NIP = (Markup('<span class="ek-nip"><span>'), Markup("</span><span>"), Markup("</span></span>"))
_SUB = (Markup('<span class="ek-cell__sub">'), Markup("</span>"))


def potongan(templat: str, **isi: Any) -> Markup:
    """A rendered template fragment; Jinja has escaped what it holds."""
    return Markup(render_template(templat, **isi))  # noqa: S704


@lru_cache(maxsize=256)
def ikon(nama: str, kelas: str = "ek-icon") -> Markup:
    asset = current_app.jinja_env.globals["asset"]
    return Markup('<svg class="{}" aria-hidden="true" focusable="false"><use href="{}#i-{}"/></svg>').format(
        kelas, asset("ek/icons.svg"), nama
    )


def nip(nomor: str) -> Markup:
    """A number in its groups; copied it has no spaces."""
    return _NIP[0] + _NIP[1].join(kelompok(nomor)) + _NIP[2]


def dua_baris(utama: Any, sub: Any) -> Markup:
    """What it is, and below it in grey what tells it apart."""
    return _GABUNG.join((utama, _SUB[0], sub, _SUB[1]))


@lru_cache(maxsize=256)
def lencana(isi: Lencana) -> Markup:
    kelas = "ek-badge" if isi.nada == "neutral" else f"ek-badge ek-badge--{isi.nada}"
    return _GABUNG.join((Markup('<span class="{}">').format(kelas), ikon(isi.ikon), isi.teks, Markup("</span>")))


def lencana_enum(nilai: Any) -> Lencana:
    """Badge of an enum that carries label, nada and ikon."""
    return Lencana(nilai.label, nilai.nada, nilai.ikon)


def lencana_predikat(predikat: Predikat) -> Lencana:
    """Badge of a predikat beside its matrix, in the matrix's words (PermenPANRB 6/2022: Kurang/Misconduct)."""
    return Lencana(predikat.label_cetak, predikat.nada, predikat.ikon)


def paragraf(isi: str) -> Markup:
    """Lines as they were typed."""
    return Markup('<span class="ek-lembar__teks">{}</span>').format(isi)


def bintang() -> Markup:
    """The manual's star: head of the unor."""
    return Markup('<span class="ek-star">{}Pimpinan</span>').format(ikon("star"))


def teks(nilai: Any, zona: Zona = Zona.WIB) -> Markup:
    """Any column value in words: dates in Indonesian, Ya/Tidak, labels; '-' for nothing."""
    if nilai is None or nilai == "":
        return KOSONG
    if isinstance(nilai, Markup):
        return nilai
    if isinstance(nilai, Lencana):
        return lencana(nilai)
    return putus(polos(nilai, zona))


def putus(isi: str) -> Markup:
    """Plain text for a cell; a word too long for a column, such as an id of SIASN, may break anywhere."""
    if len(isi) <= KATA_MAKS or max(map(len, isi.split()), default=0) <= KATA_MAKS:
        return escape(isi)
    kata = (Markup('<span class="ek-putus">{}</span>').format(k) if len(k) > KATA_MAKS else escape(k) for k in isi.split(" "))
    return Markup(" ").join(kata)


def id_singkat(siasn_id: str) -> str:
    """An id of SIASN in as much as the eye compares: its beginning and its end."""
    return siasn_id if len(siasn_id) <= 14 else f"{siasn_id[:6]}…{siasn_id[-6:]}"


def polos(nilai: Any, zona: Zona = Zona.WIB) -> str:
    """The same as plain text, for exports' labels, chips and history."""
    if nilai is None:
        return "-"
    if isinstance(nilai, bool):
        return "Ya" if nilai else "Tidak"
    if isinstance(nilai, datetime):
        return tanggal.saat(nilai, zona)
    if isinstance(nilai, date):
        return tanggal.panjang(nilai)
    if isinstance(nilai, Enum):
        return getattr(nilai, "label", str(nilai.value))
    return str(nilai)


@lru_cache(maxsize=4096)
def hari_bulan(mmdd: str) -> str:
    return tanggal.hari_bulan(mmdd)


def ribuan(n: int) -> str:
    return tanggal.ribuan(n)


def hasil(total: int, terpotong: bool) -> str:
    """An honest total: ``1.284 hasil``, ``10.000+ hasil``."""
    return f"{ribuan(total)}{'+' if terpotong else ''} hasil"
