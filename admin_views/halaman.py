"""View models of the panel's pages: what a view hands to a template, nothing more.

A view computes these frozen records; the templates under ``templates/admin/`` only lay them out. Every ``href`` is a
local path that is ready to be put into an attribute, every text is plain (Jinja escapes it) unless its type is Markup.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from markupsafe import Markup

Nada = Literal["neutral", "guide", "positive", "warning", "negative"]
"""Tone of a badge or a note; the CSS class is ``ek-badge--<nada>`` / ``ek-note--<nada>``."""


@dataclass(frozen=True, slots=True)
class Tautan:
    """A link or a button-like link: crumbs, page actions, empty-state actions."""

    teks: str
    href: str | None
    ikon: str | None = None
    utama: bool = False
    alasan_nonaktif: str | None = None
    """When set, the link is shown disabled with this reason (a tooltip is not enough: it is a visible small text)."""
    metode: Literal["GET", "POST"] = "GET"


@dataclass(frozen=True, slots=True)
class Lencana:
    """A status: colour, icon and word."""

    teks: str
    nada: Nada = "neutral"
    ikon: str = "circle-dashed"


@dataclass(frozen=True, slots=True)
class AksiBaris:
    """One entry of a row's menu. ``href`` is a GET address (page or confirmation)."""

    kode: str
    label: str
    href: str
    ikon: str | None = None
    bahaya: bool = False
    utama: bool = False
    """A visible verb beside the menu; at most one or two a row."""
    alasan_nonaktif: str | None = None
    dialog: bool = False
    """With script, the address is fetched (htmx) and shown in the page's dialog."""


@dataclass(frozen=True, slots=True)
class Kolom:
    kunci: str
    judul: str
    href_urut: str | None = None
    """Address that sorts by this column (toggling the direction); None when it is not offered."""
    arah: Literal["naik", "turun"] | None = None
    kelas: str = ""
    """Classes for ``th`` and ``td``: is-title, is-half, is-fit, is-num, is-corner, ..."""


@dataclass(frozen=True, slots=True)
class Sel:
    isi: Markup
    kelas: str = ""


@dataclass(frozen=True, slots=True)
class Baris:
    id: int
    nomor: int
    judul: str
    """What the row is, for ``aria-label`` of its checkbox and menu."""
    sel: Sequence[Sel]
    aksi: Sequence[AksiBaris]
    href: str | None
    """Details page; the title column links to it."""
    href_laci: str | None = None
    """Fragment of the details for the drawer (loaded with htmx when scripts run)."""


@dataclass(frozen=True, slots=True)
class Pilihan:
    nilai: str
    label: str
    terpilih: bool = False


@dataclass(frozen=True, slots=True)
class IsianFilter:
    """A field of the filter bar; the bar is a GET form to the list's own address."""

    nama: str
    label: str
    jenis: Literal["teks", "pilihan", "lookup", "tanggal", "angka"]
    nilai: str = ""
    pilihan: Sequence[Pilihan] = ()
    """For ``pilihan``: all; for ``lookup``: the one chosen now (or the hits of the script-less search)."""
    url_lookup: str | None = None
    petunjuk: str | None = None
    galat: str | None = None


@dataclass(frozen=True, slots=True)
class Chip:
    label: str
    nilai: str
    href_hapus: str


@dataclass(frozen=True, slots=True)
class Tampilan:
    """A tab above the list: a saved filter with its count."""

    teks: str
    href: str
    jumlah: str | None = None
    nada: Nada | None = None
    aktif: bool = False


@dataclass(frozen=True, slots=True)
class HalamanPager:
    teks: str
    href: str | None
    """None for an ellipsis."""
    aktif: bool = False


@dataclass(frozen=True, slots=True)
class Pager:
    keterangan: str
    """For instance ``1–20 dari 1.284 hasil``."""
    sebelumnya: str | None
    berikutnya: str | None
    halaman: Sequence[HalamanPager] = ()


@dataclass(frozen=True, slots=True)
class AksiMassal:
    kode: str
    label: str
    ikon: str | None = None
    bahaya: bool = False


@dataclass(frozen=True, slots=True)
class KeadaanKosong:
    judul: str
    pesan: str
    tautan: Sequence[Tautan] = ()


@dataclass(frozen=True, slots=True)
class KepalaHalaman:
    judul: str
    subjudul: str | None = None
    remah: Sequence[Tautan] = ()
    aksi: Sequence[Tautan] = ()


@dataclass(frozen=True, slots=True)
class HalamanDaftar:
    kepala: KepalaHalaman
    href: str
    """The list's own address without a query; the filter form's action."""
    kolom: Sequence[Kolom]
    baris: Sequence[Baris]
    pager: Pager
    hasil: str
    """For instance ``1.284 hasil`` or ``10.000+ hasil``."""
    filter: Sequence[IsianFilter] = ()
    tersembunyi: Sequence[tuple[str, str]] = ()
    """Query values the filter form must carry along (sort order, tab)."""
    chip: Sequence[Chip] = ()
    href_hapus_filter: str | None = None
    jumlah_baris: Sequence[Pilihan] = ()
    tampilan: Sequence[Tampilan] = ()
    massal: Sequence[AksiMassal] = ()
    href_massal: str | None = None
    """POST address of the bulk actions (fields: action, rowid..., token)."""
    token_pilihan: str | None = None
    """Signed token of the whole filtered list, for 'Pilih semua ... hasil'."""
    urut: Sequence[Pilihan] = ()
    """Sort choices for the phone's select; each value is an address."""
    kosong: KeadaanKosong | None = None
    catatan: Sequence[Markup] = ()
    """Notes that stand on the page (the manual's 'Catatan Penting')."""
    lebar: bool = False
    """``ek-list--wide``: cards already below 864 px."""


@dataclass(frozen=True, slots=True)
class HalamanFormulir:
    kepala: KepalaHalaman
    tombol: str = "Simpan"
    href_batal: str = ""
    peringatan: Sequence[Markup] = ()
    """Warnings above the form (the manual's global-change warning)."""
    lanjutan: Markup | None = None
    """A second question that must be answered before saving (for instance: replace the present pimpinan?)."""
    versi: int | None = None
    konflik: Markup | None = None
    """What someone else changed meanwhile (HTTP 409)."""
    judul_galat: str | None = None
    """Above the list of errors, where not all of what was sent was refused."""


@dataclass(frozen=True, slots=True)
class Fakta:
    label: str
    isi: Markup


@dataclass(frozen=True, slots=True)
class KelompokFakta:
    judul: str | None
    fakta: Sequence[Fakta]


@dataclass(frozen=True, slots=True)
class PerubahanKolom:
    kolom: str
    sebelum: str | None
    sesudah: str | None


@dataclass(frozen=True, slots=True)
class BarisRiwayat:
    pelaku: str
    peran: str
    kalimat: str
    waktu: str
    alasan: str | None
    tempat: str | None
    perubahan: Sequence[PerubahanKolom]


@dataclass(frozen=True, slots=True)
class TabRincian:
    kode: str
    teks: str
    href: str
    aktif: bool
    jumlah: str | None = None


@dataclass(frozen=True, slots=True)
class HalamanRincian:
    kepala: KepalaHalaman
    kelompok: Sequence[KelompokFakta]
    tab: Sequence[TabRincian]
    aksi: Sequence[AksiBaris]
    lencana: Sequence[Lencana] = ()
    riwayat: Sequence[BarisRiwayat] = ()
    riwayat_lagi: str | None = None
    """Address of older history."""
    href_penuh: str = ""
    """The full page, shown in the drawer as 'Buka halaman penuh'."""
    tambahan: Markup | None = None


@dataclass(frozen=True, slots=True)
class HalamanKonfirmasi:
    """A question before an action: what changes, for how many, what is skipped and why, and the reason."""

    kepala: KepalaHalaman
    pertanyaan: str
    tombol: str
    href_batal: str
    href_kirim: str
    akibat: Sequence[str] = ()
    dilewati: Sequence[str] = ()
    objek: Sequence[Fakta] = ()
    perlu_alasan: bool = False
    alasan: str = ""
    galat_alasan: str | None = None
    bahaya: bool = False
    tersembunyi: Sequence[tuple[str, str]] = ()
    isian: Sequence[object] = ()
    """WTForms fields asked besides the reason (for instance the target unor)."""
    potongan_isian: Markup | None = None
    """The same fields, arranged by a template of the form's own (``pola``)."""
    ditolak: str | None = None
    """When set, the action is impossible: the reason and, in ``tautan``, what to do instead; no submit button."""
    perubahan: Markup | None = None
    """With ``ditolak``: who changed what since the question was opened."""
    tautan: Sequence[Tautan] = ()


@dataclass(frozen=True, slots=True)
class ButirMenu:
    teks: str
    href: str
    ikon: str
    aktif: bool
    jumlah: int | None = None
    keterangan_jumlah: str | None = None


@dataclass(frozen=True, slots=True)
class KelompokMenu:
    judul: str | None
    butir: tuple[ButirMenu, ...]


@dataclass(frozen=True, slots=True)
class Rangka:
    """What surrounds every page behind login (context variable ``rangka``)."""

    menu: tuple[KelompokMenu, ...]
    nama: str
    inisial: str
    peran: str
    instansi: str
    bisa_pilih_instansi: bool
    tugas_berjalan: int
    rumah: str
    """Where the sign of the panel leads: the page he lands on after login."""
    cari_cepat: bool = True
    daftar_instansi: Sequence[Pilihan] = field(default_factory=tuple)
    """Empty although he may choose: there are too many for a list in every page, and a page of its own offers them."""
