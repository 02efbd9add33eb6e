"""The outbox row: claiming, fencing, progress, cancelling, repeating, expiry."""

from __future__ import annotations

import os
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from domain.izin import Peran, aktor_sistem
from domain.status import StatusTugas, TransisiDitolak
from extensions import db
from jobs.jalankan import jalankan
from models import Berkas, HasilBaris, JejakAudit, PeranPengguna, Tugas, Unor
from services import berkas, tugas
from services.ekspor import baca_saja
from services.galat import TidakDitemukan
from services.kendali import Kendali
from services.unit_of_work import unit_of_work
from tenancy import SISTEM
from tests.jobs import panggung
from tests.jobs.alat import Panggung, tunggu


def minta(p: Panggung, jenis: str = "tidur", parameter: dict | None = None, **lain) -> int:
    with unit_of_work(p.aktor()) as unit:
        return tugas.minta(unit, jenis, "Tugas contoh", parameter or {"langkah": 1}, **lain).id


def ubah(p: Panggung, id: int, **nilai) -> None:
    with unit_of_work(aktor_sistem(panggung.jam), lingkup=SISTEM) as unit:
        unit.session.execute(update(Tugas).where(Tugas.id == id).values(**nilai))


def lewatkan_lease(p: Panggung, id: int) -> None:
    ubah(p, id, lease_sampai=panggung.jam() - timedelta(seconds=1))


def test_dua_klaim_hanya_satu_yang_dapat(p: Panggung) -> None:
    id = minta(p)
    pertama = tugas.klaim(id, panggung.jam)
    assert pertama is not None and pertama.token == 1 and pertama.aktor.peran == {Peran.ADMIN_INSTANSI}
    assert tugas.klaim(id, panggung.jam) is None
    lewatkan_lease(p, id)
    kedua = tugas.klaim(id, panggung.jam)
    assert kedua is not None and kedua.token == 2
    assert p.tugas(id).percobaan == 2


def test_token_lama_tidak_dapat_menulis_apa_pun(p: Panggung) -> None:
    id = minta(p)
    lama = tugas.klaim(id, panggung.jam)
    assert lama
    lewatkan_lease(p, id)
    baru = tugas.klaim(id, panggung.jam)
    assert baru
    with Kendali(lama, panggung.jam, jeda=0) as kendali:
        with pytest.raises(tugas.TugasDirebut), unit_of_work(p.aktor()) as unit:
            # A unit of work that a service opens by itself is fenced as well.
            unit.session.scalar(select(Unor).limit(1)).kota = "Salah"
        with pytest.raises(tugas.TugasDirebut):
            kendali.maju(1)
        with pytest.raises(tugas.TugasDirebut):
            kendali.selesai()
    assert p.baca(select(func.count()).where(Unor.kota == "Salah")) == [(0,)]
    with Kendali(baru, panggung.jam) as kendali:
        kendali.selesai(pesan="Beres.")
    assert (p.tugas(id).status, p.tugas(id).pesan) == (StatusTugas.SELESAI, "Beres.")


def test_denyut_memperpanjang_lease_dan_menyampaikan_pembatalan(p: Panggung) -> None:
    id = minta(p)
    klaim = tugas.klaim(id, panggung.jam)
    assert klaim
    sampai = p.tugas(id).lease_sampai
    with Kendali(klaim, panggung.jam) as kendali:
        tunggu(lambda: p.tugas(id).lease_sampai > sampai)
        assert tugas.batalkan(p.aktor(), id) is StatusTugas.BERJALAN
        tunggu(kendali._batal.is_set)
        with pytest.raises(tugas.TugasDibatalkan):
            kendali.periksa()


def test_menyerah_sesudah_terlalu_banyak_percobaan(p: Panggung) -> None:
    id = minta(p)
    for _ in range(tugas.MAKS_PERCOBAAN):
        assert tugas.klaim(id, panggung.jam)
        lewatkan_lease(p, id)
    assert tugas.klaim(id, panggung.jam) is None
    baris = p.tugas(id)
    assert baris.status is StatusTugas.GAGAL and "5 kali" in baris.pesan


def test_galat_tak_terduga_menjadi_kalimat_dengan_kode(p: Panggung) -> None:
    id = minta(p, "rusak")
    jalankan(id)
    baris = p.tugas(id)
    assert baris.status is StatusTugas.GAGAL
    assert "kode" in baris.pesan and "rahasia" not in baris.pesan and "Zero" not in baris.pesan
    assert tugas.kemajuan(baris).persen < 100 and baris.selesai < baris.total


def test_jalan_kedua_tidak_berakibat(p: Panggung) -> None:
    id = minta(p)
    jalankan(id)
    sekali = p.tugas(id)
    jalankan(id)
    assert (sekali.status, sekali.token) == (StatusTugas.SELESAI, 1)
    assert p.tugas(id).token == 1


def test_peran_yang_dicabut_menggagalkan_tugas(p: Panggung) -> None:
    id = minta(p, izin="unor:ekspor")
    with unit_of_work(aktor_sistem(panggung.jam)) as unit:
        unit.session.delete(unit.session.scalars(select(PeranPengguna)).one())
    jalankan(id)
    baris = p.tugas(id)
    assert baris.status is StatusTugas.GAGAL and "izin" in baris.pesan


def test_batalkan_yang_antre_lalu_ulangi(p: Panggung) -> None:
    id = minta(p)
    assert tugas.batalkan(p.aktor(), id) is StatusTugas.DIBATALKAN
    assert tugas.klaim(id, panggung.jam) is None
    with pytest.raises(TransisiDitolak):
        tugas.batalkan(p.aktor(), id)
    assert tugas.ulangi(p.aktor(), id) == id
    jalankan(id)
    assert p.tugas(id).status is StatusTugas.SELESAI
    aksi = [a for (a,) in p.baca(select(JejakAudit.aksi).order_by(JejakAudit.id))]
    assert aksi == ["batalkan", "ulangi"]


def test_yang_diminta_batal_berhenti_bila_pekerjanya_hilang(p: Panggung) -> None:
    id = minta(p)
    tugas.klaim(id, panggung.jam)
    tugas.batalkan(p.aktor(), id)
    lewatkan_lease(p, id)
    assert tugas.klaim(id, panggung.jam) is None
    assert p.tugas(id).status is StatusTugas.DIBATALKAN


def test_supervisor_hanya_melihat_tugasnya_sendiri(p: Panggung) -> None:
    id = minta(p)
    lain = p.aktor(Peran.SUPERVISOR, pengguna_id=None)
    with pytest.raises(TidakDitemukan):
        tugas.batalkan(lain, id)
    with pytest.raises(TidakDitemukan):
        tugas.batalkan(p.aktor(Peran.PEGAWAI, pengguna_id=None), id)
    asing = panggung.aktor(p.instansi_id + 1)
    with pytest.raises(TidakDitemukan):
        tugas.ulangi(asing, id)
    assert tugas.batalkan(p.aktor(Peran.SUPERVISOR), id) is StatusTugas.DIBATALKAN


def test_posisi_antre(p: Panggung) -> None:
    satu, dua = minta(p), minta(p)
    lain = minta(p, antrean="berat")
    assert [tugas.posisi_antre(i) for i in (satu, dua, lain)] == [1, 2, 1]
    jalankan(satu)
    assert [tugas.posisi_antre(i) for i in (satu, dua)] == [None, 1]


def _tugas_berfile(p: Panggung) -> int:
    id = minta(p)
    klaim = tugas.klaim(id, panggung.jam)
    assert klaim
    with Kendali(klaim, panggung.jam) as kendali:
        kendali.catat_gagal(1, "Unor 001", "Contoh")
        kendali.maju(1)
        jadi = berkas.simpan(
            lambda f: f.write_text("isi"), folder=p.folder / "berkas", nama="contoh.csv", tipe="text/csv", awalan=f"tugas-{id}"
        )
        kendali.selesai(jadi)
    return id


def test_berkas_dibuka_hanya_oleh_yang_boleh(p: Panggung) -> None:
    id = _tugas_berfile(p)
    baris = p.tugas(id)
    assert baris.status is StatusTugas.SEBAGIAN and (baris.selesai, baris.gagal) == (1, 1)

    def buka(aktor):
        with baca_saja(aktor) as konteks:
            return berkas.buka(aktor, konteks.session, baris.berkas_id)

    hasil = buka(p.aktor())
    assert hasil.jalur.read_text() == "isi" and hasil.nama == "contoh.csv" and hasil.nama not in hasil.jalur.name
    bukan_miliknya = (p.aktor(peran, pengguna_id=None) for peran in (Peran.SUPERVISOR, Peran.PEGAWAI))
    for asing in (panggung.aktor(p.instansi_id + 1), *bukan_miliknya):
        with pytest.raises(TidakDitemukan):
            buka(asing)
    hasil.jalur.unlink()
    with pytest.raises(TidakDitemukan, match="penyimpanan"):
        buka(p.aktor())


def test_pembersihan_menghapus_yang_kedaluwarsa_saja(p: Panggung) -> None:
    basi, segar = _tugas_berfile(p), _tugas_berfile(p)
    ubah(p, basi, kedaluwarsa=panggung.jam() - timedelta(days=1))
    yatim = p.folder / "berkas" / "tugas-9.aaaa.part"
    yatim.write_text("setengah")
    os.utime(yatim, (0, 0))
    asing = p.folder / "berkas" / "bukan-milik-kami.txt"
    asing.write_text("x")
    os.utime(asing, (0, 0))
    assert berkas.bersihkan(panggung.jam) == (1, 2)
    assert p.baca(select(Tugas.id)) == [(segar,)]
    assert p.baca(select(func.count()).select_from(Berkas)) == [(1,)]
    assert p.baca(select(HasilBaris.tugas_id)) == [(segar,)]
    assert not yatim.exists() and asing.exists() and len(p.berkas()) == 2


def test_disk_penuh_tidak_meninggalkan_apa_pun(p: Panggung) -> None:
    def penuh(jalur: Path) -> None:
        jalur.write_text("setengah")
        raise OSError(28, "No space left on device")

    with pytest.raises(berkas.BerkasGagal, match="penuh"):
        berkas.simpan(penuh, folder=p.folder / "berkas", nama="a", tipe="b", awalan="tugas-1")
    assert p.berkas() == []


def test_folder_tanpa_penanda_ditolak(tmp_path: Path) -> None:
    with pytest.raises(berkas.FolderBerkasSalah, match="penanda"):
        berkas.periksa_folder(tmp_path)
    berkas.siapkan_folder(tmp_path / "baru")
    berkas.periksa_folder(tmp_path / "baru")


def test_rollback_tidak_meninggalkan_tugas(p: Panggung) -> None:
    with pytest.raises(RuntimeError), unit_of_work(p.aktor()) as unit:
        tugas.minta(unit, "tidur", "Tidak jadi", {})
        raise RuntimeError
    with Session(db.engine, info={"lingkup": SISTEM}) as session:
        assert session.scalar(select(func.count()).select_from(Tugas)) == 0
