"""Rows of the synchronisation for the small world, in both instansi; those of the second carry KENARI in what is shown."""

from __future__ import annotations

from datetime import date

from sqlalchemy.orm import Session

from domain.siasn import BedaSinkro, EntitasSinkro, JenisSinkro, JenisTemuan
from domain.status import StatusKiriman, StatusNonAsn, StatusSinkro
from models import (
    GabungUnor,
    JptNonAsn,
    KirimanPredikat,
    Konflik,
    PetaUnor,
    PredikatTerkirim,
    SinkroBaris,
    Sinkronisasi,
    SinkronisasiPredikat,
    TemuanUnor,
)
from tests.dunia import KENARI, Dunia
from tests.dunia_skp import DuniaSkp


def isi_siasn(s: Session, dunia: Dunia, skp: DuniaSkp) -> None:
    """Add a row to every table of the synchronisation in both instansi; the caller commits."""
    kini = dunia.jam()
    for n in (1, 2):
        i, tanda = dunia.instansi[n], f" {KENARI}" if n == 2 else ""
        sinkro = Sinkronisasi(
            instansi_id=i,
            jenis=JenisSinkro.UNOR_PEGAWAI,
            status=StatusSinkro.MENUNGGU_KEPUTUSAN,
            waktu_request=kini,
            waktu_mulai=kini,
            user_request=f"Akun Admin{tanda}",
            kursor={},
            baru=1,
            gagal=1,
        )
        predikat = SinkronisasiPredikat(
            instansi_id=i,
            tahun=2026,
            status=StatusSinkro.SEBAGIAN,
            tanggal_wib=date(2026, 11, 20),
            waktu_request=kini,
            user_request=f"Akun Admin{tanda}",
            gagal=1,
        )
        temuan = TemuanUnor(
            instansi_id=i,
            kunci=f"duplikat:{dunia.unor[n, 'bidang']}",
            jenis=JenisTemuan.DUPLIKAT,
            unor_id=dunia.unor[n, "seksi"],
            unor_lain_id=dunia.unor[n, "bidang"],
            rincian=f"Namanya mirip{tanda}",
            ditemukan=kini,
        )
        jpt = JptNonAsn(
            instansi_id=i,
            nik=f"33{n}5012208700001",
            nama=f"Pejabat Contoh{tanda}",
            nama_cari=f"pejabat contoh{tanda.casefold()}",
            tempat_lahir="Kota Contoh",
            tanggal_lahir=date(1970, 8, 22),
            jenis_kelamin="L",
            email="pejabat@contoh.go.id",
            instansi_induk=f"Instansi Contoh{tanda}",
            instansi_kerja=f"Instansi Contoh{tanda}",
            unor_id=dunia.unor[n, "dinas"],
            jabatan=f"Bupati Contoh{tanda}",
            tanggal_sk=date(2025, 1, 2),
            nomor_sk=f"001/CTH/2025{tanda}",
            tmt_mulai=date(2025, 1, 2),
            eselon="99",
            status=StatusNonAsn.DRAFT,
            dibuat=kini,
        )
        s.add_all([sinkro, predikat, temuan, jpt])
        s.flush()
        nama = f"Orang Staf{tanda}"
        s.add_all(
            [
                SinkroBaris(
                    instansi_id=i,
                    sinkronisasi_id=sinkro.id,
                    entitas=EntitasSinkro.PEGAWAI,
                    kunci=f"A5EB{n:028d}",
                    nama=nama,
                    nomor="199001012015031001",
                    beda=BedaSinkro.BARU,
                    isi={"nama": nama},
                ),
                Konflik(
                    instansi_id=i,
                    sinkronisasi_id=sinkro.id,
                    entitas=EntitasSinkro.PEGAWAI,
                    objek_id=dunia.pegawai[n, "staf"],
                    objek=nama,
                    kolom="jabatan",
                    nilai_sini="Analis Kebijakan Ahli Muda",
                    nilai_siasn=f"Analis Hukum Ahli Muda{tanda}",
                    ditemukan=kini,
                ),
                PetaUnor(instansi_id=i, siasn_id=f"8ae4{n:028d}", unor_id=dunia.unor[n, "bidang"]),
                GabungUnor(
                    instansi_id=i,
                    dari_id=dunia.unor[n, "seksi"],
                    ke_id=dunia.unor[n, "bidang"],
                    temuan_id=temuan.id,
                    waktu=kini,
                    pelaku=f"Pelaku{tanda}",
                    isi={"pindah": {}, "dari": {}},
                    dibatalkan=kini,
                ),
                KirimanPredikat(
                    instansi_id=i,
                    sinkronisasi_id=predikat.id,
                    skp_id=skp.skp[n, "staf"],
                    nomor_induk="199001012015031001",
                    nama=nama,
                    nama_cari=nama.casefold(),
                    isi={},
                    sidik="0" * 64,
                    status=StatusKiriman.GAGAL,
                    pesan=f"Ditolak{tanda}",
                ),
                PredikatTerkirim(instansi_id=i, skp_id=skp.skp[n, "kabid"], sidik="1" * 64, waktu=kini),
            ]
        )
