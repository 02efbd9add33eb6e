"""Anchors of electronic signatures: whether the text of a form holds one already, where, and which characters are free."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import replace
from html.parser import HTMLParser
from typing import ClassVar

from documents.pdf.skp import Dokumen, FormPenilaian, html
from domain.dokumen_skp import CALON_ANCHOR
from domain.predikat import Predikat

_KELILING = 25
"""Characters shown on each side of what was found."""
_DI_KAKI = "Kaki halaman"
_KAKI = "Halaman 0123456789 dari 0123456789"


class Teks:
    """The words of a form without its anchors, each with the part of the form that it stands in."""

    def __init__(self, dok: Dokumen) -> None:
        polos = replace(dok, pegawai=replace(dok.pegawai, anchor=""), penilai=replace(dok.penilai, anchor=""))
        pengurai = _Pengurai()
        pengurai.feed(html(polos))
        pengurai.close()
        self._isi = [*pengurai.hasil(), (_DI_KAKI, _KAKI)]
        if isinstance(dok, FormPenilaian) and dok.capaian:
            self._isi.append(("Pola distribusi", " ".join(("Frekuensi Pegawai", *(p.label_cetak for p in Predikat)))))

    def letak(self, anchor: str) -> str | None:
        """Where ``anchor`` stands, with the words around it; None when it is free."""
        for bagian, teks in self._isi:
            if (i := teks.find(anchor)) >= 0:
                awal, akhir = max(0, i - _KELILING), i + len(anchor) + _KELILING
                potongan = f"{'…' if awal else ''}{teks[awal:akhir].strip()}{'…' if akhir < len(teks) else ''}"
                return f"{bagian}: “{potongan}”"
        return None

    def bebas(self, kecuali: Collection[str] = ()) -> str | None:
        """A character that the form does not hold and that no anchor in ``kecuali`` contains; None when every candidate is taken."""
        return next((c for c in CALON_ANCHOR if self.letak(c) is None and not any(c in k for k in kecuali)), None)


class _Pengurai(HTMLParser):
    """Cells and paragraphs as lines of text; a heading names what follows, some tables name themselves."""

    _JUDUL = frozenset({"judul", "bagian"})
    _TABEL: ClassVar[dict[str, str]] = {"kop": "Kepala dokumen", "identitas": "Identitas", "putus": "Penilaian", "ttd": "Tanda tangan"}

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._bagian = _DI_KAKI  # it stands first in the document
        self._baris: list[tuple[str, list[str]]] = []
        self._lewati = 0
        self._judul = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        kelas = set((dict(attrs).get("class") or "").split())
        if tag in ("style", "title"):
            self._lewati += 1
        elif tag in ("td", "th", "p", "h1", "h2", "div"):
            self._judul = self._judul or tag in ("h1", "h2") or bool(kelas & self._JUDUL)
            self._baris.append((self._bagian, []))
        elif tag == "table" and (nama := next((self._TABEL[k] for k in kelas if k in self._TABEL), None)):
            self._bagian = nama
        elif tag == "tr":
            self._judul = bool(kelas & self._JUDUL)
        elif tag == "br":
            self.handle_data(" ")

    def handle_endtag(self, tag: str) -> None:
        if tag in ("style", "title"):
            self._lewati -= 1
        elif tag in ("tr", "h1", "h2") and self._judul:
            self._judul = False

    def handle_data(self, data: str) -> None:
        if self._lewati:
            return
        if self._judul and len(nama := " ".join(data.split())) > 3:
            self._bagian = nama.capitalize()
        if not self._baris:
            self._baris.append((self._bagian, []))
        self._baris[-1][1].append(data)

    def hasil(self) -> Iterator[tuple[str, str]]:
        for bagian, potong in self._baris:
            if teks := " ".join("".join(potong).split()):
                yield bagian, teks
