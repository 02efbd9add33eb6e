"""Unor: no new loops, old ones tolerated, and deletion that moves everything in one transaction."""

from __future__ import annotations

import pytest
from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from domain.izin import Aktor, Ditolak, Peran
from domain.jabatan import JenisJabatan
from models import JejakAudit, Pegawai, PeranPengguna, PltPlh, Unor
from services import unor as layanan_unor
from services.galat import DataBasi, Salah, TidakDitemukan
from services.saring import Konteks
from services.unit_of_work import unit_of_work
from services.unor import layanan

pytestmark = pytest.mark.usefixtures("ctx")


@pytest.fixture
def admin(ctx, dunia) -> Aktor:
    return dunia.aktor()


def tulis(admin: Aktor, *pernyataan) -> None:
    """Change rows as a sync would: past the service's rules."""
    with unit_of_work(admin) as unit:
        for p in pernyataan:
            unit.session.execute(p)


def bebaskan(admin: Aktor, dunia) -> None:
    """Take away what stands against deleting 'bidang': the supervisor's limit; and end the PLT of 'seksi'."""
    tulis(admin, delete(PeranPengguna).where(PeranPengguna.unor_id.is_not(None)), update(PltPlh).values(aktif=False))


def baru(admin: Aktor, nama: str, eselon: str = "31", **lain) -> int:
    return layanan.buat(admin, {"nama": nama, "eselon": eselon, **lain})


def versi(dunia, id: int) -> int:
    with dunia.sesi() as s:
        return s.get_one(Unor, id).versi


@pytest.mark.parametrize("kunci", ["dinas", "bidang", "seksi"])
def test_atasan_tidak_boleh_di_bawahnya(admin, dunia, kunci):
    dinas = dunia.unor[1, "dinas"]
    with pytest.raises(Salah) as galat:
        layanan.ubah(admin, dinas, None, {"atasan_id": dunia.unor[1, kunci]})
    assert set(galat.value.kolom) == {"atasan_id"}
    with dunia.sesi() as s:
        assert s.get_one(Unor, dinas).atasan_id is None


def test_lingkaran_lama_boleh_tetap_dan_boleh_diputus(admin, dunia):
    dinas, seksi = dunia.unor[1, "dinas"], dunia.unor[1, "seksi"]
    tulis(admin, update(Unor).where(Unor.id == dinas).values(atasan_id=seksi))
    layanan.ubah(admin, dinas, None, {"nama": "Dinas Pendidikan Baru", "atasan_id": seksi})
    layanan.ubah(admin, dinas, None, {"atasan_id": None})
    with dunia.sesi() as s:
        assert s.get_one(Unor, dinas).atasan_id is None


def test_unor_instansi_lain_ditolak(admin, dunia):
    asing = dunia.unor[2, "dinas"]
    for nilai in ({"atasan_id": asing}, {"induk_id": asing}):
        with pytest.raises(Salah) as galat:
            layanan.ubah(admin, dunia.unor[1, "bidang"], None, nilai)
        assert "tidak ditemukan di instansi Anda" in str(galat.value)
    with pytest.raises(TidakDitemukan):
        layanan.hapus(admin, asing, None)
    bebaskan(admin, dunia)
    with pytest.raises(Salah) as galat:
        layanan.pindahkan_dan_hapus(admin, dunia.unor[1, "seksi"], None, asing)
    assert set(galat.value.kolom) == {"tujuan_id"}


def test_hapus_unor_kosong(admin, dunia):
    id = baru(admin, "Unor Kosong")
    assert layanan.hapus(admin, id, 1) is None
    with dunia.sesi() as s:
        assert s.get(Unor, id) is None


def test_hapus_memindahkan_semua_isinya(admin, dunia):
    bebaskan(admin, dunia)
    bidang, seksi = dunia.unor[1, "bidang"], dunia.unor[1, "seksi"]
    tulis(admin, update(PltPlh).values(unor_id=bidang), update(Unor).where(Unor.id == seksi).values(induk_id=bidang))
    tujuan = baru(admin, "Bidang Tujuan", induk_id=dunia.unor[1, "dinas"])
    pindah = layanan.pindahkan_dan_hapus(admin, bidang, versi(dunia, bidang), tujuan)
    assert (pindah.unor, pindah.pegawai, pindah.plt_plh, pindah.pimpinan_turun) == (1, 2, 1, False)
    with dunia.sesi() as s:
        assert s.get(Unor, bidang) is None
        anak = s.get_one(Unor, seksi)
        # The target is no JPT: its own Unor Induk is passed on.
        assert (anak.atasan_id, anak.induk_id) == (tujuan, dunia.unor[1, "dinas"])
        kabid = s.get_one(Pegawai, dunia.pegawai[1, "kabid"])
        assert (kabid.unor_id, kabid.jenis_jabatan, kabid.versi) == (tujuan, JenisJabatan.PIMPINAN, 2)
        assert s.get_one(PltPlh, dunia.plt[1]).unor_id == tujuan
        jejak = s.scalars(select(JejakAudit).order_by(JejakAudit.id)).all()
    per = {(j.entitas, j.aksi, j.objek_id) for j in jejak}
    assert {
        ("unor", "hapus", bidang),
        ("unor", "terima_pindahan", tujuan),
        ("unor", "ubah", seksi),
        ("plt_plh", "ubah", dunia.plt[1]),
    } <= per
    assert {("pegawai", "pindah_unor", dunia.pegawai[1, k]) for k in ("kabid", "staf")} <= per
    hapus = next(j for j in jejak if j.aksi == "hapus")
    assert {p["kolom"]: p["sesudah"] for p in hapus.perubahan if p["tipe"] == "angka"} == {"unor": 1, "pegawai": 2, "plt_plh": 1}


def test_pimpinan_menjadi_pegawai_bila_tujuan_sudah_berpimpinan(admin, dunia):
    bebaskan(admin, dunia)
    pindah = layanan.pindahkan_dan_hapus(admin, dunia.unor[1, "bidang"], None, dunia.unor[1, "dinas"])
    assert pindah.pimpinan_turun
    with dunia.sesi() as s:
        kabid, kepala = (s.get_one(Pegawai, dunia.pegawai[1, k]) for k in ("kabid", "kepala"))
        assert (kabid.unor_id, kabid.jenis_jabatan) == (dunia.unor[1, "dinas"], JenisJabatan.PEGAWAI)
        assert kepala.jenis_jabatan is JenisJabatan.PIMPINAN
        # A JPT as target becomes the Unor Induk itself.
        assert s.get_one(Unor, dunia.unor[1, "seksi"]).induk_id == dunia.unor[1, "dinas"]


def test_hapus_tanpa_tujuan_atau_ke_tempat_yang_salah_tidak_mengubah_apa_pun(admin, dunia):
    bebaskan(admin, dunia)
    dinas, bidang, seksi = (dunia.unor[1, k] for k in ("dinas", "bidang", "seksi"))
    for id, tujuan in ((bidang, None), (bidang, bidang), (dinas, seksi), (bidang, seksi), (seksi, 999_999)):
        with pytest.raises(Salah) as galat:
            layanan.pindahkan_dan_hapus(admin, id, None, tujuan)
        assert set(galat.value.kolom) == {"tujuan_id"}
    with dunia.sesi() as s:
        assert len(s.scalars(select(Unor)).all()) == 3
        assert s.get_one(Pegawai, dunia.pegawai[1, "staf"]).unor_id == bidang
    with pytest.raises(DataBasi):
        layanan.pindahkan_dan_hapus(admin, bidang, 99, dinas)


def test_hapus_ditolak_selama_ada_plt_aktif_atau_batas_supervisor(admin, dunia):
    with pytest.raises(Salah, match="PLT/PLH di unor ini masih Aktif"):
        layanan.pindahkan_dan_hapus(admin, dunia.unor[1, "seksi"], None, dunia.unor[1, "dinas"])
    with pytest.raises(Salah, match="peran Supervisor dibatasi pada unor ini"):
        layanan.pindahkan_dan_hapus(admin, dunia.unor[1, "bidang"], None, dunia.unor[1, "dinas"])


def test_unor_yang_berinduk_padanya_ikut_diperbaiki(admin, dunia):
    bebaskan(admin, dunia)
    lama = baru(admin, "Dinas Lama", "21", mandiri=True)
    lain = baru(admin, "Bidang Lain", atasan_id=dunia.unor[1, "dinas"], induk_id=lama)
    tulis(admin, update(Unor).where(Unor.id == lama).values(induk_id=lama))
    layanan.pindahkan_dan_hapus(admin, lama, None, dunia.unor[1, "dinas"])
    with dunia.sesi() as s:
        assert s.get_one(Unor, lain).induk_id == dunia.unor[1, "dinas"]
        assert s.get_one(Unor, lain).atasan_id == dunia.unor[1, "dinas"]


def test_helpdesk_boleh_mengubah_tetapi_tidak_menghapus(dunia):
    helpdesk = dunia.aktor("helpdesk")
    layanan.ubah(helpdesk, dunia.unor[1, "seksi"], None, {"kota": "Kota Lain"})
    with pytest.raises(Ditolak):
        layanan.pindahkan_dan_hapus(helpdesk, dunia.unor[1, "seksi"], None, dunia.unor[1, "dinas"])


def konteks(session: Session, aktor: Aktor) -> Konteks:
    return Konteks(session, aktor)


def test_pohon_menghitung_pegawai_bersama_bawahannya(admin, dunia):
    with dunia.sesi() as s:
        k = konteks(s, admin)
        (dinas,), lagi = layanan_unor.akar(k)
        assert (dinas.nama, dinas.mandiri, dinas.berbawahan, dinas.pegawai, lagi) == ("Dinas Pendidikan", True, True, 4, False)
        (bidang,), _ = layanan_unor.cabang(k, dinas.id)
        assert (bidang.nama, bidang.pegawai) == ("Bidang Kurikulum", 3)
        (seksi,), _ = layanan_unor.cabang(k, bidang.id)
        assert (seksi.berbawahan, seksi.pegawai) == (False, 1)
        assert layanan_unor.pegawai_terdampak(s, dinas.id) == (4, False)


def test_pohon_dengan_lingkaran_memuat_setiap_unor_sekali_dan_berakhir(admin, dunia):
    tulis(admin, update(Unor).where(Unor.id == dunia.unor[1, "dinas"]).values(atasan_id=dunia.unor[1, "seksi"]))
    for pelaku, n in ((admin, 3), (dunia.aktor("supervisor_unor"), 3)):
        with dunia.sesi() as s:
            k, terlihat = konteks(s, pelaku), []
            antre = layanan_unor.akar(k)[0]
            while antre:
                satu = antre.pop()
                terlihat.append(satu.id)
                antre += layanan_unor.cabang(k, satu.id)[0]
            assert len(terlihat) == len(set(terlihat)) == n


def test_pohon_cabang_yang_sangat_lebar_dipotong(admin, dunia, monkeypatch):
    monkeypatch.setattr(layanan_unor, "CABANG_MAKS", 2)
    for i in range(3):
        baru(admin, f"Seksi {i}", "41", atasan_id=dunia.unor[1, "seksi"])
    with dunia.sesi() as s:
        anak, lagi = layanan_unor.cabang(konteks(s, admin), dunia.unor[1, "seksi"])
    assert (len(anak), lagi) == (2, True)


def test_supervisor_hanya_melihat_pohonnya(dunia):
    with dunia.sesi() as s:
        simpul, _ = layanan_unor.akar(konteks(s, dunia.aktor("supervisor_unor")))
    assert [x.nama for x in simpul] == ["Bidang Kurikulum"]


def test_peran_di_instansi_ini_yang_dihitung(admin, dunia):
    with dunia.sesi() as s:
        assert layanan_unor.isi(s, dunia.unor[1, "bidang"]).peran == 1
        assert layanan_unor.isi(s, dunia.unor[1, "dinas"]) == layanan_unor.Isi(
            bawahan=1, berinduk=1, pegawai=1, plt_aktif=0, plt_lama=0, peran=0
        )
    assert Peran.SUPERVISOR in dunia.aktor("supervisor_unor").peran
