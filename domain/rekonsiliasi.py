"""What is wrong with the units of an instansi after a synchronisation: duplicates, orphans, circles, inactive ones with people.

Pure: works on plain rows of all units of one instansi. Names are compared in their search form (domain.nama.normalkan).
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from domain.siasn import JenisTemuan
from domain.unor import lingkaran

MIRIP = 0.93
"""Similarity from which two names of the same kind are taken for one unit written twice."""
SAUDARA_MAKS = 3_000
"""Units under one atasan that are compared by likeness; among more only equal names are found."""

MIRIP_KATA = 0.88
"""Similarity of two words from which one is taken for the other misspelt: a letter too few or too many, or one of nine wrong."""
KATA_PENDEK = 5
"""Words shorter than this tell units apart (TK and SD, data and kota) and are never taken for misspelt."""
KATA_LAZIM = 3
"""A word that stands in so many names is spelt as it is meant: two of them are two words."""

_ANGKA = re.compile(r"\d+|\b[ivxlc]+\b|\b[a-z]\b")
_BUKAN_KATA = re.compile(r"[^a-z0-9]+")
_ROMAWI = re.compile(r"(xc|xl|l?x{0,3})(ix|iv|v?i{0,3})")
_NILAI_ROMAWI = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}
_SAMBUNG = frozenset({"dan", "di", "pada", "dari", "untuk", "serta"})
"""Words that may be missing."""
_BAKU = tuple(
    (re.compile(rf"\b{pola}\b"), baku)
    for pola, baku in (
        ("taman kanak kanak", "tk"),
        ("sekolah dasar", "sd"),
        ("sekolah menengah pertama", "smp"),
        ("sekolah menengah atas", "sma"),
        ("sekolah menengah kejuruan", "smk"),
        ("madrasah ibtidaiyah", "mi"),
        ("madrasah tsanawiyah", "mts"),
        ("madrasah aliyah", "ma"),
        ("(tk|sd|smp|sma|smk|mi|mts|ma)n", r"\1 negeri"),
    )
)
"""Levels of school as one word, so that SDN 1 is SD Negeri 1 and neither is an SMP."""
_BUKAN_SALAH_TULIS = frozenset(
    {
        *("penataan", "pendataan", "pengadaan", "pengaduan", "pelayanan", "pelayaran", "penerima", "penerimaan", "penyedia", "penyediaan"),
        *("pengawas", "pengawasan", "perumahan", "perubahan", "pertanian", "pertanahan", "pertahanan", "perikanan", "perikatan"),
        *("penilai", "penilaian", "pengelola", "pengelolaan", "pembangunan", "pembangun", "pengembang", "pengembangan"),
        *("penegak", "penegakan", "penempatan", "penetapan", "peternakan", "peternak", "persidangan", "perindustrian"),
    }
)
"""Words of units' names that resemble one another and mean different work."""


@dataclass(frozen=True, slots=True)
class UnorPeriksa:
    """A unit as the checks see it. ``atasan_siasn``: the id of the atasan at SIASN where it is not one of ours, else None."""

    id: int
    nama: str
    nama_cari: str
    atasan_id: int | None
    aktif: bool
    atasan_siasn: str | None = None
    pegawai: int = 0


@dataclass(frozen=True, slots=True)
class Temuan:
    """``kunci`` names the defect, so that the same one found again is known. ``lain_id``: of a duplicate, the older unit."""

    kunci: str
    jenis: JenisTemuan
    unor_id: int
    rincian: str
    lain_id: int | None = None


def periksa(semua: Sequence[UnorPeriksa], mirip: Callable[[str, str], float]) -> list[Temuan]:
    """All defects, in the order of kinds. ``mirip`` gives the likeness of two names, 0 to 1."""
    per_id = {u.id: u for u in semua}
    return [*_duplikat(semua, mirip), *_yatim(semua, per_id), *_siklus(semua), *_nonaktif(semua)]


def inti(nama_cari: str) -> str:
    """A name without punctuation, for comparison."""
    return _BUKAN_KATA.sub(" ", nama_cari).strip()


def baku(nama_cari: str) -> str:
    """A name as it is compared by likeness: levels of school and numbers in one way, II as 2."""
    nama = inti(nama_cari)
    for pola, pengganti in _BAKU:
        nama = pola.sub(pengganti, nama)
    return _ANGKA.sub(lambda n: _nilai(n[0]), nama)


def angka(nama: str) -> tuple[str, ...]:
    """The numbers and single letters of a name (``baku``): names that differ in one are different units."""
    return tuple(sorted(_ANGKA.findall(nama)))


def _nilai(teks: str) -> str:
    if teks.isdigit():
        return str(int(teks))
    if not _ROMAWI.fullmatch(teks):
        return teks
    huruf = [_NILAI_ROMAWI[h] for h in teks]
    return str(sum(-n if n < max(huruf[i:]) else n for i, n in enumerate(huruf)))


def serupa(a: str, b: str, mirip: Callable[[str, str], float], lazim: frozenset[str] = frozenset()) -> bool:
    """Whether two names (``baku``, of one ``angka``) are one unit written twice: alike as a whole, and word by word but for a misspelling.

    Alike as a whole is not enough: SD and SMP Negeri 1, Seksi Penataan and Seksi Pendataan differ in one short word, and are two
    units. ``lazim`` are words that are known to be spelt right.
    """
    # Likeness cannot reach the mark when the lengths differ by more than it allows: most pairs end here.
    if min(len(a), len(b)) < MIRIP * 0.9 * max(len(a), len(b)) or mirip(a, b) < MIRIP:
        return False
    if a.replace(" ", "") == b.replace(" ", ""):
        return True
    kiri, kanan = Counter(a.split()), Counter(b.split())
    satu, dua = ([k for k in (x - y).elements() if k not in _SAMBUNG] for x, y in ((kiri, kanan), (kanan, kiri)))
    return len(satu) == len(dua) and all(_salah_tulis(k, m, mirip, lazim) for k, m in zip(satu, dua, strict=True))


def _salah_tulis(a: str, b: str, mirip: Callable[[str, str], float], lazim: frozenset[str]) -> bool:
    if min(len(a), len(b)) < KATA_PENDEK or any(a in kata and b in kata for kata in (_BUKAN_SALAH_TULIS, lazim)):
        return False
    return mirip(a, b) >= MIRIP_KATA


def _duplikat(semua: Sequence[UnorPeriksa], mirip: Callable[[str, str], float]) -> Iterator[Temuan]:
    saudara: dict[int | None, list[UnorPeriksa]] = defaultdict(list)
    kata: Counter[str] = Counter()
    for u in semua:
        kata.update(set(baku(u.nama_cari).split()))
        if u.aktif:
            saudara[u.atasan_id].append(u)
    lazim = frozenset(k for k, n in kata.items() if n >= KATA_LAZIM)
    for kelompok in saudara.values():
        kelompok.sort(key=lambda u: u.id)
        dikenal: set[int] = set()
        for a, b in _pasangan(kelompok, mirip, lazim):
            if b.id not in dikenal:
                dikenal.add(b.id)
                sama = inti(a.nama_cari) == inti(b.nama_cari)
                hubungan = "sama dengan" if sama else "mirip dengan"
                yield Temuan(f"duplikat:{a.id}:{b.id}", JenisTemuan.DUPLIKAT, b.id, f"Namanya {hubungan} {a.nama}.", a.id)


def _pasangan(
    kelompok: Sequence[UnorPeriksa], mirip: Callable[[str, str], float], lazim: frozenset[str]
) -> Iterator[tuple[UnorPeriksa, UnorPeriksa]]:
    """(older, newer) pairs under one atasan."""
    blok: dict[tuple[str, ...], list[tuple[UnorPeriksa, str]]] = defaultdict(list)
    sama: dict[str, UnorPeriksa] = {}
    for u in kelompok:
        nama = inti(u.nama_cari)
        if nama in sama:
            yield sama[nama], u
        else:
            sama[nama] = u
            bentuk = baku(nama)
            blok[angka(bentuk)].append((u, bentuk))
    if len(kelompok) > SAUDARA_MAKS:
        return
    for isi in blok.values():
        for i, (a, kiri) in enumerate(isi):
            for b, kanan in isi[i + 1 :]:
                if serupa(kiri, kanan, mirip, lazim):
                    yield a, b


def _yatim(semua: Iterable[UnorPeriksa], per_id: dict[int, UnorPeriksa]) -> Iterator[Temuan]:
    for u in semua:
        if not u.aktif:
            continue
        if u.atasan_id is None and u.atasan_siasn:
            yield Temuan(f"yatim:{u.id}", JenisTemuan.YATIM, u.id, f"Unor Atasannya di SIASN ({u.atasan_siasn}) tidak dikenal di sini.")
        elif u.atasan_id is not None and u.atasan_id in per_id and not per_id[u.atasan_id].aktif:
            nama = per_id[u.atasan_id].nama
            yield Temuan(f"yatim:{u.id}", JenisTemuan.YATIM, u.id, f"Unor Atasannya, {nama}, sudah nonaktif.")


def _siklus(semua: Iterable[UnorPeriksa]) -> Iterator[Temuan]:
    """Each circle once, at its member with the lowest id."""
    per_id = {u.id: u for u in semua}
    for putaran in lingkaran({u.id: u.atasan_id for u in per_id.values()}):
        nama = [per_id[i].nama for i in (*putaran, putaran[0])]
        rincian = " di bawah ".join(nama[:4]) + (" …" if len(nama) > 4 else "")
        yield Temuan(f"siklus:{putaran[0]}", JenisTemuan.SIKLUS, putaran[0], f"{rincian}."[:500])


def _nonaktif(semua: Iterable[UnorPeriksa]) -> Iterator[Temuan]:
    for u in semua:
        if not u.aktif and u.pegawai:
            yield Temuan(
                f"nonaktif_berisi:{u.id}", JenisTemuan.NONAKTIF_BERISI, u.id, f"Nonaktif di SIASN, tetapi berisi {u.pegawai} pegawai aktif."
            )
