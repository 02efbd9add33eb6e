"""Rekonsiliasi unor as an admin works with it: every cure asked for, refused, and done by the client."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from domain.nama import normalkan
from domain.siasn import JenisTemuan
from domain.status import StatusTemuan
from models import GabungUnor, Pegawai, PetaUnor, TemuanUnor, Unor
from services import audit
from services.unit_of_work import unit_of_work
from tenancy import Lingkup, pasang_lingkup
from tests.admin_views.test_hemat import ambil
from tests.dunia import KENARI, Dunia, Klien, teks_halaman

ALAMAT, GABUNG = "/admin/rekonsiliasi-unor/", "/admin/gabung-unor/"


def tambah(dunia: Dunia, nama: str, atasan: int | None, n: int = 1, tanda: str = "", **lain: object) -> int:
    with Session(dunia.mesin, info={"unit_of_work": True}) as s:
        pasang_lingkup(s, Lingkup("lintas"))
        u = Unor(
            instansi_id=dunia.instansi[n],
            nama=nama,
            nama_cari=normalkan(nama),
            eselon="31",
            atasan_id=atasan,
            siasn_id=f"s-{n}{tanda}-{nama}"[:42],
            **lain,
        )
        s.add(u)
        s.commit()
        return u.id


def ubah(dunia: Dunia, unor_id: int, **nilai: object) -> None:
    with Session(dunia.mesin, info={"unit_of_work": True}) as s:
        pasang_lingkup(s, Lingkup("lintas"))
        s.execute(update(Unor).where(Unor.id == unor_id).values(**nilai))
        s.commit()


def temuan(dunia: Dunia, jenis: JenisTemuan, n: int = 1) -> TemuanUnor:
    with dunia.sesi(n) as s:
        return s.scalars(select(TemuanUnor).where(TemuanUnor.jenis == jenis)).one()


@pytest.fixture
def admin(klien: Callable[[str], Klien]) -> Klien:
    return klien("admin_instansi")


@pytest.fixture
def duplikat(dunia: Dunia, admin: Klien) -> TemuanUnor:
    tambah(dunia, "Bidang Kurikulum", dunia.unor[1, "dinas"])
    admin.post(f"{ALAMAT}periksa/")
    return temuan(dunia, JenisTemuan.DUPLIKAT)


def test_periksa_asks_and_counts(admin: Klien, dunia: Dunia):
    tambah(dunia, "Bidang Kurikulum", dunia.unor[1, "dinas"])
    tanya = admin.get(f"{ALAMAT}periksa/")
    assert "Periksa seluruh unor instansi ini sekarang?" in teks_halaman(tanya) and "Data unor tidak berubah." in teks_halaman(tanya)
    with dunia.sesi() as s:
        assert s.scalars(select(TemuanUnor)).all() == [], "asking checks nothing"
    jawaban = admin.post(f"{ALAMAT}periksa/", follow_redirects=True)
    assert "1 temuan terbuka, 0 temuan selesai" in teks_halaman(jawaban) and "Duplikat" in teks_halaman(jawaban)


def test_gabungkan_shows_what_moves_and_moves_it(admin: Klien, dunia: Dunia, duplikat: TemuanUnor):
    tanya = teks_halaman(admin.get(f"{ALAMAT}{duplikat.id}/gabungkan/"))
    lama, baru = duplikat.unor_lain_id, duplikat.unor_id
    for kata in (
        f"Gabungkan Bidang Kurikulum (ID {baru}) dengan Bidang Kurikulum (ID {lama})?",
        "Unor yang dipertahankan",
        f"ID {lama} · tanpa ID SIASN Unor Atasan: Dinas Pendidikan Isinya: 2 pegawai, 1 unor bawahan Lebih dahulu ada",
        f"ID {baru} · SIASN s-1-Bi…ikulum Unor Atasan: Dinas Pendidikan Isinya: kosong Ditemukan sebagai duplikat",
        f"Bila Bidang Kurikulum (ID {lama}) dipertahankan Pindah dari Bidang Kurikulum (ID {baru}): tidak ada data lain.",
        f"Bila Bidang Kurikulum (ID {baru}) dipertahankan Pindah dari Bidang Kurikulum (ID {lama}): 2 pegawai",
        "dapat dibatalkan",
    ):
        assert kata in tanya, (kata, tanya)
    tanpa = admin.post(f"{ALAMAT}{duplikat.id}/gabungkan/", {"versi": duplikat.versi})
    assert tanpa.status_code == 422 and "wajib diisi" in teks_halaman(tanpa)
    jawaban = admin.post(f"{ALAMAT}{duplikat.id}/gabungkan/", {"versi": duplikat.versi, "arah": "ini"}, follow_redirects=True)
    assert "Kedua unor digabung." in teks_halaman(jawaban)
    assert duplikat.unor_lain_id == dunia.unor[1, "bidang"]
    with dunia.sesi() as s:
        assert s.get_one(Pegawai, dunia.pegawai[1, "staf"]).unor_id == duplikat.unor_id
        assert s.get_one(TemuanUnor, duplikat.id).status is StatusTemuan.SELESAI
    for jawaban in (
        admin.get(f"{ALAMAT}{duplikat.id}/gabungkan/"),
        admin.post(f"{ALAMAT}{duplikat.id}/gabungkan/", {"versi": duplikat.versi, "arah": "lain"}),
    ):
        teks = teks_halaman(jawaban)
        assert jawaban.status_code == 409 and "Statusnya kini: Selesai." in teks and "Status: Terbuka menjadi Selesai" in teks
    with dunia.sesi() as s:
        assert len(s.scalars(select(GabungUnor)).all()) == 1


def test_the_list_tells_namesakes_apart_in_one_query_more(app: Flask, admin: Klien, dunia: Dunia, duplikat: TemuanUnor):
    teks = teks_halaman(admin.get(ALAMAT))
    assert f"ID {duplikat.unor_id} · SIASN s-1-Bi…ikulum Unor Atasan: Dinas Pendidikan; kosong" in teks
    assert f"ID {duplikat.unor_lain_id} · tanpa ID SIASN Unor Atasan: Dinas Pendidikan; 2 pegawai, 1 unor bawahan" in teks
    satu, _ = ambil(app, admin, ALAMAT)
    for _n in range(3):
        tambah(dunia, "Bidang Kurikulum", dunia.unor[1, "dinas"], tanda=f"{_n}")
    admin.post(f"{ALAMAT}periksa/")
    assert admin.get(ALAMAT).text.count('<tr role="row">') == 5
    assert ambil(app, admin, ALAMAT)[0] == satu


def test_a_direction_that_is_impossible_cannot_be_chosen(admin: Klien, dunia: Dunia, duplikat: TemuanUnor):
    ubah(dunia, duplikat.unor_lain_id, aktif=False)
    halaman = admin.get(f"{ALAMAT}{duplikat.id}/gabungkan/")
    assert f"Tidak dapat dipilih: Bidang Kurikulum (ID {duplikat.unor_lain_id}) nonaktif" in teks_halaman(halaman)
    radio = dict(re.findall(r'<input ([^>]*name="arah"[^>]*value="(?:lain|ini)"[^>]*)()>', halaman.text))
    (mati,) = [r for r in radio if 'value="lain"' in r]
    (hidup,) = [r for r in radio if 'value="ini"' in r]
    assert "disabled" in mati and "checked" in hidup


def test_a_merge_is_undone_from_its_history(admin: Klien, dunia: Dunia, duplikat: TemuanUnor):
    admin.post(f"{ALAMAT}{duplikat.id}/gabungkan/", {"versi": duplikat.versi, "arah": "ini"})
    with dunia.sesi() as s:
        satu = s.scalars(select(GabungUnor)).one()
    tanya = teks_halaman(admin.get(f"{GABUNG}{satu.id}/batalkan/"))
    assert f"Kembalikan Bidang Kurikulum (ID {duplikat.unor_lain_id}) dengan seluruh isinya?" in tanya
    daftar = teks_halaman(admin.get(GABUNG))
    assert f"ID {duplikat.unor_lain_id} · tanpa ID SIASN" in daftar and f"ID {duplikat.unor_id} · SIASN s-1-Bi…ikulum" in daftar
    assert "Dipindahkan: 2 pegawai" in daftar
    assert admin.post(f"{GABUNG}{satu.id}/batalkan/", {"versi": satu.versi + 7}).status_code == 409
    assert admin.post(f"{GABUNG}{satu.id}/batalkan/", {"versi": satu.versi}).status_code == 302
    with dunia.sesi() as s:
        assert s.get_one(Pegawai, dunia.pegawai[1, "staf"]).unor_id == dunia.unor[1, "bidang"]
    lagi = teks_halaman(admin.get(f"{GABUNG}{satu.id}/batalkan/"))
    assert "Penggabungan ini sudah dibatalkan." in lagi


def test_pindahkan_isinya_of_an_inactive_unor(admin: Klien, dunia: Dunia):
    ubah(dunia, dunia.unor[1, "seksi"], aktif=False)
    admin.post(f"{ALAMAT}periksa/")
    satu = temuan(dunia, JenisTemuan.NONAKTIF_BERISI)
    assert "Pindahkan seluruh isi Seksi Penilaian ke unor lain?" in teks_halaman(admin.get(f"{ALAMAT}{satu.id}/pindahkan-isi/"))
    for isi, kata in (({"ke_id": ""}, "wajib diisi"), ({"ke_id": dunia.unor[2, "bidang"]}, "tidak ditemukan di instansi Anda")):
        jawaban = admin.post(f"{ALAMAT}{satu.id}/pindahkan-isi/", {"versi": satu.versi, **isi})
        assert jawaban.status_code == 422 and kata in teks_halaman(jawaban) and KENARI not in jawaban.text
    assert admin.post(f"{ALAMAT}{satu.id}/pindahkan-isi/", {"versi": satu.versi, "ke_id": dunia.unor[1, "bidang"]}).status_code == 302
    with dunia.sesi() as s:
        assert s.get_one(Pegawai, dunia.pegawai[1, "staf2"]).unor_id == dunia.unor[1, "bidang"]


def test_kaitkan_breaks_a_circle(admin: Klien, dunia: Dunia):
    a = tambah(dunia, "Balai Satu", None)
    b = tambah(dunia, "Balai Dua", a)
    ubah(dunia, a, atasan_id=b)
    admin.post(f"{ALAMAT}periksa/")
    satu = temuan(dunia, JenisTemuan.SIKLUS)
    tanya = admin.get(f"{ALAMAT}{satu.id}/kaitkan/")
    assert "Ganti Unor Atasan" in teks_halaman(tanya) and "Ingat untuk sinkronisasi" not in tanya.text
    assert admin.post(f"{ALAMAT}{satu.id}/kaitkan/", {"versi": satu.versi, "atasan_id": dunia.unor[1, "dinas"]}).status_code == 302
    with dunia.sesi() as s:
        assert s.get_one(Unor, satu.unor_id).atasan_id == dunia.unor[1, "dinas"]
        assert s.get_one(TemuanUnor, satu.id).status is StatusTemuan.SELESAI


def test_kaitkan_remembers_an_unknown_parent(admin: Klien, dunia: Dunia):
    tambah(dunia, "Balai Yatim", None, siasn_dasar={"atasan": "id-yang-tidak-dikenal"})
    admin.post(f"{ALAMAT}periksa/")
    satu = temuan(dunia, JenisTemuan.YATIM)
    assert "Ingat untuk sinkronisasi berikutnya" in teks_halaman(admin.get(f"{ALAMAT}{satu.id}/kaitkan/"))
    isi = {"versi": satu.versi, "atasan_id": dunia.unor[1, "dinas"], "petakan": "y"}
    assert admin.post(f"{ALAMAT}{satu.id}/kaitkan/", isi).status_code == 302
    with dunia.sesi() as s:
        peta = s.scalars(select(PetaUnor)).one()
        assert (peta.siasn_id, peta.unor_id) == ("id-yang-tidak-dikenal", dunia.unor[1, "dinas"])


def usulan(admin: Klien, id: int) -> int | None:
    """The choice that is preset on the page of Kaitkan."""
    terpilih = re.search(
        r'<select[^>]*name="atasan_id".*?<option value="(\d+)" selected>', admin.get(f"{ALAMAT}{id}/kaitkan/").text, re.DOTALL
    )
    return int(terpilih[1]) if terpilih else None


def test_an_orphan_is_proposed_the_atasan_that_it_had(app: Flask, admin: Klien, dunia: Dunia):
    balai = tambah(dunia, "Balai Yatim", dunia.unor[1, "bidang"], siasn_dasar={"atasan": "id-yang-tidak-dikenal"})
    with app.app_context(), unit_of_work(dunia.aktor()) as unit:
        u = unit.session.get_one(Unor, balai)
        u.atasan_id = None
        perubahan = audit.beda(unit.session, u)
        unit.session.flush()
        audit.catat(unit.session, unit.aktor, "ubah", u, perubahan=perubahan, alasan="Sinkronisasi SIASN.")
    admin.post(f"{ALAMAT}periksa/")
    satu = temuan(dunia, JenisTemuan.YATIM)
    assert usulan(admin, satu.id) == dunia.unor[1, "bidang"]
    assert "Diusulkan: Unor Atasan sebelumnya" in teks_halaman(admin.get(f"{ALAMAT}{satu.id}/kaitkan/"))
    # What has gone inactive since is not proposed, but the unit above it.
    ubah(dunia, dunia.unor[1, "bidang"], aktif=False)
    assert usulan(admin, satu.id) == dunia.unor[1, "dinas"]


def test_an_orphan_below_a_merged_unit_is_proposed_the_one_that_stayed(admin: Klien, dunia: Dunia, duplikat: TemuanUnor):
    admin.post(f"{ALAMAT}{duplikat.id}/gabungkan/", {"versi": duplikat.versi, "arah": "ini"})
    tambah(dunia, "Seksi Terlambat", duplikat.unor_lain_id)
    admin.post(f"{ALAMAT}periksa/")
    satu = temuan(dunia, JenisTemuan.YATIM)
    assert usulan(admin, satu.id) == duplikat.unor_id
    assert "Ingat untuk sinkronisasi" not in admin.get(f"{ALAMAT}{satu.id}/kaitkan/").text


def test_an_orphan_without_a_past_is_proposed_nothing(admin: Klien, dunia: Dunia):
    tambah(dunia, "Balai Yatim", None, siasn_dasar={"atasan": "id-yang-tidak-dikenal"})
    admin.post(f"{ALAMAT}periksa/")
    assert usulan(admin, temuan(dunia, JenisTemuan.YATIM).id) is None


def test_abaikan_wants_a_reason_and_can_be_opened(admin: Klien, dunia: Dunia, duplikat: TemuanUnor):
    alamat = f"{ALAMAT}{duplikat.id}/abaikan/"
    tanpa = admin.post(alamat, {"versi": duplikat.versi})
    assert tanpa.status_code == 422 and "Alasan wajib diisi." in teks_halaman(tanpa)
    assert admin.get(f"{ALAMAT}{duplikat.id}/buka/").status_code == 409
    assert admin.post(alamat, {"versi": duplikat.versi, "alasan": "Memang dua unit."}).status_code == 302
    assert "Memang dua unit." in teks_halaman(admin.get(f"{ALAMAT}details/?id={duplikat.id}&tab=riwayat"))
    assert admin.post(f"{ALAMAT}{duplikat.id}/buka/", {}).status_code == 302
    assert temuan(dunia, JenisTemuan.DUPLIKAT).status is StatusTemuan.TERBUKA


def test_a_stale_question_changes_nothing(admin: Klien, dunia: Dunia, duplikat: TemuanUnor):
    jawaban = admin.post(f"{ALAMAT}{duplikat.id}/gabungkan/", {"versi": duplikat.versi + 5, "arah": "ini"})
    assert jawaban.status_code == 409
    with dunia.sesi() as s:
        assert s.scalars(select(GabungUnor)).all() == []


@pytest.mark.parametrize(("siapa", "baca"), [("helpdesk", 200), ("supervisor", 403), ("supervisor_unor", 403), ("pegawai", 403)])
def test_who_may_look_and_who_may_cure(klien: Callable[[str], Klien], duplikat: TemuanUnor, siapa: str, baca: int):
    k = klien(siapa)
    assert k.get(ALAMAT).status_code == baca and k.get(GABUNG).status_code == baca
    for kode in ("gabungkan", "abaikan", "periksa"):
        alamat = f"{ALAMAT}periksa/" if kode == "periksa" else f"{ALAMAT}{duplikat.id}/{kode}/"
        assert k.get(alamat).status_code == 403
        assert k.post(alamat, {"arah": "ini", "alasan": "x"}).status_code == 403


def test_findings_of_others_are_as_if_missing(klien: Callable[[str], Klien], dunia: Dunia, duplikat: TemuanUnor):
    lain = klien("admin_lain")
    for sisa in ("gabungkan/", "abaikan/", "kaitkan/", "pindahkan-isi/", "buka/"):
        assert lain.get(f"{ALAMAT}{duplikat.id}/{sisa}").status_code == 404
        assert (
            lain.post(f"{ALAMAT}{duplikat.id}/{sisa}", {"arah": "ini", "alasan": "x", "ke_id": dunia.unor[2, "dinas"]}).status_code == 404
        )
    assert lain.get(f"{ALAMAT}details/?id={duplikat.id}").status_code == 404
    assert temuan(dunia, JenisTemuan.DUPLIKAT).status is StatusTemuan.TERBUKA
