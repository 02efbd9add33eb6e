"""From HTML to PDF: the one door to the PDF engine, with the embedded font, the page, its footer and the common styles.

The engine reads nothing but what it is handed: no file, no address (docs/adr/0013-pdf.md). Pictures come as ``data:``.

The engine and what it brings along are imported on first use: some 20 MiB that only a process that makes a PDF has to hold, for a third
of a second once.
"""

from __future__ import annotations

import base64
import io
import logging
import threading
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from documents.nilai import bersih

TIPE = "application/pdf"
HURUF = "ekinerja"
"""Family of the embedded font in style sheets; ``ekinerjasempit`` is its condensed cut."""

_FOLDER_HURUF = Path(__file__).resolve().parents[1] / "fonts"
_KELUARGA = {HURUF: "DejaVuSans", f"{HURUF}sempit": "DejaVuSansCondensed"}
_POTONGAN = (("", 0), ("-Bold", 1))
RENDER_DETIK = 300
_KUNCI = threading.Lock()

# The engine warns about every style it passes over; what matters it raises.
logging.getLogger("xhtml2pdf").setLevel(logging.ERROR)


class PdfGagal(Exception):
    """The document could not be laid out. The message (Indonesian) says what to do."""


@cache
def _pasang_huruf() -> None:
    """Register the vendored family with the engine, once in a process."""
    # Imported on first use, as above.
    from reportlab import rl_config
    from reportlab.lib.fonts import addMapping
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont
    from reportlab.platypus.tables import CellStyle
    from svglib.fonts import register_font
    from xhtml2pdf import default

    for keluarga, berkas in _KELUARGA.items():
        # First, since registering a font unsets the bold of its family. Drawings would else ask the system for one of this name.
        register_font(keluarga, str(_FOLDER_HURUF / f"{berkas}.ttf"), rlgFontName=keluarga)
        for akhiran, tebal in _POTONGAN:
            nama = f"{keluarga}{akhiran.lower()}"
            if tebal:
                pdfmetrics.registerFont(TTFont(nama, str(_FOLDER_HURUF / f"{berkas}{akhiran}.ttf")))
            for miring in (0, 1):
                addMapping(keluarga, tebal, miring, nama)
        # Each document starts from a copy of this table: a family that is not in it falls back to one without our letters.
        default.DEFAULT_FONT[keluarga] = keluarga
    # What a page and a cell are in before their first word; else every file names one more font, which is not embedded.
    rl_config.canvas_basefontname = CellStyle.fontname = HURUF


def _siapkan_huruf() -> None:
    with _KUNCI:
        _pasang_huruf()


def data_uri(isi: bytes, tipe: str) -> str:
    return f"data:{tipe};base64,{base64.b64encode(isi).decode()}"


def tipe_gambar(isi: bytes) -> str | None:
    """``image/png`` or ``image/jpeg`` by the first bytes; None for anything else."""
    if isi.startswith(b"\x89PNG\r\n\x1a\n"):
        return "image/png"
    return "image/jpeg" if isi.startswith(b"\xff\xd8\xff") else None


def gambar(isi: bytes) -> str:
    """A PNG or JPEG as an address for ``<img src>``. Raises PdfGagal for anything else, and for a broken one."""
    # Imported on first use, as above.
    from PIL import Image

    tipe = tipe_gambar(isi)
    try:
        if tipe is None:
            raise ValueError("bukan PNG atau JPEG")
        with Image.open(io.BytesIO(isi)) as uji:
            uji.verify()
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as galat:
        raise PdfGagal("Lambang instansi tidak dapat dibaca. Unggah gambar PNG atau JPEG yang utuh di Pengaturan, lalu ulangi.") from galat
    return data_uri(isi, tipe)


def teks(nilai: object) -> Markup:
    """A value as the form prints it: escaped, line breaks kept, ``-`` for nothing."""
    isi = bersih(str(nilai)).strip() if nilai is not None else ""
    return Markup("<br/>").join(escape(baris.strip()) for baris in isi.split("\n")) if isi else Markup("-")


@cache
def lingkungan() -> Environment:
    """Templates of the printed forms: everything escaped, an unknown name is an error."""
    # Undefined names and missing attributes raise, so that a form never prints an empty cell by mistake.
    env = Environment(
        loader=FileSystemLoader(Path(__file__).resolve().parent / "templat"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    env.filters["teks"] = teks
    return env


def susun(templat: str, **isi: Any) -> str:
    """A template of ``documents/pdf/templat`` filled in: HTML, every value escaped."""
    return lingkungan().get_template(templat).render(**isi)


def halaman(isi: str, judul: str, *, lanskap: bool = False, gaya: str = "") -> str:
    """The whole HTML of a document around the body ``isi``, as ``render`` hands it to the engine."""
    return susun("halaman.html", isi=isi, judul=bersih(judul), lanskap=lanskap, gaya=gaya)


def render(isi: str, judul: str, *, lanskap: bool = False, gaya: str = "") -> bytes:
    """An A4 PDF of the HTML body ``isi`` whose values are escaped already (see ``susun``); title, language and page numbers set.

    ``lanskap`` turns the page. ``gaya`` is further CSS; the common classes stand in ``templat/halaman.html``. Raises
    PdfGagal when the engine cannot lay it out: too deep, too long, a picture that is none.
    """
    return jadikan(halaman(isi, judul, lanskap=lanskap, gaya=gaya), judul)


def kebijakan() -> Any:
    """What the engine may read: nothing."""
    # Imported on first use, as above.
    from xhtml2pdf.config.resources import ResourceAccessPolicy

    return ResourceAccessPolicy.server(base_dir=None, allow_remote=False, max_render_seconds=RENDER_DETIK)


def jadikan(html: str, judul: str) -> bytes:
    """A whole HTML document to PDF."""
    # Imported on first use, as above.
    from reportlab.platypus.doctemplate import LayoutError
    from xhtml2pdf import pisa
    from xhtml2pdf.config.resources import RenderLimitError

    _siapkan_huruf()
    tujuan = io.BytesIO()
    try:
        hasil = pisa.CreatePDF(html, dest=tujuan, encoding="utf-8", resource_policy=kebijakan(), context_meta={"title": bersih(judul)})
    except (RecursionError, RenderLimitError) as galat:
        raise PdfGagal("Dokumen ini terlalu panjang atau terlalu bertingkat untuk dicetak. Ringkaskan isiannya, lalu coba lagi.") from galat
    except (LayoutError, ValueError, TypeError, AttributeError, KeyError, IndexError, AssertionError, OSError, RuntimeError) as galat:
        raise PdfGagal("Dokumen ini tidak dapat disusun menjadi PDF. Ringkaskan isian yang sangat panjang, lalu coba lagi.") from galat
    if hasil.err:
        raise PdfGagal("Dokumen ini tidak dapat disusun menjadi PDF. Periksa isiannya, lalu coba lagi.")
    return tujuan.getvalue()
