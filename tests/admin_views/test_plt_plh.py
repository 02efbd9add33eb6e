"""Manajemen PLT/PLH as an admin works with it. Today is 23 November 2026."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select

from domain.plt_plh import JenisPltPlh
from models import PltPlh
from services import plt_plh
from tests.dunia import KENARI, teks_halaman


def isian(dunia, **ganti):
    isi = {"pegawai_id": dunia.pegawai[1, "staf2"], "unor_id": dunia.unor[1, "bidang"], "jabatan": "PLT Kepala Bidang", "jenis": "plt"}
    return {**isi, "awal": "2026-11-01", "akhir": "2026-12-31", "aktif": "ya", **ganti}


@pytest.fixture
def tiga(app, dunia):
    """Besides the one of the world (in force): one past its end, one to come, one ended."""
    with app.app_context():
        for jabatan, awal, akhir, aktif in (
            ("PLH Lewat", date(2026, 1, 1), date(2026, 11, 22), True),
            ("PLH Nanti", date(2026, 12, 1), date(2026, 12, 5), True),
            ("PLH Usai", date(2026, 11, 1), date(2026, 11, 30), False),
        ):
            isi = {"pegawai_id": dunia.pegawai[1, "kabid"], "unor_id": dunia.unor[1, "dinas"], "jabatan": jabatan, "jenis": JenisPltPlh.PLH}
            plt_plh.layanan.buat(dunia.aktor(), {**isi, "awal": awal, "akhir": akhir, "aktif": aktif})


def jabatan_di_daftar(klien, saring="", siapa="admin_instansi"):
    teks = teks_halaman(klien(siapa).get(f"/admin/plt-plh/{saring}"))
    return {n for n in ("Plt. Kepala Seksi", "PLH Lewat", "PLH Nanti", "PLH Usai") if f"Jabatan: {n} " in teks}


def test_daftar_menurut_manual(klien, dunia, tiga):
    teks = teks_halaman(klien("admin_instansi").get("/admin/plt-plh/"))
    for kata in (
        "Manajemen PLT / PLH.",
        "Nama / NIP",
        "Orang Staf",
        "Jabatan: Plt. Kepala Seksi",
        "01 Januari 2026 – 31 Desember 2026",
        "AKTIF, lewat masa",
        "AKTIF, belum mulai",
        "TIDAK AKTIF",
        "PLH",
        "4 hasil",
    ):
        assert kata in teks
    assert teks.index("PLH Nanti") < teks.index("PLH Usai") < teks.index("PLH Lewat")
    assert KENARI not in teks


@pytest.mark.parametrize(
    ("saring", "jabatan"),
    [
        ("?keadaan=berlaku", {"Plt. Kepala Seksi"}),
        ("?keadaan=lewat_masa", {"PLH Lewat"}),
        ("?keadaan=belum_mulai", {"PLH Nanti"}),
        ("?keadaan=tidak_aktif", {"PLH Usai"}),
        ("?jenis=plh&akhir_sampai=2026-11-30", {"PLH Lewat", "PLH Usai"}),
        ("?keadaan=berlaku&akhir_sampai=2026-11-29", set()),
        ("?cari=kabid", {"PLH Lewat", "PLH Nanti", "PLH Usai"}),
        ("?cari=19800103", {"Plt. Kepala Seksi"}),
        ("?unor={seksi}", {"Plt. Kepala Seksi"}),
    ],
)
def test_filter(klien, dunia, tiga, saring, jabatan):
    assert jabatan_di_daftar(klien, saring.format(seksi=dunia.unor[1, "seksi"])) == jabatan


def test_formulir_seperti_manual(klien):
    teks = teks_halaman(klien("admin_instansi").get("/admin/plt-plh/new/"))
    for kata in (
        "Search Nama Pegawai. Minimal 3 karakter.",
        "PLT Direktur Mutasi",
        "Pelaksana Tugas",
        "Pelaksana Harian",
        "Periode Awal",
        "Periode Akhir",
        "Aktif",
        "Ya",
        "Tidak",
    ):
        assert kata in teks


def test_pencarian_pegawai_menjawab_nama_dan_nip(klien, dunia):
    jawaban = klien("admin_instansi").get("/admin/lookup/pegawai/?query=staf2").json
    assert jawaban == [[dunia.pegawai[1, "staf2"], jawaban[0][1]]]
    assert jawaban[0][1].startswith("Orang Staf2 - 1980")


def test_tambah_edit_hapus(klien, dunia):
    k = klien("admin_instansi")
    assert k.post("/admin/plt-plh/new/", isian(dunia)).status_code == 302
    with dunia.sesi() as s:
        baru = s.scalars(select(PltPlh).where(PltPlh.jabatan == "PLT Kepala Bidang")).one()
        assert (baru.awal, baru.akhir, baru.aktif) == (date(2026, 11, 1), date(2026, 12, 31), True)
    assert k.post(f"/admin/plt-plh/edit/?id={baru.id}", isian(dunia, aktif="tidak", jenis="plh", versi=1)).status_code == 302
    tanya = k.get(f"/admin/plt-plh/delete/?id={baru.id}")
    assert "Yakin akan menghapus Data PLT / PLH tersebut?" in tanya.text
    riwayat = teks_halaman(k.get(f"/admin/plt-plh/details/?id={baru.id}&tab=riwayat"))
    assert "Pelaksana Harian" in riwayat
    assert k.post("/admin/plt-plh/delete/", {"id": baru.id, "versi": 2}).status_code == 302
    with dunia.sesi() as s:
        assert s.get(PltPlh, baru.id) is None


@pytest.mark.parametrize(
    ("ganti", "kata"),
    [
        ({"akhir": "2026-10-01"}, "Periode Akhir mendahului Periode Awal."),
        ({"awal": ""}, "wajib diisi"),
        ({"awal": "2026-13-45"}, "Isi tanggal yang ada di kalender."),
        ({"pegawai_id": ""}, "wajib diisi"),
        ({"jenis": "pjs"}, "Pilih dari daftar."),
        ({"aktif": "mungkin"}, "Pilih dari daftar."),
    ],
)
def test_isian_salah_disebut(klien, dunia, ganti, kata):
    jawaban = klien("admin_instansi").post("/admin/plt-plh/new/", isian(dunia, **ganti))
    assert jawaban.status_code == 422
    assert kata.lower() in teks_halaman(jawaban).lower()
    assert 'value="PLT Kepala Bidang"' in jawaban.text


@pytest.mark.parametrize("kolom", ["pegawai_id", "unor_id"])
def test_rujukan_asing_ditolak(klien, dunia, kolom):
    asing = {"pegawai_id": dunia.pegawai[2, "staf"], "unor_id": dunia.unor[2, "seksi"]}[kolom]
    jawaban = klien("admin_instansi").post("/admin/plt-plh/new/", isian(dunia, **{kolom: asing}))
    assert jawaban.status_code == 422
    assert KENARI not in jawaban.text


def test_kedua_pada_unor_yang_sama_ditanyakan(klien, dunia):
    k, isi = klien("admin_instansi"), isian(dunia, unor_id=dunia.unor[1, "seksi"])
    tanya = k.post("/admin/plt-plh/new/", isi)
    assert tanya.status_code == 422
    assert "sudah mempunyai PLT Orang Staf" in tanya.text
    assert k.post("/admin/plt-plh/new/", {**isi, "setuju": "plt_kedua"}).status_code == 302


def test_akhiri_satu_dari_barisnya(klien, dunia):
    k, id = klien("admin_instansi"), dunia.plt[1]
    assert "Akhiri PLT Orang Staf pada Seksi Penilaian?" in k.get(f"/admin/plt-plh/{id}/akhiri/").text
    assert k.post(f"/admin/plt-plh/{id}/akhiri/", {"versi": 1}).status_code == 302
    assert k.get(f"/admin/plt-plh/{id}/akhiri/").status_code == 409
    assert "mengakhiri penugasan." in teks_halaman(k.get(f"/admin/plt-plh/details/?id={id}&tab=riwayat"))


def test_akhiri_semua_yang_lewat_masa(klien, dunia, tiga):
    k = klien("admin_instansi")
    alamat = "/admin/plt-plh/akhiri-lewat-masa/"
    assert alamat in k.get("/admin/plt-plh/").text
    assert "Akhiri 1 PLT/PLH yang lewat masa?" in k.get(alamat).text
    assert jabatan_di_daftar(klien, "?keadaan=lewat_masa") == {"PLH Lewat"}
    assert "1 PLT/PLH yang lewat masa diakhiri." in k.post(alamat, follow_redirects=True).text
    assert jabatan_di_daftar(klien, "?keadaan=lewat_masa") == set()
    assert jabatan_di_daftar(klien, "?keadaan=berlaku") == {"Plt. Kepala Seksi"}
    assert "Tidak ada PLT/PLH yang lewat masa." in k.get(alamat).text


def test_massal_akhiri_melewati_yang_sudah_usai(klien, dunia, tiga):
    with dunia.sesi() as s:
        ids = list(s.scalars(select(PltPlh.id)))
    isi = {"action": "akhiri", "rowid": [*ids, dunia.plt[2]], "konfirmasi": 1}
    teks = teks_halaman(klien("admin_instansi").post("/admin/plt-plh/action/", isi, follow_redirects=True))
    assert "Akhiri: 3 baris selesai." in teks
    assert "PLH Usai: PLT/PLH ini sudah tidak aktif." in teks
    with dunia.sesi(2) as s:
        assert s.get(PltPlh, dunia.plt[2]).aktif is True


def test_ekspor(klien, dunia, tiga):
    teks = klien("admin_instansi").get("/admin/plt-plh/export/csv/?keadaan=berlaku").get_data(as_text=True)
    for kata in ("NIP", "Orang Staf", "Plt. Kepala Seksi", "PLT", "AKTIF"):
        assert kata in teks
    assert "PLH Lewat" not in teks
    assert KENARI not in teks


def test_supervisor_hanya_subpohonnya_dan_hanya_membaca(klien, dunia, tiga):
    assert jabatan_di_daftar(klien, siapa="supervisor_unor") == {"Plt. Kepala Seksi"}
    k = klien("supervisor_unor")
    assert "akhiri-lewat-masa" not in k.get("/admin/plt-plh/").text
    for alamat in ("akhiri-lewat-masa/", f"{dunia.plt[1]}/akhiri/", "new/", f"edit/?id={dunia.plt[1]}"):
        assert k.get(f"/admin/plt-plh/{alamat}").status_code == 403
    assert k.post("/admin/plt-plh/akhiri-lewat-masa/").status_code == 403
    assert k.get(f"/admin/plt-plh/details/?id={dunia.plt[1]}").status_code == 200
    with dunia.sesi() as s:
        lain = s.scalars(select(PltPlh.id).where(PltPlh.jabatan == "PLH Lewat")).one()
    assert k.get(f"/admin/plt-plh/details/?id={lain}").status_code == 404


def test_id_asing_seperti_tidak_ada(klien, dunia):
    k, asing = klien("admin_instansi"), dunia.plt[2]
    for alamat in (f"details/?id={asing}", f"edit/?id={asing}", f"delete/?id={asing}", f"{asing}/akhiri/"):
        assert k.get(f"/admin/plt-plh/{alamat}").status_code == 404
    assert k.post(f"/admin/plt-plh/{asing}/akhiri/", {"versi": 1}).status_code == 404
