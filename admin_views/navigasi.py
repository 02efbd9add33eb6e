"""The one table of menus: group, title, address, icon, endpoint, permission. Order is the manual's."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from flask import request

from admin_views.halaman import ButirMenu, KelompokMenu, Tautan
from domain.izin import Aktor


@dataclass(frozen=True, slots=True)
class Menu:
    kelompok: str | None
    teks: str
    alamat: str
    ikon: str
    endpoint: str
    """Endpoint prefix (the view's blueprint); several, with spaces between, where views share an entry."""
    izin: str


MENU: tuple[Menu, ...] = (
    Menu(None, "Beranda", "/admin/", "home", "admin", "beranda:lihat"),
    Menu(None, "Tugas dan unduhan", "/admin/tugas/", "list-check", "tugas", "tugas:lihat"),
    Menu(
        "Kinerja saya",
        "Daftar SKP",
        "/admin/daftar-skp/",
        "clipboard-list",
        "daftar_skp daftar_skp_penilaian daftar_skp_keberatan",
        "daftar_skp:lihat",
    ),
    Menu("Administrator", "Manajemen Periode", "/admin/periode/", "calendar", "periode", "periode:lihat"),
    Menu("Administrator", "Unor", "/admin/unor/", "sitemap", "unor", "unor:lihat"),
    Menu("Administrator", "Pegawai", "/admin/pegawai/", "users", "pegawai", "pegawai:lihat"),
    Menu("Administrator", "PLT/PLH", "/admin/plt-plh/", "switch-horizontal", "plt_plh", "plt_plh:lihat"),
    Menu("Administrator", "SKP", "/admin/skp/", "file-text", "skp", "skp:lihat"),
    Menu(
        "Administrator",
        "Capaian Kinerja Organisasi",
        "/admin/capaian-organisasi/",
        "target",
        "capaian_organisasi",
        "capaian_organisasi:lihat",
    ),
    Menu("Administrator", "Keberatan", "/admin/keberatan/", "message-report", "keberatan", "keberatan:lihat"),
    Menu(
        "Administrator",
        "Matriks Peran Hasil",
        "/admin/matriks-peran-hasil/",
        "table",
        "matriks_peran_hasil",
        "matriks_peran_hasil:lihat",
    ),
    Menu("Administrator", "Tim Kerja", "/admin/tim-kerja/", "users-group", "tim_kerja", "tim_kerja:lihat"),
    Menu("Administrator", "Sinkronisasi", "/admin/sinkronisasi/", "refresh", "sinkronisasi sinkro_baris", "sinkronisasi:lihat"),
    Menu(
        "Administrator",
        "Sinkronisasi Predikat",
        "/admin/sinkronisasi-predikat/",
        "cloud-check",
        "sinkronisasi_predikat kiriman_predikat",
        "sinkronisasi_predikat:lihat",
    ),
    Menu("Administrator", "Pengaturan", "/admin/pengaturan/", "settings", "pengaturan", "pengaturan:lihat"),
    Menu("SIASN", "Input Data JPT Non ASN", "/admin/jpt-non-asn/", "user-plus", "jpt_non_asn", "jpt_non_asn:lihat"),
    Menu("SIASN", "Profile Pegawai PPT Non-ASN", "/admin/profil-non-asn/", "user-search", "profil_non_asn", "profil_non_asn:lihat"),
    Menu("SIASN", "Rekonsiliasi unor", "/admin/rekonsiliasi-unor/", "sitemap", "rekonsiliasi_unor gabung_unor", "rekonsiliasi_unor:lihat"),
    Menu("SIASN", "Konflik", "/admin/konflik/", "git-compare", "konflik", "konflik:lihat"),
    Menu(
        "Helpdesk",
        "Perbaikan data",
        "/admin/perbaikan/skp/",
        "tool",
        "perbaikan_skp perbaikan_rhk perbaikan_indikator perbaikan_penilaian perbaikan_keberatan perbaikan_terhapus",
        "perbaikan_skp:lihat",
    ),
    Menu("Helpdesk", "Jejak audit", "/admin/jejak-audit/", "shield-check", "jejak_audit", "jejak_audit:lihat"),
    Menu("Sistem", "Pengguna", "/admin/pengguna/", "user", "pengguna", "pengguna:lihat"),
    Menu("Sistem", "Instansi", "/admin/instansi/", "building", "instansi", "instansi:lihat"),
    Menu("Sistem", "Hari libur", "/admin/hari-libur/", "calendar-off", "hari_libur", "hari_libur:lihat"),
    Menu("Sistem", "Kesehatan integrasi", "/admin/integrasi/", "plug", "integrasi", "integrasi:lihat"),
    Menu("Akun", "Profil dan kata sandi", "/admin/profil/", "user-circle", "profil", "profil:lihat"),
    Menu("Akun", "Bantuan", "/admin/bantuan/", "help-circle", "bantuan", "bantuan:lihat"),
)


def menu_untuk(aktor: Aktor) -> tuple[KelompokMenu, ...]:
    """The sidebar of an actor: only what his roles may open."""
    return _menu_untuk(frozenset(m.izin for m in MENU if aktor.boleh(m.izin)), (request.endpoint or "").partition(".")[0])


@lru_cache(maxsize=256)
def _menu_untuk(izin: frozenset[str], kini: str) -> tuple[KelompokMenu, ...]:
    kelompok: dict[str | None, list[ButirMenu]] = {}
    for m in MENU:
        if m.izin in izin:
            kelompok.setdefault(m.kelompok, []).append(ButirMenu(m.teks, m.alamat, m.ikon, kini in m.endpoint.split()))
    return tuple(KelompokMenu(judul, tuple(butir)) for judul, butir in kelompok.items())


def rumah(aktor: Aktor) -> str:
    """Where an actor lands after login: Beranda, a plain pegawai on his own SKP, else the first menu he may open."""
    if not aktor.boleh("beranda:lihat") and aktor.boleh("daftar_skp:lihat"):
        return "/admin/daftar-skp/"
    return next((m.alamat for m in MENU if aktor.boleh(m.izin)), "/admin/profil/")


def pangkal(aktor: Aktor) -> list[Tautan]:
    """What every row of crumbs begins with: Beranda, for those who may open it."""
    return [Tautan("Beranda", "/admin/")] if aktor.boleh("beranda:lihat") else []
