"""HTML that many rows and pages share, rendered once for each different content: it is half of a list's template time otherwise."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import lru_cache

from flask import current_app
from markupsafe import Markup

from admin_views.halaman import AksiBaris, Baris, KelompokMenu, Rangka

_ID, _JUDUL = "\ue000", "\ue001"
"""Stand for a row's id and title: characters for private use, which no address and no label of ours holds."""


def sel_aksi(baris: Baris) -> Markup:
    """What a row offers. Rows that differ only in id and title share one rendering."""
    id = str(baris.id)
    aksi = tuple([replace(a, href=a.href.replace(id, _ID)) for a in baris.aksi])
    return _sel_aksi(aksi).replace(_ID, id).replace(_JUDUL, baris.judul)


@lru_cache(maxsize=512)
def _sel_aksi(aksi: tuple[AksiBaris, ...]) -> Markup:
    return _makro("komponen/aksi.html", "sel_aksi")(aksi, _JUDUL)


def bilah_samping(rangka: Rangka) -> Markup:
    """The sidebar of a page: the same for everybody with the same roles on the same menu."""
    return _bilah_samping(rangka.rumah, rangka.menu)


@lru_cache(maxsize=256)
def _bilah_samping(rumah: str, menu: tuple[KelompokMenu, ...]) -> Markup:
    return _makro("komponen/bilah_samping.html", "bilah_samping")(rumah, menu)


def _makro(pola: str, nama: str) -> Callable[..., Markup]:
    """A macro of a template, which escapes as templates do."""
    makro: Callable[..., Markup] = getattr(current_app.jinja_env.get_template(pola).module, nama)
    return makro
