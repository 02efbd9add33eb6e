"""Small PDFs for the tests, made as they are needed."""

from __future__ import annotations

import io

from pypdf import PdfWriter
from pypdf.generic import DictionaryObject, NameObject, TextStringObject


def pdf(*, teks: str = "", skrip: bool = False, lampiran: bool = False, sandi: str | None = None) -> bytes:
    """One empty page; ``skrip``, ``lampiran`` and ``sandi`` add what an upload is refused for."""
    w = PdfWriter()
    w.add_blank_page(595, 842)
    if teks:
        w.add_metadata({"/Title": teks})
    if skrip:
        aksi = DictionaryObject({NameObject("/S"): NameObject("/JavaScript"), NameObject("/JS"): TextStringObject("app.alert(1)")})
        w.root_object[NameObject("/OpenAction")] = w._add_object(aksi)
    if lampiran:
        w.add_attachment("isi.txt", b"isi")
    if sandi:
        w.encrypt(sandi, algorithm="RC4-128")
    hasil = io.BytesIO()
    w.write(hasil)
    return hasil.getvalue()
