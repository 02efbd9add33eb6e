"""An uploaded PDF: checked before it is kept. What could act by itself when it is opened is refused."""

from __future__ import annotations

import io
import re
import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any

from pypdf import PdfReader
from pypdf.errors import PyPdfError
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject

from services.galat import Salah

TIPE = "application/pdf"
_BERAKSI = frozenset(
    {"/JavaScript", "/Launch", "/ImportData", "/SubmitForm", "/GoToE", "/RichMediaExecute", "/Rendition", "/Movie", "/Sound"}
)
_RUSAK = (
    PyPdfError,
    ValueError,
    LookupError,
    TypeError,
    AttributeError,
    ArithmeticError,
    AssertionError,
    OSError,
    NotImplementedError,
    struct.error,
    zlib.error,
)
"""What pypdf raises on broken files besides errors of its own."""
_OBJEK_MAKS = 20_000
_HALAMAN_MAKS = 500


@dataclass(frozen=True, slots=True)
class Unggahan:
    """A file as it came: its name of the sender's choosing, and its bytes."""

    nama: str
    isi: bytes


def periksa(unggahan: Unggahan, maks: int) -> int:
    """How many pages the PDF has. Raises Salah (key ``""``) with what to do: too large, no PDF, broken, locked, or holding active content."""
    isi = unggahan.isi
    if not isi:
        raise Salah("Berkas kosong. Pilih berkas PDF yang berisi.")
    if len(isi) > maks:
        raise Salah("Ukuran berkas melebihi 1 MB. Perkecil berkasnya, lalu unggah lagi.")
    if not isi.startswith(b"%PDF-"):
        raise Salah("Berkas ini bukan PDF. Unggah dokumen dengan jenis .pdf.")
    try:
        return _baca(isi)
    except Salah:
        raise
    except RecursionError:
        raise Salah("Berkas PDF ini bersusun terlalu dalam. Cetak ulang ke PDF, lalu unggah lagi.") from None
    except _RUSAK:
        raise Salah("Berkas PDF rusak atau tidak lengkap. Simpan ulang sebagai PDF, lalu unggah lagi.") from None


def nama_aman(nama: str) -> str:
    """The name for display and download: no path, no control characters, at most 150 characters, ending in .pdf."""
    polos = "".join(h for h in PurePosixPath(nama.replace("\\", "/")).name if h.isprintable()).strip()
    polos = re.sub(r"\.pdf$", "", polos, flags=re.I).strip(" .") or "dokumen"
    return f"{polos[:146]}.pdf"


def _baca(isi: bytes) -> int:
    pembaca = PdfReader(io.BytesIO(isi), strict=True)
    if pembaca.is_encrypted:
        raise Salah("Berkas PDF terkunci kata sandi. Hapus kuncinya, lalu unggah lagi.")
    halaman = len(pembaca.pages)
    if not halaman:
        raise Salah("Berkas PDF tidak mempunyai halaman.")
    if halaman > _HALAMAN_MAKS:
        raise Salah(f"Berkas PDF mempunyai lebih dari {_HALAMAN_MAKS} halaman; unggah SK Jabatannya saja.")
    for satu in _semua(pembaca):
        _tolak_aktif(satu)
    return halaman


def _semua(pembaca: PdfReader) -> Iterator[DictionaryObject]:
    """Every dictionary that is reachable from the trailer, each once."""
    antre: list[Any] = [pembaca.trailer]
    terlihat: set[tuple[int, int]] = set()
    n = 0
    while antre:
        satu = antre.pop()
        if isinstance(satu, IndirectObject):
            kunci = (satu.idnum, satu.generation)
            if kunci in terlihat:
                continue
            terlihat.add(kunci)
            satu = satu.get_object()
        n += 1
        if n > _OBJEK_MAKS * 10 or len(terlihat) > _OBJEK_MAKS:
            raise Salah("Susunan berkas PDF ini terlalu rumit. Cetak ulang ke PDF, lalu unggah lagi.")
        if isinstance(satu, DictionaryObject):
            yield satu
            antre += [satu.raw_get(k) for k in satu]
        elif isinstance(satu, ArrayObject):
            antre += list(satu)


def _tolak_aktif(satu: DictionaryObject) -> None:
    jenis = satu.get("/S")
    if "/JS" in satu or "/JavaScript" in satu or (isinstance(jenis, str) and jenis in _BERAKSI):
        raise Salah(
            "Berkas PDF memuat perintah yang dijalankan sendiri (JavaScript atau sejenisnya). Cetak ulang ke PDF, lalu unggah lagi."
        )
    if "/EmbeddedFiles" in satu or "/EF" in satu or satu.get("/Type") == "/EmbeddedFile":
        raise Salah("Berkas PDF memuat lampiran di dalamnya. Cetak ulang ke PDF tanpa lampiran, lalu unggah lagi.")
