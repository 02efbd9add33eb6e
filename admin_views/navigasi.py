"""The one table of menus: group, title, address, icon, endpoint, permission. Order is the manual's."""

from __future__ import annotations

from dataclasses import dataclass

from flask import request

from admin_views.halaman import ButirMenu, KelompokMenu
from domain.izin import Aktor


@dataclass(frozen=True, slots=True)
class Menu:
    kelompok: str | None
    teks: str
    alamat: str
    ikon: str
    endpoint: str
    """Endpoint prefix (the view's blueprint)."""
    izin: str


MENU: tuple[Menu, ...] = (
    Menu(None, "Beranda", "/admin/", "home", "admin", "beranda:lihat"),
    Menu(None, "Tugas dan unduhan", "/admin/tugas/", "list-check", "tugas", "tugas:lihat"),
    Menu("Administrator", "Manajemen Periode", "/admin/periode/", "calendar", "periode", "periode:lihat"),
    Menu("Administrator", "Unor", "/admin/unor/", "sitemap", "unor", "unor:lihat"),
    Menu("Administrator", "Pegawai", "/admin/pegawai/", "users", "pegawai", "pegawai:lihat"),
    Menu("Administrator", "PLT/PLH", "/admin/plt-plh/", "switch-horizontal", "plt_plh", "plt_plh:lihat"),
    Menu("Helpdesk", "Jejak audit", "/admin/jejak-audit/", "shield-check", "jejak_audit", "jejak_audit:lihat"),
    Menu("Sistem", "Pengguna", "/admin/pengguna/", "user", "pengguna", "pengguna:lihat"),
    Menu("Sistem", "Instansi", "/admin/instansi/", "building", "instansi", "instansi:lihat"),
    Menu("Akun", "Profil dan kata sandi", "/admin/profil/", "user-circle", "profil", "profil:lihat"),
    Menu("Akun", "Bantuan", "/admin/bantuan/", "help-circle", "bantuan", "bantuan:lihat"),
)


def menu_untuk(aktor: Aktor) -> list[KelompokMenu]:
    """The sidebar of an actor: only what his roles may open."""
    kini = (request.endpoint or "").partition(".")[0]
    kelompok: dict[str | None, list[ButirMenu]] = {}
    for m in MENU:
        if aktor.boleh(m.izin):
            kelompok.setdefault(m.kelompok, []).append(ButirMenu(m.teks, m.alamat, m.ikon, m.endpoint == kini))
    return [KelompokMenu(judul, butir) for judul, butir in kelompok.items()]


def rumah(aktor: Aktor) -> str:
    """Where an actor lands after login: the first menu he may open."""
    return next((m.alamat for m in MENU if aktor.boleh(m.izin)), "/admin/profil/")
