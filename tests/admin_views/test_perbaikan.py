"""Perbaikan data as the helpdesk works with it. Today is 23 November 2026."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest
from sqlalchemy import event, func, select

from domain.predikat import Predikat, Rating
from domain.status import StatusKeberatan, StatusSkp
from extensions import db
from models import Indikator, JejakAudit, Keberatan, Penilaian, Rhk, Skp
from tests.dunia import KENARI, Klien, teks_halaman
from tests.jelajah import urai

TAB = ("skp", "rhk", "indikator", "penilaian", "keberatan")
SEBAB = "Tiket 77: salah pilih"
KOSONG = "Tidak ada yang cocok dengan filter"


@pytest.fixture
def helpdesk(skp) -> Klien:
    return skp.klien("helpdesk")


def tanpa_pilihan(jawab) -> str:
    """The page without the choice of instansi, which names them all to the helpdesk."""
    return jawab.text.replace(f"Pemerintah Kabupaten Contoh 2 {KENARI}", "")


def id_di(skp, tab: str, n: int = 1) -> int:
    peta = {"skp": skp.skp[n, "staf"], "rhk": skp.rhk[n, "staf"], "indikator": skp.indikator[n, "staf"]}
    return peta.get(tab) or {"penilaian": skp.penilaian[n], "keberatan": skp.keberatan[n]}[tab]


def isian(klien: Klien, alamat: str) -> dict[str, str]:
    """What the form of the page would send as it stands."""
    return next(f.isi for f in urai(klien.get(alamat).text).formulir if "versi" in f.isi and f.metode == "post")


def simpan(klien: Klien, tab: str, id: int, **ganti: str):
    alamat = f"/admin/perbaikan/{tab}/edit/?id={id}"
    return klien.post(alamat, {**isian(klien, alamat), "alasan_perbaikan": SEBAB, **ganti})


@pytest.mark.parametrize("tab", TAB)
def test_each_list_is_found_by_nip_and_shows_only_its_instansi(helpdesk, skp, tab):
    with skp.dunia.sesi() as s:
        nip = s.get_one(Skp, skp.skp[1, "staf"]).nomor_induk
    halaman = helpdesk.get(f"/admin/perbaikan/{tab}/?cari={nip}&tahun=2026")
    baris = " ".join(re.findall(r"<tbody.*?</tbody>", halaman.text, flags=re.S))
    assert "Orang Staf" in baris and "Orang Staf2" not in baris and KENARI not in tanpa_pilihan(halaman)
    assert KOSONG in teks_halaman(helpdesk.get(f"/admin/perbaikan/{tab}/?cari={nip}&tahun=2025"))


@pytest.mark.parametrize("tab", TAB)
def test_the_tabs_carry_the_search_along(helpdesk, tab):
    html = helpdesk.get(f"/admin/perbaikan/{tab}/?cari=staf&tahun=2026").text
    for lain in TAB:
        assert f'href="/admin/perbaikan/{lain}/?cari=staf&amp;tahun=2026"' in html


def test_the_status_filters(helpdesk):
    for alamat, jumlah in (
        ("skp/?status=draft", 1),
        ("skp/?status=pengajuan", 1),
        ("rhk/?status=draft", 1),
        ("indikator/?status=persetujuan", 3),
        ("penilaian/?status=baik", 1),
        ("penilaian/?status=belum", None),
        ("keberatan/?status=diajukan", 1),
        ("keberatan/?status=terlambat", None),
    ):
        assert (f"{jumlah} hasil" if jumlah else KOSONG) in teks_halaman(helpdesk.get(f"/admin/perbaikan/{alamat}")), alamat


@pytest.mark.parametrize("tab", TAB)
def test_a_page_costs_few_queries(app, helpdesk, tab):
    alamat = f"/admin/perbaikan/{tab}/"
    helpdesk.get(alamat)
    perintah: list[str] = []

    def catat(koneksi, kursor, teks, *_):
        perintah.append(teks)

    with app.app_context():
        mesin = db.engine
    event.listen(mesin, "before_cursor_execute", catat)
    try:
        assert helpdesk.get(alamat).status_code == 200
    finally:
        event.remove(mesin, "before_cursor_execute", catat)
    milik = [
        p
        for p in perintah
        if any(t in p for t in ("FROM skp", "FROM rhk", "FROM indikator", "FROM penilaian", "FROM keberatan", "FROM potret_skp"))
    ]
    assert len(milik) <= 3, milik


@pytest.mark.parametrize("tab", TAB)
def test_nothing_is_saved_without_a_reason(helpdesk, skp, tab):
    jawab = simpan(
        helpdesk, tab, id_di(skp, tab), alasan_perbaikan="  ", teks="Diketik panjang", catatan="Diketik panjang", jabatan="Diketik panjang"
    )
    assert jawab.status_code == 422 and "Alasan wajib diisi." in teks_halaman(jawab)
    if tab != "keberatan":
        assert "Diketik panjang" in jawab.text, "nothing typed is lost"
    with skp.dunia.sesi() as s:
        assert s.scalar(select(func.count()).select_from(JejakAudit)) == 0


@pytest.mark.parametrize("tab", TAB)
def test_saving_as_it_stands_changes_nothing(helpdesk, skp, tab):
    assert simpan(helpdesk, tab, id_di(skp, tab)).status_code == 302
    with skp.dunia.sesi() as s:
        assert s.scalar(select(func.count()).select_from(JejakAudit)) == 0


def test_a_rating_is_corrected_then_restored(helpdesk, skp):
    id = skp.penilaian[1]
    assert simpan(helpdesk, "penilaian", id, hasil="di_bawah").status_code == 302
    with skp.dunia.sesi() as s:
        assert s.get_one(Penilaian, id).predikat is Predikat.BUTUH_PERBAIKAN
    riwayat = teks_halaman(helpdesk.get(f"/admin/perbaikan/penilaian/details/?id={id}&tab=riwayat"))
    assert SEBAB in riwayat and "memperbaiki data ini." in riwayat
    tanya = teks_halaman(helpdesk.get(f"/admin/perbaikan/penilaian/{id}/pulihkan/"))
    assert "Rating Hasil Kerja: Di Bawah Ekspektasi menjadi Sesuai Ekspektasi." in tanya and "Orang Staf" in tanya
    tanpa = helpdesk.post(f"/admin/perbaikan/penilaian/{id}/pulihkan/", {"versi": "2"})
    assert tanpa.status_code == 422 and "Alasan wajib diisi." in teks_halaman(tanpa)
    assert helpdesk.post(f"/admin/perbaikan/penilaian/{id}/pulihkan/", {"versi": "2", "alasan": SEBAB}).status_code == 302
    with skp.dunia.sesi() as s:
        assert s.get_one(Penilaian, id).predikat is Predikat.BAIK


def test_what_cannot_be_restored_says_so(helpdesk, skp):
    for tab in TAB:
        teks = teks_halaman(helpdesk.get(f"/admin/perbaikan/{tab}/{id_di(skp, tab)}/pulihkan/"))
        assert "Belum ada versi sebelumnya" in teks, tab


def test_a_stale_form_gets_409_and_keeps_what_was_typed(helpdesk, skp):
    alamat = f"/admin/perbaikan/rhk/edit/?id={skp.rhk[1, 'staf']}"
    lama = isian(helpdesk, alamat)
    simpan(helpdesk, "rhk", skp.rhk[1, "staf"], teks="Diubah lebih dahulu")
    jawab = helpdesk.post(alamat, {**lama, "teks": "Ketikan kedua", "alasan_perbaikan": SEBAB})
    assert jawab.status_code == 409 and "Ketikan kedua" in jawab.text and "Diubah lebih dahulu" in jawab.text


def test_moments_are_entered_in_the_zone_of_the_instansi(helpdesk, skp):
    simpan(helpdesk, "penilaian", skp.penilaian[1], dinilai="2026-11-19T08:05")
    with skp.dunia.sesi() as s:
        assert s.get_one(Penilaian, skp.penilaian[1]).dinilai == datetime(2026, 11, 19, 1, 5, tzinfo=UTC)
    salah = simpan(helpdesk, "penilaian", skp.penilaian[1], dinilai="kemarin sore")
    assert salah.status_code == 422 and "kemarin sore" in salah.text


def test_a_status_and_its_people(helpdesk, skp):
    id, d = skp.skp[1, "draft"], skp.dunia
    jawab = simpan(helpdesk, "skp", id, status="persetujuan", penilai_id=str(d.pegawai[1, "kepala"]))
    assert jawab.status_code == 302
    with d.sesi() as s:
        skp_kini = s.get_one(Skp, id)
        assert skp_kini.status is StatusSkp.PERSETUJUAN and skp_kini.salinan_penilai["nama"] == "Orang Kepala"
    assert "Orang Kepala" in teks_halaman(helpdesk.get(f"/admin/perbaikan/skp/details/?id={id}"))


def test_messages_stand_at_their_fields(helpdesk, skp):
    jawab = simpan(helpdesk, "skp", skp.skp[1, "staf"], akhir="2027-01-31")
    assert jawab.status_code == 422 and 'id="akhir-galat"' in jawab.text
    jawab = simpan(helpdesk, "keberatan", skp.keberatan[1], status="disetujui")
    assert jawab.status_code == 422 and 'id="keputusan-galat"' in jawab.text


def test_people_of_another_instansi_cannot_be_chosen(helpdesk, skp):
    jawab = simpan(helpdesk, "skp", skp.skp[1, "staf"], penilai_id=str(skp.dunia.pegawai[2, "kepala"]))
    assert jawab.status_code == 422 and KENARI not in tanpa_pilihan(jawab)
    jawab = simpan(helpdesk, "rhk", skp.rhk[1, "staf"], intervensi_id=str(skp.rhk[2, "kepala"]))
    assert jawab.status_code == 422 and KENARI not in tanpa_pilihan(jawab)


def test_the_leaders_rhk_is_looked_up_by_his_name(helpdesk, skp):
    butir = helpdesk.get("/admin/lookup/rhk/?query=kepala").text
    assert "Orang Kepala, 2026: Terwujudnya hasil kerja kepala" in butir and KENARI not in butir


@pytest.mark.parametrize("tab", TAB)
def test_deleting_asks_for_a_reason(helpdesk, skp, tab):
    id = {"skp": skp.skp[1, "plt"], "penilaian": None}.get(tab, id_di(skp, tab))
    if id is None:
        helpdesk.post(f"/admin/perbaikan/keberatan/{skp.keberatan[1]}/hapus/", {"alasan": SEBAB})
        id = skp.penilaian[1]
    alamat = f"/admin/perbaikan/{tab}/{id}/hapus/"
    assert "Yakin akan menghapus" in teks_halaman(helpdesk.get(alamat))
    assert helpdesk.post(alamat, {"alasan": " "}).status_code == 422
    assert helpdesk.post(alamat, {"alasan": SEBAB}).status_code == 302
    model = {"skp": Skp, "rhk": Rhk, "indikator": Indikator, "penilaian": Penilaian, "keberatan": Keberatan}[tab]
    with skp.dunia.sesi() as s:
        assert s.get(model, id) is None
        assert (
            s.scalar(select(JejakAudit.alasan).where(JejakAudit.aksi == "hapus", JejakAudit.objek_id == id, JejakAudit.entitas == tab))
            == SEBAB
        )


def test_what_others_rest_on_stays(helpdesk, skp):
    jawab = helpdesk.post(f"/admin/perbaikan/penilaian/{skp.penilaian[1]}/hapus/", {"alasan": SEBAB})
    assert jawab.status_code == 409 and "1 keberatan" in teks_halaman(jawab)


@pytest.mark.parametrize("siapa", ["admin_instansi", "supervisor", "staf"])
@pytest.mark.parametrize("tab", TAB)
def test_only_the_helpdesk_comes_in(skp, tab, siapa):
    klien, id = skp.klien(siapa), id_di(skp, tab)
    for alamat in ("", f"edit/?id={id}", f"details/?id={id}", f"{id}/hapus/", f"{id}/pulihkan/"):
        assert klien.get(f"/admin/perbaikan/{tab}/{alamat}").status_code == 403
    assert "Perbaikan data" not in teks_halaman(klien.get("/admin/profil/"))


@pytest.mark.parametrize("tab", TAB)
def test_foreign_records_look_missing(helpdesk, skp, tab):
    id = id_di(skp, tab, 2)
    for alamat in (f"edit/?id={id}", f"details/?id={id}", f"{id}/hapus/", f"{id}/pulihkan/"):
        assert helpdesk.get(f"/admin/perbaikan/{tab}/{alamat}").status_code == 404


def test_a_final_capaian_is_announced(helpdesk, skp):
    from domain.status import StatusCapaian
    from models import CapaianOrganisasi
    from services.unit_of_work import unit_of_work

    alamat = f"/admin/perbaikan/penilaian/edit/?id={skp.penilaian[1]}"
    assert "sudah FINAL" not in teks_halaman(helpdesk.get(alamat))
    with skp.app.app_context(), unit_of_work(skp.aktor("admin_instansi")) as unit:
        unit.session.get_one(CapaianOrganisasi, skp.capaian[1]).status = StatusCapaian.FINAL
    assert "sudah FINAL" in teks_halaman(helpdesk.get(alamat))


@pytest.mark.parametrize("tab", TAB)
def test_exports(helpdesk, tab):
    csv = helpdesk.get(f"/admin/perbaikan/{tab}/export/csv/").get_data(as_text=True)
    assert "Orang Staf" in csv and KENARI not in csv


def test_a_decided_keberatan_carries_into_the_penilaian(helpdesk, skp):
    putus = {
        "status": "disetujui", "waktu_cek": "2026-11-21T10:00", "waktu_respon": "2026-11-21T11:00", "keputusan": "Sesuai eviden",
        "sesudah_hasil": "di_atas", "sesudah_perilaku": "di_atas",
    }  # fmt: skip
    assert simpan(helpdesk, "keberatan", skp.keberatan[1], **putus).status_code == 302
    with skp.dunia.sesi() as s:
        assert s.get_one(Keberatan, skp.keberatan[1]).status is StatusKeberatan.DISETUJUI
        p = s.get_one(Penilaian, skp.penilaian[1])
        assert (p.hasil, p.predikat) == (Rating.DI_ATAS, Predikat.SANGAT_BAIK)


def test_a_missing_rhk_is_added_from_its_list(helpdesk, skp):
    daftar = helpdesk.get("/admin/perbaikan/rhk/")
    assert "/admin/perbaikan/rhk/new/" in daftar.text
    halaman = teks_halaman(helpdesk.get("/admin/perbaikan/rhk/new/"))
    assert halaman.index("Tambah RHK") < halaman.index("Rencana Hasil Kerja") < halaman.index("Alasan perbaikan")
    isi = {"teks": "RHK susulan", "jenis": "utama", "lingkup": "individu", "skp_id": str(skp.skp[1, "staf"])}
    jawaban = helpdesk.post("/admin/perbaikan/rhk/new/", isi)
    assert jawaban.status_code == 422 and "Alasan wajib diisi." in teks_halaman(jawaban) and "RHK susulan" in jawaban.text
    asing = helpdesk.post("/admin/perbaikan/rhk/new/", {**isi, "skp_id": str(skp.skp[2, "staf"]), "alasan_perbaikan": "Tiket 9"})
    assert asing.status_code == 422
    assert helpdesk.post("/admin/perbaikan/rhk/new/", {**isi, "alasan_perbaikan": "Tiket 9"}).status_code == 302
    assert "RHK susulan" in teks_halaman(helpdesk.get("/admin/perbaikan/rhk/"))


@pytest.mark.parametrize(
    ("tab", "lookup"), [("rhk", "skp"), ("indikator", "rhk"), ("penilaian", "skp"), ("keberatan", "penilaian"), ("skp", "pegawai")]
)
def test_what_a_new_record_hangs_on_is_looked_up(helpdesk, tab, lookup):
    assert f"/admin/lookup/{lookup}/" in helpdesk.get(f"/admin/perbaikan/{tab}/new/").text
    hasil = helpdesk.get(f"/admin/lookup/{lookup}/?query=orang").json
    assert hasil and all("Orang" in teks for _, teks in hasil)
