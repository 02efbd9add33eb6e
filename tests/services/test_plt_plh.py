"""Rules of Manajemen PLT/PLH, on both databases. Today is 23 November 2026."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select

from domain.izin import Ditolak
from domain.plt_plh import JenisPltPlh, KeadaanPltPlh, keadaan
from models import JejakAudit, PltPlh, Tugas
from services import pegawai, plt_plh
from services.galat import DataBasi, PerluPersetujuan, Salah
from services.saring import Konteks


@pytest.fixture
def aktor(ctx, dunia):
    return dunia.aktor()


def baru(dunia, **ganti):
    isi = {
        "pegawai_id": dunia.pegawai[1, "staf2"],
        "unor_id": dunia.unor[1, "bidang"],
        "jabatan": "PLT Kepala Bidang",
        "jenis": JenisPltPlh.PLT,
    }
    return {**isi, "awal": date(2026, 11, 1), "akhir": date(2026, 12, 31), "aktif": True, **ganti}


def lewat(aktor, dunia, n, **ganti):
    return [plt_plh.layanan.buat(aktor, baru(dunia, awal=date(2025, i, 1), akhir=date(2025, i, 20), **ganti)) for i in range(1, n + 1)]


def aktif(dunia):
    with dunia.sesi() as s:
        return dict(s.execute(select(PltPlh.id, PltPlh.aktif)).all())


@pytest.mark.parametrize(
    ("ganti", "kolom"),
    [({"akhir": date(2026, 10, 1)}, "akhir"), ({"awal": None}, "awal"), ({"akhir": None}, "akhir")],
)
def test_tanggal_terbalik_atau_kosong_ditolak_di_isiannya(aktor, dunia, ganti, kolom):
    with pytest.raises(Salah) as galat:
        plt_plh.layanan.buat(aktor, baru(dunia, **ganti))
    assert set(galat.value.kolom) == {kolom}


def test_satu_hari_boleh(aktor, dunia):
    assert plt_plh.layanan.buat(aktor, baru(dunia, awal=date(2026, 11, 23), akhir=date(2026, 11, 23)))


def test_beberapa_untuk_satu_pegawai_tidak_bertanya(aktor, dunia):
    plt_plh.layanan.buat(aktor, baru(dunia))
    assert plt_plh.layanan.buat(aktor, baru(dunia, unor_id=dunia.unor[1, "dinas"]))


def test_kedua_untuk_unor_yang_sama_bertanya(aktor, dunia):
    isi = baru(dunia, unor_id=dunia.unor[1, "seksi"], awal=date(2026, 12, 31), akhir=date(2027, 3, 1))
    with pytest.raises(PerluPersetujuan) as tanya:
        plt_plh.layanan.buat(aktor, isi)
    assert tanya.value.kunci == "plt_kedua"
    assert "Seksi Penilaian pada masa itu sudah mempunyai PLT Orang Staf (01 Januari 2026 – 31 Desember 2026)" in tanya.value.pertanyaan
    id = plt_plh.layanan.buat(aktor, isi, setuju=frozenset({"plt_kedua"}))
    plt_plh.layanan.ubah(aktor, id, 1, {"jabatan": "Hanya nama jabatan"})
    with pytest.raises(PerluPersetujuan):
        plt_plh.layanan.ubah(aktor, id, 2, {"awal": date(2026, 12, 1)})


@pytest.mark.parametrize("ganti", [{"awal": date(2027, 1, 1), "akhir": date(2027, 3, 1)}, {"aktif": False}])
def test_yang_tidak_beririsan_atau_tidak_aktif_tidak_bertanya(aktor, dunia, ganti):
    assert plt_plh.layanan.buat(aktor, baru(dunia, unor_id=dunia.unor[1, "seksi"], **ganti))


def test_pegawai_nonaktif_tidak_dapat_menjadi_plt(aktor, dunia):
    pegawai.ubah_status(aktor, dunia.pegawai[1, "staf2"], 1, "nonaktifkan", "Pensiun")
    with pytest.raises(Salah, match="nonaktif") as galat:
        plt_plh.layanan.buat(aktor, baru(dunia))
    assert set(galat.value.kolom) == {"pegawai_id"}
    assert plt_plh.layanan.buat(aktor, baru(dunia, aktif=False))


@pytest.mark.parametrize("kolom", ["pegawai_id", "unor_id"])
def test_rujukan_instansi_lain_ditolak(aktor, dunia, kolom):
    asing = {"pegawai_id": dunia.pegawai[2, "staf"], "unor_id": dunia.unor[2, "seksi"]}[kolom]
    with pytest.raises(Salah) as galat:
        plt_plh.layanan.buat(aktor, baru(dunia, **{kolom: asing}))
    assert set(galat.value.kolom) == {kolom}


def test_akhiri_satu(aktor, dunia):
    id = dunia.plt[1]
    with pytest.raises(DataBasi):
        plt_plh.akhiri(aktor, id, 9)
    plt_plh.akhiri(aktor, id, 1)
    with dunia.sesi() as s:
        objek = s.get(PltPlh, id)
        assert (objek.aktif, objek.akhir) == (False, date(2026, 12, 31))
        assert [j.aksi for j in s.scalars(select(JejakAudit).where(JejakAudit.entitas == "plt_plh"))] == ["akhiri"]
    with pytest.raises(Salah, match="sudah tidak aktif"):
        plt_plh.akhiri(aktor, id)


def test_akhiri_lewat_masa_hanya_yang_lewat_dan_hanya_di_sini(aktor, dunia):
    ids = lewat(aktor, dunia, 3)
    plt_plh.layanan.buat(aktor, baru(dunia, awal=date(2026, 11, 23), akhir=date(2026, 11, 23)))
    with dunia.sesi() as s:
        assert plt_plh.jumlah_lewat_masa(Konteks(s, aktor)) == 3
    assert plt_plh.akhiri_lewat_masa(aktor) == 3
    keadaannya = aktif(dunia)
    assert [keadaannya[i] for i in ids] == [False, False, False]
    assert sum(keadaannya.values()) == 2
    with dunia.sesi() as s:
        assert len(s.scalars(select(JejakAudit).where(JejakAudit.aksi == "akhiri", JejakAudit.objek_id.in_(ids))).all()) == 3
    assert plt_plh.akhiri_lewat_masa(aktor) == 0


def test_akhiri_lewat_masa_di_atas_batas_menjadi_tugas(aktor, dunia, monkeypatch):
    ids = lewat(aktor, dunia, 3)
    monkeypatch.setattr(plt_plh, "setelan", lambda: type("S", (), {"massal_langsung_maks": 2})())
    assert plt_plh.akhiri_lewat_masa(aktor) is None
    with dunia.sesi() as s:
        (t,) = s.scalars(select(Tugas)).all()
    assert (t.jenis, t.total, t.parameter["saring"]) == ("massal", 3, {"keadaan": "lewat_masa"})
    assert all(aktif(dunia)[i] for i in ids)


def test_supervisor_tidak_mengakhiri(ctx, dunia):
    with pytest.raises(Ditolak):
        plt_plh.akhiri_lewat_masa(dunia.aktor("supervisor"))
    with pytest.raises(Ditolak):
        plt_plh.akhiri(dunia.aktor("supervisor"), dunia.plt[1])


def test_syarat_keadaan_sama_dengan_aturannya(aktor, dunia):
    """The filter and the badge never disagree."""
    hari = aktor.hari_ini()
    for awal, akhir in (
        (date(2026, 11, 23), date(2026, 12, 1)),
        (date(2026, 11, 1), hari),
        (date(2026, 11, 24), date(2026, 12, 1)),
        (date(2026, 1, 1), date(2026, 11, 22)),
    ):
        for nyala in (True, False):
            plt_plh.layanan.buat(aktor, baru(dunia, awal=awal, akhir=akhir, aktif=nyala), setuju=frozenset({"plt_kedua"}))
    with dunia.sesi() as s:
        for k in KeadaanPltPlh:
            menurut_aturan = {p.id for p in s.scalars(select(PltPlh)) if keadaan(p.aktif, p.awal, p.akhir, hari) is k}
            assert set(s.scalars(select(PltPlh.id).where(plt_plh.dalam_keadaan(k, hari)))) == menurut_aturan
            assert menurut_aturan
