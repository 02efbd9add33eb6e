"""Looking across instansi: for a reason, audited, and nowhere else."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from models import JejakAudit, Pegawai
from services.lintas import lintas_instansi
from tenancy import PelanggaranPagar
from tests.dunia import KENARI, teks_halaman


def test_melihat_semua_instansi_dengan_alasan_yang_tercatat(ctx, dunia):
    with lintas_instansi(dunia.aktor(), "Alasan uji") as session:
        assert any(KENARI in nama for nama in session.scalars(select(Pegawai.nama)))
    with dunia.sesi() as s:
        jejak = s.scalars(select(JejakAudit).where(JejakAudit.aksi == "lintas_instansi")).one()
        assert jejak.alasan == "Alasan uji"
        assert not any(KENARI in nama for nama in s.scalars(select(Pegawai.nama)))


def test_tidak_dapat_menulis(ctx, dunia):
    with lintas_instansi(dunia.aktor(), "Alasan uji") as session, pytest.raises(PelanggaranPagar):
        session.scalars(select(Pegawai)).first().nama = "Berubah"
        session.flush()


def test_pegawai_baru_yang_masih_aktif_di_instansi_lain_diberi_tahu(klien, dunia):
    with dunia.sesi(2) as s:
        nomor = s.get(Pegawai, dunia.pegawai[2, "staf"]).nomor_induk
    k = klien("admin_instansi")
    isian = {
        "nomor_induk": nomor, "nama": "Pindahan Baru", "unor_id": str(dunia.unor[1, "bidang"]), "jenis_jabatan": "pegawai", "jabatan": "Analis",
        "jenis_pegawai": "pns", "kedudukan": "01",
    }  # fmt: skip
    assert k.post("/admin/pegawai/new/", isian).status_code == 302
    teks = teks_halaman(k.get("/admin/pegawai/?cari=pindahan"))
    assert "masih aktif di Pemerintah Kabupaten Contoh 2" in teks


def test_pilih_instansi_dari_halamannya(klien, dunia):
    k = klien("helpdesk")
    assert "Pemerintah Kabupaten Contoh 2" in k.get("/admin/instansi/pilih/?nama=contoh 2").text
    assert k.post("/admin/instansi/pilih/", {"instansi_id": str(dunia.instansi[2])}).status_code == 302
    assert KENARI in k.get("/admin/unor/").text
    tolak = klien("admin_instansi")
    tolak.post("/admin/instansi/pilih/", {"instansi_id": str(dunia.instansi[2])})
    assert KENARI not in tolak.get("/admin/unor/").text
