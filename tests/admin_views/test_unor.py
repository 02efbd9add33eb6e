"""Manajemen Unor as an admin works with it."""

from __future__ import annotations

import csv
import io

import pytest
from sqlalchemy import delete, event, select, update
from sqlalchemy.orm import Session

from domain.jabatan import JenisJabatan
from domain.nama import normalkan
from models import Pegawai, PeranPengguna, PltPlh, Unor
from services.unit_of_work import unit_of_work
from services.unor import layanan
from tenancy import Lingkup, pasang_lingkup
from tests.dunia import KENARI, teks_halaman

BARU = {"nama": "Bidang Baru", "eselon": "31", "atasan_id": "", "induk_id": "", "mandiri": "tidak", "kota": "Kota Contoh"}


def tulis(dunia, *pernyataan) -> None:
    with dunia.app.app_context(), unit_of_work(dunia.aktor()) as unit:
        for p in pernyataan:
            unit.session.execute(p)


def unor(dunia, kunci: str) -> Unor:
    with dunia.sesi() as s:
        return s.get_one(Unor, dunia.unor[1, kunci])


def tambah_unor(dunia, n: int, atasan: int) -> None:
    with Session(dunia.mesin, info={"unit_of_work": True}) as s:
        pasang_lingkup(s, Lingkup("instansi", dunia.instansi[1]))
        s.add_all(
            [
                Unor(
                    nama=f"Seksi Tambahan {i}",
                    nama_cari=normalkan(f"Seksi Tambahan {i}"),
                    eselon="41",
                    atasan_id=atasan,
                    induk_id=dunia.unor[1, "dinas"],
                )
                for i in range(n)
            ]
        )
        s.commit()


class Penghitung:
    """SELECTs that go to the database while it is open."""

    def __init__(self, app) -> None:
        self.app, self.n = app, 0

    def __enter__(self) -> Penghitung:
        from extensions import db

        with self.app.app_context():
            self.mesin = db.engine
        event.listen(self.mesin, "before_cursor_execute", self._satu)
        return self

    def __exit__(self, *_: object) -> None:
        event.remove(self.mesin, "before_cursor_execute", self._satu)

    def _satu(self, koneksi, kursor, pernyataan, *_: object) -> None:
        self.n += pernyataan.lstrip().upper().startswith(("SELECT", "WITH"))


def test_daftar_menampilkan_kolom_manual_dan_tanda_mandiri(klien):
    jawaban = klien("admin_instansi").get("/admin/unor/")
    teks = teks_halaman(jawaban)
    for kata in (
        "Manajemen Unor Instansi.",
        "Cari nama unor",
        "Nama Unor",
        "Atasan",
        "Induk",
        "Eselon",
        "Dinas Pendidikan Mandiri",
        "Administrator / Eselon IIIa",
        "3 hasil",
        "Edit",
        "Hapus",
        "bukan hanya individu",
    ):
        assert kata in teks
    assert "Bidang Kurikulum Mandiri" not in teks
    assert KENARI not in jawaban.text


@pytest.mark.parametrize(
    ("saring", "ada"),
    [
        ("nama=kurik", {"Bidang Kurikulum"}),
        ("mandiri=ya", {"Dinas Pendidikan"}),
        ("eselon=41", {"Seksi Penilaian"}),
        ("pimpinan=tanpa", {"Seksi Penilaian"}),
        ("pimpinan=ada", {"Dinas Pendidikan", "Bidang Kurikulum"}),
        ("atasan={bidang}", {"Seksi Penilaian"}),
        ("induk={dinas}", {"Bidang Kurikulum", "Seksi Penilaian"}),
    ],
)
def test_saring(klien, dunia, saring, ada):
    alamat = saring.format(**{k: dunia.unor[1, k] for k in ("dinas", "bidang")})
    csv_teks = klien("admin_instansi").get(f"/admin/unor/export/csv/?{alamat}").get_data().decode("utf-8-sig")
    baris = list(csv.reader(io.StringIO(csv_teks), delimiter=";" if ";" in csv_teks.splitlines()[0] else ","))
    assert {b[0] for b in baris[1:]} == ada
    assert baris[0] == ["Nama Unor", "Unor Mandiri", "Atasan", "Induk", "Eselon", "Jenis", "Kota", "ID SIASN"]


@pytest.mark.parametrize("alamat", ["/admin/unor/?jumlah_baris=100", "/admin/unor/pohon/", "/admin/unor/pohon/{dinas}/"])
def test_banyaknya_kueri_tidak_tumbuh_dengan_baris(klien, dunia, app, alamat):
    alamat = alamat.format(dinas=dunia.unor[1, "dinas"])
    k = klien("admin_instansi")
    k.get(alamat)
    hitung = []
    for _ in range(2):
        with Penghitung(app) as p:
            assert k.get(alamat).status_code == 200
        hitung.append(p.n)
        tambah_unor(dunia, 40, dunia.unor[1, "dinas"])
    assert hitung[0] == hitung[1] <= 10


def test_tambah_dengan_peringatan_dan_petunjuk_manual(klien, dunia):
    k = klien("admin_instansi")
    teks = teks_halaman(k.get("/admin/unor/new/"))
    for kata in (
        "PERUBAHAN DATA UNOR BERLAKU SECARA GLOBAL, BUKAN PEGAWAI INDIVIDU SAJA.",
        "Unor JPT yang merupakan satu tingkat diatas unor baru.",
        "lokasi pada bagian tandatangan",
        "JPT Pratama / Eselon IIa",
    ):
        assert kata in teks
    assert (
        k.post("/admin/unor/new/", {**BARU, "atasan_id": str(dunia.unor[1, "dinas"]), "induk_id": str(dunia.unor[1, "dinas"])}).status_code
        == 302
    )
    with dunia.sesi() as s:
        baru = s.scalars(select(Unor).where(Unor.nama == "Bidang Baru")).one()
    assert (baru.eselon, baru.atasan_id, baru.mandiri, baru.nama_cari) == ("31", dunia.unor[1, "dinas"], False, "bidang baru")


def test_tambah_di_bawah_unor_tertentu_sudah_terisi(klien, dunia):
    jawaban = klien("admin_instansi").get(f"/admin/unor/new/?atasan_id={dunia.unor[1, 'bidang']}")
    assert f'<option value="{dunia.unor[1, "bidang"]}" selected>Bidang Kurikulum</option>' in jawaban.text
    assert KENARI not in klien("admin_instansi").get(f"/admin/unor/new/?atasan_id={dunia.unor[2, 'bidang']}").text


def test_ubah_menyebut_berapa_pegawai_yang_terkena(klien, dunia):
    k = klien("admin_instansi")
    alamat = f"/admin/unor/edit/?id={dunia.unor[1, 'bidang']}"
    assert "berlaku bagi 3 pegawai di unor ini dan unor bawahannya" in teks_halaman(k.get(alamat))
    isian = {**BARU, "nama": "Bidang Kurikulum Baru", "atasan_id": str(dunia.unor[1, "dinas"]), "versi": "1"}
    assert k.post(alamat, isian).status_code == 302
    assert "Bidang Kurikulum Baru tersimpan. Perubahan ini berlaku bagi 3 pegawai" in teks_halaman(k.get("/admin/unor/"))


def test_susunan_melingkar_ditolak_pada_isiannya(klien, dunia):
    k = klien("admin_instansi")
    jawaban = k.post(
        f"/admin/unor/edit/?id={dunia.unor[1, 'dinas']}",
        {**BARU, "nama": "Dinas Pendidikan", "atasan_id": str(dunia.unor[1, "seksi"]), "versi": "1"},
    )
    assert jawaban.status_code == 422
    assert "Susunan unor akan melingkar: Seksi Penilaian di bawah Bidang Kurikulum berada di bawah Dinas Pendidikan." in teks_halaman(
        jawaban
    )


def test_eselon_yang_tidak_dikenal_tetap_tersimpan(klien, dunia):
    tulis(dunia, update(Unor).where(Unor.id == dunia.unor[1, "seksi"]).values(eselon="40"))
    k = klien("admin_instansi")
    alamat = f"/admin/unor/edit/?id={dunia.unor[1, 'seksi']}"
    assert "40 (tidak dikenal)" in k.get(alamat).text
    assert k.post(alamat, {**BARU, "nama": "Seksi Lain", "eselon": "40", "versi": "1"}).status_code == 302
    assert unor(dunia, "seksi").eselon == "40"
    assert k.post(alamat, {**BARU, "eselon": "77", "versi": "2"}).status_code == 422


def test_hapus_menanyakan_menyebut_isi_dan_memindahkan(klien, dunia):
    tulis(dunia, delete(PeranPengguna).where(PeranPengguna.unor_id.is_not(None)))
    k, bidang = klien("admin_instansi"), dunia.unor[1, "bidang"]
    tanya = k.get(f"/admin/unor/delete/?id={bidang}")
    teks = teks_halaman(tanya)
    for kata in (
        "Yakin akan menghapus unor tersebut?",
        "1 unor",
        "2 pegawai",
        "Pindahkan unor bawahan dan pegawai ke",
        "Orang Kabid menjadi Pegawai bila",
        "Pindahkan dan hapus",
    ):
        assert kata in teks
    assert f'href="/admin/pegawai/?unor={bidang}"' in tanya.text
    assert f'href="/admin/unor/?atasan={bidang}"' in tanya.text
    kosong = k.post("/admin/unor/delete/", {"id": bidang, "versi": "1", "tujuan_id": ""})
    assert kosong.status_code == 422
    cari = k.post("/admin/unor/delete/", {"id": bidang, "versi": "1", "tujuan_id": "", "tujuan_id_cari": "dinas", "_cari": "tujuan_id"})
    assert f'<option value="{dunia.unor[1, "dinas"]}">Dinas Pendidikan</option>' in cari.text
    assert (
        k.post(
            "/admin/unor/delete/", {"id": bidang, "versi": "1", "tujuan_id": dunia.unor[1, "dinas"], "kembali": "/admin/unor/?nama=bidang"}
        ).location
        == "/admin/unor/?nama=bidang"
    )
    assert (
        "Bidang Kurikulum dihapus. 1 unor dan 2 pegawai dipindahkan ke Dinas Pendidikan. Pimpinannya kini tercatat sebagai Pegawai."
        in teks_halaman(k.get("/admin/unor/"))
    )
    with dunia.sesi() as s:
        assert s.get(Unor, bidang) is None
        assert s.get_one(Pegawai, dunia.pegawai[1, "kabid"]).jenis_jabatan is JenisJabatan.PEGAWAI


def test_hapus_unor_kosong_cukup_ditanya(klien, dunia):
    tambah_unor(dunia, 1, dunia.unor[1, "dinas"])
    with dunia.sesi() as s:
        id = s.scalars(select(Unor.id).where(Unor.nama == "Seksi Tambahan 0")).one()
    k = klien("admin_instansi")
    dialog = k.get(f"/admin/unor/delete/?id={id}", headers={"HX-Request": "true"})
    assert "Yakin akan menghapus unor tersebut?" in dialog.text
    assert "<html" not in dialog.text
    assert k.post("/admin/unor/delete/", {"id": id, "versi": "1"}).status_code == 302
    penuh = k.get(f"/admin/unor/delete/?id={dunia.unor[1, 'dinas']}", headers={"HX-Request": "true"})
    assert penuh.headers["HX-Redirect"] == f"/admin/unor/delete/?id={dunia.unor[1, 'dinas']}"


def test_hapus_yang_tidak_mungkin_menyebut_sebab_dan_jalannya(klien, dunia):
    k = klien("admin_instansi")
    seksi = k.get(f"/admin/unor/delete/?id={dunia.unor[1, 'seksi']}")
    assert "1 PLT/PLH di unor ini masih Aktif; akhiri dahulu" in seksi.text
    assert f'href="/admin/plt-plh/?unor={dunia.unor[1, "seksi"]}"' in seksi.text
    assert (
        k.post("/admin/unor/delete/", {"id": dunia.unor[1, "seksi"], "versi": "1", "tujuan_id": dunia.unor[1, "dinas"]}).status_code == 409
    )
    assert "peran Supervisor dibatasi pada unor ini" in k.get(f"/admin/unor/delete/?id={dunia.unor[1, 'bidang']}").text
    assert unor(dunia, "seksi").nama == "Seksi Penilaian"


def test_unor_instansi_lain_seperti_tidak_ada(klien, dunia):
    k, asing = klien("admin_instansi"), dunia.unor[2, "dinas"]
    for alamat in (f"details/?id={asing}", f"edit/?id={asing}", f"delete/?id={asing}", f"pohon/{asing}/"):
        assert k.get(f"/admin/unor/{alamat}").status_code == 404
    assert k.post("/admin/unor/delete/", {"id": asing, "versi": "1"}).status_code == 404
    jawaban = k.post("/admin/unor/new/", {**BARU, "atasan_id": str(asing)})
    assert jawaban.status_code == 422
    assert "tidak ditemukan di instansi Anda" in jawaban.text
    tulis(dunia, delete(PeranPengguna).where(PeranPengguna.unor_id.is_not(None)))
    pindah = k.post("/admin/unor/delete/", {"id": dunia.unor[1, "bidang"], "versi": "1", "tujuan_id": str(asing)})
    assert pindah.status_code == 422
    assert KENARI not in pindah.text + jawaban.text


def test_rincian_memuat_pimpinan_plt_bawahan_dan_pegawai(klien, dunia):
    k = klien("admin_instansi")
    teks = teks_halaman(k.get(f"/admin/unor/details/?id={dunia.unor[1, 'bidang']}"))
    for kata in (
        "Orang Kabid",
        "Unor di bawahnya 1 unor",
        "Seksi Penilaian",
        "2 pegawai 3 pegawai bersama unor bawahannya",
        "Lihat pegawai",
    ):
        assert kata in teks
    seksi = teks_halaman(k.get(f"/admin/unor/details/?id={dunia.unor[1, 'seksi']}"))
    assert "Tanpa pimpinan" in seksi
    assert "Orang Staf , Plt. Kepala Seksi" in seksi
    tulis(dunia, update(PltPlh).values(aktif=False))
    assert "Plt. Kepala Seksi" not in teks_halaman(k.get(f"/admin/unor/details/?id={dunia.unor[1, 'seksi']}"))


def test_pohon_dimuat_bertahap(klien, dunia):
    k = klien("admin_instansi")
    pohon = k.get("/admin/unor/pohon/")
    assert "Dinas Pendidikan" in pohon.text
    assert "Bidang Kurikulum" not in pohon.text
    assert f'data-cabang="/admin/unor/pohon/{dunia.unor[1, "dinas"]}/"' in pohon.text
    assert "4 pegawai" in teks_halaman(pohon)
    cabang = k.get(f"/admin/unor/pohon/{dunia.unor[1, 'dinas']}/", headers={"HX-Request": "true"})
    assert "Bidang Kurikulum" in cabang.text
    assert "<html" not in cabang.text
    assert "Seksi Penilaian" not in cabang.text
    halaman = k.get(f"/admin/unor/pohon/{dunia.unor[1, 'dinas']}/")
    assert "<html" in halaman.text
    assert "Unor di bawah Dinas Pendidikan." in halaman.text
    assert 'href="/admin/unor/pohon/"' in k.get("/admin/unor/").text


def test_supervisor_melihat_pohonnya_saja_dan_tidak_mengubah(klien, dunia):
    k = klien("supervisor_unor")
    daftar = teks_halaman(k.get("/admin/unor/"))
    assert "2 hasil" in daftar
    assert "Tambah" not in daftar
    pohon = k.get("/admin/unor/pohon/").text
    assert "Bidang Kurikulum" in pohon
    assert "Dinas Pendidikan" not in pohon
    for alamat in (f"pohon/{dunia.unor[1, 'dinas']}/", f"details/?id={dunia.unor[1, 'dinas']}"):
        assert k.get(f"/admin/unor/{alamat}").status_code == 404
    assert k.get(f"/admin/unor/pohon/{dunia.unor[1, 'bidang']}/").status_code == 200
    for alamat in ("new/", f"edit/?id={dunia.unor[1, 'seksi']}", f"delete/?id={dunia.unor[1, 'seksi']}"):
        assert k.get(f"/admin/unor/{alamat}").status_code == 403
    assert klien("pegawai").get("/admin/unor/pohon/").status_code == 403
    assert klien(None).get("/admin/unor/pohon/").status_code == 302


def test_riwayat_pegawai_menyebut_perpindahannya(klien, dunia, app):
    tulis(dunia, delete(PeranPengguna).where(PeranPengguna.unor_id.is_not(None)))
    with app.app_context():
        layanan.pindahkan_dan_hapus(dunia.aktor(), dunia.unor[1, "bidang"], None, dunia.unor[1, "dinas"])
    teks = teks_halaman(klien("admin_instansi").get(f"/admin/unor/details/?id={dunia.unor[1, 'dinas']}&tab=riwayat"))
    assert "menerima pindahan dari unor yang dihapus." in teks
    assert "Pegawai dipindahkan" in teks
