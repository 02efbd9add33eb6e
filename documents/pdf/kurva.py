"""The curve of *pola distribusi* as the form draws it: an SVG, so that the PDF holds lines and not a picture."""

from __future__ import annotations

from domain.predikat import POLA, NilaiCapaian, Predikat

LEBAR, TINGGI = 560, 190
_KIRI, _KANAN, _ATAS, _BAWAH = 40, 550, 12, 160
_SUMBU = tuple(reversed(Predikat))
"""From left to right: Sangat Kurang to Sangat Baik, the order of POLA."""


def kurva(capaian: NilaiCapaian) -> str:
    """The expected distribution of predikat under ``capaian``; the height shapes a drawing, no number is printed."""
    bobot = POLA[capaian]
    langkah = (_KANAN - _KIRI) / len(bobot)
    titik = [(_KIRI + langkah * (i + 0.5), _BAWAH - (_BAWAH - _ATAS) * b / 14) for i, b in enumerate(bobot)]
    bagian = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{LEBAR}" height="{TINGGI}" viewBox="0 0 {LEBAR} {TINGGI}">',
        f'<path d="{_halus(titik)} L {titik[-1][0]:.1f} {_BAWAH} L {titik[0][0]:.1f} {_BAWAH} Z" fill="#e3ecf7" stroke="none"/>',
        f'<path d="{_halus(titik)}" fill="none" stroke="#1f4e8c" stroke-width="2"/>',
        f'<path d="M {_KIRI} {_ATAS} L {_KIRI} {_BAWAH} L {_KANAN} {_BAWAH}" fill="none" stroke="#000000" stroke-width="1"/>',
    ]
    bagian += [f'<circle cx="{x:.1f}" cy="{y:.1f}" r="2.5" fill="#1f4e8c"/>' for x, y in titik]
    for (x, _), predikat in zip(titik, _SUMBU, strict=True):
        bagian.append(f'<path d="M {x:.1f} {_BAWAH} L {x:.1f} {_BAWAH + 4}" stroke="#000000" stroke-width="1"/>')
        bagian.append(_kata(x, _BAWAH + 16, predikat.label_cetak))
    tengah = (_ATAS + _BAWAH) / 2
    bagian.append(f'<g transform="rotate(-90 22 {tengah})">{_kata(22, tengah, "Frekuensi Pegawai")}</g>')
    return "".join(bagian) + "</svg>"


def _kata(x: float, y: float, isi: str) -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" font-family="ekinerja" font-size="9" text-anchor="middle">{isi}</text>'


def _halus(titik: list[tuple[float, float]]) -> str:
    """A smooth path through the points that never leaves their range: cubic pieces with level tangents at each point."""
    jejak = f"M {titik[0][0]:.1f} {titik[0][1]:.1f}"
    for (x0, y0), (x1, y1) in zip(titik, titik[1:], strict=False):
        tengah = (x0 + x1) / 2
        jejak += f" C {tengah:.1f} {y0:.1f} {tengah:.1f} {y1:.1f} {x1:.1f} {y1:.1f}"
    return jejak
