"""Hari libur as an admin keeps it."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select

from models import HariLibur
from tests.dunia import KENARI, teks_halaman


def test_list_with_the_day_of_the_week(skp):
    teks = teks_halaman(skp.klien("admin_instansi").get("/admin/hari-libur/"))
    for kata in ("Hari libur", "25 Desember 2026", "Jumat", "Libur instansi contoh"):
        assert kata in teks
    assert KENARI not in teks


def test_create_edit_delete(skp):
    k = skp.klien("admin_instansi")
    assert k.post("/admin/hari-libur/new/", {"tanggal": "2026-08-17", "nama": "Hari Kemerdekaan"}).status_code == 302
    with skp.dunia.sesi() as s:
        baru = s.scalars(select(HariLibur).where(HariLibur.tanggal == date(2026, 8, 17))).one()
    isi = {"tanggal": "2026-08-18", "nama": "Hari Kemerdekaan", "versi": 1}
    assert k.post(f"/admin/hari-libur/edit/?id={baru.id}", isi).status_code == 302
    assert "Yakin akan menghapus hari libur tersebut?" in k.get(f"/admin/hari-libur/delete/?id={baru.id}").text
    assert k.post("/admin/hari-libur/delete/", {"id": baru.id, "versi": 2}).status_code == 302
    with skp.dunia.sesi() as s:
        assert s.get(HariLibur, baru.id) is None


def test_a_day_twice_is_named_and_nothing_typed_is_lost(skp):
    jawaban = skp.klien("admin_instansi").post("/admin/hari-libur/new/", {"tanggal": "2026-12-25", "nama": "Hari Natal"})
    assert jawaban.status_code == 422
    assert "Tanggal ini sudah tercatat sebagai hari libur." in teks_halaman(jawaban)
    assert 'value="Hari Natal"' in jawaban.text


@pytest.mark.parametrize(("saring", "ada"), [("?sejak=2026-12-25", True), ("?sejak=2026-12-26", False), ("?sampai=2026-12-24", False)])
def test_filter(skp, saring, ada):
    assert ("Libur instansi contoh" in skp.klien("supervisor").get(f"/admin/hari-libur/{saring}").text) is ada


def test_readers_do_not_write(skp):
    for siapa in ("supervisor", "helpdesk"):
        assert skp.klien(siapa).post("/admin/hari-libur/new/", {"tanggal": "2026-08-17", "nama": "x"}).status_code == 403
    assert skp.klien("staf").get("/admin/hari-libur/").status_code == 403
