"""Pictures that people upload: known by their content, never by their name or what the browser calls them."""

from __future__ import annotations

import struct

UKURAN_MAKS = 500 * 1024
SISI_MAKS = 4_000
"""Pixels a side: a small file may unpack into a picture that no printer needs."""
_PNG = b"\x89PNG\r\n\x1a\n"
_SOF = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
"""JPEG markers of a frame; the three others in that range are tables."""


class GambarSalah(ValueError):
    """The bytes are no picture that can be used; the message (Indonesian) says what to send instead."""


def periksa(isi: bytes) -> tuple[str, str]:
    """(media type, suffix) of a PNG or JPEG of at most 500 KB. Raises GambarSalah."""
    if not isi:
        raise GambarSalah("Pilih berkas gambar lebih dahulu.")
    if len(isi) > UKURAN_MAKS:
        raise GambarSalah(f"Berkas ini {-(-len(isi) // 1024)} KB. Kirim gambar PNG atau JPEG paling besar 500 KB.")
    for jenis, sisi in (("png", _sisi_png(isi)), ("jpg", _sisi_jpeg(isi))):
        if sisi is None:
            continue
        if not all(0 < s <= SISI_MAKS for s in sisi):
            raise GambarSalah(f"Ukuran gambar {sisi[0]} × {sisi[1]} piksel. Kirim gambar paling besar {SISI_MAKS} piksel setiap sisinya.")
        return {"png": "image/png", "jpg": "image/jpeg"}[jenis], jenis
    raise GambarSalah("Berkas ini bukan gambar PNG atau JPEG yang utuh. Simpan ulang lambangnya sebagai PNG atau JPEG, lalu kirim lagi.")


def _sisi_png(isi: bytes) -> tuple[int, int] | None:
    if not isi.startswith(_PNG) or isi[12:16] != b"IHDR" or b"IEND" not in isi[-12:]:
        return None
    lebar, tinggi = struct.unpack(">II", isi[16:24])
    return lebar, tinggi


def _sisi_jpeg(isi: bytes) -> tuple[int, int] | None:
    """Walks the segments up to the frame header; None for anything that is not a whole JPEG."""
    if not isi.startswith(b"\xff\xd8") or not isi.rstrip(b"\x00").endswith(b"\xff\xd9"):
        return None
    letak = 2
    while letak + 9 <= len(isi) and isi[letak] == 0xFF:
        tanda = isi[letak + 1]
        if tanda == 0xFF:
            letak += 1
            continue
        if tanda in _SOF:
            tinggi, lebar = struct.unpack(">HH", isi[letak + 5 : letak + 9])
            return lebar, tinggi
        letak += 2 + struct.unpack(">H", isi[letak + 2 : letak + 4])[0]
    return None
