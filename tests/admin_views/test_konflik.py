"""Konflik as an admin meets it: what stands open, who changed what, and a decision that came too late."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.siasn import EntitasSinkro, JenisSinkro
from domain.status import StatusKonflik, StatusSinkro
from models import Konflik, Pegawai, Sinkronisasi
from services.pegawai import layanan as layanan_pegawai
from services.unit_of_work import unit_of_work
from tenancy import Lingkup, pasang_lingkup
from tests.admin_views.test_hemat import ambil
from tests.dunia import Dunia, Klien, teks_halaman

ALAMAT = "/admin/konflik/"


def tambah(dunia: Dunia, orang: str, kolom: str, sini: str, siasn: str, status: StatusKonflik = StatusKonflik.TERBUKA) -> int:
    with Session(dunia.mesin, info={"unit_of_work": True}) as s:
        pasang_lingkup(s, Lingkup("lintas"))
        n, kini = dunia.instansi[1], dunia.jam()
        lari = s.scalar(select(Sinkronisasi).where(Sinkronisasi.instansi_id == n)) or Sinkronisasi(
            instansi_id=n, jenis=JenisSinkro.PEGAWAI, status=StatusSinkro.SELESAI, waktu_request=kini, user_request="Akun", kursor={}
        )
        s.add(lari)
        s.flush()
        p = s.get_one(Pegawai, dunia.pegawai[1, orang])
        k = Konflik(
            instansi_id=n, sinkronisasi_id=lari.id, entitas=EntitasSinkro.PEGAWAI, objek_id=p.id, objek=p.nama, nomor=p.nomor_induk,
            kolom=kolom, nilai_sini=sini, nilai_siasn=siasn, status=status, ditemukan=kini,
        )  # fmt: skip
        s.add(k)
        s.commit()
        return k.id


@pytest.fixture
def admin(klien: Callable[[str], Klien]) -> Klien:
    return klien("admin_instansi")


def test_the_list_begins_with_what_is_open_and_a_link_shows_all(admin: Klien, dunia: Dunia):
    tambah(dunia, "staf", "jabatan", "Jabatan Terbuka", "Jabatan SIASN")
    tambah(dunia, "staf2", "jabatan", "Jabatan Putus", "Jabatan SIASN", StatusKonflik.PAKAI_SINI)
    awal = admin.get(ALAMAT)
    assert "Jabatan Terbuka" in awal.text and "Jabatan Putus" not in awal.text
    assert f'href="{ALAMAT}?semua=1"' in awal.text and "export/xlsx/?status=terbuka" in awal.text
    semua = admin.get(f"{ALAMAT}?semua=1")
    assert "Jabatan Terbuka" in semua.text and "Jabatan Putus" in semua.text
    # The filter form as it is sent with Semua.
    assert "Jabatan Putus" in admin.get(f"{ALAMAT}?status=&entitas=&kolom=&jumlah_baris=20").text


def test_an_empty_list_of_open_ones_leads_to_the_decided(admin: Klien, dunia: Dunia):
    tambah(dunia, "staf", "jabatan", "Jabatan Putus", "Jabatan SIASN", StatusKonflik.PAKAI_SINI)
    halaman = admin.get(ALAMAT)
    assert "Tidak ada konflik yang terbuka" in teks_halaman(halaman) and "Tampilkan semua" in teks_halaman(halaman)


def test_our_value_names_who_gave_it(app: Flask, admin: Klien, dunia: Dunia):
    with app.app_context():
        pelaku = dunia.aktor("admin_instansi")
        layanan_pegawai.ubah(pelaku, dunia.pegawai[1, "staf"], None, {"jabatan": "Jabatan Sini", "unor_id": dunia.unor[1, "dinas"]})
    tambah(dunia, "staf", "jabatan", "Jabatan Sini", "Jabatan SIASN")
    tambah(dunia, "staf", "unor", str(dunia.unor[1, "dinas"]), str(dunia.unor[1, "bidang"]))
    tambah(dunia, "staf2", "jabatan", "Entah dari mana", "Jabatan SIASN")
    teks = teks_halaman(admin.get(ALAMAT))
    assert teks.count(f"Diubah {pelaku.nama}, 23 November 2026") == 2
    assert f"Jabatan Sini Diubah {pelaku.nama}" in teks and "Entah dari mana Jabatan SIASN" in teks


def test_more_conflicts_cost_no_more_queries(app: Flask, admin: Klien, dunia: Dunia):
    tambah(dunia, "staf", "jabatan", "Jabatan Sini", "Jabatan SIASN")
    satu, _ = ambil(app, admin, ALAMAT)
    for kolom in ("nama", "kedudukan", "jenjang"):
        tambah(dunia, "staf2", kolom, "Sini", "Siasn")
    assert ambil(app, admin, ALAMAT)[0] == satu


def test_a_conflict_decided_in_another_tab_says_so(app: Flask, admin: Klien, dunia: Dunia):
    id = tambah(dunia, "staf", "jabatan", "Analis Kebijakan Ahli Muda", "Jabatan SIASN")
    assert admin.get(f"{ALAMAT}{id}/pakai-siasn/").status_code == 200
    assert admin.post(f"{ALAMAT}{id}/pakai-sini/", {"versi": "1"}).status_code == 302
    for jawaban in (admin.post(f"{ALAMAT}{id}/pakai-siasn/", {"versi": "1"}), admin.get(f"{ALAMAT}{id}/pakai-siasn/")):
        teks = teks_halaman(jawaban)
        assert jawaban.status_code == 409
        assert "sudah berubah" in teks and "Statusnya kini: Nilai sini dipertahankan." in teks
        assert "Akun Admin Instansi" in teks and "Terbuka menjadi Nilai sini dipertahankan" in teks
    dialog = admin.get(f"{ALAMAT}{id}/pakai-siasn/", headers={"HX-Request": "true"})
    assert dialog.status_code == 409 and "<!doctype" not in dialog.text.lower()
    assert admin.post(f"{ALAMAT}999999/pakai-siasn/", {"versi": "1"}).status_code == 404
    with dunia.sesi() as s:
        assert s.get_one(Konflik, id).status is StatusKonflik.PAKAI_SINI


def test_a_stale_version_names_who_was_quicker(app: Flask, admin: Klien, dunia: Dunia):
    id = tambah(dunia, "staf", "jabatan", "Analis Kebijakan Ahli Muda", "Jabatan SIASN")
    with app.app_context(), unit_of_work(dunia.aktor()) as unit:
        unit.session.get_one(Konflik, id).nilai_siasn = "Jabatan SIASN Baru"
    jawaban = admin.post(f"{ALAMAT}{id}/pakai-siasn/", {"versi": "1"})
    assert jawaban.status_code == 409 and "sudah diubah orang lain" in teks_halaman(jawaban)
