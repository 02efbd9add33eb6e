"""The SIASN part of Beranda: what waits for a decision, and how the last synchronisations went. Today is 23 November 2026."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from domain.siasn import EntitasSinkro, JenisSinkro, JenisTemuan
from domain.status import StatusKonflik, StatusSinkro, StatusTemuan, StatusTugas
from models import Konflik, Sinkronisasi, SinkronisasiPredikat, TemuanUnor, Tugas
from tenancy import Lingkup, pasang_lingkup
from tests.admin_views.test_hemat import kueri
from tests.dunia import teks_halaman


def tulis(dunia, *objek):
    with Session(dunia.mesin, info={"unit_of_work": True}) as s:
        pasang_lingkup(s, Lingkup("lintas"))
        s.add_all(objek)
        s.commit()
        return [o.id for o in objek]


def lari(dunia, jenis, status, n=1, **lain):
    return Sinkronisasi(
        instansi_id=dunia.instansi[n], jenis=jenis, status=status, waktu_request=dunia.jam(), user_request="Akun", kursor={}, **lain
    )


def konflik(dunia, sinkro, n=1, **lain):
    return Konflik(
        instansi_id=dunia.instansi[n], sinkronisasi_id=sinkro, entitas=EntitasSinkro.PEGAWAI, objek_id=dunia.pegawai[n, "staf"], objek="Orang",
        nilai_sini="a", nilai_siasn="b", ditemukan=dunia.jam(), **{"kolom": "jabatan", **lain},
    )  # fmt: skip


def temuan(dunia, kunci, n=1, **lain):
    return TemuanUnor(
        instansi_id=dunia.instansi[n], kunci=kunci, jenis=JenisTemuan.YATIM, unor_id=dunia.unor[n, "seksi"], rincian="Yatim.",
        ditemukan=dunia.jam(), **lain,
    )  # fmt: skip


def test_yang_menunggu_keputusan_dengan_tautan_tersaring(klien, dunia):
    (id,) = tulis(dunia, lari(dunia, JenisSinkro.UNOR_PEGAWAI, StatusSinkro.MENUNGGU_KEPUTUSAN))
    (lain,) = tulis(dunia, lari(dunia, JenisSinkro.PEGAWAI, StatusSinkro.MENUNGGU_KEPUTUSAN, 2))
    tulis(
        dunia, konflik(dunia, id), konflik(dunia, id, kolom="nama"), konflik(dunia, id, kolom="nama", status=StatusKonflik.PAKAI_SINI),
        konflik(dunia, lain, 2), temuan(dunia, "a"), temuan(dunia, "b", status=StatusTemuan.DIABAIKAN), temuan(dunia, "c", 2),
    )  # fmt: skip
    halaman = klien("admin_instansi").get("/admin/")
    teks = teks_halaman(halaman)
    for kata, href in (
        ("Sinkronisasi Unit Kerja dan Pegawai menunggu keputusan", "/admin/sinkronisasi/?status=menunggu_keputusan"),
        ("2 konflik dengan SIASN belum diputuskan", "/admin/konflik/?status=terbuka"),
        ("1 temuan rekonsiliasi unor terbuka", "/admin/rekonsiliasi-unor/?status=terbuka"),
    ):
        assert kata in teks and f'href="{href}"' in halaman.text, kata
    assert "Sinkronisasi Pegawai menunggu" not in teks


@pytest.mark.parametrize("siapa", ["supervisor", "helpdesk"])
def test_yang_tidak_memutuskan_tidak_disuruh(klien, dunia, siapa):
    (id,) = tulis(dunia, lari(dunia, JenisSinkro.UNOR_PEGAWAI, StatusSinkro.MENUNGGU_KEPUTUSAN))
    tulis(dunia, konflik(dunia, id), temuan(dunia, "a"))
    teks = teks_halaman(klien(siapa).get("/admin/"))
    assert "belum diputuskan" not in teks and "temuan rekonsiliasi" not in teks and "dan Pegawai menunggu keputusan" not in teks
    assert "Kesehatan sinkronisasi Sinkronisasi Unit Kerja dan Pegawai Menunggu keputusan 23 November 2026" in teks


def test_kesehatan_tiap_jenis_menurut_yang_terakhir(klien, dunia):
    kini = dunia.jam()
    (tugas,) = tulis(
        dunia, Tugas(instansi_id=dunia.instansi[1], jenis="sinkronisasi", judul="x", parameter={}, aktor={}, status=StatusTugas.GAGAL, dibuat=kini, kedaluwarsa=kini + timedelta(days=30))
    )  # fmt: skip
    tulis(dunia, lari(dunia, JenisSinkro.PEGAWAI, StatusSinkro.GAGAL))
    tulis(
        dunia,
        lari(dunia, JenisSinkro.PEGAWAI, StatusSinkro.SEBAGIAN, waktu_selesai=kini - timedelta(days=3), gagal=7),
        lari(dunia, JenisSinkro.UNOR, StatusSinkro.BERJALAN, tugas_id=tugas),
        SinkronisasiPredikat(
            instansi_id=dunia.instansi[1], tahun=2026, status=StatusSinkro.SELESAI, tanggal_wib=kini.date(), waktu_request=kini,
            waktu_selesai=kini - timedelta(days=1), user_request="Akun",
        ),
    )  # fmt: skip
    halaman = klien("admin_instansi").get("/admin/")
    teks = teks_halaman(halaman)
    sehat = teks.partition("Kesehatan sinkronisasi")[2]
    assert "Sinkronisasi Pegawai Sinkro selesai sebagian 20 November 2026" in sehat and ", 7 gagal" in sehat
    assert "Sinkronisasi Unit Kerja Sinkro Gagal" in sehat, "given up by its task"
    assert "Sinkronisasi Predikat Sinkro Selesai 22 November 2026" in sehat
    assert 'href="/admin/sinkronisasi/?jenis=pegawai"' in halaman.text


def test_belum_pernah_disinkronkan(klien, dunia):
    assert "Kesehatan sinkronisasi Sinkronisasi SIASN Belum pernah" in teks_halaman(klien("admin_instansi").get("/admin/"))


def test_kueri_tidak_bertambah_dengan_sinkronisasi(app, klien, dunia):
    k = klien("admin_instansi")
    k.get("/admin/")
    with kueri(app) as sedikit:
        k.get("/admin/")
    (id,) = tulis(dunia, lari(dunia, JenisSinkro.PEGAWAI, StatusSinkro.SELESAI))
    tulis(
        dunia, *(lari(dunia, j, StatusSinkro.SELESAI) for j in JenisSinkro), *(lari(dunia, j, StatusSinkro.GAGAL) for j in JenisSinkro),
        *(konflik(dunia, id, kolom=k) for k in ("nama", "jabatan", "status")), *(temuan(dunia, str(n)) for n in range(9)),
    )  # fmt: skip
    with kueri(app) as banyak:
        k.get("/admin/")
    assert len(banyak) == len(sedikit)
