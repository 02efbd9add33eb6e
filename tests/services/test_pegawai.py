"""Rules of Manajemen Pegawai, on both databases."""

from __future__ import annotations

import threading
from datetime import date

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.jabatan import JenisJabatan, JenisPegawai
from domain.nip import JenisNomorInduk, bangun
from domain.status import StatusAktif, TransisiDitolak
from models import JejakAudit, Pegawai, PltPlh, Sesi
from services import pegawai as layanan
from services.galat import DataBasi, MasihDirujuk, PerluPersetujuan, Salah, TidakDitemukan

NIP = bangun(date(1987, 3, 21), 2011, 1, "P", 4)
NI_PPPK = bangun(date(1991, 8, 14), 2023, 21, "L", 7)


@pytest.fixture
def aktor(ctx, dunia):
    return dunia.aktor()


def baru(dunia, **ganti):
    isi = {
        "nomor_induk": NIP,
        "nama": "Orang Baru",
        "unor_id": dunia.unor[1, "seksi"],
        "jenis_jabatan": JenisJabatan.PEGAWAI,
        "jabatan": "Arsiparis Mahir",
    }
    return {**isi, "jenis_pegawai": JenisPegawai.PNS, **ganti}


def ambil(dunia, id):
    with dunia.sesi() as s:
        return s.get(Pegawai, id)


def pimpinan(dunia, unor):
    with dunia.sesi() as s:
        stmt = select(Pegawai.id).where(Pegawai.unor_id == dunia.unor[1, unor], Pegawai.jenis_jabatan == JenisJabatan.PIMPINAN)
        return list(s.scalars(stmt.where(Pegawai.status == StatusAktif.AKTIF)))


def jejak(dunia, id, entitas="pegawai"):
    with dunia.sesi() as s:
        return s.scalars(select(JejakAudit).where(JejakAudit.objek_id == id, JejakAudit.entitas == entitas).order_by(JejakAudit.id)).all()


@pytest.mark.parametrize(
    ("nomor", "jenis_pegawai", "hasil"),
    [
        ("19870321 201101 2 004", JenisPegawai.PNS, JenisNomorInduk.NIP),
        (NI_PPPK, JenisPegawai.PNS, JenisNomorInduk.NI_PPPK),
        (NIP, JenisPegawai.PPPK, JenisNomorInduk.NI_PPPK),
        ("3174051205850003", JenisPegawai.NON_ASN, JenisNomorInduk.NIK),
    ],
)
def test_nomor_menentukan_jenisnya(aktor, dunia, nomor, jenis_pegawai, hasil):
    p = ambil(dunia, layanan.layanan.buat(aktor, baru(dunia, nomor_induk=nomor, jenis_pegawai=jenis_pegawai)))
    assert p.jenis_nomor is hasil
    assert " " not in p.nomor_induk


@pytest.mark.parametrize("nomor", ["123", "198713212011012004", "1987032120110120045", "19870321201101200A"])
def test_nomor_salah_ditolak_pada_isiannya(aktor, dunia, nomor):
    with pytest.raises(Salah) as galat:
        layanan.layanan.buat(aktor, baru(dunia, nomor_induk=nomor))
    assert set(galat.value.kolom) == {"nomor_induk"}


def test_nomor_ganda_menyebut_pemiliknya(aktor, dunia):
    layanan.layanan.buat(aktor, baru(dunia))
    with pytest.raises(Salah, match="atas nama Orang Baru"):
        layanan.layanan.buat(aktor, baru(dunia, nama="Orang Lain"))


def test_nomor_yang_sama_boleh_di_instansi_lain(ctx, dunia):
    layanan.layanan.buat(dunia.aktor(), baru(dunia))
    lain = {**baru(dunia), "unor_id": dunia.unor[2, "seksi"]}
    assert layanan.layanan.buat(dunia.aktor("admin_lain"), lain)


def test_jenjang_diisi_dari_nama_jabatan_bila_kosong(aktor, dunia):
    id = layanan.layanan.buat(aktor, baru(dunia, jabatan="Pranata Komputer Ahli Pertama"))
    assert ambil(dunia, id).jenjang == "PT"
    layanan.layanan.ubah(aktor, id, 1, {"jenjang": "MA"})
    assert ambil(dunia, id).jenjang == "MA"


def test_unor_instansi_lain_ditolak(aktor, dunia):
    with pytest.raises(Salah) as galat:
        layanan.layanan.buat(aktor, baru(dunia, unor_id=dunia.unor[2, "seksi"]))
    assert set(galat.value.kolom) == {"unor_id"}
    with pytest.raises(TidakDitemukan):
        layanan.layanan.ubah(aktor, dunia.pegawai[2, "staf"], 1, {"nama": "Ubah"})


def test_pimpinan_kedua_bertanya_lalu_menggantikan(aktor, dunia):
    staf, kabid = dunia.pegawai[1, "staf"], dunia.pegawai[1, "kabid"]
    with pytest.raises(PerluPersetujuan) as tanya:
        layanan.layanan.ubah(aktor, staf, 1, {"jenis_jabatan": JenisJabatan.PIMPINAN})
    assert tanya.value.pertanyaan.startswith("Unor Bidang Kurikulum sudah dipimpin oleh Orang Kabid. Gantikan?")
    assert pimpinan(dunia, "bidang") == [kabid]
    layanan.layanan.ubah(aktor, staf, 1, {"jenis_jabatan": JenisJabatan.PIMPINAN}, setuju=frozenset({tanya.value.kunci}))
    assert pimpinan(dunia, "bidang") == [staf]
    assert (ambil(dunia, kabid).versi, [j.aksi for j in jejak(dunia, staf)]) == (2, ["ubah"])
    (turun,) = jejak(dunia, kabid)
    assert (turun.aksi, turun.alasan, turun.perubahan[0]["sebelum"], turun.perubahan[0]["sesudah"]) == (
        "ganti_pimpinan",
        "Digantikan oleh Orang Staf",
        "pimpinan",
        "pegawai",
    )


def test_pegawai_baru_dapat_langsung_menggantikan(aktor, dunia):
    kunci = f"ganti_pimpinan:{dunia.pegawai[1, 'kabid']}"
    id = layanan.layanan.buat(
        aktor, baru(dunia, unor_id=dunia.unor[1, "bidang"], jenis_jabatan=JenisJabatan.PIMPINAN), setuju=frozenset({kunci})
    )
    assert pimpinan(dunia, "bidang") == [id]


def test_memindahkan_pimpinan_ke_unor_berpimpinan_bertanya(aktor, dunia):
    kabid = dunia.pegawai[1, "kabid"]
    with pytest.raises(PerluPersetujuan) as tanya:
        layanan.layanan.ubah(aktor, kabid, 1, {"unor_id": dunia.unor[1, "dinas"]})
    layanan.layanan.ubah(aktor, kabid, 1, {"unor_id": dunia.unor[1, "dinas"]}, setuju=frozenset({tanya.value.kunci}))
    assert pimpinan(dunia, "dinas") == [kabid]
    assert pimpinan(dunia, "bidang") == []
    layanan.layanan.ubah(aktor, kabid, 2, {"unor_id": dunia.unor[1, "seksi"]})
    assert pimpinan(dunia, "seksi") == [kabid]


def test_persetujuan_hanya_untuk_orang_yang_disebut(aktor, dunia):
    """Who agreed to replace A is asked again when B leads by then."""
    staf, kabid = dunia.pegawai[1, "staf"], dunia.pegawai[1, "kabid"]
    lain = layanan.layanan.buat(
        aktor,
        baru(dunia, unor_id=dunia.unor[1, "bidang"], jenis_jabatan=JenisJabatan.PIMPINAN),
        setuju=frozenset({f"ganti_pimpinan:{kabid}"}),
    )
    with pytest.raises(PerluPersetujuan, match="Orang Baru"):
        layanan.layanan.ubah(aktor, staf, 1, {"jenis_jabatan": JenisJabatan.PIMPINAN}, setuju=frozenset({f"ganti_pimpinan:{kabid}"}))
    assert pimpinan(dunia, "bidang") == [lain]


@pytest.mark.parametrize("unor", ["seksi", "bidang"])
def test_dua_sekaligus_menghasilkan_tepat_satu_pimpinan(app, dunia, unor):
    """With nobody to replace (seksi), and both agreeing to replace the same person (bidang)."""
    setuju = frozenset({f"ganti_pimpinan:{dunia.pegawai[1, 'kabid']}"})
    mulai, hasil = threading.Barrier(2), []

    def coba(urut):
        with app.app_context():
            isi = baru(
                dunia,
                nomor_induk=bangun(date(1985, 5, 5), 2010, 1, "L", urut),
                unor_id=dunia.unor[1, unor],
                jenis_jabatan=JenisJabatan.PIMPINAN,
            )
            mulai.wait()
            try:
                hasil.append(layanan.layanan.buat(dunia.aktor(), isi, setuju=setuju))
            except (Salah, PerluPersetujuan) as galat:
                hasil.append(galat)

    utas = [threading.Thread(target=coba, args=(i,)) for i in (1, 2)]
    for u in utas:
        u.start()
    for u in utas:
        u.join()
    berhasil = [h for h in hasil if isinstance(h, int)]
    assert len(hasil) == 2
    assert len(berhasil) == 1
    assert pimpinan(dunia, unor) == berhasil


def test_nonaktif_melepas_pimpinan_plt_dan_sesi(aktor, dunia):
    staf, plt = dunia.pegawai[1, "staf"], dunia.plt[1]
    pengguna = dunia.pengguna["pegawai"]
    layanan.layanan.ubah(aktor, staf, 1, {"nomor_induk": dunia.nip["pegawai"]})
    dunia.buka_sesi("pegawai")
    pesan = layanan.ubah_status(aktor, staf, 2, "nonaktifkan", "Pindah tugas")
    assert "1 PLT/PLH" in pesan
    p = ambil(dunia, staf)
    assert (p.status, p.alasan_nonaktif) == (StatusAktif.NONAKTIF, "Pindah tugas")
    with dunia.sesi() as s:
        assert s.get(PltPlh, plt).aktif is False
    with Session(dunia.mesin) as s:
        assert [x.sebagai_pegawai for x in s.scalars(select(Sesi).where(Sesi.pengguna_id == pengguna))] == [False]
    assert [(j.aksi, j.alasan) for j in jejak(dunia, plt, "plt_plh")] == [("akhiri", "Pegawai dinonaktifkan: Pindah tugas")]
    assert jejak(dunia, staf)[-1].aksi == "nonaktifkan"


def test_pimpinan_nonaktif_memberi_tempat_dan_kembali_sebagai_pegawai(aktor, dunia):
    kabid, staf = dunia.pegawai[1, "kabid"], dunia.pegawai[1, "staf"]
    layanan.ubah_status(aktor, kabid, 1, "nonaktifkan", "Cuti")
    layanan.layanan.ubah(aktor, staf, 1, {"jenis_jabatan": JenisJabatan.PIMPINAN})
    assert "dipimpin oleh Orang Staf" in layanan.ubah_status(aktor, kabid, 2, "aktifkan")
    assert pimpinan(dunia, "bidang") == [staf]
    assert ambil(dunia, kabid).jenis_jabatan is JenisJabatan.PEGAWAI
    assert ambil(dunia, kabid).alasan_nonaktif is None


def test_pimpinan_nonaktif_kembali_memimpin_bila_masih_kosong(aktor, dunia):
    kabid = dunia.pegawai[1, "kabid"]
    layanan.ubah_status(aktor, kabid, 1, "nonaktifkan", "Cuti")
    assert pimpinan(dunia, "bidang") == []
    layanan.ubah_status(aktor, kabid, 2, "aktifkan")
    assert pimpinan(dunia, "bidang") == [kabid]


def test_nonaktif_perlu_alasan_dan_keadaan_yang_cocok(aktor, dunia):
    staf = dunia.pegawai[1, "staf"]
    with pytest.raises(Salah, match="Alasan"):
        layanan.ubah_status(aktor, staf, 1, "nonaktifkan")
    with pytest.raises(TransisiDitolak):
        layanan.ubah_status(aktor, staf, 1, "aktifkan")
    with pytest.raises(DataBasi):
        layanan.ubah_status(aktor, staf, 7, "nonaktifkan", "Basi")


def test_hapus_ditolak_setelah_ada_pekerjaan(aktor, dunia):
    with pytest.raises(MasihDirujuk, match="1 PLT/PLH"):
        layanan.layanan.hapus(aktor, dunia.pegawai[1, "staf"], 1)
    layanan.layanan.hapus(aktor, dunia.pegawai[1, "staf2"], 1)
    assert ambil(dunia, dunia.pegawai[1, "staf2"]) is None


def test_pindah_unor_menolak_pimpinan_dan_unor_asing(aktor, dunia):
    staf2, kabid = dunia.pegawai[1, "staf2"], dunia.pegawai[1, "kabid"]
    layanan.pindah_unor(aktor, staf2, dunia.unor[1, "dinas"])
    layanan.pindah_unor(aktor, staf2, dunia.unor[1, "dinas"])
    assert [j.aksi for j in jejak(dunia, staf2)] == ["pindah_unor"]
    with pytest.raises(Salah, match="pimpinan"):
        layanan.pindah_unor(aktor, kabid, dunia.unor[1, "dinas"])
    with pytest.raises(Salah, match="tidak ditemukan"):
        layanan.pindah_unor(aktor, staf2, dunia.unor[2, "dinas"])
    with pytest.raises(TidakDitemukan):
        layanan.pindah_unor(aktor, dunia.pegawai[2, "staf2"], dunia.unor[1, "dinas"])


def test_nip_yang_diganti_melepas_sesi_lama(aktor, dunia):
    staf = dunia.pegawai[1, "staf"]
    layanan.layanan.ubah(aktor, staf, 1, {"nomor_induk": dunia.nip["pegawai"]})
    dunia.buka_sesi("pegawai")
    layanan.layanan.ubah(aktor, staf, 2, {"nomor_induk": NIP})
    with Session(dunia.mesin) as s:
        assert [x.sebagai_pegawai for x in s.scalars(select(Sesi).where(Sesi.pengguna_id == dunia.pengguna["pegawai"]))] == [False]


@pytest.mark.parametrize(
    ("ganti", "kata"),
    [
        ({"nomor_induk": NI_PPPK}, "dibaca sebagai NI PPPK"),
        ({"nomor_induk": "3174051205850003"}, "NIK, sedangkan jenis pegawainya PNS"),
        ({"tmt_golongan": date(1980, 1, 1)}, "tidak sesudah tanggal lahir"),
        ({"tmt_jabatan": date(2030, 1, 1)}, "belum tiba"),
        ({"golongan": "P9"}, "tidak lazim untuk PNS"),
        ({"jenjang": "PT"}, "Jenjang Ahli Pertama berbeda"),
        ({"kedudukan": "99"}, "Kedudukannya Pensiun"),
    ],
)
def test_yang_ganjil_diperingatkan_bukan_ditolak(aktor, dunia, ganti, kata):
    id = layanan.layanan.buat(aktor, baru(dunia, **ganti))
    assert any(kata in p for p in layanan.peringatan(ambil(dunia, id), aktor.hari_ini()))


def test_yang_wajar_tidak_diperingatkan(aktor, dunia):
    id = layanan.layanan.buat(aktor, baru(dunia, golongan="23", tmt_golongan=date(2020, 4, 1)))
    assert layanan.peringatan(ambil(dunia, id), aktor.hari_ini()) == []
