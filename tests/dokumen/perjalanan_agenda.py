"""What docs/menu-baru.md promises of its example; run by test_menu_baru.py inside the copy that has it built in."""

from __future__ import annotations

import io

import openpyxl
from sqlalchemy import select

import models
from models import JejakAudit, Periode
from tests.dunia import KENARI, teks_halaman


def _isian(dunia, **lain):
    return {
        "nama": "Rapat Awal",
        "unor_id": str(dunia.unor[1, "bidang"]),
        "periode_id": str(dunia.periode[1]),
        "tanggal": "2026-11-30",
        "selesai": "tidak",
        **lain,
    }


def _semua(dunia, n=1):
    with dunia.sesi(n) as s:
        return s.scalars(select(models.Agenda).order_by(models.Agenda.id)).all()


def test_agenda_dari_tambah_sampai_hapus(klien, dunia):
    k = klien("admin_instansi")
    assert k.post("/admin/agenda/new/", _isian(dunia)).status_code == 302
    (baris,) = _semua(dunia)
    assert "Rapat Awal" in k.get("/admin/agenda/?nama=rapat").text
    assert "Tidak ada yang cocok dengan filter" in k.get("/admin/agenda/?nama=lainnya").text
    assert k.post(f"/admin/agenda/edit/?id={baris.id}", _isian(dunia, selesai="ya", versi="1")).status_code == 302
    assert k.post(f"/admin/agenda/edit/?id={baris.id}", _isian(dunia, nama="Basi", versi="1")).status_code == 409
    riwayat = teks_halaman(k.get(f"/admin/agenda/details/?id={baris.id}&tab=riwayat"))
    assert "Selesai Tidak Ya" in riwayat
    assert "Yakin akan menghapus" in k.get(f"/admin/agenda/delete/?id={baris.id}").text
    massal = {"action": "hapus", "rowid": str(baris.id)}
    assert "Yakin akan menghapus 1 data" in k.post("/admin/agenda/action/", massal).text
    assert k.post("/admin/agenda/action/", {**massal, "konfirmasi": "1"}).status_code == 302
    assert _semua(dunia) == []
    with dunia.sesi() as s:
        assert [j.aksi for j in s.scalars(select(JejakAudit).where(JejakAudit.entitas == "agenda").order_by(JejakAudit.id))] == [
            "tambah",
            "ubah",
            "hapus",
        ]


def test_agenda_berpagar(klien, dunia):
    asing = klien("admin_lain")
    assert (
        asing.post(
            "/admin/agenda/new/", {**_isian(dunia), "nama": f"Rapat {KENARI}", "unor_id": str(dunia.unor[2, "bidang"]), "periode_id": ""}
        ).status_code
        == 302
    )
    (milik_lain,) = _semua(dunia, 2)
    k = klien("admin_instansi")
    assert KENARI not in k.get("/admin/agenda/").text
    assert k.get(f"/admin/agenda/details/?id={milik_lain.id}").status_code == 404
    tolak = k.post("/admin/agenda/new/", _isian(dunia, unor_id=str(dunia.unor[2, "bidang"])))
    assert tolak.status_code == 422
    assert "pilih dari daftar" in tolak.text
    assert klien("supervisor").get("/admin/agenda/new/").status_code == 403
    assert klien("pegawai").get("/admin/agenda/").status_code == 403


def test_agenda_supervisor_hanya_melihat_unornya(klien, dunia):
    k = klien("admin_instansi")
    k.post("/admin/agenda/new/", _isian(dunia, nama="Agenda Dinas", unor_id=str(dunia.unor[1, "dinas"])))
    k.post("/admin/agenda/new/", _isian(dunia, nama="Agenda Seksi", unor_id=str(dunia.unor[1, "seksi"])))
    teks = klien("supervisor_unor").get("/admin/agenda/").text
    assert "Agenda Seksi" in teks
    assert "Agenda Dinas" not in teks


def test_agenda_ekspor(klien, dunia):
    k = klien("admin_instansi")
    k.post("/admin/agenda/new/", _isian(dunia, nama="=1+1"))
    buku = openpyxl.load_workbook(io.BytesIO(k.get("/admin/agenda/export/xlsx/").data))
    baris = list(buku.active.iter_rows(values_only=True))
    assert baris[0] == ("Nama", "Tanggal", "Selesai")
    assert baris[1][0] == "=1+1"
    assert buku.active["A2"].data_type == "s"
    assert "'=1+1" in k.get("/admin/agenda/export/csv/").get_data(as_text=True)


def test_periode_yang_dipakai_agenda_dibekukan(klien, dunia):
    """The rule of Manajemen Periode, with the first entity that refers to a Periode."""
    k = klien("admin_instansi")
    k.post("/admin/agenda/new/", _isian(dunia))
    hapus = k.post("/admin/periode/delete/", {"id": dunia.periode[1], "versi": "1"})
    assert hapus.status_code == 409
    assert "masih dipakai oleh 1 agenda" in hapus.text
    with dunia.sesi() as s:
        p = s.get(Periode, dunia.periode[1])
        isian = {
            "nama": p.nama,
            "awal": p.awal,
            "akhir": "01-30",
            "batas": p.batas,
            "jenis": "biasa",
            "tahun": "2026",
            "tipe": "bulanan",
            "angka": "1",
            "versi": "1",
        }
    tanya = k.post(f"/admin/periode/edit/?id={p.id}", isian)
    assert tanya.status_code == 422
    assert "dibekukan" in tanya.text
    assert k.post(f"/admin/periode/edit/?id={p.id}", {**isian, "setuju": "salin"}).status_code == 302
    with dunia.sesi() as s:
        assert s.get(Periode, p.id).akhir == "01-31"
        salinan = s.scalars(select(Periode).where(Periode.tahun == 2027)).one()
        assert (salinan.akhir, salinan.nama) == ("01-30", p.nama)
