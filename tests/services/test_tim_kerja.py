"""Rules of Tim Kerja: the ketua is no member, a name once, members in and out with their audit."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from domain.izin import Ditolak
from domain.status import StatusAktif
from models import AnggotaTim, JejakAudit, Pegawai, TimKerja
from services import tim_kerja
from services.galat import DataBasi, PerluPersetujuan, Salah, TidakDitemukan
from services.saring import Konteks, SaringSalah
from services.unit_of_work import unit_of_work


def isi(dunia, **ganti):
    return {"tahun": 2026, "nama": "Tim Layanan", "unor_id": dunia.unor[1, "bidang"], "ketua_id": dunia.pegawai[1, "kabid"], **ganti}


def anggota(dunia, tim_id):
    with dunia.sesi() as s:
        return set(s.scalars(select(AnggotaTim.pegawai_id).where(AnggotaTim.tim_id == tim_id)))


def jejak(dunia, tim_id):
    with dunia.sesi() as s:
        stmt = select(JejakAudit).where(JejakAudit.entitas == "tim_kerja", JejakAudit.objek_id == tim_id).order_by(JejakAudit.id)
        return [(j.aksi, [(p["label"], p.get("sebelum"), p.get("sesudah")) for p in j.perubahan]) for j in s.scalars(stmt)]


def test_anggota_masuk_dan_keluar_dengan_jejaknya(ctx, dunia):
    id = tim_kerja.layanan.buat(dunia.aktor(), isi(dunia))
    staf, staf2, kabid = (dunia.pegawai[1, k] for k in ("staf", "staf2", "kabid"))
    hasil = tim_kerja.tambah_anggota(dunia.aktor(), id, [staf, staf2, kabid])
    assert hasil.ditambah == 2 and hasil.dilewati == [("Orang Kabid", "Ketua tidak menjadi anggota timnya sendiri")]
    assert anggota(dunia, id) == {staf, staf2}
    assert tim_kerja.tambah_anggota(dunia.aktor(), id, [staf]).dilewati == [("Orang Staf", "sudah menjadi anggota")]
    assert tim_kerja.keluarkan_anggota(dunia.aktor(), id, staf) == "Orang Staf"
    assert anggota(dunia, id) == {staf2}
    assert jejak(dunia, id)[1:] == [
        ("tambah_anggota", [("Anggota", None, "Orang Staf, Orang Staf2")]),
        ("keluarkan_anggota", [("Anggota", "Orang Staf", None)]),
    ]
    with pytest.raises(Salah, match="bukan anggota"):
        tim_kerja.keluarkan_anggota(dunia.aktor(), id, staf)


def test_pegawai_nonaktif_dan_pegawai_asing_tidak_menjadi_anggota(ctx, dunia):
    with unit_of_work(dunia.aktor()) as unit:
        p = unit.session.get_one(Pegawai, dunia.pegawai[1, "staf"])
        p.status, p.alasan_nonaktif = StatusAktif.NONAKTIF, "Pensiun"
    id = tim_kerja.layanan.buat(dunia.aktor(), isi(dunia))
    hasil = tim_kerja.tambah_anggota(dunia.aktor(), id, [dunia.pegawai[1, "staf"], dunia.pegawai[2, "staf2"]])
    assert hasil.ditambah == 0 and hasil.dilewati == [("Orang Staf", "pegawai nonaktif")]
    with pytest.raises(Salah, match="Belum ada pegawai"):
        tim_kerja.tambah_anggota(dunia.aktor(), id, [])


def test_anggota_yang_menjadi_ketua_ditanyakan_lalu_dikeluarkan(ctx, dunia):
    id = tim_kerja.layanan.buat(dunia.aktor(), isi(dunia))
    staf = dunia.pegawai[1, "staf"]
    tim_kerja.tambah_anggota(dunia.aktor(), id, [staf])
    with pytest.raises(PerluPersetujuan, match="Jadikan Ketua"):
        tim_kerja.layanan.ubah(dunia.aktor(), id, 1, isi(dunia, ketua_id=staf))
    tim_kerja.layanan.ubah(dunia.aktor(), id, 1, isi(dunia, ketua_id=staf), setuju=frozenset({"ketua_anggota"}))
    assert anggota(dunia, id) == set()


@pytest.mark.parametrize(
    ("ganti", "kolom"),
    [({"tahun": 2021}, "tahun"), ({"tahun": 2028}, "tahun"), ({}, "nama")],
    ids=["terlalu-lama", "terlalu-jauh", "nama-sama"],
)
def test_yang_ditolak(ctx, dunia, ganti, kolom):
    tim_kerja.layanan.buat(dunia.aktor(), isi(dunia))
    with pytest.raises(Salah) as galat:
        tim_kerja.layanan.buat(dunia.aktor(), isi(dunia, **ganti))
    assert set(galat.value.kolom) == {kolom}
    tim_kerja.layanan.buat(dunia.aktor(), isi(dunia, tahun=2027))


def test_hapus_bersama_keanggotaannya(ctx, dunia):
    id = tim_kerja.layanan.buat(dunia.aktor(), isi(dunia))
    tim_kerja.tambah_anggota(dunia.aktor(), id, [dunia.pegawai[1, "staf"]])
    with pytest.raises(DataBasi):
        tim_kerja.layanan.hapus(dunia.aktor(), id, 7)
    tim_kerja.layanan.hapus(dunia.aktor(), id, 1)
    with dunia.sesi() as s:
        assert s.get(TimKerja, id) is None
    assert anggota(dunia, id) == set()
    aksi, perubahan = jejak(dunia, id)[-1]
    assert aksi == "hapus" and ("Anggota", "Orang Staf", None) in perubahan


@pytest.mark.parametrize("siapa", ["helpdesk", "supervisor", "pegawai"])
def test_hanya_pengelola_yang_mengubah(ctx, dunia, siapa):
    id = tim_kerja.layanan.buat(dunia.aktor(), isi(dunia))
    with pytest.raises(Ditolak):
        tim_kerja.tambah_anggota(dunia.aktor(siapa), id, [dunia.pegawai[1, "staf"]])
    with pytest.raises(Ditolak):
        tim_kerja.keluarkan_anggota(dunia.aktor(siapa), id, dunia.pegawai[1, "staf"])


def test_tim_instansi_lain_tidak_ada(ctx, dunia):
    id = tim_kerja.layanan.buat(dunia.aktor(), isi(dunia))
    with pytest.raises(TidakDitemukan):
        tim_kerja.tambah_anggota(dunia.aktor("admin_lain"), id, [dunia.pegawai[2, "staf"]])


def test_cari_calon_menurut_nama_nip_dan_banyak_nip(ctx, dunia):
    id = tim_kerja.layanan.buat(dunia.aktor(), isi(dunia))
    tim_kerja.tambah_anggota(dunia.aktor(), id, [dunia.pegawai[1, "staf"]])
    with dunia.sesi() as s:
        konteks, tim = Konteks(s, dunia.aktor()), s.get_one(TimKerja, id)

        def cari(kata):
            return [(c.nama, c.halangan) for c in tim_kerja.cari_calon(konteks, tim, kata)]

        semua = [("Orang Kabid", "Ketua tim ini"), ("Orang Kepala", None), ("Orang Staf", "Sudah menjadi anggota"), ("Orang Staf2", None)]
        assert cari("orang") == semua
        nip = {p.nama: p.nomor_induk for p in s.scalars(select(Pegawai))}
        assert cari(nip["Orang Staf2"][:10]) == [("Orang Staf2", None)]
        for pisah in ("\n", ", ", " ", ";"):
            assert cari(pisah.join((nip["Orang Kepala"], nip["Orang Staf2"]))) == [("Orang Kepala", None), ("Orang Staf2", None)]
        kata = f"{nip['Orang Kepala']}\n123\n{nip['Orang Kepala']}\n199999999999999999"
        assert tim_kerja.nip_tak_ditemukan(tim_kerja.cari_calon(konteks, tim, kata), kata) == ["123", "199999999999999999"]
        assert tim_kerja.nip_tak_ditemukan(tim_kerja.cari_calon(konteks, tim, "orang"), "orang") == []
        with pytest.raises(SaringSalah):
            cari("or")
