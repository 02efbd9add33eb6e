"""Records that the pages under test (tests/peramban/halaman.py) are opened with, in every state that a page can show."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from domain.izin import Aktor, Peran
from domain.jabatan import JenisJabatan
from domain.nip import bangun
from domain.siasn import BedaSinkro, EntitasSinkro, JenisSinkro, JenisTemuan
from domain.skp import JenisSkp
from domain.status import StatusAktif, StatusCapaian, StatusKiriman, StatusSinkro, StatusSkp, StatusTemuan, StatusTugas
from models import (
    AnggotaTim,
    CapaianOrganisasi,
    GabungUnor,
    HariLibur,
    Indikator,
    JejakAudit,
    Keberatan,
    KirimanPredikat,
    Konflik,
    Pegawai,
    Pengguna,
    Penilaian,
    Periode,
    PltPlh,
    PotretSkp,
    Rhk,
    SinkroBaris,
    Sinkronisasi,
    SinkronisasiPredikat,
    Skp,
    TemuanUnor,
    TimKerja,
    Tugas,
    Unor,
)
from services import ekspor, jpt_non_asn, pegawai, pengguna, perbaikan_skp
from services import skp as layanan_skp
from services.daftar import REGISTRI, Permintaan
from services.unggahan_pdf import Unggahan
from services.unit_of_work import unit_of_work
from tests.pdf_uji import pdf
from tests.peramban.situs import Situs, tunggu

NAMA_PANJANG = "Subbagian Tata Usaha Direktorat Pembangunan dan Pengembangan Sistem Informasi Aparatur Sipil Negara"
JABATAN_PANJANG = "Penelaah Teknis Kebijakan pada Direktorat Pembangunan dan Pengembangan Sistem Informasi"
ID_SIASN = "8ae482893ab4f1c0013ab5f1a4b70b2e"
"""What the real data is like, and what a list must have room for: the longest name of a unit, an id of SIASN without a gap."""


@pytest.fixture(scope="module")
def id_contoh(situs: Situs) -> dict[str, int]:
    """Ids of records of the widest role's instansi, for the addresses above; one person and one account deactivated, one task made."""
    n = situs.id_instansi("admin_bkn")
    hasil = {"tahun": situs.app.config["SETTINGS"].jam().year, "instansi": n}
    for nama, model in (("periode", Periode), ("unor", Unor), ("pegawai", Pegawai)):
        hasil[nama] = situs.satu(select(model.id).where(model.instansi_id == n).order_by(model.id).limit(1))
    hasil["plt"] = situs.satu(select(PltPlh.id).where(PltPlh.instansi_id == n, PltPlh.aktif).order_by(PltPlh.id).limit(1))
    hasil["pengguna"] = situs.satu(select(Pengguna.id).where(Pengguna.nip == situs.akun["supervisor"]["nip"]))
    aktor = situs.aktor("admin_bkn")
    hasil["nonaktif"] = situs.satu(
        select(Pegawai.id).where(Pegawai.instansi_id == n, Pegawai.status == StatusAktif.AKTIF).order_by(Pegawai.id.desc()).limit(1)
    )
    situs.layani(pegawai.ubah_status, aktor, hasil["nonaktif"], None, "nonaktifkan", "Contoh untuk gambar.")
    hasil["mati"] = situs.layani(
        pengguna.layanan.buat,
        aktor,
        {
            "nip": bangun(date(1985, 2, 3), 2010, 1, "L", 903),
            "nama": "Akun Nonaktif",
            "peran": Peran.ADMIN_INSTANSI,
            "lintas": False,
            "unor_id": None,
        },
    )
    situs.layani(pengguna.ubah_status, aktor, hasil["mati"], None, "nonaktifkan", "Contoh untuk gambar.")
    hasil["tugas"] = situs.layani(ekspor.minta_ekspor, aktor, REGISTRI["pegawai"], Permintaan(), "xlsx")
    tunggu(lambda: situs.satu(select(Tugas.status).where(Tugas.id == hasil["tugas"])) is StatusTugas.SELESAI)
    hasil |= _id_skp(situs, n, hasil["tahun"]) | _id_orang(situs)
    hasil |= situs.layani(_id_siasn, aktor, hasil) | situs.layani(_id_jpt, aktor, hasil["unor"])
    hasil["jejak"] = situs.satu(select(JejakAudit.id).where(JejakAudit.instansi_id == n).order_by(JejakAudit.id.desc()).limit(1))
    return hasil


def _id_skp(situs: Situs, n: int, tahun: int) -> dict[str, int]:
    """Ids around the SKP: one with a keberatan, one returned to Draft with its snapshot, one deleted, capaian in each state."""
    keberatan, skp, penilaian, periode = situs.baca(
        select(Keberatan.id, Keberatan.skp_id, Keberatan.penilaian_id, Keberatan.periode_id)
        .where(Keberatan.instansi_id == n)
        .order_by(Keberatan.id)
        .limit(1)
    )[0]
    hasil = {"keberatan": keberatan, "skp": skp, "penilaian": penilaian, "periode_skp": periode}
    hasil["rhk"] = situs.satu(select(Rhk.id).where(Rhk.skp_id == skp).order_by(Rhk.id).limit(1))
    hasil["indikator"] = situs.satu(select(Indikator.id).where(Indikator.rhk_id == hasil["rhk"]).order_by(Indikator.id).limit(1))
    hasil["periode_kini"] = situs.satu(
        select(Periode.id).where(Periode.instansi_id == n, Periode.tahun == tahun).order_by(Periode.id).limit(1)
    )
    aktor = situs.aktor("admin_bkn")
    # Of last year, so that a FINAL capaian counts it and is marked as changed.
    hasil["draft"] = situs.satu(
        select(Skp.id)
        .join(Penilaian, Penilaian.skp_id == Skp.id)
        .where(Skp.instansi_id == n, Skp.tahun == tahun - 1, Skp.jenis == JenisSkp.DEFINITIF, Skp.status == StatusSkp.PERSETUJUAN)
        .where(Penilaian.predikat.is_not(None), Skp.id != skp)
        .order_by(Skp.id.desc())
        .limit(1)
    )
    situs.layani(layanan_skp.kembalikan_ke_draft, aktor, hasil["draft"], None, "Contoh untuk gambar.")
    hasil["potret"] = situs.satu(select(PotretSkp.id).where(PotretSkp.skp_id == hasil["draft"]).order_by(PotretSkp.id.desc()).limit(1))
    mengacu = select(Rhk.intervensi_id).where(Rhk.intervensi_id.is_not(None))
    hapus = situs.satu(
        select(Skp.id)
        .where(Skp.instansi_id == n, Skp.status == StatusSkp.DRAFT, Skp.id != hasil["draft"])
        .where(Skp.pegawai_id.not_in(select(Pegawai.id).where(Pegawai.nomor_induk == situs.akun["pegawai"]["nip"])))
        .where(Skp.id.not_in(select(Rhk.skp_id).where(Rhk.id.in_(mengacu))))
        .order_by(Skp.id)
        .limit(1)
    )
    situs.layani(perbaikan_skp.SKP.hapus, aktor, hapus, None, alasan="Contoh untuk gambar.")
    hasil["terhapus"] = situs.satu(select(PotretSkp.id).where(PotretSkp.skp_id == hapus).order_by(PotretSkp.id.desc()).limit(1))
    for kunci, syarat in (
        ("capaian", CapaianOrganisasi.status == StatusCapaian.BELUM_FINAL),
        ("capaian_final", CapaianOrganisasi.status == StatusCapaian.FINAL),
        ("capaian_berubah", CapaianOrganisasi.berubah),
    ):
        hasil[kunci] = situs.satu(
            select(CapaianOrganisasi.id).where(CapaianOrganisasi.instansi_id == n, syarat).order_by(CapaianOrganisasi.id).limit(1)
        )
    memimpin = select(Pegawai.unor_id).where(
        Pegawai.instansi_id == n, Pegawai.jenis_jabatan == JenisJabatan.PIMPINAN, Pegawai.status == StatusAktif.AKTIF
    )
    hasil["unor_kosong"] = situs.satu(select(Unor.id).where(Unor.instansi_id == n, Unor.id.not_in(memimpin)).order_by(Unor.id).limit(1))
    hasil["unor_mph"] = situs.satu(
        select(Skp.unor_id)
        .join(Pegawai, Pegawai.id == Skp.pegawai_id)
        .where(Skp.instansi_id == n, Skp.tahun == tahun, Skp.status == StatusSkp.PERSETUJUAN, Skp.jenis == JenisSkp.DEFINITIF)
        .where(Pegawai.jenis_jabatan == JenisJabatan.PIMPINAN, Pegawai.unor_id == Skp.unor_id)
        .order_by(Skp.id)
        .limit(1)
    )
    hasil["tim"], hasil["anggota"] = situs.baca(
        select(AnggotaTim.tim_id, AnggotaTim.pegawai_id)
        .join(TimKerja, TimKerja.id == AnggotaTim.tim_id)
        .where(AnggotaTim.instansi_id == n, TimKerja.tahun == tahun)
        .order_by(AnggotaTim.id)
        .limit(1)
    )[0]
    hasil["libur"] = situs.satu(select(HariLibur.id).where(HariLibur.instansi_id == n).order_by(HariLibur.id).limit(1))
    return hasil


def _id_orang(situs: Situs) -> dict[str, int]:
    """What the demo pegawai, his penilai and his atasan have to do with."""
    milik, penilai, atasan = (
        situs.satu(select(Pegawai.id).where(Pegawai.nomor_induk == situs.akun[a]["nip"])) for a in ("pegawai", "penilai", "atasan")
    )
    hasil = {"milik": situs.satu(select(Skp.id).where(Skp.pegawai_id == milik, Skp.status == StatusSkp.DRAFT).order_by(Skp.id).limit(1))}
    hasil["rhk_milik"] = situs.satu(select(Rhk.id).where(Rhk.skp_id == hasil["milik"]).order_by(Rhk.id).limit(1))
    hasil["lalu"], hasil["periode_lalu"] = situs.baca(
        select(Skp.id, Penilaian.periode_id)
        .join(Penilaian, Penilaian.skp_id == Skp.id)
        .where(Skp.pegawai_id == milik, Skp.status == StatusSkp.PERSETUJUAN, Skp.penilai_id == penilai, Penilaian.predikat.is_not(None))
        .order_by(Skp.id, Penilaian.id)
        .limit(1)
    )[0]
    hasil["aju"] = situs.satu(select(Skp.id).where(Skp.penilai_id == penilai, Skp.status == StatusSkp.PENGAJUAN).order_by(Skp.id).limit(1))
    hasil["keberatan_atasan"] = situs.satu(select(Keberatan.id).where(Keberatan.atasan_id == atasan).order_by(Keberatan.id).limit(1))
    return hasil


def _id_siasn(aktor: Aktor, ada: dict[str, int]) -> dict[str, int]:
    """Rows of the synchronisation as they are on the way: what a run leaves to be looked at and decided."""
    kini = aktor.sekarang()
    with unit_of_work(aktor) as unit:
        s, umum = unit.session, {"waktu_request": kini, "user_request": aktor.nama}
        dua = s.scalars(select(Unor).order_by(Unor.id.desc()).limit(2)).all()
        dua[0].nama, dua[0].siasn_id = NAMA_PANJANG, ID_SIASN
        sinkro = Sinkronisasi(
            jenis=JenisSinkro.UNOR_PEGAWAI,
            status=StatusSinkro.MENUNGGU_KEPUTUSAN,
            kursor={"tertahan": {"pegawai": [40, 100]}},
            baru=1,
            hapus=40,
            **umum,
        )
        gagal = Sinkronisasi(jenis=JenisSinkro.PEGAWAI, status=StatusSinkro.GAGAL, kursor={}, pesan="SIASN tidak dapat dihubungi.", **umum)
        predikat = SinkronisasiPredikat(
            tahun=ada["tahun"] - 1, status=StatusSinkro.SEBAGIAN, tanggal_wib=aktor.hari_ini() - timedelta(days=1), gagal=1, **umum
        )
        temuan = {
            nama: TemuanUnor(kunci=nama, jenis=jenis, unor_id=dua[0].id, unor_lain_id=lain, rincian=rincian, ditemukan=kini)
            for nama, jenis, lain, rincian in (
                ("duplikat", JenisTemuan.DUPLIKAT, dua[1].id, f"Namanya mirip dengan {NAMA_PANJANG}."),
                ("yatim", JenisTemuan.YATIM, None, f"Unor Atasannya di SIASN ({ID_SIASN}) tidak dikenal di sini."),
                ("berisi", JenisTemuan.NONAKTIF_BERISI, None, "Nonaktif di SIASN, tetapi berisi 12 pegawai aktif."),
                ("abai", JenisTemuan.SIKLUS, None, f"{NAMA_PANJANG} di bawah {dua[1].nama} di bawah {NAMA_PANJANG}."),
            )
        }
        temuan["abai"].status = StatusTemuan.DIABAIKAN
        gabung = GabungUnor(
            dari_id=dua[0].id, ke_id=dua[1].id, waktu=kini, pelaku=aktor.nama, isi={"pindah": {"pegawai.unor_id": [[1, 1]]}, "dari": {}}
        )
        s.add_all([sinkro, gagal, predikat, gabung, *temuan.values()])
        s.flush()
        orang = s.get_one(Pegawai, ada["pegawai"])
        baris = SinkroBaris(
            sinkronisasi_id=sinkro.id,
            entitas=EntitasSinkro.PEGAWAI,
            kunci=ID_SIASN,
            objek_id=orang.id,
            nama=orang.nama,
            nomor=orang.nomor_induk,
            unor_id=orang.unor_id,
            beda=BedaSinkro.UBAH,
            isi={"jabatan": "Analis Hukum Ahli Muda"},
            perubahan=[
                {
                    "kolom": "jabatan",
                    "sini": orang.jabatan,
                    "sini_teks": orang.jabatan,
                    "siasn": JABATAN_PANJANG,
                    "siasn_teks": JABATAN_PANJANG,
                }
            ],
        )
        konflik, konflik_unor = (
            Konflik(
                sinkronisasi_id=sinkro.id, entitas=EntitasSinkro.PEGAWAI, objek_id=orang.id, objek=orang.nama, nomor=orang.nomor_induk,
                kolom=kolom, nilai_sini=sini, nilai_siasn=siasn, ditemukan=kini,
            )
            for kolom, sini, siasn in (("jenjang", "Analis Pengelolaan Keuangan APBN Ahli Muda", JABATAN_PANJANG), ("unor", str(dua[0].id), ID_SIASN))
        )  # fmt: skip
        kiriman = KirimanPredikat(
            sinkronisasi_id=predikat.id, skp_id=ada["skp"], nomor_induk=orang.nomor_induk, nama=orang.nama, nama_cari=orang.nama_cari,
            isi={}, sidik="0" * 64, status=StatusKiriman.GAGAL, pesan="SIASN menolak permintaan ini.",
        )  # fmt: skip
        s.add_all([baris, konflik, konflik_unor, kiriman])
        s.flush()
        mati = Tugas(
            jenis="ekspor", judul="Ekspor yang gagal", parameter={}, aktor={}, pengguna_id=aktor.pengguna_id, status=StatusTugas.GAGAL,
            dibuat=kini, kedaluwarsa=kini + timedelta(days=30), pesan="Contoh untuk gambar.",
        )  # fmt: skip
        s.add(mati)
        s.flush()
        hasil = {"tugas_gagal": mati.id, "sinkro": sinkro.id, "sinkro_gagal": gagal.id, "predikat": predikat.id, "gabung": gabung.id}
        hasil |= {"baris": baris.id, "konflik": konflik.id, "kiriman": kiriman.id}
        return hasil | {nama: t.id for nama, t in temuan.items()}


def _id_jpt(aktor: Aktor, unor_id: int) -> dict[str, int]:
    """A complete draft with its document, and one that waits for its entry at SIASN."""
    hasil = {}
    for kunci, nik in (("jpt_draft", "3301012208700001"), ("jpt", "3301012208700002")):
        isi = {
            "nik": nik, "nama": "Pejabat Karangan", "tempat_lahir": "Kota Contoh", "tanggal_lahir": date(1970, 8, 22), "jenis_kelamin": "L",
            "email": "pejabat@contoh.go.id", "instansi_induk": "Instansi Contoh", "instansi_kerja": "Instansi Contoh", "unor_id": unor_id,
            "jabatan": "Bupati Contoh", "tanggal_sk": date(2025, 1, 20), "nomor_sk": "001/CTH/2025", "tmt_mulai": date(2025, 2, 1),
            "tmt_henti": None, "tanggal_sk_pemberhentian": None, "eselon": "99",
        }  # fmt: skip
        hasil[kunci] = jpt_non_asn.langkah_1(aktor, None, None, isi, Unggahan("SK.pdf", pdf()))
    jpt_non_asn.simpan(aktor, hasil["jpt"], None, sendiri=True)
    return hasil
