"""What is rendered once for many rows is what each row would have rendered for itself."""

from __future__ import annotations

import pytest
from flask import Flask

from admin_views import rangkai
from admin_views.halaman import AksiBaris, Baris, Sel


def baris(id: int, judul: str, *aksi: AksiBaris) -> Baris:
    return Baris(id=id, nomor=1, judul=judul, sel=[Sel("")], aksi=aksi, href=None)


def aksi(id: int, **lain: object) -> AksiBaris:
    return AksiBaris("edit", "Edit & simpan", f"/admin/contoh-1/{id}/edit/?a={id}&b=1", "pencil", **lain)  # type: ignore[arg-type]


@pytest.mark.parametrize("mesin", ["sqlite"])
def test_rows_share_a_rendering_and_keep_their_own_id_and_title(app: Flask):
    isi = [
        baris(n, judul, aksi(n, **lain), aksi(n, dialog=True))
        for n, judul in ((1, "Satu <b>"), (11, "Sebelas"), (2, "contoh-1"), (111, "Satu & satu"))
        for lain in (
            {},
            {"bahaya": True},
            {"alasan_nonaktif": "Sudah FINAL <1>"},
            {"utama": True},
            {"utama": True, "alasan_nonaktif": "11"},
        )
    ]
    with app.test_request_context():
        makro = app.jinja_env.get_template("komponen/aksi.html").module.sel_aksi  # type: ignore[attr-defined]
        rangkai._sel_aksi.cache_clear()
        for b in isi * 2:
            assert str(rangkai.sel_aksi(b)) == str(makro(b.aksi, b.judul)), b
        kena = rangkai._sel_aksi.cache_info()
    assert kena.hits > kena.misses


def test_the_sidebar_shows_the_menus_of_the_role_and_marks_the_present_one(klien):
    for _ in range(2):
        for akun, ada, tiada in (
            ("admin_instansi", "/admin/periode/", "/admin/perbaikan/skp/"),
            ("supervisor", "/admin/pegawai/", "/admin/integrasi/"),
        ):
            for alamat in ("/admin/pegawai/", "/admin/skp/"):
                bilah = klien(akun).get(alamat).text.partition('id="navigasi"')[2].partition("</aside>")[0]
                assert f'href="{ada}"' in bilah and f'href="{tiada}"' not in bilah
                assert bilah.count('aria-current="page"') == 1 and f'href="{alamat}" aria-current="page"' in bilah
